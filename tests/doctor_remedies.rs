//! The commands that `mcpmend doctor` tells on each system: no one machine has them all, so here
//! they are printed for each, from the same table.
#![cfg(feature = "doctor")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::fmt::Write as _;
use std::path::PathBuf;

use mcpmend::doctor::remedies::{Need, STEPS, Values, steps};
use mcpmend::model::Os;

/// Values that need quotes wherever they can.
fn values(os: Os) -> Values {
    let path = |unix: &str, windows: &str| {
        Some(PathBuf::from(match os {
            Os::Windows => windows,
            _ => unix,
        }))
    };
    Values {
        port: Some(3100),
        pids: vec![411, 4242],
        name: "Ada's docs".to_owned(),
        file: path("/home/ada/corp root.pem", "C:\\Users\\ada\\corp root.pem"),
        program: path("/usr/local/bin/node", "C:\\node\\node.exe"),
        command: Some("npm run mcp".to_owned()),
        folder: path("/home/ada/my docs", "C:\\Users\\ada\\my docs"),
    }
}

fn all(os: Os, there: &dyn Fn(&str) -> bool, values: &Values) -> String {
    let mut text = String::new();
    for need in Need::ALL {
        for step in steps(*need, os, there, values) {
            writeln!(text, "{step}").unwrap();
        }
    }
    text
}

#[test]
fn each_system_has_its_own_commands() {
    for os in Os::ALL {
        let told = all(*os, &|_| false, &values(*os));
        common::snapshot("doctor", &format!("remedies_{}", os.name()), &told);
        // Each need has a step on each system.
        for need in Need::ALL {
            assert!(
                STEPS
                    .iter()
                    .any(|step| step.need == *need && step.os == *os)
            );
        }
    }
}

#[test]
fn what_is_not_known_stands_in_capitals() {
    let told = all(Os::Linux, &|_| false, &Values::default());
    for word in ["PORT", "PID", "CA.pem", "COMMAND", "FOLDER", "mcp-server"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    assert!(!told.contains('{'), "{told}");
}

#[test]
fn only_what_this_machine_has_is_told() {
    let fedora =
        |path: &str| path.starts_with("/etc/pki/ca-trust") || path.ends_with("firewall-cmd");
    let told = all(Os::Linux, &fedora, &values(Os::Linux));
    assert!(
        told.contains("update-ca-trust") && told.contains("firewall-cmd"),
        "{told}"
    );
    assert!(
        !told.contains("ufw") && !told.contains("update-ca-certificates"),
        "{told}"
    );
}

/// Whatever the words are, a shell takes them for what they are.
#[cfg(unix)]
#[test]
fn a_shell_reads_the_commands_as_they_are_meant() {
    let mut odd = values(Os::Linux);
    odd.file = Some(PathBuf::from("/tmp/a'b \"c\" $(touch x) `y`;z.pem"));
    odd.folder = odd.file.clone();
    for step in STEPS.iter().filter(|step| step.os != Os::Windows) {
        for text in steps(step.need, step.os, &|path| path == step.there, &odd) {
            let command = text.split_once(": `").unwrap().1.strip_suffix('`').unwrap();
            let words = shell_words::split(command).unwrap();
            if command.contains("a'") || command.contains("$(touch") {
                let whole = odd.file.as_ref().unwrap().to_str().unwrap();
                assert!(
                    words
                        .iter()
                        .any(|word| word.contains(whole) || word.contains("touch x")),
                    "{words:?}"
                );
            }
            let syntax = std::process::Command::new("sh")
                .args(["-n", "-c", command])
                .status()
                .unwrap();
            assert!(syntax.success(), "{command}");
        }
    }
}
