//! A number is what it was written as: beyond 64 bits too, and in every answer.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::support::Sandbox;

/// Numbers of which a float would keep another.
const CLAIMS: [&str; 4] =
    ["wei:=100000000000000000000123", "e:=1E3", "tiny:=-0.10e-5", "deep:={\"ids\":[9007199254740993,1.0]}"];
const SHOWN: [&str; 4] =
    ["\"wei\":100000000000000000000123", "\"e\":1E3", "\"tiny\":-0.10e-5", "\"deep\":{\"ids\":[9007199254740993,1.0]}"];

fn with_claims(world: &Sandbox, more: &[&str]) -> String {
    let claims = CLAIMS.iter().flat_map(|claim| ["--claim", claim]);
    let args: Vec<&str> = claims.chain(more.iter().copied()).collect();
    world.issue(&args)
}

/// Sees that an answer has every number as it was written, whatever spaces it has.
#[track_caller]
fn has_all(answer: &str) {
    let answer: String = answer.chars().filter(|c| !c.is_whitespace()).collect();
    for shown in SHOWN {
        assert!(answer.contains(shown), "{shown} is not in {answer}");
    }
}

#[test]
fn every_answer_shows_numbers_as_they_were_written() {
    let world = Sandbox::new();
    let token = with_claims(&world, &[]);
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    has_all(&String::from_utf8(payload).unwrap());
    has_all(&world.run(&["token", "verify", "--json", &token]).ok().out());
    has_all(&world.run(&["token", "decode", "--json", &token]).ok().out());
    let text = world.run(&["token", "decode", &token]).ok().out();
    for shown in ["100000000000000000000123", "1E3", "-0.10e-5", "{\"ids\":[9007199254740993,1.0]}"] {
        assert!(text.contains(shown), "{text}");
    }
    has_all(&world.run_with(&["token", "verify", "--batch", "-"], &token).ok().out());
    // The ledger keeps what an opaque token says, and a family what its tokens say.
    let opaque = with_claims(&world, &["--format", "opaque"]);
    has_all(&world.run(&["token", "verify", "--json", &opaque]).ok().out());
    let pair = world
        .run(
            &[
                &["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh"],
                &CLAIMS.map(|claim| ["--claim", claim]).concat()[..],
            ]
            .concat(),
        )
        .ok();
    let next = world.run(&["token", "refresh", &pair.line(1)]).ok().line(0);
    has_all(&world.run(&["token", "verify", "--json", &next]).ok().out());
    // A file of claims, and a line of a batch.
    let claims = format!("{{{}}}", SHOWN.join(","));
    let file = world.file("claims.json", &claims).display().to_string();
    has_all(&world.run(&["token", "verify", "--json", &world.issue(&["--claims", &file])]).ok().out());
    let line = format!("{{\"app\":\"demo\",\"user\":\"alice\",\"claims\":{claims}}}");
    let issued = world.run_with(&["token", "issue", "--batch", "-"], line).ok().json();
    has_all(&world.run(&["token", "verify", "--json", issued["access_token"].as_str().unwrap()]).ok().out());
}

#[test]
fn a_required_number_is_compared_by_what_it_is() {
    let world = Sandbox::new();
    let token = with_claims(&world, &[]);
    let policy = |claim: &str| {
        let file = world.file("policy.toml", format!("require_claim = [\"{claim}\"]")).display().to_string();
        world.run(&["token", "verify", &token, "--policy", &file]).exit
    };
    for same in [
        "wei:=100000000000000000000123",
        "wei:=1.00000000000000000000123e23",
        "e:=1000",
        "e:=1000.0",
        "e:=10.00e2",
        "tiny:=-1e-6",
    ] {
        assert_eq!(world.run(&["token", "verify", &token, "--require-claim", same]).exit, 0, "{same}");
        assert_eq!(policy(same), 0, "{same}");
    }
    for other in ["wei:=100000000000000000000124", "wei:=1e23", "e:=1001", "e:=1e999999999", "e=1000", "tiny:=1e-6"] {
        assert_eq!(world.run(&["token", "verify", &token, "--require-claim", other]).exit, 29, "{other}");
        assert_eq!(policy(other), 29, "{other}");
    }
    // What other readers take for infinity is in no token.
    world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--claim", "n:=1e999999999"]).exits(2);
}
