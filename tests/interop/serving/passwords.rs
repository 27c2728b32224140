//! Hashes of passwords that argon2-cffi makes and verifies.

use super::*;

/// Makes a hash with the costs of argon2-cffi; or verifies one that somebody else made.
const ARGON2: &str = "import sys, argon2\n\
    hasher = argon2.PasswordHasher()\n\
    password = sys.stdin.read()\n\
    print(hasher.verify(sys.argv[1], password) if sys.argv[1:] else hasher.hash(password))\n";

/// What argon2-cffi says of a password.
fn argon2(args: &[&str], password: &str) -> Result<String, String> {
    let mut command = Command::new("python3");
    command.args(["-c", ARGON2]).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("python3");
    child.stdin.take().expect("standard input").write_all(password.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("an end");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

#[test]
fn hashes_are_those_of_argon2_cffi_in_both_directions() {
    if !python_has("argon2") {
        return;
    }
    let world = Real::empty();
    let password = "correct h\u{f6}rse";
    let ours = world.run_with(&["user", "hash-password"], format!("{password}\n")).ok().line(0);
    assert_eq!(argon2(&[&ours], password).as_deref(), Ok("True"), "{ours}");
    assert!(argon2(&[&ours], "battery").unwrap_err().contains("VerifyMismatchError"));
    let theirs = argon2(&[], password).unwrap();
    let hash = mintage::keys::password::PasswordHash::parse(&theirs).unwrap_or_else(|why| panic!("{theirs}: {why}"));
    let secret = |text: &str| mintage::core::SecretText::new(text.to_owned());
    assert!(hash.is_of(&secret(password)) && !hash.is_of(&secret("battery")), "{theirs}");
    assert_eq!(hash.weakness(), None, "{theirs}");
}
