//! What to change in a service that does not meet a check, by the library that it verifies with.

use crate::core::drill::Check;

/// Which option of which library it is.
pub fn hint(check: Check) -> &'static str {
    match check {
        Check::KeepsSet => {
            "keep one client for the whole process, and let it cache: jose makes `createRemoteJWKSet` once; jwks-rsa has `cache: true`; \
             PyJWT makes `PyJWKClient` once, with `cache_jwk_set=True`"
        }
        Check::HonoursMaxAge => {
            "say how long the service keeps the keys: `cacheMaxAge` of jose and jwks-rsa, `lifespan` of PyJWKClient, \
             OIDCJWKSRefreshInterval of mod_auth_openidc"
        }
        Check::TakesNewKey | Check::Recovers => {
            "let it fetch the keys itself, and again for a kid that it does not know: `createRemoteJWKSet` of jose (after \
             `cooldownDuration`, 30 s unless said), `jwksUri` of jwks-rsa (with `rateLimit`, once others have not used that up), \
             `PyJWKClient` of PyJWT (after `cooldown_duration`, 30 s unless said), OIDCOAuthVerifyJwksUri of mod_auth_openidc; a set that is read once at the start never changes"
        }
        Check::KeepsOldKey => {
            "choose the key by the kid of the token among all keys of the set, and not the first or the newest"
        }
        Check::LimitsFetches => {
            "let it not fetch again for a while, or whoever sends tokens makes the service ask the issuer as often: `rateLimit: true, \
             jwksRequestsPerMinute: 10` of jwks-rsa; `cooldownDuration` of jose and `cooldown_duration` of PyJWKClient above 0 (both 30 \
             s unless said); mod_auth_openidc has no limit, and needs one of requests before it"
        }
        Check::RefusesUnknownKey => {
            "refuse a token whose kid is in no set, and never try the other keys of the set for it"
        }
        Check::ForgetsRemovedKey => {
            "keep keys for less time, or replace all of them by what was fetched: `cacheMaxAge` of jwks-rsa (10 minutes unless said, for \
             each key) and of jose, `lifespan` and `cache_keys=False` of PyJWKClient, OIDCJWKSRefreshInterval of mod_auth_openidc; or \
             allow more with --forget"
        }
        Check::SurvivesOutage | Check::SurvivesGarbage => {
            "replace the keys by what was fetched only where that is a set with keys: jose, jwks-rsa and PyJWKClient do, until their \
             time is over (`cacheMaxAge`, `lifespan`); a PyJWKClient of before `cooldown_duration` forgets all where a fetch fails: take \
             a newer one"
        }
    }
}
