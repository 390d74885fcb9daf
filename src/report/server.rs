//! One server in a few words: what it starts or calls, and why it is not loaded.

use super::Report;
use crate::document::{Document, Span};
use crate::interpret::{Interpretation, Problem, Status, Text, describe};
use crate::precedence::Effective;
use crate::workspace::{Entry, File};

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
        crate::secret::spans(&effective.document)
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

fn quoted(word: &str) -> String {
    if word.is_empty() || word.contains([' ', '\t', '"']) {
        format!("{word:?}")
    } else {
        word.to_owned()
    }
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
        Status::Loaded => None,
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
