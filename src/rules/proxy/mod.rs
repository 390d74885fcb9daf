//! Rules of the category `proxy`.

mod proxy_intercepts_loopback;

use super::Rule;

pub(crate) use proxy_intercepts_loopback::covers;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[&proxy_intercepts_loopback::RULE];
