//! `mcpmend schema`.

use std::io::Write;

use super::args::SchemaArgs;
use super::{Ending, Failure};
use crate::schemas;
use crate::suggest;

/// The name of what has a schema and is no client, and how the schema is made.
pub(super) type Own = (&'static str, fn() -> String);

/// All of them.
pub(super) const OWN: &[Own] = &[
    ("catalog", schemas::catalog),
    ("output", schemas::output),
    ("explain", schemas::explain),
    ("ports", schemas::ports),
    ("settings", schemas::settings),
    ("baseline", schemas::baseline),
    ("undo", schemas::undo),
    #[cfg(feature = "doctor")]
    ("doctor", schemas::doctor),
];

pub(super) fn run(args: &SchemaArgs, out: &mut dyn Write) -> Result<Ending, Failure> {
    let text = match OWN.iter().find(|(name, _)| *name == args.id) {
        Some((_, make)) => make(),
        None => {
            let client = suggest::client(&args.id)?;
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
