//! Whether the client finds the command, and whether that can be run here.

use std::path::{Path, PathBuf};

use super::{Answer, Facts, Launch, Orders, Question, State};
use crate::host::{FileType, Host};
use crate::search_path::{self, Found, Interpreter, interpreter};

pub(super) fn ask(launch: &Launch, orders: &Orders<'_>, facts: &mut Facts) -> Answer {
    let host = orders.host;
    let mut seen = Vec::new();
    let (state, says) = match program(host, launch) {
        Err((state, why)) => {
            if state == State::Wrong {
                facts.unstartable = Some(why.clone());
            }
            (state, why)
        }
        Ok(program) => {
            seen.push(program.to_string_lossy().into_owned());
            let fault = unfit(host, launch, &program).or_else(|| folder(host, launch));
            facts.program = Some(program);
            match fault {
                Some(why) => {
                    facts.unstartable = Some(why.clone());
                    (State::Wrong, why)
                }
                None => (State::Fine, format!("`{}` is found", launch.program)),
            }
        }
    };
    Answer::new(Question::Command, state, says).seeing(seen)
}

/// The program that the client would start.
fn program(host: &dyn Host, launch: &Launch) -> Result<PathBuf, (State, String)> {
    let name = &launch.program;
    let found = if name.contains(['/', '\\']) {
        let path = match &launch.cwd {
            Some(cwd) => cwd.join(name),
            None => host.current_dir().join(name),
        };
        search_path::at(host, &path)
    } else {
        let Some(paths) = &launch.paths else {
            let why = "where the client looks for commands cannot be told from here";
            return Err((State::Unknown, why.to_owned()));
        };
        let found = search_path::find(host, &paths.command.folders, name);
        if found.is_none() && !paths.command.certain {
            let why =
                format!("`{name}` is not where this client is known to look, which may not be all");
            return Err((State::Unknown, why));
        }
        found
    };
    match found {
        Some(Found::Program(path)) => Ok(path),
        Some(Found::NotExecutable(path)) => Err((
            State::Wrong,
            format!("{} may not be executed (EACCES)", path.display()),
        )),
        Some(Found::Dangling(path)) => Err((
            State::Wrong,
            format!("{} is a link to nothing (ENOENT)", path.display()),
        )),
        Some(Found::Folder(path)) => Err((
            State::Wrong,
            format!("{} is a folder (EACCES)", path.display()),
        )),
        None => Err((
            State::Wrong,
            format!("there is no command `{name}` where the client looks (ENOENT)"),
        )),
    }
}

/// Why the program does not run on this machine.
fn unfit(host: &dyn Host, launch: &Launch, program: &Path) -> Option<String> {
    let shown = program.display();
    match interpreter(host, program) {
        Some(Interpreter::At(path)) if host.file_type(Path::new(&path)).is_err() => Some(format!(
            "{shown} is a script for {path}, which is not there (ENOENT)"
        )),
        Some(Interpreter::Searched(name)) => {
            let paths = launch.paths.as_ref()?;
            let found = search_path::find(host, &paths.server.folders, &name);
            (found.is_none() && paths.server.certain).then(|| {
                format!("{shown} is a script for `{name}`, which is not on the server's PATH")
            })
        }
        Some(Interpreter::At(_)) => None,
        None => {
            let other = machine(&host.start(program, 64).ok()?)?;
            (other != std::env::consts::ARCH).then(|| {
                let own = std::env::consts::ARCH;
                format!("{shown} is built for {other}, and this machine is {own}")
            })
        }
    }
}

/// The machine that an ELF file is for, in Rust's words; `None` for other files and machines.
fn machine(start: &[u8]) -> Option<&'static str> {
    if !start.starts_with(b"\x7fELF") {
        return None;
    }
    // e_machine, see elf(5).
    let bytes = [*start.get(18)?, *start.get(19)?];
    match u16::from_le_bytes(bytes) {
        3 => Some("x86"),
        40 => Some("arm"),
        62 => Some("x86_64"),
        183 => Some("aarch64"),
        243 => Some("riscv64"),
        _ => None,
    }
}

/// Why its folder cannot be gone to.
fn folder(host: &dyn Host, launch: &Launch) -> Option<String> {
    let cwd = launch.cwd.as_ref()?;
    match host.file_type(cwd) {
        Ok(FileType::Folder) => None,
        Ok(_) => Some(format!("its folder {} is none", cwd.display())),
        // Systems report this as if the command were missing.
        Err(_) => Some(format!(
            "its folder {} is not there (ENOENT)",
            cwd.display()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_of_a_program_is_read() {
        let elf = |number: u8| {
            let mut start = b"\x7fELF".to_vec();
            start.resize(64, 0);
            start[18] = number;
            start
        };
        assert_eq!(machine(&elf(62)), Some("x86_64"));
        assert_eq!(machine(&elf(183)), Some("aarch64"));
        assert_eq!(machine(&elf(250)), None);
        assert_eq!(machine(b"\x7fELF"), None);
        assert_eq!(machine(b"#!/bin/sh"), None);
    }
}
