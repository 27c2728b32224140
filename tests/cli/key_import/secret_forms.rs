//! Secrets of HMAC in the forms that people hold, in and out again.

use super::{UNKNOWN, fails, rejected, taken};
use crate::support::Sandbox;

/// 55 letters.
const TEXT: &str = "super-secret-jwt-token-with-at-least-32-characters-long";

/// Takes a secret in, and gives it back in this form.
fn out_again(world: &Sandbox, kid: &str, form: &str) -> String {
    world.run(&["keys", "export", kid, "--secret-as", form, "-q"]).ok().out().trim_end_matches('\n').to_owned()
}

fn told(world: &Sandbox, contents: &str, more: &[&str]) -> String {
    world.file("key", contents);
    let path = world.folder().join("key").display().to_string();
    let import = ["keys", "import", &path, "--no-passphrase", "--alg", "HS256"];
    world.run(&[&import[..], more].concat()).ok().err()
}

#[test]
fn a_text_that_may_be_a_secret_is_refused_with_the_flag_and_the_bits_of_each_reading() {
    let world = Sandbox::new();
    insta::assert_snapshot!(rejected(&world, format!("{TEXT}\n"), &[]), @"
    ---- stderr
    error: the input is no key in a form that mintage knows
    hint: if it is an HMAC secret, say how it is written with --secret-as: it has 440 bits as text or 328 bits as base64url
    ---- exit 2
    ");
    insta::assert_snapshot!(rejected(&world, "lllMs+rsodWboEYGNnsXz4wwvfkZ3QhIiFlR+rCgOJE=\n", &[]), @"
    ---- stderr
    error: the input is no key in a form that mintage knows
    hint: if it is an HMAC secret, say how it is written with --secret-as: it has 352 bits as text or 256 bits as base64
    ---- exit 2
    ");
    insta::assert_snapshot!(rejected(&world, "0011223344556677889900aabbccddeeff0011223344556677889900aabbccdd", &[]), @"
    ---- stderr
    error: the input is no key in a form that mintage knows
    hint: if it is an HMAC secret, say how it is written with --secret-as: it has 512 bits as text, 384 bits as base64, 384 bits as base64url or 256 bits as hex
    ---- exit 2
    ");
}

#[test]
fn a_secret_that_begins_with_a_zero_is_no_der() {
    let world = Sandbox::new();
    super::says(&world, "0secret-that-is-long-enough-for-any-hash-there-is", UNKNOWN);
    let kid =
        taken(&world, "0secret-that-is-long-enough-for-any-hash-there-is", &["--secret-as", "text", "--alg", "HS384"]);
    assert_eq!(out_again(&world, &kid, "text"), "0secret-that-is-long-enough-for-any-hash-there-is");
}

#[test]
fn each_form_is_read_and_written_and_all_are_one_key() {
    let world = Sandbox::new();
    let forms = [
        ("text", TEXT),
        ("base64", "c3VwZXItc2VjcmV0LWp3dC10b2tlbi13aXRoLWF0LWxlYXN0LTMyLWNoYXJhY3RlcnMtbG9uZw=="),
        ("base64url", "c3VwZXItc2VjcmV0LWp3dC10b2tlbi13aXRoLWF0LWxlYXN0LTMyLWNoYXJhY3RlcnMtbG9uZw"),
        (
            "hex",
            "73757065722d7365637265742d6a77742d746f6b656e2d776974682d61742d6c656173742d33322d636861726163746572732d6c6f6e67",
        ),
    ];
    let kid = taken(&world, TEXT, &["--secret-as", "text", "--alg", "HS256"]);
    assert_eq!(world.key(&kid)["bits"], 440);
    for (form, text) in forms {
        for end in ["", "\n", "\r\n"] {
            let again = taken(&world, format!("{text}{end}"), &["--secret-as", form, "--alg", "HS256"]);
            assert_eq!(again, kid, "{form} {end:?}");
        }
        assert_eq!(out_again(&world, &kid, form), text, "{form}");
    }
    assert_eq!(world.keys().len(), 1 + world.keys().iter().filter(|key| key["kid"] != kid.as_str()).count());
    let other = taken(&world, TEXT, &["--secret-as", "text", "--alg", "HS384"]);
    assert_ne!(other, kid, "one key has one algorithm");
}

#[test]
fn one_line_end_is_taken_off_a_secret_and_said() {
    let world = Sandbox::new();
    let line_end = "note: the line end after the secret was taken off\n";
    assert!(!told(&world, TEXT, &["--secret-as", "text"]).contains("line end"));
    assert!(told(&world, &format!("{TEXT}\n"), &["--secret-as", "text"]).contains(line_end));
    let two = told(&world, &format!("{TEXT}\n\n"), &["--secret-as", "text"]);
    assert!(two.contains("note: the secret ends in white space: all of that is a part of it\n"), "{two}");
    let setting = told(&world, &format!("JWT_SECRET={TEXT}"), &["--secret-as", "text"]);
    assert!(
        setting.contains("note: the secret begins as a setting does (NAME=…): all of that is a part of it\n"),
        "{setting}"
    );
    let quoted = told(&world, &format!("\"{TEXT}\""), &["--secret-as", "text"]);
    assert!(quoted.contains("note: the secret is in quotes: all of that is a part of it\n"), "{quoted}");
}

#[test]
fn base64_in_several_lines_and_padded_or_not_is_one_secret() {
    let world = Sandbox::new();
    let kid = taken(&world, "/+8".repeat(16), &["--secret-as", "base64", "--alg", "HS256"]);
    for (text, form) in
        [("/+8/+8/+8/+8/+8/+8/+8/+8\n/+8/+8/+8/+8/+8/+8/+8/+8\n".to_owned(), "base64"), ("_-8".repeat(16), "base64url")]
    {
        assert_eq!(taken(&world, text, &["--secret-as", form, "--alg", "HS256"]), kid, "{form}");
    }
}

#[test]
fn a_secret_is_not_taken_in_another_form_than_was_said() {
    let world = Sandbox::new();
    insta::assert_snapshot!(rejected(&world, TEXT, &["--secret-as", "base64"]), @"
    ---- stderr
    error: the secret is not written in base64
    hint: if it is an HMAC secret, say how it is written with --secret-as: it has 440 bits as text or 328 bits as base64url
    ---- exit 2
    ");
    insta::assert_snapshot!(rejected(&world, TEXT, &["--secret-as", "hex", "--alg", "HS512"]), @"
    ---- stderr
    error: the secret is not written in hex
    hint: if it is an HMAC secret, say how it is written with --secret-as: it has 440 bits as text or 328 bits as base64url
    ---- exit 2
    ");
    insta::assert_snapshot!(rejected(&world, "", &["--secret-as", "text"]), @"
    ---- stderr
    error: the input is empty
    hint: see whether the command that should have written it failed
    ---- exit 2
    ");
    insta::assert_snapshot!(rejected(&world, "too short", &["--secret-as", "text"]), @"
    ---- stderr
    error: the secret has 72 bits; HS256 needs at least 256
    hint: make a new key with `mintage keys gen`
    ---- exit 2
    ");
    insta::assert_snapshot!(rejected(&world, TEXT, &["--secret-as", "text"]), @"
    ---- stderr
    error: the key is a secret of 440 bits, which several algorithms can use, and it does not say which
    hint: name it with --alg: HS256, HS384
    ---- exit 2
    ");
    // 33 bytes: long enough for one hash alone.
    taken(&world, "a-secret-of-thirty-three-letters!", &["--secret-as", "text"]);
}

/// Whoever has a public key could sign with it.
#[test]
fn a_public_key_is_no_secret() {
    let world = Sandbox::new();
    let (_, public) = super::made::new_key(mintage::core::Algorithm::ES256);
    let text = super::made::armor("PUBLIC KEY", &public);
    insta::assert_snapshot!(rejected(&world, text, &["--secret-as", "text", "--alg", "HS256"]), @"
    ---- stderr
    error: the input is a key in PEM, and no secret of HMAC
    hint: leave --secret-as out: whoever has the public key could sign with it
    ---- exit 2
    ");
}

#[test]
fn only_a_secret_is_written_as_one() {
    let world = Sandbox::new();
    let ours = world.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase", "-q"]).ok().out();
    let kid = ours.trim();
    let said = fails(&world, &["keys", "export", kid, "--secret-as", "text"], b"", 2).err();
    insta::assert_snapshot!(said.replace(kid, "KID"), @"
    error: key KID is for ES256, and no HMAC secret
    hint: leave --secret-as out; --private gives the private half
    ");
    let kid = taken(&world, "ff".repeat(32), &["--secret-as", "hex"]);
    let said = fails(&world, &["keys", "export", &kid, "--secret-as", "text"], b"", 2).err();
    insta::assert_snapshot!(said.replace(&kid, "KID"), @"
    error: the secret of key KID is bytes, and no text that could be printed
    hint: write it with --secret-as base64, base64url or hex
    ");
    let json = world.run(&["keys", "export", &kid, "--secret-as", "base64", "--json"]).ok().json();
    assert_eq!((&json["kid"], &json["secret"]), (&kid.into(), &"//////////////////////////////////////////8=".into()));
}
