//! What an author would want, written by hand.

use mcpmend::document::{Edit, Place};
use serde_json::{Value, json};

use super::{at, row};

/// Adds a server behind the others of `servers`.
fn add(before: &str, value: &Value, after: &str) {
    row(
        before,
        |document| vec![Edit::insert(at(document, "servers"), "new", value.clone())],
        after,
    );
}

pub(super) fn set(before: &str, path: &str, value: &Value, after: &str) {
    row(
        before,
        |document| vec![Edit::set(at(document, path), value.clone())],
        after,
    );
}

pub(super) fn remove(before: &str, path: &str, after: &str) {
    row(
        before,
        |document| vec![Edit::remove(at(document, path))],
        after,
    );
}

pub(super) fn insert(before: &str, path: &str, place: Place, value: &Value, after: &str) {
    row(
        before,
        |document| {
            vec![Edit::insert_at(
                at(document, path),
                "new",
                value.clone(),
                place,
            )]
        },
        after,
    );
}

pub(super) fn item(before: &str, path: &str, index: usize, value: &Value, after: &str) {
    row(
        before,
        |document| vec![Edit::insert_item(at(document, path), index, value.clone())],
        after,
    );
}

#[test]
fn a_new_server_is_indented_like_the_others() {
    let server = json!({"command": "npx", "args": ["-y", "pkg"], "env": {"A": "b"}});
    for step in [1, 2, 3, 4, 8] {
        for list in [0, step] {
            let text = |with: bool| {
                let one = " ".repeat(step);
                let two = " ".repeat(2 * step);
                let three = " ".repeat(3 * step);
                let dash = " ".repeat(2 * step + list);
                let server = |name: &str| {
                    format!(
                        "{one}{name}:\n{two}command: npx\n{two}args:\n{dash}- -y\n{dash}- pkg\n{two}env:\n{three}A: b\n"
                    )
                };
                let new = if with { server("new") } else { String::new() };
                format!("servers:\n{}{new}end: 1\n", server("old"))
            };
            add(&text(false), &server, &text(true));
        }
    }
    // The dashes stand further in than the keys.
    add(
        "servers:\n  a:\n    args:\n        - x\n",
        &json!({"args": ["v"], "env": {"A": "b"}}),
        "servers:\n  a:\n    args:\n        - x\n  new:\n    args:\n        - v\n    env:\n      A: b\n",
    );
    // A wide dash.
    item(
        "servers:\n-   name: a\n    args:\n    -   x\n",
        "servers",
        1,
        &json!({"name": "b", "args": ["v", "z"]}),
        "servers:\n-   name: a\n    args:\n    -   x\n-   name: b\n    args:\n    -   v\n    -   z\n",
    );
}

#[test]
fn the_first_entry_is_indented_as_the_file_is() {
    let server = json!({"command": "x", "args": ["v"]});
    add(
        "model:\n    name: a\nservers: {}\n",
        &server,
        "model:\n    name: a\nservers:\n    new:\n        command: x\n        args:\n            - v\n",
    );
    add(
        "model:\n  all:\n  - a\nservers: {} # none yet\n",
        &server,
        "model:\n  all:\n  - a\nservers: # none yet\n  new:\n    command: x\n    args:\n    - v\n",
    );
    set(
        "servers:\nend: 1\n",
        "servers",
        &json!({"new": server}),
        "servers:\n  new:\n    command: x\n    args:\n      - v\nend: 1\n",
    );
    set(
        "servers: # none yet\n  # soon\nend: 1\n",
        "servers",
        &json!({"new": {"command": "x"}}),
        "servers: # none yet\n  new:\n    command: x\n  # soon\nend: 1\n",
    );
    set(
        "a:\n- b\nservers: null\n",
        "servers",
        &json!([{"name": "x"}]),
        "a:\n- b\nservers:\n- name: x\n",
    );
    item(
        "a:\n- b\nservers: []\n",
        "servers",
        0,
        &json!({"name": "x", "env": {}}),
        "a:\n- b\nservers:\n- name: x\n  env: {}\n",
    );
}

