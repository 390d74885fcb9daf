//! What every target does. A text is taken through everything that mcpmend does with a file: read,
//! checked, shown, fixed. With a NUL byte in it, what follows the last one is a script of edits, which
//! are tried on what stands before: that is a hundred times as fast. So every file of a corpus is an
//! input as it is.

use std::io::{self, ErrorKind};
use std::ops::Range;
use std::path::{Path, PathBuf};

use mcpmend::check::{self, Selection};
use mcpmend::clients;
use mcpmend::diagnostic::Persona;
use mcpmend::discover::{Found, place_of};
use mcpmend::document::{Document, Edit, NodeId, NodeRef, Place, TextEdit, edit, verify};
use mcpmend::fix;
use mcpmend::host::{FileType, Host};
use mcpmend::model::Os;
use mcpmend::report::{Report, Style, concise, full, json};
use mcpmend::rules::Context;
use mcpmend::settings::Settings;
use mcpmend::workspace::Workspace;
use serde_json::{Value, json};

/// A machine without any file.
struct Nowhere;

impl Host for Nowhere {
    fn os(&self) -> Os {
        Os::Linux
    }
    fn home(&self) -> Option<&Path> {
        Some(Path::new("/home/nobody"))
    }
    fn current_dir(&self) -> &Path {
        Path::new("/home/nobody/project")
    }
    fn env(&self, _name: &str) -> Option<String> {
        None
    }
    fn file_type(&self, _path: &Path) -> io::Result<FileType> {
        Err(ErrorKind::NotFound.into())
    }
    fn read(&self, _path: &Path) -> io::Result<Vec<u8>> {
        Err(ErrorKind::NotFound.into())
    }
    fn list(&self, _path: &Path) -> io::Result<Vec<String>> {
        Err(ErrorKind::NotFound.into())
    }
    fn is_this_machine(&self) -> bool {
        false
    }
}

/// Takes `data` through everything, as the file of `client` at `path`.
///
/// # Panics
/// When something does not hold that must.
pub fn whole(data: &[u8], client: &str, path: &str) {
    let (text, script) = match data.iter().rposition(|byte| *byte == 0) {
        Some(at) => (&data[..at], Some(Script(&data[at + 1..]))),
        None => (data, None),
    };
    let client = clients::by_id(client).expect("the targets name clients that there are");
    let path = PathBuf::from(path);
    let mut workspace = Workspace::default();
    let Some(file) = workspace.add_text(
        &Found {
            shown: path.to_string_lossy().into_owned(),
            place: place_of(&path, Some(client)),
            also: Vec::new(),
            path,
        },
        text.to_vec(),
    ) else {
        return;
    };
    let kind = workspace.file(file).kind;
    let mut document = Document::from_bytes(text.to_vec(), kind.format);
    document.dialect = kind.dialect;
    let errors = document.errors_in(kind.dialect);
    for error in &errors {
        let _ = document.slice(error.span);
        let Some(mend) = &error.mend else { continue };
        let mended = applied(&document, mend.edits.clone());
        assert_ne!(
            mended, document.text,
            "a mend that changes nothing: {error:?}"
        );
    }
    let Some(mut script) = script else {
        return findings(&workspace);
    };
    if errors.is_empty() {
        let mut edits = Vec::new();
        while let Some(edit) = script.edit(&document, edits.len()) {
            carry_out(&document, std::slice::from_ref(&edit), kind.dialect);
            edits.push(edit);
        }
        if edits.len() > 1 && !needs_what_goes(&document, &edits) {
            carry_out(&document, &edits, kind.dialect);
        }
    }
}

/// Checks, shows and fixes.
fn findings(workspace: &Workspace) {
    let settings = Settings::default();
    let context = Context {
        workspace,
        settings: &settings,
        host: &Nowhere,
        machine_mode: false,
    };
    let selection = Selection {
        persona: Persona::Pedantic,
        ..Selection::default()
    };
    let findings = check::check(&context, &selection);
    let report = Report::new(workspace, &findings, false);
    let mut shown = Vec::new();
    full::write(&report, Style::PLAIN, &mut shown).expect("a vector takes everything");
    concise::write(&report, Style::PLAIN, &mut shown).expect("a vector takes everything");
    json::write(&report, &mut shown).expect("a vector takes everything");
    let mut mended = fix::fix(&context, &selection, true);
    // A broken text may hold more faults than there are rounds: each mend shows the next.
    for _ in 0..20 {
        if !mended.unsettled {
            break;
        }
        let more = Context {
            workspace: &mended.workspace,
            ..context
        };
        mended = fix::fix(&more, &selection, true);
    }
    assert!(
        !mended.unsettled,
        "fixing does not end: {:?}",
        mended.applied
    );
    let again = fix::fix(
        &Context {
            workspace: &mended.workspace,
            ..context
        },
        &selection,
        true,
    );
    assert!(
        again.changed.is_empty(),
        "fixing twice changes more: {:?}, then {:?}",
        mended.applied,
        again.applied
    );
}

/// The text of `document` with text edits carried out.
fn applied(document: &Document, mut edits: Vec<TextEdit>) -> String {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    edit::apply(&document.text, &edits).expect("text edits in order")
}

/// Edits are refused, or do what they say.
fn carry_out(document: &Document, edits: &[Edit], dialect: mcpmend::document::Dialect) {
    let Ok(lowered) = document.lower(edits) else {
        return;
    };
    let text = applied(document, lowered);
    let new = Document::parse(text, document.format);
    if let Err(error) = verify(document, edits, &new, dialect) {
        panic!(
            "{error}: {edits:?} made of\n{}\nthis:\n{}",
            document.text, new.text
        );
    }
}

