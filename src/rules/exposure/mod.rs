//! Rules of the category `exposure`.

mod bind_all_interfaces;
mod blanket_approval;
mod broad_file_access;
mod disabled_protection;
mod remote_code_in_command;
mod writable_config;

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &bind_all_interfaces::RULE,
    &blanket_approval::RULE,
    &broad_file_access::RULE,
    &remote_code_in_command::RULE,
    &disabled_protection::RULE,
    &writable_config::RULE,
];
