//! What a config says makes mcpmend read nothing but files, none outside of what may be read, and
//! call nobody.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod common;

use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use common::mcpmend;
use mcpmend::document::MAX_BYTES;
use mcpmend::host::{FileType, Host, SystemHost};
use mcpmend::model::Os;

/// What must not be read, and is told by it when it was.
const TRIPWIRE: &str = "tripwire-7f3a";

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> World {
        let world = World {
            folder: tempfile::tempdir().unwrap(),
        };
        for folder in ["home", "project/.git", "outside"] {
            std::fs::create_dir_all(world.at(folder)).unwrap();
        }
        world.write(
            "outside/secret.json",
            &format!(
                "{{ \"mcpServers\": {{ \"{TRIPWIRE}\": {{ \"command\": \"{TRIPWIRE}\" }} }} }}"
            ),
        );
        world.write("outside/broken.json", &format!("{TRIPWIRE} {{"));
        world.write("outside/ca.pem", TRIPWIRE);
        world.write("outside/.env", &format!("TOKEN={TRIPWIRE}\n"));
        world.write(
            "outside/compose.yaml",
            &format!("services: {{ {TRIPWIRE}: {{ ports: ['3000:3000'] }} }}\n"),
        );
        world
    }

    fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.at(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn link(&self, target: impl AsRef<Path>, path: &str) {
        let path = self.at(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(target, path).unwrap();
    }

    /// A config whose servers name `path` wherever a path may stand.
    fn names(&self, config: &str, paths: &[&str]) {
        let mut servers = serde_json::Map::new();
        for (number, path) in paths.iter().enumerate() {
            let name = |what: &str| format!("{what}{number}");
            let mut env = serde_json::Map::new();
            for variable in [
                "NODE_EXTRA_CA_CERTS",
                "SSL_CERT_FILE",
                "SSL_CERT_DIR",
                "REQUESTS_CA_BUNDLE",
                "CURL_CA_BUNDLE",
                "DENO_CERT",
                "GIT_SSL_CAINFO",
                "PATH",
                "npm_config_cafile",
                "PYTHONPATH",
            ] {
                env.insert(variable.to_owned(), (*path).into());
            }
            servers.insert(
                name("command"),
                serde_json::json!({ "command": path, "args": [path], "cwd": path, "env": env }),
            );
            servers.insert(
                name("node"),
                serde_json::json!({ "command": "node", "args": [path], "env": env }),
            );
            servers.insert(name("python"), serde_json::json!({ "command": "python3", "args": ["-u", path, format!("--config={path}")], "envFile": path }));
            servers.insert(name("uv"), serde_json::json!({ "command": "uv", "args": ["--directory", path, "run", "server.py"] }));
            servers.insert(
                name("npm"),
                serde_json::json!({ "command": "npm", "args": ["--prefix", path, "run", "start"] }),
            );
            servers.insert(name("compose"), serde_json::json!({ "command": "docker", "args": ["compose", "-f", path, "--env-file", path, "run", "x"] }));
            servers.insert(name("docker"), serde_json::json!({ "command": "docker", "args": ["run", "-i", "--env-file", path, "-v", format!("{path}:/x"), "image"] }));
            servers.insert(name("bridge"), serde_json::json!({ "command": "npx", "args": ["mcp-remote", "https://x.example/mcp"], "env": env }));
            servers.insert(name("url"), serde_json::json!({ "type": "http", "url": format!("file://{path}"), "headersHelper": path }));
        }
        self.write(
            config,
            &serde_json::json!({ "mcpServers": servers, "servers": servers }).to_string(),
        );
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = mcpmend();
        command
            .current_dir(self.at("project"))
            .env("HOME", self.at("home"))
            .env("PATH", self.at("home/bin"))
            .args(args);
        command
    }

    /// Runs to its end, which must come.
    fn run(&self, args: &[&str]) -> (Output, String) {
        // A pipe would fill up.
        let files = ["stdout", "stderr"].map(|name| self.at(name));
        let [out, err] = files
            .each_ref()
            .map(|path| std::fs::File::create(path).unwrap());
        let mut child = self
            .command(args)
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(err)
            .spawn()
            .unwrap();
        // Nobody waits for that; it only keeps a hanging run from keeping the tests.
        let until = Instant::now() + Duration::from_secs(120);
        while child.try_wait().unwrap().is_none() {
            if Instant::now() > until {
                child.kill().unwrap();
                panic!("{args:?} hangs");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let output = Output {
            status: child.wait().unwrap(),
            stdout: std::fs::read(&files[0]).unwrap(),
            stderr: std::fs::read(&files[1]).unwrap(),
        };
        let text = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        // Wherever a line was wrapped.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            output.status.code().is_some_and(|code| code < 3),
            "{args:?}: {text}"
        );
        assert!(!text.contains("panicked"), "{args:?}: {text}");
        (output, text)
    }
}

fn fifo(path: &Path) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

fn host() -> SystemHost {
    SystemHost::new(None, None).unwrap()
}

fn refused<T: std::fmt::Debug>(result: io::Result<T>, words: &str) {
    let error = result.expect_err("it was let in");
    let why = mcpmend::host::why(&error);
    assert!(why.contains(words), "{why}");
}

/// The door reads regular files and nothing else, and waits for nobody.
#[test]
fn only_files_are_read() {
    let world = World::new();
    fifo(&world.at("fifo"));
    let _socket = std::os::unix::net::UnixListener::bind(world.at("socket")).unwrap();
    world.link("/dev/zero", "zero");
    world.link("/proc/self/environ", "environ");
    world.link("fifo", "to-fifo");
    let mut tried = 0;
    for path in ["fifo", "socket", "zero", "environ", "to-fifo"] {
        let path = world.at(path);
        refused(host().read(&path), "pipe, socket or device");
        refused(host().start(&path, 8), "pipe, socket or device");
        tried += 2;
    }
    for path in [
        "/dev/zero",
        "/dev/null",
        "/dev/random",
        "/dev/tty",
        "/dev/stdin",
    ] {
        assert!(host().read(Path::new(path)).is_err(), "{path}");
        tried += 1;
    }
    if cfg!(target_os = "linux") {
        for path in [
            "/proc/self/environ",
            "/proc/self/cmdline",
            "/proc/self/maps",
            "/proc/self/../self/status",
            "/proc/cpuinfo",
            "/sys/kernel/notes",
            "/proc/kmsg",
        ] {
            assert!(host().read(Path::new(path)).is_err(), "{path}");
            tried += 1;
        }
    }
    assert!(host().read(&world.at("home")).is_err());
    assert_eq!(
        host().read(&world.at("outside/ca.pem")).unwrap(),
        TRIPWIRE.as_bytes()
    );
    assert!(tried >= 15);
}

/// A file that is no longer one when it is opened: a pipe takes its place again and again.
#[test]
fn a_pipe_that_takes_a_files_place_keeps_nobody_waiting() {
    let world = World::new();
    let path = world.at("swapped");
    let (pipe, file) = (world.at("pipe"), world.at("file"));
    world.write("swapped", "x");
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                let _ = std::fs::remove_file(&pipe);
                fifo(&pipe);
                std::fs::rename(&pipe, &path).unwrap();
                std::fs::write(&file, "x").unwrap();
                std::fs::rename(&file, &path).unwrap();
            }
        });
        let mut read = 0;
        for _ in 0..20_000 {
            if let Ok(bytes) = host().read(&path) {
                assert!(bytes == b"x" || bytes.is_empty());
                read += 1;
            }
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(read > 0);
    });
}

