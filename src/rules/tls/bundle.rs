//! Where a bundle of certificates is known to be: it is never invented.

use crate::certificates;
use crate::rules::Context;
use crate::variables::is_templated;

/// The path of a bundle: from the settings, from another entry, or from the machine's
/// environment.
pub(super) fn known(context: &Context<'_>) -> Option<String> {
    if let Some(path) = &context.settings.tls.ca_bundle {
        return Some(path.clone());
    }
    let pairs = || {
        context
            .subjects()
            .flat_map(|subject| subject.parts().env.iter())
    };
    let named = certificates::SOURCES.iter().find_map(|source| {
        pairs()
            .find(|pair| pair.name == *source && is_absolute(&pair.value.text))
            .map(|pair| pair.value.text.clone())
    });
    named.or_else(|| {
        let machine = context.machine()?;
        certificates::SOURCES
            .iter()
            .filter_map(|source| machine.env(source))
            .find(|path| is_absolute(path))
    })
}

/// Whether a path means the same wherever a process is started.
pub(super) fn is_absolute(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.contains(['\\', '/']);
    (path.starts_with('/') || path.starts_with("\\\\") || drive) && !is_templated(path)
}
