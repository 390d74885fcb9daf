//! Whatever others write into files, names and arguments, a terminal shows it and obeys none of it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use common::mcpmend;
use mcpmend::report::visible::is_seen;

/// A colour that is not ours, the title, the clipboard, a link, a device's answer, the cursor back
/// and away, a line of its own; the same by C1; text turned round, invisible and hidden.
const PLANT: &str = "PLANT\u{1b}[35;7mx\u{1b}[2J\u{1b}]0;t\u{7}\u{1b}]52;c;aGk=\u{7}\u{1b}]8;;http://x.example\u{1b}\\\u{1b}P1$r\u{1b}\\\u{8}\u{8}\u{7f}\u{b}\u{c}\u{9b}31m\u{9d}0;t\u{9c}\u{90}q\u{85}\r\nFORGED\rFORGED \u{202e}dlrow\u{202c}\u{2066}\u{2069}\u{200e}\u{200f}\u{61c}\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\u{ad}\u{34f}\u{180e}\u{3164}\u{2028}FORGED\u{2029}FORGED\u{e0001}\u{e0041}\u{e0100}\u{fe0f}\u{fff9}\u{a0}";

/// It as a part of a path.
fn file_name() -> String {
    PLANT.replace('/', "").chars().take(90).collect()
}

/// It without line breaks, for comments that end with the line.
fn comment() -> String {
    PLANT.replace(['\n', '\r'], "")
}

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> World {
        let world = World {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::create_dir_all(world.home()).unwrap();
        std::fs::create_dir_all(world.project().join(".git")).unwrap();
        world.fill();
        world
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    fn project(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.project().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Files of every format in which everything that can be written holds the plant.
    fn fill(&self) {
        let plant = json(PLANT);
        let quoted = &plant[1..plant.len() - 1];
        let file = json(&format!("{}.yaml", file_name()));
        let servers = format!(
            r#"{{
                {plant}: {{ "command": {plant}, "args": [{plant}, "--port", "3000", "--{quoted}={quoted}"], "cwd": {plant},
                    "env": {{ {plant}: {plant}, "PORT": "3000", "NODE_EXTRA_CA_CERTS": "./{quoted}.pem", "API_KEY": "${{{quoted}}}" }} }},
                {plant}: {{ "url": "https://{quoted}.example.com/{quoted}", "headers": {{ {plant}: "Bearer {quoted}" }} }},
                "typed {quoted}": {{ "type": {plant}, "url": "http://localhost:3000/{quoted}", {plant}: {plant} }},
                "wrong {quoted}": {{ "command": [{plant}], "args": {plant}, "env": {plant}, "timeout": {plant} }},
                "shell {quoted}": {{ "command": "sh", "args": ["-c", {plant}] }},
                "script {quoted}": {{ "command": "node", "args": ["./{quoted}.js", "--port=3000"] }},
                "npx {quoted}": {{ "command": "npx", "args": ["-y", {plant}] }},
                "docker {quoted}": {{ "command": "docker", "args": ["run", "-i", "-p", "3000:3000", "-e", {plant}, {plant}] }},
                "compose {quoted}": {{ "command": "docker", "args": ["compose", "-f", {file}, "run", {plant}] }},
                "bridge {quoted}": {{ "command": "npx", "args": ["mcp-remote", "https://x.example/{quoted}", "--header", {plant}] }},
                "odd": {plant}
            }}"#
        );
        self.write(
            ".mcp.json",
            format!(r#"{{ {plant}: 1, "mcpServers": {servers} }}"#),
        );
        self.write(
            ".vscode/mcp.json",
            format!(
                "// {}\n{{ \"servers\": {servers}, /* {PLANT} */ \"inputs\": [{{ \"id\": {plant}, \"type\": {plant} }}], }}",
                comment()
            ),
        );
        self.write(
            ".cursor/mcp.json",
            format!(r#"{{ "mcpServers": {servers} }}"#),
        );
        // As they are: most formats forbid that, and say where.
        let name = file_name();
        self.write(
            &format!("{name}/.mcp.json"),
            format!("{{ \"mcpServers\": {{ \"{PLANT}\": {{ \"url\": \"{PLANT}\" }} }} }}"),
        );
        self.write(&format!("{name}/.vscode/mcp.json"), format!("{PLANT}\n{{"));
        self.write(
            &format!("{name}/.cursor/mcp.json"),
            [PLANT.as_bytes(), b"\xff\x00"].concat(),
        );
        self.write(
            &format!("{name}/nobody/{name}.mcp.json"),
            format!(r#"{{ "mcpServers": {servers} }}"#),
        );
        self.write(
            &format!("{name}/mcp.json"),
            format!(r#"{{ "mcpServers": {servers} }}"#),
        );
        // Escapes in TOML are JSON's but for the long ones.
        let toml = |text: &str| {
            let escaped: String = text
                .chars()
                .map(|c| match c {
                    ' '..='~' if c != '"' && c != '\\' => c.to_string(),
                    c => format!("\\U{:08X}", u32::from(c)),
                })
                .collect();
            format!("\"{escaped}\"")
        };
        let word = toml(PLANT);
        self.write(
            ".codex/config.toml",
            format!(
                "# {0}\n[mcp_servers.{word}]\ncommand = {word}\nargs = [{word}, \"--port\", \"3000\"]\n{word} = {word}\n[mcp_servers.{word}.env]\n{word} = {word}\n",
                comment().chars().filter(|c| *c == '\t' || !c.is_control()).collect::<String>()
            ),
        );
        self.write(
            &format!("{name}/.codex/config.toml"),
            format!("[mcp_servers.x]\ncommand = \"{PLANT}\"\n{PLANT}"),
        );
        self.write(
            "librechat.yaml",
            format!("# {}\nmcpServers:\n  {plant}:\n    command: {plant}\n    args: [{plant}, '--port=3000']\n    type: {plant}\n", comment()),
        );
        self.write(
            &format!("{name}/librechat.yaml"),
            format!("mcpServers:\n  {PLANT}: {{ command: {PLANT}\n"),
        );
        self.write(
            "compose.yaml",
            format!("services:\n  {plant}:\n    image: {plant}\n    ports: ['127.0.0.1:3000:3000', {plant}]\n    container_name: {plant}\n"),
        );
        self.write(
            &format!("{name}.yaml"),
            format!("services:\n  {plant}: {{ ports: ['3000:3000'] }}\n"),
        );
        let old = format!("# Port registry\n\n{PLANT}\n");
        self.write(&format!("{name}.md"), old);
        let id = json(&format!("a {PLANT}"));
        self.write(
            "baseline.json",
            format!("{{ \"version\": 1, \"findings\": [{{ \"path\": {plant}, \"rule\": {id}, \"server\": {plant}, \"client\": {plant}, \"fingerprint\": \"x\", \"count\": 1 }}] }}"),
        );
        // In a path of the settings a backslash is an error.
        let word = toml(&PLANT.replace('\\', ""));
        self.write("mcpmend.toml", format!(
            "select = [\"all\"]\nexclude = [{word}]\n[[accept]]\nrules = [{word}]\nserver = {word}\npath = {word}\nreason = {word}\n",
        ).replace("select = [\"all\"]\n", ""));
    }

    fn run(&self, args: &[&str]) -> Output {
        mcpmend()
            .current_dir(self.project())
            .env("HOME", self.home())
            .env("TERM", "xterm")
            .args(args)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }
}

/// What of `text` a terminal would obey, or a reader not see; our own colours are neither.
fn faults(text: &str, color: bool) -> Vec<String> {
    let mut faults = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        if line.trim_start().starts_with("FORGED") {
            faults.push(format!("line {number} is forged"));
        }
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let ours = rest
                .strip_prefix("\u{1b}[")
                .filter(|_| color)
                .and_then(|code| {
                    let (code, after) = code.split_once('m')?;
                    let ours = code.chars().all(|c| c.is_ascii_digit() || c == ';');
                    // Of the plant's own colour nothing must be left.
                    (ours && code != "35;7").then_some(after)
                });
            if let Some(after) = ours {
                rest = after;
                continue;
            }
            if !is_seen(c) {
                let around: String = line.chars().take(160).collect();
                faults.push(format!("{c:?} in line {number}: {around:?}"));
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    faults
}

fn assert_safe(output: &Output, args: &[&str]) -> String {
    let color = args.contains(&"always");
    let mut all = String::new();
    for bytes in [&output.stdout, &output.stderr] {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let faults = faults(&text, color);
        assert!(
            faults.is_empty(),
            "{args:?}: {}\n{:#?}",
            faults.len(),
            &faults[..faults.len().min(8)]
        );
        all.push_str(&text);
    }
    assert!(!all.contains("panicked"), "{args:?}: {all}");
    all
}

/// Each command and format, with the plant on what it shows.
#[test]
fn every_output_shows_and_obeys_nothing() {
    let world = World::new();
    let name = file_name();
    let registry = format!("{name}.md");
    // Whether the plant must be seen in what they say.
    let runs = [
        ("check .", true),
        ("check . --pedantic --verbose", true),
        ("check . --pedantic --show-secrets", true),
        ("check . --format concise --pedantic", true),
        ("check . --format json --pedantic", true),
        ("check . --format sarif --pedantic", true),
        ("check . --format gitlab --pedantic", true),
        ("check . --format junit --pedantic", true),
        ("check . --statistics", false),
        ("check . --statistics --format json", false),
        ("check --verbose", true),
        ("check NAME", true),
        ("check . --baseline baseline.json", true),
        ("check REGISTRY", true),
        ("check . --client cursor", true),
        ("list", true),
        ("list .", true),
        ("list . --show-secrets", true),
        ("list . --format json", true),
        ("list --home PLANT", true),
        ("ports .", true),
        ("ports . --format markdown", true),
        ("ports . --format json", true),
        ("ports . --check REGISTRY", true),
        ("rules", false),
        ("rules --settings", true),
        ("rules --settings --format json", true),
        ("explain port-collision", false),
        ("explain connection-refused", false),
        ("explain PLANT spawn npx ENOENT PLANT", true),
        ("explain PLANT", false),
        // Nothing of that name is called; nothing is started.
        #[cfg(feature = "doctor")]
        ("doctor PLANT", true),
        ("clients", false),
        ("clients cursor", false),
        ("clients --format json", false),
    ];
    // What is wrong with the arguments is said with them.
    let complaints = [
        ("check PLANT", true),
        ("check . --select PLANT", true),
        ("check . --client PLANT", true),
        ("check . --config PLANT", true),
        ("check . --config REGISTRY", true),
        ("check . --baseline PLANT", true),
        ("check . --baseline REGISTRY", true),
        ("check . --format PLANT", true),
        ("check . --os PLANT", true),
        ("check PLANT list", true),
        ("--no-such-option PLANT", false),
        ("-vx PLANT", false),
        ("PLANT --fix", true),
        ("clients PLANT", true),
        ("schema PLANT", true),
        ("ports . --check PLANT", true),
        ("ports . --format PLANT", true),
        ("check . --output-file no/such/PLANT", true),
    ];
    let all = runs.iter().map(|it| (it, false));
    let all = all.chain(complaints.iter().map(|it| (it, true)));
    let mut tried = 0;
    for ((command, seen), wrong) in all {
        let words = command.split(' ').map(|word| match word {
            "PLANT" => PLANT.to_owned(),
            "NAME" => name.clone(),
            "REGISTRY" => registry.clone(),
            word => word.replace("PLANT", PLANT),
        });
        let words: Vec<String> = words.collect();
        for color in ["never", "always"] {
            let mut args: Vec<&str> = words.iter().map(String::as_str).collect();
            args.extend(["--color", color]);
            let output = world.run(&args);
            let text = assert_safe(&output, &args);
            assert_eq!(wrong, output.status.code() == Some(2), "{args:?}: {text}");
            assert!(
                !seen || text.contains("PLANT"),
                "{args:?} shows nothing of it: {text}"
            );
            tried += 1;
        }
    }
    assert!(tried > 80);
}

/// What programs read says the same as the file, in escapes of its own.
#[test]
fn json_says_exactly_what_the_file_does() {
    let world = World::new();
    let output = world.run(&["list", ".mcp.json", "--format", "json"]);
    let parsed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let servers = parsed["files"][0]["servers"].as_array().unwrap();
    assert!(servers.iter().any(|server| server["name"] == PLANT));
    assert!(
        servers
            .iter()
            .any(|server| server["name"] == format!("npx {PLANT}"))
    );
    let output = world.run(&["check", &file_name(), "--format", "json"]);
    let parsed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let path = format!("{}/.mcp.json", file_name());
    let paths = parsed["files"].as_array().unwrap().iter();
    assert!(
        paths.clone().any(|file| file["path"] == path),
        "{:?}",
        paths.collect::<Vec<_>>()
    );
}

/// Fixing, and what is written for later.
#[test]
fn what_is_said_of_fixes_is_safe_too() {
    for color in ["never", "always"] {
        let world = World::new();
        let args = [".", "--fix", "--unsafe-fixes", "--color", color];
        let text = assert_safe(&world.run(&args), &args);
        assert!(text.contains("fixed ") && text.contains("PLANT"), "{text}");
        let report = world.home().join("report.txt");
        for format in ["full", "concise"] {
            let file = report.to_str().unwrap();
            let args = [
                ".",
                "--format",
                format,
                "--output-file",
                file,
                "--color",
                color,
            ];
            assert_safe(&world.run(&args), &args);
            let text = std::fs::read_to_string(&report).unwrap();
            assert!(faults(&text, false).is_empty() && text.contains("PLANT"));
        }
        let args = [
            ".",
            "--write-baseline",
            "--baseline",
            &format!("{}.new", file_name()),
            "--color",
            color,
        ];
        assert!(assert_safe(&world.run(&args), &args).contains("PLANT"));
    }
}

/// Standard input has a name as well.
#[test]
fn standard_input_is_no_way_round() {
    let world = World::new();
    let name = format!("{}/.mcp.json", file_name());
    for fix in [&[][..], &["--fix"]] {
        let args = [
            &["check", "--stdin-filename", &name, "--color", "always"],
            fix,
        ]
        .concat();
        let output = mcpmend()
            .current_dir(world.project())
            .args(&args)
            .stdin(std::fs::File::open(world.project().join(&name)).unwrap())
            .output()
            .unwrap();
        let said = Output {
            stdout: if fix.is_empty() {
                output.stdout
            } else {
                Vec::new()
            },
            ..output
        };
        assert!(assert_safe(&said, &args).contains("PLANT"));
    }
}

/// A snippet's underline stands below what it is about, escapes before it or in it.
#[test]
fn underlines_stay_below_what_they_are_about() {
    let world = World::new();
    let text = "{ \"mcpServers\": {\n\t/* \u{1b}[2J\u{202e} */ \"\u{200b}a\u{7f}\": { \"tpye\": \"\u{2066}\", \"command\": \"x\" } } }";
    world.write(
        "one/.vscode/mcp.json",
        text.replace("mcpServers", "servers"),
    );
    let output = world.run(&["check", "one", "--isolated", "--color", "never"]);
    let text = String::from_utf8(output.stdout).unwrap();
    common::snapshot("terminal", "underlines", &text);
}

/// On a terminal a diff is shown with escapes and says that it is; into a pipe goes every byte.
#[cfg(target_os = "linux")]
#[test]
fn a_diff_is_escaped_on_a_terminal_only() {
    let world = World::new();
    let raw = world.run(&[".vscode", "--diff", "--unsafe-fixes", "--show-secrets"]);
    assert!(String::from_utf8_lossy(&raw.stdout).contains("\u{202e}"));
    // `script` gives a program a terminal.
    let program = env!("CARGO_BIN_EXE_mcpmend");
    let on_terminal = |path: &str, folder: &Path| {
        let said = folder.join("said.txt");
        let command = format!(
            "{program} {path} --diff --unsafe-fixes --show-secrets 2>{}",
            said.display()
        );
        let output = Command::new("script")
            .current_dir(folder)
            .env("TERM", "xterm")
            .args(["-qec", &command, "/dev/null"])
            .stdin(Stdio::null())
            .output()
            .expect("`script` of util-linux must be installed: it gives a program a terminal");
        let said = std::fs::read_to_string(said).unwrap();
        (
            String::from_utf8(output.stdout)
                .unwrap()
                .replace("\r\n", "\n"),
            said,
        )
    };
    let (shown, said) = on_terminal(".vscode", &world.project());
    assert!(said.contains("shown with escapes"), "{said}");
    assert!(shown.contains("\\u{202e}"), "{shown}");
    let faults = faults(&shown.replace('\t', " ").replace("\n FORGED", ""), false);
    assert!(faults.is_empty(), "{faults:?}");
    world.write(
        "plain/.mcp.json",
        r#"{ "mcpServers": { "a": { "url": "https://x.example/" } } }"#,
    );
    let plain = world.run(&["plain", "--diff", "--unsafe-fixes", "--show-secrets"]);
    let (shown, said) = on_terminal("plain", &world.project());
    assert_eq!(shown.as_bytes(), plain.stdout);
    assert!(!said.contains("escapes"), "{said}");
}

/// GitHub looks for a file of exactly the name that a command says, so into a pipe it goes as it is;
/// a terminal is shown escapes.
#[cfg(target_os = "linux")]
#[test]
fn a_github_command_is_escaped_on_a_terminal_only() {
    let world = World::new();
    let raw = world.run(&[".", "--format", "github", "--quiet"]);
    let raw = String::from_utf8(raw.stdout).unwrap();
    let commands = raw.lines().filter(|line| line.starts_with("::"));
    assert_eq!(commands.count(), raw.lines().count(), "{raw}");
    assert!(raw.contains('\u{1b}'));
    let program = env!("CARGO_BIN_EXE_mcpmend");
    let output = Command::new("script")
        .current_dir(world.project())
        .env("TERM", "xterm")
        .args(["-qec", &format!("{program} . --format github --quiet")])
        .arg("/dev/null")
        .stdin(Stdio::null())
        .output()
        .expect("`script` of util-linux must be installed: it gives a program a terminal");
    let shown = String::from_utf8(output.stdout).unwrap();
    let shown = shown.replace("\r\n", "\n");
    assert!(shown.contains("PLANT") && shown.contains("\\u{1b}"));
    assert_eq!(faults(&shown, false), Vec::<String>::new());
    assert_eq!(shown.lines().count(), raw.lines().count());
}
