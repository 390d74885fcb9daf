//! Any edits of many documents: what is not refused does what it says.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::document;
use crate::document::edit::apply;
use crate::document::{Dialect, Document, Edit, EditError, NodeId, NodeKind, Place, verify};

const DOCUMENTS: &[&str] = &[
    "",
    "a = 1",
    "# top\n\na = 1 # one\nb = 'x'\n\n[t]\n",
    "# top\n[m.x]\nc = 'C:\\x'\nargs = [\n  \"-y\", # yes\n  \"z\"\n]\n\n# env\n[m.x.env]\nA = \"\\u0041b\"\n\n[m.y]\nurl = \"u\"\nenv = { A = 1, B.c = 2, B.d = 3 }\n",
    "[m]\nk = []\n[m.x]\ne.A = 1\ne.B.C = 2\n  e.B.D = [ 1, 2, ]\n[n.o.p]\nq = {}\n",
    "x = 1\n[[t]]\nn = '''\na'b'''\n[t.sub]\n[[t]]\nn = \"\"\"\nl\\\n  m\"\"\"\n[[t]]\n[u]\nl = [[1], { a = [2, 3] }, 1979-05-27]",
    "a.b = 1\na.c = 2\n\nd.e.f = { g = {\n  h = 1,\n  i = 2 # two\n}, j = 'k' }\n\n[d.x]\n\n\n[z]\n",
];

/// What one edit is made of: numbers that are taken modulo what there is.
pub(super) type Seed = (u8, usize, usize, usize, usize);

const NAMES: &[&str] = &["new", "two words", "command", "A", "it's \"x\\y\""];

fn values() -> Vec<Value> {
    vec![
        json!("text"),
        json!("C:\\it's\n\"x\""),
        json!([1, "b", []]),
        json!({"command": "npx", "env": {"K": "v"}}),
        json!({"p": {"q": 1}}),
        json!(true),
        json!(-1.5e10),
        json!({}),
    ]
}

pub(super) fn edit(document: &Document, seed: Seed) -> Option<Edit> {
    let (kind, node, a, b, c) = seed;
    let ids: Vec<NodeId> = document.tree.ids().collect();
    let node = ids[node % ids.len()];
    let other = ids[a % ids.len()];
    let name = NAMES[b % NAMES.len()].to_owned();
    let value = values().swap_remove(c % values().len());
    Some(match kind % 8 {
        0 => Edit::SetValue { node, value },
        1 => Edit::RenameKey { member: node, name },
        2 => {
            let members = document.node(node).members();
            let member = (!members.is_empty()).then(|| members[a % members.len()].value);
            let at = match (a % 4, member) {
                (0, _) => Place::First,
                (1, Some(id)) => Place::Before(id),
                (2, Some(id)) => Place::After(id),
                _ => Place::Last,
            };
            Edit::insert_at(node, name, value, at)
        }
        3 => Edit::Remove { node },
        4 => {
            let length = document.node(node).items().len();
            Edit::insert_item(node, a % (length + 1), value)
        }
        5 => Edit::MoveMember {
            member: node,
            object: other,
            name,
        },
        6 => Edit::Wrap { node, key: name },
        _ => {
            let NodeKind::String { text, .. } = document.node(node).kind() else {
                return None;
            };
            let start = text.floor_char_boundary(a % (text.len() + 1));
            let end = text.floor_char_boundary(start + b % (text.len() - start + 1));
            Edit::splice(node, start..end, NAMES[c % NAMES.len()])
        }
    })
}

/// Whether two edits change one node, or one changes the inside of what the other one takes
/// away: no rule asks for that.
pub(super) fn collide(document: &Document, edits: &[Edit]) -> bool {
    // What an edit replaces, and what else it changes.
    let touched = |edit: &Edit| match edit {
        Edit::SetValue { node, .. }
        | Edit::Remove { node }
        | Edit::Wrap { node, .. }
        | Edit::Splice { node, .. } => (Some(*node), None),
        Edit::RenameKey { member, .. } => (Some(*member), None),
        Edit::InsertMember { object, .. } => (None, Some(*object)),
        Edit::InsertItem { array, .. } => (None, Some(*array)),
        Edit::MoveMember { member, object, .. } => (Some(*member), Some(*object)),
        Edit::Text(_) | Edit::Comment(_) => (None, None),
    };
    let within = |inner: Option<NodeId>, outer: Option<NodeId>| {
        let mut node = inner.map(|id| document.node(id));
        while let Some(found) = node {
            if Some(found.id()) == outer {
                return true;
            }
            node = found.parent();
        }
        false
    };
    edits.iter().enumerate().any(|(index, edit)| {
        let (gone, changed) = touched(edit);
        within(changed, gone)
            || edits[..index].iter().any(|other| {
                let (other_gone, other_changed) = touched(other);
                within(other_gone, gone)
                    || within(gone, other_gone)
                    || within(other_changed, gone)
                    || within(changed, other_gone)
            })
    })
}

