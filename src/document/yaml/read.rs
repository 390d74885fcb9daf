//! One pass over the events of the parser, folded into a tree.

use std::collections::BTreeMap;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, StructureStyle, Tag, options};

use super::super::MAX_DEPTH;
use super::super::span::Span;
use super::super::syntax::{Comment, CommentStyle, SyntaxError, SyntaxErrorKind};
use super::super::tree::{Key, Member, NodeKind, Quote, Tree};
use super::scalar;
use crate::document::NodeId;

/// What stands in the text at a place that was patched for reading on.
#[derive(Clone, Debug)]
pub(super) enum Patched {
    /// A value or key at this span of the original text that cannot be read.
    Broken(Span),
    /// A plain scalar or key that covers this span of the original text.
    Plain(Span),
}

/// Where and why the parser gave up.
#[derive(Debug)]
pub(super) struct Stop {
    pub(super) kind: ErrorKind,
    pub(super) offset: usize,
    /// The end of the last event before.
    pub(super) after: usize,
    /// The start of the outermost flow collection that is open.
    pub(super) flow: Option<usize>,
}

/// An anchor, and what repeats its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Anchor {
    /// Where `&name` stands.
    pub(super) span: Span,
    /// The aliases of it.
    pub(super) aliases: Vec<Span>,
    /// The value, unless it is a key or something that is not looked into.
    pub(super) node: Option<NodeId>,
}

/// What one pass gives.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) tree: Tree,
    pub(super) comments: Vec<Comment>,
    pub(super) anchors: Vec<Anchor>,
    pub(super) errors: Vec<SyntaxError>,
    pub(super) stop: Option<Stop>,
}

struct Frame {
    start: usize,
    end: usize,
    flow: bool,
    content: Content,
    /// The index of its anchor.
    anchor: Option<usize>,
}

/// What the last event was about.
#[derive(Clone, Copy)]
enum Latest {
    Value(NodeId),
    Collection,
    Other,
}

enum Content {
    Map {
        members: Vec<Member>,
        key: Option<Key>,
    },
    Seq(Vec<NodeId>),
}

/// A collection that gets no nodes: a key that is one, or a value with a tag of its own.
struct Skipped {
    start: usize,
    depth: usize,
    is_key: bool,
}

struct Fold<'t> {
    /// The text as it is in the file; the parser may have read a patched copy.
    original: &'t str,
    patched: &'t BTreeMap<usize, Patched>,
    out: Reading,
    frames: Vec<Frame>,
    skipped: Option<Skipped>,
    last_end: usize,
    latest: Latest,
    /// The indices of the anchors by the parser's names of them.
    anchors: BTreeMap<usize, usize>,
}

/// Reads `work`, which is `original` with the places of `patched` made readable.
pub(super) fn read(work: &str, original: &str, patched: &BTreeMap<usize, Patched>) -> Reading {
    let limits = options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        max_buffered_comment_events: usize::MAX,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut fold = Fold {
        original,
        patched,
        out: Reading::default(),
        frames: Vec::new(),
        skipped: None,
        last_end: 0,
        latest: Latest::Other,
        anchors: BTreeMap::new(),
    };
    let mut documents = 0;
    for event in Parser::new_from_str_with_options(work, limits) {
        let (event, place) = match event {
            Ok(pair) => pair,
            Err(error) => {
                let offset = error.marker().byte_offset().unwrap_or(work.len());
                fold.stop(error.kind().clone(), offset.min(work.len()));
                break;
            }
        };
        // Where a patch covers long characters, the parser may point into one.
        let start = place.start.byte_offset().unwrap_or(fold.last_end);
        let end = place.end.byte_offset().unwrap_or(start).max(start);
        let start = original.floor_char_boundary(start);
        let end = original.ceil_char_boundary(end.min(original.len()));
        let span = Span::new(start, end);
        if matches!(event, Event::DocumentStart(..)) {
            documents += 1;
            if documents > 1 {
                fold.out.errors.push(second_document(work, span));
                break;
            }
        }
        if !fold.take(event, span) {
            fold.stop(ErrorKind::RecursionLimitExceeded, start);
            break;
        }
    }
    while !fold.frames.is_empty() {
        fold.close(None);
    }
    fold.out
}

fn second_document(work: &str, span: Span) -> SyntaxError {
    let span = if work[span.start..].starts_with("---") {
        Span::new(span.start, span.start + 3)
    } else {
        span
    };
    SyntaxError {
        kind: SyntaxErrorKind::Unexpected,
        span,
        message: "a second document starts here: only one is read".to_owned(),
        mend: None,
    }
}

fn quote_of(style: ScalarStyle) -> Quote {
    match style {
        ScalarStyle::Plain => Quote::Bare,
        ScalarStyle::SingleQuoted => Quote::Single,
        ScalarStyle::DoubleQuoted => Quote::Double,
        ScalarStyle::Literal | ScalarStyle::Folded => Quote::Block,
    }
}

