//! `mcpmend explain`.

use std::io::Write;

use super::args::ExplainArgs;
use super::{Ending, Failure, rules, suggest};
use crate::report::Style;

pub(super) fn run(
    args: &ExplainArgs,
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    let rule = suggest::rule(&args.rule)?;
    writeln!(
        out,
        "{}  {}, {}, fix: {}\n",
        style.paint("1", rule.name),
        rule.category.name(),
        rule.severity.name(),
        rules::fix_name(rule.fixes)
    )?;
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
