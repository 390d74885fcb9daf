//! One server in a few words: what it starts or calls, and why it is not loaded.

use super::Report;
use crate::document::Span;
use crate::interpret::Status;
use crate::workspace::{Entry, File, FileId};

/// The command line or the url of an entry, its secrets masked.
pub fn target(report: &Report<'_>, file: &File, entry: &Entry) -> Option<String> {
    let parts = &entry.interpretation.parts;
    let secrets = report.secrets(entry.file);
    let shown = |text: &crate::interpret::Text| {
        let span = file.document.node(text.node).span();
        if secrets
            .iter()
            .any(|secret| span.covers(*secret) && !secret.is_empty())
        {
            // Decoded and raw text may differ; the raw one has the places.
            let raw = file.document.slice(span);
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
    let remote = entry
        .interpretation
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
        Status::Loaded => None,
        Status::Disabled => Some("it is switched off".to_owned()),
        Status::Dropped | Status::Rejected => {
            let problem = entry.interpretation.problems.first();
            let own = problem.filter(|problem| problem.ruling.outcome.loses_entry());
            match own {
                Some(problem) if file.not_read.is_none() => {
                    let what = crate::interpret::describe(&file.document, problem);
                    let says = problem.ruling.says;
                    Some(if says.is_empty() {
                        what
                    } else {
                        format!("{what}: {says}")
                    })
                }
                _ => Some(match file.reason() {
                    Some(why) => format!("the file is lost: {why}"),
                    None => "another entry costs the whole file".to_owned(),
                }),
            }
        }
    }
}
