//! Who calls: from the bearer token to rights.

use std::collections::BTreeSet;

use lictor_entitle::code::Code;
use lictor_entitle::right::{self, Right};
use ring::digest::{SHA256, digest};

use crate::fault::Fault;
use crate::model::{Role, Token};
use crate::store::Tx;

/// Somebody with a token.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Name of the token.
    pub name: String,
    /// What it may do.
    pub rights: BTreeSet<Right>,
    /// The token's record.
    pub token: Token,
}

/// The caller behind a token.
///
/// # Errors
///
/// `UNAUTHENTICATED` when it is not known, has ended or was taken back.
pub async fn identify(tx: &mut Tx, bearer: &str) -> Result<Caller, Fault> {
    let hash = hex::encode(digest(&SHA256, bearer.as_bytes()));
    let found = tx.select::<Token>("hash = $1", vec![hash.into()]).await?;
    admit(tx, found.into_iter().next().ok_or(Code::Unauthenticated)?).await
}

/// What somebody with this token may do now.
///
/// # Errors
///
/// `UNAUTHENTICATED` when it has ended or was taken back.
pub async fn admit(tx: &mut Tx, token: Token) -> Result<Caller, Fault> {
    let now = tx.now();
    if token.revoked || token.expires_at.is_some_and(|end| end <= now) {
        return Err(Code::Unauthenticated.into());
    }
    let role: Option<Role> = tx.find("name", token.role.as_str()).await?;
    let rights = right::closure(&role.map(|role| role.rights.into_iter().collect()).unwrap_or_default());
    let rights = if token.scopes.is_empty() {
        rights
    } else {
        let scopes = right::closure(&token.scopes.iter().copied().collect());
        rights.intersection(&scopes).copied().collect()
    };
    Ok(Caller { name: format!("token:{}", token.name), rights, token })
}
