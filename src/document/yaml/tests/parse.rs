use serde_json::{Value, json};

use super::super::super::edit::apply;
use super::super::super::{NodeKind, NodeRef, Quote, SyntaxErrorKind as Kind};
use super::document;

/// What a text says, and that nothing is wrong with it.
fn clean(text: &str) -> Value {
    let document = document(text);
    assert_eq!(document.errors, [], "{text}");
    document.root().map_or(Value::Null, NodeRef::to_json)
}

/// What is left of a broken text, and per error its kind, place and the text after its mend.
fn broken(text: &str) -> (Value, Vec<(Kind, String, Option<String>)>) {
    let document = document(text);
    let errors = document
        .errors
        .iter()
        .map(|error| {
            assert!(!error.message.is_empty() && !error.message.ends_with('.'));
            let mended = error.mend.as_ref().map(|mend| {
                let mended = apply(text, &mend.edits).unwrap();
                let after = super::document(&mended).errors.len();
                assert!(after < document.errors.len(), "{text} => {mended}");
                mended
            });
            (error.kind, document.slice(error.span).to_owned(), mended)
        })
        .collect();
    let json = document.root().map_or(Value::Null, NodeRef::to_json);
    (json, errors)
}

fn one(text: &str, json: Value, kind: Kind, place: &str, mended: Option<&str>) {
    let expected = (kind, place.to_owned(), mended.map(str::to_owned));
    assert_eq!(broken(text), (json, vec![expected]), "{text}");
}

#[test]
fn reads_a_list_of_servers_with_places() {
    let text =
        "mcpServers:\n  - name: x # first\n    args: [\"-y\", pkg]\n  - name: y\nn: |\n  t\n";
    let document = document(text);
    assert_eq!(
        clean(text),
        json!({"mcpServers": [{"name": "x", "args": ["-y", "pkg"]}, {"name": "y"}], "n": "t\n"})
    );
    let root = document.root().unwrap();
    let servers = root.get("mcpServers").unwrap();
    let slices: Vec<&str> = servers
        .items()
        .map(|item| document.slice(item.span()))
        .collect();
    assert_eq!(
        slices,
        ["name: x # first\n    args: [\"-y\", pkg]", "name: y"]
    );
    assert_eq!(
        document.slice(servers.span()),
        "- name: x # first\n    args: [\"-y\", pkg]\n  - name: y"
    );
    assert_eq!(document.slice(root.get("n").unwrap().span()), "|\n  t");
    assert_eq!(document.slice(document.comments[0].span), "# first");
}

#[test]
fn scalars_follow_the_core_schema() {
    let cases = [
        ("true", json!(true)),
        ("False", json!(false)),
        ("null", json!(null)),
        ("~", json!(null)),
        ("", json!(null)),
        ("123", json!(123)),
        ("-1.5e3", json!(-1500.0)),
        ("yes", json!("yes")),
        ("1.2.3", json!("1.2.3")),
        ("0.0.0.0:80", json!("0.0.0.0:80")),
        ("http://x/y#z", json!("http://x/y#z")),
        ("“x”", json!("“x”")),
        ("'it''s'", json!("it's")),
        ("\"a\\tb\"", json!("a\tb")),
        ("!!str 12", json!("12")),
        ("!!int 12", json!(12)),
    ];
    for (written, value) in cases {
        assert_eq!(
            clean(&format!("k: {written}\nz: 0\n")),
            json!({"k": value, "z": 0})
        );
    }
    for number in ["0x1F", "0o17", ".inf", "-.Inf", ".nan", "1.", ".5"] {
        let document = document(&format!("- {number}"));
        let kind = document
            .root()
            .unwrap()
            .items()
            .next()
            .unwrap()
            .kind()
            .clone();
        assert_eq!(kind, NodeKind::Number(number.to_owned()));
    }
}

#[test]
fn aliases_and_tagged_values_are_opaque() {
    let text = "a: &x {k: 1}\nb: *x\n<<: *x\nc: !env {q: 1}\nd: !vault secret\n";
    let document = document(text);
    assert_eq!(document.errors, []);
    let kinds: Vec<_> = document
        .root()
        .unwrap()
        .entries()
        .map(|(key, value)| (key.text.as_str(), value.type_name()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("a", "an object"),
            ("b", "an alias"),
            ("<<", "an alias"),
            ("c", "a tagged value"),
            ("d", "a tagged value")
        ]
    );
}

