//! Rules of the category `exposure`.

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[];
