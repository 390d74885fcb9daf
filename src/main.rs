//! The `mcpmend` command.

fn main() -> std::process::ExitCode {
    mcpmend::cli::main()
}
