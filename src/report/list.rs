//! Every file and server with what its client does with it.

use std::io;

use super::{Report, Style, json};
use crate::document::Span;
use crate::interpret::Status;
use crate::workspace::{Entry, File, FileStatus};

/// Writes a table for people.
///
/// # Errors
/// When `out` refuses.
pub fn write(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    for (index, (id, file)) in report.workspace.files().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let mut title = format!(
            "{}  {}, {}",
            style.paint("1", &file.shown),
            file.client.name,
            file.kind.title
        );
        if !file.also.is_empty() {
            let names: Vec<&str> = file.also.iter().map(|client| client.name).collect();
            title.push_str(&format!(" (also read by {})", names.join(", ")));
        }
        writeln!(out, "{title}")?;
        if let Some(guess) = &file.guess {
            writeln!(out, "  no client reads a file of this name here; {guess}")?;
        }
        if file.status != FileStatus::Read {
            let reason = file.reason().unwrap_or_default();
            let reason = report.scrub(&reason);
            let status = style.paint("31", file.status.id());
            writeln!(out, "  {status}: {reason}")?;
        }
        let rows: Vec<Row> = report
            .workspace
            .entries_of(id)
            .map(|(_, entry)| Row::new(report, file, entry))
            .collect();
        if rows.is_empty() && file.status == FileStatus::Read {
            writeln!(out, "  no servers")?;
        }
        table(&rows, style, out)?;
    }
    Ok(())
}

/// Writes the `files` array of the JSON contract.
///
/// # Errors
/// When `out` refuses.
pub fn write_json(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let files = serde_json::json!({ "version": 1, "files": json::files(report) });
    serde_json::to_writer_pretty(&mut *out, &files).map_err(io::Error::from)?;
    writeln!(out)
}

struct Row {
    status: Status,
    name: String,
    transport: String,
    target: String,
    reason: Option<String>,
}

impl Row {
    fn new(report: &Report<'_>, file: &File, entry: &Entry) -> Row {
        let name = if entry.name.is_empty() {
            "\"\"".to_owned()
        } else {
            entry.name.clone()
        };
        Row {
            status: entry.status,
            name: match &entry.project {
                Some(project) => format!("{name} (for {project})"),
                None => name,
            },
            transport: entry
                .interpretation
                .transport
                .and_then(|transport| transport.id())
                .unwrap_or("-")
                .to_owned(),
            target: target(report, file, entry).unwrap_or_default(),
            reason: reason(report, file, entry),
        }
    }
}

fn table(rows: &[Row], style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let width = |cell: fn(&Row) -> &str| {
        rows.iter()
            .map(|row| cell(row).chars().count())
            .max()
            .unwrap_or(0)
    };
    let names = width(|row| &row.name).min(40);
    for row in rows {
        let color = match row.status {
            Status::Loaded => "32",
            Status::Disabled => "2",
            Status::Dropped | Status::Rejected => "31",
        };
        let line = format!(
            "  {} {:names$}  {:9}  {}",
            style.paint(color, &format!("{:8}", row.status.id())),
            row.name,
            row.transport,
            clip(&row.target, style.width.saturating_sub(names + 24).max(30)),
        );
        writeln!(out, "{}", line.trim_end())?;
        if let Some(reason) = &row.reason {
            writeln!(out, "           {}", style.paint("2", reason))?;
        }
    }
    Ok(())
}

fn clip(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut clipped: String = text.chars().take(width.saturating_sub(1)).collect();
    clipped.push('…');
    clipped
}

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
