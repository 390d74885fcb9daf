//! Findings that comments and settings silence, and the suppressions that silence nothing.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Output, Stdio};

use common::{Sandbox, copy_folder, folders, mcpmend, snapshot};
use mcpmend::check::{Selection, check};
use mcpmend::diagnostic::{Diagnostic, Persona};
use mcpmend::document::{Document, Edit, edit};
use mcpmend::rules::{self, Context};
use mcpmend::suppression::{self, Reach, ignore_edit};
use mcpmend::workspace::{FileId, Workspace};

/// A project on disk: paths and texts.
fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("home")).unwrap();
    std::fs::create_dir_all(folder.path().join("project/.git")).unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn run(folder: &Path, args: &[&str]) -> Output {
    let home = folder.ancestors().map(|up| up.join("home"));
    let home = home.into_iter().find(|home| home.is_dir()).unwrap();
    mcpmend()
        .current_dir(folder)
        .arg("--home")
        .arg(home)
        .args(args)
        .output()
        .unwrap()
}

/// What is found, a line each.
fn found(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, &[args, &["--format", "concise", "-q"]].concat());
    assert_ne!(
        output.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// One server of VS Code, started by `docker run` without `-i` in the line `args`.
fn vscode(before: &str, args: &str) -> String {
    format!(
        "{{\n  \"servers\": {{\n    \"db\": {{\n      \"command\": \"docker\",\n{before}      {args}\n    }}\n  }}\n}}\n"
    )
}

const ARGS: &str = r#""args": ["run", "--rm", "example/db"]"#;

#[track_caller]
fn silenced(text: &str, yes: bool) {
    for (newline, mark) in [("\n", ""), ("\r\n", ""), ("\n", "\u{feff}")] {
        let text = format!("{mark}{}", text.replace('\n', newline));
        let folder = project(&[("project/.vscode/mcp.json", &text)]);
        let found = found(&folder.path().join("project"), &["--select", "docker"]);
        assert_eq!(found.is_empty(), yes, "{text}\n{found}");
    }
}

#[test]
fn a_comment_is_for_its_line_or_for_what_it_stands_above() {
    let ignore = "mcpmend: ignore[docker-not-interactive] a reason";
    silenced(&vscode("", ARGS), false);
    silenced(&vscode("", &format!("{ARGS} // {ignore}")), true);
    silenced(&vscode("", &format!("{ARGS} /* {ignore} */")), true);
    silenced(&vscode("", &format!("/* {ignore} */ {ARGS}")), true);
    silenced(&vscode("", &format!("{ARGS} // words // {ignore}")), true);
    silenced(&vscode("", &format!("{ARGS} // words {ignore}")), false);
    silenced(&vscode(&format!("// {ignore}\n"), ARGS), true);
    silenced(&vscode(&format!("/*\n * {ignore}\n */\n"), ARGS), true);
    silenced(
        &vscode(&format!("// {ignore}\n// more words\n"), ARGS),
        true,
    );
    silenced(&vscode(&format!("// {ignore}\n\n"), ARGS), false);
    // Behind a line it is not for the next one.
    let before = "      \"cwd\": \"/srv\",";
    silenced(&vscode(&format!("{before} // {ignore}\n"), ARGS), false);
    // Several at once.
    silenced(
        &vscode(
            "// mcpmend: ignore[docker-tty, docker-not-interactive]\n",
            ARGS,
        ),
        true,
    );
    silenced(&vscode("// mcpmend: ignore[docker-tty]\n", ARGS), false);
    silenced(&vscode("// mcpmend: ignore[docker]\n", ARGS), true);
    silenced(
        &vscode(
            "// mcpmend: ignore[docker-tty]\n",
            &format!("{ARGS} // {ignore}"),
        ),
        true,
    );
    // The whole entry, and the whole file.
    let plain = vscode("", ARGS);
    silenced(
        &plain.replace("    \"db\"", &format!("    // {ignore}\n    \"db\"")),
        true,
    );
    silenced(
        &plain.replace("  \"servers\"", &format!("  // {ignore}\n  \"servers\"")),
        true,
    );
    let file = ignore.replace("ignore", "ignore-file");
    silenced(&format!("// {file}\n\n{plain}"), true);
    silenced(&plain.replacen('{', &format!("{{\n  // {file}\n"), 1), true);
    silenced(&format!("{plain}// {file}\n"), false);
    // Above the brace of the file it is for that line only.
    silenced(&format!("// {ignore}\n{plain}"), false);
    // Without brackets, and with another word.
    silenced(&vscode("", &format!("{ARGS} // mcpmend: ignore")), false);
    silenced(
        &vscode(
            "",
            &format!("{ARGS} // mcpmend: off[docker-not-interactive]"),
        ),
        false,
    );
}

#[test]
fn a_comment_above_a_table_is_for_the_table_wherever_its_parts_stand() {
    let folder = project(&[(
        "project/.codex/config.toml",
        "# mcpmend: ignore[docker-not-interactive]\n[mcp_servers.a]\ncommand = \"docker\"\n\n\
         [mcp_servers.b]\ncommand = \"docker\"\nargs = [\"run\", \"example/b\"]\n\n\
         [mcp_servers.a.env]\nLOG = \"1\"\n\n\
         [mcp_servers.c]\n# mcpmend: ignore[docker-not-interactive]\nargs = [\n  \"run\",\n  \"example/c\",\n]\ncommand = \"docker\"\n",
    )]);
    let found = found(
        &folder.path().join("project"),
        &["--select", "docker,unused-suppression"],
    );
    // `b` stands between two parts of `a`; nothing is wrong with `a`.
    assert_eq!(
        found,
        ".codex/config.toml:1:19: warning[unused-suppression] this suppression of `docker-not-interactive` silences nothing\n\
         .codex/config.toml:7:9: error[docker-not-interactive] `b` is started by `docker run` without `-i`, so its input is closed and it exits at once\n"
    );
}

#[test]
fn strict_json_takes_no_suppression() {
    let text = vscode("      // mcpmend: ignore[docker]\n", ARGS).replace("servers", "mcpServers");
    let folder = project(&[("project/.mcp.json", &text)]);
    let found = found(&folder.path().join("project"), &[]);
    assert!(found.contains("[comment-in-json]"), "{found}");
    assert!(found.contains("[docker-not-interactive]"), "{found}");
    assert!(!found.contains("-suppression]"), "{found}");
}

#[test]
fn what_is_silenced_is_counted() {
    let files = [
        (
            "project/.vscode/mcp.json",
            &*vscode("", &format!("{ARGS} // mcpmend: ignore[docker]")),
        ),
        (
            "project/.mcp.json",
            r#"{ "mcpServers": { "docs": { "url": "https://docs.example.com/mcp" } } }"#,
        ),
        (
            "project/mcpmend.toml",
            "[[accept]]\nrules = [\"missing-transport-type\"]\npath = \".mcp.json\"\nreason = \"r\"\n",
        ),
    ];
    let folder = project(&files);
    let project = folder.path().join("project");
    let output = run(&project, &[]);
    assert_eq!(output.status.code(), Some(0));
    snapshot(
        "cli",
        "suppressed",
        &String::from_utf8(output.stdout).unwrap(),
    );
    let output = run(&project, &["--format", "json"]);
    let data: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(data["summary"]["ignored"], 2);
    assert_eq!(data["diagnostics"], serde_json::json!([]));
    let output = run(&project, &["--statistics", "--format", "json"]);
    let data: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(data["summary"]["ignored"], 2);
    assert_eq!(data["statistics"], serde_json::json!([]));
    // Nothing is fixed that is silenced.
    let before = common::texts(&project);
    run(&project, &["--fix", "--unsafe-fixes", "-q"]);
    assert_eq!(common::texts(&project), before);
}

/// A suppression is told to be of no use only where the run could have found what it is for.
#[test]
fn what_was_not_looked_for_is_not_unused() {
    let unused = vscode(
        "",
        r#""args": ["run", "-i", "example/db"] // mcpmend: ignore[docker-not-interactive]"#,
    );
    let collision = vscode(
        "      // mcpmend: ignore[port-collision]\n",
        r#""args": ["run", "-i", "-p", "3105:3105", "example/db"]"#,
    );
    let folder = project(&[
        ("project/.vscode/mcp.json", &unused),
        ("project/sub/.vscode/mcp.json", &collision),
        ("project/sub/.mcp.json", "{ \"mcpServers\": {} }"),
        (
            "project/mcpmend.toml",
            "[[accept]]\nrules = [\"missing-transport-type\"]\npath = \"sub\"\nreason = \"r\"\n\n\
             [[accept]]\nrules = [\"missing-transport-type\"]\nserver = \"docs\"\nreason = \"r\"\n",
        ),
    ]);
    let project = folder.path().join("project");
    let names = |folder: &Path, args: &[&str]| {
        let found = found(folder, args);
        let lines = found
            .lines()
            .filter(|line| line.contains("unused-suppression"));
        let files = lines.map(|line| line.split(": ").next().unwrap().to_owned());
        files.collect::<Vec<_>>().join(" ")
    };
    let here = ".vscode/mcp.json:5:62";
    // This machine with all of the project.
    let all = format!("{here} sub/.vscode/mcp.json:5:26 mcpmend.toml:2:10 mcpmend.toml:7:10");
    assert_eq!(names(&project, &[]), all);
    // The whole project, without the user's files: they could meet on a port, and a server of
    // any file may be called `docs`.
    assert_eq!(names(&project, &["."]), format!("{here} mcpmend.toml:2:10"));
    // Some files.
    assert_eq!(names(&project, &[".vscode/mcp.json"]), here);
    assert_eq!(names(&project, &["sub"]), "");
    // Other rules; and this one alone, for which the others run unseen.
    assert_eq!(names(&project, &["--select", "port"]), "");
    assert_eq!(names(&project, &["--select", "unused-suppression"]), all);
    assert_eq!(
        found(&project, &["--select", "unused-suppression"])
            .lines()
            .count(),
        4
    );
    assert_eq!(
        names(&project, &[".", "--ignore", "docker-not-interactive"]),
        "mcpmend.toml:2:10"
    );
    // As somebody else's.
    assert_eq!(
        names(&project, &[".vscode/mcp.json", "--client", "cline"]),
        ""
    );
    // One text.
    let mut child = mcpmend()
        .current_dir(&project)
        .args([
            "--stdin-filename",
            ".vscode/mcp.json",
            "--format",
            "concise",
            "-q",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(unused.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.starts_with(here) && text.lines().count() == 1,
        "{text}"
    );
}

/// Only the settings can silence what is said about suppressions.
#[test]
fn no_comment_silences_its_own_fault() {
    let folder = project(&[(
        "project/.vscode/mcp.json",
        &format!(
            "// mcpmend: ignore-file[suppression, unknown-suppression]\n{}",
            vscode(
                "",
                r#""args": ["run", "-i", "example/db"] // mcpmend: ignore[dokcer-tty]"#
            )
        ),
    )]);
    let project = folder.path().join("project");
    let text = found(&project, &[]);
    assert!(text.contains("[unknown-suppression]"), "{text}");
    assert!(text.contains("[unused-suppression]"), "{text}");
    std::fs::write(
        project.join("mcpmend.toml"),
        "[[accept]]\nrules = [\"suppression\"]\nreason = \"we are moving\"\n",
    )
    .unwrap();
    assert_eq!(found(&project, &[]), "");
}

#[test]
fn a_fix_takes_away_what_is_of_no_use() {
    let folder = project(&[
        (
            "project/.vscode/mcp.json",
            &vscode(
                "      // mcpmend: ignore[docker-tty, docker-not-interactive] a reason\n",
                ARGS,
            ),
        ),
        (
            "project/mcpmend.toml",
            "# ours\r\n[[accept]]\r\nrules = [\"docker-tty\"]\r\npath = \".vscode\"\r\nreason = \"r\"\r\n\r\n[rules]\r\ndocker-tty = \"warning\" # why\r\n",
        ),
    ]);
    let project = folder.path().join("project");
    let output = run(&project, &["--fix", "-q"]);
    assert_eq!(output.status.code(), Some(0));
    let texts = common::texts(&project);
    let text = |path: &str| String::from_utf8(texts[path].clone()).unwrap();
    assert_eq!(
        text(".vscode/mcp.json"),
        vscode(
            "      // mcpmend: ignore[docker-not-interactive] a reason\n",
            ARGS
        )
    );
    assert_eq!(
        text("mcpmend.toml"),
        "# ours\r\n\r\n[rules]\r\ndocker-tty = \"warning\" # why\r\n"
    );
}

/// A fixture as a machine of its own.
struct Machine {
    sandbox: Sandbox,
    selection: Selection,
}

impl Machine {
    fn open(case: &Path) -> Machine {
        let sandbox = Sandbox::new();
        for (part, folder) in [("project", sandbox.project()), ("home", sandbox.home())] {
            if case.join(part).is_dir() {
                copy_folder(&case.join(part), &folder);
            }
        }
        Machine {
            sandbox,
            selection: Selection {
                persona: Persona::Pedantic,
                reach: Reach::Machine,
                ..Selection::default()
            },
        }
    }

    fn check(&self, workspace: &Workspace) -> Vec<Diagnostic> {
        let context = Context {
            workspace,
            settings: &self.sandbox.settings,
            host: &self.sandbox,
            machine_mode: true,
        };
        check(&context, &self.selection)
    }
}

fn line_of(workspace: &Workspace, finding: &Diagnostic) -> (FileId, usize) {
    let label = finding.primary();
    let document = &workspace.file(label.file).document;
    (label.file, document.lines().line_of(label.span.start))
}

/// How often each thing is said of each file.
fn said<'f>(
    findings: impl IntoIterator<Item = &'f Diagnostic>,
) -> BTreeMap<(&'static str, FileId, &'f str), usize> {
    let mut said = BTreeMap::new();
    for finding in findings {
        let key = (
            finding.rule,
            finding.primary().file,
            finding.message.as_str(),
        );
        *said.entry(key).or_default() += 1;
    }
    said
}

fn applied(document: &Document, edits: &[Edit]) -> String {
    edit::apply(&document.text, &document.lower(edits).unwrap()).unwrap()
}

/// In every fixture, for every finding in a file that may have comments: the comment that ignores
/// it silences what its rule says of that line and nothing else, nothing is said about the
/// comment, and taking it out gives the text back byte for byte.
#[test]
fn every_finding_can_be_ignored_by_itself() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let (mut tried, mut formats) = (0, BTreeMap::new());
    for rule in folders(&fixtures) {
        for case in folders(&rule) {
            let machine = Machine::open(&case);
            let workspace = machine.sandbox.workspace();
            let before = machine.check(&workspace);
            for finding in &before {
                let place = line_of(&workspace, finding);
                let file = workspace.file(place.0);
                let own = rules::by_name(finding.rule).unwrap().category.name();
                let edit = ignore_edit(file, finding.primary().span, finding.rule);
                let what = format!("{}: {}", case.display(), finding.message);
                if !suppression::may_have(file) || own == suppression::OWN_CATEGORY {
                    if own != suppression::OWN_CATEGORY {
                        assert_eq!(edit, None, "{what}");
                    }
                    continue;
                }
                let edit = edit.unwrap_or_else(|| panic!("{what}: no comment does it"));
                let text = applied(&file.document, &[edit]);
                let ignoring = workspace.with_texts(&[(place.0, text)]);
                let after = machine.check(&ignoring);
                let left = before.iter().filter(|other| {
                    !(other.rule == finding.rule && line_of(&workspace, other) == place)
                });
                assert_eq!(
                    said(left),
                    said(&after),
                    "{what}\n{}",
                    ignoring.file(place.0).document.text
                );
                let document = &ignoring.file(place.0).document;
                let old = suppression::directives(&file.document);
                let directive = suppression::directives(document)
                    .into_iter()
                    .find(|new| {
                        new.names.iter().any(|name| name.text == finding.rule)
                            && !old.iter().any(|old| old.names == new.names)
                    })
                    .unwrap();
                let index = directive.names.len() - 1;
                let back = applied(
                    document,
                    &suppression::removal(document, &directive, &[index]),
                );
                assert_eq!(back, file.document.text, "{what}");
                tried += 1;
                *formats.entry(file.kind.format.name()).or_insert(0) += 1;
            }
        }
    }
    assert!(tried > 120, "only {tried} findings");
    assert!(
        ["json", "toml", "yaml"]
            .iter()
            .all(|format| formats[format] > 10),
        "{formats:?}"
    );
}

/// In every fixture file that may have comments, a suppression of what is not found there is told
/// to be of no use, and its fix gives the text back byte for byte.
#[test]
fn every_leftover_is_found_and_taken_out() {
    const LEFT: &str = "docker-detached";
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut tried = 0;
    for case in folders(&fixtures).iter().flat_map(|rule| folders(rule)) {
        let machine = Machine::open(&case);
        let workspace = machine.sandbox.workspace();
        let before = machine.check(&workspace);
        for (id, file) in workspace.files() {
            let whole = file.document.errors_in(file.kind.dialect).is_empty();
            let said_here = |finding: &&Diagnostic| finding.primary().file == id;
            let clean = !before
                .iter()
                .filter(said_here)
                .any(|finding| finding.rule == LEFT || finding.rule == "unused-suppression");
            if !suppression::may_have(file) || file.not_read.is_some() || !whole || !clean {
                continue;
            }
            for (_, entry) in workspace.entries_of(id) {
                let Some(edit) = ignore_edit(file, entry.name_span, LEFT) else {
                    panic!("{}: `{}`", case.display(), entry.name);
                };
                let text = applied(&file.document, &[edit]);
                let littered = workspace.with_texts(&[(id, text)]);
                let after = machine.check(&littered);
                let unused: Vec<&Diagnostic> = after
                    .iter()
                    .filter(said_here)
                    .filter(|finding| finding.rule == "unused-suppression")
                    .collect();
                let [finding] = unused[..] else {
                    panic!("{}: {}", case.display(), littered.file(id).document.text);
                };
                assert!(finding.message.contains(LEFT), "{}", finding.message);
                let edits: Vec<Edit> = finding.fixes[0]
                    .edits
                    .iter()
                    .map(|(_, edit)| edit.clone())
                    .collect();
                let back = mcpmend::fix::rewrite(&littered, id, &edits).unwrap();
                assert_eq!(back, file.document.text, "{}", case.display());
                tried += 1;
            }
        }
    }
    assert!(tried > 100, "only {tried} servers");
}
