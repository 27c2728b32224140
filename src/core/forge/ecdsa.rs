//! The twin of an ECDSA signature: (r, s) and (r, n − s) are both good, so a token has two texts.

use crate::core::algorithm::Algorithm;

/// The order of P-256 (SEC 2, 2.4.2).
const P256: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa,
    0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];
/// The order of P-384 (SEC 2, 2.5.1).
const P384: [u8; 48] = [
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xc7, 0x63, 0x4d, 0x81, 0xf4, 0x37, 0x2d, 0xdf, 0x58, 0x1a, 0x0d, 0xb2, 0x48, 0xb0,
    0xa7, 0x7a, 0xec, 0xec, 0x19, 0x6a, 0xcc, 0xc5, 0x29, 0x73,
];

/// The order of P-521 (SEC 2, 2.6.1).
const P521: [u8; 66] = [
    0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfa, 0x51, 0x86, 0x87, 0x83,
    0xbf, 0x2f, 0x96, 0x6b, 0x7f, 0xcc, 0x01, 0x48, 0xf7, 0x09, 0xa5, 0xd0, 0x3b, 0xb5, 0xc9, 0xb8, 0x89, 0x9c, 0x47,
    0xae, 0xbb, 0x6f, 0xb7, 0x1e, 0x91, 0x38, 0x64, 0x09,
];
/// The order of secp256k1 (SEC 2, 2.4.1).
const SECP256K1: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xba, 0xae, 0xdc,
    0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
];

/// The other good signature over the same bytes; none where this is not one of ECDSA (RFC 7518, 3.4).
pub fn twin(algorithm: Algorithm, signature: &[u8]) -> Option<Vec<u8>> {
    let order: &[u8] = match algorithm {
        Algorithm::ES256 => &P256,
        Algorithm::ES384 => &P384,
        Algorithm::ES512 => &P521,
        Algorithm::ES256K => &SECP256K1,
        _ => return None,
    };
    if signature.len() != 2 * order.len() {
        return None;
    }
    let (r, s) = signature.split_at(order.len());
    let mut twin = r.to_vec();
    twin.extend(minus(order, s));
    Some(twin)
}

/// The signature as cryptographic libraries write it: a SEQUENCE of two INTEGERs (RFC 3279, 2.2.3).
pub fn der(signature: &[u8]) -> Vec<u8> {
    let (r, s) = signature.split_at(signature.len() / 2);
    tagged(0x30, &[integer(r), integer(s)].concat())
}

fn integer(big_endian: &[u8]) -> Vec<u8> {
    let start = big_endian.iter().position(|byte| *byte != 0).unwrap_or(big_endian.len().saturating_sub(1));
    let digits = &big_endian[start..];
    let sign: &[u8] = if digits.first().is_some_and(|first| *first >= 0x80) { &[0] } else { &[] };
    tagged(0x02, &[sign, digits].concat())
}

/// Contents that are shorter than 256 bytes.
/// A value of DER with its tag and its length.
pub(super) fn tagged(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len().to_le_bytes()[0];
    let head: &[u8] = if length < 0x80 { &[tag, length] } else { &[tag, 0x81, length] };
    [head, contents].concat()
}

/// The difference of two big-endian numbers of the same length, the first being the larger.
fn minus(from: &[u8], take: &[u8]) -> Vec<u8> {
    let mut borrow = false;
    let mut result: Vec<u8> = from
        .iter()
        .zip(take)
        .rev()
        .map(|(a, b)| {
            let (once, under) = a.overflowing_sub(*b);
            let (twice, again) = once.overflowing_sub(u8::from(borrow));
            borrow = under || again;
            twice
        })
        .collect();
    result.reverse();
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_twin_of_the_twin_is_the_signature() {
        for algorithm in [Algorithm::ES256, Algorithm::ES384, Algorithm::ES512, Algorithm::ES256K] {
            let length = algorithm.signature_bytes().unwrap();
            let signature: Vec<u8> = (0..length).map(|n| u8::try_from(n % 32).unwrap()).collect();
            let other = twin(algorithm, &signature).unwrap();
            assert_ne!(other, signature);
            assert_eq!(other[..length / 2], signature[..length / 2], "r stays");
            assert_eq!(twin(algorithm, &other).unwrap(), signature);
            assert_eq!(twin(algorithm, &signature[1..]), None);
        }
        assert_eq!(twin(Algorithm::EdDSA, &[1; 64]), None);
    }

    #[test]
    fn der_has_no_leading_zeros_but_for_the_sign() {
        assert_eq!(der(&[0, 1, 0x80, 2]), [0x30, 8, 2, 1, 1, 2, 3, 0, 0x80, 2]);
        // Those of P-521 are too long for a length of one byte.
        let long = der(&[0x7f; 132]);
        assert_eq!(long[..5], [0x30, 0x81, 136, 2, 66]);
        assert_eq!(long.len(), 139);
    }

    #[test]
    fn a_borrow_goes_on() {
        assert_eq!(minus(&[1, 0, 0], &[0, 0, 1]), [0, 255, 255]);
        assert_eq!(minus(&[9, 9], &[9, 9]), [0, 0]);
    }
}
