//! Servers in containers that are called on a port of this machine.

use serde_json::json;

use crate::bench::{Bench, Server};
use crate::engine::{Engine, Made, PATH, a_port, carry_out, cause, look, remedy, wait};

fn url(port: u16) -> String {
    format!("http://127.0.0.1:{port}{PATH}")
}

/// The server in the image, on this address of the container.
fn serves(address: &str) -> Vec<&str> {
    vec!["httpd", "-f", "-p", address, "-h", "/www"]
}

fn seen(bench: &Bench, port: u16) {
    bench.url(&url(port));
}

/// Calls until the server in a container answers.
fn answers(bench: &Bench) {
    wait("the server answers", || {
        look(bench, &[]).verdict() == "reachable"
    });
}

#[test]
fn a_healthy_container_is_reachable() {
    let Some(engine) = Engine::here() else { return };
    let port = a_port();
    let published = format!("127.0.0.1:{port}:8000");
    let made = engine.run(&["-p", &published], &serves("8000"));
    made.listens(8000);
    let bench = engine.bench();
    seen(&bench, port);
    answers(&bench);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!((outcome.verdict(), outcome.code), ("reachable", Some(0)));
    assert_eq!(outcome.state("docker"), None);
}

#[test]
fn a_server_that_listens_on_the_loopback_of_its_container() {
    let Some(engine) = Engine::here() else { return };
    let port = a_port();
    let published = format!("{port}:8000");
    let made = engine.run(&["-p", &published], &serves("127.0.0.1:8000"));
    made.listens(8000);
    let bench = engine.bench();
    seen(&bench, port);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!(outcome.verdict(), "docker-loopback-bind");
    assert_eq!(outcome.server(0)["cause"]["sureness"], "certain");
    assert_eq!(
        remedy(&outcome),
        [
            "its command says `-p 127.0.0.1:8000`: start it with `-p 0.0.0.0:8000`".to_owned(),
            format!(
                "publish the port for this machine only: `-p 127.0.0.1:{port}:8000`; such options count when a container is made: `docker rm -f {}`, then the `docker run` that made it, with them",
                made.name
            ),
        ]
    );
    // Mended so, it is.
    drop(made);
    let published = format!("127.0.0.1:{port}:8000");
    let made = engine.run(&["-p", &published], &serves("0.0.0.0:8000"));
    made.listens(8000);
    answers(&bench);
}

#[test]
fn a_user_who_is_not_root_sees_the_same() {
    let Some(engine) = Engine::here() else { return };
    let port = a_port();
    let published = format!("{port}:8000");
    let made = engine.run(&["-p", &published], &serves("127.0.0.1:8000"));
    made.listens(8000);
    let mut bench = engine.bench();
    seen(&bench, port);
    // The socket of the engine belongs to this group.
    let group = crate::engine::socket_group(&engine);
    bench.user(65_534, group);
    assert_eq!(look(&bench, &[]).verdict(), "docker-loopback-bind");
}

#[test]
fn a_port_leads_to_one_on_which_nothing_listens() {
    let Some(engine) = Engine::here() else { return };
    let port = a_port();
    let published = format!("{port}:8000");
    let made = engine.run(&["-p", &published], &serves("9000"));
    made.listens(9000);
    let bench = engine.bench();
    seen(&bench, port);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!(outcome.verdict(), "docker-port-mapping");
    let remedy = remedy(&outcome).concat();
    assert!(
        remedy.contains(&format!("`-p 127.0.0.1:{port}:9000`")),
        "{remedy}"
    );
}

#[test]
fn a_container_that_serves_nothing_over_http() {
    let Some(engine) = Engine::here() else { return };
    let port = a_port();
    let published = format!("{port}:8000");
    // In a network of one's own there is Docker's name server, which is none of the server's ports.
    let network = format!("mcpmend-{port}");
    engine.tell(&["network", "create", &network]);
    let made = engine.run(
        &["--network", &network, "-p", &published, "-i"],
        &["mcp-stdio"],
    );
    made.wait("{{.State.Running}}", |running| running == "true");
    let bench = engine.bench();
    seen(&bench, port);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    drop(made);
    engine.tell(&["network", "rm", &network]);
    assert_eq!(outcome.verdict(), "container-not-listening");
    let remedy = remedy(&outcome).concat();
    assert!(remedy.contains("docker run -i"), "{remedy}");
}

