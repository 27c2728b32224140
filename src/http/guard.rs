//! Which names a server may be called by. A page in a browser that makes its own name point at this machine (DNS rebinding)
//! sends that name, and is turned away.

use std::net::IpAddr;

/// The names.
#[derive(Debug, Clone, Default)]
pub struct Hosts(Vec<String>);

impl Hosts {
    /// These names, with a port or without, beside the addresses of the machine itself.
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        Self(names.into_iter().map(|name| name.to_ascii_lowercase()).collect())
    }

    /// Whether a request may call this server so: by one of its names, or by a loopback address or `localhost`.
    pub fn allow(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let name = without_port(&host);
        let is_loopback = name == "localhost"
            || name.trim_start_matches('[').trim_end_matches(']').parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        is_loopback || self.0.iter().any(|one| *one == host || *one == name)
    }
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_answers_to_its_names_and_to_the_machine_itself() {
        let hosts = Hosts::new(["auth.example:8443".to_owned(), "auth.test".to_owned()]);
        for good in
            ["auth.example:8443", "AUTH.test", "auth.test:80", "127.0.0.1:1", "[::1]:8080", "[::1]", "localhost:3"]
        {
            assert!(hosts.allow(good), "{good}");
        }
        for bad in
            ["auth.example", "evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:80", "10.0.0.1"]
        {
            assert!(!hosts.allow(bad), "{bad}");
        }
    }
}
