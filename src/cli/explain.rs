//! `mcpmend explain`.

use std::io::{self, Read, Write};

use serde_json::json;

use super::args::{ExplainArgs, TableFormat, Where};
use super::{Ending, Failure, rules, session};
use crate::check::{Said, Selection, State};
use crate::diagnostic::Persona;
use crate::errors::{self, Plain};
use crate::host::{Host, SystemHost};
use crate::report::{Report, Style, explanation};
use crate::rules::Rule;
use crate::workspace::Workspace;
use crate::{analysis, suggest};

/// The most that is read from standard input, in bytes.
const MOST: u64 = 256 * 1024 * 1024;

pub(super) fn run(
    args: &ExplainArgs,
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    let alone = args.rest.is_empty();
    match args.text.as_str() {
        "-" if alone => {
            let mut bytes = Vec::new();
            io::stdin().take(MOST + 1).read_to_end(&mut bytes)?;
            if bytes.len() as u64 > MOST {
                return Err(Failure::message(
                    "standard input has more than 256 MB; give the end of the log: tail -n 100000 LOG | mcpmend explain -",
                ));
            }
            text(&Plain::of_bytes(&bytes), args, style, out)
        }
        name if alone && is_name(name) => {
            if let Some(rule) = crate::rules::by_name(name) {
                return of_rule(rule, args, style, out);
            }
            if let Some(family) = errors::by_id(name) {
                return of_family(family, args, style, out);
            }
            // `enoent` is no name of ours, and all the same something to explain.
            let plain = Plain::new(name);
            if errors::read(&plain).is_empty() {
                suggest::rule(name)?;
            }
            text(&plain, args, style, out)
        }
        // Whoever forgets the quotes is understood.
        first => {
            let words: Vec<&str> = std::iter::once(first)
                .chain(args.rest.iter().map(String::as_str))
                .collect();
            text(&Plain::new(&whole(&words.join(" "))), args, style, out)
        }
    }
}

/// Whether a word looks like the name of a rule.
fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// A bare number says too little to be looked for in a log, and enough when it is all that is asked.
fn whole(text: &str) -> String {
    let number = text.trim();
    let digits = number.strip_prefix('-').unwrap_or(number);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match (is_number, number.len()) {
        (true, 3) => format!("HTTP {number}"),
        (true, 6) if number.starts_with("-32") => format!("MCP error {number}"),
        _ => text.to_owned(),
    }
}

fn text(
    plain: &Plain,
    args: &ExplainArgs,
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    if plain.text().is_empty() {
        return Err(Failure::message(
            "there is no text to explain: give what the client or the server printed, in quotes, or a log on standard input with `-`",
        ));
    }
    let place = Where {
        home: args.home.clone(),
        os: args.os,
        settings: args.settings.clone(),
        ..Where::default()
    };
    let analysis = session::open(&session::options(&place)?)?;
    session::tell_troubles(&analysis, false);
    let checked = analysis.check();
    let report = analysis.report(&checked, args.show_secrets);
    let matches = errors::read(plain);
    let said = explanation::explanation(&report, plain, &matches);
    match args.format {
        TableFormat::Json => explanation::write_json(&said, out)?,
        TableFormat::Table => {
            explanation::write(&said, &report, analysis.host.os(), style, out)?;
        }
    }
    Ok(if matches.is_empty() {
        Ending::Findings
    } else {
        Ending::Clean
    })
}

fn of_family(
    family: &'static errors::Family,
    args: &ExplainArgs,
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    let host = SystemHost::new(args.home.clone(), args.os)?;
    let said = explanation::of_family(family);
    let nothing = Workspace::default();
    let report = Report::new(&nothing, &[], false);
    match args.format {
        TableFormat::Json => explanation::write_json(&said, out)?,
        TableFormat::Table => explanation::write(&said, &report, host.os(), style, out)?,
    }
    Ok(Ending::Clean)
}

fn of_rule(
    rule: &'static Rule,
    args: &ExplainArgs,
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    let docs = rule.documentation();
    if args.format == TableFormat::Json {
        let mut facts = rules::facts(rule);
        facts["documentation"] = json!(docs.markdown);
        facts["url"] = json!(rule.page());
        let said = json!({ "version": 1, "rule": facts });
        serde_json::to_writer_pretty(&mut *out, &said).map_err(io::Error::from)?;
        writeln!(out)?;
        return Ok(Ending::Clean);
    }
    let host = SystemHost::new(None, None)?;
    let settings = analysis::load_settings(&host, &session::settings_from(&args.settings), &[])?;
    let persona = match rule.persona {
        Persona::Regular => "",
        Persona::Pedantic => ", pedantic",
    };
    writeln!(
        out,
        "{}  {}, {}{persona}, fix: {}",
        style.paint("1", rule.name),
        rule.category.name(),
        rule.severity.name(),
        rules::fix_name(rule.fixes)
    )?;
    let force = Selection::default().in_force(rule, &settings);
    let state = match force.state {
        State::On => force.severity.name(),
        State::Hidden => "shown with --pedantic only",
        State::Off => "off",
    };
    if force.from != Said::Default || force.state == State::Hidden {
        writeln!(out, "in force here: {state} ({})", rules::said(&force.from))?;
    }
    writeln!(out)?;
    for line in docs.markdown.lines() {
        let shown = match (line.strip_prefix("## "), line.strip_prefix("```")) {
            (Some(title), _) => style.paint("1", title),
            // Where the example stands is worth a line; the fences are not.
            (_, Some(info)) => match info.splitn(3, ' ').nth(2) {
                Some(path) => style.paint("2", &format!("  {path}:")),
                None => continue,
            },
            _ => line.to_owned(),
        };
        writeln!(out, "{shown}")?;
    }
    Ok(Ending::Clean)
}
