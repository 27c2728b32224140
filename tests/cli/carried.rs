//! What people show in the place of a token, and what stands around one: named alike by `verify`, in each of its forms, and by `decode`.

use serde_json::Value;

use crate::support::{Sandbox, advised};

/// What is shown, made of a good token; what it is named as; and whether the token can be seen all the same.
type Shape = (fn(&str) -> Vec<u8>, &'static str, bool);

fn bytes(text: String) -> Vec<u8> {
    text.into_bytes()
}

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

const SHAPES: &[Shape] = &[
    (|token| bytes(format!("\"{token}\"")), "in quotation marks; give the token alone", true),
    (|token| bytes(format!("'{token}',")), "in quotation marks; give the token alone", true),
    (|token| bytes(format!("\"{token}")), "in quotation marks; give the token alone", true),
    (|token| bytes(format!(" {token} ")), "between spaces", true),
    (|token| bytes(format!("{token}\n\n")), "followed by line ends", true),
    (|token| bytes(format!("{token}\r")), "followed by a carriage return (CR)", true),
    (|token| bytes(format!("{token}\\n")), "a line end that is written as an escape", true),
    (|token| bytes(format!("\u{feff}{token}")), "after a byte order mark (BOM)", true),
    (utf16, "in UTF-16", true),
    (|token| bytes(token.replacen('.', ".\r\n  ", 2)), "broken by line ends or spaces", true),
    (|token| bytes(format!("{}\n{}", &token[..100], &token[100..])), "broken by line ends or spaces", true),
    (|token| bytes(format!("Authorization: Bearer {token}")), "in the header `Authorization`", true),
    (|token| bytes(format!("Bearer {token}")), "after `Bearer `", true),
    (|token| bytes(format!("Cookie: a=b; session={token}; c=d")), "in the cookie `session`", true),
    (|token| bytes(format!("Set-Cookie: id={token}; Path=/; HttpOnly")), "in the cookie `id`", true),
    (
        |token| bytes(format!("> GET / HTTP/2\n> authorization: Bearer {token}\n>\n< HTTP/2 200")),
        "in the header `Authorization`",
        true,
    ),
    (|token| bytes(format!("X-Amzn-Oidc-Data: {token}")), "in the header `X-Amzn-Oidc-Data`", true),
    (|token| bytes(format!("https://app.example/cb#access_token={token}&state=1")), "in `access_token`", true),
    (|token| bytes(format!("export TOKEN='{token}'")), "in `TOKEN`", true),
    (|token| bytes(format!("{{\"access_token\":\"{token}\"}}")), "the token is in `access_token`", false),
    (|token| bytes(format!("{{\"id_token\":\"{token}\"}}")), "the token is in `id_token`", false),
    (|token| bytes(format!("{{\"status\":{{\"token\":\"{token}\"}}}}")), "it is in `status.token`", false),
    (
        |token| bytes(format!("HTTP/1.1 200 OK\r\nA: b\r\n\r\n{{\r\n\"access_token\":\"{token}\"}}\r\n")),
        "the token is in `access_token`",
        false,
    ),
    (
        |token| bytes(format!("< HTTP/2 200\n< content-type: application/json\n<\n{{\"access_token\":\"{token}\"}}\n")),
        "the token is in `access_token`",
        false,
    ),
    (|_| b"{\"error\":\"invalid_client\"}".to_vec(), "an error answer: invalid_client", false),
    (|_| b"null".to_vec(), "the word `null`", false),
    (|_| b"undefined".to_vec(), "the word `undefined`", false),
    (|_| b"${TOKEN}".to_vec(), "a placeholder", false),
    (|_| b"Basic dXNlcjpwYXNzd29yZA==".to_vec(), "a name and a password", false),
    (|_| b"019b76da-a807-7005-b02d-43fa06e7d058".to_vec(), "a UUID", false),
    (|_| b"<!DOCTYPE html><html></html>".to_vec(), "a web page (HTML)", false),
    (|_| format!("hvs.{}", "CAESI".repeat(8)).into_bytes(), "a service token of HashiCorp Vault", false),
    (|_| format!("\"sk_live_{}\"", "a1B2".repeat(6)).into_bytes(), "a Stripe secret key", false),
];

/// What must be refused, and can be shown for the most part.
const NEARLY: &[Shape] = &[
    (|token| bytes(format!("{}…{}", &token[..150], &token[token.len() - 4..])), "it is cut off", true),
    (|token| bytes(format!("{}...", &token[..150])), "it is cut off", true),
    (|token| bytes(token.rsplit_once('.').unwrap().0.to_owned()), "no signature after them", true),
    (|token| bytes(token.split('.').next().unwrap().to_owned()), "the header of a token alone", true),
    (|token| bytes(format!("{token}.{token}")), "6 parts", true),
    (|token| bytes(format!("{token}=")), "the signature", true),
];

fn one_line(shown: &[u8]) -> bool {
    !shown.contains(&b'\n') && !shown.is_empty()
}

#[test]
fn verify_refuses_and_names_what_decode_shows() {
    let world = Sandbox::new();
    let token = world.token();
    for (shape, named, is_shown) in SHAPES.iter().chain(NEARLY) {
        let shown = shape(&token);
        let text = String::from_utf8_lossy(&shown).into_owned();
        let verdict = world.run_with(&["token", "verify"], &shown).exits(20);
        assert!(verdict.err().contains(named) && verdict.err().contains("hint: "), "{text}\n{verdict}");
        let json = world.run_with(&["token", "verify", "--json"], &shown).exits(20);
        assert!(json.json()["hint"].as_str().is_some_and(|hint| hint.contains(named)), "{text}\n{json}");
        assert!(json.err().is_empty(), "{json}");
        let message = world.run_with(&["token", "verify", "--signature-only", "--json"], &shown);
        assert_eq!(message.json()["hint"], json.json()["hint"], "{text}");
        let decoded = world.run_with(&["token", "decode"], &shown).ok();
        let is_jwt = decoded.out().starts_with("header\n  typ  at+jwt");
        assert_eq!(is_jwt, *is_shown, "{text}\n{decoded}");
        let is_usual = text.starts_with("Bearer ") || text.starts_with("Authorization: ");
        assert!(is_usual || decoded.to_string().contains(named), "{text}\n{decoded}");
        assert!(!verdict.to_string().contains(&token[..60]) && !json.to_string().contains(&token[..60]), "{text}");
    }
}

#[test]
fn what_has_no_payload_to_show_is_named_where_the_payload_alone_is_asked_for() {
    let world = Sandbox::new();
    let header = world.token().split('.').next().unwrap().to_owned();
    for shown in [header.clone(), format!("{header}."), format!("{header}.e`.AAAA")] {
        assert_eq!(world.run_with(&["-q", "token", "decode"], &shown).ok().out(), "jws\n", "{shown}");
    }
}

#[test]
fn a_token_that_is_cut_off_in_its_header_is_named_where_nothing_can_be_shown() {
    let world = Sandbox::new();
    let token = world.token();
    for end in ["…", "...", ""] {
        let shown = format!("{}{end}", &token[..40]);
        for verb in ["verify", "decode"] {
            let answer = world.run_with(&["token", verb], &shown).exits(20);
            assert!(answer.err().contains("the start of a token, cut off in its header"), "{answer}");
            assert!(answer.err().contains("copy it again, whole"), "{answer}");
        }
    }
}

#[test]
fn a_batch_names_them_line_by_line_and_says_nothing_of_good_tokens() {
    let world = Sandbox::new();
    let token = world.token();
    let shapes: Vec<_> = SHAPES.iter().chain(NEARLY).map(|(shape, named, _)| (shape(&token), *named)).collect();
    let shapes: Vec<_> = shapes.into_iter().filter(|(shown, _)| one_line(shown) && !shown.ends_with(b"\r")).collect();
    assert!(shapes.len() > 25);
    let lines = shapes.iter().flat_map(|(shown, _)| [shown.as_slice(), b"\n"].concat());
    let lines: Vec<u8> = lines.chain(bytes(format!("{token}\nx\n"))).collect();
    let answer = world.run_with(&["token", "verify", "--batch"], lines).exits(40);
    let verdicts: Vec<Value> = answer.out().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(verdicts.len(), shapes.len() + 2);
    for ((shown, named), verdict) in shapes.iter().zip(&verdicts) {
        let hint = verdict["hint"].as_str().unwrap_or_default();
        assert!(hint.contains(named), "{}\n{verdict}", String::from_utf8_lossy(shown));
    }
    assert!(verdicts[shapes.len()..].iter().all(|verdict| verdict["hint"].is_null()));
}

#[test]
fn several_tokens_are_counted_and_none_is_chosen() {
    let world = Sandbox::new();
    let (one, other) = (world.token(), world.token());
    for text in [format!("{one}\n{other}\n"), format!("id_token={one}&access_token={other}")] {
        let decoded = world.run_with(&["token", "decode"], &text).exits(20);
        assert!(decoded.err().contains("2 tokens are in the text") && decoded.err().contains("--batch"), "{decoded}");
        let verdict = world.run_with(&["token", "verify"], &text).exits(20);
        assert!(verdict.err().contains("2 tokens are in the text"), "{verdict}");
    }
}

#[test]
fn commands_that_are_advised_can_be_given() {
    let world = Sandbox::new();
    let jti = world.jti(&world.token());
    let answer = world.run(&["token", "verify", &jti]).exits(20);
    let commands = advised(&answer.err());
    assert_eq!(commands.len(), 1, "{answer}");
    assert!(world.take_advice(&commands[0]).ok().out().contains(&jti));
}

#[test]
fn verbs_that_look_a_token_up_name_it_alike() {
    let world = Sandbox::new();
    let token = world.token();
    for verb in ["revoke", "show"] {
        for (text, named) in [
            (format!("\"{token}\""), "in quotation marks"),
            (format!("Bearer {token}"), "after `Bearer `"),
            (format!("{{\"access_token\":\"{token}\"}}"), "the token is in `access_token`"),
        ] {
            let file = world.file("shown", &text).display().to_string();
            let answer = world.run(&["token", verb, &format!("@{file}")]).exits(20);
            assert!(answer.err().contains(named) && answer.err().contains("hint: "), "{verb} {text}\n{answer}");
        }
    }
    assert_eq!(world.verdict(&token), 0);
}
