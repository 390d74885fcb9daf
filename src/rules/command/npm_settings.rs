//! What npm's own settings say on this machine.

use std::path::{Path, PathBuf};

use super::launched::{filled, is_full, is_started, project};
use crate::host::{FileType, Host};
use crate::interpret::Pair;
use crate::model::{Base, Role, Scope};
use crate::rules::Subject;

/// Whose `.npmrc` makes npx refuse to install a package for this entry: `yes=false` is in force.
/// `None` where none does, or where this machine does not count.
pub(super) fn refusing(subject: &Subject<'_>) -> Option<&'static str> {
    let host = subject.context.machine()?;
    if !is_started(subject) || subject.client().process.path.elsewhere {
        return None;
    }
    // A variable is stronger than the files, and may name another one.
    let of_entry = |pair: &Pair| pair.name.to_ascii_lowercase();
    let moved = |name: String| matches!(name.as_str(), "npm_config_userconfig" | "home");
    let answered = ["npm_config_yes", "NPM_CONFIG_YES"]
        .iter()
        .any(|name| host.env(name).is_some());
    if answered || subject.parts().env.iter().map(of_entry).any(moved) {
        return None;
    }
    let of_project = started_in(subject, host).map(|folder| prefix(host, &folder).join(".npmrc"));
    let named = ["npm_config_userconfig", "NPM_CONFIG_USERCONFIG"]
        .iter()
        .find_map(|name| host.env(name));
    let of_user = match named {
        Some(path) => Some(PathBuf::from(path)),
        None => host.home().map(|home| home.join(".npmrc")),
    };
    let files = [(of_project, "the project's"), (of_user, "the user's")];
    let (says, whose) = files
        .into_iter()
        .find_map(|(path, whose)| Some((says_yes(host, &path?)?, whose)))?;
    (!says).then_some(whose)
}

/// The folder in which the client starts the server, where that is known.
fn started_in(subject: &Subject<'_>, host: &dyn Host) -> Option<PathBuf> {
    if let Some(cwd) = &subject.parts().cwd {
        let folder = filled(subject, &cwd.text, Role::Cwd)?;
        return is_full(&folder, host.os()).then(|| PathBuf::from(folder));
    }
    let of_project = matches!(subject.entry.scope, Scope::Project | Scope::Local)
        && matches!(subject.client().process.base, Base::Folder(_));
    project(subject).filter(|_| of_project)
}

/// The folder whose settings npm reads when it is started in `folder`: the nearest that holds a
/// package, else this one.
fn prefix(host: &dyn Host, folder: &Path) -> PathBuf {
    let holds = |folder: &&Path| {
        let package = host.file_type(&folder.join("package.json"));
        let modules = host.file_type(&folder.join("node_modules"));
        matches!(package, Ok(FileType::File(_))) || matches!(modules, Ok(FileType::Folder))
    };
    folder.ancestors().find(holds).unwrap_or(folder).to_owned()
}

/// What a file of npm's settings says of `yes`; the last line wins.
fn says_yes(host: &dyn Host, path: &Path) -> Option<bool> {
    let bytes = host.read(path).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let mut said = None;
    for line in text.lines().map(str::trim) {
        let (name, value) = line.split_once('=').unwrap_or((line, "true"));
        if name.trim() == "yes" {
            match value.trim().trim_matches(['"', '\'']) {
                "true" => said = Some(true),
                "false" => said = Some(false),
                _ => {}
            }
        }
    }
    said
}
