//! Whose file it most probably is, judged by its name, where no client looks.
//!
//! People keep examples and copies beside the real thing: `.mcp.json.example`,
//! `claude_desktop_config.sample.json`, `librechat-staging.yaml`.

use std::path::{Path, PathBuf};

use crate::clients;
use crate::discover::{Place, classify};
use crate::document::{Document, Format};
use crate::model::{Client, Kind};
use crate::roots::roots;

/// Parts of a file name that say that it is a copy or an example.
const MARKERS: &[&str] = &[
    "backup", "bak", "copy", "default", "disabled", "dist", "example", "old", "orig", "sample",
    "template", "tmpl", "tpl",
];

/// The path without the parts of its name that only say what kind of a copy it is; `None` where
/// there are none.
pub(crate) fn original(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let kept: Vec<&str> = name
        .split('.')
        .enumerate()
        .filter(|(at, part)| *at == 0 || !MARKERS.contains(&part.to_ascii_lowercase().as_str()))
        .map(|(_, part)| part)
        .collect();
    let plain = kept.join(".");
    (plain != name && !plain.is_empty()).then(|| path.with_file_name(plain))
}

/// The client whose file this most probably is, the kind, and why it is taken for that.
pub(crate) fn resembles(
    path: &Path,
    document: &Document,
) -> Option<(&'static Client, &'static Kind, String)> {
    let holds = |kind: &'static Kind| {
        kind.format == document.format
            && document.root().is_some_and(|top| {
                roots(kind, top)
                    .iter()
                    .any(|(root, node)| !root.path.is_empty() && root.shape.fits(*node))
            })
    };
    if let Some(original) = original(path)
        && let Some(Place::Known { client, kind, .. }) = classify(&original, None)
        && holds(kind)
    {
        let name = original.file_name()?.to_string_lossy().into_owned();
        let why = format!(
            "its name is that of a copy of `{name}`, as {} has it",
            client.name
        );
        return Some((client, kind, why));
    }
    let words = words(path);
    let (client, kind) = clients::ALL
        .iter()
        .copied()
        .filter(|client| {
            client
                .id
                .split('-')
                .all(|word| words.iter().any(|it| it == word))
        })
        .filter_map(|client| Some((client, client.kinds.iter().find(|kind| holds(kind))?)))
        // `claude-desktop` says more than a shorter id would.
        .max_by_key(|(client, _)| client.id.len())?;
    let why = format!("its path speaks of {}", client.name);
    Some((client, kind, why))
}

/// The format that the name says, copies' endings left aside.
pub(crate) fn format_of(path: &Path) -> Option<Format> {
    let plain = original(path);
    Format::of_file_name(&plain.as_deref().unwrap_or(path).to_string_lossy())
}

/// The words of the file's name and of its folder's, in lower case.
fn words(path: &Path) -> Vec<String> {
    let folder = path.parent().and_then(Path::file_name);
    [folder, path.file_name()]
        .into_iter()
        .flatten()
        .flat_map(|segment| {
            let segment = segment.to_string_lossy().to_lowercase();
            segment
                .split(|c: char| !c.is_alphanumeric())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str, text: &str) -> Option<&'static str> {
        let path = Path::new(path);
        let format = format_of(path).unwrap_or(Format::Json);
        let document = Document::parse(text.to_owned(), format);
        resembles(path, &document).map(|(client, ..)| client.id)
    }

    const SERVERS: &str = r#"{"mcpServers": {"a": {"command": "a"}}}"#;

    #[test]
    fn a_copy_is_taken_for_what_it_is_copied_from() {
        for (path, id) in [
            ("srv/.mcp.json.example", "claude-code"),
            ("srv/.cursor/mcp.sample.json", "cursor"),
            ("srv/claude_desktop_config.example.json", "claude-desktop"),
            ("srv/claude-desktop-config.json", "claude-desktop"),
            ("srv/cline_mcp_settings.json", "cline"),
        ] {
            assert_eq!(of(path, SERVERS), Some(id), "{path}");
        }
    }

    #[test]
    fn a_name_alone_is_not_enough() {
        assert_eq!(of("srv/cline.json", "{}"), None, "there are no servers");
        assert_eq!(of("srv/servers.json", SERVERS), None, "it names nobody");
        assert_eq!(
            of("srv/codex/mcp.json", SERVERS),
            None,
            "Codex has another format"
        );
    }
}
