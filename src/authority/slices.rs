//! All tokens, in slices that threads count.

use crate::core::{Jti, Timestamp};
use crate::store::CountFrom;

/// How many tokens are counted in one view: so few that nobody waits for longer than some milliseconds.
pub(super) const PART: u32 = 20_000;
/// How many tokens that are live are looked up one by one. Of more, it is quicker to read the table once: which of them are older than
/// a moment, the index by end says only when it has been read to its end.
pub(super) const FEW: u32 = 200_000;
/// How many threads count.
const THREADS: u64 = 4;
/// An id after all others.
pub(super) fn last_id() -> Jti {
    Jti::from_bytes([u8::MAX; 16])
}

/// The first id that is made in this second.
pub(super) fn first_of(second: Timestamp) -> Jti {
    first_of_ms(u64::try_from(second.0).unwrap_or_default().saturating_mul(1_000))
}

/// The first id that is made in this millisecond.
fn first_of_ms(ms: u64) -> Jti {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&ms.min((1 << 48) - 1).to_be_bytes()[2..]);
    Jti::from_bytes(bytes)
}

/// When an id was made, in milliseconds since 1970.
fn ms_of(id: &Jti) -> u64 {
    id.as_bytes()[..6].iter().fold(0, |ms, byte| ms << 8 | u64::from(*byte))
}

/// All tokens from this id on, in slices that span equal times between the first and the last that there are: those of a busy hour
/// are shared among all threads too.
pub(super) fn slices(from: Jti, ids: Option<(Jti, Jti)>) -> Vec<CountFrom> {
    let Some((first, last)) = ids else { return Vec::new() };
    let start = ms_of(&first).max(ms_of(&from));
    let span = ms_of(&last).saturating_sub(start) + 1;
    let edge = |slice: u64| match slice {
        0 => from,
        THREADS => last_id(),
        inner => first_of_ms(start + span * inner / THREADS),
    };
    (0..THREADS).map(|slice| CountFrom::Id { from: edge(slice), before: edge(slice + 1) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_have_every_id_once_and_those_of_a_busy_second_are_shared() {
        let busy = 1_795_782_605_000;
        let (first, last) = (first_of_ms(busy), first_of_ms(busy + 999));
        for from in [Jti::from_bytes([0; 16]), first_of(Timestamp(1_795_782_605)), first_of(Timestamp(1_795_782_900))] {
            let edges: Vec<_> = slices(from, Some((first, last)))
                .into_iter()
                .map(|slice| match slice {
                    CountFrom::Id { from, before } => (from, before),
                    CountFrom::End { .. } => panic!("by id"),
                })
                .collect();
            assert_eq!((edges[0].0, edges.last().map(|edge| edge.1)), (from, Some(last_id())));
            assert!(edges.windows(2).all(|pair| pair[0].1 == pair[1].0 && pair[0].1 >= pair[0].0), "{edges:?}");
        }
        let CountFrom::Id { before, .. } = slices(Jti::from_bytes([0; 16]), Some((first, last)))[1] else { panic!() };
        assert_eq!(ms_of(&before), busy + 500);
        assert!(slices(first, None).is_empty());
    }
}
