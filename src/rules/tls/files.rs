//! The files of certificates that an entry names, as far as they can be looked at.

use std::path::{Path, PathBuf};

use crate::bridges::Verify;
use crate::certificates::file::{Contents, LARGEST};
use crate::certificates::{self, Names, Row, Stack};
use crate::commandline::{CommandLine, Wrapper};
use crate::docker::{Docker, Verb};
use crate::document::NodeId;
use crate::host::FileType;
use crate::model::{Os, Role};
use crate::rules::Subject;
use crate::variables::is_templated;

use super::bundle::is_absolute;

/// A file or folder that an entry names.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// What names it: a variable, an option, a mount.
    pub(super) by: String,
    /// The path.
    pub(super) path: String,
    /// The string that holds it.
    pub(super) node: NodeId,
    /// What it is to be.
    pub(super) names: Names,
    /// Who reads it, where that is known.
    pub(super) row: Option<&'static Row>,
    /// Whether the path is one of the environment, where nobody expands `~`.
    pub(super) in_env: bool,
}

impl Named {
    /// What its reader does without it, in a sentence; empty where that is not established.
    pub(super) fn unusable(&self) -> String {
        match self.row {
            Some(row) if !row.unusable.is_empty() => {
                format!("{} {}", row.reader.name(), row.unusable)
            }
            _ => String::new(),
        }
    }

    /// Whether it is surely read.
    pub(super) fn established(&self) -> bool {
        self.row.is_some_and(Row::established)
    }
}

/// All of them. Those of a container count by the file that is mounted there.
pub(super) fn named(subject: &Subject<'_>) -> Vec<Named> {
    let parts = subject.parts();
    // Beside a url nobody reads a variable: another rule says so. A field may name a file.
    let Some(line) = subject.line() else {
        return of_field(subject).into_iter().collect();
    };
    // Another system with paths of its own.
    if line.wrappers.contains(&Wrapper::Wsl) {
        return Vec::new();
    }
    let bridge = subject.bridge();
    let stack = Stack::of(&line, bridge.as_deref());
    if let Some(docker) = Docker::of(&line) {
        return mounted(subject, &line, &docker, stack);
    }
    let mut found: Vec<Named> = Vec::new();
    for pair in &parts.env {
        found.extend(of_variable(
            stack,
            &pair.name,
            &pair.value.text,
            pair.value.node,
        ));
    }
    if let Some(bridge) = &bridge
        && let Verify::By(setting) = &bridge.verify
    {
        found.push(Named {
            by: setting.by.clone(),
            path: setting.value.text().to_owned(),
            node: setting.value.word.source.node,
            names: Names::FileOrFolder,
            row: None,
            in_env: false,
        });
    }
    found.retain(|named| !named.path.is_empty() && !is_templated(&named.path));
    found
}

/// The field of an entry with a url that names a file of certificates.
fn of_field(subject: &Subject<'_>) -> Option<Named> {
    let (name, value) = subject.field(Role::Tls)?;
    let path = value.as_str()?.trim();
    let written_out = !path.is_empty() && !is_templated(path);
    written_out.then(|| Named {
        by: name.to_owned(),
        path: path.to_owned(),
        node: value.id(),
        names: Names::File,
        row: None,
        in_env: false,
    })
}

/// What a variable names, where what is started reads it.
fn of_variable(stack: Stack, name: &str, value: &str, node: NodeId) -> Option<Named> {
    let mut rows = stack
        .rows(name)
        .filter(|row| !matches!(row.names, Names::System(_)));
    let first = rows.next()?;
    // Whoever is known to mind an unusable file tells more.
    let row = match first.unusable {
        "" => rows.find(|row| !row.unusable.is_empty()).unwrap_or(first),
        _ => first,
    };
    let unsure = matches!(stack, Stack::Unknown | Stack::Container);
    let path = match row.names {
        Names::KeyStore => &value[certificates::key_store(value)?],
        _ => value.trim(),
    };
    Some(Named {
        by: name.to_owned(),
        path: path.to_owned(),
        node,
        names: row.names,
        row: (!unsure).then_some(row),
        in_env: true,
    })
}

/// The files of this machine that a container sees where a variable of it names them.
fn mounted(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    docker: &Docker<'_>,
    stack: Stack,
) -> Vec<Named> {
    let mut found = Vec::new();
    if docker.verb != Verb::Run || !docker.certain {
        return found;
    }
    for (name, value) in docker.env() {
        let handed_on = || {
            let mut env = subject.parts().env.iter();
            env.find(|pair| pair.name == name)
                .map(|pair| pair.value.text.as_str())
        };
        let Some(inside) = value.or_else(handed_on) else {
            continue;
        };
        for option in docker.all("volume") {
            let Some(word) = line.words.get(option.value_word) else {
                continue;
            };
            let Some(host) = option.value.and_then(|value| behind(value, inside)) else {
                continue;
            };
            let named = of_variable(stack, name, &host, word.source.node);
            found.extend(named.map(|named| Named {
                by: name.to_owned(),
                in_env: false,
                ..named
            }));
        }
    }
    found.retain(|named| is_absolute(&named.path));
    found
}

