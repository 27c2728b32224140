//! Which profiles there are, and each by its name or file.

use std::fmt;
use std::path::{Path, PathBuf};

use super::builtin::{BUILT_IN, built_in};
use super::read::File;
use crate::core::claims::profile::{Profile, nearest};
use crate::host::files::{self, FileError};
use crate::settings::section::Fault;

/// The largest file that is read.
const MOST: u64 = 64 * 1024;

/// How many profiles may go on from one another.
const DEEPEST: usize = 16;

/// How a file of a profile is called.
const ENDING: &str = ".toml";

/// The profiles that can be named: those of a home, and those that are built in.
#[derive(Debug, Clone, Default)]
pub struct Profiles {
    folder: Option<PathBuf>,
}

/// Where a profile is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileOrigin {
    /// In the program.
    BuiltIn,
    /// In this file of the home.
    Home(PathBuf),
    /// In a file that somebody named.
    File(PathBuf),
}

/// A profile that was found and read.
#[derive(Debug, Clone)]
pub struct FoundProfile {
    /// What it says, with what it extends.
    pub profile: Profile,
    /// One line on what it is.
    pub description: Option<String>,
    /// What it goes on from.
    pub extends: Option<String>,
    /// Where it is.
    pub origin: ProfileOrigin,
    /// As it is written.
    pub text: String,
}

/// A profile in a list.
#[derive(Debug)]
pub struct ListedProfile {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub origin: ProfileOrigin,
    /// What it is, or why it cannot be used.
    pub found: Result<FoundProfile, ProfileError>,
}

/// Why there is no profile to use.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The file itself.
    #[error(transparent)]
    File(#[from] FileError),
    /// What is in it.
    #[error("{}", faults.iter().map(|(line, problem)| format!("{origin}:{line}: {problem}")).collect::<Vec<_>>().join("; "))]
    Content {
        /// Which one.
        origin: String,
        /// What is wrong, each with its line, from 1.
        faults: Vec<Fault>,
    },
    /// There is none of this name.
    #[error("there is no profile `{name}`{}", nearest.as_ref().map_or_else(String::new, |nearest| format!("; did you mean `{nearest}`?")))]
    Unknown {
        /// The name.
        name: String,
        /// The nearest one.
        nearest: Option<String>,
        /// All that there are.
        known: Vec<String>,
    },
}

impl fmt::Display for ProfileOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("built in"),
            Self::Home(path) | Self::File(path) => path.display().fmt(f),
        }
    }
}

impl ProfileOrigin {
    /// The file, where it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::BuiltIn => None,
            Self::Home(path) | Self::File(path) => Some(path),
        }
    }

    fn is(&self, other: &Self) -> bool {
        match (self.path(), other.path()) {
            (Some(one), Some(other)) => files::is_same(one, other),
            (one, other) => one == other,
        }
    }
}

/// Whether it is the name of a file, and not that of a profile.
fn is_path(name: &str) -> bool {
    name.contains('/') || name.ends_with(ENDING)
}

impl Profiles {
    /// Those of a home, whose folder of them need not be there, and those that are built in.
    pub fn of_home(folder: PathBuf) -> Self {
        Self { folder: Some(folder) }
    }

    /// Those that are built in.
    pub fn built_in() -> Self {
        Self::default()
    }

    /// The profile of this name, or in this file. One of the home comes before one that is built in.
    pub fn find(&self, name: &str) -> Result<FoundProfile, ProfileError> {
        if is_path(name) {
            let path = PathBuf::from(name);
            let stem = path.file_stem().map_or_else(|| name.to_owned(), |stem| stem.to_string_lossy().into_owned());
            return self.load(&stem, ProfileOrigin::File(path), &mut Vec::new());
        }
        let origin = self.origin(name, None).ok_or_else(|| self.unknown(name))?;
        self.load(name, origin, &mut Vec::new())
    }

    /// Every profile, by name.
    pub fn list(&self) -> Result<Vec<ListedProfile>, ProfileError> {
        let listed = |name: String| {
            let origin = self.origin(&name, None)?;
            let found = self.load(&name, origin.clone(), &mut Vec::new());
            Some(ListedProfile { name, origin, found })
        };
        Ok(self.names()?.into_iter().filter_map(listed).collect())
    }

