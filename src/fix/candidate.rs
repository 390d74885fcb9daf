//! A fix that may be carried out, and what it goes together with.

use std::collections::{BTreeMap, BTreeSet};

use super::Applied;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::document::{Document, Edit, NodeId, Span};
use crate::rules::{self, Category};
use crate::workspace::{FileId, Workspace};

/// Names a fix as long as the text stays: what one server's value refuses, another's may take.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    rule: &'static str,
    title: String,
    /// The first file that it changes.
    pub(super) file: FileId,
    /// Where the finding points.
    place: (FileId, Span),
}

/// A fix of a finding.
pub(super) struct Candidate<'f> {
    pub(super) finding: &'f Diagnostic,
    pub(super) fix: &'f Fix,
    /// The files that it changes, the one of its first edit first.
    pub(super) files: Vec<FileId>,
}

impl<'f> Candidate<'f> {
    pub(super) fn new(finding: &'f Diagnostic, fix: &'f Fix) -> Self {
        Candidate {
            finding,
            fix,
            files: fix.files(),
        }
    }

    pub(super) fn is_safe(&self) -> bool {
        self.fix.applicability == Applicability::Safe
    }

    pub(super) fn key(&self) -> Key {
        let place = self.finding.primary();
        Key {
            rule: self.finding.rule,
            title: self.fix.title.clone(),
            file: self.files.first().copied().unwrap_or(FileId(0)),
            place: (place.file, place.span),
        }
    }

    /// Whether it goes with those that were asked before. Of two rules that mend one server one may
    /// have mended what the other is about, so they take turns. And two fixes that each make sense
    /// may make none together: one adds the type of a url that the other replaces by a command, or
    /// both give one command line a port. So a fix to look at first is alone in adding, renaming
    /// or removing members of an object or items of a list. What waits is looked for again in the
    /// result.
    pub(super) fn goes_with(
        &self,
        workspace: &Workspace,
        servers: &mut Servers,
        reshaped: &mut BTreeMap<(FileId, NodeId), Applicability>,
    ) -> bool {
        let mended = servers.of(workspace, self.fix);
        let other =
            |server| matches!(servers.mended.get(server), Some(rule) if *rule != self.finding.rule);
        if mended.iter().any(other) {
            return false;
        }
        let own = self.reshapes(workspace);
        let safe = |object: &(FileId, NodeId)| {
            reshaped.get(object).is_none_or(|before| {
                *before == Applicability::Safe && self.fix.applicability == Applicability::Safe
            })
        };
        if !own.iter().all(safe) {
            return false;
        }
        servers
            .mended
            .extend(mended.into_iter().map(|server| (server, self.finding.rule)));
        reshaped.extend(
            own.into_iter()
                .map(|object| (object, self.fix.applicability)),
        );
        true
    }

    /// The objects and lists that it adds to or removes from, and the objects whose members it
    /// renames.
    fn reshapes(&self, workspace: &Workspace) -> BTreeSet<(FileId, NodeId)> {
        let mut objects = BTreeSet::new();
        for (file, edit) in &self.fix.edits {
            let document = &workspace.file(*file).document;
            let mut around = |node: NodeId| {
                let parent = document.node(node).parent();
                if let Some(parent) = parent {
                    objects.insert((*file, parent.id()));
                }
            };
            match edit {
                // Nobody reads a member that a later one of its name overrides.
                Edit::Remove { node } if is_overridden(document, *node) => {}
                Edit::Remove { node } | Edit::Wrap { node, .. } => around(*node),
                Edit::RenameKey { member, .. } => around(*member),
                Edit::MoveMember { member, object, .. } => {
                    around(*member);
                    objects.insert((*file, *object));
                }
                Edit::InsertMember { object, .. } => {
                    objects.insert((*file, *object));
                }
                Edit::InsertItem { array, .. } => {
                    objects.insert((*file, *array));
                }
                Edit::SetValue { .. } | Edit::Splice { .. } | Edit::Text(_) | Edit::Comment(_) => {}
            }
        }
        objects
    }

    /// What comes before what.
    pub(super) fn turn(&self) -> u8 {
        let mut edits = self.fix.edits.iter();
        if edits.any(|(_, edit)| matches!(edit, Edit::Text(_))) {
            return 0;
        }
        match rules::by_name(self.finding.rule).map(|rule| rule.category) {
            Some(Category::Suppression) => 1,
            _ => 2,
        }
    }

    pub(super) fn applied(&self) -> Applied {
        Applied {
            rule: self.finding.rule,
            title: self.fix.title.clone(),
            files: self.files.clone(),
        }
    }
}

/// Whether a later member of the same object has the name of this one.
fn is_overridden(document: &Document, member: NodeId) -> bool {
    let node = document.node(member);
    let name = node.member().map(|member| member.key.text.as_str());
    node.parent()
        .zip(name)
        .and_then(|(object, name)| object.get(name))
        .is_some_and(|last| last.id() != member)
}

/// The servers of a workspace, and which rule mends which of them.
pub(super) struct Servers {
    nodes: BTreeSet<(FileId, NodeId)>,
    mended: BTreeMap<(FileId, NodeId), &'static str>,
}

impl Servers {
    pub(super) fn of_workspace(workspace: &Workspace) -> Servers {
        Servers {
            nodes: workspace
                .entries()
                .map(|(_, entry)| (entry.file, entry.node))
                .collect(),
            mended: BTreeMap::new(),
        }
    }

    /// The servers in whose values `fix` changes something.
    fn of(&self, workspace: &Workspace, fix: &Fix) -> BTreeSet<(FileId, NodeId)> {
        let mut found = BTreeSet::new();
        for (file, edit) in &fix.edits {
            let document = &workspace.file(*file).document;
            let (first, second) = match edit {
                Edit::SetValue { node, .. }
                | Edit::Remove { node }
                | Edit::Wrap { node, .. }
                | Edit::Splice { node, .. } => (Some(*node), None),
                Edit::RenameKey { member, .. } => (Some(*member), None),
                Edit::MoveMember { member, object, .. } => (Some(*member), Some(*object)),
                Edit::InsertMember { object, .. } => (Some(*object), None),
                Edit::InsertItem { array, .. } => (Some(*array), None),
                Edit::Text(_) | Edit::Comment(_) => (None, None),
            };
            for node in [first, second].into_iter().flatten() {
                let mut around = Some(document.node(node));
                while let Some(node) = around {
                    if self.nodes.contains(&(*file, node.id())) {
                        found.insert((*file, node.id()));
                    }
                    around = node.parent();
                }
            }
        }
        found
    }
}
