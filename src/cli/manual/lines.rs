//! Texts as lines of so many columns.

use unicode_width::UnicodeWidthStr as _;

/// A text in lines of at most so many columns, broken between words. A longer word has a line of its own.
pub fn folded(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A command in lines of at most so many columns that a shell takes together: broken between words, never within quotes or
/// between a flag and its value.
pub fn command(text: &str, width: usize) -> Vec<String> {
    if text.width() <= width {
        return vec![text.to_owned()];
    }
    let mut lines: Vec<String> = Vec::new();
    for word in together(shell_words(text)) {
        match lines.last_mut() {
            // The last column is for the mark that the line goes on.
            Some(line) if line.width() + 1 + word.width() + 2 <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            Some(line) => {
                line.push_str(" \\");
                lines.push(format!("    {word}"));
            }
            None => lines.push(word),
        }
    }
    lines
}

/// The same words, each flag with what follows it.
fn together(words: Vec<&str>) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut is_open = false;
    for word in words {
        let is_flag = word.starts_with("--") && !word.contains('=');
        match parts.last_mut().filter(|_| is_open && !word.starts_with('-')) {
            Some(flag) => {
                flag.push(' ');
                flag.push_str(word);
            }
            None => parts.push(word.to_owned()),
        }
        is_open = is_flag;
    }
    parts
}

/// The words of a command; what quotes hold together stays together.
pub fn shell_words(text: &str) -> Vec<&str> {
    let (mut words, mut start, mut quote) = (Vec::new(), 0, None);
    for (place, c) in text.char_indices() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, ' ') => {
                words.push(&text[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    words.push(&text[start..]);
    words
}

/// What something is called: the text, and the same as it is painted.
#[derive(Debug, Clone)]
pub struct Term {
    pub text: String,
    pub painted: String,
}

/// The widest term beside which its text stands; that of a wider one begins in the next line.
const WIDEST: usize = 24;

/// Terms, each with its text beside it.
pub fn defined(rows: &[(Term, String)], indent: usize, width: usize) -> Vec<String> {
    let widths = rows.iter().map(|(term, _)| term.text.width()).filter(|width| *width <= WIDEST);
    let column = indent + widths.max().unwrap_or(WIDEST) + 2;
    let mut lines = Vec::new();
    for (term, text) in rows {
        let room = column.saturating_sub(indent + term.text.width());
        let mut text = folded(text, width.saturating_sub(column)).into_iter();
        let head = format!("{:indent$}{}", "", term.painted);
        if room >= 2 {
            let first = text.next().unwrap_or_default();
            lines.push(format!("{head}{:room$}{first}", "").trim_end().to_owned());
        } else {
            lines.push(head);
        }
        lines.extend(text.map(|line| format!("{:column$}{line}", "")));
    }
    lines
}

/// The start of a text that fits into so many columns and is a whole thought: up to a colon, a semicolon or a comma.
pub fn headline(text: &str, width: usize) -> &str {
    if text.width() <= width {
        return text;
    }
    let cut = |mark: &str| text.rmatch_indices(mark).map(|(place, _)| &text[..place]).find(|cut| cut.width() <= width);
    [": ", "; ", ", "].iter().find_map(|mark| cut(mark)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_broken_between_words_and_goes_on_in_the_next_line() {
        let lines = command("mintage token issue --claim 'a b c d e' --app demo", 30);
        assert_eq!(lines, ["mintage token issue \\", "    --claim 'a b c d e' \\", "    --app demo"]);
        assert_eq!(command("mintage init", 30), ["mintage init"]);
    }

    #[test]
    fn a_headline_is_cut_where_a_thought_ends() {
        assert_eq!(headline("List events, the newest first: every change", 30), "List events, the newest first");
        assert_eq!(headline("List events, the newest first: every change", 20), "List events");
        assert_eq!(headline("List events", 20), "List events");
    }

    #[test]
    fn a_term_that_is_too_wide_has_a_line_of_its_own() {
        let term = |text: &str| Term { text: text.to_owned(), painted: text.to_owned() };
        let wide = "--passphrase-file-of-that FILE";
        let rows = [(term("--app NAME"), "one two three".to_owned()), (term(wide), "four".to_owned())];
        assert_eq!(
            defined(&rows, 2, 24),
            ["  --app NAME  one two", "              three", &format!("  {wide}"), "              four"]
        );
    }
}
