//! The table `families`.

use rusqlite::{Connection, OptionalExtension, Result, params};

use super::columns::Columns;
use crate::core::json::parse_claims;
use crate::core::{Family, FamilyId, GrantId, TokenFormat};

fn read(columns: &mut Columns<'_>) -> Result<Family> {
    let (id, grant) = (FamilyId::from_bytes(columns.plain()?), GrantId::from_bytes(columns.plain()?));
    let (client_id, started_at) = (columns.parsed()?, columns.time()?);
    let (ends_at, format) = (columns.maybe_time()?, columns.word(TokenFormat::from_name)?);
    let claims = columns.word(|text| parse_claims(text.as_bytes()).ok())?;
    Ok(Family { id, grant, client_id, started_at, ends_at, format, claims })
}

pub(super) fn find(connection: &Connection, id: &FamilyId) -> Result<Option<Family>> {
    let sql = "SELECT f.id, f.grant_id, a.client_id, f.started_at, f.ends_at, f.token_format, f.claims \
               FROM families f JOIN grants g ON g.id = f.grant_id JOIN apps a ON a.id = g.app WHERE f.id = ?1";
    connection.prepare_cached(sql)?.query_row([id.as_bytes()], |row| read(&mut Columns::of(row))).optional()
}

pub(super) fn insert(connection: &Connection, family: &Family) -> Result<()> {
    let claims = family.claims.to_string();
    connection.execute(
        "INSERT INTO families (id, grant_id, started_at, ends_at, token_format, claims) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            family.id.as_bytes(),
            family.grant.as_bytes(),
            family.started_at.0,
            family.ends_at.map(|end| end.0),
            family.format.name(),
            claims
        ],
    )?;
    Ok(())
}
