//! `mcpmend doctor` before real servers with real faults, on loopback.
#![cfg(all(feature = "doctor", target_os = "linux"))]
#![allow(unreachable_pub, clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "doctor/bench.rs"]
mod bench;
#[path = "doctor/causes.rs"]
mod causes;
#[path = "doctor/certificates.rs"]
mod certificates;
mod common;
#[path = "doctor/healthy.rs"]
mod healthy;
#[path = "doctor/programs.rs"]
mod programs;
#[path = "doctor/redirects.rs"]
mod redirects;
#[path = "doctor/safety.rs"]
mod safety;
#[path = "doctor/table.rs"]
mod table;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::json;

use bench::{Bench, Server, WELCOME, answer, free_port, streamable};

mod calling {
    use super::*;

    #[test]
    fn a_healthy_server_is_reachable() {
        let server = Server::http("127.0.0.1:0", streamable("/mcp"));
        let bench = Bench::new();
        let outcome = bench.url(&server.url("/mcp")).doctor(&[]);
        assert_eq!((outcome.verdict(), outcome.code), ("reachable", Some(0)));
        assert_eq!(outcome.state("listening"), Some("fine"));
        assert!(outcome.stdout.contains("demo 1.2"), "{}", outcome.stdout);
        let heard = server.heard();
        assert!(heard[0].body.contains("\"method\":\"initialize\""));
    }

    #[test]
    fn a_server_that_answers_with_events_is_reachable() {
        let server = Server::http("127.0.0.1:0", |request| {
            assert!(request.is_post());
            answer(
                "200 OK",
                "text/event-stream",
                &format!("event: message\ndata: {WELCOME}\n\n"),
            )
        });
        let bench = Bench::new();
        let outcome = bench.url(&server.url("/mcp")).doctor(&[]);
        assert_eq!(outcome.verdict(), "reachable");
    }

    #[test]
    fn a_server_of_the_old_transport_is_reachable() {
        let server = Server::http("127.0.0.1:0", |request| match request.is_post() {
            true => answer("405 Method Not Allowed", "text/plain", ""),
            false => answer(
                "200 OK",
                "text/event-stream",
                "event: endpoint\ndata: /messages?s=1\n\n",
            ),
        });
        let bench = Bench::new();
        let url = server.url("/sse");
        let servers = json!({ "it": { "type": "sse", "url": url } });
        let outcome = bench.servers(&servers).doctor(&[]);
        assert_eq!(outcome.verdict(), "reachable");
    }

    #[test]
    fn nothing_listens() {
        let port = free_port();
        let bench = Bench::new();
        let outcome = bench
            .url(&format!("http://127.0.0.1:{port}/mcp"))
            .doctor(&[]);
        assert_eq!(
            (outcome.verdict(), outcome.code),
            ("nothing-listening", Some(1))
        );
        assert!(outcome.stdout.contains("ECONNREFUSED"));
    }

    #[test]
    fn it_listens_on_another_address() {
        // Some machines have no IPv6.
        let Ok(listener) = TcpListener::bind("[::1]:0") else {
            eprintln!("not run: there is no IPv6 here");
            return;
        };
        let port = listener.local_addr().unwrap().port();
        let bench = Bench::new();
        let outcome = bench
            .url(&format!("http://127.0.0.1:{port}/mcp"))
            .doctor(&[]);
        assert_eq!(outcome.verdict(), "bound-elsewhere");
        assert!(outcome.stdout.contains("[::1]"), "{}", outcome.stdout);
    }

    #[test]
    fn another_program_has_the_port() {
        let server = Server::http("127.0.0.1:0", |_| {
            answer(
                "200 OK",
                "text/html",
                "<html><head><title>Vite App</title></head></html>",
            )
        });
        let bench = Bench::new();
        let outcome = bench.url(&server.url("/mcp")).doctor(&[]);
        assert_eq!(outcome.verdict(), "wrong-server");
        assert!(outcome.stdout.contains("Vite App"));
    }

