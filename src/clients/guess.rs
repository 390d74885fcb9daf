//! Whose file it is, judged by its content alone.

use crate::document::{Document, NodeRef};
use crate::interpret::interpret;
use crate::model::{Client, Kind, Outcome, Role, Root, Schema};

use super::{ALL, GENERIC, generic};

/// A kind of file whose root stands in the document, with the value of that root.
struct Fit<'d> {
    client: &'static Client,
    kind: &'static Kind,
    root: &'static Root,
    servers: NodeRef<'d>,
}

impl Fit<'_> {
    fn because(&self, whose: &str) -> (&'static Client, &'static Kind, String) {
        let why = format!("its servers stand under `{}`, {whose}", self.root.dotted());
        (self.client, self.kind, why)
    }

    /// What becomes of the worst of the servers.
    fn worst(&self, document: &Document) -> Outcome {
        let schema = self.kind.schema_at(self.root);
        let entries = self.servers.entries();
        entries
            .map(|(key, entry)| interpret(document, schema, &key.text, entry.id()).worst())
            .max()
            .unwrap_or(Outcome::Fine)
    }

    /// Whether one of the servers makes the client refuse the whole file.
    fn is_refused(&self, document: &Document) -> bool {
        self.worst(document).loses_file()
    }

    /// The name of a field with which an entry names its url as this client does and others do
    /// not.
    fn telltale(&self) -> Option<&'static str> {
        let shared = |name: &str| {
            let mut kinds = GENERIC.kinds.iter();
            kinds.any(|kind| kind.schema.field(name).is_some())
        };
        self.kind
            .schema
            .fields()
            .filter(|field| matches!(field.role, Role::Url | Role::HttpUrl))
            .map(|field| field.name)
            .filter(|name| !shared(name))
            .find(|name| {
                let mut entries = self.servers.entries();
                entries.any(|(_, entry)| entry.get(name).is_some())
            })
    }
}

/// Whose file this most probably is, judged by its content alone, and why.
///
/// A root key that many clients share tells nothing: such a file is [`GENERIC`]'s, unless an
/// entry names its url as only one client does. A root of few clients leads to one of them,
/// unless that client would refuse the whole file: then it was somebody else's, where somebody
/// else has this root and takes such servers.
pub fn guess(document: &Document) -> Option<(&'static Client, &'static Kind, String)> {
    let all = || ALL.iter().flat_map(|client| fits(client, document));
    let mut known = all().filter(|fit| !fit.is_refused(document));
    let mut anybody = fits(GENERIC, document).peekable();
    if let Some(shared) = anybody.next_if(|fit| fit.root.path == generic::SHARED_ROOT) {
        return Some(match known.find_map(|fit| Some((fit.telltale()?, fit))) {
            Some((name, fit)) => {
                let why = format!("an entry has the field `{name}`, as in {}", fit.client.name);
                (fit.client, fit.kind, why)
            }
            None => shared.because("as in many clients"),
        });
    }
    // What the first client of a root refuses is only somebody's who is known to take it.
    let refused: Vec<&Root> = all()
        .filter(|fit| fit.is_refused(document))
        .map(|fit| fit.root)
        .collect();
    let likely =
        |fit: &Fit<'_>| !refused.contains(&fit.root) || fit.worst(document) < Outcome::Unknown;
    // The longest path tells most: `mcp.servers` is no server called "servers" under `mcp`.
    let best = known.filter(likely).reduce(|best, next| {
        if next.root.path.len() > best.root.path.len() {
            next
        } else {
            best
        }
    });
    if let Some(fit) = best.or_else(|| anybody.next()).or_else(|| all().next()) {
        let whose = if fit.client.id == GENERIC.id {
            "and it is no file of a client that is known for that".to_owned()
        } else {
            format!("as in {}", fit.client.name)
        };
        return Some(fit.because(&whose));
    }
    misshapen(document)
}

/// A list or a text where many clients have the map of their servers.
fn misshapen(document: &Document) -> Option<(&'static Client, &'static Kind, String)> {
    let top = document.root()?;
    let kind = GENERIC.kinds.iter().find(|kind| {
        kind.format == document.format && top.get_path(generic::SHARED_ROOT).is_some()
    })?;
    let why = "it has the root key of many clients".to_owned();
    Some((GENERIC, kind, why))
}

/// Whether one of `servers` is started or called, or nothing is there: a key of a settings file
/// may mean something else in another program's.
fn looks_like_servers(schema: &'static Schema, servers: NodeRef<'_>) -> bool {
    const DECISIVE: &[Role] = &[
        Role::Command,
        Role::CommandLine,
        Role::Url,
        Role::HttpUrl,
        Role::Nested,
    ];
    let mut entries = servers
        .entries()
        .map(|(_, entry)| entry)
        .chain(servers.items())
        .peekable();
    entries.peek().is_none()
        || entries.any(|entry| {
            schema
                .fields()
                .any(|field| DECISIVE.contains(&field.role) && entry.get(field.name).is_some())
        })
}

