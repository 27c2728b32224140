//! What is served, for programs that read OpenAPI 3.1: made of the table of endpoints, and of the documents that they answer.

use serde_json::{Map, Value, json};

use super::endpoint::{
    actions, device, health, introspect, jwks, metadata, par, register, report, resource, revocations, revoke, token,
    userinfo,
};
use super::rules::{RULES, Rule};
use crate::wire::{Document as _, Introspection, MemberShape, ValueKind};

/// What an endpoint is, beside its rule.
struct Endpoint {
    id: &'static str,
    about: &'static str,
    /// What its form may have, and of that what it must; none where it is asked without a body.
    form: Option<(Value, &'static [&'static str])>,
    /// The type of its answer, and what it is.
    answer: Option<(&'static str, Value)>,
    /// Whether whoever has the answer is told so.
    kept: bool,
}

/// The description of everything that a server answers.
pub fn openapi() -> Value {
    let paths: Map<String, Value> = RULES.iter().map(|rule| (rule.path.to_owned(), operations(rule))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "mintage serve",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Paths are below that of the issuer. RFC 8414 has the metadata of an issuer with a path before it, too; \
                that of a resource with a path is before it (RFC 9728).",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {
                "Error": object(&[
                    ("error", json!({"type": "string", "description": "A word for programs (RFC 6749, 5.2)."})),
                    ("error_description", json!({"type": "string", "description": "A sentence for people."})),
                ], &["error", "error_description"]),
                "Tokens": tokens(),
                "Device": device_codes(),
                "Introspection": introspection(),
                "User": object(&[("sub", json!({"type": "string", "description": "Who the user is."}))], &["sub"]),
                "KeySet": object(&[("keys", json!({"type": "array", "items": {"type": "object"}}))], &["keys"]),
                "Metadata": object(&[
                    ("issuer", json!({"type": "string"})),
                    ("jwks_uri", json!({"type": "string"})),
                    ("token_endpoint", json!({"type": "string"})),
                    ("introspection_endpoint", json!({"type": "string"})),
                    ("revocation_endpoint", json!({"type": "string"})),
                    ("device_authorization_endpoint", json!({"type": "string"})),
                    ("userinfo_endpoint", json!({"type": "string"})),
                    ("grant_types_supported", texts()),
                    ("response_types_supported", texts()),
                ], &["issuer", "jwks_uri", "token_endpoint", "response_types_supported"]),
                "Resource": object(&[
                    ("resource", json!({"type": "string"})),
                    ("authorization_servers", texts()),
                    ("bearer_methods_supported", texts()),
                ], &["resource", "authorization_servers"]),
                "ActionsToken": object(
                    &[("count", json!({"type": "integer"})), ("value", json!({"type": "string"}))],
                    &["count", "value"],
                ),
                "Client": object(&[
                    ("client_id", json!({"type": "string"})),
                    ("client_secret", json!({"type": "string"})),
                    ("client_id_issued_at", json!({"type": "integer"})),
                    ("client_secret_expires_at", json!({"type": "integer"})),
                    ("redirect_uris", texts()),
                    ("grant_types", texts()),
                    ("token_endpoint_auth_method", json!({"type": "string"})),
                    ("scope", json!({"type": "string"})),
                ], &["client_id", "client_id_issued_at", "redirect_uris", "grant_types", "token_endpoint_auth_method"]),
                "Health": object(&[("status", json!({"type": "string"}))], &["status"]),
            },
            "securitySchemes": {
                "basic": {
                    "type": "http",
                    "scheme": "basic",
                    "description": "The client_id and the secret of an app, each as forms write it (RFC 6749, 2.3.1).",
                },
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An access token of this issuer (RFC 6750, 2.1); one that is bound to a key with the scheme DPoP.",
                },
            },
        },
    })
}

