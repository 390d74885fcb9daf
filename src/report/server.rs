//! One server in a few words: what it starts or calls, and why it is not loaded.

use super::Report;
use crate::bridges::{Bridge, Target, Value};
use crate::document::{Document, Span};
use crate::interpret::{Interpretation, Problem, Status, Text, describe};
use crate::model::{Outcome, Transport};
use crate::precedence::Effective;
use crate::workspace::{Entry, File, FileId};

/// The command line or the url of an entry, its secrets masked.
pub fn target(report: &Report<'_>, file: &File, entry: &Entry) -> Option<String> {
    let secrets = report.secrets(entry.file);
    line(&file.document, &entry.interpretation, secrets)
}

/// The same of what a merge comes to.
pub fn merged_target(report: &Report<'_>, effective: &Effective) -> Option<String> {
    let secrets = if report.show_secrets {
        Vec::new()
    } else {
        let root = effective.document.root().map(|root| root.id());
        crate::secret::spans(&effective.document, root.as_slice())
    };
    line(&effective.document, &effective.interpretation, &secrets)
        .map(|line| report.scrub(&line).into_owned())
}

fn line(document: &Document, interpretation: &Interpretation, secrets: &[Span]) -> Option<String> {
    let parts = &interpretation.parts;
    let shown = |text: &Text| {
        let span = document.node(text.node).span();
        if secrets
            .iter()
            .any(|secret| span.covers(*secret) && !secret.is_empty())
        {
            // Decoded and raw text may differ; the raw one has the places.
            let raw = document.slice(span);
            let inside: Vec<Span> = secrets
                .iter()
                .filter(|secret| span.covers(**secret))
                .map(|secret| Span::new(secret.start - span.start, secret.end - span.start))
                .collect();
            crate::secret::mask(raw, &inside)
                .trim_matches(['"', '\''])
                .to_owned()
        } else {
            text.text.clone()
        }
    };
    let remote = interpretation
        .transport
        .is_some_and(|transport| transport.is_remote());
    let command = parts.command.as_ref().map(|command| {
        let mut line = quoted(&shown(command));
        for arg in &parts.args {
            line.push(' ');
            line.push_str(&quoted(&shown(arg)));
        }
        line
    });
    let url = parts.url.as_ref().map(shown);
    if remote {
        url.or(command)
    } else {
        command.or(url)
    }
}

/// The bridge that an entry goes through, and where it leads: "through mcp-remote to URL".
pub fn through(report: &Report<'_>, entry: &Entry) -> Option<Through> {
    let transport = entry.interpretation.transport;
    if transport.is_some_and(Transport::is_remote) {
        return None;
    }
    let bridge = Bridge::started(&entry.interpretation.parts)?;
    let mut says = format!("through {}", bridge.name());
    let url = bridge.url().map(|url| shown(report, entry, url));
    match &bridge.target {
        Target::Url(_) => {
            let tries: Vec<&str> = bridge.speaks.iter().map(|it| it.name()).collect();
            says.push_str(&format!(" to {}", url.as_deref().unwrap_or_default()));
            if !tries.is_empty() {
                says.push_str(&format!(" ({})", tries.join(", then ")));
            }
        }
        Target::Named(name) => says.push_str(&format!(" to `{}`", report.scrub(name.text()))),
        Target::Command(words) if !words.is_empty() => {
            let words: Vec<String> = words.iter().map(|word| quoted(&word.text)).collect();
            says.push_str(&format!(" to `{}`", report.scrub(&words.join(" "))));
        }
        _ => {}
    }
    if let Some(first) = bridge.serves.first() {
        let over = match bridge.serves {
            [_] => first.name(),
            _ => "HTTP",
        };
        says.push_str(&format!(", served over {over}"));
        if let Some(port) = bridge.listens() {
            says.push_str(&format!(" on port {port}"));
        }
    }
    Some(Through {
        bridge: bridge.name(),
        url,
        transport: bridge.speaks.first().and_then(|transport| transport.id()),
        says,
    })
}

