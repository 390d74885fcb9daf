//! The text of one file, parsed into one spanned tree whatever its format, and edited by byte
//! ranges.
//!
//! Parsing never fails: a broken file gives all its [`SyntaxError`]s and a tree of whatever is
//! whole. What is an error in one client's dialect and not in another's (comments, trailing
//! commas, a byte order mark) is recorded always and judged by [`Document::errors_in`].

use std::sync::OnceLock;

mod comments;
pub mod edit;
pub mod json;
pub mod span;
pub mod syntax;
pub mod toml;
pub mod tree;
mod verify;
pub mod yaml;

pub use edit::{Edit, EditError, Place, TextEdit};
pub use span::{LineIndex, Position, Span};
pub use syntax::{Comment, CommentStyle, Dialect, Mend, SyntaxError, SyntaxErrorKind};
pub use tree::{Key, Member, NodeId, NodeKind, NodeRef, Quote, Tree};
pub use verify::{verify, verify_outside};

/// The deepest nesting that is read, as `serde_json` has it.
pub const MAX_DEPTH: usize = 128;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 10 * 1024 * 1024;

/// The formats that clients keep their configuration in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// JSON and JSON with comments: one grammar, told apart by the [`Dialect`].
    Json,
    /// TOML.
    Toml,
    /// YAML 1.2.
    Yaml,
}

impl Format {
    /// Its name: `json`, `toml`, `yaml`.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Toml => "toml",
            Format::Yaml => "yaml",
        }
    }

    /// What a comment to the end of the line starts with, where the reader takes comments at all.
    pub const fn comment_sign(self) -> &'static str {
        match self {
            Format::Json => "//",
            Format::Toml | Format::Yaml => "#",
        }
    }

    /// The format that a file name's extension says.
    pub fn of_file_name(name: &str) -> Option<Format> {
        let extension = name.rsplit_once('.')?.1;
        match extension.to_ascii_lowercase().as_str() {
            "json" | "jsonc" | "json5" | "code-workspace" => Some(Format::Json),
            "toml" => Some(Format::Toml),
            "yaml" | "yml" => Some(Format::Yaml),
            _ => None,
        }
    }
}

/// How lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newline {
    /// `\n`; also for a text of one line.
    Lf,
    /// `\r\n`.
    CrLf,
    /// `\r` alone, where there is no `\n` at all.
    Cr,
}

impl Newline {
    /// The bytes themselves.
    pub const fn as_str(self) -> &'static str {
        match self {
            Newline::Lf => "\n",
            Newline::CrLf => "\r\n",
            Newline::Cr => "\r",
        }
    }
}

/// The text of one file and what was read from it.
#[derive(Clone, Debug)]
pub struct Document {
    /// The whole text, a byte order mark included; all spans are bytes of it.
    pub text: String,
    /// Its format.
    pub format: Format,
    /// Whether it starts with a byte order mark.
    pub byte_order_mark: bool,
    /// How most of its lines end.
    pub newline: Newline,
    /// One step of indentation, as most of it is written: spaces or a tab.
    pub indent: String,
    /// The values.
    pub tree: Tree,
    /// All comments, in order.
    pub comments: Vec<Comment>,
    /// All commas before a closing bracket, in order (JSON; in TOML and YAML they are legal).
    pub trailing_commas: Vec<Span>,
    /// What no dialect of the format allows, in order of place.
    pub errors: Vec<SyntaxError>,
    /// What the reader of the file takes: what edits write keeps within it. Until it is set, that
    /// of JSON with comments.
    pub dialect: Dialect,
    /// The anchors of a YAML text, in order.
    pub(crate) anchors: Vec<yaml::Anchor>,
    lines: LineIndex,
    /// What the format's editor found out about the whole text, once for all edits.
    pub(crate) found: Found,
}

/// How a whole text is written, each format in its own words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) json: OnceLock<json::Facts>,
    pub(crate) toml: OnceLock<toml::Facts>,
}

/// What a parser of one format gives back.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    pub(crate) tree: Tree,
    pub(crate) comments: Vec<Comment>,
    pub(crate) trailing_commas: Vec<Span>,
    pub(crate) errors: Vec<SyntaxError>,
    pub(crate) anchors: Vec<yaml::Anchor>,
}

