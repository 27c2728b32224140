//! Numbers of any size, compared by what they are and not by how they are written.

use serde_json::{Number, Value};

/// The most digits of an exponent that are computed with. A longer one is compared as text.
const MOST_EXPONENT_DIGITS: usize = 17;

/// A number in decimal: its digits times ten to the power of the exponent. Nothing is ever raised to that power, so that
/// an exponent of any size costs no more than its digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal {
    is_negative: bool,
    /// Without zeros at either end; none for zero.
    digits: String,
    exponent: i64,
}

impl Decimal {
    /// A number as JSON writes it; nothing where its exponent is too long to compute with.
    pub fn of(number: &str) -> Option<Self> {
        let (is_negative, rest) = match number.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, number),
        };
        let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = [whole, fraction].concat();
        let digits = all.trim_end_matches('0');
        let shift = i64::try_from(all.len() - digits.len()).ok()? - i64::try_from(fraction.len()).ok()?;
        let digits = digits.trim_start_matches('0').to_owned();
        if digits.is_empty() {
            return Some(Self { is_negative: false, digits, exponent: 0 });
        }
        let exponent = self::exponent(exponent)?.checked_add(shift)?;
        Some(Self { is_negative, digits, exponent })
    }

    /// The greatest whole number that is no greater, within 64 bits.
    pub fn floor(&self) -> Option<i64> {
        let (whole, has_rest) = self.whole()?;
        if self.is_negative && has_rest { whole.checked_sub(1) } else { Some(whole) }
    }

    /// The least whole number that is no less, within 64 bits.
    pub fn ceil(&self) -> Option<i64> {
        let (whole, has_rest) = self.whole()?;
        if !self.is_negative && has_rest { whole.checked_add(1) } else { Some(whole) }
    }

    /// What is before the point, and whether something is after it.
    fn whole(&self) -> Option<(i64, bool)> {
        let sign = if self.is_negative { "-" } else { "" };
        let (before, zeros, has_rest) = match usize::try_from(self.exponent) {
            // Twenty digits are more than 64 bits have.
            Ok(zeros) if zeros <= 20 => (self.digits.as_str(), zeros, false),
            Ok(_) => return self.digits.is_empty().then_some((0, false)),
            Err(_) => {
                let after = usize::try_from(self.exponent.unsigned_abs()).unwrap_or(usize::MAX);
                let before = self.digits.len().saturating_sub(after);
                (&self.digits[..before], 0, true)
            }
        };
        let text = format!("{sign}0{before}{}", "0".repeat(zeros));
        Some((text.parse().ok()?, has_rest))
    }
}

fn exponent(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = digits.trim_start_matches('0');
    if digits.len() > MOST_EXPONENT_DIGITS {
        return None;
    }
    let size: i64 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    Some(sign * size)
}

/// Whether two values mean the same: numbers by what they are, the members of objects in whatever order.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => same_number(a, b),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        (a, b) => a == b,
    }
}

fn same_number(a: &Number, b: &Number) -> bool {
    a.as_str() == b.as_str()
        || match (Decimal::of(a.as_str()), Decimal::of(b.as_str())) {
            (Some(a), Some(b)) => a == b,
            _ => false,
        }
}

/// Gives every number in a value the text that it has in the JSON that the value was read from: the library writes `1E3` as
/// `1e+3`. That this is acceptable JSON without a name twice is known by now, so that numbers come in the same order.
pub(super) fn restore(value: &mut Value, json: &[u8]) {
    let mut texts = numbers(json);
    restore_from(value, &mut texts);
}

/// The same for the members of an object.
pub(super) fn restore_all<'v>(values: impl Iterator<Item = &'v mut Value>, json: &[u8]) {
    let mut texts = numbers(json);
    values.for_each(|value| restore_from(value, &mut texts));
}

fn restore_from<'t>(value: &mut Value, texts: &mut impl Iterator<Item = &'t str>) {
    match value {
        Value::Number(number) => {
            // The one way to keep a text as it is; what reads texts writes exponents anew.
            if let Some(text) = texts.next().filter(|text| *text != number.as_str()) {
                *number = Number::from_string_unchecked(text.to_owned());
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| restore_from(value, texts)),
        Value::Object(members) => members.values_mut().for_each(|value| restore_from(value, texts)),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// The numbers of acceptable JSON, in their order.
fn numbers(json: &[u8]) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(&byte) = json.get(at) {
            match byte {
                b'"' => {
                    at += 1;
                    while let Some(&inner) = json.get(at).filter(|inner| **inner != b'"') {
                        at += if inner == b'\\' { 2 } else { 1 };
                    }
                    at += 1;
                }
                b'-' | b'0'..=b'9' => {
                    let is_of_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
                    let length = json[at..].iter().take_while(|byte| is_of_number(byte)).count();
                    let text = std::str::from_utf8(&json[at..at + length]).ok();
                    at += length;
                    return text;
                }
                _ => at += 1,
            }
        }
        None
    })
}

