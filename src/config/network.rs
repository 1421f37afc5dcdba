//! A network address with its width, such as `10.0.0.0/8`: which proxies are believed.

use std::net::IpAddr;

use super::kinds::Kind;

/// All addresses that share the first `bits` bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    bits: u32,
}

impl Network {
    /// `10.1.2.3` alone is the one address; bits beyond the width must be zero, since else one of the two is a slip.
    pub fn parse(text: &str) -> Option<Network> {
        let (address, width) = match text.split_once('/') {
            Some((address, width)) => (address, Some(width)),
            None => (text, None),
        };
        let first: IpAddr = address.trim().parse().ok()?;
        let most = if first.is_ipv4() { 32 } else { 128 };
        let bits = match width {
            Some(width) => width.trim().parse().ok().filter(|bits| *bits <= most)?,
            None => most,
        };
        let network = Network { first, bits };
        (network.masked(first) == number(first)).then_some(network)
    }

    /// An IPv4 address that comes in its IPv6 form counts as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.first.is_ipv4() && self.masked(address) == number(self.first)
    }

    fn masked(&self, address: IpAddr) -> u128 {
        let most = if self.first.is_ipv4() { 32 } else { 128 };
        let host_bits = most - self.bits;
        let kept = u128::MAX.checked_shl(host_bits).unwrap_or(0);
        number(address) & kept
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => u128::from(v4.to_bits()),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

impl Kind for Network {
    type Value = Network;
    const HINT: &'static str = "NETWORK,…";

    fn wanted() -> String {
        "an address or a network such as `10.0.0.0/8`".to_owned()
    }

    fn read(text: &str) -> Option<Network> {
        Network::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(network: &str, address: &str) -> bool {
        Network::parse(network)
            .unwrap()
            .contains(address.parse().unwrap())
    }

    #[test]
    fn a_network_holds_its_own_and_nobody_else() {
        assert!(holds("10.0.0.0/8", "10.255.0.1"));
        assert!(!holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("127.0.0.1", "127.0.0.1"));
        assert!(!holds("127.0.0.1", "127.0.0.2"));
        assert!(holds("0.0.0.0/0", "203.0.113.9"));
        assert!(holds("fd00::/8", "fd12::1"));
        assert!(!holds("::/0", "203.0.113.9"));
        assert!(holds("10.0.0.0/8", "::ffff:10.1.2.3"));
    }

    #[test]
    fn a_slip_is_no_network() {
        for text in [
            "",
            "10.0.0.0/33",
            "10.0.0.1/8",
            "example.org",
            "10.0.0.0/",
            "::/129",
        ] {
            assert_eq!(Network::parse(text), None, "{text}");
        }
    }
}
