//! What an error text means, and which servers here it is about.

use std::io;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use super::style::wrap;
use super::{Report, Style, count};
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::errors::concerns::{self, Concern};
use crate::errors::{self, Family, Match, Plain};
use crate::model::Os;
use crate::pages;
use crate::secret;

/// What `mcpmend explain "ERROR TEXT" --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Output of mcpmend explain")]
pub struct OutputExplanation {
    /// The version of this contract.
    pub version: u32,
    /// The errors that the text tells: those that say the cause first.
    pub errors: Vec<OutputError>,
    /// The servers here that the text is probably about, the surest first.
    pub servers: Vec<OutputConcern>,
    /// Findings at other servers, of the rules that find such errors: only where no finding at
    /// one of `servers` is of them.
    pub elsewhere: Vec<OutputFound>,
    /// Ports of this machine in the text that no server here names.
    pub strange_ports: Vec<u16>,
    /// Where nothing was told: the ids of the errors with the most words in common.
    pub nearest: Vec<OutputNear>,
}

/// An error with what it means.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputError {
    /// Its id; its page has the same name.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Where it was met first: the line in the text, from 1; null where it was asked for by its id.
    pub line: Option<usize>,
    /// How often it was met.
    pub count: usize,
    /// The text as it was met first, secrets masked.
    pub text: Option<String>,
    /// Whether it only wraps the true cause.
    pub wraps: bool,
    /// What it means. This and all texts below may hold Markdown.
    pub means: String,
    /// Why it happens, the likeliest first.
    pub causes: Vec<OutputCause>,
    /// What to run, in this order.
    pub run: Vec<OutputStep>,
    /// The address of its page.
    pub url: Option<String>,
}

/// A reason for an error.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputCause {
    /// What is wrong.
    pub what: String,
    /// How to tell that it is this one; null where that needs no words.
    pub tell: Option<String>,
    /// What to do about it.
    pub mend: String,
    /// The rules that find or prevent it.
    pub rules: Vec<String>,
}

/// A command that tells more.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputStep {
    /// The command; words in capitals stand for what only you know.
    pub command: String,
    /// What it tells.
    pub tells: String,
    /// The only system that has it: `linux`, `macos`, `windows`, or null.
    pub os: Option<String>,
}

/// A server that the text is probably about.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputConcern {
    /// Its name.
    pub server: String,
    /// The id of the client.
    pub client: String,
    /// The file that declares it.
    pub path: String,
    /// The line on which it starts, from 1.
    pub line: usize,
    /// Its command line or url, secrets masked.
    pub target: Option<String>,
    /// What the text names of it, in words.
    pub because: Vec<String>,
    /// What is found at it without starting or calling anything; what may explain the error first.
    pub findings: Vec<OutputFound>,
}

/// A finding, in short: `mcpmend --format json` tells all of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputFound {
    /// The rule's name.
    pub rule: String,
    /// `error`, `warning` or `info`.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Whether the rule is one of those that find such errors.
    pub explains: bool,
    /// `safe` or `unsafe` where mcpmend can mend it.
    pub fix: Option<Applicability>,
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// An error that may be meant.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputNear {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub title: String,
}

impl OutputConcern {
    /// Whether something at it may explain the error.
    fn explains(&self) -> bool {
        self.findings.iter().any(|found| found.explains)
    }
}

/// How many findings elsewhere are told.
const ELSEWHERE: usize = 5;

/// How much of a long line is shown on either side of an error, in bytes.
const SHOWN: usize = 160;

/// How much of it is searched for secrets.
const SEARCHED: usize = 4_096;

