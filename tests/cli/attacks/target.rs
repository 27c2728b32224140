//! What is attacked: a home with keys of three families, and a good token of each.

use std::fmt::Write as _;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, RsaKeyPair};
use serde_json::{Map, Value, json};

use crate::support::{Answer, Sandbox, TokenParts, b64};

/// A home with keys of three families, whose private halves the attacker of the worst case has too.
pub struct Target {
    pub home: Sandbox,
    pub set: String,
    pub key: String,
    pub ed: Ed25519KeyPair,
    pub es: EcdsaKeyPair,
    pub rs: RsaKeyPair,
    /// A good token of each: of the Ed25519 key, the P-256 one, the RSA one.
    pub tokens: [TokenParts; 3],
    pub rsa_pem: String,
    pub jwks: Vec<Value>,
    pub iss: String,
    pub aud: String,
}

/// The same object with a text put before its end, as no JSON library would write it.
pub fn with_raw(object: &str, raw: &str) -> String {
    format!("{},{raw}}}", object.strip_suffix('}').unwrap())
}

pub fn without(base: &Map<String, Value>, name: &str) -> String {
    let mut whole = base.clone();
    whole.remove(name).unwrap();
    Value::Object(whole).to_string()
}

impl Target {
    pub fn new() -> Self {
        let home = Sandbox::new();
        let mut tokens = vec![TokenParts::of(home.token())];
        for (alg, app) in [("ES256", "es"), ("RS256", "rs")] {
            let bits: &[&str] = if alg == "RS256" { &["--bits", "2048"] } else { &[] };
            home.run(&[&["keys", "gen", "--alg", alg, "--no-passphrase"], bits].concat()).ok();
            home.run(&["app", "register", app, "--alg", alg, "--public"]).ok();
            let issued = home.run(&["token", "issue", "--app", app, "--user", "alice"]).ok();
            tokens.push(TokenParts::of(issued.line(0)));
        }
        let tokens: [TokenParts; 3] = tokens.try_into().ok().unwrap();
        let der = |parts: &TokenParts| {
            let file = std::fs::read(home.home().join(format!("keys/{}.pem", parts.kid()))).unwrap();
            pem::parse(file).unwrap().into_contents()
        };
        let ed = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der(&tokens[0])).unwrap();
        let es = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &der(&tokens[1])).unwrap();
        let rs = RsaKeyPair::from_pkcs8(&der(&tokens[2])).unwrap();
        let jwks = home.run(&["keys", "export", "--jwks"]).ok();
        let set = home.file("set.json", jwks.out()).display().to_string();
        let jwks = jwks.json()["keys"].as_array().unwrap().clone();
        let key = home.file("key.pem", home.run(&["keys", "export", tokens[0].kid()]).ok().out());
        let rsa_pem = home.run(&["keys", "export", tokens[2].kid()]).ok().out();
        let text = |name: &str| match &tokens[0].claims[name] {
            Value::Array(list) => list[0].as_str().unwrap().to_owned(),
            value => value.as_str().unwrap().to_owned(),
        };
        let (iss, aud) = (text("iss"), text("aud"));
        Self { set, key: key.display().to_string(), ed, es, rs, rsa_pem, jwks, iss, aud, tokens, home }
    }

    /// Signed by the Ed25519 key of the home, whatever the header says.
    pub fn sign(&self, header: impl AsRef<[u8]>, claims: impl AsRef<[u8]>) -> String {
        let input = format!("{}.{}", b64(header), b64(claims));
        let signature = self.ed.sign(input.as_bytes());
        format!("{input}.{}", b64(signature))
    }

    pub fn header(&self, changes: Value) -> String {
        self.sign(self.tokens[0].header(changes), self.tokens[0].claims(json!({})))
    }

    pub fn claims(&self, changes: Value) -> String {
        self.sign(self.tokens[0].header(json!({})), self.tokens[0].claims(changes))
    }

    pub fn raw_header(&self, raw: &str) -> String {
        self.sign(with_raw(&self.tokens[0].header(json!({})), raw), self.tokens[0].claims(json!({})))
    }

    pub fn raw_claims(&self, raw: &str) -> String {
        self.sign(self.tokens[0].header(json!({})), with_raw(&self.tokens[0].claims(json!({})), raw))
    }

    /// A claim replaced by a text that need not be JSON.
    pub fn raw_claim(&self, name: &str, raw: &str) -> String {
        self.sign(
            self.tokens[0].header(json!({})),
            with_raw(&without(&self.tokens[0].claims, name), &format!("{name:?}:{raw}")),
        )
    }

    pub fn verify(&self, place: &[&str], form: &[&str], token: &[u8]) -> Answer {
        let asked = ["token", "verify", "-", "--aud", &self.aud, "--iss", &self.iss, "--typ", "at+jwt"];
        self.home.run_with(&[&asked[..], place, form].concat(), token)
    }

    /// The exit code, which every form of the answer agrees on.
    pub fn judged(&self, name: &str, place: &[&str], token: &[u8]) -> u8 {
        let verdict = self.verify(place, &["--json"], token);
        let exit = verdict.exit;
        assert!(exit == 0 || (20..=34).contains(&exit), "{name}: {verdict}");
        let json = verdict.json();
        let row = mintage::core::verify::REASONS.iter().find(|row| row.exit == exit);
        assert_eq!(json["reason"], row.map_or(Value::Null, |row| row.code.into()), "{name}");
        assert_eq!((&json["exit_code"], &json["valid"]), (&json!(exit), &json!(exit == 0)), "{name}");
        is_harmless(name, &verdict, usize::MAX);
        for form in [&[][..], &["--explain"], &["-q"]] {
            let answer = self.verify(place, form, token);
            assert_eq!(answer.exit, exit, "{name} {form:?}: {answer}");
            assert!(answer.out().starts_with(row.map_or("valid", |row| row.code)), "{name} {form:?}: {answer}");
            is_harmless(name, &answer, 4096);
        }
        exit
    }

    /// Sees that a token gets these verdicts: from the home, from its key set, and from the Ed25519 key alone.
    pub fn expect(&self, name: &str, token: impl AsRef<[u8]>, wanted: [u8; 3], wrong: &mut String) {
        let token = token.as_ref();
        let places: [&[&str]; 3] = [&[], &["--jwks", &self.set], &["--key", &self.key]];
        let found = places.map(|place| self.judged(name, place, token));
        if found != wanted {
            let _ = writeln!(wrong, "{name}: {found:?}, and not {wanted:?}");
        }
        let decoded = self.home.run_with(&["token", "decode", "--lint", "-"], token);
        is_harmless(name, &decoded, 4096 + 16 * token.len());
        assert!(decoded.stderr.len() < 4096, "{name}: an error repeats what it was shown");
    }
}

/// Nothing in an answer steers a terminal, and none repeats all that it was shown.
pub fn is_harmless(name: &str, answer: &Answer, most: usize) {
    for stream in [&answer.stdout, &answer.stderr] {
        let text = std::str::from_utf8(stream).unwrap();
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{name}: {text:?}");
        assert!(text.len() <= most, "{name}: {} bytes", text.len());
    }
}
