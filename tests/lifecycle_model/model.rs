//! The plain model: the diagrams, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use mintage::authority::Issued;
use mintage::core::RevocationCount;
use mintage::core::policy::MAX_LEEWAY;
use mintage::core::verify::Reason;

use crate::keys::ModelKey;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppStanding {
    Registered,
    Active,
    Blocked,
    Deleted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    None,
    Used(u64),
    Revoked {
        with_app: bool,
    },
    /// A lost answer, which another took the place of.
    Replaced,
    /// Pruned: the ledger knows nothing of it.
    Forgotten,
}

/// What using a refresh token comes to where it does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum No {
    Token(Reason),
    NothingSigns,
    Replay,
    Repeated,
    Policy,
}

#[derive(Debug)]
pub struct ModelToken {
    pub text: String,
    pub app: usize,
    pub user: usize,
    pub grant: usize,
    pub family: Option<usize>,
    pub parent: Option<usize>,
    pub scopes: u8,
    pub issued: u64,
    pub end: u64,
    pub mark: Mark,
    pub refreshes: bool,
    pub opaque: bool,
    /// What signed it.
    pub key: Option<usize>,
}

#[derive(Debug)]
pub struct ModelGrant {
    pub app: usize,
    pub user: usize,
    pub scopes: u8,
    pub revoked_at: Option<u64>,
    pub forgotten: bool,
}

#[derive(Debug, Clone, Copy)]
pub struct ModelFamily {
    pub end: u64,
    pub opaque: bool,
}

/// The diagrams, and nothing else. Scopes are two bits: `read` and `write`, and every app is registered for both.
#[derive(Default)]
pub struct Model {
    pub now: u64,
    /// By their numbers. Those of one name differ by a multiple of [`NAMES`].
    pub apps: BTreeMap<usize, AppStanding>,
    pub grants: Vec<ModelGrant>,
    pub families: Vec<ModelFamily>,
    pub tokens: Vec<ModelToken>,
    pub keys: Vec<ModelKey>,
    pub blocked: BTreeSet<usize>,
    /// Tokens that were forgotten, and revoked after that.
    pub denied: BTreeSet<usize>,
}

impl Model {
    pub fn is_over(&self, token: &ModelToken) -> bool {
        self.now >= token.end
    }

    /// The app that a name means: of those that had it the last one.
    pub fn named(&self, name: usize) -> usize {
        self.apps.keys().copied().filter(|app| app % NAMES == name).max().unwrap_or(name)
    }

    pub fn is_shut(&self, app: usize) -> bool {
        matches!(self.apps[&app], AppStanding::Blocked | AppStanding::Deleted)
    }

    /// What `verify` must say of a token.
    pub fn verdict(&self, token: &ModelToken) -> Option<Reason> {
        let deleted = self.apps[&token.app] == AppStanding::Deleted;
        match token.mark {
            _ if token.refreshes => Some(Reason::TypeMismatch),
            // The key is looked for before anything that a token says is believed.
            _ if token.key.is_some_and(|key| self.is_past(key)) => Some(Reason::UnknownKey),
            // A JWT says itself that it is over.
            Mark::Forgotten if token.opaque => Some(Reason::UnknownToken),
            _ if self.is_over(token) => Some(Reason::Expired),
            _ if token.key.is_some_and(|key| self.is_revoked(key)) => Some(Reason::Revoked),
            Mark::Revoked { with_app } if !(with_app && deleted) => Some(Reason::Revoked),
            Mark::Replaced => Some(Reason::Revoked),
            _ if self.blocked.contains(&token.user) => Some(Reason::Revoked),
            _ if self.is_shut(token.app) => Some(Reason::AppBlocked),
            _ => None,
        }
    }

