//! Rules of the category `proxy`.

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[];
