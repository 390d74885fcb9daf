//! MCP bundles (`.mcpb`, once `.dxt`): the manifest of one.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const INVALID: Ruling =
    Ruling::REJECTED.says("`mcpb validate` and `mcpb pack` refuse the manifest");

const NO_URL: Ruling = Ruling::REJECTED
    .r#as(Transport::Http)
    .says("a bundle starts its server: `mcpb validate` and `mcpb pack` refuse a url");

const FIELDS: &[Field] = &[
    Field {
        doc: "The program to start, without arguments; `${__dirname}` is the bundle's folder.",
        ..fields::COMMAND
    }
    .example("\"node\""),
    fields::ARGS.example("[\"${__dirname}/server/index.js\"]"),
    // Listed so that it is told apart from a misspelt field.
    Field {
        doc: "Not taken: a bundle starts its server.",
        ..fields::URL
    },
    fields::ENV.example("{\"API_KEY\": \"${user_config.api_key}\"}"),
    Field::new(
        "platform_overrides",
        Role::Other,
        Shape::Object,
        Use::Stdio,
        "`command`, `args` and `env` by platform, `darwin`, `win32` or `linux`; they replace those beside it.",
    )
    .example("{\"win32\": {\"command\": \"node.exe\"}}"),
];

static SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        speaks: &[Transport::Stdio],
        url_only: NO_URL,
        both: NO_URL.r#as(Transport::Stdio),
        neither: INVALID,
        ..TransportRules::UNKNOWN
    },
    unknown_field: INVALID,
    wrong_type: INVALID,
    null_entry: INVALID,
    not_object: INVALID,
    names: Names::ANY,
};

/// Variables of the environment are not among them.
const VARIABLES: Variables = Variables {
    forms: &[],
    established: true,
    fields: &[Role::Command, Role::Args, Role::Env],
    unset: Unset::Literal,
    known: &[
        "__dirname",
        "HOME",
        "DESKTOP",
        "DOCUMENTS",
        "DOWNLOADS",
        "pathSeparator",
        "/",
    ],
    workspace: None,
    instead: "declare it under `user_config` and write `${user_config.NAME}`",
    withheld: &[],
    sources: &[],
};

/// The manifest, read in the source of the packer.
pub(super) static CLIENT: Client = Client {
    id: "mcpb",
    name: "MCPB",
    vendor: "Anthropic",
    kinds: &[Kind {
        id: "manifest",
        title: "manifest of a bundle",
        format: Format::Json,
        dialect: Dialect::STRICT,
        syntax_error: Ruling::FILE_REJECTED
            .says("`mcpb validate` and `mcpb pack` refuse the manifest"),
        duplicate_key: Ruling::IGNORED.says("the last one wins"),
        locations: &[Location::new(Scope::Project, "<project>/manifest.json")
            .note("packed into a `.mcpb` file, which Claude Desktop installs")],
        roots: &[Root::one(&["server", "mcp_config"], &["name"])],
        missing_root: Ruling::FILE_REJECTED,
        wrong_root: Ruling::FILE_REJECTED,
        told_by: &[&["server", "mcp_config"]],
        dedicated: false,
        siblings: &[],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &[
        "A `.mcpb` or `.dxt` file is an archive: unpack it with `mcpb unpack`, and check the `manifest.json` in it.",
    ],
    not_read: &[],
    approvals: &[],
    process: Process {
        path: SearchPath::UNKNOWN.elsewhere(),
        ..Process::UNKNOWN
    },
    remote: Remote::UNKNOWN,
    precedence: Precedence::UNKNOWN,
    logs: "",
    log_files: &[],
    restart: "install the bundle again",
    traps: &[
        "A bundle holds one server, and that is started: there is no `url`, `type`, `cwd` or `headers`.",
        "`platform_overrides` replaces `command`, `args` and `env` on `darwin`, `win32` or `linux`.",
        "`${NAME}` of the environment is not expanded: ask for it under `user_config`.",
        "A setting with `multiple` becomes several arguments where it stands alone in `args`.",
        "`dxt_version` is the old name of `manifest_version`.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Places, Topic::Root, Topic::Fields, Topic::Transport],
            basis: Basis::Source,
            origin: "anthropics/mcpb src/schemas/0.3.ts@365ecd7e, 0.4.ts",
            version: "2.1.2",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Syntax],
            basis: Basis::Source,
            origin: "npm @anthropic-ai/mcpb 2.1.2 dist/node/validate.js",
            version: "2.1.2",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Variables],
            basis: Basis::Source,
            origin: "npm @anthropic-ai/mcpb 2.1.2 dist/shared/config.js",
            version: "2.1.2",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places, Topic::Variables],
            basis: Basis::Documented,
            origin: "anthropics/mcpb MANIFEST.md",
            version: "",
            date: "2026-11-23",
        },
    ],
};
