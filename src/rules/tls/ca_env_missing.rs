//! `ca-env-missing`

use crate::bridges::{Bridge, Verify};
use crate::certificates::{self, Stack};
use crate::commandline::CommandLine;
use crate::diagnostic::{Diagnostic, Fix};
use crate::docker::Docker;
use crate::document::Edit;
use crate::hosts::Reach;
use crate::model::{Inherits, Role, Runtime};
use crate::rules::rewrite::{bridge, start_instead};
use crate::rules::{Check, Subject, rule};

use super::bundle;
use super::ca_env_ineffective::reader;
use super::calls::{Call, Caller, calls};
use super::tls_verification_disabled::switches;

rule! {
    /// An https url on a private host, and no certificate authority that the caller would trust
    /// it by.
    ///
    /// ## Why it fails
    /// No public authority certifies `gitlab.corp.example` or `10.0.0.5`: such a certificate is
    /// signed by a company's own. Browsers take that authority from the system; Node.js, Bun,
    /// Deno and Python do not. They say `SELF_SIGNED_CERT_IN_CHAIN`,
    /// `UNABLE_TO_VERIFY_LEAF_SIGNATURE` or `CERTIFICATE_VERIFY_FAILED`.
    ///
    /// Who calls decides where the variable has to stand: for a server or a bridge that is
    /// started, in its `env`; for a url that the client calls itself, in the environment of the
    /// client's own process. `env` beside a `url` reaches nobody.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "jira": {
    ///       "command": "npx",
    ///       "args": ["-y", "@example/jira-mcp", "--url", "https://jira.corp.internal"],
    ///       "env": {
    ///         "NODE_EXTRA_CA_CERTS": "/etc/ssl/certs/corp-ca.pem"
    ///       }
    ///     },
    ///     "wiki": {
    ///       "command": "npx",
    ///       "args": ["-y", "mcp-remote", "https://wiki.corp.internal/mcp"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "jira": {
    ///       "command": "npx",
    ///       "args": ["-y", "@example/jira-mcp", "--url", "https://jira.corp.internal"],
    ///       "env": {
    ///         "NODE_EXTRA_CA_CERTS": "/etc/ssl/certs/corp-ca.pem"
    ///       }
    ///     },
    ///     "wiki": {
    ///       "command": "npx",
    ///       "args": ["-y", "mcp-remote", "https://wiki.corp.internal/mcp"],
    ///       "env": {
    ///         "NODE_EXTRA_CA_CERTS": "/etc/ssl/certs/corp-ca.pem"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes the variable that the runtime reads, with a file that is known from `ca-bundle` in
    /// the settings, from another entry, or in machine mode from the environment; without one
    /// there is no fix. For Docker the file is mounted too. A url that the client calls itself
    /// goes through mcp-remote, which takes the variable. Unsafe: the host may have a public
    /// certificate after all.
    ///
    /// ## Sources
    /// - observed: Node.js 18 to 24, Bun 1.4.5, Deno 2.8, httpx, requests, mcp-remote 0.15.1
    ///   (2026-11-23)
    /// - upstash/context7#2271, apify/apify-mcp-server#742 (2026-11-23)
    "ca-env-missing", Tls, Warning, Unsafe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let private = calls(subject).into_iter().find(|call| {
        let tls = call.endpoint().is_some_and(|endpoint| endpoint.is_tls());
        tls && call.reach(subject) == Some(Reach::Private)
    });
    let Some(call) = private else { return };
    // Whoever accepts anything is told so by another rule.
    if !switches(subject).is_empty() || subject.field(Role::Tls).is_some() {
        return;
    }
    match call.caller {
        Caller::Client => client(subject, &call, out),
        Caller::Bridge | Caller::Server => server(subject, &call, out),
    }
}

fn finding(subject: &Subject<'_>, call: &Call, who: &str, stack: Stack) -> Diagnostic {
    let host = call
        .endpoint()
        .map_or(String::new(), |endpoint| endpoint.host.to_owned());
    let message = format!(
        "{} calls the private host `{host}`, and nothing tells {who} which authority signs its certificate",
        subject.quoted()
    );
    subject
        .finding(&RULE, subject.document().node(call.node).span(), message)
        .label("not certified by a public authority")
        .effect(match stack.refusal() {
            "" => "the call fails: the certificate cannot be verified".to_owned(),
            says => format!("the call fails: {says}"),
        })
}

/// The client calls the url itself.
fn client(subject: &Subject<'_>, call: &Call, out: &mut Vec<Diagnostic>) {
    let client = subject.client();
    let variables = client.remote.ca_variables;
    let set = subject
        .context
        .machine()
        .is_some_and(|machine| variables.iter().any(|name| machine.env(name).is_some()));
    if set {
        return;
    }
    let help = match variables.first() {
        Some(variable) if !client.remote.set_process_env.is_empty() => format!(
            "let `{variable}` name the PEM file of your authority in the environment of {} itself: {}",
            client.name, client.remote.set_process_env
        ),
        Some(variable) => format!(
            "let `{variable}` name the PEM file of your authority in the environment that {} is started with",
            client.name
        ),
        None => format!(
            "add your authority to the system's certificates, or call the host through a bridge such as mcp-remote: no variable is known that {} reads",
            client.name
        ),
    };
    let fix = bundle::known(&subject.context).and_then(|path| {
        let mut start = bridge(subject)?;
        let name = "NODE_EXTRA_CA_CERTS".to_owned();
        if subject.parts().env.iter().all(|pair| pair.name != name) {
            start.env.push((name, path));
        }
        Some(Fix::r#unsafe(
            "call it through mcp-remote, which takes the certificates",
            subject.file_id(),
            start_instead(subject, &start)?,
        ))
    });
    let stack = match client.remote.runtime {
        Runtime::Node => Stack::Node,
        Runtime::Bun => Stack::Bun,
        _ => Stack::Unknown,
    };
    let finding = finding(subject, call, client.name, stack);
    out.push(finding.help(help).fix(fix));
}

