//! `mcpmend undo` as somebody uses it who has just seen `--fix` do what was not wanted.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

#[path = "undo/broken.rs"]
mod broken;
#[path = "undo/keeping.rs"]
mod keeping;
#[path = "undo/person.rs"]
mod person;
#[path = "undo/stopped.rs"]
mod stopped;

use common::{set_mode, snapshot};
use person::{Person, faulty};

const GITHUB: &str = "16C7e42F292c6912E7710c838347Ae178B4a";

/// A file of VS Code with the root key of others, which `--fix` renames.
const SECOND: &str = "{ \"mcpServers\": { \"b\": { \"command\": \"b-mcp\" } } }\n";

/// Texts with all that a writer may lose, and where they stand.
fn delicate() -> Vec<(&'static str, Vec<u8>)> {
    let lf = faulty("docs");
    vec![
        (".mcp.json", lf.clone().into()),
        (".mcp.json", lf.replace('\n', "\r\n").into()),
        (".mcp.json", lf.trim_end().to_owned().into()),
        (".mcp.json", format!("\u{feff}{lf}").into()),
        (".mcp.json", format!("\u{feff}{}", lf.trim_end().replace('\n', "\r\n")).into()),
        (".mcp.json", lf.replace("  ", "\t").replacen('\n', "\r\n", 2).into()),
        (".mcp.json", lf.replace("docs", "dócs \u{1f980}").into()),
        (".mcp.json", lf.replace("}\n}\n", "},\n}\n\n\n").into()),
        (
            ".vscode/mcp.json",
            b"{\r\n\t// one\r\n\t\"mcpServers\": { \"b\": { \"command\": \"node\", }, },\r\n}".to_vec(),
        ),
        (
            ".codex/config.toml",
            b"# two  \r\n[mcp_servers.c]\r\ncommand = 'uvx'\r\ndisabled = true # not today".to_vec(),
        ),
        (
            ".continue/mcpServers/x.yaml",
            b"name: x\nversion: 0.0.1\nschema: v1\nmcpServers:\n- name: d   # three\n  url: https://mcp.example.com/mcp\n  type: http".to_vec(),
        ),
    ]
}

#[test]
fn every_byte_and_mode_comes_back() {
    let mut tried = 0;
    for (path, text) in delicate() {
        for mode in [0o600, 0o640, 0o644, 0o755] {
            let person = Person::new();
            let file = person.write(&format!("p/{path}"), &text);
            set_mode(&file, mode);
            person.run(&[".", "--isolated", "--fix", "--unsafe-fixes", "--pedantic"]);
            let fixed = std::fs::read(&file).unwrap();
            assert_ne!(fixed, text, "{path} was not fixed");
            person.undo(&["--diff"]).ends(0);
            assert_eq!(std::fs::read(&file).unwrap(), fixed, "--diff wrote");
            person.undo(&[]).ends(0);
            assert_eq!(std::fs::read(&file).unwrap(), text, "{path}");
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                let now = std::fs::metadata(&file).unwrap().permissions().mode();
                assert_eq!(now & 0o7777, mode);
            }
            tried += 1;
        }
    }
    assert_eq!(tried, 44);
}

#[test]
fn it_goes_back_run_by_run() {
    let person = Person::new();
    let mut texts = Vec::new();
    for server in ["one", "two", "three"] {
        texts.push(faulty(server));
        person.write("p/.mcp.json", faulty(server));
        person
            .fix()
            .says("Fixed 1 problem in 1 file. `mcpmend undo` puts it back.");
        texts.push(String::from_utf8(person.read("p/.mcp.json")).unwrap());
    }
    assert_eq!(person.runs(), [1, 2, 3]);
    // Between two runs somebody saved the file, so the second step back needs a word.
    let said = person.undo(&[]).ends(0);
    assert!(said.out.contains("goes on with run 2"), "{said:?}");
    assert_eq!(person.read("p/.mcp.json"), texts[4].as_bytes());
    person.undo(&[]).ends(1).says("it has changed since run 2");
    person.write("p/.mcp.json", &texts[3]);
    person.undo(&[]).ends(0);
    assert_eq!(person.read("p/.mcp.json"), texts[2].as_bytes());
    person.write("p/.mcp.json", &texts[1]);
    let said = person.undo(&[]).ends(0);
    assert!(!said.out.contains("goes on"), "{said:?}");
    assert_eq!(person.read("p/.mcp.json"), texts[0].as_bytes());
    person.undo(&[]).ends(1).says("Nothing to undo");
    assert_eq!(person.read("p/.mcp.json"), texts[0].as_bytes());
}

