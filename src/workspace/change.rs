//! Another text for one file, in place: what an editor asks for at every keystroke.

use super::load::{Loaded, place};
use super::{FileId, Workspace, digest};
use crate::discover::Found;

impl Workspace {
    /// Gives the config `id`, which was found as `found`, another text; nothing else is read again.
    /// Whether that could be done: not where the new text is no MCP configuration.
    pub fn replace_text(&mut self, id: FileId, found: &Found, bytes: Vec<u8>) -> bool {
        let Loaded::File(mut file) = place(found, bytes) else {
            return false;
        };
        let Some(start) = self.starts.get(id.0).copied() else {
            return false;
        };
        let following = self.starts.get(id.0 + 1).copied();
        let end = following.unwrap_or(self.entries.len());
        let entries = digest(id, &mut file);
        let (old, new) = (end - start, entries.len());
        self.files[id.0] = *file;
        self.entries.splice(start..end, entries);
        for start in &mut self.starts[id.0 + 1..] {
            *start = *start - old + new;
        }
        true
    }
}
