//! Text to tree: reads on behind an error by patching the broken place in a copy of the text.

use std::collections::BTreeMap;

use super::super::Parsed;
use super::super::syntax::{SyntaxError, SyntaxErrorKind};
use super::read::{Reading, read};
use super::recover::{Diagnosis, Recovery};

/// How many errors are reported at most, and what reading on may cost in bytes.
const MAX_ROUNDS: usize = 100;
const MAX_BYTES_READ: usize = 16 * 1024 * 1024;

pub(crate) fn parse(text: &str) -> Parsed {
    let mut patched = BTreeMap::new();
    let mut reading = read(text, text, &patched);
    let mut found: Vec<SyntaxError> = Vec::new();
    let mut recovery = Recovery::new(text);
    let rounds = MAX_ROUNDS.min(MAX_BYTES_READ / text.len().max(1) + 1);
    for _ in 0..rounds {
        let Some(stop) = &reading.stop else { break };
        let Diagnosis { error, patch } = recovery.diagnose(stop);
        found.extend(error);
        let Some(patch) = patch else { break };
        patched.extend(patch);
        reading = read(recovery.work(), text, &patched);
    }
    let Reading {
        tree,
        comments,
        anchors,
        mut errors,
        stop,
    } = reading;
    if stop.is_some() && found.is_empty() {
        found.push(SyntaxError {
            kind: SyntaxErrorKind::Unexpected,
            span: super::super::Span::at(0),
            message: "this is not YAML".to_owned(),
            mend: None,
        });
    }
    errors.extend(found);
    Parsed {
        tree,
        comments,
        anchors,
        trailing_commas: Vec::new(),
        errors,
    }
}
