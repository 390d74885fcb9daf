//! Every kind of edit at every place of files in every style, checked by machine.
#![allow(clippy::disallowed_methods, clippy::print_stderr)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command, Stdio};

use mcpmend::document::{
    Dialect, Document, Edit, EditError, Newline, NodeId, NodeKind, NodeRef, Place, edit, verify,
};
use serde_json::{Value, json};

use super::document;

/// How a file is written.
#[derive(Clone, Copy, Debug)]
struct Look {
    step: usize,
    /// The columns from a key to the dashes below it.
    list: usize,
    /// The blanks behind a dash.
    gap: usize,
    quote: &'static str,
    /// Whether the servers are a list of mappings with names.
    listed: bool,
    form: Form,
    comments: bool,
    apart: bool,
    newline: &'static str,
    mark: bool,
    around: (&'static str, &'static str),
    ends: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Block,
    /// `args` and `env` between brackets.
    Leaves,
    /// The same with blanks inside the brackets.
    Padded,
    /// Everything on one line.
    Line,
    /// Everything between brackets over several lines; with a comma behind the last one or not.
    Rows(bool),
}

const STEPS: [usize; 5] = [1, 2, 3, 4, 8];
const FORMS: [Form; 6] = [
    Form::Block,
    Form::Leaves,
    Form::Padded,
    Form::Line,
    Form::Rows(false),
    Form::Rows(true),
];
const AROUND: [(&str, &str); 4] = [
    ("", ""),
    ("---\n", ""),
    ("---\n", "...\n"),
    ("%YAML 1.2\n---\n", "\n"),
];

/// The look of number `index`, of as many as there are.
fn look(mut index: usize) -> Look {
    let mut pick = |of: usize| {
        let picked = index % of;
        index /= of;
        picked
    };
    let step = STEPS[pick(5)];
    Look {
        step,
        list: [0, step][pick(2)],
        form: FORMS[pick(6)],
        quote: ["", "'", "\""][pick(3)],
        listed: pick(2) == 1,
        comments: pick(2) == 1,
        newline: ["\n", "\r\n", "\r"][pick(3)],
        apart: pick(2) == 1,
        gap: [1, 3][pick(2)],
        mark: pick(2) == 1,
        around: AROUND[pick(4)],
        ends: pick(2) == 1,
    }
}

const LOOKS: usize = 5 * 2 * 6 * 3 * 2 * 2 * 3 * 2 * 2 * 2 * 4 * 2;

