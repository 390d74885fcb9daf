//! The GitHub action in `action.yml`: its steps are carried out as the runner would, by bash, with the
//! real program. `.ci/steps/formats` has linters look at it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use mcpmend::document::{Document, Format, NodeRef};

const UNTYPED: &str = r#"{"mcpServers": {"docs": {"url": "https://mcp.example.com/mcp"}}}"#;
const SOUND: &str = r#"{"mcpServers": {"docs": {"command": "docs-mcp"}}}"#;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn action() -> Document {
    let text = std::fs::read_to_string(root().join("action.yml")).unwrap();
    let document = Document::parse(text, Format::Yaml);
    assert_eq!(document.errors, vec![]);
    document
}

fn text<'d>(node: NodeRef<'d>, key: &str) -> Option<&'d str> {
    node.get(key).and_then(|value| value.as_str())
}

type Names = BTreeMap<String, String>;

/// A machine on which the action runs.
struct Runner {
    folder: tempfile::TempDir,
    inputs: Names,
    /// The folder that comes first in PATH.
    path: PathBuf,
    /// The other ones.
    usual: String,
}

/// What a run came to.
struct Ran {
    /// Whether every step passed.
    passed: bool,
    /// What they printed.
    log: String,
    /// The outputs of the action.
    outputs: Names,
    /// The inputs of the actions that it would have called.
    called: Vec<(String, Names)>,
    summary: String,
}

