//! What doctor makes of what Docker Desktop and podman answer, recorded, and of a `docker` that does
//! not answer. None of this needs an engine.

use serde_json::{Value, json};

use crate::bench::{Bench, Server};
use crate::engine::{a_port, asked, cause, only_reads, remedy};

/// What `docker inspect` of Docker 28.2 told of a container that publishes a port, in a virtual
/// machine: its process is none of this machine.
fn container(port: u16, more: &Value) -> Value {
    let mut told: Value = serde_json::from_str(include_str!("recorded/docker.json")).unwrap();
    let published = json!({ "8000/tcp": [{ "HostIp": "", "HostPort": port.to_string() }] });
    told["HostConfig"]["PortBindings"] = published.clone();
    told["NetworkSettings"]["Ports"] = published;
    merge(&mut told, more);
    told
}

fn merge(value: &mut Value, more: &Value) {
    match (value, more) {
        (Value::Object(own), Value::Object(more)) => {
            for (name, more) in more {
                merge(own.entry(name).or_insert(Value::Null), more);
            }
        }
        (value, more) => *value = more.clone(),
    }
}

/// A machine on which `engine` answers so: each file of the folder `answers` holds what is said to
/// the words of its name.
fn machine(engine: &str, told: &[Value], logs: &str) -> Bench {
    let bench = Bench::new();
    let folder = bench.path("answers");
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    let lines = told.iter().map(|one| {
        let text = |pointer: &str| one.pointer(pointer).unwrap().as_str().unwrap();
        format!("{} {}\n", text("/Id"), text("/State/Status"))
    });
    write("ps", &lines.collect::<String>());
    write("inspect", &json!(told).to_string());
    write("logs", logs);
    write("version", "28.2.2\n");
    write("info", "4.3.1\n");
    let script = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$*\" >>'{log}'\n[ -f '{folder}'/\"$1\" ] || exit 1\nexec cat '{folder}'/\"$1\"\n",
        log = bench.path("asked").display(),
        folder = folder.display()
    );
    bench.program(engine, &script);
    bench
}

/// A port whose calls are taken and hung up, as Docker's proxy does where nobody listens behind it.
fn hangs_up() -> Server {
    Server::raw("127.0.0.1:0", drop)
}

#[test]
fn in_a_virtual_machine_the_log_tells() {
    let server = hangs_up();
    let told = container(server.port(), &json!({}));
    let log = "INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)\n";
    let bench = machine("docker", &[told], log);
    let outcome = bench.url(&server.url("/mcp")).doctor(&[]);
    only_reads(&bench);
    assert_eq!(outcome.verdict(), "docker-loopback-bind");
    assert_eq!(outcome.server(0)["cause"]["sureness"], "likely");
    assert!(
        outcome
            .stdout
            .contains("Uvicorn running on http://127.0.0.1:8000")
    );
}

#[test]
fn in_a_virtual_machine_what_is_not_seen_is_said_with_the_way_to_it() {
    let server = hangs_up();
    let told = container(server.port(), &json!({}));
    let bench = machine("docker", &[told], "");
    let outcome = bench.url(&server.url("/mcp")).doctor(&[]);
    assert_eq!(outcome.verdict(), "docker-loopback-bind");
    assert_eq!(outcome.server(0)["cause"]["sureness"], "possible");
    assert_eq!(outcome.state("docker"), Some("unknown"));
    assert!(cause(&outcome).ends_with("what listens on port 8000 in it cannot be seen from here"));
    let remedy = remedy(&outcome);
    assert!(
        remedy[0].starts_with("`docker exec docs cat /proc/net/tcp /proc/net/tcp6`"),
        "{remedy:?}"
    );
    assert!(remedy[0].contains("`:1F40`"));
    // It is told, not done.
    only_reads(&bench);
    assert_eq!(
        asked(&bench)
            .iter()
            .map(|line| line.split(' ').next().unwrap())
            .collect::<Vec<_>>(),
        ["context", "ps", "inspect", "logs", "logs"]
    );
}

#[test]
fn the_process_of_another_machine_is_not_taken_for_one_of_this() {
    // There is a process of that number here, and it listens elsewhere than in the container.
    let server = hangs_up();
    let own = json!({ "State": { "Pid": std::process::id() } });
    let told = container(server.port(), &own);
    let bench = machine("docker", &[told], "");
    let outcome = bench.url(&server.url("/mcp")).doctor(&[]);
    assert_eq!(outcome.state("docker"), Some("unknown"));
    assert!(!outcome.stdout.contains("docker-port-mapping"));
}

