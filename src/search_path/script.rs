//! The interpreter that the first line of a script names.

use std::path::Path;

use crate::host::Host;

/// So much of a file is read for its first line; the kernel reads no more either.
const LONGEST: usize = 256;

/// Who runs a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Interpreter {
    /// A program that `env` searches along PATH: `#!/usr/bin/env node`.
    Searched(String),
    /// The program at this path: `#!/usr/bin/python3`.
    At(String),
}

/// The interpreter of the script at `path`; `None` where the file names none.
pub fn interpreter(host: &dyn Host, path: &Path) -> Option<Interpreter> {
    let start = host.start(path, LONGEST).ok()?;
    let line = start.split(|byte| *byte == b'\n').next()?;
    let line = std::str::from_utf8(line).ok()?.strip_prefix("#!")?;
    let mut words = line.split_whitespace();
    let program = words.next()?;
    if program.rsplit('/').next() != Some("env") {
        return Some(Interpreter::At(program.to_owned()));
    }
    words
        .find(|word| !word.starts_with('-') && !word.contains('='))
        .map(|word| Interpreter::Searched(word.to_owned()))
}
