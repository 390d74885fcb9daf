//! What clients and runtimes print when a server does not come up, and what it means.
//!
//! [`all`] is the one table of it: `mcpmend explain "TEXT"`, the pages under `docs/errors` and their
//! index are made from it. A text is looked up by [`read`]; [`concerns`] tells which servers of a
//! workspace it speaks of.

pub mod concerns;
mod families;
mod pattern;
mod plain;

use std::ops::Range;

use crate::model::Os;
use pattern::Patterns;
pub use plain::Plain;

/// Errors that mean the same, however they are worded.
#[derive(Debug)]
pub struct Family {
    /// Its name on the command line and of its page, kebab-case; no rule has it.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// Whether it only wraps the true cause: it is told behind all that are not of this kind.
    pub wraps: bool,
    /// What is printed, the most common first.
    pub prints: &'static [Print],
    /// What it means, as Markdown.
    pub means: &'static str,
    /// Why it happens, the likeliest first.
    pub causes: &'static [Cause],
    /// What to run, in this order.
    pub run: &'static [Step],
    /// Where this is known from: `owner/repository#issue`, a url, or how it was tried.
    pub sources: &'static [&'static str],
    /// The day on which it was true, `YYYY-MM-DD`.
    pub date: &'static str,
}

/// A text as it is printed.
#[derive(Debug)]
pub struct Print {
    /// An example of it, whole.
    pub text: &'static str,
    /// Who prints it, for people.
    pub by: &'static str,
    /// What tells it: in the language of [`pattern`]; any of them will do.
    patterns: &'static [&'static str],
}

/// One reason for an error. All texts are Markdown, sentences with their full stops.
#[derive(Debug)]
pub struct Cause {
    /// What is wrong.
    pub what: &'static str,
    /// How to tell that it is this one.
    pub tell: &'static str,
    /// What to do about it.
    pub mend: &'static str,
    /// The rules that find or prevent it.
    pub rules: &'static [&'static str],
}

/// A command that tells more. `PORT` and `COMMAND` in it stand for what the text names.
#[derive(Debug)]
pub struct Step {
    /// The command.
    pub command: &'static str,
    /// What it tells, without a full stop.
    pub tells: &'static str,
    /// The only system that has it; `None`: all.
    pub os: Option<Os>,
}

impl Family {
    /// The rules that find or prevent it, each once, in the order of the causes.
    pub fn rules(&self) -> Vec<&'static str> {
        let mut rules: Vec<&'static str> = Vec::new();
        for rule in self.causes.iter().flat_map(|cause| cause.rules) {
            if !rules.contains(rule) {
                rules.push(rule);
            }
        }
        rules
    }
}

/// All families, subject by subject.
pub fn all() -> impl Iterator<Item = &'static Family> {
    families::SUBJECTS
        .iter()
        .flat_map(|(_, families)| families.iter())
}

/// The subjects, each with its families.
pub const fn subjects() -> &'static [(&'static str, &'static [Family])] {
    families::SUBJECTS
}

/// The family called `id`.
pub fn by_id(id: &str) -> Option<&'static Family> {
    all().find(|family| family.id == id)
}

/// A family that a text speaks of.
#[derive(Debug)]
pub struct Match {
    /// The family.
    pub family: &'static Family,
    /// Which of its prints was met first.
    pub print: &'static Print,
    /// Where in the plain text it stands: the first places, at most [`MOST_PLACES`].
    pub places: Vec<Range<usize>>,
    /// How often it stands there.
    pub count: usize,
}

/// How many places of one family are kept.
pub const MOST_PLACES: usize = 20;

/// The families that `text` speaks of: those that tell the cause before those that wrap it, then
/// the more frequent first, then in the order of the text. Takes time in proportion to the text.
pub fn read(text: &Plain) -> Vec<Match> {
    let families: Vec<&'static Family> = all().collect();
    let prints: Vec<(usize, &'static Print)> = families
        .iter()
        .enumerate()
        .flat_map(|(index, family)| family.prints.iter().map(move |print| (index, print)))
        .collect();
    let patterns = Patterns::new(prints.iter().enumerate().flat_map(|(index, (_, print))| {
        print.patterns.iter().map(move |pattern| (index, *pattern))
    }));
    let mut found: Vec<Option<Match>> = families.iter().map(|_| None).collect();
    let mut add = |hit: Hit| {
        let (family, print) = prints[hit.print];
        let entry = found[family].get_or_insert_with(|| Match {
            family: families[family],
            print,
            places: Vec::new(),
            count: 0,
        });
        entry.count += 1;
        if entry.places.len() < MOST_PLACES {
            entry.places.push(hit.place);
        }
    };
    // Where two texts overlap, the longer one says more; of two of one length, the one of the longer
    // pattern, then the earlier one of the table.
    let mut best: Option<Hit> = None;
    patterns.find(text.lower(), |print, place, told| {
        let hit = Hit { print, place, told };
        best = Some(match best.take() {
            Some(before) if hit.place.start < before.place.end => {
                if hit.is_better(&before) {
                    hit
                } else {
                    before
                }
            }
            Some(before) => {
                add(before);
                hit
            }
            None => hit,
        });
    });
    best.into_iter().for_each(add);
    let mut matches: Vec<Match> = found.into_iter().flatten().collect();
    matches.sort_by_key(|it| {
        let first = it.places.first().map_or(0, |place| place.start);
        (it.family.wraps, std::cmp::Reverse(it.count), first)
    });
    matches
}

/// One place where a print stands.
struct Hit {
    print: usize,
    place: Range<usize>,
    /// How many characters the pattern has.
    told: usize,
}

impl Hit {
    fn is_better(&self, other: &Hit) -> bool {
        let rank = |hit: &Hit| (hit.place.len(), hit.told, std::cmp::Reverse(hit.print));
        rank(self) > rank(other)
    }
}

/// A word shorter than this says nothing by itself.
const SHORTEST_WORD: usize = 3;

/// The families whose texts have the most words in common with one that none of them tells, the
/// nearest first, at most three.
pub fn nearest(text: &Plain) -> Vec<&'static Family> {
    let asked: std::collections::BTreeSet<&str> = words(text.lower_text()).take(400).collect();
    let known: Vec<(&'static Family, Vec<String>)> = all()
        .map(|family| {
            let mut own: Vec<String> = family
                .prints
                .iter()
                .flat_map(|print| {
                    let lower = print.text.to_lowercase();
                    words(&lower).map(str::to_owned).collect::<Vec<_>>()
                })
                .collect();
            own.sort();
            own.dedup();
            (family, own)
        })
        .collect();
    let mut scored: Vec<(f64, &'static Family)> = known
        .iter()
        .filter_map(|(family, own)| {
            let common = own.iter().filter(|word| asked.contains(word.as_str()));
            // A word of many families says little about each.
            let score: f64 = common
                .map(|word| {
                    let having = known.iter().filter(|(_, own)| own.contains(word));
                    1.0 / having.count().max(1) as f64
                })
                .sum();
            (score >= 0.5).then_some((score, *family))
        })
        .collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0));
    scored
        .into_iter()
        .take(3)
        .map(|(_, family)| family)
        .collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() >= SHORTEST_WORD && !word.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