/// A process that the client starts calls the url.
fn server(subject: &Subject<'_>, call: &Call, out: &mut Vec<Diagnostic>) {
    let Some(line) = CommandLine::of(subject.parts()) else {
        return;
    };
    let bridge = Bridge::of(subject.parts(), &line);
    let stack = Stack::of(&line, bridge.as_ref());
    let docker = Docker::of(&line);
    let by_option = bridge
        .as_ref()
        .is_some_and(|bridge| bridge.verify != Verify::Default);
    if by_option || satisfied(subject, &line, stack, docker.as_ref()) {
        return;
    }
    let help = match stack.to_set() {
        [] => {
            "import the authority into a trust store and name that by `-Djavax.net.ssl.trustStore`"
                .to_owned()
        }
        variables => {
            let names: Vec<String> = variables.iter().map(|name| format!("`{name}`")).collect();
            let mut help = format!(
                "let {} in `env` name the PEM file of your authority",
                names.join(" and ")
            );
            if stack == Stack::Container {
                help = format!(
                    "mount the PEM file of your authority with `-v`, and name it by `-e` {}",
                    names.join(", ")
                );
            }
            if stack.replaces() {
                help.push_str(", which has to hold the public authorities too");
            }
            help
        }
    };
    let fix = bundle::known(&subject.context).and_then(|path| {
        let edits = match &docker {
            Some(docker) => bundle::mount(subject, &line, docker, &path)?,
            None => variables(subject, stack, &path)?,
        };
        let title = match &docker {
            Some(_) => "mount the certificates and name them".to_owned(),
            None => format!(
                "let `{}` name the certificates",
                stack.to_set().join("` and `")
            ),
        };
        Some(Fix::r#unsafe(title, subject.file_id(), edits))
    });
    let mut help = help;
    if fix.is_none() && !stack.to_set().is_empty() {
        help.push_str("; with `ca-bundle` under `[tls]` in mcpmend.toml a fix can write it");
    }
    let finding = finding(subject, call, reader(bridge.as_ref(), stack), stack);
    out.push(finding.help(help).fix(fix));
}

/// Whether something already names certificates, or the system's are used.
fn satisfied(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    stack: Stack,
    docker: Option<&Docker<'_>>,
) -> bool {
    let names = |name: &str, value: &str| {
        (certificates::is_variable(name) && stack.reads(name))
            || certificates::uses_system(name, value)
            || (name == "JAVA_TOOL_OPTIONS" && value.contains("trustStore"))
    };
    if let Some(docker) = docker {
        let passed = docker
            .env()
            .any(|(name, _)| certificates::is_variable(name));
        let mounted = docker
            .all("volume")
            .chain(docker.all("mount"))
            .filter_map(|option| option.value)
            .any(|value| {
                [".pem", ".crt", "/certs", "ca-certificates", "/ssl"]
                    .iter()
                    .any(|part| value.contains(part))
            });
        return passed || mounted || docker.all("env-file").next().is_some();
    }
    let told = subject
        .parts()
        .env
        .iter()
        .any(|pair| names(&pair.name, &pair.value.text));
    let assigned = line
        .assignments
        .iter()
        .any(|(name, value)| names(name, value));
    let argued = line.arguments().iter().any(|word| {
        [
            "--use-system-ca",
            "--ca",
            "--cacert",
            "--ca-cert",
            "--ca-bundle",
            "--cert",
        ]
        .iter()
        .any(|option| word.text == *option || word.text.starts_with(&format!("{option}=")))
            || word.text.contains("javax.net.ssl.trustStore")
    });
    let inherits = subject.client().process.inherits == Inherits::All;
    let inherited = subject
        .context
        .machine()
        .filter(|_| inherits)
        .is_some_and(|machine| {
            stack
                .to_set()
                .iter()
                .any(|name| machine.env(name).is_some())
        });
    told || assigned || argued || inherited
}

/// Writes the variables into `env`.
pub(super) fn variables(subject: &Subject<'_>, stack: Stack, path: &str) -> Option<Vec<Edit>> {
    let names = stack.to_set();
    if names.is_empty() {
        return None;
    }
    if let Some(object) = subject.parts().env_object {
        let missing = names
            .iter()
            .filter(|name| subject.parts().env.iter().all(|pair| pair.name != **name));
        return Some(
            missing
                .map(|name| Edit::insert(object, *name, path))
                .collect(),
        );
    }
    let field = subject.schema().field_for(Role::Env)?;
    if subject.node().get(field.name).is_some() {
        return None;
    }
    let env: serde_json::Map<String, serde_json::Value> = names
        .iter()
        .map(|name| ((*name).to_owned(), path.into()))
        .collect();
    Some(vec![Edit::insert(
        subject.entry.node,
        field.name,
        serde_json::Value::Object(env),
    )])
}
