//! What the terminal can show.
#![allow(clippy::disallowed_methods)] // Colours are a matter of this process, never of `--home`.

use std::io::IsTerminal;

use super::args::Color;
use crate::report::Style;

/// The style for a stream.
pub(super) fn style(color: Color, stream: &dyn Terminal) -> Style {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto
            if std::env::var("CLICOLOR_FORCE")
                .is_ok_and(|value| !value.is_empty() && value != "0") =>
        {
            true
        }
        Color::Auto => {
            stream.is_terminal() && std::env::var("TERM").is_ok_and(|term| term != "dumb")
        }
    };
    let width = if stream.is_terminal() {
        terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
    } else {
        None
    };
    Style {
        color,
        unicode: true,
        width: width.unwrap_or(Style::PLAIN.width).clamp(40, 120),
    }
}

/// A stream that may be a terminal.
pub(super) trait Terminal {
    /// Whether it is one.
    fn is_terminal(&self) -> bool;
}

impl<T: IsTerminal> Terminal for T {
    fn is_terminal(&self) -> bool {
        IsTerminal::is_terminal(self)
    }
}
