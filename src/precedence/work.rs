//! From views to standings: who meets whom, and what comes of it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::merge::{Effective, merge};
use super::view::{self, FileView, Layers, Reach, View};
use super::{Relation, Standing, Tie};
use crate::discover;
use crate::host::Host;
use crate::interpret::Status;
use crate::model::{Kind, SameName};
use crate::workspace::{EntryId, Workspace};

/// How each entry of `workspace` stands, in their order.
pub(super) fn work_out(workspace: &Workspace, machine: Option<&dyn Host>) -> Vec<Standing> {
    let work = begin(workspace, machine);
    let pairs = work.pairs();
    work.finished(&pairs)
}

/// Entries of different names that one client reads together, and whose `key` is the same; each
/// two once, the one that stands first first.
pub(super) fn alike(
    workspace: &Workspace,
    machine: Option<&dyn Host>,
    key: impl Fn(&'static Kind, &str) -> String,
) -> Vec<(EntryId, EntryId)> {
    let work = begin(workspace, machine);
    let mut keys: BTreeMap<(&str, String), Vec<usize>> = BTreeMap::new();
    for (index, view) in work.views.iter().enumerate() {
        let entry = workspace.entry(view.entry);
        // Of what it finds in files of others a client may make what it likes.
        if !work.gone[index] && !view.guest && !entry.name_span.is_empty() {
            let key = key(view.kind, &entry.name);
            keys.entry((view.client.id, key)).or_default().push(index);
        }
    }
    let mut found = Vec::new();
    for group in keys.values().filter(|group| group.len() > 1) {
        work.meetings(group, |a, b| {
            let (left, right) = (work.views[a].entry, work.views[b].entry);
            if workspace.entry(left).name != workspace.entry(right).name
                && work.pair(a, b).is_some()
            {
                found.push((left.min(right), left.max(right)));
            }
        });
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// All that counts, and what is not read because of another file.
fn begin<'w>(workspace: &'w Workspace, machine: Option<&dyn Host>) -> Work<'w> {
    let mut layers = Layers::default();
    let files = view::files(workspace, machine, &mut layers);
    let views: Vec<View> = files
        .iter()
        .flat_map(|file| view::entries(workspace, file, machine, &mut layers))
        .collect();
    let mut work = Work {
        workspace,
        layers,
        out: vec![Vec::new(); views.len()],
        gone: vec![false; views.len()],
        relations: vec![Vec::new(); views.len()],
        views,
    };
    work.shut_out(&files);
    work
}

/// Two views that meet, the first one winning where an order is established.
struct Pair {
    high: usize,
    low: usize,
    ordered: bool,
    same_name: SameName,
}

struct Work<'w> {
    workspace: &'w Workspace,
    layers: Layers,
    views: Vec<View>,
    /// For each view where it is not read although the rest of its reach counts.
    out: Vec<Vec<Reach>>,
    /// Whether a view is not read anywhere.
    gone: Vec<bool>,
    relations: Vec<Vec<Found>>,
}

/// A relation with the view that it is to, once that is one.
#[derive(Clone)]
struct Found {
    relation: Relation,
    view: Option<usize>,
}

