//! The files that stand beside configs: those of Compose, and settings that approve everything.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::{Entry, File, Workspace};
use crate::clients::{self, compose};
use crate::commandline::CommandLine;
use crate::discover::{self, Discovery, Trouble};
use crate::docker::compose::ComposeLine;
use crate::document::{Document, MAX_BYTES};
use crate::host::{FileType, Host, plain};
use crate::model::Scope;

impl Workspace {
    /// Reads the Compose files of the projects of this workspace as companions: those that
    /// `docker compose` would take in the folder of a project's config, in its project folder, and
    /// from there upwards to the repository's root; and those that an entry names with
    /// `docker compose -f`, as far as they lie below one of these. Nothing is read in or above the
    /// home folder itself, nor for a user's or an administrator's configs. Then the settings in
    /// which a client of these configs is told to ask nobody.
    pub fn read_companions(&mut self, host: &dyn Host, discovery: &Discovery) {
        let mut search = Search {
            host,
            discovery,
            folders: HashSet::new(),
            repositories: HashMap::new(),
            tops: BTreeSet::new(),
            found: BTreeMap::new(),
            troubles: Vec::new(),
        };
        for file in &self.files {
            if matches!(file.scope, Scope::Project | Scope::Local) {
                search.beside(file);
            }
        }
        for folder in &discovery.projects {
            search.upwards(folder, folder, None);
        }
        for entry in &self.entries {
            search.named_by(&self.files[entry.file.0], entry);
        }
        let configs: HashSet<&Path> = self.files.iter().map(|file| file.path.as_path()).collect();
        let found: Vec<File> = search
            .found
            .into_values()
            .filter(|file| !configs.contains(file.path.as_path()))
            .collect();
        self.troubles.append(&mut search.troubles);
        for file in found {
            self.add_companion(file);
        }
        self.read_approvals(host, discovery);
    }
}

impl Workspace {
    /// The files that entries name with `docker compose -f`, whether they are there or not: where
    /// these change, other companions are to be read.
    pub fn names_companions(&self) -> impl Iterator<Item = PathBuf> {
        self.entries
            .iter()
            .flat_map(|entry| named_by(&self.files[entry.file.0], entry))
    }
}

/// The files that an entry names with `docker compose -f`.
fn named_by(file: &File, entry: &Entry) -> Vec<PathBuf> {
    let parts = &entry.interpretation.parts;
    // Most entries are none of Compose, and need not be taken apart.
    if !parts.texts().any(|text| text.text.contains("compose")) {
        return Vec::new();
    }
    let Some(line) = CommandLine::of(parts) else {
        return Vec::new();
    };
    let Some(compose) = ComposeLine::of(&line) else {
        return Vec::new();
    };
    named_paths(file, entry, &line, &compose)
}

struct Search<'h> {
    host: &'h dyn Host,
    discovery: &'h Discovery,
    /// The folders that were looked at.
    folders: HashSet<PathBuf>,
    /// The repository's root above each folder, where there is one.
    repositories: HashMap<PathBuf, Option<PathBuf>>,
    /// The topmost folder of each project: what is named must lie below one of them.
    tops: BTreeSet<PathBuf>,
    found: BTreeMap<PathBuf, File>,
    troubles: Vec<Trouble>,
}

