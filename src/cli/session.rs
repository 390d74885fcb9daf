//! From arguments to a workspace and the settings that apply to it.

use std::path::{Path, PathBuf};

use clap::CommandFactory;

use super::args::{SettingsArgs, Where};
use super::{Failure, say, suggest};
use crate::discover::{self, Discovery, Found, Place, Request};
use crate::document::{Document, Format, Span};
use crate::host::{self, FileType, Host, SystemHost};
use crate::rules::Context;
use crate::settings::{self, Settings, below};
use crate::suppression::Reach;
use crate::workspace::Workspace;

/// What one run works on.
pub(super) struct Session {
    pub(super) host: SystemHost,
    pub(super) settings: Settings,
    pub(super) workspace: Workspace,
    pub(super) machine_mode: bool,
    /// The paths as given.
    pub(super) paths: Vec<PathBuf>,
    /// How much of the project and the machine is looked at.
    pub(super) reach: Reach,
    /// What came from standard input, byte for byte.
    pub(super) stdin: Vec<u8>,
}

impl Session {
    /// Reads settings and everything that is to be looked at.
    pub(super) fn open(place: &Where) -> Result<Session, Failure> {
        let (host, settings) = prepare(place, &place.paths)?;
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
        exclude(&mut discovery, &settings, &host);
        let reach = reach(place, &host, &settings, &discovery.walked);
        let mut workspace = Workspace::read(&host, discovery);
        if let Some(file) = settings::companion(&settings) {
            workspace.add_companion(file);
        }
        Ok(Session {
            workspace,
            machine_mode: place.paths.is_empty(),
            paths: place.paths.clone(),
            reach,
            stdin: Vec::new(),
            host,
            settings,
        })
    }

    /// Reads settings and takes `bytes` as the file at `path`.
    pub(super) fn of_text(place: &Where, path: &Path, bytes: Vec<u8>) -> Result<Session, Failure> {
        let (host, settings) = prepare(place, &[path.to_owned()])?;
        let client = place.client.as_deref().map(suggest::client).transpose()?;
        let absolute = host::absolute(&host, path);
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
        exclude(&mut discovery, &settings, &host);
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
            reach: reach(place, &host, &settings, &[]),
            host,
            settings,
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
            if let Some(source) = &self.settings.source {
                say!("settings: {}", source.shown);
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

/// The machine and the settings for a run over `paths`.
fn prepare(place: &Where, paths: &[PathBuf]) -> Result<(SystemHost, Settings), Failure> {
    let host = SystemHost::new(place.home.clone(), place.os)?;
    let config = place.settings.config.clone();
    let given: Vec<PathBuf> = paths.iter().cloned().chain(config).collect();
    // Settings are the user's own word: they are looked for above what was given, wherever that is.
    let settings = load_settings(&host.clone().within(&given, false), &place.settings, paths)?;
    Ok((host.within(&given, place.home.is_some()), settings))
}

/// The settings for a run over `paths`: of one path the nearest above it, else those of the current
/// folder.
pub(super) fn load_settings(
    host: &SystemHost,
    args: &SettingsArgs,
    paths: &[PathBuf],
) -> Result<Settings, Failure> {
    if args.isolated {
        return Ok(Settings::default());
    }
    let folder = match paths {
        [path] => {
            let path = host::absolute(host, path);
            match host.file_type(&path) {
                Ok(FileType::Folder) => path,
                _ => path.parent().unwrap_or(&path).to_owned(),
            }
        }
        _ => host.current_dir().to_owned(),
    };
    let settings = Settings::load(host, args.config.as_deref(), &folder)
        .map_err(|error| Failure::message(error.to_string()))?;
    check_names(&settings)?;
    Ok(settings)
}

/// A misspelt rule in the settings would be silently without effect. Those of `[[accept]]` are
/// findings: see the rule `unknown-suppression`.
fn check_names(settings: &Settings) -> Result<(), Failure> {
    let Some(source) = &settings.source else {
        return Ok(());
    };
    let document = Document::parse(source.text.clone(), Format::Toml);
    let Some(root) = document.root() else {
        return Ok(());
    };
    let placed = |span: Span, failure: Failure| {
        let at = document.position(span.start);
        Failure::message(format!(
            "{}: line {}, column {}: {failure}",
            source.shown, at.line, at.column
        ))
    };
    for list in ["select", "ignore"] {
        for item in root.get(list).into_iter().flat_map(|list| list.items()) {
            suggest::rule_or_category(item.as_str().unwrap_or_default())
                .map_err(|failure| placed(item.span(), failure))?;
        }
    }
    for (key, _) in root
        .get("rules")
        .into_iter()
        .flat_map(|rules| rules.entries())
    {
        suggest::rule(&key.text).map_err(|failure| placed(key.span, failure))?;
    }
    Ok(())
}

fn exclude(discovery: &mut Discovery, settings: &Settings, host: &SystemHost) {
    discovery.excluded = settings
        .folder()
        .map(|folder| (folder.to_owned(), settings.exclude.clone()));
    discovery.found.retain(|found| {
        !settings
            .exclude
            .iter()
            .any(|pattern| settings.names(host, pattern, &found.path, &found.shown))
    });
}

/// How much of what the settings and comments may be for was looked at: all of a project when one
/// of the folders holds its settings, or the current folder where there are none.
fn reach(place: &Where, host: &SystemHost, settings: &Settings, walked: &[PathBuf]) -> Reach {
    if place.client.is_some() {
        return Reach::Foreign;
    }
    let root = settings.folder().unwrap_or(host.current_dir());
    let whole = walked
        .iter()
        .any(|folder| below(host, folder, root).is_some());
    match (whole, place.paths.is_empty()) {
        (false, _) => Reach::Files,
        (true, false) => Reach::Project,
        (true, true) => Reach::Machine,
    }
}
