//! `mcp-remote` of npm: a url for a client that speaks stdio, with OAuth.
//!
//! It looks for each option by its very name, anywhere, and ignores the rest. What comes first,
//! once `--header` and `--header-file` are taken out with their values, is the url.

use super::description::{
    ClearText, Derives, Description, Grammar, Means, NOTHING, Operands, Opt, Runtime, Source,
    Strange,
};
use crate::commandline::Registry;
use crate::model::{Basis, Transport};

use super::callback;

pub(super) static DESCRIPTION: Description = Description {
    name: "mcp-remote",
    package: "mcp-remote",
    registry: Registry::Npm,
    programs: &["mcp-remote"],
    script: "mcp-remote/dist/proxy.js",
    runtime: Runtime::Node,
    grammar: Grammar {
        joined: false,
        abbreviated: false,
        hyphenated: false,
        dashed_values: true,
        strange_takes_value: false,
        first_is_url: true,
    },
    options: &[
        Opt::one(&["--header"], Means::Header),
        Opt::one(&["--header-file"], Means::HeaderFile),
        Opt::one(&["--transport"], Means::Transport),
        Opt::value(&["--protocol"]),
        Opt::flag(&["--allow-http"], Means::AllowHttp),
        Opt::value(&["--host"]),
        Opt::value(&["--callback-path"]),
        Opt::value(&["--auth-success-url"]),
        Opt::value(&["--auth-timeout"]),
        Opt::value(&["--connect-timeout"]),
        Opt::value(&["--body-timeout"]),
        Opt::value(&["--headers-timeout"]),
        Opt::value(&["--ping-interval"]),
        Opt::value(&["--resource"]),
        Opt::value(&["--authorize-param"]),
        Opt::one(&["--static-oauth-client-metadata"], Means::Json),
        Opt::one(&["--static-oauth-client-info"], Means::Json),
        Opt::value(&["--client-metadata-url"]),
        Opt::value(&["--token-endpoint"]),
        Opt::value(&["--ignore-tool"]),
        Opt::flag(&["--debug"], Means::Other),
        Opt::flag(&["--silent"], Means::Other),
        Opt::flag(&["--ipv4"], Means::Other),
        Opt::flag(&["--enable-proxy"], Means::Other),
        Opt::flag(&["--keep-alive"], Means::Other),
        Opt::flag(&["--disable-cookies"], Means::Other),
        Opt::flag(&["--device-code"], Means::Other),
        Opt::flag(&["--client-credentials"], Means::Other),
        Opt::flag(&["--use-id-token"], Means::Other),
        Opt::flag(&["--disable-resource-parameter"], Means::Other),
    ],
    operands: Operands::UrlThenPort,
    transports: &[
        ("http-first", &[Transport::Http, Transport::Sse]),
        ("sse-first", &[Transport::Sse, Transport::Http]),
        ("http-only", &[Transport::Http]),
        ("sse-only", &[Transport::Sse]),
    ],
    speaks: &[Transport::Http, Transport::Sse],
    strange_transport: Strange::Ignored,
    strange_header: Strange::Ignored,
    expands_headers: true,
    expands_json: &["--static-oauth-client-info"],
    clear_text: ClearText::Refused {
        but: &["localhost", "127.0.0.1"],
        unless: Some("--allow-http"),
        says: "Non-HTTPS URLs are only allowed for localhost or when --allow-http flag is provided",
    },
    derives_callback: Some(Derives {
        port: callback::of_url,
        unless: &[
            "--header",
            "--header-file",
            "--resource",
            "--authorize-param",
            "--client-metadata-url",
            "--token-endpoint",
            "--device-code",
            "--client-credentials",
        ],
    }),
    version: "0.15.1",
    sources: &[
        Source {
            basis: Basis::Observed,
            origin: "mcp-remote 0.15.1",
            date: "2026-11-25",
        },
        Source {
            basis: Basis::Source,
            origin: "npm mcp-remote@0.15.1",
            date: "2026-11-25",
        },
    ],
    ..NOTHING
};
