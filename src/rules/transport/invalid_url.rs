//! `invalid-url`

use std::net::IpAddr;

use super::called::Called;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::NodeId;
use crate::endpoint::{Endpoint, is_loopback};
use crate::interpret::ProblemKind;
use crate::model::{Runtime, Shape, Transport};
use crate::rules::{Check, Subject, rule};
use crate::variables;

rule! {
    /// A url that cannot be called: white space in it, no scheme or one that is not spoken, no
    /// host or one to listen on, a port that is no number.
    ///
    /// ## Why it fails
    /// Clients on Node.js and Rust refuse what is not an absolute `http://` or `https://` url
    /// ("Invalid URL", "fetch failed"). Clients on Bun, such as Claude Code, let
    /// `localhost:3101/mcp` pass, so that the same line works in one client and not in the next.
    /// Copilot CLI looks at the url before it fills in its variables, so that one which starts with
    /// a variable is none for it.
    ///
    /// `0.0.0.0` and `[::]` are what a server listens on, all addresses of its machine. Nobody can
    /// be called there: Linux and macOS take it for the machine itself, Windows fails with
    /// `EADDRNOTAVAIL`.
    ///
    /// ## Example
    /// ```json bad .cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "url": "localhost:3101/mcp"
    ///     },
    ///     "search": {
    ///       "url": " https://mcp.example.com/mcp"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "url": "http://localhost:3101/mcp"
    ///     },
    ///     "search": {
    ///       "url": "https://mcp.example.com/mcp"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Removes white space around the url, adds the missing scheme (`http://` for this machine,
    /// `https://` for others), mends a scheme with a wrong number of slashes, and writes `127.0.0.1`
    /// for `0.0.0.0` and `[::1]` for `[::]`, where such a server is reached as well. Safe: the
    /// server and the path stay. A guess at `https://` is unsafe.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Factory Droid 0.215.0, mcporter 0.12.3 (2026-11-23);
    ///   Copilot CLI 1.0.102 (2026-11-25)
    /// - <https://learn.microsoft.com/en-us/windows/win32/api/winsock2/nf-winsock2-connect>,
    ///   `WSAEADDRNOTAVAIL` (2026-11-25)
    "invalid-url", Transport, Error, Both, Check::Entry(check)
}

/// What is wrong with a url.
struct Fault {
    says: &'static str,
    label: &'static str,
    /// Whether Bun's `fetch`, or every client that was seen, gets along with it.
    tolerated: Tolerated,
    mended: Option<Mended>,
}

