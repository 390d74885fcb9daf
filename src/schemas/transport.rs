//! What makes the transport of an entry, as conditions of JSON Schema.
//!
//! Nothing is stated here a second time: [`crate::interpret`] is asked about every combination of
//! command, url and type, and the conditions are those that tell the combinations which cost the
//! entry from the others.

use std::cell::OnceCell;

use serde_json::{Map, Value, json};

use super::cases::{Case, Typed, Url, Verdict, is_command, is_type, is_url, verdicts};
use super::field::{refusal, takes_null, type_of};
use crate::interpret::By;
use crate::model::{Client, Field, Role, Ruling, Schema, Transport, Use};

/// Something that can be said of a case.
#[derive(Clone, Copy, PartialEq)]
enum Atom {
    Command,
    NoCommand,
    AnyUrl,
    NoUrl,
    PlainUrl,
    Type,
    NoType,
    Remote,
    Stdio,
    /// No spelling of a remote transport.
    NotRemote,
    /// No spelling of the transport of what is started.
    NotStdio,
    /// One spelling.
    Spelled(&'static str),
    /// A known spelling, or none.
    KnownType,
    /// Any other.
    UnknownType,
    /// A command, a url, or another reason to be whole.
    Whole,
}

impl Atom {
    fn holds(self, case: &Case) -> bool {
        match self {
            Atom::Command => case.command,
            Atom::NoCommand => !case.command,
            Atom::AnyUrl => case.url != Url::Absent,
            Atom::NoUrl => case.url == Url::Absent,
            Atom::PlainUrl => case.url == Url::Plain,
            Atom::Type => case.typed != Typed::Absent,
            Atom::NoType => case.typed == Typed::Absent,
            Atom::Remote => {
                matches!(case.typed, Typed::Spelled(_, transport) if transport.is_remote())
            }
            Atom::Stdio => matches!(case.typed, Typed::Spelled(_, Transport::Stdio)),
            Atom::NotRemote => !Atom::Remote.holds(case),
            Atom::NotStdio => !Atom::Stdio.holds(case),
            Atom::Spelled(word) => {
                matches!(case.typed, Typed::Spelled(spelling, _) | Typed::Internal(spelling)
                    if spelling == word)
            }
            Atom::KnownType => case.typed != Typed::Unknown,
            Atom::UnknownType => case.typed == Typed::Unknown,
            Atom::Whole => {
                case.command
                    || case.url != Url::Absent
                    || case.partial && case.typed == Typed::Absent
                    || matches!(case.typed, Typed::Internal(_))
            }
        }
    }
}

/// The transport part of an entry's schema.
pub(super) struct Rules<'c> {
    client: &'c Client,
    schema: &'static Schema,
    verdicts: Vec<Verdict>,
    not_started: OnceCell<Option<Vec<Value>>>,
    not_called: OnceCell<Option<Vec<Value>>>,
}

impl<'c> Rules<'c> {
    /// Asks the interpreter about every case.
    pub(super) fn new(client: &'c Client, by: By) -> Rules<'c> {
        Rules {
            client,
            schema: by.schema,
            verdicts: verdicts(by),
            not_started: OnceCell::new(),
            not_called: OnceCell::new(),
        }
    }

    /// The spellings of the type that some entry may have.
    pub(super) fn types(&self) -> Vec<&'static str> {
        self.words()
            .filter(|word| {
                let mut with = self
                    .verdicts
                    .iter()
                    .filter(|verdict| Atom::Spelled(word).holds(&verdict.case))
                    .peekable();
                with.peek().is_none() || with.any(|verdict| verdict.lost.is_none())
            })
            .collect()
    }

