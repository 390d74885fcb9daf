//! `mcpmend completions`: what a shell offers behind the Tab key.

use std::io::Write;

use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Command, CommandFactory, ValueHint};
use clap_complete::{Shell, generate};

use super::args::{Cli, CompletionsArgs};
use super::{Ending, Failure, schema};
use crate::rules::Category;
use crate::{clients, errors, rules};

pub(super) fn run(args: &CompletionsArgs, out: &mut dyn Write) -> Result<Ending, Failure> {
    // The generators of some shells take an error while writing for a defect.
    let mut script = Vec::new();
    let mut command = offering();
    if args.shell == Shell::Zsh {
        command = without_paths(command);
    }
    generate(args.shell, &mut command, "mcpmend", &mut script);
    if args.shell == Shell::Zsh {
        let text = String::from_utf8_lossy(&script).replace(COMMANDS, COMMANDS_AND_FILES);
        script = text.into_bytes();
    }
    out.write_all(&script)?;
    Ok(Ending::Clean)
}

/// What the script for zsh offers as the first word.
const COMMANDS: &str = "\":: :_mcpmend_commands\"";

/// The same with the paths that may stand there too.
const COMMANDS_AND_FILES: &str = "\":: :{_mcpmend_commands; _files}\"";

/// The program without the paths that stand in the place of a command: the script for zsh takes the
/// first word for one of them, and the command for the second.
fn without_paths(program: Command) -> Command {
    let options = program.get_arguments().filter(|arg| !arg.is_positional());
    Command::new("mcpmend")
        .version(env!("CARGO_PKG_VERSION"))
        .args(options.cloned())
        // Others refuse to stand beside them.
        .group(ArgGroup::new("paths"))
        .subcommands(program.get_subcommands().cloned())
}

/// The commands with the values that may be written where any text is taken: a shell offers them,
/// and mcpmend itself says what is near to a misspelt one.
fn offering() -> Command {
    let mut command = offering_in(Cli::command());
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        command = command.mut_subcommand(name, offering_in);
    }
    command
}

fn offering_in(command: Command) -> Command {
    let name = command.get_name().to_owned();
    command.mut_args(|arg| match (name.as_str(), arg.get_id().as_str()) {
        (_, "client") | ("clients", "id") => arg.value_parser(values(ids())),
        (_, "select" | "ignore") => arg.value_parser(values(categories().chain(rules()))),
        ("explain", "text") => arg.value_parser(values(rules().chain(families()))),
        ("schema", "id") => arg.value_parser(values(own().chain(described()))),
        (_, "home") => arg.value_hint(ValueHint::DirPath),
        _ => arg,
    })
}

fn values(values: impl Iterator<Item = &'static str>) -> PossibleValuesParser {
    PossibleValuesParser::new(values)
}

fn ids() -> impl Iterator<Item = &'static str> {
    clients::ALL.iter().map(|client| client.id)
}

/// The clients whose files have a schema.
fn described() -> impl Iterator<Item = &'static str> {
    let described = clients::ALL
        .iter()
        .filter(|client| !client.kinds.is_empty());
    described.map(|client| client.id)
}

/// What else has one.
fn own() -> impl Iterator<Item = &'static str> {
    schema::OWN.iter().map(|(name, _)| *name)
}

fn rules() -> impl Iterator<Item = &'static str> {
    rules::all().map(|rule| rule.name)
}

/// The names of errors.
fn families() -> impl Iterator<Item = &'static str> {
    errors::all().map(|family| family.id)
}

fn categories() -> impl Iterator<Item = &'static str> {
    Category::ALL.iter().map(|category| category.name())
}
