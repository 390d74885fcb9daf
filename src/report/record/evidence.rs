//! What the facts rest on.

use super::{Block, Says, Section, Table};
use crate::model::{Client, Evidence, Topic};

/// How the facts about `topic` are known: each way once, the surest first.
pub(super) fn known_by(client: &Client, topic: Topic) -> Vec<String> {
    let mut known: Vec<&Evidence> = client
        .evidence
        .iter()
        .filter(|evidence| evidence.about.contains(&topic))
        .collect();
    known.sort_by_key(|evidence| evidence.basis);
    let mut said: Vec<String> = Vec::new();
    for evidence in known {
        let mut text = evidence.basis.name().to_owned();
        if !evidence.version.is_empty() {
            text.push(' ');
            text.push_str(evidence.version);
        }
        text.push_str(&format!(" ({})", evidence.date));
        if !said.contains(&text) {
            said.push(text);
        }
    }
    said
}

/// All evidence.
pub(super) fn section(client: &Client) -> Section {
    let rows = client
        .evidence
        .iter()
        .map(|evidence| {
            let about = evidence.about.iter().map(|topic| topic.name().to_owned());
            vec![
                evidence.basis.name().into(),
                if evidence.version.is_empty() {
                    "".into()
                } else {
                    evidence.version.into()
                },
                evidence.date.into(),
                evidence.origin.into(),
                Says::Words(about.collect()),
            ]
        })
        .collect();
    let table = Table {
        key: "sources",
        columns: &[
            ("basis", "basis"),
            ("version", "version"),
            ("date", "date"),
            ("origin", "source"),
            ("about", "about"),
        ],
        rows,
    };
    Section::whole(
        client,
        "evidence",
        "Evidence",
        None,
        vec![Block::Table(table)],
    )
}
