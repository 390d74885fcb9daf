//! From paths to files: which config files there are, and whose they are.

mod patterns;
mod spots;
mod template;

use std::borrow::Cow;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::clients;
use crate::host::{self, FileType, Host};
use crate::model::{Client, Kind, Location, NotRead, Scope};
use crate::pattern::{matches_path, matches_segment, segments};
use crate::progress::Progress;

pub use crate::pattern::ends_as;
pub use patterns::patterns;
pub(crate) use template::resolve;
use template::{default_of, expand};

/// Folders that never hold a config and may be huge.
const PRUNED: &[&str] = &[
    ".git",
    ".hg",
    ".svn",
    ".jj",
    "node_modules",
    "bower_components",
    "target",
    ".venv",
    "venv",
    "__pycache__",
    ".tox",
    ".mypy_cache",
    ".cache",
    ".gradle",
    ".next",
    ".nuxt",
    ".terraform",
    "Pods",
];

/// Names that mean an MCP config wherever they stand, although no client looks there.
pub(crate) const GENERIC_NAMES: &[&str] = &[
    "mcp.json",
    ".mcp.json",
    "mcp_config.json",
    "mcp-config.json",
    "mcp_settings.json",
    "mcp.jsonc",
    "claude_desktop_config.json",
];

/// Why a file was found.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// A client looks there, or `--client` said so.
    Known {
        /// The client.
        client: &'static Client,
        /// The kind of file.
        kind: &'static Kind,
        /// Whose it is.
        scope: Scope,
    },
    /// People put it there, and the client does not look.
    NotRead {
        /// The client that they mean.
        client: &'static Client,
        /// The place.
        not_read: &'static NotRead,
    },
    /// Its name says MCP, or it was named on the command line; its content must tell.
    Unplaced {
        /// Whether it was named on the command line.
        named: bool,
    },
}

/// A file to read.
#[derive(Clone, Debug)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// How it is shown: as given or found, with `/`.
    pub shown: String,
    /// Why.
    pub place: Place,
    /// Other clients that read this place too.
    pub also: Vec<&'static Client>,
}

/// Something about a path that people should know and that is no finding.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// The path as shown.
    pub path: String,
    /// What is wrong with it, as a clause: "permission denied".
    pub message: String,
}

/// What was looked for and found.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    /// The files, in order of path; no file twice.
    pub found: Vec<Found>,
    /// Folders that could not be walked.
    pub troubles: Vec<Trouble>,
    /// Where it looked, for people.
    pub looked: Vec<String>,
    /// Folders whose Compose files count whether they hold a config or not: the current project's.
    pub projects: Vec<PathBuf>,
    /// The one client whose files were looked for, where that was asked for.
    pub client: Option<&'static Client>,
    /// The folders of which everything was looked at.
    pub walked: Vec<PathBuf>,
    /// The folder of the settings, and the paths below it that they leave out.
    pub excluded: Option<(PathBuf, Vec<String>)>,
}

impl Discovery {
    /// Whether the settings leave `path` out.
    pub fn excludes(&self, path: &Path) -> bool {
        let Some((folder, patterns)) = &self.excluded else {
            return false;
        };
        path.strip_prefix(folder).is_ok_and(|below| {
            let below = show(below);
            patterns.iter().any(|pattern| matches_path(pattern, &below))
        })
    }
}

/// What to look for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The paths of repository mode; none: machine mode.
    pub paths: Vec<PathBuf>,
    /// Read given files as this client's, and look for no other's.
    pub client: Option<&'static Client>,
}

/// A path of the request that is not there.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{path}: {message}")]
pub struct UnknownPath {
    /// The path as given.
    pub path: String,
    /// Why it cannot be used.
    pub message: String,
}

