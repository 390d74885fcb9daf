//! `mcpmend clients`.

use std::io::Write;

use serde_json::Value;

use super::args::{ClientsArgs, TableFormat};
use super::{Ending, Failure};
use crate::clients;
use crate::model::{Location, Os};
use crate::report::Style;
use crate::report::record::{self, record};
use crate::report::style::wrap;
use crate::suggest;

pub(super) fn run(
    args: &ClientsArgs,
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    match (&args.id, args.format) {
        (Some(id), TableFormat::Table) => {
            let record = record(suggest::client(id)?);
            out.write_all(record::terminal::write(&record, style).as_bytes())?;
        }
        (Some(id), TableFormat::Json) => {
            let record = record(suggest::client(id)?);
            json_to(&record::json::write(&record), out)?;
        }
        (None, TableFormat::Table) => overview(style, out)?,
        (None, TableFormat::Json) => {
            let all = clients::ALL.iter();
            let all = all.map(|client| record::json::write(&record(client)));
            json_to(&all.collect(), out)?;
        }
    }
    Ok(Ending::Clean)
}

fn json_to(value: &Value, out: &mut dyn Write) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

/// Each client with its places.
fn overview(style: Style, out: &mut dyn Write) -> Result<(), Failure> {
    for client in clients::ALL {
        writeln!(out, "{:16} {}", style.paint("1", client.id), client.name)?;
        for location in client.kinds.iter().flat_map(|kind| kind.locations) {
            writeln!(
                out,
                "    {:8} {}{}",
                location.scope.name(),
                location.path,
                systems(location)
            )?;
        }
        for elsewhere in client.elsewhere {
            writeln!(out, "    {}", wrap(elsewhere, style.width, 4))?;
        }
    }
    writeln!(out, "\n`mcpmend clients ID` tells what is known about one.")?;
    Ok(())
}

fn systems(location: &Location) -> String {
    if location.os.len() == Os::ALL.len() {
        return String::new();
    }
    let names: Vec<&str> = location.os.iter().map(|os| os.name()).collect();
    format!(" ({})", names.join(", "))
}
