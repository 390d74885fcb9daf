//! The one cause, how sure it is, and what to do about it.

mod started;

use super::{Facts, Fault, Moved, Patient, Remote, Reply, Seen, Static, Target};
use crate::diagnostic::Severity;
use crate::interpret::Status;
use crate::live::Touch;
use crate::model::{Os, Transport};
use crate::rules::{self, Category};

/// How sure a cause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sureness {
    /// It may be that.
    Possible,
    /// It fits everything that was seen, and little else does.
    Likely,
    /// It was seen.
    Certain,
}

impl Sureness {
    /// Its word in the JSON contract.
    pub const fn id(self) -> &'static str {
        match self {
            Sureness::Possible => "possible",
            Sureness::Likely => "likely",
            Sureness::Certain => "certain",
        }
    }
}

/// Why a server cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Its name, kebab-case: that of the rule where a rule finds it.
    pub id: &'static str,
    /// It, in one sentence.
    pub says: String,
    /// How sure it is.
    pub sureness: Sureness,
    /// What to do, a step each.
    pub remedy: Vec<String>,
}

/// What an examination comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The server can be used.
    Reachable,
    /// It is switched off.
    Disabled,
    /// It cannot be used, for this reason.
    Cause(Cause),
    /// Nothing was found that is wrong; it was not tried.
    NotTried,
    /// The examination was broken off before it came to anything.
    NotFinished,
    /// It cannot be used, and why was not found out.
    Unknown,
}

impl Verdict {
    /// Its word in the JSON contract.
    pub const fn id(&self) -> &'static str {
        match self {
            Verdict::Reachable => "reachable",
            Verdict::Disabled => "disabled",
            Verdict::Cause(_) => "cause",
            Verdict::NotTried => "not-tried",
            Verdict::NotFinished => "not-finished",
            Verdict::Unknown => "unknown",
        }
    }
}

/// Weighs what was found out. The entry comes first: what the client never starts or calls fails
/// however well the server is.
pub(super) fn of(patient: &Patient, facts: &Facts, os: Os) -> Verdict {
    match patient.status {
        Status::Disabled => return Verdict::Disabled,
        Status::Dropped | Status::Rejected => {
            return finding(patient).map_or(Verdict::Unknown, Verdict::Cause);
        }
        Status::Loaded => {}
    }
    match &patient.target {
        Target::Remote(_) => called(patient, facts),
        Target::Process(launch) => started::of(patient, launch, facts, os),
        Target::Unclear(_) => finding(patient).map_or(Verdict::NotTried, Verdict::Cause),
    }
}

/// A cause as a verdict.
fn found(id: &'static str, sureness: Sureness, says: String, remedy: Vec<String>) -> Verdict {
    Verdict::Cause(Cause {
        id,
        says,
        sureness,
        remedy,
    })
}

/// A server that is called, by the client or by its bridge.
fn called(patient: &Patient, facts: &Facts) -> Verdict {
    let Some(remote) = patient.remote() else {
        return Verdict::Unknown;
    };
    let port = remote.port();
    if let Some(cause) = facts
        .docker
        .as_ref()
        .and_then(|docker| docker.cause(port, facts.said))
    {
        return Verdict::Cause(cause);
    }
    match &facts.reply {
        Some(Reply::Mcp { .. }) => intercepted(patient).map_or(Verdict::Reachable, Verdict::Cause),
        // Whether the credential of the entry is taken was not tried.
        Some(Reply::Unauthorized { .. }) if facts.withheld => Verdict::NotTried,
        // To sign in is the client's part, and no fault.
        Some(Reply::Unauthorized {
            sign_in: Some(_), ..
        }) if remote.headers.is_empty() => Verdict::Reachable,
        Some(Reply::Unauthorized { status, .. }) => found(
            "not-authorized",
            Sureness::Likely,
            format!("the server runs and wants a credential ({status})"),
            vec!["sign in from the client, or check the token in its headers".to_owned()],
        ),
        Some(Reply::Elsewhere { url, transport, .. }) if super::server::same(url, &remote.url) => {
            wrong_transport(patient, *transport)
        }
        Some(Reply::Moved { status, url, how }) => Verdict::Cause(moved(*status, url, *how)),
        Some(Reply::Elsewhere { url, .. }) => found(
            "wrong-path",
            Sureness::Certain,
            format!("the url leads past the server, which is at {url}"),
            vec![format!("change the url to {url}")],
        ),
        Some(Reply::TlsOnly) => found(
            "url-scheme",
            Sureness::Certain,
            "the url says http, and the server speaks TLS".to_owned(),
            vec!["change http to https in the url".to_owned()],
        ),
        Some(Reply::PlainOnly) => found(
            "url-scheme",
            Sureness::Certain,
            "the url says https, and the server speaks no TLS".to_owned(),
            vec!["change https to http in the url".to_owned()],
        ),
        Some(Reply::Tls(error)) => certificate(patient, facts, error),
        Some(Reply::HostRejected { .. }) => found(
            "host-header-rejected",
            Sureness::Likely,
            format!("the server does not serve the name `{}`", remote.host()),
            vec!["call it by the name or address that it was started for, or allow this one in its settings".to_owned()],
        ),
        Some(Reply::Other {
            status,
            healthy: true,
            ..
        }) => found(
            "wrong-path",
            Sureness::Possible,
            format!("a server runs there (its `/health` answers), and takes no MCP at {} ({status})", remote.url.path()),
            vec!["look up the path of its MCP endpoint, and write it into the url".to_owned()],
        ),
        Some(Reply::Other {
            status,
            title,
            program,
            ..
        }) => found(
            "wrong-server",
            Sureness::Likely,
            match (program, title) {
                (Some(program), _) => format!("port {port} belongs to another program: {program}"),
                (None, Some(title)) => format!("port {port} belongs to another program: \"{title}\""),
                (None, None) => format!("what answers on port {port} is no MCP server ({status})"),
            },
            vec!["see who listens on the port, above; start the MCP server on its own port".to_owned()],
        ),
        Some(Reply::NotHttp) => found(
            "wrong-server",
            Sureness::Likely,
            format!("what answers on port {port} does not speak HTTP"),
            vec!["see who listens on the port, above".to_owned()],
        ),
        Some(Reply::HungUp) => found(
            "hangs-up",
            Sureness::Possible,
            "something accepts the call and hangs up: a proxy or a container port with no server behind it".to_owned(),
            Vec::new(),
        ),
        Some(Reply::Silent) => found(
            "no-answer",
            Sureness::Possible,
            "something accepts the call and does not answer".to_owned(),
            vec!["look at the server's own output; `--timeout` gives it longer".to_owned()],
        ),
        Some(Reply::Failed(_)) => Verdict::Unknown,
        None => unreached(patient, facts),
    }
}

