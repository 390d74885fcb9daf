//! One fact, as it is said.

use serde_json::{Value, json};

use crate::model::{Os, Outcome, Ruling};

/// What a record says about something. Texts are Markdown.
#[derive(Clone, Debug, PartialEq)]
pub enum Says {
    /// Nobody has established it.
    Unknown,
    /// A text.
    Text(String),
    /// Something as it is written in a file.
    Code(String),
    /// Several words.
    Words(Vec<String>),
    /// Several words as they are written in a file.
    Codes(Vec<String>),
    /// Yes or no.
    Flag(bool),
    /// What the client does about something.
    Ruling(Ruling),
    /// Operating systems.
    Systems(&'static [Os]),
}

impl From<&str> for Says {
    fn from(text: &str) -> Says {
        Says::Text(text.to_owned())
    }
}

impl From<String> for Says {
    fn from(text: String) -> Says {
        Says::Text(text)
    }
}

impl From<bool> for Says {
    fn from(flag: bool) -> Says {
        Says::Flag(flag)
    }
}

impl From<Ruling> for Says {
    fn from(ruling: Ruling) -> Says {
        Says::Ruling(ruling)
    }
}

impl<T: Into<Says>> From<Option<T>> for Says {
    fn from(fact: Option<T>) -> Says {
        fact.map_or(Says::Unknown, Into::into)
    }
}

impl Says {
    /// Words, or `none` where there are none.
    pub(super) fn words(words: impl IntoIterator<Item = String>, none: &str) -> Says {
        match words.into_iter().collect::<Vec<_>>() {
            words if words.is_empty() => none.into(),
            words => Says::Words(words),
        }
    }

    /// Words as they are written in a file.
    pub(super) fn codes<'a>(codes: impl IntoIterator<Item = &'a str>) -> Says {
        Says::Codes(codes.into_iter().map(str::to_owned).collect())
    }

    /// Something as it is written in a file.
    pub(super) fn code(code: impl Into<String>) -> Says {
        Says::Code(code.into())
    }

    /// For people, as Markdown.
    pub fn text(&self) -> String {
        match self {
            Says::Unknown => "not established".to_owned(),
            Says::Text(text) => text.clone(),
            Says::Code(code) => format!("`{code}`"),
            Says::Words(words) => words.join(", "),
            Says::Codes(codes) => {
                let codes: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
                codes.join(", ")
            }
            Says::Flag(true) => "yes".to_owned(),
            Says::Flag(false) => "no".to_owned(),
            Says::Ruling(ruling) => ruled(*ruling),
            Says::Systems(systems) if systems.len() == Os::ALL.len() => "all".to_owned(),
            Says::Systems(systems) => names(systems).join(", "),
        }
    }

    /// For programs; what is unknown is null.
    pub fn json(&self) -> Value {
        match self {
            Says::Unknown => Value::Null,
            Says::Text(text) | Says::Code(text) => json!(text),
            Says::Words(words) | Says::Codes(words) => json!(words),
            Says::Flag(flag) => json!(flag),
            Says::Ruling(ruling) => json!({
                "outcome": outcome(ruling.outcome),
                "transport": ruling.transport.map(|transport| transport.name()),
                "says": ruling.says,
            }),
            Says::Systems(systems) => json!(names(systems)),
        }
    }
}

fn names(systems: &[Os]) -> Vec<&'static str> {
    systems.iter().map(|os| os.name()).collect()
}

/// The name of an outcome for programs.
const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fine => "fine",
        Outcome::Unknown => "unknown",
        Outcome::Ignored => "ignored",
        Outcome::Warned => "warned",
        Outcome::Fails => "fails",
        Outcome::Dropped => "dropped",
        Outcome::Rejected => "rejected",
        Outcome::FileDropped => "file-dropped",
        Outcome::FileRejected => "file-rejected",
    }
}

/// What the client does, as a sentence without its subject.
fn ruled(ruling: Ruling) -> String {
    let transport = ruling.transport.map(|transport| transport.name());
    let mut text = match (ruling.outcome, transport) {
        (Outcome::Unknown, _) => "not established".to_owned(),
        (Outcome::Fine, Some(transport)) => format!("loads as {transport}"),
        (Outcome::Fine, None) => "fine".to_owned(),
        (Outcome::Ignored | Outcome::Warned, Some(transport)) => {
            format!("{}; loads as {transport}", ruling.outcome.verb())
        }
        (outcome, _) => outcome.verb().to_owned(),
    };
    if !ruling.says.is_empty() {
        text.push_str(": ");
        text.push_str(ruling.says);
    }
    text
}
