//! What a rule may ask.

use crate::bridges::Bridge;
use crate::commandline::CommandLine;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Document, NodeRef, Span};
use crate::host::Host;
use crate::interpret::{Parts, Problem};
use crate::model::{Client, Role, Ruling, Schema, Variables};
use crate::settings::Settings;
use crate::workspace::{Entry, EntryId, File, FileId, Workspace};

use super::{Held, Rule, Started};

/// Everything that is analysed together, and by which settings.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// What was read.
    pub workspace: &'a Workspace,
    /// The project's settings.
    pub settings: &'a Settings,
    /// The machine. Its facts (files outside the project, PATH, environment) count only where
    /// [`Context::machine`] gives it.
    pub host: &'a dyn Host,
    /// Whether no paths were given, so that facts of the machine count.
    pub machine_mode: bool,
}

impl<'a> Context<'a> {
    /// The machine, when its facts count: in machine mode, and not under `--home` or `--os`.
    pub fn machine(&self) -> Option<&'a dyn Host> {
        // The host is asked in any case: who looks on learns by it that facts of the machine count.
        (self.host.is_this_machine() && self.machine_mode).then_some(self.host)
    }

    /// [`Context::machine`], for what a finding says or how it is mended, and never for whether
    /// there is one: a suppression of a rule that asks [`Context::machine`] is not told to be of
    /// no use, because the rule may find something on another machine.
    pub fn machine_for_help(&self) -> Option<&'a dyn Host> {
        let host = self.host.unwatched().unwrap_or(self.host);
        (host.is_this_machine() && self.machine_mode).then_some(host)
    }

    /// An entry with everything around it.
    pub fn subject(&self, id: EntryId) -> Subject<'a> {
        let entry = self.workspace.entry(id);
        Subject {
            context: *self,
            id,
            entry,
            file: self.workspace.file(entry.file),
            started: None,
        }
    }

    /// The entries that count: see [`super::Check::Entry`].
    pub fn subjects(&self) -> impl Iterator<Item = Subject<'a>> + use<'a> {
        let context = *self;
        self.workspace
            .entries()
            .filter(|(_, entry)| !entry.overridden)
            .map(move |(id, _)| context.subject(id))
            .filter(|subject| subject.file.not_read.is_none())
    }
}

/// One entry with everything around it.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// Everything else.
    pub context: Context<'a>,
    /// Its id.
    pub id: EntryId,
    /// The entry.
    pub entry: &'a Entry,
    /// The file that declares it.
    pub file: &'a File,
    /// What it starts, where that was worked out for all rules.
    started: Option<&'a Option<Started<'a>>>,
}

impl<'a> Subject<'a> {
    /// The id of its file.
    pub fn file_id(&self) -> FileId {
        self.entry.file
    }

    /// The client that reads it.
    pub fn client(&self) -> &'static Client {
        self.file.client
    }

    /// The fields that its kind of file knows.
    pub fn schema(&self) -> &'static Schema {
        self.file.kind.schema_at(self.entry.root)
    }

    /// The variables that its kind of file knows.
    pub fn variables(&self) -> &'static Variables {
        self.file.kind.variables
    }

    /// The text that it stands in.
    pub fn document(&self) -> &'a Document {
        &self.file.document
    }

    /// Its value.
    pub fn node(&self) -> NodeRef<'a> {
        self.file.document.node(self.entry.node)
    }

    /// Its command, arguments, url and so on.
    pub fn parts(&self) -> &'a Parts {
        &self.entry.interpretation.parts
    }

    /// The same entry, for many rules one after the other: what it starts is known.
    pub(crate) fn starting(self, started: &'a Option<Started<'a>>) -> Subject<'a> {
        Subject {
            started: Some(started),
            ..self
        }
    }

    /// Its command line, taken apart; `None` without a command.
    pub fn line(&self) -> Option<Held<'a, CommandLine<'a>>> {
        match self.started {
            Some(known) => Some(Held::Known(&known.as_ref()?.line)),
            None => Some(Held::Made(Box::new(CommandLine::of(self.parts())?))),
        }
    }

    /// The bridge that it starts, if it starts one.
    pub fn bridge(&self) -> Option<Held<'a, Bridge<'a>>> {
        match self.started {
            Some(known) => Some(Held::Known(known.as_ref()?.bridge.as_ref()?)),
            None => Some(Held::Made(Box::new(Bridge::started(self.parts())?))),
        }
    }

    /// What is wrong with it, the worst first.
    pub fn problems(&self) -> &'a [Problem] {
        &self.entry.interpretation.problems
    }

    /// The value of the field that means `role`, and the field's name in the file.
    pub fn field(&self, role: Role) -> Option<(&'static str, NodeRef<'a>)> {
        let node = self.node();
        self.schema()
            .fields()
            .filter(|field| field.role == role)
            .find_map(|field| Some((field.name, node.get(field.name)?)))
    }

    /// Its name in quotes, for a message.
    pub fn quoted(&self) -> String {
        format!("`{}`", self.entry.name)
    }

    /// Where to point for the entry as a whole: its name.
    pub fn name_span(&self) -> Span {
        self.entry.name_span
    }

    /// The span of a member's key, given its value; of anything else the node itself.
    pub fn key_span(&self, node: NodeRef<'_>) -> Span {
        node.member().map_or(node.span(), |member| member.key.span)
    }

    /// A finding about this entry.
    pub fn finding(&self, rule: &Rule, span: Span, message: impl Into<String>) -> Diagnostic {
        rule.finding(self.entry.file, span, message).about(self.id)
    }

    /// A finding about this entry, whose severity and effect follow what the client does.
    /// `None` where the client takes it as it is meant.
    pub fn ruled(
        &self,
        rule: &Rule,
        span: Span,
        ruling: Ruling,
        message: impl Into<String>,
    ) -> Option<Diagnostic> {
        let severity = Severity::of(ruling.outcome)?;
        Some(
            self.finding(rule, span, message)
                .severity(severity)
                .effect(self.effect(ruling)),
        )
    }

    /// What the client does, as a sentence: "Claude Code refuses this server: …".
    pub fn effect(&self, ruling: Ruling) -> String {
        effect(self.client(), ruling)
    }
}

/// What `client` does, as a sentence.
pub(super) fn effect(client: &Client, ruling: Ruling) -> String {
    let mut sentence = format!("{} {}", client.name, ruling.outcome.verb());
    if !ruling.says.is_empty() {
        sentence.push_str(": ");
        sentence.push_str(ruling.says);
    }
    sentence
}
