//! The table `families`.

use rusqlite::{Connection, OptionalExtension, Result};

use super::columns::Columns;
use super::conditions::blob;
use super::grants;
use super::known::Known;
use super::table::{FAMILIES, GRANTS};
use crate::core::json::parse_claims;
use crate::core::{ClientId, Family, FamilyId, GrantId, TokenFormat};

fn read(columns: &mut Columns<'_>, client_id: impl FnOnce(&GrantId) -> Result<ClientId>) -> Result<Family> {
    let (id, grant) = (FamilyId::from_bytes(columns.plain()?), GrantId::from_bytes(columns.plain()?));
    let client_id = client_id(&grant)?;
    let started_at = columns.time()?;
    let claims = columns.word(|text| parse_claims(text.as_bytes()).ok())?;
    let ends_at = columns.maybe_time()?;
    let format = columns.word(TokenFormat::from_name)?;
    let departs = columns.departs()?;
    Ok(Family { id, grant, client_id, started_at, ends_at, format, claims, departs })
}

pub(super) fn find(connection: &Connection, known: &Known, id: &FamilyId) -> Result<Option<Family>> {
    let client_id = |grant: &GrantId| {
        let grant = grants::by_id(connection, known, grant)?;
        let (grant, _) = grant.ok_or_else(|| GRANTS.dangling())?;
        Ok(grant.client_id)
    };
    let found = connection
        .prepare_cached("SELECT * FROM families WHERE id = ?1")?
        .query_row([id.as_bytes()], |row| read(&mut Columns::intact(row, &FAMILIES)?, client_id));
    found.optional()
}

pub(super) fn insert(connection: &Connection, family: &Family) -> Result<()> {
    FAMILIES.add(
        connection,
        &[
            blob(family.id.as_bytes()),
            blob(family.grant.as_bytes()),
            family.started_at.0.into(),
            family.claims.to_string().into(),
            family.ends_at.map(|end| end.0).into(),
            family.format.name().to_owned().into(),
            family.departs.as_ref().map(|shape| shape.to_json().to_string()).into(),
        ],
    )
}
