//! Rules of the category `suppression`.

mod unknown_suppression;
mod unused_suppression;

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[&unused_suppression::RULE, &unknown_suppression::RULE];
