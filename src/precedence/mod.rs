//! How the entries of one client come together: which one wins, what is merged, what is shadowed.
//!
//! Everything follows from the client's [`crate::model::Precedence`].

mod merge;
mod view;
mod work;

use crate::host::Host;
use crate::interpret::Status;
use crate::model::Kind;
use crate::workspace::{EntryId, FileId, Workspace};

pub use merge::{Effective, Overridden, merge};

/// How an entry stands among the others of its client, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// No other entry of its name meets it.
    Alone,
    /// It replaces others.
    Wins,
    /// Another one replaces it, here or everywhere.
    Shadowed,
    /// It is merged with others.
    Merged,
    /// It runs, and so do others of its name.
    Beside,
    /// The client does not read its file, because of another file.
    ShutOut,
    /// There are others, and which one counts is not established.
    Unsettled,
    /// It does not count at all: nothing is loaded from its file, the file is a copy of one that
    /// belongs elsewhere, or a later entry of the file has its name.
    Apart,
}

impl State {
    /// The word of the JSON contract.
    pub const fn id(self) -> &'static str {
        match self {
            State::Alone => "alone",
            State::Wins => "wins",
            State::Shadowed => "shadowed",
            State::Merged => "merged",
            State::Beside => "beside",
            State::ShutOut => "shut-out",
            State::Unsettled => "unsettled",
            State::Apart => "apart",
        }
    }
}

/// What another entry or file is to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// It keeps the entry's file from being read.
    ShutOutBy,
    /// It replaces the entry.
    ReplacedBy,
    /// It is merged with the entry, and its keys win.
    MergedUnder,
    /// It is merged with the entry, whose keys win.
    MergedOver,
    /// It is merged with the entry; whose keys win is not established.
    MergedWith,
    /// Which of the two counts is not established.
    Unsettled,
    /// The entry replaces it.
    Replaces,
    /// Both run.
    RunsBeside,
}

impl Tie {
    /// Whether the two are merged.
    pub const fn is_merge(self) -> bool {
        matches!(self, Tie::MergedUnder | Tie::MergedOver | Tie::MergedWith)
    }
}

/// A tie of an entry to another one.
#[derive(Clone, Debug)]
pub struct Relation {
    /// What the other is to the entry.
    pub tie: Tie,
    /// The file of the other.
    pub file: FileId,
    /// The other; `None` where the file as such matters.
    pub entry: Option<EntryId>,
    /// The project folder in which it holds, for people, where that is not everywhere that the
    /// entry counts. `.` is the current folder.
    pub within: Option<String>,
    /// Whether it holds only while the other file is in use, for which somebody must ask.
    pub chosen: bool,
    /// Whether the other stands in a file of another client that this one reads too.
    pub guest: bool,
    /// The keys of the merge that come from the other.
    pub given: Vec<String>,
    /// The keys of the entry that the other sets to another value.
    pub lost: Vec<String>,
    /// The keys of the other that the entry sets to another value.
    pub won: Vec<String>,
    /// What becomes of the two merged.
    pub status: Option<Status>,
}

/// How one entry stands.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Whether it counts at all.
    counts: bool,
    /// Its ties, the most telling first; of equal ones that to the highest entry first.
    pub relations: Vec<Relation>,
    /// What the client runs where this entry counts, when that is a merge.
    pub effective: Option<Box<Effective>>,
}

impl Standing {
    /// It in one word. What holds everywhere counts more than what holds in one project.
    pub fn state(&self) -> State {
        if !self.counts {
            return State::Apart;
        }
        let any = |tie: Tie| self.relations.iter().any(|relation| relation.tie == tie);
        let wholly = |tie: Tie| {
            self.relations
                .iter()
                .any(|relation| relation.tie == tie && relation.holds_throughout())
        };
        if wholly(Tie::ShutOutBy) {
            State::ShutOut
        } else if wholly(Tie::ReplacedBy) {
            State::Shadowed
        } else if self
            .relations
            .iter()
            .any(|relation| relation.tie.is_merge())
        {
            State::Merged
        } else if any(Tie::ReplacedBy) {
            State::Shadowed
        } else if any(Tie::ShutOutBy) {
            State::ShutOut
        } else if any(Tie::Unsettled) {
            State::Unsettled
        } else if any(Tie::Replaces) {
            State::Wins
        } else if any(Tie::RunsBeside) {
            State::Beside
        } else {
            State::Alone
        }
    }

    /// The ties of one sort.
    pub fn ties(&self, tie: Tie) -> impl Iterator<Item = &Relation> {
        self.relations
            .iter()
            .filter(move |relation| relation.tie == tie)
    }
}

impl Relation {
    const fn new(tie: Tie, file: FileId) -> Relation {
        Relation {
            tie,
            file,
            entry: None,
            within: None,
            chosen: false,
            guest: false,
            given: Vec::new(),
            lost: Vec::new(),
            won: Vec::new(),
            status: None,
        }
    }

    /// Whether it holds wherever the entry counts.
    pub const fn holds_throughout(&self) -> bool {
        self.within.is_none() && !self.chosen
    }
}

/// Entries of different names that one client reads together, and whose `key`, made of the kind of
/// file and the name, is the same: each two once. For `machine` see [`Standings::new`].
pub fn alike(
    workspace: &Workspace,
    machine: Option<&dyn Host>,
    key: impl Fn(&'static Kind, &str) -> String,
) -> Vec<(EntryId, EntryId)> {
    work::alike(workspace, machine, key)
}

/// How all entries of a workspace stand.
#[derive(Debug)]
pub struct Standings {
    standings: Vec<Standing>,
}

impl Standings {
    /// Works them out. Files of the user and of the administrator count only on a `machine`, and
    /// only where it has them: in a repository they are copies.
    pub fn new(workspace: &Workspace, machine: Option<&dyn Host>) -> Standings {
        Standings {
            standings: work::work_out(workspace, machine),
        }
    }

    /// How `entry` stands.
    pub fn of(&self, entry: EntryId) -> &Standing {
        &self.standings[entry.0]
    }
}
