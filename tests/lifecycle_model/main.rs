//! Random commands against the real authority and a plain model in memory: the same answers, always.
//!
//! The model knows the diagrams and nothing of SQL, signatures or transactions. What it does not allow must be refused
//! with the reason it predicts, and what it allows must work.
#![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]

#[path = "../support/mod.rs"]
mod support;

mod both;
mod keys;
mod model;
mod on_keys;
mod real;
mod step;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use both::take;
use mintage::core::verify::Expectations;
use model::{Mark, Model};
use proptest::prelude::*;
use real::{Hand, authority, folder};
use step::{KeyStep, Step, steps};

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_commands_leaves_the_diagrams(steps in steps()) {
        let folder = folder();
        let clock = Arc::new(Hand(AtomicU64::new(1_000_000)));
        let authority = authority(folder.path(), &clock);
        let mut model = Model { now: 1_000_000, ..Model::default() };
        take(&authority, &clock, &mut model, &Step::Key(KeyStep::Generate))?;
        // So that sequences are about tokens, and not about looking for an app.
        take(&authority, &clock, &mut model, &Step::Register(0))?;
        for step in &steps {
            take(&authority, &clock, &mut model, step)?;
            on_keys::agree(&authority, &model)?;
            for token in &model.tokens {
                let (report, _) = authority.verify(token.text.as_bytes(), Expectations::default()).unwrap();
                prop_assert_eq!(report.reason, model.verdict(token), "after {:?}: {:?}", step, token);
                let nowhere = mintage::core::AccessContext::default();
                let active = authority.introspect(token.text.as_bytes(), &nowhere, None).unwrap().answer.active;
                let live_refresh = token.refreshes
                    && token.mark == Mark::None
                    && !model.is_over(token)
                    && !model.blocked.contains(&token.user)
                    && !model.is_shut(token.app);
                prop_assert_eq!(active, live_refresh || model.verdict(token).is_none(), "after {:?}: {:?}", step, token);
            }
        }
    }
}

/// A file that nobody lists would never run.
#[test]
fn every_file_here_is_listed() {
    support::listed::every_file_is_listed("lifecycle_model");
}
