//! A configuration that is read and does not mean what it should.

use super::config::DIFF;
use super::{CHECK, DATE, LIST, cause, print};
use crate::errors::Family;

pub(super) static ALL: &[Family] = &[
    Family {
        id: "codex-config-refused",
        title: "Codex refuses config.toml",
        wraps: false,
        prints: &[
            print(
                "Error loading config.toml: invalid transport in `mcp_servers.docs`",
                "Codex",
                &[
                    "invalid transport in*mcp_servers",
                    "error loading config.toml",
                    "failed to load bootstrap configuration",
                ],
            ),
            print(
                "env is not supported for streamable_http",
                "Codex",
                &[
                    "is not supported for streamable_http",
                    "is not supported for stdio",
                ],
            ),
        ],
        means: "Codex reads its file strictly: one entry that does not fit, and it does not start at all.",
        causes: &[
            cause(
                "`env`, `args` or `cwd` beside a `url`, for instance `NODE_EXTRA_CA_CERTS` as a guide has it.",
                "The text names the field.",
                "Take it out. For a token use `bearer_token_env_var`, for headers `http_headers` or `env_http_headers`.",
                &["ca-env-ineffective", "misplaced-field", "foreign-field"],
            ),
            cause(
                "An entry with neither `command` nor `url`: only a time limit, for instance.",
                "The text says `invalid transport`.",
                "Add one, or remove the table.",
                &["missing-transport"],
            ),
            cause(
                "`command` in one file and `url` in another: the two are merged.",
                "There is a second `config.toml`.",
                "Keep one of them.",
                &["conflicting-merge", "ambiguous-transport"],
            ),
            cause(
                "A value of the wrong type.",
                "The text says `expected`.",
                "Correct it.",
                &["wrong-type", "unknown-field"],
            ),
        ],
        run: &[CHECK, DIFF],
        sources: &[
            "openai/codex#29396",
            "openai/codex#40715",
            "openai/codex, its source",
        ],
        date: DATE,
    },
    Family {
        id: "name-too-long",
        title: "The names of server and tool are too long",
        wraps: false,
        prints: &[
            print(
                "Combined server and tool name length (64) exceeds 60 characters",
                "Cursor",
                &[
                    "combined server and tool name length",
                    "exceeds 60 characters",
                ],
            ),
            print(
                "String should match pattern '^[a-zA-Z0-9_-]{1,64}$'",
                "the APIs of models",
                &[
                    "should match pattern '^[a-za-z0-9_-]{1,",
                    "does not match pattern*{1,64}",
                    "does not match '^[a-za-z0-9_-]",
                ],
            ),
        ],
        means: "A client joins the server's name and the tool's, and models take 64 characters at most, of letters, digits, `_` and `-` only. Such tools are left out, or the whole request is refused.",
        causes: &[cause(
            "The server's name in the configuration is long, or holds other characters, such as `github.com/owner/server`.",
            "",
            "Give it a short name of letters, digits and `-`. The names of its tools change with it, in permissions, too.",
            &["invalid-server-name"],
        )],
        run: &[CHECK],
        sources: &[
            "sparfenyuk/mcp-proxy#45",
            "tadata-org/fastapi_mcp#64",
            "awslabs/mcp#1283",
            "microsoft/vscode#243602",
        ],
        date: DATE,
    },
    Family {
        id: "settings-moved",
        title: "The servers belong into another file",
        wraps: false,
        prints: &[
            print(
                "MCP servers should no longer be configured in user settings. Use the dedicated MCP configuration instead.",
                "VS Code 1.102 and newer",
                &["mcp servers should no longer be configured in"],
            ),
            print(
                "No MCP servers configured. Please run /doctor if this is unexpected.",
                "Claude Code",
                &["no mcp servers configured", "no mcp servers found"],
            ),
        ],
        means: "The client looks for servers in another file, or under another key, than the one that you wrote.",
        causes: &[
            cause(
                "VS Code: `mcp` in `settings.json`.",
                "",
                "Move it to `.vscode/mcp.json`, or to the `mcp.json` of your profile, under `servers`.",
                &["misplaced-config", "wrong-root-key"],
            ),
            cause(
                "Claude Code: `mcpServers` in `~/.claude/settings.json` or `.claude/mcp.json`.",
                "",
                "`.mcp.json` in the project's root, or `~/.claude.json`.",
                &["misplaced-config"],
            ),
            cause(
                "Claude Code: the server was added without `--scope user`, so it is there in one folder only.",
                "It is there in the folder where you added it.",
                "`claude mcp add --scope user …`.",
                &["wrong-scope"],
            ),
            cause(
                "Claude Desktop on Windows from the Store (MSIX) reads its own copy below `%LOCALAPPDATA%\\Packages\\Claude_…`, not `%APPDATA%\\Claude`.",
                "That folder exists.",
                "Edit the file there.",
                &["misplaced-config"],
            ),
            cause(
                "The root key is another client's.",
                "`mcpmend list` shows no servers in the file.",
                "`servers` in VS Code and Visual Studio, `context_servers` in Zed, `mcp` in OpenCode, `mcp_servers` in Codex, `mcpServers` in most others.",
                &["wrong-root-key"],
            ),
            cause(
                "The file is refused as a whole.",
                "`mcpmend list` says `rejected`.",
                "See [the configuration is no JSON](config-not-json.md).",
                &["syntax-error", "byte-order-mark"],
            ),
        ],
        run: &[LIST, CHECK],
        sources: &[
            "supermemoryai/install-mcp#33",
            "anthropics/claude-code#26073",
            "anthropics/claude-code#4479",
            "ersatzben/maxmsp-mcp#2",
            "genomoncology/biomcp#243",
        ],
        date: DATE,
    },
    Family {
        id: "conflicting-scopes",
        title: "One name in several scopes",
        wraps: false,
        prints: &[print(
            "[Conflicting scopes] Server \"docs\" is defined in multiple scopes with different endpoints",
            "Claude Code, in /doctor",
            &["conflicting scopes", "defined in multiple scopes"],
        )],
        means: "The same server is declared in more than one place, and not the same way. One of them counts, and it may not be the one that you look at.",
        causes: &[cause(
            "A copy of your own (local or user scope) stands in front of the project's, or the reverse. In Claude Code local wins over project, and project over user.",
            "`mcpmend list` says who wins.",
            "Keep one.",
            &["shadowed-server", "conflicting-merge", "case-variant-name"],
        )],
        run: &[LIST, CHECK],
        sources: &[
            "anthropics/claude-code#48857",
            "anthropics/claude-code#39109",
            "zzet/gortex#201",
        ],
        date: DATE,
    },
    Family {
        id: "variables-missing",
        title: "A variable of the configuration is not set",
        wraps: false,
        prints: &[
            print(
                "Missing environment variables: GITHUB_TOKEN",
                "Claude Code",
                &["missing environment variables"],
            ),
            print(
                "Variable workspaceFolder can not be resolved. Please open a folder.",
                "VS Code",
                &[
                    "can not be resolved. please open a folder",
                    "variable ~ can not be resolved",
                ],
            ),
            print(
                "Input variable 'token' must be defined in an 'inputs' section",
                "VS Code",
                &["must be defined in an 'inputs' section"],
            ),
        ],
        means: "The configuration refers to a variable that the client does not have. Claude Code leaves the server out then; others send the text as it stands, or nothing.",
        causes: &[
            cause(
                "It is set in your shell's profile, which an app that is started with a click does not read.",
                "It works when the client is started from a terminal.",
                "Set it for the session: `launchctl setenv` on macOS, `setx` on Windows, `~/.config/environment.d` on Linux.",
                &["unset-variable"],
            ),
            cause(
                "It is not set at all.",
                "",
                "Set it, or give a default where the client knows one: `${X:-default}` in Claude Code.",
                &["unset-variable"],
            ),
            cause(
                "`${env:X}` in a client that takes all of it for the name.",
                "The name in the text holds `env:`.",
                "Use this client's spelling.",
                &["wrong-variable-syntax"],
            ),
            cause(
                "VS Code: `${input:x}` without an input of that id, or `${workspaceFolder}` where no folder is open.",
                "",
                "Add the input; use an absolute path in your user file.",
                &["undefined-input", "unsupported-variable"],
            ),
        ],
        run: &[CHECK],
        sources: &[
            "anthropics/claude-code#62789",
            "anthropics/claude-code#60513",
            "microsoft/vscode#256546",
            "microsoft/vscode#243526",
        ],
        date: DATE,
    },
];
