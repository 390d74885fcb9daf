//! How a client starts and calls servers, how its files come together, and what helps in trouble.

use super::places::list;
use super::{Block, Fact, Says, Section, fact, where_known};
use crate::model::{
    Arguments, Base, Client, DesktopPath, EntryEnvironment, EntryPath, Folders, Inherits, Layer,
    Os, Read, Role, Runs, Runtime, SameName, Topic, WindowsShim,
};

pub(super) fn sections(client: &'static Client) -> Vec<Section> {
    let whole = |id, title, topic: Topic, facts| {
        Section::whole(client, id, title, Some(topic), vec![Block::Facts(facts)])
    };
    let mut sections = vec![
        whole(
            "process",
            "Servers that it starts",
            Topic::Process,
            process(client),
        ),
        whole(
            "remote",
            "Servers that it calls",
            Topic::Remote,
            remote(client),
        ),
        whole(
            "precedence",
            "Precedence",
            Topic::Precedence,
            precedence(client),
        ),
        Section::whole(
            client,
            "help",
            "In trouble",
            None,
            vec![Block::Facts(vec![
                fact("logs", "logs", sentence(client.logs)),
                fact(
                    "restart",
                    "to read a changed file",
                    sentence(client.restart),
                ),
            ])],
        ),
    ];
    if !client.traps.is_empty() {
        let traps = list("traps", client.traps);
        sections.push(Section::whole(client, "traps", "Traps", None, vec![traps]));
    }
    sections
}

/// A text that is empty where nothing is known.
fn sentence(text: &str) -> Says {
    if text.is_empty() {
        Says::Unknown
    } else {
        text.into()
    }
}

fn process(client: &Client) -> Vec<Fact> {
    let process = client.process;
    let inherits = match process.inherits {
        Inherits::All => "all of the client's".into(),
        Inherits::Only(names) => format!("of the client's only {}", names.join(", ")).into(),
        Inherits::AllButSecrets => {
            "all of the client's but names that look like secrets or certificates".into()
        }
        Inherits::Unknown => Says::Unknown,
    };
    let base = match process.base {
        Base::Folder(folder) => folder.into(),
        Base::Undefined => "any: the client does not define it".into(),
        Base::Unknown => Says::Unknown,
    };
    let shim = match process.windows_shim {
        WindowsShim::Starts => "starts".into(),
        WindowsShim::StartsUnquoted => {
            "starts: unless an argument has a space, and the path to it too".into()
        }
        WindowsShim::Wraps => {
            "starts: the client adds `cmd /c` itself, so that one in the file is too many".into()
        }
        WindowsShim::NeedsCmd => "does not start: `cmd /c` is needed".into(),
        WindowsShim::Unknown => Says::Unknown,
    };
    let arguments = match process.arguments {
        Arguments::Whole => "reach the program as they stand".into(),
        Arguments::Split => "may reach a launcher such as `npx` in pieces".into(),
        Arguments::Shell => "are joined with the command, and read by a shell".into(),
        Arguments::Unknown => Says::Unknown,
    };
    let tilde = process.tilde.map(|roles| match names(client, roles) {
        names if names.is_empty() => "nowhere".into(),
        names => Says::Codes(names),
    });
    let entry_path = match process.path.entry {
        EntryPath::Replaces => "takes the place of the client's".into(),
        EntryPath::ForServer => {
            "takes the place of the client's, but not for the search of `command`".into()
        }
        EntryPath::Appended => "is put behind the client's".into(),
        EntryPath::Ignored => "has no effect".into(),
        EntryPath::Unknown => Says::Unknown,
    };
    let mut facts = vec![
        fact("environment", "environment, besides `env`", inherits),
        fact(
            "splits_command",
            "splits a line in `command`",
            process.splits_command,
        ),
        fact("arguments", "arguments", arguments),
        fact("tilde", "expands `~` in", tilde),
        fact("folder", "folder", base),
        fact("windows_shim", "`npx` on Windows", shim),
        fact(
            "desktop",
            "PATH is not the shell's",
            where_known(client, Topic::Process, process.desktop),
        ),
        fact("entry_path", "`PATH` in `env`", entry_path),
    ];
    if process.desktop {
        facts.push(fact(
            "desktop_path",
            "its PATH",
            desktop_path(process.path.desktop),
        ));
    }
    if !process.refused_env.is_empty() {
        let names = Says::codes(process.refused_env.iter().copied());
        facts.push(fact("refused_env", "names that `env` must not set", names));
    }
    facts
}

fn desktop_path(path: DesktopPath) -> Says {
    match path {
        DesktopPath::Session => "that of the desktop's session".into(),
        DesktopPath::Extended(folders) => {
            let folders: Vec<String> = folders.iter().map(|it| format!("`{it}`")).collect();
            format!(
                "that of the desktop's session, behind {}",
                folders.join(", ")
            )
            .into()
        }
        DesktopPath::LoginShell(systems) => {
            let systems: Vec<&str> = systems
                .iter()
                .map(|os| match os {
                    Os::Linux => "Linux",
                    Os::Macos => "macOS",
                    Os::Windows => "Windows",
                })
                .collect();
            format!("that of the login shell, on {}", systems.join(" and ")).into()
        }
        DesktopPath::Unknown => Says::Unknown,
    }
}

