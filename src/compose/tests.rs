use super::*;
use crate::clients;
use crate::document::{Document, edit};
use crate::model::Scope;
use crate::workspace::{File, FileStatus};

fn workspace(files: &[(&str, &str)]) -> Workspace {
    let mut workspace = Workspace::default();
    for (path, text) in files {
        let kind = &clients::COMPOSE.kinds[0];
        workspace.add_companion(File {
            path: PathBuf::from(path),
            shown: (*path).to_owned(),
            client: clients::COMPOSE,
            kind,
            scope: Scope::Project,
            also: Vec::new(),
            guess: None,
            not_read: None,
            document: Document::parse((*text).to_owned(), kind.format),
            status: FileStatus::Read,
            unreadable: None,
            problems: Vec::new(),
        });
    }
    workspace
}

fn with_one<R>(text: &str, see: impl FnOnce(&Workspace, &Project) -> R) -> R {
    let workspace = workspace(&[("p/compose.yaml", text)]);
    let compose = Compose::of(&workspace);
    see(&workspace, &compose.projects[0])
}

/// `IP HOST CONTAINER PROTOCOL` of one item of `ports`, `?` for what is unknown and `-` for what
/// is not said.
fn mapping(item: &str) -> String {
    let text = format!("services:\n  a:\n    ports:\n      - {item}\n");
    with_one(&text, |_, project| {
        let service = &project.services[0];
        let Some(mapping) = service.ports.first() else {
            assert!(!service.complete, "{item}");
            return "unread".to_owned();
        };
        let part = |part: &Option<Part>| match part {
            Some(part) => part.value.clone().unwrap_or_else(|| "?".to_owned()),
            None => "-".to_owned(),
        };
        format!(
            "{} {} {} {}",
            part(&mapping.host_ip),
            part(&mapping.published),
            part(&Some(mapping.target.clone())),
            mapping.protocol
        )
    })
}

#[test]
fn every_form_of_ports_is_read() {
    for (item, expected) in [
        ("3000", "- - 3000 tcp"),
        ("\"3000\"", "- - 3000 tcp"),
        ("\"3000-3005\"", "- - 3000-3005 tcp"),
        ("\"8000:8000\"", "- 8000 8000 tcp"),
        ("8000:8000", "- 8000 8000 tcp"),
        ("'9090-9091:8080-8081'", "- 9090-9091 8080-8081 tcp"),
        ("\"8000-9000:80\"", "- 8000-9000 80 tcp"),
        ("\"127.0.0.1:8001:8001\"", "127.0.0.1 8001 8001 tcp"),
        (
            "\"127.0.0.1:5000-5010:5000-5010\"",
            "127.0.0.1 5000-5010 5000-5010 tcp",
        ),
        ("\"127.0.0.1::5000\"", "127.0.0.1 - 5000 tcp"),
        ("\":5000\"", "- - 5000 tcp"),
        ("\"::1:6060:6060\"", "::1 6060 6060 tcp"),
        ("\"[::1]:6061:6061\"", "::1 6061 6061 tcp"),
        ("\"[::]:6062:6062/tcp\"", ":: 6062 6062 tcp"),
        ("\"6060:6060/udp\"", "- 6060 6060 udp"),
        ("\"6060/udp\"", "- - 6060 udp"),
        ("\"${PORT:-8080}:80\"", "- 8080 80 tcp"),
        ("\"${PORT-8080}:80\"", "- 8080 80 tcp"),
        (
            "\"${BIND:-127.0.0.1}:${PORT:-8080}:80\"",
            "127.0.0.1 8080 80 tcp",
        ),
        ("\"${BIND}:8080:80\"", "? 8080 80 tcp"),
        ("\"${PORT}:${PORT}\"", "- ? ? tcp"),
        ("\"$PORT:80\"", "- ? 80 tcp"),
        ("\"${PORT:?set it}:80\"", "- ? 80 tcp"),
        ("\"${PORTS}\"", "unread"),
        ("\"web:80\"", "unread"),
        ("\"localhost:80:80\"", "unread"),
        ("\"5-2:80\"", "unread"),
        ("[1, 2]", "unread"),
        ("{target: 80, published: 8080}", "- 8080 80 tcp"),
        (
            "{target: \"80\", published: \"8080-8090\", host_ip: 127.0.0.1, protocol: udp, mode: host}",
            "127.0.0.1 8080-8090 80 udp",
        ),
        (
            "{target: 80, published: \"${PORT:-8081}\"}",
            "- 8081 80 tcp",
        ),
        ("{target: 80, published: \"${PORT}\"}", "- ? 80 tcp"),
        ("{target: 80}", "- - 80 tcp"),
        ("{published: 8080}", "unread"),
    ] {
        assert_eq!(mapping(item), expected, "{item}");
    }
}