/// No more than 10 MB of a file, whoever names it.
#[test]
fn no_file_is_read_without_end() {
    let world = World::new();
    let big = world.at("project/big");
    std::fs::File::create(&big)
        .unwrap()
        .set_len(MAX_BYTES + 1)
        .unwrap();
    refused(host().read(&big), "10 MB");
    assert_eq!(host().start(&big, 5).unwrap(), [0; 5]);
    std::fs::File::create(&big)
        .unwrap()
        .set_len(MAX_BYTES)
        .unwrap();
    assert_eq!(host().read(&big).unwrap().len() as u64, MAX_BYTES);
    // Everything that is named or looked for beside a config is of a terabyte.
    let huge = |path: &str| {
        world.write(path, "");
        let file = std::fs::File::options()
            .write(true)
            .open(world.at(path))
            .unwrap();
        file.set_len(1 << 40).unwrap();
    };
    world.names(
        "project/.mcp.json",
        &["./huge", world.at("project/huge").to_str().unwrap()],
    );
    for path in [
        "huge",
        "package.json",
        ".npmrc",
        ".nvmrc",
        ".tool-versions",
        "mise.toml",
        ".env",
        "compose.yaml",
        ".claude/settings.json",
        "pyproject.toml",
        ".python-version",
        ".cursor/mcp.json",
    ] {
        huge(&format!("project/{path}"));
    }
    for path in [
        ".npmrc",
        ".gemini/.env",
        ".claude/settings.json",
        ".claude.json",
        ".tool-versions",
    ] {
        huge(&format!("home/{path}"));
    }
    let (_, text) = world.run(&["check", "--isolated"]);
    assert!(text.contains("10 MB"), "{text}");
    world.run(&["check", ".", "--isolated"]);
    huge("project/mcpmend.toml");
    let (output, text) = world.run(&["check", "."]);
    assert_eq!(output.status.code(), Some(2), "{text}");
    huge("project/mcpmend-baseline.json");
    let (output, text) = world.run(&[
        "check",
        ".",
        "--isolated",
        "--baseline",
        "mcpmend-baseline.json",
    ]);
    assert_eq!(output.status.code(), Some(2), "{text}");
}

