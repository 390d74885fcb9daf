//! What was looked at, and what it came to.

use super::super::statistics::lines;
use super::super::{Report, count, json};
use super::markup::Markup;
use super::{About, class};
use crate::clients::GENERIC;
use crate::date;

/// The page in a few words.
pub(super) fn title(report: &Report<'_>) -> String {
    let numbers = json::summary(report);
    if numbers.files == 0 {
        return "no MCP configuration found".to_owned();
    }
    let mut parts = Vec::new();
    for (number, noun) in [
        (numbers.errors, "error"),
        (numbers.warnings, "warning"),
        (numbers.infos, "hint"),
    ] {
        if number > 0 {
            parts.push(count(number, noun));
        }
    }
    match parts.as_slice() {
        [] => "no problems".to_owned(),
        parts => parts.join(", "),
    }
}

/// The head of the page: its name, and the ways into it.
pub(super) fn head(report: &Report<'_>, about: &About<'_>, page: &mut Markup) {
    page.tags("<header>\n<h1>MCP configuration: ")
        .text(&title(report))
        .tags("</h1>\n");
    if let Some(time) = about.time {
        let moment = date::moment(time);
        page.tags("<p>As of <time datetime=\"")
            .text(&moment)
            .tags("\">")
            .text(&moment.replace('T', " ").replace('Z', " UTC"))
            .tags("</time></p>\n");
    }
    page.tags(
        "<nav aria-label=Sections>\n<a href=\"#summary\">Summary</a>\n<a href=\"#matrix\">Clients \
         and servers</a>\n<a href=\"#findings\">Findings</a>\n<a href=\"#ports\">Ports</a>\n<a \
         href=\"#files\">Files</a>\n<a href=\"#rules\">Rules</a>\n</nav>\n<button type=button \
         id=theme hidden>Colours: as the system</button>\n</header>\n",
    );
}

/// The numbers, and what could not be looked at.
pub(super) fn write(report: &Report<'_>, page: &mut Markup) {
    page.tags("<section id=summary aria-labelledby=h-summary>\n<h2 id=h-summary>Summary</h2>\n");
    let numbers = json::summary(report);
    if numbers.files == 0 {
        page.tags("<p>No MCP configuration found.</p>\n");
        if !report.workspace.looked.is_empty() {
            page.tags("<p>Looked at:</p>\n<ul>\n");
            for place in &report.workspace.looked {
                page.tags("<li>").code(place).tags("</li>\n");
            }
            page.tags("</ul>\n");
        }
    } else {
        page.tags("<ul class=numbers>\n");
        for (number, noun, severity) in [
            (numbers.errors, "error", "error"),
            (numbers.warnings, "warning", "warning"),
            (numbers.infos, "hint", "info"),
        ] {
            let link = number > 0;
            page.tags("<li class=").tags(severity).tags(">");
            if link {
                page.tags("<a href=\"#severity=").tags(severity).tags("\">");
            }
            figure(number, noun, page);
            page.tags(if link { "</a></li>\n" } else { "</li>\n" });
        }
        for (number, noun) in [
            (numbers.files, "file"),
            (numbers.servers, "server"),
            (clients(report).len(), "client"),
        ] {
            page.tags("<li>");
            figure(number, noun, page);
            page.tags("</li>\n");
        }
        page.tags("</ul>\n");
        by_rule(report, page);
    }
    left_out(report, page);
    troubles(report, page);
    page.tags("</section>\n");
}

fn figure(number: usize, noun: &'static str, page: &mut Markup) {
    page.tags("<b>")
        .count(number)
        .tags("</b> ")
        .tags(noun)
        .tags(if number == 1 { "" } else { "s" });
}

/// The names of the clients whose files were read, in the order of the files.
pub(super) fn clients(report: &Report<'_>) -> Vec<&'static str> {
    let mut clients: Vec<&'static str> = Vec::new();
    for (_, file) in report.workspace.files() {
        if file.client.id != GENERIC.id && !clients.contains(&file.client.id) {
            clients.push(file.client.id);
        }
    }
    clients
}

/// The findings counted by rule.
fn by_rule(report: &Report<'_>, page: &mut Markup) {
    let lines = lines(report);
    if lines.is_empty() {
        page.tags("<p>No problems.</p>\n");
        return;
    }
    let (safe, more): (usize, usize) = lines.iter().fold((0, 0), |(safe, more), line| {
        (safe + line.safe, more + line.r#unsafe)
    });
    page.tags("<p>");
    match (safe, more) {
        (0, 0) => page.tags("None of them can be fixed without a choice."),
        (safe, 0) => page
            .count(safe)
            .tags(" can be fixed with <code>--fix</code>."),
        (0, more) => page
            .count(more)
            .tags(" can be fixed with <code>--fix --unsafe-fixes</code>."),
        (safe, more) => page
            .count(safe)
            .tags(" can be fixed with <code>--fix</code>, ")
            .count(more)
            .tags(" more with <code>--unsafe-fixes</code>."),
    };
    page.tags(
        "</p>\n<div class=wide role=region aria-label=\"Findings by rule\" tabindex=0>\n\
         <table>\n<thead><tr><th scope=col>Rule</th><th scope=col>Category</th>\
         <th scope=col>Severity</th><th scope=col class=r>Findings</th><th scope=col class=r>Safe \
         fix</th><th scope=col class=r>Unsafe fix</th></tr></thead>\n<tbody>\n",
    );
    for line in &lines {
        page.tags("<tr><th scope=row><a href=\"#rule-")
            .tags(line.rule)
            .tags("\">")
            .tags(line.rule)
            .tags("</a></th><td>")
            .tags(line.category)
            .tags("</td><td class=")
            .tags(class(line.severity))
            .tags(">")
            .tags(line.severity.name())
            .tags("</td><td class=r><a href=\"#rule=")
            .tags(line.rule)
            .tags("\">")
            .count(line.number)
            .tags("</a></td><td class=r>")
            .count(line.safe)
            .tags("</td><td class=r>")
            .count(line.r#unsafe)
            .tags("</td></tr>\n");
    }
    page.tags("</tbody>\n</table>\n</div>\n");
}

fn left_out(report: &Report<'_>, page: &mut Markup) {
    let left = report.left_out;
    let parts: Vec<String> = [
        (left.ignored, "ignored by comments or settings"),
        (left.baselined, "in the baseline"),
        (left.pedantic, "for `--pedantic`"),
    ]
    .iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, what)| format!("{number} {what}"))
    .collect();
    if !parts.is_empty() {
        page.tags("<p>Not shown: ")
            .prose(&parts.join(", "))
            .tags(".</p>\n");
    }
}

/// What could not be read.
fn troubles(report: &Report<'_>, page: &mut Markup) {
    let workspace = report.workspace;
    if workspace.troubles.is_empty() && workspace.strangers.is_empty() {
        return;
    }
    page.tags("<h3>Not looked at</h3>\n<ul>\n");
    for trouble in &workspace.troubles {
        page.tags("<li>")
            .code(&trouble.path)
            .tags(": ")
            .text(&trouble.message)
            .tags("</li>\n");
    }
    for stranger in &workspace.strangers {
        page.tags("<li>")
            .code(stranger)
            .tags(": no MCP servers found in it, and no client is known to read it</li>\n");
    }
    page.tags("</ul>\n");
}
