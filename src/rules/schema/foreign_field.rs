//! `foreign-field`

use serde_json::{Map, Value};

use super::fields::{self, Sort, Unknown};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Edit;
use crate::interpret::{ProblemKind, Status, fits};
use crate::model::{Field, Outcome, Role, Ruling, Schema, Shape, Transport, Unit};
use crate::rules::form::entry::{Target, converted};
use crate::rules::form::{meaning_of_type, spelling};
use crate::rules::{Check, Subject, rule};
use crate::vocabulary;

rule! {
    /// A field that another client knows and this one does not.
    ///
    /// ## Why it fails
    /// Entries are copied from one client's documentation into another client's file. OpenCode
    /// says `environment`, Codex `http_headers`, Windsurf `serverUrl`; what a client does not
    /// know it usually ignores without a word, so the server starts without its key, or not at
    /// all.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "github": {
    ///       "command": "github-mcp-server",
    ///       "environment": { "GITHUB_HOST": "github.example.com" }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "github": {
    ///       "command": "github-mcp-server",
    ///       "env": { "GITHUB_HOST": "github.example.com" }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Renames it to this client's field of the same meaning, translates headers and environment
    /// variables that are told by the names of variables, moves arguments into a command line
    /// that holds them all, takes fields out of an object that only other clients look into, and
    /// removes a transport type that the client never looks at.
    /// Safe where the meaning is the same; to be looked at for time limits and for approvals.
    /// Where this client's own field is there as well, you choose which of the two goes.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Codex 0.169.0, OpenCode 1.18.33 (2026-11-23)
    /// - https://opencode.ai/docs/mcp-servers/ (2026-11-23)
    "foreign-field", Schema, Warning, Both, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for unknown in fields::unknown(subject) {
        let Sort::Foreign(meanings) = &unknown.sort else {
            continue;
        };
        let harmless = !unknown.ruling.outcome.loses_entry();
        if harmless && fields::inert(unknown.value) {
            continue;
        }
        let schema = subject.schema();
        // A working folder that the client cannot set is no matter of spelling.
        let only_cwd = meanings.iter().all(|(role, _)| *role == Role::Cwd);
        if only_cwd && schema.field_for(Role::Cwd).is_none() {
            continue;
        }
        let name = &unknown.key.text;
        let owner = meanings.iter().find_map(|(_, owner)| *owner);
        let of = owner.map_or("other clients".to_owned(), str::to_owned);
        let message = format!(
            "{} has `{name}`, a field of {of} that {} does not know",
            subject.quoted(),
            subject.client().name
        );
        let ruling = lost(subject, meanings).unwrap_or(unknown.ruling);
        let Some(mut finding) = subject.ruled(&RULE, unknown.key.span, ruling, message) else {
            continue;
        };
        let idle_type = harmless
            && meanings.iter().any(|(role, _)| *role == Role::Type)
            && schema.field_for(Role::Type).is_none();
        let fix = if idle_type {
            idle(subject, &unknown)
        } else {
            meanings
                .iter()
                .find_map(|(role, _)| fix(subject, &unknown, *role))
        };
        let label = match meanings
            .iter()
            .find_map(|(role, _)| target(subject, *role, &unknown))
        {
            Some(field) => format!("here it is `{}`", field.name),
            None if idle_type => "never looked at".to_owned(),
            None if fix.is_some() => "here it is written in another way".to_owned(),
            None => "not a field of this client".to_owned(),
        };
        let said = meanings
            .iter()
            .any(|(role, _)| *role == Role::Type)
            .then(|| unknown.value.as_str().and_then(meaning_of_type))
            .flatten();
        let loaded = subject.entry.interpretation.transport;
        // That it is missed, or that this client reads the file, is not sure.
        let told_anyway =
            said.is_some() && said == loaded && subject.entry.status == Status::Loaded;
        if (ruling.outcome == Outcome::Unknown && told_anyway)
            || (harmless && subject.file.guess.is_some())
        {
            finding = finding.pedantic();
        }
        if idle_type {
            // It says what the client finds out by itself.
            if said.is_none() || said == loaded {
                finding = finding.severity(Severity::Info);
            }
        } else if ruling.outcome == Outcome::Unknown && fix.is_some() {
            finding = finding.severity(Severity::Warning);
        }
        let mark = fields::mark(unknown.ruling);
        let both = meanings
            .iter()
            .find_map(|(role, _)| either(subject, &unknown, *role));
        out.push(match both.filter(|_| fix.is_none()) {
            Some([own, foreign]) => finding
                .label(label)
                .marked(mark)
                .fix(own)
                .fix(foreign)
                .choice(),
            None => finding.label(label).marked(mark).fix(fix),
        });
    }
}

