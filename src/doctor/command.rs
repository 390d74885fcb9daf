//! Whether the client finds the command, and whether that can be run here.

use std::path::{Path, PathBuf};

use super::binary::{self, Machine, binary, misfit};
use super::script::{self, Plain};
use super::{Answer, Facts, Launch, Orders, Question, State, Sureness, remedies};
use crate::host::{FileType, Host};
use crate::model::{Os, WindowsShim};
use crate::search_path::{self, Folders, Found, Whose};

/// Why a command cannot be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// It, in one sentence without a full stop.
    pub says: String,
    /// How sure that is.
    pub sureness: Sureness,
    /// What to do, a step each.
    pub remedy: Vec<String>,
}

impl Obstacle {
    pub(super) fn certain(says: String) -> Obstacle {
        Obstacle {
            says,
            sureness: Sureness::Certain,
            remedy: Vec::new(),
        }
    }

    pub(super) fn likely(says: String) -> Obstacle {
        Obstacle {
            sureness: Sureness::Likely,
            ..Obstacle::certain(says)
        }
    }

    fn doing(mut self, step: String) -> Obstacle {
        self.remedy.push(step);
        self
    }
}

/// Where the parts of the system stand that tell what else it runs.
const ROSETTA: [&str; 2] = [
    "/Library/Apple/usr/share/rosetta",
    "/Library/Apple/System/Library/LaunchDaemons/com.apple.oahd.plist",
];
const HANDLERS: &str = "/proc/sys/fs/binfmt_misc";
const MOUNTS: &str = "/proc/self/mounts";

/// Words in the names of handlers that run programs of other machines or of Windows.
const TRANSLATORS: [&str; 7] = ["qemu", "rosetta", "box64", "fex", "wine", "wsl", "dos"];

pub(super) fn ask(launch: &Launch, orders: &Orders<'_>, facts: &mut Facts) -> Answer {
    let host = orders.host;
    let answer = |state, says: String| Answer::new(Question::Command, state, says);
    let program = match program(host, launch) {
        Ok(program) => program,
        Err(Unfound::Unknown(why)) => {
            return answer(State::Unknown, why).seeing(looked_in(launch));
        }
        Err(Unfound::Wrong(obstacle)) => {
            let says = obstacle.says.clone();
            facts.unstartable = Some(obstacle);
            return answer(State::Wrong, says).seeing(looked_in(launch));
        }
    };
    let seen = vec![program.to_string_lossy().into_owned()];
    let start = host.start(&program, binary::ENOUGH).unwrap_or_default();
    let obstacle = unfit(host, launch, &program, &start).or_else(|| folder(host, launch));
    let plain = binary(&start)
        .is_none()
        .then(|| Plain::of(&start))
        .flatten();
    facts.program = Some(program);
    if let Some(obstacle) = obstacle {
        let says = obstacle.says.clone();
        facts.unstartable = Some(obstacle);
        return answer(State::Wrong, says).seeing(seen);
    }
    match plain {
        // What an extension stands for on Windows is no matter of the file's bytes.
        Some(plain) if host.os() != Os::Windows => answer(
            State::Note,
            format!(
                "`{}` is found, and {}: some clients have /bin/sh run it, others fail (ENOEXEC)",
                launch.program,
                plain.words()
            ),
        ),
        _ => answer(State::Fine, format!("`{}` is found", launch.program)),
    }
    .seeing(seen)
}

enum Unfound {
    /// It is not there, or cannot be started.
    Wrong(Obstacle),
    /// That cannot be said from here.
    Unknown(String),
}

fn is_path(name: &str) -> bool {
    name.contains(['/', '\\'])
}

/// The program that the client would start.
fn program(host: &dyn Host, launch: &Launch) -> Result<PathBuf, Unfound> {
    let name = &launch.program;
    let found = if is_path(name) {
        let path = match &launch.cwd {
            Some(cwd) => cwd.join(name),
            None => host.current_dir().join(name),
        };
        search_path::at(host, &path)
    } else {
        let Some(paths) = &launch.paths else {
            let why = "where the client looks for commands cannot be told from here";
            return Err(Unfound::Unknown(why.to_owned()));
        };
        let found = search_path::find(host, &paths.command.folders, name);
        if found.is_none() && !paths.command.certain {
            return Err(Unfound::Unknown(format!(
                "`{name}` is not where this client is known to look, which may not be all"
            )));
        }
        found
    };
    let wrong = |says: String| Unfound::Wrong(Obstacle::certain(says));
    match found {
        Some(Found::Program(path)) => Ok(path),
        Some(Found::NotExecutable(path)) => Err(Unfound::Wrong(
            Obstacle::certain(format!("{} may not be executed (EACCES)", path.display()))
                .doing(remedies::make_executable(&path)),
        )),
        Some(Found::Dangling(path)) => Err(wrong(format!(
            "{} is a link to nothing (ENOENT)",
            path.display()
        ))),
        Some(Found::Folder(path)) => Err(wrong(format!(
            "{} is a folder (EACCES): the program in it must be named",
            path.display()
        ))),
        None => Err(wrong(format!(
            "there is no command `{name}` where the client looks (ENOENT)"
        ))),
    }
}