fn operations(rule: &Rule) -> Value {
    let endpoint = endpoint(rule.path);
    let mut operations = Map::new();
    for (place, method) in rule.methods.split(", ").map(str::to_lowercase).enumerate() {
        let has_body = method != "head";
        let id = if place == 0 { endpoint.id.to_owned() } else { format!("{}_{method}", endpoint.id) };
        let mut operation = json!({"operationId": id, "summary": endpoint.about, "responses": {}});
        if let Some((properties, required)) = &endpoint.form {
            let schema = json!({"type": "object", "properties": properties, "required": required});
            operation["requestBody"] =
                json!({"required": true, "content": {"application/x-www-form-urlencoded": {"schema": schema}}});
            // A secret in the body, an assertion and a public app need none in the header.
            operation["security"] = json!([{"basic": []}, {}]);
        }
        if rule.path == userinfo::PATH {
            operation["security"] = json!([{"bearer": []}]);
        }
        if rule.path == register::PATH {
            let schema = json!({"type": "object", "properties": of_app()});
            operation["requestBody"] = json!({"required": true, "content": {"application/json": {"schema": schema}}});
            operation["security"] = json!([{"bearer": []}, {}]);
        }
        if rule.path == report::PATH {
            // A developer's server shows it without.
            operation["security"] = json!([{"bearer": []}, {}]);
        }
        for (status, response) in responses(&endpoint, has_body, rule) {
            operation["responses"][status] = response;
        }
        operations.insert(method, operation);
    }
    if rule.path == device::PATH {
        operations.extend(["get", "head"].map(page_of_devices));
    }
    operations.into()
}

/// The page at the same path, for people: it says whatever it has to say as a page.
fn page_of_devices(method: &str) -> (String, Value) {
    let told = |about: &str| match method {
        "head" => json!({"description": about}),
        _ => {
            json!({"description": about, "content": {"text/html": {"schema": {"type": "string"}}, "application/json": {"schema": true}}})
        }
    };
    let operation = json!({
        "operationId": format!("device_{method}"),
        "summary": "The page on which a person types the code of a device",
        "responses": {
            "200": told("The page."),
            "4XX": told("A page, or an error, that says what is wrong."),
            "5XX": told("The server could not; its log says why."),
        },
    });
    (method.to_owned(), operation)
}

/// What is answered, by its status. Whatever is refused before an endpoint is asked is refused by each in the same way.
fn responses(endpoint: &Endpoint, has_body: bool, rule: &Rule) -> Vec<(&'static str, Value)> {
    let with = |about: &str, kind: &str, schema: &Value| {
        let mut response = json!({"description": about});
        if has_body {
            response["content"] = json!({kind: {"schema": schema}});
        }
        response
    };
    let error = reference("Error");
    let mut all = vec![match &endpoint.answer {
        Some((kind, schema)) if [par::PATH, register::PATH].contains(&rule.path) => {
            ("201", with("Done.", kind, schema))
        }
        Some((kind, schema)) => ("200", with("Done.", kind, schema)),
        None => ("200", json!({"description": "Done."})),
    }];
    if endpoint.kept {
        all[0].1["headers"] = json!({"ETag": {"required": true, "schema": {"type": "string"}}});
        all.push(("304", json!({"description": "What If-None-Match names is still so."})));
    }
    let mut refuse = |status: &'static str, about: &str| all.push((status, with(about, "application/json", &error)));
    refuse("400", "The request is not well-formed, or is refused for the reason in `error`.");
    refuse("414", "The address is too long.");
    refuse("421", "The server is not called by the name in Host.");
    refuse("500", "The server could not; its log says why.");
    let is_registration = rule.path == register::PATH;
    if endpoint.form.is_some() || is_registration {
        refuse(
            "401",
            if is_registration {
                "The token is not good for this."
            } else {
                "The client is not known, or did not authenticate as it is registered to."
            },
        );
        refuse("408", "The body did not arrive in time.");
        refuse("413", "The body is over 64 KiB.");
        refuse("415", if is_registration { "The body is no JSON." } else { "The body is no form." });
    }
    if is_registration {
        refuse("403", "The token has not the scope client:register.");
        refuse("404", "Apps are not registered here.");
    }
    if rule.path == actions::PATH {
        refuse("401", "The header does not have what the server said when it was ready.");
    }
    if rule.path == userinfo::PATH {
        refuse("403", "The access token does not cover the scope openid.");
        refuse("408", "The body did not arrive in time.");
        refuse("413", "The body is over 64 KiB.");
        refuse("415", "The body is packed.");
    }
    if rule.path == report::PATH {
        refuse("403", "The access token does not cover the scope mintage:report.");
        refuse("401", "There is no access token, or one that is not good; WWW-Authenticate says how one is shown.");
    }
    if rule.path == userinfo::PATH {
        // Without a token there is nothing to say but how one is shown (RFC 6750, 3.1).
        let about = "There is no access token, or one that is not good; WWW-Authenticate says how one is shown.";
        all.push(("401", json!({"description": about})));
    }
    let mut refuse = |status: &'static str, about: &str| all.push((status, with(about, "application/json", &error)));
    if rule.path == resource::PATH {
        refuse("404", "The server speaks for no such resource.");
    }
    if rule.counted {
        refuse("429", "Too many requests, or too many that failed to authenticate.");
    }
    if rule.path == health::READY {
        all.push(("503", with("An issuer could not issue or judge now.", "application/json", &reference("Health"))));
    } else {
        refuse("503", "Not now; Retry-After says when to ask again.");
    }
    all.sort_by_key(|(status, _)| *status);
    all
}

