//! Rules of the category `exposure`.

mod blanket_approval;
mod disabled_protection;

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[&blanket_approval::RULE, &disabled_protection::RULE];
