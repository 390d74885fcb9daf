//! A small editor over the real binary: it speaks the protocol by itself and keeps what it is told.
#![allow(dead_code, missing_docs, unreachable_pub)]

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// Far more than anything takes: who waits so long waits in vain.
const PATIENCE: Duration = Duration::from_secs(300);

/// A folder with a project and a home, and an editor that works there.
pub struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    /// What came and was not asked for yet.
    kept: VecDeque<Value>,
    next: i32,
    /// What the server said of itself.
    pub initialized: Value,
    /// What to answer when it asks for the settings.
    pub settings: Value,
    versions: i32,
    root: TempDir,
}

/// The capabilities of an editor that can do everything.
pub fn able() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-16"]},
        "workspace": {
            "applyEdit": true,
            "workspaceEdit": {"documentChanges": true},
            "configuration": true,
            "workspaceFolders": true,
            "didChangeConfiguration": {"dynamicRegistration": true},
            "didChangeWatchedFiles": {"dynamicRegistration": true},
        },
        "window": {"workDoneProgress": true},
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true,
                "codeDescriptionSupport": true,
                "versionSupport": true,
                "tagSupport": {"valueSet": [1, 2]},
                "dataSupport": true,
            },
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "completion": {"completionItem": {
                "snippetSupport": true,
                "deprecatedSupport": true,
                "documentationFormat": ["markdown", "plaintext"],
            }},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "codeAction": {
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source", "source.fixAll"]}},
                "isPreferredSupport": true,
                "dataSupport": true,
                "resolveSupport": {"properties": ["edit"]},
            },
        },
    })
}

/// How an editor is started.
pub struct Start {
    capabilities: Value,
    options: Value,
    folders: Option<Vec<&'static str>>,
    process: Option<u32>,
}

impl Start {
    pub fn new() -> Start {
        Start {
            capabilities: able(),
            options: Value::Null,
            folders: Some(vec!["project"]),
            process: Some(std::process::id()),
        }
    }

    pub fn capabilities(mut self, capabilities: Value) -> Start {
        self.capabilities = capabilities;
        self
    }

    pub fn options(mut self, options: Value) -> Start {
        self.options = options;
        self
    }

    pub fn folders(mut self, folders: &[&'static str]) -> Start {
        self.folders = Some(folders.to_vec());
        self
    }

    pub fn process(mut self, process: u32) -> Start {
        self.process = Some(process);
        self
    }

    /// Starts it over `files`, each with its path below the project (or below `~/`, or in another
    /// folder when it starts with `../`).
    pub fn over(self, files: &[(&str, &str)]) -> Editor {
        let mut editor = Editor::unborn(files);
        let folders = self.folders.map(|folders| {
            let named = |folder: &&str| json!({"uri": editor.uri_at(&editor.root().join(folder)), "name": folder});
            folders.iter().map(named).collect::<Vec<_>>()
        });
        let params = json!({
            "processId": self.process,
            "rootUri": null,
            "capabilities": self.capabilities,
            "workspaceFolders": folders,
            "initializationOptions": self.options,
        });
        editor.initialized = editor.ask("initialize", params);
        editor.tell("initialized", json!({}));
        editor
    }
}

/// An editor that can do everything, over these files.
pub fn over(files: &[(&str, &str)]) -> Editor {
    Start::new().over(files)
}

impl Editor {
    /// A server that was told nothing yet.
    pub fn unborn(files: &[(&str, &str)]) -> Editor {
        let root = tempfile::tempdir().unwrap();
        let real = root.path().canonicalize().unwrap();
        std::fs::create_dir_all(real.join("project/.git")).unwrap();
        std::fs::create_dir_all(real.join("home")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_mcpmend"))
            .arg("lsp")
            .current_dir(&real)
            .env_clear()
            .env("HOME", real.join("home"))
            .env("PATH", "")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = child.stdout.take().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut stdout = BufReader::new(stdout);
            while let Some(message) = read(&mut stdout) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let editor = Editor {
            input: child.stdin.take(),
            child,
            output,
            kept: VecDeque::new(),
            next: 0,
            initialized: Value::Null,
            settings: Value::Null,
            versions: 1,
            root,
        };
        for (path, text) in files {
            editor.write(path, text);
        }
        editor
    }

    fn root(&self) -> PathBuf {
        self.root.path().canonicalize().unwrap()
    }

    /// The path of a file.
    pub fn path(&self, path: &str) -> PathBuf {
        let root = self.root();
        match (path.strip_prefix("~/"), path.strip_prefix("../")) {
            (Some(rest), _) => root.join("home").join(rest),
            (_, Some(rest)) => root.join(rest),
            _ => root.join("project").join(path),
        }
    }

    /// Writes a file to disk.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn uri_at(&self, path: &Path) -> String {
        format!("file://{}", path.to_str().unwrap().replace(' ', "%20"))
    }

    /// The name of a file.
    pub fn uri(&self, path: &str) -> String {
        self.uri_at(&self.path(path))
    }

    /// Sends bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        // Who is gone reads nothing; what is expected of it is asked afterwards.
        let _ = input.write_all(bytes).and_then(|()| input.flush());
    }