#[test]
fn the_url_names_another_port_than_the_published_one() {
    let Some(engine) = Engine::here() else { return };
    let (inner, outer) = (a_port(), a_port());
    let published = format!("127.0.0.1:{outer}:{inner}");
    let made = engine.run(&["-p", &published], &serves(&inner.to_string()));
    made.listens(inner);
    let bench = engine.bench();
    seen(&bench, outer);
    answers(&bench);
    seen(&bench, inner);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!(outcome.verdict(), "docker-port-mapping");
    assert_eq!(outcome.server(0)["cause"]["sureness"], "certain");
    assert_eq!(
        remedy(&outcome),
        [format!("change the url to {}", url(outer))]
    );
    // No port has anything to do with the url's: the name of the entry tells.
    let nobody = a_port();
    bench.servers(&json!({ &made.name: { "type": "http", "url": url(nobody) } }));
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!(
        remedy(&outcome),
        [format!("change the url to {}", url(outer))]
    );
}

#[test]
fn a_port_that_is_not_published() {
    let Some(engine) = Engine::here() else { return };
    let port = a_port();
    let made = engine.run(&[], &serves(&port.to_string()));
    made.listens(port);
    let bench = engine.bench();
    seen(&bench, port);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!(outcome.verdict(), "docker-not-published");
    let remedy = remedy(&outcome).concat();
    assert!(
        remedy.contains(&format!("`docker rm -f {}`", made.name)),
        "{remedy}"
    );
    assert!(
        remedy.contains(&format!("`-p 127.0.0.1:{port}:{port}`")),
        "{remedy}"
    );
}

#[test]
fn containers_that_have_nothing_to_do_with_it_are_left_alone() {
    let Some(engine) = Engine::here() else { return };
    let (port, other) = (a_port(), a_port());
    let published = format!("127.0.0.1:{other}:8000");
    let made = engine.run(&["-p", &published], &serves("8000"));
    made.listens(8000);
    let bench = engine.bench();
    seen(&bench, port);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!(outcome.verdict(), "nothing-listening");
    assert_eq!(outcome.state("docker"), None);
}

#[test]
fn a_container_that_has_ended_says_why() {
    let Some(engine) = Engine::here() else { return };
    let port = a_port();
    let published = format!("{port}:8000");
    let token = "ghp_a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8";
    let script = format!("echo starts; echo \"no use for {token}\" >&2; exit 7");
    let made = engine.run(&["-p", &published], &["sh", "-c", &script]);
    made.ended();
    let bench = engine.bench();
    seen(&bench, port);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!(outcome.verdict(), "container-exited");
    assert!(cause(&outcome).ends_with("has ended with exit code 7"));
    let line = format!("{}: no use for ", made.name);
    assert!(outcome.stdout.contains(&line), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains(token));
    assert_eq!(
        remedy(&outcome),
        [
            "its last lines, above, say why".to_owned(),
            format!("then `docker start {}`", made.name)
        ]
    );
}

#[test]
fn a_known_error_in_the_last_lines_is_named() {
    let Some(engine) = Engine::here() else { return };
    let port = a_port();
    let published = format!("{port}:8000");
    let script = "echo \"Error: Cannot find module '/app/index.js'\" >&2; exit 1";
    let made = engine.run(&["-p", &published], &["sh", "-c", script]);
    made.ended();
    let bench = engine.bench();
    seen(&bench, port);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    let remedy = remedy(&outcome).concat();
    assert!(remedy.contains("`mcpmend explain "), "{remedy}");
}

