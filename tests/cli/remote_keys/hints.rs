//! What to type next where keys could not be had: each command that is advised is given, and gets them.

use serde_json::json;

use super::{SET, World};
use crate::server::{Reply, Server};
use crate::support::{Answer, advised};

const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// An authority that is an issuer with this path, and publishes its metadata there.
fn issuer(path: &str) -> (World, String) {
    let world = World::on(Server::https());
    let issuer = world.server.url(path);
    let config = world.authority.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap().replace("https://auth.localhost", &issuer);
    std::fs::write(&config, text).unwrap();
    let token = world.authority.issue(&[]);
    let metadata = json!({"issuer": issuer, "jwks_uri": world.server.url(SET)}).to_string();
    world.server.tell(&format!("{path}{WELL_KNOWN}"), Reply::of(metadata));
    (World { token, ..world }, issuer)
}

fn verify(world: &World, more: &[&str]) -> Answer {
    let args = ["token", "verify", "-", "--aud", "https://api.localhost", "--ca-file", world.ca.to_str().unwrap()];
    world.verifier.run_with(&[&args[..], &["--no-cache"], more].concat(), &world.token)
}

/// Sees that a source fails, that these words are said of it, and that the one command that is advised gets the token judged
/// as good.
#[track_caller]
fn mends(world: &World, more: &[&str], words: &[&str]) {
    let refused = verify(world, more).exits(1);
    let told = refused.err();
    assert!(words.iter().all(|words| told.contains(words)), "{words:?}: {told}");
    let [command] = &advised(&told)[..] else { panic!("one command is advised: {told}") };
    world.verifier.take_advice_on(command, &world.token).ok();
}

#[test]
fn the_name_of_a_provider_is_told_from_the_address_of_its_metadata_and_of_its_keys() {
    let (world, issuer) = issuer("/realms/a");
    verify(&world, &["--issuer-url", &issuer]).ok();
    let metadata = format!("{issuer}{WELL_KNOWN}");
    mends(&world, &["--issuer-url", &metadata], &["404", "is put behind it"]);
    mends(&world, &[&format!("--issuer-url={metadata}")], &["404", "is put behind it"]);
    mends(&world, &["--jwks", &metadata], &["no list named keys", "the metadata of a provider"]);
    let other = verify(&world, &["--issuer-url", &world.server.url("/realms/b")]).exits(1);
    assert!(other.err().contains("check the name of the issuer"), "{other}");
    mends(&world, &["--issuer-url", &format!("{issuer}/")], &["if that is whom you mean"]);
}

#[test]
fn metadata_of_all_tenants_is_followed_to_the_tenant_that_is_meant() {
    let (world, _) = issuer("/9188040d-6c67/v2.0");
    let all = json!({"issuer": world.server.url("/{tenantid}/v2.0"), "jwks_uri": world.server.url(SET)}).to_string();
    for path in ["/common/v2.0", "/organizations/v2.0"] {
        world.server.tell(&format!("{path}{WELL_KNOWN}"), Reply::of(&all));
        let of_all = world.server.url(path);
        mends(&world, &["--issuer-url", &of_all], &["{tenantid}", "if you take tokens of", "/9188040d-6c67/v2.0"]);
    }
    // A token that names nobody like that decides nothing.
    let forged =
        world.authority.run(&["token", "forge", "--flaw", "wrong-iss", "--app", "demo", "--user", "alice"]).ok();
    let world = World { token: forged.line(0), ..world };
    let refused = verify(&world, &["--issuer-url", &world.server.url("/common/v2.0")]).exits(1);
    let told = refused.err();
    assert!(told.contains("every tenant at once") && told.contains("--iss says which"), "{told}");
    // Another issuer would get its tokens taken: it is not.
    world.verifier.take_advice_on(&advised(&told)[0], &world.token).exits(0);
}

/// The lines for a policy that a text names.
fn lines(told: &str) -> Vec<&str> {
    told.split('`').skip(1).step_by(2).filter(|line| line.contains(" = ")).collect()
}

#[test]
fn where_a_policy_names_the_provider_the_line_for_the_policy_is_told() {
    let (world, issuer) = issuer("/9188040d-6c67/v2.0");
    let all = json!({"issuer": world.server.url("/{tenantid}/v2.0"), "jwks_uri": world.server.url(SET)}).to_string();
    world.server.tell(&format!("/common/v2.0{WELL_KNOWN}"), Reply::of(&all));
    let metadata = format!("{issuer}{WELL_KNOWN}");
    for (named, count) in [
        (format!("issuer_url = \"{}\"", world.server.url("/common/v2.0")), 2),
        (format!("issuer_url = \"{issuer}/\""), 1),
        (format!("issuer_url = \"{metadata}\""), 1),
        (format!("jwks = \"{metadata}\""), 1),
    ] {
        let policy = world.verifier.file("policy.toml", format!("{named}\n")).display().to_string();
        let refused = verify(&world, &["--policy", &policy]).exits(1);
        let told = refused.err();
        assert!(advised(&told).is_empty(), "{named}: {told}");
        assert_eq!(lines(&told).len(), count, "{named}: {told}");
        let policy = world.verifier.file("policy.toml", lines(&told).join("\n")).display().to_string();
        verify(&world, &["--policy", &policy]).ok();
    }
}

