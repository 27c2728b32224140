//! The profiles that are built in: files like anybody's, read by the same code.

/// Name and text, in the order in which they are listed.
pub const BUILT_IN: [(&str, &str); 11] = [
    ("auth0", include_str!("builtin/auth0.toml")),
    ("cognito", include_str!("builtin/cognito.toml")),
    ("entra", include_str!("builtin/entra.toml")),
    ("github-actions", include_str!("builtin/github-actions.toml")),
    ("github-actions-ids", include_str!("builtin/github-actions-ids.toml")),
    ("gitlab-ci", include_str!("builtin/gitlab-ci.toml")),
    ("google", include_str!("builtin/google.toml")),
    ("keycloak", include_str!("builtin/keycloak.toml")),
    ("kubernetes", include_str!("builtin/kubernetes.toml")),
    ("okta", include_str!("builtin/okta.toml")),
    ("spring", include_str!("builtin/spring.toml")),
];

/// Whether a profile of this name is built in.
pub fn is_built_in(name: &str) -> bool {
    built_in(name).is_some()
}

/// The text of a built-in profile.
pub(super) fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
