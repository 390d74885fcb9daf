//! `tls-verification-disabled`

use crate::bridges::Verify;
use crate::certificates::Stack;
use crate::commandline::CommandLine;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::docker::Docker;
use crate::docker::edit::item;
use crate::document::{Edit, NodeId};
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
    /// takes its place. Unsafe: without either the connection fails. The alternative for Node.js is
    /// the variable by which it trusts what the system trusts.
    ///
    /// ## Where it is no error
    /// A switch that nobody reads there is a warning: a field that the client does not know, the
    /// variable of another runtime, and `PYTHONHTTPSVERIFY`, which Python 2.7 read and Python 3
    /// does not.
    ///
    /// ## Sources
    /// - <https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue> (2026-11-23)
    /// - <https://peps.python.org/pep-0493/>; observed: Python 3.11 with urllib, httpx and requests
    ///   goes on checking (2026-11-25)
    /// - <https://docs.deno.com/runtime/reference/cli/run/>,
    ///   <https://git-scm.com/docs/git#Documentation/git.txt-codeGITSSLNOVERIFYcode>,
    ///   <https://docs.astral.sh/uv/reference/environment/> (2026-11-25)
    /// - czlonkowski/n8n-mcp#376, SAP/open-ux-tools#4100 (2026-11-23)
    "tls-verification-disabled", Tls, Error, Unsafe, Check::Entry(check); security
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
    "--disable-tls-verification",
];

/// Options that switch the check off for the hosts that are named behind them.
const FLAGS_WITH_HOSTS: &[&str] = &[
    "--unsafely-ignore-certificate-errors",
    "--allow-insecure-host",
];

/// Variables whose value is the host that is not checked.
const HOSTS: &[&str] = &["UV_INSECURE_HOST"];

/// An option of Java that leaves the name in a certificate unchecked.
const JAVA_OPTION: &str = "-Djdk.internal.httpclient.disableHostnameVerification";

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
    /// Why it has no effect, as a sentence; empty where it surely has one.
    in_vain: String,
}

impl Switch {
    fn new(shown: impl Into<String>, node: NodeId, edits: Option<Vec<Edit>>) -> Switch {
        Switch {
            shown: shown.into(),
            node,
            edits,
            node_variable: false,
            in_vain: String::new(),
        }
    }

    /// Whether it surely has an effect.
    pub(super) fn counts(&self) -> bool {
        self.in_vain.is_empty()
    }
}

/// All of them in an entry.
pub(super) fn switches(subject: &Subject<'_>) -> Vec<Switch> {
    let line = subject.line();
    let mut found = Vec::new();
    variables(subject, line.as_deref(), &mut found);
    fields(subject, &mut found);
    if let Some(line) = &line {
        options(subject, line, &mut found);
        of_container(subject, line, &mut found);
    }
    found
}

/// Variables in the environment of the process.
fn variables(subject: &Subject<'_>, line: Option<&CommandLine<'_>>, found: &mut Vec<Switch>) {
    let docker = line.and_then(Docker::of);
    for pair in &subject.parts().env {
        let value = pair.value.text.trim();
        let node = pair.value.node;
        let shown = if HOSTS.contains(&pair.name.as_str()) && !value.is_empty() {
            format!("{}={value}", pair.name)
        } else if value.contains(JAVA_OPTION) && !value.contains(&format!("{JAVA_OPTION}=false")) {
            let edits = (value == JAVA_OPTION).then(|| vec![Edit::remove(node)]);
            found.push(Switch::new(JAVA_OPTION, node, edits));
            continue;
        } else if switches_off(&pair.name, value) {
            format!("{}={value}", pair.name)
        } else {
            continue;
        };
        let not_passed = docker.as_ref().is_some_and(|docker| {
            docker.certain && docker.all("env-file").next().is_none() && {
                docker.env().all(|(name, _)| name != pair.name)
            }
        });
        found.push(Switch {
            node_variable: pair.name == NODE_VARIABLE,
            in_vain: match line {
                None => "no process is started that could read it".to_owned(),
                Some(_) if not_passed => "the container does not get it".to_owned(),
                Some(line) => in_vain(subject, line, &pair.name),
            },
            ..Switch::new(shown, node, Some(vec![Edit::remove(node)]))
        });
    }
}

const NODE_VARIABLE: &str = "NODE_TLS_REJECT_UNAUTHORIZED";

/// Why a variable of another runtime has no effect.
fn in_vain(subject: &Subject<'_>, line: &CommandLine<'_>, name: &str) -> String {
    let stack = Stack::of(line, subject.bridge().as_deref());
    let python = matches!(stack, Stack::Python | Stack::Httpx);
    match name {
        "CURL_INSECURE" => "curl does not read it, but a script may that calls it".to_owned(),
        "PYTHONHTTPSVERIFY" if python => {
            "Python 3 does not read it, and goes on checking".to_owned()
        }
        "PYTHONHTTPSVERIFY" | NODE_VARIABLE => {
            let unsure = matches!(stack, Stack::Unknown | Stack::Container);
            let node = matches!(stack, Stack::Node | Stack::Bun | Stack::Deno);
            let reads = node && name == NODE_VARIABLE;
            if unsure || reads {
                String::new()
            } else {
                format!("{} does not read it", stack.name())
            }
        }
        _ => String::new(),
    }
}

