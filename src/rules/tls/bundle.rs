//! Where a bundle of certificates is known to be (it is never invented), and how a container gets
//! it.

use std::path::Path;

use crate::certificates::{self, Row, Stack};
use crate::commandline::CommandLine;
use crate::docker::{Docker, Verb};
use crate::document::Edit;
use crate::host::FileType;
use crate::model::Os;
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
            .filter(|subject| !in_container(subject))
            .flat_map(|subject| subject.parts().env.iter())
    };
    let usable = |path: &str| is_absolute(path) && is_there(context, path);
    let named = certificates::SOURCES.iter().find_map(|source| {
        pairs()
            .find(|pair| pair.name == *source && usable(&pair.value.text))
            .map(|pair| pair.value.text.clone())
    });
    named.or_else(|| {
        let machine = context.machine()?;
        certificates::SOURCES
            .iter()
            .filter_map(|source| machine.env(source))
            .find(|path| usable(path))
    })
}

/// Whether a file is there, where that can be told: a path that leads nowhere is not handed on.
fn is_there(context: &Context<'_>, path: &str) -> bool {
    context
        .machine()
        .is_none_or(|machine| matches!(machine.file_type(Path::new(path)), Ok(FileType::File(_))))
}

/// Whether an entry starts a container, whose paths are its own.
fn in_container(subject: &Subject<'_>) -> bool {
    subject
        .line()
        .is_some_and(|line| Docker::of(&line).is_some())
}

/// Whether a path means the same wherever a process is started.
pub(super) fn is_absolute(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.contains(['\\', '/']);
    (path.starts_with('/') || path.starts_with("\\\\") || drive) && !is_templated(path)
}

/// The system that servers run on, where that is known: what is below a path is checked for
/// everybody.
pub(super) fn system(context: &Context<'_>) -> Option<Os> {
    context.machine_mode.then(|| context.host.os())
}

/// Where the certificates are mounted in a container.
const MOUNTED: &str = "/etc/ssl/certs/mcp-ca.pem";

/// Mounts the file and names it by the variables of what runs in the container. `None` where
/// that is not known.
pub(super) fn mount(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    docker: &Docker<'_>,
    stack: Stack,
    path: &str,
) -> Option<Vec<Edit>> {
    if docker.verb != Verb::Run || !docker.certain || !is_absolute(path) {
        return None;
    }
    let rows = to_write(stack, Some(Os::Linux))?;
    let mut words = vec!["-v".to_owned(), format!("{path}:{MOUNTED}:ro")];
    for row in rows {
        words.extend(["-e".to_owned(), format!("{}={MOUNTED}", row.variable)]);
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    docker.add_last(subject.document(), line, &words)
}

/// The variables that a fix may write for what runs; `None` where none is known, or not surely.
pub(super) fn to_write(stack: Stack, os: Option<Os>) -> Option<Vec<&'static Row>> {
    let rows = stack.to_set(os);
    let sure = !rows.is_empty() && rows.iter().all(|row| row.established());
    sure.then_some(rows)
}

/// Variables in a sentence: "`A` and `B`".
pub(super) fn quoted(rows: &[&'static Row]) -> String {
    let names: Vec<String> = rows
        .iter()
        .map(|row| format!("`{}`", row.variable))
        .collect();
    names.join(" and ")
}

/// A variable by which a runtime trusts what the system trusts, for the title of a fix.
pub(super) fn trusting(row: &Row, value: &str) -> String {
    let (variable, reader, since) = (row.variable, row.reader.name(), row.since);
    format!(
        "`{variable}={value}`, by which {reader} {since} or newer trusts what the system trusts"
    )
}

/// That a file has to hold the public authorities too, as the end of a help.
pub(super) const REPLACES: &str =
    "; the file takes the place of the public authorities, and has to hold those too";