#[test]
fn the_hosts_port_is_where_it_is_written() {
    for (item, moved) in [
        ("\"8000:8000\"", Some("\"3101:8000\"")),
        // Written with quotes: YAML 1.1 takes some texts of this shape for numbers.
        ("8000:8000", Some("\"3101:8000\"")),
        ("'127.0.0.1:80:80'", Some("'127.0.0.1:3101:80'")),
        ("\"[::1]:80:80/tcp\"", Some("\"[::1]:3101:80/tcp\"")),
        (
            "\"${IP:-127.0.0.1}:80:80\"",
            Some("\"${IP:-127.0.0.1}:3101:80\""),
        ),
        (
            "{target: 80, published: 8080}",
            Some("{target: 80, published: 3101}"),
        ),
        (
            "{target: 80, published: \"8080\"}",
            Some("{target: 80, published: \"3101\"}"),
        ),
        // The environment may say something else, or a whole range would have to move.
        ("\"${PORT:-8080}:80\"", None),
        ("\"8000-8001:80\"", None),
        // The same text means something in another place too.
        ("&web \"8000:8000\"\n      - *web", None),
    ] {
        let text = format!("services:\n  a:\n    ports:\n      - {item} # here\n");
        let new = with_one(&text, |workspace, project| {
            let mapping = &project.services[0].ports[0];
            let document = &workspace.file(mapping.file).document;
            let edit = mapping.published.as_ref()?.moved(document, 3101)?;
            let lowered = document.lower(&[edit]).ok()?;
            Some(edit::apply(&document.text, &lowered).unwrap())
        });
        let expected =
            moved.map(|item| format!("services:\n  a:\n    ports:\n      - {item} # here\n"));
        assert_eq!(new, expected, "{item}");
    }
}

#[test]
fn ranges_lead_to_ports_of_the_container() {
    let text = "services:\n  a:\n    ports: ['9090-9091:8080-8081', '7000-7009:70', '5000:50']\n";
    with_one(text, |_, project| {
        let ports = &project.services[0].ports;
        assert_eq!(ports[0].container_port(9091), Some(8081));
        assert_eq!(ports[1].container_port(7005), Some(70));
        assert_eq!(ports[2].container_port(5001), None);
        assert_eq!(ports[0].published.as_ref().unwrap().number(), None);
        assert_eq!(ports[2].published.as_ref().unwrap().number(), Some(5000));
    });
}

const SERVICE: &str = r#"
name: demo
services:
  docs:
    image: ghcr.io/example/docs:1
    container_name: docs-${STAGE:-dev}
    expose: ["9000", 9001]
    network_mode: host
    entrypoint: python -m "docs server"
    command: ["--transport", "http", --port, 8105]
    environment:
      PORT: 8105
      MCP_HOST: 127.0.0.1
      DEBUG: true
      TOKEN: ${TOKEN}
      FROM_HOST:
    stdin_open: true
    profiles: [mcp]
  tickets:
    network_mode: "service:docs"
    environment:
      - PORT=${TICKETS_PORT:-8106}
      - FROM_HOST
"#;

