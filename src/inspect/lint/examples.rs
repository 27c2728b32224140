//! The well-made examples of the standards, which raise no alarm, and what raises one in each kind.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::finding::{Finding, Severity};
use super::kind::Kind;
use super::run::{kind_of, lint};
use crate::core::time::Timestamp;
use crate::inspect::salvage::Readable;

fn token(header: &Value, claims: &Value) -> String {
    let signature = if header["alg"].as_str().unwrap().starts_with("RS") { vec![1; 256] } else { vec![1; 64] };
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    format!("{}.{}.{}", part(header.to_string().as_bytes()), part(claims.to_string().as_bytes()), part(&signature))
}

/// What is found at the time of its issue.
fn found(header: &Value, claims: &Value) -> (Option<Kind>, Vec<Finding>) {
    let text = token(header, claims);
    let read = Readable::of(&text).unwrap();
    let now = claims["iat"].as_i64().or_else(|| claims["nbf"].as_i64()).unwrap_or(1_300_000_000);
    (kind_of(&read), lint(&read, text.len(), Timestamp(now)))
}

#[expect(clippy::too_many_lines, reason = "one entry for each example")]
/// Where it is from, its kind, its header and its claims.
fn examples() -> Vec<(&'static str, Option<Kind>, Value, Value)> {
    let es = |typ: &str| json!({"typ": typ, "alg": "ES256", "kid": "k"});
    let jwk = json!({"kty": "EC", "crv": "P-256", "x": "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
                     "y": "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"});
    vec![
        (
            "RFC 9449, 4.2",
            Some(Kind::Proof),
            json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": jwk}),
            json!({"jti": "-BwC3ESc6acc2lTc", "htm": "POST", "htu": "https://server.example.com/token", "iat": 1_562_262_616}),
        ),
        (
            "RFC 9449, 7.1",
            Some(Kind::Proof),
            json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": jwk}),
            json!({"jti": "e1j3V_bKic8-LAEB", "htm": "GET", "htu": "https://resource.example.org/protectedresource",
                   "iat": 1_562_262_618, "ath": "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"}),
        ),
        (
            "RFC 9449, 8",
            Some(Kind::Proof),
            json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": jwk}),
            json!({"jti": "-BwC3ESc6acc2lTc", "htm": "POST", "htu": "https://server.example.com/token", "iat": 1_562_262_616,
                   "nonce": "eyJ7S_zG.eyJH0-Z.HX4w-7v"}),
        ),
        (
            "RFC 8417, figure 1",
            Some(Kind::SecurityEvent),
            es("secevent+jwt"),
            json!({"iss": "https://scim.example.com", "iat": 1_458_496_404, "jti": "4d3559ec67504aaba65d40b0363faad8",
                   "aud": ["https://scim.example.com/Feeds/98d52461fa5bbc879593b7754", "https://scim.example.com/Feeds/5d7604516b1d08641d7676ee7"],
                   "events": {"urn:ietf:params:scim:event:create": {"ref": "https://scim.example.com/Users/44f6142df96bd6ab61e7521d9",
                       "attributes": ["id", "name", "userName", "password", "emails"]}}}),
        ),
        (
            "RFC 8417, figure 2",
            Some(Kind::SecurityEvent),
            es("secevent+jwt"),
            json!({"iss": "https://server.example.com", "sub": "248289761001", "aud": "s6BhdRkqt3", "iat": 1_471_566_154, "jti": "bWJq",
                   "sid": "08a5019c-17e1-4977-8f42-65a12843ea02", "events": {"http://schemas.openid.net/event/backchannel-logout": {}}}),
        ),
        (
            "RFC 8417, figure 4, without its typ",
            Some(Kind::SecurityEvent),
            es("JWT"),
            json!({"iss": "https://idp.example.com/", "jti": "756E69717565206964656E746966696572", "iat": 1_520_364_019,
                   "aud": "636C69656E745F6964",
                   "events": {"https://schemas.openid.net/secevent/risc/event-type/account-disabled": {"subject": {
                       "subject_type": "iss-sub", "iss": "https://idp.example.com/", "sub": "7375626A656374"}, "reason": "hijacking"}}}),
        ),
        (
            "Back-Channel Logout, 2.4",
            Some(Kind::Logout),
            es("logout+jwt"),
            json!({"iss": "https://server.example.com", "sub": "248289761001", "aud": "s6BhdRkqt3", "iat": 1_471_566_154,
                   "exp": 1_471_569_754, "jti": "bWJq", "sid": "08a5019c-17e1-4977-8f42-65a12843ea02",
                   "events": {"http://schemas.openid.net/event/backchannel-logout": {}}}),
        ),
        (
            "OpenID Connect Core, 2",
            Some(Kind::Id),
            json!({"alg": "RS256", "kid": "1e9gdk7"}),
            json!({"iss": "https://server.example.com", "sub": "24400320", "aud": "s6BhdRkqt3", "nonce": "n-0S6_WzA2Mj",
                   "exp": 1_311_281_970, "iat": 1_311_280_970, "auth_time": 1_311_280_969, "acr": "urn:mace:incommon:iap:silver"}),
        ),
        (
            "OpenID Connect Core, A.2, with the claims of a person",
            Some(Kind::Id),
            json!({"alg": "RS256", "kid": "1e9gdk7"}),
            json!({"iss": "https://server.example.com", "sub": "248289761001", "aud": "s6BhdRkqt3", "nonce": "n-0S6_WzA2Mj",
                   "exp": 1_311_281_970, "iat": 1_311_280_970, "name": "Jane Doe", "given_name": "Jane", "family_name": "Doe",
                   "gender": "female", "birthdate": "0000-10-31", "email": "janedoe@example.com", "picture": "https://example.com/janedoe/me.jpg"}),
        ),
        (
            "JWT-SVID, as SPIRE makes it",
            Some(Kind::Svid),
            json!({"alg": "ES256", "kid": "W5sH", "typ": "JWT"}),
            json!({"sub": "spiffe://example.org/ns/prod/sa/web_1", "aud": ["spiffe://example.org/db"], "exp": 1_562_262_916, "iat": 1_562_262_616}),
        ),
        (
            "GitHub Actions, documentation",
            Some(Kind::Job),
            json!({"typ": "JWT", "alg": "RS256", "x5t": "example-thumbprint", "kid": "example-key-id"}),
            json!({"jti": "example-id", "sub": "repo:octo-org/octo-repo:environment:prod", "environment": "prod",
                   "aud": "https://github.com/octo-org", "ref": "refs/heads/main", "repository": "octo-org/octo-repo",
                   "repository_owner": "octo-org", "actor_id": "12", "repository_visibility": "private", "actor": "octocat",
                   "run_id": "example-run-id", "job_workflow_ref": "octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main",
                   "iss": "https://token.actions.githubusercontent.com", "nbf": 1_632_492_967, "exp": 1_632_493_867, "iat": 1_632_493_567}),
        ),
        (
            "GitLab, documentation",
            Some(Kind::Job),
            json!({"kid": "k", "typ": "JWT", "alg": "RS256"}),
            json!({"namespace_id": "72", "namespace_path": "my-group", "project_id": "20", "project_path": "my-group/my-project",
                   "user_id": "1", "user_login": "sample-user", "user_email": "sample-user@example.com", "ref": "main", "ref_type": "branch",
                   "ref_protected": "true", "jti": "235b3a54-b797-45c7-ae9a-f72d7bc6ef5b", "iat": 1_681_395_193, "nbf": 1_681_395_188,
                   "exp": 1_681_398_793, "iss": "https://gitlab.example.com", "sub": "project_path:my-group/my-project:ref_type:branch:ref:main",
                   "aud": "https://vault.example.com"}),
        ),
        (
            "CircleCI, documentation",
            Some(Kind::Job),
            json!({"alg": "RS256", "kid": "k", "typ": "JWT"}),
            json!({"aud": "org", "exp": 1_681_398_793, "iat": 1_681_395_193, "iss": "https://oidc.circleci.com/org/x", "sub": "org/x/project/y/user/z",
                   "oidc.circleci.com/project-id": "y"}),
        ),
        (
            "Kubernetes, a bound token",
            Some(Kind::ServiceAccount),
            json!({"alg": "RS256", "kid": "k"}),
            json!({"aud": ["https://kubernetes.default.svc"], "exp": 1_731_613_413, "iat": 1_731_609_813, "iss": "https://kubernetes.default.svc",
                   "jti": "ea28ed49-2e11-4280-9ec5-bc3d1d84661a", "kubernetes.io": {"namespace": "kube-system", "node": {"name": "127.0.0.1"},
                   "serviceaccount": {"name": "coredns", "uid": "a087d5a0"}}, "nbf": 1_731_609_813, "sub": "system:serviceaccount:kube-system:coredns"}),
        ),
        (
            "RFC 9901, example 1",
            Some(Kind::Credential),
            json!({"alg": "ES256", "typ": "example+sd-jwt"}),
            json!({"_sd": ["CrQe7S5kqBAHt-nMYXgc6bdt2SH5aTY1sU_M-PgkjPI"], "iss": "https://issuer.example.com", "iat": 1_683_000_000,
                   "exp": 1_883_000_000, "sub": "user_42", "nationalities": [{"...": "pFndjkZ_VCzmyTa6UjlZo3dh-ko8aIKQc9DlGzhaVYo"}],
                   "_sd_alg": "sha-256", "cnf": {"jwk": jwk}}),
        ),
        (
            "RFC 9901, key binding",
            Some(Kind::KeyBinding),
            json!({"alg": "ES256", "typ": "kb+jwt"}),
            json!({"nonce": "1234567890", "aud": "https://verifier.example.org", "iat": 1_748_537_244,
                   "sd_hash": "0_Af-2B-EhLWX5ydh_w2xzwmO6iM66B_2QCEanI4fUY"}),
        ),
        (
            "RFC 7523, 2.2, of a client",
            Some(Kind::Assertion),
            json!({"alg": "ES256", "kid": "22"}),
            json!({"iss": "s6BhdRkqt3", "sub": "s6BhdRkqt3", "aud": "https://as.example.com/token", "exp": 1_300_000_300, "jti": "x"}),
        ),
        (
            "RFC 9101, 4",
            Some(Kind::Request),
            json!({"alg": "RS256", "kid": "k2bdc", "typ": "oauth-authz-req+jwt"}),
            json!({"iss": "s6BhdRkqt3", "aud": "https://server.example.com", "response_type": "code id_token", "client_id": "s6BhdRkqt3",
                   "redirect_uri": "https://client.example.org/cb", "scope": "openid", "state": "af0ifjsldkj", "nonce": "n-0S6_WzA2Mj", "max_age": 86_400}),
        ),
        (
            "RFC 9701, 5",
            Some(Kind::Introspection),
            json!({"typ": "token-introspection+jwt", "alg": "RS256", "kid": "wG6D"}),
            json!({"iss": "https://as.example.com/", "aud": "https://rs.example.com/resource", "iat": 1_514_797_892,
                   "token_introspection": {"active": true, "iss": "https://as.example.com/", "aud": "https://rs.example.com/resource",
                   "iat": 1_514_797_822, "exp": 1_514_797_942, "client_id": "paiB2goo0a", "scope": "read write dolphin", "sub": "Z5O3upPC88QrAjx00dis",
                   "birthdate": "1982-02-01", "given_name": "John", "family_name": "Doe", "jti": "t1FoCCaZd4Xv4ORJUWVUeTZfsKhW30CQCrWDDjwXy6w"}}),
        ),
        (
            "Token Status List, 5.1",
            Some(Kind::StatusList),
            json!({"alg": "ES256", "kid": "12", "typ": "statuslist+jwt"}),
            json!({"exp": 2_291_720_170_i64, "iat": 1_686_920_170, "status_list": {"bits": 1, "lst": "eNrbuRgAAhcBXQ"},
                   "sub": "https://example.com/statuslists/1", "ttl": 43_200}),
        ),
        (
            "RFC 8225, 5",
            Some(Kind::Passport),
            json!({"typ": "passport", "alg": "ES256", "x5u": "https://cert.example.org/passport.cer"}),
            json!({"dest": {"uri": ["sip:alice@example.com"]}, "iat": 1_443_208_345, "orig": {"tn": "12155551212"}}),
        ),
        (
            "RFC 9068, 2.2, with a life of an hour",
            Some(Kind::Access),
            json!({"typ": "at+JWT", "alg": "RS256", "kid": "RjEwOwOA"}),
            json!({"iss": "https://authorization-server.example.com/", "sub": "5ba552d67", "aud": "https://rs.example.com/",
                   "exp": 1_618_357_690, "iat": 1_618_354_090, "jti": "dbe39bf3a3ba4238a513f51d6e1691c4", "client_id": "s6BhdRkqt3",
                   "scope": "openid profile reademail"}),
        ),
    ]
}

