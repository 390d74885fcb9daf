//! Which files a client's schema is for.

use serde_json::{Value, json};

use super::address;
use crate::clients;
use crate::model::{Client, Location};

/// The catalogue of all clients' schemas.
pub(super) fn catalog() -> Value {
    let schemas: Vec<Value> = clients::ALL
        .iter()
        .map(|client| {
            json!({
                "name": format!("MCP servers of {}", client.name),
                "description": description(client),
                "fileMatch": patterns(client),
                "url": address(client.id),
            })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/schema-catalog.json",
        "version": 1,
        "schemas": schemas,
    })
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
/// folder and `*` any text without a slash. A place that another client owns is left to its owner.
fn patterns(client: &Client) -> Vec<String> {
    let mut patterns: Vec<String> = own(client)
        .flat_map(|location| pattern(location.path))
        .collect();
    patterns.sort();
    patterns.dedup();
    let all = patterns.clone();
    patterns.retain(|pattern| !all.iter().any(|other| covers(other, pattern)));
    patterns
}

fn own(client: &Client) -> impl Iterator<Item = &'static Location> {
    client
        .kinds
        .iter()
        .flat_map(|kind| kind.locations)
        .filter(|location| !location.guest)
}

/// `**/` and the part of a place that is the same on every machine.
fn pattern(path: &str) -> Vec<String> {
    vec![format!("**/{}", crate::discover::relative_pattern(path))]
}

/// Whether `wide` is the end of `narrow`, and so takes all that `narrow` takes.
fn covers(wide: &str, narrow: &str) -> bool {
    let end = wide.strip_prefix("**/").unwrap_or(wide);
    wide != narrow
        && narrow
            .strip_suffix(end)
            .is_some_and(|start| start.ends_with('/'))
}
