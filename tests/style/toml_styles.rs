//! Every edit in every style of TOML.

use mcpmend::document::{Dialect, Document, Edit, Format};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::edits::{Case, cases, servers};
use super::support::{Outcome, at, compared, data, edited, judge, read};

/// How servers and the tables in them are written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    /// Below headers of their own, all of them.
    Sections,
    /// The servers below headers, what is in them in braces.
    Servers,
    /// The servers in braces below one header.
    Inline,
    /// By dotted keys from the root.
    Dotted,
    /// By dotted keys below one header.
    DottedBelow,
}

#[derive(Clone, Copy, Debug)]
struct Style {
    shape: Shape,
    equals: &'static str,
    gap: &'static str,
    pads: [&'static str; 2],
    quote: char,
    /// An item of a list on each line, indented so.
    long_lists: Option<&'static str>,
    trailing: bool,
    /// Whether blank lines stand before headers of servers, and of what is in them.
    spread: [bool; 2],
    /// How much deeper headers and lines stand.
    steps: [&'static str; 2],
    newline: &'static str,
    mark: bool,
    last_newline: bool,
    comments: bool,
}

const STYLE: Style = Style {
    shape: Shape::Sections,
    equals: " = ",
    gap: " ",
    pads: [" ", ""],
    quote: '"',
    long_lists: None,
    trailing: true,
    spread: [true, true],
    steps: ["", ""],
    newline: "\n",
    mark: false,
    last_newline: true,
    comments: false,
};

impl Style {
    fn print(&self, root: &Value) -> String {
        let mut lines = Vec::new();
        let root = root.as_object().unwrap();
        let is_table = |value: &Value| value.is_object();
        for (key, value) in root.iter().filter(|(_, value)| !is_table(value)) {
            self.line("", "", key, value, &mut lines);
        }
        for (key, value) in root.iter().filter(|(_, value)| is_table(value)) {
            let servers = value.as_object().unwrap();
            match self.shape {
                Shape::Dotted => self.dotted("", key, servers, &mut lines),
                Shape::Sections | Shape::Servers => {
                    for (name, server) in servers {
                        let path = format!("{key}.{name}");
                        self.section(&path, server.as_object().unwrap(), 0, &mut lines);
                    }
                }
                Shape::Inline | Shape::DottedBelow => {
                    if !lines.is_empty() {
                        lines.push(String::new());
                    }
                    lines.push(format!("[{key}]"));
                    let indent = self.steps[1];
                    for (name, server) in servers {
                        if self.shape == Shape::Inline {
                            self.line(indent, "", name, server, &mut lines);
                        } else {
                            self.dotted(indent, name, server.as_object().unwrap(), &mut lines);
                        }
                    }
                }
            }
        }
        let mut text = lines.join("\n");
        if self.last_newline {
            text.push('\n');
        }
        let mark = if self.mark { "\u{feff}" } else { "" };
        format!("{mark}{}", text.replace('\n', self.newline))
    }

    fn section(
        &self,
        path: &str,
        members: &Map<String, Value>,
        depth: usize,
        lines: &mut Vec<String>,
    ) {
        let indent = self.steps[0].repeat(depth);
        if self.spread[depth] && !lines.is_empty() {
            lines.push(String::new());
        }
        if self.comments {
            lines.push(format!("{indent}# about {path}"));
        }
        lines.push(format!("{indent}[{path}]"));
        let inner = format!("{indent}{}", self.steps[1]);
        let is_section = |(name, value): &(&String, &Value)| {
            self.shape == Shape::Sections && value.is_object() && *name == "env"
        };
        for (name, value) in members.iter().filter(|member| !is_section(member)) {
            self.line(&inner, "", name, value, lines);
        }
        for (name, value) in members.iter().filter(is_section) {
            let path = format!("{path}.{name}");
            self.section(&path, value.as_object().unwrap(), depth + 1, lines);
        }
    }

    fn dotted(
        &self,
        indent: &str,
        path: &str,
        members: &Map<String, Value>,
        lines: &mut Vec<String>,
    ) {
        for (name, value) in members {
            match value {
                Value::Object(inner) if !inner.is_empty() && !inner.contains_key("k") => {
                    self.dotted(indent, &format!("{path}.{name}"), inner, lines);
                }
                value => self.line(indent, &format!("{path}."), name, value, lines),
            }
        }
    }

    fn line(&self, indent: &str, prefix: &str, key: &str, value: &Value, lines: &mut Vec<String>) {
        let text = match (value, self.long_lists) {
            (Value::Array(items), Some(step)) if !items.is_empty() => {
                let mut text = "[".to_owned();
                for (index, item) in items.iter().enumerate() {
                    let comma = self.trailing || index + 1 < items.len();
                    let comma = if comma { "," } else { "" };
                    text.push_str(&format!("\n{indent}{step}{}{comma}", self.value(item)));
                }
                format!("{text}\n{indent}]")
            }
            _ => self.value(value),
        };
        let comment = if self.comments {
            format!(" # {key}")
        } else {
            String::new()
        };
        lines.push(format!(
            "{indent}{prefix}{key}{}{text}{comment}",
            self.equals
        ));
    }

    fn value(&self, value: &Value) -> String {
        let comma = format!(",{}", self.gap);
        match value {
            Value::Object(members) if members.is_empty() => "{}".to_owned(),
            Value::Object(members) => {
                let members: Vec<String> = members
                    .iter()
                    .map(|(key, value)| format!("{key}{}{}", self.equals, self.value(value)))
                    .collect();
                let [pad, _] = self.pads;
                format!("{{{pad}{}{pad}}}", members.join(&comma))
            }
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| self.value(item)).collect();
                let [_, pad] = self.pads;
                format!("[{pad}{}{pad}]", items.join(&comma))
            }
            Value::String(text) => format!("{}{text}{}", self.quote, self.quote),
            other => other.to_string(),
        }
    }
}

