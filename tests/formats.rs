//! The formats for other programs: SARIF, GitHub's annotations, GitLab's code quality, JUnit. That
//! real programs read them is tried by `.ci/steps/formats`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use common::{mcpmend, snapshot};
use serde_json::Value;

const ALL: [&str; 4] = ["sarif", "github", "gitlab", "junit"];

const UNTYPED: &str = r#"{
  "mcpServers": {
    "docs": { "url": "https://mcp.example.com/mcp" }
  }
}
"#;

/// Two findings that nothing but their places tells apart.
const TWINS: &str = r#"{
  "mcpServers": {
    "a": { "command": "docs-mcp", "args": ["--port 3100", "--host localhost"] }
  }
}
"#;

/// A repository with these files.
fn repository(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn run(folder: &Path, args: &[&str]) -> Output {
    mcpmend()
        .current_dir(folder)
        .arg("--isolated")
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// What is printed in this format.
fn printed(folder: &Path, format: &str, args: &[&str]) -> String {
    let output = run(folder, &[args, &["--format", format]].concat());
    assert_ne!(output.status.code(), Some(2), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(folder: &Path, format: &str, args: &[&str]) -> Value {
    serde_json::from_str(&printed(folder, format, args)).unwrap()
}

/// The one run of the SARIF file, with what every one has.
fn sarif(folder: &Path, args: &[&str]) -> Value {
    let mut log = json(folder, "sarif", args);
    assert_eq!(log["version"], "2.1.0");
    let run = log["runs"][0].take();
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    assert_eq!(run["tool"]["driver"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        let index = result["ruleIndex"].as_u64().unwrap();
        assert_eq!(rules[index as usize]["id"], result["ruleId"]);
    }
    run
}

fn results(run: &Value) -> &[Value] {
    run["results"].as_array().unwrap()
}

fn first_region(run: &Value) -> &Value {
    &results(run)[0]["locations"][0]["physicalLocation"]["region"]
}

/// The UTF-16 code units of `text` from which a place counts: its lines with their ends.
fn lines(text: &str) -> Vec<Vec<u16>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.split_inclusive('\n')
        .map(|line| line.encode_utf16().collect())
        .collect()
}

/// The place in UTF-16 code units of `line` and `column` in a text without its mark.
fn offset(text: &str, region: &Value, which: &str) -> usize {
    let get = |what: &str| region[format!("{which}{what}")].as_u64().unwrap() as usize;
    let lines = lines(text);
    let before = &lines[..get("Line") - 1];
    before.iter().map(Vec::len).sum::<usize>() + get("Column") - 1
}

/// What stands in a region.
fn cut(text: &str, region: &Value) -> String {
    let units: Vec<u16> = lines(text).concat();
    let range = offset(text, region, "start")..offset(text, region, "end");
    String::from_utf16(&units[range]).unwrap()
}

/// The text after the preferred fix of the first result, as a program that knows nothing but SARIF
/// carries it out.
fn fixed(text: &str, run: &Value) -> String {
    let fix = &results(run)[0]["fixes"][0];
    assert_eq!(fix["properties"]["preferred"], true);
    assert_eq!(fix["artifactChanges"].as_array().unwrap().len(), 1);
    let mut replacements = fix["artifactChanges"][0]["replacements"]
        .as_array()
        .unwrap()
        .clone();
    let mark = text.starts_with('\u{feff}');
    let mut bytes = text.as_bytes().to_vec();
    // From the end on, so that no place moves.
    replacements.reverse();
    for replacement in &replacements {
        let region = &replacement["deletedRegion"];
        let range = if region["byteLength"].is_u64() {
            let start = region["byteOffset"].as_u64().unwrap() as usize;
            start..start + region["byteLength"].as_u64().unwrap() as usize
        } else {
            let units: Vec<u16> = lines(text).concat();
            let byte = |which| {
                let before = String::from_utf16(&units[..offset(text, region, which)]).unwrap();
                before.len() + if mark { 3 } else { 0 }
            };
            byte("start")..byte("end")
        };
        let inserted = replacement["insertedContent"]["text"].as_str();
        bytes.splice(range, inserted.unwrap_or_default().bytes());
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn the_tour_in_every_format() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for format in ["github", "gitlab", "junit"] {
        snapshot("formats", format, &printed(root, format, &["tests/tour"]));
    }
    let mut log = json(root, "sarif", &["tests/tour"]);
    // What changes with every release, and with every word of the documentation.
    let driver = &mut log["runs"][0]["tool"]["driver"];
    for version in ["version", "semanticVersion"] {
        driver[version] = "VERSION".into();
    }
    for rule in driver["rules"].as_array_mut().unwrap() {
        for text in ["text", "markdown"] {
            rule["help"][text] = "DOCUMENTATION".into();
        }
        rule["fullDescription"]["text"] = "DOCUMENTATION".into();
    }
    let text = serde_json::to_string_pretty(&log).unwrap();
    snapshot("formats", "sarif", &text);
}

#[test]
fn a_rule_comes_with_its_documentation() {
    let folder = repository(&[(".mcp.json", UNTYPED)]);
    let run = sarif(folder.path(), &["."]);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 1, "a rule that did not fire is there");
    let rule = mcpmend::rules::by_name("missing-transport-type").unwrap();
    let documented = rule.documentation().markdown;
    for text in ["text", "markdown"] {
        let help = rules[0]["help"][text].as_str().unwrap();
        // The examples have words for our tests behind their format.
        let without = documented.replace("```json bad .mcp.json", "```json");
        let without = without.replace("```json good .mcp.json", "```json");
        assert_ne!(without, documented);
        assert_eq!(help, without);
    }
    assert_eq!(rules[0]["defaultConfiguration"]["level"], "error");
    assert_eq!(
        rules[0]["properties"]["tags"],
        serde_json::json!(["mcp", "transport"])
    );
    assert!(rules[0]["properties"]["security-severity"].is_null());
}

#[test]
fn a_rule_about_security_has_a_score() {
    let secret = ["ghp", "_", "16C7e42F292c6912E7710c838347Ae178B4a"].concat();
    let text = UNTYPED.replace(
        r#""url": "https://mcp.example.com/mcp""#,
        &format!(r#""command": "docs-mcp", "env": {{ "GITHUB_TOKEN": "{secret}" }}"#),
    );
    let folder = repository(&[(".mcp.json", &text)]);
    let run = sarif(folder.path(), &[".", "--select", "hardcoded-secret"]);
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!(rule["properties"]["security-severity"], "8.0");
    let tags = rule["properties"]["tags"].as_array().unwrap();
    assert!(tags.contains(&"security".into()));
    assert!(!run.to_string().contains(&secret));
}

#[test]
fn levels_are_those_of_the_settings() {
    let folder = repository(&[
        (".mcp.json", UNTYPED),
        (
            "mcpmend.toml",
            "[rules]\nmissing-transport-type = \"info\"\n",
        ),
    ]);
    let by_settings = |format: &str| {
        let output = mcpmend()
            .current_dir(folder.path())
            .args([".", "--format", format])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let log: Value = serde_json::from_str(&by_settings("sarif")).unwrap();
    let run = &log["runs"][0];
    assert_eq!(results(run)[0]["level"], "note");
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!(rule["defaultConfiguration"]["level"], "error");
    assert!(by_settings("github").starts_with("::notice "));
    assert!(by_settings("gitlab").contains(r#""severity": "info""#));
    assert!(by_settings("junit").contains(r#"<skipped type="info""#));
}

/// Columns count code units, whatever stands before them; a byte order mark is none.
#[test]
fn places_are_counted_in_utf16() {
    let plain = r#"{"mcpServers": {"dö😀c": {"url": "https://mcp.example.com/mcp"}}}"#;
    let long = UNTYPED.replace("docs", "d\u{10ffff}cs");
    for text in [
        plain.to_owned(),
        format!("\u{feff}{plain}"),
        long.clone(),
        long.replace('\n', "\r\n"),
        format!("\u{feff}{}", long.replace('\n', "\r\n")),
    ] {
        let folder = repository(&[(".mcp.json", &text)]);
        let args = [".", "--select", "missing-transport-type"];
        let run = sarif(folder.path(), &args);
        assert_eq!(results(&run).len(), 1);
        assert_eq!(cut(&text, first_region(&run)), r#""url""#, "{text:?}");
        let mended = fixed(&text, &run);
        let output = self::run(folder.path(), &[&args[..], &["--fix"]].concat());
        assert!(output.status.success(), "{output:?}");
        let written = std::fs::read_to_string(folder.path().join(".mcp.json")).unwrap();
        assert_eq!(mended, written);
        assert_ne!(mended, text);
    }
}

#[test]
fn a_byte_order_mark_is_told_by_its_bytes() {
    let plain = r#"{"mcpServers": {"docs": {"command": "docs-mcp"}}}"#;
    let path = ".cline/data/settings/cline_mcp_settings.json";
    let text = format!("\u{feff}{plain}");
    let folder = repository(&[(path, &text)]);
    let run = sarif(folder.path(), &[path]);
    assert_eq!(results(&run)[0]["ruleId"], "byte-order-mark");
    assert_eq!(fixed(&text, &run), plain);
}

#[test]
fn a_finding_is_known_again_when_lines_shift() {
    let marks = |text: &str| -> Vec<(String, String)> {
        let folder = repository(&[(".mcp.json", text)]);
        let run = sarif(folder.path(), &["."]);
        let of_sarif: Vec<_> = results(&run)
            .iter()
            .map(|it| it["partialFingerprints"]["mcpmend/v1"].clone())
            .collect();
        let issues = json(folder.path(), "gitlab", &["."]);
        let issues = issues.as_array().unwrap();
        let of_gitlab: Vec<_> = issues.iter().map(|it| it["fingerprint"].clone()).collect();
        assert_eq!(of_sarif, of_gitlab);
        let marks = of_gitlab
            .iter()
            .map(|mark| mark.as_str().unwrap().to_owned());
        let lines = issues
            .iter()
            .map(|it| it["location"]["lines"]["begin"].to_string());
        marks.zip(lines).collect()
    };
    let before = marks(UNTYPED);
    assert_eq!(before.len(), 1);
    let shifted = UNTYPED.replace(
        "    \"docs\"",
        "    \"other\": { \"command\": \"other-mcp\" },\n\n\n    \"docs\"",
    );
    let after = marks(&shifted);
    assert_eq!(after[0].0, before[0].0);
    assert_ne!(after[0].1, before[0].1, "the line is another one");
    assert_eq!(
        marks(&UNTYPED.replace("example", "sample"))[0].0,
        before[0].0
    );
    assert_ne!(marks(&UNTYPED.replace("docs", "wiki"))[0].0, before[0].0);

    let twins = marks(TWINS);
    assert_eq!(twins.len(), 2);
    assert_ne!(twins[0].0, twins[1].0, "two findings of one mark");
    assert_eq!(marks(&TWINS.replacen("{\n", "{\n\n\n", 1))[1].0, twins[1].0);
}

/// The same file has the same name wherever in its repository mcpmend runs.
#[test]
fn paths_start_at_the_root_of_the_repository() {
    let folder = repository(&[
        ("web app/[id]/50%/.mcp.json", UNTYPED),
        ("web app/other/x", ""),
    ]);
    let below = folder.path().join("web app/[id]");
    let absolute = folder.path().join("web app");
    let (uri, path) = (
        "web%20app/%5Bid%5D/50%25/.mcp.json",
        "web app/[id]/50%/.mcp.json",
    );
    let mut marks = Vec::new();
    for (from, arg) in [
        (folder.path(), "."),
        (below.as_path(), "."),
        (below.as_path(), "50%"),
        (&folder.path().join("web app/other"), "../[id]"),
        (below.as_path(), absolute.to_str().unwrap()),
    ] {
        let run = sarif(from, &[arg]);
        let location = &results(&run)[0]["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(location["uri"], uri, "{from:?} {arg}");
        assert_eq!(location["uriBaseId"], "%SRCROOT%");
        let change = &results(&run)[0]["fixes"][0]["artifactChanges"][0]["artifactLocation"];
        assert_eq!(change, location);
        marks.push(results(&run)[0]["partialFingerprints"].to_string());
        let issues = json(from, "gitlab", &[arg]);
        assert_eq!(issues[0]["location"]["path"], path);
        let command = printed(from, "github", &[arg]);
        assert!(command.contains(",file=web app/[id]/50%25/.mcp.json,"));
        assert!(printed(from, "junit", &[arg]).contains(&format!(r#"<testsuite name="{path}""#)));
    }
    marks.dedup();
    assert_eq!(marks.len(), 1, "{marks:?}");
}

#[test]
fn what_lies_elsewhere_is_named_in_full() {
    let here = repository(&[("x", "")]);
    let there = repository(&[("a b/.mcp.json", UNTYPED)]);
    let file = there.path().canonicalize().unwrap().join("a b/.mcp.json");
    let run = sarif(here.path(), &[file.to_str().unwrap()]);
    let location = &results(&run)[0]["locations"][0]["physicalLocation"]["artifactLocation"];
    let uri = location["uri"].as_str().unwrap();
    let url = url::Url::parse(uri).unwrap();
    assert_eq!(url.to_file_path().unwrap(), file);
    assert!(location["uriBaseId"].is_null() && uri.contains("/a%20b/"));
    let issues = json(here.path(), "gitlab", &[file.to_str().unwrap()]);
    let path = issues[0]["location"]["path"].as_str().unwrap();
    assert!(path.ends_with("/a b/.mcp.json"), "{path}");
}

#[test]
fn nothing_found_is_something_to_say() {
    let nothing = repository(&[("README.md", "")]);
    let clean = repository(&[(
        ".mcp.json",
        r#"{"mcpServers": {"docs": {"command": "docs-mcp"}}}"#,
    )]);
    for folder in [&nothing, &clean] {
        let output = run(folder.path(), &[".", "--format", "github"]);
        assert!(output.status.success() && output.stdout.is_empty());
        assert_eq!(json(folder.path(), "gitlab", &["."]), serde_json::json!([]));
        let run = sarif(folder.path(), &["."]);
        assert_eq!(run["results"], serde_json::json!([]));
    }
    let told = &sarif(nothing.path(), &["."])["invocations"][0]["toolExecutionNotifications"];
    assert_eq!(told[0]["message"]["text"], "No MCP configuration found.");
    let told = &sarif(clean.path(), &["."])["invocations"][0]["toolExecutionNotifications"];
    assert_eq!(told, &serde_json::json!([]));
    let text = printed(clean.path(), "junit", &["."]);
    assert!(text.contains(r#"tests="1" failures="0""#), "{text}");
    assert!(text.contains(r#"<testcase name="no findings" classname=".mcp"/>"#));
    // A report without a case makes Jenkins fail.
    let text = printed(nothing.path(), "junit", &["."]);
    assert!(text.contains(r#"tests="1" failures="0""#), "{text}");
    assert!(text.contains(r#"message="No MCP configuration found.""#));
    // What it came to is said where no program reads.
    let output = run(nothing.path(), &[".", "--format", "sarif"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("No MCP configuration found."), "{said}");
    let output = run(nothing.path(), &[".", "--format", "sarif", "--quiet"]);
    assert_eq!(output.stderr, b"");
}

#[test]
fn what_cannot_be_read_is_told() {
    let folder = repository(&[(".mcp.json/x", ""), ("notes.json", "{}")]);
    let run = sarif(folder.path(), &[".", "notes.json"]);
    assert_eq!(results(&run)[0]["ruleId"], "unreadable-file");
    let region = first_region(&run);
    assert_eq!(
        (&region["startLine"], &region["endColumn"]),
        (&1.into(), &1.into())
    );
    let told = run["invocations"][0]["toolExecutionNotifications"]
        .as_array()
        .unwrap();
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[0]["level"], "error");
    let place = &told[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(place, ".mcp.json");
    let text = told[1]["message"]["text"].as_str().unwrap();
    assert!(
        text.starts_with("notes.json: no MCP servers found in it"),
        "{text}"
    );
    // Without the rule it is no file that passed, either.
    let text = printed(folder.path(), "junit", &[".", "--select", "transport"]);
    assert!(text.contains(r#"<skipped type="unreadable""#), "{text}");
    let commands = printed(folder.path(), "github", &["."]);
    assert!(commands.contains("file=.mcp.json,line=1,endLine=1,col=1,endColumn=1::"));
}

/// A command as the runner takes it apart.
fn command(line: &str) -> (String, Vec<(String, String)>, String) {
    let unescaped = |text: &str, property: bool| {
        let mut text = text.replace("%0D", "\r").replace("%0A", "\n");
        if property {
            text = text.replace("%3A", ":").replace("%2C", ",");
        }
        text.replace("%25", "%")
    };
    let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (name, properties) = head.split_once(' ').unwrap();
    let properties = properties.split(',').map(|property| {
        let (key, value) = property.split_once('=').unwrap();
        (key.to_owned(), unescaped(value, true))
    });
    (
        name.to_owned(),
        properties.collect(),
        unescaped(message, false),
    )
}

/// Names that would be commands, markup or nothing that can be seen.
#[test]
fn hostile_names_stay_within_their_place() {
    let name = "a\n::error title=x::FORGED\r\n%0A::warning::FORGED ]]> <b a='\"'>&amp; \u{1b}[2J\u{0}\u{b} \u{202e}x\u{2066}\u{feff} [click](https://evil.example) ##[error]FORGED";
    let quoted = serde_json::to_string(name).unwrap();
    let text = format!(
        r#"{{ "mcpServers": {{ {quoted}: {{ "url": "https://mcp.example.com/mcp", {quoted}: {quoted} }} }} }}"#
    );
    let folder = repository(&[("%0A,x=y::z]]>&/.mcp.json", &text)]);
    let data = json(folder.path(), "json", &["."]);
    let number = data["diagnostics"].as_array().unwrap().len();
    assert!(number > 1);

    let commands = printed(folder.path(), "github", &["."]);
    assert_eq!(commands.lines().count(), number, "{commands}");
    for line in commands.lines() {
        let (name, properties, message) = command(line);
        assert!(
            ["error", "warning", "notice"].contains(&name.as_str()),
            "{line}"
        );
        let keys: Vec<_> = properties.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(
            keys,
            ["title", "file", "line", "endLine", "col", "endColumn"]
        );
        assert_eq!(properties[1].1, "%0A,x=y::z]]>&/.mcp.json");
        assert!(
            !message.contains(['\u{1b}', '\u{0}', '\u{202e}', '\r']),
            "{message:?}"
        );
        assert!(
            message.lines().all(|line| !line.starts_with("::")),
            "{message}"
        );
    }

    let xml = printed(folder.path(), "junit", &["."]);
    let seen = |c: char| c == '\n' || mcpmend::report::visible::is_seen(c);
    assert!(xml.chars().all(seen), "{xml:?}");
    assert!(!xml.contains("]]>") && !xml.contains("<b"));
    assert_eq!(xml.matches("<testcase ").count(), number);
    assert_eq!(xml.matches("</testcase>").count(), number);

    let run = sarif(folder.path(), &["."]);
    assert_eq!(results(&run).len(), number);
    for result in results(&run) {
        let message = result["message"]["text"].as_str().unwrap();
        assert!(
            !message.contains("](") && !message.contains('\u{202e}'),
            "{message}"
        );
        // Who asks for the name gets it as it is.
        let place = &result["locations"][0];
        assert_eq!(place["logicalLocations"][0]["name"], name);
        let uri = &place["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(uri, "%250A,x=y%3A%3Az%5D%5D%3E&/.mcp.json");
    }
    let issues = json(folder.path(), "gitlab", &["."]);
    assert_eq!(issues.as_array().unwrap().len(), number);
    let mut marks: Vec<_> = issues
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["fingerprint"].to_string())
        .collect();
    marks.sort();
    marks.dedup();
    assert_eq!(marks.len(), number);
}

#[test]
fn junit_fails_what_the_run_fails() {
    let folder = repository(&[
        (".mcp.json", UNTYPED),
        (
            ".vscode/mcp.json",
            r#"{"servers": {"docs": {"type": "stdio", "command": "npx", "args": ["docs-mcp@1.0.0"]}}}"#,
        ),
    ]);
    for (level, failures) in [("error", 1), ("info", 2), ("never", 0)] {
        let args = [
            ".",
            "--select",
            "missing-transport-type,npx-without-yes",
            "--fail-on",
            level,
        ];
        let text = printed(folder.path(), "junit", &args);
        assert_eq!(
            text.matches("<failure ").count(),
            failures,
            "{level}: {text}"
        );
        assert_eq!(text.matches("<skipped ").count(), 2 - failures);
        let head =
            format!(r#"<testsuites name="mcpmend" tests="2" failures="{failures}" errors="0">"#);
        assert!(text.contains(&head), "{text}");
    }
    // Whoever compares runs goes by the names.
    let twins = repository(&[(".mcp.json", TWINS)]);
    let text = printed(twins.path(), "junit", &["."]);
    assert!(text.contains(r#"name="joined-argument: a""#));
    assert!(text.contains(r#"name="joined-argument: a (2)""#));
}

#[test]
fn an_output_file_leaves_standard_output_empty() {
    let folder = repository(&[(".mcp.json", UNTYPED)]);
    for format in ALL.iter().chain(&["full", "concise", "json"]) {
        let shown = printed(folder.path(), format, &[".", "--quiet"]);
        let output = run(
            folder.path(),
            &[".", "--format", format, "--output-file", "out.txt"],
        );
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(output.stdout, b"", "{format}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.starts_with("Found 1 error in 1 file"), "{said}");
        let written = std::fs::read_to_string(folder.path().join("out.txt")).unwrap();
        assert_eq!(written, shown, "{format}");
    }
    let names: Vec<PathBuf> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(names.len(), 3, "something is left: {names:?}");
}

/// Who reads a report while it is written again reads the old one or the new one.
#[cfg(unix)]
#[test]
fn an_output_file_is_whole_at_any_time() {
    use std::io::Read as _;
    let folder = repository(&[(".mcp.json", UNTYPED)]);
    let path = folder.path().join("reports/out.sarif");
    std::fs::create_dir(folder.path().join("reports")).unwrap();
    std::fs::write(&path, "the old report").unwrap();
    std::os::unix::fs::symlink("reports/out.sarif", folder.path().join("link")).unwrap();
    let mut reader = std::fs::File::open(&path).unwrap();
    let args = [".", "--format", "sarif", "--output-file", "link"];
    assert_eq!(run(folder.path(), &args).status.code(), Some(1));
    let mut old = String::new();
    reader.read_to_string(&mut old).unwrap();
    assert_eq!(old, "the old report");
    let new = std::fs::read(&path).unwrap();
    assert!(serde_json::from_slice::<Value>(&new).is_ok());
    assert!(folder.path().join("link").is_symlink());
}

/// What is no file is written into, not put in place of.
#[cfg(unix)]
#[test]
fn an_output_file_may_be_a_pipe() {
    use std::os::unix::fs::FileTypeExt as _;
    let folder = repository(&[(".mcp.json", UNTYPED)]);
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read_to_string(pipe).unwrap()
    });
    let args = [".", "--format", "gitlab", "--output-file", "pipe"];
    assert_eq!(run(folder.path(), &args).status.code(), Some(1));
    assert!(reader.join().unwrap().contains("missing-transport-type"));
    let kind = std::fs::symlink_metadata(&pipe).unwrap().file_type();
    assert!(kind.is_fifo());
}

#[test]
fn what_makes_no_sense_is_refused() {
    let folder = repository(&[(".mcp.json", UNTYPED)]);
    for format in ALL {
        for flag in ["--statistics", "--interactive"] {
            let output = run(folder.path(), &[".", flag, "--format", format]);
            assert_eq!(output.status.code(), Some(2), "{format} {flag}");
            assert!(output.stdout.is_empty());
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(said.contains(flag), "{said}");
        }
    }
}

/// After `--fix` what is left is told, and standard input has a place too.
#[test]
fn every_way_to_check_has_every_format() {
    let folder = repository(&[(".mcp.json", UNTYPED)]);
    for format in ALL {
        let output = mcpmend()
            .current_dir(folder.path())
            .args(["--isolated", "--format", format])
            .args(["--stdin-filename", "sub/.mcp.json"])
            .stdin(std::fs::File::open(folder.path().join(".mcp.json")).unwrap())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("sub/.mcp.json"), "{text}");
    }
    let left = printed(folder.path(), "sarif", &[".", "--fix"]);
    assert!(left.contains(r#""results": []"#), "{left}");
}