/// A bridge as it is shown.
pub struct Through {
    /// Its name.
    pub bridge: &'static str,
    /// The url that it calls, secrets masked.
    pub url: Option<String>,
    /// The transport that it tries first on that, in the word of the JSON contract.
    pub transport: Option<&'static str>,
    /// All of it in a few words.
    pub says: String,
}

/// A part of an argument, its secrets masked.
fn shown(report: &Report<'_>, entry: &Entry, value: &Value<'_>) -> String {
    let document = &report.workspace.file(entry.file).document;
    let span = document.node(value.word.source.node).span();
    let raw = document.slice(span);
    let text = value.text();
    // Where it stands in the file as it is, the places of the secrets are known.
    let at = raw.find(text).filter(|_| text.is_ascii());
    let Some(start) = at.map(|at| span.start + at) else {
        return report.scrub(text).into_owned();
    };
    let inside: Vec<Span> = report
        .secrets(entry.file)
        .iter()
        .filter(|secret| start <= secret.start && secret.end <= start + text.len())
        .map(|secret| Span::new(secret.start - start, secret.end - start))
        .collect();
    crate::secret::mask(text, &inside)
}

fn quoted(word: &str) -> String {
    if word.is_empty() || word.contains([' ', '\t', '"']) {
        format!("{word:?}")
    } else {
        word.to_owned()
    }
}

/// Why the client loads nothing from a file: a fault of the file, or of one of its servers.
pub fn file_reason(report: &Report<'_>, id: FileId, file: &File) -> Option<String> {
    let own = file.reason().or_else(|| {
        let mut entries = report.workspace.entries_of(id).map(|(_, entry)| entry);
        let guilty = entries.find(|entry| entry.interpretation.worst().loses_file())?;
        let problem = guilty.interpretation.problems.first()?;
        Some(format!(
            "because of `{}`: {}",
            guilty.name,
            crate::interpret::describe(&file.document, problem)
        ))
    });
    own.map(|reason| report.scrub(&reason).into_owned())
}

/// Why an entry is not loaded, or what is odd about how it is.
pub fn reason(report: &Report<'_>, file: &File, entry: &Entry) -> Option<String> {
    why(file, entry).map(|reason| report.scrub(&reason).into_owned())
}

fn why(file: &File, entry: &Entry) -> Option<String> {
    if entry.overridden {
        return Some("a later entry of the same name replaces it".to_owned());
    }
    match entry.status {
        Status::Loaded => {
            let problem = entry.interpretation.problems.first();
            let fails = problem.filter(|problem| problem.ruling.outcome == Outcome::Fails)?;
            Some(format!(
                "it is listed and fails: {}",
                fault(&file.document, fails)
            ))
        }
        Status::Disabled => Some("it is switched off".to_owned()),
        Status::Dropped | Status::Rejected => {
            let problem = entry.interpretation.problems.first();
            let own = problem.filter(|problem| problem.ruling.outcome.loses_entry());
            match own {
                Some(problem) if file.not_read.is_none() => Some(fault(&file.document, problem)),
                _ => Some(match file.reason() {
                    Some(why) => format!("the file is lost: {why}"),
                    None => "another entry costs the whole file".to_owned(),
                }),
            }
        }
    }
}

/// Why a merge is not loaded.
pub fn merged_reason(report: &Report<'_>, entry: &Entry, effective: &Effective) -> Option<String> {
    let why = match effective.status {
        Status::Loaded => None,
        Status::Disabled => {
            (entry.status == Status::Disabled).then(|| "it is switched off".to_owned())
        }
        Status::Dropped | Status::Rejected => {
            let problem = effective.interpretation.problems.first()?;
            Some(format!("merged, {}", fault(&effective.document, problem)))
        }
    };
    why.map(|why| report.scrub(&why).into_owned())
}

fn fault(document: &Document, problem: &Problem) -> String {
    let what = describe(document, problem);
    match problem.ruling.says {
        "" => what,
        says => format!("{what}: {says}"),
    }
}
