//! The checksum of a row: over all of its columns, kept in the row, and held against it wherever the row is read.
//!
//! It is for disks that rot and programs that write behind our back, not against whoever can write the file: it has no key.
//! CRC-32 sees every change of up to 32 neighbouring bits, and of the rest all but one in four thousand million.
//!
//! An empty column adds nothing. So a column that a later step of the schema adds, and that is empty in the rows there are,
//! leaves their checksums as they were.

use rusqlite::types::ValueRef;

/// What begins the message of a row that does not match its checksum. Messages are all that an SQL function can say.
const DAMAGED: &str = "damaged row: ";

/// What is said of a row of a table that does not match its checksum.
pub(super) fn damaged(row: &str, table: &str) -> String {
    format!("{DAMAGED}row {row} of table {table}")
}

/// Which row does not match its checksum, where that is what this message of SQLite says.
pub(super) fn damaged_row(message: &str) -> Option<&str> {
    message.strip_prefix(DAMAGED)
}

/// The checksum of a row with these columns, in the order of its table.
pub(super) fn of<'v>(columns: impl IntoIterator<Item = ValueRef<'v>>) -> i64 {
    add_up(&mut Vec::with_capacity(512), columns)
}

/// The same, with memory to work in. Each column counts as its place, its type and its bytes, so that no two rows have one
/// encoding.
pub(super) fn add_up<'v>(bytes: &mut Vec<u8>, columns: impl IntoIterator<Item = ValueRef<'v>>) -> i64 {
    bytes.clear();
    for (place, column) in (0_u8..).zip(columns) {
        match column {
            ValueRef::Null => {}
            ValueRef::Integer(number) => fixed(bytes, place, b'i', number.to_le_bytes()),
            ValueRef::Real(number) => fixed(bytes, place, b'r', number.to_le_bytes()),
            ValueRef::Text(text) => long(bytes, place, b't', text),
            ValueRef::Blob(blob) => long(bytes, place, b'b', blob),
        }
    }
    i64::from(crc32fast::hash(bytes))
}

fn fixed(bytes: &mut Vec<u8>, place: u8, kind: u8, value: [u8; 8]) {
    bytes.extend_from_slice(&[place, kind]);
    bytes.extend_from_slice(&value);
}

fn long(bytes: &mut Vec<u8>, place: u8, kind: u8, value: &[u8]) {
    bytes.extend_from_slice(&[place, kind]);
    bytes.extend_from_slice(&(value.len() as u64).to_le_bytes());
    bytes.extend_from_slice(value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flip_of_a_bit_and_every_move_between_columns_changes_the_checksum() {
        let row = [ValueRef::Integer(7), ValueRef::Null, ValueRef::Text(b"alice"), ValueRef::Blob(b"alice")];
        let sum = of(row);
        for byte in 0..5 {
            for bit in 0..8 {
                let mut text = *b"alice";
                text[byte] ^= 1 << bit;
                assert_ne!(of([row[0], row[1], ValueRef::Text(&text), row[3]]), sum);
                assert_ne!(of([row[0], row[1], row[2], ValueRef::Blob(&text)]), sum);
            }
        }
        for bit in 0..64 {
            assert_ne!(of([ValueRef::Integer(7 ^ (1 << bit)), row[1], row[2], row[3]]), sum);
        }
        assert_ne!(of([row[0], row[2], row[1], row[3]]), sum, "the same in another column");
        assert_ne!(of([row[0], row[1], row[3], row[2]]), sum, "another type");
        assert_ne!(of([row[0], row[1], ValueRef::Text(b"alic"), ValueRef::Blob(b"ealice")]), sum, "another border");
        assert_ne!(of([row[0], ValueRef::Text(b""), row[2], row[3]]), sum, "empty is not absent");
        assert_eq!(of([row[0], row[1], row[2], row[3], ValueRef::Null]), sum, "a column that came later");
    }
}
