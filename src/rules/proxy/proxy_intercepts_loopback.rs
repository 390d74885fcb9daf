//! `proxy-intercepts-loopback`

use crate::certificates::Stack;
use crate::diagnostic::{Diagnostic, Fix};
use crate::document::{Edit, NodeId};
use crate::hosts::Reach;
use crate::model::{Inherits, Runtime};
use crate::rules::rewrite::add_env;
use crate::rules::tls::calls::{Call, Caller, calls};
use crate::rules::{Check, Subject, rule};
use crate::variables;

rule! {
    /// A proxy for everything, and no exception for a url on this machine.
    ///
    /// ## Why it fails
    /// With `HTTP_PROXY` set, Bun (Claude Code, OpenCode), Deno and Python's httpx, requests and
    /// urllib send calls to `localhost` to the proxy, too. It answers `502 Bad Gateway`, or knows
    /// another `localhost`. `NO_PROXY` names the exceptions, each as the url spells it: `localhost`
    /// does not cover `127.0.0.1`. Node.js overlooks these variables unless it is told otherwise,
    /// and Go never sends loopback to a proxy.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "uvx",
    ///       "args": ["mcp-proxy", "http://127.0.0.1:3101/sse"],
    ///       "env": {
    ///         "HTTP_PROXY": "http://proxy.example.com:3128",
    ///         "NO_PROXY": "localhost"
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
    ///     "docs": {
    ///       "command": "uvx",
    ///       "args": ["mcp-proxy", "http://127.0.0.1:3101/sse"],
    ///       "env": {
    ///         "HTTP_PROXY": "http://proxy.example.com:3128",
    ///         "NO_PROXY": "localhost,127.0.0.1,::1"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Adds `localhost,127.0.0.1,::1` to the exceptions in the entry's environment, in each spelling
    /// of `NO_PROXY` that is there. Unsafe: a proxy may be meant to see these calls.
    ///
    /// ## Sources
    /// - observed: Node.js 18 to 24, Bun 1.4.5, Deno 2.9.6, httpx 0.28, requests 2.34
    ///   (2026-11-23)
    /// - <https://github.com/anthropics/claude-code/issues/3971>,
    ///   <https://github.com/open-webui/mcpo/issues/104> (2026-11-23)
    "proxy-intercepts-loopback", Proxy, Warning, Unsafe, Check::Entry(check)
}

/// All spellings of this machine.
const LOOPBACK: &[&str] = &["localhost", "127.0.0.1", "::1"];

/// The spellings of the exceptions; where both are set the second wins in Python.
const EXCEPTIONS: &[&str] = &["NO_PROXY", "no_proxy"];

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let loopback = calls(subject)
        .into_iter()
        .find(|call| call.reach(subject) == Some(Reach::Loopback));
    let Some(call) = loopback else { return };
    out.extend(match call.caller {
        Caller::Client => client(subject, &call),
        Caller::Bridge | Caller::Server => server(subject, &call),
    });
}

/// Where a variable of a process comes from.
struct Setting {
    name: &'static str,
    value: String,
    /// Its value in the entry.
    node: Option<NodeId>,
}

/// The variable `name` as a process that the entry starts gets it.
fn of_server(subject: &Subject<'_>, name: &'static str) -> Option<Setting> {
    let mut pairs = subject.parts().env.iter();
    if let Some(pair) = pairs.find(|pair| pair.name == name) {
        return (!pair.value.text.is_empty()).then(|| Setting {
            name,
            value: pair.value.text.clone(),
            node: Some(pair.value.node),
        });
    }
    let inherited = match subject.client().process.inherits {
        Inherits::All => true,
        Inherits::Only(names) => names.contains(&name),
        Inherits::AllButSecrets | Inherits::Unknown => false,
    };
    let machine = subject.context.machine().filter(|_| inherited)?;
    Some(Setting {
        name,
        value: machine.env(name)?,
        node: None,
    })
}

/// The variable `name` as the client itself gets it.
fn of_client(subject: &Subject<'_>, name: &'static str) -> Option<Setting> {
    Some(Setting {
        name,
        value: subject.context.machine()?.env(name)?,
        node: None,
    })
}

