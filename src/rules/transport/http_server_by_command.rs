//! `http-server-by-command`

use std::collections::BTreeMap;

use crate::bridges::{Bridge, Target};
use crate::commandline::{CommandLine, Launcher, Word};
use crate::diagnostic::{Diagnostic, Fix};
use crate::docker::edit::item;
use crate::document::Edit;
use crate::interpret::Text;
use crate::known::servers::{self, Serves};
use crate::model::Transport;
use crate::ports;
use crate::ports::{PortUse, Purpose};
use crate::rules::{Check, Context, Subject, rule};
use crate::workspace::EntryId;

rule! {
    /// A server that is told to serve HTTP, and is started as if it spoke over standard input and
    /// output.
    ///
    /// ## Why it fails
    /// The client writes to the server's standard input and waits for an answer on its standard
    /// output. A server told `--transport http` listens on a port and never answers there, so the
    /// client gives up after its time limit.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "uvx",
    ///       "args": ["docs-server", "--transport", "http", "--port", "3101"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "uvx",
    ///       "args": ["docs-server"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// Or start the server yourself and give the client its url.
    ///
    /// ## Fix
    /// Removes the option that makes it serve, with its port; where a bridge such as supergateway
    /// serves a command, starts that command itself. Unsafe: the server may serve HTTP all the
    /// same, or something else may call it there. Where another server's url is seen to lead to
    /// it, there is no fix: that one would be called in vain.
    ///
    /// ## Sources
    /// - <https://modelcontextprotocol.io/specification/2025-11-25/basic/transports> (2026-11-23)
    /// - <https://github.com/microsoft/playwright-mcp/issues/1415> (2026-11-23)
    /// - docker/mcp-gateway pkg/gateway/run.go@00aa2574; supergateway 4.0.0, observed (2026-11-25)
    "http-server-by-command", Transport, Warning, Unsafe, Check::Workspace(check)
}

const HTTP: &[&str] = &[
    "http",
    "sse",
    "streamable-http",
    "streamable_http",
    "streamablehttp",
    "http-sse",
];

/// Variables that tell servers their transport.
const VARIABLES: &[&str] = &[
    "MCP_TRANSPORT",
    "FASTMCP_TRANSPORT",
    "MCP_TRANSPORT_TYPE",
    "MCP_MODE",
    "TRANSPORT",
];

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut calls: Option<Calls> = None;
    for subject in context.subjects() {
        if let Some((mut finding, told)) = found(&subject) {
            let calls = calls.get_or_insert_with(|| Calls::of(context));
            if let Some(caller) = calls.to(&subject) {
                let other = context.subject(caller.entry).quoted();
                finding = finding
                    .help(format!(
                        "start it yourself and take it out here: {other} calls it by url"
                    ))
                    .related(caller.file, caller.span, format!("{other} calls it there"));
            } else {
                finding = finding.fix(told);
            }
            out.push(finding);
        }
    }
}

/// Who listens, and who calls, by index of the mention.
struct Calls {
    uses: Vec<PortUse>,
    listeners: BTreeMap<EntryId, Vec<usize>>,
    by_number: BTreeMap<u64, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
}