#[expect(clippy::too_many_lines, reason = "it is a table")]
fn endpoint(path: &str) -> Endpoint {
    let shown = |id, about, kind, schema: &str| {
        let answer = Some((kind, reference(schema)));
        Endpoint { id, about, form: None, answer, kept: true }
    };
    let asked = |id, about, form: Value, required, answer| Endpoint {
        id,
        about,
        form: Some((form, required)),
        answer,
        kept: false,
    };
    match path {
        metadata::OPENID => shown(
            "openid_configuration",
            "What the issuer says of itself (OpenID Connect Discovery 1.0)",
            "application/json",
            "Metadata",
        ),
        metadata::OAUTH => {
            shown("authorization_server", "What the issuer says of itself (RFC 8414)", "application/json", "Metadata")
        }
        jwks::PATH => shown("jwks", "The keys that verify its tokens (RFC 7517)", "application/jwk-set+json", "KeySet"),
        resource::PATH => {
            shown("protected_resource", "Whose tokens a resource takes (RFC 9728)", "application/json", "Resource")
        }
        revocations::PATH => Endpoint {
            answer: Some(("application/revocations+jwt", json!({"type": "string"}))),
            ..shown("revocations", "What is revoked, signed", "application/json", "Error")
        },
        token::PATH => asked(
            "token",
            "Tokens for a grant (RFC 6749, 3.2)",
            token_form(),
            &["grant_type"],
            Some(("application/json", reference("Tokens"))),
        ),
        par::PATH => asked(
            "par",
            "Takes what an app will ask a user for, and gives a reference to it (RFC 9126)",
            client_form(&[
                ("response_type", json!({"type": "string", "enum": ["code"]})),
                ("redirect_uri", json!({"type": "string"})),
                ("scope", json!({"type": "string"})),
                ("state", json!({"type": "string"})),
                ("nonce", json!({"type": "string"})),
                ("code_challenge", json!({"type": "string", "minLength": 43, "maxLength": 43})),
                ("code_challenge_method", json!({"type": "string", "enum": ["S256"]})),
                ("resource", json!({"type": "string"})),
            ]),
            &["response_type"],
            Some((
                "application/json",
                json!({
                    "type": "object",
                    "properties": {
                        "request_uri": {"type": "string"},
                        "expires_in": {"type": "integer"},
                    },
                    "required": ["request_uri", "expires_in"],
                }),
            )),
        ),
        device::PATH => asked(
            "device",
            "The codes of a device that has no browser, which asks with one until somebody has typed the other (RFC 8628)",
            client_form(&[
                ("scope", json!({"type": "string"})),
                ("resource", repeated("May be repeated (RFC 8707).")),
                ("audience", repeated("May be repeated (RFC 8693).")),
            ]),
            &[],
            Some(("application/json", reference("Device"))),
        ),
        introspect::PATH => asked(
            "introspect",
            "What a token is to its app and to the resources that it is for (RFC 7662)",
            client_form(&[
                ("token", json!({"type": "string", "minLength": 1})),
                ("token_type_hint", json!({"type": "string"})),
                (
                    "ip",
                    json!({"type": "string", "description": "The address from which a token came that is bound to one."}),
                ),
                (
                    "user_agent",
                    json!({"type": "string", "description": "The program that showed a token that is bound to one."}),
                ),
                (
                    "device",
                    json!({"type": "string", "description": "The device that showed a token that is bound to one."}),
                ),
            ]),
            &["token"],
            Some(("application/json", reference("Introspection"))),
        ),
        userinfo::PATH => Endpoint {
            kept: false,
            ..shown(
                "userinfo",
                "What is known of the user of a token (OpenID Connect Core 1.0, 5.3)",
                "application/json",
                "User",
            )
        },
        report::PATH => Endpoint {
            id: "report",
            about: "How the home stands and what happened in it, as a page: for whoever shows an access token with the scope \
                    mintage:report, and with --dev for this machine",
            form: None,
            answer: Some(("text/html", json!({"type": "string"}))),
            kept: false,
        },
        revoke::PATH => asked(
            "revoke",
            "Ends a token of the app that asks, and with a refresh token its family (RFC 7009)",
            client_form(&[
                ("token", json!({"type": "string", "minLength": 1})),
                ("token_type_hint", json!({"type": "string"})),
            ]),
            &["token"],
            None,
        ),
        actions::PATH => Endpoint {
            kept: false,
            ..shown(
                "actions_id_token",
                "The token of a job of GitHub Actions, where the server plays that (`serve --dev --actions`)",
                "application/json",
                "ActionsToken",
            )
        },
        register::PATH => Endpoint {
            kept: false,
            ..shown("register", "Registers an app as it describes itself (RFC 7591)", "application/json", "Client")
        },
        _ => {
            let (id, about) = if path == health::READY {
                ("ready", "Whether every issuer can issue and judge")
            } else {
                ("alive", "Whether the process answers")
            };
            Endpoint { kept: false, ..shown(id, about, "application/json", "Health") }
        }
    }
}