/// The proxy for a url, and what is excepted from it. `None` where it is not in the way.
fn in_the_way(
    call: &Call,
    all: bool,
    get: &dyn Fn(&'static str) -> Option<Setting>,
) -> Option<Setting> {
    let endpoint = call.endpoint()?;
    let by_scheme: &[&str] = if endpoint.is_tls() {
        &["https_proxy", "HTTPS_PROXY"]
    } else {
        &["http_proxy", "HTTP_PROXY"]
    };
    let for_all: &[&str] = if all {
        &["all_proxy", "ALL_PROXY"]
    } else {
        &[]
    };
    let proxy = by_scheme.iter().chain(for_all).find_map(|name| get(name))?;
    let covered = EXCEPTIONS
        .iter()
        .filter_map(|name| get(name))
        .any(|exceptions| covers(&exceptions.value, endpoint.host, endpoint.port_text));
    (!covered).then_some(proxy)
}

/// Whether a list of exceptions names a host.
pub(crate) fn covers(exceptions: &str, host: &str, port: Option<&str>) -> bool {
    // What stands there after all is not known.
    if variables::is_templated(exceptions) {
        return true;
    }
    let host = host.to_ascii_lowercase();
    exceptions.split([',', ' ']).any(|exception| {
        let exception = exception.trim().to_ascii_lowercase();
        let bare = exception.trim_start_matches("*.").trim_start_matches('.');
        let with_port = port.is_some_and(|port| bare == format!("{host}:{port}"));
        // Bun and requests read a network, the others do not.
        let network = exception.contains('/') && host.starts_with("127.");
        exception == "*"
            || bare.trim_matches(['[', ']']) == host
            || with_port
            || network
            || !bare.is_empty() && host.ends_with(&format!(".{bare}"))
    })
}

/// A bridge or a server that the client starts calls the url.
fn server(subject: &Subject<'_>, call: &Call) -> Option<Diagnostic> {
    let line = subject.line()?;
    let bridge = subject.bridge();
    let stack = Stack::of(&line, bridge.as_deref());
    let told = |name: &str| {
        let mut words = line.arguments().iter();
        words.any(|word| word.text == name)
    };
    let asked = || {
        told("--enable-proxy")
            || told("--use-env-proxy")
            || of_server(subject, "NODE_USE_ENV_PROXY").is_some_and(|it| it.value == "1")
    };
    let all = matches!(stack, Stack::Python | Stack::Httpx);
    let takes = match stack {
        Stack::Bun | Stack::Deno | Stack::Python | Stack::Httpx | Stack::Curl => true,
        Stack::Node => asked(),
        // Go leaves this machine alone by design; of the others it is not established.
        _ => false,
    };
    if !takes {
        return None;
    }
    let get = |name| of_server(subject, name);
    let proxy = in_the_way(call, all, &get)?;
    let mut finding = finding(subject, call, proxy.name).effect(format!(
        "{} takes the proxy for this machine, too: `502 Bad Gateway`, or no answer",
        stack.name()
    ));
    if let Some(node) = proxy.node {
        let node = subject.document().node(node);
        finding = finding.related(subject.file_id(), node.span(), "everything goes there");
    }
    Some(match fix(subject) {
        Some(fix) => finding.fix(fix),
        None => finding.help(format!(
            "let `NO_PROXY` in `env` name all spellings of this machine: `{}`",
            LOOPBACK.join(",")
        )),
    })
}

fn finding(subject: &Subject<'_>, call: &Call, proxy: &str) -> Diagnostic {
    let host = call
        .endpoint()
        .map_or(String::new(), |endpoint| endpoint.host.to_owned());
    subject
        .finding(
            &RULE,
            subject.document().node(call.node).span(),
            format!(
                "{} calls `{host}` through the proxy of `{proxy}`",
                subject.quoted()
            ),
        )
        .label("on this machine")
}

/// The exceptions with all spellings of this machine.
fn fix(subject: &Subject<'_>) -> Option<Fix> {
    let title = "except this machine from the proxy";
    let own: Vec<Setting> = EXCEPTIONS
        .iter()
        .filter_map(|name| of_server(subject, name))
        .collect();
    let mut edits = Vec::new();
    for setting in &own {
        // Those of the machine do not belong into the file, and would be lost without.
        let node = setting.node?;
        let mut list: Vec<&str> = setting.value.split(',').map(str::trim).collect();
        list.retain(|exception| !exception.is_empty());
        for spelling in LOOPBACK {
            if !list
                .iter()
                .any(|known| known.eq_ignore_ascii_case(spelling))
            {
                list.push(spelling);
            }
        }
        edits.push(Edit::set(node, list.join(",")));
    }
    if own.is_empty() {
        edits = add_env(subject, &[("NO_PROXY".to_owned(), LOOPBACK.join(","))])?;
    }
    Some(Fix::r#unsafe(title, subject.file_id(), edits))
}

/// The client calls the url itself, in the environment that it is started with.
fn client(subject: &Subject<'_>, call: &Call) -> Option<Diagnostic> {
    let client = subject.client();
    let (takes, all) = match client.remote.runtime {
        Runtime::Bun => (true, false),
        Runtime::Python => (true, true),
        Runtime::Node | Runtime::Rust | Runtime::Go | Runtime::Unknown => (false, false),
    };
    if !takes {
        return None;
    }
    let get = |name| of_client(subject, name);
    let proxy = in_the_way(call, all, &get)?;
    let mut help = format!(
        "let `NO_PROXY` be `{}` in the environment of {}",
        LOOPBACK.join(","),
        client.name
    );
    if !client.remote.set_process_env.is_empty() {
        help.push_str(": ");
        help.push_str(client.remote.set_process_env);
    }
    Some(
        finding(subject, call, proxy.name)
            .effect(format!(
                "{} takes the proxy of its environment for this machine, too: `502 Bad Gateway`, or no answer",
                client.name
            ))
            .help(help),
    )
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn an_exception_counts_as_the_url_spells_the_host() {
        for (exceptions, host, expected) in [
            ("localhost", "localhost", true),
            ("LOCALHOST, x", "localhost", true),
            ("localhost", "127.0.0.1", false),
            ("127.0.0.1", "localhost", false),
            ("127.0.0.0/8", "127.0.0.1", true),
            ("127.0.0.0/8", "localhost", false),
            ("*", "localhost", true),
            ("::1", "::1", true),
            ("[::1]", "::1", true),
            (".localhost", "app.localhost", true),
            ("localhost:3101", "localhost", true),
            ("localhost:9", "localhost", false),
            ("host", "localhost", false),
            ("${NO_PROXY}", "localhost", true),
            ("", "localhost", false),
        ] {
            assert_eq!(
                covers(exceptions, host, Some("3101")),
                expected,
                "{exceptions} {host}"
            );
        }
    }
}
