//! Changes of a container engine's command line, where it stands in a list of arguments.

use std::ops::Range;

use super::{Docker, DockerOption};
use crate::commandline::{CommandLine, Word};
use crate::document::{Document, Edit, NodeId};

/// The list that holds a word and the word's place in it; `None` for a word that is not a whole
/// item of a list.
pub fn item(document: &Document, word: &Word<'_>) -> Option<(NodeId, usize)> {
    let node = document.node(word.source.node);
    let list = node.parent().filter(|parent| parent.is_array())?;
    word.whole.then(|| (list.id(), node.index()))
}

impl Docker<'_> {
    /// Adds options right behind `run` or `exec`. They must need no quoting.
    pub fn add_first(
        &self,
        document: &Document,
        line: &CommandLine<'_>,
        words: &[&str],
    ) -> Option<Vec<Edit>> {
        let verb = line.words.get(self.verb_at)?;
        if let Some((list, at)) = item(document, verb) {
            return Some(insert(list, at + 1, words));
        }
        let end = inside(verb)?.end;
        let text = format!(" {}", words.join(" "));
        Some(vec![Edit::splice(verb.source.node, end..end, text)])
    }

    /// Adds options right before the image. They must need no quoting.
    pub fn add_last(
        &self,
        document: &Document,
        line: &CommandLine<'_>,
        words: &[&str],
    ) -> Option<Vec<Edit>> {
        let image = line.words.get(self.image?)?;
        if let Some((list, at)) = item(document, image) {
            return Some(insert(list, at, words));
        }
        let start = inside(image)?.start;
        let text = format!("{} ", words.join(" "));
        Some(vec![Edit::splice(image.source.node, start..start, text)])
    }
}

impl DockerOption<'_> {
    /// Takes a flag away: its word, or its letter out of `-it`.
    pub fn remove_flag(&self, document: &Document, line: &CommandLine<'_>) -> Option<Edit> {
        let word = line.words.get(self.word)?;
        if item(document, word).is_some() {
            return Some(match &self.letter {
                Some(range) => Edit::splice(word.source.node, range.clone(), ""),
                None => Edit::remove(word.source.node),
            });
        }
        let place = inside(word)?;
        let range = match &self.letter {
            Some(letter) => place.start + letter.start..place.start + letter.end,
            // The space behind it goes too.
            None => place.start..place.end + 1,
        };
        let spaced = word.source.text.get(place.end..)?.starts_with(' ');
        (self.letter.is_some() || spaced).then(|| Edit::splice(word.source.node, range, ""))
    }

    /// Writes another word in place of the one that names it and holds its value.
    pub fn respell(&self, line: &CommandLine<'_>, with: &str) -> Option<Edit> {
        let word = line
            .words
            .get(self.word)
            .filter(|_| self.word == self.value_word)?;
        let range = if word.whole {
            0..word.text.len()
        } else {
            inside(word)?
        };
        Some(Edit::splice(word.source.node, range, with))
    }
}

/// The bytes of a word in the line that it was split out of, where it stands between spaces.
fn inside(word: &Word<'_>) -> Option<Range<usize>> {
    if word.whole {
        return None;
    }
    let text = &word.source.text;
    let range = word.range_of(&word.text)?;
    let open = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let alone =
        open(text[..range.start].chars().next_back()) && open(text[range.end..].chars().next());
    alone.then_some(range)
}

fn insert(list: NodeId, at: usize, words: &[&str]) -> Vec<Edit> {
    words
        .iter()
        .map(|word| Edit::insert_item(list, at, *word))
        .collect()
}
