//! The url that an entry leads to, be it called by the client or by a bridge, and how a bridge is
//! told another transport.

use std::ops::Range;

use crate::bridges::{Bridge, Means};
use crate::document::{Edit, NodeId};
use crate::model::Transport;
use crate::rules::{Held, Subject};

/// A url, and who calls it.
pub(super) struct Called<'a> {
    /// The url.
    pub(super) text: String,
    /// The string that holds it.
    pub(super) node: NodeId,
    /// Its bytes in that string; `None` where quoting hides them.
    pub(super) place: Option<Range<usize>>,
    /// The bridge that calls it; `None` for the client itself.
    pub(super) bridge: Option<Held<'a, Bridge<'a>>>,
}

impl<'a> Called<'a> {
    /// The url of an entry: its own, unless the client starts a command.
    pub(super) fn of(subject: &Subject<'a>) -> Option<Called<'a>> {
        let parts = subject.parts();
        let transport = subject.entry.interpretation.transport;
        let remote = transport.is_some_and(Transport::is_remote);
        if let Some(url) = parts.url.as_ref()
            && (remote || parts.command.is_none())
        {
            return Some(Called {
                text: url.text.clone(),
                node: url.node,
                place: Some(0..url.text.len()),
                bridge: None,
            });
        }
        let bridge = subject.bridge().filter(|bridge| bridge.certain)?;
        let url = bridge.url()?;
        Some(Called {
            text: url.text().to_owned(),
            node: url.word.source.node,
            place: url.place(),
            bridge: Some(bridge),
        })
    }

    /// Who calls it.
    pub(super) fn caller(&self, subject: &Subject<'_>) -> &'static str {
        match &self.bridge {
            Some(bridge) => bridge.name(),
            None => subject.client().name,
        }
    }

    /// The transports that are tried on it, in order.
    pub(super) fn tried(&self, subject: &Subject<'_>) -> Vec<Transport> {
        match &self.bridge {
            Some(bridge) => bridge.speaks.to_vec(),
            None => subject.entry.interpretation.transport.into_iter().collect(),
        }
    }

    /// The edit that writes `new` over a part of it.
    pub(super) fn splice(&self, part: Range<usize>, new: &str) -> Option<Edit> {
        let start = self.place.as_ref()?.start;
        Some(Edit::splice(
            self.node,
            start + part.start..start + part.end,
            new,
        ))
    }
}

/// Makes a bridge speak `meant` and nothing else to its url: what is written, and how.
pub(super) fn respell(
    subject: &Subject<'_>,
    bridge: &Bridge<'_>,
    meant: Transport,
) -> Option<(String, Edit)> {
    let is = bridge.is;
    let spelling = is
        .transports
        .iter()
        .find(|(_, speaks)| *speaks == [meant])
        .map(|(spelling, _)| *spelling);
    if let Some(told) = &bridge.transport {
        // Where the option with the url tells the transport, its name is what has to change.
        let by_option = || {
            is.options
                .iter()
                .find(|option| option.means == Means::Url(meant))
                .and_then(|option| option.names.first().copied())
        };
        let new = spelling.or_else(by_option)?;
        let edit = Edit::splice(told.value.word.source.node, told.value.place()?, new);
        return Some((new.to_owned(), edit));
    }
    let [option, spelling] = is.speaking(meant)?;
    let written = format!("{option}={spelling}");
    let url = bridge.url().filter(|url| url.word.whole)?;
    let list = subject.document().node(subject.parts().args_list?);
    let at = list
        .items()
        .position(|item| item.id() == url.word.source.node)?;
    is.grammar
        .joined
        .then(|| (written.clone(), Edit::insert_item(list.id(), at, written)))
}
