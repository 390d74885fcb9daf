"""A session with the client of lsprotocol: its types refuse what the protocol does not allow."""

import os
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

BROKEN = """{
  "mcpServers": {
    "docs": { "url": "https://mcp.example.com/mcp" },
    "local": { "command": "x", "command": "y" }
  }
}
"""


@pytest_lsp.fixture(
    scope="function",
    config=ClientServerConfig(server_command=[os.environ["MCPMEND"], "lsp"]),
)
async def client(lsp_client: LanguageClient, tmp_path: pathlib.Path):
    (tmp_path / ".git").mkdir()
    lsp_client.root = tmp_path
    folder = types.WorkspaceFolder(uri=tmp_path.as_uri(), name="work")
    await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities("visual_studio_code"),
            workspace_folders=[folder],
        )
    )
    yield
    await lsp_client.shutdown_session()


def open_file(client: LanguageClient, name: str, text: str) -> str:
    path = client.root / name
    path.write_text(text)
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(
            text_document=types.TextDocumentItem(
                uri=path.as_uri(), language_id="json", version=1, text=text
            )
        )
    )
    return path.as_uri()


async def found(client: LanguageClient, uri: str) -> list[types.Diagnostic]:
    while uri not in client.diagnostics:
        await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return list(client.diagnostics[uri])


@pytest.mark.asyncio
async def test_diagnostics_and_fixes(client: LanguageClient):
    uri = open_file(client, ".mcp.json", BROKEN)
    diagnostics = await found(client, uri)
    codes = [diagnostic.code for diagnostic in diagnostics]
    assert "missing-transport-type" in codes and "duplicate-key" in codes
    faint = [it for it in diagnostics if it.severity == types.DiagnosticSeverity.Hint]
    assert faint and faint[0].tags == [types.DiagnosticTag.Unnecessary]
    wanted = next(it for it in diagnostics if it.code == "missing-transport-type")
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            text_document=types.TextDocumentIdentifier(uri=uri),
            range=wanted.range,
            context=types.CodeActionContext(diagnostics=[wanted]),
        )
    )
    preferred = [it for it in actions if it.is_preferred]
    assert len(preferred) == 1
    change = preferred[0].edit.document_changes[0]
    assert change.text_document.version == 1
    assert '"type": "http"' in change.edits[0].new_text
    everything = next(it for it in actions if it.kind == "source.fixAll.mcpmend")
    resolved = await client.code_action_resolve_async(everything)
    assert '"type": "http"' in resolved.edit.document_changes[0].edits[0].new_text


@pytest.mark.asyncio
async def test_hover_completion_and_symbols(client: LanguageClient):
    uri = open_file(client, ".mcp.json", BROKEN)
    await found(client, uri)
    document = types.TextDocumentIdentifier(uri=uri)
    hover = await client.text_document_hover_async(
        types.HoverParams(
            text_document=document, position=types.Position(line=3, character=17)
        )
    )
    assert "Claude Code" in hover.contents.value
    items = await client.text_document_completion_async(
        types.CompletionParams(
            text_document=document, position=types.Position(line=3, character=14)
        )
    )
    labels = [item.label for item in getattr(items, "items", items)]
    assert "args" in labels
    symbols = await client.text_document_document_symbol_async(
        types.DocumentSymbolParams(text_document=document)
    )
    assert [it.name for it in symbols[0].children] == ["docs", "local"]
