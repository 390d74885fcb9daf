//! One run: from what was asked for to a workspace, the settings that apply to it, and what the
//! rules find.
//!
//! The command line, the language server and other crates start here.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::check::{Checked, Selection, checked};
use crate::discover::{self, Discovery, Found, Place, Request, UnknownPath};
use crate::document::{Document, Format, Span};
use crate::fix::{self, Mended};
use crate::host::{self, FileType, Host, SystemHost};
use crate::model::{Client, Os};
use crate::progress::Progress;
use crate::report::Report;
use crate::rules::Context;
use crate::settings::{self, Settings, SettingsError, below};
use crate::suggest::{self, UnknownName};
use crate::suppression::Reach;
use crate::workspace::Workspace;

/// Where the settings come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SettingsFrom {
    /// The nearest `mcpmend.toml` above the one path that is given, else above the current folder.
    #[default]
    Nearest,
    /// This file.
    File(PathBuf),
    /// None is read; the defaults count.
    Defaults,
}

/// What to look at, and how.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Files and folders. None: the files of this machine's user and administrator, and the
    /// project around the current folder.
    pub paths: Vec<PathBuf>,
    /// Read the given files as this client's, and look for no other's.
    pub client: Option<&'static Client>,
    /// Take this folder for the home folder; this machine's environment counts for nothing then.
    pub home: Option<PathBuf>,
    /// Look where clients look on this system; this machine's environment counts for nothing then.
    pub os: Option<Os>,
    /// Where the settings come from.
    pub settings: SettingsFrom,
    /// Which rules run. How much suppressions may be for is found out by [`Analysis::read`].
    pub selection: Selection,
    /// Texts that count instead of what is on disk, by path: the unsaved buffers of an editor.
    /// They need not be on disk at all.
    pub texts: BTreeMap<PathBuf, Vec<u8>>,
    /// Nothing is read but these files and folders, and what lies below them, wherever a link or a
    /// config leads; only the settings are looked for above them. `None`: no such limit.
    pub within: Option<Vec<PathBuf>>,
    /// Where the run counts how far it has come, and is told to stop.
    pub progress: Option<Arc<Progress>>,
}

