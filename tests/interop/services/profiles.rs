//! Tokens as other issuers make them, shown to the libraries that their users have.
//!
//! A service that asks its issuer for keys asks a server of this machine, which the token then names with `--iss`; all else is
//! as the profile has it.

use serde_json::{Value, json};

use super::spring::{self, Setup};
use super::{AUDIENCE, Issuer, Party, node_is_here, python_is_here};

/// The client of the app.
fn client(issuer: &Issuer) -> String {
    issuer.mintage(&["app", "show", "demo", "-q"]).ok().line(0)
}

/// A token as this profile has it.
fn token_of(issuer: &Issuer, profile: &str, flags: &[&str]) -> String {
    issuer.token(&[&["--profile", profile, "--test-token"], flags].concat())
}

/// The ID token beside one.
fn id_token_of(issuer: &Issuer, profile: &str, flags: &[&str]) -> String {
    let args =
        ["token", "issue", "--app", "demo", "--user", "alice", "--consent", "--with-id-token", "--nonce", "n-0S6"];
    issuer.mintage(&[&args[..], &["--profile", profile, "--test-token"], flags].concat()).ok().line(1)
}

#[test]
fn auth0s_middleware_accepts_tokens_as_auth0_and_okta_make_them() {
    if !node_is_here() {
        return;
    }
    let issuer = Issuer::new();
    for (profile, path, audience) in [("auth0", "/", AUDIENCE), ("okta", "/oauth2/default", "api://default")] {
        issuer.publish(path);
        let name = issuer.name(path);
        let token = token_of(&issuer, profile, &["--iss", &name]);
        let lax = Party::express_of(&name, audience, "lax");
        let claims = issuer.accepted(&lax, &token);
        assert_eq!(claims["iss"], name.as_str(), "{profile}");
        // Neither is an access token of RFC 9068, and its mode says so.
        let refused = issuer.refused(&Party::express_of(&name, audience, "strict"), &token);
        assert!(refused.contains("typ"), "{profile}: {refused}");
        let ended = token_of(&issuer, profile, &["--iss", &name, "--exp", "-5m"]);
        assert!(issuer.refused(&lax, &ended).contains("exp"), "{profile}");
        // The name in the token is that of the profile where nobody says another. A service may know it by that, and be told
        // where its keys are.
        let token = token_of(&issuer, profile, &[]);
        assert!(issuer.refused(&lax, &token).contains("iss"), "{profile}");
        let told = |name: &Value| {
            Party::express(&json!({"issuer": name, "jwksUri": issuer.name("/jwks.json"), "audience": audience}))
        };
        let named = &issuer.read(&token)["claims"]["iss"];
        assert_eq!(issuer.accepted(&told(named), &token)["iss"], *named, "{profile}");
        assert!(issuer.refused(&told(&"https://elsewhere/".into()), &token).contains("iss"), "{profile}");
    }
}

#[test]
fn the_verifier_of_cognito_accepts_access_and_id_tokens_as_a_user_pool_makes_them() {
    if !node_is_here() {
        return;
    }
    let issuer = Issuer::new();
    let (client, pool) = (client(&issuer), "eu-central-1_Mintage01");
    let set = ["--set", "region=eu-central-1", "--set", "pool=eu-central-1_Mintage01"];
    let access = token_of(&issuer, "cognito", &set);
    let claims = issuer.accepted(&Party::cognito(pool, "access", &client), &access);
    assert_eq!((&claims["token_use"], &claims["username"]), (&"access".into(), &"alice".into()));
    let id = id_token_of(&issuer, "cognito", &set);
    let claims = issuer.accepted(&Party::cognito(pool, "id", &client), &id);
    assert_eq!((&claims["aud"], &claims["cognito:username"]), (&client.as_str().into(), &"alice".into()));

    for (pool, usage, client, what) in [
        (pool, "id", client.as_str(), "Token use not allowed"),
        (pool, "access", "another", "Client ID not allowed"),
        ("eu-central-1_Another01", "access", client.as_str(), "issuer not configured"),
    ] {
        let refused = issuer.refused(&Party::cognito(pool, usage, client), &access);
        assert!(refused.contains(what), "{refused}");
    }
}

