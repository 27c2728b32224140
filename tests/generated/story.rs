//! A life of a home in which every document is printed, with everything that it can have.

use std::time::{Duration, UNIX_EPOCH};

use mintage::core::drill::{Burst, Kept, Limits, Seen, Took, Uptake, judge};
use mintage::core::{Account, Actor, AppName, Claim, Claimed, ClientId, HostName, Issuer, Operator, RunId};
use mintage::wire::{
    AcceptedLedgerDocument, ActorDocument, AppDocument, AppEndDocument, AppList, AppPlan, BackupDocument,
    ChangedSettings, CheckpointDocument, CompletionsDocument, DecodedDocument, Document, DrillDocument,
    EndedSecretDocument, ErrorDocument, EventList, ExplainedSetting, ExportedFiles, FlawList, ForgottenHome,
    ForgottenUses, GrantEndDocument, GrantList, GrantPlan, GrantWithTokens, HealthDocument, HomeDocument, ImportedList,
    ImportedUses, InspectedList, Introspection, KeptEvent, KeyDocument, KeyEndDocument, KeyList, KeyPlanDocument,
    KeyPrunePlan, KeySecretDocument, KeyUseList, LeaksDocument, LogCheckDocument, LogProofDocument, ManifestDocument,
    Maybe, NewSecretDocument, PasswordDocument, PemDocument, PictureDocument, ProbeDocument, ProfileDocument,
    ProfileList, ProofDocument, ProvenEventDocument, ProviderMetadata, PrunePlan, PrunedCounts, PrunedList,
    PrunedLogDocument, RemarkDocument, RestoredDocument, RevocationCounts, RevokePlan, RiskDocument, RotatedList,
    RotationDocument, RotationPlanDocument, SecretList, ServingDocument, SettingDocument, SettingList, Shape,
    SignatureVerdict, SnapshotDocument, StatusDocument, TestTokenDocument, TokenDocument, TokenList, TokenResponse,
    TreeDocument, TrustDocument, TrustedHomeList, UseList, UserDocument, UserEndDocument, UserList, UserPlan,
    UserWithTokens, Verdict, VerifierConfig,
};
use serde_json::{Value, json};

use crate::support::{Answer, START, Sandbox};

/// What the folder of the world is called on the page.
pub const FOLDER: &str = "/world";

/// A document that a command printed.
pub struct Example {
    /// What it is.
    pub shape: Shape,
    /// The command; none where others write such a document.
    pub command: Option<&'static str>,
    /// What was printed.
    pub value: Value,
}

/// An SD-JWT with a disclosure and key binding; nobody signed it.
const SD_JWT: &str = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.\
    eyJfc2QiOlsiWDl5SDBBanJkbTFPaWo0dFdzbzlVenpLSnZQb0R4d211RWNPM1hBZFJDMCJdLCJfc2RfYWxnIjoic2hhLTI1NiJ9.c2ln~\
    WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0~\
    eyJhbGciOiJFUzI1NiIsInR5cCI6ImtiK2p3dCJ9.eyJub25jZSI6Im4iLCJzZF9oYXNoIjoieCJ9.c2ln";

/// What was printed so far.
pub struct Story {
    world: Sandbox,
    examples: Vec<Example>,
}

/// Every document at least once; the first of a kind is the one to show.
pub fn tell() -> Vec<Example> {
    let mut examples = homes();
    let mut story = Story { world: Sandbox::new(), examples: Vec::new() };
    story.keys();
    let secret = story.apps();
    story.tokens();
    story.profiles();
    story.grants();
    story.uses();
    story.risk();
    story.leaks(&secret);
    story.endings();
    story.log();
    examples.extend(story.examples);
    examples.extend(test_tokens());
    examples.extend(people());
    examples.push(serving());
    examples.push(drilled());
    examples
}

