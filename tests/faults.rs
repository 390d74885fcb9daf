//! The common faults, each as a user meets it: one config with one thing wrong, at its real place,
//! is found by the rule that names it, in an ordinary run with nothing selected.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use common::Sandbox;
use mcpmend::check::Selection;
use mcpmend::diagnostic::Persona;
use mcpmend::model::Os;

struct Fault {
    /// What is wrong, as its user would say it.
    what: &'static str,
    /// The files.
    files: &'static [(&'static str, &'static str)],
    /// The rule that must name it.
    rule: &'static str,
    os: Os,
    /// Whether only a pedantic run tells it.
    pedantic: bool,
}

const fn fault(
    rule: &'static str,
    what: &'static str,
    files: &'static [(&'static str, &'static str)],
) -> Fault {
    Fault {
        what,
        files,
        rule,
        os: Os::Linux,
        pedantic: false,
    }
}

const fn on(os: Os, fault: Fault) -> Fault {
    Fault { os, ..fault }
}

const fn pedantic(fault: Fault) -> Fault {
    Fault {
        pedantic: true,
        ..fault
    }
}

const CLAUDE_DESKTOP: &str = "~/.config/Claude/claude_desktop_config.json";
const CLAUDE_DESKTOP_WINDOWS: &str = "~/AppData/Roaming/Claude/claude_desktop_config.json";

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    // The text.
    fault("trailing-comma", "a trailing comma", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x"] }, } }"#)]),
    fault("comment-in-json", "a comment", &[(CLAUDE_DESKTOP, "{ // mine\n \"mcpServers\": { \"a\": { \"command\": \"uvx\", \"args\": [\"x\"] } } }")]),
    fault("byte-order-mark", "saved by PowerShell 5.1", &[(CLAUDE_DESKTOP, "\u{feff}{ \"mcpServers\": { \"a\": { \"command\": \"uvx\", \"args\": [\"x\"] } } }")]),
    fault("invalid-escape", "single backslashes", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "C:\Users\x\server.exe" } } }"#)]),
    fault("typographic-quote", "curly quotes", &[(".mcp.json", "{ \u{201c}mcpServers\u{201d}: { \"a\": { \"command\": \"uvx\" } } }")]),
    fault("bare-fragment", "a README's snippet without the object around it", &[(".mcp.json", r#""a": { "command": "uvx", "args": ["x"] }"#)]),
    fault("bare-fragment", "a second object pasted behind the first", &[(".mcp.json", "{ \"mcpServers\": { \"a\": { \"command\": \"uvx\" } } }\n{ \"mcpServers\": { \"b\": { \"command\": \"uvx\" } } }")]),
    fault("duplicate-key", "two servers of one name", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x"] }, "a": { "command": "uvx", "args": ["y"] } } }"#)]),
    // Another client's form.
    fault("wrong-root-key", "mcpServers in VS Code", &[(".vscode/mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x"] } } }"#)]),
    fault("wrong-root-key", "servers in Claude Code", &[(".mcp.json", r#"{ "servers": { "a": { "command": "uvx", "args": ["x"] } } }"#)]),
    fault("misplaced-config", "mcpServers in Claude Code's settings", &[(".claude/settings.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x"] } } }"#)]),
    fault("missing-transport-type", "a url without a type in Claude Code", &[(".mcp.json", r#"{ "mcpServers": { "a": { "url": "https://mcp.example.com/mcp" } } }"#)]),
    fault("unknown-transport-type", "streamableHttp in Claude Code", &[(".mcp.json", r#"{ "mcpServers": { "a": { "type": "streamableHttp", "url": "https://mcp.example.com/mcp" } } }"#)]),
    fault("unsupported-transport", "a url in Claude Desktop", &[(CLAUDE_DESKTOP, r#"{ "mcpServers": { "a": { "url": "https://mcp.example.com/mcp" } } }"#)]),
    fault("foreign-field", "env in OpenCode", &[("opencode.json", r#"{ "mcp": { "a": { "type": "local", "command": ["uvx", "x"], "env": { "A": "b" } } } }"#)]),
    fault("wrong-type", "a number in env", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x"], "env": { "LEVEL": 3 } } } }"#)]),
    fault("missing-field", "no args in LibreChat", &[("librechat.yaml", "mcpServers:\n  a:\n    command: uvx\n")]),
    fault("ineffective-toggle", "disabled in Claude Code", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x"], "disabled": true } } }"#)]),
    fault("unsupported-cwd", "cwd in Claude Code", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x"], "cwd": "/srv/x" } } }"#)]),
    // The way to the server.
    fault("stdio-server-by-url", "a stdio server by url", &[(".mcp.json", r#"{ "mcpServers": { "memory": { "type": "http", "url": "http://localhost:3000/mcp" } } }"#), (".cursor/mcp.json", r#"{ "mcpServers": { "memory": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-memory"] } } }"#)]),
    fault("http-server-by-command", "an HTTP server by command", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x", "--transport", "http"] } } }"#)]),
    fault("sse-endpoint-mismatch", "a streamable HTTP endpoint as SSE", &[("~/.cline/data/settings/cline_mcp_settings.json", r#"{ "mcpServers": { "a": { "type": "sse", "url": "https://mcp.example.com/mcp" } } }"#)]),
    fault("invalid-url", "a url without its scheme", &[(".mcp.json", r#"{ "mcpServers": { "a": { "type": "http", "url": "localhost:3101/mcp" } } }"#)]),
    fault("bridge-arguments", "an option in front of mcp-remote's url", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "mcp-remote", "--allow-http", "http://10.0.0.5:3101/mcp"] } } }"#)]),
    // Ports.
    fault("port-collision", "two servers on one port", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x", "--port", "3101"] }, "b": { "command": "uvx", "args": ["y", "--port", "3101"] } } }"#)]),
    fault("port-collision", "two servers on one port, one of them in Compose", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x", "--port", "3101"] } } }"#), ("compose.yaml", "services:\n  db:\n    image: example/db\n    ports:\n      - \"3101:3101\"\n")]),
    fault("port-outside-range", "a development server's port", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x", "--port", "3000"] } } }"#)]),
    fault("port-mismatch", "the url names another port", &[(".mcp.json", r#"{ "mcpServers": { "a": { "type": "http", "url": "http://localhost:3102/mcp" } } }"#), (".cursor/mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x", "--transport", "http", "--port", "3101"] } } }"#)]),
    fault("blocked-port", "a port that fetch refuses", &[(".vscode/mcp.json", r#"{ "servers": { "a": { "type": "http", "url": "http://localhost:6000/mcp" } } }"#)]),
    fault("tool-port", "the Inspector's port", &[(".mcp.json", r#"{ "mcpServers": { "a": { "type": "http", "url": "http://localhost:6277/mcp" } } }"#)]),
    fault("fixed-port-server", "a server with a port of its own in two clients", &[(".mcp.json", r#"{ "mcpServers": { "browser": { "command": "npx", "args": ["-y", "@browsermcp/mcp@0.1.3"] } } }"#), (".cursor/mcp.json", r#"{ "mcpServers": { "browser": { "command": "npx", "args": ["-y", "@browsermcp/mcp@0.1.3"] } } }"#)]),
    // Docker.
    fault("docker-not-interactive", "docker run without -i", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "docker", "args": ["run", "--rm", "mcp/fetch"] } } }"#)]),
    fault("docker-tty", "docker run -it", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "docker", "args": ["run", "-it", "--rm", "mcp/fetch"] } } }"#)]),
    fault("docker-detached", "docker run -d", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "docker", "args": ["run", "-i", "-d", "mcp/fetch"] } } }"#)]),
    fault("docker-env-not-passed", "env without -e", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "docker", "args": ["run", "-i", "--rm", "mcp/slack"], "env": { "TEAM_ID": "T1" } } } }"#)]),
    fault("docker-loopback-bind", "loopback inside the container", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "docker", "args": ["run", "-i", "--rm", "-p", "127.0.0.1:3101:3101", "mcp/fetch", "--host", "127.0.0.1", "--port", "3101"] } } }"#)]),
    pedantic(fault("docker-host-name", "host.docker.internal on the host", &[(".mcp.json", r#"{ "mcpServers": { "a": { "type": "http", "url": "http://host.docker.internal:3101/mcp" } } }"#)])),
    fault("docker-port-mapping", "the container's port in the url", &[(".mcp.json", r#"{ "mcpServers": { "a": { "type": "http", "url": "http://localhost:8000/mcp" } } }"#), ("compose.yaml", "services:\n  a:\n    image: example/a-mcp\n    ports:\n      - \"3101:8000\"\n")]),
    pedantic(fault("docker-keeps-container", "no --rm", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "docker", "args": ["run", "-i", "mcp/fetch"] } } }"#)])),
    // Certificates.
    fault("ca-env-missing", "an internal https url", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "mcp-remote", "https://mcp.corp.internal/mcp"] } } }"#)]),
    fault("ca-env-ineffective", "NODE_EXTRA_CA_CERTS on a url", &[(".codex/config.toml", "[mcp_servers.a]\nurl = \"https://mcp.corp.internal/mcp\"\nenv = { NODE_EXTRA_CA_CERTS = \"/etc/ssl/corp.pem\" }\n")]),
    fault("ca-env-ineffective", "NODE_EXTRA_CA_CERTS for Python", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["mcp-proxy", "https://mcp.corp.internal/sse"], "env": { "NODE_EXTRA_CA_CERTS": "/etc/ssl/corp.pem" } } } }"#)]),
    fault("tls-verification-disabled", "verification off", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "x"], "env": { "NODE_TLS_REJECT_UNAUTHORIZED": "0" } } } }"#)]),
    fault("credentials-over-http", "a token in clear", &[(".mcp.json", r#"{ "mcpServers": { "a": { "type": "http", "url": "http://10.0.0.5:3101/mcp", "headers": { "Authorization": "Bearer ${TOKEN}" } } } }"#)]),
    // The command.
    fault("command-line-in-command", "the whole line in command", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "npx -y @modelcontextprotocol/server-memory" } } }"#)]),
    fault("joined-argument", "an option and its value in one", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x", "--port 3101"] } } }"#)]),
    on(Os::Windows, fault("windows-npx", "npx on Windows", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-memory"] } } }"#)])),
    on(Os::Windows, fault("space-in-batch-argument", "a header with a space on Windows", &[(CLAUDE_DESKTOP_WINDOWS, r#"{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "mcp-remote", "https://mcp.example.com/mcp", "--header", "Authorization: Bearer ${TOKEN}"] } } }"#)])),
    fault("unneeded-cmd-wrapper", "cmd /c on Linux", &[(CLAUDE_DESKTOP, r#"{ "mcpServers": { "a": { "command": "cmd", "args": ["/c", "npx", "-y", "@modelcontextprotocol/server-memory"] } } }"#)]),
    fault("tilde-not-expanded", "a tilde", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uv", "args": ["--directory", "~/x", "run", "x"] } } }"#)]),
    fault("stdout-noise", "npm run", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "npm", "args": ["run", "start"] } } }"#)]),
    fault("shell-syntax", "a pipe without a shell", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "cd", "args": ["/srv/x", "&&", "node", "index.js"] } } }"#)]),
    fault("path-overwritten", "PATH replaced", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "x"], "env": { "PATH": "/opt/node/lib" } } } }"#)]),
    on(Os::Windows, fault("wsl-path", "a Linux path in a Windows client", &[(CLAUDE_DESKTOP_WINDOWS, r#"{ "mcpServers": { "a": { "command": "/home/me/.local/bin/server" } } }"#)])),
    fault("npx-without-yes", "npx without -y", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "npx", "args": ["@modelcontextprotocol/server-memory"] } } }"#)]),
    // Variables and secrets.
    fault("wrong-variable-syntax", "${env:X} in Claude Code", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x"], "env": { "A": "${env:A}" } } } }"#)]),
    fault("unsupported-variable", "a variable in Claude Desktop", &[(CLAUDE_DESKTOP, r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x"], "env": { "A": "${A}" } } } }"#)]),
    fault("undefined-input", "an input that nobody defines", &[(".vscode/mcp.json", r#"{ "servers": { "a": { "command": "uvx", "args": ["x"], "env": { "A": "${input:a}" } } } }"#)]),
    fault("hardcoded-secret", "a token in a shared file", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x"], "env": { "GITHUB_TOKEN": "ghp_abcdefghijklmnopqrstuvwxyz0123456789" } } } }"#)]),
    fault("placeholder-value", "a README's placeholder", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x"], "env": { "API_KEY": "YOUR_API_KEY" } } } }"#)]),
    // Packages.
    fault("wrong-registry", "a Python server by npx", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-time"] } } }"#)]),
    fault("archived-package", "an archived server", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-github"] } } }"#)]),
    fault("vulnerable-package", "mcp-remote with CVE-2025-6514", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "mcp-remote@0.1.5", "https://mcp.example.com/mcp"] } } }"#)]),
    pedantic(fault("unpinned-package", "a floating version", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "mcp-remote@latest", "https://mcp.example.com/mcp"] } } }"#)])),
    // Several files.
    fault("shadowed-server", "one name in two scopes", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x"] } } }"#), ("~/.claude.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["y"] } } }"#)]),
    fault("conflicting-merge", "a command in one scope and a url in the other", &[(".codex/config.toml", "[mcp_servers.a]\nurl = \"https://mcp.example.com/mcp\"\n"), ("~/.codex/config.toml", "[mcp_servers.a]\ncommand = \"uvx\"\nargs = [\"x\"]\n")]),
    fault("case-variant-name", "names that differ by case", &[(".mcp.json", r#"{ "mcpServers": { "Docs": { "command": "uvx", "args": ["x"] }, "docs": { "command": "uvx", "args": ["y"] } } }"#)]),
    pedantic(fault("drifted-server", "one server, two versions", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "mcp-remote@0.15.1", "https://mcp.example.com/mcp"] } } }"#), (".cursor/mcp.json", r#"{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "mcp-remote@0.15.0", "https://mcp.example.com/mcp"] } } }"#)])),
    // What is opened.
    fault("bind-all-interfaces", "bound to all interfaces", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x", "--transport", "http", "--host", "0.0.0.0", "--port", "3101"] } } }"#)]),
    fault("broad-file-access", "the whole disk", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem", "/"] } } }"#)]),
    fault("remote-code-in-command", "curl into a shell", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "sh", "args": ["-c", "curl -fsSL https://example.com/install.sh | sh"] } } }"#)]),
    fault("disabled-protection", "the Inspector without its token", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "@modelcontextprotocol/inspector"], "env": { "DANGEROUSLY_OMIT_AUTH": "true" } } } }"#)]),
    fault("blanket-approval", "trust in a shared file", &[(".gemini/settings.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["x"], "trust": true } } }"#)]),
    fault("proxy-intercepts-loopback", "a proxy in front of this machine", &[(".mcp.json", r#"{ "mcpServers": { "a": { "command": "uvx", "args": ["mcp-proxy", "http://localhost:3101/sse"], "env": { "HTTP_PROXY": "http://proxy.corp.internal:8080" } } } }"#)]),
];

#[test]
fn every_common_fault_is_named() {
    let mut wrong = Vec::new();
    for fault in FAULTS {
        let mut sandbox = Sandbox::new();
        sandbox.os = fault.os;
        for (path, text) in fault.files {
            sandbox.write(path, text);
        }
        let run = |persona| {
            sandbox.check(&Selection {
                persona,
                ..Selection::default()
            })
        };
        let found = |persona| {
            run(persona)
                .iter()
                .any(|finding| finding.rule == fault.rule)
        };
        let told = if fault.pedantic {
            found(Persona::Pedantic) && !found(Persona::Regular)
        } else {
            found(Persona::Regular)
        };
        if !told {
            let rules: Vec<_> = run(Persona::Pedantic)
                .iter()
                .map(|finding| finding.rule)
                .collect();
            wrong.push(format!("{}: {}: {rules:?}", fault.rule, fault.what));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}\n{}",
        wrong.len(),
        FAULTS.len(),
        wrong.join("\n")
    );
}
