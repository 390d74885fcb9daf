//! Rules of the category `exposure`.

use super::Rule;

mod bind_all_interfaces;
mod broad_file_access;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[&bind_all_interfaces::RULE, &broad_file_access::RULE];
