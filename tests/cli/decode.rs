//! `token decode`: what a text is, what it says, and with `--lint` what is wrong with it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::support::{Answer, Sandbox, b64, settled};

/// HS256 with `your-256-bit-secret`, as jwt.io showed it for years.
const JWT_IO: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\
                      eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.\
                      SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
/// The example of GitHub's format, in two parts: scanners report it whole.
const GITHUB: (&str, &str) = ("ghp_zQWBuTSOoRi4A9spHcVY5ncns", "DkxkJ0mLq17");

const SAML: &str = r#"<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" Version="2.0" IssueInstant="2026-01-01T00:00:00Z">
<saml:Issuer>https://idp.example.org</saml:Issuer><saml:Subject><saml:NameID>alice&#x1b;[31m</saml:NameID></saml:Subject>
<saml:Conditions NotBefore="2026-01-01T00:00:00Z" NotOnOrAfter="2026-01-01T00:05:00Z"><saml:AudienceRestriction>
<saml:Audience>https://sp.example.com</saml:Audience></saml:AudienceRestriction></saml:Conditions></saml:Assertion>"#;

fn token_of(header: &str, claims: &str, signature: &str) -> String {
    format!("{}.{}.{signature}", b64(header), b64(claims))
}

fn decode(world: &Sandbox, args: &[&str]) -> String {
    settled(world, &world.run(&[&["token", "decode"], args].concat()))
}

fn piped(world: &Sandbox, args: &[&str], stdin: impl AsRef<[u8]>) -> Answer {
    world.run_with(&[&["token", "decode"], args].concat(), stdin)
}

