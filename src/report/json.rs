//! The JSON contract, version 1; its schema is `schemas/output.schema.json`.

use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use super::Report;
use crate::check::LeftOut;
use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use crate::document::{Document, Position, Span};
use crate::precedence::{Relation, Tie};
use crate::workspace::{Entry, EntryId, File, FileId};
use crate::{pages, rules};

/// What `--format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Output of mcpmend")]
pub struct Output {
    /// The version of this contract.
    pub version: u32,
    /// Every file that was found.
    pub files: Vec<OutputFile>,
    /// Every finding.
    pub diagnostics: Vec<OutputDiagnostic>,
    /// Their numbers.
    pub summary: OutputSummary,
}

/// One config file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputFile {
    /// Its path as given or found, with `/`.
    pub path: String,
    /// The id of the client that reads it.
    pub client: String,
    /// `managed`, `user`, `project` or `local`.
    pub scope: String,
    /// `json`, `toml` or `yaml`.
    pub format: String,
    /// `read`, `rejected` (the client loads no server from it) or `unreadable`.
    pub status: String,
    /// Why it is not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why it is taken as this client's, when its place does not say so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guess: Option<String>,
    /// The ids of other clients that read this place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_read_by: Vec<String>,
    /// Its servers in the order of the file.
    pub servers: Vec<OutputServer>,
}

/// One declared server.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputServer {
    /// Its name.
    pub name: String,
    /// Whose it is, where that is not the scope of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The project that it is for, where the file says one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// `loaded`, `disabled`, `dropped` (the client says nothing) or `rejected` (it says so).
    pub status: String,
    /// `stdio`, `http`, `sse` or null.
    pub transport: Option<String>,
    /// The command line or the url, secrets masked.
    pub target: Option<String>,
    /// The bridge that it goes through, where its command starts one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub through: Option<OutputThrough>,
    /// Why it is not loaded, for people.
    pub reason: Option<String>,
    /// How it stands among other servers of its name.
    pub standing: OutputStanding,
}

/// How a server stands among others of its name.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputStanding {
    /// `alone`; `wins` (it replaces others); `shadowed` (another one replaces it); `merged`;
    /// `beside` (it runs, and so do others); `shut-out` (another file keeps its file from being
    /// read); `unsettled` (which one counts is not established); `apart` (it does not count: its
    /// file is not read, is a copy, or has a later entry of the name).
    pub state: String,
    /// What replaces it or keeps its file from being read, the one that wins first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<OutputOther>,
    /// What it replaces.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub over: Vec<OutputOther>,
    /// What it is merged with, what runs beside it, or what may count in its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<OutputOther>,
    /// What the client runs where this server counts, when that is a merge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<OutputEffective>,
}

/// Another server, or a file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputOther {
    /// Its file.
    pub path: String,
    /// Its name; absent where the file as such matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// Where it stands in the file: `mcpServers.docs`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The project that it is for, where its file says one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// `replaces`, `shuts-out`, `merged-over` (its keys win), `merged-under` (the keys of this
    /// server win), `merged`, `replaced`, `beside` or `unsettled`.
    pub tie: String,
    /// The folder in which this holds, where that is not everywhere; `.` is the current one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Whether this holds only while that file is in use: with `--profile NAME`, once the plugin is
    /// installed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub when_chosen: bool,
    /// The keys of the merge that come from there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gives: Vec<String>,
    /// The keys of this server that it sets to another value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<String>,
    /// Its keys that this server sets to another value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overridden: Vec<String>,
}

/// What a merge comes to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputEffective {
    /// `loaded`, `disabled`, `dropped` or `rejected`.
    pub status: String,
    /// `stdio`, `http`, `sse` or null.
    pub transport: Option<String>,
    /// The command line or the url, secrets masked.
    pub target: Option<String>,
    /// Why it is not loaded, for people.
    pub reason: Option<String>,
}

/// A program between the client and the server.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputThrough {
    /// Its name.
    pub bridge: String,
    /// The url that it calls, secrets masked; null where it calls none that stands in the file.
    pub url: Option<String>,
    /// The transport that it tries first on that url: `http` or `sse`.
    pub transport: Option<String>,
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputDiagnostic {
    /// The rule's name.
    pub rule: String,
    /// The rule's category.
    pub category: String,
    /// `error`, `warning` or `info`.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What the client does about it.
    pub effect: Option<String>,
    /// How to mend it.
    pub help: Option<String>,
    /// The id of the client.
    pub client: String,
    /// The server's name.
    pub server: Option<String>,
    /// The file.
    pub path: String,
    /// Its first character.
    pub start: OutputPosition,
    /// The character behind its last.
    pub end: OutputPosition,
    /// Other places.
    pub related: Vec<OutputRelated>,
    /// The ways to mend it, the best first; at most the first is preferred.
    pub fixes: Vec<OutputFix>,
    /// The address of the page that explains the rule; null where the pages have none, and
    /// `mcpmend explain RULE` tells the same.
    pub url: Option<String>,
}

