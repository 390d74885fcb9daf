//! Members and items that come and go: one object or list at a time, its commas kept right.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::{Document, EditError, NodeId, NodeRef, Span, TextEdit};
use super::place;
use super::render::Style;

/// What comes into an object or a list.
pub(super) enum New<'e> {
    Member { key: &'e str, value: &'e Value },
    Item { value: &'e Value },
    Moved { key: &'e str, node: NodeId },
}

/// All that happens to one object or list.
#[derive(Default)]
pub(super) struct Changes<'e> {
    /// The indices that go.
    pub(super) removed: BTreeSet<usize>,
    /// What comes, each before an index of the unchanged sequence.
    pub(super) inserted: Vec<(usize, New<'e>)>,
}

/// The text edits of one sequence.
#[derive(Default)]
pub(super) struct Lowered {
    /// Those that come before others at the same place.
    pub(super) before: Vec<TextEdit>,
    /// Those that come behind others at the same place.
    pub(super) after: Vec<TextEdit>,
}

/// A member or an item and the comma behind it.
struct Slot {
    span: Span,
    comma: Option<usize>,
}

impl Slot {
    /// Its end, the comma included.
    fn end(&self) -> usize {
        self.comma.map_or(self.span.end, |comma| comma + 1)
    }
}

/// One object or list with what is to be known about it.
pub(super) struct Sequence<'d> {
    document: &'d Document,
    node: NodeRef<'d>,
    style: Style<'d>,
    slots: Vec<Slot>,
    /// What stands between the brackets.
    inner: Span,
}

impl<'d> Sequence<'d> {
    pub(super) fn new(document: &'d Document, node: NodeRef<'d>) -> Result<Self, EditError> {
        let text = &document.text;
        let span = node.span();
        let whole = document.slice(span);
        let (open, close) = if node.is_object() {
            ('{', '}')
        } else {
            ('[', ']')
        };
        if !whole.starts_with(open) || !whole.ends_with(close) || whole.len() < 2 {
            return Err(EditError::Unsupported("its brackets are not both there"));
        }
        let spans: Vec<Span> = if node.is_object() {
            node.members().iter().map(|member| member.span).collect()
        } else {
            node.items().map(NodeRef::span).collect()
        };
        let inner = Span::new(span.start + 1, span.end - 1);
        let count = spans.len();
        let mut slots = Vec::with_capacity(count);
        for (index, span) in spans.into_iter().enumerate() {
            let behind = place::over_trivia(text, span.end);
            let comma = (behind < inner.end && text[behind..].starts_with(',')).then_some(behind);
            if comma.is_none() && index + 1 < count {
                return Err(EditError::Unsupported("a comma is missing in it"));
            }
            slots.push(Slot { span, comma });
        }
        Ok(Self {
            document,
            node,
            style: Style::near(document, Some(node)),
            slots,
            inner,
        })
    }

