//! The parts of an entry in the words of MCP.

use super::fits;
use crate::document::{NodeId, NodeRef, Span};
use crate::model::{Field, Role};

/// A string value of an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The string.
    pub node: NodeId,
    /// Its decoded text.
    pub text: String,
    /// What the field that holds it means.
    pub role: Role,
}

/// A named string value of an entry: an environment variable, a header.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The name.
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// The value.
    pub value: Text,
}

/// The parts of an entry in the words of MCP, whatever the client calls its fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// The program.
    pub command: Option<Text>,
    /// Its arguments, in order.
    pub args: Vec<Text>,
    /// The list that holds the arguments; with a [`Role::CommandLine`] field its first item is
    /// the program.
    pub args_list: Option<NodeId>,
    /// The environment of the server's process.
    pub env: Vec<Pair>,
    /// The object that holds it.
    pub env_object: Option<NodeId>,
    /// The working directory.
    pub cwd: Option<Text>,
    /// The url.
    pub url: Option<Text>,
    /// The headers.
    pub headers: Vec<Pair>,
    /// The object that holds them.
    pub headers_object: Option<NodeId>,
    /// The value of the type field.
    pub type_node: Option<NodeId>,
}

impl Parts {
    /// Every string of the entry that a client may expand or send: command, arguments,
    /// environment, folder, url, headers.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.command
            .iter()
            .chain(&self.args)
            .chain(self.env.iter().map(|pair| &pair.value))
            .chain(&self.cwd)
            .chain(&self.url)
            .chain(self.headers.iter().map(|pair| &pair.value))
    }

    /// Takes note of the value of a field.
    pub(super) fn collect(&mut self, field: &Field, value: NodeRef<'_>) {
        let role = field.role;
        let text = |node: NodeRef<'_>| {
            node.as_str().map(|text| Text {
                node: node.id(),
                text: text.to_owned(),
                role,
            })
        };
        let pairs = |node: NodeRef<'_>| -> Vec<Pair> {
            node.entries()
                .filter_map(|(key, value)| {
                    Some(Pair {
                        name: key.text.clone(),
                        name_span: key.span,
                        value: text(value)?,
                    })
                })
                .collect()
        };
        match role {
            // Some clients take the whole command line here, where it is a list.
            Role::Command if !(value.is_array() && fits(field.shape, value)) => {
                self.command = text(value);
            }
            Role::Command | Role::CommandLine => {
                let mut words = value.items().filter_map(text).map(|word| Text {
                    role: Role::Args,
                    ..word
                });
                self.command = words.next().map(|word| Text {
                    role: Role::Command,
                    ..word
                });
                self.args = words.collect();
                self.args_list = Some(value.id());
            }
            // A list of the whole command line wins.
            Role::Args if self.args_list.is_some() => {}
            Role::Args => {
                self.args = value.items().filter_map(text).collect();
                self.args_list = Some(value.id());
            }
            Role::Env => {
                self.env = pairs(value);
                self.env_object = value.is_object().then_some(value.id());
            }
            Role::Cwd => self.cwd = text(value),
            // A field whose name decides the transport wins over a plain url.
            Role::Url if self.url.is_some() => {}
            Role::Url | Role::HttpUrl => self.url = text(value),
            Role::Headers => {
                self.headers = pairs(value);
                self.headers_object = value.is_object().then_some(value.id());
            }
            Role::Type => self.type_node = Some(value.id()),
            _ => {}
        }
    }
}
