//! Tables with headers: new ones, and those that get another path.

use serde_json::{Map, Value};

use super::habit::Shape;
use super::lines::LineStyle;
use super::{Content, Editor, Insert, site_of};
use crate::document::toml::layout::{Origin, Statement};
use crate::document::toml::strings;
use crate::document::{EditError, NodeId, Place, TextEdit};

impl Editor<'_> {
    /// Gives a table that has only sub-tables a header of its own, with `lines` below it.
    pub(super) fn open_implicit(
        &mut self,
        table: NodeId,
        lines: &[Insert<'_>],
    ) -> Result<(), EditError> {
        if lines.is_empty() {
            return Ok(());
        }
        let first = self
            .about(table)
            .find(|statement| site_of(&statement.keys, table).is_some())
            .ok_or(EditError::Mismatch)?;
        let at = self.above_comments(self.line_start(first.span.start));
        let at = self.outside(at);
        let path = self.header_path(table)?;
        let style = self.habits.style.clone();
        let outer = self.indent(first.span.start).to_owned();
        let indent = format!("{outer}{}", self.habits.line_step);
        let line = LineStyle {
            style: &style,
            prefix: "",
            column: None,
            indent: &indent,
        };
        let mut text = vec![format!("{outer}[{}]", path.join("."))];
        for insert in lines {
            text.extend(self.member_lines(insert, Some(table), &line)?);
        }
        if self.habits.is_spread(path.len() + 1) {
            text.push(String::new());
        }
        let text = self.whole_lines(at, &text);
        self.sections.push(TextEdit::insert(at, text));
        Ok(())
    }

    /// Adds tables behind the last line of `table` and of all below it.
    pub(super) fn insert_sections(
        &mut self,
        table: NodeId,
        sections: &[Insert<'_>],
    ) -> Result<(), EditError> {
        if sections.is_empty() {
            return Ok(());
        }
        let at = self
            .last_in(table)
            .map_or(self.document.text.len(), |statement| {
                self.line_end(statement.span.end)
            });
        let at = self.outside(at);
        let path = self.header_path(table)?;
        let indent = self.section_indent(table);
        let mut lines = Vec::new();
        for insert in sections {
            if let Content::Value(Value::Object(members)) = insert.content {
                let mut path = path.clone();
                path.push(self.habits.style.key(insert.key));
                self.section(&mut path, members, &indent, &mut lines)?;
            }
        }
        self.push_section(at, lines);
        Ok(())
    }

    /// Writes whole tables at `at`.
    fn push_section(&mut self, at: usize, mut lines: Vec<String>) {
        let is_first = self.slice(0, at).trim_start_matches('\u{feff}').is_empty();
        if is_first && lines.first().is_some_and(String::is_empty) {
            lines.remove(0);
        }
        let text = self.whole_lines(at, &lines);
        self.sections.push(TextEdit::insert(at, text));
    }

    /// The indentation of the headers of new tables in `table`.
    fn section_indent(&self, table: NodeId) -> String {
        let members = self.node(table).members();
        let sibling = members.iter().rev().find_map(|member| {
            self.about(member.value)
                .find(|line| line.is_header && site_of(&line.keys, member.value).is_some())
        });
        if let Some(sibling) = sibling {
            return self.indent(sibling.span.start).to_owned();
        }
        match self.header_of(table) {
            Some(header) => {
                let outer = self.indent(header.span.start);
                format!("{outer}{}", self.habits.header_step)
            }
            None => String::new(),
        }
    }

    /// The header that opens a table.
    pub(super) fn header_of(&self, table: NodeId) -> Option<&Statement> {
        self.about(table)
            .find(|line| line.is_header && line.table == table)
    }

    /// Writes a table, below a blank line where tables stand apart; one that holds nothing but
    /// tables needs no header.
    fn section(
        &self,
        path: &mut Vec<String>,
        members: &Map<String, Value>,
        indent: &str,
        lines: &mut Vec<String>,
    ) -> Result<(), EditError> {
        if !members.is_empty() && members.values().all(Value::is_object) {
            for (name, value) in members {
                if let Value::Object(inner) = value {
                    path.push(self.habits.style.key(name));
                    self.section(path, inner, indent, lines)?;
                    path.pop();
                }
            }
            return Ok(());
        }
        if self.habits.is_spread(path.len()) {
            lines.push(String::new());
        }
        lines.push(format!("{indent}[{}]", path.join(".")));
        self.section_lines(path, members, indent, lines)
    }

    /// The lines of a table whose header is written already, and the tables in it.
    fn section_lines(
        &self,
        path: &mut Vec<String>,
        members: &Map<String, Value>,
        indent: &str,
        lines: &mut Vec<String>,
    ) -> Result<(), EditError> {
        let inner = format!("{indent}{}", self.habits.line_step);
        let line = LineStyle {
            style: &self.habits.style,
            prefix: "",
            column: None,
            indent: &inner,
        };
        let is_section = |name: &str, value: &Value| {
            value.is_object() && self.habits.shape(name) == Some(Shape::Sections)
        };
        for (name, value) in members {
            if !is_section(name, value) {
                let insert = Insert {
                    key: name,
                    content: Content::Value(value),
                    at: Place::Last,
                };
                lines.extend(self.member_lines(&insert, None, &line)?);
            }
        }
        for (name, value) in members {
            if let Value::Object(inner) = value
                && is_section(name, value)
            {
                path.push(self.habits.style.key(name));
                let indent = format!("{indent}{}", self.habits.header_step);
                self.section(path, inner, &indent, lines)?;
                path.pop();
            }
        }
        Ok(())
    }

    /// Adds items to lists of tables.
    pub(super) fn insert_tables(&mut self) -> Result<(), EditError> {
        for (list, index, members) in std::mem::take(&mut self.items) {
            let path = self.header_path(list)?;
            let items: Vec<NodeId> = self.node(list).items().map(|item| item.id()).collect();
            let sample = self.header_of(items[0]).ok_or(EditError::Mismatch)?;
            let indent = self.indent(sample.span.start).to_owned();
            let mut lines = vec![format!("{indent}[[{}]]", path.join("."))];
            self.section_lines(&mut path.clone(), members, &indent, &mut lines)?;
            let blank = self.habits.is_spread(path.len());
            if let Some(next) = items.get(index) {
                let next = self.header_of(*next).ok_or(EditError::Mismatch)?;
                let at = self.outside(self.above_own_comments(next.span.start));
                if blank {
                    lines.push(String::new());
                }
                self.push_section(at, lines);
                continue;
            }
            let last = items[items.len() - 1];
            let end = self.last_in(last).ok_or(EditError::Mismatch)?.span.end;
            let at = self.outside(self.line_end(end));
            if blank {
                lines.insert(0, String::new());
            }
            self.push_section(at, lines);
        }
        Ok(())
    }

    /// Whether `node` is `table` or lies inside it.
    pub(super) fn is_within(&self, node: NodeId, table: NodeId) -> bool {
        let mut node = Some(self.node(node));
        while let Some(inner) = node {
            if inner.id() == table {
                return true;
            }
            node = inner.parent();
        }
        false
    }

    /// Moves a table by the path in its headers.
    pub(super) fn move_headers(
        &mut self,
        node: NodeId,
        object: NodeId,
        name: &str,
    ) -> Result<(), EditError> {
        const REFUSED: EditError =
            EditError::Unsupported("this table cannot be moved by its headers alone");
        let by_header = |id: NodeId| {
            matches!(
                self.layout.origin(id),
                Origin::Root | Origin::Header | Origin::Implicit
            )
        };
        if !by_header(object) || !(by_header(node) || self.layout.origin(node) == Origin::Tables) {
            return Err(REFUSED);
        }
        for start in [self.node(node).parent(), Some(self.node(object))] {
            let mut ancestor = start;
            while let Some(inner) = ancestor {
                // Which item of a list a header means depends on where it stands.
                if !by_header(inner.id()) {
                    return Err(REFUSED);
                }
                ancestor = inner.parent();
            }
        }
        let mut path = self.header_path(object)?;
        path.push(strings::key(name, None));
        let path = path.join(".");
        let mut edits = Vec::new();
        for statement in self.about(node) {
            let Some(site) = site_of(&statement.keys, node) else {
                continue;
            };
            if !statement.is_header {
                return Err(REFUSED);
            }
            let span = statement.keys[0].span.join(statement.keys[site].span);
            edits.push(TextEdit::replace(span, path.clone()));
        }
        self.edits.extend(edits);
        self.moved.push(node);
        Ok(())
    }
}
