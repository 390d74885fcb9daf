//! Crush.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const TYPES: &str = "types are stdio, http and sse, spelled exactly so";
const NO_TYPE: &str = "it asks for a type: `stdio`, `http` or `sse`";

const FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["stdio", "http", "sse"]),
        Use::Both,
        "The transport. It must be there.",
    )
    .example("\"http\""),
    fields::COMMAND,
    fields::ARGS,
    fields::ENV.example("{\"API_KEY\": \"$API_KEY\"}"),
    fields::URL,
    Field {
        doc: "HTTP headers that are sent with every request; one that becomes empty is left out.",
        ..fields::HEADERS
    }
    .example("{\"Authorization\": \"Bearer $API_TOKEN\"}"),
    Field::new(
        "timeout",
        Role::Timeout(Unit::Seconds),
        Shape::Integer,
        Use::Both,
        "The time limit for connecting, in seconds; 10 when absent, 30 with OAuth.",
    )
    .example("30"),
    Field::new(
        "disabled",
        Role::Disabled,
        Shape::Bool,
        Use::Both,
        "Whether the server is switched off. There is no `enabled`.",
    )
    .example("true"),
    Field::new(
        "disabled_tools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "Tools that are not offered.",
    ),
    Field::new(
        "enabled_tools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The only tools that are offered.",
    ),
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Bool,
        Use::Remote,
        "Whether to log in by OAuth in the browser.",
    )
    .example("true"),
    Field::new(
        "oauth_client_id",
        Role::OAuth,
        Shape::String,
        Use::Remote,
        "The id of an OAuth client of your own.",
    ),
    Field::new(
        "oauth_client_secret",
        Role::OAuth,
        Shape::String,
        Use::Remote,
        "The secret of that OAuth client; variables are expanded.",
    ),
    Field::new(
        "oauth_callback_port",
        Role::OAuth,
        Shape::Integer,
        Use::Remote,
        "The port of this machine that OAuth comes back to; any free one when absent.",
    ),
    Field::new(
        "oauth_token",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "The token of the last login, written by Crush itself into its data file.",
    )
    .partial(),
];

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::REJECTED.r#as(Transport::Stdio).says(NO_TYPE),
        url_only: Ruling::REJECTED.r#as(Transport::Http).says(NO_TYPE),
        both: Ruling::REJECTED.says(NO_TYPE),
        neither: Ruling::REJECTED,
        unknown_type_command: Ruling::REJECTED.says(TYPES),
        unknown_type_url: Ruling::REJECTED.r#as(Transport::Http).says(TYPES),
        remote_type_command: Ruling::REJECTED.says("this type needs a url"),
        stdio_type_url: Ruling::REJECTED.says("this type needs a command"),
        remote_type_both: Ruling::IGNORED.says("the command is ignored"),
        stdio_type_both: Ruling::IGNORED.says("the url is ignored"),
        falls_back_to_sse: false,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::FILE_REJECTED.says(NO_START),
    null_entry: Ruling::UNKNOWN,
    not_object: Ruling::FILE_REJECTED.says(NO_START),
    names: Names::ANY,
};

const NO_START: &str = "Crush does not start";

/// Each value is expanded as a shell would, commands in `$(…)` included.
const VARIABLES: Variables = Variables {
    forms: &[Form::Bare, Form::Braced, Form::BracedDefault, Form::Command],
    established: true,
    fields: &[
        Role::Command,
        Role::Args,
        Role::Env,
        Role::Url,
        Role::Headers,
    ],
    unset: Unset::Empty,
    known: &[],
    workspace: None,
    instead: "",
    withheld: &[],
    sources: &[],
};

const INNER: &str = "read in every folder from the project's root down; the inner one wins";

