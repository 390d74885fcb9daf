//! What an edit writes looks as if the file's author had written it, and what cannot be known is
//! refused with a reason.
#![allow(clippy::unwrap_used)]

#[path = "style/yaml.rs"]
mod yaml;
