//! `mcpmend doctor` and containers: before a real Docker Engine, and on answers that Docker and
//! podman gave where there is none.
//!
//! The engine is that of `MCPMEND_TEST_DOCKER`, such as `unix:///run/docker.sock`, which
//! `.ci/steps/docker` starts and fills. Containers of these tests are made and removed in it. Without
//! that variable those tests say that they did not run.
#![cfg(all(feature = "doctor", target_os = "linux"))]
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods
)]

#[path = "doctor/bench.rs"]
mod bench;
mod common;

#[path = "docker/engine.rs"]
mod engine;
#[path = "docker/entries.rs"]
mod entries;
#[path = "docker/ports.rs"]
mod ports;
#[path = "docker/recorded.rs"]
mod recorded;