#[test]
fn an_empty_list_opens_as_lists_of_its_name_do() {
    item(
        "a:\n  args: []\nb:\n  args:\n    - x\n",
        "a/args",
        0,
        &json!("v"),
        "a:\n  args:\n    - v\nb:\n  args:\n    - x\n",
    );
    item("args: []\n", "args", 0, &json!("v"), "args: [v]\n");
    item(
        "a:\n  args: []\nb:\n  args: [ x, z ]\n",
        "a/args",
        0,
        &json!("v"),
        "a:\n  args: [ v ]\nb:\n  args: [ x, z ]\n",
    );
    insert(
        "a:\n  env: {}\nb:\n  env: {A: b}\n",
        "a/env",
        Place::Last,
        &json!("v"),
        "a:\n  env: {new: v}\nb:\n  env: {A: b}\n",
    );
}

#[test]
fn collections_stand_between_brackets_where_the_others_do() {
    add(
        "servers:\n  a:\n    args: [\"-y\", \"pkg\"]\n    env: { A: b }\n",
        &json!({"args": ["-y", "q"], "env": {"C": "d", "E": "f"}}),
        "servers:\n  a:\n    args: [\"-y\", \"pkg\"]\n    env: { A: b }\n  new:\n    args: [\"-y\", \"q\"]\n    env: { C: \"d\", E: \"f\" }\n"
            .replace("C: \"d\", E: \"f\"", "C: d, E: f")
            .as_str(),
    );
}

#[test]
fn one_line_stays_one_line() {
    let server = json!({"command": "x", "args": ["v"]});
    add(
        "servers: {a: {command: b}}\n",
        &server,
        "servers: {a: {command: b}, new: {command: x, args: [v]}}\n",
    );
    add(
        "servers: { a: { command: b } }\n",
        &server,
        "servers: { a: { command: b }, new: { command: x, args: [v] } }\n",
    );
    remove("k: { a: 1, b: 2 } # c\n", "k/a", "k: { b: 2 } # c\n");
    remove("k: { a: 1, b: 2 }\n", "k/b", "k: { a: 1 }\n");
    remove("k: { a: 1 }\n", "k/a", "k: {}\n");
    set("k: [a, b]\n", "k", &json!({"c": 1}), "k: {c: 1}\n");
    set("k: {a: 1}\n", "k", &json!(["c"]), "k: [c]\n");
    set(
        "k: {a: 1, b: 2}\n",
        "k/a",
        &json!({"c": [1]}),
        "k: {a: {c: [1]}, b: 2}\n",
    );
    set("k: {a, b: 2}\n", "k/a", &json!(1), "k: {a: 1, b: 2}\n");
}

#[test]
fn brackets_over_several_lines_keep_their_commas_and_comments() {
    for (before, after) in [
        ("k: {\n  a: 1\n}\n", "k: {\n  a: 1,\n  new: 2\n}\n"),
        ("k: {\n  a: 1,\n}\n", "k: {\n  a: 1,\n  new: 2,\n}\n"),
        (
            "k: {\n  a: 1 # one\n}\n",
            "k: {\n  a: 1, # one\n  new: 2\n}\n",
        ),
        (
            "k: {\n  a: 1, # one\n}\n",
            "k: {\n  a: 1, # one\n  new: 2,\n}\n",
        ),
        (
            "k: {\n  a: 1,\n  # end\n}\n",
            "k: {\n  a: 1,\n  new: 2,\n  # end\n}\n",
        ),
        ("k: {\n  a: 1 }\n", "k: {\n  a: 1,\n  new: 2 }\n"),
        ("k: {a: 1,\n    b: 2}\n", "k: {a: 1,\n    b: 2, new: 2}\n"),
    ] {
        insert(before, "k", Place::Last, &json!(2), after);
    }
    for (before, after) in [
        (
            "k: {\n  a: 1, # one\n  b: 2 # two\n}\n",
            "k: {\n  new: 2,\n  a: 1, # one\n  b: 2 # two\n}\n",
        ),
        (
            "k: {\n  # one\n  a: 1\n}\n",
            "k: {\n  # one\n  new: 2,\n  a: 1\n}\n",
        ),
    ] {
        insert(before, "k", Place::First, &json!(2), after);
    }
    let text = "k: [\n  a, # one\n  b, # two\n  # below\n  c # three\n]\n";
    remove(text, "k/0", "k: [\n  b, # two\n  # below\n  c # three\n]\n");
    remove(text, "k/1", "k: [\n  a, # one\n  # below\n  c # three\n]\n");
    remove(text, "k/2", "k: [\n  a, # one\n  b # two\n  # below\n]\n");
    remove("k: [\n  a,\n  b,\n]\n", "k/1", "k: [\n  a,\n]\n");
    item(
        text,
        "k",
        3,
        &json!("d"),
        "k: [\n  a, # one\n  b, # two\n  # below\n  c, # three\n  d\n]\n",
    );
}

