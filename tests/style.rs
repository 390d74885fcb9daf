//! What an edit writes looks as if the author of the file had written it, and what cannot be known
//! is refused with a reason.
//!
//! `json`, `toml` and `yaml` are tables of texts before and after an edit, as an author would want
//! them. The others try every edit on every style that a printer can write: a file of that style
//! must come out as the printer would have written it with the change in it.
#![allow(clippy::unwrap_used)]

mod common;

#[path = "style/yaml.rs"]
mod yaml;

mod style {
    mod edits;
    mod json;
    mod json_styles;
    mod support;
    mod toml;
    mod toml_styles;
}