    #[test]
    fn the_path_is_another() {
        let server = Server::http("127.0.0.1:0", streamable("/mcp"));
        let bench = Bench::new();
        let outcome = bench.url(&server.url("/api/v1?x=1")).doctor(&[]);
        assert_eq!(outcome.verdict(), "wrong-path");
        let remedy = outcome.server(0)["cause"]["remedy"][0].as_str().unwrap();
        assert_eq!(remedy, format!("change the url to {}", server.url("/mcp")));
    }

    #[test]
    fn it_wants_to_know_who_asks() {
        let server = Server::http("127.0.0.1:0", |request| {
            if request.headers.contains("Bearer open-sesame") {
                answer("200 OK", "application/json", WELCOME)
            } else {
                "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer realm=\"demo\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned()
            }
        });
        let bench = Bench::new();
        let servers = json!({ "it": {
            "type": "http", "url": server.url("/mcp"),
            "headers": { "Authorization": "Bearer open-sesame" }
        } });
        bench.servers(&servers);
        let outcome = bench.doctor(&[]);
        // It was not sent, and so it was not tried.
        assert_eq!((outcome.verdict(), outcome.code), ("not-tried", Some(0)));
        // Nothing of the entry's was sent, nor is it told.
        let heard = server.heard();
        assert!(
            heard
                .iter()
                .all(|request| !request.headers.contains("sesame"))
        );
        assert!(!outcome.stdout.contains("sesame"));
        let outcome = bench.doctor(&["--with-credentials"]);
        assert_eq!(outcome.verdict(), "reachable");
        // Without one, and with one that is not taken.
        let outcome = bench.url(&server.url("/mcp")).doctor(&[]);
        assert_eq!(outcome.verdict(), "not-authorized");
        bench.servers(&json!({ "it": {
            "type": "http", "url": server.url("/mcp"), "headers": { "Authorization": "Bearer no" }
        } }));
        let outcome = bench.doctor(&["--with-credentials"]);
        assert_eq!(
            (outcome.verdict(), outcome.code),
            ("not-authorized", Some(1))
        );
    }

    #[test]
    fn it_does_not_serve_that_name() {
        let server = Server::http("127.0.0.1:0", |_| {
            answer(
                "403 Forbidden",
                "text/plain",
                "Blocked request. This host (\"x\") is not allowed.",
            )
        });
        let bench = Bench::new();
        let outcome = bench.url(&server.url("/mcp")).doctor(&[]);
        assert_eq!(outcome.verdict(), "host-header-rejected");
    }

    #[test]
    fn it_hangs_up() {
        let server = Server::raw("127.0.0.1:0", drop);
        let bench = Bench::new();
        let outcome = bench.url(&server.url("/mcp")).doctor(&[]);
        assert_eq!(outcome.verdict(), "hangs-up");
    }

    #[test]
    fn it_says_nothing() {
        let server = Server::raw("127.0.0.1:0", |mut connection| {
            let mut all = Vec::new();
            let _ = connection.read_to_end(&mut all);
        });
        let bench = Bench::new();
        let outcome = bench.url(&server.url("/mcp")).doctor(&["--timeout", "0.3"]);
        assert_eq!(outcome.verdict(), "no-answer");
    }

    #[test]
    fn it_speaks_something_else() {
        let server = Server::raw("127.0.0.1:0", |mut connection| {
            let _ = connection.write_all(b"SSH-2.0-OpenSSH_9.2\r\n");
            let mut all = [0; 1024];
            let _ = connection.read(&mut all);
        });
        let bench = Bench::new();
        let outcome = bench.url(&server.url("/mcp")).doctor(&[]);
        assert_eq!(outcome.verdict(), "wrong-server");
    }

