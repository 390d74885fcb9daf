//! How the transport of an entry is told.

use super::super::{Fact, Says, fact, where_known};
use crate::model::{Client, Outcome, Schema, Topic, Transport};

pub(super) fn facts(client: &Client, schema: &Schema) -> Vec<Fact> {
    let rules = schema.transport;
    let speaks = rules.speaks.iter().map(|it| it.name().to_owned());
    let mut facts = vec![
        fact("types", "types", types(schema)),
        fact(
            "speaks",
            "transports",
            where_known(client, Topic::Transport, Says::Words(speaks.collect())),
        ),
        fact(
            "command_only",
            "a command, no type",
            where_known(client, Topic::Transport, rules.command_only),
        ),
        fact(
            "url_only",
            "a url, no type",
            where_known(client, Topic::Transport, rules.url_only),
        ),
        fact("both", "a command and a url, no type", rules.both),
        fact("neither", "neither command nor url", rules.neither),
    ];
    if !rules.spellings.is_empty() {
        facts.extend([
            fact(
                "unknown_type_command",
                "another type, with a command",
                rules.unknown_type_command,
            ),
            fact(
                "unknown_type_url",
                "another type, with a url",
                rules.unknown_type_url,
            ),
            fact(
                "remote_type_command",
                "a remote type, with a command",
                rules.remote_type_command,
            ),
            fact(
                "stdio_type_url",
                "a stdio type, with a url",
                rules.stdio_type_url,
            ),
            fact(
                "remote_type_both",
                "a remote type, with both",
                rules.remote_type_both,
            ),
            fact(
                "stdio_type_both",
                "a stdio type, with both",
                rules.stdio_type_both,
            ),
        ]);
    }
    facts.push(fact(
        "falls_back_to_sse",
        "HTTP+SSE as a second try",
        where_known(client, Topic::Transport, rules.falls_back_to_sse),
    ));
    if rules.sse_by_path {
        facts.push(fact(
            "sse_by_path",
            "a url that speaks of SSE, no type",
            "loads as HTTP+SSE",
        ));
    }
    if !rules.internal.is_empty() {
        let words = rules.internal.iter().copied();
        facts.push(fact(
            "internal",
            "types that are no servers",
            Says::codes(words),
        ));
    }
    facts
}

fn types(schema: &Schema) -> Says {
    let rules = schema.transport;
    if rules.spellings.is_empty() {
        let unknown = rules.unknown_type_url.outcome == Outcome::Unknown;
        return if unknown {
            Says::Unknown
        } else {
            "none: a type is not looked at".into()
        };
    }
    let mut said = Vec::new();
    let transports = [
        Transport::Stdio,
        Transport::Http,
        Transport::Sse,
        Transport::WebSocket,
    ];
    for transport in transports {
        let words: Vec<String> = rules
            .spellings
            .iter()
            .filter(|(_, meaning)| *meaning == transport)
            .map(|(word, _)| format!("`{word}`"))
            .collect();
        if !words.is_empty() {
            said.push(format!("{} ({})", words.join(" or "), transport.name()));
        }
    }
    Says::Words(said)
}
