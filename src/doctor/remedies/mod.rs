//! What to do about a cause, in the commands of this system.
//!
//! They are printed and never run.

mod table;

use std::borrow::Cow;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use super::{Facts, Fault, Orders, Patient, Reply, Sureness, Target, Verdict, starters};
use crate::model::{Os, Runtime};

pub use table::{Need, STEPS, Step};

/// At most so many ways of doing one thing are told where it is not known which one this machine
/// has.
const MOST: usize = 4;

/// What the commands are filled in with; what is not known stands in them in capitals.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// The port.
    pub port: Option<u16>,
    /// The processes that have it.
    pub pids: Vec<u32>,
    /// The name of the server.
    pub name: String,
    /// A file with the certificate of an authority.
    pub file: Option<PathBuf>,
    /// The program that has the port.
    pub program: Option<PathBuf>,
    /// The command line that starts the server, as a shell reads it.
    pub command: Option<String>,
    /// Its folder.
    pub folder: Option<PathBuf>,
}

/// The steps that do it on `os`, each a sentence with its command. `there` says whether something
/// stands at a path of this machine: of several ways those are told that can be gone.
pub fn steps(need: Need, os: Os, there: &dyn Fn(&str) -> bool, values: &Values) -> Vec<String> {
    let all: Vec<&Step> = STEPS
        .iter()
        .filter(|step| step.need == need && step.os == os)
        .collect();
    let always = |step: &&&Step| step.there.is_empty();
    // The first of those that depend on the machine is the better one.
    let sure = all.iter().find(|step| !always(step) && there(step.there));
    let chosen: Vec<&Step> = match sure {
        Some(sure) => std::iter::once(sure)
            .chain(all.iter().filter(always))
            .copied()
            .collect(),
        None => all,
    };
    let told = chosen.into_iter().take(MOST).map(|step| {
        let with = match step.with {
            "" => String::new(),
            with => format!(" ({with})"),
        };
        let command = filled(step.command, os, values);
        format!("{}{with}: `{command}`", need.words())
    });
    told.collect()
}

fn filled(template: &str, os: Os, values: &Values) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let slot = after.split_once('}');
        match slot.and_then(|(slot, behind)| Some((value(slot, os, values)?, behind))) {
            Some((value, behind)) => {
                text.push_str(&value);
                rest = behind;
            }
            // A block of PowerShell.
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text + rest
}

/// What stands for a slot; `None` where it is none.
fn value(slot: &str, os: Os, values: &Values) -> Option<String> {
    let path = |path: &Option<PathBuf>, otherwise: &str| match path {
        Some(path) => quoted(os, &path.to_string_lossy()).into_owned(),
        None => otherwise.to_owned(),
    };
    Some(match slot {
        "port" => match values.port {
            Some(port) => port.to_string(),
            None => "PORT".to_owned(),
        },
        "pid" => match values.pids.as_slice() {
            [] => "PID".to_owned(),
            pids => {
                let pids: Vec<String> = pids.iter().map(u32::to_string).collect();
                pids.join(if os == Os::Windows { "," } else { " " })
            }
        },
        "name" => quoted(os, &values.name).into_owned(),
        "unit" => unit(&values.name),
        "file" => path(&values.file, "CA.pem"),
        "program" => path(&values.program, "PROGRAM"),
        "folder" => path(&values.folder, "FOLDER"),
        "command" => values
            .command
            .clone()
            .unwrap_or_else(|| "COMMAND".to_owned()),
        "word" => {
            let command = values.command.as_deref().unwrap_or("COMMAND");
            quoted(os, command).into_owned()
        }
        "line" => {
            let command = values.command.as_deref().unwrap_or("COMMAND");
            let line = match (os, &values.folder) {
                (Os::Windows, _) => format!("/c {command}"),
                // launchd knows no folder here.
                (Os::Macos, Some(folder)) => {
                    format!("cd {} && {command}", quoted(os, &folder.to_string_lossy()))
                }
                _ => command.to_owned(),
            };
            quoted(os, &line).into_owned()
        }
        _ => return None,
    })
}

/// A word as the shell of the system takes it for one: sh, and PowerShell on Windows.
fn quoted(os: Os, word: &str) -> Cow<'_, str> {
    if os != Os::Windows {
        return shell_words::quote(word);
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-\\/:".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => Cow::Borrowed(word),
        false => Cow::Owned(format!("'{}'", word.replace('\'', "''"))),
    }
}

/// A name for a unit of systemd, a job of launchd, a file.
fn unit(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|c| match c {
            c if c.is_ascii_alphanumeric() => c.to_ascii_lowercase(),
            _ => '-',
        })
        .take(40)
        .collect();
    match name.trim_matches('-') {
        "" => "mcp-server".to_owned(),
        name if name.contains("mcp") => name.to_owned(),
        name => format!("mcp-{name}"),
    }
}

