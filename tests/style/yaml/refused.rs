//! What cannot be known is refused, with a reason that its author understands.

use mcpmend::document::{Document, Edit, EditError, Place};

use super::{at, edited, row};

fn refused(text: &str, edits: impl Fn(&Document) -> Vec<Edit>, reason: &str) {
    match edited(text, edits) {
        Err(EditError::Unsupported(why)) => {
            assert!(why.contains(reason), "{text}\n{why}\nhas not: {reason}");
        }
        other => panic!("{text}\n{other:?}"),
    }
}

const SHARED: &str = "\
base: &base
  timeout: 1
  env: {A: b}
one:
  <<: *base
  command: x
two: &two
  command: y
  list: [a, &item b]
three: *two
four: *item
five: &alone {command: z}
";

const REPEATED: &str = "an alias (`*`) repeats";

#[test]
fn what_an_alias_repeats_stays() {
    type Row = (&'static str, fn(&Document) -> Edit);
    let all: [Row; 9] = [
        (REPEATED, |d| Edit::set(at(d, "two/command"), "new")),
        (REPEATED, |d| Edit::set(at(d, "two"), "new")),
        (REPEATED, |d| Edit::rename(at(d, "two/command"), "new")),
        (REPEATED, |d| Edit::insert(at(d, "two"), "new", 1)),
        (REPEATED, |d| Edit::remove(at(d, "two/command"))),
        (REPEATED, |d| Edit::insert_item(at(d, "two/list"), 0, "new")),
        (REPEATED, |d| Edit::insert(at(d, "base/env"), "new", 1)),
        (REPEATED, |d| Edit::splice(at(d, "two/list/1"), 0..1, "new")),
        (REPEATED, |d| Edit::Wrap {
            node: at(d, "two"),
            key: "new".to_owned(),
        }),
    ];
    for (reason, edit) in all {
        refused(SHARED, |document| vec![edit(document)], reason);
    }
}

#[test]
fn what_an_alias_needs_is_not_removed() {
    for path in ["two", "base"] {
        refused(
            SHARED,
            |document| vec![Edit::remove(at(document, path))],
            "still needs it",
        );
    }
    // An anchor of that name that is older would take its place without an error.
    refused(
        "a: &x 1\nb: {c: &x 2}\nd: *x\n",
        |document| vec![Edit::remove(at(document, "b"))],
        "still needs it",
    );
    refused(
        "a:\n  b: &x 1\nd: *x\ne: {}\n",
        |document| vec![Edit::move_to(at(document, "a/b"), at(document, "e"), "b")],
        "still needs it",
    );
    // With all that repeats it, it may go.
    row(
        "a: &x 1\nb: 2\nc: *x\n",
        |document| {
            vec![
                Edit::remove(at(document, "a")),
                Edit::remove(at(document, "c")),
            ]
        },
        "b: 2\n",
    );
}

#[test]
fn an_alias_stays() {
    refused(
        SHARED,
        |document| vec![Edit::set(at(document, "three"), "new")],
        "is an alias",
    );
    refused(
        SHARED,
        |document| vec![Edit::insert(at(document, "three"), "new", 1)],
        "is an alias",
    );
    refused(
        "a: &x 1\nc:\n  d: *x\ne: &x 2\nf: {}\n",
        |document| vec![Edit::move_to(at(document, "c/d"), at(document, "f"), "d")],
        "might stand for another value",
    );
}

#[test]
fn what_a_merge_key_brings_stays() {
    let refuse = |edit: fn(&Document) -> Edit, reason: &str| {
        refused(SHARED, |document| vec![edit(document)], reason);
    };
    refuse(|d| Edit::remove(at(d, "one/<<")), "a merge key (`<<`)");
    refuse(|d| Edit::set(at(d, "one/<<"), 1), "a merge key (`<<`)");
    refuse(
        |d| Edit::rename(at(d, "one/<<"), "new"),
        "a merge key (`<<`)",
    );
    refuse(
        |d| Edit::insert(at(d, "one"), "timeout", 5),
        "a merge key (`<<`) brings in",
    );
    refuse(
        |d| Edit::rename(at(d, "one/command"), "env"),
        "a merge key (`<<`) brings in",
    );
    // Of a chain, of a list, and of what cannot be known.
    for text in [
        "a: &a {k: 1}\nb: &b {<<: *a}\nc:\n  <<: *b\n  l: 1\n",
        "a: &a {k: 1}\nb: &b {m: 1}\nc:\n  <<: [*b, *a]\n  l: 1\n",
        "a: &a !t {m: 1}\nc:\n  <<: *a\n  l: 1\n",
        "c:\n  <<: {k: 1}\n  l: 1\n",
    ] {
        refused(
            text,
            |document| vec![Edit::insert(at(document, "c"), "k", 1)],
            "a merge key (`<<`) brings in",
        );
    }
    // A member of one's own may not go either: the one from the other place would count.
    refused(
        "a: &a {k: 1}\nc:\n  <<: *a\n  k: 2\n",
        |document| vec![Edit::remove(at(document, "c/k"))],
        "a merge key (`<<`) brings in",
    );
}

#[test]
fn what_stands_beside_goes_through() {
    let go = |edit: fn(&Document) -> Edit, old: &str, new: &str| {
        let after = SHARED.replacen(old, new, 1);
        assert_ne!(after, SHARED);
        row(SHARED, |document| vec![edit(document)], &after);
    };
    go(
        |d| Edit::set(at(d, "one/command"), "new"),
        "command: x",
        "command: new",
    );
    go(
        |d| Edit::insert(at(d, "one"), "new", 1),
        "command: x\n",
        "command: x\n  new: 1\n",
    );
    go(
        |d| Edit::rename(at(d, "one/command"), "cmd"),
        "command: x",
        "cmd: x",
    );
    go(|d| Edit::rename(at(d, "three"), "new"), "three:", "new:");
    go(|d| Edit::rename(at(d, "two"), "new"), "two:", "new:");
    go(|d| Edit::remove(at(d, "three")), "three: *two\n", "");
    go(
        |d| Edit::insert_at(at(d, ""), "new", 1, Place::Before(at(d, "two"))),
        "two:",
        "new: 1\ntwo:",
    );
    // An anchor that nothing repeats is no reason.
    go(
        |d| Edit::set(at(d, "five/command"), "new"),
        "command: z",
        "command: new",
    );
    go(
        |d| Edit::insert(at(d, "five"), "new", 1),
        "command: z}",
        "command: z, new: 1}",
    );
    go(
        |d| Edit::remove(at(d, "five")),
        "five: &alone {command: z}\n",
        "",
    );
    // What is quoted is no merge key.
    row(
        "a: 1\n\"<<\": 2\n",
        |document| vec![Edit::set(at(document, "<<"), 3)],
        "a: 1\n\"<<\": 3\n",
    );
}

#[test]
fn tags_and_odd_keys_are_named() {
    refused(
        "a: !!str 1\n",
        |d| vec![Edit::set(at(d, "a"), 2)],
        "has a tag",
    );
    refused(
        "a: !env A\n",
        |d| vec![Edit::set(at(d, "a"), 2)],
        "has a tag",
    );
    refused(
        "a: !t {b: 1}\n",
        |d| vec![Edit::insert(at(d, "a"), "c", 1)],
        "has a tag",
    );
    refused(
        "? a\n: 1\nb: 2\n",
        |d| vec![Edit::insert(at(d, ""), "c", 1)],
        "written with `?`",
    );
    refused(
        "&k a: 1\nb: 2\n",
        |d| vec![Edit::insert(at(d, ""), "c", 1)],
        "a key beside it",
    );
    refused(
        "[a: 1]\n",
        |d| vec![Edit::insert(at(d, "0"), "b", 1)],
        "without braces",
    );
    refused(
        "a: |\n  x",
        |d| vec![Edit::insert(at(d, ""), "b", 1)],
        "without a line break",
    );
    refused(
        "a: >\n  x\n\n  y\n",
        |d| vec![Edit::splice(at(d, "a"), 0..1, "new")],
        "joined in more than one way",
    );
    refused(
        "a: &x {}\n",
        |d| vec![Edit::insert(at(d, "a"), "b", 1)],
        "would be lost",
    );
    // Beside a tag, and inside of what is only called a mapping.
    row(
        "a: !t 1\nb: 2\n",
        |d| vec![Edit::set(at(d, "b"), 3)],
        "a: !t 1\nb: 3\n",
    );
    row(
        "a: !!map {b: 2}\n",
        |d| vec![Edit::set(at(d, "a/b"), 3)],
        "a: !!map {b: 3}\n",
    );
    row(
        "a: !t 1\nb: 2\n",
        |d| vec![Edit::remove(at(d, "a"))],
        "b: 2\n",
    );
}
