//! Rules of the category `exposure`.

mod remote_code_in_command;

use super::Rule;

mod bind_all_interfaces;
mod broad_file_access;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &bind_all_interfaces::RULE,
    &broad_file_access::RULE,
    &remote_code_in_command::RULE,
];
