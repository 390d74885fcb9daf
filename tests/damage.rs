//! The check before the write, tried out: correct results of fixes are damaged, and every damage
//! must be refused.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)]

mod common;

use std::collections::BTreeMap;

use common::{everything, in_each_case};
use mcpmend::check;
use mcpmend::document::{
    Dialect, Document, Edit, Format, NodeKind, NodeRef, Place, Span, TextEdit, edit, verify,
    verify_outside,
};
use serde_json::json;

/// One file before and after a fix.
struct Fixed<'f> {
    name: String,
    old: &'f Document,
    edits: Vec<Edit>,
    lowered: Vec<TextEdit>,
    new: Document,
    dialect: Dialect,
}

#[derive(Default)]
struct Tally {
    tried: BTreeMap<&'static str, usize>,
    /// What [`verify`] refused.
    alone: usize,
    /// What changes layout or comments only, which [`verify_outside`] refused.
    layout: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        for (kind, count) in other.tried {
            *self.tried.entry(kind).or_default() += count;
        }
        self.alone += other.alone;
        self.layout += other.layout;
        self.wrong.extend(other.wrong);
    }
}

impl Fixed<'_> {
    /// Tries a damaged text. [`verify`] sees the two texts and what was meant, not the bytes that
    /// were to be written: what it lets pass must have the same values, and not the same bytes outside
    /// of the edits.
    fn refuses(&self, kind: &'static str, damaged: String, tally: &mut Tally) {
        if damaged == self.new.text {
            return;
        }
        *tally.tried.entry(kind).or_default() += 1;
        let is_outside = verify_outside(&self.old.text, &self.lowered, &damaged).is_err();
        let damaged = Document::parse(damaged, self.old.format);
        if verify(self.old, &self.edits, &damaged, self.dialect).is_err() {
            tally.alone += 1;
            return;
        }
        let says = |document: &Document| {
            let root = document.root().map(NodeRef::to_json);
            (root, document.errors_in(self.dialect).len())
        };
        tally.layout += 1;
        if !is_outside || says(&damaged) != says(&self.new) {
            tally.wrong.push(format!(
                "{}: {kind} is not noticed:\n{:?}\n{}\n--- instead of\n{}",
                self.name, self.edits, damaged.text, self.new.text
            ));
        }
    }

    /// Changes, drops or adds one character, here and there.
    fn characters(&self, every: usize, seed: usize, tally: &mut Tally) {
        let text = &self.new.text;
        for (number, (at, c)) in text.char_indices().enumerate() {
            if !(number + seed).is_multiple_of(every) {
                continue;
            }
            let end = at + c.len_utf8();
            let mut try_with = |kind, by: &str, end: usize| {
                let damaged = format!("{}{by}{}", &text[..at], &text[end..]);
                self.refuses(kind, damaged, tally);
            };
            let other = match c {
                '0'..='8' => char::from(c as u8 + 1),
                '9' => '0',
                'a'..='y' => char::from(c as u8 + 1),
                ' ' => '\t',
                '\n' => ' ',
                _ => 'x',
            };
            try_with("a changed character", &other.to_string(), end);
            try_with("a lost character", "", end);
            try_with("an added blank", " ", at);
            try_with("an added letter", "z", at);
        }
    }

    /// Changes the tree, by the means of the document itself.
    fn values(&self, tally: &mut Tally) {
        for id in self.new.tree.ids() {
            let node = self.new.node(id);
            let mut try_with = |kind, edits: &[Edit]| {
                let lowered = self.new.lower(edits);
                if let Some(damaged) = lowered
                    .ok()
                    .and_then(|lowered| edit::apply(&self.new.text, &lowered).ok())
                {
                    self.refuses(kind, damaged, tally);
                }
            };
            try_with("a lost value", &[Edit::remove(id)]);
            let other = match node.kind() {
                NodeKind::String { text, .. } => match text.parse::<i64>() {
                    Ok(number) => json!(number),
                    Err(_) => json!([text]),
                },
                NodeKind::Number(raw) => json!(raw),
                NodeKind::Bool(value) => json!(value.to_string()),
                NodeKind::Null => json!("null"),
                NodeKind::Object(_) => json!([]),
                _ => json!({}),
            };
            try_with("another type", &[Edit::set(id, other)]);
            if node.is_object() {
                try_with("a new member", &[Edit::insert(id, "damage", 1)]);
                if let Some(first) = node.members().first() {
                    let again = self.new.node(first.value).to_json();
                    try_with(
                        "a member twice",
                        &[Edit::insert(id, first.key.text.as_str(), again)],
                    );
                    let last = node.members().last().unwrap();
                    if first.value != last.value && self.old.format != Format::Toml {
                        let moved = Edit::move_to(first.value, id, "damage");
                        try_with("a moved and renamed member", &[moved]);
                    }
                }
            }
            if node.is_array() {
                try_with("a new item", &[Edit::insert_item(id, 0, "damage")]);
            }
            if node.member().is_some() {
                try_with("another key", &[Edit::rename(id, "damage")]);
            }
            let spans: Vec<Span> = if node.is_object() {
                node.members().iter().map(|member| member.span).collect()
            } else {
                node.items().map(NodeRef::span).collect()
            };
            // A TOML table may stand in several places.
            let apart = |pair: &&[Span]| pair[0].end <= pair[1].start;
            if self.old.format == Format::Toml && node.is_object() {
                continue;
            }
            for pair in spans.windows(2).filter(apart) {
                let text = &self.new.text;
                let (one, two) = (pair[0], pair[1]);
                let damaged = format!(
                    "{}{}{}{}{}",
                    &text[..one.start],
                    &text[two.start..two.end],
                    &text[one.end..two.start],
                    &text[one.start..one.end],
                    &text[two.end..]
                );
                self.refuses("two that swap places", damaged, tally);
            }
        }
    }

    /// Writes values otherwise that stay the same values.
    fn spellings(&self, tally: &mut Tally) {
        for id in self.new.tree.ids() {
            let node = self.new.node(id);
            let span = node.span();
            let raw = self.new.slice(span);
            let other = match node.kind() {
                NodeKind::Number(raw) if !raw.contains(['.', 'e', 'x', '_']) => {
                    format!("{raw}.0")
                }
                NodeKind::String { text, .. }
                    if raw.starts_with('"')
                        && text.starts_with(|c: char| c.is_ascii_alphabetic()) =>
                {
                    let first = text.as_bytes()[0];
                    format!("\"\\u{first:04x}{}", &raw[2..])
                }
                _ => continue,
            };
            let text = &self.new.text;
            let damaged = format!("{}{other}{}", &text[..span.start], &text[span.end..]);
            self.refuses("another spelling", damaged, tally);
        }
        for comment in &self.new.comments {
            let span = comment.span;
            let text = &self.new.text;
            let damaged = format!("{}{}", &text[..span.start], &text[span.end..]);
            self.refuses("a lost comment", damaged, tally);
        }
        let damaged = match self.new.text.strip_suffix('\n') {
            Some(text) => text.to_owned(),
            None => format!("{}\n", self.new.text),
        };
        self.refuses("another end", damaged, tally);
        self.refuses("line ends", self.new.text.replace('\n', "\r\n"), tally);
        self.refuses("a mark", format!("\u{feff}{}", self.new.text), tally);
    }
}