    fn names(&self) -> Result<Vec<String>, FileError> {
        let mut names: Vec<String> = BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).collect();
        if let Some(folder) = &self.folder {
            let own = files::names(folder)?;
            names.extend(
                own.iter()
                    .filter(|name| !name.starts_with('.'))
                    .filter_map(|name| name.strip_suffix(ENDING))
                    .map(str::to_owned),
            );
        }
        names.sort();
        names.dedup();
        Ok(names)
    }

    fn unknown(&self, name: &str) -> ProfileError {
        let known = self.names().unwrap_or_default();
        let nearest = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
        ProfileError::Unknown { name: name.to_owned(), nearest, known }
    }

    /// Where the profile of a name is. One that extends its own name means the one below it.
    fn origin(&self, name: &str, within: Option<&ProfileOrigin>) -> Option<ProfileOrigin> {
        let own = self.folder.as_ref().map(|folder| folder.join(format!("{name}{ENDING}")));
        let own = own.filter(|path| files::exists(path)).map(ProfileOrigin::Home);
        let own = own.filter(|own| within.is_none_or(|within| !own.is(within)));
        own.or_else(|| built_in(name).map(|_| ProfileOrigin::BuiltIn))
    }

    fn load(
        &self,
        name: &str,
        origin: ProfileOrigin,
        way: &mut Vec<(String, ProfileOrigin)>,
    ) -> Result<FoundProfile, ProfileError> {
        let text = match &origin {
            ProfileOrigin::BuiltIn => built_in(name).unwrap_or_default().to_owned(),
            ProfileOrigin::Home(path) => text(path, files::read_stored(path, MOST)?)?,
            ProfileOrigin::File(path) => text(path, files::read(path, MOST)?)?,
        };
        let content = |faults| ProfileError::Content { origin: origin.to_string(), faults };
        let file = File::begin(&text);
        way.push((name.to_owned(), origin.clone()));
        let base = match &file.extends {
            None => None,
            Some(extends) => {
                let (base, at) =
                    self.base(&extends.value, &origin).map_err(|problem| content(file.extends_fault(problem)))?;
                let is_again = |(known, at_known): &(String, ProfileOrigin)| {
                    at.is(at_known) && (at.path().is_some() || *known == base)
                };
                if way.iter().any(is_again) {
                    let names = way.iter().map(|(name, _)| name.as_str()).chain([base.as_str()]);
                    let way = names.collect::<Vec<_>>().join(" → ");
                    return Err(content(file.extends_fault(format!("extends goes in a circle: {way}"))));
                }
                if way.len() >= DEEPEST {
                    return Err(content(file.extends_fault(format!("extends goes deeper than {DEEPEST} profiles"))));
                }
                Some(self.load(&base, at, way)?)
            }
        };
        let extends = file.extends.as_ref().map(|extends| extends.value.clone());
        let description = file.description.clone();
        let profile = file.finish(name, base.as_ref().map(|base| &base.profile)).map_err(content)?;
        Ok(FoundProfile { profile, description, extends, origin, text })
    }

    /// The name and the place of what a profile extends: a name, or a file beside its own.
    fn base(&self, name: &str, from: &ProfileOrigin) -> Result<(String, ProfileOrigin), String> {
        if is_path(name) {
            let beside = from.path().and_then(Path::parent).unwrap_or(Path::new(""));
            let path = beside.join(name);
            let stem = path.file_stem().map_or_else(|| name.to_owned(), |stem| stem.to_string_lossy().into_owned());
            return if files::exists(&path) {
                Ok((stem, ProfileOrigin::File(path)))
            } else {
                Err(format!("extends names a file that is not there: {}", path.display()))
            };
        }
        match self.origin(name, Some(from)) {
            Some(origin) => Ok((name.to_owned(), origin)),
            None => Err(format!("extends: {}", self.unknown(name))),
        }
    }
}