/// One run over two files, then another over one of them.
fn two_runs() -> Person {
    let person = Person::new();
    person.write("p/.mcp.json", faulty("one"));
    person.write("p/.vscode/mcp.json", SECOND);
    person.fix();
    let fixed = String::from_utf8(person.read("p/.mcp.json")).unwrap();
    let more = fixed.replace(
        "}\n  }",
        "},\n    \"two\": { \"url\": \"https://b.example.com/mcp\" }\n  }",
    );
    person.write("p/.mcp.json", more);
    person.fix();
    assert_eq!(person.runs(), [1, 2]);
    person
}

#[test]
fn a_named_file_comes_back_from_the_run_that_changed_it_last() {
    let person = two_runs();
    let code = person.read("p/.mcp.json");
    let said = person.undo(&[".vscode/mcp.json"]).ends(0);
    assert!(
        said.out
            .contains("put back .vscode/mcp.json as it was before run 1"),
        "{said:?}"
    );
    assert_eq!(person.read("p/.vscode/mcp.json"), SECOND.as_bytes());
    assert_eq!(person.read("p/.mcp.json"), code);
    // However it is called.
    person.undo(&["../p/./.vscode/../.mcp.json"]).ends(0);
    assert!(
        String::from_utf8(person.read("p/.mcp.json"))
            .unwrap()
            .contains("\"two\": { \"url\"")
    );
    person
        .undo(&[".vscode/mcp.json"])
        .ends(1)
        .says("Nothing to undo");
    person
        .undo(&["nothing.json"])
        .ends(1)
        .says("Nothing to undo");
    // All of the named or none.
    let before = person.read("p/.mcp.json");
    person
        .undo(&[".mcp.json", "nothing.json"])
        .ends(2)
        .says("nothing.json: no run");
    assert_eq!(person.read("p/.mcp.json"), before);
}

#[test]
fn a_run_is_put_back_by_its_number() {
    let person = two_runs();
    person
        .undo(&["--run", "1"])
        .ends(1)
        .says(".mcp.json: run 2 changed it again after run 1: put that back first");
    let said = person.undo(&["--run", "1", ".vscode/mcp.json"]).ends(0);
    assert!(said.err.is_empty(), "{said:?}");
    person
        .undo(&["--run", "1", ".vscode/mcp.json"])
        .ends(2)
        .says("no such file");
    person
        .undo(&["--run", "7"])
        .ends(2)
        .says("no run 7 is recorded");
    let said = person.undo(&["--list"]).ends(0);
    assert!(said.out.contains("partly undone"), "{said:?}");
    person.undo(&["--run", "2"]).ends(0);
    person
        .undo(&["--run", "2"])
        .ends(2)
        .says("run 2 is put back already");
    for wrong in [
        &["--run", "one"][..],
        &["--list", "--run", "1"],
        &["--list", "--force"],
        &["--diff", "--force"],
        &["--format", "json"],
    ] {
        person.undo(wrong).ends(2);
    }
}

#[test]
fn what_has_changed_since_is_kept() {
    let person = Person::new();
    let texts = [faulty("one"), SECOND.to_owned()];
    person.write("p/.mcp.json", &texts[0]);
    person.write("p/.vscode/mcp.json", &texts[1]);
    person.fix();
    let mine = "{ \"mcpServers\": { \"mine\": { \"command\": \"x\" } } }";
    person.write("p/.mcp.json", mine);
    let other = person.read("p/.vscode/mcp.json");
    let refused = person.undo(&[]).ends(1);
    snapshot("cli", "undo-refused", &refused.shown(&person));
    assert_eq!(person.read("p/.mcp.json"), mine.as_bytes());
    assert_eq!(
        person.read("p/.vscode/mcp.json"),
        other,
        "all files of a run or none"
    );
    let forced = person.undo(&["--force"]).ends(0);
    snapshot("cli", "undo-forced", &forced.shown(&person));
    assert_eq!(person.read("p/.mcp.json"), texts[0].as_bytes());
    assert_eq!(person.read("p/.vscode/mcp.json"), texts[1].as_bytes());
    // Nothing is lost, and going back does not come upon it.
    person.undo(&[]).ends(1).says("Nothing to undo");
    person.undo(&["--run", "2"]).ends(0);
    assert_eq!(person.read("p/.mcp.json"), mine.as_bytes());
}

