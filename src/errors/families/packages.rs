//! A package that is not fetched.

use super::{CHECK, DATE, cause, print, step};
use crate::errors::Family;

pub(super) static ALL: &[Family] = &[
    Family {
        id: "npx-cache-broken",
        title: "npx's cache is half-written",
        wraps: false,
        prints: &[
            print(
                "npm error code ENOTEMPTY npm error path /home/me/.npm/_npx/1a2b/node_modules/x",
                "npm",
                &["enotempty"],
            ),
            print(
                "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/home/me/.npm/_npx/1a2b/node_modules/x/index.js'",
                "Node.js, started by npx",
                &[
                    "err_module_not_found*_npx",
                    "cannot find module*_npx",
                    "cannot find package*_npx",
                ],
            ),
        ],
        means: "npx was stopped while it installed the package, most often by the client's time limit, or two of them installed it at once. What is left is found by every later start, and does not work.",
        causes: &[
            cause(
                "A broken folder below `_npx`.",
                "The path in the text holds `_npx`.",
                "Remove that one folder, `~/.npm/_npx/HASH` (on Windows `%LOCALAPPDATA%\\npm-cache\\_npx\\HASH`), and start the server once by hand.",
                &[],
            ),
            cause(
                "The version floats, so that each release is installed anew while the client waits.",
                "The package has no version, or `@latest`.",
                "Pin a version, and raise the client's time limit.",
                &["unpinned-package", "timeout-unit"],
            ),
        ],
        run: &[
            step(
                "ls ~/.npm/_npx",
                "the folders of the cache; the text names the broken one",
            ),
            CHECK,
        ],
        sources: &[
            "bytebase/dbhub#392",
            "mongodb-js/mongodb-mcp-server#1290",
            "samanhappy/mcphub#918",
        ],
        date: DATE,
    },
    Family {
        id: "package-not-found",
        title: "The package does not exist there",
        wraps: false,
        prints: &[
            print(
                "npm error 404 Not Found - GET https://registry.npmjs.org/@modelcontextprotocol%2fserver-time - Not found",
                "npm",
                &[
                    "npm error 404",
                    "npm error code e404",
                    "npm err! 404",
                    "npm err! code e404",
                    "npm error e404",
                    "|e404|",
                    "is not in this registry",
                    "is not in the npm registry",
                ],
            ),
            print(
                "No solution found when resolving tool dependencies",
                "uvx",
                &[
                    "no solution found when resolving",
                    "was not found in the package registry",
                ],
            ),
            print(
                "An executable named `x` is not provided by package `y`",
                "uvx",
                &["is not provided by package"],
            ),
        ],
        means: "The registry has no package of this name. The client itself mostly says no more than `Connection closed`.",
        causes: &[
            cause(
                "The server is written in Python and was never on npm: `server-fetch`, `server-git`, `server-time`, `server-sqlite` of the reference servers.",
                "Its documentation shows `uvx`.",
                "`uvx mcp-server-time`, with the same arguments behind it.",
                &["wrong-registry"],
            ),
            cause(
                "The server is on npm and is asked for with `uvx`.",
                "The name starts with `@`.",
                "Use `npx -y`.",
                &["wrong-registry"],
            ),
            cause(
                "The name is misspelt, or the package was taken off, as malware is.",
                "",
                "Take the name from the server's own page.",
                &["wrong-registry", "vulnerable-package", "archived-package"],
            ),
            cause(
                "The package needs another Python (uvx).",
                "The text speaks of a Python version.",
                "`uvx --python 3.12 …`.",
                &["runtime-too-old"],
            ),
            cause(
                "The program in the package has another name (uvx).",
                "The text lists the names.",
                "`uvx --from PACKAGE PROGRAM`.",
                &[],
            ),
            cause(
                "It is on a company's own registry, which is not set for the client.",
                "It works in your terminal.",
                "Name the registry in `env`.",
                &[],
            ),
        ],
        run: &[
            CHECK,
            step(
                "npm view PACKAGE version",
                "whether npm has it (this asks the registry)",
            ),
        ],
        sources: &[
            "modelcontextprotocol/servers#3800",
            "perplexityai/modelcontextprotocol#20",
            "designcomputer/mysql_mcp_server#49",
            "the registries of npm and PyPI",
        ],
        date: DATE,
    },
    Family {
        id: "npx-asks-first",
        title: "npx was not allowed to install",
        wraps: false,
        prints: &[print(
            "npm error npx canceled due to missing packages and no YES option",
            "npm",
            &["npx canceled due to missing packages"],
        )],
        means: "npx would have asked whether it may install the package, and its settings say no.",
        causes: &[cause(
            "There is no `-y`, and `yes=false` stands in an `.npmrc`. (Without that setting npx installs unasked when nobody can answer: that was tried with npm 6 to 12.)",
            "`npm config get yes` says `false`.",
            "Add `-y` in front of the package.",
            &["npx-without-yes"],
        )],
        run: &[CHECK, step("npm config get yes", "what is set")],
        sources: &["tried with npm 6 to 12", "npm/cli#9959"],
        date: DATE,
    },
];
