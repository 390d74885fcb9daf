//! Edits of the tree, each on texts of many styles.

use serde_json::json;

use super::super::super::edit::apply;
use super::super::super::{
    Dialect, Document, Edit, EditError, NodeId, NodeRef, Place, TextEdit, verify,
};
use super::document;

/// The node at a path of keys and indices.
fn at(document: &Document, path: &str) -> NodeId {
    let root = document.root().unwrap();
    let step = |node: NodeRef<'_>, name: &str| match name.parse::<usize>() {
        Ok(index) => node.items().nth(index).unwrap().id(),
        Err(_) => node.get(name).unwrap().id(),
    };
    path.split('.')
        .filter(|name| !name.is_empty())
        .fold(root.id(), |id, name| step(document.node(id), name))
}

fn carried_out(old: &Document, edits: &[Edit]) -> String {
    let lowered = old.lower(edits).unwrap();
    let text = apply(&old.text, &lowered).unwrap();
    let new = document(&text);
    verify(old, edits, &new, Dialect::JSONC).unwrap_or_else(|error| panic!("{error}: {text}"));
    text
}

#[track_caller]
fn check(text: &str, edits: impl Fn(&Document) -> Vec<Edit>, expected: &str) {
    let old = document(text);
    assert_eq!(carried_out(&old, &edits(&old)), expected);
    // The same with other line ends, a byte order mark and tabs.
    let crlf = document(&text.replace('\n', "\r\n"));
    let with_crlf = carried_out(&crlf, &edits(&crlf));
    assert_eq!(with_crlf, expected.replace('\n', "\r\n"));
    let marked = document(&format!("\u{feff}{text}"));
    let with_mark = carried_out(&marked, &edits(&marked));
    assert_eq!(with_mark, format!("\u{feff}{expected}"));
    let tabs = document(&text.replace("  ", "\t"));
    let with_tabs = carried_out(&tabs, &edits(&tabs));
    assert_eq!(with_tabs, expected.replace("  ", "\t"));
}

const SERVERS: &str = r#"{
  // the servers
  "mcpServers": {
    "a": {
      "command": "npx", // node
      "args": ["-y", "x"],
      "env": {}
    },
    "b": { "url": "https://x.io" }
  }
}
"#;

#[test]
fn values_are_replaced_in_place() {
    check(
        r#"{"a": 1, "b": [1,2]}"#,
        |d| {
            vec![
                Edit::set(at(d, "a"), "x\"\\\n"),
                Edit::set(at(d, "b"), json!(["p", "q"])),
            ]
        },
        r#"{"a": "x\"\\\n", "b": ["p", "q"]}"#,
    );
    check(
        "{\n  \"a\": {\n    \"b\": 1\n  },\n  \"c\": true\n}",
        |d| vec![Edit::set(at(d, "c"), json!({"x": {"y": [1, 2]}, "z": []}))],
        "{\n  \"a\": {\n    \"b\": 1\n  },\n  \"c\": {\n    \"x\": {\n      \"y\": [1, 2]\n    },\n    \"z\": []\n  }\n}",
    );
    check(
        "{\n  \"a\": [\n    \"x\"\n  ]\n}",
        |d| vec![Edit::set(at(d, "a"), json!(["p", "q"]))],
        "{\n  \"a\": [\n    \"p\",\n    \"q\"\n  ]\n}",
    );
}

