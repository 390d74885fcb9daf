//! What may be written at a place: keys that are not there yet, and values of which there are few.
//!
//! While somebody types the text does not parse, and what is in it so far must do: each format has
//! a reader of its own that finds the way to the place and looks at nothing else.

mod brackets;
mod insert;
mod items;
mod level;
mod spot;
mod toml;
mod yaml;

use lsp_types::CompletionItem;

use super::view::View;
use crate::document::Format;

/// What may be written at `offset`.
pub(super) fn at_offset(view: View<'_>, offset: usize) -> Vec<CompletionItem> {
    let text = view.document().text.as_str();
    let spot = match view.file().kind.format {
        Format::Json => brackets::spot(text, offset),
        Format::Toml => toml::spot(text, offset),
        Format::Yaml => yaml::spot(text, offset),
    };
    spot.map_or_else(Vec::new, |spot| items::of(view, &spot))
}
