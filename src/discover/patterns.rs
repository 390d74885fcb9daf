//! The files that are taken for configs by their name, as patterns for other tools.

use std::collections::BTreeSet;

use super::{GENERIC_NAMES, locations, relative_pattern};
use crate::clients;
use crate::pattern::alternatives;

/// The ends of the paths of all files that are read without being asked for by name: the places of
/// clients in a project, and those below a home folder, for the sake of dotfiles; the places
/// that people try in vain; names that say MCP wherever they stand. Not those whose name is so common
/// that a client must be named.
///
/// Each is whole segments with `/` between them, in which `*` is any text without `/`. A path fits
/// when it ends so; [`super::classify`] takes a path just when one of them fits.
pub fn patterns() -> BTreeSet<String> {
    let places = locations(None)
        .filter(|(_, _, location)| !location.common)
        .map(|(_, _, location)| location.path);
    let in_vain = clients::ALL.iter().flat_map(|client| client.not_read);
    let ends: BTreeSet<String> = places
        .chain(in_vain.map(|not_read| not_read.path))
        .flat_map(|template| each(&relative_pattern(template)))
        .chain(GENERIC_NAMES.iter().map(|&name| name.to_owned()))
        .collect();
    let covered = |end: &String| ends.iter().any(|wide| covers(wide, end));
    ends.iter().filter(|end| !covered(end)).cloned().collect()
}

/// The patterns that a template with segments `{A,B}` stands for.
fn each(template: &str) -> Vec<String> {
    let mut paths = vec![String::new()];
    for segment in template.split('/') {
        let names: Vec<&str> = match alternatives(segment) {
            Some(names) => names.collect(),
            None => vec![segment],
        };
        paths = paths
            .iter()
            .flat_map(|path| {
                let slash = if path.is_empty() { "" } else { "/" };
                names.iter().map(move |name| format!("{path}{slash}{name}"))
            })
            .collect();
    }
    paths
}

/// Whether `wide` is a shorter way to say all that `narrow` says: its segments are the other's last.
fn covers(wide: &str, narrow: &str) -> bool {
    narrow
        .strip_suffix(wide)
        .is_some_and(|before| before.ends_with('/'))
}
