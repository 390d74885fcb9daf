//! Edits of tables that are written in lines and headers.

use serde_json::{Value, json};

use super::{at, check, check_refused};
use crate::document::{Document, Edit, Place};

const CODEX: &str = "\
# Codex
model = \"o3\"

# GitHub
[mcp_servers.github] # main
command = \"npx\" # run
args = [
  \"-y\",
]

[mcp_servers.github.env]
TOKEN = \"x\"

# files
[mcp_servers.files]
command = 'C:\\x'
env = { A = \"b\" }

[tools]
web = true
";

#[track_caller]
fn check_insert(before: &str, path: &str, key: &str, value: Value, after: &str) {
    check(
        before,
        |d| vec![Edit::insert(at(d, path), key, value.clone())],
        after,
    );
}

#[track_caller]
fn check_remove(before: &str, paths: &[&str], after: &str) {
    check(
        before,
        |d| paths.iter().map(|path| Edit::remove(at(d, path))).collect(),
        after,
    );
}

fn moved(d: &Document, member: &str, object: &str, name: &str) -> Vec<Edit> {
    vec![Edit::MoveMember {
        member: at(d, member),
        object: at(d, object),
        name: name.to_owned(),
    }]
}

/// `CODEX` with `old` replaced by `new` once.
fn codex(old: &str, new: &str) -> String {
    assert_eq!(CODEX.matches(old).count(), 1, "{old}");
    CODEX.replace(old, new)
}

#[test]
fn a_new_line_stands_behind_the_last_of_its_table() {
    check_insert(
        CODEX,
        "mcp_servers/github",
        "enabled",
        json!(false),
        &codex("  \"-y\",\n]\n", "  \"-y\",\n]\nenabled = false\n"),
    );
    check_insert(
        CODEX,
        "mcp_servers/files",
        "startup_timeout_sec",
        json!(20),
        &codex(
            "{ A = \"b\" }\n",
            "{ A = \"b\" }\nstartup_timeout_sec = 20\n",
        ),
    );
    check_insert(
        CODEX,
        "",
        "profile",
        json!("x"),
        &codex("\"o3\"\n", "\"o3\"\nprofile = \"x\"\n"),
    );
    check_insert(
        CODEX,
        "tools",
        "x",
        json!([1]),
        &format!("{CODEX}x = [\n  1,\n]\n"),
    );
    check_insert("[a]\n\n[b]\n", "a", "x", json!(1), "[a]\nx = 1\n\n[b]\n");
    check_insert(
        "[a]\n  b = 1\n",
        "a",
        "x",
        json!(1),
        "[a]\n  b = 1\n  x = 1\n",
    );
    check_insert("[a]\nb = 1", "a", "x", json!(1), "[a]\nb = 1\nx = 1");
}

#[test]
fn a_new_line_of_the_root_stands_before_the_first_header() {
    check_insert("", "", "x", json!(1), "x = 1\n");
    check_insert("# none\n", "", "x", json!(1), "# none\nx = 1\n");
    check_insert("[a]\nb = 1\n", "", "x", json!(1), "x = 1\n\n[a]\nb = 1\n");
    check_insert(
        "# file\n\n# table\n[a]\n",
        "",
        "x",
        json!(1),
        "# file\n\nx = 1\n\n# table\n[a]\n",
    );
}

#[test]
fn a_new_line_stands_where_it_should() {
    let before = "[s]\na = 1\n\nb = 2\n";
    let insert = |place: fn(&Document) -> Place| {
        move |d: &Document| vec![Edit::insert_at(at(d, "s"), "x", 0, place(d))]
    };
    check(
        before,
        insert(|_| Place::First),
        "[s]\nx = 0\na = 1\n\nb = 2\n",
    );
    check(
        before,
        insert(|d| Place::Before(at(d, "s/b"))),
        "[s]\na = 1\n\nx = 0\nb = 2\n",
    );
    check(
        before,
        insert(|d| Place::After(at(d, "s/a"))),
        "[s]\na = 1\nx = 0\n\nb = 2\n",
    );
    check(
        "a = 1\n",
        |d| vec![Edit::insert_at(at(d, ""), "x", 0, Place::First)],
        "x = 0\na = 1\n",
    );
}

#[test]
fn a_new_table_gets_a_header_where_its_siblings_have_one() {
    let server = json!({"command": "uvx", "args": ["a"], "env": {"K": "v"}});
    check_insert(
        CODEX,
        "mcp_servers",
        "my server",
        server.clone(),
        &codex(
            "{ A = \"b\" }\n",
            "{ A = \"b\" }\n\n[mcp_servers.\"my server\"]\ncommand = \"uvx\"\nargs = [\n  \"a\",\n]\nenv = { K = \"v\" }\n",
        ),
    );
    check_insert(
        CODEX,
        "mcp_servers/github",
        "http_headers",
        json!({"X": "y"}),
        &codex(
            "TOKEN = \"x\"\n",
            "TOKEN = \"x\"\n\n[mcp_servers.github.http_headers]\nX = \"y\"\n",
        ),
    );
    check_insert(
        CODEX,
        "mcp_servers/files",
        "http_headers",
        json!({"X": "y"}),
        &codex(
            "{ A = \"b\" }\n",
            "{ A = \"b\" }\nhttp_headers = { X = \"y\" }\n",
        ),
    );
    check_insert(
        "model = 'x'",
        "",
        "mcp_servers",
        json!({"a": {"command": "x"}, "b": {}}),
        "model = 'x'\n\n[mcp_servers.a]\ncommand = 'x'\n\n[mcp_servers.b]",
    );
    check_insert(
        "",
        "",
        "m",
        json!({"a": server}),
        "[m.a]\ncommand = \"uvx\"\nargs = [\"a\"]\nenv = { K = \"v\" }\n",
    );
}

#[test]
fn a_table_without_a_header_gets_one_for_its_first_line() {
    check_insert(
        "a = 1\n\n# x\n[m.x]\nc = 1\n",
        "m",
        "k",
        json!(2),
        "a = 1\n\n[m]\nk = 2\n\n# x\n[m.x]\nc = 1\n",
    );
}

#[test]
fn a_table_of_dotted_keys_grows_by_dotted_keys() {
    check_insert(
        "[s]\n  env.A = 1\n  env.B = 2\n  c = 3\n",
        "s/env",
        "X Y",
        json!("z"),
        "[s]\n  env.A = 1\n  env.B = 2\n  env.\"X Y\" = \"z\"\n  c = 3\n",
    );
}

#[test]
fn an_item_of_a_list_of_tables_is_a_table() {
    let before = "[[t]]\na = 1\n[t.sub]\nb = 2\n\n[[t]]\na = 3\n";
    check_insert(
        before,
        "t/0",
        "x",
        json!(0),
        "[[t]]\na = 1\nx = 0\n[t.sub]\nb = 2\n\n[[t]]\na = 3\n",
    );
    check_insert(before, "t/1", "x", json!(0), &format!("{before}x = 0\n"));
    check_insert(
        before,
        "t/0",
        "o",
        json!({"c": 1}),
        "[[t]]\na = 1\n[t.sub]\nb = 2\n[t.o]\nc = 1\n\n[[t]]\na = 3\n",
    );
    check_remove(before, &["t/0"], "[[t]]\na = 3\n");
    check_remove(before, &["t/1"], "[[t]]\na = 1\n[t.sub]\nb = 2\n");
    check_remove("x = 1\n[[t]]\n[[t]]\n", &["t"], "x = 1\n");
    check_refused("[[t]]\n", |d| vec![Edit::remove(at(d, "t/0"))]);
    check_refused("[[t]]\n", |d| vec![Edit::insert_item(at(d, "t"), 0, 1)]);
}

#[test]
fn a_line_is_removed_whole() {
    check_remove(
        CODEX,
        &["mcp_servers/github/args"],
        &codex("args = [\n  \"-y\",\n]\n", ""),
    );
    check_remove(
        CODEX,
        &["mcp_servers/github/command"],
        &codex("command = \"npx\" # run\n", ""),
    );
    check_remove("a = 1\nb = 2", &["b"], "a = 1");
    check_remove("a = 1\r\nb = 2", &["b"], "a = 1");
    check_remove("a = 1\n", &["a"], "");
    check_remove("[s]\nenv.A = 1\nenv.B = 2\n", &["s/env"], "[s]\n");
    check_remove(
        "[s]\nenv.A = 1\nenv.B = 2\n",
        &["s/env/A"],
        "[s]\nenv.B = 2\n",
    );
    check_remove(
        "[s]\n  env.A = 1\nb = 2\n",
        &["s/env/A"],
        "[s]\n  env = {}\nb = 2\n",
    );
}

#[test]
fn a_table_is_removed_with_all_below_it_but_not_with_the_comment_above() {
    check_remove(
        CODEX,
        &["mcp_servers/github"],
        "# Codex\nmodel = \"o3\"\n\n# GitHub\n\n# files\n[mcp_servers.files]\ncommand = 'C:\\x'\nenv = { A = \"b\" }\n\n[tools]\nweb = true\n",
    );
    check_remove(
        CODEX,
        &["mcp_servers/github/env"],
        &codex("[mcp_servers.github.env]\nTOKEN = \"x\"\n\n", ""),
    );
    check_remove(CODEX, &["tools"], &codex("\n[tools]\nweb = true\n", ""));
    check_remove(
        "[m.x]\na = 1\n\n[n]\n\n[m.x.y]\n\n[o]\n",
        &["m"],
        "[n]\n\n[o]\n",
    );
}

#[test]
fn a_table_that_loses_its_last_sub_table_stays() {
    check_remove("a = 1\n\n[m.x]\nb = 1\n", &["m/x"], "a = 1\n\n[m]\n");
    check_remove(
        "a = 1\n\n[m.x]\nb = 1\n\n[n]\n",
        &["m/x"],
        "a = 1\n\n[m]\n\n[n]\n",
    );
    check_remove("[m.x.y]\nb = 1\n", &["m/x/y"], "[m.x]\n");
    check_remove("[m]\n[m.x]\nb = 1\n", &["m/x"], "[m]\n");
}

#[test]
fn a_table_of_lines_is_replaced() {
    check(
        "[m.x]\nb = 1\n\n[m.x.env]\nA = 1\n\n[n]\n",
        |d| vec![Edit::set(at(d, "m/x/env"), json!({"B": 2}))],
        "[m.x]\nb = 1\n\n[m.x.env]\nB = 2\n\n[n]\n",
    );
    check(
        "[m.x]\nb = 1\n[m.y]\n[n]\n",
        |d| vec![Edit::set(at(d, "m/x"), json!({"c": 2}))],
        "[m.x]\nc = 2\n[m.y]\n[n]\n",
    );
    check(
        "a = 1\nb = 2\n",
        |d| vec![Edit::set(at(d, ""), json!({"b": 3}))],
        "b = 3\n",
    );
    check_refused("a = 1\n", |d| vec![Edit::set(at(d, ""), 1)]);
}

#[test]
fn a_value_moves_with_its_bytes() {
    check(
        "[a]\nx = [ 1,  2 ] # two\n[b]\ny = 1\n",
        |d| moved(d, "a/x", "b", "z"),
        "[a]\n[b]\ny = 1\nz = [ 1,  2 ]\n",
    );
    check(
        "[a]\nx = { p = 'q' }\n",
        |d| moved(d, "a/x/p", "a", "p"),
        "[a]\nx = {}\np = 'q'\n",
    );
    check(
        "[a]\nx = 0x1F\ne = {}\n",
        |d| moved(d, "a/x", "a/e", "n"),
        "[a]\ne = { n = 0x1F }\n",
    );
}

#[test]
fn a_table_moves_by_its_headers() {
    check(
        "[mcpServers.x]\nc = 1\n[mcpServers.x.env]\nA = 1\n\n[mcp_servers.y]\nc = 2\n",
        |d| moved(d, "mcpServers/x", "mcp_servers", "x"),
        "[mcpServers]\n\n[mcp_servers.x]\nc = 1\n[mcp_servers.x.env]\nA = 1\n\n[mcp_servers.y]\nc = 2\n",
    );
    check(
        "[a]\n[a.x]\nc = 1\n",
        |d| moved(d, "a/x", "", "y z"),
        "[a]\n[\"y z\"]\nc = 1\n",
    );
    check_refused("x.y = 1\n[a]\n", |d| moved(d, "x", "a", "x"));
    check_refused("[[x]]\n[x.y]\n[a]\n", |d| moved(d, "x/0/y", "a", "y"));
}

#[test]
fn edits_of_one_table_combine() {
    check(
        "[m.x]\ncmd = 'a'\nurl = 'b'\n\n[m.y]\n",
        |d| {
            vec![
                Edit::rename(at(d, "m/x/cmd"), "command"),
                Edit::remove(at(d, "m/x/url")),
                Edit::insert(at(d, "m/x"), "args", json!([])),
                Edit::insert(at(d, "m/x"), "enabled", true),
                Edit::insert(at(d, "m"), "z", json!({"command": "c"})),
                Edit::insert(at(d, "m/y"), "command", "d"),
                Edit::rename(at(d, "m"), "mcp_servers"),
            ]
        },
        "[mcp_servers.x]\ncommand = 'a'\nargs = []\nenabled = true\n\n[mcp_servers.y]\ncommand = 'd'\n\n[mcp_servers.z]\ncommand = 'c'\n",
    );
    check(
        "[m.x]\na = 1\n\n[m.y]\nb = 1\n",
        |d| {
            vec![
                Edit::remove(at(d, "m/y")),
                Edit::insert(at(d, "m"), "k", 1),
                Edit::insert(at(d, "m"), "l", 2),
                Edit::insert(at(d, ""), "r", 3),
                Edit::insert(at(d, ""), "s", 4),
            ]
        },
        "r = 3\ns = 4\n\n[m]\nk = 1\nl = 2\n\n[m.x]\na = 1\n",
    );
}
