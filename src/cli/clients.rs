//! `mcpmend clients`.

use std::io::Write;

use serde_json::json;

use super::args::{ClientsArgs, TableFormat};
use super::{Ending, Failure, suggest};
use crate::clients;
use crate::model::{Client, Kind, Location, Os, Use};
use crate::report::Style;
use crate::report::style::wrap;

pub(super) fn run(
    args: &ClientsArgs,
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    if let Some(id) = &args.id {
        let client = suggest::client(id)?;
        match args.format {
            TableFormat::Json => json_to(&data(client), out)?,
            TableFormat::Table => record(client, style, out)?,
        }
        return Ok(Ending::Clean);
    }
    if args.format == TableFormat::Json {
        let all: Vec<_> = clients::ALL.iter().map(|client| data(client)).collect();
        json_to(&serde_json::Value::Array(all), out)?;
        return Ok(Ending::Clean);
    }
    for client in clients::ALL {
        writeln!(out, "{:16} {}", style.paint("1", client.id), client.name)?;
        for (_, location) in places(client) {
            writeln!(
                out,
                "    {:8} {}{}",
                location.scope.name(),
                location.path,
                systems(location)
            )?;
        }
    }
    writeln!(out, "\n`mcpmend clients ID` tells what is known about one.")?;
    Ok(Ending::Clean)
}

fn json_to(value: &serde_json::Value, out: &mut dyn Write) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

fn places(client: &Client) -> impl Iterator<Item = (&'static Kind, &'static Location)> {
    client
        .kinds
        .iter()
        .flat_map(|kind| kind.locations.iter().map(move |location| (kind, location)))
}

fn systems(location: &Location) -> String {
    if location.os.len() == Os::ALL.len() {
        return String::new();
    }
    let names: Vec<&str> = location.os.iter().map(|os| os.name()).collect();
    format!(" ({})", names.join(", "))
}

fn data(client: &Client) -> serde_json::Value {
    json!({
        "id": client.id,
        "name": client.name,
        "vendor": client.vendor,
        "locations": places(client)
            .map(|(kind, location)| json!({
                "kind": kind.id,
                "scope": location.scope.name(),
                "os": location.os.iter().map(|os| os.name()).collect::<Vec<_>>(),
                "path": location.path,
                "format": kind.format.name(),
                "roots": kind.roots.iter().map(|root| root.dotted()).collect::<Vec<_>>(),
            }))
            .collect::<Vec<_>>(),
        "precedence": client.precedence.says,
        "logs": client.logs,
        "restart": client.restart,
        "traps": client.traps,
        "evidence": client.evidence.iter().map(|evidence| json!({
            "about": evidence.about.iter().map(|topic| topic.name()).collect::<Vec<_>>(),
            "basis": evidence.basis.name(),
            "origin": evidence.origin,
            "version": evidence.version,
            "date": evidence.date,
        })).collect::<Vec<_>>(),
    })
}

fn record(client: &Client, style: Style, out: &mut dyn Write) -> Result<(), Failure> {
    let title = |text: &str| style.paint("1", text);
    writeln!(
        out,
        "{} ({}), {}\n",
        title(client.name),
        client.id,
        client.vendor
    )?;
    for kind in client.kinds {
        writeln!(out, "{}", title(kind.title))?;
        for location in kind.locations {
            writeln!(
                out,
                "  {:8} {}{}",
                location.scope.name(),
                location.path,
                systems(location)
            )?;
            if !location.note.is_empty() {
                writeln!(out, "           {}", location.note)?;
            }
        }
        let roots: Vec<String> = kind
            .roots
            .iter()
            .map(|root| {
                if root.path.is_empty() {
                    "the file itself".to_owned()
                } else {
                    format!("`{}`", root.dotted())
                }
            })
            .collect();
        writeln!(out, "  servers  under {}", roots.join(" or "))?;
        let dialect = kind.dialect;
        let takes = |yes: bool| if yes { "yes" } else { "no" };
        if kind.format == crate::document::Format::Json {
            writeln!(
                out,
                "  syntax   JSON; comments: {}, trailing commas: {}, byte order mark: {}",
                takes(dialect.comments),
                takes(dialect.trailing_commas),
                takes(dialect.byte_order_mark)
            )?;
        } else {
            writeln!(out, "  syntax   {}", kind.format.name().to_uppercase())?;
        }
        let spellings: Vec<&str> = kind
            .schema
            .transport
            .spellings
            .iter()
            .map(|(spelling, _)| *spelling)
            .collect();
        if !spellings.is_empty() {
            writeln!(out, "  types    {}", spellings.join(", "))?;
        }
        let fields: Vec<&str> = kind
            .schema
            .fields()
            .filter(|field| field.successor.is_none() && field.on != Use::Neither)
            .map(|field| field.name)
            .collect();
        writeln!(
            out,
            "  fields   {}",
            wrap(&fields.join(", "), style.width, 11)
        )?;
        let forms: Vec<String> = kind
            .variables
            .forms
            .iter()
            .map(|form| form.write("NAME"))
            .collect();
        let variables = match (forms.is_empty(), kind.variables.established) {
            (true, true) => "none are expanded".to_owned(),
            (true, false) => "not established".to_owned(),
            _ => forms.join(", "),
        };
        writeln!(out, "  variables {variables}\n")?;
    }
    writeln!(
        out,
        "{}  {}",
        title("Precedence"),
        wrap(client.precedence.says, style.width, 12)
    )?;
    writeln!(
        out,
        "{}        {}",
        title("Logs"),
        wrap(client.logs, style.width, 12)
    )?;
    writeln!(
        out,
        "{}     {}",
        title("Restart"),
        wrap(client.restart, style.width, 12)
    )?;
    if !client.traps.is_empty() {
        writeln!(out, "{}", title("Traps"))?;
        for trap in client.traps {
            writeln!(out, "  - {}", wrap(trap, style.width, 4))?;
        }
    }
    writeln!(out, "{}", title("Sources"))?;
    for evidence in client.evidence {
        // What was run says its version in its name.
        let told = evidence.version.is_empty() || evidence.origin.contains(evidence.version);
        writeln!(
            out,
            "  - {}: {}{}{} ({})",
            evidence.basis.name(),
            evidence.origin,
            if told { "" } else { " " },
            if told { "" } else { evidence.version },
            evidence.date
        )?;
    }
    Ok(())
}
