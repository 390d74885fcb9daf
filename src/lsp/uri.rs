//! From the editor's names of documents to paths, and back.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types::Uri;
use url::Url;

use crate::host::plain;

/// The path that a document has, where its name says one: that of a `file:`, and that of another
/// scheme which names a file of this machine by its path, as VS Code's `vscode-userdata:` and an
/// `untitled:` that is to be saved somewhere do. `None` for everything else, which is no file.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let mut url = Url::parse(uri.as_str()).ok()?;
    if url.scheme() != "file" {
        let local = matches!(url.scheme(), "vscode-userdata" | "untitled");
        if !local || url.has_authority() || !url.path().starts_with('/') {
            return None;
        }
        url = Url::parse(&format!("file://{}", url.path())).ok()?;
    }
    let path = plain(&url.to_file_path().ok()?);
    path.is_absolute().then(|| with_large_drive(path))
}

/// Editors write the letter of a drive as they please; here it is large.
#[cfg(windows)]
fn with_large_drive(path: PathBuf) -> PathBuf {
    match path.to_str() {
        Some(text) if text.as_bytes().get(1) == Some(&b':') => {
            let (drive, rest) = text.split_at(1);
            PathBuf::from(drive.to_ascii_uppercase() + rest)
        }
        _ => path,
    }
}

#[cfg(not(windows))]
fn with_large_drive(path: PathBuf) -> PathBuf {
    path
}

/// The name of the file at `path`.
pub(super) fn of_path(path: &Path) -> Option<Uri> {
    let url = Url::from_file_path(path).ok()?;
    Uri::from_str(url.as_str()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(uri: &str) -> Option<PathBuf> {
        path_of(&Uri::from_str(uri).ok()?)
    }

    #[cfg(unix)]
    #[test]
    fn names_lead_to_paths() {
        for (uri, expected) in [
            ("file:///p/.mcp.json", Some("/p/.mcp.json")),
            ("file://localhost/p/.mcp.json", Some("/p/.mcp.json")),
            ("file:///p/a%20b/%C3%A9.json", Some("/p/a b/é.json")),
            ("file:///p/../q/./.mcp.json", Some("/q/.mcp.json")),
            ("vscode-userdata:/h/mcp.json", Some("/h/mcp.json")),
            ("untitled:/p/.mcp.json", Some("/p/.mcp.json")),
            ("untitled:Untitled-1", None),
            ("untitled:", None),
            ("git:/p/.mcp.json?%7B%7D", None),
            ("vscode-notebook-cell:/p/.mcp.json#W0", None),
            ("file://host/share/.mcp.json", None),
            ("https://example.com/.mcp.json", None),
            ("/p/.mcp.json", None),
        ] {
            assert_eq!(path(uri), expected.map(PathBuf::from), "{uri}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_path_need_not_be_text() {
        use std::os::unix::ffi::OsStrExt as _;
        let found = path("file:///p/%FF/mcp.json").unwrap();
        assert_eq!(found.as_os_str().as_bytes(), b"/p/\xff/mcp.json");
        assert_eq!(of_path(&found).unwrap().as_str(), "file:///p/%FF/mcp.json");
    }

    #[cfg(windows)]
    #[test]
    fn drives_have_many_names() {
        for uri in [
            "file:///c%3A/p/mcp.json",
            "file:///C:/p/mcp.json",
            "vscode-userdata:/c:/p/mcp.json",
        ] {
            assert_eq!(path(uri), Some(PathBuf::from(r"C:\p\mcp.json")), "{uri}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn paths_have_names() {
        for file in ["/p/a b/#?%.json", "/p/é😀.json"] {
            let uri = of_path(Path::new(file)).unwrap();
            assert_eq!(path_of(&uri), Some(PathBuf::from(file)));
        }
        assert!(of_path(Path::new("relative.json")).is_none());
    }
}
