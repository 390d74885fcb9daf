//! `mcpmend.toml`: which one counts, what its paths mean, and what is said about bad ones.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::path::{Path, PathBuf};
use std::process::Output;

use common::{mcpmend, snapshot};

const UNTYPED: &str = r#"{ "mcpServers": { "docs": { "url": "https://docs.example.com/mcp" } } }"#;
const RULE: &str = "missing-transport-type";

/// A home folder and a project with a nested one, each with a server that lacks its type.
struct Machine(tempfile::TempDir);

impl Machine {
    fn new() -> Machine {
        let machine = Machine(tempfile::tempdir().unwrap());
        machine.write("project/.git/HEAD", "");
        for path in [
            "home/.claude.json",
            "project/.mcp.json",
            "project/tools/a/.mcp.json",
        ] {
            machine.write(path, UNTYPED);
        }
        machine
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn accept(&self, path: &str, conditions: &str) {
        self.write(
            path,
            &format!("[[accept]]\nrules = [\"{RULE}\"]\n{conditions}\nreason = \"a reason\"\n"),
        );
    }

    fn run(&self, folder: &str, args: &[&str]) -> Output {
        mcpmend()
            .current_dir(self.path(folder))
            .arg("--home")
            .arg(self.path("home"))
            .args(["--select", RULE, "--format", "concise", "-q"])
            .args(args)
            .output()
            .unwrap()
    }

    /// The files in which the type is found missing, below the machine's folder.
    #[track_caller]
    fn found(&self, folder: &str, args: &[&str]) -> Vec<String> {
        let output = self.run(folder, args);
        let err = String::from_utf8_lossy(&output.stderr);
        assert_ne!(output.status.code(), Some(2), "{err}");
        let text = String::from_utf8(output.stdout).unwrap();
        let root = self.path("");
        text.lines()
            .map(|line| line.split(':').next().unwrap())
            .map(|path| self.path(folder).join(path).canonicalize().unwrap())
            .map(|path| path.strip_prefix(&root).unwrap().to_owned())
            .map(|path| path.to_string_lossy().replace('\\', "/"))
            .collect()
    }
}

const ALL: [&str; 3] = [
    "home/.claude.json",
    "project/.mcp.json",
    "project/tools/a/.mcp.json",
];

/// What `path` accepts, from wherever mcpmend runs and however a file is named.
#[test]
fn paths_are_relative_to_the_settings() {
    let machine = Machine::new();
    let absolute = machine.path("project/tools/a/.mcp.json");
    let absolute = absolute.to_str().unwrap();
    for (path, accepted) in [
        ("tools", true),
        ("tools/a", true),
        ("tools/a/.mcp.json", true),
        ("/tools/a/.mcp.json", true),
        ("tools/*/.mcp.json", true),
        ("**/.mcp.json", true),
        (".mcp.json", true),
        ("a", true),
        ("/a", false),
        ("a/.mcp.json", false),
        ("tool", false),
        ("project/tools", false),
        ("~/tools", false),
    ] {
        machine.accept("project/mcpmend.toml", &format!("path = \"{path}\""));
        for (folder, file) in [
            ("project", "tools/a/.mcp.json"),
            ("project", "./tools/../tools/a/.mcp.json"),
            ("project/tools", "a/.mcp.json"),
            ("project/tools/a", ".mcp.json"),
            ("project/tools/a", "../a/.mcp.json"),
            ("home", "../project/tools/a/.mcp.json"),
            ("home", absolute),
        ] {
            let found = machine.found(folder, &[file]);
            assert_eq!(
                found.is_empty(),
                accepted,
                "{path:?} for {file:?} in {folder}"
            );
        }
        // Among several paths the settings are those of the current folder.
        let found = machine.found("project", &["tools/a", "tools/a/.mcp.json"]);
        assert_eq!(found.is_empty(), accepted, "{path:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_path_holds_however_its_folder_is_reached() {
    let machine = Machine::new();
    machine.accept("project/mcpmend.toml", "path = \"tools/a/.mcp.json\"");
    std::os::unix::fs::symlink(machine.path("project"), machine.path("link")).unwrap();
    let config = machine.path("project/mcpmend.toml");
    let config = ["--config", config.to_str().unwrap()];
    let found = machine.found("home", &[&config[..], &["../link/tools"]].concat());
    assert_eq!(found, Vec::<String>::new());
    // What is no file of that folder is none for being linked to from there.
    std::os::unix::fs::symlink(
        machine.path("home/.claude.json"),
        machine.path("project/tools/a/mcp.json"),
    )
    .unwrap();
    let found = machine.found("home", &[&config[..], &["../link/tools"]].concat());
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn files_of_the_user_are_named_from_the_home_folder() {
    let machine = Machine::new();
    assert_eq!(machine.found("project", &[]), ALL);
    for path in ["~/.claude.json", "~/*.json", "~/**"] {
        machine.accept("project/mcpmend.toml", &format!("path = \"{path}\""));
        assert_eq!(machine.found("project", &[]), ALL[1..], "{path}");
    }
    // A name without a folder is one below the settings' folder.
    machine.accept("project/mcpmend.toml", "path = \".claude.json\"");
    assert_eq!(machine.found("project", &[]), ALL);
    machine.write(
        "project/mcpmend.toml",
        "exclude = [\"~/.claude.json\", \"tools\"]\n",
    );
    assert_eq!(machine.found("project", &[]), ALL[1..2]);
}

#[test]
fn all_conditions_must_hold() {
    let machine = Machine::new();
    for (conditions, left) in [
        ("", &[][..]),
        ("server = \"docs\"", &[]),
        ("server = \"other\"", &ALL),
        ("client = \"claude-code\"", &[]),
        ("client = \"cursor\"", &ALL),
        (
            "path = \"tools\"\nserver = \"docs\"\nclient = \"claude-code\"",
            &ALL[..2],
        ),
        ("path = \"tools\"\nserver = \"other\"", &ALL),
    ] {
        machine.accept("project/mcpmend.toml", conditions);
        assert_eq!(machine.found("project", &[]), left, "{conditions}");
    }
    machine.write(
        "project/mcpmend.toml",
        "accept = [{ rules = [\"transport\"], path = \"tools\", reason = \"a category\" }]\n",
    );
    assert_eq!(machine.found("project", &[]), ALL[..2]);
}

#[test]
fn the_nearest_settings_count() {
    let machine = Machine::new();
    machine.write(
        "mcpmend.toml",
        "exclude = [\"project/.mcp.json\", \"home\"]\n",
    );
    assert_eq!(machine.found("project", &[]), ALL[2..]);
    machine.write("project/.mcpmend.toml", "exclude = [\"tools\"]\n");
    assert_eq!(machine.found("project", &[]), ALL[..2]);
    machine.write("project/mcpmend.toml", "");
    assert_eq!(machine.found("project", &[]), ALL);
    machine.write("project/tools/mcpmend.toml", "exclude = [\"a\"]\n");
    assert_eq!(machine.found("project", &["tools"]), Vec::<String>::new());
    assert_eq!(machine.found("project/tools", &[".."]), ALL[1..]);
    assert_eq!(machine.found("project", &["tools", "--isolated"]), ALL[2..]);
    let other = ["--config", "../mcpmend.toml", "."];
    assert_eq!(machine.found("project", &other), ALL[2..]);
    assert_eq!(
        machine
            .run("project", &["--config", "none.toml"])
            .status
            .code(),
        Some(2)
    );
    assert_eq!(
        machine
            .run("project", &["--config", "mcpmend.toml", "--isolated"])
            .status
            .code(),
        Some(2)
    );
}

/// Every bad value is a message with its place, and nothing is checked.
#[test]
fn what_settings_cannot_mean_is_said_with_its_place() {
    const ACCEPT: &str = "[[accept]]\nrules = [\"docker-tty\"]\nreason = \"r\"\n";
    let cases = [
        ("ignore = [\n", "line 1, column 11: unclosed array"),
        (
            "ignores = []\n",
            "line 1, column 1: unknown field `ignores`",
        ),
        ("persona = \"strict\"\n", "line 1, column 11"),
        ("[rules]\ndocker-tty = \"warn\"\n", "line 2, column 14"),
        (
            "[rules]\n# docker-ty\ndocker-ty = \"off\"\n",
            "line 3, column 1: unknown rule `docker-ty`: did you mean `docker-tty`?",
        ),
        (
            "select = [\"docker\", \"dokcer\"]\n",
            "line 1, column 21: unknown rule or category `dokcer`: did you mean `docker`?",
        ),
        ("exclude = [\"\"]\n", "line 1, column 12: a path is empty"),
        ("exclude = [\"a\", '..\\b']\n", "line 1, column 17"),
        (
            "exclude = [\"a/../../b\"]\n",
            "line 1, column 12: `a/../../b`: paths are relative to the folder of this file",
        ),
        (
            "[ports]\nrecommended = [\"3199-3100\"]\n",
            "line 2, column 16: `3199-3100` is no range of ports",
        ),
        ("[ports]\nrecommended = [\"0-10\"]\n", "line 2, column 16"),
        ("[ports]\nreserved = [99999]\n", "line 2, column 13"),
        (
            "[ports]\nreserved = [1, 0]\n",
            "line 2, column 16: 0 is no port",
        ),
        (
            "[tls]\ninternal-suffixes = [\" \"]\n",
            "line 2, column 22: an empty suffix would fit every host",
        ),
        ("[tls]\nca-bundle = 1\n", "line 2, column 13"),
        (
            &ACCEPT.replace("\"r\"", "\"  \""),
            "line 3, column 10: `reason` is empty",
        ),
        (
            &ACCEPT.replace("reason = \"r\"\n", ""),
            "line 1, column 1: missing field `reason`",
        ),
        (
            &ACCEPT.replace("[\"docker-tty\"]", "[]"),
            "line 2, column 9: `rules` names no rule",
        ),
        (&format!("{ACCEPT}path = \"../x\"\n"), "line 4, column 8"),
        (
            &format!("{ACCEPT}client = \"curser\"\n"),
            "line 4, column 10: unknown client `curser`: did you mean `cursor`?",
        ),
        (
            &format!("{ACCEPT}clients = []\n"),
            "line 4, column 1: unknown field `clients`",
        ),
    ];
    let machine = Machine::new();
    for (text, message) in cases {
        machine.write("project/mcpmend.toml", text);
        let output = machine.run("project", &[]);
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{text}{err}");
        assert!(output.stdout.is_empty());
        let start = format!("error: mcpmend.toml: {message}");
        assert!(err.starts_with(&start), "{text}\n{err}\nis not\n{start}");
    }
}

/// A misspelt rule in what is accepted is a finding in the settings.
#[test]
fn a_misspelt_rule_that_is_accepted_is_a_finding() {
    let machine = Machine::new();
    machine.write(
        "project/mcpmend.toml",
        "[[accept]]\nrules = [\"missing-transport-typ\"]\nreason = \"r\"\n",
    );
    let output = mcpmend()
        .current_dir(machine.path("project/tools"))
        .args([".", "--format", "concise", "-q"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let path = machine.path("project/mcpmend.toml");
    let line = format!(
        "{}:2:10: warning[unknown-suppression] `missing-transport-typ` is no rule, so that this silences nothing",
        path.display()
    );
    assert!(text.lines().any(|found| found == line), "{text}");
}

#[test]
fn what_is_in_force_can_be_seen() {
    let machine = Machine::new();
    machine.write(
        "project/mcpmend.toml",
        "ignore = [\"npx-without-yes\", \"scope\"]\nexclude = [\"examples\"]\n\n[rules]\nhardcoded-secret = \"warning\"\ndocker-tty = \"off\"\n\n[ports]\nreserved = [3100]\n\n[tls]\nca-bundle = \"certs/ca.pem\"\n\n[[accept]]\nrules = [\"docker\"]\npath = \"tools\"\nreason = \"the wrapper keeps the input open\"\n",
    );
    let rules = |args: &[&str]| {
        let output = mcpmend()
            .current_dir(machine.path("project"))
            .args(args)
            .output()
            .unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    let args = ["rules", "--settings", "--ignore", "port-mismatch"];
    snapshot("cli", "rules-settings", &rules(&args));
    let data: serde_json::Value =
        serde_json::from_str(&rules(&[&args[..], &["--format", "json"]].concat())).unwrap();
    let of = |name: &str| {
        let rules = data["rules"].as_array().unwrap();
        let rule = rules.iter().find(|rule| rule["name"] == name).unwrap();
        (
            rule["state"].clone(),
            rule["severity"].clone(),
            rule["from"].clone(),
        )
    };
    let settings = |line: usize| serde_json::json!({ "kind": "settings", "path": "mcpmend.toml", "line": line });
    assert_eq!(
        of("hardcoded-secret"),
        ("on".into(), "warning".into(), settings(5))
    );
    assert_eq!(
        of("docker-tty"),
        ("off".into(), "error".into(), settings(6))
    );
    assert_eq!(
        of("shadowed-server"),
        ("off".into(), "warning".into(), settings(1))
    );
    assert_eq!(
        of("port-mismatch").2,
        serde_json::json!({ "kind": "command-line" })
    );
    assert_eq!(
        of("docker-detached").2,
        serde_json::json!({ "kind": "default" })
    );
    let text = rules(&["explain", "docker-tty"]);
    assert!(
        text.contains("\nin force here: off (mcpmend.toml:6)\n"),
        "{text}"
    );
    let text = rules(&["explain", "docker-tty", "--isolated"]);
    assert!(!text.contains("in force here"), "{text}");
    // The plain list is the same everywhere.
    let output = mcpmend().args(["rules", "--pedantic"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

/// The example of the README is one that mcpmend takes, down to its rules.
#[test]
fn the_readme_shows_settings_that_work() {
    let readme =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let toml = readme
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .unwrap();
    let machine = Machine::new();
    machine.write("project/mcpmend.toml", toml);
    let output = mcpmend()
        .current_dir(machine.path("project"))
        .args([
            ".",
            "--select",
            "unknown-suppression",
            "--format",
            "concise",
            "-q",
        ])
        .output()
        .unwrap();
    assert_eq!(
        (output.status.code(), output.stdout.len()),
        (Some(0), 0),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let settings = mcpmend::settings::Settings::parse(toml, "README.md").unwrap();
    assert!(settings.accept.len() > 1 && !settings.rules.is_empty());
}

/// What the schema of the settings refuses mcpmend refuses, and the reverse where a schema can say
/// it.
#[test]
fn the_schema_takes_what_is_taken() {
    let schema: serde_json::Value = serde_json::from_str(&mcpmend::schemas::settings()).unwrap();
    let schema = jsonschema::draft7::new(&schema).unwrap();
    for (text, valid) in [
        ("persona = \"pedantic\"\n", true),
        ("persona = \"strict\"\n", false),
        ("[rules]\ndocker-tty = \"off\"\n", true),
        ("[rules]\ndocker-tty = \"warn\"\n", false),
        (
            "[[accept]]\nrules = [\"docker\"]\nclient = \"cursor\"\nreason = \"r\"\n",
            true,
        ),
        ("[[accept]]\nrules = [\"docker\"]\nreason = \"\"\n", false),
        ("[[accept]]\nrules = []\nreason = \"r\"\n", false),
        ("[[accept]]\nrules = [\"docker\"]\n", false),
        ("source = \"x\"\n", false),
    ] {
        let document =
            mcpmend::document::Document::parse(text.to_owned(), mcpmend::document::Format::Toml);
        let value = document.root().unwrap().to_json();
        assert_eq!(schema.is_valid(&value), valid, "{text}");
        let taken = mcpmend::settings::Settings::parse(text, "mcpmend.toml").is_ok();
        assert_eq!(taken, valid, "{text}");
    }
    assert!(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("schemas/settings.schema.json")
            .is_file()
    );
}

/// What is for the pedantic is counted, and shown to who asks: by persona or by the rule's name.
#[test]
fn personas_decide_what_is_shown() {
    const PEDANTIC: &str = "unpinned-package";
    let machine = Machine::new();
    let entry = r#"{ "command": "npx", "args": ["-y", "@example/docs-mcp"] }"#;
    machine.write("home/.claude.json", "{}");
    machine.write("project/.mcp.json", "{ \"mcpServers\": {} }");
    machine.write("project/tools/a/.mcp.json", "{ \"mcpServers\": {} }");
    let text = format!("{{\n  \"servers\": {{\n    \"docs\": {entry}\n  }}\n}}\n");
    machine.write("project/.vscode/mcp.json", &text);
    let run = |args: &[&str], settings: &str| {
        machine.write("project/mcpmend.toml", settings);
        let output = mcpmend()
            .current_dir(machine.path("project"))
            .args([".vscode", "--format", "json"])
            .args(args)
            .output()
            .unwrap();
        let data: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let found = data["diagnostics"].as_array().unwrap();
        let rules: Vec<&str> = found
            .iter()
            .map(|it| it["rule"].as_str().unwrap())
            .collect();
        (rules.join(" "), data["summary"]["hidden"].as_u64().unwrap())
    };
    let hidden = (String::new(), 1);
    let shown = (PEDANTIC.to_owned(), 0);
    assert_eq!(run(&[], ""), hidden);
    assert_eq!(run(&[], "persona = \"regular\"\n"), hidden);
    assert_eq!(run(&["--select", "package"], ""), hidden);
    assert_eq!(run(&["--pedantic"], ""), shown);
    assert_eq!(run(&["--pedantic"], "persona = \"regular\"\n"), shown);
    assert_eq!(run(&[], "persona = \"pedantic\"\n"), shown);
    assert_eq!(run(&["--select", PEDANTIC], ""), shown);
    assert_eq!(run(&[], "[rules]\nunpinned-package = \"info\"\n"), shown);
    assert_eq!(
        run(&[], "[rules]\nunpinned-package = \"off\"\n"),
        (String::new(), 0)
    );
    // What is silenced is neither shown nor hidden, and a suppression of what is hidden is of use.
    let ignored = text.replace(
        "\n    \"docs\"",
        "\n    // mcpmend: ignore[unpinned-package]\n    \"docs\"",
    );
    machine.write("project/.vscode/mcp.json", &ignored);
    assert_eq!(run(&[], ""), (String::new(), 0));
    assert_eq!(run(&["--pedantic"], ""), (String::new(), 0));
    let output = mcpmend()
        .args(["explain", PEDANTIC, "--isolated"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("\nin force here: shown with --pedantic only (default)\n"),
        "{text}"
    );
}

/// What rests on nothing established, or is another client's affair, does not disturb an ordinary
/// run.
#[test]
fn what_is_not_sure_is_for_the_pedantic() {
    let server = |fields: &str| format!("{{ \"mcpServers\": {{ \"docs\": {{ {fields} }} }} }}");
    let guessed = r#"{ "servers": { "docs": { "command": "docs-server", FIELD } } }"#;
    let cases = [
        (
            ".codex/config.toml",
            "[mcp_servers.docs]\nenabled = false\n".to_owned(),
            "missing-transport",
        ),
        (
            ".cursor/mcp.json",
            server(r#""command": "C:\\npm\\docs.cmd""#),
            "windows-npx",
        ),
        (
            ".cursor/mcp.json",
            server(r#""command": "node", "args": ["./docs.mjs"]"#),
            "relative-path",
        ),
        (
            "claude_desktop_config.json",
            server(r#""command": "docs-server", "color": "blue""#),
            "unknown-field",
        ),
        (
            "mcp-config.json",
            guessed.replace("FIELD", r#""tools": ["*"]"#),
            "foreign-field",
        ),
        (
            "mcp-config.json",
            guessed.replace("FIELD", r#""color": "blue""#),
            "unknown-field",
        ),
        (
            "mcp-config.json",
            guessed.replace("FIELD", r#""env": { "REGION": "${REGION}" }"#),
            "wrong-variable-syntax",
        ),
        (
            ".mcp.json",
            server(r#""type": "http", "url": "http://localhost:8420/mcp""#),
            "port-outside-range",
        ),
        (
            ".mcp.json",
            server(
                r#""type": "http", "url": "http://docs/mcp", "headers": { "Authorization": "Bearer ${DOCS_TOKEN}" }"#,
            ),
            "credentials-over-http",
        ),
    ];
    for (path, text, rule) in cases {
        let machine = Machine::new();
        machine.write(&format!("project/{path}"), &text);
        let rules = |args: &[&str]| {
            let output = mcpmend()
                .current_dir(machine.path("project"))
                .args([".", "--isolated", "--format", "json"])
                .args(args)
                .output()
                .unwrap();
            let data: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            let found = data["diagnostics"].as_array().unwrap();
            found.iter().any(|it| it["rule"] == rule)
        };
        assert!(rules(&["--pedantic"]), "{path}: {rule}");
        assert!(!rules(&[]), "{path}: {rule}");
    }
}
