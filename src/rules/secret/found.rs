//! A secret that stands in an entry.

use std::ops::Range;

use crate::document::Span;
use crate::interpret::Text;
use crate::rules::Subject;
use crate::secret::Secret;

/// A secret and where it stands.
pub(super) struct Found<'a> {
    /// The entry.
    pub(super) subject: Subject<'a>,
    /// The string that holds it.
    pub(super) text: Text,
    /// What a variable takes the place of.
    pub(super) secret: Secret,
    /// What of that to point at.
    pub(super) part: Range<usize>,
    /// The name of the variable or header whose value it is in.
    pub(super) key: Option<String>,
    /// Where it stands, for a message.
    pub(super) place: String,
}

impl<'a> Found<'a> {
    pub(super) fn new(
        subject: &Subject<'a>,
        text: &Text,
        secret: Secret,
        place: &str,
    ) -> Found<'a> {
        Found {
            subject: *subject,
            text: text.clone(),
            part: secret.range.clone(),
            secret,
            key: None,
            place: place.to_owned(),
        }
    }

    pub(super) fn key(mut self, key: &str) -> Found<'a> {
        self.key = Some(key.to_owned());
        self
    }

    /// All of the value, which is called `name`, in place of the part of it that is secret.
    pub(super) fn whole(mut self, name: &str) -> Found<'a> {
        self.secret.range = 0..self.text.text.len();
        self.secret.name = Some(name.to_owned());
        self
    }

    /// Where it stands in the file: the string as a whole where escapes hide it.
    pub(super) fn span(&self) -> Span {
        let document = self.subject.document();
        let span = document.node(self.text.node).span();
        let part = &self.text.text[self.part.clone()];
        let mut places = document.slice(span).match_indices(part);
        match (places.next(), places.next()) {
            (Some((at, _)), None) => Span::new(span.start + at, span.start + at + part.len()),
            _ => span,
        }
    }
}