/// Pipes, sockets and devices in every place that is named or looked for.
#[test]
fn nothing_that_a_config_names_makes_a_run_hang() {
    for kind in [
        "fifo",
        "socket",
        "/dev/zero",
        "/proc/self/environ",
        "/dev/tty",
    ] {
        let world = World::new();
        let mut sockets = Vec::new();
        let mut put = |path: &str| {
            let path = world.at(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            match kind {
                "fifo" => fifo(&path),
                "socket" => sockets.push(std::os::unix::net::UnixListener::bind(path).unwrap()),
                target => symlink(target, path).unwrap(),
            }
        };
        for path in [
            "odd",
            "package.json",
            ".npmrc",
            ".nvmrc",
            ".tool-versions",
            "mise.toml",
            ".env",
            "compose.yaml",
            ".claude/settings.json",
            "pyproject.toml",
            ".cursor/mcp.json",
            "server.py",
            "node_modules/x/package.json",
        ] {
            put(&format!("project/{path}"));
        }
        for path in [
            ".npmrc",
            ".gemini/.env",
            ".claude/settings.json",
            ".claude.json",
            "bin/node",
            "bin/python3",
        ] {
            put(&format!("home/{path}"));
        }
        let absolute = world.at("project/odd");
        world.names(
            "project/.mcp.json",
            &["./odd", absolute.to_str().unwrap(), kind],
        );
        world.names(
            "project/.vscode/mcp.json",
            &["${workspaceFolder}/odd", "odd"],
        );
        let unreadable = "it is a pipe, socket or device, not a file";
        let (_, text) = world.run(&["check", "--isolated"]);
        assert!(text.contains(unreadable), "{kind}: {text}");
        for args in [
            &["check", ".", "--isolated"][..],
            &["list"],
            &["ports"],
            &["check", "--fix", "--isolated"],
        ] {
            world.run(args);
        }
        let home = world.at("home");
        world.run(&["check", "--home", home.to_str().unwrap()]);
        put("project/mcpmend.toml");
        let (output, text) = world.run(&["check", "."]);
        assert_eq!(output.status.code(), Some(2), "{kind}: {text}");
    }
}

/// Every way out of the folders of a run with `--home`: by a link, by `..`, by an absolute path.
fn with_ways_out() -> World {
    let world = World::new();
    let outside = world.at("outside");
    let up = ["ca.pem", ".env", "compose.yaml"];
    let absolute: Vec<String> = up
        .iter()
        .map(|name| outside.join(name).display().to_string())
        .collect();
    let relative: Vec<String> = up.iter().map(|name| format!("../outside/{name}")).collect();
    let linked: Vec<String> = up.iter().map(|name| format!("./way/{name}")).collect();
    let all = absolute
        .iter()
        .chain(&relative)
        .chain(&linked)
        .map(String::as_str);
    let named: Vec<&str> = all
        .chain([
            "/etc/passwd",
            "/etc/hostname",
            "~/way/ca.pem",
            "${HOME}/way/.env",
        ])
        .collect();
    world.names("project/.mcp.json", &named);
    world.names("project/.vscode/mcp.json", &named[..2]);
    world.names("home/.cursor/mcp.json", &named[6..8]);
    world.link(&outside, "project/way");
    world.link(&outside, "home/way");
    world.link(outside.join("secret.json"), "home/.claude.json");
    world.link(outside.join("broken.json"), "home/.gemini/settings.json");
    world.link("../../outside/secret.json", "project/.cursor/mcp.json");
    world.link("../../outside/broken.json", "project/.roo/mcp.json");
    world.link(outside.join("compose.yaml"), "project/compose.yaml");
    world.link(outside.join(".env"), "project/.env");
    world.link(&outside, "home/.codex");
    world.write(
        "outside/config.toml",
        &format!("[mcp_servers.{TRIPWIRE}]\ncommand = \"{TRIPWIRE}\"\n"),
    );
    world
}

#[test]
fn with_a_home_nothing_outside_of_it_is_read() {
    let world = with_ways_out();
    let home = world.at("home");
    let home = home.to_str().unwrap();
    for args in [
        &["check", "--home", home][..],
        &["check", ".", "--home", home, "--pedantic"],
        &["check", "--home", home, "--os", "macos"],
        &[
            "check",
            "--home",
            home,
            "--format",
            "json",
            "--show-secrets",
        ],
        &["list", "--home", home],
        &["ports", "--home", home],
    ] {
        let (_, text) = world.run(args);
        let own = text.replace("outside/", "");
        assert!(!own.contains(TRIPWIRE), "{args:?}: {text}");
    }
    let (_, text) = world.run(&["check", "--home", home]);
    assert!(
        text.contains("outside of the folders that may be read"),
        "{text}"
    );
    // What was given may be read, wherever it lies.
    let given = world.at("outside/secret.json");
    let (_, text) = world.run(&[
        "list",
        given.to_str().unwrap(),
        "--client",
        "cursor",
        "--home",
        home,
    ]);
    assert!(text.contains(TRIPWIRE), "{text}");
    world.write("elsewhere/mcpmend.toml", "exclude = [\"x\"]\n");
    let config = world.at("elsewhere/mcpmend.toml");
    let (_, text) = world.run(&[
        "check",
        "--verbose",
        "--config",
        config.to_str().unwrap(),
        "--home",
        home,
    ]);
    assert!(text.contains("settings: "), "{text}");
}

/// A link that is swapped while it is looked at leads nowhere either.
#[cfg(target_os = "linux")]
#[test]
fn a_link_that_takes_a_files_place_leads_nowhere() {
    let world = World::new();
    let home = world.at("home");
    let path = home.join("swapped");
    world.write("home/swapped", "own");
    let host = SystemHost::new(Some(home.clone()), None).unwrap();
    let host = host.within(&[], true);
    let outside = world.at("outside/ca.pem");
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let (link, file) = (home.join("link"), home.join("file"));
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                symlink(&outside, &link).unwrap();
                std::fs::rename(&link, &path).unwrap();
                std::fs::write(&file, "own").unwrap();
                std::fs::rename(&file, &path).unwrap();
            }
        });
        let mut read = 0;
        for _ in 0..20_000 {
            if let Ok(bytes) = host.read(&path) {
                assert_eq!(bytes, b"own");
                read += 1;
            }
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(read > 0);
    });
}

