//! The prefixes of tokens whose form says who made them: what issuers document, and what scanners of secrets look for (the lists of
//! GitHub's secret scanning and of gitleaks, both public). One row each; the first that fits is taken.

use Letters::{Alnum, Any, Dotted, Hex, Lower, Upper, Url};

/// A prefix, and what is known of what follows it.
pub(super) struct Vendor {
    pub prefix: &'static str,
    /// The word for programs.
    pub kind: &'static str,
    /// What it is, with its article.
    pub noun: &'static str,
    /// The one who can say more.
    pub issuer: &'static str,
    /// The least number of characters after the prefix: below that it is more likely a word.
    pub least: usize,
    /// Which characters may follow.
    pub of: Letters,
}

/// Which characters a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// Letters and digits.
    Alnum,
    /// Capital letters and digits.
    Upper,
    /// Small letters and digits.
    Lower,
    /// Hexadecimal digits.
    Hex,
    /// Those of base64url.
    Url,
    /// Those of base64url, and dots between parts.
    Dotted,
    /// Whatever tokens are made of.
    Any,
}

impl Letters {
    /// Whether a byte is one of them.
    pub fn has(self, byte: u8) -> bool {
        let is_url = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        match self {
            Self::Alnum => byte.is_ascii_alphanumeric(),
            Self::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Lower => byte.is_ascii_lowercase() || byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Url => is_url,
            Self::Dotted => is_url || byte == b'.',
            Self::Any => is_url || matches!(byte, b'.' | b'~' | b'+' | b'/' | b'=' | b'%' | b','),
        }
    }
}

const fn row(
    prefix: &'static str,
    kind: &'static str,
    noun: &'static str,
    issuer: &'static str,
    least: usize,
    of: Letters,
) -> Vendor {
    Vendor { prefix, kind, noun, issuer, least, of }
}

