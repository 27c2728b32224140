//! What to type next where a token is refused.

use serde_json::Value;

use crate::field::lay_out;
use crate::support::{Answer, Real, Sandbox, advised};

/// When every token of the field is good.
const THEN: &str = "1795726000";

/// A world without a home, with the tokens of others.
fn world() -> Real {
    let world = Real::empty();
    lay_out(&world);
    world
}

/// Verifies a token of the field with its set, as of when it is good unless told otherwise.
fn verify(world: &Real, token: &str, more: &[&str]) -> Answer {
    let (file, at) = (format!("@tokens/{token}.jwt"), ["--at", THEN]);
    let at: &[&str] = if more.contains(&"--at") { &[] } else { &at };
    let set: &[&str] =
        if more.iter().any(|flag| ["--jwks", "--key"].contains(flag)) { &[] } else { &["--jwks", "tokens/jwks.json"] };
    world.run(&[&["token", "verify", &file], set, at, more].concat())
}

/// The hint of a refusal, which is the same for people and for programs, and is not given with the bare value.
#[track_caller]
fn hint(world: &Real, token: &str, more: &[&str], exit: u8) -> String {
    let text = verify(world, token, more).exits(exit);
    let told = text.err();
    let told = told.lines().find_map(|line| line.strip_prefix("hint: ")).unwrap_or_else(|| panic!("no hint: {text}"));
    let json = verify(world, token, &[more, &["--json"]].concat()).exits(exit);
    let document = json.json();
    let read = document["hint"].as_str().unwrap_or_else(|| panic!("no hint: {json}"));
    assert_eq!(read.replace(" --json", ""), told);
    let quiet = verify(world, token, &[more, &["-q"]].concat()).exits(exit);
    assert!(!quiet.err().contains("hint"), "{quiet}");
    told.to_owned()
}

/// Sees that the one command that is advised makes the token valid, and that the hint says in these words what it costs.
#[track_caller]
fn mends(world: &Real, token: &str, more: &[&str], exit: u8, says: &[&str]) {
    let hint = hint(world, token, more, exit);
    for words in says {
        assert!(hint.contains(words), "{words}: {hint}");
    }
    let [command] = &advised(&hint)[..] else { panic!("one command is advised: {hint}") };
    let mended = world.take_advice(command).exits(0);
    assert!(mended.out().starts_with("valid"), "{command}: {mended}");
}

#[test]
fn an_audience_is_asked_for_and_never_left_out_without_a_word() {
    let world = world();
    mends(&world, "gha", &[], 27, &["if you are https://github.com/octo-org", "a token for others is refused"]);
    mends(&world, "keycloak", &[], 27, &["if you are account"]);
    mends(&world, "gha", &["--aud", "https://github.com/octo-org/"], 27, &["a slash at the end"]);
    mends(
        &world,
        "gha",
        &["--aud=mine"],
        27,
        &["get a token for mine", "only where you are https://github.com/octo-org too"],
    );
    // Keycloak names who asked, and a verifier is not that.
    let told = hint(&world, "keycloak", &["--aud", "cli"], 27);
    assert!(told.contains("audience mapper") && advised(&told).is_empty(), "{told}");
    // Cognito's access tokens have no audience.
    let says = ["Cognito", "--require-claim client_id=5bsjlins3936", "nothing says then for which service it is"];
    mends(&world, "cognito-access", &["--aud", "5bsjlins3936"], 27, &says);
}

#[test]
fn a_clock_that_differs_little_is_forgiven_and_an_old_token_is_not() {
    let world = world();
    let aud = ["--aud", "https://github.com/octo-org"];
    let at = |time: &'static str| [&aud[..], &["--at", time]].concat();
    mends(&world, "gha", &at("2000000009"), 24, &["--leeway 10s", "get a new token", "so much longer"]);
    mends(&world, "gha", &[&at("2000000100")[..], &["--leeway", "1m"]].concat(), 24, &["--leeway 101s"]);
    mends(&world, "gha", &at("2000000300"), 24, &["get a new token", "says nothing of now"]);
    mends(&world, "gha", &at("2040000000"), 24, &["get a new token", "says nothing of now"]);
    mends(&world, "gha", &at("1795725960"), 25, &["--leeway 10s", "set the clocks right"]);
    let told = hint(&world, "gha", &at("1795000000"), 25);
    assert!(told.contains("set the clock right") && advised(&told).is_empty(), "{told}");
}

