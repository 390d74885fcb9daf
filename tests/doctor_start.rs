//! `mcpmend doctor` before commands that do not start, and servers that somebody has to start.
//! Everything is real: each file is also given to the system itself, to see that it does what is
//! said of it.
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

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use bench::{Bench, Outcome, free_port};

const ENOENT: i32 = 2;
const ENOEXEC: i32 = 8;
const EACCES: i32 = 13;

/// A project whose one server is the program `it`, with these bytes.
fn program(bytes: &[u8]) -> Bench {
    let bench = Bench::new();
    let path = bench.path("home/bin/it");
    std::fs::write(&path, bytes).unwrap();
    common::set_mode(&path, 0o755);
    bench.servers(&json!({ "it": { "command": "it" } }));
    bench
}

/// What the system says when it is started: its error, or the exit code.
fn started(bench: &Bench) -> Result<Option<i32>, i32> {
    // Not through the standard library's own search, which some systems have /bin/sh help with.
    let status = Command::new(bench.path("home/bin/it"))
        .stderr(std::process::Stdio::null())
        .status();
    status
        .map(|status| status.code())
        .map_err(|error| error.raw_os_error().unwrap())
}

fn says(outcome: &Outcome) -> &str {
    outcome.server(0)["cause"]["message"].as_str().unwrap()
}

fn remedy(outcome: &Outcome) -> Vec<String> {
    let steps = outcome.server(0)["cause"]["remedy"].as_array().unwrap();
    steps
        .iter()
        .map(|step| step.as_str().unwrap().to_owned())
        .collect()
}

/// A verdict that the command cannot be started, with certainty.
fn unstartable(bench: &Bench) -> Outcome {
    let outcome = bench.doctor(&[]);
    assert_eq!(
        outcome.verdict(),
        "command-not-startable",
        "{}",
        outcome.stdout
    );
    assert_eq!(outcome.server(0)["cause"]["sureness"], "certain");
    assert_eq!(
        (outcome.state("command"), outcome.code),
        (Some("wrong"), Some(1))
    );
    outcome
}

/// This test's own program: a real one.
fn real() -> Vec<u8> {
    std::fs::read("/proc/self/exe").unwrap()
}

#[test]
fn it_is_built_for_another_machine() {
    let mut bytes = real();
    let (number, name) = match std::env::consts::ARCH {
        "aarch64" => (62, "x86_64"),
        _ => (183, "aarch64"),
    };
    bytes[18] = number;
    let bench = program(&bytes);
    if started(&bench) != Err(ENOEXEC) {
        eprintln!("not run: this machine runs programs of others");
        return;
    }
    let outcome = unstartable(&bench);
    let expected = format!(
        "is built for {name}, and this machine is linux on {}",
        std::env::consts::ARCH
    );
    assert!(says(&outcome).contains(&expected), "{}", says(&outcome));
    assert!(says(&outcome).contains("Exec format error"));
}

#[test]
fn it_is_built_for_another_system() {
    // Made by hand: the header of a program of macOS, and that of one of Windows.
    let mut mac = vec![0xcf, 0xfa, 0xed, 0xfe, 0x0c, 0, 0, 1];
    mac.resize(4096, 0);
    let mut windows = b"MZ".to_vec();
    windows.resize(0x80, 0);
    windows[0x3c] = 0x80;
    windows.extend(b"PE\0\0\x64\x86");
    windows.resize(4096, 0);
    for (bytes, system) in [(mac, "macOS"), (windows, "Windows")] {
        let bench = program(&bytes);
        if started(&bench) != Err(ENOEXEC) {
            eprintln!("not run: this machine runs programs of {system}");
            continue;
        }
        let outcome = unstartable(&bench);
        let expected = format!("is built for {system}");
        assert!(says(&outcome).contains(&expected), "{}", says(&outcome));
    }
}

#[test]
fn what_loads_it_is_missing() {
    let mut bytes = real();
    let loader = bytes
        .windows(7)
        .position(|at| at == b"/ld-lin" || at == b"/ld-mus");
    let Some(at) = loader else {
        eprintln!("not run: this test has no dynamic loader");
        return;
    };
    bytes[at + 1] = b'n';
    let bench = program(&bytes);
    assert_eq!(started(&bench), Err(ENOENT));
    let outcome = unstartable(&bench);
    assert!(
        says(&outcome).contains("another distribution"),
        "{}",
        says(&outcome)
    );
}