pub(super) fn check(text: &str, seeds: &[Seed]) {
    let old = document(text);
    assert_eq!(old.errors, [], "{text}");
    let edits: Vec<Edit> = seeds.iter().filter_map(|&seed| edit(&old, seed)).collect();
    let lowered = match old.lower(&edits) {
        Ok(lowered) => lowered,
        Err(EditError::Unverified(why)) => panic!("{why}"),
        Err(_) => return,
    };
    // Nothing outside of the spans can change, so it is enough that they fit the text.
    let result = apply(text, &lowered).unwrap();
    let new = document(&result);
    if new
        .errors
        .iter()
        .all(|error| error.kind == crate::document::SyntaxErrorKind::Duplicate)
        && !new.errors.is_empty()
    {
        // The new name was taken already.
        return;
    }
    if let Err(error) = verify(&old, &edits, &new, Dialect::JSONC) {
        // A place may be named by a node that another edit takes away.
        assert!(
            error == EditError::Mismatch && edits.len() > 1,
            "{error}\n{edits:?}\n--- before\n{text}\n--- after\n{result}\n{:?}",
            new.errors
        );
    }
    if text.contains("\r\n") {
        assert_eq!(
            result.matches('\n').count(),
            result.matches("\r\n").count(),
            "{result:?}"
        );
    }
}

pub(super) fn seeds(count: usize) -> impl Strategy<Value = Vec<Seed>> {
    let seed = (
        any::<u8>(),
        0..200_usize,
        0..200_usize,
        0..40_usize,
        0..40_usize,
    );
    prop::collection::vec(seed, 1..=count)
}

/// Edits that once came out wrong: which document, and the seeds.
const FOUND: &[(usize, &[Seed])] = &[
    // A table moved into itself.
    (2, &[(181, 130, 46, 0, 0)]),
    (6, &[(157, 24, 11, 0, 0)]),
    // A new name that joins two tables.
    (2, &[(145, 94, 75, 23, 27), (74, 23, 120, 33, 4)]),
    (
        5,
        &[
            (10, 179, 28, 31, 4),
            (38, 123, 44, 0, 1),
            (25, 61, 111, 21, 22),
        ],
    ),
    (
        6,
        &[
            (178, 194, 145, 36, 20),
            (80, 153, 164, 20, 32),
            (41, 154, 79, 36, 12),
        ],
    ),
    // A new item before one that gets a table around it.
    (4, &[(88, 66, 0, 0, 0), (227, 146, 0, 0, 0)]),
    (4, &[(30, 138, 67, 14, 11), (180, 95, 174, 31, 12)]),
    (5, &[(228, 81, 14, 0, 0), (126, 116, 0, 0, 0)]),
    // New lines just above a table that is left empty.
    (
        4,
        &[(243, 146, 0, 0, 0), (10, 157, 0, 0, 0), (3, 50, 0, 0, 0)],
    ),
    (4, &[(232, 81, 101, 32, 27), (51, 57, 139, 19, 34)]),
    (4, &[(195, 161, 150, 22, 18), (13, 125, 142, 11, 25)]),
    // Two lines in the place of the only one, which has no line break.
    (1, &[(26, 31, 14, 1, 0), (165, 32, 73, 2, 0)]),
];

#[test]
fn edits_that_once_came_out_wrong() {
    for (index, seeds) in FOUND {
        check(DOCUMENTS[*index], seeds);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: u32::MAX, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_edit_does_what_it_says(index in 0..DOCUMENTS.len(), seeds in seeds(1)) {
        check(DOCUMENTS[index], &seeds);
        let windows = format!("\u{feff}{}", DOCUMENTS[index].replace('\n', "\r\n"));
        check(&windows, &seeds);
    }

    #[test]
    fn edits_of_different_nodes_do_what_they_say(
        index in 0..DOCUMENTS.len(),
        seeds in seeds(3),
    ) {
        let old = document(DOCUMENTS[index]);
        let edits: Vec<Edit> = seeds.iter().filter_map(|&seed| edit(&old, seed)).collect();
        prop_assume!(!collide(&old, &edits));
        check(DOCUMENTS[index], &seeds);
    }
}
