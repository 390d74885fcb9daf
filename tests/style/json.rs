//! Texts of JSON before and after an edit, as an author would want them.

use mcpmend::document::{Dialect, Document, Edit, EditError, Format, Place};
use serde_json::json;

use super::support::{at, edited, read};

#[track_caller]
fn check_in(dialect: Dialect, before: &str, edits: impl Fn(&Document) -> Vec<Edit>, after: &str) {
    let old = read(before, Format::Json, dialect);
    assert_eq!(edited(&old, &edits(&old)).unwrap(), after);
}

#[track_caller]
fn check(before: &str, edits: impl Fn(&Document) -> Vec<Edit>, after: &str) {
    check_in(Dialect::JSONC, before, edits, after);
}

fn wrap(document: &Document, path: &str, key: &str) -> Vec<Edit> {
    vec![Edit::Wrap {
        node: at(document, path),
        key: key.to_owned(),
    }]
}

#[test]
fn one_line_stays_one_line() {
    let insert = |d: &Document| vec![Edit::insert(at(d, "a"), "args", json!(["-y", "x"]))];
    for (before, after) in [
        (
            r#"{ "a": { "b": 1 } }"#,
            r#"{ "a": { "b": 1, "args": ["-y", "x"] } }"#,
        ),
        (r#"{"a":{"b":1}}"#, r#"{"a":{"b":1,"args":["-y","x"]}}"#),
        (
            r#"{"a": {"b": 1}}"#,
            r#"{"a": {"b": 1, "args": ["-y", "x"]}}"#,
        ),
        (
            r#"{ "a" : { "b" : 1 } }"#,
            r#"{ "a" : { "b" : 1, "args" : ["-y", "x"] } }"#,
        ),
        (
            r#"{ "a": { "b": [ 1 ] } }"#,
            r#"{ "a": { "b": [ 1 ], "args": [ "-y", "x" ] } }"#,
        ),
        (
            "{\n  \"a\": { \"command\": \"a-very-long-command\", \"cwd\": \"/a/very/long/path/of/a/folder\" }\n}\n",
            "{\n  \"a\": { \"command\": \"a-very-long-command\", \"cwd\": \"/a/very/long/path/of/a/folder\", \"args\": [\"-y\", \"x\"] }\n}\n",
        ),
    ] {
        check(before, insert, after);
    }
}

#[test]
fn what_was_empty_is_filled_as_others_of_its_name_are() {
    let fill = |d: &Document| vec![Edit::insert(at(d, "s/b/env"), "K", "v")];
    check(
        r#"{
  "s": {
    "a": {
      "env": { "A": "b" }
    },
    "b": {
      "env": {}
    }
  }
}
"#,
        fill,
        r#"{
  "s": {
    "a": {
      "env": { "A": "b" }
    },
    "b": {
      "env": { "K": "v" }
    }
  }
}
"#,
    );
    check(
        "{\n\t\"s\": {\n\t\t\"b\": {\n\t\t\t\"env\": { }\n\t\t}\n\t}\n}",
        fill,
        "{\n\t\"s\": {\n\t\t\"b\": {\n\t\t\t\"env\": {\n\t\t\t\t\"K\": \"v\"\n\t\t\t}\n\t\t}\n\t}\n}",
    );
    let root = |d: &Document| vec![Edit::insert(at(d, ""), "K", "v")];
    check("{}", root, "{\n  \"K\": \"v\"\n}");
    check(
        "{\n    // none yet\n}\n",
        root,
        "{\n    // none yet\n    \"K\": \"v\"\n}\n",
    );
    check(
        "{ /* none yet */ }",
        root,
        "{ /* none yet */\n  \"K\": \"v\"\n}",
    );
}

#[test]
fn lists_are_as_others_of_their_name() {
    check(
        r#"{
  "s": {
    "a": {
      "args": [
        "-y",
        "x"
      ],
      "tools": ["p"]
    },
    "b": {
      "command": "c"
    }
  }
}
"#,
        |d| {
            vec![
                Edit::insert(at(d, "s/b"), "args", json!(["q"])),
                Edit::insert(at(d, "s/b"), "tools", json!(["r"])),
            ]
        },
        r#"{
  "s": {
    "a": {
      "args": [
        "-y",
        "x"
      ],
      "tools": ["p"]
    },
    "b": {
      "command": "c",
      "args": [
        "q"
      ],
      "tools": ["r"]
    }
  }
}
"#,
    );
}

