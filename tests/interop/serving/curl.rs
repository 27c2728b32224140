//! curl, as people type it.

use std::path::Path;

use super::*;

fn is_here() -> bool {
    has("curl", &["--version"])
}

/// A line of a shell, in the folder of the world, that knows the address of the server and the app.
fn sh(door: &Door, app: &Client, line: &str) -> String {
    let mut command = Command::new("bash");
    command.args(["-euo", "pipefail", "-c", line]).current_dir(door.world.folder());
    command.env("AT", &door.issuer).env("CLIENT_ID", &app.id).env("CLIENT_SECRET", &app.secret);
    let program = Path::new(env!("CARGO_BIN_EXE_mintage")).parent().expect("a folder").display().to_string();
    command.env("PATH", format!("{program}:{}", std::env::var("PATH").expect("a PATH")));
    command.env("MINTAGE_HOME", door.world.home());
    crate::answer(&mut command).ok().out().trim_end().to_owned()
}

#[test]
fn a_shell_gets_looks_up_and_revokes_a_token() {
    if !is_here() {
        return;
    }
    let door = Door::of("ES256");
    let shop = door.world.client("shop", &["--scope", "read write"]);
    let token = sh(
        &door,
        &shop,
        r#"curl -sSf -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials --data-urlencode 'scope=read write' "$AT/token""#,
    );
    let token: Value = serde_json::from_str(&token).expect("JSON");
    door.world.file("token", text(&token, "access_token"));
    let asked = r#"curl -sSf -u "$CLIENT_ID:$CLIENT_SECRET" --data-urlencode token@token"#;
    let looked_up = sh(&door, &shop, &format!(r#"{asked} "$AT/introspect""#));
    assert!(looked_up.starts_with(r#"{"active":true,"#), "{looked_up}");
    assert_eq!(sh(&door, &shop, &format!(r#"{asked} "$AT/revoke""#)), "");
    assert_eq!(sh(&door, &shop, &format!(r#"{asked} "$AT/introspect""#)), r#"{"active":false}"#);
    // What is refused fails a script that asks for that, and says why.
    let refused = sh(
        &door,
        &shop,
        r#"! curl -sS --fail-with-body -u "$CLIENT_ID:wrong" -d grant_type=client_credentials "$AT/token" 2>/dev/null"#,
    );
    assert!(refused.starts_with(r#"{"error":"invalid_client","#), "{refused}");
}

#[test]
fn a_shell_checks_a_token_with_the_keys_that_it_fetches_and_fetches_them_only_when_they_are_others() {
    if !is_here() {
        return;
    }
    let door = Door::of("ES256");
    let shop = door.world.client("shop", &["--scope", "read"]);
    let keys = |flags: &str| {
        let fetch = format!(
            r#"curl -sSf {flags} --etag-save etag --etag-compare etag -o fetched -w '%{{http_code}}' "$AT/jwks""#
        );
        sh(&door, &shop, &fetch)
    };
    sh(&door, &shop, ": >etag");
    assert_eq!(keys(""), "200");
    sh(
        &door,
        &shop,
        r#"mintage token issue --app shop -q >token; cp fetched keys.json; mintage token verify --jwks keys.json --iss "$AT" --aud https://api.localhost @token"#,
    );
    assert_eq!(keys(""), "304");
    assert_eq!(keys("--http1.0"), "304");
    sh(&door, &shop, "mintage keys gen --no-passphrase");
    assert_eq!(keys("--compressed"), "200", "another key is shown");
}

#[test]
fn one_connection_serves_many_requests_of_curl() {
    if !is_here() {
        return;
    }
    let door = Door::of("ES256");
    let shop = door.world.client("shop", &["--scope", "read"]);
    let all = sh(
        &door,
        &shop,
        r#"curl -sSf -o /dev/null -o /dev/null -o /dev/null -w '%{http_code} %{num_connects}\n' "$AT/jwks" "$AT/healthz" "$AT/.well-known/openid-configuration"
        for more in '-X DELETE' '-X PUT -d a=b' '-d @/dev/null -H content-type:application/json' '-I'; do
            curl -sS -o /dev/null -w '%{http_code}\n' $more "$AT/token"
        done"#,
    );
    assert_eq!(all.lines().collect::<Vec<_>>(), ["200 1", "200 0", "200 0", "405", "405", "415", "405"]);
}
