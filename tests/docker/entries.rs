//! Entries that start their server with `docker`.

use std::os::unix::net::UnixListener;

use serde_json::{Value, json};

use crate::bench::{Bench, Outcome};
use crate::engine::{Engine, IMAGE, asked, carry_out, cause, look, only_reads, remedy, wait};

/// One server, started with `docker` and these arguments.
fn entry(bench: &Bench, args: &[&str]) {
    bench.servers(&json!({ "it": { "command": "docker", "args": args } }));
}

fn check<'o>(outcome: &'o Outcome, question: &str) -> &'o Value {
    let checks = outcome.server(0)["checks"].as_array().unwrap();
    let mut all = checks.iter();
    all.find(|check| check["question"] == question).unwrap()
}

/// The containers with this label.
fn labelled(engine: &Engine, label: &str, options: &[&str]) -> String {
    let filter = format!("label={label}");
    engine.tell(&[&["ps", "--quiet", "--filter", &filter], options].concat())
}

#[test]
fn a_healthy_server_is_started_and_leaves_nothing() {
    let Some(engine) = Engine::here() else { return };
    let bench = engine.bench();
    let label = format!("mcpmend-{}=healthy", std::process::id());
    entry(
        &bench,
        &["run", "--rm", "-i", "--label", &label, IMAGE, "mcp-stdio"],
    );
    let outcome = engine.doctor(&bench, &[], &[]);
    assert_eq!((outcome.verdict(), outcome.code), ("not-tried", Some(0)));
    assert_eq!(outcome.state("docker"), Some("fine"));
    let outcome = look(&bench, &["--start"]);
    assert_eq!((outcome.verdict(), outcome.code), ("reachable", Some(0)));
    assert_eq!(labelled(&engine, &label, &["--all"]), "");
}

#[test]
fn a_server_that_does_not_end_with_its_input_is_ended() {
    let Some(engine) = Engine::here() else { return };
    let bench = engine.bench();
    let label = format!("mcpmend-{}=stays", std::process::id());
    // Without `--rm` a container would be left, and this one would go on.
    let args = ["run", "-i", "--label", &label, IMAGE, "sleep", "600"];
    entry(&bench, &args);
    let outcome = look(&bench, &["--start", "--timeout", "8"]);
    assert_eq!(outcome.verdict(), "server-silent");
    assert_eq!(labelled(&engine, &label, &["--all"]), "");
}

#[test]
fn an_interrupted_doctor_leaves_no_container() {
    let Some(engine) = Engine::here() else { return };
    let bench = engine.bench();
    let label = format!("mcpmend-{}=interrupted", std::process::id());
    let args = ["run", "-i", "--label", &label, IMAGE, "sleep", "600"];
    bench.servers(&json!({ "it": {
        "command": "docker", "args": args, "env": { "DOCKER_HOST": engine.host }
    } }));
    let child = crate::common::mcpmend()
        .args(["doctor", "--start", "--timeout", "600"])
        .current_dir(bench.path("project"))
        .env("HOME", bench.path("home"))
        .env("PATH", bench.search_path())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let there = |options: &[&str]| labelled(&engine, &label, options);
    wait("the container runs", || !there(&[]).is_empty());
    let process = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(process, rustix::process::Signal::TERM).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(143));
    assert_eq!(there(&["--all"]), "");
}

#[test]
fn without_its_input_a_server_ends_at_once() {
    let Some(engine) = Engine::here() else { return };
    let bench = engine.bench();
    entry(&bench, &["run", "--rm", IMAGE, "mcp-stdio"]);
    let outcome = look(&bench, &["--start"]);
    assert_eq!(outcome.verdict(), "docker-not-interactive");
    assert_eq!(check(&outcome, "start")["state"], "wrong");
    let said = check(&outcome, "start")["message"].as_str().unwrap();
    assert!(said.contains("exit code 0"), "{said}");
    assert!(remedy(&outcome)[0].contains("mcpmend --fix"));
}

