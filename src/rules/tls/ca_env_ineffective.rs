//! `ca-env-ineffective`

use crate::bridges::Bridge;
use crate::certificates::{self, Stack};
use crate::commandline::CommandLine;
use crate::diagnostic::{Diagnostic, Fix, Mark, Severity};
use crate::docker::{Docker, Verb};
use crate::document::Edit;
use crate::interpret::Pair;
use crate::model::{EntryEnvironment, Os};
use crate::rules::rewrite::{bridge, start_instead};
use crate::rules::{Check, Subject, rule};

use super::bundle::{REPLACES, is_absolute, mount, quoted, system, to_write};

rule! {
    /// A variable that names certificates, where nobody reads it.
    ///
    /// ## Why it fails
    /// `env` is the environment of a process that the client starts. Beside a `url` there is
    /// none: Claude Code and most others ignore it, Codex refuses the file. And a runtime reads
    /// its own variables only: `NODE_EXTRA_CA_CERTS` means nothing to Python, `SSL_CERT_FILE`
    /// nothing to Node.js, neither anything to Java, and a container sees neither the variable nor
    /// the file. The connection goes on failing with the same message as before.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "jira": {
    ///       "command": "uvx",
    ///       "args": ["jira-mcp"],
    ///       "env": {
    ///         "NODE_EXTRA_CA_CERTS": "/etc/ssl/certs/corp-ca.pem"
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
    ///     "jira": {
    ///       "command": "uvx",
    ///       "args": ["jira-mcp"],
    ///       "env": {
    ///         "SSL_CERT_FILE": "/etc/ssl/certs/corp-ca.pem",
    ///         "REQUESTS_CA_BUNDLE": "/etc/ssl/certs/corp-ca.pem"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Renames the variable to the one that the runtime reads; for a container, mounts the file,
    /// where the image or its command tells what runs inside; for a url, calls it through mcp-remote, which reads the variable; the
    /// alternative is to remove the variable.
    /// Unsafe: what a server is built on is taken from the program that starts it, and in Python
    /// the file then has to hold the public authorities too.
    ///
    /// ## Sources
    /// - observed: Node.js 18 to 24, Bun 1.4.5, Deno 2.8, httpx, requests, Claude Code 2.1.330,
    ///   Codex (2026-11-23)
    /// - golang/go#37907, hashicorp/terraform-mcp-server#89 (2026-11-23)
    /// - makenotion/notion-mcp-server#30, homeassistant-ai/ha-mcp#1506 (2026-11-23)
    "ca-env-ineffective", Tls, Warning, Unsafe, Check::Entry(check)
}

/// What follows when the variable is not read.
const UNREAD: &str = "calls to hosts that this authority certifies fail as if it were not named";

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let parts = subject.parts();
    let named: Vec<&Pair> = parts
        .env
        .iter()
        .filter(|pair| certificates::SOURCES.contains(&pair.name.as_str()))
        .collect();
    match subject.line() {
        Some(line) => {
            handed_in(subject, &line, out);
            if !named.is_empty() {
                started(subject, &line, &named, out);
            }
        }
        None if named.is_empty() => {}
        None if parts.url.is_some() => called(subject, &named, out),
        None => {}
    }
}

