//! `unknown-suppression`

use crate::diagnostic::{Diagnostic, Fix, Mark};
use crate::document::{Edit, Span, TextEdit};
use crate::rules::{self, Category, Check, Context, rule};
use crate::suppression::{self, Directive, Fault};
use crate::workspace::FileId;

rule! {
    /// A suppression that names no rule, so that it silences nothing.
    ///
    /// ## Why it fails
    /// A misspelt rule is none, and a suppression without a rule would silence what nobody has
    /// looked at. What it was meant for is still reported.
    ///
    /// A suppression in a comment is `mcpmend: ignore[RULE, …] reason`, or
    /// `mcpmend: ignore-file[RULE, …] reason` above the first key of the file. In the settings it
    /// is an `[[accept]]` with `rules` and a `reason`. Each names rules or whole categories;
    /// `mcpmend rules` lists both.
    ///
    /// ## Example
    /// ```jsonc bad .vscode/mcp.json
    /// {
    ///   "servers": {
    ///     "database": {
    ///       "command": "docker",
    ///       // mcpmend: ignore[docker-not-interactiv]
    ///       "args": ["run", "--rm", "example/postgres-mcp"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// Without brackets it says nothing:
    /// ```toml bad .codex/config.toml
    /// [mcp_servers.database]
    /// command = "docker"
    /// args = ["run", "--rm", "example/postgres-mcp"] # mcpmend: ignore
    /// ```
    ///
    /// ## Use instead
    /// ```jsonc good .vscode/mcp.json
    /// {
    ///   "servers": {
    ///     "database": {
    ///       "command": "docker",
    ///       // mcpmend: ignore[docker-not-interactive]
    ///       "args": ["run", "--rm", "example/postgres-mcp"]
    ///     }
    ///   }
    /// }
    /// ```
    /// ```toml good .codex/config.toml
    /// [mcp_servers.database]
    /// command = "docker"
    /// args = ["run", "--rm", "example/postgres-mcp"] # mcpmend: ignore[docker]
    /// ```
    ///
    /// ## Fix
    /// Writes the name, or the word `ignore`, that differs in one letter. Safe: no client reads it,
    /// and nothing else can have been meant.
    ///
    /// ## Sources
    /// - mcpmend's own way, documented in its README (2026-11-25)
    "unknown-suppression", Suppression, Warning, Safe, Check::Files(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let workspace = context.workspace;
    for (id, file) in workspace.files().chain(workspace.companions()) {
        if file.not_read.is_some() || !suppression::may_have(file) {
            continue;
        }
        for directive in suppression::directives(&file.document) {
            match directive.fault {
                Some(fault) => out.push(faulty(
                    id,
                    file.document.slice(directive.word),
                    &directive,
                    fault,
                )),
                None => out.extend(directive.names.iter().filter_map(|name| {
                    unknown(id, &name.text, name.span, |right| {
                        Edit::Comment(TextEdit::replace(name.span, right))
                    })
                })),
            }
        }
    }
    let Some((id, file)) = suppression::settings_file(workspace) else {
        return;
    };
    for node in suppression::accept_nodes(&file.document) {
        let rules = node
            .get("rules")
            .into_iter()
            .flat_map(|rules| rules.items());
        out.extend(rules.filter_map(|item| {
            unknown(id, item.as_str()?, item.span(), |right| {
                Edit::set(item.id(), right)
            })
        }));
    }
}

fn faulty(file: FileId, word: &str, directive: &Directive, fault: Fault) -> Diagnostic {
    const FORM: &str = "write `mcpmend: ignore[rule-name] reason`";
    match fault {
        Fault::Word => {
            let finding = RULE
                .finding(
                    file,
                    directive.word,
                    format!("`mcpmend: {word}` is no suppression"),
                )
                .label("means nothing")
            .marked(Mark::Unnecessary);
            let near = ["ignore", "ignore-file"]
                .into_iter()
                .find(|known| strsim::osa_distance(word, known) == 1);
            match near.filter(|_| !directive.names.is_empty()) {
                Some(right) => finding.fix(Fix::safe(
                    format!("write `{right}`"),
                    file,
                    vec![Edit::Comment(TextEdit::replace(directive.word, right))],
                )),
                None => finding.help(format!("{FORM}, or `ignore-file` above the first key")),
            }
        }
        Fault::Open => RULE
            .finding(
                file,
                directive.word,
                format!("the bracket behind `mcpmend: {word}` is never closed, so that it silences nothing"),
            )
            .label("no `]` follows")
            .help(FORM.replace("ignore", word)),
        Fault::Nameless => RULE
            .finding(
                file,
                directive.word,
                format!("`mcpmend: {word}` names no rule, so that it silences nothing"),
            )
            .label("which one?")
            .help(FORM.replace("ignore", word)),
        Fault::Misplaced => RULE
            .finding(
                file,
                directive.word,
                "`ignore-file` stands below the first key, where it silences nothing",
            )
            .label("belongs to the top of the file")
            .help(
                "move it above the first key, or write `ignore` for what stands on the line or \
                 directly below",
            ),
    }
}

/// What is wrong with a name that is neither a rule nor a category.
fn unknown(
    file: FileId,
    name: &str,
    span: Span,
    write: impl Fn(&'static str) -> Edit,
) -> Option<Diagnostic> {
    let known = || {
        let categories = Category::ALL.iter().map(|category| category.name());
        rules::all().map(|rule| rule.name).chain(categories)
    };
    if known().any(|known| known == name) {
        return None;
    }
    let finding = RULE.finding(
        file,
        span,
        format!("`{name}` is no rule, so that this silences nothing"),
    );
    let plain = name.to_lowercase().replace(['_', ' '], "-");
    let mut near = known().filter(|known| strsim::osa_distance(&plain, known) <= 1);
    if let (Some(right), None) = (near.next(), near.next()) {
        return Some(finding.label("no such rule").fix(Fix::safe(
            format!("write `{right}`"),
            file,
            vec![write(right)],
        )));
    }
    let best = known()
        .map(|known| (strsim::jaro_winkler(&plain, known), known))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    Some(finding.label("no such rule").help(match best {
        Some((_, known)) => format!("did you mean `{known}`? `mcpmend rules` lists all"),
        None => "`mcpmend rules` lists the rules and their categories".to_owned(),
    }))
}