fn homes() -> Vec<Example> {
    let mut story = Story { world: Sandbox::empty(), examples: Vec::new() };
    story.run::<ErrorDocument<'_>>("any command that fails", &["app", "list"]);
    story.examples.extend(remarks());
    story.run::<HomeDocument<'_>>("init", &["init", "--alg", "EdDSA", "--no-passphrase", "--app", "shop"]);
    let copy = std::fs::read(story.world.store()).unwrap();
    story.world.run(&["app", "register", "new"]).ok();
    std::fs::write(story.world.store(), copy).unwrap();
    story.run::<AcceptedLedgerDocument>("restore --accept-older", &["restore", "--accept-older", "--yes"]);
    let (file, home) = (story.world.folder().join("backup.tar"), story.world.folder().join("restored"));
    let (file, home) = (file.display().to_string(), home.display().to_string());
    story.run::<BackupDocument<'_>>("backup", &["backup", &file]);
    let ledger = story.world.store().display().to_string();
    let all = ["--merge-revocations", &ledger, "--revoke-issued-before", "2025-12-31T00:00:00Z"];
    story.run::<RestoredDocument<'_>>("restore", &[&["restore", &file, "--home", &home], &all[..]].concat());
    story.examined();
    story.configured();
    story.completed();
    story.trusted();
    story.examples
}

/// What commands say beside their answers.
fn remarks() -> [Example; 3] {
    let of = [
        RemarkDocument::warning("it may be wrong"),
        RemarkDocument::note("it is good to know"),
        RemarkDocument::hint("do this next"),
    ];
    of.map(|remark| Example {
        shape: RemarkDocument::shape(),
        command: Some("any command that has something to say"),
        value: serde_json::to_value(remark).unwrap(),
    })
}

/// What a server prints when it is ready; it goes on until it is ended.
fn serving() -> Example {
    let issuer = Issuer::new("http://127.0.0.1:8080").unwrap();
    let (app, client_id) = (AppName::new("demo").unwrap(), ClientId::new("mtg_app_6F6y1fFmhWYTJ26HzBiu8C").unwrap());
    let ready = ServingDocument {
        issuer: &issuer,
        listen: "127.0.0.1:8080",
        pid: 4711,
        also_issuers: &[],
        also_listen: &[],
        dev: true,
        app: Some(&app).into(),
        client_id: Some(&client_id).into(),
        client_secret: Some("mtg_cs_…").into(),
        actions_id_token_request_url: Some("http://127.0.0.1:8080/actions/id-token?api-version=2.0".to_owned()).into(),
        actions_id_token_request_token: Some("…").into(),
    };
    let value = serde_json::to_value(&ready).unwrap();
    Example { shape: ServingDocument::shape(), command: Some("serve"), value }
}

/// What a drill prints, of which a service is part that is not there.
fn drilled() -> Example {
    let second = Duration::from_secs(1);
    let uptake = Uptake {
        after: Some(30 * second),
        tokens: 34,
        fetches: 1,
        at_once: false,
        waited: 30 * second,
        last: Took::Yes,
    };
    let seen = Seen {
        kept: Some(Kept { tokens: 5, fetches: 0 }),
        new_key: Some(uptake),
        old_key: Some(Took::Yes),
        burst: Some(Burst { tokens: 30, taken: 0, broke: 0, fetches: 30, lasted: 2 * second }),
        ..Seen::default()
    };
    let findings = judge(&seen, &Limits { within: 60 * second, forget: 60 * second, fetches: 10 });
    let issuer = Issuer::new("http://127.0.0.1:8090").unwrap();
    let value =
        serde_json::to_value(DrillDocument::of(&issuer, "http://127.0.0.1:8090/jwks", false, &findings)).unwrap();
    Example { shape: DrillDocument::shape(), command: Some("drill rotation"), value }
}

/// Who may have done something, with all that can be known and claimed of them.
fn people() -> [Example; 2] {
    let user = |name: &str| Claimed::new(name).unwrap();
    let run = |text: &str| RunId::new(text).ok();
    let operator = Operator {
        uid: 0,
        name: Account::new("root").ok(),
        effective_uid: Some(990),
        outer_uid: Some(1000),
        host: HostName::new("web1").unwrap(),
        claims: vec![
            Claim::Flag(user("carol")),
            Claim::Sudo { user: user("alice"), uid: Some(1000) },
            Claim::GitHub { user: user("octocat"), run: run("17123456"), of: run("acme/shop") },
        ],
    };
    let app = Actor::App(ClientId::from_random([0; 16]));
    [Actor::Operator(Box::new(operator)), app].map(|actor| {
        let value = serde_json::to_value(ActorDocument::from(&actor)).unwrap();
        Example { shape: ActorDocument::shape(), command: None, value }
    })
}

