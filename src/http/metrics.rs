//! Figures for those who watch a server, in the words of Prometheus. No label has a value that a stranger can choose.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::log::Answered;
use crate::authority::recorded;

/// Seconds of what takes between a tenth of a millisecond and some seconds.
const SECONDS: [f64; 14] = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
/// How many orders share a transaction.
const SIZES: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// What the writers of this process do: of all its issuers, and whatever was taken up meanwhile.
pub(super) struct Writing {
    /// How many orders wait.
    pub waiting: Gauge,
    /// How many share a transaction.
    pub group: Histogram,
    /// How long a transaction takes with the commit that makes it durable.
    pub transaction: Histogram,
}

/// What the writers do.
pub(super) static WRITING: LazyLock<Writing> = LazyLock::new(|| Writing {
    waiting: Gauge::default(),
    group: Histogram::new(SIZES),
    transaction: Histogram::new(SECONDS),
});

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    endpoint: String,
    status: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Endpoint {
    endpoint: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Grant {
    grant: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refusal {
    endpoint: String,
    error: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Looked {
    result: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Found {
    rule: &'static str,
    grade: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Done {
    rule: &'static str,
    deed: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Key {
    issuer: String,
    algorithm: String,
}

/// How a server does.
pub struct Metrics {
    registry: Mutex<Registry>,
    requests: Family<Request, Counter>,
    durations: Family<Endpoint, Histogram, fn() -> Histogram>,
    issued: Family<Grant, Counter>,
    refused: Family<Refusal, Counter>,
    reloads: Family<Looked, Counter>,
    connections: Gauge,
    keys: Family<Key, Gauge<i64>>,
    uses: Counter,
    uses_lost: Counter,
    looks: Family<Looked, Counter>,
    found: Family<Found, Counter>,
    done: Family<Done, Counter>,
}

/// What is known of a server only when it is asked.
pub(super) struct Now {
    /// How many connections are open.
    pub connections: usize,
    /// Of each issuer, with which algorithm a key signs, and how old it is in seconds.
    pub keys: Vec<(String, String, i64)>,
}

impl Metrics {
    /// Of a process that began then, in seconds since 1970.
    pub fn new(began: f64) -> Self {
        let histogram: fn() -> Histogram = || Histogram::new(SECONDS);
        let metrics = Self {
            registry: Mutex::default(),
            requests: Family::default(),
            durations: Family::new_with_constructor(histogram),
            issued: Family::default(),
            refused: Family::default(),
            reloads: Family::default(),
            connections: Gauge::default(),
            keys: Family::default(),
            uses: Counter::default(),
            uses_lost: Counter::default(),
            looks: Family::default(),
            found: Family::default(),
            done: Family::default(),
        };
        metrics.register(began);
        metrics
    }

    fn register(&self, began: f64) {
        let mut registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        let start = Gauge::<f64, AtomicU64>::default();
        start.set(began);
        registry.register_with_unit("process_start_time", "When the process began, since 1970", Unit::Seconds, start);
        let all = registry.sub_registry_with_prefix("mintage");
        let version = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        all.register("build", "Which mintage this is", version);
        all.register("http_requests", "Requests that were answered", self.requests.clone());
        let durations = self.durations.clone();
        all.register_with_unit(
            "http_request_duration",
            "From the head of a request to its answer",
            Unit::Seconds,
            durations,
        );
        all.register("tokens_issued", "Answers of the token endpoint with a token", self.issued.clone());
        all.register("refusals", "Requests that were refused, by the error that was told", self.refused.clone());
        all.register("reloads", "Settings and certificates that were looked at anew", self.reloads.clone());
        all.register("connections_open", "Connections that are open", self.connections.clone());
        all.register("uses_recorded", "Uses of tokens that were recorded", self.uses.clone());
        all.register("uses_lost", "Uses of tokens that could not be recorded", self.uses_lost.clone());
        all.register("risk_looks", "Looks for risk in the use of tokens", self.looks.clone());
        all.register("risk_findings", "Risks that were found and not told of before", self.found.clone());
        all.register("risk_deeds", "What was done about risks", self.done.clone());
        all.register("writer_queue", "Orders that wait for the writer", WRITING.waiting.clone());
        all.register("writer_group", "Orders that shared a transaction", WRITING.group.clone());
        let transaction = WRITING.transaction.clone();
        all.register_with_unit("writer_transaction", "A transaction with its commit", Unit::Seconds, transaction);
        all.register_with_unit("signing_key_age", "For how long the key has signed", Unit::Seconds, self.keys.clone());
    }

    /// More that is counted elsewhere.
    pub(super) fn also(&self, name: &'static str, what: &'static str, counter: Counter) {
        let mut registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        registry.sub_registry_with_prefix("mintage").register(name, what, counter);
    }

    /// A request was answered, perhaps with an error.
    pub(super) fn answered(&self, request: &Answered<'_>, error: Option<&'static str>) {
        let endpoint = || request.endpoint.to_owned();
        self.requests.get_or_create(&Request { endpoint: endpoint(), status: request.status.into() }).inc();
        self.durations.get_or_create(&Endpoint { endpoint: endpoint() }).observe(seconds(request.took));
        if let (Some(grant), Some(_)) = (request.outcome.grant, request.outcome.jti) {
            self.issued.get_or_create(&Grant { grant }).inc();
        }
        if let Some(error) = error {
            self.refused.get_or_create(&Refusal { endpoint: endpoint(), error }).inc();
        }
    }

    /// Something was looked at anew.
    pub(super) fn reloaded(&self, good: u32, bad: u32) {
        for (result, count) in [("taken_up", good), ("refused", bad)] {
            self.reloads.get_or_create(&Looked { result }).inc_by(count.into());
        }
    }

    /// Somebody looked for risk.
    pub(super) fn looked(&self, is_good: bool) {
        self.looks.get_or_create(&Looked { result: if is_good { "good" } else { "failed" } }).inc();
    }

    /// A risk was found that is new.
    pub(super) fn found(&self, rule: &'static str, grade: &'static str) {
        self.found.get_or_create(&Found { rule, grade }).inc();
    }

    /// Something was done about one.
    pub(super) fn did(&self, rule: &'static str, deed: &'static str) {
        self.done.get_or_create(&Done { rule, deed }).inc();
    }

    /// All figures, as OpenMetrics has them.
    pub(super) fn page(&self, now: &Now) -> std::result::Result<String, fmt::Error> {
        self.connections.set(i64::try_from(now.connections).unwrap_or(i64::MAX));
        let (kept, lost) = recorded();
        self.uses.inner().store(kept, Ordering::Relaxed);
        self.uses_lost.inner().store(lost, Ordering::Relaxed);
        self.keys.clear();
        for (issuer, algorithm, age) in &now.keys {
            let key = Key { issuer: issuer.clone(), algorithm: algorithm.clone() };
            self.keys.get_or_create(&key).set(*age);
        }
        let mut page = String::new();
        encode(&mut page, &self.registry.lock().unwrap_or_else(PoisonError::into_inner))?;
        Ok(page)
    }
}

/// A length as figures have it.
pub(super) fn seconds(length: Duration) -> f64 {
    length.as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::log::Outcome;

    #[test]
    fn what_happened_is_counted_under_names_that_are_known() {
        let metrics = Metrics::new(1.5);
        let outcome = Outcome { grant: Some("client_credentials"), ..Outcome::default() };
        let took = Duration::from_micros(300);
        for (status, error) in [(200, None), (401, Some("invalid_client")), (401, Some("invalid_client"))] {
            let answered = Answered {
                id: "1",
                peer: None,
                from: None,
                method: "POST",
                endpoint: "/token",
                status,
                took,
                outcome: &outcome,
            };
            metrics.answered(&answered, error);
        }
        metrics.reloaded(1, 0);
        let keys = vec![("https://auth.example".to_owned(), "ES256".to_owned(), 60)];
        let page = metrics.page(&Now { connections: 3, keys }).unwrap();
        for line in [
            "process_start_time_seconds 1.5",
            &format!("mintage_build_info{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION")),
            "mintage_http_requests_total{endpoint=\"/token\",status=\"401\"} 2",
            "mintage_http_request_duration_seconds_bucket{le=\"0.0005\",endpoint=\"/token\"} 3",
            "mintage_http_request_duration_seconds_bucket{le=\"0.0002\",endpoint=\"/token\"} 0",
            "mintage_refusals_total{endpoint=\"/token\",error=\"invalid_client\"} 2",
            "mintage_reloads_total{result=\"taken_up\"} 1",
            "mintage_reloads_total{result=\"refused\"} 0",
            "mintage_connections_open 3",
            "mintage_signing_key_age_seconds{issuer=\"https://auth.example\",algorithm=\"ES256\"} 60",
        ] {
            assert!(page.lines().any(|one| one == line), "{line} is not in\n{page}");
        }
        assert!(page.ends_with("# EOF\n"));
        assert!(!page.contains("tokens_issued_total{"), "none was issued:\n{page}");
    }
}