fn servers() -> [(&'static str, Value); 3] {
    [
        (
            "files",
            json!({"command": "npx", "args": ["-y", "files", "/srv/a b"], "env": {"A": "b", "PORT": "3000"}}),
        ),
        (
            "web",
            json!({"url": "http://localhost:3000/mcp", "enabled": true, "timeout": 30}),
        ),
        ("last", json!({"command": "uvx", "args": ["x"], "env": {}})),
    ]
}

impl Look {
    fn string(&self, text: &str) -> String {
        let must = matches!(text, "3000") || (self.in_brackets() && text.contains(':'));
        match self.quote {
            "" if must => format!("\"{text}\""),
            quote => format!("{quote}{text}{quote}"),
        }
    }

    fn in_brackets(&self) -> bool {
        matches!(self.form, Form::Line | Form::Rows(_))
    }

    fn inline(&self, value: &Value) -> String {
        let pad = if self.form == Form::Padded { " " } else { "" };
        match value {
            Value::String(text) => self.string(text),
            Value::Array(items) if items.is_empty() => "[]".to_owned(),
            Value::Object(members) if members.is_empty() => "{}".to_owned(),
            Value::Array(items) => {
                let items: Vec<_> = items.iter().map(|item| self.inline(item)).collect();
                format!("[{pad}{}{pad}]", items.join(", "))
            }
            Value::Object(members) => {
                let member =
                    |(key, value): (&String, &Value)| format!("{key}: {}", self.inline(value));
                let members: Vec<_> = members.iter().map(member).collect();
                format!("{{{pad}{}{pad}}}", members.join(", "))
            }
            other => other.to_string(),
        }
    }

    fn remark(&self, about: &str) -> String {
        if self.comments {
            format!(" # about {about}")
        } else {
            String::new()
        }
    }

    /// The lines of a value below a key or behind a dash.
    fn block(&self, value: &Value, depth: usize) -> Vec<String> {
        let leaves = matches!(self.form, Form::Leaves | Form::Padded);
        let mut lines = Vec::new();
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    let simple = value
                        .as_object()
                        .is_none_or(|it| !it.values().any(Value::is_object));
                    let nested = value.is_object() || value.is_array();
                    let empty = value.as_object().is_some_and(serde_json::Map::is_empty);
                    if self.comments && depth > 1 && key == "env" {
                        lines.push("# the environment".to_owned());
                    }
                    if !nested || empty || (leaves && simple && depth > 1) {
                        lines.push(format!("{key}: {}{}", self.inline(value), self.remark(key)));
                        continue;
                    }
                    lines.push(format!("{key}:{}", self.remark(key)));
                    let step = if value.is_array() {
                        self.list
                    } else {
                        self.step
                    };
                    for line in self.block(value, depth + 1) {
                        lines.push(if line.is_empty() {
                            line
                        } else {
                            format!("{}{line}", " ".repeat(step))
                        });
                    }
                    if self.apart && depth == 1 {
                        lines.push(String::new());
                    }
                }
            }
            Value::Array(items) => {
                for item in items {
                    let gap = " ".repeat(self.gap);
                    let inner = match item {
                        Value::Object(_) => self.block(item, depth + 1),
                        item => vec![self.inline(item)],
                    };
                    for (index, line) in inner.iter().enumerate() {
                        let lead = if index == 0 { "-" } else { " " };
                        lines.push(format!("{lead}{gap}{line}"));
                    }
                    if self.apart && depth == 1 {
                        lines.push(String::new());
                    }
                }
            }
            _ => {}
        }
        lines
    }

    /// The lines of a value between brackets, from the opening one on.
    fn rows(&self, value: &Value, trailing: bool) -> Vec<String> {
        let (open, close, children): (_, _, Vec<(String, &Value)>) = match value {
            Value::Object(members) if !members.is_empty() => (
                "{",
                "}",
                members
                    .iter()
                    .map(|(key, value)| (format!("{key}: "), value))
                    .collect(),
            ),
            Value::Array(items) if !items.is_empty() => (
                "[",
                "]",
                items.iter().map(|item| (String::new(), item)).collect(),
            ),
            value => return vec![self.inline(value)],
        };
        let mut lines = vec![open.to_owned()];
        let count = children.len();
        for (index, (key, value)) in children.into_iter().enumerate() {
            let mut inner = self.rows(value, trailing);
            inner[0] = format!("{key}{}", inner[0]);
            let comma = if trailing || index + 1 < count {
                ","
            } else {
                ""
            };
            let last = inner.len() - 1;
            inner[last] = format!("{}{comma}{}", inner[last], self.remark(&format!("{index}")));
            lines.extend(
                inner
                    .iter()
                    .map(|line| format!("{}{line}", " ".repeat(self.step))),
            );
        }
        lines.push(close.to_owned());
        lines
    }

    fn data(&self) -> Value {
        let servers = if self.listed {
            let named = |(name, mut server): (&str, Value)| {
                let mut item = json!({"name": name});
                item.as_object_mut()
                    .unwrap()
                    .append(server.as_object_mut().unwrap());
                item
            };
            Value::Array(servers().into_iter().map(named).collect())
        } else {
            servers()
                .into_iter()
                .map(|(name, server)| (name.to_owned(), server))
                .collect()
        };
        json!({"version": 1, "model": {"name": "big", "more": {"top": 1}}, "servers": servers, "none": null, "end": true})
    }

    fn text(&self) -> String {
        let data = self.data();
        let lines = match self.form {
            Form::Line => vec![self.inline(&data)],
            Form::Rows(trailing) => self.rows(&data, trailing),
            _ => self.block(&data, 0),
        };
        let mut text = lines.join("\n") + "\n";
        if self.comments {
            text.push_str("# the end\n");
        }
        text = format!("{}{text}{}", self.around.0, self.around.1);
        if !self.ends {
            text.truncate(text.trim_end().len());
        }
        let mark = if self.mark { "\u{feff}" } else { "" };
        format!("{mark}{}", text.replace('\n', self.newline))
    }
}