#[test]
fn the_examples_of_the_standards_raise_no_alarm() {
    for (source, kind, header, claims) in examples() {
        let (is, findings) = found(&header, &claims);
        assert_eq!(is, kind, "{source}");
        let alarms: Vec<_> = findings.iter().filter(|finding| finding.severity > Severity::Info).collect();
        assert!(alarms.is_empty(), "{source}: {alarms:#?}");
    }
}

#[test]
fn what_a_kind_must_have_is_missed() {
    let expected = [
        (Kind::Proof, "htm", Severity::High),
        (Kind::Proof, "htu", Severity::High),
        (Kind::Proof, "jti", Severity::Medium),
        (Kind::SecurityEvent, "events", Severity::Medium),
        (Kind::SecurityEvent, "jti", Severity::Medium),
        (Kind::Logout, "events", Severity::High),
        (Kind::Logout, "exp", Severity::Low),
        (Kind::KeyBinding, "nonce", Severity::High),
        (Kind::KeyBinding, "sd_hash", Severity::High),
        (Kind::Svid, "aud", Severity::Medium),
        (Kind::Svid, "exp", Severity::High),
        (Kind::Id, "aud", Severity::Medium),
        (Kind::Id, "exp", Severity::High),
        (Kind::Job, "sub", Severity::Low),
        (Kind::Access, "client_id", Severity::Low),
        (Kind::Introspection, "token_introspection", Severity::Medium),
        (Kind::Passport, "orig", Severity::Medium),
    ];
    for (kind, claim, severity) in expected {
        let (source, _, header, mut claims) = examples().into_iter().find(|(_, is, ..)| *is == Some(kind)).unwrap();
        claims.as_object_mut().unwrap().remove(claim);
        let (_, findings) = found(&header, &claims);
        let codes = [format!("no_{claim}"), "missing_claim".to_owned()];
        let is_it = |finding: &&Finding| codes.iter().any(|code| code == finding.code) && finding.severity == severity;
        assert!(findings.iter().any(|finding| is_it(&finding)), "{source} without {claim}: {findings:#?}");
    }
}

