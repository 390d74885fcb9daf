//! The library's own door: what is unsaved counts, what is asked for wrongly is an error.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use mcpmend::check::Selection;
use mcpmend::{Analysis, AnalysisError, Options, Outcome, SettingsFrom, check};

fn server(url: &str) -> String {
    format!("{{ \"mcpServers\": {{ \"docs\": {{ \"type\": \"http\", \"url\": \"{url}\" }} }} }}\n")
}

fn options(folder: &Path, texts: &[(&str, &str)]) -> Options {
    let text = |(path, text): &(&str, &str)| (folder.join(path), text.as_bytes().to_vec());
    Options {
        paths: vec![folder.to_owned()],
        texts: texts.iter().map(text).collect::<BTreeMap<_, _>>(),
        ..Options::default()
    }
}

fn urls(outcome: &Outcome) -> Vec<String> {
    let workspace = &outcome.analysis.workspace;
    let url = |text: &str| {
        Some(
            text.split("\"url\": \"")
                .nth(1)?
                .split('"')
                .next()?
                .to_owned(),
        )
    };
    workspace
        .files()
        .filter_map(|(_, file)| url(&file.document.text))
        .collect()
}

#[test]
fn an_unsaved_text_counts_instead_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join(".mcp.json"),
        server("https://old.example.com/mcp"),
    )
    .unwrap();
    let saved = check(&options(folder.path(), &[])).unwrap();
    assert_eq!(urls(&saved), ["https://old.example.com/mcp"]);
    let text = server("https://new.example.com/mcp");
    let unsaved = check(&options(folder.path(), &[(".mcp.json", &text)])).unwrap();
    assert_eq!(urls(&unsaved), ["https://new.example.com/mcp"]);
}

#[test]
fn a_file_that_is_not_saved_yet_is_found_where_a_client_would_look() {
    let folder = tempfile::tempdir().unwrap();
    let text = server("https://new.example.com/mcp");
    let texts = [
        (".cursor/mcp.json", text.as_str()),
        ("notes/other.json", text.as_str()),
    ];
    let outcome = check(&options(folder.path(), &texts)).unwrap();
    let shown: Vec<&str> = outcome
        .analysis
        .workspace
        .files()
        .map(|(_, file)| file.client.id)
        .collect();
    assert_eq!(shown, ["cursor"]);
    std::fs::write(
        folder.path().join("mcpmend.toml"),
        "exclude = [\".cursor/**\"]\n",
    )
    .unwrap();
    let outcome = check(&options(folder.path(), &texts)).unwrap();
    assert_eq!(urls(&outcome), [""; 0]);
}

#[test]
fn unsaved_settings_count() {
    let folder = tempfile::tempdir().unwrap();
    let text = "{ \"mcpServers\": { \"docs\": { \"url\": \"https://mcp.example.com/mcp\" } } }";
    std::fs::write(folder.path().join(".mcp.json"), text).unwrap();
    let found = |texts: &[(&str, &str)]| {
        let outcome = check(&options(folder.path(), texts)).unwrap();
        let findings = outcome.checked.findings;
        findings
            .iter()
            .any(|finding| finding.rule == "missing-transport-type")
    };
    assert!(found(&[]));
    assert!(!found(&[(
        "mcpmend.toml",
        "ignore = [\"missing-transport-type\"]\n"
    )]));
}

#[test]
fn what_is_asked_for_wrongly_is_an_error_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = Options {
        paths: vec![folder.path().join("nowhere")],
        ..Options::default()
    };
    let error = Analysis::read(&nowhere).unwrap_err();
    assert!(matches!(error, AnalysisError::Path(_)), "{error}");

    let misspelt = Options {
        selection: Selection {
            select: vec!["missing-transport-typ".to_owned()],
            ..Selection::default()
        },
        ..options(folder.path(), &[])
    };
    let error = Analysis::read(&misspelt).unwrap_err();
    assert_eq!(
        error.to_string(),
        "unknown rule or category `missing-transport-typ`: did you mean `missing-transport-type`?"
    );

    let settings = Options {
        settings: SettingsFrom::File(PathBuf::from("no/such/mcpmend.toml")),
        ..options(folder.path(), &[])
    };
    let error = Analysis::read(&settings).unwrap_err();
    assert!(matches!(error, AnalysisError::Settings(_)), "{error}");
}
