//! The diff goes through the real `git apply` and the real GNU `patch`, both ways, and gives byte
//! for byte what `--fix` writes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use common::{mcpmend, texts};
use mcpmend::fix::diff::{Diff, Side};

/// What a file lacks here is its type, which a safe fix adds.
const BROKEN: &str = "{\n  \"mcpServers\": {\n    \"docs\": {\n      \"url\": \"https://mcp.example.com/mcp\"\n    }\n  }\n}\n";

/// A patch that is of GNU, 2.7 or newer. Without one these tests say so and fail: nobody shall
/// believe that they passed.
fn patch_program() -> &'static str {
    let named = |name: &str| {
        let output = Command::new(name).arg("--version").output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.starts_with("GNU patch").then_some(text)
    };
    let found = ["patch", "gpatch"]
        .into_iter()
        .find(|name| named(name).is_some());
    found.expect("GNU patch 2.7 or newer must be installed (the package `patch`; on macOS `gpatch`): the diff is tested with it")
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Tool {
    Git,
    Patch,
}

const TOOLS: [Tool; 2] = [Tool::Git, Tool::Patch];

fn git(folder: &Path, args: &[&str]) -> Output {
    Command::new("git")
        .current_dir(folder)
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap()
}

fn good(output: &Output) {
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

impl Tool {
    /// Applies the file `diff` in `folder`.
    fn run(self, folder: &Path, diff: &Path, args: &[&str]) -> Output {
        let diff = diff.to_str().unwrap();
        match self {
            Tool::Git => git(folder, &[&["apply"], args, &[diff]].concat()),
            Tool::Patch => Command::new(patch_program())
                .current_dir(folder)
                .args(["-p1", "--force", "--no-backup-if-mismatch", "-i", diff])
                .args(args)
                .env_remove("POSIXLY_CORRECT")
                .stdin(Stdio::null())
                .output()
                .unwrap(),
        }
    }

    /// There and back: `before` becomes `after` and `before` again, and a dry run says so first.
    fn round_trip(self, folder: &Path, diff: &Path, before: &Texts, after: &Texts) {
        let dry = match self {
            Tool::Git => "--check",
            Tool::Patch => "--dry-run",
        };
        good(&self.run(folder, diff, &[dry]));
        assert_same(&texts(folder), before, &format!("{self:?} {dry}"));
        good(&self.run(folder, diff, &[]));
        assert_same(&texts(folder), after, &format!("{self:?}"));
        good(&self.run(folder, diff, &["-R"]));
        assert_same(&texts(folder), before, &format!("{self:?} -R"));
    }
}

type Texts = BTreeMap<String, Vec<u8>>;

fn assert_same(one: &Texts, other: &Texts, what: &str) {
    let names = |texts: &Texts| texts.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(one), names(other), "{what}");
    for (name, bytes) in one {
        assert!(
            *bytes == other[name],
            "{what}: {name:?}: {:?} is not {:?}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(400)]),
            String::from_utf8_lossy(&other[name][..other[name].len().min(400)])
        );
    }
}

