//! What stands between: proxies, VPNs, firewalls. Only what can be read without rights is read;
//! for the rest the command is told.

use std::net::{IpAddr, SocketAddr};

use super::barriers::{Barrier, barriers};
use super::{
    Answer, Called, Cause, Facts, Orders, Patient, Question, Remote, Reply, State, Sureness,
};
use crate::live::{Listener, Touch, run};
use crate::model::Os;
use crate::rules::proxy::covers;

/// What stands between, as far as was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The proxy that a client's HTTP stack would ask for this host, with its variable.
    pub proxy: Option<(String, String)>,
    /// Network interfaces of VPNs that are up.
    pub tunnels: Vec<String>,
    /// Firewalls that are on.
    pub firewalls: Vec<String>,
    /// Whether this is a macOS that asks before a program may call its local network, and the call
    /// went there.
    pub local_network: bool,
    /// Rules of a firewall of this machine that drop or reject, where they may be read.
    pub rules: Vec<Barrier>,
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
        proxy: proxy(orders, remote),
        ..Surroundings::default()
    };
    let stopped = is_stopped(facts);
    if stopped {
        let limit = facts.left(orders);
        let hurried = Orders {
            limit,
            ..orders.clone()
        };
        found.tunnels = tunnels(&hurried);
        found.firewalls = firewalls(&hurried);
        found.local_network = orders.host.os() == Os::Macos
            && facts
                .calls
                .iter()
                .any(|called| called.touch == Touch::Unreachable && is_local(called.address.ip()));
        if orders.host.os() == Os::Linux {
            let addresses: Vec<IpAddr> = facts.calls.iter().map(|it| it.address.ip()).collect();
            found.rules = barriers(&addresses, remote.port(), limit);
        }
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
    if found.local_network {
        seen.push("macOS 15 and newer ask before a program may call the local network, and say \"No route to host\" until then".to_owned());
    }
    seen.extend(found.rules.iter().map(|rule| rule.text.clone()));
    if stopped && found.rules.is_empty() {
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

/// Whether an address is one of the networks around this machine.
fn is_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_unique_local() || address.is_unicast_link_local(),
    }
}

/// Whether a call was stopped on its way, as far as that can be told from its end: by silence, by
/// a word of somebody in between, or by a refusal where a server does listen.
fn is_stopped(facts: &Facts) -> bool {
    facts.calls.iter().any(|called| match called.touch {
        Touch::TimedOut | Touch::Unreachable | Touch::NoRoute | Touch::Forbidden => true,
        Touch::Refused => is_listened_on(facts, called.address),
        _ => false,
    })
}

/// Whether a socket of this machine listens on an address that was called.
pub(super) fn is_listened_on(facts: &Facts, called: SocketAddr) -> bool {
    let takes = |listener: &Listener| {
        let bound = listener.address.ip();
        // `::` often takes IPv4 as well, and not always.
        bound == called.ip() || bound.is_unspecified() && bound.is_ipv4() == called.is_ipv4()
    };
    let listeners = facts.listeners.iter().flatten();
    listeners.into_iter().any(takes)
}

/// What a call that came to nothing was stopped by, where that is not the server itself.
pub(super) fn in_the_way(remote: &Remote, facts: &Facts) -> Option<Cause> {
    let host = remote.host();
    let port = remote.port();
    let cause = |id, sureness, says: String, remedy: &[&str]| {
        Some(Cause {
            id,
            says,
            sureness,
            remedy: remedy.iter().map(|step| (*step).to_owned()).collect(),
        })
    };
    if facts.nameless {
        return cause(
            "name-service",
            Sureness::Likely,
            format!(
                "nobody says what the address of `{host}` is: the name service does not answer"
            ),
            &["check the network, and the VPN with its name servers"],
        );
    }
    let is = |touch: Touch| {
        let mut calls = facts.calls.iter();
        calls.any(|called| called.touch == touch)
    };
    let around = facts.surroundings.as_ref();
    let named = around.and_then(|it| it.rules.iter().find(|rule| rule.named));
    if let Some(rule) = named.filter(|_| is_stopped(facts)) {
        return cause(
            "firewall",
            Sureness::Certain,
            format!(
                "a firewall of this machine {} calls to port {port}: {}",
                if rule.drops { "drops" } else { "rejects" },
                rule.text
            ),
            &["take that rule away, or put one before it that lets the call through"],
        );
    }
    let by_proxy = match around.and_then(|it| it.proxy.as_ref()) {
        Some((name, _)) if !remote.is_loopback() => {
            format!(
                "; `{name}` names a proxy: a client that asks it may get there, doctor does not"
            )
        }
        _ => String::new(),
    };
    let open = "have the port opened in the firewall between here and there, or the VPN switched on or off; the server's own machine says whether it hears the call";
    if is(Touch::Forbidden) {
        return cause(
            "firewall",
            Sureness::Likely,
            format!("this machine itself forbids calls to port {port} of `{host}`"),
            &["look at the rules of its firewall and of what guards its programs"],
        );
    }
    if around.is_some_and(|it| it.local_network) {
        return cause(
            "macos-local-network",
            Sureness::Possible,
            format!(
                "macOS keeps who calls it from `{host}`, which is in the local network{by_proxy}"
            ),
            &[
                "in System Settings, Privacy & Security, Local Network: switch on the app, and the terminal that doctor runs in",
                "`/usr/bin/curl` is let through: where it gets no answer either, check the address and the firewall there",
            ],
        );
    }
    if is(Touch::Unreachable) {
        let at_once = facts
            .calls
            .iter()
            .any(|called| called.touch == Touch::Unreachable && called.at_once);
        return if at_once {
            cause(
                "firewall",
                Sureness::Likely,
                format!(
                    "a firewall rejects calls to port {port} of `{host}`, or a router knows no way there{by_proxy}"
                ),
                &[open],
            )
        } else {
            cause(
                "no-route",
                Sureness::Likely,
                format!("nobody has the address of `{host}` in this network{by_proxy}"),
                &["check the address, and whether that machine is on"],
            )
        };
    }
    let listened =
        |called: &Called| called.touch == Touch::TimedOut && is_listened_on(facts, called.address);
    if facts.calls.iter().any(listened) {
        return if around.is_some_and(|it| !it.rules.is_empty()) {
            cause(
                "firewall",
                Sureness::Likely,
                format!(
                    "port {port} is listened on, and calls to it get no answer: a firewall of this machine drops them"
                ),
                &["look at its rules, above"],
            )
        } else {
            cause(
                "no-answer",
                Sureness::Likely,
                format!(
                    "port {port} is listened on, and nobody takes the call: the server hangs, or a firewall of this machine drops it"
                ),
                &["look at the server's own output, and start it anew"],
            )
        };
    }
    if is(Touch::TimedOut) {
        return cause(
            "firewall",
            Sureness::Possible,
            format!(
                "`{host}` does not answer: a firewall drops calls to port {port}, or the address is wrong{by_proxy}"
            ),
            &[open],
        );
    }
    let refused = |called: &&Called| called.touch == Touch::Refused;
    let mut all = facts.calls.iter().filter(refused);
    if all.any(|called| is_listened_on(facts, called.address)) {
        return cause(
            "firewall",
            Sureness::Likely,
            format!(
                "port {port} is listened on, and calls to it are refused: a firewall of this machine rejects them"
            ),
            &["look at its rules: what is told above, or `sudo nft list ruleset`"],
        );
    }
    if is(Touch::NoRoute) && !is(Touch::Refused) {
        return cause(
            "no-route",
            Sureness::Certain,
            format!("this machine knows no way to `{host}`{by_proxy}"),
            &["connect to its network: a cable, a wireless network, or the VPN"],
        );
    }
    None
}

