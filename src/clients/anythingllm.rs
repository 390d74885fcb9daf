//! AnythingLLM.

use crate::document::Dialect;
use crate::model::*;

use super::fields;

const FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["streamable", "sse", "http", "stdio"]),
        Use::Both,
        "The transport. With a url it must be `streamable` or `sse`, in newer builds also `http`; a command needs none.",
    )
    .example("\"streamable\""),
    fields::COMMAND,
    fields::ARGS,
    fields::ENV,
    fields::URL,
    fields::HEADERS,
    Field::new(
        "anythingllm",
        Role::Nested,
        Shape::Object,
        Use::Both,
        "Settings of the app for this server: `autoStart`.",
    )
    .example("{\"autoStart\": false}"),
    Field::new(
        "autoStart",
        Role::Enabled,
        Shape::Bool,
        Use::Both,
        "Inside `anythingllm`: `false` keeps the server from being started with the app; the default is true.",
    ),
];

const SPELLINGS: &str = "\"MCP server type must have sse or streamable value.\"";

static SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("streamable", Transport::Http),
            ("http", Transport::Http),
            ("sse", Transport::Sse),
            // Any other word is one for a command too.
            ("stdio", Transport::Stdio),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        url_only: Ruling::REJECTED.r#as(Transport::Http).says(SPELLINGS),
        both: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("without a remote type the command is started and the url is ignored"),
        neither: Ruling::REJECTED.says("\"Invalid URL\""),
        unknown_type_command: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("any other type counts as absent"),
        unknown_type_url: Ruling::REJECTED.r#as(Transport::Http).says(SPELLINGS),
        stdio_type_url: Ruling::REJECTED.r#as(Transport::Http).says(SPELLINGS),
        stdio_type_both: Ruling::IGNORED.says("the url is ignored"),
        remote_type_command: Ruling::REJECTED.says("this type needs a `url`"),
        remote_type_both: Ruling::IGNORED.says("the command is ignored"),
        falls_back_to_sse: false,
        ..TransportRules::UNKNOWN
    },
    unknown_field: Ruling::IGNORED,
    ..Schema::UNKNOWN
};

/// AnythingLLM, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "anythingllm",
    name: "AnythingLLM",
    vendor: "Mintplex Labs",
    kinds: &[Kind {
        id: "user",
        title: "servers of the app",
        dialect: Dialect::STRICT,
        // Its reader tries to repair what does not parse; how far that goes is not established.
        syntax_error: Ruling::UNKNOWN,
        locations: &[
            Location::new(
                Scope::User,
                "${STORAGE_DIR:-~/.config/anythingllm-desktop/storage}/plugins/anythingllm_mcp_servers.json",
            )
            .on(&[Os::Linux])
            .note("in the Docker image the storage folder is what STORAGE_DIR names"),
            Location::new(
                Scope::User,
                "${STORAGE_DIR:-~/Library/Application Support/anythingllm-desktop/storage}/plugins/anythingllm_mcp_servers.json",
            )
            .on(&[Os::Macos]),
            Location::new(
                Scope::User,
                "${APPDATA:-~/AppData/Roaming}/anythingllm-desktop/storage/plugins/anythingllm_mcp_servers.json",
            )
            .on(&[Os::Windows]),
        ],
        schema: &SCHEMA,
        variables: &Variables::NONE,
        ..Kind::UNKNOWN
    }],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::All,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[]),
        windows_shim: WindowsShim::Starts,
        desktop: true,
        path: SearchPath::entry(EntryPath::Replaces).desktop(DesktopPath::LoginShell(&[Os::Linux, Os::Macos])),
        ..Process::UNKNOWN
    },
    remote: Remote {
        runtime: Runtime::Node,
        ca_variables: &["NODE_EXTRA_CA_CERTS"],
        system_store: None,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "set it for the app, or for its container",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        says: "one file is read",
        ..Precedence::UNKNOWN
    },
    logs: "the app's server log; the Agent Skills page shows what became of each server",
    log_files: &[],
    restart: "press Refresh on the Agent Skills page",
    traps: &[
        "An entry with a url and no type is refused: say `\"type\": \"streamable\"` or `\"sse\"`.",
        "`streamable-http` and `streamableHttp` are no types here.",
        "The file is made when the Agent Skills page is opened for the first time.",
        "`disabled` has no effect: `\"anythingllm\": {\"autoStart\": false}` keeps a server from being started.",
        "In the Docker image commands run inside the container, and `localhost` is the container.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Places,
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Process,
                Topic::Remote,
            ],
            basis: Basis::Source,
            origin: "Mintplex-Labs/anything-llm server/utils/MCP/hypervisor/index.js@01aa35b2",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Reported,
            origin: "set-up guides of servers that name the desktop app's storage folder",
            version: "",
            date: "2026-11-25",
        },
    ],
};
