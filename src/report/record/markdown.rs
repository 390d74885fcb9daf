//! A record as a page of Markdown.

use super::{Block, Fact, Record, Section, Table};

/// The first words of a page, which nobody sees on the site.
const GENERATED: &str =
    "<!-- Generated from `src/clients` by `MCPMEND_UPDATE=1 cargo test --test generated`. -->";

/// The page, with a first line that says where it comes from.
pub fn write(record: &Record) -> String {
    let mut out = format!(
        "# {}\n\n{GENERATED}\n\n`{}`, by {}. `mcpmend clients {}` shows the same, and \
         `mcpmend schema {}` prints what an editor can check. What a client printed is explained \
         among the [errors](../errors/README.md).\n",
        record.name, record.id, record.vendor, record.id, record.id
    );
    for section in &record.sections {
        write_section(section, &mut out);
    }
    out
}

fn write_section(section: &Section, out: &mut String) {
    out.push_str(&format!("\n## {}\n", section.title));
    if let Some(known) = section.known() {
        out.push_str(&format!("\n*{known}*\n"));
    }
    for part in &section.parts {
        if !part.kinds.is_empty() {
            out.push_str(&format!("\n### {}\n", part.kinds.join(", ")));
        }
        for block in &part.blocks {
            out.push('\n');
            match block {
                Block::Facts(facts) => write_facts(facts, out),
                Block::Table(table) => write_table(table, out),
                Block::List { items, .. } => {
                    for item in items {
                        out.push_str(&format!("- {item}\n"));
                    }
                }
            }
        }
    }
    if section.parts.is_empty() {
        out.push_str("\nnot established\n");
    }
}

fn write_facts(facts: &[Fact], out: &mut String) {
    out.push_str("| | |\n| --- | --- |\n");
    for fact in facts {
        let text = fact.says.text();
        out.push_str(&format!("| {} | {} |\n", cell(fact.label), cell(&text)));
    }
}

fn write_table(table: &Table, out: &mut String) {
    for (_, heading) in table.columns {
        out.push_str(&format!("| {heading} "));
    }
    out.push_str("|\n");
    out.push_str(&"| --- ".repeat(table.columns.len()));
    out.push_str("|\n");
    for row in &table.rows {
        for says in row {
            let text = says.text();
            out.push_str(if text.is_empty() { "|" } else { "| " });
            out.push_str(&format!("{} ", cell(&text)));
        }
        out.push_str("|\n");
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The index of all pages: records with the file names of their pages.
pub fn index(records: &[(Record, String)]) -> String {
    let mut out = format!(
        "# Clients\n\n{GENERATED}\n\nEach page tells all that is known about one client: where its \
         files are, what it makes of them, how it starts and calls servers, and how that is known. \
         *Observed* means that the client was run and watched; no error of mcpmend rests on what is \
         only *reported*.\n\n| client | by | id | looks, for one, in | known by |\n\
         | --- | --- | --- | --- | --- |\n"
    );
    for (record, page) in records {
        let bases: Vec<&str> = record.bases.iter().map(|basis| basis.name()).collect();
        out.push_str(&format!(
            "| [{}]({page}) | {} | `{}` | {} | {} |\n",
            record.name,
            cell(record.vendor),
            record.id,
            cell(&first_place(record)),
            bases.join(", ")
        ));
    }
    out
}

fn first_place(record: &Record) -> String {
    let places = record
        .sections
        .iter()
        .filter(|section| section.id == "places");
    let parts = places.flat_map(|section| &section.parts);
    for block in parts.flat_map(|part| &part.blocks) {
        if let Block::Table(table) = block
            && let Some(path) = table.columns.iter().position(|(key, _)| *key == "path")
            && let Some(says) = table.rows.first().and_then(|row| row.get(path))
        {
            return says.text();
        }
    }
    "no file".to_owned()
}
