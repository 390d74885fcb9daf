//! `npx-without-yes`

use super::launched::inner;
use super::npm_settings::refusing;
use crate::commandline::Launcher;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Edit;
use crate::rules::{Check, Subject, rule};

rule! {
    /// npx or `npm exec` without `-y`, so that it may ask before it installs the package.
    ///
    /// ## Why it fails
    /// npx asks before it installs a package that is not there yet. Started by a client it has
    /// no terminal to ask on, and goes on by itself (npm 6 to 12). Where npm's own settings say
    /// `yes=false` it ends with "npx canceled due to missing packages and no YES option": on the
    /// machine itself the `.npmrc` of the project and of the user are looked at, and this is an
    /// error. `-y` says what is meant, and works everywhere.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "memory": {
    ///       "command": "npx",
    ///       "args": ["@modelcontextprotocol/server-memory"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "memory": {
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/server-memory"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Puts `-y` behind npx or `npm exec`. Safe: it is what happens without a terminal anyway.
    ///
    /// ## Sources
    /// - npm 6 to 12, measured with a closed standard input (2026-11-23)
    /// - <https://github.com/npm/cli/issues/9959> (2026-11-23)
    "npx-without-yes", Command, Info, Safe, Check::Entry(check)
}

const ANSWERS: &[&str] = &[
    "-y",
    "--yes",
    "--no",
    "--no-install",
    "--yes=true",
    "--yes=false",
];

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    if line.launcher != Launcher::Npx {
        return;
    }
    let Some(package) = &line.package else { return };
    let options = line.words.get(1..line.own).unwrap_or_default();
    let answered = options
        .iter()
        .any(|word| ANSWERS.contains(&word.text.as_ref()));
    let by_variable = subject.parts().env.iter().any(|pair| {
        let name = pair.name.to_ascii_lowercase();
        name == "npm_config_yes"
    });
    if answered || by_variable {
        return;
    }
    // `npx`, or the second word of `npm exec`.
    let (called, at) = match line.program_name().as_str() {
        "npx" => ("npx", 0),
        _ => ("`npm exec`", 1),
    };
    let Some(npx) = line.words.get(at) else {
        return;
    };
    let node = subject.document().node(npx.source.node);
    let fix = subject.parts().args_list.filter(|_| npx.whole).map(|list| {
        let at = subject
            .document()
            .node(list)
            .items()
            .position(|item| item.id() == npx.source.node)
            .map_or(0, |at| at + 1);
        Fix::safe(
            "add `-y`",
            subject.file_id(),
            vec![Edit::insert_item(list, at, "-y")],
        )
    });
    let quoted = subject.quoted();
    let name = &package.name;
    let here = inner(&line).is_some();
    let finding = match refusing(subject).filter(|_| here) {
        Some(whose) => subject
            .finding(
                &RULE,
                node.span(),
                format!(
                    "{quoted} starts {called} without `-y`, and `yes=false` in {whose} `.npmrc` keeps it from installing `{name}`"
                ),
            )
            .severity(Severity::Error)
            .label("refuses to install here")
            .effect(
                "unless the package is there already, npx ends with \"npx canceled due to missing \
                 packages and no YES option\"",
            ),
        None => subject
            .finding(
                &RULE,
                node.span(),
                format!(
                    "{quoted} starts {called} without `-y`, so that it may ask before it installs `{name}`"
                ),
            )
            .label("nobody can answer here")
            .effect(
                "npx goes on by itself, except where npm's settings say `yes=false`: there the \
                 server does not start",
            ),
    };
    out.push(finding.fix(fix));
}
