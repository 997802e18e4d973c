//! Sessions opened from another machine (TERMINALSERVER).

use lictor_host::Machine;

use crate::tree::{Tree, word};

/// SHR-03's neighbour TERMINALSERVER: the login manager's record first, then the environment.
#[test]
fn terminal_sessions_are_told_from_local_ones() {
    let id = ("proc/self/sessionid", "7");
    let none = ("proc/self/sessionid", "4294967295");
    let record = |text: &'static str| ("run/systemd/sessions/7", text);
    let environment = |text: &'static str| ("proc/self/environ", text);
    let ssh = environment("HOME=/home/ann\0SSH_CONNECTION=192.0.2.7 50022 192.0.2.1 22\0");
    for (name, files, expected, evidence) in [
        (
            "ssh",
            vec![id, record("UID=1000\nREMOTE=1\nREMOTE_HOST=192.0.2.7\nSERVICE=sshd\n"), environment("")],
            "ssh",
            "/run/systemd/sessions/7: REMOTE=1 SERVICE=sshd",
        ),
        (
            "remote desktop",
            vec![id, record("REMOTE=0\nSERVICE=xrdp-sesman\n")],
            "xrdp",
            "/run/systemd/sessions/7: REMOTE=0 SERVICE=xrdp-sesman",
        ),
        (
            "other service",
            vec![id, record("REMOTE=1\nSERVICE=login\n")],
            "remote",
            "/run/systemd/sessions/7: REMOTE=1 SERVICE=login",
        ),
        (
            "at the desk, with a variable left over",
            vec![id, record("REMOTE=0\nSERVICE=gdm-password\n"), ssh],
            "no",
            "/run/systemd/sessions/7: REMOTE=0 SERVICE=gdm-password",
        ),
        ("ssh without a login manager", vec![none, ssh], "ssh", "/proc/self/environ: SSH_CONNECTION is set"),
        ("record is gone", vec![id, ssh], "ssh", "/proc/self/environ: SSH_CONNECTION is set"),
        ("xrdp", vec![environment("XRDP_SESSION=1\0")], "xrdp", "/proc/self/environ: XRDP_SESSION is set"),
        (
            "tunnel",
            vec![environment("DISPLAY=localhost:10.0\0")],
            "x11",
            "/proc/self/environ: DISPLAY names a host",
        ),
        (
            "local display",
            vec![environment("DISPLAY=:0\0SSH_TTY=\0")],
            "no",
            "/proc/self/environ: no variable of a remote session",
        ),
        ("service", vec![none, environment("")], "no", "/proc/self/environ: no variable of a remote session"),
        ("unreadable", vec![], "?", "/proc/self/environ: cannot be read"),
        (
            "no number",
            vec![("proc/self/sessionid", "../7"), record("REMOTE=1\n")],
            "?",
            "/proc/self/environ: cannot be read",
        ),
    ] {
        let found = Tree::new(&files).machine.terminal_session();
        assert_eq!(
            (word(&found), found.evidence.as_slice()),
            (expected, &[evidence.to_owned()][..]),
            "{name}"
        );
    }
}