#[test]
fn podman_is_asked_where_there_is_no_docker() {
    let mut told: Value = serde_json::from_str(include_str!("recorded/podman.json")).unwrap();
    let port = a_port();
    for place in ["/0/HostConfig/PortBindings", "/0/NetworkSettings/Ports"] {
        let published = told.pointer_mut(place).unwrap();
        *published = json!({ "8000/tcp": [{ "HostIp": "", "HostPort": port.to_string() }] });
    }
    let told = told.as_array().unwrap();
    let bench = machine("podman", told, "");
    let outcome = bench
        .url(&format!("http://127.0.0.1:{port}/mcp"))
        .doctor(&[]);
    only_reads(&bench);
    assert_eq!(outcome.verdict(), "container-exited");
    assert!(
        cause(&outcome).contains("the container `docs`"),
        "{}",
        cause(&outcome)
    );
    assert_eq!(remedy(&outcome), ["`podman compose -p app up -d docs`"]);
    // An entry that uses it.
    let args = ["run", "--rm", "-i", "--name", "docs", "example/docs"];
    bench.servers(&json!({ "it": { "command": "podman", "args": args } }));
    let outcome = bench.doctor(&[]);
    only_reads(&bench);
    assert_eq!(outcome.verdict(), "container-name-taken");
    assert!(remedy(&outcome)[0].starts_with("`podman rm --force docs`"));
}

#[test]
fn what_an_engine_says_is_masked() {
    let port = a_port();
    let token = "ghp_a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8";
    let failed = json!({ "State": {
        "Status": "created", "Running": false, "Pid": 0,
        "Error": format!("exec: \"--token={token}\": not found")
    } });
    let bench = machine(
        "docker",
        &[container(port, &failed)],
        &format!("uses {token}\n"),
    );
    let outcome = bench
        .url(&format!("http://127.0.0.1:{port}/mcp"))
        .doctor(&[]);
    assert!(cause(&outcome).contains("could not be started: exec:"));
    assert!(!outcome.stdout.contains(token), "{}", outcome.stdout);
    assert!(!bench.read(&[]).contains(token));
}

#[test]
fn the_name_that_containers_have_for_the_machine() {
    // Docker Desktop makes it known to the machine, too.
    use std::net::ToSocketAddrs as _;
    if ("host.docker.internal", 80).to_socket_addrs().is_ok() {
        eprintln!("not run: this machine knows host.docker.internal");
        return;
    }
    let bench = Bench::new();
    let outcome = bench
        .url("http://host.docker.internal:3108/mcp")
        .doctor(&[]);
    assert_eq!(outcome.verdict(), "docker-host-name");
    assert_eq!(
        remedy(&outcome),
        ["change the url to http://localhost:3108/mcp"]
    );
}

#[test]
fn many_containers_are_looked_at_and_the_one_is_found() {
    let port = a_port();
    let mut told: Vec<Value> = (0..150)
        .map(|at| {
            let id = format!("{at:064x}");
            container(1000, &json!({ "Id": id, "Name": format!("/other-{at}") }))
        })
        .collect();
    let ended = json!({
        "Id": "f".repeat(64),
        "State": { "Status": "exited", "Running": false, "Pid": 0, "ExitCode": 1 }
    });
    told.push(container(port, &ended));
    let bench = machine("docker", &told, "");
    let outcome = bench
        .url(&format!("http://127.0.0.1:{port}/mcp"))
        .doctor(&[]);
    assert_eq!(outcome.verdict(), "container-exited");
    let inspected = asked(&bench);
    let longest = inspected.iter().map(|line| line.split(' ').count()).max();
    // What is heard of a program is bounded, so that few are described at once.
    assert!(longest.unwrap() <= 45, "{longest:?}");
}

#[test]
fn what_is_no_answer_of_docker_is_no_container() {
    let port = a_port();
    let url = format!("http://127.0.0.1:{port}/mcp");
    for answer in [
        "",
        "no json",
        "{}",
        "[{}]",
        "[{\"State\":1,\"Config\":[]}]",
        "[[[[",
        "\u{0}",
    ] {
        let bench = machine("docker", &[container(port, &json!({}))], "");
        std::fs::write(bench.path("answers/inspect"), answer).unwrap();
        let outcome = bench.url(&url).doctor(&[]);
        assert_eq!(outcome.verdict(), "nothing-listening", "{answer}");
        std::fs::write(bench.path("answers/ps"), answer).unwrap();
        let outcome = bench.doctor(&[]);
        assert_eq!(outcome.verdict(), "nothing-listening", "{answer}");
    }
}

#[test]
fn a_docker_that_does_not_answer_is_not_waited_for() {
    let bench = Bench::new();
    bench.program("docker", "#!/bin/sh\nexec sleep 600\n");
    let args = ["run", "--rm", "-i", "example/docs"];
    bench.servers(&json!({ "it": { "command": "docker", "args": args } }));
    let outcome = bench.doctor(&["--timeout", "0.5"]);
    assert_eq!(outcome.verdict(), "docker-not-running");
    let port = a_port();
    let outcome = bench
        .url(&format!("http://127.0.0.1:{port}/mcp"))
        .doctor(&["--timeout", "0.5"]);
    assert_eq!(outcome.verdict(), "nothing-listening");
}

#[test]
fn without_docker_nothing_is_said_of_it() {
    // Those of the bench say nothing, as if there were none.
    let bench = Bench::new();
    let port = a_port();
    let outcome = bench
        .url(&format!("http://127.0.0.1:{port}/mcp"))
        .doctor(&[]);
    assert_eq!(outcome.verdict(), "nothing-listening");
    assert_eq!(outcome.state("docker"), None);
}
