//! All that is known about a client, for people and programs.
//!
//! One walk over the client's facts makes a [`Record`]; the terminal ([`terminal`]), the reference
//! page ([`markdown`]) and the JSON form ([`json`]) are three ways to write it down. A fact that
//! nobody has established is part of it, as [`Says::Unknown`].

mod evidence;
pub mod json;
pub mod markdown;
mod places;
mod reading;
mod running;
mod says;
pub mod terminal;

pub use says::Says;

use crate::model::{Basis, Client, Topic};

/// What is known about a client.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Who makes it.
    pub vendor: &'static str,
    /// How anything about it is known, the surest first.
    pub bases: Vec<Basis>,
    /// The facts by subject.
    pub sections: Vec<Section>,
}

/// The facts of one subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its name for programs.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// How it is known, the surest first; empty where nothing backs it. `None` where that is told
    /// elsewhere.
    pub known_by: Option<Vec<String>>,
    /// Whether the facts may differ between the kinds of file.
    pub by_kind: bool,
    /// The facts; one part, or one for each group of kinds that share them.
    pub parts: Vec<Part>,
}

/// Facts that hold for some kinds of file.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The kinds, for people; empty: all.
    pub kinds: Vec<String>,
    /// The facts.
    pub blocks: Vec<Block>,
}

/// A piece of a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Single facts.
    Facts(Vec<Fact>),
    /// Rows of the same columns. The last column is the one for long texts.
    Table(Table),
    /// Sentences.
    List {
        /// Its name for programs.
        key: &'static str,
        /// The sentences.
        items: Vec<String>,
    },
}

/// One fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its name for programs.
    pub key: &'static str,
    /// What it is about, for people.
    pub label: &'static str,
    /// The fact itself.
    pub says: Says,
}

/// Rows of the same columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name for programs.
    pub key: &'static str,
    /// The columns: name for programs, heading for people.
    pub columns: &'static [(&'static str, &'static str)],
    /// The rows.
    pub rows: Vec<Vec<Says>>,
}

/// A fact.
fn fact(key: &'static str, label: &'static str, says: impl Into<Says>) -> Fact {
    Fact {
        key,
        label,
        says: says.into(),
    }
}

/// All that is known about `client`.
pub fn record(client: &'static Client) -> Record {
    let mut sections = places::sections(client);
    sections.extend(reading::sections(client));
    sections.extend(running::sections(client));
    sections.push(evidence::section(client));
    let mut bases: Vec<Basis> = client.evidence.iter().map(|it| it.basis).collect();
    bases.sort();
    bases.dedup();
    Record {
        id: client.id,
        name: client.name,
        vendor: client.vendor,
        bases,
        sections,
    }
}

/// Whether anything backs what the record of `client` says about `topic`. What cannot be said to
/// be unknown in its own type is unknown where nothing does.
fn is_known(client: &Client, topic: Topic) -> bool {
    let mut evidence = client.evidence.iter();
    evidence.any(|evidence| evidence.about.contains(&topic))
}

/// `says`, where something backs `topic`.
fn where_known(client: &Client, topic: Topic, says: impl Into<Says>) -> Says {
    if is_known(client, topic) {
        says.into()
    } else {
        Says::Unknown
    }
}

impl Section {
    /// How it is known, in words.
    fn known(&self) -> Option<String> {
        let known = self.known_by.as_ref()?;
        Some(if known.is_empty() {
            "not established".to_owned()
        } else {
            known.join(", ")
        })
    }

    /// A section that holds for the client as a whole.
    fn whole(
        client: &Client,
        id: &'static str,
        title: &'static str,
        topic: Option<Topic>,
        blocks: Vec<Block>,
    ) -> Section {
        Section {
            id,
            title,
            known_by: topic.map(|topic| evidence::known_by(client, topic)),
            by_kind: false,
            parts: vec![Part {
                kinds: Vec::new(),
                blocks,
            }],
        }
    }

    /// A section whose facts are those of each kind of file; kinds that share them stand together.
    fn by_kind(
        client: &Client,
        id: &'static str,
        title: &'static str,
        topic: Topic,
        of_kinds: Vec<(String, Vec<Block>)>,
    ) -> Section {
        let mut parts: Vec<Part> = Vec::new();
        for (kind, blocks) in of_kinds {
            match parts.iter_mut().find(|part| part.blocks == blocks) {
                Some(part) => part.kinds.push(kind),
                None => parts.push(Part {
                    kinds: vec![kind],
                    blocks,
                }),
            }
        }
        if let [only] = parts.as_mut_slice() {
            only.kinds.clear();
        }
        Section {
            id,
            title,
            known_by: Some(evidence::known_by(client, topic)),
            by_kind: true,
            parts,
        }
    }
}
