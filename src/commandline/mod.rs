//! What a stdio entry really starts, behind wrappers and launchers.
//!
//! `cmd /c npx -y @scope/server@1.2 --port 3100` is seen as: wrapped by `cmd`, launched by npx,
//! package `@scope/server`, version `1.2`, own arguments `--port 3100`.

mod launch;

use std::borrow::Cow;
use std::ops::Range;

use crate::interpret::{Parts, Text};

pub use launch::{Launcher, Package, Registry, bare_name};

/// One word of the command line.
#[derive(Clone, Debug, PartialEq)]
pub struct Word<'a> {
    /// The word.
    pub text: Cow<'a, str>,
    /// The string of the file that holds it.
    pub source: &'a Text,
    /// Whether it is all of that string. Otherwise it was split out of a line (`sh -c "…"`), and
    /// only a part that stands in the string as it is can be edited.
    pub whole: bool,
}

impl<'a> Word<'a> {
    /// All of a string of the file.
    pub fn of(text: &'a Text) -> Word<'a> {
        Word {
            text: Cow::Borrowed(&text.text),
            source: text,
            whole: true,
        }
    }

    /// The bytes of `part` in the string that holds the word, for a splice; `None` when quoting
    /// hides it, or when it stands there twice.
    pub fn range_of(&self, part: &str) -> Option<Range<usize>> {
        let text = &self.source.text;
        let start = text.find(part)?;
        (text.rfind(part)? == start).then_some(start..start + part.len())
    }
}

/// A program in front of the real one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapper {
    /// `cmd /c`
    Cmd,
    /// `sh -c`, `bash -lc`, `zsh -c` …: the line is one string, and the shell expands it.
    Shell,
    /// `powershell -Command`
    PowerShell,
    /// `env A=b`
    Env,
    /// `wsl`
    Wsl,
}

/// The value of an option on a command line.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionValue<'a, 'w> {
    /// The option's name as written: `--port`.
    pub name: &'w str,
    /// Its value: the part behind `=`, or the next word.
    pub value: &'w str,
    /// The word that holds the value.
    pub word: &'w Word<'a>,
}

/// A command line, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandLine<'a> {
    /// The programs in front, the outermost first.
    pub wrappers: Vec<Wrapper>,
    /// Variables that `env A=b` sets in front.
    pub assignments: Vec<(String, String)>,
    /// The words behind the wrappers, the program first; never empty.
    pub words: Vec<Word<'a>>,
    /// The kind of the program.
    pub launcher: Launcher,
    /// The package that the launcher fetches, where it fetches one.
    pub package: Option<Package>,
    /// The packages that it fetches besides: `npx -p A -p B`, `uvx --with B`.
    pub beside: Vec<Package>,
    /// Where in `words` the server's own arguments start.
    pub own: usize,
}

impl<'a> CommandLine<'a> {
    /// Takes the command line of an entry apart; `None` without a command.
    pub fn of(parts: &'a Parts) -> Option<CommandLine<'a>> {
        let command = parts.command.as_ref()?;
        let mut words: Vec<Word<'a>> = Vec::with_capacity(parts.args.len() + 1);
        let text = command.text.trim();
        // Either the client splits the line, or it is at fault for another rule; what it means
        // is the same.
        if parts.args.is_empty() && text.contains(' ') && !has_path(text) {
            words.extend(split(command));
        } else {
            words.push(Word::of(command));
        }
        words.extend(parts.args.iter().map(Word::of));
        CommandLine::read(words)
    }

    /// Takes words apart; `None` when there are none.
    pub fn read(mut words: Vec<Word<'a>>) -> Option<CommandLine<'a>> {
        let mut wrappers = Vec::new();
        let mut assignments = Vec::new();
        while let Some((wrapper, inner)) = unwrap(&words, &mut assignments) {
            if inner.is_empty() {
                break;
            }
            wrappers.push(wrapper);
            words = inner;
        }
        if words.is_empty() {
            return None;
        }
        let launch = launch::read(&words);
        Some(CommandLine {
            wrappers,
            assignments,
            launcher: launch.launcher,
            package: launch.package,
            beside: launch.beside,
            own: launch.own.min(words.len()),
            words,
        })
    }

    /// The program as it is written.
    pub fn program(&self) -> &str {
        // `read` makes no command line without words.
        self.words.first().map_or("", |word| &word.text)
    }

    /// The program's bare name: `npx` for `C:\Program Files\nodejs\npx.cmd`.
    pub fn program_name(&self) -> String {
        launch::bare_name(self.program()).into_owned()
    }

    /// Whether a shell reads the line, and so expands variables and `~` in it.
    pub fn in_shell(&self) -> bool {
        self.wrappers
            .iter()
            .any(|wrapper| matches!(wrapper, Wrapper::Shell | Wrapper::PowerShell))
    }

    /// The arguments of the program: everything behind it.
    pub fn arguments(&self) -> &[Word<'a>] {
        self.words.get(1..).unwrap_or_default()
    }

    /// The server's own arguments: behind the package, the script, the module.
    pub fn own_arguments(&self) -> &[Word<'a>] {
        self.words.get(self.own..).unwrap_or_default()
    }

    /// The value of the first of the options `names` among the server's own arguments:
    /// `--port 3100`, `--port=3100`, and `-p3100` for a name of one letter.
    pub fn option<'w>(&'w self, names: &[&str]) -> Option<OptionValue<'a, 'w>> {
        option(self.own_arguments(), names)
    }

    /// Whether one of the flags stands among the server's own arguments.
    pub fn has_flag(&self, names: &[&str]) -> bool {
        self.own_arguments()
            .iter()
            .any(|word| names.contains(&word.text.as_ref()))
    }

    /// Everything that it fetches, the package that it runs first.
    pub fn packages(&self) -> impl Iterator<Item = &Package> {
        self.package.iter().chain(&self.beside)
    }

    /// The package's name, without its version.
    pub fn package_name(&self) -> Option<&str> {
        self.package.as_ref().map(|package| package.name.as_str())
    }
}

/// The value of the first of the options `names` in `words`.
pub fn option<'a, 'w>(words: &'w [Word<'a>], names: &[&str]) -> Option<OptionValue<'a, 'w>> {
    words.iter().enumerate().find_map(|(index, word)| {
        let text: &'w str = &word.text;
        if names.contains(&text) {
            let next = words.get(index + 1)?;
            return Some(OptionValue {
                name: text,
                value: &next.text,
                word: next,
            });
        }
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, value),
            None => {
                let end = text.char_indices().nth(2)?.0;
                let (name, value) = text.split_at(end);
                let short = name.starts_with('-') && !name.starts_with("--");
                if !short || !value.starts_with(|c: char| c.is_ascii_digit()) {
                    return None;
                }
                (name, value)
            }
        };
        names
            .contains(&name)
            .then_some(OptionValue { name, value, word })
    })
}

