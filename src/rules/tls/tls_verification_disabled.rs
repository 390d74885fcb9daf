//! `tls-verification-disabled`

use crate::bridges::{Bridge, Verify};
use crate::certificates::Stack;
use crate::commandline::CommandLine;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::docker::Docker;
use crate::docker::edit::item;
use crate::document::{Edit, NodeId, NodeRef};
use crate::model::Role;
use crate::rules::{Check, Subject, rule};
use crate::secret::name;

use super::bundle;

rule! {
    /// A switch that makes a server accept any certificate.
    ///
    /// ## Why it fails
    /// Nothing fails, and that is the trouble: whoever can answer in place of the real host
    /// reads every token and every answer, and can put words into the assistant's mouth. The
    /// certificate of a private authority is trusted by naming its file, not by trusting
    /// everybody.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "gitlab": {
    ///       "command": "npx",
    ///       "args": ["-y", "@example/gitlab-mcp"],
    ///       "env": {
    ///         "NODE_TLS_REJECT_UNAUTHORIZED": "0",
    ///         "LOG_LEVEL": "info"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "gitlab": {
    ///       "command": "npx",
    ///       "args": ["-y", "@example/gitlab-mcp"],
    ///       "env": {
    ///         "NODE_EXTRA_CA_CERTS": "/etc/ssl/certs/corp-ca.pem",
    ///         "LOG_LEVEL": "info"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Removes the switch; where a bundle of certificates is known, the variable that names it
    /// takes its place. Unsafe: without either the connection fails.
    ///
    /// ## Sources
    /// - <https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue> (2026-11-23)
    /// - czlonkowski/n8n-mcp#376, SAP/open-ux-tools#4100 (2026-11-23)
    "tls-verification-disabled", Tls, Error, Unsafe, Check::Entry(check)
}

/// Options that switch the check off and mean nothing else.
const FLAGS: &[&str] = &[
    "--insecure",
    "--insecure-skip-verify",
    "--insecure-skip-tls-verify",
    "--tls-skip-verify",
    "--skip-tls-verify",
    "--skip-ssl-verify",
    "--skip-ssl-verification",
    "--no-verify-ssl",
    "--no-ssl-verify",
    "--no-tls-verify",
    "--no-check-certificate",
    "--ignore-ssl-errors",
    "--ignore-certificate-errors",
    "--unsafely-ignore-certificate-errors",
    "--disable-ssl-verification",
    "--verify=false",
    "--verify-ssl=false",
    "--ssl-verify=false",
    "--tls-verify=false",
    "--strict-ssl=false",
];

/// A switch, as it stands in an entry.
pub(super) struct Switch {
    /// What it is, as written.
    shown: String,
    /// Where to point.
    node: NodeId,
    /// How to take it away.
    edits: Option<Vec<Edit>>,
    /// Whether it is the variable of Node.js, which another can replace.
    node_variable: bool,
}

/// All of them in an entry.
pub(super) fn switches(subject: &Subject<'_>) -> Vec<Switch> {
    let mut found = Vec::new();
    for pair in &subject.parts().env {
        if switches_off(&pair.name, &pair.value.text) {
            found.push(Switch {
                shown: format!("{}={}", pair.name, pair.value.text),
                node: pair.value.node,
                edits: Some(vec![Edit::remove(pair.value.node)]),
                node_variable: pair.name == "NODE_TLS_REJECT_UNAUTHORIZED",
            });
        }
    }
    fields(subject, &mut found);
    let Some(line) = CommandLine::of(subject.parts()) else {
        return found;
    };
    let document = subject.document();
    let bridge = Bridge::of(subject.parts(), &line);
    let off = match bridge.as_ref().map(|bridge| &bridge.verify) {
        Some(Verify::Off(words)) => words.as_slice(),
        _ => &[],
    };
    if let Some(first) = off.first() {
        let shown: Vec<&str> = off.iter().map(|word| word.text.as_ref()).collect();
        found.push(Switch {
            shown: shown.join(" "),
            node: first.source.node,
            edits: off
                .iter()
                .map(|word| item(document, word).map(|_| Edit::remove(word.source.node)))
                .collect(),
            node_variable: false,
        });
    }
    for word in line.arguments() {
        if off.contains(word) {
            continue;
        }
        if FLAGS.contains(&word.text.to_ascii_lowercase().as_str()) {
            let node = word.source.node;
            found.push(Switch {
                shown: word.text.to_string(),
                node,
                edits: item(document, word).map(|_| vec![Edit::remove(node)]),
                node_variable: false,
            });
        }
    }
    let docker = Docker::of(&line);
    for option in docker.iter().flat_map(|docker| docker.all("env")) {
        let (Some((name, value)), Some(word)) = (
            option.value.and_then(|value| value.split_once('=')),
            line.words.get(option.value_word),
        ) else {
            continue;
        };
        if switches_off(name, value) {
            let mut words = vec![option.word, option.value_word];
            words.dedup();
            let edits = words
                .into_iter()
                .map(|at| {
                    let word = line.words.get(at)?;
                    item(document, word).map(|_| Edit::remove(word.source.node))
                })
                .collect();
            found.push(Switch {
                shown: format!("-e {name}={value}"),
                node: word.source.node,
                edits,
                node_variable: false,
            });
        }
    }
    found
}

