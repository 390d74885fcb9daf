//! A server that is started by its client.

use super::{Sureness, Verdict, called, finding, found};
use crate::doctor::start::is_known;
use crate::doctor::{Facts, Launch, Patient, Spoke, remedies};
use crate::model::Os;

/// The family of errors of a broken cache.
const NPX_CACHE: &str = "npx-cache-broken";

/// A server that is started.
pub(super) fn of(patient: &Patient, launch: &Launch, facts: &Facts, os: Os) -> Verdict {
    if let Some(Spoke::Mcp { protocol, .. }) = &facts.spoke {
        return match is_known(protocol.as_deref()) {
            true => Verdict::Reachable,
            false => found(
                "protocol-version",
                Sureness::Likely,
                match protocol {
                    Some(version) => format!(
                        "the server wants version {version} of the protocol, which is none that clients know"
                    ),
                    None => "the server names no version of the protocol".to_owned(),
                },
                vec![
                    "bring the server up to date, or its SDK: it has to answer with a version that the client offers".to_owned(),
                ],
            ),
        };
    }
    if let Some(cause) = finding(patient) {
        return Verdict::Cause(cause);
    }
    if let Some(cause) = facts
        .docker
        .as_ref()
        .and_then(|docker| docker.cause(0, facts.said))
    {
        return Verdict::Cause(cause);
    }
    if let Some(obstacle) = &facts.unstartable {
        return found(
            "command-not-startable",
            obstacle.sureness,
            obstacle.says.clone(),
            obstacle.remedy.clone(),
        );
    }
    // A bridge is as good as what it leads to.
    if patient.remote().is_some()
        && let verdict @ Verdict::Cause(_) = called(patient, facts)
    {
        return verdict;
    }
    match &facts.spoke {
        None | Some(Spoke::Mcp { .. }) => Verdict::NotTried,
        Some(Spoke::Refused(why)) => found(
            "server-refuses",
            Sureness::Certain,
            format!("the server answers with an error: {why}"),
            Vec::new(),
        ),
        Some(Spoke::Exited(_)) if facts.said.is_some_and(|said| said.id == NPX_CACHE) => found(
            NPX_CACHE,
            Sureness::Certain,
            "what npx keeps of the package is half-written, and every later start fails on it".to_owned(),
            vec![match &facts.npx_folder {
                Some(folder) => remedies::remove_folder(os, folder),
                None => "remove the one folder of its cache that its error names".to_owned(),
            }, "then start the command once by hand, to its end: `mcpmend doctor --start` waits for it too".to_owned()],
        ),
        Some(Spoke::Exited(code)) => found(
            "server-exits",
            Sureness::Certain,
            match code {
                Some(code) => format!("the server ends with exit code {code} before it answers"),
                None => "the server ends before it answers".to_owned(),
            },
            told(
                facts,
                "the last lines of its standard error, above, say why",
            ),
        ),
        Some(Spoke::Noise) => found(
            "stdout-noise",
            Sureness::Certain,
            "the server writes to its standard output what is no message of MCP".to_owned(),
            vec!["only messages may stand there: send its log to standard error".to_owned()],
        ),
        Some(Spoke::Silent) if launch.fetches => found(
            "cold-start",
            Sureness::Possible,
            "the server does not answer in time: its first start has to fetch it".to_owned(),
            told(
                facts,
                "start the command once by hand, to its end, or give it longer with `--timeout`; clients have limits of their own",
            ),
        ),
        Some(Spoke::Silent) => found(
            "server-silent",
            Sureness::Possible,
            "the server does not answer in time".to_owned(),
            told(
                facts,
                "start the command by hand and look what it waits for; `--timeout` gives it longer",
            ),
        ),
        Some(Spoke::Failed(why)) => found(
            "command-not-startable",
            Sureness::Certain,
            format!("the command cannot be started: {why}"),
            Vec::new(),
        ),
    }
}

/// What the server or the client's log tells of, else `otherwise`.
fn told(facts: &Facts, otherwise: &str) -> Vec<String> {
    match facts.said {
        Some(family) => vec![format!(
            "it tells of: {}; `mcpmend explain {}` says what mends that",
            family.title, family.id
        )],
        None => vec![otherwise.to_owned()],
    }
}
