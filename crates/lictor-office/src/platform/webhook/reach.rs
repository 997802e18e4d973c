//! Where deliveries may go: not into the vendor's own network, whatever an address says or a name
//! resolves to.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::fault::Fault;

/// Longest time for one delivery, connecting included.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Clients that look where they go. They follow no redirects: those would lead past the look.
#[derive(Debug)]
pub struct Reach {
    public: reqwest::Client,
    private: reqwest::Client,
}

impl Reach {
    /// Makes both clients.
    ///
    /// # Errors
    ///
    /// When no HTTP client can be made.
    pub fn new() -> Result<Self, Fault> {
        Ok(Self { public: client(false)?, private: client(true)? })
    }

    /// The client for public addresses, or for private and loopback ones too.
    #[must_use]
    pub fn client(&self, private: bool) -> &reqwest::Client {
        if private { &self.private } else { &self.public }
    }
}

fn client(private: bool) -> Result<reqwest::Client, Fault> {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(5))
        .timeout(PATIENCE)
        // A connection that an endpoint closes just as it is used again would count as a failure.
        .pool_max_idle_per_host(0)
        .no_proxy()
        .dns_resolver(Resolver { private })
        .build()
        .map_err(|error| Fault::internal(format!("HTTP client: {error}")))
}

/// Resolves names as the system does and keeps only addresses that may be reached. The connection is
/// made to what was looked at, so that a name cannot change in between.
#[derive(Debug, Clone, Copy)]
struct Resolver {
    private: bool,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let private = self.private;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let may: Vec<SocketAddr> = found.filter(|address| is_reachable(address.ip(), private)).collect();
            if may.is_empty() {
                return Err(io::Error::other("the name leads to no address that webhooks may reach").into());
            }
            Ok(Box::new(may.into_iter()) as Addrs)
        })
    }
}

/// Whether webhooks may go to an address; `private` allows loopback and private networks. Link-local
/// addresses, where clouds keep their secrets, are never reached.
#[must_use]
pub fn is_reachable(address: IpAddr, private: bool) -> bool {
    match address {
        IpAddr::V4(address) => is_reachable_v4(address, private),
        IpAddr::V6(address) => match embedded(address) {
            Some(inner) => is_reachable_v4(inner, private),
            None => is_reachable_v6(address, private),
        },
    }
}

fn is_reachable_v4(address: Ipv4Addr, private: bool) -> bool {
    let [a, b, c, _] = address.octets();
    let never = address.is_unspecified()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 192 && b == 0 && c == 0);
    let inside = address.is_private()
        || address.is_loopback()
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (18..20).contains(&b));
    !never && (private || !inside)
}

fn is_reachable_v6(address: Ipv6Addr, private: bool) -> bool {
    let first = address.segments()[0];
    let never = address.is_unspecified()
        || address.is_multicast()
        || first & 0xffc0 == 0xfe80
        || address.segments()[..2] == [0x2001, 0x0db8]
        || address == Ipv6Addr::new(0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x0254);
    let inside = address.is_loopback() || first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfec0;
    !never && (private || !inside)
}

/// The IPv4 address inside an IPv6 one: mapped, compatible, translated (NAT64) or tunnelled (6to4, Teredo).
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let octets = address.octets();
    let at = |from: usize| Ipv4Addr::new(octets[from], octets[from + 1], octets[from + 2], octets[from + 3]);
    match address.segments() {
        // These two are addresses of their own.
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => None,
        [0, 0, 0, 0, 0, 0 | 0xffff, _, _] | [0x64, 0xff9b, 0, 0, 0, 0, _, _] => Some(at(12)),
        // NAT64 of a network's own (RFC 8215), with the whole address in the last 32 bits.
        [0x64, 0xff9b, 1, _, _, _, _, _] => Some(at(12)),
        [0x2002, _, _, _, _, _, _, _] => Some(at(2)),
        // Teredo turns the bits of the client's address over.
        [0x2001, 0, _, _, _, _, _, _] => Some(Ipv4Addr::from_bits(!at(12).to_bits())),
        _ => None,
    }
}

