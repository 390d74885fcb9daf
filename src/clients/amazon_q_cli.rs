//! Amazon Q Developer for the command line.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

/// `disabled`, which the IDE reads the same way.
pub(super) const DISABLED: Field = Field::new(
    "disabled",
    Role::Disabled,
    Shape::Bool,
    Use::Both,
    "Whether the server is switched off. There is no `enabled`.",
)
.example("true");

const FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["stdio", "http"]),
        Use::Both,
        "The transport. Absent it is stdio, whatever the other fields say.",
    )
    .example("\"http\""),
    fields::COMMAND,
    fields::ARGS,
    Field {
        shape: Shape::Either(&Shape::StringMap, &Shape::Null),
        doc: "Environment variables for the server's process; one of Amazon Q's own environment wins over them.",
        ..fields::ENV
    }
    .example("{\"API_KEY\": \"${env:API_KEY}\"}"),
    fields::URL,
    fields::HEADERS.example("{\"Authorization\": \"Bearer ${env:API_TOKEN}\"}"),
    Field::new(
        "oauthScopes",
        Role::OAuth,
        Shape::Strings,
        Use::Remote,
        "The OAuth scopes that are asked for at login.",
    ),
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Either(&Shape::Object, &Shape::Null),
        Use::Remote,
        "OAuth settings: `redirectUri`.",
    ),
    Field::new(
        "timeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Integer,
        Use::Both,
        "The time limit of a request in milliseconds, 120000 when absent.",
    )
    .example("120000")
    .range(0.0, f64::MAX, Ruling::FILE_REJECTED),
    DISABLED,
];

const TYPES: &str = "types are stdio and http, spelled exactly so";
const NO_URL: &str = "\"transport type is specified to be http but url is empty\"";
const NO_COMMAND: &str = "\"transport type is specified to be stdio but command is empty\"";

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[("stdio", Transport::Stdio), ("http", Transport::Http)],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::REJECTED.r#as(Transport::Http).says(
            "without a type it is taken for stdio: \"transport type is specified to be stdio but command is empty\"",
        ),
        both: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("without a type the command is started and the url is ignored"),
        neither: Ruling::REJECTED.says(NO_COMMAND),
        unknown_type_command: Ruling::FILE_REJECTED.says(TYPES),
        unknown_type_url: Ruling::FILE_REJECTED.r#as(Transport::Http).says(TYPES),
        remote_type_command: Ruling::REJECTED.says(NO_URL),
        stdio_type_url: Ruling::REJECTED.says(NO_COMMAND),
        remote_type_both: Ruling::IGNORED.says("the command is ignored"),
        stdio_type_both: Ruling::IGNORED.says("the url is ignored"),
        falls_back_to_sse: true,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::FILE_REJECTED,
    null_entry: Ruling::FILE_REJECTED,
    not_object: Ruling::FILE_REJECTED,
    names: Names {
        // Other characters than letters and digits are left out.
        normalized: true,
        ..Names::ANY
    },
};

const VARIABLES: Variables = Variables {
    forms: &[Form::EnvColon],
    established: true,
    fields: &[Role::Env, Role::Headers],
    unset: Unset::Literal,
    known: &[],
    workspace: None,
    instead: "a stdio server inherits the whole environment of `q`, so a secret may stand there",
    withheld: &[],
    sources: &[],
};

const SERVERS: Kind = Kind {
    id: "servers",
    title: "servers for every agent",
    format: Format::Json,
    dialect: Dialect::STRICT,
    syntax_error: Ruling::FILE_REJECTED,
    duplicate_key: Ruling::IGNORED.says("the last one wins"),
    locations: &[
        Location::new(Scope::Project, "<project>/.amazonq/mcp.json").note(LEGACY),
        Location::new(Scope::User, "~/.aws/amazonq/mcp.json").note(LEGACY),
    ],
    roots: &[Root::map(&["mcpServers"])],
    missing_root: Ruling::FILE_REJECTED.says("\"No mcp servers found in config\""),
    wrong_root: Ruling::FILE_REJECTED,
    told_by: &[],
    dedicated: true,
    siblings: &[],
    schema: &SCHEMA,
    variables: &VARIABLES,
};

