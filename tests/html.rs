//! The page of `--report`: what is on it, what can never be on it, and where it may be written.
//! How a browser takes it is tried by `.ci/steps/html`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Output;

use common::{copy_folder, mcpmend, snapshot};
use mcpmend::report::html::{SCRIPT, START, STYLE};
use sha2::Digest as _;

/// The shop: a home and a project with the files of four clients.
fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/html/shop");
    copy_folder(&fixture, folder.path());
    std::fs::create_dir(folder.path().join("project/.git")).unwrap();
    folder
}

fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn run(folder: &Path, args: &[&str]) -> Output {
    mcpmend()
        .current_dir(folder)
        .args(args)
        .args(["--isolated", "--color", "never"])
        .output()
        .unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The page of a run that must not fail.
fn page(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, &[args, &["--report", "page.html"]].concat());
    assert!(output.status.code() < Some(2), "{}", err(&output));
    std::fs::read_to_string(folder.join("page.html")).unwrap()
}

/// The page without its style and script, which have tests of their own.
fn body(page: &str) -> String {
    assert!(page.contains(STYLE) && page.contains(SCRIPT));
    page.replace(STYLE, "").replace(SCRIPT, "")
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut bits = [0; 4];
        bits[1..=chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes(bits);
        for place in 0..4 {
            if place > chunk.len() {
                text.push('=');
            } else {
                let digit = bits >> (18 - 6 * place) & 63;
                text.push(char::from(DIGITS[usize::try_from(digit).unwrap()]));
            }
        }
    }
    text
}

#[test]
fn the_page_of_a_shop() {
    let folder = shop();
    let root = folder.path().canonicalize().unwrap();
    let page = page(
        &folder.path().join("project"),
        &["--home", "../home", "--os", "linux"],
    );
    check(&page);
    let shown = body(&page)
        .replace(&*root.to_string_lossy(), "")
        .replace(&*folder.path().to_string_lossy(), "")
        .replace(env!("CARGO_PKG_VERSION"), "[version]");
    let shown = hashless(&shown);
    snapshot("html", "shop", &shown);
}

/// The page without the two hashes of its policy.
fn hashless(page: &str) -> String {
    page.split("'sha256-")
        .enumerate()
        .map(|(index, part)| match index {
            0 => part.to_owned(),
            _ => format!("'sha256-{}", &part[44..]),
        })
        .collect()
}

/// A page with another style or script than its policy names would have none.
#[test]
fn the_policy_names_the_style_and_the_script() {
    let folder = project(&[]);
    let page = page(folder.path(), &["."]);
    for (name, text) in [("STYLE_HASH", STYLE), ("SCRIPT_HASH", SCRIPT)] {
        let hash = base64(&sha2::Sha256::digest(text));
        assert!(
            page.contains(&format!("-src 'sha256-{hash}'")),
            "{name} in src/report/html/mod.rs must be {hash}"
        );
        assert!(!text.contains("</") && !text.contains("<!--") && text.is_ascii());
    }
    assert!(page.contains("content=\"default-src 'none'; style-src"));
    assert_eq!(base64(b"any carnal pleas"), "YW55IGNhcm5hbCBwbGVhcw==");
}

/// Nothing in style and script asks for anything.
#[test]
fn style_and_script_name_nothing_outside() {
    for text in [STYLE, SCRIPT] {
        for word in [
            "http:",
            "https:",
            "//cdn",
            "url(",
            "@import",
            "fetch(",
            "XMLHttp",
            "import(",
            "WebSocket",
            "innerHTML",
            "eval(",
            "document.write",
        ] {
            assert!(!text.contains(word), "{word}");
        }
    }
}