    /// What refreshing with a token must come to: the scopes of the new access token where it works. A rotation that is due
    /// happens where a key is needed, whatever else is refused after that.
    pub fn refresh(&mut self, place: usize, asked: Option<u8>) -> Result<u8, No> {
        let token = &self.tokens[place];
        if !token.refreshes {
            return Err(No::Token(Reason::TypeMismatch));
        }
        if token.mark == Mark::Forgotten {
            return Err(No::Token(Reason::UnknownToken));
        }
        if self.is_shut(token.app) {
            return Err(No::Token(Reason::AppBlocked));
        }
        if self.blocked.contains(&token.user) {
            return Err(No::Token(Reason::Revoked));
        }
        let family = self.families[token.family.expect("a refresh token has a family")];
        if !family.opaque && self.signing_key().is_none() {
            return Err(No::NothingSigns);
        }
        let token = &self.tokens[place];
        let fits = |scopes: u8| {
            if asked.is_some_and(|asked| asked & !scopes != 0) { Err(No::Policy) } else { Ok(asked.unwrap_or(scopes)) }
        };
        match token.mark {
            Mark::Used(at) => match self.unused(place) {
                Some(_) if self.now - at >= GRACE => Err(No::Replay),
                Some(unused) if self.is_over(&self.tokens[unused]) => Err(No::Token(Reason::Expired)),
                Some(_) if self.replaced(place) >= MOST_REPLACED => Err(No::Repeated),
                Some(_) => fits(token.scopes),
                None => Err(No::Replay),
            },
            Mark::Replaced => match token.parent.map(|used| (used, self.tokens[used].mark)) {
                Some((used, Mark::Used(at))) if self.now - at >= GRACE || self.unused(used).is_none() => {
                    Err(No::Replay)
                }
                _ => Err(No::Token(Reason::Revoked)),
            },
            Mark::Revoked { .. } => Err(No::Token(Reason::Revoked)),
            _ if self.is_over(token) => Err(No::Token(Reason::Expired)),
            _ => fits(token.scopes),
        }
    }

    /// What counts of what a refresh token was used for.
    pub fn answer(&self, used: usize) -> Vec<usize> {
        let counts =
            |token: &ModelToken| token.parent == Some(used) && !matches!(token.mark, Mark::Replaced | Mark::Forgotten);
        (0..self.tokens.len()).filter(|&place| counts(&self.tokens[place])).collect()
    }

    /// The refresh token of it, where nobody used anything of it.
    fn unused(&self, used: usize) -> Option<usize> {
        let answer = self.answer(used);
        let is_used = answer.iter().any(|&place| self.tokens[place].mark != Mark::None);
        answer.into_iter().find(|&place| self.tokens[place].refreshes && !is_used)
    }

    fn replaced(&self, used: usize) -> usize {
        let is_replaced =
            |token: &&ModelToken| token.refreshes && token.parent == Some(used) && token.mark == Mark::Replaced;
        self.tokens.iter().filter(is_replaced).count()
    }

    /// Ends what is still good among the tokens that are reached, and counts them all.
    pub fn end(&mut self, with_app: bool, reached: impl Fn(usize, &ModelToken) -> bool) -> RevocationCount {
        let (now, mut count) = (self.now, RevocationCount::default());
        for (place, token) in self.tokens.iter_mut().enumerate() {
            if token.mark == Mark::Forgotten || !reached(place, token) {
                continue;
            }
            match token.mark {
                Mark::None if now < token.end => {
                    token.mark = Mark::Revoked { with_app };
                    count.revoked += 1;
                }
                Mark::Revoked { .. } | Mark::Replaced => count.already_revoked += 1,
                _ => count.expired += 1,
            }
        }
        count
    }

    /// The one token, and with a refresh token its whole family.
    pub fn end_one(&mut self, place: usize) -> RevocationCount {
        let (whole, family) = (self.tokens[place].refreshes, self.tokens[place].family);
        self.end(false, |other, token| other == place || (whole && token.family == family))
    }

