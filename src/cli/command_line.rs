//! The command that was given, as it can be given again with other flags.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fmt;
use std::path::Path;

use super::escape::{escape, hide_secrets};
pub use crate::core::shell::quoted;

/// The words of the command that was given.
#[derive(Clone, Copy)]
pub struct CommandLine<'a>(pub &'a [OsString]);

/// The same command, changed.
#[derive(Debug, Clone)]
pub struct Again {
    /// Every word; none where one cannot be shown.
    words: Option<Vec<Word>>,
    /// What was put in, for who cannot be shown the whole.
    added: Vec<String>,
    /// What was taken out.
    removed: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Word {
    Text(String),
    /// The token, whose text is never repeated.
    Token,
}

/// The flags that put other keys in the place of a home.
const SOURCES: [&str; 3] = [" --key ", " --jwks ", " --issuer-url "];

/// What is shown in the place of a word that is a token.
const A_TOKEN: &str = "(a token)";

/// The longest word that is repeated, in bytes.
const LONGEST: usize = 300;

impl CommandLine<'_> {
    /// The same command. `token` is its argument that may be the text of a token.
    pub fn again(&self, token: Option<&str>) -> Again {
        let secret = token.filter(|text| *text != "-" && !text.starts_with('@'));
        // The last: a verb may be called the same.
        let place = secret.and_then(|secret| self.0.iter().rposition(|word| word == secret));
        let word = |(number, word): (usize, &OsString)| match word.to_str()? {
            text if Some(number) == place || hide_secrets(text) == A_TOKEN => Some(Word::Token),
            text => is_shown(text).then(|| Word::Text(text.to_owned())),
        };
        let words = self.0.iter().enumerate().skip(1).map(word).collect();
        Again { words, added: Vec::new(), removed: Vec::new() }
    }
}

impl Again {
    /// Of a command that is not known: only the change is told.
    pub fn unknown() -> Self {
        Self { words: None, added: Vec::new(), removed: Vec::new() }
    }

    /// Without a flag that has a value, wherever it is given.
    pub fn without(self, flag: &str) -> Self {
        self.without_value(flag, |_| true)
    }

    /// Without a flag, wherever its value is like this.
    pub fn without_value(mut self, flag: &str, is: impl Fn(&str) -> bool) -> Self {
        let Some(words) = self.words.take() else {
            self.removed.push(flag.to_owned());
            return self;
        };
        let mut kept = Vec::with_capacity(words.len());
        let mut words = words.into_iter().peekable();
        while let Some(word) = words.next() {
            let text = if let Word::Text(text) = &word { text.as_str() } else { "" };
            let joined = text.strip_prefix(flag).and_then(|rest| rest.strip_prefix('='));
            let next = |next: &Word| matches!(next, Word::Text(value) if is(value));
            if joined.is_some_and(&is) {
                self.removed.push(flag.to_owned());
            } else if text == flag && words.peek().is_some_and(next) {
                words.next();
                self.removed.push(flag.to_owned());
            } else {
                let is_end = text == "--";
                kept.push(word);
                if is_end {
                    kept.extend(words.by_ref());
                }
            }
        }
        self.words = Some(kept);
        self
    }

    /// Whether a flag is given.
    pub fn has(&self, flag: &str) -> bool {
        let is_it = |text: &str| text.strip_prefix(flag).is_some_and(|rest| rest.is_empty() || rest.starts_with('='));
        self.words.iter().flatten().any(|word| matches!(word, Word::Text(text) if is_it(text)))
    }

    /// With another word in the place of one, where it is given.
    pub fn replacing(mut self, old: &str, new: &str) -> Result<Self, Self> {
        let old_joined = format!("={old}");
        // The last: what is replaced is an argument, and a verb may be called the same.
        for word in self.words.iter_mut().flatten().rev() {
            let Word::Text(text) = word else { continue };
            let start =
                if text == old { 0 } else { text.strip_suffix(&old_joined).map_or(usize::MAX, |flag| flag.len() + 1) };
            if start != usize::MAX {
                text.replace_range(start.., new);
                self.added.push(new.to_owned());
                return if is_shown(new) { Ok(self) } else { Ok(Self { words: None, ..self }) };
            }
        }
        Err(self)
    }

    /// With a flag and its value.
    pub fn with(self, flag: &str, value: &str) -> Self {
        if value.starts_with('-') {
            self.put([format!("{flag}={value}")])
        } else {
            self.put([flag.to_owned(), value.to_owned()])
        }
    }

    /// With a flag that has no value.
    pub fn with_switch(self, flag: &str) -> Self {
        self.put([flag.to_owned()])
    }

    fn put<const N: usize>(mut self, new: [String; N]) -> Self {
        if new.iter().any(|word| !is_shown(word)) {
            self.words = None;
        }
        if let Some(words) = &mut self.words {
            let place = words.iter().position(|word| *word == Word::Text("--".to_owned())).unwrap_or(words.len());
            words.splice(place..place, new.iter().cloned().map(Word::Text));
        }
        self.added.extend(new);
        self
    }

    /// With another text in the place of the token.
    pub fn of(mut self, text: &str) -> Self {
        if let Some(word) = self.words.iter_mut().flatten().find(|word| **word == Word::Token) {
            *word = Word::Text(text.to_owned());
        }
        self
    }

    /// Whether something was taken out.
    pub fn lacks_some(&self) -> bool {
        !self.removed.is_empty()
    }
}

