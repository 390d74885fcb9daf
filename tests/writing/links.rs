//! Files with several names.

use std::os::unix::fs::symlink;
use std::process::Stdio;

use super::*;

/// The target is written, through a chain of relative and absolute links and links of folders, and
/// every link stays what it is.
#[test]
fn a_chain_of_links_is_followed() {
    let (folder, link) = project();
    let outer = tempfile::tempdir().unwrap();
    let target = outer.path().join("deep/real.json");
    write(&target, OLD);
    set_mode(&target, 0o640);
    fs::remove_file(&link).unwrap();
    // .mcp.json -> links/one -> ../two -> (absolute) -> folder by link -> real.json
    let links = [
        (link, PathBuf::from("links/one")),
        (folder.path().join("links/one"), PathBuf::from("../two")),
        (folder.path().join("two"), outer.path().join("by/real.json")),
        (outer.path().join("by"), PathBuf::from("deep")),
    ];
    fs::create_dir(folder.path().join("links")).unwrap();
    for (at, to) in &links {
        symlink(to, at).unwrap();
    }
    let output = fix(folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(read(&target), NEW);
    assert_eq!(mode(&target), 0o640);
    for (at, to) in &links {
        assert_eq!(fs::read_link(at).unwrap(), *to);
    }
    assert!(temporaries(folder.path()).is_empty() && temporaries(outer.path()).is_empty());
}

/// A link that leads to nothing or to itself is told, and what else there is gets fixed.
#[test]
fn links_to_nowhere_stay() {
    let (folder, file) = project();
    fs::create_dir(folder.path().join(".cursor")).unwrap();
    fs::create_dir(folder.path().join(".vscode")).unwrap();
    let dangling = folder.path().join(".cursor/mcp.json");
    let circle = folder.path().join(".vscode/mcp.json");
    symlink("gone.json", &dangling).unwrap();
    symlink("other.json", &circle).unwrap();
    symlink("mcp.json", folder.path().join(".vscode/other.json")).unwrap();
    let output = fix(folder.path());
    assert_eq!(read(&file), NEW, "{}", err(&output));
    assert_eq!(fs::read_link(&dangling).unwrap(), Path::new("gone.json"));
    assert_eq!(fs::read_link(&circle).unwrap(), Path::new("other.json"));
    assert!(!folder.path().join(".cursor/gone.json").exists());
}

/// Two clients that read one file by links: it is written once.
#[test]
fn one_file_by_two_links() {
    let (folder, file) = project();
    fs::rename(&file, folder.path().join("shared")).unwrap();
    symlink("shared", &file).unwrap();
    fs::create_dir(folder.path().join(".roo")).unwrap();
    symlink("../shared", folder.path().join(".roo/mcp.json")).unwrap();
    let output = fix(folder.path());
    let said = err(&output);
    let text = read(&folder.path().join("shared"));
    serde_json::from_str::<serde_json::Value>(&text).unwrap();
    assert!(text.contains("\"type\""), "{text}{said}");
    assert!(temporaries(folder.path()).is_empty());
    // What the two want of it may differ; the second run settles that or says why not.
    let again = fix(folder.path());
    let after = read(&folder.path().join("shared"));
    fix(folder.path());
    assert_eq!(
        read(&folder.path().join("shared")),
        after,
        "{}",
        err(&again)
    );
}

/// A file with hard links is not replaced, since the other names would keep the old text; and the
/// way out that is told keeps them.
#[test]
fn hard_links_are_noticed() {
    for name in ["plain", "it's \"one\" $HOME `x` ünd"] {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join(name);
        let file = folder.join(".mcp.json");
        write(&file, OLD);
        set_mode(&file, 0o600);
        let other = outer.path().join("dotfiles.json");
        fs::hard_link(&file, &other).unwrap();
        let mut command = mcpmend();
        command
            .current_dir(outer.path())
            .args(["--isolated", "--fix", "--no-undo", "."]);
        let output = command.output().unwrap();
        is_refused(&output, &file, "hard links");
        assert_eq!(read(&other), OLD);
        assert!(temporaries(outer.path()).is_empty());

        let said = err(&output);
        let way = said
            .lines()
            .find_map(|line| line.trim().strip_prefix("to write into it all the same: "))
            .expect("no way out is told");
        let program = Path::new(env!("CARGO_BIN_EXE_mcpmend"));
        let run = Command::new("sh")
            .args(["-c", way])
            .current_dir(outer.path())
            .env(
                "PATH",
                format!(
                    "{}:{}",
                    program.parent().unwrap().display(),
                    std::env::var("PATH").unwrap()
                ),
            )
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(read(&file), NEW, "{way}\n{}", err(&run));
        assert_eq!(read(&other), NEW);
        let (one, two) = (fs::metadata(&file).unwrap(), fs::metadata(&other).unwrap());
        assert_eq!(
            (one.ino(), one.nlink(), one.mode() & 0o7777),
            (two.ino(), 2, 0o600)
        );
    }
}
/// Whose home folder is looked at does not say what else of this machine is written.
#[test]
fn no_link_leads_out_of_a_given_home() {
    let home = tempfile::tempdir().unwrap();
    let outer = tempfile::tempdir().unwrap();
    let inside = home.path().join("dotfiles/mcp.json");
    let outside = outer.path().join("mcp.json");
    let leftover = outer.path().join(".mcpmend-abc123.tmp");
    write(&inside, OLD);
    write(&outside, OLD);
    write(&leftover, "half");
    for (link, to) in [
        (".qwen", &inside),
        (".cursor", &inside),
        (".gemini", &outside),
    ] {
        let name = if link == ".cursor" {
            "mcp.json"
        } else {
            "settings.json"
        };
        let at = home.path().join(link).join(name);
        fs::create_dir(at.parent().unwrap()).unwrap();
        symlink(to, &at).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let output = mcpmend()
        .current_dir(folder.path())
        .args([
            "--isolated",
            "--no-undo",
            "--fix",
            "--unsafe-fixes",
            "--home",
        ])
        .arg(home.path())
        .output()
        .unwrap();
    let said = err(&output);
    assert_ne!(read(&inside), OLD, "{said}");
    assert_eq!(read(&outside), OLD, "{said}");
    assert_eq!(read(&leftover), "half");
}