#[test]
fn what_is_as_before_already_is_left_alone() {
    let person = Person::new();
    let file = person.write("p/.mcp.json", faulty("one"));
    person.fix();
    person.write("p/.mcp.json", faulty("one"));
    let written = std::fs::metadata(&file).unwrap().modified().unwrap();
    let said = person.undo(&[]).ends(0);
    assert!(
        said.out
            .contains(".mcp.json is as it was before run 1 already"),
        "{said:?}"
    );
    assert_eq!(
        std::fs::metadata(&file).unwrap().modified().unwrap(),
        written
    );
    person.undo(&[]).ends(1);
}

#[test]
fn a_deleted_file_comes_back_by_force_alone() {
    let person = Person::new();
    let file = person.write("p/.vscode/mcp.json", SECOND);
    set_mode(&file, 0o640);
    person.fix();
    std::fs::remove_file(&file).unwrap();
    person.undo(&[]).ends(1).says("it was deleted since run 1");
    let diff = person.undo(&["--diff"]).ends(1);
    assert!(diff.out.contains(&format!("+{SECOND}")), "{diff:?}");
    assert!(!file.exists());
    std::fs::remove_dir(file.parent().unwrap()).unwrap();
    person
        .undo(&["--force"])
        .ends(1)
        .says("make the folder first");
    std::fs::create_dir(file.parent().unwrap()).unwrap();
    let said = person.undo(&["--force"]).ends(0);
    assert!(
        said.out.contains("made .vscode/mcp.json anew, as it was"),
        "{said:?}"
    );
    assert_eq!(std::fs::read(&file).unwrap(), SECOND.as_bytes());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            std::fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o640
        );
    }
    assert_eq!(
        person::below(&person.path("p/.vscode")).len(),
        1,
        "something was left"
    );
}

#[test]
fn what_is_no_file_any_more_is_never_written() {
    let person = Person::new();
    let file = person.write("p/.mcp.json", faulty("one"));
    person.write("p/.vscode/mcp.json", SECOND);
    person.fix();
    let other = person.read("p/.vscode/mcp.json");
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    for args in [&[][..], &["--force"], &["--diff"]] {
        person.undo(args).ends(1).says("it is a folder now");
    }
    std::fs::remove_dir(&file).unwrap();
    #[cfg(unix)]
    {
        let made = std::process::Command::new("mkfifo")
            .arg(&file)
            .status()
            .unwrap();
        assert!(made.success());
        for args in [&[][..], &["--force"], &["--diff"]] {
            person
                .undo(args)
                .ends(1)
                .says("it is a pipe, socket or device now");
        }
        std::fs::remove_file(&file).unwrap();
    }
    let long = std::fs::File::create(&file).unwrap();
    long.set_len(20_000_000).unwrap();
    person
        .undo(&["--force"])
        .ends(1)
        .says("it has more than 10 MB now");
    assert_eq!(person.read("p/.vscode/mcp.json"), other);
}

#[cfg(unix)]
#[test]
fn links_stay_links() {
    use std::os::unix::fs::symlink;
    let person = Person::new();
    let target = person.write("p/dotfiles/mcp.json", faulty("one"));
    symlink("dotfiles/mcp.json", person.path("p/between")).unwrap();
    let link = person.path("p/.mcp.json");
    symlink("between", &link).unwrap();
    let is_link = || std::fs::symlink_metadata(&link).unwrap().is_symlink();
    person.fix();
    person.undo(&[]).ends(0);
    assert!(is_link());
    assert_eq!(std::fs::read_to_string(&target).unwrap(), faulty("one"));
    // The file itself is named.
    person.fix();
    person.undo(&["dotfiles/mcp.json"]).ends(0);
    assert_eq!(std::fs::read_to_string(&target).unwrap(), faulty("one"));
    // The target is gone, and comes back where the link leads.
    person.fix();
    std::fs::remove_file(&target).unwrap();
    person.undo(&[]).ends(1).says("it was deleted");
    person.undo(&["--force"]).ends(0);
    assert!(is_link());
    assert_eq!(std::fs::read_to_string(&target).unwrap(), faulty("one"));
    // The link leads to nothing else than it did.
    person.fix();
    std::fs::remove_file(&target).unwrap();
    std::fs::remove_file(person.path("p/between")).unwrap();
    symlink("elsewhere", person.path("p/between")).unwrap();
    person
        .undo(&["--force"])
        .ends(2)
        .says("a link that leads elsewhere now");
    assert!(!target.exists() && !person.path("p/elsewhere").exists());
    // It leads to another file, which has changed then.
    person.write("p/elsewhere", "mine");
    person.undo(&[]).ends(1).says("it has changed since");
    person.undo(&["--force"]).ends(0);
    assert!(is_link());
    assert_eq!(person.read("p/elsewhere"), faulty("one").as_bytes());
    let kept = person.runs().pop().unwrap().to_string();
    person.undo(&["--run", &kept]).ends(0);
    assert_eq!(person.read("p/elsewhere"), b"mine");
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_come_back() {
    use std::os::unix::ffi::OsStrExt as _;
    let person = Person::new();
    let name = std::ffi::OsStr::from_bytes(b"p\xff\xfe q");
    let folder = person.path("p").join(name);
    // Some file systems take no such names.
    if std::fs::create_dir_all(folder.join(".git")).is_err() {
        return;
    }
    let file = folder.join(".mcp.json");
    std::fs::write(&file, faulty("one")).unwrap();
    let run = |args: &[&str]| {
        let mut command = person.command("p");
        person::Said::of(command.current_dir(&folder).args(args).output().unwrap())
    };
    run(&[".", "--isolated", "--fix"])
        .ends(0)
        .says("`mcpmend undo` puts it back");
    assert_ne!(std::fs::read_to_string(&file).unwrap(), faulty("one"));
    run(&["undo", "--list"]).ends(0);
    run(&["undo", "--list", "--format", "json"]).ends(0);
    run(&["undo", ".mcp.json"]).ends(0);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), faulty("one"));
}

