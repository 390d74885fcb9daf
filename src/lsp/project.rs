//! What one folder of the editor holds, in memory, and what was found in it.

use std::path::{Path, PathBuf};

use super::buffers::Buffers;
use super::catch::without_the_guilty;
use super::documents::Documents;
use super::interest;
use super::options::Options;
use crate::analysis::{self, exclude, load_settings, reach};
use crate::check::{self, Checked, Selection};
use crate::diagnostic::Diagnostic;
use crate::discover::{self, Discovery, Found, Place, Request};
use crate::document::MAX_BYTES;
use crate::fix;
use crate::host::SystemHost;
use crate::rules::{self, Context};
use crate::settings::{self, Settings};
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

    /// Where to look, from there on.
    fn path(&self) -> PathBuf {
        match self {
            Root::Folder(_) => PathBuf::from("."),
            Root::File(file) => PathBuf::from(file.file_name().unwrap_or_default()),
        }
    }

    /// Whether a file is looked at with it.
    pub(super) fn holds(&self, path: &Path) -> bool {
        match self {
            Root::Folder(folder) => path.starts_with(folder),
            Root::File(file) => path == file,
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
    /// The files that entries name for their services.
    named: Vec<PathBuf>,
}

impl Project {
    /// Reads the settings and everything that is to be looked at. Settings that cannot be used are
    /// complained of, and those of `before` count, where there were any.
    ///
    /// # Errors
    /// When the machine tells nothing about itself, or a file is gone.
    pub(super) fn load(
        root: &Root,
        documents: &Documents,
        options: &Options,
        before: Option<&Project>,
        complain: impl FnOnce(String),
    ) -> Result<Project, String> {
        let folder = root.folder();
        let host = SystemHost::new(None, None).map_err(|error| error.to_string())?;
        let host = host.at(folder).within(&[folder.to_owned()], false);
        let host = Buffers::new(host, documents.texts.clone());
        let asked = analysis::Options {
            paths: vec![root.path()],
            settings: options.settings(),
            ..analysis::Options::default()
        };
        let settings = load_settings(&host, &asked.settings, &[folder.to_owned()]);
        let settings = settings.unwrap_or_else(|error| {
            complain(error.to_string());
            before.map_or_else(Settings::default, |before| before.settings.clone())
        });
        let request = Request {
            paths: asked.paths.clone(),
            client: None,
        };
        let mut discovery =
            discover::discover(&host, &request).map_err(|error| error.to_string())?;
        for path in documents.paths().filter(|path| root.holds(path)) {
            add(&mut discovery, &host, path);
        }
        exclude(&mut discovery, &settings, &host);
        let reach = reach(&asked, &host, &settings, &discovery.walked);
        let mut project = Project {
            host,
            settings,
            selection: options.selection(reach),
            discovery,
            workspace: Workspace::default(),
            checked: Checked::default(),
            named: Vec::new(),
        };
        project.read();
        Ok(project)
    }

    /// Reads again everything that was found.
    pub(super) fn read(&mut self) {
        let mut workspace = Workspace::read(&self.host, self.discovery.clone());
        if let Some(file) = settings::companion(&self.settings) {
            workspace.add_companion(file);
        }
        self.named = workspace.names_companions().collect();
        self.workspace = workspace;
        // What was found is about files that may be others now.
        self.checked = Checked::default();
    }

    /// The file at `path`.
    pub(super) fn file(&self, path: &Path) -> Option<FileId> {
        let configs = self.workspace.files();
        let mut all = configs.chain(self.workspace.companions());
        all.find(|(_, file)| file.path == path).map(|(id, _)| id)
    }

    /// Takes the text that `path` has now; whether anything may differ by it.
    pub(super) fn update(&mut self, path: &Path, documents: &Documents) -> bool {
        let found = &self.discovery.found;
        let found = found.binary_search_by(|it| it.path.as_path().cmp(path));
        let config = self.workspace.files().find(|(_, file)| file.path == path);
        let config = config.map(|(id, _)| id);
        let bytes = documents.texts.with(path, |text| text.as_bytes().to_vec());
        if let (Ok(at), Some(bytes)) = (found, bytes)
            && bytes.len() as u64 <= MAX_BYTES
        {
            let found = &self.discovery.found[at];
            match config {
                Some(id) if self.workspace.replace_text(id, found, bytes.clone()) => {
                    self.checked = Checked::default();
                    let named = self.named.iter().cloned();
                    if !self.workspace.names_companions().eq(named) {
                        self.read();
                    }
                    return true;
                }
                None if !is_config(found, bytes) && !self.is_beside(path) => return false,
                _ => {}
            }
        }
        if found.is_err() {
            add(&mut self.discovery, &self.host, path);
            exclude(&mut self.discovery, &self.settings, &self.host);
        }
        self.read();
        true
    }

    /// Whether findings in configs may depend on the file.
    fn is_beside(&self, path: &Path) -> bool {
        let mut beside = self.workspace.companions();
        interest::may_stand_beside(path) || beside.any(|(_, file)| file.path == path)
    }

    /// What rules may ask.
    fn context(&self) -> Context<'_> {
        Context {
            workspace: &self.workspace,
            settings: &self.settings,
            host: &self.host,
            machine_mode: false,
        }
    }

    /// Runs the rules; what is to be said of those that failed.
    pub(super) fn check(&mut self) -> Vec<String> {
        let names: Vec<&'static str> = rules::all().map(|rule| rule.name).collect();
        let (checked, said) = without_the_guilty(&names, |is_out| {
            let mut selection = self.selection.clone();
            let out = names.iter().filter(|name| is_out(name));
            selection.ignore.extend(out.map(|name| (*name).to_owned()));
            check::checked(&self.context(), &selection)
        });
        self.checked = checked.unwrap_or_default();
        said
    }

    /// What was found.
    pub(super) fn findings(&self) -> &[Diagnostic] {
        &self.checked.findings
    }

    /// The text of `file` with all its fixes that change no other file; `None` where that is the
    /// same.
    pub(super) fn mended(&self, file: FileId, unsafe_too: bool) -> Option<String> {
        let configs = self.workspace.files();
        let all = configs.chain(self.workspace.companions());
        let locked = all.map(|(id, _)| id).filter(|id| *id != file).collect();
        let mended = fix::fix_except(&self.context(), &self.selection, unsafe_too, &locked);
        let changed = mended.changed.contains(&file);
        changed.then(|| mended.workspace.file(file).document.text.clone())
    }
}

/// Whether a text that stands where `found` says holds servers.
fn is_config(found: &Found, bytes: Vec<u8>) -> bool {
    Workspace::default().add_text(found, bytes).is_some()
}

/// Whether the open document at `path` holds servers, as far as it can be told without anything
/// around it.
pub(super) fn may_be_config(path: &Path, documents: &Documents) -> bool {
    let Some(place) = discover::quick_classify(path, None) else {
        return false;
    };
    let found = Found {
        path: path.to_owned(),
        shown: String::new(),
        place,
        also: Vec::new(),
    };
    let bytes = documents.texts.with(path, |text| text.as_bytes().to_vec());
    bytes.is_some_and(|bytes| is_config(&found, bytes))
}

/// Adds a file that is open and that the walk did not find: it may not be saved yet.
fn add(discovery: &mut Discovery, host: &Buffers, path: &Path) {
    let found = &discovery.found;
    let Err(at) = found.binary_search_by(|it| it.path.as_path().cmp(path)) else {
        return;
    };
    let Some(place) = discover::quick_classify(path, None) else {
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
