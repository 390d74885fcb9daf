//! Every fixture, each on a disk of its own, and the corpus.

use std::path::{Path, PathBuf};

use mcpmend::check::Selection;
use mcpmend::diagnostic::Persona;
use mcpmend::model::Os;
use mcpmend::rules::Context;
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

/// The folder of real files from public repositories, if it is here: `MCPMEND_CORPUS` names it,
/// otherwise it is looked for beside the checkout.
pub fn corpus() -> Option<PathBuf> {
    let folder = match std::env::var_os("MCPMEND_CORPUS") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"),
    };
    folder.join("index.jsonl").is_file().then_some(folder)
}
