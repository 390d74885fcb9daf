//! What the editor can do, and what this server offers it.

use lsp_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProviderCapability,
    CompletionOptions, DiagnosticTag, HoverProviderCapability, MarkupKind, OneOf, SaveOptions,
    ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

use super::position::Encoding;

/// The kind of the action that mends all of a file.
pub(super) const FIX_ALL: &str = "source.fixAll.mcpmend";

/// What the editor can do, as far as answers differ by it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Abilities {
    /// How it counts characters.
    pub(super) encoding: Encoding,
    /// Whether a diagnostic may have related places.
    pub(super) related: bool,
    /// Whether the rule of a diagnostic may be a link.
    pub(super) links: bool,
    /// Whether it shows what is of no use fainter.
    pub(super) unnecessary: bool,
    /// Whether it strikes through what is deprecated.
    pub(super) deprecated: bool,
    /// Whether it takes actions that are no commands.
    pub(super) actions: bool,
    /// Whether it asks for the edit of an action when that is chosen.
    pub(super) resolves: bool,
    /// Whether edits may name the version that they are for.
    pub(super) versions: bool,
    /// Whether hovers are Markdown.
    pub(super) rich_hover: bool,
    /// Whether the documentation of a completion is Markdown.
    pub(super) rich_completion: bool,
    /// Whether a completion may have places to fill in.
    pub(super) snippets: bool,
    /// Whether symbols may lie in each other.
    pub(super) nested_symbols: bool,
    /// Whether it can be asked for its settings.
    pub(super) asks_settings: bool,
    /// Whether it can be told to send word of changed settings.
    pub(super) tells_settings: bool,
    /// Whether it can be told to send word of changed files.
    pub(super) watches: bool,
    /// Whether it shows that something takes long.
    pub(super) progress: bool,
}

impl Abilities {
    /// Those that the editor declares.
    pub(super) fn of(client: &ClientCapabilities) -> Abilities {
        let general = client.general.as_ref();
        let encodings = general.and_then(|general| general.position_encodings.as_deref());
        let workspace = client.workspace.as_ref();
        let text = client.text_document.as_ref();
        let diagnostics = text.and_then(|text| text.publish_diagnostics.as_ref());
        let tags = diagnostics
            .and_then(|it| it.tag_support.as_ref())
            .map_or(&[][..], |tags| &tags.value_set);
        let actions = text.and_then(|text| text.code_action.as_ref());
        let hover = text.and_then(|text| text.hover.as_ref());
        let item = text
            .and_then(|text| text.completion.as_ref())
            .and_then(|completion| completion.completion_item.as_ref());
        let rich = |formats: Option<&Vec<MarkupKind>>| {
            formats.is_some_and(|formats| formats.contains(&MarkupKind::Markdown))
        };
        Abilities {
            encoding: Encoding::choose(encodings.unwrap_or_default()),
            related: diagnostics.and_then(|it| it.related_information) == Some(true),
            links: diagnostics.and_then(|it| it.code_description_support) == Some(true),
            unnecessary: tags.contains(&DiagnosticTag::UNNECESSARY),
            deprecated: tags.contains(&DiagnosticTag::DEPRECATED),
            actions: actions.is_some_and(|it| it.code_action_literal_support.is_some()),
            resolves: actions
                .and_then(|it| it.resolve_support.as_ref())
                .is_some_and(|it| it.properties.iter().any(|name| name == "edit")),
            versions: workspace
                .and_then(|it| it.workspace_edit.as_ref())
                .and_then(|it| it.document_changes)
                == Some(true),
            rich_hover: rich(hover.and_then(|it| it.content_format.as_ref())),
            rich_completion: rich(item.and_then(|it| it.documentation_format.as_ref())),
            snippets: item.and_then(|it| it.snippet_support) == Some(true),
            nested_symbols: text
                .and_then(|text| text.document_symbol.as_ref())
                .and_then(|it| it.hierarchical_document_symbol_support)
                == Some(true),
            asks_settings: workspace.and_then(|it| it.configuration) == Some(true),
            tells_settings: workspace
                .and_then(|it| it.did_change_configuration.as_ref())
                .and_then(|it| it.dynamic_registration)
                == Some(true),
            watches: workspace
                .and_then(|it| it.did_change_watched_files.as_ref())
                .and_then(|it| it.dynamic_registration)
                == Some(true),
            progress: client.window.as_ref().and_then(|it| it.work_done_progress) == Some(true),
        }
    }

    /// What the server offers to such an editor.
    pub(super) fn answer(self) -> ServerCapabilities {
        ServerCapabilities {
            position_encoding: Some(self.encoding.kind()),
            text_document_sync: Some(TextDocumentSyncCapability::Options(
                TextDocumentSyncOptions {
                    open_close: Some(true),
                    change: Some(TextDocumentSyncKind::INCREMENTAL),
                    save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
                        include_text: Some(false),
                    })),
                    ..TextDocumentSyncOptions::default()
                },
            )),
            code_action_provider: self.actions.then(|| {
                CodeActionProviderCapability::Options(CodeActionOptions {
                    code_action_kinds: Some(vec![
                        CodeActionKind::QUICKFIX,
                        CodeActionKind::new(FIX_ALL),
                    ]),
                    resolve_provider: Some(self.resolves),
                    ..CodeActionOptions::default()
                })
            }),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(vec!["\"".to_owned()]),
                ..CompletionOptions::default()
            }),
            document_symbol_provider: Some(OneOf::Left(true)),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(OneOf::Left(true)),
                }),
                file_operations: None,
            }),
            ..ServerCapabilities::default()
        }
    }
}
