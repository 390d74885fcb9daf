//! Each error text of the guide to "connection refused", brought about for real; the table in
//! `docs/doctor.md` names these tests. What needs another machine or a firewall is brought about by
//! `.ci/steps/doctor`, in networks of its own.

use super::bench::{Bench, Server, answer, free_port, streamable};
use super::certificates::{authority, leaf, self_signed, signed};
use super::*;

/// The verdict on the one server, where something is wrong.
fn wrong(outcome: &bench::Outcome) -> String {
    assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
    outcome.verdict().to_owned()
}

#[test]
fn a_started_server_ends_with_code_1() {
    let bench = Bench::new();
    bench.program("server", "#!/bin/sh\necho 'no API key' >&2\nexit 1\n");
    bench.servers(&json!({ "it": { "command": "server" } }));
    let outcome = bench.doctor(&["--start"]);
    assert_eq!(wrong(&outcome), "server-exits");
    assert!(outcome.stdout.contains("exit code 1"));
    assert!(outcome.stdout.contains("no API key"));
}

#[test]
fn a_started_server_cannot_be_found() {
    let bench = Bench::new();
    bench.servers(&json!({ "it": { "command": "my-mcp-server-that-is-not-here" } }));
    assert_eq!(wrong(&bench.doctor(&[])), "command-not-found");
}

#[test]
fn a_server_over_http_does_not_run() {
    let bench = Bench::new();
    let port = free_port();
    bench.url(&format!("http://127.0.0.1:{port}/mcp"));
    let outcome = bench.doctor(&[]);
    assert_eq!(wrong(&outcome), "nothing-listening");
    let line = format!("127.0.0.1:{port}: refused at once (ECONNREFUSED)");
    assert!(outcome.stdout.contains(&line), "{}", outcome.stdout);
}

#[test]
fn a_server_of_the_old_transport_does_not_run() {
    let bench = Bench::new();
    let port = free_port();
    let url = format!("http://localhost:{port}/sse");
    bench.servers(&json!({ "it": { "type": "sse", "url": url } }));
    let outcome = bench.doctor(&[]);
    assert_eq!(wrong(&outcome), "nothing-listening");
    assert!(outcome.stdout.contains("ECONNREFUSED"));
}

#[test]
fn a_call_is_broken_off() {
    // Who leaves with something unread sends a reset.
    let server = Server::raw("127.0.0.1:0", |connection| {
        let mut first = [0; 1];
        let _ = connection.peek(&mut first);
    });
    let bench = Bench::new();
    let outcome = bench.url(&server.url("/mcp")).doctor(&[]);
    assert_eq!(wrong(&outcome), "hangs-up");
    assert!(outcome.stdout.contains("ECONNRESET"));
}

#[test]
fn another_program_has_the_port_and_answers() {
    let server = Server::http("127.0.0.1:0", |_| {
        answer(
            "200 OK",
            "text/html",
            "<title>My app</title><script src=\"/@vite/client\"></script>",
        )
    });
    let bench = Bench::new();
    let outcome = bench.url(&server.url("/mcp")).doctor(&[]);
    assert_eq!(wrong(&outcome), "wrong-server");
    // Who has the port is told: this test itself.
    let own = format!("process {}", std::process::id());
    assert!(outcome.stdout.contains(&own), "{}", outcome.stdout);
}

#[test]
fn another_program_has_the_port_and_the_server_ends() {
    let holder = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = holder.local_addr().unwrap().port();
    let bench = Bench::new();
    // A real bind that fails, and what Node.js says of it.
    bench.program(
        "server",
        &format!(
            "#!/usr/bin/env python3\nimport socket, sys\ntry:\n    socket.create_server((\"127.0.0.1\", {port}))\nexcept OSError:\n    sys.exit(\"Error: listen EADDRINUSE: address already in use 127.0.0.1:{port}\")\n"
        ),
    );
    bench.servers(&json!({ "it": { "command": "server" } }));
    if std::process::Command::new("python3")
        .env("PATH", "/usr/bin:/bin")
        .arg("--version")
        .output()
        .is_err()
    {
        assert!(
            std::env::var_os("CI").is_none(),
            "python3 is needed in /usr/bin"
        );
        eprintln!("not run: python3 is not in /usr/bin");
        return;
    }
    let outcome = bench.doctor(&["--start"]);
    assert_eq!(wrong(&outcome), "server-exits");
    assert!(outcome.stdout.contains("EADDRINUSE"), "{}", outcome.stdout);
    let remedy = outcome.server(0)["cause"]["remedy"].to_string();
    assert!(remedy.contains("mcpmend explain"), "{remedy}");
}

