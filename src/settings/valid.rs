//! What the settings say and cannot mean.

use super::Settings;
use crate::clients;
use crate::document::{Document, Format, NodeRef};

/// Checks what the types of [`Settings`] let pass; the error is a byte of `text` and a message.
pub(super) fn check(settings: &Settings, text: &str) -> Result<(), (usize, String)> {
    let paths = |settings: &Settings| {
        let accepted = settings.accept.iter().filter_map(|it| it.path.as_ref());
        accepted.chain(&settings.exclude).any(|it| !is_path(it))
    };
    let accepts = settings.accept.iter().any(|accepted| {
        accepted.reason.trim().is_empty()
            || accepted.rules.is_empty()
            || accepted.client.as_deref().is_some_and(|id| !is_client(id))
    });
    let ports = settings.ports.reserved.contains(&0);
    let suffixes = &settings.tls.internal_suffixes;
    let hosts = suffixes.iter().any(|suffix| suffix.trim().is_empty());
    // The text is read again only to find the place of what is wrong.
    if !paths(settings) && !accepts && !ports && !hosts {
        return Ok(());
    }
    let document = Document::parse(text.to_owned(), Format::Toml);
    let Some(root) = document.root() else {
        return Ok(());
    };
    let fail = |node: NodeRef<'_>, message: String| Err((node.span().start, message));
    for node in items(root, &["exclude"]) {
        path(node)?;
    }
    for accepted in items(root, &["accept"]) {
        if let Some(node) = accepted.get("path") {
            path(node)?;
        }
        if let Some(node) = accepted.get("rules").filter(|node| node.items().len() == 0) {
            return fail(node, "`rules` names no rule".to_owned());
        }
        if let Some(node) = accepted.get("reason") {
            let empty = node.as_str().is_some_and(|text| text.trim().is_empty());
            if empty {
                return fail(
                    node,
                    "`reason` is empty: say why these findings are accepted".to_owned(),
                );
            }
        }
        if let Some(node) = accepted.get("client")
            && let Some(id) = node.as_str().filter(|id| !is_client(id))
        {
            let ids = clients::ALL.iter().map(|client| client.id);
            let near = ids
                .map(|known| (strsim::jaro_winkler(id, known), known))
                .filter(|(score, _)| *score > 0.75)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            return fail(
                node,
                match near {
                    Some((_, known)) => {
                        format!("unknown client `{id}`: did you mean `{known}`?")
                    }
                    None => format!("unknown client `{id}`; `mcpmend clients` lists them"),
                },
            );
        }
    }
    for node in items(root, &["ports", "reserved"]) {
        if node.as_f64() == Some(0.0) {
            return fail(node, "0 is no port".to_owned());
        }
    }
    for node in items(root, &["tls", "internal-suffixes"]) {
        if node.as_str().is_some_and(|text| text.trim().is_empty()) {
            return fail(node, "an empty suffix would fit every host".to_owned());
        }
    }
    Ok(())
}

fn items<'d>(root: NodeRef<'d>, path: &[&str]) -> impl Iterator<Item = NodeRef<'d>> {
    let list = root.get_path(path);
    list.into_iter().flat_map(|list| list.items())
}

fn is_client(id: &str) -> bool {
    clients::by_id(id).is_some() || id == clients::GENERIC.id
}

/// Whether a path can name anything.
fn is_path(path: &str) -> bool {
    let out = path.split(['/', '\\']).any(|part| part == "..");
    !out && !path.contains('\\') && !path.trim_matches('/').is_empty()
}

fn path(node: NodeRef<'_>) -> Result<(), (usize, String)> {
    let Some(path) = node.as_str().filter(|path| !is_path(path)) else {
        return Ok(());
    };
    let why = if path.trim_matches('/').is_empty() {
        "a path is empty: leave it out for every file".to_owned()
    } else if path.contains('\\') {
        format!("`{path}`: paths are written with `/`, on Windows too")
    } else {
        format!(
            "`{path}`: paths are relative to the folder of this file and cannot lead out of it; \
             `~/…` names what is in the home folder"
        )
    };
    Err((node.span().start, why))
}