/// Where the command was searched, where it is no path.
fn looked_in(launch: &Launch) -> Vec<String> {
    let searched = launch.paths.as_ref().map(|paths| &paths.command);
    let searched = searched.filter(|_| !is_path(&launch.program));
    searched.map(where_looked).into_iter().collect()
}

/// Whose PATH was searched, and what is in it.
fn where_looked(folders: &Folders) -> String {
    let whose = match folders.whose {
        Whose::Shell => "this shell's PATH",
        Whose::LoginShell => "the login shell's PATH",
        Whose::Session => "the PATH of the desktop's session",
        Whose::App => "the client's own PATH",
        Whose::Entry => "the PATH that the entry sets",
    };
    let all: Vec<_> = folders
        .folders
        .iter()
        .map(|folder| folder.to_string_lossy())
        .collect();
    match all.is_empty() {
        true => format!("{whose} is empty"),
        false => format!("{whose}: {}", all.join(", ")),
    }
}

/// Why the program does not run on this machine.
fn unfit(host: &dyn Host, launch: &Launch, program: &Path, start: &[u8]) -> Option<Obstacle> {
    if host.os() == Os::Windows
        && let Some(obstacle) = batch(launch, program)
    {
        return Some(obstacle);
    }
    if let Some(obstacle) = barred(host, program) {
        return Some(obstacle);
    }
    let Some(binary) = binary(start) else {
        let folders = launch.paths.as_ref().map(|paths| &paths.server);
        let start = &start[..start.len().min(script::LONGEST)];
        return script::obstacle(host, program, start, folders)
            .filter(|_| host.os() != Os::Windows);
    };
    let shown = program.display();
    let own = std::env::consts::ARCH;
    if let Some(misfit) = misfit(&binary, &machine(host)) {
        return Some(Obstacle {
            says: format!(
                "{shown} is built for {}, and this machine is {} on {own} ({})",
                misfit.built_for,
                host.os().name(),
                misfit.code
            ),
            sureness: misfit.sureness,
            remedy: misfit.remedy.map(str::to_owned).into_iter().collect(),
        });
    }
    // A program of musl without musl, one of glibc on Alpine or NixOS.
    let loader = binary.loader.filter(|_| host.os() == Os::Linux)?;
    host.file_type(Path::new(&loader)).is_err().then(|| {
        Obstacle::certain(format!(
            "{shown} is loaded by {loader}, which is not there: it is built for another distribution, and the system reports the program itself as missing (ENOENT)"
        ))
    })
}

fn machine(host: &dyn Host) -> Machine {
    let os = host.os();
    let translates = match os {
        Os::Linux => host.list(Path::new(HANDLERS)).is_ok_and(|names| {
            names.iter().any(|name| {
                let name = name.to_ascii_lowercase();
                TRANSLATORS.iter().any(|word| name.contains(word))
            })
        }),
        Os::Macos => ROSETTA
            .iter()
            .any(|path| host.file_type(Path::new(path)).is_ok()),
        Os::Windows => false,
    };
    let arch = std::env::consts::ARCH;
    // A mcpmend that is emulated takes the machine for the one that it was built for.
    let emulated = os == Os::Windows
        && host
            .env("PROCESSOR_IDENTIFIER")
            .is_some_and(|name| name.starts_with("ARM"));
    Machine {
        os,
        arch: if emulated { "aarch64" } else { arch },
        translates,
    }
}

/// What of Windows is found by its name and cannot be started by everybody.
fn batch(launch: &Launch, program: &Path) -> Option<Obstacle> {
    let ending = program.extension()?.to_string_lossy().to_ascii_lowercase();
    let name = &launch.program;
    let shown = program.display();
    match &*ending {
        "ps1" => Some(
            Obstacle::certain(format!(
                "{shown} is a script of PowerShell, which Windows does not start by itself"
            ))
            .doing(format!(
                "let the command be `powershell`, with the arguments `-NoProfile -ExecutionPolicy Bypass -File {shown}`"
            )),
        ),
        "cmd" | "bat" if launch.windows_shim == WindowsShim::NeedsCmd => Some(
            Obstacle::certain(format!(
                "{shown} is a batch file, and this client starts programs without a shell (ENOENT or EINVAL)"
            ))
            .doing(format!(
                "let the command be `cmd`, with the arguments `/c {name}` before the others"
            )),
        ),
        _ => None,
    }
}

