//! The table `[risk]`: from where on the use of tokens is risky, and what may be done about it.

use super::setting::{Form, PLAIN, Setting, Usual};

const LENGTH: Setting = Setting { form: Form::Length, takes: "a length of time, as in 10m; units: s m h d w", ..PLAIN };
const NUMBER: Setting = Setting { form: Form::Number, takes: "a number from 1", ..PLAIN };

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        name: "risk",
        form: Form::Table,
        takes: "a table",
        meaning: "From where on the use of tokens is risky, for audit risk and for a server, and what may be done about it.",
        usual: Usual::Value("{}"),
        example: "{ failures = 20, act = { token_shared = \"revoke\" }, every = \"1m\" }",
        ..PLAIN
    },
    Setting {
        name: "risk.shared_within",
        meaning: "Within which time one token in two places has two holders.",
        usual: Usual::Value("\"30m\""),
        example: "\"1h\"",
        ..LENGTH
    },
    Setting {
        name: "risk.travel_speed",
        meaning: "How fast nobody travels, in kilometres an hour.",
        usual: Usual::Value("800"),
        example: "1000",
        ..NUMBER
    },
    Setting {
        name: "risk.travel_distance",
        meaning: "How far apart two places must be for that, in kilometres.",
        usual: Usual::Value("500"),
        example: "300",
        ..NUMBER
    },
    Setting {
        name: "risk.clock_skew",
        meaning: "How far clocks may be apart: a way is taken to have been so much longer.",
        usual: Usual::Value("\"5m\""),
        example: "\"1m\"",
        ..LENGTH
    },
    Setting {
        name: "risk.late",
        meaning: "How long after its end a token may still be shown by an app that has not noticed.",
        usual: Usual::Value("\"5m\""),
        example: "\"15m\"",
        ..LENGTH
    },
    Setting {
        name: "risk.failures",
        meaning: "How many failures within failures_within are a burst.",
        usual: Usual::Value("10"),
        example: "20",
        ..NUMBER
    },
    Setting {
        name: "risk.failures_within",
        meaning: "Within which time failures are counted.",
        usual: Usual::Value("\"10m\""),
        example: "\"5m\"",
        ..LENGTH
    },
    Setting {
        name: "risk.network_memory",
        meaning: "For how long a network of an app that acts for itself is remembered, and for how long it is only watched at first.",
        usual: Usual::Value("\"14d\""),
        example: "\"30d\"",
        ..LENGTH
    },
    Setting {
        name: "risk.users_per_device",
        meaning: "More users than this on one device within device_within are too many.",
        usual: Usual::Value("20"),
        example: "5",
        ..NUMBER
    },
    Setting {
        name: "risk.device_within",
        meaning: "Within which time the users of a device are counted.",
        usual: Usual::Value("\"1d\""),
        example: "\"7d\"",
        ..LENGTH
    },
    Setting {
        name: "risk.dormant",
        meaning: "What was not used for so long sleeps.",
        usual: Usual::Value("\"30d\""),
        example: "\"60d\"",
        ..LENGTH
    },
    Setting {
        name: "risk.volume_score",
        meaning: "How many times its usual deviation the volume of an app may be off in one hour.",
        usual: Usual::Value("8"),
        example: "12",
        ..NUMBER
    },
    Setting {
        name: "risk.volume_least",
        meaning: "A volume below this many an hour is never too much.",
        usual: Usual::Value("100"),
        example: "1000",
        ..NUMBER
    },
    Setting {
        name: "risk.volume_history",
        meaning: "How much of its own history an app must have before its volume is judged.",
        usual: Usual::Value("\"7d\""),
        example: "\"14d\"",
        ..LENGTH
    },
    Setting {
        name: "risk.ignore",
        form: Form::Texts,
        takes: "an address or a network, or a list of them",
        meaning: "Networks that say nothing of a place, such as a VPN or the way out of one's own services.",
        usual: Usual::Unset("none"),
        example: "[\"192.0.2.0/24\"]",
        ..PLAIN
    },
    Setting {
        name: "risk.geoip",
        takes: "a MaxMind DB beside config.toml, or a whole path",
        meaning: "A map of addresses with coordinates, by which cities and travel are judged.",
        usual: Usual::Unset("they are not"),
        example: "\"city.mmdb\"",
        ..PLAIN
    },
    Setting {
        name: "risk.act_from",
        takes: "low, medium or high",
        meaning: "How grave a finding must be before something is done about it.",
        usual: Usual::Value("\"high\""),
        example: "\"medium\"",
        ..PLAIN
    },
    Setting {
        name: "risk.act",
        form: Form::Named,
        takes: "for a rule: revoke, block_app or block_user",
        meaning: "What may be done about what a rule finds without asking, by audit risk --act and by a server that looks.",
        usual: Usual::Unset("nothing"),
        example: "{ token_shared = \"revoke\" }",
        change: Some("A server that looks by itself does it from its next look on."),
        ..PLAIN
    },
    Setting {
        name: "risk.every",
        meaning: "How often a server looks by itself.",
        usual: Usual::Unset("it does not"),
        example: "\"1m\"",
        ..LENGTH
    },
];