/// Fields about certificates: `"verify": false` and its like.
fn fields(subject: &Subject<'_>, found: &mut Vec<Switch>) {
    let node = subject.node();
    let inner = subject
        .schema()
        .fields()
        .filter(|field| field.role == Role::Tls)
        .filter_map(|field| node.get(field.name));
    let objects: Vec<NodeRef<'_>> = std::iter::once(node).chain(inner).collect();
    for (key, value) in objects.iter().flat_map(|object| object.entries()) {
        let Some(on) = value.as_bool() else { continue };
        if switches_off(&key.text, if on { "true" } else { "false" }) {
            found.push(Switch {
                shown: format!("{}: {on}", key.text),
                node: value.id(),
                edits: Some(vec![Edit::remove(value.id())]),
                node_variable: false,
            });
        }
    }
}

/// Whether a variable or field of this name and value switches the check off.
fn switches_off(name: &str, value: &str) -> bool {
    let off = matches!(
        value.trim().to_ascii_lowercase().as_str(),
        "0" | "false" | "no" | "off" | "none"
    );
    let on = matches!(
        value.trim().to_ascii_lowercase().as_str(),
        "1" | "true" | "yes" | "on"
    );
    let words = name::words(name);
    let any = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    let about_tls = any(&[
        "ssl",
        "tls",
        "cert",
        "certs",
        "certificate",
        "certificates",
        "https",
    ]);
    match name {
        "NODE_TLS_REJECT_UNAUTHORIZED" | "PYTHONHTTPSVERIFY" => value.trim() == "0",
        "rejectUnauthorized" | "verify" => off,
        _ if any(&["no", "skip", "disable", "ignore", "insecure", "allow"]) => {
            on && any(&["verify", "verification", "insecure", "errors", "check"])
                && (about_tls || (any(&["skip"]) && any(&["insecure"])))
        }
        _ => off && about_tls && any(&["verify", "verification", "validate", "check", "strict"]),
    }
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let starts = subject.parts().command.is_some();
    for switch in switches(subject) {
        let message = format!(
            "{} accepts any certificate: `{}`",
            subject.quoted(),
            switch.shown
        );
        let node = subject.document().node(switch.node);
        let mut finding = subject
            .finding(&RULE, node.span(), message)
            .label("nobody checks who answers");
        finding = if starts {
            finding.effect("whoever answers in place of the real host is taken for it")
        } else {
            // No process is started that could read it.
            finding.severity(Severity::Warning)
        };
        let variables = CommandLine::of(subject.parts())
            .map_or(&["NODE_EXTRA_CA_CERTS"][..], |line| {
                Stack::of(&line, Bridge::of(subject.parts(), &line).as_ref()).to_set()
            });
        let replaced = bundle::known(&subject.context)
            .filter(|_| switch.node_variable && starts)
            .filter(|_| {
                let env = &subject.parts().env;
                env.iter().all(|pair| pair.name != "NODE_EXTRA_CA_CERTS")
            })
            .map(|path| {
                Fix::r#unsafe(
                    "name the certificates instead",
                    subject.file_id(),
                    vec![
                        Edit::rename(switch.node, "NODE_EXTRA_CA_CERTS"),
                        Edit::set(switch.node, path),
                    ],
                )
            });
        let removed = switch.edits.map(|edits| {
            Fix::r#unsafe(
                format!("remove `{}`", switch.shown),
                subject.file_id(),
                edits,
            )
        });
        if let Some(variable) = variables.first() {
            finding = finding.help(format!(
                "remove it, and let `{variable}` name the PEM file of the authority that signed the certificate"
            ));
        }
        out.push(finding.fix(replaced).fix(removed));
    }
}
