//! What the editor asks.

use lsp_server::{ErrorCode, Request, RequestId, Response};
use lsp_types::request::{
    CodeActionRequest, CodeActionResolveRequest, Completion, DocumentSymbolRequest, HoverRequest,
    Request as _,
};
use lsp_types::{CodeAction, Position, Uri};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::actions::{self, Deferred};
use super::state::State;
use super::view::View;
use super::{completion, hover, symbols};

/// An answer, or why there is none.
type Answer = Result<Value, (ErrorCode, String)>;

impl State {
    /// Answers a request.
    pub(super) fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let answer = match method.as_str() {
            HoverRequest::METHOD => self.answer::<HoverRequest>(params, |state, params| {
                let at = params.text_document_position_params;
                state.at(&at.text_document.uri, at.position, hover::at_offset)?
            }),
            Completion::METHOD => self.answer::<Completion>(params, |state, params| {
                let at = params.text_document_position;
                let found = state.at(&at.text_document.uri, at.position, completion::at_offset)?;
                Some(found.into())
            }),
            DocumentSymbolRequest::METHOD => self
                .answer::<DocumentSymbolRequest>(params, |state, params| {
                    symbols::of_file(state.view(&params.text_document.uri)?)
                }),
            CodeActionRequest::METHOD => {
                self.answer::<CodeActionRequest>(params, |state, params| {
                    let view = state.view(&params.text_document.uri)?;
                    let span = view.lines().span(params.range);
                    let unsafe_too = state.options.fix_all.r#unsafe;
                    Some(actions::of_range(view, span, &params.context, unsafe_too))
                })
            }
            CodeActionResolveRequest::METHOD => self
                .answer::<CodeActionResolveRequest>(params, |state, action| state.resolved(action)),
            _ => Err((
                ErrorCode::MethodNotFound,
                format!("`{method}` is not offered"),
            )),
        };
        self.respond(id, answer);
    }

    fn respond(&self, id: RequestId, answer: Answer) {
        self.sink.send(match answer {
            Ok(result) => Response::new_ok(id, result),
            Err((code, why)) => Response::new_err(id, code as i32, why),
        });
    }

    /// Answers from what was found in the newest texts.
    fn answer<R>(
        &mut self,
        params: Value,
        work: impl FnOnce(&State, R::Params) -> R::Result,
    ) -> Answer
    where
        R: lsp_types::request::Request,
        R::Params: DeserializeOwned,
        R::Result: Serialize,
    {
        // The error names a place and no text.
        let params = serde_json::from_value(params)
            .map_err(|error| (ErrorCode::InvalidParams, error.to_string()))?;
        self.settle();
        serde_json::to_value(work(self, params))
            .map_err(|error| (ErrorCode::InternalError, error.to_string()))
    }

    /// The open file of this name, where it is one of ours.
    fn view(&self, uri: &Uri) -> Option<View<'_>> {
        let path = self.documents.path(uri)?;
        let project = self.projects.get(&self.folders.root_of(path))?;
        Some(View {
            project,
            id: project.file(path)?,
            documents: &self.documents,
            abilities: self.abilities,
        })
    }

    fn at<R>(
        &self,
        uri: &Uri,
        position: Position,
        work: impl FnOnce(View<'_>, usize) -> R,
    ) -> Option<R> {
        let view = self.view(uri)?;
        Some(work(view, view.lines().offset(position)))
    }

    /// The action with its edit.
    fn resolved(&self, mut action: CodeAction) -> CodeAction {
        let data = action.data.clone();
        let deferred: Option<Deferred> = data.and_then(|data| serde_json::from_value(data).ok());
        if let Some(view) = deferred.and_then(|deferred| self.view(&deferred.uri)) {
            action.edit = actions::all_edits(view, self.options.fix_all.r#unsafe);
        }
        action
    }
}