/// Puts together what is to be said of `text`, which tells `matches`. The findings are those of
/// `report`.
pub fn explanation(report: &Report<'_>, text: &Plain, matches: &[Match]) -> OutputExplanation {
    let workspace = report.workspace;
    let ports = concerns::named_ports(text, matches);
    let program = concerns::named_program(text);
    let fill = |command: &str| {
        let mut command = command.to_owned();
        if let Some(port) = ports.first() {
            command = command.replace("PORT", &port.to_string());
        }
        if let Some(program) = &program {
            command = command.replace("COMMAND", program);
        }
        command
    };
    let errors: Vec<OutputError> = matches
        .iter()
        .map(|found| {
            let first = found.places.first();
            OutputError {
                line: first.map(|place| text.line_number(place.start)),
                count: found.count,
                text: first.map(|place| excerpt(report, text, place)),
                ..error(found.family, &fill)
            }
        })
        .collect();
    let rules: Vec<&str> = matches
        .iter()
        .flat_map(|found| found.family.rules())
        .collect();
    let concerned = concerns::concerned(workspace, text, matches);
    let mut servers: Vec<(u8, OutputConcern)> = concerned
        .iter()
        .map(|concern| (concern.rank(), server(report, concern, &rules)))
        .collect();
    // Of servers of which the text says as little, those that have something to explain it.
    servers.sort_by_key(|(rank, server)| (*rank, !server.explains()));
    let explained = servers.iter().any(|(_, server)| server.explains());
    let servers: Vec<OutputConcern> = servers.into_iter().map(|(_, server)| server).collect();
    let elsewhere = if explained {
        Vec::new()
    } else {
        let others = report.findings.iter().filter(|finding| {
            let told = |entry| concerned.iter().any(|concern| concern.entry == entry);
            rules.contains(&finding.rule) && !finding.entry.is_some_and(told)
        });
        let mut others: Vec<&Diagnostic> = others.collect();
        // Stable: files and places stay in order.
        others.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        others.truncate(ELSEWHERE);
        let found = |finding: &&Diagnostic| found(report, finding, &rules);
        others.iter().map(found).collect()
    };
    OutputExplanation {
        version: 1,
        nearest: if matches.is_empty() {
            errors::nearest(text)
                .into_iter()
                .map(|family| OutputNear {
                    id: family.id.to_owned(),
                    title: family.title.to_owned(),
                })
                .collect()
        } else {
            Vec::new()
        },
        strange_ports: if matches.is_empty() {
            Vec::new()
        } else {
            concerns::strange_ports(workspace, text, matches)
        },
        errors,
        servers,
        elsewhere,
    }
}

/// What is to be said of a family that was asked for by its id.
pub fn of_family(family: &'static Family) -> OutputExplanation {
    OutputExplanation {
        version: 1,
        errors: vec![error(family, &str::to_owned)],
        servers: Vec::new(),
        elsewhere: Vec::new(),
        strange_ports: Vec::new(),
        nearest: Vec::new(),
    }
}

fn error(family: &'static Family, fill: &dyn Fn(&str) -> String) -> OutputError {
    OutputError {
        id: family.id.to_owned(),
        title: family.title.to_owned(),
        line: None,
        count: 0,
        text: None,
        wraps: family.wraps,
        means: family.means.to_owned(),
        causes: family
            .causes
            .iter()
            .map(|cause| OutputCause {
                what: cause.what.to_owned(),
                tell: (!cause.tell.is_empty()).then(|| cause.tell.to_owned()),
                mend: cause.mend.to_owned(),
                rules: cause.rules.iter().map(|rule| (*rule).to_owned()).collect(),
            })
            .collect(),
        run: family
            .run
            .iter()
            .map(|step| OutputStep {
                command: fill(step.command),
                tells: step.tells.to_owned(),
                os: step.os.map(|os| os.name().to_owned()),
            })
            .collect(),
        url: pages::error(family.id),
    }
}

/// The line of an error as it may be shown, cut where it is long.
fn excerpt(report: &Report<'_>, text: &Plain, place: &Range<usize>) -> String {
    let line = text.lines_around(place, 0);
    let searched = text.window(place, SEARCHED);
    let piece = line.start.max(searched.start)..line.end.min(searched.end);
    let shown = text.window(place, SHOWN);
    let shown = piece.start.max(shown.start)..piece.end.min(shown.end);
    let plain = &text.text()[piece.clone()];
    // Masked before it is cut: half a secret would not be told as one. Both keep every place.
    let masked = if report.show_secrets {
        plain.to_owned()
    } else {
        report.scrub(&secret::mask_text(plain)).into_owned()
    };
    let part = masked
        .get(shown.start - piece.start..shown.end - piece.start)
        .unwrap_or_default();
    let before = if shown.start > line.start { "… " } else { "" };
    let after = if shown.end < line.end { " …" } else { "" };
    format!("{before}{}{after}", part.trim().replace('\n', " "))
}

fn server(report: &Report<'_>, concern: &Concern, rules: &[&str]) -> OutputConcern {
    let workspace = report.workspace;
    let entry = workspace.entry(concern.entry);
    let file = workspace.file(entry.file);
    let own = |finding: &&Diagnostic| finding.entry == Some(concern.entry);
    let mut findings: Vec<OutputFound> = report
        .findings
        .iter()
        .filter(own)
        .map(|finding| found(report, finding, rules))
        .collect();
    findings.sort_by_key(|found| (!found.explains, std::cmp::Reverse(found.severity)));
    OutputConcern {
        server: report.scrub(&entry.name).into_owned(),
        client: file.client.id.to_owned(),
        path: file.shown.clone(),
        line: file.document.position(entry.name_span.start).line,
        target: super::server::target(report, file, entry),
        because: concern
            .reasons
            .iter()
            .map(|reason| report.scrub(&reason.words()).into_owned())
            .collect(),
        findings,
    }
}

