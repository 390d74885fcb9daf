//! Suppressions in comments: `mcpmend: ignore[rule-name, other-rule] reason`.

use crate::document::{Comment, CommentStyle, Document, Span};

/// What every suppression starts with.
pub(super) const MARK: &str = "mcpmend:";

/// Words of other tools, for people who guess.
const LIKE_IGNORE: &[&str] = &[
    "allow",
    "accept",
    "disable",
    "disable-line",
    "disable-next-line",
    "disable-file",
    "noqa",
    "off",
    "skip",
    "suppress",
];

/// What a suppression in a comment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Its line, or what follows it.
    Here,
    /// The whole file.
    File,
}

/// A rule or a category that a suppression names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// Why a comment that wants to be a suppression is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The word behind `mcpmend:` is neither `ignore` nor `ignore-file`.
    Word,
    /// It names no rule.
    Nameless,
    /// Its bracket is never closed.
    Open,
    /// `ignore-file` stands below the first key or value.
    Misplaced,
}

/// A suppression in a comment, or what wants to be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The comment that holds it.
    pub comment: Span,
    /// From its marker in the comment to the end of its reason; the whole comment when nothing
    /// else is in that.
    pub span: Span,
    /// The word behind `mcpmend:`.
    pub word: Span,
    /// What it is for.
    pub extent: Extent,
    /// The rules and categories that it names, in order.
    pub names: Vec<Name>,
    /// The inside of its brackets; empty without any.
    pub brackets: Span,
    /// Why it has no effect.
    pub fault: Option<Fault>,
}

/// Whether a comment has a suppression in it, whether its file may have comments or not.
pub fn is_directive(document: &Document, comment: Span) -> bool {
    document
        .comments
        .iter()
        .filter(|other| other.span == comment)
        .any(|comment| !of_comment(document, comment).is_empty())
}

/// All suppressions in the comments of `document`, in order.
pub fn directives(document: &Document) -> Vec<Directive> {
    // Most texts have none, and this is quicker than a look at every comment.
    if !document.text.contains(MARK) {
        return Vec::new();
    }
    let top = first_key(document);
    let mut all: Vec<Directive> = document
        .comments
        .iter()
        .flat_map(|comment| of_comment(document, comment))
        .collect();
    for directive in &mut all {
        let misplaced = directive.extent == Extent::File && directive.span.start > top;
        if misplaced && directive.fault.is_none() {
            directive.fault = Some(Fault::Misplaced);
        }
    }
    all
}

/// Where the first key or value stands; an opening bracket of the file does not count.
fn first_key(document: &Document) -> usize {
    let Some(root) = document.root() else {
        return document.text.len();
    };
    let keys = root.entries().flat_map(|(key, _)| {
        let sites = key.other_sites.iter().map(|site| site.start);
        sites.chain([key.span.start])
    });
    let items = root.items().map(|item| item.span().start);
    keys.chain(items).min().unwrap_or(root.span().end)
}

fn of_comment(document: &Document, comment: &Comment) -> Vec<Directive> {
    let text = document.slice(comment.span);
    let inner_end = match comment.style {
        CommentStyle::Block => text.strip_suffix("*/").map_or(text.len(), str::len),
        CommentStyle::Line | CommentStyle::Hash => text.len(),
    };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(mark) = text[at..inner_end].find(MARK).map(|found| at + found) {
        at = mark + MARK.len();
        let Some(start) = marker_before(text, mark) else {
            continue;
        };
        let line_end = text[at..inner_end]
            .find(['\n', '\r'])
            .map_or(inner_end, |end| at + end);
        let end = next_marker(text, at, line_end);
        if let Some(mut directive) = read(document, comment.span, start, at, end) {
            let rest = |span: &str| {
                span.trim_matches(['/', '*', '#', ' ', '\t', '\n', '\r'])
                    .is_empty()
            };
            if rest(&text[..start]) && rest(&text[end..]) {
                directive.span = comment.span;
            }
            found.push(directive);
        }
        at = end;
    }
    found
}

/// Where the comment sign before the byte `mark` starts, when nothing stands between them: `#`,
/// `//`, `/*` or the `*` of a further line.
fn marker_before(text: &str, mark: usize) -> Option<usize> {
    let before = text[..mark].trim_end_matches([' ', '\t']);
    if before.is_empty() || before.ends_with(['\n', '\r']) {
        return Some(mark);
    }
    let sign = before.trim_end_matches(['/', '#', '*', '!']);
    let stands_free = sign.is_empty() || sign.ends_with([' ', '\t', '\n', '\r']);
    (sign.len() < before.len() && stands_free).then_some(sign.len())
}

/// The end of what is said between `at` and `end`: a reason ends where another comment starts.
fn next_marker(text: &str, at: usize, end: usize) -> usize {
    let line = &text[at..end];
    let next = [" # ", " // ", "\t# ", "\t// "]
        .iter()
        .filter_map(|sign| line.find(sign))
        .min()
        .unwrap_or(line.len());
    at + line[..next].trim_end().len()
}

/// The suppression whose word stands behind the byte `at` of `comment`.
fn read(
    document: &Document,
    comment: Span,
    start: usize,
    at: usize,
    end: usize,
) -> Option<Directive> {
    let text = document.slice(comment);
    let blanks = |at: usize| at + text[at..end].len() - text[at..end].trim_start().len();
    let span = |from: usize, to: usize| Span::new(comment.start + from, comment.start + to);
    let at = blanks(at);
    let word_end = text[at..end]
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
        .map_or(end, |found| at + found);
    let word = &text[at..word_end];
    let open = blanks(word_end);
    let bracket = text[open..end].starts_with('[');
    let (extent, known) = match word {
        "ignore" => (Extent::Here, true),
        "ignore-file" => (Extent::File, true),
        _ => (Extent::Here, false),
    };
    // Anything else may be said about mcpmend in a comment.
    let meant = known
        || bracket
        || LIKE_IGNORE.contains(&word)
        || word.starts_with("ignore")
        || strsim::osa_distance(word, "ignore") <= 2;
    if !meant {
        return None;
    }
    let close = text[open..end].find(']').map(|found| open + found);
    let brackets = match (bracket, close) {
        (true, Some(close)) => span(open + 1, close),
        _ => span(word_end, word_end),
    };
    let names = names(document, brackets);
    let fault = match (known, names.is_empty()) {
        (false, _) => Some(Fault::Word),
        _ if bracket && close.is_none() => Some(Fault::Open),
        (true, true) => Some(Fault::Nameless),
        (true, false) => None,
    };
    Some(Directive {
        comment,
        span: span(start, end),
        word: span(at, word_end),
        extent,
        names,
        brackets,
        fault,
    })
}

fn names(document: &Document, brackets: Span) -> Vec<Name> {
    let mut names = Vec::new();
    let mut at = brackets.start;
    for piece in document.slice(brackets).split(',') {
        let name = piece.trim();
        if !name.is_empty() {
            let start = at + piece.len() - piece.trim_start().len();
            names.push(Name {
                text: name.to_owned(),
                span: Span::new(start, start + name.len()),
            });
        }
        at += piece.len() + 1;
    }
    names
}
