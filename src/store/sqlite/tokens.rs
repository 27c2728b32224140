//! The table `tokens`.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, named_params, params_from_iter};

use super::columns::{Columns, audiences_text, revocation_values, text};
use super::conditions::{Conditions, blob};
use super::session::Session;
use super::{apps, change, families, grants, prune, revocations};
use crate::core::claims::ClaimMap;
use crate::core::json::parse_claims;
use crate::core::revocations::Revocations;
use crate::core::verify::{LedgerEntry, LedgerFacts};
use crate::core::{
    AccessContext, Family, FamilyId, GrantId, Jti, Kid, Revocation, RevocationCount, Selector, Subject, Timestamp,
    TokenDigest, TokenKind, TokenRecord, TokenState, UserId,
};
use crate::store::{Page, PruneCursor, PrunedRows, ReadTokens, Result, TokenFilter, WriteTokens};

/// The columns of a token, in the order in which [`read`] takes them.
const COLUMNS: &str = "t.jti, t.kind, a.client_id, t.user, t.grant_id, t.family, t.parent, k.kid, t.scopes, t.audiences, \
                       t.issued_at, t.expires_at, t.state, t.state_at, t.revoked_by, t.revoked_cause, t.revoked_note, \
                       t.ip, t.user_agent, t.device, t.digest, t.claims";

/// A token with its app and key.
const TABLES: &str = "tokens t JOIN apps a ON a.id = t.app LEFT JOIN keys k ON k.id = t.key";

fn read(columns: &mut Columns<'_>) -> rusqlite::Result<TokenRecord> {
    let jti = Jti::from_bytes(columns.plain()?);
    let kind = columns.word(TokenKind::from_name)?;
    let client_id = columns.parsed()?;
    let subject = columns.maybe()?.map_or(Subject::App, Subject::User);
    let grant = columns.plain::<Option<[u8; 16]>>()?.map(GrantId::from_bytes);
    let family = columns.plain::<Option<[u8; 16]>>()?.map(FamilyId::from_bytes);
    let parent = columns.plain::<Option<[u8; 16]>>()?.map(Jti::from_bytes);
    let signed_by = columns.maybe()?;
    let (scopes, audiences) = (columns.parsed()?, columns.audiences()?);
    let (issued_at, expires_at) = (columns.time()?, columns.time()?);
    let state = state(columns)?;
    let (ip, user_agent, device) = (columns.maybe()?, columns.plain()?, columns.plain()?);
    let digest = columns.plain::<Option<[u8; 32]>>()?.map(TokenDigest::from_bytes);
    let claims: Option<String> = columns.plain()?;
    let claims = claims.map(|text| columns.convert(parse_claims(text.as_bytes()).ok())).transpose()?;
    let context = AccessContext { ip, user_agent, device };
    Ok(TokenRecord {
        jti,
        kind,
        client_id,
        subject,
        grant,
        family,
        parent,
        kid: signed_by,
        scopes,
        audiences,
        issued_at,
        expires_at,
        state,
        context,
        digest,
        claims,
    })
}

fn state(columns: &mut Columns<'_>) -> rusqlite::Result<TokenState> {
    let word = columns.text()?.unwrap_or_default();
    if word == "revoked" {
        let revocation = columns.revocation()?;
        return columns.convert(revocation.map(TokenState::Revoked));
    }
    let at = columns.maybe_time()?;
    let _: [Option<&str>; 3] = [columns.text()?, columns.text()?, columns.text()?];
    columns.convert(match (word, at) {
        ("active", None) => Some(TokenState::Active),
        ("refreshed", Some(at)) => Some(TokenState::Refreshed { at }),
        _ => None,
    })
}

fn entry_where(
    connection: &Connection,
    condition: &'static str,
    value: &[u8],
) -> rusqlite::Result<Option<LedgerEntry>> {
    let sql = format!(
        "SELECT {COLUMNS}, {}, {} FROM {TABLES} LEFT JOIN grants g ON g.id = t.grant_id \
         LEFT JOIN apps ga ON ga.id = g.app WHERE {condition}",
        apps::COLUMNS,
        grants::COLUMNS,
    );
    let read = |row: &rusqlite::Row<'_>| {
        let mut columns = Columns::of(row);
        let token = read(&mut columns)?;
        let app = apps::read(&mut columns)?;
        let grant = if columns.is_absent()? { None } else { Some(grants::read(&mut columns)?) };
        Ok(LedgerEntry { token, grant, app })
    };
    connection.prepare_cached(&sql)?.query_row([value], read).optional()
}

