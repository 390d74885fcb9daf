//! `mcpmend schema`.

use std::io::Write;

use super::args::SchemaArgs;
use super::{Ending, Failure};
use crate::schemas;
use crate::suggest;

pub(super) fn run(args: &SchemaArgs, out: &mut dyn Write) -> Result<Ending, Failure> {
    let text = match args.id.as_str() {
        "catalog" => schemas::catalog(),
        "output" => schemas::output(),
        "ports" => schemas::ports(),
        "settings" => schemas::settings(),
        "baseline" => schemas::baseline(),
        "undo" => schemas::undo(),
        id => {
            let client = suggest::client(id)?;
            if client.kinds.is_empty() {
                return Err(Failure::message(format!(
                    "{} has no configuration in JSON, TOML or YAML; `mcpmend clients {}` tells \
                     where its servers are",
                    client.name, client.id
                )));
            }
            schemas::client(client)
        }
    };
    out.write_all(text.as_bytes())?;
    Ok(Ending::Clean)
}
