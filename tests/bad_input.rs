//! Input that nobody would write on purpose: a clear word each time, and the run goes on.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Output, Stdio};

use common::mcpmend;

/// A project with a faulty `.mcp.json`, which every run must still report.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join(".mcp.json"),
        r#"{"mcpServers": {"docs": {"url": "https://mcp.example.com/mcp"}}}"#,
    )
    .unwrap();
    folder
}

fn run(folder: &Path, args: &[&str]) -> Output {
    mcpmend()
        .current_dir(folder)
        .args(["--isolated", "--format", "concise"])
        .args(args)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Checks that `.cursor/mcp.json` with these bytes is told by `rule`, beside the other file.
#[track_caller]
fn told(bytes: &[u8], rule: &str, words: &str) {
    let folder = project();
    let cursor = folder.path().join(".cursor");
    std::fs::create_dir(&cursor).unwrap();
    std::fs::write(cursor.join("mcp.json"), bytes).unwrap();
    expect(folder.path(), rule, words);
}

#[track_caller]
fn expect(folder: &Path, rule: &str, words: &str) {
    let output = run(folder, &["."]);
    let out = text(&output.stdout);
    assert!(
        out.lines().any(|line| {
            line.starts_with(".cursor/mcp.json:")
                && line.contains(&format!("[{rule}]"))
                && line.contains(words)
        }),
        "no {rule} with {words:?}:\n{out}{}",
        text(&output.stderr)
    );
    assert!(out.contains("[missing-transport-type]"), "{out}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_file_that_is_too_large() {
    told(&vec![b' '; 11 << 20], "unreadable-file", "10 MB");
}

#[test]
fn nesting_without_an_end() {
    let deep = |depth: usize| {
        format!(
            "{{\"mcpServers\": {}{}}}",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    told(deep(200).as_bytes(), "syntax-error", "nested deeper");
    told(deep(1_000_000).as_bytes(), "syntax-error", "nested deeper");
}

#[test]
fn bytes_that_are_no_text() {
    told(
        b"{\"mcpServers\": {\"a\": {\"command\": \"\xff\"}}}",
        "unreadable-encoding",
        "not valid UTF-8",
    );
    told(
        b"{\"mcpServers\": {\"a\": \0}}",
        "unreadable-encoding",
        "NUL",
    );
    let wide: Vec<u8> = std::iter::once(0xfeff_u16)
        .chain("{\"mcpServers\": {}}".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    told(&wide, "unreadable-encoding", "UTF-16");
}

#[test]
fn a_folder_in_the_place_of_a_file() {
    let folder = project();
    std::fs::create_dir_all(folder.path().join(".cursor/mcp.json")).unwrap();
    expect(folder.path(), "unreadable-file", "folder");
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing() {
    let folder = project();
    std::fs::create_dir(folder.path().join(".cursor")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join(".cursor/mcp.json")).unwrap();
    expect(folder.path(), "unreadable-file", "link");
}

#[cfg(unix)]
#[test]
fn a_pipe_does_not_block() {
    let folder = project();
    std::fs::create_dir(folder.path().join(".cursor")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(folder.path().join(".cursor/mcp.json"))
        .status()
        .unwrap();
    assert!(made.success());
    expect(folder.path(), "unreadable-file", "pipe");
}

#[cfg(unix)]
#[test]
fn a_file_without_permission() {
    use std::os::unix::fs::PermissionsExt;
    let folder = project();
    let path = folder.path().join(".cursor/mcp.json");
    std::fs::create_dir(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "{}").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Root reads everything.
    if std::fs::read(&path).is_err() {
        expect(folder.path(), "unreadable-file", "permission");
    }
}

#[test]
fn an_unknown_path() {
    let folder = project();
    let output = run(folder.path(), &["no/such/file.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("no/such/file.json: no such file"));
    assert!(output.stdout.is_empty());
}

#[test]
fn unknown_names_are_guessed() {
    let folder = project();
    for (args, words) in [
        (
            &["--select", "missing-transport-typ", "."][..],
            "did you mean `missing-transport-type`?",
        ),
        (&["--ignore", "transprt", "."], "did you mean `transport`?"),
        (
            &["--client", "claud-code", "."],
            "did you mean `claude-code`?",
        ),
        (&["--format", "jsn", "."], "'json'"),
        (&["--os", "macs", "."], "'macos'"),
        (
            &["explain", "port-colision"],
            "did you mean `port-collision`?",
        ),
        (&["explain", "docker"], "`docker` is a category of rules"),
        (&["clients", "cursr"], "did you mean `cursor`?"),
        (&["schema", "zeed"], "did you mean `zed`?"),
    ] {
        let output = mcpmend()
            .current_dir(folder.path())
            .args(args)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let err = text(&output.stderr);
        assert!(err.contains(words), "{args:?}: {err}");
    }
}

#[test]
fn settings_that_cannot_be_used() {
    for (settings, words) in [
        ("selct = []\n", "line 1, column 1: unknown field `selct`"),
        ("\nselect = 5\n", "line 2, column 10"),
        ("[rules\n", "line 1"),
        (
            "[rules]\nport-colision = \"off\"\n",
            "did you mean `port-collision`?",
        ),
        ("[ports]\nrecommended = [\"9-1\"]\n", "is no range of ports"),
    ] {
        let folder = project();
        std::fs::write(folder.path().join("mcpmend.toml"), settings).unwrap();
        let output = mcpmend()
            .current_dir(folder.path())
            .arg(".")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{settings}");
        let err = text(&output.stderr);
        assert!(err.contains("mcpmend.toml"), "{err}");
        assert!(err.contains(words), "{settings}: {err}");
    }
    let folder = project();
    let output = mcpmend()
        .current_dir(folder.path())
        .args(["--config", "gone.toml", "."])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("gone.toml"));
}

#[test]
fn a_reader_that_goes_away() {
    let folder = tempfile::tempdir().unwrap();
    let servers: Vec<String> = (0..3000)
        .map(|index| format!("\"s{index}\": {{\"url\": \"https://example.com/{index}\"}}"))
        .collect();
    std::fs::write(
        folder.path().join(".mcp.json"),
        format!("{{\"mcpServers\": {{\n{}\n}}}}", servers.join(",\n")),
    )
    .unwrap();
    let mut child = mcpmend()
        .current_dir(folder.path())
        .args(["--isolated", "--select", "missing-transport-type", "."])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.contains("missing-transport-type"));
    let mut err = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut err)
        .unwrap();
    child.wait().unwrap();
    assert_eq!(err, "");
}

/// Everything of one kind of broken text is told at once, and what is whole is still checked.
#[test]
fn all_errors_of_a_broken_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join(".mcp.json"),
        "{\"mcpServers\": {\n\"a\": {\"command\": 'x'},\n\"b\": {\"command\" \"y\"},\n\"c\": {\"command\": \"C:\\x\"},\n\"d\": {\"url\": \"https://example.com/mcp\"}\n}}\n",
    )
    .unwrap();
    let output = run(folder.path(), &["."]);
    let out = text(&output.stdout);
    for place in [
        ".mcp.json:2:18: error[syntax-error]",
        ".mcp.json:3:16: error[syntax-error]",
        ".mcp.json:4:21: error[invalid-escape]",
        ".mcp.json:5:7: error[missing-transport-type]",
    ] {
        assert!(out.contains(place), "{place} is not in:\n{out}");
    }
}

mod vanishing {
    //! A file that goes away between the walk and the reading.

    use std::path::{Path, PathBuf};

    use mcpmend::discover::{self, Request};
    use mcpmend::host::{FileType, Host, SystemHost};
    use mcpmend::model::Os;
    use mcpmend::workspace::Workspace;

    struct Forgetful(SystemHost);

    impl Host for Forgetful {
        fn os(&self) -> Os {
            self.0.os()
        }
        fn home(&self) -> Option<&Path> {
            self.0.home()
        }
        fn current_dir(&self) -> &Path {
            self.0.current_dir()
        }
        fn env(&self, name: &str) -> Option<String> {
            self.0.env(name)
        }
        fn file_type(&self, path: &Path) -> std::io::Result<FileType> {
            self.0.file_type(path)
        }
        fn read(&self, _path: &Path) -> std::io::Result<Vec<u8>> {
            Err(std::io::ErrorKind::NotFound.into())
        }
        fn list(&self, path: &Path) -> std::io::Result<Vec<String>> {
            self.0.list(path)
        }
        fn is_this_machine(&self) -> bool {
            false
        }
    }

    #[test]
    fn is_a_warning() {
        let folder = super::project();
        let host = Forgetful(
            SystemHost::new(Some(PathBuf::from(folder.path())), Some(Os::Linux)).unwrap(),
        );
        let request = Request {
            paths: vec![folder.path().to_owned()],
            ..Request::default()
        };
        let workspace = Workspace::read(&host, discover::discover(&host, &request).unwrap());
        assert_eq!(workspace.files().len(), 0);
        assert_eq!(workspace.troubles.len(), 1);
        assert!(workspace.troubles[0].message.contains("vanished"));
    }
}
