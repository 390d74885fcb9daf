//! What doctor must never do: call somebody whom nobody named, hand out a credential, read without
//! an end, or let a server write to the terminal.

use std::io::{Read as _, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use super::bench::{Bench, Server, WELCOME, answer, streamable};
use super::*;

#[test]
fn only_who_is_named_is_called() {
    // A proxy, and the places to which a server's answers point.
    let trap = Server::http("127.0.0.1:0", |_| answer("200 OK", "text/plain", ""));
    let elsewhere = format!("http://localhost:{}", trap.port());
    let named = elsewhere.clone();
    let server = Server::http("127.0.0.1:0", move |_| {
        answer("401 Unauthorized", "text/plain", "").replacen(
            "\r\n",
            &format!(
                "\r\nWWW-Authenticate: Bearer resource_metadata=\"{named}/m\"\r\nLink: <{named}>\r\nRefresh: 0; url={named}\r\n"
            ),
            1,
        )
    });
    let mut bench = Bench::new();
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "https_proxy"] {
        bench.env(name, trap.url(""));
    }
    bench.servers(&json!({
        "it": { "type": "http", "url": server.url("/mcp") },
        "off": { "type": "http", "url": trap.url("/mcp") },
    }));
    let outcome = bench.doctor(&["it"]);
    assert_eq!(outcome.verdict(), "not-authorized");
    assert!(!server.heard().is_empty());
    assert_eq!(trap.connections(), 0);
}

#[test]
fn no_credential_is_sent_unasked() {
    let server = Server::http("127.0.0.1:0", |_| {
        answer("401 Unauthorized", "text/plain", "")
    });
    let token = "ghp_a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8";
    let url = format!(
        "http://me:{token}@{}/mcp?api_key={token}&page=2",
        server.address
    );
    let bench = Bench::new();
    bench.servers(&json!({ "it": {
        "type": "http", "url": url, "headers": { "X-Api-Key": token }
    } }));
    let outcome = bench.doctor(&[]);
    assert_eq!(outcome.verdict(), "not-tried");
    let heard = server.heard();
    assert!(heard[0].path().ends_with("?page=2"), "{}", heard[0].line);
    for request in &heard {
        let all = format!("{}{}{}", request.line, request.headers, request.body);
        assert!(!all.contains(token), "{all}");
        assert_eq!(request.header("authorization"), None);
    }
    assert!(!outcome.stdout.contains(token) && !bench.read(&[]).contains(token));
    bench.doctor(&["--with-credentials"]);
    let heard = server.heard();
    assert!(heard.iter().any(|it| it.headers.contains(token)));
    assert!(heard.iter().any(|it| it.line.contains(token)));
}

#[test]
fn an_answer_without_an_end_is_read_to_a_limit() {
    for head in [
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: ",
        "HTTP/1.1 200 OK\r\nX-Long: ",
        "HTTP/1.1 ",
        "",
    ] {
        let sent = Arc::new(AtomicUsize::new(0));
        let count = sent.clone();
        let server = Server::raw("127.0.0.1:0", move |mut connection| {
            let mut request = [0; 4096];
            let _ = connection.read(&mut request);
            let piece = [b'x'; 4096];
            let mut all = connection.write_all(head.as_bytes());
            while all.is_ok() {
                all = connection.write_all(&piece);
                count.fetch_add(piece.len(), Ordering::Relaxed);
            }
        });
        let bench = Bench::new();
        let outcome = bench.url(&server.url("/mcp")).doctor(&["--timeout", "20"]);
        assert_eq!(outcome.code, Some(1), "{head}");
        // Some twenty requests, each with what lies in the buffers of the system.
        let sent = sent.load(Ordering::Relaxed);
        assert!(sent < 512 << 20, "{head}: {sent}");
    }
}

#[test]
fn a_header_of_a_megabyte_is_not_read() {
    let server = Server::http("127.0.0.1:0", |_| {
        let long = format!("200 OK\r\nX-Long: {}", "x".repeat(1 << 20));
        answer(&long, "application/json", WELCOME)
    });
    let bench = Bench::new();
    let outcome = bench.url(&server.url("/mcp")).doctor(&[]);
    assert_eq!(outcome.verdict(), "unknown");
    assert!(
        outcome
            .stdout
            .contains("the header of its answer does not end")
    );
    assert!(outcome.stdout.len() < 10_000);
}

