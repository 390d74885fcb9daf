//! Whether comments survive a change.

use super::Document;
use super::edit::{Edit, TextEdit};

impl Document {
    /// Whether carrying out `edits` drops a comment that none of them is about: one behind a
    /// removed item, or inside a replaced value. What moves with its comment keeps it.
    pub fn drops_comment(&self, edits: &[Edit]) -> bool {
        if self.comments.is_empty() {
            return false;
        }
        let of_tree: Vec<Edit> = edits
            .iter()
            .filter(|edit| !matches!(edit, Edit::Text(_) | Edit::Comment(_)))
            .cloned()
            .collect();
        self.lower(&of_tree)
            .is_ok_and(|lowered| self.is_comment_lost(&lowered))
    }

    fn is_comment_lost(&self, edits: &[TextEdit]) -> bool {
        let gone: Vec<&str> = self
            .comments
            .iter()
            .filter(|comment| {
                edits.iter().any(|edit| {
                    edit.span.start < comment.span.end && comment.span.start < edit.span.end
                })
            })
            .map(|comment| self.slice(comment.span))
            .collect();
        gone.iter().any(|text| {
            let before = gone.iter().filter(|other| *other == text).count();
            let after: usize = edits
                .iter()
                .map(|edit| edit.text.matches(text).count())
                .sum();
            after < before
        })
    }
}
