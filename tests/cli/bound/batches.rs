//! Batches whose lines bring proofs along.

use serde_json::{Value, json};

use super::{Draft, URL, bound};
use crate::support::Sandbox;

fn verdicts(world: &Sandbox, more: &[&str], lines: &[Value]) -> Vec<(u64, i64)> {
    let text = lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let answer = world.run_with(&[&["token", "verify", "--batch", "-"], more].concat(), text).out();
    let answers = answer.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    answers.map(|verdict| (verdict["line"].as_u64().unwrap(), verdict["exit_code"].as_i64().unwrap())).collect()
}

#[test]
fn each_line_brings_its_proof_and_one_of_several_that_bring_the_same_is_good() {
    let world = Sandbox::new();
    let (token, plain) = (bound(&world), world.token());
    let proof = Draft::of(&token).text();
    let other = Draft::of(&token).claim("jti", json!("2")).text();
    let line = |proof: &str| json!({"token": token, "dpop": proof, "method": "POST", "url": URL});
    let lines = [
        json!({"token": plain}),
        line(&proof),
        line(&proof),
        json!({"token": token}),
        json!({"token": plain, "dpop": proof, "method": "POST", "url": URL}),
        json!({"token": token, "dpop": other, "method": "GET", "url": URL}),
        json!({"token": token, "dpop": [other], "method": "POST", "url": URL}),
        json!({"token": token, "dpop": [other, other], "method": "POST", "url": URL}),
        json!({"token": token, "dpop": 5, "method": "POST", "url": URL}),
        json!({"token": token, "dpop": proof}),
        json!({"token": token, "dpop": null}),
        json!({"token": plain}),
    ];
    let exits = [0, 0, 34, 34, 34, 34, 0, 34, 34, 34, 34, 0];
    let expected: Vec<(u64, i64)> = (1..).zip(exits).collect();
    assert_eq!(verdicts(&world, &["--jobs", "1"], &lines), expected);
}

#[test]
fn flags_say_what_all_lines_have_in_common() {
    let world = Sandbox::new();
    let token = bound(&world);
    let draft = |jti: &str| Draft::of(&token).claim("jti", json!(jti)).text();
    let lines =
        [json!({"token": token, "dpop": draft("1")}), json!({"token": token, "dpop": draft("2"), "method": "GET"})];
    assert_eq!(verdicts(&world, &["--method", "POST", "--url", URL], &lines), [(1, 0), (2, 34)]);
    world
        .run_with(&["token", "verify", "--batch", "-", "--dpop", &draft("3"), "--method", "POST", "--url", URL], "")
        .exits(2);
}

#[test]
fn of_many_lines_with_one_proof_one_is_good_on_however_many_cores() {
    let world = Sandbox::new();
    let token = bound(&world);
    let proof = Draft::of(&token).text();
    // The name may be written otherwise, and means the same.
    let line = json!({"token": token, "dpop": proof, "method": "POST", "url": URL}).to_string();
    let odd = line.replace("\"dpop\"", "\"d\\u0070op\"");
    let lines: Vec<&str> = [line.as_str(), odd.as_str()].repeat(100);
    let text = lines.join("\n");
    let answer = world.run_with(&["token", "verify", "--batch", "-", "--jobs", "4"], text).exits(40);
    assert_eq!(answer.out().matches("\"valid\":true").count(), 1, "{answer}");
    assert_eq!(answer.out().matches("\"exit_code\":34").count(), 199);
}
