//! `mcpmend rules`.

use std::io::Write;

use serde_json::json;

use super::args::{TableArgs, TableFormat};
use super::{Ending, Failure};
use crate::report::Style;
use crate::rules::{self, Fixes};

pub(super) fn run(args: &TableArgs, style: Style, out: &mut dyn Write) -> Result<Ending, Failure> {
    if args.format == TableFormat::Json {
        let all: Vec<_> = rules::all()
            .map(|rule| {
                json!({
                    "name": rule.name,
                    "category": rule.category.name(),
                    "severity": rule.severity.name(),
                    "fix": fix_name(rule.fixes),
                    "summary": rule.documentation().summary,
                })
            })
            .collect();
        serde_json::to_writer_pretty(&mut *out, &all).map_err(std::io::Error::from)?;
        writeln!(out)?;
        return Ok(Ending::Clean);
    }
    let mut category = "";
    for rule in rules::all() {
        if rule.category.name() != category {
            category = rule.category.name();
            writeln!(out, "{}", style.paint("1", category))?;
        }
        writeln!(
            out,
            "  {:26} {:8} {:7} {}",
            rule.name,
            rule.severity.name(),
            fix_name(rule.fixes),
            rule.documentation().summary
        )?;
    }
    writeln!(out, "\n`mcpmend explain RULE` tells all about one.")?;
    Ok(Ending::Clean)
}

/// How a rule fixes, in a word.
pub(super) fn fix_name(fixes: Fixes) -> &'static str {
    match fixes {
        Fixes::None => "-",
        Fixes::Safe => "safe",
        Fixes::Unsafe => "unsafe",
        Fixes::Both => "both",
    }
}