/// Every fix of every fixture, its result damaged in all the ways above.
#[test]
fn every_damage_of_a_fixed_file_is_refused() {
    // Every so many characters are tried; `MCPMEND_EVERY=1` tries all.
    let every = std::env::var("MCPMEND_EVERY").map_or(37, |every| every.parse().unwrap());
    let judged = in_each_case(|case, context| {
        let mut tally = Tally::default();
        let mut fixes = 0;
        for (seed, finding) in check::check(context, &everything()).iter().enumerate() {
            for fix in &finding.fixes {
                let mut by_file: BTreeMap<_, Vec<Edit>> = BTreeMap::new();
                for (file, edit) in &fix.edits {
                    by_file.entry(*file).or_default().push(edit.clone());
                }
                for (id, edits) in by_file {
                    let file = context.workspace.file(id);
                    let old = &file.document;
                    // What a mend of a syntax error means is not known as data.
                    let of_text = edits.iter().any(|edit| matches!(edit, Edit::Text(_)));
                    let Ok(lowered) = old.lower(&edits) else {
                        continue;
                    };
                    let new = edit::apply(&old.text, &lowered).unwrap();
                    let fixed = Fixed {
                        name: format!("{case}: {}", fix.title),
                        new: Document::parse(new, file.kind.format),
                        old,
                        edits,
                        lowered,
                        dialect: file.kind.dialect,
                    };
                    verify(old, &fixed.edits, &fixed.new, fixed.dialect).unwrap();
                    if !of_text {
                        fixed.characters(every, seed, &mut tally);
                        fixed.values(&mut tally);
                        fixed.spellings(&mut tally);
                        fixes += 1;
                    }
                }
            }
        }
        (fixes, tally)
    });
    let mut all = Tally::default();
    let mut fixes = 0;
    for (count, tally) in judged {
        fixes += count;
        all.add(tally);
    }
    let tried: usize = all.tried.values().sum();
    println!(
        "{fixes} fixes, {tried} damages {:?}\n{} refused as data, {} of layout only refused as bytes",
        all.tried, all.alone, all.layout
    );
    let shown = all.wrong.len().min(12);
    assert!(
        all.wrong.is_empty(),
        "{} of {tried}\n{}",
        all.wrong.len(),
        all.wrong[..shown].join("\n\n")
    );
    assert!(
        fixes > 150 && tried > 20_000,
        "{fixes} fixes, {tried} damages"
    );
}

