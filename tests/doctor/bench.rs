//! A machine of its own, real servers on loopback, and what doctor says of them.
// Each test binary uses its part.
#![allow(dead_code)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::Value;

/// A project with a home folder beside it.
pub struct Bench {
    folder: tempfile::TempDir,
    env: Vec<(String, String)>,
    user: Option<(u32, u32)>,
}

/// What came of a run.
pub struct Outcome {
    pub code: Option<i32>,
    pub stdout: String,
    json: Value,
}

impl Bench {
    pub fn new() -> Bench {
        let bench = Bench {
            folder: tempfile::tempdir().unwrap(),
            env: Vec::new(),
            user: None,
        };
        std::fs::create_dir_all(bench.path("home/bin")).unwrap();
        std::fs::create_dir_all(bench.path("project/.git")).unwrap();
        // Those of the machine say nothing about this one.
        for engine in ["docker", "podman"] {
            bench.program(engine, "#!/bin/sh\nexit 1\n");
        }
        bench
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    pub fn env(&mut self, name: &str, value: impl AsRef<Path>) -> &mut Bench {
        let value = value.as_ref().to_str().unwrap().to_owned();
        self.env.push((name.to_owned(), value));
        self
    }

    pub fn unset(&mut self, name: &str) -> &mut Bench {
        self.env.retain(|(own, _)| own != name);
        self
    }

    /// Another user and group that run it, who can read everything here and write the folder; only
    /// root can do this.
    pub fn user(&mut self, user: u32, group: u32) -> &mut Bench {
        let folder = self.folder.path();
        super::common::set_mode(folder, 0o777);
        // The folder in which it was built may be closed to others.
        let program = folder.join("mcpmend");
        std::fs::copy(env!("CARGO_BIN_EXE_mcpmend"), &program).unwrap();
        super::common::set_mode(&program, 0o755);
        self.user = Some((user, group));
        self
    }

    /// An executable script in the one folder of PATH beside the system's.
    pub fn program(&self, name: &str, text: &str) -> &Bench {
        let path = self.path("home/bin").join(name);
        std::fs::write(&path, text).unwrap();
        super::common::set_mode(&path, 0o755);
        self
    }

    /// Any file, such as that of another client.
    pub fn file(&self, path: &str, text: &str) -> &Bench {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// The servers of the project's `.mcp.json`.
    pub fn servers(&self, servers: &Value) -> &Bench {
        let text = serde_json::json!({ "mcpServers": servers }).to_string();
        std::fs::write(self.path("project/.mcp.json"), text).unwrap();
        self
    }

    /// One server that is called.
    pub fn url(&self, url: &str) -> &Bench {
        self.servers(&serde_json::json!({ "it": { "type": "http", "url": url } }))
    }

    /// The PATH of a run.
    pub fn search_path(&self) -> String {
        format!("{}:/usr/bin:/bin", self.path("home/bin").display())
    }

    fn command(&self, args: &[&str]) -> Output {
        let mut command = super::common::mcpmend();
        if let Some((user, group)) = self.user {
            use std::os::unix::process::CommandExt as _;
            command = std::process::Command::new(self.path("mcpmend"));
            command
                .env_clear()
                .env("MCPMEND_STATE_DIR", self.path("state"))
                .uid(user)
                .gid(group);
        }
        command
            .current_dir(self.path("project"))
            .env("HOME", self.path("home"))
            .env("PATH", self.search_path())
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .arg("doctor")
            .args(args)
            .output()
            .unwrap()
    }

    pub fn doctor(&self, args: &[&str]) -> Outcome {
        let mut all = args.to_vec();
        all.extend(["--format", "json"]);
        let output = self.command(&all);
        let stdout = String::from_utf8(output.stdout).unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        Outcome {
            code: output.status.code(),
            json: serde_json::from_str(&stdout).unwrap_or_else(|_| panic!("{stdout}{stderr}")),
            stdout,
        }
    }

    /// The same as people read it.
    pub fn read(&self, args: &[&str]) -> String {
        let output = self.command(args);
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
    }
}

impl Outcome {
    pub fn server(&self, at: usize) -> &Value {
        &self.json["servers"][at]
    }

    /// The verdict on the first server: the cause where there is one.
    pub fn verdict(&self) -> &str {
        let server = self.server(0);
        server["cause"]["id"]
            .as_str()
            .unwrap_or_else(|| server["verdict"].as_str().unwrap())
    }

    /// How a question was answered for the first server.
    pub fn state(&self, question: &str) -> Option<&str> {
        let checks = self.server(0)["checks"].as_array().unwrap();
        let check = checks.iter().find(|check| check["question"] == question)?;
        check["state"].as_str()
    }

    pub fn json(&self) -> &Value {
        &self.json
    }
}

/// What a client said.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub line: String,
    pub headers: String,
    pub body: String,
}

impl Request {
    pub fn path(&self) -> &str {
        self.line.split(' ').nth(1).unwrap()
    }