#[test]
fn comments_stay_with_what_they_are_about() {
    let before = r#"{
  // about a
  "a": 1, // behind a
  /* about b */ "b": 2,

  // about c
  "c": 3 // behind c
  // the end
}
"#;
    check(
        before,
        |d| vec![Edit::insert(at(d, ""), "z", 9)],
        &before.replace("3 // behind c\n", "3, // behind c\n  \"z\": 9\n"),
    );
    check(
        before,
        |d| vec![Edit::insert_at(at(d, ""), "z", 9, Place::First)],
        &before.replace("{\n", "{\n  \"z\": 9,\n"),
    );
    check(
        before,
        |d| {
            vec![Edit::insert_at(
                at(d, ""),
                "z",
                9,
                Place::Before(at(d, "c")),
            )]
        },
        &before.replace("2,\n", "2,\n  \"z\": 9,\n"),
    );
    check(
        before,
        |d| vec![Edit::insert_at(at(d, ""), "z", 9, Place::After(at(d, "a")))],
        &before.replace("behind a\n", "behind a\n  \"z\": 9,\n"),
    );
    let line = r#"{ /* a */ "a": 1, /* b */ "b": 2 /* two */ }"#;
    check(
        line,
        |d| vec![Edit::insert(at(d, ""), "z", 9)],
        r#"{ /* a */ "a": 1, /* b */ "b": 2, /* two */ "z": 9 }"#,
    );
    check(
        line,
        |d| vec![Edit::insert_at(at(d, ""), "z", 9, Place::First)],
        r#"{ "z": 9, /* a */ "a": 1, /* b */ "b": 2 /* two */ }"#,
    );
    check(
        line,
        |d| vec![Edit::insert_at(at(d, ""), "z", 9, Place::After(at(d, "a")))],
        r#"{ /* a */ "a": 1, "z": 9, /* b */ "b": 2 /* two */ }"#,
    );
}

#[test]
fn commas_come_where_the_author_has_them() {
    let server = json!({"command": "c", "env": {"K": "v"}});
    let insert = |d: &Document| vec![Edit::insert(at(d, ""), "new", server.clone())];
    let trailing = "{\n  \"a\": {\n    \"b\": 1,\n  },\n}\n";
    check(
        trailing,
        insert,
        "{\n  \"a\": {\n    \"b\": 1,\n  },\n  \"new\": {\n    \"command\": \"c\",\n    \"env\": {\n      \"K\": \"v\",\n    },\n  },\n}\n",
    );
    check(
        trailing,
        |d| wrap(d, "a", "k"),
        "{\n  \"a\": {\n    \"k\": {\n      \"b\": 1,\n    },\n  },\n}\n",
    );
    // A reader that refuses them gets none, also where one stood.
    check_in(
        Dialect::STRICT,
        "{\n  \"a\": 1,\n}\n",
        |d| vec![Edit::insert(at(d, ""), "b", json!([{ "c": 2 }]))],
        "{\n  \"a\": 1,\n  \"b\": [\n    {\n      \"c\": 2\n    }\n  ]\n}\n",
    );
    check(
        "{ \"a\": 1, }",
        |d| vec![Edit::insert(at(d, ""), "b", 2)],
        "{ \"a\": 1, \"b\": 2, }",
    );
    let leading = "{ \"a\": 1\n, \"b\": { \"c\": 2\n       , \"d\": 3\n       }\n}\n";
    check(
        leading,
        |d| vec![Edit::insert(at(d, "b"), "e", 4)],
        "{ \"a\": 1\n, \"b\": { \"c\": 2\n       , \"d\": 3\n       , \"e\": 4\n       }\n}\n",
    );
    check(
        leading,
        |d| vec![Edit::remove(at(d, "b/d")), Edit::remove(at(d, "a"))],
        "{ \"b\": { \"c\": 2\n       }\n}\n",
    );
}

#[test]
fn blank_lines_between_members_are_kept_up() {
    let before = "{\n  \"a\": 1,\n\n  \"b\": 2,\n\n  \"c\": 3\n}\n";
    check(
        before,
        |d| vec![Edit::insert(at(d, ""), "z", 9)],
        "{\n  \"a\": 1,\n\n  \"b\": 2,\n\n  \"c\": 3,\n\n  \"z\": 9\n}\n",
    );
    check(
        before,
        |d| vec![Edit::insert_at(at(d, ""), "z", 9, Place::First)],
        "{\n  \"z\": 9,\n\n  \"a\": 1,\n\n  \"b\": 2,\n\n  \"c\": 3\n}\n",
    );
    for (gone, after) in [
        ("a", "{\n  \"b\": 2,\n\n  \"c\": 3\n}\n"),
        ("b", "{\n  \"a\": 1,\n\n  \"c\": 3\n}\n"),
        ("c", "{\n  \"a\": 1,\n\n  \"b\": 2\n}\n"),
    ] {
        check(before, |d| vec![Edit::remove(at(d, gone))], after);
    }
}