/// The two ways out where this client's field is there as well.
fn either(subject: &Subject<'_>, unknown: &Unknown<'_>, role: Role) -> Option<[Fix; 2]> {
    let field = target(subject, role, unknown)?;
    let own = unknown.object.get(field.name)?;
    let name = &unknown.key.text;
    let id = unknown.value.id();
    if !fits(field.shape, unknown.value) || matches!(role, Role::Timeout(_) | Role::Type) {
        return None;
    }
    let instead = vec![Edit::remove(own.id()), Edit::rename(id, field.name)];
    Some([
        fields::removed(subject, unknown),
        Fix::r#unsafe(
            format!(
                "rename `{name}` to `{0}`, and remove the `{0}` that is there",
                field.name
            ),
            subject.file_id(),
            instead,
        ),
    ])
}

/// What it costs that the command or the url stands under another client's name: the entry has
/// neither. `missing-transport` leaves such an entry to this rule.
fn lost(subject: &Subject<'_>, meanings: &[(Role, Option<&'static str>)]) -> Option<Ruling> {
    let decisive = meanings.iter().any(|(role, _)| {
        matches!(
            role,
            Role::Command | Role::CommandLine | Role::Url | Role::HttpUrl
        )
    });
    let problem = subject
        .problems()
        .iter()
        .find(|problem| problem.kind == ProblemKind::NoTransport)?;
    (decisive && problem.ruling.outcome.loses_entry()).then_some(problem.ruling)
}

fn idle(subject: &Subject<'_>, unknown: &Unknown<'_>) -> Option<Fix> {
    let said = unknown.value.as_str().and_then(meaning_of_type)?;
    if subject.entry.interpretation.transport != Some(said) {
        return None;
    }
    Some(Fix::safe(
        format!("remove `{}`", unknown.key.text),
        subject.file_id(),
        vec![Edit::remove(unknown.value.id())],
    ))
}

fn target_of(subject: &Subject<'_>) -> Target {
    Target {
        schema: subject.schema(),
        variables: subject.variables(),
    }
}

/// This client's field for `role`.
fn target(subject: &Subject<'_>, role: Role, unknown: &Unknown<'_>) -> Option<&'static Field> {
    let schema = subject.schema();
    match role {
        Role::Url | Role::HttpUrl => {
            let plain = schema.field_for(Role::Url);
            let http = schema.field_for(Role::HttpUrl);
            let path_says_http = unknown
                .value
                .as_str()
                .is_some_and(|url| crate::endpoint::transport_by_path(url) == Transport::Http);
            let plain_is_sse = schema.transport.url_only.transport == Some(Transport::Sse);
            if role == Role::HttpUrl || (path_says_http && plain_is_sse) {
                http.or(plain)
            } else {
                plain.or(http)
            }
        }
        Role::Timeout(_) => target_of(subject)
            .timeout(&unknown.key.text, subject.entry.interpretation.transport)
            .map(|(field, _)| field),
        Role::Other
        | Role::Nested
        | Role::Tools
        | Role::OAuth
        | Role::Tls
        | Role::Description
        | Role::Name => None,
        _ => schema.field_for(role),
    }
}