/// Crush, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "crush",
    name: "Crush",
    vendor: "Charm",
    kinds: &[Kind {
        id: "config",
        title: "configuration",
        format: Format::Json,
        dialect: Dialect::STRICT,
        syntax_error: Ruling::FILE_REJECTED
            .says("\"invalid JSON in config file\", and Crush does not start"),
        duplicate_key: Ruling::UNKNOWN,
        locations: &[
            Location::new(Scope::Project, "<project>/.crush.json").note(INNER),
            Location::new(Scope::Project, "<project>/crush.json").note(INNER),
            Location::new(Scope::Local, "<project>/.crush/crush.json")
                .note("written by Crush itself; it wins over every other file"),
            Location::new(
                Scope::User,
                "${XDG_CONFIG_HOME:-~/.config}/crush/crush.json",
            )
            .note("here on Windows too"),
            Location::new(
                Scope::User,
                "${CRUSH_GLOBAL_CONFIG:-~/.config/crush}/crush.json",
            ),
            Location::new(
                Scope::User,
                "${XDG_DATA_HOME:-~/.local/share}/crush/crush.json",
            )
            .on(&[Os::Linux, Os::Macos])
            .note("written by Crush itself; tokens of OAuth are kept here"),
            Location::new(
                Scope::User,
                "${LOCALAPPDATA:-~/AppData/Local}/crush/crush.json",
            )
            .on(&[Os::Windows])
            .note("written by Crush itself; tokens of OAuth are kept here"),
            Location::new(
                Scope::User,
                "${CRUSH_GLOBAL_DATA:-~/.local/share/crush}/crush.json",
            ),
            Location::new(Scope::Managed, "/etc/crush/crush.json")
                .on(&[Os::Linux, Os::Macos])
                .note("defaults for the machine: every other file wins over it"),
        ],
        roots: &[Root::map(&["mcp"]).empty_text()],
        missing_root: Ruling::FINE,
        wrong_root: Ruling::FILE_REJECTED.says(NO_START),
        told_by: &[],
        dedicated: false,
        siblings: &[],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &[
        "The file `crushrc` beside the user's file, and `.crushrc` or `crushrc` in a project: shell scripts that may set `mcp` and win over the JSON beside them.",
    ],
    not_read: &[NotRead {
        path: "<project>/.crush/mcp.json",
        root: None,
        instead: "Crush reads servers under `mcp` in `.crush.json` or `crush.json`",
    }],
    approvals: &[],
    process: Process {
        inherits: Inherits::All,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[Role::Command]),
        base: Base::Folder("the folder that Crush works in"),
        windows_shim: WindowsShim::Unknown,
        desktop: false,
        path: SearchPath::entry(EntryPath::ForServer),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Go,
        ca_variables: &["SSL_CERT_FILE", "SSL_CERT_DIR"],
        system_store: None,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "on Linux export it in the shell that starts `crush`; on macOS and Windows add the certificate authority to the system's trust store",
        fetch: Some(false),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Merged,
        layers: &[
            Layer::of(Scope::Local),
            Layer::of(Scope::Project).files(&[".crush.json", "crush.json"]),
            // What Crush itself writes wins over what the user wrote.
            Layer::of(Scope::User).files(&["share/crush/crush.json", "Local/crush/crush.json"]),
            Layer::of(Scope::User),
            Layer::of(Scope::Managed),
        ],
        folders: Folders::NearestWins,
        says: "local over project over user over managed, merged key by key; in one folder `.crush.json` wins over `crush.json`",
        ..Precedence::UNKNOWN
    },
    logs: "`.crush/logs/crush.log` in the project, or `crush logs`",
    // charmbracelet/crush: what `crush logs` shows.
    log_files: &["<project>/.crush/logs/crush.log"],
    restart: "start Crush again",
    traps: &[
        "Every entry needs a `type`.",
        "A comment, a trailing comma or a value of the wrong type, and Crush does not start.",
        "Values are expanded as by a shell: `$(…)` runs a command when Crush starts, and a literal `$` must be written `\\$`.",
        "An unset variable becomes nothing, unless it is written `${VAR:?message}`.",
        "`timeout` is in seconds.",
        "There is no `cwd`.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Places,
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Precedence,
            ],
            basis: Basis::Source,
            origin: "charmbracelet/crush internal/config/load.go@37f36e93",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Fields, Topic::Variables],
            basis: Basis::Source,
            origin: "charmbracelet/crush internal/config/config.go@37f36e93",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Variables],
            basis: Basis::Source,
            origin: "charmbracelet/crush internal/config/resolve.go@37f36e93",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Transport, Topic::Process, Topic::Remote],
            basis: Basis::Source,
            origin: "charmbracelet/crush internal/agent/tools/mcp/init.go@37f36e93",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Remote],
            basis: Basis::Documented,
            origin: "https://pkg.go.dev/crypto/x509",
            version: "",
            date: "2026-11-25",
        },
    ],
};