#[test]
fn keys_of_every_style_are_read() {
    let text = "? a b\n: 1\n\"q\\\"\": 2\n's': 3\n4: 5\n[x, y]: 6\n";
    let document = document(text);
    let keys: Vec<_> = document
        .root()
        .unwrap()
        .members()
        .iter()
        .map(|member| (member.key.text.as_str(), member.key.quote))
        .collect();
    assert_eq!(document.errors, []);
    assert_eq!(
        keys,
        [
            ("a b", Quote::Bare),
            ("q\"", Quote::Double),
            ("s", Quote::Single),
            ("4", Quote::Bare),
            ("[x, y]", Quote::Bare)
        ]
    );
}

#[test]
fn an_empty_text_is_no_error() {
    for text in ["", "\n", "# only a comment\n", "\u{feff}"] {
        let document = document(text);
        assert!(document.root().is_none(), "{text:?}");
        assert_eq!(document.errors, []);
    }
    assert_eq!(clean("---\n# c\nk: 1\n...\n"), json!({"k": 1}));
}

#[test]
fn places_count_the_byte_order_mark_and_line_breaks_of_windows() {
    let text = "\u{feff}k: v\r\nl: \"w\"\r\nm: |\r\n  t\r\n";
    let document = document(text);
    assert_eq!(document.errors, []);
    let slices: Vec<_> = document
        .root()
        .unwrap()
        .members()
        .iter()
        .map(|member| document.slice(member.span))
        .collect();
    assert_eq!(slices, ["k: v", "l: \"w\"", "m: |\r\n  t"]);
}

#[test]
fn duplicate_keys_stay() {
    let document = document("a: 1\na: 2\n");
    assert_eq!(document.root().unwrap().members().len(), 2);
    assert_eq!(document.errors, []);
}

#[test]
fn tabs_become_spaces() {
    one(
        "mcp:\n\ta:\n\t\tc: 1\nd: 2\n",
        json!({"mcp": {"a": {"c": 1}}, "d": 2}),
        Kind::Unexpected,
        "\t",
        Some("mcp:\n  a:\n    c: 1\nd: 2\n"),
    );
}

#[test]
fn brackets_that_do_not_close() {
    one(
        "a: [\"x\", \"y\" # c\nb: 1\n",
        json!({"a": null, "b": 1}),
        Kind::Unclosed,
        "[",
        Some("a: [\"x\", \"y\"] # c\nb: 1\n"),
    );
    one(
        "a:\n  - [b\n  - c\n",
        json!({"a": [null, "c"]}),
        Kind::Unclosed,
        "[",
        Some("a:\n  - [b]\n  - c\n"),
    );
    one(
        "a: [1}\nb: 1",
        json!({"a": null, "b": 1}),
        Kind::Unclosed,
        "}",
        Some("a: [1]\nb: 1"),
    );
    one(
        "a: 1\n}\nb: 1",
        json!({"a": 1, "b": 1}),
        Kind::Unclosed,
        "}",
        None,
    );
    one(
        "a: [1,, 2]\nb: 1",
        json!({"a": null, "b": 1}),
        Kind::ExtraComma,
        ",",
        Some("a: [1, 2]\nb: 1"),
    );
}

#[test]
fn strings_that_do_not_close() {
    for (open, rest) in [
        ("\"foo", "b: 1\n"),
        ("\"foo", "b: \"x\"\n"),
        ("'foo", "b: 'x'\n"),
    ] {
        let quote = &open[..1];
        let after = clean(rest)["b"].clone();
        one(
            &format!("a: {open}\n{rest}"),
            json!({"a": null, "b": after}),
            Kind::UnterminatedString,
            open,
            Some(&format!("a: {open}{quote}\n{rest}")),
        );
    }
}

#[test]
fn backslashes_of_windows_paths_are_doubled() {
    one(
        "a: [\"C:\\Users\\new\", 1]\nb: 1",
        json!({"a": [null, 1], "b": 1}),
        Kind::InvalidEscape,
        "\\U",
        Some("a: [\"C:\\\\Users\\\\new\", 1]\nb: 1"),
    );
    one(
        "a: \"\\d+\\n\"\n",
        json!({"a": null}),
        Kind::InvalidEscape,
        "\\d",
        Some("a: \"\\\\d+\\n\"\n"),
    );
}

