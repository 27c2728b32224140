//! A policy file: what a verifier expects, and by whose keys it is judged, stated once. The names are those of the flags of
//! `token verify`.

use std::path::{Path, PathBuf};

use super::file::SettingsError;
use super::section::{Fault, Placed, Section};
use crate::core::policy::MAX_LEEWAY;
use crate::core::proof::Presented;
use crate::core::time::{Timestamp, parse_seconds};
use crate::core::verify::Expectations;
use crate::core::{Algorithm, Issuer, Ttl};
use crate::host::files;
use crate::host::url::Url;
use crate::keys::import::SecretForm;

/// The largest file that is read.
const MOST: u64 = 64 * 1024;

/// What a policy file says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    /// What is expected of every token.
    pub expected: Expectations,
    /// Whose keys judge, where each issuer has not its own.
    pub source: PolicySource,
    /// Issuers that each have keys of their own.
    pub issuers: Vec<IssuerPolicy>,
}

/// Whose keys judge. What is empty was not said.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PolicySource {
    /// Where they are.
    pub place: Option<PolicyPlace>,
    /// The only algorithm that is taken.
    pub algorithm: Option<Algorithm>,
    /// That the one key is an HMAC secret, and how it is written.
    pub secret_as: Option<SecretForm>,
    /// The authorities that a server must be known to.
    pub ca_file: Option<PathBuf>,
    /// For how long fetched keys are used.
    pub cache_max_age: Option<Ttl>,
    /// What says which tokens are revoked.
    pub revocations: Option<Document>,
}

/// Where keys are.
#[derive(Debug, Clone, PartialEq)]
pub enum PolicyPlace {
    /// One key, in a file.
    Key(PathBuf),
    /// A set.
    KeySet(Document),
    /// Wherever the metadata of an OpenID provider says.
    Provider {
        /// Its name, as an address.
        url: Url,
        /// Its name, as it is in tokens.
        issuer: Issuer,
    },
}

/// A document: a file, or an address.
#[derive(Debug, Clone, PartialEq)]
pub enum Document {
    /// In a file.
    File(PathBuf),
    /// On a server.
    Address(Url),
}

/// An issuer with keys of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct IssuerPolicy {
    /// Its name, as it is in tokens.
    pub issuer: Issuer,
    /// Its keys.
    pub source: PolicySource,
    /// What is expected of its tokens, besides what is expected of all.
    pub expected: Expectations,
}

impl PolicySource {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// This, and what it does not say as `other` says it.
    #[must_use]
    pub fn over(self, other: &Self) -> Self {
        Self {
            place: self.place.or_else(|| other.place.clone()),
            algorithm: self.algorithm.or(other.algorithm),
            secret_as: self.secret_as.or(other.secret_as),
            ca_file: self.ca_file.or_else(|| other.ca_file.clone()),
            cache_max_age: self.cache_max_age.or(other.cache_max_age),
            revocations: self.revocations.or_else(|| other.revocations.clone()),
        }
    }
}

/// The names that a policy file may have, in their order.
pub fn policy_names() -> Vec<&'static str> {
    read("", Path::new(""), Timestamp(0)).2
}

/// The names that an `[[issuer]]` of it may have, in their order.
pub fn issuer_names() -> Vec<&'static str> {
    let mut section = Section::whole("");
    let _ = (expected(&mut section, Part::Issuer, Timestamp(0)), source(&mut section, Path::new("")));
    section.end().1
}

/// Reads a policy file, with times told from now. Files that it names are looked for beside it.
pub fn load_policy(path: &Path, now: Timestamp) -> Result<Policy, SettingsError> {
    let bytes = files::read(path, MOST)?;
    let content = |faults| SettingsError::Content { path: path.to_owned(), faults };
    let text = String::from_utf8(bytes).map_err(|_| content(vec![(1, "it is not text".to_owned())]))?;
    // A pipe lies beside nothing.
    let is_pipe = path.starts_with("/dev") || path.starts_with("/proc");
    let beside = path.parent().filter(|_| !is_pipe).unwrap_or(Path::new(""));
    parse(&text, beside, now).map_err(content)
}

/// Reads the text of a policy, with times told from now; errors name their lines.
pub(super) fn parse(text: &str, beside: &Path, now: Timestamp) -> Result<Policy, Vec<Fault>> {
    let (policy, mut faults, _) = read(text, beside, now);
    if faults.is_empty() {
        return Ok(policy);
    }
    faults.sort();
    faults.dedup();
    Err(faults)
}

