//! `unused-suppression`

use crate::diagnostic::{Diagnostic, Fix, Mark};
use crate::document::{Edit, NodeRef};
use crate::rules::{Check, Context, rule};
use crate::suppression::{Directive, Ledger, Unused, UnusedKind, removal};

rule! {
    /// A suppression that silences nothing.
    ///
    /// ## Why it fails
    /// It was written for something that has been mended since, or it stands in the wrong place.
    /// In both cases it will silence the next fault of that name, which nobody has looked at.
    ///
    /// A comment is for its own line when code stands on it. On a line of its own it is for the
    /// line below and for the whole member that starts there; a blank line between them parts
    /// them. `ignore-file` stands above the first key and is for the whole file. An `[[accept]]`
    /// in `mcpmend.toml` is for everything that fits all of its conditions.
    ///
    /// It is told only where this run could have found what is silenced: not for rules that did
    /// not run, nor for those that depend on this machine or on files that were not looked at.
    /// Only the settings can silence this rule, no comment.
    ///
    /// ## Example
    /// ```jsonc bad .vscode/mcp.json
    /// {
    ///   "servers": {
    ///     "database": {
    ///       "command": "docker",
    ///       // mcpmend: ignore[docker-not-interactive] to be mended
    ///       "args": ["run", "-i", "--rm", "example/postgres-mcp"]
    ///     }
    ///   }
    /// }
    /// ```
    /// ```toml bad .codex/config.toml
    /// [mcp_servers.database]
    /// command = "docker"
    /// args = ["run", "-i", "--rm", "mcp/postgres"] # mcpmend: ignore[docker-not-interactive]
    /// ```
    ///
    /// ## Use instead
    /// ```jsonc good .vscode/mcp.json
    /// {
    ///   "servers": {
    ///     "database": {
    ///       "command": "docker",
    ///       "args": ["run", "-i", "--rm", "example/postgres-mcp"]
    ///     }
    ///   }
    /// }
    /// ```
    /// ```toml good .codex/config.toml
    /// [mcp_servers.database]
    /// command = "docker"
    /// # The wrapper keeps the input open.
    /// args = ["run", "--rm", "mcp/postgres"] # mcpmend: ignore[docker-not-interactive]
    /// ```
    ///
    /// ## Fix
    /// Takes the rule out of the suppression, or the suppression as a whole when nothing is left
    /// of it, with its comment when nothing else is in that. Safe: it silences nothing, and no
    /// client reads it.
    ///
    /// ## Sources
    /// - mcpmend's own way, documented in its README (2026-11-25)
    "unused-suppression", Suppression, Warning, Safe, Check::Suppressions(check)
}

fn check(context: &Context<'_>, ledger: &Ledger<'_>, out: &mut Vec<Diagnostic>) {
    out.extend(
        ledger
            .unused()
            .iter()
            .filter_map(|unused| match unused.what {
                UnusedKind::Comment(directive, above_something) => {
                    comment(context, ledger, unused, directive, above_something)
                }
                UnusedKind::Accept { node, fits_a_file } => accept(unused, node, fits_a_file),
            }),
    );
}

fn comment(
    context: &Context<'_>,
    ledger: &Ledger<'_>,
    unused: &Unused<'_>,
    directive: &Directive,
    above_something: bool,
) -> Option<Diagnostic> {
    let names: Vec<&str> = unused
        .names
        .iter()
        .map(|index| directive.names[*index].text.as_str())
        .collect();
    let first = &directive.names[*unused.names.first()?];
    let document = &context.workspace.file(unused.file).document;
    let edits = removal(document, directive, &unused.names);
    let mut finding = RULE
        .finding(unused.file, first.span, message(&names))
        .label("of no use here")
        .marked(Mark::Unnecessary);
    for index in unused.names.iter().skip(1) {
        let span = directive.names[*index].span;
        finding = finding
            .related(unused.file, span, "of no use here")
            .marked(Mark::Unnecessary);
    }
    let finding = finding.fix(Fix::safe(
        title(&names, directive.names.len(), "suppression"),
        unused.file,
        edits,
    ));
    Some(if names.iter().any(|name| ledger.is_own(name)) {
        finding.help("what is found about suppressions is accepted in mcpmend.toml only")
    } else if above_something {
        finding
    } else {
        finding.help(
            "it must stand directly above what it is for, or behind it on its line; \
             `mcpmend: ignore-file[…]` above the first key is for the whole file",
        )
    })
}

fn accept(unused: &Unused<'_>, node: NodeRef<'_>, fits_a_file: bool) -> Option<Diagnostic> {
    let rules = node.get("rules")?;
    let items: Vec<NodeRef<'_>> = unused
        .names
        .iter()
        .filter_map(|index| rules.items().nth(*index))
        .collect();
    let names: Vec<&str> = items.iter().filter_map(|item| item.as_str()).collect();
    let first = items.first()?;
    let edits = if items.len() == rules.items().len() {
        // A list of tables is not left without any.
        let list = node.parent().filter(|list| list.items().len() == 1);
        vec![Edit::remove(list.unwrap_or(node).id())]
    } else {
        items.iter().map(|item| Edit::remove(item.id())).collect()
    };
    let mut finding = RULE
        .finding(unused.file, first.span(), message(&names))
        .label("accepts nothing")
        .marked(Mark::Unnecessary);
    for item in items.iter().skip(1) {
        finding = finding
            .related(unused.file, item.span(), "accepts nothing")
            .marked(Mark::Unnecessary);
    }
    let finding = finding.fix(Fix::safe(
        title(&names, rules.items().len(), "`[[accept]]`"),
        unused.file,
        edits,
    ));
    Some(if fits_a_file {
        finding
    } else {
        finding.help("no file that was looked at fits its conditions: did it move?")
    })
}

fn message(names: &[&str]) -> String {
    format!("this suppression of {} silences nothing", listed(names))
}

fn title(names: &[&str], all: usize, what: &str) -> String {
    if names.len() == all {
        format!("remove the {what}")
    } else {
        format!("take {} out of it", listed(names))
    }
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(" and ")
}