fn values() -> [Value; 8] {
    [
        json!("text"),
        json!("yes"),
        json!(7),
        json!({"k": "v", "inner": {"m": 1, "list": ["a", "b: c"]}}),
        json!(["x", "-y", 3]),
        json!(null),
        json!([{"name": "n", "args": ["p"]}]),
        json!({}),
    ]
}

/// Every kind of edit at every place of `document`; which value it brings turns with `turn`.
fn edits(document: &Document, turn: usize) -> Vec<(&'static str, Edit)> {
    let values = values();
    let mut turn = turn;
    let mut next = || {
        turn += 1;
        values[turn % values.len()].clone()
    };
    let mut all = Vec::new();
    let ids: Vec<NodeId> = document.tree.ids().collect();
    let objects: Vec<NodeId> = ids
        .iter()
        .copied()
        .filter(|id| document.node(*id).is_object())
        .collect();
    for &id in &ids {
        let node = document.node(id);
        for _ in 0..2 {
            all.push(("set", Edit::set(id, next())));
        }
        all.push((
            "wrap",
            Edit::Wrap {
                node: id,
                key: "wrapped".to_owned(),
            },
        ));
        if node.parent().is_some() {
            all.push(("remove", Edit::remove(id)));
        }
        if node.member().is_some() {
            all.push((
                "rename",
                Edit::rename(id, ["renamed", "on", "a: b"][turn_of(id) % 3]),
            ));
            let inside = |object: &&NodeId| {
                std::iter::successors(Some(document.node(**object)), |node| node.parent())
                    .any(|around| around.id() == id)
            };
            let others = objects.iter().filter(|object| !inside(object));
            for object in others.step_by(3) {
                all.push(("move", Edit::move_to(id, *object, "moved")));
            }
        }
        if node.is_object() {
            all.push((
                "insert first",
                Edit::insert_at(id, "added", next(), Place::First),
            ));
            all.push(("insert last", Edit::insert(id, "added", next())));
            for member in node.members() {
                all.push((
                    "insert before",
                    Edit::insert_at(id, "added", next(), Place::Before(member.value)),
                ));
                all.push((
                    "insert after",
                    Edit::insert_at(id, "added", next(), Place::After(member.value)),
                ));
            }
        }
        if node.is_array() {
            for index in 0..=node.items().len() {
                all.push(("item", Edit::insert_item(id, index, next())));
            }
        }
        if let Some(text) = node.as_str() {
            let from = text.floor_char_boundary(text.len() / 2);
            all.push(("splice", Edit::splice(id, from..text.len(), "Z")));
            all.push((
                "splice",
                Edit::splice(id, 0..0, ["'\"", "- ", "#", "1"][turn_of(id) % 4]),
            ));
        }
    }
    all
}

fn turn_of(id: NodeId) -> usize {
    format!("{id:?}").bytes().map(usize::from).sum()
}

#[derive(Default)]
struct Count {
    tried: usize,
    by_kind: BTreeMap<&'static str, usize>,
    refused: BTreeMap<String, usize>,
    /// The new texts and what we read in them, for the other parser.
    read: Vec<Value>,
}