#[test]
fn what_a_kind_must_not_have_is_found() {
    let change = |kind: Kind, of: &dyn Fn(&mut Value, &mut Value)| {
        let (_, _, mut header, mut claims) = examples().into_iter().find(|(_, is, ..)| *is == Some(kind)).unwrap();
        of(&mut header, &mut claims);
        found(&header, &claims).1.into_iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    for (kind, code, of) in [
        (
            Kind::Proof,
            "proof_without_key",
            (|header, _| _ = header.as_object_mut().unwrap().remove("jwk")) as fn(&mut Value, &mut Value),
        ),
        (Kind::Proof, "private_key_in_header", |header, _| header["jwk"]["d"] = "x".into()),
        (Kind::Proof, "symmetric_proof", |header, _| header["alg"] = "HS512".into()),
        (Kind::Proof, "bad_htu", |_, claims| claims["htu"] = "https://a.example/?b".into()),
        (Kind::Logout, "nonce_in_logout", |_, claims| claims["nonce"] = "x".into()),
        (Kind::Logout, "no_logout_event", |_, claims| claims["events"] = json!({"x": {}})),
        (Kind::SecurityEvent, "wrong_type", |_, claims| claims["events"] = json!({})),
        (Kind::Svid, "bad_spiffe_id", |_, claims| claims["sub"] = "spiffe://Example.org/x".into()),
        (Kind::Svid, "bad_spiffe_id", |_, claims| claims["sub"] = "spiffe://example.org/x/".into()),
        (Kind::Svid, "svid_typ", |header, _| header["typ"] = "x".into()),
        (Kind::Svid, "svid_algorithm", |header, _| header["alg"] = "EdDSA".into()),
        (Kind::Job, "default_audience", |_, _| {}),
        (Kind::Introspection, "misplaced_claim", |_, claims| claims["sub"] = "x".into()),
        (Kind::Id, "personal_data", |_, claims| claims["email"] = "a@b.example".into()),
        (Kind::Id, "sensitive_data", |_, claims| claims["ssn"] = "x".into()),
        (Kind::Id, "long_sub", |_, claims| claims["sub"] = "x".repeat(300).into()),
    ] {
        let codes = change(kind, &of);
        assert!(codes.contains(&code), "{kind:?} {code}: {codes:?}");
    }
}
