//! Every kind of edit, and what it makes of plain data.

use mcpmend::document::{Document, Edit, Place};
use serde_json::{Map, Value, json};

use super::support::at;

/// One edit or several at once.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) edits: fn(&Document) -> Vec<Edit>,
    /// The same on plain data.
    pub(super) change: fn(&mut Value),
}

/// The file that they are tried on.
pub(super) fn servers() -> Value {
    json!({
        "mcpServers": {
            "files": {
                "command": "npx",
                "args": ["-y", "pkg"],
                "env": { "KEY": "v" },
                "enabled": true
            },
            "docs": { "url": "https://x.io/mcp", "timeout": 30 },
            "last": { "command": "uvx", "args": ["tool"], "env": { "A": "1", "B": "2" } }
        },
        "other": 1
    })
}

fn object<'v>(value: &'v mut Value, path: &str) -> &'v mut Map<String, Value> {
    value.pointer_mut(path).unwrap().as_object_mut().unwrap()
}

fn list<'v>(value: &'v mut Value, path: &str) -> &'v mut Vec<Value> {
    value.pointer_mut(path).unwrap().as_array_mut().unwrap()
}

fn set(value: &mut Value, path: &str, new: Value) {
    *value.pointer_mut(path).unwrap() = new;
}

fn rename(value: &mut Value, path: &str, old: &str, new: &str) {
    let members = object(value, path);
    let index = members.keys().position(|key| key == old).unwrap();
    let moved = members.shift_remove(old).unwrap();
    members.shift_insert(index, new.to_owned(), moved);
}

fn server() -> Value {
    json!({ "command": "uvx", "args": ["new", "x"], "env": { "C": "3" } })
}

const FILES: &str = "/mcpServers/files";

/// All of them.
pub(super) fn cases() -> Vec<Case> {
    let case = |name, edits, change| Case {
        name,
        edits,
        change,
    };
    let mut all = values();
    all.extend(inserts());
    all.extend(removals());
    all.push(case(
        "move a member to the root",
        |d| {
            vec![Edit::move_to(
                at(d, "mcpServers/docs/url"),
                at(d, "mcpServers/last"),
                "url",
            )]
        },
        |v| {
            let url = object(v, "/mcpServers/docs").shift_remove("url").unwrap();
            object(v, "/mcpServers/last").insert("url".to_owned(), url);
        },
    ));
    all.push(case(
        "several at once",
        |d| {
            vec![
                Edit::rename(at(d, "mcpServers/files/command"), "cmd"),
                Edit::remove(at(d, "mcpServers/files/enabled")),
                Edit::insert(at(d, "mcpServers/files"), "cwd", "/srv"),
                Edit::insert_item(at(d, "mcpServers/files/args"), 0, "q"),
                Edit::set(at(d, "mcpServers/docs/timeout"), 60),
            ]
        },
        |v| {
            rename(v, FILES, "command", "cmd");
            object(v, FILES).shift_remove("enabled");
            object(v, FILES).insert("cwd".to_owned(), json!("/srv"));
            list(v, "/mcpServers/files/args").insert(0, json!("q"));
            set(v, "/mcpServers/docs/timeout", json!(60));
        },
    ));
    all
}

fn values() -> Vec<Case> {
    let case = |name, edits, change| Case {
        name,
        edits,
        change,
    };
    vec![
        case(
            "set a string",
            |d| vec![Edit::set(at(d, "mcpServers/files/command"), "node")],
            |v| set(v, "/mcpServers/files/command", json!("node")),
        ),
        case(
            "set a string to a list",
            |d| {
                vec![Edit::set(
                    at(d, "mcpServers/files/command"),
                    json!(["a", "b"]),
                )]
            },
            |v| set(v, "/mcpServers/files/command", json!(["a", "b"])),
        ),
        case(
            "set a list",
            |d| {
                vec![Edit::set(
                    at(d, "mcpServers/files/args"),
                    json!(["a", "b", "c"]),
                )]
            },
            |v| set(v, "/mcpServers/files/args", json!(["a", "b", "c"])),
        ),
        case(
            "set a list to a string",
            |d| vec![Edit::set(at(d, "mcpServers/files/args"), "a")],
            |v| set(v, "/mcpServers/files/args", json!("a")),
        ),
        case(
            "set an object",
            |d| {
                vec![Edit::set(
                    at(d, "mcpServers/files/env"),
                    json!({"X": "y", "Z": "w"}),
                )]
            },
            |v| set(v, "/mcpServers/files/env", json!({"X": "y", "Z": "w"})),
        ),
        case(
            "rename a member",
            |d| vec![Edit::rename(at(d, "mcpServers/files/command"), "cmd")],
            |v| rename(v, FILES, "command", "cmd"),
        ),
        case(
            "rename a server",
            |d| vec![Edit::rename(at(d, "mcpServers/docs"), "pages")],
            |v| rename(v, "/mcpServers", "docs", "pages"),
        ),
        case(
            "a part of a string",
            |d| vec![Edit::splice(at(d, "mcpServers/docs/url"), 0..5, "http")],
            |v| set(v, "/mcpServers/docs/url", json!("http://x.io/mcp")),
        ),
    ]
}

