//! What may be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

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
    /// Find out why a server cannot be used, on the live machine
    #[cfg(feature = "doctor")]
    Doctor(DoctorArgs),
    /// Explain a rule, or an error text
    Explain(ExplainArgs),
    /// List the rules
    Rules(RulesArgs),
    /// List the clients, or show what is known about one
    Clients(ClientsArgs),
    /// Print the JSON Schema of a client's configuration
    Schema(SchemaArgs),
    /// Print what a shell needs to complete commands, options and names
    Completions(CompletionsArgs),
    /// Print the manual page
    Man(ManArgs),
    /// Serve as an MCP server, so that an assistant can look after its own configuration
    #[cfg(feature = "mcp")]
    Mcp(McpArgs),
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

    /// Look at everything below this folder, but tell and fix only what has to do with PATHS: for
    /// hooks, which are given the changed files
    #[arg(
        long,
        value_name = "DIR",
        requires = "paths",
        conflicts_with = "write_baseline"
    )]
    pub(crate) around: Option<PathBuf>,

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

    /// Write findings to this file instead of standard output: all of them or nothing
    #[arg(long, value_name = "FILE")]
    pub(crate) output_file: Option<PathBuf>,

    /// Write a page of HTML, too: what each client makes of each server, who uses which port, the
    /// findings with their fixes. It stands by itself and loads nothing
    #[arg(long, value_name = "FILE.html", conflicts_with_all = ["diff", "interactive", "write_baseline"])]
    pub(crate) report: Option<PathBuf>,

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
#[command(
    after_help = "An error text may be pasted as it is, in quotes; `-` reads a whole log from standard input. What it means is told without starting or calling anything, with the servers of this machine and project that it is probably about.\n\nExit codes: 0 explained; 1 no known error in the text; 2 could not run."
)]
pub(crate) struct ExplainArgs {
    /// A rule's name, the name of an error, a text that a client or server printed, or `-` for
    /// standard input
    #[arg(value_name = "RULE|TEXT", allow_hyphen_values = true)]
    pub(crate) text: String,

    /// The rest of a text that stands without quotes
    #[arg(hide = true)]
    pub(crate) rest: Vec<String>,

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

    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: TableFormat,
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
    /// `explain`, `ports`, `settings`, `baseline` or `undo` for mcpmend's own files
    pub(crate) id: String,
}

#[derive(Debug, Args)]
#[command(after_help = COMPLETIONS_HELP)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: Shell,
}

/// Where each shell looks for the script.
const COMPLETIONS_HELP: &str = "\
bash:        mcpmend completions bash > ~/.local/share/bash-completion/completions/mcpmend
zsh:         mcpmend completions zsh > _mcpmend, in a folder of $fpath
fish:        mcpmend completions fish > ~/.config/fish/completions/mcpmend.fish
PowerShell:  mcpmend completions powershell | Out-String | Invoke-Expression, in $PROFILE
Elvish:      eval (mcpmend completions elvish | slurp), in rc.elv";

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// The command that the page is about; without it, mcpmend as a whole
    #[arg(value_name = "COMMAND")]
    pub(crate) of: Option<String>,

    /// Write the pages of mcpmend and of all its commands into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "of")]
    pub(crate) dir: Option<PathBuf>,
}

#[cfg(feature = "mcp")]
#[derive(Debug, Args)]
#[command(
    after_help = "It speaks MCP over standard input and output; a client starts it. It reads the project around the current folder and the known places of clients on this machine, and masks secrets in all that it says."
)]
pub(crate) struct McpArgs {
    /// Let the tool propose_fix write when it is called to; `mcpmend undo` takes it back
    #[arg(long)]
    pub(crate) allow_write: bool,

    /// Let the tools read below this folder, too; may be given more than once
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) settings: SettingsArgs,
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
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
    /// JUnit's XML, for what shows test results.
    Junit,
}

impl Format {
    /// Whether it is for people.
    pub(crate) fn is_for_people(self) -> bool {
        matches!(self, Format::Full | Format::Concise)
    }
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

#[cfg(feature = "doctor")]
#[derive(Clone, Debug, Args)]
pub(crate) struct DoctorArgs {
    /// The server's name, or a url; without it, every server that a client here would use
    #[arg(value_name = "SERVER|URL")]
    pub(crate) server: Option<String>,

    /// Look at this client's servers only
    #[arg(long, value_name = "ID")]
    pub(crate) client: Option<String>,

    /// Start servers that are started, as their client would, and end them again
    #[arg(long)]
    pub(crate) start: bool,

    /// How long each check may take, in seconds [default: 3, and 30 for a server that is started]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) timeout: Option<f64>,

    /// Send the headers that an entry has to its server
    #[arg(long)]
    pub(crate) with_credentials: bool,

    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: TableFormat,

    #[command(flatten)]
    pub(crate) settings: SettingsArgs,

    /// Show secrets as they are
    #[arg(long)]
    pub(crate) show_secrets: bool,
}

#[cfg(feature = "doctor")]
fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.01..=600.0).contains(&seconds) => Ok(seconds),
        _ => Err("a number of seconds from 0.01 to 600".to_owned()),
    }
}
