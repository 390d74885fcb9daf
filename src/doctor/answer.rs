//! What was asked and what was seen.

/// A question of the flowchart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// How does the client reach it, and is anything wrong with the entry itself?
    Transport,
    /// Can the client start it?
    Command,
    /// Does it speak when it is started?
    Start,
    /// Is anything listening on its port?
    Listening,
    /// Does its address answer?
    Connect,
    /// Is it believed?
    Tls,
    /// Is it an MCP server?
    Server,
    /// Is it in a container?
    Docker,
    /// Is a firewall, a proxy or a VPN in the way?
    Surroundings,
    /// What does the client itself say about it?
    Logs,
}

impl Question {
    /// Its word in the JSON contract.
    pub const fn id(self) -> &'static str {
        match self {
            Question::Transport => "transport",
            Question::Command => "command",
            Question::Start => "start",
            Question::Listening => "listening",
            Question::Connect => "connect",
            Question::Tls => "tls",
            Question::Server => "server",
            Question::Docker => "docker",
            Question::Surroundings => "surroundings",
            Question::Logs => "logs",
        }
    }

    /// It, for people.
    pub const fn title(self) -> &'static str {
        match self {
            Question::Transport => "what the client does with the entry",
            Question::Command => "the command",
            Question::Start => "starting it",
            Question::Listening => "who listens",
            Question::Connect => "calling it",
            Question::Tls => "its certificate",
            Question::Server => "is it an MCP server",
            Question::Docker => "Docker",
            Question::Surroundings => "firewall, VPN, proxy",
            Question::Logs => "the client's own log",
        }
    }
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing is in the way here.
    Fine,
    /// Something is wrong here.
    Wrong,
    /// Something is worth a look.
    Note,
    /// It could not be found out.
    Unknown,
}

impl State {
    /// Its word in the JSON contract.
    pub const fn id(self) -> &'static str {
        match self {
            State::Fine => "fine",
            State::Wrong => "wrong",
            State::Note => "note",
            State::Unknown => "unknown",
        }
    }
}

/// One question, answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The question.
    pub question: Question,
    /// How it is answered.
    pub state: State,
    /// The answer in one sentence, without a full stop.
    pub says: String,
    /// What was seen, a line each.
    pub seen: Vec<String>,
}

impl Answer {
    /// An answer without evidence of its own.
    pub fn new(question: Question, state: State, says: impl Into<String>) -> Answer {
        Answer {
            question,
            state,
            says: says.into(),
            seen: Vec::new(),
        }
    }

    /// The same with what was seen.
    #[must_use]
    pub fn seeing(mut self, seen: Vec<String>) -> Answer {
        self.seen = seen;
        self
    }
}
