//! `readable-secret-file`

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::document::Span;
use crate::host::Host;
use crate::model::Scope;
use crate::rules::{Check, Context, in_shell, rule};
use crate::secret::{self, name::promise};
use crate::workspace::{File, FileId, FileStatus};

rule! {
    /// A file of one person that holds secrets, and that others on the machine can read.
    ///
    /// ## Why it fails
    /// Editors and installers write files that everybody may read (mode 0644). On a machine that
    /// several people or services use, each of them can take the tokens out of it. A home folder
    /// that is closed to others (mode 0700 or 0750) protects what lies in it.
    ///
    /// The permissions are looked at only on the machine itself, on Linux and macOS. A file that
    /// only its group can read is told to those who ask for everything (`--pedantic`), since that
    /// group is often one person's. Files of a project are for its people: what they hold is told
    /// by `hardcoded-secret`.
    ///
    /// ## Example
    /// ```json bad ~/.cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "search": {
    ///       "command": "npx",
    ///       "args": ["-y", "@example/search-mcp"],
    ///       "env": {
    ///         "SEARCH_API_KEY": "9f8e7d6c5b4a39281706f5e4d3c2b1a0"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// Close the file with `chmod 600 ~/.cursor/mcp.json`, or keep the secret out of it:
    /// ```json good ~/.cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "search": {
    ///       "command": "npx",
    ///       "args": ["-y", "@example/search-mcp"],
    ///       "env": {
    ///         "SEARCH_API_KEY": "${env:SEARCH_API_KEY}"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - <https://docs.github.com/en/code-security/secret-scanning> (2026-11-23)
    /// - POSIX.1-2024, chmod (2026-11-25)
    "readable-secret-file", Secret, Warning, None, Check::File(check)
}

fn check(context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    let Some(machine) = context.machine() else {
        return;
    };
    if file.status == FileStatus::Unreadable || file.not_read.is_some() {
        return;
    }
    // A file below the project is the project's, whatever its client calls it.
    let home = machine.home();
    let of_user = matches!(file.scope, Scope::User | Scope::Local)
        && home.is_some_and(|home| file.path.starts_with(home));
    let Some(home) = home.filter(|_| of_user) else {
        return;
    };
    let Some(readers) = readers(machine, &file.path, home) else {
        return;
    };
    let Some(span) = first_secret(context, id, file) else {
        return;
    };
    let (who, pedantic) = match readers {
        Readers::Everybody => ("everybody on this machine", false),
        Readers::Group => ("its group", true),
    };
    let finding = RULE
        .finding(
            id,
            span,
            format!("this file holds secrets, and {who} can read it"),
        )
        .label("a secret")
        .help(format!("run `chmod 600 {}`", in_shell(&file.path)));
    out.push(if pedantic {
        finding.pedantic()
    } else {
        finding
    });
}

/// Who can read a file besides its owner.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Readers {
    Everybody,
    Group,
}

/// Who can read the file at `path`, and walk through all folders from `home` to it. `None`: only
/// its owner, or the system does not tell.
fn readers(host: &dyn Host, path: &Path, home: &Path) -> Option<Readers> {
    let mode = host.mode(path)?;
    let reaches = |bit: u32| {
        path.ancestors()
            .skip(1)
            .take_while(|folder| folder.starts_with(home))
            .all(|folder| host.mode(folder).is_some_and(|mode| mode & bit != 0))
    };
    if mode & 0o004 != 0 && reaches(0o001) {
        Some(Readers::Everybody)
    } else if mode & 0o040 != 0 && reaches(0o010) {
        Some(Readers::Group)
    } else {
        None
    }
}

/// The first secret that is written out in a server of the file.
fn first_secret(context: &Context<'_>, id: FileId, file: &File) -> Option<Span> {
    context
        .workspace
        .entries_of(id)
        .flat_map(|(_, entry)| {
            let parts = &entry.interpretation.parts;
            let pairs = parts.env.iter().chain(&parts.headers);
            let named = pairs.map(|pair| (Some(pair.name.as_str()), &pair.value));
            let single = parts.command.iter().chain(&parts.cwd).chain(&parts.url);
            let before = std::iter::once(None).chain(parts.args.iter().map(Some));
            let args = before.zip(&parts.args).map(|(before, text)| {
                let flag = before.map(|flag| flag.text.as_str());
                let flag = flag.filter(|flag| flag.starts_with('-') && !flag.contains('='));
                (flag.filter(|flag| promise(flag).is_some()), text)
            });
            named.chain(single.map(|text| (None, text))).chain(args)
        })
        .filter(|(name, text)| !secret::find(*name, &text.text).is_empty())
        .map(|(_, text)| file.document.node(text.node).span())
        .min_by_key(|span| span.start)
}
