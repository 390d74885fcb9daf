//! Whose file it is, judged by its content alone.

use crate::document::{Document, NodeRef};
use crate::model::{Client, Kind, Role, Root, RootShape};

use super::{ALL, GENERIC};

/// A kind of file whose root stands in the document, with the value of that root.
struct Fit<'d> {
    client: &'static Client,
    kind: &'static Kind,
    root: &'static Root,
    servers: NodeRef<'d>,
}

/// Whose file this most probably is, judged by its content alone, and why.
///
/// A root key that many clients share tells nothing: such a file is [`GENERIC`]'s, unless an
/// entry names its url as only one client does.
pub fn guess(document: &Document) -> Option<(&'static Client, &'static Kind, String)> {
    let generic = fits(GENERIC, document).next();
    let mut known = ALL.iter().flat_map(|client| fits(client, document));
    if let Some(generic) = generic {
        if let Some((name, fit)) = known.find_map(|fit| Some((telltale(&fit)?, fit))) {
            let why = format!("an entry has the field `{name}`, as in {}", fit.client.name);
            return Some((fit.client, fit.kind, why));
        }
        let why = format!(
            "its servers stand under `{}`, as in many clients",
            generic.root.dotted()
        );
        return Some((generic.client, generic.kind, why));
    }
    // The longest path tells most: `mcp.servers` is no server called "servers" under `mcp`.
    let best = known.reduce(|best, next| {
        if next.root.path.len() > best.root.path.len() {
            next
        } else {
            best
        }
    })?;
    let why = format!(
        "its servers stand under `{}`, as in {}",
        best.root.dotted(),
        best.client.name
    );
    Some((best.client, best.kind, why))
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
        .flat_map(|kind| kind.roots.iter().map(move |root| (kind, root)))
        .filter(|(_, root)| !root.path.is_empty())
        .filter_map(move |(kind, root)| {
            let servers = document.root()?.get_path(root.path)?;
            let right = match root.shape {
                RootShape::Map => servers.is_object(),
                RootShape::List { .. } => servers.is_array(),
            };
            right.then_some(Fit {
                client,
                kind,
                root,
                servers,
            })
        })
}

/// The name of a field with which an entry names its url as this client does and others do not.
fn telltale(fit: &Fit<'_>) -> Option<&'static str> {
    let own = fit
        .kind
        .schema
        .fields()
        .filter(|field| matches!(field.role, Role::Url | Role::HttpUrl))
        .filter(|field| {
            GENERIC
                .kinds
                .iter()
                .all(|kind| kind.schema.field(field.name).is_none())
        });
    own.map(|field| field.name).find(|name| {
        fit.servers
            .entries()
            .any(|(_, entry)| entry.get(name).is_some())
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
    fn a_file_without_servers_is_nobodys() {
        assert_eq!(of_json(r#"{"a": {"command": "x"}}"#), None);
        assert_eq!(of_json(r#"{"servers": "none"}"#), None);
        assert_eq!(of_json(""), None);
    }

    /// Roots whose client may not be there yet must lead to no other.
    #[test]
    fn roots_of_other_formats_lead_to_their_clients() {
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
            ("[mcp_servers.a]\ncommand = \"x\"\n", Format::Toml, "codex"),
        ];
        for (text, format, id) in cases {
            if super::super::by_id(id).is_some() {
                let guessed = guessed(text, format).map(|(id, _)| id);
                assert_eq!(guessed, Some(id), "{text}");
            }
        }
    }
}
