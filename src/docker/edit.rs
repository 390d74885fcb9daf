//! Changes of a container engine's command line, where it stands in a list of arguments.

use super::{Docker, DockerOption};
use crate::commandline::{CommandLine, Word};
use crate::document::{Document, Edit, NodeId};

/// The list that holds a word and the word's place in it; `None` for a word that is not a whole
/// item of a list.
pub fn item(document: &Document, word: &Word<'_>) -> Option<(NodeId, usize)> {
    let node = document.node(word.source.node);
    let list = node.parent().filter(|parent| parent.is_array())?;
    let at = list.items().position(|item| item == node)?;
    word.whole.then_some((list.id(), at))
}

impl Docker<'_> {
    /// Adds options right behind `run` or `exec`.
    pub fn add_first(
        &self,
        document: &Document,
        line: &CommandLine<'_>,
        words: &[&str],
    ) -> Option<Vec<Edit>> {
        let (list, at) = item(document, line.words.get(self.verb_at)?)?;
        Some(insert(list, at + 1, words))
    }

    /// Adds options right before the image.
    pub fn add_last(
        &self,
        document: &Document,
        line: &CommandLine<'_>,
        words: &[&str],
    ) -> Option<Vec<Edit>> {
        let (list, at) = item(document, line.words.get(self.image?)?)?;
        Some(insert(list, at, words))
    }
}

impl DockerOption<'_> {
    /// Takes a flag away: its word, or its letter out of `-it`.
    pub fn remove_flag(&self, document: &Document, line: &CommandLine<'_>) -> Option<Edit> {
        let word = line.words.get(self.word)?;
        item(document, word)?;
        Some(match &self.letter {
            Some(range) => Edit::splice(word.source.node, range.clone(), ""),
            None => Edit::remove(word.source.node),
        })
    }
}

fn insert(list: NodeId, at: usize, words: &[&str]) -> Vec<Edit> {
    words
        .iter()
        .map(|word| Edit::insert_item(list, at, *word))
        .collect()
}
