//! Policy files that name their judge: keys of their own, one for each issuer, and revocations.

use mintage::core::jose::Sign as _;
use serde_json::{Value, json};

use crate::server::{Reply, Server};
use crate::support::token_parts::sign;
use crate::support::{Answer, START, Sandbox};

const A: &str = "https://a.example";
const B: &str = "https://b.example";
const US: &str = "https://api.example";

/// Two authorities, and a verifier that has the keys of both.
struct World {
    a: Sandbox,
    b: Sandbox,
    verifier: Sandbox,
}

impl World {
    fn new() -> Self {
        let (a, b, verifier) = (Sandbox::new(), Sandbox::new(), Sandbox::empty());
        // Chance is the same in both, and so is the first key.
        let first = b.key_file();
        b.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
        std::fs::remove_file(first).expect("the first key");
        for (name, of) in [("a.json", &a), ("b.json", &b)] {
            let kid = of.signing_key().kid().to_string();
            let key: Value = of.run(&["keys", "export", &kid, "--format", "jwk"]).ok().json();
            verifier.file(name, json!({"keys": [key]}).to_string());
        }
        Self { a, b, verifier }
    }

    fn verify(&self, policy: &str, token: &str, more: &[&str]) -> Answer {
        let policy = self.verifier.file("policy.toml", policy).display().to_string();
        self.verifier.run_with(&[&["token", "verify", "-", "--policy", &policy], more].concat(), token)
    }
}

/// A token that this authority signed, with these claims.
fn signed(by: &Sandbox, changes: &Value) -> String {
    let key = by.signing_key();
    let mut claims = json!({"sub": "p", "aud": US, "iat": START, "exp": START + 900});
    for (name, value) in changes.as_object().expect("changes") {
        claims[name] = value.clone();
    }
    sign(&key, json!({"alg": "EdDSA", "kid": key.kid().as_str()}).to_string(), claims.to_string())
}

fn two() -> String {
    format!(
        "aud = \"{US}\"\n\n[[issuer]]\niss = \"{A}\"\njwks = \"a.json\"\nrequire_scope = \"read\"\n\n\
         [[issuer]]\niss = \"{B}\"\njwks = \"b.json\"\n"
    )
}

#[test]
fn a_policy_names_the_keys_that_judge_and_files_beside_it() {
    let world = World::new();
    let token = signed(&world.a, &json!({"iss": A}));
    let policy = format!("aud = \"{US}\"\niss = [\"{A}\", \"{B}\"]\njwks = \"a.json\"\n");
    let valid = world.verify(&policy, &token, &["--explain"]).ok();
    assert!(valid.out().contains("a.json") && valid.out().contains("iss is https://a.example"), "{valid}");
    world.verify(&policy, &signed(&world.b, &json!({"iss": A})), &[]).exits(22);
    world.verify(&format!("{policy}alg = \"ES256\"\n"), &token, &[]).exits(21);
    world.verify(&policy, &token, &["--alg", "ES256"]).exits(21);
    // A flag wins.
    let set = world.verifier.folder().join("b.json").display().to_string();
    world.verify(&policy, &token, &["--jwks", &set]).exits(22);
    let home = world.a.home().display().to_string();
    let both = world.verify(&policy, &token, &["--home", &home]).exits(2);
    assert!(both.err().contains("a home and another source of keys"), "{both}");
    world.verify("alg = \"EdDSA\"\n", &token, &[]).exits(2);
    let missing = world.verify("jwks = \"none.json\"\n", &token, &[]).exits(3);
    assert!(missing.err().contains("none.json"), "{missing}");
}

#[test]
fn the_issuer_of_a_token_chooses_among_those_of_the_policy_alone() {
    let world = World::new();
    let of = |by: &Sandbox, changes: &Value| world.verify(&two(), &signed(by, changes), &["--json"]).json();
    let exit = |verdict: &Value| verdict["exit_code"].as_u64().expect("a code");
    let good = of(&world.a, &json!({"iss": A, "scope": "read"}));
    assert_eq!(exit(&good), 0, "{good}");
    assert_eq!((&good["judge"]["kind"], &good["judge"]["issuer"]), (&json!("policy"), &Value::Null));
    // What one issuer must have, the other need not.
    assert_eq!(exit(&of(&world.a, &json!({"iss": A}))), 30);
    assert_eq!(exit(&of(&world.b, &json!({"iss": B}))), 0);
    assert_eq!(exit(&of(&world.b, &json!({"iss": B, "aud": "them"}))), 27);
    // Neither speaks for the other.
    assert_eq!(exit(&of(&world.a, &json!({"iss": B}))), 22);
    assert_eq!(exit(&of(&world.b, &json!({"iss": A, "scope": "read"}))), 22);
    let stranger = of(&world.a, &json!({"iss": "https://c.example"}));
    assert_eq!(exit(&stranger), 26);
    for check in stranger["checks"].as_array().expect("checks") {
        let wanted = match check["check"].as_str().expect("a name") {
            "form" | "malformed" => "pass",
            "issuer" => "fail",
            _ => "skipped",
        };
        assert_eq!(check["outcome"], wanted, "{check}");
    }
    assert_eq!(exit(&of(&world.a, &json!({"scope": "read"}))), 26);
    assert_eq!(exit(&of(&world.a, &json!({"iss": [A, B]}))), 26);
    world.verify(&two(), "hello", &[]).exits(20);
    // A flag narrows, and never adds.
    let token = signed(&world.b, &json!({"iss": B}));
    world.verify(&two(), &token, &["--iss", A]).exits(26);
    world.verify(&two(), &token, &["--iss", B, "--require-claim", "sub=p"]).ok();
    let set = world.verifier.folder().join("b.json").display().to_string();
    world.verify(&two(), &token, &["--jwks", &set]).exits(2);
}

