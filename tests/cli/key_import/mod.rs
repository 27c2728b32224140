//! Keys from elsewhere: what is no key to sign or verify with is refused clearly and leaves everything as it was.
//!
//! The bad keys are built here, number by number. The only private key written down is the example of RFC 8037, A.1.

mod carriers;
mod curves;
mod files;
mod halves;
mod jwk;
mod kids;
mod labels;
mod made;
mod ml_dsa;
mod passphrase;
mod pem;
mod rsa;
mod secret_forms;
mod secrets;
mod stores;

use std::time::{Duration, Instant};

use crate::support::{Answer, Sandbox, settled, tree_but_the_log};

/// RFC 8037, A.1.
const ED25519: &str = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
/// Its thumbprint: RFC 8037, A.3.
const ED25519_KID: &str = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";

/// What is said of a text in no form that is known.
const UNKNOWN: &str = "the input is no key in a form that mintage knows";

/// The aim is a second; these tests run unoptimised, and beside others.
const SOON: Duration = Duration::from_secs(5);

/// The import of the file `key`. In-process, there is no current folder to find it in: see [`import`].
const IMPORT: [&str; 4] = ["keys", "import", "key", "--no-passphrase"];

/// Whether some of a key came out again: a dozen characters in a row are no accident.
fn repeats(answer: &Answer, input: &[u8]) -> bool {
    let input = String::from_utf8_lossy(input);
    let text = answer.to_string();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && !"-_+/".contains(c));
    words
        .into_iter()
        .any(|word| word.as_bytes().windows(12).any(|part| input.contains(&*String::from_utf8_lossy(part))))
}

/// Runs a command whose third word is the name of a file in the world's folder, if it is an import.
fn import(world: &Sandbox, args: &[&str], stdin: &[u8]) -> Answer {
    let path = world.folder().join(args[2]).display().to_string();
    match args {
        ["keys", "import", file, more @ ..] if *file != "-" => {
            world.run_with(&[&["keys", "import", &path], more].concat(), stdin)
        }
        args => world.run_with(args, stdin),
    }
}

/// Runs what must fail with this exit code, soon, and sees that it gives no answer, repeats no part of the input, and
/// changes neither a file nor the ledger.
#[track_caller]
fn fails(world: &Sandbox, args: &[&str], input: &[u8], exit: u8) -> Answer {
    let before = (tree_but_the_log(world.folder(), &world.store()), world.keys());
    let begun = Instant::now();
    let answer = import(world, args, input);
    let took = begun.elapsed();
    assert!(
        (tree_but_the_log(world.folder(), &world.store()), world.keys()) == before,
        "a refused command changed something: {answer}"
    );
    let answer = answer.exits(exit);
    assert!(took < SOON, "{took:?}: {answer}");
    assert!(answer.stdout.is_empty(), "an error is no answer: {answer}");
    assert!(!repeats(&answer, input), "it repeats the input: {answer}");
    answer
}

/// The same in text and in JSON, where it must be one line of error and one of advice. Gives what users see.
#[track_caller]
fn refused(world: &Sandbox, args: &[&str], input: &[u8], exit: u8) -> String {
    let answer = fails(world, args, input, exit);
    let err = answer.err();
    let lines: Vec<&str> = err.lines().collect();
    let is_clear = matches!(lines[..], [error, hint] if error.starts_with("error: ") && hint.starts_with("hint: "));
    assert!(is_clear, "one line, one hint: {answer}");
    let json = fails(world, &[args, &["--json"]].concat(), input, exit);
    let error = &json.error_json()["error"];
    assert_eq!(Some(lines[0]), error["message"].as_str().map(|text| format!("error: {text}")).as_deref());
    settled(world, &answer)
}

/// Offers this as a file and on standard input; gives what users see, which is the same for both.
#[track_caller]
fn rejected(world: &Sandbox, contents: impl AsRef<[u8]>, more: &[&str]) -> String {
    let contents = contents.as_ref();
    world.file("key", contents);
    let said = refused(world, &[&IMPORT, more].concat(), contents, 2);
    let piped = world.run_with(&[&["keys", "import", "-", "--no-passphrase"], more].concat(), contents);
    assert_eq!(settled(world, &piped), said);
    said
}

/// The same where only the error line matters.
#[track_caller]
fn says(world: &Sandbox, contents: impl AsRef<[u8]>, message: &str) {
    let contents = contents.as_ref();
    let said = rejected(world, contents, &[]);
    let line = said.lines().nth(1).expect("an error line");
    let shown: String = String::from_utf8_lossy(contents).chars().take(200).collect();
    assert_eq!(line, format!("error: {message}"), "for {shown}");
}

/// Imports what is good, and gives its kid.
#[track_caller]
fn taken(world: &Sandbox, contents: impl AsRef<[u8]>, more: &[&str]) -> String {
    world.file("key", contents);
    let answer = import(world, &[&IMPORT, more, &["--json"]].concat(), b"").ok();
    answer.json()["keys"][0]["kid"].as_str().expect("a kid").to_owned()
}

/// Asserts that the file `key` is refused because another key has its kid.
#[track_caller]
fn refused_for_kid(world: &Sandbox, more: &[&str], kid: &str) {
    let said = refused(world, &[&IMPORT, more].concat(), b"", 4);
    assert!(said.contains(kid), "{said}");
}
