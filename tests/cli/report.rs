//! `mintage audit report`: how a home stands and what happened in it, as one page.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;

use crate::support::Sandbox;

fn lived() -> Sandbox {
    let world = Sandbox::new();
    world.run(&["token", "issue", "--app", "demo", "--user", "<b>alice</b>", "--count", "30", "--ttl", "3d"]).ok();
    world.pass(86_400);
    world.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
    world.run(&["app", "block", "demo", "--reason", "\"><script>alert(1)</script>"]).ok();
    world
}

#[test]
fn a_report_is_one_file_for_its_owner_that_loads_nothing() {
    let world = lived();
    let file = world.folder().join("report.html");
    let name = file.to_str().unwrap();
    let answer = world.run(&["audit", "report", "--html", name]).ok();
    assert_eq!((answer.out(), answer.err()), (String::new(), format!("note: wrote {name}\n")));
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let page = std::fs::read_to_string(&file).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>") && page.contains("default-src 'none'"));
    for loading in ["<script", "<img", "<iframe", "<form", " src=", "url(", "@import", "href=\"http", "<b>alice"] {
        assert!(!page.split("</style>").nth(1).unwrap().contains(loading), "{loading}");
    }
    assert!(page.contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"), "the reason is shown as it is");
    let same = world.run(&["audit", "report", "--html", name]).ok();
    assert_eq!(same.err(), format!("note: {name} is unchanged\n"));
    let printed = world.run(&["-q", "audit", "report", "--html", "-"]).ok();
    assert_eq!((printed.out().trim_end(), printed.err().as_str()), (page.trim_end(), ""));
    let nowhere = world.folder().join("nowhere/report.html");
    let refused = world.run(&["audit", "report", "--html", nowhere.to_str().unwrap()]);
    assert!(refused.exit != 0 && refused.err().contains("nowhere"), "{refused}");
}

#[test]
fn a_report_looks_as_far_back_as_is_said_and_says_the_same_to_programs() {
    let world = lived();
    let month = world.run(&["audit", "report", "--json"]).ok().json();
    assert_eq!((&month["step"], &month["since"]), (&json!("1d"), &json!("2025-12-03T00:00:00Z")));
    let issued: Vec<u64> = month["issued"].as_array().unwrap().iter().map(|count| count.as_u64().unwrap()).collect();
    assert_eq!((issued.len(), issued.iter().sum::<u64>(), issued[29]), (31, 30, 30));
    assert_eq!((&month["live"]["tokens"], &month["apps"][0]["state"]), (&json!(30), &json!("blocked")));
    assert_eq!(month["keys"][0]["took_over_from"], month["keys"][1]["kid"]);
    let hour = world.run(&["audit", "report", "--json", "--since", "1h"]).ok().json();
    assert_eq!((&hour["step"], hour["issued"].as_array().unwrap().len()), (&json!("1m"), 61));
    for (bad, hint) in [
        (&["audit", "report"][..], "add --html FILE, or --json"),
        (&["audit", "report", "--json", "--html", "x.html"], "leave out --json or --html"),
        (&["audit", "report", "--json", "--since", "2030-01-01T00:00:00Z"], "give a length of time, as in 7d"),
        (&["audit", "report", "--json", "--since", "soon"], "--since"),
    ] {
        let refused = world.run(bad);
        assert!(refused.exit == 2 && refused.err().contains(hint), "{refused}");
    }
}
