//! Months of the use of tokens, innocent and not, against the rules that watch it: what is planted is found, and nobody else is.
#![allow(
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss
)]
#![allow(clippy::cast_possible_wrap, reason = "a generator counts in whatever fits")]

mod chance;
mod door;
mod folder;
mod ledger;
mod month;
mod people;
mod planted;
mod services;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use mintage::core::risk::{Finding, Geography, Grade, Rule, Thresholds, Watch};
use month::{Mix, Month};
use world::Map;

/// What came of a month.
struct Watched {
    rows: u64,
    took: Duration,
    /// What was planted and is looked for, and how it was found.
    planted: Vec<(&'static str, Rule, Option<Grade>)>,
    /// What was found, and is innocent.
    innocent: Vec<Finding>,
}

/// For how long this thread had a processor: others may want it too.
fn busy() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or_default())
}

/// Watches a month, with a map or without one.
fn watch(mix: Mix, with_map: bool) -> Watched {
    let mut month = Month::of(mix);
    let map = with_map.then(|| Arc::new(Map) as Arc<dyn Geography + Send + Sync>);
    let mut watch = Watch::new(Thresholds::default(), map);
    let mut took = Duration::ZERO;
    for day in 0..mix.days {
        let rows = month.day(day);
        let begun = busy();
        for row in &rows {
            watch.see(row);
        }
        took += busy().saturating_sub(begun);
    }
    let begun = busy();
    let found = watch.findings(0, &ledger::Ledger);
    took += busy().saturating_sub(begun);
    let of_ledger = ledger::findings(&mut month, &mix);
    let is_found = |finding: &&Finding| finding.grade > Grade::Note;
    let planted = month.planted.iter().filter(|planted| with_map || !planted.needs_map).map(|planted| {
        let shows = |finding: &&Finding| {
            finding.rule == planted.rule && finding.rows.iter().any(|row| row.number == planted.rows[0].number)
        };
        let grade = found.iter().filter(is_found).filter(shows).map(|finding| finding.grade).max();
        (planted.name, planted.rule, grade.filter(|grade| *grade >= planted.grade))
    });
    let mut planted: Vec<_> = planted.collect();
    let is_innocent = |finding: &&Finding| finding.rows.iter().all(|row| row.number == 0);
    let mut innocent: Vec<Finding> = found.iter().filter(is_found).filter(is_innocent).cloned().collect();
    let in_ledger = if mix.planted { ledger::planted() } else { Vec::new() };
    for (name, rule, least, subject) in &in_ledger {
        let grade = of_ledger.iter().find(|one| one.rule == *rule && one.subject == *subject).map(|one| one.grade);
        planted.push((*name, *rule, grade.filter(|grade| grade >= least)));
    }
    let was_planted = |one: &&Finding| in_ledger.iter().any(|(.., subject)| *subject == one.subject);
    innocent.extend(of_ledger.iter().filter(is_found).filter(|one| !was_planted(one)).cloned());
    Watched { rows: watch.rows(), took, planted, innocent }
}

fn told(found: &[Finding]) -> String {
    let lines = found.iter().map(|one| format!("{:?} {:?} {:?} {:?}", one.rule, one.grade, one.subject, one.cause));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_risk_that_is_planted_is_found_and_hardly_anybody_else() {
    for seed in [1, 2, 3] {
        for with_map in [false, true] {
            let seen = watch(Mix::of(seed, 1_000, 120_000, true), with_map);
            for (name, rule, grade) in &seen.planted {
                assert!(grade.is_some(), "seed {seed}, map {with_map}: {name} ({})", rule.name());
            }
            // Under one for a thousand people and a month.
            assert!(seen.innocent.is_empty(), "seed {seed}, map {with_map}:\n{}", told(&seen.innocent));
        }
    }
}

#[test]
fn a_month_of_innocent_people_has_no_grave_finding() {
    for seed in [11, 12, 13] {
        let seen = watch(Mix::of(seed, 1_000, 120_000, false), true);
        assert!(seen.rows > 80_000, "{}", seen.rows);
        let grave = seen.innocent.iter().any(|one| one.grade == Grade::High);
        assert!(!grave && seen.innocent.len() <= 1, "seed {seed}:\n{}", told(&seen.innocent));
    }
}

/// The table of `benches/RESULTS.md`: `cargo test --release --test risk -- --ignored --nocapture`.
#[test]
#[ignore = "takes minutes where it is not optimised"]
#[expect(clippy::print_stdout, reason = "it is the answer")]
fn the_table_of_a_month_of_ten_thousand_people() {
    let mut table: BTreeMap<Rule, (u32, u32, u32)> = BTreeMap::new();
    let (mut people, mut grave) = (0_u32, 0_usize);
    for seed in 101..104 {
        for planted in [true, false] {
            let seen = watch(Mix::of(seed, 10_000, 5_000_000, planted), true);
            println!("seed {seed}, planted {planted}: {} uses in {:.2} s", seen.rows, seen.took.as_secs_f64());
            for (name, rule, grade) in &seen.planted {
                let of_rule = table.entry(*rule).or_default();
                of_rule.0 += 1;
                of_rule.1 += u32::from(grade.is_some());
                if grade.is_none() {
                    println!("  missed: {name}");
                }
            }
            for finding in &seen.innocent {
                table.entry(finding.rule).or_default().2 += 1;
                println!("  false: {}", told(std::slice::from_ref(finding)).trim_end());
            }
            people += 10_000;
            grave += seen.innocent.iter().filter(|one| !planted && one.grade == Grade::High).count();
        }
    }
    println!("| rule | planted | found | false, per 1 000 users a month |\n|---|---|---|---|");
    for (rule, (planted, found, innocent)) in &table {
        println!(
            "| `{}` | {planted} | {found} | {:.3} |",
            rule.name(),
            f64::from(*innocent) * 1_000.0 / f64::from(people)
        );
    }
    println!("of grade high where nothing was planted: {grave}");
    assert!(table.values().all(|(planted, found, _)| planted == found));
    assert!(table.values().map(|(.., innocent)| innocent).sum::<u32>() * 1_000 < people && grave == 0);
}

/// The record of a home that `benches/risk.py` measures: in the folder that `MINTAGE_BENCH_FOLDER` names.
#[test]
#[ignore = "writes five million uses"]
#[expect(clippy::print_stdout, reason = "it is the answer")]
fn the_record_of_a_month_of_ten_thousand_people() {
    let folder = std::env::var_os("MINTAGE_BENCH_FOLDER").expect("MINTAGE_BENCH_FOLDER names no folder");
    let mut month = Month::of(Mix::of(101, 10_000, 5_000_000, true));
    println!("{} uses", folder::write(&mut month, std::path::Path::new(&folder)));
}