impl Document {
    /// Whether a member with this key is none, but brings in those of another object, or may: `<<`
    /// in YAML.
    pub fn is_merge_key(&self, key: &Key) -> bool {
        self.would_merge(key) && self.dialect.merge_keys != Some(false)
    }

    /// Whether this key is a merge key to readers that have such.
    pub fn would_merge(&self, key: &Key) -> bool {
        self.format == Format::Yaml && key.text == "<<" && key.quote == Quote::Bare
    }

    /// Reads `text`.
    pub fn parse(text: String, format: Format) -> Document {
        let byte_order_mark = text.starts_with('\u{feff}');
        let mut parsed = match format {
            Format::Json => json::parse(&text),
            Format::Toml => toml::parse(&text),
            Format::Yaml => yaml::parse(&text),
        };
        parsed.errors.sort_by_key(|error| error.span);
        Document {
            found: Found::default(),
            lines: LineIndex::new(&text),
            newline: newline_of(&text),
            indent: indent_of(&text),
            text,
            format,
            byte_order_mark,
            tree: parsed.tree,
            comments: parsed.comments,
            trailing_commas: parsed.trailing_commas,
            errors: parsed.errors,
            dialect: Dialect::JSONC,
            anchors: parsed.anchors,
        }
    }

    /// Reads the bytes of a file. Bytes that are no UTF-8 text give a document whose only error
    /// is of kind [`SyntaxErrorKind::Encoding`] and whose text is a readable approximation.
    pub fn from_bytes(bytes: Vec<u8>, format: Format) -> Document {
        match decode(bytes) {
            Ok(text) => Document::parse(text, format),
            Err(broken) => {
                let (text, error) = *broken;
                Document {
                    found: Found::default(),
                    lines: LineIndex::new(&text),
                    newline: newline_of(&text),
                    indent: "  ".to_owned(),
                    byte_order_mark: false,
                    text,
                    format,
                    tree: Tree::default(),
                    comments: Vec::new(),
                    trailing_commas: Vec::new(),
                    errors: vec![error],
                    dialect: Dialect::JSONC,
                    anchors: Vec::new(),
                }
            }
        }
    }

    /// Whether the bytes of the file were text. If not, [`Document::text`] only resembles them and
    /// must not be written.
    pub fn is_text(&self) -> bool {
        !self
            .errors
            .iter()
            .any(|error| error.kind == SyntaxErrorKind::Encoding)
    }

    /// The root value, unless there is none.
    pub fn root(&self) -> Option<NodeRef<'_>> {
        self.tree.root()
    }

    /// The node called `id`.
    pub fn node(&self, id: NodeId) -> NodeRef<'_> {
        self.tree.node(id)
    }

    /// The text of `span`.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.start..span.end]
    }

    /// The first character of `span`: where to point for something that is long.
    pub fn first_char(&self, span: Span) -> Span {
        let first = self.slice(span).chars().next();
        Span::new(span.start, span.start + first.map_or(0, char::len_utf8))
    }

    /// The line and column of a byte; a byte order mark takes no column.
    pub fn position(&self, offset: usize) -> Position {
        let mut position = self.lines.position(&self.text, offset);
        if self.byte_order_mark && position.line == 1 && position.column > 1 {
            position.column -= 1;
        }
        position
    }

    /// The lines of the text.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Everything in the text that `dialect` does not allow, in order of place.
    pub fn errors_in(&self, dialect: Dialect) -> Vec<SyntaxError> {
        let mut errors = self.errors.clone();
        if dialect.json5 {
            errors.retain(|error| {
                !matches!(
                    error.kind,
                    SyntaxErrorKind::SingleQuotes
                        | SyntaxErrorKind::UnquotedKey
                        | SyntaxErrorKind::InvalidNumber
                )
            });
        }
        if self.format == Format::Json {
            if !dialect.comments {
                errors.extend(self.comments.iter().map(|comment| SyntaxError {
                    kind: SyntaxErrorKind::Comment,
                    span: comment.span,
                    message: "comments are not allowed here".to_owned(),
                    mend: Some(json::remove_comment(self, comment)),
                }));
            }
            if !dialect.trailing_commas {
                errors.extend(self.trailing_commas.iter().map(|&span| SyntaxError {
                    kind: SyntaxErrorKind::TrailingComma,
                    span,
                    message: "a comma must not stand before a closing bracket".to_owned(),
                    mend: Some(Mend {
                        title: "remove the trailing comma".to_owned(),
                        safe: true,
                        edits: vec![TextEdit::delete(span)],
                    }),
                }));
            }
        }
        if self.byte_order_mark && !dialect.byte_order_mark {
            let span = Span::new(0, '\u{feff}'.len_utf8());
            errors.push(SyntaxError {
                kind: SyntaxErrorKind::ByteOrderMark,
                span,
                message: "the file starts with a byte order mark".to_owned(),
                mend: Some(Mend {
                    title: "remove the byte order mark".to_owned(),
                    safe: true,
                    edits: vec![TextEdit::delete(span)],
                }),
            });
        }
        errors.sort_by_key(|error| error.span);
        errors
    }

    /// `span` with the whole of its lines if it has them for itself, else with the blanks before
    /// it: what goes with a comment.
    pub fn with_own_line(&self, span: Span) -> Span {
        json::with_own_line(&self.text, span)
    }

    /// Whether a reader of `dialect` takes comments in this format.
    pub fn takes_comments(&self, dialect: Dialect) -> bool {
        self.format != Format::Json || dialect.comments
    }

    /// The text edits that carry out `edits`, sorted and without overlap.
    ///
    /// # Errors
    /// When the format cannot carry one of them out without touching more than it names.
    pub fn lower(&self, edits: &[Edit]) -> Result<Vec<TextEdit>, EditError> {
        edit::name_once(self, edits)?;
        edit::splices_apart(edits)?;
        let mut lowered = match self.format {
            Format::Json => json::lower(self, edits),
            Format::Toml => toml::lower(self, edits),
            Format::Yaml => yaml::lower(self, edits),
        }?;
        edit::normalize(&mut lowered)?;
        Ok(lowered)
    }
}

