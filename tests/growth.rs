//! How the time of a run grows with what it reads: `cargo test --release --test growth -- --ignored
//! --nocapture` prints a table.
//!
//! `MCPMEND_BIN` names another program, `MCPMEND_SIZES` other sizes (`1000,10000`), `MCPMEND_ONLY`
//! the inputs whose name holds that word. What is measured is the processor time of the program;
//! nothing is asserted about it but that the program ends as it should, because a shared machine is
//! no place for that. A ratio of about 10 is linear, of 100 quadratic.
//!
//! Instructions are the same on every machine: `instructions_grow_with_the_input` counts them with
//! Valgrind and does fail where they grow faster than the input.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// A file, or several, of a size.
struct Input {
    name: &'static str,
    files: fn(usize) -> Vec<(&'static str, String)>,
    args: &'static [&'static str],
}

const COMMANDS: &[(&str, &[&str])] = &[
    ("check", &["--format", "concise"]),
    ("full", &["--format", "full"]),
    ("json", &["--format", "json"]),
    ("diff", &["--diff", "--unsafe-fixes"]),
    ("list", &["list"]),
    ("ports", &["ports"]),
];

/// `start`, `n` times what `item` writes with `between`, `end`.
fn many(n: usize, start: &str, between: &str, end: &str, item: impl Fn(usize) -> String) -> String {
    let mut text = start.to_owned();
    for index in 0..n {
        if index > 0 {
            text.push_str(between);
        }
        text.push_str(&item(index));
    }
    text.push_str(end);
    text
}

fn servers(n: usize, item: impl Fn(usize) -> String) -> String {
    many(n, "{\n  \"mcpServers\": {\n", ",\n", "\n  }\n}\n", |i| {
        format!("    \"s{i}\": {}", item(i))
    })
}

/// Members of one server of Claude Code.
fn server(n: usize, start: &str, end: &str, item: impl Fn(usize) -> String) -> String {
    let start = format!("{{\"mcpServers\": {{\"one\": {{\"command\": \"node\", {start}\n");
    many(n, &start, ",\n", &format!("\n{end}}}}}}}\n"), item)
}

