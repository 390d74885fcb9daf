//! `docker-option-after-image`

use std::ops::Range;

use crate::commandline::{CommandLine, Word};
use crate::diagnostic::{Diagnostic, Fix};
use crate::docker::edit::item;
use crate::docker::{Docker, Verb, mount, published};
use crate::document::Edit;
use crate::rules::{Check, Subject, rule};

rule! {
    /// An option of `docker run` that stands behind the image, and so is an argument of the server.
    ///
    /// ## Why it fails
    /// Docker reads options up to the image. Everything behind it is handed to the program in the
    /// container: the variable is not set, the folder is not mounted, and a strict server ends with
    /// "unrecognized arguments".
    ///
    /// Only what cannot be meant for the server is told: `--rm`, `-it`, `-e NAME=value`, `-e NAME`
    /// where `env` of the entry sets it, `-v /from:/to`, `-p 3100:8000`, `--mount type=…`,
    /// `--network host`, `--add-host name:address`; and only in front of a command that the
    /// container is given.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "github": {
    ///       "command": "docker",
    ///       "args": ["run", "-i", "ghcr.io/github/github-mcp-server", "--rm", "-e", "GITHUB_PERSONAL_ACCESS_TOKEN"],
    ///       "env": {
    ///         "GITHUB_PERSONAL_ACCESS_TOKEN": "${GITHUB_TOKEN}"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "github": {
    ///       "command": "docker",
    ///       "args": ["run", "-i", "--rm", "-e", "GITHUB_PERSONAL_ACCESS_TOKEN", "ghcr.io/github/github-mcp-server"],
    ///       "env": {
    ///         "GITHUB_PERSONAL_ACCESS_TOKEN": "${GITHUB_TOKEN}"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Moves the options before the image, without the `t` of `-it`. Safe: they mean nothing where
    /// they are.
    ///
    /// ## Sources
    /// - <https://docs.docker.com/reference/cli/docker/container/run/> (2026-11-25)
    /// - sparfenyuk/mcp-proxy#66 (2026-11-25)
    "docker-option-after-image", Docker, Error, Safe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    let Some(docker) = Docker::of(&line) else {
        return;
    };
    let Some(image) = docker.image else {
        return;
    };
    let behind = misplaced(subject, &line, &docker);
    let Some(first) = behind.first() else { return };
    let span = |at: usize| subject.document().node(line.words[at].source.node).span();
    let mut shown: Vec<String> = Vec::new();
    for words in &behind {
        let text = format!("`{}`", shown_as(&line.words[words.start].text));
        if !shown.contains(&text) {
            shown.push(text);
        }
    }
    let (stand, go) = match behind.len() {
        1 => ("stands", "goes"),
        _ => ("stand", "go"),
    };
    let program = line.program_name();
    let message = format!(
        "{} of {} {stand} behind the image, and so {go} to the server, not to `{program}`",
        shown.join(", "),
        subject.quoted(),
    );
    let mut finding = subject
        .finding(&RULE, span(first.start), message)
        .label("an argument of the server")
        .related(
            subject.file_id(),
            span(image),
            format!("options of `{program}` end here"),
        )
        .effect(format!(
            "the container is started without {}, and the server is told something that it does \
             not know",
            if behind.len() == 1 { "it" } else { "them" }
        ));
    let fix = moved(subject, &line, image, &behind);
    if fix.is_none() {
        finding = finding.help("write it before the image");
    }
    out.push(finding.fix(fix));
}

/// An option without its value, which may be a secret.
fn shown_as(word: &str) -> &str {
    word.split('=').next().unwrap_or(word)
}

/// The words of each option behind the image that is surely meant for the engine. Rules that miss
/// such an option before the image are silent about it: it is there, in the wrong place.
pub(super) fn misplaced(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    docker: &Docker<'_>,
) -> Vec<Range<usize>> {
    let words = &line.words;
    let mut found = Vec::new();
    let Some(image) = docker.image.filter(|_| docker.certain) else {
        return found;
    };
    // A bridge has options such as `-e` of its own.
    if docker.verb != Verb::Run || subject.bridge().is_some() {
        return found;
    }
    let mut at = image + 1;
    while let Some(word) = words.get(at) {
        let text = word.text.as_ref();
        if text == "--" {
            break;
        }
        if let Some(length) = engines(subject, text, words.get(at + 1)) {
            found.push(at..at + length);
            at += length;
            continue;
        }
        if !text.starts_with('-') {
            // A command: what follows is its affair. `stdio` is none, nor is what may be the
            // value of the option before.
            let value = at > image + 1
                && words[at - 1].text.starts_with('-')
                && !words[at - 1].text.contains('=');
            if text != "stdio" && !value {
                break;
            }
        }
        at += 1;
    }
    found
}

/// How many words an option has that is surely the engine's; `None` for what may be the server's.
fn engines(subject: &Subject<'_>, text: &str, next: Option<&Word<'_>>) -> Option<usize> {
    if matches!(text, "--rm" | "-it" | "-ti") {
        return Some(1);
    }
    let (name, value, length) = match (text.split_once('='), next) {
        (Some((name, value)), _) if name.starts_with("--") => (name, value, 1),
        (_, Some(next)) => (text, next.text.as_ref(), 2),
        _ => return None,
    };
    let sure = match name {
        "-e" | "--env" => {
            let variable = |name: &str| {
                name.len() > 2
                    && name.starts_with(|c: char| c.is_ascii_uppercase())
                    && name
                        .chars()
                        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
            };
            match value.split_once('=') {
                Some((name, _)) => variable(name),
                None => subject.parts().env.iter().any(|pair| pair.name == value),
            }
        }
        "-v" | "--volume" => {
            let parsed = mount::volume(value);
            let path = |text: Option<&str>| {
                text.is_some_and(|text| {
                    text.starts_with(['/', '.', '~', '$']) || mount::is_windows(text)
                })
            };
            path(parsed.source) && parsed.target.is_some_and(|target| target.starts_with('/'))
        }
        "-p" | "--publish" => published(value).is_some(),
        "--mount" => value.split(',').any(|field| {
            matches!(
                field,
                "type=bind" | "type=volume" | "type=tmpfs" | "type=image"
            )
        }),
        "--network" | "--net" => value == "host",
        "--add-host" => value.contains(':'),
        _ => false,
    };
    sure.then_some(length)
}

/// Moves all of them before the image.
fn moved(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    image: usize,
    behind: &[Range<usize>],
) -> Option<Fix> {
    let document = subject.document();
    let (list, place) = item(document, line.words.get(image)?)?;
    let mut edits = Vec::new();
    for at in behind.iter().cloned().flatten() {
        let word = &line.words[at];
        item(document, word)?;
        let text = match word.text.as_ref() {
            "-it" | "-ti" => "-i",
            text => text,
        };
        edits.push(Edit::insert_item(list, place, text));
        edits.push(Edit::remove(word.source.node));
    }
    let title = match behind.len() {
        1 => "move it before the image",
        _ => "move them before the image",
    };
    Some(Fix::safe(title, subject.file_id(), edits))
}
