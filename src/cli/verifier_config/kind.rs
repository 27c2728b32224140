//! The verifiers, and what each can.

use clap::ValueEnum;

use crate::core::Algorithm;
use crate::core::algorithm::AlgorithmFamily;

/// Something that verifies tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Verifier {
    /// nginx with njs, which asks `mintage serve`
    Nginx,
    /// Apache with mod_auth_openidc
    Apache,
    /// HAProxy, from 2.6 on
    Haproxy,
    /// Express with express-oauth2-jwt-bearer
    Express,
    /// FastAPI with PyJWT
    Fastapi,
    /// Spring Security 6
    Spring,
}

impl Verifier {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Apache => "apache",
            Self::Haproxy => "haproxy",
            Self::Express => "express",
            Self::Fastapi => "fastapi",
            Self::Spring => "spring",
        }
    }

    /// Whether it is told of one algorithm only.
    pub fn takes_one(self) -> bool {
        self == Self::Express
    }

    /// Whether it has an algorithm.
    pub fn has(self, alg: Algorithm) -> bool {
        let family = alg.family();
        let of_curves = matches!(alg, Algorithm::ES256 | Algorithm::ES384 | Algorithm::ES512);
        let is_rsa = matches!(family, AlgorithmFamily::Rsa);
        match self {
            // It asks.
            Self::Nginx => true,
            Self::Haproxy => of_curves || alg.name().starts_with("RS"),
            Self::Apache | Self::Spring => of_curves || is_rsa,
            Self::Express | Self::Fastapi => of_curves || is_rsa || matches!(alg, Algorithm::EdDSA | Algorithm::ES256K),
        }
    }

    /// What begins a comment in its files.
    pub fn comment(self) -> &'static str {
        match self {
            Self::Express | Self::Spring => "//",
            _ => "#",
        }
    }
}
