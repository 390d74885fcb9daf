//! `blanket-approval`

use crate::diagnostic::{Diagnostic, Severity};
use crate::interpret::Status;
use crate::model::{Client, Everything, Field, Scope, Shape};
use crate::rules::{Check, Context, Subject, rule};
use crate::workspace::approvals;

rule! {
    /// Servers that are started, or all of whose tools run, without anybody being asked.
    ///
    /// ## Why it fails
    /// The question before a tool runs is the last guard against what a web page, an issue or the
    /// server itself has told the model to do. `"trust": true` in Gemini CLI and Qwen Code,
    /// `"autoApprove": ["*"]` in Kiro, `"alwaysAllow": ["*"]` in Roo Code,
    /// `default_tools_approval_mode = "approve"` in Codex and the like take it away for all tools,
    /// also for those that a later release of the server brings. In a file that a project shares
    /// they do so for everybody who opens the project, unasked.
    ///
    /// `"enableAllProjectMcpServers": true` in Claude Code's `.claude/settings.json` does the same
    /// before that: once the folder is trusted, whatever `.mcp.json` names is started, also what a
    /// later change brings. `"chat.tools.global.autoApprove": true` in the settings of a VS Code
    /// user is for every tool of every server; in those of a workspace VS Code ignores it.
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
    /// And in the settings of a project:
    /// ```json bad .claude/settings.json
    /// {
    ///   "enableAllProjectMcpServers": true
    /// }
    /// ```
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": { "command": "docs-server" }
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
    /// And in the settings of a project:
    /// ```json good .claude/settings.json
    /// {
    ///   "enabledMcpjsonServers": ["docs"]
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
    /// - <https://code.claude.com/docs/en/settings>, CVE-2025-59536 (2026-11-25)
    /// - microsoft/vscode chat.contribution.ts, `GlobalAutoApprove` with the scope
    ///   `APPLICATION_MACHINE` (2026-11-25)
    "blanket-approval", Exposure, Warning, None, Check::Files(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for subject in context.subjects() {
        entry(&subject, out);
    }
    let workspace = context.workspace;
    for (id, file) in workspace.files().chain(workspace.companions()) {
        let Some(root) = file.document.root() else {
            continue;
        };
        for (approval, scope) in approvals(context.host, file.client, &file.path) {
            let Some(node) = root.get_path(approval.key) else {
                continue;
            };
            let Some(value) = approval.value.of(node) else {
                continue;
            };
            let message = format!("{}, by `{}`", approval.says, approval.key.join("."));
            let shared = scope == Scope::Project;
            let finding = RULE.finding(id, value.span(), message);
            out.push(as_whose(finding, shared, file.client, approval.instead));
        }
    }
}

fn entry(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    if subject.entry.interpretation.status != Status::Loaded {
        return;
    }
    for field in subject.schema().fields() {
        let Some(everything) = field.approves_all else {
            continue;
        };
        let value = subject.node().get(field.name);
        let Some(value) = value.and_then(|value| everything.of(value)) else {
            continue;
        };
        let message = format!(
            "every tool of {} runs without anybody being asked, by {}",
            subject.quoted(),
            by(field, everything)
        );
        let shared = scope(subject) == Scope::Project;
        let finding = subject.finding(&RULE, value.span(), message);
        out.push(as_whose(finding, shared, subject.client(), help(field)));
    }
}

/// The rest of a finding, and who hears of it, by whose file it is.
fn as_whose(finding: Diagnostic, shared: bool, client: &Client, help: &str) -> Diagnostic {
    let client = client.name;
    let finding = finding.label("all of them").help(help);
    if shared {
        finding.effect(format!(
            "so it is for everybody who opens this project in {client}"
        ))
    } else {
        finding
            .effect(format!(
                "{client} asks for none of them, nor for those that come later"
            ))
            .severity(Severity::Info)
            .pedantic()
    }
}

/// Whose entry it is.
fn scope(subject: &Subject<'_>) -> Scope {
    subject.entry.root.scope.unwrap_or(subject.file.scope)
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
