//! Where a client looks, and where it does not.

use super::{Block, Says, Section, Table};
use crate::model::{Client, Location, Topic};

pub(super) fn sections(client: &'static Client) -> Vec<Section> {
    let mut sections = Vec::new();
    let of_kinds: Vec<(String, Vec<Block>)> = client
        .kinds
        .iter()
        .map(|kind| {
            let rows = kind.locations.iter().map(row).collect();
            let table = Table {
                key: "places",
                columns: &[
                    ("scope", "scope"),
                    ("path", "path"),
                    ("systems", "systems"),
                    ("note", "note"),
                ],
                rows,
            };
            (kind.title.to_owned(), vec![Block::Table(table)])
        })
        .collect();
    let mut places = Section::by_kind(client, "places", "Places", Topic::Places, of_kinds);
    // Even of one kind it helps to know what it is.
    if let ([part], [kind]) = (places.parts.as_mut_slice(), client.kinds) {
        part.kinds = vec![kind.title.to_owned()];
    }
    sections.push(places);
    if !client.elsewhere.is_empty() {
        sections.push(Section::whole(
            client,
            "elsewhere",
            "Elsewhere",
            None,
            vec![list("places", client.elsewhere)],
        ));
    }
    if !client.not_read.is_empty() {
        let rows = client
            .not_read
            .iter()
            .map(|place| {
                let part = match place.root {
                    Some(path) => format!("`{}` in it", path.join(".")).into(),
                    None => Says::from("the file"),
                };
                vec![Says::code(place.path), part, place.instead.into()]
            })
            .collect();
        let table = Table {
            key: "places",
            columns: &[("path", "path"), ("part", "what"), ("instead", "instead")],
            rows,
        };
        sections.push(Section::whole(
            client,
            "not_read",
            "Not read, though people try",
            None,
            vec![Block::Table(table)],
        ));
    }
    sections
}

fn row(location: &Location) -> Vec<Says> {
    let mut notes = Vec::new();
    if !location.note.is_empty() {
        notes.push(location.note);
    }
    if location.guest {
        notes.push("another client's file, which this one reads too");
    }
    if location.common {
        notes.push("so common a name that a file is taken for this client's only with `--client`");
    }
    vec![
        location.scope.name().into(),
        Says::code(location.path),
        Says::Systems(location.os),
        notes.join("; ").into(),
    ]
}

pub(super) fn list(key: &'static str, items: &[&str]) -> Block {
    Block::List {
        key,
        items: items.iter().map(|&item| item.to_owned()).collect(),
    }
}
