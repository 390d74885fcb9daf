//! What a client may read without calling a tool: the rules and the clients that mcpmend knows.

use std::fmt::Write as _;

use rmcp::ErrorData;
use rmcp::model::{
    CompleteResult, CompletionInfo, ReadResourceResult, Resource, ResourceContents,
    ResourceTemplate,
};

use crate::clients;
use crate::report::record::{markdown, record};
use crate::report::visible;
use crate::rules::{self, Category};
use crate::suggest;

const RULES: &str = "mcpmend://rules";
const CLIENTS: &str = "mcpmend://clients";
const MARKDOWN: &str = "text/markdown";

/// The resources that have a place of their own.
pub(super) fn all() -> Vec<Resource> {
    [
        (
            RULES,
            "rules",
            "The rules of mcpmend",
            "All rules with what each finds; mcpmend://rules/NAME has all about one",
        ),
        (
            CLIENTS,
            "clients",
            "The clients that mcpmend knows",
            "All MCP clients with the files that they read; mcpmend://clients/ID has all about one",
        ),
    ]
    .into_iter()
    .map(|(uri, name, title, description)| {
        Resource::new(uri, name)
            .with_title(title)
            .with_description(description)
            .with_mime_type(MARKDOWN)
    })
    .collect()
}

/// The resources by name.
pub(super) fn templates() -> Vec<ResourceTemplate> {
    [
        (
            "mcpmend://rules/{name}",
            "rule",
            "A rule",
            "What a rule finds, why that fails and in which clients, and how to mend it",
        ),
        (
            "mcpmend://clients/{id}",
            "client",
            "A client",
            "What is known of a client: where its files are, how it reads them, and how that is known",
        ),
    ]
    .into_iter()
    .map(|(uri, name, title, description)| {
        ResourceTemplate::new(uri, name)
            .with_title(title)
            .with_description(description)
            .with_mime_type(MARKDOWN)
    })
    .collect()
}

/// The text of one.
///
/// # Errors
/// When there is none of that name.
pub(super) fn read(uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let text = text(uri).ok_or_else(|| {
        let shown: String = visible(uri).chars().take(200).collect();
        ErrorData::resource_not_found(
            format!("{shown}: no such resource; {RULES} and {CLIENTS} list what there is"),
            None,
        )
    })?;
    let contents = ResourceContents::text(text, uri).with_mime_type(MARKDOWN);
    Ok(ReadResourceResult::new(vec![contents]))
}

fn text(uri: &str) -> Option<String> {
    if uri == RULES {
        return Some(all_rules());
    }
    if uri == CLIENTS {
        return Some(all_clients());
    }
    if let Some(name) = uri.strip_prefix("mcpmend://rules/") {
        let rule = suggest::rule(name).ok()?;
        return Some(format!(
            "# {}\n\n{}",
            rule.name,
            rule.documentation().markdown
        ));
    }
    let id = uri.strip_prefix("mcpmend://clients/")?;
    let client = suggest::client(id).ok()?;
    Some(markdown::write(&record(client)))
}

fn all_rules() -> String {
    let mut text = "# The rules of mcpmend\n".to_owned();
    for category in Category::ALL {
        let _ = writeln!(text, "\n## {}\n", category.name());
        for rule in rules::all().filter(|rule| rule.category == *category) {
            let _ = writeln!(
                text,
                "- `{}` ({}): {}",
                rule.name,
                rule.severity.name(),
                rule.documentation().summary
            );
        }
    }
    text
}

fn all_clients() -> String {
    let mut text = "# The clients that mcpmend knows\n\n".to_owned();
    for client in clients::ALL {
        let places: Vec<String> = client
            .kinds
            .iter()
            .flat_map(|kind| kind.locations)
            .map(|location| format!("`{}`", location.path))
            .collect();
        let _ = writeln!(
            text,
            "- `{}` ({}): {}",
            client.id,
            client.name,
            places.join(", ")
        );
    }
    text
}

/// Names of rules or ids of clients that start with `start`.
pub(super) fn complete(uri: &str, start: &str) -> Vec<String> {
    let starting = |name: &&str| name.starts_with(start);
    match uri {
        "mcpmend://rules/{name}" => rules::all()
            .map(|rule| rule.name)
            .filter(starting)
            .map(str::to_owned)
            .collect(),
        "mcpmend://clients/{id}" => client_ids(start),
        _ => Vec::new(),
    }
}

/// The ids of clients that start with `start`.
pub(super) fn client_ids(start: &str) -> Vec<String> {
    let ids = clients::ALL.iter().map(|client| client.id);
    ids.filter(|id| id.starts_with(start))
        .map(str::to_owned)
        .collect()
}

/// As many as MCP lets a server offer at once.
pub(super) fn completion(mut values: Vec<String>) -> CompleteResult {
    let total = values.len();
    values.truncate(CompletionInfo::MAX_VALUES);
    let more = values.len() < total;
    let info = CompletionInfo::with_pagination(values, u32::try_from(total).ok(), more);
    info.map(CompleteResult::new).unwrap_or_default()
}