/// A place.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputPosition {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// In bytes, from 0.
    pub offset: usize,
}

/// Another place of a finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputRelated {
    /// What is to be seen there.
    pub message: String,
    /// The file.
    pub path: String,
    /// Its first character.
    pub start: OutputPosition,
    /// The character behind its last.
    pub end: OutputPosition,
}

/// A way to mend a finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputFix {
    /// What it does.
    pub title: String,
    /// `safe` or `unsafe`.
    pub applicability: Applicability,
    /// Whether `--fix` carries it out, or with `--unsafe-fixes` where it is unsafe. The others of a
    /// finding are alternatives, which are carried out only where somebody chooses them; where
    /// only the user can tell which way is right, none is preferred.
    pub preferred: bool,
    /// Its changes, by file and place; none when one of them would carry a secret, which
    /// `--show-secrets` allows.
    pub edits: Vec<OutputEdit>,
}

/// A change of the text of a file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputEdit {
    /// The file.
    pub path: String,
    /// The first character that goes.
    pub start: OutputPosition,
    /// The character behind the last that goes.
    pub end: OutputPosition,
    /// What comes in its place.
    pub text: String,
}

/// How much was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputSummary {
    /// Files that were found.
    pub files: usize,
    /// Servers in them.
    pub servers: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are hints.
    pub infos: usize,
    /// Findings that `--fix --unsafe-fixes` mends.
    pub fixable: usize,
    /// Findings that only a pedantic run shows.
    pub hidden: usize,
    /// Findings that comments or settings silence.
    pub ignored: usize,
    /// Findings that are in the baseline.
    pub baselined: usize,
    /// Findings of the baseline that no longer occur.
    pub gone: usize,
}

/// Writes everything.
///
/// # Errors
/// When `out` refuses.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &output(report)).map_err(io::Error::from)?;
    writeln!(out)
}

/// The whole contract as data.
pub fn output(report: &Report<'_>) -> Output {
    let findings = report.findings.iter();
    let diagnostics: Vec<OutputDiagnostic> = findings
        .map(|finding| diagnostic(report, finding))
        .collect();
    let mended = |it: &&OutputDiagnostic| it.fixes.iter().any(|fix| fix.preferred);
    Output {
        version: 1,
        summary: OutputSummary {
            // A fix that the format cannot carry out is none.
            fixable: diagnostics.iter().filter(mended).count(),
            ..summary(report)
        },
        files: files(report),
        diagnostics,
    }
}

