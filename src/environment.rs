//! The environment that a client has, and what its variables come to.

use std::path::Path;

use crate::discover::resolve;
use crate::host::Host;
use crate::model::{Client, DesktopPath, Form, Os, Role, Source, Variables};
use crate::variables::{self, Variable};

/// What a client finds under the name of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// This value.
    Set(String),
    /// Nothing.
    Unset,
    /// Our shell has it. Whether the client does, which is started from a desktop, is not known,
    /// or it surely does not.
    InShellOnly {
        /// Whether the client surely does not have it.
        certain: bool,
    },
    /// Its servers run elsewhere: this machine tells nothing.
    Elsewhere,
}

/// What the session of a desktop sets by itself.
const SESSION: &[&str] = &[
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "PATH",
    "TMPDIR",
    "SSH_AUTH_SOCK",
    "LANG",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XDG_RUNTIME_DIR",
    "XDG_SESSION_TYPE",
    "XDG_CURRENT_DESKTOP",
    "XDG_DATA_DIRS",
    "DBUS_SESSION_BUS_ADDRESS",
];

/// What `client` finds under `name`, files of its own included.
pub fn seen(
    host: &dyn Host,
    client: &Client,
    variables: &Variables,
    project: Option<&Path>,
    name: &str,
) -> Seen {
    let path = client.process.path;
    if path.elsewhere {
        return Seen::Elsewhere;
    }
    if let Some(value) = variables
        .sources
        .iter()
        .find_map(|source| from_file(host, source, project, name))
    {
        return Seen::Set(value);
    }
    let Some(value) = host.env(name) else {
        return Seen::Unset;
    };
    let os = host.os();
    let shells = !client.process.desktop
        || os == Os::Windows
        || SESSION.contains(&name)
        || matches!(path.desktop, DesktopPath::LoginShell(systems) if systems.contains(&os));
    if shells {
        return Seen::Set(value);
    }
    let bare = matches!(
        path.desktop,
        DesktopPath::Session | DesktopPath::Extended(_)
    );
    Seen::InShellOnly {
        certain: bare && os == Os::Macos,
    }
}

/// The value of `name` in a file of variables.
fn from_file(
    host: &dyn Host,
    source: &Source,
    project: Option<&Path>,
    name: &str,
) -> Option<String> {
    let (Source::Dotenv(template) | Source::Json(template, _)) = source;
    let paths = match template.strip_prefix("<project>/") {
        Some(below) => vec![project?.join(below)],
        None => resolve(host, template),
    };
    paths.iter().find_map(|path| {
        let bytes = host.read(path).ok()?;
        match source {
            Source::Dotenv(_) => dotenv(&String::from_utf8_lossy(&bytes), name),
            Source::Json(_, key) => {
                let parsed: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
                Some(parsed.get(key)?.get(name)?.as_str()?.to_owned())
            }
        }
    })
}

fn dotenv(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let line = line.trim().trim_start_matches("export ");
        let (found, value) = line.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (found.trim() == name && !value.is_empty()).then(|| value.to_owned())
    })
}

/// By whom, for whom and where texts are filled in.
#[derive(Clone, Copy)]
pub struct Filling<'a> {
    /// The machine, where its facts count.
    pub machine: Option<&'a dyn Host>,
    /// The client.
    pub client: &'static Client,
    /// The variables that its kind of file knows.
    pub variables: &'static Variables,
    /// The project's folder.
    pub project: Option<&'a Path>,
}

impl Filling<'_> {
    /// `text`, which stands in a field of `role`, with everything in it that the client expands.
    /// `None` where something is not expanded, or not known.
    pub fn fill(&self, text: &str, role: Role) -> Option<String> {
        let mut filled = String::new();
        let mut at = 0;
        for variable in variables::scan(text) {
            if !variable.certain {
                continue;
            }
            filled.push_str(&text[at..variable.range.start]);
            filled.push_str(&self.value(&variable, role)?);
            at = variable.range.end;
        }
        filled.push_str(&text[at..]);
        let Some(below) = filled.strip_prefix('~') else {
            return Some(filled);
        };
        let expands = self.client.process.tilde?.contains(&role);
        let home = self.machine?.home()?.to_str()?;
        let is_home = below.is_empty() || below.starts_with(['/', '\\']);
        (expands && is_home).then(|| format!("{home}{below}"))
    }

    fn value(&self, variable: &Variable<'_>, role: Role) -> Option<String> {
        let facts = self.variables;
        if variable.form == Form::Braced && facts.known.contains(&variable.name) {
            if !facts.fields.contains(&role) {
                return None;
            }
            if facts.workspace == Some(variable.name) {
                return self.project?.to_str().map(str::to_owned);
            }
            return match variable.name {
                "userHome" => self.machine?.home()?.to_str().map(str::to_owned),
                _ => None,
            };
        }
        if !variable.is_environment() || !facts.expands(variable.form, role) {
            return None;
        }
        let machine = self.machine?;
        match seen(machine, self.client, facts, self.project, variable.name) {
            Seen::Set(value) => Some(value),
            Seen::Unset => variable.default.map(str::to_owned),
            Seen::InShellOnly { .. } | Seen::Elsewhere => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_variables() {
        let text = "# A=0\nexport A=\"one two\"\nB = 'x'\nC=\nAB=3\n";
        assert_eq!(dotenv(text, "A").as_deref(), Some("one two"));
        assert_eq!(dotenv(text, "B").as_deref(), Some("x"));
        assert_eq!(dotenv(text, "C"), None, "empty is as good as unset");
        assert_eq!(dotenv(text, "D"), None);
    }
}
