//! `mcpmend explain`.

use std::io::Write;

use super::args::ExplainArgs;
use super::{Ending, Failure, rules, session};
use crate::check::{Said, Selection, State};
use crate::diagnostic::Persona;
use crate::host::SystemHost;
use crate::report::Style;
use crate::{analysis, suggest};

pub(super) fn run(
    args: &ExplainArgs,
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    let rule = suggest::rule(&args.rule)?;
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
    for line in rule.documentation().markdown.lines() {
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
