//! Hugging Face tiny-agents, in JavaScript and in Python.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{fields, shared};

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
    fields::ENV.example("{\"API_KEY\": \"${input:api-key}\"}"),
    Field {
        doc: "The folder in which the server is started; that of the shell when absent.",
        ..fields::CWD
    },
    fields::URL,
    fields::HEADERS.example("{\"Authorization\": \"Bearer ${input:api-token}\"}"),
    Field::new(
        "allowed_tools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The names of the only tools that are offered; the Python version knows it, the JavaScript version ignores it.",
    )
    .example("[\"read_file\"]"),
];

const NO_TYPE: Ruling = Ruling::FILE_REJECTED.says("it needs a type: `stdio`, `http` or `sse`");
const TYPES: Ruling =
    Ruling::FILE_REJECTED.says("types are stdio, http and sse, spelled exactly so");

static SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: NO_TYPE.r#as(Transport::Stdio),
        url_only: NO_TYPE.r#as(Transport::Http),
        both: NO_TYPE,
        neither: Ruling::FILE_REJECTED,
        unknown_type_command: TYPES,
        unknown_type_url: TYPES,
        remote_type_command: Ruling::FILE_REJECTED.says("this type needs a url"),
        stdio_type_url: Ruling::FILE_REJECTED.says("this type needs a command"),
        remote_type_both: Ruling::IGNORED.says("the command is ignored"),
        stdio_type_both: Ruling::IGNORED.says("the url is ignored"),
        falls_back_to_sse: false,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::FILE_REJECTED,
    null_entry: Ruling::FILE_REJECTED,
    not_object: Ruling::FILE_REJECTED,
    names: Names::ANY,
};

/// `${input:id}` is asked for at the start, for each id that `inputs` declares.
const VARIABLES: Variables = Variables {
    forms: &[Form::Input],
    established: true,
    fields: &[Role::Env, Role::Headers],
    unset: Unset::Empty,
    known: &[],
    workspace: None,
    instead: "declare the secret under `inputs` and write `${input:id}`: it is asked for, or read from the variable of that name",
    withheld: &[],
    sources: &[],
};

/// tiny-agents, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "hf-tiny-agents",
    name: "tiny-agents",
    vendor: "Hugging Face",
    kinds: &[Kind {
        id: "agent",
        title: "agent",
        format: Format::Json,
        dialect: Dialect::STRICT,
        syntax_error: Ruling::FILE_REJECTED.says("\"Invalid configuration file\""),
        duplicate_key: Ruling::IGNORED.says("the last one wins"),
        locations: &[Location::new(Scope::Project, "<project>/agent.json")
            .note("its folder, or the file itself, is named on the command line")],
        roots: &[Root::list(&["servers"])],
        missing_root: Ruling::FILE_REJECTED,
        wrong_root: Ruling::FILE_REJECTED,
        told_by: &[&["model"]],
        dedicated: false,
        siblings: &["inputs"],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &["An agent of the hub is named by its id, and read from a data set there."],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::Only(shared::SDK_ENVIRONMENT),
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: None,
        base: Base::Folder("the folder in which tiny-agents was started"),
        windows_shim: WindowsShim::Unknown,
        desktop: false,
        path: SearchPath::entry(EntryPath::Replaces),
        refused_env: &[],
    },
    remote: Remote::UNKNOWN,
    precedence: Precedence {
        says: "one file is read",
        ..Precedence::UNKNOWN
    },
    logs: "",
    log_files: &[],
    restart: "start the agent again",
    traps: &[
        "`servers` is a list; a server's name does not stand in it.",
        "Every server needs a `type`, and one faulty server refuses the whole agent.",
        "Of variables only `${input:id}` is replaced, in the values of `env` and `headers`, and only when `inputs` declares the id.",
        "`provider` or `endpointUrl` must be there beside `model`.",
        "Before July 2025 the fields stood under `config` inside each server; such files are refused today.",
        "Exported variables do not reach a server unless `env` names them.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Process,
            ],
            basis: Basis::Source,
            origin: "npm @huggingface/tiny-agents 0.3.4 src/lib/types.ts, src/cli.ts",
            version: "0.3.4",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Source,
            origin: "npm @huggingface/tiny-agents 0.3.4 src/lib/loadConfigFrom.ts",
            version: "0.3.4",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Fields],
            basis: Basis::Source,
            origin: "PyPI huggingface_hub 2.4.0 inference/_mcp/types.py, cli.py",
            version: "2.4.0",
            date: "2026-11-25",
        },
    ],
};
