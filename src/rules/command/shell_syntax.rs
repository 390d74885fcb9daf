//! `shell-syntax`

use crate::commandline::{CommandLine, Wrapper, bare_name, has_path};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::{Edit, NodeId};
use crate::interpret::Text;
use crate::model::{Arguments, Form, Os, Role};
use crate::rules::rewrite::add_env;
use crate::rules::{Check, Subject, rule};
use crate::variables;

use super::line::{is_interpreter, start};

rule! {
    /// The language of a shell where no shell reads it.
    ///
    /// ## Why it fails
    /// Clients start the program themselves. `&&` and `|` reach it as arguments, `cd` and `export`
    /// are no programs, for `DEBUG=1` in front of the command a program of that name is looked
    /// for, and `$(pwd)` stays as it is written. Of `sh -c` and several elements the shell reads
    /// the first one behind `-c` only. A few clients hand the line to a shell; there it is no
    /// finding.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "DEBUG=1",
    ///       "args": ["npx", "-y", "@example/docs-mcp"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// A folder to go to first:
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "cd",
    ///       "args": ["/srv/docs", "&&", "npm", "run", "-s", "start"]
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
    ///       "command": "npx",
    ///       "args": ["-y", "@example/docs-mcp"],
    ///       "env": {
    ///         "DEBUG": "1"
    ///       }
    ///     },
    ///     "wiki": {
    ///       "command": "sh",
    ///       "args": ["-c", "cd /srv/wiki && exec node index.js"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Puts variables from in front of the command into the entry's environment, and the folder
    /// of a `cd` into the field for it. Safe: the entry did not start. Unsafe for a relative
    /// folder, and where the elements behind `sh -c` are joined. The alternative is to let a shell
    /// read the line, `sh -c`; where more than variables and a folder is for it, that is for you
    /// to choose.
    ///
    /// ## Sources
    /// - <https://nodejs.org/api/child_process.html#child_processspawncommand-args-options>: no
    ///   shell unless asked for (2026-11-25)
    /// - <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/sh.html>: `-c` (2026-11-25)
    /// - modelcontextprotocol/servers#749 (2026-11-23)
    "shell-syntax", Command, Error, Both, Check::Entry(check)
}

/// What is part of every shell and no program, or a program without effect.
pub(super) const BUILTINS: &[&str] = &[
    "cd", "export", "source", ".", "exec", "eval", "set", "unset", "alias", "pushd", "ulimit",
    "umask",
];

/// What nobody means as an argument.
const OPERATORS: &[&str] = &[
    "&&",
    "||",
    "2>&1",
    "1>&2",
    ">&2",
    "2>/dev/null",
    ">/dev/null",
    "&>/dev/null",
];

/// What is an argument now and then: an operator only in front of what an operator stands before.
const LIKELY: &[&str] = &["|", ";", "&", ">", ">>", "<"];

/// Programs that lines are piped into.
const FILTERS: &[&str] = &[
    "tee", "grep", "sed", "awk", "jq", "cat", "head", "tail", "sh", "bash", "xargs", "npx", "node",
    "python", "python3", "uv", "uvx", "exec", "cd", "export",
];

/// A word of the line, as a shell would read it.
struct Word<'a> {
    text: String,
    source: &'a Text,
    /// Whether it is an argument of its own.
    argument: bool,
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let severity = match subject.client().process.arguments {
        Arguments::Shell => return,
        Arguments::Whole => Severity::Error,
        Arguments::Split | Arguments::Unknown => Severity::Info,
    };
    let line = subject.line();
    let in_shell = |line: &CommandLine<'_>| {
        let mut wrappers = line.wrappers.iter();
        wrappers.any(|wrapper| *wrapper != Wrapper::Env)
    };
    let mut read_by_shell = false;
    if let Some(line) = &line {
        read_by_shell = in_shell(line) || is_interpreter(line);
        if line.wrappers.first() == Some(&Wrapper::Shell) {
            out.extend(split_line(subject, severity));
        }
    }
    if !read_by_shell && let Some(words) = words(subject) {
        out.extend(language(subject, &words, severity));
    }
    substitutions(subject, read_by_shell, out);
}

