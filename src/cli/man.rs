//! `mcpmend man`: the manual pages.

use std::io::Write;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::args::{Cli, ManArgs};
use super::outcome::create;
use super::{Ending, Failure};
use crate::suggest;

pub(super) fn run(args: &ManArgs, out: &mut dyn Write) -> Result<Ending, Failure> {
    let Some(folder) = &args.dir else {
        let of = args.of.as_deref().unwrap_or_default();
        let pages = pages();
        let Some(page) = pages.iter().find(|page| page.of == of) else {
            let known = pages.iter().map(|page| page.of.as_str());
            return Err(suggest::unknown("command", of, known, "mcpmend --help").into());
        };
        out.write_all(&page.text()?)?;
        return Ok(Ending::Clean);
    };
    for page in pages() {
        create(&folder.join(format!("{}.1", page.name())), &page.text()?)?;
    }
    Ok(Ending::Clean)
}

/// The page of one command.
struct Page {
    /// The command's name; empty: the program itself.
    of: String,
    command: Command,
}

/// All pages, that of the program first.
fn pages() -> Vec<Page> {
    let mut program = Cli::command().disable_help_subcommand(true);
    // So that each page says what is called: `mcpmend list`, and global options too.
    program.build();
    let subcommands: Vec<Page> = program
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .map(|command| Page {
            of: command.get_name().to_owned(),
            command: command.clone(),
        })
        .collect();
    let program = Page {
        of: String::new(),
        command: program,
    };
    [program].into_iter().chain(subcommands).collect()
}

impl Page {
    /// `mcpmend`, `mcpmend-list`.
    fn name(&self) -> String {
        match self.of.as_str() {
            "" => "mcpmend".to_owned(),
            of => format!("mcpmend-{of}"),
        }
    }

    fn text(&self) -> Result<Vec<u8>, Failure> {
        let mut text = Vec::new();
        Man::new(self.command.clone())
            .title(self.name().to_uppercase())
            .section("1")
            .source(concat!("mcpmend ", env!("CARGO_PKG_VERSION")))
            .manual("mcpmend")
            // No date: the same source makes the same page. An empty one would be left out, and
            // what follows taken for it.
            .date(" ")
            .render(&mut text)?;
        Ok(text)
    }
}
