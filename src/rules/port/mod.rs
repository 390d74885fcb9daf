//! Rules of the category `port`.

use super::Rule;

mod blocked_port;
mod fixed_port_server;
mod port_collision;
mod port_in_use;
mod port_mismatch;
mod port_outside_range;
mod tool_port;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &port_collision::RULE,
    &port_outside_range::RULE,
    &port_mismatch::RULE,
    &blocked_port::RULE,
    &tool_port::RULE,
    &fixed_port_server::RULE,
    &port_in_use::RULE,
];
