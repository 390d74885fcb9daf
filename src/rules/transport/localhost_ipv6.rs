//! `localhost-ipv6`

use crate::certificates::Stack;
use crate::commandline::{CommandLine, Launcher};
use crate::diagnostic::{Diagnostic, Fix};
use crate::hosts;
use crate::rules::{Check, Subject, rule};

use super::called::Called;

rule! {
    /// `localhost` called by a Node.js that tries one of its two addresses only.
    ///
    /// ## Why it fails
    /// `localhost` is `::1` and `127.0.0.1`, and most servers listen on the second alone. Node.js
    /// 17 to 19 try the address that comes first and give up (`ECONNREFUSED ::1:3100`). Node.js 20
    /// and newer, Bun, Deno, curl and Python try both: nothing is said about them, nor where no
    /// version can be told from the path of the program, from `PATH` or from the package.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "notes": {
    ///       "command": "/home/ada/.nvm/versions/node/v18.20.4/bin/npx",
    ///       "args": ["-y", "mcp-remote", "http://localhost:3100/mcp"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "notes": {
    ///       "command": "/home/ada/.nvm/versions/node/v18.20.4/bin/npx",
    ///       "args": ["-y", "mcp-remote", "http://127.0.0.1:3100/mcp"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes `127.0.0.1`. Unsafe: the server may listen on `::1` alone: to write that is the
    /// alternative, where the bridge calls it.
    ///
    /// ## Sources
    /// - observed: Node.js 18 fails; 20 to 24, Bun, Deno, urllib, httpx, requests, aiohttp and curl
    ///   do not (2026-11-23)
    /// - <https://nodejs.org/api/net.html#netsetdefaultautoselectfamilyvalue>: both are tried since
    ///   20; <https://nodejs.org/api/dns.html#dnssetdefaultresultorderorder>: the order is left as
    ///   it is since 17 (2026-11-25)
    "localhost-ipv6", Transport, Info, Unsafe, Check::Entry(check)
}

/// The major versions of Node.js that try one address.
const ONE_ADDRESS: std::ops::RangeInclusive<u32> = 17..=19;

/// The option of a bridge that makes it ask for addresses of the older kind.
const BY_OPTION: &str = "--ipv4";

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    let Some(called) = Called::of(subject) else {
        return;
    };
    // A container has a `localhost` of its own.
    let Some(bridge) = called.bridge.as_deref().filter(|bridge| !bridge.contained) else {
        return;
    };
    let Some(endpoint) = hosts::literal(&called.text) else {
        return;
    };
    let localhost = endpoint.host.eq_ignore_ascii_case("localhost");
    let node = Stack::of(&line, Some(bridge)) == Stack::Node && line.launcher != Launcher::Docker;
    let by_option = bridge.arguments.iter().any(|word| word.text == BY_OPTION);
    if !localhost || !node || by_option {
        return;
    }
    let Some(major) = version(subject, &line).filter(|major| ONE_ADDRESS.contains(major)) else {
        return;
    };
    let message = format!(
        "{} calls `localhost` from Node.js {major}, which tries one of its addresses only",
        subject.quoted()
    );
    let call = |address: &str| {
        let edit = called.splice(endpoint.host_range.clone(), address)?;
        let title = format!("call `{address}`");
        Some(Fix::r#unsafe(title, subject.file_id(), vec![edit]))
    };
    let mut newer = called.text.clone();
    newer.replace_range(endpoint.host_range.clone(), "[::1]");
    let taken = hosts::literal(&newer).is_some_and(|newer| !bridge.is.refuses(&newer));
    let newer = taken.then(|| call("[::1]")).flatten();
    let fix = call("127.0.0.1");
    let mut finding = subject
        .finding(&RULE, subject.document().node(called.node).span(), message)
        .label("`::1` or `127.0.0.1`")
        .effect("a server that listens on `127.0.0.1` alone is refused where `::1` comes first (`ECONNREFUSED ::1`)");
    if fix.is_none() {
        finding = finding.help("call `127.0.0.1`, or use Node.js 20 or newer");
    }
    out.push(finding.fix(fix).fix(newer));
}

/// The major version of the Node.js that runs, where its path, `PATH` or a package tells.
fn version(subject: &Subject<'_>, line: &CommandLine<'_>) -> Option<u32> {
    let program = line.program();
    if program.contains(['/', '\\']) {
        return of_path(program);
    }
    let launched = line.words.get(1..line.own).unwrap_or_default();
    let package = launched.iter().find_map(|word| {
        let spec = word.text.rsplit('=').next()?;
        major(spec.strip_prefix("node@")?)
    });
    package.or_else(|| {
        let mut env = subject.parts().env.iter();
        let path = env.find(|pair| pair.name == "PATH")?;
        let folders = path.value.text.split([':', ';']);
        folders.map(of_path).find(Option::is_some).flatten()
    })
}

/// The version in a path as managers of versions make them: `…/node/v18.20.4/bin`,
/// `…/node@18/bin`.
fn of_path(path: &str) -> Option<u32> {
    let mut node = false;
    for part in path.split(['/', '\\']) {
        if let Some(version) = part.strip_prefix("node@") {
            return major(version);
        }
        if node && let Some(found) = major(part) {
            return Some(found);
        }
        node |= part.contains("node") || matches!(part, "nvm" | ".nvm");
    }
    None
}

/// The first number of `v18.20.4`, where the text is a version.
fn major(text: &str) -> Option<u32> {
    let version = text.strip_prefix('v').unwrap_or(text);
    let mut numbers = version.split('.').map(str::parse::<u32>);
    let first = numbers.next()?.ok()?;
    numbers.all(|number| number.is_ok()).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::of_path;

    #[test]
    fn managers_of_versions_tell_the_version() {
        for (path, expected) in [
            ("/home/ada/.nvm/versions/node/v18.20.4/bin/npx", Some(18)),
            ("/home/ada/.asdf/installs/nodejs/20.1.0/bin/npx", Some(20)),
            (
                "/home/ada/.local/share/mise/installs/node/18/bin/npx",
                Some(18),
            ),
            (
                "/home/ada/.local/share/fnm/node-versions/v18.1.0/installation/bin/npx",
                Some(18),
            ),
            (
                "/home/ada/.volta/tools/image/node/18.20.4/bin/npx",
                Some(18),
            ),
            ("/opt/homebrew/opt/node@18/bin/npx", Some(18)),
            ("/home/ada/.nodenv/versions/19.0.0/bin/npx", Some(19)),
            (
                "C:\\Users\\ada\\AppData\\Roaming\\nvm\\v18.19.0\\npx.cmd",
                Some(18),
            ),
            ("/usr/local/bin/npx", None),
            ("/opt/18/bin/npx", None),
            ("/opt/node/bin/npx", None),
        ] {
            assert_eq!(of_path(path), expected, "{path}");
        }
    }
}