#[test]
fn the_host_that_a_server_in_a_container_calls() {
    let Some(engine) = Engine::here() else { return };
    let bench = engine.bench();
    let args = [
        "run",
        "--rm",
        "-i",
        "-e",
        "API_URL=http://localhost:3000",
        IMAGE,
        "mcp-stdio",
    ];
    entry(&bench, &args);
    let outcome = engine.doctor(&bench, &[], &[]);
    let seen = check(&outcome, "transport").to_string();
    assert!(seen.contains("docker-host-name"), "{seen}");
}

#[test]
fn an_image_that_is_not_here_is_not_fetched() {
    let Some(engine) = Engine::here() else { return };
    let bench = engine.bench();
    // Nobody listens there, so that it cannot be had in any case.
    let image = "127.0.0.1:9/mcpmend/none:1";
    entry(&bench, &["run", "--rm", "-i", image]);
    let outcome = engine.doctor(&bench, &[], &[]);
    assert_eq!((outcome.verdict(), outcome.code), ("not-tried", Some(0)));
    assert_eq!(outcome.state("docker"), Some("note"));
    assert!(outcome.stdout.contains("the first start fetches it"));
    let outcome = look(&bench, &["--start"]);
    assert_eq!(outcome.verdict(), "docker-image-missing");
    assert!(remedy(&outcome)[0].starts_with(&format!("`docker pull {image}`")));
    entry(&bench, &["run", "--rm", "-i", "--pull", "never", image]);
    let outcome = look(&bench, &[]);
    assert_eq!(
        (outcome.verdict(), outcome.code),
        ("docker-image-missing", Some(1))
    );
}

#[test]
fn a_name_that_another_container_has() {
    let Some(engine) = Engine::here() else { return };
    let made = engine.run(&[], &["true"]);
    made.ended();
    let bench = engine.bench();
    let args = [
        "run",
        "-i",
        "--rm",
        "--name",
        &made.name,
        IMAGE,
        "mcp-stdio",
    ];
    entry(&bench, &args);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!(outcome.verdict(), "container-name-taken");
    let remedy = remedy(&outcome);
    assert!(
        remedy[0].starts_with(&format!("`docker rm --force {}`", made.name)),
        "{remedy:?}"
    );
    // What was there before is left alone, by a start, too.
    assert_eq!(look(&bench, &["--start"]).verdict(), "container-name-taken");
    assert!(made.is_there());
    carry_out(&engine, &remedy[0]);
    assert_eq!(look(&bench, &["--start"]).verdict(), "reachable");
    assert!(!made.is_there());
}

#[test]
fn a_container_of_that_name_that_runs_may_be_the_clients_own() {
    let Some(engine) = Engine::here() else { return };
    let made = engine.run(&["-i"], &["mcp-stdio"]);
    let bench = engine.bench();
    let args = [
        "run",
        "-i",
        "--rm",
        "--name",
        &made.name,
        IMAGE,
        "mcp-stdio",
    ];
    entry(&bench, &args);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!((outcome.verdict(), outcome.code), ("not-tried", Some(0)));
    assert_eq!(outcome.state("docker"), Some("note"));
    // A start fails for certain.
    let outcome = look(&bench, &["--start"]);
    assert_eq!(outcome.verdict(), "container-name-taken");
    assert!(made.is_there());
}

#[test]
fn a_command_in_a_container_that_does_not_run() {
    let Some(engine) = Engine::here() else { return };
    let made = engine.run(&["-i"], &["sleep", "600"]);
    let bench = engine.bench();
    entry(&bench, &["exec", "-i", &made.name, "mcp-stdio"]);
    assert_eq!(engine.doctor(&bench, &[&made], &[]).verdict(), "not-tried");
    assert_eq!(look(&bench, &["--start"]).verdict(), "reachable");
    engine.tell(&["kill", &made.name]);
    made.ended();
    let bench = engine.bench();
    entry(&bench, &["exec", "-i", &made.name, "mcp-stdio"]);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!(outcome.verdict(), "container-not-running");
    assert!(cause(&outcome).ends_with("has ended"));
    carry_out(&engine, &remedy(&outcome)[0]);
    assert_eq!(look(&bench, &["--start"]).verdict(), "reachable");
    let bench = engine.bench();
    entry(&bench, &["exec", "-i", "mcpmend-no-such-one", "mcp-stdio"]);
    let outcome = engine.doctor(&bench, &[], &[]);
    assert_eq!(outcome.verdict(), "container-not-running");
    assert!(cause(&outcome).starts_with("there is no container"));
}

