//! Every client's own form at every other client's place: a file that one client takes as it is
//! meant is either understood by the other too, or found, and then converted by the fixes as far
//! as the other client can say the same.
//!
//! Nothing here knows a client by name: the files are written from the facts of the clients, and
//! what cannot be converted is excused only by a fact of the client that cannot say it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout
)]
#![allow(missing_docs, unreachable_pub)]

mod common;
#[path = "pairs/form.rs"]
mod form;
#[path = "pairs/meaning.rs"]
mod meaning;
#[path = "pairs/write.rs"]
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use common::Sandbox;
use form::Form;
use mcpmend::check::{self, Selection};
use mcpmend::diagnostic::{Diagnostic, Severity};
use mcpmend::discover::{Found, Place};
use mcpmend::fix;
use mcpmend::host::Host;
use mcpmend::model::{Client, Kind};
use mcpmend::rules::Context;
use mcpmend::settings::Settings;
use mcpmend::workspace::Workspace;
use meaning::{Meaning, Part};
use rayon::prelude::*;

/// So many of the wrong ones are printed.
const SHOWN: usize = 400;

/// `text` at a place of `kind`.
fn at(client: &'static Client, kind: &'static Kind, text: &str) -> Workspace {
    let location = &kind.locations[0];
    let path = form::path_of(location.path);
    let found = Found {
        path: Path::new(&path).to_owned(),
        shown: path,
        place: Place::Known {
            client,
            kind,
            scope: location.scope,
        },
        also: Vec::new(),
    };
    let mut workspace = Workspace::default();
    workspace.add_text(&found, text.as_bytes().to_vec());
    workspace
}

fn context<'a>(
    workspace: &'a Workspace,
    settings: &'a Settings,
    host: &'a dyn Host,
) -> Context<'a> {
    Context {
        workspace,
        settings,
        host,
        machine_mode: false,
    }
}

fn told(findings: &[Diagnostic]) -> String {
    let lines: Vec<String> = findings
        .iter()
        .map(|finding| {
            format!(
                "{}[{}] {} / {} / {}",
                finding.severity.name(),
                finding.rule,
                finding.message,
                finding.effect.as_deref().unwrap_or(""),
                finding.help.as_deref().unwrap_or("")
            )
        })
        .collect();
    lines.join("\n    ")
}

/// The kinds of file that are read like no other: of several that differ only in their places
/// and messages one stands for all.
fn places() -> Vec<(&'static Client, &'static Kind)> {
    let mut seen = BTreeSet::new();
    form::kinds()
        .filter(|(_, kind)| !kind.locations.is_empty() && seen.insert(form::key(kind)))
        .collect()
}

