//! Random trees in random styles, random edits: the result says what the edits meant.

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::super::super::edit::{Edit, EditError, Place, apply};
use super::super::super::{Dialect, Document, NodeRef, verify};
use super::super::write;
use super::document;
use crate::document::Quote;

const WORDS: &[&str] = &[
    "npx",
    "-y",
    "",
    "yes",
    "1.0",
    "a: b",
    "x #y",
    "http://h:1/p?q#f",
    "C:\\Users\\n",
    "it's",
    "\"q\"",
    "@s/p",
    "- z",
    "é ü",
    "l\nm",
    "\t",
    " pad ",
    "null",
    "~",
    "{a}",
    "[b",
    "c]",
    "*x",
    "&y",
    "!t",
    "k,",
    "0x1f",
    "2020-01-01",
    "---",
    "…",
    "\u{a0}",
    "<<",
    "?",
    "a:",
    ":a",
    "%p",
    "|",
    ">",
    "#",
    "12:30",
];

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (0..WORDS.len()).prop_map(|index| Value::from(WORDS[index])),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            members(inner),
        ]
    })
}

fn members(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::vec((0..WORDS.len(), inner), 0..4).prop_map(|members| {
        let members = members
            .into_iter()
            .filter(|(key, _)| WORDS[*key] != "<<")
            .map(|(key, value)| (WORDS[key].to_owned(), value));
        Value::Object(members.collect::<Map<_, _>>())
    })
}

/// On one line, every string in one way.
fn inline(value: &Value, quote: Quote, flow: bool) -> String {
    let string = |text: &str, flow| write::string(text, quote, Quote::Double, flow);
    match value {
        Value::String(text) => string(text, flow),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| inline(item, quote, true)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) => {
            let member = |(key, value): (&String, _)| {
                format!("{}: {}", string(key, true), inline(value, quote, true))
            };
            let members: Vec<_> = members.iter().map(member).collect();
            format!("{{{}}}", members.join(", "))
        }
        other => other.to_string(),
    }
}

/// Prints in styles that are drawn from a list of random numbers.
struct Printer<'s> {
    style: std::iter::Cycle<std::slice::Iter<'s, u8>>,
    comments: usize,
}

impl Printer<'_> {
    fn pick(&mut self, of: u8) -> u8 {
        self.style.next().map_or(0, |number| number % of)
    }

    fn quote(&mut self) -> Quote {
        [Quote::Bare, Quote::Single, Quote::Double][usize::from(self.pick(3))]
    }

    fn remark(&mut self) -> String {
        if self.pick(4) > 0 {
            return String::new();
        }
        self.comments += 1;
        format!(" # remark {} \"'[", self.comments)
    }

    fn above(&mut self, indent: &str, out: &mut String) {
        let remark = self.remark();
        if !remark.is_empty() {
            out.push_str(&format!("{indent}{}\n", remark.trim_start()));
        }
        if self.pick(5) == 0 {
            out.push('\n');
        }
    }

    /// Prints behind a colon, a dash or nothing, up to and with the line break.
    fn value(&mut self, value: &Value, indent: &str, after: char, out: &mut String) {
        let empty = match value {
            Value::Object(members) => members.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => true,
        };
        if empty || self.pick(4) == 0 {
            let quote = self.quote();
            let absent = value.is_null() && after != ' ' && self.pick(2) == 0;
            if !absent {
                if after != ' ' {
                    out.push(' ');
                }
                out.push_str(&inline(value, quote, false));
            }
            out.push_str(&self.remark());
            out.push('\n');
            return;
        }
        let list = value.is_array();
        let mut first_on_line = match after {
            '-' if self.pick(3) > 0 => {
                out.push(' ');
                true
            }
            ' ' => false,
            _ => {
                out.push_str(&self.remark());
                out.push('\n');
                false
            }
        };
        let step = ["  ", "    ", ""][usize::from(self.pick(if list { 3 } else { 2 }))];
        let inner = match (after, first_on_line) {
            (' ', _) => String::new(),
            ('-', true) => format!("{indent}  "),
            ('-', false) => format!("{indent}   "),
            _ => format!("{indent}{step}"),
        };
        let start = |first: &mut bool, this: &mut Self, out: &mut String| {
            if !std::mem::take(first) {
                this.above(&inner, out);
                out.push_str(&inner);
            }
        };
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    start(&mut first_on_line, self, out);
                    let quote = self.quote();
                    out.push_str(&write::string(key, quote, Quote::Double, false));
                    out.push(':');
                    self.value(value, &inner, ':', out);
                }
            }
            Value::Array(items) => {
                for item in items {
                    start(&mut first_on_line, self, out);
                    out.push('-');
                    self.value(item, &inner, '-', out);
                }
            }
            _ => {}
        }
    }
}

fn print(value: &Value, style: &[u8]) -> String {
    let mut printer = Printer {
        style: style.iter().cycle(),
        comments: 0,
    };
    let mut out = String::new();
    printer.value(value, "", ' ', &mut out);
    if style.first().is_some_and(|number| number % 3 == 0) {
        out = out.replace('\n', "\r\n");
    }
    if style.last().is_some_and(|number| number % 3 == 0) {
        out.truncate(out.trim_end().len());
    }
    out
}

