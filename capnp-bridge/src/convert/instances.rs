//! Declarations as types: a generic becomes one type for each way in which it is bound.

use wit_codegen_core::front_end::{
    Diagnostic, Docs, Module, ModuleId, Name, Origin, Resource, Scalar, Span, Type, TypeDef,
    TypeId, TypeKind, names,
};

use super::converter::{Converter, Env, Job, Key, docs};
use super::failure::{Result, invalid};
use crate::request::{self, Bindings, Brand, Kind, Node};

/// How deeply generics may be nested in each other's arguments.
const DEEPEST: usize = 12;

/// How many lists may be in each other: Rust's own compiler gets slow, and who formats code needs stack for each.
const MOST_LISTS: usize = 32;

/// Most types of one run.
const MOST: usize = 20_000;

impl<'a> Converter<'a> {
    /// The type for a declaration. It is converted later.
    pub(super) fn declare(&mut self, id: u64, env: Env, used: &Span) -> Result<TypeId> {
        let node = self.request.node(id)?;
        let file = self.file_of(node);
        self.needs.insert((self.current_file, file));
        // What an enum is does not depend on what is around it.
        let env = match node.kind {
            Kind::Enum(_) => self.unbound(node)?,
            _ => env,
        };
        if let Some(known) = self.declared.get(&(id, env.clone())) {
            return Ok(*known);
        }
        let depth = env
            .iter()
            .flat_map(|(_, arguments)| arguments)
            .map(|argument| 1 + self.depth(argument))
            .max()
            .unwrap_or_default();
        if depth > DEEPEST || self.types.len() >= MOST {
            return Err(grows(node, used).into());
        }
        let scope = self.request.node(node.scope)?;
        let outer = self.restrict(&env, scope)?;
        let module = self.scope_module(scope, &outer)?;
        let base = self.instance_name(node, &env)?;
        let kind = match &node.kind {
            Kind::Interface(_) => {
                let entrypoint = self.scope_module(node, &env)?;
                let file = self.request.file(node).map(|file| file.id);
                let resource = Resource {
                    is_interface: true,
                    functions: Vec::new(),
                    errors: wit_codegen_core::front_end::DeclaredErrors::Tagged,
                    bases: Vec::new(),
                    platform: None,
                    entrypoint: Some(entrypoint),
                    served: file.is_none_or(|id| self.request.requested.contains(&id)),
                };
                TypeKind::Resource(resource)
            }
            Kind::Struct(_) => TypeKind::Union(Vec::new()),
            Kind::Enum(_) => TypeKind::OpenEnum(Vec::new()),
            Kind::File | Kind::Const { .. } | Kind::Annotation => {
                return Err(invalid(format!("the node @0x{id:x} is not a type")));
            }
        };
        let definition = TypeDef {
            name: Name::new(&node.name, &node.name).in_code(base),
            selector: self.files.selector(self.request, node),
            module,
            docs: docs(&node.docs),
            span: self.files.span(self.request, node, &[]),
            kind,
            origin: Origin::Here,
        };
        let key = self.key(id, &env, "");
        let ty = self.add_type(definition, node, key);
        self.depths.insert(ty, depth);
        self.declared.insert((id, env.clone()), ty);
        self.queue.push_back(Job {
            node: id,
            env,
            id: ty,
            file,
        });
        Ok(ty)
    }

    /// Adds a type that `node` declares, or that is declared in it.
    pub(super) fn add_type(&mut self, definition: TypeDef, node: &Node, key: Key) -> TypeId {
        let id = TypeId(self.types.len());
        if let Some(mapped) = self.provided.get(&key) {
            self.elsewhere.insert(id, mapped.clone());
        }
        let file = self.request.file(node).map_or(0, |file| file.id);
        self.keys.insert(id, (file, key));
        self.modules[definition.module.0].types.push(id);
        self.types.push(definition);
        id
    }

    /// The module for what is declared in a file, a struct, a group or an interface.
    pub(super) fn scope_module(&mut self, node: &'a Node, env: &Env) -> Result<ModuleId> {
        let key = (node.id, env.clone());
        if let Some(known) = self.scopes.get(&key) {
            return Ok(*known);
        }
        let (name, parent, around) = if node.scope == 0 {
            (self.files.stem(node), None, self.parent_module(node)?)
        } else {
            // Scopes are not deep, which was checked.
            let parent = self.request.node(node.scope)?;
            let outer = self.restrict(env, parent)?;
            let parent = self.scope_module(parent, &outer)?;
            (self.instance_name(node, env)?, Some(parent), Vec::new())
        };
        let id = ModuleId(self.modules.len());
        if !around.is_empty() {
            self.places.around.insert(id, around);
        }
        self.module_files.push(self.file_of(node));
        self.modules.push(Module {
            name,
            parent,
            packages: Vec::new(),
            selector: self.files.selector(self.request, node),
            file: 0,
            is_requested: false,
            docs: match node.kind {
                Kind::File => docs(&node.docs),
                _ => Docs::default(),
            },
            types: Vec::new(),
            services: Vec::new(),
            aliases: Vec::new(),
            constants: Vec::new(),
        });
        self.scopes.insert(key, id);
        Ok(id)
    }