impl fmt::Display for Again {
    /// As a shell takes it, between backticks. Where it cannot be shown whole: what is to be changed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(words) = &self.words {
            f.write_str("`mintage")?;
            for word in words {
                match word {
                    Word::Text(text) => write!(f, " {}", quoted(text))?,
                    Word::Token => f.write_str(" \"$TOKEN\"")?,
                }
            }
            return f.write_str("`");
        }
        let added: Vec<_> = self.added.iter().map(|word| quoted(&escape(word))).collect();
        match (added.is_empty(), self.removed.first()) {
            (false, Some(removed)) => write!(f, "`{}` instead of {removed}", added.join(" ")),
            (false, None) => write!(f, "`{}`", added.join(" ")),
            (true, Some(removed)) => write!(f, "the same without {removed}"),
            (true, None) => f.write_str("the same command"),
        }
    }
}

/// The commands of ours in a text, each with the home that the person named: without it they would ask another.
pub fn at_home<'t>(text: &'t str, named: Option<&Path>) -> Cow<'t, str> {
    const OURS: &str = "mintage ";
    let Some(home) = named.filter(|_| text.contains("`mintage ")) else { return text.into() };
    let home = quoted(&home.display().to_string());
    let is_elsewhere = |command: &str| {
        let has_source = command.contains("token verify") && SOURCES.iter().any(|flag| command.contains(flag));
        command.contains(" --home ") || has_source
    };
    let part = |(place, part): (usize, &'t str)| match part.strip_prefix(OURS) {
        Some(rest) if place % 2 == 1 && !is_elsewhere(part) => Cow::from(format!("{OURS}--home {home} {rest}")),
        _ => Cow::from(part),
    };
    text.split('`').enumerate().map(part).collect::<Vec<_>>().join("`").into()
}

/// Whether a word can be repeated: nothing secret, nothing that means something to a terminal, and what is between backticks.
fn is_shown(text: &str) -> bool {
    let may_be_secret = text.contains("://") && text.contains(['?', '@']);
    text.len() <= LONGEST && !may_be_secret && !text.contains('`') && escape(text) == text && hide_secrets(text) == text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(words: &[&str], token: Option<&str>) -> Again {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        CommandLine(&words).again(token)
    }

    #[test]
    fn a_command_is_given_again_as_a_shell_takes_it_and_without_its_token() {
        let given = ["mintage", "token", "verify", "a.b.c", "--aud", "it's", "--json"];
        let same = again(&given, Some("a.b.c"));
        assert_eq!(same.to_string(), r#"`mintage token verify "$TOKEN" --aud 'it'\''s' --json`"#);
        let other = same.clone().without("--aud").with("--require-claim", "client_id=a b");
        assert_eq!(other.to_string(), "`mintage token verify \"$TOKEN\" --json --require-claim 'client_id=a b'`");
        assert_eq!(same.of("@a.txt").to_string(), r"`mintage token verify @a.txt --aud 'it'\''s' --json`");
        let file = again(&["mintage", "token", "verify", "@t", "--", "--aud", "x"], Some("@t"));
        assert_eq!(
            file.without("--aud").with("--leeway", "-3").to_string(),
            "`mintage token verify @t --leeway=-3 -- --aud x`"
        );
    }

    #[test]
    fn of_a_flag_that_is_repeated_the_one_that_is_meant_is_taken_out() {
        let given = ["mintage", "token", "verify", "-", "--require-claim=a=1", "--require-claim", "b=2"];
        let only_b = again(&given, Some("-")).without_value("--require-claim", |value| value.starts_with("a="));
        assert_eq!(only_b.to_string(), "`mintage token verify - --require-claim b=2`");
        assert!(only_b.lacks_some());
        let moved = |word: &str| {
            again(&["mintage", "keys", "inspect", word], None).replacing("https://a.example", "https://b.example")
        };
        assert_eq!(moved("https://a.example").unwrap().to_string(), "`mintage keys inspect https://b.example`");
        assert_eq!(
            moved("--jwks=https://a.example").unwrap().to_string(),
            "`mintage keys inspect --jwks=https://b.example`"
        );
        assert!(moved("https://a.example/").is_err());
    }

    #[test]
    fn a_home_that_was_named_is_in_every_command_that_asks_one() {
        let at = |text: &str| at_home(text, Some(Path::new("/my home"))).into_owned();
        assert_eq!(at("see `mintage app list`, or `ls`"), "see `mintage --home '/my home' app list`, or `ls`");
        for same in [
            "a mintage home",
            "`mintage restore FILE --home DIR`",
            "`mintage --home x app list`",
            "`mintage token verify - --issuer-url https://a.example`",
        ] {
            assert_eq!(at(same), same);
        }
        assert_eq!(at_home("`mintage app list`", None), "`mintage app list`");
    }

    #[test]
    fn what_cannot_be_repeated_is_not_and_the_change_is_told() {
        let secret = format!("x=eyJ{}", "a".repeat(40));
        for word in ["https://a.example/jwks?code=1", "https://me:pw@a.example", "a\u{1b}[1m", "`id`", &secret] {
            let told =
                again(&["mintage", "token", "verify", "-", "--jwks", word], Some("-")).with("--aud", "a").to_string();
            assert_eq!(told, "`--aud a`");
            let told = again(&["mintage", "token", "verify", "-"], None).with("--aud", word).to_string();
            assert!(told.starts_with('`') && !told.contains("mintage"), "{told}");
        }
    }
}