#[test]
fn an_issuer_is_named_as_it_names_itself() {
    let world = world();
    let of = |issuer: &'static str| ["--aud", "https://github.com/octo-org", "--iss", issuer];
    mends(&world, "gha", &of("https://token.actions.githubusercontent.com/"), 26, &["a slash at the end"]);
    let says = ["get a token of https://other.example", "only where you take those of"];
    mends(&world, "gha", &of("https://other.example"), 26, &says);
    let told = hint(&world, "simple", &["--iss", "https://other.example"], 26);
    assert!(advised(&told).is_empty(), "{told}");
}

#[test]
fn an_algorithm_is_the_issuers_to_say() {
    let world = world();
    let says = ["ask the issuer", "do not take the token's word for it"];
    mends(&world, "simple", &["--jwks", "tokens/jwks-noalg.json"], 22, &says);
    mends(&world, "simple", &["--key", "tokens/rsa.pub.pem", "--alg", "PS256"], 21, &says);
    // Another kind of key is another's token.
    let other = verify(&world, "simple", &["--key", "tokens/ec.pub.pem"]).exits(21);
    assert!(!other.err().contains("hint:"), "{other}");
}

#[test]
fn a_claim_and_a_kind_are_compared_as_the_issuer_writes_them() {
    let world = world();
    mends(&world, "big-numbers", &["--require-claim", "uid=9007199254740993"], 29, &[":="]);
    let okta = ["--aud", "api://default", "--require-claim", "client_id=c", "--require-claim", "ver:=1"];
    mends(&world, "okta-scp-list", &okta, 29, &["its issuer writes cid"]);
    let says = ["nothing but aud and claims tells them from its ID tokens then"];
    mends(&world, "gha", &["--aud", "https://github.com/octo-org", "--typ", "at+jwt"], 28, &says);
    mends(
        &world,
        "keycloak",
        &["--aud", "account", "--require-claim", "realm_access.roles=admin"],
        29,
        &["one of a list"],
    );
    for claim in ["client_id=d", "ver=2", "nobody=1"] {
        let other = verify(&world, "okta-scp-list", &["--aud", "api://default", "--require-claim", claim]).exits(29);
        assert!(!other.err().contains("hint:"), "{other}");
    }
}

#[test]
fn the_name_of_a_file_is_no_token_and_its_content_may_be_one() {
    let world = world();
    let given = ["token", "verify", "tokens/simple.jwt", "--jwks", "tokens/jwks.json", "--at", THEN];
    let told = world.run(&given).exits(20).err();
    let [command] = &advised(&told)[..] else { panic!("one command is advised: {told}") };
    assert!(command.contains(" @tokens/simple.jwt "), "{command}");
    world.take_advice(command).ok();
}

#[test]
fn every_verb_tells_the_name_of_a_file_from_a_token() {
    let world = Real::new();
    let token = world.token();
    world.file("token.txt", &token);
    world.file("token", &token);
    for (verb, more) in [("decode", &[][..]), ("show", &[]), ("tree", &[]), ("revoke", &["--reason", "lost"])] {
        for file in ["token.txt", "token"] {
            let told = world.run(&[&["token", verb, file], more].concat()).exits(20).err();
            assert!(told.contains("the name of a file"), "{verb}: {told}");
            let [command] = &advised(&told)[..] else { panic!("one command is advised: {told}") };
            let done = world.take_advice(command);
            assert_eq!(done.exit, if verb == "tree" { done.exit } else { 0 }, "{command}: {done}");
        }
    }
}