/// The path on this machine of what stands at `inside` in a container, by a mount of the form
/// `HOST:CONTAINER[:OPTIONS]`.
fn behind(mount: &str, inside: &str) -> Option<String> {
    // The colon of a drive does not divide.
    let drive = usize::from(mount.as_bytes().get(1) == Some(&b':')) * 2;
    let at = drive + mount.get(drive..)?.find(':')?;
    let (host, rest) = (&mount[..at], &mount[at + 1..]);
    let target = rest.split(':').next()?;
    if target.is_empty() || !is_absolute(host) {
        return None;
    }
    let below = inside.strip_prefix(target)?;
    match below {
        "" => Some(host.to_owned()),
        below if target.ends_with('/') => Some(format!("{}/{below}", host.trim_end_matches('/'))),
        below if below.starts_with('/') => Some(format!("{}{below}", host.trim_end_matches('/'))),
        _ => None,
    }
}

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// To a place that can be looked at.
    Here(PathBuf),
    /// Home, by a `~` that nobody expands.
    Tilde,
    /// Somewhere, since it is relative; to this file, if the server is started in the right
    /// folder.
    Relative(Option<PathBuf>),
    /// To a place that does not count here: on another system, or outside of what is checked.
    Elsewhere,
}

/// Where `named` leads.
pub(super) fn place(subject: &Subject<'_>, named: &Named) -> Place {
    let host = subject.context.host;
    let path = named.path.as_str();
    if path.starts_with('~') {
        let tilde = subject.client().process.tilde;
        let role = match (named.in_env, subject.parts().command.is_some()) {
            (true, _) => Role::Env,
            (false, true) => Role::Args,
            (false, false) => Role::Tls,
        };
        let literal = tilde.is_some_and(|fields| !fields.contains(&role));
        return if literal {
            Place::Tilde
        } else {
            Place::Elsewhere
        };
    }
    if !is_absolute(path) {
        // It is relative to the folder that the entry tells, where the client takes that.
        if subject.parts().cwd.is_some() {
            return Place::Elsewhere;
        }
        let folders = subject.file.path.ancestors().skip(1);
        let found = folders
            .take_while(|folder| folder.starts_with(host.current_dir()))
            .map(|folder| folder.join(path))
            .find(|path| host.file_type(path).is_ok());
        return Place::Relative(found);
    }
    // A path of another system cannot be looked at from here.
    let windows = !path.starts_with('/');
    if windows != (host.os() == Os::Windows) {
        return Place::Elsewhere;
    }
    let path = Path::new(path);
    if subject.context.machine().is_some() || is_below(subject, path) {
        Place::Here(path.to_owned())
    } else {
        Place::Elsewhere
    }
}

/// Whether a path lies below what is checked, by a link too.
fn is_below(subject: &Subject<'_>, path: &Path) -> bool {
    let host = subject.context.host;
    path.starts_with(host.current_dir())
        && host
            .canonical(path)
            .starts_with(host.canonical(host.current_dir()))
}

/// A file of certificates that an entry names, and what it holds.
pub(super) struct Opened {
    /// What names it.
    pub(super) named: Named,
    /// What it holds.
    pub(super) contents: Contents,
    /// Its size in bytes.
    pub(super) size: u64,
}

/// The files that can be looked into.
pub(super) fn opened(subject: &Subject<'_>) -> Vec<Opened> {
    let host = subject.context.host;
    let mut opened = Vec::new();
    for named in named(subject) {
        if named.names == Names::Folder {
            continue;
        }
        let path = match place(subject, &named) {
            Place::Here(path) => path,
            Place::Relative(Some(path)) if is_below(subject, &path) => path,
            _ => continue,
        };
        let Ok(FileType::File(size)) = host.file_type(&path) else {
            continue;
        };
        if size > LARGEST {
            continue;
        }
        let Ok(bytes) = host.read(&path) else {
            continue;
        };
        opened.push(Opened {
            contents: Contents::of(&bytes),
            named,
            size,
        });
    }
    opened
}

#[cfg(test)]
mod tests {
    use super::behind;

    #[test]
    fn a_path_in_a_container_is_followed_through_its_mounts() {
        for (mount, inside, host) in [
            ("/h/ca.pem:/c/ca.pem:ro", "/c/ca.pem", Some("/h/ca.pem")),
            ("/h:/c", "/c/x/ca.pem", Some("/h/x/ca.pem")),
            ("/h/:/c/", "/c/ca.pem", Some("/h/ca.pem")),
            (
                "C:\\h\\ca.pem:/c/ca.pem",
                "/c/ca.pem",
                Some("C:\\h\\ca.pem"),
            ),
            ("/h:/c", "/cc/ca.pem", None),
            ("volume:/c", "/c/ca.pem", None),
            ("/c", "/c/ca.pem", None),
        ] {
            assert_eq!(behind(mount, inside).as_deref(), host, "{mount}");
        }
    }
}
