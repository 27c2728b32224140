//! Looking at how tokens were used.

use crate::support::{Sandbox, settled};

fn show(world: &Sandbox, token: &str, more: &[&str]) {
    world.run(&[&["token", "verify", token, "--record"][..], more].concat());
}

#[test]
fn uses_are_listed_the_newest_first_with_what_is_known_of_each() {
    let world = Sandbox::new();
    let token = world.issue(&[]);
    show(&world, &token, &["--ip", "192.0.2.7", "--user-agent", "curl/8.9.1", "--device", "d1", "--resource", "/a"]);
    world.pass(3600);
    show(&world, &token, &["--ip", "2001:db8::1"]);
    show(&world, "no-token\u{1b}[31m", &[]);
    insta::assert_snapshot!(settled(&world, &world.run(&["audit", "access"])), @r"
    AT                    DOOR    OUTCOME    APP   USER   IP           USER AGENT  RESOURCE  JTI
    2026-01-01T01:00:00Z  verify  malformed
    2026-01-01T01:00:00Z  verify  expired    demo  alice  2001:db8::1                        019b76da-a807-7005-b02d-43fa06e7d058
    2026-01-01T00:00:00Z  verify  accepted   demo  alice  192.0.2.7    curl/8.9.1  /a        019b76da-a807-7005-b02d-43fa06e7d058
    ---- exit 0
    ");
    let count = |flags: &[&str]| world.run(&[&["audit", "access", "--json"], flags].concat()).ok().json();
    let number = |flags: &[&str]| count(flags)["uses"].as_array().unwrap().len();
    for (flags, wanted) in [
        (&["--app", "demo"][..], 2),
        (&["--user", "alice"], 2),
        (&["--user", "bob"], 0),
        (&["--ip", "192.0.2.0/24"], 1),
        (&["--ip", "2001:db8::/32"], 1),
        (&["--outcome", "accepted"], 1),
        (&["--outcome", "refused"], 2),
        (&["--outcome", "expired"], 1),
        (&["--door", "verify"], 3),
        (&["--door", "userinfo"], 0),
        (&["--since", "10m"], 2),
        (&["--until", "10m"], 1),
    ] {
        assert_eq!(number(flags), wanted, "{flags:?}");
    }
    let all = count(&[]);
    assert_eq!(all["uses"][1]["late"], 3600 - 900);
    assert_eq!(all["uses"][2]["device"], "d1");
    assert!(!all.to_string().contains(&token), "the text of a token is nowhere");
    let first = count(&["--limit", "2"]);
    let rest = count(&["--cursor", first["next"].as_str().unwrap()]);
    assert_eq!(rest["uses"].as_array().unwrap().len(), 1);
    assert_eq!(rest["uses"][0], all["uses"][2]);
    assert_eq!(rest["next"], serde_json::Value::Null);
    let csv = world.run(&["audit", "access", "--csv"]).ok().out();
    assert_eq!(csv.lines().count(), 4, "{csv}");
    assert_eq!(world.run(&["audit", "access", "--outcome", "bad"]).exit, 2);
}

#[test]
fn a_batch_records_each_line_as_it_was_shown() {
    let world = Sandbox::new();
    let token = world.issue(&[]);
    let line = |ip: &str, at: u64| {
        format!("{{\"token\":\"{token}\",\"ip\":\"{ip}\",\"user_agent\":\"a/1\",\"resource\":\"/x\",\"at\":{at}}}\n")
    };
    let lines = (0..500).map(|n| line("192.0.2.7", 1_767_225_600 + n)).collect::<String>() + "\nnothing\n";
    world.run_with(&["token", "verify", "--batch", "-", "--record"], lines);
    let uses = world.run(&["audit", "access", "--json"]).ok().json();
    let uses = uses["uses"].as_array().unwrap();
    assert_eq!(uses.len(), 501);
    assert_eq!(uses.iter().filter(|used| used["outcome"] == "accepted").count(), 500);
    assert_eq!(uses[0]["at_unix"], 1_767_225_600 + 499);
    assert!(uses.iter().all(|used| used["door"] == "batch"));
}

#[test]
fn days_that_are_over_are_forgotten_when_that_is_asked_for() {
    let world = Sandbox::new();
    let token = world.issue(&[]);
    show(&world, &token, &[]);
    world.pass(100 * 86_400);
    show(&world, &token, &[]);
    let forgotten = |flags: &[&str]| {
        let answer = world.run(&[&["audit", "forget", "--before", "90d", "--json"], flags].concat()).ok().json();
        (answer["uses"].as_u64().unwrap(), answer["plan"] == "forget")
    };
    assert_eq!(forgotten(&["--plan"]), (1, true));
    assert_eq!(forgotten(&[]), (1, false));
    assert_eq!(forgotten(&[]), (0, false));
    assert_eq!(world.run(&["audit", "access", "-q"]).ok().out().lines().count(), 1);
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_the_others_are_listed() {
    let world = Sandbox::new();
    let token = world.issue(&[]);
    show(&world, &token, &[]);
    let folder = world.home().join("access");
    let foreign = folder.join("2025-12-01.db");
    std::fs::write(&foreign, "no database, and no record of anything at all").unwrap();
    std::fs::set_permissions(&foreign, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let answer = world.run(&["audit", "access", "-q"]).exits(1);
    assert!(answer.err().contains("2025-12-01.db is damaged"), "{}", answer.err());
    assert_eq!(answer.out().lines().count(), 1);
    // What looks at a part alone promises nothing of the rest.
    std::fs::rename(&foreign, folder.join("2026-01-01.db")).unwrap();
    let answer = world.run(&["audit", "access"]).exits(1);
    assert!(!answer.err().contains("no uses match"), "{}", answer.err());
    for risk in [&["audit", "risk"][..], &["audit", "risk", "--detailed-exitcode"]] {
        world.run(risk).exits(1);
    }
    for json in [&["status", "--json"][..], &["audit", "report", "--json"]] {
        assert!(world.run(json).ok().err().contains("could not be read"), "{json:?}");
    }
    let screen = world.run(&["status"]).ok().out();
    assert!(
        screen.contains("what was recorded cannot be read") && screen.contains("unknown: not all uses"),
        "{screen}"
    );
    assert!(!screen.contains("nothing stands out"), "{screen}");
    let page = world.run(&["audit", "report", "--html", "-"]).ok().out();
    assert!(page.contains("Not all of the record of access can be read"), "{page}");
}
