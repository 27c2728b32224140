//! What is written for verifiers of others: sites of files, keys as files, configurations; and exit codes that say what is due.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Sandbox, tree};

fn outcomes(answer: &Value) -> Vec<(String, String)> {
    let text = |file: &Value, member: &str| file[member].as_str().unwrap().to_owned();
    answer["files"].as_array().unwrap().iter().map(|file| (text(file, "file"), text(file, "outcome"))).collect()
}

fn document(folder: &Path, name: &str) -> Value {
    serde_json::from_slice(&fs::read(folder.join(name)).unwrap()).unwrap()
}

#[test]
fn a_site_is_the_same_bytes_until_a_key_changes_and_then_only_what_changed_is_written() {
    let world = Sandbox::new();
    let site = world.folder().join("site");
    let at = site.display().to_string();
    let export = ["keys", "export", "--site", &at, "--json"];
    let plan = world.run(&[&export[..], &["--plan"]].concat()).ok().json();
    assert_eq!((plan["plan"].as_str(), site.exists()), (Some("export"), false));
    let first = world.run(&export).ok().json();
    assert_eq!(outcomes(&first), outcomes(&plan), "a plan says what is done then");
    assert!(outcomes(&first).iter().all(|(_, outcome)| outcome == "written"), "{first}");
    let names: Vec<_> = outcomes(&first).into_iter().map(|(name, _)| name).collect();
    let discovery = ".well-known/openid-configuration";
    assert_eq!(
        names,
        [
            "jwks",
            discovery,
            ".well-known/oauth-authorization-server",
            "_headers",
            "vercel.json",
            ".htaccess",
            ".nojekyll"
        ]
    );
    assert_eq!(document(&site, "jwks"), world.run(&["keys", "export", "--jwks"]).ok().json());
    let metadata = document(&site, discovery);
    assert_eq!(metadata["jwks_uri"], "https://auth.localhost/jwks");
    assert_eq!(metadata["id_token_signing_alg_values_supported"], json!(["EdDSA"]));
    let headers = fs::read_to_string(site.join("_headers")).unwrap();
    assert!(
        headers.contains("/jwks\n  Content-Type: application/jwk-set+json\n  Cache-Control: public, max-age=3600\n")
    );

    let vercel = document(&site, "vercel.json");
    assert_eq!(vercel["headers"][0]["source"], "/jwks");
    assert_eq!(vercel["headers"][0]["headers"][1], json!({"key": "Cache-Control", "value": "public, max-age=3600"}));

    let before = (tree(&site), fs::metadata(site.join("jwks")).unwrap().ino());
    world.pass(86_400);
    let again = world.run(&export).ok().json();
    assert!(outcomes(&again).iter().all(|(_, outcome)| outcome == "unchanged"), "{again}");
    assert_eq!((tree(&site), fs::metadata(site.join("jwks")).unwrap().ino()), before);

    fs::write(site.join("index.html"), "mine").unwrap();
    world.run(&["keys", "gen", "--alg", "EdDSA", "--no-passphrase"]).ok();
    let changed = world.run(&export).ok().json();
    let written: Vec<_> = outcomes(&changed).into_iter().filter(|(_, outcome)| outcome == "written").collect();
    assert_eq!(written, [("jwks".to_owned(), "written".to_owned())]);
    assert_eq!(fs::read_to_string(site.join("index.html")).unwrap(), "mine");
}

#[test]
fn what_is_somebody_elses_in_the_folder_of_a_site_stays_or_the_site_is_refused() {
    let world = Sandbox::new();
    let site = world.folder().join("site");
    let at = site.display().to_string();
    fs::create_dir_all(site.join(".well-known")).unwrap();
    fs::write(site.join("_headers"), "/*\n  X-Mine: 1\n").unwrap();
    let told = world.run(&["keys", "export", "--site", &at]).ok();
    assert!(told.err().contains("_headers is yours and was left as it is"), "{told}");
    assert_eq!(fs::read_to_string(site.join("_headers")).unwrap(), "/*\n  X-Mine: 1\n");
    // What Vercel reads has no place for a remark: with anything else in it, it is somebody's.
    let vercel = site.join("vercel.json");
    let ours = fs::read_to_string(&vercel).unwrap();
    fs::write(&vercel, ours.replace("max-age=3600", "max-age=60")).unwrap();
    world.run(&["keys", "export", "--site", &at]).ok();
    assert_eq!(fs::read_to_string(&vercel).unwrap(), ours, "ours is written anew");
    let mine = ours.replacen('{', "{\"cleanUrls\": true,", 1);
    fs::write(&vercel, &mine).unwrap();
    let told = world.run(&["keys", "export", "--site", &at]).ok();
    assert!(told.err().contains("_headers and vercel.json are yours"), "{told}");
    assert_eq!(fs::read_to_string(&vercel).unwrap(), mine);
    let discovery = site.join(".well-known/openid-configuration");
    for other in ["{\"issuer\":\"https://else.example\"}", "no JSON"] {
        fs::write(&discovery, other).unwrap();
        let before = tree(&site);
        let refused = world.run(&["keys", "export", "--site", &at]).exits(2);
        assert!(refused.err().contains("is there already, and is not replaced"), "{refused}");
        assert_eq!(tree(&site), before);
    }
    let hmac = Sandbox::empty();
    hmac.run(&["init", "--alg", "HS256", "--no-passphrase"]).ok();
    let empty = hmac.run(&["keys", "export", "--site", &at.replace("site", "none")]).ok();
    assert!(empty.err().contains("no key is published"), "{empty}");
}

