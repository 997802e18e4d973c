//! Whether the process runs in a container. No rule asks: a container is judged by its host
//! (SHR-03); people who wonder about their host ids do.

use super::facts::Facts;
use crate::verdict::Verdict;

const MANAGER_FILES: [&str; 2] = ["run/host/container-manager", "run/systemd/container"];
const ENVIRONMENT: &str = "proc/1/environ";
const CGROUP: &str = "proc/1/cgroup";
const MOUNTS: &str = "proc/self/mountinfo";
const RELEASE: &str = "proc/sys/kernel/osrelease";
const PID_NAMESPACE: &str = "proc/self/ns/pid";
/// Number of the first pid namespace of every kernel (PROC_PID_INIT_INO).
const FIRST_PID_NAMESPACE: &str = "pid:[4026531836]";
const ACCOUNT_OF_POD: &str = "var/run/secrets/kubernetes.io/serviceaccount";

/// (how a directory in the path of a control group begins, what follows: hex digits of an id or
/// anything, kind).
const CGROUPS: [(&str, bool, &str); 9] = [
    ("docker-", true, "docker"),
    ("libpod-", true, "podman"),
    ("crio-", true, "cri-o"),
    ("cri-containerd-", true, "containerd"),
    ("kubepods", false, "kubernetes"),
    ("lxc.payload", false, "lxc"),
    ("ecs-agent", false, "ecs"),
    ("garden", true, "garden"),
    ("machine-", false, "systemd-nspawn"),
];

/// (what the root is mounted from, kind).
const LAYERS: [(&str, &str); 3] = [
    ("/docker/overlay2/", "docker"),
    ("/containers/storage/overlay/", "podman"),
    ("/io.containerd.snapshotter", "containerd"),
];

/// What made the container says so itself, or shows in the control groups, the mounts or a marker.
pub(super) fn judge(facts: &Facts) -> Verdict {
    named(facts)
        .or_else(|| markers(facts))
        .or_else(|| control_group(facts))
        .or_else(|| layers(facts))
        .unwrap_or_else(|| nothing_named(facts))
}

/// A name that the manager left for the programs inside.
fn named(facts: &Facts) -> Option<Verdict> {
    for file in MANAGER_FILES {
        if let Some(name) = facts.line(file) {
            return Some(Verdict::yes(&manager(&name), vec![Facts::evidence(file, &name)]));
        }
    }
    let environment = facts.text(ENVIRONMENT);
    let name = environment.split('\0').find_map(|variable| variable.strip_prefix("container="))?;
    let evidence = vec![Facts::evidence(ENVIRONMENT, &format!("container={name}"))];
    Some(Verdict::yes(&manager(name), evidence))
}

/// The name as a kind; `container` if it is no name.
fn manager(name: &str) -> String {
    let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    if (1..=32).contains(&name.len()) && name.bytes().all(is_name) {
        name.to_ascii_lowercase()
    } else {
        "container".to_owned()
    }
}

fn markers(facts: &Facts) -> Option<Verdict> {
    let there = |file: &str| vec![Facts::evidence(file, "exists")];
    if facts.has("run/.containerenv") {
        return Some(Verdict::yes("podman", there("run/.containerenv")));
    }
    if facts.has(ACCOUNT_OF_POD) {
        return Some(Verdict::yes("kubernetes", there(ACCOUNT_OF_POD)));
    }
    if facts.has("proc/vz") && !facts.has("proc/bc") {
        return Some(Verdict::yes("openvz", there("proc/vz")));
    }
    let release = facts.line(RELEASE).filter(|release| release.ends_with("-Microsoft"));
    if let Some(release) = release {
        return Some(Verdict::yes("wsl1", vec![Facts::evidence(RELEASE, &release)]));
    }
    if !facts.has(".dockerenv") {
        return None;
    }
    // File systems made from an image keep the marker, also where they are the disk of a machine.
    let mut evidence = there(".dockerenv");
    if facts.link(PID_NAMESPACE).as_deref() == Some(FIRST_PID_NAMESPACE) {
        evidence.push(Facts::evidence(
            PID_NAMESPACE,
            "the kernel's first: a left marker, or a container that shares it",
        ));
        return Some(Verdict::unknown(evidence));
    }
    Some(Verdict::yes("docker", evidence))
}

fn control_group(facts: &Facts) -> Option<Verdict> {
    let text = facts.text(CGROUP);
    text.lines().find_map(|line| {
        let path = line.splitn(3, ':').nth(2)?;
        let names: Vec<&str> = path.split('/').collect();
        let kind = names.windows(2).find_map(|pair| match pair {
            [above, name] => kind_of(above, name),
            _ => None,
        })?;
        Some(Verdict::yes(kind, vec![Facts::evidence(CGROUP, path)]))
    })
}

/// What made a control group of this name in that one. Services that run containers have groups
/// too (`docker.service`); those are none.
fn kind_of(above: &str, name: &str) -> Option<&'static str> {
    let is_id = |text: &str| {
        text.len() >= 12 && text.bytes().take(12).all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
    };
    match above {
        "docker" if is_id(name) => return Some("docker"),
        "lxc" if !name.is_empty() => return Some("lxc"),
        "ecs" if !name.is_empty() => return Some("ecs"),
        _ => {}
    }
    CGROUPS.iter().find_map(|(prefix, with_id, kind)| {
        let rest = name.strip_prefix(prefix)?;
        (!*with_id || is_id(rest)).then_some(*kind)
    })
}

fn layers(facts: &Facts) -> Option<Verdict> {
    let mounts = facts.text(MOUNTS);
    let root = mounts.lines().find(|line| line.split(' ').nth(4) == Some("/"))?;
    let (path, kind) = LAYERS.iter().find(|(path, _)| root.contains(path))?;
    Some(Verdict::yes(kind, vec![Facts::evidence(MOUNTS, &format!("/ is made of layers in {path}"))]))
}

/// Without any sign, a process among the kernel's first processes is in none. Otherwise the
/// environment of the first process has to be readable to say so.
fn nothing_named(facts: &Facts) -> Verdict {
    match facts.link(PID_NAMESPACE) {
        Some(first) if first == FIRST_PID_NAMESPACE => {
            Verdict::no(vec![Facts::evidence(PID_NAMESPACE, "the kernel's first")])
        }
        Some(other) => Verdict::unknown(vec![Facts::evidence(
            PID_NAMESPACE,
            &format!("{other}, not the kernel's first"),
        )]),
        None if facts.bytes(ENVIRONMENT).is_ok_and(|bytes| !bytes.is_empty()) => {
            Verdict::no(vec![Facts::evidence(ENVIRONMENT, "no variable container")])
        }
        None => Verdict::unknown(vec![Facts::evidence(ENVIRONMENT, "cannot be read")]),
    }
}