#[test]
fn members_are_added_in_the_style_around() {
    let server = json!({"command": "uvx", "args": ["y"]});
    check(
        SERVERS,
        |d| vec![Edit::insert(at(d, "mcpServers.a.env"), "K", "v")],
        &SERVERS.replace("{}", "{\n        \"K\": \"v\"\n      }"),
    );
    check(
        SERVERS,
        |d| vec![Edit::insert(at(d, "mcpServers.a"), "type", "stdio")],
        &SERVERS.replace("{}", "{},\n      \"type\": \"stdio\""),
    );
    check(
        SERVERS,
        |d| vec![Edit::insert(at(d, "mcpServers.b"), "type", "http")],
        &SERVERS.replace("x.io\" }", "x.io\", \"type\": \"http\" }"),
    );
    check(
        SERVERS,
        |d| {
            let command = at(d, "mcpServers.a.command");
            vec![
                Edit::insert_at(at(d, "mcpServers.a"), "type", "stdio", Place::First),
                Edit::insert_at(at(d, "mcpServers.a"), "cwd", "/", Place::After(command)),
            ]
        },
        &SERVERS
            .replace("\"command\"", "\"type\": \"stdio\",\n      \"command\"")
            .replace("// node", "// node\n      \"cwd\": \"/\","),
    );
    check(
        "{\"a\":{\"b\":1}}",
        |d| {
            vec![
                Edit::insert(at(d, ""), "c", server.clone()),
                Edit::insert(at(d, "a"), "d", 2),
            ]
        },
        "{\"a\":{\"b\":1,\"d\":2},\"c\":{\"command\":\"uvx\",\"args\":[\"y\"]}}",
    );
    check(
        "{\n  \"a\": 1, // last\n}\n",
        |d| {
            vec![
                Edit::insert(at(d, ""), "b", 2),
                Edit::insert(at(d, ""), "c", 3),
            ]
        },
        "{\n  \"a\": 1, // last\n  \"b\": 2,\n  \"c\": 3,\n}\n",
    );
    check(
        "{\n  \"a\": 1 // last\n}\n",
        |d| vec![Edit::insert(at(d, ""), "b", 2)],
        "{\n  \"a\": 1, // last\n  \"b\": 2\n}\n",
    );
    check(
        "{\n  // nothing yet\n}\n",
        |d| vec![Edit::insert(at(d, ""), "a", 1)],
        "{\n  // nothing yet\n  \"a\": 1\n}\n",
    );
}

#[test]
fn an_empty_file_gets_the_usual_style() {
    let read = document("{}\n");
    let server = json!({"command": "uvx", "args": ["y"]});
    assert_eq!(
        carried_out(&read, &[Edit::insert(at(&read, ""), "a", server)]),
        "{\n  \"a\": {\n    \"command\": \"uvx\",\n    \"args\": [\"y\"]\n  }\n}\n"
    );
}

#[test]
fn items_are_added_at_their_index() {
    check(
        "{\n  \"a\": [\"x\", \"y\"],\n  \"b\": [\n    1\n  ]\n}",
        |d| {
            let (a, b) = (at(d, "a"), at(d, "b"));
            vec![
                Edit::insert_item(a, 0, "p"),
                Edit::insert_item(a, 0, "q"),
                Edit::insert_item(a, 2, "z"),
                Edit::insert_item(b, 1, 2),
                Edit::insert_item(b, 0, 0),
            ]
        },
        "{\n  \"a\": [\"p\", \"q\", \"x\", \"y\", \"z\"],\n  \"b\": [\n    0,\n    1,\n    2\n  ]\n}",
    );
    check(
        "{\"a\": []}",
        |d| vec![Edit::insert_item(at(d, "a"), 0, "x")],
        "{\"a\": [\"x\"]}",
    );
}

#[test]
fn a_new_list_keeps_to_the_width_and_the_style_of_the_others() {
    let long = format!("/{}", "x".repeat(70));
    let servers = "{\n  \"s\": [\n    { \"name\": \"a\" }\n  ]\n}";
    check(
        servers,
        |d| vec![Edit::set(at(d, "s"), json!({"a": ["-y", "x"]}))],
        "{\n  \"s\": {\n    \"a\": [\"-y\", \"x\"]\n  }\n}",
    );
    check(
        servers,
        |d| vec![Edit::set(at(d, "s"), json!({"a": ["-y", long]}))],
        &format!("{{\n  \"s\": {{\n    \"a\": [\n      \"-y\",\n      \"{long}\"\n    ]\n  }}\n}}"),
    );
    check(
        "{\n  \"a\": [\n    1\n  ],\n  \"b\": 2\n}",
        |d| vec![Edit::set(at(d, "b"), json!([3]))],
        "{\n  \"a\": [\n    1\n  ],\n  \"b\": [\n    3\n  ]\n}",
    );
}

