//! Members and items that come and go: one object or list at a time, its commas kept right.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::{Document, EditError, Newline, NodeId, NodeRef, Span, TextEdit};
use super::habit::{self, Habits};
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
pub(super) struct Sequence<'h, 'd> {
    document: &'d Document,
    node: NodeRef<'d>,
    style: Style<'h, 'd>,
    slots: Vec<Slot>,
    /// What stands between the brackets.
    inner: Span,
    layout: Layout,
}

/// How the members or items of one sequence are laid out.
#[derive(Clone, Copy, Debug, Default)]
struct Layout {
    /// Each has a line of its own, but for the first, which may stand behind the bracket.
    lines: bool,
    /// The commas begin these lines.
    comma_first: bool,
    /// A blank line stands between any two of them.
    spread: bool,
}

impl Layout {
    fn of(text: &str, slots: &[Slot]) -> Layout {
        let own_line = |slot: &Slot| place::starts_line(text, slot.span.start);
        let leads = |slot: &Slot| {
            slot.comma
                .is_some_and(|comma| place::starts_line(text, comma))
        };
        let comma_first = slots.len() > 1 && slots[..slots.len() - 1].iter().all(leads);
        let spread = slots.windows(2).all(|pair| {
            let between = &text[pair[0].end()..pair[1].span.start];
            has_blank_line(between)
        });
        Layout {
            lines: match slots {
                [only] => own_line(only),
                _ => slots.iter().skip(1).all(own_line),
            },
            comma_first,
            spread: slots.len() > 1 && spread,
        }
    }
}

/// Whether a whole line of it is blank; what stands before its first line break and behind the
/// last one is no line.
fn has_blank_line(text: &str) -> bool {
    let lone = !text.contains('\n');
    let mut lines = text.split(if lone { '\r' } else { '\n' });
    lines.next();
    lines.next_back();
    lines.any(|line| line.trim().is_empty())
}

impl<'h, 'd> Sequence<'h, 'd> {
    pub(super) fn new(habits: &'h Habits<'d>, node: NodeRef<'d>) -> Result<Self, EditError> {
        let document = habits.document;
        let text = &document.text;
        let span = node.span();
        let whole = document.slice(span);
        let (open, close) = if node.is_object() {
            ('{', '}')
        } else {
            ('[', ']')
        };
        if !whole.starts_with(open) || !whole.ends_with(close) || whole.len() < 2 {
            return Err(EditError::Unsupported("one of its brackets is missing"));
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
        let style = Style::near(habits, Some(node));
        let mut layout = Layout::of(text, &slots);
        if let [only] = slots.as_slice() {
            layout.comma_first = layout.lines && only.comma.is_none() && style.comma_first();
        }
        Ok(Self {
            document,
            node,
            style,
            layout,
            slots,
            inner,
        })
    }

    fn text(&self) -> &'d str {
        &self.document.text
    }

    fn is_flat(&self) -> bool {
        habit::is_flat(self.document, self.node)
    }

