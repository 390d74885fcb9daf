//! The logs that clients write, at the places where they write them, as `mcpmend doctor` reads them.
//! The texts are made by hand after what users have posted of each; no client runs here.
#![cfg(all(feature = "doctor", target_os = "linux"))]
#![allow(
    unreachable_pub,
    dead_code,
    clippy::unwrap_used,
    clippy::disallowed_methods
)]

#[path = "doctor/bench.rs"]
mod bench;
mod common;

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use bench::{Bench, Outcome, free_port};

/// Makes a file so many days old.
fn age(bench: &Bench, path: &str, days: u64) {
    let file = std::fs::File::options()
        .write(true)
        .open(bench.path(path))
        .unwrap();
    let then = SystemTime::now() - Duration::from_secs(days * 24 * 60 * 60);
    file.set_modified(then).unwrap();
}

/// What was found in the log.
fn log(outcome: &Outcome) -> Option<Value> {
    let checks = outcome.server(0)["checks"].as_array().unwrap();
    checks
        .iter()
        .find(|check| check["question"] == "logs")
        .cloned()
}

/// A client's config at `config` with the server `docs`, which is not there; and its log at `log`.
struct Case {
    client: &'static str,
    config: &'static str,
    root: &'static str,
    entry: Value,
    log: &'static str,
    text: &'static str,
}

fn http() -> Value {
    json!({ "url": "http://127.0.0.1:PORT/mcp" })
}

fn cases() -> Vec<Case> {
    let case = |client, config, root, entry, log, text| Case {
        client,
        config,
        root,
        entry,
        log,
        text,
    };
    let refused = "2026-11-25 10:00:00 [error] docs: connect ECONNREFUSED 127.0.0.1:PORT\n";
    vec![
        case(
            "cursor",
            "home/.cursor/mcp.json",
            "mcpServers",
            http(),
            "home/.config/Cursor/logs/20261125T100000/window1/exthost/anysphere.cursor-mcp/MCP user-docs.log",
            "2026-11-25 10:00:00 [error] Client error: connect ECONNREFUSED 127.0.0.1:PORT\n",
        ),
        case(
            "windsurf",
            "home/.codeium/windsurf/mcp_config.json",
            "mcpServers",
            json!({ "serverUrl": "http://127.0.0.1:PORT/mcp" }),
            "home/.config/Windsurf/logs/20261125T100000/window1/exthost/codeium.windsurf/Windsurf.log",
            refused,
        ),
        case(
            "vscode",
            "home/.config/Code/User/mcp.json",
            "servers",
            json!({ "type": "http", "url": "http://127.0.0.1:PORT/mcp" }),
            "home/.config/Code/logs/20261125T100000/window2/mcpServer.mcp.config.usrlocal.docs.log",
            "2026-11-25 10:00:00 [error] connect ECONNREFUSED 127.0.0.1:PORT\n",
        ),
        case(
            "cline",
            "home/.cline/data/settings/cline_mcp_settings.json",
            "mcpServers",
            json!({ "type": "streamableHttp", "url": "http://127.0.0.1:PORT/mcp" }),
            "home/.config/Code/logs/20261125T100000/window1/exthost/output_logging_20261125T100001/3-Cline.log",
            refused,
        ),
        case(
            "roo-code",
            "home/.config/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
            "mcpServers",
            json!({ "type": "streamable-http", "url": "http://127.0.0.1:PORT/mcp" }),
            "home/.config/Code/logs/20261125T100000/window1/exthost/output_logging_20261125T100001/4-Roo-Code.log",
            refused,
        ),
        case(
            "kiro",
            "home/.kiro/settings/mcp.json",
            "mcpServers",
            http(),
            "home/.config/Kiro/logs/20261125T100000/window1/exthost/kiro.kiroAgent/Kiro - MCP Logs.log",
            refused,
        ),
        case(
            "opencode",
            "home/.config/opencode/opencode.json",
            "mcp",
            json!({ "type": "remote", "url": "http://127.0.0.1:PORT/mcp" }),
            "home/.local/share/opencode/log/2026-11-25T100000.log",
            "ERROR 2026-11-25T10:00:00 service=mcp key=docs error=connect ECONNREFUSED 127.0.0.1:PORT\n",
        ),
        case(
            "zed",
            "home/.config/zed/settings.json",
            "context_servers",
            http(),
            "home/.local/share/zed/logs/Zed.log",
            "2026-11-25T10:00:00 ERROR [context_server] docs: connect ECONNREFUSED 127.0.0.1:PORT\n",
        ),
        case(
            "copilot-cli",
            "home/.copilot/mcp-config.json",
            "mcpServers",
            json!({ "type": "http", "url": "http://127.0.0.1:PORT/mcp", "tools": ["*"] }),
            "home/.copilot/logs/process-1764064800000-4242.log",
            "2026-11-25T10:00:00Z [ERROR] MCP server docs: connect ECONNREFUSED 127.0.0.1:PORT\n",
        ),
        case(
            "lm-studio",
            "home/.lmstudio/mcp.json",
            "mcpServers",
            http(),
            "home/.lmstudio/server-logs/2026-11/2026-11-25.1.log",
            "[ERROR][Plugin(mcp/docs)] stderr: connect ECONNREFUSED 127.0.0.1:PORT\n",
        ),
        case(
            "crush",
            "project/.crush.json",
            "mcp",
            json!({ "type": "http", "url": "http://127.0.0.1:PORT/mcp" }),
            "project/.crush/logs/crush.log",
            "{\"level\":\"ERROR\",\"msg\":\"docs: connect ECONNREFUSED 127.0.0.1:PORT\"}\n",
        ),
    ]
}

