//! New members of tables that are written in lines.

use serde_json::Value;

use super::habit::{Shape, Style};
use super::{Content, Editor, Insert, columns, render};
use crate::document::toml::layout::{Origin, Statement};
use crate::document::{EditError, NodeId, Place, TextEdit};

/// How the lines of one table are written.
#[derive(Clone, Copy)]
pub(super) struct LineStyle<'s> {
    pub(super) style: &'s Style,
    /// What comes before each key.
    pub(super) prefix: &'s str,
    /// The column of the signs.
    pub(super) column: Option<usize>,
    pub(super) indent: &'s str,
}

impl Insert<'_> {
    /// The member as it stands between braces.
    pub(super) fn text(&self, style: &Style) -> Result<String, EditError> {
        let key = style.key(self.key);
        Ok(match self.content {
            Content::Value(value) => {
                format!("{key}{}{}", style.equals, render::value(value, style)?)
            }
            Content::Raw(raw) => format!("{key}{}{raw}", style.equals),
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

    /// The lines that say a new member of `object`, each with `prefix` before its key.
    pub(super) fn member_lines(
        &self,
        insert: &Insert<'_>,
        object: Option<NodeId>,
        at: &LineStyle<'_>,
    ) -> Result<Vec<String>, EditError> {
        let LineStyle { style, indent, .. } = *at;
        let key = format!("{}{}", at.prefix, style.key(insert.key));
        let value = match insert.content {
            Content::Value(Value::Object(members)) if self.is_dotted(insert, object) => {
                let prefix = format!("{key}.");
                let inside = LineStyle {
                    prefix: &prefix,
                    ..*at
                };
                let mut lines = Vec::new();
                for (name, value) in members {
                    let member = Insert {
                        key: name,
                        content: Content::Value(value),
                        at: Place::Last,
                    };
                    lines.extend(self.member_lines(&member, None, &inside)?);
                }
                return Ok(lines);
            }
            Content::Value(value) => self.line_value(insert.key, value, style, indent)?,
            Content::Raw(raw) => raw.to_owned(),
        };
        let line = match at.column {
            Some(column) => {
                let key = columns::padded(&key, column);
                format!("{indent}{key}{}{value}", style.equals.trim_start())
            }
            None => format!("{indent}{key}{}{value}", style.equals),
        };
        Ok(vec![line])
    }

    /// Whether a new member is written as a table of its own, as its siblings are.
    fn is_section(&self, object: NodeId, insert: &Insert<'_>) -> bool {
        let is_table = |id: NodeId| {
            matches!(self.layout.origin(id), Origin::Header | Origin::Implicit)
                && !self.removed.contains(&id)
        };
        let members = self.node(object).members();
        matches!(insert.content, Content::Value(Value::Object(_)))
            && match (self.layout.origin(object), self.habits.shape(insert.key)) {
                (Origin::Root | Origin::Implicit, _) => true,
                (_, Some(shape)) => shape == Shape::Sections,
                _ => members.iter().any(|member| is_table(member.value)),
            }
    }

    fn insert_lines(&mut self, table: NodeId, lines: &[Insert<'_>]) -> Result<(), EditError> {
        let style = self.style_of_lines(table);
        let column = self.column(table);
        let mut first = Vec::new();
        for insert in lines {
            let own = |statement: &&Statement| !statement.is_header && statement.table == table;
            let names = |statement: &&Statement, id: NodeId| {
                own(statement) && statement.keys.first().is_some_and(|key| key.node == id)
            };
            let statements = || self.about(table);
            let header = self.header_of(table);
            let last = statements().rfind(own).or(header);
            let (anchor, is_before) = match insert.at {
                Place::First if header.is_none() => (statements().find(own), true),
                Place::First => (header, false),
                Place::Last => (last, false),
                Place::Before(id) => match self.about(id).find(|line| names(line, id)) {
                    Some(found) => (Some(found), true),
                    None => (last, false),
                },
                Place::After(id) => (self.about(id).rfind(|line| names(line, id)).or(last), false),
            };
            let Some(anchor) = anchor else {
                let at = LineStyle {
                    style: &style,
                    prefix: "",
                    column,
                    indent: "",
                };
                first.extend(self.member_lines(insert, Some(table), &at)?);
                continue;
            };
            let at = if is_before {
                self.above_own_comments(anchor.span.start)
            } else {
                self.line_end(anchor.span.end)
            };
            let at = self.outside(at);
            let mut indent = self.indent(anchor.span.start).to_owned();
            if anchor.is_header {
                match statements().find(own) {
                    Some(line) => self.indent(line.span.start).clone_into(&mut indent),
                    None => indent.push_str(&self.habits.line_step),
                }
            }
            let line = LineStyle {
                style: &style,
                prefix: "",
                column,
                indent: &indent,
            };
            let new = self.member_lines(insert, Some(table), &line)?;
            let lines = self.whole_lines(at, &new);
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
}