/// Beside a url.
fn called(subject: &Subject<'_>, named: &[&Pair], out: &mut Vec<Diagnostic>) {
    let client = subject.client();
    let (severity, effect) = match client.remote.entry_env {
        EntryEnvironment::FileRejected => (
            Severity::Error,
            format!(
                "{} refuses the whole file: no server in it loads",
                client.name
            ),
        ),
        EntryEnvironment::Ignored => (
            Severity::Warning,
            format!("{} ignores it without a word", client.name),
        ),
        EntryEnvironment::Unknown => (
            Severity::Info,
            format!("it is not established that {} reads it", client.name),
        ),
    };
    for pair in named {
        let message = format!(
            "`{}` beside the url of {} reaches no process",
            pair.name,
            subject.quoted()
        );
        let mut finding = subject
            .finding(&RULE, pair.name_span, message)
            .severity(severity)
            .label("no process is started that could read it")
            .marked(Mark::Unnecessary)
            .effect(effect.clone());
        if let Some(variable) = client.remote.ca_variables.first()
            && !client.remote.set_process_env.is_empty()
        {
            finding = finding.help(format!(
                "set `{variable}` for {} itself: {}",
                client.name, client.remote.set_process_env
            ));
        }
        let over_tls = subject
            .parts()
            .url
            .as_ref()
            .is_some_and(|url| url.text.to_ascii_lowercase().starts_with("https://"));
        let bridged = bridge(subject)
            .filter(|_| over_tls && named.len() == 1)
            .and_then(|start| {
                let mut edits = start_instead(subject, &start)?;
                if pair.name != "NODE_EXTRA_CA_CERTS" {
                    edits.push(Edit::rename(pair.value.node, "NODE_EXTRA_CA_CERTS"));
                }
                Some(Fix::r#unsafe(
                    "call it through mcp-remote, which reads the certificates",
                    subject.file_id(),
                    edits,
                ))
            });
        let removed = Fix::r#unsafe(
            format!("remove `{}`", pair.name),
            subject.file_id(),
            vec![Edit::remove(pair.value.node)],
        );
        out.push(finding.fix(bridged).fix(removed));
    }
}

