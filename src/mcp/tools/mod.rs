//! The tools: what a client may ask for.

mod check_config;
mod explain;
mod explain_error;
mod list_servers;
mod propose_fix;
mod target;

use std::path::PathBuf;
use std::sync::Arc;

use rmcp::model::{Tool, ToolAnnotations};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::answer::{Answer, Refusal, schema_of_input, schema_of_output};
use super::shared::Shared;
use crate::progress::Progress;

/// One call of a tool.
pub(super) struct Call<'a> {
    /// What the server was started with.
    pub(super) shared: &'a Shared,
    /// The roots that the client offers.
    pub(super) offered: Vec<PathBuf>,
    /// Where it counts how far it has come, and is told to stop.
    pub(super) progress: Arc<Progress>,
}

/// What a tool is made of.
pub(super) struct Definition {
    /// Its name.
    pub(super) name: &'static str,
    title: &'static str,
    /// What it is for, for the assistant that has to choose.
    description: &'static str,
    input: fn() -> Arc<Map<String, Value>>,
    output: fn() -> Arc<Map<String, Value>>,
    /// Whether it can write when the server was started to.
    writes: bool,
    run: fn(&Call<'_>, Map<String, Value>) -> Result<Answer, Refusal>,
}

/// All tools, in the order in which they are of use.
pub(super) const ALL: &[Definition] = &[
    check_config::TOOL,
    propose_fix::TOOL,
    list_servers::TOOL,
    explain_error::TOOL,
    explain::TOOL,
];

/// The tool called `name`.
pub(super) fn by_name(name: &str) -> Option<&'static Definition> {
    ALL.iter().find(|tool| tool.name == name)
}

impl Definition {
    /// As MCP lists it.
    pub(super) fn tool(&self, allow_write: bool) -> Tool {
        let writes = self.writes && allow_write;
        let description = match (self.writes, allow_write) {
            (true, true) => format!(
                "{} This server may write: with `apply: true` the changes are made, and recorded so \
                 that `mcpmend undo` takes them back. Show the user the diff before.",
                self.description
            ),
            (true, false) => format!(
                "{} It never writes: this server was started without `--allow-write`.",
                self.description
            ),
            _ => self.description.to_owned(),
        };
        let annotations = ToolAnnotations::with_title(self.title)
            .read_only(!writes)
            .destructive(writes)
            .idempotent(true)
            .open_world(false);
        Tool::new(self.name, description, (self.input)())
            .with_title(self.title)
            .with_raw_output_schema((self.output)())
            .annotate(annotations)
    }

    /// Whether it has to do with files.
    pub(super) fn looks(&self) -> bool {
        self.name != explain::TOOL.name
    }

    /// Carries out a call.
    pub(super) fn run(
        &self,
        call: &Call<'_>,
        arguments: Map<String, Value>,
    ) -> Result<Answer, Refusal> {
        (self.run)(call, arguments)
    }
}

/// The arguments of a call as the tool takes them.
fn arguments<T: DeserializeOwned>(
    tool: &Definition,
    arguments: Map<String, Value>,
) -> Result<T, Refusal> {
    serde_json::from_value(Value::Object(arguments)).map_err(|error| {
        Refusal(format!(
            "{} does not take these arguments: {error}. Its input schema says what it takes.",
            tool.name
        ))
    })
}

const fn definition<I: JsonSchema, O: JsonSchema>(
    name: &'static str,
    title: &'static str,
    description: &'static str,
    run: fn(&Call<'_>, Map<String, Value>) -> Result<Answer, Refusal>,
) -> Definition {
    Definition {
        name,
        title,
        description,
        input: schema_of_input::<I>,
        output: schema_of_output::<O>,
        writes: false,
        run,
    }
}
