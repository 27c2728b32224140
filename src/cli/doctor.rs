//! `mintage doctor`

use std::sync::Arc;

use clap::Args;

use super::advice::health::{advice, command, mintage};
use super::context::{Answer, Context};
use super::detailed::DetailedArgs;
use super::error::Error;
use super::exit::Exit;
use super::manual::Entry;
use super::record_args::say;
use super::sources::{PassphraseArgs, Passphrases};
use super::view::health::{Health, Told};
use crate::home::{self, Circumstances, Finding, Place, Severity};
use crate::keys::PassphraseSource;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "doctor",
    &["mintage doctor", "mintage doctor --fix", "mintage doctor --json --detailed-exitcode --passphrase-file pass.txt"],
    &[Exit::NotFound, Exit::Denied, Exit::Something],
)
.meaning(&[
    (Exit::Failure, "errors were found, or something outside mintage went wrong"),
    (Exit::Something, "with --detailed-exitcode: there are warnings"),
]);

#[derive(Debug, Args)]
#[command(mut_args(say("detailed_exitcode", "Exit 10 if there are warnings and no errors, 0 if there is neither")))]
pub struct DoctorArgs {
    /// Mend what can be mended without loss: permissions, unfinished files, what the home remembers of its ledger
    #[arg(long)]
    fix: bool,
    #[command(flatten)]
    detailed: DetailedArgs,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

pub fn run(args: &DoctorArgs, cx: &mut Context<'_>) -> Answer {
    let place = cx.home()?;
    let passphrases = Passphrases {
        args: args.passphrase.clone(),
        // What is in the home is looked at, not run.
        command: None,
        environment: Arc::clone(&cx.environment),
        may_ask: false,
    };
    let passphrases = args.passphrase.is_given().then_some(&passphrases as &dyn PassphraseSource);
    let mut findings = examine(&place, passphrases, cx)?;
    let mut fixed = Vec::new();
    if args.fix {
        fixed = mend(&place, passphrases, &mut findings, cx)?;
    }
    let count = |severity| findings.iter().filter(|found| found.severity() == severity).count();
    let exit = match (count(Severity::Error), count(Severity::Warning)) {
        (0, warnings) => args.detailed.exit(warnings > 0),
        _ => Exit::Failure,
    };
    let named = cx.global.home.as_deref();
    let told = |finding| Told { finding, command: command(finding, named), advice: advice(finding) };
    let health = Health {
        home: &place.folder().display().to_string(),
        findings: findings.iter().map(told).collect(),
        fixed: fixed.iter().map(told).collect(),
        fix: mintage("doctor --fix", named),
    };
    cx.ui.answer(&health)?;
    Ok(exit)
}

fn examine(place: &Place, passphrases: Option<&dyn PassphraseSource>, cx: &Context<'_>) -> Result<Vec<Finding>, Error> {
    let circumstances = Circumstances { now: cx.now(), environment: &cx.environment, passphrases };
    Ok(home::look_over(place, &circumstances)?)
}

/// Mends what can be, and looks again: with the modes right, more can be seen.
fn mend(
    place: &Place,
    passphrases: Option<&dyn PassphraseSource>,
    findings: &mut Vec<Finding>,
    cx: &mut Context<'_>,
) -> Result<Vec<Finding>, Error> {
    let mut fixed = Vec::new();
    let mut failed: Vec<Finding> = Vec::new();
    loop {
        let todo: Vec<Finding> =
            findings.iter().filter(|found| home::is_mendable(found) && !failed.contains(found)).cloned().collect();
        if todo.is_empty() {
            return Ok(fixed);
        }
        for finding in todo {
            match home::mend(place, &finding) {
                Ok(()) => fixed.push(finding),
                Err(error) => {
                    cx.ui.warn(&format!("not mended: {error}"));
                    failed.push(finding);
                }
            }
        }
        *findings = examine(place, passphrases, cx)?;
        // What is found again was not mended, whatever the system says.
        failed.extend(fixed.extract_if(.., |done| findings.contains(done)));
    }
}
