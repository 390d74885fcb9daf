//! `--report`: the page to look at.

use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::{Failure, say};
use crate::analysis::Analysis;
use crate::discover;
use crate::fix;
use crate::host::{FileType, Host, plain};
use crate::ports::table::rows;
use crate::report::Report;
use crate::report::html::{self, About};

/// Whether the page may be written there: a slip of the hand must not cost a config or somebody's
/// own page.
///
/// # Errors
/// When it may not, with the way out.
pub(super) fn check(analysis: &Analysis, args: &CheckArgs) -> Result<(), Failure> {
    let Some(path) = &args.report else {
        return Ok(());
    };
    let fail = |why: &str| {
        let shown = discover::show(path);
        Err(Failure::message(format!("--report {shown}: {why}")))
    };
    let is_page = path.extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("html") || extension.eq_ignore_ascii_case("htm")
    });
    if !is_page {
        return fail("the report is a page: its name must end with .html or .htm");
    }
    let host = analysis.host.clone().with(path);
    let own = place(&host, path);
    let read = analysis
        .workspace
        .files()
        .chain(analysis.workspace.companions());
    let mut read = read.map(|(_, file)| file.path.as_path());
    let given = [
        &args.output_file,
        &args.baseline,
        &args.place.settings.config,
    ];
    let mut given = given.into_iter().flatten().map(PathBuf::as_path);
    if read.any(|file| place(&host, file) == own) {
        return fail("this file is being checked; name another");
    }
    if given.any(|file| place(&host, file) == own) {
        return fail("this file is named for something else, too; name another");
    }
    match host.file_type(&own) {
        Err(_) => match own.parent().map(|folder| host.file_type(folder)) {
            Some(Ok(FileType::Folder)) => Ok(()),
            _ => fail("its folder is not there"),
        },
        Ok(FileType::File(0)) => Ok(()),
        Ok(FileType::File(_)) => match host.start(&own, html::START.len()) {
            Ok(start) if start == html::START.as_bytes() => Ok(()),
            _ => fail(
                "there is a file already that is no report of mcpmend; remove it or name another",
            ),
        },
        Ok(FileType::Folder) => fail("it is a folder, not a file"),
        Ok(FileType::DanglingLink) => fail("it is a link to something that is not there"),
        Ok(FileType::Special) => fail("it is a pipe, socket or device, not a file"),
    }
}

/// Where a path leads.
fn place(host: &dyn Host, path: &Path) -> PathBuf {
    host.canonical(&plain(&host.current_dir().join(path)))
}

/// Writes the page, where one is wanted.
pub(super) fn write(
    analysis: &Analysis,
    report: &Report<'_>,
    args: &CheckArgs,
) -> Result<(), Failure> {
    let Some(path) = &args.report else {
        return Ok(());
    };
    let ports = rows(report.workspace, &analysis.settings.ports, |_| true);
    // Of a repository the same files give the same page; of a machine it matters when it was so.
    let here = analysis.machine_mode && analysis.host.is_this_machine();
    let about = About {
        ports: &ports,
        time: here.then(|| analysis.host.now()),
    };
    let page = html::page(report, &about);
    let shown = discover::show(path);
    fix::write::put(path, page.as_bytes())
        .map_err(|error| Failure::message(format!("--report {shown}: {error}")))?;
    if !args.quiet {
        say!("Wrote the report to {shown}");
    }
    Ok(())
}
