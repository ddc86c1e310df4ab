use super::*;
use crate::model::Docs;

#[test]
fn later_names_step_aside() {
    let mut scope = Scope::default();
    assert_eq!(scope.claim("A1"), "A1");
    assert_eq!(scope.claim("A1"), "A1_");
    assert_eq!(scope.claim("A1"), "A1__");
    assert_eq!(scope.claim("r#type"), "r#type");
    assert_eq!(scope.claim("r#type"), "type_");
}

#[test]
fn words_are_split_at_hyphens_and_capitals() {
    for (schema, in_snake, in_pascal) in [
        ("phoneNumber", "phone_number", "PhoneNumber"),
        ("uInt8Field", "u_int8_field", "UInt8Field"),
        ("sha256", "sha256", "Sha256"),
        ("HTTPServer", "http_server", "HttpServer"),
        ("order-item", "order_item", "OrderItem"),
        ("XML-doc2", "xml_doc2", "XmlDoc2"),
        ("by-SEPA", "by_sepa", "BySepa"),
        ("option", "option", "Option"),
        ("await", "r#await", "Await"),
        ("self", "self_", "Self_"),
        ("_", "__", "__"),
        ("_1", "_1", "_1"),
    ] {
        assert_eq!(snake(schema), in_snake);
        assert_eq!(pascal(schema), in_pascal);
    }
    assert_eq!(shouty("globalInt"), "GLOBAL_INT");
    assert_eq!(shouty("read-only"), "READ_ONLY");
    assert_eq!(client("Self"), "SelfClient");
}

#[test]
fn any_file_name_makes_a_module() {
    for (stem, expected) in [
        ("addressbook", "addressbook"),
        ("http-over-capnp", "http_over_capnp"),
        ("type", "r#type"),
        ("2d", "_2d"),
        ("c++", "c"),
        ("+", "__"),
        ("größe", "gr__e"),
    ] {
        let module = snake(stem);
        assert_eq!(module, expected);
        assert!(syn::parse_str::<syn::Ident>(&module).is_ok(), "{module}");
        assert!(!crate::names::file_stem(stem).is_empty());
    }
}

fn module(packages: &[&str], name: &str, aliases: &[&str]) -> Module {
    let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Module {
        name: name.to_owned(),
        parent: None,
        packages: texts(packages),
        selector: String::new(),
        file: 0,
        is_requested: true,
        docs: Docs::default(),
        types: Vec::new(),
        services: Vec::new(),
        aliases: texts(aliases),
        constants: Vec::new(),
    }
}

fn inner(parent: usize, name: &str) -> Module {
    Module {
        parent: Some(ModuleId(parent)),
        ..module(&[], name, &[])
    }
}

fn paths(modules: &[ModuleNames]) -> Vec<String> {
    let paths = modules.iter().map(|module| module.path.join("::"));
    paths.collect()
}

#[test]
fn modules_at_the_root_keep_their_names() {
    let modules = [
        module(&["wasi", "io"], "poll", &[]),
        module(&[], "wasi", &["store"]),
        module(&[], "store", &["poll", "store"]),
        module(&["wasi", "io"], "streams", &[]),
        module(&["wasi", "io"], "poll", &[]),
    ];
    let modules = resolve_modules(&modules, &ModulePlaces::default());
    assert_eq!(
        paths(&modules),
        [
            "wasi_::io::poll",
            "wasi",
            "store",
            "wasi_::io::streams",
            "wasi_::io::poll_"
        ]
    );
    assert_eq!(modules[1].aliases, ["store_"]);
    assert_eq!(modules[2].aliases, ["poll"]);
}

#[test]
fn no_module_at_the_root_shadows_a_crate() {
    let modules = [
        module(&[], "worker", &["core"]),
        module(&["std", "worker"], "alloc", &[]),
        module(&[], "rpc-runtime", &[]),
    ];
    let modules = resolve_modules(&modules, &ModulePlaces::default());
    let expected = ["worker_", "std_::worker::alloc", "rpc_runtime_"];
    assert_eq!(paths(&modules), expected);
    assert_eq!(modules[0].aliases, ["core_"]);
}

#[test]
fn scopes_lie_in_the_modules_of_what_declares_them() {
    let modules = [
        module(&[], "a", &[]),
        inner(0, "Person"),
        inner(1, "Phone"),
        module(&[], "b", &[]),
        inner(3, "Node"),
        // Two instances of a generic that are called alike.
        inner(3, "Node"),
        inner(5, "Edge"),
    ];
    let mut places = ModulePlaces::default();
    places.around.insert(ModuleId(3), vec!["parent".to_owned()]);
    assert_eq!(
        paths(&resolve_modules(&modules, &places)),
        [
            "a",
            "a::person",
            "a::person::phone",
            "parent::b",
            "parent::b::node",
            "parent::b::node_",
            "parent::b::node_::edge"
        ]
    );
}

#[test]
fn what_is_in_a_module_goes_where_that_is_put() {
    let modules = [
        module(&[], "a", &[]),
        inner(0, "person"),
        inner(1, "phone"),
        module(&[], "b", &[]),
    ];
    let mut places = ModulePlaces::default();
    let path = |path: &str| path.split("::").map(str::to_owned).collect();
    places.paths.insert(ModuleId(0), path("people::list"));
    places.paths.insert(ModuleId(2), path("phone"));
    places.paths.insert(ModuleId(3), path("people"));
    assert_eq!(
        paths(&resolve_modules(&modules, &places)),
        ["people_::list", "people_::list::person", "phone", "people"]
    );
}
