//! Columns as editors count them, of places that are counted in bytes.

use super::Position;

/// Counts the columns of some places, in units of UTF-16 from 1, in a text that is shown part by part.
pub struct Columns {
    /// The places, in the order of the text, each with where it was named.
    wanted: Vec<(Position, usize)>,
    next: usize,
    at: Position,
    units: u64,
    found: Vec<Option<u64>>,
}

impl Columns {
    /// Will look for these, which may come in any order.
    pub fn of(places: &[Position]) -> Self {
        let mut wanted: Vec<_> = places.iter().copied().zip(0..).collect();
        wanted.sort_by_key(|(place, _)| (place.line, place.column));
        let at = Position { line: 1, column: 1 };
        Self { wanted, next: 0, at, units: 0, found: vec![None; places.len()] }
    }

    /// Looks at the next part.
    pub fn feed(&mut self, bytes: &[u8]) {
        for byte in bytes {
            while let Some((place, named)) = self.wanted.get(self.next)
                && *place == self.at
            {
                self.found[*named] = Some(self.units + 1);
                self.next += 1;
            }
            if *byte == b'\n' {
                self.at = Position { line: self.at.line + 1, column: 1 };
                self.units = 0;
                continue;
            }
            self.at.column += 1;
            // The first byte of a character; four bytes are two units.
            self.units += match byte {
                0x80..=0xbf => 0,
                0xf0.. => 2,
                _ => 1,
            };
        }
    }

    /// The column of each place; none of one that the text does not have.
    pub fn found(self) -> Vec<Option<u64>> {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_counted_as_an_editor_counts_it_wherever_the_text_is_cut() {
        let text = "aü😀x\n\nx";
        let places = [(1, 8), (3, 1), (1, 1), (7, 1)].map(|(line, column)| Position { line, column });
        for cut in 0..text.len() {
            let mut columns = Columns::of(&places);
            columns.feed(&text.as_bytes()[..cut]);
            columns.feed(&text.as_bytes()[cut..]);
            assert_eq!(columns.found(), [Some(5), Some(1), Some(1), None], "{cut}");
        }
    }
}
