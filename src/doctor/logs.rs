//! What the client itself wrote about the server.

use super::{Answer, Facts, Orders, Patient, Question, Reply, Spoke, State};
use crate::discover::resolve;
use crate::errors::{self, Family, Plain};
use crate::live::{newest, tail};
use crate::secret;

/// So many lines are shown.
const LINES: usize = 6;

/// So many characters of each.
const LONGEST: usize = 300;

/// `None` where the server does what it should, or no log of it is known.
pub(super) fn ask(patient: &Patient, orders: &Orders<'_>, facts: &mut Facts) -> Option<Answer> {
    let well = matches!(facts.reply, Some(Reply::Mcp { .. }))
        || matches!(facts.spoke, Some(Spoke::Mcp { .. }));
    let client = patient.client.filter(|_| !well)?;
    for template in client.log_files {
        let paths = resolve(orders.host, &template.replace("<name>", &patient.name));
        let Some(path) = newest(&paths) else {
            continue;
        };
        // What other servers did is not told.
        let own = template.contains("<name>");
        let lines: Vec<String> = tail(path)
            .into_iter()
            .filter(|line| own || line.contains(patient.name.as_str()))
            .collect();
        if lines.is_empty() {
            continue;
        }
        let family = meaning(&lines);
        let mut seen = vec![path.to_string_lossy().into_owned()];
        seen.extend(lines.iter().rev().take(LINES).rev().map(|line| shown(line)));
        let (state, says) = match family {
            Some(family) => (
                State::Note,
                format!(
                    "it tells of: {} (`mcpmend explain {}`)",
                    family.title, family.id
                ),
            ),
            None => (State::Fine, "nothing known is in it".to_owned()),
        };
        facts.said = facts.said.or(family);
        return Some(Answer::new(Question::Logs, state, says).seeing(seen));
    }
    None
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
