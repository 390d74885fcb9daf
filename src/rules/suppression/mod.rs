//! Rules of the category `suppression`.

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[];