impl Calls {
    fn of(context: &Context<'_>) -> Calls {
        let mut calls = Calls {
            uses: ports::uses(context.workspace),
            listeners: BTreeMap::new(),
            by_number: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        for (at, mention) in calls.uses.iter().enumerate() {
            if mention.listens() {
                calls.listeners.entry(mention.entry).or_default().push(at);
            } else if mention.purpose == Purpose::Connects {
                let name = context.workspace.entry(mention.entry).name.as_str();
                calls.by_number.entry(mention.number).or_default().push(at);
                calls
                    .by_name
                    .entry(name.to_ascii_lowercase())
                    .or_default()
                    .push(at);
            }
        }
        calls
    }

    /// The url of another server that leads to this one, or to a server of its name.
    fn to(&self, subject: &Subject<'_>) -> Option<&PortUse> {
        let first = |callers: Option<&Vec<usize>>| {
            let mut callers = callers?.iter().copied();
            callers.find(|at| self.uses[*at].entry != subject.id)
        };
        let named = first(self.by_name.get(&subject.entry.name.to_ascii_lowercase()));
        let listeners = self.listeners.get(&subject.id)?;
        listeners.iter().find_map(|listener| {
            let called = first(self.by_number.get(&self.uses[*listener].number));
            let at = called.into_iter().chain(named).min()?;
            Some(&self.uses[at])
        })
    }
}

/// What is found about a server, and its fix.
fn found(subject: &Subject<'_>) -> Option<(Diagnostic, Option<Fix>)> {
    if subject.entry.interpretation.transport != Some(Transport::Stdio) {
        return None;
    }
    let line = subject.line()?;
    let bridge = subject.bridge();
    let told = match &bridge {
        Some(bridge) => by_bridge(subject, &line, bridge),
        None => told(subject, &line),
    };
    let Told {
        source,
        why,
        help,
        fix,
    } = told?;
    let node = subject.document().node(source.node);
    let finding = subject
        .finding(
            &RULE,
            node.span(),
            format!("{} is started over stdio, and {why}", subject.quoted()),
        )
        .label("makes it serve HTTP")
        .effect(format!(
            "{} waits for an answer on the server's standard output, which never comes",
            subject.client().name
        ))
        .help(help);
    Some((finding, fix))
}

/// What makes a server serve HTTP.
struct Told<'a> {
    source: &'a Text,
    /// How to say so.
    why: String,
    help: String,
    fix: Option<Fix>,
}

impl<'a> Told<'a> {
    fn new(source: &'a Text, why: String) -> Told<'a> {
        Told {
            source,
            why,
            help: LEAVE_OUT.to_owned(),
            fix: None,
        }
    }
}

const LEAVE_OUT: &str = "leave this out so that it speaks over stdio, or start the server yourself and give the client its url";

/// A bridge that serves what is behind it.
fn by_bridge<'a>(
    subject: &Subject<'a>,
    line: &CommandLine<'a>,
    bridge: &Bridge<'a>,
) -> Option<Told<'a>> {
    let transport = bridge.serves.first()?;
    let what = match bridge.target {
        Target::Command(_) => "the command behind it",
        Target::Url(_) => "the url behind it",
        _ => "its servers",
    };
    let over = match bridge.serves {
        [_] => transport.name(),
        _ => "HTTP",
    };
    let name = bridge.name();
    let mut told = match &bridge.output {
        Some(output) => Told::new(
            output.value.word.source,
            format!(
                "`{} {}` makes {name} serve {what} over {over}",
                output.by,
                output.value.text()
            ),
        ),
        None => Told::new(
            bridge.called.source,
            format!("{name} serves {what} over {over}"),
        ),
    };
    if let Target::Command(command) = &bridge.target {
        told.help = format!(
            "start the command behind it itself, or start {name} yourself and give the client its url"
        );
        let reached = line.wrappers.is_empty() && line.launcher != Launcher::Docker;
        told.fix = reached.then(|| start(subject, command)).flatten();
    } else {
        let settings = [&bridge.output, &bridge.port, &bridge.host];
        let words: Option<Vec<&Word<'_>>> = settings
            .into_iter()
            .flatten()
            .map(|setting| option(&bridge.arguments, &setting.by, &setting.value.word))
            .collect::<Option<Vec<_>>>()
            .map(|words| words.concat());
        told.fix = words.and_then(|words| without(subject, &words));
    }
    Some(told)
}

/// Starts the command that stands behind a bridge, and not the bridge.
fn start(subject: &Subject<'_>, command: &[Word<'_>]) -> Option<Fix> {
    let parts = subject.parts();
    let (program, rest) = command.split_first()?;
    let text = |words: &[Word<'_>]| -> Vec<String> {
        words.iter().map(|word| word.text.to_string()).collect()
    };
    let node = parts.command.as_ref()?.node;
    let list = parts.args_list?;
    let in_list = subject.document().node(node).parent()?.id() == list;
    let edits = if in_list {
        vec![Edit::set(list, text(command))]
    } else {
        vec![
            Edit::set(node, program.text.as_ref()),
            Edit::set(list, text(rest)),
        ]
    };
    let title = format!("start `{}` itself", text(command).join(" "));
    Some(Fix::r#unsafe(title, subject.file_id(), edits))
}

/// The words of an option with this value: one, or two.
fn option<'w, 'a>(words: &'w [Word<'a>], by: &str, value: &Word<'a>) -> Option<Vec<&'w Word<'a>>> {
    let at = words.iter().position(|word| word == value)?;
    if words[at].text.starts_with(by) {
        return Some(vec![&words[at]]);
    }
    let name = at.checked_sub(1).and_then(|at| words.get(at))?;
    (name.text == by).then(|| vec![name, &words[at]])
}

