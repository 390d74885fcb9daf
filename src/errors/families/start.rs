//! A server that is not started.

use super::{CHECK, DATE, LIST, cause, print, step, step_on};
use crate::errors::{Family, Step};
use crate::model::Os;

const WHICH: Step = step(
    "command -v COMMAND",
    "where your shell finds it; an app that is started with a click has another PATH",
);
const WHERE: Step = step_on(
    Os::Windows,
    "where.exe COMMAND",
    "where your shell finds it",
);

pub(super) static ALL: &[Family] = &[
    Family {
        id: "command-line-as-program",
        title: "A whole command line was taken for a program",
        wraps: false,
        prints: &[print(
            "spawn npx -y @modelcontextprotocol/server-memory ENOENT",
            "clients on Node.js and Electron",
            &[
                "spawn ~ ~ enoent",
                "spawn ~ ~ ~ enoent",
                "spawn ~ ~ ~ ~ enoent",
                "spawn ~ ~ ~ ~ ~ enoent",
            ],
        )],
        means: "The client looked for one program whose name is the whole line. No shell splits it.",
        causes: &[cause(
            "`command` holds the program and its arguments.",
            "The text between `spawn` and `ENOENT` has spaces.",
            "Leave the program in `command`, and put each argument into `args`.",
            &["command-line-in-command", "joined-argument", "shell-syntax"],
        )],
        run: &[CHECK],
        sources: &["modelcontextprotocol/servers#749"],
        date: DATE,
    },
    Family {
        id: "batch-path-with-a-space",
        title: "'C:\\Program' is not recognized",
        wraps: false,
        prints: &[print(
            "'C:\\Program' is not recognized as an internal or external command, operable program or batch file.",
            "Windows' cmd, in the log of Claude Desktop and others",
            &[
                "'c:\\program' is not recognized as an internal or external command",
                "'c:\\program' is not recognized",
                "'c:\\program\\' is not recognized",
            ],
        )],
        means: "The program is in `C:\\Program Files`, is a batch file such as `npx.cmd`, and one of the arguments has a space. Then `cmd` takes the path apart at its first space.",
        causes: &[
            cause(
                "An argument holds a space, most often `--header \"Authorization: Bearer …\"` of mcp-remote.",
                "It works without that argument.",
                "Write the header without a space and the value into the environment: `--header Authorization:${AUTH_HEADER}` and `\"env\": {\"AUTH_HEADER\": \"Bearer …\"}`.",
                &["space-in-batch-argument", "bridge-arguments"],
            ),
            cause(
                "`command` is the path of a batch file in `C:\\Program Files`.",
                "",
                "Start `node` with the script's path, or write the short name of the folder.",
                &["space-in-batch-argument", "windows-npx"],
            ),
        ],
        run: &[CHECK],
        sources: &[
            "punkpeye/mcp-remote#52",
            "punkpeye/mcp-remote#26",
            "aaronsb/obsidian-mcp-plugin#30",
        ],
        date: DATE,
    },
    Family {
        id: "program-not-found",
        title: "The program was not found",
        wraps: false,
        prints: &[
            print(
                "Error: spawn npx ENOENT",
                "clients on Node.js and Electron: Claude Desktop, Cursor, VS Code, Cline",
                &["spawn ~ enoent", "spawn enoent"],
            ),
            print(
                "Executable not found in $PATH: \"uvx\"",
                "clients on Bun: Claude Code, OpenCode",
                &["executable not found in $path"],
            ),
            print(
                "No such file or directory (os error 2)",
                "clients in Rust: Codex, Zed, Goose",
                &["os error 2)", "os error 2|", "program not found"],
            ),
            print(
                "'npx' is not recognized as an internal or external command, operable program or batch file.",
                "Windows' cmd",
                &[
                    "is not recognized as an internal or external command",
                    "is not recognized as the name of a cmdlet",
                ],
            ),
            print(
                "env: node: No such file or directory",
                "`npx` that is found while `node` is not",
                &[
                    "env: node: no such file or directory",
                    "env: 'node': no such file or directory",
                    "/usr/bin/env: 'node'",
                ],
            ),
            print(
                "exec: \"uvx\": executable file not found in $PATH",
                "clients in Go: Crush, Docker",
                &["executable file not found in"],
            ),
            print(
                "sh: uvx: command not found",
                "a shell (exit code 127)",
                &[
                    "command not found",
                    "code: 127",
                    "code 127|",
                    "exit status 127",
                ],
            ),
            print(
                "FileNotFoundError: [Errno 2] No such file or directory: 'uvx'",
                "clients in Python",
                &[
                    "filenotfounderror: [errno 2] no such file or directory: 'npx'",
                    "filenotfounderror: [errno 2] no such file or directory: 'uvx'",
                    "filenotfounderror: [errno 2] no such file or directory: 'uv'",
                    "filenotfounderror: [errno 2] no such file or directory: 'node'",
                    "filenotfounderror: [errno 2] no such file or directory: 'docker'",
                    "[winerror 2]",
                ],
            ),
        ],
        means: "The client tried to start a program and found none of that name. The network has nothing to do with it. Your terminal may find the program all the same: an app that is started with a click has a much shorter PATH, without the folders of nvm, fnm, asdf, Homebrew or uv.",
        causes: &[
            cause(
                "The program is in a folder that the client's PATH does not have.",
                "Your terminal finds it, and the client does not.",
                "Write the absolute path into `command`, **and** put the same folder first into `PATH` in `env`: `npx` looks for `node` on the PATH again. With one of the two alone it often still fails. In a file that is shared with others, start the client from a terminal instead.",
                &["command-not-found", "path-overwritten"],
            ),
            cause(
                "It is not installed.",
                "Your terminal does not find it either.",
                "Install Node.js for `npx`, uv for `uvx`, Docker for `docker`.",
                &["command-not-found"],
            ),
            cause(
                "On Windows `npx`, `npm`, `pnpm` and `yarn` are batch files, which some clients do not find without a shell. Claude Desktop finds them by itself.",
                "The machine runs Windows.",
                "`\"command\": \"cmd\", \"args\": [\"/c\", \"npx\", …]`, for the clients that need it only.",
                &["windows-npx", "unneeded-cmd-wrapper"],
            ),
            cause(
                "`~`, `$HOME` or `%APPDATA%` stands in the path, and nobody expands it.",
                "The text shows it as it is.",
                "Write the absolute path, or the client's own variable.",
                &[
                    "tilde-not-expanded",
                    "unsupported-variable",
                    "wrong-variable-syntax",
                ],
            ),
            cause(
                "`PATH` in `env` replaces the client's, and lacks a folder.",
                "The entry sets `PATH`.",
                "List all folders: those of the program and those of the system.",
                &["path-overwritten"],
            ),
            cause(
                "A path of Windows is given to a program of Linux, or the reverse (WSL).",
                "",
                "From Windows start `wsl.exe -e …`.",
                &["wsl-path"],
            ),
            cause(
                "The working folder of the entry does not exist. Some systems report that as a program that was not found.",
                "The entry has `cwd`.",
                "Correct it.",
                &["relative-path", "unsupported-cwd"],
            ),
        ],
        run: &[CHECK, WHICH, WHERE],
        sources: &[
            "RooCodeInc/Roo-Code#628",
            "modelcontextprotocol/servers#64",
            "cline/cline#1948",
            "Schniz/fnm#1477",
            "i-dot-ai/lex#13",
        ],
        date: DATE,
    },
    Family {
        id: "windows-batch-file",
        title: "A batch file cannot be started like that",
        wraps: false,
        prints: &[
            print(
                "spawn EINVAL",
                "clients on Node.js 18.20.2, 20.12.2 and newer, on Windows",
                &["spawn einval", "spawn ~ einval"],
            ),
            print(
                "Windows requires 'cmd /c' wrapper to execute npx",
                "Claude Code",
                &["windows requires 'cmd /c' wrapper"],
            ),
        ],
        means: "On Windows `npx`, `npm`, `pnpm`, `yarn` and `bunx` are batch files (`npx.cmd`). Newer Node.js refuses to start those without a shell, since that was a hole (CVE-2024-27980).",
        causes: &[cause(
            "The client starts programs without a shell.",
            "The entry names `npx` or `npx.cmd`.",
            "`\"command\": \"cmd\", \"args\": [\"/c\", \"npx\", …]`, in files that only Windows reads; or `node` with the script's path. Leave Claude Desktop's file as it is: it wraps by itself.",
            &["windows-npx", "unneeded-cmd-wrapper"],
        )],
        run: &[CHECK],
        sources: &[
            "anthropics/claude-code#9594",
            "anthropics/claude-code#51750",
            "modelcontextprotocol/servers#3466",
            "github/copilot-cli#3576",
        ],
        date: DATE,
    },
    Family {
        id: "not-allowed-to-start",
        title: "The program may not be started",
        wraps: false,
        prints: &[
            print(
                "spawn /home/me/server.sh EACCES",
                "clients on Node.js and Electron",
                &["spawn ~ eacces", "spawn eacces"],
            ),
            print(
                "Permission denied (os error 13)",
                "clients in Rust",
                &[
                    "permission denied (os error 13)",
                    "fork/exec ~ permission denied",
                ],
            ),
        ],
        means: "The file is there, and your system does not let it run.",
        causes: &[
            cause(
                "The file is not marked as a program.",
                "`ls -l` shows no `x`.",
                "`chmod +x FILE`, or name the interpreter: `\"command\": \"python3\", \"args\": [\"/path/server.py\"]`.",
                &["command-not-found"],
            ),
            cause(
                "`command` names a folder.",
                "",
                "Name the program in it.",
                &["command-not-found"],
            ),
            cause(
                "macOS keeps a downloaded program in quarantine.",
                "`xattr FILE` shows `com.apple.quarantine`.",
                "Open it once from the Finder, or remove the attribute if you trust it.",
                &[],
            ),
        ],
        run: &[CHECK, step("ls -l FILE", "whether it may be run")],
        sources: &["failures of clients on Node.js, tried on Linux"],
        date: DATE,
    },
    Family {
        id: "module-not-found",
        title: "The script or one of its modules is missing",
        wraps: false,
        prints: &[
            print(
                "Error: Cannot find module '/home/me/server/dist/index.js'",
                "Node.js",
                &[
                    "cannot find module",
                    "err_module_not_found",
                    "module not found",
                ],
            ),
            print(
                "python: can't open file '/server.py': [Errno 2] No such file or directory",
                "Python",
                &["can't open file"],
            ),
            print(
                "ModuleNotFoundError: No module named 'mcp'",
                "Python",
                &["modulenotfounderror", "no module named"],
            ),
            print(
                "EROFS: read-only file system, mkdir '/.cache'",
                "a server that is started in the folder `/`",
                &["erofs: read-only file system"],
            ),
        ],
        means: "The program was found and started. What it should run, or something that it needs, was not.",
        causes: &[
            cause(
                "The path is relative, and the client starts servers in another folder than you think (Claude Desktop in `/`).",
                "The text shows a path that is not yours, such as `/server.py`.",
                "Write the absolute path.",
                &["relative-path", "script-not-found"],
            ),
            cause(
                "`cwd` is set, and this client ignores it.",
                "The client is Claude Desktop or Claude Code.",
                "Use absolute paths; for Python `uv --directory DIR run …`.",
                &["unsupported-cwd"],
            ),
            cause(
                "The server was not built: there is no `dist` or `build` folder.",
                "The folder is missing.",
                "Run its build, mostly `npm install && npm run build`.",
                &["script-not-found"],
            ),
            cause(
                "Another Python than the one of your virtual environment runs.",
                "It works in your terminal with the environment active.",
                "Name its interpreter: `/path/.venv/bin/python`, or use `uv run`.",
                &["script-not-found", "command-not-found"],
            ),
            cause(
                "A half-written cache of npx.",
                "The path in the text holds `_npx`.",
                "See [npx's cache](npx-cache-broken.md).",
                &["unpinned-package"],
            ),
        ],
        run: &[CHECK, step("ls -l PATH", "whether the script is there")],
        sources: &[
            "anthropics/claude-code#17565",
            "mksglu/context-mode#531",
            "modelcontextprotocol.io, debugging: working directory",
        ],
        date: DATE,
    },
    Family {
        id: "old-runtime",
        title: "Too old a Node.js (or Python)",
        wraps: false,
        prints: &[
            print(
                "SyntaxError: Unexpected token '.'",
                "Node.js before 14",
                &[
                    "syntaxerror: unexpected token .",
                    "syntaxerror: unexpected token '.'",
                    "syntaxerror: unexpected token '?'",
                    "syntaxerror: unexpected token ?",
                    "syntaxerror: unexpected token '&&='",
                    "syntaxerror: unexpected token '??='",
                    "syntaxerror: unexpected token '||='",
                    "syntaxerror: unexpected token {",
                    "syntaxerror: unexpected token '{'",
                    "unexpected token '&&='",
                    "unexpected token '??='",
                    "syntaxerror: unexpected identifier",
                    "syntaxerror: unexpected string",
                ],
            ),
            print(
                "ReferenceError: File is not defined",
                "Node.js before 20",
                &[
                    "file is not defined",
                    "fetch is not defined",
                    "readablestream is not defined",
                    "crypto is not defined",
                ],
            ),
            print(
                "npm v11.0.0 is known not to run on Node.js v14.21.3.",
                "npm",
                &[
                    "npm v~ is known not to run on node",
                    "is known not to run on node",
                ],
            ),
            print(
                "ERROR: You must supply a command.",
                "an `npx` of npm 6",
                &["you must supply a command"],
            ),
            print(
                "npm WARN EBADENGINE Unsupported engine",
                "npm",
                &["ebadengine", "unsupported engine"],
            ),
        ],
        means: "A Node.js was found, but an older one than the server is written for. With nvm it is often the oldest of several: some apps put all of them on the PATH, and the first one wins.",
        causes: &[
            cause(
                "Several versions are installed by nvm, and the client takes the first (Claude Desktop on macOS).",
                "`ls ~/.nvm/versions/node` shows an old one.",
                "Name the wanted one: `command` is the absolute path of its `node`, the first argument the absolute path of the script; or put its `bin` first into `PATH` in `env`; or remove the old ones. An absolute `npx` alone does not help: it looks for `node` on the PATH again.",
                &["runtime-too-old", "path-overwritten"],
            ),
            cause(
                "The only Node.js of this machine is old.",
                "`node --version` tells.",
                "Install a newer one: version 20 or newer runs nearly all servers.",
                &["runtime-too-old"],
            ),
        ],
        run: &[
            CHECK,
            step(
                "node --version",
                "which Node.js your shell finds; the client may find another",
            ),
        ],
        sources: &[
            "modelcontextprotocol/mcpb#130",
            "microsoft/playwright-mcp#79",
            "punkpeye/mcp-remote#83",
            "modelcontextprotocol/typescript-sdk#375",
        ],
        date: DATE,
    },
    Family {
        id: "environment-variable-not-set",
        title: "The server misses a variable",
        wraps: false,
        prints: &[
            print(
                "GITHUB_PERSONAL_ACCESS_TOKEN environment variable is not set",
                "servers",
                &[
                    "environment variable is not set",
                    "environment variable not set",
                    "environment variable is required",
                    "environment variables are not set",
                    "must be set in the environment",
                ],
            ),
            print(
                "Missing required environment variable: API_KEY",
                "servers",
                &[
                    "missing required environment variable",
                    "required environment variable",
                ],
            ),
        ],
        means: "The server started, looked for a variable, and did not find it. What you wrote into the configuration did not arrive.",
        causes: &[
            cause(
                "The server runs in a container. `env` sets a variable for `docker`, which hands on only what it is told to.",
                "The entry starts `docker run`.",
                "Add `-e NAME` for each variable, in front of the image.",
                &["docker-env-not-passed", "docker-option-after-image"],
            ),
            cause(
                "The field has another name in this client: OpenCode wants `environment`, and drops `env`.",
                "",
                "Use this client's field.",
                &["foreign-field", "unknown-field", "misplaced-field"],
            ),
            cause(
                "The value is a variable of your shell, which an app that is started with a click does not have.",
                "The entry has `${NAME}`.",
                "Set it where the client sees it, or write it into a file that the client reads.",
                &["unset-variable"],
            ),
            cause(
                "The client expands no variables, or spells them another way, so that the server got the text `${NAME}`.",
                "",
                "Use this client's spelling.",
                &["wrong-variable-syntax", "unsupported-variable"],
            ),
            cause(
                "It is not in the entry at all.",
                "",
                "Add it to `env`.",
                &["placeholder-value"],
            ),
        ],
        run: &[CHECK, LIST],
        sources: &[
            "korotovsky/slack-mcp-server#6",
            "microsoft/vscode#244621",
            "SonarSource/sonarqube-mcp-server#46",
            "anomalyco/opencode#39431",
        ],
        date: DATE,
    },
];
