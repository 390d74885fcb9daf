//! Everything that was read, together: files, their documents, their entries.

mod approvals;
mod change;
mod companions;
mod load;

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::discover::{Discovery, Found, Trouble};
use crate::document::{Document, Member, NodeId, NodeRef, Span, SyntaxError, SyntaxErrorKind};
use crate::host::Host;
use crate::interpret::{self, Interpretation, Status};
use crate::model::{Client, Kind, NotRead, Outcome, Root, RootShape, Ruling, Scope};
pub use crate::roots::roots;
pub(crate) use approvals::approvals;
pub(crate) use companions::named_paths;
use load::{Loaded, load, place};

/// From how many files on reading them in parallel pays for its threads.
const PARALLEL_FROM: usize = 24;

/// Names one file of a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) usize);

/// Names one entry of a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub(crate) usize);

/// What a client makes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileStatus {
    /// It is read.
    Read,
    /// The client loads no server from it.
    Rejected,
    /// It could not be read at all.
    Unreadable,
}

impl FileStatus {
    /// The word of the JSON contract.
    pub const fn id(self) -> &'static str {
        match self {
            FileStatus::Read => "read",
            FileStatus::Rejected => "rejected",
            FileStatus::Unreadable => "unreadable",
        }
    }
}

/// A fault of a file as a whole. Rules turn these into diagnostics.
#[derive(Clone, Debug, PartialEq)]
pub struct FileProblem {
    /// What it is.
    pub kind: FileProblemKind,
    /// Where.
    pub span: Span,
    /// What the client does about it.
    pub ruling: Ruling,
}

/// The kinds of [`FileProblem`].
#[derive(Clone, Debug, PartialEq)]
pub enum FileProblemKind {
    /// The text does not parse in this kind's dialect.
    Syntax(SyntaxError),
    /// A key stands twice in one object; the value is the earlier one's.
    DuplicateKey {
        /// The earlier member's value.
        first: NodeId,
        /// The later member's value.
        second: NodeId,
    },
    /// None of the root keys is there.
    MissingRoot,
    /// A root is there and has the wrong shape.
    WrongRoot {
        /// The value of the root key.
        node: NodeId,
        /// The root it should be.
        root: &'static Root,
    },
}

/// One config file.
#[derive(Clone, Debug)]
pub struct File {
    /// Where it is.
    pub path: PathBuf,
    /// How it is shown.
    pub shown: String,
    /// Whose it is.
    pub client: &'static Client,
    /// Which kind of the client's files.
    pub kind: &'static Kind,
    /// Whose configuration it is.
    pub scope: Scope,
    /// The other clients that read this place.
    pub also: Vec<&'static Client>,
    /// Why it is taken as this client's, when no place says so.
    pub guess: Option<String>,
    /// Set when the client does not read this place.
    pub not_read: Option<&'static NotRead>,
    /// Its text and tree; empty when it is unreadable.
    pub document: Document,
    /// What the client makes of it.
    pub status: FileStatus,
    /// Why it cannot be read, as a clause: "permission denied".
    pub unreadable: Option<String>,
    /// Its faults as a whole, in order of place.
    pub problems: Vec<FileProblem>,
}

/// One declared server.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The file that declares it.
    pub file: FileId,
    /// Its name; for a list without names its index.
    pub name: String,
    /// Where the name stands; the entry's start when it has none.
    pub name_span: Span,
    /// Its value.
    pub node: NodeId,
    /// The root that it stands under.
    pub root: &'static Root,
    /// Whose it is.
    pub scope: Scope,
    /// The project that it is for, where the file says one (`projects.<path>` of Claude Code).
    pub project: Option<String>,
    /// Whether a later entry of the same name in the same place replaces it.
    pub overridden: bool,
    /// What the client does with it.
    pub interpretation: Interpretation,
    /// What becomes of it in the end: as interpreted, unless the whole file is lost.
    pub status: Status,
}

/// All documents and entries that are analysed together.
#[derive(Debug, Default)]
pub struct Workspace {
    /// The configs, then the companions.
    files: Vec<File>,
    /// How many of them are companions.
    companions: usize,
    entries: Vec<Entry>,
    /// Where the entries of each file start among all.
    starts: Vec<usize>,
    /// Paths that could not be looked at.
    pub troubles: Vec<Trouble>,
    /// Files named on the command line that hold no MCP configuration.
    pub strangers: Vec<String>,
    /// Where was looked, for people.
    pub looked: Vec<String>,
}

