//! Texts below each other. What counts is how wide a terminal shows them: a letter may be two columns wide, or none.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr};

/// The width of the widest of these texts, wider ones than `most` aside.
pub fn widest<'t>(texts: impl IntoIterator<Item = &'t str>, most: usize) -> usize {
    texts.into_iter().map(UnicodeWidthStr::width).filter(|width| *width <= most).max().unwrap_or_default()
}

/// A text with spaces after it, if it is narrower than this.
pub fn padded(text: &str, width: usize) -> String {
    format!("{text}{:1$}", "", width.saturating_sub(text.width()))
}

/// A text that fits into so many columns: of a longer one the start, and dots.
pub fn cut(text: &str, width: usize, dots: &str) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(dots.width());
    let (mut kept, mut used) = (String::new(), 0);
    for c in text.chars() {
        used += c.width().unwrap_or_default();
        if used > room {
            break;
        }
        kept.push(c);
    }
    kept + if dots.width() <= width { dots } else { "" }
}

/// A text that fits into so many columns: of a longer one dots, and the end.
pub fn cut_before(text: &str, width: usize, dots: &str) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(dots.width());
    let mut used = 0;
    let fits = |(_, c): &(usize, char)| {
        used += c.width().unwrap_or_default();
        used <= room
    };
    let start = text.char_indices().rev().take_while(fits).last().map_or(text.len(), |(at, _)| at);
    format!("{}{}", if dots.width() <= width { dots } else { "" }, &text[start..])
}

/// A text in lines of so many columns, broken between words; of more lines than the most, the first ones, and dots.
pub fn wrapped(text: &str, width: usize, most: usize, dots: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().map_or(0, |line| line.width());
        let space = usize::from(last > 0);
        if last > 0 && last + space + word.width() > width {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    let is_over = lines.len() > most;
    lines.truncate(most);
    let end = lines.len().saturating_sub(1);
    let shown = |(place, line): (usize, String)| {
        let line = if is_over && place == end { format!("{line} {dots}") } else { line };
        // A word that is wider than the column, too.
        cut(&line, width, dots)
    };
    lines.into_iter().enumerate().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_place_the_end_is_kept() {
        assert_eq!(cut_before("a/b.log:12:5", 12, "…"), "a/b.log:12:5");
        assert_eq!(cut_before("a/b.log:12:5", 7, "…"), "…g:12:5");
        assert_eq!(cut_before("漢字山田", 6, "…"), "…山田", "no half of a wide letter is left");
        assert_eq!(cut_before("abc", 1, ".."), "");
    }

    #[test]
    fn wide_letters_count_twice_and_combining_ones_not_at_all() {
        for (text, width) in [
            ("", 0),
            ("demo", 4),
            ("漢字山田太郎", 12),
            ("Zoe\u{308}", 3),
            ("Zoë", 3),
            ("한글", 4),
            ("ﾊﾝｶｸ", 4),
            ("e\u{301}\u{327}x", 2),
            ("🔑", 2),
        ] {
            assert_eq!(widest([text], 99), width, "{text}");
            assert_eq!(padded(text, 12).strip_prefix(text), Some(&*" ".repeat(12 - width)), "{text}");
        }
        assert_eq!(widest(["ab", "漢字山田太郎", "漢字"], 11), 4);
        assert_eq!(padded("漢字山田太郎", 3), "漢字山田太郎");
    }

    #[test]
    fn a_text_is_cut_and_wrapped_by_what_is_seen_of_it() {
        assert_eq!(["abc", "abcd", "abcde", "漢字山"].map(|text| cut(text, 4, "…")), ["abc", "abcd", "abc…", "漢…"]);
        assert_eq!(
            (cut("Zoe\u{308}", 3, "…"), cut("ab", 1, "…"), cut("ab", 1, "..")),
            ("Zoe\u{308}".into(), "…".into(), String::new())
        );
        assert_eq!(wrapped("one two three four", 8, 3, "…"), ["one two", "three", "four"]);
        assert_eq!(wrapped("one two three four", 8, 2, "…"), ["one two", "three …"]);
        assert_eq!(wrapped("abcdefghijk l", 8, 3, "…"), ["abcdefg…", "l"]);
        assert_eq!(wrapped("", 8, 3, "…"), [""]);
    }
}
