//! A change of some fields: the body laid over what stands, and read as if all of it had been sent.
//!
//! As in RFC 7396, null takes a field back to its default. Notes and policies are laid over those that
//! stand; every other field is replaced as a whole. So a record is checked by one reader, whether it is
//! made or changed.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::call::Call;
use crate::fault::Fault;

/// Fields of every record that only the system sets.
pub const SYSTEM: &[&str] = &["id", "created_at", "updated_at", "version"];

/// What stands with the body of the call laid over it.
///
/// # Errors
///
/// As [`Call::body`]; `READ_ONLY` for a field of [`SYSTEM`] or of `fixed`.
pub fn merged<T: Serialize + DeserializeOwned>(call: &Call, now: &T, fixed: &[&str]) -> Result<T, Fault> {
    call.read_only(SYSTEM)?;
    call.read_only(fixed)?;
    let mut body = serde_json::to_value(now).map_err(|error| Fault::internal(error.to_string()))?;
    lay(&mut body, &call.body, true);
    Call { body, ..Call::default() }.body()
}

/// Fields whose own fields are laid over each other.
const LAID: &[&str] = &["metadata", "policies"];

fn lay(below: &mut Json, above: &Json, first: bool) {
    match (below, above) {
        (Json::Object(below), Json::Object(above)) => {
            for (name, value) in above {
                if value.is_null() {
                    below.remove(name);
                } else if first && !LAID.contains(&name.as_str()) {
                    below.insert(name.clone(), value.clone());
                } else {
                    lay(below.entry(name.clone()).or_insert(Json::Null), value, false);
                }
            }
        }
        (_, Json::Null) => {}
        (below, above) => *below = above.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn null_removes_notes_are_laid_over_each_other_and_the_rest_is_replaced() {
        let mut body = json!({"a": 1, "metadata": {"c": 1, "d": 2}, "e": {"x": 1}});
        lay(&mut body, &json!({"a": null, "metadata": {"c": null, "y": 3}, "e": {"z": 1}, "f": 4}), true);
        assert_eq!(body, json!({"metadata": {"d": 2, "y": 3}, "e": {"z": 1}, "f": 4}));
    }
}
