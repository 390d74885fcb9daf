//! Members whose colons or values stand in one column.

use super::super::{Document, NodeRef};
use super::place;

/// How many members are looked at.
const MANY: usize = 32;

/// One column for all members of an object, counted from where their keys begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    at: usize,
    /// How many blanks there are where a key leaves the least room.
    least: usize,
    /// Whether the values stand there, else the colons.
    values: bool,
}

impl Columns {
    /// The columns of an object whose members have lines of their own.
    pub(super) fn of(document: &Document, object: NodeRef<'_>) -> Option<Columns> {
        let text = &document.text;
        let mut widths = Vec::new();
        for member in object.members().iter().take(MANY) {
            let value = document.node(member.value).span();
            let between = text.get(member.key.span.end..value.start)?;
            let (before, behind) = between.split_once(':')?;
            let blank = |text: &str| text.chars().all(|c| c == ' ');
            if !blank(before) || !blank(behind) || !place::starts_line(text, member.span.start) {
                return None;
            }
            let key = document.slice(member.key.span).chars().count();
            widths.push((key, key + before.len(), key + between.len()));
        }
        let all_same = |of: fn(&(usize, usize, usize)) -> usize| {
            widths.iter().map(of).all(|width| width == of(&widths[0]))
        };
        if widths.len() < 2 || all_same(|width| width.0) {
            None
        } else if all_same(|width| width.1) {
            let blanks = widths.iter().map(|width| width.1 - width.0);
            Some(Columns {
                at: widths[0].1,
                least: blanks.min().unwrap_or_default(),
                values: false,
            })
        } else if all_same(|width| width.2) {
            let blanks = widths.iter().map(|width| width.2 - width.0 - 1);
            Some(Columns {
                at: widths[0].2 - 1,
                least: blanks.min().unwrap_or_default(),
                values: true,
            })
        } else {
            None
        }
    }

    /// What stands between `key` and its value where others have `colon`.
    pub(super) fn colon(self, key: &str, colon: &str) -> String {
        let room = self.at.saturating_sub(key.chars().count());
        let blanks = " ".repeat(room.max(self.least));
        if self.values {
            format!(":{blanks}")
        } else {
            format!("{blanks}{}", colon.trim_start())
        }
    }
}
