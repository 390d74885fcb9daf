//! `mcpmend doctor`.

use std::io::Write;
use std::time::Duration;

use super::args::{DoctorArgs, TableFormat};
use super::{Ending, Failure, session};
use crate::analysis::Options;
use crate::doctor::{Orders, Verdict, examine_all, patients};
use crate::host::Host as _;
use crate::report::{Report, Style, examination};
use crate::suggest;

pub(super) fn run(args: &DoctorArgs, style: Style, out: &mut dyn Write) -> Result<Ending, Failure> {
    let options = Options {
        client: args.client.as_deref().map(suggest::client).transpose()?,
        settings: session::settings_from(&args.settings),
        ..Options::default()
    };
    let analysis = session::open(&options)?;
    session::tell_troubles(&analysis, false);
    let checked = analysis.check();
    let wanted = args.server.as_deref();
    let found = patients(
        &analysis.workspace,
        &checked.findings,
        analysis.machine(),
        wanted,
    );
    if found.is_empty() {
        return Err(Failure::message(match wanted {
            Some(name) => format!(
                "no client here has a server called `{name}`; `mcpmend list` shows those that there are"
            ),
            None => "no client here has a server; `mcpmend list` shows where was looked".to_owned(),
        }));
    }
    let orders = Orders {
        host: &analysis.host,
        limit: Duration::from_secs_f64(args.timeout.unwrap_or(3.0)),
        start: args
            .start
            .then(|| Duration::from_secs_f64(args.timeout.unwrap_or(30.0))),
        ca_bundle: analysis.settings.tls.ca_bundle.as_ref().map(|path| {
            let folder = analysis.settings.folder();
            folder.unwrap_or(analysis.host.current_dir()).join(path)
        }),
        credentials: args.with_credentials,
    };
    let examinations = examine_all(&found, &orders, &|_, _| {});
    let report = Report::new(&analysis.workspace, &checked.findings, args.show_secrets);
    match args.format {
        TableFormat::Json => examination::write_json(&report, &examinations, out)?,
        TableFormat::Table => {
            for (index, examination) in examinations.iter().enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                examination::write(&report, examination, style, out)?;
            }
        }
    }
    let well = |verdict: &Verdict| {
        matches!(
            verdict,
            Verdict::Reachable | Verdict::Disabled | Verdict::NotTried
        )
    };
    let all_well = examinations.iter().all(|it| well(&it.verdict));
    Ok(if all_well {
        Ending::Clean
    } else {
        Ending::Findings
    })
}
