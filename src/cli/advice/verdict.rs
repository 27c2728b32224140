//! What to do where a token is refused: the next command, if there is one that is right to give. What a check is for is not
//! given up without a word: a hint that takes one away says what nobody checks then.

use serde_json::Value;

use super::told::told;
use crate::cli::command_line::{Again, CommandLine};
use crate::core::algorithm::{Algorithm, AlgorithmFamily};
use crate::core::jose::Malformed;
use crate::core::jose::compact::UntrustedToken;
use crate::core::policy::MAX_LEEWAY;
use crate::core::proof::Binding;
use crate::core::shape::{Departure, NO_TYP, Omittable, Typ};
use crate::core::verify::claim_path::Found;
use crate::core::verify::moment::Moment;
use crate::core::verify::require::Wanted;
use crate::core::verify::{Detail, Report, RequiredClaim, Unusable, Warning};
use crate::core::{Audience, Issuer, Scopes, Timestamp};
use crate::host::url::Url;

/// A token that is refused, and the command that asked.
pub struct Refused<'a> {
    /// The verdict.
    pub report: &'a Report,
    /// Whether a home judged.
    pub by_home: bool,
    /// What was shown.
    pub token: &'a [u8],
    /// The argument that named it.
    pub argument: Option<&'a str>,
    /// The command.
    pub command: CommandLine<'a>,
}

