//! Rules of the category `docker`.

use super::{Context, Rule};
use crate::model::Os;

mod docker_detached;
mod docker_env_not_passed;
mod docker_host_name;
mod docker_host_network;
mod docker_keeps_container;
mod docker_loopback_bind;
mod docker_mount;
mod docker_not_interactive;
mod docker_option_after_image;
mod docker_port_mapping;
mod docker_tty;
mod docker_without_image;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &docker_not_interactive::RULE,
    &docker_tty::RULE,
    &docker_detached::RULE,
    &docker_env_not_passed::RULE,
    &docker_option_after_image::RULE,
    &docker_without_image::RULE,
    &docker_loopback_bind::RULE,
    &docker_host_name::RULE,
    &docker_port_mapping::RULE,
    &docker_host_network::RULE,
    &docker_mount::RULE,
    &docker_keeps_container::RULE,
];

/// The operating system that the files are for, where that was asked: in a repository the machine
/// that checks says nothing about it, `--os` does.
fn asked_os(context: &Context<'_>) -> Option<Os> {
    let asked = context.machine_mode || !context.host.is_this_machine();
    asked.then(|| context.host.os())
}
