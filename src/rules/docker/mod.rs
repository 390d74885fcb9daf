//! Rules of the category `docker`.

use super::Rule;

mod docker_detached;
mod docker_env_not_passed;
mod docker_not_interactive;
mod docker_tty;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &docker_not_interactive::RULE,
    &docker_tty::RULE,
    &docker_detached::RULE,
    &docker_env_not_passed::RULE,
];
