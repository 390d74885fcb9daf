//! GitHub Copilot's coding agent in the cloud, and its code review.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

/// The documentation calls it required; what a missing one costs is not known.
const REQUIRED: Ruling = Ruling::UNKNOWN.says("its documentation requires it");

/// Only secrets and variables of such names are there.
const EXPOSED: &str = "COPILOT_MCP_";

const FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["local", "stdio", "http", "sse"]),
        Use::Both,
        "The transport: `local` (or `stdio`), `http` or `sse`. Its documentation requires it.",
    )
    .example("\"local\""),
    Field::new(
        "tools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The names of the tools that are offered; `[\"*\"]` is all. Its documentation requires it.",
    )
    .example("[\"*\"]")
    .required(REQUIRED),
    fields::COMMAND,
    Field {
        doc: "The arguments of the program, one string each; to be there even when there are none.",
        ..fields::ARGS
    }
    .required(REQUIRED)
    .variables_start(EXPOSED),
    Field {
        doc: "Environment variables for the server's process: texts, or `$COPILOT_MCP_NAME`.",
        ..fields::ENV
    }
    .example("{\"API_KEY\": \"$COPILOT_MCP_API_KEY\"}")
    .variables_start(EXPOSED),
    fields::URL.variables_start(EXPOSED),
    fields::HEADERS
        .example("{\"Authorization\": \"Bearer $COPILOT_MCP_API_TOKEN\"}")
        .variables_start(EXPOSED),
];

static SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("local", Transport::Stdio),
            ("stdio", Transport::Stdio),
            ("http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: REQUIRED.r#as(Transport::Stdio),
        url_only: REQUIRED.r#as(Transport::Http),
        ..TransportRules::UNKNOWN
    },
    ..Schema::UNKNOWN
};

const VARIABLES: Variables = Variables {
    forms: &[Form::Bare, Form::Braced, Form::BracedDefault],
    established: true,
    fields: &[
        Role::Command,
        Role::Args,
        Role::Env,
        Role::Url,
        Role::Headers,
    ],
    unset: Unset::Unknown,
    known: &[],
    workspace: None,
    instead: "keep the secret in the repository's environment `copilot` under a name that starts with COPILOT_MCP_",
    withheld: &[],
    sources: &[],
};

/// The coding agent, from its documentation.
pub(super) static CLIENT: Client = Client {
    id: "copilot-coding-agent",
    name: "Copilot coding agent",
    vendor: "GitHub",
    kinds: &[Kind {
        id: "repository-settings",
        title: "JSON of the repository's settings",
        format: Format::Json,
        dialect: Dialect::STRICT,
        syntax_error: Ruling::FILE_REJECTED.says("the syntax is checked when it is saved"),
        schema: &SCHEMA,
        variables: &VARIABLES,
        ..Kind::UNKNOWN
    }],
    elsewhere: &[
        "Servers of a repository are JSON in its settings, under Copilot > Cloud agent: keep a copy in a file and check it with `--client copilot-coding-agent`.",
        "Agent profiles, `.github/agents/*.md`, hold servers under `mcp-servers` in their front matter.",
    ],
    not_read: &[],
    approvals: &[],
    process: Process {
        path: SearchPath::UNKNOWN.elsewhere(),
        ..Process::UNKNOWN
    },
    remote: Remote::UNKNOWN,
    precedence: Precedence {
        says: "the repository's settings over those of an agent profile, those over the built-in servers",
        ..Precedence::UNKNOWN
    },
    logs: "the session log of the run on GitHub",
    log_files: &[],
    restart: "the next session reads it",
    traps: &[
        "`tools` and `type` must be there, and for a program `args` too: entries of VS Code or Claude lack them.",
        "Only variables whose names start with COPILOT_MCP_ are seen.",
        "`${{ secrets.COPILOT_MCP_NAME }}` works in agent profiles only.",
        "`inputs` and `envFile` of VS Code do not exist here.",
        "Comments must be taken out, those of the documentation's own examples too.",
        "Servers are started on the runner: their programs must be there, or be installed by `copilot-setup-steps.yml`.",
        "Remote servers that ask for OAuth cannot be used, and resources and prompts are not.",
        "`mcp-servers` of an agent profile is not used by VS Code and other editors.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
            ],
            basis: Basis::Documented,
            origin: "github/docs how-tos/use-copilot-agents/coding-agent/extend-coding-agent-with-mcp.md@0719a917",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Variables, Topic::Precedence],
            basis: Basis::Documented,
            origin: "github/docs reference/custom-agents-configuration.md@03e038c5",
            version: "",
            date: "2026-11-23",
        },
    ],
};
