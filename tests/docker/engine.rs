//! A Docker Engine, what is made in it, and a record of what doctor asks it.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use crate::bench::{Bench, Outcome};

/// The image in which there is `httpd` of busybox with an MCP server below `/cgi-bin/mcp`, and
/// `mcp-stdio`, one over standard input. `.ci/steps/docker` makes it.
pub const IMAGE: &str = "mcpmend-test:1";

/// Where the MCP server is in it.
pub const PATH: &str = "/cgi-bin/mcp";

/// What doctor may ask: what only reads.
const READS: &[&str] = &[
    "version ",
    "info ",
    "context inspect",
    "context ls",
    "ps ",
    "inspect ",
    "image inspect ",
    "logs ",
];

/// The engine of these tests.
pub struct Engine {
    pub host: String,
}

/// A container that is removed when it goes.
pub struct Made<'e> {
    engine: &'e Engine,
    pub name: String,
}

impl Engine {
    /// `None`, and a word about it, where none is named.
    pub fn here() -> Option<Engine> {
        match std::env::var("MCPMEND_TEST_DOCKER") {
            Ok(host) if !host.is_empty() => Some(Engine { host }),
            _ => {
                eprintln!("not run: MCPMEND_TEST_DOCKER names no Docker Engine");
                None
            }
        }
    }

    pub fn ask(&self, args: &[&str]) -> Output {
        Command::new("/usr/bin/docker")
            .args(args)
            .env("DOCKER_HOST", &self.host)
            .output()
            .unwrap()
    }

    /// What it says; a failure is one of the test.
    pub fn tell(&self, args: &[&str]) -> String {
        let output = self.ask(args);
        let said = String::from_utf8(output.stdout).unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{args:?}: {error}");
        said.trim().to_owned()
    }

    /// Starts a container in the background: the options before the image, and what runs in it.
    pub fn run(&self, options: &[&str], command: &[&str]) -> Made<'_> {
        self.made("run", &[&["--detach"], options].concat(), command)
    }

    /// Makes one and does not start it.
    pub fn create(&self, options: &[&str], command: &[&str]) -> Made<'_> {
        self.made("create", options, command)
    }

    fn made(&self, verb: &str, options: &[&str], command: &[&str]) -> Made<'_> {
        let name = a_name();
        let made = Made {
            engine: self,
            name: name.clone(),
        };
        let start = [verb, "--name", &name];
        self.tell(&[&start, options, &[IMAGE], command].concat());
        made
    }

    /// One that somebody else has made.
    pub fn existing(&self, name: String) -> Made<'_> {
        Made { engine: self, name }
    }

    /// A machine whose `docker` is that of this engine, and writes down what it is asked.
    pub fn bench(&self) -> Bench {
        let mut bench = Bench::new();
        let log = bench.path("asked");
        bench.program(
            "docker",
            &format!(
                "#!/bin/sh\nprintf '%s\\n' \"$*\" >>'{}'\nexec /usr/bin/docker \"$@\"\n",
                log.display()
            ),
        );
        bench.env("DOCKER_HOST", &self.host);
        bench
    }

    /// Everything that there is, to see whether that has changed.
    fn state(&self, own: &[&Made<'_>]) -> Vec<String> {
        let format = "{{.ID}} {{.State.Status}} {{.State.Pid}} {{.RestartCount}} {{.Image}}";
        own.iter()
            .filter(|made| made.is_there())
            .map(|made| self.tell(&["inspect", "--format", format, &made.name]))
            .collect()
    }

    /// What doctor says of the server of `bench`; nothing was changed for it, and nothing was asked
    /// that could.
    pub fn doctor(&self, bench: &Bench, own: &[&Made<'_>], args: &[&str]) -> Outcome {
        let before = self.state(own);
        let outcome = look(bench, args);
        assert_eq!(self.state(own), before);
        only_reads(bench);
        outcome
    }
}

/// What doctor says, with patience: the machine may be busy with other tests.
pub fn look(bench: &Bench, args: &[&str]) -> Outcome {
    if args.contains(&"--timeout") {
        return bench.doctor(args);
    }
    bench.doctor(&[args, &["--timeout", "60"]].concat())
}

/// What `docker` of this bench was asked.
pub fn asked(bench: &Bench) -> Vec<String> {
    let log = std::fs::read_to_string(bench.path("asked")).unwrap_or_default();
    log.lines().map(str::to_owned).collect()
}

/// `docker` was asked what only reads.
pub fn only_reads(bench: &Bench) {
    for line in asked(bench) {
        let mut rest = line.as_str();
        // The options of an entry stand in front.
        while let Some(behind) = rest
            .strip_prefix("--context ")
            .or_else(|| rest.strip_prefix("-H "))
        {
            rest = behind.split_once(' ').unwrap().1;
        }
        assert!(READS.iter().any(|read| rest.starts_with(read)), "{line}");
    }
}

impl Made<'_> {
    pub fn is_there(&self) -> bool {
        let args = ["inspect", "--type", "container", &self.name];
        self.engine.ask(&args).status.success()
    }

    /// A field of what describes it.
    pub fn field(&self, template: &str) -> String {
        self.engine
            .tell(&["inspect", "--format", template, &self.name])
    }

    /// Waits until a field is as it should be.
    pub fn wait(&self, template: &str, is: impl Fn(&str) -> bool) -> &Self {
        wait(&format!("{} {template}", self.name), || {
            is(&self.field(template))
        });
        self
    }

    /// Waits until it has ended.
    pub fn ended(&self) -> &Self {
        self.wait("{{.State.Status}}", |status| status == "exited")
    }

    /// Waits until something in it listens on this port.
    pub fn listens(&self, port: u16) -> &Self {
        let number = format!(":{port:04X} ");
        wait(&format!("{} listens on {port}", self.name), || {
            let pid = self.field("{{.State.Pid}}");
            ["tcp", "tcp6"].iter().any(|list| {
                let path = PathBuf::from(format!("/proc/{pid}/net/{list}"));
                std::fs::read_to_string(path).is_ok_and(|text| text.contains(&number))
            })
        });
        self
    }
}

