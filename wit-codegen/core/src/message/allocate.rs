//! Where the Cap'n Proto compiler puts the members of a struct.
//!
//! Members come one by one, in the order of their ordinals, and never move again. Data goes into the smallest hole
//! that alignment has left, else into a new word. The members of a union share their space: each case fills the
//! stretches that earlier cases have claimed before it claims more, first in the holes of a stretch, then by
//! letting a stretch grow into a hole behind it. A union gets its discriminant when the second of its cases gets
//! its first member, just before that.
//!
//! Sizes are binary logarithms of bits, offsets are in units of the size they belong to.

use super::space::Space;
use crate::model::{Group, Slot, Union};

/// Size of a word, and so of the largest data member.
const WORD: u32 = 6;

/// Size of a discriminant: 16 bits.
const DISCRIMINANT: u32 = 4;

/// Where members are added.
#[derive(Clone, Copy, Debug)]
enum Scope {
    /// The struct itself, or a group of it: groups outside of unions share the space of what they are in.
    Struct,
    /// A case of a union, by its index in [`Allocator::cases`].
    Case(usize),
}

/// Allocates one struct.
#[derive(Debug, Default)]
pub(super) struct Allocator {
    data_words: u32,
    pointers: u32,
    holes: Holes,
    unions: Vec<Shared>,
    cases: Vec<CaseSpace>,
}

/// What the cases of a union share.
#[derive(Debug)]
struct Shared {
    outer: Scope,
    /// Cases with members so far.
    inhabited: u32,
    discriminant: Option<u32>,
    stretches: Vec<Stretch>,
    pointers: Vec<u32>,
}

/// A stretch of the data section that a union has claimed.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    size: u32,
    offset: u32,
}

/// What one case of a union uses of the shared space.
#[derive(Debug)]
struct CaseSpace {
    union: usize,
    inhabited: bool,
    /// One for each of the first stretches of the union.
    used: Vec<Usage>,
    /// How many of the union's pointers.
    pointers: usize,
}

/// What a case uses of one stretch: the first part of it, but for some holes.
#[derive(Clone, Debug, Default)]
struct Usage {
    /// Size of that part; none while nothing is used.
    size: Option<u32>,
    /// Offsets are from the start of the stretch.
    holes: Holes,
}