#[test]
fn colons() {
    one(
        "a: 1\nkey:value\nb: 2\n",
        json!({"a": 1, "key": "value", "b": 2}),
        Kind::Unexpected,
        ":",
        Some("a: 1\nkey: value\nb: 2\n"),
    );
    one(
        "mcpServers\n  x: 1\nb: 1\n",
        json!({"mcpServers": {"x": 1}, "b": 1}),
        Kind::MissingColon,
        "mcpServers",
        Some("mcpServers:\n  x: 1\nb: 1\n"),
    );
    one(
        "a: Note: this # c\nb: 1",
        json!({"a": null, "b": 1}),
        Kind::Unexpected,
        ":",
        Some("a: \"Note: this\" # c\nb: 1"),
    );
}

#[test]
fn reserved_first_characters() {
    for value in ["@scope/pkg", "`x`", "%TEMP%"] {
        one(
            &format!("- {value}\n- 1\n"),
            json!([null, 1]),
            Kind::Unexpected,
            &value[..1],
            Some(&format!("- \"{value}\"\n- 1\n")),
        );
    }
}

#[test]
fn lines_that_fit_nowhere() {
    let cases = [
        (
            "a:\n    b: 1\n  c: 2\n  e: 3\nd: 3",
            json!({"a": {"b": 1}, "d": 3}),
            "c: 2",
        ),
        (
            "a:\n  b: 1\n   c: 2\nd: 3",
            json!({"a": {"b": 1}, "d": 3}),
            "c: 2",
        ),
        (
            "a:\n  - x\n  y: 1\nz: 1",
            json!({"a": ["x"], "z": 1}),
            "y: 1",
        ),
        (
            "a:\n  b: 1\n  - x\n  c: 1",
            json!({"a": {"b": 1, "c": 1}}),
            "- x",
        ),
        ("a: b #c\n  d\ne: 1", json!({"a": "b", "e": 1}), "d"),
        ("a: \"x\" y\nb: 1", json!({"a": null, "b": 1}), "y"),
        ("a: *x\nb: 1", json!({"a": null, "b": 1}), "*x"),
        ("a: 1\n---\nb: 2\n", json!({"a": 1}), "---"),
    ];
    for (text, left, place) in cases {
        one(text, left, Kind::Unexpected, place, None);
    }
}

#[test]
fn invisible_and_control_characters() {
    one(
        "m:\n  a: 1\n \u{a0}b: 2\n",
        json!({"m": {"a": 1}}),
        Kind::InvisibleCharacter,
        "\u{a0}",
        Some("m:\n  a: 1\n  b: 2\n"),
    );
    one(
        "a: \"x\u{1}y\"\n",
        json!({"a": "x y"}),
        Kind::ControlCharacter,
        "\u{1}",
        Some("a: \"xy\"\n"),
    );
}

#[test]
fn every_broken_entry_is_reported() {
    let text = "a: \"\\q\"\nb: @x\nc: [1\nd: x: y\ne: 5\n";
    let (left, errors) = broken(text);
    assert_eq!(
        left,
        json!({"a": null, "b": null, "c": null, "d": null, "e": 5})
    );
    let kinds: Vec<Kind> = errors.iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(
        kinds,
        [
            Kind::InvalidEscape,
            Kind::Unexpected,
            Kind::Unclosed,
            Kind::Unexpected
        ]
    );
}

#[test]
fn deep_nesting_is_one_error() {
    for text in [
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        format!("a: {}", "- ".repeat(100_000)),
        (0..2_000)
            .map(|depth| format!("{}a:\n", " ".repeat(depth)))
            .collect(),
    ] {
        let document = document(&text);
        assert_eq!(document.errors.len(), 1);
    }
    let bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n";
    assert_eq!(document(bomb).errors, []);
}

#[test]
fn no_cut_and_no_flipped_byte_panics() {
    let text = "\u{feff}# é\nmcpServers:\r\n  - name: \"x\\n\" # c\r\n    args: ['a', {b: 1}]\n  - &q k: |-\n      t\n    <<: *q\nz: !t ~\n";
    for cut in (0..=text.len()).filter(|&cut| text.is_char_boundary(cut)) {
        super::document(&text[..cut]);
        for odd in [
            "\"", "'", "\t", ":", "[", "}", "@", "\u{a0}", "\n", "- ", "|", "%", "&", "\\",
        ] {
            let changed = format!("{}{odd}{}", &text[..cut], &text[cut..]);
            let document = super::document(&changed);
            for error in &document.errors {
                document.slice(error.span);
                if let Some(mend) = &error.mend {
                    apply(&changed, &mend.edits).unwrap();
                }
            }
            for id in document.tree.ids() {
                document.slice(document.node(id).span());
            }
        }
    }
}
