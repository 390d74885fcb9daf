//! Changes as a unified diff.

use similar::TextDiff;

/// The diff of one file in the form that `git apply` takes. `path` is relative to the folder in
/// which it will be applied.
pub fn unified(path: &str, old: &str, new: &str) -> String {
    // Git ends a name that holds a space with a tab, as does GNU diff.
    let tab = if path.contains(' ') { "\t" } else { "" };
    let path = path.strip_prefix("./").unwrap_or(path);
    let path = path.trim_start_matches('/');
    TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{path}{tab}"), &format!("b/{path}{tab}"))
        .to_string()
}