#[rustfmt::skip]
pub(super) const VENDORS: &[Vendor] = &[
    row("ya29.", "google_access_token", "a Google OAuth access token", "Google", 20, Url),
    row("1//", "google_refresh_token", "a Google OAuth refresh token", "Google", 20, Url),
    row("GOCSPX-", "google_client_secret", "a Google OAuth client secret", "Google", 20, Url),
    row("AIza", "google_api_key", "a Google API key", "Google", 35, Url),
    row("EAA", "facebook_access_token", "a Facebook (Meta) access token", "Meta", 30, Alnum),
    row("glpat-", "gitlab_access_token", "a GitLab personal access token", "GitLab", 20, Dotted),
    row("gldt-", "gitlab_deploy_token", "a GitLab deploy token", "GitLab", 20, Dotted),
    row("glrt-", "gitlab_runner_token", "a GitLab runner token", "GitLab", 20, Dotted),
    row("glcbt-", "gitlab_job_token", "a GitLab CI job token", "GitLab", 20, Dotted),
    row("glptt-", "gitlab_trigger_token", "a GitLab pipeline trigger token", "GitLab", 20, Dotted),
    row("glsoat-", "gitlab_scim_token", "a GitLab SCIM token", "GitLab", 20, Dotted),
    row("gloas-", "gitlab_application_secret", "the secret of a GitLab application", "GitLab", 20, Dotted),
    row("glagent-", "gitlab_agent_token", "a token of a GitLab agent for Kubernetes", "GitLab", 20, Dotted),
    row("GR1348941", "gitlab_registration_token", "a GitLab runner registration token", "GitLab", 20, Url),
    row("xoxb-", "slack_bot_token", "a Slack bot token", "Slack", 20, Dotted),
    row("xoxp-", "slack_user_token", "a Slack user token", "Slack", 20, Dotted),
    row("xoxe.xoxp-", "slack_configuration_token", "a Slack token that is renewed in turn", "Slack", 20, Dotted),
    row("xoxe.xoxb-", "slack_rotated_bot_token", "a Slack bot token that is renewed in turn", "Slack", 20, Dotted),
    row("xoxe-", "slack_refresh_token", "a Slack refresh token", "Slack", 20, Dotted),
    row("xoxa-", "slack_workspace_token", "a Slack workspace token", "Slack", 20, Dotted),
    row("xoxr-", "slack_workspace_refresh_token", "a Slack workspace refresh token", "Slack", 20, Dotted),
    row("xoxs-", "slack_session_token", "a Slack session token", "Slack", 20, Dotted),
    row("xoxc-", "slack_client_token", "a token of a Slack client", "Slack", 20, Dotted),
    row("xoxd-", "slack_cookie_token", "a session cookie of Slack", "Slack", 20, Any),
    row("xapp-", "slack_app_token", "a Slack app-level token", "Slack", 20, Dotted),
    row("sk_live_", "stripe_secret_key", "a Stripe secret key, of live payments", "Stripe", 16, Alnum),
    row("sk_test_", "stripe_test_key", "a Stripe secret key, of tests", "Stripe", 16, Alnum),
    row("rk_live_", "stripe_restricted_key", "a Stripe restricted key, of live payments", "Stripe", 16, Alnum),
    row("rk_test_", "stripe_restricted_test_key", "a Stripe restricted key, of tests", "Stripe", 16, Alnum),
    row("whsec_", "webhook_secret", "the secret of a webhook (Stripe, Svix)", "its service", 16, Any),
    row("hvs.", "vault_service_token", "a service token of HashiCorp Vault", "Vault", 24, Url),
    row("hvb.", "vault_batch_token", "a batch token of HashiCorp Vault", "Vault", 24, Url),
    row("hvr.", "vault_recovery_token", "a recovery token of HashiCorp Vault", "Vault", 24, Url),
    row("AKIA", "aws_access_key_id", "the id of an AWS access key, whose secret stands elsewhere", "AWS", 16, Upper),
    row("ASIA", "aws_temporary_key_id", "the id of a temporary AWS access key, whose secret stands elsewhere", "AWS", 16, Upper),
    row("ABIA", "aws_bearer_token_id", "the id of an AWS bearer token", "AWS", 16, Upper),
    row("IQoJb3JpZ2luX2", "aws_session_token", "an AWS session token", "AWS", 60, Any),
    row("FwoGZXIvYXdz", "aws_session_token", "an AWS session token", "AWS", 60, Any),
    row("ABSK", "aws_bedrock_key", "an API key of Amazon Bedrock", "AWS", 100, Any),
    row("pypi-AgE", "pypi_token", "an API token of PyPI", "PyPI", 50, Url),
    row("dckr_pat_", "docker_access_token", "a personal access token of Docker Hub", "Docker", 20, Url),
    row("dckr_oat_", "docker_organization_token", "an organization access token of Docker Hub", "Docker", 20, Url),
    row("rubygems_", "rubygems_key", "an API key of RubyGems", "RubyGems", 48, Hex),
    row("oy2", "nuget_key", "an API key of NuGet", "NuGet", 43, Lower),
    row("CLOJARS_", "clojars_token", "a deploy token of Clojars", "Clojars", 60, Hex),
    row("AKCp", "artifactory_key", "an API key of JFrog Artifactory", "JFrog", 60, Alnum),
    row("cmVmd", "artifactory_reference_token", "a reference token of JFrog", "JFrog", 55, Alnum),
    row("hf_", "hugging_face_token", "an access token of Hugging Face", "Hugging Face", 30, Alnum),
    row("sk-ant-", "anthropic_key", "an API key of Anthropic", "Anthropic", 40, Url),
    row("sk-proj-", "openai_key", "an API key of OpenAI", "OpenAI", 40, Url),
    row("sk-svcacct-", "openai_service_key", "an API key of a service account of OpenAI", "OpenAI", 40, Url),
    row("sk-admin-", "openai_admin_key", "an admin key of OpenAI", "OpenAI", 40, Url),
    row("sk-or-v1-", "openrouter_key", "an API key of OpenRouter", "OpenRouter", 40, Hex),
    row("gsk_", "groq_key", "an API key of Groq", "Groq", 40, Alnum),
    row("xai-", "xai_key", "an API key of xAI", "xAI", 40, Alnum),
    row("r8_", "replicate_token", "an API token of Replicate", "Replicate", 37, Url),
    row("pplx-", "perplexity_key", "an API key of Perplexity", "Perplexity", 40, Alnum),
    row("SG.", "sendgrid_key", "an API key of SendGrid", "SendGrid", 60, Dotted),
    row("xkeysib-", "brevo_key", "an API key of Brevo", "Brevo", 60, Url),
    row("dop_v1_", "digitalocean_token", "a personal access token of DigitalOcean", "DigitalOcean", 64, Hex),
    row("doo_v1_", "digitalocean_oauth_token", "an OAuth token of DigitalOcean", "DigitalOcean", 64, Hex),
    row("dor_v1_", "digitalocean_refresh_token", "an OAuth refresh token of DigitalOcean", "DigitalOcean", 64, Hex),
    row("HRKU-", "heroku_key", "an API key of Heroku", "Heroku", 36, Url),
    row("fo1_", "fly_token", "an access token of Fly.io", "Fly.io", 43, Url),
    row("FlyV1 ", "fly_token", "an access token of Fly.io", "Fly.io", 40, Any),
    row("pul-", "pulumi_token", "an access token of Pulumi", "Pulumi", 40, Hex),
    row("tskey-", "tailscale_key", "a key of Tailscale", "Tailscale", 20, Url),
    row("dapi", "databricks_token", "a personal access token of Databricks", "Databricks", 32, Hex),
    row("sbp_", "supabase_token", "an access token of Supabase", "Supabase", 40, Hex),
    row("sb_secret_", "supabase_secret_key", "a secret key of a Supabase project", "Supabase", 20, Url),
    row("pscale_tkn_", "planetscale_token", "a token of PlanetScale", "PlanetScale", 32, Dotted),
    row("pscale_pw_", "planetscale_password", "a password of PlanetScale", "PlanetScale", 32, Dotted),
    row("nfp_", "netlify_token", "a personal access token of Netlify", "Netlify", 36, Alnum),
    row("dt0c01.", "dynatrace_token", "an access token of Dynatrace", "Dynatrace", 64, Dotted),
    row("shpat_", "shopify_access_token", "an access token of a Shopify app", "Shopify", 32, Hex),
    row("shpss_", "shopify_app_secret", "the secret of a Shopify app", "Shopify", 32, Hex),
    row("shpca_", "shopify_custom_app_token", "an access token of a custom Shopify app", "Shopify", 32, Hex),
    row("shppa_", "shopify_private_app_password", "the password of a private Shopify app", "Shopify", 32, Hex),
    row("sq0atp-", "square_access_token", "an access token of Square", "Square", 22, Url),
    row("sq0csp-", "square_application_secret", "the secret of a Square application", "Square", 43, Url),
    row("ATATT3", "atlassian_token", "an API token of Atlassian", "Atlassian", 60, Any),
    row("ATCTT3", "atlassian_access_token", "an access token of Atlassian", "Atlassian", 60, Any),
    row("ATBB", "bitbucket_app_password", "an app password of Bitbucket", "Atlassian", 32, Any),
    row("lin_api_", "linear_key", "an API key of Linear", "Linear", 40, Alnum),
    row("lin_oauth_", "linear_oauth_token", "an OAuth token of Linear", "Linear", 40, Alnum),
    row("ntn_", "notion_token", "a token of Notion", "Notion", 40, Alnum),
    row("figd_", "figma_token", "a personal access token of Figma", "Figma", 40, Url),
    row("PMAK-", "postman_key", "an API key of Postman", "Postman", 59, Url),
    row("glsa_", "grafana_service_token", "a service account token of Grafana", "Grafana", 41, Url),
    row("glc_", "grafana_cloud_token", "a token of Grafana Cloud", "Grafana", 32, Any),
    row("NRAK-", "newrelic_key", "a user key of New Relic", "New Relic", 27, Alnum),
    row("sntrys_", "sentry_organization_token", "an organization token of Sentry", "Sentry", 40, Any),
    row("sntryu_", "sentry_user_token", "a user token of Sentry", "Sentry", 64, Hex),
    row("dp.pt.", "doppler_token", "a personal token of Doppler", "Doppler", 40, Alnum),
    row("dp.st.", "doppler_service_token", "a service token of Doppler", "Doppler", 40, Dotted),
    row("CCIPAT_", "circleci_token", "a personal access token of CircleCI", "CircleCI", 40, Url),
    row("bkua_", "buildkite_token", "an access token of Buildkite", "Buildkite", 40, Hex),
    row("sgp_", "sourcegraph_token", "an access token of Sourcegraph", "Sourcegraph", 40, Url),
    row("ops_eyJ", "onepassword_token", "a token of a service account of 1Password", "1Password", 100, Any),
    row("AGE-SECRET-KEY-1", "age_key", "a secret key of age", "its owner", 50, Alnum),
    row("phc_", "posthog_key", "a project key of PostHog", "PostHog", 40, Alnum),
    row("phx_", "posthog_personal_key", "a personal key of PostHog", "PostHog", 40, Alnum),
    row("EZAK", "easypost_key", "an API key of EasyPost", "EasyPost", 54, Alnum),
    row("pat-na1-", "hubspot_token", "an access token of a HubSpot app", "HubSpot", 36, Url),
    row("pat-eu1-", "hubspot_token", "an access token of a HubSpot app", "HubSpot", 36, Url),
    row("shippo_live_", "shippo_token", "an API token of Shippo", "Shippo", 40, Hex),
    row("key-", "mailgun_key", "an API key of Mailgun", "Mailgun", 32, Hex),
];