impl ReadTokens for Session<'_> {
    fn token(&self, jti: &Jti) -> Result<Option<TokenRecord>> {
        self.run(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE t.jti = ?1");
            connection.prepare_cached(&sql)?.query_row([jti.as_bytes()], |row| read(&mut Columns::of(row))).optional()
        })
    }

    fn token_by_digest(&self, digest: &TokenDigest) -> Result<Option<TokenRecord>> {
        self.run(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE t.digest = ?1");
            let found =
                connection.prepare_cached(&sql)?.query_row([digest.as_bytes()], |row| read(&mut Columns::of(row)));
            // The index compared byte by byte; this comparison takes the same time wherever two digests differ.
            found.optional().map(|token| token.filter(|token| token.digest.as_ref() == Some(digest)))
        })
    }

    fn facts(&self, jti: &Jti) -> Result<Option<LedgerFacts>> {
        self.run(|connection| {
            // Apps and keys are few and known after the first tokens.
            let known = &self.known;
            let sql = "SELECT t.kind, t.app, t.user, t.key, t.expires_at, t.state, t.state_at, t.revoked_by, \
                       t.revoked_cause, t.revoked_note, g.state, g.revoked_at, g.revoked_by, g.revoked_cause, \
                       g.revoked_note FROM tokens t LEFT JOIN grants g ON g.id = t.grant_id WHERE t.jti = ?1";
            let read = |row: &rusqlite::Row<'_>| {
                let columns = &mut Columns::of(row);
                let kind = columns.word(TokenKind::from_name)?;
                let app = known.app(connection, columns.plain()?)?;
                let subject = columns.maybe()?.map_or(Subject::App, Subject::User);
                let signed_by = columns.plain::<Option<i64>>()?.map(|key| known.kid(connection, key)).transpose()?;
                let (expires_at, state) = (columns.time()?, state(columns)?);
                let grant = if columns.is_absent()? { None } else { Some(grants::state(columns)?) };
                Ok(LedgerFacts { kind, app, subject, kid: signed_by, expires_at, state, grant })
            };
            connection.prepare_cached(sql)?.query_row([jti.as_bytes()], read).optional()
        })
    }

    fn entry(&self, jti: &Jti) -> Result<Option<LedgerEntry>> {
        self.run(|connection| entry_where(connection, "t.jti = ?1", jti.as_bytes()))
    }

    fn entry_by_digest(&self, digest: &TokenDigest) -> Result<Option<LedgerEntry>> {
        self.run(|connection| {
            let found = entry_where(connection, "t.digest = ?1", digest.as_bytes())?;
            // As in `token_by_digest`.
            Ok(found.filter(|entry| entry.token.digest.as_ref() == Some(digest)))
        })
    }

    fn family(&self, id: &FamilyId) -> Result<Option<Family>> {
        self.run(|connection| families::find(connection, id))
    }

    fn family_tokens(&self, id: &FamilyId) -> Result<Vec<TokenRecord>> {
        self.run(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE t.family = ?1 ORDER BY t.jti");
            connection.prepare_cached(&sql)?.query_map([id.as_bytes()], |row| read(&mut Columns::of(row)))?.collect()
        })
    }

    fn tokens(&self, filter: &TokenFilter, page: &Page) -> Result<Vec<TokenRecord>> {
        self.run(|connection| {
            let mut conditions = Conditions::of_list(connection, filter, page.after.is_none())?;
            conditions.and_if("t.jti < ?", page.after.as_ref().map(Jti::as_bytes).map(blob));
            let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE {} ORDER BY t.jti DESC LIMIT ?", conditions.sql());
            let values = conditions.values(vec![], [page.limit.into()]);
            connection.prepare(&sql)?.query_map(params_from_iter(values), |row| read(&mut Columns::of(row)))?.collect()
        })
    }

    fn count_tokens(&self, selector: &Selector, now: Timestamp) -> Result<RevocationCount> {
        self.run(|connection| {
            let conditions = Conditions::of_tokens(connection, selector)?;
            let sql = format!(
                "SELECT count(*) FILTER (WHERE t.state = 'active' AND t.expires_at > ?), \
                 count(*) FILTER (WHERE t.state = 'revoked'), count(*) FROM tokens t WHERE {}",
                conditions.sql()
            );
            connection.query_row(&sql, params_from_iter(conditions.values(vec![now.0.into()], [])), |row| {
                let [revoked, already_revoked, all] = [0, 1, 2].map(|column| row.get::<_, i64>(column));
                let (revoked, already_revoked) = (revoked?.unsigned_abs(), already_revoked?.unsigned_abs());
                let expired = all?.unsigned_abs() - revoked - already_revoked;
                Ok(RevocationCount { revoked, already_revoked, expired, unknown: 0 })
            })
        })
    }

    fn revocations(&self, since: Timestamp, most: u32) -> Result<Revocations> {
        self.run(|connection| revocations::of_tokens(connection, since, most))
    }

    fn prunable(&self, until: Timestamp) -> Result<PrunedRows> {
        self.run(|connection| prune::count(connection, until))
    }
}

