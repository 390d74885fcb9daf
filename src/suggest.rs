//! "Did you mean": names that nearly fit.

use crate::model::Client;
use crate::rules::{self, Category, Rule};

/// A name that is none of those that it should be one of; the text says which it may be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UnknownName(String);

/// The client called `id`.
///
/// # Errors
/// When there is none.
pub fn client(id: &str) -> Result<&'static Client, UnknownName> {
    crate::clients::by_id(id).ok_or_else(|| {
        let ids = crate::clients::ALL.iter().map(|client| client.id);
        unknown("client", id, ids, "mcpmend clients")
    })
}

/// The rule called `name`.
///
/// # Errors
/// When there is none.
pub fn rule(name: &str) -> Result<&'static Rule, UnknownName> {
    rules::by_name(name).ok_or_else(|| {
        if Category::ALL.iter().any(|category| category.name() == name) {
            return UnknownName(format!(
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
///
/// # Errors
/// When it is neither.
pub fn rule_or_category(name: &str) -> Result<(), UnknownName> {
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
) -> UnknownName {
    let best = known
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(score, _)| *score > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    UnknownName(match best {
        Some((_, candidate)) => format!("unknown {what} `{name}`: did you mean `{candidate}`?"),
        None => format!("unknown {what} `{name}`; `{list}` lists them"),
    })
}