impl Fold<'_> {
    fn stop(&mut self, kind: ErrorKind, offset: usize) {
        self.out.stop = Some(Stop {
            kind,
            offset,
            after: self.last_end,
            flow: self
                .frames
                .iter()
                .find(|frame| frame.flow)
                .map(|frame| frame.start),
        });
    }

    /// Folds one event; false when it nests too deep.
    fn take(&mut self, event: Event<'_>, span: Span) -> bool {
        match event {
            Event::Comment(..) => {
                self.out.comments.push(Comment {
                    span,
                    style: CommentStyle::Hash,
                });
                return true;
            }
            Event::Anchor(name, _) => {
                self.anchor(name, span);
                return true;
            }
            _ => self.latest = Latest::Other,
        }
        match event {
            Event::Scalar(text, style, _, tag) => self.scalar(&text, style, tag.as_deref(), span),
            Event::Alias(name) => {
                if let Some(&index) = self.anchors.get(&name) {
                    self.out.anchors[index].aliases.push(span);
                }
                self.alias(span);
            }
            Event::UnresolvedAlias(name) => {
                self.out.errors.push(SyntaxError {
                    kind: SyntaxErrorKind::Unexpected,
                    span,
                    message: format!("no value above is marked `&{name}`"),
                    mend: None,
                });
                self.alias(span);
            }
            Event::SequenceStart(style, _, tag) => {
                let tagged = tag.is_some_and(|tag| !tag.is_yaml_core_schema_tag("seq"));
                return self.open(style, tagged, Content::Seq(Vec::new()), span);
            }
            Event::MappingStart(style, _, tag) => {
                let tagged = tag.is_some_and(|tag| !tag.is_yaml_core_schema_tag("map"));
                let content = Content::Map {
                    members: Vec::new(),
                    key: None,
                };
                return self.open(style, tagged, content, span);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.end_collection(span);
                // The end of a block collection is where the next token starts.
                if span.is_empty() {
                    return true;
                }
            }
            _ => return true,
        }
        self.last_end = self.last_end.max(span.end);
        true
    }

    /// Notes the anchor of the node that the last event was about.
    fn anchor(&mut self, name: usize, span: Span) {
        let index = self.out.anchors.len();
        self.anchors.insert(name, index);
        let mut node = None;
        match self.latest {
            Latest::Value(id) => node = Some(id),
            Latest::Collection => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.anchor = Some(index);
                }
            }
            Latest::Other => {}
        }
        self.out.anchors.push(Anchor {
            span,
            aliases: Vec::new(),
            node,
        });
    }

    fn wants_key(&self) -> bool {
        matches!(
            self.frames.last(),
            Some(Frame {
                content: Content::Map { key: None, .. },
                ..
            })
        )
    }

    fn open(&mut self, style: StructureStyle, tagged: bool, content: Content, span: Span) -> bool {
        let before = self.last_end;
        self.last_end = before.max(span.end);
        if let Some(skipped) = &mut self.skipped {
            skipped.depth += 1;
            return skipped.depth + self.frames.len() <= MAX_DEPTH;
        }
        if self.frames.len() >= MAX_DEPTH {
            return false;
        }
        let is_key = self.wants_key();
        if is_key || tagged {
            self.skipped = Some(Skipped {
                start: span.start,
                depth: 1,
                is_key,
            });
            return true;
        }
        let mut start = span.start;
        let under_key = matches!(
            self.frames.last(),
            Some(Frame {
                content: Content::Map { .. },
                ..
            })
        );
        let block_list = style == StructureStyle::Block && matches!(content, Content::Seq(_));
        if block_list && under_key {
            // A list at the column of its key is reported behind its first dash.
            let from = before.min(start);
            let gap = &self.original[from..start];
            start = first_outside_properties(gap, &['-']).map_or(start, |dash| from + dash);
        }
        self.frames.push(Frame {
            start,
            end: span.end,
            flow: style == StructureStyle::Flow,
            content,
            anchor: None,
        });
        self.latest = Latest::Collection;
        true
    }

    fn end_collection(&mut self, span: Span) {
        let Some(skipped) = &mut self.skipped else {
            self.close((!span.is_empty()).then_some(span.end));
            return;
        };
        skipped.depth -= 1;
        if skipped.depth > 0 {
            return;
        }
        let end = if span.is_empty() {
            self.last_end
        } else {
            span.end
        };
        let span = Span::new(skipped.start, end.max(skipped.start));
        let is_key = skipped.is_key;
        self.skipped = None;
        if is_key {
            let text = self.original[span.start..span.end].to_owned();
            self.set_key(text, span, Quote::Bare);
        } else {
            self.add(span, OPAQUE_TAG);
        }
    }

    /// Ends the innermost collection, at `end` or at its last child.
    fn close(&mut self, end: Option<usize>) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let span = Span::new(frame.start, end.unwrap_or(frame.end).max(frame.start));
        let kind = match frame.content {
            Content::Map { members, .. } => NodeKind::Object(members),
            Content::Seq(items) => NodeKind::Array(items),
        };
        self.add(span, kind);
        if let (Some(index), Latest::Value(id)) = (frame.anchor, self.latest) {
            self.out.anchors[index].node = Some(id);
        }
        self.latest = Latest::Other;
    }

    fn set_key(&mut self, text: String, span: Span, quote: Quote) {
        if let Some(Frame {
            content: Content::Map { key, .. },
            end,
            ..
        }) = self.frames.last_mut()
        {
            *end = (*end).max(span.end);
            *key = Some(Key {
                text,
                span,
                quote,
                other_sites: Vec::new(),
            });
        }
    }

    fn add(&mut self, span: Span, kind: NodeKind) {
        let id = self.out.tree.add(span, kind);
        self.latest = Latest::Value(id);
        let Some(frame) = self.frames.last_mut() else {
            self.out.tree.set_root(id);
            return;
        };
        frame.end = frame.end.max(span.end);
        match &mut frame.content {
            Content::Seq(items) => items.push(id),
            Content::Map { members, key } => {
                if let Some(key) = key.take() {
                    let span = key.span.join(span);
                    members.push(Member {
                        key,
                        value: id,
                        span,
                    });
                }
            }
        }
    }

    fn alias(&mut self, span: Span) {
        if self.skipped.is_some() {
            return;
        }
        if self.wants_key() {
            let text = self.original[span.start..span.end].to_owned();
            self.set_key(text, span, Quote::Bare);
        } else {
            self.add(span, NodeKind::Opaque { why: "an alias" });
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>, span: Span) {
        if self.skipped.is_some() {
            return;
        }
        let quote = quote_of(style);
        let patched = self.patched.get(&span.start).filter(|_| !span.is_empty());
        if self.wants_key() {
            match patched {
                Some(Patched::Plain(whole)) => {
                    let text = self.original[whole.start..whole.end].to_owned();
                    self.set_key(text, *whole, Quote::Bare);
                }
                Some(Patched::Broken(whole)) => {
                    let raw = &self.original[whole.start..whole.end];
                    let text = raw.trim_matches(['"', '\'']).to_owned();
                    self.set_key(text, *whole, quote);
                }
                None if span.is_empty() => self.set_key(String::new(), span, quote),
                None => self.set_key(text.to_owned(), span, quote),
            }
            return;
        }
        match patched {
            Some(Patched::Plain(whole)) => {
                let kind = scalar::resolve(&self.original[whole.start..whole.end]);
                self.add(*whole, kind);
            }
            Some(Patched::Broken(whole)) => {
                let why = "a broken value";
                self.add(*whole, NodeKind::Opaque { why });
            }
            None => {
                let span = match quote {
                    Quote::Block => self.block_scalar(span),
                    Quote::Bare if span.is_empty() => self.absent(span),
                    _ => span,
                };
                self.add(span, kind_of(text, quote, tag));
            }
        }
    }

    /// The parser's span of a block scalar starts behind its header and holds the line breaks
    /// behind it.
    fn block_scalar(&self, span: Span) -> Span {
        let from = match self.frames.last() {
            Some(Frame {
                content: Content::Map { key: Some(key), .. },
                ..
            }) => key.span.end.max(self.last_end),
            _ => self.last_end,
        };
        let gap = &self.original[from.min(span.start)..span.start];
        let start =
            from.min(span.start) + first_outside_properties(gap, &['|', '>']).unwrap_or(gap.len());
        let body = &self.original[start..span.end];
        Span::new(start, start + body.trim_end().len())
    }

    /// An absent value is reported right behind its key; its place is behind the colon.
    fn absent(&self, span: Span) -> Span {
        if let Some(Frame {
            content: Content::Map { key: Some(key), .. },
            ..
        }) = self.frames.last()
        {
            let rest = &self.original[key.span.end..];
            let white = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            if rest[white..].starts_with(':') {
                return Span::at(key.span.end + white + 1);
            }
        }
        span
    }
}

