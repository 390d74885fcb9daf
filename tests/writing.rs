//! The only copy of a file: whatever happens while it is written, it is the old one or the new one,
//! it stays what it was besides its text, and nothing that somebody saved is lost.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

mod common;

#[path = "writing/interrupted.rs"]
mod interrupted;
#[path = "writing/kept.rs"]
mod kept;
#[path = "writing/links.rs"]
mod links;
#[path = "writing/meanwhile.rs"]
mod meanwhile;
#[path = "writing/refused.rs"]
mod refused;
#[path = "writing/swept.rs"]
mod swept;
#[path = "writing/together.rs"]
mod together;

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::mcpmend;

/// A file with one safe fix, before and after.
const OLD: &str = "{\"mcpServers\": {\"docs\": {\"url\": \"https://mcp.example.com/mcp\"}}}\n";
const NEW: &str = "{\"mcpServers\": {\"docs\": {\"type\": \"http\", \"url\": \"https://mcp.example.com/mcp\"}}}\n";

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

/// A folder with a `.mcp.json` that can be fixed, and that file.
fn project() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".mcp.json");
    write(&file, OLD);
    (folder, file)
}

fn fix(folder: &Path) -> Output {
    fix_command(folder).output().unwrap()
}

fn fix_command(folder: &Path) -> Command {
    let mut command = mcpmend();
    command
        .current_dir(folder)
        .args(["--isolated", "--fix", "--no-undo", "."]);
    command
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Checks that `file` was refused for this reason and that nothing was written.
#[track_caller]
fn is_refused(output: &Output, file: &Path, why: &str) {
    let said = err(output);
    let name = file.file_name().unwrap().to_str().unwrap();
    assert!(
        said.lines()
            .any(|line| line.contains(&format!("{name}: not written: ")) && line.contains(why)),
        "no {why:?} in:\n{said}"
    );
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert_eq!(read(file), OLD);
}

/// The files below `folder` that have the name of a temporary.
fn temporaries(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy();
            name.starts_with(".mcpmend-") && name.ends_with(".tmp")
        })
        .map(walkdir::DirEntry::into_path)
        .collect()
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// The user that owns nothing.
const NOBODY: u32 = 65534;

/// Makes the program run as somebody who is not the administrator, from a place that he can reach.
fn as_nobody(command: Command, folder: &Path) -> Command {
    use std::os::unix::process::CommandExt as _;
    let program = folder.join("mcpmend-for-all");
    if !program.is_file() {
        // By another process: a child that is started meanwhile would hold it open for writing, and
        // what is open for writing is not started.
        let copied = Command::new("cp")
            .args([command.get_program(), program.as_os_str()])
            .status();
        assert!(copied.unwrap().success());
        set_mode(&program, 0o755);
    }
    let mut other = Command::new(program);
    other
        .args(command.get_args())
        .env_clear()
        .current_dir(command.get_current_dir().unwrap())
        .uid(NOBODY)
        .gid(NOBODY);
    other
}

/// Runs a script in a mount namespace of its own, with `$M` as an empty folder to mount on and
/// `$MCPMEND` as the program; nothing where the system does not allow that.
fn in_namespace(script: &str) -> Option<Output> {
    let folder = tempfile::tempdir().unwrap();
    let state = tempfile::tempdir().unwrap();
    let run = |script: &str| {
        Command::new("unshare")
            .args(["-rm", "sh", "-ec", script])
            .env("M", folder.path())
            .env("MCPMEND", env!("CARGO_BIN_EXE_mcpmend"))
            .env("MCPMEND_STATE_DIR", state.path())
            .env_remove("CI")
            .output()
    };
    let probe = run("mount -t tmpfs -o size=64k none \"$M\"");
    if !probe.is_ok_and(|probe| probe.status.success()) {
        println!("skipped: no mount namespaces here");
        return None;
    }
    Some(run(script).unwrap())
}

/// Numbers that differ from run to run; the first is printed, so that a run can be told.
struct Random(u64);

impl Random {
    fn new() -> Random {
        use std::hash::{BuildHasher as _, Hasher as _};
        let seed = std::hash::RandomState::new().build_hasher().finish() | 1;
        println!("seed {seed}");
        Random(seed)
    }

    /// A number below `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end.max(1)
    }
}
