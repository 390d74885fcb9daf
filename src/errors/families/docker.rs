//! Containers.

use super::{CHECK, DATE, cause, print, step};
use crate::errors::Family;

pub(super) static ALL: &[Family] = &[
    Family {
        id: "input-is-not-a-tty",
        title: "The input device is not a TTY",
        wraps: false,
        prints: &[print(
            "the input device is not a TTY",
            "docker",
            &["the input device is not a tty"],
        )],
        means: "Docker was told to make a terminal (`-t`), and a client gives it none.",
        causes: &[cause(
            "`-t` or `-it` in the arguments, as examples for a terminal have it.",
            "",
            "Write `-i` alone.",
            &["docker-tty"],
        )],
        run: &[CHECK],
        sources: &[
            "metorial/metorial#8",
            "kenazk/gong-mcp#14",
            "tried with docker's command line",
        ],
        date: DATE,
    },
    Family {
        id: "docker-not-running",
        title: "Docker does not answer",
        wraps: false,
        prints: &[
            print(
                "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
                "docker",
                &[
                    "cannot connect to the docker daemon",
                    "is the docker daemon running",
                ],
            ),
            print(
                "error during connect: open //./pipe/dockerDesktopLinuxEngine: The system cannot find the file specified.",
                "docker on Windows",
                &[
                    "dockerdesktoplinuxengine",
                    "docker_engine: the system cannot find",
                    "docker desktop is not running",
                ],
            ),
            print(
                "permission denied while trying to connect to the Docker daemon socket",
                "docker on Linux",
                &["permission denied while trying to connect to the docker"],
            ),
            print(
                "docker: unknown command: docker mcp",
                "docker without the MCP toolkit",
                &[
                    "unknown command: docker mcp",
                    "'mcp' is not a docker command",
                ],
            ),
        ],
        means: "The program `docker` was found. What does the work behind it is not running, or may not be used.",
        causes: &[
            cause(
                "Docker Desktop, or the daemon, is not started.",
                "`docker version` shows no server.",
                "Start it, then let the client connect again.",
                &[],
            ),
            cause(
                "The client runs in WSL, and Docker Desktop is not switched on for that distribution.",
                "`docker.exe version` works.",
                "Switch on WSL integration in Docker Desktop, or use `docker.exe`.",
                &["wsl-path"],
            ),
            cause(
                "Your user may not use Docker (Linux).",
                "`sudo docker version` works.",
                "Add yourself to the group `docker`, and log in again. Who is in it can do all that root can.",
                &[],
            ),
            cause(
                "The client has another `DOCKER_HOST` or context than your terminal.",
                "It works in the terminal.",
                "Set `DOCKER_HOST` in `env`.",
                &[],
            ),
            cause(
                "`docker mcp` needs the MCP toolkit of Docker Desktop.",
                "",
                "Install or update Docker Desktop.",
                &[],
            ),
        ],
        run: &[
            step(
                "docker version",
                "whether there is a server behind the program",
            ),
            CHECK,
        ],
        sources: &[
            "github/github-mcp-server#232",
            "docker/mcp-gateway#49",
            "docker/for-win#14867",
        ],
        date: DATE,
    },
    Family {
        id: "docker-image-not-found",
        title: "The image cannot be had",
        wraps: false,
        prints: &[
            print(
                "Unable to find image 'example/mcp:latest' locally",
                "docker",
                &["unable to find image"],
            ),
            print(
                "pull access denied for example/mcp, repository does not exist or may require 'docker login'",
                "docker",
                &["pull access denied"],
            ),
            print(
                "manifest for example/mcp:1.0 not found: manifest unknown: manifest unknown",
                "docker",
                &["manifest unknown", "manifest for ~ not found"],
            ),
            print(
                "docker: invalid reference format",
                "docker",
                &["invalid reference format"],
            ),
        ],
        means: "Docker has no image of this name and gets none. (`Unable to find image … locally` alone is no error: the download follows.)",
        causes: &[
            cause(
                "An option behind the image, or a value in the image's place, moves everything by one.",
                "The name in the text is no image.",
                "Options first, then the image, then the server's own arguments.",
                &[
                    "docker-option-after-image",
                    "docker-without-image",
                    "docker-mount",
                ],
            ),
            cause(
                "The name or tag is misspelt, or the image must be built first.",
                "`docker image ls` does not show it.",
                "Correct the name; or `docker build -t NAME .`.",
                &[],
            ),
            cause(
                "It needs a login.",
                "It is private.",
                "`docker login`.",
                &[],
            ),
        ],
        run: &[
            CHECK,
            step("docker image inspect IMAGE", "whether this machine has it"),
        ],
        sources: &[
            "docker/desktop-feedback#504",
            "the texts of docker's command line",
        ],
        date: DATE,
    },
];
