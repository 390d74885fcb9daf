//! What a url tells by itself.

use crate::model::Transport;

/// The transport that the path of a url speaks of: HTTP+SSE when its last segment is `sse`, else
/// streamable HTTP.
pub fn transport_by_path(url: &str) -> Transport {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    match path.trim_end().trim_end_matches('/').rsplit('/').next() {
        Some("sse") => Transport::Sse,
        _ => Transport::Http,
    }
}
