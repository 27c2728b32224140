//! XML, as far as reports for CI systems need it.

/// A text as the value of an XML attribute. What XML 1.0 cannot have at all becomes a question mark.
pub fn attribute(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => safe.push('?'),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_inside_its_attribute() {
        assert_eq!(attribute("a<b>&\"'\u{1b}\n\u{ffff}ü"), "a&lt;b&gt;&amp;&quot;&apos;???ü");
    }
}
