//! Who asks for a change: who runs the program, and beside it who is said to.

use crate::core::{Account, Actor, Claim, Claimed, HostName, Operator, RunId};
use crate::host::{Environment, LocalUser};

/// Who asks, for the record. The machine knows who runs the program; whom the flag and the variables name is only claimed.
pub fn asker(user: LocalUser, environment: &Environment, by: Option<&Claimed>) -> Actor {
    let LocalUser { uid, name, effective_uid, outer_uid, host } = user;
    let flag = by.cloned().map(Claim::Flag);
    Actor::Operator(Box::new(Operator {
        uid,
        name: name.and_then(|name| Account::new(name).ok()),
        effective_uid: Some(effective_uid).filter(|effective| *effective != uid),
        outer_uid,
        host: HostName::lossy(&host),
        claims: flag.into_iter().chain(of_variables(environment)).collect(),
    }))
}

/// Whom sudo and build services name. What is no user, run or repository is left out: it was not typed, and is no reason to
/// refuse a revocation.
fn of_variables(environment: &Environment) -> impl Iterator<Item = Claim> {
    let text = |name: &str| environment.get(name).map(|value| value.to_string_lossy().into_owned());
    let user = |name: &str| text(name).and_then(|user| Claimed::lossy(&user));
    let run = |name: &str| text(name).and_then(|run| RunId::new(run).ok());
    let sudo = user("SUDO_USER").map(|user| {
        let uid = text("SUDO_UID").and_then(|uid| uid.parse().ok());
        Claim::Sudo { user, uid }
    });
    let github = user("GITHUB_ACTOR").map(|user| {
        let (run, of) = (run("GITHUB_RUN_ID"), run("GITHUB_REPOSITORY"));
        Claim::GitHub { user, run, of }
    });
    let gitlab = user("GITLAB_USER_LOGIN").map(|user| {
        let (run, of) = (run("CI_JOB_ID"), run("CI_PROJECT_PATH"));
        Claim::GitLab { user, run, of }
    });
    [sudo, github, gitlab].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(variables: &[(&str, &str)]) -> String {
        let name = |&(name, value): &(&str, &str)| (name.into(), value.into());
        let environment = Environment { variables: variables.iter().map(name).collect(), current_dir: None };
        let (name, host) = (Some("alice".to_owned()), "web 1;".to_owned());
        let user = LocalUser { uid: 1000, name, effective_uid: 1000, outer_uid: None, host };
        asker(user, &environment, None).to_string()
    }

    #[test]
    fn variables_are_claims_and_the_user_of_the_shell_is_not_asked_for_in_them() {
        assert_eq!(shown(&[("USER", "root"), ("LOGNAME", "root")]), "alice@web1 (uid 1000)");
        assert_eq!(
            shown(&[("SUDO_USER", "root@x (uid 0)"), ("SUDO_UID", "-5")]),
            "alice@web1 (uid 1000), claimed \"root@x (uid 0)\" (sudo)"
        );
        let hub = [("GITHUB_ACTOR", "octo"), ("GITHUB_RUN_ID", "7), root (uid 0"), ("GITHUB_REPOSITORY", "a/b")];
        assert_eq!(shown(&hub), "alice@web1 (uid 1000), claimed \"octo\" (GitHub of a/b)");
        let lab = [("GITLAB_USER_LOGIN", "jane\n\u{1b}[31m"), ("CI_JOB_ID", "9"), ("CI_PROJECT_PATH", "g/s/p")];
        assert_eq!(shown(&lab), "alice@web1 (uid 1000), claimed \"jane[31m\" (GitLab job 9 of g/s/p)");
        assert_eq!(shown(&[("SUDO_USER", " \t"), ("GITHUB_RUN_ID", "7")]), "alice@web1 (uid 1000)");
    }

    #[test]
    fn a_name_that_could_be_taken_for_more_is_left_out() {
        let user = |name: &str| LocalUser {
            uid: 5,
            name: Some(name.to_owned()),
            effective_uid: 0,
            outer_uid: Some(9),
            host: String::new(),
        };
        let shown = |name| asker(user(name), &Environment::default(), None).to_string();
        assert_eq!(shown("root@x (uid 0)"), "uid 5 on unknown (acting as uid 0, outside uid 9)");
        assert_eq!(shown("svc-db$"), "svc-db$@unknown (uid 5, acting as uid 0, outside uid 9)");
    }
}
