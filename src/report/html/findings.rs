//! The findings, and the form that filters them.

use super::super::{Report, count};
use super::markup::Markup;
use super::{class, excerpt, fixes};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::workspace::FileId;

/// So many findings are shown with source and fixes; a page with more of them would be too much for
/// a browser. The others are told in a line each.
const DETAILED: usize = 1_000;

/// From so many findings on a browser should lay out only those that are seen. Links into the page
/// land less exactly then.
const MANY: usize = 200;

/// Writes all of `findings`, the worst first.
pub(super) fn write(report: &Report<'_>, findings: &[&Diagnostic], page: &mut Markup) {
    page.tags(
        "<section id=findings aria-labelledby=h-findings>\n<h2 id=h-findings tabindex=-1>Findings</h2>\n",
    );
    if findings.is_empty() {
        page.tags("<p>None.</p>\n</section>\n");
        return;
    }
    filters(report, findings, page);
    if findings.len() > DETAILED {
        page.tags("<p>The first ")
            .count(DETAILED)
            .tags(" of ")
            .count(findings.len())
            .tags(
                " are shown with their source and fixes, the others in a line each: \
                 <code>mcpmend FILE</code> shows all of one file.</p>\n",
            );
    }
    page.tags(if findings.len() > MANY {
        "<div id=list class=many>\n"
    } else {
        "<div id=list>\n"
    });
    for (index, finding) in findings.iter().enumerate() {
        write_finding(report, index, finding, page);
    }
    page.tags("</div>\n<p id=none hidden>No finding passes these filters.</p>\n</section>\n");
}

/// The form; it does nothing without the script, which shows it.
fn filters(report: &Report<'_>, findings: &[&Diagnostic], page: &mut Markup) {
    page.tags(
        "<form id=filters role=search aria-label=\"Filter the findings\" hidden>\n<fieldset>\
         <legend>Severity</legend>\n",
    );
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let number = findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count();
        page.tags("<label><input type=checkbox name=severity value=")
            .tags(class(severity))
            .tags(" checked> ")
            .text(&match severity {
                Severity::Error => count(number, "error"),
                Severity::Warning => count(number, "warning"),
                Severity::Info => count(number, "hint"),
            })
            .tags("</label>\n");
    }
    page.tags("</fieldset>\n<label>Client <select name=client><option value=\"\">all</option>\n");
    let workspace = report.workspace;
    let mut clients: Vec<(&str, &str)> = findings
        .iter()
        .map(|finding| workspace.file(finding.primary().file).client)
        .map(|client| (client.name, client.id))
        .collect();
    clients.sort_unstable();
    clients.dedup();
    for (name, id) in clients {
        page.tags("<option value=\"")
            .text(id)
            .tags("\">")
            .text(name)
            .tags("</option>\n");
    }
    page.tags("</select></label>\n<label>Rule <select name=rule><option value=\"\">all</option>\n");
    let mut rules: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    for rule in rules {
        page.tags("<option>").text(rule).tags("</option>\n");
    }
    page.tags("</select></label>\n<label>File <select name=file><option value=\"\">all</option>\n");
    let mut files: Vec<FileId> = findings
        .iter()
        .map(|finding| finding.primary().file)
        .collect();
    files.sort_unstable();
    files.dedup();
    for file in files {
        page.tags("<option data-n=")
            .count(file.0)
            .tags(">")
            .text(&report.path(file))
            .tags("</option>\n");
    }
    page.tags(
        "</select></label>\n<label>Text <input type=search name=text \
         autocomplete=off></label>\n<button type=reset>Show all</button>\n<p id=shown \
         role=status></p>\n</form>\n",
    );
}

fn write_finding(report: &Report<'_>, index: usize, finding: &Diagnostic, page: &mut Markup) {
    let (id, at) = report.position(finding);
    let file = report.workspace.file(id);
    page.tags("<article class=")
        .tags(class(finding.severity))
        .tags(" id=f")
        .count(index)
        .tags(" data-client=\"")
        .text(file.client.id)
        .tags("\" data-rule=")
        .tags(finding.rule)
        .tags(" data-file=")
        .count(id.0)
        .tags(">\n<h3><span class=severity>")
        .tags(finding.severity.name())
        .tags("</span> ")
        .prose(&report.scrub(&finding.message))
        .tags("</h3>\n<p class=where><a href=\"#rule-")
        .tags(finding.rule)
        .tags("\">")
        .tags(finding.rule)
        .tags("</a> · ")
        .text(file.client.name);
    if let Some(entry) = finding.entry {
        page.tags(" · <a href=\"#s").count(entry.0).tags("\">");
        super::servers::name(&report.workspace.entry(entry).name, page);
        page.tags("</a>");
    }
    page.tags(" · <code>")
        .text(&report.path(id))
        .tags(":")
        .count(at.line)
        .tags(":")
        .count(at.column)
        .tags("</code></p>\n");
    if index < DETAILED {
        details(report, finding, page);
    }
    page.tags("</article>\n");
}

/// Source, what the client does, help, fixes.
fn details(report: &Report<'_>, finding: &Diagnostic, page: &mut Markup) {
    let primary = finding.primary().file;
    let mut files: Vec<FileId> = vec![primary];
    for label in &finding.labels {
        if !files.contains(&label.file) {
            files.push(label.file);
        }
    }
    for file in files {
        let labels: Vec<&Label> = finding
            .labels
            .iter()
            .filter(|label| label.file == file)
            .collect();
        if file != primary {
            page.tags("<p class=where>")
                .code(&report.path(file))
                .tags("</p>\n");
        }
        excerpt::write(report, &labels, file == primary, page);
        page.tags("\n");
    }
    for (name, text) in [
        ("<p><b>Note:</b> ", &finding.effect),
        ("<p><b>Help:</b> ", &finding.help),
    ] {
        if let Some(text) = text {
            page.tags(name).prose(&report.scrub(text)).tags("</p>\n");
        }
    }
    fixes::write(report, finding, page);
}