impl Runner {
    /// One whose workspace has these files, and on whose PATH the program is.
    fn new(files: &[(&str, &str)]) -> Runner {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bin");
        for name in ["bin", "temp", "home", "work/.git"] {
            std::fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_mcpmend"), path.join("mcpmend")).unwrap();
        for (path, text) in files {
            let path = folder.path().join("work").join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let inputs = Names::from([("version".to_owned(), "installed".to_owned())]);
        Runner {
            folder,
            inputs,
            path,
            usual: std::env::var("PATH").unwrap(),
        }
    }

    fn with(mut self, input: &str, value: &str) -> Runner {
        self.inputs.insert(input.to_owned(), value.to_owned());
        self
    }

    fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    fn run(&self) -> Ran {
        let document = action();
        let action = document.root().unwrap();
        let mut values = Names::new();
        for (name, input) in action.get("inputs").unwrap().entries() {
            let default = text(input, "default").unwrap_or_default();
            let given = self.inputs.get(&name.text);
            let value = given.map_or(default, String::as_str);
            values.insert(format!("inputs.{}", name.text), value.to_owned());
        }
        let mut ran = Ran {
            passed: true,
            log: String::new(),
            outputs: Names::new(),
            called: Vec::new(),
            summary: String::new(),
        };
        let summary = self.folder.path().join("summary");
        std::fs::write(&summary, "").unwrap();
        for step in action.get("runs").unwrap().get("steps").unwrap().items() {
            if text(step, "if").is_some_and(|condition| !holds(condition, &values)) {
                continue;
            }
            if let Some(called) = text(step, "uses") {
                let with = step.get("with").unwrap().entries();
                let with = with.map(|(key, value)| {
                    let value = filled(value.as_str().unwrap(), &values);
                    (key.text.clone(), value)
                });
                ran.called.push((called.to_owned(), with.collect()));
                continue;
            }
            let output = self.step(step, &values, &summary, &mut ran.log);
            let Some(output) = output else {
                ran.passed = false;
                break;
            };
            let id = text(step, "id").unwrap_or_default();
            for line in output.lines() {
                let (key, value) = line.split_once('=').unwrap();
                values.insert(format!("steps.{id}.outputs.{key}"), value.to_owned());
            }
        }
        for (name, output) in action.get("outputs").unwrap().entries() {
            let value = filled(text(output, "value").unwrap(), &values);
            ran.outputs.insert(name.text.clone(), value);
        }
        ran.summary = std::fs::read_to_string(summary).unwrap();
        ran
    }

    /// What a step wrote into GITHUB_OUTPUT; `None` when it failed.
    fn step(
        &self,
        step: NodeRef<'_>,
        values: &Names,
        summary: &Path,
        log: &mut String,
    ) -> Option<String> {
        assert_eq!(text(step, "shell"), Some("bash"));
        let script = self.folder.path().join("step.sh");
        std::fs::write(&script, text(step, "run").unwrap()).unwrap();
        let output = self.folder.path().join("output");
        std::fs::write(&output, "").unwrap();
        let folder = text(step, "working-directory").map(|folder| filled(folder, values));
        let mut command = Command::new("bash");
        command
            // As the runner calls it.
            .args(["--noprofile", "--norc", "-eo", "pipefail"])
            .arg(&script)
            .current_dir(self.work().join(folder.unwrap_or_default()))
            .env_clear()
            .env("PATH", format!("{}:{}", self.path.display(), self.usual))
            .env("HOME", self.folder.path().join("home"))
            .env("CI", "true")
            .env("RUNNER_TEMP", self.folder.path().join("temp"))
            .env("GITHUB_ACTION_PATH", root())
            .env("GITHUB_OUTPUT", &output)
            .env("GITHUB_STEP_SUMMARY", summary);
        for (name, value) in step.get("env").unwrap().entries() {
            command.env(&name.text, filled(value.as_str().unwrap(), values));
        }
        let done = command.output().unwrap();
        log.push_str(&String::from_utf8(done.stdout).unwrap());
        log.push_str(&String::from_utf8(done.stderr).unwrap());
        done.status
            .success()
            .then(|| std::fs::read_to_string(output).unwrap())
    }
}

/// A text with its expressions replaced by what they stand for.
fn filled(text: &str, values: &Names) -> String {
    let mut parts = text.split("${{");
    let mut filled = parts.next().unwrap().to_owned();
    for part in parts {
        let (expression, rest) = part.split_once("}}").unwrap();
        // An output of a step that did not get there is empty.
        let value = values.get(expression.trim());
        filled.push_str(value.map_or("", String::as_str));
        filled.push_str(rest);
    }
    filled
}

/// Whether a condition of the form `${{ name == 'value' }}` holds.
fn holds(condition: &str, values: &Names) -> bool {
    let inner = condition.strip_prefix("${{").unwrap();
    let inner = inner.strip_suffix("}}").unwrap().trim();
    let (name, operator, value) = match inner.split_once(" == ") {
        Some((name, value)) => (name, true, value),
        None => {
            let (name, value) = inner.split_once(" != ").unwrap();
            (name, false, value)
        }
    };
    let is = values.get(name).map_or("", String::as_str);
    (is == value.trim_matches('\'')) == operator
}

/// The lines that the runner takes for commands.
fn commands(log: &str) -> Vec<&str> {
    let mut stopped: Option<String> = None;
    let mut commands = Vec::new();
    for line in log.lines().map(str::trim_start) {
        if let Some(token) = &stopped {
            if line == format!("::{token}::") {
                stopped = None;
            }
        } else if let Some(token) = line.strip_prefix("::stop-commands::") {
            assert!(token.len() >= 32, "{token} can be guessed");
            stopped = Some(token.to_owned());
        } else if line.starts_with("::") || line.contains("##[") {
            commands.push(line);
        }
    }
    assert_eq!(stopped, None, "commands are stopped for good");
    commands
}

#[test]
fn no_script_holds_an_expression() {
    let document = action();
    let action = document.root().unwrap();
    let text_of_all = &document.text;
    for (name, input) in action.get("inputs").unwrap().entries() {
        assert!(text(input, "description").is_some(), "{}", name.text);
        let used = format!("inputs.{} ", name.text);
        assert!(text_of_all.contains(&used), "{used} is used nowhere");
    }
    for step in action.get("runs").unwrap().get("steps").unwrap().items() {
        let Some(script) = text(step, "run") else {
            // What others wrote is taken as it was when we looked.
            let uses = text(step, "uses").unwrap();
            let (_, commit) = uses.split_once('@').unwrap();
            assert!(commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit()));
            continue;
        };
        assert!(
            !script.contains("${{"),
            "an input may hold a command:\n{script}"
        );
        assert!(script.starts_with("set -euo pipefail\n"));
    }
}

#[test]
fn findings_are_told_counted_and_fail_the_job() {
    let runner = Runner::new(&[("sub/.mcp.json", UNTYPED)]);
    let ran = runner.run();
    assert!(!ran.passed);
    let commands = commands(&ran.log);
    assert_eq!(commands.len(), 1, "{}", ran.log);
    let start = "::error title=mcpmend%3A missing-transport-type,file=sub/.mcp.json,line=1,";
    assert!(commands[0].starts_with(start), "{commands:?}");
    for (output, value) in [
        ("findings", "1"),
        ("errors", "1"),
        ("warnings", "0"),
        ("hints", "0"),
        ("exit-code", "1"),
    ] {
        assert_eq!(ran.outputs[output], value, "{output}");
    }
    let sarif = std::fs::read_to_string(&ran.outputs["sarif"]).unwrap();
    let log: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 1);
    assert!(ran.called.is_empty(), "nothing is uploaded unasked");
    assert!(
        ran.summary.contains("    Found 1 error in 1 file"),
        "{}",
        ran.summary
    );
    // The report for people is in the log too.
    assert!(ran.log.contains("has a `url` and no transport type"));
}

