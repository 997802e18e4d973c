//! Clouds by what they write into the DMI of their instances (SHR-03).

use super::{Sign, shown};
use crate::dmi::Dmi;
use crate::dmi::Field::{BiosVendor, BiosVersion, ChassisAssetTag, ProductName, SysVendor};

/// (signs of which all must show, cloud). The first row that fits decides. The tag of Azure is the
/// text `MSFT AZURE VM` in decimal; Hyper-V elsewhere has none. Google also makes laptops.
const ROWS: &[(&[Sign], &str)] = &[
    (&[(ChassisAssetTag, "7783-7084-3265-9085-8269-3286-77")], "azure"),
    (&[(SysVendor, "Amazon EC2")], "aws"),
    (&[(BiosVendor, "Amazon EC2")], "aws"),
    (&[(SysVendor, "Google"), (ProductName, "Google Compute Engine")], "gce"),
    (&[(ChassisAssetTag, "OracleCloud.com")], "oracle"),
    (&[(SysVendor, "Alibaba Cloud")], "alibaba"),
    (&[(SysVendor, "Tencent Cloud")], "tencent"),
    (&[(SysVendor, "Huawei Cloud")], "huawei"),
    (&[(ChassisAssetTag, "HUAWEICLOUD")], "huawei"),
    (&[(SysVendor, "DigitalOcean")], "digitalocean"),
    (&[(SysVendor, "Hetzner")], "hetzner"),
    (&[(SysVendor, "Linode")], "akamai"),
    (&[(SysVendor, "Akamai")], "akamai"),
    (&[(SysVendor, "Vultr")], "vultr"),
    (&[(SysVendor, "Scaleway")], "scaleway"),
    (&[(SysVendor, "UpCloud")], "upcloud"),
    (&[(SysVendor, "Exoscale")], "exoscale"),
    (&[(ProductName, "Exoscale")], "exoscale"),
    (&[(SysVendor, "Apache Software Foundation"), (ProductName, "CloudStack")], "cloudstack"),
    (&[(SysVendor, "OpenStack")], "openstack"),
    (&[(ProductName, "OpenStack")], "openstack"),
    (&[(ChassisAssetTag, "OpenTelekomCloud")], "otc"),
];

/// The cloud that these strings name.
pub(crate) fn cloud(dmi: &Dmi) -> Option<(&'static str, Vec<String>)> {
    let by_row = ROWS.iter().find_map(|(signs, cloud)| Some((*cloud, shown(dmi, signs)?)));
    by_row.or_else(|| {
        // Instances of EC2 on Xen: the version is that of Xen with `amazon` behind it.
        let version = dmi.get(BiosVersion)?.to_ascii_lowercase();
        version.ends_with(".amazon").then(|| ("aws", dmi.evidence(BiosVersion).into_iter().collect()))
    })
}
