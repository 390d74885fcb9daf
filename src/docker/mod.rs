//! What `docker run`, `docker exec` and their like of podman and nerdctl are told.

pub mod compose;
pub mod edit;
mod options;

use std::ops::Range;

use crate::commandline::{CommandLine, Launcher, Word};

/// What the container engine is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Start a container.
    Run,
    /// Run a command in a container that is there.
    Exec,
}

impl Verb {
    /// As it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Verb::Run => "run",
            Verb::Exec => "exec",
        }
    }
}

/// One option before the image.
#[derive(Clone, Debug, PartialEq)]
pub struct DockerOption<'w> {
    /// Its long name without dashes, whatever spelling is used.
    pub name: &'static str,
    /// Its value; for a flag only where one is written (`--rm=false`).
    pub value: Option<&'w str>,
    /// Which of the command line's words names it.
    pub word: usize,
    /// Which word holds the value; the same for `--env=X` and `-eX`.
    pub value_word: usize,
    /// For a letter among others in one word (`-it`): its bytes.
    pub letter: Option<Range<usize>>,
}

impl DockerOption<'_> {
    /// Whether a flag is set.
    pub fn is_on(&self) -> bool {
        !matches!(
            self.value,
            Some("false" | "0" | "f" | "F" | "FALSE" | "False")
        )
    }
}

/// A command line of a container engine, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Docker<'w> {
    /// What it is asked to do.
    pub verb: Verb,
    /// Which word says so.
    pub verb_at: usize,
    /// The options before the image.
    pub options: Vec<DockerOption<'w>>,
    /// Which word names the image, or for exec the container.
    pub image: Option<usize>,
    /// Whether every option is known, so that the image surely is what it seems to be.
    pub certain: bool,
}

impl<'w> Docker<'w> {
    /// Takes `docker run …` or `docker exec …` apart; `None` for anything else.
    pub fn of(line: &'w CommandLine<'_>) -> Option<Docker<'w>> {
        if line.launcher != Launcher::Docker {
            return None;
        }
        let words = &line.words;
        let mut at = 1;
        while words.get(at)?.text.starts_with('-') {
            let takes = options::GLOBAL_VALUES.contains(&words[at].text.as_ref());
            at += if takes { 2 } else { 1 };
        }
        if words.get(at)?.text == "container" {
            at += 1;
        }
        let verb = match words.get(at)?.text.as_ref() {
            "run" => Verb::Run,
            "exec" => Verb::Exec,
            _ => return None,
        };
        let mut docker = Docker {
            verb,
            verb_at: at,
            options: Vec::new(),
            image: None,
            certain: true,
        };
        docker.read(words, at + 1);
        Some(docker)
    }

    /// The options called `name`.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s DockerOption<'w>> {
        self.options
            .iter()
            .filter(move |option| option.name == name)
    }

    /// Whether a flag is set. The last one counts.
    pub fn flag(&self, name: &str) -> bool {
        self.all(name).last().is_some_and(DockerOption::is_on)
    }

    /// The variables that the container gets, as `NAME` or `NAME=value`.
    pub fn env(&self) -> impl Iterator<Item = (&'w str, Option<&'w str>)> {
        self.all("env").filter_map(|option| {
            let value = option.value?;
            Some(match value.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (value, None),
            })
        })
    }

    /// Whether the container shares the network of its host.
    pub fn on_host_network(&self) -> bool {
        self.all("network")
            .chain(self.all("net"))
            .any(|option| option.value == Some("host"))
    }

    fn read(&mut self, words: &'w [Word<'_>], mut at: usize) {
        while let Some(word) = words.get(at) {
            let text: &'w str = &word.text;
            if text == "--" {
                self.image = (at + 1 < words.len()).then_some(at + 1);
                return;
            }
            if !text.starts_with('-') || text == "-" {
                self.image = Some(at);
                return;
            }
            at = match text.strip_prefix("--") {
                Some(long) => self.long(words, at, long),
                None => self.short(words, at, text),
            };
        }
    }

    /// Reads `--name`, `--name value` or `--name=value`; the word behind it.
    fn long(&mut self, words: &'w [Word<'_>], at: usize, text: &'w str) -> usize {
        let (name, given) = match text.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (text, None),
        };
        let listed = |list: &'static [(&'static str, Option<char>)]| {
            list.iter()
                .map(|(long, _)| *long)
                .find(|long| *long == name)
        };
        if let Some(name) = listed(options::FLAGS) {
            self.add(name, given, at, at, None);
            return at + 1;
        }
        let Some(name) = listed(options::VALUES) else {
            self.certain = false;
            return at + 1;
        };
        if given.is_some() {
            self.add(name, given, at, at, None);
            return at + 1;
        }
        let value = words.get(at + 1).map(|word| word.text.as_ref());
        self.add(name, value, at, at + 1, None);
        at + 2
    }

    /// Reads `-i`, `-it`, `-e X`, `-eX`; the word behind it.
    fn short(&mut self, words: &'w [Word<'_>], at: usize, text: &'w str) -> usize {
        let alone = text.chars().count() == 2;
        for (start, letter) in text.char_indices().skip(1) {
            let listed = |list: &'static [(&'static str, Option<char>)]| {
                list.iter()
                    .find(|(_, short)| *short == Some(letter))
                    .map(|(long, _)| *long)
            };
            let end = start + letter.len_utf8();
            if let Some(name) = listed(options::FLAGS) {
                self.add(name, None, at, at, (!alone).then_some(start..end));
                continue;
            }
            let Some(name) = listed(options::VALUES) else {
                self.certain = false;
                return at + 1;
            };
            let rest = &text[end..];
            if !rest.is_empty() {
                let value = rest.strip_prefix('=').unwrap_or(rest);
                self.add(name, Some(value), at, at, None);
                return at + 1;
            }
            let value = words.get(at + 1).map(|word| word.text.as_ref());
            self.add(name, value, at, at + 1, None);
            return at + 2;
        }
        at + 1
    }

    fn add(
        &mut self,
        name: &'static str,
        value: Option<&'w str>,
        word: usize,
        value_word: usize,
        letter: Option<Range<usize>>,
    ) {
        self.options.push(DockerOption {
            name,
            value,
            word,
            value_word,
            letter,
        });
    }
}

