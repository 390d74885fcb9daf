//! `docker-mount`

use crate::commandline::Word;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::docker::mount::{Mount, Source, Written};
use crate::docker::{Docker, DockerOption, Verb};
use crate::document::Edit;
use crate::model::{Base, Os, Role, Scope};
use crate::rules::home;
use crate::rules::{Check, Subject, rule};

use super::asked_os;

rule! {
    /// A mount whose path Docker does not read as it is meant.
    ///
    /// ## Why it fails
    /// `-v` takes what starts with `/`, with a drive or with `.` for a path of the host, and
    /// everything else for the name of a volume. No shell expands `~` in a client's arguments. So
    ///
    /// - `~/notes:/notes` and `data/notes:/notes` are refused: "includes invalid characters for a
    ///   local volume name";
    /// - `config.yaml:/app/config.yaml` makes a volume that is called `config.yaml`, and the server
    ///   finds an empty folder where its file should be: a warning;
    /// - `/Users/me/notes` alone mounts nothing of the host: it is the place of a new, empty volume
    ///   in the container: a warning;
    /// - `./notes:/notes` starts at the folder in which the client happens to run `docker`: a
    ///   warning, unless the client says which one that is;
    /// - `--mount` without `type=bind` wants a volume, and refuses a path.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "notes": {
    ///       "command": "docker",
    ///       "args": ["run", "-i", "--rm", "-v", "~/notes:/notes", "example/notes-mcp"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "notes": {
    ///       "command": "docker",
    ///       "args": ["run", "-i", "--rm", "-v", "${HOME}/notes:/notes", "example/notes-mcp"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes this client's variable for the home folder or for the project's folder, or adds
    /// `type=bind`. Safe: that is what was meant. In a file of one's own the full path of the home
    /// folder is the alternative, and the fix where the client has no variable; unsafe, since it is
    /// that of this machine.
    ///
    /// ## Sources
    /// - docker/cli `internal/volumespec`, `opts/mount.go` and moby/moby
    ///   `volume/mounts/linux_parser.go`, read (2026-11-25)
    /// - NCAR/wrf_hydro_docker#53, stickerdaniel/linkedin-mcp-server#784 (2026-11-23)
    "docker-mount", Docker, Warning, Both, Check::Entry(check)
}

/// What Docker says to a source that is neither a path nor a name.
const REFUSED: &str = "\"includes invalid characters for a local volume name\"";

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    let Some(docker) = Docker::of(&line) else {
        return;
    };
    // A shell expands what stands in a line of its own.
    if docker.verb != Verb::Run || line.in_shell() {
        return;
    }
    let program = line.program_name();
    for (option, mount) in docker.mounts() {
        let Some(word) = line.words.get(option.value_word) else {
            continue;
        };
        let found = Found {
            subject,
            program: &program,
            word,
            option,
            mount: &mount,
        };
        out.extend(found.judge());
    }
}

/// A mount, and where it stands.
struct Found<'a, 'f> {
    subject: &'f Subject<'a>,
    program: &'f str,
    word: &'f Word<'a>,
    option: &'f DockerOption<'f>,
    mount: &'f Mount<'f>,
}

impl Found<'_, '_> {
    fn judge(&self) -> Option<Diagnostic> {
        let Some(source) = self.mount.source else {
            return self.no_source();
        };
        let target = self.mount.target.unwrap_or_default();
        if Source::of(target) == Source::Path || Source::of(target) == Source::Dotted {
            return Some(
                self.finding(format!(
                    "`{target}`, the place of a mount in the container of {}, is no absolute path",
                    self.subject.quoted()
                ))
                .severity(Severity::Error)
                .label("must start with `/`")
                .effect(self.refuses("\"mount path must be absolute\"")),
            );
        }
        match Source::of(source) {
            Source::Absolute => self.no_type(source),
            Source::Windows => self.windows(source),
            Source::Tilde => self.tilde(source),
            Source::Dotted => self.relative(source),
            // Variables and `$(pwd)` have rules of their own.
            Source::Variable => None,
            Source::Path => Some(
                self.finding(format!(
                    "the mount `{source}` of {} is no path to `{}`: it starts neither with `/` nor \
                     with `.`",
                    self.subject.quoted(),
                    self.program
                ))
                .severity(Severity::Error)
                .label("taken for the name of a volume")
                .effect(self.refuses(REFUSED))
                .help("write the full path"),
            ),
            Source::Name => self.name(source, target),
        }
    }

    fn finding(&self, message: String) -> Diagnostic {
        let span = self.subject.document().node(self.word.source.node).span();
        self.subject.finding(&RULE, span, message)
    }

    fn refuses(&self, with: &str) -> String {
        format!("`{}` does not start the container: {with}", self.program)
    }

    /// Where the source starts in the string of the file.
    fn start(&self) -> Option<usize> {
        let value = self.option.value?;
        let start = self.word.text.len().checked_sub(value.len())?;
        self.word.whole.then_some(start + self.mount.range.start)
    }

    /// `~`, which nobody expands.
    fn tilde(&self, source: &str) -> Option<Diagnostic> {
        let role = self.word.source.role;
        let at = self.start();
        let tilde = self.subject.client().process.tilde;
        // Where it is expanded, it is at the start of an argument.
        if tilde.is_some_and(|roles| roles.contains(&role)) && at == Some(0) {
            return None;
        }
        let mut finding = self
            .finding(format!(
                "the mount `{source}` of {} starts with `~`, which nobody expands here",
                self.subject.quoted()
            ))
            .severity(match tilde {
                Some(_) => Severity::Error,
                None => Severity::Warning,
            })
            .label("stays a `~`")
            .effect(self.refuses(match self.mount.written {
                Written::Bind => "\"mount path must be absolute\"",
                _ => REFUSED,
            }));
        finding.fixes = at.map_or_else(Vec::new, |at| {
            home::for_tilde(self.subject, self.word.source, at)
        });
        if finding.fixes.is_empty() {
            finding = finding.help("write the full path");
        }
        Some(finding)
    }

