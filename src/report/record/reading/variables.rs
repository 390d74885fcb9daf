//! How variables are expanded.

use super::super::{Fact, Says, fact};
use crate::model::{Kind, Unset};

pub(super) fn facts(kind: &Kind) -> Vec<Fact> {
    let variables = kind.variables;
    let forms: Vec<String> = variables
        .forms
        .iter()
        .map(|form| form.write("NAME"))
        .collect();
    let expands = !forms.is_empty();
    let spellings = match (expands, variables.established) {
        (true, _) => Says::Codes(forms),
        (false, true) => "none are expanded".into(),
        (false, false) => Says::Unknown,
    };
    let mut facts = vec![fact("spellings", "spellings", spellings)];
    if expands {
        let others = (!variables.established).then_some(Says::Unknown);
        let others = others.unwrap_or_else(|| "stay as they are written".into());
        facts.push(fact("others", "other spellings", others));
        let mut fields: Vec<String> = Vec::new();
        let known = kind
            .roots
            .iter()
            .flat_map(|root| kind.schema_at(root).fields());
        for field in known {
            let name = field.name.to_owned();
            if variables.fields.contains(&field.role) && !fields.contains(&name) {
                fields.push(name);
            }
        }
        let unset = match variables.unset {
            Unset::Literal => "stays as it is written".into(),
            Unset::Empty => "becomes empty".into(),
            Unset::EntryFails => "keeps the server from starting".into(),
            Unset::FileRejected => "costs the whole file".into(),
            Unset::Unknown => Says::Unknown,
        };
        facts.push(fact("fields", "expanded in", Says::Codes(fields)));
        facts.push(fact("unset", "an unset one", unset));
    }
    if !variables.known.is_empty() {
        let names = variables.known.iter().map(|name| format!("${{{name}}}"));
        facts.push(fact(
            "known",
            "mean something else",
            Says::Codes(names.collect()),
        ));
    }
    let withheld: Vec<&str> = variables
        .withheld
        .iter()
        .flat_map(|withheld| withheld.names)
        .copied()
        .collect();
    if !withheld.is_empty() {
        facts.push(fact(
            "withheld",
            "become empty although set",
            Says::codes(withheld),
        ));
    }
    if !variables.instead.is_empty() {
        facts.push(fact("secrets", "for a secret", variables.instead));
    }
    facts
}
