//! A server that is started, as its client would start it, and what it says.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use super::docker::Own;
use super::environment::environment;
use super::logs::{meaning, shown};
use super::spoke::Spoke;
use super::visit::{PROTOCOL, greeting};
use super::{Answer, Facts, Launch, Orders, Question, State};
use crate::host::FileType;
use crate::live::{Ended, Started, Talk, start};

/// The versions of the protocol, as the specification lists them: the first that clients offer is
/// the newest they know, and one that they do not know ends the talk.
const VERSIONS: [&str; 4] = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

/// Whether there is such a version of the protocol.
pub(super) fn is_known(version: Option<&str>) -> bool {
    version.is_some_and(|version| VERSIONS.contains(&version))
}

/// `None` where nothing can be started.
pub(super) fn ask(
    launch: &Launch,
    orders: &Orders<'_>,
    limit: Duration,
    facts: &mut Facts,
) -> Option<Answer> {
    let program = facts
        .program
        .as_ref()
        .filter(|_| facts.unstartable.is_none())?;
    let env = environment(launch, orders);
    let container = Own::of(launch, &env);
    let started = start(
        &Talk {
            program,
            args: container.as_ref().map_or(&launch.args, |own| &own.args),
            env: &env,
            cwd: launch.cwd.as_deref(),
            say: &greeting(),
            limit,
        },
        &|line| response(line).is_some(),
    );
    if let Some(container) = container {
        container.end(orders.limit);
    }
    let (spoke, started) = match started {
        Ok(started) => {
            let lines = [started.noise.as_slice(), started.stderr.as_slice()].concat();
            facts.said = meaning(&lines).or(facts.said);
            // It is said to be removed, so it must be what it looks like.
            let is_folder = |path: &String| {
                !path.contains("..")
                    && orders.host.file_type(Path::new(path)).ok() == Some(FileType::Folder)
            };
            let mut folders = lines.iter().filter_map(|line| npx_folder(line));
            facts.npx_folder = folders.find(is_folder);
            (judge(&started), Some(started))
        }
        Err(error) => (Spoke::Failed(error.to_string()), None),
    };
    let answer = describe(&spoke, started.as_ref(), limit.as_secs_f64());
    facts.spoke = Some(spoke);
    Some(answer)
}

/// The folder of npx's cache that a line names: `…/_npx/HASH`.
fn npx_folder(line: &str) -> Option<String> {
    let (at, mark) = ["/_npx/", "\\_npx\\"]
        .iter()
        .find_map(|mark| Some((line.find(mark)?, mark)))?;
    let after = at + mark.len();
    let hash = line[after..]
        .bytes()
        .take_while(u8::is_ascii_hexdigit)
        .count();
    let opening = |c: char| c.is_whitespace() || "'\"`(<[".contains(c);
    // A path may stand in quotes, with blanks in it, or as a url.
    let before = &line[..at];
    let from = match before.rfind(['\'', '"', '`']) {
        Some(quote) => quote + 1,
        None => before.rfind(opening).map_or(0, |blank| blank + 1),
    };
    let path = &line[from..after + hash];
    let path = path.strip_prefix("file://").unwrap_or(path);
    let absolute = path.starts_with('/') || path.get(1..3) == Some(":\\");
    (hash > 0 && absolute).then(|| path.to_owned())
}

/// The answer to the greeting, if the line is one.
fn response(line: &str) -> Option<Value> {
    let message: Value = serde_json::from_str(line).ok()?;
    let own = message.get("jsonrpc")? == "2.0" && message.get("id")? == 1;
    own.then_some(message)
}