impl WriteTokens for Session<'_> {
    fn take_family(&self, id: &FamilyId) -> Result<Option<Family>> {
        self.family(id)
    }

    fn take_token(&self, jti: &Jti) -> Result<Option<TokenRecord>> {
        self.token(jti)
    }

    fn take_token_by_digest(&self, digest: &TokenDigest) -> Result<Option<TokenRecord>> {
        self.token_by_digest(digest)
    }

    fn insert_family(&mut self, family: &Family) -> Result<()> {
        self.run(|connection| families::insert(connection, family))
    }

    fn insert_tokens(&mut self, tokens: &[TokenRecord]) -> Result<()> {
        self.run(|connection| {
            let sql = "INSERT INTO tokens (jti, kind, app, user, grant_id, family, parent, key, scopes, audiences, \
                       issued_at, expires_at, state, state_at, revoked_by, revoked_cause, revoked_note, ip, \
                       user_agent, device, digest, claims) \
                       VALUES (:jti, :kind, (SELECT id FROM apps WHERE client_id = :app), :user, :grant, :family, \
                       :parent, (SELECT id FROM keys WHERE kid = :kid), :scopes, :audiences, :issued, :expires, \
                       :state, :at, :by, :cause, :note, :ip, :agent, :device, :digest, :claims)";
            let mut insert = connection.prepare_cached(sql)?;
            for token in tokens {
                let [state, at, by, cause, note] = changeable(&token.state);
                let claims = token.claims.as_ref().map(ClaimMap::to_string);
                insert.execute(named_params! {
                    ":jti": token.jti.as_bytes(),
                    ":kind": token.kind.name(),
                    ":app": token.client_id.as_str(),
                    ":user": token.subject.user().map(UserId::as_str),
                    ":grant": token.grant.as_ref().map(GrantId::as_bytes),
                    ":family": token.family.as_ref().map(FamilyId::as_bytes),
                    ":parent": token.parent.as_ref().map(Jti::as_bytes),
                    ":kid": token.kid.as_ref().map(Kid::as_str),
                    ":scopes": token.scopes.to_string(),
                    ":audiences": audiences_text(&token.audiences),
                    ":issued": token.issued_at.0,
                    ":expires": token.expires_at.0,
                    ":state": state,
                    ":at": at,
                    ":by": by,
                    ":cause": cause,
                    ":note": note,
                    ":ip": token.context.ip.map(|ip| ip.to_string()),
                    ":agent": token.context.user_agent,
                    ":device": token.context.device,
                    ":digest": token.digest.as_ref().map(TokenDigest::as_bytes),
                    ":claims": claims,
                })?;
            }
            Ok(())
        })
    }

    fn replace_token(&mut self, before: &TokenRecord, after: &TokenRecord) -> Result<()> {
        self.exactly_one(|connection| {
            let key = ("jti", blob(before.jti.as_bytes()));
            let (before, after) = (changeable(&before.state), changeable(&after.state));
            change::replace(connection, ("tokens", CHANGEABLE), key, before, after)
        })
    }

    fn revoke_tokens(&mut self, selector: &Selector, revocation: &Revocation) -> Result<()> {
        self.run(|connection| {
            // To every token that is matched what `TokenRecord::revoke` does to one.
            let conditions = Conditions::of_tokens(connection, selector)?;
            let sql = format!(
                "UPDATE tokens AS t SET state = 'revoked', state_at = ?, revoked_by = ?, revoked_cause = ?, \
                 revoked_note = ? WHERE t.state = 'active' AND +t.expires_at > ? AND {}",
                conditions.sql()
            );
            let mut before = Vec::from(revocation_values(Some(revocation)));
            before.push(revocation.at.0.into());
            connection.execute(&sql, params_from_iter(conditions.values(before, [])))?;
            Ok(())
        })
    }

    fn prune(&mut self, until: Timestamp, after: PruneCursor, most: u32) -> Result<(PrunedRows, Option<PruneCursor>)> {
        self.run(|connection| prune::step(connection, until, after, most))
    }
}

/// The columns of a token that change, in the order in which [`changeable`] gives them.
const CHANGEABLE: &str = "state, state_at, revoked_by, revoked_cause, revoked_note";

fn changeable(state: &TokenState) -> [Value; 5] {
    let (name, used_at, revocation) = match state {
        TokenState::Active => ("active", None, None),
        TokenState::Refreshed { at } => ("refreshed", Some(at.0), None),
        TokenState::Revoked(revocation) => ("revoked", None, Some(revocation)),
    };
    let [revoked_at, by, cause, note] = revocation_values(revocation);
    [text(name), used_at.map_or(revoked_at, Value::Integer), by, cause, note]
}
