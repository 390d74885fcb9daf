//! Scalars as an author would write them: quotes and blocks of text.

use mcpmend::document::{Edit, Place};
use serde_json::json;

use super::tables::{insert, item, remove, set};
use super::{at, row};

#[test]
fn strings_are_quoted_like_their_neighbours() {
    for (before, value, after) in [
        ("o:\n  a: x\n", "v", "o:\n  a: x\n  new: v\n"),
        ("o:\n  a: 'x'\n", "v", "o:\n  a: 'x'\n  new: 'v'\n"),
        ("o:\n  a: \"x\"\n", "v", "o:\n  a: \"x\"\n  new: \"v\"\n"),
        // Quotes that are needed are no habit, but show which ones are liked.
        ("o:\n  a: '1'\n", "v", "o:\n  a: '1'\n  new: v\n"),
        ("o:\n  a: '1'\n", "2", "o:\n  a: '1'\n  new: '2'\n"),
        (
            "o:\n  a: x\n  b: '1'\n",
            "2",
            "o:\n  a: x\n  b: '1'\n  new: '2'\n",
        ),
        ("o:\n  a: x\n", "2", "o:\n  a: x\n  new: \"2\"\n"),
        (
            "o:\n  a: x\nz: ' q'\n",
            "2",
            "o:\n  a: x\n  new: '2'\nz: ' q'\n",
        ),
        ("o:\n  a: 'x'\n", "l\nm", "o:\n  a: 'x'\n  new: \"l\\nm\"\n"),
        ("o:\n  \"a\": 1\n", "v", "o:\n  \"a\": 1\n  \"new\": v\n"),
        ("o:\n  'a': 'x'\n", "v", "o:\n  'a': 'x'\n  'new': 'v'\n"),
        // Nothing near says it: the file does.
        (
            "o:\n  a: 1\nb: 'x'\n",
            "v",
            "o:\n  a: 1\n  new: 'v'\nb: 'x'\n",
        ),
        ("o: {\"a\": 1}\n", "v", "o: {\"a\": 1, \"new\": \"v\"}\n"),
        (
            "o: {\"a\":1,\"b\":2}\n",
            "v",
            "o: {\"a\":1,\"b\":2,\"new\":\"v\"}\n",
        ),
        ("o: { 'a': 'x' }\n", "v", "o: { 'a': 'x', 'new': 'v' }\n"),
        ("o: {a: x,b: z}\n", "v", "o: {a: x,b: z,new: v}\n"),
    ] {
        insert(before, "o", Place::Last, &json!(value), after);
    }
    for (before, value, after) in [
        (
            "o:\n  - 'a'\n  - 'b'\n",
            "c",
            "o:\n  - 'a'\n  - 'b'\n  - 'c'\n",
        ),
        (
            "o:\n  - \"-y\"\n  - \"b\"\n",
            "c",
            "o:\n  - \"-y\"\n  - \"b\"\n  - \"c\"\n",
        ),
        ("o: [\"-y\", \"b\"]\n", "c", "o: [\"-y\", \"b\", \"c\"]\n"),
        ("o: ['-y','b']\n", "c", "o: ['-y','b','c']\n"),
        ("o: [ a, b ]\n", "c", "o: [ a, b, c ]\n"),
        ("o: [a, b]\n", "c,d", "o: [a, b, \"c,d\"]\n"),
    ] {
        item(before, "o", 2, &json!(value), after);
    }
    for (before, value, after) in [
        ("k: 'a'\nl: x\n", "b", "k: 'b'\nl: x\n"),
        ("k: a\nl: 'x'\nm: 'y'\n", "b", "k: b\nl: 'x'\nm: 'y'\n"),
        ("k: a\nl: ' x'\n", "1", "k: '1'\nl: ' x'\n"),
        ("k: 5\nl: 'x'\n", "b", "k: 'b'\nl: 'x'\n"),
    ] {
        set(before, "k", &json!(value), after);
    }
}

