//! Random tables, written in every way that TOML has for them.

use proptest::prelude::*;

use crate::document::toml::strings::is_bare_key;

/// A value of a TOML file.
#[derive(Clone, Debug)]
pub(super) enum Data {
    Text(String),
    /// A number, a truth value or a date, as it is written.
    Bare(&'static str),
    List(Vec<Data>),
    Table(Table),
}

/// A table: its keys differ.
pub(super) type Table = Vec<(String, Data)>;

const KEYS: &[&str] = &[
    "a", "b", "c-d", "_", "1", "1.5", "", "x y", "it's", "q\"", "é", "a.b", "C:\\", "l\nm", "true",
    "#", "env", "args",
];

const PIECES: &[&str] = &[
    "a",
    "b c",
    "\n",
    "\r\n",
    "\"",
    "'",
    "\\",
    "\t",
    "é",
    "\u{1f600}",
    "#",
    "[x]",
    " = ",
    "C:\\U",
    "\u{1}",
    "\"\"\"",
    "'''",
    "''",
    " ",
    "\u{7f}",
    ",",
    "{",
    "\u{a0}",
    "npx",
    "n",
];

const BARE: &[&str] = &[
    "0",
    "-17",
    "+1",
    "1_000",
    "0xff",
    "0o7",
    "0b1",
    "1.5",
    "-0.0",
    "1e5",
    "6.5E-3",
    "inf",
    "-inf",
    "true",
    "false",
    "1979-05-27T07:32:00.5+01:00",
    "1979-05-27 07:32:00Z",
    "1979-05-27T07:32:00",
    "1979-05-27",
    "07:32:00",
];

fn key() -> impl Strategy<Value = String> {
    prop::sample::select(KEYS).prop_map(str::to_owned)
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..6).prop_map(|pieces| pieces.concat())
}

fn members(value: impl Strategy<Value = Data>) -> impl Strategy<Value = Table> {
    prop::collection::vec((key(), value), 0..5).prop_map(|members| {
        let mut table = Table::new();
        for (key, value) in members {
            if table.iter().all(|(other, _)| *other != key) {
                table.push((key, value));
            }
        }
        table
    })
}

/// A table of a few levels.
pub(super) fn table() -> impl Strategy<Value = Table> {
    let leaf = prop_oneof![
        text().prop_map(Data::Text),
        prop::sample::select(BARE).prop_map(Data::Bare),
    ];
    let value = leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(Data::List),
            1 => prop::collection::vec(members(inner.clone()).prop_map(Data::Table), 1..4)
                .prop_map(Data::List),
            3 => members(inner).prop_map(Data::Table),
        ]
    });
    members(value)
}

/// How a table is written: all else is drawn from `choices`.
#[derive(Clone, Debug)]
pub(super) struct Print {
    choices: Vec<u8>,
    comments: bool,
    crlf: bool,
    mark: bool,
    last_newline: bool,
}

pub(super) fn print() -> impl Strategy<Value = Print> {
    (
        prop::collection::vec(any::<u8>(), 1..48),
        any::<[bool; 4]>(),
    )
        .prop_map(|(choices, [comments, crlf, mark, last_newline])| Print {
            choices,
            comments,
            crlf,
            mark,
            last_newline,
        })
}

impl Print {
    pub(super) fn write(&self, table: &Table) -> String {
        let mut printer = Printer {
            print: self,
            at: 0,
            newline: if self.crlf { "\r\n" } else { "\n" },
        };
        let mut sections = Vec::new();
        printer.table(&[], table, Opening::Root, &mut sections);
        let mark = if self.mark { "\u{feff}" } else { "" };
        let mut text = format!("{mark}{}", sections.concat());
        if !self.last_newline && text.ends_with(printer.newline) {
            text.truncate(text.len() - printer.newline.len());
        }
        text
    }
}

/// What opens a table that is no value of a line.
#[derive(Clone, Copy, PartialEq)]
enum Opening {
    Root,
    /// `[a.b]`
    Header,
    /// `[[a.b]]`
    Item,
    /// Nothing but the headers of what is in it.
    Implicit,
    /// Dotted keys, which stand in the table around it already.
    Dotted,
}

struct Printer<'p> {
    print: &'p Print,
    at: usize,
    newline: &'static str,
}

