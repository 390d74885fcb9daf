//! Rules of the category `interpolation`.

mod command_substitution;
mod reading;
mod unsupported_variable;
mod wrong_variable_syntax;

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &wrong_variable_syntax::RULE,
    &unsupported_variable::RULE,
    &command_substitution::RULE,
];
