//! A server that cannot be reached.

use super::{
    CHECK, DATE, DOCTOR, LISTENER, LISTENER_MAC, LISTENER_WINDOWS, PORTS, cause, print, step_on,
};
use crate::errors::{Cause, Family};
use crate::model::Os;

pub(super) const NOT_STARTED: Cause = cause(
    "The server is not running. A client starts a server only when the entry has a `command`; a server with a `url` must be started by somebody else, before the client.",
    "Nothing listens on the port.",
    "Start the server and read what it prints. If it ends at once, that text is the one to look up. Then let the client connect again.",
    &[],
);

pub(super) static ALL: &[Family] = &[
    Family {
        id: "connection-refused-ipv6",
        title: "Connection refused on ::1",
        wraps: false,
        prints: &[
            print(
                "connect ECONNREFUSED ::1:3000",
                "Node.js 18 and older",
                &[
                    "econnrefused ::1",
                    "econnrefused [::1]",
                    "dial tcp [::1]:#: connect: connection refused",
                ],
            ),
            print(
                "AggregateError [ECONNREFUSED]",
                "Node.js 20 and newer, where both addresses of `localhost` refuse",
                &["aggregateerror*econnrefused", "aggregateerror"],
            ),
        ],
        means: "`localhost` has two addresses, `127.0.0.1` and `::1`. The client tried `::1`, and nothing listens there. Most servers listen on one of the two only.",
        causes: &[
            cause(
                "The client runs on Node.js 18 or older, which tries the first address only, and the server listens on `127.0.0.1`.",
                "The text names `::1` and nothing else, and the same url with `127.0.0.1` works.",
                "Write `127.0.0.1` for `localhost` in the url. Newer Node.js, Bun, Deno, Python and curl try both addresses: there it makes no difference.",
                &["localhost-ipv6"],
            ),
            cause(
                "An `AggregateError` means that both addresses refused: the server is not running at all, or it listens on another port.",
                "Nothing listens on the port.",
                "Start the server, or write its port into the url.",
                &["port-mismatch", "stdio-server-by-url"],
            ),
            cause(
                "The server listens on `::1` only, and the url says `127.0.0.1`.",
                "A listener is shown for `[::1]` and none for `127.0.0.1`.",
                "Write `[::1]` into the url, or tell the server to listen on `127.0.0.1`.",
                &[],
            ),
        ],
        run: &[CHECK, DOCTOR, LISTENER, LISTENER_MAC, LISTENER_WINDOWS],
        sources: &[
            "nodejs/node#40702",
            "firecrawl/firecrawl-mcp-server#251",
            "anyproto/anytype-mcp#4",
            "tried with Node.js 18 to 24, Bun, Deno, urllib, httpx, requests, aiohttp and curl, `::1` first in the hosts file",
        ],
        date: DATE,
    },
    Family {
        id: "connection-refused",
        title: "Connection refused on this machine",
        wraps: false,
        prints: &[
            print(
                "Error: connect ECONNREFUSED 127.0.0.1:3000",
                "clients on Node.js and Electron",
                &[
                    "econnrefused 127.#.#.#:#",
                    "econnrefused 127.#.#.#",
                    "econnrefused localhost:#",
                    "econnrefused localhost",
                    "econnrefused 0.0.0.0",
                    "econnrefused",
                ],
            ),
            print(
                "MCP server connection failed: Connection refused",
                "several clients",
                &["connection refused"],
            ),
            print(
                "Failed to connect to MCP server at http://localhost:3000/sse",
                "several clients",
                &["failed to connect to mcp server at"],
            ),
            print(
                "[Errno 111] Connection refused",
                "Python on Linux (61 on macOS, 10061 on Windows)",
                &[
                    "[errno 111]",
                    "[errno 61]",
                    "[errno 10061]",
                    "[winerror 10061]",
                ],
            ),
            print(
                "No connection could be made because the target machine actively refused it. (os error 10061)",
                "Windows; clients in Rust and .NET",
                &[
                    "actively refused",
                    "os error 111|",
                    "os error 61|",
                    "os error 10061|",
                ],
            ),
            print(
                "dial tcp 127.0.0.1:3000: connect: connection refused",
                "clients and servers in Go",
                &["dial tcp 127.#.#.#:#: connect: connection refused"],
            ),
            print(
                "curl: (7) Failed to connect to localhost port 3000",
                "curl",
                &[
                    "curl: (7)",
                    "couldn't connect to server",
                    "could not connect to server",
                ],
            ),
        ],
        means: "The machine answered at once that nothing takes connections at this address and port. It is not a time-out (no answer at all), and not `ENOENT` (a program that was not found). Between the client and a port of the same machine there is hardly ever a firewall: look for the listener first.",
        causes: &[
            NOT_STARTED,
            cause(
                "The server is one that the client should start itself. Most servers that are installed with `npx` or `uvx` speak over standard input and output and open no port, so a `url` leads nowhere.",
                "The server's own documentation shows a `command` and no url.",
                "Replace `url` by the `command` and `args` of its documentation.",
                &["stdio-server-by-url"],
            ),
            cause(
                "The url names another port than the server listens on: its `--port`, its `PORT` variable, or the left number of a container's `-p`.",
                "Something listens, on another port.",
                "Write the same port in both places.",
                &["port-mismatch", "docker-port-mapping"],
            ),
            cause(
                "The server wanted a port that was taken, and ended. Then nobody listens there any more, or another program does.",
                "Its log says `EADDRINUSE`.",
                "Give it a port of its own, in the server and in the url.",
                &["port-collision", "fixed-port-server", "tool-port"],
            ),
            cause(
                "One of the two runs in a container. There `localhost` is the container itself, not your machine.",
                "The client or the server is started by `docker` or by a Compose file.",
                "From a container call `host.docker.internal` or the name of the service with the container's port; from your machine call `localhost` with the published port. The server in the container must listen on `0.0.0.0`.",
                &[
                    "docker-host-name",
                    "docker-loopback-bind",
                    "docker-port-mapping",
                ],
            ),
            cause(
                "The port is none that can be called, such as 0.",
                "",
                "Choose a port between 1024 and 65535; 3100-3199 and 8100-8199 are mostly free.",
                &["blocked-port"],
            ),
        ],
        run: &[
            CHECK,
            DOCTOR,
            PORTS,
            LISTENER,
            LISTENER_MAC,
            LISTENER_WINDOWS,
        ],
        sources: &[
            "danny-avila/LibreChat#6933",
            "czlonkowski/n8n-mcp#105",
            "nerding-io/n8n-nodes-mcp#119",
            "tried with loopback servers",
        ],
        date: DATE,
    },
    Family {
        id: "connection-refused-elsewhere",
        title: "Connection refused by another machine",
        wraps: false,
        prints: &[
            print(
                "Error: connect ECONNREFUSED 192.168.1.50:8080",
                "clients on Node.js and Electron",
                &["econnrefused #.#.#.#:#", "econnrefused #.#.#.#"],
            ),
            print(
                "dial tcp 192.168.1.50:8080: connect: connection refused",
                "clients and servers in Go",
                &["dial tcp #.#.#.#:#: connect: connection refused"],
            ),
        ],
        means: "The other machine was reached, and said that nothing takes connections at this port. Either nobody listens there, or a firewall rejects instead of staying silent: the two look alike.",
        causes: &[
            cause(
                "The server over there is not running.",
                "On that machine, nothing listens on the port.",
                "Start it there.",
                &[],
            ),
            cause(
                "It listens on `127.0.0.1` of that machine only, so only programs over there reach it.",
                "On that machine the listener's address is `127.0.0.1`, not `0.0.0.0` or its own address.",
                "Let it listen on the address that you call, behind something that asks who you are; or reach it through a tunnel: `ssh -L 3100:127.0.0.1:3100 HOST`, and call `127.0.0.1:3100`.",
                &["bind-all-interfaces"],
            ),
            cause(
                "The port in the url is not the server's.",
                "Something listens there, on another port.",
                "Write the server's port into the url.",
                &["port-mismatch"],
            ),
            cause(
                "A firewall on the way rejects the connection.",
                "From the machine itself it works, from yours it does not.",
                "Allow that one port there. Do not switch the firewall off.",
                &[],
            ),
        ],
        run: &[CHECK, DOCTOR, PORTS],
        sources: &[
            "what TCP answers mean was tried with a listener, a closed port, REJECT and DROP rules",
        ],
        date: DATE,
    },
    Family {
        id: "unable-to-connect",
        title: "Unable to connect (Bun)",
        wraps: false,
        prints: &[
            print(
                "Unable to connect. Is the computer able to access the url?",
                "clients on Bun: Claude Code, OpenCode",
                &["unable to connect. is the computer able to access the url"],
            ),
            print(
                "ConnectionRefused",
                "clients on Bun",
                &["|connectionrefused|"],
            ),
        ],
        means: "Bun uses one text for three things: a refused connection, a host name that does not exist, and a port that is refused before anything is sent.",
        causes: &[
            NOT_STARTED,
            cause(
                "The url leads to the wrong port, or to a server that the client should start itself.",
                "Something listens on another port, or the server's documentation shows a `command`.",
                "Write the right port, or use `command` and `args`.",
                &["port-mismatch", "stdio-server-by-url"],
            ),
            cause(
                "The host does not exist from where the client runs.",
                "`curl` says that it cannot resolve the host.",
                "Correct the name; for a container use `localhost` and the published port.",
                &["invalid-url", "docker-host-name"],
            ),
            cause(
                "The port is one that browsers do not call, such as 6000 or 10080.",
                "The port is on the list of [blocked-port](../rules/blocked-port.md).",
                "Move the server to another port.",
                &["blocked-port"],
            ),
        ],
        run: &[
            CHECK,
            DOCTOR,
            PORTS,
            LISTENER,
            LISTENER_MAC,
            LISTENER_WINDOWS,
        ],
        sources: &["tried with Bun 1.4.5 and Claude Code"],
        date: DATE,
    },
    Family {
        id: "connection-timed-out",
        title: "No answer at all",
        wraps: false,
        prints: &[
            print(
                "connect ETIMEDOUT 192.168.1.50:8080",
                "clients on Node.js and Electron",
                &["|etimedout|"],
            ),
            print(
                "ConnectTimeoutError: Connect Timeout Error (UND_ERR_CONNECT_TIMEOUT)",
                "Node.js",
                &[
                    "connecttimeouterror",
                    "und_err_connect_timeout",
                    "httpx.connecttimeout",
                    "|connecttimeout|",
                ],
            ),
            print(
                "context deadline exceeded",
                "clients and servers in Go",
                &["context deadline exceeded"],
            ),
            print(
                "[Errno 110] Connection timed out",
                "Python on Linux",
                &[
                    "[errno 110]",
                    "[errno 60]",
                    "connection timed out",
                    "os error 110|",
                    "os error 60|",
                    "os error 10060|",
                ],
            ),
        ],
        means: "Nobody answered, not even with a refusal. A closed port of a healthy machine refuses at once, so something on the way swallows the call, or the address is nobody's.",
        causes: &[
            cause(
                "The address is wrong, or the machine is off.",
                "It does not answer anything else either.",
                "Correct the url.",
                &["invalid-url"],
            ),
            cause(
                "A VPN is needed, or is in the way.",
                "It works with the VPN on (or off).",
                "Connect the VPN, or exclude the address from it.",
                &[],
            ),
            cause(
                "A firewall, or a cloud's security group, drops the call.",
                "From the machine itself it works.",
                "Allow that one port there.",
                &[],
            ),
            cause(
                "In WSL with mirrored networking a closed port of this machine hangs instead of refusing.",
                "The client runs in WSL, and `wslinfo --networking-mode` says `mirrored`.",
                "Treat it as [connection refused](connection-refused.md): start the server.",
                &["wsl-path"],
            ),
            cause(
                "The server is reached, but needs longer than the client waits: a first download, a slow start.",
                "The client started the server itself.",
                "See [request timed out](request-timed-out.md).",
                &["timeout-unit"],
            ),
        ],
        run: &[CHECK, DOCTOR, PORTS],
        sources: &[
            "microsoft/WSL#12245",
            "what TCP answers mean was tried with a listener, a closed port, REJECT and DROP rules",
        ],
        date: DATE,
    },
    Family {
        id: "no-route-to-host",
        title: "No route to host",
        wraps: false,
        prints: &[
            print(
                "connect EHOSTUNREACH 192.168.1.5:8080",
                "clients on Node.js and Electron",
                &["ehostunreach", "enetunreach"],
            ),
            print(
                "dial tcp 192.168.1.5:8080: connect: no route to host",
                "clients and servers in Go",
                &[
                    "no route to host",
                    "network is unreachable",
                    "[errno 113]",
                    "[errno 65]",
                    "os error 113|",
                    "os error 65|",
                ],
            ),
        ],
        means: "Your system knows no way to that address, or is not allowed to use it.",
        causes: &[
            cause(
                "macOS 15 and newer asks before a program may reach the local network. Where it was refused, or could not ask, calls to addresses such as `192.168.1.5` end like this. Servers that Claude Desktop starts cannot ask at all.",
                "The machine is a Mac, the address is of the local network, `/usr/bin/curl` reaches it, and `127.0.0.1` works.",
                "Allow the client under System Settings, Privacy & Security, Local Network; or use a tunnel to `127.0.0.1`: `ssh -L 3100:127.0.0.1:8080 HOST`.",
                &[],
            ),
            cause(
                "A VPN has taken over the routes.",
                "It works with the VPN off.",
                "Exclude the address from the VPN.",
                &[],
            ),
            cause(
                "The other machine is off, or its firewall rejects (as firewalld does).",
                "Other machines do not reach it either.",
                "Switch it on, or allow that one port there.",
                &[],
            ),
        ],
        run: &[
            CHECK,
            DOCTOR,
            step_on(
                Os::Macos,
                "/usr/bin/curl -v URL",
                "whether the system's own program, which needs no permission, reaches it",
            ),
        ],
        sources: &[
            "anthropics/claude-code#55169",
            "openai/codex#36891",
            "microsoft/vscode#228862",
            "nodejs/undici#4069",
        ],
        date: DATE,
    },
];
