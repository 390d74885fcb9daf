//! `drifted-server`

use std::collections::BTreeMap;
use std::ffi::OsString;

use crate::commandline::CommandLine;
use crate::diagnostic::Diagnostic;
use crate::discover;
use crate::document::Span;
use crate::interpret::Status;
use crate::model::Scope;
use crate::rules::{Check, Context, Subject, rule};
use crate::variables;

use super::machine;

rule! {
    /// One server that is declared otherwise in another client: another version, other arguments,
    /// another url.
    ///
    /// ## Why it fails
    /// It does not fail in any one client, and that is the trouble: what works in one editor does
    /// not work in the other, and a pinned version or a moved url was changed in one file only.
    /// Variables count for the same however a client spells them, and values of the environment
    /// are not compared. Files of one project are compared with each other, and those of one
    /// person with each other; those of the one with those of the other are not, since a project
    /// may well want its own.
    ///
    /// It is told only with `--pedantic`: there may be reasons.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "files": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem@2025.8.21", "."] }
    ///   }
    /// }
    /// ```
    /// ```json bad .cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "files": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem@2025.3.28", "."] }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "files": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem@2025.8.21", "."] }
    ///   }
    /// }
    /// ```
    /// ```json good .cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "files": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem@2025.8.21", "."] }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// None: which of the two is right is not known.
    ///
    /// ## Sources
    /// - seen in public repositories with files of several clients (2026-11-25)
    "drifted-server", Scope, Info, None, Pedantic, Check::Workspace(check)
}

/// Whose files are compared with each other.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    User,
    /// By its folder, as text: that is compared faster than paths.
    Project(OsString),
}

/// A difference: what it is, and where in either entry it is to be seen.
struct Difference {
    what: &'static str,
    than: &'static str,
    here: Span,
    there: Span,
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut groups: BTreeMap<(Whose, String), Vec<Subject<'_>>> = BTreeMap::new();
    for subject in context.subjects() {
        if subject.entry.status != Status::Loaded || subject.name_span().is_empty() {
            continue;
        }
        if let Some(whose) = whose(&subject) {
            let name = subject.entry.name.to_lowercase();
            groups.entry((whose, name)).or_default().push(subject);
        }
    }
    for group in groups.values() {
        let mut seen: Vec<&str> = Vec::new();
        for subject in group {
            let id = subject.client().id;
            // What stands twice in one client is another rule's affair.
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            let mut others = group.iter().filter(|other| other.client().id != id);
            let first = others.next().filter(|other| other.id < subject.id);
            if let Some(other) = first
                && let Some(difference) = difference(subject, other)
            {
                out.push(finding(subject, other, difference));
            }
        }
    }
}

fn whose(subject: &Subject<'_>) -> Option<Whose> {
    let file = subject.file;
    if file.guess.is_some() {
        return None;
    }
    match subject.entry.scope {
        Scope::User => {
            let host = machine(&subject.context)?;
            discover::is_in_place(host, file.kind, &file.path).then_some(Whose::User)
        }
        Scope::Project if subject.entry.project.is_none() => {
            let folder = discover::project_of(&file.path, file.kind)?;
            Some(Whose::Project(folder.into_os_string()))
        }
        _ => None,
    }
}

fn finding(subject: &Subject<'_>, other: &Subject<'_>, difference: Difference) -> Diagnostic {
    let (mine, theirs) = (subject.client().name, other.client().name);
    subject
        .finding(
            &RULE,
            difference.here,
            format!(
                "{} is {} in {mine} {} in {theirs}",
                subject.quoted(),
                difference.what,
                difference.than
            ),
        )
        .label(format!("in {mine}"))
        .related(other.file_id(), difference.there, format!("in {theirs}"))
        .help("declare it the same in both, or give the two different names")
}

/// The first way in which two entries are not the same server.
fn difference(subject: &Subject<'_>, other: &Subject<'_>) -> Option<Difference> {
    let (mine, theirs) = (subject.parts(), other.parts());
    let span = |it: &Subject<'_>, node| it.document().node(node).span();
    let whole = |what: &'static str, than: &'static str| {
        Some(Difference {
            what,
            than,
            here: subject.name_span(),
            there: other.name_span(),
        })
    };
    match (&mine.url, &theirs.url) {
        (Some(here), Some(there)) => {
            let plain = |text: &str| common(text).trim_end_matches('/').to_owned();
            let differ = plain(&here.text) != plain(&there.text);
            return differ.then(|| Difference {
                what: "called at another url",
                than: "than",
                here: span(subject, here.node),
                there: span(other, there.node),
            });
        }
        (Some(_), None) => return whole("called by url", "and started by a command"),
        (None, Some(_)) => return whole("started by a command", "and called by url"),
        (None, None) => {}
    }
    let (here, there) = (CommandLine::of(mine)?, CommandLine::of(theirs)?);
    let place = |it: &Subject<'_>, line: &CommandLine<'_>, at: usize| {
        line.words
            .get(at)
            .map_or(it.name_span(), |word| span(it, word.source.node))
    };
    let at = |what: &'static str, mine: usize, theirs: usize| {
        Some(Difference {
            what,
            than: "than",
            here: place(subject, &here, mine),
            there: place(other, &there, theirs),
        })
    };
    match (&here.package, &there.package) {
        (Some(one), Some(two)) if one.name == two.name && one.registry == two.registry => {
            if one.version != two.version {
                return at("started in another version", one.word, two.word);
            }
        }
        (None, None) if here.program_name() == there.program_name() => {}
        _ => return at("started by another program", 0, 0),
    }
    let (own, their) = (here.own_arguments(), there.own_arguments());
    let equal = |index: &usize| {
        let word = |words: &[crate::commandline::Word<'_>]| {
            words.get(*index).map(|word| common(&word.text))
        };
        word(own) == word(their)
    };
    let count = own.len().max(their.len());
    let first = (0..count).find(|index| !equal(index))?;
    at(
        "started with other arguments",
        here.own + first,
        there.own + first,
    )
}

/// A text in which every variable is spelled in one way, whatever its client's way is.
fn common(text: &str) -> String {
    let mut plain = String::new();
    let mut at = 0;
    for variable in variables::scan(text) {
        plain.push_str(&text[at..variable.range.start]);
        // The project's folder is what a relative path starts at.
        if variable.name.starts_with("workspace") {
            plain.push('.');
        } else {
            plain.push('$');
            plain.push_str(variable.name);
        }
        at = variable.range.end;
    }
    plain.push_str(&text[at..]);
    plain
}
