//! Declares documents: what is written and what is told of it come from one text.

/// Declares a document: a struct that is serialized member by member. The docstrings are its reference.
macro_rules! document {
    (
        $(#[doc = $about:literal])+
        pub struct $name:ident $(<$life:lifetime>)? as $title:literal {
            $( $(#[doc = $meaning:literal])+ $member:ident: $kind:ty, )+
        }
    ) => {
        $(#[doc = $about])+
        pub struct $name $(<$life>)? {
            $( $(#[doc = $meaning])+ pub $member: $kind, )+
        }

        impl $(<$life>)? $crate::wire::Document for $name $(<$life>)? {
            fn shape() -> $crate::wire::Shape {
                let mut shape = $crate::wire::Shape::new($title, concat!($($about),+));
                $( <$kind as $crate::wire::Member>::describe(
                    &document!(@names $member), concat!($($meaning),+), &mut shape.members); )+
                shape
            }

            fn members<M: serde::ser::SerializeMap>(&self, to: &mut M) -> Result<(), M::Error> {
                $( $crate::wire::Member::write(&self.$member, &document!(@names $member), to)?; )+
                Ok(())
            }
        }

        impl $(<$life>)? serde::Serialize for $name $(<$life>)? {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let mut map = to.serialize_map(None)?;
                $crate::wire::Document::members(self, &mut map)?;
                serde::ser::SerializeMap::end(map)
            }
        }

        impl $(<$life>)? $crate::wire::Described for $name $(<$life>)? {
            fn kind() -> $crate::wire::ValueKind {
                $crate::wire::ValueKind::Document(<Self as $crate::wire::Document>::shape)
            }
        }
    };
    (@names r#type) => {
        $crate::wire::Name { plain: "type", unix: "type_unix", seconds: "type_seconds" }
    };
    (@names r#use) => {
        $crate::wire::Name { plain: "use", unix: "use_unix", seconds: "use_seconds" }
    };
    (@names $member:ident) => {
        $crate::wire::Name {
            plain: stringify!($member),
            unix: concat!(stringify!($member), "_unix"),
            seconds: concat!(stringify!($member), "_seconds"),
        }
    };
}