    pub fn method(&self) -> &str {
        self.line.split(' ').next().unwrap()
    }

    pub fn is_post(&self) -> bool {
        self.method() == "POST"
    }

    /// A header field, its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.lines().find_map(|line| {
            let (field, value) = line.split_once(':')?;
            field.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// A server on a free port, until the test ends.
pub struct Server {
    pub address: SocketAddr,
    heard: Arc<Mutex<Vec<Request>>>,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Every connection is handed to `serve`, in a thread of its own.
    pub fn raw(address: &str, serve: impl Fn(TcpStream) + Send + Sync + 'static) -> Server {
        Server::on(TcpListener::bind(address).unwrap(), serve)
    }

    /// The same on a port that was taken before.
    pub fn on(listener: TcpListener, serve: impl Fn(TcpStream) + Send + Sync + 'static) -> Server {
        let address = listener.local_addr().unwrap();
        let serve = Arc::new(serve);
        let connections = Arc::new(AtomicUsize::new(0));
        let count = connections.clone();
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                count.fetch_add(1, Ordering::SeqCst);
                let serve = serve.clone();
                std::thread::spawn(move || serve(connection));
            }
        });
        Server {
            address,
            heard: Arc::default(),
            connections,
        }
    }

    /// Every request is answered with what `answer` says.
    pub fn http(
        address: &str,
        answer: impl Fn(&Request) -> String + Send + Sync + 'static,
    ) -> Server {
        Server::http_on(TcpListener::bind(address).unwrap(), answer)
    }

    /// The same on a port that was taken before.
    pub fn http_on(
        listener: TcpListener,
        answer: impl Fn(&Request) -> String + Send + Sync + 'static,
    ) -> Server {
        let heard: Arc<Mutex<Vec<Request>>> = Arc::default();
        let record = heard.clone();
        let server = Server::on(listener, move |connection| {
            respond(connection, &record, &answer);
        });
        Server { heard, ..server }
    }

    /// The same over TLS.
    pub fn tls(
        config: Arc<rustls::ServerConfig>,
        answer: impl Fn(&Request) -> String + Send + Sync + 'static,
    ) -> Server {
        let heard: Arc<Mutex<Vec<Request>>> = Arc::default();
        let record = heard.clone();
        let server = Server::raw("127.0.0.1:0", move |connection| {
            let tls = rustls::ServerConnection::new(config.clone()).unwrap();
            respond(rustls::StreamOwned::new(tls, connection), &record, &answer);
        });
        Server { heard, ..server }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// How often it was called, whether anything was said or not.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub fn heard(&self) -> Vec<Request> {
        self.heard.lock().unwrap().clone()
    }
}

fn respond(
    mut connection: impl Read + Write,
    heard: &Mutex<Vec<Request>>,
    answer: &dyn Fn(&Request) -> String,
) {
    let mut request = Request::default();
    let mut reader = BufReader::new(&mut connection);
    if reader.read_line(&mut request.line).is_err() || request.line.is_empty() {
        return;
    }
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).is_err() || line.trim().is_empty() {
            break;
        }
        let lower = line.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        request.headers.push_str(&line);
    }
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_err() {
        return;
    }
    request.body = String::from_utf8(body).unwrap();
    let text = answer(&request);
    heard.lock().unwrap().push(request);
    // Who asked may have gone.
    let _ = connection.write_all(text.as_bytes());
    let _ = connection.flush();
}

/// A port of this machine on which nothing listens: that of a listener that is gone.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// An answer of HTTP.
pub fn answer(status: &str, media_type: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// What an MCP server answers to `initialize`.
pub const WELCOME: &str = r#"{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"demo","version":"1.2"}}}"#;

/// A server of streamable HTTP at this path.
pub fn streamable(path: &'static str) -> impl Fn(&Request) -> String + Send + Sync + 'static {
    move |request| match (request.path() == path, request.is_post()) {
        (true, true) => answer("200 OK", "application/json", WELCOME),
        (true, false) => answer("405 Method Not Allowed", "text/plain", ""),
        _ => answer("404 Not Found", "text/plain", "Not Found"),
    }
}
