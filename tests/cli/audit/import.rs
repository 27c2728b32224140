//! Uses that the logs of services tell of.

use std::io::Write as _;

use serde_json::Value;

use crate::support::Sandbox;

fn import(world: &Sandbox, format: &str, text: &str, more: &[&str]) -> Value {
    let log = world.file("access.log", text).display().to_string();
    world.run(&[&["audit", "import", "--json", "--format", format, &log][..], more].concat()).ok().json()
}

fn uses(world: &Sandbox) -> Vec<Value> {
    world.run(&["audit", "access", "--json"]).ok().json()["uses"].as_array().unwrap().clone()
}

fn line(status: u16, second: u32, more: &str) -> String {
    format!(
        "192.0.2.7 - - [01/Jan/2026:00:00:{second:02} +0000] \"GET /orders?a=b HTTP/1.1\" {status} 12 \"-\" \"curl/8\" {more}\n"
    )
}

#[test]
fn a_log_that_grows_is_read_again_and_nothing_is_recorded_twice() {
    let world = Sandbox::new();
    let token = world.issue(&[]);
    let jti = world.run(&["token", "show", &token, "-q"]).ok().out().trim().to_owned();
    let one =
        line(200, 1, &format!("\"jti={jti}\"")).repeat(2) + &line(401, 2, "sub=bob") + &line(200, 3, "") + "garbage\n";
    let came = import(&world, "combined", &one, &[]);
    let counts = |came: &Value| {
        ["lines", "recorded", "already_recorded", "without_token", "unread"].map(|name| came[name].as_u64().unwrap())
    };
    assert_eq!(counts(&came), [5, 3, 0, 1, 1]);
    assert!(came["first_unread"][0].as_str().unwrap().ends_with("access.log:5"), "{came}");
    assert_eq!(counts(&import(&world, "nginx", &(one + &line(403, 4, "sub=bob")), &[])), [6, 1, 3, 1, 1]);
    let uses = uses(&world);
    let outcomes: Vec<&str> = uses.iter().map(|used| used["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["insufficient_scope", "unknown_token", "accepted", "accepted"]);
    let of_token = &uses[3];
    for (name, value) in
        [("jti", jti.as_str()), ("app", "demo"), ("user", "alice"), ("resource", "/orders"), ("door", "import")]
    {
        assert_eq!(of_token[name], value, "{of_token}");
    }
    assert_eq!(world.run(&["token", "list", "--never-used", "-q"]).ok().out(), "", "it was used, as the log says");
}

#[test]
fn a_packed_log_with_the_text_of_a_token_is_read_and_warned_of_and_the_text_is_kept_nowhere() {
    let world = Sandbox::new();
    let token = world.issue(&["--format", "opaque"]);
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let line = format!(
        "{{\"time\":\"2026-01-01T00:00:01.5Z\",\"path\":\"/a\",\"query\":\"access_token={token}\",\"status\":200}}\n"
    );
    gz.write_all(line.as_bytes()).unwrap();
    let log = world.file("access.log.gz", gz.finish().unwrap()).display().to_string();
    let answer = world.run(&["audit", "import", "--format", "json", &log]).ok();
    assert!(answer.err().contains("the very text of a token"), "{}", answer.err());
    assert!(!answer.err().contains(&token) && !answer.out().contains(&token));
    let uses = uses(&world);
    assert_eq!((&uses[0]["app"], &uses[0]["sha256"]), (&"demo".into(), &Value::Null), "it is known by its digest");
    for file in std::fs::read_dir(world.home().join("access")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(memchr::memmem::find(&bytes, token.as_bytes()).is_none());
    }
}

#[test]
fn a_log_that_is_of_another_format_is_no_success() {
    let world = Sandbox::new();
    let log = world.file("access.log", "one\ntwo\n").display().to_string();
    let answer = world.run(&["audit", "import", "--format", "json", &log]);
    assert_ne!(answer.exit, 0);
    assert!(answer.err().contains("2 lines are not of this format"), "{}", answer.err());
    assert_eq!(world.run(&["audit", "import", "--format", "other", &log]).exit, 2);
    assert_eq!(world.run(&["audit", "import", "--format", "json", "--field", "zzz=1", &log]).exit, 2);
}

/// As its documentation has the values: the address with its port, `-` or null where there is none, numbers as texts where they are not
/// typed.
#[test]
fn what_envoy_writes_by_the_page_is_read() {
    let world = Sandbox::new();
    let jti = world.run(&["token", "show", &world.issue(&[]), "-q"]).ok().out().trim().to_owned();
    let page = include_str!("../../../docs/watching.md");
    let block = page.split("# token_log.yaml").nth(1).and_then(|rest| rest.split("```").next()).expect("the block");
    let format = block.split("json_format:").nth(1).expect("the format");
    let line = |agent: &str, code: &str, jti: &str| {
        let mut line = serde_json::Map::new();
        for (name, operator) in format.lines().filter_map(|line| line.trim().split_once(": ")) {
            let value = match operator.trim_matches('"') {
                "%START_TIME%" => "\"2026-01-01T00:00:00.310Z\"",
                "%DOWNSTREAM_REMOTE_ADDRESS%" => "\"[2001:db8::7]:50432\"",
                "%REQ(USER-AGENT)%" => agent,
                "%REQ_WITHOUT_QUERY(X-ENVOY-ORIGINAL-PATH?:PATH)%" => "\"/orders\"",
                "%RESPONSE_CODE%" => code,
                "%DYNAMIC_METADATA(envoy.filters.http.jwt_authn:jwt:jti)%" => jti,
                other => panic!("{other} is on the page"),
            };
            line.insert(name.to_owned(), serde_json::from_str(value).expect("a value"));
        }
        Value::from(line).to_string() + "\n"
    };
    let quoted = format!("\"{jti}\"");
    let text = [
        line("\"nsq2http\"", "\"204\"", &quoted),
        line("null", "403", &quoted),
        line("\"-\"", "\"401\"", "\"-\""),
        line("null", "401", "null"),
    ];
    let came = import(&world, "envoy", &text.concat(), &[]);
    assert_eq!(
        (&came["recorded"], &came["without_token"], &came["unread"]),
        (&2.into(), &2.into(), &0.into()),
        "{came}"
    );
    let uses = uses(&world);
    let of = |used: &Value| ["outcome", "jti", "ip", "user_agent", "resource"].map(|name| used[name].clone());
    for (outcome, agent) in [("accepted", Value::from("nsq2http")), ("insufficient_scope", Value::Null)] {
        let expected = [outcome.into(), jti.as_str().into(), "2001:db8::7".into(), agent, "/orders".into()];
        assert!(uses.iter().any(|used| of(used) == expected), "{expected:?}: {uses:?}");
    }
}
