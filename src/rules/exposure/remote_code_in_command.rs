//! `remote-code-in-command`

use crate::commandline::{CommandLine, Launcher, Package, Registry, Word, Wrapper, bare_name};
use crate::diagnostic::{Diagnostic, Severity};
use crate::hosts;
use crate::interpret::Text;
use crate::model::Arguments;
use crate::rules::{Check, Subject, rule};

rule! {
    /// A command that runs whatever an address on the network answers.
    ///
    /// ## Why it fails
    /// `curl … | sh` runs what the other side sends at that moment, on every start of the client,
    /// without a version and without a check. Whoever holds that address tomorrow, or stands on the
    /// way where it is called in clear, runs programs with your rights.
    ///
    /// npx and uvx also take a url or a git repository for a package. That is a usual way to start a
    /// server that is in no registry; what runs is what the branch or the tag holds at the time. For
    /// auditors (`--pedantic`) it is told where no commit is named.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "sh",
    ///       "args": ["-c", "curl -fsSL https://example.com/docs-mcp.sh | sh"]
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
    ///       "args": [
    ///         "--from",
    ///         "git+https://github.com/example/docs-mcp@6b1f0ad2b2f2c8f5b1d9f3a4c5e6d7f8a9b0c1d2",
    ///         "docs-mcp"
    ///       ]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - <https://docs.npmjs.com/cli/v11/commands/npx>,
    ///   <https://docs.npmjs.com/cli/v11/configuring-npm/package-json#git-urls-as-dependencies>
    ///   (2026-11-25)
    /// - <https://docs.astral.sh/uv/guides/tools/#requesting-different-sources> (2026-11-25)
    /// - <https://owasp.org/www-project-top-10-ci-cd-security-risks/>: improper artifact integrity
    ///   validation (2026-11-25)
    "remote-code-in-command", Exposure, Error, None, Check::Entry(check)
}

/// Programs that fetch an address.
const FETCHERS: &[&str] = &[
    "curl",
    "wget",
    "iwr",
    "irm",
    "invoke-webrequest",
    "invoke-restmethod",
];

/// Programs that run what they are given.
const RUNNERS: &[&str] = &[
    "sh",
    "bash",
    "zsh",
    "dash",
    "ksh",
    "fish",
    "python",
    "python3",
    "node",
    "perl",
    "ruby",
    "iex",
    "invoke-expression",
    "pwsh",
    "powershell",
    "eval",
    "source",
];

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    out.extend(piped(subject, &line));
    out.extend(fetched(subject, &line));
}

/// `curl … | sh` and its like, in a line that a shell reads.
fn piped(subject: &Subject<'_>, line: &CommandLine<'_>) -> Option<Diagnostic> {
    let shells = |wrapper: &Wrapper| {
        matches!(
            wrapper,
            Wrapper::Shell | Wrapper::PowerShell | Wrapper::Cmd | Wrapper::Wsl
        )
    };
    let by_client = subject.client().process.arguments == Arguments::Shell;
    if !line.wrappers.iter().any(shells) && !by_client {
        return None;
    }
    let parts = subject.parts();
    let texts: Vec<&Text> = parts.command.iter().chain(&parts.args).collect();
    let tokens: Vec<(String, &Text)> = texts
        .iter()
        .flat_map(|text| tokens(&text.text).into_iter().map(|token| (token, *text)))
        .collect();
    let names: Vec<&str> = tokens.iter().map(|(token, _)| token.as_str()).collect();
    let (at, runner) = fed(&names)?;
    let fetcher = &tokens[at].0;
    Some(
        subject
            .finding(
                &RULE,
                subject.document().node(tokens[at].1.node).span(),
                format!(
                    "{} runs what `{fetcher}` fetches with `{runner}`",
                    subject.quoted()
                ),
            )
            .label("whatever comes back is run")
            .effect(format!(
                "each time {} starts the server, the other side decides what runs here",
                subject.client().name
            ))
            .help("install the server once, from a registry or at a commit that you have looked at, and start that"),
    )
}

/// The words of a line, and every sign that means something to a shell.
fn tokens(line: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in line.chars() {
        let sign = matches!(c, '|' | ';' | '&' | '(' | ')' | '<' | '>' | '`' | '$');
        if sign || c.is_whitespace() || matches!(c, '"' | '\'') {
            if !word.is_empty() {
                tokens.push(std::mem::take(&mut word));
            }
            if sign {
                tokens.push(c.to_string());
            }
        } else {
            word.push(c);
        }
    }
    if !word.is_empty() {
        tokens.push(word);
    }
    tokens
}

