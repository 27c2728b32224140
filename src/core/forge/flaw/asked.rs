//! What can be asked of a flaw.

use super::name::Flaw;
use super::row::{FlawRow, SignedBy};
use super::table::FLAWS;

impl Flaw {
    /// The row of the table.
    pub fn row(self) -> &'static FlawRow {
        // The table has the order of the enum, which a test holds.
        &FLAWS[self as usize]
    }

    /// The word for it.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The flaw of this word.
    pub fn from_name(name: &str) -> Option<Self> {
        FLAWS.iter().find(|row| row.name == name).map(|row| row.flaw)
    }

    /// Whether it is about the proof (DPoP) that a token is shown with.
    pub fn is_of_proof(self) -> bool {
        self as usize >= Self::DpopValid as usize
    }

    /// Whether only a probe can try it: no text says it, or it needs somebody who listens.
    pub fn needs_probe(self) -> bool {
        matches!(self, Self::NoToken | Self::JkuUrl | Self::X5uUrl | Self::DpopAsBearer | Self::DpopReplayed)
    }

    /// Whether a service that takes it does not look at tokens, so that nothing else that it takes means anything.
    pub fn is_control(self) -> bool {
        matches!(self, Self::NoToken | Self::PlainText)
    }

    /// Whether the ledger has a row of the token, so that nothing else is wrong with it.
    pub fn is_recorded(self) -> bool {
        !matches!(self, Self::UnknownToken | Self::RefreshAsAccess | Self::Jwe | Self::NoToken | Self::PlainText)
    }

    /// Whether the home's own key signs it, so that a service that does not look closely takes it.
    pub fn is_dangerous(self) -> bool {
        let row = self.row();
        let unsigned = matches!(
            self,
            Self::AlgNone
                | Self::AlgNoneTitle
                | Self::AlgNoneUpper
                | Self::AlgNoneMixed
                | Self::EmptySignature
                | Self::ZeroEcdsa
                | Self::MlDsaHint
                | Self::RefreshAsAccess
                | Self::Jwe
                | Self::NoToken
                | Self::PlainText
        );
        matches!(row.signed_by, SignedBy::Home | SignedBy::Ecdsa | SignedBy::MlDsa) && !unsigned
    }

    /// Whether nothing in the token ends it, for a service that takes it at all.
    pub fn is_endless(self) -> bool {
        matches!(self, Self::NoExp | Self::ExpFar | Self::ExpString)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flaw_has_its_own_row_and_word() {
        for (place, row) in FLAWS.iter().enumerate() {
            assert_eq!(row.flaw.row(), row);
            assert_eq!(row.flaw as usize, place);
            assert_eq!(Flaw::from_name(row.name), Some(row.flaw));
            assert!(
                row.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                row.name
            );
            assert!(!row.summary.is_empty() && !row.source.is_empty());
        }
    }

    #[test]
    fn a_token_that_never_ends_is_dangerous() {
        assert!(FLAWS.iter().filter(|row| row.flaw.is_endless()).all(|row| row.flaw.is_dangerous()));
        assert!(!Flaw::AlgNone.is_dangerous());
        assert!(!Flaw::ForeignKey.is_dangerous());
    }
}
