//! `joined-argument`

use crate::commandline::{Launcher, Wrapper};
use crate::diagnostic::{Diagnostic, Fix};
use crate::document::Edit;
use crate::interpret::Text;
use crate::model::Arguments;
use crate::rules::{Check, Subject, rule};
use crate::variables;

use super::line::is_interpreter;

rule! {
    /// An option and its value in one argument, or quotes around an argument.
    ///
    /// ## Why it fails
    /// No shell reads the list: each element reaches the program as it is. `"--port 3101"` is an
    /// option of that very name, with a space in it, which no program knows; quotes inside an
    /// element become part of the value.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "uvx",
    ///       "args": ["docs-server", "--root /srv/docs", "'A title'"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "uvx",
    ///       "args": ["docs-server", "--root", "/srv/docs", "A title"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Makes one element of each word, and takes the quotes away. Safe: a program cannot know the
    /// joined option.
    ///
    /// ## Sources
    /// - <https://nodejs.org/api/child_process.html#child_processspawncommand-args-options> (2026-11-23)
    "joined-argument", Command, Warning, Safe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    // Who splits such an argument, or hands it to a shell, makes two of it.
    match subject.client().process.arguments {
        Arguments::Shell => return,
        Arguments::Split if line.launcher == Launcher::Npx => return,
        _ => {}
    }
    // Where a shell reads the line, quotes and spaces mean something.
    let read_by_shell = |wrapper: &Wrapper| {
        matches!(
            wrapper,
            Wrapper::Shell | Wrapper::PowerShell | Wrapper::Cmd | Wrapper::Wsl
        )
    };
    if line.wrappers.iter().any(read_by_shell) || is_interpreter(&line) {
        return;
    }
    for text in &subject.parts().args {
        let Some(fault) = fault(text) else { continue };
        let node = subject.document().node(text.node);
        let fix = subject.parts().args_list.and_then(|list| {
            let at = subject
                .document()
                .node(list)
                .items()
                .position(|item| item.id() == text.node)?;
            let (first, rest) = fault.words.split_first()?;
            let mut edits = vec![Edit::set(text.node, first.as_str())];
            edits.extend(
                rest.iter()
                    .map(|word| Edit::insert_item(list, at + 1, word.as_str())),
            );
            Some(Fix::safe(fault.title, subject.file_id(), edits))
        });
        out.push(
            subject
                .finding(
                    &RULE,
                    node.span(),
                    format!("{} of {} {}", fault.what, subject.quoted(), fault.says),
                )
                .label(fault.label)
                .effect(format!(
                    "{} hands it to the program as it stands",
                    subject.client().name
                ))
                .fix(fix),
        );
    }
}

struct Fault {
    what: String,
    says: &'static str,
    label: &'static str,
    title: &'static str,
    words: Vec<String>,
}

fn fault(text: &Text) -> Option<Fault> {
    let value = text.text.as_str();
    let inner = ['"', '\''].iter().find_map(|quote| {
        value
            .strip_prefix(*quote)?
            .strip_suffix(*quote)
            .filter(|inner| !inner.is_empty() && !inner.contains(*quote))
    });
    if let Some(inner) = inner {
        return Some(Fault {
            what: "an argument".to_owned(),
            says: "has quotes around it, which become part of its value",
            label: "nobody takes these quotes away",
            title: "take the quotes away",
            words: vec![inner.to_owned()],
        });
    }
    let (option, rest) = value.split_once(char::is_whitespace)?;
    let name = option.trim_start_matches('-');
    let is_option = option.len() - name.len() <= 2
        && option.starts_with('-')
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    // A sentence that starts with a dash is no option.
    let is_sentence = rest.split_whitespace().count() > 3 && !rest.contains(" -");
    let spaced_variable = variables::scan(value)
        .iter()
        .any(|variable| value[variable.range.clone()].contains(char::is_whitespace));
    if !is_option || rest.trim().is_empty() || is_sentence || spaced_variable {
        return None;
    }
    let words = if rest.contains('\\') {
        let plain = !rest.contains(['"', '\'']);
        plain.then(|| value.split_whitespace().map(str::to_owned).collect())?
    } else {
        shell_words::split(value).ok()?
    };
    Some(Fault {
        what: format!("the argument `{option}`"),
        says: "has its value in the same element",
        label: "two words in one element",
        title: "make one element of each word",
        words,
    })
}
