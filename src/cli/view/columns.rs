//! Texts below each other. What counts is how wide a terminal shows them: a letter may be two columns wide, or none.

use unicode_width::UnicodeWidthStr;

/// The width of the widest of these texts, wider ones than `most` aside.
pub fn widest<'t>(texts: impl IntoIterator<Item = &'t str>, most: usize) -> usize {
    texts.into_iter().map(UnicodeWidthStr::width).filter(|width| *width <= most).max().unwrap_or_default()
}

/// A text with spaces after it, if it is narrower than this.
pub fn padded(text: &str, width: usize) -> String {
    format!("{text}{:1$}", "", width.saturating_sub(text.width()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
