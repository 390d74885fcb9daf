//! `--interactive`: asks for one fix after the other, as `git add -p` does for hunks.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, BufRead, IsTerminal, Write};

use super::args::{CheckArgs, Color, Format};
use super::keep::keeper;
use super::outcome::named;
use super::question::Questioner;
use super::{Ending, Failure, apply, say, tell, terminal};
use crate::analysis::Analysis;
use crate::check::Selection;
use crate::fix::choose::{self, Answer, Choosing, Chosen, Offer, Step};
use crate::fix::write::{self, Change};
use crate::report::style::wrap;
use crate::report::{Report, Style, offer, visible};
use crate::workspace::{FileId, Workspace};

pub(super) fn run(
    analysis: &Analysis,
    args: &CheckArgs,
    selection: &Selection,
    color: Color,
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    if !args.format.is_for_people() {
        return Err(Failure::message(
            "--interactive asks a person and this --format is for programs: leave out one of them, or apply fixes unasked with --fix",
        ));
    }
    let context = analysis.context();
    let unwritable = |file: FileId| {
        let file = analysis.workspace.file(file);
        let change = Change {
            path: file.path.clone(),
            old: file.document.text.clone().into(),
            new: Vec::new(),
        };
        write::ready(&change).err().map(|error| error.to_string())
    };
    let mut choosing = Choosing::new(&context, selection, args.unsafe_fixes, &unwritable);
    let stdin = io::stdin();
    let mut dialogue = Dialogue {
        style: terminal::style(color, &io::stderr()),
        show_secrets: args.place.show_secrets,
        unsafe_too: args.unsafe_fixes,
        echo: !stdin.is_terminal(),
        input: &mut stdin.lock(),
    };
    while let Some(step) = choosing.step() {
        match step {
            Step::Ask(offer) => {
                // Nobody should answer for nothing.
                keeper(args.no_undo)?;
                let answer = dialogue.ask(choosing.workspace(), &offer)?;
                choosing.answer(*offer, answer);
            }
            Step::Applied(applied) => {
                let report = Report::new(choosing.workspace(), &[], args.place.show_secrets);
                let path = named(&applied.files, choosing.workspace());
                say!(
                    "applied to {path}: [{}] {}",
                    applied.rule,
                    report.scrub(&applied.title)
                );
            }
            Step::Withheld { file, why } => say!(
                "warning: {}: no fix that changes it is offered: {why}",
                analysis.workspace.file(file).shown
            ),
        }
    }
    let Chosen {
        mended,
        declined,
        unasked,
        offered,
        answers,
    } = choosing.finish();
    let refix = |refused: &BTreeSet<FileId>| {
        let refuses = |file: FileId| match refused.contains(&file) {
            true => Some("it could not be written".to_owned()),
            false => unwritable(file),
        };
        choose::again(&context, selection, args.unsafe_fixes, &answers, &refuses)
    };
    let untouched = mended.applied.is_empty();
    let mut args = args.clone();
    if offered && args.format == Format::Full {
        // What is left was just shown.
        args.format = Format::Concise;
    }
    if offered {
        say!("");
    }
    let ending = apply::apply(analysis, &args, mended, &refix, style, out);
    if offered && !args.quiet {
        if untouched {
            say!("Nothing was changed.");
        }
        let were = if declined == 1 { "it was" } else { "they were" };
        let left: Vec<String> = [
            (declined, format!("left as {were}")),
            (unasked, "not asked for".to_owned()),
        ]
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
        if !left.is_empty() {
            say!("{}.", left.join(", "));
        }
    }
    ending
}

/// The talk with the user: questions on standard error, answers from standard input.
struct Dialogue<'i> {
    style: Style,
    show_secrets: bool,
    unsafe_too: bool,
    /// Whether the answers have to be printed: nobody has typed them here.
    echo: bool,
    input: &'i mut dyn BufRead,
}

