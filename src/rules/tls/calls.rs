//! The urls that an entry leads to, and who calls them.

use crate::bridges::Bridge;
use crate::commandline::Word;
use crate::diagnostic::Fix;
use crate::docker::Docker;
use crate::document::{Edit, NodeId};
use crate::endpoint::Endpoint;
use crate::hosts::{self, Reach};
use crate::rules::Subject;

/// Who calls a url.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Caller {
    /// The client itself.
    Client,
    /// A bridge that the client starts.
    Bridge,
    /// A server that the client starts and that is told a url, for whatever purpose.
    Server,
}

/// A url of an entry.
#[derive(Clone, Debug)]
pub(in crate::rules) struct Call {
    /// The url.
    pub(in crate::rules) url: String,
    /// The string that holds it.
    pub(in crate::rules) node: NodeId,
    /// Where in that string it starts, where it stands there as it is.
    pub(super) at: Option<usize>,
    /// Who calls it.
    pub(in crate::rules) caller: Caller,
}

impl Call {
    /// Its parts.
    pub(in crate::rules) fn endpoint(&self) -> Option<Endpoint<'_>> {
        hosts::literal(&self.url)
    }

    /// How far away its host is.
    pub(in crate::rules) fn reach(&self, subject: &Subject<'_>) -> Option<Reach> {
        let internal = &subject.context.settings.tls.internal_suffixes;
        Some(hosts::reach(self.endpoint()?.host, internal))
    }

    /// Whether it is called in clear.
    pub(super) fn in_clear(&self) -> bool {
        self.endpoint()
            .is_some_and(|endpoint| endpoint.scheme.eq_ignore_ascii_case("http"))
    }

    /// Whether the bridge that should call it will not, since that would be in clear: another
    /// rule says so.
    pub(super) fn is_refused(&self, subject: &Subject<'_>) -> bool {
        self.caller == Caller::Bridge
            && subject
                .bridge()
                .is_some_and(|bridge| bridge.refuses_clear_text())
    }

    /// The fix that calls it over TLS; `None` where the url names the port of plain http.
    pub(super) fn over_tls(&self, subject: &Subject<'_>) -> Option<Fix> {
        let at = self.at?;
        if self.endpoint()?.port_text == Some("80") {
            return None;
        }
        let edit = Edit::splice(self.node, at..at + "http".len(), "https");
        Some(Fix::r#unsafe(
            "call it by `https://`",
            subject.file_id(),
            vec![edit],
        ))
    }
}

/// All of them: the client's own first.
pub(in crate::rules) fn calls(subject: &Subject<'_>) -> Vec<Call> {
    let parts = subject.parts();
    let mut calls = Vec::new();
    let mut add = |text: &str, node: NodeId, offset: Option<usize>, caller| {
        let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
        if lower.starts_with("http://") || lower.starts_with("https://") {
            calls.push(Call {
                url: text.trim_end().to_owned(),
                node,
                at: offset,
                caller,
            });
        }
    };
    if let Some(url) = parts.url.as_ref().filter(|_| parts.command.is_none()) {
        add(&url.text, url.node, Some(0), Caller::Client);
    }
    let Some(line) = subject.line() else {
        return calls;
    };
    let bridge = subject.bridge();
    let bridged = bridge.as_deref().and_then(Bridge::url);
    if let Some(url) = bridged {
        let at = url.place().map(|place| place.start);
        add(url.text(), url.word.source.node, at, Caller::Bridge);
    }
    // What a bridge passes on to the command that it starts is that command's.
    for word in line.own_arguments() {
        if bridged.is_some_and(|url| url.word.source.node == word.source.node) {
            continue;
        }
        let value = match word.text.split_once('=') {
            Some((name, value)) if name.starts_with('-') => value,
            _ => &word.text,
        };
        add(value, word.source.node, place(word, value), Caller::Server);
    }
    let docker = Docker::of(&line);
    for option in docker.iter().flat_map(|docker| docker.all("env")) {
        let value = option.value.and_then(|value| value.split_once('='));
        if let (Some((_, url)), Some(word)) = (value, line.words.get(option.value_word))
            && bridged.is_none_or(|bridged| bridged.word.source.node != word.source.node)
        {
            add(url, word.source.node, place(word, url), Caller::Server);
        }
    }
    for pair in &parts.env {
        if bridged.is_none_or(|url| url.word.source.node != pair.value.node) {
            add(&pair.value.text, pair.value.node, Some(0), Caller::Server);
        }
    }
    calls
}

fn place(word: &Word<'_>, value: &str) -> Option<usize> {
    Some(word.range_of(value)?.start)
}
