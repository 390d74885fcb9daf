//! The command line: one file per subcommand.

mod apply;
mod args;
mod check;
mod clients;
mod diff;
mod explain;
mod keep;
mod list;
mod ports;
mod rules;
mod schema;
mod session;
mod suggest;
mod terminal;
mod undo;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

/// Writes a line to standard error. Nobody may be listening, and that must not stop a run.
macro_rules! say {
    ($($text:tt)*) => {{
        let _ = std::io::Write::write_fmt(
            &mut std::io::stderr(),
            format_args!("{}\n", format_args!($($text)*)),
        );
    }};
}
use say;

/// What a run came to, apart from an error of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Nothing at or above the limit.
    Clean,
    /// Findings.
    Findings,
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
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let color = cli.color;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let result = run(cli, &mut out).and_then(|ending| {
        out.flush()?;
        Ok(ending)
    });
    match result {
        Ok(Ending::Clean) => ExitCode::SUCCESS,
        Ok(Ending::Findings) => ExitCode::from(1),
        // `mcpmend | head` has seen enough.
        Err(Failure::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let style = terminal::style(color, &io::stderr());
            say!("{} {failure}", style.paint("1;31", "error:"));
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli, out: &mut dyn Write) -> Result<Ending, Failure> {
    let style = terminal::style(cli.color, &io::stdout());
    match cli.command {
        Some(Command::Check(args)) => check::run(&args, style, out),
        Some(Command::Undo(args)) => undo::run(&args, style, out),
        Some(Command::List(args)) => list::run(&args, style, out),
        Some(Command::Ports(args)) => ports::run(&args, style, out),
        Some(Command::Explain(args)) => explain::run(&args, style, out),
        Some(Command::Rules(args)) => rules::run(&args, style, out),
        Some(Command::Clients(args)) => clients::run(&args, style, out),
        Some(Command::Schema(args)) => schema::run(&args, out),
        None => check::run(&cli.check, style, out),
    }
}
