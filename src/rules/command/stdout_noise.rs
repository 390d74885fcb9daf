//! `stdout-noise`

use crate::commandline::{CommandLine, Launcher, Word, Wrapper};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Edit;
use crate::interpret::Text;
use crate::rules::{Check, Subject, rule};

rule! {
    /// Something that prints to standard output before the server speaks.
    ///
    /// ## Why it fails
    /// On standard output a server speaks JSON-RPC and nothing else. `npm run`, pnpm (8 to 10) and
    /// yarn 1 print a banner there first, and `echo` in a shell line prints what it says. Clients
    /// that read strictly close the connection (`-32000`), others show an error for each line
    /// (`Unexpected token '>', "> docs@1.0"… is not valid JSON`) and go on. `set -x` prints to
    /// standard error and does no harm.
    ///
    /// Which pnpm or yarn runs is not known: pnpm is no more than an info, and yarn is told to
    /// those who ask for everything (`--pedantic`).
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "npm",
    ///       "args": ["--prefix", "/srv/docs", "run", "start"]
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
    ///       "command": "npm",
    ///       "args": ["--silent", "--prefix", "/srv/docs", "run", "start"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Adds `--silent`, and sends what `echo` prints to standard error. Safe: what the server
    /// itself prints stays. Unsafe for yarn, which knows the option up to version 1 only; later
    /// versions print nothing.
    ///
    /// ## Sources
    /// - observed: npm 11.19, pnpm 8, 9, 10 and 12.21, yarn 1.22.22; the TypeScript SDK 1.32.2
    ///   goes on after a banner (2026-11-25)
    /// - AgentDeskAI/browser-tools-mcp#103, mendableai/firecrawl-mcp-server#98, openai/codex#6020
    ///   (2026-11-23)
    /// - <https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#stdio>
    ///   (2026-11-25)
    "stdout-noise", Command, Warning, Both, Check::Entry(check)
}

/// A program that runs the scripts of a package.
struct Runner {
    name: &'static str,
    /// Whether it also obeys `--silent` behind the name of the script.
    anywhere: bool,
    /// Whether every version that runs scripts knows `--silent`.
    always: bool,
    /// Which versions print a banner and which do not; `None` where all do.
    versions: Option<&'static str>,
}

const RUNNERS: &[Runner] = &[
    Runner {
        name: "npm",
        anywhere: true,
        always: true,
        versions: None,
    },
    Runner {
        name: "pnpm",
        anywhere: false,
        always: true,
        versions: Some(
            "pnpm prints a banner up to version 10 and none from 12 on; all know `--silent`",
        ),
    },
    Runner {
        name: "yarn",
        anywhere: false,
        always: false,
        versions: Some(
            "yarn 1 prints a banner, later versions print none and do not know `--silent`",
        ),
    },
];

/// What runs a script.
const VERBS: &[&str] = &["run", "run-script", "start", "restart", "test"];

/// Options in front of that which take a value.
const VALUES: &[&str] = &[
    "--prefix",
    "-C",
    "--dir",
    "--cwd",
    "-w",
    "--workspace",
    "--filter",
    "-F",
    "--loglevel",
    "--reporter",
    "--userconfig",
];

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    out.extend(banner(subject, &line));
    out.extend(echo(subject, &line));
}

fn banner(subject: &Subject<'_>, line: &CommandLine<'_>) -> Option<Diagnostic> {
    if line.launcher != Launcher::Script {
        return None;
    }
    let name = line.program_name();
    let runner = RUNNERS.iter().find(|runner| runner.name == name)?;
    let words = line.arguments();
    let verb = verb(words)?;
    let read = if runner.anywhere {
        let end = words.iter().position(|word| word.text == "--");
        &words[..end.unwrap_or(words.len())]
    } else {
        // `pnpm run -s start`
        let runs = words[verb].text.starts_with("run");
        let options = words[verb + 1..].iter().filter(|_| runs);
        let more = options
            .take_while(|word| word.text.starts_with('-'))
            .count();
        &words[..verb + 1 + more]
    };
    let by_variable = subject.parts().env.iter().any(|pair| {
        pair.name.eq_ignore_ascii_case("npm_config_loglevel") && pair.value.text == "silent"
    });
    if is_silent(read) || by_variable {
        return None;
    }
    let program = line.words.first()?;
    let verb = &words[verb];
    let client = subject.client().name;
    let mut finding = subject
        .finding(
            &RULE,
            subject.document().node(verb.source.node).span(),
            format!(
                "`{name} {}` of {} {} where its server should speak",
                verb.text,
                subject.quoted(),
                match runner.versions {
                    Some(_) => "may print a banner",
                    None => "prints a banner",
                }
            ),
        )
        .label("prints the script's name and command first")
        .effect(format!(
            "{client} gets lines that are no JSON-RPC: it reports each as an error, or closes the connection"
        ));
    let fix = fix(subject, runner, program);
    if fix.is_none() {
        finding = finding.help(format!("add `--silent` behind `{name}`"));
    }
    if let Some(versions) = runner.versions {
        finding = finding.severity(Severity::Info).help(versions);
    }
    if !runner.always {
        finding = finding.pedantic();
    }
    Some(finding.fix(fix))
}