#[test]
fn nothing_wrong_passes() {
    for (file, text) in [(".mcp.json", SOUND), ("README.md", "")] {
        let ran = Runner::new(&[(file, text)]).run();
        assert!(ran.passed, "{}", ran.log);
        assert_eq!(commands(&ran.log), Vec::<&str>::new());
        assert_eq!(ran.outputs["findings"], "0");
        assert_eq!(ran.outputs["exit-code"], "0");
    }
}

#[test]
fn inputs_decide() {
    let files = [("a/.mcp.json", UNTYPED), ("b/.mcp.json", UNTYPED)];
    let ran = Runner::new(&files).with("fail-on", "never").run();
    assert!(ran.passed);
    assert_eq!(
        (ran.outputs["findings"].as_str(), commands(&ran.log).len()),
        ("2", 2)
    );

    let ran = Runner::new(&files).with("annotations", "false").run();
    assert!(!ran.passed);
    assert_eq!(
        (ran.outputs["findings"].as_str(), commands(&ran.log).len()),
        ("2", 0)
    );

    let ran = Runner::new(&files).with("working-directory", "b").run();
    let found = commands(&ran.log);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].contains(",file=b/.mcp.json,"),
        "from the root: {found:?}"
    );

    let ran = Runner::new(&files)
        .with("args", "--ignore\nmissing-transport-type\r\n\n--verbose")
        .run();
    assert!(ran.passed, "{}", ran.log);
    assert_eq!(ran.outputs["findings"], "0");

    let ran = Runner::new(&files).with("upload-sarif", "true").run();
    let (called, with) = &ran.called[0];
    assert!(called.starts_with("github/codeql-action/upload-sarif@"));
    assert_eq!(with["sarif_file"], ran.outputs["sarif"]);
    assert_eq!(with["category"], "mcpmend");
    assert!(!ran.passed, "after the upload findings still fail the job");
}

/// Paths and arguments are words, whatever is in them, and what files say is no command.
#[test]
fn nothing_is_carried_out() {
    let name = "a b/$(touch pwned);`touch pwned`/-x/.mcp.json";
    let hostile = UNTYPED.replace(
        "\"docs\"",
        "\n::add-mask::x\n::error::FORGED\n##[error]FORGED\n\"docs \\n::error::FORGED\"",
    );
    let runner = Runner::new(&[(name, UNTYPED), ("-x/.mcp.json", &hostile), ("c", "")]);
    let runner = runner.with("paths", &format!("{name}\n\n-x\r\n"));
    let ran = runner.run();
    assert!(!ran.passed);
    assert_eq!(ran.outputs["exit-code"], "1", "{}", ran.log);
    let found = commands(&ran.log);
    assert!(found.len() >= 3, "{found:?}");
    for command in found {
        let own = ["::error title=mcpmend%3A ", "::warning title=mcpmend%3A "];
        assert!(own.iter().any(|own| command.starts_with(own)), "{command}");
    }
    for folder in [runner.work(), runner.folder.path().to_owned()] {
        assert!(!folder.join("pwned").exists());
    }
    for (input, value) in [
        ("fail-on", "error; touch pwned"),
        ("args", "$(touch pwned)\n;touch pwned"),
        ("version", "1.0;touch pwned"),
        ("version", "--index-url=x"),
    ] {
        let runner = Runner::new(&[(".mcp.json", SOUND)]).with(input, value);
        let ran = runner.run();
        assert!(!ran.passed, "{input}");
        assert!(!runner.work().join("pwned").exists());
    }
}