/// Without `--home`: who wrote a repository has no say over what else of this machine is shown,
/// but the links in a person's own folders are their own.
#[test]
fn a_link_out_of_a_repository_is_not_followed() {
    let world = World::new();
    world.link("../../outside/secret.json", "project/.cursor/mcp.json");
    world.link(world.at("outside/broken.json"), "project/.mcp.json");
    world.write(
        "project/real.json",
        "{ \"servers\": { \"own\": { \"command\": \"own\" } } }",
    );
    world.link("../real.json", "project/.vscode/mcp.json");
    for args in [
        &["."][..],
        &[".cursor/mcp.json", ".mcp.json", ".vscode/mcp.json"],
        &[],
    ] {
        let (_, text) = world.run(&[&["check", "--isolated"], args].concat());
        assert!(!text.contains(TRIPWIRE), "{text}");
        assert_eq!(
            text.matches("leads out of its repository").count(),
            2,
            "{text}"
        );
        let (_, text) = world.run(&[&["list", "--isolated"], args].concat());
        assert!(text.contains("own"), "{text}");
    }
    world.link(world.at("outside/broken.json"), "project/mcpmend.toml");
    let (output, text) = world.run(&["check", "."]);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(
        !text.contains(TRIPWIRE) && text.contains("leads out of its repository"),
        "{text}"
    );
    // Who keeps dotfiles elsewhere links to them.
    world.link(world.at("outside/secret.json"), "home/.cursor/mcp.json");
    let (_, text) = world.run(&["list", "--isolated"]);
    assert!(text.contains(TRIPWIRE), "{text}");
}

