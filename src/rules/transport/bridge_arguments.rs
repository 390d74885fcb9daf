//! `bridge-arguments`

use crate::commandline::{Bridge, BridgeKind, CommandLine, Target, Word};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Edit;
use crate::endpoint::{Endpoint, transport_by_path};
use crate::model::Transport;
use crate::rules::{Check, Subject, rule};
use crate::variables;

rule! {
    /// Arguments that mcp-remote or mcp-proxy does not take as they are meant.
    ///
    /// ## Why it fails
    /// mcp-remote takes its first argument for the url, whatever it is; it ignores a transport that
    /// it does not know and a header without a colon; it refuses plain http to anything but this
    /// machine. mcp-proxy (of PyPI) wants the name and the value of a header as two arguments, and
    /// speaks HTTP+SSE unless it is told otherwise. All of that is said on standard error only,
    /// where few clients show it.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "npx",
    ///       "args": ["-y", "mcp-remote", "--transport", "http", "https://mcp.example.com/mcp"]
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
    ///       "args": ["-y", "mcp-remote", "https://mcp.example.com/mcp", "--transport", "http-only"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Moves the url to the front, writes the transport in the bridge's spelling, joins a header
    /// that was split, splits one that was joined: safe, since what was there did nothing.
    /// Allowing plain http, and telling mcp-proxy its transport by the path of the url, is unsafe.
    ///
    /// ## Sources
    /// - mcp-remote 0.15.1, measured (2026-11-23)
    /// - <https://pypi.org/project/mcp-proxy/0.14.0/> (2026-11-23)
    "bridge-arguments", Transport, Error, Both, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = CommandLine::of(subject.parts()) else {
        return;
    };
    let Some(bridge) = line.bridge() else { return };
    match bridge.kind {
        BridgeKind::McpRemote => mcp_remote(subject, &bridge, out),
        BridgeKind::McpProxyPyPi => mcp_proxy(subject, &bridge, out),
        _ => {}
    }
}

/// A finding at a word.
fn at(subject: &Subject<'_>, word: &Word<'_>, severity: Severity, message: String) -> Diagnostic {
    let node = subject.document().node(word.source.node);
    subject
        .finding(&RULE, node.span(), message)
        .severity(severity)
}

/// The place of a word in the list of arguments, when it is an item of it.
fn index(subject: &Subject<'_>, word: &Word<'_>) -> Option<usize> {
    let list = subject.document().node(subject.parts().args_list?);
    word.whole
        .then(|| list.items().position(|item| item.id() == word.source.node))?
}

fn mcp_remote(subject: &Subject<'_>, bridge: &Bridge<'_, '_>, out: &mut Vec<Diagnostic>) {
    let arguments = bridge.arguments;
    let name = subject.quoted();
    match &bridge.target {
        Target::Url(url) => {
            if let Some(first) = arguments.first()
                && first.text.starts_with('-')
                && !std::ptr::eq(first, *url)
            {
                let message = format!(
                    "mcp-remote of {name} gets `{}` before the url, and takes it for the url",
                    first.text
                );
                out.push(
                    at(subject, first, Severity::Error, message)
                        .label("the url must come first")
                        .effect("mcp-remote stops with \"Invalid URL\"")
                        .fix(url_first(subject, first, url)),
                );
            }
            plain_http(subject, arguments, url, out);
        }
        _ => {
            // A url that is a variable, or a template, is filled in later.
            let templated = arguments
                .iter()
                .any(|word| variables::is_templated(&word.text) || word.text.contains("://"));
            if let Some(last) = subject.parts().args.last()
                && !templated
            {
                let node = subject.document().node(last.node);
                out.push(
                    subject
                        .finding(
                            &RULE,
                            node.span(),
                            format!("mcp-remote of {name} gets no url"),
                        )
                        .label("a url must follow the package")
                        .effect(format!(
                            "mcp-remote says how it is used and ends, and {} loses the connection",
                            subject.client().name
                        ))
                        .help("give it the url of the server as its first argument"),
                );
            }
        }
    }
    for (at_index, word) in arguments.iter().enumerate() {
        let next = arguments.get(at_index + 1);
        match (word.text.as_ref(), next) {
            ("--transport", Some(value)) => mcp_remote_transport(subject, value, out),
            ("--header", Some(value)) => {
                header(subject, value, arguments.get(at_index + 2), out);
            }
            _ => {}
        }
    }
}

fn url_first(subject: &Subject<'_>, first: &Word<'_>, url: &Word<'_>) -> Option<Fix> {
    let to = index(subject, first)?;
    index(subject, url)?;
    let list = subject.parts().args_list?;
    Some(Fix::safe(
        "put the url first",
        subject.file_id(),
        vec![
            Edit::insert_item(list, to, url.text.as_ref()),
            Edit::remove(url.source.node),
        ],
    ))
}

fn plain_http(
    subject: &Subject<'_>,
    arguments: &[Word<'_>],
    url: &Word<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let Some(endpoint) = Endpoint::parse(&url.text) else {
        return;
    };
    let allowed = arguments.iter().any(|word| word.text == "--allow-http");
    if endpoint.is_tls()
        || endpoint.is_loopback()
        || allowed
        || variables::is_templated(endpoint.host)
    {
        return;
    }
    let message = format!(
        "mcp-remote of {} is to call `{}` by plain http, which it refuses",
        subject.quoted(),
        endpoint.host
    );
    let fix = index(subject, url).and_then(|place| {
        let list = subject.parts().args_list?;
        Some(Fix::r#unsafe(
            "add `--allow-http`",
            subject.file_id(),
            vec![Edit::insert_item(list, place + 1, "--allow-http")],
        ))
    });
    out.push(
        at(subject, url, Severity::Error, message)
            .label("neither https nor this machine")
            .effect("mcp-remote stops with \"Non-HTTPS URLs are only allowed for localhost or when --allow-http flag is provided\"")
            .help("use https where the server has it; with `--allow-http` everything is sent in clear")
            .fix(fix),
    );
}

