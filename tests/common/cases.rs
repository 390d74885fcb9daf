//! Every fixture, each on a disk of its own, each fix of its findings, and the corpus.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use mcpmend::check::{self, Selection};
use mcpmend::diagnostic::{Diagnostic, Fix, Persona};
use mcpmend::document::{NodeKind, NodeRef};
use mcpmend::fix;
use mcpmend::model::Os;
use mcpmend::rules::Context;
use mcpmend::workspace::{FileId, Workspace};
use rayon::prelude::*;

use super::{Sandbox, copy_folder, folders};

/// Everything that any rule says.
pub fn everything() -> Selection {
    Selection {
        persona: Persona::Pedantic,
        ..Selection::default()
    }
}

/// What `judge` makes of each fixture, each on a disk of its own, many at a time.
pub fn in_each_case<R: Send>(judge: impl Fn(&str, &Context<'_>) -> R + Sync) -> Vec<R> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let cases: Vec<_> = folders(&fixtures)
        .iter()
        .flat_map(|rule| folders(rule))
        .collect();
    let judged = cases.par_iter().map(|case| {
        let mut sandbox = Sandbox::new();
        for (part, to) in [("project", sandbox.project()), ("home", sandbox.home())] {
            if case.join(part).is_dir() {
                copy_folder(&case.join(part), &to);
            }
        }
        let args = std::fs::read_to_string(case.join("args")).unwrap_or_default();
        for (word, os) in [("windows", Os::Windows), ("macos", Os::Macos)] {
            if args.lines().any(|line| line == word) {
                sandbox.os = os;
            }
        }
        let mut parts = case.components().rev().map(|part| part.as_os_str());
        let name = parts.next().unwrap().to_string_lossy().into_owned();
        let rule = parts.next().unwrap().to_string_lossy().into_owned();
        sandbox.with(|context| judge(&format!("{rule}/{name}"), context))
    });
    judged.collect()
}

/// The texts after `fix` alone; `None` where the format cannot carry it out.
pub fn alone(workspace: &Workspace, fix: &Fix) -> Option<Vec<(FileId, String)>> {
    fix.files()
        .into_iter()
        .map(|id| Some((id, fix::rewrite(workspace, id, &fix.edits_of(id)).ok()?)))
        .collect()
}

/// What a text says: without layout, without the order of members and of options, and without
/// which of the recommended ports was taken.
fn meaning(node: NodeRef<'_>) -> String {
    let mut parts: Vec<String> = node
        .entries()
        .map(|(key, value)| format!("{}: {}", key.text, meaning(value)))
        .chain(node.items().map(meaning))
        .collect();
    parts.sort();
    match node.kind() {
        NodeKind::String { text, .. } => without_ports(text),
        NodeKind::Number(raw) => without_ports(raw),
        _ if node.is_object() || node.is_array() => format!("({})", parts.join(", ")),
        other => format!("{other:?}"),
    }
}

fn without_ports(text: &str) -> String {
    let digits = |c: char| c.is_ascii_digit();
    let mut shown = String::new();
    for part in text.split_inclusive(|c| !digits(c)) {
        let number = part.trim_end_matches(|c| !digits(c));
        let port = number
            .parse::<u16>()
            .is_ok_and(|number| (3100..=3199).contains(&number) || (8100..=8199).contains(&number));
        shown.push_str(if port { "PORT" } else { number });
        shown.push_str(&part[number.len()..]);
    }
    shown
}

/// What all files of a workspace say, by path.
pub fn meanings(workspace: &Workspace) -> BTreeMap<String, String> {
    workspace
        .files()
        .chain(workspace.companions())
        .map(|(_, file)| {
            let said = file.document.root().map(meaning).unwrap_or_default();
            (file.shown.clone(), said)
        })
        .collect()
}

/// The folder of real files from public repositories, if it is here: `MCPMEND_CORPUS` names it,
/// otherwise it is looked for beside the checkout.
pub fn corpus() -> Option<PathBuf> {
    let folder = match std::env::var_os("MCPMEND_CORPUS") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"),
    };
    folder.join("index.jsonl").is_file().then_some(folder)
}

pub fn recheck(context: &Context<'_>, workspace: &Workspace) -> Vec<Diagnostic> {
    let now = Context {
        workspace,
        ..*context
    };
    check::check(&now, &everything())
}

/// What a finding is, wherever it stands.
pub fn key(workspace: &Workspace, finding: &Diagnostic) -> (&'static str, String, String) {
    let file = workspace.file(finding.primary().file);
    (finding.rule, file.shown.clone(), finding.message.clone())
}

/// Numbers that look random and are the same in every run: xorshift64*.
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Self {
        let mut numbers = Numbers(seed.wrapping_mul(2).wrapping_add(1));
        numbers.below(1);
        numbers
    }

    /// A number from 0 up to, not including, `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        number as usize % end.max(1)
    }
}
