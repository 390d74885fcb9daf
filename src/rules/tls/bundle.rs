//! Where a bundle of certificates is known to be (it is never invented), and how a container gets
//! it.

use crate::certificates::{self, Stack};
use crate::commandline::CommandLine;
use crate::docker::Docker;
use crate::document::Edit;
use crate::rules::{Context, Subject};
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

/// Where the certificates are mounted in a container.
const MOUNTED: &str = "/etc/ssl/certs/mcp-ca.pem";

/// Mounts the file and names it.
pub(super) fn mount(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    docker: &Docker<'_>,
    path: &str,
) -> Option<Vec<Edit>> {
    if docker.verb != crate::docker::Verb::Run || !docker.certain || !is_absolute(path) {
        return None;
    }
    let mut words = vec!["-v".to_owned(), format!("{path}:{MOUNTED}:ro")];
    for name in Stack::Container.to_set() {
        words.extend(["-e".to_owned(), format!("{name}={MOUNTED}")]);
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    docker.add_last(subject.document(), line, &words)
}
