//! The first line of a script, as the system reads it.

use std::path::Path;

use super::Obstacle;
use crate::host::{FileType, Host};
use crate::model::Os;
use crate::search_path::{self, Folders};

/// So much of a file is read for its first line; Linux reads no more either.
pub(super) const LONGEST: usize = 256;

/// What of a file is no program and no script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    /// It is empty.
    Empty,
    /// A byte order mark stands before its `#!`.
    Marked,
    /// It has no `#!`.
    Unmarked,
}

impl Plain {
    /// Which of them it is; `None` for a script.
    pub(super) fn of(start: &[u8]) -> Option<Plain> {
        match start {
            [] => Some(Plain::Empty),
            [b'#', b'!', ..] => None,
            [0xef, 0xbb, 0xbf, b'#', b'!', ..] => Some(Plain::Marked),
            _ => Some(Plain::Unmarked),
        }
    }

    /// It, behind "it".
    pub(super) const fn words(self) -> &'static str {
        match self {
            Plain::Empty => "is empty",
            Plain::Marked => {
                "has a byte order mark before its `#!`, which the system takes for no script"
            }
            Plain::Unmarked => "is neither a program nor a script with `#!`",
        }
    }
}

/// Why the system does not find the interpreter that the script names, or that not what it runs.
/// `folders` is where `env` looks: the server's own PATH.
pub(super) fn obstacle(
    host: &dyn Host,
    script: &Path,
    start: &[u8],
    folders: Option<&Folders>,
) -> Option<Obstacle> {
    let shown = script.display();
    let line = start.strip_prefix(b"#!")?;
    let line = line.split(|byte| *byte == b'\n').next()?;
    let line = std::str::from_utf8(line).ok()?.trim_start();
    let (line, carriage) = match line.strip_suffix('\r') {
        Some(line) => (line, true),
        None => (line, false),
    };
    let (program, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
    let rest = rest.trim();
    if carriage {
        // Only a word behind the interpreter keeps the sign from being a part of its name.
        let (name, says) = match rest.is_empty() {
            true => (
                program,
                "the system looks for a file of that name with a carriage return in it, and reports the script itself as missing (ENOENT)",
            ),
            false => (
                rest,
                "`env` looks for a program of that name with a carriage return in it (exit code 127)",
            ),
        };
        let certain = rest.is_empty() || is_env(program);
        return Some(Obstacle {
            remedy: vec![format!(
                "`{}` takes them out; in Git, `*.sh text eol=lf` in .gitattributes keeps them out",
                super::remedies::without_carriage_returns(host.os(), script)
            )],
            ..match certain {
                true => Obstacle::certain(format!(
                    "the first line of {shown} ends like a line of Windows (CRLF) behind `{name}`: {says}"
                )),
                false => Obstacle::likely(format!(
                    "the first line of {shown} ends like a line of Windows (CRLF), so that `{program}` gets an argument with a carriage return in it"
                )),
            }
        });
    }
    if !is_env(program) {
        return match host.file_type(Path::new(program)) {
            Err(_) => Some(Obstacle::certain(format!(
                "{shown} is a script for {program}, which is not there: the system reports the script itself as missing (ENOENT)"
            ))),
            Ok(FileType::Folder) => Some(Obstacle::certain(format!(
                "{shown} is a script for {program}, which is a folder (EACCES)"
            ))),
            Ok(_) => None,
        };
    }
    let words: Vec<&str> = rest.split_whitespace().collect();
    let first = words.first()?;
    let split = first.starts_with("-S") || first.starts_with("--split-string");
    if host.os() == Os::Linux && words.len() > 1 && !split {
        return Some(Obstacle {
            remedy: vec![format!("write its first line as `#!{program} -S {rest}`")],
            ..Obstacle::certain(format!(
                "the first line of {shown} is `#!{line}`, and Linux hands on all behind `env` as one word: it looks for a program called `{rest}` (exit code 127)"
            ))
        });
    }
    let name = words
        .iter()
        .map(|word| word.strip_prefix("-S").unwrap_or(word))
        .find(|word| !word.is_empty() && !word.starts_with('-') && !word.contains('='))?;
    let folders = folders?;
    let found = search_path::find(host, &folders.folders, name);
    (found.is_none() && folders.certain).then(|| {
        Obstacle::certain(format!(
            "{shown} is a script for `{name}`, which is not on the server's PATH (exit code 127)"
        ))
    })
}

fn is_env(program: &str) -> bool {
    program.rsplit('/').next() == Some("env")
}
