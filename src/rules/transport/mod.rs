//! Rules of the category `transport`.

mod ambiguous_transport;
mod missing_transport;
mod missing_transport_type;
mod transport_mismatch;
mod unknown_transport_type;
mod unsupported_transport;

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &missing_transport_type::RULE,
    &unknown_transport_type::RULE,
    &transport_mismatch::RULE,
    &ambiguous_transport::RULE,
    &missing_transport::RULE,
    &unsupported_transport::RULE,
];
