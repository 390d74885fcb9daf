//! The words of all clients together: which field another client knows, which key turns a server
//! on or off, where others keep their servers.

use crate::clients;
use crate::document::NodeRef;
use crate::model::Role;

/// Spellings of apps that have no record of their own here.
const ELSEWHERE: &[(&str, Role)] = &[
    ("cmd", Role::Command),
    ("executable", Role::Command),
    ("arguments", Role::Args),
    ("argv", Role::Args),
    ("environment", Role::Env),
    ("envs", Role::Env),
    ("environmentVariables", Role::Env),
    ("env_vars", Role::EnvNames),
    ("env_file", Role::EnvFile),
    ("envFile", Role::EnvFile),
    ("workingDirectory", Role::Cwd),
    ("working_directory", Role::Cwd),
    ("workingDir", Role::Cwd),
    ("workdir", Role::Cwd),
    ("uri", Role::Url),
    ("endpoint", Role::Url),
    ("serverUrl", Role::Url),
    ("server_url", Role::Url),
    ("baseUrl", Role::Url),
    ("httpUrl", Role::HttpUrl),
    ("http_headers", Role::Headers),
    ("httpHeaders", Role::Headers),
    ("requestHeaders", Role::Headers),
    ("transport", Role::Type),
    ("transportType", Role::Type),
    ("transport_type", Role::Type),
    ("alwaysAllow", Role::Approval),
    ("autoApprove", Role::Approval),
    ("trust", Role::Approval),
    ("includeTools", Role::Tools),
    ("excludeTools", Role::Tools),
    ("disabledTools", Role::Tools),
    ("active", Role::Enabled),
    ("isActive", Role::Enabled),
    ("is_active", Role::Enabled),
    ("enable", Role::Enabled),
    ("isEnabled", Role::Enabled),
    ("is_enabled", Role::Enabled),
    ("disable", Role::Disabled),
    ("isDisabled", Role::Disabled),
    ("is_disabled", Role::Disabled),
    ("inactive", Role::Disabled),
];

/// Names that people give to what is meant for people.
const NOTES: &[&str] = &[
    "capabilities",
    "category",
    "comment",
    "comments",
    "description",
    "displayName",
    "doc",
    "docs",
    "documentation",
    "homepage",
    "icon",
    "id",
    "label",
    "metadata",
    "name",
    "note",
    "notes",
    "provider",
    "providerUrl",
    "tags",
    "title",
    "version",
];

/// Top-level keys that guides name and that no program reads, each with the way out.
pub const DEAD_KEYS: &[(&str, &str)] = &[(
    "claude.mcpServers",
    "Claude Code reads `.mcp.json` in the project's folder",
)];

/// What a field called `name` means anywhere, the most common meaning first, each with a client
/// that knows it by that name where one has a record here.
pub fn meanings(name: &str) -> Vec<(Role, Option<&'static str>)> {
    let mut found: Vec<(Role, Option<&'static str>)> = Vec::new();
    for client in clients::ALL {
        for kind in client.kinds {
            let role = kind.schema.field(name).map(|field| field.role);
            if let Some(role) = role
                && !found.iter().any(|(known, _)| *known == role)
            {
                found.push((role, Some(client.name)));
            }
        }
    }
    for (spelling, role) in ELSEWHERE {
        if *spelling == name && !found.iter().any(|(known, _)| known == role) {
            found.push((*role, None));
        }
    }
    found
}

/// For a key that turns a server on or off: whether `true` means on.
pub fn toggle(name: &str) -> Option<bool> {
    meanings(name).iter().find_map(|(role, _)| match role {
        Role::Enabled => Some(true),
        Role::Disabled => Some(false),
        _ => None,
    })
}

/// Whether a key is meant for people and not for the client.
pub fn is_note(name: &str) -> bool {
    name.starts_with(['_', '$', '#', '/']) || NOTES.contains(&name)
}

/// Every path at which some client keeps its servers, apart from those with a `*`.
pub fn roots() -> Vec<&'static [&'static str]> {
    let mut roots: Vec<&'static [&'static str]> = vec![&["mcpServers"], &["servers"]];
    for client in clients::ALL {
        for root in client.kinds.iter().flat_map(|kind| kind.roots) {
            if !root.path.is_empty() && !root.path.contains(&"*") && !roots.contains(&root.path) {
                roots.push(root.path);
            }
        }
    }
    roots
}

/// A key without what people write differently: case, `_`, `-`, `.`.
pub fn folded(key: &str) -> String {
    key.chars()
        .filter(|c| !matches!(c, '_' | '-' | '.' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a value looks like the entry of a server.
pub fn is_server(node: NodeRef<'_>) -> bool {
    const DECISIVE: &[&str] = &["command", "url", "httpUrl", "serverUrl", "cmd"];
    node.entries()
        .any(|(key, value)| DECISIVE.contains(&key.text.as_str()) && !value.is_object())
}

/// Whether a value looks like servers by name, or like a list of them.
pub fn holds_servers(node: NodeRef<'_>) -> bool {
    node.entries()
        .map(|(_, value)| value)
        .chain(node.items())
        .any(is_server)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format};

    #[test]
    fn toggles_have_a_polarity() {
        assert_eq!(toggle("disabled"), Some(false));
        assert_eq!(toggle("enabled"), Some(true));
        assert_eq!(toggle("isActive"), Some(true));
        assert_eq!(toggle("command"), None);
    }

    #[test]
    fn folding_forgets_case_and_separators() {
        assert_eq!(folded("mcp-Servers"), folded("mcp_servers"));
        assert_ne!(folded("servers"), folded("server"));
    }

    #[test]
    fn a_map_of_environment_variables_is_no_server() {
        let parse = |text: &str| Document::parse(text.to_owned(), Format::Json);
        let servers = parse(r#"{"a": {"command": "x"}}"#);
        assert!(holds_servers(servers.root().unwrap()));
        let others = parse(r#"{"a": {"b": "c"}, "command": {"url": {}}}"#);
        assert!(!holds_servers(others.root().unwrap()));
        assert!(!is_server(others.root().unwrap()));
    }
}
