//! Arrays and inline tables: entries in and out, with their commas.

use super::habit::Style;
use super::{Changes, Editor, Insert, site_of};
use crate::document::toml::layout::{Entry, Group};
use crate::document::{EditError, NodeId, Place, Span, TextEdit};

/// How a run of entries is taken out.
enum Cut {
    /// The lines that they have to themselves.
    Lines(Vec<Span>),
    /// From the entry before, or up to the one behind.
    Text(Span),
}

impl Editor<'_> {
    /// The array or inline table that holds `node` as an entry, and all entries that say it.
    pub(super) fn entries_of(&self, node: NodeId) -> Option<(NodeId, Vec<usize>)> {
        let mut holder = self.node(node).parent();
        while let Some(parent) = holder {
            if let Some(group) = self.layout.groups.get(&parent.id()) {
                let entries = group
                    .entries
                    .iter()
                    .enumerate()
                    .filter(|(_, entry)| {
                        entry.value == node || site_of(&entry.keys, node).is_some()
                    })
                    .map(|(index, _)| index)
                    .collect();
                return Some((parent.id(), entries));
            }
            holder = parent.parent();
        }
        None
    }

    /// Puts new members into the inline table `table`; `prefix` are the dotted keys before
    /// theirs, `after` the last entry that has them.
    pub(super) fn insert_inline(
        &mut self,
        table: NodeId,
        prefix: &str,
        after: Option<usize>,
        inserts: &[Insert<'_>],
    ) -> Result<(), EditError> {
        let group = self.layout.groups.get(&table).ok_or(EditError::Mismatch)?;
        let entries = &group.entries;
        let style = self.style_of_group(self.node(table), group);
        let index_of = |id: NodeId| {
            entries
                .iter()
                .rposition(|entry| site_of(&entry.keys, id).is_some())
                .ok_or(EditError::Mismatch)
        };
        let last = after.map_or(entries.len(), |index| index + 1);
        let mut inserted = Vec::with_capacity(inserts.len());
        for insert in inserts {
            let index = match insert.at {
                Place::First if after.is_none() => 0,
                Place::First | Place::Last => last,
                Place::Before(id) => index_of(id)?,
                Place::After(id) => index_of(id)? + 1,
            };
            inserted.push((index, format!("{prefix}{}", insert.text(&style)?)));
        }
        let changes = self.brackets.entry(table).or_default();
        changes.inserted.extend(inserted);
        Ok(())
    }

    pub(super) fn write_brackets(&mut self) -> Result<(), EditError> {
        let all = std::mem::take(&mut self.brackets);
        let mut edits = Vec::new();
        for (node, changes) in all {
            let group = self.layout.groups.get(&node).ok_or(EditError::Mismatch)?;
            let style = self.style_of_group(self.node(node), group);
            self.write_group(group, &style, &changes, &mut edits)?;
        }
        self.edits.extend(edits);
        Ok(())
    }

    fn write_group(
        &self,
        group: &Group,
        style: &Style,
        changes: &Changes,
        edits: &mut Vec<TextEdit>,
    ) -> Result<(), EditError> {
        let entries = &group.entries;
        let kept = |index: usize| !changes.removed.contains(&index);
        let mut appended: Vec<String> = Vec::new();
        let mut before: Vec<(usize, &str)> = Vec::new();
        let mut inserted: Vec<&(usize, String)> = changes.inserted.iter().collect();
        inserted.sort_by_key(|(index, _)| *index);
        for (index, text) in inserted {
            match (*index..entries.len()).find(|&index| kept(index)) {
                Some(index) => before.push((index, text)),
                None => appended.push(text.clone()),
            }
        }
        let Some(last) = (0..entries.len()).rev().find(|&index| kept(index)) else {
            return self.refill(group, style, &appended, edits);
        };
        let mut comma_stays = entries[last].comma.is_some();
        for run in runs(&changes.removed) {
            match self.cut(group, run) {
                Cut::Lines(lines) => {
                    edits.extend(lines.into_iter().map(TextEdit::delete));
                    let comma = run.0.checked_sub(1).and_then(|index| entries[index].comma);
                    if run.0 > last
                        && appended.is_empty()
                        && entries[run.1].comma.is_none()
                        && let Some(comma) = comma
                    {
                        edits.push(TextEdit::delete(comma));
                    }
                }
                Cut::Text(span) => {
                    comma_stays &= !entries[last].comma.is_some_and(|comma| span.covers(comma));
                    edits.push(TextEdit::delete(span));
                }
            }
        }
        for (index, text) in before {
            let at = entries[index].span.start;
            if self.begins_line(at) {
                let line = format!("{}{text},{}", self.indent(at), self.newline());
                edits.push(TextEdit::insert(self.line_start(at), line));
            } else if index == 0 && self.has_lines(group) {
                let indent = self.entry_indent(group);
                let line = format!("{text},{}{indent}", self.newline());
                edits.push(TextEdit::insert(at, line));
            } else {
                edits.push(TextEdit::insert(at, format!("{text},{}", style.gap)));
            }
        }
        self.append(group, style, last, comma_stays, &appended, edits);
        Ok(())
    }

    /// Whether all entries but the first begin lines of their own.
    fn has_lines(&self, group: &Group) -> bool {
        let mut entries = group.entries.iter().skip(1).peekable();
        entries.peek().is_some() && entries.all(|entry| self.begins_line(entry.span.start))
    }

    fn append(
        &self,
        group: &Group,
        style: &Style,
        last: usize,
        comma_stays: bool,
        appended: &[String],
        edits: &mut Vec<TextEdit>,
    ) {
        if appended.is_empty() {
            return;
        }
        let entry = &group.entries[last];
        if !self.is_multi_line(entry.span.end, group.close.start) {
            let separator = if self.has_lines(group) || self.begins_line(entry.span.start) {
                format!(",{}{}", self.newline(), self.entry_indent(group))
            } else {
                format!(",{}", style.gap)
            };
            let text = format!("{separator}{}", appended.join(&separator));
            edits.push(TextEdit::insert(entry.span.end, text));
            return;
        }
        let at = self.line_end(end_of(entry));
        if at > group.close.start {
            // The line breaks stand between the entry and its comma.
            let separator = format!(",{}", style.gap);
            let items = appended.join(&separator);
            edits.push(if comma_stays {
                TextEdit::insert(end_of(entry), format!("{}{items},", style.gap))
            } else {
                TextEdit::insert(entry.span.end, format!("{separator}{items}"))
            });
            return;
        }
        if !comma_stays {
            edits.push(TextEdit::insert(entry.span.end, ","));
        }
        let trailing = group
            .entries
            .last()
            .is_some_and(|entry| entry.comma.is_some());
        let indent = self.entry_indent(group);
        let mut text = String::new();
        for (index, item) in appended.iter().enumerate() {
            let comma = trailing || index + 1 < appended.len();
            text.push_str(&indent);
            text.push_str(item);
            text.push_str(if comma { "," } else { "" });
            text.push_str(self.newline());
        }
        edits.push(TextEdit::insert(at, text));
    }

    /// Writes all entries anew: no old one is left.
    fn refill(
        &self,
        group: &Group,
        style: &Style,
        items: &[String],
        edits: &mut Vec<TextEdit>,
    ) -> Result<(), EditError> {
        let between = Span::new(group.open.end, group.close.start);
        if self.has_comment(between) {
            if !items.is_empty() && !self.begins_line(group.close.start) {
                return Err(EditError::Unsupported(
                    "there is a comment between these brackets",
                ));
            }
            if let (Some(_), Some(end)) =
                (group.entries.first(), group.entries.len().checked_sub(1))
            {
                match self.cut(group, (0, end)) {
                    Cut::Lines(lines) => edits.extend(lines.into_iter().map(TextEdit::delete)),
                    Cut::Text(span) => edits.push(TextEdit::delete(span)),
                }
            }
            let indent = self.entry_indent(group);
            let text: String = items
                .iter()
                .map(|item| format!("{indent}{item},{}", self.newline()))
                .collect();
            edits.push(TextEdit::insert(self.line_start(group.close.start), text));
            return Ok(());
        }
        let is_table = self.slice(group.open.start, group.open.end) == "{";
        let lines = group
            .entries
            .first()
            .is_some_and(|first| self.is_multi_line(group.open.end, first.span.start));
        let text = if items.is_empty() {
            String::new()
        } else if lines {
            self.lines_between(group, items)
        } else {
            let pad = &style.padding[usize::from(!is_table)];
            format!("{pad}{}{pad}", items.join(&format!(",{}", style.gap)))
        };
        edits.push(TextEdit::replace(between, text));
        Ok(())
    }

    /// What stands between brackets with one entry per line, as it is now.
    pub(super) fn lines_between(&self, group: &Group, items: &[String]) -> String {
        let trailing = group
            .entries
            .last()
            .is_some_and(|entry| entry.comma.is_some());
        let newline = self.newline();
        let indent = self.entry_indent(group);
        let separator = format!(",{newline}{indent}");
        let comma = if trailing { "," } else { "" };
        let last = if self.begins_line(group.close.start) {
            format!("{newline}{}", self.indent(group.close.start))
        } else {
            String::new()
        };
        format!("{newline}{indent}{}{comma}{last}", items.join(&separator))
    }

    /// The indentation of entries that begin a line.
    fn entry_indent(&self, group: &Group) -> String {
        match group
            .entries
            .iter()
            .find(|entry| self.begins_line(entry.span.start))
        {
            Some(entry) => self.indent(entry.span.start).to_owned(),
            None => format!("{}{}", self.indent(group.close.start), self.document.indent),
        }
    }

    fn cut(&self, group: &Group, (first, last): (usize, usize)) -> Cut {
        let entries = &group.entries;
        let own_lines = |first: &Entry, last: &Entry| {
            let (start, end) = (first.span.start, end_of(last));
            (self.begins_line(start)
                && self.ends_line(end)
                && self.line_start(start) >= group.open.end
                && self.line_end(end) <= group.close.start)
                .then(|| Span::new(self.line_start(start), self.line_end(end)))
        };
        let each: Option<Vec<Span>> = entries[first..=last]
            .iter()
            .map(|entry| own_lines(entry, entry))
            .collect();
        if let Some(lines) = each {
            return Cut::Lines(lines);
        }
        if let Some(lines) = own_lines(&entries[first], &entries[last]) {
            return Cut::Lines(vec![lines]);
        }
        let own = Span::new(entries[first].span.start, end_of(&entries[last]));
        let wide = if let Some(next) = entries.get(last + 1) {
            Span::new(own.start, next.span.start)
        } else if let Some(previous) = first.checked_sub(1).map(|index| &entries[index]) {
            // The comma before goes too, unless the one behind was a trailing one.
            let start = if entries[last].comma.is_some() {
                end_of(previous)
            } else {
                previous.span.end
            };
            Span::new(start, own.end)
        } else {
            own
        };
        Cut::Text(if self.has_comment(wide) { own } else { wide })
    }
}

fn end_of(entry: &Entry) -> usize {
    entry.comma.unwrap_or(entry.span).end
}

/// The stretches of indices without a gap, as first and last.
fn runs(indices: &std::collections::BTreeSet<usize>) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &index in indices {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == index => run.1 = index,
            _ => runs.push((index, index)),
        }
    }
    runs
}
