//! Rules of the category `command`.

mod command_line_in_command;
mod joined_argument;
mod npx_without_yes;
mod relative_path;
mod tilde_not_expanded;
mod windows_npx;

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &command_line_in_command::RULE,
    &joined_argument::RULE,
    &npx_without_yes::RULE,
    &windows_npx::RULE,
    &relative_path::RULE,
    &tilde_not_expanded::RULE,
];
