//! Texts with `*` for any run of letters.

use std::fmt;

/// A text in which each `*` stands for any letters, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    /// As it is written.
    written: String,
    /// What is between the stars: two texts at least.
    between: Vec<String>,
}

/// A text as it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GlobText {
    /// Exactly this.
    Exact(String),
    /// With stars.
    Glob(Glob),
}

impl GlobText {
    /// Reads a text. A `*` stands for any letters, but where the text is nothing but stars, or where a backslash is before
    /// it: `\*` is the star itself, and `\\*` a backslash and a star that stands for any letters. Every other backslash is one.
    pub fn of(text: &str) -> Self {
        if text.trim_matches('*').is_empty() {
            return Self::Exact(text.to_owned());
        }
        let mut between = vec![String::new()];
        let mut rest = text;
        while let Some(star) = rest.find('*') {
            let before = &rest[..star];
            let plain = before.trim_end_matches('\\');
            let backslashes = before.len() - plain.len();
            if let Some(last) = between.last_mut() {
                last.push_str(plain);
                last.push_str(&before[plain.len()..plain.len() + backslashes / 2]);
                if !backslashes.is_multiple_of(2) {
                    last.push('*');
                }
            }
            if backslashes.is_multiple_of(2) {
                between.push(String::new());
            }
            rest = &rest[star + 1..];
        }
        if let Some(last) = between.last_mut() {
            last.push_str(rest);
        }
        match between.len() {
            1 => Self::Exact(between.remove(0)),
            _ => Self::Glob(Glob { written: text.to_owned(), between }),
        }
    }
}

impl Glob {
    /// Whether a text fits, from its first letter to its last.
    pub fn fits(&self, text: &str) -> bool {
        let (Some((first, others)), text_len) = (self.between.split_first(), text.len()) else { return false };
        let Some((last, middle)) = others.split_last() else { return false };
        if text_len < first.len() + last.len() || !text.starts_with(first.as_str()) || !text.ends_with(last.as_str()) {
            return false;
        }
        // The first place that fits leaves the most for those that follow.
        let mut rest = &text[first.len()..text_len - last.len()];
        for part in middle {
            match rest.find(part.as_str()) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        true
    }
}

/// As it is written.
impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fits(glob: &str, text: &str) -> bool {
        match GlobText::of(glob) {
            GlobText::Exact(exact) => exact == text,
            GlobText::Glob(glob) => glob.fits(text),
        }
    }

    #[test]
    fn a_star_stands_for_any_letters() {
        let repo = "repo:org/*";
        assert!(fits(repo, "repo:org/repo:ref:refs/heads/main") && fits(repo, "repo:org/"));
        assert!(!fits(repo, "repo:organ/x") && !fits(repo, "xrepo:org/x") && !fits(repo, "repo:org"));
        assert!(fits("*.example", "a.b.example") && !fits("*.example", "a.example.evil"));
        assert!(fits("a*b*c", "abbc") && fits("a*b*c", "abc") && !fits("a*b*c", "acb"));
        assert!(!fits("ab*ba", "aba") && fits("ab*ba", "abba"));
        assert!(fits("x**y", "xy") && fits("a?*", "a?b") && !fits("a?*", "abb"));
    }

    #[test]
    fn what_is_no_star_stays_what_it_is() {
        for exact in ["", "a", "a?[b]{c}", "C:\\dir\\", "\\\\", "*", "**"] {
            assert_eq!(GlobText::of(exact), GlobText::Exact(exact.to_owned()));
        }
        assert_eq!(GlobText::of("read:\\*"), GlobText::Exact("read:*".to_owned()));
        assert_eq!(GlobText::of("\\*"), GlobText::Exact("*".to_owned()));
        assert!(fits("C:\\\\*", "C:\\x") && !fits("C:\\\\*", "C:x"));
        assert!(fits("\\**", "*x") && !fits("\\**", "x"));
    }

    /// The plainest way to say what fits.
    fn slowly(glob: &[char], text: &[char]) -> bool {
        match (glob.split_first(), text.split_first()) {
            (None, None) => true,
            (Some(('*', rest)), _) => slowly(rest, text) || (!text.is_empty() && slowly(glob, &text[1..])),
            (Some((a, glob)), Some((b, text))) => a == b && slowly(glob, text),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn it_fits_what_the_plainest_reading_fits(glob in "[abä*]{0,8}", text in "[abä*]{0,10}") {
            prop_assume!(!glob.trim_matches('*').is_empty());
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(fits(&glob, &text), slowly(&chars(&glob), &chars(&text)));
        }

        #[test]
        fn every_text_can_be_written_so_that_it_alone_fits(text in "[ab*\\\\]{0,8}", other in "[ab*\\\\]{0,8}") {
            // A run of backslashes doubles before a star, and the star has one of its own.
            let mut written = String::new();
            let mut run = 0;
            for letter in text.chars() {
                if letter == '*' {
                    written.push_str(&"\\".repeat(run + 1));
                }
                run = if letter == '\\' { run + 1 } else { 0 };
                written.push(letter);
            }
            prop_assert_eq!(GlobText::of(&written), GlobText::Exact(text.clone()));
            prop_assert_eq!(fits(&written, &other), text == other);
        }
    }
}
