//! What is known of programs in the world: data with source and date, never asked of a network.

pub mod advisories;
pub mod archived;
pub mod endpoints;
pub mod folders;
pub mod homes;
pub mod misplaced;
pub mod ports;
pub mod protections;
pub mod runtimes;
pub mod servers;

use crate::commandline::Registry;

/// Whether two names are one to this registry: PyPI does not tell case, `-`, `_` and `.` apart.
pub fn same_name(registry: Registry, one: &str, other: &str) -> bool {
    if registry != Registry::PyPi {
        return one == other;
    }
    let normal = |name: &str| {
        name.split(['-', '_', '.'])
            .filter(|part| !part.is_empty())
            .map(str::to_ascii_lowercase)
            .collect::<Vec<_>>()
    };
    normal(one) == normal(other)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Whether `text` is a date, `YYYY-MM-DD`.
    pub(crate) fn is_date(text: &str) -> bool {
        let shape: String = text
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        shape == "0000-00-00"
    }

    /// Whether `text` is a url.
    pub(crate) fn is_url(text: &str) -> bool {
        text.starts_with("https://") && !text.contains(' ')
    }

    /// The place of a registry's records in a table.
    pub(crate) fn rank(registry: Registry) -> u8 {
        match registry {
            Registry::Npm => 0,
            Registry::PyPi => 1,
            Registry::Image => 2,
            Registry::Elsewhere => 3,
        }
    }

    /// Checks that records stand once, in the order of registry and name, with source and date.
    pub(crate) fn records<'t>(
        records: impl Iterator<Item = (Registry, &'t str, &'t str, &'t str)>,
    ) {
        let mut before: Option<(u8, &str)> = None;
        for (registry, name, source, date) in records {
            assert!(is_url(source) && is_date(date), "{name}");
            let here = Some((rank(registry), name));
            assert!(before < here, "{name} is out of order");
            before = here;
        }
    }
}
