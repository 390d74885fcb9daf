//! What the command of an entry needs of a container engine: a daemon that answers, its image, its
//! name, the container that it goes into.

use std::time::Instant;

use super::engine::is_here;
use super::words::{becomes, describe};
use super::{Answer, Docker, Engine, Facts, Launch, Orders, Question, Refusal, State};
use crate::doctor::Spoke;
use crate::doctor::environment::environment;
use crate::doctor::logs::shown;
use crate::doctor::{Asked, What};

/// The variables that tell where the daemon is.
const PLACES: &[&str] = &["DOCKER_HOST", "DOCKER_CONTEXT", "CONTAINER_HOST"];

/// `None` where the program is missing, which is told already.
pub(super) fn ask(
    launch: &Launch,
    asked: &Asked,
    orders: &Orders<'_>,
    until: Instant,
    facts: &mut Facts,
) -> Option<Answer> {
    let env = environment(launch, orders);
    let found = facts.program.as_ref().and_then(|path| path.to_str());
    let same = launch.program == asked.program;
    let program = found.filter(|_| same).unwrap_or(&asked.program).to_owned();
    let engine = Engine::of_entry(program, asked.before.clone(), env.clone(), until);
    let place = engine.place();
    if let Some(place) = place.as_ref().filter(|place| !is_here(place)) {
        let says = format!("the daemon is on another machine, {place}, which was not called");
        let seen = vec![format!("`{} version` asks it", engine.name())];
        return Some(Answer::new(Question::Docker, State::Unknown, says).seeing(seen));
    }
    let version = match engine.version() {
        Ok(version) => version,
        Err(refusal) => return refused(refusal, &engine, &env, place, orders, facts),
    };
    let mut seen = vec![format!("version {version}")];
    let started = matches!(facts.spoke, Some(Spoke::Mcp { .. }));
    let found = (!started)
        .then(|| needs(&engine, &asked.what, facts, &mut seen))
        .flatten();
    let answer = match found {
        None => Answer::new(
            Question::Docker,
            State::Fine,
            format!("{} answers", daemon(&engine)),
        ),
        Some(docker) => {
            let (state, says) = describe(&docker, 0);
            facts.docker = Some(docker);
            Answer::new(Question::Docker, state, says)
        }
    };
    Some(answer.seeing(seen))
}

fn daemon(engine: &Engine) -> String {
    match engine.name().as_str() {
        "docker" => "the Docker daemon".to_owned(),
        name => format!("`{name}`"),
    }
}

fn refused(
    refusal: Refusal,
    engine: &Engine,
    env: &[(String, String)],
    place: Option<String>,
    orders: &Orders<'_>,
    facts: &mut Facts,
) -> Option<Answer> {
    let why = match &refusal {
        Refusal::Missing => return None,
        Refusal::Silent => String::new(),
        Refusal::NotRunning(why) | Refusal::NotAllowed(why) | Refusal::Other(why) => why.clone(),
    };
    let Some(mut found) = refusal.found(engine, place) else {
        let says = format!("{} could not be asked", daemon(engine));
        return Some(Answer::new(Question::Docker, State::Unknown, says).seeing(lines(why)));
    };
    if let Docker::NotRunning { cure, .. } = &mut found {
        *cure = here_only(engine, env, orders).or_else(|| {
            let context = engine.other_context()?;
            Some(format!(
                "the daemon of the context `{context}` answers: `{} context use {context}`",
                engine.name()
            ))
        });
    }
    let (state, says) = describe(&found, 0);
    facts.docker = Some(found);
    Some(Answer::new(Question::Docker, state, says).seeing(lines(why)))
}

fn lines(why: String) -> Vec<String> {
    if why.is_empty() {
        Vec::new()
    } else {
        vec![shown(&why)]
    }
}

/// A variable that leads to a daemon here, and that the client does not hand on.
fn here_only(engine: &Engine, env: &[(String, String)], orders: &Orders<'_>) -> Option<String> {
    let own = orders.host.variables();
    let (name, _) = own.iter().find(|(name, value)| {
        PLACES.contains(&name.as_str())
            && !env
                .iter()
                .any(|(other, given)| other == name && given == value)
    })?;
    let here = engine.without_entry();
    let near = here.place().is_none_or(|place| is_here(&place));
    (near && here.version().is_ok()).then(|| {
        format!("it answers with the `{name}` of this shell, which the client does not hand on: write it into the entry's `env`")
    })
}

/// What is missing for what is asked.
fn needs(engine: &Engine, what: &What, facts: &Facts, seen: &mut Vec<String>) -> Option<Docker> {
    let ended = matches!(facts.spoke, Some(Spoke::Exited(_)));
    match what {
        What::Run {
            name,
            image,
            pulls,
            removes,
            ..
        } => {
            if let Some(name) = name
                && let Some(other) = engine.described(&[name]).into_iter().next()
            {
                seen.push(format!("`{}` {}", other.named.name, becomes(&other.status)));
                return Some(Docker::NameTaken {
                    // One that runs may be what the client has started.
                    running: other.running && !ended,
                    removes: *removes,
                    container: other.named,
                });
            }
            let image = image.as_ref()?;
            match engine.has_image(image) {
                Some(true) => {
                    seen.push(format!("the image `{image}` is here"));
                    None
                }
                Some(false) => Some(Docker::NoImage {
                    engine: engine.name(),
                    image: image.clone(),
                    pulls: *pulls,
                    failed: ended,
                }),
                None => None,
            }
        }
        What::Exec { container } => {
            let found = engine.described(&[container]).into_iter().next();
            match found {
                Some(other) if other.running && !other.paused && !other.restarting => None,
                other => Some(Docker::NotThere {
                    engine: engine.name(),
                    name: container.clone(),
                    status: other
                        .as_ref()
                        .map_or_else(|| "missing".to_owned(), |other| other.status.clone()),
                    container: other.map(|other| other.named),
                }),
            }
        }
        What::ComposeExec { service } => {
            let all = engine.containers().ok()?;
            let of = |container: &&super::Container| {
                let own = container.named.service.as_ref();
                own.is_some_and(|own| own.name == *service)
            };
            // Several projects may have a service of that name: which one is meant, Compose says.
            if all.iter().filter(of).any(|container| container.running) {
                return None;
            }
            let other = all.iter().find(of);
            Some(Docker::NotThere {
                engine: engine.name(),
                name: service.clone(),
                status: other.map_or_else(|| "missing".to_owned(), |other| other.status.clone()),
                container: other.map(|other| other.named.clone()),
            })
        }
        What::Other => None,
    }
}
