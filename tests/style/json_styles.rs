//! Every edit in every style of JSON.

use mcpmend::document::{Dialect, Document, Edit, Format, Place};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::edits::{Case, cases, servers};
use super::support::{Outcome, at, compared, data, edited, judge, read};

/// Where line breaks come.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Layout {
    /// Every member has a line.
    Lines,
    /// The same, and opening brackets behind a key begin a line.
    Braces,
    /// The same as lines, and the servers stand on one line each.
    Servers,
    /// The whole file is one line.
    Line,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Comments {
    None,
    /// Above each scalar member.
    Above,
    /// Behind each scalar member.
    Behind,
    /// Before each key, on its line.
    Before,
}

#[derive(Clone, Copy, Debug)]
struct Style {
    unit: &'static str,
    newline: &'static str,
    colon: &'static str,
    gap: &'static str,
    pad: &'static str,
    layout: Layout,
    long_lists: bool,
    trailing: bool,
    comma_first: bool,
    json5: bool,
    comments: Comments,
    mark: bool,
    last_newline: bool,
}

const STYLE: Style = Style {
    unit: "  ",
    newline: "\n",
    colon: ": ",
    gap: " ",
    pad: " ",
    layout: Layout::Lines,
    long_lists: false,
    trailing: false,
    comma_first: false,
    json5: false,
    comments: Comments::None,
    mark: false,
    last_newline: true,
};

impl Style {
    fn dialect(&self) -> Dialect {
        if self.json5 {
            Dialect::JSON5
        } else if self.trailing || self.comments != Comments::None {
            Dialect::JSONC
        } else {
            Dialect {
                byte_order_mark: true,
                ..Dialect::STRICT
            }
        }
    }

    fn print(&self, value: &Value) -> String {
        let mut text = String::new();
        if self.mark {
            text.push('\u{feff}');
        }
        self.value(value, 0, self.layout == Layout::Line, &mut text);
        if self.last_newline {
            text.push_str(self.newline);
        }
        text
    }

    fn line(&self, depth: usize, text: &mut String) {
        text.push_str(self.newline);
        text.push_str(&self.unit.repeat(depth));
    }

    fn key(&self, key: &str) -> String {
        match (self.json5, key.contains(' ')) {
            (true, false) => key.to_owned(),
            (true, true) => format!("'{key}'"),
            _ => format!("{key:?}"),
        }
    }

    fn value(&self, value: &Value, depth: usize, flat: bool, text: &mut String) {
        let (parts, open, close): (Vec<(Option<&String>, &Value)>, _, _) = match value {
            Value::Object(members) => {
                let parts = members.iter().map(|(key, value)| (Some(key), value));
                (parts.collect(), '{', '}')
            }
            Value::Array(items) => (items.iter().map(|item| (None, item)).collect(), '[', ']'),
            Value::String(string) if self.json5 => {
                text.push_str(&format!("'{string}'"));
                return;
            }
            other => {
                text.push_str(&other.to_string());
                return;
            }
        };
        text.push(open);
        if parts.is_empty() {
            text.push(close);
            return;
        }
        let is_list = open == '[';
        let flat = flat
            || is_list && !self.long_lists
            || self.layout == Layout::Servers && depth == 2 && !is_list;
        let count = parts.len();
        if flat && !is_list {
            text.push_str(self.pad);
        }
        for (index, (key, value)) in parts.into_iter().enumerate() {
            let scalar = !value.is_object() && !value.is_array();
            let name = key.map(String::as_str).unwrap_or_default();
            if !flat {
                if self.comments == Comments::Above && scalar && !is_list {
                    self.line(depth + 1, text);
                    text.push_str(&format!("// above {name}"));
                }
                if self.comma_first && index > 0 {
                    self.line(depth + 1, text);
                    text.truncate(text.len() - 2);
                    text.push_str(", ");
                } else {
                    self.line(depth + 1, text);
                }
            }
            if let Some(key) = key {
                if self.comments == Comments::Before && scalar {
                    text.push_str(&format!("/* {name} */ "));
                }
                text.push_str(&self.key(key));
                let opens = self.layout == Layout::Braces
                    && !scalar
                    && (value.is_object() || self.long_lists)
                    && value != &json!({});
                if opens {
                    text.push_str(self.colon.trim_end());
                    self.line(depth + 1, text);
                } else {
                    text.push_str(self.colon);
                }
            }
            self.value(value, depth + 1, flat, text);
            let last = index + 1 == count;
            if flat && !last {
                text.push(',');
                text.push_str(self.gap);
            } else if !flat && !self.comma_first && (!last || self.trailing) {
                text.push(',');
            }
            if !flat && self.comments == Comments::Behind && scalar && !is_list {
                text.push_str(&format!(" // {name}"));
            }
        }
        if flat {
            if !is_list {
                text.push_str(self.pad);
            }
        } else {
            self.line(depth, text);
        }
        text.push(close);
    }
}

