//! Files that nobody writes by hand: nested too deep, too long in one way, full of signs. The program
//! reads, shows and mends them, and ends as it should.
//!
//! `MCPMEND_SIZE` makes them larger: a text of so many repetitions.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::process::{Command, Stdio};

/// What is run over each file, one besides the first in turn.
const COMMANDS: &[&[&str]] = &[
    &["--diff", "--unsafe-fixes"],
    &["--format", "full"],
    &["--format", "json"],
    &["--format", "sarif"],
    &["--format", "github"],
    &["--format", "junit"],
    &["list"],
    &["ports"],
];

/// Runs mcpmend over a file in a project. The program must say what it found, whatever that
/// is: no panic, no overflow of the stack, no other failure.
fn survives(name: &str, path: &str, text: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    let turn = 1 + text.len() % (COMMANDS.len() - 1);
    for args in [COMMANDS[0], COMMANDS[turn]] {
        let output = Command::new(env!("CARGO_BIN_EXE_mcpmend"))
            .current_dir(folder.path())
            .args(args)
            .args([".", "--isolated"])
            .env_clear()
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.code().is_some_and(|code| code < 2) && !said.contains("panicked"),
            "{name} {args:?}: {}\n{:.600}",
            output.status,
            said
        );
    }
    assert_eq!(std::fs::read(&path).unwrap(), text, "{name} was written");
}

fn size() -> usize {
    std::env::var("MCPMEND_SIZE").map_or(2_000, |size| size.parse().unwrap())
}

const JSON: &str = ".mcp.json";
const JSONC: &str = ".vscode/mcp.json";
const TOML: &str = ".codex/config.toml";
const YAML: &str = "librechat.yaml";

#[test]
fn what_is_nested_deep_is_read_up_to_a_depth() {
    let json_start = "{\"mcpServers\": {\"a\": {\"command\": \"x\", \"env\": ";
    for depth in [100, 126, 127, 128, 129, size(), size() * 30] {
        let nest = |start: &str, open: &str, inner: &str, close: &str, end: &str| {
            format!(
                "{start}{}{inner}{}{end}",
                open.repeat(depth),
                close.repeat(depth)
            )
        };
        for (path, text) in [
            (JSON, nest(json_start, "[", "1", "]", "}}}")),
            (JSON, nest(json_start, "{\"a\":", "1", "}", "}}}")),
            (JSON, nest(json_start, "[{\"a\":", "1", "}]", "}}}")),
            (JSON, nest("", "{\"mcpServers\":", "1", "", "")),
            (JSON, nest("", "[", "", "", "")),
            (JSON, nest("", "]", "", "", "")),
            (TOML, nest("a = ", "[", "1", "]", "\n")),
            (TOML, nest("a = ", "{ b = ", "1", " }", "\n")),
            (TOML, nest("mcp_servers", ".a", " = 1\n", "", "")),
            (
                TOML,
                nest("[mcp_servers", ".a", "]\ncommand = 'x'\n", "", ""),
            ),
            (
                TOML,
                nest("[[mcp_servers", ".a", "]]\ncommand = 'x'\n", "", ""),
            ),
            (YAML, nest("mcpServers: ", "[", "1", "]", "\n")),
            (YAML, nest("mcpServers: ", "{a: ", "1", "}", "\n")),
            (YAML, nest("mcpServers:\n  ", "- ", "1", "", "\n")),
            (YAML, nest("", "? ", "1", "", "\n")),
        ] {
            survives(
                &format!("{depth} levels of {:.60}", text),
                path,
                text.as_bytes(),
            );
        }
        // A block mapping needs the square of its depth.
        if depth <= 1_000 {
            let lines: Vec<String> = (0..depth)
                .map(|at| format!("{}a:", " ".repeat(at)))
                .collect();
            survives("YAML mappings", YAML, lines.join("\n").as_bytes());
        }
    }
}

#[test]
fn aliases_and_merges_do_not_grow() {
    let mut bomb = "a0: &a0 [x, x]\n".to_owned();
    let mut merge = "m0: &m0 {k: v}\n".to_owned();
    for at in 1..40 {
        let below = at - 1;
        let nine = vec![format!("*a{below}"); 9].join(", ");
        bomb.push_str(&format!("a{at}: &a{at} [{nine}]\n"));
        let nine = vec![format!("*m{below}"); 9].join(", ");
        merge.push_str(&format!("m{at}: &m{at}\n  <<: [{nine}]\n  k{at}: v\n"));
    }
    bomb.push_str("mcpServers:\n  s: *a39\n  t: {command: npx, args: *a39}\n");
    merge.push_str("mcpServers:\n  s: *m39\n  t:\n    <<: *m39\n    command: npx\n");
    let compose = merge.replace("mcpServers:", "services:");
    survives("an alias bomb", YAML, bomb.as_bytes());
    survives("a merge bomb", YAML, merge.as_bytes());
    survives(
        "a merge bomb for Compose",
        "compose.yaml",
        compose.as_bytes(),
    );
    let round = "mcpServers: &a\n  s: *a\n  t:\n    <<: *a\n";
    survives("an alias of what is around it", YAML, round.as_bytes());
}

