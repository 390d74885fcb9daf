//! What `docker run`, `docker exec`, `docker compose run` and their like of podman and nerdctl are
//! told.

pub mod compose;
pub mod edit;
pub mod mount;
mod options;

use std::collections::HashMap;
use std::ops::Range;

use crate::commandline::{CommandLine, Launcher, Word};
use crate::interpret::{Pair, Parts, Text};
use compose::ComposeLine;

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
    /// For a letter among others in one word (`-it`): its bytes, with those of its value.
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

/// The first word from `at` on that is neither an option nor the value of one of `values`.
fn behind(words: &[Word<'_>], mut at: usize, values: &[&str]) -> usize {
    while let Some(word) = words.get(at)
        && word.text.starts_with('-')
    {
        at += if values.contains(&word.text.as_ref()) {
            2
        } else {
            1
        };
    }
    at
}

/// A variable that a container gets.
#[derive(Clone, Copy, Debug)]
pub struct ContainerVariable<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value.
    pub value: &'a str,
    /// The string that holds the value.
    pub text: &'a Text,
    /// Where in it the value starts; `None` where quoting hides it.
    pub place: Option<usize>,
}

/// A command line of a container engine, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Docker<'w> {
    /// What it is asked to do.
    pub verb: Verb,
    /// Whether it is asked through Compose, which adds what its file says.
    pub composed: bool,
    /// Which word says so.
    pub verb_at: usize,
    /// The options before the image.
    pub options: Vec<DockerOption<'w>>,
    /// Which word names the image; for exec the container, for Compose the service.
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
        let mut at = behind(words, 1, options::GLOBAL_VALUES);
        if words.get(at)?.text == "container" {
            at += 1;
        }
        Docker::asked(words, at, false)
    }

    /// Takes `docker compose run …`, `docker-compose exec …` and their like apart; `None` for
    /// anything else.
    pub fn compose(line: &'w CommandLine<'_>) -> Option<Docker<'w>> {
        Docker::asked(&line.words, ComposeLine::of(line)?.verb_at?, true)
    }

    /// Takes the command line apart, whether it asks through Compose or not.
    pub fn started(line: &'w CommandLine<'_>) -> Option<Docker<'w>> {
        Docker::of(line).or_else(|| Docker::compose(line))
    }

    fn asked(words: &'w [Word<'_>], at: usize, composed: bool) -> Option<Docker<'w>> {
        let verb = match words.get(at)?.text.as_ref() {
            "run" => Verb::Run,
            "exec" => Verb::Exec,
            _ => return None,
        };
        let mut docker = Docker {
            verb,
            composed,
            verb_at: at,
            options: Vec::new(),
            image: None,
            certain: true,
        };
        docker.read(words, at + 1);
        Some(docker)
    }

    /// What is asked, as it is written: `run`, `compose exec`.
    pub fn asks(&self) -> String {
        let compose = if self.composed { "compose " } else { "" };
        format!("{compose}{}", self.verb.name())
    }

    /// What runs in the container, or is handed to its entry point: the words behind the image.
    pub fn arguments<'l, 'a>(&self, line: &'l CommandLine<'a>) -> &'l [Word<'a>] {
        let start = self.image.map_or(line.words.len(), |at| at + 1);
        line.words.get(start..).unwrap_or_default()
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

    /// What is published of the container's ports, where the host's port is told, with the options
    /// that say so.
    pub fn published(&self) -> impl Iterator<Item = (&DockerOption<'w>, Published<'w>)> {
        self.all("publish")
            .filter_map(|option| Some((option, published(option.value?)?)))
    }

    /// The mounts of the host's files and of volumes, with the options that name them.
    pub fn mounts(&self) -> impl Iterator<Item = (&DockerOption<'w>, mount::Mount<'w>)> {
        self.options.iter().filter_map(|option| {
            let value = option.value?;
            match option.name {
                "volume" => Some((option, mount::volume(value))),
                "mount" => Some((option, mount::mount(value)?)),
                _ => None,
            }
        })
    }

    /// Whether the container shares the network of its host.
    pub fn on_host_network(&self) -> bool {
        self.networks().any(|network| network == "host")
    }

    /// The networks that the container is put into; none for the engine's own choice.
    pub fn networks(&self) -> impl Iterator<Item = &'w str> {
        self.all("network")
            .chain(self.all("net"))
            .filter_map(|option| option.value)
    }

    /// The variables that the container gets with the strings that hold their values, be they
    /// written in the option or handed on from the environment of the entry.
    pub fn variables<'a>(
        &self,
        line: &'a CommandLine<'a>,
        parts: &'a Parts,
    ) -> Vec<ContainerVariable<'a>> {
        let mut found = Vec::new();
        let mut own: HashMap<&str, Vec<&'a Pair>> = HashMap::new();
        for pair in &parts.env {
            own.entry(&pair.name).or_default().push(pair);
        }
        for option in self.all("env") {
            let Some(word) = line.words.get(option.value_word) else {
                continue;
            };
            let Some(start) = option
                .value
                .and_then(|value| word.text.len().checked_sub(value.len()))
            else {
                continue;
            };
            let text = &word.text[start..];
            match text.split_once('=') {
                Some((name, value)) => found.push(ContainerVariable {
                    name,
                    value,
                    text: word.source,
                    place: word.whole.then(|| word.text.len() - value.len()),
                }),
                None => found.extend(own.get(text).into_iter().flatten().map(|pair| {
                    ContainerVariable {
                        name: &pair.name,
                        value: &pair.value.text,
                        text: &pair.value,
                        place: Some(0),
                    }
                })),
            }
        }
        found
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
        let listed = |list: options::List| {
            list.iter()
                .map(|(long, _)| *long)
                .find(|long| *long == name)
        };
        let (flags, values) = options::lists(self.composed);
        if let Some(name) = listed(flags) {
            self.add(name, given, at, at, None);
            return at + 1;
        }
        let Some(name) = listed(values) else {
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

    /// Reads `-i`, `-it`, `-i=false`, `-e X`, `-eX`; the word behind it.
    fn short(&mut self, words: &'w [Word<'_>], at: usize, text: &'w str) -> usize {
        let alone = text.chars().count() == 2;
        let (flags, values) = options::lists(self.composed);
        for (start, letter) in text.char_indices().skip(1) {
            let listed = |list: options::List| {
                list.iter()
                    .find(|(_, short)| *short == Some(letter))
                    .map(|(long, _)| *long)
            };
            let end = start + letter.len_utf8();
            if let Some(name) = listed(flags) {
                // `-i=false`, `-ti=false`
                if let Some(value) = text[end..].strip_prefix('=') {
                    let range = (start > 1).then_some(start..text.len());
                    self.add(name, Some(value), at, at, range);
                    return at + 1;
                }
                self.add(name, None, at, at, (!alone).then_some(start..end));
                continue;
            }
            let Some(name) = listed(values) else {
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

/// The name of an image, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Image<'t> {
    /// The registry's path, without tag and digest, and without the name of the registry that
    /// the engine adds by itself.
    pub name: &'t str,
    /// The tag, where one is written.
    pub tag: Option<&'t str>,
    /// Whether a digest follows, so that it is the same image tomorrow.
    pub digest: bool,
}

impl<'t> Image<'t> {
    /// Takes `ghcr.io/x/y:1.2@sha256:…` apart.
    pub fn of(text: &'t str) -> Image<'t> {
        let (name, digest) = match text.split_once('@') {
            Some((name, _)) => (name, true),
            None => (text, false),
        };
        // A colon before the last slash belongs to the port of a registry.
        let tag = name.rfind(':').filter(|at| !name[*at..].contains('/'));
        let (name, tag) = match tag {
            Some(at) => (&name[..at], Some(&name[at + 1..])),
            None => (name, None),
        };
        Image {
            name: name.trim_start_matches("docker.io/"),
            tag,
            digest,
        }
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
    /// Where that stands in the value.
    pub container_range: Range<usize>,
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
        container_range: end + 1..end + 1 + container.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Role;

    fn with<R>(words: &[&str], see: impl FnOnce(Option<Docker<'_>>) -> R) -> R {
        with_line(words, |line| see(Docker::of(line)))
    }

    fn with_line<R>(words: &[&str], see: impl FnOnce(&CommandLine<'_>) -> R) -> R {
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
        see(&CommandLine::of(&parts).unwrap())
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
    fn compose_is_told_apart() {
        let words = [
            "docker", "compose", "-f", "ci.yaml", "run", "--rm", "-T", "-e", "A=1", "server", "-t",
        ];
        with_line(&words, |line| {
            assert_eq!(Docker::of(line), None);
            let docker = Docker::started(line).unwrap();
            assert!(docker.composed && docker.certain && docker.flag("rm"));
            assert_eq!(docker.asks(), "compose run");
            assert_eq!(docker.image.map(|at| words[at]), Some("server"));
            assert_eq!(docker.arguments(line).len(), 1);
        });
        with_line(
            &["docker-compose", "-p", "x", "exec", "-i", "box", "server"],
            |line| {
                let docker = Docker::started(line).unwrap();
                assert_eq!((docker.verb, docker.image), (Verb::Exec, Some(5)));
            },
        );
        with_line(&["docker", "compose", "up", "-d"], |line| {
            assert_eq!(Docker::started(line), None);
        });
    }

    #[test]
    fn a_letter_can_have_a_value() {
        with(&["docker", "run", "-i=false", "-ti=0", "img"], |docker| {
            let docker = docker.unwrap();
            assert!(docker.certain && !docker.flag("interactive") && docker.flag("tty"));
            assert_eq!(docker.options[2].letter, Some(2..5));
            assert_eq!(docker.image, Some(4));
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
    fn images_are_taken_apart() {
        let of = |text| {
            let image = Image::of(text);
            (image.name, image.tag, image.digest)
        };
        assert_eq!(of("mcp/github"), ("mcp/github", None, false));
        assert_eq!(
            of("docker.io/mcp/github:1.2"),
            ("mcp/github", Some("1.2"), false)
        );
        assert_eq!(of("localhost:5000/x"), ("localhost:5000/x", None, false));
        assert_eq!(of("h:5000/x:v1@sha256:ab"), ("h:5000/x", Some("v1"), true));
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
        assert_eq!(published(value).unwrap().container_range, 13..15);
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
