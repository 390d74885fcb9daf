//! What is known of programs in the world: data with source and date, never asked of a network.

pub mod endpoints;
pub mod folders;
pub mod ports;
pub mod runtimes;
pub mod servers;