/// Checks the address of an endpoint: https, or http to loopback where that is allowed.
///
/// # Errors
///
/// `INVALID_FIELD` at `/url`.
pub fn check(url: &str, private: bool) -> Result<Url, Refusal> {
    let bad = |text: &str| Refusal::because(Code::InvalidField, text).at("/url");
    let url = Url::parse(url).map_err(|error| bad(&format!("this is no URL: {error}")))?;
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(bad("an endpoint has neither user, password nor fragment in its URL"));
    }
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    // A name with a final dot is the same name.
    let host = host.trim_end_matches('.');
    let literal = host.parse::<IpAddr>().ok();
    let loopback = host == "localhost" || literal.is_some_and(|address| address.is_loopback());
    match url.scheme() {
        "https" => {}
        "http" if loopback => {}
        _ => return Err(bad("an endpoint is reached by https; http is for loopback addresses only")),
    }
    let inside = loopback && !private || literal.is_some_and(|address| !is_reachable(address, private));
    if inside {
        let text = "the endpoint is inside a private network; the setting allow_private_webhooks allows loopback and private addresses";
        return Err(bad(text));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deliveries_reach_the_outside_and_only_on_demand_the_inside() {
        for (address, public, private) in [
            ("93.184.216.34", true, true),
            ("2606:2800:220:1::1", true, true),
            ("10.0.0.1", false, true),
            ("172.16.0.1", false, true),
            ("192.168.1.1", false, true),
            ("127.0.0.1", false, true),
            ("100.64.0.1", false, true),
            ("198.18.0.1", false, true),
            ("::1", false, true),
            ("fd12::1", false, true),
            ("::ffff:127.0.0.1", false, true),
            ("64:ff9b::a00:1", false, true),
            ("64:ff9b:1::a00:1", false, true),
            ("64:ff9b:1::5db8:d822", true, true),
            ("2002:a00:1::", false, true),
            ("2001:0:4136:e378:8000:63bf:f5ff:fffe", false, true),
            ("2001:0:4136:e378:8000:63bf:5601:5601", false, false),
            ("::127.0.0.1", false, true),
            ("::93.184.216.34", true, true),
            ("169.254.169.254", false, false),
            ("::ffff:169.254.169.254", false, false),
            ("fe80::1", false, false),
            ("fd00:ec2::254", false, false),
            ("0.0.0.0", false, false),
            ("::", false, false),
            ("224.0.0.1", false, false),
            ("255.255.255.255", false, false),
        ] {
            let address: IpAddr = address.parse().unwrap();
            assert_eq!(
                (is_reachable(address, false), is_reachable(address, true)),
                (public, private),
                "{address}"
            );
        }
    }

    #[test]
    fn an_endpoint_is_https_or_loopback() {
        for (url, public, private) in [
            ("https://example.com/hook?a=1", true, true),
            ("https://example.com:8443/", true, true),
            ("http://example.com/", false, false),
            ("http://127.0.0.1:9/", false, true),
            ("http://localhost:9/", false, true),
            ("http://[::1]:9/", false, true),
            ("https://10.0.0.1/", false, true),
            ("https://0x7f.1/", false, true),
            ("https://localhost./", false, true),
            ("https://10.0.0.1./", false, true),
            ("https://example.com./", true, true),
            ("https://[::127.0.0.1]/", false, true),
            ("https://[64:ff9b:1::a00:1]/", false, true),
            ("https://[2001:0:4136:e378:8000:63bf:f5ff:fffe]/", false, true),
            ("https://169.254.169.254/latest", false, false),
            ("https://user@example.com/", false, false),
            ("https://example.com/#part", false, false),
            ("ftp://example.com/", false, false),
            ("example.com", false, false),
        ] {
            assert_eq!((check(url, false).is_ok(), check(url, true).is_ok()), (public, private), "{url}");
        }
    }
}
