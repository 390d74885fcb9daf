use serde_json::json;

use super::super::super::edit::{Edit, EditError, Place, apply};
use super::super::super::{Dialect, Document, NodeId, verify};
use super::document;

/// The node at a path of keys and indices.
fn at(document: &Document, path: &str) -> NodeId {
    let mut node = document.root().unwrap();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        node = match part.parse::<usize>() {
            Ok(index) => node.items().nth(index).unwrap(),
            Err(_) => node.get(part).unwrap(),
        };
    }
    node.id()
}

fn edited(text: &str, edits: impl Fn(&Document) -> Vec<Edit>) -> Result<String, EditError> {
    let old = document(text);
    assert_eq!(old.errors, [], "{text}");
    let edits = edits(&old);
    let changed = apply(text, &old.lower(&edits)?)?;
    verify(&old, &edits, &document(&changed), Dialect::JSONC)
        .map_err(|error| EditError::Unverified(format!("{error}\n{changed}")))?;
    Ok(changed)
}

/// Checks in three kinds of file: with LF, with CRLF and a byte order mark, and without a final
/// line break.
fn check(text: &str, edits: impl Fn(&Document) -> Vec<Edit>, expected: &str) {
    assert_eq!(edited(text, &edits).as_deref(), Ok(expected), "{text}");
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    if text.contains('\n') {
        assert_eq!(
            edited(&windows(text), &edits).as_deref(),
            Ok(windows(expected).as_str()),
            "{text}"
        );
    }
    let open = |text: &str| text.trim_end_matches('\n').to_owned();
    assert_eq!(
        edited(&open(text), &edits).as_deref(),
        Ok(open(expected).as_str()),
        "{text}"
    );
}

fn refused(text: &str, edits: impl Fn(&Document) -> Vec<Edit>) {
    let result = edited(text, edits);
    assert!(
        matches!(result, Err(EditError::Unsupported(_))),
        "{result:?}"
    );
}

const CONTINUE: &str = "\
name: me
mcpServers:
  # files
  - name: fs # own
    command: npx
    args:
      - \"-y\"
      - pkg
  - name: web
    url: http://x

models: []
";

#[test]
fn values_keep_their_quotes() {
    let cases = [
        ("k: a # c\n", json!("b"), "k: b # c\n"),
        ("k: a\n", json!("1"), "k: \"1\"\n"),
        ("k: a\n", json!("yes"), "k: \"yes\"\n"),
        ("k: a\n", json!("a: b"), "k: \"a: b\"\n"),
        ("k: a\n", json!("http://x:1/y"), "k: http://x:1/y\n"),
        ("k: 'a'\n", json!("it's"), "k: 'it''s'\n"),
        ("k: 'a'\n", json!("l\nm"), "k: \"l\\nm\"\n"),
        ("k: \"a\"\n", json!("C:\\x"), "k: \"C:\\\\x\"\n"),
        ("k: a\n", json!(true), "k: true\n"),
        ("k: 1\n", json!("x"), "k: x\n"),
        ("k:\n", json!(5), "k: 5\n"),
        ("k: # c\nl: 1\n", json!(5), "k: 5 # c\nl: 1\n"),
        ("k:\n  a\n", json!("b"), "k:\n  b\n"),
        ("{k: a, l: 1}\n", json!("b c"), "{k: b c, l: 1}\n"),
        ("{k: a}\n", json!("x,y"), "{k: \"x,y\"}\n"),
        ("{k: , l: 1}\n", json!(2), "{k: 2, l: 1}\n"),
        ("{\"k\": 1}\n", json!("b"), "{\"k\": \"b\"}\n"),
        ("k: a\n", json!(["b", 1]), "k:\n  - b\n  - 1\n"),
        ("k: a # c\n", json!({"b": {}}), "k: # c\n  b: {}\n"),
        ("k: [a]\n", json!({}), "k: {}\n"),
        ("k:\n  - a\n  - b # c\n", json!("x"), "k: x # c\n"),
        ("k: # c\n  x: 1\nl: 1\n", json!(5), "k: 5 # c\nl: 1\n"),
    ];
    for (text, value, expected) in cases {
        check(
            text,
            |document| vec![Edit::set(at(document, "k"), value.clone())],
            expected,
        );
    }
}