fn found(report: &Report<'_>, finding: &Diagnostic, rules: &[&str]) -> OutputFound {
    let (file, position) = report.position(finding);
    OutputFound {
        rule: finding.rule.to_owned(),
        severity: finding.severity,
        message: report.scrub(&finding.message).into_owned(),
        explains: rules.contains(&finding.rule),
        fix: report.would_be_fixed(finding),
        path: report.workspace.file(file).shown.clone(),
        line: position.line,
        column: position.column,
    }
}

/// Writes it as JSON.
///
/// # Errors
/// When `out` refuses.
pub fn write_json(explanation: &OutputExplanation, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, explanation).map_err(io::Error::from)?;
    writeln!(out)
}

/// How many errors are told with all their causes.
const IN_FULL: usize = 3;

/// How many servers are told.
const SERVERS: usize = 8;

/// Writes it for people, on a machine of this system.
///
/// # Errors
/// When `out` refuses.
pub fn write(
    explanation: &OutputExplanation,
    report: &Report<'_>,
    os: Os,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if explanation.errors.is_empty() {
        unknown(explanation, style, out)?;
        return here(explanation, report, style, out);
    }
    // What only wraps a cause that is told needs no words.
    let causes = explanation.errors.iter().filter(|error| !error.wraps);
    let causes: Vec<&OutputError> = causes.collect();
    let told: Vec<&OutputError> = match causes.len() {
        0 => explanation.errors.iter().take(IN_FULL).collect(),
        _ => causes.into_iter().take(IN_FULL).collect(),
    };
    for (index, error) in told.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        head(error, style, out)?;
    }
    here(explanation, report, style, out)?;
    for error in &told {
        causes_of(error, told.len() > 1, os, style, out)?;
    }
    let left: Vec<&OutputError> = explanation
        .errors
        .iter()
        .filter(|error| !told.iter().any(|other| other.id == error.id))
        .collect();
    if !left.is_empty() {
        writeln!(out, "\n{}", style.paint("1", "Also in the text"))?;
        for error in left {
            let wraps = if error.wraps {
                "; it only wraps the cause"
            } else {
                ""
            };
            let times = count(error.count, "time");
            writeln!(out, "  {}  {} ({times}{wraps})", error.id, error.title)?;
        }
        writeln!(out, "  `mcpmend explain NAME` tells about each of them.")?;
    }
    Ok(())
}

fn unknown(
    explanation: &OutputExplanation,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let text = "mcpmend knows no error in this text. Give it the line that says what went wrong, or a whole log on standard input: `mcpmend explain - < LOG`. What a client shows is often only its own wrapping; its log says more, and `mcpmend clients CLIENT` tells where that is.";
    writeln!(out, "{}", wrap(text, style.width, 0))?;
    if !explanation.nearest.is_empty() {
        writeln!(out, "\n{}", style.paint("1", "Perhaps one of these"))?;
        for near in &explanation.nearest {
            writeln!(out, "  {}  {}", near.id, near.title)?;
        }
        writeln!(out, "  `mcpmend explain NAME` tells about each of them.")?;
    }
    Ok(())
}

fn head(error: &OutputError, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}  {}", style.paint("1", &error.id), error.title)?;
    if let (Some(text), Some(line)) = (&error.text, error.line) {
        let place = match error.count {
            1 => format!("line {line}"),
            many => format!("line {line}, and {many} times in all"),
        };
        let text = super::visible(text);
        writeln!(
            out,
            "  {}",
            style.paint("2", &wrap(&format!("{place}: {text}"), style.width, 2))
        )?;
    } else if let Some(family) = errors::by_id(&error.id) {
        for print in family.prints {
            let text = format!("{}  from {}", super::visible(print.text), plain(print.by));
            writeln!(out, "  {}", style.paint("2", &wrap(&text, style.width, 2)))?;
        }
    }
    writeln!(out, "\n{}", wrap(&plain(&error.means), style.width, 0))
}

