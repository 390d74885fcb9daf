//! What one folder of the editor holds, in memory, and what was found in it.

use std::path::{Path, PathBuf};

use super::buffers::Buffers;
use super::documents::Documents;
use super::options::Options;
use crate::check::{self, Checked, Selection};
use crate::diagnostic::{Diagnostic, Persona};
use crate::discover::{self, Discovery, Found, Place, Request};
use crate::host::SystemHost;
use crate::rules::Context;
use crate::settings::{self, Settings, below};
use crate::suppression::Reach;
use crate::workspace::{FileId, Workspace};

/// What is looked at together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Root {
    /// A folder of the editor, with everything below.
    Folder(PathBuf),
    /// A file that lies in none of them.
    File(PathBuf),
}

impl Root {
    /// The folder that paths are shown from.
    fn folder(&self) -> &Path {
        match self {
            Root::Folder(folder) => folder,
            Root::File(file) => file.parent().unwrap_or(file),
        }
    }

    /// Where to look: the folder itself, or the one file.
    fn request(&self) -> Request {
        let path = match self {
            Root::Folder(_) => PathBuf::from("."),
            Root::File(file) => PathBuf::from(file.file_name().unwrap_or_default()),
        };
        Request {
            paths: vec![path],
            client: None,
        }
    }
}

/// A root, read and checked.
pub(super) struct Project {
    host: Buffers,
    settings: Settings,
    selection: Selection,
    discovery: Discovery,
    pub(super) workspace: Workspace,
    checked: Checked,
}

impl Project {
    /// Reads the settings and everything that is to be looked at.
    ///
    /// # Errors
    /// When the settings cannot be used, or the machine tells nothing about itself.
    pub(super) fn load(
        root: &Root,
        documents: &Documents,
        options: &Options,
    ) -> Result<Project, String> {
        let folder = root.folder();
        let host = SystemHost::new(None, None).map_err(|error| error.to_string())?;
        let host = host.at(folder).within(&[folder.to_owned()], false);
        let host = Buffers::new(host, documents.texts.clone());
        let settings = Settings::load(&host, None, folder).map_err(|error| error.to_string())?;
        let mut discovery =
            discover::discover(&host, &root.request()).map_err(|error| error.to_string())?;
        for (path, _) in documents.all().filter(|(path, _)| path.starts_with(folder)) {
            if matches!(root, Root::Folder(_)) {
                add(&mut discovery, &host, path);
            }
        }
        discovery.excluded = settings
            .folder()
            .map(|folder| (folder.to_owned(), settings.exclude.clone()));
        discovery.found.retain(|found| {
            let mut patterns = settings.exclude.iter();
            !patterns.any(|pattern| settings.names(&host, pattern, &found.path, &found.shown))
        });
        let whole = settings.folder().unwrap_or(folder);
        let reach = discovery
            .walked
            .iter()
            .any(|walked| below(&host, walked, whole).is_some());
        let selection = Selection {
            select: options.select.clone(),
            ignore: options.ignore.clone(),
            persona: if options.pedantic {
                Persona::Pedantic
            } else {
                Persona::Regular
            },
            reach: if reach { Reach::Project } else { Reach::Files },
            baseline: None,
        };
        let mut project = Project {
            host,
            settings,
            selection,
            discovery,
            workspace: Workspace::default(),
            checked: Checked::default(),
        };
        project.read();
        Ok(project)
    }

    /// Reads again everything that was found.
    fn read(&mut self) {
        let mut workspace = Workspace::read(&self.host, self.discovery.clone());
        if let Some(file) = settings::companion(&self.settings) {
            workspace.add_companion(file);
        }
        self.workspace = workspace;
    }

    /// The file at `path`.
    pub(super) fn file(&self, path: &Path) -> Option<FileId> {
        let configs = self.workspace.files();
        let mut all = configs.chain(self.workspace.companions());
        all.find(|(_, file)| file.path == path).map(|(id, _)| id)
    }

    /// Takes the text that `path` has now.
    pub(super) fn update(&mut self, path: &Path, documents: &Documents) {
        let found = self
            .discovery
            .found
            .binary_search_by(|it| it.path.as_path().cmp(path));
        let config = self.workspace.files().find(|(_, file)| file.path == path);
        if let (Ok(at), Some((id, _))) = (found, config)
            && let Some(bytes) = documents.texts.with(path, |text| text.as_bytes().to_vec())
            && self
                .workspace
                .replace_text(id, &self.discovery.found[at], bytes)
        {
            return;
        }
        if found.is_err() {
            add(&mut self.discovery, &self.host, path);
        }
        self.read();
    }

    /// What rules may ask.
    pub(super) fn context(&self) -> Context<'_> {
        Context {
            workspace: &self.workspace,
            settings: &self.settings,
            host: &self.host,
            machine_mode: false,
        }
    }

    /// Runs the rules.
    pub(super) fn check(&mut self) {
        self.checked = check::checked(&self.context(), &self.selection);
    }

    /// What was found.
    pub(super) fn findings(&self) -> &[Diagnostic] {
        &self.checked.findings
    }
}

/// Adds a file that is open and that the walk did not find: it may not be saved yet.
fn add(discovery: &mut Discovery, host: &Buffers, path: &Path) {
    let Err(at) = discovery
        .found
        .binary_search_by(|it| it.path.as_path().cmp(path))
    else {
        return;
    };
    let Some(place) = discover::classify(path, None) else {
        return;
    };
    let also = match place {
        Place::Known { client, scope, .. } => discover::others(path, client, scope),
        _ => Vec::new(),
    };
    let found = Found {
        path: path.to_owned(),
        shown: discover::shown_from(host, path),
        place,
        also,
    };
    discovery.found.insert(at, found);
}
