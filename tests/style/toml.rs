//! Texts of TOML before and after an edit, as an author would want them.

use mcpmend::document::{Dialect, Document, Edit, EditError, Format, Place};
use serde_json::json;

use super::support::{at, edited, read};

fn carried_out(before: &str, edits: &impl Fn(&Document) -> Vec<Edit>) -> Result<String, EditError> {
    let old = read(before, Format::Toml, Dialect::JSONC);
    assert_eq!(old.errors, []);
    edited(&old, &edits(&old))
}

/// Also with CRLF, a byte order mark, and without a last line break.
#[track_caller]
fn check(before: &str, edits: impl Fn(&Document) -> Vec<Edit>, after: &str) {
    assert_eq!(carried_out(before, &edits).unwrap(), after);
    let windows = |text: &str| format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n"));
    assert_eq!(
        carried_out(&windows(before), &edits).unwrap(),
        windows(after)
    );
}

#[test]
fn signs_quotes_and_blanks_are_those_of_the_file() {
    let before = "\
model='o3'

[m.x]
command='npx'
args=['-y','p']
[m.x.env]
A='b'
";
    check(
        before,
        |d| {
            vec![
                Edit::insert(at(d, "m/x"), "cwd", "C:\\v"),
                Edit::insert_item(at(d, "m/x/args"), 2, "q"),
                Edit::insert(at(d, "m/x/env"), "it", "it's"),
                Edit::insert(
                    at(d, "m"),
                    "new",
                    json!({"command": "c", "args": ["a", "b"], "env": {"K": "v"}}),
                ),
            ]
        },
        "\
model='o3'

[m.x]
command='npx'
args=['-y','p','q']
cwd='C:\\v'
[m.x.env]
A='b'
it=\"it's\"

[m.new]
command='c'
args=['a','b']
[m.new.env]
K='v'
",
    );
    // Literal for its backslashes, but not because others are.
    check(
        "[m.x]\ncommand = 'C:\\x'\nurl = \"u\"\n",
        |d| {
            vec![
                Edit::insert(at(d, "m/x"), "a", "b"),
                Edit::insert(at(d, "m/x"), "c", "D:\\e"),
            ]
        },
        "[m.x]\ncommand = 'C:\\x'\nurl = \"u\"\na = \"b\"\nc = 'D:\\e'\n",
    );
    // Who escapes backslashes goes on with it.
    check(
        "[m.x]\ncommand = \"C:\\\\x\"\n",
        |d| vec![Edit::insert(at(d, "m/x"), "c", "D:\\e")],
        "[m.x]\ncommand = \"C:\\\\x\"\nc = \"D:\\\\e\"\n",
    );
}

#[test]
fn columns_stay_columns() {
    let before = "\
[m.x]
command = \"npx\"
args    = [
    \"-y\",
]
";
    check(
        before,
        |d| {
            vec![
                Edit::insert(at(d, "m/x"), "cwd", "/"),
                Edit::insert(at(d, "m/x"), "startup_timeout_sec", 20),
                Edit::insert_at(at(d, "m/x"), "type", "stdio", Place::First),
            ]
        },
        "\
[m.x]
type    = \"stdio\"
command = \"npx\"
args    = [
    \"-y\",
]
cwd     = \"/\"
startup_timeout_sec = 20
",
    );
    check(
        before,
        |d| vec![Edit::rename(at(d, "m/x/args"), "arg")],
        "[m.x]\ncommand = \"npx\"\narg     = [\n    \"-y\",\n]\n",
    );
}

#[test]
fn tables_are_indented_as_the_others() {
    check(
        "\
[m]
  [m.x]
  command = \"npx\"

    [m.x.env]
    A = \"b\"
",
        |d| {
            vec![
                Edit::insert(
                    at(d, "m"),
                    "new",
                    json!({"command": "c", "env": {"K": "v"}}),
                ),
                Edit::insert(at(d, "m/x"), "http_headers", json!({"X": "y"})),
            ]
        },
        "\
[m]
  [m.x]
  command = \"npx\"

    [m.x.env]
    A = \"b\"

    [m.x.http_headers]
    X = \"y\"

  [m.new]
  command = \"c\"

    [m.new.env]
    K = \"v\"
",
    );
}

#[test]
fn dotted_keys_go_on_by_dotted_keys() {
    let before = "\
[m]
# x
x.command = \"npx\"
x.env.A = \"b\"

[z]
";
    check(
        before,
        |d| {
            let first = Place::First;
            vec![
                Edit::insert(
                    at(d, "m"),
                    "new",
                    json!({"command": "c", "env": {"K": "v"}}),
                ),
                Edit::insert(at(d, "m/x/env"), "B", "c"),
                Edit::insert_at(at(d, "m/x"), "type", "stdio", first),
            ]
        },
        "\
[m]
x.type = \"stdio\"
# x
x.command = \"npx\"
x.env.A = \"b\"
x.env.B = \"c\"
new.command = \"c\"
new.env.K = \"v\"

[z]
",
    );
    check(
        before,
        |d| vec![Edit::set(at(d, "m/x/env"), json!({"A": "c", "D": "e"}))],
        &before.replace("A = \"b\"\n", "A = \"c\"\nx.env.D = \"e\"\n"),
    );
}

#[test]
fn braces_are_filled_as_those_beside_them() {
    check(
        "[m]\nx = {command = \"npx\", env = {}}\ny = {command = \"q\"}\n",
        |d| {
            vec![
                Edit::insert(at(d, "m/x/env"), "A", "b"),
                Edit::insert(at(d, "m"), "new", json!({"command": "c", "args": ["a"]})),
            ]
        },
        "[m]\nx = {command = \"npx\", env = {A = \"b\"}}\ny = {command = \"q\"}\nnew = {command = \"c\", args = [\"a\"]}\n",
    );
}