/// Finds all files of `request`.
///
/// # Errors
/// When a path of the request does not exist.
pub fn discover(host: &dyn Host, request: &Request) -> Result<Discovery, UnknownPath> {
    let mut search = Search {
        host,
        client: request.client,
        result: Discovery {
            client: request.client,
            ..Discovery::default()
        },
        found: Vec::new(),
    };
    if request.paths.is_empty() {
        search.machine();
    } else {
        for path in &request.paths {
            search.given(path)?;
        }
    }
    let mut found = search.found;
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.dedup_by(|a, b| a.0 == b.0);
    found.sort_by(|a, b| a.1.path.cmp(&b.1.path));
    let mut result = search.result;
    result.found = found.into_iter().map(|(_, found)| found).collect();
    Ok(result)
}

/// Whose file stands at `path`, judged by its name and the folders above it.
///
/// In repository mode a home folder's layout counts as well: people keep their dotfiles in
/// repositories.
pub fn classify(path: &Path, client: Option<&'static Client>) -> Option<Place> {
    let text = path.to_string_lossy();
    let segments: Vec<&str> = segments(&text).collect();
    let name = *segments.last()?;
    let mut best: Option<(usize, bool, Place)> = None;
    for spot in spots::called(name).filter(|spot| spot.is_of(client)) {
        let (owner, kind, location) = (spot.owner, spot.kind, spot.location);
        if location.common && client.is_none() {
            continue;
        }
        let Some(length) = matched(&segments, location.path) else {
            continue;
        };
        let in_project = location.path.starts_with("<project>/");
        let rank = (length * 2 + usize::from(!location.guest), in_project);
        if best
            .as_ref()
            .is_none_or(|(length, project, _)| (*length, *project) < rank)
        {
            let place = Place::Known {
                client: owner,
                kind,
                scope: location.scope,
            };
            best = Some((rank.0, rank.1, place));
        }
    }
    if let Some((_, _, place)) = best {
        return Some(place);
    }
    for (owner, not_read) in spots::in_vain(name) {
        if client.is_none_or(|client| client.id == owner.id)
            && matched(&segments, not_read.path).is_some()
        {
            return Some(Place::NotRead {
                client: owner,
                not_read,
            });
        }
    }
    if !GENERIC_NAMES.contains(&name) {
        return None;
    }
    // What another client reads is not looked for where one is named.
    let is_others = client.is_some()
        && matches!(
            classify(path, None),
            Some(Place::Known { .. } | Place::NotRead { .. })
        );
    (!is_others).then_some(Place::Unplaced { named: false })
}

/// All places of all clients.
fn locations(
    client: Option<&'static Client>,
) -> impl Iterator<Item = (&'static Client, &'static Kind, &'static Location)> {
    clients::ALL
        .iter()
        .copied()
        .filter(move |owner| client.is_none_or(|client| client.id == owner.id))
        .flat_map(|owner| {
            owner.kinds.iter().flat_map(move |kind| {
                kind.locations
                    .iter()
                    .map(move |location| (owner, kind, location))
            })
        })
}

/// How many segments of the template `template` the path ends with: all of them, below the
/// project folder, the home folder or the root of the system.
fn matched(segments: &[&str], template: &str) -> Option<usize> {
    let pattern = relative_pattern(template);
    let mut count = 0;
    let mut rest = segments.iter().rev();
    for pattern in pattern.rsplit('/') {
        if !matches_segment(rest.next()?, pattern) {
            return None;
        }
        count += 1;
    }
    Some(count)
}

/// The part of a template below the project folder, the home folder or the root of the system.
/// `${CODEX_HOME:-~/.codex}/config.toml` is recognised as `.codex/config.toml`.
pub(crate) fn relative_pattern(template: &str) -> Cow<'_, str> {
    if let Some((default, rest)) = default_of(template) {
        let plain = format!("{default}{rest}");
        return Cow::Owned(below(&plain).to_owned());
    }
    Cow::Borrowed(below(template))
}

/// A path without `<project>/`, `~/`, `/` or `C:/` at its start.
fn below(template: &str) -> &str {
    ["<project>/", "~/", "/", "C:/"]
        .iter()
        .find_map(|start| template.strip_prefix(start))
        .unwrap_or(template)
}

