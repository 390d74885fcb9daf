//! Every file and server with what its client does with it.

use std::io;

use super::{Report, Style, server, standing, visible};
use crate::interpret::Status;
use crate::workspace::{Entry, EntryId, File, FileStatus};

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
            style.paint("1", &report.path(id)),
            file.client.name,
            file.kind.title
        );
        if !file.also.is_empty() {
            let names: Vec<&str> = file.also.iter().map(|client| client.name).collect();
            title.push_str(&format!(" (also read by {})", names.join(", ")));
        }
        writeln!(out, "{title}")?;
        if let Some(guess) = &file.guess {
            writeln!(
                out,
                "  no client reads a file of this name here; {}",
                visible(guess)
            )?;
        }
        if file.status != FileStatus::Read {
            let reason = server::file_reason(report, id, file).unwrap_or_default();
            let status = style.paint("31", file.status.id());
            writeln!(out, "  {status}: {}", visible(&reason))?;
        }
        let rows: Vec<Row> = report
            .workspace
            .entries_of(id)
            .map(|(id, entry)| Row::new(report, file, id, entry))
            .collect();
        if rows.is_empty() && file.status == FileStatus::Read {
            writeln!(out, "  no servers")?;
        }
        table(&rows, style, out)?;
    }
    Ok(())
}

/// A server in the words of a table, each as people may be shown it.
pub(super) struct Row {
    /// What becomes of it.
    pub(super) status: Status,
    pub(super) name: String,
    /// The project that it is for, where the file says one.
    pub(super) project: Option<String>,
    pub(super) transport: String,
    pub(super) target: String,
    /// What it goes through, why it is not loaded, and how it stands among others of its name.
    pub(super) notes: Vec<String>,
}

impl Row {
    /// What the client runs where the entry counts: of a merge what it comes to.
    pub(super) fn new(report: &Report<'_>, file: &File, id: EntryId, entry: &Entry) -> Row {
        let effective = report.standing(id).effective.as_ref();
        let transport = match effective {
            Some(effective) => effective.interpretation.transport,
            None => entry.interpretation.transport,
        };
        let (target, reason) = match effective {
            Some(effective) => (
                server::merged_target(report, effective),
                server::merged_reason(report, entry, effective),
            ),
            None => (
                server::target(report, file, entry),
                server::reason(report, file, entry),
            ),
        };
        Row {
            status: effective.map_or(entry.status, |effective| effective.status),
            name: if entry.name.is_empty() {
                "\"\"".to_owned()
            } else {
                visible(&entry.name).into_owned()
            },
            project: entry.project.as_deref().map(|it| visible(it).into_owned()),
            transport: transport
                .and_then(|transport| transport.id())
                .unwrap_or("-")
                .to_owned(),
            target: visible(&target.unwrap_or_default()).into_owned(),
            notes: server::through(report, entry)
                .map(|through| through.says)
                .into_iter()
                .chain(reason)
                .chain(standing::words(report, id))
                .map(|note| visible(&note).into_owned())
                .collect(),
        }
    }
}

/// The rows of a file: those for every project first, the others below their project's path.
fn table(rows: &[Row], style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let width = |cell: fn(&Row) -> &str| {
        rows.iter()
            .map(|row| cell(row).chars().count())
            .max()
            .unwrap_or(0)
    };
    let names = width(|row| &row.name).min(40);
    let mut projects: Vec<Option<&str>> = vec![None];
    for row in rows {
        if !projects.contains(&row.project.as_deref()) {
            projects.push(row.project.as_deref());
        }
    }
    for project in projects {
        let mut margin = "  ";
        if let Some(project) = project {
            writeln!(out, "  for {}", style.paint("1", project))?;
            margin = "    ";
        }
        for row in rows.iter().filter(|row| row.project.as_deref() == project) {
            line(row, margin, names, style, out)?;
        }
    }
    Ok(())
}

fn line(
    row: &Row,
    margin: &str,
    names: usize,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let color = match row.status {
        Status::Loaded => "32",
        Status::Disabled => "2",
        Status::Dropped | Status::Rejected => "31",
    };
    let room = style.width.saturating_sub(names + margin.len() + 22);
    let line = format!(
        "{margin}{} {:names$}  {:9}  {}",
        style.paint(color, &format!("{:8}", row.status.id())),
        row.name,
        row.transport,
        clip(&row.target, room.max(30)),
    );
    writeln!(out, "{}", line.trim_end())?;
    for note in &row.notes {
        writeln!(out, "{margin}         {}", style.paint("2", note))?;
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
