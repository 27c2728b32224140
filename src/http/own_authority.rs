//! A certificate authority of one's own, for those who serve TLS where no public one can vouch for a name.

use std::net::IpAddr;

use jiff::Timestamp as Moment;
use jiff::tz::Offset;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, PublicKeyData as _, date_time_ymd,
};
use sha2::{Digest as _, Sha256};

use super::tls::{Shown, TlsFault};
use crate::core::Timestamp;

/// How long the authority is good, in days: devices take long to be told of another.
const AUTHORITY_DAYS: i64 = 3_650;
/// How long a certificate is good, in days.
const DAYS: i64 = 90;
/// Clocks may differ.
const BEFORE_DAYS: i64 = 1;

/// Why no certificate could be made.
#[derive(Debug, thiserror::Error)]
pub enum OwnFault {
    /// The key of the authority cannot be read.
    #[error("the key of the certificate authority cannot be used: {0}")]
    BadKey(rcgen::Error),
    /// A name that no certificate can have.
    #[error("no certificate can be made for the name {0}")]
    BadName(String),
    /// Anything else.
    #[error("no certificate could be made: {0}")]
    Unmade(rcgen::Error),
    /// It was made, and cannot be shown.
    #[error(transparent)]
    Unshown(#[from] TlsFault),
}

/// The authority: whoever has its key can speak for any name to those who trust it.
pub struct OwnAuthority(Issuer<'static, KeyPair>);

impl OwnAuthority {
    /// The private key of a new one, in PEM form.
    pub fn new_key() -> Result<String, OwnFault> {
        Ok(KeyPair::generate().map_err(OwnFault::Unmade)?.serialize_pem())
    }

    /// The one with this private key in PEM form.
    pub fn of(key: &str) -> Result<Self, OwnFault> {
        let key = KeyPair::from_pem(key).map_err(OwnFault::BadKey)?;
        Ok(Self(Issuer::new(params(&key), key)))
    }

    /// Its certificate, in PEM form. All that it makes fits each one that was ever made of the same key.
    pub fn certificate(&self, now: Timestamp) -> Result<String, OwnFault> {
        let mut params = params(self.0.key());
        valid(&mut params, now, AUTHORITY_DAYS);
        Ok(params.self_signed(self.0.key()).map_err(OwnFault::Unmade)?.pem())
    }

    /// A certificate for a server of these names, with a key that nobody has seen, ready to be shown.
    pub fn shown(&self, names: &[String], now: Timestamp) -> Result<Shown, OwnFault> {
        let key = KeyPair::generate().map_err(OwnFault::Unmade)?;
        let certificate = self.leaf(names, &key, now)?;
        Ok(Shown::new(certificate.pem().as_bytes(), key.serialize_pem().as_bytes())?)
    }

    fn leaf(&self, names: &[String], key: &KeyPair, now: Timestamp) -> Result<Certificate, OwnFault> {
        let mut params = CertificateParams::default();
        for name in names {
            let bad = |_| OwnFault::BadName(name.clone());
            let one = CertificateParams::new(vec![name.clone()]).map_err(bad)?;
            params.subject_alt_names.extend(one.subject_alt_names);
        }
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, names.first().map_or("localhost", String::as_str));
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        valid(&mut params, now, DAYS);
        params.signed_by(key, &self.0).map_err(OwnFault::Unmade)
    }
}

/// What the authority is called and may do. Its name tells it from others by its key, and so is always the same.
fn params(key: &KeyPair) -> CertificateParams {
    let mut params = CertificateParams::default();
    let digest = Sha256::digest(key.subject_public_key_info());
    let mark = digest[..].first_chunk().map_or(0, |first| u32::from_be_bytes(*first));
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, format!("mintage certificate authority {mark:08x}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

fn valid(params: &mut CertificateParams, now: Timestamp, days: i64) {
    let day = |offset: i64| {
        let seconds = now.0.saturating_add(offset * 86_400);
        let date = Offset::UTC.to_datetime(Moment::from_second(seconds).unwrap_or_default()).date();
        let [month, day] = [date.month(), date.day()].map(|part| u8::try_from(part).unwrap_or(1));
        date_time_ymd(date.year().into(), month, day)
    };
    (params.not_before, params.not_after) = (day(-BEFORE_DAYS), day(days));
}

/// The digest of a certificate, as those who compare it see it: SHA-256 over DER, in hexadecimal with colons. Nothing where there
/// is no certificate.
pub fn fingerprint(pem: &str) -> Option<String> {
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject as _;
    let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).ok()?;
    let digest = Sha256::digest(&certificate);
    Some(digest.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":"))
}

/// The names by which a server is asked on its own machine, and these, each without its port.
pub fn names<'a>(hosts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for host in hosts.into_iter().chain(["localhost", "127.0.0.1", "::1"]) {
        let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((ip, _)) => ip,
            None if host.parse::<IpAddr>().is_ok() => host,
            None => host.split(':').next().unwrap_or_default(),
        };
        if !name.is_empty() && !all.iter().any(|one| one.eq_ignore_ascii_case(name)) {
            all.push(name.to_ascii_lowercase());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rustls::RootCertStore;
    use rustls::client::WebPkiServerVerifier;
    use rustls::client::danger::ServerCertVerifier as _;
    use rustls::crypto::aws_lc_rs;
    use rustls::pki_types::pem::PemObject as _;
    use rustls::pki_types::{CertificateDer, ServerName, UnixTime};

    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000);

    fn trusts(root: &str, leaf: &Certificate, name: &str, after_days: u64) -> bool {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(root.as_bytes()).unwrap()).unwrap();
        let provider = Arc::new(aws_lc_rs::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
        let at = UnixTime::since_unix_epoch(std::time::Duration::from_secs(1_800_000_000 + after_days * 86_400));
        let name = ServerName::try_from(name.to_owned()).unwrap();
        verifier.verify_server_cert(leaf.der(), &[], &name, &[], at).is_ok()
    }

    #[test]
    fn who_trusts_the_authority_trusts_its_servers_by_their_names_and_for_their_time() {
        let key = OwnAuthority::new_key().unwrap();
        let root = OwnAuthority::of(&key).unwrap().certificate(NOW).unwrap();
        // Read again, as each start does.
        let own = OwnAuthority::of(&key).unwrap();
        let leaf = own.leaf(&names(["auth.example:8443"]), &KeyPair::generate().unwrap(), NOW).unwrap();
        for name in ["auth.example", "localhost", "127.0.0.1", "::1"] {
            assert!(trusts(&root, &leaf, name, 0), "{name}");
        }
        assert!(!trusts(&root, &leaf, "other.example", 0));
        assert!(trusts(&root, &leaf, "localhost", 89) && !trusts(&root, &leaf, "localhost", 92));
        let other = OwnAuthority::of(&OwnAuthority::new_key().unwrap()).unwrap().certificate(NOW).unwrap();
        assert!(!trusts(&other, &leaf, "localhost", 0));
    }

    #[test]
    fn names_lose_their_ports_and_are_there_once() {
        let all =
            names(["AUTH.example:8443", "[2001:db8::1]:443", "10.0.0.7:80", "::1", "localhost:1", "auth.example"]);
        assert_eq!(all, ["auth.example", "2001:db8::1", "10.0.0.7", "::1", "localhost", "127.0.0.1"]);
        let own = OwnAuthority::of(&OwnAuthority::new_key().unwrap()).unwrap();
        assert!(own.shown(&all, NOW).is_ok());
        assert!(matches!(own.shown(&["h\u{e9}".to_owned()], NOW), Err(OwnFault::BadName(_))));
    }
}
