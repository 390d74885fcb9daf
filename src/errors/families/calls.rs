//! A call that does not come about, or not to its end.

use super::{CHECK, DATE, DOCTOR, LIST, PORTS, cause, print, step};
use crate::errors::Family;

pub(super) static ALL: &[Family] = &[
    Family {
        id: "bad-port",
        title: "A port that clients refuse to call",
        wraps: false,
        prints: &[
            print(
                "TypeError: fetch failed [cause]: Error: bad port",
                "Node.js and Electron",
                &["bad port|"],
            ),
            print(
                "Requests to port 6000 are blocked",
                "Deno",
                &["requests to port # are blocked"],
            ),
        ],
        means: "The Fetch standard has a list of ports that no url may name, since other protocols live there. Node.js, Electron and Deno refuse them before they connect. The server may be fine.",
        causes: &[cause(
            "The url names a port of that list: 6000, 6665 to 6669, 6697, 5060, 5061, 4190, 10080 and others.",
            "The server is up and `curl` reaches it.",
            "Move the server to another port, for instance between 3100 and 3199, and change the url.",
            &["blocked-port"],
        )],
        run: &[CHECK, DOCTOR, PORTS],
        sources: &[
            "nodejs/undici, the list of blocked ports; tried with Node.js 20, Deno, Bun and Python",
        ],
        date: DATE,
    },
    Family {
        id: "url-not-understood",
        title: "A url that cannot be called",
        wraps: false,
        prints: &[
            print(
                "TypeError: Invalid URL",
                "Node.js, Bun and Deno",
                &["invalid url|", "err_invalid_url"],
            ),
            print(
                "TypeError: fetch failed [cause]: Error: unknown scheme",
                "Node.js",
                &["unknown scheme|"],
            ),
            print(
                "builder error: relative URL without a base",
                "clients in Rust",
                &["relative url without a base"],
            ),
            print(
                "httpx.UnsupportedProtocol: Request URL is missing an 'http://' or 'https://' protocol.",
                "Python",
                &[
                    "is missing an 'http://' or 'https://' protocol",
                    "no connection adapters were found for",
                    "unsupported protocol scheme",
                ],
            ),
        ],
        means: "What was taken for a url is none: the client never got as far as the network.",
        causes: &[
            cause(
                "The scheme is missing: `localhost:3000/mcp`.",
                "There is no `http://` in front.",
                "Write `http://` for this machine, `https://` for others.",
                &["invalid-url"],
            ),
            cause(
                "A variable in the url was not replaced, and its literal text is no url.",
                "The url holds `${`, `{env:` or `$` and a name.",
                "Use the spelling of this client, and set the variable where the client sees it.",
                &[
                    "wrong-variable-syntax",
                    "unsupported-variable",
                    "unset-variable",
                ],
            ),
            cause(
                "mcp-remote got an option before the url: its first argument must be the url.",
                "The text starts with `Fatal error`.",
                "Put the url first, the options behind it.",
                &["bridge-arguments"],
            ),
            cause(
                "There is white space or a placeholder in the url.",
                "",
                "Write the url of the server's documentation.",
                &["invalid-url", "placeholder-value"],
            ),
        ],
        run: &[CHECK, DOCTOR],
        sources: &[
            "tried with Node.js 20 and mcp-remote 0.15.1",
            "anthropics/claude-code#70146",
        ],
        date: DATE,
    },
    Family {
        id: "fetch-failed",
        title: "fetch failed, without a cause",
        wraps: true,
        prints: &[print(
            "TypeError: fetch failed",
            "clients on Node.js and Electron, VS Code among them",
            &["fetch failed|"],
        )],
        means: "Node.js says only that a call did not come about. The true cause stands in `cause`, which many clients do not show: a refused connection, a certificate, a name that does not exist, a blocked port, a proxy.",
        causes: &[
            cause(
                "Nothing listens at the url.",
                "Nothing listens on its port.",
                "See [connection refused](connection-refused.md).",
                &["port-mismatch", "stdio-server-by-url", "docker-host-name"],
            ),
            cause(
                "The url is `https://` and the certificate is not trusted. VS Code shows no more than these two words then.",
                "`curl -v` of the url speaks of a certificate.",
                "See [certificates](unable-to-verify-leaf.md); for a server on this machine use `http://`.",
                &["ca-env-missing", "ca-env-ineffective", "https-on-loopback"],
            ),
            cause(
                "`http` and `https` are mixed up.",
                "`curl` works with the other one.",
                "Correct the scheme.",
                &["https-on-loopback", "invalid-url"],
            ),
            cause(
                "A proxy takes calls to this machine.",
                "`HTTP_PROXY` is set where the client runs, and `NO_PROXY` does not name the host as the url spells it.",
                "Add `localhost,127.0.0.1,::1` to `NO_PROXY`.",
                &["proxy-intercepts-loopback"],
            ),
            cause(
                "The port is one that Node.js does not call.",
                "The port is on the list of [blocked-port](../rules/blocked-port.md).",
                "Use another port.",
                &["blocked-port"],
            ),
            cause(
                "On macOS 15 and newer the client may not reach the local network.",
                "The url names an address such as `192.168.1.5`, and `/usr/bin/curl` reaches it.",
                "Allow the client under System Settings, Privacy & Security, Local Network.",
                &[],
            ),
        ],
        run: &[
            CHECK,
            DOCTOR,
            step(
                "curl -v -X POST -H 'Accept: application/json, text/event-stream' -H 'Content-Type: application/json' -d '{}' URL",
                "what the client does not show: where the call ends. Any HTTP status, 400 included, means that the server is reached",
            ),
        ],
        sources: &[
            "microsoft/vscode#248170",
            "microsoft/vscode#248245",
            "anthropics/claude-code#55169",
            "tried with Node.js 18 to 24",
        ],
        date: DATE,
    },
    Family {
        id: "host-not-found",
        title: "Host not found",
        wraps: false,
        prints: &[
            print(
                "getaddrinfo ENOTFOUND mcp-server",
                "clients on Node.js and Electron",
                &[
                    "getaddrinfo*enotfound",
                    "|enotfound|",
                    "getaddrinfo",
                    "eai_again",
                ],
            ),
            print(
                "[Errno -2] Name or service not known",
                "Python on Linux",
                &[
                    "name or service not known",
                    "[errno 11001]",
                    "temporary failure in name resolution",
                    "[errno -2]",
                    "[errno -3]",
                ],
            ),
            print(
                "nodename nor servname provided, or not known",
                "Python on macOS",
                &["nodename nor servname provided"],
            ),
            print(
                "dial tcp: lookup mcp-server: no such host",
                "clients and servers in Go",
                &["no such host"],
            ),
            print(
                "curl: (6) Could not resolve host: mcp-server",
                "curl; clients in Rust",
                &[
                    "could not resolve host",
                    "failed to lookup address information",
                    "dns error",
                ],
            ),
        ],
        means: "The name in the url could not be turned into an address.",
        causes: &[
            cause(
                "The name of a Compose service, or `host.docker.internal`, is used by a client that does not run in a container. Those names exist only inside.",
                "The client runs on your machine, the server in a container.",
                "Call `localhost` and the published port.",
                &["docker-host-name"],
            ),
            cause(
                "The name is misspelt, or there is white space in it.",
                "`nslookup NAME` finds nothing either.",
                "Correct the url.",
                &["invalid-url"],
            ),
            cause(
                "A variable in the url was not replaced.",
                "The name in the text holds `$` or `{`.",
                "Use the spelling of this client.",
                &[
                    "wrong-variable-syntax",
                    "unsupported-variable",
                    "unset-variable",
                ],
            ),
            cause(
                "The name exists only in a company's network.",
                "It works with the VPN on.",
                "Connect the VPN.",
                &[],
            ),
            cause(
                "`host.docker.internal` from a container on Linux.",
                "The container was started without `--add-host`.",
                "Add `--add-host=host.docker.internal:host-gateway` to `docker run`.",
                &["docker-host-name"],
            ),
        ],
        run: &[CHECK, DOCTOR, LIST],
        sources: &[
            "nerding-io/n8n-nodes-mcp#119",
            "lobehub/lobehub#8546",
            "n8n-io/n8n-docs#4689",
        ],
        date: DATE,
    },
    Family {
        id: "connection-reset",
        title: "Connected, then cut off",
        wraps: false,
        prints: &[
            print(
                "read ECONNRESET",
                "clients on Node.js and Electron",
                &[
                    "econnreset",
                    "connection reset by peer",
                    "[errno 104]",
                    "[errno 54]",
                    "os error 104|",
                    "os error 54|",
                    "os error 10054|",
                ],
            ),
            print("Error: socket hang up", "Node.js", &["socket hang up"]),
            print(
                "UND_ERR_SOCKET other side closed",
                "Node.js",
                &["other side closed", "und_err_socket"],
            ),
            print(
                "curl: (52) Empty reply from server",
                "curl",
                &["empty reply from server"],
            ),
            print(
                "httpx.RemoteProtocolError: Server disconnected without sending a response.",
                "Python",
                &[
                    "server disconnected without sending a response",
                    "remoteprotocolerror",
                ],
            ),
        ],
        means: "Somebody took the connection and closed it before an answer. So something listens there, but not what was expected.",
        causes: &[
            cause(
                "The server in a container listens on `127.0.0.1` of the container. Docker takes the connection on your machine and finds nobody behind it.",
                "The port is published by `-p` or a Compose file, and the container's log speaks of `127.0.0.1` or `localhost`.",
                "Tell the server to listen on `0.0.0.0` in the container, and publish the port for this machine only: `-p 127.0.0.1:3100:3100`.",
                &["docker-loopback-bind"],
            ),
            cause(
                "`http://` to a port that speaks TLS.",
                "`https://` works.",
                "Write `https://`.",
                &["invalid-url"],
            ),
            cause(
                "The container's port in the mapping is not the one that the server listens on.",
                "`docker port NAME` shows another port.",
                "Write host port, then container port: `-p 3100:3000`.",
                &["docker-port-mapping"],
            ),
            cause(
                "The server crashed while it answered.",
                "Its log ends there.",
                "Look up the last lines of its log.",
                &[],
            ),
            cause(
                "A proxy on the way closed it.",
                "`HTTP_PROXY` is set where the client runs.",
                "Add the host to `NO_PROXY`.",
                &["proxy-intercepts-loopback"],
            ),
        ],
        run: &[
            CHECK,
            DOCTOR,
            PORTS,
            step(
                "docker logs --tail 50 NAME",
                "on which address the server in the container listens",
            ),
        ],
        sources: &[
            "microsoft/playwright-mcp#1415",
            "iuill/playwright-mcp-docker#6",
            "cswkim/discogs-mcp-server#91",
            "nubo-db/dynoxide#24",
        ],
        date: DATE,
    },
];
