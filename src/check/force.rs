//! What is in force, and where that is said.

use super::{Selection, names};
use crate::diagnostic::{Persona, Severity};
use crate::document::{Document, Format, NodeRef};
use crate::rules::Rule;
use crate::settings::{Level, PortRange, Settings};

/// Where something is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nowhere.
    Default,
    /// On the command line.
    CommandLine,
    /// In the settings.
    Settings {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
    },
}

/// Whether a rule's findings are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// They are.
    On,
    /// Only for the pedantic.
    Hidden,
    /// It does not run.
    Off,
}

/// What becomes of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// Whether its findings are told.
    pub state: State,
    /// Their severity, where the client decides nothing else.
    pub severity: Severity,
    /// What decides about it.
    pub from: Said,
}

/// A setting that is no rule's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Its name: `ports.recommended`.
    pub name: &'static str,
    /// Its values, as written in the settings.
    pub values: Vec<String>,
    /// What decides about it.
    pub from: Said,
}

impl Selection {
    /// What becomes of `rule`.
    pub fn in_force(&self, rule: &Rule, settings: &Settings) -> InForce {
        let level = settings.rules.get(rule.name);
        let severity = level
            .and_then(|level| level.severity())
            .unwrap_or(rule.severity);
        let (runs, from) = self.decided(rule, settings, level.copied());
        let persona = self.persona.max(settings.persona);
        let state = if !runs {
            State::Off
        } else if rule.persona <= persona || self.is_named(rule.name, settings) {
            State::On
        } else {
            State::Hidden
        };
        // What the persona decides is said where the persona is.
        let by_persona = state == State::On && rule.persona > Persona::Regular;
        let from = if from == Said::Default && by_persona {
            self.persona_from(settings)
        } else {
            from
        };
        InForce {
            state,
            severity,
            from,
        }
    }

    fn decided(&self, rule: &Rule, settings: &Settings, level: Option<Level>) -> (bool, Said) {
        let runs = self.runs(rule, settings);
        if !self.select.is_empty() || names(&self.ignore, rule) {
            return (runs, Said::CommandLine);
        }
        let said = |list: &str| {
            place(settings, |root| {
                let list = root.get(list)?;
                let named = list.items().find(|item| {
                    let name = item.as_str();
                    name == Some(rule.name) || name == Some(rule.category.name())
                });
                Some(named.unwrap_or(list).span().start)
            })
        };
        if names(&settings.ignore, rule) {
            (runs, said("ignore"))
        } else if !settings.select.is_empty() && !names(&settings.select, rule) {
            (runs, said("select"))
        } else if level.is_some() {
            let said = place(settings, |root| {
                let rules = root.get("rules")?;
                Some(rules.member_named(rule.name)?.key.span.start)
            });
            (runs, said)
        } else if !settings.select.is_empty() {
            (runs, said("select"))
        } else {
            (runs, Said::Default)
        }
    }

    fn persona_from(&self, settings: &Settings) -> Said {
        if self.persona > Persona::Regular {
            return Said::CommandLine;
        }
        key(settings, &["persona"])
    }
}

/// All settings that are no rule's.
pub fn values(selection: &Selection, settings: &Settings) -> Vec<Value> {
    let persona = selection.persona.max(settings.persona);
    let value = |name: &'static str, values: Vec<String>| Value {
        name,
        values,
        from: key(settings, &name.split('.').collect::<Vec<_>>()),
    };
    let range = |range: &PortRange| {
        if range.first == range.last {
            range.first.to_string()
        } else {
            format!("{}-{}", range.first, range.last)
        }
    };
    let accepted = settings.accept.iter().map(|accepted| {
        let mut text = accepted.rules.join(", ");
        for (what, value) in [
            ("path", &accepted.path),
            ("server", &accepted.server),
            ("client", &accepted.client),
        ] {
            if let Some(value) = value {
                text.push_str(&format!(", {what} `{value}`"));
            }
        }
        format!("{text}: {}", accepted.reason)
    });
    vec![
        Value {
            name: "persona",
            values: vec![persona.name().to_owned()],
            from: selection.persona_from(settings),
        },
        value("exclude", settings.exclude.clone()),
        value("accept", accepted.collect()),
        value(
            "ports.recommended",
            settings.ports.recommended.iter().map(range).collect(),
        ),
        value(
            "ports.reserved",
            settings
                .ports
                .reserved
                .iter()
                .map(ToString::to_string)
                .collect(),
        ),
        value(
            "tls.internal-suffixes",
            settings.tls.internal_suffixes.clone(),
        ),
        value(
            "tls.ca-bundle",
            settings.tls.ca_bundle.iter().cloned().collect(),
        ),
    ]
}

/// Where a key of the settings stands.
fn key(settings: &Settings, path: &[&str]) -> Said {
    place(settings, |root| {
        let node = root.get_path(path)?;
        Some(node.member().map_or(node.span(), |it| it.key.span).start)
    })
}

/// A place in the settings; the default where nothing stands.
fn place(settings: &Settings, find: impl Fn(NodeRef<'_>) -> Option<usize>) -> Said {
    let Some(source) = &settings.source else {
        return Said::Default;
    };
    let document = Document::parse(source.text.clone(), Format::Toml);
    match document.root().and_then(find) {
        Some(at) => Said::Settings {
            path: source.shown.clone(),
            line: document.position(at).line,
        },
        None => Said::Default,
    }
}