/// A value as it is written, with the very text of every number. The library's own way from a value that is serialized to
/// one in memory writes exponents anew.
pub fn to_value(of: &impl serde::Serialize) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::to_value(of)?;
    if has_exponent(&value) {
        restore(&mut value, &serde_json::to_vec(of)?);
    }
    Ok(value)
}

fn has_exponent(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_str().bytes().any(|byte| matches!(byte, b'e' | b'E')),
        Value::Array(values) => values.iter().any(has_exponent),
        Value::Object(members) => members.values().any(has_exponent),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{parse_claims, parse_compared};
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn value(text: &str) -> Value {
        parse_compared(text.as_bytes()).unwrap()
    }

    #[test]
    fn numbers_are_the_same_by_what_they_are() {
        let same_ones = [
            &["1000", "1e3", "1000.0", "10.00e2", "1E+3", "0.1e4", "100000000e-5", "1e0003"][..],
            &["0", "-0", "0.0", "0e999999999999999999999999", "-0.00e5"],
            &["1e999999999", "10e999999998", "0.1e1000000000"],
            &[
                "123456789012345678901234567890",
                "123456789012345678901234567890.000",
                "12345678901234567890123456789e1",
            ],
            &["-5e-1", "-0.5", "-0.50"],
            &["1e99999999999999999999999999"],
        ];
        for (number, group) in same_ones.iter().enumerate() {
            for (a, b) in group.iter().flat_map(|a| group.iter().map(move |b| (a, b))) {
                assert!(same(&value(a), &value(b)), "{a} {b}");
            }
            let others =
                same_ones.iter().enumerate().filter(|(other, _)| *other != number).flat_map(|(_, other)| *other);
            for (a, b) in group.iter().flat_map(|a| others.clone().map(move |b| (a, b))) {
                assert!(!same(&value(a), &value(b)), "{a} {b}");
            }
        }
        for (a, b) in [
            ("100000000000000000000123", "100000000000000000000124"),
            ("9007199254740993", "9007199254740992"),
            ("1", "-1"),
            ("1", "\"1\""),
            ("1e99999999999999999999999999", "1e99999999999999999999999998"),
            ("[1]", "[1,1]"),
        ] {
            assert!(!same(&value(a), &value(b)), "{a} {b}");
        }
        assert!(same(&value(r#"{"a":[1e2,{"b":0}],"c":1}"#), &value(r#"{"c":1.0,"a":[100,{"b":-0}]}"#)));
    }

    #[test]
    fn every_number_keeps_its_text() {
        let text = r#"{"a\"1":1E3,"b":[-0,1e300,{"c":100000000000000000000001,"1":"2e3"}],"d":1.10,"e":7,"f":1e-7}"#;
        assert_eq!(value(text).to_string(), text);
        assert_eq!(parse_claims(text.as_bytes()).unwrap().to_string(), text);
        assert_eq!(to_value(&parse_claims(text.as_bytes()).unwrap()).unwrap().to_string(), text);
        assert_eq!(to_value(&vec![value("1E3")]).unwrap().to_string(), "[1E3]");
    }

    #[test]
    fn a_member_that_is_named_as_the_library_names_numbers_is_a_member() {
        for name in ["$serde_json::private::Number", "\\u0024serde_json::private::Number"] {
            let text = format!("{{\"x\":{{\"{name}\":\"5\"}},\"n\":2.50}}");
            let read = value(&text);
            assert_eq!(
                read["x"],
                Value::Object([("$serde_json::private::Number".to_owned(), json!("5"))].into_iter().collect())
            );
            assert_eq!(read["n"].to_string(), "2.50");
        }
    }

    #[test]
    fn whole_numbers_are_rounded_exactly() {
        for (text, floor, ceil) in [
            ("1767225600.99999999999", 1_767_225_600, 1_767_225_601),
            ("17672256e2", 1_767_225_600, 1_767_225_600),
            ("-1.5", -2, -1),
            ("0.1", 0, 1),
            ("-0.1e-5", -1, 0),
            ("1e-999999999", 0, 1),
            ("9223372036854775807", i64::MAX, i64::MAX),
        ] {
            let decimal = Decimal::of(text).unwrap();
            assert_eq!((decimal.floor(), decimal.ceil()), (Some(floor), Some(ceil)), "{text}");
        }
        for text in ["9223372036854775808", "1e19", "-1e999999999"] {
            let decimal = Decimal::of(text).unwrap();
            assert_eq!((decimal.floor(), decimal.ceil()), (None, None), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_is_the_same_however_its_point_is_moved(digits in "[1-9][0-9]{0,30}", moved in 0..40_i32, zeros in 0..5_usize) {
            let (whole, written) = (digits.clone(), format!("{digits}.{}e0", "0".repeat(zeros + 1)));
            let smaller = format!("{digits}{}e-{moved}", "0".repeat(moved.unsigned_abs() as usize));
            prop_assert!(same(&value(&whole), &value(&written)));
            prop_assert!(same(&value(&whole), &value(&smaller)));
            let another = format!("{digits}.{}1", "0".repeat(zeros));
            prop_assert!(!same(&value(&whole), &value(&another)));
        }
    }
}