#[test]
fn signs_without_end_are_read() {
    let size = size();
    for (name, sign) in [
        ("quotes", "\""),
        ("apostrophes", "'"),
        ("backticks", "`"),
        ("braces", "{"),
        ("closing braces", "}"),
        ("commas", ","),
        ("colons", ":"),
        ("hashes", "#"),
        ("slashes", "/"),
        ("open comments", "/*"),
        ("backslashes", "\\"),
        ("returns", "\r"),
        ("line ends", "\r\n"),
        ("tabs", "\t"),
        ("NUL", "\0"),
        ("marks", "\u{feff}"),
        ("dashes", "- "),
        ("documents", "---\n"),
        ("anchors", "&a "),
        ("aliases", "*a "),
        ("tags", "!!x "),
        ("question marks", "? "),
        ("percent signs", "%"),
        ("equals signs", "="),
        ("dots", "."),
        ("numbers", "1 "),
        ("surrogates", "\\ud800"),
        ("keys", "a: "),
        ("pipes", "|\n"),
        ("curly quotes", "\u{201c}"),
        ("no-break spaces", "\u{a0}"),
        ("headers", "[a]\n"),
        ("list headers", "[[a]]\n"),
    ] {
        let signs = sign.repeat(size);
        for (path, start, end) in [
            (JSON, "", ""),
            (JSON, "{\"mcpServers\": {\"a\": {\"command\": \"", "\"}}}"),
            (TOML, "", ""),
            (TOML, "[mcp_servers.a]\ncommand = \"", "\"\n"),
            (YAML, "", ""),
            (YAML, "mcpServers:\n  a:\n    command: ", "\n"),
        ] {
            let text = format!("{start}{signs}{end}");
            survives(
                &format!("{name} in {path} behind {start:?}"),
                path,
                text.as_bytes(),
            );
        }
    }
    survives("bytes", JSON, &b"\xff\xc3\xe2".repeat(size));
    survives("half characters", TOML, &b"\xe2\x80".repeat(size));
}

#[test]
fn odd_values_are_read() {
    let server = |value: &str| format!("{{\"mcpServers\": {{\"a\": {{\"command\": {value}}}}}}}");
    for value in [
        r#""\ud800""#,
        r#""\udc00\ud800""#,
        r#""\ud83d\ude00""#,
        r#""\u0000""#,
        "\"a\rb\"",
        "\"\u{7f}\u{1b}[2J\u{202e}\"",
        "1e999999999",
        "-0",
        "1e-999999999",
        "123456789012345678901234567890123456789012345678901234567890",
    ] {
        survives(value, JSON, server(value).as_bytes());
        survives(
            value,
            JSONC,
            server(value).replace("mcpServers", "servers").as_bytes(),
        );
        let toml = format!("[mcp_servers.a]\ncommand = {value}\nstartup_timeout_sec = {value}\n");
        survives(value, TOML, toml.as_bytes());
        let yaml = format!("mcpServers:\n  a:\n    command: {value}\n    timeout: {value}\n");
        survives(value, YAML, yaml.as_bytes());
    }
    let long = "k".repeat(size() * 100);
    let key = format!("{{\"mcpServers\": {{\"{long}\": {{\"url\": \"https://x.example.com\"}}}}}}");
    survives("a long key", JSON, key.as_bytes());
    survives(
        "a long value",
        JSON,
        server(&format!("\"{long}\"")).as_bytes(),
    );
    survives(
        "a long TOML key",
        TOML,
        format!("[mcp_servers.{long}]\nurl = 1\n").as_bytes(),
    );
    survives(
        "a long YAML key",
        YAML,
        format!("mcpServers:\n  {long}:\n    url: 1\n").as_bytes(),
    );
    survives("lone returns", JSON, key.replace(' ', "\r").as_bytes());
    survives("lone returns", TOML, b"[mcp_servers.a]\rcommand = 'x'\r");
    survives("lone returns", YAML, b"mcpServers:\r  a:\r    command: x\r");
}
