//! From arguments to a workspace and the settings that apply to it.

use std::path::{Path, PathBuf};

use clap::CommandFactory;

use super::args::Where;
use super::{Failure, say, suggest};
use crate::discover::{self, Discovery, Found, Place, Request};
use crate::document::LineIndex;
use crate::host::{Host, SystemHost};
use crate::rules::Context;
use crate::settings::Settings;
use crate::workspace::Workspace;

/// What one run works on.
pub(super) struct Session {
    pub(super) host: SystemHost,
    pub(super) settings: Settings,
    pub(super) settings_file: Option<PathBuf>,
    pub(super) workspace: Workspace,
    pub(super) machine_mode: bool,
    /// The paths as given.
    pub(super) paths: Vec<PathBuf>,
    /// What came from standard input, byte for byte.
    pub(super) stdin: Vec<u8>,
}

impl Session {
    /// Reads settings and everything that is to be looked at.
    pub(super) fn open(place: &Where) -> Result<Session, Failure> {
        let (host, settings, settings_file) = prepare(place)?;
        let client = place.client.as_deref().map(suggest::client).transpose()?;
        let request = Request {
            paths: place.paths.clone(),
            client,
        };
        let mut discovery = discover::discover(&host, &request).map_err(|unknown| {
            let command = super::args::Cli::command();
            let named = command
                .get_subcommands()
                .any(|sub| sub.get_name() == unknown.path);
            Failure::message(if named {
                format!(
                    "{unknown}; the command `{0}` must stand first: mcpmend {0} …",
                    unknown.path
                )
            } else {
                unknown.to_string()
            })
        })?;
        exclude(&mut discovery, &settings, settings_file.as_deref());
        Ok(Session {
            workspace: Workspace::read(&host, discovery),
            machine_mode: place.paths.is_empty(),
            paths: place.paths.clone(),
            stdin: Vec::new(),
            host,
            settings,
            settings_file,
        })
    }

    /// Reads settings and takes `bytes` as the file at `path`.
    pub(super) fn of_text(place: &Where, path: &Path, bytes: Vec<u8>) -> Result<Session, Failure> {
        let (host, settings, settings_file) = prepare(place)?;
        let client = place.client.as_deref().map(suggest::client).transpose()?;
        let absolute = host.current_dir().join(path);
        let found = Found {
            shown: discover::show(path),
            place: discover::place_of(&absolute, client),
            also: Vec::new(),
            path: absolute,
        };
        let mut workspace = Workspace::default();
        workspace.looked.push(found.shown.clone());
        let mut discovery = Discovery {
            found: vec![found],
            ..Discovery::default()
        };
        exclude(&mut discovery, &settings, settings_file.as_deref());
        for found in &discovery.found {
            let named = Found {
                place: match found.place {
                    Place::Unplaced { .. } => Place::Unplaced { named: true },
                    place => place,
                },
                ..found.clone()
            };
            workspace.add_text(&named, bytes.clone());
        }
        workspace.read_companions(&host, &discovery);
        Ok(Session {
            host,
            settings,
            settings_file,
            workspace,
            machine_mode: false,
            paths: vec![path.to_owned()],
            stdin: bytes,
        })
    }

    /// Says which paths could not be looked at, and what was read when that was asked for.
    pub(super) fn tell_troubles(&self, verbose: bool) {
        for trouble in &self.workspace.troubles {
            say!("warning: {}: {}", trouble.path, trouble.message);
        }
        for stranger in &self.workspace.strangers {
            say!(
                "warning: {stranger}: no MCP servers found in it, and no client is known to read it; say whose it is with --client ID"
            );
        }
        if verbose {
            if let Some(file) = &self.settings_file {
                say!("settings: {}", discover::shown_from(&self.host, file));
            }
            for (_, file) in self.workspace.files() {
                say!("{}: {} ({})", file.shown, file.client.name, file.kind.title);
            }
        }
    }

    /// The machine whose user's and administrator's files count; none where paths were given.
    pub(super) fn machine(&self) -> Option<&dyn Host> {
        self.machine_mode.then_some(&self.host as &dyn Host)
    }

    /// What rules may ask.
    pub(super) fn context(&self) -> Context<'_> {
        Context {
            workspace: &self.workspace,
            settings: &self.settings,
            host: &self.host,
            machine_mode: self.machine_mode,
        }
    }
}

fn prepare(place: &Where) -> Result<(SystemHost, Settings, Option<PathBuf>), Failure> {
    let host = SystemHost::new(place.home.clone(), place.os)?;
    if place.isolated {
        return Ok((host, Settings::default(), None));
    }
    let folder = match place.paths.as_slice() {
        [path] => {
            let path = host.current_dir().join(path);
            match host.file_type(&path) {
                Ok(crate::host::FileType::Folder) => path,
                _ => path.parent().unwrap_or(&path).to_owned(),
            }
        }
        _ => host.current_dir().to_owned(),
    };
    let (settings, file) = Settings::load(&host, place.config.as_deref(), &folder)
        .map_err(|error| Failure::message(error.to_string()))?;
    check_names(&settings, &host, file.as_deref())?;
    Ok((host, settings, file))
}

/// A misspelt rule in the settings would be silently without effect.
fn check_names(settings: &Settings, host: &SystemHost, file: Option<&Path>) -> Result<(), Failure> {
    let Some(file) = file else { return Ok(()) };
    let shown = discover::shown_from(host, file);
    let text = host.read(file).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let placed = |name: &str, failure: Failure| {
        // The name stands in quotes, or as a bare key below `[rules]`.
        let at = [format!("\"{name}\""), format!("'{name}'"), name.to_owned()]
            .iter()
            .find_map(|written| text.find(written.as_str()))
            .map(|at| LineIndex::new(&text).position(&text, at));
        Failure::message(match at {
            Some(at) => format!("{shown}: line {}, column {}: {failure}", at.line, at.column),
            None => format!("{shown}: {failure}"),
        })
    };
    for name in settings.select.iter().chain(&settings.ignore) {
        suggest::rule_or_category(name).map_err(|failure| placed(name, failure))?;
    }
    for name in settings
        .rules
        .keys()
        .chain(settings.accept.iter().flat_map(|accepted| &accepted.rules))
    {
        suggest::rule(name).map_err(|failure| placed(name, failure))?;
    }
    Ok(())
}

fn exclude(discovery: &mut Discovery, settings: &Settings, settings_file: Option<&Path>) {
    let Some(root) = settings_file.and_then(Path::parent) else {
        return;
    };
    discovery.excluded = Some((root.to_owned(), settings.exclude.clone()));
    let found = std::mem::take(&mut discovery.found);
    discovery.found = found
        .into_iter()
        .filter(|found| !discovery.excludes(&found.path))
        .collect();
}
