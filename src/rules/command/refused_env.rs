//! `refused-env`

use super::launched::{entry_path, is_started};
use crate::diagnostic::{Diagnostic, Mark};
use crate::interpret::Pair;
use crate::model::EntryPath;
use crate::rules::{Check, Subject, rule};

rule! {
    /// A variable in the environment of a server that this client does not hand on.
    ///
    /// ## Why it fails
    /// Goose refuses two dozen names that decide what a program loads: PATH, NODE_OPTIONS,
    /// PYTHONPATH, LD_PRELOAD, TEMP and others. Continue, Amazon Q's CLI and Void hand their own
    /// PATH on, whatever the file says. The server runs with another value than the file has, and
    /// nothing is said.
    ///
    /// ## Example
    /// ```yaml bad ~/.config/goose/config.yaml
    /// extensions:
    ///   files:
    ///     type: stdio
    ///     name: files
    ///     cmd: npx
    ///     args: ["-y", "@modelcontextprotocol/server-filesystem", "."]
    ///     envs:
    ///       NODE_OPTIONS: --use-system-ca
    ///     enabled: true
    ///     timeout: 300
    /// ```
    ///
    /// ## Use instead
    /// ```yaml good ~/.config/goose/config.yaml
    /// extensions:
    ///   files:
    ///     type: stdio
    ///     name: files
    ///     cmd: node
    ///     args: ["--use-system-ca", "/opt/files/index.js"]
    ///     enabled: true
    ///     timeout: 300
    /// ```
    ///
    /// ## Sources
    /// - block/goose crates/goose/src/agents/extension.rs@01cad15f (2026-11-25)
    /// - continuedev/continue core/context/mcp/MCPConnection.ts (2026-11-23)
    /// - aws/amazon-q-developer-cli crates/chat-cli/src/mcp_client/client.rs (2026-11-23)
    "refused-env", Command, Warning, None, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    if !is_started(subject) {
        return;
    }
    let process = subject.client().process;
    let own_path = process.path.entry == EntryPath::Ignored;
    let path = entry_path(subject).filter(|_| own_path);
    for pair in &subject.parts().env {
        let mut names = process.refused_env.iter();
        let refused = names.any(|name| name.eq_ignore_ascii_case(&pair.name));
        if refused || path.is_some_and(|path| path.name_span == pair.name_span) {
            out.push(refusal(subject, pair, refused));
        }
    }
}

fn refusal(subject: &Subject<'_>, pair: &Pair, refused: bool) -> Diagnostic {
    let client = subject.client().name;
    let name = &pair.name;
    let effect = if refused {
        format!("{client} does not hand `{name}` on, so that no file can decide what is loaded")
    } else {
        format!("{client} hands its own `{name}` on, whatever stands here")
    };
    let help = if name.eq_ignore_ascii_case("PATH") {
        format!(
            "name the command by its full path, or start {client} from a shell that has the folders on PATH"
        )
    } else {
        format!("set `{name}` in a script that starts the server")
    };
    subject
        .finding(
            &RULE,
            pair.name_span,
            format!(
                "`{name}` in the environment of {} has no effect",
                subject.quoted()
            ),
        )
        .label("not taken here")
        .marked(Mark::Unnecessary)
        .effect(effect)
        .help(help)
}