/// A name that would clear the screen and write a line of its own.
#[cfg(unix)]
#[test]
fn a_name_has_no_say_over_the_terminal() {
    let person = Person::new();
    let name = "p/\u{1b}[2J\nput back everything\u{202e}";
    person.write(&format!("{name}/.mcp.json"), faulty("one"));
    person.fix();
    for args in [&["--list"][..], &["--diff"], &[], &["--list"]] {
        let said = person.undo(args).ends(0);
        for text in [&said.out, &said.err] {
            let bad = |line: &str| line.starts_with("put back everything");
            assert!(
                !text.contains(['\u{1b}', '\u{202e}']) || args == ["--diff"],
                "{said:?}"
            );
            assert!(!text.lines().any(bad), "{said:?}");
        }
    }
    assert_eq!(
        person.read(&format!("{name}/.mcp.json")),
        faulty("one").as_bytes()
    );
}

#[test]
fn a_fix_that_is_half_taken_back_is_told() {
    let person = Person::new();
    let claude = "{ \"mcpServers\": { \"a\": { \"command\": \"a-mcp\", \"args\": [\"--transport\", \"http\", \"--port\", \"9105\"] } } }";
    let cursor = "{ \"mcpServers\": { \"a\": { \"url\": \"http://localhost:9105/mcp\" } } }";
    person.write("p/.mcp.json", claude);
    person.write("p/.cursor/mcp.json", cursor);
    person.write("p/mcpmend.toml", "[ports]\nrecommended = [\"3100-3199\"]\n");
    person
        .run(&[
            ".",
            "--fix",
            "--unsafe-fixes",
            "--pedantic",
            "--select",
            "port",
        ])
        .says("Fixed 1 problem in 2 files. `mcpmend undo` puts it back.");
    person
        .undo(&[".mcp.json"])
        .ends(0)
        .says("warning: the same fix changed .cursor/mcp.json, which stays as it is");
    assert_eq!(person.read("p/.mcp.json"), claude.as_bytes());
    assert_ne!(person.read("p/.cursor/mcp.json"), cursor.as_bytes());
    let said = person.undo(&[]).ends(0);
    assert!(said.err.is_empty(), "{said:?}");
    assert_eq!(person.read("p/.cursor/mcp.json"), cursor.as_bytes());
}

#[test]
fn the_list_shows_what_was_done() {
    let person = two_runs();
    person.undo(&[]).ends(0);
    person.write("p/.mcp.json", faulty("three"));
    person.fix();
    person.write("p/.mcp.json", "{}");
    person.undo(&["--force"]).ends(0);
    person.write("p/.mcp.json", faulty("four"));
    person.fix();
    let list = person.undo(&["--list"]).ends(0);
    snapshot("cli", "undo-list", &list.shown(&person));
    let json = person.undo(&["--list", "--format", "json"]).ends(0);
    let schema: serde_json::Value = serde_json::from_str(&mcpmend::schemas::undo()).unwrap();
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    if let Err(error) = jsonschema::draft7::new(&schema).unwrap().validate(&value) {
        panic!("{error}");
    }
    snapshot("cli", "undo-list-json", &json.shown(&person));
    let one = person.undo(&["--list", ".vscode/mcp.json"]).ends(0);
    assert_eq!(one.out.matches("Z  ").count(), 1, "{one:?}");
    assert_eq!(
        person.undo(&["--list", "nothing.json"]).ends(0).out,
        "No runs of `mcpmend --fix` are recorded.\n"
    );
    let diff = person.undo(&["--diff"]).ends(0);
    snapshot("cli", "undo-diff", &diff.shown(&person));
    let back = person.undo(&[]).ends(0);
    snapshot("cli", "undo", &back.shown(&person));
    let help = person.undo(&["--help"]).ends(0);
    snapshot("cli", "undo-help", &help.shown(&person));
}

