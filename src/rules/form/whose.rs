//! Whose form a file is in.

use crate::clients;
use crate::discover::{Place, classify, others};
use crate::document::NodeRef;
use crate::interpret::{self, ProblemKind, interpret};
use crate::model::{Client, Kind, Outcome, Role, Root, RootShape, Schema};
use crate::variables;
use crate::vocabulary;
use crate::workspace::File;

/// The form that a file is in: one client takes all of it as it stands.
pub(in crate::rules) struct Whose<'d> {
    /// The client; of several the first.
    pub(in crate::rules) client: &'static Client,
    /// Which kind of its files.
    pub(in crate::rules) kind: &'static Kind,
    /// Where the servers stand.
    pub(in crate::rules) root: &'static Root,
    /// The values on the way to the servers, these last; empty when the file itself is the map.
    pub(in crate::rules) chain: Vec<NodeRef<'d>>,
    /// The servers by name.
    pub(in crate::rules) servers: Vec<(String, NodeRef<'d>)>,
    /// The other clients with this form, each with the fields of its servers.
    pub(in crate::rules) others: Vec<(&'static Client, &'static Schema)>,
}

impl Whose<'_> {
    /// Whose it is, for a message: "OpenCode", "Cline and Roo Code", "many clients, such as Cursor".
    pub(in crate::rules) fn named(&self) -> String {
        match self.others.as_slice() {
            [] => self.client.name.to_owned(),
            [(other, _)] => format!("{} and {}", self.client.name, other.name),
            _ => format!("many clients, such as {}", self.client.name),
        }
    }

    /// Whether all with this form count the time limit `name` in one unit.
    pub(in crate::rules) fn counts_alike(&self, name: &str) -> bool {
        let unit = |schema: &Schema| schema.field(name).map(|field| field.role);
        let own = unit(self.schema());
        self.others.iter().all(|(_, schema)| unit(schema) == own)
    }

    /// The fields of its servers.
    pub(in crate::rules) fn schema(&self) -> &'static Schema {
        self.kind.schema_at(self.root)
    }
}

/// The client in whose form a file is, other than the one that reads it. Of several the ones
/// whose variables it spells come first, then those whose first root it has.
pub(in crate::rules) fn whose(file: &File) -> Option<Whose<'_>> {
    let top = file.document.root()?;
    let mut fits: Vec<Whose<'_>> = Vec::new();
    for client in clients::ALL.iter().filter(|it| it.id != file.client.id) {
        let mut seen: Vec<&Kind> = Vec::new();
        let mut kinds = client.kinds.iter();
        let fit = kinds.find_map(|kind| {
            let same = |other: &&Kind| {
                std::ptr::eq(other.schema, kind.schema) && other.roots == kind.roots
            };
            if seen.iter().any(same) {
                return None;
            }
            seen.push(kind);
            let mut roots = kind.roots.iter();
            (kind.format == file.kind.format)
                .then(|| roots.find_map(|root| fit(file, client, kind, root, top)))
                .flatten()
        });
        fits.extend(fit);
    }
    prefer(&mut fits, |fit| spells_its_variables(fit));
    prefer(&mut fits, |fit| fit.kind.roots.first() == Some(fit.root));
    let mut fits = fits.into_iter();
    let mut first = fits.next()?;
    first.others = fits.map(|fit| (fit.client, fit.schema())).collect();
    Some(first)
}

/// Keeps those that fulfil `holds`, unless none does.
fn prefer<T>(all: &mut Vec<T>, holds: impl Fn(&T) -> bool) {
    if all.iter().any(&holds) {
        all.retain(holds);
    }
}

/// The servers below `root`, each with its name. `None` where one is no object or has no name.
pub(in crate::rules) fn servers<'d>(
    root: &Root,
    value: NodeRef<'d>,
) -> Option<Vec<(String, NodeRef<'d>)>> {
    match root.shape {
        RootShape::Map if value.is_object() => Some(
            value
                .entries()
                .map(|(key, entry)| (key.text.clone(), entry))
                .collect(),
        ),
        RootShape::List { name_key } if value.is_array() => value
            .items()
            .map(|item| Some((item.get(name_key)?.as_str()?.to_owned(), item)))
            .collect(),
        _ => None,
    }
}

fn fit<'d>(
    file: &'d File,
    client: &'static Client,
    kind: &'static Kind,
    root: &'static Root,
    top: NodeRef<'d>,
) -> Option<Whose<'d>> {
    // What one transport's root holds is not the whole file.
    if root.path.is_empty() || root.path.contains(&"*") || root.transport.is_some() {
        return None;
    }
    let mut chain = Vec::new();
    let mut node = top;
    for key in root.path {
        node = node.get(key)?;
        chain.push(node);
    }
    let servers = servers(root, node)?;
    let schema = kind.schema_at(root);
    let taken = |(name, entry): &(String, NodeRef<'_>)| takes(file, schema, name, *entry);
    if servers.is_empty() || !servers.iter().all(taken) {
        return None;
    }
    Some(Whose {
        client,
        kind,
        root,
        chain,
        servers,
        others: Vec::new(),
    })
}

/// Whether a client takes an entry as it is meant, and knows everything in it.
fn takes(file: &File, schema: &'static Schema, name: &str, entry: NodeRef<'_>) -> bool {
    if !entry.is_object() {
        return false;
    }
    let known = entry.entries().all(|(key, value)| {
        vocabulary::is_note(&key.text)
            || schema
                .field(&key.text)
                .is_some_and(|field| interpret::fits(field.shape, value))
    });
    known && {
        let interpretation = interpret(&file.document, schema, name, entry.id());
        let disturbs = |kind: &ProblemKind| {
            !matches!(
                kind,
                ProblemKind::UnknownField | ProblemKind::Deprecated(_) | ProblemKind::Empty(_)
            )
        };
        let mut problems = interpretation.problems.iter();
        interpretation.transport.is_some()
            && problems.all(|it| !disturbs(&it.kind) || it.ruling.outcome <= Outcome::Fine)
    }
}

/// Whether it expands every variable in the texts of the servers, and there is one.
fn spells_its_variables(fit: &Whose<'_>) -> bool {
    let schema = fit.schema();
    let facts = fit.kind.variables;
    let mut texts = fit.servers.iter().flat_map(|(_, entry)| {
        entry.entries().flat_map(|(key, value)| {
            let role = schema.field(&key.text).map(|field| field.role);
            let inner = value.entries().map(|(_, inner)| inner).chain(value.items());
            inner
                .chain([value])
                .filter_map(move |text| Some((role?, text.as_str()?)))
        })
    });
    texts.all(|(role, text): (Role, &str)| {
        variables::scan(text)
            .iter()
            .filter(|variable| variable.certain)
            .all(|variable| facts.expands(variable.form, role))
    })
}

/// The other clients that read the place of `file`, each with the kind of file that it is to
/// them, and do not look at the root `own`: they have their say in what is wrong.
pub(in crate::rules) fn readers<'a>(
    file: &'a File,
    own: &'a Root,
) -> impl Iterator<Item = (&'static Client, &'static Kind)> + 'a {
    others(&file.path, file.client, file.scope)
        .into_iter()
        .filter_map(|client| match classify(&file.path, Some(client))? {
            Place::Known { kind, .. } => Some((client, kind)),
            _ => None,
        })
        .filter(|(_, kind)| kind.format == file.kind.format)
        .filter(|(_, kind)| !kind.roots.iter().any(|root| root.path == own.path))
}
