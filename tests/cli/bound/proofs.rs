//! Each check of RFC 9449, 4.3: a proof that fails it is refused, and the answer says which it was.

use serde_json::{Value, json};

use super::{Draft, KEY, OTHER, URL, bound, client, refusal, shown};
use crate::support::token_parts::sign;
use crate::support::{START, Sandbox, b64};

#[test]
fn a_token_that_is_bound_is_good_with_a_proof_and_with_nothing_else() {
    let world = Sandbox::new();
    let token = bound(&world);
    world.run(&["token", "verify", &token]).exits(34);
    let answer = shown(&world, &token, &Draft::of(&token).text(), &["--json"]).ok().json();
    let check = |name: &str| {
        let checks = answer["checks"].as_array().unwrap();
        checks.iter().find(|check| check["check"] == name).unwrap()["outcome"].clone()
    };
    assert_eq!((check("possession"), check("replay")), (json!("pass"), json!("pass")));
    // A shown proof is checked, whatever else would be taken.
    let bad = Draft::of(&token).claim("htm", json!("GET")).text();
    shown(&world, &token, &bad, &["--possession", "ignored"]).exits(34);
}

#[test]
fn a_proof_with_a_token_that_is_not_bound_to_its_key_is_refused() {
    let world = Sandbox::new();
    for more in [&[][..], &["--claim", r#"cnf:={"x5t#S256":"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}"#]] {
        let token = world.issue(more);
        let said = refusal(&world, &token, &Draft::of(&token).text());
        assert!(said.contains("not bound to a key by its thumbprint"), "{said}");
    }
    let token = bound(&world);
    let said = refusal(&world, &token, &Draft::by(OTHER, &token).text());
    assert!(said.contains("jwk is the key") && said.contains(&client(KEY).thumbprint), "{said}");
}

#[test]
fn each_member_must_be_there_once_and_be_what_it_is() {
    let world = Sandbox::new();
    let token = bound(&world);
    let draft = || Draft::of(&token);
    for claim in ["jti", "htm", "htu", "iat", "ath"] {
        let said = refusal(&world, &token, &draft().without(claim).text());
        assert!(said.contains(&format!("{claim} is missing")), "{claim}: {said}");
        for other in [json!(null), json!([]), json!({}), json!(true), json!("")] {
            let said = refusal(&world, &token, &draft().claim(claim, other.clone()).text());
            assert!(said.contains(claim), "{claim} {other}: {said}");
        }
    }
    for claim in ["jti", "htm", "htu", "ath", "nonce"] {
        let said = refusal(&world, &token, &draft().claim(claim, json!(1)).text());
        assert!(said.contains(&format!("{claim} is not a text")), "{claim}: {said}");
    }
    for iat in [json!("1767225600"), json!(1e300), json!(-1e18)] {
        assert!(refusal(&world, &token, &draft().claim("iat", iat).text()).contains("`iat` is not a number"));
    }
    for member in ["typ", "alg", "jwk"] {
        let said = refusal(&world, &token, &draft().without(member).text());
        assert!(said.contains(member), "{member}: {said}");
        let said = refusal(&world, &token, &draft().header(member, json!(5)).text());
        assert!(said.contains(member), "{member}: {said}");
    }
    // Each member twice.
    let whole = draft();
    let (header, claims) =
        (Value::from(whole.header.clone()).to_string(), Value::from(whole.claims.clone()).to_string());
    for name in whole.header.keys() {
        let twice = header.replacen('{', &format!("{{\"{name}\":{},", whole.header[name]), 1);
        assert!(refusal(&world, &token, &sign(&whole.signer.key, twice, &claims)).contains("JSON"), "{name}");
    }
    for name in whole.claims.keys() {
        let twice = claims.replacen('{', &format!("{{\"{name}\":{},", whole.claims[name]), 1);
        assert!(refusal(&world, &token, &sign(&whole.signer.key, &header, twice)).contains("JSON"), "{name}");
    }
    world.run(&["token", "verify", &token, "--dpop", &whole.text(), "--method", "POST", "--url", URL]).ok();
}

#[test]
fn a_proof_is_one_jwt() {
    let world = Sandbox::new();
    let token = bound(&world);
    let one = Draft::of(&token).text();
    let other = Draft::of(&token).claim("jti", json!("2")).text();
    for two in [format!("{one}, {other}"), format!("{one},{other}"), format!("{one}\n{other}"), format!("{one} {one}")]
    {
        assert!(refusal(&world, &token, &two).contains("more than one"), "{two}");
    }
    let twice = shown(&world, &token, &one, &["--dpop", &other]).exits(34);
    assert!(twice.err().contains("more than one") || twice.out().contains("more than one"), "{twice}");
    for (bad, what) in
        [("", "empty"), ("  ", "empty"), ("x.y", "parts"), ("a.b.c.d.e", "parts"), ("{}", "JSON"), ("....", "parts")]
    {
        assert!(refusal(&world, &token, bad).contains(what), "{bad}");
    }
    assert!(refusal(&world, &token, &format!("{}=", &one)).contains("base64"));
    assert!(refusal(&world, &token, &one[..one.len() - 2]).contains("signature"));
    let large = Draft::of(&token).claim("x", json!("x".repeat(33 * 1024))).text();
    let file = world.file("large", large).display().to_string();
    assert!(refusal(&world, &token, &format!("@{file}")).contains("larger than 32 KiB"));
    // From a file and from standard input, as a token.
    let file = world.file("proof", format!("{one}\n")).display().to_string();
    shown(&world, &token, &format!("@{file}"), &[]).ok();
    let args = ["token", "verify", &token, "--dpop", "-", "--method", "POST", "--url", URL];
    world.run_with(&args, format!("{other}\n")).ok();
    world.run(&["token", "verify", "--dpop", "-", "--method", "POST", "--url", URL]).exits(2);
}

#[test]
fn its_type_and_algorithm_are_those_of_a_proof() {
    let world = Sandbox::new();
    let token = bound(&world);
    let draft = || Draft::of(&token);
    for typ in ["JWT", "at+jwt", "dpop", "dpop+jwt2", ""] {
        assert!(refusal(&world, &token, &draft().header("typ", json!(typ)).text()).contains("typ is"), "{typ}");
    }
    for alg in ["none", "None", "NONE", "", "XX256"] {
        assert!(refusal(&world, &token, &draft().header("alg", json!(alg)).text()).contains("never accepted"), "{alg}");
    }
    for alg in ["HS256", "HS384", "HS512"] {
        assert!(refusal(&world, &token, &draft().header("alg", json!(alg)).text()).contains("shared secret"), "{alg}");
    }
    for alg in ["ES384", "EdDSA", "RS256", "PS256"] {
        let said = refusal(&world, &token, &draft().header("alg", json!(alg)).text());
        assert!(said.contains("alg is") || said.contains("jwk"), "{alg}: {said}");
    }
    for name in ["crit", "b64"] {
        assert!(refusal(&world, &token, &draft().header(name, json!(["x"])).text()).contains(name), "{name}");
    }
    // Unsigned, whatever it says of itself.
    let whole = draft();
    let claims = Value::from(whole.claims.clone()).to_string();
    let none = format!(
        "{}.{}.",
        b64(json!({"typ": "dpop+jwt", "alg": "none", "jwk": whole.signer.jwk}).to_string()),
        b64(&claims)
    );
    assert!(refusal(&world, &token, &none).contains("never accepted"));
    let unsigned = format!("{}.{}.", b64(Value::from(whole.header.clone()).to_string()), b64(&claims));
    assert!(refusal(&world, &token, &unsigned).contains("signature"));
}

#[test]
fn the_key_in_it_is_a_public_one_that_made_its_signature() {
    let world = Sandbox::new();
    let token = bound(&world);
    let with = |jwk: Value| refusal(&world, &token, &Draft::of(&token).header("jwk", jwk).text());
    let jwk = client(KEY).jwk;
    for name in ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"] {
        let mut private = jwk.clone();
        private[name] = json!("AQ");
        assert!(with(private).contains(&format!("`{name}`, which is private")), "{name}");
    }
    assert!(with(json!({"kty": "oct", "k": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"})).contains("private"));
    let mut other = client(OTHER).jwk;
    assert!(with(other.clone()).contains("alg is ES256"));
    other["kty"] = json!("EC");
    assert!(with(other).contains("jwk"));
    let mut wrong = jwk.clone();
    wrong["alg"] = json!("ES384");
    assert!(with(wrong).contains("jwk"));
    let mut for_encryption = jwk.clone();
    for_encryption["use"] = json!("enc");
    assert!(with(for_encryption).contains("not for signatures"));
    for name in ["x", "y", "crv", "kty"] {
        let mut lacking = jwk.clone();
        lacking.as_object_mut().unwrap().remove(name);
        assert!(with(lacking).contains("jwk"), "{name}");
    }
    // Another key of the same kind, whose proof this is not.
    let mut swapped = Draft::of(&token);
    swapped.header.insert(
        "jwk".to_owned(),
        json!({"kty": "EC", "crv": "P-256",
        "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}),
    );
    assert!(refusal(&world, &token, &swapped.text()).contains("not made by the key"));
    // Nothing else that names a key is followed.
    let led = Draft::of(&token).header("jku", json!("https://evil.example/")).header("kid", json!("other"));
    shown(&world, &token, &led.text(), &[]).ok();
}

#[test]
fn it_is_for_this_request_and_this_token_and_for_a_few_minutes() {
    let world = Sandbox::new();
    let token = bound(&world);
    let draft = || Draft::of(&token);
    for (claim, value, what) in [
        ("htm", json!("GET"), "htm is \"GET\""),
        ("htm", json!("post"), "htm is \"post\""),
        ("htu", json!("https://api.example.com/"), "htu is"),
        ("htu", json!("http://api.example.com/orders"), "htu is"),
        ("htu", json!("https://api.example.com:8443/orders"), "htu is"),
        ("htu", json!("https://evil.example/orders"), "htu is"),
        ("htu", json!("/orders"), "no address"),
        ("htu", json!("https://alice@api.example.com/orders"), "no address"),
        ("iat", json!(START - 301), "iat"),
        ("iat", json!(START + 11), "from now"),
        ("iat", json!(START + 86_400), "from now"),
        ("exp", json!(START), "exp"),
        ("nbf", json!(START + 60), "from now"),
        ("ath", json!(b64([0; 32])), "ath is not"),
        ("ath", json!(token), "ath is not"),
    ] {
        let said = refusal(&world, &token, &draft().claim(claim, value.clone()).text());
        assert!(said.contains(what), "{claim} {value}: {said}");
    }
    for (jti, htu) in [
        ("a", "HTTPS://API.example.com:443/orders"),
        ("b", "https://api.example.com/x/../orders"),
        ("c", "https://api.example.com/orders?page=1#top"),
        ("d", "https://api.example.com/%6Frders"),
    ] {
        shown(&world, &token, &draft().claim("htu", json!(htu)).claim("jti", json!(jti)).text(), &[]).ok();
    }
    for (jti, iat) in [("e", START - 300), ("f", START + 10)] {
        shown(&world, &token, &draft().claim("iat", json!(iat)).claim("jti", json!(jti)).text(), &[]).ok();
    }
    let late = draft().claim("iat", json!(START - 320)).claim("jti", json!("g")).text();
    shown(&world, &token, &late, &["--leeway", "20s"]).ok();
    let another = bound(&world);
    assert!(refusal(&world, &another, &draft().text()).contains("ath"));
    // As of a time when it was good.
    let proof = draft().claim("jti", json!("h")).text();
    world.pass(600);
    assert!(refusal(&world, &token, &proof).contains("10m past"));
    shown(&world, &token, &proof, &["--at", "2026-01-01T00:00:10Z"]).ok();
}

#[test]
fn a_nonce_that_was_asked_for_is_there_and_one_that_was_not_is_told() {
    let world = Sandbox::new();
    let token = bound(&world);
    let draft = |jti: &str| Draft::of(&token).claim("jti", json!(jti));
    shown(&world, &token, &draft("a").claim("nonce", json!("n-1")).text(), &["--nonce", "n-1"]).ok();
    let told = shown(&world, &token, &draft("b").claim("nonce", json!("n-1")).text(), &[]).ok();
    assert!(told.err().contains("has a nonce"), "{told}");
    let other = shown(&world, &token, &draft("c").claim("nonce", json!("n-2")).text(), &["--nonce", "n-1"]).exits(34);
    assert!(other.to_string().contains("nonce is not the one"), "{other}");
    let none = shown(&world, &token, &draft("d").text(), &["--nonce", "n-1"]).exits(34);
    assert!(none.to_string().contains("nonce is missing"), "{none}");
    shown(&world, &token, &draft("e").text(), &["--nonce", ""]).exits(2);
}

#[test]
fn a_proof_needs_a_request_and_a_request_a_proof() {
    let world = Sandbox::new();
    let token = bound(&world);
    let proof = Draft::of(&token).text();
    let verify = |more: &[&str]| world.run(&[&["token", "verify", &token][..], more].concat());
    for more in [
        &["--dpop", &proof][..],
        &["--dpop", &proof, "--method", "POST"],
        &["--dpop", &proof, "--url", URL],
        &["--method", "POST", "--url", URL],
        &["--nonce", "n"],
        &["--dpop", &proof, "--method", "PO ST", "--url", URL],
        &["--dpop", &proof, "--method", "POST", "--url", "orders"],
        &["--dpop", &proof, "--method", "POST", "--url", URL, "--signature-only"],
    ] {
        verify(more).exits(2);
    }
    // A service with one address may say it once.
    let policy = world.file("p.toml", format!("method = \"POST\"\nurl = \"{URL}\"\n")).display().to_string();
    verify(&["--policy", &policy]).exits(34);
    verify(&["--policy", &policy, "--dpop", &proof]).ok();
}

#[test]
fn an_opaque_token_is_bound_as_a_signed_one() {
    let world = Sandbox::new();
    let key = world.file("client.pem", KEY).display().to_string();
    let token = world.issue(&["--cnf-key", &key, "--format", "opaque"]);
    world.run(&["token", "verify", &token]).exits(34);
    shown(&world, &token, &Draft::of(&token).text(), &[]).ok();
}