const STRATEGIES: &[&str] = &["http-first", "sse-first", "http-only", "sse-only"];

fn mcp_remote_transport(subject: &Subject<'_>, value: &Word<'_>, out: &mut Vec<Diagnostic>) {
    let text = value.text.as_ref();
    if STRATEGIES.contains(&text) || variables::is_templated(text) {
        return;
    }
    let letters = text.to_ascii_lowercase().replace(['-', '_'], "");
    let meant = match letters.as_str() {
        "http" | "streamablehttp" | "https" | "stream" | "httponly" => Some("http-only"),
        "sse" | "httpsse" | "sseonly" => Some("sse-only"),
        "httpfirst" => Some("http-first"),
        "ssefirst" => Some("sse-first"),
        _ => None,
    };
    let message = format!(
        "mcp-remote of {} knows no transport `{text}`",
        subject.quoted()
    );
    let fix = meant.filter(|_| value.whole).map(|meant| {
        Fix::safe(
            format!("write `{meant}`"),
            subject.file_id(),
            vec![Edit::set(value.source.node, meant)],
        )
    });
    out.push(
        at(subject, value, Severity::Warning, message)
            .label("not one of its transports")
            .effect("mcp-remote ignores it and tries streamable HTTP first, then HTTP+SSE")
            .help("its transports are `http-first`, `sse-first`, `http-only` and `sse-only`")
            .fix(fix),
    );
}

fn header(
    subject: &Subject<'_>,
    value: &Word<'_>,
    next: Option<&Word<'_>>,
    out: &mut Vec<Diagnostic>,
) {
    let text = value.text.as_ref();
    let name = subject.quoted();
    let rest = next.filter(|word| {
        !word.text.starts_with('-')
            && !word.text.contains("://")
            && !word.text.chars().all(|c| c.is_ascii_digit())
    });
    let join = |glue: &str| {
        let rest = rest.filter(|rest| rest.whole && value.whole)?;
        Some(Fix::safe(
            "join the header into one argument",
            subject.file_id(),
            vec![
                Edit::set(
                    value.source.node,
                    format!("{text}{glue}{}", rest.text.trim_start()),
                ),
                Edit::remove(rest.source.node),
            ],
        ))
    };
    if text.trim_end().ends_with(':') && rest.is_some() {
        let message = format!("the header `{text}` of {name} is split into two arguments");
        out.push(
            at(subject, value, Severity::Error, message)
                .label("the value is the next argument")
                .effect("mcp-remote sends the header empty")
                .fix(join("")),
        );
    } else if !text.contains(':') && !variables::is_templated(text) {
        let message = format!("a header of {name} has no colon");
        // What it holds may be a secret: it is pointed at, not repeated.
        out.push(
            at(subject, value, Severity::Error, message)
                .label("no `NAME:VALUE`")
                .effect("mcp-remote ignores the header")
                .help("write it as one argument, `NAME:VALUE`")
                .fix(is_name(text).then(|| join(":")).flatten()),
        );
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn mcp_proxy(subject: &Subject<'_>, bridge: &Bridge<'_, '_>, out: &mut Vec<Diagnostic>) {
    let name = subject.quoted();
    for (at_index, word) in bridge.arguments.iter().enumerate() {
        if !matches!(word.text.as_ref(), "-H" | "--headers") {
            continue;
        }
        let Some(value) = bridge.arguments.get(at_index + 1) else {
            continue;
        };
        let Some((header, content)) = value.text.split_once(':') else {
            continue;
        };
        if !is_name(header.trim()) {
            continue;
        }
        let message = format!("the header `{header}` of {name} is one argument");
        let fix = index(subject, value).and_then(|place| {
            let list = subject.parts().args_list?;
            Some(Fix::safe(
                "split the header into name and value",
                subject.file_id(),
                vec![
                    Edit::set(value.source.node, header.trim()),
                    Edit::insert_item(list, place + 1, content.trim()),
                ],
            ))
        });
        out.push(
            at(subject, value, Severity::Error, message)
                .label("mcp-proxy wants name and value apart")
                .effect("mcp-proxy takes the next argument for the header's value")
                .fix(fix),
        );
    }
    let Target::Url(url) = &bridge.target else {
        return;
    };
    let told = bridge
        .arguments
        .iter()
        .any(|word| word.text.split('=').next() == Some("--transport"));
    let path =
        Endpoint::parse(&url.text).map(|endpoint| endpoint.path.trim_end_matches('/').to_owned());
    let is_http = transport_by_path(&url.text) == Transport::Http
        && path.as_ref().is_some_and(|path| path.ends_with("/mcp"));
    if told || !is_http {
        return;
    }
    let message = format!(
        "mcp-proxy of {name} speaks HTTP+SSE to `{}`, which looks like streamable HTTP",
        path.as_deref().unwrap_or_default()
    );
    let fix = index(subject, url).and_then(|place| {
        let list = subject.parts().args_list?;
        Some(Fix::r#unsafe(
            "add `--transport=streamablehttp`",
            subject.file_id(),
            vec![Edit::insert_item(list, place, "--transport=streamablehttp")],
        ))
    });
    out.push(
        at(subject, url, Severity::Warning, message)
            .label("a path of streamable HTTP")
            .effect("mcp-proxy speaks HTTP+SSE unless it gets `--transport=streamablehttp`")
            .fix(fix),
    );
}
