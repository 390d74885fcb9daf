//! Credentials and logins.

use super::{CHECK, DATE, PORTS, cause, print, step};
use crate::errors::Family;

pub(super) static ALL: &[Family] = &[
    Family {
        id: "unauthorized",
        title: "401 Unauthorized",
        wraps: false,
        prints: &[
            print(
                "Error POSTing to endpoint (HTTP 401): Unauthorized",
                "clients on the TypeScript SDK",
                &[
                    "error posting to endpoint*401",
                    "http 401",
                    "401 unauthorized",
                    "401 client error",
                    "status 401",
                    "status code 401",
                    "status: 401",
                    "non-200 status code (401)",
                    "unauthorized",
                ],
            ),
            print(
                "Bad credentials",
                "GitHub and others",
                &[
                    "bad credentials",
                    "invalid_auth",
                    "auth_required",
                    "invalid_token",
                    "invalid token",
                ],
            ),
            print(
                "Invalid API key",
                "servers",
                &[
                    "invalid api key",
                    "incorrect api key",
                    "api key is invalid",
                    "api key not valid",
                ],
            ),
            print(
                "HTTP 403 Forbidden",
                "servers",
                &[
                    "403 forbidden",
                    "http 403",
                    "status 403",
                    "status code 403",
                    "error posting to endpoint*403",
                ],
            ),
        ],
        means: "The server was reached and does not know you. Mostly the token is fine, and did not arrive as it was meant.",
        causes: &[
            cause(
                "The client sent the text `${TOKEN}` as it stands: it spells variables another way, or expands none in headers.",
                "The header's value holds a variable.",
                "`${env:X}` in Cursor and VS Code (VS Code also `${input:x}`), `${X}` in Claude Code and Gemini CLI, `{env:X}` in OpenCode, `bearer_token_env_var` in Codex.",
                &["wrong-variable-syntax", "unsupported-variable"],
            ),
            cause(
                "The variable is not set where the client sees it. An app that is started with a click does not read your shell's profile.",
                "It works when the client is started from a terminal.",
                "Set it for the session, or keep it in a file that the client reads.",
                &["unset-variable"],
            ),
            cause(
                "A placeholder was left in.",
                "The value says `YOUR_API_KEY` or `<token>`.",
                "Fill it in; better, refer to a variable.",
                &["placeholder-value"],
            ),
            cause(
                "The header was lost: it stands in `env`, in a `transport` object, or in a field that this client does not read.",
                "",
                "Put it into this client's field for headers.",
                &["foreign-field", "misplaced-field", "unknown-field"],
            ),
            cause(
                "mcp-remote got the header in pieces, because of its space.",
                "The entry has `--header` and runs in Cursor or in Claude Desktop on Windows.",
                "`--header Authorization:${AUTH}` and `AUTH` in `env`.",
                &["bridge-arguments", "space-in-batch-argument"],
            ),
            cause(
                "The server wants a login in the browser (OAuth).",
                "The answer has a `WWW-Authenticate` header.",
                "Let the client log in; remove a fixed header that is in the way.",
                &[],
            ),
            cause(
                "The token has expired or lacks rights.",
                "The same token fails elsewhere, too.",
                "Make a new one.",
                &[],
            ),
        ],
        run: &[CHECK],
        sources: &[
            "anthropics/claude-code#6204",
            "QwenLM/qwen-code#11499",
            "aws/amazon-q-developer-cli#3646",
            "microsoft/vscode#264448",
            "punkpeye/mcp-remote#26",
        ],
        date: DATE,
    },
    Family {
        id: "no-dynamic-client-registration",
        title: "The login server registers no clients",
        wraps: false,
        prints: &[print(
            "Incompatible auth server: does not support dynamic client registration",
            "clients on the TypeScript SDK",
            &[
                "does not support dynamic client registration",
                "dynamic client registration not supported",
                "dynamic client registration failed",
            ],
        )],
        means: "To log in, a client must be known to the login server. Most register themselves; Entra, Google and Cognito do not allow that.",
        causes: &[cause(
            "There is no client id in the configuration.",
            "The server's documentation tells you to register an application.",
            "Register one, and name it: `oauth.clientId` in Claude Code, `--static-oauth-client-info` or `--client-metadata-url` for mcp-remote. Or use a token in a header, where the server takes one.",
            &[],
        )],
        run: &[CHECK],
        sources: &[
            "punkpeye/mcp-remote#53",
            "anthropics/claude-code#38102",
            "modelcontextprotocol/inspector#167",
        ],
        date: DATE,
    },
    Family {
        id: "login-came-back-wrong",
        title: "The login does not find its way back",
        wraps: false,
        prints: &[
            print(
                "redirect_uri mismatch",
                "login servers",
                &[
                    "redirect_uri mismatch",
                    "redirect_uri did not match",
                    "redirect_uri_mismatch",
                    "invalid redirect_uri",
                    "invalid redirect uri",
                ],
            ),
            print(
                "Invalid or expired state parameter - potential CSRF attack",
                "OpenCode",
                &["potential csrf attack", "invalid or expired state"],
            ),
        ],
        means: "After a login the browser is sent to a port of this machine, where the client or a bridge waits. Somebody else waits there, or the port is another one than the login server knows.",
        causes: &[
            cause(
                "The port is taken by a second copy of the client or bridge.",
                "`mcpmend ports` shows it twice; or the log says `EADDRINUSE`.",
                "End the other copy, or give each its own port: the second argument of mcp-remote, `oauth.callbackPort` in Claude Code.",
                &["tool-port", "port-collision"],
            ),
            cause(
                "The port has changed since the client was registered. mcp-remote derives it from the url, so that another url or header changes it.",
                "It worked before.",
                "Fix the port, and remove the old registration (`~/.mcp-auth` for mcp-remote).",
                &["tool-port"],
            ),
        ],
        run: &[
            PORTS,
            CHECK,
            step("ls ~/.mcp-auth", "what mcp-remote has registered"),
        ],
        sources: &[
            "punkpeye/mcp-remote#312",
            "punkpeye/mcp-remote#262",
            "anomalyco/opencode#30889",
            "anomalyco/opencode#31490",
            "anthropics/claude-code#15320",
        ],
        date: DATE,
    },
    Family {
        id: "bridge-refuses-http",
        title: "mcp-remote refuses http",
        wraps: false,
        prints: &[print(
            "Non-HTTPS URLs are only allowed for localhost or when --allow-http flag is provided",
            "mcp-remote",
            &["non-https urls are only allowed"],
        )],
        means: "mcp-remote calls other machines over `https` only, unless it is told otherwise. It ends then, and the client says `Connection closed`.",
        causes: &[cause(
            "The url is `http://` and not of this machine.",
            "",
            "Use `https://`. Inside a network that you trust, add `--allow-http` behind the url: what is sent, tokens included, can be read on the way.",
            &[
                "bridge-arguments",
                "plain-http-remote",
                "credentials-over-http",
            ],
        )],
        run: &[CHECK],
        sources: &[
            "d-kimuson/modular-mcp#16",
            "ROCTUP/1c-mcp-toolkit#15",
            "tried with mcp-remote 0.15.1",
        ],
        date: DATE,
    },
    Family {
        id: "bridge-ignores-transport",
        title: "mcp-remote ignores the transport",
        wraps: false,
        prints: &[print(
            "Warning: Ignoring invalid transport strategy: http",
            "mcp-remote",
            &["ignoring invalid transport strategy"],
        )],
        means: "The value of `--transport` is none that mcp-remote knows. It goes on with its own order: streamable HTTP first.",
        causes: &[cause(
            "`http`, `sse` or `streamable-http` in place of its own words.",
            "",
            "`http-only`, `sse-only`, `http-first` or `sse-first`.",
            &["bridge-arguments"],
        )],
        run: &[CHECK],
        sources: &["tried with mcp-remote 0.15.1"],
        date: DATE,
    },
    Family {
        id: "address-not-public",
        title: "The client calls no addresses of this machine",
        wraps: false,
        prints: &[
            print(
                "URL resolves to a non-public address",
                "LM Studio, for servers that are named in an API call",
                &["resolves to a non-public address"],
            ),
            print(
                "Localhost URLs cannot be used because our servers cannot reach your local machine",
                "Claude Desktop's connectors",
                &["localhost urls cannot be used"],
            ),
        ],
        means: "Here it is not your machine that calls the url, but the vendor's, or the client does not allow it for servers that come from elsewhere.",
        causes: &[cause(
            "A connector, or an API call, for a server on this machine.",
            "",
            "Put it into the client's own file: `mcp.json` of LM Studio; for Claude Desktop start `npx -y mcp-remote URL` as a command.",
            &["unsupported-transport"],
        )],
        run: &[CHECK],
        sources: &[
            "lmstudio-ai/lmstudio-bug-tracker#2000",
            "anthropics/claude-ai-mcp#9",
        ],
        date: DATE,
    },
];