/// The words of command and arguments; `None` where the command may be a path with spaces.
fn words<'a>(subject: &Subject<'a>) -> Option<Vec<Word<'a>>> {
    let parts = subject.parts();
    let command = parts.command.as_ref()?;
    let mut words: Vec<Word<'a>> = Vec::with_capacity(parts.args.len() + 1);
    let mut add = |text: String, source, argument| {
        words.push(Word {
            text,
            source,
            argument,
        });
    };
    let text = command.text.trim();
    // `/Applications/This & That/x` is one word, unless it surely is a line.
    let is_line = !has_path(text) || OPERATORS.iter().any(|it| text.contains(*it));
    if text.contains(char::is_whitespace) && !text.contains('\\') && is_line {
        for word in shell_words::split(text).ok()? {
            add(word, command, false);
        }
    } else {
        add(text.to_owned(), command, false);
    }
    for argument in &parts.args {
        add(argument.text.clone(), argument, true);
    }
    Some(words)
}

/// The first word that is for a shell.
fn language(subject: &Subject<'_>, words: &[Word<'_>], severity: Severity) -> Option<Diagnostic> {
    let client = subject.client().name;
    let first = words.first()?;
    let (at, message, label, effect) = if assignment(&first.text).is_some() {
        let name = assignment(&first.text).map_or("", |(name, _)| name);
        (
            0,
            format!(
                "a variable `{name}=…` stands in front of the command of {}",
                subject.quoted()
            ),
            "only a shell sets it".to_owned(),
            format!("{client} looks for a program of this name, and does not find it"),
        )
    } else if BUILTINS.contains(&first.text.as_str()) {
        (
            0,
            format!(
                "the command of {} is `{}`, a command of the shell and no program",
                subject.quoted(),
                first.text
            ),
            "only a shell knows it".to_owned(),
            format!("{client} starts no shell, so what stands behind it never runs"),
        )
    } else {
        let at = (1..words.len()).find(|at| is_operator(words, *at))?;
        (
            at,
            format!(
                "`{}` among the words of {} is for a shell, and none reads it",
                words[at].text,
                subject.quoted()
            ),
            "no shell reads this".to_owned(),
            if words[at].argument {
                format!("{client} hands it to `{}` as an argument", first.text)
            } else {
                format!("{client} starts no shell: all of it is the name of a program to it")
            },
        )
    };
    let span = subject.document().node(words[at].source.node).span();
    let fix = fix(subject, words);
    let finding = subject
        .finding(&RULE, span, message)
        .severity(severity)
        .label(label);
    let finding = if severity == Severity::Error {
        finding.effect(effect)
    } else {
        finding.effect(format!(
            "whether {client} hands the line to a shell is not established"
        ))
    };
    let by_shell = by_shell(subject);
    Some(match fix {
        Some(fix) => finding.fix(fix).fix(by_shell),
        None => finding.help(help(subject, words)).fix(by_shell).choice(),
    })
}

/// Lets a shell read command and arguments as one line. `None` where one is hardly there, or
/// where the plain one lacks a command of the line.
fn by_shell(subject: &Subject<'_>) -> Option<Fix> {
    let context = &subject.context;
    if context.machine_mode && context.host.os() == Os::Windows {
        return None;
    }
    let parts = subject.parts();
    let mut line = parts.command.as_ref()?.text.trim().to_owned();
    for argument in &parts.args {
        let text = argument.text.as_str();
        let operator = OPERATORS.contains(&text) || LIKELY.contains(&text);
        let breaks = |c: char| c.is_whitespace() || "'\"`\\;&|<>()".contains(c);
        line.push(' ');
        match !operator && (text.is_empty() || text.contains(breaks)) {
            true => line.push_str(&shell_words::quote(text)),
            false => line.push_str(text),
        }
    }
    if line.split_whitespace().any(|word| word == "source") {
        return None;
    }
    let mut edits = start(subject, "sh", &["-c".to_owned(), line])?;
    edits.extend(parts.args.iter().map(|text| Edit::remove(text.node)));
    Some(Fix::r#unsafe(
        "let a shell read the line: `sh -c`",
        subject.file_id(),
        edits,
    ))
}

fn help(subject: &Subject<'_>, words: &[Word<'_>]) -> String {
    let sources = |word: &Word<'_>| matches!(word.text.as_str(), "source" | ".");
    if words.iter().any(sources) {
        return "start the program by its path inside the environment, such as `.venv/bin/python`"
            .to_owned();
    }
    let moves = words.iter().any(|word| word.text == "cd");
    match subject.schema().field_for(Role::Cwd) {
        Some(field) if moves => format!(
            "name the folder in `{}`, or let a shell read the line: `sh` with `-c` and all of it in one argument",
            field.name
        ),
        _ => "let a shell read the line: `sh` with `-c` and all of it in one argument".to_owned(),
    }
}

/// `NAME=value`.
fn assignment(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    let mut characters = name.chars();
    let starts = characters
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    (starts && characters.all(|c| c.is_ascii_alphanumeric() || c == '_')).then_some((name, value))
}

