//! Files and entries as one client takes them: on which layer, and in which folders they count.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::discover::{self, Place};
use crate::host::Host;
use crate::interpret::{self, Status};
use crate::model::{Client, Folders, Kind, Layer, Precedence, Read, SameName, Scope};
use crate::workspace::{EntryId, File, FileId, FileStatus, Workspace};

/// Where something counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Wherever the client runs.
    Everywhere,
    /// In a project folder, and when `deep` in all folders below it.
    Folder { path: PathBuf, deep: bool },
}

impl Reach {
    /// Whether this one counts wherever `other` does.
    pub(super) fn covers(&self, other: &Reach) -> bool {
        match (self, other) {
            (Reach::Everywhere, _) => true,
            (_, Reach::Everywhere) => false,
            (
                Reach::Folder { path, deep },
                Reach::Folder {
                    path: inner,
                    deep: inner_deep,
                },
            ) => {
                if path == inner {
                    *deep || !inner_deep
                } else {
                    *deep && inner.starts_with(path)
                }
            }
        }
    }

    /// The part in which both count.
    pub(super) fn meet<'r>(&'r self, other: &'r Reach) -> Option<&'r Reach> {
        if self.covers(other) {
            Some(other)
        } else if other.covers(self) {
            Some(self)
        } else {
            None
        }
    }
}