#[test]
fn its_first_line_ends_like_one_of_windows() {
    let bench = program(b"#!/bin/sh\r\nexit 0\r\n");
    assert_eq!(started(&bench), Err(ENOENT));
    let outcome = unstartable(&bench);
    assert!(says(&outcome).contains("CRLF"), "{}", says(&outcome));
    let bench = program(b"#!/usr/bin/env sh\r\nexit 0\r\n");
    assert_eq!(started(&bench), Ok(Some(127)));
    let outcome = unstartable(&bench);
    assert!(says(&outcome).contains("CRLF"), "{}", says(&outcome));
    // What is told mends it.
    let step = remedy(&outcome)[0].clone();
    let command = step.split('`').nth(1).unwrap();
    assert!(
        Command::new("sh")
            .args(["-c", command])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(started(&bench), Ok(Some(0)));
    assert_eq!(bench.doctor(&[]).state("command"), Some("fine"));
}

#[test]
fn its_interpreter_gets_all_words_as_one() {
    let bench = program(b"#!/usr/bin/env sh -e\nexit 0\n");
    assert_eq!(started(&bench), Ok(Some(127)));
    let outcome = unstartable(&bench);
    let step = remedy(&outcome)[0].clone();
    assert_eq!(step, "write its first line as `#!/usr/bin/env -S sh -e`");
    let bench = program(b"#!/usr/bin/env -S sh -e\nexit 0\n");
    assert_eq!(started(&bench), Ok(Some(0)));
    assert_eq!(bench.doctor(&[]).state("command"), Some("fine"));
}

#[test]
fn its_interpreter_is_missing() {
    // A rule finds this too, and has the last word.
    for (bytes, expected, words) in [
        (
            &b"#!/no/such/sh\n"[..],
            Err(ENOENT),
            "/no/such/sh, which is not there",
        ),
        (
            b"#!/usr/bin/env no-such-interpreter\n",
            Ok(Some(127)),
            "not on the server's PATH",
        ),
    ] {
        let bench = program(bytes);
        assert_eq!(started(&bench), expected);
        let outcome = bench.doctor(&[]);
        assert_eq!(
            (outcome.state("command"), outcome.code),
            (Some("wrong"), Some(1))
        );
        assert!(outcome.stdout.contains(words), "{}", outcome.stdout);
    }
}

#[test]
fn it_is_neither_a_program_nor_a_script() {
    for (bytes, words) in [
        (&b"exit 0\n"[..], "neither a program nor a script"),
        (b"\xef\xbb\xbf#!/bin/sh\nexit 0\n", "byte order mark"),
        (b"", "is empty"),
    ] {
        let bench = program(bytes);
        let outcome = bench.doctor(&[]);
        // Who asks /bin/sh for help runs it; it is no cause.
        assert_eq!(outcome.verdict(), "not-tried");
        assert_eq!(outcome.state("command"), Some("note"));
        assert!(outcome.stdout.contains(words), "{}", outcome.stdout);
    }
}

#[test]
fn it_may_not_be_executed() {
    let bench = program(b"#!/bin/sh\nexit 0\n");
    common::set_mode(&bench.path("home/bin/it"), 0o644);
    assert_eq!(started(&bench), Err(EACCES));
    let path = bench.path("home/bin/it").display().to_string();
    bench.servers(&json!({ "it": { "command": path } }));
    let outcome = bench.doctor(&[]);
    assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
    assert!(
        outcome.stdout.contains("may not be executed"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn a_folder_is_no_command_and_none_is_no_folder() {
    let bench = program(b"#!/bin/sh\nexit 0\n");
    let folder = bench.path("home").display().to_string();
    bench.servers(&json!({ "it": { "command": folder } }));
    let outcome = bench.doctor(&[]);
    assert!(outcome.stdout.contains("is a folder"), "{}", outcome.stdout);
    assert_eq!(outcome.code, Some(1));
}

#[test]
fn nothing_may_be_executed_where_it_lies() {
    let bench = program(b"#!/bin/sh\nexit 0\n");
    let disk = bench.path("disk");
    std::fs::create_dir(&disk).unwrap();
    let server = disk.join("it");
    bench.servers(&json!({ "it": { "command": server.to_str().unwrap() } }));
    // In namespaces of its own, a disk that forbids it.
    let script = format!(
        "mount -t tmpfs -o noexec tmpfs '{0}' && cp '{1}' '{0}/it' && cd '{2}' && '{3}' doctor --format json",
        disk.display(),
        bench.path("home/bin/it").display(),
        bench.path("project").display(),
        env!("CARGO_BIN_EXE_mcpmend"),
    );
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", &script])
        .env("HOME", bench.path("home"))
        .output();
    let output = match output {
        Ok(output) if output.status.code() == Some(1) && !output.stdout.is_empty() => output,
        other => {
            eprintln!("not run: no namespace for a disk of its own here: {other:?}");
            return;
        }
    };
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    let cause = &said["servers"][0]["cause"];
    assert_eq!(cause["id"], "command-not-startable", "{said}");
    assert!(
        cause["message"].as_str().unwrap().contains("noexec"),
        "{said}"
    );
}

#[test]
fn what_is_missing_is_told_with_where_was_looked() {
    let bench = Bench::new();
    bench.servers(&json!({ "it": { "command": "no-such-program-here" } }));
    let outcome = bench.doctor(&[]);
    let checks = outcome.server(0)["checks"].as_array().unwrap();
    let command = checks.iter().find(|check| check["question"] == "command");
    let seen = command.unwrap()["seen"][0].as_str().unwrap();
    let expected = format!(
        "this shell's PATH: {}, /usr/bin, /bin",
        bench.path("home/bin").display()
    );
    assert_eq!(seen, expected);
}

#[test]
fn a_server_of_no_known_version_is_told() {
    let answers = |version: &str| {
        format!(
            "#!/bin/sh\nread -r line; echo '{{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{{\"protocolVersion\":\"{version}\",\"serverInfo\":{{\"name\":\"demo\",\"version\":\"1\"}}}}}}'\n"
        )
    };
    let bench = program(answers("2024-11-05").as_bytes());
    let outcome = bench.doctor(&["--start"]);
    assert_eq!(
        (outcome.verdict(), outcome.state("start")),
        ("reachable", Some("fine"))
    );
    let bench = program(answers("1999-12-31").as_bytes());
    let outcome = bench.doctor(&["--start"]);
    assert_eq!(
        (outcome.verdict(), outcome.state("start")),
        ("protocol-version", Some("wrong"))
    );
    assert!(says(&outcome).contains("1999-12-31"));
}

#[test]
fn a_broken_cache_of_npx_is_told_with_its_folder() {
    let bench = Bench::new();
    let folder = bench.path("home/.npm/_npx/1a2b3c4d5e6f7a8b");
    std::fs::create_dir_all(folder.join("node_modules/x")).unwrap();
    let npx = |folder: &Path| {
        format!(
            "#!/bin/sh\necho \"Error: Cannot find module '{}/node_modules/x/index.js'\" >&2\nexit 1\n",
            folder.display()
        )
    };
    bench.program("npx", &npx(&folder));
    bench.servers(&json!({ "it": { "command": "npx", "args": ["-y", "x@1.0.0"] } }));
    let outcome = bench.doctor(&["--start"]);
    assert_eq!(outcome.verdict(), "npx-cache-broken", "{}", outcome.stdout);
    let expected = format!("remove that one folder: `rm -r {}`", folder.display());
    assert_eq!(remedy(&outcome)[0], expected);
    // What is not there is not said to be removed, whatever a server prints.
    bench.program("npx", &npx(&bench.path("home/.npm/_npx/ffff")));
    let outcome = bench.doctor(&["--start"]);
    assert_eq!(outcome.verdict(), "npx-cache-broken");
    assert!(
        !remedy(&outcome)[0].contains("rm -r"),
        "{:?}",
        remedy(&outcome)
    );
}

#[test]
fn a_slow_first_start_is_told_from_a_server_that_says_nothing() {
    let bench = Bench::new();
    bench.program("uvx", "#!/bin/sh\nexec sleep 600\n");
    bench.program("server", "#!/bin/sh\nexec sleep 600\n");
    bench.servers(&json!({ "it": { "command": "uvx", "args": ["mcp-server-time"] } }));
    let start = ["--start", "--timeout", "0.5"];
    assert_eq!(bench.doctor(&start).verdict(), "cold-start");
    bench.servers(&json!({ "it": { "command": "server" } }));
    assert_eq!(bench.doctor(&start).verdict(), "server-silent");
}

/// A server of this machine that is not running, in a project with these files.
fn not_running(files: &[(&str, &str)]) -> (Bench, Vec<String>) {
    let bench = Bench::new();
    let port = free_port();
    bench.servers(
        &json!({ "docs": { "type": "http", "url": format!("http://127.0.0.1:{port}/mcp") } }),
    );
    for (path, text) in files {
        let path = bench.path("project").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text.replace("PORT", &port.to_string())).unwrap();
    }
    let outcome = bench.doctor(&[]);
    assert_eq!(outcome.verdict(), "nothing-listening");
    let project = bench.path("project").display().to_string();
    let steps = remedy(&outcome).into_iter().map(|step| {
        step.replace(&project, "PROJECT")
            .replace(&port.to_string(), "PORT")
    });
    let steps = steps.collect();
    (bench, steps)
}

#[test]
fn the_script_that_starts_it_is_told() {
    for (files, expected) in [
        (
            &[(
                "package.json",
                r#"{ "scripts": { "dev": "vite", "serve:docs": "tsx docs.ts --port PORT", "test": "x PORT" } }"#,
            )][..],
            "the script `serve:docs` of package.json in PROJECT names port PORT: `npm run serve:docs` there",
        ),
        (
            &[
                ("package.json", r#"{ "scripts": { "build": "tsc" } }"#),
                (
                    "packages/docs/package.json",
                    r#"{ "packageManager": "pnpm@9.1.0", "scripts": { "start": "node mcp.js -p PORT" } }"#,
                ),
                (
                    "node_modules/x/package.json",
                    r#"{ "scripts": { "start": "node mcp.js -p PORT" } }"#,
                ),
            ],
            "the script `start` of package.json in PROJECT/packages/docs names port PORT: `pnpm run start` there",
        ),
        (
            &[(
                "Makefile",
                "PORT := 1\nserve: build\n\tpython -m docs --port=PORT\n",
            )],
            "the target `serve` of Makefile in PROJECT names port PORT: `make serve` there",
        ),
        (
            &[("justfile", "mcp:\n    node . PORT\n")],
            "the recipe `mcp` of justfile in PROJECT names port PORT: `just mcp` there",
        ),
        (
            &[("Procfile", "web: python -m http.server PORT\n")],
            "the process `web` of Procfile in PROJECT names port PORT: `python -m http.server PORT` there",
        ),
        (
            &[
                (
                    "pyproject.toml",
                    "[project]\nname = \"docs\"\n[project.scripts]\ndocs = \"docs:main\"\nother = \"docs:other\"\n",
                ),
                ("uv.lock", ""),
            ],
            "the script `docs` of pyproject.toml in PROJECT may start it, by its name: `uv run docs` there",
        ),
    ] {
        let (_bench, steps) = not_running(files);
        assert_eq!(steps[0], expected);
        assert!(steps[1].starts_with("to keep it running"), "{steps:?}");
    }
}

#[test]
fn what_starts_something_else_is_not_told() {
    let (_bench, steps) = not_running(&[
        (
            "package.json",
            r#"{ "scripts": { "start": "node .", "test": "vitest --port PORT" } }"#,
        ),
        ("Makefile", "all:\n\tcc x.c\n"),
        ("pyproject.toml", "not toml"),
    ]);
    assert_eq!(steps[0], "start the server, and leave it running");
}

/// Of a url that no entry has the port is all that is known.
#[test]
fn what_is_called_mcp_is_not_told_for_any_url() {
    let script = |port| format!(r#"{{ "scripts": {{ "mcp": "node . {port}" }} }}"#);
    let (bench, steps) = not_running(&[("package.json", &script("1"))]);
    assert!(steps[0].starts_with("the script `mcp`"), "{steps:?}");
    let port = free_port();
    let url = format!("http://127.0.0.1:{port}/");
    let steps = remedy(&bench.doctor(&[&url]));
    assert_eq!(steps[0], "start the server, and leave it running");
    bench.file("project/package.json", &script(&port.to_string()));
    let steps = remedy(&bench.doctor(&[&url]));
    assert!(steps[0].starts_with("the script `mcp`"), "{steps:?}");
}

/// What a warning says is no verdict, and the best guess there is.
#[test]
fn what_may_be_wrong_is_told_of_what_was_not_started() {
    let bench = Bench::new();
    bench.file(
        "project/.cursor/mcp.json",
        r#"{ "mcpServers": { "it": { "command": "no-such-server-program" } } }"#,
    );
    let outcome = bench.doctor(&["--client", "cursor"]);
    assert_eq!(outcome.server(0)["verdict"], "not-tried");
    let told = bench.read(&["--client", "cursor"]);
    assert!(
        told.contains("what may be wrong: `no-such-server-program`"),
        "{told}"
    );
    assert!(
        told.contains("install it, or write its full path"),
        "{told}"
    );
}

#[test]
fn people_read_why_a_command_does_not_start() {
    let bench = program(b"exit 0\n");
    // Nothing here is so long that the length of a temporary folder's name could break the line.
    bench.servers(&json!({
        "plain": { "command": "it" },
        "missing": { "command": "no-such-program-here" },
    }));
    let home = bench.path("home").display().to_string();
    let said = bench.read(&["--color", "never"]).replace(&home, "HOME");
    common::snapshot("doctor", "commands", &said);
}