#[test]
fn a_daemon_that_does_not_run() {
    let Some(engine) = Engine::here() else { return };
    let mut bench = engine.bench();
    // A socket is left of it; then nothing.
    let socket = bench.path("docker.sock");
    drop(UnixListener::bind(&socket).unwrap());
    let place = format!("unix://{}", socket.display());
    bench.env("DOCKER_HOST", &place);
    entry(&bench, &["run", "--rm", "-i", IMAGE, "mcp-stdio"]);
    for _ in 0..2 {
        let outcome = look(&bench, &[]);
        only_reads(&bench);
        assert_eq!(
            (outcome.verdict(), outcome.code),
            ("docker-not-running", Some(1))
        );
        let says = format!("the Docker daemon does not answer at {place}");
        assert_eq!(cause(&outcome), says);
        let _ = std::fs::remove_file(&socket);
    }
}

#[test]
fn a_user_who_may_not_ask_the_daemon() {
    let Some(engine) = Engine::here() else { return };
    let mut bench = engine.bench();
    entry(&bench, &["run", "--rm", "-i", IMAGE, "mcp-stdio"]);
    bench.user(65_534, 65_534);
    let outcome = look(&bench, &[]);
    assert_eq!(
        (outcome.verdict(), outcome.code),
        ("docker-not-allowed", Some(1))
    );
    assert!(remedy(&outcome)[0].starts_with("`sudo usermod -aG docker $USER`"));
    // Behind a port nobody answers on there may be a container, which is not seen.
    let port = crate::engine::a_port();
    bench.url(&format!("http://127.0.0.1:{port}/mcp"));
    let outcome = look(&bench, &[]);
    assert_eq!(outcome.verdict(), "nothing-listening");
    assert_eq!(outcome.state("docker"), Some("unknown"));
    let way = format!("`sudo docker ps --all --filter publish={port}`");
    assert!(outcome.stdout.contains(&way), "{}", outcome.stdout);
}

/// A home folder whose contexts are those of Docker Desktop's command line: the current one leads
/// nowhere, another one to this engine.
fn contexts(engine: &Engine, bench: &mut Bench) -> String {
    let nowhere = format!(
        "unix://{}",
        bench.path("home/.docker/run/docker.sock").display()
    );
    for (name, place) in [("desktop-linux", &nowhere), ("engine", &engine.host)] {
        let made = std::process::Command::new("/usr/bin/docker")
            .args([
                "context",
                "create",
                name,
                "--docker",
                &format!("host={place}"),
            ])
            .env_clear()
            .env("HOME", bench.path("home"))
            .output()
            .unwrap();
        assert!(made.status.success());
    }
    let config = bench.path("home/.docker/config.json");
    std::fs::write(config, "{ \"currentContext\": \"desktop-linux\" }").unwrap();
    bench.unset("DOCKER_HOST");
    nowhere
}

#[test]
fn a_context_that_leads_nowhere_while_another_answers() {
    let Some(engine) = Engine::here() else { return };
    let mut bench = engine.bench();
    let nowhere = contexts(&engine, &mut bench);
    entry(&bench, &["run", "--rm", "-i", IMAGE, "mcp-stdio"]);
    let outcome = engine.doctor(&bench, &[], &[]);
    assert_eq!(outcome.verdict(), "docker-not-running");
    assert!(cause(&outcome).ends_with(&nowhere), "{}", cause(&outcome));
    assert_eq!(
        remedy(&outcome),
        ["the daemon of the context `engine` answers: `docker context use engine`"]
    );
    // An entry can name the context.
    entry(
        &bench,
        &[
            "--context",
            "engine",
            "run",
            "--rm",
            "-i",
            IMAGE,
            "mcp-stdio",
        ],
    );
    let outcome = engine.doctor(&bench, &[], &[]);
    assert_eq!(outcome.state("docker"), Some("fine"));
    assert_eq!(look(&bench, &["--start"]).verdict(), "reachable");
    std::fs::write(
        bench.path("home/.docker/config.json"),
        "{ \"currentContext\": \"engine\" }",
    )
    .unwrap();
    entry(&bench, &["run", "--rm", "-i", IMAGE, "mcp-stdio"]);
    assert_eq!(look(&bench, &["--start"]).verdict(), "reachable");
}