fn read(text: &str, beside: &Path, now: Timestamp) -> (Policy, Vec<Fault>, Vec<&'static str>) {
    let mut whole = Section::whole(text);
    // What is broken may be read as something else, which is no second fault.
    let broken: Vec<usize> = whole.faults.iter().map(|(line, _)| *line).collect();
    let syntax = std::mem::take(&mut whole.faults);
    let expected = expected(&mut whole, Part::Whole, now);
    let source = source(&mut whole, beside);
    let blocks = whole.sections("issuer");
    if !blocks.is_empty() {
        let line = blocks[0].line;
        if source.place.is_some() {
            let problem = "keys are named for all tokens, and for each [[issuer]]: only one of the two can be meant";
            whole.faults.push((line, problem.to_owned()));
        }
        if source.revocations.is_some() {
            whole.faults.push((line, "revocations are those of one issuer: name them in its [[issuer]]".to_owned()));
        }
        if !expected.issuers.is_empty() {
            whole
                .faults
                .push((line, "iss is named for all tokens, and by each [[issuer]]: leave the first out".to_owned()));
        }
    }
    let mut issuers: Vec<IssuerPolicy> = Vec::new();
    for block in blocks {
        let line = block.line;
        let (read, faults) = issuer(block, &source, beside, now);
        whole.faults.extend(faults);
        let Some(read) = read else { continue };
        if issuers.iter().any(|known| known.issuer == read.issuer) {
            whole.faults.push((line, format!("the issuer {} has two blocks", read.issuer)));
        }
        issuers.push(read);
    }
    let (mut faults, names) = whole.end();
    faults.retain(|(line, _)| !broken.contains(line));
    faults.extend(syntax);
    (Policy { expected, source, issuers }, faults, names)
}

/// An `[[issuer]]`.
fn issuer(
    mut block: Section<'_>,
    general: &PolicySource,
    beside: &Path,
    now: Timestamp,
) -> (Option<IssuerPolicy>, Vec<Fault>) {
    let (line, before) = (block.line, block.faults.len());
    let mut expected = expected(&mut block, Part::Issuer, now);
    let source = source(&mut block, beside).over(&PolicySource { place: None, revocations: None, ..general.clone() });
    if expected.issuers.is_empty()
        && let Some(PolicyPlace::Provider { issuer, .. }) = &source.place
    {
        expected.issuers.push(issuer.clone());
    }
    // What was wrong with a name is said already.
    let is_sound = block.faults.len() == before;
    if is_sound && source.place.is_none() {
        block.faults.push((line, "an [[issuer]] needs keys: jwks, issuer_url or key".to_owned()));
    }
    let issuer = match &expected.issuers[..] {
        [one] => Some(one.clone()),
        [] => {
            if is_sound {
                block.faults.push((line, "an [[issuer]] needs iss, the name that is in its tokens".to_owned()));
            }
            None
        }
        _ => {
            block.faults.push((line, "an [[issuer]] has one iss; write a block for each".to_owned()));
            None
        }
    };
    (issuer.map(|issuer| IssuerPolicy { issuer, source, expected }), block.end().0)
}

/// Of what something is expected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Of all tokens.
    Whole,
    /// Of those of one issuer.
    Issuer,
}

/// What is expected. What the file leaves out, flags and defaults say.
fn expected(section: &mut Section<'_>, part: Part, now: Timestamp) -> Expectations {
    let is_whole = part == Part::Whole;
    Expectations {
        counts: false,
        audiences: section.each("aud"),
        issuers: section.each("iss"),
        subject: section.one("sub"),
        typ: section.one("typ"),
        scopes: section.each("require_scope").into_iter().collect(),
        claims: section.each("require_claim"),
        max_age: section.length("max_age"),
        leeway: section.by("leeway", leeway).map(|leeway| leeway.value),
        warn_within: is_whole.then(|| section.length("warn_within")).flatten(),
        // The home's alone to say.
        max_key_age: None,
        at: is_whole.then(|| section.time("at", now)).flatten(),
        ip: is_whole.then(|| section.one("ip")).flatten(),
        user_agent: is_whole.then(|| section.one("user_agent")).flatten(),
        device: is_whole.then(|| section.one("device")).flatten(),
        possession: section.one("possession"),
        presented: Presented {
            method: is_whole.then(|| section.one("method")).flatten(),
            target: is_whole.then(|| section.one("url")).flatten(),
            ..Presented::default()
        },
        revocation_check: section.is_on("require_revocation_check"),
        max_revocations_age: section.length("max_revocations_age"),
    }
}

