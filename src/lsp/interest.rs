//! Which documents may matter, by their names alone: all others are left alone.

use std::path::Path;

use crate::clients::{self, compose};
use crate::discover::{self, ends_as, quick_classify, relative_pattern};
use crate::settings::FILE_NAMES;

/// Why a document may matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interest {
    /// It may hold servers.
    Config,
    /// It is mcpmend's own settings file.
    Settings,
    /// Findings in configs may depend on it: a Compose file, settings that approve everything.
    Beside,
}

/// Why a document at `path` may matter.
pub(super) fn of(path: &Path) -> Option<Interest> {
    if quick_classify(path, None).is_some() {
        return Some(Interest::Config);
    }
    let name = path.file_name()?.to_str()?;
    if FILE_NAMES.contains(&name) {
        return Some(Interest::Settings);
    }
    is_beside(path, name).then_some(Interest::Beside)
}

/// Whether findings in configs may depend on a file at `path`, whatever else it is.
pub(super) fn may_stand_beside(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| is_beside(path, name))
}

fn is_beside(path: &Path, name: &str) -> bool {
    let mut composes = compose::FILE_NAMES.iter().chain(compose::OVERRIDE_NAMES);
    composes.any(|known| *known == name)
        || approvals().any(|pattern| ends_as(path, &relative_pattern(pattern)))
}

/// The places of the settings in which clients are told to ask nobody.
fn approvals() -> impl Iterator<Item = &'static str> {
    let all = clients::ALL.iter().flat_map(|client| client.approvals);
    all.flat_map(|approval| approval.places)
        .map(|place| place.path)
}

/// Patterns for all files below a folder that may matter, as editors take them.
pub(super) fn patterns() -> Vec<String> {
    let kinds = clients::ALL.iter().flat_map(|client| client.kinds);
    let places = kinds
        .flat_map(|kind| kind.locations)
        .filter(|location| !location.common)
        .map(|location| location.path);
    let known = places
        .chain(approvals())
        .map(|template| format!("**/{}", relative_pattern(template)));
    let named = discover::GENERIC_NAMES
        .iter()
        .chain(FILE_NAMES)
        .chain(compose::FILE_NAMES)
        .chain(compose::OVERRIDE_NAMES)
        .map(|name| format!("**/{name}"));
    let mut all: Vec<String> = known.chain(named).collect();
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_may_matter() {
        for (path, expected) in [
            ("/p/.mcp.json", Some(Interest::Config)),
            ("/p/.cursor/mcp.json", Some(Interest::Config)),
            ("/p/.codex/config.toml", Some(Interest::Config)),
            ("/p/mcpmend.toml", Some(Interest::Settings)),
            ("/p/compose.yaml", Some(Interest::Beside)),
            // People put servers there in vain.
            ("/p/.claude/settings.json", Some(Interest::Config)),
            ("/p/package.json", None),
            ("/p/src/main.rs", None),
            ("/p/.mcp.json.txt", None),
            ("/", None),
        ] {
            assert_eq!(of(Path::new(path)), expected, "{path}");
        }
        assert!(may_stand_beside(Path::new("/p/.claude/settings.json")));
        assert!(!may_stand_beside(Path::new("/p/.mcp.json")));
    }

    #[test]
    fn every_pattern_names_a_file_that_matters() {
        for pattern in patterns() {
            let path = pattern.replace("**/", "/p/").replace('*', "x");
            let path = match path.split_once('{') {
                Some((front, rest)) => {
                    let (names, back) = rest.split_once('}').unwrap();
                    format!("{front}{}{back}", names.split(',').next().unwrap())
                }
                None => path,
            };
            assert!(of(Path::new(&path)).is_some(), "{pattern}");
        }
    }
}
