use serde_json::{Value, json};

fn tell(url: &str, key: &str, body: &Value) -> Value {
    let request = ureq::post(url).header("mintage-control", key).header("content-type", "application/json");
    let answer = request.send(body.to_string()).unwrap().into_body().read_to_string().unwrap();
    serde_json::from_str(&answer).unwrap()
}

#[test]
#[ignore = "it needs a server"]
fn a_token_is_not_taken_when_its_time_is_over() {
    let server = std::env::var("MINTAGE").unwrap_or("http://127.0.0.1:8080".to_owned());
    let home = tell(&format!("{server}/_mintage/homes"), "1", &json!({"access_ttl": "15m"}));
    let at = |path: &str| format!("{}{path}", home["issuer"].as_str().unwrap());
    let (key, app) = (home["token"].as_str().unwrap(), &home["apps"]["demo"]);
    let token = tell(&at("/_mintage/tokens"), key, &json!({"user": "alice", "scope": "read"}));
    let is_good = || {
        let form = [
            ("client_id", &app["client_id"]),
            ("client_secret", &app["client_secret"]),
            ("token", &token["access_token"]),
        ];
        let answer = ureq::post(at("/introspect")).send_form(form.map(|(name, value)| (name, value.as_str().unwrap())));
        answer.unwrap().into_body().read_to_string().unwrap().contains("\"active\":true")
    };
    assert!(is_good());
    tell(&at("/_mintage/clock"), key, &json!({"advance": "16m"}));
    assert!(!is_good());
    ureq::delete(at("/_mintage")).header("mintage-control", key).call().unwrap();
}
