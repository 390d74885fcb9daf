//! The clients: one file each, pure facts.
//!
//! A new client is its file and one line of [`ALL`].

mod claude_code;
mod cline;
mod codex;
mod continue_;
mod opencode;
mod zed;

use crate::document::{Document, NodeRef};
use crate::model::{Client, Kind};

/// All clients. Where two read files of one place, the earlier owns it.
pub static ALL: &[&Client] = &[
    &claude_code::CLIENT,
    &codex::CLIENT,
    &opencode::CLIENT,
    &cline::CLIENT,
    &zed::CLIENT,
    &continue_::CLIENT,
];

/// The client called `id`.
pub fn by_id(id: &str) -> Option<&'static Client> {
    ALL.iter().copied().find(|client| client.id == id)
}

/// The client whose facts are the mildest: files that nobody is known to read are taken as its.
pub static GENERIC: &Client = ALL[0];

/// Whose file this most probably is, judged by its content alone, and why.
pub fn guess(document: &Document) -> Option<(&'static Client, &'static Kind, String)> {
    let root = document.root()?;
    let mut best: Option<(usize, &'static Client, &'static Kind, String)> = None;
    for client in ALL {
        for kind in client.kinds {
            if kind.format != document.format {
                continue;
            }
            for candidate in kind.roots {
                let Some(servers) = candidate
                    .path
                    .first()
                    .and_then(|_| root.get_path(candidate.path))
                else {
                    continue;
                };
                let rank = rank(kind, servers);
                if best.as_ref().is_none_or(|(other, ..)| *other < rank) {
                    let why = format!(
                        "its servers stand under `{}`, as in {}",
                        candidate.dotted(),
                        client.name
                    );
                    best = Some((rank, client, kind, why));
                }
            }
        }
    }
    best.map(|(_, client, kind, why)| (client, kind, why))
}

/// How well the entries fit: the share of fields that the kind knows, in percent.
fn rank(kind: &Kind, servers: NodeRef<'_>) -> usize {
    let mut known = 0;
    let mut all = 0;
    for (_, entry) in servers.entries() {
        for (key, _) in entry.entries() {
            all += 1;
            known += usize::from(kind.schema.field(&key.text).is_some());
        }
    }
    (known * 100).checked_div(all).unwrap_or(1)
}