/// The project folder of a file of `kind`: what `<project>` stands for in the longest place that
/// `path` fits. A file at no such place has its own folder for its project.
pub fn project_of(path: &Path, kind: &Kind) -> Option<PathBuf> {
    let depth = kind
        .locations
        .iter()
        .filter_map(|location| location.path.strip_prefix("<project>/"))
        .filter(|pattern| ends_as(path, pattern))
        .map(|pattern| pattern.split('/').count())
        .max()
        .unwrap_or(1);
    path.ancestors().nth(depth).map(Path::to_owned)
}

/// Whether `path` is where `host` has the user's or the administrator's files of `kind`, and no
/// copy of such a file.
pub fn is_in_place(host: &dyn Host, kind: &Kind, path: &Path) -> bool {
    let own = path.to_string_lossy();
    let own: Vec<&str> = segments(&own).collect();
    kind.locations
        .iter()
        .filter(|location| !location.path.starts_with("<project>"))
        .any(|location| {
            // Absolute places are looked for on this machine only.
            let place = expand(host, location.path).unwrap_or_else(|| {
                default_of(location.path).map_or_else(
                    || PathBuf::from(location.path),
                    |(default, rest)| PathBuf::from(format!("{default}{rest}")),
                )
            });
            let place = place.to_string_lossy();
            let place: Vec<&str> = segments(&place).collect();
            own.len() == place.len()
                && own
                    .iter()
                    .zip(&place)
                    .all(|(segment, pattern)| matches_segment(segment, pattern))
        })
}

/// Whose file stands at `path`, which somebody named: a path that no client reads is theirs whom
/// `client` says, or its content must tell.
pub fn place_of(path: &Path, client: Option<&'static Client>) -> Place {
    classify(path, client)
        .filter(|place| !matches!(place, Place::Unplaced { .. }))
        .or_else(|| as_client(path, client?))
        .unwrap_or(Place::Unplaced { named: true })
}

/// `--client` for a file of any name: the client's first kind of its format.
fn as_client(path: &Path, client: &'static Client) -> Option<Place> {
    let name = path.file_name()?.to_string_lossy();
    let format = crate::document::Format::of_file_name(&name);
    let kind = client
        .kinds
        .iter()
        .find(|kind| format.is_none_or(|format| format == kind.format))
        .or(client.kinds.first())?;
    let scope = kind
        .locations
        .first()
        .map_or(Scope::Project, |location| location.scope);
    Some(Place::Known {
        client,
        kind,
        scope,
    })
}

/// The project around the current folder: the nearest folder upwards that is a repository's, else
/// the current one; and whether all of it may be walked: a home folder or one above it may not.
pub fn project(host: &dyn Host) -> (PathBuf, bool) {
    let root = repository(host);
    let whole = !is_homeward(host, root);
    (root.to_owned(), whole)
}

/// Whether `folder` is the home folder or one above it.
pub fn is_homeward(host: &dyn Host, folder: &Path) -> bool {
    host.home()
        .is_some_and(|home| host.canonical(home).starts_with(host.canonical(folder)))
}

struct Search<'h> {
    host: &'h dyn Host,
    client: Option<&'static Client>,
    result: Discovery,
    /// What was found, each by the one path that it has however it was reached.
    found: Vec<(PathBuf, Found)>,
}

