//! The entries of one kind of file: their fields, and how the transport is told.

use super::{Field, Role, Ruling, Transport};

/// How a client tells the transport of an entry.
///
/// Each combination has its ruling; [`Ruling::transport`] is what it loads as.
#[derive(Clone, Copy, Debug)]
pub struct TransportRules {
    /// The spellings of the type field that are taken, and what they mean. The first one of each
    /// transport is the one to write. Empty when the client does not look at any type.
    pub spellings: &'static [(&'static str, Transport)],
    /// The transports that the client can speak at all.
    pub speaks: &'static [Transport],
    /// `command` without a type.
    pub command_only: Ruling,
    /// `url` without a type.
    pub url_only: Ruling,
    /// Both, without a type.
    pub both: Ruling,
    /// Neither, with or without a type.
    pub neither: Ruling,
    /// A type of no known spelling, on an entry with a command.
    pub unknown_type_command: Ruling,
    /// A type of no known spelling, on an entry with a url only.
    pub unknown_type_url: Ruling,
    /// A remote type, on an entry that has a command and no url.
    pub remote_type_command: Ruling,
    /// A stdio type, on an entry that has a url and no command.
    pub stdio_type_url: Ruling,
    /// A remote type on an entry with both. The transport is that of the type when `None`.
    pub remote_type_both: Ruling,
    /// A stdio type on an entry with both.
    pub stdio_type_both: Ruling,
    /// Whether a server loaded as streamable HTTP is tried as HTTP+SSE when that fails.
    pub falls_back_to_sse: bool,
    /// Whether a url without a type is loaded as HTTP+SSE when its path speaks of that.
    pub sse_by_path: bool,
    /// Types of entries that are no MCP server behind a transport: parts of the client itself.
    pub internal: &'static [&'static str],
}

impl TransportRules {
    /// Command and url tell the transport, as people mean it; nothing else is established.
    pub const UNKNOWN: TransportRules = TransportRules {
        spellings: &[],
        speaks: &[
            Transport::Stdio,
            Transport::Http,
            Transport::Sse,
            Transport::WebSocket,
        ],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::load(Transport::Http),
        both: Ruling::UNKNOWN,
        neither: Ruling::UNKNOWN,
        unknown_type_command: Ruling::UNKNOWN,
        unknown_type_url: Ruling::UNKNOWN,
        remote_type_command: Ruling::UNKNOWN,
        stdio_type_url: Ruling::UNKNOWN,
        remote_type_both: Ruling::UNKNOWN,
        stdio_type_both: Ruling::UNKNOWN,
        falls_back_to_sse: true,
        sse_by_path: false,
        internal: &[],
    };
}

/// The names that servers may have.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// Characters that may stand in a name besides letters and digits of ASCII. `None`: any.
    pub allowed: Option<&'static str>,
    /// What a name outside costs.
    pub ruling: Ruling,
    /// What an empty name costs.
    pub empty: Ruling,
    /// Names that mean something else.
    pub reserved: &'static [&'static str],
    /// The longest name, in characters.
    pub longest: Option<usize>,
    /// Whether names are compared after everything that is not allowed became `_` or `-`, so
    /// that two may collide.
    pub normalized: bool,
}

impl Names {
    /// Any name will do.
    pub const ANY: Names = Names {
        allowed: None,
        ruling: Ruling::FINE,
        empty: Ruling::FINE,
        reserved: &[],
        longest: None,
        normalized: false,
    };
}

/// The entries of one kind of file.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// The fields, in groups so that clients can share some.
    pub fields: &'static [&'static [Field]],
    /// How the transport is told.
    pub transport: TransportRules,
    /// What a field of no known name costs.
    pub unknown_field: Ruling,
    /// What a value of the wrong type costs, unless the field says otherwise.
    pub wrong_type: Ruling,
    /// What `null` for an entry costs.
    pub null_entry: Ruling,
    /// What an entry that is no object costs.
    pub not_object: Ruling,
    /// The names of servers.
    pub names: Names,
}

impl Schema {
    /// No field and no ruling is established.
    pub const UNKNOWN: Schema = Schema {
        fields: &[],
        transport: TransportRules::UNKNOWN,
        unknown_field: Ruling::UNKNOWN,
        wrong_type: Ruling::UNKNOWN,
        null_entry: Ruling::UNKNOWN,
        not_object: Ruling::UNKNOWN,
        names: Names::ANY,
    };

    /// All fields.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.fields.iter().flat_map(|group| group.iter())
    }

    /// The field called `name`.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.name == name)
    }

    /// The field to write for `role`: the first that is not an old spelling.
    pub fn field_for(&self, role: Role) -> Option<&'static Field> {
        self.fields()
            .find(|field| field.role == role && field.successor.is_none())
    }

    /// The spelling of the type to write for `transport`.
    pub fn spelling(&self, transport: Transport) -> Option<&'static str> {
        self.transport
            .spellings
            .iter()
            .find(|(_, meaning)| *meaning == transport)
            .map(|(spelling, _)| *spelling)
    }
}
