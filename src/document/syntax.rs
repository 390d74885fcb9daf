//! What can be wrong with the text of a document, and what a dialect forbids.

use super::edit::TextEdit;
use super::span::Span;

/// How a comment is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentStyle {
    /// `// …`
    Line,
    /// `/* … */`
    Block,
    /// `# …`
    Hash,
}

/// A comment; its span covers the markers, not the line break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Where it stands.
    pub span: Span,
    /// How it is written.
    pub style: CommentStyle,
}

/// The kinds of syntax error that rules tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SyntaxErrorKind {
    /// A comment where the dialect has none.
    Comment,
    /// A comma before a closing bracket.
    TrailingComma,
    /// A byte order mark where the dialect has none.
    ByteOrderMark,
    /// Two values with nothing between them.
    MissingComma,
    /// A key without its colon or equals sign.
    MissingColon,
    /// A comma without a value before or behind it.
    ExtraComma,
    /// `'…'` in JSON.
    SingleQuotes,
    /// A key without quotes in JSON.
    UnquotedKey,
    /// A word that is a literal elsewhere: `True`, `None`, `undefined`, `NaN`.
    ForeignLiteral,
    /// A backslash that starts no escape.
    InvalidEscape,
    /// Curly quotes used as quotes.
    TypographicQuote,
    /// A raw control character, a line break or a NUL inside a string.
    ControlCharacter,
    /// A no-break space, a zero-width character or the like between tokens.
    InvisibleCharacter,
    /// A string that never ends.
    UnterminatedString,
    /// A bracket that is never closed, or closed by the wrong one.
    Unclosed,
    /// Members without the object around them, or text around the object.
    BareFragment,
    /// A number that is none.
    InvalidNumber,
    /// Deeper than [`super::MAX_DEPTH`].
    TooDeep,
    /// No value in it.
    Empty,
    /// Not UTF-8: UTF-16, invalid bytes, NUL bytes.
    Encoding,
    /// A key or table defined twice, where the format itself forbids it.
    Duplicate,
    /// Anything else that the parser did not expect.
    Unexpected,
}

/// One place where the text does not parse.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxError {
    /// What kind of error it is.
    pub kind: SyntaxErrorKind,
    /// The exact place; empty where something is missing.
    pub span: Span,
    /// What was found and what was expected, as a sentence without a full stop and without a
    /// place: "expected `,` or `}` after this value".
    pub message: String,
    /// The change of this one place that mends it, if it is certain.
    pub mend: Option<Mend>,
}

/// A textual change that mends a syntax error.
#[derive(Clone, Debug, PartialEq)]
pub struct Mend {
    /// What it does, in the imperative: "remove the trailing comma".
    pub title: String,
    /// Whether meaning and comments surely survive.
    pub safe: bool,
    /// The change.
    pub edits: Vec<TextEdit>,
}

/// What a reader of the format accepts beyond the strict format.
///
/// For TOML and YAML only `byte_order_mark` has a meaning: comments are part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// `//` and `/* */` in JSON.
    pub comments: bool,
    /// A comma before a closing bracket in JSON.
    pub trailing_commas: bool,
    /// A byte order mark at the start.
    pub byte_order_mark: bool,
    /// What JSON5 allows besides: single quotes, keys without quotes, other numbers.
    pub json5: bool,
    /// Whether `<<` in YAML brings in the members of another object, as YAML 1.1 had it; `None` where
    /// that is not established.
    pub merge_keys: Option<bool>,
}

impl Dialect {
    /// RFC 8259 JSON as `JSON.parse` takes it: a byte order mark is an error too.
    pub const STRICT: Dialect = Dialect {
        comments: false,
        trailing_commas: false,
        byte_order_mark: false,
        json5: false,
        merge_keys: None,
    };
    /// JSON with comments and trailing commas; a byte order mark is taken.
    pub const JSONC: Dialect = Dialect {
        comments: true,
        trailing_commas: true,
        byte_order_mark: true,
        json5: false,
        merge_keys: None,
    };
    /// JSON5; a byte order mark is taken.
    pub const JSON5: Dialect = Dialect {
        comments: true,
        trailing_commas: true,
        byte_order_mark: true,
        json5: true,
        merge_keys: None,
    };
}