fn read(text: &str, format: Format) -> Document {
    Document::parse(text.to_owned(), format)
}

/// The value at a path of keys and indices, divided by slashes.
fn at<'d>(document: &'d Document, path: &str) -> NodeRef<'d> {
    let step = |node: NodeRef<'d>, part: &str| match part.parse::<usize>() {
        Ok(index) if node.is_array() => node.items().nth(index).unwrap(),
        _ => node.get(part).unwrap(),
    };
    path.split('/').fold(document.root().unwrap(), step)
}

/// Results that say what was meant but for one thing.
#[test]
fn what_is_almost_right_is_refused() {
    type Case = (
        Format,
        &'static str,
        fn(&Document) -> Vec<Edit>,
        &'static str,
        &'static str,
    );
    let add: fn(&Document) -> Vec<Edit> =
        |document| vec![Edit::insert(document.root().unwrap().id(), "new", 1)];
    let set: fn(&Document) -> Vec<Edit> = |document| vec![Edit::set(at(document, "a").id(), 2)];
    let cases: &[Case] = &[
        (
            Format::Json,
            r#"{"a": 1, "a": 2}"#,
            add,
            r#"{"a": 1, "a": 2, "new": 1}"#,
            r#"{"a": 2, "a": 1, "new": 1}"#,
        ),
        (
            Format::Json,
            r#"{"a": 1, "b": 2}"#,
            add,
            r#"{"a": 1, "b": 2, "new": 1}"#,
            r#"{"b": 2, "a": 1, "new": 1}"#,
        ),
        (
            Format::Json,
            r#"{"a": 1}"#,
            add,
            r#"{"a": 1, "new": 1}"#,
            r#"{"new": 1, "a": 1}"#,
        ),
        (
            Format::Json,
            r#"{"a": 1.0}"#,
            add,
            r#"{"a": 1.0, "new": 1}"#,
            r#"{"a": 1, "new": 1}"#,
        ),
        (
            Format::Json,
            r#"{"a": -0}"#,
            add,
            r#"{"a": -0, "new": 1}"#,
            r#"{"a": 0, "new": 1}"#,
        ),
        (
            Format::Json,
            r#"{"a": 10}"#,
            add,
            r#"{"a": 10, "new": 1}"#,
            r#"{"a": 1e1, "new": 1}"#,
        ),
        (
            Format::Json,
            r#"{"a": 123456789012345678901234567890}"#,
            add,
            r#"{"a": 123456789012345678901234567890, "new": 1}"#,
            r#"{"a": 123456789012345678901234567891, "new": 1}"#,
        ),
        (
            Format::Json,
            r#"{"a": "A"}"#,
            add,
            r#"{"a": "A", "new": 1}"#,
            r#"{"a": "\u0041", "new": 1}"#,
        ),
        (
            Format::Json,
            r#"{"a": 1}"#,
            add,
            r#"{"a": 1, "new": 1}"#,
            r#"{"\u0061": 1, "new": 1}"#,
        ),
        (
            Format::Json,
            r#"{"a": true}"#,
            add,
            r#"{"a": true, "new": 1}"#,
            r#"{"a": "true", "new": 1}"#,
        ),
        (
            Format::Json,
            "{\"a\": [1,  2]}",
            add,
            "{\"a\": [1,  2], \"new\": 1}",
            "{\"a\": [1, 2], \"new\": 1}",
        ),
        (
            Format::Json,
            "{\"a\":  1}",
            add,
            "{\"a\":  1, \"new\": 1}",
            "{\"a\": 1, \"new\": 1}",
        ),
        (
            Format::Json,
            " {\"a\": 1} ",
            add,
            " {\"a\": 1, \"new\": 1} ",
            "{\"a\": 1, \"new\": 1}",
        ),
        (
            Format::Json,
            "{\"a\": 1, // x\n \"b\": 2}",
            add,
            "{\"a\": 1, // x\n \"b\": 2, \"new\": 1}",
            "{\"a\": 1, // y\n \"b\": 2, \"new\": 1}",
        ),
        (
            Format::Json,
            "{\"a\": 1, /* x */ \"b\": 2}",
            add,
            "{\"a\": 1, /* x */ \"b\": 2, \"new\": 1}",
            "{\"a\": 1, /* x */ \"b\": 2, /* x */ \"new\": 1}",
        ),
        // The comment is beside what goes; the other one is not.
        (
            Format::Json,
            "{\"a\": 1, /* x */ \"b\": 2, /* y */ \"c\": 3}",
            |document| vec![Edit::remove(at(document, "a").id())],
            "{\"b\": 2, /* y */ \"c\": 3}",
            "{/* x */ \"b\": 2, \"c\": 3}",
        ),
        (
            Format::Yaml,
            "a: &x 1\nb: &y 1\nc: *x\n",
            set,
            "a: &x 2\nb: &y 1\nc: *x\n",
            "a: &x 2\nb: &y 1\nc: *y\n",
        ),
        (
            Format::Yaml,
            "a: 1\nc: !t x\n",
            set,
            "a: 2\nc: !t x\n",
            "a: 2\nc: !t y\n",
        ),
        (
            Format::Yaml,
            "a: 1\nb: 'x'\n",
            set,
            "a: 2\nb: 'x'\n",
            "a: 2\nb: x\n",
        ),
        (
            Format::Yaml,
            "a: 1\nb:\n  - 1\n",
            set,
            "a: 2\nb:\n  - 1\n",
            "a: 2\nb: [1]\n",
        ),
        (
            Format::Yaml,
            "a: 1\nb: 1\nc: 2\n",
            set,
            "a: 2\nb: 1\nc: 2\n",
            "a: 2\nc: 2\nb: 1\n",
        ),
        (
            Format::Yaml,
            "a: 1\nb: |\n  x\n",
            set,
            "a: 2\nb: |\n  x\n",
            "a: 2\nb: |-\n  x\n",
        ),
        (
            Format::Toml,
            "a = 1\nb = 1.0\n",
            set,
            "a = 2\nb = 1.0\n",
            "a = 2\nb = 1.00\n",
        ),
        (
            Format::Toml,
            "a = 1\nb = 0x1F\n",
            set,
            "a = 2\nb = 0x1F\n",
            "a = 2\nb = 31\n",
        ),
        (
            Format::Toml,
            "a = 1\nb = 1979-05-27T07:32:00Z\n",
            set,
            "a = 2\nb = 1979-05-27T07:32:00Z\n",
            "a = 2\nb = 1979-05-27T07:32:00+00:00\n",
        ),
        (
            Format::Toml,
            "a = 1\nb = 'x'\n",
            set,
            "a = 2\nb = 'x'\n",
            "a = 2\nb = \"x\"\n",
        ),
        (
            Format::Toml,
            "a = 1\nb = 1 # c\n",
            set,
            "a = 2\nb = 1 # c\n",
            "a = 2\nb = 1 # d\n",
        ),
        (
            Format::Toml,
            "[m]\nx = 1\ny = 2\n[a]\n",
            add,
            "new = 1\n[m]\nx = 1\ny = 2\n[a]\n",
            "new = 1\n[m]\ny = 2\nx = 1\n[a]\n",
        ),
        (
            Format::Toml,
            "a = 1\r\nb = 1\r\n",
            set,
            "a = 2\r\nb = 1\r\n",
            "a = 2\nb = 1\r\n",
        ),
        (
            Format::Json,
            "\u{feff}{\"a\": 1}",
            add,
            "\u{feff}{\"a\": 1, \"new\": 1}",
            "{\"a\": 1, \"new\": 1}",
        ),
    ];
    for (format, text, edits, right, wrong) in cases {
        let old = read(text, *format);
        let edits = edits(&old);
        let judge = |text: &str| verify(&old, &edits, &read(text, *format), Dialect::JSONC);
        assert_eq!(judge(right), Ok(()), "{text} to {right}");
        assert!(judge(wrong).is_err(), "{text} to {wrong}");
    }
}