/// The kinds of `client` whose root is there in the right shape.
fn fits<'d>(
    client: &'static Client,
    document: &'d Document,
) -> impl Iterator<Item = Fit<'d>> + use<'d> {
    client
        .kinds
        .iter()
        .filter(|kind| kind.format == document.format)
        .filter(|kind| document.root().is_some_and(|top| kind.is_told(top)))
        .flat_map(|kind| kind.roots.iter().map(move |root| (kind, root)))
        .filter(|(_, root)| !root.path.is_empty())
        .filter_map(move |(kind, root)| {
            let servers = document.root()?.get_path(root.path)?;
            let looks = kind.dedicated
                || client.id == GENERIC.id
                || looks_like_servers(kind.schema_at(root), servers);
            (looks && root.shape.fits(servers)).then_some(Fit {
                client,
                kind,
                root,
                servers,
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn guessed(text: &str, format: Format) -> Option<(&'static str, String)> {
        let document = Document::parse(text.to_owned(), format);
        guess(&document).map(|(client, _, why)| (client.id, why))
    }

    fn of_json(text: &str) -> Option<&'static str> {
        guessed(text, Format::Json).map(|(id, _)| id)
    }

    #[test]
    fn a_root_that_many_share_tells_nothing() {
        let text = r#"{"mcpServers": {"a": {"command": "x", "disabled": true, "trust": true}}}"#;
        let (id, why) = guessed(text, Format::Json).expect("it has servers");
        assert_eq!(id, "generic");
        assert_eq!(
            why,
            "its servers stand under `mcpServers`, as in many clients"
        );
    }

    #[test]
    fn the_name_of_the_url_tells_the_client() {
        let text =
            r#"{"mcpServers": {"a": {"command": "x"}, "b": {"serverUrl": "https://a.example"}}}"#;
        let (id, why) = guessed(text, Format::Json).expect("it has servers");
        assert_eq!(id, "windsurf");
        assert_eq!(why, "an entry has the field `serverUrl`, as in Windsurf");
        let text = r#"{"mcpServers": {"b": {"httpUrl": "https://a.example"}}}"#;
        assert_eq!(of_json(text), Some("gemini-cli"));
        let text = r#"{"mcpServers": {"b": {"url": "https://a.example", "type": "http"}}}"#;
        assert_eq!(of_json(text), Some("generic"));
    }

    #[test]
    fn a_root_of_one_client_is_its() {
        assert_eq!(
            of_json(r#"{"servers": {"a": {"command": "x"}}}"#),
            Some("vscode")
        );
        assert_eq!(
            of_json(r#"{"mcp": {"servers": {"a": {"command": "x"}}}}"#),
            Some("vscode")
        );
    }

    #[test]
    fn a_file_without_a_map_of_servers_is_at_most_anybodys() {
        assert_eq!(of_json(r#"{"a": {"command": "x"}}"#), None);
        assert_eq!(of_json(r#"{"servers": "none"}"#), None);
        assert_eq!(of_json(r#"{"mcpServers": []}"#), Some("generic"));
        assert_eq!(of_json(""), None);
    }

    #[test]
    fn a_key_of_settings_may_mean_something_else() {
        let text = "extensions:\n  health_check:\n    endpoint: localhost:13133\n";
        assert_eq!(guessed(text, Format::Yaml), None);
        let text = r#"{"mcp": {"enabled": true}}"#;
        assert_eq!(of_json(text), Some("generic"));
    }

    #[test]
    fn a_file_that_its_client_would_refuse_is_anybodys() {
        let text = r#"{"mcp": {"a": {"command": "x", "args": "y"}}}"#;
        let (id, why) = guessed(text, Format::Json).expect("it has servers");
        assert_eq!(id, "generic");
        assert_eq!(
            why,
            "its servers stand under `mcp`, and it is no file of a client that is known for that"
        );
        assert_eq!(of_json(r#"{"servers": {"a": null}}"#), Some("generic"));
    }

    #[test]
    fn a_broken_file_with_a_root_of_its_own_is_still_its_clients() {
        let text = "[mcp_servers.a]\ncommand = \"x\"\nargs = \"y\"\n";
        let guessed = guessed(text, Format::Toml).map(|(id, _)| id);
        assert_eq!(guessed, Some("codex"));
    }

    #[test]
    fn each_root_leads_to_the_client_that_has_it() {
        let cases = [
            (
                r#"{"context_servers": {"a": {"command": "x"}}}"#,
                Format::Json,
                "zed",
            ),
            (
                r#"{"mcp": {"a": {"type": "local", "command": ["x"]}}}"#,
                Format::Json,
                "opencode",
            ),
            (
                r#"{"mcp": {"a": {"type": "stdio", "command": "x"}}}"#,
                Format::Json,
                "crush",
            ),
            ("[mcp_servers.a]\ncommand = \"x\"\n", Format::Toml, "codex"),
            (
                "extensions:\n  a:\n    type: stdio\n    cmd: x\n",
                Format::Yaml,
                "goose",
            ),
        ];
        for (text, format, id) in cases {
            let guessed = guessed(text, format).map(|(id, _)| id);
            assert_eq!(guessed, Some(id), "{text}");
        }
    }
}
