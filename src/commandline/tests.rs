use super::*;
use crate::document::{Document, Format};
use crate::model::Role;

/// Strings as a file would hold them; the first is the command.
pub(crate) fn parts(words: &[&str]) -> Parts {
    let document = Document::parse(String::new(), Format::Json);
    let mut tree = document.tree;
    let mut text = |text: &str, role| Text {
        node: tree.add(
            crate::document::Span::at(0),
            crate::document::NodeKind::Null,
        ),
        text: text.to_owned(),
        role,
    };
    Parts {
        command: words.first().map(|word| text(word, Role::Command)),
        args: words[1..]
            .iter()
            .map(|word| text(word, Role::Args))
            .collect(),
        ..Parts::default()
    }
}

fn own(line: &CommandLine<'_>) -> Vec<String> {
    line.own_arguments()
        .iter()
        .map(|word| word.text.to_string())
        .collect()
}

/// Launcher, package, version, own arguments.
fn read(words: &[&str]) -> (Launcher, Option<String>, Option<String>, Vec<String>) {
    let parts = parts(words);
    let line = CommandLine::of(&parts).unwrap();
    let package = line.package.clone();
    (
        line.launcher,
        package.as_ref().map(|package| package.name.clone()),
        package.and_then(|package| package.version),
        own(&line),
    )
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

#[test]
fn the_package_is_found_behind_wrapper_and_launcher() {
    let scoped = Some("@scope/server".to_owned());
    for words in [
        &["npx", "-y", "@scope/server@1.2", "--port", "1"][..],
        &["cmd", "/c", "npx", "-y", "@scope/server@1.2", "--port", "1"],
        &[
            "C:\\Program Files\\nodejs\\npx.cmd",
            "@scope/server@1.2",
            "--port",
            "1",
        ],
        &["sh", "-c", "cd x && npx -y @scope/server@1.2 --port 1"],
        &[
            "env",
            "A=b",
            "npx",
            "--package",
            "@scope/server@1.2",
            "bin",
            "--port",
            "1",
        ],
        &["npx -y @scope/server@1.2 --port 1"],
        &[
            "wsl.exe",
            "-e",
            "bash",
            "-lc",
            "npx @scope/server@1.2 --port 1",
        ],
        &["npm", "exec", "--", "@scope/server@1.2", "--port", "1"],
    ] {
        assert_eq!(
            read(words),
            (
                Launcher::Npx,
                scoped.clone(),
                Some("1.2".to_owned()),
                strings(&["--port", "1"])
            ),
            "{words:?}"
        );
    }
}

#[test]
fn python_packages_modules_and_scripts() {
    let uvx = |words: &[&str]| {
        let (launcher, package, version, own) = read(words);
        assert_eq!(launcher, Launcher::Uvx, "{words:?}");
        (package.unwrap(), version, own)
    };
    assert_eq!(
        uvx(&["uvx", "mcp-server-git==2026.1.14", "--repository", "."]),
        (
            "mcp-server-git".to_owned(),
            Some("2026.1.14".to_owned()),
            strings(&["--repository", "."])
        )
    );
    assert_eq!(
        uvx(&["uvx", "--from", "pkg[cli]@latest", "tool"]),
        ("pkg".to_owned(), Some("latest".to_owned()), vec![])
    );
    assert_eq!(
        uvx(&["uv", "tool", "run", "--python", "3.12", "pkg"]),
        ("pkg".to_owned(), None, vec![])
    );
    assert_eq!(
        read(&[
            "uv",
            "--directory",
            "d",
            "run",
            "python",
            "-m",
            "x",
            "--port",
            "1"
        ]),
        (Launcher::UvRun, None, None, strings(&["--port", "1"]))
    );
    assert_eq!(
        read(&["python3.12", "-u", "server.py", "-v"]),
        (Launcher::Python, None, None, strings(&["-v"]))
    );
}

#[test]
fn versions_that_name_one_release_are_told_apart() {
    for (words, version, pinned) in [
        (
            &["npx", "-y", "mcp-remote@0.1.16"][..],
            Some("0.1.16"),
            true,
        ),
        (&["npx", "-y", "mcp-remote@^0.1.16"], Some("^0.1.16"), false),
        (&["npx", "-y", "@a/b@latest"], Some("latest"), false),
        (&["npx", "-y", "mcp-remote@0.1"], Some("0.1"), false),
        (&["uvx", "pkg[cli]==1.2.3"], Some("1.2.3"), true),
        (&["uvx", "pkg@1.2.3"], Some("1.2.3"), true),
        (&["uvx", "pkg>=1.2.3"], Some(">=1.2.3"), false),
        (
            &["uvx", "pkg~=1.2; python_version > '3'"],
            Some("~=1.2"),
            false,
        ),
        (&["uvx", "pkg[cli]"], None, false),
        (
            &["deno", "run", "-A", "npm:@a/b@1.0.0"],
            Some("1.0.0"),
            true,
        ),
        (
            &["pipx", "run", "--spec", "pkg==1.0", "pkg"],
            Some("1.0"),
            true,
        ),
    ] {
        let parts = parts(words);
        let line = CommandLine::of(&parts).unwrap();
        let package = line.package.as_ref().unwrap();
        assert_eq!(package.version.as_deref(), version, "{words:?}");
        assert_eq!(package.pinned().is_some(), pinned, "{words:?}");
    }
}

#[test]
fn all_packages_of_a_line_are_found() {
    for (words, wanted) in [
        (
            &["npx", "-y", "-p", "a@1", "--package=b", "tool", "-p", "no"][..],
            &["a", "b"][..],
        ),
        (
            &["uvx", "--with", "x==1,y", "--from", "pkg", "tool"],
            &["pkg", "x", "y"],
        ),
        (
            &[
                "uv",
                "run",
                "--with",
                "mcp[cli]==1.2",
                "mcp",
                "run",
                "s.py",
                "--with",
                "no",
            ],
            &["mcp"],
        ),
        (&["node", "server.js"], &[]),
    ] {
        let parts = parts(words);
        let line = CommandLine::of(&parts).unwrap();
        let found: Vec<&str> = line.packages().map(|it| it.name.as_str()).collect();
        assert_eq!(found, wanted, "{words:?}");
    }
}

#[test]
fn what_no_registry_has_is_told_apart() {
    for spec in ["git+https://x/y", "github:a/b", "./local", "a/b"] {
        let parts = parts(&["npx", "-y", spec]);
        let line = CommandLine::of(&parts).unwrap();
        assert_eq!(
            line.package.as_ref().map(|package| package.registry),
            Some(Registry::Elsewhere),
            "{spec}"
        );
    }
}

#[test]
fn options_are_found_in_their_three_spellings() {
    for words in [
        &["node", "s.js", "--port", "3100"][..],
        &["node", "s.js", "--port=3100"],
        &["node", "s.js", "-p3100"],
        &["node", "s.js", "-p", "3100"],
    ] {
        let parts = parts(words);
        let line = CommandLine::of(&parts).unwrap();
        let found = line.option(&["--port", "-p"]).unwrap();
        assert_eq!(found.value, "3100", "{words:?}");
        assert!(found.word.range_of("3100").is_some());
    }
    let before = parts(&["node", "--port", "1", "s.js"]);
    let line = CommandLine::of(&before).unwrap();
    assert_eq!(line.option(&["--inspect"]), None);
}

#[test]
fn a_path_with_spaces_is_one_word() {
    let parts = parts(&["C:\\Program Files\\server\\run.exe"]);
    let line = CommandLine::of(&parts).unwrap();
    assert_eq!(line.program_name(), "run");
    assert!(line.words[0].whole);
}

proptest::proptest! {
    #[test]
    fn no_words_make_it_panic(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "npx", "-y", "--package", "cmd", "/c", "sh", "-c", "env", "A=b", "uv", "run",
                "tool", "-m", "python", "mcp-proxy", "-H", "--", "supergateway", "--stdio",
                "wsl", "-e", "", "@", "@a/b@", "x==", "[", "'", "a && b", "--p=", "é", "-é",
                "mcp-remote", "https://x", "deno", "npm:", "npm", "exec",
            ]),
            1..8,
        )
    ) {
        let parts = parts(&words);
        if let Some(line) = CommandLine::of(&parts) {
            proptest::prop_assert!(line.own <= line.words.len());
            let _ = (line.option(&["-p", "--p", "-é"]), line.program_name());
        }
    }
}