impl Search<'_> {
    /// Looks in the folders of a project's config.
    fn beside(&mut self, file: &File) {
        let Some(own) = file.path.parent() else {
            return;
        };
        let project = discover::project_of(&file.path, file.kind);
        let project = project.as_deref().unwrap_or(own);
        self.upwards(own, project, Some(file));
    }

    /// Looks in `own`, in `project`, and from there upwards to the repository's root.
    fn upwards(&mut self, own: &Path, project: &Path, config: Option<&File>) {
        if self.is_homeward(project) {
            return;
        }
        let top = self.repository(project);
        let top = top.as_deref().unwrap_or(project);
        if own != project {
            self.look_in(own, top, config);
        }
        for folder in project.ancestors().take_while(|up| up.starts_with(top)) {
            if self.is_homeward(folder) || !self.look_in(folder, top, config) {
                break;
            }
        }
        self.tops.insert(top.to_owned());
    }

    /// Whether `folder` is the home folder or above it: what stands there belongs to no project.
    fn is_homeward(&self, folder: &Path) -> bool {
        self.host
            .home()
            .is_some_and(|home| home.starts_with(folder))
    }

    /// The nearest folder from `folder` upwards that is a repository's root.
    fn repository(&mut self, folder: &Path) -> Option<PathBuf> {
        let mut passed: Vec<&Path> = Vec::new();
        let mut root = None;
        for up in folder.ancestors() {
            if let Some(known) = self.repositories.get(up) {
                root.clone_from(known);
                break;
            }
            passed.push(up);
            if self.host.file_type(&up.join(".git")).is_ok() {
                root = Some(up.to_owned());
                break;
            }
        }
        for up in passed {
            self.repositories.insert(up.to_owned(), root.clone());
        }
        root
    }

    /// Reads what `docker compose` would take in `folder`; false when that was done before.
    fn look_in(&mut self, folder: &Path, top: &Path, config: Option<&File>) -> bool {
        if !self.folders.insert(folder.to_owned()) {
            return false;
        }
        if self.first_of(compose::FILE_NAMES, folder, top, config) {
            self.first_of(compose::OVERRIDE_NAMES, folder, top, config);
        }
        true
    }

    /// Reads the first of `names` that is there.
    fn first_of(
        &mut self,
        names: &[&str],
        folder: &Path,
        top: &Path,
        config: Option<&File>,
    ) -> bool {
        for name in names {
            let path = folder.join(name);
            if let Ok(kind) = self.host.file_type(&path) {
                self.read(path, kind, top, config);
                return true;
            }
        }
        false
    }

    /// Reads the files that an entry names with `docker compose -f`.
    fn named_by(&mut self, file: &File, entry: &Entry) {
        for path in named_by(file, entry) {
            let top = self.tops.iter().find(|top| path.starts_with(top)).cloned();
            let Some(top) = top else { continue };
            if let Ok(kind) = self.host.file_type(&path) {
                self.read(path, kind, &top, Some(file));
            }
        }
    }

    fn read(&mut self, path: PathBuf, kind: FileType, top: &Path, config: Option<&File>) {
        let fits = matches!(kind, FileType::File(size) if size <= MAX_BYTES);
        if !fits || self.found.contains_key(&path) || self.discovery.excludes(&path) {
            return;
        }
        // A link may lead out of the project.
        let inside = self
            .host
            .canonical(&path)
            .starts_with(self.host.canonical(top));
        if !inside {
            return;
        }
        let shown = shown(self.host, &path, config);
        let bytes = match self.host.read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.troubles.push(Trouble {
                    path: shown,
                    message: error.kind().to_string(),
                });
                return;
            }
        };
        let client = clients::COMPOSE;
        let kind = &client.kinds[0];
        let document = Document::from_bytes(bytes, kind.format);
        let services = document.root().and_then(|root| root.get("services"));
        if !services.is_some_and(|services| services.is_object()) {
            return;
        }
        self.found.insert(
            path.clone(),
            File::new((path, shown), client, kind, Scope::Project, document),
        );
    }
}

/// The paths of the files that an entry names with `docker compose -f`: below its working
/// directory, else below the folder that its client starts it in, which is taken to be the
/// project's.
pub(crate) fn named_paths(
    file: &File,
    entry: &Entry,
    line: &CommandLine<'_>,
    compose: &ComposeLine,
) -> Vec<PathBuf> {
    let Some(project) = discover::project_of(&file.path, file.kind) else {
        return Vec::new();
    };
    let cwd = entry.interpretation.parts.cwd.as_ref();
    let folder = cwd.map_or(project.clone(), |cwd| project.join(&cwd.text));
    compose
        .named(&line.words)
        .filter(|name| !name.contains('$') && *name != "-")
        .map(|name| plain(&folder.join(name)))
        .collect()
}

/// How the file at `path` is shown: as the config beside it is, else by the way from the current
/// folder.
fn shown(host: &dyn Host, path: &Path, config: Option<&File>) -> String {
    let folder = path.parent().unwrap_or(path);
    let beside = config.and_then(|config| {
        let below = discover::show(config.path.strip_prefix(folder).ok()?);
        let front = config.shown.strip_suffix(&below)?;
        let name = discover::show(path.strip_prefix(folder).ok()?);
        Some(format!("{front}{name}"))
    });
    if let Some(shown) = beside {
        return shown;
    }
    let here = host.current_dir();
    match (here.strip_prefix(folder), path.file_name()) {
        (Ok(below), Some(name)) if here != folder => {
            let up = "../".repeat(below.components().count());
            format!("{up}{}", name.to_string_lossy())
        }
        _ => discover::shown_from(host, path),
    }
}