#[test]
fn a_batch_judges_each_line_by_its_issuer() {
    let world = World::new();
    let tokens = [
        signed(&world.a, &json!({"iss": A, "scope": "read"})),
        signed(&world.b, &json!({"iss": B})),
        signed(&world.a, &json!({"iss": B})),
        signed(&world.b, &json!({"iss": "https://c.example"})),
        json!({"token": signed(&world.b, &json!({"iss": B, "ip": "192.0.2.1"})), "ip": "192.0.2.1"}).to_string(),
    ];
    let policy = world.verifier.file("policy.toml", two()).display().to_string();
    let args = ["token", "verify", "--batch", "-", "--policy", &policy, "--jobs", "2"];
    let answer = world.verifier.run_with(&args, tokens.join("\n")).exits(40);
    let exits: Vec<u64> = answer
        .out()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["exit_code"].as_u64().expect("a code"))
        .collect();
    assert_eq!(exits, [0, 0, 22, 26, 0], "{answer}");
}

#[test]
fn everything_that_is_wrong_in_a_policy_is_told_at_once() {
    let world = World::new();
    let answer = world.verify("leeway = \"6m\"\nwrong = 1\n\n[[issuer]]\niss = \"a\"\n", "x", &[]).exits(2);
    for line in
        ["policy.toml:1: leeway is at most 5m", "policy.toml:2: there is no setting `wrong`", "policy.toml:4: an [["]
    {
        assert!(answer.err().contains(line), "{answer}");
    }
    assert!(answer.out().is_empty(), "{answer}");
}

#[test]
fn revocations_are_fetched_from_an_address_and_kept_as_keys_are() {
    let home = Sandbox::new();
    let verifier = Sandbox::empty();
    verifier.set("XDG_CACHE_HOME", verifier.folder().join("cache").to_str().expect("a name"));
    let server = Server::https();
    verifier.file("ca.pem", &server.authority);
    verifier.file("set.json", home.run(&["keys", "export", "--jwks"]).ok().out());
    let (good, bad) = (home.issue(&[]), home.issue(&[]));
    home.run(&["token", "revoke", &bad, "--reason", "leak"]).ok();
    let snapshot = home.run(&["token", "revocations", "export"]).ok().out();
    server.tell("/revoked", Reply::of(&snapshot));
    let policy = format!(
        "iss = \"https://auth.localhost\"\naud = \"https://api.localhost\"\njwks = \"set.json\"\nca_file = \"ca.pem\"\n\
         revocations = \"https://localhost:{}/revoked\"\nrequire_revocation_check = true\n",
        server.port
    );
    let policy = verifier.file("policy.toml", policy).display().to_string();
    let verify = |token: &str, more: &[&str]| {
        verifier.run_with(&[&["token", "verify", "-", "--policy", &policy], more].concat(), token)
    };
    let valid = verify(&good, &[]).ok();
    assert!(!valid.err().contains("revocation not checked"), "{valid}");
    verify(&bad, &[]).exits(32);
    assert_eq!(server.asked(), 1, "kept");
    verify(&bad, &["--no-cache"]).exits(32);
    assert_eq!(server.asked(), 2);
    // What nobody vouches for is relied on by nobody, and is not kept.
    server.tell("/revoked", Reply::of("eyJhbGciOiJub25lIn0.e30."));
    verify(&good, &["--no-cache"]).exits(5);
    server.tell("/revoked", Reply { status: 503, ..Reply::of("") });
    verify(&good, &["--no-cache"]).exits(1);
    verify(&good, &[]).ok();
}

#[test]
fn the_policy_that_the_help_shows_can_be_taken() {
    let world = World::new();
    let help = world.verifier.run(&["token", "verify", "--help"]).ok().out();
    let (_, shown) = help.split_once("A policy for two issuers:").expect("the example");
    let lines = shown.lines().skip(2).take_while(|line| line.is_empty() || line.starts_with("    "));
    let policy = lines.map(|line| line.trim_start().to_owned() + "\n").collect::<String>();
    assert!(policy.contains("[[issuer]]") && policy.contains("!act"), "{policy}");
    // Nothing is wrong in it but that its file of keys is not here.
    let answer = world.verify(&policy, "x", &[]).exits(3);
    assert!(answer.err().contains("keys/auth.json"), "{answer}");
}

#[test]
fn a_policy_names_a_secret_and_how_it_is_written() {
    let world = World::new();
    let inputs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/field/inputs/tokens");
    let secret = std::fs::read(inputs.join("hs256.secret")).expect("an input");
    let token = std::fs::read_to_string(inputs.join("hs256.jwt")).expect("an input");
    world.verifier.file("secret.txt", secret);
    let policy = "iss = \"supabase\"\nkey = \"secret.txt\"\nsecret_as = \"text\"\nalg = \"HS256\"\nrequire_claim = \"role=an*\"\n";
    world.verify(policy, token.trim_end(), &[]).ok();
    let in_block = format!("alg = \"HS256\"\n[[issuer]]\n{}", policy.replace("alg = \"HS256\"\n", ""));
    world.verify(&in_block, token.trim_end(), &[]).ok();
    world.verify(&policy.replace("text", "hex"), token.trim_end(), &[]).exits(2);
}
