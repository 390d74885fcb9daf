//! The words of all clients together: which field another client knows, which key turns a server
//! on or off, where others keep their servers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::clients;
use crate::document::NodeRef;
use crate::model::{Kind, Role, Schema, Transport};

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

/// A meaning of a field, with a client that knows it by that name where one has a record here.
pub type Meaning = (Role, Option<&'static str>);

/// What a field called `name` means anywhere, the most common meaning first.
pub fn meanings(name: &str) -> Vec<Meaning> {
    static ALL: LazyLock<BTreeMap<&'static str, Vec<Meaning>>> = LazyLock::new(|| {
        let mut all: BTreeMap<&'static str, Vec<Meaning>> = BTreeMap::new();
        let mut add = |name: &'static str, role: Role, client: Option<&'static str>| {
            let found = all.entry(name).or_default();
            if !found.iter().any(|(known, _)| *known == role) {
                found.push((role, client));
            }
        };
        for client in clients::ALL {
            for field in client
                .kinds
                .iter()
                .flat_map(schemas)
                .flat_map(Schema::fields)
            {
                add(field.name, field.role, Some(client.name));
            }
        }
        for (spelling, role) in ELSEWHERE {
            add(spelling, *role, None);
        }
        all
    });
    ALL.get(name).cloned().unwrap_or_default()
}

/// The schemas of a kind of file and of its roots.
fn schemas(kind: &'static Kind) -> impl Iterator<Item = &'static Schema> {
    let own = kind.roots.iter().filter_map(|root| root.schema);
    own.chain([kind.schema])
}

/// The transport that some client's type of this spelling means.
pub fn transport(spelling: &str) -> Option<Transport> {
    let kinds = clients::ALL.iter().flat_map(|client| client.kinds);
    kinds
        .flat_map(|kind| kind.schema.transport.spellings)
        .find(|(known, _)| *known == spelling)
        .map(|(_, transport)| *transport)
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
pub fn roots() -> &'static [&'static [&'static str]] {
    static ROOTS: LazyLock<Vec<&'static [&'static str]>> = LazyLock::new(|| {
        let mut roots: Vec<&'static [&'static str]> = vec![&["mcpServers"], &["servers"]];
        for client in clients::ALL {
            for root in client.kinds.iter().flat_map(|kind| kind.roots) {
                let plain = !root.path.is_empty() && !root.path.contains(&"*");
                if plain && !roots.contains(&root.path) {
                    roots.push(root.path);
                }
            }
        }
        roots
    });
    &ROOTS
}

/// Whether some client keeps its servers under this key, spelled in whatever way.
pub fn is_root(key: &str) -> bool {
    static SPELLINGS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let paths = roots().iter();
        paths.map(|path| folded(&path.concat())).collect()
    });
    let key = folded(key);
    let near = |known: &str| {
        known == key
            || (known.len() > 7
                && known.len().abs_diff(key.len()) <= 2
                && strsim::damerau_levenshtein(known, &key) <= 2)
    };
    matches!(key.as_str(), "mcp" | "server") || SPELLINGS.iter().any(|known| near(known))
}

/// A key without what people write differently: case, `_`, `-`, `.`.
pub fn folded(key: &str) -> String {
    key.chars()
        .filter(|c| !matches!(c, '_' | '-' | '.' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The names under which clients keep a program or a url.
fn decisive() -> &'static BTreeSet<&'static str> {
    static NAMES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
        let mut names = BTreeSet::from(["command", "url", "httpUrl", "serverUrl", "cmd"]);
        let kinds = clients::ALL.iter().flat_map(|client| client.kinds);
        for field in kinds.flat_map(schemas).flat_map(Schema::fields) {
            if matches!(
                field.role,
                Role::Command | Role::CommandLine | Role::Url | Role::HttpUrl
            ) {
                names.insert(field.name);
            }
        }
        names
    });
    &NAMES
}

/// Whether a value looks like the entry of a server.
pub fn is_server(node: NodeRef<'_>) -> bool {
    node.entries()
        .any(|(key, value)| decisive().contains(key.text.as_str()) && !value.is_object())
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
