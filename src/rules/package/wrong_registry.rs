//! `wrong-registry`

use crate::commandline::{CommandLine, Launcher, Registry, Word};
use crate::diagnostic::{Covered, Diagnostic, Fix, Severity};
use crate::docker::edit::item;
use crate::document::{Document, Edit, Span};
use crate::known::misplaced::{self, Holds, Misplaced};
use crate::rules::{Check, Subject, rule};

use super::fetched::{self, Fetched};

rule! {
    /// A server that is looked for in the wrong registry: a Python server through npx, an npm
    /// package through uvx.
    ///
    /// ## Why it fails
    /// npx fetches from npm and uvx from PyPI, and neither looks anywhere else. The reference
    /// servers fetch, git, time and sqlite are Python programs: npm has no
    /// `@modelcontextprotocol/server-git`, answers 404, and every client only reports that the
    /// server closed the connection. A name with a scope (`@vendor/server`) is a name of npm: uvx
    /// cannot even read it. Worse than nothing is what others put there: the npm packages
    /// `mcp-server-fetch` and `mcp-server-git` are malware that lies in wait for this mistake.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "git": {
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/server-git", "--repository", "."]
    ///     },
    ///     "memory": {
    ///       "command": "uvx",
    ///       "args": ["@modelcontextprotocol/server-memory"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "git": {
    ///       "command": "uvx",
    ///       "args": ["mcp-server-git", "--repository", "."]
    ///     },
    ///     "memory": {
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/server-memory"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes the launcher of the right registry with the server's name there, and keeps the
    /// server's own arguments. Safe, since nothing could start before, as long as these are the
    /// options of that very server; unsafe where others stand there. With options of the launcher
    /// in between it only helps.
    ///
    /// ## Sources
    /// - <https://github.com/modelcontextprotocol/servers> (2026-11-25)
    /// - <https://github.com/modelcontextprotocol/servers/issues/3800> (2026-11-25)
    /// - <https://osv.dev/vulnerability/MAL-2026-5476>,
    ///   <https://osv.dev/vulnerability/MAL-2026-5478> (2026-11-25)
    /// - <https://packaging.python.org/en/latest/specifications/name-normalization/> (2026-11-25)
    "wrong-registry", Package, Error, Both, Check::Entry(check)
}

/// What is about a launcher that is the wrong one.
const LAUNCHED: &[&str] = &["npx-without-yes", "unpinned-package"];

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let lines = fetched::lines(subject);
    for found in fetched::all(&lines) {
        let Some(line) = lines.get(found.line) else {
            continue;
        };
        // Another registry may have it.
        let options = line.words.get(..line.own).unwrap_or_default();
        if options
            .iter()
            .any(|word| word.text.starts_with("--registry"))
        {
            continue;
        }
        match registry(line.launcher) {
            Some(Registry::Npm) => from_npm(subject, line, &found, out),
            Some(Registry::PyPi) => from_pypi(subject, line, &found, out),
            _ => {}
        }
    }
}

/// Where a launcher fetches from.
fn registry(launcher: Launcher) -> Option<Registry> {
    match launcher {
        Launcher::Npx | Launcher::Dlx | Launcher::Bunx | Launcher::Deno => Some(Registry::Npm),
        Launcher::Uvx | Launcher::Pipx => Some(Registry::PyPi),
        _ => None,
    }
}

/// A server of PyPI that a launcher of npm is to fetch.
fn from_npm(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    found: &Fetched<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let name = found.package.name.as_str();
    let Some(known) = misplaced::find(found.package.registry, name) else {
        return;
    };
    let real = if known.real.is_empty() {
        name
    } else {
        known.real
    };
    let server = subject.quoted();
    let span = subject.document().node(found.word.source.node).span();
    let client = subject.client().name;
    let (message, label, effect) = match known.holds {
        Holds::Nothing => (
            format!("{server} looks on npm for `{name}`, which is a Python server"),
            "not on npm",
            format!("npm answers 404, and {client} reports that the server closed the connection"),
        ),
        Holds::Malware => (
            format!(
                "{server} looks on npm for `{name}`, a Python server: the npm package of that name \
                 is malware"
            ),
            "malware of that name",
            "what runs reports this machine to somebody else".to_owned(),
        ),
        Holds::Another => (
            format!("{server} starts the npm package `{name}`, which is not the reference server"),
            "another server of that name",
            "another program with other tools runs".to_owned(),
        ),
    };
    let fix = swap(subject.document(), line, found, ("uvx", &[]), real).map(|edits| {
        let title = format!("start `uvx {real}` instead");
        if understood(line, known) && !loses_comment(subject.document(), line) {
            Fix::safe(title, subject.file_id(), edits)
        } else {
            Fix::r#unsafe(title, subject.file_id(), edits)
        }
    });
    let mut finding = subject
        .finding(&RULE, span, message)
        .instead_of(Covered::of_server(subject.id, LAUNCHED))
        .label(label)
        .effect(effect);
    if known.holds == Holds::Malware {
        finding = finding.help(format!(
            "start `uvx {real}`; where this has run before, look at {} for what it did",
            known.source
        ));
    } else if fix.is_none() {
        finding = finding.help(format!("start it with `uvx {real}`"));
    }
    finding = finding.fix(fix);
    // Somebody may mean that other server.
    out.push(if known.holds == Holds::Another {
        finding.severity(Severity::Info).pedantic()
    } else {
        finding
    });
}

