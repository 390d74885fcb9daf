//! `explain`: all about one rule.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::answer::{Answer, Refusal};
use super::{Call, Definition, arguments, definition};
use crate::diagnostic::Severity;
use crate::report::visible;
use crate::rules::Fixes;
use crate::suggest;

pub(super) const TOOL: Definition = definition::<Input, Explanation>(
    "explain",
    "Explain a rule",
    "Tells all about one rule of mcpmend: what it finds, why that fails and in which clients, a bad \
     and a good example, and how to mend it. Use it when a finding of check_config is not clear, or \
     to tell a user why something failed.",
    run,
);

/// A longer name is none.
const LONGEST: usize = 200;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Input {
    /// The rule's name, such as `missing-transport-type`: the `rule` of a finding.
    rule: String,
}

/// A rule.
#[derive(Debug, Serialize, JsonSchema)]
struct Explanation {
    /// Its name.
    rule: String,
    /// Its category.
    category: String,
    /// How severe its findings are, where the client does not decide otherwise.
    severity: Severity,
    /// `regular`, or `pedantic`: shown only where that is asked for.
    persona: String,
    /// How it mends: `none`, `safe`, `unsafe`, `both`, or `choice`: only the user can tell.
    fix: String,
    /// What it finds, in one sentence.
    summary: String,
    /// All about it, as Markdown.
    documentation: String,
}

fn run(_: &Call<'_>, input: Map<String, Value>) -> Result<Answer, Refusal> {
    let input: Input = arguments(&TOOL, input)?;
    let name = input.rule.trim();
    if name.len() > LONGEST {
        return Err(Refusal(format!(
            "the name of a rule has at most {LONGEST} characters"
        )));
    }
    let rule = suggest::rule(name).map_err(|unknown| {
        let mut why = visible(&unknown.to_string()).into_owned();
        why.push_str(
            ". The resource mcpmend://rules lists all rules; error messages are for `explain_error`.",
        );
        Refusal(why)
    })?;
    let docs = rule.documentation();
    let explanation = Explanation {
        rule: rule.name.to_owned(),
        category: rule.category.name().to_owned(),
        severity: rule.severity,
        persona: rule.persona.name().to_owned(),
        fix: fix(rule.fixes).to_owned(),
        summary: docs.summary,
        documentation: docs.markdown.clone(),
    };
    let text = format!(
        "# {}\n\n{}, {}, {}, fix: {}\n\n{}",
        explanation.rule,
        explanation.category,
        rule.severity.name(),
        explanation.persona,
        explanation.fix,
        docs.markdown
    );
    Answer::new(text, &explanation)
}

/// How a rule mends, in a word.
fn fix(fixes: Fixes) -> &'static str {
    match fixes {
        Fixes::None => "none",
        Fixes::Safe => "safe",
        Fixes::Unsafe => "unsafe",
        Fixes::Both => "both",
        Fixes::Choice => "choice",
    }
}
