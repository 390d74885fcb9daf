//! `ca-env-missing`

use crate::bridges::Verify;
use crate::certificates::{self, Row, Stack};
use crate::commandline::CommandLine;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::docker::Docker;
use crate::document::Edit;
use crate::hosts::Reach;
use crate::model::{Client, Inherits, Os, Role, Runtime, Shape, Use};
use crate::rules::rewrite::{add_env, bridge, speaks_remote, start_instead};
use crate::rules::{Check, Subject, rule};

use super::bundle::{self, REPLACES, quoted, to_write, trusting};
use super::ca_env_ineffective::{KEY_STORE, mounting, reader};
use super::calls::{Call, Caller, calls};
use super::tls_verification_disabled::{Switch, switches};

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
    /// A caller that does take it from the system (Claude Code, VS Code, Copilot CLI, what is
    /// written in Go) fails only where the system does not know the authority: that is told to
    /// whoever asks for everything (`--pedantic`).
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
    /// none is preferred. Node.js and Deno can be told to trust what the system trusts, which you
    /// may choose where the authority is among that. For Docker the file is mounted too, where the image or its command tells
    /// what runs inside. A url that the client calls itself goes through mcp-remote, which takes the variable. Unsafe: the host may have a public
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
    if switches(subject).iter().any(Switch::counts) || subject.field(Role::Tls).is_some() {
        return;
    }
    // That certificates are named in vain, and how they count, another rule tells.
    if named_in_vain(subject) {
        return;
    }
    match call.caller {
        // One that can call nothing another rule tells of.
        Caller::Client if !speaks_remote(subject.schema()) => {}
        Caller::Client => client(subject, &call, out),
        Caller::Bridge | Caller::Server => server(subject, &call, out),
    }
}

/// Whether a variable of the entry names certificates where nobody reads it.
fn named_in_vain(subject: &Subject<'_>) -> bool {
    let parts = subject.parts();
    let mut env = parts.env.iter();
    if !env.any(|pair| certificates::SOURCES.contains(&pair.name.as_str())) {
        return false;
    }
    subject.line().is_none_or(|line| {
        let bridge = subject.bridge();
        let stack = Stack::of(&line, bridge.as_deref());
        let docker = Docker::of(&line);
        let known = !matches!(stack, Stack::Unknown | Stack::Container);
        let judged = docker.as_ref().map_or(known, |docker| docker.certain);
        judged && !satisfied(subject, &line, stack, docker.as_ref())
    })
}

/// The finding. Where the caller trusts what the system trusts, or may, only whoever looks for
/// everything hears of it.
fn finding(
    subject: &Subject<'_>,
    call: &Call,
    who: &str,
    refusal: &str,
    trusts_system: Option<bool>,
) -> Diagnostic {
    let host = call
        .endpoint()
        .map_or(String::new(), |endpoint| endpoint.host.to_owned());
    let message = format!(
        "{} calls the private host `{host}`, and nothing tells {who} which authority signs its certificate",
        subject.quoted()
    );
    let finding = subject
        .finding(&RULE, subject.document().node(call.node).span(), message)
        .label("not certified by a public authority");
    let fails = match refusal {
        "" => "the call fails: the certificate cannot be verified".to_owned(),
        says => format!("the call fails: {says}"),
    };
    let effect = match trusts_system {
        Some(false) => return finding.effect(fails),
        Some(true) => format!("where the system does not know the authority either, {fails}"),
        None => format!("unless {who} trusts what the system trusts, {fails}"),
    };
    finding.effect(effect).severity(Severity::Info).pedantic()
}

/// Whether a client trusts, told nothing, what the system trusts.
pub(crate) fn client_trusts_system(client: &Client) -> Option<bool> {
    let by_runtime = match client.remote.runtime {
        // Browsers and editors add to what their runtime does by itself.
        Runtime::Node | Runtime::Bun if client.process.desktop => None,
        Runtime::Node | Runtime::Bun | Runtime::Python => Some(false),
        Runtime::Go => Some(true),
        Runtime::Rust | Runtime::Unknown => None,
    };
    client.remote.system_store.or(by_runtime)
}

