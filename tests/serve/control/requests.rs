//! What an app has sent, and why it was refused.

use serde_json::json;

use super::{Bench, nothing};

#[test]
fn a_test_sees_what_its_app_sent_and_why_it_was_refused() {
    let bench = Bench::start();
    let home = bench.home(&nothing());
    assert_eq!(home.requests(&bench, ""), json!({"requests": [], "last": 0}));
    home.token(&bench, &[("scope", "read")]).is(200);
    let refused = home.token(&bench, &[("scope", "admin")]).is(400);
    bench.served.get(&home.at("/tokn?x=1")).is(404);
    let seen = home.requests(&bench, "");
    let all = seen["requests"].as_array().unwrap();
    assert_eq!((all.len(), &seen["last"]), (3, &json!(3)));
    let first = &all[0];
    assert_eq!(
        (&first["method"], &first["path"], &first["endpoint"]),
        (&json!("POST"), &json!("/token"), &json!("token"))
    );
    assert_eq!(first["form"], json!({"grant_type": "client_credentials", "scope": "read"}));
    assert_eq!((&first["status"], &first["client_id"]), (&json!(200), &json!(home.demo.id)));
    assert!(first["headers"]["authorization"].as_str().unwrap().starts_with("Basic sha256:"), "{first}");
    let second = &all[1];
    assert_eq!((&second["status"], &second["error"]), (&json!(400), &json!("invalid_scope")));
    assert!(second["reason"].as_str().unwrap().contains("is not registered for"), "{second}");
    assert_eq!(second["request_id"].as_str(), refused.header("x-request-id"));
    assert_eq!(
        (&all[2]["path"], &all[2]["query"], &all[2]["status"]),
        (&json!("/tokn"), &json!({"x": "1"}), &json!(404))
    );
    assert_eq!(home.requests(&bench, "?after=2")["requests"].as_array().unwrap().len(), 1);
    // What is told is no secret, and the log has the same reasons.
    let told = seen.to_string();
    assert!(!told.contains(&home.demo.secret) && bench.served.log().contains("is not registered for"));
}

#[test]
fn the_next_request_is_waited_for_and_one_that_hung_up_was_one() {
    let bench = Bench::start();
    let home = bench.home(&nothing());
    home.tell(&bench, "next", &json!({"delay": "1m"})).is(200);
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| home.requests(&bench, "?after=0&wait=30s"));
        let mut stream = bench.served.connect();
        let request = format!("GET {} HTTP/1.1\r\nhost: {}\r\n\r\n", home.at("/jwks"), bench.served.address);
        std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(100));
        drop(stream);
        let seen = waiting.join().unwrap();
        let one = &seen["requests"][0];
        assert_eq!((&one["path"], &one["status"]), (&json!("/jwks"), &json!(null)));
        assert!(one["reason"].as_str().unwrap().contains("hung up"), "{one}");
    });
}

#[test]
fn what_no_request_is_asked_for_with_is_refused() {
    let bench = Bench::start();
    let home = bench.home(&nothing());
    for query in ["?after=x", "?after=-1", "?wait=1h", "?since=1", "?wait=soon"] {
        let path = home.at(&format!("/_mintage/requests{query}"));
        bench.served.ask("GET", &path, &[("mintage-control", &home.token)], "").is(400);
    }
}