/// The proxy that the environment sends calls of this server to.
fn proxy(orders: &Orders<'_>, remote: &Remote) -> Option<(String, String)> {
    let lower = format!("{}_proxy", remote.url.scheme());
    let names = [
        lower.clone(),
        lower.to_ascii_uppercase(),
        "all_proxy".to_owned(),
        "ALL_PROXY".to_owned(),
    ];
    let set = |name: &str| orders.host.env(name).filter(|value| !value.is_empty());
    let (name, url) = names
        .into_iter()
        .find_map(|name| Some((name.clone(), set(&name)?)))?;
    let port = remote.port().to_string();
    let excepted = ["no_proxy", "NO_PROXY"]
        .iter()
        .filter_map(|name| set(name))
        .any(|list| covers(&list, remote.host(), Some(&port)));
    (!excepted).then_some((name, url))
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

    fn remote(url: &str) -> Remote {
        Remote {
            url: url.parse().unwrap(),
            transport: None,
            falls_back: false,
            headers: Vec::new(),
            own_store: false,
            ca_files: Vec::new(),
        }
    }

    fn called(address: &str, touch: Touch, at_once: bool) -> Called {
        Called {
            address: address.parse().unwrap(),
            touch,
            at_once,
        }
    }

    /// What is told of calls that ended like this.
    fn told(calls: Vec<Called>, surroundings: Surroundings) -> Option<&'static str> {
        let facts = Facts {
            calls,
            surroundings: Some(surroundings),
            ..Facts::default()
        };
        in_the_way(&remote("http://192.168.1.5:8080/mcp"), &facts).map(|cause| cause.id)
    }

    #[test]
    fn what_stops_a_call_is_told_by_its_end() {
        let lan = "192.168.1.5:8080";
        let around = Surroundings::default;
        for (calls, expected) in [
            (vec![called(lan, Touch::Refused, true)], None),
            (vec![called(lan, Touch::TimedOut, false)], Some("firewall")),
            (
                vec![called(lan, Touch::Unreachable, true)],
                Some("firewall"),
            ),
            (
                vec![called(lan, Touch::Unreachable, false)],
                Some("no-route"),
            ),
            (vec![called(lan, Touch::Forbidden, true)], Some("firewall")),
            (vec![called(lan, Touch::NoRoute, true)], Some("no-route")),
            // That this machine has no IPv6 is no reason.
            (
                vec![
                    called("[2001:db8::1]:8080", Touch::NoRoute, true),
                    called(lan, Touch::Refused, true),
                ],
                None,
            ),
            (
                vec![
                    called("[2001:db8::1]:8080", Touch::NoRoute, true),
                    called(lan, Touch::TimedOut, false),
                ],
                Some("firewall"),
            ),
        ] {
            assert_eq!(told(calls.clone(), around()), expected, "{calls:?}");
        }
        // On macOS, from a recorded answer.
        let macos = Surroundings {
            local_network: true,
            ..around()
        };
        let calls = vec![called(lan, Touch::Unreachable, true)];
        assert_eq!(told(calls, macos), Some("macos-local-network"));
        for (address, local) in [
            ("192.168.1.5", true),
            ("10.0.0.1", true),
            ("169.254.1.1", true),
            ("fd00::1", true),
            ("fe80::1", true),
            ("8.8.8.8", false),
            ("2001:db8::1", false),
        ] {
            assert_eq!(is_local(address.parse().unwrap()), local, "{address}");
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
