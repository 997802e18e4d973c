//! Addresses and networks, as they are written.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use lictor_engine::Member;

use super::faults::quoted;
use super::pattern::Wrong;

/// Bits of an IPv4-mapped address before the IPv4 address (RFC 4291, section 2.5.5.2).
const MAPPED_BITS: u8 = 96;

/// Whether a text is meant as an address: digits, dots and stars, or what has colons as only IPv6
/// has them.
pub(super) fn looks_like(text: &str) -> bool {
    let address = text.split_once('/').map_or(text, |(address, _)| address);
    let only = |allowed: fn(char) -> bool| !address.is_empty() && address.chars().all(allowed);
    let v4 = address.contains('.')
        && address.contains(|c: char| c.is_ascii_digit())
        && only(|c| c.is_ascii_digit() || matches!(c, '.' | '*'));
    let stars = address.contains('.') && only(|c| matches!(c, '.' | '*'));
    let v6 =
        address.matches(':').count() >= 2 && only(|c| c.is_ascii_hexdigit() || matches!(c, ':' | '.' | '*'));
    v4 || stars || v6
}

/// Reads an address, a network in CIDR notation (RFC 4632, RFC 4291) or IPv4 octets that end in
/// stars. If bits are set that the network does not count, they are cleared, and a hint says so.
pub(super) fn parse(text: &str) -> Result<(Member, Option<String>), Wrong> {
    let Some((address, length)) = text.split_once('/') else {
        if text.contains('*') {
            return octets(text).map(|member| (member, None));
        }
        let (bits, _) = address_of(text)?;
        return Ok((Member::Network { address: bits, prefix: 128 }, None));
    };
    let (bits, most) = address_of(address)?;
    let digits = !length.is_empty() && length.len() <= 3 && length.bytes().all(|byte| byte.is_ascii_digit());
    let length = length.parse::<u8>().ok().filter(|length| digits && *length <= most);
    let Some(length) = length else {
        return Err((
            format!("the length of a network is 0 to {most} bits, as in \"{address}/{most}\""),
            None,
        ));
    };
    let prefix = 128 - most + length;
    let masked = masked(bits, prefix);
    let hint = (masked != bits).then(|| format!("write `{}`", self::text(masked, prefix)));
    Ok((Member::Network { address: masked, prefix }, hint))
}

/// The bits of an address, and how many of them are its own.
fn address_of(text: &str) -> Result<([u8; 16], u8), Wrong> {
    match text.parse() {
        Ok(IpAddr::V4(v4)) => Ok((v4.to_ipv6_mapped().octets(), 32)),
        Ok(IpAddr::V6(v6)) => Ok((v6.octets(), 128)),
        Err(_) => {
            let hint =
                "an address is written as 10.1.2.3 or fd00::1, a network as 10.0.0.0/8, fd00::/8 or 10.1.*";
            Err((format!("{} is not an address", quoted(text)), Some(hint.to_owned())))
        }
    }
}

fn octets(text: &str) -> Result<Member, Wrong> {
    let wrong = |hint: &str| Err((format!("{} is not an address", quoted(text)), Some(hint.to_owned())));
    let parts: Vec<&str> = text.split('.').collect();
    let fixed: Vec<&str> = parts.iter().copied().take_while(|part| *part != "*").collect();
    if text.contains(':') {
        return wrong("IPv6 networks are written as fd00:1::/32");
    }
    if parts.len() > 4 || parts.iter().skip(fixed.len()).any(|part| *part != "*") {
        return wrong("only whole octets at the end may be `*`, as in 10.1.*.* or 10.1.*");
    }
    let mut address = [0; 4];
    for (octet, part) in address.iter_mut().zip(&fixed) {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        match part.parse() {
            Ok(value) if digits => *octet = value,
            Ok(_) | Err(_) => return wrong("an octet is 0 to 255, or `*`"),
        }
    }
    let bits = u8::try_from(fixed.len() * 8).unwrap_or(32);
    let address = Ipv4Addr::from(address).to_ipv6_mapped().octets();
    Ok(Member::Network { address, prefix: MAPPED_BITS + bits })
}

/// The address with all bits zero that do not count.
pub(super) fn masked(address: [u8; 16], prefix: u8) -> [u8; 16] {
    let mask = u128::MAX.checked_shl(128 - u32::from(prefix.min(128))).unwrap_or(0);
    (u128::from_be_bytes(address) & mask).to_be_bytes()
}

/// As a file has it.
pub(super) fn text(address: [u8; 16], prefix: u8) -> String {
    let v6 = Ipv6Addr::from(address);
    match v6.to_ipv4_mapped().filter(|_| prefix >= MAPPED_BITS) {
        Some(v4) if prefix == 128 => v4.to_string(),
        Some(v4) => format!("{v4}/{}", prefix - MAPPED_BITS),
        None if prefix == 128 => v6.to_string(),
        None => format!("{v6}/{prefix}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RUL-01: addresses and networks of both versions; octets that end in stars.
    #[test]
    fn rul_01_networks_are_read() {
        for (written, expected, prefix, hint) in [
            ("10.1.2.3", "10.1.2.3", 128, None),
            ("10.0.0.0/8", "10.0.0.0/8", 104, None),
            ("10.1.2.3/8", "10.0.0.0/8", 104, Some("write `10.0.0.0/8`")),
            ("10.1.*.*", "10.1.0.0/16", 112, None),
            ("10.1.*", "10.1.0.0/16", 112, None),
            ("*.*.*.*", "0.0.0.0/0", 96, None),
            ("0.0.0.0/0", "0.0.0.0/0", 96, None),
            ("::/0", "::/0", 0, None),
            ("fd00::1", "fd00::1", 128, None),
            ("2001:db8::/32", "2001:db8::/32", 32, None),
            ("::ffff:10.0.0.0/104", "10.0.0.0/8", 104, None),
        ] {
            assert!(looks_like(written), "{written}");
            let (member, found) = parse(written).unwrap();
            let Member::Network { address, prefix: bits } = member else { unreachable!() };
            assert_eq!((text(address, bits).as_str(), bits, found.as_deref()), (expected, prefix, hint));
        }
    }

    /// RUL-02: what is no network says why.
    #[test]
    fn rul_02_mistakes_in_networks() {
        for (written, says) in [
            ("10.0.0.0/33", "the length of a network is 0 to 32 bits"),
            ("10.0.0.0/+8", "the length of a network is 0 to 32 bits"),
            ("10.0.0.0/", "the length of a network is 0 to 32 bits"),
            ("fd00::/129", "the length of a network is 0 to 128 bits"),
            ("10.0.0/8", "is not an address"),
            ("10.0.0.256", "is not an address"),
            ("10.*.3.*", "is not an address"),
            ("10.1.2.3.*", "is not an address"),
            ("300.*", "is not an address"),
            ("fd00:1:*", "is not an address"),
        ] {
            assert!(looks_like(written), "{written}");
            let (text, _) = parse(written).unwrap_err();
            assert!(text.contains(says), "{written}: {text}");
        }
    }

    #[test]
    fn names_do_not_look_like_addresses() {
        for name in ["ann", "ws17", "host:ws17", "a.b", "v1.2a", "12", "*", "user:10.0.0.1", "", "dead:beef"]
        {
            assert!(!looks_like(name), "{name}");
        }
    }
}
