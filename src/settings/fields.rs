//! The names that a file may have, as those know them who read it.

use std::fmt;

use serde::de::{Deserializer, Error, Visitor};

/// The names of the fields that `read` looks for, in their order.
pub(super) fn names_of<T>(read: impl FnOnce(FieldQuery) -> Result<T, Fields>) -> &'static [&'static str] {
    read(FieldQuery).err().map_or(&[], |Fields(names)| names)
}

/// Says nothing but what it is asked for.
pub(super) struct FieldQuery;

/// The names that were asked for.
#[derive(Debug)]
pub(super) struct Fields(&'static [&'static str]);

impl fmt::Display for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

impl std::error::Error for Fields {}

impl Error for Fields {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(&[])
    }
}

impl<'de> Deserializer<'de> for FieldQuery {
    type Error = Fields;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Fields> {
        Err(Fields(&[]))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Fields> {
        Err(Fields(names))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// That there is no such name, with the nearest one that there is.
pub(super) fn unknown(name: &str, names: &[&str]) -> String {
    let nearest = names.iter().max_by(|a, b| strsim::jaro(name, a).total_cmp(&strsim::jaro(name, b)));
    match nearest {
        Some(nearest) if strsim::jaro(name, nearest) > 0.7 => {
            format!("there is no setting `{name}`; did you mean `{nearest}`?")
        }
        _ => format!("there is no setting `{name}`; the settings are {}", names.join(", ")),
    }
}