/// What an app may say of itself that is heeded (RFC 7591, 2). Other members are ignored.
fn of_app() -> Value {
    json!({
        "redirect_uris": texts(),
        "post_logout_redirect_uris": texts(),
        "grant_types": texts(),
        "response_types": texts(),
        "token_endpoint_auth_method": {"type": "string"},
        "application_type": {"type": "string", "enum": ["web", "native"]},
        "scope": {"type": "string"},
        "client_name": {"type": "string"},
        "client_uri": {"type": "string"},
        "jwks": {"type": "object"},
        "id_token_signed_response_alg": {"type": "string"},
        "dpop_bound_access_tokens": {"type": "boolean"},
        "require_pushed_authorization_requests": {"type": "boolean"},
    })
}

/// A form with what shows who asks.
fn client_form(members: &[(&str, Value)]) -> Value {
    let client = [
        ("client_id", json!({"type": "string"})),
        ("client_secret", json!({"type": "string"})),
        ("client_assertion_type", json!({"type": "string"})),
        ("client_assertion", json!({"type": "string"})),
    ];
    members.iter().cloned().chain(client).map(|(name, schema)| (name.to_owned(), schema)).collect::<Map<_, _>>().into()
}

fn token_form() -> Value {
    let text = || json!({"type": "string"});
    client_form(&[
        ("grant_type", json!({"type": "string", "enum": token::GRANTS})),
        ("scope", text()),
        ("resource", repeated("May be repeated (RFC 8707).")),
        ("audience", repeated("May be repeated (RFC 8693).")),
        ("refresh_token", text()),
        ("device_code", text()),
        ("assertion", text()),
        ("subject_token", text()),
        ("subject_token_type", text()),
        ("actor_token", text()),
        ("actor_token_type", text()),
        ("requested_token_type", text()),
    ])
}