#[test]
fn a_container_that_was_stopped_is_started_again() {
    let Some(engine) = Engine::here() else { return };
    let port = a_port();
    let published = format!("127.0.0.1:{port}:8000");
    let made = engine.run(&["-p", &published], &serves("8000"));
    made.listens(8000);
    engine.tell(&["kill", &made.name]);
    made.ended();
    let bench = engine.bench();
    seen(&bench, port);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!(outcome.verdict(), "container-exited");
    assert!(cause(&outcome).contains("137: it was killed (SIGKILL)"));
    let remedy = remedy(&outcome);
    assert_eq!(remedy, [format!("`docker start {}`", made.name)]);
    carry_out(&engine, &remedy[0]);
    answers(&bench);
}

#[test]
fn a_container_that_had_too_little_memory() {
    let Some(engine) = Engine::here() else { return };
    let port = a_port();
    let published = format!("{port}:8000");
    let options = ["-p", &published, "--memory", "8m", "--memory-swap", "8m"];
    let made = engine.run(&options, &["tail", "/dev/zero"]);
    made.ended();
    if made.field("{{.State.OOMKilled}}") != "true" {
        eprintln!("not run: this kernel does not limit the memory of containers");
        return;
    }
    let bench = engine.bench();
    seen(&bench, port);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert!(cause(&outcome).ends_with("exit code 137, for want of memory"));
    assert_eq!(
        remedy(&outcome)[0],
        format!(
            "give it more memory: `docker update --memory 1g --memory-swap 1g {}`",
            made.name
        )
    );
    carry_out(&engine, &remedy(&outcome)[0]);
}

#[test]
fn a_container_that_ends_again_and_again() {
    let Some(engine) = Engine::here() else { return };
    let port = a_port();
    let published = format!("{port}:8000");
    let options = ["-p", &published, "--restart", "always"];
    let made = engine.run(&options, &["sh", "-c", "echo 'no API_KEY' >&2; exit 3"]);
    made.wait("{{.RestartCount}}", |times| {
        times.parse::<u32>().unwrap() > 1
    });
    let bench = engine.bench();
    seen(&bench, port);
    // It goes on meanwhile: what it is now need not be what it was before.
    let outcome = engine.doctor(&bench, &[], &[]);
    assert_eq!(outcome.verdict(), "container-restarting");
    assert!(outcome.stdout.contains("no API_KEY"), "{}", outcome.stdout);
    assert!(cause(&outcome).contains("ends again and again"));
}

#[test]
fn a_paused_container() {
    let Some(engine) = Engine::here() else { return };
    let port = a_port();
    let published = format!("127.0.0.1:{port}:8000");
    let made = engine.run(&["-p", &published], &serves("8000"));
    made.listens(8000);
    engine.tell(&["pause", &made.name]);
    let bench = engine.bench();
    seen(&bench, port);
    let outcome = engine.doctor(&bench, &[&made], &["--timeout", "5"]);
    assert_eq!(outcome.verdict(), "container-paused");
    let remedy = remedy(&outcome);
    assert_eq!(remedy, [format!("`docker unpause {}`", made.name)]);
    carry_out(&engine, &remedy[0]);
    answers(&bench);
}

#[test]
fn a_container_that_was_never_started() {
    let Some(engine) = Engine::here() else { return };
    let port = a_port();
    let published = format!("127.0.0.1:{port}:8000");
    let made = engine.create(&["-p", &published], &serves("8000"));
    let bench = engine.bench();
    seen(&bench, port);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!(outcome.verdict(), "container-exited");
    assert!(cause(&outcome).ends_with("was never started"));
    carry_out(&engine, &remedy(&outcome)[0]);
    made.listens(8000);
    answers(&bench);
}

#[test]
fn a_container_whose_port_another_program_has() {
    let Some(engine) = Engine::here() else { return };
    let other = Server::raw("127.0.0.1:0", drop);
    let port = other.port();
    let published = format!("127.0.0.1:{port}:8000");
    let made = engine.create(&["-p", &published], &serves("8000"));
    let started = engine.ask(&["start", &made.name]);
    assert!(!started.status.success());
    let bench = engine.bench();
    seen(&bench, port);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!(outcome.verdict(), "container-exited");
    assert!(
        cause(&outcome).contains("could not be started"),
        "{}",
        cause(&outcome)
    );
    let remedy = remedy(&outcome).concat();
    assert!(remedy.contains("another program has that port"), "{remedy}");
}

