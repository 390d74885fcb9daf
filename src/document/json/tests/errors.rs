//! Broken texts: what is reported, what is left of the tree, and what the mends make of it.

use super::super::super::edit::{apply, normalize};
use super::super::super::{Dialect, Document, NodeKind, NodeRef, SyntaxErrorKind as Kind};
use super::document;

/// The tree in a short form that tells broken from whole.
fn shape(node: NodeRef<'_>) -> String {
    match node.kind() {
        NodeKind::Object(_) => {
            let parts: Vec<String> = node
                .entries()
                .map(|(key, value)| format!("{}:{}", key.text, shape(value)))
                .collect();
            format!("{{{}}}", parts.join(","))
        }
        NodeKind::Array(_) => {
            let parts: Vec<String> = node.items().map(shape).collect();
            format!("[{}]", parts.join(","))
        }
        NodeKind::String { text, .. } => format!("{text:?}"),
        NodeKind::Number(raw) => raw.clone(),
        NodeKind::Bool(value) => value.to_string(),
        NodeKind::Null => "null".to_owned(),
        NodeKind::Datetime(raw) => raw.clone(),
        NodeKind::Opaque { .. } => "?".to_owned(),
    }
}

fn tree(document: &Document) -> String {
    document.root().map_or("-".to_owned(), shape)
}

fn found(document: &Document) -> Vec<(Kind, String)> {
    document
        .errors
        .iter()
        .map(|error| (error.kind, document.slice(error.span).to_owned()))
        .collect()
}

/// Carries out the first mend of every round until none is left.
fn mended(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..20 {
        let read = document(&text);
        let Some(mend) = read.errors.into_iter().find_map(|error| error.mend) else {
            break;
        };
        let mut edits = mend.edits;
        normalize(&mut edits).unwrap();
        text = apply(&text, &edits).unwrap();
    }
    text
}

#[track_caller]
fn check(text: &str, errors: &[(Kind, &str)], expected_tree: &str, expected_mended: &str) {
    let read = document(text);
    let expected: Vec<(Kind, String)> = errors
        .iter()
        .map(|(kind, slice)| (*kind, (*slice).to_owned()))
        .collect();
    assert_eq!(found(&read), expected, "errors of {text:?}");
    assert_eq!(tree(&read), expected_tree, "tree of {text:?}");
    assert_eq!(mended(text), expected_mended, "mended {text:?}");
}

#[test]
fn whole_files_have_no_error() {
    for text in [
        "{}",
        " [ ] ",
        "\u{feff}{\"a\": 1}",
        "{\"a\": [true, false, null, -0.5e+3, \"\\u00e9\\ud83d\\ude00\\/\"]}\r\n",
        "{ // one\n  /* two */ \"a\": 1, // three\n}",
        "[1, 2, ]",
        "1E+400",
    ] {
        assert_eq!(found(&document(text)), [], "{text:?}");
    }
}

#[test]
fn spans_count_the_byte_order_mark() {
    let read = document("\u{feff}{\"a\": tru}");
    assert_eq!(read.slice(read.root().unwrap().span()), "{\"a\": tru}");
    assert_eq!(read.slice(read.errors[0].span), "tru");
}

#[test]
fn comments_and_trailing_commas_are_kept_apart() {
    let read = document("{\n  // c\n  \"a\": [1,], /* d */\n}");
    assert_eq!(read.comments.len(), 2);
    assert_eq!(read.trailing_commas.len(), 2);
    assert!(read.errors.is_empty());
    assert_eq!(read.errors_in(Dialect::STRICT).len(), 4);
    assert_eq!(read.errors_in(Dialect::JSONC), []);
}