/// Whether one edit is about something that another one takes away: no rule asks for that, and what
/// it would mean depends on their order.
fn needs_what_goes(document: &Document, edits: &[Edit]) -> bool {
    let goes: Vec<NodeId> = edits
        .iter()
        .filter_map(|edit| match edit {
            Edit::Remove { node } | Edit::SetValue { node, .. } | Edit::Wrap { node, .. } => {
                Some(*node)
            }
            Edit::MoveMember { member, .. } => Some(*member),
            _ => None,
        })
        .collect();
    let times = |id: NodeId| goes.iter().filter(|goes| **goes == id).count();
    // How often `id`, or something around it, goes.
    let around = |id: NodeId| {
        let parents = std::iter::successors(Some(document.node(id)), |node| node.parent());
        parents.map(|node| times(node.id())).sum::<usize>()
    };
    edits.iter().any(|edit| match edit {
        Edit::SetValue { node, .. } | Edit::Remove { node } | Edit::Wrap { node, .. } => {
            around(*node) > 1
        }
        Edit::MoveMember { member, object, .. } => around(*member) > 1 || around(*object) > 0,
        Edit::RenameKey { member, .. } => around(*member) > 0,
        Edit::InsertMember { object, at, .. } => {
            let place = match at {
                Place::Before(id) | Place::After(id) => times(*id),
                Place::First | Place::Last => 0,
            };
            place + around(*object) > 0
        }
        Edit::InsertItem { array, .. } => around(*array) > 0,
        Edit::Splice { node, .. } => around(*node) > 0,
        Edit::Text(_) | Edit::Comment(_) => false,
    })
}

/// Bytes that say which edits to try.
struct Script<'d>(&'d [u8]);

/// Words and values that are awkward to write in one format or another.
const WORDS: &[&str] = &[
    "a", "yes", "null", "1", "0x1f", "a b", "a: b", "a #b", "- a", "\"", "'", "\\", "C:\\x", "\n",
    "é", "\u{2028}", "", "${A}", "a.b", "<<", "*a", "&a", "[", "}", "~", "1e3", "12:30", "@a", " ",
    "\t", "'''", "\"\"\"", "\r\n", "--", "---", "a\nb\n",
];

impl Script<'_> {
    fn byte(&mut self) -> Option<usize> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(usize::from(*first))
    }

    fn word(&mut self) -> Option<&'static str> {
        let at = self.byte()?;
        Some(WORDS[at % WORDS.len()])
    }

    fn value(&mut self) -> Option<Value> {
        let kind = self.byte()?;
        Some(match kind % 8 {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(3100),
            3 => json!([]),
            4 => json!({}),
            5 => json!([self.word()?, self.word()?]),
            6 => json!({ self.word()?: { "x": [1, self.word()?] } }),
            _ => json!(self.word()?),
        })
    }

    fn node<'t>(
        &mut self,
        document: &'t Document,
        wanted: impl Fn(NodeRef<'_>) -> bool,
    ) -> Option<NodeRef<'t>> {
        let at = self.byte()?;
        let ids = document.tree.ids();
        let fitting: Vec<NodeId> = ids.filter(|id| wanted(document.node(*id))).collect();
        let id = fitting.get(at % fitting.len().max(1))?;
        Some(document.node(*id))
    }

    fn range(&mut self, text: &str) -> Option<Range<usize>> {
        let at = |byte: usize| text.floor_char_boundary(byte % (text.len() + 1));
        let (one, two) = (at(self.byte()?), at(self.byte()?));
        Some(one.min(two)..one.max(two))
    }

    /// The next edit; `number` makes its key a new one.
    fn edit(&mut self, document: &Document, number: usize) -> Option<Edit> {
        if number == 8 {
            return None;
        }
        let kind = self.byte()?;
        let name = format!("new{number}{}", self.word()?);
        Some(match kind % 10 {
            0 => Edit::set(self.node(document, |_| true)?.id(), self.value()?),
            1 => Edit::rename(
                self.node(document, |node| node.member().is_some())?.id(),
                name,
            ),
            2 => Edit::insert(
                self.node(document, |node| node.is_object())?.id(),
                name,
                self.value()?,
            ),
            3 => {
                let object = self.node(document, |node| node.is_object())?;
                let (at, value) = (self.byte()?, self.value()?);
                let members = object.members();
                let at = match members.get(at % (members.len() + 1)) {
                    None => Place::First,
                    Some(member) if at < 128 => Place::Before(member.value),
                    Some(member) => Place::After(member.value),
                };
                Edit::insert_at(object.id(), name, value, at)
            }
            4 | 5 => Edit::remove(self.node(document, |node| node.parent().is_some())?.id()),
            6 => {
                let array = self.node(document, |node| node.is_array())?;
                let index = self.byte()? % (array.items().len() + 1);
                Edit::insert_item(array.id(), index, self.value()?)
            }
            7 => Edit::move_to(
                self.node(document, |node| node.member().is_some())?.id(),
                self.node(document, |node| node.is_object())?.id(),
                name,
            ),
            8 => Edit::Wrap {
                node: self.node(document, |_| true)?.id(),
                key: name,
            },
            _ => {
                let string = self.node(document, |node| node.as_str().is_some())?;
                let range = self.range(string.as_str()?)?;
                Edit::splice(string.id(), range, self.word()?)
            }
        })
    }
}
