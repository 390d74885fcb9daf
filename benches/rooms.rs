//! How long each room takes for a file of 1,000 servers in each format: `cargo bench --bench rooms`,
//! and `-- check/toml` for one of them.
//!
//! Whole processes are measured by `benches/run`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, missing_docs)]

#[path = "trees/src/texts.rs"]
mod texts;

use std::fmt::Write as _;
use std::hint::black_box;
use std::io;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use mcpmend::document::{Document, Format};
use mcpmend::interpret::{By, interpret};
use mcpmend::report::html::{self, About};
use mcpmend::report::{Report, Style, concise, full, github, gitlab, json, junit, sarif};
use mcpmend::{Analysis, Options, SettingsFrom};

const SERVERS: usize = 1_000;

/// A file with one finding or more of each server.
struct Input {
    format: Format,
    name: &'static str,
    path: &'static str,
    text: String,
}

/// The servers of [`texts::untyped`] in the file of a client that keeps them in TOML, each with two fields of
/// another client's.
fn untyped_toml(count: usize) -> String {
    let mut text = String::new();
    for index in 0..count {
        _ = write!(
            text,
            "[mcp_servers.server-{index}]\ntype = \"http\"\nurl = \"https://host-{index}.example.com/mcp\"\nheaders = {{ Authorization = \"Bearer x\" }}\n\n"
        );
    }
    text
}

/// The same in YAML, each with a transport that its client spells otherwise.
fn untyped_yaml(count: usize) -> String {
    let mut text = "mcpServers:\n".to_owned();
    for index in 0..count {
        _ = write!(
            text,
            "  server-{index}:\n    type: streamable_http\n    url: https://host-{index}.example.com/mcp\n"
        );
    }
    text
}

fn inputs() -> [Input; 3] {
    [
        Input {
            format: Format::Json,
            name: "json",
            path: ".mcp.json",
            text: texts::untyped(SERVERS),
        },
        Input {
            format: Format::Toml,
            name: "toml",
            path: ".codex/config.toml",
            text: untyped_toml(SERVERS),
        },
        Input {
            format: Format::Yaml,
            name: "yaml",
            path: "librechat.yaml",
            text: untyped_yaml(SERVERS),
        },
    ]
}

impl Input {
    fn size(&self) -> Throughput {
        Throughput::Bytes(self.text.len() as u64)
    }

    fn analysis(&self) -> Analysis {
        let options = Options {
            paths: vec![self.path.into()],
            settings: SettingsFrom::Defaults,
            texts: [(self.path.into(), self.text.clone().into_bytes())].into(),
            ..Options::default()
        };
        Analysis::read(&options).unwrap()
    }
}

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for input in inputs() {
        group.throughput(input.size());
        group.bench_with_input(
            BenchmarkId::from_parameter(input.name),
            &input,
            |b, input| {
                b.iter(|| Document::parse(black_box(&input.text).clone(), input.format));
            },
        );
    }
}

fn interpretation(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("interpret");
    group.throughput(Throughput::Elements(SERVERS as u64));
    for input in inputs() {
        let analysis = input.analysis();
        let workspace = &analysis.workspace;
        assert_eq!(workspace.entries().len(), SERVERS);
        group.bench_function(input.name, |b| {
            b.iter(|| {
                for (_, entry) in workspace.entries() {
                    let file = workspace.file(entry.file);
                    let by = By::from(file.kind.schema_at(entry.root));
                    black_box(interpret(&file.document, by, &entry.name, entry.node));
                }
            });
        });
    }
}

fn check(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    // As an editor asks after each keystroke.
    let small = Input {
        format: Format::Json,
        name: "2 KB",
        path: ".mcp.json",
        text: texts::two_kilobytes(),
    };
    let analysis = small.analysis();
    assert!(analysis.check().findings.is_empty());
    group.bench_function(small.name, |b| b.iter(|| analysis.check()));
    group.throughput(Throughput::Elements(SERVERS as u64));
    let sound = Input {
        name: "sound json",
        text: texts::sound(SERVERS),
        ..small
    };
    let analysis = sound.analysis();
    group.bench_function(sound.name, |b| b.iter(|| analysis.check()));
    for input in inputs() {
        let analysis = input.analysis();
        assert!(analysis.check().findings.len() >= SERVERS);
        group.bench_function(input.name, |b| b.iter(|| analysis.check()));
    }
}

fn fix(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("fix");
    group.throughput(Throughput::Elements(SERVERS as u64));
    for input in inputs() {
        let analysis = input.analysis();
        assert!(analysis.fix(true).applied.len() >= SERVERS);
        group.bench_function(input.name, |b| b.iter(|| analysis.fix(true)));
    }
}

type Render = fn(&Report<'_>, &mut Vec<u8>) -> io::Result<()>;

const RENDERERS: [(&str, Render); 8] = [
    ("full", |report, out| full::write(report, Style::PLAIN, out)),
    ("concise", |report, out| {
        concise::write(report, Style::PLAIN, out)
    }),
    ("json", |report, out| json::write(report, out)),
    ("sarif", |report, out| sarif::write(report, out)),
    ("github", |report, out| github::write(report, out)),
    ("gitlab", |report, out| gitlab::write(report, out)),
    ("junit", |report, out| junit::write(report, &|_| true, out)),
    ("html", |report, out| {
        let about = About {
            ports: &[],
            time: None,
        };
        out.extend(html::page(report, &about).into_bytes());
        Ok(())
    }),
];

fn render(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("render");
    group.throughput(Throughput::Elements(SERVERS as u64));
    let [input, ..] = inputs();
    let analysis = input.analysis();
    let checked = analysis.check();
    for (name, write) in RENDERERS {
        group.bench_function(name, |b| {
            b.iter(|| {
                let mut out = Vec::new();
                write(&analysis.report(&checked, false), &mut out).unwrap();
                out
            });
        });
    }
}

criterion_group! {
    name = rooms;
    // A run of all takes two minutes.
    config = Criterion::default().sample_size(20);
    targets = parse, interpretation, check, fix, render
}
criterion_main!(rooms);
