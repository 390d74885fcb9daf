//! A project and a home folder on disk, checked through the library.
// Each test binary uses its part.
#![allow(dead_code, missing_docs, unreachable_pub)]
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use mcpmend::check::{self, Selection};
use mcpmend::diagnostic::Diagnostic;
use mcpmend::discover::{self, Request};
use mcpmend::fix::{self, Mended};
use mcpmend::host::{FileType, Host};
use mcpmend::model::Os;
use mcpmend::rules::Context;
use mcpmend::settings::Settings;
use mcpmend::workspace::Workspace;

mod cases;

#[allow(unused_imports)]
pub use cases::{corpus, everything, in_each_case};

pub struct Sandbox {
    folder: tempfile::TempDir,
    pub os: Os,
    pub settings: Settings,
    pub machine_mode: bool,
    /// The present: 2026-11-25.
    pub now: u64,
    /// Whether facts of the machine count: it is one of its own then, with this environment, and
    /// everything outside its folder is below the folder `root` in it.
    pub this_machine: bool,
    pub env: BTreeMap<String, String>,
}

impl Sandbox {
    pub fn new() -> Self {
        let sandbox = Sandbox {
            folder: tempfile::tempdir().unwrap(),
            os: Os::Linux,
            settings: Settings::default(),
            machine_mode: true,
            now: 1_795_564_800,
            this_machine: false,
            env: BTreeMap::new(),
        };
        std::fs::create_dir_all(sandbox.home()).unwrap();
        std::fs::create_dir_all(sandbox.project().join(".git")).unwrap();
        sandbox
    }

    /// A machine of its own, whose PATH is the folder `~/bin` only.
    pub fn machine() -> Self {
        let mut sandbox = Sandbox {
            this_machine: true,
            ..Sandbox::new()
        };
        for (name, path) in [("HOME", sandbox.home()), ("PATH", sandbox.path("~/bin"))] {
            let path = path.to_str().unwrap().to_owned();
            sandbox.env.insert(name.to_owned(), path);
        }
        sandbox
    }

    /// Where `path` really is: what is not below the sandbox's folder is below its `root`.
    fn real(&self, path: &Path) -> PathBuf {
        if path.starts_with(self.folder.path()) {
            path.to_owned()
        } else {
            let below = path.strip_prefix("/").unwrap_or(path);
            self.folder.path().join("root").join(below)
        }
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub fn project(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    /// `~/x` is below the home folder, `/x` below the root, everything else below the project.
    pub fn path(&self, path: &str) -> PathBuf {
        match path.strip_prefix("~/") {
            Some(below) => self.home().join(below),
            None if path.starts_with('/') => self.real(Path::new(path)),
            None => self.project().join(path),
        }
    }

    /// Writes a program that may be executed.
    pub fn program(&self, path: &str, text: &str) -> &Self {
        self.write(path, text);
        set_mode(&self.path(path), 0o755);
        self
    }

    pub fn write(&self, path: &str, text: &str) -> &Self {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    pub fn workspace(&self) -> Workspace {
        let request = Request::default();
        Workspace::read(self, discover::discover(self, &request).unwrap())
    }

    pub fn with<R>(&self, run: impl FnOnce(&Context<'_>) -> R) -> R {
        let workspace = self.workspace();
        run(&Context {
            workspace: &workspace,
            settings: &self.settings,
            host: self,
            machine_mode: self.machine_mode,
        })
    }

    pub fn check(&self, selection: &Selection) -> Vec<Diagnostic> {
        self.with(|context| check::check(context, selection))
    }

    /// Applies all fixes, unsafe ones too, in memory.
    pub fn fix(&self, selection: &Selection) -> Mended {
        self.with(|context| fix::fix(context, selection, true))
    }
}

impl Host for Sandbox {
    fn os(&self) -> Os {
        self.os
    }
    fn home(&self) -> Option<&Path> {
        // Leaked once per sandbox and test: a reference that outlives the call is needed.
        Some(Box::leak(self.home().into_boxed_path()))
    }
    fn current_dir(&self) -> &Path {
        Box::leak(self.project().into_boxed_path())
    }
    fn env(&self, name: &str) -> Option<String> {
        self.env.get(name).cloned()
    }
    fn file_type(&self, path: &Path) -> std::io::Result<FileType> {
        let path = self.real(path);
        let data = match std::fs::metadata(&path) {
            Err(_) if std::fs::symlink_metadata(&path).is_ok() => {
                return Ok(FileType::DanglingLink);
            }
            data => data?,
        };
        Ok(if data.is_dir() {
            FileType::Folder
        } else {
            FileType::File(data.len())
        })
    }
    fn read(&self, path: &Path) -> std::io::Result<Vec<u8>> {
        std::fs::read(self.real(path))
    }
    fn list(&self, path: &Path) -> std::io::Result<Vec<String>> {
        let mut names: Vec<String> = std::fs::read_dir(self.real(path))?
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        Ok(names)
    }
    fn now(&self) -> u64 {
        self.now
    }
    fn canonical(&self, path: &Path) -> PathBuf {
        let real = self.real(path);
        let found = std::fs::canonicalize(&real).unwrap_or(real);
        match found.strip_prefix(self.folder.path().join("root")) {
            Ok(below) => Path::new("/").join(below),
            Err(_) => found,
        }
    }
    #[cfg(unix)]
    fn is_executable(&self, path: &Path) -> Option<bool> {
        let folder = std::fs::metadata(self.real(path)).ok()?.is_dir();
        Some(!folder && self.mode(path)? & 0o111 != 0)
    }
    #[cfg(unix)]
    fn mode(&self, path: &Path) -> Option<u32> {
        if self.os == Os::Windows {
            return None;
        }
        use std::os::unix::fs::PermissionsExt as _;
        let data = std::fs::metadata(self.real(path)).ok()?;
        Some(data.permissions().mode())
    }
    fn is_this_machine(&self) -> bool {
        self.this_machine
    }
}

/// Sets the permission bits of a file, where the system has such.
pub fn set_mode(path: &Path, mode: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    #[cfg(not(unix))]
    let _ = (path, mode);
}

/// The mode that a file has in a checkout by the usual umask.
fn usual_mode(path: &Path) -> u32 {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if std::fs::metadata(path).unwrap().permissions().mode() & 0o100 != 0 {
            return 0o755;
        }
    }
    let _ = path;
    0o644
}

/// The program, with nothing of this environment that could change its output. What it rewrites it
/// records for this file of tests alone.
pub fn mcpmend() -> std::process::Command {
    let state = concat!(
        env!("CARGO_TARGET_TMPDIR"),
        "/state/",
        env!("CARGO_CRATE_NAME")
    );
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_mcpmend"));
    command.env_clear().env("MCPMEND_STATE_DIR", state);
    command
}

/// The folders in `folder`, sorted; none when it is not there.
pub fn folders(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// Copies everything below `from` into `to`. The modes are those of a usual checkout, whatever
/// this one was made with.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    set_mode(to, 0o755);
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
            set_mode(&target, usual_mode(&entry.path()));
        }
    }
}

/// All files below `folder` by their path in it, without `.git`.
pub fn texts(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_entry(|entry| entry.file_name() != ".git")
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let below = entry.path().strip_prefix(folder).unwrap();
            let bytes = std::fs::read(entry.path()).unwrap();
            (below.to_string_lossy().into_owned(), bytes)
        })
        .collect()
}

/// Compares with `snapshots/<folder>/<name>.snap`.
pub fn snapshot(folder: &str, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../../snapshots/{folder}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_input_file("");
    settings.bind(|| insta::assert_snapshot!(name, text));
}
