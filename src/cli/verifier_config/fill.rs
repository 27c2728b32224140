//! Configurations, filled with what a home says.

use super::kind::Verifier;
use crate::cli::error::Error;
use crate::cli::keys::pem_set::file_of;
use crate::core::{Algorithm, KeyRecord};

/// What is filled in.
pub struct Facts<'a> {
    /// Whose tokens.
    pub issuer: &'a str,
    /// Where the keys are.
    pub jwks: &'a str,
    /// For whom tokens must be: one of these.
    pub audiences: Vec<&'a str>,
    /// With what they are signed: one of these.
    pub algs: &'a [Algorithm],
    /// Which scopes they must have.
    pub scopes: Vec<&'a str>,
    /// The keys.
    pub keys: &'a [KeyRecord],
    /// Where their files are.
    pub folder: &'a str,
}

/// The files of a verifier, each with its name.
pub fn fill(verifier: Verifier, facts: &Facts<'_>) -> Result<Vec<(&'static str, String)>, Error> {
    Ok(match verifier {
        Verifier::Express => vec![("api.mjs", express(facts))],
        Verifier::Fastapi => vec![("api.py", fastapi(facts))],
        Verifier::Spring => vec![("ResourceServer.java", spring(facts))],
        Verifier::Apache => vec![("apache.conf", apache(facts)?)],
        Verifier::Haproxy => vec![("haproxy.cfg", haproxy(facts)?)],
        Verifier::Nginx => vec![("nginx.conf", nginx(facts)?), ("introspect.js", script(facts))],
    })
}

/// A template with its gaps filled. What is filled in is not looked at again.
fn filled(template: &str, gaps: &[(&str, String)]) -> String {
    let mut text = String::with_capacity(2 * template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        text.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        text.push_str(gaps.iter().find(|(gap, _)| *gap == name).map_or("", |(_, value)| value));
        rest = after;
    }
    text + rest
}

/// A text as JavaScript, Python and Java write it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn list<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    texts.into_iter().map(quoted).collect::<Vec<_>>().join(", ")
}

/// A text that the configuration of a server takes as it stands there: nothing in it means anything there.
fn plain(text: &str) -> Result<&str, Error> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?@!&+,=*".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return Ok(text);
    }
    Err(Error::usage(
        format!("{text} cannot be written into such a configuration safely"),
        "take a name of letters, digits and -._:/",
    ))
}

/// A text as a regular expression that finds it alone.
fn pattern(text: &str) -> Result<String, Error> {
    let each = plain(text)?.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("[{c}]") });
    Ok(each.collect())
}

fn express(facts: &Facts<'_>) -> String {
    let needs_scopes = !facts.scopes.is_empty();
    let scopes = format!("app.use(requiredScopes([{}]));\n", list(facts.scopes.iter().copied()));
    filled(
        include_str!("templates/api.mjs"),
        &[
            ("imports", if needs_scopes { "auth, requiredScopes" } else { "auth" }.to_owned()),
            ("issuer", quoted(facts.issuer)),
            ("jwks", quoted(facts.jwks)),
            ("audiences", format!("[{}]", list(facts.audiences.iter().copied()))),
            ("alg", list(facts.algs.iter().map(|alg| alg.name()))),
            ("scopes", if needs_scopes { scopes } else { String::new() }),
        ],
    )
}

fn fastapi(facts: &Facts<'_>) -> String {
    filled(
        include_str!("templates/api.py"),
        &[
            ("issuer", quoted(facts.issuer)),
            ("jwks", quoted(facts.jwks)),
            ("audiences", format!("[{}]", list(facts.audiences.iter().copied()))),
            ("algs", format!("[{}]", list(facts.algs.iter().map(|alg| alg.name())))),
            ("scopes", format!("[{}]", list(facts.scopes.iter().copied()))),
        ],
    )
}

fn spring(facts: &Facts<'_>) -> String {
    let algs: Vec<String> = facts.algs.iter().map(|alg| format!("SignatureAlgorithm.{}", alg.name())).collect();
    let scopes: Vec<String> = facts.scopes.iter().map(|scope| format!("SCOPE_{scope}")).collect();
    // All of them: `hasAuthority` takes one, and `hasAnyAuthority` any.
    let access = match scopes.as_slice() {
        [] => ".authenticated()".to_owned(),
        [one] => format!(".hasAuthority({})", quoted(one)),
        all => {
            let each: Vec<_> =
                all.iter().map(|one| format!("AuthorityAuthorizationManager.hasAuthority({})", quoted(one))).collect();
            format!(".access(AuthorizationManagers.allOf({}))", each.join(", "))
        }
    };
    let text = filled(
        include_str!("templates/ResourceServer.java"),
        &[
            ("issuer", quoted(facts.issuer)),
            ("jwks", quoted(facts.jwks)),
            ("audiences", list(facts.audiences.iter().copied())),
            ("algs", algs.join(", ")),
            ("access", access),
        ],
    );
    if scopes.len() < 2 {
        return text;
    }
    let place = "import org.springframework.security.config.annotation";
    let more = "import org.springframework.security.authorization.AuthorityAuthorizationManager;\n\
                import org.springframework.security.authorization.AuthorizationManagers;\n";
    text.replacen(place, &format!("{more}{place}"), 1)
}

