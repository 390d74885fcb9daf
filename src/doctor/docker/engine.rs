//! The program that knows about containers, asked what it only reads.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::Container;
use crate::commandline::bare_name;
use crate::endpoint::{self, Endpoint};
use crate::live::{Mark, Ran, run_in};

/// So many containers that run are looked at.
const RUNNING: usize = 200;

/// So many that do not run are looked at, those made last.
const OTHERS: usize = 40;

/// So many are described at once: what is heard of a program is bounded.
const AT_ONCE: usize = 40;

/// So many of a container's last lines are shown.
const LAST_LINES: &str = "12";

/// So many other places where a daemon may answer are tried.
const OTHER_PLACES: usize = 4;

/// `docker`, or a program that is used like it.
pub(super) struct Engine {
    program: String,
    before: Vec<String>,
    env: Option<Vec<(String, String)>>,
    /// When everything that it is asked must be answered.
    until: Instant,
}

/// Why a daemon does not do what it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// There is no such program.
    Missing,
    /// It does not run, in the words of its client.
    NotRunning(String),
    /// It said nothing in time.
    Silent,
    /// This user may not ask it.
    NotAllowed(String),
    /// Something else.
    Other(String),
}

impl Engine {
    /// The program of this name, in the environment of this program.
    pub(super) fn own(program: &str, until: Instant) -> Engine {
        Engine {
            program: program.to_owned(),
            before: Vec::new(),
            env: None,
            until,
        }
    }

    /// A program as an entry starts it.
    pub(super) fn of_entry(
        program: String,
        before: Vec<String>,
        env: Vec<(String, String)>,
        until: Instant,
    ) -> Engine {
        Engine {
            program,
            before,
            env: Some(env),
            until,
        }
    }

    /// Its name: `docker`.
    pub(super) fn name(&self) -> String {
        bare_name(&self.program)
    }

    /// The same program without what the entry adds to it.
    pub(super) fn without_entry(&self) -> Engine {
        Engine::own(&self.program, self.until)
    }

