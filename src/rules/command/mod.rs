//! Rules of the category `command`.

mod command_line_in_command;
mod command_not_found;
mod joined_argument;
mod launched;
mod npx_without_yes;
mod relative_path;
mod runtime_too_old;
mod script_not_found;
mod tilde_not_expanded;
mod windows_npx;

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &command_line_in_command::RULE,
    &joined_argument::RULE,
    &command_not_found::RULE,
    &script_not_found::RULE,
    &npx_without_yes::RULE,
    &windows_npx::RULE,
    &relative_path::RULE,
    &tilde_not_expanded::RULE,
    &runtime_too_old::RULE,
];
