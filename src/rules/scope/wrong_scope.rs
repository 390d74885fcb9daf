//! `wrong-scope`

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use crate::commandline::Launcher;
use crate::diagnostic::Diagnostic;
use crate::discover;
use crate::host::Host;
use crate::interpret::{Status, Text};
use crate::model::{Client, Scope};
use crate::rules::{Check, Context, Subject, rule};

use super::machine;

rule! {
    /// A server in the file for all projects that serves only one of them, or one for a folder that
    /// is not there.
    ///
    /// ## Why it fails
    /// A server in the user's file starts in every project. When it is handed the folder of one of
    /// them (`--repository`, the folder of a file server, `cwd`), it works on that folder whatever
    /// is open: the assistant reads and changes files of another project than the one at hand.
    ///
    /// And a server under `projects.<folder>` of `~/.claude.json` counts in that folder only. When
    /// the folder was moved or renamed, the server is gone without a word.
    ///
    /// The first is told only with `--pedantic`.
    ///
    /// The other direction has rules of its own: paths of one machine (`machine-path`) and secrets
    /// (`hardcoded-secret`) in a file that a project shares.
    ///
    /// ## Example
    /// ```json bad ~/.claude.json
    /// {
    ///   "mcpServers": {
    ///     "git": { "command": "uvx", "args": ["mcp-server-git", "--repository", "/home/me/shop"] }
    ///   },
    ///   "projects": {
    ///     "/home/me/shop": {
    ///       "mcpServers": {
    ///         "time": { "command": "uvx", "args": ["mcp-server-time"] }
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good ~/.claude.json
    /// {
    ///   "projects": {
    ///     "/home/me/shop": {
    ///       "mcpServers": {
    ///         "git": { "command": "uvx", "args": ["mcp-server-git", "--repository", "/home/me/shop"] },
    ///         "time": { "command": "uvx", "args": ["mcp-server-time"] }
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// None: it would move a server between files, one of which others share.
    ///
    /// ## Sources
    /// - <https://code.claude.com/docs/en/mcp> (2026-11-23)
    "wrong-scope", Scope, Info, None, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let Some(host) = machine(context) else {
        return;
    };
    let projects = projects(context, host);
    for subject in context.subjects() {
        if subject.entry.status != Status::Loaded {
            continue;
        }
        out.extend(vanished(&subject));
        let file = subject.file;
        if subject.entry.scope == Scope::User
            && discover::is_in_place(host, file.kind, &file.path)
            && let Some(place) = place_in_projects(subject.client())
        {
            out.extend(of_one_project(&subject, host, &projects, place));
        }
    }
}

/// The folders that have a config of some client for a project, in them or by their names.
fn projects(context: &Context<'_>, host: &dyn Host) -> BTreeSet<PathBuf> {
    let workspace = context.workspace;
    let with_file = workspace
        .files()
        .filter(|(_, file)| file.scope == Scope::Project && file.guess.is_none())
        .filter_map(|(_, file)| discover::project_of(&file.path, file.kind));
    let named = workspace
        .entries()
        .filter_map(|(_, entry)| entry.project.as_ref().map(PathBuf::from));
    let home = host.home().map(|home| host.canonical(home));
    with_file
        .chain(named)
        .map(|folder| host.canonical(&folder))
        .filter(|folder| home.as_ref().is_none_or(|home| !home.starts_with(folder)))
        .filter(|folder| !is_home(folder))
        .collect()
}

/// Whether a folder is somebody's home, or one above it: no project.
fn is_home(folder: &Path) -> bool {
    let text = discover::show(folder).to_lowercase();
    let parts: Vec<&str> = text
        .split('/')
        .filter(|part| !part.ends_with(':'))
        .collect();
    matches!(
        parts.as_slice(),
        [] | [_] | [_, _] | [_, "home" | "users", _]
    )
}

/// Where in a project a client reads servers, for people.
fn place_in_projects(client: &'static Client) -> Option<&'static str> {
    client
        .kinds
        .iter()
        .flat_map(|kind| kind.locations)
        .filter(|location| location.scope == Scope::Project && !location.guest)
        .find_map(|location| location.path.strip_prefix("<project>/"))
}

/// A server for all projects that is handed the folder of one.
fn of_one_project(
    subject: &Subject<'_>,
    host: &dyn Host,
    projects: &BTreeSet<PathBuf>,
    place: &str,
) -> Option<Diagnostic> {
    let (text, project) = handed(subject)
        .into_iter()
        .find_map(|text| Some((text, project(host, projects, &text.text)?)))?;
    let client = subject.client().name;
    let shown = discover::shown_from(host, &project);
    let shown = if shown == "." {
        "this one".to_owned()
    } else {
        format!("one, {shown}")
    };
    let place = match subject
        .client()
        .kinds
        .iter()
        .flat_map(|kind| kind.roots)
        .find(|root| root.scope == Some(Scope::Local))
    {
        Some(root) => format!(
            "`{}` of this file, or `{place}` in that project",
            root.dotted().replace('*', "<folder>")
        ),
        None => format!("`{place}` in that project"),
    };
    Some(
        subject
            .finding(
                &RULE,
                subject.document().node(text.node).span(),
                format!(
                    "{} is for all projects and works on the folder of {shown}",
                    subject.quoted()
                ),
            )
            .label("the folder of one project")
            .effect(format!(
                "{client} starts it in every project, with this folder"
            ))
            .help(format!("move it to {place}"))
            .pedantic(),
    )
}

/// What a server is told to work on: its folder and its own arguments, without the script that is
/// started.
fn handed<'a>(subject: &Subject<'a>) -> Vec<&'a Text> {
    let parts = subject.parts();
    let mut texts: Vec<&Text> = Vec::new();
    let line = subject.line();
    if let Some(line) = &line {
        // With a script, its folder is that of the server, and no project of somebody's.
        if line.package.is_some() {
            texts.extend(&parts.cwd);
        }
        let fetched = line.package.is_some() || line.launcher == Launcher::Docker;
        if fetched {
            texts.extend(line.own_arguments().iter().map(|word| word.source));
        }
    }
    texts
}

/// The project that a path names, or lies in.
fn project(host: &dyn Host, projects: &BTreeSet<PathBuf>, text: &str) -> Option<PathBuf> {
    let path = text.split_once('=').map_or(text, |(_, path)| path);
    let below_home = ["${HOME}/", "$HOME/", "~/"]
        .iter()
        .find_map(|start| path.strip_prefix(start));
    let path = match below_home {
        Some(below) => host.home()?.join(below),
        None => PathBuf::from(path),
    };
    if !path.has_root() {
        return None;
    }
    let path = host.canonical(&path);
    projects
        .iter()
        .find(|project| path.starts_with(project))
        .cloned()
}

/// A server for a folder that is not there.
fn vanished(subject: &Subject<'_>) -> Option<Diagnostic> {
    let project = subject.entry.project.as_deref()?;
    let host = subject.context.machine()?;
    let path = Path::new(project);
    let gone = path.is_absolute()
        && matches!(host.file_type(path), Err(error) if error.kind() == io::ErrorKind::NotFound);
    if !gone {
        return None;
    }
    let client = subject.client().name;
    Some(
        subject
            .finding(
                &RULE,
                subject.name_span(),
                format!(
                    "{} counts in {project} only, and that folder is not there",
                    subject.quoted()
                ),
            )
            .label("never used")
            .effect(format!(
                "{client} loads what stands under a folder's name in that folder only"
            ))
            .help("remove it, or add it anew in the folder where the project is now"),
    )
}
