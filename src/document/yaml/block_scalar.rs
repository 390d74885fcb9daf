//! Literal and folded block scalars.

use super::super::tree::{NodeKind, NodeRef, Quote};
use super::place::Layout;

/// The header behind `|` or `>`.
struct Header {
    folded: bool,
    /// `+` or `-`.
    chomping: Option<char>,
    /// Whether the indentation is told by a digit.
    told: bool,
    /// Behind `|`, digit and chomping.
    length: usize,
}

fn header(raw: &str) -> Option<Header> {
    let mut chars = raw.chars();
    let folded = match chars.next()? {
        '|' => false,
        '>' => true,
        _ => return None,
    };
    let marks =
        raw[1..].trim_start_matches(['+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let length = raw.len() - marks.len();
    Some(Header {
        folded,
        chomping: raw[1..length].chars().find(|c| matches!(c, '+' | '-')),
        told: raw[1..length].contains(|c: char| c.is_ascii_digit()),
        length,
    })
}

/// Whether the value of `node` ends with a block scalar whose last line breaks count: the whole
/// of what is behind it up to the next line with text belongs to it.
pub(super) fn keeps_end(layout: Layout<'_>, node: NodeRef<'_>) -> bool {
    is_block(node)
        && header(layout.document.slice(node.span()))
            .is_some_and(|header| header.chomping == Some('+'))
}

/// Whether the last line break behind `node` is no part of its text.
pub(super) fn strips_end(layout: Layout<'_>, node: NodeRef<'_>) -> bool {
    is_block(node)
        && header(layout.document.slice(node.span()))
            .is_some_and(|header| header.chomping == Some('-'))
}

pub(super) fn is_block(node: NodeRef<'_>) -> bool {
    matches!(
        node.kind(),
        NodeKind::String {
            quote: Quote::Block,
            ..
        }
    )
}

/// The literal block that says `new` in the place of `node`, if it has several lines and can.
pub(super) fn lines(layout: Layout<'_>, node: NodeRef<'_>, new: &str) -> Option<String> {
    let raw = layout.document.slice(node.span());
    let old = header(raw)?;
    let body = new.trim_end_matches('\n');
    let breaks = new.len() - body.len();
    let odd = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
    };
    let starts_blank = body.starts_with([' ', '\n']);
    if old.told
        || body.is_empty()
        || !new.contains('\n')
        || starts_blank
        || new.contains(odd)
        || breaks > 1
    {
        return None;
    }
    let first = raw.find(['\n', '\r'])?;
    let content = raw[first..].trim_start_matches(['\n', '\r']);
    let width = content.len() - content.trim_start_matches(' ').len();
    let newline = layout.newline();
    let chomping = match (breaks, old.chomping) {
        (0, _) => "-",
        // What is kept may be more than one line break: blank lines behind it.
        (_, Some('+')) => return None,
        _ => "",
    };
    let mut text = format!("|{chomping}{}", &raw[old.length..first]);
    for line in body.split('\n') {
        text.push_str(newline);
        if !line.is_empty() {
            text.push_str(&" ".repeat(width));
            text.push_str(line);
        }
    }
    Some(text)
}

/// For every byte of the decoded text, and for its end, where it comes from in the raw text; none
/// if lines are joined in another way than by one blank each.
pub(super) fn offsets(raw: &str, decoded: &str) -> Option<Vec<usize>> {
    let header = header(raw)?;
    let mut at = raw.find(['\n', '\r'])?;
    let content = raw[at..].trim_start_matches(['\n', '\r']);
    if header.told {
        return None;
    }
    let width = content.len() - content.trim_start_matches(' ').len();
    let next = |at: usize| {
        let rest = &raw[at..];
        let line = if rest.starts_with("\r\n") {
            2
        } else {
            usize::from(rest.starts_with(['\n', '\r']))
        };
        let blank = rest[line..].len() - rest[line..].trim_start_matches(' ').len();
        (line > 0).then_some(at + line + blank.min(width))
    };
    at = next(at)?;
    let body = decoded.trim_end_matches('\n');
    let mut map = Vec::with_capacity(decoded.len() + 1);
    for c in body.chars() {
        map.extend(std::iter::repeat_n(at, c.len_utf8()));
        let rest = raw.get(at..)?;
        let joined = if header.folded { ' ' } else { '\n' };
        if rest.starts_with(c) && c != '\n' {
            at += c.len_utf8();
        } else if c == joined {
            at = next(at)?;
            // A blank line or one that is indented further is not joined.
            if header.folded && raw[at..].starts_with([' ', '\t', '\n', '\r']) {
                return None;
            }
        } else {
            return None;
        }
    }
    if at != raw.len() {
        return None;
    }
    map.extend(std::iter::repeat_n(at, decoded.len() - body.len() + 1));
    Some(map)
}
