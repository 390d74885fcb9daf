//! What may be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diagnostic::Severity;
use crate::fix::journal::{MOST_BYTES, MOST_DAYS, MOST_RUNS};
use crate::model::Os;

/// Finds what is wrong with MCP client configuration, and mends it.
#[derive(Debug, Parser)]
#[command(
    name = "mcpmend",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Without paths mcpmend checks this machine: every place where a client looks, and the project around the current folder. With paths it checks only what lies below them.\n\nExit codes: 0 nothing at or above --fail-on; 1 findings; 2 could not run."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    #[command(flatten)]
    pub(crate) check: CheckArgs,

    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check configuration; the default
    Check(CheckArgs),
    /// Put back what files were before --fix
    Undo(UndoArgs),
    /// Show every file and server, and what its client does with it
    List(ListArgs),
    /// Show every port that a server listens on or is called on
    Ports(PortsArgs),
    /// Explain a rule
    Explain(ExplainArgs),
    /// List the rules
    Rules(RulesArgs),
    /// List the clients, or show what is known about one
    Clients(ClientsArgs),
    /// Print the JSON Schema of a client's configuration
    Schema(SchemaArgs),
    /// Serve an editor over standard input and output, as a language server
    #[cfg(feature = "lsp")]
    Lsp(LspArgs),
}

#[cfg(feature = "lsp")]
#[derive(Debug, Args)]
pub(crate) struct LspArgs {
    /// Has no effect: standard input and output are the only way. Some editors say so all the same
    #[arg(long, hide = true)]
    pub(crate) stdio: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Which settings count.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SettingsArgs {
    /// Read this settings file instead of the nearest mcpmend.toml
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Read no settings file
    #[arg(long, conflicts_with = "config")]
    pub(crate) isolated: bool,
}

/// Which rules run.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SelectionArgs {
    /// Run only these rules or categories
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,

    /// Do not run these rules or categories
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,

    /// Show everything that could be better, at the price of a false alarm now and then
    #[arg(long)]
    pub(crate) pedantic: bool,
}

/// Where to look.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Where {
    /// Files and folders to look at; without any, this machine
    pub(crate) paths: Vec<PathBuf>,

    /// Read the given files as this client's, and look for no other's
    #[arg(long, value_name = "ID")]
    pub(crate) client: Option<String>,

    /// Take this folder for the home folder; this machine's environment counts for nothing then
    #[arg(long, value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,

    /// Look where clients look on this system
    #[arg(long, value_name = "OS")]
    pub(crate) os: Option<Os>,

    #[command(flatten)]
    pub(crate) settings: SettingsArgs,

    /// Show secrets as they are
    #[arg(long)]
    pub(crate) show_secrets: bool,
}

#[derive(Clone, Debug, Default, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) place: Where,

    /// Apply safe fixes in place
    #[arg(long)]
    pub(crate) fix: bool,

    /// With --fix or --diff: unsafe fixes too; with --interactive the answer `a` takes them too
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,

    /// Print the fixes as a unified diff; write nothing
    #[arg(long, conflicts_with = "fix")]
    pub(crate) diff: bool,

    /// Ask for each fix, safe or unsafe, and show what it changes
    #[arg(long, conflicts_with_all = ["fix", "diff"])]
    pub(crate) interactive: bool,

    /// With --fix or --interactive: do not record what the files were; `mcpmend undo` cannot put it
    /// back then. In CI nothing is recorded
    #[arg(long)]
    pub(crate) no_undo: bool,

    /// How to print findings
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub(crate) format: Format,

    /// Write findings to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output_file: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) selection: SelectionArgs,

    /// Hide the findings that this file knows
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// Write all findings to the baseline, by default mcpmend-baseline.json beside the settings
    #[arg(long, conflicts_with_all = ["fix", "diff", "interactive", "stdin_filename", "statistics"])]
    pub(crate) write_baseline: bool,

    /// Check standard input as if it stood at this path
    #[arg(long, value_name = "PATH", conflicts_with_all = ["paths", "diff", "interactive"])]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// The least severity that makes the exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub(crate) fail_on: FailOn,

    /// Count findings by rule instead of printing them
    #[arg(long)]
    pub(crate) statistics: bool,

    /// Print findings and nothing else
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Say what was read
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

