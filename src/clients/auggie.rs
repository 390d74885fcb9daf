//! Auggie, the CLI of Augment Code.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{fields, shared};

/// A byte order mark loses every server (observed).
const DIALECT: Dialect = Dialect {
    comments: true,
    trailing_commas: true,
    byte_order_mark: false,
    json5: false,
    ..Dialect::STRICT
};

const SCALAR: Shape = Shape::Either(&Shape::String, &Shape::Either(&Shape::Number, &Shape::Bool));

const SAID: &str = "\"Invalid server configuration\", and none of the file's servers is there";

const FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["stdio", "http", "sse"]),
        Use::Both,
        "The transport. Absent, a url means streamable HTTP and a command stdio; any other spelling loses every server.",
    )
    .example("\"http\""),
    Field {
        doc: "The program to start. It is joined with `args` by spaces and run by a shell.",
        misused: Some(Ruling::IGNORED),
        ..fields::COMMAND
    }
    .empty(Ruling::FILE_REJECTED.says(SAID)),
    Field {
        shape: Shape::ListOf(&SCALAR),
        doc: "The arguments. They are joined by spaces without quotes and run by a shell: write shell quotes where one has a space, `$` or `;`.",
        misused: Some(Ruling::IGNORED),
        ..fields::ARGS
    },
    Field {
        shape: Shape::MapOf(&Shape::Either(&SCALAR, &Shape::Null)),
        doc: "Environment variables for the server's process. Others of the shell do not reach it; null takes one away.",
        misused: Some(Ruling::IGNORED),
        ..fields::ENV
    }
    .example("{\"API_KEY\": \"${API_KEY}\"}"),
    Field {
        on: Use::Both,
        doc: "The folder in which the server is started, the workspace when absent; `~` is expanded.",
        misused: Some(Ruling::IGNORED),
        ..fields::CWD
    },
    fields::URL.misused(Ruling::IGNORED).empty(Ruling::FILE_REJECTED.says(SAID)),
    fields::HEADERS.misused(Ruling::IGNORED).example("{\"Authorization\": \"Bearer ${API_TOKEN}\"}"),
    Field::new(
        "clientId",
        Role::OAuth,
        Shape::String,
        Use::Remote,
        "The client id for OAuth.",
    ),
    Field::new(
        "disabled",
        Role::Disabled,
        Shape::Bool,
        Use::Both,
        "`true` switches the server off.",
    )
    .example("true"),
    Field::new(
        "name",
        Role::Name,
        Shape::String,
        Use::Both,
        "Ignored: the name under which the server stands counts.",
    ),
    Field::new(
        "title",
        Role::Description,
        Shape::String,
        Use::Both,
        "The name that people see.",
    ),
];

const SPELLINGS: &str = "types are stdio, http and sse, spelled exactly so";

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::load(Transport::Http),
        both: Ruling::IGNORED
            .r#as(Transport::Http)
            .says("without a type the url is called and the command is ignored"),
        neither: Ruling::FILE_REJECTED.says(SAID),
        unknown_type_command: Ruling::FILE_DROPPED.says(SPELLINGS),
        unknown_type_url: Ruling::FILE_DROPPED.r#as(Transport::Http).says(SPELLINGS),
        remote_type_command: Ruling::FILE_REJECTED.says(SAID),
        stdio_type_url: Ruling::FILE_REJECTED.says(SAID),
        remote_type_both: Ruling::IGNORED.says("the type decides, and the command is ignored"),
        stdio_type_both: Ruling::IGNORED.says("the type decides, and the url is ignored"),
        falls_back_to_sse: false,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::FILE_DROPPED,
    null_entry: Ruling::FILE_DROPPED,
    not_object: Ruling::FILE_DROPPED,
    names: Names {
        empty: Ruling::IGNORED.says("it names the server after its command"),
        ..Names::ANY
    },
};

const VARIABLES: Variables = Variables {
    forms: &[Form::Braced, Form::BracedDefault],
    // After that a shell expands what is left of the command line.
    established: false,
    fields: &[
        Role::Command,
        Role::Args,
        Role::Env,
        Role::Cwd,
        Role::Url,
        Role::Headers,
    ],
    unset: Unset::EntryFails,
    known: &["workspaceFolder", "augmentToken"],
    workspace: Some("workspaceFolder"),
    instead: "export the variable in the shell that starts `auggie`",
    withheld: &[],
    sources: &[],
};

/// Auggie, observed in 0.36.0 and read in its bundle.
pub(super) static CLIENT: Client = Client {
    id: "auggie",
    name: "Auggie",
    vendor: "Augment Code",
    kinds: &[Kind {
        id: "settings",
        title: "settings with servers",
        format: Format::Json,
        dialect: DIALECT,
        syntax_error: Ruling::FILE_DROPPED,
        duplicate_key: Ruling::IGNORED.says("the last one wins"),
        locations: &[
            Location::new(Scope::Local, "<project>/.augment/settings.local.json"),
            Location::new(Scope::Project, "<project>/.augment/settings.json"),
            Location::new(Scope::User, "~/.augment/settings.json"),
            Location::new(Scope::Managed, "/etc/augment/settings.json").on(&[Os::Linux, Os::Macos]),
            Location::new(
                Scope::Managed,
                "${ProgramData:-C:/ProgramData}/augment/settings.json",
            )
            .on(&[Os::Windows]),
        ],
        roots: &[Root::map(&["mcpServers"]).empty_text()],
        missing_root: Ruling::FINE,
        wrong_root: Ruling::FILE_DROPPED,
        told_by: &[],
        dedicated: false,
        siblings: &[],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &[
        "`auggie --mcp-config` takes a file or JSON for one session, in several shapes, over the servers of the settings",
    ],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::Only(shared::SDK_ENVIRONMENT),
        splits_command: Some(true),
        arguments: Arguments::Shell,
        tilde: Some(&[Role::Command, Role::Args, Role::Cwd]),
        base: Base::Folder("the workspace"),
        windows_shim: WindowsShim::Wraps,
        desktop: false,
        path: SearchPath::entry(EntryPath::Replaces),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Node,
        ca_variables: &[],
        system_store: None,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "export it in the shell that starts `auggie`",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        order: &[Scope::Managed, Scope::Local, Scope::Project, Scope::User],
        says: "managed before local before project before user, by name",
        ..Precedence::UNKNOWN
    },
    logs: "`auggie --log-file FILE`",
    log_files: &[],
    restart: "start a new session; `auggie mcp list` shows what was read",
    traps: &[
        "One unknown type, one value of the wrong type or one null entry, and every server is gone without a word.",
        "`command` and `args` are joined by spaces without quotes and run by a shell, so `$`, `;`, `*` and spaces change their meaning.",
        "Exported variables do not reach a server unless `env` names them.",
        "A variable that is not set keeps its server from starting.",
        "`streamable-http` and `streamableHttp` are no types here: write `http`.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Places,
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Names,
                Topic::Precedence,
            ],
            basis: Basis::Observed,
            origin: "auggie 0.36.0",
            version: "0.36.0",
            date: "2026-11-23",
        },
        Evidence {
            about: &[
                Topic::Places,
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Process,
                Topic::Remote,
                Topic::Precedence,
            ],
            basis: Basis::Source,
            origin: "npm @augmentcode/auggie",
            version: "0.36.0",
            date: "2026-11-23",
        },
    ],
};
