//! What the command of an entry asks a container engine for.

use crate::commandline::{CommandLine, Launcher, Word, Wrapper, bare_name};
use crate::docker::{Docker, Verb};
use crate::environment::Filling;
use crate::interpret::Parts;
use crate::model::Role;

/// A command of an entry that a container engine carries out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The engine's program, as the entry names it.
    pub program: String,
    /// The options in front of what is asked: `--context`, `--host`.
    pub before: Vec<String>,
    /// What is asked.
    pub what: What,
}

/// What a container engine is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// `run`: start a container.
    Run {
        /// The name that it is to have.
        name: Option<String>,
        /// The image; `None` where it cannot be told which word names it.
        image: Option<String>,
        /// Whether an image that is not here is fetched.
        pulls: bool,
        /// Whether the container is removed when it ends.
        removes: bool,
        /// Which argument says `run`, so that an option can be put behind it; `None` where the
        /// command stands in a line for a shell, or says already where it writes its number.
        at: Option<usize>,
    },
    /// `exec`: run a command in a container that is there.
    Exec {
        /// Its name.
        container: String,
    },
    /// `compose exec`: the same for a service.
    ComposeExec {
        /// Its name.
        service: String,
    },
    /// Something else.
    Other,
}

impl Asked {
    /// What the command of an entry asks for; `None` where it is none of a container engine, or one
    /// on another system (`wsl docker`).
    pub fn of(parts: &Parts, filling: &Filling<'_>) -> Option<Asked> {
        let line = CommandLine::of(parts)?;
        let composed = matches!(
            line.program_name().as_str(),
            "docker-compose" | "podman-compose"
        );
        if line.launcher != Launcher::Docker && !composed || line.wrappers.contains(&Wrapper::Wsl) {
            return None;
        }
        let fill = |word: &Word<'_>| filling.fill(&word.text, Role::Args);
        let program = filling.fill(line.program(), Role::Command)?;
        let program = match bare_name(&program).strip_suffix("-compose") {
            Some(engine) => engine.to_owned(),
            None => program,
        };
        let docker = Docker::started(&line);
        let front = docker.as_ref().filter(|docker| !docker.composed);
        let words = line.words.get(1..front.map_or(1, |docker| docker.verb_at));
        let before = words
            .unwrap_or_default()
            .iter()
            .filter(|word| word.text != "container")
            .map(fill);
        Some(Asked {
            program,
            before: before.collect::<Option<_>>()?,
            what: docker.map_or(What::Other, |docker| what(&docker, &line, parts, fill)),
        })
    }
}

fn what(
    docker: &Docker<'_>,
    line: &CommandLine<'_>,
    parts: &Parts,
    fill: impl Fn(&Word<'_>) -> Option<String>,
) -> What {
    // With an option that is not known another word may be the image.
    let subject = docker
        .image
        .filter(|_| docker.certain)
        .and_then(|at| fill(line.words.get(at)?));
    let value = |name: &str| docker.all(name).last().and_then(|option| option.value);
    match (docker.verb, docker.composed, subject) {
        (Verb::Run, false, image) => {
            let own = line.wrappers.is_empty() && line.words.len() == parts.args.len() + 1;
            What::Run {
                name: docker.all("name").last().and_then(|option| {
                    let word = line.words.get(option.value_word)?;
                    let filled = fill(word)?;
                    Some(filled.strip_prefix("--name=").unwrap_or(&filled).to_owned())
                }),
                image,
                pulls: value("pull") != Some("never"),
                removes: docker.flag("rm"),
                at: (own && value("cidfile").is_none()).then(|| docker.verb_at - 1),
            }
        }
        (Verb::Exec, false, Some(container)) => What::Exec { container },
        (Verb::Exec, true, Some(service)) => What::ComposeExec { service },
        _ => What::Other,
    }
}
