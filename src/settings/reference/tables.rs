//! The tables of the file, each with what is in it: whose word is taken, who may log in, which apps come by themselves, and what a
//! server keeps.

use super::setting::{Form, PLAIN, Setting, Usual};

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        name: "trusted_issuer",
        form: Form::Tables,
        takes: "a table for each issuer",
        meaning: "Other issuers whose assertions give apps tokens for users of this one, when the home is served (RFC 7523).",
        usual: Usual::Unset("no other is believed"),
        example: "[{ issuer = \"https://login.example.com\", jwks = \"https://login.example.com/jwks\", apps = [\"shop\"], \
                  scopes = \"read\" }]",
        change: Some(
            "Tokens that were issued on the word of one that is taken out live on: mintage token revoke ends them.",
        ),
        ..PLAIN
    },
    Setting {
        name: "trusted_issuer.issuer",
        takes: "a URL, or another text without white space",
        meaning: "The iss of its assertions.",
        example: "\"https://login.example.com\"",
        ..PLAIN
    },
    Setting {
        name: "trusted_issuer.jwks",
        takes: "an https address, a file in the folder issuers of the home, or the whole path of another",
        meaning: "Where its public keys are.",
        example: "\"https://login.example.com/jwks\"",
        ..PLAIN
    },
    Setting {
        name: "trusted_issuer.algorithm",
        takes: "the name of an algorithm, as in RS256, ES256 or EdDSA",
        meaning: "The algorithm of its keys, where they do not say.",
        usual: Usual::Unset("what each key says"),
        example: "\"ES256\"",
        ..PLAIN
    },
    Setting {
        name: "trusted_issuer.audience",
        takes: "a text",
        meaning: "The aud that its assertions must have.",
        usual: Usual::Unset("the issuer of this home"),
        example: "\"https://auth.example.com/token\"",
        ..PLAIN
    },
    Setting {
        name: "trusted_issuer.apps",
        form: Form::Texts,
        takes: "the name or client_id of an app, or a list of them",
        meaning: "The apps that may show its assertions.",
        example: "[\"shop\"]",
        ..PLAIN
    },
    Setting {
        name: "trusted_issuer.scopes",
        form: Form::Texts,
        takes: "scopes, apart by spaces, or a list of them",
        meaning: "The scopes that such a token may have at most.",
        example: "\"read write\"",
        ..PLAIN
    },
    Setting {
        name: "trusted_issuer.subject_prefix",
        takes: "the start of a name",
        meaning: "What its users are called by here before their own names, so that they are not taken for others.",
        usual: Usual::Unset("they keep their names"),
        example: "\"login:\"",
        ..PLAIN
    },
    Setting {
        name: "login",
        form: Form::Table,
        takes: "a table",
        meaning: "Who may log in when the home is served.",
        usual: Usual::Unset("nobody"),
        example: "{ way = \"people\", users = \"users.toml\" }",
        ..PLAIN
    },
    Setting {
        name: "login.way",
        takes: "people or header",
        meaning: "By what people log in: \"people\" is by a password of the users file, \"header\" by the word of a proxy in front.",
        example: "\"header\"",
        ..PLAIN
    },
    Setting {
        name: "login.users",
        takes: "a file beside config.toml, or a whole path",
        meaning: "The users file. Whoever logs in is in it, where there is one; people with passwords need one.",
        usual: Usual::Unset("a proxy may name anybody"),
        example: "\"users.toml\"",
        ..PLAIN
    },
    Setting {
        name: "login.header",
        takes: "the name of a header",
        meaning: "The header in which a trusted proxy names the user.",
        usual: Usual::Value("\"X-Forwarded-User\""),
        example: "\"Remote-User\"",
        ..PLAIN
    },
    Setting {
        name: "registration",
        form: Form::Table,
        takes: "a table",
        meaning: "Whether apps may register themselves at /register when the home is served (RFC 7591). They show a token of this \
                  issuer, for it, with the scope client:register, unless that is open.",
        usual: Usual::Unset("none may"),
        example: "{ scopes = \"openid profile\" }",
        ..PLAIN
    },
    Setting {
        name: "registration.scopes",
        takes: "scopes, apart by spaces",
        meaning: "The scopes that such an app may ask for.",
        example: "\"openid profile\"",
        ..PLAIN
    },
    Setting {
        name: "registration.open",
        form: Form::Switch,
        takes: "true or false",
        meaning: "Whether anybody may, without a token.",
        usual: Usual::Value("false"),
        example: "true",
        ..PLAIN
    },
    Setting {
        name: "registration.most",
        form: Form::Number,
        takes: "a number",
        meaning: "How many such apps there may be.",
        usual: Usual::Value("1000"),
        example: "50",
        ..PLAIN
    },
    Setting {
        name: "client_documents",
        form: Form::Table,
        takes: "a table",
        meaning: "Whose documents say what an app is, so that it need not be registered: its client_id is their https address.",
        usual: Usual::Unset("no documents are read"),
        example: "{ allow = [\"*.example.com\"], scopes = \"openid profile\" }",
        ..PLAIN
    },
    Setting {
        name: "client_documents.allow",
        form: Form::Texts,
        takes: "a host or a list of hosts, as in *.example.com; * is every host",
        meaning: "The hosts whose documents are read.",
        example: "[\"*.example.com\"]",
        ..PLAIN
    },
    Setting {
        name: "client_documents.scopes",
        takes: "scopes, apart by spaces",
        meaning: "The scopes that such an app may ask for.",
        example: "\"openid profile\"",
        ..PLAIN
    },
    Setting {
        name: "client_documents.most",
        form: Form::Number,
        takes: "a number",
        meaning: "How many such apps there may be.",
        usual: Usual::Value("1000"),
        example: "50",
        ..PLAIN
    },
    Setting {
        name: "access",
        form: Form::Table,
        takes: "a table",
        meaning: "What a server keeps of where tokens are shown, from where and with what.",
        usual: Usual::Value("{}"),
        example: "{ record = true, keep = \"30d\" }",
        ..PLAIN
    },
    Setting {
        name: "access.record",
        form: Form::Switch,
        takes: "true or false",
        meaning: "Whether a server records it.",
        usual: Usual::Value("true"),
        example: "false",
        ..PLAIN
    },
    Setting {
        name: "access.keep",
        form: Form::Length,
        takes: "a length of time, as in 90d; units: s m h d w",
        meaning: "For how long a server keeps it.",
        usual: Usual::Value("\"90d\""),
        example: "\"30d\"",
        change: Some("What is older than a shorter time is removed by the server that runs next."),
        ..PLAIN
    },
];