fn test_tokens() -> Vec<Example> {
    let mut story = Story { world: Sandbox::new(), examples: Vec::new() };
    let suite = story.world.folder().join("suite").display().to_string();
    let forge = ["token", "forge", "--seed", "7"];
    story.run::<FlawList>("token forge --list", &["token", "forge", "--list"]);
    story.run::<TestTokenDocument<'_>>("token forge --flaw", &[&forge[..], &["--flaw", "expired"]].concat());
    story.run::<TestTokenDocument<'_>>("token forge --flaw", &[&forge[..], &["--flaw", "wrong-typ"]].concat());
    let departing = ["--typ", "JWT", "--no-claim", "nbf", "--jti", "run-7", "--test-token"];
    story.world.issue(&departing);
    story.run::<TokenDocument<'_>>("token show", &["token", "show", "run-7"]);
    story.run::<ManifestDocument<'_>>(
        "token forge --all",
        &[&forge[..], &["--all", "--out", &suite, "--url", "https://api.localhost/"]].concat(),
    );
    story.run::<TestTokenDocument<'_>>("token forge --flaw", &[&forge[..], &["--flaw", "dpop-typ"]].concat());
    story.run::<ProbeDocument<'_>>(
        "token forge --probe",
        &[&forge[..], &["--flaw", "wrong-typ", "--flaw", "jku", "--probe", "test $FLAW = valid -o $FLAW = wrong-typ"]]
            .concat(),
    );
    story.examples
}

impl Story {
    fn configured(&mut self) {
        self.run::<SettingList<'_>>("config list", &["config", "list"]);
        self.run::<SettingDocument<'_>>("config get", &["config", "get", "issuer"]);
        self.run::<ExplainedSetting<'_>>("config explain", &["config", "explain", "access.keep"]);
        self.run::<ExplainedSetting<'_>>("config explain", &["config", "explain", "max_key_age"]);
        self.run::<ExplainedSetting<'_>>("config explain", &["config", "explain", "home"]);
        self.run::<ChangedSettings<'_>>("config set --plan", &["config", "set", "access_ttl", "1h", "--plan"]);
        self.run::<ChangedSettings<'_>>("config set", &["config", "set", "access_ttl", "1h"]);
        self.run::<ChangedSettings<'_>>("config unset", &["config", "unset", "access_ttl"]);
    }

    fn completed(&mut self) {
        self.world.set("HOME", &self.world.folder().display().to_string());
        self.run::<CompletionsDocument<'_>>("completions install --plan", &["completions", "install", "zsh", "--plan"]);
        self.run::<CompletionsDocument<'_>>("completions install", &["completions", "install", "fish"]);
        self.run::<CompletionsDocument<'_>>("completions uninstall", &["completions", "uninstall", "fish"]);
    }

    fn trusted(&mut self) {
        self.world.set("XDG_STATE_HOME", &self.world.folder().join("state").display().to_string());
        let home = self.world.home();
        for file in [home.join("config.toml"), self.world.store()] {
            let file = std::fs::File::options().write(true).open(file).unwrap();
            file.set_modified(UNIX_EPOCH + Duration::from_secs(START)).unwrap();
        }
        let home = home.display().to_string();
        self.run::<TrustDocument<'_>>("trust", &["trust", &home, "--yes"]);
        self.run::<TrustedHomeList<'_>>("trust list", &["trust", "list"]);
        self.run::<ForgottenHome<'_>>("trust forget", &["trust", "forget", &home]);
    }

    /// Runs a command that prints this document, whatever it exits with.
    fn run<D: Document>(&mut self, command: &'static str, args: &[&str]) -> Value {
        let answer = self.world.run(&[args, &["--json"]].concat());
        let (out, err) = (answer.out(), answer.err());
        let text = if out.is_empty() { err.trim() } else { out.trim() };
        let value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{args:?}: {error}: {answer}"));
        self.keep::<D>(Some(command), &value);
        value
    }

    /// Keeps the documents of a command that prints one a line.
    fn lines<D: Document>(&mut self, command: &'static str, answer: &Answer) {
        for line in answer.out().lines() {
            let value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {answer}"));
            match value.get("error") {
                Some(_) => self.keep::<ErrorDocument<'_>>(Some("any line of a batch that fails"), &value),
                None => self.keep::<D>(Some(command), &value),
            }
        }
    }