/// Why nothing could be analysed.
#[derive(Debug, thiserror::Error)]
pub enum AnalysisError {
    /// A path of the options is not there.
    #[error(transparent)]
    Path(#[from] UnknownPath),
    /// The settings cannot be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The options name a rule that is none.
    #[error(transparent)]
    Name(#[from] UnknownName),
    /// There is no current folder.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What [`check()`] came to.
#[derive(Debug)]
pub struct Outcome {
    /// What was looked at.
    pub analysis: Analysis,
    /// What was found in it.
    pub checked: Checked,
}

impl Outcome {
    /// What is to be said of it, in any of the formats of [`crate::report`]. Secrets are masked
    /// unless `show_secrets`.
    pub fn report(&self, show_secrets: bool) -> Report<'_> {
        self.analysis.report(&self.checked, show_secrets)
    }
}

/// Reads what `options` name and checks it.
///
/// # Errors
/// As [`Analysis::read`].
pub fn check(options: &Options) -> Result<Outcome, AnalysisError> {
    let analysis = Analysis::read(options)?;
    let checked = analysis.check();
    Ok(Outcome { analysis, checked })
}

/// What one run works on.
#[derive(Debug)]
pub struct Analysis {
    /// The machine that was looked at.
    pub host: SystemHost,
    /// The settings that apply.
    pub settings: Settings,
    /// Everything that was read.
    pub workspace: Workspace,
    /// Whether the files of the machine's user and administrator count: no paths were given.
    pub machine_mode: bool,
    /// The paths as given.
    pub paths: Vec<PathBuf>,
    /// Which rules run.
    pub selection: Selection,
}

impl Analysis {
    /// Reads settings and everything that is to be looked at.
    ///
    /// # Errors
    /// When a path does not exist, a name is no rule, or the settings cannot be used.
    pub fn read(options: &Options) -> Result<Analysis, AnalysisError> {
        let selection = &options.selection;
        for name in selection.select.iter().chain(&selection.ignore) {
            suggest::rule_or_category(name)?;
        }
        let (host, settings) = prepare(options)?;
        let request = Request {
            paths: options.paths.clone(),
            client: options.client,
        };
        let mut discovery = discover::discover(&host, &request)?;
        add_unsaved(&mut discovery, &host, options);
        exclude(&mut discovery, &settings, &host);
        let reach = reach(options, &host, &settings, &discovery.walked);
        let mut workspace = Workspace::read(&host, discovery);
        if let Some(file) = settings::companion(&settings) {
            workspace.add_companion(file);
        }
        Ok(Analysis {
            workspace,
            machine_mode: options.paths.is_empty(),
            paths: options.paths.clone(),
            selection: Selection {
                reach,
                ..selection.clone()
            },
            host,
            settings,
        })
    }

    /// The machine whose user's and administrator's files count; none where paths were given.
    pub fn machine(&self) -> Option<&dyn Host> {
        self.machine_mode.then_some(&self.host as &dyn Host)
    }

    /// What rules may ask.
    pub fn context(&self) -> Context<'_> {
        Context {
            workspace: &self.workspace,
            settings: &self.settings,
            host: &self.host,
            machine_mode: self.machine_mode,
        }
    }

    /// What the rules find.
    pub fn check(&self) -> Checked {
        checked(&self.context(), &self.selection)
    }

    /// What is left when everything is fixed that can be; `unsafe_too`: by unsafe fixes as well.
    /// Nothing is written.
    pub fn fix(&self, unsafe_too: bool) -> Mended {
        fix::fix(&self.context(), &self.selection, unsafe_too)
    }

    /// What is to be said of what was found. Secrets are masked unless they are to be shown.
    pub fn report<'a>(&'a self, checked: &'a Checked, show_secrets: bool) -> Report<'a> {
        Report::new(&self.workspace, &checked.findings, show_secrets)
            .leaving_out(checked.left_out)
            .on(self.machine())
            .seen_from(&self.host)
    }
}

/// The machine and the settings of a run.
fn prepare(options: &Options) -> Result<(SystemHost, Settings), AnalysisError> {
    let host = SystemHost::new(options.home.clone(), options.os)?;
    let host = host.with_texts(options.texts.clone());
    let config = match &options.settings {
        SettingsFrom::File(file) => Some(file.clone()),
        _ => None,
    };
    let given: Vec<PathBuf> = options.paths.iter().cloned().chain(config).collect();
    // Settings are the user's own word: they are looked for above what was given, wherever that is.
    let around = host.clone().within(&given, false);
    let settings = load_settings(&around, &options.settings, &options.paths)?;
    let host = host
        .within(&given, options.home.is_some())
        .counting(options.progress.clone());
    let host = match &options.within {
        Some(folders) => host.confined(folders),
        None => host,
    };
    Ok((host, settings))
}

/// The settings for a run over `paths`: of one path the nearest above it, else those of the current
/// folder.
///
/// # Errors
/// When they cannot be read or name a rule that is none.
pub fn load_settings(
    host: &dyn Host,
    from: &SettingsFrom,
    paths: &[PathBuf],
) -> Result<Settings, SettingsError> {
    let file = match from {
        SettingsFrom::Defaults => return Ok(Settings::default()),
        SettingsFrom::File(file) => Some(file.as_path()),
        SettingsFrom::Nearest => None,
    };
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
    let settings = Settings::load(host, file, &folder)?;
    check_names(&settings)?;
    Ok(settings)
}

/// A misspelt rule in the settings would be silently without effect. Those of `[[accept]]` are
/// findings: see the rule `unknown-suppression`.
fn check_names(settings: &Settings) -> Result<(), SettingsError> {
    let Some(source) = &settings.source else {
        return Ok(());
    };
    let document = Document::parse(source.text.clone(), Format::Toml);
    let Some(root) = document.root() else {
        return Ok(());
    };
    let placed = |span: Span, unknown: UnknownName| {
        let at = document.position(span.start);
        SettingsError {
            path: source.shown.clone(),
            message: format!("line {}, column {}: {unknown}", at.line, at.column),
        }
    };
    for list in ["select", "ignore"] {
        for item in root.get(list).into_iter().flat_map(|list| list.items()) {
            suggest::rule_or_category(item.as_str().unwrap_or_default())
                .map_err(|unknown| placed(item.span(), unknown))?;
        }
    }
    for (key, _) in root
        .get("rules")
        .into_iter()
        .flat_map(|rules| rules.entries())
    {
        suggest::rule(&key.text).map_err(|unknown| placed(key.span, unknown))?;
    }
    Ok(())
}

/// Files that are in an editor only, below what was given.
fn add_unsaved(discovery: &mut Discovery, host: &SystemHost, options: &Options) {
    for path in host.texts() {
        let below = |folder: &PathBuf| path.starts_with(folder);
        let known = discovery.found.iter().any(|found| found.path == path);
        if known || !discovery.walked.iter().any(below) {
            continue;
        }
        let place = discover::place_of(path, options.client);
        if let Place::Known { .. } = place {
            discovery.found.push(Found {
                shown: discover::shown_from(host, path),
                place,
                also: Vec::new(),
                path: path.to_owned(),
            });
        }
    }
}

/// Leaves out what the settings exclude.
pub(crate) fn exclude(discovery: &mut Discovery, settings: &Settings, host: &dyn Host) {
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
pub(crate) fn reach(
    options: &Options,
    host: &dyn Host,
    settings: &Settings,
    walked: &[PathBuf],
) -> Reach {
    if options.client.is_some() {
        return Reach::Foreign;
    }
    let root: &Path = settings.folder().unwrap_or(host.current_dir());
    let whole = walked
        .iter()
        .any(|folder| below(host, folder, root).is_some());
    match (whole, options.paths.is_empty()) {
        (false, _) => Reach::Files,
        (true, false) => Reach::Project,
        (true, true) => Reach::Machine,
    }
}