    #[test]
    fn there_is_no_such_host() {
        let bench = Bench::new();
        let outcome = bench.url("http://no-such-host.invalid/mcp").doctor(&[]);
        assert_eq!(outcome.verdict(), "no-such-host");
        assert!(outcome.stdout.contains("ENOTFOUND"));
    }

    #[test]
    fn a_url_of_the_command_line_needs_no_entry() {
        let server = Server::http("127.0.0.1:0", streamable("/mcp"));
        let bench = Bench::new();
        let outcome = bench.doctor(&[&server.url("/mcp")]);
        assert_eq!(outcome.verdict(), "reachable");
        assert_eq!(outcome.server(0)["client"], json!(null));
    }

    #[test]
    fn what_nobody_has_is_told() {
        let bench = Bench::new();
        bench.url("http://127.0.0.1:9/mcp");
        let said = bench.read(&["nobody"]);
        assert_eq!(
            said,
            "error: no client here has a server called `nobody`; `mcpmend list` shows those that there are\n"
        );
    }
}

mod tls {
    use super::certificates::{authority, below, leaf, self_signed, signed};
    use super::*;

    fn url(server: &Server) -> String {
        format!("https://localhost:{}/mcp", server.port())
    }

    fn faults(outcome: &bench::Outcome) -> String {
        let checks = outcome.server(0)["checks"].as_array().unwrap();
        let check = checks
            .iter()
            .find(|check| check["question"] == "tls")
            .unwrap();
        check["message"].as_str().unwrap().to_owned()
    }

    #[test]
    fn it_is_self_signed() {
        let server = Server::tls(self_signed(leaf("localhost")), streamable("/mcp"));
        let bench = Bench::new();
        let outcome = bench.url(&url(&server)).doctor(&[]);
        assert_eq!(outcome.verdict(), "certificate");
        assert!(
            faults(&outcome).contains("DEPTH_ZERO_SELF_SIGNED_CERT"),
            "{}",
            faults(&outcome)
        );
        // Nothing was said to who could not be believed.
        assert!(server.heard().is_empty());
    }

    #[test]
    fn a_private_authority_is_cured_by_its_file() {
        let corp = authority("Corp Root");
        let server = Server::tls(signed(leaf("localhost"), &corp, &[]), streamable("/mcp"));
        let mut bench = Bench::new();
        let file = bench.path("corp.pem");
        std::fs::write(&file, corp.pem()).unwrap();
        bench.url(&url(&server));
        let outcome = bench.doctor(&[]);
        assert_eq!(outcome.verdict(), "certificate");
        assert!(faults(&outcome).contains("UNABLE_TO_VERIFY_LEAF_SIGNATURE"));
        assert!(outcome.stdout.contains("Corp Root"), "{}", outcome.stdout);
        // A variable that this client does not heed, with a file that would do.
        bench.env("REQUESTS_CA_BUNDLE", &file);
        let outcome = bench.doctor(&[]);
        assert_eq!(outcome.verdict(), "certificate");
        let remedy = outcome.server(0)["cause"]["remedy"][0].as_str().unwrap();
        assert!(
            remedy.contains("NODE_EXTRA_CA_CERTS") && remedy.contains("corp.pem"),
            "{remedy}"
        );
        // The one that it heeds.
        bench.env("NODE_EXTRA_CA_CERTS", &file);
        assert_eq!(bench.doctor(&[]).verdict(), "reachable");
    }

    #[test]
    fn what_stands_between_is_missing() {
        let corp = authority("Corp Root");
        let middle = below("Corp Issuing", &corp);
        let mut bench = Bench::new();
        let file = bench.path("corp.pem");
        std::fs::write(&file, corp.pem()).unwrap();
        bench.env("NODE_EXTRA_CA_CERTS", &file);
        let whole = Server::tls(
            signed(leaf("localhost"), &middle, &[&middle]),
            streamable("/mcp"),
        );
        assert_eq!(bench.url(&url(&whole)).doctor(&[]).verdict(), "reachable");
        let cut = Server::tls(signed(leaf("localhost"), &middle, &[]), streamable("/mcp"));
        let outcome = bench.url(&url(&cut)).doctor(&[]);
        assert_eq!(outcome.verdict(), "certificate");
        assert!(faults(&outcome).contains("UNABLE_TO_VERIFY_LEAF_SIGNATURE"));
    }