fn leeway(text: &str) -> Result<i64, String> {
    match parse_seconds(text) {
        Ok(seconds) if seconds <= MAX_LEEWAY => Ok(seconds),
        Ok(_) => Err("leeway is at most 5m".to_owned()),
        Err(error) => Err(format!("leeway {text:?} {error}")),
    }
}

/// Whose keys judge.
fn source(section: &mut Section<'_>, beside: &Path) -> PolicySource {
    let key = section.by("key", |text| file("key", text, beside));
    let jwks = section.by("jwks", |text| document("jwks", text, beside));
    let provider = section.by("issuer_url", provider);
    let places = [
        key.map(|Placed { value, line }| (line, PolicyPlace::Key(value))),
        jwks.map(|Placed { value, line }| (line, PolicyPlace::KeySet(value))),
        provider.map(|Placed { value, line }| (line, value)),
    ];
    let mut places = places.into_iter().flatten();
    let place = places.next().map(|(_, place)| place);
    if let Some((line, _)) = places.next() {
        section.faults.push((line, "only one of jwks, issuer_url and key can be meant".to_owned()));
    }
    let secret_as = section.by("secret_as", secret_form);
    if let Some(form) = &secret_as
        && matches!(place, Some(PolicyPlace::KeySet(_) | PolicyPlace::Provider { .. }))
    {
        section.faults.push((form.line, "secret_as is for key, and this names no key".to_owned()));
    }
    PolicySource {
        place,
        algorithm: section.one("alg"),
        secret_as: secret_as.map(|form| form.value),
        ca_file: section.by("ca_file", |text| file("ca_file", text, beside)).map(|file| file.value),
        cache_max_age: section.length("cache_max_age"),
        revocations: section.by("revocations", |text| document("revocations", text, beside)).map(|found| found.value),
    }
}

fn secret_form(text: &str) -> Result<SecretForm, String> {
    let known = SecretForm::ALL.map(SecretForm::name).join(", ");
    SecretForm::from_name(text).ok_or_else(|| format!("secret_as {text:?} is none of {known}"))
}

fn file(name: &str, text: &str, beside: &Path) -> Result<PathBuf, String> {
    match text.chars().next() {
        Some(start @ ('~' | '$')) => Err(format!("{name} begins with {start}, which stands for nothing here")),
        _ if text == "-" => Err(format!("{name} is a file: standard input is for the token")),
        _ if text.contains("://") => Err(format!("{name} is a file, and no address")),
        _ => Ok(beside.join(text)),
    }
}

fn document(name: &str, text: &str, beside: &Path) -> Result<Document, String> {
    if text.contains("://") {
        return Ok(Document::Address(url(name, text)?));
    }
    file(name, text, beside).map(Document::File)
}

fn provider(text: &str) -> Result<PolicyPlace, String> {
    let url = url("issuer_url", text)?;
    if text.contains('?') {
        return Err("issuer_url has a query (?): give the issuer as its tokens name it".to_owned());
    }
    let issuer = Issuer::new(text).map_err(|error| format!("issuer_url {error}"))?;
    Ok(PolicyPlace::Provider { url, issuer })
}