#[test]
fn members_go_with_their_lines() {
    let three = "{\n  \"a\": 1, // one\n  // two\n  \"b\": [\n    2\n  ],\n  \"c\": 3\n}\n";
    let without = |names: &'static [&'static str]| {
        move |d: &Document| names.iter().map(|name| Edit::remove(at(d, name))).collect()
    };
    check(
        three,
        without(&["a"]),
        "{\n  // two\n  \"b\": [\n    2\n  ],\n  \"c\": 3\n}\n",
    );
    check(
        three,
        without(&["b"]),
        "{\n  \"a\": 1, // one\n  // two\n  \"c\": 3\n}\n",
    );
    check(
        three,
        without(&["c"]),
        "{\n  \"a\": 1, // one\n  // two\n  \"b\": [\n    2\n  ]\n}\n",
    );
    check(
        three,
        without(&["b", "c"]),
        "{\n  \"a\": 1 // one\n  // two\n}\n",
    );
    check(three, without(&["a", "b", "c"]), "{\n  // two\n}\n");
    let flat = "{ \"a\": 1, \"b\": 2, \"c\": 3 }";
    check(flat, without(&["a"]), "{ \"b\": 2, \"c\": 3 }");
    check(flat, without(&["b"]), "{ \"a\": 1, \"c\": 3 }");
    check(flat, without(&["c"]), "{ \"a\": 1, \"b\": 2 }");
    check(flat, without(&["a", "c"]), "{ \"b\": 2 }");
    check(flat, without(&["b", "c"]), "{ \"a\": 1 }");
    check(flat, without(&["a", "b", "c"]), "{}");
    check("{\n  \"a\": 1,\n}", without(&["a"]), "{}");
    check(
        "{\n  \"a\": 1,\n  \"b\": 2,\n}",
        without(&["b"]),
        "{\n  \"a\": 1,\n}",
    );
}

#[test]
fn what_goes_and_what_comes_share_their_commas() {
    check(
        "{\n  \"a\": 1,\n  \"b\": 2\n}",
        |d| vec![Edit::remove(at(d, "b")), Edit::insert(at(d, ""), "c", 3)],
        "{\n  \"a\": 1,\n  \"c\": 3\n}",
    );
    check(
        "{\"a\": 1, \"b\": 2}",
        |d| {
            vec![
                Edit::remove(at(d, "a")),
                Edit::remove(at(d, "b")),
                Edit::insert(at(d, ""), "c", 3),
                Edit::insert(at(d, ""), "d", 4),
            ]
        },
        "{\"c\": 3, \"d\": 4}",
    );
    check(
        "[1, 2, 3]",
        |d| vec![Edit::remove(at(d, "0")), Edit::insert_item(at(d, ""), 0, 9)],
        "[9, 2, 3]",
    );
}

#[test]
fn a_moved_member_keeps_its_bytes() {
    check(
        "{\n  \"a\": {\n    \"x\": [ 1,2 ], // odd\n    \"y\": {\n      \"z\": 1.50\n    }\n  },\n  \"b\": 2\n}",
        |d| vec![Edit::move_to(at(d, "a.y"), at(d, ""), "new")],
        "{\n  \"a\": {\n    \"x\": [ 1,2 ] // odd\n  },\n  \"b\": 2,\n  \"new\": {\n    \"z\": 1.50\n  }\n}",
    );
}

/// All members of the object at `inner` go to the one at `outer`, and what is at `gone` goes.
fn unwrapped(d: &Document, inner: &str, outer: &str, gone: &str) -> Vec<Edit> {
    let to = at(d, outer);
    d.node(at(d, inner))
        .entries()
        .map(|(key, value)| Edit::move_to(value.id(), to, key.text.clone()))
        .chain([Edit::remove(at(d, gone))])
        .collect()
}

