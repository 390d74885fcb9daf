//! What `mcpmend doctor` found out, for people and as JSON.

use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Report, Style, style::wrap};
use crate::diagnostic::Severity;
use crate::doctor::{Answer, Examination, Patient, State, Static, Target, Verdict};

/// What `mcpmend doctor --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "What mcpmend doctor found out")]
pub struct OutputDoctor {
    /// The version of this contract.
    pub version: u32,
    /// The servers, in the order of their files.
    pub servers: Vec<OutputPatient>,
}

/// One server.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputPatient {
    /// Its name; the url where no config names it.
    pub name: String,
    /// The id of the client that has it.
    pub client: Option<String>,
    /// The file that declares it.
    pub path: Option<String>,
    /// The url that is called, where one is.
    pub url: Option<String>,
    /// `reachable`, `cause`, `disabled`, `not-tried`, `not-finished` or `unknown`.
    pub verdict: String,
    /// Why it cannot be used.
    pub cause: Option<OutputCause>,
    /// What was asked, in this order.
    pub checks: Vec<OutputCheck>,
}

/// Why a server cannot be used.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputCause {
    /// Its name; that of a rule where a rule finds it.
    pub id: String,
    /// It, in one sentence.
    pub message: String,
    /// `certain`, `likely` or `possible`.
    pub sureness: String,
    /// What to do, in this order.
    pub remedy: Vec<String>,
}

/// One question.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputCheck {
    /// The question.
    pub question: String,
    /// `fine`, `wrong`, `note` or `unknown`.
    pub state: String,
    /// The answer.
    pub message: String,
    /// What was seen.
    pub seen: Vec<String>,
}

/// The contract, filled in.
pub fn output(report: &Report<'_>, examinations: &[Examination]) -> OutputDoctor {
    let scrubbed = |text: &str| report.scrub(text).into_owned();
    let servers = examinations
        .iter()
        .map(|examination| {
            let patient = &examination.patient;
            let cause = match &examination.verdict {
                Verdict::Cause(cause) => Some(OutputCause {
                    id: cause.id.to_owned(),
                    message: scrubbed(&cause.says),
                    sureness: cause.sureness.id().to_owned(),
                    remedy: cause.remedy.iter().map(|step| scrubbed(step)).collect(),
                }),
                _ => None,
            };
            OutputPatient {
                name: scrubbed(&patient.name),
                client: patient.client.map(|client| client.id.to_owned()),
                path: patient.file.clone(),
                url: match &patient.target {
                    Target::Remote(remote) => Some(scrubbed(remote.url.as_str())),
                    _ => None,
                },
                verdict: examination.verdict.id().to_owned(),
                cause,
                checks: examination
                    .answers
                    .iter()
                    .map(|answer| OutputCheck {
                        question: answer.question.id().to_owned(),
                        state: answer.state.id().to_owned(),
                        message: scrubbed(&answer.says),
                        seen: answer.seen.iter().map(|line| scrubbed(line)).collect(),
                    })
                    .collect(),
            }
        })
        .collect();
    OutputDoctor {
        version: 1,
        servers,
    }
}

/// Writes it as JSON.
///
/// # Errors
/// When `out` refuses.
pub fn write_json(
    report: &Report<'_>,
    examinations: &[Examination],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &output(report, examinations))?;
    writeln!(out)
}

/// Writes one examination for people: each question with its answer, and what they come to.
///
/// # Errors
/// When `out` refuses.
pub fn write(
    report: &Report<'_>,
    examination: &Examination,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let patient = &examination.patient;
    let mut title = style.paint("1", &report.line(&patient.name));
    if let (Some(client), Some(file)) = (patient.client, &patient.file) {
        title.push_str(&format!("  {}, {}", client.name, report.line(file)));
    }
    writeln!(out, "{title}")?;
    for answer in &examination.answers {
        question(report, answer, style, out)?;
    }
    let (code, says) = match &examination.verdict {
        Verdict::Reachable => ("32", "it can be used".to_owned()),
        Verdict::Disabled => ("2", "it is switched off".to_owned()),
        Verdict::NotTried => (
            "2",
            match patient.target {
                Target::Remote(_) => {
                    "nothing wrong was found; the credential of the entry was not sent".to_owned()
                }
                // A warning is no verdict, and the best guess there is.
                _ => match suspect(patient) {
                    Some(finding) => format!(
                        "it was not started (`--start` does that); what may be wrong: {}",
                        report.line(&finding.message)
                    ),
                    None => "nothing wrong was found; it was not started (`--start` does that)"
                        .to_owned(),
                },
            },
        ),
        Verdict::NotFinished => ("33", "not finished: this was broken off".to_owned()),
        Verdict::Unknown => (
            "33",
            "it cannot be used, and why was not found out".to_owned(),
        ),
        Verdict::Cause(cause) => {
            let line = report.line(&cause.says);
            (
                "31",
                format!("{line} ({}: {})", cause.sureness.id(), cause.id),
            )
        }
    };
    let arrow = if style.unicode { "→" } else { "=>" };
    let says = wrap(&says, style.width, 4);
    writeln!(out, "  {}", style.paint(code, &format!("{arrow} {says}")))?;
    if examination.verdict == Verdict::NotTried
        && let Some(help) = suspect(patient).and_then(|finding| finding.help.as_ref())
    {
        writeln!(out, "    {}", wrap(&report.line(help), style.width, 4))?;
    }
    if let Verdict::Cause(cause) = &examination.verdict {
        for step in &cause.remedy {
            writeln!(out, "    {}", wrap(&report.line(step), style.width, 4))?;
        }
        if let Some(client) = patient.client {
            writeln!(
                out,
                "    {}",
                wrap(&format!("then: {}", client.restart), style.width, 4)
            )?;
        }
    }
    Ok(())
}

/// The worst that the rules say of a server that was not started.
fn suspect(patient: &Patient) -> Option<&Static> {
    let worst = patient.findings.first()?;
    (worst.severity >= Severity::Warning).then_some(worst)
}

fn question(
    report: &Report<'_>,
    answer: &Answer,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let (mark, plain, code) = match answer.state {
        State::Fine => ("✓", "ok", "32"),
        State::Wrong => ("✗", "x", "31"),
        State::Note => ("!", "!", "33"),
        State::Unknown => ("?", "?", "2"),
    };
    let mark = if style.unicode { mark } else { plain };
    let says = format!("{}: {}", answer.question.title(), report.line(&answer.says));
    writeln!(
        out,
        "  {} {}",
        style.paint(code, mark),
        wrap(&says, style.width, 4)
    )?;
    for line in &answer.seen {
        writeln!(out, "      {}", wrap(&report.line(line), style.width, 6))?;
    }
    Ok(())
}
