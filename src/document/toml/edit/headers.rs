//! Tables with headers: new ones, and those that get another path.

use serde_json::{Map, Value};

use super::{Content, Editor, Insert, render, site_of};
use crate::document::toml::layout::Origin;
use crate::document::toml::strings;
use crate::document::{EditError, NodeId, TextEdit};

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
            .layout
            .statements
            .iter()
            .find(|statement| site_of(&statement.keys, table).is_some())
            .ok_or(EditError::Mismatch)?;
        let at = self.above_comments(self.line_start(first.span.start));
        let at = self.outside(at);
        let mut text = vec![format!("[{}]", self.header_path(table)?.join("."))];
        for insert in lines {
            text.push(insert.text()?);
        }
        text.push(String::new());
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
        let last = self.layout.statements.iter().rfind(|statement| {
            site_of(&statement.keys, table).is_some() || self.is_within(statement.table, table)
        });
        let at = last.map_or(self.document.text.len(), |statement| {
            self.line_end(statement.span.end)
        });
        let at = self.outside(at);
        let path = self.header_path(table)?;
        let mut lines = Vec::new();
        for insert in sections {
            if let Content::Value(Value::Object(members)) = insert.content {
                let mut path = path.clone();
                path.push(strings::key(insert.key, None));
                section(&mut path, members, &mut lines)?;
            }
        }
        if self.slice(0, at).trim_start_matches('\u{feff}').is_empty() && !lines.is_empty() {
            lines.remove(0);
        }
        let text = self.whole_lines(at, &lines);
        self.sections.push(TextEdit::insert(at, text));
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
        for statement in &self.layout.statements {
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

/// Writes a table below a blank line; one that holds nothing but tables needs no header.
fn section(
    path: &mut Vec<String>,
    members: &Map<String, Value>,
    lines: &mut Vec<String>,
) -> Result<(), EditError> {
    if !members.is_empty() && members.values().all(Value::is_object) {
        for (name, value) in members {
            if let Value::Object(inner) = value {
                path.push(strings::key(name, None));
                section(path, inner, lines)?;
                path.pop();
            }
        }
        return Ok(());
    }
    lines.push(String::new());
    lines.push(format!("[{}]", path.join(".")));
    for (name, value) in members {
        lines.push(format!(
            "{} = {}",
            strings::key(name, None),
            render::value(value, None)?
        ));
    }
    Ok(())
}