#[test]
fn a_server_that_sends_a_byte_now_and_then_is_not_waited_for() {
    // Each byte comes long before the limit, the end never.
    for head in ["HTTP/1.1 200 OK\r\nX-Slow: ", "HTTP/1.1 200 OK\r\n\r\n"] {
        let server = Server::raw("127.0.0.1:0", move |mut connection| {
            let mut all = connection.write_all(head.as_bytes());
            while all.is_ok() {
                std::thread::sleep(std::time::Duration::from_millis(20));
                all = connection.write_all(b"x");
            }
        });
        let bench = Bench::new();
        let outcome = bench.url(&server.url("/mcp")).doctor(&["--timeout", "0.5"]);
        assert_eq!(outcome.code, Some(1));
    }
}

#[test]
fn a_handshake_a_byte_at_a_time_is_not_waited_for() {
    let server = Server::raw("127.0.0.1:0", |mut connection| {
        // The head of a record of 16 KB, and then its bytes.
        let mut all = connection.write_all(&[22, 3, 3, 64, 0]);
        while all.is_ok() {
            std::thread::sleep(std::time::Duration::from_millis(20));
            all = connection.write_all(&[2]);
        }
    });
    let bench = Bench::new();
    bench.url(&format!("https://127.0.0.1:{}/mcp", server.port()));
    let outcome = bench.doctor(&["--timeout", "0.5"]);
    assert_eq!(outcome.code, Some(1));
    assert_eq!(outcome.state("tls"), Some("unknown"));
}

#[test]
fn what_a_server_says_is_no_command_to_the_terminal() {
    let server = Server::http("127.0.0.1:0", |_| {
        answer(
            "401 Unauthorized\r\nWWW-Authenticate: Bearer realm=\"\u{1b}[31mred\u{9b}2J\"",
            "text/html",
            "<title>\u{1b}]0;mine\u{7}\u{202e}</title>",
        )
    });
    let page = Server::http("127.0.0.1:0", |_| {
        answer(
            "200 OK",
            "text/html",
            "<title>a\u{1b}]0;mine\u{7}\u{202e}b</title>",
        )
    });
    let bench = Bench::new();
    bench.servers(&json!({
        "it": { "type": "http", "url": server.url("/mcp") },
        "page": { "type": "http", "url": page.url("/mcp") },
    }));
    let said = bench.read(&[]);
    assert!(said.contains("mine"), "{said}");
    let wrong: Vec<char> = said
        .chars()
        .filter(|c| c.is_control() && *c != '\n' || *c == '\u{202e}')
        .collect();
    assert_eq!(wrong, Vec::<char>::new(), "{said:?}");
}

/// Twenty servers of which each answers only when all twenty have been called.
#[test]
fn servers_are_examined_side_by_side() {
    const ALL: usize = 20;
    let called = Arc::new((
        Mutex::new(std::collections::BTreeSet::new()),
        Condvar::new(),
    ));
    let server = Server::http("127.0.0.1:0", move |request| {
        let (paths, more) = &*called;
        let mut paths = paths.lock().unwrap();
        paths.insert(request.path().to_owned());
        more.notify_all();
        let _all = more.wait_while(paths, |paths| paths.len() < ALL).unwrap();
        answer("200 OK", "application/json", WELCOME)
    });
    let bench = Bench::new();
    let servers: serde_json::Map<String, serde_json::Value> = (0..ALL)
        .map(|at| {
            let url = server.url(&format!("/{at}"));
            (format!("s{at}"), json!({ "type": "http", "url": url }))
        })
        .collect();
    bench.servers(&servers.into());
    let outcome = bench.doctor(&["--timeout", "120"]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stdout);
    assert_eq!(outcome.json()["servers"].as_array().unwrap().len(), ALL);
}

#[test]
fn a_redirect_cannot_have_a_port_of_another_machine_called() {
    let trap = Server::http("127.0.0.1:0", streamable("/mcp"));
    let to = format!("http://127.0.0.2:{}/mcp", trap.port());
    let server = Server::http("127.0.0.1:0", move |_| {
        answer(&format!("302 Found\r\nLocation: {to}"), "text/plain", "")
    });
    let bench = Bench::new();
    let outcome = bench.url(&server.url("/mcp")).doctor(&[]);
    assert_eq!(outcome.verdict(), "redirected");
    assert_eq!(trap.connections(), 0);
}
