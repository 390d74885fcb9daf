//! `explain_error`: what an error message means, and which server causes it here.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::answer::{Answer, Refusal, lines};
use super::check_config::notes;
use super::target::Target;
use super::{Call, Definition, arguments, definition};
use crate::errors::{self, Plain};
use crate::host::Host;
use crate::report::Style;
use crate::report::explanation::{self, OutputExplanation};

pub(super) const TOOL: Definition = definition::<Input, OutputExplanation>(
    "explain_error",
    "Explain an MCP error message",
    "Tells what an error message of an MCP client, server or bridge means (such as `spawn npx \
     ENOENT`, `ECONNREFUSED`, `Connection closed`, `self-signed certificate in certificate chain`), \
     what causes it, how to tell which cause it is, and which of the servers that are configured \
     here it may be about. Use it whenever there is an error message or a piece of a log. It starts \
     nothing and connects to nothing. Secrets are masked.",
    run,
);

/// A piece of a log has at most so many bytes.
const MOST: usize = 1_000_000;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Input {
    /// What the client or the server printed, as it was printed: a line, or a piece of a log.
    text: String,
}

fn run(call: &Call<'_>, input: Map<String, Value>) -> Result<Answer, Refusal> {
    let input: Input = arguments(&TOOL, input)?;
    if input.text.len() > MOST {
        return Err(Refusal(
            "`text` has more than 1 MB; give the lines around the error".to_owned(),
        ));
    }
    let plain = Plain::new(&input.text);
    if plain.text().is_empty() {
        return Err(Refusal(
            "`text` is empty; give what the client or the server printed".to_owned(),
        ));
    }
    let analysis = Target::default().read(call)?;
    let checked = analysis.check();
    if call.progress.is_stopped() {
        return Err(Refusal("the call was cancelled".to_owned()));
    }
    let report = analysis.report(&checked, false);
    let matches = errors::read(&plain);
    let said = explanation::explanation(&report, &plain, &matches);
    let mut text =
        lines(|out| explanation::write(&said, &report, analysis.host.os(), Style::PLAIN, out))?;
    text.push_str(&notes(&analysis));
    Answer::new(text, &said)
}