fn fix(subject: &Subject<'_>, unknown: &Unknown<'_>, role: Role) -> Option<Fix> {
    let Some(field) = target(subject, role, unknown) else {
        return match role {
            Role::Command => unite(subject, unknown),
            Role::Args => append(subject, unknown),
            Role::Nested => unnest(subject, unknown),
            _ => from_variables(subject, unknown, role),
        };
    };
    if unknown.object.get(field.name).is_some() {
        return None;
    }
    let id = unknown.value.id();
    let title = format!("rename `{}` to `{}`", unknown.key.text, field.name);
    let mut edits = vec![Edit::rename(id, field.name)];
    let mut safe = role != Role::Approval;
    match (role, field.role) {
        (Role::Timeout(from), Role::Timeout(to)) => {
            let from = unit_of(unknown, from);
            // One may be for the start, the other for a call.
            safe = false;
            if from != to {
                let value = converted(unknown.value.as_f64()?, from, to)?;
                edits.push(Edit::SetValue { node: id, value });
            }
        }
        (Role::Type, _) => {
            let text = unknown.value.as_str()?;
            if !subject
                .schema()
                .transport
                .spellings
                .iter()
                .any(|(spelling, _)| *spelling == text)
            {
                let spelling = spelling(subject.schema(), meaning_of_type(text)?)?;
                edits.push(Edit::set(id, spelling));
            }
        }
        _ if !fits(field.shape, unknown.value) => return None,
        _ => {}
    }
    let file = subject.file_id();
    Some(if safe {
        Fix::safe(title, file, edits)
    } else {
        Fix::r#unsafe(title, file, edits)
    })
}

/// The unit of a time limit: where clients differ under one name, its size tells.
fn unit_of(unknown: &Unknown<'_>, said: Unit) -> Unit {
    let Sort::Foreign(meanings) = &unknown.sort else {
        return said;
    };
    let counted = |unit: Unit| {
        meanings
            .iter()
            .any(|(role, _)| *role == Role::Timeout(unit))
    };
    let number = unknown.value.as_f64();
    match number.filter(|_| counted(Unit::Seconds) && counted(Unit::Milliseconds)) {
        Some(number) if number < 1000.0 => Unit::Seconds,
        Some(_) => Unit::Milliseconds,
        None => said,
    }
}

/// A program and its arguments in other clients' words, where one list should hold them.
fn unite(subject: &Subject<'_>, unknown: &Unknown<'_>) -> Option<Fix> {
    let field = subject.schema().field_for(Role::CommandLine)?;
    let program = unknown.value.as_str()?;
    if unknown.object.get(field.name).is_some() {
        return None;
    }
    let id = unknown.value.id();
    let args = unknown.object.entries().find(|(key, value)| {
        let meanings = vocabulary::meanings(&key.text);
        fits(Shape::Strings, *value) && meanings.iter().any(|(role, _)| *role == Role::Args)
    });
    let edits = match args {
        Some((_, list)) => vec![
            Edit::remove(id),
            Edit::insert_item(list.id(), 0, program),
            Edit::rename(list.id(), field.name),
        ],
        None => vec![
            Edit::rename(id, field.name),
            Edit::set(id, vec![program.to_owned()]),
        ],
    };
    Some(Fix::safe(
        format!("write `{}` as one list with the arguments", field.name),
        subject.file_id(),
        edits,
    ))
}

/// Arguments beside a command line that should hold them.
fn append(subject: &Subject<'_>, unknown: &Unknown<'_>) -> Option<Fix> {
    let field = subject.schema().field_for(Role::CommandLine)?;
    let line = unknown.object.get(field.name)?;
    if !fits(Shape::Strings, line) || !fits(Shape::Strings, unknown.value) {
        return None;
    }
    let end = line.items().len();
    let mut edits: Vec<Edit> = unknown
        .value
        .items()
        .filter_map(|item| Some(Edit::insert_item(line.id(), end, item.as_str()?)))
        .collect();
    edits.push(Edit::remove(unknown.value.id()));
    let title = format!("move the arguments into `{}`", field.name);
    Some(if fields::has_comment(subject, unknown.value.id()) {
        Fix::r#unsafe(title, subject.file_id(), edits)
    } else {
        Fix::safe(title, subject.file_id(), edits)
    })
}

