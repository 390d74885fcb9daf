//! Other programs on the port of an MCP server. What they answer is written down here as they send
//! it; `.ci/steps/doctor` asks some of the real ones.

use super::bench::{Bench, Server, WELCOME, answer, streamable};
use super::*;

fn page(header: &str, status: &str, body: &str) -> String {
    answer(status, "text/html; charset=utf-8", body).replacen(
        "\r\n",
        &format!("\r\n{header}\r\n"),
        1,
    )
}

#[test]
fn it_is_named() {
    for (header, status, body, name) in [
        (
            "Server: AirTunes/845.5.1",
            "403 Forbidden",
            "",
            "macOS's AirPlay Receiver",
        ),
        (
            "Vary: Origin",
            "200 OK",
            "<script type=\"module\" src=\"/@vite/client\"></script>",
            "the development server of Vite",
        ),
        (
            "X-Powered-By: Next.js",
            "404 Not Found",
            "<title>404: This page could not be found.</title>",
            "Next.js",
        ),
        (
            "X-Powered-By: Express",
            "200 OK",
            "<noscript>You need to enable JavaScript to run this app.</noscript>",
            "the development server of Create React App",
        ),
        (
            "Server: WSGIServer/0.2 CPython/3.12.3",
            "404 Not Found",
            "Using the URLconf defined in <code>demo.urls</code>",
            "Django",
        ),
        (
            "Server: Werkzeug/3.1.3 Python/3.12.3",
            "404 Not Found",
            "<title>404 Not Found</title>",
            "a Flask app",
        ),
        (
            "X-Runtime: 0.01",
            "404 Not Found",
            "<title>Action Controller: Exception caught</title>",
            "Rails",
        ),
        (
            "Server: TornadoServer/6.5",
            "404 Not Found",
            "<title>Jupyter Server</title>",
            "Jupyter",
        ),
        ("Server: nginx/1.22.1", "405 Not Allowed", "", "nginx"),
        (
            "Server: Apache/2.4.62 (Debian)",
            "404 Not Found",
            "",
            "Apache",
        ),
    ] {
        let server = Server::http("127.0.0.1:0", move |_| page(header, status, body));
        let bench = Bench::new();
        let outcome = bench.url(&server.url("/mcp")).doctor(&[]);
        assert_eq!(outcome.verdict(), "wrong-server", "{name}");
        let message = outcome.server(0)["cause"]["message"].as_str().unwrap();
        let port = server.port();
        assert_eq!(
            message,
            format!("port {port} belongs to another program: {name}")
        );
    }
}

#[test]
fn a_web_app_with_an_mcp_server_in_it_is_the_wrong_path() {
    let server = Server::http("127.0.0.1:0", |request| match request.path() {
        "/mcp" => streamable("/mcp")(request),
        _ => page(
            "X-Powered-By: Next.js",
            "404 Not Found",
            "<title>404</title>",
        ),
    });
    let bench = Bench::new();
    let outcome = bench.url(&server.url("/api")).doctor(&[]);
    assert_eq!(outcome.verdict(), "wrong-path");
}

#[test]
fn a_server_that_runs_and_has_its_endpoint_elsewhere() {
    let server = Server::http("127.0.0.1:0", |request| match request.path() {
        "/health" => answer("200 OK", "application/json", "{\"status\":\"ok\"}"),
        "/secret/place" => answer("200 OK", "application/json", WELCOME),
        _ => answer(
            "404 Not Found",
            "application/json",
            "{\"detail\":\"Not Found\"}",
        ),
    });
    let bench = Bench::new();
    let outcome = bench.url(&server.url("/api")).doctor(&[]);
    assert_eq!(outcome.verdict(), "wrong-path");
    assert!(outcome.stdout.contains("`/health` answers 200"));
}

#[test]
fn two_programs_share_the_name() {
    if TcpListener::bind("[::1]:0").is_err() {
        eprintln!("not run: there is no IPv6 here");
        return;
    }
    // The same number may be taken on the other family.
    let (wrong, right) = (0..1000)
        .find_map(|_| {
            let wrong = TcpListener::bind("[::1]:0").unwrap();
            let port = wrong.local_addr().unwrap().port();
            let right = TcpListener::bind(("127.0.0.1", port)).ok()?;
            Some((wrong, right))
        })
        .unwrap();
    let _wrong = Server::http_on(wrong, |_| page("Server: nginx", "404 Not Found", ""));
    let right = Server::http_on(right, streamable("/mcp"));
    let bench = Bench::new();
    bench.url(&format!("http://localhost:{}/mcp", right.port()));
    let outcome = bench.doctor(&[]);
    // Which of the two `localhost` leads to first is this machine's way; `networks.test.js` has one
    // that leads to both.
    if outcome.verdict() != "reachable" {
        assert_eq!(outcome.verdict(), "wrong-path");
        let remedy = outcome.server(0)["cause"]["remedy"][0].as_str().unwrap();
        assert_eq!(remedy, format!("change the url to {}", right.url("/mcp")));
    }
}

#[test]
fn the_transport_is_the_other_one() {
    let server = Server::http("127.0.0.1:0", streamable("/mcp"));
    let bench = Bench::new();
    bench.servers(&json!({ "it": { "type": "sse", "url": server.url("/mcp") } }));
    let outcome = bench.doctor(&[]);
    assert_eq!(outcome.verdict(), "sse-endpoint-mismatch");
    assert!(outcome.stdout.contains("it speaks streamable HTTP"));
}