#[test]
fn the_toolkit_of_github_actions_accepts_the_token_of_a_job_in_both_forms_of_sub() {
    if !node_is_here() {
        return;
    }
    let issuer = Issuer::new();
    let name = issuer.name("");
    for (profile, subject) in [
        ("github-actions", "repo:octo-org/octo-repo:ref:refs/heads/main"),
        ("github-actions-ids", "repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main"),
    ] {
        let toolkit = Party::actions(&name);
        let claims = issuer.accepted(&toolkit, &token_of(&issuer, profile, &["--iss", &name, "--aud", "nobody"]));
        assert_eq!((&claims["sub"], &claims["repository"]), (&subject.into(), &"octo-org/octo-repo".into()));
        let refused = issuer.refused(&toolkit, &token_of(&issuer, profile, &["--iss", &name]));
        assert!(refused.contains("aud"), "it asks for an audience of its own: {refused}");
        let token = token_of(&issuer, profile, &["--aud", "https://deploy.example"]);
        let cloud = |subject: &str| {
            Party::jose(&json!({
                "issuer": "https://token.actions.githubusercontent.com", "audience": "https://deploy.example",
                "subject": subject, "typ": "JWT", "algorithms": ["RS256"],
                "requiredClaims": ["repository_id", "job_workflow_ref", "run_id"],
            }))
        };
        issuer.accepted(&cloud(subject), &token);
        assert!(issuer.refused(&cloud("repo:octo-org/other:ref:refs/heads/main"), &token).contains("sub"), "{profile}");
    }
}

/// What services of an issuer ask `jose` for.
#[test]
fn jose_accepts_tokens_as_google_keycloak_and_entra_make_them() {
    if !node_is_here() {
        return;
    }
    let issuer = Issuer::new();
    let client = client(&issuer);
    let tenant = "11111111-2222-3333-4444-555555555555";
    let entra = format!("https://login.microsoftonline.com/{tenant}/v2.0");
    let set_tenant = format!("tenant={tenant}");
    let table: [(&str, Vec<&str>, Value); 3] = [
        (
            "google",
            vec![],
            json!({"issuer": ["https://accounts.google.com", "accounts.google.com"], "audience": client,
                "requiredClaims": ["sub", "iat", "exp", "email", "email_verified"]}),
        ),
        (
            "keycloak",
            vec!["--set", "server=https://sso.example", "--set", "realm=shop", "--aud", AUDIENCE],
            json!({"issuer": "https://sso.example/realms/shop", "audience": AUDIENCE,
                "requiredClaims": ["azp", "realm_access", "resource_access", "preferred_username", "sid"]}),
        ),
        (
            "entra",
            vec!["--set", &set_tenant, "--aud", "6e74172b-be56-4843-9ff4-e66a39bb12e3"],
            json!({"issuer": entra, "audience": "6e74172b-be56-4843-9ff4-e66a39bb12e3",
                "requiredClaims": ["tid", "oid", "scp", "ver", "azp"]}),
        ),
    ];
    for (profile, flags, mut options) in table {
        options["typ"] = "JWT".into();
        options["algorithms"] = json!(["RS256"]);
        let service = Party::jose(&options);
        issuer.accepted(&service, &token_of(&issuer, profile, &flags));
        let ended = token_of(&issuer, profile, &[&flags[..], &["--exp", "-5m"]].concat());
        assert!(issuer.refused(&service, &ended).contains("exp"), "{profile}");
        // As the home makes them, with the same iss and aud: what the profile adds is looked for.
        let issuer_name = options["issuer"].as_str().or_else(|| options["issuer"][0].as_str()).expect("an issuer");
        let audience = options["audience"].as_str().expect("an audience");
        let plain = issuer.token(&["--iss", issuer_name, "--aud", audience, "--typ", "JWT", "--test-token"]);
        assert!(issuer.refused(&service, &plain).starts_with("missing required"), "{profile}");
    }
}

#[test]
fn pyjwt_and_authlib_accept_tokens_as_gitlab_kubernetes_and_entra_make_them() {
    if !python_is_here() {
        return;
    }
    let issuer = Issuer::new();
    let cluster = "https://kubernetes.default.svc.cluster.local";
    let tenant = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
    let entra = format!("https://login.microsoftonline.com/{tenant}/v2.0");
    for (profile, name, audience, flags, looked_for) in [
        (
            "gitlab-ci",
            "https://gitlab.example",
            "https://vault.example",
            &["--set", "server=https://gitlab.example", "--set", "group=shop", "--set", "project=api"][..],
            json!({"sub": {"value": "project_path:shop/api:ref_type:branch:ref:main"}, "project_path": {"value": "shop/api"},
                "ref_protected": {"value": "true"}, "namespace_path": {"value": "shop"}}),
        ),
        (
            "kubernetes",
            cluster,
            "https://vault.example",
            &[],
            json!({"sub": {"value": "system:serviceaccount:default:alice"}, "kubernetes.io": {"essential": true}}),
        ),
        (
            "entra",
            &entra,
            "api://orders",
            &[],
            json!({"scp": {"value": "read"}, "tid": {"value": tenant}, "ver": {"value": "2.0"}, "oid": {"essential": true}}),
        ),
    ] {
        let flags = [&["--aud", audience][..], flags].concat();
        let token = token_of(&issuer, profile, &flags);
        let required = ["iss", "sub", "aud", "exp", "iat", "nbf", "jti"];
        let required = if profile == "entra" { &required[..6] } else { &required };
        let pyjwt = Party::pyjwt(&json!({
            "algorithms": ["RS256"], "issuer": name, "audience": audience, "options": {"require": required},
        }));
        assert_eq!(issuer.accepted(&pyjwt, &token)["iss"], name, "{profile}");
        let mut options = looked_for;
        options["iss"] = json!({"essential": true, "value": name});
        options["aud"] = json!({"essential": true, "value": audience});
        let authlib = Party::authlib(&options);
        issuer.accepted(&authlib, &token);

        let ended = token_of(&issuer, profile, &[&flags[..], &["--exp", "-5m"]].concat());
        assert!(issuer.refused(&pyjwt, &ended).starts_with("ExpiredSignatureError"), "{profile}");
        assert!(issuer.refused(&authlib, &ended).starts_with("ExpiredTokenError"), "{profile}");
        let plain = issuer.token(&["--iss", name, "--aud", audience, "--test-token"]);
        assert!(issuer.refused(&authlib, &plain).contains("laim"), "{profile}: what it adds is looked for");
    }
}