/// Everything that some reader takes for something else than this text.
#[test]
fn what_would_read_as_something_else_is_quoted() {
    let quoted = [
        "",
        " ",
        " a",
        "a ",
        "~",
        "null",
        "Null",
        "NULL",
        "true",
        "True",
        "FALSE",
        "yes",
        "Yes",
        "no",
        "NO",
        "on",
        "Off",
        "y",
        "N",
        "1",
        "-1",
        "+1",
        "1.5",
        ".5",
        "1.",
        "1e3",
        "1_000",
        "0o7",
        "0x1F",
        "0b11",
        "007",
        "12:30:45",
        "1:20",
        "190:20:30.15",
        ".inf",
        "-.Inf",
        ".nan",
        "2001-12-14",
        "2001-12-14t21:59:43.10-05:00",
        "2001-12-14 21:59:43",
        "=",
        "<<",
        "a: b",
        "a:",
        ":",
        ": a",
        "a #b",
        "#a",
        "- a",
        "-",
        "? a",
        "?",
        "[a",
        "]a",
        "{a",
        "}a",
        ",a",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "'a",
        "\"a",
        "%a",
        "@a",
        "`a",
        "--- a",
        "...",
        "a\tb",
        "a\u{85}b",
        "\u{feff}a",
        "a\u{7f}",
        "a\u{2028}b",
        "a\nb",
        "a\r",
        "\u{0}",
    ];
    for text in quoted {
        for before in ["o:\n  a: x\n", "o: {a: x}\n"] {
            let result = super::edited(before, |document| {
                vec![Edit::insert(at(document, "o"), "new", text)]
            })
            .unwrap();
            let (_, written) = result.split_once("new: ").unwrap();
            assert!(written.starts_with('"'), "{text:?} became {written}");
            super::edited(before, |document| {
                vec![Edit::insert(at(document, "o"), format!("k{text}"), 1)]
            })
            .unwrap();
        }
    }
    let plain = [
        "a",
        "a b",
        "npx",
        "-y",
        "--port",
        "--a=b",
        "@",
        "http://h:1/p?q=1",
        "C:\\x",
        "$A",
        "${A}",
        "/a/b",
        "~/a",
        "a#b",
        "a:b",
        "it's",
        "1a:x",
        "nope",
        "yesterday",
        "é",
        "日本",
        "a-b",
        "x=y",
        "1 2",
        "x, y",
        "x [1]",
        "x {y}",
        "a@1.0",
    ];
    for text in plain.iter().filter(|text| !text.starts_with('@')) {
        insert(
            "o:\n  a: x\n",
            "o",
            Place::Last,
            &json!(text),
            &format!("o:\n  a: x\n  new: {text}\n"),
        );
    }
}

#[test]
fn block_scalars_stay_what_they_say() {
    // A member behind one; behind one whose last lines count.
    for header in ["|", "|-", ">", ">-", "|2", "|2-"] {
        insert(
            &format!("o:\n  a: {header}\n    x\n\n    y\n\nend: 1\n"),
            "o",
            Place::Last,
            &json!(1),
            &format!("o:\n  a: {header}\n    x\n\n    y\n  new: 1\n\nend: 1\n"),
        );
    }
    insert(
        "o:\n  a: |+\n    x\n\n\nend: 1\n",
        "o",
        Place::Last,
        &json!(1),
        "o:\n  a: |+\n    x\n\n\n  new: 1\nend: 1\n",
    );
    remove("a: |\n  x\n\n  y\nb: 1\n", "a", "b: 1\n");
    remove("a: |\n  x\nb: 1\n", "b", "a: |\n  x\n");
    set(
        "a: | # c\n  x\n  y\nb: 1\n",
        "a",
        &json!("z"),
        "a: z # c\nb: 1\n",
    );
    set(
        "a: |\n    x\n    y\nb: 1\n",
        "a",
        &json!("p\n\nq\n"),
        "a: |\n    p\n\n    q\nb: 1\n",
    );
    set(
        "a: |\n  x\n  y\nb: 1\n",
        "a",
        &json!("p\nq"),
        "a: |-\n  p\n  q\nb: 1\n",
    );
    set(
        "a: >-\n  x\nb: 1\n",
        "a",
        &json!({"c": 1}),
        "a:\n  c: 1\nb: 1\n",
    );
    let splice = |before: &str, find: &str, new: &str, after: &str| {
        row(
            before,
            |document| {
                let node = at(document, "a");
                let text = document.node(node).as_str().unwrap();
                let start = text.find(find).unwrap();
                vec![Edit::splice(node, start..start + find.len(), new)]
            },
            after,
        );
    };
    splice(
        "a: |\n  x 3000\n    y 1\nb: 1\n",
        "1",
        "22",
        "a: |\n  x 3000\n    y 22\nb: 1\n",
    );
    splice(
        "a: |+ # c\n  x 3000\n\nb: 1\n",
        "3000",
        "4",
        "a: |+ # c\n  x 4\n\nb: 1\n",
    );
    splice(
        "a: >-\n  npx\n  -p 3000\n  x\nb: 1\n",
        "3000",
        "4",
        "a: >-\n  npx\n  -p 4\n  x\nb: 1\n",
    );
    splice(
        "a: |\n  x\n  y\nb: 1\n",
        "x\ny",
        "z\nw",
        "a: |\n  z\n  w\nb: 1\n",
    );
}