/// The tags of the page, and what each may have.
const TAGS: &[(&str, &[&str])] = &[
    ("!doctype", &["html"]),
    ("html", &["lang"]),
    ("head", &[]),
    ("meta", &["charset", "http-equiv", "content", "name"]),
    ("title", &["id"]),
    ("style", &[]),
    ("script", &[]),
    ("body", &[]),
    ("header", &[]),
    ("footer", &[]),
    ("main", &[]),
    ("nav", &["aria-label"]),
    ("section", &["id", "aria-labelledby"]),
    (
        "article",
        &["class", "id", "data-client", "data-rule", "data-file"],
    ),
    ("div", &["class", "id", "role", "aria-label", "tabindex"]),
    ("form", &["id", "role", "aria-label", "hidden"]),
    ("fieldset", &[]),
    ("legend", &[]),
    ("label", &[]),
    ("select", &["name"]),
    ("option", &["value", "data-n"]),
    (
        "input",
        &["type", "name", "value", "checked", "autocomplete"],
    ),
    ("button", &["type", "id", "hidden"]),
    ("h1", &[]),
    ("h2", &["id", "tabindex"]),
    ("h3", &[]),
    ("h4", &["id"]),
    ("p", &["class", "id", "role", "hidden"]),
    ("ul", &["class"]),
    ("li", &["class"]),
    ("a", &["class", "href", "rel"]),
    ("b", &[]),
    ("i", &[]),
    ("small", &[]),
    ("br", &[]),
    ("span", &["class"]),
    ("code", &[]),
    ("pre", &["class"]),
    ("mark", &["class"]),
    ("del", &[]),
    ("ins", &[]),
    ("time", &["datetime"]),
    ("details", &["class", "id"]),
    ("summary", &[]),
    ("table", &["class"]),
    ("thead", &[]),
    ("tbody", &[]),
    ("tr", &["id"]),
    ("th", &["scope", "class"]),
    ("td", &["class"]),
    ("svg", &["class", "role", "aria-labelledby", "viewBox"]),
    ("desc", &["id"]),
    ("g", &["class"]),
    ("rect", &["class", "x", "y", "width", "height", "rx"]),
    ("path", &["class", "d"]),
    ("text", &["class", "x", "y"]),
    ("tspan", &["class"]),
];

const VOID: &[&str] = &["!doctype", "meta", "input", "br"];

/// Whether a page is written as this program writes one: tags that it knows, each with attributes
/// that it may have, closed in their order; addresses that lead into the page or to a rule's
/// sources; and no character that is not seen.
fn check(page: &str) {
    assert!(page.starts_with(START));
    for c in page.chars() {
        assert!(
            c == '\n' || mcpmend::report::visible::is_seen(c),
            "{:?} is on the page",
            c.escape_unicode().to_string()
        );
    }
    let page = body(page).replace("<!-- mcpmend report -->", "");
    let mut open: Vec<&str> = Vec::new();
    let mut ids: BTreeSet<String> = BTreeSet::new();
    let mut links: BTreeSet<String> = BTreeSet::new();
    for part in page.split('<').skip(1) {
        let end = tag_end(part);
        let (tag, text) = (&part[..end], &part[end + 1..]);
        assert!(!text.contains('>'), "a bare > in {text:.200}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closed before {text:.200}");
            continue;
        }
        let closed = tag.ends_with('/');
        let tag = tag.trim_end_matches('/').trim_end();
        let name = tag.split(' ').next().unwrap();
        let known = TAGS.iter().find(|(known, _)| *known == name);
        let Some((name, allowed)) = known else {
            panic!("<{tag:.200}> is no tag of the page");
        };
        for (attribute, value) in attributes(&tag[name.len()..]) {
            assert!(allowed.contains(&attribute), "{attribute} in <{tag:.200}>");
            if attribute == "id" {
                assert!(ids.insert(value.to_owned()), "{value} twice");
            }
            if attribute == "href" && !value.starts_with("https://") {
                links.insert(value.strip_prefix('#').unwrap().to_owned());
            }
        }
        if !closed && !VOID.contains(name) {
            open.push(name);
        }
    }
    assert_eq!(open, Vec::<&str>::new());
    // With a `=` in it it is a state of the filters.
    for link in links.iter().filter(|link| !link.contains('=')) {
        assert!(ids.contains(link), "#{link} leads nowhere");
    }
}

/// Where a tag ends: the first `>` outside of quotes.
fn tag_end(part: &str) -> usize {
    let mut quoted = false;
    for (at, c) in part.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return at,
            _ => {}
        }
    }
    panic!("no end of {part:.200}");
}

