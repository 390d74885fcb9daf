//! Files that were cut off and files with broken bytes: read, checked, shown and mended in memory.
//! Nothing panics, and what is mended holds what the promises say.
//!
//! `MCPMEND_EVERY=1` takes every cut all the way, not only through the parser; `MCPMEND_CASES` says
//! how often each file is broken, and `MCPMEND_SEED` how.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)]

mod common;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use common::{Sandbox, corpus, everything};
use mcpmend::check;
use mcpmend::discover::{self, Found, Place};
use mcpmend::document::{Dialect, Document, Format};
use mcpmend::fix;
use mcpmend::report::{Report, Style, full, json, list};
use mcpmend::rules::Context;
use mcpmend::workspace::Workspace;
use rayon::prelude::*;

/// A file and where it stands below a project or a home folder.
struct Sample {
    name: String,
    below: PathBuf,
    bytes: Vec<u8>,
}

fn samples(folder: &Path, roots: &[&str]) -> Vec<Sample> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name();
    let files = files.into_iter().map(|entry| entry.unwrap());
    files
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let name = entry.path().strip_prefix(folder).unwrap();
            let mut parts = name.components();
            // Everything up to the folder that stands for a project or a home.
            while !roots.is_empty() {
                let part = parts.next()?;
                if roots.iter().any(|root| part.as_os_str() == *root) {
                    break;
                }
            }
            Some(Sample {
                name: name.display().to_string(),
                below: parts.as_path().to_owned(),
                bytes: std::fs::read(entry.path()).unwrap(),
            })
        })
        .collect()
}

fn fixtures() -> Vec<Sample> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut all = samples(&tests.join("fixtures"), &["project", "home"]);
    all.extend(samples(&tests.join("tour"), &["project", "home"]));
    assert!(all.len() > 700, "only {} fixtures", all.len());
    all
}

/// The files of the corpus: each has a folder of its own, two levels deep.
fn real_files() -> Vec<Sample> {
    let Some(corpus) = corpus() else {
        println!("there is no corpus");
        return Vec::new();
    };
    let mut all = samples(&corpus, &[]);
    for sample in &mut all {
        sample.below = sample.below.components().skip(2).collect();
    }
    all.retain(|sample| sample.below.file_name().is_some());
    all
}

/// Reads bytes as whatever stands at that place, and everything that is in other formats.
fn parse(below: &Path, bytes: &[u8]) {
    let format = Format::of_file_name(&below.to_string_lossy()).unwrap_or(Format::Json);
    let document = Document::from_bytes(bytes.to_vec(), format);
    for dialect in [Dialect::STRICT, Dialect::JSONC, Dialect::JSON5] {
        for error in document.errors_in(dialect) {
            document.slice(error.span);
            document.position(error.span.end);
        }
    }
    for id in document.tree.ids() {
        document.slice(document.node(id).span());
    }
}

/// Checks, shows and mends bytes as the file they stand for; how many fixes were carried out.
fn all_the_way(sandbox: &Sandbox, below: &Path, bytes: &[u8]) -> usize {
    let path = sandbox.project().join(below);
    let place = match discover::place_of(&path, None) {
        Place::Unplaced { .. } => Place::Unplaced { named: true },
        place => place,
    };
    let found = Found {
        shown: discover::show(below),
        path,
        place,
        also: Vec::new(),
    };
    let mut workspace = Workspace::default();
    if workspace.add_text(&found, bytes.to_vec()).is_none() {
        return 0;
    }
    let context = Context {
        workspace: &workspace,
        settings: &sandbox.settings,
        host: sandbox,
        machine_mode: false,
    };
    let checked = check::checked(&context, &everything());
    let report = Report::new(&workspace, &checked.findings, false);
    let style = Style {
        color: true,
        ..Style::PLAIN
    };
    let mut out = Vec::new();
    full::write(&report, style, &mut out).unwrap();
    json::write(&report, &mut out).unwrap();
    list::write(&report, style, &mut out).unwrap();
    let mended = fix::fix(&context, &everything(), true);
    assert!(!mended.unsettled, "fixing does not end");
    mended.applied.len()
}

/// What makes `run` panic is told with the bytes that did.
fn guarded<R>(name: &str, bytes: &[u8], run: impl FnOnce() -> R) -> Result<R, String> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| {
        let text = String::from_utf8_lossy(bytes);
        format!("{name} panics with:\n{text:?}")
    })
}

fn env(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |value| value.parse().unwrap())
}

