//! What a policy file may have: the same table for it.

use super::setting::{Form, PLAIN, Setting, Usual};

const fn one(
    name: &'static str,
    takes: &'static str,
    meaning: &'static str,
    usual: Usual,
    example: &'static str,
) -> Setting {
    Setting { name, takes, meaning, usual, example, ..PLAIN }
}

const NOT_ASKED: Usual = Usual::Unset("it is not asked for");

/// Everything, in the order in which it is read. What an `[[issuer]]` may have too is named there alike.
pub const POLICY: &[Setting] = &[
    Setting {
        form: Form::Texts,
        ..one(
            "aud",
            "a text or a list of texts",
            "The audiences that the verifier is: a token must name one of them.",
            Usual::Unset("the audience of the home; with other keys, a token with an aud is refused"),
            "\"https://api.example.com\"",
        )
    },
    Setting {
        form: Form::Texts,
        ..one(
            "iss",
            "a text or a list of texts; within [[issuer]] one text",
            "The exact issuers: a token must come from one of them. Any of the keys may then speak for each, unless an [[issuer]] \
             gives each keys of its own.",
            Usual::Unset("the issuer of the home, or that of issuer_url"),
            "\"https://auth.example.com\"",
        )
    },
    one("sub", "a text", "The subject that a token must name.", NOT_ASKED, "\"alice\""),
    one(
        "typ",
        "a text; none for a header without one",
        "The typ that the header must have, compared without case; application/ before it may be left out.",
        Usual::Unset("at+jwt where the home judges, else any"),
        "\"at+jwt\"",
    ),
    Setting {
        form: Form::Texts,
        ..one(
            "require_scope",
            "a text or a list of texts, of one or more scopes",
            "Scopes that a token must have, all of them.",
            NOT_ASKED,
            "\"orders:read orders:write\"",
        )
    },
    Setting {
        form: Form::Texts,
        ..one(
            "require_claim",
            "a text or a list of texts, as the flag --require-claim takes them",
            "Claims that a token must have, all of them: NAME=TEXT with * for any letters, NAME:=JSON, NAME, !NAME, NAME in (A, B), \
             a.b for the member b of a, and NAME[] for a value of a list.",
            NOT_ASKED,
            "[\"realm_access.roles[]=deployer\", \"!act\"]",
        )
    },
    Setting {
        form: Form::Length,
        ..one("max_age", "a length of time", "Refuse a token whose iat is longer ago than this.", NOT_ASKED, "\"1h\"")
    },
    Setting {
        form: Form::Length,
        ..one(
            "leeway",
            "a length of time, at most 5m",
            "Clock difference to forgive.",
            Usual::Unset("that of the home, else none"),
            "\"30s\"",
        )
    },
    Setting {
        form: Form::Length,
        ..one(
            "warn_within",
            "a length of time",
            "Warn of a token that expires within this time; the verdict stays the same.",
            Usual::Value("\"1m\""),
            "\"5m\"",
        )
    },
    one(
        "at",
        "RFC 3339, epoch seconds, now, +30m or -5m",
        "Judge as of this time.",
        Usual::Value("\"now\""),
        "\"2026-11-01T00:00:00Z\"",
    ),
    one(
        "ip",
        "an address",
        "The address that a token was shown from, for tokens bound to one.",
        NOT_ASKED,
        "\"192.0.2.7\"",
    ),
    one("user_agent", "a text", "The program that showed it, for tokens bound to one.", NOT_ASKED, "\"curl/8.9.1\""),
    one("device", "a text", "The device that it was shown from, for tokens bound to one.", NOT_ASKED, "\"laptop-7\""),
    one(
        "possession",
        "required or ignored",
        "What becomes of a token that is bound to a key (cnf) and shown without a proof of it: required refuses it; ignored takes it \
         and warns, where another sees to the proof.",
        Usual::Value("\"required\""),
        "\"ignored\"",
    ),
    one(
        "method",
        "a method of HTTP",
        "The method of the request that a proof (DPoP) must be for.",
        NOT_ASKED,
        "\"POST\"",
    ),
    one(
        "url",
        "an address",
        "The address of the request that a proof (DPoP) must be for.",
        NOT_ASKED,
        "\"https://api.example.com/orders\"",
    ),
    Setting {
        form: Form::Switch,
        ..one(
            "require_revocation_check",
            "true or false",
            "Judge nothing where neither a home nor revocations can say what is revoked.",
            Usual::Value("false"),
            "true",
        )
    },
    Setting {
        form: Form::Length,
        ..one(
            "max_revocations_age",
            "a length of time",
            "Take no revocation snapshot that is older than this.",
            Usual::Unset("a snapshot is good as long as it says"),
            "\"15m\"",
        )
    },
    one(
        "key",
        "a file",
        "The key that judges: PEM, DER, JWK or a certificate; or an HMAC secret, with secret_as. Only one of key, jwks and issuer_url \
         can be meant.",
        Usual::Unset("the home judges"),
        "\"keys/auth.pem\"",
    ),
    one(
        "jwks",
        "a file or an https address",
        "The set of keys that judges.",
        Usual::Unset("the home judges"),
        "\"https://auth.example.com/jwks.json\"",
    ),
    one(
        "issuer_url",
        "an https address",
        "An OpenID provider, whose metadata says where its keys are; it is the iss too, where nothing else is.",
        Usual::Unset("the home judges"),
        "\"https://auth.example.com\"",
    ),
    one(
        "secret_as",
        "text, base64, base64url or hex",
        "The file of key is an HMAC secret that is written so.",
        Usual::Unset("the key is no secret"),
        "\"base64\"",
    ),
    one(
        "alg",
        "the name of an algorithm, as in RS256",
        "The only algorithm that is taken.",
        Usual::Unset("that of each key"),
        "\"RS256\"",
    ),
    one(
        "ca_file",
        "a file of PEM",
        "The authorities that a server must be known to, in the place of those of the system.",
        Usual::Unset("those of the system"),
        "\"internal-ca.pem\"",
    ),
    Setting {
        form: Form::Length,
        ..one(
            "cache_max_age",
            "a length of time",
            "For how long fetched keys are used without a look whether they are still the same.",
            Usual::Unset("as long as the server says"),
            "\"10m\"",
        )
    },
    one(
        "revocations",
        "a file or an https address",
        "A signed snapshot of what is revoked, as mintage token revocations export makes it; the same keys must vouch for it.",
        Usual::Unset("what is revoked is not known, and that is said"),
        "\"https://auth.example.com/revocations.jwt\"",
    ),
    Setting {
        form: Form::Tables,
        ..one(
            "issuer",
            "a table for each issuer",
            "Issuers that each have keys of their own. A token is judged by the one that its iss names, and by no other. What is said \
             outside of the tables holds for all of them.",
            Usual::Unset("the same keys judge every token"),
            "[{ iss = \"https://auth.example.com\", jwks = \"keys/auth.json\", typ = \"at+jwt\" }]",
        )
    },
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::core::Timestamp;
    use crate::settings::policy::{Policy, parse, policy_names};

    #[test]
    fn every_name_that_a_policy_may_have_is_told_and_no_other() {
        let told: Vec<&str> = POLICY.iter().map(|one| one.name).collect();
        assert_eq!(told, policy_names());
    }

    #[test]
    fn every_example_can_be_taken_and_says_something() {
        let read = |text: &str| {
            parse(text, Path::new("/policies"), Timestamp(1_000)).unwrap_or_else(|faults| panic!("{text}: {faults:?}"))
        };
        for one in POLICY {
            let beside = if one.name == "secret_as" { "key = \"k\"\n" } else { "" };
            let (with, without) = (read(&format!("{beside}{} = {}\n", one.name, one.example)), read(beside));
            assert!(with != without && without.issuers == Policy::default().issuers, "{}", one.name);
        }
    }
}
