//! What an entry fetches and runs, behind bridges as well.

use std::ops::Range;

use crate::bridges::Target;
use crate::commandline::{CommandLine, Launcher, Package, Registry, Word};
use crate::docker::{Docker, Image, Verb};
use crate::rules::{Held, Subject};

/// A package or an image that is fetched.
pub(super) struct Fetched<'a> {
    /// Which one. The name of an image is without its tag.
    pub(super) package: Package,
    /// The word that names it.
    pub(super) word: Word<'a>,
    /// Whether it is an image with a digest, which counts before its tag.
    pub(super) digest: bool,
    /// Whether nothing about it can change: a version, a digest.
    pub(super) fixed: bool,
    /// Which of [`lines`] fetches it.
    pub(super) line: usize,
}

/// The command line of an entry, and behind a bridge the one that it starts.
pub(super) fn lines<'a>(subject: &Subject<'a>) -> Vec<Held<'a, CommandLine<'a>>> {
    let Some(line) = subject.line() else {
        return Vec::new();
    };
    let bridge = subject.bridge();
    let inner = match bridge.as_deref().map(|bridge| &bridge.target) {
        Some(Target::Command(words)) => CommandLine::read(words.clone()),
        _ => None,
    };
    let inner = inner.map(|line| Held::Made(Box::new(line)));
    std::iter::once(line).chain(inner).collect()
}

/// Everything that these lines fetch.
pub(super) fn all<'a>(lines: &[Held<'a, CommandLine<'a>>]) -> Vec<Fetched<'a>> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        // `npx --no` runs what the project has installed.
        let installed = line
            .words
            .get(..line.own)
            .unwrap_or_default()
            .iter()
            .any(|word| matches!(word.text.as_ref(), "--no" | "--no-install" | "--offline"));
        for package in line.packages() {
            if let Some(word) = line.words.get(package.word) {
                found.push(Fetched {
                    digest: false,
                    fixed: installed || package.pinned().is_some(),
                    package: package.clone(),
                    word: word.clone(),
                    line: at,
                });
            }
        }
        found.extend(image(line, at));
    }
    found
}

fn image<'a>(line: &CommandLine<'a>, at: usize) -> Option<Fetched<'a>> {
    if line.launcher != Launcher::Docker {
        return None;
    }
    let docker = Docker::of(line).filter(|docker| docker.certain && docker.verb == Verb::Run)?;
    let place = docker.image?;
    let word = line.words.get(place)?;
    let image = Image::of(&word.text);
    Some(Fetched {
        package: Package {
            name: image.name.to_owned(),
            version: image.tag.map(str::to_owned),
            registry: Registry::Image,
            word: place,
        },
        digest: image.digest,
        fixed: image.digest || image.tag.is_some_and(|tag| tag != "latest"),
        word: word.clone(),
        line: at,
    })
}

impl Fetched<'_> {
    /// The bytes of its name in the string that holds it; `None` where quoting hides them.
    pub(super) fn name_range(&self) -> Option<Range<usize>> {
        let text = &self.word.text;
        let start = text.find(&self.package.name)?;
        self.in_source(start..start + self.package.name.len())
    }

    /// The bytes of its version in the string that holds it.
    pub(super) fn version_range(&self) -> Option<Range<usize>> {
        let version = self.package.version.as_deref()?;
        let name = self.word.text.find(&self.package.name)? + self.package.name.len();
        let start = name + self.word.text.get(name..)?.find(version)?;
        self.in_source(start..start + version.len())
    }

    /// A part of the word as a part of the string of the file.
    fn in_source(&self, range: Range<usize>) -> Option<Range<usize>> {
        if self.word.whole {
            return Some(range);
        }
        let word = self.word.range_of(&self.word.text)?;
        Some(word.start + range.start..word.start + range.end)
    }
}
