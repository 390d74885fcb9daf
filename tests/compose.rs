//! Compose files beside configs: which are read, and that the rest is left alone.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use common::Sandbox;
use mcpmend::clients;
use mcpmend::compose::Compose;
use mcpmend::workspace::Workspace;

const CONFIG: &str =
    r#"{ "mcpServers": { "docs": { "type": "http", "url": "http://127.0.0.1:3101/mcp" } } }"#;

fn services(name: &str) -> String {
    format!("services:\n  {name}:\n    ports: ['3101:8000']\n")
}

fn companions(workspace: &Workspace) -> Vec<&str> {
    workspace
        .companions()
        .map(|(_, file)| {
            assert_eq!(file.client.id, clients::COMPOSE.id);
            file.shown.as_str()
        })
        .collect()
}

#[test]
fn files_between_a_config_and_the_root_of_the_repository_are_read() {
    let sandbox = Sandbox::new();
    sandbox
        .write("app/web/.cursor/mcp.json", CONFIG)
        .write("app/web/compose.yaml", &services("web"))
        .write("app/web/docker-compose.yml", &services("second-choice"))
        .write("app/docker-compose.yaml", &services("app"))
        .write("app/docker-compose.override.yml", &services("app"))
        .write("compose.yml", &services("root"))
        .write("other/compose.yml", &services("nobodys"))
        .write("../compose.yml", &services("outside"));
    let workspace = sandbox.workspace();
    assert_eq!(
        companions(&workspace),
        [
            "app/docker-compose.override.yml",
            "app/docker-compose.yaml",
            "app/web/compose.yaml",
            "compose.yml"
        ]
    );
    assert_eq!(workspace.files().len(), 1, "they are no configs");
    let compose = Compose::of(&workspace);
    let names: Vec<&str> = compose
        .services()
        .map(|(_, service)| service.name.as_str())
        .collect();
    assert_eq!(names, ["root", "app", "web"]);
}

#[test]
fn files_that_an_entry_names_are_read_below_the_project() {
    let sandbox = Sandbox::new();
    sandbox
        .write(
            ".mcp.json",
            r#"{ "mcpServers": {
                "docs": { "command": "docker", "args": ["compose", "-f", "deploy/mcp.yml", "-f", "deploy/more.yml", "run", "--rm", "-T", "docs"] },
                "out": { "command": "docker", "args": ["compose", "-f", "../outside.yml", "run", "x"] }
            } }"#,
        )
        .write("deploy/mcp.yml", &services("docs"))
        .write("deploy/more.yml", &services("more"))
        .write("../outside.yml", &services("outside"));
    let workspace = sandbox.workspace();
    assert_eq!(
        companions(&workspace),
        ["deploy/mcp.yml", "deploy/more.yml"]
    );
    let compose = Compose::of(&workspace);
    let (id, _) = workspace.entries().next().unwrap();
    let project = compose.named_by(id).unwrap();
    assert!(project.service("docs").is_some() && project.service("more").is_some());
    assert!(compose.around(&sandbox.project()).is_none());
}

#[test]
fn home_folders_and_what_is_no_compose_file_are_left_alone() {
    let sandbox = Sandbox::new();
    sandbox
        .write("~/.claude.json", CONFIG)
        .write("~/.cursor/mcp.json", CONFIG)
        .write("~/compose.yaml", &services("home"))
        .write("~/.cursor/compose.yaml", &services("home"))
        .write(".mcp.json", CONFIG)
        .write("compose.yaml", "just: [a, list]\n")
        .write("sub/.mcp.json", CONFIG)
        .write("sub/compose.yaml/file", "a folder of that name");
    let workspace = sandbox.workspace();
    assert_eq!(workspace.files().len(), 4);
    assert!(companions(&workspace).is_empty());
    assert!(workspace.troubles.is_empty());
}

#[test]
#[cfg(unix)]
fn a_link_out_of_the_project_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let path = |below: &str| folder.path().join(below);
    std::fs::create_dir_all(path("project/.git")).unwrap();
    std::fs::create_dir_all(path("project/in")).unwrap();
    std::fs::write(path("project/.mcp.json"), CONFIG).unwrap();
    std::fs::write(path("project/in/.mcp.json"), CONFIG).unwrap();
    std::fs::write(path("secret.yaml"), services("outside")).unwrap();
    std::fs::write(path("project/real.yaml"), services("inside")).unwrap();
    std::os::unix::fs::symlink("../secret.yaml", path("project/compose.yaml")).unwrap();
    std::os::unix::fs::symlink("../real.yaml", path("project/in/compose.yaml")).unwrap();
    let host = mcpmend::host::SystemHost::new(Some(path("home")), None).unwrap();
    let request = mcpmend::discover::Request {
        paths: vec![path("project")],
        client: None,
    };
    let workspace = Workspace::read(&host, mcpmend::discover::discover(&host, &request).unwrap());
    let shown = companions(&workspace);
    assert_eq!(shown.len(), 1);
    assert!(shown[0].ends_with("project/in/compose.yaml"), "{shown:?}");
}

#[test]
fn excluded_paths_are_not_read() {
    let sandbox = Sandbox::new();
    sandbox
        .write(".mcp.json", CONFIG)
        .write("compose.yaml", &services("root"))
        .write("compose.override.yaml", &services("root"));
    let mut discovery =
        mcpmend::discover::discover(&sandbox, &mcpmend::discover::Request::default()).unwrap();
    discovery.excluded = Some((sandbox.project(), vec!["*.override.yaml".to_owned()]));
    let workspace = Workspace::read(&sandbox, discovery);
    assert_eq!(companions(&workspace), ["compose.yaml"]);
}

#[test]
fn secrets_of_compose_files_are_masked() {
    let sandbox = Sandbox::new();
    sandbox
        .write(".mcp.json", &CONFIG.replace("3101", "3109"))
        .write(
            "compose.yaml",
            "services:\n  docs:\n    environment: {API_TOKEN: q8Zr2Lw9Xv4Kd7Tn3Bp6Ys}\n    ports: ['3105:8000']\n",
        );
    for format in ["full", "json"] {
        let output = common::mcpmend()
            .current_dir(sandbox.project())
            .args([
                "--home",
                "../home",
                "--select",
                "port-mismatch",
                "--format",
                format,
            ])
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("compose.yaml"), "{text}");
        assert!(!text.contains("q8Zr2Lw9Xv4Kd7Tn3Bp6Ys"), "{text}");
    }
}
