//! Looking for risk while it serves, as often as the settings of a home say: on a thread of its own for each issuer, which has the
//! processor where no request wants it. The thread owns what rules remember: settings that are taken up leave that as it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::log::{Event, Risk};
use super::state::{Server, State};
use crate::authority::{ActOutcome, Looked, Lookout};
use crate::core::risk::Finding;
use crate::core::{AccessContext, Caller, Door, Ttl, Who};
use crate::host::threads;

/// How often it is asked whether it is time: what the settings say is heeded so soon.
const TICK: Duration = Duration::from_secs(1);
/// How long the end of what was begun is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// Those who look, one for each issuer.
pub(super) struct Lookouts {
    go_on: Arc<AtomicBool>,
    all: Vec<(Sender<()>, Receiver<()>)>,
}

impl Lookouts {
    /// Begins to look.
    pub(super) fn begin(server: &Arc<Server>, issuers: &[State]) -> Self {
        let go_on = Arc::new(AtomicBool::new(true));
        let mut all = Vec::new();
        for state in issuers {
            let ((end, ending), (ends, ended)) = (channel(), channel());
            let post = Post {
                state: state.clone(),
                server: Arc::clone(server),
                go_on: Arc::clone(&go_on),
                lookout: Lookout::default(),
                every: None,
                next: Instant::now(),
                fault: None,
                is_full: false,
            };
            match threads::detach_last((post, ending, ends), |(post, ending, ends)| {
                post.keep(&ending);
                drop(ends);
            }) {
                Ok(()) => all.push((end, ended)),
                Err((post, ..)) => post.tell("is not looked for", Some("the system gives no more threads")),
            }
        }
        Self { go_on, all }
    }

    /// Ends it; what is being done is done.
    pub(super) fn end(self) {
        self.go_on.store(false, Ordering::Relaxed);
        let ended = self.all.into_iter().map(|(_, ended)| ended).collect::<Vec<_>>();
        let until = Instant::now() + PATIENCE;
        for one in ended {
            // Both the end and its loss say that the thread is done.
            let _ = one.recv_timeout(until.saturating_duration_since(Instant::now()));
        }
    }
}

/// One who looks.
struct Post {
    state: State,
    server: Arc<Server>,
    go_on: Arc<AtomicBool>,
    lookout: Lookout,
    /// How often, as it was told last.
    every: Option<Ttl>,
    next: Instant,
    /// Why the last look failed, as it was told.
    fault: Option<String>,
    /// Whether it was told that there are too many findings.
    is_full: bool,
}

impl Post {
    /// Looks until the server ends.
    fn keep(mut self, ending: &Receiver<()>) {
        while self.go_on.load(Ordering::Relaxed) {
            self.attend();
            match ending.recv_timeout(TICK) {
                Err(RecvTimeoutError::Timeout) => {}
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Looks if it is time, as the issuer is served now.
    fn attend(&mut self) {
        let realm = self.state.realm();
        let every = realm.authority().defaults().risk.every;
        if every != self.every {
            match every {
                Some(every) => self.tell("is looked for", Some(&format!("every {every}"))),
                None => self.tell("is looked for no more", None),
            }
            if every.is_none() {
                self.lookout = Lookout::default();
            }
            (self.every, self.next) = (every, Instant::now());
        }
        let Some(every) = every.filter(|_| Instant::now() >= self.next) else { return };
        let caller = Caller { who: Who::Itself, from: AccessContext::default(), door: Door::Http, note: None };
        let looked = self.lookout.look(realm.authority(), &caller, &self.go_on);
        let is_good = match looked {
            Ok(Some(looked)) => self.told(&looked),
            // The server ends.
            Ok(None) => return,
            Err(error) => self.failed(Some(error.to_string())),
        };
        if let Some(metrics) = &self.server.options.metrics {
            metrics.looked(is_good);
        }
        let seconds = u64::try_from(every.seconds()).unwrap_or_default();
        self.next = Instant::now() + Duration::from_secs(seconds.max(1));
    }

    /// Tells what came of a look; says whether all of it was good.
    fn told(&mut self, looked: &Looked) -> bool {
        let (report, log) = (&looked.report, &self.server.log);
        let risk = |finding: &Finding| Risk {
            outcome: "was found",
            rule: finding.rule.name(),
            grade: finding.grade.name(),
            deed: None,
            kind: finding.subject.kind(),
            subject: "",
            why: "",
        };
        let metrics = self.server.options.metrics.as_ref();
        for unread in &report.unread {
            let reason = unread.to_string();
            log.event(&Event {
                what: "a part of the record of access",
                outcome: "could not be read",
                reason: Some(&reason),
            });
        }
        for finding in looked.news.iter().map(|place| &report.findings[*place]) {
            let (subject, why) = (finding.subject.id(&report.known), finding.what(&report.known));
            log.risk(&Risk { subject: &subject, why: &why, ..risk(finding) });
            if let Some(metrics) = metrics {
                metrics.found(finding.rule.name(), finding.grade.name());
            }
        }
        for acted in looked.acted.iter().filter(|acted| acted.outcome == ActOutcome::Done) {
            let finding = &report.findings[acted.finding];
            let (deed, why) = (acted.deed.name(), finding.what(&report.known));
            log.risk(&Risk {
                outcome: "was acted on",
                deed: Some(deed),
                subject: &acted.to,
                why: &why,
                ..risk(finding)
            });
            if let Some(metrics) = metrics {
                metrics.did(finding.rule.name(), deed);
            }
        }
        if looked.more > 0 && !std::mem::replace(&mut self.is_full, true) {
            self.tell("was found more often than is kept", Some(&format!("{} are left out", looked.more)));
        }
        self.failed(looked.failed.first().map(ToString::to_string))
    }

    /// Tells of a fault that was not told at the last look; says whether there is none.
    fn failed(&mut self, fault: Option<String>) -> bool {
        if let Some(why) = fault.as_ref().filter(|why| self.fault.as_ref() != Some(why)) {
            self.tell("could not be looked for, or not acted on", Some(why));
        }
        self.fault = fault;
        self.fault.is_none()
    }

    fn tell(&self, outcome: &str, reason: Option<&str>) {
        let what = format!("risk at {}", self.state.realm().served().issuer);
        self.server.log.event(&Event { what: &what, outcome, reason });
    }
}
