//! Rules of the category `transport`.

mod called;

mod ambiguous_transport;
mod bridge_arguments;
mod deprecated_sse;
mod endpoint_path;
mod http_server_by_command;
mod invalid_url;
mod localhost_ipv6;
mod missing_transport;
mod missing_transport_type;
mod redundant_bridge;
mod sse_endpoint_mismatch;
mod stdio_server_by_url;
mod transport_mismatch;
mod unknown_transport_type;
mod unsupported_transport;

pub(in crate::rules) use http_server_by_command::serves;

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &missing_transport_type::RULE,
    &unknown_transport_type::RULE,
    &transport_mismatch::RULE,
    &ambiguous_transport::RULE,
    &missing_transport::RULE,
    &stdio_server_by_url::RULE,
    &http_server_by_command::RULE,
    &unsupported_transport::RULE,
    &endpoint_path::RULE,
    &sse_endpoint_mismatch::RULE,
    &deprecated_sse::RULE,
    &invalid_url::RULE,
    &redundant_bridge::RULE,
    &bridge_arguments::RULE,
    &localhost_ipv6::RULE,
];
