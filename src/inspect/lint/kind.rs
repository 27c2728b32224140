//! Which kind of token it is: each has rules of its own, and what is missing in one has no place in another.

use serde_json::Value;

use crate::core::json::ClaimMap;

/// A kind of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An access token, by its typ.
    Access,
    /// An ID token.
    Id,
    /// A proof of possession.
    Proof,
    /// A security event.
    SecurityEvent,
    /// A back-channel logout.
    Logout,
    /// The identity of a workload.
    Svid,
    /// The token of a job of a CI service.
    Job,
    /// The token of a service account of Kubernetes.
    ServiceAccount,
    /// A credential, with selective disclosure or without.
    Credential,
    /// The proof at the end of an SD-JWT.
    KeyBinding,
    /// The proof of a wallet that asks for a credential.
    CredentialProof,
    /// What a client shows in the place of a secret, or for a token.
    Assertion,
    /// A request for authorization.
    Request,
    /// The answer of an introspection.
    Introspection,
    /// A list of the states of tokens.
    StatusList,
    /// What a member of a federation says of itself or of another.
    EntityStatement,
    /// Who calls whom by telephone.
    Passport,
}

/// The part of `typ` before `+jwt` of what has one.
const BY_TYP: [(&str, Kind); 18] = [
    ("at+jwt", Kind::Access),
    ("dpop+jwt", Kind::Proof),
    ("secevent+jwt", Kind::SecurityEvent),
    ("logout+jwt", Kind::Logout),
    ("kb+jwt", Kind::KeyBinding),
    ("openid4vci-proof+jwt", Kind::CredentialProof),
    ("client-authentication+jwt", Kind::Assertion),
    ("oauth-authz-req+jwt", Kind::Request),
    ("token-introspection+jwt", Kind::Introspection),
    ("statuslist+jwt", Kind::StatusList),
    ("entity-statement+jwt", Kind::EntityStatement),
    ("trust-mark+jwt", Kind::EntityStatement),
    ("resolve-response+jwt", Kind::EntityStatement),
    ("passport", Kind::Passport),
    ("vc+jwt", Kind::Credential),
    ("dc+sd-jwt", Kind::Credential),
    ("vc+sd-jwt", Kind::Credential),
    ("openid-federation-wallet+jwt", Kind::Credential),
];
/// How the issuers of tokens of jobs begin.
const JOB_ISSUERS: [&str; 11] = [
    "https://token.actions.githubusercontent.com",
    "https://gitlab.com",
    "https://oidc.circleci.com/org/",
    "https://agent.buildkite.com",
    "https://api.bitbucket.org/2.0/workspaces/",
    "https://vstoken.dev.azure.com/",
    "https://app.terraform.io",
    "https://oidc.codefresh.io",
    "https://oidc.vercel.com",
    "https://app.harness.io/",
    "https://id.spacelift.io",
];
/// The event of a back-channel logout (OpenID Connect Back-Channel Logout 1.0, 2.4).
pub(super) const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

impl Kind {
    /// The kind of a token: what its `typ` says, else what its claims show; none where neither does.
    pub fn of(header: &ClaimMap, claims: &ClaimMap) -> Option<Self> {
        let typ = header.get("typ").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
        let typ = typ.strip_prefix("application/").unwrap_or(&typ);
        if let Some((_, kind)) = BY_TYP.iter().find(|(name, _)| *name == typ) {
            return Some(*kind);
        }
        if typ.ends_with("+sd-jwt") {
            return Some(Self::Credential);
        }
        Self::of_claims(claims)
    }

    fn of_claims(claims: &ClaimMap) -> Option<Self> {
        let has = |name: &str| claims.contains_key(name);
        let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
        let iss = text("iss");
        if has("_sd") || has("_sd_alg") {
            return Some(Self::Credential);
        }
        if let Some(events) = claims.get("events").and_then(Value::as_object) {
            return Some(if events.contains_key(LOGOUT_EVENT) { Self::Logout } else { Self::SecurityEvent });
        }
        if text("sub").starts_with("spiffe://") {
            return Some(Self::Svid);
        }
        // Those of GitLab and GitHub are run by others too, under other names.
        let of_gitlab = has("project_path") && has("namespace_path") && has("ref_type");
        let of_github = has("repository") && has("run_id") && has("job_workflow_ref");
        if of_gitlab || of_github || JOB_ISSUERS.iter().any(|issuer| iss.starts_with(issuer)) {
            return Some(Self::Job);
        }
        if has("kubernetes.io") || iss == "kubernetes/serviceaccount" {
            return Some(Self::ServiceAccount);
        }
        if has("token_introspection") {
            return Some(Self::Introspection);
        }
        if has("status_list") {
            return Some(Self::StatusList);
        }
        if has("response_type") && has("client_id") {
            return Some(Self::Request);
        }
        let says_id = text("token_use") == "id" || text("typ") == "ID";
        let is_of_id = ["nonce", "at_hash", "c_hash"].into_iter().any(has) && !has("scope") && !has("scp");
        if has("aud") && (says_id || is_of_id) {
            return Some(Self::Id);
        }
        (!iss.is_empty() && iss == text("sub") && has("aud") && !has("scope")).then_some(Self::Assertion)
    }

    /// What it is called, and where its rules are written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Access => "access token (RFC 9068)",
            Self::Id => "ID token (OpenID Connect Core, 2)",
            Self::Proof => "DPoP proof (RFC 9449, 4.2)",
            Self::SecurityEvent => "security event token (RFC 8417)",
            Self::Logout => "logout token (OpenID Connect Back-Channel Logout, 2.4)",
            Self::Svid => "JWT-SVID (SPIFFE)",
            Self::Job => "token of a job of a CI service (OpenID Connect)",
            Self::ServiceAccount => "token of a service account (Kubernetes)",
            Self::Credential => "credential (RFC 9901)",
            Self::KeyBinding => "key binding of an SD-JWT (RFC 9901, 4.3)",
            Self::CredentialProof => "proof of a wallet (OpenID4VCI, appendix F)",
            Self::Assertion => "assertion (RFC 7523)",
            Self::Request => "authorization request (RFC 9101)",
            Self::Introspection => "introspection response (RFC 9701)",
            Self::StatusList => "status list (Token Status List)",
            Self::EntityStatement => "entity statement (OpenID Federation)",
            Self::Passport => "PASSporT (RFC 8225)",
        }
    }
}
