//! Profiles: which there are, what one says, and the tokens that are made as it says.

use std::fs;

use serde_json::{Value, json};

use crate::support::token_parts::TokenParts;
use crate::support::{Answer, START, Sandbox};

/// A home for development with the app `demo`.
fn development() -> Sandbox {
    let world = Sandbox::empty();
    world.run(&["init", "--dev", "--alg", "EdDSA"]).ok();
    world.run(&["app", "register", "demo", "--public", "--scope", "read write"]).ok();
    world
}

fn issue(world: &Sandbox, more: &[&str]) -> Answer {
    world.run(&[&["token", "issue", "--app", "demo"], more].concat())
}

/// Header and claims of the token that an answer begins with.
fn parts(answer: &Answer) -> (Value, Value) {
    let token = TokenParts::of(answer.line(0));
    (token.header.into(), token.claims.into())
}

/// Puts a profile of its own into the home.
fn own(world: &Sandbox, name: &str, text: &str) {
    let folder = world.home().join("profiles");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), text).unwrap();
}

#[test]
fn the_profiles_that_there_are_are_listed_also_where_there_is_no_home() {
    let nowhere = Sandbox::empty();
    let list = nowhere.run(&["profiles", "list", "--json"]).ok().json();
    let names: Vec<&str> =
        list["profiles"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    for name in [
        "auth0",
        "cognito",
        "entra",
        "google",
        "keycloak",
        "okta",
        "github-actions",
        "gitlab-ci",
        "kubernetes",
        "spring",
    ] {
        assert!(names.contains(&name), "{name}");
        let shown = nowhere.run(&["profiles", "show", name]).ok().out();
        assert!(shown.contains("description = ") && shown.contains("# An example"), "{shown}");
    }
    assert_eq!(nowhere.run(&["profiles", "list", "-q"]).ok().out().lines().count(), names.len());
    assert!(!nowhere.home().exists(), "nothing is made");
    let text = nowhere.run(&["profiles", "list"]).ok().out();
    assert!(text.starts_with("NAME") && text.contains("GitLab CI/CD, an ID token of a job"), "{text}");
    assert!(nowhere.run(&["profiles", "list", "--csv"]).ok().out().contains("auth0,built-in,"));
}

#[test]
fn those_of_the_home_are_among_them_and_one_that_is_wrong_says_why() {
    let world = development();
    own(&world, "ours.toml", "description = \"our own\"\nextends = \"okta\"\n");
    own(&world, "broken.toml", "\ntypo = 1\n");
    let list = world.run(&["profiles", "list", "--json"]).ok().json();
    let of = |name: &str| list["profiles"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap().clone();
    assert_eq!((&of("ours")["origin"], &of("ours")["extends"]), (&json!("home"), &json!("okta")));
    assert!(of("ours")["file"].as_str().unwrap().ends_with("profiles/ours.toml"));
    let problem = of("broken")["problem"].as_str().unwrap().to_owned();
    assert!(problem.contains("broken.toml:2: there is no setting `typo`; did you mean `typ`?"), "{problem}");
    assert!(of("ours").get("problem").is_none());
    let refused = issue(&world, &["--user", "alice", "--profile", "broken"]).exits(2);
    assert!(refused.err().contains("broken.toml:2: there is no setting"), "{refused}");
}

#[test]
fn what_show_prints_is_a_profile_that_makes_the_same_tokens() {
    let world = development();
    for name in ["okta", "keycloak", "github-actions-ids", "kubernetes"] {
        let text = world.run(&["profiles", "show", name]).ok().out();
        own(&world, "copy.toml", &text);
        let copy = world.run(&["profiles", "show", "copy", "--json"]).ok().json();
        let built_in = world.run(&["profiles", "show", name, "--json"]).ok().json();
        for member in ["header", "claims", "id_claims", "set", "description", "extends"] {
            assert_eq!(copy[member], built_in[member], "{name} {member}");
        }
        assert_eq!((&copy["name"], &copy["origin"]), (&json!("copy"), &json!("home")));
    }
}

#[test]
fn the_example_of_a_profile_is_what_is_issued() {
    let world = development();
    let example = world.run(&["profiles", "show", "entra", "--json"]).ok().json();
    let answer = issue(&world, &["--user", "alice", "--profile", "entra"]).ok();
    let (header, claims) = parts(&answer);
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&claims), names(&example["claims"]));
    assert_eq!((names(&header), &header["typ"]), (names(&example["header"]), &example["header"]["typ"]));
}

