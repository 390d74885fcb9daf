//! Programs that stand between a client and a server of another transport: what each one takes,
//! and what an entry that starts one really leads to.
//!
//! A bridge is described by data, in a file of its own. Rules ask what came out for an entry,
//! [`Bridge`], and know no bridge by its name.

mod callback;
mod description;
mod docker_mcp_gateway;
mod fastmcp;
mod fastmcp_remote;
mod find;
mod mcp_proxy_for_aws;
mod mcp_proxy_npm;
mod mcp_proxy_pypi;
mod mcp_remote;
mod mcp_stdio;
mod read;
mod smithery;
mod supergateway;

use std::ops::Range;

use crate::commandline::{CommandLine, Word};
use crate::interpret::Parts;
use crate::model::Transport;
use crate::secret::name::promise;

pub use description::{
    ClearText, Derives, Description, Gone, Grammar, HeaderForm, Means, Operands, Opt, Runtime,
    Source, Strange, Takes,
};

/// All of them.
pub static ALL: &[&Description] = &[
    &mcp_remote::DESCRIPTION,
    &mcp_proxy_pypi::DESCRIPTION,
    &mcp_proxy_npm::DESCRIPTION,
    &supergateway::DESCRIPTION,
    &docker_mcp_gateway::DESCRIPTION,
    &smithery::DESCRIPTION,
    &fastmcp_remote::DESCRIPTION,
    &fastmcp::DESCRIPTION,
    &mcp_stdio::DESCRIPTION,
    &mcp_proxy_for_aws::DESCRIPTION,
];

/// The one that fixes write.
pub static TO_WRITE: &Description = &mcp_remote::DESCRIPTION;

/// The one that they offer in its place, for who has no Node.js.
pub static TO_OFFER: &Description = &mcp_proxy_pypi::DESCRIPTION;

/// A part of a word of the command line, or of a variable that stands in for one.
#[derive(Clone, Debug, PartialEq)]
pub struct Value<'a> {
    /// The word.
    pub word: Word<'a>,
    /// The bytes of the part in it.
    pub range: Range<usize>,
}