#[test]
fn members_move_out_of_an_object_that_goes() {
    check(
        "{\n  \"s\": {\n    \"s\": {\n      \"a\": {\n        // why\n        \"x\": 1.50\n      },\n      \"b\": { \"y\":[1] }\n    }\n  }\n}\n",
        |d| unwrapped(d, "s.s", "s", "s.s"),
        "{\n  \"s\": {\n    \"a\": {\n      // why\n      \"x\": 1.50\n    },\n    \"b\": { \"y\":[1] }\n  }\n}\n",
    );
    check(
        "{\n  \"s\": {\n    // all\n    \"s\": {\n      \"a\": {}\n    },\n    \"b\": 2 // two\n  }\n}\n",
        |d| unwrapped(d, "s.s", "s", "s.s"),
        "{\n  \"s\": {\n    // all\n    \"b\": 2, // two\n    \"a\": {}\n  }\n}\n",
    );
    check(
        "{\n  \"s\": {\n    // all\n    \"s\": {\n      \"a\": {}\n    }\n  }\n}\n",
        |d| unwrapped(d, "s.s", "s", "s.s"),
        "{\n  \"s\": {\n    // all\n    \"a\": {}\n  }\n}\n",
    );
    check(
        "{\n  \"m\": {\n    \"s\": {\n      \"a\": { \"x\":1 }\n    }\n  },\n  \"z\": 0\n}\n",
        |d| {
            vec![
                Edit::remove(at(d, "m")),
                Edit::move_to(at(d, "m.s"), at(d, ""), "t"),
            ]
        },
        "{\n  \"z\": 0,\n  \"t\": {\n    \"a\": { \"x\":1 }\n  }\n}\n",
    );
    check(
        "{\"m\":{\"s\":{\"a\":1,\"b\":2}}}",
        |d| unwrapped(d, "m.s", "", "m"),
        "{\"a\":1,\"b\":2}",
    );
}

#[test]
fn a_value_is_wrapped() {
    check(
        "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n",
        |d| {
            vec![Edit::Wrap {
                node: at(d, ""),
                key: "servers".to_owned(),
            }]
        },
        "{\n  \"servers\": {\n    \"a\": {\n      \"b\": 1\n    }\n  }\n}\n",
    );
    check(
        "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n",
        |d| {
            vec![
                Edit::Wrap {
                    node: at(d, "a"),
                    key: "servers".to_owned(),
                },
                Edit::rename(at(d, "a"), "mcp"),
            ]
        },
        "{\n  \"mcp\": {\n    \"servers\": {\n      \"b\": 1\n    }\n  }\n}\n",
    );
    // What is new inside goes as deep as what was there.
    check(
        "{\n  \"a\": {\n    // why\n    \"b\": {\n      \"c\": 1 // one\n    },\n    \"d\": [\n      2\n    ]\n  }\n}\n",
        |d| {
            vec![
                Edit::Wrap {
                    node: at(d, "a"),
                    key: "servers".to_owned(),
                },
                Edit::insert_at(at(d, "a"), "first", 0, Place::Before(at(d, "a.b"))),
                Edit::insert_at(at(d, "a.b"), "before", 0, Place::First),
                Edit::insert(at(d, "a.b"), "after", json!({ "x": { "y": 1 } })),
                Edit::insert_item(at(d, "a.d"), 1, 3),
                Edit::insert(at(d, "a"), "last", 9),
            ]
        },
        "{\n  \"a\": {\n    \"servers\": {\n      \"first\": 0,\n      // why\n      \"b\": {\n        \"before\": 0,\n        \"c\": 1, // one\n        \"after\": {\n          \"x\": {\n            \"y\": 1\n          }\n        }\n      },\n      \"d\": [\n        2,\n        3\n      ],\n      \"last\": 9\n    }\n  }\n}\n",
    );
    check(
        "{\"a\": [1]}",
        |d| {
            vec![
                Edit::Wrap {
                    node: at(d, "a.0"),
                    key: "k".to_owned(),
                },
                Edit::insert_item(at(d, "a"), 0, 0),
                Edit::insert_item(at(d, "a"), 1, 2),
            ]
        },
        "{\"a\": [0, {\"k\": 1}, 2]}",
    );
}