/// The limits are said once in the help and once on the page about it.
#[test]
fn the_limits_are_those_that_are_told() {
    use mcpmend::fix::journal::{MOST_BYTES, MOST_DAYS, MOST_RUNS};
    let told = format!(
        "the newest {MOST_RUNS} runs of the last {MOST_DAYS} days, up to {} MB",
        MOST_BYTES / 1_000_000
    );
    let page = include_str!("../docs/undo.md").split_whitespace();
    let page: Vec<&str> = page.collect();
    assert!(
        page.join(" ").contains(&told),
        "docs/undo.md does not say: {told}"
    );
}

#[test]
fn no_secret_is_ever_shown() {
    let secret = format!("ghp_{GITHUB}");
    let person = Person::new();
    let config = |file: &str| {
        format!(
            "{{\n  \"{file}\": {{\n    \"gh\": {{\n      \"type\": \"http\",\n      \"url\": \"https://mcp.example.com/mcp?api_key={secret}\",\n      \"headers\": {{ \"Authorization\": \"Bearer {secret}\" }}\n    }},\n    \"x\": {{ \"command\": \"npx x --token {secret}\", \"env\": {{ \"DB_PASSWORD\": \"hunter2-{GITHUB}\" }} }}\n  }}\n}}\n"
        )
    };
    person.write("p/.mcp.json", config("mcpServers"));
    person.write("p/.vscode/mcp.json", config("mcpServers"));
    person.write("p/.cursor/mcp.json", config("servers"));
    let fix = person.run(&[
        ".",
        "--isolated",
        "--fix",
        "--unsafe-fixes",
        "--pedantic",
        "--format",
        "json",
    ]);
    let runs = person.undo_folder().join("1");
    let count = std::fs::read_dir(&runs).unwrap().count();
    assert!(count > 3, "{fix:?}");
    let record = std::fs::read_to_string(runs.join("run")).unwrap();
    let mut shown = vec![fix.out, fix.err, record];
    for args in [
        &["--list"][..],
        &["--list", "--format", "json"],
        &["--diff"],
        &["--diff", ".mcp.json"],
        &["--run", "1", "--diff"],
    ] {
        let said = person.undo(args).ends(0);
        shown.extend([said.out, said.err]);
    }
    person.write("p/.mcp.json", config("mine"));
    for args in [&[][..], &["--diff"], &["--force"], &["--list"]] {
        let said = person.undo(args);
        shown.extend([said.out, said.err]);
    }
    person.undo(&["--run", "2"]).ends(0);
    assert_eq!(person.read("p/.mcp.json"), config("mine").as_bytes());
    for text in &shown {
        for part in [secret.as_str(), GITHUB, &GITHUB[..12], &GITHUB[20..]] {
            assert!(!text.contains(part), "{part} is shown in {text}");
        }
    }
}

/// What the masked difference says plainly is what `git apply` makes of it.
#[test]
fn the_plain_difference_applies() {
    let secret = format!("ghp_{GITHUB}");
    let person = Person::new();
    let text = faulty("gh").replace(
        "/mcp\"",
        &format!("/mcp\", \"headers\": {{ \"Authorization\": \"Bearer {secret}\" }}"),
    );
    person.write("p/.mcp.json", &text);
    person.fix();
    let masked = person.undo(&["--diff"]).ends(0).says("--show-secrets");
    assert!(!masked.out.contains(&secret));
    let plain = person.undo(&["--diff", "--show-secrets"]).ends(0);
    assert!(plain.out.contains(&secret));
    person.write("p/the.patch", &plain.out);
    std::fs::remove_dir(person.path("p/.git")).unwrap();
    for args in [&["init", "-q"][..], &["apply", "the.patch"]] {
        let git = std::process::Command::new("git")
            .current_dir(person.path("p"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .args(args)
            .status();
        assert!(git.unwrap().success(), "git {args:?}");
    }
    assert_eq!(person.read("p/.mcp.json"), text.as_bytes());
}
