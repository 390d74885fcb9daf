//! The last lines: what it came to, and what to do next.

use super::{Report, Style, count, visible};
use crate::check::LeftOut;
use crate::clients::GENERIC;
use crate::diagnostic::{Applicability, Severity};

/// What the findings came to, on one to three lines.
pub fn findings(report: &Report<'_>, style: Style) -> String {
    let of = |severity| {
        report
            .findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let mut parts = Vec::new();
    for (severity, noun, color) in [
        (Severity::Error, "error", "1;31"),
        (Severity::Warning, "warning", "1;33"),
        (Severity::Info, "hint", "1;36"),
    ] {
        let number = of(severity);
        if number > 0 {
            parts.push(style.paint(color, &count(number, noun)));
        }
    }
    let mut text = format!(
        "Found {} in {}.{}",
        join(&parts),
        looked_at(report),
        guesses(report)
    );
    let (mut safe, mut more) = (0, 0);
    for finding in report.findings {
        match finding.preferred().map(|fix| fix.applicability) {
            Some(Applicability::Safe) => safe += 1,
            Some(Applicability::Unsafe) => more += 1,
            None => {}
        }
    }
    match (safe, more) {
        (0, 0) => {}
        (0, more) => {
            text.push_str(&format!(
                "\n{more} can be fixed with `--fix --unsafe-fixes`; see the changes first with `--diff --unsafe-fixes`."
            ));
        }
        (safe, 0) => {
            text.push_str(&format!(
                "\n{safe} can be fixed with `--fix`; see the changes first with `--diff`."
            ));
        }
        (safe, more) => {
            text.push_str(&format!(
                "\n{safe} can be fixed with `--fix`, {more} more with `--unsafe-fixes`; see the changes first with `--diff`."
            ));
        }
    }
    let mut findings = report.findings.iter();
    if findings.any(|finding| !finding.alternatives().is_empty()) {
        text.push_str("\nWhere there is a choice, `--interactive` asks.");
    }
    text.push_str(&left_out(report));
    text
}

/// The calm line when nothing was found.
pub fn nothing(report: &Report<'_>) -> String {
    format!(
        "No problems in {}.{}{}",
        looked_at(report),
        guesses(report),
        left_out(report)
    )
}

/// What is not shown, and what the baseline could forget.
fn left_out(report: &Report<'_>) -> String {
    let LeftOut {
        pedantic,
        ignored,
        baselined,
        gone,
    } = report.left_out;
    let parts: Vec<String> = [
        (ignored, "ignored by comments or settings"),
        (baselined, "in the baseline"),
        (pedantic, "for `--pedantic`"),
    ]
    .iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, what)| format!("{number} {what}"))
    .collect();
    let mut text = String::new();
    if !parts.is_empty() {
        text.push_str(&format!("\nNot shown: {}.", join(&parts)));
    }
    if gone > 0 {
        let verb = if gone == 1 { "occurs" } else { "occur" };
        text.push_str(&format!(
            "\n{gone} of the baseline no longer {verb}: `--write-baseline` forgets {}.",
            if gone == 1 { "it" } else { "them" }
        ));
    }
    text
}

/// What to say when there is nothing to check.
pub fn no_config(report: &Report<'_>) -> String {
    let mut text = "No MCP configuration found.".to_owned();
    for place in &report.workspace.looked {
        text.push_str(&format!("\n  looked at {}", visible(place)));
    }
    text.push_str("\n`mcpmend clients` lists the clients and where they keep their files.");
    text
}

/// At most so many guesses are told one by one.
const GUESSES: usize = 3;

/// Which files were taken for a client's though nothing but their content says so.
fn guesses(report: &Report<'_>) -> String {
    let mut text = String::new();
    let guessed = || {
        report
            .workspace
            .files()
            .filter_map(|(_, file)| Some((file, file.guess.as_ref()?)))
    };
    for (file, why) in guessed().take(GUESSES) {
        text.push_str(&format!(
            "\n{}: no client is known to read it there; {}. --client ID says whose it is.",
            visible(&file.shown),
            visible(why)
        ));
    }
    let more = guessed().count().saturating_sub(GUESSES);
    if more > 0 {
        text.push_str(&format!(
            "\n{} more that no client is known to read; `mcpmend list` shows them.",
            count(more, "file")
        ));
    }
    text
}

/// "2 files (5 servers): Claude Code, Cursor".
fn looked_at(report: &Report<'_>) -> String {
    let mut clients: Vec<&str> = Vec::new();
    for (_, file) in report.workspace.files() {
        let name = if file.client.id == GENERIC.id {
            "no known client"
        } else {
            file.client.name
        };
        if !clients.contains(&name) {
            clients.push(name);
        }
    }
    format!(
        "{} with {} ({})",
        count(report.workspace.files().len(), "file"),
        count(report.workspace.entries().len(), "server"),
        clients.join(", ")
    )
}

fn join(parts: &[String]) -> String {
    match parts {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [many @ .., last] => format!("{} and {last}", many.join(", ")),
    }
}