#[test]
fn collections_change_only_where_they_differ() {
    check(
        CONTINUE,
        |document| {
            vec![Edit::set(
                at(document, "mcpServers/0"),
                json!({"name": "fs", "command": "uvx", "args": ["pkg"], "env": {"A": "b"}}),
            )]
        },
        "\
name: me
mcpServers:
  # files
  - name: fs # own
    command: uvx
    args:
      - pkg
    env:
      A: b
  - name: web
    url: http://x

models: []
",
    );
    check(
        "k: [a, b, c] # d\n",
        |document| vec![Edit::set(at(document, "k"), json!(["a", "x", "z", "c"]))],
        "k: [a, x, z, c] # d\n",
    );
    check(
        "k: []\n",
        |document| vec![Edit::set(at(document, "k"), json!(["a", "b"]))],
        "k: [a, b]\n",
    );
}

#[test]
fn keys_are_renamed() {
    for (text, name, expected) in [
        ("k: 1\nl: 2\n", "type", "type: 1\nl: 2\n"),
        ("'k': 1\n", "it's", "'it''s': 1\n"),
        ("{\"k\": 1}\n", "l", "{\"l\": 1}\n"),
        ("k: 1\n", "a: b", "\"a: b\": 1\n"),
    ] {
        check(
            text,
            |document| vec![Edit::rename(at(document, "k"), name)],
            expected,
        );
    }
}

#[test]
fn members_are_inserted() {
    let remote = json!({"url": "http://x", "headers": {"A": "b"}, "list": [1, {"c": [], "d": 2}]});
    check(
        CONTINUE,
        |document| vec![Edit::insert(at(document, ""), "extra", remote.clone())],
        &CONTINUE.replace(
            "models: []\n",
            "models: []\nextra:\n  url: http://x\n  headers:\n    A: b\n  list:\n    - 1\n    - c: []\n      d: 2\n",
        ),
    );
    check(
        CONTINUE,
        |document| vec![Edit::insert(at(document, "mcpServers/1"), "type", "sse")],
        &CONTINUE.replace("url: http://x\n", "url: http://x\n    type: sse\n"),
    );
    check(
        CONTINUE,
        |document| {
            vec![
                Edit::insert_at(at(document, "mcpServers/0"), "type", "stdio", Place::First),
                Edit::insert_at(
                    at(document, "mcpServers/0"),
                    "env",
                    json!({}),
                    Place::After(at(document, "mcpServers/0/name")),
                ),
                Edit::insert_at(
                    at(document, ""),
                    "version",
                    "1",
                    Place::Before(at(document, "mcpServers")),
                ),
            ]
        },
        &CONTINUE
            .replace(
                "- name: fs # own\n",
                "- type: stdio\n    name: fs # own\n    env: {}\n",
            )
            .replace("name: me\n", "name: me\nversion: \"1\"\n"),
    );
}

#[test]
fn members_are_inserted_between_braces() {
    for (text, expected) in [
        ("k: {a: 1} # c\n", "k: {a: 1, b: x y} # c\n"),
        ("k: {\"a\": 1}\n", "k: {\"a\": 1, \"b\": \"x y\"}\n"),
        ("k: {\n  a: 1,\n}\n", "k: {\n  a: 1,\n  b: x y,\n}\n"),
        ("k: {} # c\n", "k: # c\n  b: x y\n"),
        ("k:\n  {}\n", "k:\n  b: x y\n"),
        ("[{k: {}}]\n", ""),
    ] {
        if expected.is_empty() {
            check(
                text,
                |document| vec![Edit::insert(at(document, "0/k"), "b", "x y")],
                "[{k: {b: x y}}]\n",
            );
        } else {
            check(
                text,
                |document| vec![Edit::insert(at(document, "k"), "b", "x y")],
                expected,
            );
        }
    }
    check(
        "- {}\n- 1\n",
        |document| {
            vec![
                Edit::insert(at(document, "0"), "a", 1),
                Edit::insert(at(document, "0"), "b", 2),
            ]
        },
        "- a: 1\n  b: 2\n- 1\n",
    );
}

