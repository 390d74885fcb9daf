//! The port registry, as a table for people, as JSON, and as the Markdown that a team commits.

use std::io;
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Report, Style, visible};
use crate::discover;
use crate::ports::Purpose;
use crate::ports::table::{Note, Party, Row, Who};

/// The head of the Markdown.
const HEAD: &str = "# Port registry

<!-- Made by `mcpmend ports --format markdown`; `mcpmend ports --check FILE` fails when it is stale. -->
";

/// What `mcpmend ports --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Port registry of mcpmend")]
pub struct OutputPorts {
    /// The version of this contract.
    pub version: u32,
    /// The ports, in their order.
    pub ports: Vec<OutputPort>,
}

/// One port, or a range of them that is published as one.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputPort {
    /// The first port, or the only one; above 65535 where that is written.
    pub first: u64,
    /// The last port.
    pub last: u64,
    /// Who uses it.
    pub uses: Vec<OutputUse>,
    /// What to know about it.
    pub notes: Vec<OutputNote>,
}

/// One use of a port.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputUse {
    /// `listens`, `publishes`, `waits` (for the answer of a login), `may-wait` (on a port that it
    /// chooses by itself) or `connects`.
    pub purpose: String,
    /// `server`, or `service` for one of Compose.
    pub kind: String,
    /// The name of the server or the service.
    pub name: String,
    /// The id of the client, or `docker-compose`.
    pub client: String,
    /// The file that says it, as given or found, with `/`.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What says it there: an option, a variable, the url.
    pub by: String,
    /// The one address that it is bound to, where that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The container's port or ports behind it: `8000`, `8000-8005`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container: Option<String>,
    /// Whether a variable may make another port of it.
    pub varies: bool,
}

/// What to know about a port.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputNote {
    /// `collision`, `no-port`, `in-range`, `refused`, `default-of`, `tool`, `outside-range` or
    /// `no-listener`.
    pub kind: String,
    /// It as a clause.
    pub text: String,
}

/// What a party does, for people.
pub(super) fn verb(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Listens => "listens",
        Purpose::Published => "publishes",
        Purpose::Callback => "waits",
        Purpose::Derived => "may wait",
        Purpose::Connects => "connects",
    }
}

/// `3000`, `3000-3005`
pub(super) fn range(first: u64, last: u64) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("{first}-{last}")
    }
}

/// The container's port and the address, where they say anything: ` to 8000, on 127.0.0.1`.
pub(super) fn details(party: &Party) -> String {
    let mut text = String::new();
    if let Some((first, last)) = party.container {
        text.push_str(&format!(" to {}", range(first, last)));
    }
    if let Some(address) = &party.address {
        text.push_str(&format!(", on {address}"));
    }
    if party.varies {
        text.push_str(", unless a variable is set");
    }
    text
}

/// Writes a table for people.
///
/// # Errors
/// When `out` refuses.
pub fn write(
    report: &Report<'_>,
    rows: &[Row],
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if rows.is_empty() {
        return writeln!(
            out,
            "No ports: no server is told to listen on one, and none is called on this machine."
        );
    }
    let width = |cell: &dyn Fn(&Party) -> usize| {
        rows.iter()
            .flat_map(|row| row.parties.iter().map(cell))
            .max()
            .unwrap_or(0)
    };
    let name = |party: &Party| report.line(&party.name);
    let place = |party: &Party| {
        let file = report.workspace.file(party.file);
        let at = file.document.position(party.span.start);
        format!("{}:{}", report.path(party.file), at.line)
    };
    let names = width(&|party| name(party).chars().count()).min(40);
    let places = width(&|party| place(party).chars().count()).min(60);
    for row in rows {
        writeln!(out, "{}", style.paint("1", &range(row.first, row.last)))?;
        for party in &row.parties {
            let client = report.workspace.file(party.file).client.name;
            writeln!(
                out,
                "  {:9}  {:names$}  {:places$}  {client}, by {}{}",
                verb(party.purpose),
                name(party),
                place(party),
                report.line(&party.by),
                visible(&details(party)),
            )?;
        }
        for note in &row.notes {
            let color = match note {
                Note::Collision(_) | Note::NoPort => "31",
                _ => "2",
            };
            let text = note.text();
            writeln!(out, "  {}", style.paint(color, &report.line(&text)))?;
        }
    }
    Ok(())
}

/// Writes the JSON contract.
///
/// # Errors
/// When `out` refuses.
pub fn write_json(report: &Report<'_>, rows: &[Row], out: &mut dyn io::Write) -> io::Result<()> {
    let output = OutputPorts {
        version: 1,
        ports: rows.iter().map(|row| output(report, row)).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &output).map_err(io::Error::from)?;
    writeln!(out)
}

fn output(report: &Report<'_>, row: &Row) -> OutputPort {
    let uses = row.parties.iter().map(|party| {
        let file = report.workspace.file(party.file);
        let at = file.document.position(party.span.start);
        OutputUse {
            purpose: verb(party.purpose).replace(' ', "-"),
            kind: match party.who {
                Who::Entry(_) => "server",
                Who::Service(_) => "service",
            }
            .to_owned(),
            name: report.scrub(&party.name).into_owned(),
            client: file.client.id.to_owned(),
            path: file.shown.clone(),
            line: at.line,
            column: at.column,
            by: report.scrub(&party.by).into_owned(),
            address: party.address.clone(),
            container: party.container.map(|(first, last)| range(first, last)),
            varies: party.varies,
        }
    });
    OutputPort {
        first: row.first,
        last: row.last,
        uses: uses.collect(),
        notes: row
            .notes
            .iter()
            .map(|note| OutputNote {
                kind: note.id().to_owned(),
                text: report.scrub(&note.text()).into_owned(),
            })
            .collect(),
    }
}

/// The Markdown that a team commits: files below `base` by their way from there, and no lines, so
/// that it changes when a port does and not when a file gets longer.
pub fn markdown(report: &Report<'_>, rows: &[Row], base: &Path) -> String {
    let mut page = HEAD.to_owned();
    if rows.is_empty() {
        page.push_str(
            "\nNo server of this project listens on a port of its own or is called on one.\n",
        );
        return page;
    }
    page.push_str("\n| port | listens | connects | notes |\n| --- | --- | --- | --- |\n");
    let cell = |text: &str| report.line(text).replace('|', "\\|");
    let party = |party: &Party| {
        let file = report.workspace.file(party.file);
        let path = file.path.strip_prefix(base).unwrap_or(&file.path);
        let waits = match party.purpose {
            Purpose::Callback => "a login of ",
            Purpose::Derived => "a login of (derived) ",
            _ => "",
        };
        let by = match party.purpose {
            Purpose::Connects => String::new(),
            _ => format!(" by {}{}", party.by, details(party)),
        };
        cell(&format!(
            "{waits}{} in {}{by}",
            code(&party.name),
            code(&discover::show(path))
        ))
    };
    for row in rows {
        let list = |connects: bool| {
            let mut parties: Vec<String> = row
                .parties
                .iter()
                .filter(|one| (one.purpose == Purpose::Connects) == connects)
                .map(&party)
                .collect();
            parties.dedup();
            parties.join("<br>")
        };
        let notes: Vec<String> = row.notes.iter().map(|note| cell(&note.text())).collect();
        page.push_str(&format!(
            "| {} | {} | {} | {} |\n",
            range(row.first, row.last),
            list(false),
            list(true),
            notes.join("<br>")
        ));
    }
    page
}

/// A text as code, whatever backticks are in it.
fn code(text: &str) -> String {
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}