fn attributes(text: &str) -> Vec<(&str, &str)> {
    let mut rest = text.trim();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let Some(value) = after.strip_prefix('=') else {
            found.push((name, ""));
            rest = after.trim_start();
            continue;
        };
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap(),
            None => {
                let end = value.find(' ').unwrap_or(value.len());
                let plain = |c: char| c.is_ascii_alphanumeric() || "-_.#".contains(c);
                assert!(value[..end].chars().all(plain), "{text}");
                value.split_at(end)
            }
        };
        found.push((name, value));
        rest = after.trim_start();
    }
    found
}

/// What others wrote is text, wherever it stands: names, values, keys, paths, projects.
#[test]
fn nothing_that_was_read_becomes_markup() {
    let signs = [
        "</script><img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "' onmouseover='alert(1)",
        "javascript:alert(1)",
        "<!--",
        "]]>",
        "&lt;b&gt;",
        "`</code><script>alert(1)</script>",
        "\u{202e}gnirts\u{2066}",
        "\u{1b}[31m\u{9b}2J\u{7}",
        "\u{feff}\u{200b}\u{ad}\u{e0041}",
        "a\tb\r\nc",
        "</style></title></textarea>",
    ];
    for sign in signs {
        let text = serde_json::to_string(sign).unwrap();
        let entry = format!(
            r#"{{ "command": {text}, "args": ["--port", "3000", {text}], "type": {text}, {text}: {text},
                 "url": {text}, "env": {{ {text}: {text}, "TOKEN": {text} }}, "cwd": {text} }}"#
        );
        let servers = format!(
            r#"{{ {text}: {entry}, "a": {{ "command": "npx -y x {inner}", "args": ["--port", "3000"] }},
                 "b": {{ "url": "http://localhost:3000/{inner}" }}, "c": {text} }}"#,
            inner = &text[1..text.len() - 1],
        );
        let config = format!(r#"{{ "mcpServers": {servers}, "servers": {servers} }}"#);
        let claude = format!(
            r#"{{ "mcpServers": {servers}, "projects": {{ {text}: {{ "mcpServers": {servers} }} }} }}"#
        );
        let compose = format!(
            "services:\n  {text}:\n    image: x\n    ports: [\"3000:3000\"]\n  b:\n    ports: [{text}]\n"
        );
        let folder = project(&[
            (".mcp.json", &config),
            (".cursor/mcp.json", &config),
            (".vscode/mcp.json", &config),
            ("compose.yaml", &compose),
            ("broken/.mcp.json", &config[..config.len() - 3]),
            ("home/.claude.json", &claude),
            (
                "a<img src=x onerror='alert(1)'>&\u{202e}/.mcp.json",
                &config,
            ),
        ]);
        for args in [
            &[".", "--pedantic"][..],
            &["--home", "home", "--pedantic"],
            &[".", "--show-secrets"],
        ] {
            let page = page(folder.path(), args);
            assert!(page.len() > 20_000, "{sign:?} {args:?}: {}", page.len());
            check(&page);
        }
    }
}

#[test]
fn the_same_files_give_the_same_page() {
    let folder = shop();
    let folder = folder.path().join("project");
    for args in [&["."][..], &["--home", "../home", "--os", "linux"]] {
        let first = page(&folder, args);
        assert_eq!(first, page(&folder, args));
        assert!(!first.contains("<time"), "{args:?}");
    }
}

#[test]
fn nothing_found_is_said_calmly() {
    let folder = project(&[(
        ".mcp.json",
        r#"{ "mcpServers": { "time": { "command": "uvx", "args": ["mcp-server-time"] } } }"#,
    )]);
    let sound = page(folder.path(), &["."]);
    check(&sound);
    assert!(sound.contains("<title>mcpmend: no problems</title>"));
    assert!(sound.contains("No problems.") && !sound.contains("<form"));
    let empty = project(&[]);
    let empty = page(empty.path(), &["."]);
    check(&empty);
    assert!(empty.contains("No MCP configuration found."));
}

/// With `--fix` the page tells what is left.
#[test]
fn after_a_fix_the_page_tells_what_is_left() {
    let folder = project(&[(
        ".mcp.json",
        r#"{ "mcpServers": { "docs": { "url": "https://mcp.example.com/mcp" } } }"#,
    )]);
    assert!(page(folder.path(), &["."]).contains("1 error"));
    let left = page(folder.path(), &[".", "--fix", "--no-undo"]);
    assert!(left.contains("<title>mcpmend: no problems</title>"));
}