    /// All spellings that mean something.
    fn words(&self) -> impl Iterator<Item = &'static str> {
        let rules = &self.schema.transport;
        let known = rules.spellings.iter().map(|(word, _)| *word);
        known.chain(rules.internal.iter().copied())
    }

    /// Whether every type that is not one of [`Rules::types`] costs the entry.
    pub(super) fn closed(&self) -> bool {
        let mut unknown = self
            .verdicts
            .iter()
            .filter(|verdict| verdict.case.typed == Typed::Unknown)
            .peekable();
        unknown.peek().is_some() && unknown.all(|verdict| verdict.lost.is_some())
    }

    /// The conditions that refuse what costs the entry: names of properties that are always
    /// required, and members of `allOf`.
    pub(super) fn conditions(&self) -> (Vec<&'static str>, Vec<Value>) {
        let mut required = Vec::new();
        let mut all_of = Vec::new();
        let mut covered = vec![false; self.verdicts.len()];
        if self.closed() {
            // The property itself says so.
            self.cover(&mut covered, |case| case.typed == Typed::Unknown);
        }
        let types = self.types();
        for word in self.words().filter(|word| !types.contains(word)) {
            self.cover(&mut covered, |case| Atom::Spelled(word).holds(case));
        }
        for (when, demand) in self.candidates() {
            // What no field can give cannot be asked for.
            let wanted: Option<fn(&Field) -> bool> = match demand {
                Atom::Command => Some(is_command),
                Atom::AnyUrl => Some(is_url),
                Atom::Type => Some(is_type),
                _ => None,
            };
            if wanted.is_some_and(|wanted| self.names(wanted).is_empty()) {
                continue;
            }
            let refuses =
                |case: &Case| when.iter().all(|atom| atom.holds(case)) && !demand.holds(case);
            let exact = self
                .verdicts
                .iter()
                .all(|verdict| !refuses(&verdict.case) || verdict.lost.is_some());
            let Some(ruling) = self
                .verdicts
                .iter()
                .zip(&covered)
                .find(|(verdict, covered)| !**covered && refuses(&verdict.case))
                .and_then(|(verdict, _)| verdict.lost)
                .filter(|_| exact)
            else {
                continue;
            };
            self.cover(&mut covered, refuses);
            match (when.as_slice(), demand) {
                ([], Atom::Type) => required.extend(self.names(is_type).first()),
                ([], _) if demand != Atom::Whole => {
                    required.extend(self.only_name(demand));
                    if self.only_name(demand).is_none() {
                        all_of.push(self.demand(demand, ruling));
                    }
                }
                _ => all_of.push(self.conditional(&when, self.demand(demand, ruling), ruling)),
            }
        }
        for (verdict, covered) in self.verdicts.iter().zip(covered) {
            if let (false, Some(ruling)) = (covered, verdict.lost) {
                all_of.push(json!({
                    "not": self.all(&exactly(&verdict.case)),
                    "errorMessage": refusal(self.client, ruling),
                }));
            }
        }
        (required, all_of)
    }

    /// The members that tell the transport of a server of this one, as one would write them; `None`
    /// where the client takes no such server.
    pub(super) fn sample(&self, transport: Transport) -> Option<Map<String, Value>> {
        let written = |verdict: &&Verdict| {
            let case = &verdict.case;
            verdict.lost.is_none()
                && verdict.transport == Some(transport)
                && !case.partial
                && case.command != transport.is_remote()
                && (case.url == Url::Plain) == transport.is_remote()
        };
        // A type is left out where a command says enough.
        let best = self.verdicts.iter().filter(written).min_by_key(|verdict| {
            let typed = match verdict.case.typed {
                Typed::Absent => transport.is_remote(),
                Typed::Spelled(word, _) => {
                    self.schema.spelling(transport) != Some(word) || !transport.is_remote()
                }
                Typed::Internal(_) | Typed::Unknown => return 2,
            };
            u8::from(typed)
        })?;
        Some(best.case.members(self.schema))
    }

    /// The conditions under which an entry is not one that `on` says.
    pub(super) fn of_other_use(&self, on: Use) -> Option<Vec<Value>> {
        let known = match on {
            Use::Stdio => &self.not_started,
            Use::Remote => &self.not_called,
            Use::Both | Use::Neither => return self.when(|transport| !on.suits(transport)),
        };
        // Asked for each field, and slow to find.
        let find = || self.when(|transport| !on.suits(transport));
        known.get_or_init(find).clone()
    }

    /// Whether every entry that is not lost has a transport.
    pub(super) fn all_told(&self) -> bool {
        let mut alive = self.verdicts.iter().filter(|it| it.lost.is_none());
        alive.all(|verdict| verdict.transport.is_some())
    }

    /// The conditions under which an entry must have `field`.
    pub(super) fn required(&self, field: &Field) -> Option<Vec<Value>> {
        self.when(|transport| field.on.suits(transport))
    }

    /// Conditions that together hold for the entries whose transport is `wanted`. `None`: it is so
    /// for all of them.
    fn when(&self, wanted: impl Fn(Transport) -> bool) -> Option<Vec<Value>> {
        let alive: Vec<&Verdict> = self
            .verdicts
            .iter()
            .filter(|verdict| verdict.lost.is_none())
            .collect();
        let is_wanted = |verdict: &Verdict| verdict.transport.is_some_and(&wanted);
        if alive.iter().all(|verdict| is_wanted(verdict)) {
            return None;
        }
        let mut candidates = self.conjunctions(|atoms| {
            let mut holds = alive
                .iter()
                .filter(|it| all_hold(atoms, &it.case))
                .peekable();
            holds.peek()?;
            Some(holds.all(|it| is_wanted(it)))
        });
        // What is said of an entry that is lost anyway had better be true as well.
        candidates.sort_by_key(|(atoms, _)| {
            let lost = || {
                let lost = self.verdicts.iter().filter(|it| it.lost.is_some());
                lost.filter(|it| all_hold(atoms, &it.case))
            };
            let is_told = lost().all(|it| it.transport.is_some());
            (!is_told, !lost().all(is_wanted))
        });
        let mut conditions = Vec::new();
        let mut open: Vec<&&Verdict> = alive.iter().filter(|it| is_wanted(it)).collect();
        while !open.is_empty() {
            let covers = |atoms: &[Atom]| {
                let covered = open.iter().filter(|it| all_hold(atoms, &it.case));
                covered.count()
            };
            // Of those that cover as much the first is the shortest.
            let best = candidates
                .iter()
                .rev()
                .max_by_key(|(atoms, _)| covers(atoms));
            let Some((atoms, condition)) = best.filter(|(atoms, _)| covers(atoms) > 0) else {
                conditions.extend(open.iter().map(|it| self.all(&exactly(&it.case))));
                break;
            };
            conditions.push(condition.clone());
            open.retain(|it| !all_hold(atoms, &it.case));
        }
        Some(conditions)
    }

    /// What can be said with up to three atoms and is `exact`, with its schema, the shortest first.
    /// What holds of nothing has no answer.
    fn conjunctions(&self, exact: impl Fn(&[Atom]) -> Option<bool>) -> Vec<(Vec<Atom>, Value)> {
        let mut atoms = vec![
            Atom::Command,
            Atom::NoCommand,
            Atom::AnyUrl,
            Atom::NoUrl,
            Atom::Remote,
            Atom::Stdio,
            Atom::NotRemote,
            Atom::NotStdio,
            Atom::Type,
            Atom::NoType,
            Atom::KnownType,
            Atom::UnknownType,
        ];
        let words = self.schema.transport.spellings.iter();
        atoms.extend(words.map(|(word, _)| Atom::Spelled(word)));
        // What holds of every case, or of none, tells nothing.
        atoms.retain(|atom| {
            let holds = |it: &Verdict| atom.holds(&it.case);
            self.verdicts.iter().any(holds) && !self.verdicts.iter().all(holds)
        });
        let mut found: Vec<Vec<Atom>> = Vec::new();
        let mut longer: Vec<Vec<Atom>> = vec![Vec::new()];
        for _ in 0..3 {
            let shorter = std::mem::take(&mut longer);
            for base in shorter {
                let last = base
                    .last()
                    .and_then(|last| atoms.iter().position(|it| it == last));
                for atom in &atoms[last.map_or(0, |last| last + 1)..] {
                    let both = [base.as_slice(), &[*atom]].concat();
                    match exact(&both) {
                        Some(true) => found.push(both),
                        Some(false) => longer.push(both),
                        None => {}
                    }
                }
            }
        }
        let mut found: Vec<(Vec<Atom>, Value)> = found
            .into_iter()
            .map(|atoms| {
                let condition = self.all(&atoms);
                (atoms, condition)
            })
            .collect();
        found.sort_by_cached_key(|(_, condition)| condition.to_string().len());
        found
    }

    fn cover(&self, covered: &mut [bool], refuses: impl Fn(&Case) -> bool) {
        for (verdict, covered) in self.verdicts.iter().zip(covered) {
            *covered |= refuses(&verdict.case);
        }
    }

    /// The conditions to try, the simple ones first: when these hold, that must.
    fn candidates(&self) -> Vec<(Vec<Atom>, Atom)> {
        let mut candidates: Vec<(Vec<Atom>, Atom)> = vec![
            (vec![], Atom::Type),
            (vec![], Atom::Command),
            (vec![], Atom::AnyUrl),
            (vec![], Atom::Whole),
            (vec![Atom::Command], Atom::Type),
            (vec![Atom::AnyUrl], Atom::Type),
            (vec![Atom::PlainUrl], Atom::Type),
            (vec![Atom::AnyUrl, Atom::NoCommand], Atom::Type),
            (vec![Atom::PlainUrl, Atom::NoCommand], Atom::Type),
            (vec![Atom::Command, Atom::NoUrl], Atom::Type),
            (vec![Atom::Command], Atom::NoUrl),
            (vec![Atom::Command, Atom::NoType], Atom::NoUrl),
            (vec![Atom::Command], Atom::KnownType),
            (vec![Atom::AnyUrl], Atom::KnownType),
            (vec![Atom::AnyUrl, Atom::NoCommand], Atom::KnownType),
            (vec![Atom::Command, Atom::NoUrl], Atom::KnownType),
            (vec![Atom::Stdio], Atom::Command),
            (vec![Atom::Remote], Atom::AnyUrl),
            (vec![Atom::Stdio], Atom::NoUrl),
            (vec![Atom::Remote], Atom::NoCommand),
            (vec![], Atom::NoUrl),
        ];
        for (word, _) in self.schema.transport.spellings {
            let when = || vec![Atom::Spelled(word)];
            candidates.extend([
                (when(), Atom::Command),
                (when(), Atom::AnyUrl),
                (when(), Atom::NoCommand),
                (when(), Atom::NoUrl),
            ]);
        }
        candidates
    }

    fn names(&self, wanted: fn(&Field) -> bool) -> Vec<&'static str> {
        let fields = self.schema.fields().filter(|field| wanted(field));
        fields.map(|field| field.name).collect()
    }

    /// The field that holds more of the entry, one level deeper.
    fn nested(&self) -> Option<&'static str> {
        self.names(|field| field.role == Role::Nested)
            .first()
            .copied()
    }

    fn only_name(&self, demand: Atom) -> Option<&'static str> {
        let wanted = match demand {
            Atom::Command => is_command,
            Atom::AnyUrl => is_url,
            Atom::Type => is_type,
            _ => return None,
        };
        match self.names(wanted).as_slice() {
            [only] if self.nested().is_none() => Some(only),
            _ => None,
        }
    }

    fn conditional(&self, when: &[Atom], demand: Value, ruling: Ruling) -> Value {
        let mut condition = Map::new();
        condition.insert("$comment".into(), refusal(self.client, ruling));
        if when.is_empty() {
            if let Value::Object(demand) = demand {
                condition.extend(demand);
            }
        } else {
            condition.insert("if".into(), self.all(when));
            condition.insert("then".into(), demand);
        }
        condition.into()
    }

    /// The schema of an entry that has all of these.
    fn all(&self, atoms: &[Atom]) -> Value {
        // `required` of several takes one schema.
        let mut whole = Map::new();
        let mut others = Vec::new();
        for atom in atoms {
            match self.holds(*atom) {
                Value::Object(part) if part.keys().all(|key| !whole.contains_key(key)) => {
                    whole.extend(part);
                }
                other => others.push(other),
            }
        }
        if !others.is_empty() {
            others.insert(0, whole.into());
            return json!({"allOf": others});
        }
        whole.into()
    }

    /// The schema of an entry of which `atom` holds.
    fn holds(&self, atom: Atom) -> Value {
        let words = |wanted: &dyn Fn(Transport) -> bool| -> Vec<&str> {
            let known = self.schema.transport.spellings.iter();
            known
                .filter(|(_, transport)| wanted(*transport))
                .map(|(word, _)| *word)
                .collect()
        };
        match atom {
            Atom::Command => self.has(is_command),
            Atom::NoCommand => self.has_no(is_command),
            Atom::AnyUrl => self.has(is_url),
            Atom::NoUrl => self.has_no(is_url),
            Atom::PlainUrl => self.has(|field| field.role == Role::Url),
            Atom::Type => self.has(is_type),
            Atom::NoType => json!({"not": self.has(is_type)}),
            Atom::Remote => self.is_typed(&words(&Transport::is_remote)),
            Atom::Stdio => self.is_typed(&words(&|transport| transport == Transport::Stdio)),
            Atom::NotRemote => json!({"not": self.holds(Atom::Remote)}),
            Atom::NotStdio => json!({"not": self.holds(Atom::Stdio)}),
            Atom::Spelled(word) => self.is_typed(&[word]),
            Atom::KnownType => {
                let known = self.is_typed(&self.words().collect::<Vec<_>>());
                json!({"anyOf": [known, {"not": self.has(is_type)}]})
            }
            Atom::UnknownType => json!({"not": self.holds(Atom::KnownType)}),
            Atom::Whole => {
                let mut ways = self.demanded(is_command);
                ways.extend(self.demanded(is_url));
                for name in self.names(|field| field.partial) {
                    let mut way = json!({"required": [name]});
                    if !self.names(is_type).is_empty() {
                        way["not"] = self.has(is_type);
                    }
                    ways.push(way);
                }
                if !self.schema.transport.internal.is_empty() {
                    ways.push(self.is_typed(self.schema.transport.internal));
                }
                any_of(ways)
            }
        }
    }

    /// What `then` asks for. A forbidden property is refused where it stands, with a reason.
    fn demand(&self, atom: Atom, ruling: Ruling) -> Value {
        let forbid = |wanted: fn(&Field) -> bool| {
            let mut properties = Map::new();
            for field in self.schema.fields().filter(|field| wanted(field)) {
                // A null is as good as none.
                let forbidden = if takes_null(self.schema, field) {
                    json!({
                        "type": "null",
                        "errorMessage": refusal(self.client, ruling),
                        "doNotSuggest": true,
                    })
                } else {
                    false.into()
                };
                properties.insert(field.name.into(), forbidden);
            }
            let mut demand = self.also_nested(properties);
            demand["errorMessage"] = refusal(self.client, ruling);
            demand
        };
        match atom {
            Atom::Command => any_of(self.demanded(is_command)),
            Atom::AnyUrl => any_of(self.demanded(is_url)),
            Atom::NoUrl => forbid(is_url),
            Atom::NoCommand => forbid(is_command),
            Atom::KnownType => match self.names(is_type).as_slice() {
                [name] if self.nested().is_none() => {
                    json!({"properties": {*name: {"enum": self.types()}}})
                }
                _ => self.holds(atom),
            },
            _ => self.holds(atom),
        }
    }

    /// The schema of an entry that has one of the fields.
    fn has(&self, wanted: fn(&Field) -> bool) -> Value {
        any_of(self.ways(
            wanted,
            |field| json!({"not": {"properties": {field.name: {"type": "null"}}}}),
        ))
    }

    /// The schema of an entry that has none of the fields.
    fn has_no(&self, wanted: fn(&Field) -> bool) -> Value {
        let fields = || self.schema.fields().filter(|field| wanted(field));
        if !fields().any(|field| takes_null(self.schema, field)) {
            return json!({"not": self.has(wanted)});
        }
        let mut properties = Map::new();
        for field in fields() {
            let none = if takes_null(self.schema, field) {
                json!({"type": "null", "doNotSuggest": true})
            } else {
                false.into()
            };
            properties.insert(field.name.into(), none);
        }
        self.also_nested(properties)
    }

    /// The schema of an entry with these properties, one level deeper too where the client looks
    /// there.
    pub(super) fn also_nested(&self, mut properties: Map<String, Value>) -> Value {
        if let Some(nested) = self.nested() {
            let inner = json!({"properties": properties.clone()});
            properties.insert(nested.into(), inner);
        }
        json!({"properties": properties})
    }

    /// Each way to have one of the fields, one level deeper too where the client looks there.
    /// `no_null` is what forbids a null in one that may have it.
    fn ways(&self, wanted: fn(&Field) -> bool, no_null: fn(&Field) -> Value) -> Vec<Value> {
        let mut ways = Vec::new();
        for field in self.schema.fields().filter(|field| wanted(field)) {
            let mut way = Map::from_iter([("required".to_owned(), json!([field.name]))]);
            if takes_null(self.schema, field)
                && let Value::Object(no_null) = no_null(field)
            {
                way.extend(no_null);
            }
            if let Some(nested) = self.nested() {
                ways.push(json!({"properties": {nested: way.clone()}, "required": [nested]}));
            }
            ways.push(way.into());
        }
        ways
    }

    /// Each way to have one of the fields, as something that is asked for: a null is told where it
    /// stands.
    fn demanded(&self, wanted: fn(&Field) -> bool) -> Vec<Value> {
        self.ways(wanted, |field| {
            // An editor tells the same thing about the same place once.
            let message = match type_of(field.shape) {
                Some(name) => format!("Incorrect type. Expected \"{name}\"."),
                None => "It must not be null.".to_owned(),
            };
            json!({
                "properties": {
                    field.name: {
                        "not": {"type": "null"},
                        "errorMessage": message,
                        "doNotSuggest": true,
                    },
                },
            })
        })
    }

    fn is_typed(&self, words: &[&str]) -> Value {
        let is = match words {
            [only] => json!({"const": only}),
            _ => json!({"enum": words}),
        };
        let mut ways = Vec::new();
        for name in self.names(is_type) {
            let plain = json!({"properties": {name: is.clone()}, "required": [name]});
            if let Some(nested) = self.nested() {
                ways.push(json!({"properties": {nested: plain.clone()}, "required": [nested]}));
            }
            ways.push(plain);
        }
        any_of(ways)
    }
}

/// The schema of what is one of `ways`.
pub(super) fn any_of(mut ways: Vec<Value>) -> Value {
    match ways.len() {
        1 => ways.remove(0),
        _ => json!({"anyOf": ways}),
    }
}

fn all_hold(atoms: &[Atom], case: &Case) -> bool {
    atoms.iter().all(|atom| atom.holds(case))
}

fn exactly(case: &Case) -> Vec<Atom> {
    let mut atoms = vec![
        if case.command {
            Atom::Command
        } else {
            Atom::NoCommand
        },
        match case.url {
            Url::Absent => Atom::NoUrl,
            Url::Plain => Atom::PlainUrl,
            Url::Telling => Atom::AnyUrl,
        },
    ];
    match case.typed {
        Typed::Absent => atoms.push(Atom::NoType),
        Typed::Spelled(word, _) | Typed::Internal(word) => atoms.push(Atom::Spelled(word)),
        Typed::Unknown => atoms.push(Atom::UnknownType),
    }
    atoms
}
