use std::convert::Infallible;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;

use super::{Finder, Form, RECENT, Seen};
use crate::core::jose::compact::MAX_TOKEN_BYTES;
use crate::core::secret::{OpaqueKind, OpaqueText};

/// Line, column, text and form of everything that is found when the text comes in parts of these sizes, over and over.
fn found(text: &[u8], sizes: &[usize]) -> Vec<(u64, u64, String, String)> {
    let mut finder = Finder::new();
    let mut finds = Vec::new();
    let (mut kept, mut at) = (Vec::new(), 0_usize);
    for size in sizes.iter().cycle() {
        let end = at.saturating_add(*size).min(text.len());
        kept.extend_from_slice(&text[at..end]);
        at = end;
        let done = finder.scan(&kept, at == text.len(), &mut |find| {
            finds.push((find.place.line, find.place.column, find.text.to_owned(), name(&find.form)));
            Ok::<_, Infallible>(())
        });
        let Ok(done) = done;
        kept.drain(..done);
        assert!(kept.len() <= (*size).saturating_add(MAX_TOKEN_BYTES + 16), "more is kept than a token can be long");
        if at == text.len() {
            break;
        }
    }
    assert!(kept.is_empty());
    finds
}

fn name(form: &Form<'_>) -> String {
    match form {
        Form::Jwt => "jwt".to_owned(),
        Form::Unsigned => "unsigned".to_owned(),
        Form::Opaque(opaque) => format!("opaque {}", opaque.kind.prefix()),
        Form::Damaged(kind, _) => format!("damaged {}", kind.prefix()),
        Form::Foreign(kind) => format!("foreign {kind}"),
        Form::Redacted { kind, tail } => format!("redacted {} {tail}", kind.map_or("eyJ", OpaqueKind::prefix)),
    }
}

fn texts(text: &str) -> Vec<String> {
    found(text.as_bytes(), &[usize::MAX / 2]).into_iter().map(|find| find.2).collect()
}

fn forms(text: &str) -> Vec<String> {
    found(text.as_bytes(), &[usize::MAX / 2]).into_iter().map(|find| find.3).collect()
}

