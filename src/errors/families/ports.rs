//! Ports that cannot be had.

use super::{CHECK, DATE, LISTENER, LISTENER_MAC, LISTENER_WINDOWS, PORTS, cause, print, step_on};
use crate::errors::Family;
use crate::model::Os;

pub(super) static ALL: &[Family] = &[
    Family {
        id: "address-in-use",
        title: "The port is taken",
        wraps: false,
        prints: &[
            print(
                "Error: listen EADDRINUSE: address already in use 127.0.0.1:3000",
                "Node.js",
                &[
                    "listen eaddrinuse: address already in use",
                    "eaddrinuse",
                    "address already in use",
                ],
            ),
            print(
                "[Errno 98] error while attempting to bind on address ('127.0.0.1', 8000): address already in use",
                "Python on Linux (48 on macOS, 10048 on Windows)",
                &[
                    "[errno 98] error while attempting to bind on address*address already in use",
                    "[errno 98]",
                    "[errno 48]",
                    "[errno 10048]",
                    "[winerror 10048]",
                    "os error 98|",
                    "os error 48|",
                    "os error 10048|",
                ],
            ),
            print(
                "Bind for 0.0.0.0:3000 failed: port is already allocated",
                "docker",
                &["port is already allocated"],
            ),
            print(
                "MCP Inspector PORT IS IN USE at http://localhost:6274",
                "the MCP Inspector",
                &[
                    "port is in use",
                    "port # is in use",
                    "port # is already in use",
                    "port is already in use",
                ],
            ),
        ],
        means: "The server wanted to listen on a port on which somebody listens already. It mostly ends then, and the client says only that the connection was closed, or refused. Where it stays up on another port, the client talks to a stranger.",
        causes: &[
            cause(
                "A second copy of the same server: two clients start it, or one client starts it twice, and it always uses the same port.",
                "The first one works, the second does not.",
                "Give each copy a port of its own by the server's option or variable.",
                &["fixed-port-server", "port-collision"],
            ),
            cause(
                "Two servers of your configuration want one port.",
                "`mcpmend ports` shows both.",
                "Move one, in the server and in every url that means it: `mcpmend --diff --unsafe-fixes` shows how.",
                &["port-collision"],
            ),
            cause(
                "A development server uses it: 3000, 5173, 8000 and 8080 are everybody's favourites; on macOS 5000 and 7000 belong to AirPlay.",
                "The listener is another program.",
                "Use a port between 3100 and 3199 or 8100 and 8199.",
                &["port-outside-range", "port-in-use"],
            ),
            cause(
                "It is the port on which a bridge or a client waits for the answer of a login: mcp-remote chooses one by the url, the same for each copy; OpenCode uses 19876.",
                "It happens during a login.",
                "Give each mcp-remote a port of its own as its second argument.",
                &["tool-port"],
            ),
            cause(
                "An old copy was never ended.",
                "The listener is the same program.",
                "End it.",
                &["docker-keeps-container"],
            ),
        ],
        run: &[PORTS, CHECK, LISTENER, LISTENER_MAC, LISTENER_WINDOWS],
        sources: &[
            "shinzo-labs/gmail-mcp#84",
            "boshyxd/robloxstudio-mcp#42",
            "punkpeye/mcp-remote#262",
            "modelcontextprotocol/inspector#1090",
            "taylorwilsdon/google_workspace_mcp#359",
        ],
        date: DATE,
    },
    Family {
        id: "port-forbidden",
        title: "The port may not be used",
        wraps: false,
        prints: &[
            print(
                "Error: listen EACCES: permission denied 127.0.0.1:3000",
                "Node.js",
                &["listen eacces"],
            ),
            print(
                "[WinError 10013] An attempt was made to access a socket in a way forbidden by its access permissions",
                "Windows",
                &[
                    "forbidden by its access permissions",
                    "[winerror 10013]",
                    "[errno 10013]",
                    "os error 10013|",
                ],
            ),
            print(
                "[Errno 13] Permission denied while binding",
                "Python",
                &[
                    "[errno 13] permission denied while binding",
                    "[errno 13] error while attempting to bind on address",
                ],
            ),
        ],
        means: "Nobody listens there, and your system does not let the server listen either.",
        causes: &[
            cause(
                "Windows keeps whole ranges of ports for Hyper-V, WSL and Docker. They change at every start, and no program is shown for them.",
                "`netsh interface ipv4 show excludedportrange protocol=tcp` lists the port.",
                "Take a port outside those ranges.",
                &["port-outside-range"],
            ),
            cause(
                "Ports below 1024 are for administrators on Linux.",
                "The port is a small one.",
                "Take a port above 1024.",
                &["blocked-port"],
            ),
        ],
        run: &[
            step_on(
                Os::Windows,
                "netsh interface ipv4 show excludedportrange protocol=tcp",
                "the ranges that are kept; it needs no administrator",
            ),
            PORTS,
        ],
        sources: &[
            "microsoft/WSL#5514",
            "punkpeye/mcp-remote#265",
            "lmstudio-ai/lmstudio-js#336",
            "clash-verge-rev/clash-verge-rev#1688",
        ],
        date: DATE,
    },
];