    fn keep<D: Document>(&mut self, command: Option<&'static str>, value: &Value) {
        let text = value.to_string().replace(&self.world.folder().display().to_string(), FOLDER);
        self.examples.push(Example { shape: D::shape(), command, value: serde_json::from_str(&text).unwrap() });
    }

    /// A home with something to mend, something to do and something to know.
    fn examined(&mut self) {
        let key = self.world.key_file();
        std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
        let config = self.world.home().join("config.toml");
        let settings = std::fs::read_to_string(&config).unwrap();
        std::fs::write(&config, format!("{settings}refresh_ttl = \"5m\"\nmax_key_age = \"1d\"\n")).unwrap();
        self.run::<HealthDocument<'_>>("doctor", &["doctor"]);
        self.run::<HealthDocument<'_>>("doctor --fix", &["doctor", "--fix"]);
        std::fs::write(&config, settings).unwrap();
    }

    fn keys(&mut self) {
        let kid = self.world.active_key();
        self.run::<KeyDocument<'_>>("keys show", &["keys", "show", &kid]);
        self.run::<KeyDocument<'_>>("keys gen", &["keys", "gen", "--alg", "HS256", "--no-passphrase"]);
        self.run::<KeyList<'_>>("keys list", &["keys", "list"]);
        self.run::<PemDocument<'_>>("keys export", &["keys", "export", &kid]);
        let site = self.world.folder().join("site").display().to_string();
        self.run::<ExportedFiles>("keys export --site", &["keys", "export", "--site", &site]);
        self.run::<ExportedFiles>("keys export --site --plan", &["keys", "export", "--site", &site, "--plan"]);
        self.run::<VerifierConfig<'_>>("verifier-config", &["verifier-config", "express"]);
        let args = ["keys", "export", "@active", "--alg", "HS256", "--secret-as", "base64"];
        self.run::<KeySecretDocument<'_>>("keys export --secret-as", &args);
        let jwk = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","alg":"EdDSA"}"#;
        let jwk = self.world.file("public.jwk", jwk);
        self.run::<ImportedList<'_>>("keys import", &["keys", "import", jwk.to_str().unwrap()]);
        self.run::<InspectedList<'_>>("keys inspect", &["keys", "inspect", jwk.to_str().unwrap()]);
        let file = self.world.file("pass", "correct horse battery");
        let args = ["keys", "passphrase", &kid, "--new-passphrase-file", file.to_str().unwrap()];
        self.run::<KeyDocument<'_>>("keys passphrase", &args);
        self.world.run(&["keys", "passphrase", &kid, "--no-passphrase", "--passphrase-file", args[4]]).ok();
        self.run::<KeyList<'_>>("keys list", &["keys", "list"]);
    }

    /// Gives the secret of an app that is good.
    fn apps(&mut self) -> String {
        let profile = ["--scope", "orders:read", "--access-ttl", "5m", "--audience", "https://api.example.com"];
        let args = [&["app", "register", "shop"], &profile[..]].concat();
        self.run::<AppDocument<'_>>("app register", &args);
        self.run::<AppDocument<'_>>("app activate", &["app", "activate", "shop"]);
        self.run::<AppDocument<'_>>("app show", &["app", "show", "shop"]);
        self.run::<AppDocument<'_>>("app update", &["app", "update", "shop", "--refresh-ttl", "7d"]);
        let made = self.run::<NewSecretDocument<'_>>("app secret add", &["app", "secret", "add", "shop"]);
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        let third = self.run::<NewSecretDocument<'_>>("app secret add", &["app", "secret", "add", "shop"]);
        let id = third["id"].as_str().unwrap();
        let args = ["app", "secret", "revoke", "shop", id, "--reason", "left in a log"];
        self.run::<EndedSecretDocument<'_>>("app secret revoke", &args);
        self.run::<SecretList<'_>>("app secret list", &["app", "secret", "list", "shop"]);
        self.run::<AppList<'_>>("app list", &["app", "list"]);
        self.world.run(&["app", "register", "old", "--public"]).ok();
        self.run::<AppDocument<'_>>("app block", &["app", "block", "old", "--reason", "not maintained"]);
        text("client_secret")
    }

