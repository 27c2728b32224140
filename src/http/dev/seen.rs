//! What an issuer was asked, for tests that look at what their app sends. Of a secret, a token or a code its digest alone is kept.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use crate::core::{Timestamp, TokenDigest};

/// How many requests are kept. The oldest goes where there are more.
const MOST: usize = 256;

/// A request, and what came of it. It is whole once it was answered.
#[derive(Debug, Clone)]
pub(in crate::http) struct Seen {
    /// When it came, by the clock of the issuer.
    pub at: Timestamp,
    /// What it was and what came of it, as it is told.
    pub facts: Map<String, Value>,
}

/// The requests of one issuer, numbered from 1.
#[derive(Debug, Default)]
pub(in crate::http) struct Requests {
    kept: Mutex<Kept>,
    came: Notify,
}

#[derive(Debug, Default)]
struct Kept {
    last: u64,
    all: VecDeque<(u64, Seen)>,
}

impl Requests {
    /// Keeps one.
    pub(in crate::http) fn keep(&self, seen: Seen) {
        let mut kept = self.kept();
        kept.last += 1;
        let number = kept.last;
        if kept.all.len() == MOST {
            kept.all.pop_front();
        }
        kept.all.push_back((number, seen));
        drop(kept);
        self.came.notify_waiters();
    }

    /// Those after this number, and the number of the last one. Where there are none, the next is waited for, so long.
    pub(in crate::http) async fn after(&self, number: u64, wait: Duration) -> Value {
        let until = Instant::now() + wait;
        loop {
            let mut came = std::pin::pin!(self.came.notified());
            // From here on, none that comes is missed.
            came.as_mut().enable();
            if let Some(told) = self.told(number) {
                return told;
            }
            if timeout_at(until, came).await.is_err() {
                return json!({"requests": [], "last": self.kept().last});
            }
        }
    }

    fn told(&self, after: u64) -> Option<Value> {
        let kept = self.kept();
        let new = kept.all.iter().filter(|(number, _)| *number > after);
        let new: Vec<Value> = new.map(|(number, seen)| told(*number, seen)).collect();
        (!new.is_empty()).then(|| json!({"requests": new, "last": kept.last}))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn told(number: u64, seen: &Seen) -> Value {
    let mut told = Map::new();
    told.insert("number".to_owned(), json!(number));
    told.insert("at".to_owned(), json!(seen.at.to_string()));
    told.extend(seen.facts.clone());
    told.into()
}

/// What is kept of a text that opens something: whether it is the same as another can be told by it, and it opens nothing.
pub(in crate::http) fn digest(text: &str) -> String {
    format!("sha256:{}", URL_SAFE_NO_PAD.encode(TokenDigest::of(text.as_bytes()).as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(path: &str) -> Seen {
        Seen { at: Timestamp(0), facts: [("path".to_owned(), json!(path))].into_iter().collect() }
    }

    #[tokio::test]
    async fn what_came_is_told_by_number_and_what_comes_is_waited_for() {
        let requests = Requests::default();
        assert_eq!(requests.after(0, Duration::ZERO).await, json!({"requests": [], "last": 0}));
        requests.keep(seen("/a"));
        requests.keep(seen("/b"));
        let told = requests.after(1, Duration::from_mins(1)).await;
        assert_eq!(
            (&told["last"], &told["requests"][0]["path"], &told["requests"][0]["number"]),
            (&json!(2), &json!("/b"), &json!(2))
        );
        let (told, ()) = tokio::join!(requests.after(2, Duration::from_mins(1)), async {
            tokio::task::yield_now().await;
            requests.keep(seen("/c"));
        });
        assert_eq!(told["requests"][0]["path"], "/c");
    }

    #[tokio::test]
    async fn the_oldest_goes_and_numbers_go_on() {
        let requests = Requests::default();
        (0..=MOST).for_each(|_| requests.keep(seen("/a")));
        let told = requests.after(0, Duration::ZERO).await;
        assert_eq!((told["requests"].as_array().unwrap().len(), &told["requests"][0]["number"]), (MOST, &json!(2)));
    }

    #[test]
    fn a_digest_is_that_of_the_text_and_not_the_text() {
        assert_eq!(digest("abc"), "sha256:ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
    }
}
