//! `docker mcp gateway run`: the servers that Docker's toolkit has enabled, over stdio, or over
//! HTTP when it is told a transport.

use super::description::{Description, Means, NOTHING, Operands, Opt, Runtime, Source};
use crate::model::{Basis, Transport};

pub(super) static DESCRIPTION: Description = Description {
    name: "docker mcp gateway",
    programs: &["docker", "docker-mcp"],
    subcommands: &[&["mcp", "gateway", "run"], &["gateway", "run"]],
    runtime: Runtime::Go,
    options: &[
        Opt::one(&["--transport"], Means::Output),
        Opt::one(&["--port"], Means::Port),
        Opt::value(&["--servers"]),
        Opt::value(&["--profile"]),
        Opt::flag(&["--enable-all-servers"], Means::Other),
        Opt::value(&["--catalog"]),
        Opt::value(&["--additional-catalog"]),
        Opt::value(&["--registry"]),
        Opt::value(&["--additional-registry"]),
        Opt::value(&["--config"]),
        Opt::value(&["--additional-config"]),
        Opt::value(&["--tools-config"]),
        Opt::value(&["--additional-tools-config"]),
        Opt::value(&["--secrets"]),
        Opt::value(&["--tools"]),
        Opt::value(&["--interceptor"]),
        Opt::value(&["--oci-ref"]),
        Opt::value(&["--mcp-registry"]),
        Opt::value(&["--cpus"]),
        Opt::value(&["--memory"]),
        Opt::value(&["--log"]),
        Opt::value(&["--session"]),
        Opt::flag(&["--log-calls"], Means::Other),
        Opt::flag(&["--block-secrets"], Means::Other),
        Opt::flag(&["--block-network"], Means::Other),
        Opt::flag(&["--verify-signatures"], Means::Other),
        Opt::flag(&["--dry-run"], Means::Other),
        Opt::flag(&["--verbose"], Means::Other),
        Opt::flag(&["--long-lived"], Means::Other),
        Opt::flag(&["--debug-dns"], Means::Other),
        Opt::flag(&["--watch"], Means::Other),
        Opt::flag(&["--static"], Means::Other),
    ],
    operands: Operands::Configured,
    variables: &[("MCP_GATEWAY_AUTH_TOKEN", Means::Secret)],
    outputs: &[
        ("stdio", &[]),
        ("sse", &[Transport::Sse]),
        ("streaming", &[Transport::Http]),
        ("streamable", &[Transport::Http]),
        ("streamable-http", &[Transport::Http]),
        ("http", &[Transport::Http]),
    ],
    default_port: Some(8811),
    port_in_vain: "cannot use --port with --transport=stdio",
    version: "2.0.1",
    sources: &[
        Source {
            basis: Basis::Source,
            origin: "docker/mcp-gateway cmd/docker-mcp/commands/gateway.go@05fec7bf",
            date: "2026-11-25",
        },
        Source {
            basis: Basis::Source,
            origin: "docker/mcp-gateway pkg/gateway/run.go@00aa2574",
            date: "2026-11-25",
        },
    ],
    ..NOTHING
};
