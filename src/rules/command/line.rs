//! What the rules about a command line share.

use crate::commandline::CommandLine;
use crate::document::{Edit, Place};
use crate::model::Role;
use crate::rules::Subject;

/// `node -e "…"`, `python -c "…"`, `ssh host "…"`: an argument is a program, or a line of one.
pub(super) fn is_interpreter(line: &CommandLine<'_>) -> bool {
    const INTERPRETERS: &[&str] = &[
        "sh",
        "bash",
        "zsh",
        "cmd",
        "powershell",
        "pwsh",
        "wsl",
        "osascript",
        // Those that hand the rest of their line to a shell elsewhere.
        "ssh",
        "autossh",
        "sshpass",
        "mosh",
        "plink",
        "adb",
        "vagrant",
        "gcloud",
        "multipass",
        "limactl",
        "tmux",
    ];
    INTERPRETERS.contains(&line.program_name().as_str())
        || line
            .arguments()
            .iter()
            .any(|word| matches!(word.text.as_ref(), "-c" | "-e" | "--eval" | "-lc"))
            && line.package.is_none()
            && line.program_name() != "docker"
}

/// The edits that make an entry start `program`, with `arguments` in front of those that stay.
pub(super) fn start(
    subject: &Subject<'_>,
    program: &str,
    arguments: &[String],
) -> Option<Vec<Edit>> {
    let parts = subject.parts();
    let command = parts.command.as_ref()?;
    let mut edits = vec![Edit::set(command.node, program)];
    // The items that stand before: the program itself, where it heads the list.
    let document = subject.document();
    let in_list = document
        .node(command.node)
        .parent()
        .is_some_and(|parent| parent.is_array());
    match parts.args_list {
        Some(list) => {
            if !document.node(list).is_array() {
                return None;
            }
            let at = usize::from(in_list);
            edits.extend(
                arguments
                    .iter()
                    .map(|word| Edit::insert_item(list, at, word.as_str())),
            );
        }
        None if arguments.is_empty() => {}
        None => {
            let field = subject.schema().field_for(Role::Args)?;
            if subject.node().get(field.name).is_some() {
                return None;
            }
            edits.push(Edit::insert_at(
                subject.entry.node,
                field.name,
                arguments.to_vec(),
                Place::After(command.node),
            ));
        }
    }
    Some(edits)
}
