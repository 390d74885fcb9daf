//! Every port: who listens there and who connects, as a map and as a table.

use super::super::Report;
use super::super::ports::{details, range, verb};
use super::map;
use super::markup::Markup;
use crate::ports::Purpose;
use crate::ports::table::{Party, Row, Who};

/// Writes the registry.
pub(super) fn write(report: &Report<'_>, rows: &[Row], page: &mut Markup) {
    page.tags("<section id=ports aria-labelledby=h-ports>\n<h2 id=h-ports>Ports</h2>\n");
    if rows.is_empty() {
        page.tags(
            "<p>No ports: no server is told to listen on one, and none is called on this \
             machine.</p>\n</section>\n",
        );
        return;
    }
    map::write(report, rows, page);
    page.tags(
        "<div class=wide role=region aria-label=\"Table of the ports\" tabindex=0>\n<table>\n<thead><tr><th \
         scope=col>Port</th><th scope=col>Listens</th><th scope=col>Connects</th><th \
         scope=col>Notes</th></tr></thead>\n<tbody>\n",
    );
    for row in rows {
        page.tags("<tr id=port-")
            .text(&range(row.first, row.last))
            .tags("><th scope=row>")
            .text(&range(row.first, row.last))
            .tags("</th>");
        for connects in [false, true] {
            page.tags("<td>");
            let parties = row.parties.iter();
            for party in parties.filter(|it| (it.purpose == Purpose::Connects) == connects) {
                write_party(report, party, page);
            }
            page.tags("</td>");
        }
        page.tags("<td>");
        for note in &row.notes {
            page.tags(if note.is_fault() {
                "<p class=error>✕ "
            } else if note.is_doubt() {
                "<p class=warning>▲ "
            } else {
                "<p>"
            })
            .prose(&report.scrub(&note.text()))
            .tags("</p>");
        }
        page.tags("</td></tr>\n");
    }
    page.tags("</tbody>\n</table>\n</div>\n</section>\n");
}

fn write_party(report: &Report<'_>, party: &Party, page: &mut Markup) {
    let file = report.workspace.file(party.file);
    let at = file.document.position(party.span.start);
    page.tags("<p>");
    match party.who {
        Who::Entry(entry) => {
            page.tags("<a href=\"#s").count(entry.0).tags("\">");
            super::servers::name(&party.name, page);
            page.tags("</a>");
        }
        Who::Service(_) => {
            page.text(&party.name);
        }
    }
    page.tags(" ")
        .tags(verb(party.purpose))
        .text(&details(party))
        .tags(" <small>")
        .text(file.client.name)
        .tags(", by ")
        .text(&report.scrub(&party.by))
        .tags(", <code>")
        .text(&report.path(party.file))
        .tags(":")
        .count(at.line)
        .tags("</code></small></p>");
}
