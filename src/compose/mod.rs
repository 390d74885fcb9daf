//! The services that Compose files beside configs declare: what they publish, what they run.
//!
//! A workspace holds such files as companions ([`Workspace::companions`]). Files that Compose
//! merges are one project here. `.env` files are not read: what depends on a variable without a
//! default is unknown. So is what an alias, a merge key, `extends` or `include` brings in:
//! [`Service::complete`] and [`Project::complete`] say whether anything of that kind is there.

mod interpolate;
mod ports;
mod read;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::clients::compose::{FILE_NAMES, OVERRIDE_NAMES};
use crate::commandline::{CommandLine, Word, split};
use crate::docker::compose::ComposeLine;
use crate::document::{NodeId, Span};
use crate::interpret::Text;
use crate::workspace::{Entry, EntryId, FileId, Workspace, named_paths};

pub use ports::{Mapping, Part};

/// The network of a container, where `network_mode` says one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Network {
    /// The host's: whatever listens in the container listens on the host.
    Host,
    /// None at all.
    None,
    /// That of another service.
    Service(String),
    /// That of another container.
    Container(String),
    /// `bridge`, or a network of the engine.
    Other,
    /// A variable decides.
    Unknown,
}

/// `command` or `entrypoint`.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The file that says it.
    pub file: FileId,
    /// The string or the list.
    pub node: NodeId,
    /// The items of the list, or the one string; variables are not expanded in them.
    pub texts: Vec<Text>,
    /// Whether it is a list.
    pub is_list: bool,
}

impl Line {
    /// Its words; a string is split as a shell would.
    pub fn words(&self) -> Vec<Word<'_>> {
        if self.is_list {
            self.texts.iter().map(Word::of).collect()
        } else {
            self.texts.iter().flat_map(split).collect()
        }
    }
}

/// A variable of `environment`.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// The file that sets it.
    pub file: FileId,
    /// Its name.
    pub name: String,
    /// Where that stands; in a list the whole item.
    pub name_span: Span,
    /// Its value; `None` where it is the host's.
    pub value: Option<Part>,
}

/// A service, merged over the files of its project.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// Where the first file names it.
    pub name_span: Span,
    /// The first file that declares it.
    pub file: FileId,
    /// Every declaration, in the order of the merge.
    pub declared: Vec<(FileId, NodeId)>,
    /// The image.
    pub image: Option<Part>,
    /// The container's name, where it is not the engine's choice.
    pub container_name: Option<Part>,
    /// What is published.
    pub ports: Vec<Mapping>,
    /// What only other containers may call.
    pub expose: Vec<Part>,
    /// The network mode, with the file and the place that say it.
    pub network: Option<(Network, Part, FileId)>,
    /// What replaces the image's entrypoint.
    pub entrypoint: Option<Line>,
    /// What replaces the image's command.
    pub command: Option<Line>,
    /// The variables.
    pub environment: Vec<Variable>,
    /// Whether the container's standard input stays open.
    pub stdin_open: Option<bool>,
    /// The profiles that it belongs to; without any it is always started.
    pub profiles: Vec<String>,
    /// Whether the files say all of it: no merge key, no `extends`, nothing that cannot be read.
    pub complete: bool,
}

impl Service {
    /// Whether `name` is the service's or its container's, be it in capitals or with other dashes.
    pub fn goes_by(&self, name: &str) -> bool {
        let plain = |name: &str| name.to_ascii_lowercase().replace(['_', ' '], "-");
        let container = self.container_name.as_ref();
        let container = container.and_then(|part| part.value.as_deref());
        std::iter::once(self.name.as_str())
            .chain(container)
            .any(|own| plain(own) == plain(name))
    }

    /// Whether whatever listens in the container listens on the host.
    pub fn on_host_network(&self) -> bool {
        matches!(self.network, Some((Network::Host, ..)))
    }

    /// The words of the entrypoint and of the command, as far as the files say them, each with
    /// the file that it stands in.
    pub fn words(&self) -> Vec<(FileId, Word<'_>)> {
        self.entrypoint
            .iter()
            .chain(&self.command)
            .flat_map(|line| line.words().into_iter().map(|word| (line.file, word)))
            .collect()
    }

    /// The value of a variable, where it is set and known.
    pub fn env(&self, name: &str) -> Option<(&Variable, &str)> {
        let variable = self
            .environment
            .iter()
            .find(|variable| variable.name == name)?;
        Some((variable, variable.value.as_ref()?.value.as_deref()?))
    }
}

