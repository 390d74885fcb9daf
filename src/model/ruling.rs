//! What a client does about something in its file.

use super::Transport;

/// What becomes of an entry, or of the whole file. Ordered by how much is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Taken as it is meant.
    Fine,
    /// Nobody has established it; no error may rest on it.
    Unknown,
    /// The value is ignored without a word; the server loads without it.
    Ignored,
    /// The server loads, the client warns.
    Warned,
    /// The server is listed, and then cannot start or connect.
    Fails,
    /// The entry vanishes without a word.
    Dropped,
    /// The entry is refused with a message.
    Rejected,
    /// All servers of the file vanish without a word.
    FileDropped,
    /// The whole file is refused with a message.
    FileRejected,
}

impl Outcome {
    /// Whether this server will not run as it was meant.
    pub const fn loses_entry(self) -> bool {
        self as u8 >= Outcome::Fails as u8
    }

    /// Whether the other servers of the file are lost too.
    pub const fn loses_file(self) -> bool {
        self as u8 >= Outcome::FileDropped as u8
    }

    /// What the client does, as the end of a sentence that starts with its name.
    pub const fn verb(self) -> &'static str {
        match self {
            Outcome::Fine => "takes it",
            Outcome::Unknown => "may or may not take it: this is not established",
            Outcome::Ignored => "ignores it without a word",
            Outcome::Warned => "warns about it and goes on",
            Outcome::Fails => "lists the server, which then fails",
            Outcome::Dropped => "drops this server without a word",
            Outcome::Rejected => "refuses this server",
            Outcome::FileDropped => "drops every server in this file without a word",
            Outcome::FileRejected => "refuses the whole file, so none of its servers loads",
        }
    }
}

/// An outcome with what is known around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// What becomes of it.
    pub outcome: Outcome,
    /// The transport that the client takes for the entry, where the ruling decides that.
    pub transport: Option<Transport>,
    /// What the client says, or how it comes to this: one sentence, or empty.
    pub says: &'static str,
}

impl Ruling {
    const fn of(outcome: Outcome) -> Ruling {
        Ruling {
            outcome,
            transport: None,
            says: "",
        }
    }

    /// See [`Outcome::Fine`].
    pub const FINE: Ruling = Ruling::of(Outcome::Fine);
    /// See [`Outcome::Unknown`].
    pub const UNKNOWN: Ruling = Ruling::of(Outcome::Unknown);
    /// See [`Outcome::Ignored`].
    pub const IGNORED: Ruling = Ruling::of(Outcome::Ignored);
    /// See [`Outcome::Warned`].
    pub const WARNED: Ruling = Ruling::of(Outcome::Warned);
    /// See [`Outcome::Fails`].
    pub const FAILS: Ruling = Ruling::of(Outcome::Fails);
    /// See [`Outcome::Dropped`].
    pub const DROPPED: Ruling = Ruling::of(Outcome::Dropped);
    /// See [`Outcome::Rejected`].
    pub const REJECTED: Ruling = Ruling::of(Outcome::Rejected);
    /// See [`Outcome::FileDropped`].
    pub const FILE_DROPPED: Ruling = Ruling::of(Outcome::FileDropped);
    /// See [`Outcome::FileRejected`].
    pub const FILE_REJECTED: Ruling = Ruling::of(Outcome::FileRejected);

    /// The entry is taken as `transport`.
    pub const fn load(transport: Transport) -> Ruling {
        Ruling::FINE.r#as(transport)
    }

    /// The same, and the client takes the entry as `transport`.
    pub const fn r#as(mut self, transport: Transport) -> Ruling {
        self.transport = Some(transport);
        self
    }

    /// The same with what the client says, or how it comes to this.
    pub const fn says(mut self, says: &'static str) -> Ruling {
        self.says = says;
        self
    }
}
