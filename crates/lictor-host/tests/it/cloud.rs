//! Clouds and the ids of their instances (SHR-03, HID-01).

use lictor_host::Machine;
use lictor_types::HostIdType;

use crate::tree::{GUEST, METAL, Tree, made_by, word};

const AZURE: (&str, &str) = ("sys/class/dmi/id/chassis_asset_tag", "7783-7084-3265-9085-8269-3286-77\n");
const ORACLE: (&str, &str) = ("sys/class/dmi/id/chassis_asset_tag", "OracleCloud.com\n");
const CLOUD_ID: &str = "run/cloud-init/cloud-id";

/// SHR-03: which cloud it is, told by DMI first.
#[test]
fn shr_03_clouds() {
    let on_xen = ("sys/class/dmi/id/bios_version", "4.11.amazon\n");
    let azure = made_by("Microsoft Corporation", "Virtual Machine");
    let qemu = made_by("QEMU", "Standard PC");
    for (maker, extra, expected) in [
        (made_by("Amazon EC2", "t3.micro"), GUEST, "aws"),
        (made_by("Xen", "HVM domU"), on_xen, "aws"),
        (made_by("Google", "Google Compute Engine"), GUEST, "gce"),
        (made_by("Google", "Eve"), METAL, "no"),
        (azure, AZURE, "azure"),
        (azure, GUEST, "?"),
        (qemu, ORACLE, "oracle"),
        (made_by("Oracle Corporation", "ORACLE SERVER X7-2c"), ORACLE, "oracle"),
        (made_by("Oracle Corporation", "ORACLE SERVER X7-2c"), METAL, "no"),
        (made_by("Alibaba Cloud", "Alibaba Cloud ECS"), GUEST, "alibaba"),
        (made_by("Tencent Cloud", "CVM"), GUEST, "tencent"),
        (made_by("Hetzner", "vServer"), GUEST, "hetzner"),
        (made_by("DigitalOcean", "Droplet"), GUEST, "digitalocean"),
        (made_by("OpenStack Foundation", "OpenStack Nova"), GUEST, "openstack"),
        (made_by("VMware, Inc.", "VMware7,1"), GUEST, "?"),
        (made_by("Dell Inc.", "PowerEdge R740"), METAL, "no"),
        // cloud-init's word counts for clouds that DMI does not name, not for the three that it does.
        (qemu, (CLOUD_ID, "ibmcloud\n"), "ibmcloud"),
        (qemu, (CLOUD_ID, "aws\n"), "?"),
        (qemu, (CLOUD_ID, "nocloud\n"), "?"),
        (made_by("Dell Inc.", "PowerEdge R740"), (CLOUD_ID, "maas\n"), "no"),
    ] {
        let files: Vec<_> = maker.into_iter().chain([extra]).collect();
        let found = Tree::new(&files).machine.surroundings().cloud;
        assert_eq!(word(&found), expected, "{files:?} {found:?}");
        assert!(!found.evidence.is_empty(), "{files:?}");
    }
    let tree = Tree::new(&[AZURE]);
    let evidence = ["/sys/class/dmi/id/chassis_asset_tag: 7783-7084-3265-9085-8269-3286-77"];
    assert_eq!(tree.machine.surroundings().cloud.evidence, evidence);
}

/// HID-01: AWS_INSTANCE_ID out of DMI or cloud-init, on AWS only.
#[test]
fn hid_01_aws_instance_id() {
    let [vendor, product] = made_by("Amazon EC2", "t3.micro");
    let [xen, domain] = made_by("Xen", "HVM domU");
    let version = ("sys/class/dmi/id/bios_version", "4.11.amazon\n");
    let tag = ("sys/class/dmi/id/board_asset_tag", "i-0abcd1234ef567890\n");
    let init = [(CLOUD_ID, "aws\n"), ("var/lib/cloud/data/instance-id", "i-0123456789abcdef0\n")];
    let not_told = "an instance of this cloud, but its id is not in /sys/class/dmi/id/board_asset_tag and the files \
                    of cloud-init";
    for (files, expected) in [
        (vec![vendor, product, tag], Ok("i-0abcd1234ef567890")),
        (vec![xen, domain, version, init[0], init[1]], Ok("i-0123456789abcdef0")),
        (vec![vendor, ("sys/class/dmi/id/board_asset_tag", "Not Specified\n")], Err(not_told)),
        (vec![vendor, init[1]], Err(not_told)),
        (vec![vendor, (CLOUD_ID, "aws"), ("var/lib/cloud/data/instance-id", "iid-local01")], Err(not_told)),
        (vec![tag, init[0], init[1]], Err("no instance of this cloud")),
    ] {
        let expected = expected.map(|id| vec![id.to_owned()]).map_err(ToOwned::to_owned);
        assert_eq!(Tree::new(&files).values(HostIdType::AwsInstanceId), expected, "{files:?}");
    }
}

/// HID-01: GCE_ID out of the guest agent's file or cloud-init, on GCE only.
#[test]
fn hid_01_gce_id() {
    let [vendor, product] = made_by("Google", "Google Compute Engine");
    let agent = ("etc/google_instance_id", "4520031799277581759\n");
    let init = [(CLOUD_ID, "gce\n"), ("run/cloud-init/.instance-id", "7216154283462347689\n")];
    let not_told =
        "an instance of this cloud, but its id is not in /etc/google_instance_id and the files of cloud-init";
    for (files, expected) in [
        (vec![vendor, product, agent], Ok("4520031799277581759")),
        (vec![vendor, product, init[0], init[1]], Ok("7216154283462347689")),
        (vec![vendor, product, ("etc/google_instance_id", "localhost\n")], Err(not_told)),
        (vec![agent, init[0], init[1]], Err("no instance of this cloud")),
    ] {
        let expected = expected.map(|id| vec![id.to_owned()]).map_err(ToOwned::to_owned);
        assert_eq!(Tree::new(&files).values(HostIdType::GceId), expected, "{files:?}");
    }
}

/// HID-01: AZURE_ID in both orders of bytes, the one of DMI first.
#[test]
fn hid_01_azure_id() {
    let uuid = ("sys/class/dmi/id/product_uuid", "58EBDBF2-1C4F-CF4A-9F0E-6C0A5B2D1E3F\n");
    let init =
        [(CLOUD_ID, "azure\n"), ("run/cloud-init/.instance-id", "58ebdbf2-1c4f-cf4a-9f0e-6c0a5b2d1e3f\n")];
    let both = || {
        Ok(["58ebdbf2-1c4f-cf4a-9f0e-6c0a5b2d1e3f", "f2dbeb58-4f1c-4acf-9f0e-6c0a5b2d1e3f"]
            .map(ToOwned::to_owned)
            .to_vec())
    };
    for (files, expected) in [
        (vec![AZURE, uuid], both()),
        (vec![AZURE, init[0], init[1]], both()),
        (
            vec![AZURE],
            Err("an instance of this cloud, but its id is not in /sys/class/dmi/id/product_uuid (root only) and the \
                 files of cloud-init"
                .to_owned()),
        ),
        (vec![uuid], Err("no instance of this cloud".to_owned())),
    ] {
        assert_eq!(Tree::new(&files).values(HostIdType::AzureId), expected, "{files:?}");
    }
}
