//! The pages on rules, from the rules' own documentation.

use std::fmt::Write as _;

use mcpmend::errors;
use mcpmend::rules::{self, Category, Rule};

use super::{GENERATED, cell, fix_in_words};

/// The index, category by category.
pub(crate) fn index() -> String {
    let mut page = format!(
        "# Rules\n\n{GENERATED}\n\nEverything that mcpmend finds. The severity is that of most clients: where one of them does \
         otherwise, a finding there has its own. Rules for the *pedantic* are shown with `--pedantic`, or when \
         they are asked for by name. `mcpmend rules --settings` tells what is in force in your project.\n"
    );
    for category in Category::ALL {
        write!(
            page,
            "\n## {}\n\n| rule | severity | persona | fix | what |\n| --- | --- | --- | --- | --- |\n",
            category.name()
        )
        .unwrap();
        for rule in rules::all().filter(|rule| rule.category == *category) {
            writeln!(
                page,
                "| [{0}]({0}.md) | {1} | {2} | {3} | {4} |",
                rule.name,
                rule.severity.name(),
                rule.persona.name(),
                fix_in_words(rule.fixes),
                cell(&rule.documentation().summary)
            )
            .unwrap();
        }
    }
    page
}

/// The page of one rule.
pub(crate) fn page(rule: &Rule) -> String {
    let fix = match fix_in_words(rule.fixes) {
        "" => "none",
        words => words,
    };
    let category = rule.category.name();
    let mut page = format!(
        "# {}\n\n{GENERATED}\n\n`mcpmend explain {}` tells the same.\n\n| category | severity | persona | fix |\n\
         | --- | --- | --- | --- |\n| [{category}](README.md) | {} | {} | {fix} |\n\n",
        rule.name,
        rule.name,
        rule.severity.name(),
        rule.persona.name(),
    );
    for line in rule.documentation().markdown.lines() {
        page.push_str(&shown(line));
        page.push('\n');
    }
    let explains: Vec<String> = errors::all()
        .filter(|family| family.rules().contains(&rule.name))
        .map(|family| format!("- [{}](../errors/{}.md)\n", family.title, family.id))
        .collect();
    if !explains.is_empty() {
        page.push_str("\n## Errors that it may explain\n\n");
        page.push_str(&explains.concat());
    }
    let silence = if category == "suppression" {
        "Only the settings can silence this rule"
    } else {
        "A comment or the settings silence it"
    };
    write!(
        page,
        "\n## If it does not fit\n\n{silence}: see [suppressions](../suppressions.md). Its level is set in \
         [the settings](../settings.md):\n\n```toml\n[rules]\n{} = \"off\"\n```\n",
        rule.name
    )
    .unwrap();
    page
}

/// A line of the documentation; what stands behind the fence of an example is told above it.
fn shown(line: &str) -> String {
    let Some(info) = line.strip_prefix("```") else {
        return line.to_owned();
    };
    let words: Vec<&str> = info.splitn(3, ' ').collect();
    match words[..] {
        [format, kind @ ("bad" | "good"), path] => {
            let kind = if kind == "bad" { "wrong" } else { "right" };
            format!("`{path}`, {kind}:\n\n```{format}")
        }
        _ => line.to_owned(),
    }
}
