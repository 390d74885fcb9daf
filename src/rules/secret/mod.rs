//! Rules of the category `secret`.

use super::Rule;

mod hardcoded_secret;
mod instead;
mod names;
mod placeholder_value;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[&hardcoded_secret::RULE, &placeholder_value::RULE];
