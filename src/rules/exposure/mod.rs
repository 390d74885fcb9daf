//! Rules of the category `exposure`.

mod blanket_approval;

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[&blanket_approval::RULE];