#[test]
fn every_client_takes_its_own_form_as_it_is_meant() {
    let sandbox = Sandbox::new();
    let settings = Settings::default();
    let mut wrong = Vec::new();
    for (client, kind) in form::kinds().filter(|(_, kind)| !kind.locations.is_empty()) {
        let form = Form::of(client, kind);
        let workspace = at(client, kind, &form.text);
        let read = meaning::read(&workspace);
        for (name, meant) in &form.servers {
            match read.get(name) {
                None => wrong.push(format!("{}: no server {name}\n{}", form.whose(), form.text)),
                Some(read) => {
                    for part in Meaning::differences(meant, read, kind) {
                        wrong.push(format!("{}: {name}: {part:?}\n{}", form.whose(), form.text));
                    }
                }
            }
        }
        let context = context(&workspace, &settings, &sandbox);
        let findings = check::check(&context, &Selection::default());
        for finding in findings {
            if finding.severity == Severity::Error {
                wrong.push(format!("{}: {}", form.whose(), told(&[finding])));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What became of one form at one place.
#[derive(Default)]
struct Outcome {
    wrong: Vec<String>,
    /// What could not be said there, and why.
    unsaid: Vec<(String, &'static str)>,
    understood: bool,
    /// Whether one finding tells of the whole file.
    whole: bool,
    /// Whether another client reads its own form there, so that it is its file too.
    shared: bool,
    /// Whether what the file holds tells that it is no file of this client.
    skipped: bool,
}

fn try_pair(
    form: &Form,
    (client, kind): (&'static Client, &'static Kind),
    selection: &Selection,
    settings: &Settings,
    host: &dyn Host,
) -> Outcome {
    let mut outcome = Outcome::default();
    let pair = format!("{} -> {}/{}", form.whose(), client.id, kind.id);
    let workspace = at(client, kind, &form.text);
    if !workspace
        .files()
        .any(|(_, file)| file.client.id == client.id)
    {
        // Nothing but what the client's own files hold may tell.
        if kind.told_by.is_empty() {
            outcome.wrong.push(format!("{pair}: it is not read"));
        }
        outcome.skipped = true;
        return outcome;
    }
    let before = context(&workspace, settings, host);
    let findings = check::check(&before, selection);
    outcome.whole = findings.iter().any(|it| it.rule == "misplaced-config");
    let differs = |workspace: &Workspace| {
        let read = meaning::read(workspace);
        let mut all: Vec<(String, Option<Part>)> = Vec::new();
        for (name, meant) in &form.servers {
            // One that has no name in its own form may be given any.
            let unnamed = form.is_unnamed().then(|| read.values().next()).flatten();
            match read.get(name).or(unnamed) {
                None => all.push((name.clone(), None)),
                Some(read) => all.extend(
                    Meaning::differences(meant, read, kind)
                        .into_iter()
                        .map(|part| (name.clone(), Some(part))),
                ),
            }
        }
        all
    };
    let first = differs(&workspace);
    // Another client may read the same place, and its own form there: then it is its file too.
    // One that reads the owner's key as well loses nothing.
    let own = kind.roots.iter().find(|root| !root.path.is_empty());
    let theirs = |guest: &Kind| {
        let mut roots = guest.roots.iter();
        let both = own.is_some_and(|own| guest.roots.iter().any(|root| root.path == own.path));
        !both && roots.any(|root| root == form.root())
    };
    if form::guests(client, kind).any(theirs) {
        for finding in findings.iter().filter(|it| it.rule == "wrong-root-key") {
            if finding.severity == Severity::Error {
                outcome
                    .wrong
                    .push(format!("{pair}: {}", told(std::slice::from_ref(finding))));
            }
        }
        outcome.shared = true;
        return outcome;
    }
    outcome.understood = first.is_empty();
    if outcome.understood {
        for finding in &findings {
            if finding.severity == Severity::Error {
                let told = told(std::slice::from_ref(finding));
                outcome
                    .wrong
                    .push(format!("{pair}: understood, and {told}"));
            }
        }
    } else if !findings.iter().any(|finding| {
        let said = [Some(&finding.message), finding.effect.as_ref()];
        said.into_iter()
            .flatten()
            .any(|said| said.contains(client.name))
    }) {
        let silent = |(name, part): &(String, Option<Part>)| {
            let excuse = form.servers[name].excuse(part.as_ref(), kind);
            form.excuse(part.as_ref(), kind).is_some()
                || excuse == Some(meaning::UNKNOWN_VARIABLES)
                || part.as_ref().is_some_and(Part::is_minor)
        };
        if !first.iter().all(silent) {
            outcome.wrong.push(format!(
                "{pair}: nothing tells of {first:?}\n    {}\n{}",
                told(&findings),
                form.text
            ));
        }
    }
    let mended = fix::fix(&before, selection, true);
    let text = &mended.workspace.files().next().unwrap().1.document.text;
    for failed in &mended.failed {
        outcome.wrong.push(format!(
            "{pair}: failed: {} ({})",
            failed.fix.title, failed.why
        ));
    }
    if mended.unsettled {
        outcome
            .wrong
            .push(format!("{pair}: it never settles\n{text}"));
    }
    for (name, part) in differs(&mended.workspace) {
        let meant = &form.servers[&name];
        let excuse = form.excuse(part.as_ref(), kind);
        match excuse.or_else(|| meant.excuse(part.as_ref(), kind)) {
            Some(reason) => {
                outcome.unsaid.push((format!("{name}: {part:?}"), reason));
            }
            None => outcome.wrong.push(format!(
                "{pair}: {name}: {part:?}\n--- from\n{}--- to\n{text}\n--- left\n    {}",
                form.text,
                told(&mended.checked.findings)
            )),
        }
        // Nothing is lost without a word.
        let left = told(&mended.checked.findings);
        let words = meant.words(part.as_ref()).into_iter();
        let minor = part.as_ref().is_some_and(Part::is_minor);
        for word in words.filter(|word| !minor && form.text.contains(word)) {
            if !text.contains(&word) && !left.contains(&word) {
                outcome.wrong.push(format!(
                    "{pair}: {name}: {word} of {part:?} is gone\n--- from\n{}--- to\n{text}",
                    form.text
                ));
            }
        }
    }
    outcome
}

/// Every form at every place; where one finding for the whole file is told, the rules of single
/// entries must come to the same end without it.
fn all_pairs() -> (Vec<Outcome>, usize) {
    let places = places();
    let mut forms: Vec<Form> = Vec::new();
    for (client, kind) in &places {
        let form = Form::of(client, kind);
        if form.servers.is_empty() {
            continue;
        }
        // Many clients have one form: once is enough.
        let same = |other: &Form| {
            other.text == form.text
                && other.kind.format == kind.format
                && other.servers == form.servers
        };
        if !forms.iter().any(same) {
            forms.push(form);
        }
    }
    let sandbox = Sandbox::new();
    let settings = Settings::default();
    let mut pairs = Vec::new();
    for form in &forms {
        for place in &places {
            if form.kind.format == place.1.format {
                pairs.push((form, *place));
            }
        }
    }
    let count = pairs.len();
    let host = &sandbox;
    let all = Selection::default();
    let single = Selection {
        select: Vec::new(),
        ignore: vec!["misplaced-config".to_owned()],
        ..Selection::default()
    };
    let outcomes = pairs
        .into_par_iter()
        .flat_map_iter(|(form, place)| {
            let first = try_pair(form, place, &all, &settings, host);
            let again = first
                .whole
                .then(|| try_pair(form, place, &single, &settings, host));
            [Some(first), again].into_iter().flatten()
        })
        .collect();
    (outcomes, count)
}

#[test]
fn a_form_at_anothers_place_is_found_and_converted() {
    let (outcomes, count) = all_pairs();
    let wrong: Vec<&String> = outcomes.iter().flat_map(|outcome| &outcome.wrong).collect();
    let mut unsaid: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for (what, reason) in outcomes.iter().flat_map(|outcome| &outcome.unsaid) {
        let (times, whats) = unsaid.entry(reason).or_default();
        *times += 1;
        whats.insert(what);
    }
    let understood = outcomes.iter().filter(|outcome| outcome.understood).count();
    let whole = outcomes.iter().filter(|outcome| outcome.whole).count();
    let shared = outcomes.iter().filter(|outcome| outcome.shared).count();
    let skipped = outcomes.iter().filter(|outcome| outcome.skipped).count();
    println!(
        "{count} pairs, {skipped} no file of the other client, {shared} at a place of both, \
         {understood} understood as they are, {whole} told as whole files"
    );
    for (reason, (times, whats)) in &unsaid {
        let whats: Vec<&str> = whats.iter().copied().collect();
        println!("{times:5} times: {reason} ({})", whats.join("; "));
    }
    let list: Vec<&str> = wrong.iter().take(SHOWN).map(|it| it.as_str()).collect();
    assert!(
        wrong.is_empty(),
        "{} wrong, among them\n{}",
        wrong.len(),
        list.join("\n")
    );
    assert!(understood > count / 20 && whole > count / 20 && !unsaid.is_empty());
    assert!(skipped < count / 10, "{skipped} of {count} are not read");
}