    #[test]
    fn an_expired_one_of_an_unknown_authority_for_another_host_has_all_faults() {
        let corp = authority("Corp Root");
        let mut params = leaf("other.example");
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(2021, 1, 1);
        let server = Server::tls(signed(params, &corp, &[]), streamable("/mcp"));
        let bench = Bench::new();
        let outcome = bench.url(&url(&server)).doctor(&[]);
        assert_eq!(outcome.verdict(), "certificate");
        let faults = faults(&outcome);
        for code in [
            "CERT_HAS_EXPIRED",
            "ERR_TLS_CERT_ALTNAME_INVALID",
            "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
        ] {
            assert!(faults.contains(code), "{faults}");
        }
    }

    #[test]
    fn the_scheme_is_the_wrong_one() {
        let bench = Bench::new();
        let plain = Server::http("127.0.0.1:0", streamable("/mcp"));
        let outcome = bench.url(&url(&plain)).doctor(&[]);
        assert_eq!(outcome.verdict(), "url-scheme");
        assert!(outcome.stdout.contains("speaks no TLS"));
        let secure = Server::tls(self_signed(leaf("localhost")), streamable("/mcp"));
        let outcome = bench.url(&secure.url("/mcp")).doctor(&[]);
        assert_eq!(outcome.verdict(), "url-scheme");
        assert!(outcome.stdout.contains("speaks TLS"));
    }

    #[test]
    fn a_bridge_is_as_good_as_what_it_leads_to() {
        let bench = Bench::new();
        let port = free_port();
        let url = format!("http://127.0.0.1:{port}/mcp");
        bench.program("npx", "#!/bin/sh\n");
        let servers = json!({ "it": { "command": "npx", "args": ["-y", "mcp-remote", url] } });
        assert_eq!(
            bench.servers(&servers).doctor(&[]).verdict(),
            "nothing-listening"
        );
    }
}

mod starting {
    use super::*;

    fn script(name: &str, text: &str) -> Bench {
        let bench = Bench::new();
        bench.program(name, text);
        bench.servers(&json!({ "it": { "command": name } }));
        bench
    }

    const SPEAKS: &str = "read -r line; echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-11-25\",\"serverInfo\":{\"name\":\"demo\",\"version\":\"1\"}}}'";

    #[test]
    fn nothing_is_started_unasked() {
        let bench = Bench::new();
        let mark = bench.path("started");
        bench.program("server", &format!("#!/bin/sh\necho >{}\n", mark.display()));
        bench.servers(&json!({ "it": { "command": "server" } }));
        let outcome = bench.doctor(&[]);
        assert_eq!((outcome.verdict(), outcome.code), ("not-tried", Some(0)));
        assert!(!mark.exists());
        bench.doctor(&["--start"]);
        assert!(mark.exists());
    }

    #[test]
    fn a_server_that_answers_is_reachable() {
        let bench = script("server", &format!("#!/bin/sh\n{SPEAKS}\n"));
        let outcome = bench.doctor(&["--start"]);
        assert_eq!(outcome.verdict(), "reachable");
        assert_eq!(outcome.state("start"), Some("fine"));
    }

    #[test]
    fn noise_before_the_answer_is_told() {
        let bench = script(
            "server",
            &format!("#!/bin/sh\necho Listening...\n{SPEAKS}\n"),
        );
        let outcome = bench.doctor(&["--start"]);
        assert_eq!(outcome.state("start"), Some("note"));
        assert!(outcome.stdout.contains("stdout: Listening..."));
    }

