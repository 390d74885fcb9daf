//! Why an edit of a YAML text is refused, in words for its author.

use super::super::edit::EditError;

pub(super) const REPEATED: EditError = EditError::Unsupported(
    "it is in a value with an anchor (`&`) that an alias (`*`) repeats elsewhere in the file, where it would change too",
);
pub(super) const STILL_USED: EditError = EditError::Unsupported(
    "a value with an anchor (`&`) would go, and an alias (`*`) elsewhere in the file still needs it",
);
pub(super) const MOVED_ALIAS: EditError =
    EditError::Unsupported("an alias (`*`) in it might stand for another value at the new place");
pub(super) const ALIAS: EditError = EditError::Unsupported(
    "the value is an alias (`*`): what it says stands at its anchor (`&`), and for other places too",
);
pub(super) const MERGE: EditError =
    EditError::Unsupported("it would change what a merge key (`<<`) brings in from another place");
pub(super) const MERGED_NAME: EditError = EditError::Unsupported(
    "a merge key (`<<`) brings in a member of this name too, and another one of the two would count",
);
pub(super) const TAGGED: EditError =
    EditError::Unsupported("the value has a tag (`!`) that says how to read it");
pub(super) const MARKED: EditError =
    EditError::Unsupported("the value has an anchor (`&`) of its own, which would be lost");
pub(super) const EXPLICIT_KEY: EditError =
    EditError::Unsupported("a key beside it is written with `?`");
pub(super) const MARKED_KEY: EditError =
    EditError::Unsupported("a key beside it has an anchor (`&`) or a tag (`!`)");
pub(super) const NO_TEXT_KEY: EditError =
    EditError::Unsupported("the key is not plain text, but an alias or a collection");
pub(super) const UNUSUAL: EditError =
    EditError::Unsupported("it is laid out in a way that cannot be added to safely");
pub(super) const BROKEN: EditError =
    EditError::Unsupported("the value cannot be read as it is written");
pub(super) const ONE_PAIR: EditError =
    EditError::Unsupported("it is a pair without braces in a list between brackets");
pub(super) const FOLDED: EditError = EditError::Unsupported(
    "the text is a block of several lines that are joined in more than one way",
);
pub(super) const COMMENT: EditError = EditError::Unsupported("a comment would be lost");
pub(super) const COMMENT_SWALLOWED: EditError = EditError::Unsupported(
    "a comment behind it would become a part of the block of text that comes before",
);
pub(super) const OPEN_END: EditError = EditError::Unsupported(
    "the file ends in a block of text without a line break, and one more would change that text",
);
pub(super) const NOT_BETWEEN_BRACKETS: EditError =
    EditError::Unsupported("a value of several lines cannot stand between brackets as it is");
pub(super) const SEVERAL_LINES: EditError =
    EditError::Unsupported("a value of several lines between brackets cannot be moved");
pub(super) const KEPT_LINES: EditError =
    EditError::Unsupported("the blank lines behind its block of text belong to it");
pub(super) const LESS_INDENTED: EditError =
    EditError::Unsupported("a line of the value is indented less than its key");
pub(super) const WRAPPED_ALONE: EditError =
    EditError::Unsupported("putting a key around a value goes with no other change");
pub(super) const NO_COLON: EditError = EditError::Unsupported("the key has no colon behind it");
pub(super) const NO_VALUE: EditError = EditError::Unsupported("there is no value in the file yet");