    fn ask(&self, args: &[&str]) -> Ran {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ran::TimedOut;
        }
        let before = self.before.iter().map(String::as_str);
        let all: Vec<&str> = before.chain(args.iter().copied()).collect();
        run_in(&self.program, &all, self.env.as_deref(), left)
    }

    fn hear(&self, args: &[&str]) -> Result<String, Refusal> {
        match self.ask(args) {
            Ran::Ended {
                success: true,
                stdout,
                ..
            } => Ok(stdout),
            Ran::Ended { stdout, stderr, .. } => Err(refusal(&stderr, &stdout)),
            Ran::TimedOut => Err(Refusal::Silent),
            Ran::Missing => Err(Refusal::Missing),
            Ran::Failed(why) => Err(Refusal::Other(why)),
        }
    }

    /// Where its daemon is to be found, as its context says; `None` where it has none, as podman.
    pub(super) fn place(&self) -> Option<String> {
        let at = |name: &[&str]| {
            let mut words = self.before.iter();
            while let Some(word) = words.next() {
                if let Some((option, value)) = word.split_once('=')
                    && name.contains(&option)
                {
                    return Some(value.to_owned());
                }
                if name.contains(&word.as_str()) {
                    return words.next().cloned();
                }
            }
            None
        };
        at(&["-H", "--host"]).or_else(|| {
            let said = self.ask(&["context", "inspect"]);
            let described: Value = serde_json::from_str(said.output()?).ok()?;
            let host = described.pointer("/0/Endpoints/docker/Host")?.as_str()?;
            Some(host.to_owned())
        })
    }

    /// The version of the daemon, which is what it says when it is well.
    pub(super) fn version(&self) -> Result<String, Refusal> {
        let args: &[&str] = match self.name().as_str() {
            // Where it works without a daemon, it is its own server.
            "podman" => &["info", "--format", "{{.Version.Version}}"],
            _ => &["version", "--format", "{{.Server.Version}}"],
        };
        Ok(self.hear(args)?.trim().to_owned())
    }

    /// The name of another context that is set up here and answers.
    pub(super) fn other_context(&self) -> Option<String> {
        let said = self.ask(&["context", "ls", "--format", "{{json .}}"]);
        let told = said.output()?.lines().filter_map(|line| {
            let context: Value = serde_json::from_str(line).ok()?;
            let place = context.get("DockerEndpoint")?.as_str()?;
            let current = context.get("Current")?.as_bool()?;
            let name = context.get("Name")?.as_str()?;
            (!current && is_here(place)).then(|| name.to_owned())
        });
        told.take(OTHER_PLACES).find(|name| {
            let args = ["--context", name, "version", "--format"];
            let args = [args.as_slice(), &["{{.Server.Version}}"]].concat();
            self.ask(&args).output().is_some()
        })
    }

    /// The containers: those that run, and those made last.
    pub(super) fn containers(&self) -> Result<Vec<Container>, Refusal> {
        let args = ["ps", "--all", "--no-trunc", "--format"];
        let listed = self.hear(&[args.as_slice(), &["{{.ID}} {{.State}}"]].concat())?;
        let lines = listed.lines().filter_map(|line| line.split_once(' '));
        let (running, others): (Vec<_>, Vec<_>) = lines.partition(|(_, state)| {
            ["running", "paused", "restarting"]
                .iter()
                .any(|word| state.trim().eq_ignore_ascii_case(word))
        });
        let ids: Vec<&str> = running
            .iter()
            .take(RUNNING)
            .chain(others.iter().take(OTHERS))
            .map(|(id, _)| *id)
            .collect();
        Ok(ids
            .chunks(AT_ONCE)
            .flat_map(|ids| self.described(ids))
            .collect())
    }

    /// The containers of these names or numbers, as far as they are there.
    pub(super) fn described(&self, ids: &[&str]) -> Vec<Container> {
        let args = [&["inspect", "--type", "container"], ids].concat();
        // What has gone meanwhile makes it fail; it describes the others all the same.
        let Ran::Ended { stdout, .. } = self.ask(&args) else {
            return Vec::new();
        };
        let described: Vec<Value> = serde_json::from_str(&stdout).unwrap_or_default();
        let engine = self.name();
        described
            .iter()
            .filter_map(|container| Container::read(&engine, container))
            .collect()
    }

    /// Whether an image is here; `None` where that was not told.
    pub(super) fn has_image(&self, image: &str) -> Option<bool> {
        match self.ask(&["image", "inspect", "--format", "{{.Id}}", image]) {
            Ran::Ended { success: true, .. } => Some(true),
            Ran::Ended { stderr, stdout, .. } => match refusal(&stderr, &stdout) {
                Refusal::Other(_) => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// Removes a container that was made here, running or not.
    pub(super) fn remove(&self, mark: &Mark, id: &str, limit: Duration) {
        let before = self.before.iter().map(String::as_str);
        let args: Vec<&str> = before.chain(["rm", "--force", "--volumes", id]).collect();
        // With `--rm` it may be gone already.
        mark.clear(&self.program, &args, self.env.as_deref(), limit);
    }

    /// The last lines that a container wrote.
    pub(super) fn last_lines(&self, container: &str) -> Vec<String> {
        match self.ask(&["logs", "--tail", LAST_LINES, container]) {
            // What it says on either stream is its log.
            Ran::Ended { stdout, stderr, .. } => {
                let both = stdout.lines().chain(stderr.lines());
                both.map(|line| line.trim_end().to_owned())
                    .filter(|line| !line.is_empty())
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Whether a daemon's place is on this machine.
pub(super) fn is_here(place: &str) -> bool {
    match place.split_once("://") {
        Some(("unix" | "npipe" | "fd", _)) => true,
        Some(_) => Endpoint::parse(place).is_some_and(|at| endpoint::is_loopback(at.host)),
        None => false,
    }
}

/// What these words of docker's, podman's or nerdctl's client mean.
fn refusal(stderr: &str, stdout: &str) -> Refusal {
    let said = |text: &str| {
        let mut lines = text.lines().map(str::trim);
        let line = lines.find(|line| !line.is_empty() && !is_aside(line))?;
        Some(line.to_owned())
    };
    let why = said(stderr).or_else(|| said(stdout)).unwrap_or_default();
    let lower = stderr.to_ascii_lowercase();
    let says = |texts: &[&str]| texts.iter().any(|text| lower.contains(text));
    if says(&["permission denied", "access is denied"]) {
        return Refusal::NotAllowed(why);
    }
    let off = [
        "cannot connect to the docker daemon",
        "failed to connect to the docker api",
        "error during connect",
        "docker daemon is not running",
        "docker desktop is unable to start",
        "docker desktop is not running",
        "cannot connect to podman",
        "unable to connect to podman",
        "rootless containerd not running",
        "cannot access containerd socket",
        "unable to resolve docker endpoint",
        "context not found",
    ];
    if says(&off) {
        return Refusal::NotRunning(why);
    }
    Refusal::Other(why)
}

/// Lines that stand before what matters.
fn is_aside(line: &str) -> bool {
    line.starts_with("WARNING:")
        || line.starts_with("Warning:")
        || line.starts_with("Emulate Docker CLI")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_told_apart() {
        let not_running = |text: &str| matches!(refusal(text, ""), Refusal::NotRunning(_));
        // Docker 20.10 and 28.2 on Linux, tried; Docker Desktop, podman and nerdctl as users paste.
        for text in [
            "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
            "error during connect: Get \"http://%2F%2F.%2Fpipe%2FdockerDesktopLinuxEngine/v1.47/version\": open //./pipe/dockerDesktopLinuxEngine: The system cannot find the file specified.",
            "failed to connect to the docker API at unix:///x.sock; check if the path is correct and if the daemon is running",
            "Cannot connect to Podman. Please verify your connection to the Linux system using `podman system connection list`",
            "Warning: DOCKER_HOST overrides the active context.\nCannot connect to the Docker daemon at tcp://127.0.0.1:1.",
        ] {
            assert!(not_running(text), "{text}");
        }
        let denied = "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: connect: permission denied";
        assert_eq!(refusal(denied, ""), Refusal::NotAllowed(denied.to_owned()));
        let denied = "Got permission denied while trying to connect to the Docker daemon socket";
        assert_eq!(refusal(denied, ""), Refusal::NotAllowed(denied.to_owned()));
        let other = "Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg.\nError: unknown flag";
        assert_eq!(
            refusal(other, ""),
            Refusal::Other("Error: unknown flag".to_owned())
        );
    }

    #[test]
    fn daemons_elsewhere_are_told_apart() {
        for place in [
            "unix:///var/run/docker.sock",
            "npipe:////./pipe/docker_engine",
            "tcp://127.0.0.1:2375",
            "tcp://localhost:2375",
        ] {
            assert!(is_here(place), "{place}");
        }
        for place in ["ssh://me@build.example", "tcp://10.0.0.5:2376", "build"] {
            assert!(!is_here(place), "{place}");
        }
    }
}