#[test]
fn comments_stay_with_what_they_are_about() {
    // Behind the last member of a server, before what is commented out below it.
    insert(
        "s:\n  a:\n    x: 1 # one\n    # y: 2\n  # b:\n  #   x: 1\n# end\n",
        "s/a",
        Place::Last,
        &json!(2),
        "s:\n  a:\n    x: 1 # one\n    new: 2\n    # y: 2\n  # b:\n  #   x: 1\n# end\n",
    );
    // A comment above the first server is about that server.
    insert(
        "s:\n  # about a\n  # and more\n  a:\n    x: 1\n",
        "s",
        Place::First,
        &json!({"x": 2}),
        "s:\n  new:\n    x: 2\n  # about a\n  # and more\n  a:\n    x: 1\n",
    );
    // One above the first field is about all of them.
    insert(
        "s:\n  # the files\n  command: x\n  args: []\n",
        "s",
        Place::First,
        &json!(2),
        "s:\n  # the files\n  new: 2\n  command: x\n  args: []\n",
    );
    // Unless each field has its own.
    insert(
        "s:\n  # what\n  command: x\n  # how\n  args: []\n",
        "s",
        Place::First,
        &json!(2),
        "s:\n  new: 2\n  # what\n  command: x\n  # how\n  args: []\n",
    );
    // One at the top of the file is about the file.
    insert(
        "# mine\na:\n  x: 1\n# b\nb: 2\n",
        "",
        Place::First,
        &json!(2),
        "# mine\nnew: 2\na:\n  x: 1\n# b\nb: 2\n",
    );
    set("k: # c\n  - a\n  - b\n", "k", &json!(1), "k: 1 # c\n");
    set("k: a # c\n", "k", &json!({"x": 1}), "k: # c\n  x: 1\n");
    remove(
        "k:\n  a: 1 # one\n  # below\n  b: 2\n",
        "k/a",
        "k:\n  # below\n  b: 2\n",
    );
    remove(
        "k:\n  - a: 1 # one\n    b: 2 # two\n",
        "k/0/a",
        "k:\n  - b: 2 # two\n",
    );
    // At lesser indentation than what is around it.
    insert(
        "s:\n  a:\n    x: 1\n# odd\n    y: 2\n",
        "s/a",
        Place::Last,
        &json!(3),
        "s:\n  a:\n    x: 1\n# odd\n    y: 2\n    new: 3\n",
    );
}

#[test]
fn blank_lines_between_entries_are_kept_up() {
    add(
        "servers:\n  a:\n    x: 1\n\n  b:\n    x: 2\nend: 1\n",
        &json!({"x": 3}),
        "servers:\n  a:\n    x: 1\n\n  b:\n    x: 2\n\n  new:\n    x: 3\nend: 1\n",
    );
    add(
        "servers:\n  a:\n    x: 1\n  b:\n    x: 2\n\nend: 1\n",
        &json!({"x": 3}),
        "servers:\n  a:\n    x: 1\n  b:\n    x: 2\n  new:\n    x: 3\n\nend: 1\n",
    );
}

#[test]
fn what_spans_lines_is_replaced_whole() {
    set("k: a\n  b\nl: 1\n", "k", &json!("c"), "k: c\nl: 1\n");
    set(
        "k: \"a\n  b\"\nl: 1\n",
        "k",
        &json!("c"),
        "k: \"c\"\nl: 1\n",
    );
    set(
        "k:\n  - a\n  - b\nl: 1\n",
        "k",
        &json!(true),
        "k: true\nl: 1\n",
    );
    set(
        "k:\n- a\nl: 1\n",
        "k",
        &json!({"b": 1}),
        "k:\n  b: 1\nl: 1\n",
    );
    set(
        "k:\n  b: 1\nl:\n- x\n",
        "k",
        &json!(["a"]),
        "k:\n- a\nl:\n- x\n",
    );
    set("- a: 1\n  b: 2\n- c\n", "0", &json!("x"), "- x\n- c\n");
    set(
        "- a\n- c\n",
        "0",
        &json!({"x": 1, "z": 2}),
        "- x: 1\n  z: 2\n- c\n",
    );
}

