//! Which bridge a command line starts, and where its arguments begin.

use std::borrow::Cow;

use super::{ALL, Bridge, Description, read};
use crate::commandline::{CommandLine, Launcher, Registry, Word, bare_name};
use crate::docker::{Docker, Image};
use crate::interpret::Parts;

/// The bridge that a command line starts. Of several programs of one name the one that knows the
/// most of what it is told is taken.
pub(super) fn find<'a>(parts: &'a Parts, line: &CommandLine<'a>) -> Option<Bridge<'a>> {
    let known = Started::of(line)?;
    let mut found: Vec<(usize, Bridge<'a>)> = ALL
        .iter()
        .filter_map(|is| {
            let (called, arguments) = arguments(is, line, &known)?;
            read::read(is, parts, called, arguments)
        })
        .collect();
    // Only some of them call urls.
    found.sort_by_key(|(strange, bridge)| (*strange, bridge.url().is_none()));
    let tie = match &found[..] {
        [first, second, ..] => {
            first.0 == second.0 && first.1.url().is_some() == second.1.url().is_some()
        }
        _ => false,
    };
    let (_, mut bridge) = found.into_iter().next()?;
    bridge.certain = !tie;
    bridge.contained = known.docker.is_some_and(|docker| !docker.on_host_network());
    Some(bridge)
}

/// What a command line starts, which every description is compared with.
struct Started<'l> {
    docker: Option<Docker<'l>>,
    /// The image, and where it stands.
    image: Option<(Image<'l>, usize)>,
    /// The word in front of the server's own arguments.
    before: &'l str,
    /// The name of the program in it.
    program: Cow<'l, str>,
}

impl<'l> Started<'l> {
    /// `None` where the line can start no bridge at all: most do not.
    fn of(line: &'l CommandLine<'_>) -> Option<Started<'l>> {
        let fetches = matches!(
            line.launcher,
            Launcher::Npx
                | Launcher::Dlx
                | Launcher::Bunx
                | Launcher::Deno
                | Launcher::Uvx
                | Launcher::Pipx
        );
        if fetches && line.package.is_none() {
            return None;
        }
        let docker = Docker::of(line);
        let image = docker
            .as_ref()
            .filter(|docker| docker.certain)
            .and_then(|docker| docker.image)
            .and_then(|at| Some((Image::of(line.words.get(at)?.text.as_ref()), at)));
        let before = line.own.checked_sub(1).and_then(|at| line.words.get(at))?;
        let named = match line.launcher {
            Launcher::Docker | Launcher::Other => line.words.first()?,
            _ => before,
        };
        Some(Started {
            docker,
            image,
            before: &before.text,
            program: bare_name(&named.text),
        })
    }

    fn is_program_of(&self, is: &Description) -> bool {
        is.programs.contains(&self.program.as_ref())
    }
}

/// The word that names `is` and its arguments, if the line starts that.
fn arguments<'a>(
    is: &Description,
    line: &CommandLine<'a>,
    known: &Started<'_>,
) -> Option<(Word<'a>, Vec<Word<'a>>)> {
    let image = known.image.as_ref();
    let contained = image
        .filter(|(image, _)| is.images.contains(&image.name))
        .map(|(_, at)| at + 1);
    let at = contained.or_else(|| place(is, line, known))?;
    let called = line.words.get(at.checked_sub(1)?)?.clone();
    let words = line.words.get(at..)?;
    if contained.is_some() || is.subcommands.is_empty() {
        return Some((called, words.to_vec()));
    }
    let rest = is.subcommands.iter().find_map(|subcommand| {
        let (start, rest) = words.split_at_checked(subcommand.len())?;
        start
            .iter()
            .zip(*subcommand)
            .all(|(word, wanted)| word.text == *wanted)
            .then(|| rest.to_vec())
    })?;
    Some((called, rest))
}

/// Behind its name.
fn place(is: &Description, line: &CommandLine<'_>, known: &Started<'_>) -> Option<usize> {
    let own = line.own;
    let module = || {
        let flag = own.checked_sub(2).and_then(|at| line.words.get(at));
        flag.is_some_and(|flag| matches!(flag.text.as_ref(), "-m" | "--module"))
            && !is.module.is_empty()
            && known.before == is.module
    };
    let starts = match line.launcher {
        Launcher::Npx | Launcher::Dlx | Launcher::Bunx | Launcher::Deno => {
            fetched(is, line, known, Registry::Npm)
        }
        Launcher::Uvx | Launcher::Pipx => fetched(is, line, known, Registry::PyPi),
        Launcher::Node | Launcher::Bun => {
            !is.script.is_empty() && known.before.replace('\\', "/").ends_with(is.script)
        }
        Launcher::Python => module(),
        Launcher::UvRun => {
            if is.registry == Registry::PyPi && !module() {
                let words = line.words.get(..own)?;
                let named = |word: &Word<'_>| is.programs.contains(&bare_name(&word.text).as_ref());
                return words.iter().skip(2).rposition(named).map(|at| at + 3);
            }
            module()
        }
        Launcher::Docker | Launcher::Other => {
            return known.is_program_of(is).then_some(1);
        }
        _ => false,
    };
    starts.then_some(own)
}

/// Whether a launcher fetches it, and starts its program.
fn fetched(
    is: &Description,
    line: &CommandLine<'_>,
    known: &Started<'_>,
    registry: Registry,
) -> bool {
    let Some(package) = line.package.as_ref().filter(|_| is.registry == registry) else {
        return false;
    };
    match package.registry {
        // A repository says nothing by its name; its program does.
        Registry::Elsewhere => known.is_program_of(is),
        _ if package.name != is.package => false,
        _ => package.word + 1 == line.own || known.is_program_of(is),
    }
}