const LEGACY: &str = "read for agents that have `useLegacyMcpJson` on, as the default agent has";

/// Amazon Q for the command line, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "amazon-q-cli",
    name: "Amazon Q CLI",
    vendor: "Amazon",
    kinds: &[
        SERVERS,
        Kind {
            id: "agent",
            title: "servers of an agent",
            locations: &[
                Location::new(Scope::Project, "<project>/.amazonq/cli-agents/*.json"),
                Location::new(Scope::User, "~/.aws/amazonq/cli-agents/*.json"),
            ],
            missing_root: Ruling::FINE,
            dedicated: false,
            ..SERVERS
        },
    ],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::All,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[Role::Command]),
        base: Base::Folder("the folder in which `q` was started"),
        windows_shim: WindowsShim::Unknown,
        desktop: false,
        path: SearchPath::entry(EntryPath::Ignored),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Rust,
        ca_variables: &["SSL_CERT_FILE", "SSL_CERT_DIR"],
        system_store: Some(true),
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "export it in the shell that starts `q`",
        fetch: Some(false),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        layers: &[
            Layer::of(Scope::Project)
                .files(&["cli-agents/*.json"])
                .read(Read::Chosen),
            Layer::of(Scope::User)
                .files(&["cli-agents/*.json"])
                .read(Read::Chosen),
            Layer::of(Scope::Project),
            Layer::of(Scope::User),
        ],
        folders: Folders::One,
        says: "an agent's own servers before the project's `mcp.json` before the user's",
        ..Precedence::UNKNOWN
    },
    logs: "",
    log_files: &[],
    restart: "start a new `q chat`; `/mcp` lists what is loaded",
    traps: &[
        "A url without `\"type\": \"http\"` is taken for stdio and fails.",
        "Any type but `stdio` and `http`, and no server of the file is loaded.",
        "`${env:VAR}` works in `env` and `headers`; of an unset variable `${VAR}` remains.",
        "A variable of the shell wins over the one in `env`.",
        "`$VAR` and `~` are expanded in `command`, and nowhere else.",
        "An agent's file with a key that is not known is refused.",
        "`timeout` is in milliseconds.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Fields, Topic::Transport],
            basis: Basis::Source,
            origin: "aws/amazon-q-developer-cli crates/chat-cli/src/cli/chat/tools/custom_tool.rs@15cc8f3c",
            version: "1.19.7",
            date: "2026-11-25",
        },
        Evidence {
            about: &[
                Topic::Transport,
                Topic::Variables,
                Topic::Process,
                Topic::Remote,
            ],
            basis: Basis::Source,
            origin: "aws/amazon-q-developer-cli crates/chat-cli/src/mcp_client/client.rs@15cc8f3c",
            version: "1.19.7",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Syntax, Topic::Root],
            basis: Basis::Source,
            origin: "aws/amazon-q-developer-cli crates/chat-cli/src/cli/agent/mcp_config.rs@15cc8f3c",
            version: "1.19.7",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Source,
            origin: "aws/amazon-q-developer-cli crates/chat-cli/src/util/paths.rs@15cc8f3c",
            version: "1.19.7",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Precedence],
            basis: Basis::Source,
            origin: "aws/amazon-q-developer-cli crates/chat-cli/src/cli/agent/mod.rs@15cc8f3c",
            version: "1.19.7",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Names],
            basis: Basis::Source,
            origin: "aws/amazon-q-developer-cli crates/chat-cli/src/cli/chat/tool_manager.rs@15cc8f3c",
            version: "1.19.7",
            date: "2026-11-25",
        },
    ],
};
