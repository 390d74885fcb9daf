//! A server that answers otherwise than the client expects.

use super::{CHECK, DATE, DOCTOR, LIST, PORTS, cause, print, step};
use crate::errors::{Family, Step};

const POST: Step = step(
    "curl -i -X POST -H 'Accept: application/json, text/event-stream' -H 'Content-Type: application/json' -d '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"curl\",\"version\":\"1\"}}}' URL",
    "whether streamable HTTP is spoken there: the answer holds `serverInfo`",
);

pub(super) static ALL: &[Family] = &[
    Family {
        id: "sse-non-200",
        title: "SSE error: Non-200 status code",
        wraps: false,
        prints: &[
            print(
                "SSE error: Non-200 status code (405)",
                "clients on the TypeScript SDK: Cline, Gemini CLI, Qwen Code",
                &["non-200 status code"],
            ),
            print(
                "Invalid or missing MCP session ID for SSE",
                "servers that speak streamable HTTP",
                &[
                    "invalid or missing mcp session id",
                    "no sessionid",
                    "missing session id",
                ],
            ),
            print(
                "Invalid content type, expected \"text/event-stream\"",
                "clients of the old transport",
                &[
                    "invalid content type, expected \"text/event-stream\"",
                    "invalid content type, expected 'text/event-stream'",
                ],
            ),
        ],
        means: "The client spoke the old transport (HTTP+SSE) to a server that speaks the new one (streamable HTTP). The server is up and its answer is a healthy one: it was only asked the wrong way.",
        causes: &[
            cause(
                "The entry has a `url` and no type, and this client takes that for SSE.",
                "The path ends with `/mcp`.",
                "Say the type in this client's spelling: `\"type\": \"streamableHttp\"` in Cline, `httpUrl` in Gemini CLI and Qwen Code, `\"type\": \"http\"` in Claude Code and VS Code.",
                &["missing-transport-type", "transport-mismatch"],
            ),
            cause(
                "The type says SSE, the path says streamable HTTP.",
                "`\"type\": \"sse\"` and `/mcp`.",
                "Change the type.",
                &["sse-endpoint-mismatch", "unknown-transport-type"],
            ),
            cause(
                "401 or 403 in the brackets is another matter: the login.",
                "",
                "See [unauthorized](unauthorized.md).",
                &["unsupported-variable", "placeholder-value"],
            ),
            cause(
                "404 in the brackets may be a wrong path.",
                "",
                "See [no such endpoint](endpoint-not-found.md).",
                &["endpoint-path"],
            ),
        ],
        run: &[CHECK, DOCTOR, LIST, POST],
        sources: &[
            "cline/cline#6767",
            "cline/cline#3315",
            "google-gemini/gemini-cli#2787",
            "hangwin/mcp-chrome#37",
            "koala73/worldmonitor#1848",
        ],
        date: DATE,
    },
    Family {
        id: "sse-stream-refused",
        title: "Failed to open SSE stream",
        wraps: false,
        prints: &[print(
            "Streamable HTTP error: Failed to open SSE stream: Not Found",
            "clients on the TypeScript SDK",
            &["failed to open sse stream"],
        )],
        means: "With streamable HTTP a client may ask for an open stream besides, and a server that has none answers 405. This one answered with 404 or 400. Some clients take that for a fatal error, others go on.",
        causes: &[
            cause(
                "The server answers that request otherwise than the protocol says, and this version of the client minds.",
                "A POST to the same url works.",
                "Update the client, or the server. The configuration is right.",
                &[],
            ),
            cause(
                "The path is wrong.",
                "A POST is answered with 404, too.",
                "See [no such endpoint](endpoint-not-found.md).",
                &["endpoint-path", "sse-endpoint-mismatch"],
            ),
        ],
        run: &[POST, CHECK],
        sources: &[
            "QwenLM/qwen-code#8784",
            "modelcontextprotocol/typescript-sdk#1637",
            "cline/cline#7577",
            "google-gemini/gemini-cli#5268",
        ],
        date: DATE,
    },
    Family {
        id: "endpoint-not-found",
        title: "No such endpoint on the server",
        wraps: false,
        prints: &[
            print(
                "Error POSTing to endpoint (HTTP 404): Cannot POST /sse",
                "clients on the TypeScript SDK",
                &[
                    "error posting to endpoint*404",
                    "error posting to endpoint*405",
                    "error posting to endpoint*cannot post",
                    "cannot post /",
                    "cannot get /",
                ],
            ),
            print(
                "MCP endpoint not found at http://localhost:3100/",
                "Claude Code",
                &["endpoint_not_found", "mcp endpoint not found at"],
            ),
            print(
                "HTTP 405 Method Not Allowed",
                "any HTTP client",
                &[
                    "method not allowed",
                    "http 405",
                    "status 405",
                    "status code 405",
                    "status: 405",
                    "405 method",
                ],
            ),
            print(
                "HTTP 404 Not Found",
                "any HTTP client",
                &[
                    "http 404",
                    "404 not found",
                    "status 404",
                    "status code 404",
                    "status: 404",
                    "404 client error",
                    "error 404",
                ],
            ),
            print(
                "Session terminated",
                "clients on the Python SDK, for a 404",
                &["session terminated"],
            ),
        ],
        means: "A web server answered, and has nothing at this path, or nothing that takes this kind of request. A 405 for a plain GET (a browser, `curl URL`) is what a healthy server says.",
        causes: &[
            cause(
                "The path is missing or another one: most servers answer on `/mcp`, older ones on `/sse`.",
                "The url ends behind the port.",
                "Write the path of the server's documentation, with or without the last slash as it stands there.",
                &["endpoint-path"],
            ),
            cause(
                "The client speaks streamable HTTP to a server that only has the old transport, or the reverse.",
                "The path ends with `/sse`.",
                "Say the right type for the path.",
                &[
                    "sse-endpoint-mismatch",
                    "missing-transport-type",
                    "transport-mismatch",
                ],
            ),
            cause(
                "Another program listens on this port.",
                "The answer is a web page.",
                "See [a web page came back](html-instead-of-mcp.md).",
                &["port-outside-range", "tool-port"],
            ),
        ],
        run: &[CHECK, DOCTOR, POST],
        sources: &[
            "modelcontextprotocol/python-sdk#732",
            "PrefectHQ/fastmcp#1867",
            "open-webui/mcpo#209",
            "vercel/mcp-handler#118",
        ],
        date: DATE,
    },
    Family {
        id: "html-instead-of-mcp",
        title: "A web page came back",
        wraps: false,
        prints: &[
            print(
                "Unexpected content type: text/html",
                "clients on the TypeScript SDK",
                &[
                    "content type: text/html",
                    "content-type: text/html",
                    "content type*text/html",
                    "expected*text/event-stream*got*text/html",
                    "got 'text/html",
                    "got \"text/html",
                ],
            ),
            print(
                "Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
                "clients on Node.js",
                &[
                    "unexpected token '<'*is not valid json",
                    "unexpected token '<'",
                    "unexpected token <",
                    "<!doctype html",
                ],
            ),
        ],
        means: "What answers at this url is a web application, a login page or the notice of a proxy. It is no MCP server.",
        causes: &[
            cause(
                "Another program has the port: a development server on 3000, Open WebUI on 8080, the MCP Inspector on 6274, AirPlay on 5000.",
                "Open the url in a browser and read the title.",
                "Move the server to a port of its own, and change the url.",
                &["port-outside-range", "tool-port", "port-mismatch"],
            ),
            cause(
                "The path is the one of the application, not of its MCP endpoint.",
                "The host is right, the page is the product's.",
                "Write the path of its documentation, mostly `/mcp`.",
                &["endpoint-path"],
            ),
            cause(
                "A login page, because no token was sent or it was lost.",
                "The page asks to sign in.",
                "See [unauthorized](unauthorized.md).",
                &["unsupported-variable", "bridge-arguments"],
            ),
            cause(
                "A proxy, or a filter of the company, answers.",
                "The page names it.",
                "Add the host to `NO_PROXY`, or ask for access.",
                &["proxy-intercepts-loopback"],
            ),
        ],
        run: &[PORTS, CHECK, POST],
        sources: &[
            "modelcontextprotocol/python-sdk#705",
            "microsoft/autogen#6372",
            "googleapis/mcp-toolbox#3794",
        ],
        date: DATE,
    },
    Family {
        id: "airplay-answers",
        title: "403 from AirPlay",
        wraps: false,
        prints: &[print(
            "HTTP 403 Forbidden, Server: AirTunes/775.3.1",
            "macOS",
            &[
                "403 forbidden server: airtunes",
                "airtunes",
                "x-apple-",
                "http 403*airtunes",
                "403 forbidden*airtunes",
            ],
        )],
        means: "On macOS the AirPlay receiver listens on ports 5000 and 7000. It answered in place of your server.",
        causes: &[cause(
            "The url names port 5000 or 7000.",
            "The header `Server` says `AirTunes`.",
            "Move the server to another port; or switch AirPlay Receiver off in the settings of macOS.",
            &["port-outside-range", "port-mismatch"],
        )],
        run: &[PORTS, CHECK],
        sources: &["googleapis/mcp-toolbox#3794", "block/buzz#7008"],
        date: DATE,
    },
    Family {
        id: "not-acceptable",
        title: "406 Not Acceptable",
        wraps: false,
        prints: &[print(
            "Not Acceptable: Client must accept both application/json and text/event-stream",
            "servers that speak streamable HTTP",
            &[
                "not acceptable: client must accept",
                "not acceptable",
                "http 406",
                "status 406",
                "status code 406",
            ],
        )],
        means: "This is good news: a streamable HTTP server is there and alive. It was asked without the `Accept` header that the protocol wants, mostly by `curl` or a browser.",
        causes: &[
            cause(
                "You tested with a plain request.",
                "The text came from `curl` or a browser.",
                "Nothing to mend. To test, send a POST with both types.",
                &[],
            ),
            cause(
                "A client that speaks another transport.",
                "The text came from the client.",
                "Say the type in the entry.",
                &["missing-transport-type", "sse-endpoint-mismatch"],
            ),
        ],
        run: &[POST],
        sources: &["what servers on the TypeScript and the Python SDK answer"],
        date: DATE,
    },
    Family {
        id: "host-header-rejected",
        title: "The server does not take this host name",
        wraps: false,
        prints: &[
            print(
                "421 Misdirected Request",
                "servers on the Python SDK 1.23 and newer",
                &[
                    "misdirected request",
                    "http 421",
                    "status 421",
                    "status code 421",
                ],
            ),
            print(
                "Invalid Host header",
                "servers on the TypeScript SDK and on FastMCP",
                &["invalid host header", "invalid host:"],
            ),
        ],
        means: "The server protects itself against web pages that call it under another name (DNS rebinding). The name in the url is not on its list.",
        causes: &[
            cause(
                "The url names the machine by a LAN name, `host.docker.internal` or a proxy's name.",
                "With `127.0.0.1` it works from the same machine.",
                "Call it by `127.0.0.1` where that is possible; else add the name to the server's list of allowed hosts.",
                &["docker-host-name"],
            ),
            cause(
                "The server was told to listen on `0.0.0.0`, which alone is no longer enough.",
                "",
                "Set its allowed hosts, too.",
                &["bind-all-interfaces"],
            ),
        ],
        run: &[CHECK, DOCTOR, POST],
        sources: &[
            "modelcontextprotocol/python-sdk#1798",
            "blockscout/mcp-server#333",
            "punkpeye/mcp-remote#126",
        ],
        date: DATE,
    },
    Family {
        id: "redirected",
        title: "The server sends the client elsewhere",
        wraps: false,
        prints: &[print(
            "307 Temporary Redirect",
            "servers on FastMCP and Starlette, for `/mcp` or `/mcp/`",
            &[
                "temporary redirect",
                "permanent redirect",
                "http 307",
                "http 308",
                "status 307",
                "status 308",
                "status code 307",
                "status code 308",
            ],
        )],
        means: "The url is nearly right: mostly one slash at its end is missing, or is too much. Not every client follows, and some lose the session or the token on the way.",
        causes: &[
            cause(
                "`/mcp` for `/mcp/`, or the reverse.",
                "The `Location` header of the answer shows the right one.",
                "Write exactly that url.",
                &["endpoint-path"],
            ),
            cause(
                "`http` for `https`.",
                "`Location` starts with `https://`.",
                "Write `https://`.",
                &["plain-http-remote"],
            ),
        ],
        run: &[step("curl -si -X POST URL", "the header `Location`"), CHECK],
        sources: &[
            "PrefectHQ/fastmcp#991",
            "PrefectHQ/fastmcp#1867",
            "open-webui/mcpo#209",
        ],
        date: DATE,
    },
    Family {
        id: "proxy-answers",
        title: "A proxy answers",
        wraps: false,
        prints: &[
            print(
                "502 Bad Gateway",
                "a proxy",
                &[
                    "bad gateway",
                    "http 502",
                    "status 502",
                    "status code 502",
                    "http 503",
                    "503 service unavailable",
                    "status 503",
                    "status code 503",
                ],
            ),
            print(
                "407 Proxy Authentication Required",
                "a proxy",
                &[
                    "proxy authentication required",
                    "http 407",
                    "status 407",
                    "status code 407",
                    "cntlm proxy failed",
                    "proxyerror",
                    "proxy connect aborted",
                ],
            ),
        ],
        means: "The call went to a proxy, and the proxy did not reach the server. From a proxy's point of view `localhost` is the proxy itself. This is one of the commonest reasons for \"curl works, the client does not\".",
        causes: &[
            cause(
                "`HTTP_PROXY` or `HTTPS_PROXY` is set where the client runs, and `NO_PROXY` does not name the host as the url spells it: `localhost` does not cover `127.0.0.1`. Bun, Deno, Python and curl use the proxy for this machine, too; plain Node.js and Go do not.",
                "`env | grep -i proxy`",
                "`NO_PROXY=localhost,127.0.0.1,::1`, in both spellings (`no_proxy`), in the process that calls: the client's environment for a `url`, `env` for a bridge.",
                &["proxy-intercepts-loopback"],
            ),
            cause(
                "A reverse proxy in front of the server is up, and the server behind it is not.",
                "The url is on another machine.",
                "Start the server there.",
                &[],
            ),
        ],
        run: &[
            step(
                "env | grep -i proxy",
                "the proxies of your shell; an app that is started with a click may have others",
            ),
            CHECK,
        ],
        sources: &[
            "anthropics/claude-code#3971",
            "anthropics/claude-code#34804",
            "open-webui/mcpo#104",
            "ravitemer/mcphub.nvim#87",
            "tried with Node.js, Bun, Deno, httpx, requests, aiohttp, curl and Go",
        ],
        date: DATE,
    },
    Family {
        id: "too-many-tools",
        title: "Too many tools",
        wraps: false,
        prints: &[print(
            "You may not include more than 128 tools in your request.",
            "VS Code",
            &[
                "may not include more than # tools",
                "more than 128 tools",
                "exceeding total tools limit",
                "exceeds the limit of # tools",
            ],
        )],
        means: "All servers together offer more tools than the client may pass on (128 in VS Code, fewer in others).",
        causes: &[cause(
            "Many servers are switched on at once.",
            "`mcpmend list` counts them.",
            "Switch off those that you do not need here, or single tools of them.",
            &["drifted-server"],
        )],
        run: &[LIST],
        sources: &["microsoft/vscode#255585", "microsoft/vscode#254189"],
        date: DATE,
    },
];
