//! Times as logs write them.

use crate::core::Timestamp;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Milliseconds since 1970: of RFC 3339, of `10/Oct/2026:13:55:36 -0700`, or of a number of seconds, or of a thousandth, millionth or
/// milliardth of one, told apart by their size.
pub(super) fn milliseconds(text: &str) -> Option<i64> {
    let text = text.trim().trim_matches(['[', ']']);
    number(text).or_else(|| clf(text)).or_else(|| rfc3339(text))
}

fn number(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    Some(match whole {
        0..=99_999_999_999 => whole.checked_mul(1_000)?.checked_add(thousandths(fraction))?,
        100_000_000_000..=99_999_999_999_999 => whole,
        100_000_000_000_000..=99_999_999_999_999_999 => whole / 1_000,
        _ => whole / 1_000_000,
    })
}

fn thousandths(fraction: &str) -> i64 {
    let digits = fraction.bytes().chain(*b"000").take(3);
    digits.fold(0, |sum, digit| sum * 10 + i64::from(digit.saturating_sub(b'0')))
}

/// The form of the common log format, as strftime `%d/%b/%Y:%H:%M:%S %z` writes it.
fn clf(text: &str) -> Option<i64> {
    let (moment, zone) = text.split_once(' ')?;
    let mut parts = moment.splitn(3, '/');
    let (day, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let (year, clock) = rest.split_once(':')?;
    let (hours, minutes) = zone.split_at_checked(3)?;
    rfc3339(&format!("{year}-{month:02}-{day}T{clock}{hours}:{minutes}"))
}

fn rfc3339(text: &str) -> Option<i64> {
    let second: Timestamp = text.replacen(' ', "T", 1).replace(',', ".").parse().ok()?;
    let fraction = text.find(['.', ',']).map_or("", |dot| &text[dot + 1..]);
    let digits: String = fraction.chars().take_while(char::is_ascii_digit).collect();
    second.0.checked_mul(1_000)?.checked_add(thousandths(&digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_one_moment_is_that_moment() {
        for text in [
            "2026-11-27T12:30:05.250Z",
            "2026-11-27T13:30:05.25+01:00",
            "2026-11-27 12:30:05.250Z",
            "1795782605.250",
            "1795782605250",
            "1795782605250123",
            "1795782605250123456",
        ] {
            assert_eq!(milliseconds(text), Some(1_795_782_605_250), "{text}");
        }
        for text in ["[27/Nov/2026:12:30:05 +0000]", "27/Nov/2026:05:30:05 -0700", "1795782605", "2026-11-27T12:30:05Z"]
        {
            assert_eq!(milliseconds(text), Some(1_795_782_605_000), "{text}");
        }
        for text in ["", "-", "27/Nov", "yesterday", "2026-11-27", "1.2.3", "99/Foo/2026:00:00:00 +0000", "ü/ü/ü:ü ü"]
        {
            assert_eq!(milliseconds(text), None, "{text}");
        }
    }
}