/// The words of a string that holds a whole line. Quotes that do not close make it one word.
pub fn split(source: &Text) -> Vec<Word<'_>> {
    match shell_words::split(&source.text) {
        Ok(words) => words
            .into_iter()
            .map(|word| Word {
                text: Cow::Owned(word),
                source,
                whole: false,
            })
            .collect(),
        Err(_) => vec![Word::of(source)],
    }
}

/// Whether the spaces of a command may belong to a path: `/Applications/My App/bin/x`,
/// `C:\Program Files\x.exe`.
pub fn has_path(command: &str) -> bool {
    let first = command.split(' ').next().unwrap_or(command);
    first.contains(['/', '\\'])
}

/// The outermost wrapper and the words that it starts.
fn unwrap<'a>(
    words: &[Word<'a>],
    assignments: &mut Vec<(String, String)>,
) -> Option<(Wrapper, Vec<Word<'a>>)> {
    let (program, rest) = words.split_first()?;
    let lower = |word: &Word<'_>| word.text.to_ascii_lowercase();
    match launch::bare_name(&program.text).as_ref() {
        "cmd" => {
            let at = rest
                .iter()
                .position(|word| matches!(lower(word).as_str(), "/c" | "/k"))?;
            let inner = &rest[at + 1..];
            Some((Wrapper::Cmd, line_or_words(inner)))
        }
        "sh" | "bash" | "zsh" | "dash" | "fish" | "ash" | "ksh" => {
            let at = rest.iter().position(|word| {
                word.text.starts_with('-')
                    && !word.text.starts_with("--")
                    && word.text.ends_with('c')
            })?;
            let line = rest.get(at + 1)?;
            Some((Wrapper::Shell, split_word(line)))
        }
        "powershell" | "pwsh" => {
            let at = rest
                .iter()
                .position(|word| matches!(lower(word).as_str(), "-command" | "-c"))?;
            Some((Wrapper::PowerShell, line_or_words(&rest[at + 1..])))
        }
        "env" => {
            let mut at = 0;
            while let Some(word) = rest.get(at) {
                if let Some((name, value)) = word.text.split_once('=')
                    && !name.starts_with('-')
                {
                    assignments.push((name.to_owned(), value.to_owned()));
                } else if !matches!(word.text.as_ref(), "-i" | "-S" | "-") {
                    break;
                }
                at += 1;
            }
            Some((Wrapper::Env, rest[at..].to_vec()))
        }
        "wsl" => {
            let at = rest
                .iter()
                .position(|word| matches!(word.text.as_ref(), "-e" | "--exec" | "--"))
                .map_or(0, |at| at + 1);
            let plain = rest.get(at).is_some_and(|word| !word.text.starts_with('-'));
            plain.then(|| (Wrapper::Wsl, rest[at..].to_vec()))
        }
        _ => None,
    }
}

fn line_or_words<'a>(words: &[Word<'a>]) -> Vec<Word<'a>> {
    match words {
        [line] => split_word(line),
        _ => words.to_vec(),
    }
}

fn split_word<'a>(word: &Word<'a>) -> Vec<Word<'a>> {
    if word.whole {
        let words = split(word.source);
        // The server is what runs last: `cd x && npx y`.
        let start = words
            .iter()
            .rposition(|word| matches!(word.text.as_ref(), "&&" | ";" | "exec"))
            .map_or(0, |at| at + 1);
        return words[start..].to_vec();
    }
    vec![word.clone()]
}

#[cfg(test)]
pub(crate) mod tests;