impl Dialogue<'_> {
    /// Shows an offer and asks until there is an answer.
    fn ask(&mut self, workspace: &Workspace, offer: &Offer) -> io::Result<Answer> {
        if offer.number > 1 {
            say!("");
        }
        let shown = self.show(workspace, offer);
        tell(shown.trim_end());
        let letters = letters(offer);
        let what = match offer.ways.len() {
            1 => "Apply this fix",
            _ => "Apply which fix",
        };
        let question = format!(
            "({}/{}) {what} [{}]? ",
            offer.number,
            offer.of,
            letters.join(",")
        );
        let help = self.help(workspace, offer);
        let mut questioner = Questioner {
            style: self.style,
            echo: self.echo,
            input: self.input,
        };
        let answer = questioner.ask(&question, &letters, &|word| understood(offer, word), &help)?;
        Ok(answer.unwrap_or(Answer::Quit))
    }

    fn show(&self, workspace: &Workspace, offer: &Offer) -> String {
        let report = Report::new(workspace, &[], self.show_secrets);
        let mut text = String::new();
        // Writing into a string does not fail.
        let _ = offer::finding(&report, &offer.finding, self.style, &mut text);
        for (index, way) in offer.ways.iter().enumerate() {
            let several = offer.ways.len() > 1;
            let name = match several {
                true => format!("fix {}", index + 1),
                false => "fix".to_owned(),
            };
            let preferred = several && way.preferred;
            let fix = offer.fix(way);
            let _ = offer::fix(
                &report,
                &name,
                (offer.file(), fix),
                preferred,
                self.style,
                &mut text,
            );
        }
        text
    }

    /// What the letters mean here.
    fn help(&self, workspace: &Workspace, offer: &Offer) -> String {
        let path = visible(&workspace.file(offer.file()).shown);
        let width = self.style.width;
        let mut text = String::new();
        let mut add = |letter: &str, meaning: &str| {
            let indent = letter.chars().count() + 3;
            let _ = writeln!(text, "{letter} - {}", wrap(meaning, width, indent));
        };
        match (offer.ways.len(), offer.preferred()) {
            (1, _) => add("y", "apply this fix"),
            (_, preferred) => {
                for index in 0..offer.ways.len() {
                    let number = (index + 1).to_string();
                    match preferred == Some(index) {
                        true => add(
                            &format!("{number}, y"),
                            &format!("apply fix {number}, the preferred one"),
                        ),
                        false => add(&number, &format!("apply fix {number}")),
                    }
                }
            }
        }
        add("n", "leave this as it is");
        if let Some(preferred) = offer.preferred() {
            let this = match offer.ways.len() {
                1 => "this fix".to_owned(),
                _ => format!("fix {}", preferred + 1),
            };
            let (which, others) = match self.unsafe_too {
                true => ("preferred fix", "those that change other files too"),
                false => (
                    "safe fix",
                    "unsafe ones and those that change other files too",
                ),
            };
            add(
                "a",
                &format!(
                    "apply {this} and, without asking, every later {which} of {path}; {others} are still asked for"
                ),
            );
        }
        add("d", &format!("leave this and every later one of {path}"));
        add(
            "q",
            "leave this and all that follow; what was accepted is written",
        );
        add("?", "show this");
        text.push_str(&wrap(
            "An unsafe fix may change what runs, or drop a comment. Nothing is written before the last answer; Ctrl-C leaves all files as they are.",
            width,
            0,
        ));
        text
    }
}

/// The answers that an offer takes, as they are written.
fn letters(offer: &Offer) -> Vec<String> {
    let mut letters: Vec<String> = match offer.ways.len() {
        1 => vec!["y".to_owned()],
        ways => (1..=ways).map(|number| number.to_string()).collect(),
    };
    let all = offer.preferred().map(|_| "a");
    letters.extend(
        ["n"]
            .into_iter()
            .chain(all)
            .chain(["d", "q", "?"])
            .map(str::to_owned),
    );
    letters
}

fn understood(offer: &Offer, word: &str) -> Option<Answer> {
    let only = (offer.ways.len() == 1).then_some(0);
    match word {
        "y" | "yes" => offer.preferred().or(only).map(Answer::Apply),
        "n" | "no" => Some(Answer::Leave),
        "a" => offer.preferred().map(Answer::ApplyFile),
        "d" => Some(Answer::LeaveFile),
        "q" => Some(Answer::Quit),
        number if only.is_none() => {
            let number: usize = number.parse().ok()?;
            (1..=offer.ways.len())
                .contains(&number)
                .then(|| Answer::Apply(number - 1))
        }
        _ => None,
    }
}