const SHARES: [&str; 14] = [
    r"\\tripwire\share\x",
    "//tripwire/share/x",
    r"\/tripwire/share\x",
    r"\\?\UNC\tripwire\share\x",
    r"\\.\UNC\tripwire\share\x",
    r"\??\UNC\tripwire\share\x",
    r"\\tripwire@SSL\DavWWWRoot\x",
    r"\\tripwire@SSL@8443\x",
    r"\\10.0.0.1\c$\x",
    r"\\tripwire",
    r"\\.\pipe\tripwire",
    r"\\?\GLOBALROOT\Device\Mup\tripwire\x",
    r"\\.\PhysicalDrive0",
    "//tripwire/share/../../x",
];

/// The door calls no other machine, however it is asked.
#[test]
fn no_other_machine_is_called() {
    let host = SystemHost::new(None, Some(Os::Windows)).unwrap();
    let mut tried = 0;
    for path in SHARES {
        let path = Path::new(path);
        for error in [
            host.file_type(path).unwrap_err(),
            host.read(path).unwrap_err(),
            host.start(path, 8).unwrap_err(),
            host.list(path).unwrap_err(),
        ] {
            assert_eq!(
                error.kind(),
                io::ErrorKind::PermissionDenied,
                "{path:?}: {error}"
            );
            tried += 1;
        }
        assert_eq!(host.canonical(path), path);
        assert_eq!(host.is_executable(path), None);
        assert_eq!(host.mode(path), None);
        tried += 3;
    }
    assert_eq!(tried, SHARES.len() * 7);
    let given = SystemHost::new(None, Some(Os::Windows))
        .unwrap()
        .within(&[PathBuf::from("//tripwire/share")], false);
    let known = |error: &io::Error| error.kind() == io::ErrorKind::PermissionDenied;
    assert!(!known(
        &given
            .file_type(Path::new("//Tripwire/Share/x"))
            .unwrap_err()
    ));
    assert!(known(
        &given
            .file_type(Path::new("//tripwire/other/x"))
            .unwrap_err()
    ));
    let host = SystemHost::new(None, Some(Os::Linux)).unwrap();
    for path in [
        "/net/tripwire/x",
        "/Network/Servers/tripwire/x",
        "/afs/tripwire/x",
    ] {
        refused(host.file_type(Path::new(path)), "another machine");
    }
    assert_eq!(host.file_type(Path::new("/")).unwrap(), FileType::Folder);
}

/// Every file that a run touches, as the system sees it.
#[cfg(target_os = "linux")]
struct Trace {
    /// Those that were opened.
    opened: Vec<String>,
    /// Those that were asked for in any way.
    asked: Vec<String>,
    /// Calls of the network.
    network: Vec<String>,
}

/// `None` where `strace` is not there or may not watch.
#[cfg(target_os = "linux")]
fn trace(world: &World, args: &[&str]) -> Option<Trace> {
    let log = world.at("trace.log");
    let output = Command::new("strace")
        .args(["-f", "-s", "4096", "-e", "trace=file,network", "-o"])
        .arg(&log)
        .arg(env!("CARGO_BIN_EXE_mcpmend"))
        .args(args)
        .current_dir(world.at("project"))
        .env_clear()
        .env("HOME", world.at("home"))
        .env("PATH", std::env::var_os("PATH").unwrap())
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let text = std::fs::read_to_string(&log).unwrap_or_default();
    std::fs::remove_file(&log).ok();
    if !text.contains("execve(") {
        return None;
    }
    assert!(
        output.status.code().is_some_and(|code| code < 3),
        "{output:?}"
    );
    let mut trace = Trace {
        opened: Vec::new(),
        asked: Vec::new(),
        network: Vec::new(),
    };
    for line in text.lines() {
        let Some((call, rest)) = line.split_once('(') else {
            continue;
        };
        let call = call.rsplit(' ').next().unwrap();
        if [
            "socket",
            "connect",
            "sendto",
            "sendmsg",
            "bind",
            "getsockopt",
            "socketpair",
        ]
        .contains(&call)
        {
            trace.network.push(line.to_owned());
        }
        let Some(path) = rest.split('"').nth(1) else {
            continue;
        };
        if call == "execve" {
            continue;
        }
        if call.starts_with("open") && !rest.contains(" = -1 ENOENT") {
            trace.opened.push(path.to_owned());
        }
        trace.asked.push(path.to_owned());
    }
    Some(trace)
}

