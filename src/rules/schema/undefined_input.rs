//! `undefined-input`

use std::ops::Range;

use serde_json::json;

use crate::diagnostic::{Diagnostic, Fix, Mark, Severity};
use crate::document::{Edit, NodeId, NodeKind, NodeRef, Place, Span};
use crate::model::Form;
use crate::rules::{Check, Context, rule};
use crate::workspace::{EntryId, File, FileId};

rule! {
    /// `${input:id}` without an input of that id, or an input that nothing uses.
    ///
    /// ## Why it fails
    /// The client asks for the value of an input when it starts the server. What to ask for
    /// stands in the list `inputs` of the same file; without it the server does not start.
    ///
    /// ## Example
    /// ```json bad .vscode/mcp.json
    /// {
    ///   "inputs": [],
    ///   "servers": {
    ///     "docs": {
    ///       "type": "http",
    ///       "url": "https://mcp.example.com/mcp",
    ///       "headers": { "Authorization": "Bearer ${input:docs-token}" }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .vscode/mcp.json
    /// {
    ///   "inputs": [
    ///     {
    ///       "type": "promptString",
    ///       "id": "docs-token",
    ///       "description": "Token for the documentation server",
    ///       "password": true
    ///     }
    ///   ],
    ///   "servers": {
    ///     "docs": {
    ///       "type": "http",
    ///       "url": "https://mcp.example.com/mcp",
    ///       "headers": { "Authorization": "Bearer ${input:docs-token}" }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Asks for the input that is there under nearly the same id, or else defines one of this id,
    /// which is also the alternative. Removes an input that nothing uses. To be looked at: an id
    /// may be the name of something that is still to be written.
    ///
    /// ## Sources
    /// - https://code.visualstudio.com/docs/copilot/reference/mcp-configuration (2026-11-23)
    "undefined-input", Schema, Error, Unsafe, Check::File(check)
}

/// The list of definitions.
const INPUTS: &str = "inputs";

/// A use of an input.
struct Used<'d> {
    id: &'d str,
    node: NodeId,
    /// The id's place in the decoded string.
    range: Range<usize>,
    span: Span,
    entry: EntryId,
}

fn check(context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    let kind = file.kind;
    let knows = kind.variables.forms.contains(&Form::Input) && kind.siblings.contains(&INPUTS);
    if !knows || file.not_read.is_some() {
        return;
    }
    let Some(root) = file.document.root() else {
        return;
    };
    let defined: Vec<(&str, NodeRef<'_>)> = root
        .get(INPUTS)
        .into_iter()
        .flat_map(NodeRef::items)
        .filter_map(|input| {
            let id = input.get("id")?;
            Some((id.as_str()?, id))
        })
        .collect();
    let mut used = Vec::new();
    for (entry, declared) in context.workspace.entries_of(id) {
        collect(context.workspace.node(declared), entry, &mut used);
    }
    for used in &used {
        if defined.iter().any(|(id, _)| *id == used.id) {
            continue;
        }
        let name = &context.workspace.entry(used.entry).name;
        out.push(
            RULE.finding(
                id,
                used.span,
                format!(
                    "`{name}` asks for the input `{}`, which is not defined",
                    used.id
                ),
            )
            .about(used.entry)
            .label("no such input")
            .effect(format!("{} does not start the server", file.client.name))
            .help(help(used.id, &defined))
            .fix(respelled(id, used, &defined))
            .fix(declared(id, root, used.id)),
        );
    }
    // What is asked for under a misspelt id is used.
    let meant: Vec<&str> = used
        .iter()
        .filter(|used| !defined.iter().any(|(id, _)| *id == used.id))
        .filter_map(|used| near(used.id, &defined))
        .collect();
    // In a broken file the use may be in what could not be read.
    if !file.problems.is_empty() {
        return;
    }
    for (name, node) in &defined {
        // It may be used outside of the servers.
        if !file.document.text.contains(&Form::Input.write(name)) {
            out.push(
                RULE.finding(id, node.span(), format!("nothing uses the input `{name}`"))
                    .severity(Severity::Info)
                    .label("not used")
                    .marked(Mark::Unnecessary)
                    .fix(removed(id, name, *node).filter(|_| !meant.contains(name))),
            );
        }
    }
}

/// The input that is meant, where one has nearly this id.
fn near<'d>(id: &str, defined: &[(&'d str, NodeRef<'_>)]) -> Option<&'d str> {
    let distances = defined
        .iter()
        .map(|(known, _)| (strsim::damerau_levenshtein(known, id), *known));
    let near = distances.filter(|(distance, _)| *distance <= 2).min();
    near.map(|(_, known)| known)
}

fn removed(file: FileId, name: &str, node: NodeRef<'_>) -> Option<Fix> {
    let edits = vec![Edit::remove(node.parent()?.id())];
    Some(Fix::r#unsafe(
        format!("remove the input `{name}`"),
        file,
        edits,
    ))
}

fn respelled(file: FileId, used: &Used<'_>, defined: &[(&str, NodeRef<'_>)]) -> Option<Fix> {
    let known = near(used.id, defined)?;
    let edit = Edit::splice(used.node, used.range.clone(), known);
    let title = format!("ask for `{known}`");
    Some(Fix::r#unsafe(title, file, vec![edit]))
}

/// Defines an input, to be typed in unseen.
fn declared(file: FileId, root: NodeRef<'_>, id: &str) -> Option<Fix> {
    let input = json!({ "type": "promptString", "id": id, "description": id, "password": true });
    let edit = match root.get(INPUTS) {
        Some(inputs) if inputs.is_array() => {
            Edit::insert_item(inputs.id(), inputs.items().len(), input)
        }
        Some(_) => return None,
        None => Edit::insert_at(root.id(), INPUTS, json!([input]), Place::First),
    };
    let title = format!("define an input `{id}`");
    Some(Fix::r#unsafe(title, file, vec![edit]))
}

fn help(id: &str, defined: &[(&str, NodeRef<'_>)]) -> String {
    match near(id, defined) {
        Some(known) => format!("there is an input `{known}`: did you mean that one?"),
        None => format!(
            "add {{\"type\": \"promptString\", \"id\": \"{id}\", \"description\": \"…\", \"password\": true}} to `{INPUTS}`"
        ),
    }
}

/// All uses of inputs in the strings below `node`.
fn collect<'d>(node: NodeRef<'d>, entry: EntryId, used: &mut Vec<Used<'d>>) {
    match node.kind() {
        NodeKind::String { text, .. } => {
            let mut rest = text.as_str();
            while let Some((_, after)) = rest.split_once("${input:") {
                let Some((id, behind)) = after.split_once('}') else {
                    break;
                };
                let start = text.len() - after.len();
                used.push(Used {
                    id,
                    node: node.id(),
                    range: start..start + id.len(),
                    span: node.span(),
                    entry,
                });
                rest = behind;
            }
        }
        _ => {
            for child in node.entries().map(|(_, value)| value).chain(node.items()) {
                collect(child, entry, used);
            }
        }
    }
}