/// For a process that does not read it.
fn started(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    named: &[&Pair],
    out: &mut Vec<Diagnostic>,
) {
    let bridge = subject.bridge();
    let stack = Stack::of(line, bridge.as_deref());
    if let Some(docker) = Docker::of(line) {
        for pair in named {
            contained(subject, line, &docker, (pair, stack), out);
        }
        return;
    }
    if matches!(stack, Stack::Unknown | Stack::Container) {
        return;
    }
    let reader = reader(bridge.as_deref(), stack);
    let os = system(&subject.context);
    // People set several to be sure; one that counts is enough.
    let read = |pair: &Pair| {
        stack.reads(&pair.name, os)
            || stack.uses_system(&pair.name, &pair.value.text)
            || certificates::key_store(&pair.value.text).is_some()
    };
    if subject.parts().env.iter().any(read) {
        return;
    }
    let Some(pair) = named.first() else { return };
    let message = format!(
        "`{}` of {} means nothing to {reader}",
        pair.name,
        subject.quoted(),
    );
    let wanted = stack.to_set(os);
    let label = match wanted.as_slice() {
        [] if stack == Stack::Java => "Java has a key store of its own".to_owned(),
        [] => format!("{reader} reads no variable here"),
        rows if rows.iter().all(|row| row.established()) => {
            format!("{reader} reads {}", quoted(rows))
        }
        rows => format!("{reader} is said to read {}", quoted(rows)),
    };
    let mut finding = subject
        .finding(&RULE, pair.name_span, message)
        .label(label)
        .marked(Mark::Unnecessary)
        .effect(UNREAD);
    let help = match wanted.as_slice() {
        [] if stack == Stack::Java => Some(KEY_STORE.to_owned()),
        [] => Some("add the authority to the certificates of the system".to_owned()),
        rows if stack.replaces(os) => Some(format!("name it by {}{REPLACES}", quoted(rows))),
        _ => None,
    };
    if let Some(help) = help {
        finding = finding.help(help);
    }
    // Under its right name a key store or a binary file would be read, and refused.
    let text = !matches!(
        pair.value.text.rsplit('.').next(),
        Some("p12" | "pfx" | "jks" | "der")
    );
    let Some(rows) = to_write(stack, os).filter(|_| text) else {
        out.push(finding);
        return;
    };
    let mut edits = vec![Edit::rename(pair.value.node, rows[0].variable)];
    if let Some(object) = subject.parts().env_object {
        edits.extend(
            rows[1..]
                .iter()
                .map(|row| Edit::insert(object, row.variable, pair.value.text.as_str())),
        );
    }
    let title = format!("name the file by {}", quoted(&rows));
    out.push(finding.fix(Fix::r#unsafe(title, subject.file_id(), edits)));
}

/// What helps in Java.
pub(super) const KEY_STORE: &str = "import the authority into a key store with `keytool`, and name that by `-Djavax.net.ssl.trustStore` in `JAVA_TOOL_OPTIONS`";

/// Who should read it, by the name that people know.
pub(super) fn reader(bridge: Option<&Bridge<'_>>, stack: Stack) -> &'static str {
    match bridge {
        Some(bridge) if stack != Stack::Container => bridge.name(),
        _ => stack.name(),
    }
}

/// For a container, which sees neither the variable nor the file.
fn contained(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    docker: &Docker<'_>,
    (pair, stack): (&Pair, Stack),
    out: &mut Vec<Diagnostic>,
) {
    let passed = docker.env().any(|(name, _)| name == pair.name);
    if passed || !docker.certain || docker.all("env-file").next().is_some() {
        return;
    }
    let message = format!(
        "`{}` of {} reaches `{}`, and not the container",
        pair.name,
        subject.quoted(),
        line.program_name()
    );
    let fix = Some(pair.value.text.as_str())
        .filter(|path| is_absolute(path))
        .and_then(|path| mount(subject, line, docker, stack, path))
        .map(|edits| {
            Fix::r#unsafe(
                "mount the certificates and name them",
                subject.file_id(),
                edits,
            )
        });
    out.push(
        subject
            .finding(&RULE, pair.name_span, message)
            .label("neither the variable nor the file is in the container")
            .marked(Mark::Unnecessary)
            .effect(UNREAD)
            .help(mounting(docker, stack))
            .fix(fix),
    );
}

/// A variable that a container is given, and that what runs in it does not read.
fn handed_in(subject: &Subject<'_>, line: &CommandLine<'_>, out: &mut Vec<Diagnostic>) {
    let Some(docker) = Docker::of(line).filter(|docker| docker.certain) else {
        return;
    };
    let bridge = subject.bridge();
    let stack = Stack::of(line, bridge.as_deref());
    if matches!(stack, Stack::Unknown | Stack::Container) {
        return;
    }
    let inside = Some(Os::Linux);
    let read = |(name, value): (&str, Option<&str>)| {
        stack.reads(name, inside) || stack.uses_system(name, value.unwrap_or("1"))
    };
    // A file of variables may hold the right one.
    if docker.env().any(read) || docker.all("env-file").next().is_some() {
        return;
    }
    let given = docker.all("env").find_map(|option| {
        let value = option.value?;
        let name = value.split('=').next()?;
        let word = line.words.get(option.value_word)?;
        certificates::SOURCES
            .contains(&name)
            .then_some((name, word))
    });
    let Some((name, word)) = given else { return };
    let reader = reader(bridge.as_deref(), stack);
    let rows = stack.to_set(inside);
    let message = format!("`{name}` of {} means nothing to {reader}", subject.quoted());
    let mut finding = subject
        .finding(
            &RULE,
            subject.document().node(word.source.node).span(),
            message,
        )
        .label(format!("{reader} runs in the container"))
        .effect(UNREAD)
        .help(mounting(&docker, stack));
    // Where it takes two variables, another pair of words would be needed.
    if let [row] = rows.as_slice()
        && row.established()
        && let Some(place) = word.range_of(name)
    {
        finding = finding.fix(Fix::r#unsafe(
            format!("name the file by `{}`", row.variable),
            subject.file_id(),
            vec![Edit::splice(word.source.node, place, row.variable)],
        ));
    }
    out.push(finding);
}

/// How a container gets certificates.
pub(super) fn mounting(docker: &Docker<'_>, stack: Stack) -> String {
    let how = match docker.verb {
        Verb::Run => "mount the PEM file of your authority with `-v`",
        Verb::Exec => "mount the PEM file of your authority where the container is started",
    };
    let mut help = format!("{how}, and name its place in the container with `-e`: ");
    let rows = stack.to_set(Some(Os::Linux));
    if rows.is_empty() {
        help.push_str("`NODE_EXTRA_CA_CERTS` where Node.js runs in it, `SSL_CERT_FILE` and `REQUESTS_CA_BUNDLE` where Python does, `SSL_CERT_FILE` where Go does");
        return help;
    }
    help.push_str(&quoted(&rows));
    if stack.replaces(Some(Os::Linux)) {
        help.push_str(REPLACES);
    }
    help
}
