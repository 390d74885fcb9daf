//! What stands between: proxies, VPNs, firewalls. Only what can be read without rights is read;
//! for the rest the command is told.

use super::{Answer, Facts, Orders, Patient, Question, Reply, State};
use crate::live::{Touch, run};
use crate::model::Os;

/// What stands between, as far as was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The proxy that a client's HTTP stack would ask for this host, with its variable.
    pub proxy: Option<(String, String)>,
    /// Network interfaces of VPNs that are up.
    pub tunnels: Vec<String>,
    /// Firewalls that are on.
    pub firewalls: Vec<String>,
}

/// Names of the interfaces that VPNs make.
const TUNNELS: &[&str] = &[
    "tun",
    "wg",
    "ppp",
    "tailscale",
    "gpd",
    "cscotun",
    "utun",
    "nordlynx",
    "proton",
    "zt",
];

/// `None` where the server answers as it should: then nothing is in the way.
pub(super) fn ask(patient: &Patient, orders: &Orders<'_>, facts: &mut Facts) -> Option<Answer> {
    let remote = patient.remote()?;
    if matches!(
        facts.reply,
        Some(Reply::Mcp { .. } | Reply::Unauthorized { .. } | Reply::Elsewhere { .. })
    ) {
        return None;
    }
    let mut found = Surroundings {
        proxy: proxy(orders, remote.url.scheme(), remote.host()),
        ..Surroundings::default()
    };
    // To this machine itself no firewall of any system is in the way but by a rule of its own.
    let silent = facts.calls.iter().any(|called| {
        matches!(
            called.touch,
            Touch::TimedOut | Touch::Unreachable | Touch::Forbidden
        )
    });
    if silent {
        found.tunnels = tunnels(orders);
        found.firewalls = firewalls(orders);
    }
    let mut seen = Vec::new();
    if let Some((name, url)) = &found.proxy {
        seen.push(format!(
            "`{name}` is {url}, and `NO_PROXY` does not leave `{}` out",
            remote.host()
        ));
    }
    seen.extend(
        found
            .tunnels
            .iter()
            .map(|name| format!("the VPN interface {name} is up")),
    );
    seen.extend(found.firewalls.iter().cloned());
    if silent {
        seen.extend(by_hand(orders.host.os()));
    }
    let nothing = found == Surroundings::default();
    facts.surroundings = Some(found);
    if seen.is_empty() {
        return None;
    }
    let (state, says) = if nothing {
        (State::Unknown, "nothing was seen without more rights")
    } else {
        (State::Note, "this may be in the way")
    };
    Some(Answer::new(Question::Surroundings, state, says).seeing(seen))
}

/// The proxy that the environment sends calls of `host` to.
fn proxy(orders: &Orders<'_>, scheme: &str, host: &str) -> Option<(String, String)> {
    let lower = format!("{scheme}_proxy");
    let names = [
        lower.clone(),
        lower.to_ascii_uppercase(),
        "all_proxy".to_owned(),
        "ALL_PROXY".to_owned(),
    ];
    let env = |name: &str| orders.host.env(name);
    let (name, url) = names
        .into_iter()
        .find_map(|name| Some((name.clone(), env(&name)?)))?;
    let without = env("no_proxy")
        .or_else(|| env("NO_PROXY"))
        .unwrap_or_default();
    (!leaves_out(&without, host)).then_some((name, url))
}

/// Whether a list as in `NO_PROXY` leaves a host out.
fn leaves_out(list: &str, host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    list.split([',', ' ']).map(str::trim).any(|item| {
        let item = item.to_ascii_lowercase();
        let item = item.trim_start_matches('*').trim_start_matches('.');
        match item {
            "" => list.trim() == "*",
            item => host == item || host.ends_with(&format!(".{item}")),
        }
    })
}

fn tunnels(orders: &Orders<'_>) -> Vec<String> {
    match orders.host.os() {
        Os::Linux => {
            let said = run("ip", &["-brief", "link", "show", "up"], orders.limit);
            interfaces(said.output().unwrap_or_default())
        }
        Os::Macos => {
            let said = run("ifconfig", &["-l", "-u"], orders.limit);
            let names = said.output().unwrap_or_default().split_whitespace();
            // Every Mac has some utun that are no VPN.
            names
                .filter(|name| is_tunnel(name) && !name.starts_with("utun"))
                .map(str::to_owned)
                .collect()
        }
        Os::Windows => Vec::new(),
    }
}

