//! Every fixture under `tests/fixtures/<rule>/<case>`: `bad-…` is found, `good-…` is not, and
//! `snapshots/rules/<rule>.snap` shows all that a user sees of the rule on one page.
//!
//! A case has a `project` and, where it needs one, a `home` folder; a file `args` beside them
//! holds further arguments, one a line. With a file `env` (`NAME=value` a line, in which `$CASE`
//! is the case's folder) the case is a machine of its own: facts of the machine count, its home is
//! `home` and its environment is what the file says. On the ports of a file `listens` something
//! listens meanwhile, on 127.0.0.1. A file `modes` (`666 home/.cursor/mcp.json` a line) gives
//! permissions that git does not keep.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, Weak};

use common::{copy_folder, folders, mcpmend};
use mcpmend::rules;
use rayon::prelude::*;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

struct Case {
    name: String,
    folder: tempfile::TempDir,
    args: Vec<String>,
    /// The environment of a case that is a machine of its own.
    env: Option<Vec<(String, String)>>,
    /// What listens as long as the case is open.
    _listeners: Vec<Arc<TcpListener>>,
}

/// Something that listens on a port, one for all cases that are open at the same time.
fn listener(port: u16) -> Option<Arc<TcpListener>> {
    static OPEN: LazyLock<Mutex<BTreeMap<u16, Weak<TcpListener>>>> = LazyLock::new(Mutex::default);
    let mut open = OPEN.lock().unwrap();
    if let Some(listener) = open.get(&port).and_then(Weak::upgrade) {
        return Some(listener);
    }
    // Where another program has it, it is taken just as well.
    let listener = Arc::new(TcpListener::bind(("127.0.0.1", port)).ok()?);
    open.insert(port, Arc::downgrade(&listener));
    Some(listener)
}

/// A new folder whose path is as long for everybody, because messages are wrapped with it in them.
fn new_folder() -> tempfile::TempDir {
    if cfg!(unix)
        && let Ok(folder) = tempfile::tempdir_in("/tmp")
    {
        return folder;
    }
    tempfile::tempdir().unwrap()
}

impl Case {
    /// The case in a folder of its own: its project must not lie in this repository.
    fn open(path: &Path) -> Case {
        let folder = new_folder();
        copy_folder(path, folder.path());
        std::fs::create_dir_all(folder.path().join("project/.git")).unwrap();
        std::fs::create_dir_all(folder.path().join("home")).unwrap();
        let args = std::fs::read_to_string(path.join("args")).unwrap_or_default();
        let modes = std::fs::read_to_string(path.join("modes")).unwrap_or_default();
        for (mode, file) in modes.lines().filter_map(|line| line.split_once(' ')) {
            let mode = u32::from_str_radix(mode, 8).unwrap();
            common::set_mode(&folder.path().join(file), mode);
        }
        let root = folder.path().canonicalize().unwrap();
        let env = std::fs::read_to_string(path.join("env")).ok().map(|text| {
            text.lines()
                .filter_map(|line| line.split_once('='))
                .map(|(name, value)| {
                    let value = value.replace("$CASE", &root.to_string_lossy());
                    (name.to_owned(), value)
                })
                .collect()
        });
        let listens = std::fs::read_to_string(path.join("listens")).unwrap_or_default();
        let listeners = listens
            .lines()
            .filter_map(|port| listener(port.parse().unwrap()))
            .collect();
        Case {
            _listeners: listeners,
            name: path.file_name().unwrap().to_str().unwrap().to_owned(),
            folder,
            args: args.lines().map(str::to_owned).collect(),
            env,
        }
    }

    fn run(&self, args: &[&str]) -> String {
        let mut command = mcpmend();
        command
            .current_dir(self.folder.path().join("project"))
            .args(["--color", "never"])
            .args(&self.args)
            .args(args);
        match &self.env {
            Some(env) => command
                .env(
                    "HOME",
                    self.folder.path().canonicalize().unwrap().join("home"),
                )
                .envs(env.iter().map(|(name, value)| (name, value))),
            None => command.args(["--home", "../home"]),
        };
        let output = command.output().unwrap();
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{}: {}",
            self.name,
            String::from_utf8_lossy(&output.stderr)
        );
        let text = String::from_utf8(output.stdout).unwrap();
        // Files of the home folder are shown by their absolute path.
        let folder = self.folder.path().canonicalize().unwrap();
        text.replace(&*folder.to_string_lossy(), "")
            .replace(&*self.folder.path().to_string_lossy(), "")
    }
}

#[test]
fn every_rule_shows_its_page() {
    let mut wrong = Vec::new();
    for rule in rules::all() {
        let folder = fixtures().join(rule.name);
        let cases = folders(&folder);
        for kind in ["bad-", "good-"] {
            if !cases.iter().any(|case| name(case).starts_with(kind)) {
                wrong.push(format!("{}: no case {kind}…", rule.name));
            }
        }
        let mut page = format!(
            "{}\n{}\n",
            rule.documentation().summary,
            "=".repeat(rule.documentation().summary.chars().count())
        );
        let shown: Vec<Result<String, String>> = cases
            .par_iter()
            .map(|path| shown(rule.name, path))
            .collect();
        for shown in shown {
            match shown {
                Ok(section) => page.push_str(&section),
                Err(fault) => wrong.push(fault),
            }
        }
        common::snapshot("rules", rule.name, &page);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a case adds to the page of its rule, or how it is not what its name says.
fn shown(rule: &str, path: &Path) -> Result<String, String> {
    let case = Case::open(path);
    if case.name.starts_with("good-") {
        let found = case.run(&["--select", rule, "--format", "concise", "-q"]);
        return if found.is_empty() {
            Ok(String::new())
        } else {
            Err(format!("{rule}/{}: {found}", case.name))
        };
    }
    let full = case.run(&["--select", rule, "-q"]);
    if full.is_empty() {
        return Err(format!("{rule}/{}: nothing found", case.name));
    }
    let diff = case.run(&["--select", rule, "-q", "--diff", "--unsafe-fixes"]);
    let mut section = format!("\n## {}\n\n{}\n", case.name, full.trim_end());
    if !diff.is_empty() {
        write!(section, "\n{diff}").unwrap();
    }
    Ok(section)
}

#[test]
fn every_folder_is_a_rule() {
    for folder in folders(&fixtures()) {
        let name = name(&folder);
        assert!(
            rules::by_name(&name).is_some(),
            "tests/fixtures/{name} is no rule"
        );
    }
}

/// Fixing settles: what is left after all fixes has no fix that still changes something, every
/// file parses at least as well as before, and files without a fix are untouched.
#[test]
fn fixing_twice_changes_nothing_more() {
    let cases: Vec<PathBuf> = folders(&fixtures())
        .iter()
        .flat_map(|rule| folders(rule))
        .collect();
    let fixed = cases
        .par_iter()
        .filter(|path| {
            let case = Case::open(path);
            case.run(&["--fix", "--unsafe-fixes", "-q"]);
            let once = common::texts(case.folder.path());
            case.run(&["--fix", "--unsafe-fixes", "-q"]);
            let twice = common::texts(case.folder.path());
            assert_eq!(once, twice, "{}", path.display());
            once != common::texts(path)
        })
        .count();
    assert!(fixed > 20, "only {fixed} cases were changed by their fixes");
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}
