//! "Did you mean": names that nearly fit.

use super::Failure;
use crate::model::Client;
use crate::rules::{self, Category, Rule};

/// The client called `id`.
pub(super) fn client(id: &str) -> Result<&'static Client, Failure> {
    crate::clients::by_id(id).ok_or_else(|| {
        let ids = crate::clients::ALL.iter().map(|client| client.id);
        unknown("client", id, ids, "mcpmend clients")
    })
}

/// The rule called `name`.
pub(super) fn rule(name: &str) -> Result<&'static Rule, Failure> {
    rules::by_name(name).ok_or_else(|| {
        if Category::ALL.iter().any(|category| category.name() == name) {
            return Failure::message(format!(
                "`{name}` is a category of rules; `mcpmend rules` lists what is in it"
            ));
        }
        unknown(
            "rule",
            name,
            rules::all().map(|rule| rule.name),
            "mcpmend rules",
        )
    })
}

/// Checks that `name` is a rule or a category.
pub(super) fn rule_or_category(name: &str) -> Result<(), Failure> {
    let known = rules::by_name(name).is_some()
        || Category::ALL.iter().any(|category| category.name() == name);
    if known {
        return Ok(());
    }
    let all = rules::all()
        .map(|rule| rule.name)
        .chain(Category::ALL.iter().map(|category| category.name()));
    Err(unknown("rule or category", name, all, "mcpmend rules"))
}

/// What is said of a `name` that is none of the `known`; `list` is the command that lists them.
pub(super) fn unknown<'k>(
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'k str>,
    list: &str,
) -> Failure {
    let best = known
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(score, _)| *score > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    Failure::message(match best {
        Some((_, candidate)) => format!("unknown {what} `{name}`: did you mean `{candidate}`?"),
        None => format!("unknown {what} `{name}`; `{list}` lists them"),
    })
}