impl Search<'_> {
    fn machine(&mut self) {
        let os = self.host.os();
        let mut places: Vec<_> = locations(self.client)
            .filter(|(_, _, location)| {
                !location.path.starts_with("<project>/")
                    && location.os.contains(&os)
                    && (!location.common || self.client.is_some())
            })
            .collect();
        // Of two who read one file, the first one found keeps it: owners come before guests.
        places.sort_by_key(|(_, _, location)| location.guest);
        for (client, kind, location) in places {
            for path in resolve(self.host, location.path) {
                if !is_missing(&self.host.file_type(&path)) {
                    self.push(
                        &path,
                        Place::Known {
                            client,
                            kind,
                            scope: location.scope,
                        },
                    );
                }
            }
        }
        self.not_read();
        if let Some(home) = self.host.home() {
            self.result
                .looked
                .push(format!("every client's places below {}", show(home)));
        }
        let (root, whole) = project(self.host);
        if whole {
            let here = self.host.current_dir().to_owned();
            self.result.projects.push(here);
            self.result.projects.push(root.clone());
        }
        self.result
            .looked
            .push(format!("the project at {}", self.shown(&root)));
        self.walk(&root, None, if whole { usize::MAX } else { 2 });
    }

    /// The places in the home folder that people try in vain.
    fn not_read(&mut self) {
        for client in clients::ALL.iter().copied() {
            if self.client.is_some_and(|wanted| wanted.id != client.id) {
                continue;
            }
            for not_read in client.not_read {
                for path in resolve(self.host, not_read.path) {
                    // What one client does not read may be another's.
                    let somebodys = matches!(classify(&path, None), Some(Place::Known { .. }));
                    if !somebodys && !is_missing(&self.host.file_type(&path)) {
                        self.push(&path, Place::NotRead { client, not_read });
                    }
                }
            }
        }
    }

    fn given(&mut self, path: &Path) -> Result<(), UnknownPath> {
        let absolute = host::absolute(self.host, path);
        let found = self.host.file_type(&absolute);
        match found {
            Ok(FileType::Folder) => {
                // A folder whose name is that of a config is a mistake worth telling.
                if let Some(place @ Place::Known { .. }) = classify(path, self.client) {
                    self.push_as(&absolute, show(path), place);
                    return Ok(());
                }
                self.result.looked.push(show(path));
                self.walk(&absolute, Some(path), usize::MAX);
                Ok(())
            }
            Err(ref error) if is_missing(&found) => Err(UnknownPath {
                path: show(path),
                message: match error.kind() {
                    ErrorKind::NotFound => "no such file or folder".to_owned(),
                    _ => error.to_string(),
                },
            }),
            // What cannot be looked at becomes a finding: the other paths shall be checked.
            _ => {
                let place = place_of(&absolute, self.client);
                self.result.looked.push(show(path));
                self.push_as(&absolute, show(path), place);
                Ok(())
            }
        }
    }

    /// Walks `root`, showing files below `shown`, or by where they are from the current folder.
    fn walk(&mut self, root: &Path, shown: Option<&Path>, depth: usize) {
        if depth == usize::MAX {
            self.result.walked.push(root.to_owned());
        }
        let walk = WalkDir::new(root)
            .max_depth(depth)
            .into_iter()
            .filter_entry(|entry| {
                !(entry.depth() > 0
                    && entry.file_type().is_dir()
                    && entry
                        .file_name()
                        .to_str()
                        .is_some_and(|name| PRUNED.contains(&name)))
            });
        let canonical = self.host.canonical(root);
        // What is found is put into its order in the end; the rest of a tree need not be.
        let troubles = self.result.troubles.len();
        for entry in walk {
            if self.host.progress().is_some_and(Progress::is_stopped) {
                break;
            }
            match entry {
                Ok(entry) => {
                    let path = entry.path();
                    let is_folder = entry.file_type().is_dir();
                    let Some(place) = quick_classify(path, self.client) else {
                        continue;
                    };
                    // A folder called `mcp.json` is no config; one at a client's place is worth
                    // a message.
                    if is_folder && !matches!(place, Place::Known { .. }) {
                        continue;
                    }
                    let below = path.strip_prefix(root).unwrap_or(path);
                    let key = canonical.join(below);
                    let shown =
                        shown.map_or_else(|| self.shown(path), |folder| show(&folder.join(below)));
                    self.push_known(key, path, shown, place);
                }
                Err(error) => {
                    let path = error.path().unwrap_or(root).to_owned();
                    let message = error.io_error().map_or_else(
                        || "cannot be walked".to_owned(),
                        |error| error.kind().to_string(),
                    );
                    self.result.troubles.push(Trouble {
                        path: self.shown(&path),
                        message,
                    });
                }
            }
        }
        self.result.troubles[troubles..].sort_by(|a, b| a.path.cmp(&b.path));
    }

    fn push(&mut self, path: &Path, place: Place) {
        let shown = self.shown(path);
        self.push_as(path, shown, place);
    }

    fn push_as(&mut self, path: &Path, shown: String, place: Place) {
        // A link is a file of its own: only the way to it may differ.
        let key = match (path.parent(), path.file_name()) {
            (Some(folder), Some(name)) => self.host.canonical(folder).join(name),
            _ => path.to_owned(),
        };
        self.push_known(key, path, shown, place);
    }

    fn push_known(&mut self, key: PathBuf, path: &Path, shown: String, place: Place) {
        let also = match place {
            Place::Known { client, scope, .. } => others(path, client, scope),
            _ => Vec::new(),
        };
        if let Some(progress) = self.host.progress() {
            progress.step();
        }
        self.found.push((
            key,
            Found {
                path: path.to_owned(),
                shown,
                place,
                also,
            },
        ));
    }

    fn shown(&self, path: &Path) -> String {
        shown_from(self.host, path)
    }
}

