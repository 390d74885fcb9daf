use super::*;
use crate::commandline::tests::parts;
use crate::document::{Document, Format, NodeKind, Span};
use crate::interpret::{Pair, Text};
use crate::model::Role;

/// What came out for a command line, in words: bridge, target, transports tried, served.
fn told(words: &[&str]) -> String {
    let parts = parts(words);
    Bridge::started(&parts).map_or("none".to_owned(), |bridge| describe(&bridge))
}

fn describe(bridge: &Bridge<'_>) -> String {
    let words = |words: &[Word<'_>]| {
        let words: Vec<&str> = words.iter().map(|word| word.text.as_ref()).collect();
        words.join(" ")
    };
    let target = match &bridge.target {
        Target::Url(url) => url.text().to_owned(),
        Target::Command(command) => format!("$ {}", words(command)),
        Target::Named(name) => format!("@ {}", name.text()),
        Target::Own => "own".to_owned(),
        Target::Unknown => "?".to_owned(),
    };
    let ids = |transports: &[Transport]| {
        let ids: Vec<&str> = transports.iter().filter_map(|it| it.id()).collect();
        ids.join("+")
    };
    format!(
        "{} {target} tries={} serves={}",
        bridge.name(),
        ids(bridge.speaks),
        ids(bridge.serves)
    )
}

