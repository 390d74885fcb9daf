//! The `toml` crate as a second opinion.

use proptest::prelude::*;

use super::document;
use crate::document::{NodeKind, NodeRef};

pub(super) fn same(node: NodeRef<'_>, value: &::toml::Value) -> bool {
    use ::toml::Value;
    match (node.kind(), value) {
        (NodeKind::Object(members), Value::Table(table)) => {
            members.len() == table.len()
                && node
                    .entries()
                    .all(|(key, inner)| table.get(&key.text).is_some_and(|v| same(inner, v)))
        }
        (NodeKind::Array(items), Value::Array(values)) => {
            items.len() == values.len() && node.items().zip(values).all(|(a, b)| same(a, b))
        }
        (NodeKind::String { text, .. }, Value::String(value)) => text == value,
        (NodeKind::Bool(left), Value::Boolean(right)) => left == right,
        (NodeKind::Datetime(raw), Value::Datetime(value)) => raw
            .parse::<::toml::value::Datetime>()
            .is_ok_and(|read| read == *value),
        (NodeKind::Number(raw), Value::Integer(_) | Value::Float(_)) => format!("x = {raw}")
            .parse::<::toml::Table>()
            .is_ok_and(|table| format!("{:?}", table.get("x")) == format!("{:?}", Some(value))),
        _ => false,
    }
}

/// Panics when both disagree on whether `text` is valid, or on what it says.
pub(super) fn check(text: &str) {
    let read = document(text);
    let theirs = text.parse::<::toml::Table>();
    match theirs {
        Ok(table) => {
            assert!(read.errors.is_empty(), "{text:?}: {:#?}", read.errors);
            let value = ::toml::Value::Table(table);
            assert!(
                same(read.root().unwrap(), &value),
                "{text:?}\n{:#?}",
                read.tree
            );
        }
        Err(error) => assert!(!read.errors.is_empty(), "{text:?}: {error}"),
    }
}

/// Panics when `text` is found valid here and not by the crate, or with other data. The crate
/// is laxer than the grammar in a few places: line breaks around `=` in inline tables.
fn check_valid(text: &str) {
    if document(text).errors.is_empty() {
        check(text);
    }
}

/// Checks what holds for every text, valid or not.
fn check_sound(text: &str) {
    let read = document(text);
    assert!(read.root().is_some_and(NodeRef::is_object));
    for id in read.tree.ids() {
        let span = read.node(id).span();
        assert!(text.get(span.start..span.end).is_some(), "{text:?}");
    }
    for error in &read.errors {
        let span = error.span;
        assert!(
            text.get(span.start..span.end).is_some(),
            "{text:?}: {error:?}"
        );
        for edit in error.mend.iter().flat_map(|mend| &mend.edits) {
            assert!(
                text.get(edit.span.start..edit.span.end).is_some(),
                "{text:?}"
            );
        }
    }
}

const SAMPLE: &str = concat!(
    "\u{feff}# Codex\r\nmodel = \"o\\u0033\" # why\r\nwhen = 1979-05-27 07:32:00Z\r\n",
    "[mcp_servers.'a b']\ncommand = 'C:\\x'\nargs = [\n  \"-y\", # yes\n  [1, -2.5e3, 0xff],\n]\n",
    "env = { A = \"b\", \"c.d\".e = true }\n[mcp_servers.'a b'.env2]\nX.y = \"\"\"\na\\\n  b\"\"\"\"\"\n",
    "[[tools.list]]\nname = '''it's'''\n[[tools.list]]\n[tools.list.deep]\nn = inf\n",
);

#[test]
fn the_sample_is_valid() {
    check(SAMPLE);
    assert!(document(SAMPLE).errors.is_empty());
}

#[test]
fn every_beginning_of_a_file_is_read_without_panic() {
    for end in 0..SAMPLE.len() {
        if let Some(text) = SAMPLE.get(..end) {
            check_sound(text);
            check(text);
        }
    }
}

#[test]
fn every_changed_character_is_read_without_panic() {
    let parts = [
        "", "\"", "'", "[", "]", "{", "}", "=", ".", ",", "#", "\n", "\r", "\\", " ", "“",
        "\u{a0}", "\0", ":", "a",
    ];
    for (at, found) in SAMPLE.char_indices().skip(1) {
        for part in parts {
            let mut text = SAMPLE.to_owned();
            text.replace_range(at..at + found.len_utf8(), part);
            check_sound(&text);
            check_valid(&text);
        }
    }
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "=",
        ".",
        ",",
        "\n",
        "\r\n",
        " ",
        "# c",
        "a",
        "b",
        "\"a\"",
        "'b'",
        "\"\"\"",
        "'''",
        "\"",
        "'",
        "\\",
        "1",
        "-",
        "1.5",
        "true",
        "True",
        ":",
        "“x”",
        "\u{a0}",
        "a = 1\n",
        "b.c = 2\n",
        "[a]\n",
        "[a.b]\n",
        "[[a]]\n",
        "[[a.b]]\n",
        "x = [\n",
        "y = { a = 1, ",
        "1979-05-27",
        "inf",
        "npx",
        "\t",
        "é",
        "\r",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|parts| parts.concat())
}

fn lines() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "a = 1",
        "b = 'x'",
        "a.b = 2",
        "a.c.d = 3",
        "b.c = [1, {x = 1}]",
        "c = {a.b = 1, a.c = 2}",
        "[a]",
        "[a.b]",
        "[a.b.c]",
        "[b]",
        "[[a]]",
        "[[a.b]]",
        "[[c]]",
        "[c.d]",
        "[c.d.e]",
        "d = \"\\t\\u00e9\"",
        "[b.c]",
        "c.d.e = 1",
        "x = 1",
        "y = 1_0.5e-3",
        "e = [0xff, 0o7, 0b1, +1, -0.0, inf, -nan]",
        "f = [1979-05-27T07:32:00.5+01:00, 1979-05-27 07:32:00, 07:32:00, 1979-05-27]",
        "g = '''\nx''y\r\n''''",
        "h = \"\"\"\n\"\"a\\\n  b\"\"\"",
        "i = [ # c\n  [],\n  {},\n]",
        "\"k l\" . 'm' = \"\\U0001F600\\e\\x41\"",
    ]);
    prop::collection::vec(line, 0..10).prop_map(|parts| parts.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,40}") {
        check_sound(&text);
        check_valid(&text);
    }

    #[test]
    fn what_is_found_valid_is_valid(text in pieces()) {
        check_sound(&text);
        check_valid(&text);
    }

    #[test]
    fn tables_are_put_together_as_the_crate_does(text in lines()) {
        check(&text);
    }
}
