//! Every file with its servers, and all that their client does with them.

use super::super::list::Row;
use super::super::{Report, server};
use super::markup::Markup;
use super::{ByEntry, class};
use crate::diagnostic::Diagnostic;
use crate::interpret::Status;
use crate::workspace::{File, FileId, FileStatus};

/// At most so many findings of one server are linked by name.
const LINKS: usize = 6;

/// Writes the files, client by client.
pub(super) fn write(report: &Report<'_>, of_entry: &ByEntry<'_>, page: &mut Markup) {
    page.tags("<section id=files aria-labelledby=h-files>\n<h2 id=h-files>Files</h2>\n");
    let mut clients: Vec<(&str, Vec<(FileId, &File)>)> = Vec::new();
    for (id, file) in report.workspace.files() {
        match clients
            .iter_mut()
            .find(|(known, _)| *known == file.client.id)
        {
            Some((_, files)) => files.push((id, file)),
            None => clients.push((file.client.id, vec![(id, file)])),
        }
    }
    if clients.is_empty() {
        page.tags("<p>No files.</p>\n");
    }
    for (_, files) in &clients {
        let Some((_, first)) = files.first() else {
            continue;
        };
        page.tags("<h3>").tags(first.client.name).tags("</h3>\n");
        let says = first.client.precedence.says;
        if files.len() > 1 && !says.is_empty() {
            page.tags("<p>How its files come together: ")
                .prose(says)
                .tags("</p>\n");
        }
        for (id, file) in files {
            write_file(report, *id, file, of_entry, page);
        }
    }
    page.tags("</section>\n");
}

fn write_file(
    report: &Report<'_>,
    id: FileId,
    file: &File,
    of_entry: &ByEntry<'_>,
    page: &mut Markup,
) {
    page.tags("<h4 id=file")
        .count(id.0)
        .tags("><code>")
        .text(&report.path(id))
        .tags("</code></h4>\n<p>")
        .tags(file.kind.title)
        .tags(" (")
        .tags(file.scope.name())
        .tags(")");
    if !file.also.is_empty() {
        let names: Vec<&str> = file.also.iter().map(|client| client.name).collect();
        page.tags("; also read by ").text(&names.join(", "));
    }
    if let Some(guess) = &file.guess {
        page.tags("; no client reads a file of this name here, ")
            .prose(guess);
    }
    page.tags("</p>\n");
    if file.status != FileStatus::Read {
        let reason = server::file_reason(report, id, file).unwrap_or_default();
        page.tags("<p class=error><b>")
            .tags(file.status.id())
            .tags("</b>: ")
            .prose(&reason)
            .tags("</p>\n");
    }
    let mut entries = report.workspace.entries_of(id).peekable();
    if entries.peek().is_none() {
        page.tags("<p>No servers.</p>\n");
        return;
    }
    page.tags("<div class=wide role=region aria-label=\"Servers of ")
        .text(&report.path(id))
        .tags(
            "\" tabindex=0>\n<table>\n<thead><tr><th scope=col>Server</th><th \
             scope=col>Status</th><th scope=col>Transport</th><th scope=col>Starts or \
             calls</th></tr></thead>\n<tbody>\n",
        );
    for (id, entry) in entries {
        let row = Row::new(report, file, id, entry);
        page.tags("<tr id=s").count(id.0).tags("><th scope=row>");
        name(&entry.name, page);
        if entry.scope != file.scope {
            page.tags("<br><small>")
                .tags(entry.scope.name())
                .tags("</small>");
        }
        if let Some(project) = &row.project {
            page.tags("<br><small>for ").text(project).tags("</small>");
        }
        page.tags("</th><td>");
        state(row.status, page);
        page.tags("</td><td>")
            .text(&row.transport)
            .tags("</td><td>");
        if !row.target.is_empty() {
            page.code(&row.target);
        }
        for note in &row.notes {
            page.tags("<br>").prose(note);
        }
        links(of_entry.get(&id).map_or(&[], Vec::as_slice), page);
        page.tags("</td></tr>\n");
    }
    page.tags("</tbody>\n</table>\n</div>\n");
}

/// The findings of one server.
fn links(findings: &[(usize, &Diagnostic)], page: &mut Markup) {
    if findings.is_empty() {
        return;
    }
    page.tags("<br>");
    for (index, finding) in findings.iter().take(LINKS) {
        page.tags("<a class=\"tag ")
            .tags(class(finding.severity))
            .tags("\" href=\"#f")
            .count(*index)
            .tags("\">")
            .tags(finding.rule)
            .tags("</a> ");
    }
    if findings.len() > LINKS {
        page.tags("and ")
            .count(findings.len() - LINKS)
            .tags(" more");
    }
}

/// The name of a server.
pub(super) fn name(name: &str, page: &mut Markup) {
    if name.is_empty() {
        page.tags("<i>no name</i>");
    } else {
        page.text(name);
    }
}

/// What becomes of a server, told by a sign and a word, and by a colour.
pub(super) fn state(status: Status, page: &mut Markup) {
    page.tags(match status {
        Status::Loaded => "<span class=\"state loaded\">● loaded</span>",
        Status::Disabled => "<span class=\"state disabled\">○ disabled</span>",
        Status::Dropped => "<span class=\"state lost\">✕ dropped</span>",
        Status::Rejected => "<span class=\"state lost\">✕ rejected</span>",
    });
}
