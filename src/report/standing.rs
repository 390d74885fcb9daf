//! How a server stands among others of its name, in plain words.

use super::Report;
use crate::interpret::Status;
use crate::precedence::{Relation, Standing, Tie};
use crate::workspace::{Entry, EntryId};

/// How many keys are named before the rest is counted.
const KEYS: usize = 4;

/// How many merges of one server are told before the rest is counted.
const MERGES: usize = 4;

/// A line for each sort of tie, the most telling first; none for a server that stands alone.
pub(crate) fn words(report: &Report<'_>, id: EntryId) -> Vec<String> {
    let workspace = report.workspace;
    let entry = workspace.entry(id);
    let standing = report.standing(id);
    let mut lines = Vec::new();
    let mut ties: Vec<Tie> = Vec::new();
    let mut merges = 0;
    for relation in &standing.relations {
        if relation.tie.is_merge() {
            merges += 1;
            if merges <= MERGES {
                lines.push(merged(report, entry, relation));
            }
            continue;
        }
        if ties.contains(&relation.tie) {
            continue;
        }
        ties.push(relation.tie);
        let other = other(report, entry, relation);
        let others = match standing.ties(relation.tie).count() - 1 {
            0 => other.clone(),
            1 => format!("{other} and one more"),
            more => format!("{other} and {more} more"),
        };
        lines.push(match relation.tie {
            Tie::ShutOutBy => {
                let places = places(standing, relation);
                format!("not read{places}: {other} is read instead")
            }
            // Of several winners the first one counts.
            Tie::ReplacedBy => {
                let places = places(standing, relation);
                format!("replaced by {other}: it has no effect{places}")
            }
            Tie::Replaces => format!("replaces {others}"),
            Tie::RunsBeside => format!("runs beside {others}{}", place(relation)),
            _ => format!(
                "{others} may count in its place{}: this is not established",
                place(relation)
            ),
        });
    }
    if merges > MERGES {
        lines.push(format!("merged with {} more", merges - MERGES));
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
        (Status::Loaded | Status::Disabled, Some(Status::Dropped | Status::Rejected)) => {
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

/// All folders in which ties of one sort hold, as the end of a clause; empty when everywhere.
fn places(standing: &Standing, first: &Relation) -> String {
    let mut others: Vec<&str> = standing
        .ties(first.tie)
        .filter_map(|relation| relation.within.as_deref())
        .filter(|folder| first.within.as_deref() != Some(folder))
        .collect();
    others.sort_unstable();
    others.dedup();
    let place = place(first);
    match others.as_slice() {
        _ if place.is_empty() => place,
        [] => place,
        [other] => format!("{place} and in {other}"),
        more => format!("{place} and in {} other folders", more.len()),
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
        place.push_str(" when that file is in use");
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
