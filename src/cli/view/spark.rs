//! Numbers as small columns in one line of text.

/// The columns of a terminal that shows Unicode.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// The same in ASCII, the more ink the more.
const INK: [char; 8] = [':', '-', '=', '+', 'o', 'x', '%', '#'];

/// Whether texts may have more than ASCII: as the variables of a locale say it, in the order of POSIX.1-2024, 8.2.
pub fn is_unicode(variable: impl Fn(&str) -> Option<String>) -> bool {
    let mut said = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(variable);
    let locale = said.find(|value| !value.is_empty()).unwrap_or_default().to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

/// A column for each number, the highest for the most of them; a dot for none.
pub fn sparkline(numbers: &[u64], unicode: bool) -> String {
    let most = numbers.iter().copied().max().unwrap_or_default();
    let (columns, none) = if unicode { (BLOCKS, '·') } else { (INK, '.') };
    let column = |number: u64| {
        // At least the lowest where there is any, and the highest for the most alone.
        let height = u128::from(number) * 8 / u128::from(most.max(1));
        let place = usize::try_from(height).unwrap_or(8).saturating_sub(usize::from(height > 0));
        if number == 0 { none } else { columns[place.min(7)] }
    };
    numbers.iter().map(|number| column(*number)).collect()
}

/// A number in groups of three: `12 431`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place % 3 == first {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_is_highest_and_the_least_is_still_seen() {
        assert_eq!(sparkline(&[0, 1, 500, 999, 1_000], true), "·▁▄▇█");
        assert_eq!(sparkline(&[0, 1, 500, 999, 1_000], false), ".:+%#");
        assert_eq!(sparkline(&[0, 0], false), "..");
        assert_eq!(sparkline(&[7], true), "█");
        assert_eq!(sparkline(&[u64::MAX, 1], true), "█▁");
        assert_eq!(sparkline(&[], true), "");
    }

    #[test]
    fn digits_stand_in_groups_of_three() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1 000"), (12_431, "12 431"), (1_234_567, "1 234 567")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn a_locale_says_whether_there_is_more_than_ascii() {
        let with = |set: &'static [(&str, &str)]| {
            is_unicode(|name| set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned()))
        };
        assert!(with(&[("LANG", "en_GB.UTF-8")]) && with(&[("LC_CTYPE", "C.utf8"), ("LANG", "C")]));
        assert!(with(&[("LC_ALL", ""), ("LANG", "de_DE.UTF-8")]));
        assert!(!with(&[]) && !with(&[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")]) && !with(&[("LANG", "ja_JP.eucJP")]));
    }
}