#[test]
fn services_say_what_they_run() {
    with_one(SERVICE, |_, project| {
        assert!(project.complete);
        let docs = project.service("docs").unwrap();
        assert!(docs.complete && docs.on_host_network());
        let value = |part: &Option<Part>| part.as_ref().unwrap().value.clone();
        assert_eq!(value(&docs.image).unwrap(), "ghcr.io/example/docs:1");
        assert_eq!(value(&docs.container_name).unwrap(), "docs-dev");
        let expose: Vec<_> = docs.expose.iter().filter_map(|p| p.number()).collect();
        assert_eq!(expose, [9000, 9001]);
        let words: Vec<String> = docs
            .words()
            .iter()
            .map(|(_, word)| word.text.to_string())
            .collect();
        assert_eq!(
            words,
            [
                "python",
                "-m",
                "docs server",
                "--transport",
                "http",
                "--port",
                "8105"
            ]
        );
        let set = |name| docs.env(name).map(|(_, value)| value);
        assert_eq!(set("PORT"), Some("8105"));
        assert_eq!(set("DEBUG"), Some("true"));
        assert_eq!((set("TOKEN"), set("FROM_HOST")), (None, None));
        assert_eq!((docs.stdin_open, docs.profiles.len()), (Some(true), 1));
        let tickets = project.service("tickets").unwrap();
        assert_eq!(
            tickets.network.as_ref().unwrap().0,
            Network::Service("docs".to_owned())
        );
        let (variable, port) = tickets.env("PORT").unwrap();
        assert_eq!(port, "8106");
        assert!(variable.value.as_ref().unwrap().varies);
    });
}

#[test]
fn a_later_file_is_merged_as_compose_does() {
    let workspace = workspace(&[
        (
            "p/compose.yaml",
            "services:\n  a:\n    image: one\n    command: serve --port 1\n    ports: ['80:80', '90:90']\n    environment: {A: '1', B: '1'}\n",
        ),
        (
            "p/compose.override.yaml",
            "services:\n  a:\n    command: [serve]\n    ports: ['80:80', '81:80']\n    environment: ['B=2', 'C=3']\n  b: {image: two}\n",
        ),
        (
            "p/docker-compose.yml",
            "services:\n  never: {image: three}\n",
        ),
        ("q/docker-compose.yml", "services:\n  c: {image: four}\n"),
    ]);
    let compose = Compose::of(&workspace);
    let names: Vec<&str> = compose
        .services()
        .map(|(_, service)| service.name.as_str())
        .collect();
    assert_eq!(names, ["a", "b", "c"]);
    let a = compose.projects[0].service("a").unwrap();
    let ports: Vec<_> = a
        .ports
        .iter()
        .map(|mapping| (mapping.file.0, *mapping.host_ports().unwrap().start()))
        .collect();
    assert_eq!(ports, [(0, 80), (0, 90), (1, 81)]);
    assert_eq!(a.words().len(), 1);
    assert_eq!(a.env("A").unwrap().1, "1");
    assert_eq!(a.env("B").unwrap().1, "2");
    assert_eq!((a.declared.len(), a.image.is_some()), (2, true));
    let around = compose.around(Path::new("q/deep/down")).unwrap();
    assert_eq!(around.folder, Path::new("q"));
}

#[test]
fn what_is_not_in_the_tree_is_unknown() {
    let text = "x-base: &base\n  ports: ['1:1']\nservices:\n  merged:\n    <<: *base\n  extended:\n    extends: {service: merged}\n  aliased:\n    ports: *ports\n  reset:\n    ports: !reset []\n  plain: {ports: ['2:2']}\n";
    // The alias has no anchor: the file does not parse, and nothing of it counts.
    with_one(text, |_, project| {
        assert!(!project.complete && project.services.is_empty());
    });
    let text = text.replace("x-base:", "x-ports: &ports ['3:3']\nx-base:");
    with_one(&text, |_, project| {
        let complete: Vec<(&str, bool)> = project
            .services
            .iter()
            .map(|service| (service.name.as_str(), service.complete))
            .collect();
        assert_eq!(
            complete,
            [
                ("merged", false),
                ("extended", false),
                ("aliased", false),
                ("reset", false),
                ("plain", true)
            ]
        );
        assert!(project.complete);
    });
    with_one(
        "include: [other.yaml]\nservices:\n  a: {}\n",
        |_, project| {
            assert!(!project.complete);
        },
    );
}
