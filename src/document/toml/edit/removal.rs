//! Members and tables that go.

use std::collections::{BTreeSet, HashMap};

use super::{Editor, site_of};
use crate::document::toml::layout::Origin;
use crate::document::{EditError, NodeId, NodeRef, Span, TextEdit};

/// Each node that goes, and which of the removals takes it.
type Gone = HashMap<NodeId, usize>;

impl Editor<'_> {
    pub(super) fn remove(&mut self) -> Result<(), EditError> {
        let mut gone = Gone::new();
        for (index, &id) in self.removed.iter().enumerate() {
            collect(self.node(id), index, &mut gone);
        }
        for id in self.removed.clone() {
            let parent = self
                .node(id)
                .parent()
                .ok_or(EditError::Unsupported("the whole of a file is not removed"))?;
            if let Some((holder, entries)) = self.entries_of(id) {
                let changes = self.brackets.entry(holder).or_default();
                changes.removed.extend(entries);
            } else if self.layout.origin(parent.id()) == Origin::Tables
                && !gone.contains_key(&parent.id())
                && parent.items().all(|item| gone.contains_key(&item.id()))
            {
                return Err(EditError::Unsupported(
                    "the last table of a list is not removed without the list",
                ));
            }
        }
        self.deleted = self.lines_of(&gone);
        for span in &self.deleted {
            self.edits.push(TextEdit::delete(*span));
        }
        let leaving = gone.keys().chain(&self.moved);
        let losing: BTreeSet<NodeId> = leaving
            .filter_map(|id| Some(self.node(*id).parent()?.id()))
            .collect();
        for id in losing {
            if self.is_emptied(id, &gone) {
                self.keep_empty(id)?;
            }
        }
        Ok(())
    }

    /// Where the last line goes and had no line break, what comes in its place has none either:
    /// then a line break parts it from what follows there.
    pub(super) fn part_last_lines(&mut self) {
        let end = self.document.text.len();
        let goes = self.deleted.last().is_some_and(|span| span.end == end);
        if !goes || self.document.text.ends_with('\n') {
            return;
        }
        let newline = self.newline();
        let mut is_open = false;
        for edit in &mut self.edits {
            if edit.span != Span::at(end) || edit.text.is_empty() {
                continue;
            }
            if is_open && !edit.text.starts_with(['\r', '\n']) {
                edit.text.insert_str(0, newline);
            }
            is_open = !edit.text.ends_with('\n');
        }
    }

    /// Where the last line goes and had no line break, the line that is the last now loses its own.
    pub(super) fn keep_missing_line_break(&mut self) {
        let text = &self.document.text;
        let Some(last) = self.deleted.last().copied() else {
            return;
        };
        let before = self.slice(0, last.start);
        let line_break = before.len() - before.trim_end_matches(['\r', '\n']).len();
        let others = self.edits.iter().filter(|edit| edit.span != last);
        if last.end < text.len()
            || text.ends_with('\n')
            || others
                .clone()
                .any(|edit| edit.span.end + line_break > last.start)
        {
            return;
        }
        for edit in &mut self.edits {
            if edit.span == last && edit.text.is_empty() {
                edit.span.start -= line_break;
            }
        }
    }

    /// The lines of all statements that say something about what goes.
    fn lines_of(&self, gone: &Gone) -> Vec<Span> {
        let about = gone.keys().filter_map(|node| self.about.get(node));
        let indices: BTreeSet<usize> = about.flatten().copied().collect();
        let mut spans: Vec<Span> = Vec::new();
        let mut previous = None;
        for index in indices {
            let statement = &self.layout.statements[index];
            let owner = statement
                .keys
                .iter()
                .filter(|_| !statement.is_header)
                .find_map(|site| gone.get(&site.node))
                .or_else(|| gone.get(&statement.table))
                .copied();
            if let Some(owner) = owner {
                let start = self.line_start(statement.span.start);
                let end = self.line_end(statement.span.end);
                match spans.last_mut() {
                    // With the comments between: they belong to what goes.
                    Some(last) if previous == Some((index, owner)) => last.end = end,
                    _ => spans.push(Span::new(start, end)),
                }
            }
            previous = owner.map(|owner| (index + 1, owner));
        }
        let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            let span = self.with_blank_lines(span);
            match merged.last_mut() {
                Some(last) if span.start <= last.end => *last = last.join(span),
                _ => merged.push(span),
            }
        }
        merged
    }

    /// Whether a table that stands nowhere but in its members has none left.
    fn is_emptied(&self, id: NodeId, gone: &Gone) -> bool {
        let leaves = |id: NodeId| gone.contains_key(&id) || self.moved.contains(&id);
        let members = self.node(id).members();
        matches!(self.layout.origin(id), Origin::Implicit | Origin::Dotted)
            && !gone.contains_key(&id)
            && !self.inserts.contains_key(&id)
            && !members.is_empty()
            && members.iter().all(|member| leaves(member.value))
    }

    /// Writes a table that has lost its last member as an empty one.
    fn keep_empty(&mut self, id: NodeId) -> Result<(), EditError> {
        if let Some((holder, entries)) = self.entries_of(id) {
            let group = self.layout.groups.get(&holder).ok_or(EditError::Mismatch)?;
            let index = *entries.first().ok_or(EditError::Mismatch)?;
            let entry = &group.entries[index];
            let site = site_of(&entry.keys, id).ok_or(EditError::Mismatch)?;
            let key = self.slice(entry.span.start, entry.keys[site].span.end);
            let equals = &self.habits.style.equals;
            let text = format!("{key}{equals}{{}}");
            let changes = self.brackets.entry(holder).or_default();
            changes.inserted.push((index, text));
            return Ok(());
        }
        let (statement, site) = self
            .about(id)
            .find_map(|statement| Some((statement, site_of(&statement.keys, id)?)))
            .ok_or(EditError::Mismatch)?;
        let start = self.line_start(statement.span.start);
        let deleted = self.deleted_at(start);
        let newline = self.newline();
        if self.layout.origin(id) == Origin::Dotted && !statement.is_header {
            let key = self.slice(start, statement.keys[site].span.end);
            let equals = &self.habits.style.equals;
            let text = format!("{key}{equals}{{}}{newline}");
            let at = deleted.map_or(start, |span| span.start);
            self.edits.push(TextEdit::insert(at, text));
            return Ok(());
        }
        // The blank lines that went with the last member stand behind its table's header now.
        let blank = match deleted {
            Some(span) => {
                self.slice(span.start, span.end).ends_with("\n\n")
                    || self.slice(span.start, span.end).ends_with("\n\r\n")
            }
            None => true,
        };
        let path = self.header_path(id)?.join(".");
        let blank = if blank { newline } else { "" };
        let indent = self.indent(statement.span.start);
        let mut text = format!("{indent}[{path}]{newline}{blank}");
        let end = self.document.text.len();
        // With the last lines those blank ones went that stood above them.
        if let Some(span) = deleted.filter(|span| span.end == end)
            && span.start > 0
            && self.slice(span.start, start).trim().is_empty()
            && span.start < start
        {
            text = format!("{newline}{text}");
        }
        if deleted.is_some_and(|span| span.end == end) && !self.document.text.ends_with('\n') {
            text.truncate(text.trim_end_matches(['\r', '\n']).len());
        }
        // Lines that replace others just above must not come under this header. What moves away
        // takes the comments above it along.
        let at = match deleted {
            Some(span) => span.end,
            None => self.above_own_comments(start),
        };
        self.sections.push(TextEdit::insert(at, text));
        Ok(())
    }
}

fn collect(node: NodeRef<'_>, index: usize, gone: &mut Gone) {
    gone.insert(node.id(), index);
    for (_, value) in node.entries() {
        collect(value, index, gone);
    }
    for item in node.items() {
        collect(item, index, gone);
    }
}