const INPUTS: &[Input] = &[
    Input {
        name: "json: sound servers",
        files: |n| {
            let item = |i| format!("{{\"command\": \"npx\", \"args\": [\"-y\", \"p{i}@1.2.3\"]}}");
            vec![(".mcp.json", servers(n, item))]
        },
        args: &[],
    },
    Input {
        name: "json: a safe fix each",
        files: |n| {
            let item = |i| format!("{{\"url\": \"https://h{i}.example.com/mcp\"}}");
            vec![(".mcp.json", servers(n, item))]
        },
        args: &[],
    },
    Input {
        name: "json: on one line",
        files: |n| {
            let item = |i| format!("{{\"url\": \"https://h{i}.example.com/mcp\"}}");
            vec![(".mcp.json", servers(n, item).replace('\n', ""))]
        },
        args: &[],
    },
    Input {
        name: "json: unsafe fixes",
        files: |n| {
            let item = |i| {
                format!(
                    "{{\"command\": \"docker\", \"args\": [\"run\", \"-t\", \"example/i{i}\"]}}"
                )
            };
            vec![(".mcp.json", servers(n, item))]
        },
        args: &[],
    },
    Input {
        name: "json: a port each",
        files: |n| {
            let item = |i| {
                let port = 10_000 + i % 50_000;
                format!("{{\"type\": \"http\", \"url\": \"http://localhost:{port}/mcp\"}}")
            };
            vec![(".mcp.json", servers(n, item))]
        },
        args: &[],
    },
    Input {
        name: "json: one port for all",
        files: |n| {
            let item = |i| {
                format!(
                    "{{\"command\": \"npx\", \"args\": [\"-y\", \"mcp-remote\", \"https://h{i}.example.com/mcp\", \"3101\"]}}"
                )
            };
            vec![(".mcp.json", servers(n, item))]
        },
        args: &[],
    },
    Input {
        name: "json: secrets",
        files: |n| {
            let item = |i| {
                format!(
                    "{{\"command\": \"npx\", \"args\": [\"-y\", \"p@1.2.3\"], \"env\": {{\"API_KEY\": \"sk-proj-{i:048}\"}}}}"
                )
            };
            vec![(".mcp.json", servers(n, item))]
        },
        args: &[],
    },
    Input {
        name: "json: two files, the same servers",
        files: |n| {
            let item = |i| format!("{{\"command\": \"npx\", \"args\": [\"-y\", \"p{i}@1.2.3\"]}}");
            vec![
                (".mcp.json", servers(n, item)),
                (".cursor/mcp.json", servers(n, item)),
            ]
        },
        args: &[],
    },
    Input {
        name: "json: keys twice",
        files: |n| {
            let item = |i: usize| format!("    \"s{}\": {{\"command\": \"npx\"}}", i / 2);
            let text = many(n, "{\"mcpServers\": {\n", ",\n", "\n}}\n", item);
            vec![(".mcp.json", text)]
        },
        args: &[],
    },
    Input {
        name: "json: one server, env",
        files: |n| {
            let text = server(n, "\"env\": {", "}", |i| {
                format!("\"V{i}\": \"${{env:V{i}}}\"")
            });
            vec![(".mcp.json", text)]
        },
        args: &[],
    },
    Input {
        name: "json: one server, args",
        files: |n| {
            let text = server(n, "\"args\": [", "]", |i| format!("\"--o{i}=x\""));
            vec![(".mcp.json", text)]
        },
        args: &[],
    },
    Input {
        name: "json: one server, unknown fields",
        files: |n| {
            let text = server(n, "", "", |i| format!("\"comand{i}\": \"x\""));
            vec![(".mcp.json", text)]
        },
        args: &[],
    },
    Input {
        name: "json: one docker server",
        files: |n| {
            let item = |i| format!("\"-e\", \"V{i}\", \"-p\", \"{}:80\"", 10_000 + i % 50_000);
            let start = "{\"mcpServers\": {\"one\": {\"command\": \"docker\", \"args\": [\"run\", ";
            let text = many(n, start, ", ", ", \"example/i\"]}}}\n", item);
            vec![(".mcp.json", text)]
        },
        args: &[],
    },
    Input {
        name: "json: no comma",
        files: |n| {
            let text = many(n, "{\"mcpServers\": {\n", "\n", "\n}}\n", |i| {
                format!("\"s{i}\": {{\"command\": \"npx\"}}")
            });
            vec![(".mcp.json", text)]
        },
        args: &[],
    },
    Input {
        name: "json: comments in strict JSON",
        files: |n| {
            let text = many(n, "{\"mcpServers\": {\n", "\n", "\n}}\n", |i| {
                format!("// c{i}")
            });
            vec![(".mcp.json", text)]
        },
        args: &[],
    },
    Input {
        name: "json: comments",
        files: |n| {
            let item = |i| format!("\"s{i}\": {{\"command\": \"npx\"}}, // c{i}");
            let text = many(n, "{\"servers\": {\n", "\n", "\n}}\n", item);
            vec![(".vscode/mcp.json", text)]
        },
        args: &[],
    },
    Input {
        name: "json: suppressions",
        files: |n| {
            let item = |i| {
                format!(
                    "\"s{i}\": {{\"command\": \"docker\", \"args\": [\"run\", \"e/i{i}\"]}}, // mcpmend: ignore[docker-not-interactive]"
                )
            };
            let text = many(n, "{\"servers\": {\n", "\n", "\n}}\n", item);
            vec![(".vscode/mcp.json", text)]
        },
        args: &[],
    },
    Input {
        name: "json: useless suppressions",
        files: |n| {
            let item = |i| {
                format!(
                    "\"s{i}\": {{\"type\": \"stdio\", \"command\": \"x\"}}, // mcpmend: ignore[docker-tty]"
                )
            };
            let text = many(n, "{\"servers\": {\n", "\n", "\n}}\n", item);
            vec![(".vscode/mcp.json", text)]
        },
        args: &[],
    },
    Input {
        name: "toml: tables",
        files: |n| {
            let item = |i| {
                format!(
                    "[mcp_servers.s{i}]\ncommand = \"npx\"\nargs = [\"-y\", \"p{i}\"]\nenv = {{ A = \"${{B}}\" }}\n"
                )
            };
            vec![(".codex/config.toml", many(n, "", "\n", "", item))]
        },
        args: &[],
    },
    Input {
        name: "toml: fixes",
        files: |n| {
            let item = |i| {
                format!(
                    "[mcp_servers.s{i}]\ntype = \"http\"\nurl = \"https://h{i}.example.com/mcp\"\nheaders = {{ A = \"b\" }}\n"
                )
            };
            vec![(".codex/config.toml", many(n, "", "\n", "", item))]
        },
        args: &[],
    },
    Input {
        name: "toml: no quotes",
        files: |n| {
            let item = |i| format!("[mcp_servers.s{i}]\ncommand = npx\n");
            vec![(".codex/config.toml", many(n, "", "\n", "", item))]
        },
        args: &[],
    },
    Input {
        name: "yaml: servers",
        files: |n| {
            let item = |i| format!("  s{i}:\n    command: npx\n    args: ['-y', p{i}@1.2.3]\n");
            vec![("librechat.yaml", many(n, "mcpServers:\n", "", "", item))]
        },
        args: &[],
    },
    Input {
        name: "yaml: fixes",
        files: |n| {
            let item = |i| {
                format!(
                    "  s{i}:\n    type: streamable_http\n    url: https://h{i}.example.com/mcp\n    env: {{A: '${{env:B}}'}}\n"
                )
            };
            vec![("librechat.yaml", many(n, "mcpServers:\n", "", "", item))]
        },
        args: &[],
    },
    Input {
        name: "yaml: broken lines",
        files: |n| {
            let item = |i| format!("  s{i}:\n    command: \"npx\n");
            vec![("librechat.yaml", many(n, "mcpServers:\n", "", "", item))]
        },
        args: &[],
    },
    Input {
        name: "yaml: tabs",
        files: |n| {
            let item = |i| format!("  s{i}:\n\tcommand: npx\n");
            vec![("librechat.yaml", many(n, "mcpServers:\n", "", "", item))]
        },
        args: &[],
    },
    Input {
        name: "compose: services",
        files: |n| {
            let item = |i| {
                let port = 10_000 + i % 50_000;
                format!("  s{i}:\n    image: example/i{i}\n    ports:\n      - \"{port}:80\"\n")
            };
            let sound = "{\"mcpServers\": {\"a\": {\"type\": \"http\", \"url\": \"http://localhost:10000/mcp\"}}}\n";
            vec![
                ("compose.yaml", many(n, "services:\n", "", "", item)),
                (".mcp.json", sound.to_owned()),
            ]
        },
        args: &[],
    },
    Input {
        name: "settings: accepts",
        files: |n| {
            let item = |i| {
                format!(
                    "[[accept]]\nrules = [\"docker-tty\"]\npath = \"p{i}\"\nserver = \"s{i}\"\nreason = \"r\"\n"
                )
            };
            let server =
                |i| format!("{{\"command\": \"docker\", \"args\": [\"run\", \"-t\", \"e/i{i}\"]}}");
            vec![
                ("mcpmend.toml", many(n, "", "\n", "", item)),
                (".mcp.json", servers(n / 10, server)),
            ]
        },
        args: &[],
    },
    Input {
        name: "baseline: entries",
        files: |n| {
            let item = |i| format!("{{\"url\": \"https://h{i}.example.com/mcp\"}}");
            vec![(".mcp.json", servers(n, item))]
        },
        args: &["--baseline", "mcpmend-baseline.json"],
    },
    Input {
        name: "text: one value",
        files: |n| {
            let text = "${A} sk-".repeat(n * 6);
            vec![(
                ".mcp.json",
                format!(
                    "{{\"mcpServers\": {{\"a\": {{\"command\": \"npx\", \"args\": [\"{text}\"]}}}}}}"
                ),
            )]
        },
        args: &[],
    },
    Input {
        name: "text: one key",
        files: |n| {
            let text = "k".repeat(n * 10);
            vec![(
                ".mcp.json",
                format!(
                    "{{\"mcpServers\": {{\"{text}\": {{\"url\": \"https://h.example.com/mcp\"}}}}}}"
                ),
            )]
        },
        args: &[],
    },
    Input {
        name: "text: blank lines",
        files: |n| {
            let text = "\n".repeat(n * 10);
            let item = |i| format!("{{\"url\": \"https://h{i}.example.com/mcp\"}}");
            vec![(".mcp.json", servers(10, item).replace('\n', &text))]
        },
        args: &[],
    },
];

