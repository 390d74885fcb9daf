//! `mcpmend list`.

use std::io::Write;

use super::args::{ListArgs, TableFormat};
use super::session::Session;
use super::{Ending, Failure};
use crate::report::{Report, Style, json, list, summary};

pub(super) fn run(args: &ListArgs, style: Style, out: &mut dyn Write) -> Result<Ending, Failure> {
    let session = Session::open(&args.place)?;
    let report =
        Report::new(&session.workspace, &[], args.place.show_secrets).on(session.machine());
    session.tell_troubles(false);
    match args.format {
        TableFormat::Json => json::write_files(&report, out)?,
        TableFormat::Table if session.workspace.files().len() == 0 => {
            writeln!(out, "{}", summary::no_config(&report))?;
        }
        TableFormat::Table => list::write(&report, style, out)?,
    }
    Ok(Ending::Clean)
}
