//! From arguments to an analysis.

use std::path::PathBuf;

use clap::CommandFactory;

use super::args::{SettingsArgs, Where};
use super::{Failure, say};
use crate::analysis::{Analysis, AnalysisError, Options, SettingsFrom};
use crate::suggest;

/// Where the arguments say that the settings are.
pub(super) fn settings_from(args: &SettingsArgs) -> SettingsFrom {
    match &args.config {
        _ if args.isolated => SettingsFrom::Defaults,
        Some(file) => SettingsFrom::File(file.clone()),
        None => SettingsFrom::Nearest,
    }
}

/// What the arguments say of where to look.
pub(super) fn options(place: &Where) -> Result<Options, Failure> {
    Ok(Options {
        paths: place.paths.clone(),
        client: place.client.as_deref().map(suggest::client).transpose()?,
        home: place.home.clone(),
        os: place.os,
        settings: settings_from(&place.settings),
        ..Options::default()
    })
}

/// The same where standing input is to be taken for the file at `path`.
pub(super) fn options_of_text(
    place: &Where,
    path: PathBuf,
    bytes: Vec<u8>,
) -> Result<Options, Failure> {
    Ok(Options {
        paths: vec![path.clone()],
        texts: [(path, bytes)].into(),
        ..options(place)?
    })
}

/// Reads settings and everything that is to be looked at.
pub(super) fn open(options: &Options) -> Result<Analysis, Failure> {
    Analysis::read(options).map_err(|error| match error {
        AnalysisError::Path(unknown) => {
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
        }
        other => Failure::message(other.to_string()),
    })
}

/// Says which paths could not be looked at, and what was read when that was asked for.
pub(super) fn tell_troubles(analysis: &Analysis, verbose: bool) {
    let workspace = &analysis.workspace;
    for trouble in &workspace.troubles {
        say!("warning: {}: {}", trouble.path, trouble.message);
    }
    for stranger in &workspace.strangers {
        say!(
            "warning: {stranger}: no MCP servers found in it, and no client is known to read it; say whose it is with --client ID"
        );
    }
    if verbose {
        if let Some(source) = &analysis.settings.source {
            say!("settings: {}", source.shown);
        }
        for (_, file) in workspace.files() {
            say!("{}: {} ({})", file.shown, file.client.name, file.kind.title);
        }
    }
}