/// The processor time of a program that ran to its end, in milliseconds, and what it printed to
/// standard error.
#[cfg(target_os = "linux")]
fn time(folder: &Path, program: &str, args: &[&str]) -> (u64, String) {
    let mut child = Command::new(program)
        .current_dir(folder)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .env_clear()
        .spawn()
        .unwrap();
    let stat = format!("/proc/{}/stat", child.id());
    let mut said = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut said).unwrap();
    // A program that has ended and was not waited for still has its times.
    let ticks = loop {
        let line = std::fs::read_to_string(&stat).unwrap();
        let fields: Vec<&str> = line.rsplit(')').next().unwrap().split(' ').collect();
        if fields[1] == "Z" {
            break fields[12].parse::<u64>().unwrap() + fields[13].parse::<u64>().unwrap();
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    };
    let status = child.wait().unwrap();
    assert!(
        status.code().is_some_and(|code| code < 2),
        "{args:?}: {status}\n{said}"
    );
    // A tick is a hundredth of a second on every Linux.
    (ticks * 10, said)
}

/// What is counted: a fix for each server. YAML takes ten times as many instructions.
#[cfg(target_os = "linux")]
const COUNTED: &[&str] = &["json: a safe fix each", "toml: fixes"];

/// The instructions that the program takes to tell all findings and fixes of `size` servers.
#[cfg(target_os = "linux")]
fn instructions(program: &str, input: &Input, size: usize) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in (input.files)(size) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let output = Command::new("valgrind")
        .current_dir(folder.path())
        .args(["--tool=cachegrind", "--cache-sim=no"])
        .arg("--cachegrind-out-file=/dev/null")
        .args([program, "check", "--isolated", "--format", "json", "."])
        // Threads that wait for work count, too.
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let code = output.status.code();
    assert!(code.is_some_and(|code| code < 2), "{code:?}\n{said}");
    let count = said.lines().find_map(|line| {
        let (_, count) = line.split_once("I")?.1.split_once("refs:")?;
        count.trim().replace(',', "").parse().ok()
    });
    count.unwrap_or_else(|| panic!("no count in\n{said}"))
}

