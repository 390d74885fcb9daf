//! Rules of the category `package`.

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[];
