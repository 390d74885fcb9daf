//! The servers of a file, as an outline.

use lsp_types::{DocumentSymbol, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind};

use super::view::View;
use crate::document::{NodeRef, Span};
use crate::report::{Report, server};
use crate::roots::roots;
use crate::workspace::Entry;

/// The servers: below the key that they stand under where the editor shows one in the other, else
/// one after the other.
pub(super) fn of_file(view: View<'_>) -> Option<DocumentSymbolResponse> {
    let report = view.report();
    if view.abilities.nested_symbols {
        return Some(DocumentSymbolResponse::Nested(nested(view, &report)));
    }
    let uri = view.uri_of(view.id)?;
    let flat = view
        .project
        .workspace
        .entries_of(view.id)
        .map(|(_, entry)| {
            let symbol = of_server(view, &report, entry);
            #[allow(deprecated)] // `deprecated` is, and has to be named.
            SymbolInformation {
                name: symbol.name,
                kind: symbol.kind,
                tags: None,
                deprecated: None,
                location: Location::new(uri.clone(), symbol.range),
                container_name: Some(entry.root.dotted()).filter(|name| !name.is_empty()),
            }
        });
    Some(DocumentSymbolResponse::Flat(flat.collect()))
}

fn nested(view: View<'_>, report: &Report<'_>) -> Vec<DocumentSymbol> {
    let Some(top) = view.document().root() else {
        return Vec::new();
    };
    let mut symbols = Vec::new();
    for (root, servers) in roots(view.file().kind, top) {
        let own = view
            .project
            .workspace
            .entries_of(view.id)
            .filter(|(_, entry)| {
                let node = view.document().node(entry.node);
                node == servers || node.parent() == Some(servers)
            })
            .map(|(_, entry)| of_server(view, report, entry))
            .collect();
        match servers.member() {
            Some(member) if !root.path.is_empty() && servers.parent().is_some() => {
                let name = report.line(&member.key.text);
                let span = member.span.join(member.key.span);
                let mut symbol = symbol(view, name, SymbolKind::NAMESPACE, span, member.key.span);
                symbol.children = Some(own);
                symbols.push(symbol);
            }
            _ => symbols.extend(own),
        }
    }
    symbols
}

/// A server with its fields.
fn of_server(view: View<'_>, report: &Report<'_>, entry: &Entry) -> DocumentSymbol {
    let node = view.document().node(entry.node);
    let name = match entry.name.as_str() {
        "" => "(no name)".to_owned(),
        name => report.line(name),
    };
    let whole = whole(node).join(entry.name_span);
    let mut server = symbol(view, name, SymbolKind::MODULE, whole, entry.name_span);
    let target = server::target(report, view.file(), entry);
    let speaks = entry.interpretation.transport.map(|it| it.name());
    server.detail = match (speaks, target) {
        (Some(speaks), Some(target)) => Some(report.line(&format!("{speaks}: {target}"))),
        (speaks, target) => target.or_else(|| speaks.map(str::to_owned)),
    };
    let fields = node.members().iter().map(|member| {
        let name = report.line(&member.key.text);
        let span = member.span.join(member.key.span);
        symbol(view, name, SymbolKind::PROPERTY, span, member.key.span)
    });
    server.children = Some(fields.collect());
    server
}

/// A member with its key, or the value alone.
fn whole(node: NodeRef<'_>) -> Span {
    node.member()
        .map_or(node.span(), |member| member.span.join(node.span()))
}

fn symbol(
    view: View<'_>,
    name: String,
    kind: SymbolKind,
    range: Span,
    selection: Span,
) -> DocumentSymbol {
    // An editor refuses a name of nothing, and a selection outside of the whole.
    let name = if name.is_empty() {
        "\"\"".to_owned()
    } else {
        name
    };
    #[allow(deprecated)] // `deprecated` is, and has to be named.
    DocumentSymbol {
        name,
        detail: None,
        kind,
        tags: None,
        deprecated: None,
        range: view.range(range.join(selection)),
        selection_range: view.range(selection),
        children: None,
    }
}