/// The layers of each client.
#[derive(Default)]
pub(super) struct Layers(BTreeMap<&'static str, Vec<Layer>>);

impl Layers {
    pub(super) fn of(&mut self, client: &'static Client) -> &[Layer] {
        self.0
            .entry(client.id)
            .or_insert_with(|| layers(&client.precedence))
    }

    pub(super) fn get(&self, client: &'static Client, index: usize) -> Option<&Layer> {
        self.0.get(client.id)?.get(index)
    }
}

fn layers(precedence: &Precedence) -> Vec<Layer> {
    if precedence.layers.is_empty() {
        precedence.order.iter().copied().map(Layer::of).collect()
    } else {
        precedence.layers.to_vec()
    }
}

/// The layer of a file of `scope` at `path`, and which of the layer's files it is.
fn place_in(layers: &[Layer], scope: Scope, path: &Path) -> Option<(usize, usize)> {
    let of_scope = || {
        layers
            .iter()
            .enumerate()
            .filter(|(_, layer)| layer.scope == scope)
    };
    let named = of_scope()
        .flat_map(|(index, layer)| {
            layer
                .files
                .iter()
                .enumerate()
                .filter(|(_, pattern)| discover::ends_as(path, pattern))
                .map(move |(at, pattern)| (pattern.split('/').count(), index, at))
        })
        .max_by_key(|(length, index, _)| (*length, std::cmp::Reverse(*index)));
    match named {
        Some((_, index, at)) => Some((index, at)),
        None => of_scope()
            .find(|(_, layer)| layer.files.is_empty())
            .map(|(index, _)| (index, 0)),
    }
}

/// A file as one client takes it.
pub(super) struct FileView {
    pub(super) file: FileId,
    pub(super) client: &'static Client,
    pub(super) kind: &'static Kind,
    pub(super) scope: Scope,
    /// Whether another client owns it.
    pub(super) guest: bool,
    pub(super) layer: Option<usize>,
    /// Which of the layer's files it is.
    at: usize,
    pub(super) reach: Reach,
    /// The project folder, for a project's file.
    pub(super) folder: Option<PathBuf>,
    /// The project folder for people.
    pub(super) shown: String,
}

/// An entry as one client takes it.
pub(super) struct View {
    pub(super) entry: EntryId,
    pub(super) file: FileId,
    pub(super) client: &'static Client,
    pub(super) kind: &'static Kind,
    pub(super) guest: bool,
    pub(super) layer: Option<usize>,
    /// Which of the layer's files it stands in.
    at: usize,
    pub(super) reach: Reach,
    /// The folder of its reach, for people.
    pub(super) shown: String,
}

/// All that counts in `workspace`: the user's and the administrator's files of `machine`, or
/// without one none of theirs.
pub(super) fn files(
    workspace: &Workspace,
    machine: Option<&dyn Host>,
    layers: &mut Layers,
) -> Vec<FileView> {
    let mut views = Vec::new();
    for (id, file) in workspace.files() {
        if file.guess.is_some() || file.not_read.is_some() {
            continue;
        }
        views.extend(file_view(
            id,
            file,
            file.client,
            (file.kind, file.scope),
            machine,
            layers,
        ));
        for client in file.also.iter().copied() {
            if let Some(Place::Known { kind, scope, .. }) =
                discover::classify(&file.path, Some(client))
            {
                let view = file_view(id, file, client, (kind, scope), machine, layers);
                views.extend(view.map(|view| FileView {
                    guest: true,
                    ..view
                }));
            }
        }
    }
    views
}

fn file_view(
    id: FileId,
    file: &File,
    client: &'static Client,
    (kind, scope): (&'static Kind, Scope),
    machine: Option<&dyn Host>,
    layers: &mut Layers,
) -> Option<FileView> {
    let in_project = matches!(scope, Scope::Project | Scope::Local);
    if !in_project {
        // In a repository somebody's home folder is only a copy of it.
        let host = machine?;
        if !discover::is_in_place(host, kind, &file.path) {
            return None;
        }
    }
    let all = layers.of(client);
    let place = place_in(all, scope, &file.path);
    let layer = place.map(|(index, _)| index);
    let folder = in_project
        .then(|| discover::project_of(&file.path, kind))
        .flatten();
    let shown = folder
        .as_deref()
        .map(|folder| shown_folder(file, folder))
        .unwrap_or_default();
    let folder = folder.map(|folder| real(machine, &folder));
    let reach = match &folder {
        Some(folder) => Reach::Folder {
            path: folder.clone(),
            deep: is_deep(client, layer.and_then(|index| all.get(index))),
        },
        None => Reach::Everywhere,
    };
    Some(FileView {
        file: id,
        client,
        kind,
        scope,
        guest: false,
        layer,
        at: place.map_or(0, |(_, at)| at),
        reach,
        folder,
        shown,
    })
}

fn real(machine: Option<&dyn Host>, path: &Path) -> PathBuf {
    machine.map_or_else(|| path.to_owned(), |host| host.canonical(path))
}

/// The folder of a file as the file is shown; `.` for the current one.
fn shown_folder(file: &File, folder: &Path) -> String {
    let Ok(below) = file.path.strip_prefix(folder) else {
        return discover::show(folder);
    };
    match file.shown.strip_suffix(&discover::show(below)) {
        Some("") => ".".to_owned(),
        Some("/") => "/".to_owned(),
        Some(shown) => shown.trim_end_matches('/').to_owned(),
        None => discover::show(folder),
    }
}

fn folders(client: &Client, layer: Option<&Layer>) -> Folders {
    layer
        .and_then(|layer| layer.folders)
        .unwrap_or(client.precedence.folders)
}

fn is_deep(client: &Client, layer: Option<&Layer>) -> bool {
    matches!(
        folders(client, layer),
        Folders::NearestWins | Folders::OutermostWins
    )
}

/// The entries of a file as its client takes them; none of a file that is lost.
pub(super) fn entries(
    workspace: &Workspace,
    view: &FileView,
    machine: Option<&dyn Host>,
    layers: &mut Layers,
) -> Vec<View> {
    let file = workspace.file(view.file);
    let merges = matches!(
        view.client.precedence.same_name,
        SameName::Merged | SameName::Overlaid
    );
    if is_lost(file, view, merges) {
        return Vec::new();
    }
    let all = layers.of(view.client);
    workspace
        .entries_of(view.file)
        .filter(|(_, entry)| !entry.overridden)
        .filter(|(_, entry)| {
            let roots = view.kind.roots.iter();
            !view.guest || roots.into_iter().any(|root| root.path == entry.root.path)
        })
        .map(|(id, entry)| {
            let scope = entry.root.scope.unwrap_or(view.scope);
            let (layer, at) = if scope == view.scope {
                (view.layer, view.at)
            } else {
                let place = place_in(all, scope, &file.path);
                (place.map(|(index, _)| index), place.map_or(0, |(_, at)| at))
            };
            let (reach, shown) = match &entry.project {
                Some(project) => (
                    Reach::Folder {
                        path: real(machine, Path::new(project)),
                        deep: true,
                    },
                    machine.map_or_else(
                        || project.clone(),
                        |host| discover::shown_from(host, Path::new(project)),
                    ),
                ),
                None => (view.reach.clone(), view.shown.clone()),
            };
            View {
                entry: id,
                file: view.file,
                client: view.client,
                kind: view.kind,
                guest: view.guest,
                layer,
                at,
                reach,
                shown,
            }
        })
        .collect()
}

/// Whether the client takes nothing from a file. What a single entry costs is judged after it has
/// been merged, by those that merge.
fn is_lost(file: &File, view: &FileView, merges: bool) -> bool {
    if view.guest {
        return file.status == FileStatus::Unreadable
            || (view.kind.syntax_error.outcome.loses_file()
                && !file.document.errors_in(view.kind.dialect).is_empty());
    }
    match file.status {
        FileStatus::Read => false,
        FileStatus::Unreadable => true,
        FileStatus::Rejected => {
            !merges
                || file
                    .problems
                    .iter()
                    .any(|problem| problem.ruling.outcome.loses_file())
        }
    }
}

impl View {
    /// What becomes of the entry in this client, when no other is there.
    pub(super) fn status(&self, workspace: &Workspace) -> Status {
        let entry = workspace.entry(self.entry);
        if !self.guest {
            return entry.status;
        }
        let document = &workspace.file(self.file).document;
        interpret::interpret(document, self.kind.schema, &entry.name, entry.node).status
    }

    /// Which of two entries of one client wins; `None` when that is not established.
    pub(super) fn compare(&self, other: &View, layers: &Layers) -> Option<Ordering> {
        let (mine, theirs) = (self.layer?, other.layer?);
        if mine != theirs {
            return Some(theirs.cmp(&mine));
        }
        if self.reach != other.reach {
            let inner = self.reach.covers(&other.reach);
            return match folders(self.client, layers.get(self.client, mine)) {
                Folders::NearestWins if inner => Some(Ordering::Less),
                Folders::NearestWins => Some(Ordering::Greater),
                Folders::OutermostWins if inner => Some(Ordering::Greater),
                Folders::OutermostWins => Some(Ordering::Less),
                Folders::One | Folders::Unknown => None,
            };
        }
        match other.at.cmp(&self.at) {
            Ordering::Equal => None,
            order => Some(order),
        }
    }

    fn read(&self, layers: &Layers) -> Read {
        self.layer
            .and_then(|index| layers.get(self.client, index))
            .map_or(Read::Always, |layer| layer.read)
    }

    /// Whether the files of both can be read in one run of the client.
    pub(super) fn coexists(&self, other: &View, layers: &Layers) -> bool {
        let one_at_a_time = match (self.read(layers), other.read(layers)) {
            (Read::InTurn, Read::InTurn) => true,
            (Read::Chosen, Read::Chosen) => self.layer == other.layer,
            _ => false,
        };
        !one_at_a_time || self.file == other.file
    }

    /// Whether its file is read only when somebody asks for it.
    pub(super) fn is_chosen(&self, layers: &Layers) -> bool {
        self.read(layers) == Read::Chosen
    }

    /// What happens to one name here and in `other`.
    pub(super) fn same_name(&self, other: &View, layers: &Layers) -> SameName {
        let says = |index: Option<usize>| layers.get(self.client, index?)?.same_name;
        says(self.layer.max(other.layer))
            .or_else(|| says(self.layer.min(other.layer)))
            .unwrap_or(self.client.precedence.same_name)
    }
}
