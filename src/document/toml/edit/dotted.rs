//! New members of tables that are written by dotted keys.

use serde_json::Value;

use super::habit::Shape;
use super::lines::LineStyle;
use super::{Content, Editor, Insert, site_of};
use crate::document::toml::layout::{Origin, Statement};
use crate::document::{EditError, NodeId, Place, TextEdit};

impl Editor<'_> {
    pub(super) fn insert_dotted(
        &mut self,
        object: NodeId,
        inserts: &[Insert<'_>],
    ) -> Result<(), EditError> {
        if let Some((holder, entries)) = self.entries_of(object) {
            let index = *entries.last().ok_or(EditError::Mismatch)?;
            let group = self.layout.groups.get(&holder).ok_or(EditError::Mismatch)?;
            let entry = &group.entries[index];
            let site = site_of(&entry.keys, object).ok_or(EditError::Mismatch)?;
            let prefix = self.slice(entry.span.start, entry.keys[site].span.end);
            return self.insert_inline(holder, &format!("{prefix}."), Some(index), inserts);
        }
        let style = self.style_of_lines(object);
        for insert in inserts {
            let (line, site, is_before) = self.dotted_place(object, insert.at)?;
            let start = line.span.start;
            let prefix = format!("{}.", self.slice(start, line.keys[site].span.end));
            let indent = self.indent(start).to_owned();
            let column = self.column(line.table);
            let at = if is_before {
                self.above_own_comments(start)
            } else {
                self.line_end(line.span.end)
            };
            let at = self.outside(at);
            let line = LineStyle {
                style: &style,
                prefix: &prefix,
                column,
                indent: &indent,
            };
            let lines = self.member_lines(insert, Some(object), &line)?;
            let lines = self.whole_lines(at, &lines);
            self.edits.push(TextEdit::insert(at, lines));
        }
        Ok(())
    }

    /// The line that a new member of `object` stands at, where its keys name that, and whether
    /// the new one comes before it.
    fn dotted_place(
        &self,
        object: NodeId,
        at: Place,
    ) -> Result<(&Statement, usize, bool), EditError> {
        let lines = || {
            self.about(object)
                .filter(|statement| !statement.is_header)
                .filter_map(|line| Some((line, site_of(&line.keys, object)?)))
        };
        let names = |(line, _): &(&Statement, usize), id| site_of(&line.keys, id).is_some();
        let found = match at {
            Place::First => lines().next().map(|found| (found, true)),
            Place::Before(id) => lines()
                .find(|line| names(line, id))
                .map(|found| (found, true)),
            Place::After(id) => lines()
                .rfind(|line| names(line, id))
                .map(|found| (found, false)),
            Place::Last => None,
        };
        let last = || lines().next_back().map(|found| (found, false));
        let ((line, site), is_before) = found.or_else(last).ok_or(EditError::Mismatch)?;
        Ok((line, site, is_before))
    }

    /// Whether a new table in `object` is written by dotted keys, as those of its name or beside
    /// it are.
    pub(super) fn is_dotted(&self, insert: &Insert<'_>, object: Option<NodeId>) -> bool {
        let Content::Value(Value::Object(members)) = insert.content else {
            return false;
        };
        let siblings = || {
            let members = object.map(|object| self.node(object).members());
            let mut origins = members
                .into_iter()
                .flatten()
                .map(|member| self.layout.origin(member.value));
            origins.find(|origin| matches!(origin, Origin::Dotted | Origin::Inline))
        };
        !members.is_empty()
            && match self.habits.shape(insert.key) {
                Some(shape) => shape == Shape::Dotted,
                None => siblings() == Some(Origin::Dotted),
            }
    }
}
