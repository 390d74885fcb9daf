//! `unpinned-package`

use crate::commandline::Registry;
use crate::diagnostic::Diagnostic;
use crate::known::{advisories, archived, misplaced};
use crate::rules::{Check, Subject, rule};

use super::fetched::{self, Fetched};

rule! {
    /// A package or an image without a version, so that what runs may change from one start to the
    /// next.
    ///
    /// ## Why it fails
    /// npx, uvx and docker then take what is newest, or what they once stored: two people with the
    /// same file run different programs, a broken or hostile release arrives without anybody
    /// having asked for it, and a new release that is fetched at the start can take longer than
    /// the client waits. `@latest`, a range such as `^1.2` and the tag `latest` fix nothing.
    /// Whether that matters more than being up to date is a matter of taste: only a pedantic run
    /// tells.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "memory": {
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/server-memory"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "memory": {
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/server-memory@2026.8.31"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// There is no fix: which release you have looked at is yours to say.
    ///
    /// ## Sources
    /// - <https://docs.npmjs.com/cli/v11/commands/npm-exec> (2026-11-25)
    /// - <https://docs.astral.sh/uv/guides/tools/> (2026-11-25)
    /// - <https://docs.docker.com/reference/cli/docker/image/pull/> (2026-11-25)
    "unpinned-package", Package, Info, None, Pedantic, Check::Entry(check); security
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let lines = fetched::lines(subject);
    for found in fetched::all(&lines) {
        if found.fixed || !advisable(&found) {
            continue;
        }
        let name = &found.package.name;
        let version = found.package.version.as_deref();
        let span = subject.document().node(found.word.source.node).span();
        let (message, help) = match found.package.registry {
            Registry::Image => (
                match version {
                    Some(tag) => format!("the tag `{tag}` of `{name}` moves from image to image"),
                    None => format!("`{name}` has no tag, which means `latest`"),
                },
                format!("write the tag of a release, or the digest: `{name}@sha256:…`"),
            ),
            registry => {
                let at = match registry {
                    Registry::PyPi => "==",
                    _ => "@",
                };
                (
                    match version {
                        Some(version) => format!("`{version}` of `{name}` is not one release"),
                        None => format!("`{name}` has no version"),
                    },
                    format!("write the release that you have looked at: `{name}{at}VERSION`"),
                )
            }
        };
        out.push(
            subject
                .finding(
                    &RULE,
                    span,
                    format!("{message}: {} may change", subject.quoted()),
                )
                .label("not pinned")
                .help(help),
        );
    }
}

/// Whether pinning it would be good advice. What should not run at all is for other rules.
fn advisable(found: &Fetched<'_>) -> bool {
    let (registry, name) = (found.package.registry, found.package.name.as_str());
    registry != Registry::Elsewhere
        && !crate::variables::is_templated(&found.word.text)
        && archived::find(registry, name).is_none()
        && misplaced::find(registry, name).is_none()
        && advisories::of(registry, name).all(|it| it.reach != advisories::Reach::Malware)
}