/// Carries out one edit and checks all that a machine can.
fn try_one(text: &str, old: &Document, kind: &'static str, edit: &Edit, count: &mut Count) {
    count.tried += 1;
    *count.by_kind.entry(kind).or_default() += 1;
    let edits = [edit.clone()];
    let story = || format!("{edit:?}\nbefore:\n{text}");
    let lowered = match old.lower(&edits) {
        Ok(lowered) => lowered,
        Err(EditError::Unsupported(why)) => {
            assert!(why.split(' ').count() > 3, "{why}");
            *count.refused.entry(why.to_owned()).or_default() += 1;
            return;
        }
        // A value that the edit does not fit.
        Err(EditError::Mismatch) => {
            *count.refused.entry("does not fit".to_owned()).or_default() += 1;
            return;
        }
        Err(other) => panic!("{other}\n{}", story()),
    };
    let changed = edit::apply(text, &lowered).unwrap();
    let new = document(&changed);
    let story = || format!("{}\nafter:\n{changed}", story());
    if let Err(why) = verify(old, &edits, &new, Dialect::JSONC) {
        panic!("{why}\n{}", story());
    }
    bytes_stay(text, &lowered, &changed, &story());
    let breaks = |text: &str| {
        let crlf = text.matches("\r\n").count();
        (
            crlf,
            text.matches('\n').count() - crlf,
            text.matches('\r').count() - crlf,
        )
    };
    let kinds = |(a, b, c): (usize, usize, usize)| (a > 0, b > 0, c > 0);
    if breaks(text) != (0, 0, 0) && breaks(&changed) != (0, 0, 0) {
        assert_eq!(kinds(breaks(text)), kinds(breaks(&changed)), "{}", story());
    }
    assert_eq!(
        text.ends_with(['\n', '\r']),
        changed.ends_with(['\n', '\r']),
        "{}",
        story()
    );
    if !old.drops_comment(&edits) {
        for comment in &old.comments {
            let words = old.slice(comment.span);
            let times = |document: &Document| {
                document
                    .comments
                    .iter()
                    .filter(|it| document.slice(it.span) == words)
                    .count()
            };
            assert!(times(&new) >= times(old), "{words}\n{}", story());
        }
    }
    assert!(
        !changed.contains('\t') || text.contains('\t'),
        "{}",
        story()
    );
    // No blanks at the end of a line that is new.
    let old_lines: BTreeSet<&str> = text.split(['\n', '\r']).collect();
    let lines = changed.split(['\n', '\r']);
    for line in lines.filter(|line| !old_lines.contains(line)) {
        assert_eq!(line.trim_end(), line, "{}", story());
    }
    siblings_stand_alike(&new, &story());
    count.read.push(json!([changed, read(new.root())]));
}

/// What is outside the spans is there again, in order.
fn bytes_stay(old: &str, lowered: &[edit::TextEdit], new: &str, story: &str) {
    let (mut at, mut behind) = (0, 0);
    for edit in lowered {
        let kept = &old[at..edit.span.start];
        assert_eq!(&new[behind..behind + kept.len()], kept, "{story}");
        behind += kept.len() + edit.text.len();
        at = edit.span.end;
    }
    assert_eq!(&new[behind..], &old[at..], "{story}");
}

/// All keys of a mapping and all dashes of a list that start a line stand in one column.
fn siblings_stand_alike(document: &Document, story: &str) {
    for id in document.tree.ids() {
        let node = document.node(id);
        let mut starts: Vec<usize> = node
            .members()
            .iter()
            .map(|member| member.key.span.start)
            .collect();
        starts.extend(node.items().map(|item| item.span().start));
        let mut columns: Vec<usize> = Vec::new();
        for start in starts {
            let column = document.position(start).column;
            let before: String = document.text[..start]
                .chars()
                .rev()
                .take(column - 1)
                .collect();
            if before.chars().all(|c| c == ' ') {
                columns.push(column);
            }
        }
        columns.dedup();
        assert!(columns.len() < 2, "{columns:?}\n{story}");
    }
}

/// The data without what has no JSON: aliases count as nothing.
fn read(node: Option<NodeRef<'_>>) -> Value {
    node.map_or(Value::Null, NodeRef::to_json)
}