#[test]
fn commas() {
    use Kind::{ExtraComma, MissingComma};
    let pair = "{a:1,b:2}";
    check(
        "{\"a\": 1 \"b\": 2}",
        &[(MissingComma, "")],
        pair,
        "{\"a\": 1, \"b\": 2}",
    );
    check(
        "{\n  \"a\": 1 // c\n  \"b\": 2\n}",
        &[(MissingComma, "")],
        pair,
        "{\n  \"a\": 1, // c\n  \"b\": 2\n}",
    );
    check("[1 2]", &[(MissingComma, "")], "[1,2]", "[1, 2]");
    check("[1,,2]", &[(ExtraComma, ",")], "[1,2]", "[1,2]");
    check("[,1]", &[(ExtraComma, ",")], "[1]", "[1]");
    check("{,}", &[(ExtraComma, ",")], "{}", "{}");
    check("[1,2];", &[(Kind::BareFragment, ";")], "[1,2]", "[1,2]");
    check("{\"a\": 1},", &[(ExtraComma, ",")], "{a:1}", "{\"a\": 1}");
    check(
        "{\"a\": 1; \"b\": 2}",
        &[(MissingComma, ";")],
        pair,
        "{\"a\": 1, \"b\": 2}",
    );
}

#[test]
fn colons_and_keys() {
    use Kind::{MissingColon, SingleQuotes, Unexpected, UnquotedKey};
    check("{\"a\" 1}", &[(MissingColon, "")], "{a:1}", "{\"a\": 1}");
    check(
        "{\"a\" = 1}",
        &[(MissingColon, "=")],
        "{a:1}",
        "{\"a\" : 1}",
    );
    check(
        "{\"a\", \"b\": 1}",
        &[(MissingColon, "")],
        "{a:?,b:1}",
        "{\"a\", \"b\": 1}",
    );
    check("{\"a\":: 1}", &[(Unexpected, ":")], "{a:1}", "{\"a\": 1}");
    check(
        "{\"a\": , \"b\": 1}",
        &[(Unexpected, "")],
        "{a:?,b:1}",
        "{\"a\": , \"b\": 1}",
    );
    check(
        "{\"a\":\n\"b\": 1}",
        &[(Unexpected, "")],
        "{a:?,b:1}",
        "{\"a\":\n\"b\": 1}",
    );
    check(
        "{a: 1, my-key: 2, 3: 4}",
        &[
            (UnquotedKey, "a"),
            (UnquotedKey, "my-key"),
            (UnquotedKey, "3"),
        ],
        "{a:1,my-key:2,3:4}",
        "{\"a\": 1, \"my-key\": 2, \"3\": 4}",
    );
    check(
        "{'a': 'say \"hi\" it\\'s'}",
        &[(SingleQuotes, "'a'"), (SingleQuotes, "'say \"hi\" it\\'s'")],
        "{a:\"say \\\"hi\\\" it's\"}",
        "{\"a\": \"say \\\"hi\\\" it's\"}",
    );
}

#[test]
fn words_in_the_place_of_values() {
    use Kind::{ForeignLiteral, InvalidNumber, Unexpected};
    check(
        "[True, None, undefined, FALSE]",
        &[
            (ForeignLiteral, "True"),
            (ForeignLiteral, "None"),
            (ForeignLiteral, "undefined"),
            (ForeignLiteral, "FALSE"),
        ],
        "[true,null,null,false]",
        "[true, null, null, false]",
    );
    check("[NaN]", &[(ForeignLiteral, "NaN")], "[?]", "[NaN]");
    check(
        "[01, .5, +1, 0x1F, 1., 1_000, -007]",
        &[
            (InvalidNumber, "01"),
            (InvalidNumber, ".5"),
            (InvalidNumber, "+1"),
            (InvalidNumber, "0x1F"),
            (InvalidNumber, "1."),
            (InvalidNumber, "1_000"),
            (InvalidNumber, "-007"),
        ],
        "[?,?,?,?,?,?,?]",
        "[1, 0.5, 1, 31, 1, 1000, -7]",
    );
    check(
        "{\"url\": https://x.io/mcp, \"port\": ${PORT}, \"v\": 1.2.3}",
        &[
            (Unexpected, "https://x.io/mcp"),
            (Unexpected, "${PORT}"),
            (Unexpected, "1.2.3"),
        ],
        "{url:\"https://x.io/mcp\",port:\"${PORT}\",v:\"1.2.3\"}",
        "{\"url\": \"https://x.io/mcp\", \"port\": \"${PORT}\", \"v\": \"1.2.3\"}",
    );
    check(
        "{\"a\": ...}",
        &[(Unexpected, "...")],
        "{a:?}",
        "{\"a\": ...}",
    );
}