impl Workspace {
    /// Reads everything that was found.
    pub fn read(host: &dyn Host, mut discovery: Discovery) -> Workspace {
        if let Some(progress) = host.progress() {
            progress.read(discovery.found.len());
        }
        let load = |found: &Found| match host.progress() {
            None => load(host, found),
            // What is left out of a run that is stopped is nobody's loss.
            Some(progress) if progress.is_stopped() => Loaded::Stranger {
                shown: String::new(),
                named: false,
            },
            Some(progress) => {
                let loaded = load(host, found);
                progress.step();
                loaded
            }
        };
        let loaded: Vec<Loaded> = if discovery.found.len() < PARALLEL_FROM {
            discovery.found.iter().map(load).collect()
        } else {
            discovery.found.par_iter().map(load).collect()
        };
        let mut workspace = Workspace {
            troubles: std::mem::take(&mut discovery.troubles),
            looked: std::mem::take(&mut discovery.looked),
            ..Workspace::default()
        };
        for loaded in loaded {
            match loaded {
                Loaded::File(file) => workspace.add(*file),
                Loaded::Stranger { shown, named } => {
                    if named {
                        workspace.strangers.push(shown);
                    }
                }
                Loaded::Vanished(shown) => workspace.troubles.push(Trouble {
                    path: shown,
                    message: "it vanished before it could be read".to_owned(),
                }),
            }
        }
        workspace.read_companions(host, &discovery);
        workspace
    }

    /// Adds one text as if it stood at `found`: an editor's buffer, standard input, a changed
    /// file. Nothing is added when it holds no MCP configuration.
    pub fn add_text(&mut self, found: &Found, bytes: Vec<u8>) -> Option<FileId> {
        match place(found, bytes) {
            Loaded::File(file) => {
                self.add(*file);
                Some(FileId(self.files.len() - 1))
            }
            Loaded::Stranger { shown, named } => {
                if named {
                    self.strangers.push(shown);
                }
                None
            }
            Loaded::Vanished(_) => None,
        }
    }

    /// The same workspace with other texts for some files. Ids of files stay.
    #[must_use]
    pub fn with_texts(&self, texts: &[(FileId, String)]) -> Workspace {
        let mut workspace = Workspace {
            troubles: self.troubles.clone(),
            strangers: self.strangers.clone(),
            looked: self.looked.clone(),
            ..Workspace::default()
        };
        for (id, file) in self.files() {
            let file = match texts.iter().find(|(changed, _)| *changed == id) {
                Some((_, text)) => File {
                    document: Document::parse(text.clone(), file.kind.format),
                    problems: Vec::new(),
                    status: FileStatus::Read,
                    ..file.clone()
                },
                None => file.clone(),
            };
            workspace.add(file);
        }
        for (id, file) in self.companions() {
            let mut file = file.clone();
            if let Some((_, text)) = texts.iter().find(|(changed, _)| *changed == id) {
                file.document = Document::parse(text.clone(), file.kind.format);
            }
            workspace.add_companion(file);
        }
        workspace
    }

    /// Adds a file that is no client's configuration and that findings may point into and fixes
    /// may change: a Compose file, the settings. It has no entries. Configs are added before.
    pub fn add_companion(&mut self, file: File) -> FileId {
        self.files.push(file);
        self.companions += 1;
        FileId(self.files.len() - 1)
    }

    /// The files of [`Workspace::add_companion`].
    pub fn companions(&self) -> impl Iterator<Item = (FileId, &File)> {
        let first = self.files.len() - self.companions;
        self.files
            .iter()
            .enumerate()
            .skip(first)
            .map(|(index, file)| (FileId(index), file))
    }

    /// All configs in order of path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (FileId, &File)> {
        self.files[..self.files.len() - self.companions]
            .iter()
            .enumerate()
            .map(|(index, file)| (FileId(index), file))
    }

    /// All entries, file by file, in the order of the text.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = (EntryId, &Entry)> {
        self.entries
            .iter()
            .enumerate()
            .map(|(index, entry)| (EntryId(index), entry))
    }

    /// The entries of one file.
    pub fn entries_of(&self, file: FileId) -> impl Iterator<Item = (EntryId, &Entry)> {
        let starts = self.starts.get(file.0..).unwrap_or_default();
        let end = self.entries.len();
        let start = starts.first().copied().unwrap_or(end);
        let end = starts.get(1).copied().unwrap_or(end);
        (start..end).map(|index| (EntryId(index), &self.entries[index]))
    }

    /// A file of this workspace.
    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.0]
    }

    /// An entry of this workspace.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0]
    }

    /// The value of an entry.
    pub fn node(&self, entry: &Entry) -> NodeRef<'_> {
        self.file(entry.file).document.node(entry.node)
    }

    fn add(&mut self, mut file: File) {
        debug_assert_eq!(self.companions, 0, "companions come last");
        let entries = digest(FileId(self.files.len()), &mut file);
        self.files.push(file);
        self.starts.push(self.entries.len());
        self.entries.extend(entries);
    }
}

