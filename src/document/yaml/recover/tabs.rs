//! Tabs as indentation.

use std::collections::BTreeMap;

use crate::document::edit::{TextEdit, apply};
use crate::document::span::{LineIndex, Span};
use crate::document::syntax::Mend;
use crate::document::yaml::lines;
use crate::document::yaml::read::read;

/// Replaces all leading tabs by spaces, if that makes the whole text readable.
pub(super) fn mend(text: &str, index: &LineIndex) -> Option<Mend> {
    let places: Vec<Span> = (0..index.len())
        .map(|line| lines::line(text, index, line))
        .filter(|line| !line.is_blank())
        .map(|line| Span::new(line.span.start, line.start))
        .filter(|white| text[white.start..white.end].contains('\t'))
        .collect();
    for width in [2, 4, 8] {
        let edits: Vec<TextEdit> = places
            .iter()
            .map(|white| {
                let spaces = text[white.start..white.end].replace('\t', &" ".repeat(width));
                TextEdit::replace(*white, spaces)
            })
            .collect();
        let changed = apply(text, &edits).ok()?;
        if read(&changed, &changed, &BTreeMap::new()).stop.is_none() {
            // Where tabs and spaces are mixed, another width may give another structure.
            let pure = places.iter().all(|white| {
                text[white.start..white.end]
                    .bytes()
                    .all(|byte| byte == b'\t')
            });
            return super::mend("replace the tabs by spaces", pure, edits);
        }
    }
    None
}
