//! What is said about the place under the pointer.

use lsp_types::{Hover, HoverContents};

use super::target::{Target, at};
use super::view::{View, code, markup};
use crate::diagnostic::Diagnostic;
use crate::document::{NodeRef, Span};
use crate::interpret::Status;
use crate::model::{Client, Field, Range, Role, Root, RootShape, Shape, Topic};
use crate::report::{Report, server, standing};
use crate::rules;
use crate::schemas::field::{description, meaning};
use crate::workspace::{Entry, EntryId};

/// What is said about `offset`; `None` where there is nothing to say.
pub(super) fn at_offset(view: View<'_>, offset: usize) -> Option<Hover> {
    let report = view.report();
    let mut parts = Vec::new();
    let mut place: Option<Span> = None;
    if let Some(target) = at(view, offset) {
        let (text, span) = match target {
            Target::Root(root, span) => (root_text(view, root), span),
            Target::Server(id, entry, span) => (server_text(view, &report, id, entry), span),
            Target::Field(field, value, span) => (field_text(view, field, value), span),
        };
        parts.push(text);
        place = Some(span);
    }
    let mut told: Vec<&str> = Vec::new();
    for finding in view.findings() {
        let span = finding.primary().span;
        let here = span.start <= offset && offset <= span.end;
        if here && !told.contains(&finding.rule) {
            told.push(finding.rule);
            parts.extend(rule_text(finding));
            place.get_or_insert(span);
        }
    }
    (!parts.is_empty()).then(|| Hover {
        contents: HoverContents::Markup(markup(
            parts.join("\n\n---\n\n"),
            view.abilities.rich_hover,
        )),
        range: place.map(|span| view.range(span)),
    })
}

fn root_text(view: View<'_>, root: &Root) -> String {
    let file = view.file();
    let shape = match root.shape {
        RootShape::Map => "by name",
        RootShape::List { .. } => "in a list",
        RootShape::One { .. } => "of this file",
    };
    let mut text = format!(
        "**{}**: the servers of {}, {shape}",
        code(&root.dotted()),
        file.client.name,
    );
    let count = view.project.workspace.entries_of(view.id).count();
    text.push_str(&format!(
        "\n\n{} ({} scope), {}",
        file.kind.title,
        root.scope.unwrap_or(file.scope).name(),
        crate::report::count(count, "server")
    ));
    if !file.also.is_empty() {
        let names: Vec<&str> = file.also.iter().map(|client| client.name).collect();
        text.push_str(&format!("\n\nAlso read by {}", names.join(", ")));
    }
    text.push_str(&source(file.client, Topic::Root));
    text
}

/// How the client takes an entry.
fn server_text(view: View<'_>, report: &Report<'_>, id: EntryId, entry: &Entry) -> String {
    let file = view.file();
    let mut text = format!(
        "**{}**: a server of {} ({} scope)",
        code(&report.line(&entry.name)),
        file.client.name,
        entry.scope.name()
    );
    let mut say = |line: String| text.push_str(&format!("\n- {line}"));
    let status = match entry.status {
        Status::Loaded => "loaded",
        Status::Disabled => "disabled",
        Status::Dropped => "dropped without a word",
        Status::Rejected => "rejected",
    };
    let speaks = entry
        .interpretation
        .transport
        .map(|transport| format!(" as {}", transport.name()));
    let target = server::target(report, file, entry)
        .map(|target| format!(": {}", code(&crate::report::visible(&target))));
    let lead = if entry.status == Status::Loaded {
        format!("{status}{}", speaks.unwrap_or_default())
    } else {
        let meant = speaks.map(|speaks| format!(", meant{speaks}"));
        format!("{status}{}", meant.unwrap_or_default())
    };
    say(format!("{lead}{}", target.unwrap_or_default()));
    if let Some(reason) = server::reason(report, file, entry) {
        say(report.line(&reason));
    }
    if let Some(through) = server::through(report, entry) {
        say(report.line(&through.says));
    }
    for line in standing::words(report, id) {
        say(report.line(&line));
    }
    text
}