/// A port of the host that a container's port is published on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published<'t> {
    /// The address that it is published on; all of them when absent.
    pub address: Option<&'t str>,
    /// The host's port, as written.
    pub host: &'t str,
    /// Where that stands in the value.
    pub range: Range<usize>,
    /// The container's port, as written.
    pub container: &'t str,
}

/// Takes the value of `-p` apart: `3100:8000`, `127.0.0.1:3100:8000/tcp`. `None` where the
/// engine chooses the host's port, for ranges, and for UDP.
pub fn published(value: &str) -> Option<Published<'_>> {
    let (ports, protocol) = value.split_once('/').unwrap_or((value, "tcp"));
    if protocol != "tcp" {
        return None;
    }
    let (front, container) = ports.rsplit_once(':')?;
    let (address, host) = match front.rsplit_once(':') {
        Some((address, host)) => (Some(address), host),
        None => (None, front),
    };
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !number(host) || !number(container) {
        return None;
    }
    let end = front.len();
    Some(Published {
        address: address.map(|address| address.trim_matches(['[', ']'])),
        host,
        range: end - host.len()..end,
        container,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interpret::{Parts, Text};
    use crate::model::Role;

    fn with<R>(words: &[&str], see: impl FnOnce(Option<Docker<'_>>) -> R) -> R {
        let mut tree = crate::document::Tree::default();
        let mut text = |text: &str, role| Text {
            node: tree.add(
                crate::document::Span::at(0),
                crate::document::NodeKind::Null,
            ),
            text: text.to_owned(),
            role,
        };
        let parts = Parts {
            command: words.first().map(|word| text(word, Role::Command)),
            args: words[1..]
                .iter()
                .map(|word| text(word, Role::Args))
                .collect(),
            ..Parts::default()
        };
        let line = CommandLine::of(&parts).unwrap();
        see(Docker::of(&line))
    }

    #[test]
    fn the_image_is_found_behind_options_with_values() {
        let words = [
            "docker",
            "-c",
            "remote",
            "container",
            "run",
            "--rm",
            "-ie",
            "A=1",
            "--name",
            "x",
            "--env=B",
            "-eC",
            "--mount",
            "type=bind",
            "ghcr.io/x/y:1",
            "-t",
            "--tty",
        ];
        with(&words, |docker| {
            let docker = docker.unwrap();
            assert_eq!(docker.image.map(|at| words[at]), Some("ghcr.io/x/y:1"));
            assert!(docker.flag("interactive") && docker.flag("rm"));
            assert!(!docker.flag("tty") && docker.certain);
            let env: Vec<_> = docker.env().collect();
            assert_eq!(env, [("A", Some("1")), ("B", None), ("C", None)]);
        });
    }

    #[test]
    fn letters_and_negations_are_told_apart() {
        with(&["podman", "run", "-it", "--rm=false", "img"], |docker| {
            let docker = docker.unwrap();
            let tty = docker.all("tty").next().unwrap();
            assert_eq!(tty.letter, Some(2..3));
            assert!(!docker.flag("rm"));
        });
        with(&["docker", "exec", "-i", "box", "server"], |docker| {
            let docker = docker.unwrap();
            assert_eq!((docker.verb, docker.image), (Verb::Exec, Some(3)));
        });
        with(&["docker", "run", "--new-option", "img"], |docker| {
            assert!(!docker.unwrap().certain);
        });
    }

    #[test]
    fn other_commands_are_not_taken() {
        for words in [
            &["docker", "mcp", "gateway", "run"][..],
            &["docker", "compose", "run", "x"],
            &["docker"],
            &["npx", "run"],
        ] {
            with(words, |docker| assert_eq!(docker, None, "{words:?}"));
        }
    }

    #[test]
    fn mappings_name_the_ports_of_the_host() {
        let host = |value| published(value).map(|published| (published.host, published.container));
        assert_eq!(host("3100:8000"), Some(("3100", "8000")));
        assert_eq!(host("127.0.0.1:3100:8000/tcp"), Some(("3100", "8000")));
        assert_eq!(host("[::1]:3100:8000"), Some(("3100", "8000")));
        let value = "127.0.0.1:80:80";
        assert_eq!(&value[published(value).unwrap().range], "80");
        assert_eq!(published(value).unwrap().range, 10..12);
        for value in [
            "8000",
            "3000-3005:3000-3005",
            "53:53/udp",
            "${PORT}:80",
            ":80",
        ] {
            assert_eq!(published(value), None, "{value}");
        }
    }
}