    fn send(&mut self, message: Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// Tells something.
    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Asks something, and goes on before there is an answer.
    pub fn begin(&mut self, method: &str, params: Value) -> i32 {
        self.next += 1;
        let id = self.next;
        self.send(json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        id
    }

    /// The whole answer to a question.
    pub fn answer(&mut self, id: i32) -> Value {
        self.wait("an answer", |it| {
            it["id"] == id && it.get("method").is_none()
        })
    }

    /// Asks something, and waits for the result.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The first message that fits, which is taken out; others are kept.
    pub fn wait(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&fits) {
            return self.kept.remove(at).unwrap();
        }
        loop {
            let message = match self.output.recv_timeout(PATIENCE) {
                Ok(message) => message,
                Err(error) => {
                    let kept: Vec<&Value> = self.kept.iter().map(|it| &it["method"]).collect();
                    panic!("waiting for {what}: {error}; kept {kept:?}")
                }
            };
            self.serve(&message);
            if fits(&message) {
                return message;
            }
            self.kept.push_back(message);
        }
    }

    /// Answers what the server asks.
    fn serve(&mut self, message: &Value) {
        let (Some(id), Some(method)) = (message.get("id"), message["method"].as_str()) else {
            return;
        };
        let result = match method {
            "workspace/configuration" => json!([self.settings]),
            _ => Value::Null,
        };
        let id = id.clone();
        self.send(json!({"jsonrpc": "2.0", "id": id, "result": result}));
    }

    /// The next message of this method.
    pub fn told(&mut self, method: &str) -> Value {
        self.wait(method, |it| it["method"] == method)["params"].clone()
    }

    /// Opens a file as it is on disk.
    pub fn open(&mut self, path: &str) -> Vec<Value> {
        let text = std::fs::read_to_string(self.path(path)).unwrap();
        self.open_as(path, &text)
    }

    /// Opens a file with a text that is not saved, and waits for what is found.
    pub fn open_as(&mut self, path: &str, text: &str) -> Vec<Value> {
        let uri = self.uri(path);
        self.tell_open(&uri, text);
        self.found(path)
    }

    /// Opens a document and waits for nothing.
    pub fn tell_open(&mut self, uri: &str, text: &str) {
        let version = self.version();
        self.tell(
            "textDocument/didOpen",
            json!({"textDocument": {"uri": uri, "languageId": "json", "version": version, "text": text}}),
        );
    }

    fn version(&mut self) -> i32 {
        self.versions += 1;
        self.versions
    }

    /// Gives an open file another text, and waits for what is found.
    pub fn set(&mut self, path: &str, text: &str) -> Vec<Value> {
        self.change(path, json!([{"text": text}]))
    }

    /// Changes an open file, and waits for what is found.
    pub fn change(&mut self, path: &str, changes: Value) -> Vec<Value> {
        self.tell_change(path, changes);
        self.found(path)
    }

    /// Changes an open file, and waits for nothing.
    pub fn tell_change(&mut self, path: &str, changes: Value) {
        let version = self.version();
        let uri = self.uri(path);
        self.tell(
            "textDocument/didChange",
            json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": changes}),
        );
    }

    pub fn save(&mut self, path: &str) {
        let uri = self.uri(path);
        self.tell(
            "textDocument/didSave",
            json!({"textDocument": {"uri": uri}}),
        );
    }

    pub fn close(&mut self, path: &str) {
        let uri = self.uri(path);
        self.tell(
            "textDocument/didClose",
            json!({"textDocument": {"uri": uri}}),
        );
    }

    /// What is found in the newest version of a file.
    pub fn found(&mut self, path: &str) -> Vec<Value> {
        let version = self.versions;
        self.published(path, Some(version))
    }

    /// What is published next for a file, in this version where one is given.
    pub fn published(&mut self, path: &str, version: Option<i32>) -> Vec<Value> {
        let uri = self.uri(path);
        let message = self.wait(&format!("diagnostics of {path} {version:?}"), |it| {
            it["method"] == "textDocument/publishDiagnostics"
                && it["params"]["uri"] == uri.as_str()
                && version.is_none_or(|version| it["params"]["version"] == version)
        });
        message["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// Waits until the server has worked on everything that it was told.
    pub fn quiet(&mut self) {
        // Nobody offers this, and so it is answered at once.
        let id = self.begin("mcpmend/nothing", Value::Null);
        let answer = self.answer(id);
        assert_eq!(answer["error"]["code"], -32601, "{answer}");
    }

    /// Everything that came and that nobody asked for.
    pub fn rest(&mut self) -> Vec<Value> {
        self.quiet();
        self.kept.drain(..).collect()
    }

    /// Ends in order.
    pub fn end(mut self) {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        let (status, errors) = self.gone();
        assert!(status.success(), "{status}");
        assert_eq!(errors, "", "standard error");
    }

    /// The most memory that the server took, in bytes, where the system tells.
    pub fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kilobytes * 1024)
    }

    /// How many bytes the server has read so far, where the system tells.
    pub fn has_read(&self) -> Option<u64> {
        let io = std::fs::read_to_string(format!("/proc/{}/io", self.child.id())).ok()?;
        let line = io.lines().find_map(|line| line.strip_prefix("rchar:"))?;
        line.trim().parse().ok()
    }

    /// Stops writing.
    pub fn hang_up(&mut self) {
        self.input = None;
    }

    /// Waits for the end of the server: its exit code, and what it wrote to standard error.
    pub fn gone(mut self) -> (ExitStatus, String) {
        let mut errors = String::new();
        let mut stderr = self.child.stderr.take().unwrap();
        stderr.read_to_string(&mut errors).unwrap();
        (self.child.wait().unwrap(), errors)
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(input: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = value.parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}
