//! `--interactive` as a user sees it: the real program, asked over a pipe and at a terminal.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, ChildStderr, Output, Stdio};

use common::{copy_folder, mcpmend, set_mode, snapshot, texts};

type Texts = BTreeMap<String, Vec<u8>>;

fn start(folder: &Path, args: &[&str]) -> Child {
    mcpmend()
        .current_dir(folder)
        .args([".", "--isolated", "--interactive"])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// A run that gets these answers.
fn answer(folder: &Path, args: &[&str], answers: &str) -> Output {
    let mut child = start(folder, args);
    let mut stdin = child.stdin.take().unwrap();
    // Who has enough of them ends before the last.
    let _ = stdin.write_all(answers.as_bytes());
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Three findings in two files, each with a safe fix.
fn three() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        ".codex/config.toml",
        "[mcp_servers.clock]\ncommand = \"uvx\"\nargs = [\"mcp-server-time\"]\ndisabled = true # not today\n",
    );
    write(
        folder.path(),
        ".mcp.json",
        "{\n  \"mcpServers\": {\n    \"one\": { \"url\": \"https://one.example.com/mcp\" },\n    \"two\": { \"url\": \"https://two.example.com/mcp\" }\n  }\n}\n",
    );
    folder
}

/// What the three fixes of [`three`] make of its files.
fn three_with(done: [bool; 3]) -> Texts {
    let mut texts = texts(three().path());
    let changes = [
        (".codex/config.toml", "disabled = true", "enabled = false"),
        (
            ".mcp.json",
            "\"one\": { ",
            "\"one\": { \"type\": \"http\", ",
        ),
        (
            ".mcp.json",
            "\"two\": { ",
            "\"two\": { \"type\": \"http\", ",
        ),
    ];
    for (done, (path, old, new)) in done.into_iter().zip(changes) {
        if done {
            let text = String::from_utf8(texts[path].clone()).unwrap();
            assert!(text.contains(old));
            texts.insert(path.to_owned(), text.replace(old, new).into_bytes());
        }
    }
    texts
}

#[test]
fn every_answer_does_what_it_says() {
    let (yes, no) = (true, false);
    let table: &[(&str, [bool; 3])] = &[
        ("y\ny\ny\n", [yes, yes, yes]),
        ("n\nn\nn\n", [no, no, no]),
        ("y\nn\ny\n", [yes, no, yes]),
        ("n\ny\nn\n", [no, yes, no]),
        // All of this file, without asking.
        ("n\na\n", [no, yes, yes]),
        ("a\nn\ny\n", [yes, no, yes]),
        ("a\na\n", [yes, yes, yes]),
        ("n\nn\na\n", [no, no, yes]),
        // Nothing more of this file.
        ("d\ny\nn\n", [no, yes, no]),
        ("y\nd\n", [yes, no, no]),
        ("d\nd\n", [no, no, no]),
        // What was accepted before the end is done.
        ("q\n", [no, no, no]),
        ("y\nq\n", [yes, no, no]),
        ("n\ny\nq\ny\n", [no, yes, no]),
        ("", [no, no, no]),
        ("y\n", [yes, no, no]),
        ("y\ny", [yes, yes, no]),
        // Help and what is no answer ask again.
        ("?\ny\n?\nn\n?\ny\n", [yes, no, yes]),
        ("\nx\nmaybe\ny\n1\nn\nyn\n y \n", [yes, no, yes]),
        ("\u{1b}[2J\ny\n\u{202e}\nn\n\u{0}\ny\n", [yes, no, yes]),
        ("Y\nN\nYES\n", [yes, no, yes]),
        ("yes\r\nno\r\ny\r\n", [yes, no, yes]),
    ];
    for (answers, done) in table {
        let folder = three();
        let output = answer(folder.path(), &[], answers);
        assert_eq!(
            texts(folder.path()),
            three_with(*done),
            "{answers:?}: {}",
            err(&output)
        );
        // It exits as a check of what is there now does.
        let after = mcpmend()
            .current_dir(folder.path())
            .args([".", "--isolated", "--format", "concise"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), after.status.code(), "{answers:?}");
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&after.stdout),
            "{answers:?}: other results than a check of what is there now"
        );
        assert!(!err(&output).contains(['\u{1b}', '\u{0}']), "{answers:?}");
    }
}

#[test]
fn an_answer_that_never_ends_is_no_answer() {
    let folder = three();
    let long = format!("{}\ny\nq\n", "y".repeat(5_000_000));
    let output = answer(folder.path(), &[], &long);
    assert_eq!(texts(folder.path()), three_with([true, false, false]));
    assert!(output.stderr.len() < 10_000);
}

