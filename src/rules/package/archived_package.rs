//! `archived-package`

use crate::commandline::CommandLine;
use crate::diagnostic::{Diagnostic, Fix, Mark};
use crate::docker::Docker;
use crate::document::Edit;
use crate::known::archived::{self, Archived};
use crate::rules::{Check, Subject, rule};

use super::fetched::{self, Fetched};

rule! {
    /// A server that its authors have archived.
    ///
    /// ## Why it fails
    /// It still installs and often still works, in every client, and that hides it: nobody mends
    /// its holes, nobody follows the changes of the service behind it, and npm says nothing while
    /// a client starts it. Of the reference servers, GitHub, GitLab, Slack, PostgreSQL, SQLite,
    /// Puppeteer, Brave Search, Google Maps, Google Drive, Redis, Sentry, EverArt and AWS KB
    /// Retrieval were archived in May 2025; the vendors of most services have servers of their own
    /// now.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "search": {
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/server-brave-search"],
    ///       "env": { "BRAVE_API_KEY": "${BRAVE_API_KEY}" }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "search": {
    ///       "command": "npx",
    ///       "args": ["-y", "@brave/brave-search-mcp-server"],
    ///       "env": { "BRAVE_API_KEY": "${BRAVE_API_KEY}" }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes the successor in its place where that starts with the same variables and needs no
    /// arguments. Unsafe: it is another program, and its tools may be called otherwise. Where the
    /// successor is set up in another way, the help names it.
    ///
    /// ## Sources
    /// - <https://github.com/modelcontextprotocol/servers#archived> (2026-11-25)
    /// - <https://github.com/brave/brave-search-mcp-server>,
    ///   <https://github.com/zencoderai/slack-mcp-server>,
    ///   <https://github.com/github/github-mcp-server> (2026-11-25)
    /// - CVE-2025-34072, never mended in the Slack server (2026-11-25)
    "archived-package", Package, Warning, Unsafe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let lines = fetched::lines(subject);
    for found in fetched::all(&lines) {
        let Some(known) = archived::find(found.package.registry, &found.package.name) else {
            continue;
        };
        let span = subject.document().node(found.word.source.node).span();
        let mut finding = subject
            .finding(
                &RULE,
                span,
                format!(
                    "`{}` of {} is archived: nobody maintains it any more",
                    found.package.name,
                    subject.quoted()
                ),
            )
            .label("archived")
            .marked(Mark::Deprecated);
        if !known.hole.is_empty() {
            finding = finding.effect(format!("{} in it will never be mended", known.hole));
        }
        let fix = lines
            .get(found.line)
            .and_then(|line| successor(subject, line, &found, known));
        let help = match known.instead {
            "" => "nothing has taken its place; pin the release that you have looked at".to_owned(),
            instead => format!("use {instead}"),
        };
        out.push(finding.help(help).fix(fix));
    }
}

/// Starts the successor, where that needs nothing but another name.
fn successor(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    found: &Fetched<'_>,
    known: &Archived,
) -> Option<Fix> {
    let successor = known.successor.filter(|it| it.drop_in)?;
    // Arguments of the old one mean nothing to it, and its releases have other numbers.
    let arguments = match Docker::of(line) {
        Some(_) => line.words.get(found.package.word + 1..)?,
        None => line.own_arguments(),
    };
    let same = successor.registry == found.package.registry
        && arguments.is_empty()
        && found
            .package
            .version
            .as_deref()
            .is_none_or(|it| it == "latest")
        && line
            .package
            .as_ref()
            .is_none_or(|it| it.word + 1 == line.own);
    same.then_some(())?;
    Some(Fix::r#unsafe(
        format!("use `{}` instead", successor.name),
        subject.file_id(),
        vec![Edit::splice(
            found.word.source.node,
            found.name_range()?,
            successor.name,
        )],
    ))
}
