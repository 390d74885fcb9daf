//! `mcpmend --diff`.

use std::borrow::Cow;
use std::io::{self, Write};

use super::args::{CheckArgs, Color};
use super::outcome::{create, ending, tell_failed};
use super::{Ending, Failure, say, terminal};
use crate::analysis::Analysis;
use crate::changes::{Changes, for_eyes};
use crate::fix::Mended;
use crate::fix::diff::{self, Diff};
use crate::report::{Report, count, summary};

pub(super) fn run(
    analysis: &Analysis,
    args: &CheckArgs,
    mended: &Mended,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    let show_secrets = args.place.show_secrets;
    let Changes { diff, elsewhere } = Changes::new(analysis, mended, show_secrets);
    match &args.output_file {
        Some(path) => create(path, diff.text().as_bytes())?,
        None => show(&diff, out)?,
    }
    tell_failed(mended, show_secrets);
    if diff.is_masked() {
        say!("{}", diff::MASKED);
    } else if let Some(base) = elsewhere {
        say!(
            "The names in this diff start at {base}: apply it there, for example with `patch -p1 -d {}`.",
            quoted(&base)
        );
    }
    if !args.quiet {
        tell(analysis, mended, show_secrets);
    }
    Ok(if mended.changed.is_empty() {
        ending(&mended.checked.findings, args)
    } else {
        Ending::Findings
    })
}

/// Writes a diff to standard output: as it is, or on a terminal as a person may be shown it.
pub(super) fn show(diff: &Diff, out: &mut dyn Write) -> Result<(), Failure> {
    let text = diff.text();
    let on_terminal = terminal::Terminal::is_terminal(&io::stdout());
    let eyes = if on_terminal { for_eyes(&text) } else { None };
    out.write_all(eyes.as_ref().unwrap_or(&text).as_bytes())?;
    out.flush()?;
    if eyes.is_some() {
        say!(
            "This diff is shown with escapes for what cannot be seen; it applies when it goes to a file or a pipe."
        );
    }
    Ok(())
}

/// Says what the diff comes to.
fn tell(analysis: &Analysis, mended: &Mended, show_secrets: bool) {
    let style = terminal::style(Color::Auto, &io::stderr());
    let rest = Report::new(&mended.workspace, &mended.checked.findings, show_secrets)
        .leaving_out(mended.checked.left_out);
    if !mended.changed.is_empty() {
        say!(
            "This fixes {} in {}; nothing was written.",
            count(mended.applied.len(), "problem"),
            count(mended.changed.len(), "file")
        );
        if !mended.checked.findings.is_empty() {
            super::tell(&format!("After it: {}", summary::findings(&rest, style)));
        }
    } else if analysis.workspace.files().len() == 0 {
        super::tell(&summary::no_config(&rest));
    } else if mended.checked.findings.is_empty() {
        super::tell(&summary::nothing(&rest));
    } else {
        let found = summary::findings(&rest, style);
        super::tell(&format!("No fix to apply. {found}"));
    }
}

/// A word for the shell.
fn quoted(word: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ':' | '+');
    if word.chars().all(plain) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(format!("'{}'", word.replace('\'', "'\\''")))
    }
}
