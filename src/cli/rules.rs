//! `mcpmend rules`.

use std::io::Write;

use serde_json::{Value as Json, json};

use super::args::{RulesArgs, TableFormat};
use super::{Ending, Failure, check, session};
use crate::analysis;
use crate::check::{Said, Selection, State, values};
use crate::host::SystemHost;
use crate::report::style::wrap;
use crate::report::{Style, visible};
use crate::rules::{self, Fixes, Rule};
use crate::settings::Settings;

pub(super) fn run(args: &RulesArgs, style: Style, out: &mut dyn Write) -> Result<Ending, Failure> {
    let selection = check::selection(&args.selection)?;
    if args.in_force {
        let host = SystemHost::new(None, None)?;
        let settings =
            analysis::load_settings(&host, &session::settings_from(&args.settings), &[])?;
        match args.format {
            TableFormat::Table => in_force(&selection, &settings, style, out)?,
            TableFormat::Json => json_to(&in_force_json(&selection, &settings), out)?,
        }
        return Ok(Ending::Clean);
    }
    if !args.selection.select.is_empty()
        || !args.selection.ignore.is_empty()
        || args.selection.pedantic
        || args.settings.isolated
        || args.settings.config.is_some()
    {
        return Err(Failure::message(
            "the list of rules is the same everywhere: add --settings to see what is in force here",
        ));
    }
    match args.format {
        TableFormat::Table => table(style, out)?,
        TableFormat::Json => json_to(&rules::all().map(facts).collect(), out)?,
    }
    Ok(Ending::Clean)
}

fn table(style: Style, out: &mut dyn Write) -> Result<(), Failure> {
    by_category(style, out, |rule, out| {
        writeln!(
            out,
            "  {:name$}  {:7}  {:8}  {:6}  {}",
            rule.name,
            rule.severity.name(),
            rule.persona.name(),
            fix_name(rule.fixes),
            rule.documentation().summary,
            name = longest_name(),
        )
    })?;
    writeln!(out, "\n`mcpmend explain RULE` tells all about one.")?;
    Ok(())
}

pub(super) fn facts(rule: &'static Rule) -> Json {
    json!({
        "name": rule.name,
        "category": rule.category.name(),
        "severity": rule.severity.name(),
        "persona": rule.persona.name(),
        "fix": fix_name(rule.fixes),
        "summary": rule.documentation().summary,
    })
}

/// The width of the column that says what is in force.
const COLUMN: usize = "regular".len();

/// What is in force here, and where that is said.
fn in_force(
    selection: &Selection,
    settings: &Settings,
    style: Style,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    by_category(style, out, |rule, out| {
        let force = selection.in_force(rule, settings);
        let state = match force.state {
            State::On => force.severity.name(),
            State::Hidden => "hidden",
            State::Off => "off",
        };
        let from = said(&force.from);
        writeln!(
            out,
            "  {:name$}  {state:COLUMN$}  {from}",
            rule.name,
            name = longest_name()
        )
    })?;
    writeln!(out, "{}", style.paint("1", "settings"))?;
    for value in values(selection, settings) {
        let from = said(&value.from);
        let name = longest_name();
        // What fits into the column stands in it, everything else below.
        let (first, below) = match &value.values[..] {
            [] => ("-".to_owned(), &[][..]),
            [one] if one.chars().count() <= COLUMN => (visible(one).into_owned(), &[][..]),
            many => (many.len().to_string(), many),
        };
        writeln!(out, "  {:name$}  {first:COLUMN$}  {from}", value.name)?;
        for value in below {
            writeln!(out, "      {}", wrap(&visible(value), style.width, 6))?;
        }
    }
    writeln!(
        out,
        "\nA client's ways decide the severity of a finding before its rule does; what the settings say\ndecides before both. `hidden` rules are shown with `--pedantic`."
    )?;
    Ok(())
}

fn in_force_json(selection: &Selection, settings: &Settings) -> Json {
    let rules: Vec<Json> = rules::all()
        .map(|rule| {
            let force = selection.in_force(rule, settings);
            json!({
                "name": rule.name,
                "category": rule.category.name(),
                "severity": force.severity.name(),
                "state": match force.state {
                    State::On => "on",
                    State::Hidden => "hidden",
                    State::Off => "off",
                },
                "from": said_json(&force.from),
            })
        })
        .collect();
    let values: Vec<Json> = values(selection, settings)
        .into_iter()
        .map(|value| {
            json!({
                "name": value.name,
                "values": value.values,
                "from": said_json(&value.from),
            })
        })
        .collect();
    json!({ "version": 1, "rules": rules, "settings": values })
}

/// Where something is said, in a word.
pub(super) fn said(said: &Said) -> String {
    match said {
        Said::Default => "default".to_owned(),
        Said::CommandLine => "command line".to_owned(),
        Said::Settings { path, line } => format!("{}:{line}", visible(path)),
    }
}

fn said_json(said: &Said) -> Json {
    match said {
        Said::Default => json!({ "kind": "default" }),
        Said::CommandLine => json!({ "kind": "command-line" }),
        Said::Settings { path, line } => {
            json!({ "kind": "settings", "path": path, "line": line })
        }
    }
}

fn by_category(
    style: Style,
    out: &mut dyn Write,
    mut line: impl FnMut(&'static Rule, &mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let mut category = "";
    for rule in rules::all() {
        if rule.category.name() != category {
            category = rule.category.name();
            writeln!(out, "{}", style.paint("1", category))?;
        }
        line(rule, out)?;
    }
    Ok(())
}

/// The width of a column of names.
fn longest_name() -> usize {
    let names = rules::all().map(|rule| rule.name.len());
    names.max().unwrap_or_default()
}

fn json_to(value: &Json, out: &mut dyn Write) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

/// How a rule fixes, in a word.
pub(super) fn fix_name(fixes: Fixes) -> &'static str {
    match fixes {
        Fixes::None => "-",
        Fixes::Safe => "safe",
        Fixes::Unsafe => "unsafe",
        Fixes::Both => "both",
        Fixes::Choice => "choice",
    }
}
