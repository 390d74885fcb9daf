//! `undefined-input`

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{NodeKind, NodeRef, Span};
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
    /// ## Sources
    /// - https://code.visualstudio.com/docs/copilot/reference/mcp-configuration (2026-11-23)
    "undefined-input", Schema, Error, None, Check::File(check)
}

/// The list of definitions.
const INPUTS: &str = "inputs";

/// A use of an input.
struct Used<'d> {
    id: &'d str,
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
            .help(help(used.id, &defined)),
        );
    }
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
                    .label("not used"),
            );
        }
    }
}

fn help(id: &str, defined: &[(&str, NodeRef<'_>)]) -> String {
    let near = defined
        .iter()
        .map(|(known, _)| (strsim::damerau_levenshtein(known, id), *known))
        .filter(|(distance, _)| *distance <= 2)
        .min();
    match near {
        Some((_, known)) => format!("there is an input `{known}`: did you mean that one?"),
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
                used.push(Used {
                    id,
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