#[test]
fn each_built_in_profile_makes_the_tokens_of_its_issuer() {
    let world = development();
    let made = |profile: &str, more: &[&str]| {
        let answer = issue(&world, &[&["--user", "alice", "--profile", profile], more].concat()).ok();
        let (header, claims) = parts(&answer);
        let lacks = |name: &str| claims.get(name).is_none();
        assert_eq!(claims["iat"], START, "{profile}");
        (header.clone(), claims.clone(), ["aud", "nbf", "client_id", "scope"].map(lacks))
    };
    let (header, claims, lacks) = made("auth0", &["--set", "domain=acme.eu.auth0.com"]);
    assert_eq!((&header["typ"], &claims["iss"]), (&json!("JWT"), &json!("https://acme.eu.auth0.com/")));
    assert_eq!((&claims["sub"], claims["exp"].as_u64()), (&json!("auth0|alice"), Some(START + 86_400)));
    assert_eq!((lacks, claims["azp"].is_string()), ([false, true, true, false], true));

    let (header, claims, lacks) = made("cognito", &["--set", "pool=eu-west-1_abc", "--set", "region=eu-west-1"]);
    assert!(header.get("typ").is_none());
    assert_eq!(claims["iss"], "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc");
    assert_eq!(
        (&claims["token_use"], &claims["version"], lacks),
        (&json!("access"), &json!(2), [true, true, false, false])
    );

    let (_, claims, lacks) = made("entra", &[]);
    assert_eq!(
        (&claims["scp"], &claims["ver"], lacks),
        (&json!("read write"), &json!("2.0"), [false, false, true, true])
    );
    assert!(claims["iss"].as_str().unwrap().contains(claims["tid"].as_str().unwrap()));

    let (_, claims, _) = made("google", &[]);
    assert_eq!(
        (&claims["iss"], &claims["email"]),
        (&json!("https://accounts.google.com"), &json!("alice@example.com"))
    );
    assert_eq!(claims["aud"], claims["azp"]);

    let (header, claims, _) = made("keycloak", &["--set", "realm=shop"]);
    assert_eq!((&header["typ"], &claims["typ"]), (&json!("JWT"), &json!("Bearer")));
    assert_eq!(claims["iss"], "http://localhost:8080/realms/shop");
    assert_eq!(claims["realm_access"]["roles"][0], "default-roles-shop");

    let (header, claims, lacks) = made("okta", &[]);
    assert_eq!((&claims["scp"], lacks), (&json!(["read", "write"]), [false, true, true, true]));
    assert!(header.get("typ").is_none() && claims["cid"].is_string());

    let (header, claims, _) = made("github-actions", &["--set", "ref=refs/heads/next"]);
    assert_eq!(claims["sub"], "repo:octo-org/octo-repo:ref:refs/heads/next");
    assert_eq!(claims["workflow_ref"], "octo-org/octo-repo/.github/workflows/example.yml@refs/heads/next");
    assert!(header["x5t"].is_string() && claims["nbf"].as_u64() == Some(START - 600));

    let (_, claims, _) =
        made("github-actions-ids", &["--set", "context=environment:production", "--set", "owner_id=7"]);
    assert_eq!(claims["sub"], "repo:octo-org@7/octo-repo@456789:environment:production");
    assert_eq!((&claims["repository_owner_id"], &claims["aud"]), (&json!("7"), &json!("https://github.com/octo-org")));

    let (_, claims, _) = made("gitlab-ci", &[]);
    assert_eq!(claims["sub"], "project_path:my-group/my-project:ref_type:branch:ref:main");
    assert_eq!((&claims["user_login"], &claims["iss"]), (&json!("alice"), &json!("https://gitlab.com")));

    let (header, claims, _) = made("kubernetes", &["--set", "namespace=shop"]);
    assert_eq!(claims["sub"], "system:serviceaccount:shop:alice");
    assert_eq!((&claims["kubernetes.io"]["serviceaccount"]["name"], header.get("typ")), (&json!("alice"), None));

    let (header, _, lacks) = made("spring", &[]);
    assert_eq!((&header["typ"], lacks), (&json!("JWT"), [false; 4]));
}

