//! Rules of the category `package`.

mod fetched;

mod archived_package;
mod unpinned_package;
mod vulnerable_package;
mod wrong_registry;

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &wrong_registry::RULE,
    &archived_package::RULE,
    &vulnerable_package::RULE,
    &unpinned_package::RULE,
];
