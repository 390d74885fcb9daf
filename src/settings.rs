//! The project's settings: `mcpmend.toml`.

mod file;
mod path;
mod valid;

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostic::{Persona, Severity};
use crate::host::{FileType, Host, plain};

pub use crate::pattern::matches_path;
pub use file::{CLIENT, Source, companion};
pub use path::{below, way_below};

/// The names of the settings file, the preferred first.
pub const FILE_NAMES: &[&str] = &["mcpmend.toml", ".mcpmend.toml"];

/// How much a rule matters in this project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Its findings are errors.
    Error,
    /// Its findings are warnings.
    Warning,
    /// Its findings are hints.
    Info,
    /// It is not run.
    Off,
}

impl Level {
    /// The severity that it means; `None` for off.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Level::Error => Some(Severity::Error),
            Level::Warning => Some(Severity::Warning),
            Level::Info => Some(Severity::Info),
            Level::Off => None,
        }
    }
}

/// Settings of mcpmend, from the nearest `mcpmend.toml` upwards.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Settings {
    /// Who is asking: `pedantic` shows everything that could be better.
    pub persona: Persona,
    /// Rules or categories to run; empty means all.
    pub select: Vec<String>,
    /// Rules or categories not to run.
    pub ignore: Vec<String>,
    /// The level of single rules.
    pub rules: BTreeMap<String, Level>,
    /// Paths, relative to this file or to the home folder (`~/…`), that are not checked; `*` is
    /// any text without `/`, `**` any.
    pub exclude: Vec<String>,
    /// Findings that are accepted, each with a reason.
    pub accept: Vec<Accepted>,
    /// What ports servers should listen on.
    pub ports: Ports,
    /// Certificates and internal hosts.
    pub tls: Tls,
    /// The file that they come from.
    #[serde(skip)]
    pub source: Option<Source>,
}

/// Findings that are accepted. All given conditions must hold.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Accepted {
    /// The rules or categories.
    #[schemars(length(min = 1))]
    pub rules: Vec<String>,
    /// A path as in `exclude`; absent means every file.
    #[serde(default)]
    pub path: Option<String>,
    /// A server's name; absent means every server.
    #[serde(default)]
    pub server: Option<String>,
    /// The id of a client; absent means every client.
    #[serde(default)]
    pub client: Option<String>,
    /// Why they are accepted.
    #[schemars(length(min = 1))]
    pub reason: String,
}

/// An inclusive range of ports, written `3100-3199`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct PortRange {
    /// The first.
    pub first: u16,
    /// The last.
    pub last: u16,
}

impl TryFrom<String> for PortRange {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (first, last) = text.split_once('-').unwrap_or((&text, &text));
        match (first.trim().parse(), last.trim().parse()) {
            (Ok(first), Ok(last)) if 0 < first && first <= last => Ok(PortRange { first, last }),
            _ => Err(format!("`{text}` is no range of ports such as `3100-3199`")),
        }
    }
}

/// What ports servers should listen on.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Ports {
    /// The recommended ranges.
    pub recommended: Vec<PortRange>,
    /// Ports that are never proposed.
    pub reserved: Vec<u16>,
}

impl Default for Ports {
    fn default() -> Self {
        Ports {
            recommended: vec![
                PortRange {
                    first: 3100,
                    last: 3199,
                },
                PortRange {
                    first: 8100,
                    last: 8199,
                },
            ],
            reserved: Vec::new(),
        }
    }
}

impl Ports {
    /// Whether a local server should listen there.
    pub fn recommends(&self, port: u16) -> bool {
        self.recommended
            .iter()
            .any(|range| (range.first..=range.last).contains(&port))
    }
}

/// Certificates and internal hosts.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Tls {
    /// Suffixes of hosts whose certificates come from a private authority: `.corp.example`.
    pub internal_suffixes: Vec<String>,
    /// The certificate bundle that fixes should name.
    pub ca_bundle: Option<String>,
}

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {message}")]
pub struct SettingsError {
    /// The file.
    pub path: String,
    /// What is wrong and where.
    pub message: String,
}

impl Settings {
    /// Reads settings from their text.
    ///
    /// # Errors
    /// When it is no TOML or says something that makes no sense; with the place.
    pub fn parse(text: &str, path: &str) -> Result<Settings, SettingsError> {
        let fail = |at: Option<usize>, message: &str| SettingsError {
            path: path.to_owned(),
            message: match at {
                Some(at) => {
                    let at = crate::document::LineIndex::new(text).position(text, at);
                    format!("line {}, column {}: {message}", at.line, at.column)
                }
                None => message.to_owned(),
            },
        };
        let settings: Settings = toml::from_str(text).map_err(|error| {
            let span = error.span();
            let at = span.as_ref().and_then(|span| valid::port_range(text, span));
            fail(at.or(span.map(|span| span.start)), error.message())
        })?;
        valid::check(&settings, text).map_err(|(at, message)| fail(Some(at), &message))?;
        Ok(settings)
    }

    /// The folder of the file that they come from.
    pub fn folder(&self) -> Option<&Path> {
        self.source.as_ref()?.path.parent()
    }

    /// The settings in `file`, or in the nearest settings file from `folder` upwards, or the
    /// defaults.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn load(
        host: &dyn Host,
        file: Option<&Path>,
        folder: &Path,
    ) -> Result<Settings, SettingsError> {
        let named = file.is_some();
        let file = match file {
            Some(file) => Some(host.current_dir().join(file)),
            None => folder
                .ancestors()
                .flat_map(|folder| FILE_NAMES.iter().map(move |name| folder.join(name)))
                .find(|path| host.file_type(path).is_ok()),
        };
        let Some(file) = file else {
            return Ok(Settings::default());
        };
        let shown = crate::discover::shown_from(host, &file);
        let fail = |message: String| SettingsError {
            path: shown.clone(),
            message,
        };
        if !named && crate::discover::leads_out(host, &file) {
            return Err(fail(
                "it is a link that leads out of its repository, and is not followed".to_owned(),
            ));
        }
        // Reading a pipe would wait for its writer.
        if matches!(host.file_type(&file), Ok(FileType::Special)) {
            return Err(fail(
                "it is a pipe, socket or device, not a file".to_owned(),
            ));
        }
        let bytes = host.read(&file).map_err(|error| {
            fail(match error.kind() {
                std::io::ErrorKind::NotFound => "no such file".to_owned(),
                _ => error.to_string(),
            })
        })?;
        let text = String::from_utf8(bytes).map_err(|_| fail("it is not UTF-8".to_owned()))?;
        Ok(Settings {
            source: Some(Source {
                path: plain(&file),
                shown: shown.clone(),
                text: text.clone(),
            }),
            ..Settings::parse(&text, &shown)?
        })
    }
}
