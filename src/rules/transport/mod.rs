//! Rules of the category `transport`.

mod missing_transport_type;

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[&missing_transport_type::RULE];
