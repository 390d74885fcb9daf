//! How long an editor waits: the real binary over its standard streams.
//!
//! `cargo bench --bench lsp` prints the medians of starting and of one keystroke in a file of 2 KB,
//! and the memory that the server took. Elsewhere than on Linux the memory is not told.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    missing_docs
)]

#[path = "../tests/lsp/client.rs"]
mod client;

use std::time::{Duration, Instant};

use serde_json::json;

const STARTS: usize = 20;
const KEYSTROKES: usize = 500;

fn main() {
    // `cargo test --benches` only asks whether it runs.
    let quick = !std::env::args().any(|arg| arg == "--bench");
    let (starts, keystrokes) = if quick { (1, 5) } else { (STARTS, KEYSTROKES) };

    let initialize = (0..starts).map(|_| {
        let begun = Instant::now();
        let editor = client::over(&[]);
        let passed = begun.elapsed();
        editor.end();
        passed
    });
    report("start to initialized", initialize.collect());

    let text = config(2048);
    let mut editor = client::over(&[(".mcp.json", &text)]);
    let begun = Instant::now();
    let found = editor.open(".mcp.json");
    report("open to first diagnostics", vec![begun.elapsed()]);
    report(
        &format!(
            "keystroke to diagnostics, {} bytes, {} found",
            text.len(),
            found.len()
        ),
        typing(&mut editor, keystrokes),
    );
    if let Some(memory) = editor.memory() {
        println!(
            "memory at most: {:.1} MiB",
            memory as f64 / (1 << 20) as f64
        );
    }
    editor.end();

    // The same file among others.
    let mut files: Vec<(String, String)> = (0..200)
        .map(|at| {
            (
                format!("packages/p{at}/.mcp.json"),
                text.replace("s0", &format!("p{at}")),
            )
        })
        .collect();
    files.push((".mcp.json".to_owned(), text));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let mut editor = client::over(&files);
    editor.open(".mcp.json");
    report(
        "the same beside 200 others",
        typing(&mut editor, keystrokes / 5),
    );
    if let Some(memory) = editor.memory() {
        println!(
            "memory at most: {:.1} MiB",
            memory as f64 / (1 << 20) as f64
        );
    }
    editor.end();
}

/// A letter typed into a name, and the next one taken away.
fn typing(editor: &mut client::Editor, keystrokes: usize) -> Vec<Duration> {
    let typed = json!([{
        "range": {"start": {"line": 2, "character": 6}, "end": {"line": 2, "character": 6}},
        "text": "x",
    }]);
    let taken = json!([{
        "range": {"start": {"line": 2, "character": 6}, "end": {"line": 2, "character": 7}},
        "text": "",
    }]);
    (0..keystrokes)
        .map(|at| {
            let change = if at % 2 == 0 { &typed } else { &taken };
            let begun = Instant::now();
            editor.change(".mcp.json", change.clone());
            begun.elapsed()
        })
        .collect()
}

/// A config of about so many bytes, with what people write and get wrong.
fn config(bytes: usize) -> String {
    let mut text = "{\n  \"mcpServers\": {\n".to_owned();
    let mut at = 0;
    while text.len() < bytes {
        let comma = if at == 0 { "" } else { ",\n" };
        let server = match at % 4 {
            0 => format!(
                "    \"s{at}\": {{ \"command\": \"npx\", \"args\": [\"-y\", \"some-server@1.{at}.0\", \"--port\", \"{}\"] }}",
                3100 + at
            ),
            1 => format!(
                "    \"s{at}\": {{ \"type\": \"http\", \"url\": \"https://s{at}.example.com/mcp\", \"headers\": {{ \"Authorization\": \"Bearer ${{TOKEN_{at}}}\" }} }}"
            ),
            2 => format!(
                "    \"s{at}\": {{ \"command\": \"docker\", \"args\": [\"run\", \"-i\", \"--rm\", \"-e\", \"KEY\", \"example/s{at}:1.0\"], \"env\": {{ \"KEY\": \"${{KEY_{at}}}\" }} }}"
            ),
            _ => format!("    \"s{at}\": {{ \"url\": \"https://s{at}.example.com/mcp\" }}"),
        };
        text.push_str(comma);
        text.push_str(&server);
        at += 1;
    }
    text.push_str("\n  }\n}\n");
    text
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
    println!(
        "{what}: median {:.3} ms (best {:.3}, 90 % below {:.3}, of {})",
        at(0.5),
        at(0.0),
        at(0.9),
        times.len()
    );
}