#[test]
fn a_token_of_another_issuer_is_judged_with_its_own_keys_and_not_by_a_home() {
    let (world, issuer) = issuer("/realms/a");
    let judged = |exit: u8| {
        let refused =
            world.verifier.run_with(&["token", "verify", "-", "--aud", "https://api.localhost"], &world.token);
        let refused = refused.exits(exit).err();
        assert!(refused.contains(&format!("if you take tokens of {issuer}, as")), "{refused}");
        let with_keys = advised(&refused).into_iter().find(|command| command.contains("--issuer-url")).unwrap();
        world.verifier.take_advice_on(&format!("{with_keys} --ca-file {}", world.ca.display()), &world.token).ok();
    };
    judged(3);
    world.verifier.run(&["init", "--alg", "ES256", "--no-passphrase"]).ok();
    judged(22);
}

#[test]
fn a_redirect_is_followed_by_a_person_alone() {
    let (world, issuer) = issuer("/realms/a");
    let moved = |to: &str| Reply { status: 301, ..Reply::of("") }.with("location", to);
    world.server.tell(&format!("/old{WELL_KNOWN}"), moved(&format!("{issuer}{WELL_KNOWN}")));
    mends(&world, &["--issuer-url", &world.server.url("/old")], &["redirects to", "is how the issuer writes its name"]);
    world.server.tell(&format!("/here{WELL_KNOWN}"), moved(&format!("/realms/a{WELL_KNOWN}")));
    mends(&world, &["--issuer-url", &world.server.url("/here")], &["is how the issuer writes its name"]);
    world.server.tell("/keys", moved(&world.server.url(SET)));
    mends(&world, &["--jwks", &world.server.url("/keys")], &["if that is where the keys are"]);
    world.server.tell("/keys", moved(SET));
    mends(&world, &["--jwks", &world.server.url("/keys")], &["if that is where the keys are"]);
    // The provider names an address that redirects.
    let metadata = json!({"issuer": issuer, "jwks_uri": world.server.url("/keys")}).to_string();
    world.server.tell(&format!("/realms/a{WELL_KNOWN}"), Reply::of(metadata));
    mends(&world, &["--issuer-url", &issuer], &["if that is where the keys are"]);
    // Where it leads to is not asked, or is no metadata.
    for to in ["http://elsewhere.example/keys", "ftp://x/y", "//elsewhere.example/keys"] {
        world.server.tell("/keys", moved(to));
        let refused = verify(&world, &["--jwks", &world.server.url("/keys")]).exits(1);
        assert!(advised(&refused.err()).is_empty(), "{refused}");
    }
    world.server.tell(&format!("/old{WELL_KNOWN}"), moved("/login?next=1"));
    let refused = verify(&world, &["--issuer-url", &world.server.url("/old")]).exits(1);
    assert!(refused.err().contains("a page for people"), "{refused}");
}

#[test]
fn a_server_that_asks_who_is_there_is_not_where_keys_are() {
    let world = World::new();
    for status in [401, 403] {
        world.server.tell(SET, Reply { status, ..Reply::of("") });
        let refused = world.verify(&world.token, &[]).exits(1);
        assert!(refused.err().contains("keys are for everybody"), "{refused}");
    }
}

#[test]
fn tls_at_a_plain_port_and_plain_words_at_one_of_tls_are_told_apart() {
    let (world, plain) = (World::new(), World::on(Server::http()));
    plain.verifier.file("ca.pem", &world.server.authority);
    let refused = plain.verify_at(&plain.server.url(SET).replace("http:", "https:"), &plain.token, &[]).exits(1);
    assert!(refused.err().contains("does not speak TLS"), "{refused}");
    plain.verifier.take_advice_on(&advised(&refused.err())[0], &plain.token).ok();
    mends(&world, &["--jwks", &world.server.url(SET).replace("https:", "http:")], &["seems to expect TLS"]);
    // As Go, nginx and Apache answer.
    plain.server.tell(SET, Reply { status: 400, ..Reply::of("Client sent an HTTP request to an HTTPS server.\n") });
    let refused = plain.verify(&plain.token, &[]).exits(1);
    assert!(refused.err().contains("ask with https"), "{refused}");
    plain.server.tell(SET, Reply { status: 400, ..Reply::of("no such tenant") });
    plain.fails_at(&plain.server.url(SET), "the server answered with status 400");
    // Elsewhere nothing is asked plainly.
    let refused = plain.verify_at(&format!("https://0.0.0.0:{}/jwks", plain.server.port), &plain.token, &[]).exits(1);
    assert!(refused.err().contains("check the port") && advised(&refused.err()).is_empty(), "{refused}");
}

#[test]
fn a_provider_elsewhere_does_not_send_us_to_this_machine() {
    let world = World::on(Server::https_as(&["0.0.0.0", "localhost"]));
    let issuer = world.server.url("").replace("localhost", "0.0.0.0");
    let metadata = json!({"issuer": issuer, "jwks_uri": world.server.url(SET)}).to_string();
    world.server.tell(WELL_KNOWN, Reply::of(metadata));
    let refused = verify(&world, &["--issuer-url", &issuer]).exits(1);
    assert!(refused.err().contains("it is on this machine, and who names it is not"), "{refused}");
    assert_eq!(world.server.asked(), 1);
}
