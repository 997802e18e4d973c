//! Containers, and what only looks like one.

use lictor_host::Machine;

use crate::tree::{METAL, Tree, made_by, word};

const ID: &str = "3f1c9f5be2d04b0e9c2a6d9b2b1e4c5d6f708192a3b4c5d6e7f8091a2b3c4d5e";
const FIRST: (&str, &str) = ("proc/self/ns/pid", "-> pid:[4026531836]");
const OTHER: (&str, &str) = ("proc/self/ns/pid", "-> pid:[4026532817]");

/// SHR-03: what each maker of containers leaves behind, and the host, which is none.
#[test]
fn shr_03_containers_and_hosts() {
    let cgroup = |path: &str| format!("12:cpu:{path}\n0::{path}\n");
    let docker = cgroup(&format!("/docker/{ID}"));
    let scope = cgroup(&format!("/system.slice/docker-{ID}.scope"));
    let service = cgroup("/system.slice/docker.service");
    let pod = cgroup(&format!("/kubepods.slice/kubepods-burstable.slice/cri-containerd-{ID}.scope"));
    let podman = cgroup(&format!("/machine.slice/libpod-{ID}.scope"));
    let lxc = cgroup("/lxc/web1");
    let payload = cgroup("/lxc.payload.web1/init.scope");
    let ecs = cgroup(&format!("/ecs/{ID}/{ID}"));
    let overlay = "21 1 0:50 / / rw - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/A:B\n";
    let live = "21 1 0:20 / / rw - overlay airootfs rw,lowerdir=/run/archiso/sfs,upperdir=/run/u\n";
    for (name, files, expected) in [
        ("docker", vec![(".dockerenv", ""), OTHER], "docker"),
        ("image as a disk", vec![(".dockerenv", ""), FIRST], "?"),
        ("podman", vec![("run/.containerenv", "engine=\"podman-4.9\"\n")], "podman"),
        ("nspawn", vec![("run/host/container-manager", "systemd-nspawn\n")], "systemd-nspawn"),
        ("systemd says", vec![("run/systemd/container", "LXC\n")], "lxc"),
        ("lxc", vec![("proc/1/environ", "PATH=/bin\0container=lxc\0")], "lxc"),
        ("unnamed", vec![("proc/1/environ", "container=\0")], "container"),
        ("openvz", vec![("proc/vz/veinfo", "")], "openvz"),
        ("openvz host", vec![("proc/vz/veinfo", ""), ("proc/bc/0", ""), FIRST], "no"),
        ("pod", vec![("var/run/secrets/kubernetes.io/serviceaccount/token", "x")], "kubernetes"),
        ("wsl1", vec![("proc/sys/kernel/osrelease", "4.4.0-19041-Microsoft\n")], "wsl1"),
        ("layers", vec![("proc/self/mountinfo", overlay)], "docker"),
        ("live system", vec![("proc/self/mountinfo", live), FIRST], "no"),
        ("host", vec![("proc/1/cgroup", "0::/init.scope\n"), FIRST], "no"),
        ("host by environment", vec![("proc/1/environ", "HOME=/\0TERM=linux\0")], "no"),
        ("sandbox", vec![("proc/1/cgroup", "0::/\n"), OTHER], "?"),
        ("nothing readable", vec![], "?"),
    ] {
        let found = Tree::new(&files).machine.surroundings().container;
        assert_eq!(word(&found), expected, "{name}: {found:?}");
        assert!(!found.evidence.is_empty(), "{name}");
    }
    for (text, expected) in [
        (docker, "docker"),
        (scope, "docker"),
        (service, "no"),
        (pod, "kubernetes"),
        (podman, "podman"),
        (lxc, "lxc"),
        (payload, "lxc"),
        (ecs, "ecs"),
    ] {
        let tree = Tree::new(&[FIRST]);
        tree.bytes("proc/1/cgroup", text.as_bytes());
        let found = tree.machine.surroundings().container;
        assert_eq!(word(&found), expected, "{text} {found:?}");
    }
    let tree = Tree::new(&[("proc/1/cgroup", "0::/docker\n"), FIRST]);
    assert_eq!(word(&tree.machine.surroundings().container), "no", "the group of all containers is none");
}

/// SHR-03: a container is judged by its host, whose DMI it sees.
#[test]
fn shr_03_a_container_is_judged_by_its_host() {
    for (maker, expected) in [
        (made_by("Dell Inc.", "PowerEdge R740"), ["no", "docker", "no"]),
        (made_by("VMware, Inc.", "VMware7,1"), ["vmware", "docker", "?"]),
        (made_by("Amazon EC2", "m5.metal"), ["no", "docker", "aws"]),
    ] {
        let files: Vec<_> = maker.into_iter().chain([METAL, (".dockerenv", ""), OTHER]).collect();
        let found = Tree::new(&files).machine.surroundings();
        assert_eq!([&found.virtual_machine, &found.container, &found.cloud].map(word), expected);
        assert_eq!(found.permit(false, false), expected[0] == "no" && expected[2] == "no");
    }
}