/// What the loader and Rust's own library read.
#[cfg(target_os = "linux")]
fn is_of_the_system(path: &str) -> bool {
    let own = [
        "/lib/",
        "/lib64/",
        "/usr/lib/",
        "/usr/lib64/",
        "/usr/local/lib/",
        "/etc/ld.so",
        "/proc/self/maps",
        "/proc/self/cgroup",
        "/proc/self/mountinfo",
        "/sys/fs/cgroup/",
        "/proc/self/fd/",
    ];
    own.iter().any(|start| path.starts_with(start))
        || ["/proc", "/sys", "/dev/null", ""].contains(&path)
}

#[cfg(target_os = "linux")]
#[test]
fn the_system_sees_nothing_opened_outside() {
    let world = with_ways_out();
    let home = world.at("home");
    let home_text = home.to_str().unwrap();
    let mut watched = 0;
    for args in [
        &["check", "--home", home_text][..],
        &["check", ".", "--home", home_text],
        &["list", "--home", home_text, "--format", "json"],
        &["ports", "--home", home_text],
        &["check", "--home", home_text, "--os", "windows"],
    ] {
        let Some(trace) = trace(&world, args) else {
            println!("skipped: strace is not installed or may not watch a process here");
            return;
        };
        watched += trace.asked.len();
        let roots = [home.clone(), world.at("project")];
        let inside = |path: &str| {
            roots
                .iter()
                .any(|root| world.at("project").join(path).starts_with(root))
        };
        // A link below them is asked where it leads; only what is opened is read.
        let opened: Vec<&String> = trace
            .opened
            .iter()
            .filter(|path| !is_of_the_system(path))
            .filter(|path| {
                let real = std::fs::canonicalize(world.at("project").join(path));
                !inside(path) || real.is_ok_and(|real| !inside(real.to_str().unwrap()))
            })
            .collect();
        assert!(opened.is_empty(), "{args:?}: {opened:#?}");
        assert!(trace.network.is_empty(), "{args:?}: {:#?}", trace.network);
    }
    assert!(watched > 500, "{watched}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_system_sees_no_share_asked_for() {
    let world = World::new();
    world.names("project/.mcp.json", &SHARES);
    world.names("project/.vscode/mcp.json", &SHARES[..2]);
    world.names("home/.cursor/mcp.json", &SHARES[3..5]);
    world.names(
        "home/.claude.json",
        &[
            "/net/tripwire/x",
            "/afs/tripwire/x",
            "/Network/Servers/tripwire/x",
            "file://tripwire/share/x",
        ],
    );
    for args in [
        &["check", "--os", "windows"][..],
        &["check", "."],
        &["check", "--isolated"],
        &["list", "--os", "windows"],
        &["ports", "--os", "windows"],
        &["check", "--fix", "--unsafe-fixes", "--os", "windows"],
    ] {
        let Some(trace) = trace(&world, args) else {
            println!("skipped: strace is not installed or may not watch a process here");
            return;
        };
        // What one system takes for a share is another's folder.
        let shares: &[&str] = if args.contains(&"windows") {
            &["//", "\\\\", "\\??"]
        } else {
            &["/net/", "/afs/", "/Network/"]
        };
        let away: Vec<&String> = trace
            .asked
            .iter()
            .filter(|path| shares.iter().any(|start| path.starts_with(start)))
            .collect();
        assert!(!trace.asked.is_empty());
        assert!(away.is_empty(), "{args:?}: {away:#?}");
        assert!(trace.network.is_empty(), "{args:?}: {:#?}", trace.network);
    }
}