#[test]
fn a_container_in_the_network_of_its_machine() {
    let Some(engine) = Engine::here() else { return };
    let (inner, outer) = (a_port(), a_port());
    let published = format!("{outer}:{inner}");
    let made = engine.run(
        &["--network", "host", "-p", &published],
        &serves(&inner.to_string()),
    );
    made.listens(inner);
    let bench = engine.bench();
    seen(&bench, outer);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!(outcome.verdict(), "docker-host-network");
    let remedy = remedy(&outcome).concat();
    assert!(
        remedy.contains(&format!("call port {inner} in the url")),
        "{remedy}"
    );
    seen(&bench, inner);
    assert_eq!(look(&bench, &[]).verdict(), "reachable");
}

#[test]
fn a_health_check_is_heard() {
    let Some(engine) = Engine::here() else { return };
    let port = a_port();
    let published = format!("{port}:8000");
    let options = [
        "-p",
        &published,
        "--health-cmd",
        "echo no database; exit 1",
        "--health-interval",
        "200ms",
        "--health-retries",
        "1",
    ];
    let made = engine.run(&options, &["sleep", "600"]);
    made.wait("{{.State.Health.Status}}", |status| status == "unhealthy");
    let bench = engine.bench();
    seen(&bench, port);
    let outcome = engine.doctor(&bench, &[&made], &[]);
    let line = format!("{}: health check: unhealthy: no database", made.name);
    assert!(outcome.stdout.contains(&line), "{}", outcome.stdout);
}

/// The services of a Compose file, as its project makes them; with Compose where it is installed.
fn composed<'e>(engine: &'e Engine, bench: &Bench, port: u16) -> Option<Made<'e>> {
    let file = format!(
        "version: \"3\"\nservices:\n  docs:\n    image: {}\n    command: [httpd, -f, -p, \"8000\", -h, /www]\n    ports: [\"127.0.0.1:{port}:8000\"]\n",
        crate::engine::IMAGE
    );
    std::fs::write(bench.path("project/compose.yaml"), file).unwrap();
    let found = std::process::Command::new("docker-compose")
        .args(["-p", &format!("p{port}"), "up", "-d", "docs"])
        .current_dir(bench.path("project"))
        .env("DOCKER_HOST", &engine.host)
        .output();
    let Ok(output) = found else {
        eprintln!("not run: docker-compose is not installed");
        return None;
    };
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    let filter = format!("label=com.docker.compose.project=p{port}");
    let name = engine.tell(&["ps", "--filter", &filter, "--format", "{{.Names}}"]);
    Some(engine.existing(name))
}

#[test]
fn a_service_of_compose_is_started_by_compose() {
    let Some(engine) = Engine::here() else { return };
    let port = a_port();
    let bench = engine.bench();
    let Some(made) = composed(&engine, &bench, port) else {
        return;
    };
    seen(&bench, port);
    answers(&bench);
    engine.tell(&["kill", &made.name]);
    made.ended();
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!(outcome.verdict(), "container-exited");
    let remedy = remedy(&outcome);
    let file = bench.path("project/compose.yaml");
    let file = file.canonicalize().unwrap();
    assert_eq!(
        remedy,
        [format!(
            "`docker-compose -f {} -p p{port} up -d docs`",
            file.display()
        )]
    );
    carry_out(&engine, &remedy[0]);
    answers(&bench);
    // The machine does not know the name that the service has for others.
    bench.url(&format!("http://docs:8000{PATH}"));
    let outcome = engine.doctor(&bench, &[&made], &[]);
    assert_eq!(outcome.verdict(), "docker-host-name");
    let url = format!("http://localhost:{port}{PATH}");
    assert!(crate::engine::remedy(&outcome).concat().contains(&url));
    drop(made);
    engine.tell(&["network", "rm", &format!("p{port}_default")]);
}
