//! `mcpmend list`.

use std::io::Write;

use super::args::{ListArgs, TableFormat};
use super::progress::Display;
use super::{Ending, Failure, session};
use crate::report::{Report, Style, json, list, summary};

pub(super) fn run(args: &ListArgs, style: Style, out: &mut dyn Write) -> Result<Ending, Failure> {
    let display = Display::start(false);
    let mut options = session::options(&args.place)?;
    options.progress = display.counter();
    let analysis = session::open(&options)?;
    drop(display);
    let report =
        Report::new(&analysis.workspace, &[], args.place.show_secrets).on(analysis.machine());
    session::tell_troubles(&analysis, false);
    match args.format {
        TableFormat::Json => json::write_files(&report, out)?,
        TableFormat::Table if analysis.workspace.files().len() == 0 => {
            writeln!(out, "{}", summary::no_config(&report))?;
        }
        TableFormat::Table => list::write(&report, style, out)?,
    }
    Ok(Ending::Clean)
}
