//! Rules of the category `command`.

mod command_line_in_command;
mod command_not_found;
mod joined_argument;
mod launched;
mod line;
mod machine_path;
mod npm_settings;
mod npx_without_yes;
mod path_overwritten;
mod platform;
mod refused_env;
mod relative_path;
mod runtime_too_old;
mod script_not_found;
mod shell_syntax;
mod space_in_batch_argument;
mod stdout_noise;
mod tilde_not_expanded;
mod unneeded_cmd_wrapper;
mod unsupported_cwd;
mod windows_npx;
mod wsl_path;

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &command_line_in_command::RULE,
    &joined_argument::RULE,
    &command_not_found::RULE,
    &script_not_found::RULE,
    &npx_without_yes::RULE,
    &windows_npx::RULE,
    &unneeded_cmd_wrapper::RULE,
    &relative_path::RULE,
    &tilde_not_expanded::RULE,
    &machine_path::RULE,
    &shell_syntax::RULE,
    &path_overwritten::RULE,
    &refused_env::RULE,
    &unsupported_cwd::RULE,
    &space_in_batch_argument::RULE,
    &stdout_noise::RULE,
    &runtime_too_old::RULE,
    &wsl_path::RULE,
];
