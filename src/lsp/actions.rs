//! What can be done about findings.

use lsp_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, CodeActionTriggerKind,
    WorkspaceEdit,
};
use serde::{Deserialize, Serialize};

use super::abilities::FIX_ALL;
use super::diagnostics::{SOURCE, told};
use super::edits::{between, of_fix, of_texts, verified};
use super::view::View;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::document::Span;
use crate::fix;
use crate::report::Report;
use crate::rules;
use crate::suppression;

/// What an action carries whose edit is made when it is chosen.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Deferred {
    /// The file.
    pub(super) uri: lsp_types::Uri,
}

/// The actions for a range of a file.
pub(super) fn of_range(
    view: View<'_>,
    span: Span,
    asked: &CodeActionContext,
    unsafe_too: bool,
) -> Vec<CodeActionOrCommand> {
    let mut actions = Vec::new();
    if wants(asked, CodeActionKind::QUICKFIX.as_str()) {
        let report = view.report();
        for finding in wanted(view, &report, span, asked) {
            fixes(view, &report, finding, &mut actions);
            actions.extend(ignore(view, &report, finding));
        }
    }
    if wants(asked, FIX_ALL) {
        actions.extend(all(view, asked, unsafe_too));
    }
    actions
        .into_iter()
        .map(CodeActionOrCommand::CodeAction)
        .collect()
}

/// Whether the editor asks for actions of `kind`: for it, for one above it, or for all.
fn wants(asked: &CodeActionContext, kind: &str) -> bool {
    asked.only.as_ref().is_none_or(|only| {
        only.iter().any(|it| {
            let rest = kind.strip_prefix(it.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || it.as_str() == "")
        })
    })
}

/// The findings that it is about: those that the editor names, where it names any of ours, else
/// those at the range.
fn wanted<'s>(
    view: View<'s>,
    report: &Report<'_>,
    span: Span,
    asked: &CodeActionContext,
) -> Vec<&'s Diagnostic> {
    let ours: Vec<&lsp_types::Diagnostic> = asked
        .diagnostics
        .iter()
        .filter(|it| it.source.as_deref() == Some(SOURCE))
        .collect();
    let is_named = |finding: &Diagnostic| {
        let shown = told(view, report, finding);
        ours.iter().any(|it| {
            it.code == shown.code && it.range == shown.range && it.message == shown.message
        })
    };
    let touches = |at: Span| at.start <= span.end && span.start <= at.end;
    let here: Vec<&Diagnostic> = view
        .findings()
        .filter(|finding| touches(finding.primary().span))
        .collect();
    let named: Vec<&Diagnostic> = match ours.is_empty() {
        true => Vec::new(),
        false => view.findings().filter(|it| is_named(it)).collect(),
    };
    // What the editor knows may be older than what is here.
    if named.is_empty() { here } else { named }
}

/// All ways to mend a finding.
fn fixes(view: View<'_>, report: &Report<'_>, finding: &Diagnostic, actions: &mut Vec<CodeAction>) {
    for (index, fix) in finding.fixes.iter().enumerate() {
        let Some(edit) = of_fix(view, fix) else {
            continue;
        };
        let safe = fix.applicability == Applicability::Safe;
        let preferred = index == 0 && finding.preferred().is_some() && safe;
        let mut title = sentence(&report.line(&fix.title));
        if !safe {
            title.push_str(" (unsafe)");
        }
        actions.push(CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![told(view, report, finding)]),
            edit: Some(edit),
            is_preferred: Some(preferred),
            ..CodeAction::default()
        });
    }
}

/// A title as editors write theirs.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// A comment that keeps the finding quiet.
fn ignore(view: View<'_>, report: &Report<'_>, finding: &Diagnostic) -> Option<CodeAction> {
    let category = rules::by_name(finding.rule)?.category.name();
    if category == suppression::OWN_CATEGORY {
        return None;
    }
    let edit = suppression::ignore_edit(view.file(), finding.primary().span, finding.rule)?;
    let edits = verified(view, view.id, &[edit])?;
    Some(CodeAction {
        title: format!("Ignore `{}` here", finding.rule),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![told(view, report, finding)]),
        edit: of_texts(view, vec![(view.id, edits)]),
        is_preferred: Some(false),
        ..CodeAction::default()
    })
}

/// The action that mends all of the file. Its edit is made at once only where the editor does not
/// ask for it later, and nobody merely moved the cursor.
fn all(view: View<'_>, asked: &CodeActionContext, unsafe_too: bool) -> Option<CodeAction> {
    let mut findings = view.findings();
    if !findings.any(|finding| fix::chosen(finding, unsafe_too).is_some()) {
        return None;
    }
    let idle = asked.trigger_kind == Some(CodeActionTriggerKind::AUTOMATIC);
    let later = view.abilities.resolves;
    if idle && !later && asked.only.is_none() {
        return None;
    }
    let edit = match later {
        true => None,
        false => Some(all_edits(view, unsafe_too)?),
    };
    let data = later.then(|| {
        let uri = view.uri_of(view.id)?;
        serde_json::to_value(Deferred { uri }).ok()
    });
    let which = if unsafe_too { "" } else { "safe " };
    Some(CodeAction {
        title: format!("Apply all {which}fixes of mcpmend"),
        kind: Some(CodeActionKind::new(FIX_ALL)),
        edit,
        data: data.flatten(),
        ..CodeAction::default()
    })
}

/// What `--fix` would change in this file, and in no other one; `None` where that is nothing.
pub(super) fn all_edits(view: View<'_>, unsafe_too: bool) -> Option<WorkspaceEdit> {
    let new = view.project.mended(view.id, unsafe_too)?;
    let edits = between(&view.document().text, &new);
    of_texts(view, vec![(view.id, edits)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted_by(only: Option<&[&'static str]>, kind: &str) -> bool {
        let only = only.map(|only| only.iter().map(|it| CodeActionKind::new(it)).collect());
        let asked = CodeActionContext {
            only,
            ..CodeActionContext::default()
        };
        wants(&asked, kind)
    }

    #[test]
    fn kinds_lie_in_each_other() {
        assert!(wanted_by(None, FIX_ALL));
        assert!(wanted_by(Some(&[""]), FIX_ALL));
        assert!(wanted_by(Some(&["source"]), FIX_ALL));
        assert!(wanted_by(Some(&["source.fixAll"]), FIX_ALL));
        assert!(wanted_by(Some(&["quickfix", FIX_ALL]), FIX_ALL));
        assert!(!wanted_by(Some(&["source.fix"]), FIX_ALL));
        assert!(!wanted_by(Some(&["source.fixAll.other"]), FIX_ALL));
        assert!(!wanted_by(Some(&["source"]), "quickfix"));
        assert!(!wanted_by(Some(&[]), "quickfix"));
    }

    #[test]
    fn titles_begin_large() {
        assert_eq!(sentence("rename `a` to `b`"), "Rename `a` to `b`");
        assert_eq!(sentence(""), "");
    }
}