/// The servers and findings of this machine.
fn here(
    explanation: &OutputExplanation,
    report: &Report<'_>,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let nothing = explanation.servers.is_empty()
        && explanation.elsewhere.is_empty()
        && explanation.strange_ports.is_empty();
    if nothing {
        return Ok(());
    }
    if !explanation.servers.is_empty() {
        writeln!(out, "\n{}", style.paint("1", "Here, it is probably about"))?;
        for server in explanation.servers.iter().take(SERVERS) {
            let client = crate::clients::by_id(&server.client).map_or("", |client| client.name);
            let text = format!(
                "`{}` of {client}, {}:{}: the text names {}",
                server.server,
                server.path,
                server.line,
                server.because.join("; ")
            );
            writeln!(out, "  {}", wrap(&report.line(&text), style.width, 4))?;
            if server.findings.is_empty() {
                writeln!(
                    out,
                    "    nothing is wrong with it as far as its file can tell"
                )?;
            }
            for found in &server.findings {
                finding(found, report, style, out)?;
            }
        }
        let more = explanation.servers.len().saturating_sub(SERVERS);
        if more > 0 {
            writeln!(out, "  and {}", count(more, "more server"))?;
        }
    }
    if !explanation.elsewhere.is_empty() {
        let title = if explanation.servers.is_empty() {
            "Here, these findings may explain it"
        } else {
            "At other servers, these findings may explain it"
        };
        writeln!(out, "\n{}", style.paint("1", title))?;
        for found in &explanation.elsewhere {
            finding(found, report, style, out)?;
        }
    }
    for port in &explanation.strange_ports {
        writeln!(
            out,
            "\nNo server here names port {port}: the text may be about another project, or a server that is declared elsewhere."
        )?;
    }
    Ok(())
}

fn finding(
    found: &OutputFound,
    report: &Report<'_>,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let code = match found.severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Info => "1;36",
    };
    let fix = match found.fix {
        Some(Applicability::Safe) => " (mend it with --fix)",
        Some(Applicability::Unsafe) => " (mend it with --fix --unsafe-fixes)",
        None => "",
    };
    let text = format!(
        "{}[{}] {}:{}:{}: {}{fix}",
        found.severity.name(),
        found.rule,
        found.path,
        found.line,
        found.column,
        found.message
    );
    let line = wrap(&report.line(&text), style.width, 6);
    let (severity, rest) = line.split_once('[').unwrap_or((&line, ""));
    writeln!(out, "    {}[{rest}", style.paint(code, severity))
}

fn causes_of(
    error: &OutputError,
    named: bool,
    os: Os,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let of = if named {
        format!(" of {}", error.id)
    } else {
        String::new()
    };
    let title = match error.causes.len() {
        1 => format!("The cause{of}"),
        _ => format!("The causes{of}, the likeliest first"),
    };
    writeln!(out, "\n{}", style.paint("1", &title))?;
    for (index, cause) in error.causes.iter().enumerate() {
        let number = format!("{}. ", index + 1);
        let indent = 2 + number.len();
        let line = |text: &str| wrap(&plain(text), style.width, indent);
        writeln!(out, "  {number}{}", line(&cause.what))?;
        let pad = " ".repeat(indent);
        if let Some(tell) = &cause.tell {
            writeln!(out, "{pad}{}", line(&format!("Tell it by: {tell}")))?;
        }
        writeln!(out, "{pad}{}", line(&format!("Do: {}", cause.mend)))?;
        if !cause.rules.is_empty() {
            let rules = format!("Found by: {}", cause.rules.join(", "));
            writeln!(out, "{pad}{}", style.paint("2", &line(&rules)))?;
        }
    }
    writeln!(out, "\n{}", style.paint("1", &format!("What to run{of}")))?;
    let own = |step: &&OutputStep| step.os.as_deref().is_none_or(|it| it == os.name());
    for step in error.run.iter().filter(own) {
        writeln!(out, "  {}", super::visible(&step.command))?;
        writeln!(out, "      {}", wrap(&plain(&step.tells), style.width, 6))?;
    }
    if let Some(url) = &error.url {
        writeln!(out, "\n{url}")?;
    }
    Ok(())
}

/// Markdown of the table as a terminal shows it: no bold, and a link by its name.
fn plain(markdown: &str) -> String {
    let mut shown = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(start) = rest.find("](") {
        let (before, behind) = rest.split_at(start);
        let Some(end) = behind.find(')') else { break };
        let target = behind[2..end].trim_end_matches(".md");
        let target = target.rsplit('/').next().unwrap_or(target);
        match before.rfind('[') {
            // A link whose text is its target needs no second name.
            Some(open) if &before[open + 1..] == target => {
                shown.push_str(&before[..open]);
                shown.push_str(target);
            }
            Some(open) => {
                shown.push_str(&before[..open]);
                shown.push_str(&before[open + 1..]);
                shown.push_str(&format!(" (`mcpmend explain {target}`)"));
            }
            None => shown.push_str(&rest[..start + end + 1]),
        }
        rest = &behind[end + 1..];
    }
    shown.push_str(rest);
    shown.replace("**", "")
}