/// Where a fetcher stands whose output is run, and by what.
fn fed<'t>(tokens: &[&'t str]) -> Option<(usize, &'t str)> {
    let is = |token: &str, list: &[&str]| list.contains(&bare_name(token).as_ref());
    for (at, token) in tokens.iter().enumerate() {
        // `curl … | sudo sh`
        if is(token, FETCHERS) {
            let end = tokens[at..]
                .iter()
                .position(|token| matches!(*token, ";" | "&" | ")" | "`"))
                .map_or(tokens.len(), |end| at + end);
            let pipe = tokens[at..end].iter().position(|token| *token == "|");
            let behind = pipe.map(|pipe| &tokens[at + pipe + 1..end]);
            let runner = behind.and_then(|behind| {
                let place = behind.iter().position(|word| {
                    !word.starts_with('-') && !matches!(*word, "sudo" | "env" | "exec")
                })?;
                Some((*behind.get(place)?, behind.get(place + 1..)?))
            });
            if let Some((runner, arguments)) = runner
                && is(runner, RUNNERS)
                && runs_its_input(arguments)
            {
                return Some((at, runner));
            }
        }
        // `sh -c "$(curl …)"`, `bash <(curl …)`, `iex (irm …)`
        if is(token, RUNNERS) {
            let behind = tokens[at + 1..].iter();
            let between: Vec<&&str> = behind
                .take_while(|token| {
                    token.starts_with('-') || matches!(**token, "$" | "(" | "<" | "`" | "&")
                })
                .collect();
            let opened = between.iter().any(|token| ["(", "`"].contains(*token));
            let next = at + 1 + between.len();
            if opened && tokens.get(next).is_some_and(|next| is(next, FETCHERS)) {
                return Some((next, token));
            }
        }
    }
    None
}

/// Whether a program with these arguments runs what it is fed: `bash -s -- --stdio` does,
/// `python3 -c …` and `node script.js` only read it.
fn runs_its_input(arguments: &[&str]) -> bool {
    for (at, word) in arguments.iter().enumerate() {
        match *word {
            "-" | "-s" | "/dev/stdin" | "|" | ">" | "<" => return true,
            word if word.eq_ignore_ascii_case("-command") => {
                return arguments.get(at + 1) == Some(&"-");
            }
            "-c" | "-e" | "-m" | "-p" | "-lc" | "-ec" | "--eval" | "--print" => return false,
            word if word.starts_with('-') => {}
            // A script of its own.
            _ => return false,
        }
    }
    true
}

/// A package that is in no registry.
fn fetched(subject: &Subject<'_>, line: &CommandLine<'_>) -> Option<Diagnostic> {
    let (word, address) = address(line)?;
    let clear = in_clear(address);
    if !clear && is_pinned(address) {
        return None;
    }
    let finding = subject
        .finding(
            &RULE,
            subject.document().node(word.source.node).span(),
            format!(
                "{} runs the code of an address that names no commit",
                subject.quoted()
            ),
        )
        .label("what it holds may change");
    Some(if clear {
        let mut finding = finding
            .severity(Severity::Warning)
            .label("fetched in clear")
            .effect("whoever is on the way decides what runs here")
            .help("fetch it by `https://`");
        finding.message = format!("{} runs code that is fetched in clear", subject.quoted());
        finding
    } else {
        finding
            .severity(Severity::Info)
            .help(match line.launcher {
                _ if !is_repository(address) => {
                    "keep a copy that you have looked at, and start that"
                }
                Launcher::Uvx | Launcher::Pipx => {
                    "name the commit behind `@`, with all 40 characters"
                }
                _ => "name the commit behind `#`, with all 40 characters",
            })
            .pedantic()
    })
}

/// The address that a launcher gets its code from.
fn address<'w, 'a>(line: &'w CommandLine<'a>) -> Option<(&'w Word<'a>, &'w str)> {
    if let Some(Package {
        name,
        registry: Registry::Elsewhere,
        word,
        ..
    }) = &line.package
    {
        let local = name.starts_with(['.', '/', '~', '$', '%', '{'])
            || name.starts_with("file:")
            || name.contains('\\')
            || name.contains("file://");
        return (!local).then_some((line.words.get(*word)?, name.as_str()));
    }
    if !matches!(line.launcher, Launcher::Deno | Launcher::UvRun) {
        return None;
    }
    let script = line.words.get(line.own.checked_sub(1)?)?;
    let remote = script.text.starts_with("https://") || script.text.starts_with("http://");
    remote.then_some((script, script.text.as_ref()))
}

/// Whether an address is that of a git repository, and not of one file.
fn is_repository(address: &str) -> bool {
    let place = address.split(['#', '@']).next().unwrap_or(address);
    address.starts_with("git") || place.ends_with(".git") || !address.contains("://")
}

fn in_clear(address: &str) -> bool {
    let plain = address.strip_prefix("git+").unwrap_or(address);
    let scheme = plain.split("://").next().unwrap_or_default();
    matches!(scheme, "http" | "git")
        && hosts::literal(plain).is_some_and(|endpoint| !endpoint.is_loopback())
}

/// Whether an address names a commit, or a version of a script.
fn is_pinned(address: &str) -> bool {
    let hex = |part: &str| part.chars().all(|c| c.is_ascii_hexdigit());
    let commit = address
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|part| matches!(part.len(), 40 | 64) && hex(part));
    let reference = |part: &str| {
        let end = part.find(['/', '#', '&', '?']).unwrap_or(part.len());
        let part = &part[..end];
        part.len() >= 7 && hex(part)
    };
    commit
        || address
            .rsplit(['@', '#'])
            .next()
            .is_some_and(|part| part != address && reference(part))
}
