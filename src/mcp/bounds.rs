//! Which files the server may look at when a path is named to it.
//!
//! The names come from an assistant, which may have them from anywhere. So it may name what lies in
//! the project around the current folder, the files at the known places of clients on this
//! machine, and what lies below the folders that the server was started with or that its client
//! offers as roots. A current folder that is the home folder or one above it is no project: there
//! an assistant could name everything.

use std::path::{Path, PathBuf};

use crate::clients;
use crate::discover;
use crate::host::{self, Host, SystemHost};

/// What may be looked at.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    /// Without links.
    folders: Vec<PathBuf>,
    /// For people: the project, if there is one.
    project: Option<PathBuf>,
}

/// Where a path leads that may be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Admitted {
    /// Into one of the folders.
    Folder,
    /// To a client's file of this machine.
    Place,
}

impl Bounds {
    /// The project around the current folder, and these folders.
    pub(super) fn new(host: &SystemHost, roots: &[PathBuf]) -> Bounds {
        let (project, whole) = discover::project(host);
        let project = whole.then_some(project);
        let roots = roots.iter().map(|root| host::absolute(host, root));
        let folders = project.iter().cloned().chain(roots);
        Bounds {
            folders: folders.map(|folder| host.canonical(&folder)).collect(),
            project,
        }
    }

    /// The same with the roots that a client offers; one that holds the home folder is left out.
    pub(super) fn offered(&mut self, host: &SystemHost, roots: &[PathBuf]) {
        for root in roots {
            if root.is_absolute() && !discover::is_homeward(host, root) {
                self.folders.push(host.canonical(root));
            }
        }
    }

    /// All that may be read when these paths are looked at.
    ///
    /// # Errors
    /// When one of them lies outside; it says where the others are.
    pub(super) fn within(
        &self,
        host: &SystemHost,
        paths: &[PathBuf],
    ) -> Result<Vec<PathBuf>, String> {
        let mut within = self.folders.clone();
        for path in paths {
            match self.admit(host, path) {
                Some(Admitted::Folder) => {}
                // A person's own file may be a link to where they keep their dotfiles.
                Some(Admitted::Place) => within.push(host::absolute(host, path)),
                None => return Err(self.refuse(host, path)),
            }
        }
        Ok(within)
    }

    fn admit(&self, host: &SystemHost, path: &Path) -> Option<Admitted> {
        let absolute = host::absolute(host, path);
        let real = real(host, &absolute);
        if self.folders.iter().any(|folder| real.starts_with(folder)) {
            return Some(Admitted::Folder);
        }
        let places = clients::ALL.iter().flat_map(|client| client.kinds);
        places
            .into_iter()
            .any(|kind| discover::is_in_place(host, kind, &absolute))
            .then_some(Admitted::Place)
    }

    fn refuse(&self, host: &SystemHost, path: &Path) -> String {
        let mut text = format!(
            "{} lies outside of what this server may read: ",
            discover::shown_from(host, path)
        );
        match &self.project {
            Some(project) => text.push_str(&format!(
                "the project at {}, and the files at the known places of clients on this machine",
                discover::show(project)
            )),
            None => text.push_str(&format!(
                "the files at the known places of clients on this machine (the current folder, {}, \
                 is no project)",
                discover::show(host.current_dir())
            )),
        }
        if self.folders.len() > usize::from(self.project.is_some()) {
            text.push_str(", and the folders that it was given");
        }
        text.push_str(
            ". Without `paths` it looks at all known places. Its user can start it with \
             `--root DIR` to let it read more.",
        );
        text
    }
}

/// Where a path leads, whether there is something or not.
fn real(host: &SystemHost, path: &Path) -> PathBuf {
    for up in path.ancestors() {
        if host.file_type(up).is_ok() {
            let below = path.strip_prefix(up).unwrap_or(Path::new(""));
            let real = host.canonical(up);
            return match below.as_os_str().is_empty() {
                true => real,
                false => real.join(below),
            };
        }
    }
    path.to_owned()
}
