//! `wrong-type`

use serde_json::{Map, Value};

use super::fields;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::{Edit, NodeKind, NodeRef};
use crate::interpret::{ProblemKind, fits};
use crate::model::{Field, Outcome, Role, Shape};
use crate::rules::form::{meaning_of_type, spelling};
use crate::rules::{Check, Subject, rule};
use crate::vocabulary;

rule! {
    /// A value of the wrong type: `args` as one string, a number in `env`, `command` as a list.
    ///
    /// ## Why it fails
    /// Clients check types, each in its own way: Claude Code refuses the entry, Copilot CLI drops
    /// it without a word, Codex, OpenCode, Cline and Continue refuse the whole file, Gemini CLI
    /// warns and then fails to start the server. Environment variables are text everywhere, so
    /// numbers and booleans need quotes.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": {
    ///       "command": "uvx",
    ///       "args": "mcp-server-time --local-timezone Europe/Berlin",
    ///       "env": { "PORT": 3100 }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": {
    ///       "command": "uvx",
    ///       "args": ["mcp-server-time", "--local-timezone", "Europe/Berlin"],
    ///       "env": { "PORT": "3100" }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes the same value in the right type: splits a line into a list, quotes numbers and
    /// booleans, divides a list into `command` and `args`. Safe where only one reading is
    /// possible; to be looked at where something is left out. A line that is split could also be one
    /// argument with spaces in it: that is the alternative, and for you to choose where it starts as
    /// a path.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Copilot CLI 1.0.102, Codex 0.169.0, OpenCode 1.18.33,
    ///   Cline 3.0.65, Gemini CLI 0.61.0 (2026-11-23)
    "wrong-type", Schema, Error, Both, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for problem in subject.problems() {
        let (field, out_of_range) = match problem.kind {
            ProblemKind::WrongType(field) => (field, false),
            ProblemKind::OutOfRange(field) if !matches!(field.role, Role::Timeout(_)) => {
                (field, true)
            }
            _ => continue,
        };
        let value = subject.document().node(problem.node);
        let name = subject.quoted();
        // A string that is no url is not of the wrong type.
        if matches!(field.shape, Shape::Url | Shape::PlainUrl) && value.as_str().is_some() {
            continue;
        }
        let (at, message) = if out_of_range {
            let message = format!("`{}` of {name} is out of range", field.name);
            (value, message)
        } else {
            blame(subject, field, value)
        };
        // What is broken or stands elsewhere has no type that could be judged.
        if matches!(at.kind(), NodeKind::Opaque { .. }) {
            continue;
        }
        let Some(finding) = subject.ruled(&RULE, at.span(), problem.ruling, message) else {
            continue;
        };
        let severity = if problem.ruling.outcome == Outcome::Unknown {
            Severity::Warning
        } else {
            finding.severity
        };
        let fix = if out_of_range {
            None
        } else {
            fix(subject, field, value)
        };
        let whole = whole(subject, field, value);
        let is_path = whole.is_some() && value.as_str().is_some_and(is_path);
        let finding = finding
            .severity(severity)
            .label(if out_of_range {
                "out of range".to_owned()
            } else {
                format!("this is {}", at.type_name())
            })
            .fix(fix)
            .fix(whole);
        out.push(if is_path { finding.choice() } else { finding });
    }
}

/// Whether a text may well be one path with spaces in it.
fn is_path(text: &str) -> bool {
    let starts = text.starts_with(['/', '~', '.']) || text.get(1..3) == Some(":\\");
    starts && !text.split_whitespace().any(|word| word.starts_with('-'))
}

/// A text in the place of a list as its only item, where it can also be divided.
fn whole(subject: &Subject<'_>, field: &'static Field, value: NodeRef<'_>) -> Option<Fix> {
    let text = value.as_str().filter(|_| field.role == Role::Args)?;
    let several = words(text)?.len() > 1;
    several.then(|| {
        Fix::r#unsafe(
            format!("write `{}` as a list of this one argument", field.name),
            subject.file_id(),
            vec![Edit::set(value.id(), vec![text.to_owned()])],
        )
    })
}

