//! No output shows a secret: planted ones of many kinds, in many places.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::path::Path;

use common::mcpmend;
use mcpmend::secret::known::{self, Alphabet, Known};

/// Secrets that nobody issued, put together here so that no scanner takes this file for a leak.
fn planted() -> Vec<(&'static str, String)> {
    let join = |parts: &[&str]| parts.concat();
    vec![
        (
            "github",
            join(&["ghp", "_", "16C7e42F292c6912E7710c838347Ae178B4a"]),
        ),
        (
            "anthropic",
            join(&["sk-", "ant-", "api03-AbCd1234EfGh5678IjKl9012MnOp3456QrSt"]),
        ),
        ("aws", join(&["AK", "IA", "QYLPMN5HFIQR7XYA"])),
        (
            "slack",
            join(&["xo", "xb-", "123456789012-AbCdEfGhIjKlMnOpQrStUvWx"]),
        ),
        ("unknown", "dcc4908b6e6374112874".to_owned()),
        ("password", "correct-Horse7".to_owned()),
        ("short", "Ab3$x".to_owned()),
        ("userinfo", "hunter2pass99".to_owned()),
        ("query", "Zm9vYmFyYmF6cXV4MTIz".to_owned()),
    ]
}

/// The same text in escapes that say the same.
fn escaped(text: &str) -> String {
    text.chars()
        .enumerate()
        .map(|(index, c)| {
            if index % 2 == 0 {
                format!("\\u{:04x}", u32::from(c))
            } else {
                c.to_string()
            }
        })
        .collect()
}

fn config(root: &str) -> String {
    let secrets = planted();
    let of = |name: &str| &secrets.iter().find(|(other, _)| *other == name).unwrap().1;
    let (github, anthropic, aws) = (of("github"), of("anthropic"), of("aws"));
    let (slack, unknown, password) = (of("slack"), of("unknown"), of("password"));
    let (short, user, query) = (of("short"), of("userinfo"), of("query"));
    let hidden = escaped(github);
    format!(
        r#"{{
  "{root}": {{
    "remote": {{ "url": "https://bob:{user}@api.example.com/mcp?api_key={query}&x=1",
      "headers": {{ "Authorization": "Bearer {anthropic}", "X-Api-Key": "{unknown}", "X-Other": "{hidden}" }} }},
    "local": {{ "command": "npx", "args": ["srv", "--api-key", "{aws}", "--token={slack}", "--password", "{short}"],
      "env": {{ "GITHUB_TOKEN": "{github}", "PASSWORD": "{password}", "PIN_PASSWORD": "{short}", "OTHER_TOKEN": "{hidden}" }} }},
    "line": {{ "command": "npx srv --api-key {aws} --token {slack}", "args": "--password {password} -x" }},
    "typed": {{ "type": "{github}", "command": "{github}" }},
    "bridge": {{ "command": "npx", "args": ["-y", "mcp-remote", "https://bob:{user}@api.example.com/mcp?api_key={query}", "--header", "X-Api-Key:{unknown}"] }},
    "proxied": {{ "command": "uvx", "args": ["mcp-proxy", "-H", "X-Api-Key", "{unknown}", "--password", "{short}", "https://{user}@api.example.com/sse"] }},
    "gateway": {{ "command": "npx", "args": ["-y", "supergateway", "--stdio", "npx srv --api-key {unknown}", "--oauth2Bearer", "{password}"] }},
    "smithery": {{ "command": "npx", "args": ["-y", "@smithery/cli", "run", "srv", "--key", "{unknown}", "--config", "{{\"githubToken\":\"{password}\"}}"] }},
    "text": "{github}",
    "misspelt": {{ "type": "sse", "url": "http://{user}@h.example/mcp", "comand": "{github}",
      "enviroment": {{ "TOKEN": "{unknown}" }}, "env": {{ "PASSWORD": ["{password}"], "TOKEN": {{ "a": "{unknown}" }} }} }},
    "both": {{ "command": "x", "url": "https://h.example/?token={query}", "authToken": "{unknown}" }}
  }}
}}
"#
    )
}

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(".mcp.json", &config("mcpServers"));
    write(".cursor/mcp.json", &config("servers"));
    write(".vscode/mcp.json", &config("servers"));
    write(
        "broken/.mcp.json",
        &config("mcpServers").replace("},\n", "}\n"),
    );
    write("elsewhere/mcp.json", &config("mcpServers"));
    folder
}

