//! A configuration that the client does not take.

use super::{CHECK, DATE, LIST, cause, print, step};
use crate::errors::{Family, Step};

const DIFF: Step = step(
    "mcpmend --diff",
    "the fixes that keep the meaning, as a diff; `mcpmend --fix` applies them",
);

pub(super) static ALL: &[Family] = &[
    Family {
        id: "config-not-json",
        title: "The configuration is no JSON",
        wraps: false,
        prints: &[
            print(
                "There was an error reading or parsing claude_desktop_config.json",
                "Claude Desktop",
                &["error reading or parsing"],
            ),
            print(
                "Could not load app settings",
                "Claude Desktop",
                &["could not load app settings"],
            ),
            print(
                "Expected double-quoted property name in JSON at position 120",
                "clients on Node.js",
                &[
                    "expected double-quoted property name",
                    "expected ',' or '}' after property value",
                    "expected ',' or ']' after array element",
                    "unexpected end of json input",
                    "invalid or malformed json",
                    "unexpected string in json",
                    "unexpected token*in json at position",
                    "settings error",
                    "unterminated string in json",
                ],
            ),
            print(
                "Unexpected token '\u{feff}', \"\u{feff}{ \"mcpSer\"... is not valid JSON",
                "clients on Node.js",
                &[
                    "unexpected token ''*is not valid json",
                    "unexpected token 'u+feff'",
                    "unexpected utf-8 bom",
                ],
            ),
        ],
        means: "The file does not parse, so the client reads none of its servers, or all but this file's. Claude Desktop writes a file that it could not read anew at its next start, without your servers: keep a copy.",
        causes: &[
            cause(
                "A trailing comma, a comment, or a missing comma.",
                "`mcpmend` shows the place.",
                "`mcpmend --fix` removes what is too much.",
                &["trailing-comma", "comment-in-json", "syntax-error"],
            ),
            cause(
                "A second piece was pasted behind the first, or a piece without its braces.",
                "The text says `after JSON`.",
                "Merge the two into one object.",
                &["bare-fragment", "duplicate-key"],
            ),
            cause(
                "A byte order mark in front, as PowerShell's `Set-Content -Encoding UTF8` writes it.",
                "The quoted text looks empty.",
                "Save it as UTF-8 without one; `mcpmend --fix` does.",
                &["byte-order-mark", "unreadable-encoding"],
            ),
            cause(
                "Curly quotes from a web page.",
                "",
                "Write straight ones.",
                &["typographic-quote"],
            ),
            cause(
                "A `url` entry in a Claude Desktop of early 2025, which took `command` only.",
                "The text names `\"command\"` and `Required`.",
                "See [entries that Claude Desktop skips](entry-skipped.md).",
                &["unsupported-transport"],
            ),
        ],
        run: &[CHECK, DIFF],
        sources: &[
            "modelcontextprotocol/servers#414",
            "tradesdontlie/tradingview-mcp#406",
            "homeassistant-ai/ha-mcp#281",
            "TonybotNi/ZotLink#2",
        ],
        date: DATE,
    },
    Family {
        id: "bad-escape",
        title: "Bad escaped character",
        wraps: false,
        prints: &[print(
            "Bad escaped character in JSON at position 53",
            "clients on Node.js",
            &[
                "bad escaped character",
                "bad unicode escape",
                "invalid \\escape",
                "invalid escape",
                "bad control character in string",
            ],
        )],
        means: "In JSON a backslash starts an escape, so a path of Windows needs two. Some single ones are legal and mean something else: `\"C:\\temp\"` holds a tab.",
        causes: &[cause(
            "A path of Windows with single backslashes.",
            "",
            "Write `C:\\\\Users\\\\me` or `C:/Users/me`.",
            &["invalid-escape", "syntax-error"],
        )],
        run: &[CHECK, DIFF],
        sources: &["ojuschugh1/sqz#2", "stickerdaniel/linkedin-mcp-server#784"],
        date: DATE,
    },
    Family {
        id: "entry-does-not-fit",
        title: "Does not adhere to the schema (Claude Code)",
        wraps: false,
        prints: &[
            print(
                "mcpServers.docs: Does not adhere to MCP server configuration schema",
                "Claude Code, in /doctor",
                &["does not adhere to mcp server configuration schema"],
            ),
            print(
                "Server \"docs\" has a \"url\" but no \"type\"",
                "Claude Code",
                &["has a \"url\" but no \"type\""],
            ),
        ],
        means: "Claude Code left this entry out. In everyday use it says nothing of it: the server is just not there.",
        causes: &[
            cause(
                "A `url` without a `type`.",
                "The entry has `url` and no `type`.",
                "Add `\"type\": \"http\"` (or `sse`, where the path ends so).",
                &["missing-transport-type"],
            ),
            cause(
                "A `type` in another client's spelling, such as `streamableHttp`.",
                "",
                "`http`, `streamable-http`, `sse` or `ws`.",
                &["unknown-transport-type"],
            ),
            cause(
                "The block was pasted into itself: `mcpServers` in `mcpServers`.",
                "The text says `mcpServers.mcpServers`.",
                "Take the inner one out.",
                &["wrong-root-key", "servers-not-map"],
            ),
            cause(
                "The entry is for another client: a `transport` object, `environment`, a list for `command`.",
                "",
                "Use this client's fields.",
                &["foreign-field", "wrong-type", "transport-mismatch"],
            ),
        ],
        run: &[CHECK, LIST, DIFF],
        sources: &[
            "anthropics/claude-code#43192",
            "excalidraw/excalidraw-mcp#64",
            "yiliqi78/TOKENICODE#33",
            "affaan-m/ECC#1003",
        ],
        date: DATE,
    },
    Family {
        id: "entry-skipped",
        title: "Entries that Claude Desktop skips",
        wraps: false,
        prints: &[
            print(
                "The following entries in your config are not valid MCP server configurations and were skipped: docs",
                "Claude Desktop since 2026",
                &[
                    "not valid mcp server configurations and were skipped",
                    "not a valid mcp server configuration",
                ],
            ),
            print(
                "\"path\": [ \"mcpServers\", \"docs\", \"command\" ], \"message\": \"Required\"",
                "Claude Desktop in 2025",
                &[
                    "\"path\": [ \"mcpservers\", ~ \"command\" ]",
                    "\"path\":[\"mcpservers\",*\"command\"]",
                    "path [\"mcpservers\",*\"command\"]",
                ],
            ),
        ],
        means: "Claude Desktop's file takes servers with a `command` only. One with a `url` is skipped; older versions refused the whole file.",
        causes: &[
            cause(
                "An entry has a `url`.",
                "",
                "Add the server in Settings, Connectors; or start a bridge: `\"command\": \"npx\", \"args\": [\"-y\", \"mcp-remote\", \"URL\"]`.",
                &["unsupported-transport"],
            ),
            cause(
                "An entry has neither.",
                "",
                "Give it a `command`.",
                &["missing-transport", "empty-value"],
            ),
        ],
        run: &[
            CHECK,
            step(
                "mcpmend --diff --unsafe-fixes",
                "how the entry would look with a bridge",
            ),
        ],
        sources: &[
            "modelcontextprotocol/servers#1106",
            "tadata-org/fastapi_mcp#6",
            "HelpCode-ai/anythingmcp#336",
            "Aas-ee/open-webSearch#26",
        ],
        date: DATE,
    },
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
        id: "root-key-missing",
        title: "The root key is missing",
        wraps: false,
        prints: &[print(
            "Config must contain 'mcpServers' object",
            "several clients",
            &[
                "must contain 'mcpservers",
                "must contain `mcpservers",
                "must contain \"mcpservers",
                "mcpservers required",
                "missing required property: mcpservers",
            ],
        )],
        means: "The file parses, and the servers do not stand where this client looks for them.",
        causes: &[
            cause(
                "They stand under another client's key.",
                "",
                "Rename the key.",
                &["wrong-root-key"],
            ),
            cause(
                "Only the inner part was pasted: `\"docs\": {…}` without the object around it.",
                "",
                "Wrap it.",
                &["bare-fragment"],
            ),
            cause(
                "They stand in a list.",
                "",
                "An object: name, then server.",
                &["servers-not-map"],
            ),
        ],
        run: &[CHECK, DIFF],
        sources: &["ravitemer/mcphub.nvim#209", "CoplayDev/unity-mcp#820"],
        date: DATE,
    },
    Family {
        id: "value-of-the-wrong-type",
        title: "A value of the wrong type",
        wraps: false,
        prints: &[
            print(
                "Expected string, received number",
                "clients that check with zod: Claude Desktop, Copilot CLI",
                &[
                    "expected string, received",
                    "expected array, received",
                    "expected object, received",
                    "expected boolean, received",
                    "expected number, received",
                    "invalid input: expected",
                ],
            ),
            print(
                "TypeError: o.replace is not a function",
                "Droid, for a number in `env`",
                &[
                    ".replace is not a function",
                    ".join is not a function",
                    ".map is not a function",
                    "args.map is not a function",
                ],
            ),
            print(
                "The \"file\" argument must be of type string. Received undefined",
                "clients on Node.js, for an entry without a command",
                &["\"file\" argument must be of type string"],
            ),
            print(
                "invalid type: integer `8080`, expected a string",
                "clients in Rust: Codex, Zed, Goose",
                &["invalid type:*expected a", "invalid type:*expected"],
            ),
        ],
        means: "A value has another type than the client expects, and depending on the client this costs the entry, or all servers of the file.",
        causes: &[
            cause(
                "A number or `true` in `env`.",
                "",
                "Put it in quotes: `\"8080\"`.",
                &["wrong-type"],
            ),
            cause(
                "`args` as one text.",
                "",
                "A list, one argument each.",
                &["wrong-type", "joined-argument"],
            ),
            cause(
                "`command` as a list, or as a text where a list is expected (OpenCode).",
                "",
                "Use this client's form.",
                &["wrong-type", "foreign-field"],
            ),
            cause(
                "A `url` without a type, in a client that then looks for a command (MCP Inspector).",
                "The text says `Received undefined`.",
                "Add the type.",
                &["missing-transport-type", "missing-transport"],
            ),
        ],
        run: &[CHECK, DIFF],
        sources: &[
            "directus/mcp#6",
            "coleam00/Archon#1456",
            "anomalyco/opencode#903",
            "clients that were run on such files",
        ],
        date: DATE,
    },
    Family {
        id: "neither-command-nor-url",
        title: "The entry says neither what to start nor what to call",
        wraps: false,
        prints: &[
            print(
                "Invalid configuration: missing httpUrl (for Streamable HTTP), url (for SSE), and command (for stdio).",
                "Gemini CLI, Qwen Code",
                &["missing httpurl", "missing*url*and command"],
            ),
            print(
                "Server must have either 'command' (for stdio) or 'url' (for remote)",
                "Auggie",
                &[
                    "server must have either 'command'",
                    "must have either a command or",
                    "must specify either command or url",
                    "either command or url must be",
                ],
            ),
        ],
        means: "The client found no field that it knows a server by. Auggie drops all servers of the file then.",
        causes: &[
            cause(
                "The field is misspelt, or has a space at its end: `\"httpUrl \"`.",
                "",
                "Correct it.",
                &["unknown-field", "missing-transport"],
            ),
            cause(
                "It is another client's: `serverUrl`, `uri`, `cmd`.",
                "",
                "Use this client's.",
                &["foreign-field", "missing-transport"],
            ),
            cause("The value is empty.", "", "Fill it in.", &["empty-value"]),
            cause(
                "Something that is no server stands among the servers, such as `_comment`.",
                "",
                "Take it out.",
                &["servers-not-map"],
            ),
        ],
        run: &[CHECK, DIFF],
        sources: &[
            "google-gemini/gemini-cli#14621",
            "Auggie was run on such a file",
        ],
        date: DATE,
    },
    Family {
        id: "schema-refused",
        title: "The client's schema refuses an entry",
        wraps: false,
        prints: &[
            print(
                "Configuration is invalid at /home/me/.config/opencode/opencode.json: Missing key mcp.docs.enabled",
                "OpenCode",
                &[
                    "configuration is invalid at",
                    "missing key mcp.",
                    "ignoring mcp config entry without type",
                ],
            ),
            print(
                "\"path\": [\"mcpServers\", \"docs\", \"tools\"], \"message\": \"Required\"",
                "Copilot CLI before 0.0.370",
                &[
                    "\"path\": [\"mcpservers\", ~ \"tools\"",
                    "\"path\":[\"mcpservers\",*\"tools\"",
                    "\"tools\" ]*required",
                    "[mcpservers,~tools]",
                ],
            ),
            print(
                "Invalid MCP settings format",
                "Cline, Roo Code",
                &[
                    "invalid mcp settings",
                    "invalid_union",
                    "invalid literal value, expected",
                    ": invalid input",
                ],
            ),
            print(
                "Failed to start MCP Servers: Failed to read configuration",
                "Copilot CLI",
                &[
                    "failed to start mcp servers: failed to read configuration",
                    "invalid mcp configuration",
                ],
            ),
        ],
        means: "An entry has not the form that this client wants. Often the texts say where, and not what. In several clients one such entry takes all others down with it.",
        causes: &[
            cause(
                "The transport type is spelled for another client.",
                "The text speaks of a union, a literal or a type.",
                "Use this client's spelling.",
                &[
                    "unknown-transport-type",
                    "missing-transport-type",
                    "transport-mismatch",
                ],
            ),
            cause(
                "A field that this client requires is missing: `tools` in older Copilot CLI, `type` and `enabled` in OpenCode.",
                "The text says `Missing` or `Required`.",
                "Add it.",
                &["missing-field", "missing-transport-type"],
            ),
            cause(
                "A field of another client, or a misspelt one, in a client that is strict.",
                "",
                "Rename or remove it.",
                &["foreign-field", "unknown-field"],
            ),
            cause(
                "A value of the wrong type.",
                "",
                "See [a value of the wrong type](value-of-the-wrong-type.md).",
                &["wrong-type", "servers-not-map"],
            ),
        ],
        run: &[CHECK, LIST, DIFF],
        sources: &[
            "anomalyco/opencode#39431",
            "github/copilot-cli#192",
            "cline/cline#6767",
            "kirodotdev/Kiro#1175",
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
