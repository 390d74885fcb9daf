//! A configuration that the client does not take.

use super::{CHECK, DATE, LIST, cause, print, step};
use crate::errors::{Family, Step};

pub(super) const DIFF: Step = step(
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
];
