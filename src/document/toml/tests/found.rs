//! What random tables have found: each once came out wrong, or was refused without need.

use serde_json::json;

use super::{at, check, document, edited};
use crate::document::{Edit, EditError};

#[test]
fn a_list_in_a_list_is_no_header() {
    let read = document("a = [\n  1,\n  [true ]\n]\n");
    assert_eq!(read.errors, []);
    assert_eq!(read.root().unwrap().to_json(), json!({"a": [1, [true]]}));
}

#[test]
fn a_line_of_a_string_is_no_comment_above() {
    check(
        "a = ['''\n#''']\n[[b]]\n",
        |d| vec![Edit::insert_item(at(d, "b"), 0, json!({}))],
        "a = ['''\n#''']\n[[b]]\n[[b]]\n",
    );
}

#[test]
fn a_comma_on_the_line_of_the_bracket_keeps_what_comes_inside() {
    check(
        "a = [1\n  ,]\nb = {\n  c = 1\n  ,}\n",
        |d| {
            vec![
                Edit::insert_item(at(d, "a"), 1, 2),
                Edit::insert(at(d, "b"), "d", 2),
            ]
        },
        "a = [1\n  , 2,]\nb = {\n  c = 1\n  , d = 2,}\n",
    );
    check(
        "a = [1\n  ,2 ,]\n",
        |d| {
            vec![
                Edit::remove(at(d, "a/1")),
                Edit::insert_item(at(d, "a"), 2, 3),
            ]
        },
        "a = [1\n  ,3,]\n",
    );
}

#[test]
fn a_part_that_goes_leaves_a_long_string_whole() {
    // The text, the part that goes and the string that is left.
    let cases = [
        // Quotes that come together.
        ("a = '''x'y''z'''\n", 2..3, "a = \"x'''z\"\n"),
        (
            "a = \"\"\"x\"y\"\"z\"\"\"\n",
            2..3,
            "a = \"x\\\"\\\"\\\"z\"\n",
        ),
        // The first line break, which would not count.
        ("a = '''x\ny'''\n", 0..1, "a = \"\\ny\"\n"),
        ("a = '''x\r\ny'''\r\n", 0..1, "a = \"\\r\\ny\"\r\n"),
        // Half a line break.
        ("a = '''x\r\ny'''\r\n", 1..2, "a = \"x\\ny\"\r\n"),
        ("a = '''x\r\ny'''\r\n", 2..3, "a = \"x\\ry\"\r\n"),
        // Blanks behind a backslash.
        ("a = \"\"\"\\\n x y\"\"\"\n", 0..1, "a = \" y\"\n"),
    ];
    for (before, range, after) in cases {
        let splice = |d: &_| vec![Edit::splice(at(d, "a"), range.clone(), "")];
        assert_eq!(edited(before, splice).as_deref(), Ok(after));
    }
}

#[test]
fn the_comments_of_all_places_of_a_table_go_with_it() {
    check(
        "x = 1\n[[a]] # one\n\n[[a]] # two\n[a.b]\nc = 1\n[a.b.d] # three\ne = 1\n",
        |d| vec![Edit::set(at(d, "a"), 2)],
        "x = 1\na = 2\n",
    );
}

#[test]
fn a_moved_table_may_be_the_first_to_name_another() {
    check(
        "[x]\n[b]\na = 1\n[b.c]\n",
        |d| vec![Edit::move_to(at(d, "x"), at(d, "b/c"), "x")],
        "[b.c.x]\n[b]\na = 1\n[b.c]\n",
    );
}

#[test]
fn headers_that_replace_the_last_lines_stand_on_lines_of_their_own() {
    check(
        "a = 1\n[b.c]\nd = 2",
        |d| {
            vec![
                Edit::insert(at(d, ""), "e", json!({})),
                Edit::remove(at(d, "b/c")),
            ]
        },
        "a = 1\n[b]\n[e]",
    );
    check(
        "[b.c]\nd = 2",
        |d| {
            vec![
                Edit::insert(at(d, ""), "e", 1),
                Edit::insert(at(d, ""), "f", 2),
                Edit::remove(at(d, "b/c")),
            ]
        },
        "e = 1\nf = 2\n\n[b]",
    );
}

#[test]
fn parts_of_one_string_that_overlap_are_refused() {
    let read = document("a = 'abcd'\n");
    let node = at(&read, "a");
    for (one, two) in [(0..3, 2..2), (0..3, 2..4), (0..2, 0..2), (1..1, 0..2)] {
        let edits = [Edit::splice(node, one, ""), Edit::splice(node, two, "")];
        assert_eq!(read.lower(&edits), Err(EditError::Overlap), "{edits:?}");
    }
    let side_by_side = |d: &_| {
        let node = at(d, "a");
        vec![
            Edit::splice(node, 2..4, "x"),
            Edit::splice(node, 2..2, "-"),
            Edit::splice(node, 0..2, ""),
        ]
    };
    check("a = 'abcd'\n", side_by_side, "a = '-x'\n");
}
