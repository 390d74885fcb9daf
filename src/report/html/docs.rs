//! The rules that found something, each with its documentation.

use super::super::Report;
use super::super::statistics::lines;
use super::markdown;
use super::markup::Markup;
use crate::rules;

/// Writes them in the order of the catalogue.
pub(super) fn write(report: &Report<'_>, page: &mut Markup) {
    page.tags("<section id=rules aria-labelledby=h-rules>\n<h2 id=h-rules>Rules</h2>\n");
    let lines = lines(report);
    if lines.is_empty() {
        page.tags("<p>No rule found anything.</p>\n");
    }
    for rule in rules::all().filter(|rule| lines.iter().any(|line| line.rule == rule.name)) {
        let docs = rule.documentation();
        page.tags("<details class=rule id=rule-")
            .tags(rule.name)
            .tags(">\n<summary><h3>")
            .tags(rule.name)
            .tags("</h3> ")
            .prose(&docs.summary)
            .tags("</summary>\n");
        markdown::write(&docs.markdown, page);
        if let Some(address) = rule.page() {
            page.tags("<p><a rel=noreferrer href=\"")
                .text(&address)
                .tags("\">This page on the web</a></p>\n");
        }
        page.tags("</details>\n");
    }
    page.tags("</section>\n");
}
