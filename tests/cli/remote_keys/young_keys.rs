//! Keys that are younger than the set: when it is asked for again, and how often.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Output, Stdio};

use serde_json::Value;

use super::{SET, World, forged};
use crate::server::Reply;
use crate::support::{Answer, Nobody, START};

#[test]
fn a_key_that_is_younger_than_the_set_is_asked_for_and_forged_ones_are_no_flood() {
    let world = World::new();
    world.publish(|reply| reply.with("cache-control", "max-age=86400"));
    world.verify(&world.token, &[]).ok();
    let young = world.rotated();
    world.publish(|reply| reply.with("cache-control", "max-age=86400"));
    // The set was fetched a moment ago: too young to be asked for again.
    world.verify(&young, &[]).exits(22);
    assert_eq!(world.server.asked(), 1);
    world.verifier.pass(31);
    world.verify(&young, &[]).ok();
    world.verify(&world.token, &[]).ok();
    assert_eq!(world.server.asked(), 2);
    // A stream of kids that nobody has: one more question in half a minute, whoever many processes ask.
    world.verifier.pass(31);
    for number in 0..20 {
        let forged = forged(&world.token, &format!("forged-{number}"));
        world.verify(&forged, &[]).exits(22);
    }
    assert_eq!(world.server.asked(), 3);
    // The server goes down: an unknown kid is no verdict then, and it is left alone for a while.
    world.server.tell(SET, Reply { status: 503, ..Reply::of("") });
    world.verifier.pass(31);
    let down = world.verify(&forged(&world.token, "forged"), &[]).exits(1);
    assert!(down.stdout.is_empty() && down.err().contains("503"), "{down}");
    for _ in 0..5 {
        let again = world.verify(&forged(&world.token, "forged"), &[]).exits(1);
        assert!(again.stdout.is_empty() && again.err().contains("not asked again yet"), "{again}");
    }
    assert_eq!(world.server.asked(), 4);
    // Keys that are known go on verifying.
    world.verify(&young, &[]).ok();
}

#[test]
fn a_set_that_is_rotated_under_a_running_batch_is_fetched_again_once() {
    let world = World::new();
    let for_a_day = |reply: Reply| reply.with("cache-control", "max-age=86400");
    world.publish(for_a_day);
    let (start, url) = (START.to_string(), world.server.url(SET));
    let args = ["token", "verify", "--aud", "https://api.localhost", "--at", &start, "--jwks", &url];
    let args = [&args[..], &["--ca-file", world.ca.to_str().unwrap(), "--jobs", "2", "--batch", "-"]].concat();
    // A set is kept that is older than the pause between two questions.
    let warm = world.verifier.binary(&args).stdin(Stdio::piped()).spawn().unwrap();
    Answer::of(fed(warm, &[&world.token])).ok();
    let [file] = &world.cache_files()[..] else { panic!("one set is kept") };
    let mut kept: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    for member in ["fetched_at", "tried_at"] {
        kept[member] = (kept[member].as_i64().unwrap() - 60).into();
    }
    std::fs::write(file, kept.to_string()).unwrap();
    let asked = world.server.asked();

    let mut batch = world.verifier.binary(&args).stdin(Stdio::piped()).spawn().unwrap();
    let (mut tokens, mut verdicts) =
        (batch.stdin.take().unwrap(), BufReader::new(batch.stdout.take().unwrap()).lines().map(Result::unwrap));
    let mut judged = |token: &str| -> bool {
        writeln!(tokens, "{token}").unwrap();
        serde_json::from_str::<Value>(&verdicts.next().unwrap()).unwrap()["valid"] == true
    };
    for _ in 0..3 {
        assert!(judged(&world.token));
    }
    assert_eq!(world.server.asked(), asked, "the kept set is good for a day");
    let young = world.rotated();
    world.publish(for_a_day);
    for _ in 0..20 {
        assert!(judged(&young) && judged(&world.token));
        assert!(!judged(&forged(&world.token, "forged")));
    }
    assert_eq!(world.server.asked(), asked + 1);
    drop(tokens);
    let ended = Answer::of(batch.wait_with_output().unwrap()).exits(40);
    assert!(ended.err().contains("63 tokens: 43 valid, 20 unknown_key"), "{ended}");
}

/// What a program answers to these lines.
fn fed(mut program: Child, lines: &[&str]) -> Output {
    let mut stdin = program.stdin.take().unwrap();
    stdin.write_all((lines.join("\n") + "\n").as_bytes()).unwrap();
    drop(stdin);
    program.wait_with_output().unwrap()
}

#[test]
fn many_threads_share_one_source_and_ask_once() {
    use mintage::core::verify::Expectations;
    use mintage::core::{Audience, Timestamp};
    use mintage::host::clock::{RunningClock, SystemClock};
    use mintage::host::proxy::Proxies;
    use mintage::verifier::offline::{Bench, CacheRule, KeyPlace, Machine, OfflineSource, SourceSpec, verify};

    let world = World::new();
    let place = KeyPlace::Address(world.server.url(SET).parse().unwrap());
    let (ca_file, keep) = (Some(world.ca.clone()), CacheRule::Never);
    let spec = SourceSpec { place, algorithm: None, secret: None, ca_file, keep, revocations: None };
    let machine = Machine {
        passphrases: &Nobody,
        cache: None,
        proxies: Proxies::none(),
        clock: RunningClock::from(&SystemClock),
    };
    let source = Bench::one(OfflineSource::open(spec, machine).unwrap());
    assert_eq!(world.server.asked(), 0, "nothing is fetched before a key is wanted");
    let audiences = vec![Audience::new("https://api.localhost").unwrap()];
    let expected = Expectations { audiences, ..Expectations::default() };
    std::thread::scope(|scope| {
        for number in 0..8 {
            let (source, expected, token) = (&source, &expected, &world.token);
            scope.spawn(move || {
                let now = Timestamp(START.cast_signed());
                for _ in 0..50 {
                    let (report, _) = verify(token.as_bytes(), source, expected.clone(), now).unwrap();
                    assert!(report.is_valid(), "{report:?}");
                    let forged = forged(token, &format!("forged-{number}"));
                    let (report, _) = verify(forged.as_bytes(), source, expected.clone(), now).unwrap();
                    assert_eq!(report.exit(), 22);
                }
            });
        }
    });
    assert_eq!(world.server.asked(), 1);
}
