//! Rules of the category `secret`.

use super::Rule;

mod found;
mod hardcoded_secret;
mod instead;
mod names;
mod placeholder_value;
mod readable_secret_file;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &hardcoded_secret::RULE,
    &placeholder_value::RULE,
    &readable_secret_file::RULE,
];
