//! What the entries start, taken apart once for all rules.

use std::ops::Deref;

use crate::bridges::Bridge;
use crate::commandline::CommandLine;
use crate::interpret::Parts;

/// What one entry starts.
#[derive(Debug)]
pub(crate) struct Started<'a> {
    pub(super) line: CommandLine<'a>,
    pub(super) bridge: Option<Box<Bridge<'a>>>,
}

impl<'a> Started<'a> {
    /// `None` without a command.
    pub(crate) fn of(parts: &'a Parts) -> Option<Started<'a>> {
        let line = CommandLine::of(parts)?;
        let bridge = Bridge::of(parts, &line).map(Box::new);
        Some(Started { line, bridge })
    }
}

/// Something that was worked out for all rules, or just now.
#[derive(Debug)]
pub enum Held<'a, T> {
    /// For all.
    Known(&'a T),
    /// Just now.
    Made(Box<T>),
}

impl<T> Deref for Held<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Held::Known(known) => known,
            Held::Made(made) => made,
        }
    }
}