#[test]
fn no_output_shows_a_secret() {
    let folder = project();
    let runs: &[&[&str]] = &[
        &["."],
        &[".", "--format", "concise"],
        &[".", "--format", "json"],
        &[".", "--format", "sarif"],
        &[".", "--format", "github"],
        &[".", "--format", "gitlab"],
        &[".", "--format", "junit"],
        &[".", "--statistics", "--verbose"],
        &[".", "--diff"],
        &[".", "--diff", "--unsafe-fixes"],
        &["list", "."],
        &["list", ".", "--format", "json"],
        // Last: it changes the files.
        &[".", "--fix", "--unsafe-fixes"],
    ];
    for args in runs {
        let output = mcpmend()
            .current_dir(folder.path())
            .args(*args)
            .arg("--color=never")
            .output();
        let output = match output {
            Ok(output) if output.status.code() != Some(2) => output,
            other => panic!("{args:?}: {other:?}"),
        };
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8(text).unwrap();
        assert!(text.len() > 40, "{args:?} says nothing");
        for (name, secret) in planted() {
            for secret in [escaped(&secret), secret] {
                let line = text.lines().find(|line| line.contains(&secret));
                assert_eq!(line, None, "{args:?} shows the secret of {name}");
            }
        }
    }
}

/// What a bridge takes for a secret is one, though its name does not say so.
#[test]
fn what_only_a_bridge_knows_for_a_secret_is_masked() {
    let folder = tempfile::tempdir().unwrap();
    let profile = "tiny-fox-4711";
    std::fs::write(
        folder.path().join(".mcp.json"),
        format!(
            r#"{{ "mcpServers": {{ "docs": {{ "command": "npx",
              "args": ["-y", "@smithery/cli", "run", "docs", "--profile", "{profile}"] }} }} }}"#
        ),
    )
    .unwrap();
    for args in [
        &["."][..],
        &[".", "--diff", "--unsafe-fixes"],
        &["list", "."],
        &["list", ".", "--format", "json"],
    ] {
        let output = mcpmend()
            .current_dir(folder.path())
            .args(args)
            .arg("--color=never")
            .output()
            .unwrap();
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(text.contains("--profile"), "{args:?}: {text}");
        assert!(!text.contains(profile), "{args:?}: {text}");
    }
}