    /// A path that starts at the folder in which docker is run.
    fn relative(&self, source: &str) -> Option<Diagnostic> {
        let subject = self.subject;
        let base = subject.client().process.base;
        let cwd = subject.parts().cwd.is_some() && subject.schema().field_for(Role::Cwd).is_some();
        if matches!(base, Base::Folder(_)) || cwd {
            return None;
        }
        let variables = subject.variables();
        let role = self.word.source.role;
        let own = matches!(subject.entry.scope, Scope::Project | Scope::Local);
        let fix = variables
            .workspace
            .filter(|_| own && variables.fields.contains(&role))
            .and_then(|workspace| {
                let start = self.start()?;
                let rest = source.strip_prefix("./").unwrap_or(source);
                let path = match rest {
                    "." | "" => format!("${{{workspace}}}"),
                    rest => format!("${{{workspace}}}/{rest}"),
                };
                let title = format!("write `{path}`");
                let edit = Edit::splice(self.word.source.node, start..start + source.len(), path);
                Some(Fix::safe(title, subject.file_id(), vec![edit]))
            });
        let client = subject.client().name;
        let finding = self
            .finding(format!(
                "the mount of {} is the relative path `{source}`",
                subject.quoted()
            ))
            .label("relative to what?");
        let mut finding = match base {
            Base::Unknown => finding.severity(Severity::Info).effect(format!(
                "in which folder {client} starts `{}` is not established",
                self.program
            )),
            _ => finding.effect(format!(
                "{client} does not say in which folder it starts `{}`",
                self.program
            )),
        };
        if fix.is_none() {
            finding = finding.help("write the full path");
        }
        Some(finding.fix(fix))
    }

    /// A path of Windows on another system.
    fn windows(&self, source: &str) -> Option<Diagnostic> {
        let system = match asked_os(&self.subject.context)? {
            Os::Windows => return None,
            Os::Macos => "macOS",
            Os::Linux => "Linux",
        };
        Some(
            self.finding(format!(
                "the mount `{source}` of {} is a path of Windows, and this is {system}",
                self.subject.quoted()
            ))
            .label("no path here")
            .effect(self.refuses("it takes the drive for the name of a volume")),
        )
    }

    /// `--mount` with a path and without a type.
    fn no_type(&self, source: &str) -> Option<Diagnostic> {
        if self.mount.written != Written::MountVolume {
            return None;
        }
        let typed = self
            .option
            .value?
            .split(',')
            .any(|field| field == "type=volume");
        let fix = (!typed)
            .then(|| {
                let value = self.option.value?;
                let start = self.word.text.len().checked_sub(value.len())?;
                let edit = Edit::splice(self.word.source.node, start..start, "type=bind,");
                let fix = Fix::safe("add `type=bind`", self.subject.file_id(), vec![edit]);
                self.word.whole.then_some(fix)
            })
            .flatten();
        let mut finding = self
            .finding(format!(
                "the mount of {} names the path `{source}` where the name of a volume belongs",
                self.subject.quoted()
            ))
            .severity(Severity::Error)
            .label("no `type=bind`")
            .effect(self.refuses(REFUSED));
        if fix.is_none() {
            finding = finding.help("write `type=bind`");
        }
        Some(finding.fix(fix))
    }

    /// A bare name that is one of a file.
    fn name(&self, source: &str, target: &str) -> Option<Diagnostic> {
        let same = target.rsplit('/').next() == Some(source);
        let (_, extension) = source.rsplit_once('.')?;
        let letters = extension.chars().all(|c| c.is_ascii_alphanumeric());
        if !same || extension.is_empty() || !letters || self.mount.written == Written::Bind {
            return None;
        }
        Some(
            self.finding(format!(
                "the mount `{source}` of {} is no file to `{}`: it starts neither with `/` nor \
                 with `.`",
                self.subject.quoted(),
                self.program
            ))
            .label("the name of a volume")
            .effect("the server finds an empty folder where its file should be")
            .help("write the full path of the file"),
        )
    }

    /// A single path, which is one in the container.
    fn no_source(&self) -> Option<Diagnostic> {
        let target = self.mount.target?;
        let of_host = match Source::of(target) {
            Source::Windows | Source::Tilde | Source::Dotted | Source::Path => true,
            Source::Absolute => HOMES.iter().any(|home| target.starts_with(home)),
            Source::Variable | Source::Name => false,
        };
        if !of_host || self.mount.written != Written::Volume {
            return None;
        }
        let finding = self
            .finding(format!(
                "the mount `{target}` of {} does not say where it goes in the container",
                self.subject.quoted()
            ))
            .label("no `:/path` follows")
            .help("write `-v PATH:/path/in/the/container`");
        Some(match Source::of(target) {
            Source::Absolute => finding.effect(
                "nothing of this machine is mounted: it is the place of a new, empty volume in the \
                 container",
            ),
            // It would be the place in the container, and is none.
            _ => finding.effect(self.refuses("\"mount path must be absolute\"")),
        })
    }
}

/// Where people's folders are.
const HOMES: &[&str] = &["/Users/", "/home/", "/mnt/c/", "/Volumes/"];