/// One edit out of four random numbers.
fn edit(
    document: &Document,
    [which, place, extra, word]: [usize; 4],
    value: &Value,
) -> Option<Edit> {
    let ids: Vec<_> = document.tree.ids().collect();
    let node = document.node(*ids.get(place % ids.len())?);
    let name = format!("new{}", WORDS[word % WORDS.len()]);
    let objects: Vec<NodeRef<'_>> = ids
        .iter()
        .map(|id| document.node(*id))
        .filter(|node| node.is_object())
        .collect();
    Some(match which % 9 {
        0 => Edit::set(node.id(), value.clone()),
        1 => {
            node.member()?;
            Edit::rename(node.id(), name)
        }
        2 => {
            let object = *objects.get(place % objects.len().max(1))?;
            let sibling = object.members().get(extra % object.members().len().max(1));
            let at = match (extra % 4, sibling) {
                (0, _) => Place::First,
                (1, Some(member)) => Place::Before(member.value),
                (2, Some(member)) => Place::After(member.value),
                _ => Place::Last,
            };
            Edit::insert_at(object.id(), name, value.clone(), at)
        }
        3 | 4 => {
            node.parent()?;
            Edit::remove(node.id())
        }
        5 => {
            let array = node.is_array().then_some(node).or(node.parent())?;
            if !array.is_array() {
                return None;
            }
            Edit::insert_item(array.id(), extra % (array.items().len() + 1), value.clone())
        }
        6 => {
            let text = node.as_str()?;
            let start = text.floor_char_boundary(extra % (text.len() + 1));
            let end = text.ceil_char_boundary((start + word % 3).min(text.len()));
            Edit::splice(node.id(), start..end, WORDS[word % WORDS.len()])
        }
        7 => {
            node.member()?;
            let object = *objects.get(extra % objects.len().max(1))?;
            let mut around = std::iter::successors(Some(object), |object| object.parent());
            if around.any(|object| object == node) {
                return None;
            }
            Edit::MoveMember {
                member: node.id(),
                object: object.id(),
                name,
            }
        }
        _ => Edit::Wrap {
            node: node.id(),
            key: name,
        },
    })
}

fn carry_out(text: &str, old: &Document, edits: &[Edit]) -> Result<(), TestCaseError> {
    let lowered = match old.lower(edits) {
        Ok(lowered) => lowered,
        Err(EditError::Unsupported(_) | EditError::Mismatch) => return Ok(()),
        Err(EditError::Overlap) if edits.len() > 1 => return Ok(()),
        Err(error) => return Err(TestCaseError::fail(format!("{error}\n{text}\n{edits:?}"))),
    };
    let changed = apply(text, &lowered).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let new = document(&changed);
    match verify(old, edits, &new, Dialect::JSONC) {
        // An edit inside of something that another one removes.
        Err(EditError::Mismatch) if edits.len() > 1 => Ok(()),
        Err(error) => Err(TestCaseError::fail(format!(
            "{error}\n{text}\n{edits:?}\n{changed}"
        ))),
        Ok(()) => {
            prop_assert_eq!(
                text.matches('\n').count() == text.matches("\r\n").count() || !text.contains('\r'),
                changed.matches('\n').count() == changed.matches("\r\n").count()
                    || !changed.contains('\r'),
                "{}",
                changed
            );
            let adds_only = edits.iter().all(|edit| {
                matches!(
                    edit,
                    Edit::RenameKey { .. }
                        | Edit::InsertMember { .. }
                        | Edit::InsertItem { .. }
                        | Edit::Splice { .. }
                        | Edit::Wrap { .. }
                )
            });
            if adds_only {
                prop_assert_eq!(old.comments.len(), new.comments.len(), "{}", changed);
            }
            Ok(())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn printed_trees_read_back(value in value(), style in prop::collection::vec(any::<u8>(), 1..24)) {
        let text = print(&value, &style);
        let document = document(&text);
        prop_assert_eq!(&document.errors, &Vec::new(), "{}", text);
        let read = document.root().map_or(Value::Null, NodeRef::to_json);
        prop_assert_eq!(read, value, "{}", text);
    }

    #[test]
    fn one_edit_does_what_it_means(
        value in value(),
        style in prop::collection::vec(any::<u8>(), 1..24),
        numbers in any::<[u8; 4]>(),
        new in self::value(),
    ) {
        let text = print(&value, &style);
        let old = document(&text);
        if let Some(edit) = edit(&old, numbers.map(usize::from), &new) {
            carry_out(&text, &old, &[edit])?;
        }
    }

    #[test]
    fn several_edits_do_what_they_mean(
        value in value(),
        style in prop::collection::vec(any::<u8>(), 1..24),
        numbers in prop::collection::vec(any::<[u8; 4]>(), 2..4),
        new in self::value(),
    ) {
        let text = print(&value, &style);
        let old = document(&text);
        let edits: Vec<Edit> = numbers
            .iter()
            .filter_map(|numbers| edit(&old, numbers.map(usize::from), &new))
            .collect();
        carry_out(&text, &old, &edits)?;
    }

    #[test]
    fn two_edits_give_no_name_twice(value in value(), style in prop::collection::vec(any::<u8>(), 1..24)) {
        let text = print(&value, &style);
        let old = document(&text);
        let Some(object) = old.root().filter(|root| root.is_object()) else {
            return Ok(());
        };
        let edits = [
            Edit::insert(object.id(), "new", 1),
            Edit::insert(object.id(), "new", 2),
        ];
        prop_assert_eq!(old.lower(&edits), Err(EditError::Overlap));
    }

    #[test]
    fn no_text_panics(parts in prop::collection::vec((0..WORDS.len(), 0..8_usize), 0..24)) {
        let glue = ["\n", ": ", "\n  ", "- ", "\"", "\t", "\r\n    ", " "];
        let text: String = parts
            .iter()
            .flat_map(|(word, between)| [WORDS[*word], glue[*between]])
            .collect();
        let document = document(&text);
        for error in &document.errors {
            document.slice(error.span);
            if let Some(mend) = &error.mend {
                prop_assert!(apply(&text, &mend.edits).is_ok());
            }
        }
    }
}