#[test]
fn no_cut_panics() {
    let every = env("MCPMEND_EVERY", 211);
    let sandbox = Sandbox::new();
    let results: Vec<(usize, usize, Vec<String>)> = fixtures()
        .par_iter()
        .enumerate()
        .map(|(seed, sample)| {
            let (mut way, mut wrong) = (0, Vec::new());
            for end in 0..=sample.bytes.len() {
                let cut = &sample.bytes[..end];
                wrong.extend(guarded(&sample.name, cut, || parse(&sample.below, cut)).err());
                if (end + seed).is_multiple_of(every) {
                    way += 1;
                    let run = || all_the_way(&sandbox, &sample.below, cut);
                    wrong.extend(guarded(&sample.name, cut, run).err());
                }
            }
            (sample.bytes.len() + 1, way, wrong)
        })
        .collect();
    let cuts: usize = results.iter().map(|result| result.0).sum();
    let ways: usize = results.iter().map(|result| result.1).sum();
    let wrong: Vec<String> = results.into_iter().flat_map(|result| result.2).collect();
    println!("{cuts} cuts were read, {ways} of them checked, shown and mended");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    assert!(cuts > 200_000 && ways > 500, "{cuts} cuts, {ways} ways");
}

/// Numbers that look random and are the same in every run: xorshift64*.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        number as usize % end.max(1)
    }
}

/// What people and programs leave in files.
const PIECES: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"'",
    b"\\",
    b"\\u",
    b"\\ud800",
    b"//",
    b"/*",
    b"*/",
    b"#",
    b"\n",
    b"\r",
    b"\r\n",
    b"\t",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\xe2\x80\x9c",
    b"- ",
    b": ",
    b"&a ",
    b"*a",
    b"<<: *a\n",
    b"|\n",
    b"!!",
    b"---\n",
    b"...\n",
    b"[[",
    b"]]",
    b"'''",
    b"\"\"\"",
    b"=",
    b"null",
    b"true",
    b"1e999",
    b"-0",
    b"\x7f",
    b"\x1b[2J",
    b"\xe2\x80\xae",
    b"\xf0\x9f\x98\x80",
];

fn broken(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len() + 1);
        let end = (at + 1 + numbers.below(20)).min(bytes.len());
        match numbers.below(6) {
            0 | 1 if at < bytes.len() => bytes[at] ^= 1 << numbers.below(8),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let again = bytes[at..end].to_vec();
                let to = numbers.below(bytes.len() + 1);
                bytes.splice(to..to, again);
            }
            _ => {
                let piece = PIECES[numbers.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
    bytes
}

#[test]
fn no_broken_byte_panics() {
    let times = env("MCPMEND_CASES", 2);
    let seed = env("MCPMEND_SEED", 1) as u64;
    let sandbox = Sandbox::new();
    let mut all = fixtures();
    all.extend(real_files());
    let results: Vec<(usize, Vec<String>)> = all
        .par_iter()
        .enumerate()
        .map(|(index, sample)| {
            let (mut fixes, mut wrong) = (0, Vec::new());
            let mut numbers = Numbers((seed << 32) + index as u64 + 1);
            numbers.below(1);
            for _ in 0..times {
                let bytes = broken(&sample.bytes, &mut numbers);
                let run = || {
                    parse(&sample.below, &bytes);
                    all_the_way(&sandbox, &sample.below, &bytes)
                };
                match guarded(&sample.name, &bytes, run) {
                    Ok(count) => fixes += count,
                    Err(error) => wrong.push(error),
                }
            }
            (fixes, wrong)
        })
        .collect();
    let fixes: usize = results.iter().map(|result| result.0).sum();
    let wrong: BTreeSet<String> = results.into_iter().flat_map(|result| result.1).collect();
    println!(
        "{} files were broken {times} times each; {fixes} fixes",
        all.len()
    );
    let shown: Vec<&String> = wrong.iter().take(5).collect();
    assert!(wrong.is_empty(), "{}\n{shown:#?}", wrong.len());
    assert!(fixes > 100, "only {fixes} fixes");
}

/// Texts that once could not be mended to an end.
#[test]
fn what_once_went_wrong_does_not_again() {
    let sandbox = Sandbox::new();
    let cases = [
        // An address without its closing bracket was given the scheme that it had, again and again.
        (
            ".mcp.json",
            r#"{"mcpServers": {"a": {"type": "http", "url": "http://[::1"}}}"#,
        ),
    ];
    for (below, text) in cases {
        assert_eq!(all_the_way(&sandbox, Path::new(below), text.as_bytes()), 0);
    }
}
