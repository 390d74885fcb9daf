//! What `docker compose` and its like are told.

use super::Verb;
use crate::commandline::{CommandLine, Launcher, Word};

/// Options in front of the subcommand that take a value, as `docker compose --help` lists them.
const GLOBAL_VALUES: &[&str] = &[
    "--ansi",
    "--env-file",
    "--file",
    "-f",
    "--parallel",
    "--profile",
    "--progress",
    "--project-directory",
    "--project-name",
    "-p",
];

/// Options of `run` and `exec` that take a value, as their `--help` list them.
const VALUES: &[&str] = &[
    "--cap-add",
    "--cap-drop",
    "--entrypoint",
    "--env",
    "-e",
    "--env-from-file",
    "--index",
    "--label",
    "-l",
    "--name",
    "--publish",
    "-p",
    "--pull",
    "--user",
    "-u",
    "--volume",
    "-v",
    "--workdir",
    "-w",
];

/// A command line of `docker compose`, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComposeLine {
    /// The words that name files, in order: the value of `-f`, or `--file=…` as a whole.
    pub files: Vec<usize>,
    /// The word that names the project's folder.
    pub folder: Option<usize>,
    /// The word with the subcommand: `up`, `run`, `exec`.
    pub verb_at: Option<usize>,
    /// Whether that is `run` or `exec`.
    pub verb: Option<Verb>,
    /// The word that names the service of `run` and `exec`. Behind it stands its command.
    pub service: Option<usize>,
}

impl ComposeLine {
    /// Takes `docker compose …` or `docker-compose …` apart; `None` for anything else.
    pub fn of(line: &CommandLine<'_>) -> Option<ComposeLine> {
        let words = &line.words;
        let mut at = if line.launcher == Launcher::Docker {
            let mut at = 1;
            while words.get(at)?.text.starts_with('-') {
                let takes = super::options::GLOBAL_VALUES.contains(&words[at].text.as_ref());
                at += if takes { 2 } else { 1 };
            }
            (words.get(at)?.text == "compose").then_some(at + 1)?
        } else {
            let program = line.program_name();
            matches!(program.as_str(), "docker-compose" | "podman-compose").then_some(1)?
        };
        let mut compose = ComposeLine {
            files: Vec::new(),
            folder: None,
            verb_at: None,
            verb: None,
            service: None,
        };
        while let Some(word) = words.get(at).filter(|word| word.text.starts_with('-')) {
            let (name, given) = match word.text.split_once('=') {
                Some((name, _)) => (name, true),
                None => (word.text.as_ref(), false),
            };
            let takes = GLOBAL_VALUES.contains(&name);
            let value = if given { at } else { at + 1 };
            match name {
                "-f" | "--file" => compose.files.push(value),
                "--project-directory" => compose.folder = Some(value),
                _ => {}
            }
            at = if takes { value + 1 } else { at + 1 };
        }
        let Some(verb) = words.get(at) else {
            return Some(compose);
        };
        compose.verb_at = Some(at);
        compose.verb = match verb.text.as_ref() {
            "run" => Some(Verb::Run),
            "exec" => Some(Verb::Exec),
            _ => return Some(compose),
        };
        at += 1;
        while let Some(word) = words.get(at).filter(|word| word.text.starts_with('-')) {
            at += if VALUES.contains(&word.text.as_ref()) {
                2
            } else {
                1
            };
        }
        compose.service = words.get(at).map(|_| at);
        Some(compose)
    }

    /// The files that it names, in order.
    pub fn named<'w>(&self, words: &'w [Word<'_>]) -> impl Iterator<Item = &'w str> {
        self.files
            .iter()
            .filter_map(|&at| words.get(at))
            .map(|word| value(&word.text))
    }
}

/// The value in a word that may be `--name=value`.
pub fn value(word: &str) -> &str {
    match word.split_once('=') {
        Some((name, value)) if name.starts_with('-') => value,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commandline::tests::parts;

    fn with_line<R>(words: &[&str], see: impl FnOnce(&CommandLine<'_>) -> R) -> R {
        let parts = parts(words);
        see(&CommandLine::of(&parts).unwrap())
    }

    #[test]
    fn files_verb_and_service_are_found() {
        let words = [
            "docker",
            "compose",
            "-f",
            "a.yml",
            "--file=b.yml",
            "--profile",
            "mcp",
            "run",
            "--rm",
            "-T",
            "-e",
            "A=1",
            "server",
            "--port",
            "1",
        ];
        with_line(&words, |line| {
            let compose = ComposeLine::of(line).unwrap();
            let named: Vec<&str> = compose.named(&line.words).collect();
            assert_eq!(named, ["a.yml", "b.yml"]);
            assert_eq!(compose.verb, Some(Verb::Run));
            assert_eq!(compose.service.map(|at| words[at]), Some("server"));
        });
        with_line(&["docker-compose", "up"], |line| {
            let compose = ComposeLine::of(line).unwrap();
            assert_eq!((compose.verb, compose.verb_at), (None, Some(1)));
        });
        for words in [
            &["docker", "run", "x"][..],
            &["npx", "compose"],
            &["docker"],
        ] {
            with_line(words, |line| assert_eq!(ComposeLine::of(line), None));
        }
    }
}