    /// Denies a token that is forgotten, as long as somebody may accept it: once.
    pub fn deny(&mut self, place: usize) -> RevocationCount {
        let (token, mut count) = (&self.tokens[place], RevocationCount::default());
        if token.opaque {
            count.unknown = 1;
        } else if self.denied.contains(&place) {
            count.already_revoked = 1;
        } else if token.end + MAX_LEEWAY.unsigned_abs() <= self.now {
            count.unknown = 1;
        } else {
            self.denied.insert(place);
            (count.revoked, count.denied) = (1, 1);
        }
        count
    }

    pub fn knows(&self, user: usize) -> bool {
        self.blocked.contains(&user) || self.grants.iter().any(|grant| grant.user == user && !grant.forgotten)
    }

    /// Forgets what ended at this time or before.
    pub fn prune(&mut self, margin: u64) -> (u64, u64) {
        let until = self.now - margin;
        let until_revoked = until.min(self.now - CLOCK_MARGIN.max(MAX_LEEWAY.unsigned_abs()));
        let lives = |family: Option<usize>, tokens: &[ModelToken]| {
            tokens.iter().any(|token| token.refreshes && token.family == family && token.end > until)
        };
        let known = |tokens: &[ModelToken]| tokens.iter().filter(|token| token.mark != Mark::Forgotten).count();
        let before = known(&self.tokens);
        let gone: Vec<usize> = (0..self.tokens.len())
            .filter(|&place| {
                let token = &self.tokens[place];
                let withdrawn = self.grants[token.grant].revoked_at.is_some();
                let revoked = withdrawn || matches!(token.mark, Mark::Revoked { .. } | Mark::Replaced);
                let until = if revoked { until_revoked } else { until };
                token.end <= until && !(token.refreshes && lives(token.family, &self.tokens))
            })
            .collect();
        for place in gone {
            self.tokens[place].mark = Mark::Forgotten;
        }
        let mut grants = 0;
        for (number, grant) in self.grants.iter_mut().enumerate() {
            let needed = self.tokens.iter().any(|token| token.grant == number && token.mark != Mark::Forgotten);
            if !grant.forgotten && grant.revoked_at.is_some_and(|at| at <= until_revoked) && !needed {
                grant.forgotten = true;
                grants += 1;
            }
        }
        let denied = self.denied.len();
        self.denied.retain(|place| self.tokens[*place].end > until_revoked);
        ((before - known(&self.tokens) + denied - self.denied.len()) as u64, grants)
    }

    pub fn add(&mut self, issued: &Issued, like: &ModelToken, refresh_scopes: u8) {
        let access = ModelToken { text: issued.access.reveal().to_owned(), ..clone(like) };
        self.tokens.push(access);
        if let Some(refresh) = &issued.refresh {
            let family = self.families[like.family.expect("a refresh token has a family")];
            let end = (self.now + REFRESH_TTL).min(family.end);
            let text = refresh.reveal().to_owned();
            let scopes = refresh_scopes;
            let refresh = ModelToken { text, end, scopes, refreshes: true, opaque: true, key: None, ..clone(like) };
            self.tokens.push(refresh);
        }
    }
}

pub fn clone(token: &ModelToken) -> ModelToken {
    ModelToken { text: token.text.clone(), ..*token }
}

/// How many names apps have.
pub const NAMES: usize = 2;
pub const ACCESS_TTL: u64 = 30;
pub const REFRESH_TTL: u64 = 50;
pub const FAMILY_AGE: u64 = 70;
pub const GRACE: u64 = 5;
/// How often the answer of one use is given anew.
const MOST_REPLACED: usize = 16;
/// How long a revocation is kept after the end of its token, in seconds.
pub const CLOCK_MARGIN: u64 = 20;

/// Withdraws grants in the model; gives how many stood.
pub fn withdraw(model: &mut Model, app: Option<usize>, user: Option<usize>) -> u64 {
    let mut count = 0;
    for grant in &mut model.grants {
        let meant = app.is_none_or(|app| app == grant.app) && user.is_none_or(|user| user == grant.user);
        if meant && grant.revoked_at.is_none() {
            grant.revoked_at = Some(model.now);
            count += 1;
        }
    }
    count
}