impl Refused<'_> {
    /// What to do about it, where anything can be done.
    pub fn hint(&self) -> Option<String> {
        if let Some(hint) = self.departing() {
            return Some(hint);
        }
        match &self.report.failure()?.detail {
            Detail::Malformed(Malformed::Bearer) => Some("give it without `Bearer `".to_owned()),
            Detail::AlgorithmDiffers { header, key: other } | Detail::AlgorithmNotAllowed { header, only: other } => {
                self.algorithm(*header, *other)
            }
            Detail::KeyUnknown(..) if self.by_home => Some(self.foreign()),
            Detail::KeyAmbiguous(..) => Some("give the one key that is meant with --key FILE".to_owned()),
            Detail::KeyUnusable(_, Unusable::OpenAlgorithm(_)) => self.open_algorithm(),
            Detail::KeyOver { .. } => Some("get a new token: what that key signed has ended too".to_owned()),
            Detail::Ended(exp) => Some(self.ended(*exp)),
            Detail::NoEnd => Some("have its issuer give it an exp: a token without an end is never taken".to_owned()),
            Detail::TooOld { .. } => Some("get a new token".to_owned()),
            Detail::NotStarted(_, start) => Some(self.early(*start)),
            Detail::IssuerDiffers { expected, .. } => {
                self.issuer(&expected.iter().map(Issuer::as_str).collect::<Vec<_>>())
            }
            Detail::AudienceDiffers { expected, .. } if expected.is_empty() => self.audience_unexpected(),
            Detail::AudienceDiffers { expected, .. } => {
                self.audience(&expected.iter().map(Audience::as_str).collect::<Vec<_>>())
            }
            Detail::TypeDiffers { expected, .. } => self.typ(expected),
            Detail::ClaimDiffers { required, .. } => self.claim(required),
            Detail::ScopeLacks { required, .. } => self.scope(required),
            Detail::ShownFromNowhere(_) => {
                Some("give the address of who showed it with --ip ADDRESS, as your server saw it".to_owned())
            }
            Detail::HeldByNobody(held) => Some(format!(
                "give the {} of who showed it with {} TEXT, as your server saw it",
                held.name(),
                held.flag()
            )),
            Detail::NotProven(way) => Some(format!(
                "{}where another program checks the proof of possession: {}; nothing here asks then whether whoever shows the \
                 token has its key",
                proof_of(way.as_str()),
                self.again().with("--possession", "ignored")
            )),
            detail => told(detail, self.jti()),
        }
    }

    /// What takes a test token as it was asked for, where it is refused for just that.
    fn departing(&self) -> Option<String> {
        let departures = self.report.warnings.iter().find_map(|warning| match warning {
            Warning::Departs(departures) => Some(departures),
            _ => None,
        })?;
        let detail = &self.report.failure()?.detail;
        let is_for = |departure: &Departure| match departure {
            Departure::Typ(..) => matches!(detail, Detail::TypeDiffers { .. }),
            Departure::Issuer(..) => matches!(detail, Detail::IssuerDiffers { .. }),
            Departure::Without(Omittable::Audience) => {
                matches!(detail, Detail::AudienceDiffers { .. } | Detail::AudienceMissing)
            }
            Departure::Without(claim) => matches!(detail, Detail::AccessLacks(name, _) if *name == claim.name()),
            _ => false,
        };
        if !departures.iter().any(is_for) {
            return None;
        }
        let mut again = self.again();
        for departure in departures {
            again = match departure {
                Departure::Typ(typ, _) => {
                    let typ = if let Typ::Is(typ) = typ { typ } else { NO_TYP };
                    again.without("--typ").with("--typ", typ)
                }
                Departure::Issuer(issuer, _) => again.without("--iss").with("--iss", issuer.as_str()),
                Departure::Without(Omittable::NotBefore | Omittable::Scope) => again,
                Departure::Without(claim) => again.with("--require-claim", &format!("!{claim}")),
                _ => again,
            };
        }
        Some(format!("it was made so, as a test token; to take it as it was asked for: {again}"))
    }

    fn again(&self) -> Again {
        self.command.again(self.argument)
    }

    /// A claim that a key vouched for, as a text that can be shown.
    fn claim_text(&self, name: &str) -> Option<&str> {
        self.report.claims.as_ref()?.get(name)?.as_str().filter(|text| is_short(text))
    }

    fn jti(&self) -> Option<&str> {
        self.claim_text("jti")
    }

    fn has(&self, name: &str) -> bool {
        self.report.claims.as_ref().is_some_and(|claims| claims.get(name).is_some())
    }

    /// Among the algorithms of one kind of key, only its owner knows which it is for.
    fn algorithm(&self, header: Algorithm, other: Algorithm) -> Option<String> {
        let again = self.again().without("--alg");
        let can_be_either = matches!(header.family(), AlgorithmFamily::Rsa | AlgorithmFamily::Hmac);
        if !again.lacks_some() || header.family() != other.family() || !can_be_either {
            return None;
        }
        Some(format!(
            "ask the issuer which algorithm its key is for, and do not take the token's word for it; where it is {header}: {}",
            again.with("--alg", header.name())
        ))
    }

    fn open_algorithm(&self) -> Option<String> {
        let header = self.unread(|token| Algorithm::from_header(&token.header().alg))?;
        Some(format!(
            "ask the issuer which algorithm its key is for, and do not take the token's word for it; where it is {header}: {}",
            self.again().with("--alg", header.name())
        ))
    }

    /// What a home has no key for, and what the token says of who issued it.
    fn foreign(&self) -> String {
        let issuer = self.unread(|token| token.claims().get("iss").and_then(Value::as_str).map(str::to_owned));
        let place = issuer.filter(|issuer| is_short(issuer) && issuer.parse::<Url>().is_ok());
        let again = self.again().without("--home");
        match place {
            Some(issuer) => format!(
                "this home did not sign it; if you take tokens of {issuer}, as it says it is, judge it with the keys of that \
                 issuer: {}",
                again.with("--issuer-url", &issuer)
            ),
            None => "this home did not sign it; judge a token of another issuer with its keys: --jwks FILE|URL, --issuer-url \
                     URL or --key FILE"
                .to_owned(),
        }
    }

    /// What nobody vouches for.
    fn unread<T>(&self, read: impl Fn(&UntrustedToken<'_>) -> Option<T>) -> Option<T> {
        let text = std::str::from_utf8(self.token).ok()?;
        read(&UntrustedToken::parse(text).ok()?)
    }

    fn ended(&self, exp: Moment) -> String {
        let late = exp.at.seconds_until(exp.now) + 1;
        if late <= MAX_LEEWAY {
            return format!(
                "get a new token; where the clocks of issuer and verifier differ: {}, and every token is taken so much longer \
                 than its issuer meant",
                self.again().without("--leeway").with("--leeway", &format!("{late}s"))
            );
        }
        // What no flag can say is no advice: a token may have ended before there was time.
        let Some(before) = Some(Timestamp(exp.at.0.saturating_sub(1))).filter(|time| time.0 >= 0) else {
            return "get a new token".to_owned();
        };
        format!(
            "get a new token; whether this one was good before it ended, which says nothing of now: {}",
            self.again().without("--at").with("--at", &before.to_string())
        )
    }

    fn early(&self, start: Moment) -> String {
        let early = start.now.seconds_until(start.at);
        if early <= MAX_LEEWAY {
            return format!(
                "set the clocks right; or where they differ: {}, and every token is taken so much longer, too",
                self.again().without("--leeway").with("--leeway", &format!("{early}s"))
            );
        }
        format!("set the clock right, if it is not {} now; a difference so large is not forgiven", start.now)
    }

    fn issuer(&self, expected: &[&str]) -> Option<String> {
        let again = self.again().without("--iss");
        let Some(found) = self.claim_text("iss") else {
            return (!self.has("iss"))
                .then(|| "have its issuer name itself: nothing but iss says whose tokens are meant".to_owned());
        };
        let is_same = |other: &&str| found.trim_end_matches('/') == other.trim_end_matches('/');
        let differs_by_slash = expected.iter().any(is_same);
        Some(match (self.by_home && !again.lacks_some(), differs_by_slash) {
            (_, true) => format!(
                "the two differ by a slash at the end; if that is how the issuer writes its name: {}",
                again.with("--iss", found)
            ),
            (true, false) => format!(
                "a key of this home signed it, and it names another issuer; if that is an older name of this one: {}",
                again.with("--iss", found)
            ),
            (false, false) => format!(
                "get a token of {}; only where you take those of {found} from the same keys: {}",
                expected.join(" or "),
                again.with("--iss", found)
            ),
        })
    }

    fn audience_unexpected(&self) -> Option<String> {
        let audiences = self.audiences();
        let first = audiences.first()?;
        let others = if audiences.len() > 1 { ", or another of its audiences" } else { "" };
        Some(format!(
            "say which audience you are, so that a token for others is refused; if you are {first}{others}: {}",
            self.again().with("--aud", first)
        ))
    }

    fn audience(&self, expected: &[&str]) -> Option<String> {
        let again = self.again().without("--aud");
        let audiences = self.audiences();
        let Some(first) = audiences.first() else {
            if self.has("aud") {
                return None;
            }
            let app =
                ["client_id", "azp", "cid", "appid"].into_iter().find_map(|name| Some((name, self.claim_text(name)?)));
            return Some(match app {
                Some((name, app)) if again.lacks_some() => format!(
                    "some issuers write no aud, as Cognito in access tokens; the app that it was issued to can be required in its \
                     place, and nothing says then for which service it is; for {app}: {}",
                    again.with("--require-claim", &equal(name, app))
                ),
                _ => "have its issuer name its audience: a token without aud is one for every service".to_owned(),
            });
        };
        let by_slash = |audience: &&&str| {
            expected.iter().any(|other| other.trim_end_matches('/') == audience.trim_end_matches('/'))
        };
        if let Some(audience) = audiences.iter().find(by_slash) {
            return Some(format!(
                "the two differ by a slash at the end; if that is how the issuer writes it: {}",
                again.with("--aud", audience)
            ));
        }
        let azp = self.claim_text("azp").filter(|azp| expected.contains(azp));
        if let Some(azp) = azp {
            return Some(format!(
                "{azp} asked for it (azp), and it is for another: have the issuer put {azp} into aud, in Keycloak with an audience \
                 mapper"
            ));
        }
        Some(format!(
            "get a token for {}; only where you are {first} too: {}",
            expected.join(" or "),
            again.with("--aud", first)
        ))
    }

    fn audiences(&self) -> Vec<&str> {
        match self.report.claims.as_ref().and_then(|claims| claims.get("aud")) {
            Some(Value::String(one)) if is_short(one) => vec![one],
            Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).filter(|one| is_short(one)).collect(),
            _ => Vec::new(),
        }
    }

    fn typ(&self, expected: &str) -> Option<String> {
        let found = self.unread(|token| token.header().typ.clone());
        if ["nonce", "at_hash", "c_hash"].into_iter().any(|name| self.has(name)) {
            return Some(
                "this is an ID token, which says who signed in and opens no API: show the access token".to_owned(),
            );
        }
        let is_plain = found.as_deref().is_some_and(|typ| typ.eq_ignore_ascii_case("JWT"));
        is_plain.then(|| {
            format!(
                "many issuers write access tokens as JWT; if this one does: {}, and nothing but aud and claims tells them from \
                 its ID tokens then{}",
                self.again().without("--typ").with("--typ", "JWT"),
                if expected.eq_ignore_ascii_case("at+jwt") { "" } else { "; this one is no more than that" }
            )
        })
    }

    fn claim(&self, required: &RequiredClaim) -> Option<String> {
        let [Wanted::Exact(Value::String(wanted))] = required.wanted() else { return None };
        let path = required.path.as_str();
        let given = format!("{path}={wanted}");
        let again = self.again().without_value("--require-claim", |value| value == given);
        if !again.lacks_some() {
            return None;
        }
        let with = |claim: String| again.clone().with("--require-claim", &claim);
        match required.path.find(self.report.claims.as_ref()?) {
            Found::One(found @ (Value::Number(_) | Value::Bool(_))) => {
                let text = found.to_string();
                (text == *wanted).then(|| {
                    format!("it is no text; JSON is compared with :=, as in {}", with(format!("{path}:={wanted}")))
                })
            }
            Found::One(Value::Array(values)) => {
                let is_one = values.iter().any(|value| value.as_str() == Some(wanted));
                is_one.then(|| format!("it is one of a list: {}", with(equal(&format!("{path}[]"), wanted))))
            }
            Found::Nothing if path == "client_id" => {
                let app = ["azp", "cid", "appid"].into_iter().find(|name| self.claim_text(name) == Some(wanted))?;
                Some(format!("its issuer writes {app}: {}", with(equal(app, wanted))))
            }
            _ => None,
        }
    }

    /// Where some issuers write what an app may do.
    fn scope(&self, required: &Scopes) -> Option<String> {
        let again = self.again().without("--require-scope");
        let has = |name: &str| match self.report.claims.as_ref().and_then(|claims| claims.get(name)) {
            Some(Value::Array(values)) => {
                required.iter().all(|scope| values.iter().any(|value| value.as_str() == Some(scope)))
            }
            _ => false,
        };
        let name = ["permissions", "roles"].into_iter().find(|name| again.lacks_some() && has(name))?;
        let with = |again: Again, scope| again.with("--require-claim", &equal(&format!("{name}[]"), scope));
        Some(format!("its issuer writes {name}, not scope: {}", required.iter().fold(again, with)))
    }
}

/// What proves that whoever shows a token has the key that it is bound to in this way.
fn proof_of(way: &str) -> &'static str {
    match way {
        Binding::KEY => {
            "give the proof that it was shown with, and for which request: --dpop PROOF --method METHOD --url URL; "
        }
        Binding::CERTIFICATE => "give the certificate of the client with --client-cert FILE, as your server saw it; ",
        _ => "",
    }
}

/// A claim that must have exactly this text. A star would mean more in the short form.
fn equal(path: &str, text: &str) -> String {
    if text.contains('*') { format!("{path}:={}", Value::from(text)) } else { format!("{path}={text}") }
}

/// Whether a stranger's text is short enough to be repeated.
fn is_short(text: &str) -> bool {
    text.len() <= 200
}