#[test]
fn where_there_is_no_home_other_keys_can_judge() {
    let world = world();
    let told = world.run(&["token", "verify", "@tokens/gha.jwt"]).exits(3).err();
    let commands = advised(&told);
    let issuer = "--issuer-url https://token.actions.githubusercontent.com";
    assert!(
        commands.iter().any(|command| command.ends_with(issuer))
            && told.contains("if you take tokens of")
            && told.contains("--jwks"),
        "{told}"
    );
    let told = world.run(&["token", "verify", "@tokens/hs256.jwt"]).exits(3).err();
    assert!(told.contains("--jwks FILE|URL") && told.contains("mintage init"), "{told}");
}

#[test]
fn a_token_is_never_repeated_and_what_it_says_is_one_word_of_a_shell() {
    let world = Sandbox::new();
    let audience = "x';touch${IFS}stolen;$(touch${IFS}stolen)\"";
    world.run(&["app", "update", "demo", "--audience", audience]).ok();
    let token = world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--aud", audience]).ok().line(0);
    let set = world.run(&["keys", "export", "--jwks"]).ok().out();
    let file = world.file("set.json", set);
    let set = file.to_str().unwrap();
    let told = world.run(&["token", "verify", &token, "--jwks", set]).exits(27).err();
    assert!(!told.contains(&token[..20]) && told.contains("\"$TOKEN\""), "{told}");
    let [command] = &advised(&told)[..] else { panic!("one command is advised: {told}") };
    world.take_advice_on(command, &token).ok();
    assert!(!world.folder().join("stolen").exists());
    // From standard input it comes from there again.
    let told = world.run_with(&["token", "verify", "-", "--jwks", set], &token).exits(27).err();
    world.take_advice_on(&advised(&told)[0], &token).ok();
}

#[test]
fn what_the_ledger_knows_is_shown_where_it_is_kept() {
    let world = Sandbox::new();
    let (token, other) = (world.token(), world.token());
    world.run(&["token", "revoke", &token]).ok();
    let follow = |token: &str, exit: u8| {
        let told = world.run(&["token", "verify", token]).exits(exit).err();
        let commands = advised(&told);
        assert!(!commands.is_empty(), "{told}");
        commands.iter().map(|command| world.take_advice(command).ok().out()).collect::<String>()
    };
    assert!(follow(&token, 32).contains("revoked"));
    world.run(&["app", "block", "demo", "--reason", "leaked"]).ok();
    assert!(follow(&other, 33).contains("leaked"));
}

#[test]
fn a_home_that_is_named_is_named_again() {
    let world = Sandbox::new();
    let token = world.token();
    world.run(&["token", "revoke", &token]).ok();
    let home = world.home().display().to_string();
    world.set("MINTAGE_HOME", "/nowhere");
    let told = world.run(&["--home", &home, "token", "verify", &token]).exits(32).err();
    world.take_advice(&advised(&told)[0]).ok();
    // So it is where a command fails.
    let told = world.run(&["--home", &home, "app", "show", "nobody"]).exits(3).err();
    let commands = advised(&told);
    assert!(!commands.is_empty(), "{told}");
    for command in commands {
        world.take_advice(&command).ok();
    }
}

#[test]
fn an_id_token_is_no_access_token_and_a_bound_one_needs_its_proof() {
    let world = Sandbox::new();
    let issued = ["token", "issue", "--app", "demo", "--user", "alice", "--with-id-token", "--json"];
    let issued: Value = world.run(&issued).ok().json();
    let id_token = issued["id_token"].as_str().unwrap();
    let shown = world.run(&["token", "verify", id_token, "--aud", issued["client_id"].as_str().unwrap_or("x")]);
    assert!([27, 28].contains(&shown.exit), "{shown}");
    let bound = ["--user", "alice", "--claim", "cnf:={\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}"];
    let bound = world.run(&[&["token", "issue", "--app", "demo"], &bound[..]].concat()).ok().line(0);
    let told = world.run(&["token", "verify", &bound]).exits(34).err();
    assert!(told.contains("where another program checks the proof"), "{told}");
    world.take_advice_on(&advised(&told)[0], &bound).ok();
}