#[test]
fn a_server_that_speaks_stdio_is_given_a_url() {
    let bench = Bench::new();
    let port = free_port();
    bench.servers(&json!({ "filesystem": {
        "type": "http", "url": format!("http://localhost:{port}/mcp")
    } }));
    let outcome = bench.doctor(&[]);
    assert_eq!(wrong(&outcome), "stdio-server-by-url");
    assert_eq!(outcome.state("listening"), Some("wrong"));
}

#[test]
fn a_server_speaks_http_where_the_url_says_https() {
    let server = Server::http("127.0.0.1:0", streamable("/mcp"));
    let bench = Bench::new();
    bench.url(&format!("https://localhost:{}/mcp", server.port()));
    assert_eq!(wrong(&bench.doctor(&[])), "url-scheme");
}

#[test]
fn a_proxy_catches_calls_of_this_machine() {
    let trap = Server::http("127.0.0.1:0", |_| {
        answer("502 Bad Gateway", "text/plain", "")
    });
    let server = Server::http("127.0.0.1:0", streamable("/mcp"));
    let mut bench = Bench::new();
    bench.env("HTTP_PROXY", trap.url(""));
    bench.url(&server.url("/mcp"));
    let outcome = bench.doctor(&[]);
    assert_eq!(wrong(&outcome), "proxy-intercepts-loopback");
    // The proxy is named by the environment only, and was not asked.
    assert_eq!(trap.connections(), 0);
    bench.env("NO_PROXY", "localhost,127.0.0.1,::1");
    assert_eq!(bench.doctor(&[]).verdict(), "reachable");
}

/// A server on `localhost` that shows this certificate, and what doctor says of it.
fn certificate(config: std::sync::Arc<rustls::ServerConfig>, ca: Option<&str>) -> String {
    let server = Server::tls(config, streamable("/mcp"));
    let mut bench = Bench::new();
    if let Some(pem) = ca {
        let file = bench.path("ca.pem");
        std::fs::write(&file, pem).unwrap();
        bench.env("NODE_EXTRA_CA_CERTS", &file);
    }
    bench.url(&format!("https://localhost:{}/mcp", server.port()));
    let outcome = bench.doctor(&[]);
    assert_eq!(wrong(&outcome), "certificate");
    let checks = outcome.server(0)["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["question"] == "tls");
    check.unwrap()["message"].as_str().unwrap().to_owned()
}

#[test]
fn a_certificate_is_self_signed() {
    let message = certificate(self_signed(leaf("localhost")), None);
    assert!(
        message.contains("(DEPTH_ZERO_SELF_SIGNED_CERT)"),
        "{message}"
    );
}

#[test]
fn a_certificate_is_of_an_authority_that_signed_itself() {
    let corp = authority("Corp Root");
    let message = certificate(signed(leaf("localhost"), &corp, &[&corp]), None);
    assert!(message.contains("(SELF_SIGNED_CERT_IN_CHAIN)"), "{message}");
}

#[test]
fn a_certificate_cannot_be_verified() {
    let corp = authority("Corp Root");
    let message = certificate(signed(leaf("localhost"), &corp, &[]), None);
    assert!(
        message.contains("(UNABLE_TO_VERIFY_LEAF_SIGNATURE)"),
        "{message}"
    );
}

#[test]
fn a_certificate_has_an_issuer_that_is_not_here() {
    let corp = authority("Corp Root");
    let middle = super::certificates::below("Corp Issuing", &corp);
    let message = certificate(signed(leaf("localhost"), &middle, &[&middle]), None);
    assert!(
        message.contains("(UNABLE_TO_GET_ISSUER_CERT_LOCALLY)"),
        "{message}"
    );
}

#[test]
fn a_certificate_has_expired() {
    let corp = authority("Corp Root");
    let mut params = leaf("localhost");
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(2021, 1, 1);
    let message = certificate(signed(params, &corp, &[]), Some(&corp.pem()));
    assert_eq!(message, "it has expired (CERT_HAS_EXPIRED)");
}

#[test]
fn a_certificate_is_for_another_host() {
    let corp = authority("Corp Root");
    let config = signed(leaf("other.example"), &corp, &[]);
    let message = certificate(config, Some(&corp.pem()));
    assert_eq!(
        message,
        "it is for another host (ERR_TLS_CERT_ALTNAME_INVALID)"
    );
}