/// Whether the file at `path` is a link that leads out of the repository that it lies in. Who wrote a repository may not say what else of this machine is read and shown. In
/// a folder that is no repository's a link is its owner's: many keep their dotfiles elsewhere.
pub(crate) fn leads_out(host: &dyn Host, path: &Path) -> bool {
    if !host.is_link(path) {
        return false;
    }
    let real = host.canonical(path);
    let root = path
        .ancestors()
        .skip(1)
        .find(|folder| host.file_type(&folder.join(".git")).is_ok());
    root.is_some_and(|root| !real.starts_with(host.canonical(root)))
}

/// Whether there is nothing at a path at all.
fn is_missing(found: &io::Result<FileType>) -> bool {
    matches!(
        found,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
    )
}

/// The root of the repository around the current folder; the current folder where there is none.
pub(crate) fn repository(host: &dyn Host) -> &Path {
    let here = host.current_dir();
    here.ancestors()
        .find(|folder| host.file_type(&folder.join(".git")).is_ok())
        .unwrap_or(here)
}

/// A path for people: relative to the current folder where it lies below it.
pub fn shown_from(host: &dyn Host, path: &Path) -> String {
    match path.strip_prefix(host.current_dir()) {
        Ok(below) if below.as_os_str().is_empty() => ".".to_owned(),
        Ok(below) => show(below),
        Err(_) => show(path),
    }
}

/// [`classify`], after a look at the name alone: most files of a tree are nobody's.
pub(crate) fn quick_classify(path: &Path, client: Option<&'static Client>) -> Option<Place> {
    let name = path.file_name()?.to_str()?;
    let configish = matches!(
        Path::new(name)
            .extension()
            .and_then(|extension| extension.to_str()),
        Some("json" | "jsonc" | "toml" | "yaml" | "yml" | "code-workspace")
    );
    if !configish {
        return None;
    }
    classify(path, client)
}

/// The clients besides `owner`, for whom it is of `scope`, that read files of the place of
/// `path`. A folder that is some client's own, such as `.warp`, is no project for the others.
pub fn others(path: &Path, owner: &'static Client, scope: Scope) -> Vec<&'static Client> {
    let text = path.to_string_lossy();
    let segments: Vec<&str> = segments(&text).collect();
    let of_project = |scope| matches!(scope, Scope::Project | Scope::Local);
    let name = segments.last().copied().unwrap_or_default();
    let found: Vec<(usize, &'static Client)> = spots::called(name)
        // What a client reads in every project it does not read in a home folder.
        .filter(|spot| {
            !spot.location.common && of_project(spot.location.scope) == of_project(scope)
        })
        .filter_map(|spot| Some((matched(&segments, spot.location.path)?, spot.owner)))
        .collect();
    let longest = found.iter().map(|(length, _)| *length).max();
    let mut others: Vec<&'static Client> = Vec::new();
    for (length, client) in found {
        let fits = Some(length) == longest && client.id != owner.id;
        if fits && !others.iter().any(|known| known.id == client.id) {
            others.push(client);
        }
    }
    others
}

/// A path for people, with `/` on every system. Where `\` is a letter like others it stays.
pub fn show(path: &Path) -> String {
    let shown = path.to_string_lossy();
    let shown = match std::path::is_separator('\\') {
        true => shown.replace('\\', "/"),
        false => shown.into_owned(),
    };
    match shown.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => shown,
    }
}