/// The innermost value that is wrong, and what to say about it.
fn blame<'d>(
    subject: &Subject<'d>,
    field: &'static Field,
    value: NodeRef<'d>,
) -> (NodeRef<'d>, String) {
    let name = subject.quoted();
    let shape = match field.shape {
        Shape::Either(left, Shape::Null) => *left,
        shape => shape,
    };
    let wanted = match shape {
        Shape::Strings if value.is_array() => Some(Shape::String),
        Shape::StringMap | Shape::ScalarMap if value.is_object() => Some(Shape::String),
        Shape::ListOf(inner) if value.is_array() => Some(*inner),
        Shape::MapOf(inner) if value.is_object() => Some(*inner),
        _ => None,
    };
    let inner = wanted.and_then(|wanted| {
        let mut inside = value.items().chain(value.entries().map(|(_, value)| value));
        Some((inside.find(|value| !fits(wanted, *value))?, wanted))
    });
    let Some((inner, wanted)) = inner else {
        let message = format!(
            "`{}` of {name} is {}, not {}",
            field.name,
            value.type_name(),
            expected(field.shape)
        );
        return (value, message);
    };
    let what = match inner.member() {
        Some(member) => format!("`{}` in `{}` of {name}", member.key.text, field.name),
        None => format!("an item of `{}` of {name}", field.name),
    };
    (
        inner,
        format!("{what} is {}, not {}", inner.type_name(), expected(wanted)),
    )
}

/// A shape, for a message.
fn expected(shape: Shape) -> String {
    match shape {
        Shape::String | Shape::OneOf(_) => "a string".to_owned(),
        Shape::Url | Shape::PlainUrl => "a url".to_owned(),
        Shape::Bool => "a boolean".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Integer => "a whole number".to_owned(),
        Shape::Strings => "a list of strings".to_owned(),
        Shape::StringMap | Shape::ScalarMap => "an object of strings".to_owned(),
        Shape::Object | Shape::MapOf(_) => "an object".to_owned(),
        Shape::List | Shape::ListOf(_) => "a list".to_owned(),
        // What may be left out is no advice.
        Shape::Either(left, Shape::Null) => expected(*left),
        Shape::Null => "null".to_owned(),
        Shape::Either(left, right) => format!("{} or {}", expected(*left), expected(*right)),
        Shape::Any => "anything".to_owned(),
    }
}

fn fix(subject: &Subject<'_>, field: &'static Field, value: NodeRef<'_>) -> Option<Fix> {
    let file = subject.file_id();
    if field.role == Role::Command && value.is_array() {
        return divide(subject, value);
    }
    if field.role == Role::CommandLine && value.as_str().is_some() {
        return unite(subject, field, value);
    }
    if field.role == Role::Nested && value.as_str().is_some() {
        return type_of_others(subject, field, value);
    }
    let shape = match field.shape {
        Shape::Either(left, _) => *left,
        shape => shape,
    };
    let title = |what: &str| format!("write `{}` as {what}", field.name);
    let (title, edits, safe) = match shape {
        Shape::Strings | Shape::ListOf(_) => match value.kind() {
            NodeKind::String { text, .. } => {
                let words = words(text)?;
                (title("a list"), vec![Edit::set(value.id(), words)], true)
            }
            NodeKind::Array(_) if shape == Shape::Strings => quote_all(field, value.items())?,
            _ => return None,
        },
        Shape::StringMap | Shape::ScalarMap => match value.kind() {
            NodeKind::Object(_) => quote_all(field, value.entries().map(|(_, value)| value))?,
            NodeKind::Array(_) => {
                let object = pairs(value)?;
                (
                    title("an object"),
                    vec![Edit::set(value.id(), object)],
                    true,
                )
            }
            NodeKind::Null => (title("nothing"), vec![Edit::remove(value.id())], true),
            _ => return None,
        },
        Shape::Bool => {
            let meant = match value.as_str()? {
                "true" => true,
                "false" => false,
                _ => return None,
            };
            (title("a boolean"), vec![Edit::set(value.id(), meant)], true)
        }
        Shape::Number | Shape::Integer => {
            let number: i64 = value.as_str()?.trim().parse().ok()?;
            (title("a number"), vec![Edit::set(value.id(), number)], true)
        }
        Shape::String | Shape::OneOf(_) | Shape::Url | Shape::PlainUrl => match value.kind() {
            NodeKind::Array(items) => {
                let [only] = items.as_slice() else {
                    return None;
                };
                let text = subject.document().node(*only).as_str()?.to_owned();
                (title("a string"), vec![Edit::set(value.id(), text)], true)
            }
            _ => {
                let text = fields::as_text(value)?;
                (title("a string"), vec![Edit::set(value.id(), text)], true)
            }
        },
        _ => return None,
    };
    let lossless = safe && !fields::has_comment(subject, value.id());
    Some(if lossless {
        Fix::safe(title, file, edits)
    } else {
        Fix::r#unsafe(title, file, edits)
    })
}