/// What a field means to this client.
fn field_text(view: View<'_>, field: &Field, value: Option<NodeRef<'_>>) -> String {
    let file = view.file();
    let mut text = format!(
        "**{}**: {}\n\n{}",
        code(field.name),
        file.client.name,
        description(file.client, field)
    );
    if let Some(spelling) = value.and_then(|value| value.as_str())
        && field.role == Role::Type
        && let Some((_, transport)) = file
            .kind
            .schema
            .transport
            .spellings
            .iter()
            .find(|(known, _)| *known == spelling)
    {
        text.push_str(&format!("\n\n{}: {}", code(spelling), meaning(*transport)));
    }
    let mut say = |line: String| text.push_str(&format!("\n- {line}"));
    say(format!("type: {}", shape(field.shape)));
    if let Some(range) = field.range {
        say(numbers(range));
    }
    if field.required.is_some() {
        say("required".to_owned());
    }
    if !field.example.is_empty() {
        say(format!("example: {}", code(field.example)));
    }
    if let Some(successor) = field.successor {
        say(format!("an old spelling: write {}", code(successor)));
    }
    text.push_str(&source(file.client, Topic::Fields));
    text
}

/// A type in words.
pub(super) fn shape(shape: Shape) -> String {
    match shape {
        Shape::String => "a text".to_owned(),
        Shape::Url | Shape::PlainUrl => "a url".to_owned(),
        Shape::OneOf(words) => {
            let words: Vec<String> = words.iter().map(|word| code(word)).collect();
            format!("one of {}", words.join(", "))
        }
        Shape::Bool => "`true` or `false`".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Integer => "a whole number".to_owned(),
        Shape::Strings => "a list of texts".to_owned(),
        Shape::StringMap => "texts by name".to_owned(),
        Shape::ScalarMap => "texts, numbers or nothing by name".to_owned(),
        Shape::Object => "an object".to_owned(),
        Shape::List => "a list".to_owned(),
        Shape::ListOf(inner) => format!("a list, each item {}", self::shape(*inner)),
        Shape::MapOf(inner) => format!("by name, each value {}", self::shape(*inner)),
        Shape::Null => "`null`".to_owned(),
        Shape::Either(left, right) => {
            format!("{}, or {}", self::shape(*left), self::shape(*right))
        }
        Shape::Any => "anything".to_owned(),
    }
}

fn numbers(range: Range) -> String {
    let (from, to) = (range.min > f64::MIN, range.max < f64::MAX);
    let more_than_none = range.min == f64::MIN_POSITIVE;
    match (from, to) {
        (true, true) if more_than_none => format!("more than 0, at most {}", range.max),
        (true, true) => format!("from {} to {}", range.min, range.max),
        (true, false) if more_than_none => "more than 0".to_owned(),
        (true, false) => format!("at least {}", range.min),
        (false, _) => format!("at most {}", range.max),
    }
}

/// Where facts about a client come from.
fn source(client: &Client, topic: Topic) -> String {
    let all = client.evidence.iter();
    let best = all
        .filter(|evidence| evidence.about.contains(&topic))
        .min_by_key(|evidence| evidence.basis);
    best.map_or(String::new(), |evidence| {
        let version = match evidence.version {
            "" => String::new(),
            version => format!(" {version}"),
        };
        format!(
            "\n\nSource ({}): {}{version}, {}",
            evidence.basis.name(),
            evidence.origin,
            evidence.date
        )
    })
}

/// The documentation of a rule without its examples and sources.
fn rule_text(finding: &Diagnostic) -> Option<String> {
    let rule = rules::by_name(finding.rule)?;
    let title = match rule.page() {
        Some(page) => format!("**[{}]({page})**", rule.name),
        None => format!("**{}**", code(rule.name)),
    };
    let docs = rule.documentation();
    let mut text = String::new();
    let mut kept = true;
    for line in docs.markdown.lines() {
        match line.strip_prefix("## ") {
            Some("Example" | "Use instead" | "Sources") => kept = false,
            Some(section) => {
                kept = true;
                text.push_str(&format!("**{section}**\n"));
            }
            None if kept => {
                text.push_str(line);
                text.push('\n');
            }
            None => {}
        }
    }
    Some(format!("{title}: {}", text.trim()))
}