#[test]
fn what_keeps_it_from_running_is_told() {
    let ran = Runner::new(&[(".mcp.json", UNTYPED)])
        .with("args", "--no-such-option")
        .run();
    assert!(!ran.passed && ran.outputs["exit-code"].is_empty());
    assert!(
        ran.log.contains("unexpected argument '--no-such-option'"),
        "{}",
        ran.log
    );
    let told = "::error title=mcpmend::mcpmend could not run; the log says why";
    assert_eq!(commands(&ran.log), [told]);

    let ran = Runner::new(&[]).with("paths", "nowhere").run();
    assert!(!ran.passed && ran.log.contains("nowhere"), "{}", ran.log);

    let mut runner = Runner::new(&[]);
    std::fs::remove_file(runner.path.join("mcpmend")).unwrap();
    let folders: Vec<PathBuf> = std::env::split_paths(&runner.usual).collect();
    let mut bash = folders.iter().map(|folder| folder.join("bash"));
    let bash = bash.find(|bash| bash.exists()).unwrap();
    std::os::unix::fs::symlink(bash, runner.path.join("bash")).unwrap();
    runner.usual.clear();
    let ran = runner.run();
    assert!(!ran.passed);
    assert!(
        ran.log.contains("there is no mcpmend on PATH"),
        "{}",
        ran.log
    );
}

/// `pip` gets the version of the action, the newest, or the one that was asked for.
#[test]
fn pip_installs_what_is_asked_for() {
    let own = format!("mcpmend=={}", env!("CARGO_PKG_VERSION"));
    for (version, package) in [
        ("", own.as_str()),
        ("latest", "mcpmend"),
        ("1.2.3rc1", "mcpmend==1.2.3rc1"),
    ] {
        let runner = Runner::new(&[(".mcp.json", SOUND)]).with("version", version);
        std::fs::remove_file(runner.path.join("mcpmend")).unwrap();
        // A Python whose pip takes the program from here.
        let python = format!(
            "#!/usr/bin/env bash\nprintf '%s\\n' \"$@\" >{}/asked\n\
             while [ \"$1\" != --target ]; do shift; done\n\
             mkdir \"$2/bin\" && ln -s {} \"$2/bin/mcpmend\"\n",
            runner.folder.path().display(),
            env!("CARGO_BIN_EXE_mcpmend")
        );
        let path = runner.path.join("python3");
        std::fs::write(&path, python).unwrap();
        common::set_mode(&path, 0o755);
        let ran = runner.run();
        assert!(ran.passed, "{}", ran.log);
        let asked = std::fs::read_to_string(runner.folder.path().join("asked")).unwrap();
        let asked: Vec<&str> = asked.lines().collect();
        assert_eq!(asked[..3], ["-m", "pip", "install"]);
        assert!(asked.contains(&"--only-binary") && asked.contains(&"--no-deps"));
        assert_eq!(asked[asked.len() - 2..], ["--", package]);

        std::fs::write(&path, "#!/bin/sh\nexit 1\n").unwrap();
        let ran = runner.run();
        assert!(!ran.passed);
        assert_eq!(
            commands(&ran.log),
            [format!(
                "::error title=mcpmend::{package} could not be installed"
            )]
        );
    }
}