/// Each scalar that is no string becomes one; `null` goes, which somebody should look at.
fn quote_all<'d>(
    field: &'static Field,
    values: impl Iterator<Item = NodeRef<'d>>,
) -> Option<(String, Vec<Edit>, bool)> {
    let mut edits = Vec::new();
    let mut safe = true;
    for value in values.filter(|value| value.as_str().is_none()) {
        if value.is_null() {
            edits.push(Edit::remove(value.id()));
            safe = false;
        } else {
            edits.push(Edit::set(value.id(), fields::as_text(value)?));
        }
    }
    let title = if safe {
        format!("write the values of `{}` as strings", field.name)
    } else {
        format!(
            "write the values of `{}` as strings, and leave out `null`",
            field.name
        )
    };
    Some((title, edits, safe))
}

/// A line of arguments as a list, where it is certain how it divides.
fn words(line: &str) -> Option<Vec<String>> {
    // A shell would take a backslash away; in a Windows path it is meant.
    if line.contains('\\') {
        let plain = !line.contains(['"', '\'']);
        return plain.then(|| line.split_whitespace().map(str::to_owned).collect());
    }
    shell_words::split(line).ok()
}

/// `["A=b"]` as `{"A": "b"}`.
fn pairs(list: NodeRef<'_>) -> Option<Value> {
    let mut object = Map::new();
    for item in list.items() {
        let (name, value) = item.as_str()?.split_once('=')?;
        object.insert(name.trim().to_owned(), value.into());
    }
    Some(Value::Object(object))
}

/// A command line in `command` becomes `command` and `args`.
fn divide(subject: &Subject<'_>, value: NodeRef<'_>) -> Option<Fix> {
    let words: Vec<&str> = value.items().map(NodeRef::as_str).collect::<Option<_>>()?;
    let (program, rest) = words.split_first()?;
    let args = subject.schema().field_for(Role::Args)?;
    let object = value.parent()?;
    let mut edits = vec![Edit::set(value.id(), *program)];
    match object.get(args.name) {
        _ if rest.is_empty() => {}
        Some(list) if fits(args.shape, list) && list.is_array() => {
            let items = rest
                .iter()
                .map(|word| Edit::insert_item(list.id(), 0, *word));
            edits.extend(items);
        }
        Some(_) => return None,
        None => edits.push(Edit::insert_at(
            object.id(),
            args.name,
            rest.iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>(),
            crate::document::Place::After(value.id()),
        )),
    }
    let title = "divide the list into program and arguments".to_owned();
    Some(if fields::has_comment(subject, value.id()) {
        Fix::r#unsafe(title, subject.file_id(), edits)
    } else {
        Fix::safe(title, subject.file_id(), edits)
    })
}

/// A program becomes the command line of a client that wants it in one list, together with
/// the arguments that stand beside it.
fn unite(subject: &Subject<'_>, field: &'static Field, value: NodeRef<'_>) -> Option<Fix> {
    let mut line = words(value.as_str()?)?;
    let mut edits = Vec::new();
    let beside = subject.node().get("args");
    if let Some(args) = beside {
        for item in args.items() {
            line.push(item.as_str()?.to_owned());
        }
        edits.push(Edit::remove(args.id()));
    }
    edits.push(Edit::set(value.id(), line));
    Some(Fix::safe(
        format!("write `{}` as one list with the arguments", field.name),
        subject.file_id(),
        edits,
    ))
}

/// What is an object to this client is the type to others.
fn type_of_others(subject: &Subject<'_>, field: &Field, value: NodeRef<'_>) -> Option<Fix> {
    let meanings = vocabulary::meanings(field.name);
    let own = subject.schema().field_for(Role::Type)?;
    if !meanings.iter().any(|(role, _)| *role == Role::Type)
        || subject.node().get(own.name).is_some()
    {
        return None;
    }
    let meant = meaning_of_type(value.as_str()?)?;
    let spelling = spelling(subject.schema(), meant)?;
    Some(Fix::safe(
        format!("write `\"{}\": \"{spelling}\"` instead", own.name),
        subject.file_id(),
        vec![
            Edit::rename(value.id(), own.name),
            Edit::set(value.id(), spelling),
        ],
    ))
}