/// What is wrong with the certificate, and what cures it in this client.
fn certificate(patient: &Patient, facts: &Facts, error: &str) -> Verdict {
    let seen = facts.tls.clone().unwrap_or_default();
    let words: Vec<&str> = seen.faults.iter().map(|fault| fault.words()).collect();
    let says = match words.as_slice() {
        [] => format!("the server's certificate is not believed: {error}"),
        words => format!(
            "the server's certificate is not believed: {}",
            words.join("; ")
        ),
    };
    let mut remedy = Vec::new();
    for fault in &seen.faults {
        match fault {
            Fault::Expired | Fault::NotYetValid => remedy.push(
                "the server needs a new certificate (or this machine's clock is wrong); no setting of a client should accept this one".to_owned(),
            ),
            Fault::WrongName => remedy.push(
                "call it by a name that stands in its certificate, or give it one for this name".to_owned(),
            ),
            Fault::SelfSigned
            | Fault::Incomplete
            | Fault::UnknownAuthority
            | Fault::UnknownIssuer
            | Fault::Other => {
                remedy.push(trust(patient, &seen));
            }
        }
    }
    Verdict::Cause(Cause {
        id: "certificate",
        says,
        sureness: Sureness::Certain,
        remedy,
    })
}

/// How who calls the server comes to trust its authority.
fn trust(patient: &Patient, seen: &Seen) -> String {
    let file = match (&seen.cure, &seen.authority) {
        (Some((_, path)), _) => format!("{}, which makes it believed", path.display()),
        (None, Some(authority)) => {
            format!("a PEM file with the certificate of its authority, `{authority}`")
        }
        (None, None) => "a PEM file with the certificate of its authority".to_owned(),
    };
    match (&patient.target, patient.client) {
        (Target::Remote(_), Some(client)) => match client.remote.ca_variables.first() {
            Some(variable) => format!(
                "{} itself must have `{variable}` for {file}: {}",
                client.name, client.remote.set_process_env
            ),
            None => format!("{} itself must trust {file}", client.name),
        },
        (Target::Process(_), _) => format!(
            "name {file} in the entry's `env`; `mcpmend explain ca-env-missing` says by which variable"
        ),
        _ => format!("whoever calls it must trust {file}"),
    }
}

