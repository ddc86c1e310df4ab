//! One type for each way in which a generic is bound.

use super::*;

#[test]
fn instances_are_named_after_what_is_bound() {
    let model = schema(
        "struct Map(K, V) { entries @0 :List(Entry); struct Entry { key @0 :K; value @1 :V; } }
         struct Person { friends @0 :Map(Text, Person); some @1 :Map(Data, List(UInt8)); any @2 :Map; c @3 :Map(Item, E); }
         struct E { kind @0 :Kind; enum Kind { a @0; } }
         interface Item {}",
    );
    assert_eq!(
        model.paths(),
        [
            "a::E",
            "a::ItemClient",
            "a::Map",
            "a::MapDataListUInt8",
            "a::MapItemE",
            "a::MapTextPerson",
            "a::Person",
            "a::e::Kind",
            "a::map::Entry",
            "a::map_data_list_u_int8::Entry",
            "a::map_item_e::Entry",
            "a::map_text_person::Entry",
        ]
    );
    assert_eq!(
        model.type_of("a::map_text_person::Entry", "value"),
        "a::Person"
    );
    assert_eq!(
        model.type_of("a::map_data_list_u_int8::Entry", "value"),
        "[U8]"
    );
    assert_eq!(
        model.type_of("a::map_item_e::Entry", "key"),
        "own a::ItemClient?"
    );
    assert_eq!(model.type_of("a::map::Entry", "key"), "AnyPointer");
    assert_eq!(model.definition("a::MapTextPerson").selector, "a.capnp:Map");
}

#[test]
fn scopes_bind_what_is_in_them() {
    let model = schema(
        "struct G(A, B) {
           rev @0 :G(B, A);
           struct Inner { a @0 :A; e @1 :E; }
           struct Both(C) { inner @0 :Inner; b @1 :B; c @2 :C; g :group { c @3 :C; } }
           enum E { x @0; }
           using Alias = Both(Text);
         }
         struct U { x @0 :G(Text, Data).Both(U); y @1 :G(Text, Data).Alias; z @2 :G.Inner; }",
    );
    assert_eq!(model.type_of("a::U", "x"), "*a::g_text_data::BothU?");
    assert_eq!(
        model.type_of("a::g_text_data::BothU", "inner"),
        "a::g_text_data::Inner"
    );
    assert_eq!(model.type_of("a::g_text_data::BothU", "b"), "Data");
    assert_eq!(model.type_of("a::g_text_data::BothU", "c"), "*a::U?");
    assert_eq!(model.type_of("a::g_text_data::both_text::G", "c"), "String");
    // An enum is the same everywhere.
    assert_eq!(model.type_of("a::g_text_data::Inner", "e"), "a::g::E");
    assert_eq!(model.type_of("a::g::Inner", "e"), "a::g::E");
}

#[test]
fn a_generic_that_nobody_uses_is_there_for_any_pointer() {
    let model = schema(
        "interface Publisher(T) { subscribe @0 (to :Subscriber(T)) -> (it :Subscription(T)); }
         interface Subscriber(T) { push @0 (message :T) -> (); }
         struct Subscription(T) { last @0 :T; }",
    );
    assert_eq!(
        model.paths(),
        [
            "a::PublisherClient",
            "a::SubscriberClient",
            "a::Subscription"
        ]
    );
    let push = &model.resource("a::SubscriberClient").functions[0];
    assert_eq!(push.params[0].ty, Type::AnyPointer);
}

#[test]
fn parameters_of_methods_are_any_pointer() {
    let model = schema(
        "struct G(A, B) { a @0 :A; b @1 :B; }
         interface I(V) { call @0 [T, U] (foo :T, bar :V) -> G(T, V); other @1 [T] G(T, V) -> (x :T, y :V); }
         struct S { i @0 :I(Text); }",
    );
    let functions = &model.resource("a::ITextClient").functions;
    let types: Vec<String> = functions[0]
        .params
        .iter()
        .map(|it| model.short(&it.ty))
        .collect();
    assert_eq!(types, ["AnyPointer", "String"]);
    let result = functions[0].result.as_ref().map(|ty| model.short(ty));
    assert_eq!(result.as_deref(), Some("a::GAnyPointerText"));
    assert_eq!(model.type_of("a::i_text::OtherResults", "y"), "String");
    assert_eq!(model.type_of("a::i_text::OtherResults", "x"), "AnyPointer");
}