fn inserts() -> Vec<Case> {
    let case = |name, edits, change| Case {
        name,
        edits,
        change,
    };
    vec![
        case(
            "insert last",
            |d| vec![Edit::insert(at(d, "mcpServers/files/env"), "NEW", "n")],
            |v| {
                object(v, "/mcpServers/files/env").insert("NEW".to_owned(), json!("n"));
            },
        ),
        case(
            "insert two last",
            |d| {
                let docs = at(d, "mcpServers/docs");
                vec![Edit::insert(docs, "p", 1), Edit::insert(docs, "q", true)]
            },
            |v| {
                object(v, "/mcpServers/docs").insert("p".to_owned(), json!(1));
                object(v, "/mcpServers/docs").insert("q".to_owned(), json!(true));
            },
        ),
        case(
            "insert first",
            |d| {
                let files = at(d, "mcpServers/files");
                vec![Edit::insert_at(files, "type", "stdio", Place::First)]
            },
            |v| {
                object(v, FILES).shift_insert(0, "type".to_owned(), json!("stdio"));
            },
        ),
        case(
            "insert before",
            |d| {
                let place = Place::Before(at(d, "mcpServers/files/args"));
                vec![Edit::insert_at(
                    at(d, "mcpServers/files"),
                    "cwd",
                    "/",
                    place,
                )]
            },
            |v| {
                object(v, FILES).shift_insert(1, "cwd".to_owned(), json!("/"));
            },
        ),
        case(
            "insert behind",
            |d| {
                let place = Place::After(at(d, "mcpServers/files/args"));
                vec![Edit::insert_at(
                    at(d, "mcpServers/files"),
                    "cwd",
                    "/",
                    place,
                )]
            },
            |v| {
                object(v, FILES).shift_insert(2, "cwd".to_owned(), json!("/"));
            },
        ),
        case(
            "insert a server",
            |d| vec![Edit::insert(at(d, "mcpServers"), "new", server())],
            |v| {
                object(v, "/mcpServers").insert("new".to_owned(), server());
            },
        ),
        case(
            "insert an object",
            |d| {
                vec![Edit::insert(
                    at(d, "mcpServers/docs"),
                    "env",
                    json!({"C": "3"}),
                )]
            },
            |v| {
                object(v, "/mcpServers/docs").insert("env".to_owned(), json!({"C": "3"}));
            },
        ),
        case(
            "insert a list",
            |d| {
                vec![Edit::insert(
                    at(d, "mcpServers/docs"),
                    "args",
                    json!(["a", "b"]),
                )]
            },
            |v| {
                object(v, "/mcpServers/docs").insert("args".to_owned(), json!(["a", "b"]));
            },
        ),
        case(
            "first item",
            |d| vec![Edit::insert_item(at(d, "mcpServers/files/args"), 0, "i")],
            |v| list(v, "/mcpServers/files/args").insert(0, json!("i")),
        ),
        case(
            "middle item",
            |d| vec![Edit::insert_item(at(d, "mcpServers/files/args"), 1, "i")],
            |v| list(v, "/mcpServers/files/args").insert(1, json!("i")),
        ),
        case(
            "last item",
            |d| vec![Edit::insert_item(at(d, "mcpServers/files/args"), 2, "i")],
            |v| list(v, "/mcpServers/files/args").push(json!("i")),
        ),
    ]
}

fn removals() -> Vec<Case> {
    let case = |name, edits, change| Case {
        name,
        edits,
        change,
    };
    vec![
        case(
            "remove the first",
            |d| vec![Edit::remove(at(d, "mcpServers/files/command"))],
            |v| {
                object(v, FILES).shift_remove("command");
            },
        ),
        case(
            "remove from the middle",
            |d| vec![Edit::remove(at(d, "mcpServers/files/args"))],
            |v| {
                object(v, FILES).shift_remove("args");
            },
        ),
        case(
            "remove the last",
            |d| vec![Edit::remove(at(d, "mcpServers/last/env/B"))],
            |v| {
                object(v, "/mcpServers/last/env").shift_remove("B");
            },
        ),
        case(
            "remove the last two",
            |d| {
                let docs = ["mcpServers/files/env", "mcpServers/files/enabled"];
                docs.map(|path| Edit::remove(at(d, path))).into()
            },
            |v| {
                object(v, FILES).shift_remove("env");
                object(v, FILES).shift_remove("enabled");
            },
        ),
        case(
            "remove a server",
            |d| vec![Edit::remove(at(d, "mcpServers/docs"))],
            |v| {
                object(v, "/mcpServers").shift_remove("docs");
            },
        ),
        case(
            "remove the last server",
            |d| vec![Edit::remove(at(d, "mcpServers/last"))],
            |v| {
                object(v, "/mcpServers").shift_remove("last");
            },
        ),
        case(
            "remove an item",
            |d| vec![Edit::remove(at(d, "mcpServers/files/args/0"))],
            |v| {
                list(v, "/mcpServers/files/args").remove(0);
            },
        ),
        case(
            "remove the last item",
            |d| vec![Edit::remove(at(d, "mcpServers/files/args/1"))],
            |v| {
                list(v, "/mcpServers/files/args").pop();
            },
        ),
        case(
            "replace the last",
            |d| {
                vec![
                    Edit::remove(at(d, "mcpServers/files/enabled")),
                    Edit::insert(at(d, "mcpServers/files"), "disabled", false),
                ]
            },
            |v| {
                object(v, FILES).shift_remove("enabled");
                object(v, FILES).insert("disabled".to_owned(), json!(false));
            },
        ),
    ]
}