fn apache(facts: &Facts<'_>) -> Result<String, Error> {
    let audiences = facts.audiences.iter().map(|aud| Ok(format!("            Require claim aud:{}\n", plain(aud)?)));
    let scopes = facts.scopes.iter().map(|scope| {
        let pattern = pattern(scope)?;
        Ok(format!("        Require claim \"scope~(^| ){pattern}( |$)\"\n"))
    });
    Ok(filled(
        include_str!("templates/apache.conf"),
        &[
            ("issuer", plain(facts.issuer)?.to_owned()),
            ("jwks", plain(facts.jwks)?.to_owned()),
            ("audiences", audiences.collect::<Result<String, Error>>()?),
            ("scopes", scopes.collect::<Result<String, Error>>()?),
        ],
    ))
}

fn haproxy(facts: &Facts<'_>) -> Result<String, Error> {
    let folder = plain(facts.folder)?.trim_end_matches('/');
    let key = |key: &KeyRecord| {
        let (alg, file, kid) = (key.algorithm.name(), file_of(&key.kid), plain(key.kid.as_str())?);
        Ok(format!(
            "    http-request set-var(txn.signed) var(txn.token),jwt_verify({alg},{folder}/{file}) if {{ var(txn.kid) -m str \
             -- {kid} }} {{ var(txn.alg) -m str {alg} }}\n"
        ))
    };
    // One audience is a text, several are a list, of which it reads one at a time.
    let audience = |aud: &&str| {
        let aud = plain(aud)?;
        let places = ["aud", "aud0", "aud1", "aud2"];
        Ok(places.map(|place| format!("    acl is_for_us var(txn.{place}) -m str {aud}\n")).concat())
    };
    let scope = |(number, scope): (usize, &&str)| {
        let pattern = pattern(scope)?;
        Ok(format!(
            "    acl has_scope_{number} var(txn.scope) -m reg '(^| ){pattern}( |$)'\n    http-request return status 403 hdr \
             WWW-Authenticate 'Bearer error=\"insufficient_scope\"' if !has_scope_{number}\n"
        ))
    };
    Ok(filled(
        include_str!("templates/haproxy.cfg"),
        &[
            ("issuer", plain(facts.issuer)?.to_owned()),
            ("folder", folder.to_owned()),
            ("keys", facts.keys.iter().map(key).collect::<Result<String, Error>>()?),
            ("audiences", facts.audiences.iter().map(audience).collect::<Result<String, Error>>()?),
            ("scopes", facts.scopes.iter().enumerate().map(scope).collect::<Result<String, Error>>()?),
        ],
    ))
}

fn nginx(facts: &Facts<'_>) -> Result<String, Error> {
    let audience = facts.audiences.first().copied().unwrap_or_default();
    let introspect = format!("{}/introspect", plain(facts.issuer)?.trim_end_matches('/'));
    let gaps = [("introspect", introspect), ("audience", plain(audience)?.to_owned())];
    Ok(filled(include_str!("templates/nginx.conf"), &gaps))
}

fn script(facts: &Facts<'_>) -> String {
    filled(
        include_str!("templates/introspect.js"),
        &[
            ("issuer", quoted(facts.issuer)),
            ("audiences", format!("[{}]", list(facts.audiences.iter().copied()))),
            ("scopes", format!("[{}]", list(facts.scopes.iter().copied()))),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_neither_filled_itself_nor_a_command() {
        assert_eq!(filled("a {{x}} {{y}} b", &[("x", "{{y}}".to_owned()), ("y", "1".to_owned())]), "a {{y}} 1 b");
        for hostile in ["a b", "a\nb", "a;b", "a{b", "a\"b", "a'b", "a$b", "a\\b", "a#b", "", "a%b"] {
            assert!(plain(hostile).is_err(), "{hostile}");
        }
        assert_eq!(quoted("a\"\n</x>"), "\"a\\\"\\n</x>\"");
    }
}
