//! For which systems a file is.

use crate::commandline::{CommandLine, Launcher, Wrapper};
use crate::discover::{ends_as, relative_pattern};
use crate::interpret::Text;
use crate::model::Os;
use crate::rules::Subject;
use crate::workspace::Entry;

/// So many servers of a file tell whose machine it is for.
const ENOUGH: usize = 100;

/// Folders that only systems other than Windows have.
const UNIX_FOLDERS: &[&str] = &[
    "/home/",
    "/Users/",
    "/usr/",
    "/opt/",
    "/etc/",
    "/var/",
    "/nix/",
    "/Applications/",
    "/Volumes/",
    "/Library/",
];

/// What tells that a file is for no Windows machine.
pub(super) enum Elsewhere<'a> {
    /// The machine that is looked at.
    Machine(Os),
    /// The place, which the client has on other systems only.
    Place,
    /// A path of another system in it.
    Path(&'a Text),
}

/// The system that was asked for by `--os`, or on which the client runs. In a repository the
/// machine that checks says nothing.
pub(super) fn asked(subject: &Subject<'_>) -> Option<Os> {
    let context = &subject.context;
    let asked = context.machine_mode || !context.host.is_this_machine();
    asked.then(|| context.host.os())
}

/// Whether the file is surely one of a Windows machine.
pub(super) fn is_windows(subject: &Subject<'_>) -> bool {
    match asked(subject) {
        Some(Os::Windows) => true,
        // Another machine reads it, whatever paths stand in it.
        Some(_) => systems(subject) == Some(Systems::Windows),
        None => systems(subject) == Some(Systems::Windows) || windows_path(subject).is_some(),
    }
}

/// What tells that the file is surely not one of a Windows machine.
pub(super) fn elsewhere<'a>(subject: &Subject<'a>) -> Option<Elsewhere<'a>> {
    let systems = systems(subject);
    if systems == Some(Systems::Windows) {
        return None;
    }
    if let Some(os) = asked(subject) {
        return (os != Os::Windows).then_some(Elsewhere::Machine(os));
    }
    if systems == Some(Systems::Others) {
        return Some(Elsewhere::Place);
    }
    if windows_path(subject).is_some() {
        return None;
    }
    let unix = |text: &&Text| UNIX_FOLDERS.iter().any(|it| text.text.starts_with(it));
    entries(subject)
        .filter(|entry| is_of_host(entry))
        .flat_map(|entry| entry.interpretation.parts.texts())
        .find(unix)
        .map(Elsewhere::Path)
}

#[derive(PartialEq)]
enum Systems {
    Windows,
    Others,
}

/// The systems that have the place of the file, where not all of them do.
fn systems(subject: &Subject<'_>) -> Option<Systems> {
    let path = &subject.file.path;
    let places = subject.file.kind.locations.iter().filter_map(|place| {
        let pattern = relative_pattern(place.path);
        ends_as(path, &pattern).then(|| (pattern.split('/').count(), place.os))
    });
    let places: Vec<(usize, &[Os])> = places.collect();
    let longest = places.iter().map(|(length, _)| *length).max()?;
    let mut systems = places
        .iter()
        .filter(|(length, _)| *length == longest)
        .flat_map(|(_, systems)| *systems);
    let first_is_windows = systems.next() == Some(&Os::Windows);
    let alike = systems.all(|os| (*os == Os::Windows) == first_is_windows);
    alike.then_some(if first_is_windows {
        Systems::Windows
    } else {
        Systems::Others
    })
}

fn entries<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'a Entry> + use<'a> {
    subject
        .context
        .workspace
        .entries_of(subject.file_id())
        .take(ENOUGH)
        .map(|(_, entry)| entry)
}

/// Whether the paths of an entry are those of the machine, and not of a container or of WSL.
fn is_of_host(entry: &Entry) -> bool {
    CommandLine::of(&entry.interpretation.parts).is_some_and(|line| {
        line.launcher != Launcher::Docker && !line.wrappers.contains(&Wrapper::Wsl)
    })
}

fn windows_path<'a>(subject: &Subject<'a>) -> Option<&'a Text> {
    entries(subject)
        .flat_map(|entry| entry.interpretation.parts.texts())
        .find(|text| is_windows_path(&text.text))
}

/// Whether a text is a path with the letter of a drive.
pub(super) fn is_windows_path(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && characters.next() == Some(':')
        && matches!(characters.next(), Some('\\' | '/'))
        && !text.contains("://")
}
