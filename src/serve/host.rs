//! Who may ask: a page of another site must not read the preview under a name of its own (DNS rebinding).

use std::net::IpAddr;

use axum::http::{HeaderMap, header};

/// Under which names the server answers.
#[derive(Clone, Debug)]
pub(super) struct Hosts {
    /// The address that it listens at.
    pub(super) bound: IpAddr,
    /// The name that it was told to listen at.
    pub(super) name: String,
    /// Names that are allowed besides.
    pub(super) allowed: Vec<String>,
}

impl Hosts {
    /// Whether a request names this server, and no name that may have been made to lead here.
    pub(super) fn allows(&self, headers: &HeaderMap) -> bool {
        let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return false };
        let name = without_port(host).to_ascii_lowercase();
        if name == "localhost" || name.ends_with(".localhost") || name == self.name.to_ascii_lowercase() {
            return true;
        }
        if self.allowed.iter().any(|allowed| without_port(allowed).eq_ignore_ascii_case(&name)) {
            return true;
        }
        // A number cannot be made to lead elsewhere.
        let number = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        number.is_ok_and(|number| number.is_loopback() || !self.bound.is_loopback())
    }
}

fn without_port(host: &str) -> &str {
    if host.starts_with('[') {
        return host.split_inclusive(']').next().unwrap_or(host);
    }
    host.split(':').next().unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(host: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::HOST, host.parse().unwrap())])
    }

    #[test]
    fn only_own_names_and_numbers_are_answered() {
        let hosts = Hosts { bound: [127, 0, 0, 1].into(), name: "127.0.0.1".into(), allowed: vec!["desk.lan".into()] };
        for own in ["localhost:4000", "127.0.0.1:4000", "[::1]:4000", "LOCALHOST", "x.localhost", "desk.lan:4000"] {
            assert!(hosts.allows(&asked(own)), "{own}");
        }
        for foreign in ["evil.example", "localhost.evil.example:4000", "192.0.2.1", ""] {
            assert!(!hosts.allows(&asked(foreign)), "{foreign}");
        }
        let open = Hosts { bound: [0, 0, 0, 0].into(), ..hosts };
        assert!(open.allows(&asked("192.0.2.1:4000")) && !open.allows(&asked("evil.example")));
    }
}
