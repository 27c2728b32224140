//! Reports for CI systems: JUnit, GitHub Actions, SARIF. No text of a token is in any of them.

use serde_json::Value;

use crate::support::{Answer, Sandbox};

const SUMMARY: &str = "summary.md";

/// A good token, one that has ended, and the lines of a batch that name them.
fn batch(world: &Sandbox) -> (String, String, String) {
    let good = world.token();
    let args = ["token", "issue", "--app", "demo", "--user", "bob", "--exp", "2025-01-01T00:00:00Z"];
    let ended = world.run(&args).ok().line(0);
    let lines = [
        format!(r#"{{"token":"{good}","name":"nightly <1>","id":7}}"#),
        format!(r#"{{"token":"{ended}","id":"case-2"}}"#),
        format!(r#"{{"token":"{ended}"}}"#),
        good.clone(),
        format!(r#"{{"token":"{good}","name":"{good}"}}"#),
        "no token".to_owned(),
    ];
    (good, ended, lines.join("\n"))
}

/// The names of the cases of a JUnit report.
fn names(xml: &str) -> Vec<&str> {
    let cases = xml.split("<testcase ").skip(1);
    cases.filter_map(|case| case.split_once(" name=\"")?.1.split('"').next()).collect()
}

fn without_tokens(answer: &Answer, tokens: [&str; 2]) {
    for token in tokens {
        let signature = token.rsplit('.').next().expect("a signature");
        assert!(!answer.out().contains(signature) && !answer.err().contains(signature), "{answer}");
    }
}

#[test]
fn a_case_is_called_what_its_line_says_else_what_its_token_says_and_never_by_the_token() {
    let world = Sandbox::new();
    let (good, ended, lines) = batch(&world);
    let file = world.file("tokens.ndjson", &lines).display().to_string();
    let answer = world.run(&["token", "verify", "--batch", &file, "--format", "junit"]).exits(40);
    let jti = |token: &str| {
        world.run(&["token", "decode", token, "--json"]).ok().json()["claims"]["jti"].as_str().unwrap().to_owned()
    };
    let xml = answer.out();
    let by_claims = [format!("bob {}", jti(&ended)), format!("alice {}", jti(&good))];
    assert_eq!(names(&xml), ["nightly &lt;1&gt;", "case-2", &by_claims[0], &by_claims[1], "(a token)", "line 6"]);
    let head: Vec<_> = xml.lines().take(3).collect();
    assert!(head[1].starts_with("<testsuites tests=\"6\" failures=\"3\" errors=\"0\" time=\"0."), "{xml}");
    let suite = "<testsuite name=\"mintage token verify\" timestamp=\"2026-01-01T00:00:00\" tests=\"6\" failures=\"3\"";
    assert!(head[2].trim().starts_with(suite), "{xml}");
    assert_eq!(xml.matches(" time=\"0.").count(), 8, "each case and both sums: {xml}");
    assert!(xml.contains(&format!(">{file}:2</failure>")), "{xml}");
    without_tokens(&answer, [&good, &ended]);
    let one = world.run(&["token", "verify", &ended, "--format", "junit"]).exits(24);
    assert_eq!(names(&one.out()), [by_claims[0].as_str()]);
    without_tokens(&one, [&good, &ended]);
}

#[test]
fn github_is_told_in_lines_that_name_the_place_and_in_a_summary_of_the_job() {
    let world = Sandbox::new();
    let (good, ended, lines) = batch(&world);
    let file = world.file("tokens.ndjson", &lines).display().to_string();
    let summary = world.file(SUMMARY, "# Of another step\n\n");
    world.set("GITHUB_STEP_SUMMARY", summary.to_str().unwrap());
    let answer = world.run(&["token", "verify", "--batch", &file, "--format", "github"]).exits(40);
    let told = answer.out().replace(&file, "tokens.ndjson");
    let lines: Vec<_> = told.lines().collect();
    assert_eq!(lines.len(), 3, "{told}");
    let start = "::error file=tokens.ndjson,line=2,title=expired::case-2: expired: exp 2025-01-01T00:00:00Z is";
    assert!(lines[0].starts_with(start), "{told}");
    assert!(lines[2].starts_with("::error file=tokens.ndjson,line=6,title=malformed::line 6: malformed: "), "{told}");
    without_tokens(&answer, [&good, &ended]);
    let page = std::fs::read_to_string(&summary).unwrap();
    assert!(page.starts_with("# Of another step\n\n### mintage token verify\n"), "{page}");
    assert!(page.contains("| 6 | 3 | 3 | 0 | 0 |") && page.contains("| case-2 | expired: exp"), "{page}");
    // A report that was given is not worth less where the summary cannot be written.
    world.set("GITHUB_STEP_SUMMARY", "/nowhere/at/all");
    let unwritten = world.run(&["token", "verify", &good, "--format", "github"]).ok();
    assert!(unwritten.out().is_empty() && unwritten.err().contains("the summary of the job was not written"));
    let refused = world.run(&["token", "verify", &good, "--format", "github", "--json"]).exits(2);
    assert!(refused.err().contains("--format github is a form of its own"), "{refused}");
}

#[test]
fn a_runner_is_told_of_every_secret_before_it_is_printed_and_the_answer_stays_the_secret_alone() {
    let world = Sandbox::new();
    world.run(&["app", "register", "backend", "--scope", "read"]).ok();
    let masked = |world: &Sandbox, args: &[&str]| {
        let answer = world.run(args).ok();
        let lines = answer.err();
        (
            answer.out(),
            lines.lines().filter_map(|line| line.strip_prefix("::add-mask::")).map(str::to_owned).collect::<Vec<_>>(),
        )
    };
    let issue = ["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh", "--consent"];
    let (_, nobody) = masked(&world, &issue);
    assert!(nobody.is_empty(), "no runner reads along");
    world.set("GITHUB_ACTIONS", "true");
    for more in [&[][..], &["--json"]] {
        let (out, masks) = masked(&world, &[&issue[..], more].concat());
        assert_eq!(masks.len(), 2, "the access and the refresh token");
        assert!(out.contains(&masks[0]) && !out.contains("::add-mask"), "{out}");
    }
    let (out, masks) = masked(&world, &["app", "secret", "add", "backend", "-q"]);
    assert_eq!(out.trim(), masks[0]);
    let (out, masks) = masked(&world, &["keys", "export", "@active", "--private"]);
    assert!(out.contains(&masks[0]) && masks.iter().all(|line| !line.contains("BEGIN")));
    let (out, masks) = masked(&world, &["keys", "export", "@active", "--private", "--format", "jwk"]);
    assert!(masks.len() == 1 && out.contains(&format!("\"d\": \"{}\"", masks[0])));
    let (_, masks) = masked(&world, &["keys", "export", "@active"]);
    assert!(masks.is_empty(), "a public key is no secret");
    let (out, masks) = masked(&world, &["token", "forge", "--flaw", "expired"]);
    assert_eq!(out.trim(), masks[0]);
    let requests = "{\"app\":\"demo\",\"user\":\"alice\"}\n{\"app\":\"demo\",\"user\":\"bob\"}\n";
    let answer = world.run_with(&["token", "issue", "--batch", "-"], requests.as_bytes()).ok();
    assert_eq!(answer.err().matches("::add-mask::ey").count(), 2, "{answer}");
}

/// The results of a SARIF log.
fn results(answer: &Answer) -> Vec<Value> {
    let log: Value = serde_json::from_str(&answer.out()).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    log["runs"][0]["results"].as_array().expect("results").clone()
}

fn place(result: &Value) -> (u64, u64) {
    let region = &result["locations"][0]["physicalLocation"]["region"];
    (region["startLine"].as_u64().unwrap_or_default(), region["startColumn"].as_u64().unwrap_or_default())
}

#[test]
fn leaks_are_alerts_whose_fingerprints_stay_where_a_line_moves_and_that_say_nothing_of_the_token() {
    let world = Sandbox::new();
    let (good, ended, _) = batch(&world);
    let text =
        |before: &str| format!("{before}Größe 😀 {good}\n{ended} {good}\nghp_aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789\n");
    let file = world.file("app.log", text("")).display().to_string();
    let args = ["token", "identify", &file, "--all", "--format", "sarif"];
    let first = world.run(&args).ok();
    let before = results(&first);
    let rules = before.iter().map(|result| result["ruleId"].as_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(rules[..3], ["live-token", "ended-token", "live-token"], "{first}");
    let message = before[0]["message"]["text"].as_str().unwrap();
    assert!(message.starts_with("access token ") && message.contains(" of app demo for alice: active, good until"));
    // Ten characters, one of them of two units, are before the first.
    assert_eq!(place(&before[0]), (1, 10), "{first}");
    without_tokens(&first, [&good, &ended]);
    world.file("app.log", text("another line\n"));
    let after = results(&world.run(&args).ok());
    let prints =
        |results: &[Value]| results.iter().map(|result| result["partialFingerprints"].clone()).collect::<Vec<_>>();
    assert_eq!(place(&after[0]), (2, 10));
    assert_eq!(prints(&before), prints(&after));
    assert_ne!(prints(&before)[0], prints(&before)[2], "the second of the same is another");
    let github = world.run(&["token", "identify", &file, "--format", "github"]).ok();
    assert!(github.out().contains(",line=2,col=10,title=live-token::access token "), "{github}");
    without_tokens(&github, [&good, &ended]);
}

#[test]
fn weaknesses_are_alerts_at_the_file_of_the_token_and_fail_as_they_are_told_to() {
    let world = Sandbox::new();
    let weak = world.file("weak.jwt", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.").display().to_string();
    let args = ["token", "decode", &format!("@{weak}"), "--lint", "--format", "sarif", "--fail-on", "high"];
    let answer = world.run(&args).exits(4);
    let results = results(&answer);
    assert_eq!((results[0]["ruleId"].as_str(), place(&results[0])), (Some("alg_none"), (1, 1)), "{answer}");
    let rules: Value = serde_json::from_str(&answer.out()).unwrap();
    let rules = rules["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().clone();
    assert!(rules.iter().all(|rule| !rule["help"]["text"].as_str().unwrap().is_empty()));
    world.run(&["token", "decode", &format!("@{weak}"), "--format", "sarif"]).exits(2);
    let other = world.run(&["token", "decode", "mtg_at_x", "--lint", "--format", "github"]);
    assert_ne!(other.exit, 0, "what is no JWT is not said to have no weakness: {other}");
}

/// What an allowlist says, as the scanner reads it.
fn allowed(toml: &str) -> Vec<String> {
    let read: toml::Table = toml.parse().expect("TOML");
    assert_eq!(read["extend"]["useDefault"].as_bool(), Some(true));
    let list = read.get("allowlist").map(|list| list["regexes"].as_array().expect("a list").clone());
    list.unwrap_or_default().iter().map(|one| one.as_str().expect("a text").trim_end_matches('$').to_owned()).collect()
}

#[test]
fn a_scanner_is_told_of_what_opens_nothing_and_never_of_what_is_good_somewhere() {
    let world = Sandbox::new();
    let (good, ended, _) = batch(&world);
    let revoked = world.token();
    world.run(&["token", "revoke", &revoked, "--reason", "leak"]).ok();
    let issue = ["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh", "--consent"];
    let refresh = world.run(&issue).ok().line(1);
    let used = world.run(&issue).ok().line(1);
    world.run(&["token", "refresh", &used]).ok();
    let file =
        world.file("app.log", format!("{good}\n{ended}\n{revoked}\n{refresh}\n{used}\nxy\n")).display().to_string();
    let args = ["token", "identify", &file, "--allowlist", "gitleaks"];
    let told = world.run(&args).ok();
    let tails = allowed(&told.out());
    let has = |token: &str| tails.iter().any(|tail| token.ends_with(tail.as_str()));
    assert_eq!(
        [&good, &ended, &revoked, &refresh, &used].map(|token| has(token)),
        [false, true, false, false, true],
        "{told}"
    );
    assert!(told.err().contains("3 of what was found is not in the list"), "{told}");
    without_tokens(&told, [&ended, &used]);
    // What was revoked is taken by whoever does not ask, until it ends.
    world.pass(16 * 60);
    assert!(!allowed(&world.run(&args).ok().out()).iter().any(|tail| revoked.ends_with(tail.as_str())));
    world.pass(5 * 60);
    assert!(allowed(&world.run(&args).ok().out()).iter().any(|tail| revoked.ends_with(tail.as_str())));
    let hog = world.run(&["token", "identify", &file, "--allowlist", "trufflehog"]).ok().out();
    assert!(hog.contains(&format!("- '{}$'", &used[used.len() - 12..])) && hog.contains("mtg_(?:"), "{hog}");
    let none = world.run_with(&["token", "identify", "--allowlist", "gitleaks"], "nothing").ok().out();
    assert!(allowed(&none).is_empty() && !none.contains("[allowlist]"), "one that is empty is refused: {none}");
    world.run(&["token", "identify", &file, "--allowlist", "gitleaks", "--json"]).exits(2);
}

/// How many tokens a scanner is told of, and what is said beside that.
fn told_of(world: &Sandbox, file: &str) -> (usize, String) {
    let told = world.run(&["token", "identify", file, "--allowlist", "gitleaks"]).ok();
    (allowed(&told.out()).len(), told.err())
}

#[test]
fn the_access_tokens_of_a_home_for_tests_open_nothing_and_its_refresh_tokens_may() {
    let world = Sandbox::empty();
    let issue = ["token", "issue", "--dev", "--app", "demo", "--user", "alice", "--scope", "read", "--with-refresh"];
    let issued = world.run(&issue).ok();
    let file = world.file("fixture", issued.out()).display().to_string();
    let told = world.run(&["token", "identify", &file, "--allowlist", "gitleaks"]).ok();
    let tails = allowed(&told.out());
    assert_eq!(tails.len(), 1);
    assert!(issued.line(0).ends_with(&tails[0]));
    assert!(told.err().contains("1 of what was found is not in the list: 1 of that can be used now"), "{told}");
}

#[test]
fn a_home_that_only_says_that_it_is_for_development_is_not_for_tests() {
    let issue = ["token", "issue", "--app", "demo", "--user", "alice", "--scope", "read", "--consent", "-q"];
    let register = ["app", "register", "demo", "--scope", "read"];
    // Others than this machine may take its tokens.
    let staging = Sandbox::empty();
    staging.run(&["init", "--dev", "--issuer", "https://staging.example.com"]).ok();
    staging.run(&register).ok();
    let file = staging.file("fixture", staging.run(&issue).ok().out()).display().to_string();
    let (count, err) = told_of(&staging, &file);
    assert!(count == 0 && err.contains("others than this machine may take"), "{err}");
    // A key that came from elsewhere may sign for others.
    let donor = Sandbox::new();
    donor.run(&["keys", "rotate", "--now"]).ok();
    let pem = donor.run(&["keys", "export", &donor.active_key(), "--private"]).ok().out();
    let world = Sandbox::empty();
    world.run(&["init", "--dev", "--alg", "EdDSA"]).ok();
    world.run(&register).ok();
    let own = world.run(&issue).ok().out();
    let pem = world.file("other.pem", pem).display().to_string();
    world.run(&["keys", "import", &pem, "--no-passphrase"]).ok();
    world.run(&["keys", "activate", "--", &donor.active_key()]).ok();
    let file = world.file("fixture", own.clone() + &world.run(&issue).ok().out()).display().to_string();
    let told = world.run(&["token", "identify", &file, "--allowlist", "gitleaks"]).ok();
    let tails = allowed(&told.out());
    assert!(tails.len() == 1 && own.trim_end().ends_with(&tails[0]), "{told}");
    assert!(told.err().contains("may be one of elsewhere"), "{told}");
    // And one that is worth a passphrase is worth more than a test.
    let sealed = Sandbox::empty();
    let pass = sealed.file("pass", "correct horse battery staple").display().to_string();
    sealed.run(&["init", "--dev", "--passphrase-file", &pass]).ok();
    sealed.run(&register).ok();
    let token = sealed.run(&[&issue[..], &["--passphrase-file", &pass]].concat()).ok().out();
    let file = sealed.file("fixture", token).display().to_string();
    let (count, err) = told_of(&sealed, &file);
    assert!(count == 0 && err.contains("is encrypted, as none for tests is"), "{err}");
}