#[test]
fn a_table_is_replaced_below_its_header() {
    let before = "\
[m.x]
command = \"npx\"

# about env
[m.x.env] # here
# about A
A = \"b\" # one
B = \"c\"

[z]
";
    check(
        before,
        |d| vec![Edit::set(at(d, "m/x/env"), json!({"A": "d", "C": [1]}))],
        &before.replace("\"b\" # one\nB = \"c\"\n", "\"d\" # one\nC = [1]\n"),
    );
    check(
        before,
        |d| {
            vec![Edit::set(
                at(d, "m/x/env"),
                json!({"A": "b", "B": "c", "C": 1}),
            )]
        },
        &before.replace("\"c\"\n", "\"c\"\nC = 1\n"),
    );
}

#[test]
fn comments_stay_with_what_they_are_about() {
    let before = "\
# the file

# about x
[m.x] # here
# about command
command = \"npx\" # c
# about args
args = [\"-y\", # yes
        \"p\"] # a

# about env
[m.x.env]
A = \"b\"

# the end
";
    check(
        before,
        |d| {
            let place = Place::Before(at(d, "m/x/args"));
            vec![Edit::insert_at(at(d, "m/x"), "cwd", "/", place)]
        },
        &before.replace("# c\n", "# c\ncwd = \"/\"\n"),
    );
    check(
        before,
        |d| {
            vec![
                Edit::insert_item(at(d, "m/x/args"), 0, "first"),
                Edit::insert_item(at(d, "m/x/args"), 2, "last"),
            ]
        },
        &before
            .replace("[\"-y\"", "[\"first\",\n        \"-y\"")
            .replace("\"p\"]", "\"p\",\n        \"last\"]"),
    );
    check(
        before,
        |d| vec![Edit::move_to(at(d, "m/x"), at(d, ""), "y")],
        &before
            .replace("# about x\n[m.x]", "[m]\n\n# about x\n[y]")
            .replace("[m.x.env]", "[y.env]"),
    );
}

#[test]
fn lists_of_tables_grow_by_tables() {
    let before = "\
[[m]]
name = \"x\"
command = \"npx\"

# about y
[[m]]
name = \"y\"

[m.env]
A = \"b\"

[z]
";
    let new = json!({"name": "n", "env": {"K": "v"}});
    check(
        before,
        |d| vec![Edit::insert_item(at(d, "m"), 2, new.clone())],
        &before.replace(
            "A = \"b\"\n",
            "A = \"b\"\n\n[[m]]\nname = \"n\"\n\n[m.env]\nK = \"v\"\n",
        ),
    );
    check(
        before,
        |d| vec![Edit::insert_item(at(d, "m"), 1, json!({"name": "n"}))],
        &before.replace("# about y\n", "[[m]]\nname = \"n\"\n\n# about y\n"),
    );
}

#[test]
fn tables_stand_as_close_as_the_others() {
    check(
        "a = 1\n[m.x]\ncommand = \"c\"\n[m.y]\ncommand = \"d\"\n[z]\n",
        |d| vec![Edit::insert(at(d, "m"), "n", json!({"command": "e"}))],
        "a = 1\n[m.x]\ncommand = \"c\"\n[m.y]\ncommand = \"d\"\n[m.n]\ncommand = \"e\"\n[z]\n",
    );
    // Before what comes with a header, also where that is in another place.
    check(
        "[m.x]\ncommand = \"c\"\n\n[q]\na = 1\n\n[m.y]\ncommand = \"r\"\n\n[q.r]\nb = 1\n",
        |d| {
            vec![
                Edit::insert(at(d, "m"), "n", json!({"command": "e"})),
                Edit::insert(at(d, "q"), "c", 2),
            ]
        },
        "[m.x]\ncommand = \"c\"\n\n[q]\na = 1\nc = 2\n\n[m.y]\ncommand = \"r\"\n\n[m.n]\ncommand = \"e\"\n\n[q.r]\nb = 1\n",
    );
    check(
        "model = \"o3\"\n\n[m.x]\nb = 1\n",
        |d| vec![Edit::remove(at(d, "m/x"))],
        "model = \"o3\"\n\n[m]\n",
    );
}

#[test]
fn what_would_be_a_guess_is_refused_with_a_reason() {
    type Refused = (&'static str, fn(&Document) -> Vec<Edit>, &'static str);
    let cases: &[Refused] = &[
        (
            "a = 1\n",
            |d| vec![Edit::set(at(d, "a"), json!(null))],
            "TOML has no null",
        ),
        (
            "[[m]]\nname = \"x\"\n",
            |d| vec![Edit::insert_item(at(d, "m"), 1, "text")],
            "a list of `[[…]]` tables holds nothing but tables",
        ),
        (
            "[[m]]\nname = \"x\"\n",
            |d| vec![Edit::remove(at(d, "m/0"))],
            "the last table of a list is not removed without the list",
        ),
        (
            "x.y = 1\n[a]\n",
            |d| vec![Edit::move_to(at(d, "x"), at(d, "a"), "x")],
            "this table cannot be moved by its headers alone",
        ),
        (
            "a = 1\nb = 2\n",
            |d| vec![Edit::rename(at(d, "a"), "b")],
            "this name is taken already",
        ),
        (
            "a = [ # none\n]\n",
            |d| vec![Edit::set(at(d, ""), 1)],
            "a table that stands in several lines is not replaced as a whole",
        ),
    ];
    for (text, edits, reason) in cases {
        assert_eq!(
            carried_out(text, edits),
            Err(EditError::Unsupported(reason)),
            "{text}"
        );
    }
}