/// An address. It is not repeated: there may be a password inside.
fn url(name: &str, text: &str) -> Result<Url, String> {
    text.parse().map_err(|fault| format!("the address of {name} is not fetched: {fault}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::core::Audience;
    use crate::core::verify::Possession;

    const NOW: Timestamp = Timestamp(1_767_225_600);

    fn policy(text: &str) -> Policy {
        parse(text, Path::new("/etc/policies"), NOW).unwrap_or_else(|faults| panic!("{text}: {faults:?}"))
    }

    fn faults(text: &str) -> Vec<Fault> {
        parse(text, Path::new(""), NOW).expect_err(text)
    }

    #[test]
    fn a_policy_says_what_the_flags_say() {
        let Policy { expected, source, issuers } = policy(
            "aud = [\"https://api\", \"b\"]\niss = \"https://a\"\nsub = \"alice\"\ntyp = \"at+jwt\"\n\
             require_scope = \"read write\"\nrequire_claim = [\"role=admin\", \"level:=3\", \"tenant\"]\n\
             max_age = \"1h\"\nleeway = \"5s\"\nwarn_within = \"2m\"\nat = \"2026-01-01T00:00:00Z\"\n\
             ip = \"192.0.2.7\"\nuser_agent = \"curl/8\"\ndevice = \"d1\"\npossession = \"ignored\"\nrequire_revocation_check = true\nmax_revocations_age = \"3m\"\n",
        );
        assert_eq!(expected.audiences, [Audience::new("https://api").unwrap(), Audience::new("b").unwrap()]);
        assert_eq!(expected.issuers, [Issuer::new("https://a").unwrap()]);
        assert_eq!((expected.subject.as_deref(), expected.typ.as_deref()), (Some("alice"), Some("at+jwt")));
        assert_eq!(expected.scopes.to_string(), "read write");
        assert_eq!(expected.claims, ["role=admin", "level:=3", "tenant"].map(|claim| claim.parse().unwrap()));
        assert_eq!((expected.max_age, expected.leeway), (Some(Ttl::minutes(60)), Some(5)));
        assert_eq!(expected.warn_within, Some(Ttl::minutes(2)));
        assert_eq!((expected.at, expected.ip), (Some(Timestamp(1_767_225_600)), "192.0.2.7".parse().ok()));
        assert_eq!((expected.user_agent.as_deref(), expected.device.as_deref()), (Some("curl/8"), Some("d1")));
        assert_eq!((expected.possession, expected.revocation_check), (Some(Possession::Ignored), true));
        assert_eq!(expected.max_revocations_age, Some(Ttl::minutes(3)));
        assert!(source.is_empty() && issuers.is_empty());
        assert_eq!(policy(""), Policy::default());
    }

    #[test]
    fn a_policy_names_its_judge_and_files_beside_it() {
        let source = |text: &str| policy(text).source;
        let beside = |name: &str| PathBuf::from("/etc/policies").join(name);
        let found = source(
            "jwks = \"keys/set.json\"\nca_file = \"/ca.pem\"\nalg = \"ES256\"\nrevocations = \"r.jwt\"\ncache_max_age = \"1m\"\n",
        );
        assert_eq!(found.place, Some(PolicyPlace::KeySet(Document::File(beside("keys/set.json")))));
        assert_eq!(found.ca_file, Some("/ca.pem".into()));
        assert_eq!((found.algorithm, found.cache_max_age), (Some(Algorithm::ES256), Some(Ttl::minutes(1))));
        assert_eq!(found.revocations, Some(Document::File(beside("r.jwt"))));
        assert_eq!(source("key = \"k.pem\"").place, Some(PolicyPlace::Key(beside("k.pem"))));
        let url = "https://a.example/jwks".parse().unwrap();
        assert_eq!(
            source("jwks = \"https://a.example/jwks\"").place,
            Some(PolicyPlace::KeySet(Document::Address(url)))
        );
        let issuer = Issuer::new("https://a.example").unwrap();
        let url = "https://a.example".parse().unwrap();
        assert_eq!(source("issuer_url = \"https://a.example\"").place, Some(PolicyPlace::Provider { url, issuer }));
    }

    #[test]
    fn each_issuer_has_its_block_and_takes_over_what_is_said_of_all() {
        let found = policy(
            "aud = \"us\"\nca_file = \"ca.pem\"\nalg = \"ES256\"\n\n[[issuer]]\niss = \"a\"\njwks = \"a.json\"\nalg = \"RS256\"\n\
             require_scope = \"read\"\n\n[[issuer]]\nissuer_url = \"https://b.example\"\nrevocations = \"https://b.example/r\"\n",
        );
        let names: Vec<&str> = found.issuers.iter().map(|issuer| issuer.issuer.as_str()).collect();
        assert_eq!(names, ["a", "https://b.example"]);
        let algorithms: Vec<_> = found.issuers.iter().map(|issuer| issuer.source.algorithm).collect();
        assert_eq!(algorithms, [Some(Algorithm::RS256), Some(Algorithm::ES256)]);
        assert!(found.issuers.iter().all(|issuer| issuer.source.ca_file == Some("/etc/policies/ca.pem".into())));
        assert_eq!(found.issuers[0].expected.scopes.to_string(), "read");
        assert!(matches!(found.issuers[1].source.revocations, Some(Document::Address(_))));
    }

    #[test]
    fn what_is_mistyped_or_checks_nothing_is_refused_with_its_line() {
        let fault = |text: &str| faults(text).remove(0);
        let wrong = fault("aud = \"a\"\nrequire_scopes = \"b\"\n");
        assert_eq!(wrong, (2, "there is no setting `require_scopes`; did you mean `require_scope`?".into()));
        for empty in
            ["sub = \"\"", "typ = \" \"", "require_scope = \"\"", "require_claim = [\"a\", \"\"]", "jwks = \"\""]
        {
            let (line, problem) = fault(&format!("\n{empty}"));
            assert!(line == 2 && problem.contains("would check nothing"), "{empty}: {line} {problem}");
        }
        assert_eq!(fault("leeway = \"6m\"").1, "leeway is at most 5m");
        assert_eq!(
            fault("\nmax_age = 5"),
            (2, "max_age \"5\" is not a duration without a unit: give 5s for seconds, or 5m for minutes".into())
        );
        assert!(fault("require_claim = [\"a:=\"]").1.starts_with("require_claim \"a:=\""));
        for (text, line, words) in [
            ("\njwks = \"a\"\nkey = \"b\"", 2, "only one of"),
            ("jwks = \"http://a.example/x\"", 1, "the address of jwks is not fetched: plain http"),
            ("key = \"https://a.example/k\"", 1, "key is a file"),
            ("\nkey = \"~/k\"", 2, "begins with ~"),
            ("issuer_url = \"https://a.example?x=1\"", 1, "has a query"),
            ("alg = \"none\"", 1, "alg \"none\""),
            ("jwks = \"k\"\nsecret_as = \"hex\"", 2, "secret_as is for key"),
            ("key = \"k\"\nsecret_as = \"rot13\"", 2, "is none of text, base64"),
            ("\n[[issuer]]\niss = \"a\"", 2, "needs keys"),
            ("\n[[issuer]]\njwks = \"a\"", 2, "needs iss"),
            ("[[issuer]]\niss = [\"a\", \"b\"]\njwks = \"a\"", 1, "has one iss"),
            ("[[issuer]]\niss = \"a\"\njwks = \"a\"\n[[issuer]]\niss = \"a\"\njwks = \"b\"", 4, "two blocks"),
            ("iss = \"a\"\n[[issuer]]\niss = \"a\"\njwks = \"a\"", 2, "iss is named for all"),
            ("jwks = \"a\"\n[[issuer]]\niss = \"a\"\njwks = \"a\"", 2, "for all tokens, and for each"),
            ("revocations = \"a\"\n[[issuer]]\niss = \"a\"\njwks = \"a\"", 2, "revocations are those of one"),
            ("[[issuer]]\niss = \"a\"\njwks = \"a\"\nat = \"2026-01-01T00:00:00Z\"", 4, "no setting `at`"),
            ("issuer = \"a\"", 1, "[[issuer]]"),
        ] {
            let (found, problem) = fault(text);
            assert!(found == line && problem.contains(words), "{text}: {found} {problem}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(
            text in "(\\PC|\n|\\[\\[issuer\\]\\]\n|(iss|jwks|key|aud|leeway|require_claim|issuer) ?= ?(\"[a~:/ ]{0,4}\"|[0-9]|\\[\"a\", 3\\]|\\{\\})?\n){0,12}",
        ) {
            let lines = text.matches('\n').count() + 1;
            if let Err(faults) = parse(&text, Path::new(""), NOW) {
                prop_assert!(!faults.is_empty());
                prop_assert!(faults.iter().all(|(line, problem)| (1..=lines).contains(line) && !problem.is_empty()));
            }
        }
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let found = faults(
            "aud = 7\nleeway = \"6m\"\nmax_age = = 3\nrequire_claim = [\n  \"a\",\n  \"b:=\",\n  3,\n]\nwrong = 1\n\n[[issuer]]\n\
             iss = \"a\"\njwks = \"~x\"\nbad = 1\n",
        );
        let lines: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 2, 3, 6, 7, 9, 13, 14], "{found:?}");
    }
}
