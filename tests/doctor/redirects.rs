//! Servers that send their callers elsewhere.

use super::bench::{Bench, Server, WELCOME, answer, streamable};
use super::*;

fn sent_on(status: &str, to: &str) -> String {
    answer(&format!("{status}\r\nLocation: {to}"), "text/plain", "")
}

#[test]
fn a_post_becomes_a_get() {
    for status in ["301 Moved Permanently", "302 Found", "303 See Other"] {
        let server = Server::http("127.0.0.1:0", move |request| match request.path() {
            "/mcp" => sent_on(status, "/mcp/"),
            _ => streamable("/mcp/")(request),
        });
        let bench = Bench::new();
        let outcome = bench.url(&server.url("/mcp")).doctor(&[]);
        assert_eq!(outcome.verdict(), "redirected");
        let cause = &outcome.server(0)["cause"];
        assert_eq!(cause["sureness"], "certain");
        let remedy = format!("change the url to {}", server.url("/mcp/"));
        assert_eq!(cause["remedy"][0], remedy);
    }
}

#[test]
fn a_stream_is_followed_wherever_a_get_is() {
    let server = Server::http("127.0.0.1:0", |request| match request.path() {
        "/sse" => sent_on("301 Moved Permanently", "/sse/"),
        _ => answer(
            "200 OK",
            "text/event-stream",
            "event: endpoint\ndata: /m\n\n",
        ),
    });
    let bench = Bench::new();
    bench.servers(&json!({ "it": { "type": "sse", "url": server.url("/sse") } }));
    assert_eq!(bench.doctor(&[]).verdict(), "reachable");
}

#[test]
fn another_host_is_named_and_not_called() {
    let trap = Server::http("127.0.0.1:0", |_| {
        answer("200 OK", "application/json", WELCOME)
    });
    let port = trap.port();
    let server = Server::http("127.0.0.1:0", move |_| {
        let to = format!("http://localhost:{port}/mcp");
        sent_on("307 Temporary Redirect", &to)
    });
    let bench = Bench::new();
    bench.servers(&json!({ "it": {
        "type": "http", "url": server.url("/mcp"),
        "headers": { "Authorization": "Bearer open-sesame" }
    } }));
    let outcome = bench.doctor(&["--with-credentials"]);
    assert_eq!(outcome.verdict(), "redirected");
    assert!(
        outcome
            .stdout
            .contains("another host, which was not called")
    );
    assert_eq!(trap.connections(), 0);
}

#[test]
fn no_credential_goes_to_another_origin() {
    let other = Server::http("127.0.0.1:0", streamable("/mcp"));
    let to = other.url("/mcp");
    let server = Server::http("127.0.0.1:0", move |_| {
        sent_on("308 Permanent Redirect", &to)
    });
    let bench = Bench::new();
    bench.servers(&json!({ "it": {
        "type": "http", "url": server.url("/mcp"),
        "headers": { "Authorization": "Bearer open-sesame" }
    } }));
    assert_eq!(bench.doctor(&["--with-credentials"]).verdict(), "reachable");
    assert!(server.heard()[0].headers.contains("open-sesame"));
    let heard = other.heard();
    assert!(!heard.is_empty());
    assert!(heard.iter().all(|it| !it.headers.contains("open-sesame")));
}

#[test]
fn redirects_in_circles_end() {
    let server = Server::http("127.0.0.1:0", |request| match request.path() {
        "/a" => sent_on("307 Temporary Redirect", "/b"),
        _ => sent_on("307 Temporary Redirect", "/a"),
    });
    let bench = Bench::new();
    let outcome = bench.url(&server.url("/a")).doctor(&[]);
    assert_eq!(outcome.verdict(), "redirected");
    assert!(server.heard().len() < 10);
}