/// Where the word stands that makes it run a script.
fn verb(words: &[Word<'_>]) -> Option<usize> {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let text = word.text.as_ref();
        if !text.starts_with('-') {
            return VERBS.contains(&text).then_some(at);
        }
        at += if VALUES.contains(&text) { 2 } else { 1 };
    }
    None
}

fn is_silent(words: &[Word<'_>]) -> bool {
    let mut before = "";
    words.iter().any(|word| {
        let text = word.text.as_ref();
        let told = matches!(
            text,
            "-s" | "--silent" | "--loglevel=silent" | "--reporter=silent"
        );
        let value = text == "silent" && matches!(before, "--loglevel" | "--reporter");
        before = text;
        told || value
    })
}

fn fix(subject: &Subject<'_>, runner: &Runner, program: &Word<'_>) -> Option<Fix> {
    let title = "add `--silent`";
    let node = program.source.node;
    let edit = if program.whole {
        let list = subject.parts().args_list?;
        let mut items = subject.document().node(list).items();
        let at = items.position(|item| item.id() == node);
        Edit::insert_item(list, at.map_or(0, |at| at + 1), "--silent")
    } else {
        let range = program.range_of(&program.text)?;
        Edit::splice(node, range.end..range.end, " --silent")
    };
    let edits = vec![edit];
    Some(if runner.always {
        Fix::safe(title, subject.file_id(), edits)
    } else {
        Fix::r#unsafe(title, subject.file_id(), edits)
    })
}

/// `echo` in front of the server in a line that a shell reads.
fn echo(subject: &Subject<'_>, line: &CommandLine<'_>) -> Option<Diagnostic> {
    let wrapper = line.wrappers.first()?;
    if !matches!(wrapper, Wrapper::Shell | Wrapper::Cmd) {
        return None;
    }
    let script = script(subject, *wrapper)?;
    let range = loud_echo(&script.text, *wrapper)?;
    let segment = &script.text[range.clone()];
    let mut words = segment.split_whitespace();
    let program = words.next()?;
    // For `cmd` this is a switch, and prints nothing.
    let switch = |word: &str| word.eq_ignore_ascii_case("off") || word.eq_ignore_ascii_case("on");
    if *wrapper == Wrapper::Cmd && words.next().is_some_and(switch) && words.next().is_none() {
        return None;
    }
    let fix = Fix::safe(
        "send it to standard error",
        subject.file_id(),
        vec![Edit::splice(script.node, range.end..range.end, " >&2")],
    );
    Some(
        subject
            .finding(
                &RULE,
                subject.document().node(script.node).span(),
                format!(
                    "`{program}` in the line of {} prints where its server should speak",
                    subject.quoted()
                ),
            )
            .label("goes to standard output")
            .effect(format!(
                "{} gets lines that are no JSON-RPC: it reports each as an error, or closes the connection",
                subject.client().name
            ))
            .fix(fix),
    )
}

/// The one argument that holds the line of a shell.
fn script<'a>(subject: &Subject<'a>, wrapper: Wrapper) -> Option<&'a Text> {
    let args = &subject.parts().args;
    let option = args.iter().position(|text| match wrapper {
        Wrapper::Cmd => matches!(text.text.to_ascii_lowercase().as_str(), "/c" | "/k"),
        _ => text.text.starts_with('-') && !text.text.starts_with("--") && text.text.ends_with('c'),
    })?;
    args.get(option + 1)
}

/// The bytes of the first command that prints to standard output in front of another command.
fn loud_echo(script: &str, wrapper: Wrapper) -> Option<std::ops::Range<usize>> {
    // Here-documents, functions and loops are programs of their own.
    if script.contains('\n') || script.contains("$(") || script.contains('`') {
        return None;
    }
    let mut start = 0;
    let mut quote = None;
    let mut pieces: Vec<std::ops::Range<usize>> = Vec::new();
    let mut chars = script.char_indices();
    while let Some((at, c)) = chars.next() {
        match (quote, c) {
            // What stands behind it is text; for `cmd` it is a character like others.
            (None | Some('"'), '\\') if wrapper == Wrapper::Shell => {
                chars.next();
            }
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, ';' | '&' | '|') => {
                if at > start {
                    pieces.push(start..at);
                }
                // What is piped on, or has its output sent elsewhere, prints nothing here.
                if c == '|'
                    && !script[at..].starts_with("||")
                    && script[..at].ends_with(|c| c != '|')
                {
                    pieces.pop();
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    // The last command is the server.
    pieces.into_iter().find_map(|piece| {
        let text = &script[piece.clone()];
        let trimmed = text.trim();
        let prints = trimmed.starts_with("echo ") || trimmed.starts_with("printf ");
        let at = piece.start + (text.len() - text.trim_start().len());
        (prints && !trimmed.contains('>')).then(|| at..at + trimmed.len())
    })
}
