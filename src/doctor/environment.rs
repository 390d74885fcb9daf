//! The environment that a client starts a server in.

use super::{Launch, Orders};
use crate::model::Inherits;

/// The variables without which hardly a program runs: what clients hand on that hand on little.
const LEAST: &[&str] = &[
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "TERM",
    "LANG",
    "TMPDIR",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "PATHEXT",
    "COMSPEC",
];

/// What the server finds in its environment, in that client.
pub(super) fn environment(launch: &Launch, orders: &Orders<'_>) -> Vec<(String, String)> {
    let mut env: Vec<(String, String)> = orders
        .host
        .variables()
        .into_iter()
        .filter(|(name, _)| match launch.inherits {
            Inherits::All | Inherits::Unknown => true,
            Inherits::Only(names) => names
                .iter()
                .chain(LEAST.iter().filter(|least| **least == "PATH"))
                .any(|kept| kept.eq_ignore_ascii_case(name)),
            Inherits::AllButSecrets => crate::secret::name::promise(name).is_none(),
        })
        .collect();
    if let Some(paths) = &launch.paths
        && let Ok(path) = std::env::join_paths(&paths.server.folders)
        && let Ok(path) = path.into_string()
    {
        set(&mut env, "PATH", path);
    }
    for (name, value) in &launch.env {
        if !name.eq_ignore_ascii_case("PATH") || launch.paths.is_none() {
            set(&mut env, name, value.clone());
        }
    }
    env
}

fn set(env: &mut Vec<(String, String)>, name: &str, value: String) {
    env.retain(|(other, _)| other != name);
    env.push((name.to_owned(), value));
}
