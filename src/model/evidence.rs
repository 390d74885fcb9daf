//! What the facts of a client rest on.

/// A group of facts, as a rule may rest on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Where the files are.
    Places,
    /// What the reader makes of the text: dialect, syntax errors, keys that stand twice.
    Syntax,
    /// Under which key the servers stand, and what it means when it is missing or misshapen.
    Root,
    /// The fields, their types and units, and what a wrong one costs.
    Fields,
    /// How the transport is told.
    Transport,
    /// Variables.
    Variables,
    /// The names of servers.
    Names,
    /// How a server is started.
    Process,
    /// How a server is called.
    Remote,
    /// How scopes come together.
    Precedence,
}

impl Topic {
    /// All of them.
    pub const ALL: &'static [Topic] = &[
        Topic::Places,
        Topic::Syntax,
        Topic::Root,
        Topic::Fields,
        Topic::Transport,
        Topic::Variables,
        Topic::Names,
        Topic::Process,
        Topic::Remote,
        Topic::Precedence,
    ];

    /// Its name in output: `places`, `syntax`, …
    pub const fn name(self) -> &'static str {
        match self {
            Topic::Places => "places",
            Topic::Syntax => "syntax",
            Topic::Root => "root",
            Topic::Fields => "fields",
            Topic::Transport => "transport",
            Topic::Variables => "variables",
            Topic::Names => "names",
            Topic::Process => "process",
            Topic::Remote => "remote",
            Topic::Precedence => "precedence",
        }
    }
}

/// How somebody came to know a fact, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The client was run and watched.
    Observed,
    /// The client's own source or shipped code was read.
    Source,
    /// The vendor says so.
    Documented,
    /// Several people quote what the client itself said when they ran it.
    Quoted,
    /// Others say so: issues, installers, people who read the app. No error rests on it.
    Reported,
}

impl Basis {
    /// Its name in output: `observed`, `source`, `documented`, `quoted`, `reported`.
    pub const fn name(self) -> &'static str {
        match self {
            Basis::Observed => "observed",
            Basis::Source => "source",
            Basis::Documented => "documented",
            Basis::Quoted => "quoted",
            Basis::Reported => "reported",
        }
    }
}

/// Where facts come from.
#[derive(Clone, Copy, Debug)]
pub struct Evidence {
    /// The facts that it is about.
    pub about: &'static [Topic],
    /// How it is known.
    pub basis: Basis,
    /// A url, `OWNER/REPOSITORY PATH@COMMIT`, `npm PACKAGE`, or the program that was run.
    pub origin: &'static str,
    /// The version of the client, or empty where the source names none.
    pub version: &'static str,
    /// The day on which it was true, `YYYY-MM-DD`.
    pub date: &'static str,
}
