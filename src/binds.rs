//! The address that a server is told to listen on.

use std::ops::Range;

use crate::commandline::Word;
use crate::document::NodeId;
use crate::interpret::Text;

/// An address, and who says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bind<'t> {
    /// The option or the variable.
    pub by: String,
    /// The address, without brackets and port.
    pub address: &'t str,
    /// The port behind it, where one is written.
    pub port: Option<&'t str>,
    /// Whether it can be nothing else: `--host` may as well name another machine's host.
    pub surely: bool,
    /// The string of the file.
    pub node: NodeId,
    /// The bytes of the address in it, brackets included; `None` where quoting hides them.
    pub range: Option<Range<usize>>,
}

/// Options that name an address to listen on.
const OPTIONS: &[&str] = &[
    "--address",
    "--addr",
    "--bind",
    "--bind-addr",
    "--bind-address",
    "--bind-host",
    "--host",
    "--hostname",
    "--http-addr",
    "--http-bind",
    "--http-host",
    "--listen",
    "--listen-addr",
    "--listen-address",
    "--listen-host",
    "--mcp-host",
    "--server-host",
    "--sse-host",
];

/// Variables that do.
const VARIABLES: &[&str] = &[
    "BIND_ADDR",
    "BIND_ADDRESS",
    "BIND_HOST",
    "FASTMCP_HOST",
    "FASTMCP_SERVER_HOST",
    "HOST",
    "HTTP_HOST",
    "LISTEN_ADDR",
    "LISTEN_ADDRESS",
    "LISTEN_HOST",
    "MCP_BIND",
    "MCP_BIND_ADDRESS",
    "MCP_BIND_HOST",
    "MCP_HOST",
    "MCP_HTTP_HOST",
    "MCP_SERVER_HOST",
    "SERVER_HOST",
    "SSE_HOST",
    "UVICORN_HOST",
];

/// Those of both that may mean another machine, or nothing.
const VAGUE: &[&str] = &[
    "--address",
    "--addr",
    "--host",
    "--hostname",
    "--server-host",
    "HOST",
    "HTTP_HOST",
    "SERVER_HOST",
];

/// The addresses that options among `words` name.
pub fn in_words<'t>(words: &'t [Word<'_>]) -> Vec<Bind<'t>> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let (name, value, holder) = match word.text.split_once('=') {
            Some((name, value)) => (name, value, word),
            None => match words.get(at + 1) {
                Some(next) => (word.text.as_ref(), next.text.as_ref(), next),
                None => continue,
            },
        };
        if !OPTIONS.contains(&name) {
            continue;
        }
        let place = if holder.whole {
            holder.text.len().checked_sub(value.len())
        } else {
            holder.range_of(value).map(|range| range.start)
        };
        found.extend(bind(name, value, holder.source.node, place));
    }
    found
}

/// The address that a variable names: `value` starts at `place` of the string in `text`.
pub fn in_variable<'t>(
    name: &str,
    value: &'t str,
    text: &Text,
    place: Option<usize>,
) -> Option<Bind<'t>> {
    VARIABLES
        .contains(&name)
        .then(|| bind(name, value, text.node, place))
        .flatten()
}

fn bind<'t>(by: &str, value: &'t str, node: NodeId, place: Option<usize>) -> Option<Bind<'t>> {
    let (address, port, brackets) = match value.strip_prefix('[') {
        Some(inner) => {
            let (address, rest) = inner.split_once(']')?;
            (address, rest.strip_prefix(':'), 2)
        }
        None => match value.rsplit_once(':') {
            // More than one colon: an address of IPv6 without a port.
            Some((address, port)) if !address.contains(':') => (address, Some(port), 0),
            _ => (value, None, 0),
        },
    };
    (!address.is_empty()).then(|| Bind {
        by: by.to_owned(),
        address,
        port,
        surely: !VAGUE.contains(&by),
        node,
        range: place.map(|place| place..place + address.len() + brackets),
    })
}

impl Bind<'_> {
    /// Whether only the machine, or the container, itself reaches it.
    pub fn is_loopback(&self) -> bool {
        !self.is_everything() && crate::endpoint::is_loopback(self.address)
    }

    /// Whether it is every address that there is.
    pub fn is_everything(&self) -> bool {
        matches!(self.address, "0.0.0.0" | "::" | "*")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commandline::CommandLine;
    use crate::commandline::tests::parts;

    #[test]
    fn addresses_are_found_with_their_bytes() {
        let parts = parts(&[
            "server",
            "--host",
            "127.0.0.1",
            "--listen=[::]:8000",
            "--bind",
            "::1",
            "--addr",
            "localhost:3100",
            "--port",
            "1",
        ]);
        let line = CommandLine::of(&parts).unwrap();
        let found = in_words(line.own_arguments());
        let told: Vec<_> = found
            .iter()
            .map(|bind| {
                (
                    bind.by.as_str(),
                    bind.address,
                    bind.port,
                    bind.range.clone(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("--host", "127.0.0.1", None, Some(0..9)),
                ("--listen", "::", Some("8000"), Some(9..13)),
                ("--bind", "::1", None, Some(0..3)),
                ("--addr", "localhost", Some("3100"), Some(0..9)),
            ]
        );
        assert!(found[1].is_everything() && found[1].surely);
        assert!(found[2].is_loopback() && !found[0].surely);
    }
}
