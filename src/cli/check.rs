//! `mcpmend check`, the default.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::path::Path;

use super::args::{CheckArgs, Color, Format, SelectionArgs};
use super::outcome::{ending, print, tell_failed};
use super::progress::Display;
use super::{Ending, Failure, apply, diff, interactive, report, say, session, tell};
use crate::analysis::Analysis;
use crate::baseline::{self, Baseline};
use crate::check::{self, Selection};
use crate::diagnostic::Persona;
use crate::discover;
use crate::document::MAX_BYTES;
use crate::fix::{self, Mended};
use crate::host::{self, Host};
use crate::report::{Style, count};
use crate::suggest;
use crate::workspace::FileId;

pub(super) fn run(
    args: &CheckArgs,
    color: Color,
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    let mut selection = selection(&args.selection)?;
    if args.unsafe_fixes && !args.fix && !args.diff && !args.interactive {
        return Err(Failure::message(
            "--unsafe-fixes does nothing by itself: add --diff to see the changes, --fix to apply them, or --interactive to be asked",
        ));
    }
    if args.statistics && !args.format.is_for_people() && args.format != Format::Json {
        return Err(Failure::message(
            "--statistics counts findings, and this --format can only list them: use full, concise or json",
        ));
    }
    let mut input = Vec::new();
    let mut options = match &args.stdin_filename {
        Some(path) => {
            io::stdin().take(MAX_BYTES + 1).read_to_end(&mut input)?;
            if input.len() as u64 > MAX_BYTES {
                return Err(Failure::message(
                    "standard input has more than 10 MB; no configuration is that long",
                ));
            }
            session::options_of_text(&args.place, path.clone(), input.clone())?
        }
        None => session::options(&args.place)?,
    };
    options.paths.extend(args.around.clone());
    let display = Display::start(args.quiet);
    options.progress = display.counter();
    let analysis = session::open(&options)?;
    display.aside(|| session::tell_troubles(&analysis, args.verbose));
    report::check(&analysis, args)?;
    selection.reach = analysis.selection.reach;
    selection.only = args.around.is_some().then(|| {
        let named = args.place.paths.iter();
        let absolute = named.map(|path| host::absolute(&analysis.host, path));
        let real = absolute.map(|path| analysis.host.canonical(&path));
        real.collect()
    });
    if args.write_baseline {
        return write_baseline(&analysis, args, selection, display);
    }
    if let Some(path) = &args.baseline {
        let path = analysis.host.current_dir().join(path);
        selection.baseline = Some(load_baseline(&analysis, &path)?.ok_or_else(|| {
            Failure::message(format!(
                "{}: no such file; --write-baseline makes it",
                discover::shown_from(&analysis.host, &path)
            ))
        })?);
    }
    if args.interactive {
        drop(display);
        return interactive::run(&analysis, args, &selection, color, style, out);
    }
    let context = analysis.context();
    if args.fix || args.diff {
        let mended = fix::fix(&context, &selection, args.unsafe_fixes);
        drop(display);
        return if args.diff {
            diff::run(&analysis, args, &mended, out)
        } else if args.stdin_filename.is_some() {
            filter(&analysis, args, &mended, &input, style, out)
        } else {
            let refix = |refused: &BTreeSet<FileId>| {
                fix::fix_except(&context, &selection, args.unsafe_fixes, refused)
            };
            apply::apply(&analysis, args, mended, &refix, style, out)
        };
    }
    let checked = check::checked(&context, &selection);
    drop(display);
    print(&analysis, &analysis.workspace, &checked, args, style, out)?;
    Ok(ending(&checked.findings, args))
}

/// What the command line selects.
///
/// # Errors
/// When a name is neither a rule nor a category.
pub(super) fn selection(args: &SelectionArgs) -> Result<Selection, Failure> {
    for name in args.select.iter().chain(&args.ignore) {
        suggest::rule_or_category(name)?;
    }
    Ok(Selection {
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        persona: if args.pedantic {
            Persona::Pedantic
        } else {
            Persona::Regular
        },
        ..Selection::default()
    })
}

fn load_baseline(analysis: &Analysis, path: &Path) -> Result<Option<Baseline>, Failure> {
    Baseline::load(&analysis.host.clone().with(path), path)
        .map_err(|error| Failure::message(error.to_string()))
}

/// `--write-baseline`: everything that is found is known from now on.
fn write_baseline(
    analysis: &Analysis,
    args: &CheckArgs,
    mut selection: Selection,
    display: Display,
) -> Result<Ending, Failure> {
    let path = match &args.baseline {
        Some(path) => analysis.host.current_dir().join(path),
        None => {
            let folder = analysis.settings.folder();
            folder
                .unwrap_or(analysis.host.current_dir())
                .join(baseline::FILE_NAME)
        }
    };
    let shown = discover::shown_from(&analysis.host, &path);
    let old = load_baseline(analysis, &path)?.unwrap_or_else(|| Baseline::empty(&path));
    let before = old.len();
    selection.baseline = Some(old);
    let checked = check::checked(&analysis.context(), &selection);
    drop(display);
    let Some(new) = checked.baseline else {
        return Ok(Ending::Clean);
    };
    fix::write::put(&path, new.text().as_bytes())
        .map_err(|error| Failure::message(format!("{shown}: {error}")))?;
    if !args.quiet {
        say!(
            "Wrote {} to {shown}: {} new, {} forgotten. `--baseline {shown}` hides them.",
            count(new.len(), "finding"),
            (new.len() + checked.left_out.gone).saturating_sub(before),
            checked.left_out.gone
        );
    }
    Ok(Ending::Clean)
}

/// `--fix` on standard input: the text goes to standard output, everything else to standard error.
fn filter(
    analysis: &Analysis,
    args: &CheckArgs,
    mended: &Mended,
    input: &[u8],
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    // What was not changed leaves as it came: it may be no text at all, or nobody's config.
    match mended.changed.first() {
        Some(&id) => out.write_all(mended.workspace.file(id).document.text.as_bytes())?,
        None => out.write_all(input)?,
    }
    out.flush()?;
    tell_failed(mended, args.place.show_secrets);
    let mut text = Vec::new();
    print(
        analysis,
        &mended.workspace,
        &mended.checked,
        args,
        style,
        &mut text,
    )?;
    if !text.is_empty() {
        tell(String::from_utf8_lossy(&text).trim_end());
    }
    Ok(ending(&mended.checked.findings, args))
}