fn unreached(patient: &Patient, facts: &Facts) -> Verdict {
    let Some(remote) = patient.remote() else {
        return Verdict::Unknown;
    };
    let port = remote.port();
    if facts.unresolved.is_some() {
        return found(
            "no-such-host",
            Sureness::Certain,
            format!("there is no host called `{}`", remote.host()),
            vec!["check the url for a slip, and whether the name needs a VPN".to_owned()],
        );
    }
    let nobody = facts.listeners.as_ref().is_some_and(Vec::is_empty);
    let refused = facts.calls.iter().any(|it| it.touch == Touch::Refused);
    if (nobody || refused)
        && let Some(cause) = about_the_call(patient)
    {
        return Verdict::Cause(cause);
    }
    if nobody {
        return found(
            "nothing-listening",
            Sureness::Certain,
            format!("nothing listens on port {port}: the server is not running"),
            match &patient.starter {
                Some(starter) => vec![starter.clone()],
                None => vec!["start the server, and leave it running".to_owned()],
            },
        );
    }
    if let Some(cause) = super::surroundings::in_the_way(remote, facts) {
        return Verdict::Cause(cause);
    }
    if facts
        .calls
        .iter()
        .any(|called| called.touch == Touch::Refused)
    {
        return match &facts.listeners {
            Some(listeners) if !listeners.is_empty() => found(
                "bound-elsewhere",
                Sureness::Certain,
                format!("the server listens on {} only", addresses(listeners)),
                vec!["call that address, or start the server on the one that is called".to_owned()],
            ),
            _ => found(
                "nothing-listening",
                Sureness::Likely,
                format!(
                    "`{}` refuses calls to port {port}: nothing listens there, or a firewall rejects them",
                    remote.host()
                ),
                vec![
                    "start the server there, on an address that others may call, or check the port"
                        .to_owned(),
                ],
            ),
        };
    }
    Verdict::Unknown
}

/// Where a server of this machine listens.
fn addresses(listeners: &[crate::live::Listener]) -> String {
    let mut all: Vec<String> = listeners.iter().map(|it| it.address.to_string()).collect();
    all.dedup();
    all.join(" and ")
}

/// The proxy that the client asks in place of a server of this machine, as a rule finds it: the
/// server itself answers whoever calls it.
fn intercepted(patient: &Patient) -> Option<Cause> {
    let found = patient.findings.iter();
    let found = found.filter(|finding| finding.rule == "proxy-intercepts-loopback");
    found
        .map(|finding| Cause {
            sureness: Sureness::Likely,
            ..of_rule(finding)
        })
        .next()
}

/// A server that speaks the other transport at the url of the entry.
fn wrong_transport(patient: &Patient, speaks: Transport) -> Verdict {
    let is_fixed = |remote: &&Remote| !(remote.falls_back && speaks == Transport::Sse);
    let Some(asked) = patient
        .remote()
        .filter(is_fixed)
        .and_then(|it| it.transport)
    else {
        return Verdict::Reachable;
    };
    if let Some(cause) = finding(patient) {
        return Verdict::Cause(cause);
    }
    let client = patient.client.map_or("the client", |client| client.name);
    Verdict::Cause(Cause {
        id: "sse-endpoint-mismatch",
        says: format!(
            "the server speaks {}, and {client} speaks {} to it",
            speaks.name(),
            asked.name()
        ),
        sureness: Sureness::Certain,
        remedy: vec![format!(
            "let the entry say {}, or call the url where the server speaks {}",
            speaks.name(),
            asked.name()
        )],
    })
}

/// A server that sends its callers elsewhere.
fn moved(status: u16, url: &str, how: Moved) -> Cause {
    let (sureness, says, remedy) = match how {
        Moved::OtherHost => (
            Sureness::Possible,
            format!("the server sends its callers on to another host ({status}): {url}"),
            format!(
                "where that is meant, write {url} into the entry; credentials are not sent along on the way"
            ),
        ),
        Moved::BecomesGet { works } => (
            if works {
                Sureness::Certain
            } else {
                Sureness::Likely
            },
            format!(
                "the server sends its callers on with {status}, on which they ask with GET and say nothing"
            ),
            format!("change the url to {url}"),
        ),
        Moved::InCircles => (
            Sureness::Certain,
            format!(
                "the server sends its callers on without an end ({status}), to {url} in the end"
            ),
            "mend the redirects of the server or of the proxy before it".to_owned(),
        ),
    };
    Cause {
        id: "redirected",
        says,
        sureness,
        remedy: vec![remedy],
    }
}

/// What the rules know: an error of the entry is the cause until it is mended.
fn finding(patient: &Patient) -> Option<Cause> {
    let finding = patient
        .findings
        .first()
        .filter(|finding| finding.severity == Severity::Error)?;
    Some(of_rule(finding))
}

/// An error of the entry that explains why nobody is where it calls.
fn about_the_call(patient: &Patient) -> Option<Cause> {
    let explains = |finding: &&Static| {
        let category = rules::by_name(finding.rule).map(|rule| rule.category);
        finding.severity == Severity::Error
            && matches!(category, Some(Category::Transport | Category::Port))
    };
    patient.findings.iter().find(explains).map(of_rule)
}

fn of_rule(finding: &Static) -> Cause {
    let remedy = match (&finding.fix, &finding.help) {
        (Some(fix), _) => vec![format!("`mcpmend --fix` mends it: {fix}")],
        (None, Some(help)) => vec![help.clone()],
        (None, None) => Vec::new(),
    };
    Cause {
        id: finding.rule,
        says: finding.message.clone(),
        sureness: Sureness::Certain,
        remedy,
    }
}
