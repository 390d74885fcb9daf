//! Every file and server with what its client does with it.

use std::io;

use super::{Report, Style, server};
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
            let reason = server::file_reason(report, id, file).unwrap_or_default();
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
            target: server::target(report, file, entry).unwrap_or_default(),
            reason: server::reason(report, file, entry),
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