/// Removes words of the command line.
fn without(subject: &Subject<'_>, words: &[&Word<'_>]) -> Option<Fix> {
    let document = subject.document();
    let edits: Option<Vec<Edit>> = words
        .iter()
        .map(|word| item(document, word).map(|_| Edit::remove(word.source.node)))
        .collect();
    let shown: Vec<&str> = words.iter().map(|word| word.text.as_ref()).collect();
    let title = format!("remove `{}`", shown.join(" "));
    Some(Fix::r#unsafe(title, subject.file_id(), edits?))
}

/// Whether a server that is no bridge is told to serve HTTP.
pub(in crate::rules) fn serves(subject: &Subject<'_>, line: &CommandLine<'_>) -> bool {
    // `excel-mcp-server sse`
    let mode = line.own_arguments().first();
    mode.is_some_and(|word| is_http(&word.text)) || told(subject, line).is_some()
}

/// What makes a server that is no bridge serve HTTP.
fn told<'a>(subject: &Subject<'a>, line: &CommandLine<'a>) -> Option<Told<'a>> {
    if let Some(found) = line.option(&["--transport", "--transport-type", "--mcp-transport"])
        && is_http(found.value)
    {
        let why = format!("`{} {}` makes it serve HTTP", found.name, found.value);
        let words = line.own_arguments();
        let mut removed = option(words, found.name, found.word);
        // A port without anything that is served there confuses the reader, or the server.
        if let Some(port) = line.option(&["--port"])
            && let Some(removed) = &mut removed
        {
            removed.extend(option(words, port.name, port.word).unwrap_or_default());
        }
        return Some(Told {
            fix: removed.and_then(|words| without(subject, &words)),
            ..Told::new(found.word.source, why)
        });
    }
    if let Some(server) = line.package_name().and_then(servers::by_package)
        && let Serves::Both(http) | Serves::HttpOnly(http) = &server.serves
        && !line.has_flag(http.unless)
    {
        let word = if http.told_by.is_empty() {
            line.package
                .as_ref()
                .and_then(|package| line.words.get(package.word))
        } else {
            line.own_arguments().iter().find(|word| {
                let name = word.text.split('=').next().unwrap_or_default();
                // A value of its own was looked at above.
                name != "--transport" && http.told_by.contains(&name)
            })
        }?;
        let how = match http.unless {
            [flag, ..] if http.told_by.is_empty() => {
                format!("`{}` serves HTTP unless it gets `{flag}`", server.package)
            }
            _ => format!("`{}` makes `{}` serve HTTP", word.text, server.package),
        };
        return Some(Told::new(word.source, how));
    }
    if matches!(
        line.program_name().as_str(),
        "uvicorn" | "gunicorn" | "hypercorn"
    ) {
        let word = line.words.first()?;
        let why = format!("`{}` serves HTTP", word.text);
        return Some(Told::new(word.source, why));
    }
    // In a container only what `-e` hands on counts, which is another rule's subject.
    if line.launcher == Launcher::Docker {
        return None;
    }
    let variable = subject
        .parts()
        .env
        .iter()
        .find(|pair| VARIABLES.contains(&pair.name.as_str()) && is_http(&pair.value.text))?;
    Some(Told::new(
        &variable.value,
        format!(
            "`{}={}` makes it serve HTTP",
            variable.name, variable.value.text
        ),
    ))
}

fn is_http(value: &str) -> bool {
    HTTP.contains(&value.to_ascii_lowercase().as_str())
}
