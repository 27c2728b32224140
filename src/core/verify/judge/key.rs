//! The checks of form and signature: what is there to read, which key is meant, and what it says.

use super::super::detail::Detail;
use super::super::excerpt::{Excerpt, KeyNamed};
use super::super::expect::Expectations;
use super::super::facts::{KeyLookup, Source};
use super::super::moment::Moment;
use super::super::warning::Warning;
use super::verification::{RETIRES_SOON, ResolvedKey, Signed, Stop, Verification};
use crate::core::algorithm::Algorithm;
use crate::core::jose::compact::{Header, NotSigned, Reader, UntrustedToken};
use crate::core::key::KeyState;
use crate::core::reason::Reason;

impl Verification {
    pub(super) fn read<'t>(&mut self, text: &'t str, reader: &Reader) -> Result<UntrustedToken<'t>, Reason> {
        match reader.read(text) {
            Ok(token) => {
                self.trail.pass(Reason::Malformed, || Detail::TokenRead);
                Ok(token)
            }
            Err(fault) => Err(self.trail.fail(Reason::Malformed, Detail::Malformed(fault))),
        }
    }

    pub(super) fn signed<S: Source + ?Sized>(
        &mut self,
        token: UntrustedToken<'_>,
        source: &S,
    ) -> Result<Signed, Stop<S::Error>> {
        let resolved = self.resolve(token.header(), source)?;
        let signed = token.check(&*resolved.key);
        Ok((self.vouched(&resolved, signed)?, resolved))
    }

    /// The key that a header means, and that is to be used at all.
    pub(super) fn resolve<S: Source + ?Sized>(
        &mut self,
        header: &Header,
        source: &S,
    ) -> Result<ResolvedKey, Stop<S::Error>> {
        let Some(alg) = Algorithm::from_header(&header.alg) else {
            let detail = Detail::AlgorithmUnknown(Excerpt::of(&header.alg));
            return Err(self.trail.fail(Reason::AlgorithmNotAllowed, detail).into());
        };
        let (named, now) = (|| KeyNamed::of(header), self.now);
        match source.key(header).map_err(Stop::Source)? {
            KeyLookup::Found { key, .. } if !key.algorithm().is_same_as(alg) => {
                let detail = Detail::AlgorithmDiffers { header: alg, key: key.algorithm() };
                Err(self.trail.fail(Reason::AlgorithmNotAllowed, detail).into())
            }
            KeyLookup::Found { key, record, succeeded_at } => {
                self.trail.pass(Reason::AlgorithmNotAllowed, || Detail::AlgorithmOfKey(alg));
                let retired = || record.as_deref().and_then(|key| Moment::of_retirement(key, now));
                self.trail.pass(Reason::UnknownKey, || Detail::KeyFound(named(), retired()));
                Ok(ResolvedKey { key, record, succeeded_at })
            }
            KeyLookup::Unknown(offered) => {
                let detail = Detail::KeyUnknown(named(), offered);
                Err(self.trail.fail(Reason::UnknownKey, detail).into())
            }
            KeyLookup::Ambiguous(count) => {
                let detail = Detail::KeyAmbiguous(named(), count);
                Err(self.trail.fail(Reason::UnknownKey, detail).into())
            }
            KeyLookup::Unusable(why) => {
                let detail = Detail::KeyUnusable(named(), why);
                Err(self.trail.fail(Reason::UnknownKey, detail).into())
            }
            KeyLookup::NotAllowed(only) => {
                let detail = Detail::AlgorithmNotAllowed { header: alg, only };
                Err(self.trail.fail(Reason::AlgorithmNotAllowed, detail).into())
            }
            KeyLookup::Over(record) => {
                let (retired, until) = (Moment::of_retirement(&record, now), record.visible_until());
                let detail = Detail::KeyOver { named: named(), retired, until };
                Err(self.trail.fail(Reason::UnknownKey, detail).into())
            }
        }
    }

    /// What the key said of the signature. Its algorithm was compared before it was asked.
    pub(super) fn vouched<T>(&mut self, resolved: &ResolvedKey, checked: Result<T, NotSigned>) -> Result<T, Reason> {
        let Ok(signed) = checked else {
            return Err(self.trail.fail(Reason::BadSignature, Detail::NotSigned));
        };
        self.trail.pass(Reason::BadSignature, || Detail::Signed);
        if let Some(record) = resolved.record.as_deref()
            && let KeyState::Retired { since, verify_until } = record.state
        {
            let since = Moment { at: since, now: self.now };
            self.warnings.push(Warning::KeyRetired { since, verify_until });
        }
        Ok(signed)
    }

    /// A key that signs for too long, or that will soon sign no more, is worth a warning, and never a verdict.
    pub(super) fn key_future(&mut self, resolved: &ResolvedKey, expected: &Expectations) {
        let record = resolved.record.as_deref();
        let limit = record.zip(expected.max_key_age).and_then(|(key, age)| key.too_old_at(age));
        if let Some(limit) = limit.filter(|limit| *limit <= self.now) {
            self.warnings.push(Warning::KeyTooOld(limit));
        }
        let near = expected.warn_within.map_or(RETIRES_SOON, |near| near.max(RETIRES_SOON));
        if let Some(at) = resolved.succeeded_at.filter(|at| *at <= self.now.plus(near)) {
            self.warnings.push(Warning::KeyRetires(Moment { at, now: self.now }));
        }
    }
}