/// Whether nothing may be executed where the program lies.
fn barred(host: &dyn Host, program: &Path) -> Option<Obstacle> {
    if host.os() != Os::Linux {
        return None;
    }
    let mounts = host.read(Path::new(MOUNTS)).ok()?;
    let real = host.canonical(program);
    let point = no_exec(&String::from_utf8_lossy(&mounts), &real)?;
    Some(
        Obstacle::certain(format!(
            "{} lies on {point}, which is mounted so that nothing on it may be executed (noexec, EACCES)",
            program.display()
        ))
        .doing("put it elsewhere, or let the command be its interpreter and the script an argument".to_owned()),
    )
}

/// The mount point of `path`, where that is mounted with `noexec`; `mounts` as proc_mounts(5).
fn no_exec(mounts: &str, path: &Path) -> Option<String> {
    let mut nearest: Option<(String, bool)> = None;
    for line in mounts.lines() {
        let mut fields = line.split(' ').skip(1);
        let (Some(point), Some(_), Some(options)) = (fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        let point = unescaped(point);
        let length = |it: &Option<(String, bool)>| it.as_ref().map_or(0, |(point, _)| point.len());
        // Of two at one place the later one counts.
        if path.starts_with(&point) && point.len() >= length(&nearest) {
            let barred = options.split(',').any(|option| option == "noexec");
            nearest = Some((point, barred));
        }
    }
    nearest
        .filter(|(_, barred)| *barred)
        .map(|(point, _)| point)
}

/// A field of the table of mounts: blanks stand in it as `\040`.
fn unescaped(field: &str) -> String {
    [
        ("\\040", " "),
        ("\\011", "\t"),
        ("\\012", "\n"),
        ("\\134", "\\"),
    ]
    .iter()
    .fold(field.to_owned(), |text, (code, sign)| {
        text.replace(code, sign)
    })
}

/// Why its folder cannot be gone to.
fn folder(host: &dyn Host, launch: &Launch) -> Option<Obstacle> {
    let cwd = launch.cwd.as_ref()?;
    match host.file_type(cwd) {
        Ok(FileType::Folder) => None,
        Ok(_) => Some(Obstacle::certain(format!(
            "its folder {} is none",
            cwd.display()
        ))),
        // Systems report this as if the command were missing.
        Err(_) => Some(Obstacle::certain(format!(
            "its folder {} is not there, which systems report as if the command were missing (ENOENT)",
            cwd.display()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Inherits;

    fn launch(program: &str, windows_shim: WindowsShim) -> Launch {
        Launch {
            program: program.to_owned(),
            args: Vec::new(),
            env: Vec::new(),
            cwd: None,
            inherits: Inherits::All,
            windows_shim,
            fetches: false,
            paths: None,
            behind: None,
            asked: None,
        }
    }

    #[test]
    fn what_windows_does_not_start_is_told() {
        let says = |program: &str, shim| {
            let path = Path::new(program);
            batch(&launch("npx", shim), path).map(|obstacle| obstacle.remedy.join(""))
        };
        let cmd = says("npx.cmd", WindowsShim::NeedsCmd).unwrap();
        assert_eq!(
            cmd,
            "let the command be `cmd`, with the arguments `/c npx` before the others"
        );
        assert_eq!(says("npx.cmd", WindowsShim::Starts), None);
        assert_eq!(says("npx.cmd", WindowsShim::Unknown), None);
        assert_eq!(says("node.exe", WindowsShim::NeedsCmd), None);
        assert!(
            says("Server.PS1", WindowsShim::Starts)
                .unwrap()
                .contains("-File Server.PS1")
        );
    }

    #[test]
    fn the_nearest_mount_counts() {
        let mounts = "/dev/sda / ext4 rw 0 0\ntmpfs /tmp tmpfs rw,nosuid,noexec 0 0\ntmpfs /tmp/ok tmpfs rw 0 0\ntmpfs /my\\040disk tmpfs noexec 0 0\nodd\n";
        let point = |path: &str| no_exec(mounts, Path::new(path));
        assert_eq!(point("/usr/bin/node"), None);
        assert_eq!(point("/tmp/server").as_deref(), Some("/tmp"));
        assert_eq!(point("/tmpfile"), None);
        assert_eq!(point("/tmp/ok/server"), None);
        assert_eq!(point("/my disk/server").as_deref(), Some("/my disk"));
    }
}
