//! New members of tables that are written in lines.

use serde_json::Value;

use super::{Content, Editor, Insert, render, site_of};
use crate::document::toml::layout::{Origin, Statement};
use crate::document::toml::strings;
use crate::document::{EditError, NodeId, Place, TextEdit};

impl Insert<'_> {
    /// The member as `key = value`.
    pub(super) fn text(&self) -> Result<String, EditError> {
        let key = strings::key(self.key, None);
        Ok(match self.content {
            Content::Value(value) => format!("{key} = {}", render::value(value, None)?),
            Content::Raw(raw) => format!("{key} = {raw}"),
        })
    }
}

impl Editor<'_> {
    pub(super) fn insert(&mut self) -> Result<(), EditError> {
        for (object, inserts) in std::mem::take(&mut self.inserts) {
            if !self.node(object).is_object() {
                return Err(EditError::Mismatch);
            }
            match self.layout.origin(object) {
                Origin::Inline => self.insert_inline(object, "", None, &inserts)?,
                Origin::Dotted => self.insert_dotted(object, &inserts)?,
                _ => {
                    let (sections, lines): (Vec<_>, Vec<_>) = inserts
                        .into_iter()
                        .partition(|insert| self.is_section(object, insert));
                    if self.layout.origin(object) == Origin::Implicit {
                        self.open_implicit(object, &lines)?;
                    } else {
                        self.insert_lines(object, &lines)?;
                    }
                    self.insert_sections(object, &sections)?;
                }
            }
        }
        Ok(())
    }

    /// Whether a new member is written as a table of its own, as its siblings are.
    fn is_section(&self, object: NodeId, insert: &Insert<'_>) -> bool {
        let is_table = |id: NodeId| {
            matches!(self.layout.origin(id), Origin::Header | Origin::Implicit)
                && !self.removed.contains(&id)
        };
        let members = self.node(object).members();
        matches!(insert.content, Content::Value(Value::Object(_)))
            && match self.layout.origin(object) {
                Origin::Root | Origin::Implicit => true,
                _ => members.iter().any(|member| is_table(member.value)),
            }
    }

    fn insert_lines(&mut self, table: NodeId, lines: &[Insert<'_>]) -> Result<(), EditError> {
        let mut first = Vec::new();
        for insert in lines {
            let text = insert.text()?;
            let own = |statement: &&Statement| !statement.is_header && statement.table == table;
            let names = |statement: &&Statement, id: NodeId| {
                own(statement) && statement.keys.first().is_some_and(|key| key.node == id)
            };
            let statements = &self.layout.statements;
            let header = statements
                .iter()
                .find(|statement| statement.is_header && statement.table == table);
            let last = statements.iter().rfind(own).or(header);
            let (anchor, is_before) = match insert.at {
                Place::First if header.is_none() => (statements.iter().find(own), true),
                Place::First => (header, false),
                Place::Last => (last, false),
                Place::Before(id) => match statements.iter().find(|line| names(line, id)) {
                    Some(found) => (Some(found), true),
                    None => (last, false),
                },
                Place::After(id) => (
                    statements.iter().rfind(|line| names(line, id)).or(last),
                    false,
                ),
            };
            let Some(anchor) = anchor else {
                first.push(text);
                continue;
            };
            let at = if is_before {
                self.line_start(anchor.span.start)
            } else {
                self.line_end(anchor.span.end)
            };
            let at = self.outside(at);
            let line = format!("{}{text}", self.indent(anchor.span.start));
            let lines = self.whole_lines(at, &[line]);
            self.edits.push(TextEdit::insert(at, lines));
        }
        self.insert_first_lines(first);
        Ok(())
    }

    /// Adds lines to a root that has none: before the first header and its comments.
    fn insert_first_lines(&mut self, mut lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        let at = match self.layout.statements.first() {
            Some(first) => {
                lines.push(String::new());
                let start = self.above_comments(self.line_start(first.span.start));
                self.outside(start)
            }
            None => self.document.text.len(),
        };
        let lines = self.whole_lines(at, &lines);
        self.edits.push(TextEdit::insert(at, lines));
    }

    fn insert_dotted(&mut self, object: NodeId, inserts: &[Insert<'_>]) -> Result<(), EditError> {
        if let Some((holder, entries)) = self.entries_of(object) {
            let index = *entries.last().ok_or(EditError::Mismatch)?;
            let group = self.layout.groups.get(&holder).ok_or(EditError::Mismatch)?;
            let entry = &group.entries[index];
            let site = site_of(&entry.keys, object).ok_or(EditError::Mismatch)?;
            let prefix = self.slice(entry.span.start, entry.keys[site].span.end);
            return self.insert_inline(holder, &format!("{prefix}."), Some(index), inserts);
        }
        let (statement, site) = self
            .layout
            .statements
            .iter()
            .rev()
            .filter(|statement| !statement.is_header)
            .find_map(|statement| Some((statement, site_of(&statement.keys, object)?)))
            .ok_or(EditError::Mismatch)?;
        let start = self.line_start(statement.span.start);
        let prefix = self.slice(start, statement.keys[site].span.end);
        let at = self.outside(self.line_end(statement.span.end));
        for insert in inserts {
            let line = format!("{prefix}.{}", insert.text()?);
            let lines = self.whole_lines(at, &[line]);
            self.edits.push(TextEdit::insert(at, lines));
        }
        Ok(())
    }
}