impl Allocator {
    /// Words of data and pointers so far.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.data_words, self.pointers)
    }

    /// Adds a member of the struct, or its only content.
    pub(super) fn place(&mut self, space: &Space) -> Slot {
        self.place_in(Scope::Struct, space)
    }

    fn place_in(&mut self, scope: Scope, space: &Space) -> Slot {
        match space {
            Space::Void => {
                self.add_void(scope);
                Slot::Void
            }
            Space::Data(size) => Slot::Data {
                offset: self.add_data(scope, *size),
                default: 0,
            },
            Space::Pointer => Slot::Pointer {
                index: self.add_pointer(scope),
            },
            Space::Group(members) => Slot::Group(Some(Box::new(Group {
                slots: members
                    .iter()
                    .map(|member| self.place_in(scope, member))
                    .collect(),
                union: None,
            }))),
            Space::Union(cases) => Slot::Group(Some(Box::new(Group {
                slots: Vec::new(),
                union: Some(self.place_union(scope, cases)),
            }))),
        }
    }

    fn place_union(&mut self, scope: Scope, cases: &[Space]) -> Union {
        let union = self.unions.len();
        self.unions.push(Shared {
            outer: scope,
            inhabited: 0,
            discriminant: None,
            stretches: Vec::new(),
            pointers: Vec::new(),
        });
        let mut placed = Vec::with_capacity(cases.len());
        for (case, number) in cases.iter().zip(0_u16..) {
            let scope = self.add_case(union);
            placed.push((number, self.place_in(scope, case)));
        }
        // A case that may come is as good as one that is there.
        while self.unions[union].discriminant.is_none() {
            let scope = self.add_case(union);
            self.add_void(scope);
        }
        Union {
            discriminant: self.unions[union].discriminant.unwrap_or_default(),
            cases: placed,
        }
    }

    fn add_case(&mut self, union: usize) -> Scope {
        self.cases.push(CaseSpace {
            union,
            inhabited: false,
            used: Vec::new(),
            pointers: 0,
        });
        Scope::Case(self.cases.len() - 1)
    }

    fn add_void(&mut self, scope: Scope) {
        if let Scope::Case(case) = scope {
            let union = self.inhabit(case);
            // A union around this one counts it as a member, too.
            self.add_void(self.unions[union].outer);
        }
    }

    fn add_pointer(&mut self, scope: Scope) -> u32 {
        let Scope::Case(case) = scope else {
            self.pointers += 1;
            return self.pointers - 1;
        };
        let union = self.inhabit(case);
        let next = self.cases[case].pointers;
        self.cases[case].pointers += 1;
        if let Some(index) = self.unions[union].pointers.get(next) {
            return *index;
        }
        let index = self.add_pointer(self.unions[union].outer);
        self.unions[union].pointers.push(index);
        index
    }

    fn add_data(&mut self, scope: Scope, size: u32) -> u32 {
        let Scope::Case(case) = scope else {
            if let Some(offset) = self.holes.take(size) {
                return offset;
            }
            let offset = self.data_words << (WORD - size);
            self.data_words += 1;
            self.holes.open(size, offset + 1, WORD);
            return offset;
        };
        let union = self.inhabit(case);
        let count = self.unions[union].stretches.len();
        self.cases[case].used.resize(count, Usage::default());

        let mut best: Option<(u32, usize)> = None;
        for index in 0..count {
            let stretch = self.unions[union].stretches[index];
            let hole = self.cases[case].used[index].smallest_hole(stretch, size);
            if let Some(hole) = hole
                && best.is_none_or(|(smallest, _)| hole < smallest)
            {
                best = Some((hole, index));
            }
        }
        if let Some((_, index)) = best {
            let stretch = self.unions[union].stretches[index];
            return stretch.inside(size) + self.cases[case].used[index].fill(size);
        }
        for index in 0..count {
            if let Some(offset) = self.fill_by_growing(case, index, size) {
                return offset;
            }
        }
        let offset = self.add_data(self.unions[union].outer, size);
        self.unions[union].stretches.push(Stretch { size, offset });
        self.cases[case].used.push(Usage {
            size: Some(size),
            holes: Holes::default(),
        });
        offset
    }

    /// Notes that a case has a member now; gives its union.
    fn inhabit(&mut self, case: usize) -> usize {
        let union = self.cases[case].union;
        if !self.cases[case].inhabited {
            self.cases[case].inhabited = true;
            self.unions[union].inhabited += 1;
            if self.unions[union].inhabited == 2 {
                let offset = self.add_data(self.unions[union].outer, DISCRIMINANT);
                self.unions[union].discriminant = Some(offset);
            }
        }
        union
    }

    /// Puts a member of a case into a stretch that has no room for it, by letting the stretch grow.
    fn fill_by_growing(&mut self, case: usize, index: usize, size: u32) -> Option<u32> {
        let union = self.cases[case].union;
        let Some(used) = self.cases[case].used[index].size else {
            if !self.grow(union, index, size) {
                return None;
            }
            self.cases[case].used[index].size = Some(size);
            return Some(self.unions[union].stretches[index].inside(size));
        };
        let wanted = used.max(size) + 1;
        if !self.grow(union, index, wanted) {
            return None;
        }
        let usage = &mut self.cases[case].used[index];
        usage.holes.open(used, 1, wanted);
        usage.size = Some(wanted);
        let offset = usage.holes.take(size)?;
        Some(self.unions[union].stretches[index].inside(size) + offset)
    }

    /// Lets a stretch of a union grow to `size`, if what lies behind it is free.
    fn grow(&mut self, union: usize, index: usize, size: u32) -> bool {
        let Stretch { size: old, offset } = self.unions[union].stretches[index];
        if size <= old {
            return true;
        }
        if !self.expand(self.unions[union].outer, old, offset, size - old) {
            return false;
        }
        self.unions[union].stretches[index] = Stretch {
            size,
            offset: offset >> (size - old),
        };
        true
    }

    /// Makes what lies at `offset` in `scope` larger by `factor`, if what lies behind it is free.
    fn expand(&mut self, scope: Scope, size: u32, offset: u32, factor: u32) -> bool {
        let Scope::Case(case) = scope else {
            return self.holes.absorb(size, offset, factor);
        };
        if size + factor > WORD || !offset.is_multiple_of(1 << factor) {
            return false;
        }
        let union = self.cases[case].union;
        for index in 0..self.cases[case].used.len() {
            let stretch = self.unions[union].stretches[index];
            if stretch.size < size || offset >> (stretch.size - size) != stretch.offset {
                continue;
            }
            let inside = offset - stretch.inside(size);
            if inside != 0 || self.cases[case].used[index].size != Some(size) {
                // Something else is in the same stretch: only its holes can give room.
                let holes = &mut self.cases[case].used[index].holes;
                return holes.absorb(size, inside, factor);
            }
            if !self.grow(union, index, size + factor) {
                return false;
            }
            self.cases[case].used[index].size = Some(size + factor);
            return true;
        }
        false
    }
}

