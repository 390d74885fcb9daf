//! Rules of the category `scope`.

mod case_variant_name;
mod conflicting_merge;
mod drifted_server;
mod shadowed_server;
mod wrong_scope;

use std::collections::BTreeSet;

use super::{Context, Rule};
use crate::host::Host;
use crate::interpret::Status;
use crate::precedence::{Effective, Standings};

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &wrong_scope::RULE,
    &shadowed_server::RULE,
    &conflicting_merge::RULE,
    &case_variant_name::RULE,
    &drifted_server::RULE,
];

/// The machine whose user's and administrator's files count: see [`Standings::new`].
fn machine<'a>(context: &Context<'a>) -> Option<&'a dyn Host> {
    context.machine_mode.then_some(context.host)
}

/// How all entries stand; `None` where no two can meet: of one file only two of one name can.
fn standings(context: &Context<'_>) -> Option<Standings> {
    let mut names = BTreeSet::new();
    let may_meet = context.workspace.files().len() > 1
        || !context
            .workspace
            .entries()
            .all(|(_, entry)| names.insert(entry.name.as_str()));
    may_meet.then(|| Standings::new(context.workspace, machine(context)))
}

/// Whether entries that are fine each by itself come to something that the client does not take.
fn is_refused(context: &Context<'_>, effective: &Effective) -> bool {
    matches!(effective.status, Status::Dropped | Status::Rejected)
        && effective.entries.iter().all(|id| {
            let status = context.workspace.entry(*id).interpretation.status;
            matches!(status, Status::Loaded | Status::Disabled)
        })
}
