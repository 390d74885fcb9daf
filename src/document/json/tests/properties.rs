//! What holds for every text and every edit.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::super::super::edit::apply;
use super::super::super::{Dialect, Document, Edit, EditError, NodeId, NodeRef, Place, verify};
use super::document;
use super::printer::{object, print, text, value};

/// One edit, its nodes still to be chosen.
#[derive(Clone, Debug)]
struct Plan {
    what: u8,
    node: Index,
    other: Index,
    name: String,
    value: Value,
}

fn plan() -> impl Strategy<Value = Plan> {
    (0_u8..9, any::<Index>(), any::<Index>(), text(), value()).prop_map(
        |(what, node, other, name, value)| Plan {
            what,
            node,
            other,
            name,
            value,
        },
    )
}

fn choose(
    document: &Document,
    index: Index,
    wanted: impl Fn(NodeRef<'_>) -> bool,
) -> Option<NodeRef<'_>> {
    let fitting: Vec<NodeId> = document
        .tree
        .ids()
        .filter(|&id| wanted(document.node(id)))
        .collect();
    let id = *fitting.get(index.index(fitting.len().max(1)))?;
    Some(document.node(id))
}

fn char_range(text: &str, from: Index, to: Index) -> std::ops::Range<usize> {
    let edges: Vec<usize> = (0..=text.len())
        .filter(|&at| text.is_char_boundary(at))
        .collect();
    let (one, two) = (edges[from.index(edges.len())], edges[to.index(edges.len())]);
    one.min(two)..one.max(two)
}

/// The edit that a plan becomes; `number` makes its key a new one.
fn edit_of(document: &Document, plan: &Plan, number: usize) -> Option<Edit> {
    let name = format!("new {number} {}", plan.name);
    Some(match plan.what {
        0 => Edit::set(
            choose(document, plan.node, |_| true)?.id(),
            plan.value.clone(),
        ),
        1 => Edit::rename(
            choose(document, plan.node, |node| node.member().is_some())?.id(),
            name,
        ),
        2 | 3 => {
            let object = choose(document, plan.node, |node| node.is_object())?;
            let members = object.members();
            let sibling = members.get(plan.other.index(members.len().max(1)));
            let at = match (plan.what, sibling) {
                (2, _) => Place::Last,
                (_, None) => Place::First,
                (_, Some(sibling)) if plan.name.len().is_multiple_of(2) => {
                    Place::After(sibling.value)
                }
                (_, Some(sibling)) => Place::Before(sibling.value),
            };
            Edit::insert_at(object.id(), name, plan.value.clone(), at)
        }
        4 => Edit::remove(choose(document, plan.node, |node| node.parent().is_some())?.id()),
        5 => {
            let array = choose(document, plan.node, |node| node.is_array())?;
            let index = plan.other.index(array.items().len() + 1);
            Edit::insert_item(array.id(), index, plan.value.clone())
        }
        6 => Edit::MoveMember {
            member: choose(document, plan.node, |node| node.member().is_some())?.id(),
            object: choose(document, plan.other, |node| node.is_object())?.id(),
            name,
        },
        7 => Edit::Wrap {
            node: choose(document, plan.node, |_| true)?.id(),
            key: plan.name.clone(),
        },
        _ => {
            let string = choose(document, plan.node, |node| node.as_str().is_some())?;
            let range = char_range(string.as_str()?, plan.node, plan.other);
            Edit::splice(string.id(), range, plan.name.clone())
        }
    })
}

/// Whether a sibling that another edit takes away is named as a place: then verifying depends
/// on the order of the edits.
fn names_a_removed_place(edits: &[Edit]) -> bool {
    edits.iter().any(|edit| match edit {
        Edit::InsertMember {
            at: Place::Before(id) | Place::After(id),
            ..
        } => edits.iter().any(|other| match other {
            Edit::Remove { node } => node == id,
            Edit::MoveMember { member, .. } => member == id,
            Edit::Wrap { node, .. } => node == id,
            _ => false,
        }),
        _ => false,
    })
}

fn agrees(text: &str) -> Result<(), TestCaseError> {
    let read = document(text);
    let errors = read.errors_in(Dialect::STRICT);
    match serde_json::from_str::<Value>(text) {
        Ok(value) => {
            prop_assert_eq!(&errors, &[]);
            prop_assert_eq!(read.root().map(NodeRef::to_json), Some(value));
        }
        // A limit of the numbers of that crate, not of the format.
        Err(error) if error.to_string().starts_with("number out of range") => {}
        Err(error) => prop_assert!(!errors.is_empty(), "{error}: {text:?}"),
    }
    for error in &errors {
        prop_assert!(read.text.get(error.span.start..error.span.end).is_some());
        if let Some(mend) = &error.mend {
            let mut edits = mend.edits.clone();
            super::super::super::edit::normalize(&mut edits).unwrap();
            let mended = apply(&read.text, &edits);
            prop_assert!(mended.is_ok_and(|mended| mended != read.text));
        }
    }
    Ok(())
}

