//! `disabled-protection`

use crate::commandline::{CommandLine, Registry, Word, option};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::docker::edit::item;
use crate::docker::{Docker, Image};
use crate::document::{Document, Edit, NodeId};
use crate::known::advisories::Reach;
use crate::known::protections::{self, Protection, Says};
use crate::rules::transport::serves;
use crate::rules::{Check, Subject, rule};

rule! {
    /// A switch that takes the protection of a server away.
    ///
    /// ## Why it fails
    /// Nothing fails, in any client, and that is the trouble. Without its token any web page that
    /// is open in a browser can tell the Inspector to start a program (that was CVE-2025-49596);
    /// without the check of the `Host` header a page reaches a server on this machine by a name of
    /// its own (DNS rebinding); an agent that is started as a server and asks nobody does whatever
    /// the text says that it reads. What is there over HTTP only is told where the server is told
    /// to serve HTTP.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "inspector": {
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/inspector@2.12.0"],
    ///       "env": { "DANGEROUSLY_OMIT_AUTH": "true", "SERVER_PORT": "3127" }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "inspector": {
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/inspector@2.12.0"],
    ///       "env": { "SERVER_PORT": "3127" }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Removes the switch. Unsafe: what relied on it must then show a token, or be asked.
    ///
    /// ## Sources
    /// - <https://github.com/modelcontextprotocol/inspector#authentication> (2026-11-25)
    /// - <https://github.com/microsoft/playwright-mcp#configuration> (2026-11-25)
    /// - <https://code.claude.com/docs/en/cli-reference>,
    ///   <https://developers.openai.com/codex/cli/reference> (2026-11-25)
    /// - <https://github.com/advisories/GHSA-9h52-p55h-vw2f>, of the MCP SDK for Python
    ///   (2026-11-25)
    "disabled-protection", Exposure, Error, Unsafe, Check::Entry(check)
}

/// A switch as it stands in an entry.
struct Found {
    known: &'static Protection,
    /// As written.
    shown: String,
    /// Where to point.
    node: NodeId,
    /// How to take it away.
    edits: Option<Vec<Edit>>,
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    // A process is started that could read it.
    let Some(line) = subject.line() else {
        return;
    };
    let mut found = Vec::new();
    variables(subject, &line, &mut found);
    options(subject.document(), &line, &mut found);
    let over_http = serves(subject, &line);
    for Found {
        known,
        shown,
        node,
        edits,
    } in found
    {
        if known.reach == Reach::Http && !over_http {
            continue;
        }
        let span = subject.document().node(node).span();
        let fix =
            edits.map(|edits| Fix::r#unsafe(format!("remove `{shown}`"), subject.file_id(), edits));
        let finding = subject
            .finding(
                &RULE,
                span,
                format!(
                    "{} runs without {}: `{shown}`",
                    subject.quoted(),
                    known.gone
                ),
            )
            .label("nothing protects it")
            .effect(known.lets)
            .help(format!("leave it out; see {}", known.source))
            .fix(fix);
        out.push(if known.is_general() {
            finding.severity(Severity::Warning)
        } else {
            finding
        });
    }
}

/// The one that this server has, else the one that is clear by its name.
fn pick(
    line: &CommandLine<'_>,
    is_it: impl Fn(&Protection) -> bool,
) -> Option<&'static Protection> {
    // Taking the line apart costs more, and most words switch nothing off.
    if !protections::ALL.iter().any(&is_it) {
        return None;
    }
    let program = line.program_name();
    let image = Docker::of(line)
        .filter(|docker| docker.certain)
        .and_then(|docker| line.words.get(docker.image?))
        .map(|word| Image::of(&word.text).name);
    protections::ALL.iter().find(|known| {
        let its = known.is_general()
            || known.programs.contains(&program.as_str())
            || line.packages().any(|it| known.is_of(it.registry, &it.name))
            || image.is_some_and(|name| known.is_of(Registry::Image, name));
        its && is_it(known)
    })
}

/// Variables of the entry, of `env A=b` in front, and of `docker -e`.
fn variables(subject: &Subject<'_>, line: &CommandLine<'_>, found: &mut Vec<Found>) {
    let known =
        |name: &str, value: &str| pick(line, |known| known.is_variable(name) && known.is_on(value));
    for pair in &subject.parts().env {
        if let Some(known) = known(&pair.name, &pair.value.text) {
            found.push(Found {
                known,
                shown: format!("{}={}", pair.name, pair.value.text),
                node: pair.value.node,
                edits: Some(vec![Edit::remove(pair.value.node)]),
            });
        }
    }
    for (name, value) in &line.assignments {
        let Some(known) = known(name, value) else {
            continue;
        };
        let shown = format!("{name}={value}");
        // They are gone from the words of the line.
        let word = subject.parts().args.iter().find(|text| text.text == shown);
        let Some(node) = word.or(subject.parts().command.as_ref()) else {
            continue;
        };
        found.push(Found {
            known,
            shown,
            node: node.node,
            edits: word.map(|word| vec![Edit::remove(word.node)]),
        });
    }
    let Some(docker) = Docker::of(line) else {
        return;
    };
    for option in docker.all("env") {
        let (Some((name, value)), Some(word)) = (
            option.value.and_then(|value| value.split_once('=')),
            line.words.get(option.value_word),
        ) else {
            continue;
        };
        let Some(known) = known(name, value) else {
            continue;
        };
        let mut words = vec![option.word, option.value_word];
        words.dedup();
        let words: Vec<&Word<'_>> = words.iter().filter_map(|at| line.words.get(*at)).collect();
        found.push(Found {
            known,
            shown: format!("-e {name}={value}"),
            node: word.source.node,
            edits: without(subject.document(), &words),
        });
    }
}

/// Options of the program or of the server.
fn options(document: &Document, line: &CommandLine<'_>, found: &mut Vec<Found>) {
    let arguments = line.arguments();
    for (at, word) in arguments.iter().enumerate() {
        let (name, given) = match word.text.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (word.text.as_ref(), None),
        };
        let Some(known) = pick(line, |known| known.is_option(name)) else {
            continue;
        };
        let mut words = vec![word];
        let on = match (known.says, given) {
            (Says::Yes, None) => true,
            (_, Some(value)) => known.is_on(value),
            (Says::Text(_), None) => {
                let value = option(&arguments[at..], &[name]);
                words.extend(value.as_ref().map(|value| value.word));
                value.is_some_and(|value| known.is_on(value.value))
            }
        };
        if on {
            let shown: Vec<&str> = words.iter().map(|word| word.text.as_ref()).collect();
            found.push(Found {
                known,
                shown: shown.join(" "),
                node: word.source.node,
                edits: without(document, &words),
            });
        }
    }
}

/// Takes words out of the list that they stand in.
fn without(document: &Document, words: &[&Word<'_>]) -> Option<Vec<Edit>> {
    words
        .iter()
        .map(|word| item(document, word).map(|_| Edit::remove(word.source.node)))
        .collect()
}
