//! The command line: one file per subcommand.

mod apply;
mod args;
mod check;
mod clients;
mod completions;
mod diff;
#[cfg(feature = "doctor")]
mod doctor;
mod explain;
mod interactive;
#[cfg(feature = "doctor")]
mod interrupt;
mod keep;
mod list;
#[cfg(feature = "lsp")]
mod lsp;
mod man;
#[cfg(feature = "mcp")]
mod mcp;
mod outcome;
mod ports;
mod progress;
mod question;
mod report;
mod rules;
mod schema;
mod session;
#[cfg(feature = "doctor")]
mod starting;
mod terminal;
mod undo;

use std::borrow::Cow;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::report::{Guard, Style, visible};
use crate::settings::SettingsError;
use crate::suggest::UnknownName;
use args::{Cli, Command, PortsFormat, TableFormat};

/// Writes a line to standard error, whatever is in it: texts of others have no say over the
/// terminal, nor over where a line ends.
macro_rules! say {
    ($($text:tt)*) => {
        $crate::cli::tell(&$crate::report::visible(&format!($($text)*)))
    };
}
use say;

/// Writes lines of a report, which may be coloured, to standard error. Nobody may be listening,
/// and that must not stop a run.
fn tell(lines: &str) {
    let style = Style {
        color: true,
        ..Style::PLAIN
    };
    let mut out = Guard::lines(style, io::stderr());
    let _ = out.write_all(format!("{lines}\n").as_bytes());
    let _ = out.flush();
}

/// What a run came to, apart from an error of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Nothing at or above the limit.
    Clean,
    /// Findings.
    Findings,
    /// It was broken off: the exit code is this.
    #[cfg(feature = "doctor")]
    Interrupted(u8),
}

/// Why mcpmend could not run: exit code 2.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The message says it all.
    #[error("{0}")]
    Message(String),
    /// Output could not be written.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A name that is none of those that it should be one of.
    #[error(transparent)]
    Name(#[from] UnknownName),
    /// Settings that cannot be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
}

impl Failure {
    fn message(text: impl Into<String>) -> Failure {
        Failure::Message(text.into())
    }
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            // Help into a closed pipe is nobody's loss.
            let _ = echoing(error).print();
            return ExitCode::from(code);
        }
    };
    let color = cli.color;
    // Not locked: a server writes to it from other threads.
    let mut out = io::BufWriter::new(io::stdout());
    let result = run(cli, &mut out).and_then(|ending| {
        out.flush()?;
        Ok(ending)
    });
    match result {
        Ok(Ending::Clean) => ExitCode::SUCCESS,
        Ok(Ending::Findings) => ExitCode::from(1),
        #[cfg(feature = "doctor")]
        Ok(Ending::Interrupted(code)) => ExitCode::from(code),
        // `mcpmend | head` has seen enough.
        Err(Failure::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let style = terminal::style(color, &io::stderr());
            let failure = failure.to_string();
            tell(&format!(
                "{} {}",
                style.paint("1;31", "error:"),
                visible(&failure)
            ));
            ExitCode::from(2)
        }
    }
}

/// The same complaint with the arguments as they may be shown: clap repeats them as they are.
fn echoing(error: clap::Error) -> clap::Error {
    let args: Vec<String> = std::env::args_os()
        .map(|arg| arg.to_string_lossy().into_owned())
        .collect();
    if args
        .iter()
        .all(|arg| matches!(visible(arg), Cow::Borrowed(_)))
    {
        return error;
    }
    let shown = args.iter().map(|arg| visible(arg).into_owned());
    Cli::try_parse_from(shown).err().unwrap_or(error)
}

/// A run whose output goes through a [`Guard`].
fn guarded(
    json: bool,
    style: Style,
    out: &mut dyn Write,
    run: impl FnOnce(&mut dyn Write) -> Result<Ending, Failure>,
) -> Result<Ending, Failure> {
    let mut out = if json {
        Guard::json(out)
    } else {
        Guard::lines(style, out)
    };
    let ending = run(&mut out)?;
    out.finish()?;
    Ok(ending)
}

fn run(cli: Cli, out: &mut dyn Write) -> Result<Ending, Failure> {
    let style = terminal::style(cli.color, &io::stdout());
    match cli.command {
        Some(Command::Check(args)) => check::run(&args, cli.color, style, out),
        // A diff says itself how it is shown.
        Some(Command::Undo(args)) if args.diff => undo::run(&args, style, out),
        Some(Command::Undo(args)) => {
            let json = args.format == TableFormat::Json;
            guarded(json, style, out, |out| undo::run(&args, style, out))
        }
        Some(Command::List(args)) => {
            let json = args.format == TableFormat::Json;
            guarded(json, style, out, |out| list::run(&args, style, out))
        }
        Some(Command::Ports(args)) => {
            let json = args.format == PortsFormat::Json;
            guarded(json, style, out, |out| ports::run(&args, style, out))
        }
        #[cfg(feature = "doctor")]
        Some(Command::Doctor(args)) => {
            let json = args.format == TableFormat::Json;
            guarded(json, style, out, |out| {
                doctor::run(&args, cli.color, style, out)
            })
        }
        Some(Command::Explain(args)) => {
            let json = args.format == TableFormat::Json;
            guarded(json, style, out, |out| explain::run(&args, style, out))
        }
        Some(Command::Rules(args)) => {
            let json = args.format == TableFormat::Json;
            guarded(json, style, out, |out| rules::run(&args, style, out))
        }
        Some(Command::Clients(args)) => {
            let json = args.format == TableFormat::Json;
            guarded(json, style, out, |out| clients::run(&args, style, out))
        }
        #[cfg(feature = "mcp")]
        Some(Command::Mcp(args)) => mcp::run(&args),
        Some(Command::Schema(args)) => schema::run(&args, out),
        Some(Command::Completions(args)) => completions::run(&args, out),
        Some(Command::Man(args)) => man::run(&args, out),
        #[cfg(feature = "lsp")]
        Some(Command::Lsp(_)) => lsp::run(),
        None => check::run(&cli.check, cli.color, style, out),
    }
}