/// Files that Compose reads as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// The folder of the first file.
    pub folder: PathBuf,
    /// The files, in the order of the merge.
    pub files: Vec<FileId>,
    /// The services, in the order of the files.
    pub services: Vec<Service>,
    /// Whether all services are here: every file parses and none includes others.
    pub complete: bool,
}

impl Project {
    fn of(workspace: &Workspace, files: Vec<FileId>) -> Project {
        let mut project = Project {
            folder: PathBuf::new(),
            files,
            services: Vec::new(),
            complete: true,
        };
        for (index, &id) in project.files.iter().enumerate() {
            let file = workspace.file(id);
            if index == 0 {
                project.folder = file.path.parent().unwrap_or(Path::new("")).to_owned();
            }
            let (services, complete) = read::services(id, file);
            read::merge(&mut project.services, services);
            project.complete &= complete;
        }
        project
    }

    /// Whether an entry may mean a service of this project: its file lies in the project's folder
    /// or below it, or it goes by the name of the service or of its container.
    pub fn is_meant(&self, service: &Service, workspace: &Workspace, entry: &Entry) -> bool {
        let path = &workspace.file(entry.file).path;
        path.starts_with(&self.folder) || service.goes_by(&entry.name)
    }

    /// The service called `name`.
    pub fn service(&self, name: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.name == name)
    }
}

/// All Compose projects of a workspace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compose {
    /// Those that `docker compose` finds by itself, in order of their folders; then those that an
    /// entry names, where that is another set of files.
    pub projects: Vec<Project>,
    /// Which project each entry with `docker compose -f` names, as an index of `projects`.
    named: BTreeMap<EntryId, usize>,
}

impl Compose {
    /// Reads the services of all companions of `workspace`.
    pub fn of(workspace: &Workspace) -> Compose {
        let mut compose = Compose::default();
        let ids: BTreeMap<&Path, FileId> = workspace
            .companions()
            .filter(|(_, file)| file.client.id == crate::clients::COMPOSE.id)
            .map(|(id, file)| (file.path.as_path(), id))
            .collect();
        if ids.is_empty() {
            return compose;
        }
        let mut folders: Vec<&Path> = ids.keys().filter_map(|path| path.parent()).collect();
        folders.sort();
        folders.dedup();
        for folder in folders {
            let first_of = |names: &[&str]| {
                names
                    .iter()
                    .find_map(|name| ids.get(folder.join(name).as_path()).copied())
            };
            if let Some(base) = first_of(FILE_NAMES) {
                let files = std::iter::once(base).chain(first_of(OVERRIDE_NAMES));
                compose
                    .projects
                    .push(Project::of(workspace, files.collect()));
            }
        }
        for (id, entry) in workspace.entries() {
            let files = named_files(workspace, entry, &ids);
            if files.is_empty() {
                continue;
            }
            let known = compose
                .projects
                .iter()
                .position(|project| project.files == files);
            let at = known.unwrap_or_else(|| {
                compose.projects.push(Project::of(workspace, files));
                compose.projects.len() - 1
            });
            compose.named.insert(id, at);
        }
        compose
    }

    /// All services of all projects.
    pub fn services(&self) -> impl Iterator<Item = (&Project, &Service)> {
        self.projects.iter().flat_map(|project| {
            project
                .services
                .iter()
                .map(move |service| (project, service))
        })
    }

    /// The project whose files an entry names with `docker compose -f`.
    pub fn named_by(&self, entry: EntryId) -> Option<&Project> {
        self.projects.get(*self.named.get(&entry)?)
    }

    /// The project that a `docker compose` in `folder` works on: that of the nearest folder
    /// upwards.
    pub fn around(&self, folder: &Path) -> Option<&Project> {
        folder
            .ancestors()
            .find_map(|up| self.projects.iter().find(|project| project.folder == up))
    }
}

/// The companions that an entry names, in order; none unless all of them are here.
fn named_files(workspace: &Workspace, entry: &Entry, ids: &BTreeMap<&Path, FileId>) -> Vec<FileId> {
    let parts = &entry.interpretation.parts;
    if !parts.texts().any(|text| text.text.contains("compose")) {
        return Vec::new();
    }
    let files = || -> Option<Vec<FileId>> {
        let line = CommandLine::of(parts)?;
        let compose = ComposeLine::of(&line)?;
        named_paths(workspace.file(entry.file), entry, &line, &compose)
            .iter()
            .map(|path| ids.get(path.as_path()).copied())
            .collect()
    };
    files().unwrap_or_default()
}

#[cfg(test)]
mod tests;
