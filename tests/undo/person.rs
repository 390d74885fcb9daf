//! Somebody with a home folder and a project, who calls mcpmend.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::common::mcpmend;

/// A server without a type, which `--fix` gives one.
pub(crate) fn faulty(server: &str) -> String {
    format!(
        "{{\n  \"mcpServers\": {{\n    \"{server}\": {{ \"url\": \"https://mcp.example.com/mcp\" }}\n  }}\n}}\n"
    )
}

pub(crate) struct Person(tempfile::TempDir);

impl Person {
    pub(crate) fn new() -> Person {
        let person = Person(tempfile::tempdir().unwrap());
        std::fs::create_dir_all(person.path("home")).unwrap();
        std::fs::create_dir_all(person.path("p/.git")).unwrap();
        person
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn read(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.path(path)).unwrap()
    }

    /// The folder of the runs.
    pub(crate) fn undo_folder(&self) -> PathBuf {
        if cfg!(target_os = "macos") {
            self.path("home/Library/Application Support/mcpmend/undo")
        } else if cfg!(windows) {
            self.path("home/AppData/Local/mcpmend/undo")
        } else {
            self.path("home/.local/state/mcpmend/undo")
        }
    }

    /// The numbers of the runs, the oldest first.
    pub(crate) fn runs(&self) -> Vec<u64> {
        let Ok(entries) = std::fs::read_dir(self.undo_folder()) else {
            return Vec::new();
        };
        let mut runs: Vec<u64> = entries
            .filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok())
            .collect();
        runs.sort_unstable();
        runs
    }

    /// mcpmend with this home folder, in a folder of this person.
    pub(crate) fn command(&self, folder: &str) -> Command {
        let mut command = mcpmend();
        command
            .current_dir(self.path(folder))
            .env_remove("MCPMEND_STATE_DIR")
            .env("HOME", self.path("home"))
            .env("USERPROFILE", self.path("home"));
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Said {
        Said::of(self.command("p").args(args).output().unwrap())
    }

    #[track_caller]
    pub(crate) fn fix(&self) -> Said {
        let said = self.run(&[".", "--isolated", "--fix", "--format", "concise"]);
        assert_ne!(said.code, 2, "{said:?}");
        said
    }

    pub(crate) fn undo(&self, args: &[&str]) -> Said {
        self.run(&[&["undo"], args].concat())
    }
}

/// How a run of mcpmend ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    #[track_caller]
    pub(crate) fn of(output: Output) -> Said {
        let said = Said {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!said.err.contains("panicked"), "{said:?}");
        said
    }

    /// Checks how it ended.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Said {
        assert_eq!(self.code, code, "{self:?}");
        self
    }

    /// Checks that standard error says this.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Said {
        assert!(self.err.contains(words), "no {words:?} in {self:?}");
        self
    }

    /// Both outputs, with what differs between runs replaced.
    pub(crate) fn shown(&self, person: &Person) -> String {
        let mut text = format!("{}----- standard error\n{}", self.out, self.err);
        for (path, name) in [(person.path("p"), "PROJECT"), (person.path("home"), "HOME")] {
            text = text.replace(path.to_str().unwrap(), name);
        }
        plain_times(&text)
    }
}

/// Every moment in `text` made the same.
pub(crate) fn plain_times(text: &str) -> String {
    let like = |part: &str| {
        let form = "dddd-dd-ddTdd:dd:ddZ";
        part.len() == form.len()
            && part.chars().zip(form.chars()).all(|(c, form)| match form {
                'd' => c.is_ascii_digit(),
                form => c == form,
            })
    };
    let mut plain = String::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        match text.get(at..at + 20).filter(|part| like(part)) {
            Some(_) => {
                plain.push_str("2026-11-25T23:50:12Z");
                at += 20;
            }
            None => {
                plain.push(c);
                at += c.len_utf8();
            }
        }
    }
    plain
}

/// Everything that stands below `folder`, links not followed.
pub(crate) fn below(folder: &Path) -> Vec<walkdir::DirEntry> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1);
    entries.into_iter().map(Result::unwrap).collect()
}
