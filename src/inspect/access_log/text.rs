//! Lines of words, quoted texts and brackets: the combined format of Apache and nginx, and whatever follows it.

use super::fields::Fields;

/// A word of a line.
pub(super) enum Word {
    /// By itself.
    Bare(String),
    /// In quotes.
    Quoted(String),
    /// In brackets.
    Bracketed(String),
}

impl Word {
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Bare(text) | Self::Quoted(text) | Self::Bracketed(text) => text,
        }
    }
}

/// The words of a line. Within quotes `\"`, `\\` and `\xHH` stand for a letter, as Apache and nginx write them. None where a quote or
/// bracket has no end.
pub(super) fn words(line: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let (text, after) = inner.split_once(']')?;
            words.push(Word::Bracketed(text.to_owned()));
            rest = after.trim_start();
        } else if let Some(inner) = rest.strip_prefix('"') {
            let (text, after) = quoted(inner)?;
            words.push(Word::Quoted(text));
            rest = after.trim_start();
        } else {
            // As in name="a text".
            let end = rest.find([' ', '\t', '"']).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            match after.strip_prefix('"').filter(|_| word.ends_with('=')) {
                Some(inner) => {
                    let (text, after) = quoted(inner)?;
                    words.push(Word::Bare(format!("{word}{text}")));
                    rest = after.trim_start();
                }
                None => {
                    words.push(Word::Bare(word.to_owned()));
                    rest = after.trim_start();
                }
            }
        }
    }
    Some(words)
}

fn quoted(text: &str) -> Option<(String, &str)> {
    let mut bytes = Vec::new();
    let mut letters = text.char_indices();
    while let Some((place, letter)) = letters.next() {
        match letter {
            '"' => return Some((String::from_utf8_lossy(&bytes).into_owned(), &text[place + 1..])),
            '\\' => match letters.next()?.1 {
                'x' => {
                    let (high, low) = (letters.next()?.1.to_digit(16), letters.next()?.1.to_digit(16));
                    bytes.push(u8::try_from(high? * 16 + low?).ok()?);
                }
                'n' => bytes.push(b'\n'),
                't' => bytes.push(b'\t'),
                other => bytes.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes()),
            },
            other => bytes.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    None
}

/// A line of the combined format: `host ident user [time] "request" status bytes "referer" "user agent"`, and more fields after it.
pub(super) fn combined(line: &str) -> Option<Fields> {
    let mut words = words(line)?.into_iter();
    let mut fields = Fields::default();
    let Word::Bare(host) = words.next()? else { return None };
    fields.add("remote_addr", host);
    let _ident = words.next()?;
    fields.add("remote_user", words.next()?.into_text());
    let Word::Bracketed(time) = words.next()? else { return None };
    fields.add("time", time);
    let Word::Quoted(request) = words.next()? else { return None };
    fields.add("request", request);
    fields.add("status", words.next()?.into_text());
    let _bytes = words.next()?;
    // The common format ends here.
    let mut words = words.peekable();
    if matches!(words.peek(), Some(Word::Quoted(referer)) if !is_named(referer)) {
        let _referer = words.next();
        if matches!(words.peek(), Some(Word::Quoted(agent)) if !is_named(agent)) {
            fields.add("user_agent", words.next()?.into_text());
        }
    }
    more(words, &mut fields);
    Some(fields)
}

/// Fields after the usual ones: those that are `name=value` have a name.
pub(super) fn more(words: impl Iterator<Item = Word>, fields: &mut Fields) {
    for word in words {
        let text = word.into_text();
        if is_named(&text)
            && let Some((name, value)) = text.split_once('=')
        {
            fields.add(name, value);
        }
        fields.extra.push(text);
    }
}

/// Whether a text is `name=value`, with a name that is one.
fn is_named(text: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.' | '@');
    text.split_once('=').is_some_and(|(name, _)| !name.is_empty() && name.len() <= 64 && name.chars().all(is_letter))
}
