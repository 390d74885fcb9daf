//! Rules of the category `schema`.

mod deprecated_field;
mod fields;
mod foreign_field;
mod ineffective_toggle;
mod timeout_unit;
mod unknown_field;

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &unknown_field::RULE,
    &foreign_field::RULE,
    &ineffective_toggle::RULE,
    &timeout_unit::RULE,
    &deprecated_field::RULE,
];
