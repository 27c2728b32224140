//! The settings of the file itself, in the order in which it reads them.

use super::setting::{Form, PLAIN, Setting, Usual};

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        name: "issuer",
        takes: "a URL, or another text without white space",
        meaning: "The iss of every token, exactly as verifiers expect it.",
        usual: Usual::Required,
        example: "\"https://auth.example.com\"",
        change: Some(
            "Tokens that were issued before keep the old one, and every verifier of the new one refuses them. A server serves one \
             issuer as long as it runs: start it anew.",
        ),
        ..PLAIN
    },
    Setting {
        name: "audience",
        form: Form::Texts,
        takes: "a text or a list of texts",
        meaning: "The aud of tokens whose app names none, and what token verify expects where nothing else is asked for.",
        usual: Usual::Unset("every app names its own"),
        example: "[\"https://api.example.com\", \"https://files.example.com\"]",
        change: Some("Tokens that were issued before keep the old one, and whoever expects the new one refuses them."),
        ..PLAIN
    },
    Setting {
        name: "algorithm",
        takes: "the name of an algorithm, as in RS256, ES256 or EdDSA",
        meaning: "The algorithm of apps that name none.",
        usual: Usual::Value("\"RS256\""),
        example: "\"ES256\"",
        change: Some(
            "Tokens that were issued before stay good. New ones need a key of the new algorithm, which mintage keys gen makes, and \
             services that take it.",
        ),
        ..PLAIN
    },
    Setting {
        name: "access_ttl",
        form: Form::Length,
        takes: "a length of time, as in 15m; units: s m h d w",
        meaning: "How long access tokens live, where neither the app nor --ttl says otherwise.",
        usual: Usual::Value("\"15m\""),
        example: "\"1h\"",
        ..PLAIN
    },
    Setting {
        name: "refresh_ttl",
        form: Form::Length,
        takes: "a length of time, as in 30d; units: s m h d w",
        meaning: "How long a refresh token lives that is not used.",
        usual: Usual::Value("\"30d\""),
        example: "\"7d\"",
        ..PLAIN
    },
    Setting {
        name: "refresh_max_age",
        form: Form::Length,
        takes: "a length of time, as in 90d; units: s m h d w",
        meaning: "How long a user stays signed in at most, however often the tokens are refreshed.",
        usual: Usual::Unset("without end"),
        example: "\"90d\"",
        change: Some("Who has been signed in for longer signs in again at the next refresh."),
        ..PLAIN
    },
    Setting {
        name: "refresh_grace",
        form: Form::Length,
        takes: "a length of time, at most 5m",
        meaning: "For how long a refresh token that is shown again, while nothing of its answer was used, is taken for a lost answer \
                  and answered anew, and not for a theft.",
        usual: Usual::Value("\"0s\""),
        example: "\"30s\"",
        ..PLAIN
    },
    Setting {
        name: "leeway",
        form: Form::Length,
        takes: "a length of time, at most 5m",
        meaning: "The clock difference that token verify forgives.",
        usual: Usual::Value("\"0s\""),
        example: "\"30s\"",
        ..PLAIN
    },
    Setting {
        name: "max_key_age",
        form: Form::Length,
        takes: "a length of time, as in 90d; units: s m h d w",
        meaning: "How long a key may sign before keys list and verdicts warn of its age.",
        usual: Usual::Unset("they never do"),
        example: "\"90d\"",
        ..PLAIN
    },
    Setting {
        name: "clock_margin",
        form: Form::Length,
        takes: "a length of time, as in 1d; units: s m h d w",
        meaning: "How far the clock may be ahead of the newest change in the ledger and still be believed by what destroys, and how \
                  long a revocation is kept after the end of its token.",
        usual: Usual::Value("\"1d\""),
        example: "\"7d\"",
        ..PLAIN
    },
    Setting {
        name: "development",
        form: Form::Switch,
        takes: "true or false",
        meaning: "Whether this home is for development: only there may a token have another typ, issuer or jti than the home would \
                  give it without --test-token. And only there is a user taken to consent to whatever is asked for them.",
        usual: Usual::Value("false"),
        example: "true",
        ..PLAIN
    },
    Setting {
        name: "passphrase_command",
        takes: "a command of the shell",
        meaning: "A command that prints the passphrase of the keys. It is not shown, because a secret could stand in it.",
        usual: Usual::Unset("a flag names the source, or a person is asked"),
        example: "\"pass show mintage\"",
        secret: true,
        ..PLAIN
    },
    Setting {
        name: "passphrase_timeout",
        form: Form::Length,
        takes: "a length of time, as in 30s; units: s m h d w",
        meaning: "How long passphrase_command has, with the person whom it may ask.",
        usual: Usual::Value("\"30s\""),
        example: "\"2m\"",
        ..PLAIN
    },
    Setting {
        name: "passphrase_variables",
        form: Form::Texts,
        takes: "the name of a variable, or a list of names",
        meaning: "Variables that passphrase_command is given, besides PATH, HOME and those of languages, terminals and agents.",
        usual: Usual::Unset("no others"),
        example: "[\"VAULT_ADDR\", \"VAULT_TOKEN\"]",
        ..PLAIN
    },
    Setting {
        name: "scopes",
        form: Form::Named,
        takes: "words for each scope, of 200 characters at most",
        meaning: "What scopes let an app do, in the words in which a user is asked for consent when the home is served.",
        usual: Usual::Unset("a scope is shown by its name"),
        example: "{ read = \"Read your orders\" }",
        ..PLAIN
    },
];