fn tokens() -> Value {
    let text = || json!({"type": "string"});
    object(
        &[
            ("access_token", text()),
            ("token_type", json!({"type": "string", "enum": ["Bearer", "DPoP"]})),
            ("expires_in", json!({"type": "integer", "description": "In seconds."})),
            ("refresh_token", text()),
            ("id_token", text()),
            ("issued_token_type", text()),
            ("scope", text()),
        ],
        &["access_token", "token_type", "expires_in"],
    )
}

/// What a device is given (RFC 8628, 3.2).
fn device_codes() -> Value {
    let (text, seconds) = (|| json!({"type": "string"}), || json!({"type": "integer", "description": "In seconds."}));
    object(
        &[
            ("device_code", text()),
            ("user_code", text()),
            ("verification_uri", text()),
            ("verification_uri_complete", text()),
            ("expires_in", seconds()),
            ("interval", seconds()),
        ],
        &["device_code", "user_code", "verification_uri", "expires_in", "interval"],
    )
}

/// From the members of the document itself.
fn introspection() -> Value {
    let members = Introspection::shape().members;
    let properties: Map<String, Value> =
        members.iter().map(|member| (member.name.to_owned(), described(member))).collect();
    let always: Vec<&str> = members.iter().filter(|member| member.always).map(|member| member.name).collect();
    json!({"type": "object", "properties": properties, "required": always})
}

fn described(member: &MemberShape) -> Value {
    let mut schema = json!({"description": member.about});
    let kind = match member.kind {
        ValueKind::Text => Some("string"),
        ValueKind::Number => Some("integer"),
        ValueKind::Flag => Some("boolean"),
        ValueKind::List(_) => Some("array"),
        _ => None,
    };
    if let Some(kind) = kind {
        schema["type"] = kind.into();
    }
    schema
}

fn object(members: &[(&str, Value)], required: &[&str]) -> Value {
    let properties: Map<String, Value> =
        members.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({"type": "object", "properties": properties, "required": required})
}

/// A member of a form that may be there several times.
fn repeated(about: &str) -> Value {
    json!({"type": ["string", "array"], "items": {"type": "string"}, "description": about})
}

fn texts() -> Value {
    json!({"type": "array", "items": {"type": "string"}})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::client_auth;

    fn references<'v>(value: &'v Value, to: &mut Vec<&'v str>) {
        match value {
            Value::Object(members) => {
                to.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|value| references(value, to));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, to)),
            _ => {}
        }
    }

    #[test]
    fn every_endpoint_is_described_by_a_name_of_its_own_and_every_reference_leads_somewhere() {
        let description = openapi();
        let mut named = Vec::new();
        references(&description, &mut named);
        assert!(named.len() > 20);
        for name in named {
            assert!(description.pointer(&name[1..]).is_some(), "{name}");
        }
        let paths = description["paths"].as_object().unwrap();
        let operations = paths.values().flat_map(|path| path.as_object().unwrap().values());
        let mut ids: Vec<_> = operations.map(|operation| operation["operationId"].as_str().unwrap()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((paths.len(), ids.len()), (RULES.len(), count));
    }

    #[test]
    fn what_the_forms_may_have_covers_every_way_to_show_who_asks() {
        let form = client_form(&[]);
        let has = |name: &str| form.get(name).is_some();
        assert!(client_auth::METHODS.contains(&"none") && has("client_id"));
        assert!(client_auth::METHODS.contains(&"client_secret_post") && has("client_secret"));
        assert!(client_auth::METHODS.contains(&"private_key_jwt") && has("client_assertion"));
    }
}