#[test]
fn keys_as_files_follow_a_rotation_and_files_of_others_stay() {
    let world = Sandbox::new();
    let folder = world.folder().join("pems");
    let at = folder.display().to_string();
    let export = ["keys", "export", "--pem-set", &at, "--json"];
    let old = world.active_key();
    let first = outcomes(&world.run(&export).ok().json());
    assert_eq!(first.len(), 1);
    let pem = fs::read_to_string(folder.join(&first[0].0)).unwrap();
    assert_eq!(pem, world.run(&["keys", "export", &old]).ok().out());
    fs::write(folder.join("mine.pem"), "mine").unwrap();
    world.run(&["keys", "rotate", "--now"]).ok();
    world.run(&["keys", "revoke", &old, "--reason", "leaked", "--yes"]).ok();
    let plan = outcomes(&world.run(&[&export[..], &["--plan"]].concat()).ok().json());
    assert!(folder.join(&first[0].0).exists());
    let then = outcomes(&world.run(&export).ok().json());
    assert_eq!(then, plan);
    assert!(then.contains(&(first[0].0.clone(), "removed".to_owned())), "{then:?}");
    assert!(!folder.join(&first[0].0).exists() && folder.join("mine.pem").exists());
    // A file that has the name of a key and was not written here is nobody's to replace.
    let name = then.iter().find(|(_, outcome)| outcome == "written").unwrap().0.clone();
    fs::remove_file(folder.join(".mintage-pem-set")).unwrap();
    fs::write(folder.join(&name), "mine").unwrap();
    world.run(&export).exits(2);
    assert_eq!(fs::read_to_string(folder.join(&name)).unwrap(), "mine");
    // Nor does a list that somebody wrote lead out of the folder.
    fs::remove_file(folder.join(&name)).unwrap();
    world.file("victim.pem", "mine");
    fs::write(folder.join(".mintage-pem-set"), "../victim.pem\n").unwrap();
    world.run(&export).ok();
    assert!(world.folder().join("victim.pem").exists());
}

#[test]
fn a_configuration_says_what_the_home_says_and_refuses_what_it_could_not_say_safely() {
    let world = Sandbox::empty();
    world
        .run(&[
            "init",
            "--alg",
            "ES256",
            "--no-passphrase",
            "--issuer",
            "https://a.example",
            "--audience",
            "https://b.example",
        ])
        .ok();
    let told = world.run(&["verifier-config", "express", "--json"]).ok().json();
    assert_eq!((&told["issuer"], &told["jwks_uri"]), (&json!("https://a.example"), &json!("https://a.example/jwks")));
    assert_eq!((&told["algs"], &told["audiences"]), (&json!(["ES256"]), &json!(["https://b.example"])));
    let text = world.run(&["verifier-config", "express"]).ok().out();
    assert_eq!(told["files"][0]["text"], text.as_str());
    assert!(
        text.contains("tokenSigningAlg: \"ES256\"") && !text.contains("{{") && !text.contains("requiredScopes"),
        "{text}"
    );
    for verifier in ["nginx", "apache", "haproxy", "fastapi", "spring"] {
        let text =
            world.run(&["verifier-config", verifier, "--require-scope", "a:b", "--require-scope", "c"]).ok().out();
        assert!(
            !text.contains("{{") && text.contains("https://a.example") && text.contains("https://b.example"),
            "{text}"
        );
    }
    let odd = ["--aud", "https://b.example/a\"b"];
    assert!(
        world
            .run(&[&["verifier-config", "express"][..], &odd].concat())
            .ok()
            .out()
            .contains(r#""https://b.example/a\"b""#)
    );
    for verifier in ["nginx", "apache", "haproxy"] {
        let refused = world.run(&[&["verifier-config", verifier][..], &odd].concat()).exits(2);
        assert!(refused.err().contains("cannot be written into such a configuration safely"), "{refused}");
    }
    world.run(&["keys", "gen", "--alg", "EdDSA", "--no-passphrase"]).ok();
    let several = world.run(&["verifier-config", "express"]).exits(2);
    assert!(several.err().contains("takes one algorithm"), "{several}");
    assert!(world.run(&["verifier-config", "express", "--alg", "EdDSA"]).ok().out().contains("\"EdDSA\""));
    let warned = world.run(&["verifier-config", "spring"]).ok();
    assert!(warned.err().contains("spring has no EdDSA") && !warned.out().contains("EdDSA"), "{warned}");
    world.run(&["verifier-config", "spring", "--alg", "EdDSA"]).exits(2);
}

#[test]
fn a_list_exits_10_where_it_lists_something_and_0_where_it_does_not() {
    let world = Sandbox::new();
    world.token();
    for (args, exit) in [
        (&["token", "list", "--expiring", "1m"][..], 0),
        (&["token", "list", "--expiring", "1d"], 10),
        (&["token", "list", "--expiring", "1d", "--limit", "0"], 2),
        (&["keys", "list", "--expiring", "1d"], 0),
        (&["keys", "list"], 10),
        (&["keys", "usage"], 10),
        (&["app", "list", "--state", "blocked"], 0),
        (&["app", "list"], 10),
        (&["grant", "list", "--state", "revoked"], 0),
        (&["grant", "list", "--user", "alice"], 10),
        (&["status"], 0),
        (&["status", "--watch"], 2),
    ] {
        let answer = world.run(&[args, &["--detailed-exitcode"]].concat());
        assert_eq!(answer.exit, exit, "{args:?}: {answer}");
        if exit == 10 {
            world.run(args).ok();
        }
    }
    world.pass(3_600);
    world.run(&["keys", "usage", "--detailed-exitcode"]).ok();
}
