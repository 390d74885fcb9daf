//! The rules of Linux's own firewall that stop a call, where they may be read: by root, or not at
//! all.

use std::net::IpAddr;
use std::time::Duration;

use crate::live::run;

/// A rule that drops or rejects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barrier {
    /// The rule, after the chain that it stands in.
    pub text: String,
    /// Whether it names the port or the address that was called.
    pub named: bool,
    /// Whether it drops without a word.
    pub drops: bool,
}

/// At most so many are told.
const MOST: usize = 5;

/// Those that may concern calls of these addresses, the ones that name them first.
pub(super) fn barriers(addresses: &[IpAddr], port: u16, limit: Duration) -> Vec<Barrier> {
    let said = run("nft", &["list", "ruleset"], limit);
    let mut found = match said.output() {
        Some(text) => nft(text, addresses, port),
        None => {
            let four = run("iptables", &["-S"], limit);
            let six = run("ip6tables", &["-S"], limit);
            let both = [four.output(), six.output()];
            let texts = both.into_iter().flatten();
            texts
                .flat_map(|text| iptables(text, addresses, port))
                .collect()
        }
    };
    found.sort_by_key(|barrier| !barrier.named);
    found.truncate(MOST);
    found
}

/// `nft list ruleset`: tables of chains of rules, a line each.
fn nft(text: &str, addresses: &[IpAddr], port: u16) -> Vec<Barrier> {
    let mut chain = String::new();
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("chain ") {
            rest.trim_end_matches([' ', '{']).clone_into(&mut chain);
        } else if line.starts_with("type ") {
            // What stops forwarded packets stops no call of this machine.
            let own = line.contains("hook input") || line.contains("hook output");
            if own && line.contains("policy drop") {
                found.push(Barrier {
                    text: format!("nftables, {chain}: policy drop"),
                    named: false,
                    drops: true,
                });
            }
        } else {
            found.extend(rule(line, &format!("nftables, {chain}"), addresses, port));
        }
    }
    found
}

/// `iptables -S`: a rule a line.
fn iptables(text: &str, addresses: &[IpAddr], port: u16) -> Vec<Barrier> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| line.starts_with("-A INPUT") || line.starts_with("-A OUTPUT"))
        .filter_map(|line| rule(line, "iptables", addresses, port))
        .collect()
}

/// A rule that stops something, unless it is for another port or address.
fn rule(line: &str, place: &str, addresses: &[IpAddr], port: u16) -> Option<Barrier> {
    let words: Vec<&str> = line
        .split([' ', '{', '}', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let is = |names: &[&str]| {
        words
            .iter()
            .any(|word| names.iter().any(|name| word.eq_ignore_ascii_case(name)))
    };
    let drops = is(&["drop"]);
    if !drops && !is(&["reject"]) || is(&["udp", "icmp", "icmpv6"]) && !is(&["tcp"]) {
        return None;
    }
    let after = |names: &[&str]| -> Vec<&str> {
        let at = words.iter().position(|word| names.contains(word));
        let rest = at.and_then(|at| words.get(at + 1..)).unwrap_or_default();
        let is_value = |word: &&&str| word.starts_with(|c: char| c.is_ascii_hexdigit());
        rest.iter().take_while(is_value).copied().collect()
    };
    let ports = after(&["dport", "--dport", "--dports"]);
    let hosts = after(&["daddr", "-d"]);
    let to_port = ports.iter().any(|text| has_port(text, port));
    let to_host = hosts.iter().any(|text| {
        let bare = text.split('/').next().unwrap_or(text);
        let bare = bare.parse::<IpAddr>();
        bare.is_ok_and(|bare| addresses.contains(&bare))
    });
    // A network is not looked into: it may be meant.
    let other_host = !hosts.is_empty() && !to_host && !hosts.iter().any(|text| text.contains('/'));
    if !ports.is_empty() && !to_port || other_host {
        return None;
    }
    Some(Barrier {
        text: format!("{place}: {line}"),
        named: to_port || to_host,
        drops,
    })
}

/// `3000`, or a range: `3000-3010`, `3000:3010`.
fn has_port(text: &str, port: u16) -> bool {
    match text.split_once(['-', ':']) {
        Some((from, to)) => {
            let bound = |text: &str| text.parse::<u16>().ok();
            bound(from).is_some_and(|from| from <= port) && bound(to).is_some_and(|to| port <= to)
        }
        None => text.parse() == Ok(port),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = "table inet filter {
	chain input {
		type filter hook input priority filter; policy accept;
		tcp dport 22 accept
		tcp dport { 3000-3010, 8080 } counter packets 0 bytes 0 reject with icmpx admin-prohibited
		udp dport 3005 drop
	}

	chain forward {
		type filter hook forward priority filter; policy drop;
	}

	chain output {
		type filter hook output priority filter; policy drop;
		ip daddr 192.0.2.7 tcp dport 443 drop
		ip daddr 10.0.0.0/8 drop
	}
}
";

    fn texts(port: u16, address: &str) -> Vec<(String, bool)> {
        let found = nft(RULES, &[address.parse().unwrap()], port);
        found.into_iter().map(|it| (it.text, it.named)).collect()
    }

    #[test]
    fn rules_of_nftables_are_told_that_concern_the_call() {
        let policy = ("nftables, output: policy drop".to_owned(), false);
        let network = (
            "nftables, output: ip daddr 10.0.0.0/8 drop".to_owned(),
            false,
        );
        assert_eq!(
            texts(3005, "127.0.0.1"),
            [
                (
                    "nftables, input: tcp dport { 3000-3010, 8080 } counter packets 0 bytes 0 reject with icmpx admin-prohibited".to_owned(),
                    true
                ),
                policy.clone(),
                network.clone()
            ]
        );
        assert_eq!(texts(4000, "127.0.0.1"), [policy.clone(), network.clone()]);
        assert_eq!(
            texts(443, "192.0.2.7"),
            [
                policy,
                (
                    "nftables, output: ip daddr 192.0.2.7 tcp dport 443 drop".to_owned(),
                    true
                ),
                network
            ]
        );
    }

    #[test]
    fn rules_of_iptables_are_told_that_concern_the_call() {
        let text = "-P INPUT ACCEPT\n-A INPUT -p tcp -m tcp --dport 3000 -j DROP\n\
                    -A INPUT -p tcp -m multiport --dports 80,3005 -j REJECT --reject-with tcp-reset\n\
                    -A FORWARD -j DROP\n-A OUTPUT -d 192.0.2.7/32 -j REJECT\n";
        let local: IpAddr = "127.0.0.1".parse().unwrap();
        let found = iptables(text, &[local], 3000);
        let drops: Vec<bool> = found.iter().map(|it| it.drops).collect();
        assert_eq!(drops, [true, false], "{found:?}");
        assert!(found[0].named && !found[1].named);
        let found = iptables(text, &[local], 3005);
        assert!(
            found[0].named && found[0].text.contains("80,3005"),
            "{found:?}"
        );
    }
}