#[test]
fn show_secrets_shows_them() {
    let folder = project();
    let output = mcpmend()
        .current_dir(folder.path())
        .args(["list", ".", "--show-secrets", "--format", "json"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    for name in ["userinfo", "query", "aws", "slack"] {
        let (_, secret) = planted()
            .into_iter()
            .find(|(other, _)| *other == name)
            .unwrap();
        assert!(text.contains(&secret), "{name}");
    }
}

/// Without its secrets an edit would destroy them: then it is not offered to programs.
#[test]
fn an_edit_that_carries_a_secret_is_not_printed() {
    let folder = project();
    let run = |more: &[&str]| -> serde_json::Value {
        let output = mcpmend()
            .current_dir(folder.path())
            .args([".", "--format", "json"])
            .args(more)
            .output()
            .unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let empty = |data: &serde_json::Value| {
        data["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|finding| finding["fixes"].as_array().unwrap())
            .filter(|fix| fix["edits"].as_array().unwrap().is_empty())
            .count()
    };
    assert!(empty(&run(&[])) > 0);
    assert_eq!(empty(&run(&["--show-secrets"])), 0);
}

/// A credential of the look of `known`, which nobody issued.
fn sample(known: &Known) -> String {
    let letters = match known.alphabet {
        Alphabet::Hex => "9f8e7d6c5b4a3210",
        _ => "q7Rt2Zk9Wm4Xv8Bn",
    };
    let body: String = letters.chars().cycle().take(known.least.max(16)).collect();
    match known.prefix {
        "eyJ" => format!("eyJ{body}.{body}.{body}"),
        prefix => format!("{prefix}{body}"),
    }
}

/// One credential of every kind in the table, and those that are told by their middle.
fn vendors() -> Vec<String> {
    // A private key has lines, and is in no place of these.
    let one_line = known::ALL.iter().filter(|it| !it.prefix.starts_with('-'));
    let mut all: Vec<String> = one_line.map(sample).collect();
    all.extend([
        ["7412589630:", "AAq7Rt2Zk9Wm4Xv8Bnq7Rt2Zk9Wm4Xv8Bnq"].concat(),
        [
            "MTk4NjIyNDgzNDcxOTI1MjQ4",
            ".Cl2FMQ.",
            "ZnCjm1XVW7vRze4b7Cq4se7kKWs",
        ]
        .concat(),
        ["q7R8Q~", "Zk9Wm4Xv8Bnq7Rt2Zk9Wm4Xv8Bnq7Rt2"].concat(),
    ]);
    all
}

/// The places of JSON entries that a secret `§` may stand in.
const JSON_PLACES: &[&str] = &[
    r#"{ "command": "npx", "args": ["s"], "env": { "SOME_TOKEN": "§", "PLAIN": "§" } }"#,
    r#"{ "command": "npx", "args": ["s", "--token", "§", "--key=§", "§"] }"#,
    r#"{ "command": "docker", "args": ["run", "-i", "--rm", "-e", "SOME_TOKEN=§", "example/s"] }"#,
    r#"{ "command": "npx", "args": ["-y", "mcp-remote", "https://h.example.com/mcp", "--header", "Authorization: Bearer §"] }"#,
    r#"{ "command": "npx s --token §", "args": "--token §" }"#,
    r#"{ "type": "http", "url": "https://h.example.com/mcp", "headers": { "Authorization": "Bearer §", "X-Api-Key": "§" } }"#,
    r#"{ "type": "http", "url": "https://h.example.com/mcp?key=§&a=b" }"#,
    r#"{ "url": "https://user:§@h.example.com/mcp" }"#,
    r#"{ "url": "https://§@h.example.com/mcp", "oauth": { "clientSecret": "§" }, "auth": { "CLIENT_SECRET": "§" } }"#,
    r#"{ "comand": "§", "enviroment": { "A": "§" }, "bearer_token": "§", "envFile": "§", "cwd": "§" }"#,
    r#"{ "type": "§", "command": "§", "timeout": "§", "disabled": "§" }"#,
    r#""§""#,
    r#"["§"]"#,
];

/// Every `step`th secret in each place, and in another place others, below `root`.
fn write_everywhere(folder: &Path, root: &str, path: &str, step: usize) {
    for (index, place) in JSON_PLACES.iter().enumerate() {
        let entries: Vec<String> = vendors()
            .iter()
            .enumerate()
            .filter(|(at, _)| at % step == index % step)
            .map(|(at, secret)| format!(r#""s{at}": {}"#, place.replace('§', secret)))
            .collect();
        let file = folder.join(format!("p{index}")).join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        let text = format!("{{ \"{root}\": {{\n{}\n}} }}\n", entries.join(",\n"));
        std::fs::write(file, text).unwrap();
    }
}

fn write_toml_and_yaml(folder: &Path) {
    let mut toml = String::new();
    let mut yaml = "mcpServers:\n".to_owned();
    for (at, secret) in vendors().iter().enumerate().step_by(6) {
        toml += &format!(
            "[mcp_servers.h{at}]\nurl = \"https://h.example.com/mcp?token={secret}\"\nbearer_token_env_var = \"{secret}\"\nhttp_headers = {{ Authorization = \"Bearer {secret}\", X-Api-Key = '{secret}' }}\n\
             [mcp_servers.s{at}]\ncommand = \"npx\"\nargs = [\"s\", \"--token\", \"{secret}\"]\nenv = {{ TOKEN = \"{secret}\" }} # {secret}\n"
        );
        yaml += &format!(
            "  - name: s{at}\n    command: npx\n    args: [s, --token, {secret:?}]\n    env:\n      TOKEN: {secret:?} # {secret}\n"
        );
    }
    std::fs::create_dir_all(folder.join(".codex")).unwrap();
    std::fs::write(folder.join(".codex/config.toml"), toml).unwrap();
    std::fs::create_dir_all(folder.join(".continue/mcpServers")).unwrap();
    let yaml = format!("name: a\nversion: 0.0.1\nschema: v1\n{yaml}");
    std::fs::write(folder.join(".continue/mcpServers/a.yaml"), yaml).unwrap();
}

#[test]
fn no_output_shows_a_secret_of_any_issuer() {
    let folder = tempfile::tempdir().unwrap();
    let secrets = vendors();
    write_everywhere(folder.path(), "mcpServers", ".mcp.json", 12);
    write_everywhere(folder.path(), "servers", ".vscode/mcp.json", 36);
    write_everywhere(folder.path(), "mcpServers", ".cursor/mcp.json", 36);
    write_toml_and_yaml(folder.path());
    let check = |args: &[&str]| {
        let output = mcpmend()
            .current_dir(folder.path())
            .args(args)
            .arg("--color=never")
            .output()
            .unwrap();
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(text.len() > 400, "{args:?} says nothing: {text}");
        for secret in &secrets {
            // Its first characters may be seen.
            let hidden = &secret[8..20];
            if let Some(line) = text.lines().find(|line| line.contains(hidden)) {
                let at = line.find(hidden).unwrap_or_default();
                let around = line.get(at.saturating_sub(40)..).unwrap_or(line);
                panic!("{args:?} shows {secret}: {around}");
            }
        }
    };
    check(&["."]);
    check(&[".", "--pedantic", "--verbose", "--statistics"]);
    check(&[".", "--format", "concise", "--pedantic"]);
    check(&[".", "--format", "json", "--pedantic"]);
    check(&["list", "."]);
    check(&["list", ".", "--format", "json"]);
    // What mends takes its time: a few will do.
    for path in ["p0", "p1", "p2", "p3", "p5", "p6", "p7", "p8"] {
        let file = folder.path().join(path).join(".mcp.json");
        std::fs::remove_file(file).unwrap();
    }
    check(&[".", "--diff", "--unsafe-fixes"]);
    check(&[".", "--fix", "--unsafe-fixes"]);
}

/// Everything that is said about a project with this one file, each run with its arguments.
fn said(path: &str, text: &str) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
    [
        &[".", "--pedantic"][..],
        &[".", "--pedantic", "--format", "concise"],
        &[".", "--pedantic", "--format", "json"],
        &["list", "."],
        &["list", ".", "--format", "json"],
        &[".", "--pedantic", "--diff", "--unsafe-fixes"],
        &[".", "--pedantic", "--fix", "--unsafe-fixes"],
    ]
    .iter()
    .map(|args| {
        let output = mcpmend()
            .current_dir(folder.path())
            .args(*args)
            .arg("--color=never")
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        (args.join(" "), String::from_utf8(text).unwrap())
    })
    .collect()
}

/// A password that is a word, or the name of a server, hides nothing but itself.
#[test]
fn a_dull_password_blanks_out_nothing_else() {
    let config = r#"{
  "mcpServers": {
    "postgres": {
      "command": "npx",
      "args": ["@modelcontextprotocol/server-postgres", "postgresql://postgres:postgres@localhost/postgres"]
    },
    "sunshine": {
      "command": "npx",
      "args": ["server-sunshine", "--password", "sunshine"]
    },
    "key": {
      "command": "npx",
      "args": ["-y", "@example/keys", "--token", "moonlight"]
    }
  }
}
"#;
    for (args, text) in said(".mcp.json", config) {
        for secret in [
            "postgres:postgres@",
            r#""--password", "sunshine""#,
            "--password sunshine",
            "moonlight",
        ] {
            assert!(!text.contains(secret), "{args} shows {secret}: {text}");
        }
        if args.starts_with("list") {
            for name in [
                "postgres",
                "server-postgres",
                "sunshine",
                "server-sunshine",
                "key",
                "@example/keys",
                "npx -y",
            ] {
                assert!(text.contains(name), "{args} hides {name}: {text}");
            }
        }
    }
    let (_, full) = &said(".mcp.json", config)[0];
    for message in [
        "of `postgres`",
        "server-postgres`",
        "of `sunshine`",
        "of `key`",
    ] {
        let message = message.trim_start_matches("of ");
        assert!(full.contains(message), "{message}: {full}");
    }
}

/// A fix that takes a command line apart takes a private key in it apart, too.
#[test]
fn a_private_key_that_a_fix_takes_apart_is_masked() {
    let body = [
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj",
        "MzEfYyjiWA4R4ypbHqGC0H0+tG3hGbN3MYHaBd9JqTn0Wmtq5gUV2lWsDrWIQqLz",
        "q7Rt2Zk9",
    ];
    let key = |between: &str| {
        let lines = body.join(between);
        format!("-----BEGIN PRIVATE KEY-----{between}{lines}{between}-----END PRIVATE KEY-----")
    };
    let json = |between: &str, quote: &str| {
        let key = key(between);
        let line = format!("npx srv --pem {quote}{key}{quote} --verbose");
        format!(
            r#"{{ "mcpServers": {{
  "line": {{ "command": "{line}" }},
  "key": {{ "command": "{key}" }},
  "list": {{ "command": "npx", "args": ["srv", "--pem {key}", "{key}"] }},
  "args": {{ "command": "npx", "args": "srv --pem {key}" }}
}} }}
"#
        )
    };
    let toml = format!(
        "[mcp_servers.line]\ncommand = \"\"\"npx srv --pem {}\"\"\"\n",
        key("\n")
    );
    let yaml = format!(
        "extensions:\n  line:\n    type: stdio\n    name: line\n    enabled: true\n    cmd: npx srv --pem {}\n",
        key(" ")
    );
    let mut split = 0;
    for (path, text) in [
        (".mcp.json", json("\\n", "")),
        (".mcp.json", json("\\n", "'")),
        (".mcp.json", json(" ", "")),
        (".cursor/mcp.json", json("\\n", "")),
        (".codex/config.toml", toml),
        ("goose/config.yaml", yaml),
    ] {
        for (args, said) in said(path, &text) {
            split += usize::from(args.contains("--diff") && said.contains("+++"));
            for line in body {
                assert!(!said.contains(line), "{path}: {args} shows {line}: {said}");
            }
        }
    }
    assert!(split >= 4, "only {split} were taken apart");
}