#[test]
fn a_variable_that_the_client_does_not_hand_on() {
    let Some(engine) = Engine::here() else { return };
    let mut bench = engine.bench();
    let nowhere = contexts(&engine, &mut bench);
    bench.env("DOCKER_HOST", &engine.host);
    // Roo Code hands on what the MCP SDK does by itself.
    std::fs::create_dir_all(bench.path("project/.roo")).unwrap();
    let servers = json!({ "mcpServers": { "it": {
        "command": "docker", "args": ["run", "--rm", "-i", IMAGE, "mcp-stdio"]
    } } });
    std::fs::write(bench.path("project/.roo/mcp.json"), servers.to_string()).unwrap();
    let outcome = engine.doctor(&bench, &[], &["--client", "roo-code"]);
    assert_eq!(outcome.verdict(), "docker-not-running");
    assert!(cause(&outcome).ends_with(&nowhere), "{}", cause(&outcome));
    let remedy = remedy(&outcome).concat();
    assert!(
        remedy.contains("`DOCKER_HOST`") && remedy.contains("`env`"),
        "{remedy}"
    );
    // With it there the daemon answers.
    let servers = json!({ "mcpServers": { "it": {
        "command": "docker", "args": ["run", "--rm", "-i", IMAGE, "mcp-stdio"],
        "env": { "DOCKER_HOST": engine.host }
    } } });
    std::fs::write(bench.path("project/.roo/mcp.json"), servers.to_string()).unwrap();
    let outcome = look(&bench, &["--start", "--client", "roo-code"]);
    assert_eq!(outcome.verdict(), "reachable");
}

#[test]
fn a_service_whose_daemon_does_not_run() {
    let Some(engine) = Engine::here() else { return };
    let mut bench = engine.bench();
    let port = crate::engine::a_port();
    bench.url(&format!("http://127.0.0.1:{port}/mcp"));
    let compose = format!("services:\n  web:\n    image: demo\n    ports: [\"{port}:8000\"]\n");
    std::fs::write(bench.path("project/compose.yaml"), compose).unwrap();
    // The daemon answers, and has no such container: it is not started.
    let outcome = engine.doctor(&bench, &[], &[]);
    assert_eq!(outcome.verdict(), "nothing-listening");
    assert!(remedy(&outcome)[0].ends_with("`docker compose up -d web`"));
    bench.env("DOCKER_HOST", "unix:///nowhere/docker.sock");
    let outcome = look(&bench, &[]);
    assert_eq!(outcome.verdict(), "docker-not-running");
    // Without anything of Docker about the entry it is but a note.
    std::fs::remove_file(bench.path("project/compose.yaml")).unwrap();
    let outcome = look(&bench, &[]);
    assert_eq!(outcome.verdict(), "nothing-listening");
    assert_eq!(outcome.state("docker"), Some("note"));
}

#[test]
fn a_daemon_on_another_machine_is_not_called() {
    let Some(engine) = Engine::here() else { return };
    let mut bench = engine.bench();
    bench.env("DOCKER_HOST", "tcp://docker.invalid:2375");
    entry(&bench, &["run", "--rm", "-i", IMAGE, "mcp-stdio"]);
    let outcome = look(&bench, &[]);
    assert_eq!((outcome.verdict(), outcome.code), ("not-tried", Some(0)));
    assert_eq!(outcome.state("docker"), Some("unknown"));
    assert_eq!(asked(&bench), ["context inspect"]);
}
