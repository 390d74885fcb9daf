//! Which files a client's schema is for.

use serde_json::{Map, Value, json};

use super::address;
use crate::clients;
use crate::discover::{GENERIC_NAMES, relative_pattern};
use crate::model::{Client, Location};

/// The catalogue of all clients' schemas.
pub(super) fn catalog() -> Value {
    let schemas: Vec<Value> = clients::ALL
        .iter()
        .filter(|client| !client.kinds.is_empty())
        .map(|client| {
            let mut entry = Map::new();
            entry.insert(
                "name".into(),
                format!("MCP servers of {}", client.name).into(),
            );
            entry.insert("description".into(), description(client).into());
            let patterns = patterns(client);
            if !patterns.is_empty() {
                entry.insert("fileMatch".into(), json!(patterns));
            }
            entry.insert("url".into(), address(client.id).into());
            entry.into()
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/schema-catalog.json",
        "version": 1,
        "schemas": schemas,
    })
}

/// The files that an editor hands to the language server: every place of every client, those that
/// people try in vain, and the names that mean servers wherever they stand.
pub(super) fn files() -> Value {
    let places = clients::ALL
        .iter()
        .flat_map(|client| places(client))
        .filter(|location| !location.common)
        .map(|location| location.path);
    let in_vain = clients::ALL
        .iter()
        .flat_map(|client| client.not_read)
        .map(|place| place.path);
    let names = GENERIC_NAMES.iter().copied();
    let globs = places.chain(in_vain).chain(names).flat_map(globs_of);
    json!({ "patterns": widest(globs.collect()) })
}

fn description(client: &Client) -> String {
    let titles: Vec<&str> = client.kinds.iter().map(|kind| kind.title).collect();
    format!(
        "{} by {}: {}",
        client.name,
        client.vendor,
        titles.join(", ")
    )
}

/// The patterns of the files that are `client`'s, in the glob that editors know: `**/` is any
/// folder and `*` any text without a slash; `!` takes a file out again.
///
/// A place that another client owns is left to its owner, and a name that files of other sorts
/// have too is left out.
fn patterns(client: &'static Client) -> Vec<String> {
    let all: Vec<String> = own(client).flat_map(globs).collect();
    let mut patterns = widest(all.clone());
    let mut not: Vec<String> = strange(client)
        .filter(|place| {
            !all.contains(place) && patterns.iter().any(|pattern| covers(pattern, place))
        })
        .map(|place| format!("!{place}"))
        .collect();
    not.sort();
    not.dedup();
    patterns.extend(not);
    patterns
}

/// `patterns` in order, without those whose files another one takes too.
fn widest(mut patterns: Vec<String>) -> Vec<String> {
    patterns.sort();
    patterns.dedup();
    let all = patterns.clone();
    patterns.retain(|pattern| !all.iter().any(|other| covers(other, pattern)));
    patterns
}

fn places(client: &'static Client) -> impl Iterator<Item = &'static Location> {
    client.kinds.iter().flat_map(|kind| kind.locations)
}

/// The places whose files are `client`'s by their name alone.
fn own(client: &'static Client) -> impl Iterator<Item = &'static Location> {
    client
        .kinds
        .iter()
        .filter(|kind| kind.told_by.is_empty())
        .flat_map(|kind| kind.locations)
        .filter(|location| !location.guest && !location.common)
}

/// The places that `client` does not read and that might be taken for its own: those of others,
/// and those that people try in vain.
fn strange(client: &'static Client) -> impl Iterator<Item = String> {
    let others = clients::ALL
        .iter()
        .filter(|other| other.id != client.id)
        .flat_map(|other| own(other))
        .flat_map(globs);
    let in_vain = client
        .not_read
        .iter()
        // Of a place of which only a part is not read, the rest is.
        .filter(|place| place.root.is_none())
        .flat_map(|place| globs_of(place.path));
    let read: Vec<String> = places(client).flat_map(globs).collect();
    others
        .chain(in_vain)
        .filter(move |place| !read.contains(place))
}

fn globs(location: &Location) -> Vec<String> {
    globs_of(location.path)
}

/// `**/` and the part of a place that is the same on every machine; each of its alternatives on
/// its own, since not every editor knows `{A,B}`.
fn globs_of(path: &str) -> Vec<String> {
    let mut globs = vec!["**".to_owned()];
    for segment in relative_pattern(path).split('/') {
        let inner = segment
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        let names: Vec<&str> = match inner {
            Some(inner) => inner.split(',').collect(),
            None => vec![segment],
        };
        globs = globs
            .iter()
            .flat_map(|glob| names.iter().map(move |name| format!("{glob}/{name}")))
            .collect();
    }
    globs
}

/// Whether `wide` takes all that `narrow` takes, and is not the same: its segments are the last
/// ones of the other's, or `*` stands for them.
fn covers(wide: &str, narrow: &str) -> bool {
    let fits = |(wide, narrow): (&str, &str)| match wide.split_once('*') {
        None => wide == narrow,
        Some((start, end)) => {
            narrow.len() >= start.len() + end.len()
                && narrow.starts_with(start)
                && narrow.ends_with(end)
        }
    };
    let end = wide.trim_start_matches("**/");
    wide != narrow
        && narrow.split('/').count() >= wide.split('/').count()
        && end.rsplit('/').zip(narrow.rsplit('/')).all(fits)
}