/// What is wrong with a file as a whole, and its entries.
fn digest(id: FileId, file: &mut File) -> Vec<Entry> {
    file.document.dialect = file.kind.dialect;
    if file.status == FileStatus::Unreadable {
        return Vec::new();
    }
    examine(file);
    let mut entries = read_entries(id, file);
    let lost = file
        .problems
        .iter()
        .map(|problem| problem.ruling.outcome)
        .chain(entries.iter().map(|entry| entry.interpretation.worst()))
        .filter(|outcome| outcome.loses_file())
        .max();
    if let Some(outcome) = lost {
        file.status = FileStatus::Rejected;
        for entry in &mut entries {
            entry.status = if outcome == Outcome::FileDropped {
                Status::Dropped
            } else {
                Status::Rejected
            };
        }
    }
    if file.not_read.is_some() {
        file.status = FileStatus::Rejected;
        for entry in &mut entries {
            entry.status = Status::Dropped;
        }
    }
    entries
}

impl File {
    /// A file that is read as this kind of this client's, before anything is known to be wrong
    /// with it.
    pub fn new(
        (path, shown): (PathBuf, String),
        client: &'static Client,
        kind: &'static Kind,
        scope: Scope,
        document: Document,
    ) -> File {
        File {
            path,
            shown,
            client,
            kind,
            scope,
            also: Vec::new(),
            guess: None,
            not_read: None,
            document,
            status: FileStatus::Read,
            unreadable: None,
            problems: Vec::new(),
        }
    }

    /// Why the client loads nothing from it, or why it cannot be read.
    pub fn reason(&self) -> Option<String> {
        if let Some(why) = &self.unreadable {
            return Some(why.clone());
        }
        if let Some(not_read) = self.not_read {
            return Some(format!(
                "{} does not read this place: {}",
                self.client.name, not_read.instead
            ));
        }
        let problem = self
            .problems
            .iter()
            .filter(|problem| problem.ruling.outcome.loses_file())
            .max_by_key(|problem| problem.ruling.outcome)?;
        let at = self.document.position(problem.span.start);
        let what = match &problem.kind {
            FileProblemKind::Syntax(error) => {
                format!("line {}, column {}: {}", at.line, at.column, error.message)
            }
            FileProblemKind::DuplicateKey { .. } => {
                format!("line {}: a key stands twice", at.line)
            }
            FileProblemKind::MissingRoot => {
                format!("it has no `{}`", self.kind.roots[0].dotted())
            }
            FileProblemKind::WrongRoot { root, .. } => {
                format!("`{}` has the wrong shape", root.dotted())
            }
        };
        Some(what)
    }
}

/// Finds the faults of the file as a whole.
fn examine(file: &mut File) {
    let document = &file.document;
    let kind = file.kind;
    let mut problems: Vec<FileProblem> = document
        .errors_in(kind.dialect)
        .into_iter()
        .filter(|error| {
            error.kind != SyntaxErrorKind::Empty || !kind.roots.iter().any(|root| root.empty_text)
        })
        .map(|error| FileProblem {
            span: error.span,
            ruling: kind.syntax_error,
            kind: FileProblemKind::Syntax(error),
        })
        .collect();
    let unparsed = !problems.is_empty();
    if let Some(root) = document.root() {
        duplicates(document, kind, root, &mut problems);
        let found = roots(file.kind, root);
        // Of a broken file the root may be what is broken: then the syntax error says it all.
        if found.is_empty() && !unparsed {
            problems.push(FileProblem {
                kind: FileProblemKind::MissingRoot,
                span: Span::at(root.span().start),
                ruling: kind.missing_root,
            });
        }
        for (root, node) in found {
            if !root.shape.fits(node) {
                problems.push(FileProblem {
                    kind: FileProblemKind::WrongRoot {
                        node: node.id(),
                        root,
                    },
                    span: node.span(),
                    ruling: kind.wrong_root,
                });
            }
        }
    } else if !unparsed {
        // Who refuses `{}` need not mind that there is no text at all.
        let ruling = if kind.missing_root.outcome.loses_file() {
            Ruling::IGNORED.says("an empty file counts as one without servers")
        } else {
            kind.missing_root
        };
        problems.push(FileProblem {
            kind: FileProblemKind::MissingRoot,
            span: Span::at(0),
            ruling,
        });
    }
    problems.sort_by_key(|problem| problem.span);
    file.problems = problems;
}

