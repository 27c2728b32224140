//! The text that Envoy writes where nobody says another format.

use super::fields::Fields;
use super::text::{Word, more, words};

/// `[time] "METHOD path protocol" code flags received sent duration upstream-time "forwarded-for" "user agent" "request id" "authority"
/// "upstream"`, and more fields after it.
pub(super) fn read(line: &str) -> Option<Fields> {
    let mut words = words(line)?.into_iter();
    let mut fields = Fields::default();
    let Word::Bracketed(time) = words.next()? else { return None };
    fields.add("start_time", time);
    let Word::Quoted(request) = words.next()? else { return None };
    fields.add("request", request);
    fields.add("response_code", words.next()?.into_text());
    let mut words = words.peekable();
    // Versions differ in how many of them there are.
    while words.next_if(|word| matches!(word, Word::Bare(_))).is_some() {}
    for name in ["x_forwarded_for", "user_agent", "request_id", "authority", "upstream_host"] {
        if let Some(word) = words.next_if(|word| matches!(word, Word::Quoted(_))) {
            fields.add(name, word.into_text());
        }
    }
    more(words, &mut fields);
    Some(fields)
}