/// The client calls the url itself.
fn client(subject: &Subject<'_>, call: &Call, out: &mut Vec<Diagnostic>) {
    let client = subject.client();
    if names_certificates(subject, Caller::Client) {
        return;
    }
    let own = bundle::known(&subject.context).and_then(|path| own_field(subject, path));
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
    let refusal = match client.remote.runtime {
        Runtime::Node => Stack::Node.refusal(),
        Runtime::Bun => Stack::Bun.refusal(),
        _ => "",
    };
    let trusts = client_trusts_system(client);
    let finding = finding(subject, call, client.name, refusal, trusts);
    out.push(finding.help(for_client(subject)).fix(own).fix(fix));
}

/// The field of an entry with a url that names certificates, in a client that has one.
fn own_field(subject: &Subject<'_>, path: String) -> Option<Fix> {
    let mut fields = subject.schema().fields();
    let field = fields.find(|field| {
        field.role == Role::Tls && field.shape == Shape::String && field.on == Use::Remote
    })?;
    Some(Fix::r#unsafe(
        format!("let `{}` name the certificates", field.name),
        subject.file_id(),
        vec![Edit::insert(subject.entry.node, field.name, path)],
    ))
}

/// Whether something names certificates to whoever calls, or makes it take the system's.
pub(super) fn names_certificates(subject: &Subject<'_>, caller: Caller) -> bool {
    if caller == Caller::Client {
        let variables = subject.client().remote.ca_variables;
        let machine = subject.context.machine();
        return machine.is_some_and(|machine| {
            let mut names = variables.iter();
            names.any(|name| machine.env(name).is_some())
        });
    }
    subject.line().is_some_and(|line| {
        let bridge = subject.bridge();
        let stack = Stack::of(&line, bridge.as_deref());
        satisfied(subject, &line, stack, Docker::of(&line).as_ref())
    })
}

/// How the client itself gets certificates.
fn for_client(subject: &Subject<'_>) -> String {
    let client = subject.client();
    let how = client.remote.set_process_env;
    match client.remote.ca_variables.first() {
        Some(variable) => {
            let mut help = format!(
                "let `{variable}` name the PEM file of your authority in the environment of {} itself",
                client.name
            );
            if !how.is_empty() {
                help.push_str(&format!(": {how}"));
            }
            if client.process.desktop
                && let Some(os) = bundle::system(&subject.context)
            {
                help.push_str(&on_desktop(os, variable));
            }
            help
        }
        None => format!(
            "add your authority to the system's certificates, or call the host through a bridge such as mcp-remote: no variable is known that {} reads",
            client.name
        ),
    }
}

/// How a program that is started from the desktop gets a variable.
fn on_desktop(os: Os, variable: &str) -> String {
    match os {
        Os::Macos => format!(
            "; for one started from the Dock: `launchctl setenv {variable} FILE`, and start it again"
        ),
        Os::Windows => format!("; for all programs: `setx {variable} FILE`, and start it again"),
        Os::Linux => format!(
            "; for one started from the desktop: a line `{variable}=FILE` in `~/.config/environment.d/ca.conf`, and log in again"
        ),
    }
}

