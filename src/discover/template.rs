//! The paths that the template of a location means on a machine.

use std::path::{Path, PathBuf};

use crate::host::Host;
use crate::pattern::{alternatives, matches_segment};

/// The absolute paths that a template means on this host; none for one below a project.
pub(crate) fn resolve(host: &dyn Host, template: &str) -> Vec<PathBuf> {
    let Some(path) = expand(host, template) else {
        return Vec::new();
    };
    let text = path.to_string_lossy().replace('\\', "/");
    if !text.contains(['*', '{']) {
        return vec![path];
    }
    let mut paths = vec![PathBuf::new()];
    for segment in text.split('/') {
        let mut next = Vec::new();
        for path in paths {
            if let Some(names) = alternatives(segment) {
                next.extend(names.map(|name| path.join(name)));
            } else if segment.contains('*') {
                let names = host.list(&path).unwrap_or_default();
                next.extend(
                    names
                        .iter()
                        .filter(|name| matches_segment(name, segment))
                        .map(|name| path.join(name)),
                );
            } else if segment.is_empty() {
                next.push(PathBuf::from("/"));
            } else {
                next.push(path.join(segment));
            }
        }
        paths = next;
    }
    paths
}

/// A template with its variable and `~` filled in; `None` for project places and without a home.
pub(super) fn expand(host: &dyn Host, template: &str) -> Option<PathBuf> {
    if template.starts_with("<project>") {
        return None;
    }
    if let Some(inner) = template.strip_prefix("${") {
        let (name, _) = inner.split_once(":-")?;
        let (default, rest) = default_of(template)?;
        let base = match host.env(name) {
            Some(value) => PathBuf::from(value),
            None => expand(host, default)?,
        };
        return Some(join(&base, rest));
    }
    match template.strip_prefix('~') {
        Some(rest) => Some(join(host.home()?, rest)),
        // With `--home` only what lies below that home counts.
        None => host.is_this_machine().then(|| PathBuf::from(template)),
    }
}

fn join(base: &Path, rest: &str) -> PathBuf {
    let rest = rest.trim_start_matches('/');
    if rest.is_empty() {
        base.to_owned()
    } else {
        base.join(rest)
    }
}

/// `${VAR:-default}rest` as (default, rest).
pub(super) fn default_of(template: &str) -> Option<(&str, &str)> {
    let inner = template.strip_prefix("${")?;
    let (_, after) = inner.split_once(":-")?;
    after.split_once('}')
}