#[test]
fn columns_stay_columns() {
    let colons = "{\n  \"url\"    : 1,\n  \"command\": 2\n}\n";
    check(
        colons,
        |d| {
            vec![
                Edit::insert(at(d, ""), "env", 3),
                Edit::insert(at(d, ""), "much-longer", 4),
            ]
        },
        "{\n  \"url\"    : 1,\n  \"command\": 2,\n  \"env\"    : 3,\n  \"much-longer\": 4\n}\n",
    );
    check(
        colons,
        |d| vec![Edit::rename(at(d, "url"), "serve")],
        "{\n  \"serve\"  : 1,\n  \"command\": 2\n}\n",
    );
    check(
        "{\n  \"url\":     1,\n  \"command\": 2\n}\n",
        |d| {
            vec![
                Edit::insert(at(d, ""), "env", 3),
                Edit::rename(at(d, "url"), "serve"),
            ]
        },
        "{\n  \"serve\":   1,\n  \"command\": 2,\n  \"env\":     3\n}\n",
    );
    // Members that begin behind the bracket keep below each other.
    check(
        "{ \"a\": 1,\n  \"b\": 2 }\n",
        |d| {
            vec![
                Edit::insert(at(d, ""), "c", 3),
                Edit::insert_at(at(d, ""), "z", 0, Place::First),
            ]
        },
        "{ \"z\": 0,\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3 }\n",
    );
}

#[test]
fn json5_is_written_as_json5() {
    let before = "{\n  s: {\n    a: { url: 'it\\'s', 'two words': 1 },\n  },\n}\n";
    let edits = |d: &Document| {
        vec![
            Edit::insert(at(d, "s"), "new", json!({"command": "C:\\x", "b c": "\"'"})),
            Edit::rename(at(d, "s/a"), "b"),
            Edit::splice(at(d, "s/a/url"), 0..2, "that'"),
            Edit::set(at(d, "s/a/two words"), "x"),
        ]
    };
    check_in(
        Dialect::JSON5,
        before,
        edits,
        "{\n  s: {\n    b: { url: 'that\\'\\'s', 'two words': 'x' },\n    new: { command: 'C:\\\\x', 'b c': '\"\\'' },\n  },\n}\n",
    );
    // Another reader takes nothing of this, so that nothing new of it is written.
    check(
        "{\n  s: 1\n}\n",
        |d| {
            vec![
                Edit::insert(at(d, ""), "t", "x"),
                Edit::rename(at(d, "s"), "r"),
            ]
        },
        "{\n  \"r\": 1,\n  \"t\": \"x\"\n}\n",
    );
}

#[test]
fn escapes_are_as_in_the_rest_of_the_file() {
    check(
        r#"{"a": "caf\u00e9", "b": "\/x"}"#,
        |d| {
            vec![
                Edit::insert(at(d, ""), "c", "é\u{1f600}\\"),
                Edit::splice(at(d, "b"), 1..2, "ü"),
            ]
        },
        r#"{"a": "caf\u00e9", "b": "\/\u00fc", "c": "\u00e9\ud83d\ude00\\"}"#,
    );
    check(
        r#"{"a": "café \u0000"}"#,
        |d| vec![Edit::insert(at(d, ""), "c", "ü")],
        r#"{"a": "café \u0000", "c": "ü"}"#,
    );
}

#[test]
fn indentation_is_that_of_the_neighbours() {
    // The comment at the top says nothing about the indentation.
    check(
        "/*\n * servers\n */\n{\n    \"a\": {}\n}\n",
        |d| vec![Edit::insert(at(d, "a"), "b", json!({"c": 1}))],
        "/*\n * servers\n */\n{\n    \"a\": {\n        \"b\": {\n            \"c\": 1\n        }\n    }\n}\n",
    );
    // Tabs in one server, spaces in the other.
    let mixed = "{\n\t\"s\": {\n\t\t\"a\": {\n\t\t\t\"b\": 1\n\t\t},\n    \"c\": {\n      \"d\": 2\n    }\n\t}\n}\n";
    check(
        mixed,
        |d| {
            vec![
                Edit::insert(at(d, "s/a"), "x", 3),
                Edit::insert(at(d, "s/c"), "x", 3),
            ]
        },
        "{\n\t\"s\": {\n\t\t\"a\": {\n\t\t\t\"b\": 1,\n\t\t\t\"x\": 3\n\t\t},\n    \"c\": {\n      \"d\": 2,\n      \"x\": 3\n    }\n\t}\n}\n",
    );
    // All lines flush left.
    check(
        "{\n\"a\": {\n\"b\": 1\n}\n}\n",
        |d| vec![Edit::insert(at(d, ""), "c", json!({"d": 2}))],
        "{\n\"a\": {\n\"b\": 1\n},\n\"c\": {\n\"d\": 2\n}\n}\n",
    );
}

#[test]
fn what_cannot_be_done_is_refused_with_a_reason() {
    for (text, reason) in [
        ("{\"a\": {\"b\": 1 \"c\": 2}}", "a comma is missing in it"),
        ("{\"a\": {\"b\": 1", "one of its brackets is missing"),
    ] {
        let old = read(text, Format::Json, Dialect::JSONC);
        let edits = [Edit::insert(at(&old, "a"), "z", 1)];
        assert_eq!(old.lower(&edits), Err(EditError::Unsupported(reason)));
    }
}
