//! `mcpmend schema`.

use std::io::Write;

use super::args::SchemaArgs;
use super::{Ending, Failure, suggest};
use crate::schemas;

pub(super) fn run(args: &SchemaArgs, out: &mut dyn Write) -> Result<Ending, Failure> {
    let text = match args.id.as_str() {
        "catalog" => schemas::catalog(),
        "output" => schemas::output(),
        "settings" => schemas::settings(),
        id => schemas::client(suggest::client(id)?),
    };
    out.write_all(text.as_bytes())?;
    Ok(Ending::Clean)
}
