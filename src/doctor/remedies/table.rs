//! The commands of each system, as data.
//!
//! In braces stands what the situation fills in, quoted for the shell that reads it: `port`, `pid`,
//! `name`, `unit`, `file`, `program`, `folder`, `command` (a whole command line, as it is), `word` (the
//! same quoted as one word) and `line` (what another shell is given for it, quoted).

use crate::model::Os;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Who has the port?
    FindOwner,
    /// End who has the port.
    StopOwner,
    /// Let calls to the port through the firewall.
    OpenPort,
    /// Have the system trust an authority.
    TrustAuthority,
    /// Keep a server running, also after the next login.
    KeepRunning,
}

impl Need {
    /// All of them.
    pub const ALL: &'static [Need] = &[
        Need::FindOwner,
        Need::StopOwner,
        Need::OpenPort,
        Need::TrustAuthority,
        Need::KeepRunning,
    ];

    /// It, before a colon.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Need::FindOwner => "to see who has the port",
            Need::StopOwner => "to end it",
            Need::OpenPort => "to let calls to that port in",
            Need::TrustAuthority => "to have the whole system trust it",
            Need::KeepRunning => "to keep it running",
        }
    }
}

/// One way to do it on one system.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// What it does.
    pub need: Need,
    /// The system.
    pub os: Os,
    /// What it needs, in a word, where not every such machine has it.
    pub with: &'static str,
    /// A file or folder that is there where it can be done; empty where it always can.
    pub there: &'static str,
    /// The command.
    pub command: &'static str,
}

const fn step(need: Need, os: Os, command: &'static str) -> Step {
    Step {
        need,
        os,
        with: "",
        there: "",
        command,
    }
}

const fn with(
    need: Need,
    os: Os,
    (with, there): (&'static str, &'static str),
    command: &'static str,
) -> Step {
    Step {
        need,
        os,
        with,
        there,
        command,
    }
}

/// All of them; of one need the better ones stand first.
pub const STEPS: &[Step] = &[
    // ss(8); without root it names the processes of one's own user only.
    step(
        Need::FindOwner,
        Os::Linux,
        "sudo ss -ltnp 'sport = :{port}'",
    ),
    step(
        Need::FindOwner,
        Os::Macos,
        "sudo lsof -nP -iTCP:{port} -sTCP:LISTEN",
    ),
    step(
        Need::FindOwner,
        Os::Windows,
        "Get-NetTCPConnection -State Listen -LocalPort {port} | ForEach-Object { Get-Process -Id $_.OwningProcess }",
    ),
    step(Need::StopOwner, Os::Linux, "kill {pid}"),
    step(Need::StopOwner, Os::Macos, "kill {pid}"),
    step(Need::StopOwner, Os::Windows, "Stop-Process -Id {pid}"),
    with(
        Need::OpenPort,
        Os::Linux,
        ("ufw", "/usr/sbin/ufw"),
        "sudo ufw allow {port}/tcp",
    ),
    with(
        Need::OpenPort,
        Os::Linux,
        ("firewalld", "/usr/bin/firewall-cmd"),
        "sudo firewall-cmd --permanent --add-port={port}/tcp && sudo firewall-cmd --reload",
    ),
    // The table and chain that Debian's /etc/nftables.conf has.
    with(
        Need::OpenPort,
        Os::Linux,
        ("nftables", "/usr/sbin/nft"),
        "sudo nft insert rule inet filter input tcp dport {port} accept",
    ),
    with(
        Need::OpenPort,
        Os::Linux,
        ("iptables", "/usr/sbin/iptables"),
        "sudo iptables -I INPUT -p tcp --dport {port} -j ACCEPT",
    ),
    // It lets programs through, not ports.
    step(
        Need::OpenPort,
        Os::Macos,
        "sudo /usr/libexec/ApplicationFirewall/socketfilterfw --add {program} --unblockapp {program}",
    ),
    with(
        Need::OpenPort,
        Os::Windows,
        ("as administrator", ""),
        "New-NetFirewallRule -DisplayName {name} -Direction Inbound -Action Allow -Protocol TCP -LocalPort {port}",
    ),
    // update-ca-certificates(8): only names that end in .crt count.
    with(
        Need::TrustAuthority,
        Os::Linux,
        ("Debian, Ubuntu, Alpine", "/usr/local/share/ca-certificates"),
        "sudo cp {file} /usr/local/share/ca-certificates/{unit}.crt && sudo update-ca-certificates",
    ),
    with(
        Need::TrustAuthority,
        Os::Linux,
        ("Fedora, RHEL", "/etc/pki/ca-trust/source/anchors"),
        "sudo cp {file} /etc/pki/ca-trust/source/anchors/{unit}.pem && sudo update-ca-trust",
    ),
    with(
        Need::TrustAuthority,
        Os::Linux,
        ("openSUSE", "/etc/pki/trust/anchors"),
        "sudo cp {file} /etc/pki/trust/anchors/{unit}.pem && sudo update-ca-certificates",
    ),
    with(
        Need::TrustAuthority,
        Os::Linux,
        ("Arch", "/etc/ca-certificates/trust-source/anchors"),
        "sudo trust anchor --store {file}",
    ),
    step(
        Need::TrustAuthority,
        Os::Macos,
        "sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain {file}",
    ),
    step(
        Need::TrustAuthority,
        Os::Windows,
        "Import-Certificate -FilePath {file} -CertStoreLocation Cert:\\CurrentUser\\Root",
    ),
    // systemd-run(1).
    with(
        Need::KeepRunning,
        Os::Linux,
        ("systemd, until you log out", "/run/systemd/system"),
        "systemd-run --user --unit={unit} --property=Restart=on-failure --working-directory={folder} {command}",
    ),
    with(
        Need::KeepRunning,
        Os::Linux,
        ("pm2; `pm2 startup` for restarts", ""),
        "pm2 start {word} --name {unit} --cwd {folder} && pm2 save",
    ),
    // launchctl(1): it is started again whenever it ends.
    with(
        Need::KeepRunning,
        Os::Macos,
        ("launchd, until you log out", ""),
        "launchctl submit -l {unit} -- /bin/zsh -lc {line}",
    ),
    with(
        Need::KeepRunning,
        Os::Macos,
        ("pm2; `pm2 startup` for restarts", ""),
        "pm2 start {word} --name {unit} --cwd {folder} && pm2 save",
    ),
    with(
        Need::KeepRunning,
        Os::Windows,
        ("Task Scheduler, from the next login on", ""),
        "Register-ScheduledTask -TaskName {unit} -Trigger (New-ScheduledTaskTrigger -AtLogOn) -Action (New-ScheduledTaskAction -Execute cmd.exe -Argument {line} -WorkingDirectory {folder})",
    ),
    with(
        Need::KeepRunning,
        Os::Windows,
        ("NSSM, as administrator", ""),
        "nssm install {unit} cmd.exe {line}; nssm set {unit} AppDirectory {folder}; nssm start {unit}",
    ),
];
