//! A command line up to the cursor, taken apart as bash does, of which the last word need not be whole.

/// The words of a line. The last one is completed; it may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The words, without their quotes.
    pub words: Vec<String>,
    /// The quote in which the last one stands, where that is open.
    pub quote: Option<char>,
}

/// Takes a line apart. What stands behind a `;`, a `|` or the like begins anew.
pub fn read(line: &str) -> Line {
    let mut words = vec![String::new()];
    let (mut quote, mut is_open) = (None, false);
    let mut letters = line.chars();
    while let Some(c) = letters.next() {
        let word = words.last_mut();
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some('"') | None, '\\') => {
                let next = letters.next();
                if let Some(word) = word {
                    word.extend(next);
                }
                is_open = true;
            }
            (Some(_), c) => word.into_iter().for_each(|word| word.push(c)),
            (None, '\'' | '"') => (quote, is_open) = (Some(c), true),
            (None, ';' | '|' | '&' | '(' | '\n') => (words, is_open) = (vec![String::new()], false),
            (None, c) if c.is_whitespace() => {
                if is_open || word.is_some_and(|word| !word.is_empty()) {
                    words.push(String::new());
                }
                is_open = false;
            }
            (None, c) => word.into_iter().for_each(|word| word.push(c)),
        }
    }
    // Variables that are set for the command alone.
    while words.len() > 1 && words[0].split_once('=').is_some_and(|(name, _)| !name.is_empty() && !name.contains('/')) {
        words.remove(0);
    }
    Line { words, quote }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_taken_apart_up_to_the_word_that_is_typed() {
        for (line, words, quote) in [
            ("mintage ", &["mintage", ""][..], None),
            ("mintage app sh", &["mintage", "app", "sh"], None),
            ("mintage  --app=sh", &["mintage", "--app=sh"], None),
            ("mintage --app 'a b", &["mintage", "--app", "a b"], Some('\'')),
            ("mintage --app \"a\\\"b\" ", &["mintage", "--app", "a\"b", ""], None),
            ("mintage a\\ b", &["mintage", "a b"], None),
            ("mintage '' x", &["mintage", "", "x"], None),
            ("X=1 Y= mintage x", &["mintage", "x"], None),
            ("ls; true && mintage x", &["mintage", "x"], None),
            ("", &[""], None),
        ] {
            let words = words.iter().map(ToString::to_string).collect();
            assert_eq!(read(line), Line { words, quote }, "{line}");
        }
    }
}