    /// The file that a node is declared in. What a method declares for itself is in the file of the method.
    fn file_of(&self, node: &Node) -> u64 {
        let file = self.request.file(node);
        file.map_or(self.current_file, |file| file.id)
    }

    /// `MapTextPerson` for `Map(Text, Person)`; the generic's own name where nothing is bound.
    fn instance_name(&self, node: &Node, env: &Env) -> Result<String> {
        let mut name = self.base_name(node)?;
        let own = env.iter().find(|(scope, _)| *scope == node.id);
        if let Some((_, arguments)) = own
            && arguments.iter().any(|it| *it != Type::AnyPointer)
        {
            for argument in arguments {
                self.add_name(argument, &mut name);
            }
        }
        Ok(name)
    }

    /// What a type argument adds to a name.
    fn add_name(&self, ty: &Type, name: &mut String) {
        name.push_str(match ty {
            Type::String => "Text",
            Type::Data => "Data",
            Type::Void => "Void",
            Type::Scalar(scalar) => names::scalar(*scalar),
            Type::List(item) => {
                name.push_str("List");
                return self.add_name(item, name);
            }
            Type::Named(id) | Type::Own(id) => {
                return name.push_str(&names::pascal(self.types[id.0].name.base()));
            }
            _ => "AnyPointer",
        });
    }

    fn depth(&self, ty: &Type) -> usize {
        match ty {
            Type::List(item) => 1 + self.depth(item),
            Type::Named(id) | Type::Own(id) => self.depths.get(id).copied().unwrap_or_default(),
            _ => 0,
        }
    }

