//! The settings of the editor's user.

use lsp_types::request::WorkspaceConfiguration;
use lsp_types::{ConfigurationItem, ConfigurationParams, MessageType};
use serde_json::Value;

use super::options::{Options, SECTION};
use super::state::State;

impl State {
    /// Asks for the settings, where the editor can be asked.
    pub(super) fn ask_settings(&mut self) {
        if self.abilities.asks_settings {
            let item = ConfigurationItem {
                scope_uri: None,
                section: Some(SECTION.to_owned()),
            };
            let items = vec![item];
            self.configuration =
                Some(self.ask::<WorkspaceConfiguration>(ConfigurationParams { items }));
        }
    }

    /// Takes settings; an editor that sends none has none to send, and may be asked.
    pub(super) fn configured(&mut self, settings: &Value) {
        let has_own = settings.get(SECTION).is_some_and(Value::is_object);
        if has_own || !self.abilities.asks_settings {
            self.take_settings(settings);
        } else {
            self.ask_settings();
        }
    }

    /// Takes settings, and looks at everything again where they are others. Without any the ones
    /// from the start count.
    pub(super) fn take_settings(&mut self, settings: &Value) {
        let (options, wrong) = match Options::read(settings) {
            Ok(Some(read)) => read,
            Ok(None) => (self.initial.clone(), Vec::new()),
            Err(why) => {
                self.show(MessageType::ERROR, why);
                return;
            }
        };
        for why in wrong {
            self.show(MessageType::WARNING, why);
        }
        if self.options != options {
            self.options = options;
            self.forget_all();
        }
    }
}