impl Stretch {
    /// Where it starts, in units of `size`, which is no larger than its own.
    fn inside(self, size: u32) -> u32 {
        self.offset << (self.size - size)
    }
}

impl Usage {
    /// The size of the smallest hole in `stretch` that holds `size`.
    fn smallest_hole(&self, stretch: Stretch, size: u32) -> Option<u32> {
        let Some(used) = self.size else {
            return (size <= stretch.size).then_some(stretch.size);
        };
        if size >= used {
            // No hole is as large, but the second half of twice what is used may be.
            return (size < stretch.size).then_some(size);
        }
        let hole = self.holes.smallest(size);
        hole.or_else(|| (used < stretch.size).then_some(used))
    }

    /// Takes `size` from the hole that was found; gives its offset in the stretch.
    fn fill(&mut self, size: u32) -> u32 {
        let Some(used) = self.size else {
            self.size = Some(size);
            return 0;
        };
        if size >= used {
            self.holes.open(used, 1, size);
            self.size = Some(size + 1);
            return 1;
        }
        if let Some(offset) = self.holes.take(size) {
            return offset;
        }
        let offset = 1 << (used - size);
        self.holes.open(size, offset + 1, used);
        self.size = Some(used + 1);
        offset
    }
}

/// Free space between members: at most one hole of each size below a word, since a smaller one is only made from a
/// larger one when there is none.
#[derive(Clone, Debug, Default)]
struct Holes([Option<u32>; WORD as usize]);

impl Holes {
    fn at(&mut self, size: u32) -> Option<&mut Option<u32>> {
        self.0.get_mut(size as usize)
    }

    /// Takes the start of the smallest hole that holds `size`; the rest of it stays free.
    fn take(&mut self, size: u32) -> Option<u32> {
        let hole = self.at(size)?;
        if let Some(offset) = hole.take() {
            return Some(offset);
        }
        let offset = self.take(size + 1)? * 2;
        *self.at(size)? = Some(offset + 1);
        Some(offset)
    }

    /// Frees what follows a member of `size`, from `offset` on, up to the next multiple of `limit`.
    fn open(&mut self, size: u32, mut offset: u32, limit: u32) {
        for size in size..limit {
            if let Some(hole) = self.at(size) {
                *hole = Some(offset);
            }
            offset = offset.div_ceil(2);
        }
    }

    /// The size of the smallest hole that holds `size`.
    fn smallest(&self, size: u32) -> Option<u32> {
        (size..WORD).find(|size| self.0[*size as usize].is_some())
    }

    /// Adds the holes behind a member to it until it is larger by `factor`; all of them or none.
    fn absorb(&mut self, size: u32, offset: u32, factor: u32) -> bool {
        if factor == 0 {
            return true;
        }
        let follows = self.at(size).is_some_and(|hole| *hole == Some(offset + 1));
        if !follows || !self.absorb(size + 1, offset >> 1, factor - 1) {
            return false;
        }
        if let Some(hole) = self.at(size) {
            *hole = None;
        }
        true
    }
}
