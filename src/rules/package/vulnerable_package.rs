//! `vulnerable-package`

use crate::commandline::{CommandLine, Registry};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Edit;
use crate::known::advisories::{self, Advisory, Reach};
use crate::known::misplaced::{self, Holds};
use crate::rules::transport::serves;
use crate::rules::{Check, Subject, rule};
use crate::version::{self, Version};

use super::fetched::{self, Fetched};

rule! {
    /// A pinned release with a published hole, or a package that is malware.
    ///
    /// ## Why it fails
    /// Nothing fails, in any client: the server runs, with the rights of whoever runs the client,
    /// and with the secrets of its entry. A pinned version stays what it was when its hole was
    /// found; without a version the launcher takes the newest release, and so nothing is said.
    /// mcp-remote before 0.1.16 let a hostile server run commands on the machine
    /// (CVE-2025-6514); postmark-mcp sent a copy of every mail to its author from 1.0.16 on.
    /// mcpmend knows the advisories of servers and bridges that people use, with a date, and asks
    /// no network.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "npx",
    ///       "args": ["-y", "mcp-remote@0.1.10", "https://mcp.example.com/mcp"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "npx",
    ///       "args": ["-y", "mcp-remote@0.1.16", "https://mcp.example.com/mcp"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes the first release that has none of the known holes. Unsafe, as every change of a
    /// version. Malware is not mended: remove the server, and take every secret that the machine
    /// holds for known to others.
    ///
    /// ## Sources
    /// - the advisory behind each finding, in the GitHub Advisory Database, in OSV, in the record of
    ///   its CVE, or in the notes of the release that mends it (2026-11-25)
    /// - <https://github.com/advisories/GHSA-6xpm-ggf7-wc3p> (2026-11-25)
    /// - <https://osv.dev/vulnerability/MAL-2025-47604> (2026-11-25)
    "vulnerable-package", Package, Error, Unsafe, Check::Entry(check); security
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let lines = fetched::lines(subject);
    for found in fetched::all(&lines) {
        let registry = found.package.registry;
        let known: Vec<&Advisory> = advisories::of(registry, &found.package.name).collect();
        let Some(line) = lines.get(found.line).filter(|_| !known.is_empty()) else {
            continue;
        };
        let version = match registry {
            Registry::Image => found.package.version.as_deref().and_then(Version::parse),
            _ => found.package.pinned(),
        };
        malware(subject, &found, version.as_ref(), &known, out);
        if let Some(version) = version {
            holes(subject, line, &found, &version, &known, out);
        }
    }
}

/// A package whose releases are malware.
fn malware(
    subject: &Subject<'_>,
    found: &Fetched<'_>,
    version: Option<&Version>,
    known: &[&Advisory],
    out: &mut Vec<Diagnostic>,
) {
    let name = &found.package.name;
    // There the name is the mistake, and that is told.
    if misplaced::find(found.package.registry, name).is_some_and(|it| it.holds == Holds::Malware) {
        return;
    }
    let hit = known.iter().find(|it| {
        it.reach == Reach::Malware && version.is_none_or(|version| it.concerns(version))
    });
    let Some(hit) = hit else { return };
    let sure = version.is_some() || version::open_ended(hit.affected);
    let server = subject.quoted();
    let message = if sure {
        format!("`{name}` of {server} is malware: {}", hit.id)
    } else {
        format!("`{name}` of {server} has been malware: {}", hit.id)
    };
    let span = subject.document().node(found.word.source.node).span();
    let finding = subject
        .finding(&RULE, span, message)
        .label("malware")
        .effect(hit.lets)
        .help(format!(
            "remove the server; where it has run, change every secret that the machine holds, \
             from another machine: {}",
            hit.source
        ));
    out.push(if sure {
        finding
    } else {
        finding.severity(Severity::Warning)
    });
}

/// A release with holes.
fn holes(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    found: &Fetched<'_>,
    version: &Version,
    known: &[&Advisory],
    out: &mut Vec<Diagnostic>,
) {
    let over_http = serves(subject, line);
    let (reached, other): (Vec<&Advisory>, Vec<&Advisory>) = known
        .iter()
        .copied()
        .filter(|it| it.reach != Reach::Malware && it.concerns(version))
        .partition(|it| it.reach == Reach::Runs || over_http);
    let hits = if reached.is_empty() { &other } else { &reached };
    // What is more than the notes of a release.
    let Some(worst) = hits
        .iter()
        .copied()
        .find(|it| !it.id.contains('/'))
        .or(hits.first().copied())
    else {
        return;
    };
    let name = &found.package.name;
    let written = found.package.version.as_deref().unwrap_or_default();
    let ids: Vec<&str> = hits.iter().map(|it| it.id).collect();
    let what = match ids.len() {
        1 => "a known hole".to_owned(),
        count => format!("{count} known holes"),
    };
    let message = format!(
        "`{name}` {written} of {} has {what}: {}",
        subject.quoted(),
        ids.join(", ")
    );
    let target = advisories::mended(found.package.registry, name, version);
    let span = subject.document().node(found.word.source.node).span();
    let mut finding = subject
        .finding(&RULE, span, message)
        .label(match target {
            Some(target) => format!("mended in {target}"),
            None => "no release is known that mends it".to_owned(),
        })
        .effect(worst.lets);
    finding = match target {
        Some(target) if found.digest => finding.help(format!(
            "take the digest of {target}, which counts before the tag; see {}",
            worst.source
        )),
        Some(_) => finding.help(format!("see {}", worst.source)),
        None => finding.help(format!("use another server; see {}", worst.source)),
    };
    if let Some(target) = target {
        finding = finding.fix(pin(subject, found, target));
    }
    out.push(if reached.is_empty() {
        finding
            .severity(Severity::Info)
            .effect(format!(
                "over stdio it cannot be reached; once it serves HTTP, {}",
                worst.lets
            ))
            .pedantic()
    } else {
        finding
    });
}

/// Writes another release.
fn pin(subject: &Subject<'_>, found: &Fetched<'_>, target: &str) -> Option<Fix> {
    // Another tag in front of the same digest is the same image.
    if found.digest {
        return None;
    }
    let written = found.package.version.as_deref()?;
    // Tags of images keep their `v`.
    let start = match written.chars().next() {
        Some('v') => "v",
        _ => "",
    };
    Some(Fix::r#unsafe(
        format!("pin `{}` to {target}", found.package.name),
        subject.file_id(),
        vec![Edit::splice(
            found.word.source.node,
            found.version_range()?,
            format!("{start}{target}"),
        )],
    ))
}