#[test]
fn items_are_inserted_and_removed() {
    check(
        CONTINUE,
        |document| {
            vec![
                Edit::insert_item(
                    at(document, "mcpServers"),
                    2,
                    json!({"name": "z", "args": ["q"]}),
                ),
                Edit::insert_item(at(document, "mcpServers"), 0, "first"),
                Edit::insert_item(at(document, "mcpServers/0/args"), 1, "mid"),
                Edit::insert_item(at(document, "models"), 0, 1),
                Edit::insert_item(at(document, "models"), 0, 2),
            ]
        },
        "\
name: me
mcpServers:
  - first
  # files
  - name: fs # own
    command: npx
    args:
      - \"-y\"
      - mid
      - pkg
  - name: web
    url: http://x
  - name: z
    args:
      - q

models: [1, 2]
",
    );
    check(
        CONTINUE,
        |document| {
            vec![
                Edit::remove(at(document, "mcpServers/0/args/0")),
                Edit::remove(at(document, "mcpServers/1")),
            ]
        },
        "\
name: me
mcpServers:
  # files
  - name: fs # own
    command: npx
    args:
      - pkg

models: []
",
    );
    check(
        "k: [a, b, c]\n",
        |document| {
            vec![
                Edit::remove(at(document, "k/0")),
                Edit::remove(at(document, "k/2")),
                Edit::insert_item(at(document, "k"), 3, "d"),
            ]
        },
        "k: [b, d]\n",
    );
}

#[test]
fn members_are_removed_with_their_lines() {
    for (path, text, expected) in [
        (
            "b",
            "a: 1\n# about b\nb: 2 # x\nc: 3\n",
            "a: 1\n# about b\nc: 3\n",
        ),
        ("b", "a: 1\nb:\n  - x\n  # y\n  - z\nc: 3\n", "a: 1\nc: 3\n"),
        ("b", "a: 1\nb: |\n  x\n\n  y\nc: 3\n", "a: 1\nc: 3\n"),
        ("c", "a: 1\nc: 3\n", "a: 1\n"),
        ("0/a", "- a: 1 # x\n  b: 2\n- 1\n", "- b: 2\n- 1\n"),
        ("0/a", "- a: 1\n  # y\n  b: 2\n", "- # y\n  b: 2\n"),
        ("0/a", "- a: 1\n", "- {}\n"),
        (
            "a/b",
            "a: # x\n  # y\n  b: 2\nc: 1\n",
            "a: {} # x\n  # y\nc: 1\n",
        ),
        ("a/0", "a:\n- b\nc: 1\n", "a: []\nc: 1\n"),
        ("a", "a: 1\n", "{}\n"),
        ("a", "{a: 1, b: 2}\n", "{b: 2}\n"),
        ("a", "{a: 1}\n", "{}\n"),
    ] {
        check(
            text,
            |document| vec![Edit::remove(at(document, path))],
            expected,
        );
    }
}

#[test]
fn edits_of_one_fix_combine() {
    check(
        "a:\n  x: 1\n  y: 2\nb: 3\n",
        |document| {
            vec![
                Edit::remove(at(document, "a/y")),
                Edit::insert(at(document, "a"), "z", 4),
                Edit::remove(at(document, "b")),
                Edit::insert(at(document, ""), "c", json!({"d": 5})),
                Edit::rename(at(document, "a"), "aa"),
                Edit::set(at(document, "a/x"), "one"),
            ]
        },
        "aa:\n  x: one\n  z: 4\nc:\n  d: 5\n",
    );
    check(
        "a:\n  x: 1\nb: 3\n",
        |document| {
            vec![
                Edit::remove(at(document, "a/x")),
                Edit::remove(at(document, "b")),
                Edit::insert(at(document, ""), "c", 1),
            ]
        },
        "a: {}\nc: 1\n",
    );
    check(
        "a: 1\nb: 2\n",
        |document| {
            vec![
                Edit::remove(at(document, "a")),
                Edit::remove(at(document, "b")),
                Edit::insert(at(document, ""), "c", 1),
            ]
        },
        "c: 1\n",
    );
    check(
        "a:\nb: 2\n",
        |document| {
            vec![
                Edit::insert_at(at(document, ""), "m", 1, Place::After(at(document, "a"))),
                Edit::set(at(document, "a"), "v"),
            ]
        },
        "a: v\nm: 1\nb: 2\n",
    );
}

#[test]
fn strings_are_spliced() {
    for (text, find, new, expected) in [
        ("k: abc def # x\n", "b", "ö", "k: aöc def # x\n"),
        ("k: abc\n", "abc", "12", "k: \"12\"\n"),
        ("k: abc\n", "b", ": ", "k: \"a: c\"\n"),
        ("k: 'it''s b'\n", "b", "'", "k: 'it''s '''\n"),
        (
            "k: \"a\\u00e9\\tb\\\\c\"\n",
            "b",
            "\"\\",
            "k: \"a\\u00e9\\t\\\"\\\\\\\\c\"\n",
        ),
        ("k: \"a\\\n  b\"\n", "b", "c", "k: \"ac\"\n"),
        ("{k: abc}\n", "b", ",", "{k: \"a,c\"}\n"),
    ] {
        check(
            text,
            |document| {
                let node = at(document, "k");
                let decoded = document.node(node).as_str().unwrap();
                let start = decoded.find(find).unwrap();
                vec![Edit::splice(node, start..start + find.len(), new)]
            },
            expected,
        );
    }
}

