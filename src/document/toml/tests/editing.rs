//! Edits of values, keys, strings, lists and inline tables.

use serde_json::json;

use super::{at, check, check_refused, document};
use crate::document::{Edit, EditError, Place};

#[test]
fn a_value_is_replaced_in_its_style() {
    let cases = [
        ("a = \"x\" # why\n", json!("y\\z"), "a = \"y\\\\z\" # why\n"),
        ("a = 'x'\n", json!("C:\\y"), "a = 'C:\\y'\n"),
        ("a = 'x'\n", json!("it's"), "a = \"it's\"\n"),
        ("a = '''\nx'''\n", json!("y"), "a = 'y'\n"),
        ("a = \"\"\"\nx\"\"\"\n", json!("y\nz"), "a = \"y\\nz\"\n"),
        ("a = 1\n", json!("C:\\y"), "a = 'C:\\y'\n"),
        ("a = 1\n", json!(true), "a = true\n"),
        ("a = true\n", json!(1.5), "a = 1.5\n"),
        ("a = ['x', 'y']\n", json!(["z"]), "a = ['z']\n"),
        (
            "a = [\n  \"x\",\n]\n",
            json!(["y", "z"]),
            "a = [\n  \"y\",\n  \"z\",\n]\n",
        ),
        (
            "a = [\n\t\"x\"\n]\n",
            json!(["y", "z"]),
            "a = [\n\t\"y\",\n\t\"z\"\n]\n",
        ),
        ("a = [\n  1,\n]\n", json!([]), "a = []\n"),
        (
            "a = 1\n",
            json!({"b c": {"d": [1]}}),
            "a = { \"b c\" = { d = [1] } }\n",
        ),
        ("a = { b = 1 }\n", json!({}), "a = {}\n"),
    ];
    for (before, value, after) in cases {
        check(
            before,
            |d| vec![Edit::set(at(d, "a"), value.clone())],
            after,
        );
    }
}

#[test]
fn what_toml_cannot_say_is_refused() {
    for value in [
        json!(null),
        json!([null]),
        json!({"b": null}),
        json!(u64::MAX),
    ] {
        check_refused("a = 1\n", |d| vec![Edit::set(at(d, "a"), value.clone())]);
        check_refused("a = 1\n", |d| {
            vec![Edit::insert(at(d, ""), "b", value.clone())]
        });
    }
}

#[test]
fn a_key_is_renamed_wherever_it_stands() {
    let cases = [
        ("a = 1\n", "a", "b c", "\"b c\" = 1\n"),
        ("'a' = 1\n", "a", "b c", "'b c' = 1\n"),
        ("x = { a = 1 }\n", "x/a", "b", "x = { b = 1 }\n"),
        (
            "[m.x]\nc = 1\n[m.x.env]\nA = 1\n[m.y]\n",
            "m/x",
            "my server",
            "[m.\"my server\"]\nc = 1\n[m.\"my server\".env]\nA = 1\n[m.y]\n",
        ),
        (
            "[m.x]\n[m . y]\n",
            "m",
            "mcp_servers",
            "[mcp_servers.x]\n[mcp_servers . y]\n",
        ),
        ("e.A = 1\ne.B = 2\n", "e", "env", "env.A = 1\nenv.B = 2\n"),
        (
            "[[t]]\nn = 1\n[[t]]\n",
            "t",
            "tools",
            "[[tools]]\nn = 1\n[[tools]]\n",
        ),
    ];
    for (before, path, name, after) in cases {
        check(before, |d| vec![Edit::rename(at(d, path), name)], after);
    }
}

#[test]
fn a_part_of_a_string_is_replaced() {
    let cases = [
        (
            "a = \"x\\ty\" # z\n",
            2..3,
            "Z\"",
            "a = \"x\\tZ\\\"\" # z\n",
        ),
        ("a = \"\\u0041bc\"\n", 0..1, "", "a = \"bc\"\n"),
        ("a = \"bc\"\n", 2..2, "é", "a = \"bcé\"\n"),
        ("a = \"\"\n", 0..0, "x", "a = \"x\"\n"),
        ("a = 'C:\\x'\n", 3..4, "y\\z", "a = 'C:\\y\\z'\n"),
        ("a = 'C:\\x'\n", 3..4, "it's", "a = \"C:\\\\it's\"\n"),
        ("a = '''\nx'y'''\n", 0..1, "z", "a = '''\nz'y'''\n"),
        (
            "a = \"\"\"\nx\\\n   y\"\"\"\n",
            1..2,
            "z",
            "a = \"\"\"\nx\\\n   z\"\"\"\n",
        ),
    ];
    for (before, range, text, after) in cases {
        check(
            before,
            |d| vec![Edit::splice(at(d, "a"), range.clone(), text)],
            after,
        );
    }
}