/// What the step from 2,000 servers to 4,000 costs is twice what that from 1,000 cost; what every run
/// takes is in neither. Were one part in ten of the largest run quadratic, it would be 2.15 times.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "counts with Valgrind, for a minute"]
fn instructions_grow_with_the_input() {
    let program = std::env::var("MCPMEND_BIN");
    let program = program.unwrap_or_else(|_| env!("CARGO_BIN_EXE_mcpmend").to_owned());
    let mut faults = Vec::new();
    for name in COUNTED {
        let input = INPUTS.iter().find(|input| input.name == *name).unwrap();
        let [few, more, many] =
            [1_000, 2_000, 4_000].map(|size| instructions(&program, input, size));
        let growth = (many - more) / (more - few);
        let row = format!("{name:24} {few:>14} {more:>14} {many:>14}  x{growth:.2}");
        println!("{row}");
        if growth > 2.1 {
            faults.push(row);
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "measures, for minutes"]
fn time_grows_with_the_input() {
    let var = |name: &str| std::env::var(name).ok();
    let program = var("MCPMEND_BIN").unwrap_or_else(|| env!("CARGO_BIN_EXE_mcpmend").to_owned());
    let sizes: Vec<usize> = var("MCPMEND_SIZES")
        .unwrap_or_else(|| "1000,10000,100000".to_owned())
        .split(',')
        .map(|size| size.parse().unwrap())
        .collect();
    let only = var("MCPMEND_ONLY").unwrap_or_default();
    let commands = var("MCPMEND_COMMANDS").unwrap_or_default();
    for input in INPUTS.iter().filter(|input| input.name.contains(&only)) {
        for (name, command) in COMMANDS {
            let of_check = !matches!(*name, "list" | "ports");
            if !of_check && !input.args.is_empty()
                || !commands.is_empty() && !commands.contains(name)
            {
                continue;
            }
            let mut row = format!("{:34} {name:6}", input.name);
            let mut before: Option<u64> = None;
            for &size in &sizes {
                // What took seconds is not asked for ten times as much.
                if before.is_some_and(|before| before > 8_000) {
                    continue;
                }
                let folder = tempfile::tempdir().unwrap();
                for (path, text) in (input.files)(size) {
                    let path = folder.path().join(path);
                    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                    std::fs::write(path, text).unwrap();
                }
                if input.args.contains(&"--baseline") {
                    time(folder.path(), &program, &[".", "--write-baseline"]);
                }
                let mut all = command.to_vec();
                all.push(".");
                all.extend(input.args);
                let (now, _) = time(folder.path(), &program, &all);
                write!(row, " {now:>7} ms").unwrap();
                match before {
                    Some(before) => write!(row, " (x{:>5.1})", now as f64 / before.max(10) as f64),
                    None => write!(row, "         "),
                }
                .unwrap();
                before = Some(now);
            }
            println!("{row}");
        }
    }
}
