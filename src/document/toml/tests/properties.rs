//! What holds for every table, however it is written, and for every edit of it.

use proptest::prelude::*;

use super::any_edit::{self, collide, seeds};
use super::document;
use super::printer::{Data, Table, print, table};
use crate::document::{Edit, NodeKind, NodeRef};

/// Whether a node says what was to be written.
fn says(node: NodeRef<'_>, value: &Data) -> bool {
    match (node.kind(), value) {
        (NodeKind::Object(_), Data::Table(table)) => says_table(node, table),
        (NodeKind::Array(items), Data::List(values)) => {
            items.len() == values.len() && node.items().zip(values).all(|(a, b)| says(a, b))
        }
        (NodeKind::String { text, .. }, Data::Text(value)) => text == value,
        (NodeKind::Bool(now), Data::Bare(raw)) => now.to_string() == *raw,
        (NodeKind::Number(now) | NodeKind::Datetime(now), Data::Bare(raw)) => now == raw,
        _ => false,
    }
}

fn says_table(node: NodeRef<'_>, table: &Table) -> bool {
    node.members().len() == table.len()
        && table
            .iter()
            .all(|(key, value)| node.get(key).is_some_and(|node| says(node, value)))
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        max_global_rejects: u32::MAX,
        ..ProptestConfig::default()
    })]

    #[test]
    fn printed_tables_are_read_back(table in table(), print in print()) {
        let text = print.write(&table);
        let read = document(&text);
        prop_assert_eq!(&read.errors, &[], "{}", text);
        prop_assert!(says_table(read.root().unwrap(), &table), "{}", text);
        super::agreement::check(&text);
    }

    #[test]
    fn one_edit_does_what_it_says(table in table(), print in print(), seeds in seeds(1)) {
        any_edit::check(&print.write(&table), &seeds);
    }

    #[test]
    fn edits_of_different_nodes_do_what_they_say(
        table in table(),
        print in print(),
        seeds in seeds(3),
    ) {
        let text = print.write(&table);
        let old = document(&text);
        let edits: Vec<Edit> = seeds
            .iter()
            .filter_map(|&seed| any_edit::edit(&old, seed))
            .collect();
        prop_assume!(!edits.is_empty() && !collide(&old, &edits));
        any_edit::check(&text, &seeds);
    }
}