/// Lets PyYAML, a reader of YAML 1.1, read all new texts, if there is one.
fn ask_python(read: &[Value]) -> Option<usize> {
    const PROGRAM: &str = "
import json, sys, yaml
Loader = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)
n = 0
for line in sys.stdin:
    text, ours = json.loads(line)
    n += 1
    theirs = yaml.load(text.lstrip('\\ufeff').replace('%YAML 1.2', '%YAML 1.1'), Loader)
    if json.dumps(theirs, sort_keys=True, default=str) != json.dumps(ours, sort_keys=True):
        print(json.dumps([text, ours, theirs], default=str))
        sys.exit(3)
print(n)
";
    let has = Command::new("python3").args(["-c", "import yaml"]).output();
    if !has.is_ok_and(|output| output.status.success()) {
        return None;
    }
    let mut child = Command::new("python3")
        .args(["-c", PROGRAM])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let lines: String = read.iter().map(|pair| format!("{pair}\n")).collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()).is_ok());
    let output = child.wait_with_output().unwrap();
    let _ = writer.join();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

fn tell(name: &str, count: &Count, seen: Option<usize>) {
    eprintln!("{name}: {} edits {:?}", count.tried, count.by_kind);
    eprintln!("refused: {:#?}", count.refused);
    match seen {
        Some(seen) => eprintln!("PyYAML agrees about {seen} texts"),
        None => eprintln!("no PyYAML here: only our own parser was asked"),
    }
}

#[test]
fn every_edit_in_some_styles() {
    in_styles(14);
}

#[test]
#[ignore = "takes minutes: 45,000 edits"]
fn every_edit_in_many_styles() {
    in_styles(150);
}

fn in_styles(looks: usize) {
    let mut count = Count::default();
    // A step that shares no factor with the number of looks meets every combination of any two.
    for turn in 0..looks {
        let look = look(turn * 7_919 % LOOKS);
        let text = look.text();
        let old = document(&text);
        assert_eq!(old.errors, [], "{look:?}\n{text}");
        assert_eq!(read(old.root()), look.data(), "{look:?}\n{text}");
        if look.newline == "\r\n" && look.form != Form::Line {
            assert_eq!(old.newline, Newline::CrLf);
        }
        for (kind, edit) in edits(&old, turn) {
            try_one(&text, &old, kind, &edit, &mut count);
        }
    }
    let seen = ask_python(&count.read);
    tell("styles", &count, seen);
    assert!(count.tried > looks * 200);
    let allowed = [
        "does not fit",
        "a comment would be lost",
        "a value of several lines cannot stand between brackets as it is",
        "a value of several lines between brackets cannot be moved",
    ];
    for why in count.refused.keys() {
        assert!(allowed.contains(&why.as_str()), "{why}");
    }
}

