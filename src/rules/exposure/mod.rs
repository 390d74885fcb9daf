//! Rules of the category `exposure`.

use super::Rule;

mod broad_file_access;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[&broad_file_access::RULE];
