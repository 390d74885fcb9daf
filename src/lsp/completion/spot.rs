//! A place in a text that may not parse.

use crate::document::Span;

/// A step from the root of a text inwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// To the value of a key.
    Key(String),
    /// To an item of a list.
    Item,
}

/// What is to be written at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A key.
    Key,
    /// The value of this key.
    Value(String),
}

/// A place in a text, and what is known around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// The way from the root to the object that it is in.
    pub(super) path: Vec<Step>,
    /// What is to be written.
    pub(super) wanted: Wanted,
    /// The keys that the object has besides.
    pub(super) present: Vec<String>,
    /// What is written already, quotes included: it is replaced.
    pub(super) replace: Span,
    /// Whether a quote is open.
    pub(super) quoted: bool,
    /// Whether the key has its value already.
    pub(super) valued: bool,
    /// Whether a comma must follow.
    pub(super) comma: bool,
    /// The blanks in front of the line.
    pub(super) indent: String,
    /// Whether it is in brackets, where commas part what lines part elsewhere.
    pub(super) brackets: bool,
}

/// The blanks in front of the line that `offset` is in.
pub(super) fn indent_at(text: &str, offset: usize) -> String {
    let line = &text[line_start(text, offset)..];
    line.chars()
        .take_while(|c| matches!(c, ' ' | '\t'))
        .collect()
}

/// Where the line of `offset` starts.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

/// Where the line of `offset` ends, without its line break.
pub(super) fn line_end(text: &str, offset: usize) -> usize {
    text[offset..]
        .find(['\n', '\r'])
        .map_or(text.len(), |at| offset + at)
}

#[cfg(test)]
pub(super) mod testing {
    use super::{Spot, Step};

    /// What `read` says of the place of `|` in a text.
    pub(in super::super) fn at(read: fn(&str, usize) -> Option<Spot>, text: &str) -> Option<Spot> {
        let offset = text.find('|').unwrap();
        read(&text.replace('|', ""), offset)
    }

    /// The way to a place, `#` for an item of a list.
    pub(in super::super) fn way(spot: &Spot) -> Vec<&str> {
        spot.path
            .iter()
            .map(|step| match step {
                Step::Key(key) => key.as_str(),
                Step::Item => "#",
            })
            .collect()
    }
}