#[test]
fn a_token_of_the_home_is_shown_with_its_key_and_its_times() {
    let world = Sandbox::new();
    let token = world.token();
    world.pass(60);
    insta::assert_snapshot!(decode(&world, &[&token]), @"
    header
      typ  at+jwt
      alg  EdDSA
      kid  _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8
    claims
      iss        https://auth.localhost
      sub        alice
      aud        https://api.localhost
      exp        1767226500 (2026-01-01T00:15:00Z, in 14m)
      iat        1767225600 (2026-01-01T00:00:00Z, 1m ago)
      nbf        1767225600 (2026-01-01T00:00:00Z, 1m ago)
      jti        019b76da-a807-7005-b02d-43fa06e7d058
      client_id  mtg_app_6F6y1fFmhWYTJ26HzBiu8C
      scope      read write
    key   the kid is that of a key of this home: EdDSA, active
    size  516 bytes
    ---- stderr
    note: nothing was verified; `mintage token verify` judges a token
    ---- exit 0
    ");
    let json = piped(&world, &["--json"], &token).ok().json();
    assert_eq!(json["kind"], "jwt");
    assert_eq!(json["verified"], false);
    assert_eq!(json["bytes"], token.len());
    assert_eq!(json["key"]["alg"], "EdDSA");
    assert_eq!(json["times"]["exp"], "2026-01-01T00:15:00Z");
    assert!(json.get("findings").is_none());
    // Only the kid is known of the key: that the header names another algorithm is said, and decides nothing.
    let forged =
        token_of(&format!(r#"{{"alg":"HS256","kid":"{}"}}"#, json["header"]["kid"].as_str().unwrap()), "{}", "");
    assert!(decode(&world, &[&forged]).contains("EdDSA, active; the header names another algorithm"));
}

#[test]
fn without_a_home_or_with_a_broken_one_a_token_is_shown_all_the_same() {
    let world = Sandbox::new();
    let token = world.token();
    let elsewhere = world.run(&["--home", "nowhere", "token", "decode", "--json", &token]).ok().json();
    assert_eq!(elsewhere["key"], serde_json::Value::Null);
    assert!(!world.folder().join("nowhere").exists());
    world.file("home/mintage.db", "not a database");
    assert_eq!(piped(&world, &["--json"], &token).ok().json()["key"], serde_json::Value::Null);
    let answer = world.run(&["-v", "token", "decode", &token]).ok();
    assert!(answer.err().contains("were not looked at"), "{answer}");
}

#[test]
fn times_that_no_calendar_has_are_shown_as_numbers() {
    let world = Sandbox::empty();
    let odd = token_of(
        r#"{"alg":"none"}"#,
        r#"{"auth_time":9223372036854775807,"updated_at":-1e300,"exp":1.5,"nbf":-1}"#,
        "",
    );
    insta::assert_snapshot!(decode(&world, &[&odd]), @"
    header
      alg  none
    claims
      auth_time   9223372036854775807
      updated_at  -1e300
      exp         1.5 (1970-01-01T00:00:01Z, 20453d 23h ago)
      nbf         -1 (1969-12-31T23:59:59Z, 20454d ago)
    size  117 bytes
    ---- stderr
    note: nothing was verified; `mintage token verify` judges a token
    ---- exit 0
    ");
}

#[test]
fn what_a_token_says_cannot_steer_a_terminal() {
    let world = Sandbox::empty();
    let hostile = token_of(
        r#"{"alg":"none","kid":"\u001b]0;owned\u0007"}"#,
        r#"{"sub":"a\u202eb","\u001b[2J":["\u009b1m"],"x":"line\nline"}"#,
        "",
    );
    insta::assert_snapshot!(decode(&world, &[&hostile]), @r#"
    header
      alg  none
      kid  \u{1b}]0;owned\u{7}
    claims
      sub        a\u{202e}b
      \u{1b}[2J  ["\u009b1m"]
      x          line\u{a}line
    size  140 bytes
    ---- stderr
    note: nothing was verified; `mintage token verify` judges a token
    ---- exit 0
    "#);
    for args in [&["--json"][..], &["-q"], &["--lint"], &["--lint", "--json"]] {
        let out = piped(&world, args, &hostile).ok().out();
        assert!(!out.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\u{7}']), "{out:?}");
    }
}

#[test]
fn what_is_no_token_is_named_and_a_secret_is_not_repeated() {
    let world = Sandbox::empty();
    let github = format!("{}{}", GITHUB.0, GITHUB.1);
    insta::assert_snapshot!(decode(&world, &[&github]), @"
    a GitHub personal access token (classic): opaque, its checksum is right, and only its issuer knows more
    shown     ghp_…Lq17
    checksum  right
    size      40 bytes
    ---- stderr
    warning: whoever holds it can use it: if it was pasted where others can see it, revoke it at its issuer
    note: nothing was verified, and nobody was asked
    ---- exit 0
    ");
    insta::assert_snapshot!(decode(&world, &["--json", &github]), @r#"
    {
      "kind": "github_personal_access_token",
      "header": null,
      "claims": null,
      "verified": false,
      "bytes": 40,
      "description": "a GitHub personal access token (classic): opaque, its checksum is right, and only its issuer knows more",
      "details": {
        "shown": "ghp_…Lq17",
        "checksum": "right"
      },
      "hint": null
    }
    ---- stderr
    {"warning":{"message":"whoever holds it can use it: if it was pasted where others can see it, revoke it at its issuer"}}
    {"note":{"message":"nothing was verified, and nobody was asked"}}
    ---- exit 0
    "#);
    let key = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n-----END PRIVATE KEY-----\n";
    insta::assert_snapshot!(piped(&world, &[], key), @"
    a private key in PEM, not a token
    label   PRIVATE KEY
    blocks  1
    size    118 bytes
    ---- stderr
    warning: this is a private key: if it was pasted, sent or given as an argument, consider it exposed, and replace it
    note: nothing was verified, and nobody was asked
    ---- exit 0
    ");
    insta::assert_snapshot!(decode(&world, &[key]), @"
    ---- stderr
    error: a key in PEM was given as an argument
    hint: give its file as @FILE; arguments are seen by others, so consider a private key given so exposed
    ---- exit 2
    ");
    for (text, kind) in [
        (format!("ya29.{}", "a0Af".repeat(20)), "google_access_token"),
        (format!("1//0{}", "gAbC".repeat(20)), "google_refresh_token"),
        (format!("EAA{}", "bCdE".repeat(20)), "facebook_access_token"),
        (format!("v^1.1#i^1#p^3#r^0#I^3#f^0#t^H4sI{}", "bCdE".repeat(20)), "ebay_oauth_access_token"),
        (format!("AgAAAA**AQAAAA**aAAAAA**{}", "bCdE".repeat(20)), "ebay_auth_n_auth_token"),
        (format!("Authorization: Bearer {github}"), "github_personal_access_token"),
        (r#"{"payload":"e30","protected":"e30","signature":"c2ln"}"#.to_owned(), "jws_json"),
        ("eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA".to_owned(), "jwe"),
    ] {
        let answer = piped(&world, &["--json"], &text).ok();
        assert_eq!(answer.json()["kind"], kind);
        assert_eq!(answer.json()["verified"], false);
        assert!(!answer.to_string().contains(&"bCdE".repeat(3)), "{answer}");
        assert_eq!(piped(&world, &["-q"], &text).ok().out(), format!("{kind}\n"));
    }
}

#[test]
fn a_mistyped_token_is_named_and_refused() {
    let world = Sandbox::new();
    let mistyped = format!("{}{}", GITHUB.0, GITHUB.1.replace("17", "18"));
    insta::assert_snapshot!(decode(&world, &[&mistyped]), @"
    ---- stderr
    error: this looks like a GitHub personal access token (classic) (ghp_), but its checksum is wrong: it was mistyped or damaged
    hint: copy it again, whole
    ---- exit 20
    ");
    let (_, refresh) = world.pair();
    assert_eq!(piped(&world, &["-q"], &refresh).ok().out(), "refresh_token\n");
    let cut = &refresh[..refresh.len() - 1];
    insta::assert_snapshot!(decode(&world, &[cut]), @"
    ---- stderr
    error: the text starts like a mintage refresh token (mtg_rt_) and has not 49 letters and digits after its prefix: it is cut off or has extra characters
    hint: copy it again, whole
    ---- exit 20
    ");
    insta::assert_snapshot!(decode(&world, &["--json", "hello"]), @r#"
    ---- stderr
    {"error":{"code":"malformed","message":"a token has exactly three parts separated by dots; this has 1; the text is no other kind of token that mintage knows","hint":"check that the whole token was copied"}}
    ---- exit 20
    "#);
}

#[test]
fn saml_is_read_in_every_binding() {
    let world = Sandbox::empty();
    insta::assert_snapshot!(piped(&world, &[], SAML), @r"
    a SAML assertion
    binding          xml
    version          2.0
    id               _1
    issued at        2026-01-01T00:00:00Z (in 0s)
    issuer           https://idp.example.org
    subject          alice\u{1b}[31m
    not before       2026-01-01T00:00:00Z (in 0s)
    not on or after  2026-01-01T00:05:00Z (in 5m)
    audience         https://sp.example.com
    assertions       1
    signed           no
    size             476 bytes
    ---- stderr
    warning: until it ends, whoever holds it may be able to use it: do not paste it where others can see it
    note: nothing was verified, and nobody was asked
    ---- exit 0
    ");
    let post = piped(&world, &["--json"], STANDARD.encode(SAML)).ok().json();
    assert_eq!(post["kind"], "saml_assertion");
    assert_eq!(post["details"]["binding"], "post");
    assert_eq!(post["details"]["not_on_or_after"], "2026-01-01T00:05:00Z");
    assert_eq!(post["details"]["not_on_or_after_unix"], 1_767_225_900);
    let laughs = format!(r#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>{}"#, SAML.replace("alice", "&b;"));
    insta::assert_snapshot!(piped(&world, &[], laughs), @"
    ---- stderr
    error: this is XML, but no SAML that mintage reads: it has a document type (DTD), which no SAML message may have
    hint: a SAML message starts with a Response, an Assertion or a request of SAML 1.1 or 2.0
    ---- exit 20
    ");
}

#[test]
fn hostile_texts_end_with_an_error_and_never_hang() {
    let world = Sandbox::empty();
    let texts: Vec<Vec<u8>> = vec![
        b"".to_vec(),
        b"\0".to_vec(),
        b"a\0.b.c".to_vec(),
        b"\xff\xfe".to_vec(),
        vec![b'<'; 2 << 20],
        vec![b'.'; 1 << 20],
        vec![b'{'; 1 << 20],
        vec![b'A'; 1 << 20],
        vec![b'%'; 1 << 20],
        "<a>".repeat(100_000).into_bytes(),
        "[".repeat(100_000).into_bytes(),
    ];
    for text in &texts {
        for args in [&[][..], &["--lint"], &["--json", "--lint", "--fail-on", "low"]] {
            let answer = piped(&world, args, text).exits(20);
            assert!(answer.stdout.is_empty() && answer.stderr.len() < 500, "{answer}");
        }
    }
    // A header can be read, and the rest is shown as it is.
    let deep = token_of(r#"{"alg":"none"}"#, &r#"{"a":"#.repeat(10_000), "");
    let surrogate = token_of(r#"{"alg":"none"}"#, r#"{"a":"\ud800"}"#, "");
    let twice = token_of(r#"{"alg":"none","alg":"HS256"}"#, "{}", "");
    for (text, why) in [(deep, "deep"), (surrogate, "JSON"), (twice, "the header has the member `alg` twice")] {
        for args in [&[][..], &["--lint"]] {
            assert!(piped(&world, args, &text).ok().err().contains(why), "{text}");
        }
        assert_eq!(piped(&world, &["--lint", "--fail-on", "low"], &text).exit, 4);
    }
}

#[test]
fn weaknesses_are_named_with_their_source_and_the_way_out() {
    let world = Sandbox::new();
    insta::assert_snapshot!(decode(&world, &["--lint", JWT_IO]), @"
    header
      alg  HS256
      typ  JWT
    claims
      sub   1234567890
      name  John Doe
      iat   1516239022 (2018-01-18T01:30:22Z, 2904d 22h ago)
    size  155 bytes
    weaknesses
      high    no_exp: it has no `exp`: it never ends
              why: once it is copied or logged it opens doors for ever, as long as its key is trusted (RFC 9068, 2.2; RFC 7519, 4.1.4)
              do:  set `exp`, some minutes ahead for an access token
      high    weak_secret: the secret is one that documentation uses as an example
              why: whoever has one token can find the secret, and make every other (RFC 8725, 3.5; RFC 7518, 3.2)
              do:  replace it by random bytes, as many as the hash has, or by a key pair
      medium  no_iss: it does not say who issued it (`iss`)
              why: where keys of several issuers are trusted, one can speak for another (RFC 8725, 3.8)
              do:  set `iss`, and let verifiers compare it exactly
      medium  no_aud: it does not say for whom it is (`aud`)
              why: a service that receives it can use it at every other (RFC 8725, 3.9)
              do:  set `aud` to the one service it is for
      medium  personal_data: it carries personal data: name
              why: a token is signed, not encrypted, and ends up in logs, histories and caches (RFC 7519, 12; RFC 9068, 6)
              do:  leave it out of access tokens; in an ID token, ask for no more than the app needs
      low     shared_secret: HS256 signs with a secret that every verifier has
              why: whoever can verify such a token can make one (RFC 7515, 10.5)
              do:  use ES256, EdDSA or RS256 where the verifier is somebody else
      low     no_jti: it has no id (`jti`)
              why: it cannot be revoked alone, and its repeated use cannot be seen (RFC 9068, 2.2; RFC 7519, 4.1.7)
              do:  set `jti` to a value that is never used twice
      info    no_kid: the header names no key
              why: verifiers must try all keys, and keys cannot be rotated without trying (RFC 7515, 4.1.4)
              do:  write the `kid` of the signing key
    ---- stderr
    note: nothing was verified; `mintage token verify` judges a token
    ---- exit 0
    ");
    insta::assert_snapshot!(decode(&world, &["--lint", "-q", &world.token()]), @"---- exit 0");
    let json = world.run(&["token", "decode", "--lint", "--json", JWT_IO]).ok().json();
    let codes: Vec<_> = json["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    assert_eq!(
        codes,
        ["no_exp", "weak_secret", "no_iss", "no_aud", "personal_data", "shared_secret", "no_jti", "no_kid"]
    );
    assert_eq!(json["findings"][0]["severity"], "high");
    assert_eq!(json["verified"], false);
}

#[test]
fn what_issue_makes_has_no_weakness() {
    let world = Sandbox::new();
    for more in [&[][..], &["--scope", "read"]] {
        let token = world.issue(more);
        let answer = world.run(&["token", "decode", "--lint", "--json", "--fail-on", "info", &token]).ok();
        assert_eq!(answer.json()["findings"], serde_json::json!([]));
    }
}

#[test]
fn a_token_that_verify_refuses_unread_is_examined() {
    let world = Sandbox::empty();
    let refused = token_of(r#"{"alg":"none","crit":["exp"]}"#, r#"{"exp":"tomorrow"}"#, "");
    insta::assert_snapshot!(decode(&world, &[&refused]), @r#"
    header
      alg   none
      crit  ["exp"]
    claims
      exp  tomorrow
    size  65 bytes
    ---- stderr
    warning: `token verify` refuses it: the header has `crit`, which mintage does not understand and therefore must refuse
    note: nothing was verified; `mintage token verify` judges a token
    ---- exit 0
    "#);
    insta::assert_snapshot!(decode(&world, &["-q", "--lint", &refused]), @"
    high alg_none
    medium refused
    medium critical_extension
    medium time_as_text
    medium no_iss
    medium no_aud
    low no_typ
    low no_iat
    low no_sub
    low no_jti
    info no_kid
    ---- exit 0
    ");
    let empty = token_of(r#"{"alg":"none"}"#, "{}", "");
    assert_eq!(world.run(&["token", "decode", "--lint", &empty]).exit, 0);
}

#[test]
fn a_secret_is_looked_for_in_a_word_list_and_never_shown() {
    let world = Sandbox::empty();
    // HS256 with `correct horse`, made with openssl.
    let signed = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImsifQ.eyJzdWIiOiJhIn0.jhyv7S0-GcQaa0T-C7CYK_LD3LOeQEjv-52zDvbdN0k";
    let words = |text: &[u8]| format!("{}", world.file("words", text).display());
    let list = words(b"one\r\ntwo\n\xff\xfe\ncorrect horse\r\nnever");
    let answer = world.run(&["token", "decode", "--lint", "--json", "--fail-on", "high", "--wordlist", &list, signed]);
    let findings = answer.json()["findings"].clone();
    let weak = findings.as_array().unwrap().iter().find(|f| f["code"] == "weak_secret").expect("found");
    assert_eq!(weak["what"], "the secret is line 4 of the word list");
    assert_eq!(answer.exit, 4);
    assert!(!answer.to_string().contains("correct horse"), "{answer}");
    let list = words(format!("{}\nother\n", "x".repeat(100_000)).as_bytes());
    let answer = world.run(&["token", "decode", "--lint", "-q", "--wordlist", &list, signed]).ok();
    assert!(!answer.out().contains("weak_secret"), "{answer}");
    insta::assert_snapshot!(world.run(&["token", "decode", "--lint", "--json", "--wordlist", &list, signed]).err(), @r#"
    {"warning":{"message":"lines of the word list that are longer than 1024 bytes, and were not tried: 1"}}
    {"note":{"message":"the secret is not in the word list (lines tried: 1)"}}
    {"note":{"message":"nothing was verified; `mintage token verify` judges a token"}}
    "#);
    insta::assert_snapshot!(decode(&world, &["--lint", "--wordlist", "nowhere", signed]), @"
    ---- stderr
    error: nowhere does not exist
    hint: check the path
    ---- exit 3
    ");
    assert_eq!(world.run(&["token", "decode", "--lint", "--wordlist", "/", signed]).exit, 2);
    let other = token_of(r#"{"alg":"ES256"}"#, "{}", "c2ln");
    assert!(world.run(&["token", "decode", "--lint", "--wordlist", &list, &other]).ok().err().contains("not used"));
}

#[test]
fn the_exit_code_is_that_of_the_worst_weakness_that_was_asked_for() {
    let world = Sandbox::new();
    let long = world.issue(&["--ttl", "2d"]);
    let exit = |args: &[&str]| world.run(&[&["token", "decode", "--lint"], args].concat()).exit;
    insta::assert_snapshot!(world.run(&["token", "decode", "--json", "--lint", "--fail-on", "low", &long]).err(), @r#"
    {"note":{"message":"nothing was verified; `mintage token verify` judges a token"}}
    {"warning":{"message":"weaknesses that are low or worse, at which --fail-on fails: 1"}}
    "#);
    assert_eq!(exit(&["--fail-on", "medium", &long]), 4);
    assert_eq!(exit(&["--fail-on", "high", &long]), 0);
    assert_eq!(exit(&[&long]), 0);
    // What was not examined is not good.
    let github = format!("{}{}", GITHUB.0, GITHUB.1);
    assert_eq!(exit(&[&github]), 0);
    insta::assert_snapshot!(decode(&world, &["--lint", "--fail-on", "high", &github]), @"
    ---- stderr
    error: the text is a GitHub personal access token (classic): opaque, its checksum is right, and only its issuer knows more; --fail-on judges JWTs alone
    hint: leave --fail-on out, or give the JWT itself
    ---- exit 20
    ");
    insta::assert_snapshot!(decode(&world, &["--fail-on", "high", &long]), @"
    ---- stderr
    error: the following required arguments were not provided: --lint
    hint: Usage: mintage token decode --lint --fail-on <SEVERITY> <TOKEN>
    ---- exit 2
    ");
    insta::assert_snapshot!(decode(&world, &["--lint", "--fail-on", "bad", &long]), @"
    ---- stderr
    error: invalid value 'bad' for '--fail-on <SEVERITY>': give high, medium, low or info
    ---- exit 2
    ");
}