/// What is told by the names of variables, in a client that expands variables instead: headers,
/// and what is handed on to a program.
fn from_variables(subject: &Subject<'_>, unknown: &Unknown<'_>, role: Role) -> Option<Fix> {
    let target = match role {
        Role::EnvNames => Role::Env,
        Role::BearerFromEnv | Role::HeadersFromEnv => Role::Headers,
        _ => return None,
    };
    let field = subject.schema().field_for(target)?;
    let form = target_of(subject).form(target)?;
    // One after the other: what gets the same name first is there for the next.
    if waits(subject.schema(), unknown, target) {
        return None;
    }
    let mut members = Map::new();
    match role {
        Role::BearerFromEnv => {
            let name = unknown.value.as_str()?;
            let value = format!("Bearer {}", form.write(name));
            members.insert("Authorization".to_owned(), value.into());
        }
        Role::HeadersFromEnv => {
            for (key, value) in unknown.value.entries() {
                members.insert(key.text.clone(), form.write(value.as_str()?).into());
            }
        }
        _ => {
            for item in unknown.value.items() {
                let name = item.as_str()?;
                members.insert(name.to_owned(), form.write(name).into());
            }
        }
    }
    let id = unknown.value.id();
    let edits = match unknown.object.get(field.name) {
        Some(present) => {
            let taken = |name: &String| present.get(name).is_some();
            if !present.is_object() || members.keys().any(taken) {
                return None;
            }
            let insert = members.into_iter();
            let mut edits: Vec<Edit> = insert
                .map(|(name, value)| Edit::insert(present.id(), name, value))
                .collect();
            edits.push(Edit::remove(id));
            edits
        }
        None => vec![
            Edit::rename(id, field.name),
            Edit::set(id, Value::Object(members)),
        ],
    };
    let title = format!("write `{}` with a variable", field.name);
    Some(if fields::has_comment(subject, id) {
        Fix::r#unsafe(title, subject.file_id(), edits)
    } else {
        Fix::safe(title, subject.file_id(), edits)
    })
}

/// Whether another member is first to become the field of `role`: one that is it in another
/// client's words, or an earlier one that is told by the names of variables.
fn waits(schema: &Schema, unknown: &Unknown<'_>, role: Role) -> bool {
    let by_name: &[Role] = match role {
        Role::Env => &[Role::EnvNames],
        _ => &[Role::BearerFromEnv, Role::HeadersFromEnv],
    };
    let mut before = true;
    unknown.object.entries().any(|(key, value)| {
        before &= value != unknown.value;
        let meanings = vocabulary::meanings(&key.text);
        let means = |roles: &[Role]| meanings.iter().any(|(it, _)| roles.contains(it));
        let foreign = schema.field(&key.text).is_none();
        foreign && value != unknown.value && (means(&[role]) || before && means(by_name))
    })
}

/// The fields of the transport that stand one level deeper than this client has them.
fn unnest(subject: &Subject<'_>, unknown: &Unknown<'_>) -> Option<Fix> {
    let object = unknown.object;
    let inner = unknown.value;
    let taken = |name: &str| name != unknown.key.text && object.get(name).is_some();
    if !vocabulary::is_server(inner) || inner.entries().any(|(key, _)| taken(&key.text)) {
        return None;
    }
    let mut edits: Vec<Edit> = inner
        .entries()
        .map(|(key, value)| Edit::move_to(value.id(), object.id(), key.text.as_str()))
        .collect();
    edits.push(Edit::remove(inner.id()));
    Some(Fix::safe(
        format!("take the fields out of `{}`", unknown.key.text),
        subject.file_id(),
        edits,
    ))
}