const LAYOUTS: [Layout; 4] = [Layout::Lines, Layout::Braces, Layout::Servers, Layout::Line];

/// All styles that make sense together.
fn styles() -> Vec<Style> {
    let mut all = Vec::new();
    for layout in LAYOUTS {
        for newline in ["\n", "\r\n", "\r"] {
            for unit in ["\t", "  ", "   ", "    ", "        "] {
                // On one line the indentation does not show.
                if layout != Layout::Line || unit == "  " {
                    all.push(Style {
                        layout,
                        newline,
                        unit,
                        ..STYLE
                    });
                }
            }
        }
        for (colon, gap) in [(":", ""), (": ", " "), (" : ", " "), (": ", "")] {
            for pad in ["", " "] {
                all.push(Style {
                    layout,
                    colon,
                    gap,
                    pad,
                    ..STYLE
                });
            }
        }
    }
    all.into_iter().flat_map(variants).collect()
}

/// A style and what else can be told apart in it.
fn variants(style: Style) -> Vec<Style> {
    let multi = style.layout != Layout::Line;
    let (trailing, last_newline) = (true, false);
    let (json5, mark, long_lists) = (true, true, true);
    let mut all = vec![
        style,
        Style {
            mark,
            last_newline,
            ..style
        },
        Style {
            json5,
            trailing: multi,
            ..style
        },
    ];
    // The rest does not depend on these.
    if style.newline != "\n" && style.unit != "  " || style.pad.is_empty() {
        return all;
    }
    if multi {
        all.extend([
            Style { trailing, ..style },
            Style {
                long_lists,
                trailing,
                ..style
            },
            Style {
                long_lists,
                last_newline,
                ..style
            },
        ]);
    }
    if style.layout == Layout::Lines && style.unit.ends_with("  ") {
        for long_lists in [false, true] {
            all.push(Style {
                comma_first: true,
                long_lists,
                ..style
            });
        }
    }
    for comments in [Comments::Above, Comments::Behind, Comments::Before] {
        // A comment to the end of the line cannot stand in one.
        if multi || comments == Comments::Before {
            all.push(Style { comments, ..style });
            all.push(Style {
                comments,
                trailing: multi,
                ..style
            });
        }
    }
    all
}

