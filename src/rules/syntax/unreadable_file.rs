//! `unreadable-file`

use crate::clients;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{MAX_BYTES, Span};
use crate::host::FileType;
use crate::rules::{Check, Context, rule};
use crate::workspace::{File, FileId};

rule! {
    /// A config file that cannot be read: a folder, a dangling link, a pipe, no permission.
    ///
    /// ## Why it fails
    /// The client cannot read it either, so no server of it loads. A folder in place of a file
    /// is often the work of Docker, which makes one for a mount whose source is missing; a
    /// dangling link is what is left of moved dotfiles. Files over 10 MB are not read here,
    /// which says nothing about the client.
    ///
    /// ## Example
    /// Here `.claude.json` is a folder:
    /// ```json bad ~/.claude.json/servers.json
    /// {}
    /// ```
    ///
    /// ## Use instead
    /// ```json good ~/.claude.json
    /// {
    ///   "mcpServers": {}
    /// }
    /// ```
    ///
    /// ## Sources
    /// - https://docs.docker.com/engine/storage/bind-mounts/ (2026-11-23)
    "unreadable-file", Syntax, Error, None, Check::File(check)
}

fn check(context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    let Some(why) = &file.unreadable else { return };
    if file.not_read.is_some() {
        return;
    }
    let finding = RULE.finding(
        id,
        Span::at(0),
        format!("`{}` cannot be read: {why}", file.shown),
    );
    let too_large = matches!(
        context.host.file_type(&file.path),
        Ok(FileType::File(size)) if size > MAX_BYTES
    );
    out.push(if too_large {
        finding
            .severity(Severity::Warning)
            .effect("nothing in it was checked")
    } else if file.client.id == clients::GENERIC.id {
        // Whose it is is not known, so neither is what becomes of it.
        finding.effect("nothing in it was checked")
    } else {
        finding.effect(format!("{} loads no server from it", file.client.name))
    });
}