/// `wg0  UNKNOWN  <POINTOPOINT,NOARP,UP,LOWER_UP>`
fn interfaces(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(|name| name.split('@').next().unwrap_or(name))
        .filter(|name| is_tunnel(name))
        .map(str::to_owned)
        .collect()
}

fn is_tunnel(name: &str) -> bool {
    TUNNELS.iter().any(|start| name.starts_with(start))
}

fn firewalls(orders: &Orders<'_>) -> Vec<String> {
    match orders.host.os() {
        Os::Linux => {
            let names = ["ufw", "firewalld", "nftables"];
            let mut args = vec!["is-active"];
            args.extend(names);
            // It ends with an error as soon as one of them is off, and still says all.
            let said = match run("systemctl", &args, orders.limit) {
                crate::live::Ran::Ended { stdout, .. } => stdout,
                _ => String::new(),
            };
            let mut found: Vec<String> = names
                .iter()
                .zip(said.lines())
                .filter(|(_, state)| *state == "active")
                .map(|(name, _)| format!("{name} is on"))
                .collect();
            let enforcing = orders
                .host
                .read(std::path::Path::new("/sys/fs/selinux/enforce"));
            if enforcing.is_ok_and(|text| text.starts_with(b"1")) {
                found.push("SELinux enforces its rules".to_owned());
            }
            found
        }
        Os::Macos => {
            let tool = "/usr/libexec/ApplicationFirewall/socketfilterfw";
            let said = run(tool, &["--getglobalstate"], orders.limit);
            let on = said.output().is_some_and(|text| text.contains("enabled"));
            on.then(|| {
                "the application firewall is on; it filters what comes from other machines"
                    .to_owned()
            })
            .into_iter()
            .collect()
        }
        Os::Windows => {
            let said = run(
                "netsh",
                &["advfirewall", "show", "currentprofile", "state"],
                orders.limit,
            );
            // The word is translated; "OFF" is not on in any language that was seen.
            let on = said.output().is_some_and(|text| {
                text.split_whitespace()
                    .any(|word| word.eq_ignore_ascii_case("on") || word.eq_ignore_ascii_case("ein"))
            });
            on.then(|| {
                "Windows' firewall is on; calls within this machine are not filtered".to_owned()
            })
            .into_iter()
            .collect()
        }
    }
}

/// What to ask by hand, with the rights that it needs.
fn by_hand(os: Os) -> Vec<String> {
    let commands: &[&str] = match os {
        Os::Linux => &["sudo nft list ruleset", "sudo ufw status verbose"],
        Os::Macos => &["sudo pfctl -sr"],
        Os::Windows => &["Get-NetFirewallRule -Enabled True -Direction Outbound -Action Block"],
    };
    commands
        .iter()
        .map(|command| format!("for the rules: `{command}`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_without_a_proxy_is_heeded() {
        for (list, host, expected) in [
            ("", "localhost", false),
            ("localhost,127.0.0.1", "localhost", true),
            ("localhost, 127.0.0.1", "127.0.0.1", true),
            ("*", "example.com", true),
            (".example.com", "mcp.example.com", true),
            ("example.com", "mcp.example.com", true),
            ("*.example.com", "mcp.example.com", true),
            ("ample.com", "mcp.example.com", false),
        ] {
            assert_eq!(leaves_out(list, host), expected, "{list} {host}");
        }
    }

    #[test]
    fn interfaces_of_vpns_are_told() {
        let text = "lo               UNKNOWN        00:00 <LOOPBACK,UP,LOWER_UP>\n\
                    eth0@if5         UP             02:42 <BROADCAST,UP>\n\
                    wg0              UNKNOWN        <POINTOPOINT,NOARP,UP,LOWER_UP>\n";
        assert_eq!(interfaces(text), ["wg0"]);
    }
}
