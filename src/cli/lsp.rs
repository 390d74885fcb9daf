//! `mcpmend lsp`.

use std::io;

use super::{Ending, Failure};
use crate::lsp::{End, serve};

pub(super) fn run() -> Result<Ending, Failure> {
    // The exit code of the protocol: 0 after an orderly end, else 1.
    Ok(match serve(io::stdin(), io::stdout())? {
        End::Orderly => Ending::Clean,
        End::Abrupt => Ending::Findings,
    })
}