/// Duplicates on the way to the servers and inside them; the rest of a settings file is not ours.
fn duplicates(
    document: &Document,
    kind: &'static Kind,
    root: NodeRef<'_>,
    problems: &mut Vec<FileProblem>,
) {
    // Errors stand in the order of the text.
    let told: Vec<usize> = document
        .errors
        .iter()
        .filter(|error| error.kind == SyntaxErrorKind::Duplicate)
        .map(|error| error.span.start)
        .collect();
    let mut check = |node: NodeRef<'_>| {
        let mut seen: BTreeMap<&str, &Member> = BTreeMap::new();
        for member in node.members() {
            let Some(earlier) = seen.insert(&member.key.text, member) else {
                continue;
            };
            // A format that forbids it has said so already.
            let span = member.span.join(member.key.span);
            let next = told.partition_point(|&at| at < span.start);
            if !told.get(next).is_some_and(|&at| span.contains(at)) {
                problems.push(FileProblem {
                    kind: FileProblemKind::DuplicateKey {
                        first: earlier.value,
                        second: member.value,
                    },
                    span: member.key.span,
                    ruling: kind.duplicate_key,
                });
            }
        }
    };
    check(root);
    for (found, servers) in roots(kind, root) {
        if !found.path.is_empty() {
            check(servers);
        }
        let mut stack: Vec<NodeRef<'_>> = servers
            .entries()
            .map(|(_, value)| value)
            .chain(servers.items())
            .collect();
        while let Some(node) = stack.pop() {
            check(node);
            stack.extend(node.entries().map(|(_, value)| value));
            stack.extend(node.items());
        }
    }
}

fn read_entries(id: FileId, file: &File) -> Vec<Entry> {
    let Some(top) = file.document.root() else {
        return Vec::new();
    };
    let mut entries = Vec::new();
    for (root, servers) in roots(file.kind, top) {
        let project = root
            .path
            .iter()
            .position(|segment| *segment == "*")
            .and_then(|_| servers.parent()?.member())
            .map(|member| member.key.text.clone());
        let mut add = |name: String, name_span: Span, value: NodeRef<'_>, overridden: bool| {
            let reading = interpret::By {
                schema: file.kind.schema_at(root),
                transport: root.transport,
                text: root.text,
                plain_http: file.client.remote.plain_http,
                merged: false,
            };
            let interpretation = interpret::interpret(&file.document, reading, &name, value.id());
            entries.push(Entry {
                file: id,
                name,
                name_span,
                node: value.id(),
                root,
                scope: root.scope.unwrap_or(file.scope),
                project: project.clone(),
                overridden,
                status: interpretation.status,
                interpretation,
            });
        };
        if let RootShape::One { name } = root.shape {
            let stem = file.path.file_stem().filter(|_| name.is_empty());
            let node = top.get_path(name).filter(|_| stem.is_none());
            let text = match stem {
                Some(stem) => stem.to_string_lossy().into_owned(),
                None => node
                    .and_then(|node| node.as_str())
                    .unwrap_or_default()
                    .to_owned(),
            };
            let span = node.map_or(Span::at(servers.span().start), |node| node.span());
            add(text, span, servers, false);
            continue;
        }
        let last: BTreeMap<&str, NodeId> = servers
            .members()
            .iter()
            .map(|member| (member.key.text.as_str(), member.value))
            .collect();
        for (key, value) in servers.entries() {
            if file.document.is_merge_key(key) {
                continue;
            }
            let overridden = last.get(key.text.as_str()) != Some(&value.id());
            add(key.text.clone(), key.span, value, overridden);
        }
        // Where another shape is fine as well, a list of texts names files with servers.
        let names_files = file.kind.wrong_root == Ruling::FINE && root.text.is_none();
        for (index, item) in servers.items().enumerate() {
            if names_files && item.as_str().is_some() {
                continue;
            }
            let name_key = match root.shape {
                RootShape::List { name_key } => Some(name_key),
                // A client that goes on with a list in place of a map takes numbers for names.
                RootShape::Map if !file.kind.wrong_root.outcome.loses_file() => None,
                RootShape::Map | RootShape::One { .. } => Some("name"),
            };
            let name = name_key.and_then(|key| item.get(key));
            let text = name.and_then(|name| name.as_str());
            add(
                text.map_or_else(|| index.to_string(), str::to_owned),
                name.map_or(Span::at(item.span().start), |name| name.span()),
                item,
                false,
            );
        }
    }
    entries
}