    /// Whether a comma stands behind the last one, where one may.
    fn is_trailing(&self) -> bool {
        self.document.dialect.trailing_commas
            && self.slots.last().is_some_and(|slot| slot.comma.is_some())
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
        let base = &*place::margin(self.document, self.node.span().start);
        let flat = if self.slots.is_empty() {
            self.is_flat() && self.fills_flat(changes, base)
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
        let parts: Vec<String> = self
            .sorted(changes)
            .map(|new| self.render(new, &indent))
            .collect();
        let trailing = if self.slots.is_empty() {
            self.style.trailing
        } else {
            self.is_trailing()
        };
        let comma = if trailing { "," } else { "" };
        let newline = self.style.newline;
        let content = parts.join(&self.style.separator(&indent));
        format!("{newline}{indent}{content}{comma}{newline}{base}")
    }

    /// Whether what was empty stays on one line.
    fn fills_flat(&self, changes: &Changes<'_>, base: &str) -> bool {
        let is_object = self.node.is_object();
        let parent = self.node.parent();
        if parent.is_some_and(|parent| habit::is_flat(self.document, parent)) {
            return true;
        }
        let name = self.node.member().map(|member| member.key.text.as_str());
        let named = self.style.named(name, !is_object);
        if is_object {
            return named.unwrap_or(false);
        }
        let values = changes.inserted.iter().filter_map(|(_, new)| match new {
            New::Member { .. } | New::Moved { .. } => None,
            New::Item { value } => Some(*value),
        });
        self.style.is_flat_list(values, base, named)
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
                let value = self.style.value(Some(key), value, indent, flat);
                self.style.member(key, &value, indent)
            }
            New::Item { value } => self.style.value(None, value, indent, flat),
            New::Moved { key, node } => {
                let value = moved(self.document, *node, indent);
                self.style.member(key, &value, indent)
            }
        }
    }

    /// The indentation of new lines between the brackets, near the slot at `index`.
    fn indent(&self, index: usize) -> String {
        let text = self.text();
        let own_line = |slot: &&Slot| place::starts_line(text, slot.span.start);
        let near = self.slots[..self.slots.len().min(index + 1)].iter().rev();
        let slot = near.chain(self.slots.iter().skip(index + 1)).find(own_line);
        match slot {
            Some(slot) => place::indentation(self.document, slot.span.start).to_owned(),
            None => {
                let base = place::indentation(self.document, self.node.span().start);
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
        for (anchor, group) in groups {
            let first_behind = anchor.map_or(0, |anchor| anchor + 1);
            let followed = (first_behind..self.slots.len()).any(|at| stays(&at));
            let comma_behind = self.is_trailing() || followed;
            match anchor {
                Some(anchor) if self.layout.comma_first => {
                    lowered.after.push(self.insert_comma_first(anchor, &group));
                }
                Some(anchor) => self.insert_behind(anchor, &group, comma_behind, lowered),
                None => self.insert_first(&group, comma_behind, followed, lowered),
            }
        }
    }

    /// What comes between two lines where commas come first.
    fn leading_comma(&self, indent: &str) -> String {
        let text = self.text();
        if let [first, next, ..] = self.slots.as_slice()
            && let Some(comma) = first.comma
        {
            let lead = &text[place::line_start(self.document, comma)..next.span.start];
            if lead.trim_matches([' ', '\t']) == "," {
                return format!("{}{lead}", self.style.newline);
            }
        }
        // It must begin a line: what stands before may end in a line comment.
        let outer = indent.strip_suffix("  ").unwrap_or(indent);
        format!("{}{outer}, ", self.style.newline)
    }

    fn insert_comma_first(&self, anchor: usize, group: &[&New<'_>]) -> TextEdit {
        let slot = &self.slots[anchor];
        let at = self.rest_of_line(slot.span.end).unwrap_or(slot.span.end);
        let indent = self.indent(anchor);
        let lead = self.leading_comma(&indent);
        let parts: String = group
            .iter()
            .map(|new| format!("{lead}{}", self.render(new, &indent)))
            .collect();
        TextEdit::insert(at, parts)
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
        let is_last = anchor + 1 == self.slots.len();
        let (at, lead, indent) = match self.rest_of_line(slot.end()) {
            None if is_last && self.layout.lines => {
                let indent = self.indent(anchor);
                let lead = format!("{}{indent}", self.style.newline);
                (self.behind_comments(slot.end()), lead, indent)
            }
            None => {
                let at = if is_last {
                    self.behind_comments(slot.end())
                } else {
                    slot.end()
                };
                let indent = place::indentation(self.document, slot.span.start);
                (at, self.style.gap.to_owned(), indent.to_owned())
            }
            Some(end) => {
                let indent = self.indent(anchor);
                let blank = if self.layout.spread {
                    self.style.newline
                } else {
                    ""
                };
                let lead = format!("{blank}{}{indent}", self.style.newline);
                (end, lead, indent)
            }
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

    /// Behind the block comments that follow on the line.
    fn behind_comments(&self, from: usize) -> usize {
        let text = self.text();
        let mut end = from;
        while let Some(comment) = place::comment_end(text, place::over_blanks(text, end)) {
            end = comment;
        }
        end
    }

    fn insert_first(
        &self,
        group: &[&New<'_>],
        comma_behind: bool,
        followed: bool,
        lowered: &mut Lowered,
    ) {
        let text = self.text();
        let comma = if comma_behind { "," } else { "" };
        let join = |lead: &str, indent: &str| {
            let parts: Vec<String> = group
                .iter()
                .map(|new| format!("{lead}{}", self.render(new, indent)))
                .collect();
            parts.join(",")
        };
        if let (true, true, Some(first)) = (self.layout.comma_first, followed, self.slots.first()) {
            let indent = self.indent(0);
            let lead = self.leading_comma(&indent);
            let parts: String = group
                .iter()
                .map(|new| format!("{}{lead}", self.render(new, &indent)))
                .collect();
            let edit = TextEdit::insert(first.span.start, parts);
            lowered.before.push(edit);
            return;
        }
        let rest = self.rest_of_line(self.inner.start);
        if let (None, Some(first)) = (rest, self.slots.first()) {
            let own_lines = self.layout.lines && self.slots.len() > 1;
            let base = place::indentation(self.document, self.node.span().start);
            let (gap, indent) = if own_lines {
                let indent = self.indent(1);
                (format!("{}{indent}", self.style.newline), indent)
            } else {
                (self.style.gap.to_owned(), base.to_owned())
            };
            let new = join(&gap, &indent);
            let new = new.strip_prefix(&gap).unwrap_or(&new);
            let behind = if comma_behind { gap.as_str() } else { "" };
            // Before the comments of the first one, too.
            let at = place::over_blanks(text, self.inner.start).min(first.span.start);
            let edit = TextEdit::insert(at, format!("{new}{comma}{behind}"));
            lowered.before.push(edit);
            return;
        }
        let indent = self.indent(0);
        let lead = format!("{}{indent}", self.style.newline);
        let at = match rest {
            Some(end) if followed => end,
            // Only comments are left before it: behind the last one.
            _ => text[..place::over_trivia(text, self.inner.start)]
                .trim_end()
                .len()
                .max(self.inner.start),
        };
        let comma = if self.slots.is_empty() && self.style.trailing {
            ","
        } else {
            comma
        };
        let mut new = format!("{}{comma}", join(&lead, &indent));
        if self.layout.spread && followed {
            new.push_str(self.style.newline);
        }
        if self.slots.is_empty() && !text[at..self.inner.end].contains(['\n', '\r']) {
            new.push_str(self.style.newline);
            new.push_str(place::indentation(self.document, self.node.span().start));
            let blanks = Span::new(at, place::over_blanks(text, at).min(self.inner.end));
            lowered.before.push(TextEdit::replace(blanks, new));
            return;
        }
        lowered.before.push(TextEdit::insert(at, new));
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
        let stays = |index: &usize| !changes.removed.contains(index);
        let last_left = (0..self.slots.len()).rev().find(stays);
        if let (true, Some(first_left)) = (
            self.layout.comma_first && self.slots.last().is_some_and(|slot| slot.comma.is_none()),
            (0..self.slots.len()).find(stays),
        ) {
            self.remove_comma_first(changes, first_left, edits);
            return;
        }
        if let Some(last_left) = last_left
            && last_left + 1 < self.slots.len()
            && !self.is_trailing()
            && !changes.inserted.iter().any(|(gap, _)| *gap > last_left)
            && let Some(comma) = self.slots[last_left].comma
        {
            let from = if place::starts_line(text, comma) {
                comma
            } else {
                place::back_over_blanks(text, comma).max(self.slots[last_left].span.end)
            };
            edits.push(TextEdit::delete(Span::new(from, comma + 1)));
        }
        let mut done = self.inner.start;
        for &index in &changes.removed {
            let slot = &self.slots[index];
            let own_line = place::starts_line(text, slot.span.start)
                && place::line_start(self.document, slot.span.start) >= done;
            let span = match self.rest_of_line(slot.end()) {
                Some(end) if own_line => {
                    let start = place::line_start(self.document, slot.span.start);
                    self.with_blank_lines(Span::new(start, place::next_line(text, end)))
                }
                _ => self.inline_removal(index, last_left.is_none_or(|last| last < index)),
            };
            let span = Span::new(span.start.max(done), span.end);
            done = span.end;
            edits.push(TextEdit::delete(span));
        }
    }

    /// Lines that go, with the blank ones that would be too many without them.
    fn with_blank_lines(&self, lines: Span) -> Span {
        let text = self.text();
        let before = &text[..lines.start];
        let kept = before.trim_end_matches([' ', '\t', '\n', '\r']).len();
        let is_first = kept <= self.inner.start;
        let above = has_blank_line(&text[kept..lines.start]);
        let behind = place::over_space(text, lines.end);
        let next = place::line_start(self.document, behind).max(lines.end);
        if is_first || above {
            if behind >= self.inner.end && above {
                // The last one: what stood above it stands before the bracket now.
                let start = place::next_line(text, kept).min(lines.start);
                return Span::new(start.max(self.inner.start), lines.end);
            }
            return Span::new(lines.start, next.min(self.inner.end));
        }
        lines
    }

    /// The same where each comma goes with what stands behind it.
    fn remove_comma_first(
        &self,
        changes: &Changes<'_>,
        first_left: usize,
        edits: &mut Vec<TextEdit>,
    ) {
        let text = self.text();
        if first_left > 0 {
            let span = Span::new(self.slots[0].span.start, self.slots[first_left].span.start);
            edits.push(TextEdit::delete(span));
        }
        for &index in changes.removed.iter().filter(|index| **index > first_left) {
            let slot = &self.slots[index];
            let Some(comma) = self.slots[index - 1].comma else {
                continue;
            };
            let span = match self.rest_of_line(slot.span.end) {
                Some(end) => Span::new(
                    place::line_start(self.document, comma),
                    place::next_line(text, end),
                ),
                None => Span::new(place::back_over_blanks(text, comma), slot.span.end),
            };
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
    let old = &*place::margin(document, span.start);
    let lone = document.newline == Newline::Cr;
    document
        .slice(span)
        .split_inclusive(if lone { '\r' } else { '\n' })
        .enumerate()
        .map(|(index, line)| match line.strip_prefix(old) {
            Some(rest) if index > 0 && !rest.trim().is_empty() => format!("{indent}{rest}"),
            _ => line.to_owned(),
        })
        .collect()
}