const SHAPES: [Shape; 5] = [
    Shape::Sections,
    Shape::Servers,
    Shape::Inline,
    Shape::Dotted,
    Shape::DottedBelow,
];

fn styles() -> Vec<Style> {
    let spaces = [(" ", [" ", ""]), (" ", ["", " "]), ("", ["", ""])];
    let mut all = Vec::new();
    for shape in SHAPES {
        for equals in [" = ", "="] {
            for quote in ['"', '\''] {
                for (gap, pads) in spaces {
                    let style = Style {
                        shape,
                        equals,
                        quote,
                        gap,
                        pads,
                        ..STYLE
                    };
                    all.push(style);
                    if (equals == "=") == (quote == '\'') && gap == " " {
                        all.extend(variants(style));
                    }
                }
            }
        }
    }
    all
}

fn variants(style: Style) -> Vec<Style> {
    let newline = "\r\n";
    let (mark, last_newline) = (true, false);
    let mut all = vec![
        Style { newline, ..style },
        Style {
            mark,
            last_newline,
            ..style
        },
    ];
    if style.shape != Shape::Inline {
        for step in ["  ", "    ", "\t"] {
            for trailing in [true, false] {
                let long_lists = Some(step);
                all.push(Style {
                    long_lists,
                    trailing,
                    ..style
                });
            }
        }
        all.push(Style {
            comments: true,
            ..style
        });
    }
    if matches!(style.shape, Shape::Sections | Shape::Servers) {
        for spread in [[false, false], [true, false]] {
            all.push(Style { spread, ..style });
        }
        for steps in [["  ", ""], ["  ", "  "], ["", "  "], ["\t", "\t"]] {
            all.push(Style { steps, ..style });
            all.push(Style {
                steps,
                newline,
                long_lists: Some("  "),
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
                let new = json!({"k": 1, "q": ["r"]});
                vec![Edit::set(at(d, "mcpServers/docs/url"), new)]
            },
            |v| v["mcpServers"]["docs"]["url"] = json!({"k": 1, "q": ["r"]}),
        ),
        case(
            "remove the only one",
            |d| vec![Edit::remove(at(d, "mcpServers/files/env/KEY"))],
            |v| v["mcpServers"]["files"]["env"] = json!({}),
        ),
        case(
            "insert at the root",
            |d| vec![Edit::insert(at(d, ""), "more", 2)],
            |v| v["more"] = json!(2),
        ),
        case(
            "wrap a string",
            |d| {
                let node = at(d, "mcpServers/docs/url");
                let key = "k".to_owned();
                vec![Edit::Wrap { node, key }]
            },
            |v| v["mcpServers"]["docs"]["url"] = json!({"k": "https://x.io/mcp"}),
        ),
    ]
}

/// Whether a printer may lay it out otherwise than what is there tells.
fn is_moot(style: &Style, name: &str) -> bool {
    match name {
        // A root that has but dotted keys gets its new one behind the last of them.
        "insert at the root" => style.shape == Shape::Dotted,
        // What has braces around it stands on one line; how, nothing tells without any.
        "set a string to an object" => style.long_lists.is_some() || tells_no_braces(style),
        "wrap a string" => tells_no_braces(style),
        _ => false,
    }
}

fn tells_no_braces(style: &Style) -> bool {
    style.pads[0].is_empty() && !matches!(style.shape, Shape::Servers | Shape::Inline)
}

fn attempt(style: &Style, old: &Document, case: &Case) -> Outcome {
    let edits = (case.edits)(old);
    let after = match edited(old, &edits) {
        Ok(after) => after,
        Err(error) => return Outcome::Wrong(format!("{}: {error}\n{}", case.name, old.text)),
    };
    let mut expected = servers();
    (case.change)(&mut expected);
    let new = read(&after, Format::Toml, Dialect::JSONC);
    assert_eq!(data(&new), expected, "{}\n{after}", case.name);
    if style.comments || is_moot(style, case.name) {
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
            let old = read(&before, Format::Toml, Dialect::JSONC);
            assert_eq!(old.errors, [], "{before}");
            let outcomes: Vec<Outcome> = cases
                .iter()
                .map(|case| attempt(style, &old, case))
                .collect();
            outcomes
        })
        .collect();
    judge(&outcomes, 9_928, 9_072);
}