#[test]
fn members_move_as_they_are() {
    let to = |before: &str, member: &str, object: &str, after: &str| {
        row(
            before,
            |document| {
                let name = member.rsplit('/').next().unwrap();
                vec![Edit::move_to(
                    at(document, member),
                    at(document, object),
                    name,
                )]
            },
            after,
        );
    };
    to(
        "a:\n  'x': \"1\" # c\n  y: 2\nb:\n    z: 3\n",
        "a/x",
        "b",
        "a:\n  y: 2\nb:\n    z: 3\n    'x': \"1\" # c\n",
    );
    to(
        "a:\n  x: 1\n  y: 2\nb: {z: 3}\n",
        "a/x",
        "b",
        "a:\n  y: 2\nb: {z: 3, x: 1}\n",
    );
    to(
        "a:\n  x: [1, 2]\n  y: 2\nb: {z: 3}\n",
        "a/x",
        "b",
        "a:\n  y: 2\nb: {z: 3, x: [1, 2]}\n",
    );
    to(
        "a: {x: 1, y: 2}\nb:\n  z: 3\n",
        "a/x",
        "b",
        "a: {y: 2}\nb:\n  z: 3\n  x: 1\n",
    );
    to(
        "d: &d 1\na:\n  x: *d\n  y: 2\nb:\n  z: 3\n",
        "a/x",
        "b",
        "d: &d 1\na:\n  y: 2\nb:\n  z: 3\n  x: *d\n",
    );
}

#[test]
fn a_key_comes_around_a_value() {
    let wrap = |before: &str, path: &str, after: &str| {
        row(
            before,
            |document| {
                vec![Edit::Wrap {
                    node: at(document, path),
                    key: "new".to_owned(),
                }]
            },
            after,
        );
    };
    wrap(
        "a: 1\nb:\n    c: 2\n",
        "",
        "new:\n    a: 1\n    b:\n        c: 2\n",
    );
    wrap("k:\n- a\n- b # c\n", "k", "k:\n  new:\n  - a\n  - b # c\n");
    wrap("k:\n  - a\n", "k", "k:\n  new:\n    - a\n");
    wrap(
        "- a\n- b\nend: 1\n".trim_end_matches("end: 1\n"),
        "0",
        "- new: a\n- b\n",
    );
    wrap(
        "k: |\n  x\n\n  y\nl: 1\n",
        "k",
        "k:\n  new: |\n    x\n\n    y\nl: 1\n",
    );
    wrap("k: a\n  b\nl: 1\n", "k", "k:\n  new: a\n    b\nl: 1\n");
    wrap(
        "k: [\n  a\n]\nl: 1\n",
        "k",
        "k:\n  new: [\n    a\n  ]\nl: 1\n",
    );
    wrap("k:\nl: 1\n", "k", "k:\n  new:\nl: 1\n");
    wrap("'k': { 'a': 'b' }\n", "", "'new':\n  'k': { 'a': 'b' }\n");
    wrap("{ 'k': 'b' }\n", "", "{ 'new': { 'k': 'b' } }\n");
}

#[test]
fn documents_and_directives_stay_around() {
    for (before, after) in [
        ("---\na: 1\n", "---\na: 1\nnew: 2\n"),
        ("---\na: 1\n...\n", "---\na: 1\nnew: 2\n...\n"),
        ("%YAML 1.2\n---\na: 1\n", "%YAML 1.2\n---\na: 1\nnew: 2\n"),
        (
            "--- # c\na: 1 # d\n# e\n",
            "--- # c\na: 1 # d\nnew: 2\n# e\n",
        ),
        ("--- {a: 1}\n", "--- {a: 1, new: 2}\n"),
        ("--- {}\n", "---\nnew: 2\n"),
        ("a: 1   \n\n\n", "a: 1   \nnew: 2\n\n\n"),
    ] {
        insert(before, "", Place::Last, &json!(2), after);
    }
    // A long line stays one.
    let long = "word ".repeat(400);
    insert(
        &format!("a: {}\n", long.trim_end()),
        "",
        Place::Last,
        &json!(long.trim_end()),
        &format!("a: {0}\nnew: {0}\n", long.trim_end()),
    );
}

#[test]
fn tabs_behind_colons_and_dashes_stay() {
    set("k:\ta\t# c\n", "k", &json!("b"), "k:\tb\t# c\n");
    insert(
        "k:\ta\nl: 1\n",
        "",
        Place::Last,
        &json!(1),
        "k:\ta\nl: 1\nnew: 1\n",
    );
    item("-\ta\n", "", 1, &json!("b"), "-\ta\n- b\n");
}