#[derive(Debug, Args)]
#[command(after_help = undo_help())]
pub(crate) struct UndoArgs {
    /// Put back only these files, each as it was before the newest run that changed it
    pub(crate) files: Vec<PathBuf>,

    /// Put back this run instead of the newest one that is not undone
    #[arg(long, value_name = "ID", conflicts_with = "list")]
    pub(crate) run: Option<u64>,

    /// Show the runs that are recorded, the newest first
    #[arg(long)]
    pub(crate) list: bool,

    /// Print what would be put back as a unified diff; write nothing
    #[arg(long, conflicts_with_all = ["list", "force"])]
    pub(crate) diff: bool,

    /// Put back what has changed since or was deleted, too; what is overwritten is recorded before
    #[arg(long, conflicts_with = "list")]
    pub(crate) force: bool,

    /// With --list: how to print
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "table",
        requires = "list"
    )]
    pub(crate) format: TableFormat,

    /// With --diff: show secrets as they are
    #[arg(long)]
    pub(crate) show_secrets: bool,
}

/// Where the runs are, how many are kept, and what the exit code says.
fn undo_help() -> String {
    format!(
        "Each run of --fix records the files that it changes, for you alone, in the folder `undo` of \
         $MCPMEND_STATE_DIR; without that variable, of $XDG_STATE_HOME/mcpmend or \
         ~/.local/state/mcpmend, on macOS of ~/Library/Application Support/mcpmend, on Windows of \
         %LOCALAPPDATA%\\mcpmend. Kept are the newest {MOST_RUNS} runs of the last {MOST_DAYS} days, \
         up to {} MB, and always the newest.\n\n\
         Exit codes: 0 put back; 1 nothing to put back, or nothing was put back because a file has \
         changed since; 2 could not run. With --diff the same, without writing.",
        MOST_BYTES / 1_000_000
    )
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) place: Where,

    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: TableFormat,
}

#[derive(Debug, Args)]
pub(crate) struct PortsArgs {
    #[command(flatten)]
    pub(crate) place: Where,

    /// How to print; Markdown, to be committed, holds only what lies below the folder that is
    /// looked at
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: PortsFormat,

    /// Compare this file with the Markdown; print the difference, and exit 1 when there is one
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    pub(crate) check: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The rule's name
    pub(crate) rule: String,

    #[command(flatten)]
    pub(crate) settings: SettingsArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// Show what is in force here, and where that is said: rules and all other settings
    #[arg(long = "settings")]
    pub(crate) in_force: bool,

    #[command(flatten)]
    pub(crate) selection: SelectionArgs,

    #[command(flatten)]
    pub(crate) settings: SettingsArgs,

    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: TableFormat,
}

#[derive(Debug, Args)]
pub(crate) struct ClientsArgs {
    /// Show what is known about this client
    pub(crate) id: Option<String>,

    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: TableFormat,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// A client's id; `catalog` for the list of all with the files that they are for; or `output`,
    /// `ports`, `settings`, `baseline` or `undo` for mcpmend's own files
    pub(crate) id: String,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the source, what the client does, and the fix.
    #[default]
    Full,
    /// One line each.
    Concise,
    /// The JSON contract.
    Json,
}

/// How tables are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// How the port registry is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PortsFormat {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// For a repository.
    Markdown,
}

/// What makes the exit code 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Errors.
    #[default]
    Error,
    /// Warnings and errors.
    Warning,
    /// Any finding.
    Info,
    /// Nothing.
    Never,
}

impl FailOn {
    /// Whether a finding of this severity makes the exit code 1.
    pub(crate) fn fails(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity == Severity::Error,
            FailOn::Warning => severity >= Severity::Warning,
            FailOn::Info => true,
            FailOn::Never => false,
        }
    }
}