/// Two servers on one port, and a third that lacks its type.
fn colliding() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        ".mcp.json",
        "{\n  \"mcpServers\": {\n    \"docs\": { \"url\": \"https://docs.example.com/mcp\" },\n    \"a\": { \"command\": \"uvx\", \"args\": [\"a-server\", \"--port\", \"3105\"] },\n    \"b\": { \"command\": \"uvx\", \"args\": [\"b-server\", \"--port\", \"3105\"] }\n  }\n}\n",
    );
    folder
}

#[test]
fn all_of_a_file_leaves_the_unsafe_ones_to_be_asked() {
    let mended = |args: &[&str], answers: &str| {
        let folder = colliding();
        answer(folder.path(), args, answers);
        let text = std::fs::read_to_string(folder.path().join(".mcp.json")).unwrap();
        (
            text.contains("\"type\": \"http\""),
            text.matches("3105").count() == 1,
        )
    };
    assert_eq!(mended(&[], "a\n"), (true, false));
    assert_eq!(mended(&[], "a\nn\n"), (true, false));
    assert_eq!(mended(&[], "a\ny\n"), (true, true));
    assert_eq!(mended(&["--unsafe-fixes"], "a\n"), (true, true));
}

/// A server and two clients that call it by url, on a port that belongs to others.
fn called() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        ".mcp.json",
        "{\n  \"mcpServers\": {\n    \"tickets\": { \"command\": \"uvx\", \"args\": [\"tickets\", \"--port\", \"3000\"] }\n  }\n}\n",
    );
    write(
        folder.path(),
        ".cursor/mcp.json",
        "{\n  \"mcpServers\": {\n    \"tickets\": { \"url\": \"http://localhost:3000/mcp\" }\n  }\n}\n",
    );
    write(
        folder.path(),
        ".vscode/mcp.json",
        "{\n  \"servers\": {\n    \"tickets\": { \"type\": \"http\", \"url\": \"http://localhost:3000/mcp\" }\n  }\n}\n",
    );
    folder
}

#[test]
fn a_port_moves_in_all_files_or_in_none() {
    let moved = |texts: &Texts| {
        let text = |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).unwrap();
        let moved: Vec<bool> = texts
            .values()
            .map(|bytes| !text(bytes).contains("3000"))
            .collect();
        assert_eq!(moved.len(), 3);
        moved
    };
    let folder = called();
    let output = answer(folder.path(), &[], "y\n");
    assert_eq!(moved(&texts(folder.path())), [true; 3], "{}", err(&output));
    for answers in ["n\n", "d\n", "q\n", ""] {
        let folder = called();
        answer(folder.path(), &[], answers);
        assert_eq!(texts(folder.path()), texts(called().path()), "{answers:?}");
    }
    for locked in [".mcp.json", ".cursor/mcp.json", ".vscode/mcp.json"] {
        let folder = called();
        set_mode(&folder.path().join(locked), 0o444);
        let output = answer(folder.path(), &[], "y\ny\ny\n");
        assert_eq!(texts(folder.path()), texts(called().path()), "{locked}");
        let said = err(&output);
        assert!(
            said.contains(&format!("{locked}: no fix that changes it is offered"))
                && said.contains("read-only"),
            "{said}"
        );
        assert!(!said.contains("[y,n"), "it is offered all the same: {said}");
    }
}

#[test]
fn undo_puts_back_what_was_accepted() {
    let folder = three();
    let output = answer(folder.path(), &[], "y\nn\ny\n");
    assert!(err(&output).contains("mcpmend undo"), "{}", err(&output));
    assert_eq!(texts(folder.path()), three_with([true, false, true]));
    for file in [".codex/config.toml", ".mcp.json"] {
        let undone = mcpmend()
            .current_dir(folder.path())
            .args(["undo", file])
            .output()
            .unwrap();
        assert!(undone.status.success(), "{}", err(&undone));
    }
    assert_eq!(texts(folder.path()), three_with([false; 3]));
}

#[cfg(unix)]
#[test]
fn nobody_answers_for_nothing() {
    // Where what was there cannot be recorded, that is said before the first question.
    let folder = three();
    let output = mcpmend()
        .current_dir(folder.path())
        .args([".", "--isolated", "--interactive"])
        .env_remove("MCPMEND_STATE_DIR")
        .env("HOME", "nowhere")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("--no-undo"), "{}", err(&output));
    assert!(!err(&output).contains("[y,n"), "{}", err(&output));
}

