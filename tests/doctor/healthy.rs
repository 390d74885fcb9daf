//! Set-ups with nothing wrong in them, each in another client where that makes sense: none may be
//! called faulty. `.ci/steps/doctor` does the same with servers of the official SDKs.

use super::bench::{Bench, Request, Server, WELCOME, answer, streamable};
use super::certificates::{authority, below, leaf, signed};
use super::*;

/// The verdict, and whether the exit code says that all is well.
fn judged(outcome: &bench::Outcome) -> (&str, Option<i32>) {
    (outcome.verdict(), outcome.code)
}

const REACHABLE: (&str, Option<i32>) = ("reachable", Some(0));
const NOT_TRIED: (&str, Option<i32>) = ("not-tried", Some(0));

#[cfg(feature = "mcp")]
#[test]
fn a_server_of_the_rust_sdk_over_stdio() {
    let bench = Bench::new();
    let program = env!("CARGO_BIN_EXE_mcpmend");
    let entry = format!("[mcp_servers.it]\ncommand = \"{program}\"\nargs = [\"mcp\"]\n");
    bench.file("home/.codex/config.toml", &entry);
    assert_eq!(judged(&bench.doctor(&[])), NOT_TRIED);
    let outcome = bench.doctor(&["--start"]);
    assert_eq!(judged(&outcome), REACHABLE, "{}", outcome.stdout);
    assert_eq!(outcome.server(0)["client"], "codex");
    assert!(outcome.stdout.contains("mcpmend 0."), "{}", outcome.stdout);
}

#[test]
fn a_server_that_is_not_started() {
    let bench = Bench::new();
    bench.program("server", "#!/bin/sh\nexit 1\n");
    let entry = json!({ "mcpServers": { "it": { "command": "server" } } });
    bench.file("project/.gemini/settings.json", &entry.to_string());
    assert_eq!(judged(&bench.doctor(&[])), NOT_TRIED);
}

#[test]
fn a_server_with_sessions_and_its_session_is_closed() {
    let server = Server::http("127.0.0.1:0", |request| match request.method() {
        "POST" => answer("200 OK", "application/json", WELCOME).replacen(
            "\r\n",
            "\r\nMcp-Session-Id: s-1\r\n",
            1,
        ),
        "DELETE" => answer("200 OK", "text/plain", ""),
        _ => answer("400 Bad Request", "text/plain", "no session"),
    });
    let bench = Bench::new();
    let entry = json!({ "mcpServers": { "it": { "url": server.url("/mcp") } } });
    bench.file("project/.cursor/mcp.json", &entry.to_string());
    assert_eq!(judged(&bench.doctor(&[])), REACHABLE);
    let heard = server.heard();
    let methods: Vec<&str> = heard.iter().map(Request::method).collect();
    assert_eq!(methods, ["POST", "DELETE"]);
    assert!(
        heard[1]
            .headers
            .to_lowercase()
            .contains("mcp-session-id: s-1")
    );
}

#[test]
fn a_server_without_sessions_that_answers_with_a_stream() {
    // Servers that can resume a stream begin it with an event that says nothing.
    let server = Server::http("127.0.0.1:0", |request| {
        let both = request
            .headers
            .contains("application/json, text/event-stream");
        match (request.is_post(), both) {
            (true, true) => answer(
                "200 OK",
                "text/event-stream",
                &format!("id: 0\nretry: 3000\ndata:\n\nevent: message\ndata: {WELCOME}\n\n"),
            ),
            _ => answer("406 Not Acceptable", "application/json", "{}"),
        }
    });
    let bench = Bench::new();
    let entry = json!({ "mcpServers": { "it": { "serverUrl": server.url("/mcp") } } });
    bench.file("home/.codeium/windsurf/mcp_config.json", &entry.to_string());
    assert_eq!(judged(&bench.doctor(&[])), REACHABLE);
}

#[test]
fn a_server_of_the_old_transport_where_the_client_falls_back() {
    let server = Server::http("127.0.0.1:0", |request| match request.is_post() {
        true => answer("404 Not Found", "text/plain", ""),
        false => answer(
            "200 OK",
            "text/event-stream",
            "event: endpoint\ndata: /m\n\n",
        ),
    });
    let bench = Bench::new();
    let entry = json!({ "servers": { "it": { "type": "http", "url": server.url("/sse") } } });
    bench.file("project/.vscode/mcp.json", &entry.to_string());
    assert_eq!(judged(&bench.doctor(&[])), REACHABLE);
}

#[test]
fn a_chain_with_an_intermediate_below_an_authority_of_the_system() {
    let root = authority("Root of this system");
    let middle = below("Issuing", &root);
    let config = signed(leaf("localhost"), &middle, &[&middle]);
    let server = Server::tls(config, streamable("/mcp"));
    let mut bench = Bench::new();
    let file = bench.path("roots.pem");
    std::fs::write(&file, root.pem()).unwrap();
    // What this system trusts is read from there, as by OpenSSL.
    bench.env("SSL_CERT_FILE", &file);
    let url = format!("https://localhost:{}/mcp", server.port());
    let entry = format!("[mcp_servers.it]\nurl = \"{url}\"\n");
    bench.file("home/.codex/config.toml", &entry);
    let outcome = bench.doctor(&[]);
    assert_eq!(judged(&outcome), REACHABLE, "{}", outcome.stdout);
    assert_eq!(outcome.state("tls"), Some("fine"));
}