#[test]
fn an_app_that_acts_for_itself_has_the_tokens_of_one() {
    let world = development();
    let made = |profile: &str| parts(&issue(&world, &["--profile", profile]).ok()).1;
    let auth0 = made("auth0");
    assert!(auth0["sub"].as_str().unwrap().ends_with("@clients"));
    assert_eq!(auth0["gty"], "client-credentials");
    let entra = made("entra");
    assert_eq!((entra.get("scp"), entra.get("name"), &entra["roles"]), (None, None, &json!(["read", "write"])));
    assert_eq!(made("kubernetes")["sub"], "system:serviceaccount:default:default");
}

#[test]
fn flags_go_before_the_profile_and_its_claims_say_what_they_say() {
    let world = development();
    let flags =
        ["--user", "alice", "--profile", "entra", "--iss", "https://sts.test/", "--aud", "api://x", "--ttl", "1m"];
    let more = ["--claim", "name=Alice", "--typ", "at+jwt", "--sub", "s-1"];
    let (header, claims) = parts(&issue(&world, &[&flags[..], &more].concat()).ok());
    assert_eq!(
        (&header["typ"], &claims["iss"], &claims["aud"]),
        (&json!("at+jwt"), &json!("https://sts.test/"), &json!("api://x"))
    );
    assert_eq!((&claims["name"], &claims["sub"]), (&json!("Alice"), &json!("s-1")));
    assert_eq!(claims["exp"], START + 60);
    let (_, claims) = parts(&issue(&world, &["--user", "alice", "--profile", "cognito", "--aud", "x"]).ok());
    assert_eq!(claims["aud"], "x", "an audience that is asked for is there");
}

#[test]
fn a_profile_of_ones_own_has_all_that_a_built_in_one_has() {
    let world = development();
    let base = "[claims]\nenv = \"test\"\nnested = { of = [\"{user}\", 1.5, true, \"{nobody}\"] }\n[set]\nnobody = \"{user}x\"\n";
    own(&world, "base.toml", base);
    let file = world.file(
        "mine.toml",
        "extends = \"base\"\niss = \"https://{tenant}.test\"\naud = [\"{audience}\", \"b\"]\nttl = \"2h\"\ntyp = \"none\"\n\
         no_claim = \"nbf\"\n[set]\ntenant = \"acme\"\n[header]\ntenant = \"{tenant}\"\n[claims]\nid = \"{uuid}\"\nat = \"{now+1h}\"\n\
         [id_claims]\nemail = \"{email}\"\n",
    );
    let file = file.display().to_string();
    let answer = issue(&world, &["--user", "alice", "--profile", &file, "--set", "tenant=x", "--with-id-token"]).ok();
    let (header, claims) = parts(&answer);
    assert_eq!((&header["tenant"], header.get("typ")), (&json!("x"), None));
    assert_eq!((&claims["iss"], &claims["aud"][1]), (&json!("https://x.test"), &json!("b")));
    assert_eq!((&claims["env"], &claims["nested"]), (&json!("test"), &json!({"of": ["alice", 1.5, true, "alicex"]})));
    assert_eq!((claims["at"].as_u64(), claims["exp"].as_u64()), (Some(START + 3_600), Some(START + 7_200)));
    let id = Value::from(TokenParts::of(answer.line(1)).claims);
    assert_eq!((&id["email"], &id["iss"]), (&json!("alice@example.com"), &json!("https://x.test")));
    let many = issue(&world, &["--user", "alice", "--profile", &file, "--count", "3"]).ok().out();
    let mut ids: Vec<Value> = many.lines().map(|token| TokenParts::of(token).claims["id"].clone()).collect();
    ids.sort_by_key(Value::to_string);
    ids.dedup();
    assert_eq!(ids.len(), 3, "each has another");
}

