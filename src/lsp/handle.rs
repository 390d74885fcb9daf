//! What each message does.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use lsp_server::{ErrorCode, Notification, Request, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument,
    LogMessage, Notification as _, PublishDiagnostics,
};
use lsp_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, InitializeParams, LogMessageParams, MessageType,
    PublishDiagnosticsParams, Uri,
};
use serde::Serialize;

use super::abilities::Abilities;
use super::catch::caught;
use super::diagnostics;
use super::documents::{Documents, Open};
use super::options::Options;
use super::project::{Project, Root};
use super::uri;
use super::wire::Sink;
use crate::discover;
use crate::document::Format;

/// Everything that the server knows.
pub(super) struct State {
    pub(super) sink: Sink,
    abilities: Abilities,
    /// The folders of the editor.
    folders: Vec<PathBuf>,
    documents: Documents,
    projects: BTreeMap<Root, Project>,
    /// What is to be checked.
    stale: BTreeSet<Root>,
    options: Options,
}

impl State {
    pub(super) fn new(sink: Sink, abilities: Abilities, params: InitializeParams) -> State {
        #[allow(deprecated)] // What older editors say in place of `workspaceFolders`.
        let old = params.root_uri.as_ref().and_then(uri::path_of);
        let folders = match &params.workspace_folders {
            Some(folders) => folders
                .iter()
                .filter_map(|folder| uri::path_of(&folder.uri))
                .collect(),
            None => old.into_iter().collect(),
        };
        State {
            sink,
            abilities,
            folders,
            documents: Documents::default(),
            projects: BTreeMap::new(),
            stale: BTreeSet::new(),
            options: Options::default(),
        }
    }

    fn notify<N>(&self, params: impl Serialize)
    where
        N: lsp_types::notification::Notification,
    {
        let method = N::METHOD.to_owned();
        self.sink.send(Notification::new(method, params));
    }

    fn log(&self, typ: MessageType, message: impl Into<String>) {
        let message = message.into();
        self.notify::<LogMessage>(LogMessageParams { typ, message });
    }

    /// Answers a request.
    pub(super) fn request(&mut self, request: Request) {
        let code = ErrorCode::MethodNotFound as i32;
        let why = format!("`{}` is not offered", request.method);
        self.sink.send(Response::new_err(request.id, code, why));
    }

    /// Takes note of what happened.
    pub(super) fn notification(&mut self, it: Notification) {
        let params = it.params;
        let done = match it.method.as_str() {
            DidOpenTextDocument::METHOD => serde_json::from_value(params).map(|it| self.opened(it)),
            DidChangeTextDocument::METHOD => {
                serde_json::from_value(params).map(|it| self.changed(it))
            }
            DidCloseTextDocument::METHOD => {
                serde_json::from_value(params).map(|it| self.closed(it))
            }
            DidSaveTextDocument::METHOD => serde_json::from_value(params).map(|it| self.saved(it)),
            _ => return,
        };
        if let Err(error) = done {
            self.log(MessageType::ERROR, format!("{}: {error}", it.method));
        }
    }

    /// What is looked at together with the file at `path`.
    fn root_of(&self, path: &Path) -> Root {
        let around = self
            .folders
            .iter()
            .filter(|folder| path.starts_with(folder));
        match around.max_by_key(|folder| folder.components().count()) {
            Some(folder) => Root::Folder(folder.clone()),
            None => Root::File(path.to_owned()),
        }
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let Some(path) = interesting(&document.uri) else {
            return;
        };
        let open = Open {
            uri: document.uri,
            version: document.version,
        };
        self.documents.open(path.clone(), open, document.text);
        self.touch(&path);
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        let Some(path) = interesting(&document.uri) else {
            return;
        };
        let encoding = self.abilities.encoding;
        let changes = params.content_changes;
        if self
            .documents
            .change(&path, document.version, changes, encoding)
        {
            self.touch(&path);
        }
    }

    fn saved(&mut self, params: DidSaveTextDocumentParams) {
        if let Some(path) = interesting(&params.text_document.uri) {
            self.touch(&path);
        }
    }

    fn closed(&mut self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        let Some(path) = interesting(&uri) else {
            return;
        };
        if self.documents.close(&path) {
            self.notify::<PublishDiagnostics>(PublishDiagnosticsParams::new(uri, Vec::new(), None));
            self.touch(&path);
        }
    }

    /// Takes the text that `path` has now, and marks its project.
    fn touch(&mut self, path: &Path) {
        let root = self.root_of(path);
        if !self.is_needed(&root) {
            self.projects.remove(&root);
            return;
        }
        match self.projects.get_mut(&root) {
            Some(project) => project.update(path, &self.documents),
            None => match Project::load(&root, &self.documents, &self.options) {
                Ok(project) => {
                    self.projects.insert(root.clone(), project);
                }
                Err(why) => self.log(MessageType::ERROR, why),
            },
        }
        self.stale.insert(root);
    }

    /// Whether a document of `root` is open.
    fn is_needed(&self, root: &Root) -> bool {
        let mut all = self.documents.all();
        all.any(|(path, _)| self.root_of(path) == *root)
    }

    /// Checks what changed, and publishes what is found.
    pub(super) fn settle(&mut self) {
        for root in std::mem::take(&mut self.stale) {
            let Some(project) = self.projects.get_mut(&root) else {
                continue;
            };
            if let Err(why) = caught(|| project.check()) {
                self.log(MessageType::ERROR, format!("a rule failed at {why}"));
            }
            self.publish(&root);
        }
    }

    fn publish(&self, root: &Root) {
        let Some(project) = self.projects.get(root) else {
            return;
        };
        for (path, open) in self.documents.all() {
            if self.root_of(path) != *root {
                continue;
            }
            let found = match project.file(path) {
                Some(file) => diagnostics::of_file(project, file, &self.documents, self.abilities),
                None => Vec::new(),
            };
            self.notify::<PublishDiagnostics>(PublishDiagnosticsParams::new(
                open.uri.clone(),
                found,
                Some(open.version),
            ));
        }
    }
}

/// The path of a document that may be an MCP configuration by its name.
fn interesting(uri: &Uri) -> Option<PathBuf> {
    let path = uri::path_of(uri)?;
    let name = path.file_name()?.to_str()?;
    Format::of_file_name(name)?;
    discover::classify(&path, None)?;
    Some(path)
}
