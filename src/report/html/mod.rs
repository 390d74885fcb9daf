//! One page to look at, complete in itself: it asks no network for anything, and its policy forbids
//! it. It can be read without its script; only filters and the choice of colours need that.

mod docs;
mod excerpt;
mod findings;
mod fixes;
mod map;
mod markdown;
mod markup;
mod matrix;
mod ports;
mod servers;
mod summary;

use std::collections::BTreeMap;

use super::Report;
use crate::diagnostic::{Diagnostic, Severity};
use crate::ports::table::Row;
use crate::workspace::EntryId;
use markup::Markup;

/// How the page looks.
pub const STYLE: &str = include_str!("style.css");

/// What the page can do.
pub const SCRIPT: &str = include_str!("script.js");

/// The start of every page: a file that starts so may be written over.
pub const START: &str = "<!doctype html>\n<!-- mcpmend report -->\n";

/// The SHA-256 of [`STYLE`] and of [`SCRIPT`] in base64: the page's policy lets nothing else count as
/// style or script. `cargo test --test html` says what they must be.
const STYLE_HASH: &str = "ez//cjAEeKiG0djyG89I38TsadkyCj7lKmg6IZUPCoY=";
const SCRIPT_HASH: &str = "ieXcZgRuyhtTFwXtbfHhqyLlbsVrsTgKaiB712lwllY=";

/// What the page tells besides what was found.
#[derive(Debug)]
pub struct About<'a> {
    /// The registry of ports.
    pub ports: &'a [Row],
    /// The moment that it tells of, in seconds since 1970; `None` where the same files must give
    /// the same page.
    pub time: Option<u64>,
}

/// The whole page.
pub fn page(report: &Report<'_>, about: &About<'_>) -> String {
    let sorted = sorted(report);
    let of_entry = by_entry(&sorted);
    let mut page = Markup::default();
    page.tags(START)
        .tags("<html lang=en>\n<head>\n<meta charset=utf-8>\n")
        .tags("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src \
               'sha256-")
        .tags(STYLE_HASH)
        .tags("'; script-src 'sha256-")
        .tags(SCRIPT_HASH)
        .tags("'; base-uri 'none'; form-action 'none'\">\n")
        .tags("<meta name=viewport content=\"width=device-width, initial-scale=1\">\n")
        .tags("<meta name=referrer content=no-referrer>\n")
        .tags("<meta name=generator content=\"mcpmend ")
        .tags(env!("CARGO_PKG_VERSION"))
        .tags("\">\n<title>mcpmend: ")
        .text(&summary::title(report))
        .tags("</title>\n<style>")
        .tags(STYLE)
        .tags("</style>\n</head>\n<body>\n<a class=skip href=\"#findings\">Skip to the findings</a>\n");
    summary::head(report, about, &mut page);
    page.tags("<main>\n");
    summary::write(report, &mut page);
    matrix::write(report, &of_entry, &mut page);
    findings::write(report, &sorted, &mut page);
    ports::write(report, about.ports, &mut page);
    servers::write(report, &of_entry, &mut page);
    docs::write(report, &mut page);
    page.tags("</main>\n<footer><p>Made by mcpmend ")
        .tags(env!("CARGO_PKG_VERSION"))
        .tags(". Secrets are ")
        .tags(if report.show_secrets {
            "shown as they are: keep this page to yourself"
        } else {
            "masked"
        })
        .tags(".</p></footer>\n<script>")
        .tags(SCRIPT)
        .tags("</script>\n</body>\n</html>\n");
    page.finish()
}

/// The findings as the page shows them: the worst first, those of one severity by file and place.
fn sorted<'r>(report: &Report<'r>) -> Vec<&'r Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = report.findings.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    sorted
}

/// The findings about each server, with their place among all.
type ByEntry<'r> = BTreeMap<EntryId, Vec<(usize, &'r Diagnostic)>>;

fn by_entry<'r>(findings: &[&'r Diagnostic]) -> ByEntry<'r> {
    let mut of_entry = ByEntry::new();
    for (index, finding) in findings.iter().enumerate() {
        if let Some(entry) = finding.entry {
            of_entry.entry(entry).or_default().push((index, finding));
        }
    }
    of_entry
}

/// The class of a severity.
const fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}
