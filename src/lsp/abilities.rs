//! What the editor can do, and what this server offers it.

use lsp_types::{
    ClientCapabilities, SaveOptions, ServerCapabilities, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
};

use super::position::Encoding;

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
}

impl Abilities {
    /// Those that the editor declares.
    pub(super) fn of(client: &ClientCapabilities) -> Abilities {
        let general = client.general.as_ref();
        let encodings = general.and_then(|general| general.position_encodings.as_deref());
        let text = client.text_document.as_ref();
        let diagnostics = text.and_then(|text| text.publish_diagnostics.as_ref());
        let tags = diagnostics
            .and_then(|it| it.tag_support.as_ref())
            .map_or(&[][..], |tags| &tags.value_set);
        Abilities {
            encoding: Encoding::choose(encodings.unwrap_or_default()),
            related: diagnostics.and_then(|it| it.related_information) == Some(true),
            links: diagnostics.and_then(|it| it.code_description_support) == Some(true),
            unnecessary: tags.contains(&lsp_types::DiagnosticTag::UNNECESSARY),
            deprecated: tags.contains(&lsp_types::DiagnosticTag::DEPRECATED),
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
            ..ServerCapabilities::default()
        }
    }
}
