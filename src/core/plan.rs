//! Whether a change is made, or only described.

/// Whether a change is made, or only described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It is made.
    Do,
    /// It is described, and nothing is written: the ledger is only read.
    Plan,
    /// It is described for whoever is asked whether to make it. What is refused then is refused for good, and recorded.
    Question,
}

impl Mode {
    /// [`Mode::Plan`] where a plan is asked for.
    pub fn planned(plan: bool) -> Self {
        if plan { Self::Plan } else { Self::Do }
    }

    /// Whether it is only described.
    pub fn is_plan(self) -> bool {
        self != Self::Do
    }

    /// Whether somebody is at making it: a plan alone is no attempt.
    pub fn is_attempt(self) -> bool {
        self != Self::Plan
    }
}

/// What came of a change that may only be described.
#[derive(Debug)]
pub enum Planned<P, D> {
    /// What it would come to.
    Plan(P),
    /// What it came to.
    Done(D),
}

impl<P, D> Planned<P, D> {
    /// What it came to, if it was done.
    pub fn done(self) -> Option<D> {
        match self {
            Self::Plan(_) => None,
            Self::Done(done) => Some(done),
        }
    }
}