/// A package of npm that a launcher of PyPI is to fetch.
fn from_pypi(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    found: &Fetched<'_>,
    out: &mut Vec<Diagnostic>,
) {
    // With its version, if it has one.
    let name = found.package.name.as_str();
    let scoped = name
        .strip_prefix('@')
        .and_then(|rest| rest.split_once('/'))
        .is_some_and(|(scope, rest)| {
            !scope.is_empty() && !rest.is_empty() && !rest.contains(['/', '\\', ':'])
        });
    if !scoped {
        return;
    }
    let span = subject.document().node(found.word.source.node).span();
    let launcher = line.program_name();
    let fix = swap(subject.document(), line, found, ("npx", &["-y"]), name).map(|edits| {
        let title = format!("start `npx -y {name}` instead");
        if loses_comment(subject.document(), line) {
            Fix::r#unsafe(title, subject.file_id(), edits)
        } else {
            Fix::safe(title, subject.file_id(), edits)
        }
    });
    let mut finding = subject
        .finding(
            &RULE,
            span,
            format!(
                "{} looks on PyPI for `{name}`: a name with a scope is one of npm",
                subject.quoted()
            ),
        )
        .instead_of(Covered::of_server(subject.id, LAUNCHED))
        .label("no name on PyPI starts with `@`")
        .effect(format!(
            "{launcher} cannot read the name, and {} reports that the server closed the connection",
            subject.client().name
        ));
    if fix.is_none() {
        finding = finding.help(format!("start it with `npx -y {name}`"));
    }
    out.push(finding.fix(fix));
}

/// Whether the server's own arguments are options that the real server has.
fn understood(line: &CommandLine<'_>, known: &Misplaced) -> bool {
    let mut words = line.own_arguments().iter().peekable();
    while let Some(word) = words.next() {
        let name = word.text.split('=').next().unwrap_or_default();
        if !known.options.contains(&name) {
            return false;
        }
        let next = words.peek();
        if !word.text.contains('=') && next.is_some_and(|next| !next.text.starts_with('-')) {
            words.next();
        }
    }
    true
}

/// Whether a comment stands between launcher and package, where words go.
fn loses_comment(document: &Document, line: &CommandLine<'_>) -> bool {
    let between = line
        .words
        .get(1..line.own)
        .unwrap_or_default()
        .iter()
        .map(|word| document.node(word.source.node).span())
        .reduce(Span::join);
    between.is_some_and(|span| {
        let mut comments = document.comments.iter();
        comments.any(|comment| span.covers(comment.span))
    })
}

/// The edits that let another launcher start `name`. `None` where the launcher gets more than the
/// answer to its question, or where the words cannot be told apart in the file.
fn swap(
    document: &Document,
    line: &CommandLine<'_>,
    found: &Fetched<'_>,
    (launcher, options): (&str, &[&str]),
    name: &str,
) -> Option<Vec<Edit>> {
    let package = line.package.as_ref()?;
    // It must be what runs, named as the operand, and no version of the wrong registry.
    if package.word != found.package.word
        || package.word + 1 != line.own
        || package.version.as_deref().is_some_and(|it| it != "latest")
        || !line.beside.is_empty()
    {
        return None;
    }
    let program = line.words.first()?;
    if program.text.contains(['/', '\\']) {
        return None;
    }
    let between = line.words.get(1..package.word)?;
    let start = between
        .iter()
        .position(|word| word.text.starts_with('-'))
        .unwrap_or(between.len());
    let (subcommand, answers) = between.split_at(start);
    let plain = subcommand
        .iter()
        .all(|word| matches!(word.text.as_ref(), "exec" | "x" | "dlx" | "tool" | "run"))
        && answers
            .iter()
            .all(|word| matches!(word.text.as_ref(), "-y" | "--yes" | "--"));
    if !plain {
        return None;
    }
    let words = line.words.get(..=package.word)?;
    if words.iter().all(|word| word.whole) {
        return whole(document, words, launcher, options, name);
    }
    // One string holds the line.
    if words
        .iter()
        .any(|word| word.whole || word.source != program.source)
    {
        return None;
    }
    let written: Vec<&str> = words.iter().map(|word| word.text.as_ref()).collect();
    let range = program.range_of(&written.join(" "))?;
    let mut new = vec![launcher];
    new.extend(options);
    new.push(name);
    Some(vec![Edit::splice(
        program.source.node,
        range,
        new.join(" "),
    )])
}

/// The same where each word is a string of its own.
fn whole(
    document: &Document,
    words: &[Word<'_>],
    launcher: &str,
    options: &[&str],
    name: &str,
) -> Option<Vec<Edit>> {
    let (program, rest) = words.split_first()?;
    let (package, between) = rest.split_last()?;
    let (list, at) = item(document, package)?;
    let mut edits = vec![Edit::set(program.source.node, launcher)];
    for word in between {
        item(document, word)?;
        edits.push(Edit::remove(word.source.node));
    }
    edits.extend(
        options
            .iter()
            .map(|option| Edit::insert_item(list, at, *option)),
    );
    if package.text != name {
        edits.push(Edit::set(package.source.node, name));
    }
    Some(edits)
}
