//! A terminal, and signals that get through.

use std::io::{Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::bench::Bench;

/// A run of mcpmend on a terminal of its own; both of its streams go there.
pub struct Talk {
    child: Child,
    keys: Option<ChildStdin>,
    from: ChildStdout,
    shown: Vec<u8>,
    seen: usize,
}

/// Starts `mcpmend` with these arguments, as a shell reads them.
pub fn script(bench: &Bench, arguments: &str, variables: &[(&str, &str)]) -> Talk {
    let program = env!("CARGO_BIN_EXE_mcpmend");
    let mut child = deaf_to_nothing("script")
        .current_dir(bench.path("project"))
        .env_clear()
        .env("HOME", bench.path("home"))
        .env("PATH", bench.search_path())
        .env("TERM", "xterm")
        .envs(variables.iter().copied())
        .args(["-qec", &format!("{program} {arguments}"), "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("`script` of util-linux must be installed: it gives a program a terminal");
    Talk {
        keys: child.stdin.take(),
        from: child.stdout.take().unwrap(),
        child,
        shown: Vec::new(),
        seen: 0,
    }
}

/// Starts `mcpmend doctor` with these arguments, into pipes.
pub fn signalled(bench: &Bench, arguments: &[&str]) -> Child {
    deaf_to_nothing(env!("CARGO_BIN_EXE_mcpmend"))
        .current_dir(bench.path("project"))
        .env_clear()
        .env("HOME", bench.path("home"))
        .env("PATH", bench.search_path())
        .arg("doctor")
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What a shell starts in the background does not hear of Ctrl-C, nor do its children; these do.
fn deaf_to_nothing(program: &str) -> Command {
    let mut command = Command::new("/usr/bin/env");
    command.args(["--default-signal=INT,TERM,HUP,QUIT", program]);
    command
}

impl Talk {
    /// Reads until `text` is shown, behind what it was read until before.
    pub fn until(&mut self, text: &str) {
        let mut buffer = [0; 4096];
        loop {
            let new = String::from_utf8_lossy(&self.shown[self.seen..]).into_owned();
            if let Some(at) = new.find(text) {
                self.seen += at + text.len();
                return;
            }
            let length = self.from.read(&mut buffer).unwrap();
            assert!(length > 0, "the end instead of {text:?}: {}", self.text());
            self.shown.extend_from_slice(&buffer[..length]);
        }
    }

    /// Presses keys.
    pub fn keys(&mut self, keys: &str) {
        let to = self.keys.as_mut().unwrap();
        to.write_all(keys.as_bytes()).unwrap();
        to.flush().unwrap();
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.shown).replace("\r\n", "\n")
    }

    /// Reads to the end: all that was shown, and the exit code.
    pub fn end(mut self) -> (String, Option<i32>) {
        self.from.read_to_end(&mut self.shown).unwrap();
        // Not sooner: `script` takes the end of its input for the end of the run.
        drop(self.keys.take());
        let status = self.child.wait().unwrap();
        (self.text(), status.code())
    }
}

/// The same without what differs from run to run: how long something took.
pub fn without_times(shown: &str) -> String {
    let pattern = regex::Regex::new(r"after \d+\.\d s").unwrap();
    pattern.replace_all(shown, "after N s").into_owned()
}

/// What is left on the screen: a line that is cleared is gone.
pub fn screen(shown: &str) -> String {
    let lines = shown.lines().map(|line| {
        let line = line.rsplit("\u{1b}[2K").next().unwrap_or(line);
        line.trim_matches('\r')
    });
    lines.collect::<Vec<_>>().join("\n")
}