fn text(path: &Path, bytes: Vec<u8>) -> Result<String, ProfileError> {
    let content = |line| ProfileError::Content {
        origin: path.display().to_string(),
        faults: vec![(line, "it is not text".to_owned())],
    };
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        content(good.split(|byte| *byte == b'\n').count())
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::core::claims::profile::{Chance, Circumstances, Expanded};
    use crate::core::{Audience, Issuer, Scopes, Timestamp, UserId};

    /// A home's folder of profiles.
    fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, Profiles) {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            files::write_public(&dir.path().join(name), text.as_bytes()).unwrap();
        }
        let profiles = Profiles::of_home(dir.path().to_owned());
        (dir, profiles)
    }

    fn expand(found: &FoundProfile, user: Option<&str>) -> Expanded {
        let user = user.map(|user| UserId::new(user).unwrap());
        found
            .profile
            .expand(&Circumstances {
                user: user.as_ref(),
                app: Some("demo"),
                client_id: Some("c1"),
                home: Some(&Issuer::new("https://home.test").unwrap()),
                issuer: None,
                subject: None,
                audiences: &[Audience::new("https://api.test").unwrap()],
                scopes: &"a b".parse::<Scopes>().unwrap(),
                kept: None,
                now: Timestamp(1_000),
                chance: &Chance::of([1; 32]),
            })
            .unwrap()
    }

    /// What is wrong with the first of these files, without its folder.
    fn fault(files: &[(&str, &str)]) -> String {
        let (dir, profiles) = folder(files);
        let name = files[0].0.strip_suffix(".toml").unwrap();
        let error = profiles.find(name).unwrap_err().to_string();
        error.replace(&format!("{}/", dir.path().display()), "")
    }

    #[test]
    fn every_built_in_profile_is_read_and_makes_a_token_for_a_user_and_for_an_app() {
        for (name, _) in BUILT_IN {
            let found = Profiles::built_in().find(name).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(found.description.is_some(), "{name}");
            for user in [Some("alice"), None] {
                let text = Value::from(expand(&found, user).claims).to_string();
                let unfilled = text.match_indices('{').any(|(at, _)| !text[at + 1..].starts_with(['"', '}']));
                assert!(!unfilled, "{name}: {text}");
            }
        }
    }

    #[test]
    fn both_forms_of_the_subject_of_github_are_as_it_writes_them() {
        let sub = |name| expand(&Profiles::built_in().find(name).unwrap(), None).shape.subject.unwrap();
        assert_eq!(sub("github-actions"), "repo:octo-org/octo-repo:ref:refs/heads/main");
        assert_eq!(sub("github-actions-ids"), "repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main");
    }

    #[test]
    fn one_of_the_home_goes_on_from_one_that_is_built_in_and_may_have_its_name() {
        let (_dir, profiles) = folder(&[
            (
                "okta.toml",
                "extends = \"okta\"\nttl = \"5m\"\n[set]\ndomain = \"acme.okta.com\"\n[claims]\ngroups = [\"x\"]\n",
            ),
            ("ours.toml", "extends = \"okta\"\nno_claim = [\"cid\"]\n"),
            (".hidden.toml", ""),
            ("notes.txt", ""),
        ]);
        let found = profiles.find("okta").unwrap();
        let made = expand(&found, Some("alice"));
        assert_eq!(made.shape.issuer.unwrap().as_str(), "https://acme.okta.com/oauth2/default");
        assert_eq!((&made.claims["groups"], &made.claims["ver"]), (&json!(["x"]), &json!(1)));
        let ours = expand(&profiles.find("ours").unwrap(), Some("alice"));
        assert!(!ours.claims.contains_key("cid") && ours.claims.contains_key("groups"));
        assert!(ours.shape.without.is_empty(), "what is said replaces what is below");
        let names: Vec<String> = profiles.list().unwrap().into_iter().map(|one| one.name).collect();
        assert_eq!(names.len(), BUILT_IN.len() + 1);
        assert!(names.is_sorted() && names.contains(&"ours".to_owned()));
    }

    #[test]
    fn a_name_that_is_not_there_has_its_nearest() {
        let unknown = |name| Profiles::built_in().find(name).unwrap_err().to_string();
        assert_eq!(unknown("otka"), "there is no profile `otka`; did you mean `okta`?");
        assert_eq!(unknown("zzzz"), "there is no profile `zzzz`");
        assert_eq!(
            fault(&[("a.toml", "\nextends = \"keyclock\"")]),
            "a.toml:2: extends: there is no profile `keyclock`; did you mean `keycloak`?"
        );
    }

    #[test]
    fn circles_are_named_with_their_way() {
        let circle = [("a.toml", "extends = \"b\""), ("b.toml", "\nextends = \"c\""), ("c.toml", "extends = \"b\"")];
        assert_eq!(fault(&circle), "c.toml:1: extends goes in a circle: a → b → c → b");
        assert_eq!(fault(&[("a.toml", "extends = \"./a.toml\"")]), "a.toml:1: extends goes in a circle: a → a");
        assert_eq!(
            fault(&[("a.toml", "[set]\nx = \"{y}\"\ny = \"{x}\"")]),
            "a.toml:2: set.x goes in a circle: x → y → x; a.toml:3: set.y goes in a circle: y → x → y"
        );
    }

    #[test]
    fn whatever_is_wrong_in_a_file_is_told_with_its_line() {
        for (text, expected) in [
            ("isss = \"x\"", "1: there is no setting `isss`; did you mean `iss`?"),
            ("[claims]\na = 1\n[claim]\nb = 1", "3: there is no setting `claim`; did you mean `claims`?"),
            ("[app]\nextends = \"okta\"", "2: there is no setting `extends`"),
            ("\ntyp = 1", "2: typ: expected a text, found integer"),
            ("sub = [\"x\"]", "1: sub: expected a text, found array"),
            ("aud = 7", "1: aud: expected a text or a list of texts, found integer"),
            ("aud = []", "1: aud names nobody"),
            ("claims = \"x\"", "1: claims: expected a table"),
            ("ttl = \"soon\"", "1: ttl \"soon\" is not a duration"),
            ("ttl = 3600", "1: ttl \"3600\" is not a duration without a unit: give 3600s, which is 1h"),
            ("nbf = \"10m\"", "1: nbf \"10m\" is a length of time and no time: give +10m for 10m from now, or -10m"),
            ("nbf = \"2026-01-01T00:00:00Z\"", "1: nbf \"2026-01-01T00:00:00Z\" is no time told from that of issue"),
            ("iss = \"{usr}\"", "1: iss has the placeholder {usr}, which means nothing; did you mean {user}?"),
            ("iss = \"{scopes}\"", "1: iss is a text, and no list can be one"),
            ("[claims]\na = [\"x\", { b = \"{x\" }]", "2: claims.a.b has a `{`"),
            ("[claims]\nsub = \"x\"", "2: claims.sub: it has a place of its own: write sub"),
            ("[claims]\njti = \"x\"", "2: claims.jti: "),
            ("[claims]\nt = 2026-01-01T00:00:00Z", "2: claims.t is a time, which JSON has not"),
            ("[claims]\nn = nan", "2: claims.n is a number that JSON has not"),
            ("[claims]\na = 1\na = 2", "3: duplicate key"),
            ("[header]\nalg = \"none\"", "2: the header parameter `alg` is set by"),
            ("[header]\nCrit = []", "2: the header parameter `crit` changes what"),
            ("[header]\nx5u = \"https://x\"", "2: the header parameter `x5u` brings a key along"),
            ("[header]\ntyp = \"JWT\"", "2: the header parameter `typ` is set by typ in the profile"),
            ("no_claim = [\"nbff\"]", "1: no_claim \"nbff\" names nothing that is there; did you mean \"nbf\"?"),
            ("no_claim = [\"exp\"]", "1: no_claim \"exp\""),
            ("[set]\nuser = \"x\"", "2: set.user: every profile has {user} already"),
            ("[set]\n\"a b\" = \"x\"", "2: set.\"a b\": a name has letters"),
            ("[set]\na = 1", "2: set.a: expected a text, found integer"),
            ("extends = \"./gone.toml\"", "1: extends names a file that is not there"),
            ("description = \"a\\nb\"", "1: description has more than one line"),
            ("this is no TOML", "1: "),
        ] {
            let found = fault(&[("a.toml", text)]);
            assert!(found.contains(&format!("a.toml:{expected}")), "{text}\n{found}");
        }
        let several = fault(&[("a.toml", "typ = 1\nttl = 1\nx = 1")]);
        assert_eq!(several.matches("a.toml:").count(), 3, "all at once: {several}");
    }

    #[test]
    fn what_is_wrong_below_is_told_of_the_file_where_it_is() {
        let files = [("a.toml", "extends = \"b\""), ("b.toml", "\n\ntyp = 1")];
        assert_eq!(fault(&files), "b.toml:3: typ: expected a text, found integer");
    }

    #[test]
    fn a_file_that_is_no_text_or_too_large_is_refused() {
        let (dir, profiles) = folder(&[("large.toml", &"#".repeat(70_000))]);
        files::write_public(&dir.path().join("bytes.toml"), b"a = 1\n\xff").unwrap();
        assert!(matches!(profiles.find("large"), Err(ProfileError::File(_))));
        assert!(profiles.find("bytes").unwrap_err().to_string().ends_with("bytes.toml:2: it is not text"));
        assert!(matches!(profiles.find(dir.path().join("x.toml").to_str().unwrap()), Err(ProfileError::File(_))));
        assert!(profiles.list().unwrap().iter().any(|one| one.name == "large" && one.found.is_err()));
    }
}