#[test]
fn members_move() {
    check(
        "servers:\n  a:\n    # c\n    command: |\n      x\n\n        y\n    args: [1]\n  b: 1 # d\nmcp:\n    nested:\n        z: 1\nend: 1\n",
        |document| {
            ["a", "b"]
                .map(|name| Edit::MoveMember {
                    member: at(document, &format!("servers/{name}")),
                    object: at(document, "mcp/nested"),
                    name: format!("{name}{name}"),
                })
                .to_vec()
        },
        "servers: {}\nmcp:\n    nested:\n        z: 1\n        aa:\n          # c\n          command: |\n            x\n\n              y\n          args: [1]\n        bb: 1 # d\nend: 1\n",
    );
    check(
        "a: {x: \"1\", y: 2}\nb: {}\n",
        |document| {
            vec![Edit::MoveMember {
                member: at(document, "a/x"),
                object: at(document, "b"),
                name: "z".to_owned(),
            }]
        },
        "a: {y: 2}\nb:\n  z: \"1\"\n",
    );
}

#[test]
fn values_are_wrapped() {
    let wrap = |path: &'static str| {
        move |document: &Document| {
            vec![Edit::Wrap {
                node: at(document, path),
                key: "mcpServers".to_owned(),
            }]
        }
    };
    check(
        "# top\na:\n  b: |\n    x\n\n    y\n# mid\nc: 1\n",
        wrap(""),
        "# top\nmcpServers:\n  a:\n    b: |\n      x\n\n      y\n  # mid\n  c: 1\n",
    );
    check(
        "k:\n  - a: 1\n    b: 2\n",
        wrap("k/0"),
        "k:\n  - mcpServers:\n      a: 1\n      b: 2\n",
    );
    check("{a: 1}\n", wrap(""), "{mcpServers: {a: 1}}\n");
    check("k: x # c\n", wrap("k"), "k:\n  mcpServers: x # c\n");
    check("k: {a: 1}\n", wrap("k"), "k:\n  mcpServers: {a: 1}\n");
    check(
        "k:\n- a\n- b\n",
        wrap("k"),
        "k:\n  mcpServers:\n  - a\n  - b\n",
    );
    check("{k: x}\n", wrap("k"), "{k: {mcpServers: x}}\n");
}

#[test]
fn what_could_change_elsewhere_is_refused() {
    let set =
        |path: &'static str| move |document: &Document| vec![Edit::set(at(document, path), "v")];
    refused("a: &x 1\nb: *x\n", set("a"));
    refused("a: &x 1\nb: *x\n", set("b"));
    refused("a: &x\n  c: 1\nb: *x\n", set("a/c"));
    refused("a: &x\n  c: 1\nb:\n  <<: *x\n", set("b/<<"));
    refused("a: !t 1\n", set("a"));
    refused("a: &x\nb: *x\n", set("a"));
    refused("a: [&x 1, 2]\nb: *x\n", |document| {
        vec![Edit::remove(at(document, "a/0"))]
    });
    refused("a: {c: &x 1}\nb: &x 2\nd: *x\n", |document| {
        vec![Edit::remove(at(document, "b"))]
    });
    refused("- &x a\n- *x\n", set("0"));
    check("- &x a\n- b\n", set("0"), "- &x v\n- b\n");
    refused("a:\n  b: |\n    x\nc: 1\n  # d\n", |document| {
        vec![Edit::MoveMember {
            member: at(document, "a/b"),
            object: at(document, ""),
            name: "e".to_owned(),
        }]
    });
    refused("? a\n: 1\n", |document| {
        vec![Edit::insert(at(document, ""), "b", 1)]
    });
    refused("[a: 1]\n", |document| {
        vec![Edit::insert(at(document, "0"), "b", 1)]
    });
}

#[test]
fn a_comment_moves_with_the_only_member_of_an_item() {
    for value in ["", " 1"] {
        check(
            &format!("- a:{value} # one\n- {{}}\n"),
            |document| vec![Edit::move_to(at(document, "0/a"), at(document, "1"), "b")],
            &format!("- {{}}\n- b:{value} # one\n"),
        );
    }
}