/// Reads until `text` has come.
fn read_until(from: &mut ChildStderr, text: &str) -> String {
    let mut all = Vec::new();
    let mut byte = [0];
    while !String::from_utf8_lossy(&all).ends_with(text) {
        assert_eq!(
            from.read(&mut byte).unwrap(),
            1,
            "the end instead of {text:?}: {}",
            String::from_utf8_lossy(&all)
        );
        all.push(byte[0]);
    }
    String::from_utf8(all).unwrap()
}

#[test]
fn a_file_that_is_saved_meanwhile_keeps_its_new_text() {
    for saved in [".cursor/mcp.json", ".mcp.json", ".vscode/mcp.json"] {
        let folder = called();
        // One more, of a file that nobody saves.
        write(
            folder.path(),
            ".codex/config.toml",
            "[mcp_servers.clock]\ncommand = \"uvx\"\nargs = [\"mcp-server-time\"]\ndisabled = true\n",
        );
        let before = texts(folder.path());
        let mut child = start(folder.path(), &[]);
        let mut stdin = child.stdin.take().unwrap();
        let mut stderr = child.stderr.take().unwrap();
        read_until(&mut stderr, "]? ");
        stdin.write_all(b"y\n").unwrap();
        read_until(&mut stderr, "]? ");
        write(folder.path(), saved, "{ \"mcpServers\": {} }");
        stdin.write_all(b"y\n").unwrap();
        let mut rest = String::new();
        stderr.read_to_string(&mut rest).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{rest}");
        assert!(rest.contains(saved) && rest.contains("run again"), "{rest}");
        let mut expected = before.clone();
        expected.insert(saved.to_owned(), b"{ \"mcpServers\": {} }".to_vec());
        let codex = String::from_utf8(before[".codex/config.toml"].clone()).unwrap();
        let codex = codex.replace("disabled = true", "enabled = false");
        expected.insert(".codex/config.toml".to_owned(), codex.into_bytes());
        assert_eq!(texts(folder.path()), expected, "{rest}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_writes_nothing() {
    use std::os::unix::process::ExitStatusExt as _;
    // What a shell starts in the background does not hear of Ctrl-C, nor do its children.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status
        .lines()
        .find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
    let deaf = ignored.is_some_and(|signals| signals & 0b10 != 0);
    let signal = if deaf { "-TERM" } else { "-INT" };
    for accepted in 0..3 {
        let folder = three();
        let mut child = start(folder.path(), &[]);
        let mut stdin = child.stdin.take().unwrap();
        let mut stderr = child.stderr.take().unwrap();
        for _ in 0..accepted {
            read_until(&mut stderr, "]? ");
            stdin.write_all(b"y\n").unwrap();
        }
        read_until(&mut stderr, "]? ");
        let killed = std::process::Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .unwrap();
        assert!(killed.success());
        let status = child.wait().unwrap();
        assert!(
            matches!(status.signal(), Some(2 | 15)) || status.code() == Some(130),
            "{status:?}"
        );
        assert_eq!(
            texts(folder.path()),
            three_with([false; 3]),
            "after {accepted}"
        );
    }
}

/// A token in VS Code's file, which has two ways out of it.
fn secret() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let secret = format!("ghp_{}", "16C7e42F292c6912E7710c838347Ae178B4a");
    write(
        folder.path(),
        ".vscode/mcp.json",
        &format!(
            "{{\n  \"servers\": {{\n    \"gh\": {{\n      \"type\": \"stdio\",\n      \"command\": \"gh-mcp\",\n      \"env\": {{ \"GITHUB_TOKEN\": \"{secret}\" }}\n    }}\n  }}\n}}\n"
        ),
    );
    (folder, secret)
}

#[test]
fn each_way_out_can_be_chosen() {
    let chosen = |answers: &str| {
        let (folder, secret) = secret();
        let output = answer(folder.path(), &[], answers);
        let text = std::fs::read_to_string(folder.path().join(".vscode/mcp.json")).unwrap();
        match (text.contains("${input:"), text.contains("${env:")) {
            (true, false) => "input",
            (false, true) => "environment",
            (false, false) if text.contains(&secret) => "none",
            _ => panic!("{text}{}", err(&output)),
        }
    };
    for (answers, expected) in [
        ("y\nq\n", "input"),
        ("1\nq\n", "input"),
        ("2\nq\n", "environment"),
        ("0\n4\n12\n-1\n2\nq\n", "environment"),
        ("n\nq\n", "none"),
        ("d\n", "none"),
        ("a\n", "input"),
    ] {
        assert_eq!(chosen(answers), expected, "{answers:?}");
    }
}

#[test]
fn a_secret_is_never_shown() {
    for answers in ["?\nn\n", "y\n", "2\n", "a\n", "q\n", ""] {
        let (folder, secret) = secret();
        let output = answer(folder.path(), &[], answers);
        let all = format!(
            "{}{}",
            err(&output),
            String::from_utf8_lossy(&output.stdout)
        );
        assert!(all.contains("[hardcoded-secret]"), "{all}");
        assert!(!all.contains(&secret), "{answers:?}: {all}");
    }
    let (folder, secret) = secret();
    let output = answer(folder.path(), &["--show-secrets"], "n\n");
    assert!(err(&output).contains(&secret));
}

#[test]
fn without_a_fix_it_ends_as_fix_does() {
    let clean = tempfile::tempdir().unwrap();
    write(
        clean.path(),
        ".mcp.json",
        "{ \"mcpServers\": { \"docs\": { \"type\": \"http\", \"url\": \"https://docs.example.com/mcp\" } } }\n",
    );
    let broken = tempfile::tempdir().unwrap();
    write(
        broken.path(),
        ".mcp.json",
        "{ \"mcpServers\": { \"docs\": { \"args\": [] } } }\n",
    );
    let empty = tempfile::tempdir().unwrap();
    for folder in [clean, broken, empty] {
        let before = texts(folder.path());
        let asked = answer(folder.path(), &[], "y\n");
        let fixed = mcpmend()
            .current_dir(folder.path())
            .args([".", "--isolated", "--fix"])
            .output()
            .unwrap();
        assert_eq!(asked, fixed);
        assert_eq!(texts(folder.path()), before);
    }
}

#[test]
fn it_is_for_people_and_for_files() {
    let folder = three();
    for args in [
        ["--fix"].as_slice(),
        &["--diff"],
        &["--write-baseline"],
        &["--stdin-filename", ".mcp.json"],
        &["--format", "json"],
    ] {
        let output = mcpmend()
            .current_dir(folder.path())
            .args(["--isolated", "--interactive"])
            .args(args)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(err(&output).contains("--interactive"), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
    }
    assert_eq!(texts(folder.path()), three_with([false; 3]));
}

/// Questions go to standard error, so that standard output holds what is left and nothing else.
#[test]
fn a_session_reads_well() {
    let folder = tempfile::tempdir().unwrap();
    let tour = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tour");
    copy_folder(&tour, folder.path());
    let output = answer(folder.path(), &[], "x\n?\ny\nn\ny\na\n?\nd\n2\nd\n");
    let shown = |output: &Output| {
        format!(
            "{}\n=== standard output\n{}",
            err(output),
            String::from_utf8_lossy(&output.stdout)
        )
    };
    snapshot("cli", "interactive-tour", &shown(&output));
    let (folder, _) = secret();
    let output = answer(folder.path(), &[], "?\n2\n");
    snapshot("cli", "interactive-ways", &shown(&output));
    let folder = called();
    write(
        folder.path(),
        ".codex/config.toml",
        "[mcp_servers.clock]\ncommand = \"uvx\"\nargs = [\"mcp-server-time\"]\ndisabled = true\n",
    );
    set_mode(&folder.path().join(".codex/config.toml"), 0o444);
    let output = answer(folder.path(), &[], "y\n");
    snapshot("cli", "interactive-port", &shown(&output));
}

/// At a terminal there are colours, and what is typed stands behind the question.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_colours_and_a_prompt() {
    let folder = three();
    let command = format!(
        "{} . --isolated --interactive --no-undo",
        env!("CARGO_BIN_EXE_mcpmend")
    );
    let mut child = std::process::Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .current_dir(folder.path())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("TERM", "xterm")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"y\nn\nq\n").unwrap();
    let output = child.wait_with_output().unwrap();
    drop(stdin);
    let screen = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        texts(folder.path()),
        three_with([true, false, false]),
        "{screen}"
    );
    for part in [
        "\u{1b}[32m+ enabled = false",
        "\u{1b}[31m- disabled = true",
        "\u{1b}[1;34m(2/3) Apply this fix [y,n,a,d,q,?]? \u{1b}[0m",
        "Fixed 1 problem in 1 file.",
    ] {
        assert!(screen.contains(part), "{part:?} is missing: {screen}");
    }
}