impl Drop for Made<'_> {
    fn drop(&mut self) {
        self.engine.ask(&["rm", "--force", "--volumes", &self.name]);
    }
}

fn a_name() -> String {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("mcpmend-{}-{number}", std::process::id())
}

/// A port of this machine that no other test of this program gets: below those that the kernel gives
/// away.
pub fn a_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(21_000);
    loop {
        let port = NEXT.fetch_add(1, Ordering::Relaxed);
        if std::net::TcpListener::bind(("0.0.0.0", port)).is_ok() {
            return port;
        }
    }
}

/// Waits until it is so; the limit is for a machine that does nothing any more.
pub fn wait(what: &str, is: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(120);
    while !is() {
        assert!(Instant::now() < deadline, "in vain: {what}");
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// What to do about the first server.
pub fn remedy(outcome: &Outcome) -> Vec<String> {
    let remedy = outcome.server(0)["cause"]["remedy"].as_array().unwrap();
    let lines = remedy.iter().map(|line| line.as_str().unwrap().to_owned());
    lines.collect()
}

/// Why the first server cannot be used.
pub fn cause(outcome: &Outcome) -> &str {
    outcome.server(0)["cause"]["message"].as_str().unwrap()
}

/// The command that a remedy names, carried out in the engine.
pub fn carry_out(engine: &Engine, remedy: &str) {
    let command = remedy.split('`').nth(1).unwrap();
    let output = Command::new("sh")
        .args(["-c", command])
        .env("DOCKER_HOST", &engine.host)
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command}: {error}");
}

/// The group that the engine's socket belongs to.
pub fn socket_group(engine: &Engine) -> u32 {
    use std::os::unix::fs::MetadataExt as _;
    let path = engine.host.strip_prefix("unix://").unwrap();
    std::fs::metadata(path).unwrap().gid()
}
