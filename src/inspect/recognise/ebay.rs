//! eBay's tokens: the OAuth form, whose fields are partly plain, and the traditional Auth'n'Auth form.

use super::github::WARNING;
use super::recognised::{Particular, Recognised, Told};
use super::shown::shown;

const OAUTH: &str = "v^1.1#";
const TRADITIONAL: &str = "AgAAAA**";

pub(super) fn tell(text: &str) -> Told {
    if let Some(fields) = text.strip_prefix(OAUTH) {
        return (text.len() > 24).then(|| Ok(oauth(text, fields)));
    }
    let is_of_token = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'*');
    if !text.starts_with(TRADITIONAL) || text.len() < 64 || !text.bytes().all(is_of_token) {
        return None;
    }
    let what = "an eBay Auth'n'Auth user token (the traditional form): opaque, only eBay knows more";
    let told = Recognised::new("ebay_auth_n_auth_token", what);
    Some(Ok(told.with("shown", Particular::Text(shown(text, TRADITIONAL.len()))).warn(WARNING)))
}

/// `v^1.1#i^1#p^3#r^0#I^3#f^0#t^…`, in any order: `p` 1 is an application and 3 a user, `r` 0 an access token and 1 one
/// that is exchanged for another, `t` the secret itself.
fn oauth(text: &str, fields: &str) -> Recognised {
    let field = |name: &str| fields.split('#').find_map(|field| field.strip_prefix(name)?.strip_prefix('^'));
    let holder = match field("p") {
        Some("1") => "application",
        Some("3") => "user",
        _ => "unknown",
    };
    let (kind, noun) = match (field("r"), holder) {
        (Some("1"), _) => ("ebay_oauth_refresh_token", "an eBay OAuth refresh token or authorization code"),
        (Some("0"), "application") => ("ebay_oauth_access_token", "an eBay OAuth application access token"),
        (Some("0"), "user") => ("ebay_oauth_access_token", "an eBay OAuth user access token"),
        _ => ("ebay_oauth_token", "an eBay OAuth token"),
    };
    let secret = text.find("#t^").map_or(OAUTH.len(), |start| start + 3);
    let form = if field("t").is_some_and(|secret| secret.starts_with("H4sI")) { "compressed" } else { "plain" };
    // The fields before the secret are short in every real token; whatever else is put there is not shown.
    let shown = if secret <= 64 { shown(text, secret) } else { format!("{OAUTH}…") };
    Recognised::new(kind, format!("{noun}: opaque, only eBay knows more"))
        .with("shown", Particular::Text(shown))
        .with("holder", Particular::Text(holder.to_owned()))
        .with("form", Particular::Text(form.to_owned()))
        .warn(WARNING)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Option<(&'static str, String)> {
        tell(text).map(|told| told.map(|told| (told.kind, told.what)).unwrap())
    }

    #[test]
    fn the_fields_of_the_oauth_form_say_what_for() {
        let secret = "H4sIAAAAAAAA0123456789012345678901234567890wXyZ";
        let (name, what) = kind(&format!("v^1.1#i^1#p^3#r^0#I^3#f^0#t^{secret}")).unwrap();
        assert_eq!(name, "ebay_oauth_access_token");
        assert!(what.contains("user access token"));
        let (_, what) = kind(&format!("v^1.1#i^1#f^0#r^0#I^3#p^1#t^{secret}")).unwrap();
        assert!(what.contains("application"), "the order of the fields is free");
        assert_eq!(kind(&format!("v^1.1#i^1#p^3#r^1#t^{secret}")).unwrap().0, "ebay_oauth_refresh_token");
        assert_eq!(kind("v^1.1#i^1#something else of this kind").unwrap().0, "ebay_oauth_token");
        assert_eq!(kind("v^1.1#"), None);
        let told = tell(&format!("v^1.1#i^1#p^3#r^0#I^3#f^0#t^{secret}")).unwrap().unwrap();
        assert_eq!(told.details[0].1, Particular::Text("v^1.1#i^1#p^3#r^0#I^3#f^0#t^…wXyZ".to_owned()));
        let told = tell(&format!("v^1.1#{secret}{secret}#t^x")).unwrap().unwrap();
        assert_eq!(told.details[0].1, Particular::Text("v^1.1#…".to_owned()));
    }

    #[test]
    fn the_traditional_form_is_known_by_its_start() {
        let text = format!("AgAAAA**AQAAAA**aAAAAA**{}==", "nY+sHZ2PrBmdj6wVnY/".repeat(4));
        assert_eq!(kind(&text).unwrap().0, "ebay_auth_n_auth_token");
        assert_eq!(kind("AgAAAA**"), None);
        assert_eq!(kind(&format!("{text} ")), None);
    }
}
