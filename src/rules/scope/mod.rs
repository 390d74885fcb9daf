//! Rules of the category `scope`.

mod shadowed_server;

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[&shadowed_server::RULE];
