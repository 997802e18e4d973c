//! A body read as JSON, in which no field may stand twice: a program that writes one twice means one of
//! them, and nobody can say which.

use std::fmt;

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value as Json};

use super::call::pointer_to;
use crate::fault::Fault;

/// Reads a document; nothing is null.
///
/// # Errors
///
/// `INVALID_FIELD` for what is no JSON, and pointing at a field that stands twice.
pub fn read(bytes: &[u8]) -> Result<Json, Fault> {
    if bytes.is_empty() {
        return Ok(Json::Null);
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read: Result<Once, _> = serde_path_to_error::deserialize(&mut reader);
    let document = read.map_err(|error| {
        let at = pointer_to(error.path());
        let text = format!("the body is no JSON: {}", error.into_inner());
        Fault::from(Refusal::because(Code::InvalidField, text).at(at))
    })?;
    reader.end().map_err(|error| {
        Refusal::because(Code::InvalidField, format!("the body is no JSON: {error}")).at("")
    })?;
    Ok(document.0)
}

/// A document in which every field stands once.
struct Once(Json);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_any(Reader).map(Self)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON document")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(Once(value)) = values.next_element()? {
            list.push(value);
        }
        Ok(Json::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut fields = Map::new();
        while let Some((name, Once(value))) = entries.next_entry::<String, Once>()? {
            if fields.contains_key(&name) {
                return Err(de::Error::custom(format!("the field {name:?} stands twice")));
            }
            fields.insert(name, value);
        }
        Ok(Json::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_document_is_read_whole_and_no_field_stands_twice() {
        for text in ["null", "[1, -2, 2.5, \"a\", true, {\"a\": {\"b\": []}}]", "\"a\\u00e4\""] {
            assert_eq!(read(text.as_bytes()).unwrap(), serde_json::from_str::<Json>(text).unwrap());
        }
        assert_eq!(read(b"").unwrap(), Json::Null);
        assert_eq!(read(b"{\"a\": {\"b\": 1}, \"b\": 1}").unwrap(), json!({"a": {"b": 1}, "b": 1}));
        for (text, at) in [
            ("{", ""),
            ("{} {}", ""),
            ("{\"a\": 1, \"a\": 1}", ""),
            ("{\"a\": [0, {\"b\": 1, \"b\": 2}]}", "/a/1"),
        ] {
            let refusal = read(text.as_bytes()).unwrap_err().refusal();
            assert_eq!(refusal.code, Code::InvalidField, "{text}");
            assert_eq!(refusal.pointer.as_deref(), Some(at), "{text}");
        }
    }
}