/// Pieces of JSON and of what is taken for it.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\"a\"",
        "\"b\": 1",
        "\\",
        "\\u",
        "\\ud800",
        "d83d",
        "'",
        "`",
        "```",
        "#",
        "//",
        "/*",
        "*/",
        "\n",
        "\r\n",
        "\t",
        " ",
        "\u{a0}",
        "\u{c}",
        "\u{200b}",
        "\u{feff}",
        "\u{201c}",
        "\u{201d}",
        "\u{1}",
        "true",
        "True",
        "null",
        "NaN",
        "0",
        "01",
        "-",
        "+1",
        ".5",
        "1e5",
        "1E+400",
        "0x1",
        "x",
        "C:\\U",
        "=",
        ";",
        "...",
        "${A}",
        "é",
        "\u{1f600}",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        max_global_rejects: u32::MAX,
        ..ProptestConfig::default()
    })]

    #[test]
    fn printed_values_are_read_back(value in value(), print in print()) {
        let text = print.write(&value);
        let read = document(&text);
        prop_assert_eq!(&read.errors, &[]);
        prop_assert_eq!(read.root().map(NodeRef::to_json), Some(value));
    }

    #[test]
    fn edits_say_what_was_meant(
        root in object(),
        print in print(),
        plans in prop::collection::vec(plan(), 1..4),
    ) {
        let text = print.write(&root);
        let old = document(&text);
        let edits: Vec<Edit> = plans
            .iter()
            .enumerate()
            .filter_map(|(number, plan)| edit_of(&old, plan, number))
            .collect();
        prop_assume!(!edits.is_empty() && !names_a_removed_place(&edits));
        let mut last = String::new();
        for dialect in [Dialect::JSONC, Dialect::STRICT, Dialect::JSON5] {
            let mut old = old.clone();
            old.dialect = dialect;
            let lowered = match old.lower(&edits) {
                Ok(lowered) => lowered,
                Err(EditError::Overlap)
                    if edits.len() > 1 || matches!(edits[0], Edit::MoveMember { .. }) =>
                {
                    return Ok(());
                }
                Err(error) => return Err(TestCaseError::fail(format!("{error} in {text:?}"))),
            };
            let new = document(&apply(&text, &lowered).unwrap());
            if let Err(error) = verify(&old, &edits, &new, dialect) {
                let shown = format!("{error}:\n{text}\n{edits:?}\n{lowered:?}\n{}", new.text);
                return Err(TestCaseError::fail(shown));
            }
            last = new.text;
        }
        if print.crlf {
            let bare = |text: &str| text.replace("\r\n", "").contains('\n');
            prop_assert!(bare(&text) || !text.contains('\n') || !bare(&last));
        }
    }

    #[test]
    fn strict_json_is_what_serde_json_takes(text in pieces()) {
        agrees(&text)?;
    }

    #[test]
    fn a_changed_byte_is_judged_as_serde_json_does(
        value in value(),
        print in print(),
        at in any::<Index>(),
        piece in pieces(),
    ) {
        let text = print.write(&value);
        let at = text.floor_char_boundary(at.index(text.len() + 1));
        agrees(&format!("{}{piece}{}", &text[..at], &text[at..]))?;
        if let Some(c) = text[at..].chars().next() {
            agrees(&format!("{}{}", &text[..at], &text[at + c.len_utf8()..]))?;
        }
    }
}

#[test]
fn no_cut_and_no_flipped_byte_panics() {
    let sample = "\u{feff}// c\r\n{\"é\": [1, -2.5e3, true, \"a\\n\\u00e9\"], /* d */\n  'x': \u{201c}y\u{201d},\n  z: None, \"p\": \"C:\\Users\\n\",}\n```\n";
    for at in 0..sample.len() {
        if let Some(cut) = sample.get(..at) {
            document(cut).errors_in(Dialect::STRICT);
        }
        if let Some(cut) = sample.get(at..) {
            document(cut).errors_in(Dialect::STRICT);
        }
        for flip in [1_u8, 2, 8, 32] {
            let mut bytes = sample.as_bytes().to_vec();
            bytes[at] ^= flip;
            let text = String::from_utf8_lossy(&bytes);
            document(&text).errors_in(Dialect::STRICT);
        }
    }
}

#[test]
fn large_broken_files_are_read() {
    let size = 1 << 16;
    for piece in [
        "[",
        "\"",
        "{",
        "'",
        "\u{201c}",
        "\\",
        "@",
        "a ",
        ",",
        "\"x\n",
        "{a ",
        "]",
        "/**/",
        "#\n",
        "\"C:\\a\" x ",
        "1 ",
        "\"%",
        "\"a\":",
        "\u{a0}",
    ] {
        for start in ["", "[", "{\"a\": "] {
            let read = document(&format!("{start}{}", piece.repeat(size / piece.len())));
            let is_fine = piece == "/**/" && start.is_empty();
            assert!(is_fine || !read.errors.is_empty(), "{start}{piece}");
        }
    }
}