impl<'a> Value<'a> {
    fn whole(word: &Word<'a>) -> Value<'a> {
        Value {
            range: 0..word.text.len(),
            word: word.clone(),
        }
    }

    fn from(word: &Word<'a>, start: usize) -> Value<'a> {
        Value {
            range: start..word.text.len(),
            word: word.clone(),
        }
    }

    /// The part.
    pub fn text(&self) -> &str {
        self.word.text.get(self.range.clone()).unwrap_or_default()
    }

    /// Its bytes in the string of the file, for a splice; `None` where quoting hides it.
    pub fn place(&self) -> Option<Range<usize>> {
        if self.word.whole {
            return Some(self.range.clone());
        }
        self.word.range_of(self.text())
    }
}

/// What a bridge leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Target<'a> {
    /// A url, which it calls for a client that speaks stdio.
    Url(Value<'a>),
    /// A command, which it starts; empty where the words of it cannot be told.
    Command(Vec<Word<'a>>),
    /// A server of a registry of its own, by name.
    Named(Value<'a>),
    /// Whatever its own configuration says.
    Own,
    /// Nothing that could be made out.
    Unknown,
}

/// A header that it sends.
#[derive(Clone, Debug, PartialEq)]
pub struct Header<'a> {
    /// Its name.
    pub name: Value<'a>,
    /// Its value.
    pub value: Value<'a>,
}

/// The value of an option, or of a variable that stands in for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting<'a> {
    /// The option or the variable, as written.
    pub by: String,
    /// What it is set to.
    pub value: Value<'a>,
}

/// How it judges the certificate of what it calls.
#[derive(Clone, Debug, PartialEq)]
pub enum Verify<'a> {
    /// As its runtime does.
    Default,
    /// Not at all, by these words.
    Off(Vec<Word<'a>>),
    /// By the authorities of this file.
    By(Setting<'a>),
}

/// A bridge that an entry starts, and what it is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge<'a> {
    /// Which one.
    pub is: &'static Description,
    /// Whether it surely is this one, and not another program of the same name.
    pub certain: bool,
    /// Whether it runs in a container with a network of its own, so that no port of it is one of
    /// this machine.
    pub contained: bool,
    /// What it leads to.
    pub target: Target<'a>,
    /// The transports that it tries on its target, in this order; none where it calls nothing.
    pub speaks: &'static [Transport],
    /// What tells it that transport.
    pub transport: Option<Setting<'a>>,
    /// What it serves in place of speaking stdio to its client; none where it speaks stdio.
    pub serves: &'static [Transport],
    /// What tells it to serve.
    pub output: Option<Setting<'a>>,
    /// The headers that it sends.
    pub headers: Vec<Header<'a>>,
    /// Words that stand in the place of a header and are none.
    pub no_headers: Vec<Word<'a>>,
    /// The port that it listens on when it serves, where one is told.
    pub port: Option<Setting<'a>>,
    /// The address that it listens on, where one is told.
    pub host: Option<Setting<'a>>,
    /// The port on which it waits for the answer of an OAuth login.
    pub callback: Option<Value<'a>>,
    /// Whether it is told that plain http will do.
    pub allows_http: bool,
    /// How it judges certificates.
    pub verify: Verify<'a>,
    /// Tokens, keys and passwords, by the option that takes them.
    pub secrets: Vec<Setting<'a>>,
    /// Values that are JSON.
    pub json: Vec<Setting<'a>>,
    /// An option in the place where the url must stand.
    pub before_url: Option<Word<'a>>,
    /// Options joined to a value by `=` that are not understood that way.
    pub joined: Vec<Word<'a>>,
    /// Options that older versions took, with the words that hold them.
    pub gone: Vec<(&'static Gone, Vec<Word<'a>>)>,
    /// The word that names it: its package, its program, its image.
    pub called: Word<'a>,
    /// Its arguments.
    pub arguments: Vec<Word<'a>>,
}

impl<'a> Bridge<'a> {
    /// The bridge that an entry starts, if it starts one. `line` is its command line.
    pub fn of(parts: &'a Parts, line: &CommandLine<'a>) -> Option<Bridge<'a>> {
        find::find(parts, line)
    }

    /// The bridge that an entry starts, if it starts one.
    pub fn started(parts: &'a Parts) -> Option<Bridge<'a>> {
        Bridge::of(parts, &CommandLine::of(parts)?)
    }

    /// Whether it is given a credential to send: a token, or a header that is named after one.
    pub fn sends_credentials(&self) -> bool {
        let mut headers = self.headers.iter();
        !self.secrets.is_empty() || headers.any(|header| promise(header.name.text()).is_some())
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.is.name
    }

    /// The url that it calls.
    pub fn url(&self) -> Option<&Value<'a>> {
        match &self.target {
            Target::Url(url) => Some(url),
            _ => None,
        }
    }

    /// What it is told by name: headers, and options that take a secret.
    pub fn told(&self) -> impl Iterator<Item = (&str, &Value<'a>)> {
        let headers = self
            .headers
            .iter()
            .map(|header| (header.name.text(), &header.value));
        let secrets = self
            .secrets
            .iter()
            .map(|setting| (setting.by.as_str(), &setting.value));
        headers.chain(secrets)
    }

    /// Whether it refuses to call its target, since that is neither https nor this machine.
    pub fn refuses_clear_text(&self) -> bool {
        let Some(endpoint) = self.url().and_then(|url| crate::hosts::literal(url.text())) else {
            return false;
        };
        !self.allows_http && self.is.refuses(&endpoint)
    }

    /// The port of this machine that it listens on: the one that it is told, or its default.
    pub fn listens(&self) -> Option<u16> {
        if self.serves.is_empty() || self.contained {
            return None;
        }
        match &self.port {
            Some(port) => port.value.text().parse().ok(),
            None => self.is.default_port,
        }
    }

    /// The port on which it waits for the answer of a login when it is told none, and the url that
    /// it derives it from; `None` where that cannot be told from the command line.
    pub fn derived_callback(&self) -> Option<(u16, &Value<'a>)> {
        let derives = self.is.derives_callback.as_ref()?;
        let url = self.url()?;
        // `NAME@0.1.2` may derive it in another way.
        let plain = self.certain && !self.contained && self.callback.is_none();
        let named = |word: &Word<'_>| {
            let text = word.text.split('=').next().unwrap_or_default();
            derives.unless.contains(&text)
        };
        let pinned = self
            .called
            .text
            .rsplit_once('@')
            .is_some_and(|(name, version)| {
                !name.is_empty() && version != "latest" && version != self.is.version
            });
        let literal = !url.text().contains(['$', '{', '<', '%']);
        (plain && literal && !pinned && !self.arguments.iter().any(named))
            .then(|| ((derives.port)(url.text()), url))
    }

    /// Whether it expands `${NAME}` in this part of the command line from its own environment.
    pub fn expands(&self, node: crate::document::NodeId, range: &Range<usize>) -> bool {
        let holds = |value: &Value<'_>| {
            value.word.source.node == node
                && value
                    .place()
                    .is_none_or(|place| place.start <= range.start && range.end <= place.end)
        };
        self.is.expands_headers && self.headers.iter().any(|header| holds(&header.value))
            || self
                .json
                .iter()
                .any(|json| self.is.expands_json.contains(&json.by.as_str()) && holds(&json.value))
    }
}

#[cfg(test)]
mod tests;
