//! What one fix by itself makes of the files.

use mcpmend::check;
use mcpmend::diagnostic::{Diagnostic, Fix};
use mcpmend::fix;
use mcpmend::rules::Context;
use mcpmend::workspace::{FileId, Workspace};

use super::everything;

/// The texts after `fix` alone; `None` where the format cannot carry it out.
pub fn alone(workspace: &Workspace, fix: &Fix) -> Option<Vec<(FileId, String)>> {
    fix.files()
        .into_iter()
        .map(|id| Some((id, fix::rewrite(workspace, id, &fix.edits_of(id)).ok()?)))
        .collect()
}

pub fn recheck(context: &Context<'_>, workspace: &Workspace) -> Vec<Diagnostic> {
    let now = Context {
        workspace,
        ..*context
    };
    check::check(&now, &everything())
}

/// What a finding is, wherever it stands.
pub fn key(workspace: &Workspace, finding: &Diagnostic) -> (&'static str, String, String) {
    let file = workspace.file(finding.primary().file);
    (finding.rule, file.shown.clone(), finding.message.clone())
}
