//! What the client itself wrote about the server.

use std::path::PathBuf;

use super::{Answer, Facts, Orders, Patient, Question, Reply, Spoke, State};
use crate::discover::resolve;
use crate::errors::{self, Family, Plain};
use crate::live::{age, newest, tail};
use crate::secret;

/// So many lines are shown.
const LINES: usize = 6;

/// So many characters of each.
const LONGEST: usize = 300;

/// So many of the newest lines about a server are compared with the table of errors: what was long
/// ago may have been mended since.
const NEWEST: usize = 100;

/// So many lines that belong to the one before them are taken along.
const BELOW: usize = 5;

/// What is older tells of another time, in days.
const OLD: u64 = 2;

/// `None` where the server does what it should, or no log of it is known.
pub(super) fn ask(patient: &Patient, orders: &Orders<'_>, facts: &mut Facts) -> Option<Answer> {
    let well = matches!(facts.reply, Some(Reply::Mcp { .. }))
        || matches!(facts.spoke, Some(Spoke::Mcp { .. }));
    let client = patient.client.filter(|_| !well)?;
    let (own, shared): (Vec<&str>, Vec<&str>) = client
        .log_files
        .iter()
        .partition(|template| template.contains("<name>"));
    // A log of its own tells more than one of everything.
    let (path, lines) =
        [(own, true), (shared, false)]
            .into_iter()
            .find_map(|(templates, own)| {
                let mut paths: Vec<PathBuf> = templates
                    .iter()
                    .flat_map(|template| filled(template, patient))
                    .flat_map(|template| resolve(orders.host, &template))
                    .collect();
                // Clients begin a new one every so often; the newest may not speak of it.
                while let Some(path) = newest(&paths).cloned() {
                    let lines = tail(&path);
                    let lines = match own {
                        true => lines,
                        false => about(&lines, &patient.name),
                    };
                    let lines: Vec<String> =
                        lines.into_iter().filter(|line| !line.is_empty()).collect();
                    if !lines.is_empty() {
                        return Some((path, lines));
                    }
                    paths.retain(|other| *other != path);
                }
                None
            })?;
    let lines = &lines[lines.len().saturating_sub(NEWEST)..];
    let family = meaning(lines);
    let days = age(&path).map_or(0, |age| age.as_secs() / (24 * 60 * 60));
    let old = days >= OLD;
    let mut place = path.to_string_lossy().into_owned();
    if old {
        place.push_str(&format!(", last written {days} days ago"));
    }
    let mut seen = vec![place];
    let from = lines.len().saturating_sub(LINES);
    seen.extend(lines[from..].iter().map(|line| shown(line)));
    let (state, says) = match family {
        Some(family) => (
            State::Note,
            format!(
                "it {} of: {} (`mcpmend explain {}`)",
                if old { "told" } else { "tells" },
                family.title,
                family.id
            ),
        ),
        None => (State::Fine, "nothing known is in it".to_owned()),
    };
    if !old {
        facts.said = facts.said.or(family);
    }
    Some(Answer::new(Question::Logs, state, says).seeing(seen))
}

/// A template with the server's name in it, in each way in which clients write names into those of
/// files; none where a name or a project is missing. A name is whatever somebody has written into a
/// config: it must not lead elsewhere.
fn filled(template: &str, patient: &Patient) -> Vec<String> {
    let template = match &patient.project {
        Some(project) => template.replace("<project>", &project.to_string_lossy()),
        None if template.contains("<project>") => return Vec::new(),
        None => template.to_owned(),
    };
    if !template.contains("<name>") {
        return vec![template];
    }
    let name = &patient.name;
    let outside = |c: char| c.is_control() || "/\\:*?\"<>|{}$~".contains(c);
    let word = |c: char| c.is_ascii_alphanumeric();
    let with = |sign: char| -> String {
        let all = name.chars();
        all.map(|c| if word(c) { c } else { sign }).collect()
    };
    let mut names = vec![
        name.chars().filter(|c| !outside(*c)).collect(),
        with('-'),
        with('_'),
    ];
    names.dedup();
    names.retain(|name: &String| !name.is_empty() && name != "." && name != "..");
    let names = names.iter().map(|name| template.replace("<name>", name));
    names.collect()
}

/// The lines that speak of a server, each with those that belong to it: the rest of a message stands
/// below it, indented.
fn about(lines: &[String], name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut below = 0;
    for line in lines {
        if names(line, name) {
            below = BELOW;
        } else if below > 0 && line.starts_with([' ', '\t']) {
            below -= 1;
        } else {
            below = 0;
            continue;
        }
        found.push(line.clone());
    }
    found
}

/// Whether a line has the name as a word of its own.
fn names(line: &str, name: &str) -> bool {
    !name.is_empty()
        && line.match_indices(name).any(|(at, _)| {
            let apart =
                |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !"-_".contains(c));
            apart(line[..at].chars().next_back()) && apart(line[at + name.len()..].chars().next())
        })
}

/// What these lines tell, as far as the table of errors knows.
pub(super) fn meaning(lines: &[String]) -> Option<&'static Family> {
    let matches = errors::read(&Plain::new(&lines.join("\n")));
    matches.first().map(|found| found.family)
}

/// A line of a log as it may be shown: logs hold tokens.
pub(super) fn shown(line: &str) -> String {
    let masked = secret::mask_text(line);
    match masked.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &masked[..end]),
        None => masked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_about_the_server_is_taken() {
        let lines = [
            "10:00 docs: starting",
            "10:00 docs-next: failed",
            "    at its own",
            "10:01 [docs] spawn npx ENOENT",
            "    at ChildProcess",
            "\tat more",
            "10:02 other",
            "    at other",
        ]
        .map(str::to_owned);
        let found = about(&lines, "docs");
        assert_eq!(
            found,
            [&lines[0], &lines[3], &lines[4], &lines[5]].map(String::clone)
        );
        assert_eq!(about(&lines, ""), Vec::<String>::new());
    }
}