/// A project in a repository, with a place beside it for the diff.
struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    fn new() -> Project {
        let project = Project {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::create_dir(project.root()).unwrap();
        std::fs::create_dir(project.home()).unwrap();
        good(&git(&project.root(), &["init", "-q"]));
        project
    }

    fn outside(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    fn root(&self) -> PathBuf {
        self.outside().join("project")
    }

    fn home(&self) -> PathBuf {
        self.outside().join("home")
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Project {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    fn mcpmend(&self, from: &Path, args: &[&str]) -> Output {
        mcpmend()
            .current_dir(from)
            .env("HOME", self.home())
            .arg("--isolated")
            .args(args)
            .output()
            .unwrap()
    }

    /// The diff of a run in `from`, as a file beside the project, and what was said.
    fn diff(&self, from: &Path, args: &[&str]) -> (PathBuf, String) {
        let before = texts(&self.outside());
        let output = self.mcpmend(from, &[&["--diff"], args].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert_same(&texts(&self.outside()), &before, "--diff wrote");
        let path = self.outside().join("the.diff");
        std::fs::write(&path, &output.stdout).unwrap();
        (path, said)
    }

    /// Asserts that the diff of a run in `from`, applied in `at`, is what `--fix` does.
    fn proves(&self, from: &Path, at: &Path, args: &[&str]) -> (String, String) {
        let (diff, said) = self.diff(from, args);
        let diff_text = String::from_utf8_lossy(&std::fs::read(&diff).unwrap()).into_owned();
        let before = texts(&self.outside());
        let fixed = self.mcpmend(from, &[&["--fix", "-q"], args].concat());
        assert_ne!(fixed.status.code(), Some(2), "{fixed:?}");
        let after = texts(&self.outside());
        assert_ne!(before, after, "nothing was fixed");
        for (name, bytes) in &before {
            if after[name] != *bytes {
                std::fs::write(self.outside().join(name), bytes).unwrap();
            }
        }
        let below = |texts: &Texts| -> Texts {
            let start = at.strip_prefix(self.outside()).unwrap().to_str().unwrap();
            let below = |name: &String| {
                let rest = name.strip_prefix(start)?;
                Some(rest.trim_start_matches('/').to_owned())
            };
            let texts = texts.iter();
            texts
                .filter_map(|(name, bytes)| Some((below(name)?, bytes.clone())))
                .collect()
        };
        for tool in TOOLS {
            tool.round_trip(at, &diff, &below(&before), &below(&after));
        }
        (diff_text, said)
    }
}

/// Ends of lines, of files and their starts.
#[test]
fn every_kind_of_text_is_applied_both_ways() {
    let project = Project::new();
    let bare = BROKEN.trim_end();
    let mixed = BROKEN.replacen('\n', "\r\n", 3);
    project
        .write("lf/.mcp.json", BROKEN)
        .write("crlf/.mcp.json", BROKEN.replace('\n', "\r\n"))
        .write("mixed/.mcp.json", mixed)
        .write("bare/.mcp.json", bare)
        .write("bare-crlf/.mcp.json", bare.replace('\n', "\r\n"))
        .write("bom/.mcp.json", format!("\u{feff}{BROKEN}"))
        .write("one-line/.mcp.json", bare.replace('\n', ""))
        .write(
            "lone-cr/.mcp.json",
            bare.replace("{\n", "{\r").replace("  \"url", "\r  \"url"),
        )
        .write("only-cr/.mcp.json", BROKEN.replace('\n', "\r"))
        .write("cr-at-end/.mcp.json", format!("{bare}\r"))
        .write("blank-lines/.mcp.json", format!("\n\n{BROKEN}\n\n\n"))
        .write(
            "separators/.mcp.json",
            BROKEN.replace("docs", "a\u{2028}b\u{2029}c\u{85}d"),
        )
        .write(
            "controls/.mcp.json",
            BROKEN.replace("docs", "\u{7f}\u{9b}31m\u{202e}"),
        )
        .write(
            "wide/.mcp.json",
            BROKEN.replace("docs", "\u{1f980}\u{4e2d}e\u{301}"),
        )
        .write(
            "signs/.mcp.json",
            BROKEN.replace("docs", "\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n"),
        );
    project.proves(&project.root(), &project.root(), &["."]);
    assert!(texts(&project.root()).len() >= 15);
}

/// Names that a diff must write with care.
#[cfg(unix)]
#[test]
fn every_name_is_applied_both_ways() {
    let names = [
        "plain",
        "two words",
        "  blanks at both ends  ",
        "many   in   between",
        "-p0",
        "--- a",
        "+++ b",
        "tab\there",
        "line\nbreak",
        "carriage\rreturn",
        "\"quoted\"",
        "it's",
        "back\\slash",
        "\\ending\\",
        "Überraschung",
        "中文 目录",
        "no\u{a0}break",
        "\u{3000}wide blank\u{3000}",
        "\u{1b}[31mred",
        "\u{202e}turned",
        "bell\u{7}",
        "delete\u{7f}",
        "2026-01-01 10:00:00.000000000 +0000",
        "tab\t2026-01-01 10:00:00 +0000",
        "a",
        "b",
        "dev/null",
        "$HOME",
        "*?[x]",
        "a => b",
        "{a,b}",
        "%s%n",
        "#",
        "~",
        "@@ -1 +1 @@",
    ];
    for quote_path in ["true", "false"] {
        let project = Project::new();
        good(&git(
            &project.root(),
            &["config", "core.quotePath", quote_path],
        ));
        for name in names {
            project.write(&format!("{name}/.mcp.json"), BROKEN);
        }
        let (diff, _) = project.proves(&project.root(), &project.root(), &["."]);
        assert_eq!(diff.matches("\n+++ ").count(), names.len(), "{diff}");
    }
}

/// A name that is no UTF-8 is given byte by byte.
#[cfg(target_os = "linux")]
#[test]
fn names_of_any_bytes_are_applied() {
    use std::os::unix::ffi::OsStrExt as _;
    let project = Project::new();
    let name = Path::new(std::ffi::OsStr::from_bytes(b"caf\xe9 \xff"));
    std::fs::write(project.root().join(name), "a\nb\n").unwrap();
    let mut diff = Diff::default();
    diff.add(name, Side::plain("a\nb\n"), Side::plain("a\nc\n"));
    let path = project.outside().join("the.diff");
    std::fs::write(&path, diff.text()).unwrap();
    for tool in TOOLS {
        good(&tool.run(&project.root(), &path, &[]));
        assert_eq!(std::fs::read(project.root().join(name)).unwrap(), b"a\nc\n");
        good(&tool.run(&project.root(), &path, &["-R"]));
        assert_eq!(std::fs::read(project.root().join(name)).unwrap(), b"a\nb\n");
    }
}

/// A plain generator: the same cases in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }

    fn text(&mut self) -> String {
        let lines = self.below(40);
        let mut text = String::new();
        for _ in 0..lines {
            let line = [
                "a",
                "b",
                "",
                "--- a/x",
                "+++ b/x",
                "@@ -1 +1 @@",
                "\\ No newline",
                "\u{feff}",
                "c\rd",
                " ",
                "\t",
                "-",
                "+",
                "\u{2028}",
                "\u{1b}[0m",
                "diff --git a/x b/x",
                "Index: x",
                "1c1",
                "*** a",
                "GIT binary patch",
            ];
            text.push_str(line[self.below(line.len())]);
            text.push_str(["\n", "\n", "\r\n", "\r", "\n\n"][self.below(5)]);
        }
        if self.below(3) == 0 {
            text.truncate(text.trim_end_matches(['\n', '\r']).len());
        }
        text
    }

    /// `text` with some of its lines changed, some left out and some added.
    fn changed(&mut self, text: &str) -> String {
        let mut new = String::new();
        let rate = 1 + self.below(12);
        for line in text.split_inclusive('\n') {
            match self.below(rate * 3) {
                0 => {}
                1 => new.push_str(&line.replace('a', "x").replace("\r\n", "\n")),
                2 => new.push_str(&format!("new\n{line}")),
                _ => new.push_str(line),
            }
        }
        if self.below(6) == 0 {
            new.push_str("end");
        }
        if self.below(6) == 0 {
            new = new.trim_end().to_owned();
        }
        new
    }
}

/// Thousands of pairs of texts that no fix would make: empty before or after, all of them changed,
/// lines that look like a diff.
#[test]
fn random_changes_are_applied_both_ways() {
    const FILES: usize = 1500;
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    std::fs::create_dir(&tree).unwrap();
    good(&git(&tree, &["init", "-q"]));
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut diff = Diff::default();
    let (mut before, mut after) = (Texts::new(), Texts::new());
    while before.len() < FILES {
        let old = random.text();
        let new = if random.below(8) == 0 {
            random.text()
        } else {
            random.changed(&old)
        };
        if old == new {
            continue;
        }
        let name = format!("{:04}.txt", before.len());
        diff.add(Path::new(&name), Side::plain(&old), Side::plain(&new));
        std::fs::write(tree.join(&name), &old).unwrap();
        before.insert(name.clone(), old.into_bytes());
        after.insert(name, new.into_bytes());
    }
    let path = folder.path().join("the.diff");
    std::fs::write(&path, diff.text()).unwrap();
    for tool in TOOLS {
        tool.round_trip(&tree, &path, &before, &after);
    }
}

/// The names are those from the folder that the diff will be applied in: the current one.
#[test]
fn a_diff_made_in_a_folder_is_applied_in_it() {
    let project = Project::new();
    project
        .write("tools/.mcp.json", BROKEN)
        .write(
            "tools/deep/.vscode/mcp.json",
            "{ \"mcpServers\": { \"a\": { \"command\": \"a\" } } }\n",
        )
        .write(".mcp.json", BROKEN);
    let tools = project.root().join("tools");
    let absolute = tools.to_str().unwrap().to_owned();
    let twice = "../../project/tools/../tools/".to_owned();
    for given in [".", "./", "../tools", &absolute, twice.as_str()] {
        let (diff, said) = project.proves(&tools, &tools, &[given]);
        assert!(
            diff.starts_with("--- a/.mcp.json\n+++ b/.mcp.json\n"),
            "{given}: {diff}"
        );
        assert!(!said.contains("apply it there"), "{said}");
    }
}

/// Files above the current folder or beside it: git and patch take no `..` and no absolute name.
#[test]
fn a_diff_of_files_elsewhere_says_where_to_apply_it() {
    let project = Project::new();
    project
        .write("a b/.mcp.json", BROKEN)
        .write(".mcp.json", BROKEN);
    project.write("docs/api/x.txt", "");
    let (root, outside) = (project.root(), project.outside());
    let docs = root.join("docs/api");
    let absolute = root.to_str().unwrap().to_owned();
    // (where it runs, what it is given, where the names start)
    let cases: [(&Path, &[&str], &Path); 6] = [
        (&docs, &["../.."], &root),
        (&docs, &[&absolute], &root),
        (&docs, &["../../a b"], &root),
        (&project.home(), &[&absolute], &outside),
        (&outside, &["project"], &outside),
        (Path::new("/"), &[&absolute], Path::new("/")),
    ];
    for (from, args, at) in cases {
        if at == Path::new("/") {
            // Nobody applies anything there in a test; the name is the absolute one.
            let (diff, _) = project.diff(from, args);
            let diff = std::fs::read_to_string(diff).unwrap();
            assert!(
                diff.contains(&format!("--- a{absolute}/.mcp.json\n")),
                "{diff}"
            );
            continue;
        }
        let (diff, said) = project.proves(from, at, args);
        let words = format!(
            "The names in this diff start at {}: apply it there",
            at.display()
        );
        assert_eq!(said.contains(&words), from != at, "{said}{diff}");
    }
    // The command that it names is one that a shell can run.
    project
        .write("it's one/.mcp.json", BROKEN)
        .write("it's one/two/x", "");
    let from = root.join("it's one/two");
    let (diff, said) = project.diff(&from, &[".."]);
    let start = said.find("`patch -p1 -d ").unwrap() + 1;
    let command = &said[start..start + said[start..].find('`').unwrap()];
    let command = command.replacen("patch", patch_program(), 1);
    good(
        &Command::new("sh")
            .current_dir(&outside)
            .args(["-c", &format!("{command} < {}", diff.display())])
            .output()
            .unwrap(),
    );
    let text = std::fs::read_to_string(root.join("it's one/.mcp.json")).unwrap();
    assert!(text.contains("\"type\": \"http\""), "{text}");
}

/// In a folder `docs` git takes `docs/x` for a name from the repository's root.
#[test]
fn a_folder_in_one_of_its_name_is_not_mistaken_for_it() {
    let project = Project::new();
    project
        .write("docs/docs/.mcp.json", BROKEN)
        .write("docs/.mcp.json", BROKEN)
        .write("docs/other/.mcp.json", BROKEN);
    let docs = project.root().join("docs");
    // Only the inner one is wanted; the outer one has the same text.
    let (diff, said) = project.diff(&docs, &["docs"]);
    let text = std::fs::read_to_string(&diff).unwrap();
    assert!(text.starts_with("--- a/docs/docs/.mcp.json\n"), "{text}");
    assert!(said.contains("apply it there"), "{said}");
    for at in [&project.root(), &docs] {
        good(&Tool::Git.run(at, &diff, &[]));
        let changed: Vec<String> = texts(&project.root())
            .into_iter()
            .filter(|(_, bytes)| bytes != BROKEN.as_bytes())
            .map(|(name, _)| name)
            .collect();
        assert_eq!(changed, ["docs/docs/.mcp.json"], "applied in {at:?}");
        good(&Tool::Git.run(at, &diff, &["-R"]));
    }
    project.proves(&docs, &project.root(), &["."]);
}

/// Without paths the files of the home folder are looked at too, wherever it is.
#[test]
fn a_diff_of_the_whole_machine_is_applied_where_it_says() {
    let project = Project::new();
    let cursor = project.home().join(".cursor");
    std::fs::create_dir(&cursor).unwrap();
    let text = "{ \"mcpServers\": { \"a\": { \"url\": \"https://mcp.example.com/mcp\", \"type\": \"streamable\" } } }";
    std::fs::write(cursor.join("mcp.json"), text).unwrap();
    std::fs::write(project.home().join(".claude.json"), BROKEN).unwrap();
    project.write(".mcp.json", BROKEN);
    let (diff, said) = project.proves(&project.root(), &project.outside(), &["--unsafe-fixes"]);
    assert!(diff.contains("--- a/home/.claude.json\n"), "{diff}");
    assert!(diff.contains("--- a/project/.mcp.json\n"), "{diff}");
    assert!(said.contains("apply it there"), "{said}");
}

/// Of a link the file itself is named: git and patch change none through a link.
#[cfg(unix)]
#[test]
fn a_diff_names_the_files_that_links_lead_to() {
    use std::os::unix::fs::symlink;
    let project = Project::new();
    project
        .write("dotfiles/mcp.json", BROKEN)
        .write("real/sub/.mcp.json", BROKEN);
    let root = project.root();
    symlink("dotfiles/mcp.json", root.join("one")).unwrap();
    symlink("one", root.join(".mcp.json")).unwrap();
    symlink("real/sub", root.join("way")).unwrap();
    for (args, names) in [
        (
            &[".mcp.json", "way"][..],
            &["dotfiles/mcp.json", "real/sub/.mcp.json"][..],
        ),
        (&["way/.mcp.json"], &["real/sub/.mcp.json"]),
    ] {
        let (diff, said) = project.proves(&root, &root, args);
        for name in names {
            assert!(diff.contains(&format!("--- a/{name}\n")), "{diff}");
        }
        assert!(!said.contains("apply it there"), "{said}");
    }
    // The current folder may be reached through one.
    let (diff, _) = project.proves(&root.join("way"), &root.join("real/sub"), &["."]);
    assert!(diff.starts_with("--- a/.mcp.json\n"), "{diff}");
}

/// With line ends that git is told to turn.
#[test]
fn gits_own_turning_of_line_ends_does_no_harm() {
    for (setting, text) in [
        ("true", BROKEN.replace('\n', "\r\n")),
        ("input", BROKEN.to_owned()),
        ("false", BROKEN.replace('\n', "\r\n")),
        ("false", BROKEN.replacen('\n', "\r\n", 4)),
    ] {
        let project = Project::new();
        good(&git(&project.root(), &["config", "core.autocrlf", setting]));
        project.write(".mcp.json", text);
        project.proves(&project.root(), &project.root(), &["."]);
    }
}

/// A diff with a masked secret is not applied, not even those of its hunks and files that hold
/// none.
#[test]
fn a_masked_diff_changes_nothing_at_all() {
    let project = Project::new();
    let secret = "ghp_0123456789abcdefghijklmnopqrstuvwxyzAB";
    let servers: String = (0..12)
        .map(|n| {
            format!(
                "    \"s{n}\": {{\n      \"url\": \"https://mcp.example.com/mcp{n}\"\n    }},\n"
            )
        })
        .collect();
    project
        .write("a/.mcp.json", BROKEN)
        .write(
            "b/.mcp.json",
            format!("{{\n  \"mcpServers\": {{\n{servers}    \"last\": {{\n      \"url\": \"https://mcp.example.com/mcp\",\n      \"headers\": {{ \"Authorization\": \"Bearer {secret}\" }}\n    }}\n  }}\n}}\n"),
        )
        .write("c/.mcp.json", BROKEN);
    let root = project.root();
    let (diff, said) = project.diff(&root, &["."]);
    let text = std::fs::read_to_string(&diff).unwrap();
    assert!(!text.contains(secret) && text.contains("Bearer "), "{text}");
    assert!(
        text.starts_with("Secrets are masked in this diff"),
        "{text}"
    );
    assert!(said.contains("--show-secrets"), "{said}");
    let before = texts(&root);
    for tool in TOOLS {
        let output = tool.run(&root, &diff, &[]);
        assert!(!output.status.success(), "{tool:?} took it");
        assert_same(&texts(&root), &before, &format!("{tool:?}"));
    }
    project.proves(&root, &root, &[".", "--show-secrets"]);
    // A secret that no hunk shows keeps nothing from being applied.
    let far = "\n".repeat(20);
    let project = Project::new();
    project.write(
        ".mcp.json",
        format!(
            "{{{far}\"env\": {{ \"GITHUB_TOKEN\": \"{secret}\" }},{far}{}",
            &BROKEN[1..]
        ),
    );
    let (text, _) = project.proves(&project.root(), &project.root(), &["."]);
    assert!(text.starts_with("--- a/.mcp.json\n"), "{text}");
}

/// Written to a file it is the same.
#[test]
fn an_output_file_gets_the_same_diff() {
    let project = Project::new();
    project.write(".mcp.json", BROKEN.replace('\n', "\r\n"));
    let (diff, _) = project.diff(&project.root(), &["."]);
    let file = project.home().join("x.diff");
    let output = project.mcpmend(
        &project.root(),
        &[".", "--diff", "--output-file", file.to_str().unwrap()],
    );
    assert_eq!(output.stdout, b"");
    assert_eq!(std::fs::read(file).unwrap(), std::fs::read(diff).unwrap());
}

/// A file of 5 MB on one line, and one of 100,000 lines.
#[test]
fn huge_files_are_applied_both_ways() {
    let project = Project::new();
    let with = |args: &str| BROKEN.replacen("\"url\"", &format!("\"x\": [{args}], \"url\""), 1);
    let line = with(&format!("\"{}\"", "x".repeat(5_000_000))).replace('\n', "");
    project.write("line/.mcp.json", line);
    project.write(
        "lines/.mcp.json",
        with(&format!("\n{}\"\"", "\"x\",\n".repeat(100_000))),
    );
    let select = ["line", "lines", "--select", "missing-transport-type"];
    project.proves(&project.root(), &project.root(), &select);
}

/// Texts of 100,000 lines each, as unlike as they can be: what would take the square of their
/// number would not end here.
#[test]
fn changes_everywhere_in_a_huge_file_are_applied_both_ways() {
    const LINES: usize = 100_000;
    let made = |line: &dyn Fn(usize) -> String| -> String { (0..LINES).map(line).collect() };
    let same = made(&|_| "\"x\",\n".to_owned());
    let pairs: Vec<(String, String)> = vec![
        // Nothing in common.
        (made(&|n| format!("a{n}\n")), made(&|n| format!("b{n}\n"))),
        // Turned round.
        (
            made(&|n| format!("{n}\n")),
            made(&|n| format!("{}\n", LINES - n)),
        ),
        // All ends of lines.
        (made(&|n| format!("{n}\n")), made(&|n| format!("{n}\r\n"))),
        // Every tenth line.
        (
            made(&|n| format!("{n}\n")),
            made(&|n| {
                if n % 10 == 0 {
                    format!("new\n{n}\n")
                } else {
                    format!("{n}\n")
                }
            }),
        ),
        // No line stands once.
        (
            made(&|n| format!("{}\n", n % 7)),
            made(&|n| format!("{}\n", n % 5)),
        ),
        (
            same.clone(),
            made(&|n| {
                if n % 1000 == 0 {
                    "y\n".to_owned()
                } else {
                    "\"x\",\n".to_owned()
                }
            }),
        ),
        // Pairs that stand apart: each cut makes one more line stand once.
        (
            made(&|n| format!("{}\n", n / 2)),
            made(&|n| format!("{}\n", n * 7919 % LINES / 2)),
        ),
        (same, String::new()),
    ];
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    std::fs::create_dir(&tree).unwrap();
    good(&git(&tree, &["init", "-q"]));
    let mut diff = Diff::default();
    let (mut before, mut after) = (Texts::new(), Texts::new());
    for (index, (old, new)) in pairs.into_iter().enumerate() {
        let name = index.to_string();
        diff.add(Path::new(&name), Side::plain(&old), Side::plain(&new));
        std::fs::write(tree.join(&name), &old).unwrap();
        before.insert(name.clone(), old.into_bytes());
        after.insert(name, new.into_bytes());
    }
    let path = folder.path().join("the.diff");
    std::fs::write(&path, diff.text()).unwrap();
    for tool in TOOLS {
        tool.round_trip(&tree, &path, &before, &after);
    }
}
