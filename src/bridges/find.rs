//! Which bridge a command line starts, and where its arguments begin.

use super::{ALL, Bridge, Description, read};
use crate::commandline::{CommandLine, Launcher, Registry, Word, bare_name};
use crate::docker::{Docker, Image};
use crate::interpret::Parts;

/// The bridge that a command line starts. Of several programs of one name the one that knows the
/// most of what it is told is taken.
pub(super) fn find<'a>(parts: &'a Parts, line: &CommandLine<'a>) -> Option<Bridge<'a>> {
    let mut found: Vec<(usize, Bridge<'a>)> = ALL
        .iter()
        .filter_map(|is| {
            let (called, arguments) = arguments(is, line)?;
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
    bridge.contained = Docker::of(line).is_some_and(|docker| !docker.on_host_network());
    Some(bridge)
}

/// The word that names `is` and its arguments, if the line starts that.
fn arguments<'a>(is: &Description, line: &CommandLine<'a>) -> Option<(Word<'a>, Vec<Word<'a>>)> {
    let contained = in_container(is, line);
    let at = contained.or_else(|| place(is, line))?;
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

/// Behind an image whose entry point it is.
fn in_container(is: &Description, line: &CommandLine<'_>) -> Option<usize> {
    if is.images.is_empty() || line.launcher != Launcher::Docker {
        return None;
    }
    let image = Docker::of(line).filter(|docker| docker.certain)?.image?;
    let text = line.words.get(image)?.text.as_ref();
    is.images
        .contains(&Image::of(text).name)
        .then_some(image + 1)
}

/// Behind its name.
fn place(is: &Description, line: &CommandLine<'_>) -> Option<usize> {
    let own = line.own;
    let before = own.checked_sub(1).and_then(|at| line.words.get(at))?;
    let named = |word: &Word<'_>| is.programs.contains(&bare_name(&word.text).as_str());
    let module = || {
        let flag = own.checked_sub(2).and_then(|at| line.words.get(at));
        flag.is_some_and(|flag| matches!(flag.text.as_ref(), "-m" | "--module"))
            && !is.module.is_empty()
            && before.text == is.module
    };
    let starts = match line.launcher {
        Launcher::Npx | Launcher::Dlx | Launcher::Bunx | Launcher::Deno => {
            fetched(is, line, before, Registry::Npm)
        }
        Launcher::Uvx | Launcher::Pipx => fetched(is, line, before, Registry::PyPi),
        Launcher::Node | Launcher::Bun => {
            let path = before.text.replace('\\', "/");
            !is.script.is_empty() && path.ends_with(is.script)
        }
        Launcher::Python => module(),
        Launcher::UvRun => {
            if is.registry == Registry::PyPi && !module() {
                let words = line.words.get(..own)?;
                return words.iter().skip(2).rposition(named).map(|at| at + 3);
            }
            module()
        }
        Launcher::Docker | Launcher::Other => {
            return line.words.first().filter(|word| named(word)).map(|_| 1);
        }
        _ => false,
    };
    starts.then_some(own)
}

/// Whether a launcher fetches it, and starts its program.
fn fetched(
    is: &Description,
    line: &CommandLine<'_>,
    operand: &Word<'_>,
    registry: Registry,
) -> bool {
    let Some(package) = line.package.as_ref().filter(|_| is.registry == registry) else {
        return false;
    };
    let by_program = || is.programs.contains(&bare_name(&operand.text).as_str());
    match package.registry {
        // A repository says nothing by its name; its program does.
        Registry::Elsewhere => by_program(),
        _ if package.name != is.package => false,
        _ => package.word + 1 == line.own || by_program(),
    }
}