#[test]
fn several_parts_of_one_string_are_replaced_together() {
    let both = |d: &crate::document::Document| {
        vec![
            Edit::splice(at(d, "a"), 4..5, "D'"),
            Edit::splice(at(d, "a"), 0..1, "A"),
        ]
    };
    // `verify` takes splices one by one, here from the back.
    check("a = \"b-c-d\"\n", both, "a = \"A-c-D'\"\n");
    check("a = 'b-c-d'\n", both, "a = \"A-c-D'\"\n");
}

#[test]
fn a_splice_that_fits_no_string_is_a_mismatch() {
    for (text, range) in [("a = 'é'\n", 0..1), ("a = 'x'\n", 0..2), ("a = 1\n", 0..1)] {
        let document = document(text);
        let edit = Edit::splice(at(&document, "a"), range, "");
        assert_eq!(document.lower(&[edit]), Err(EditError::Mismatch));
    }
}

#[test]
fn items_come_and_go() {
    type Step = (
        &'static str,
        &'static [usize],
        &'static [(usize, &'static str)],
        &'static str,
    );
    let cases: &[Step] = &[
        // Before, what goes, what comes and where, after.
        ("a = []\n", &[], &[(0, "x")], "a = [\"x\"]\n"),
        (
            "a = []\n",
            &[],
            &[(0, "x"), (0, "y")],
            "a = [\"x\", \"y\"]\n",
        ),
        ("a = ['b']\n", &[], &[(1, "x")], "a = ['b', 'x']\n"),
        ("a = [1, 2]\n", &[], &[(0, "x")], "a = [\"x\", 1, 2]\n"),
        ("a = [1, 2,]\n", &[], &[(2, "x")], "a = [1, 2, \"x\",]\n"),
        ("a = [1, 2]\n", &[0], &[], "a = [2]\n"),
        ("a = [1, 2]\n", &[1], &[], "a = [1]\n"),
        ("a = [1, 2, ]\n", &[1], &[], "a = [1, ]\n"),
        ("a = [1, 2]\n", &[0, 1], &[], "a = []\n"),
        ("a = [1, 2, 3]\n", &[1, 2], &[(3, "x")], "a = [1, \"x\"]\n"),
        ("a = [1, 2, 3]\n", &[1], &[(1, "x")], "a = [1, \"x\", 3]\n"),
        ("a = [1, 2, 3]\n", &[2], &[(1, "x")], "a = [1, \"x\", 2]\n"),
        ("a = [1, 2]\n", &[0, 1], &[(2, "x")], "a = [\"x\"]\n"),
        (
            "a = [\n  1, # one\n  2 # two\n]\n",
            &[],
            &[(2, "x")],
            "a = [\n  1, # one\n  2, # two\n  \"x\"\n]\n",
        ),
        (
            "a = [\n  1,\n  2,\n]\n",
            &[],
            &[(2, "x"), (2, "y")],
            "a = [\n  1,\n  2,\n  \"x\",\n  \"y\",\n]\n",
        ),
        (
            "a = [\n  1,\n  # two\n  2,\n]\n",
            &[],
            &[(1, "x")],
            "a = [\n  1,\n  # two\n  \"x\",\n  2,\n]\n",
        ),
        ("a = [\n  1,\n  2\n]\n", &[1], &[], "a = [\n  1\n]\n"),
        (
            "a = [\n  1, # one\n  2,\n]\n",
            &[0],
            &[],
            "a = [\n  2,\n]\n",
        ),
        (
            "a = [\n  1,\n  2\n]\n",
            &[1],
            &[(2, "x")],
            "a = [\n  1,\n  \"x\"\n]\n",
        ),
        (
            "a = [\n  1, 2\n]\n",
            &[1],
            &[(2, "x")],
            "a = [\n  1,\n  \"x\"\n]\n",
        ),
        ("a = [\n  1,\n  2,\n]\n", &[0, 1], &[], "a = []\n"),
        (
            "a = [\n  1,\n]\n",
            &[0],
            &[(0, "x")],
            "a = [\n  \"x\",\n]\n",
        ),
        (
            "a = [\n  # none\n]\n",
            &[],
            &[(0, "x")],
            "a = [\n  # none\n  \"x\",\n]\n",
        ),
        (
            "a = [\n  1, # one\n  # two\n]\n",
            &[0],
            &[],
            "a = [\n  # two\n]\n",
        ),
        ("a = [1, # one\n  2]\n", &[1], &[], "a = [1, # one\n  ]\n"),
        ("a = [1, # one\n  2]\n", &[0], &[], "a = [ # one\n  2]\n"),
    ];
    for (before, gone, new, after) in cases {
        check(
            before,
            |d| {
                let gone = gone.iter().map(|i| Edit::remove(at(d, &format!("a/{i}"))));
                let new = new
                    .iter()
                    .map(|(i, x)| Edit::insert_item(at(d, "a"), *i, *x));
                gone.chain(new).collect()
            },
            after,
        );
    }
}

