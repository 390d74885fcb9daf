//! What several rules ask of all files together, worked out when it is first asked.

use std::sync::OnceLock;

use super::Workspace;
use crate::ports::Registry;
use crate::precedence::Standings;

/// The answers; empty until somebody asks. What is added to a workspace makes them void.
#[derive(Debug, Default)]
pub(super) struct Shared {
    standings: OnceLock<Standings>,
    ports: OnceLock<Registry>,
}

impl Workspace {
    /// How all entries stand where no machine counts: see [`Standings::new`].
    pub fn standings(&self) -> &Standings {
        self.shared
            .standings
            .get_or_init(|| Standings::new(self, None))
    }

    /// All ports that are mentioned; who gives out new ones takes a copy.
    pub fn ports(&self) -> &Registry {
        self.shared.ports.get_or_init(|| Registry::of(self))
    }
}
