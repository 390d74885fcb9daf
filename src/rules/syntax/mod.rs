//! Rules of the category `syntax`.

mod bare_fragment;
mod byte_order_mark;
mod comment_in_json;
mod duplicate_key;
mod invalid_escape;
mod syntax_error;
mod trailing_comma;
mod typographic_quote;
mod unreadable_encoding;
mod unreadable_file;

use super::Rule;
use super::context::effect;
use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use crate::document::{Edit, Mend, Span, SyntaxError, SyntaxErrorKind as Kind};
use crate::model::Outcome;
use crate::rules::Context;
use crate::suppression::is_directive;
use crate::workspace::{EntryId, File, FileId, FileProblemKind};

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &syntax_error::RULE,
    &trailing_comma::RULE,
    &comment_in_json::RULE,
    &byte_order_mark::RULE,
    &duplicate_key::RULE,
    &invalid_escape::RULE,
    &typographic_quote::RULE,
    &unreadable_encoding::RULE,
    &bare_fragment::RULE,
    &unreadable_file::RULE,
];

/// The one rule that an error of this kind belongs to.
fn rule_of(kind: Kind) -> &'static Rule {
    match kind {
        Kind::Comment => &comment_in_json::RULE,
        Kind::TrailingComma => &trailing_comma::RULE,
        Kind::ByteOrderMark => &byte_order_mark::RULE,
        Kind::InvalidEscape => &invalid_escape::RULE,
        Kind::TypographicQuote | Kind::ControlCharacter | Kind::InvisibleCharacter => {
            &typographic_quote::RULE
        }
        Kind::BareFragment => &bare_fragment::RULE,
        Kind::Empty | Kind::Encoding => &unreadable_encoding::RULE,
        Kind::Duplicate => &duplicate_key::RULE,
        Kind::MissingComma
        | Kind::MissingColon
        | Kind::ExtraComma
        | Kind::SingleQuotes
        | Kind::UnquotedKey
        | Kind::ForeignLiteral
        | Kind::UnterminatedString
        | Kind::Unclosed
        | Kind::InvalidNumber
        | Kind::TooDeep
        | Kind::Unexpected => &syntax_error::RULE,
    }
}

/// A few words to put under the place of an error.
fn label_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Comment => "this is a comment",
        Kind::TrailingComma => "nothing follows this comma",
        Kind::ByteOrderMark => "invisible, before the first character",
        Kind::MissingComma => "a comma is missing",
        Kind::MissingColon => "nothing separates key and value",
        Kind::ExtraComma => "one comma too many",
        Kind::SingleQuotes => "needs double quotes",
        Kind::UnquotedKey => "a key needs double quotes",
        Kind::ForeignLiteral => "a word of another language",
        Kind::InvalidEscape => "this backslash starts no escape",
        Kind::TypographicQuote => "a quote made for print",
        Kind::ControlCharacter => "must be written as an escape",
        Kind::InvisibleCharacter => "looks like a space and is none",
        Kind::UnterminatedString => "this string does not end",
        Kind::Unclosed => "the brackets do not match",
        Kind::BareFragment => "outside of the one object",
        Kind::InvalidNumber => "not a number",
        Kind::TooDeep => "nested too deep",
        Kind::Empty => "nothing here",
        Kind::Encoding => "not text in UTF-8",
        Kind::Duplicate => "it stands above already",
        Kind::Unexpected => "not expected here",
    }
}

/// Reports the errors of `file` that belong to `rule`.
fn report(
    rule: &'static Rule,
    context: &Context<'_>,
    id: FileId,
    file: &File,
    out: &mut Vec<Diagnostic>,
) {
    // What the client does not read cannot break it.
    if file.not_read.is_some() {
        return;
    }
    let places = Places::of(context, id);
    for problem in &file.problems {
        let FileProblemKind::Syntax(error) = &problem.kind else {
            continue;
        };
        if rule_of(error.kind).name != rule.name {
            continue;
        }
        let mut ruling = problem.ruling;
        // Where nobody misses the servers nobody minds that there is no text at all.
        if error.kind == Kind::Empty && file.kind.missing_root.outcome == Outcome::Ignored {
            ruling = file.kind.missing_root;
        }
        let Some(severity) = Severity::of(ruling.outcome) else {
            continue;
        };
        let entry = places.at(error.span);
        let mut finding = rule
            .finding(id, error.span, message(context, error, entry))
            // That it does not parse is certain, whatever this client makes of it.
            .severity(severity.max(Severity::Warning))
            .effect(effect(file.client, ruling))
            .label(label_of(error.kind))
            .fix(error.mend.as_ref().map(|mend| fix(mend, id)));
        finding.entry = entry;
        if error.kind == Kind::Duplicate && error.mend.is_none() {
            finding = finding.help("keep one of the two, or give one of them another name");
        }
        if error.kind == Kind::Comment && is_directive(&file.document, error.span) {
            finding = finding.help(
                "nothing is suppressed by a comment that its reader does not take: name the rule \
                 in an `[[accept]]` of mcpmend.toml instead",
            );
        }
        out.push(finding);
    }
}

fn message(context: &Context<'_>, error: &SyntaxError, entry: Option<EntryId>) -> String {
    match entry {
        Some(entry) => format!(
            "`{}`: {}",
            context.workspace.entry(entry).name,
            error.message
        ),
        None => error.message.clone(),
    }
}

fn fix(mend: &Mend, file: FileId) -> Fix {
    let edits = mend.edits.iter().cloned().map(Edit::Text).collect();
    let fix = Fix::safe(mend.title.clone(), file, edits);
    Fix {
        applicability: if mend.safe {
            Applicability::Safe
        } else {
            Applicability::Unsafe
        },
        ..fix
    }
}

/// Where the servers of a file stand, by their start, each with the last end up to it.
struct Places(Vec<(Span, EntryId, usize)>);

impl Places {
    fn of(context: &Context<'_>, file: FileId) -> Places {
        let entries = context.workspace.entries_of(file);
        let mut all: Vec<(Span, EntryId, usize)> = entries
            .map(|(id, entry)| (context.workspace.node(entry).span(), id, 0))
            .collect();
        all.sort();
        let mut last = 0;
        for (span, _, end) in &mut all {
            last = last.max(span.end);
            *end = last;
        }
        Places(all)
    }

    /// The first server whose value covers `span`.
    fn at(&self, span: Span) -> Option<EntryId> {
        let behind = self
            .0
            .partition_point(|(value, ..)| value.start < span.start);
        let before = self.0[..behind].iter().rev();
        before
            .take_while(|(.., end)| span.end < *end)
            .filter(|(value, ..)| span.end < value.end)
            .map(|(_, id, _)| *id)
            .min()
    }
}
