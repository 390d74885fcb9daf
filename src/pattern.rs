//! Patterns of paths, as clients' places and the settings write them.

use std::path::Path;

/// Whether `path` (with `/`) fits `pattern`: `*` is any text without `/`, `**` any text; a
/// pattern without `/` fits any file or folder name, and a folder means all below it.
pub fn matches_path(pattern: &str, path: &str) -> bool {
    fn fits(pattern: &[&str], path: &[&str]) -> bool {
        match (pattern, path) {
            // What is left of the path lies below the folder that the pattern names.
            ([], _) => true,
            (["**"], _) => true,
            (["**", rest @ ..], _) => (0..=path.len()).any(|skipped| fits(rest, &path[skipped..])),
            ([first, rest @ ..], [name, below @ ..]) => segment(first, name) && fits(rest, below),
            (_, []) => false,
        }
    }
    fn segment(pattern: &str, name: &str) -> bool {
        match pattern.split_once('*') {
            None => pattern == name,
            Some((before, after)) => name.strip_prefix(before).is_some_and(|rest| {
                (0..=rest.len())
                    .filter(|&at| rest.is_char_boundary(at))
                    .any(|at| segment(after, &rest[at..]))
            }),
        }
    }
    let path: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let trimmed = pattern.trim_matches('/');
    let parts: Vec<&str> = trimmed.split('/').collect();
    if parts.len() == 1 && !pattern.starts_with('/') {
        return (0..path.len()).any(|start| fits(&parts, &path[start..]));
    }
    fits(&parts, &path)
}

/// The names on the way to a path, given as text.
pub(crate) fn segments(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.split(['/', '\\'])
        .filter(|segment| !segment.is_empty() && *segment != ".")
}

/// The names of a segment `{A,B}`.
pub(crate) fn alternatives(segment: &str) -> Option<impl Iterator<Item = &str>> {
    let inner = segment.strip_prefix('{')?.strip_suffix('}')?;
    Some(inner.split(','))
}

/// Whether a segment fits a pattern in which `*` is any text and `{A,B}` either.
pub(crate) fn matches_segment(segment: &str, pattern: &str) -> bool {
    if let Some(mut names) = alternatives(pattern) {
        return names.any(|name| matches_segment(segment, name));
    }
    match pattern.split_once('*') {
        None => segment == pattern,
        Some((before, after)) => {
            segment.len() >= before.len() + after.len()
                && segment.starts_with(before)
                && segment.ends_with(after)
        }
    }
}

/// Whether `path` ends as `pattern` says: segments with `/`, in which `*` is any text and `{A,B}`
/// either.
pub fn ends_as(path: &Path, pattern: &str) -> bool {
    let path = path.to_string_lossy();
    let mut rest = segments(&path).rev();
    pattern.rsplit('/').all(|pattern| {
        rest.next()
            .is_some_and(|segment| matches_segment(segment, pattern))
    })
}

/// Whether a path starts with the letter of a drive, be it full (`C:\x`) or not (`C:x`).
pub(crate) fn has_drive(path: &str) -> bool {
    path.chars().nth(1) == Some(':')
}
