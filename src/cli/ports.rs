//! `mcpmend ports`.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::args::{PortsArgs, PortsFormat};
use super::progress::Display;
use super::{Ending, Failure, say, session};
use crate::analysis::Analysis;
use crate::changes::for_eyes;
use crate::discover;
use crate::fix::diff;
use crate::host::{FileType, Host};
use crate::ports::table::{Row, rows};
use crate::report::{Report, Style, ports};

pub(super) fn run(args: &PortsArgs, style: Style, out: &mut dyn Write) -> Result<Ending, Failure> {
    let display = Display::start(false);
    let mut options = session::options(&args.place)?;
    options.progress = display.counter();
    let analysis = session::open(&options)?;
    drop(display);
    session::tell_troubles(&analysis, false);
    let report = Report::new(&analysis.workspace, &[], args.place.show_secrets);
    let all = || rows(&analysis.workspace, &analysis.settings.ports, |_| true);
    if let Some(file) = &args.check {
        return check(&analysis, &report, file, out);
    }
    match args.format {
        PortsFormat::Table => ports::write(&report, &all(), style, out)?,
        PortsFormat::Json => ports::write_json(&report, &all(), out)?,
        PortsFormat::Markdown => {
            let (rows, base) = shared(&analysis);
            out.write_all(ports::markdown(&report, &rows, &base).as_bytes())?;
        }
    }
    Ok(Ending::Clean)
}

/// What a team shares: the rows of the files below the folder that is looked at, and that folder.
/// A user's own files are on no other machine.
fn shared(analysis: &Analysis) -> (Vec<Row>, PathBuf) {
    let here = analysis.host.current_dir();
    let base = match analysis.paths.as_slice() {
        [path] => match analysis.host.file_type(&here.join(path)) {
            Ok(FileType::Folder) => crate::host::plain(&here.join(path)),
            _ => here.to_owned(),
        },
        _ => here.to_owned(),
    };
    let rows = rows(&analysis.workspace, &analysis.settings.ports, |file| {
        crate::host::plain(&file.path).starts_with(&base)
    });
    (rows, base)
}

/// Whether `file` says what the registry is now; where it does not, the difference.
fn check(
    analysis: &Analysis,
    report: &Report<'_>,
    file: &Path,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    let shown = discover::show(file);
    let path = analysis.host.current_dir().join(file);
    let fail = |why: &str| Failure::message(format!("{shown}: {why}"));
    // Reading a pipe would wait for its writer.
    match analysis.host.file_type(&path) {
        Ok(FileType::File(_)) => {}
        Ok(FileType::Folder) => return Err(fail("it is a folder, not a file")),
        Ok(FileType::Special) => return Err(fail("it is a pipe, socket or device, not a file")),
        Ok(FileType::DanglingLink) => {
            return Err(fail("it is a link to something that is not there"));
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(fail(
                "no such file; `mcpmend ports --format markdown` prints what it should hold",
            ));
        }
        Err(error) => return Err(fail(&error.kind().to_string())),
    }
    let bytes = analysis
        .host
        .read(&path)
        .map_err(|error| fail(&error.kind().to_string()))?;
    let old = String::from_utf8(bytes).map_err(|_| fail("it is not UTF-8"))?;
    // A checkout may have turned the ends of its lines.
    let old = old.replace("\r\n", "\n");
    let (rows, base) = shared(analysis);
    let new = ports::markdown(report, &rows, &base);
    if old == new {
        return Ok(Ending::Clean);
    }
    let difference = diff::unified(Path::new(shown.trim_start_matches('/')), &old, &new);
    // It is for eyes only: the ends of its lines may not be the file's.
    let difference = report.scrub(&difference);
    let eyes = for_eyes(&difference);
    out.write_all(eyes.as_deref().unwrap_or(&difference).as_bytes())?;
    say!("{shown} is stale; `mcpmend ports --format markdown` prints what it should hold");
    Ok(Ending::Findings)
}