/// The numbers of the contract.
pub fn summary(report: &Report<'_>) -> OutputSummary {
    let of = |severity| {
        report
            .findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let LeftOut {
        pedantic,
        ignored,
        baselined,
        gone,
    } = report.left_out;
    OutputSummary {
        files: report.workspace.files().len(),
        servers: report.workspace.entries().len(),
        errors: of(Severity::Error),
        warnings: of(Severity::Warning),
        infos: of(Severity::Info),
        fixable: report
            .findings
            .iter()
            .filter(|finding| report.would_be_fixed(finding).is_some())
            .count(),
        hidden: pedantic,
        ignored,
        baselined,
        gone,
    }
}

/// Writes the `files` array of the JSON contract.
///
/// # Errors
/// When `out` refuses.
pub fn write_files(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let files = serde_json::json!({ "version": 1, "files": files(report) });
    serde_json::to_writer_pretty(&mut *out, &files).map_err(io::Error::from)?;
    writeln!(out)
}

/// Every file with its servers.
pub fn files(report: &Report<'_>) -> Vec<OutputFile> {
    report
        .workspace
        .files()
        .map(|(id, file)| output_file(report, id, file))
        .collect()
}

fn output_file(report: &Report<'_>, id: FileId, file: &File) -> OutputFile {
    OutputFile {
        path: file.shown.clone(),
        client: file.client.id.to_owned(),
        scope: file.scope.name().to_owned(),
        format: file.kind.format.name().to_owned(),
        status: file.status.id().to_owned(),
        reason: super::server::file_reason(report, id, file),
        guess: file.guess.clone(),
        also_read_by: file
            .also
            .iter()
            .map(|client| client.id.to_owned())
            .collect(),
        servers: report
            .workspace
            .entries_of(id)
            .map(|(id, entry)| server(report, file, id, entry))
            .collect(),
    }
}

fn server(report: &Report<'_>, file: &File, id: EntryId, entry: &Entry) -> OutputServer {
    OutputServer {
        name: entry.name.clone(),
        scope: (entry.scope != file.scope).then(|| entry.scope.name().to_owned()),
        project: entry.project.clone(),
        status: entry.status.id().to_owned(),
        transport: entry
            .interpretation
            .transport
            .and_then(|transport| transport.id())
            .map(str::to_owned),
        target: super::server::target(report, file, entry),
        through: super::server::through(report, entry).map(|through| OutputThrough {
            bridge: through.bridge.to_owned(),
            url: through.url,
            transport: through.transport.map(str::to_owned),
        }),
        reason: super::server::reason(report, file, entry),
        standing: standing(report, id, entry),
    }
}

fn standing(report: &Report<'_>, id: EntryId, entry: &Entry) -> OutputStanding {
    let standing = report.standing(id);
    let others = |ties: &[Tie]| {
        standing
            .relations
            .iter()
            .filter(|relation| ties.contains(&relation.tie))
            .map(|relation| other(report, relation))
            .collect()
    };
    OutputStanding {
        state: standing.state().id().to_owned(),
        by: others(&[Tie::ShutOutBy, Tie::ReplacedBy]),
        over: others(&[Tie::Replaces]),
        with: others(&[
            Tie::MergedUnder,
            Tie::MergedOver,
            Tie::MergedWith,
            Tie::RunsBeside,
            Tie::Unsettled,
        ]),
        effective: standing
            .effective
            .as_ref()
            .map(|effective| OutputEffective {
                status: effective.status.id().to_owned(),
                transport: effective
                    .interpretation
                    .transport
                    .and_then(|transport| transport.id())
                    .map(str::to_owned),
                target: super::server::merged_target(report, effective),
                reason: super::server::merged_reason(report, entry, effective),
            }),
    }
}

fn other(report: &Report<'_>, relation: &Relation) -> OutputOther {
    let workspace = report.workspace;
    let entry = relation.entry.map(|id| workspace.entry(id));
    OutputOther {
        path: workspace.file(relation.file).shown.clone(),
        server: entry.map(|entry| entry.name.clone()),
        pointer: entry.map(|entry| workspace.node(entry).pointer()),
        project: entry.and_then(|entry| entry.project.clone()),
        tie: match relation.tie {
            Tie::ShutOutBy => "shuts-out",
            Tie::ReplacedBy => "replaces",
            Tie::MergedUnder => "merged-over",
            Tie::MergedOver => "merged-under",
            Tie::MergedWith => "merged",
            Tie::Replaces => "replaced",
            Tie::RunsBeside => "beside",
            Tie::Unsettled => "unsettled",
        }
        .to_owned(),
        within: relation.within.clone(),
        when_chosen: relation.chosen,
        gives: relation.given.clone(),
        overrides: relation.lost.clone(),
        overridden: relation.won.clone(),
    }
}

fn diagnostic(report: &Report<'_>, finding: &Diagnostic) -> OutputDiagnostic {
    let workspace = report.workspace;
    let shown = |text: &str| report.scrub(text).into_owned();
    let primary = finding.primary();
    let file = workspace.file(primary.file);
    let (start, end) = range(&file.document, primary.span);
    OutputDiagnostic {
        rule: finding.rule.to_owned(),
        category: rules::by_name(finding.rule)
            .map_or("", |rule| rule.category.name())
            .to_owned(),
        severity: finding.severity,
        message: shown(&finding.message),
        effect: finding.effect.as_deref().map(shown),
        help: finding.help.as_deref().map(shown),
        client: file.client.id.to_owned(),
        server: finding
            .entry
            .map(|entry| workspace.entry(entry).name.clone()),
        path: file.shown.clone(),
        start,
        end,
        related: finding
            .labels
            .iter()
            .skip(1)
            .map(|label| {
                let file = workspace.file(label.file);
                let (start, end) = range(&file.document, label.span);
                OutputRelated {
                    message: shown(&label.text),
                    path: file.shown.clone(),
                    start,
                    end,
                }
            })
            .collect(),
        fixes: finding
            .fixes
            .iter()
            // A fix that the format cannot carry out is none.
            .filter_map(|fix| {
                Some(OutputFix {
                    title: shown(&fix.title),
                    applicability: fix.applicability,
                    preferred: finding
                        .preferred()
                        .is_some_and(|preferred| std::ptr::eq(preferred, fix)),
                    edits: edits(report, fix)?,
                })
            })
            .collect(),
        url: pages::rule(finding.rule),
    }
}

/// The text edits of a fix: none when one would give a secret away; `None` when the format cannot
/// carry it out.
fn edits(report: &Report<'_>, fix: &Fix) -> Option<Vec<OutputEdit>> {
    let mut files = fix.files();
    files.sort();
    let mut result = Vec::new();
    for id in files {
        let file = report.workspace.file(id);
        for edit in file.document.lower(&fix.edits_of(id)).ok()? {
            if report.gives_away(&edit.text) {
                return Some(Vec::new());
            }
            let (start, end) = range(&file.document, edit.span);
            result.push(OutputEdit {
                path: file.shown.clone(),
                start,
                end,
                text: edit.text,
            });
        }
    }
    Some(result)
}

fn range(document: &Document, span: Span) -> (OutputPosition, OutputPosition) {
    let place = |at: Position| OutputPosition {
        line: at.line,
        column: at.column,
        offset: at.offset,
    };
    (
        place(document.position(span.start)),
        place(document.position(span.end)),
    )
}