impl Work<'_> {
    /// Finds the files that keep others from being read.
    fn shut_out(&mut self, files: &[FileView]) {
        // For each client the views of each project folder.
        let mut folders: BTreeMap<(&str, &PathBuf), Vec<&FileView>> = BTreeMap::new();
        for file in files {
            if let Some(folder) = &file.folder
                && !file.client.precedence.one_of.is_empty()
            {
                folders
                    .entry((file.client.id, folder))
                    .or_default()
                    .push(file);
            }
        }
        let alone: Vec<&FileView> = files
            .iter()
            .filter(|file| {
                file.layer
                    .and_then(|index| self.layers.get(file.client, index))
                    .is_some_and(|layer| layer.alone)
            })
            .collect();
        for index in 0..self.views.len() {
            let view = &self.views[index];
            let beside = match &view.reach {
                Reach::Folder { path, .. } => folders
                    .get(&(view.client.id, path))
                    .and_then(|files| first_of(self.workspace, view, files)),
                Reach::Everywhere => None,
            };
            let above = alone.iter().copied().filter(|file| {
                file.client.id == view.client.id
                    && file.file != view.file
                    && matches!((file.layer, view.layer), (Some(high), Some(low)) if high < low)
            });
            let mut found = Vec::new();
            for file in beside.into_iter().chain(above) {
                let Some(place) = file.reach.meet(&view.reach) else {
                    continue;
                };
                let whole = file.reach.covers(&view.reach);
                found.push((
                    file.file,
                    whole,
                    place.clone(),
                    file.guest,
                    file.shown.clone(),
                ));
            }
            for (file, whole, place, guest, shown) in found {
                if whole {
                    self.gone[index] = true;
                } else {
                    self.out[index].push(place);
                }
                self.relations[index].push(Found {
                    relation: Relation {
                        guest,
                        within: (!whole).then_some(shown),
                        ..Relation::new(Tie::ShutOutBy, file)
                    },
                    view: None,
                });
            }
        }
    }

    /// All views that meet, each two once.
    fn pairs(&self) -> Vec<Pair> {
        let mut names: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        let mut endpoints: BTreeMap<(&str, String), Vec<usize>> = BTreeMap::new();
        for (index, view) in self.views.iter().enumerate() {
            if self.gone[index] {
                continue;
            }
            let entry = self.workspace.entry(view.entry);
            // Entries of a list without names are called by their numbers, which mean nothing in
            // another file.
            if !entry.name_span.is_empty() {
                let name = entry.name.as_str();
                names.entry((view.client.id, name)).or_default().push(index);
            }
            let by_endpoint = view.client.precedence.layers.iter();
            if by_endpoint.into_iter().any(|layer| layer.by_endpoint)
                && let Some(endpoint) = self.endpoint(view)
            {
                endpoints
                    .entry((view.client.id, endpoint))
                    .or_default()
                    .push(index);
            }
        }
        let mut pairs = Vec::new();
        for group in names.values().filter(|group| group.len() > 1) {
            self.meetings(group, |a, b| pairs.extend(self.pair(a, b)));
        }
        // Within a file none gives way to another.
        let in_files = |group: &&Vec<usize>| {
            let files = group.iter().map(|&index| self.views[index].file);
            files.collect::<BTreeSet<_>>().len() > 1
        };
        for group in endpoints.values().filter(in_files) {
            self.meetings(group, |a, b| pairs.extend(self.pair_by_endpoint(a, b)));
        }
        pairs
    }

    /// Calls `each` for every two views of `group` whose reaches meet.
    fn meetings(&self, group: &[usize], mut each: impl FnMut(usize, usize)) {
        let mut everywhere: Vec<usize> = Vec::new();
        let mut folders: BTreeMap<&PathBuf, Vec<usize>> = BTreeMap::new();
        for &index in group {
            match &self.views[index].reach {
                Reach::Everywhere => everywhere.push(index),
                Reach::Folder { path, .. } => folders.entry(path).or_default().push(index),
            }
        }
        for (at, &left) in everywhere.iter().enumerate() {
            for &right in &everywhere[at + 1..] {
                each(left, right);
            }
        }
        for (folder, inside) in &folders {
            for (at, &inner) in inside.iter().enumerate() {
                for &right in inside[at + 1..].iter().chain(&everywhere) {
                    each(inner, right);
                }
                let above = folder.ancestors().skip(1);
                for outer in above.filter_map(|path| folders.get(&path.to_owned())) {
                    for &outer in outer {
                        if self.views[outer].reach.covers(&self.views[inner].reach) {
                            each(inner, outer);
                        }
                    }
                }
            }
        }
    }

    fn pair(&self, a: usize, b: usize) -> Option<Pair> {
        let (left, right) = (&self.views[a], &self.views[b]);
        let place = left.reach.meet(&right.reach)?;
        let is_out = |index: usize| self.out[index].iter().any(|out| out.covers(place));
        if is_out(a) || is_out(b) || !left.coexists(right, &self.layers) {
            return None;
        }
        let order = left.compare(right, &self.layers);
        let (high, low) = match order {
            Some(Ordering::Less) => (b, a),
            _ => (a, b),
        };
        Some(Pair {
            high,
            low,
            ordered: order.is_some(),
            same_name: left.same_name(right, &self.layers),
        })
    }

    /// An entry of another name that does the same, where the lower layer gives way to such.
    fn pair_by_endpoint(&self, a: usize, b: usize) -> Option<Pair> {
        let name = |index: usize| &self.workspace.entry(self.views[index].entry).name;
        if name(a) == name(b) {
            return None;
        }
        let pair = self.pair(a, b)?;
        let low = &self.views[pair.low];
        let gives_way = low
            .layer
            .and_then(|index| self.layers.get(low.client, index))
            .is_some_and(|layer| layer.by_endpoint);
        (pair.ordered && gives_way).then_some(Pair {
            same_name: SameName::Replaced,
            ..pair
        })
    }

    /// What an entry starts or calls, word for word.
    fn endpoint(&self, view: &View) -> Option<String> {
        let parts = &self.workspace.entry(view.entry).interpretation.parts;
        if let Some(url) = &parts.url {
            return Some(url.text.clone());
        }
        let words = parts.command.iter().chain(&parts.args);
        let words: Vec<&str> = words.map(|word| word.text.as_str()).collect();
        (!words.is_empty()).then(|| words.join("\0"))
    }

    fn finished(mut self, pairs: &[Pair]) -> Vec<Standing> {
        self.relate(pairs);
        self.finish(pairs)
    }

    fn relate(&mut self, pairs: &[Pair]) {
        for pair in pairs {
            let status = |index: usize| self.views[index].status(self.workspace);
            let is_lost = |status: Status| matches!(status, Status::Dropped | Status::Rejected);
            let (of_high, of_low) = match pair.same_name {
                // Whether an entry that is itself refused still hides another is not known.
                SameName::Replaced if pair.ordered && !is_lost(status(pair.high)) => {
                    (Tie::Replaces, Tie::ReplacedBy)
                }
                SameName::Merged | SameName::Overlaid if pair.ordered => {
                    (Tie::MergedOver, Tie::MergedUnder)
                }
                SameName::Merged | SameName::Overlaid => (Tie::MergedWith, Tie::MergedWith),
                SameName::Both => {
                    let runs = |index| status(index) == Status::Loaded;
                    if !runs(pair.high) || !runs(pair.low) {
                        continue;
                    }
                    (Tie::RunsBeside, Tie::RunsBeside)
                }
                SameName::Replaced | SameName::Unknown => (Tie::Unsettled, Tie::Unsettled),
            };
            self.add(pair.high, pair.low, of_high);
            self.add(pair.low, pair.high, of_low);
        }
    }

    fn add(&mut self, of: usize, to: usize, tie: Tie) {
        let (mine, theirs) = (&self.views[of], &self.views[to]);
        let relation = Relation {
            entry: Some(theirs.entry),
            within: (!theirs.reach.covers(&mine.reach)).then(|| theirs.shown.clone()),
            chosen: theirs.is_chosen(&self.layers),
            guest: theirs.guest,
            ..Relation::new(tie, theirs.file)
        };
        self.relations[of].push(Found {
            relation,
            view: Some(to),
        });
    }

    /// The views that are merged wherever this one counts, itself among them.
    fn parts(&self, index: usize) -> Vec<usize> {
        let others = self.relations[index]
            .iter()
            .filter(|found| found.relation.tie.is_merge() && found.relation.holds_throughout());
        std::iter::once(index)
            .chain(others.filter_map(|found| found.view))
            .collect()
    }

    /// What views come to that are merged.
    fn effective(&self, parts: &[usize]) -> Option<Box<Effective>> {
        if parts.len() < 2 {
            return None;
        }
        let mut sorted: Vec<usize> = Vec::new();
        for &part in parts {
            let mut at = 0;
            for &other in &sorted {
                // Higher ones stand behind lower ones.
                match self.views[part].compare(&self.views[other], &self.layers)? {
                    Ordering::Less => break,
                    _ => at += 1,
                }
            }
            sorted.insert(at, part);
        }
        let entries: Vec<_> = sorted
            .iter()
            .map(|&part| {
                let id = self.views[part].entry;
                (id, self.workspace.node(self.workspace.entry(id)))
            })
            .collect();
        // Another entry may cost the whole file.
        let lost_with_file = sorted.iter().any(|&part| {
            let view = &self.views[part];
            let entry = self.workspace.entry(view.entry);
            !view.guest && entry.status != entry.interpretation.status
        });
        if lost_with_file {
            return None;
        }
        let highest = &self.views[*sorted.last()?];
        let deep = sorted.iter().all(|&part| {
            let same_name = highest.same_name(&self.views[part], &self.layers);
            same_name == SameName::Merged
        });
        let name = &self.workspace.entry(highest.entry).name;
        let displaces = highest.client.precedence.displaces;
        merge(&entries, deep, displaces, name, highest.kind).map(Box::new)
    }

    fn finish(self, pairs: &[Pair]) -> Vec<Standing> {
        let mut merged: Vec<Option<Box<Effective>>> = self.views.iter().map(|_| None).collect();
        for pair in pairs {
            for index in [pair.high, pair.low] {
                if merged[index].is_none() {
                    merged[index] = self.effective(&self.parts(index));
                }
            }
        }
        let mut standings: Vec<Standing> = self
            .workspace
            .entries()
            .map(|_| Standing::default())
            .collect();
        for index in 0..self.views.len() {
            if self.views[index].guest {
                continue;
            }
            let mut relations = self.relations[index].clone();
            for found in &mut relations {
                self.explain(index, found, &merged);
            }
            // What has no effect replaces nothing.
            let has_no_effect = relations.iter().any(|found| {
                found.relation.tie == Tie::ReplacedBy && found.relation.holds_throughout()
            });
            relations.retain(|found| !has_no_effect || found.relation.tie != Tie::Replaces);
            relations.sort_by(|a, b| self.by_weight(a, b));
            standings[self.views[index].entry.0] = Standing {
                counts: true,
                relations: relations.into_iter().map(|found| found.relation).collect(),
                effective: None,
            };
        }
        for (view, effective) in self.views.iter().zip(merged) {
            if !view.guest {
                standings[view.entry.0].effective = effective;
            }
        }
        standings
    }

    /// The most telling relation first: what holds throughout before what holds in the current
    /// folder before what holds elsewhere, and of equal ones the one to the highest entry.
    fn by_weight(&self, a: &Found, b: &Found) -> Ordering {
        fn weight(found: &Found) -> impl Ord + '_ {
            let relation = &found.relation;
            let here = relation.within.as_deref() == Some(".");
            (
                relation.tie,
                !relation.holds_throughout(),
                !here,
                relation.guest,
                relation.within.as_ref(),
            )
        }
        weight(a)
            .cmp(&weight(b))
            .then_with(|| match (a.view, b.view) {
                (Some(a), Some(b)) => self.views[b]
                    .compare(&self.views[a], &self.layers)
                    .unwrap_or(Ordering::Equal),
                _ => Ordering::Equal,
            })
    }

    /// Says which keys of a merge come from where, in the narrower of the two places.
    fn explain(&self, index: usize, found: &mut Found, merged: &[Option<Box<Effective>>]) {
        let Some(other) = found.view.filter(|_| found.relation.tie.is_merge()) else {
            return;
        };
        let (mine, theirs) = (self.views[index].entry, self.views[other].entry);
        let has_both =
            |merge: &&Effective| merge.entries.contains(&mine) && merge.entries.contains(&theirs);
        let narrow = if self.views[other].reach.covers(&self.views[index].reach) {
            index
        } else {
            other
        };
        let wide = index + other - narrow;
        let known = [narrow, wide]
            .into_iter()
            .filter_map(|view| merged[view].as_deref())
            .find(has_both);
        let made;
        let effective = match known {
            Some(known) => known,
            None => {
                // A file that is read only when it is chosen is in no merge but its own.
                let mut parts = self.parts(narrow);
                parts.push(wide);
                made = self.effective(&parts);
                match made.as_deref() {
                    Some(made) => made,
                    None => return,
                }
            }
        };
        let keys = |by: EntryId, of: EntryId| {
            let lost = effective.overridden.iter();
            lost.filter(|lost| lost.by == by && lost.of == of)
                .map(|lost| lost.key.clone())
                .collect()
        };
        found.relation.given = effective
            .keys
            .iter()
            .filter(|(_, from)| *from == theirs)
            .map(|(key, _)| key.clone())
            .collect();
        found.relation.lost = keys(theirs, mine);
        found.relation.won = keys(mine, theirs);
        found.relation.status = Some(effective.status);
    }
}

/// The file that is read in place of the view's, of those of one folder.
fn first_of<'f>(
    workspace: &Workspace,
    view: &View,
    files: &[&'f FileView],
) -> Option<&'f FileView> {
    let own = &workspace.file(view.file).path;
    view.client.precedence.one_of.iter().find_map(|patterns| {
        let mine = patterns
            .iter()
            .position(|pattern| discover::ends_as(own, pattern))?;
        patterns[..mine].iter().find_map(|pattern| {
            files.iter().copied().find(|file| {
                let path = &workspace.file(file.file).path;
                file.file != view.file && discover::ends_as(path, pattern)
            })
        })
    })
}