#[test]
fn authlib_accepts_the_id_tokens_of_google_and_keycloak_as_a_client() {
    if !python_is_here() {
        return;
    }
    let issuer = Issuer::new();
    let client = client(&issuer);
    for (profile, name) in
        [("google", "https://accounts.google.com"), ("keycloak", "http://localhost:8080/realms/demo")]
    {
        let id = id_token_of(&issuer, profile, &[]);
        assert_eq!(issuer.accepted(&Party::id_token(name, &client, "n-0S6"), &id)["iss"], name, "{profile}");
        let refused = issuer.refused(&Party::id_token(name, "another", "n-0S6"), &id);
        assert!(refused.starts_with("InvalidClaimError"), "{profile}: {refused}");
    }
}

/// The authorities that Spring's usual decoder finds, of every profile whose tokens open an API there.
#[test]
fn springs_usual_decoder_takes_the_tokens_of_profiles_and_finds_their_scopes() {
    let issuer = Issuer::new();
    let home = issuer.name("");
    for (profile, name) in [
        ("spring", home.as_str()),
        ("auth0", "https://dev-example.us.auth0.com/"),
        ("cognito", "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE01"),
        ("entra", "https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0"),
        ("keycloak", "http://localhost:8080/realms/demo"),
        ("okta", "https://dev-00000000.okta.com/oauth2/default"),
    ] {
        let judged =
            |setup, name: &str, flags: &[&str]| spring::judge(&issuer, setup, name, &token_of(&issuer, profile, flags));
        assert_eq!(judged(Setup::Usual, name, &[]), Ok(vec!["SCOPE_read".to_owned()]), "{profile}");
        for (setup, name, flags, what) in [
            (Setup::AtJwt, name, &[][..], "typ"),
            (Setup::Usual, "https://elsewhere", &[], "iss"),
            (Setup::Usual, name, &["--exp", "-2m"], "expired"),
            (Setup::Usual, name, &["--typ", "at+jwt"], "typ"),
        ] {
            let refused = judged(setup, name, flags).expect_err(what);
            assert!(refused.contains(what), "{profile} {flags:?}: {refused}");
        }
    }
}

/// What the home says of each is what it was asked for: good where that is expected, and a test token in any case.
#[test]
fn the_home_takes_the_token_of_every_profile_where_it_is_told_what_to_expect() {
    let issuer = Issuer::new();
    let listed = issuer.mintage(&["profiles", "list", "-q"]).ok().out();
    let profiles: Vec<&str> = listed.lines().collect();
    assert!(profiles.len() >= 10, "{listed}");
    for profile in profiles {
        let token = token_of(&issuer, profile, &[]);
        let read = issuer.read(&token);
        let mut args = vec!["token", "verify", "--json"];
        for (flag, value) in [
            ("--iss", &read["claims"]["iss"]),
            ("--typ", &read["header"]["typ"]),
            ("--aud", &read["claims"]["aud"]),
            ("--sub", &read["claims"]["sub"]),
        ] {
            args.extend(value.as_str().map(|value| [flag, value]).into_iter().flatten());
        }
        // What is not there is expected not to be.
        for (is_missing, flags) in [
            (read["header"]["typ"].is_null(), ["--typ", "none"]),
            (read["claims"]["aud"].is_null(), ["--require-claim", "!aud"]),
        ] {
            args.extend(flags.into_iter().filter(|_| is_missing));
        }
        args.push(&token);
        let verdict = issuer.mintage(&args).ok().json();
        let warnings = verdict["warnings"].to_string();
        assert!(warnings.contains("test token"), "{profile}: {warnings}");
    }
}