fn is_operator(words: &[Word<'_>], at: usize) -> bool {
    let text = words[at].text.as_str();
    if OPERATORS.contains(&text) {
        return true;
    }
    let next = words.get(at + 1).map(|word| word.text.as_str());
    let after_option = words[at - 1].argument && words[at - 1].text.starts_with('-');
    if !LIKELY.contains(&text) {
        return false;
    }
    // Part of a line in one string, where a word of its own cannot be meant otherwise.
    if !words[at].argument {
        return true;
    }
    let Some(next) = next.filter(|_| !after_option) else {
        return false;
    };
    match text {
        "|" | ";" | "&" => FILTERS.contains(&bare_name(next).as_ref()),
        _ => next.contains('/') || next.ends_with(".log") || next.ends_with(".txt"),
    }
}

/// The entry without what stands in front of the program: its variables go into the environment,
/// the folder into the field for it. `None` where more than that is for a shell.
fn fix(subject: &Subject<'_>, words: &[Word<'_>]) -> Option<Fix> {
    let mut at = 0;
    let mut env: Vec<(String, String)> = Vec::new();
    let mut folder: Option<&str> = None;
    let plain = |text: &str| !text.contains(['$', '`', '"', '\'', '~', '*']);
    let ends = |at: usize| matches!(words.get(at).map(|it| it.text.as_str()), Some("&&" | ";"));
    loop {
        match words.get(at)?.text.as_str() {
            "export" => {
                at += 1;
                while let Some((name, value)) = words.get(at).and_then(|it| assignment(&it.text)) {
                    env.push((name.to_owned(), value.to_owned()));
                    at += 1;
                }
                if !ends(at) {
                    return None;
                }
                at += 1;
            }
            "cd" if folder.is_none() && ends(at + 2) => {
                folder = Some(&words[at + 1].text);
                at += 3;
            }
            "exec" if at > 0 || words.len() > 1 => at += 1,
            text => {
                let Some((name, value)) = assignment(text) else {
                    break;
                };
                env.push((name.to_owned(), value.to_owned()));
                at += 1;
                if ends(at) {
                    at += 1;
                }
            }
        }
    }
    let rest = words.get(at + 1..)?;
    let program = &words[at];
    let more = (at + 1..words.len()).any(|at| is_operator(words, at));
    let for_shell = more || BUILTINS.contains(&program.text.as_str());
    let values = env.iter().map(|(_, value)| value.as_str()).chain(folder);
    if at == 0 || for_shell || !values.into_iter().all(plain) {
        return None;
    }
    let mut gone: Vec<NodeId> = Vec::new();
    for word in words.iter().take(at + 1).filter(|word| word.argument) {
        gone.push(word.source.node);
    }
    let front: Vec<String> = rest
        .iter()
        .filter(|word| !word.argument)
        .map(|word| word.text.clone())
        .collect();
    let mut edits = start(subject, &program.text, &front)?;
    edits.extend(gone.into_iter().map(Edit::remove));
    let mut titles = Vec::new();
    if !env.is_empty() {
        edits.extend(add_env(subject, &env)?);
        let names: Vec<String> = env.iter().map(|(name, _)| format!("`{name}`")).collect();
        titles.push(format!("set {} in the environment", names.join(" and ")));
    }
    let mut safe = true;
    if let Some(folder) = folder {
        let field = subject.schema().field_for(Role::Cwd)?;
        if subject.node().get(field.name).is_some() {
            return None;
        }
        safe = folder.starts_with('/');
        edits.push(Edit::insert(subject.entry.node, field.name, folder));
        titles.push(format!("name the folder in `{}`", field.name));
    }
    let title = match titles.as_slice() {
        [] => format!("start `{}`", program.text),
        titles => titles.join(", and "),
    };
    Some(if safe {
        Fix::safe(title, subject.file_id(), edits)
    } else {
        Fix::r#unsafe(title, subject.file_id(), edits)
    })
}