fn more_cases() -> Vec<Case> {
    let case = |name, edits, change| Case {
        name,
        edits,
        change,
    };
    vec![
        case(
            "set a string to an object",
            |d| {
                vec![Edit::set(
                    at(d, "mcpServers/docs/url"),
                    json!({"p": 1, "q": ["r"]}),
                )]
            },
            |v| v["mcpServers"]["docs"]["url"] = json!({"p": 1, "q": ["r"]}),
        ),
        case(
            "set an object to a string",
            |d| vec![Edit::set(at(d, "mcpServers/files/env"), "x")],
            |v| v["mcpServers"]["files"]["env"] = json!("x"),
        ),
        case(
            "remove the only one",
            |d| vec![Edit::remove(at(d, "mcpServers/files/env/KEY"))],
            |v| v["mcpServers"]["files"]["env"] = json!({}),
        ),
        case(
            "replace the only one",
            |d| {
                vec![
                    Edit::remove(at(d, "mcpServers/files/env/KEY")),
                    Edit::insert(at(d, "mcpServers/files/env"), "NEW", "n"),
                ]
            },
            |v| v["mcpServers"]["files"]["env"] = json!({"NEW": "n"}),
        ),
        case(
            "insert at the root",
            |d| vec![Edit::insert(at(d, ""), "more", json!({"a": {"b": 1}}))],
            |v| v["more"] = json!({"a": {"b": 1}}),
        ),
        case(
            "insert first at the root",
            |d| vec![Edit::insert_at(at(d, ""), "$schema", "x", Place::First)],
            |v| {
                let root = v.as_object_mut().unwrap();
                root.shift_insert(0, "$schema".to_owned(), json!("x"));
            },
        ),
        case(
            "wrap an object",
            |d| {
                vec![Edit::Wrap {
                    node: at(d, "mcpServers/files/env"),
                    key: "k".to_owned(),
                }]
            },
            |v| v["mcpServers"]["files"]["env"] = json!({"k": {"KEY": "v"}}),
        ),
        case(
            "wrap a list",
            |d| {
                vec![Edit::Wrap {
                    node: at(d, "mcpServers/files/args"),
                    key: "k".to_owned(),
                }]
            },
            |v| v["mcpServers"]["files"]["args"] = json!({"k": ["-y", "pkg"]}),
        ),
        case(
            "wrap a string",
            |d| {
                vec![Edit::Wrap {
                    node: at(d, "mcpServers/docs/url"),
                    key: "k".to_owned(),
                }]
            },
            |v| v["mcpServers"]["docs"]["url"] = json!({"k": "https://x.io/mcp"}),
        ),
        case(
            "move an object",
            |d| {
                vec![Edit::move_to(
                    at(d, "mcpServers/files/env"),
                    at(d, ""),
                    "env",
                )]
            },
            |v| {
                let files = v["mcpServers"]["files"].as_object_mut().unwrap();
                let env = files.shift_remove("env").unwrap();
                v["env"] = env;
            },
        ),
    ]
}

/// Whether a printer may lay it out otherwise than what is there tells.
fn is_moot(style: &Style, name: &str) -> bool {
    match style.layout {
        // Whether an object that is no server stands on one line.
        Layout::Servers => matches!(name, "move an object" | "insert at the root"),
        // Where the braces of an object stand that is emptied.
        Layout::Braces => name == "remove the only one",
        Layout::Lines | Layout::Line => false,
    }
}

fn attempt(style: &Style, old: &Document, case: &Case) -> Outcome {
    let edits = (case.edits)(old);
    let after = match edited(old, &edits) {
        Ok(after) => after,
        Err(error) => return Outcome::Wrong(format!("{}: {error}\n{}", case.name, old.text)),
    };
    let mut expected = servers();
    (case.change)(&mut expected);
    let new = read(&after, Format::Json, style.dialect());
    assert_eq!(data(&new), expected, "{}\n{after}", case.name);
    siblings_stand_below_each_other(&new, old);
    if style.comments != Comments::None || is_moot(style, case.name) {
        return Outcome::Checked;
    }
    let what = format!("{} in {style:?}", case.name);
    compared(&what, &after, &style.print(&expected))
}

#[test]
fn every_edit_in_every_style() {
    let cases: Vec<Case> = cases().into_iter().chain(more_cases()).collect();
    let styles = styles();
    let outcomes: Vec<Outcome> = styles
        .par_iter()
        .flat_map_iter(|style| {
            let before = style.print(&servers());
            let old = read(&before, Format::Json, style.dialect());
            assert_eq!(old.errors_in(style.dialect()), [], "{before}");
            let outcomes: Vec<Outcome> = cases
                .iter()
                .map(|case| attempt(style, &old, case))
                .collect();
            outcomes
        })
        .collect();
    judge(&outcomes, 22_840, 14_054);
}

/// Members that begin lines stand in the column of the others, if they did before.
fn siblings_stand_below_each_other(new: &Document, old: &Document) {
    let columns = |document: &Document| {
        let mut all = Vec::new();
        for id in document.tree.ids() {
            let node = document.node(id);
            let mut columns: Vec<usize> = Vec::new();
            for member in node.members() {
                let before = &document.text[..member.span.start];
                let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
                let lead = &before[line..];
                let is_first = lead.trim_matches([' ', '\t', ',']).is_empty();
                if line > 0 && is_first {
                    columns.push(lead.len());
                }
            }
            all.push(columns.windows(2).all(|pair| pair[0] == pair[1]));
        }
        all.into_iter().all(|even| even)
    };
    assert!(columns(old), "{}", old.text);
    assert!(columns(new), "{}", new.text);
}
