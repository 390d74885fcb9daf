//! JUnit's XML: a suite for each file, a case for each finding; a file without one has a case that
//! passed.
//!
//! There is no standard. This is what `junit-10.xsd` of Jenkins' xUnit plugin allows (2026-11-26),
//! which everybody else reads too.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::Report;
use super::marks::sentences;
use super::visible::{is_seen, visible};
use crate::diagnostic::{Diagnostic, Severity};
use crate::workspace::{File, FileId};

/// What became of a case.
enum Verdict {
    /// Nothing is wrong.
    Passed,
    /// What makes the run fail.
    Failed(Words),
    /// What is wrong and makes no run fail, or could not be looked at.
    Skipped(Words),
}

/// What is said of a case.
struct Words {
    kind: &'static str,
    message: String,
    text: String,
}

struct Case {
    name: String,
    verdict: Verdict,
}

/// Writes all files with their findings; those of a severity that `fails` are failures, the others
/// are skipped cases with a message.
///
/// # Errors
/// When `out` refuses.
pub fn write(
    report: &Report<'_>,
    fails: &dyn Fn(Severity) -> bool,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut found: BTreeMap<FileId, Vec<&Diagnostic>> = report
        .workspace
        .files()
        .map(|(id, _)| (id, Vec::new()))
        .collect();
    for finding in report.findings {
        // A companion file, such as the settings, has no suite yet.
        found
            .entry(finding.primary().file)
            .or_default()
            .push(finding);
    }
    let mut suites: Vec<(String, Vec<Case>)> = Vec::new();
    for (id, findings) in found {
        let file = report.workspace.file(id);
        let path = report.path_for_programs(file);
        let cases = match findings.as_slice() {
            [] => vec![quiet(file)],
            findings => findings
                .iter()
                .map(|finding| case(report, finding, &path, fails))
                .collect(),
        };
        suites.push((path, cases));
    }
    if suites.is_empty() {
        // A report without any case makes Jenkins fail a run.
        let words = Words {
            kind: "note",
            message: "No MCP configuration found.".to_owned(),
            text: String::new(),
        };
        let case = Case {
            name: "configuration".to_owned(),
            verdict: Verdict::Skipped(words),
        };
        suites.push(("mcpmend".to_owned(), vec![case]));
    }
    print(&suites, out)
}

/// The case of a file without findings.
fn quiet(file: &File) -> Case {
    let verdict = match &file.unreadable {
        None => Verdict::Passed,
        Some(why) => Verdict::Skipped(Words {
            kind: "unreadable",
            message: visible(&format!("It cannot be read: {why}.")).into_owned(),
            text: String::new(),
        }),
    };
    Case {
        name: "no findings".to_owned(),
        verdict,
    }
}

fn case(
    report: &Report<'_>,
    finding: &Diagnostic,
    path: &str,
    fails: &dyn Fn(Severity) -> bool,
) -> Case {
    let (_, at) = report.position(finding);
    let sentences = sentences(report, finding);
    let entry = finding.entry.map(|entry| report.workspace.entry(entry));
    let words = Words {
        kind: finding.severity.name(),
        message: sentences.first().cloned().unwrap_or_default(),
        text: format!(
            "{}:{}:{}: {}[{}] {}",
            visible(path),
            at.line,
            at.column,
            finding.severity.name(),
            finding.rule,
            sentences.join("\n")
        ),
    };
    Case {
        name: match entry {
            Some(entry) => format!("{}: {}", finding.rule, report.line(&entry.name)),
            None => finding.rule.to_owned(),
        },
        verdict: if fails(finding.severity) {
            Verdict::Failed(words)
        } else {
            Verdict::Skipped(words)
        },
    }
}

fn print(suites: &[(String, Vec<Case>)], out: &mut dyn io::Write) -> io::Result<()> {
    let failed = |cases: &[Case]| {
        let failed = |case: &&Case| matches!(case.verdict, Verdict::Failed(_));
        cases.iter().filter(failed).count()
    };
    let skipped = |cases: &[Case]| {
        let skipped = |case: &&Case| matches!(case.verdict, Verdict::Skipped(_));
        cases.iter().filter(skipped).count()
    };
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="mcpmend" tests="{}" failures="{}" errors="0">"#,
        suites.iter().map(|(_, cases)| cases.len()).sum::<usize>(),
        suites.iter().map(|(_, cases)| failed(cases)).sum::<usize>(),
    )?;
    let mut names: BTreeSet<(String, String)> = BTreeSet::new();
    for (path, cases) in suites {
        let path_of_suite = attribute(path);
        writeln!(
            out,
            r#"  <testsuite name="{path_of_suite}" tests="{}" failures="{}" errors="0" skipped="{}" file="{path_of_suite}">"#,
            cases.len(),
            failed(cases),
            skipped(cases)
        )?;
        let class = class(path);
        for case in cases {
            // What has the name of another is taken for the same.
            let mut name = case.name.clone();
            let mut times = 1;
            while !names.insert((class.to_owned(), name.clone())) {
                times += 1;
                name = format!("{} ({times})", case.name);
            }
            write!(
                out,
                r#"    <testcase name="{}" classname="{}""#,
                attribute(&name),
                attribute(class)
            )?;
            let (element, words) = match &case.verdict {
                Verdict::Passed => {
                    writeln!(out, "/>")?;
                    continue;
                }
                Verdict::Failed(words) => ("failure", words),
                Verdict::Skipped(words) => ("skipped", words),
            };
            writeln!(out, ">")?;
            writeln!(
                out,
                r#"      <{element} type="{}" message="{}">{}</{element}>"#,
                words.kind,
                attribute(&words.message),
                text(&words.text)
            )?;
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

/// A path as the name of a class: Jenkins takes what is before the last full stop for a package.
fn class(path: &str) -> &str {
    let name = path.rfind('/').map_or(0, |at| at + 1);
    match path[name..].rfind('.') {
        Some(at) if at > 0 => &path[..name + at],
        _ => path,
    }
}

/// Whether XML 1.0 can hold a character at all.
fn is_allowed(char: char) -> bool {
    matches!(char, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            // Behind `]]` it would end what nobody began.
            '>' => escaped.push_str("&gt;"),
            '\n' => escaped.push('\n'),
            char if is_seen(char) => escaped.push(char),
            // A reference means the same and obeys nobody.
            char if is_allowed(char) => escaped.push_str(&format!("&#{};", u32::from(char))),
            char => escaped.extend(char.escape_unicode()),
        }
    }
    escaped
}

fn attribute(value: &str) -> String {
    // A reader would make blanks of line ends.
    text(value).replace('"', "&quot;").replace('\n', "&#10;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_a_path_without_what_its_format_is() {
        assert_eq!(class(".mcp.json"), ".mcp");
        assert_eq!(class("a.b/.cursor/mcp.json"), "a.b/.cursor/mcp");
        assert_eq!(class("a.b/.env"), "a.b/.env");
        assert_eq!(class("a.b/plain"), "a.b/plain");
    }

    #[test]
    fn everything_is_escaped() {
        assert_eq!(text("a]]>&<b\u{202e}\n"), "a]]&gt;&amp;&lt;b&#8238;\n");
        assert_eq!(text("\r\t\u{b}\u{ffff}"), "&#13;&#9;\\u{b}\\u{ffff}");
        assert_eq!(attribute("\"\n"), "&quot;&#10;");
    }
}