    #[test]
    fn a_server_that_only_makes_noise_is_told() {
        let bench = script("server", "#!/bin/sh\necho Listening...\nexec sleep 600\n");
        let outcome = bench.doctor(&["--start", "--timeout", "1"]);
        assert_eq!(outcome.verdict(), "stdout-noise");
    }

    #[test]
    fn a_server_that_ends_says_why() {
        let bench = script("server", "#!/bin/sh\necho 'no API_KEY' >&2\nexit 7\n");
        let outcome = bench.doctor(&["--start"]);
        assert_eq!(outcome.verdict(), "server-exits");
        assert!(outcome.stdout.contains("exit code 7"));
        assert!(outcome.stdout.contains("stderr: no API_KEY"));
    }

    #[test]
    fn a_server_that_says_nothing_is_ended_with_its_children() {
        let bench = Bench::new();
        let mark = bench.path("child");
        let text = format!(
            "#!/bin/sh\n(sleep 600 & echo $! >{}; wait) &\nexec sleep 600\n",
            mark.display()
        );
        bench.program("server", &text);
        bench.servers(&json!({ "it": { "command": "server" } }));
        let outcome = bench.doctor(&["--start", "--timeout", "1"]);
        assert_eq!(outcome.verdict(), "server-silent");
        let child: i32 = std::fs::read_to_string(&mark)
            .unwrap()
            .trim()
            .parse()
            .unwrap();
        // Whoever takes it over has to see that it ended.
        let proc = std::path::PathBuf::from(format!("/proc/{child}/stat"));
        let is_gone = || {
            let state = std::fs::read_to_string(&proc).unwrap_or_default();
            state.is_empty() || state.contains(") Z ")
        };
        let gone = (0..200).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            is_gone()
        });
        assert!(gone, "{child} lives on");
    }

    #[test]
    fn the_server_gets_what_its_client_gives_it() {
        let bench = Bench::new();
        let seen = bench.path("seen");
        bench.program(
            "server",
            &format!(
                "#!/bin/sh\necho \"$TOKEN|$1|$PWD\" >{}\n{SPEAKS}\n",
                seen.display()
            ),
        );
        bench.servers(&json!({ "it": {
            "command": "server", "args": ["a b"], "env": { "TOKEN": "t1" }
        } }));
        assert_eq!(bench.doctor(&["--start"]).verdict(), "reachable");
        let seen = std::fs::read_to_string(seen).unwrap();
        assert!(seen.starts_with("t1|a b|"), "{seen}");
    }

    #[test]
    fn what_cannot_be_started_is_told_without_starting() {
        let bench = Bench::new();
        bench.servers(&json!({ "it": { "command": "no-such-command-here" } }));
        assert_eq!(bench.doctor(&[]).verdict(), "command-not-found");
        let script = bench.path("home/bin/old");
        std::fs::write(&script, "#!/no/such/interpreter\n").unwrap();
        common::set_mode(&script, 0o755);
        bench.servers(&json!({ "it": { "command": "old" } }));
        let outcome = bench.doctor(&[]);
        assert_eq!(outcome.state("command"), Some("wrong"));
        assert!(outcome.stdout.contains("/no/such/interpreter"));
        assert_eq!(outcome.code, Some(1));
    }
}

#[test]
fn the_rules_come_first() {
    let server = Server::http("127.0.0.1:0", streamable("/mcp"));
    let bench = Bench::new();
    bench.servers(&json!({ "it": { "url": server.url("/mcp") } }));
    let outcome = bench.doctor(&[]);
    assert_eq!(outcome.verdict(), "missing-transport-type");
    let remedy = outcome.server(0)["cause"]["remedy"][0].as_str().unwrap();
    assert!(remedy.contains("mcpmend --fix"), "{remedy}");
}

