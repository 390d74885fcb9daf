//! `--baseline`: what is known stays known however its file moves, and what is new is shown.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::path::{Path, PathBuf};
use std::process::Output;

use common::{mcpmend, snapshot};
use serde_json::Value;

const SECRET: &str = "ghp_a8B3kZq7Lr2Xw9Tn4Vc6Ym1Pd5Hs0Jf2Ge8u";

/// Two servers without a type, one of them with a token.
const CLAUDE: &str = r#"{
  "mcpServers": {
    "docs": { "url": "https://docs.example.com/mcp" },
    "code": {
      "url": "https://code.example.com/mcp",
      "headers": { "Authorization": "Bearer ghp_a8B3kZq7Lr2Xw9Tn4Vc6Ym1Pd5Hs0Jf2Ge8u" }
    }
  }
}
"#;

const CODEX: &str = "[mcp_servers.db]\ncommand = \"docker\"\nargs = [\"run\", \"example/db\"]\n";

struct Project(tempfile::TempDir);

impl Project {
    fn new() -> Project {
        let project = Project(tempfile::tempdir().unwrap());
        std::fs::create_dir_all(project.path("home")).unwrap();
        std::fs::create_dir_all(project.path("p/.git")).unwrap();
        project.write("p/.mcp.json", CLAUDE);
        project.write("p/sub/.codex/config.toml", CODEX);
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    fn run(&self, folder: &str, args: &[&str]) -> Output {
        mcpmend()
            .current_dir(self.path(folder))
            .arg("--home")
            .arg(self.path("home"))
            .args(args)
            .output()
            .unwrap()
    }

    /// Writes the baseline, and gives what standard error says.
    #[track_caller]
    fn know(&self, folder: &str, args: &[&str]) -> String {
        let output = self.run(folder, &[args, &["--write-baseline"]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(output.stdout.is_empty());
        err(&output)
    }

    /// The rules of what is shown in spite of the baseline, and the numbers of what is not.
    #[track_caller]
    fn shown(&self, folder: &str, args: &[&str]) -> (Vec<String>, u64, u64) {
        let args = [args, &["--format", "json"]].concat();
        let output = self.run(folder, &args);
        assert_ne!(output.status.code(), Some(2), "{}", err(&output));
        let data: Value = serde_json::from_slice(&output.stdout).unwrap();
        let found = data["diagnostics"].as_array().unwrap().iter();
        let rules = found.map(|it| it["rule"].as_str().unwrap().to_owned());
        let number = |name: &str| data["summary"][name].as_u64().unwrap();
        (rules.collect(), number("baselined"), number("gone"))
    }
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const FILE: &str = "mcpmend-baseline.json";
const USE: &[&str] = &["--baseline", FILE];

fn number_of(rules: &[String]) -> usize {
    rules.len()
}

#[test]
fn what_is_known_is_hidden_and_counted() {
    let project = Project::new();
    let (all, ..) = project.shown("p", &[]);
    assert!(number_of(&all) >= 4, "{all:?}");
    assert_eq!(project.run("p", &[]).status.code(), Some(1));
    let said = project.know("p", &[]);
    assert_eq!(
        said,
        format!(
            "Wrote {n} findings to {FILE}: {n} new, 0 forgotten. `--baseline {FILE}` hides them.\n",
            n = all.len()
        )
    );
    assert_eq!(project.shown("p", USE), (vec![], all.len() as u64, 0));
    let output = project.run("p", USE);
    assert_eq!(output.status.code(), Some(0));
    snapshot(
        "cli",
        "baselined",
        &String::from_utf8(output.stdout).unwrap(),
    );
    snapshot(
        "cli",
        "baseline-file",
        &project.read("p/mcpmend-baseline.json"),
    );
    // It holds nothing secret, not even what tells one secret from another.
    let text = project.read("p/mcpmend-baseline.json");
    assert!(
        !text.contains(SECRET) && !text.contains(&SECRET[4..12]),
        "{text}"
    );
    project.write("p/.mcp.json", &CLAUDE.replace("a8B3kZq7", "Zq7Lr2Xw"));
    project.know("p", &["--baseline", "other.json"]);
    assert_eq!(project.read("p/other.json"), text);
    // Written again it is the same, byte for byte.
    let said = project.know("p", &[]);
    assert!(said.contains(": 0 new, 0 forgotten."), "{said}");
    assert_eq!(project.read("p/mcpmend-baseline.json"), text);
    // And it has its schema.
    let schema: Value = serde_json::from_str(&mcpmend::schemas::baseline()).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    assert!(jsonschema::draft7::is_valid(&schema, &value));
}

#[test]
fn it_survives_whatever_moves() {
    let project = Project::new();
    project.know("p", &[]);
    let (_, known, _) = project.shown("p", USE);
    // Lines shift, members and servers change places, values change, lines end differently.
    let value: Value = serde_json::from_str(CLAUDE).unwrap();
    let servers = value["mcpServers"].as_object().unwrap();
    let moved: serde_json::Map<String, Value> = servers
        .iter()
        .rev()
        .map(|(name, server)| {
            let mut members: Vec<_> = server.as_object().unwrap().clone().into_iter().collect();
            members.reverse();
            (name.clone(), Value::Object(members.into_iter().collect()))
        })
        .collect();
    let moved = serde_json::json!({ "mcpServers": moved });
    let moved = serde_json::to_string_pretty(&moved).unwrap();
    assert_ne!(moved, CLAUDE);
    for text in [
        format!("\n\n{CLAUDE}"),
        moved.replace('\n', "\r\n"),
        CLAUDE.replace("docs.example.com", "new.example.com"),
    ] {
        project.write("p/.mcp.json", &text);
        assert_eq!(project.shown("p", USE), (vec![], known, 0), "{text}");
    }
    project.write(
        "p/sub/.codex/config.toml",
        "# a comment\n[mcp_servers.db]\nargs = [\"run\", \"--rm\", \"example/db\"]\ncommand = \"docker\"\n",
    );
    assert_eq!(project.shown("p", USE), (vec![], known, 0));
    // From another folder, and by another path.
    let path = project.path("p/mcpmend-baseline.json");
    let named = ["--baseline", path.to_str().unwrap()];
    for (folder, target) in [("home", "../p"), ("p/sub", ".."), ("p", "./sub/..")] {
        let args = [&named[..], &[target]].concat();
        assert_eq!(project.shown(folder, &args), (vec![], known, 0), "{folder}");
    }
}

#[test]
fn what_is_new_is_shown() {
    let project = Project::new();
    project.know("p", &[]);
    let (_, known, _) = project.shown("p", USE);
    // Another server, another rule at a known place, another client's file.
    project.write(
        "p/.mcp.json",
        &CLAUDE.replace(
            "\"docs\"",
            "\"more\": { \"url\": \"https://a.example.com/mcp\" },\n    \"docs\"",
        ),
    );
    let (new, same, gone) = project.shown("p", USE);
    assert_eq!(
        (new, same, gone),
        (vec!["missing-transport-type".into()], known, 0)
    );
    assert_eq!(project.run("p", USE).status.code(), Some(1));
    project.write("p/sub/.mcp.json", CLAUDE);
    let (new, ..) = project.shown("p", USE);
    assert!(new.len() > 2, "{new:?}");
}

/// What nothing tells apart is counted.
#[test]
fn of_equal_findings_so_many_are_known() {
    let project = Project::new();
    let servers = |number: usize| {
        let args: Vec<String> = (0..number)
            .map(|index| {
                format!("\"--key=sk-ant-api03-{index}a8B3kZq7Lr2Xw9Tn4Vc6Ym1Pd5Hs0Jf2Ge8u\"")
            })
            .collect();
        format!(
            "{{ \"mcpServers\": {{ \"a\": {{ \"command\": \"node\", \"args\": [{}] }} }} }}",
            args.join(", ")
        )
    };
    project.write("p/.mcp.json", &servers(2));
    let select = ["--select", "hardcoded-secret"];
    project.know("p", &select);
    let args = [&select[..], USE].concat();
    assert_eq!(project.shown("p", &args), (vec![], 2, 0));
    project.write("p/.mcp.json", &servers(3));
    assert_eq!(
        project.shown("p", &args),
        (vec!["hardcoded-secret".into()], 2, 0)
    );
    project.write("p/.mcp.json", &servers(1));
    assert_eq!(project.shown("p", &args), (vec![], 1, 1));
}

#[test]
fn what_no_longer_occurs_is_told_and_forgotten() {
    let project = Project::new();
    project.know("p", &[]);
    let (_, known, _) = project.shown("p", USE);
    project.write(
        "p/.mcp.json",
        &CLAUDE.replace(
            "\"url\": \"https://docs",
            "\"type\": \"http\", \"url\": \"https://docs",
        ),
    );
    assert_eq!(project.shown("p", USE), (vec![], known - 1, 1));
    let output = project.run("p", USE);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.ends_with("\n1 of the baseline no longer occurs: `--write-baseline` forgets it.\n"),
        "{text}"
    );
    // Not told, nor forgotten, by a run that looked for something else or somewhere else.
    let other = [USE, &["--select", "docker"]].concat();
    assert_eq!(project.shown("p", &other).2, 0);
    assert_eq!(project.shown("p", &[USE, &["sub"]].concat()).2, 0);
    assert_eq!(
        project
            .shown("p", &[USE, &["sub", "--client", "codex"]].concat())
            .2,
        0
    );
    let before = project.read("p/mcpmend-baseline.json");
    project.know("p", &["--select", "docker"]);
    project.know("p", &["sub"]);
    assert_eq!(project.read("p/mcpmend-baseline.json"), before);
    // What does not parse may hold anything.
    let text = project.read("p/.mcp.json");
    project.write("p/.mcp.json", &text[..text.len() - 5]);
    assert_eq!(project.shown("p", USE).2, 0);
    project.write("p/.mcp.json", &text);
    let said = project.know("p", &[]);
    assert!(said.contains(": 0 new, 1 forgotten."), "{said}");
    assert_eq!(project.shown("p", USE), (vec![], known - 1, 0));
    // A file that is gone.
    std::fs::remove_file(project.path("p/.mcp.json")).unwrap();
    assert!(project.shown("p", USE).2 >= 2);
    assert!(project.shown("p", &[USE, &["."]].concat()).2 >= 2);
}

#[test]
fn what_is_known_is_not_fixed() {
    let project = Project::new();
    project.know("p", &[]);
    let before = common::texts(&project.path("p"));
    for args in [
        &["--fix", "--unsafe-fixes"][..],
        &["--diff", "--unsafe-fixes"],
    ] {
        let output = project.run("p", &[USE, args].concat());
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(!String::from_utf8_lossy(&output.stdout).contains("---"));
        assert_eq!(common::texts(&project.path("p")), before);
    }
    project.write(
        "p/new/.mcp.json",
        "{ \"mcpServers\": { \"a\": { \"url\": \"https://a.example.com/mcp\" } } }",
    );
    project.run("p", &[USE, &["--fix", "-q"]].concat());
    assert!(
        project
            .read("p/new/.mcp.json")
            .contains("\"type\": \"http\"")
    );
    assert_eq!(project.read("p/.mcp.json"), CLAUDE);
}

/// Without a name it stands beside the settings, and files of the user are told from the home
/// folder.
#[test]
fn it_stands_beside_the_settings() {
    let project = Project::new();
    project.write("p/mcpmend.toml", "");
    project.write("home/.claude.json", CLAUDE);
    project.know("p/sub", &[]);
    let text = project.read("p/mcpmend-baseline.json");
    assert!(text.contains("\"path\": \"~/.claude.json\""), "{text}");
    assert!(
        text.contains("\"path\": \"sub/.codex/config.toml\""),
        "{text}"
    );
    assert!(
        !text.contains(&*project.path("").to_string_lossy()),
        "{text}"
    );
    assert!(!project.path("p/sub/mcpmend-baseline.json").exists());
    // In a repository nothing is said about what only the machine has.
    assert_eq!(project.shown("p", &[USE, &["."]].concat()).2, 0);
}

#[test]
fn a_bad_baseline_ends_the_run() {
    let project = Project::new();
    let foreign = "this is no baseline of mcpmend";
    for (text, words) in [
        ("", foreign),
        (
            "{\"version\": 1, \"findings\": [\n{]}",
            "line 2, column 2: ",
        ),
        ("{ \"results\": {} }", foreign),
        ("[]", foreign),
        ("{ \"version\": 1 }", foreign),
        (
            "{ \"version\": 1, \"findings\": [{ \"rule\": \"docker-tty\" }] }",
            foreign,
        ),
        (
            "{ \"version\": 2, \"entries\": [] }",
            "it is of version 2, and this mcpmend knows version 1: update mcpmend",
        ),
        ("{ \"version\": \"1\", \"findings\": [] }", foreign),
        ("\u{feff}{ \"version\": 0, \"findings\": [] }", "version 0"),
    ] {
        project.write("p/mcpmend-baseline.json", text);
        for args in [USE, &["--write-baseline"]] {
            let output = project.run("p", args);
            let err = err(&output);
            assert_eq!(output.status.code(), Some(2), "{text}");
            assert!(err.starts_with("error: mcpmend-baseline.json: "), "{err}");
            assert!(err.contains(words), "{text}\n{err}");
            assert!(output.stdout.is_empty());
            assert_eq!(project.read("p/mcpmend-baseline.json"), text);
        }
    }
    let output = project.run("p", &["--baseline", "none.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        err(&output),
        "error: none.json: no such file; --write-baseline makes it\n"
    );
    let output = project.run("p", &["--baseline", "sub"]);
    assert_eq!(err(&output), "error: sub: it is a folder, not a file\n");
    let output = project.run("p", &["--baseline", "no/such.json", "--write-baseline"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).starts_with("error: no/such.json: "),
        "{}",
        err(&output)
    );
    for args in [["--fix"], ["--diff"], ["--statistics"]] {
        let args = [&args[..], &["--write-baseline"]].concat();
        assert_eq!(project.run("p", &args).status.code(), Some(2));
    }
    // A count of none, as a careless hand leaves it, is no finding.
    project.write(
        "p/mcpmend-baseline.json",
        "{ \"version\": 1, \"findings\": [{ \"path\": \"a\", \"rule\": \"b\", \"client\": \"c\", \"fingerprint\": \"d\", \"count\": 0 }] }",
    );
    assert_eq!(project.shown("p", USE).1, 0);
}

#[cfg(unix)]
#[test]
fn it_is_written_as_a_whole_and_as_any_new_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = Project::new();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    project.write("plain", "");
    project.know("p", &[]);
    let path = project.path("p/mcpmend-baseline.json");
    assert_eq!(mode(&path), mode(&project.path("plain")));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    // Through a link to the file itself.
    std::fs::rename(&path, project.path("p/real.json")).unwrap();
    std::os::unix::fs::symlink("real.json", &path).unwrap();
    std::fs::remove_dir_all(project.path("p/sub")).unwrap();
    project.know("p", &[]);
    assert!(std::fs::symlink_metadata(&path).unwrap().is_symlink());
    assert_eq!(mode(&project.path("p/real.json")), 0o640);
    assert!(!project.read("p/real.json").contains("codex"));
    let left: Vec<_> = std::fs::read_dir(project.path("p"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        left.iter().all(|name| !name.starts_with(".tmp")),
        "{left:?}"
    );
}