fn jwt() -> String {
    let part = |json: &str| URL_SAFE_NO_PAD.encode(json);
    format!("{}.{}.c2lnbmF0dXJl", part(r#"{"typ":"at+jwt","alg":"ES256"}"#), part(r#"{"sub":"alice"}"#))
}

/// A token that is long enough to be remembered.
fn long_jwt(number: u8) -> String {
    let part = |json: &str| URL_SAFE_NO_PAD.encode(json);
    let payload = part(&format!(r#"{{"sub":"{}","number":{number}}}"#, "alice".repeat(60)));
    format!("{}.{payload}.{}", part(r#"{"typ":"at+jwt","alg":"ES256"}"#), part(&format!("signature {number}")))
}

fn refresh() -> String {
    OpaqueKind::Refresh.mint(&[7; 32]).reveal().to_owned()
}

#[test]
fn a_token_is_found_whatever_is_around_it() {
    for token in [jwt(), refresh(), OpaqueKind::ClientSecret.mint(&[1; 32]).reveal().to_owned()] {
        for (before, after) in [
            ("", ""),
            ("Authorization: Bearer ", "\r\n"),
            ("{\"token\":\"", "\"}"),
            ("{\\\"token\\\":\\\"", "\\\"}"),
            ("https://x.test/?token=", "&next=1"),
            ("token%3D", "%26"),
            ("%22", "%22"),
            ("\\n", "\\n"),
            ("x", " "),
            ("auth_", "."),
            ("eyJ", ", "),
            ("\0\u{fffd}", "\0"),
            ("(see ", ". Next sentence)"),
            ("eyJhbGciOi.", "/"),
        ] {
            assert_eq!(texts(&format!("{before}{token}{after}")), [token.as_str()], "{before}…{after}");
        }
    }
}

#[test]
fn a_letter_after_a_checksum_is_not_of_the_token() {
    assert_eq!(texts(&format!("{}nothing", refresh())), [refresh()]);
}

#[test]
fn lines_and_bytes_are_counted_from_one() {
    let text = format!("a\n\u{e9}\u{e9} {} {}\n\n{}", jwt(), refresh(), jwt());
    let places: Vec<_> = found(text.as_bytes(), &[5]).into_iter().map(|find| (find.0, find.1)).collect();
    assert_eq!(places, [(2, 6), (2, 7 + jwt().len() as u64), (4, 1)]);
}

#[test]
fn talk_of_tokens_is_no_token() {
    for text in
        ["mtg_rt_ starts a refresh token", "mtg_app_0123456789ABCDEFGHIJKL", "eyJ", "eyJhbGciOiJub25lIn0", "eyJ.eyJ.x"]
    {
        assert!(texts(text).is_empty(), "{text}");
    }
}

#[test]
fn what_was_mistyped_or_cut_off_is_said_to_be_so() {
    let token = refresh();
    assert_eq!(forms(&token[..50]), ["damaged mtg_rt_"]);
    assert_eq!(forms(&token.replacen("mtg_rt_", "mtg_at_", 1)), ["damaged mtg_at_"]);
}

#[test]
fn a_redacted_token_is_known_again() {
    let token = OpaqueKind::Refresh.mint(&[7; 32]);
    let tail = &token.reveal()[token.reveal().len() - 4..];
    assert_eq!(forms(&token.redacted()), [format!("redacted mtg_rt_ {tail}")]);
    let jwt = crate::core::SecretText::new(jwt());
    assert_eq!(forms(&format!("token {} was used", jwt.redacted())), ["redacted eyJ dXJl"]);
    for form in ["mtg_at_...abcd", "mtg_at_…abcd", "mtg_at_\\u2026abcd,", "mtg_at_0123456789012345678901234567…abcd"]
    {
        assert_eq!(forms(form), ["redacted mtg_at_ abcd"], "{form}");
    }
    assert!(forms("mtg_at_…abcde eyJ...abc").is_empty());
    let signed = jwt.reveal();
    let payload = signed.rfind('.').unwrap();
    for rest in ["", ".", ".…", ".***", ".[signature]"] {
        assert_eq!(forms(&format!("{}{rest}", &signed[..payload])), ["unsigned"], "{rest}");
    }
}

#[test]
fn long_runs_are_no_tokens_and_hide_none() {
    let long = "y".repeat(3 * MAX_TOKEN_BYTES);
    for before in [long.clone(), format!("eyJ{long}"), format!("{}.", jwt().split('.').next().unwrap()) + &long] {
        let text = format!("{before} {}", jwt());
        assert_eq!(found(text.as_bytes(), &[300_000]).last().unwrap().2, jwt());
        assert_eq!(found(format!("{before}{}", refresh()).as_bytes(), &[70_000]).len(), 1);
    }
    let text = format!("{long}{}", jwt());
    assert_eq!(found(text.as_bytes(), &[100_000])[0].1, long.len() as u64 + 1);
}

#[test]
fn a_text_that_was_found_before_is_known_again() {
    let tokens = [long_jwt(1), refresh(), long_jwt(2)];
    let text = tokens.iter().cycle().take(9).map(|token| format!("{token}\n")).collect::<Vec<_>>().concat();
    // The same characters and one more are another token.
    let text = format!("{text}{}x {}", tokens[0], tokens[0]);
    let (mut finder, mut seen, mut places) = (Finder::new(), Vec::new(), Vec::new());
    let Ok(_) = finder.scan(text.as_bytes(), true, &mut |find| {
        match find.seen {
            Seen::New(place) => places.push((place.unwrap(), find.text.to_owned())),
            Seen::Again(place) => {
                assert_eq!(places.iter().find(|(known, _)| *known == place).unwrap().1, find.text);
                assert!(place < RECENT);
            }
        }
        seen.push(matches!(find.seen, Seen::Again(_)));
        Ok::<_, Infallible>(())
    });
    assert_eq!(seen, [false, false, false, true, true, true, true, true, true, false, true]);
}

/// What would have to be said, found by looking at every place of the whole text.
fn model(text: &[u8]) -> Vec<(usize, String)> {
    let run = |from: usize, of: &dyn Fn(u8) -> bool| text[from..].iter().take_while(|b| of(**b)).count() + from;
    let url = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    let word = |b: u8| b.is_ascii_alphanumeric();
    let json = |from: usize, to: usize| {
        let bytes = URL_SAFE_NO_PAD.decode(&text[from..to]).ok()?;
        crate::core::json::parse_object(&bytes).ok()
    };
    let tail = |at: usize, of: &dyn Fn(u8) -> bool| {
        let length = ["…", "...", "\\u2026"].iter().find(|e| text[at..].starts_with(e.as_bytes()))?.len();
        let end = run(at + length, of);
        (end == at + length + 4).then_some(end)
    };
    let mut finds = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = if text[at..].starts_with(b"eyJ") {
            let header = run(at, &url);
            let signed = || {
                json(at, header)?.get("alg")?.as_str()?;
                let payload = run(header + 1, &url);
                let signature = if text.get(payload) == Some(&b'.') { run(payload + 1, &url) } else { payload };
                let is_signed = signature > payload + 1;
                (payload > header + 1 && (is_signed || json(header + 1, payload).is_some())).then_some(signature)
            };
            tail(header, &url).or_else(|| if text.get(header) == Some(&b'.') { signed() } else { None })
        } else if let Ok(prefix) = std::str::from_utf8(&text[at..text.len().min(at + 7)])
            && OpaqueKind::of_prefix(prefix).is_some()
        {
            let end = run(at + 7, &word);
            let most = end.min(at + 56);
            let whole = OpaqueText::parse(std::str::from_utf8(&text[at..most]).unwrap()).is_ok();
            let cut = tail(end, &word).filter(|_| end < at + 56);
            cut.or((whole || most >= at + 7 + 24).then_some(most))
        } else {
            None
        };
        match end {
            Some(end) => {
                finds.push((at, String::from_utf8_lossy(&text[at..end]).into_owned()));
                at = end;
            }
            None => at += 1,
        }
    }
    finds
}

/// Texts made of what matters to the search.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(jwt().into_bytes()),
        Just(refresh().into_bytes()),
        any::<[u8; 32]>().prop_map(|random| OpaqueKind::Access.mint(&random).reveal().as_bytes().to_vec()),
        (0..4_u8).prop_map(|number| long_jwt(number).into_bytes()),
        (0..long_jwt(1).len()).prop_map(|at| long_jwt(1).as_bytes()[..at].to_vec()),
        (0..jwt().len()).prop_map(|at| jwt().as_bytes()[..at].to_vec()),
        (0..56_usize).prop_map(|at| refresh().as_bytes()[..at].to_vec()),
        "(eyJ|mtg_|mtg_rt_|\\.|…|\\.\\.\\.|\\\\u2026|abcd|\n| |e|y|J|m|t|_|\")".prop_map(String::into_bytes),
        proptest::collection::vec(any::<u8>(), 0..6),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

#[test]
fn a_token_that_follows_the_start_of_another_without_a_gap_is_judged_as_the_model_does() {
    let text = format!("eyJ{}", refresh());
    let finds: Vec<String> = found(text.as_bytes(), &[usize::MAX / 2]).into_iter().map(|find| find.2).collect();
    assert_eq!(finds, model(text.as_bytes()).into_iter().map(|find| find.1).collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn everything_is_found_and_nothing_else(text in pieces()) {
        let finds: Vec<String> = found(&text, &[usize::MAX / 2]).into_iter().map(|find| find.2).collect();
        prop_assert_eq!(finds, model(&text).into_iter().map(|find| find.1).collect::<Vec<_>>());
    }

    #[test]
    fn the_sizes_of_the_parts_change_nothing(text in pieces(), sizes in proptest::collection::vec(1_usize..40, 1..6)) {
        prop_assert_eq!(found(&text, &sizes), found(&text, &[usize::MAX / 2]));
    }
}

#[test]
fn secrets_of_others_are_found_where_their_form_is_sure() {
    // The example that GitHub published after it had expired, in two parts: scanners report it whole.
    let github = ["zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ", "0mLq17"].concat();
    let chance =
        "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5kL7n".to_owned() + &"aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5kL7n".repeat(2);
    let secrets = [
        (format!("ghp_{github}"), "github_personal_access_token"),
        (format!("npm_{github}"), "npm_access_token"),
        (format!("github_pat_{}", &chance[..82]), "github_fine_grained_token"),
        (format!("glpat-{}", &chance[..20]), "gitlab_access_token"),
        (format!("xoxb-123456789012-123456789012-{}", &chance[..24]), "slack_bot_token"),
        (format!("sk_live_{}", &chance[..24]), "stripe_secret_key"),
        ("AKIAIOSFODNN7EXAMPLE".to_owned(), "aws_access_key_id"),
        (format!("hvs.{}", &chance[..90]), "vault_service_token"),
        (format!("pypi-AgEIcHlwaS5vcmc{}", &chance[..100]), "pypi_token"),
    ];
    for (secret, kind) in &secrets {
        for (before, after) in [("", ""), ("token=", "&x"), ("\"", "\","), ("x\n", "\n"), ("https://u:", "@host/")] {
            let text = format!("{before}{secret}{after}");
            let finds = found(text.as_bytes(), &[usize::MAX / 2]);
            assert_eq!(
                finds.iter().map(|find| (find.2.as_str(), find.3.as_str())).collect::<Vec<_>>(),
                [(secret.as_str(), format!("foreign {kind}").as_str())]
            );
            for size in [1, 3, 7] {
                assert_eq!(found(text.as_bytes(), &[size]), finds, "{text}");
            }
        }
    }
    for text in [
        "ghp_ npm_ hvs. AKIA sk_live_ glpat- xoxb-",
        &format!("ghp_{}x", &github[..35]),
        "npm_config_registry=https://registry.npmjs.org",
        "AKIAIOSFODNN7EXAMPLEX",
        "AKIAaosfodnn7example",
        "hvs.example.com",
        "xoxb-test",
        "sk_live_short",
        &format!("AKIA{}", "A".repeat(100_000)),
    ] {
        assert!(forms(text).is_empty(), "{text}: {:?}", forms(text));
    }
}
