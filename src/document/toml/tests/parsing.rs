//! Trees and errors.

use serde_json::json;

use super::document;
use crate::document::SyntaxErrorKind;

/// Each text, the kind of its one error, the text at it, and the text after its mend.
const ERRORS: &[(&str, SyntaxErrorKind, &str, Option<&str>)] = {
    use SyntaxErrorKind::{
        ControlCharacter, Duplicate, ExtraComma, ForeignLiteral, InvalidEscape, InvalidNumber,
        InvisibleCharacter, MissingColon, MissingComma, TypographicQuote, Unclosed, Unexpected,
        UnterminatedString,
    };
    &[
        // Backslashes.
        (
            r#"a = "C:\Users\x""#,
            InvalidEscape,
            r"\U",
            Some(r"a = 'C:\Users\x'"),
        ),
        (
            r#"a = "C:\new\dir""#,
            InvalidEscape,
            r"\d",
            Some(r"a = 'C:\new\dir'"),
        ),
        (
            r#"a = "C:\it's\dir""#,
            InvalidEscape,
            r"\i",
            Some(r#"a = "C:\\it's\\dir""#),
        ),
        (
            r#"a = "C:\\Users\dir""#,
            InvalidEscape,
            r"\d",
            Some(r#"a = "C:\\Users\\dir""#),
        ),
        (
            r#"a = "\\host\share""#,
            InvalidEscape,
            r"\s",
            Some(r"a = '\\host\share'"),
        ),
        (
            r#"a = "C:\dir\""#,
            InvalidEscape,
            r#"\""#,
            Some(r"a = 'C:\dir\'"),
        ),
        (r#"a = "\d+""#, InvalidEscape, r"\d", Some(r"a = '\d+'")),
        (
            r#"a = "\d\n""#,
            InvalidEscape,
            r"\d",
            Some(r#"a = "\\d\n""#),
        ),
        (r#"a = "\x4""#, InvalidEscape, r"\x4", Some(r"a = '\x4'")),
        (
            r#"a = "\uD800""#,
            InvalidEscape,
            r"\uD800",
            Some(r"a = '\uD800'"),
        ),
        (
            "a = \"\"\"\\d\n\"\"\"",
            InvalidEscape,
            r"\d",
            Some("a = \"\"\"\\\\d\n\"\"\""),
        ),
        // Strings that do not end or begin.
        (
            "a = \"npx\nb = 1",
            UnterminatedString,
            "\"npx",
            Some("a = \"npx\"\nb = 1"),
        ),
        (
            "a = \"npx\r\nb = 1",
            UnterminatedString,
            "\"npx",
            Some("a = \"npx\"\r\nb = 1"),
        ),
        ("a = 'npx -y\nb = 1", UnterminatedString, "'npx -y", None),
        ("a = \"\"\"npx\nb = 1", UnterminatedString, "\"\"\"", None),
        (
            "a = npx\"\nb = 1",
            UnterminatedString,
            "npx\"",
            Some("a = \"npx\"\nb = 1"),
        ),
        // No `=`.
        ("a \"npx\"", MissingColon, "", Some("a = \"npx\"")),
        ("a: \"npx\"", MissingColon, ":", Some("a = \"npx\"")),
        ("\"a\" : [1]", MissingColon, ":", Some("\"a\" = [1]")),
        ("a := 1", MissingColon, ":", Some("a = 1")),
        ("a\nb = 1", MissingColon, "", None),
        ("[a]\nnpx -y foo\n", MissingColon, "", None),
        ("a = { b: 1 }", MissingColon, ":", Some("a = { b = 1 }")),
        // Quotes.
        ("a = “npx”", TypographicQuote, "“npx”", Some("a = \"npx\"")),
        (
            "a = [‘b’, 1]",
            TypographicQuote,
            "‘b’",
            Some("a = [\"b\", 1]"),
        ),
        ("“a” = 1", TypographicQuote, "“a”", Some("\"a\" = 1")),
        ("a = “npx -y", TypographicQuote, "“npx -y", None),
        // Words.
        ("a = npx # x", Unexpected, "npx", Some("a = \"npx\" # x")),
        ("a = [-y, 1]", Unexpected, "-y", Some("a = [\"-y\", 1]")),
        (
            "a = https://x.y/z?b=c\n",
            Unexpected,
            "https://x.y/z?b=c",
            Some("a = \"https://x.y/z?b=c\"\n"),
        ),
        ("a = npx -y foo", Unexpected, "npx", None),
        ("a = True", ForeignLiteral, "True", Some("a = true")),
        ("a = null", ForeignLiteral, "null", None),
        ("a = None", ForeignLiteral, "None", None),
        ("a = yes", ForeignLiteral, "yes", None),
        ("a = 1.2.3", InvalidNumber, "1.2.3", None),
        ("a = 0755", InvalidNumber, "0755", None),
        (
            "a = 99999999999999999999",
            InvalidNumber,
            "99999999999999999999",
            None,
        ),
        ("a = 2024-13-01", InvalidNumber, "2024-13-01", None),
        ("a =\nb = 1", Unexpected, "", None),
        // Brackets and commas.
        (
            "a = [\n  1,\n  2\n[b]\n",
            Unclosed,
            "[",
            Some("a = [\n  1,\n  2]\n[b]\n"),
        ),
        ("a = [1,\nb = 2\n", Unclosed, "[", Some("a = [1,]\nb = 2\n")),
        (
            "a = { b = 1\n[c]\n",
            Unclosed,
            "{",
            Some("a = { b = 1}\n[c]\n"),
        ),
        ("a = [1}", Unclosed, "}", Some("a = [1]")),
        ("a = [1 2]", MissingComma, "", Some("a = [1, 2]")),
        (
            "a = { b = 1 c = 2 }",
            MissingComma,
            "",
            Some("a = { b = 1, c = 2 }"),
        ),
        ("a = [1,, 2]", ExtraComma, ",", Some("a = [1, 2]")),
        ("a = 1,", ExtraComma, ",", Some("a = 1")),
        ("a = 1 2", Unexpected, "2", None),
        ("a = [b = 1]", Unexpected, "b", None),
        // Headers.
        ("[a\nb = 1", Unclosed, "", Some("[a]\nb = 1")),
        ("[[a]\nb = 1", Unclosed, "", Some("[[a]]\nb = 1")),
        (
            "[a.my server]\nb = 1",
            Unexpected,
            "my server",
            Some("[a.\"my server\"]\nb = 1"),
        ),
        (
            "[a.@x/y]\nb = 1",
            Unexpected,
            "@x/y",
            Some("[a.\"@x/y\"]\nb = 1"),
        ),
        ("my key = 1", Unexpected, "my key", Some("\"my key\" = 1")),
        ("[a] b = 1", Unexpected, "b = 1", None),
        ("[]\nb = 1", Unexpected, "", None),
        ("]\na = 1", Unexpected, "]", None),
        (
            "{ \"mcpServers\": { \"a\": [1] } }\n",
            Unexpected,
            "{",
            None,
        ),
        // Twice.
        ("a = 1\na = 2", Duplicate, "a", None),
        ("[a]\n[a]", Duplicate, "a", None),
        ("a.b = 1\n[a]", Duplicate, "a", None),
        ("[a.b]\n[a]\nb.c = 1", Duplicate, "b", None),
        ("a = { b = 1 }\n[a.c]", Duplicate, "a", None),
        ("a = []\n[[a]]", Duplicate, "a", None),
        ("a = { b = 1, b = 2 }", Duplicate, "b", None),
        // Characters.
        ("a\u{a0}= 1", InvisibleCharacter, "\u{a0}", Some("a = 1")),
        (
            "a = \u{200b}1",
            InvisibleCharacter,
            "\u{200b}",
            Some("a = 1"),
        ),
        (
            "a = \"\u{1}\"",
            ControlCharacter,
            "\u{1}",
            Some("a = \"\\u0001\""),
        ),
        ("a = 1\rb = 2", ControlCharacter, "\r", None),
        ("# \u{7}", ControlCharacter, "\u{7}", None),
    ]
};

#[test]
fn each_error_has_its_kind_its_place_and_its_mend() {
    for &(text, kind, place, mended) in ERRORS {
        let document = document(text);
        let [error] = document.errors.as_slice() else {
            panic!("{text:?}: {:#?}", document.errors);
        };
        assert_eq!(
            (error.kind, document.slice(error.span)),
            (kind, place),
            "{text:?}: {error:?}"
        );
        let Some(mended) = mended else { continue };
        let mend = error
            .mend
            .as_ref()
            .unwrap_or_else(|| panic!("{text:?}: no mend"));
        let result = crate::document::edit::apply(text, &mend.edits).unwrap();
        assert_eq!(result, mended);
        assert_eq!(super::document(&result).errors, []);
    }
}

#[test]
fn what_is_uncertain_has_no_mend() {
    for &(text, _, _, mended) in ERRORS {
        if mended.is_none() {
            assert!(document(text).errors[0].mend.is_none(), "{text:?}");
        }
    }
}

#[test]
fn what_is_whole_stays_in_the_tree() {
    let text = "[mcp_servers.a]\ncommand = npx -y\nargs = [\"-y\"]\n[mcp_servers.b\nurl = \"x\"\n";
    let document = document(text);
    assert_eq!(document.errors.len(), 2);
    assert_eq!(
        document.root().unwrap().to_json(),
        json!({"mcp_servers": {"a": {"command": null, "args": ["-y"]}, "b": {"url": "x"}}})
    );
}

#[test]
fn both_of_two_equal_keys_stay_in_the_tree() {
    let document = document("a = 1\na = 2\n[b]\n[b]\n");
    let keys: Vec<&str> = document
        .root()
        .unwrap()
        .entries()
        .map(|(key, _)| key.text.as_str())
        .collect();
    assert_eq!(keys, ["a", "a", "b", "b"]);
}

#[test]
fn an_empty_file_is_an_empty_table() {
    for text in ["", "\u{feff}", "\n", "# nothing\n"] {
        let document = document(text);
        assert_eq!(document.errors, []);
        assert_eq!(document.root().unwrap().to_json(), json!({}));
    }
}

#[test]
fn a_key_knows_every_place_that_spells_it() {
    let document = document("\u{feff}[m.a]\nx.y = 1\nx.z = 2\n[m.a.env]\n[m.b]\n");
    let root = document.root().unwrap();
    let places = |path: &[&str]| {
        let member = root.get_path(path).unwrap().member().unwrap();
        let mut places = vec![member.key.span.start];
        places.extend(member.key.other_sites.iter().map(|site| site.start));
        places
    };
    assert_eq!(places(&["m"]), [4, 26, 36]);
    assert_eq!(places(&["m", "a"]), [6, 28]);
    assert_eq!(places(&["m", "a", "x"]), [9, 17]);
    assert_eq!(places(&["m", "a", "x", "z"]), [19]);
}

#[test]
fn a_table_spans_its_header_and_its_own_values() {
    let document = document("[m.a]\nx = 1 # one\n\n[m.a.env]\nY = 2\n[m.b]\n[n]\n");
    let root = document.root().unwrap();
    let text = |path: &[&str]| document.slice(root.get_path(path).unwrap().span());
    assert_eq!(text(&["m", "a"]), "[m.a]\nx = 1");
    assert_eq!(text(&["m", "a", "env"]), "[m.a.env]\nY = 2");
    assert_eq!(
        text(&["m"]),
        "[m.a]\nx = 1 # one\n\n[m.a.env]\nY = 2\n[m.b]"
    );
    assert_eq!(text(&["n"]), "[n]");
}

#[test]
fn comments_are_kept_with_their_places() {
    let document = document("# a\nb = [ # c\n1] # d\r\n");
    let comments: Vec<&str> = document
        .comments
        .iter()
        .map(|comment| document.slice(comment.span))
        .collect();
    assert_eq!(comments, ["# a", "# c", "# d"]);
}

#[test]
fn line_breaks_and_a_last_comma_in_an_inline_table_are_taken() {
    let document = document("a = {\n  b = 1, # one\n  c = 2,\n}\n");
    assert_eq!(document.errors, []);
    assert_eq!(
        document.root().unwrap().to_json(),
        json!({"a": {"b": 1, "c": 2}})
    );
}

#[test]
fn what_is_too_deep_is_reported_once() {
    let deep = 200_000;
    let cases = [
        format!("a = {}{}", "[".repeat(deep), "]".repeat(deep)),
        format!("a = {}", "[".repeat(deep)),
        format!("a = {}1{}", "{a=".repeat(deep), "}".repeat(deep)),
        format!("[{}a]", "a.".repeat(deep)),
        format!("{}a = 1", "a.".repeat(deep)),
        format!("a = {{ {}a = 1 }}", "a.".repeat(deep)),
        format!("[[{}a]]", "a.".repeat(127)),
    ];
    for text in cases {
        let document = document(&text);
        assert!(
            document
                .errors
                .iter()
                .filter(|error| error.kind == SyntaxErrorKind::TooDeep)
                .count()
                == 1,
            "{:?}",
            document.errors
        );
    }
}
