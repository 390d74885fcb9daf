//! The folders that an editor works on.

use std::path::{Path, PathBuf};

use lsp_types::{InitializeParams, Uri, WorkspaceFolder};

use super::project::Root;
use super::uri;
use crate::host::{Host, SystemHost};

/// The folders, each also by the way that leads over no link.
pub(super) struct Folders {
    all: Vec<Folder>,
    home: Option<PathBuf>,
    host: Option<SystemHost>,
}

struct Folder {
    path: PathBuf,
    real: PathBuf,
}

impl Folders {
    /// Those that an editor begins with.
    pub(super) fn of(params: &InitializeParams) -> Folders {
        // Without a current folder every path is taken as it is.
        let host = SystemHost::new(None, None).ok();
        let mut folders = Folders {
            all: Vec::new(),
            home: host
                .as_ref()
                .and_then(|host| host.home().map(Path::to_owned)),
            host,
        };
        #[allow(deprecated)] // What older editors say in place of `workspaceFolders`.
        let old = params.root_uri.as_ref().and_then(uri::path_of);
        match &params.workspace_folders {
            Some(named) => named.iter().for_each(|folder| folders.add(folder)),
            None => old.into_iter().for_each(|path| folders.add_path(path)),
        }
        folders
    }

    /// Takes one more.
    pub(super) fn add(&mut self, folder: &WorkspaceFolder) {
        if let Some(path) = uri::path_of(&folder.uri) {
            self.add_path(path);
        }
    }

    fn add_path(&mut self, path: PathBuf) {
        let real = self.real(&path);
        self.all.push(Folder { path, real });
    }

    /// Takes one away.
    pub(super) fn remove(&mut self, folder: &WorkspaceFolder) {
        if let Some(path) = uri::path_of(&folder.uri) {
            self.all.retain(|known| known.path != path);
        }
    }

    fn real(&self, path: &Path) -> PathBuf {
        match &self.host {
            Some(host) => host.canonical(path),
            None => path.to_owned(),
        }
    }

    /// The path of a document, seen from its folder: an editor may name the two by different ways.
    pub(super) fn path_of(&self, uri: &Uri) -> Option<PathBuf> {
        let path = uri::path_of(uri)?;
        if self.all.iter().any(|folder| path.starts_with(&folder.path)) {
            return Some(path);
        }
        let (parent, name) = (path.parent()?, path.file_name()?);
        let real = self.real(parent).join(name);
        let below = self.all.iter().find_map(|folder| {
            let below = real.strip_prefix(&folder.real).ok()?;
            Some(folder.path.join(below))
        });
        Some(below.unwrap_or(path))
    }

    /// What is looked at together with the file at `path`: the innermost folder around it. A folder
    /// that holds the home folder is no project, and all of it is not for us to read.
    pub(super) fn root_of(&self, path: &Path) -> Root {
        let around = self
            .all
            .iter()
            .filter(|folder| path.starts_with(&folder.path))
            .max_by_key(|folder| folder.path.components().count());
        match around {
            Some(folder) if !self.holds_home(folder) => Root::Folder(folder.path.clone()),
            _ => Root::File(path.to_owned()),
        }
    }

    fn holds_home(&self, folder: &Folder) -> bool {
        let home = self.home.as_deref();
        home.is_some_and(|home| {
            home.starts_with(&folder.path) || self.real(home).starts_with(&folder.real)
        })
    }
}
