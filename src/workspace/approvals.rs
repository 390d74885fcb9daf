//! The settings files in which a client is told to ask nobody, and that hold no servers.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use super::{File, Workspace};
use crate::clients;
use crate::discover::{self, Discovery, Trouble};
use crate::document::{Document, Format, MAX_BYTES};
use crate::host::{FileType, Host};
use crate::model::{Approval, Client, Scope};
use crate::pattern;

impl Workspace {
    /// Reads the files of [`Client::approvals`] as companions: for each client that has a config
    /// here those of the config's project, those of the person where the config is theirs, and in
    /// machine mode those of the current project. Only a file that does approve something is kept.
    pub(super) fn read_approvals(&mut self, host: &dyn Host, discovery: &Discovery) {
        let known: HashSet<&Path> = self.files.iter().map(|file| file.path.as_path()).collect();
        let mut places = Places {
            host,
            found: BTreeMap::new(),
        };
        for file in &self.files {
            if file.client.approvals.is_empty() {
                continue;
            }
            match file.scope {
                Scope::Project | Scope::Local => {
                    if let Some(project) = discover::project_of(&file.path, file.kind) {
                        places.of_project(file.client, &project, Some(file));
                    }
                }
                // A copy of a person's config says nothing about theirs.
                Scope::User if discover::is_in_place(host, file.kind, &file.path) => {
                    places.of_person(file.client);
                }
                Scope::User | Scope::Managed => {}
            }
        }
        let wanted = |client: &Client| discovery.client.is_none_or(|only| only.id == client.id);
        for project in &discovery.projects {
            for client in clients::ALL.iter().copied().filter(|client| wanted(client)) {
                places.of_project(client, project, None);
            }
        }
        let mut read = Vec::new();
        let mut troubles = Vec::new();
        for (path, place) in places.found {
            if known.contains(path.as_path())
                || discovery.excludes(&path)
                || !place.fits(host, &path)
            {
                continue;
            }
            match host.read(&path) {
                Ok(bytes) => read.extend(place.file(host, path, bytes)),
                Err(error) => troubles.push(Trouble {
                    path: place.shown,
                    message: error.kind().to_string(),
                }),
            }
        }
        self.troubles.append(&mut troubles);
        for file in read {
            self.add_companion(file);
        }
    }
}

/// Where to look.
struct Places<'h> {
    host: &'h dyn Host,
    found: BTreeMap<PathBuf, Found>,
}

struct Found {
    client: &'static Client,
    shown: String,
    /// The folder that it must not lead out of.
    within: Option<PathBuf>,
}

impl Places<'_> {
    fn of_project(&mut self, client: &'static Client, project: &Path, config: Option<&File>) {
        for place in client.approvals.iter().flat_map(|approval| approval.places) {
            let Some(below) = place.path.strip_prefix("<project>/") else {
                continue;
            };
            let path = project.join(below);
            let shown = config
                .and_then(|config| shown_beside(config, project, below))
                .unwrap_or_else(|| discover::shown_from(self.host, &path));
            self.found.entry(path).or_insert_with(|| Found {
                client,
                shown,
                within: Some(project.to_owned()),
            });
        }
    }

    fn of_person(&mut self, client: &'static Client) {
        for place in client.approvals.iter().flat_map(|approval| approval.places) {
            for path in discover::resolve(self.host, place.path) {
                let shown = discover::shown_from(self.host, &path);
                self.found.entry(path).or_insert_with(|| Found {
                    client,
                    shown,
                    within: None,
                });
            }
        }
    }
}

impl Found {
    /// Whether it is a file that may be read.
    fn fits(&self, host: &dyn Host, path: &Path) -> bool {
        let file = host.file_type(path);
        matches!(file, Ok(FileType::File(size)) if size <= MAX_BYTES)
            && self.within.as_ref().is_none_or(|folder| {
                // A link may lead out of the project.
                host.canonical(path).starts_with(host.canonical(folder))
            })
    }

    /// The companion, where it approves something.
    fn file(&self, host: &dyn Host, path: PathBuf, bytes: Vec<u8>) -> Option<File> {
        let format = Format::of_file_name(&path.to_string_lossy()).unwrap_or(Format::Json);
        let kinds = self.client.kinds;
        let kind = kinds.iter().find(|kind| kind.format == format)?;
        let document = Document::from_bytes(bytes, format);
        let root = document.root()?;
        let approves = |approval: &Approval| {
            let value = root.get_path(approval.key);
            value.is_some_and(|value| approval.value.of(value).is_some())
        };
        let scope = approvals(host, self.client, &path)
            .find(|(approval, _)| approves(approval))
            .map(|(_, scope)| scope)?;
        Some(File::new(
            (path, self.shown.clone()),
            self.client,
            kind,
            scope,
            document,
        ))
    }
}

/// The settings of `client` that count in the file at `path`, and whose file it is.
pub(crate) fn approvals(
    host: &dyn Host,
    client: &'static Client,
    path: &Path,
) -> impl Iterator<Item = (&'static Approval, Scope)> {
    client.approvals.iter().filter_map(move |approval| {
        let places = approval.places;
        // A person's own files may have the name of a project's.
        let own = places.iter().find(|place| {
            discover::resolve(host, place.path)
                .iter()
                .any(|own| own == path)
        });
        let place = own.or_else(|| {
            places.iter().find(|place| {
                let pattern = place.path.strip_prefix("<project>/");
                pattern.is_some_and(|pattern| pattern::ends_as(path, pattern))
            })
        });
        Some((approval, place?.scope))
    })
}

/// How a file of the project is shown: as the config is.
fn shown_beside(config: &File, project: &Path, below: &str) -> Option<String> {
    let own = discover::show(config.path.strip_prefix(project).ok()?);
    let front = config.shown.strip_suffix(&own)?;
    Some(format!("{front}{below}"))
}
