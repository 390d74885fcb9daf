//! A server that ends or does not answer.

use super::{CHECK, DATE, LIST, cause, print, step};
use crate::errors::Family;

pub(super) static ALL: &[Family] = &[
    Family {
        id: "server-ended",
        title: "The server ended before it answered",
        wraps: true,
        prints: &[
            print(
                "MCP error -32000: Connection closed",
                "clients on the TypeScript SDK: Cursor, Cline, Claude Code",
                &[
                    "-32000: connection closed",
                    "-32000*connection closed",
                    "mcp error -32000",
                ],
            ),
            print(
                "Error: Server process exited unexpectedly with code 1",
                "several clients",
                &[
                    "process exited unexpectedly",
                    "exited unexpectedly with code",
                    "server exited before responding to `initialize` request",
                    "process exited with code",
                ],
            ),
            print(
                "Connection to MCP server lost",
                "several clients",
                &["connection to mcp server lost"],
            ),
            print(
                "Server disconnected. For troubleshooting guidance, please visit our debugging documentation",
                "Claude Desktop",
                &["server disconnected"],
            ),
            print(
                "Server transport closed unexpectedly, this is likely due to the process exiting early.",
                "Claude Desktop's log",
                &["transport closed unexpectedly", "transport closed"],
            ),
            print(
                "Could not attach to MCP server memory",
                "Claude Desktop",
                &["could not attach to mcp server"],
            ),
            print(
                "No server info found",
                "Cursor's log",
                &["no server info found"],
            ),
            print(
                "Client closed for command",
                "Cursor's log",
                &["client closed"],
            ),
            print(
                "handshaking with MCP server failed: connection closed: initialize response",
                "Codex",
                &[
                    "connection closed: initialize response",
                    "handshaking with mcp server failed",
                ],
            ),
            print(
                "calling \"initialize\": EOF",
                "clients in Go",
                &["calling \"initialize\": eof"],
            ),
        ],
        means: "The client started the server (or a bridge to one), and it was gone before the first answer. This is what every failure of a started server looks like from outside. The cause stands in the server's own last words: in the client's log, or when you start the same command in a terminal.",
        causes: &[
            cause(
                "The program was not found, or a whole command line stands in `command`.",
                "The log says `ENOENT` or `not found`.",
                "See [the program was not found](program-not-found.md).",
                &[
                    "command-not-found",
                    "command-line-in-command",
                    "windows-npx",
                ],
            ),
            cause(
                "A container without `-i`, or with `-t` or `-d`: it has no input to read from and ends at once.",
                "The entry starts `docker run`.",
                "`docker run -i --rm …`",
                &[
                    "docker-not-interactive",
                    "docker-tty",
                    "docker-detached",
                    "docker-without-image",
                ],
            ),
            cause(
                "A variable did not arrive: a token, a path.",
                "The server's last words name it.",
                "See [the server misses a variable](environment-variable-not-set.md).",
                &[
                    "docker-env-not-passed",
                    "foreign-field",
                    "unset-variable",
                    "placeholder-value",
                ],
            ),
            cause(
                "The package is not where it is looked for.",
                "The log says `404`.",
                "See [the package does not exist there](package-not-found.md).",
                &["wrong-registry"],
            ),
            cause(
                "Something prints to standard output before the server speaks: `npm run`, a banner, an `echo`.",
                "The log says `is not valid JSON`.",
                "See [output that is not JSON](output-not-json.md).",
                &["stdout-noise"],
            ),
            cause(
                "The script is not there, or the Node.js is too old.",
                "The log says `Cannot find module` or `SyntaxError`.",
                "See [the script is missing](module-not-found.md) and [too old a Node.js](old-runtime.md).",
                &["script-not-found", "runtime-too-old", "relative-path"],
            ),
            cause(
                "The port that the server wants is taken, often by its own copy in another client.",
                "The log says `EADDRINUSE`.",
                "See [the port is taken](address-in-use.md).",
                &["port-collision", "fixed-port-server"],
            ),
            cause(
                "It is a bridge, and what it should reach is not there, or it refuses its arguments.",
                "The entry starts mcp-remote, mcp-proxy or supergateway.",
                "Its log names the url: look that text up.",
                &["bridge-arguments", "transport-mismatch"],
            ),
            cause(
                "The program serves HTTP and reads no standard input.",
                "It prints a url when it starts.",
                "Start it yourself and give the client its `url`.",
                &["http-server-by-command"],
            ),
        ],
        run: &[
            CHECK,
            step(
                "mcpmend doctor NAME --start",
                "what the server says and how it ends, when it is started as the client does",
            ),
            step("mcpmend clients CLIENT", "where this client keeps its log"),
            step("mcpmend explain - < LOG", "what a whole log speaks of"),
        ],
        sources: &[
            "modelcontextprotocol/servers#333",
            "openai/codex#6020",
            "directus/mcp#2",
            "stickerdaniel/linkedin-mcp-server#771",
        ],
        date: DATE,
    },
    Family {
        id: "request-timed-out",
        title: "The server started and did not answer in time",
        wraps: false,
        prints: &[
            print(
                "MCP error -32001: Request timed out",
                "clients on the TypeScript SDK (after 60 s)",
                &[
                    "-32001: request timed out",
                    "-32001*timed out",
                    "mcp error -32001",
                ],
            ),
            print(
                "MCP client for `memory` timed out after 10 seconds. Add or adjust `startup_timeout_sec` in your config.toml",
                "Codex",
                &[
                    "mcp client for ~ timed out after # seconds",
                    "startup_timeout_sec",
                ],
            ),
            print(
                "Timed out after 30000ms",
                "several clients",
                &[
                    "timed out after #ms",
                    "timed out after # ms",
                    "timed out after # seconds",
                    "timed out after #s",
                    "request timed out",
                    "initialize timed out",
                ],
            ),
        ],
        means: "The program runs, and the client gave up waiting. A firewall has nothing to do with it.",
        causes: &[
            cause(
                "The first start of `npx`, `uvx` or `docker run` downloads the server, and that takes longer than the client waits. Where the client then stops it, the next start begins anew.",
                "The second start by hand is fast.",
                "Start the command once by hand, pin the version, and raise the limit: `startup_timeout_sec` in Codex (seconds), `MCP_TIMEOUT` for Claude Code (milliseconds), `timeout` in most others.",
                &["unpinned-package", "timeout-unit"],
            ),
            cause(
                "The limit is in the wrong unit: 30 where milliseconds are counted.",
                "The entry sets a limit.",
                "Write it in this client's unit.",
                &["timeout-unit"],
            ),
            cause(
                "The server waits for something itself: a login in the browser, a database, a VPN.",
                "Its log stops there.",
                "Do that first.",
                &[],
            ),
            cause(
                "It asks something on a terminal that nobody sees.",
                "`npx` without `-y`, `docker run -t`, `ssh` that asks for a password.",
                "Make the answer unnecessary: `-y`, keys.",
                &["npx-without-yes", "docker-tty"],
            ),
            cause(
                "A program of Windows that is started from WSL in a folder of Linux hangs without a word.",
                "The command ends with `.exe`.",
                "Start it in a folder of Windows, such as `/mnt/c`.",
                &["wsl-path"],
            ),
        ],
        run: &[CHECK, LIST],
        sources: &[
            "openai/codex#11851",
            "openai/codex#29396",
            "affaan-m/ECC#544",
            "npm/cli#9959",
            "modelcontextprotocol/servers#2117",
        ],
        date: DATE,
    },
    Family {
        id: "output-not-json",
        title: "Something else than MCP came out of the server",
        wraps: false,
        prints: &[
            print(
                "SyntaxError: Unexpected token 'S', \"Starting server\" is not valid JSON",
                "clients on Node.js, in a server's log",
                &["unexpected token*is not valid json"],
            ),
            print(
                "Unexpected non-whitespace character after JSON at position 4",
                "clients on Node.js",
                &["unexpected non-whitespace character after json"],
            ),
            print(
                "Expected property name or '}' in JSON at position 1",
                "clients on Node.js",
                &["expected property name or '}' in json"],
            ),
            print(
                "Failed to parse JSONRPC message from server",
                "clients on the Python SDK",
                &["failed to parse jsonrpc message", "failed to parse message"],
            ),
            print(
                "serde error expected value at line 1 column 1",
                "clients in Rust",
                &[
                    "expected value at line 1 column 1",
                    "expected ident at line 1 column 2",
                ],
            ),
        ],
        means: "A server that is started speaks JSON on its standard output, line by line, and nothing else may come out there. Here something else did. The text in quotes is the first of it. (Where the text names your configuration file, see [the configuration is no JSON](config-not-json.md): it is the same sentence.)",
        causes: &[
            cause(
                "`npm run`, `yarn` or `pnpm` starts the server and prints its own line first.",
                "The quoted text starts with `>` or `$`.",
                "`npm run -s …`, or `node` with the script.",
                &["stdout-noise"],
            ),
            cause(
                "The server, or a library in it, prints a banner: dotenv 17 (`[dotenv@17.…`), a logger, a `print`.",
                "Start it by hand and look at its first line.",
                "`DOTENV_CONFIG_QUIET=true` in `env` for dotenv; a quiet switch of the server; in your own server print to standard error.",
                &["stdout-noise"],
            ),
            cause(
                "A login shell (`bash -l`, `bash -i`) prints what its profile prints.",
                "The entry starts a shell.",
                "Start the program without a shell.",
                &["stdout-noise", "shell-syntax"],
            ),
            cause(
                "The server serves HTTP and prints its url.",
                "The quoted text speaks of a port.",
                "Start it yourself and give the client its `url`.",
                &["http-server-by-command"],
            ),
            cause(
                "`docker run -d` prints the container's id.",
                "The quoted text is a long number in hexadecimal digits.",
                "Take `-d` out.",
                &["docker-detached"],
            ),
        ],
        run: &[
            CHECK,
            step(
                "COMMAND </dev/null 2>/dev/null | head -n 3",
                "what comes out first; it must be empty or start with `{`",
            ),
        ],
        sources: &[
            "modelcontextprotocol/servers#133",
            "AgentDeskAI/browser-tools-mcp#103",
            "openai/codex#6020",
        ],
        date: DATE,
    },
];