#[test]
fn the_log_of_each_client_is_found() {
    for case in cases() {
        let bench = Bench::new();
        let port = free_port().to_string();
        let config = json!({ case.root: { "docs": case.entry } }).to_string();
        bench.file(case.config, &config.replace("PORT", &port));
        let own = case.text.replace("PORT", &port);
        bench.file(case.log, &format!("started\n{own}"));
        eprintln!("{}", case.client);
        let outcome = bench.doctor(&["docs", "--client", case.client]);
        let found = log(&outcome);
        let found = found.unwrap_or_else(|| panic!("{}: {}", case.client, outcome.stdout));
        let expected = bench.path(case.log).display().to_string();
        assert_eq!(found["seen"][0], expected, "{}", case.client);
        let message = found["message"].as_str().unwrap();
        assert!(
            message.contains("mcpmend explain connection-refused"),
            "{}: {message}",
            case.client
        );
    }
}

const VSCODE: &str = "home/.config/Code/User/mcp.json";
const LOGS: &str = "home/.config/Code/logs";

/// VS Code with one server of that name, which is not there.
fn vscode(name: &str) -> Bench {
    let bench = Bench::new();
    let url = format!("http://127.0.0.1:{}/mcp", free_port());
    let config = json!({ "servers": { name: { "type": "http", "url": url } } });
    bench.file(VSCODE, &config.to_string());
    bench
}

#[test]
fn the_newest_log_counts() {
    let bench = vscode("docs");
    let path = |day: &str| format!("{LOGS}/{day}/window1/mcpServer.mcp.config.usrlocal.docs.log");
    bench.file(&path("20261124T100000"), "spawn npx ENOENT\n");
    bench.file(
        &path("20261125T100000"),
        "connect ECONNREFUSED 127.0.0.1:1\n",
    );
    // The name of a folder says nothing of when it was written last.
    age(&bench, &path("20261125T100000"), 1);
    let found = log(&bench.doctor(&["docs"])).unwrap();
    assert_eq!(found["seen"][1], "spawn npx ENOENT");
    // What is older than a few days is told as that, and is no cause.
    for day in ["20261124T100000", "20261125T100000"] {
        age(&bench, &path(day), 5);
    }
    let found = log(&bench.doctor(&["docs"])).unwrap();
    let place = found["seen"][0].as_str().unwrap();
    assert!(place.ends_with(", last written 5 days ago"), "{place}");
    assert!(found["message"].as_str().unwrap().starts_with("it told of"));
}

#[test]
fn what_is_newest_in_a_log_counts() {
    let bench = vscode("docs");
    let path = format!("{LOGS}/x/window1/mcpServer.mcp.config.usrlocal.docs.log");
    let old = "spawn npx ENOENT\n";
    let between = "2026-11-25 10:00:00 [info] all is well\n".repeat(200);
    bench.file(&path, &format!("{old}{between}"));
    let found = log(&bench.doctor(&["docs"])).unwrap();
    assert_eq!(found["message"], "nothing known is in it");
}

#[test]
fn a_name_leads_nowhere_else() {
    for name in [
        "../../../../../secret",
        "..",
        "*",
        "a/b",
        "{docs,secret}",
        "~",
        "$HOME",
    ] {
        let bench = vscode(name);
        bench.file("home/secret.log", "password\n");
        bench.file(&format!("{LOGS}/x/window1/secret.log"), "password\n");
        bench.file(
            &format!("{LOGS}/x/window1/mcpServer.a.docs.log"),
            "password\n",
        );
        let outcome = bench.doctor(&[name]);
        assert!(
            !outcome.stdout.contains("password"),
            "{name}: {}",
            outcome.stdout
        );
    }
    // In the name of a file such signs are left out, or others stand for them.
    let bench = vscode("@scope/docs");
    bench.file(
        &format!("{LOGS}/x/window1/mcpServer.a.@scopedocs.log"),
        "spawn npx ENOENT\n",
    );
    assert!(log(&bench.doctor(&["@scope/docs"])).is_some());
}

#[test]
fn a_long_log_is_read_at_its_end_and_masked() {
    let bench = vscode("docs");
    let path = format!("{LOGS}/x/window1/mcpServer.mcp.config.usrlocal.docs.log");
    let token = "ghp_a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8";
    let long = "x".repeat(3 << 20);
    bench.file(
        &path,
        &format!("{long}\nAuthorization: Bearer {token}\nlast\u{1b}[2J\n"),
    );
    let outcome = bench.doctor(&["docs"]);
    let found = log(&outcome).unwrap();
    assert_eq!(found["seen"].as_array().unwrap().len(), 3, "{found}");
    assert!(!outcome.stdout.contains(token));
    assert!(!bench.read(&["docs"]).contains('\u{1b}'));
}