fn judge(started: &Started) -> Spoke {
    let answer = started.answer.as_deref().and_then(response);
    let Some(answer) = answer else {
        return match &started.ended {
            Ended::ByItself(code) => Spoke::Exited(*code),
            Ended::ByUs if started.noise.is_empty() => Spoke::Silent,
            Ended::ByUs => Spoke::Noise,
        };
    };
    let text = |value: &Value, name: &str| Some(value.get(name)?.as_str()?.to_owned());
    match (answer.get("result"), answer.get("error")) {
        (Some(result), _) => {
            let info = result.get("serverInfo");
            let name = info.and_then(|info| text(info, "name"));
            let version = info.and_then(|info| text(info, "version"));
            Spoke::Mcp {
                server: name.map(|name| match version {
                    Some(version) => format!("{name} {version}"),
                    None => name,
                }),
                protocol: text(result, "protocolVersion"),
                noisy: !started.noise.is_empty(),
            }
        }
        (None, Some(error)) => {
            Spoke::Refused(text(error, "message").unwrap_or_else(|| error.to_string()))
        }
        (None, None) => Spoke::Noise,
    }
}

fn describe(spoke: &Spoke, started: Option<&Started>, limit: f64) -> Answer {
    let mut seen = Vec::new();
    if let Some(started) = started {
        seen.extend(
            started
                .noise
                .iter()
                .map(|line| format!("stdout: {}", shown(line))),
        );
        seen.extend(
            started
                .stderr
                .iter()
                .map(|line| format!("stderr: {}", shown(line))),
        );
    }
    let (state, says) = match spoke {
        Spoke::Mcp {
            server,
            protocol,
            noisy,
        } => {
            let name = server.as_deref().unwrap_or("an MCP server");
            let version = protocol.as_deref().unwrap_or("without a version");
            let took = started.map_or(0.0, |started| started.took.as_secs_f64());
            let mut says = format!("{name} answers after {took:.1} s, protocol {version}");
            let known = is_known(protocol.as_deref());
            if !known {
                says.push_str(&format!(
                    ", which is none that is known here: clients break off then (asked for {PROTOCOL})"
                ));
            } else if version != PROTOCOL {
                says.push_str(&format!(" (asked for {PROTOCOL})"));
            }
            if *noisy {
                says.push_str("; what stands before its answer is no message, and some clients break off there");
            } else {
                seen.clear();
            }
            let state = match (known, noisy) {
                (false, _) => State::Wrong,
                (true, true) => State::Note,
                (true, false) => State::Fine,
            };
            (state, says)
        }
        Spoke::Refused(why) => (State::Wrong, format!("it refuses: {why}")),
        Spoke::Exited(Some(code)) => (
            State::Wrong,
            format!("it ends with exit code {code} before it answers"),
        ),
        Spoke::Exited(None) => (State::Wrong, "it ends before it answers".to_owned()),
        Spoke::Noise => (
            State::Wrong,
            "what it writes to its standard output is no message of MCP".to_owned(),
        ),
        Spoke::Silent => (
            State::Wrong,
            format!(
                "it does not answer within {limit} s; a first start may have to download first"
            ),
        ),
        Spoke::Failed(why) => (State::Wrong, format!("it cannot be started: {why}")),
    };
    Answer::new(Question::Start, state, says).seeing(seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_broken_cache_is_found() {
        for (line, folder) in [
            (
                "Error: Cannot find module '/home/me/.npm/_npx/1a2b3c/node_modules/x/index.js'",
                Some("/home/me/.npm/_npx/1a2b3c"),
            ),
            (
                "npm error path /home/me/.npm/_npx/1a2b3c/node_modules/x",
                Some("/home/me/.npm/_npx/1a2b3c"),
            ),
            (
                "Cannot find package 'x' imported from \"C:\\Users\\A B\\npm-cache\\_npx\\9f\\node_modules\"",
                Some("C:\\Users\\A B\\npm-cache\\_npx\\9f"),
            ),
            (
                "    at file:///home/me/.npm/_npx/1a2b3c/node_modules/x/index.js:3:1",
                Some("/home/me/.npm/_npx/1a2b3c"),
            ),
            ("see ~/.npm/_npx/1a2b", None),
            ("ENOTEMPTY /home/me/.npm/_npx/", None),
            ("no such thing", None),
        ] {
            assert_eq!(npx_folder(line).as_deref(), folder, "{line}");
        }
    }
}
