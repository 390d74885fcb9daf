//! The names of the variables that take the place of secrets.

use std::collections::BTreeMap;

use crate::interpret::Text;
use crate::model::{Field, Role};
use crate::rules::{Context, Subject};
use crate::secret::{Evidence, Secret, name, value};
use crate::variables;

/// How many names are tried with a number behind them.
const TRIES: usize = 100;

/// The names that stand for something already, each with what: `None` where that is not known.
pub(super) struct Names<'a> {
    context: Context<'a>,
    taken: BTreeMap<String, Vec<Option<String>>>,
}

impl<'a> Names<'a> {
    /// The names that the entries of everything that is checked set or refer to.
    pub(super) fn new(context: &Context<'a>) -> Names<'a> {
        let mut names = Names {
            context: *context,
            taken: BTreeMap::new(),
        };
        for subject in context.subjects() {
            let env = &subject.parts().env;
            for pair in env {
                if !value::has_reference(&pair.value.text) {
                    names.take(&pair.name, Some(&pair.value.text));
                }
            }
            for text in subject.parts().texts() {
                for variable in variables::scan(&text.text) {
                    let own = env.iter().any(|pair| {
                        pair.name == variable.name && !value::has_reference(&pair.value.text)
                    });
                    if variable.is_environment() && !own {
                        names.take(variable.name, None);
                    }
                }
            }
        }
        names
    }

    /// Notes that `name` stands for `value`.
    pub(super) fn take(&mut self, name: &str, value: Option<&str>) {
        let known = self.taken.entry(name.to_owned()).or_default();
        let value = value.map(str::to_owned);
        if !known.contains(&value) {
            known.push(value);
        }
    }

    /// A name for a secret, which stands for nothing else, and which is noted.
    pub(super) fn choose(&mut self, subject: &Subject<'_>, text: &Text, secret: &Secret) -> String {
        let value = &text.text[secret.range.clone()];
        let own = natural(subject, text, secret);
        let server = shout(&subject.entry.name);
        let qualified =
            (!own.starts_with(&server) && is_name(&server)).then(|| format!("{server}_{own}"));
        let start = field(subject, text.role).map_or("", |field| field.variables_start);
        let tried = (2..TRIES).map(|number| format!("{own}_{number}"));
        let chosen = std::iter::once(own.clone())
            .chain(qualified)
            .chain([format!("MCP_{own}")])
            .chain(tried)
            .map(|name| match name.strip_prefix(start) {
                Some(_) => name,
                None => format!("{start}{name}"),
            })
            .find(|name| {
                !subject.variables().withholds(name, text.role) && self.is_free(name, value)
            })
            .unwrap_or(own);
        self.take(&chosen, Some(value));
        chosen
    }

    /// Whether `name` stands for nothing but `value`.
    fn is_free(&self, name: &str, value: &str) -> bool {
        let known = self.taken.get(name);
        let here = self
            .context
            .machine_for_help()
            .and_then(|host| host.env(name));
        known.is_none_or(|known| known.iter().all(|it| it.as_deref() == Some(value)))
            && here.is_none_or(|here| here == value)
    }
}

/// The field that a text stands in.
fn field(subject: &Subject<'_>, role: Role) -> Option<&'static Field> {
    subject.schema().fields().find(|field| field.role == role)
}

/// The name that a secret has by itself: its own where that is a variable's, else one after the
/// server.
pub(super) fn natural(subject: &Subject<'_>, text: &Text, secret: &Secret) -> String {
    let name = secret.name.as_deref().unwrap_or_default();
    let loud = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let own = if text.role == Role::Env {
        secret.range == (0..text.text.len())
    } else {
        matches!(text.role, Role::Command | Role::Args) && name.chars().all(loud)
    };
    // What no shell can set is no name of a variable, wherever it stands.
    let settable = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if own && !name.is_empty() && name.chars().all(settable) {
        return name.to_owned();
    }
    let server = shout(&subject.entry.name);
    let what = match secret.evidence {
        Evidence::UserInfo => "PASSWORD".to_owned(),
        // `SUPABASE_ACCESS_TOKEN` is what its own documentation calls it.
        Evidence::Known(known) if name.is_empty() && is_its_vendor(&server, known.title) => {
            return shout(known.title);
        }
        _ if name.eq_ignore_ascii_case("authorization") || name.is_empty() => "TOKEN".to_owned(),
        _ => {
            let name = shout(name);
            name.strip_prefix("X_").unwrap_or(&name).to_owned()
        }
    };
    if is_name(&server) {
        format!("{server}_{what}")
    } else {
        format!("MCP_{what}")
    }
}

/// Whether a server is called as the issuer of a credential.
fn is_its_vendor(server: &str, title: &str) -> bool {
    let vendor = title.split(' ').next().unwrap_or_default();
    server.split('_').next() == Some(vendor.to_ascii_uppercase().as_str())
}

fn shout(name: &str) -> String {
    name::words(name).join("_").to_ascii_uppercase()
}

fn is_name(text: &str) -> bool {
    text.is_ascii() && text.starts_with(|c: char| c.is_ascii_alphabetic())
}