#[test]
fn escapes() {
    use Kind::InvalidEscape;
    check(
        r#"{"a": "C:\Users\x"}"#,
        &[(InvalidEscape, r"\U"), (InvalidEscape, r"\x")],
        r#"{a:"C:\\Users\\x"}"#,
        r#"{"a": "C:\\Users\\x"}"#,
    );
    check(
        r#"["C:\new\tools\Users", 1]"#,
        &[(InvalidEscape, r"\U")],
        r#"["C:\\new\\tools\\Users",1]"#,
        r#"["C:\\new\\tools\\Users", 1]"#,
    );
    check(
        r#"{"a": "C:\Users\", "b": 1}"#,
        &[(InvalidEscape, r"\U"), (InvalidEscape, r"\")],
        r#"{a:"C:\\Users\\",b:1}"#,
        r#"{"a": "C:\\Users\\", "b": 1}"#,
    );
    check(
        r#"["\d+\'"]"#,
        &[(InvalidEscape, r"\d"), (InvalidEscape, r"\'")],
        r#"["\\d+\\'"]"#,
        r#"["\\d+'"]"#,
    );
    check(
        r#"["\ud800", "\u12"]"#,
        &[(InvalidEscape, r"\ud800"), (InvalidEscape, r"\u")],
        r#"["\\ud800","\\u12"]"#,
        r#"["\ud800", "\\u12"]"#,
    );
}

#[test]
fn characters_that_are_not_seen() {
    use Kind::{ControlCharacter, InvisibleCharacter, TypographicQuote};
    check(
        "{\u{a0}\u{a0}\"a\":\u{200b} 1\u{c}}",
        &[
            (InvisibleCharacter, "\u{a0}\u{a0}"),
            (InvisibleCharacter, "\u{200b}"),
            (InvisibleCharacter, "\u{c}"),
        ],
        "{a:1}",
        "{  \"a\": 1 }",
    );
    check(
        "[\"a\tb\u{1}\"]",
        &[(ControlCharacter, "\t"), (ControlCharacter, "\u{1}")],
        "[\"a\\tb\\u{1}\"]",
        "[\"a\\tb\\u0001\"]",
    );
    check(
        "{\u{201c}a\u{201d}: \u{201e}b\u{201f}, \"c\u{201d}: 1}",
        &[
            (TypographicQuote, "\u{201c}"),
            (TypographicQuote, "\u{201e}"),
            (TypographicQuote, "\u{201d}"),
        ],
        "{a:\"b\",c:1}",
        "{\"a\": \"b\", \"c\": 1}",
    );
    assert_eq!(
        found(&document("[\"he said \u{201c}hi\u{201d}, then\"]")),
        []
    );
}

#[test]
fn strings_without_an_end() {
    use Kind::{ControlCharacter, UnterminatedString};
    check(
        "{\n  \"a\": \"npx,\n  \"b\": [\"x]\n}",
        &[(UnterminatedString, "\"npx"), (UnterminatedString, "\"x")],
        "{a:\"npx\",b:[\"x\"]}",
        "{\n  \"a\": \"npx\",\n  \"b\": [\"x\"]\n}",
    );
    check(
        "{\"a\": \"${x}, \"b\": 1}",
        &[(UnterminatedString, "\"${x}")],
        "{a:\"${x}\",b:1}",
        "{\"a\": \"${x}\", \"b\": 1}",
    );
    check(
        "{\n  \"a\": npx\",\n  \"b\": 1\n}",
        &[(UnterminatedString, "npx\"")],
        "{a:\"npx\",b:1}",
        "{\n  \"a\": \"npx\",\n  \"b\": 1\n}",
    );
    check(
        "{\n  \"command: \"npx\"\n}",
        &[(UnterminatedString, "\"command")],
        "{command:\"npx\"}",
        "{\n  \"command\": \"npx\"\n}",
    );
    check(
        "{\"a\": \"one\n  two\", \"b\": 1}",
        &[(ControlCharacter, "\n")],
        "{a:\"one\\n  two\",b:1}",
        "{\"a\": \"one\\n  two\", \"b\": 1}",
    );
}

#[test]
fn brackets() {
    use Kind::Unclosed;
    check(
        "{\"a\": {\"b\": [1, 2\n",
        &[(Unclosed, "")],
        "{a:{b:[1,2]}}",
        "{\"a\": {\"b\": [1, 2]}}\n",
    );
    check("{\"a\": 1,", &[(Unclosed, "")], "{a:1}", "{\"a\": 1}");
    check(
        "{\"a\": [1, 2}, \"b\": 3}",
        &[(Unclosed, "}")],
        "{a:[1,2],b:3}",
        "{\"a\": [1, 2], \"b\": 3}",
    );
    check(
        "{\"a\": [1, 2}",
        &[(Unclosed, "")],
        "{a:[1,2]}",
        "{\"a\": [1, 2]}",
    );
    check(
        "{\"a\": [1,\n \"b\": 3}",
        &[(Unclosed, "")],
        "{a:[1],b:3}",
        "{\"a\": [1],\n \"b\": 3}",
    );
    check(
        "{\"a\": 1], \"b\": 2}",
        &[(Unclosed, "]")],
        "{a:1,b:2}",
        "{\"a\": 1, \"b\": 2}",
    );
    check("{\"a\": 1}}\n", &[(Unclosed, "}")], "{a:1}", "{\"a\": 1}\n");
    check(
        "{\"a\": 1}, \"b\": 2}",
        &[(Unclosed, ", \"b\": 2}")],
        "{a:1}",
        "{\"a\": 1}, \"b\": 2}",
    );
    check("{} /* x", &[(Unclosed, "/*")], "{}", "{} /* x");
}

#[test]
fn fragments() {
    use Kind::{BareFragment, Comment};
    check(
        "\"a\": {\"b\": 1},\n",
        &[(BareFragment, "\"a\"")],
        "{a:{b:1}}",
        "{\n\"a\": {\"b\": 1}\n}\n",
    );
    check(
        "\"a\": 1\n}\n",
        &[(BareFragment, "\"a\"")],
        "{a:1}",
        "{\n\"a\": 1\n}\n",
    );
    check(
        "```json\n{\"a\": 1}\n```\n",
        &[(BareFragment, "```json"), (BareFragment, "```")],
        "{a:1}",
        "{\"a\": 1}\n",
    );
    check(
        "$ cat {x}\n{\"a\": 1}\n",
        &[(BareFragment, "$ cat {x}")],
        "{a:1}",
        "{\"a\": 1}\n",
    );
    check(
        "{\"s\": {\"a\": 1}}\n{\"s\": {\"b\": 2}}\n",
        &[(BareFragment, "{\"s\": {\"b\": 2}}")],
        "{s:{a:1}}",
        "{\"s\": {\"a\": 1, \"b\": 2}}\n",
    );
    check(
        "# note\n{\n  \"a\": 1 # one\n}\n",
        &[(Comment, "# note"), (Comment, "# one")],
        "{a:1}",
        "{\n  \"a\": 1\n}\n",
    );
    check(
        "hello world",
        &[(Kind::Unexpected, "hello world")],
        "-",
        "hello world",
    );
}

#[test]
fn empty_files() {
    for text in ["", "  \n", "// only a comment\n", "\u{feff}", "# other\n"] {
        let read = document(text);
        let last = found(&read).pop();
        assert_eq!(last, Some((Kind::Empty, String::new())), "{text:?}");
        assert!(read.root().is_none());
    }
}

#[test]
fn the_rest_of_a_broken_object_is_read() {
    let text = "{\n  \"a\": {\"x\": tru, \"y\" 2},\n  \"b\": {\"z\": 3},\n  \"c\": [1 2, 'd']\n}";
    let read = document(text);
    assert_eq!(read.errors.len(), 4, "{:?}", found(&read));
    assert_eq!(tree(&read), "{a:{x:\"tru\",y:2},b:{z:3},c:[1,2,\"d\"]}");
}

#[test]
fn depth_has_a_limit() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = |depth: usize| {
            let value = if open == "[" { "" } else { "1" };
            format!("{}{value}{}", open.repeat(depth), close.repeat(depth))
        };
        assert_eq!(found(&document(&nested(127))), []);
        let deep = document(&nested(128));
        assert_eq!(deep.errors.len(), 1);
        assert_eq!(deep.errors[0].kind, Kind::TooDeep);
    }
    let endless = document(&"[".repeat(1_000_000));
    assert_eq!(found(&endless), [(Kind::TooDeep, "[".to_owned())]);
}