/// The command that makes a file a program.
pub(super) fn make_executable(path: &Path) -> String {
    format!("`chmod +x {}`", shell_words::quote(&path.to_string_lossy()))
}

/// The command that removes a folder with all that is in it, as a step.
pub(super) fn remove_folder(os: Os, folder: &str) -> String {
    let path = quoted(os, folder);
    let command = match os {
        Os::Windows => format!("Remove-Item -Recurse -Force {path}"),
        _ => format!("rm -r {path}"),
    };
    format!("remove that one folder: `{command}`")
}

/// The command that takes the carriage returns out of a file.
pub(super) fn without_carriage_returns(os: Os, path: &Path) -> String {
    let path = path.to_string_lossy();
    let path = shell_words::quote(&path);
    match os {
        Os::Macos => format!("sed -i '' $'s/\\r$//' {path}"),
        _ => format!("sed -i 's/\\r$//' {path}"),
    }
}

/// The same verdict, with what to do on this system behind what is to be done anyway.
pub(super) fn complete(
    verdict: Verdict,
    patient: &Patient,
    orders: &Orders<'_>,
    facts: &Facts,
) -> Verdict {
    let Verdict::Cause(mut cause) = verdict else {
        return verdict;
    };
    let host = orders.host;
    let os = host.os();
    let there = |path: &str| host.file_type(Path::new(path)).is_ok();
    let mut values = values(patient, facts);
    let told = |need, values: &Values| steps(need, os, &there, values);
    let own = patient.remote().is_some_and(|remote| remote.is_loopback());
    let more = match cause.id {
        "nothing-listening" if own => {
            let starter = starters::of(host, patient);
            let mut more = Vec::new();
            if let Some(starter) = &starter {
                // The exact words in place of the general ones.
                if patient.starter.is_none() {
                    cause.remedy.clear();
                }
                more.push(starter.says());
                values.command = Some(starter.command.clone());
                values.folder = Some(starter.folder.clone());
                more.extend(told(Need::KeepRunning, &values));
            }
            more
        }
        "wrong-server"
            if own && matches!(facts.reply, Some(Reply::Other { .. } | Reply::NotHttp)) =>
        {
            match values.pids.is_empty() {
                true => told(Need::FindOwner, &values),
                false => told(Need::StopOwner, &values),
            }
        }
        "firewall" if own => told(Need::OpenPort, &values),
        // The firewall of somebody else's network is nobody's here.
        "firewall" if cause.sureness != Sureness::Certain && is_near(facts) => {
            let steps = told(Need::OpenPort, &values).into_iter();
            steps
                .map(|step| format!("on the server's machine, where that runs this system, {step}"))
                .collect()
        }
        "certificate" if trusts_system(patient) && cured_by_trust(facts) => {
            values.file = facts
                .tls
                .as_ref()
                .and_then(|seen| Some(seen.cure.as_ref()?.1.clone()));
            told(Need::TrustAuthority, &values)
        }
        _ => Vec::new(),
    };
    cause.remedy.extend(more);
    Verdict::Cause(cause)
}

fn values(patient: &Patient, facts: &Facts) -> Values {
    let listeners = facts.listeners.iter().flatten();
    let mut pids: Vec<u32> = listeners
        .filter_map(|listener| Some(listener.process.as_ref()?.pid))
        .collect();
    pids.sort_unstable();
    pids.dedup();
    Values {
        port: patient.remote().map(|remote| remote.port()),
        pids,
        name: match &patient.client {
            Some(_) => patient.name.clone(),
            None => String::new(),
        },
        ..Values::default()
    }
}

/// Whether all addresses of the server are of networks that are private.
fn is_near(facts: &Facts) -> bool {
    let private = |address: IpAddr| match address {
        IpAddr::V4(address) => address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_unique_local() || address.is_unicast_link_local(),
    };
    let mut calls = facts.calls.iter();
    !facts.calls.is_empty() && calls.all(|called| private(called.address.ip()))
}

/// Whether who calls the server believes what the system does.
fn trusts_system(patient: &Patient) -> bool {
    match patient.client.map(|client| client.remote) {
        _ if !matches!(patient.target, Target::Remote(_)) => false,
        None => true,
        Some(remote) => remote
            .system_store
            .unwrap_or(matches!(remote.runtime, Runtime::Go | Runtime::Unknown)),
    }
}

/// Whether an authority that is trusted would do: a date or a name is not cured by that.
fn cured_by_trust(facts: &Facts) -> bool {
    let seen = facts.tls.as_ref();
    seen.is_some_and(|seen| {
        let incurable = |fault: &Fault| {
            matches!(
                fault,
                Fault::Expired | Fault::NotYetValid | Fault::WrongName
            )
        };
        !seen.faults.iter().any(incurable)
    })
}