/// A process that the client starts calls the url.
fn server(subject: &Subject<'_>, call: &Call, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    let bridge = subject.bridge();
    let stack = Stack::of(&line, bridge.as_deref());
    let docker = Docker::of(&line);
    let by_option = bridge
        .as_ref()
        .is_some_and(|bridge| bridge.verify != Verify::Default);
    if by_option || satisfied(subject, &line, stack, docker.as_ref()) {
        return;
    }
    let os = bundle::system(&subject.context);
    let fix = bundle::known(&subject.context).and_then(|path| {
        let (edits, title) = match &docker {
            Some(docker) => (
                bundle::mount(subject, &line, docker, stack, &path)?,
                "mount the certificates and name them".to_owned(),
            ),
            None => {
                let rows = to_write(stack, os)?;
                (
                    variables(subject, &rows, &path)?,
                    format!("let {} name the certificates", quoted(&rows)),
                )
            }
        };
        Some(Fix::r#unsafe(title, subject.file_id(), edits))
    });
    let mut help = match &docker {
        Some(docker) => mounting(docker, stack),
        None => for_server(stack, os),
    };
    let writable = to_write(stack, os).is_some();
    if fix.is_none() && writable && bundle::known(&subject.context).is_none() {
        help.push_str("; with `ca-bundle` under `[tls]` in mcpmend.toml a fix can write it");
    }
    // The system's certificates are not in the image.
    let trusts = match &docker {
        Some(_) => Some(false),
        None => stack.trusts_system(),
    };
    let who = match &docker {
        Some(_) if bridge.is_none() => Stack::Container.name(),
        _ => reader(bridge.as_deref(), stack),
    };
    let finding = finding(subject, call, who, stack.refusal(), trusts).help(help);
    // Whether the system knows the authority nobody sees from here.
    let undecided = fix.is_none();
    let by_system = docker
        .is_none()
        .then(|| by_system(subject, stack))
        .flatten();
    let finding = finding.fix(fix).fix(by_system);
    out.push(if undecided { finding.choice() } else { finding });
}

/// Lets what runs take the certificates of the system.
fn by_system(subject: &Subject<'_>, stack: Stack) -> Option<Fix> {
    let (row, value) = stack.system_switch()?;
    let pair = (row.variable.to_owned(), value.to_owned());
    Some(Fix::r#unsafe(
        format!("set {}", trusting(row, value)),
        subject.file_id(),
        add_env(subject, &[pair])?,
    ))
}

/// How a server that is started here gets certificates.
fn for_server(stack: Stack, os: Option<Os>) -> String {
    let rows = stack.to_set(os);
    match rows.as_slice() {
        [] if stack == Stack::Java => KEY_STORE.to_owned(),
        [] if stack == Stack::Unknown => {
            "let the variable that it reads name the PEM file of your authority in `env`: `NODE_EXTRA_CA_CERTS` where it is built on Node.js, `SSL_CERT_FILE` and `REQUESTS_CA_BUNDLE` where it is Python, `SSL_CERT_FILE` where it is Go".to_owned()
        }
        [] => "add the authority to the certificates of the system".to_owned(),
        rows => {
            let mut help = format!(
                "let {} in `env` name the PEM file of your authority",
                quoted(rows)
            );
            if stack.replaces(os) {
                help.push_str(REPLACES);
            }
            if rows.iter().any(|row| !row.systems.is_empty()) {
                help.push_str("; on macOS and Windows the certificates of the system count instead");
            }
            help
        }
    }
}

/// Whether something already names certificates, or the system's are used.
fn satisfied(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    stack: Stack,
    docker: Option<&Docker<'_>>,
) -> bool {
    let os = bundle::system(&subject.context);
    let names = |name: &str, value: &str| {
        let options = matches!(name, "JAVA_TOOL_OPTIONS" | "JDK_JAVA_OPTIONS" | "JAVA_OPTS");
        stack.reads(name, os) && !options
            || stack.uses_system(name, value)
            || options && value.contains("javax.net.ssl.trustStore")
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
            certificates::ROWS
                .iter()
                .filter_map(|row| Some((row.variable, machine.env(row.variable)?)))
                .any(|(name, value)| names(name, &value))
        });
    told || assigned || argued || inherited
}

/// Writes those of the variables that are not there into `env`.
fn variables(subject: &Subject<'_>, rows: &[&'static Row], path: &str) -> Option<Vec<Edit>> {
    let there = |row: &&&Row| {
        let mut env = subject.parts().env.iter();
        env.any(|pair| pair.name == row.variable)
    };
    let missing = rows.iter().filter(|row| !there(row));
    let pairs: Vec<(String, String)> = missing
        .map(|row| (row.variable.to_owned(), path.to_owned()))
        .collect();
    add_env(subject, &pairs).filter(|_| !pairs.is_empty())
}