fn decode(bytes: Vec<u8>) -> Result<String, Box<(String, SyntaxError)>> {
    let error = |span, message: &str| SyntaxError {
        kind: SyntaxErrorKind::Encoding,
        span,
        message: message.to_owned(),
        mend: None,
    };
    let wide = |decode: fn([u8; 2]) -> u16, name: &str| {
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| decode([pair[0], pair[1]]))
            .collect();
        let text = String::from_utf16_lossy(&units);
        let message = format!("the file is {name}, not UTF-8: save it as UTF-8");
        (text, error(Span::at(0), &message))
    };
    if bytes.starts_with(&[0xff, 0xfe]) {
        return Err(Box::new(wide(u16::from_le_bytes, "UTF-16 (little endian)")));
    }
    if bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Box::new(wide(u16::from_be_bytes, "UTF-16 (big endian)")));
    }
    match String::from_utf8(bytes) {
        Ok(text) => match text.find('\0') {
            Some(at) => {
                let readable = text.replace('\0', "\u{2400}");
                // Every NUL before `at` would have been found first, so `at` is the same in both.
                let span = Span::new(at, at + '\u{2400}'.len_utf8());
                Err(Box::new((
                    readable,
                    error(
                        span,
                        "there is a NUL byte here: this is not a text file, or UTF-16 without a mark",
                    ),
                )))
            }
            None => Ok(text),
        },
        Err(broken) => {
            let at = broken.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(broken.as_bytes()).into_owned();
            let span = Span::new(at, at + '\u{fffd}'.len_utf8());
            Err(Box::new((
                text,
                error(span, "this byte is not valid UTF-8"),
            )))
        }
    }
}

fn newline_of(text: &str) -> Newline {
    let all = text.matches('\n').count();
    let crlf = text.matches("\r\n").count();
    if crlf * 2 > all {
        Newline::CrLf
    } else if all == 0 && text.contains('\r') {
        Newline::Cr
    } else {
        Newline::Lf
    }
}

/// The first indentation that is deeper than its predecessor line's tells one step.
fn indent_of(text: &str) -> String {
    let mut previous = 0;
    for line in text.lines() {
        let body = line.trim_start_matches([' ', '\t', '\u{feff}']);
        if body.is_empty() {
            continue;
        }
        let white = &line.trim_start_matches('\u{feff}');
        let white = &white[..white.len() - body.len()];
        if white.len() > previous {
            let step = &white[previous..];
            return if step.starts_with('\t') {
                "\t".to_owned()
            } else {
                step.to_owned()
            };
        }
        previous = white.len();
    }
    "  ".to_owned()
}
