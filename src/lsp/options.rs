//! What the editor's user may set.

use serde::Deserialize;

/// The settings of the section `mcpmend` in the editor, and the `initializationOptions`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Options {
    /// Rules or categories to run; empty means all.
    pub(super) select: Vec<String>,
    /// Rules or categories not to run.
    pub(super) ignore: Vec<String>,
    /// Whether everything is shown that could be better.
    pub(super) pedantic: bool,
}