/// `sh -c` and a line that is cut into several arguments: the shell reads the first of them.
fn split_line(subject: &Subject<'_>, severity: Severity) -> Option<Diagnostic> {
    let parts = subject.parts();
    let option = parts.args.iter().position(|text| {
        text.text.starts_with('-') && !text.text.starts_with("--") && text.text.ends_with('c')
    })?;
    let script = parts.args.get(option + 1)?;
    let lost = parts.args.get(option + 2..)?;
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    // One plain word is the name that the shell goes by.
    let named = lost.len() == 1 && !lost[0].text.starts_with('-');
    if lost.is_empty() || named || script.text.is_empty() || !script.text.chars().all(word) {
        return None;
    }
    let first = lost.first()?;
    let shell = parts.command.as_ref().map_or("", |it| it.text.as_str());
    let joined: Vec<String> = std::iter::once(script)
        .chain(lost)
        .map(|text| {
            let operator =
                OPERATORS.contains(&text.text.as_str()) || LIKELY.contains(&text.text.as_str());
            if operator {
                text.text.clone()
            } else {
                shell_words::quote(&text.text).into_owned()
            }
        })
        .collect();
    let mut edits = vec![Edit::set(script.node, joined.join(" "))];
    edits.extend(lost.iter().map(|text| Edit::remove(text.node)));
    let document = subject.document();
    Some(
        subject
            .finding(
                &RULE,
                document.node(first.node).span(),
                format!(
                    "the line behind `{}` of {} is cut into several arguments",
                    parts.args[option].text,
                    subject.quoted()
                ),
            )
            .severity(severity)
            .label("not part of what the shell runs")
            .related(
                subject.file_id(),
                document.node(script.node).span(),
                "the shell runs this alone",
            )
            .effect(format!(
                "`{shell}` takes one argument for the line, and runs `{}` without any",
                script.text
            ))
            .fix(Fix::r#unsafe(
                "make one argument of the line",
                subject.file_id(),
                edits,
            )),
    )
}

/// Texts with `$(…)` that this client uses as they stand.
fn substitutions(subject: &Subject<'_>, read_by_shell: bool, out: &mut Vec<Diagnostic>) {
    let facts = subject.variables();
    let client = subject.client().name;
    let variable = |text: &Text| {
        let mut pairs = subject.parts().env.iter();
        let pair = pairs.find(|pair| pair.value.node == text.node);
        pair.map_or("a variable".to_owned(), |pair| {
            format!("the variable `{}`", pair.name)
        })
    };
    for text in subject.parts().texts() {
        let of_line = matches!(text.role, Role::Command | Role::CommandLine | Role::Args);
        if of_line && read_by_shell
            || facts.expands(Form::Command, text.role)
            || text.role == Role::Args && facts.expands(Form::Command, Role::CommandLine)
        {
            continue;
        }
        let Some(command) = substituted(&text.text) else {
            continue;
        };
        let place = match text.role {
            Role::Command | Role::CommandLine => "the command".to_owned(),
            Role::Args => "an argument".to_owned(),
            Role::Env => variable(text),
            Role::Cwd => "the folder".to_owned(),
            Role::Headers => "a header".to_owned(),
            _ => "the url".to_owned(),
        };
        let mut finding = subject
            .finding(
                &RULE,
                subject.document().node(text.node).span(),
                format!(
                    "{place} of {} is to hold what `{command}` prints, and no shell runs it",
                    subject.quoted()
                ),
            )
            .label("stays as it is written");
        finding = if facts.established {
            finding.effect(format!("{client} uses the text as it stands"))
        } else {
            finding
                .severity(Severity::Info)
                .effect(format!("whether {client} runs it is not established"))
        };
        let folder = match facts.workspace {
            Some(name) if facts.fields.contains(&text.role) => format!("`${{{name}}}`"),
            _ => "the full path".to_owned(),
        };
        finding = match command {
            "pwd" => finding.help(format!("write {folder}")),
            _ => finding.help(
                "let a variable hold it that is set before the client starts, or let a shell start the server: `sh` with `-c` and the whole line in one argument",
            ),
        };
        out.push(finding);
    }
}

/// The program of a `$(…)` or of a text in back quotes.
fn substituted(text: &str) -> Option<&str> {
    // A single word in back quotes may be a name in SQL.
    let inner = text
        .strip_prefix('`')
        .and_then(|rest| rest.strip_suffix('`'))
        .filter(|inner| !inner.contains('`'))
        .filter(|inner| inner.contains(' ') || matches!(*inner, "pwd" | "whoami" | "hostname"));
    let command = match inner {
        Some(inner) => inner,
        None => {
            let variables = variables::scan(text);
            let found = variables.iter().find(|it| it.form == Form::Command)?;
            let apart = text[..found.range.start]
                .chars()
                .next_back()
                .is_none_or(|c| c.is_whitespace() || matches!(c, '=' | ':' | '"' | '/' | ','));
            apart.then_some(found.name)?
        }
    };
    let program = command.split_whitespace().next()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let starts = program.starts_with(|c: char| c.is_ascii_lowercase() || matches!(c, '/' | '.'));
    (starts && program.chars().all(plain)).then_some(program)
}
