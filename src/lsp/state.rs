//! Everything that the server knows, and what changes it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use lsp_server::{Notification, Request, RequestId, Response};
use lsp_types::notification::{
    DidChangeConfiguration, DidChangeTextDocument, DidChangeWatchedFiles,
    DidChangeWorkspaceFolders, DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument,
    Initialized, LogMessage, Notification as _, PublishDiagnostics, ShowMessage,
};
use lsp_types::{
    Diagnostic, DidChangeConfigurationParams, DidChangeTextDocumentParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, InitializeParams, LogMessageParams, MessageType,
    PublishDiagnosticsParams, ShowMessageParams,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::abilities::Abilities;
use super::diagnostics;
use super::documents::{Documents, Open};
use super::folders::Folders;
use super::interest::{self, Interest};
use super::options::Options;
use super::progress::Progress;
use super::project::{Project, Root, may_be_config};
use super::view::View;
use super::wire::Sink;

/// Everything that the server knows.
pub(super) struct State {
    pub(super) sink: Sink,
    pub(super) abilities: Abilities,
    pub(super) folders: Folders,
    pub(super) documents: Documents,
    pub(super) projects: BTreeMap<Root, Project>,
    /// What is to be read again from disk.
    pub(super) outdated: BTreeSet<Root>,
    /// What is to be checked.
    stale: BTreeSet<Root>,
    /// What was published last for each open file.
    published: BTreeMap<PathBuf, (i32, Vec<Diagnostic>)>,
    /// The settings from the start.
    pub(super) initial: Options,
    pub(super) options: Options,
    /// The question for the settings that waits for its answer.
    pub(super) configuration: Option<RequestId>,
    /// The last complaint about settings files: it is shown once.
    complaint: Option<String>,
    asked: i32,
    tasks: u32,
}

impl State {
    pub(super) fn new(sink: Sink, abilities: Abilities, params: &InitializeParams) -> State {
        let mut state = State {
            sink,
            abilities,
            folders: Folders::of(params),
            documents: Documents::default(),
            projects: BTreeMap::new(),
            outdated: BTreeSet::new(),
            stale: BTreeSet::new(),
            published: BTreeMap::new(),
            initial: Options::default(),
            options: Options::default(),
            configuration: None,
            complaint: None,
            asked: 0,
            tasks: 0,
        };
        if let Some(options) = &params.initialization_options {
            state.take_settings(options);
            state.initial = state.options.clone();
        }
        state
    }

    fn notify<N: lsp_types::notification::Notification>(&self, params: impl Serialize) {
        let method = N::METHOD.to_owned();
        self.sink.send(Notification::new(method, params));
    }

    /// Asks the editor something; the answer comes by itself.
    pub(super) fn ask<R: lsp_types::request::Request>(
        &mut self,
        params: impl Serialize,
    ) -> RequestId {
        self.asked += 1;
        let id = RequestId::from(self.asked);
        let method = R::METHOD.to_owned();
        self.sink.send(Request::new(id.clone(), method, params));
        id
    }

    /// Writes a line to the editor's log.
    pub(super) fn log(&self, typ: MessageType, message: impl Into<String>) {
        let message = message.into();
        self.notify::<LogMessage>(LogMessageParams { typ, message });
    }

    /// Tells the user something.
    pub(super) fn show(&self, typ: MessageType, message: impl Into<String>) {
        let message = message.into();
        self.notify::<ShowMessage>(ShowMessageParams { typ, message });
    }

    /// Takes note of an answer.
    pub(super) fn response(&mut self, response: Response) {
        if self.configuration.as_ref() != Some(&response.id) {
            return;
        }
        self.configuration = None;
        if let Ok(value) = response.response_result {
            let own = value.get(0).cloned().unwrap_or(Value::Null);
            self.take_settings(&own);
        }
    }

    /// Takes note of what happened.
    pub(super) fn notification(&mut self, it: Notification) {
        let Notification { method, params } = it;
        let done = match method.as_str() {
            DidOpenTextDocument::METHOD => self.take(params, State::opened),
            DidChangeTextDocument::METHOD => self.take(params, State::changed),
            DidCloseTextDocument::METHOD => self.take(params, State::closed),
            DidSaveTextDocument::METHOD => self.take(params, State::saved),
            DidChangeWatchedFiles::METHOD => self.take(params, State::watched),
            DidChangeWorkspaceFolders::METHOD => self.take(params, State::moved),
            DidChangeConfiguration::METHOD => {
                self.take(params, |state, params: DidChangeConfigurationParams| {
                    state.configured(&params.settings);
                })
            }
            Initialized::METHOD => {
                self.register();
                self.ask_settings();
                Ok(())
            }
            _ => Ok(()),
        };
        if let Err(error) = done {
            self.log(MessageType::ERROR, format!("{method}: {error}"));
        }
    }

    fn take<P: DeserializeOwned>(
        &mut self,
        params: Value,
        work: impl FnOnce(&mut State, P),
    ) -> serde_json::Result<()> {
        serde_json::from_value(params).map(|params| work(self, params))
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let Some(path) = self.folders.path_of(&document.uri) else {
            return;
        };
        let Some(interest) = interest::of(&path) else {
            return;
        };
        let open = Open {
            uri: document.uri,
            version: document.version,
            interest,
        };
        if self.documents.open(path.clone(), open, document.text) {
            let shown = crate::discover::show(&path);
            self.log(MessageType::WARNING, format!("{shown}: opened twice"));
        }
        self.touch(&path);
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        let Some(path) = self.documents.path(&document.uri).map(Path::to_owned) else {
            let path = self.folders.path_of(&document.uri);
            if path.is_some_and(|path| interest::of(&path).is_some()) {
                let uri = document.uri.as_str();
                self.log(
                    MessageType::WARNING,
                    format!("{uri}: changed, and not open"),
                );
            }
            return;
        };
        let encoding = self.abilities.encoding;
        let changes = params.content_changes;
        let version = document.version;
        self.documents.change(&path, version, changes, encoding);
        self.touch(&path);
    }

    fn saved(&mut self, params: DidSaveTextDocumentParams) {
        let uri = &params.text_document.uri;
        let Some(path) = self.documents.path(uri).map(Path::to_owned) else {
            return;
        };
        self.published.remove(&path);
        let root = self.folders.root_of(&path);
        if self.abilities.watches {
            // What else is on disk the editor has told.
            if let Some(project) = self.projects.get_mut(&root) {
                project.read();
            }
            self.stale.insert(root);
        } else {
            self.outdated.insert(root);
        }
    }

    fn closed(&mut self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        let Some(open) = self
            .documents
            .path(&uri)
            .and_then(|path| self.documents.get(path))
        else {
            return;
        };
        let interest = open.interest;
        let Some(path) = self.documents.close(&uri) else {
            return;
        };
        if self
            .published
            .remove(&path)
            .is_some_and(|(_, found)| !found.is_empty())
        {
            self.notify::<PublishDiagnostics>(PublishDiagnosticsParams::new(uri, Vec::new(), None));
        }
        self.touch_as(&path, interest);
    }

    fn moved(&mut self, params: DidChangeWorkspaceFoldersParams) {
        for folder in &params.event.removed {
            self.folders.remove(folder);
        }
        for folder in &params.event.added {
            self.folders.add(folder);
        }
        self.projects.clear();
        self.forget_all();
    }

    /// The document at `path` has another text.
    fn touch(&mut self, path: &Path) {
        if let Some(open) = self.documents.get(path) {
            let interest = open.interest;
            self.touch_as(path, interest);
        }
    }

    fn touch_as(&mut self, path: &Path, interest: Interest) {
        if interest == Interest::Settings {
            self.forget_all();
            return;
        }
        let roots = self.projects.keys();
        let around: Vec<Root> = roots.filter(|root| root.holds(path)).cloned().collect();
        for root in around {
            if !self.is_needed(&root) {
                self.projects.remove(&root);
            } else if let Some(project) = self.projects.get_mut(&root)
                && project.update(path, &self.documents)
            {
                self.stale.insert(root);
            }
        }
        let root = self.folders.root_of(path);
        if interest == Interest::Config
            && !self.projects.contains_key(&root)
            && may_be_config(path, &self.documents)
        {
            self.outdated.insert(root);
        }
        // Whatever it is, nothing may stay on show for an older text of it.
        if self.documents.get(path).is_some() {
            self.stale.insert(self.folders.root_of(path));
        }
    }

    /// Whether a config of `root` is open.
    fn is_needed(&self, root: &Root) -> bool {
        self.documents.all().any(|(path, open)| {
            open.interest == Interest::Config && self.folders.root_of(path) == *root
        })
    }

    /// Everything is to be read again.
    pub(super) fn forget_all(&mut self) {
        self.outdated.extend(self.projects.keys().cloned());
        for (path, open) in self.documents.all() {
            if open.interest == Interest::Config && may_be_config(path, &self.documents) {
                self.outdated.insert(self.folders.root_of(path));
            }
        }
    }

    /// Reads what has to be read, checks what changed, and publishes what is found.
    pub(super) fn settle(&mut self) {
        for root in std::mem::take(&mut self.outdated) {
            self.load(root);
        }
        for root in std::mem::take(&mut self.stale) {
            if let Some(project) = self.projects.get_mut(&root) {
                for said in project.check() {
                    self.log(MessageType::ERROR, said);
                }
            }
            self.publish(&root);
        }
    }

    /// Reads a project from disk.
    fn load(&mut self, root: Root) {
        self.stale.insert(root.clone());
        let before = self.projects.remove(&root);
        if !self.is_needed(&root) {
            return;
        }
        self.tasks += 1;
        let progress = self.abilities.progress.then(|| {
            Progress::begin(
                self.sink.clone(),
                self.tasks,
                "Looking for MCP configuration",
            )
        });
        let mut complaint = None;
        let read = Project::load(
            &root,
            &self.documents,
            &self.options,
            before.as_ref(),
            |why| {
                complaint = Some(why);
            },
        );
        drop(progress);
        match read {
            Ok(project) => {
                self.projects.insert(root, project);
            }
            Err(why) => self.log(MessageType::ERROR, why),
        }
        if let Some(why) = &complaint
            && self.complaint != complaint
        {
            self.show(
                MessageType::ERROR,
                format!("{why} (the settings are not used)"),
            );
        }
        self.complaint = complaint;
    }

    fn publish(&mut self, root: &Root) {
        let project = self.projects.get(root);
        let mut news = Vec::new();
        for (path, open) in self.documents.all() {
            if self.folders.root_of(path) != *root {
                continue;
            }
            let file = project.and_then(|project| Some((project, project.file(path)?)));
            let found = file.map_or_else(Vec::new, |(project, id)| {
                diagnostics::of_file(View {
                    project,
                    id,
                    documents: &self.documents,
                    abilities: self.abilities,
                })
            });
            let known = self.published.get(path);
            // A document in which nothing was ever found needs no word of it, but one that is ours.
            let is_news = match known {
                Some((version, old)) => *version != open.version || *old != found,
                None => file.is_some() || !found.is_empty(),
            };
            if is_news {
                news.push((path.to_owned(), open.uri.clone(), open.version, found));
            }
        }
        for (path, uri, version, found) in news {
            let params = PublishDiagnosticsParams::new(uri, found.clone(), Some(version));
            self.notify::<PublishDiagnostics>(params);
            self.published.insert(path, (version, found));
        }
    }
}
