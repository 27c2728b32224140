//! Who judges without a home: one source for every token, or one for each of several issuers.

use super::error::SourceError;
use super::lane::{OfflineLane, OfflineView};
use super::source::OfflineSource;
use crate::core::jose::compact::Header;
use crate::core::verify::{Choice, Expectations, KeyLookup, Knowledge, Source, Warning};
use crate::core::{Issuer, Timestamp};
use crate::verifier::lanes::{LaneSource, Sources};

/// Who judges without a home. A token chooses by its `iss`, and among the issuers that the verifier named alone.
pub struct Bench(Seats);

enum Seats {
    One(Box<OfflineSource>),
    Each(Vec<Seat>),
}

/// Who judges the tokens of one issuer.
pub struct Seat {
    /// Whose tokens.
    pub issuer: Issuer,
    /// By which keys.
    pub source: OfflineSource,
    /// What is expected of them.
    pub expected: Expectations,
}

impl Bench {
    /// One source for every token.
    pub fn one(source: OfflineSource) -> Self {
        Self(Seats::One(Box::new(source)))
    }

    /// One for each issuer.
    pub fn each(seats: Vec<Seat>) -> Self {
        Self(Seats::Each(seats))
    }

    /// What should be known of the sources, and decides nothing. Complete once a token was judged.
    pub fn warnings(&self) -> Vec<Warning> {
        match &self.0 {
            Seats::One(source) => source.warnings(),
            Seats::Each(seats) => seats.iter().flat_map(|seat| seat.source.warnings()).collect(),
        }
    }

    /// Who must have issued every token, where the one source says so.
    pub(super) fn issuer(&self) -> Option<&Issuer> {
        match &self.0 {
            Seats::One(source) => source.issuer(),
            Seats::Each(_) => None,
        }
    }

    /// Whether the issuer of a token decides who judges it, so that it is checked in any case.
    pub(super) fn is_by_issuer(&self) -> bool {
        matches!(self.0, Seats::Each(_))
    }

    /// Whether a snapshot says what is revoked of the tokens of this issuer; of those of every issuer, where none is named.
    pub(super) fn heeds_revocations(&self, issuer: Option<&str>) -> bool {
        match &self.0 {
            Seats::One(source) => source.heeds_revocations(),
            Seats::Each(seats) => {
                let mut of = seats.iter().filter(|seat| issuer.is_none_or(|issuer| seat.issuer.as_str() == issuer));
                of.all(|seat| seat.source.heeds_revocations())
            }
        }
    }
}

/// The one of this issuer among several, or nobody.
fn choose<'s>(
    seats: &'s [Seat],
    issuer: Option<&str>,
    source: impl FnOnce(usize) -> &'s dyn Source<Error = SourceError>,
) -> Choice<'s, SourceError> {
    match seats.iter().position(|seat| issuer == Some(seat.issuer.as_str())) {
        Some(place) => Choice::One(source(place), &seats[place].expected),
        None => Choice::Nobody(seats.iter().map(|seat| seat.issuer.clone()).collect()),
    }
}

impl Source for Bench {
    type Error = SourceError;

    fn key(&self, header: &Header) -> Result<KeyLookup, SourceError> {
        match &self.0 {
            Seats::One(source) => source.key(header),
            // Whose key it is, a header does not say.
            Seats::Each(_) => Ok(KeyLookup::Unknown(None)),
        }
    }

    fn knowledge(&self) -> Knowledge<'_, SourceError> {
        match &self.0 {
            Seats::One(source) => source.knowledge(),
            Seats::Each(_) => Knowledge::Nothing,
        }
    }

    fn chosen(&self, issuer: Option<&str>) -> Choice<'_, SourceError> {
        match &self.0 {
            Seats::One(_) => Choice::Same,
            Seats::Each(seats) => choose(seats, issuer, |place| &seats[place].source),
        }
    }
}

impl Sources<SourceError> for &Bench {
    fn lane(&self) -> Box<dyn LaneSource<SourceError> + '_> {
        match &self.0 {
            Seats::One(source) => Box::new(OfflineLane::of(source)),
            Seats::Each(seats) => {
                let lanes = seats.iter().map(|seat| OfflineLane::of(&seat.source)).collect();
                Box::new(BenchLane { seats, lanes })
            }
        }
    }
}

/// Several sources, as one thread sees them.
struct BenchLane<'a> {
    seats: &'a [Seat],
    lanes: Vec<OfflineLane<'a>>,
}

impl LaneSource<SourceError> for BenchLane<'_> {
    fn view(
        &mut self,
        _: Timestamp,
        show: &mut dyn FnMut(&dyn Source<Error = SourceError>),
    ) -> Result<(), SourceError> {
        let views = self.lanes.iter_mut().map(OfflineLane::look).collect();
        show(&BenchView { seats: self.seats, views });
        Ok(())
    }
}

struct BenchView<'v> {
    seats: &'v [Seat],
    views: Vec<OfflineView<'v>>,
}

impl Source for BenchView<'_> {
    type Error = SourceError;

    fn key(&self, _: &Header) -> Result<KeyLookup, SourceError> {
        Ok(KeyLookup::Unknown(None))
    }

    fn knowledge(&self) -> Knowledge<'_, SourceError> {
        Knowledge::Nothing
    }

    fn chosen(&self, issuer: Option<&str>) -> Choice<'_, SourceError> {
        choose(self.seats, issuer, |place| &self.views[place])
    }
}
