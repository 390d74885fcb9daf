//! The table itself.

use std::collections::BTreeSet;

use super::*;
use crate::rules;

fn ids(text: &str) -> Vec<&'static str> {
    read(&Plain::new(text))
        .iter()
        .map(|found| found.family.id)
        .collect()
}

#[test]
fn every_example_is_told_by_its_own_family_first() {
    let mut wrong = Vec::new();
    for family in all() {
        for print in family.prints {
            let found = ids(print.text);
            if found.first() != Some(&family.id) {
                wrong.push(format!("{}: {found:?}: {}", family.id, print.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_family_is_whole() {
    let mut seen = BTreeSet::new();
    for family in all() {
        assert!(seen.insert(family.id), "{} stands twice", family.id);
        let id = family.id;
        assert!(
            id.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{id}"
        );
        assert!(rules::by_name(id).is_none(), "{id} is a rule, too");
        assert!(!family.means.is_empty() && !family.causes.is_empty() && !family.run.is_empty());
        assert!(
            !family.sources.is_empty() && family.date.len() == 10,
            "{id}"
        );
        for cause in family.causes {
            for text in [cause.what, cause.mend] {
                assert!(text.ends_with(['.', ')', '`', ';']), "{id}: {text}");
            }
            for rule in cause.rules {
                assert!(rules::by_name(rule).is_some(), "{id}: no rule {rule}");
            }
        }
    }
}

#[test]
fn every_pattern_can_be_found() {
    for family in all() {
        for pattern in family.prints.iter().flat_map(|print| print.patterns) {
            let inner = pattern.trim_matches('|');
            assert_eq!(inner, inner.to_lowercase(), "{pattern}");
            assert!(
                inner.len() >= 4 && !inner[..4].contains(['*', '#', '~', '|']),
                "{pattern}"
            );
            assert!(!inner.ends_with(['*', '~']), "{pattern}");
        }
    }
}

#[test]
fn links_of_the_table_lead_to_its_own_pages() {
    for family in all() {
        let texts = family
            .causes
            .iter()
            .flat_map(|cause| [cause.what, cause.tell, cause.mend]);
        for text in texts.chain([family.means]) {
            for link in text.split("](").skip(1) {
                let target = link.split(')').next().unwrap();
                let page = target.trim_end_matches(".md");
                let known = match page.strip_prefix("../rules/") {
                    Some(rule) => rules::by_name(rule).is_some(),
                    None => by_id(page).is_some() && page != family.id,
                };
                assert!(known, "{}: {target}", family.id);
            }
        }
    }
}

#[test]
fn a_text_is_read_however_it_was_copied() {
    for text in [
        "Error: connect ECONNREFUSED 127.0.0.1:3000",
        "error: CONNECT econnrefused 127.0.0.1:49152",
        "\u{1b}[31mError:\u{1b}[0m connect \u{1b}[1;4mECONN\u{1b}[0mREFUSED 127.0.0.1:3000",
        "^[[31mError: connect ECONNREFUSED 127.0.0.1:3000^[[0m",
        "{\"level\":\"error\",\"msg\":\"\\u001b[31mconnect ECONNREFUSED\\u001b[39m 127.0.0.1:3000\\n at x\"}",
        "  │ connect   ECONNREFUSED\n      127.0.0.1:3000",
        "\u{feff}connect\u{a0}ECONNREFUSED\u{200b} 127.0.0.1:3000",
    ] {
        assert_eq!(ids(text).first(), Some(&"connection-refused"), "{text}");
    }
    let sixteen: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(
            "spawn npx ENOENT\r\n"
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    let plain = Plain::of_bytes(&sixteen);
    assert_eq!(read(&plain)[0].family.id, "program-not-found");
    let broken = Plain::of_bytes(b"\xff\x00spawn npx ENOENT\xc3");
    assert_eq!(read(&broken)[0].family.id, "program-not-found");
    assert_eq!(
        ids(
            "it says \u{201c}Server \u{2018}docs\u{2019} has a \u{201d}url\u{201d} but no \"type\""
        )[0],
        "entry-does-not-fit"
    );
}

#[test]
fn what_wraps_stands_behind_the_cause() {
    let text = "MCP error -32000: Connection closed\nfetch failed\nError: spawn uvx ENOENT";
    assert_eq!(
        ids(text),
        ["program-not-found", "server-ended", "fetch-failed"]
    );
}

#[test]
fn places_are_told_by_their_lines() {
    let text = Plain::new("one\n\n  two\r\nspawn npx ENOENT\nspawn npx ENOENT\n");
    let found = &read(&text)[0];
    assert_eq!(found.count, 2);
    let lines: Vec<usize> = found
        .places
        .iter()
        .map(|place| text.line_number(place.start))
        .collect();
    assert_eq!(lines, [4, 5]);
}

#[test]
fn ordinary_texts_say_nothing() {
    for text in [
        "",
        "all is well",
        "Server listening on port 3000",
        "GET /mcp 200 OK in 401 ms",
        "memory usage 404 MB",
        "compiled 500 modules",
    ] {
        assert!(ids(text).is_empty(), "{text}: {:?}", ids(text));
    }
}

#[test]
fn the_nearest_families_share_rare_words() {
    let near = |text: &str| -> Vec<&str> {
        let found = nearest(&Plain::new(text));
        found.iter().map(|family| family.id).collect()
    };
    assert!(near("ssl certificate altname problem").contains(&"certificate-name-mismatch"));
    assert!(near("docker daemon").contains(&"docker-not-running"));
    assert!(near("xyzzy").is_empty());
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(\\PC|\u{1b}\\[|\\\\u001b\\[3|\n|ECONNREFUSED |spawn |enoent|unexpected token ){0,12}") {
        let plain = Plain::new(&text);
        proptest::prop_assert_eq!(plain.text().len(), plain.lower_text().len());
        for found in read(&plain) {
            for place in found.places {
                let _ = plain.line_number(place.start);
                let window = plain.window(&place, 7);
                let _ = &plain.text()[window];
                let _ = &plain.text()[plain.lines_around(&place, 1)];
            }
        }
        let _ = nearest(&plain);
        let _ = concerns::named_program(&plain);
    }
}