/// The fields of the client that mean one of `roles`, as it calls them.
fn names(client: &Client, roles: &[Role]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for kind in client.kinds {
        for field in kind.schema.fields() {
            let name = field.name.to_owned();
            if roles.contains(&field.role) && field.successor.is_none() && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

fn remote(client: &Client) -> Vec<Fact> {
    let remote = client.remote;
    let runtime = match remote.runtime {
        Runtime::Node => "Node.js".into(),
        Runtime::Bun => "Bun".into(),
        Runtime::Rust => "Rust".into(),
        Runtime::Python => "Python".into(),
        Runtime::Go => "Go".into(),
        Runtime::Unknown => Says::Unknown,
    };
    let certificates = if remote.ca_variables.is_empty() {
        Says::Unknown
    } else {
        Says::codes(remote.ca_variables.iter().copied())
    };
    let environment = match remote.entry_env {
        EntryEnvironment::Ignored => {
            "has no effect: it does not reach the client's own TLS stack".into()
        }
        EntryEnvironment::FileRejected => "costs the whole file".into(),
        EntryEnvironment::Unknown => Says::Unknown,
    };
    let place: Option<&str> = match remote.runs {
        Runs::Machine => Some("on the machine itself"),
        Runs::Container => Some("mostly in a container, where `localhost` is the container itself"),
        Runs::Anywhere => None,
    };
    let mut facts = vec![
        fact("runtime", "called by", runtime),
        fact("ca_variables", "variables that add a CA", certificates),
        fact(
            "system_store",
            "trusts what the system trusts",
            remote.system_store,
        ),
        fact("set_ca", "to set one", sentence(remote.set_process_env)),
        fact("entry_env", "`env` beside a url", environment),
        fact("fetch", "calls with `fetch`", remote.fetch),
        fact(
            "plain_http",
            "`http://` to another machine",
            remote.plain_http,
        ),
    ];
    facts.extend(place.map(|place| fact("runs", "runs", place)));
    facts
}

fn precedence(client: &Client) -> Vec<Fact> {
    let precedence = client.precedence;
    let layers: Vec<String> = if precedence.layers.is_empty() {
        let scopes = precedence.order.iter();
        scopes.map(|scope| scope.name().to_owned()).collect()
    } else {
        precedence.layers.iter().map(layer).collect()
    };
    let order = if layers.is_empty() {
        Says::Unknown
    } else {
        Says::Words(layers)
    };
    let one_of = precedence.one_of.iter().map(|files| {
        let files: Vec<String> = files.iter().map(|file| format!("`{file}`")).collect();
        files.join(" before ")
    });
    let mut facts = vec![
        fact("rule", "in a sentence", sentence(precedence.says)),
        fact(
            "same_name",
            "one name in two files",
            same_name(precedence.same_name),
        ),
        fact("order", "who wins, first to last", order),
        fact(
            "folders",
            "folders in each other",
            folders(precedence.folders),
        ),
    ];
    if !precedence.one_of.is_empty() {
        facts.push(fact(
            "one_of",
            "only the first is read",
            Says::Words(one_of.collect()),
        ));
    }
    facts
}

fn layer(layer: &Layer) -> String {
    let mut more: Vec<String> = Vec::new();
    if !layer.files.is_empty() {
        let files: Vec<String> = layer.files.iter().map(|file| format!("`{file}`")).collect();
        more.push(files.join(" "));
    }
    match layer.read {
        Read::Always => {}
        Read::Chosen => more.push("one of them, when asked for".to_owned()),
        Read::InTurn => more.push("one at a time".to_owned()),
    }
    if layer.alone {
        more.push("shuts out those below".to_owned());
    }
    if layer.by_endpoint {
        more.push("gives way to the same url or command line too".to_owned());
    }
    if let Some(same) = layer.same_name
        && let Says::Text(text) = same_name(same)
    {
        more.push(format!("one name here and above: {text}"));
    }
    if let Some(folder) = layer.folders
        && let Says::Text(text) = folders(folder)
    {
        more.push(text);
    }
    if more.is_empty() {
        layer.scope.name().to_owned()
    } else {
        format!("{} ({})", layer.scope.name(), more.join("; "))
    }
}

fn same_name(same: SameName) -> Says {
    match same {
        SameName::Replaced => "the whole entry is replaced".into(),
        SameName::Merged => "the entries are merged key by key, objects in them too".into(),
        SameName::Overlaid => "the fields are laid over, each as a whole".into(),
        SameName::Both => "both run".into(),
        SameName::Unknown => Says::Unknown,
    }
}

fn folders(folders: Folders) -> Says {
    match folders {
        Folders::One => "the project's own folder only".into(),
        Folders::NearestWins => "those above are read too; the nearest wins".into(),
        Folders::OutermostWins => "those above are read too; the outermost wins".into(),
        Folders::Unknown => Says::Unknown,
    }
}
