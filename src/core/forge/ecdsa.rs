//! The twin of an ECDSA signature: (r, s) and (r, n − s) are both good, so a token has two texts.

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

/// The other good signature over the same bytes; none where this is not one of ES256 or ES384 (RFC 7518, 3.4).
pub fn twin(signature: &[u8]) -> Option<Vec<u8>> {
    let order: &[u8] = match signature.len() {
        64 => &P256,
        96 => &P384,
        _ => return None,
    };
    let (r, s) = signature.split_at(order.len());
    let mut twin = r.to_vec();
    twin.extend(minus(order, s));
    Some(twin)
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
        for length in [64, 96] {
            let signature: Vec<u8> = (0..length).map(|n| u8::try_from(n).unwrap()).collect();
            let other = twin(&signature).unwrap();
            assert_ne!(other, signature);
            assert_eq!(other[..length / 2], signature[..length / 2], "r stays");
            assert_eq!(twin(&other).unwrap(), signature);
        }
        assert_eq!(twin(&[1; 256]), None);
    }

    #[test]
    fn a_borrow_goes_on() {
        assert_eq!(minus(&[1, 0, 0], &[0, 0, 1]), [0, 255, 255]);
        assert_eq!(minus(&[9, 9], &[9, 9]), [0, 0]);
    }
}
