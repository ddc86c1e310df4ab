//! A Worker with an address book, whose interface is a Cap'n Proto schema.
//!
//! Callers in Rust may send it Cap'n Proto messages, callers in JavaScript plain objects: the server does not see the
//! difference.

rpc_runtime::include_rpc!("addressbook");

use addressbook::person::phone_number::Kind;
use addressbook::person::{Occupation, PhoneNumber};
use addressbook::{AddressBook, Card, CardClient, Person, Query};
use rpc_runtime::{Context, Error, Result};

#[derive(Debug)]
struct MyBook {
    #[allow(dead_code, reason = "this book needs nothing of its context")]
    ctx: Context,
}

impl AddressBook for MyBook {
    async fn find(&self, query: Query) -> Result<Vec<Person>> {
        let people = people().into_iter();
        let found = people.filter(|person| person.name.contains(&query.name));
        Ok(found.take(query.limit.into()).collect())
    }

    async fn card(&self, id: u32) -> Result<CardClient> {
        match people().into_iter().find(|person| person.id == id) {
            Some(person) => Ok(CardClient::new(MyCard { person })),
            None => Err(Error::new(format!("nobody has the number {id}"))),
        }
    }
}

#[derive(Debug)]
struct MyCard {
    person: Person,
}

impl Card for MyCard {
    async fn label(&self) -> Result<String> {
        let occupation = match &self.person.occupation {
            Occupation::Employer(employer) => format!(", {employer}"),
            Occupation::School(school) => format!(", {school}"),
            Occupation::None | Occupation::SelfEmployed | Occupation::Unknown(_) => String::new(),
        };
        Ok(format!("{}{occupation}", self.person.name))
    }

    async fn number(&self, kind: Kind) -> Result<String> {
        let mut phones = self.person.phones.iter();
        match phones.find(|phone| phone.kind == kind) {
            Some(phone) => Ok(phone.number.clone()),
            None => Err(Error::new(format!("no number of the kind {kind:?}"))),
        }
    }
}

fn people() -> Vec<Person> {
    let phone = |number: &str, kind| PhoneNumber {
        number: number.to_owned(),
        kind,
    };
    vec![
        Person {
            id: 1,
            name: "Ada Lovelace".to_owned(),
            email: "ada@example.com".to_owned(),
            phones: vec![phone("+44 20 5550 101", Kind::Home)],
            occupation: Occupation::SelfEmployed,
        },
        Person {
            id: 2,
            name: "Grace Hopper".to_owned(),
            email: "grace@example.com".to_owned(),
            phones: vec![
                phone("+1 202 555 0102", Kind::Work),
                phone("+1 202 555 0103", Kind::Mobile),
            ],
            occupation: Occupation::Employer("US Navy".to_owned()),
        },
    ]
}

addressbook::address_book::export!(MyBook);