const OPAQUE_TAG: NodeKind = NodeKind::Opaque {
    why: "a tagged value",
};

fn kind_of(text: &str, quote: Quote, tag: Option<&Tag>) -> NodeKind {
    let string = |text: &str| NodeKind::String {
        text: text.to_owned(),
        quote,
    };
    match tag.map(|tag| (tag, tag.core_suffix())) {
        None if quote == Quote::Bare => scalar::resolve(text),
        None => string(text),
        Some((_, Some("str"))) => string(text),
        Some((_, Some("int" | "float" | "bool" | "null"))) => scalar::resolve(text),
        // The non-specific tag: a string, whatever it looks like.
        Some((tag, None)) if tag.handle().is_empty() && tag.suffix() == "!" => string(text),
        Some(_) => OPAQUE_TAG,
    }
}

/// The offset of one of `wanted` in the text between a key or dash and a value, anchors, tags
/// and comments left out.
fn first_outside_properties(gap: &str, wanted: &[char]) -> Option<usize> {
    let mut at = 0;
    while let Some(c) = gap[at..].chars().next() {
        match c {
            c if wanted.contains(&c) => return Some(at),
            '#' => at += gap[at..].find(['\n', '\r'])?,
            '&' | '!' => at += gap[at..].find(char::is_whitespace)?,
            c => at += c.len_utf8(),
        }
    }
    None
}
