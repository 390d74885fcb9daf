//! From one client's form to another's: what several rules share.

pub(super) mod entry;
pub(super) mod file;
pub(super) mod root;
pub(super) mod whose;

use crate::model::{Schema, Transport};

/// How a client with this schema is told `transport`: the spelling of its type. One that has none
/// for HTTP+SSE is told it by `sse` where that is a type at all, and by streamable HTTP where that
/// falls back.
pub(super) fn spelling(schema: &Schema, transport: Transport) -> Option<&'static str> {
    let rules = &schema.transport;
    schema.spelling(transport).or_else(|| {
        if transport != Transport::Sse || !rules.speaks.contains(&transport) {
            return None;
        }
        let mut spellings = rules.spellings.iter().map(|(spelling, _)| *spelling);
        spellings
            .find(|spelling| *spelling == "sse")
            .or_else(|| schema.spelling(Transport::Http))
            .filter(|_| rules.falls_back_to_sse)
    })
}
