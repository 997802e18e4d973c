//! Whether the process belongs to a session opened from another machine (TERMINALSERVER).
//!
//! The record of the login manager comes first: only root can change it. Without one, variables of
//! the process's first environment speak. utmp is not read: its records are written by whoever
//! wants to and say nothing that the login manager does not.

use super::facts::Facts;
use crate::verdict::Verdict;

const SESSION_ID: &str = "proc/self/sessionid";
const SESSIONS: &str = "run/systemd/sessions";
const ENVIRONMENT: &str = "proc/self/environ";
/// What the kernel says of a process that belongs to no login.
const NO_SESSION: &str = "4294967295";

/// (variable, kind). Their values name people and machines and are not shown.
const VARIABLES: [(&str, &str); 7] = [
    ("SSH_CONNECTION", "ssh"),
    ("SSH_CLIENT", "ssh"),
    ("SSH_TTY", "ssh"),
    ("XRDP_SESSION", "xrdp"),
    ("VNCDESKTOP", "vnc"),
    ("X2GO_SESSION", "x2go"),
    ("NXSESSIONID", "nx"),
];

/// The login manager, else the environment.
pub(super) fn judge(facts: &Facts) -> Verdict {
    login_manager(facts).unwrap_or_else(|| environment(facts))
}

/// What the login manager noted of the login from which this process descends.
fn login_manager(facts: &Facts) -> Option<Verdict> {
    let id = facts.line(SESSION_ID).filter(|id| id != NO_SESSION)?;
    id.parse::<u32>().ok()?;
    let file = format!("{SESSIONS}/{id}");
    let record = facts.text(&file);
    let value = |name: &str| record.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    let remote = value("REMOTE")?;
    let service = value("SERVICE").unwrap_or_default();
    let evidence = vec![Facts::evidence(&file, &format!("REMOTE={remote} SERVICE={service}"))];
    let kind = if service.starts_with("xrdp") {
        "xrdp"
    } else if service.starts_with("sshd") {
        "ssh"
    } else {
        "remote"
    };
    let is_remote = remote == "1" || kind == "xrdp";
    Some(if is_remote { Verdict::yes(kind, evidence) } else { Verdict::no(evidence) })
}

fn environment(facts: &Facts) -> Verdict {
    let Ok(bytes) = facts.bytes(ENVIRONMENT) else {
        return Verdict::unknown(vec![Facts::evidence(ENVIRONMENT, "cannot be read")]);
    };
    let environment = String::from_utf8_lossy(&bytes);
    let value = |name: &str| {
        let of = |variable: &&str| variable.strip_prefix(name).is_some_and(|rest| rest.starts_with('='));
        let variable = environment.split('\0').find(of)?;
        variable.get(name.len() + 1..).filter(|value| !value.is_empty())
    };
    if let Some((name, kind)) = VARIABLES.iter().find(|(name, _)| value(name).is_some()) {
        return Verdict::yes(kind, vec![Facts::evidence(ENVIRONMENT, &format!("{name} is set"))]);
    }
    // A display on a host, as `desk7:0` or the tunnel `localhost:10.0`, shows windows elsewhere.
    let elsewhere = |display: &str| !display.starts_with([':', '/']) && !display.starts_with("unix:");
    if value("DISPLAY").is_some_and(elsewhere) {
        return Verdict::yes("x11", vec![Facts::evidence(ENVIRONMENT, "DISPLAY names a host")]);
    }
    Verdict::no(vec![Facts::evidence(ENVIRONMENT, "no variable of a remote session")])
}
