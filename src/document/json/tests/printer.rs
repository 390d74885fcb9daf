//! Random values, written with random white space, comments and commas.

use proptest::prelude::*;
use serde_json::Value;

use super::super::place::quoted;

/// A value of a few levels.
pub(super) fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let item = inner.clone();
        prop_oneof![
            prop::collection::vec(item, 0..4).prop_map(Value::from),
            members(inner),
        ]
    })
}

/// An object.
pub(super) fn object() -> impl Strategy<Value = Value> {
    members(value())
}

fn members(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::vec((text(), value), 0..4)
        .prop_map(|members| Value::Object(members.into_iter().collect()))
}

/// A text with what has to be escaped in it.
pub(super) fn text() -> impl Strategy<Value = String> {
    "[a-c\"\\\\\n\té, /#{}\u{1f600}]{0,6}"
}

/// How a value is written.
#[derive(Clone, Debug)]
pub(super) struct Print {
    /// Drives all choices; starts again at its end.
    pub(super) choices: Vec<u8>,
    pub(super) comments: bool,
    pub(super) trailing_commas: bool,
    pub(super) crlf: bool,
    pub(super) mark: bool,
    pub(super) layout: Layout,
}

/// Where line breaks come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Layout {
    /// Nowhere, and no blanks.
    Minified,
    /// One member on a line.
    Pretty,
    /// Anywhere.
    Wild,
}

pub(super) fn print() -> impl Strategy<Value = Print> {
    let layout = prop_oneof![
        Just(Layout::Minified),
        Just(Layout::Pretty),
        Just(Layout::Wild)
    ];
    let switches = any::<[bool; 4]>();
    (prop::collection::vec(any::<u8>(), 1..40), switches, layout).prop_map(
        |(choices, [comments, trailing_commas, crlf, mark], layout)| Print {
            choices,
            comments,
            trailing_commas,
            crlf,
            mark,
            layout,
        },
    )
}

impl Print {
    pub(super) fn write(&self, value: &Value) -> String {
        let mut printer = Printer {
            print: self,
            at: 0,
            text: String::new(),
        };
        printer.trivia(0);
        printer.value(value, 0);
        printer.trivia(0);
        let text = if self.crlf {
            printer.text.replace('\n', "\r\n")
        } else {
            printer.text
        };
        let mark = if self.mark { "\u{feff}" } else { "" };
        format!("{mark}{text}")
    }
}

struct Printer<'p> {
    print: &'p Print,
    at: usize,
    text: String,
}

impl Printer<'_> {
    fn choice(&mut self, of: u8) -> u8 {
        let choice = self.print.choices[self.at % self.print.choices.len()];
        self.at += 1;
        choice % of
    }

    fn trivia(&mut self, depth: usize) {
        if self.print.layout == Layout::Wild {
            match self.choice(6) {
                0 => self.text.push(' '),
                1 => self.line(depth),
                2 => self.text.push_str(" \t"),
                _ => {}
            }
        }
        if self.print.comments {
            match self.choice(12) {
                0 => {
                    self.text.push_str(" // c, \"d\": {");
                    self.line(depth);
                }
                1 => self.text.push_str("/* , } */"),
                2 => {
                    self.text.push_str("/* two\n lines */ ");
                }
                _ => {}
            }
        }
    }

    fn line(&mut self, depth: usize) {
        self.text.push('\n');
        self.text.push_str(&"  ".repeat(depth));
    }

    fn between(&mut self, depth: usize, flat: bool) {
        if self.print.layout == Layout::Pretty && !flat {
            self.line(depth);
        }
        self.trivia(depth);
    }

    fn value(&mut self, value: &Value, depth: usize) {
        let parts: Vec<(Option<&String>, &Value)> = match value {
            Value::Object(members) => members.iter().map(|(key, v)| (Some(key), v)).collect(),
            Value::Array(items) => items.iter().map(|v| (None, v)).collect(),
            scalar => {
                self.text.push_str(&scalar.to_string());
                return;
            }
        };
        let (open, close) = if value.is_object() {
            ('{', '}')
        } else {
            ('[', ']')
        };
        let flat = parts.is_empty() || self.choice(3) == 0;
        self.text.push(open);
        let count = parts.len();
        for (index, (key, value)) in parts.into_iter().enumerate() {
            self.between(depth + 1, flat);
            if let Some(key) = key {
                self.text.push_str(&quoted(key));
                self.trivia(depth + 1);
                self.text.push(':');
                if self.print.layout == Layout::Pretty {
                    self.text.push(' ');
                }
                self.trivia(depth + 1);
            }
            self.value(value, depth + 1);
            if index + 1 < count || self.print.trailing_commas && self.choice(2) == 0 {
                self.trivia(depth + 1);
                self.text.push(',');
                if flat && self.print.layout == Layout::Pretty && index + 1 < count {
                    self.text.push(' ');
                }
            }
        }
        self.between(depth, flat);
        self.text.push(close);
    }
}
