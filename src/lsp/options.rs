//! What the editor's user may set.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

use crate::analysis::SettingsFrom;
use crate::check::Selection;
use crate::diagnostic::Persona;
use crate::suggest;
use crate::suppression::Reach;

/// The name of the settings in an editor.
pub(super) const SECTION: &str = "mcpmend";

/// The settings of the section `mcpmend` in the editor, and the `initializationOptions`. What an
/// editor adds for itself is passed over.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Options {
    /// Rules or categories to run; empty means all.
    pub(super) select: Vec<String>,
    /// Rules or categories not to run.
    pub(super) ignore: Vec<String>,
    /// Whether everything is shown that could be better.
    pub(super) pedantic: bool,
    /// The settings file to read instead of the nearest `mcpmend.toml`; relative to the folder.
    pub(super) config: Option<PathBuf>,
    /// Whether no settings file is read.
    pub(super) isolated: bool,
    /// What mending all of a file does.
    pub(super) fix_all: FixAll,
}

/// What mending all of a file does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct FixAll {
    /// Whether unsafe fixes are applied as well.
    pub(super) r#unsafe: bool,
}

impl Options {
    /// Reads them from what an editor sends: the section itself, or something that holds it. `None`
    /// where it sends nothing. With them comes what is wrong in them and passed over.
    ///
    /// # Errors
    /// When a value is of the wrong type.
    pub(super) fn read(value: &Value) -> Result<Option<(Options, Vec<String>)>, String> {
        let own = value.get(SECTION).unwrap_or(value);
        if own.as_object().is_none_or(serde_json::Map::is_empty) {
            return Ok(None);
        }
        let mut options: Options =
            Options::deserialize(own).map_err(|error| format!("settings of mcpmend: {error}"))?;
        let mut wrong = Vec::new();
        for names in [&mut options.select, &mut options.ignore] {
            names.retain(|name| match suggest::rule_or_category(name) {
                Ok(()) => true,
                Err(unknown) => {
                    wrong.push(format!("settings of mcpmend: {unknown}"));
                    false
                }
            });
        }
        if options
            .config
            .as_ref()
            .is_some_and(|path| path.as_os_str().is_empty())
        {
            options.config = None;
        }
        Ok(Some((options, wrong)))
    }

    /// Where mcpmend's settings come from.
    pub(super) fn settings(&self) -> SettingsFrom {
        match &self.config {
            _ if self.isolated => SettingsFrom::Defaults,
            Some(file) => SettingsFrom::File(file.clone()),
            None => SettingsFrom::Nearest,
        }
    }

    /// Which rules run.
    pub(super) fn selection(&self, reach: Reach) -> Selection {
        Selection {
            select: self.select.clone(),
            ignore: self.ignore.clone(),
            persona: if self.pedantic {
                Persona::Pedantic
            } else {
                Persona::Regular
            },
            reach,
            baseline: None,
            only: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_found_wherever_an_editor_puts_them() {
        for value in [
            json!({"pedantic": true}),
            json!({"mcpmend": {"pedantic": true, "trace": {"server": "off"}}, "editor": {}}),
        ] {
            let (options, wrong) = Options::read(&value).unwrap().unwrap();
            assert!(options.pedantic && wrong.is_empty(), "{value}");
        }
        for value in [json!(null), json!({}), json!([]), json!({"mcpmend": null})] {
            assert_eq!(Options::read(&value).unwrap(), None, "{value}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let value = json!({"select": ["docker", "no-such-rule"]});
        let (options, wrong) = Options::read(&value).unwrap().unwrap();
        assert_eq!(options.select, ["docker"]);
        assert!(wrong[0].contains("no-such-rule"), "{wrong:?}");
        assert!(Options::read(&json!({"select": "docker"})).is_err());
    }
}
