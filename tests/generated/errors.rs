//! The pages on errors, from the table of errors.

use std::fmt::Write as _;

use mcpmend::errors::{self, Family};

use super::{GENERATED, cell};

/// The index: every text with its page.
pub(crate) fn index() -> String {
    let mut page = format!(
        "# Errors\n\n{GENERATED}\n\nWhat clients and servers print when a server does not come up, and what it means. Look for a \
         piece of your text on this page (or in the search above: a code such as `ECONNREFUSED` is enough), \
         and follow it to its page. Numbers, paths and names differ.\n\nmcpmend looks a text up by itself, \
         and tells which of your servers it is about:\n\n```sh\nmcpmend explain \"Error: connect ECONNREFUSED \
         127.0.0.1:3000\"\nmcpmend explain - < LOG\n```\n\nSome texts only wrap the true cause, which then \
         stands elsewhere: in the client's log, or in what the server printed. Their pages say so.\n"
    );
    for (subject, families) in errors::subjects() {
        write!(page, "\n## {subject}\n\n| text | means |\n| --- | --- |\n").unwrap();
        for family in *families {
            for print in family.prints {
                let text = code(print.text);
                let (id, title) = (family.id, family.title);
                writeln!(page, "| {text} | [{title}]({id}.md) |").unwrap();
            }
        }
    }
    page
}

/// The page of one family.
pub(crate) fn page(family: &Family) -> String {
    let mut page = format!(
        "# {}\n\n{GENERATED}\n\n`mcpmend explain {}` tells the same.\n\n| text | printed by |\n| --- | --- |\n",
        family.title, family.id
    );
    for print in family.prints {
        writeln!(page, "| {} | {} |", code(print.text), cell(print.by)).unwrap();
    }
    write!(page, "\n## What it means\n\n{}\n", family.means).unwrap();
    if family.wraps {
        page.push_str(
            "\nThis text only wraps the true cause: look for another one beside it first.\n",
        );
    }
    page.push_str(if family.causes.len() == 1 {
        "\n## The cause\n"
    } else {
        "\n## The causes, the likeliest first\n"
    });
    for (index, cause) in family.causes.iter().enumerate() {
        write!(page, "\n{}. {}\n", index + 1, cause.what).unwrap();
        if !cause.tell.is_empty() {
            write!(page, "\n   *Tell it by:* {}\n", cause.tell).unwrap();
        }
        write!(page, "\n   *Do:* {}\n", cause.mend).unwrap();
        if !cause.rules.is_empty() {
            let rules: Vec<String> = cause
                .rules
                .iter()
                .map(|rule| format!("[{rule}](../rules/{rule}.md)"))
                .collect();
            write!(page, "\n   *Found by:* {}\n", rules.join(", ")).unwrap();
        }
    }
    page.push_str("\n## What to run\n");
    for step in family.run {
        let os = step.os.map_or("", |os| match os {
            mcpmend::model::Os::Linux => "On Linux: ",
            mcpmend::model::Os::Macos => "On macOS: ",
            mcpmend::model::Os::Windows => "On Windows: ",
        });
        let tells = if os.is_empty() {
            let (first, rest) = step.tells.split_at(1);
            first.to_uppercase() + rest
        } else {
            os.to_owned() + step.tells
        };
        write!(page, "\n{tells}:\n\n```sh\n{}\n```\n", step.command).unwrap();
    }
    write!(page, "\n## Sources\n\nAs of {}.\n\n", family.date).unwrap();
    for source in family.sources {
        writeln!(page, "- {}", linked(source)).unwrap();
    }
    page
}

/// `owner/repository#1` leads to that issue.
fn linked(source: &str) -> String {
    let issue = source.split_once('#').filter(|(repository, number)| {
        repository.matches('/').count() == 1
            && !repository.contains(' ')
            && number.chars().all(|c| c.is_ascii_digit())
    });
    match issue {
        Some((repository, number)) => {
            format!("[{source}](https://github.com/{repository}/issues/{number})")
        }
        None => source.to_owned(),
    }
}

/// A text as code in a table.
fn code(text: &str) -> String {
    let text = text.replace('\u{feff}', "").replace('|', "\\|");
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}