    /// What is around a node and itself, innermost first.
    fn chain(&self, node: &'a Node) -> Result<Vec<&'a Node>> {
        let mut chain = vec![node];
        let mut scope = node.scope;
        while scope != 0 {
            let node = self.request.node(scope)?;
            chain.push(node);
            scope = node.scope;
        }
        Ok(chain)
    }

    /// Nothing is bound. Empty where there is nothing to bind.
    pub(super) fn unbound(&self, node: &'a Node) -> Result<Env> {
        self.chain(node).map(|chain| {
            chain
                .into_iter()
                .filter(|node| node.parameters > 0)
                .map(|node| (node.id, vec![Type::AnyPointer; node.parameters]))
                .collect()
        })
    }

    /// Of what is bound, what concerns a node.
    fn restrict(&self, env: &Env, node: &'a Node) -> Result<Env> {
        let chain = self.chain(node)?;
        let concerns = |scope: u64| chain.iter().any(|node| node.id == scope);
        Ok(env
            .iter()
            .filter(|(scope, _)| concerns(*scope))
            .cloned()
            .collect())
    }

    /// What a brand binds, where `env` is bound.
    pub(super) fn bind(&mut self, id: u64, brand: &Brand, env: &Env, used: &Span) -> Result<Env> {
        let node = self.request.node(id)?;
        let mut bound = Env::new();
        for node in self
            .chain(node)?
            .into_iter()
            .filter(|node| node.parameters > 0)
        {
            let given = brand.0.iter().find(|(scope, _)| *scope == node.id);
            let mut arguments = match given.map(|(_, bindings)| bindings) {
                None => Vec::new(),
                Some(Bindings::Inherit) => {
                    let inherited = env.iter().find(|(scope, _)| *scope == node.id);
                    inherited
                        .map(|(_, types)| types.clone())
                        .unwrap_or_default()
                }
                Some(Bindings::Bind(types)) => {
                    let mut arguments = Vec::new();
                    for ty in types.iter().take(node.parameters) {
                        arguments.push(match ty {
                            None => Type::AnyPointer,
                            Some(ty) if request::size(ty) != request::Size::Pointer => {
                                return Err(invalid("a type is bound that is not a pointer"));
                            }
                            Some(ty) => self.ty(ty, env, used)?,
                        });
                    }
                    arguments
                }
            };
            arguments.resize(node.parameters, Type::AnyPointer);
            bound.push((node.id, arguments));
        }
        Ok(bound)
    }

    /// A type where it stands by itself, or in a list.
    pub(super) fn ty(&mut self, ty: &request::Type, env: &Env, used: &Span) -> Result<Type> {
        use request::Type as T;
        Ok(match ty {
            T::Void => Type::Void,
            T::Bool => Type::Scalar(Scalar::Bool),
            T::Int8 => Type::Scalar(Scalar::S8),
            T::Int16 => Type::Scalar(Scalar::S16),
            T::Int32 => Type::Scalar(Scalar::S32),
            T::Int64 => Type::Scalar(Scalar::S64),
            T::UInt8 => Type::Scalar(Scalar::U8),
            T::UInt16 => Type::Scalar(Scalar::U16),
            T::UInt32 => Type::Scalar(Scalar::U32),
            T::UInt64 => Type::Scalar(Scalar::U64),
            T::Float32 => Type::Scalar(Scalar::F32),
            T::Float64 => Type::Scalar(Scalar::F64),
            T::Text => Type::String,
            T::Data => Type::Data,
            T::List(item) => {
                let list = Type::List(Box::new(self.ty(item, env, used)?));
                if lists(&list) > MOST_LISTS {
                    return Err(Diagnostic::schema(
                        used.clone(),
                        "too many lists are in each other",
                    )
                    .rule(format!("lists are at most {MOST_LISTS} deep in each other"))
                    .help("put some of them into a struct of their own")
                    .into());
                }
                list
            }
            T::AnyPointer => Type::AnyPointer,
            T::AnyCapability => Type::Own(self.any_capability(used)),
            T::Parameter(scope, index) => {
                let bound = env.iter().find(|(id, _)| id == scope);
                let argument = bound.and_then(|(_, arguments)| arguments.get(*index));
                argument.cloned().unwrap_or(Type::AnyPointer)
            }
            T::Enum(id, brand) => match &self.request.node(*id)?.kind {
                Kind::Enum(_) => Type::Named(self.instance(*id, brand, env, used)?),
                _ => return Err(invalid(format!("the node @0x{id:x} is not an enum"))),
            },
            T::Struct(id, brand) => match &self.request.node(*id)?.kind {
                Kind::Struct(it) if !it.is_group => {
                    Type::Named(self.instance(*id, brand, env, used)?)
                }
                _ => return Err(invalid(format!("the node @0x{id:x} is not a struct"))),
            },
            T::Interface(id, brand) => match &self.request.node(*id)?.kind {
                Kind::Interface(_) => Type::Own(self.instance(*id, brand, env, used)?),
                _ => return Err(invalid(format!("the node @0x{id:x} is not an interface"))),
            },
        })
    }

    pub(super) fn instance(
        &mut self,
        id: u64,
        brand: &Brand,
        env: &Env,
        used: &Span,
    ) -> Result<TypeId> {
        let env = self.bind(id, brand, env, used)?;
        self.declare(id, env, used)
    }

    /// A handle whose methods nobody knows: it can be kept and handed on.
    fn any_capability(&mut self, used: &Span) -> TypeId {
        self.needs.insert((self.current_file, 0));
        if let Some(known) = self.any_capability {
            return known;
        }
        let module = ModuleId(self.modules.len());
        let id = TypeId(self.types.len());
        self.module_files.push(0);
        self.modules.push(Module {
            name: "capability".to_owned(),
            parent: None,
            packages: Vec::new(),
            selector: "capability.capnp".to_owned(),
            file: 0,
            is_requested: false,
            docs: Docs {
                text: Some("Cap'n Proto's `Capability`.".to_owned()),
                deprecated: None,
            },
            types: vec![id],
            services: Vec::new(),
            aliases: Vec::new(),
            constants: Vec::new(),
        });
        self.types.push(TypeDef {
            name: Name::new("Capability", "Capability"),
            selector: "capability.capnp:Capability".to_owned(),
            module,
            docs: Docs {
                text: Some("A capability of any kind: it can be kept and handed on.".to_owned()),
                deprecated: None,
            },
            span: used.clone(),
            kind: TypeKind::Resource(Resource {
                is_interface: true,
                functions: Vec::new(),
                errors: wit_codegen_core::front_end::DeclaredErrors::Tagged,
                bases: Vec::new(),
                platform: None,
                entrypoint: None,
                served: false,
            }),
            origin: Origin::Here,
        });
        self.any_capability = Some(id);
        id
    }
}

/// How many lists are in each other.
fn lists(ty: &Type) -> usize {
    let (mut ty, mut count) = (ty, 0);
    while let Type::List(item) = ty {
        (ty, count) = (item, count + 1);
    }
    count
}

fn grows(node: &Node, used: &Span) -> Diagnostic {
    let message = format!("too many types are made from `{}`", node.name);
    Diagnostic::schema(used.clone(), message)
        .rule(format!(
            "every way of binding a generic becomes a type of its own, and arguments are nested at most {DEEPEST} \
             deep"
        ))
        .help("leave the type parameters away here: what is not bound is any pointer")
}
