//! Files that change on disk.

use lsp_types::notification::{DidChangeConfiguration, DidChangeWatchedFiles, Notification as _};
use lsp_types::request::RegisterCapability;
use lsp_types::{
    DidChangeWatchedFilesParams, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher,
    GlobPattern, Registration, RegistrationParams,
};
use serde_json::{Value, json};

use super::interest::{self, Interest};
use super::options::SECTION;
use super::state::State;

impl State {
    /// Asks the editor to send word of what changes behind its back.
    pub(super) fn register(&mut self) {
        let mut registrations = Vec::new();
        if self.abilities.watches {
            let watchers = interest::patterns()
                .into_iter()
                .map(|pattern| FileSystemWatcher {
                    glob_pattern: GlobPattern::String(pattern),
                    kind: None,
                })
                .collect();
            let options = DidChangeWatchedFilesRegistrationOptions { watchers };
            registrations.push(registration(
                DidChangeWatchedFiles::METHOD,
                serde_json::to_value(options).unwrap_or(Value::Null),
            ));
        }
        if self.abilities.tells_settings {
            registrations.push(registration(
                DidChangeConfiguration::METHOD,
                json!({"section": SECTION}),
            ));
        }
        if !registrations.is_empty() {
            self.ask::<RegisterCapability>(RegistrationParams { registrations });
        }
    }

    /// Files changed on disk. What is open counts as the editor has it.
    pub(super) fn watched(&mut self, params: DidChangeWatchedFilesParams) {
        for change in params.changes {
            let Some(path) = self.folders.path_of(&change.uri) else {
                continue;
            };
            match interest::of(&path) {
                Some(Interest::Settings) => self.forget_all(),
                Some(_) if self.documents.get(&path).is_none() => {
                    let roots = self.projects.keys();
                    let around = roots.filter(|root| root.holds(&path)).cloned();
                    for root in around.collect::<Vec<_>>() {
                        self.outdated.insert(root);
                    }
                }
                _ => {}
            }
        }
    }
}

fn registration(method: &str, options: Value) -> Registration {
    Registration {
        id: format!("mcpmend-{method}"),
        method: method.to_owned(),
        register_options: Some(options),
    }
}