#[test]
fn keys_and_parts_of_strings_change_alone() {
    check(
        r#"{"a\u0062": "caf\u00e9 \"x\" /old\/ é"}"#,
        |d| {
            let text = d.node(at(d, "ab")).as_str().unwrap();
            let from = text.find("old").unwrap();
            vec![
                Edit::rename(at(d, "ab"), "say \"b\""),
                Edit::splice(at(d, "ab"), from..from + 3, "n\\w"),
                Edit::splice(at(d, "ab"), text.len()..text.len(), "!"),
            ]
        },
        r#"{"say \"b\"": "caf\u00e9 \"x\" /n\\w\/ é!"}"#,
    );
}

#[test]
fn clashing_edits_are_refused() {
    let read = document(SERVERS);
    let node = |path| at(&read, path);
    for edits in [
        vec![
            Edit::remove(node("mcpServers.a")),
            Edit::set(node("mcpServers.a.env"), 1),
        ],
        vec![
            Edit::set(node("mcpServers.a"), 1),
            Edit::insert(node("mcpServers.a"), "x", 1),
        ],
        vec![
            Edit::remove(node("mcpServers.a")),
            Edit::rename(node("mcpServers.a"), "x"),
        ],
        vec![
            Edit::set(node("mcpServers.a"), 1),
            Edit::remove(node("mcpServers.a")),
        ],
        vec![Edit::MoveMember {
            member: node("mcpServers.a"),
            object: node("mcpServers.a.env"),
            name: "x".to_owned(),
        }],
        vec![
            Edit::splice(node("mcpServers.a.command"), 0..3, ""),
            Edit::splice(node("mcpServers.a.command"), 2..2, ""),
        ],
    ] {
        assert_eq!(read.lower(&edits), Err(EditError::Overlap), "{edits:?}");
    }
    for edit in [
        Edit::remove(node("")),
        Edit::rename(node(""), "x"),
        Edit::insert(node("mcpServers.a.args"), "x", 1),
        Edit::insert_item(node("mcpServers.a.args"), 3, 1),
        Edit::splice(node("mcpServers.a.command"), 2..9, "x"),
    ] {
        assert_eq!(
            read.lower(std::slice::from_ref(&edit)),
            Err(EditError::Mismatch),
            "{edit:?}"
        );
    }
}

#[test]
fn a_comment_goes_with_its_line() {
    let text = "{\n  // one\n  \"a\": 1, // two\n  /* three */ \"b\": 2\n} // four";
    let read = document(text);
    let without = |index: usize| {
        let mend = super::super::remove_comment(&read, &read.comments[index]);
        assert!(!mend.safe);
        apply(text, &mend.edits).unwrap()
    };
    assert_eq!(without(0), text.replace("  // one\n", ""));
    assert_eq!(without(1), text.replace(" // two", ""));
    assert_eq!(without(2), text.replace("  /* three */", ""));
    assert_eq!(without(3), text.replace(" // four", ""));
    let last = document("{}\n// end");
    let mend = super::super::remove_comment(&last, &last.comments[0]);
    assert_eq!(apply(&last.text, &mend.edits).unwrap(), "{}");
}

#[test]
fn a_comma_that_leads_never_ends_in_a_comment() {
    // Most commas of this file end their lines; those of the object begin theirs.
    let text = "{ // one\n  \"a\" // two\n  :\n  [1, // three\n  2\n  ] // four\n  , // five\n  \"b\" // six\n  : 3 // seven\n} // eight\n";
    let read = document(text);
    let root = read.root().unwrap().id();
    let edits = read.lower(&[Edit::insert(root, "c", 4)]).unwrap();
    let wanted = text.replace("// seven\n", "// seven\n, \"c\": 4\n");
    assert_eq!(apply(text, &edits).unwrap(), wanted);
}

#[test]
fn text_edits_pass_through() {
    let read = document("{\"a\": 1 \"b\": 2}");
    let edit = TextEdit::insert(7, ",");
    assert_eq!(read.lower(&[Edit::Text(edit.clone())]), Ok(vec![edit]));
}