impl Printer<'_> {
    fn choice(&mut self, of: u8) -> u8 {
        let choice = self.print.choices[self.at % self.print.choices.len()];
        // Were the choices few, all places would be written in one way.
        let turn = u8::try_from(self.at / self.print.choices.len() % 7).unwrap_or(0);
        self.at += 1;
        choice.wrapping_add(turn) % of
    }

    /// The sections of a table, each with its header: its own and those of what is in it.
    fn table(
        &mut self,
        path: &[String],
        table: &Table,
        opening: Opening,
        sections: &mut Vec<String>,
    ) {
        let mut own = String::new();
        let is_open = |opening| matches!(opening, Opening::Header | Opening::Item);
        if is_open(opening) {
            own = self.header(path, opening == Opening::Item);
        }
        let (mut before, mut behind) = (Vec::new(), Vec::new());
        self.members(
            path,
            &[],
            table,
            opening,
            &mut own,
            &mut before,
            &mut behind,
        );
        sections.append(&mut before);
        if !own.is_empty() {
            sections.push(own);
        }
        sections.append(&mut behind);
    }

    /// The lines of a table into `own`, its sub-tables into `before`, if they may stand there,
    /// or `behind`. `dotted`: where the lines stand, seen from the table of their header.
    #[expect(clippy::too_many_arguments, reason = "where three kinds of output go")]
    fn members(
        &mut self,
        path: &[String],
        dotted: &[String],
        table: &Table,
        opening: Opening,
        own: &mut String,
        before: &mut Vec<String>,
        behind: &mut Vec<String>,
    ) {
        for (key, value) in table {
            let mut inner_path = path.to_vec();
            inner_path.push(key.clone());
            let mut inner_dotted = dotted.to_vec();
            inner_dotted.push(key.clone());
            let mut inner = Vec::new();
            match value {
                Data::Table(members) if opening == Opening::Implicit || self.choice(5) > 1 => {
                    let lines = opening != Opening::Implicit && has_line(members);
                    if lines && self.choice(3) == 0 {
                        let dotted_in = Opening::Dotted;
                        self.members(
                            &inner_path,
                            &inner_dotted,
                            members,
                            dotted_in,
                            own,
                            &mut Vec::new(),
                            &mut inner,
                        );
                        self.weave(behind, inner);
                        continue;
                    }
                    let only_tables =
                        !members.is_empty() && members.iter().all(|(_, value)| is_sectioned(value));
                    let opening = if only_tables && self.choice(2) == 0 {
                        Opening::Implicit
                    } else {
                        Opening::Header
                    };
                    self.table(&inner_path, members, opening, &mut inner);
                }
                Data::List(items)
                    if is_sectioned(value)
                        && (opening == Opening::Implicit || self.choice(3) > 0) =>
                {
                    for item in items {
                        if let Data::Table(members) = item {
                            self.table(&inner_path, members, Opening::Item, &mut inner);
                        }
                    }
                }
                value => {
                    self.above(own);
                    own.push_str(&self.keys(&inner_dotted));
                    own.push_str(["=", " = ", " \t= ", "= "][usize::from(self.choice(4))]);
                    own.push_str(&self.value(value));
                    self.end_line(own);
                    continue;
                }
            }
            let early = opening == Opening::Header && self.choice(4) == 0;
            self.weave(if early { before } else { behind }, inner);
        }
    }

    /// Puts sections between others, each of both in its order.
    fn weave(&mut self, into: &mut Vec<String>, mut more: Vec<String>) {
        if self.choice(3) > 0 {
            into.append(&mut more);
            return;
        }
        let mut left = std::mem::take(into).into_iter().peekable();
        let mut right = more.into_iter().peekable();
        while left.peek().is_some() || right.peek().is_some() {
            let next = if self.choice(2) == 0 {
                left.next()
            } else {
                right.next()
            };
            into.extend(next);
        }
    }

    fn header(&mut self, path: &[String], is_item: bool) -> String {
        let mut text = String::new();
        if self.choice(2) == 0 {
            text.push_str(self.newline);
        }
        self.above(&mut text);
        let pad = ["", "", " "][usize::from(self.choice(3))];
        let keys = self.keys(path);
        text.push_str(&if is_item {
            format!("[[{pad}{keys}{pad}]]")
        } else {
            format!("[{pad}{keys}{pad}]")
        });
        self.end_line(&mut text);
        text
    }

    /// Blank lines, comments and the blanks before a line.
    fn above(&mut self, out: &mut String) {
        if self.choice(6) == 0 {
            out.push_str(["", "  "][usize::from(self.choice(2))]);
            out.push_str(self.newline);
        }
        if self.print.comments && self.choice(4) == 0 {
            out.push_str(["# above \"'[", " # above", "#"][usize::from(self.choice(3))]);
            out.push_str(self.newline);
        }
        out.push_str(["", "", "  ", "\t"][usize::from(self.choice(4))]);
    }

    fn end_line(&mut self, out: &mut String) {
        out.push_str(["", "", " ", "\t"][usize::from(self.choice(4))]);
        if self.print.comments && self.choice(4) == 0 {
            out.push_str("# behind = \"");
        }
        out.push_str(self.newline);
    }

    fn keys(&mut self, path: &[String]) -> String {
        let mut text = String::new();
        for (index, key) in path.iter().enumerate() {
            if index > 0 {
                text.push_str([".", ".", " . "][usize::from(self.choice(3))]);
            }
            text.push_str(&match self.choice(4) {
                0 | 1 if is_bare_key(key) => key.clone(),
                2 if is_literal(key) => format!("'{key}'"),
                _ => self.basic(key),
            });
        }
        text
    }

    fn value(&mut self, value: &Data) -> String {
        match value {
            Data::Bare(text) => (*text).to_owned(),
            Data::Text(text) => self.string(text),
            Data::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.value(item)).collect();
                self.bracketed('[', items, ']')
            }
            Data::Table(table) => {
                let mut entries = Vec::new();
                self.entries(&[], table, &mut entries);
                self.bracketed('{', entries, '}')
            }
        }
    }

    fn entries(&mut self, dotted: &[String], table: &Table, entries: &mut Vec<String>) {
        for (key, value) in table {
            let mut path = dotted.to_vec();
            path.push(key.clone());
            match value {
                Data::Table(inner) if !inner.is_empty() && self.choice(3) == 0 => {
                    self.entries(&path, inner, entries);
                }
                value => {
                    let keys = self.keys(&path);
                    let equals = ["=", " = "][usize::from(self.choice(2))];
                    entries.push(format!("{keys}{equals}{}", self.value(value)));
                }
            }
        }
    }

    fn bracketed(&mut self, open: char, parts: Vec<String>, close: char) -> String {
        let mut text = String::from(open);
        let is_long = self.choice(3) == 0;
        let count = parts.len();
        for (index, part) in parts.into_iter().enumerate() {
            self.between(is_long, &mut text);
            text.push_str(&part);
            if index + 1 < count || self.choice(3) == 0 {
                if self.choice(6) == 0 {
                    self.between(is_long, &mut text);
                }
                text.push(',');
            }
        }
        self.between(is_long, &mut text);
        text.push(close);
        text
    }

    /// What stands between brackets, values and commas.
    fn between(&mut self, is_long: bool, out: &mut String) {
        if !is_long {
            out.push_str(["", " "][usize::from(self.choice(2))]);
            return;
        }
        if self.print.comments && self.choice(4) == 0 {
            out.push_str(" # one, ]}");
            out.push_str(self.newline);
        }
        if self.choice(4) > 0 {
            out.push_str(self.newline);
            out.push_str(["  ", "", "\t", "    "][usize::from(self.choice(4))]);
        }
    }

    fn string(&mut self, text: &str) -> String {
        match self.choice(6) {
            0 | 1 if is_literal(text) => format!("'{text}'"),
            2 if self.is_long_literal(text) => {
                let opens = if text.starts_with(['\n', '\r']) || self.choice(2) == 0 {
                    self.newline
                } else {
                    ""
                };
                format!("'''{opens}{text}'''")
            }
            2 | 3 => self.long_basic(text),
            _ => self.basic(text),
        }
    }

    fn is_long_literal(&self, text: &str) -> bool {
        // Line ends of two kinds would leave open which one the file has.
        let rest = text.replace(self.newline, "");
        !text.contains("'''") && !rest.contains(|c: char| c.is_ascii_control() && c != '\t')
    }

    fn basic(&mut self, text: &str) -> String {
        let escaped: String = text.chars().map(|c| self.escaped(c)).collect();
        format!("\"{escaped}\"")
    }

    fn long_basic(&mut self, text: &str) -> String {
        let mut out = String::from("\"\"\"");
        if self.choice(2) == 0 {
            out.push_str(self.newline);
        }
        let start = out.len();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if !c.is_ascii_whitespace() && self.choice(12) == 0 {
                // A backslash takes away the line break and the blanks behind it.
                out.push_str(["\\", "\\ "][usize::from(self.choice(2))]);
                out.push_str(self.newline);
                out.push_str(["", "  ", "\t"][usize::from(self.choice(3))]);
            }
            if let Some(behind) = rest.strip_prefix(self.newline)
                // The first line break behind the quotes would not count.
                && out.len() > start.max(4)
                && self.choice(2) == 0
            {
                out.push_str(self.newline);
                rest = behind;
                continue;
            }
            if c == '"' && !out[start..].ends_with("\"\"") && self.choice(2) == 0 {
                out.push('"');
            } else {
                out.push_str(&self.escaped(c));
            }
            rest = &rest[c.len_utf8()..];
        }
        out.push_str("\"\"\"");
        out
    }

    fn escaped(&mut self, c: char) -> String {
        let number = u32::from(c);
        match (c, self.choice(8)) {
            (_, 0) if number < 0x1_0000 => format!("\\u{number:04x}"),
            (_, 1) => format!("\\U{number:08X}"),
            (_, 2) if number < 0x100 => format!("\\x{number:02x}"),
            ('"' | '\\', _) => format!("\\{c}"),
            ('\n', _) => "\\n".to_owned(),
            ('\r', _) => "\\r".to_owned(),
            ('\t', 3) => "\\t".to_owned(),
            ('\t', _) => "\t".to_owned(),
            _ if c.is_ascii_control() => format!("\\u{number:04X}"),
            _ => c.to_string(),
        }
    }
}

fn is_literal(text: &str) -> bool {
    !text.contains(|c: char| c == '\'' || c.is_ascii_control() && c != '\t')
}

/// Whether a value can be written as sections of their own only.
fn is_sectioned(value: &Data) -> bool {
    match value {
        Data::Table(_) => true,
        Data::List(items) => {
            !items.is_empty() && items.iter().all(|item| matches!(item, Data::Table(_)))
        }
        Data::Text(_) | Data::Bare(_) => false,
    }
}

/// Whether dotted keys can open a table: whatever is chosen below, one line is in it.
fn has_line(table: &Table) -> bool {
    table.iter().any(|(_, value)| !is_sectioned(value))
}
