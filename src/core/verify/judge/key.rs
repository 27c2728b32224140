//! The checks of form and signature: what is there to read, which key is meant, and what it says.

use super::super::expect::Expectations;
use super::super::facts::{KeyLookup, Source};
use super::case::{Case, Meant, RETIRES_SOON, Stop, Vouched, brief, named, retired};
use crate::core::algorithm::Algorithm;
use crate::core::jose::compact::{Header, NotSigned, Reader, UntrustedToken};
use crate::core::key::KeyState;
use crate::core::reason::Reason;
use crate::core::time::in_words;

impl Case {
    pub(super) fn read<'t>(&mut self, text: &'t str, reader: &Reader) -> Result<UntrustedToken<'t>, Reason> {
        match reader.read(text) {
            Ok(token) => {
                self.trail.pass(Reason::Malformed, || "three parts, strict JSON");
                Ok(token)
            }
            Err(fault) => Err(self.trail.fail(Reason::Malformed, fault.to_string())),
        }
    }

    pub(super) fn signed<S: Source + ?Sized>(
        &mut self,
        token: UntrustedToken<'_>,
        source: &S,
    ) -> Result<Vouched, Stop<S::Error>> {
        let meant = self.meant(token.header(), source)?;
        let signed = token.check(&*meant.key);
        Ok((self.vouched(&meant, signed)?, meant))
    }

    /// The key that a header means, and that is to be used at all.
    pub(super) fn meant<S: Source + ?Sized>(&mut self, header: &Header, source: &S) -> Result<Meant, Stop<S::Error>> {
        let alg = &header.alg;
        if Algorithm::from_header(alg).is_none() {
            let detail = format!("the header says {:?}, which is never accepted", brief(alg));
            return Err(self.trail.fail(Reason::AlgorithmNotAllowed, detail).into());
        }
        let (named, now) = (|| named(header.kid.as_deref()), self.now);
        match source.key(header).map_err(Stop::Source)? {
            KeyLookup::Found { key, .. } if key.algorithm().name() != alg => {
                let detail = format!("the header says {alg}, the key is for {}", key.algorithm());
                Err(self.trail.fail(Reason::AlgorithmNotAllowed, detail).into())
            }
            KeyLookup::Found { key, record, succeeded_at } => {
                self.trail.pass(Reason::AlgorithmNotAllowed, || format!("{alg}, as the key"));
                let retired = || record.as_deref().map_or(String::new(), |key| retired(key, now));
                self.trail.pass(Reason::UnknownKey, || named() + &retired());
                Ok(Meant { key, record, succeeded_at })
            }
            KeyLookup::Unknown => Err(self.trail.fail(Reason::UnknownKey, format!("no key for {}", named())).into()),
            KeyLookup::Ambiguous(count) => {
                let detail = format!("{count} keys could be meant by {}", named());
                Err(self.trail.fail(Reason::UnknownKey, detail).into())
            }
            KeyLookup::Unusable(why) => {
                let detail = format!("the key of {} cannot be used: {why}", named());
                Err(self.trail.fail(Reason::UnknownKey, detail).into())
            }
            KeyLookup::NotAllowed(only) => {
                let detail = format!("the header says {alg}, and only {only} is allowed");
                Err(self.trail.fail(Reason::AlgorithmNotAllowed, detail).into())
            }
            KeyLookup::Over(record) => {
                let (retired, until) = (retired(&record, now), record.visible_until());
                let until = until.map_or(String::new(), |until| format!(" only until {until}"));
                let detail = format!("signed with {}{retired}, which verified{until}", named());
                Err(self.trail.fail(Reason::UnknownKey, detail).into())
            }
        }
    }

    /// What the key said of the signature. Its algorithm was compared before it was asked.
    pub(super) fn vouched<T>(&mut self, meant: &Meant, checked: Result<T, NotSigned>) -> Result<T, Reason> {
        let Ok(signed) = checked else {
            return Err(self.trail.fail(Reason::BadSignature, "the key did not make this signature"));
        };
        self.trail.pass(Reason::BadSignature, || "made by the key");
        if let Some(record) = meant.record.as_deref()
            && let KeyState::Retired { verify_until, .. } = record.state
        {
            let retired = retired(record, self.now);
            self.warnings.push(format!("the key that signed it{retired}, verifies until {verify_until}"));
        }
        Ok(signed)
    }

    /// A key that signs for too long, or that will soon sign no more, is worth a warning, and never a verdict.
    pub(super) fn key_future(&mut self, meant: &Meant, expected: &Expectations) {
        let record = meant.record.as_deref();
        let limit = record.zip(expected.max_key_age).and_then(|(key, age)| key.too_old_at(age));
        if let Some(limit) = limit.filter(|limit| *limit <= self.now) {
            self.warnings.push(format!("the key that signed it should have been rotated at {limit}"));
        }
        let near = expected.warn_within.map_or(RETIRES_SOON, |near| near.max(RETIRES_SOON));
        if let Some(at) = meant.succeeded_at.filter(|at| *at <= self.now.plus(near)) {
            let when = match self.now.seconds_until(at) {
                ..=0 => "is due to be retired since".to_owned(),
                wait => format!("retires in {}, at", in_words(wait)),
            };
            self.warnings.push(format!("the key that signed it {when} {at}"));
        }
    }
}