/// Edits that cannot be carried out together are refused, however they are ordered.
#[test]
fn edits_that_contradict_each_other_are_refused() {
    type Case = fn(&Document) -> Vec<Edit>;
    let cases: &[Case] = &[
        |it| {
            vec![
                Edit::set(at(it, "a").id(), 1),
                Edit::remove(at(it, "a").id()),
            ]
        },
        |it| {
            vec![
                Edit::set(at(it, "a").id(), 1),
                Edit::set(at(it, "a").id(), 2),
            ]
        },
        |it| {
            vec![
                Edit::set(at(it, "a/b").id(), 1),
                Edit::remove(at(it, "a").id()),
            ]
        },
        |it| {
            vec![
                Edit::insert(at(it, "a").id(), "x", 1),
                Edit::set(at(it, "a").id(), json!({})),
            ]
        },
        |it| vec![Edit::move_to(at(it, "a").id(), at(it, "a/c").id(), "x")],
        |it| {
            vec![
                Edit::rename(at(it, "a").id(), "x"),
                Edit::remove(at(it, "a").id()),
            ]
        },
        |it| {
            vec![
                Edit::splice(at(it, "s").id(), 0..2, ""),
                Edit::splice(at(it, "s").id(), 1..3, ""),
            ]
        },
        |it| {
            vec![
                Edit::Text(TextEdit::insert(0, " ")),
                Edit::remove(at(it, "a").id()),
            ]
        },
        |it| {
            let at_place = Place::Before(at(it, "a/b").id());
            vec![Edit::insert_at(it.root().unwrap().id(), "x", 1, at_place)]
        },
    ];
    let old = read(
        r#"{"a": {"b": 1, "c": {}}, "s": "text", "l": [1]}"#,
        Format::Json,
    );
    for case in cases {
        let mut edits = case(&old);
        for _ in 0..2 {
            edits.reverse();
            assert!(
                verify(&old, &edits, &old, Dialect::JSONC).is_err(),
                "{edits:?}"
            );
            if let Ok(lowered) = old.lower(&edits) {
                let new = read(&edit::apply(&old.text, &lowered).unwrap(), Format::Json);
                assert!(
                    verify(&old, &edits, &new, Dialect::JSONC).is_err(),
                    "{edits:?}: {}",
                    new.text
                );
            }
        }
    }
}

/// A text without a value gets none, and one with a value keeps it.
#[test]
fn an_empty_document_stays_one() {
    for format in [Format::Json, Format::Yaml] {
        let empty = read("", format);
        assert!(empty.root().is_none(), "{format:?}");
        let full = read("{\"a\": 1}", format);
        assert!(verify(&empty, &[], &full, Dialect::JSONC).is_err());
        assert!(verify(&full, &[], &empty, Dialect::JSONC).is_err());
        assert_eq!(verify(&empty, &[], &empty, Dialect::JSONC), Ok(()));
    }
}
