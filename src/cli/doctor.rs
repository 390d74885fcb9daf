//! `mcpmend doctor`.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use super::args::{Color, DoctorArgs, TableFormat};
use super::interrupt::Interrupt;
use super::progress::Display;
use super::starting::Starting;
use super::{Ending, Failure, session, terminal};
use crate::analysis::Options;
use crate::doctor::{Examination, Means, Round, Stand, Verdict, end_all, patients};
use crate::host::Host as _;
use crate::report::{Report, Style, examination, visible};
use crate::suggest;

/// How long a server that is started may take until it answers, in seconds.
const START: f64 = 30.0;

/// At most so many servers are named while they are waited for.
const NAMED: usize = 3;

pub(super) fn run(
    args: &DoctorArgs,
    color: Color,
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    let display = Display::start(false);
    let options = Options {
        client: args.client.as_deref().map(suggest::client).transpose()?,
        settings: session::settings_from(&args.settings),
        progress: display.counter(),
        ..Options::default()
    };
    let analysis = session::open(&options)?;
    display.aside(|| session::tell_troubles(&analysis, false));
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
    let start = Duration::from_secs_f64(args.timeout.unwrap_or(START));
    let means = Means {
        host: Arc::new(analysis.host.clone()),
        limit: Duration::from_secs_f64(args.timeout.unwrap_or(3.0)),
        start: args.start.then_some(start),
        ca_bundle: analysis.settings.tls.ca_bundle.as_ref().map(|path| {
            let folder = analysis.settings.folder();
            folder.unwrap_or(analysis.host.current_dir()).join(path)
        }),
        credentials: args.with_credentials,
    };
    // From here on something is known that can be told.
    let interrupt = Interrupt::listen()?;
    let wait = |round: &Round, display: Display| {
        let stand = round.watch();
        display.say(move || words(&stand()));
        let examinations = round.wait(&|| !interrupt.came());
        if interrupt.came() {
            end_all();
        }
        examinations
    };
    let mut examinations = wait(&Round::of(found, &means), display);
    let report = Report::new(&analysis.workspace, &checked.findings, args.show_secrets);
    if args.format == TableFormat::Table && !interrupt.came() {
        let mut starting = Starting {
            report: &report,
            style: terminal::style(color, &io::stderr()),
            interrupt: &interrupt,
        };
        let mut chosen = starting.ask(&examinations)?;
        if interrupt.came() {
            chosen.clear();
        }
        let round = Round::starting(chosen.iter().map(|&at| &examinations[at]), &means, start);
        let started = wait(&round, Display::start(false));
        for (at, examination) in chosen.into_iter().zip(started) {
            examinations[at] = examination;
        }
    }
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
    Ok(ending(&interrupt, &examinations))
}

fn ending(interrupt: &Interrupt, examinations: &[Examination]) -> Ending {
    let well = |verdict: &Verdict| {
        matches!(
            verdict,
            Verdict::Reachable | Verdict::Disabled | Verdict::NotTried
        )
    };
    match interrupt.code() {
        Some(code) => Ending::Interrupted(code),
        None if examinations.iter().all(|it| well(&it.verdict)) => Ending::Clean,
        None => Ending::Findings,
    }
}

/// What is waited for.
fn words(stand: &Stand) -> String {
    let named = stand.open.iter().take(NAMED);
    let mut open: Vec<String> = named
        .map(|(name, question)| format!("{} ({})", visible(name), question.title()))
        .collect();
    let more = stand.open.len().saturating_sub(NAMED);
    if more > 0 {
        open.push(format!("{more} more"));
    }
    let done = format!("{} of {} examined", stand.done, stand.of);
    match open.is_empty() {
        true => done,
        false => format!("{done}; waiting for {}", open.join(", ")),
    }
}
