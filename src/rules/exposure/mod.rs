//! Rules of the category `exposure`.

mod remote_code_in_command;

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[&remote_code_in_command::RULE];
