//! Biscuits (biscuitsec.org): base64url of a protocol buffer whose parts are signed one after the other. The text has no prefix
//! of its own, so that its structure is looked at.

use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};

use super::recognised::{Particular, Recognised, Told};

const WARNING: &str = "whoever holds it can use it, and make weaker ones of it: if it was pasted where others can see it, revoke it at its issuer";

pub(super) fn tell(text: &str) -> Told {
    let body = text.strip_prefix("biscuit:").unwrap_or(text);
    if body.len() < 80 || !body.starts_with(['E', 'C']) {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(body).or_else(|_| URL_SAFE.decode(body)).ok()?;
    // Biscuit { rootKeyId = 1, authority = 2, blocks = 3, proof = 4 }.
    let (mut authorities, mut blocks, mut proofs, mut root_key) = (0, 0, 0, None);
    for field in fields(&bytes)? {
        match field {
            (1, Value::Number(id)) => root_key = Some(id),
            (2, Value::Bytes(block)) if is_signed_block(block) => authorities += 1,
            (3, Value::Bytes(block)) if is_signed_block(block) => blocks += 1,
            // Proof { nextSecret = 1 | finalSignature = 2 }.
            (4, Value::Bytes([0x0a | 0x12, ..])) => proofs += 1,
            _ => return None,
        }
    }
    if (authorities, proofs) != (1, 1) {
        return None;
    }
    let what = "a Biscuit, which is no JWT: signed facts and checks, for whoever has the root key of its issuer";
    let told = Recognised::new("biscuit", what).with("blocks", Particular::Number(blocks + 1));
    let told = match root_key.and_then(|id| usize::try_from(id).ok()) {
        Some(id) => told.with("root_key_id", Particular::Number(id)),
        None => told,
    };
    Some(Ok(told.warn(WARNING).way_out("verify it with a library for Biscuit and the root key of its issuer")))
}

/// SignedBlock { block = 1, nextKey = 2, signature = 3, and others }.
fn is_signed_block(bytes: &[u8]) -> bool {
    let Some(fields) = fields(bytes) else { return false };
    [1, 2, 3]
        .iter()
        .all(|wanted| fields.iter().any(|(number, value)| number == wanted && matches!(value, Value::Bytes(_))))
}

enum Value<'b> {
    Number(u64),
    Bytes(&'b [u8]),
}

/// The fields of a message, if all of it is some.
fn fields(mut bytes: &[u8]) -> Option<Vec<(u64, Value<'_>)>> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let tag = varint(&mut bytes)?;
        let value = match tag & 7 {
            0 => Value::Number(varint(&mut bytes)?),
            2 => {
                let length = usize::try_from(varint(&mut bytes)?).ok()?;
                let value = bytes.get(..length)?;
                bytes = &bytes[length..];
                Value::Bytes(value)
            }
            _ => return None,
        };
        fields.push((tag >> 3, value));
    }
    Some(fields)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..63).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn message(fields: &[(u8, &[u8])]) -> Vec<u8> {
        fields
            .iter()
            .flat_map(|(tag, value)| [&[tag << 3 | 2, u8::try_from(value.len()).unwrap()], *value].concat())
            .collect()
    }

    #[test]
    fn the_structure_is_told_from_any_other_base64() {
        let block = message(&[(1, b"facts"), (2, &[8; 36]), (3, &[7; 64])]);
        let mut token = message(&[(2, &block), (3, &block), (4, &[0x0a, 2, 1, 1])]);
        token.splice(0..0, [8, 5]);
        let told = tell(&URL_SAFE.encode(&token)).unwrap().unwrap();
        assert_eq!(told.kind, "biscuit");
        assert_eq!(told.details, [("blocks", Particular::Number(2)), ("root_key_id", Particular::Number(5))]);
        assert!(tell(&format!("biscuit:{}", URL_SAFE_NO_PAD.encode(&token[2..]))).is_some());
        assert_eq!(tell(&URL_SAFE.encode(&token[..token.len() - 1])), None);
        assert_eq!(tell(&"E".repeat(200)), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
            let _ = fields(&bytes);
            let _ = tell(&URL_SAFE_NO_PAD.encode([&[0x12], &bytes[..]].concat()));
        }
    }
}