#[test]
fn who_starts_what_is_missing_is_told() {
    let port = free_port();
    let bench = Bench::new();
    bench.url(&format!("http://127.0.0.1:{port}/mcp"));
    let compose = format!("services:\n  web:\n    image: demo\n    ports: [\"{port}:8000\"]\n");
    std::fs::write(bench.path("project/compose.yaml"), compose).unwrap();
    let outcome = bench.doctor(&[]);
    assert_eq!(outcome.verdict(), "nothing-listening");
    let remedy = outcome.server(0)["cause"]["remedy"][0].as_str().unwrap();
    assert_eq!(
        remedy,
        "the service `web` of compose.yaml opens that port: `docker compose up -d web`"
    );
}

#[test]
fn the_log_of_the_client_is_read_and_masked() {
    let bench = Bench::new();
    let port = free_port();
    bench.url(&format!("http://127.0.0.1:{port}/mcp"));
    let folder = bench.path("home/.cache/claude-cli-nodejs/-project/mcp-logs-it");
    std::fs::create_dir_all(&folder).unwrap();
    let token = "ghp_a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8";
    let text = format!(
        "{{\"debug\":\"Authorization: Bearer {token}\"}}\n{{\"error\":\"connect ECONNREFUSED 127.0.0.1:{port}\"}}\n"
    );
    std::fs::write(folder.join("2026-11-26.jsonl"), text).unwrap();
    let outcome = bench.doctor(&[]);
    assert_eq!(outcome.state("logs"), Some("note"));
    assert!(
        outcome
            .stdout
            .contains("mcpmend explain connection-refused"),
        "{}",
        outcome.stdout
    );
    assert!(!outcome.stdout.contains(token));
}

#[test]
fn what_a_server_says_as_it_ends_is_understood() {
    let bench = Bench::new();
    bench.program(
        "server",
        "#!/bin/sh\necho 'Error: listen EADDRINUSE: address already in use :::3000' >&2\nexit 1\n",
    );
    bench.servers(&json!({ "it": { "command": "server" } }));
    let outcome = bench.doctor(&["--start"]);
    assert_eq!(outcome.verdict(), "server-exits");
    let remedy = outcome.server(0)["cause"]["remedy"][0].as_str().unwrap();
    assert!(remedy.contains("mcpmend explain"), "{remedy}");
}

#[test]
fn a_run_takes_no_longer_than_its_slowest_server() {
    // Twenty that never answer, each of which has one limit: side by side they are all there.
    let silent = Server::raw("127.0.0.1:0", |mut connection| {
        let mut all = Vec::new();
        let _ = connection.read_to_end(&mut all);
    });
    let bench = Bench::new();
    let servers: serde_json::Map<String, serde_json::Value> = (0..20)
        .map(|at| {
            let url = silent.url(&format!("/{at}"));
            (format!("s{at}"), json!({ "type": "http", "url": url }))
        })
        .collect();
    bench.servers(&servers.into());
    let outcome = bench.doctor(&["--timeout", "0.3"]);
    assert_eq!(outcome.json()["servers"].as_array().unwrap().len(), 20);
    assert_eq!(outcome.code, Some(1));
}

#[test]
fn people_read_a_tree() {
    let port = free_port();
    let bench = Bench::new();
    bench.url(&format!("http://127.0.0.1:{port}/mcp"));
    let said = bench.read(&[]).replace(&port.to_string(), "PORT");
    common::snapshot("doctor", "nothing_listens", &said);
}

#[test]
fn the_output_is_what_its_schema_says() {
    let bench = Bench::new();
    let port = free_port();
    bench.program("server", "#!/bin/sh\nexit 1\n");
    bench.servers(&json!({
        "called": { "type": "http", "url": format!("http://127.0.0.1:{port}/mcp") },
        "started": { "command": "server" },
        "off": { "url": "http://127.0.0.1:1/mcp" }
    }));
    let outcome = bench.doctor(&["--start"]);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/doctor.schema.json");
    let schema = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(outcome.json())
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(outcome.json()["servers"].as_array().unwrap().len(), 3);
}
