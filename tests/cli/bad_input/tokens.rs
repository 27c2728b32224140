//! Texts that are no token, and tokens where none belongs.

use super::{refused, refused_with};
use crate::support::{Sandbox, settled};

#[test]
fn an_empty_stdin_is_no_token() {
    let world = Sandbox::new();
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "verify"])), @"
    malformed: the input is empty
    ---- exit 20
    ");
    insta::assert_snapshot!(refused(&world, &["token", "decode"]), @"
    ---- stderr
    error: the input is empty
    hint: check that the whole token was copied
    ---- exit 20
    ");
    insta::assert_snapshot!(refused(&world, &["token", "refresh"]), @"
    ---- stderr
    error: the input is empty
    hint: check that the whole token was copied
    ---- exit 20
    ");
    for stdin in ["", "\n", "\r\n"] {
        assert_eq!(world.run_with(&["token", "verify", "-"], stdin).exit, 20, "{stdin:?}");
        assert_eq!(world.run_with(&["token", "decode", "-"], stdin).exit, 20, "{stdin:?}");
        assert_eq!(world.run_with(&["token", "refresh", "-"], stdin).exit, 20, "{stdin:?}");
        assert_eq!(world.run_with(&["token", "revoke", "-"], stdin).exit, 20, "{stdin:?}");
    }
}

#[test]
fn only_one_line_end_is_not_part_of_a_token() {
    let world = Sandbox::new();
    let token = world.token();
    for (end, exit) in [("", 0), ("\n", 0), ("\r\n", 0), ("\n\n", 20), (" ", 20), (" \n", 20)] {
        let stdin = format!("{token}{end}");
        assert_eq!(world.run_with(&["token", "verify"], &stdin).exit, exit, "{end:?}");
        let file = world.file("token", &stdin);
        assert_eq!(world.run(&["token", "verify", &format!("@{}", file.display())]).exit, exit, "{end:?}");
    }
    // The word belongs to the HTTP header: a verifier that took it would accept what a service must not.
    assert_eq!(world.run(&["token", "verify", &format!("Bearer {token}")]).exit, 20);
    assert_eq!(world.run(&["token", "decode", &format!("Bearer {token}")]).exit, 0);
}

#[test]
fn a_token_of_two_megabytes_is_malformed_wherever_it_comes_from() {
    let world = Sandbox::new();
    // One part that is far too long, and three parts of which one is.
    for large in ["A".repeat(2 << 20), format!("{}{}", world.token(), "A".repeat(2 << 20))] {
        let file = format!("@{}", world.file("large", &large).display());
        for verb in ["verify", "decode", "refresh", "revoke"] {
            assert_eq!(world.run_with(&["token", verb, "-"], &large).exit, 20, "{verb}");
            assert_eq!(world.run(&["token", verb, &file]).exit, 20, "{verb}");
        }
        let answer = world.run_with(&["token", "verify", "-"], &large);
        assert!(answer.to_string().len() < 1000, "what is too large is not repeated");
        insta::allow_duplicates! {
            insta::assert_snapshot!(settled(&world, &answer), @"
            malformed: the token is larger than 1024 KiB
            ---- exit 20
            ");
            insta::assert_snapshot!(refused(&world, &["token", "refresh", &file]), @"
            ---- stderr
            error: the token is larger than 1024 KiB
            hint: check that the whole token was copied
            ---- exit 20
            ");
        }
    }
}

#[test]
fn a_token_that_just_fits_is_read() {
    let world = Sandbox::new();
    let token = world.token();
    let fits = format!("{token}{}", "A".repeat((1 << 20) - token.len()));
    // Too long a signature, but a token: the verdict is on the signature.
    assert_eq!(world.run_with(&["token", "verify", "-"], format!("{fits}\n")).exit, 23);
    assert_eq!(world.run_with(&["token", "verify", "-"], format!("{fits}A")).exit, 20);
}

#[test]
fn binary_stdin_is_no_token() {
    let world = Sandbox::new();
    let noise: Vec<u8> = (0..=255).cycle().take(4096).collect();
    insta::assert_snapshot!(settled(&world, &world.run_with(&["token", "verify"], &noise)), @"
    malformed: the input is not text
    ---- exit 20
    ");
    insta::assert_snapshot!(refused_with(&world, &["token", "decode"], &noise), @"
    ---- stderr
    error: the input is not text
    hint: check that the whole token was copied
    ---- exit 20
    ");
    for verb in ["refresh", "revoke"] {
        assert_eq!(world.run_with(&["token", verb, "-"], &noise).exit, 20, "{verb}");
    }
    // Text, but none that a token may have.
    for text in ["\0", "a\0.b.c", "\u{1b}[2J", "\u{202e}"] {
        let answer = world.run_with(&["token", "verify"], text);
        assert_eq!(answer.exit, 20, "{text:?}");
        assert!(!answer.to_string().contains(text), "{text:?} reached the terminal");
    }
}

#[test]
fn a_token_file_that_is_not_there_is_named() {
    let world = Sandbox::new();
    let path = format!("@{}", world.folder().join("no-such-file").display());
    insta::assert_snapshot!(refused(&world, &["token", "verify", &path]), @"
    ---- stderr
    error: /world/no-such-file does not exist
    hint: check the path
    ---- exit 3
    ");
    let folder = format!("@{}", world.folder().display());
    assert_eq!(world.run(&["token", "verify", &folder]).exit, 2);
}

#[test]
fn a_token_in_the_wrong_place_is_not_repeated() {
    let world = Sandbox::new();
    let (access, refresh) = world.pair();
    insta::assert_snapshot!(refused(&world, &["keys", "list", &access]), @"
    ---- stderr
    error: unexpected argument '(a token)' found
    hint: Usage: mintage keys list [OPTIONS]
    ---- exit 2
    ");
    for token in [&access, &refresh] {
        let flag = format!("--app={token}");
        let file = format!("@{token}");
        let misplaced: [&[&str]; 11] = [
            &["keys", "list", token],
            &[token],
            &["token", token],
            &["grant", "show", token],
            &["token", "show", &file],
            &["token", "issue", &flag],
            &["app", "show", token],
            &["keys", "show", token],
            &["keys", "export", token],
            &["token", "list", "--user", token],
            // `@` before the text instead of a file name.
            &["token", "verify", &file],
        ];
        for command in misplaced {
            for json in [&[][..], &["--json"]] {
                let answer = world.run(&[command, json].concat());
                assert_ne!(answer.exit, 0, "{command:?}");
                // The tail alone would be enough to tell one token from another.
                let tail = &token[token.len() - 12..];
                assert!(!answer.to_string().contains(tail), "{answer}");
            }
        }
    }
}