#[test]
fn what_is_kept_of_a_user_goes_before_the_profile_and_under_the_flags() {
    let world = development();
    world.run(&["user", "set", "alice", "--claim", "name=Alice A.", "--claim", "team=x"]).ok();
    let (_, claims) = parts(&issue(&world, &["--user", "alice", "--profile", "entra"]).ok());
    assert_eq!((&claims["name"], &claims["team"], &claims["ver"]), (&json!("Alice A."), &json!("x"), &json!("2.0")));
    let (_, claims) = parts(&issue(&world, &["--user", "alice", "--profile", "entra", "--claim", "name=A"]).ok());
    assert_eq!(claims["name"], "A");
}

#[test]
fn refreshed_tokens_are_as_the_profile_says_too() {
    let world = development();
    let answer = issue(&world, &["--user", "alice", "--profile", "okta", "--with-refresh"]).ok();
    let refreshed = world.run(&["token", "refresh", &answer.line(1)]).ok();
    let (header, claims) = parts(&refreshed);
    assert_eq!((header.get("typ"), claims["cid"].is_string()), (None, true));
    assert!(claims["iss"].as_str().unwrap().contains("okta.com"));
}

#[test]
fn a_line_of_a_batch_is_put_into_the_profile() {
    let world = development();
    let lines = "{\"user\":\"alice\"}\n{\"user\":\"bob\",\"claims\":{\"name\":\"Bob\"}}\n{}\n";
    let batch = ["token", "issue", "--app", "demo", "--profile", "auth0", "--batch", "-"];
    let out = world.run_with(&batch, lines).ok().out();
    let subs: Vec<Value> = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|line| TokenParts::of(line["access_token"].as_str().unwrap()).claims["sub"].clone())
        .collect();
    assert_eq!(subs[..2], [json!("auth0|alice"), json!("auth0|bob")]);
    assert!(subs[2].as_str().unwrap().ends_with("@clients"));
}

#[test]
fn what_departs_needs_a_home_for_development_or_a_word_for_it() {
    let world = Sandbox::new();
    let refused = issue(&world, &["--user", "alice", "--profile", "okta"]).exits(4);
    assert!(refused.err().contains("--test-token"), "{refused}");
    let token = issue(&world, &["--user", "alice", "--profile", "okta", "--test-token"]).ok().line(0);
    world.run(&["token", "verify", &token]).exits(26);
    let plain = world.file("plain.toml", "[claims]\nteam = \"x\"\n").display().to_string();
    let token = issue(&world, &["--user", "alice", "--profile", &plain]).ok().line(0);
    world.run(&["token", "verify", &token, "--require-claim", "team=x"]).ok();
}

#[test]
fn a_profile_that_cannot_be_put_to_a_token_says_what_is_missing() {
    let world = development();
    let file = world.file("users.toml", "sub = \"u|{user}\"\n").display().to_string();
    let refused = issue(&world, &["--profile", &file]).exits(2);
    assert!(refused.err().contains("makes sub of {user}, which has no value here"), "{refused}");
    assert!(refused.err().contains("hint: name the user with --user"), "{refused}");
    let refused = issue(&world, &["--user", "a", "--profile", "okta", "--set", "domian=x"]).exits(2);
    assert!(refused.err().contains("did you mean `domain`?"), "{refused}");
    let refused = issue(&world, &["--user", "a", "--profile", "oktaa"]).exits(3);
    assert!(
        refused.err().contains("did you mean `okta`?") && refused.err().contains("`mintage profiles list`"),
        "{refused}"
    );
    issue(&world, &["--user", "a", "--set", "domain=x"]).exits(2);
    let refused = issue(&world, &["--user", "a", "--profile", "~/x.toml"]).exits(2);
    assert!(refused.err().contains("begins with ~"), "{refused}");
    let gone = world.folder().join("gone.toml").display().to_string();
    issue(&world, &["--user", "a", "--profile", &gone]).exits(3);
}
