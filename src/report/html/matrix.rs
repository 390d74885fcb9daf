//! Servers by name against the clients that know them.

use std::collections::BTreeMap;

use super::super::{Report, count};
use super::markup::Markup;
use super::servers::{name, state};
use super::{ByEntry, class};
use crate::model::Client;
use crate::workspace::EntryId;

/// At most so many names and cells are shown: more is nothing to look at. The files below have
/// everything.
const MOST_NAMES: usize = 1_000;
const MOST_CELLS: usize = 20_000;

/// Writes the table.
pub(super) fn write(report: &Report<'_>, of_entry: &ByEntry<'_>, page: &mut Markup) {
    page.tags(
        "<section id=matrix aria-labelledby=h-matrix>\n<h2 id=h-matrix>Clients and servers</h2>\n",
    );
    let clients = clients(report);
    let mut names: BTreeMap<&str, BTreeMap<&str, Vec<EntryId>>> = BTreeMap::new();
    for (id, entry) in report.workspace.entries() {
        let client = report.workspace.file(entry.file).client.id;
        let of_name = names.entry(entry.name.as_str()).or_default();
        of_name.entry(client).or_default().push(id);
    }
    if names.is_empty() {
        page.tags("<p>No servers.</p>\n</section>\n");
        return;
    }
    let most = (MOST_CELLS / clients.len().max(1)).clamp(1, MOST_NAMES);
    page.tags(
        "<p>What each client makes of each server. The way of a server through several files is \
         told with its <a href=\"#files\">file</a>.</p>\n<div class=wide role=region \
         aria-label=\"Clients and servers\" tabindex=0>\n<table class=matrix>\n<thead><tr><th \
         scope=col>Server</th>",
    );
    for client in &clients {
        page.tags("<th scope=col>").tags(client.name).tags("</th>");
    }
    page.tags("</tr></thead>\n<tbody>\n");
    for (server, of_client) in names.iter().take(most) {
        page.tags("<tr><th scope=row>");
        name(server, page);
        page.tags("</th>");
        for client in &clients {
            page.tags("<td>");
            for id in of_client.get(client.id).into_iter().flatten() {
                cell(report, *id, of_entry, page);
            }
            page.tags("</td>");
        }
        page.tags("</tr>\n");
    }
    page.tags("</tbody>\n</table>\n</div>\n");
    if names.len() > most {
        page.tags("<p>And ")
            .count(names.len() - most)
            .tags(" more names: the <a href=\"#files\">files</a> have all of them.</p>\n");
    }
    page.tags("</section>\n");
}

/// The clients that have servers, in the order of the files.
fn clients(report: &Report<'_>) -> Vec<&'static Client> {
    let mut clients: Vec<&'static Client> = Vec::new();
    for (_, entry) in report.workspace.entries() {
        let client = report.workspace.file(entry.file).client;
        if !clients.iter().any(|known| known.id == client.id) {
            clients.push(client);
        }
    }
    clients
}

/// One entry: what becomes of it, over what, whose it is, and how it stands among others.
fn cell(report: &Report<'_>, id: EntryId, of_entry: &ByEntry<'_>, page: &mut Markup) {
    let entry = report.workspace.entry(id);
    let standing = report.standing(id);
    let (status, transport) = match &standing.effective {
        Some(effective) => (effective.status, effective.interpretation.transport),
        None => (entry.status, entry.interpretation.transport),
    };
    page.tags("<a class=entry href=\"#s")
        .count(id.0)
        .tags("\">");
    state(status, page);
    if let Some(transport) = transport.and_then(|transport| transport.id()) {
        page.tags(" ").tags(transport);
    }
    page.tags("</a> <small>").tags(entry.scope.name());
    if let Some(project) = &entry.project {
        page.tags(" for ").text(project);
    }
    let others = standing.state().id();
    if !matches!(others, "alone" | "apart") {
        page.tags(", ").tags(others);
    }
    page.tags("</small>");
    let findings = of_entry.get(&id).map_or(&[][..], Vec::as_slice);
    // The worst stand first.
    if let Some((first, worst)) = findings.first() {
        page.tags(" <a class=\"tag ")
            .tags(class(worst.severity))
            .tags("\" href=\"#f")
            .count(*first)
            .tags("\">")
            .text(&count(findings.len(), "finding"))
            .tags("</a>");
    }
    page.tags("<br>\n");
}
