//! A certificate that somebody signed for a key of their own, for headers that bring one along (RFC 5280, 4.1).

use super::ecdsa::{der as ecdsa_der, tagged};
use crate::core::algorithm::{Algorithm, AlgorithmFamily};
use crate::core::jose::{Sign, SignError};

/// What it is called: CN=mintage-forge.
const NAME: &[u8] = &[
    0x30, 0x18, 0x31, 0x16, 0x30, 0x14, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x0d, b'm', b'i', b'n', b't', b'a', b'g',
    b'e', b'-', b'f', b'o', b'r', b'g', b'e',
];

/// The certificate, in DER, of the public half `spki` of the key that signs it. None for algorithms that certificates seldom have.
pub fn self_signed(spki: &[u8], signer: &dyn Sign) -> Result<Option<Vec<u8>>, SignError> {
    let Some(algorithm) = identifier(signer.algorithm()) else { return Ok(None) };
    let validity = tagged(0x30, &[tagged(0x17, b"200101000000Z"), tagged(0x17, b"491231235959Z")].concat());
    let version: &[u8] = &[0xa0, 0x03, 0x02, 0x01, 0x02];
    let serial: &[u8] = &[0x02, 0x01, 0x01];
    let body = tagged(0x30, &[version, serial, &algorithm, NAME, &validity, NAME, spki].concat());
    let signature = signer.sign(&body)?;
    let signature = if signer.algorithm().family() == AlgorithmFamily::Ec { ecdsa_der(&signature) } else { signature };
    let bits = tagged(0x03, &[&[0][..], &signature].concat());
    Ok(Some(tagged(0x30, &[body, algorithm, bits].concat())))
}

/// The identifier of a signature's algorithm (RFC 4055, 5758 and 8410).
fn identifier(algorithm: Algorithm) -> Option<Vec<u8>> {
    let rsa = |last| tagged(0x30, &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, last, 0x05, 0x00]);
    let ecdsa = |last| tagged(0x30, &[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, last]);
    Some(match algorithm {
        Algorithm::RS256 => rsa(0x0b),
        Algorithm::RS384 => rsa(0x0c),
        Algorithm::RS512 => rsa(0x0d),
        Algorithm::ES256 => ecdsa(0x02),
        Algorithm::ES384 => ecdsa(0x03),
        Algorithm::ES512 => ecdsa(0x04),
        Algorithm::EdDSA | Algorithm::Ed25519 => tagged(0x30, &[0x06, 0x03, 0x2b, 0x65, 0x70]),
        _ => return None,
    })
}
