//! The same clients where the server speaks TLS, with an authority that they are told to trust.

use std::path::PathBuf;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

use super::*;

/// A server that shows a certificate, and the file with the authority behind that.
pub(super) fn door(alg: &str) -> (Door, PathBuf) {
    let world = Real::empty();
    let mut params = CertificateParams::new(Vec::<String>::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(rcgen::DnType::CommonName, "an authority");
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).expect("parameters");
    let leaf = params.signed_by(&key, &authority).expect("a certificate");
    let root = world.file("root.pem", authority.pem());
    world.file("chain.pem", leaf.pem());
    world.file("key.pem", key.serialize_pem());

    let listen = format!("127.0.0.1:{}", closed_port());
    let issuer = format!("https://{listen}");
    world.run(&["init", "--alg", alg, "--no-passphrase", "--issuer", &issuer, "--audience", AUDIENCE]).ok();
    let serve = ["serve", "--listen", &listen, "--json", "--tls-cert", "chain.pem", "--tls-key", "key.pem"];
    let served = Served::start_with(world.binary(&serve));
    (Door { world, served, issuer }, root)
}

/// A token of its own, looked up: all that is asked goes over TLS.
fn story(program: &str, args: &[&str]) {
    let (door, root) = door("ES256");
    let shop = door.world.client("shop", &["--scope", "read"]);
    let mut command = Command::new(program);
    command.args(args).env("NODE_EXTRA_CA_CERTS", &root).env("REQUESTS_CA_BUNDLE", &root);
    let mut peer = Peer::started(&mut command);
    let at = json!({"issuer": door.issuer, "client_id": shop.id, "secret": shop.secret, "way": "client_secret_basic"});
    peer.get("discover", at);
    let own = peer.get("client_credentials", json!({"scope": "read"}));
    assert_eq!(door.world.verdict(text(&own, "access_token")), 0);
    peer.get("revoke", json!({"token": own["access_token"]}));
    assert_ne!(door.world.verdict(text(&own, "access_token")), 0);
}

#[test]
fn clients_get_and_revoke_tokens_over_tls() {
    if node_has(super::CLIENTS) {
        story("node", &[super::CLIENTS, "openid-client"]);
        story("node", &[super::CLIENTS, "oauth4webapi"]);
    }
    if python_has("authlib, requests, requests_oauthlib, jwt") {
        story("python3", &[PYTHON, "authlib"]);
        story("python3", &[PYTHON, "requests-oauthlib"]);
    }
}

#[test]
fn services_fetch_keys_over_tls_and_only_from_whom_they_trust() {
    let (door, root) = door("ES256");
    door.world.run(&["app", "register", "shop"]).ok();
    let token = door.world.run(&["token", "issue", "--app", "shop"]).ok().line(0);
    let keys = format!("{}/jwks", door.issuer);
    let mut services = Vec::new();
    if node_has(KEY_SETS) {
        services.extend(["jose", "jwks-rsa"].map(|name| vec!["node", KEY_SETS, name, &keys]));
    }
    if python_has("authlib, requests, requests_oauthlib, jwt") {
        services.push(vec!["python3", PYTHON, "pyjwt", &keys]);
    }
    for service in services {
        let mut command = Command::new(service[0]);
        command.args(&service[1..]);
        let refused = Peer::started(&mut command).line(&token);
        assert!(refused.is_err(), "{service:?}: {refused:?}");
        command.env("NODE_EXTRA_CA_CERTS", &root).env("SSL_CERT_FILE", &root);
        let claims = Peer::started(&mut command).line(&token).unwrap_or_else(|error| panic!("{service:?}: {error}"));
        assert!(claims["jti"].is_string(), "{claims}");
    }
}
