//! Suppressions that come and go: the edits.

use super::comment::{Directive, Extent, MARK, directives};
use super::covers;
use super::target::code_on;
use crate::document::{Document, Edit, Span, TextEdit, edit};
use crate::workspace::File;

/// The edits that take the names at these indices out of a suppression: the suppression as a whole
/// when nothing is left of it, and its comment when nothing else is in that.
pub fn removal(document: &Document, directive: &Directive, names: &[usize]) -> Vec<Edit> {
    if names.len() >= directive.names.len() {
        let whole = directive.span == directive.comment;
        let span = if whole {
            document.with_own_line(directive.span)
        } else {
            part(document, directive)
        };
        return vec![Edit::Comment(TextEdit::delete(span))];
    }
    let left: Vec<&str> = directive
        .names
        .iter()
        .enumerate()
        .filter(|(index, _)| !names.contains(index))
        .map(|(_, name)| name.text.as_str())
        .collect();
    let edit = TextEdit::replace(directive.brackets, left.join(", "));
    vec![Edit::Comment(edit)]
}

/// A suppression beside other words of its comment, with the blanks or the line that it takes up.
fn part(document: &Document, directive: &Directive) -> Span {
    let (comment, span) = (directive.comment, directive.span);
    if span.start > comment.start {
        let own = document.with_own_line(span);
        return if comment.covers(own) { own } else { span };
    }
    // The first words of a comment: its sign stays, or that of the words behind takes its place.
    let rest = document.slice(Span::new(span.end, comment.end));
    let behind = rest.trim_start_matches([' ', '\t']);
    if behind.starts_with('#') || behind.starts_with("//") {
        return Span::new(comment.start, comment.end - behind.len());
    }
    let sign = document.slice(span).find(MARK).unwrap_or_default();
    Span::new(span.start + sign, span.end)
}

/// The edit that ignores what `rule` finds at `span` in `file`, by a comment behind that line, or
/// above it where none may stand behind it. `None` in a format without comments, and where no
/// comment would have just this effect.
pub fn ignore_edit(file: &File, span: Span, rule: &str) -> Option<Edit> {
    let document = &file.document;
    if !super::may_have(file) || !document.is_text() {
        return None;
    }
    let before = document.errors_in(file.kind.dialect).len();
    let works = |edit: &TextEdit| {
        let text = edit::apply(&document.text, std::slice::from_ref(edit)).ok()?;
        let new = Document::parse(text, document.format);
        let moved = if edit.span.start <= span.start {
            edit.text.len() - edit.span.len()
        } else {
            0
        };
        let at = Span::new(span.start + moved, span.end + moved);
        let same = new.errors_in(file.kind.dialect).len() <= before
            && match (document.root(), new.root()) {
                (Some(old), Some(new)) => old.to_json() == new.to_json(),
                (old, new) => old.is_none() && new.is_none(),
            };
        let silenced = directives(&new).iter().any(|directive| {
            directive.names.iter().any(|name| name.text == rule) && covers(&new, directive, at)
        });
        (same && silenced).then_some(())
    };
    [
        add_name(document, span, rule),
        Some(behind(document, span, rule)),
        Some(above(document, span, rule)),
    ]
    .into_iter()
    .flatten()
    .find(|edit| works(edit).is_some())
    .map(Edit::Comment)
}

/// Adds the rule to a suppression on the same line.
fn add_name(document: &Document, span: Span, rule: &str) -> Option<TextEdit> {
    let line = document.lines().line_of(span.start);
    let directives = directives(document);
    let beside = directives.iter().find(|directive| {
        directive.fault.is_none()
            && directive.extent == Extent::Here
            && document.lines().line_of(directive.span.start) == line
    })?;
    let last = beside.names.last()?;
    Some(TextEdit::insert(last.span.end, format!(", {rule}")))
}

fn behind(document: &Document, span: Span, rule: &str) -> TextEdit {
    let line = document.lines().line_of(span.start);
    let whole = document.lines().line_span(line, &document.text);
    let text = document.slice(whole).trim_end();
    let at = whole.start + text.len();
    let blank = if text.trim_start_matches('\u{feff}').is_empty() {
        ""
    } else {
        " "
    };
    TextEdit::insert(at, format!("{blank}{} {}", sign(document), words(rule)))
}

fn above(document: &Document, span: Span, rule: &str) -> TextEdit {
    let line = document.lines().line_of(span.start);
    let whole = document.lines().line_span(line, &document.text);
    let at = code_on(document, line).unwrap_or(span.start);
    let indent = document.slice(Span::new(whole.start, at));
    let indent: String = indent
        .chars()
        .take_while(|c| matches!(c, ' ' | '\t'))
        .collect();
    let start = if line == 0 && document.byte_order_mark {
        '\u{feff}'.len_utf8()
    } else {
        whole.start
    };
    let newline = document.newline.as_str();
    let text = format!("{indent}{} {}{newline}", sign(document), words(rule));
    TextEdit::insert(start, text)
}

fn sign(document: &Document) -> &'static str {
    document.format.comment_sign()
}

fn words(rule: &str) -> String {
    format!("mcpmend: ignore[{rule}]")
}
