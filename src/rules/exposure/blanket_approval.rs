//! `blanket-approval`

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::NodeRef;
use crate::interpret::Status;
use crate::model::{Everything, Field, Scope, Shape};
use crate::rules::{Check, Subject, rule};

rule! {
    /// A server all of whose tools run without anybody being asked.
    ///
    /// ## Why it fails
    /// The question before a tool runs is the last guard against what a web page, an issue or the
    /// server itself has told the model to do. `"trust": true` in Gemini CLI and Qwen Code,
    /// `"autoApprove": ["*"]` in Kiro, `"alwaysAllow": ["*"]` in Roo Code,
    /// `default_tools_approval_mode = "approve"` in Codex and the like take it away for all tools,
    /// also for those that a later release of the server brings. In a file that a project shares
    /// they do so for everybody who opens the project, unasked.
    ///
    /// ## Example
    /// ```json bad .gemini/settings.json
    /// {
    ///   "mcpServers": {
    ///     "deploy": {
    ///       "command": "deploy-server",
    ///       "trust": true
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .gemini/settings.json
    /// {
    ///   "mcpServers": {
    ///     "deploy": {
    ///       "command": "deploy-server",
    ///       "includeTools": ["status", "list_releases"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// Or name the tools that may run unasked, where the client takes a list. What one person
    /// wrote into their own settings is told to pedantic runs only. A filter that offers all
    /// tools, as `"tools": ["*"]` in Copilot CLI, approves none and is fine.
    ///
    /// ## Sources
    /// - google-gemini/gemini-cli and QwenLM/qwen-code, their source (2026-11-23)
    /// - RooCodeInc/Roo-Code src/services/mcp/McpHub.ts, `hasWildcard` (2026-10-02)
    /// - openai/codex, `maybe_request_mcp_tool_approval` (2026-11-25)
    /// - <https://kiro.dev/docs/mcp/configuration/> (2026-11-23)
    "blanket-approval", Exposure, Warning, None, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    if subject.entry.interpretation.status != Status::Loaded {
        return;
    }
    for field in subject.schema().fields() {
        let Some(everything) = field.approves_all else {
            continue;
        };
        let value = subject.node().get(field.name);
        let Some(value) = value.and_then(|value| all_of(value, everything)) else {
            continue;
        };
        let client = subject.client().name;
        let shared = scope(subject) == Scope::Project;
        let message = format!(
            "every tool of {} runs without anybody being asked, by {}",
            subject.quoted(),
            by(field, everything)
        );
        let effect = if shared {
            format!("so it is for everybody who opens this project in {client}")
        } else {
            format!("{client} asks for none of them, nor for those that a later release brings")
        };
        let finding = subject
            .finding(&RULE, value.span(), message)
            .label("all of them")
            .effect(effect)
            .help(help(field));
        out.push(if shared {
            finding
        } else {
            finding.severity(Severity::Info).pedantic()
        });
    }
}

/// Whose entry it is.
fn scope(subject: &Subject<'_>) -> Scope {
    subject.entry.root.scope.unwrap_or(subject.file.scope)
}

/// The value, or the item in it, that means every tool.
fn all_of(value: NodeRef<'_>, everything: Everything) -> Option<NodeRef<'_>> {
    match everything {
        Everything::True => (value.as_bool() == Some(true)).then_some(value),
        Everything::Text(text) => (value.as_str() == Some(text)).then_some(value),
        Everything::Item(text) => value
            .is_array()
            .then(|| value.items().find(|item| item.as_str() == Some(text)))?,
    }
}

/// What does it, after "by".
fn by(field: &Field, everything: Everything) -> String {
    match everything {
        Everything::True => format!("`{}`", field.name),
        Everything::Text(text) | Everything::Item(text) => format!("`{text}` in `{}`", field.name),
    }
}

/// What to write instead.
fn help(field: &Field) -> &'static str {
    let list = |shape: &Shape| matches!(shape, Shape::Strings);
    let named = match field.shape {
        Shape::Either(one, other) => list(one) || list(other),
        shape => list(&shape),
    };
    if named {
        "name the tools that may run unasked"
    } else {
        "leave it out: each person can still allow a tool when it is asked for"
    }
}