/// The title does not repeat the url, which may hold a secret.
struct Mended {
    title: &'static str,
    text: String,
    safe: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Tolerated {
    Nowhere,
    InBun,
    MostlyEverywhere,
    OutsideWindows,
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    if let Some(url) = &subject.parts().url {
        let called = Called {
            text: url.text.clone(),
            node: url.node,
            place: Some(0..url.text.len()),
            bridge: None,
        };
        judge(subject, &called, out);
    }
    if let Some(called) = Called::of(subject).filter(|called| called.bridge.is_some()) {
        judge(subject, &called, out);
    }
}

fn judge(subject: &Subject<'_>, called: &Called<'_>, out: &mut Vec<Diagnostic>) {
    let url = called;
    // An empty one is a missing one.
    if url.text.trim().is_empty() {
        return;
    }
    if variables::is_templated(&url.text) {
        out.extend(unfilled(subject, url.node));
        return;
    }
    let client_calls = called.bridge.is_none();
    let speaks_websocket = client_calls
        && subject
            .schema()
            .transport
            .speaks
            .contains(&Transport::WebSocket);
    let Some(fault) = fault(&url.text, speaks_websocket) else {
        return;
    };
    let in_bun = client_calls && subject.client().remote.runtime == Runtime::Bun;
    let severity = match fault.tolerated {
        Tolerated::Nowhere => Severity::Error,
        Tolerated::InBun if !in_bun => Severity::Error,
        Tolerated::InBun | Tolerated::MostlyEverywhere | Tolerated::OutsideWindows => {
            Severity::Warning
        }
    };
    let node = subject.document().node(url.node);
    let mut finding = subject
        .finding(
            &RULE,
            node.span(),
            format!("the url of {} {}", subject.quoted(), fault.says),
        )
        .severity(severity)
        .label(fault.label);
    let caller = called.caller(subject);
    finding = finding.effect(match fault.tolerated {
        Tolerated::InBun if in_bun => {
            format!("{caller} guesses a scheme; most other clients refuse the url")
        }
        Tolerated::InBun | Tolerated::Nowhere => {
            format!("{caller} fails before it sends a request")
        }
        Tolerated::MostlyEverywhere => {
            "most libraries put it right without a word, others refuse it".to_owned()
        }
        Tolerated::OutsideWindows => {
            "Linux and macOS take it for this machine, on Windows the call fails".to_owned()
        }
    });
    let mended = fault.mended.and_then(|mended| {
        let edit = called.splice(0..url.text.len(), &mended.text)?;
        Some((mended, vec![edit]))
    });
    match mended {
        Some((Mended { title, safe, .. }, edits)) => {
            let file = subject.file_id();
            finding = finding.fix(if safe {
                Fix::safe(title, file, edits)
            } else {
                Fix::r#unsafe(title, file, edits)
            });
        }
        None => {
            finding = finding.help("write it as `http://HOST:PORT/PATH` or `https://HOST/PATH`")
        }
    }
    out.push(finding);
}

/// A template, for a client that judges it before it is filled in.
fn unfilled(subject: &Subject<'_>, node: NodeId) -> Option<Diagnostic> {
    let problem = subject.problems().iter().find(|problem| {
        problem.node == node
            && matches!(problem.kind, ProblemKind::WrongType(field)
                if field.shape == Shape::PlainUrl)
    })?;
    let message = format!(
        "the url of {} is none until its variables are filled in",
        subject.quoted()
    );
    let span = subject.document().node(node).span();
    Some(
        subject
            .ruled(&RULE, span, problem.ruling, message)?
            .label("judged as it stands here")
            .help("write scheme and host here; a variable may stand behind them"),
    )
}

fn fault(text: &str, speaks_websocket: bool) -> Option<Fault> {
    let trimmed = text.trim();
    if let Some(inner) = inner_fault(trimmed, speaks_websocket) {
        return Some(inner);
    }
    (trimmed != text).then(|| Fault {
        says: "has white space around it",
        label: "white space at an end",
        tolerated: Tolerated::MostlyEverywhere,
        mended: Some(Mended {
            title: "remove the white space",
            text: trimmed.to_owned(),
            safe: true,
        }),
    })
}

fn inner_fault(text: &str, speaks_websocket: bool) -> Option<Fault> {
    let Some(endpoint) = Endpoint::parse(text) else {
        return Some(without_scheme(text));
    };
    if text[..endpoint.path_range.start].contains(char::is_whitespace) {
        return Some(Fault {
            says: "has white space in it",
            label: "no host has white space",
            tolerated: Tolerated::Nowhere,
            mended: None,
        });
    }
    if text.contains(char::is_whitespace) {
        // Libraries encode a space and leave out the rest, each in its own way.
        return Some(Fault {
            says: "has white space in it",
            label: "a space is written `%20`",
            tolerated: Tolerated::MostlyEverywhere,
            mended: (!text.contains(|c: char| c.is_whitespace() && c != ' ')).then(|| Mended {
                title: "write the spaces as `%20`",
                text: text.replace(' ', "%20"),
                safe: true,
            }),
        });
    }
    let scheme = endpoint.scheme.to_ascii_lowercase();
    let spoken = matches!(scheme.as_str(), "http" | "https")
        || speaks_websocket && matches!(scheme.as_str(), "ws" | "wss");
    if !spoken {
        return Some(Fault {
            says: "has a scheme that no MCP transport uses",
            label: "not http or https",
            tolerated: Tolerated::Nowhere,
            mended: misspelt(&scheme).map(|right| {
                let rest = &text[endpoint.scheme.len()..];
                Mended {
                    title: if right == "https" {
                        "write `https`"
                    } else {
                        "write `http`"
                    },
                    text: format!("{right}{rest}"),
                    safe: true,
                }
            }),
        });
    }
    if endpoint.host.is_empty() {
        return Some(Fault {
            says: "names no host",
            label: "no host",
            tolerated: Tolerated::Nowhere,
            mended: None,
        });
    }
    let port = endpoint.port_text.unwrap_or_default();
    // A number out of range is a port that is refused, for another rule.
    if port.chars().any(|c| !c.is_ascii_digit()) {
        return Some(Fault {
            says: "has a port that is no number",
            label: "the port must be a number",
            tolerated: Tolerated::Nowhere,
            mended: None,
        });
    }
    unspecified(text, &endpoint)
}

/// An address to listen on in the place of one to call.
fn unspecified(text: &str, endpoint: &Endpoint<'_>) -> Option<Fault> {
    let (host, title) = match endpoint.host.parse::<IpAddr>().ok()? {
        IpAddr::V4(address) if address.is_unspecified() => ("127.0.0.1", "write `127.0.0.1`"),
        IpAddr::V6(address) if address.is_unspecified() => ("[::1]", "write `[::1]`"),
        _ => return None,
    };
    let mut mended = text.to_owned();
    mended.replace_range(endpoint.host_range.clone(), host);
    Some(Fault {
        says: "has an address to listen on for its host",
        label: "all addresses of a machine, none to call",
        tolerated: Tolerated::OutsideWindows,
        mended: Some(Mended {
            title,
            text: mended,
            safe: true,
        }),
    })
}

/// `htp`, `htttps`: one letter missing, doubled or swapped.
fn misspelt(scheme: &str) -> Option<&'static str> {
    ["https", "http"]
        .into_iter()
        .find(|right| scheme != *right && strsim::damerau_levenshtein(scheme, right) == 1)
}