/// Texts with what is rare, each with what it is about.
const ODD: &[&str] = &[
    "a: &x 1\nb: *x\nc: 2\n",
    "base: &b\n  t: 1\n  u: {v: w}\none:\n  <<: *b\n  c: d\ntwo:\n  e: *b\n  f: g\n",
    "a: [&x p, q, *x]\nb: {c: &y {d: 1}, e: *y}\n",
    "- &x a\n- *x\n- b\n",
    "a: &x\nb: *x\nc:\n",
    "a: &x 1\nb: &x 2\nc: *x\nd: {e: *x}\n",
    "a: !!str 1\nb: !t 2\nc: !t {d: 1}\ne: !!map\n  f: 1\ng: ! h\n",
    "? a\n: 1\n? b\n: - c\n  - d\n",
    "? [a, b]\n: 1\nc: 2\n",
    "a: 1\nb: 2\na: 3\nc:\n  d: 1\n  d: 2\n",
    "a: |\n  x\n  y\nb: |-\n  x\n\nc: |+\n  x\n\n\nd: >\n  x\n  y\n\n  z\ne: >-\n  x\nf: |2\n    x\n  y\ng: 1\n",
    "a:\n  - |\n    x\n  - >+\n    y\n\n  - z\nb: 1\n",
    "a: |\n  x\n  y",
    "a: |-\n  x",
    "a: x\n  y\n  z\nb: 'x\n  y'\nc: \"x\\\n  y\"\n",
    "a: \"x\\u00e9\\ty\"\nb: 'it''s'\n'c d': 1\n\"e\": 2\n",
    "a:\n- b\n-\n  c: 1\n- - d\n  - e\n-   f: 1\n    g: 2\n-\n- h\n",
    "a:   # one\n    b: 1   # two\n  # three\n# four\n    c: 2\n      # five\nd: 1 # six\n  # seven\n",
    "a: {\n  b: 1, c: 2,\n  d: 3 # x\n  }\ne: [ a, # y\n  b ]\n",
    "a: {b: , c, \"d\":1, 'e': [], f: {}}\n",
    "[a: 1, {b: 2}, [c]]\n",
    "--- # top\na: 1\n... # end\n",
    "%TAG !e! tag:x,2000:\n---\na: !e!b 1\nc: 2\n",
    "--- {a: 1, b: [c]}\n",
    "--- |\n  x\n  y\n",
    "---\n- a\n- b: c\n",
    "x\n",
    "\"x\"\n",
    "{}\n",
    "[]\n",
    "---\n",
    "a:\tb\nc:\t# d\n  e: 1\n",
    "a: b   \nc:  \n  d: 1  \n\n\n\n",
    "a: b\rc:\r  d: 1\r  e: 2\r",
    "a: b\nc:\r\n  d: 1\r\n  e: 2\r\n",
    "é: ü\n日本: {ñ: [ö]}\n",
    "on: yes\nno: 0o7\nt: 12:30:45\nd: 2001-01-01\nf: 1_000\n",
    "a: http://h:1/p?q#f\nb: C:\\x\nc: -y\nd: a#b\ne: a:b\n",
];

#[test]
fn every_edit_beside_what_is_rare() {
    let mut count = Count::default();
    for text in ODD {
        let old = document(text);
        assert_eq!(old.errors, [], "{text}");
        for turn in 0..2 {
            for (kind, edit) in edits(&old, turn) {
                try_odd(text, &old, kind, &edit, &mut count);
            }
        }
    }
    count.read.clear();
    tell("what is rare", &count, None);
    assert!(count.tried > 2_500);
}

/// The same checks, without those that these texts do not pass themselves.
fn try_odd(text: &str, old: &Document, kind: &'static str, edit: &Edit, count: &mut Count) {
    count.tried += 1;
    *count.by_kind.entry(kind).or_default() += 1;
    let edits = [edit.clone()];
    let story = format!("{edit:?}\nbefore:\n{text}");
    let lowered = match old.lower(&edits) {
        Ok(lowered) => lowered,
        Err(EditError::Unsupported(why)) => {
            assert!(why.split(' ').count() > 3, "{why}");
            *count.refused.entry(why.to_owned()).or_default() += 1;
            return;
        }
        Err(EditError::Mismatch) => {
            *count.refused.entry("does not fit".to_owned()).or_default() += 1;
            return;
        }
        Err(other) => panic!("{other}\n{story}"),
    };
    let changed = edit::apply(text, &lowered).unwrap();
    let new = document(&changed);
    let story = format!("{story}\nafter:\n{changed}");
    if let Err(why) = verify(old, &edits, &new, Dialect::JSONC) {
        panic!("{why}\n{story}");
    }
    bytes_stay(text, &lowered, &changed, &story);
    aliases_say_the_same(old, &new, edit, &story);
    if !old.drops_comment(&edits) {
        assert!(new.comments.len() >= old.comments.len(), "{story}");
    }
}

/// What every alias stands for is what it stood for.
fn aliases_say_the_same(old: &Document, new: &Document, edit: &Edit, story: &str) {
    let opaque = |document: &Document| {
        let ids: Vec<NodeId> = document.tree.ids().collect();
        ids.iter()
            .filter(|id| {
                matches!(
                    document.node(**id).kind(),
                    NodeKind::Opaque { why: "an alias" }
                )
            })
            .count()
    };
    if !matches!(edit, Edit::Remove { .. } | Edit::SetValue { .. }) {
        assert_eq!(opaque(old), opaque(new), "{story}");
    }
}