/// Options on the command line.
fn options(subject: &Subject<'_>, line: &CommandLine<'_>, found: &mut Vec<Switch>) {
    let document = subject.document();
    let bridge = subject.bridge();
    let off = match bridge.as_deref().map(|bridge| &bridge.verify) {
        Some(Verify::Off(words)) => words.as_slice(),
        _ => &[],
    };
    if let Some(first) = off.first() {
        let shown: Vec<&str> = off.iter().map(|word| word.text.as_ref()).collect();
        let edits = off
            .iter()
            .map(|word| item(document, word).map(|_| Edit::remove(word.source.node)))
            .collect();
        found.push(Switch::new(shown.join(" "), first.source.node, edits));
    }
    let curl = line.program_name() == "curl";
    let mut behind = line.arguments();
    while let [word, rest @ ..] = behind {
        behind = rest;
        if off.contains(word) {
            continue;
        }
        let lower = word.text.to_ascii_lowercase();
        let node = word.source.node;
        let removed = item(document, word).map(|_| vec![Edit::remove(node)]);
        let front = lower.split('=').next().unwrap_or_default();
        if FLAGS.contains(&lower.as_str()) || curl && word.text == "-k" {
            found.push(Switch::new(word.text.as_ref(), node, removed));
        } else if FLAGS_WITH_HOSTS.contains(&front) {
            // Deno wants its hosts behind `=`, the others take the next word as well.
            let value = rest.first().filter(|_| front == lower);
            let edits = match value {
                Some(value) => item(document, value).and(removed).map(|mut edits| {
                    edits.push(Edit::remove(value.source.node));
                    edits
                }),
                None => removed,
            };
            let shown = match value {
                Some(value) => format!("{} {}", word.text, value.text),
                None => word.text.to_string(),
            };
            found.push(Switch::new(shown, node, edits));
        }
    }
}

/// Variables that a container is given.
fn of_container(subject: &Subject<'_>, line: &CommandLine<'_>, found: &mut Vec<Switch>) {
    let document = subject.document();
    let docker = Docker::of(line);
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
                in_vain: in_vain(subject, line, name),
                ..Switch::new(format!("-e {name}={value}"), word.source.node, edits)
            });
        }
    }
}

/// Fields about certificates: `"verify": false` and its like. One that the client does not know
/// has no effect.
fn fields(subject: &Subject<'_>, found: &mut Vec<Switch>) {
    let node = subject.node();
    let schema = subject.schema();
    let is_tls = |name: &str| schema.field(name).is_some_and(|it| it.role == Role::Tls);
    let inner = node.entries().filter(|(key, _)| is_tls(&key.text));
    let known = inner.map(|(_, object)| (object, true));
    let objects = std::iter::once((node, false)).chain(known);
    let members = objects.flat_map(|(object, known)| {
        let entries = object.entries();
        entries.map(move |(key, value)| (key, value, known))
    });
    for (key, value, known) in members {
        let Some(on) = value.as_bool() else { continue };
        if switches_off(&key.text, if on { "true" } else { "false" }) {
            let known = known || is_tls(&key.text);
            found.push(Switch {
                in_vain: match known {
                    true => String::new(),
                    false => format!("{} is not known to read it", subject.client().name),
                },
                ..Switch::new(
                    format!("{}: {on}", key.text),
                    value.id(),
                    Some(vec![Edit::remove(value.id())]),
                )
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
        "curl",
    ]);
    match name {
        NODE_VARIABLE | "PYTHONHTTPSVERIFY" => value.trim() == "0",
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
    let line = subject.line();
    for switch in switches(subject) {
        let node = subject.document().node(switch.node);
        let verb = match switch.counts() {
            true => "accepts any certificate",
            false => "asks for any certificate to be accepted",
        };
        let message = format!("{} {verb}: `{}`", subject.quoted(), switch.shown);
        let finding = subject.finding(&RULE, node.span(), message);
        let finding = match switch.counts() {
            true => finding
                .label("nobody checks who answers")
                .effect("whoever answers in place of the real host is taken for it"),
            false => finding
                .label("without effect")
                .effect(switch.in_vain.as_str())
                .severity(Severity::Warning),
        };
        let replaced = bundle::known(&subject.context)
            .filter(|_| switch.node_variable && switch.counts() && starts)
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
        let by_system = Stack::Node
            .system_switch()
            .filter(|_| switch.node_variable && switch.counts() && starts)
            .map(|(row, value)| {
                let title = format!("set instead {}", bundle::trusting(row, value));
                let edits = vec![
                    Edit::rename(switch.node, row.variable),
                    Edit::set(switch.node, value),
                ];
                Fix::r#unsafe(title, subject.file_id(), edits)
            });
        let removed = switch.edits.map(|edits| {
            Fix::r#unsafe(
                format!("remove `{}`", switch.shown),
                subject.file_id(),
                edits,
            )
        });
        let help = help(subject, line.as_deref());
        let finding = finding.help(help).fix(replaced).fix(removed);
        out.push(finding.fix(by_system));
    }
}

/// How to go without a switch.
fn help(subject: &Subject<'_>, line: Option<&CommandLine<'_>>) -> String {
    let Some(line) = line else {
        let variable = subject.client().remote.ca_variables.first();
        return match variable {
            Some(variable) => format!(
                "remove it, and let `{variable}` name the PEM file of the authority that signed the certificate, in the environment of {} itself",
                subject.client().name
            ),
            None => "remove it, and add the authority that signed the certificate to those of the system".to_owned(),
        };
    };
    let stack = Stack::of(line, subject.bridge().as_deref());
    let rows = stack.to_set(bundle::system(&subject.context));
    match rows.as_slice() {
        [] => "remove it, and make the authority that signed the certificate known to the server"
            .to_owned(),
        rows => format!(
            "remove it, and let {} name the PEM file of the authority that signed the certificate",
            bundle::quoted(rows)
        ),
    }
}
