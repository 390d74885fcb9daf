//! How a server stands among others of its name, in plain words.

use super::Report;
use crate::interpret::Status;
use crate::precedence::{Relation, Tie};
use crate::workspace::{Entry, EntryId};

/// How many keys are named before the rest is counted.
const KEYS: usize = 4;

/// A line for each sort of tie, the most telling first; none for a server that stands alone.
pub(super) fn words(report: &Report<'_>, id: EntryId) -> Vec<String> {
    let workspace = report.workspace;
    let entry = workspace.entry(id);
    let standing = report.standing(id);
    let mut lines = Vec::new();
    let mut ties: Vec<Tie> = Vec::new();
    for relation in &standing.relations {
        if relation.tie.is_merge() {
            lines.push(merged(report, entry, relation));
            continue;
        }
        if ties.contains(&relation.tie) {
            continue;
        }
        ties.push(relation.tie);
        // The same tie in other places is counted, not told.
        let others = standing
            .ties(relation.tie)
            .filter(|other| other.within == relation.within)
            .count();
        let mut places: Vec<&str> = standing
            .ties(relation.tie)
            .filter_map(|other| other.within.as_deref())
            .filter(|within| relation.within.as_deref() != Some(within))
            .collect();
        places.sort_unstable();
        places.dedup();
        let other = other(report, entry, relation);
        let others = match others - 1 {
            0 => other,
            // Of several winners the first one counts.
            _ if relation.tie == Tie::ReplacedBy => other,
            1 => format!("{other} and one more"),
            more => format!("{other} and {more} more"),
        };
        let place = match (place(relation), places.len()) {
            (place, 0) => place,
            (place, 1) => format!("{place} and in {}", places[0]),
            (place, more) => format!("{place} and in {more} other folders"),
        };
        lines.push(match relation.tie {
            Tie::ShutOutBy => format!("not read{place}: {others} is read instead"),
            Tie::ReplacedBy => format!("replaced by {others}: it has no effect{place}"),
            Tie::Replaces => format!("replaces {others}"),
            Tie::RunsBeside => format!("runs beside {others}{place}"),
            _ => format!("{others} may count in its place{place}: this is not established"),
        });
    }
    lines
        .into_iter()
        .map(|line| report.scrub(&line).into_owned())
        .collect()
}

fn merged(report: &Report<'_>, entry: &Entry, relation: &Relation) -> String {
    let other = other(report, entry, relation);
    let place = place(relation);
    let under = relation.tie == Tie::MergedUnder;
    match (entry.status, relation.status) {
        (Status::Loaded, Some(Status::Disabled)) if under => {
            return format!("switched off by {other}{place}");
        }
        (Status::Disabled, Some(Status::Loaded)) if under => {
            return format!("switched on by {other}{place}");
        }
        (_, Some(Status::Dropped | Status::Rejected)) => {
            return format!("merged with {other}{place}: the two do not go together");
        }
        _ => {}
    }
    let given = match keys(&relation.given).as_str() {
        "" => "nothing from there".to_owned(),
        keys => format!("{keys} from there"),
    };
    match relation.tie {
        Tie::MergedUnder => format!("merged with {other}{place}, which wins: {given}"),
        Tie::MergedOver => format!("merged with {other}{place}: {given}"),
        _ => format!("merged with {other}{place}: whose keys win is not established"),
    }
}

/// The other entry, or the file of it.
fn other(report: &Report<'_>, entry: &Entry, relation: &Relation) -> String {
    let workspace = report.workspace;
    let path = &workspace.file(relation.file).shown;
    let Some(other) = relation.entry.map(|id| workspace.entry(id)) else {
        return path.clone();
    };
    let what = if other.name == entry.name {
        "the one".to_owned()
    } else {
        format!("`{}`", other.name)
    };
    match &other.project {
        _ if relation.file == entry.file && other.project == entry.project => {
            "another of this file".to_owned()
        }
        Some(project) if relation.file == entry.file => format!("{what} for {project}"),
        None if relation.file == entry.file => format!("{what} for all projects"),
        Some(project) => format!("{what} for {project} in {path}"),
        None => format!("{what} in {path}"),
    }
}

/// Where and when a tie holds, as the end of a clause; empty when always.
fn place(relation: &Relation) -> String {
    let mut place = match relation.within.as_deref() {
        None => String::new(),
        Some(".") => " here".to_owned(),
        Some(folder) => format!(" in {folder}"),
    };
    if relation.chosen {
        place.push_str(" when that file is chosen");
    }
    place
}

fn keys(keys: &[String]) -> String {
    let mut named: Vec<String> = keys
        .iter()
        .take(KEYS)
        .map(|key| format!("`{key}`"))
        .collect();
    if keys.len() > KEYS {
        named.push(format!("{} more", keys.len() - KEYS));
    }
    match named.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => named.join(""),
    }
}