#[test]
fn a_server_on_one_family_called_by_name() {
    let names = std::net::ToSocketAddrs::to_socket_addrs("localhost:1");
    let both = names.is_ok_and(|mut all| all.any(|it| it.is_ipv6()));
    if !both || TcpListener::bind("[::1]:0").is_err() {
        eprintln!("not run: `localhost` is no address of IPv6 here");
        return;
    }
    let server = Server::http("[::1]:0", streamable("/mcp"));
    let bench = Bench::new();
    bench.url(&format!("http://localhost:{}/mcp", server.port()));
    assert_eq!(judged(&bench.doctor(&[])), REACHABLE);
}

#[test]
fn a_server_on_all_addresses_called_by_name() {
    let server = Server::http("0.0.0.0:0", streamable("/mcp"));
    let bench = Bench::new();
    bench.url(&format!("http://localhost:{}/mcp", server.port()));
    let outcome = bench.doctor(&[]);
    assert_eq!(judged(&outcome), REACHABLE);
    assert_eq!(outcome.state("listening"), Some("fine"));
}

#[test]
fn a_server_that_lets_its_callers_sign_in() {
    let server = Server::http("127.0.0.1:0", |request| {
        let metadata = "/.well-known/oauth-protected-resource/mcp";
        if request.path() == metadata {
            let body = r#"{"authorization_servers":["https://login.example.com"]}"#;
            return answer("200 OK", "application/json", body);
        }
        let host = request.header("host").unwrap();
        answer("401 Unauthorized", "application/json", "{}").replacen(
            "\r\n",
            &format!(
                "\r\nWWW-Authenticate: Bearer resource_metadata=\"http://{host}{metadata}\"\r\n"
            ),
            1,
        )
    });
    let bench = Bench::new();
    let entry = json!({ "servers": { "it": { "type": "http", "url": server.url("/mcp") } } });
    bench.file("project/.vscode/mcp.json", &entry.to_string());
    let outcome = bench.doctor(&[]);
    assert_eq!(judged(&outcome), REACHABLE, "{}", outcome.stdout);
    assert_eq!(outcome.state("server"), Some("note"));
    assert!(
        outcome
            .stdout
            .contains("to sign in: https://login.example.com")
    );
}

#[test]
fn a_server_whose_credential_is_not_sent() {
    let server = Server::http("127.0.0.1:0", |request| {
        match request.header("authorization") {
            Some("Bearer open-sesame") => answer("200 OK", "application/json", WELCOME),
            _ => answer("401 Unauthorized", "text/plain", ""),
        }
    });
    let bench = Bench::new();
    bench.servers(&json!({ "it": {
        "type": "http", "url": server.url("/mcp"),
        "headers": { "Authorization": "Bearer open-sesame" }
    } }));
    let outcome = bench.doctor(&[]);
    assert_eq!(judged(&outcome), NOT_TRIED);
    assert!(outcome.stdout.contains("`--with-credentials` sends it"));
    assert_eq!(judged(&bench.doctor(&["--with-credentials"])), REACHABLE);
}

#[test]
fn a_server_that_sends_its_callers_on_to_the_right_path() {
    let server = Server::http("127.0.0.1:0", |request| {
        let to = match request.path() {
            "/mcp" => "307 Temporary Redirect\r\nLocation: /mcp/",
            "/mcp/" => "308 Permanent Redirect\r\nLocation: v1",
            _ => return streamable("/mcp/v1")(request),
        };
        answer(to, "text/plain", "")
    });
    let bench = Bench::new();
    let entry = json!({ "mcp": { "it": { "type": "remote", "url": server.url("/mcp") } } });
    bench.file("project/opencode.json", &entry.to_string());
    let outcome = bench.doctor(&[]);
    assert_eq!(judged(&outcome), REACHABLE, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("307: sent on to"));
}

#[test]
fn a_server_that_tells_its_health() {
    let server = Server::http("127.0.0.1:0", |request| match request.path() {
        "/health" => answer("200 OK", "application/json", "{\"status\":\"ok\"}"),
        _ => streamable("/mcp")(request),
    });
    let bench = Bench::new();
    bench.url(&server.url("/mcp"));
    assert_eq!(judged(&bench.doctor(&[])), REACHABLE);
}

#[test]
fn a_server_behind_a_bridge() {
    let server = Server::http("127.0.0.1:0", streamable("/mcp"));
    let bench = Bench::new();
    bench.program("npx", "#!/bin/sh\n");
    let entry = json!({ "mcpServers": { "it": {
        "command": "npx", "args": ["-y", "mcp-remote", server.url("/mcp")]
    } } });
    bench.file(
        "home/.config/Claude/claude_desktop_config.json",
        &entry.to_string(),
    );
    let outcome = bench.doctor(&["--client", "claude-desktop"]);
    assert_eq!(judged(&outcome), NOT_TRIED, "{}", outcome.stdout);
    assert_eq!(outcome.state("server"), Some("fine"));
}

#[test]
fn a_url_with_a_variable() {
    let server = Server::http("127.0.0.1:0", streamable("/mcp"));
    let mut bench = Bench::new();
    bench.env("MCP_PORT", server.port().to_string());
    bench.url("http://127.0.0.1:${MCP_PORT}/mcp");
    assert_eq!(judged(&bench.doctor(&[])), REACHABLE);
}

#[test]
fn a_server_that_is_switched_off() {
    let bench = Bench::new();
    let entry = json!({ "mcpServers": { "it": {
        "serverUrl": "http://127.0.0.1:9/mcp", "disabled": true
    } } });
    bench.file("home/.codeium/windsurf/mcp_config.json", &entry.to_string());
    assert_eq!(judged(&bench.doctor(&["it"])), ("disabled", Some(0)));
}