    fn proofs(&mut self) {
        let key = "-----BEGIN PRIVATE KEY-----\n\
            MC4CAQAwBQYDK2VwBCIEIHFeBDiM4+SIM1qj2ZO4a7vQkAkOyBexRfILJMl6I+V9\n-----END PRIVATE KEY-----\n";
        let key = self.world.file("client.pem", key).display().to_string();
        let bound = self.world.issue(&["--cnf-key", &key]);
        let url = "https://api.example.com/orders";
        let made = ["token", "dpop", "--key", &key, "--method", "POST", "--url", url, "--token", &bound];
        self.run::<ProofDocument<'_>>("token dpop", &made);
    }

    fn tokens(&mut self) {
        let issue = ["token", "issue", "--app", "demo", "--user", "alice"];
        let context = ["--ip", "192.0.2.7", "--user-agent", "curl/8.5", "--device", "laptop"];
        let args = [&issue[..], &["--with-refresh", "--with-id-token"], &context].concat();
        let first = self.run::<TokenResponse<'_>>("token issue", &args);
        let (access, refresh) = (first["access_token"].as_str().unwrap(), first["refresh_token"].as_str().unwrap());
        let line = self.world.run_with(&["token", "issue", "--app", "demo", "--batch", "-"], "{\"user\":\"carol\"}\n");
        self.lines::<TokenResponse<'_>>("token issue --batch", &line);
        let line =
            self.world.run_with(&["token", "issue", "--app", "nobody", "--batch", "-"], "{\"user\":\"carol\"}\n");
        self.lines::<TokenResponse<'_>>("token issue --batch", &line);
        self.run::<TokenDocument<'_>>("token show", &["token", "show", access]);
        self.run::<Verdict<'_>>("token verify", &["token", "verify", access]);
        let line = self.world.run_with(&["token", "verify", "--batch", "-"], format!("{access}\nx\nnull\n"));
        self.lines::<Verdict<'_>>("token verify --batch", &line);
        let args = ["token", "verify", access, "--signature-only"];
        self.run::<SignatureVerdict<'_>>("token verify --signature-only", &args);
        let args = ["token", "verify", "null", "--signature-only"];
        self.run::<SignatureVerdict<'_>>("token verify --signature-only", &args);
        self.run::<Introspection>("token introspect", &["token", "introspect", access]);
        self.run::<Introspection>("token introspect", &["token", "introspect", "x"]);
        let claim = r#"cnf:={"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}"#;
        let bound = self.world.issue(&["--claim", claim, "--claim", r#"act:={"sub":"admin"}"#]);
        let told = ["token", "introspect", &bound, "--possession", "ignored"];
        self.run::<Introspection>("token introspect", &told);
        self.run::<DecodedDocument<'_>>("token decode", &["token", "decode", access]);
        let weak = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.";
        self.run::<DecodedDocument<'_>>("token decode --lint", &["token", "decode", weak, "--lint"]);
        self.run::<DecodedDocument<'_>>("token decode", &["token", "decode", refresh]);
        for text in [SD_JWT, "eyJhbGciOiJub25lIn0.aGVsbG8.", "\"eyJhbGciOiJub25lIn0.e30.\""] {
            self.run::<DecodedDocument<'_>>("token decode", &["token", "decode", text]);
        }
        self.proofs();
        let second = self.run::<TokenResponse<'_>>("token refresh", &["token", "refresh", refresh]);
        self.run::<TreeDocument<'_>>("token tree", &["token", "tree", refresh]);
        self.run::<TokenDocument<'_>>("token show", &["token", "show", refresh]);
        self.run::<TokenList<'_>>("token list", &["token", "list", "--limit", "1"]);
        let jti = second["jti"].as_str().unwrap();
        self.run::<RevokePlan<'_>>("token revoke --plan", &["token", "revoke", jti, "--plan"]);
        self.run::<RevocationCounts>("token revoke", &["token", "revoke", jti, "--reason", "laptop lost"]);
        self.run::<TokenDocument<'_>>("token show", &["token", "show", jti]);
        let revoked = second["access_token"].as_str().unwrap();
        self.run::<Verdict<'_>>("token verify", &["token", "verify", revoked]);
        // One that the ledger has forgotten.
        let forgotten = self.world.issue(&[]);
        let ledger = rusqlite::Connection::open(self.world.store()).unwrap();
        ledger.execute("DELETE FROM tokens WHERE jti = (SELECT max(jti) FROM tokens)", []).unwrap();
        drop(ledger);
        self.run::<RevokePlan<'_>>("token revoke --plan", &["token", "revoke", &forgotten, "--plan"]);
        self.run::<RevocationCounts>("token revoke", &["token", "revoke", &forgotten, "--reason", "found in a log"]);
        let args = ["token", "revocations", "export"];
        let snapshot = self.run::<SnapshotDocument<'_>>("token revocations export", &args);
        // The same verdict from a snapshot.
        let jwks = self.world.run(&["keys", "export", "--jwks"]).ok().out();
        let jwks = self.world.file("jwks.json", jwks);
        let snapshot = self.world.file("revocations.jwt", snapshot["snapshot"].as_str().unwrap());
        let offline = ["--jwks", jwks.to_str().unwrap(), "--revocations", snapshot.to_str().unwrap()];
        let checks = ["--iss", "https://auth.localhost", "--aud", "https://api.localhost"];
        let args = [&["token", "verify", revoked], &offline[..], &checks].concat();
        self.run::<Verdict<'_>>("token verify", &args);
        let metadata = json!({
            "issuer": "https://auth.example.com",
            "jwks_uri": "https://auth.example.com/jwks.json",
            "id_token_signing_alg_values_supported": ["RS256"],
        });
        self.keep::<ProviderMetadata>(None, &metadata);
    }

    fn profiles(&mut self) {
        let folder = self.world.home().join("profiles");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("aaa.toml"), "typo = 1\n").unwrap();
        self.run::<ProfileList<'_>>("profiles list", &["profiles", "list"]);
        self.run::<ProfileDocument<'_>>("profiles show", &["profiles", "show", "okta"]);
    }

    fn grants(&mut self) {
        let args = ["grant", "show", "--user", "alice", "--app", "demo"];
        self.run::<GrantWithTokens<'_>>("grant show", &args);
        self.world.run(&["token", "issue", "--app", "demo", "--user", "bob"]).ok();
        self.run::<GrantList<'_>>("grant list", &["grant", "list", "--limit", "1"]);
        let revoke = ["grant", "revoke", "--user", "bob", "--app", "demo"];
        self.run::<GrantPlan<'_>>("grant revoke --plan", &[&revoke[..], &["--plan"]].concat());
        self.run::<GrantEndDocument>("grant revoke", &revoke);
        self.run::<GrantWithTokens<'_>>("grant show", &["grant", "show", "--user", "bob", "--app", "demo"]);
        self.run::<GrantList<'_>>("grant list", &["grant", "list", "--state", "revoked"]);
    }

    fn log(&mut self) {
        self.run::<EventList<'_>>("audit log", &["audit", "log", "--verb", "app_blocked", "--limit", "1"]);
        self.run::<EventList<'_>>("audit log", &["audit", "log", "--verb", "tokens_issued"]);
        self.run::<KeptEvent<'_>>("audit show", &["audit", "show", "1"]);
        self.run::<CheckpointDocument<'_>>("audit checkpoint", &["audit", "checkpoint"]);
        let (checkpoint, proof) = (self.world.folder().join("checkpoint"), self.world.folder().join("proof"));
        let (checkpoint, proof) = (checkpoint.display().to_string(), proof.display().to_string());
        self.world.run(&["audit", "checkpoint", "--out", &checkpoint]).ok();
        let key = self.world.run(&["audit", "checkpoint", "--json"]).ok().json()["key"].as_str().unwrap().to_owned();
        self.run::<LogProofDocument<'_>>("audit prove", &["audit", "prove", "1", "--checkpoint", &checkpoint]);
        self.world.run(&["audit", "prove", "1", "--checkpoint", &checkpoint, "--out", &proof]).ok();
        self.run::<ProvenEventDocument<'_>>("audit verify", &["audit", "verify", &proof, "--key", &key]);
        self.run::<LogCheckDocument>("audit check", &["audit", "check", "--since", &checkpoint]);
        let forget = ["audit", "prune", "--before", "2026-01-01T00:00:00Z", "--checkpoint-out", "audit.checkpoint"];
        self.run::<PrunedLogDocument>("audit prune", &[&forget[..], &["--plan"]].concat());
        let pruned = PrunedLogDocument {
            plan: Maybe(None),
            pruned: 3,
            kept: 40,
            checkpoint: Some("audit.checkpoint".to_owned()),
        };
        let value = serde_json::to_value(&pruned).unwrap();
        self.examples.push(Example { shape: PrunedLogDocument::shape(), command: Some("audit prune"), value });
        rusqlite::Connection::open(self.world.store())
            .unwrap()
            .execute("UPDATE changes SET reason = 'another' WHERE id = 2", [])
            .unwrap();
        self.run::<LogCheckDocument>("audit check", &["audit", "check"]);
    }

    fn uses(&mut self) {
        let token = self.world.token();
        let shown = ["--record", "--ip", "192.0.2.7", "--user-agent", "curl/8.9.1", "--resource", "/orders"];
        self.world.run(&[&["token", "verify", &token][..], &shown].concat()).ok();
        self.run::<UseList>("audit access", &["audit", "access"]);
        self.run::<TokenDocument<'_>>("token show", &["token", "show", &token]);
        self.run::<AppDocument<'_>>("app show", &["app", "show", "demo"]);
        let show = ["grant", "show", "--user", "alice", "--app", "demo"];
        self.run::<GrantWithTokens<'_>>("grant show", &show);
        self.run::<GrantList<'_>>("grant list", &["grant", "list", "--never-used", "--limit", "1"]);
        self.run::<KeyUseList<'_>>("keys usage", &["keys", "usage"]);
        let line = "192.0.2.7 - - [27/Nov/2025:12:30:05 +0000] \"GET /a HTTP/1.1\" 401 9 \"-\" \"curl/8\" \"jti=j1\"\nno line\n";
        let log = self.world.file("access.log", line).display().to_string();
        self.run::<ImportedUses<'_>>("audit import", &["audit", "import", "--format", "combined", &log]);
        self.run::<ForgottenUses>("audit forget", &["audit", "forget", "--before", "90d", "--plan"]);
    }

    fn risk(&mut self) {
        let token = self.world.token();
        for from in [["192.0.2.7", "curl/8.9.1"], ["198.51.100.9", "okhttp/4.12.0"]] {
            let [ip, agent] = from;
            self.world.run(&["token", "verify", &token, "--record", "--ip", ip, "--user-agent", agent]).ok();
        }
        self.run::<RiskDocument>("audit risk", &["audit", "risk"]);
        let path = self.world.home().join("config.toml");
        let before = std::fs::read_to_string(&path).unwrap();
        let allowed = "\n[risk]\nact_from = \"medium\"\n[risk.act]\ntoken_shared = \"revoke\"\n";
        std::fs::write(&path, before.clone() + allowed).unwrap();
        self.run::<RiskDocument>("audit risk --act --plan", &["audit", "risk", "--act", "--plan"]);
        std::fs::write(&path, before).unwrap();
    }

    /// A second file of a day that was recorded, which is none.
    fn damaged_day(&self) -> std::path::PathBuf {
        let access = self.world.home().join("access");
        let names = std::fs::read_dir(&access).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let day =
            names.filter_map(|name| Some(name.strip_suffix(".db")?.to_owned())).filter(|name| name.starts_with('2'));
        let path = access.join(format!("{}.1.db", day.max().unwrap()));
        std::fs::write(&path, "no database at all, and long enough to be seen as none").unwrap();
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        path
    }

    fn leaks(&mut self, secret: &str) {
        let leaked = self.world.token();
        let foreign = "eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczovL29sZC5leGFtcGxlIn0.c2lnbmF0dXJl";
        let text = format!("login {leaked}\n{secret}\n{foreign}\n");
        let log = self.world.file("app.log", text).to_str().unwrap().to_owned();
        let closed = self.world.file("old.7z", b"7z\xbc\xaf\x27\x1c\0\x04").to_str().unwrap().to_owned();
        self.run::<LeaksDocument<'_>>("token identify", &["token", "identify", &log, &closed]);
        let args = ["token", "identify", &log, "--revoke", "--plan"];
        self.run::<LeaksDocument<'_>>("token identify --revoke --plan", &args);
    }

    fn endings(&mut self) {
        let kid = self.world.active_key();
        self.run::<RotationPlanDocument<'_>>("keys rotate --plan", &["keys", "rotate", "--plan"]);
        self.run::<RotationDocument<'_>>("keys rotate", &["keys", "rotate", "--no-passphrase"]);
        self.run::<KeyList<'_>>("keys list", &["keys", "list"]);
        self.world.pass(90_000);
        self.run::<RotatedList<'_>>("keys rotate --due", &["keys", "rotate", "--due"]);
        self.world.pass(90_000);
        let cron = ["keys", "rotate", "--if-older-than", "1d"];
        let command = "keys rotate --if-older-than --plan";
        self.run::<mintage::wire::UpkeepPlanDocument<'_>>(command, &[&cron[..], &["--plan"]].concat());
        self.run::<RotatedList<'_>>("keys rotate --if-older-than", &cron);
        let emergency = ["keys", "rotate", "--now", "--revoke-old", "--reason", "found in a public repository"];
        self.run::<RotationDocument<'_>>("keys rotate --now --revoke-old", &emergency);
        let standby = self.world.generate_key();
        let active = self.world.active_key();
        self.run::<KeyPlanDocument<'_>>("keys retire --plan", &["keys", "retire", &active, "--plan"]);
        self.run::<KeyEndDocument<'_>>("keys retire", &["keys", "retire", &active]);
        let next = self.world.generate_key();
        self.run::<RotationDocument<'_>>("keys activate", &["keys", "activate", &next]);
        self.run::<KeyPlanDocument<'_>>("keys revoke --plan", &["keys", "revoke", &standby, "--plan"]);
        self.run::<KeyEndDocument<'_>>("keys revoke", &["keys", "revoke", &standby, "--reason", "found in a backup"]);
        self.run::<KeyList<'_>>("keys list", &["keys", "list"]);
        let damaged = self.damaged_day();
        self.run::<StatusDocument<'_>>("status", &["status"]);
        std::fs::remove_file(damaged).unwrap();
        self.run::<PictureDocument<'_>>("audit report", &["audit", "report"]);
        self.world.pass(90 * 86_400);
        self.run::<KeyPrunePlan<'_>>("keys prune --plan", &["keys", "prune", "--plan", "--trust-clock"]);
        self.run::<PrunedList<'_>>("keys prune", &["keys", "prune", "--trust-clock"]);
        self.run::<KeyDocument<'_>>("keys show", &["keys", "show", &kid]);
        self.run::<PrunePlan<'_>>("token prune --plan", &["token", "prune", "--plan", "--trust-clock"]);
        self.run::<PrunedCounts>("token prune", &["token", "prune", "--trust-clock"]);
        let set = ["user", "set", "carol", "--claim", "email=carol@example.com", "--group", "staff"];
        self.run::<UserDocument<'_>>("user set", &set);
        self.world.run(&["token", "issue", "--app", "shop", "--user", "carol"]).ok();
        let block = ["user", "block", "carol", "--reason", "left the company"];
        self.run::<UserDocument<'_>>("user block", &block);
        self.run::<UserWithTokens<'_>>("user show", &["user", "show", "carol"]);
        self.run::<UserList<'_>>("user list", &["user", "list"]);
        let hashed = self.world.run_with(&["user", "password", "--json"], "correct horse battery staple\n").ok().json();
        self.keep::<PasswordDocument<'_>>(Some("user password"), &hashed);
        self.run::<UserDocument<'_>>("user unblock", &["user", "unblock", "carol"]);
        self.run::<UserPlan<'_>>("user delete --plan", &["user", "delete", "carol", "--plan"]);
        self.run::<UserEndDocument<'_>>("user delete", &["user", "delete", "carol", "--yes", "--reason", "asked to"]);
        self.run::<AppPlan<'_>>("app delete --plan", &["app", "delete", "shop", "--plan"]);
        self.run::<AppEndDocument<'_>>("app delete", &["app", "delete", "shop", "--yes", "--reason", "closed"]);
        self.run::<AppDocument<'_>>("app show", &["app", "show", "shop"]);
        self.budgets();
    }

    fn budgets(&mut self) {
        let budget = ["--rate", "1/h", "--user-rate", "1/h", "--block-when", "over-budget"];
        self.run::<AppDocument<'_>>("app register", &[&["app", "register", "busy", "--public"], &budget[..]].concat());
        let token = self.world.run(&["token", "issue", "--app", "busy"]).ok().line(0);
        let shown = ["token", "verify", "--record", &token];
        self.world.run(&shown).ok();
        self.run::<Verdict<'_>>("token verify", &shown);
    }
}