#[test]
fn members_of_an_inline_table_come_and_go() {
    type Step = (
        &'static str,
        &'static [&'static str],
        &'static [(&'static str, &'static str)],
        &'static str,
    );
    let cases: &[Step] = &[
        (
            "[s]\nenv = {}\n",
            &[],
            &[("s/env", "A")],
            "[s]\nenv = { A = 1 }\n",
        ),
        (
            "[s]\nenv = { }\n",
            &[],
            &[("s/env", "A"), ("s/env", "B C")],
            "[s]\nenv = { A = 1, \"B C\" = 1 }\n",
        ),
        (
            "e = { A = 2 } # x\n",
            &[],
            &[("e", "B")],
            "e = { A = 2, B = 1 } # x\n",
        ),
        ("e = {A = 2}\n", &[], &[("e", "B")], "e = {A = 2, B = 1}\n"),
        ("e = { A = 2, B = 3 }\n", &["e/A"], &[], "e = { B = 3 }\n"),
        ("e = { A = 2, B = 3 }\n", &["e/B"], &[], "e = { A = 2 }\n"),
        ("e = { A = 2, B = 3 }\n", &["e/A", "e/B"], &[], "e = {}\n"),
        (
            "e = { A = 2, B = 3 }\n",
            &["e/B"],
            &[("e", "C")],
            "e = { A = 2, C = 1 }\n",
        ),
        (
            "e = { A = 2 }\n",
            &["e/A"],
            &[("e", "C")],
            "e = { C = 1 }\n",
        ),
        (
            "e = { a.b = 1, a.c = 2, d = 3 }\n",
            &[],
            &[("e/a", "x")],
            "e = { a.b = 1, a.c = 2, a.x = 1, d = 3 }\n",
        ),
        (
            "e = { a.b = 1, a.c = 2, d = 3 }\n",
            &["e/a"],
            &[],
            "e = { d = 3 }\n",
        ),
        (
            "e = { a.b = 1, d = 3 }\n",
            &["e/a/b"],
            &[],
            "e = { a = {}, d = 3 }\n",
        ),
        (
            "e = {\n  A = 2,\n  B = 3\n}\n",
            &["e/A"],
            &[("e", "C")],
            "e = {\n  B = 3,\n  C = 1\n}\n",
        ),
        (
            "l = [{ a = 2 }, { b = 3 }]\n",
            &[],
            &[("l/1", "x")],
            "l = [{ a = 2 }, { b = 3, x = 1 }]\n",
        ),
    ];
    for (before, gone, new, after) in cases {
        check(
            before,
            |d| {
                let gone = gone.iter().map(|path| Edit::remove(at(d, path)));
                let new = new
                    .iter()
                    .map(|(path, key)| Edit::insert(at(d, path), *key, 1));
                gone.chain(new).collect()
            },
            after,
        );
    }
}

#[test]
fn a_new_member_of_an_inline_table_stands_where_it_should() {
    let before = "e = { a = 1, b = 2 }\n";
    let cases = [
        (Place::First, "e = { x = 0, a = 1, b = 2 }\n"),
        (Place::Last, "e = { a = 1, b = 2, x = 0 }\n"),
    ];
    for (place, after) in cases {
        check(
            before,
            |d| vec![Edit::insert_at(at(d, "e"), "x", 0, place)],
            after,
        );
    }
    check(
        before,
        |d| {
            vec![Edit::insert_at(
                at(d, "e"),
                "x",
                0,
                Place::Before(at(d, "e/b")),
            )]
        },
        "e = { a = 1, x = 0, b = 2 }\n",
    );
    check(
        before,
        |d| {
            vec![Edit::insert_at(
                at(d, "e"),
                "x",
                0,
                Place::After(at(d, "e/a")),
            )]
        },
        "e = { a = 1, x = 0, b = 2 }\n",
    );
}

#[test]
fn a_value_is_wrapped() {
    let cases = [
        ("a = [1]\n", "a", "a = { k = [1] }\n"),
        ("a = [1, 2]\n", "a/1", "a = [1, { k = 2 }]\n"),
        (
            "[m.x]\nc = 1\n[m.x.env]\n",
            "m/x",
            "[m.x.k]\nc = 1\n[m.x.k.env]\n",
        ),
        ("[m.x]\nc = 1\n[m.y]\n", "m", "[m.k.x]\nc = 1\n[m.k.y]\n"),
    ];
    for (before, path, after) in cases {
        check(
            before,
            |d| {
                vec![Edit::Wrap {
                    node: at(d, path),
                    key: "k".to_owned(),
                }]
            },
            after,
        );
    }
    check_refused("a = 1\n", |d| {
        vec![Edit::Wrap {
            node: at(d, ""),
            key: "k".to_owned(),
        }]
    });
}