#[test]
fn standard_input_has_a_page_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = mcpmend()
        .current_dir(folder.path())
        .args([
            "--stdin-filename",
            ".mcp.json",
            "--report",
            "page.html",
            "-q",
        ])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let text = br#"{ "mcpServers": { "docs": { "url": "https://mcp.example.com/mcp" } } }"#;
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), text).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let page = std::fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(page.contains("missing-transport-type"));
}

/// A slip of the hand costs no config, and no page of somebody else's.
#[test]
fn it_is_written_over_a_report_only() {
    let config = r#"{ "mcpServers": { "docs": { "url": "https://mcp.example.com/mcp" } } }"#;
    let folder = project(&[
        (".mcp.json", config),
        ("odd.html", config),
        ("index.html", "<!doctype html>\n<p>Mine.\n"),
        ("empty.html", ""),
        ("sub.html/x", ""),
    ]);
    #[cfg(unix)]
    {
        let link = |to: &str, name: &str| {
            std::os::unix::fs::symlink(to, folder.path().join(name)).unwrap();
        };
        link(".mcp.json", "link.html");
        link("nowhere", "dangling.html");
    }
    let refused = |args: &[&str], why: &str| {
        let before = common::texts(folder.path());
        // Nor is anything fixed then.
        let output = run(folder.path(), &[args, &["--fix", "--no-undo"]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(err(&output).contains(why), "{args:?}: {}", err(&output));
        assert_eq!(common::texts(folder.path()), before, "{args:?}");
    };
    refused(
        &[".", "--report", ".mcp.json"],
        "must end with .html or .htm",
    );
    refused(&[".", "--report", "page"], "must end with .html or .htm");
    refused(&[".", "--report", "index.html"], "no report of mcpmend");
    refused(&[".", "--report", "sub.html"], "it is a folder");
    refused(
        &[".", "--report", "none/page.html"],
        "its folder is not there",
    );
    refused(
        &["odd.html", "--client", "cursor", "--report", "./odd.html"],
        "this file is being checked",
    );
    refused(
        &[".", "--report", "x.html", "--output-file", "./x.html"],
        "named for something else",
    );
    #[cfg(unix)]
    {
        refused(
            &[".", "--report", "link.html"],
            "this file is being checked",
        );
        refused(&[".", "--report", "dangling.html"], "a link to something");
    }
    for name in ["empty.html", "new.HTM", "new.HTM"] {
        let output = run(folder.path(), &[".", "--report", name]);
        assert_eq!(output.status.code(), Some(1), "{}", err(&output));
        assert!(err(&output).contains(&format!("Wrote the report to {name}")));
        let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(text.starts_with(START));
    }
    let quiet = run(folder.path(), &[".", "-q", "--report", "new.HTM"]);
    assert_eq!(err(&quiet), "");
    for other in ["--diff", "--interactive", "--write-baseline"] {
        let output = run(folder.path(), &[".", other, "--report", "a.html"]);
        assert!(err(&output).contains("cannot be used with"), "{other}");
    }
}

/// Ten thousand findings: all of them are told, the worst of them in full.
#[test]
fn a_page_of_very_many_findings_stays_small_enough() {
    let mut servers: Vec<String> = (0..10_000)
        .map(|at| format!(r#""s{at}": {{ "url": "https://s{at}.example.com/mcp" }}"#))
        .collect();
    servers[9_999] = r#""last": { "command": "docker", "args": ["run", "x"] }"#.to_owned();
    let config = format!("{{ \"mcpServers\": {{\n{}\n}} }}", servers.join(",\n"));
    let folder = project(&[(".mcp.json", &config)]);
    let page = page(folder.path(), &["."]);
    check(&page);
    let of = |what: &str| page.matches(what).count();
    assert_eq!(of("<article "), 10_000);
    assert_eq!(of("<pre class=diff>"), 1_000);
    assert!(page.contains("The first 1000 of 10000 are shown with their source"));
    assert!(page.contains(" more names: the <a"));
    assert!(page.len() < 16_000_000, "{}", page.len());
}
