//! A record on a terminal.

use super::{Block, Fact, Record, Section, Table};
use crate::report::Style;
use crate::report::style::{wrap, wrap_behind};

/// The widest column of labels.
const LABELS: usize = 34;

/// The record as text.
pub fn write(record: &Record, style: Style) -> String {
    let mut out = format!(
        "{} ({}), {}\n",
        style.paint("1", record.name),
        record.id,
        record.vendor
    );
    for section in &record.sections {
        write_section(section, style, &mut out);
    }
    out
}

fn write_section(section: &Section, style: Style, out: &mut String) {
    out.push('\n');
    out.push_str(&style.paint("1", section.title));
    if let Some(known) = section.known() {
        let used = section.title.chars().count() + 2;
        let text = wrap_behind(&known, style.width, 4, used);
        out.push_str("  ");
        out.push_str(&style.paint("2", &text));
    }
    out.push('\n');
    for (index, part) in section.parts.iter().enumerate() {
        if !part.kinds.is_empty() {
            if index > 0 {
                out.push('\n');
            }
            let kinds = wrap(&part.kinds.join(", "), style.width, 2);
            out.push_str(&format!("  {}\n", style.paint("4", &kinds)));
        }
        for (index, block) in part.blocks.iter().enumerate() {
            if index > 0 {
                out.push('\n');
            }
            match block {
                Block::Facts(facts) => write_facts(facts, style, out),
                Block::Table(table) => write_table(table, style, out),
                Block::List { items, .. } => {
                    for item in items {
                        out.push_str(&format!("  - {}\n", wrap(item, style.width, 4)));
                    }
                }
            }
        }
    }
    if section.parts.is_empty() {
        out.push_str("  not established\n");
    }
}

fn write_facts(facts: &[Fact], style: Style, out: &mut String) {
    let labels = facts.iter().map(|fact| fact.label.chars().count());
    let column = labels.max().unwrap_or(0).min(LABELS);
    for fact in facts {
        let label = wrap(fact.label, column + 2, 2);
        let last = label
            .lines()
            .last()
            .map_or(0, |line| line.trim_start().chars().count());
        let pad = " ".repeat(column.saturating_sub(last));
        let text = wrap(&fact.says.text(), style.width, column + 4);
        out.push_str(&format!("  {label}{pad}  {text}\n"));
    }
}

/// The first columns side by side, and the last one below where it says something.
fn write_table(table: &Table, style: Style, out: &mut String) {
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.iter().map(|says| plain(&says.text())).collect())
        .collect();
    let first = rows
        .iter()
        .filter_map(|row| row.first())
        .map(|cell| cell.chars().count())
        .max()
        .unwrap_or(0)
        .min(24);
    for row in &rows {
        let Some((long, short)) = row.split_last() else {
            continue;
        };
        let mut line = String::new();
        for (index, cell) in short
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
        {
            if index == 0 {
                line.push_str(&format!("{cell:first$}"));
            } else if *cell != "all" {
                line.push_str("  ");
                line.push_str(cell);
            }
        }
        let indent = first + 4;
        out.push_str(&format!(
            "  {}\n",
            wrap(line.trim_end(), style.width, indent)
        ));
        if !long.is_empty() {
            let pad = " ".repeat(indent);
            out.push_str(&format!("{pad}{}\n", wrap(long, style.width, indent)));
        }
    }
}

/// A cell that is all code needs no backquotes here.
fn plain(cell: &str) -> String {
    let inner = cell
        .strip_prefix('`')
        .and_then(|rest| rest.strip_suffix('`'));
    match inner {
        Some(inner) if !inner.contains('`') => inner.to_owned(),
        _ => cell.to_owned(),
    }
}