fn without_scheme(text: &str) -> Fault {
    let no_scheme = |mended| Fault {
        says: "has no scheme",
        label: "`http://` or `https://` is missing",
        tolerated: Tolerated::InBun,
        mended,
    };
    let lower = text.to_ascii_lowercase();
    for (scheme, title) in [("https", "write `https://`"), ("http", "write `http://`")] {
        let Some(rest) = lower.strip_prefix(scheme) else {
            continue;
        };
        let place = rest.trim_start_matches(['/', '\\', ':', ';']);
        if place.len() == rest.len() || !rest.starts_with(':') && !rest.contains("//") {
            continue;
        }
        let original = &text[text.len() - place.len()..];
        if rest.strip_suffix(place) == Some("://") && !place.is_empty() {
            return Fault {
                says: "has an address without its closing `]`",
                label: "an IPv6 address ends in `]`",
                tolerated: Tolerated::Nowhere,
                mended: None,
            };
        }
        return Fault {
            says: "does not start with `http://` or `https://`",
            label: "the scheme must end in `://`",
            // Most libraries get along with any number of slashes behind the colon.
            tolerated: if rest.starts_with(':') && !place.is_empty() {
                Tolerated::MostlyEverywhere
            } else {
                Tolerated::Nowhere
            },
            mended: (!place.is_empty()).then(|| Mended {
                title,
                text: format!("{scheme}://{original}"),
                safe: true,
            }),
        };
    }
    let place = text.trim_start_matches('/');
    let host = place.split(['/', '?', '#']).next().unwrap_or_default();
    let bare = host.rsplit_once(':').map_or(host, |(host, _)| host);
    let plausible = !bare.is_empty()
        && (is_loopback(bare.trim_matches(['[', ']'])) || bare.contains('.'))
        && bare
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '[' | ']' | ':'));
    if !plausible || bare.starts_with('.') || text.contains(char::is_whitespace) {
        return no_scheme(None);
    }
    if is_loopback(bare.trim_matches(['[', ']'])) {
        no_scheme(Some(Mended {
            title: "put `http://` in front",
            text: format!("http://{place}"),
            safe: true,
        }))
    } else {
        no_scheme(Some(Mended {
            title: "put `https://` in front",
            text: format!("https://{place}"),
            safe: false,
        }))
    }
}