    fn text(&self) -> &'d str {
        &self.document.text
    }

    fn is_flat(&self) -> bool {
        !self.document.slice(self.node.span()).contains(['\n', '\r'])
    }

    /// Whether nothing but white space would be left between the brackets.
    fn would_be_bare(&self) -> bool {
        let mut at = self.inner.start;
        for slot in &self.slots {
            if place::over_space(self.text(), at) < slot.span.start {
                return false;
            }
            let behind = place::over_space(self.text(), slot.span.end);
            if slot.comma.is_some_and(|comma| behind < comma) {
                return false;
            }
            at = slot.end();
        }
        place::over_space(self.text(), at) >= self.inner.end
    }

    pub(super) fn lower(&self, changes: &Changes<'_>) -> Lowered {
        let mut lowered = Lowered::default();
        let all_gone = changes.removed.len() == self.slots.len();
        if all_gone && (self.would_be_bare() || changes.inserted.is_empty() && self.is_flat()) {
            let content = self.fresh(changes);
            if self.document.slice(self.inner) != content {
                lowered.after.push(TextEdit::replace(self.inner, content));
            }
            return lowered;
        }
        self.insert(changes, &mut lowered);
        self.remove(changes, &mut lowered.after);
        lowered
    }

    /// What stands between the brackets when nothing old remains there.
    fn fresh(&self, changes: &Changes<'_>) -> String {
        if changes.inserted.is_empty() {
            return String::new();
        }
        let is_object = self.node.is_object();
        let base = place::indentation(self.text(), self.node.span().start);
        let flat = if self.slots.is_empty() {
            let parent = self.node.parent();
            let parent_is_flat = parent
                .is_some_and(|parent| !self.document.slice(parent.span()).contains(['\n', '\r']));
            let values = changes.inserted.iter().filter_map(|(_, new)| match new {
                New::Member { .. } | New::Moved { .. } => None,
                New::Item { value } => Some(*value),
            });
            let listed = || !is_object && self.style.is_flat_list(values, base);
            self.is_flat() && (parent_is_flat || listed())
        } else {
            self.is_flat()
        };
        if flat {
            let parts: Vec<String> = self
                .sorted(changes)
                .map(|new| self.render(new, base))
                .collect();
            let content = parts.join(&format!(",{}", self.style.gap));
            return self.style.padded(&content, is_object);
        }
        let indent = format!("{base}{}", self.style.unit);
        let line = format!("{}{indent}", self.style.newline);
        let parts: Vec<String> = self
            .sorted(changes)
            .map(|new| format!("{line}{}", self.render(new, &indent)))
            .collect();
        format!("{}{}{base}", parts.join(","), self.style.newline)
    }

    fn sorted<'c, 'e>(&self, changes: &'c Changes<'e>) -> impl Iterator<Item = &'c New<'e>> {
        let mut inserted: Vec<&(usize, New<'e>)> = changes.inserted.iter().collect();
        inserted.sort_by_key(|(gap, _)| *gap);
        inserted.into_iter().map(|(_, new)| new)
    }

    fn render(&self, new: &New<'_>, indent: &str) -> String {
        let flat = self.is_flat() && !self.slots.is_empty() || !self.text().contains(['\n', '\r']);
        match new {
            New::Member { key, value } => {
                let value = self.style.value(value, indent, flat);
                self.style.member(key, &value)
            }
            New::Item { value } => self.style.value(value, indent, flat),
            New::Moved { key, node } => {
                let value = moved(self.document, *node, indent);
                self.style.member(key, &value)
            }
        }
    }

    /// The indentation of new lines between the brackets.
    fn indent(&self) -> String {
        let own_line = self
            .slots
            .iter()
            .find(|slot| place::starts_line(self.text(), slot.span.start));
        match own_line {
            Some(slot) => place::indentation(self.text(), slot.span.start).to_owned(),
            None => {
                let base = place::indentation(self.text(), self.node.span().start);
                format!("{base}{}", self.style.unit)
            }
        }
    }

    fn insert(&self, changes: &Changes<'_>, lowered: &mut Lowered) {
        let stays = |index: &usize| !changes.removed.contains(index);
        // Insertions in gaps with the same last survivor before them are neighbours.
        let mut groups: Vec<(Option<usize>, Vec<&New<'_>>)> = Vec::new();
        let mut inserted: Vec<&(usize, New<'_>)> = changes.inserted.iter().collect();
        inserted.sort_by_key(|(gap, _)| *gap);
        for (gap, new) in inserted {
            let anchor = (0..*gap).rev().find(stays);
            match groups.last_mut() {
                Some((last, group)) if *last == anchor => group.push(new),
                _ => groups.push((anchor, vec![new])),
            }
        }
        let trailing = self.slots.last().is_some_and(|slot| slot.comma.is_some());
        for (anchor, group) in groups {
            let first_behind = anchor.map_or(0, |anchor| anchor + 1);
            let followed = (first_behind..self.slots.len()).any(|at| stays(&at));
            let comma_behind = trailing || followed;
            match anchor {
                Some(anchor) => self.insert_behind(anchor, &group, comma_behind, lowered),
                None => self.insert_first(&group, comma_behind, followed, lowered),
            }
        }
    }

    fn insert_behind(
        &self,
        anchor: usize,
        group: &[&New<'_>],
        comma_behind: bool,
        lowered: &mut Lowered,
    ) {
        let slot = &self.slots[anchor];
        if slot.comma.is_none() {
            lowered.after.push(TextEdit::insert(slot.span.end, ","));
        }
        let (at, lead, indent) = match self.rest_of_line(slot.end()) {
            Some(end) => {
                let indent = self.indent();
                (end, format!("{}{indent}", self.style.newline), indent)
            }
            None => (
                slot.end(),
                self.style.gap.to_owned(),
                place::indentation(self.text(), slot.span.start).to_owned(),
            ),
        };
        let parts: Vec<String> = group
            .iter()
            .map(|new| format!("{lead}{}", self.render(new, &indent)))
            .collect();
        let comma = if comma_behind { "," } else { "" };
        let edit = TextEdit::insert(at, format!("{}{comma}", parts.join(",")));
        // Right behind the comma the next item may start; right behind the value it ends.
        if slot.comma.is_some() {
            lowered.before.push(edit);
        } else {
            lowered.after.push(edit);
        }
    }

    fn insert_first(
        &self,
        group: &[&New<'_>],
        comma_behind: bool,
        followed: bool,
        lowered: &mut Lowered,
    ) {
        let comma = if comma_behind { "," } else { "" };
        let join = |lead: &str, indent: &str| {
            let parts: Vec<String> = group
                .iter()
                .map(|new| format!("{lead}{}", self.render(new, indent)))
                .collect();
            parts.join(",")
        };
        if let (None, Some(first)) = (self.rest_of_line(self.inner.start), self.slots.first()) {
            let base = place::indentation(self.text(), self.node.span().start);
            let gap = self.style.gap;
            let text = join(gap, base);
            let text = text.strip_prefix(gap).unwrap_or(&text);
            let behind = if comma_behind { gap } else { "" };
            let edit = TextEdit::insert(first.span.start, format!("{text}{comma}{behind}"));
            lowered.before.push(edit);
            return;
        }
        let indent = self.indent();
        let lead = format!("{}{indent}", self.style.newline);
        let at = match self.rest_of_line(self.inner.start) {
            Some(end) if followed => end,
            // Only comments are left before it: behind the last one.
            _ => self.text()[..place::over_trivia(self.text(), self.inner.start)]
                .trim_end()
                .len()
                .max(self.inner.start),
        };
        let mut text = format!("{}{comma}", join(&lead, &indent));
        if self.slots.is_empty() && !self.text()[at..self.inner.end].contains(['\n', '\r']) {
            text.push_str(self.style.newline);
            text.push_str(place::indentation(self.text(), self.node.span().start));
        }
        lowered.before.push(TextEdit::insert(at, text));
    }

    /// If only blanks and comments follow on the line: where they end.
    fn rest_of_line(&self, from: usize) -> Option<usize> {
        let text = self.text();
        let mut end = from;
        let mut at = place::over_blanks(text, from);
        while let Some(comment) = place::comment_end(text, at) {
            if text[at..comment].contains(['\n', '\r']) {
                break;
            }
            end = comment;
            at = place::over_blanks(text, end);
        }
        (text.len() == at || text[at..].starts_with(['\n', '\r'])).then_some(end)
    }

    fn remove(&self, changes: &Changes<'_>, edits: &mut Vec<TextEdit>) {
        let text = self.text();
        let last_left = (0..self.slots.len())
            .rev()
            .find(|index| !changes.removed.contains(index));
        let trailing = self.slots.last().is_some_and(|slot| slot.comma.is_some());
        if let Some(last_left) = last_left
            && last_left + 1 < self.slots.len()
            && !trailing
            && !changes.inserted.iter().any(|(gap, _)| *gap > last_left)
            && let Some(comma) = self.slots[last_left].comma
        {
            edits.push(TextEdit::delete(Span::new(comma, comma + 1)));
        }
        let mut done = self.inner.start;
        for &index in &changes.removed {
            let slot = &self.slots[index];
            let own_line = place::starts_line(text, slot.span.start)
                && place::line_start(text, slot.span.start) >= done;
            let span = match self.rest_of_line(slot.end()) {
                Some(end) if own_line => Span::new(
                    place::line_start(text, slot.span.start),
                    place::next_line(text, end),
                ),
                _ => self.inline_removal(index, last_left.is_none_or(|last| last < index)),
            };
            let span = Span::new(span.start.max(done), span.end);
            done = span.end;
            edits.push(TextEdit::delete(span));
        }
    }

    /// What goes of a line that others share; `is_tail` if nothing old is left behind it.
    fn inline_removal(&self, index: usize, is_tail: bool) -> Span {
        let text = self.text();
        let slot = &self.slots[index];
        let start = slot.span.start;
        let comma = match slot.comma {
            Some(comma) if !is_tail => comma,
            _ => {
                let before = text[..start].trim_end().len();
                let touches = match index.checked_sub(1) {
                    Some(previous) => self.slots[previous].end() == before,
                    None => self.inner.start == before,
                };
                let from = if touches {
                    before
                } else {
                    place::back_over_blanks(text, start)
                };
                return Span::new(from, slot.end());
            }
        };
        let behind = place::over_blanks(text, comma + 1);
        let ends = behind >= self.inner.end || text[behind..].starts_with(['\n', '\r']);
        if ends && !place::starts_line(text, start) {
            Span::new(place::back_over_blanks(text, start), comma + 1)
        } else if ends {
            Span::new(start, comma + 1)
        } else {
            Span::new(start, behind)
        }
    }
}

/// The bytes of a value with its lines indented as `indent` asks.
fn moved(document: &Document, node: NodeId, indent: &str) -> String {
    let span = document.node(node).span();
    let old = place::indentation(&document.text, span.start);
    document
        .slice(span)
        .split_inclusive('\n')
        .enumerate()
        .map(|(index, line)| match line.strip_prefix(old) {
            Some(rest) if index > 0 && !rest.trim().is_empty() => format!("{indent}{rest}"),
            _ => line.to_owned(),
        })
        .collect()
}