fn headers(words: &[&str]) -> Vec<(String, String)> {
    let parts = parts(words);
    Bridge::started(&parts).map_or(Vec::new(), |bridge| {
        bridge
            .headers
            .iter()
            .map(|header| {
                (
                    header.name.text().to_owned(),
                    header.value.text().to_owned(),
                )
            })
            .collect()
    })
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn mcp_remote_is_found_behind_every_launcher() {
    let expected = "mcp-remote https://x/mcp tries=http+sse serves=";
    for words in [
        &["npx", "-y", "mcp-remote", "https://x/mcp"][..],
        &["npx", "-y", "mcp-remote@0.1.16", "https://x/mcp"],
        &[
            "npx",
            "-p",
            "mcp-remote@latest",
            "mcp-remote",
            "https://x/mcp",
        ],
        &["npx -y mcp-remote https://x/mcp"],
        &["cmd", "/c", "npx", "mcp-remote", "https://x/mcp"],
        &["cmd.exe", "/C", "npx -y mcp-remote https://x/mcp"],
        &["env", "A=b", "npx", "mcp-remote", "https://x/mcp"],
        &["sh", "-c", "cd /x && npx mcp-remote https://x/mcp"],
        &["wsl", "-e", "npx", "mcp-remote", "https://x/mcp"],
        &["bunx", "mcp-remote", "https://x/mcp"],
        &["pnpm", "dlx", "mcp-remote", "https://x/mcp"],
        &["deno", "run", "-A", "npm:mcp-remote", "https://x/mcp"],
        &["mcp-remote", "https://x/mcp"],
        &[
            "C:\\Users\\me\\AppData\\Roaming\\npm\\mcp-remote.cmd",
            "https://x/mcp",
        ],
        &[
            "node",
            "/usr/lib/node_modules/mcp-remote/dist/proxy.js",
            "https://x/mcp",
        ],
        &[
            "node",
            "C:\\lib\\node_modules\\mcp-remote\\dist\\proxy.js",
            "https://x/mcp",
        ],
    ] {
        assert_eq!(told(words), expected, "{words:?}");
    }
}

#[test]
fn what_is_only_called_like_a_bridge_is_none() {
    for words in [
        &["uvx", "mcp-remote", "https://x/mcp"][..],
        &["npx", "-y", "@scope/mcp-remote", "https://x/mcp"],
        &[
            "npx",
            "-p",
            "mcp-remote",
            "mcp-remote-client",
            "https://x/mcp",
        ],
        &["npx", "-y", "some-server", "mcp-remote"],
        &["npx", "-y", "@smithery/cli", "install", "@a/b"],
        &["docker", "run", "-i", "mcp/fetch"],
        &["docker", "mcp", "client", "connect"],
        &["fastmcp", "run", "server.py"],
        &["uv", "run", "fastmcp", "run", "server.py"],
        &["python", "-m", "mcp_proxy_other", "https://x"],
    ] {
        assert_eq!(told(words), "none", "{words:?}");
    }
}

#[test]
fn mcp_remote_takes_headers_out_before_it_looks_for_the_url() {
    let words = [
        "npx",
        "mcp-remote",
        "--header",
        "A: b",
        "--header-file",
        "h.txt",
        "https://x/mcp",
        "8199",
        "--header",
        "Authorization:Bearer ${T}",
        "--transport",
        "sse-only",
        "--transport",
        "http-only",
    ];
    assert_eq!(
        told(&words),
        "mcp-remote https://x/mcp tries=sse serves=",
        "the first of two counts"
    );
    assert_eq!(
        headers(&words),
        [pair("A", "b"), pair("Authorization", "Bearer ${T}")]
    );
    let parts = parts(&words);
    let bridge = Bridge::started(&parts).unwrap();
    assert_eq!(bridge.callback.as_ref().unwrap().text(), "8199");
    assert_eq!(bridge.before_url, None);
}

#[test]
fn mcp_remote_takes_an_option_in_front_for_the_url() {
    let parts = parts(&["npx", "mcp-remote", "--debug", "https://x/mcp"]);
    let bridge = Bridge::started(&parts).unwrap();
    assert_eq!(bridge.before_url.unwrap().text, "--debug");
}

#[test]
fn mcp_remote_does_not_split_at_an_equals_sign() {
    let parts = parts(&[
        "npx",
        "mcp-remote",
        "https://x/sse",
        "--transport=sse-only",
        "--strange=1",
    ]);
    let bridge = Bridge::started(&parts).unwrap();
    assert_eq!(bridge.speaks, [Transport::Http, Transport::Sse]);
    assert_eq!(bridge.joined.len(), 1);
    assert_eq!(bridge.transport, None);
}

#[test]
fn the_callback_port_is_the_number_in_front() {
    let callback = |second: &str| {
        let parts = parts(&["npx", "mcp-remote", "https://x/mcp", second]);
        Bridge::started(&parts)
            .unwrap()
            .callback
            .map(|value| value.text().to_owned())
    };
    assert_eq!(callback("3334").as_deref(), Some("3334"));
    assert_eq!(callback("3334abc").as_deref(), Some("3334"));
    assert_eq!(callback("0"), None);
    assert_eq!(callback("--debug"), None);
    assert_eq!(callback("abc"), None);
}

#[test]
fn mcp_remote_refuses_clear_text_but_to_two_names_of_this_machine() {
    let refused = |words: &[&str]| {
        let parts = parts(words);
        Bridge::started(&parts).unwrap().refuses_clear_text()
    };
    assert!(refused(&["npx", "mcp-remote", "http://10.0.0.5/mcp"]));
    assert!(refused(&["npx", "mcp-remote", "http://[::1]:3100/mcp"]));
    assert!(!refused(&[
        "npx",
        "mcp-remote",
        "http://localhost:3100/mcp"
    ]));
    assert!(!refused(&[
        "npx",
        "mcp-remote",
        "http://10.0.0.5/mcp",
        "--allow-http"
    ]));
    assert!(!refused(&["npx", "mcp-remote", "https://10.0.0.5/mcp"]));
    assert!(!refused(&["npx", "mcp-remote", "http://${HOST}/mcp"]));
    assert!(!refused(&["uvx", "mcp-proxy", "http://10.0.0.5/sse"]));
    assert!(!refused(&[
        "uvx",
        "mcp-proxy-for-aws",
        "http://[::1]:1/mcp"
    ]));
}

#[test]
fn mcp_proxy_of_pypi_calls_urls_and_serves_commands() {
    for (words, expected) in [
        (
            &["uvx", "mcp-proxy", "http://x/sse"][..],
            "mcp-proxy http://x/sse tries=sse serves=",
        ),
        (
            &[
                "uvx",
                "mcp-proxy",
                "--transport=streamablehttp",
                "http://x/mcp",
            ],
            "mcp-proxy http://x/mcp tries=http serves=",
        ),
        (
            &[
                "uvx",
                "mcp-proxy",
                "http://x/mcp",
                "--trans",
                "streamablehttp",
            ],
            "mcp-proxy http://x/mcp tries=http serves=",
        ),
        (
            &["uvx", "mcp-proxy", "-H", "A", "b", "http://x/sse"],
            "mcp-proxy http://x/sse tries=sse serves=",
        ),
        (
            &[
                "uvx",
                "mcp-proxy",
                "uvx",
                "mcp-server-git",
                "--port",
                "8080",
            ],
            "mcp-proxy $ uvx mcp-server-git tries= serves=http+sse",
        ),
        (
            &["uvx", "mcp-proxy", "--port", "8080", "--", "npx", "-y", "a"],
            "mcp-proxy $ npx -y a tries= serves=http+sse",
        ),
        (
            &[
                "uvx",
                "mcp-proxy",
                "--named-server",
                "git",
                "uvx mcp-server-git",
            ],
            "mcp-proxy $ uvx mcp-server-git tries= serves=http+sse",
        ),
        (
            &[
                "uv",
                "run",
                "--directory",
                "/x/mcp-proxy",
                "mcp-proxy",
                "http://x/sse",
            ],
            "mcp-proxy http://x/sse tries=sse serves=",
        ),
        (
            &["uv", "run", "-m", "mcp_proxy", "http://x/sse"],
            "mcp-proxy http://x/sse tries=sse serves=",
        ),
        (
            &["python3", "-m", "mcp_proxy", "http://x/sse"],
            "mcp-proxy http://x/sse tries=sse serves=",
        ),
        (
            &[
                "uvx",
                "--from",
                "git+https://github.com/sparfenyuk/mcp-proxy",
                "mcp-proxy",
                "http://x/sse",
            ],
            "mcp-proxy http://x/sse tries=sse serves=",
        ),
        (
            &[
                "docker",
                "run",
                "-i",
                "--rm",
                "ghcr.io/sparfenyuk/mcp-proxy:latest",
                "http://x/sse",
            ],
            "mcp-proxy http://x/sse tries=sse serves=",
        ),
        (
            // As argparse reads it: the url is swallowed.
            &["uvx", "mcp-proxy", "--verify-ssl", "https://x/sse"],
            "mcp-proxy ? tries= serves=",
        ),
        (
            &["uvx", "mcp-proxy", "${URL}"],
            "mcp-proxy ? tries= serves=",
        ),
    ] {
        assert_eq!(told(words), expected, "{words:?}");
    }
}

#[test]
fn mcp_proxy_is_two_programs() {
    let is = |words: &[&str]| {
        let parts = parts(words);
        let bridge = Bridge::started(&parts).unwrap();
        (bridge.is.registry, bridge.certain)
    };
    use crate::commandline::Registry::{Npm, PyPi};
    assert_eq!(
        is(&["npx", "mcp-proxy", "--port", "1", "tsx", "s.ts"]),
        (Npm, true)
    );
    assert_eq!(is(&["/bin/mcp-proxy", "http://x/sse"]), (PyPi, true));
    assert_eq!(
        is(&["mcp-proxy", "--sseEndpoint", "/x", "--", "a"]),
        (Npm, true)
    );
    assert_eq!(is(&["mcp-proxy", "--pass-environment", "a"]), (PyPi, true));
    assert!(!is(&["mcp-proxy", "a"]).1, "nobody can tell");
    assert_eq!(
        told(&[
            "npx",
            "mcp-proxy",
            "--server",
            "stream",
            "--",
            "tsx",
            "s.ts"
        ]),
        "mcp-proxy $ tsx s.ts tries= serves=http"
    );
}

#[test]
fn mcp_proxy_judges_certificates_as_it_is_told() {
    let verify = |words: &[&str]| {
        let parts = parts(words);
        match Bridge::started(&parts).unwrap().verify {
            Verify::Default => "default".to_owned(),
            Verify::Off(words) => format!("off {}", words.len()),
            Verify::By(setting) => setting.value.text().to_owned(),
        }
    };
    let url = "https://x/sse";
    assert_eq!(verify(&["uvx", "mcp-proxy", url]), "default");
    assert_eq!(
        verify(&["uvx", "mcp-proxy", url, "--verify-ssl"]),
        "default"
    );
    assert_eq!(
        verify(&["uvx", "mcp-proxy", "--no-verify-ssl", url]),
        "off 1"
    );
    assert_eq!(
        verify(&["uvx", "mcp-proxy", "--verify-ssl", "false", url]),
        "off 2"
    );
    assert_eq!(
        verify(&["uvx", "mcp-proxy", "--verify-ssl=FALSE", url]),
        "off 1"
    );
    assert_eq!(
        verify(&["uvx", "mcp-proxy", "--verify-ssl=/ca.pem", url]),
        "/ca.pem"
    );
    assert_eq!(
        verify(&["uvx", "fastmcp-remote", url, "--verify", "no"]),
        "off 2"
    );
}

#[test]
fn supergateway_goes_both_ways() {
    for (words, expected) in [
        (
            &["npx", "-y", "supergateway", "--stdio", "uvx mcp-server-git"][..],
            "supergateway $ uvx mcp-server-git tries= serves=sse",
        ),
        (
            &[
                "npx",
                "supergateway",
                "--stdio",
                "a b",
                "--outputTransport",
                "streamableHttp",
            ],
            "supergateway $ a b tries= serves=http",
        ),
        (
            &["npx", "supergateway", "--sse", "https://x/sse"],
            "supergateway https://x/sse tries=sse serves=",
        ),
        (
            &["npx", "supergateway", "--streamable-http", "https://x/mcp"],
            "supergateway https://x/mcp tries=http serves=",
        ),
        (
            &[
                "docker",
                "run",
                "-i",
                "--rm",
                "supercorp/supergateway:uvx",
                "--sse",
                "https://x/sse",
            ],
            "supergateway https://x/sse tries=sse serves=",
        ),
        (&["npx", "supergateway"], "supergateway ? tries= serves="),
        (
            &[
                "npx",
                "supergateway",
                "--sse",
                "https://x/sse",
                "--streamableHttp",
            ],
            "supergateway https://x/sse tries=sse serves=",
        ),
        (
            &["npx", "supergateway", "--sse"],
            "supergateway ? tries= serves=",
        ),
    ] {
        assert_eq!(told(words), expected, "{words:?}");
    }
    assert_eq!(
        headers(&[
            "npx",
            "supergateway",
            "--header",
            "A: b",
            "C: d",
            "--sse",
            "https://x/sse"
        ]),
        [pair("A", "b"), pair("C", "d")]
    );
    let parts = parts(&["npx", "supergateway", "--sse=https://x/sse"]);
    assert_eq!(Bridge::started(&parts).unwrap().joined.len(), 1);
}

#[test]
fn the_gateway_of_docker_speaks_stdio_until_it_is_told() {
    for (words, expected) in [
        (
            &["docker", "mcp", "gateway", "run"][..],
            "docker mcp gateway own tries= serves=",
        ),
        (
            &[
                "docker",
                "mcp",
                "gateway",
                "run",
                "--servers",
                "a,b",
                "--transport",
                "stdio",
            ],
            "docker mcp gateway own tries= serves=",
        ),
        (
            &[
                "docker",
                "mcp",
                "gateway",
                "run",
                "--transport=streaming",
                "--port",
                "8811",
            ],
            "docker mcp gateway own tries= serves=http",
        ),
        (
            &[
                "/usr/local/lib/docker/cli-plugins/docker-mcp",
                "gateway",
                "run",
                "--transport",
                "sse",
            ],
            "docker mcp gateway own tries= serves=sse",
        ),
    ] {
        assert_eq!(told(words), expected, "{words:?}");
    }
    let parts = parts(&["docker", "mcp", "gateway", "run", "--transport", "sse"]);
    assert_eq!(Bridge::started(&parts).unwrap().listens(), Some(8811));
}

#[test]
fn smithery_runs_a_server_of_its_registry() {
    let words = [
        "npx",
        "-y",
        "@smithery/cli@latest",
        "run",
        "@a/b",
        "--key",
        "k-1",
        "--profile",
        "p-1",
        "--config",
        "{\"x\": 1}",
    ];
    assert_eq!(told(&words), "@smithery/cli @ @a/b tries= serves=");
    let parts = parts(&words);
    let bridge = Bridge::started(&parts).unwrap();
    let secrets: Vec<&str> = bridge.secrets.iter().map(|it| it.value.text()).collect();
    assert_eq!(secrets, ["k-1", "p-1"]);
    assert_eq!(bridge.json.len(), 1);
    assert_eq!(bridge.gone.len(), 2);
}

#[test]
fn others_are_read_by_their_own_grammar() {
    for (words, expected) in [
        (
            &[
                "uvx",
                "fastmcp-remote",
                "https://x/mcp",
                "8199",
                "--transport",
                "sse",
            ][..],
            "fastmcp-remote https://x/mcp tries=sse serves=",
        ),
        (
            &["uvx", "fastmcp", "run", "https://x/sse"],
            "fastmcp https://x/sse tries=sse serves=",
        ),
        (
            &["uv", "run", "fastmcp", "run", "https://x/mcp"],
            "fastmcp https://x/mcp tries=http serves=",
        ),
        (
            &["fastmcp", "run", "https://x/mcp", "-t", "http"],
            "fastmcp https://x/mcp tries=http serves=http",
        ),
        (
            &["uvx", "mcp-stdio", "--bearer-token", "t", "https://x/mcp"],
            "mcp-stdio https://x/mcp tries=http serves=",
        ),
        (
            &[
                "uvx",
                "mcp-proxy-for-aws@latest",
                "https://x/mcp",
                "--service",
                "s",
            ],
            "mcp-proxy-for-aws https://x/mcp tries=http serves=",
        ),
    ] {
        assert_eq!(told(words), expected, "{words:?}");
    }
    assert_eq!(
        headers(&[
            "uvx",
            "mcp-proxy-for-aws",
            "https://x/mcp",
            "--header",
            "A=b=c"
        ]),
        [pair("A", "b=c")]
    );
}

#[test]
fn variables_stand_in_for_options() {
    let mut parts = parts(&["mcp-proxy"]);
    let mut tree = Document::parse(String::new(), Format::Json).tree;
    let mut add = |name: &str, value: &str| {
        parts.env.push(Pair {
            name: name.to_owned(),
            name_span: Span::at(0),
            value: Text {
                node: tree.add(Span::at(0), NodeKind::Null),
                text: value.to_owned(),
                role: Role::Env,
            },
        });
    };
    add("SSE_URL", "http://x/sse");
    add("API_ACCESS_TOKEN", "t");
    let bridge = Bridge::started(&parts).unwrap();
    assert_eq!(
        describe(&bridge),
        "mcp-proxy http://x/sse tries=sse serves="
    );
    assert_eq!(bridge.secrets.len(), 1);
}

#[test]
fn missing_values_leave_things_open() {
    for words in [
        &["npx", "mcp-remote"][..],
        &["npx", "mcp-remote", "--header"],
        &["npx", "mcp-remote", "--header", "A: b"],
        &["uvx", "mcp-proxy", "-H"],
        &["uvx", "mcp-proxy", "-H", "A"],
        &["npx", "supergateway", "--stdio"],
        &["npx", "@smithery/cli", "run"],
        &["uvx", "fastmcp-remote"],
    ] {
        let parts = parts(words);
        let bridge = Bridge::started(&parts).unwrap();
        assert_eq!(bridge.url(), None, "{words:?}");
    }
}

#[test]
fn descriptions_hang_together() {
    for is in ALL {
        assert!(!is.name.is_empty() && !is.version.is_empty(), "{}", is.name);
        assert!(!is.sources.is_empty(), "{}", is.name);
        assert!(is.sources.iter().all(|source| source.date.len() == 10));
        let mut names: Vec<&str> = is
            .options
            .iter()
            .flat_map(|option| option.names.iter().copied())
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{}: an option stands twice", is.name);
        assert!(
            names.iter().all(|name| name.starts_with('-')),
            "{}",
            is.name
        );
        assert!(
            is.gone.iter().all(|gone| names.contains(&gone.name)),
            "{}: what is gone must be read all the same",
            is.name
        );
        assert!(
            is.expands_json.iter().all(|name| names.contains(name)),
            "{}",
            is.name
        );
    }
}

mod properties;
