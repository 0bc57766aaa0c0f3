//! The order of a module's functions: those of like code side by side, because a host compresses what it sends and gzip looks back
//! 32 kB and no further. Ordered so, the page is some 5 % smaller on its way than in the order of the functions' names.

use std::collections::HashMap;
use std::collections::VecDeque;
use std::ops::Range;

use crate::Outcome;

/// How far back gzip looks, bytes, with some room for what it needs itself.
const WINDOW: usize = 32_000;

/// Length of the pieces of code that are compared, bytes.
const PIECE: usize = 6;

/// Pieces in more functions than this are everywhere: they say nothing about likeness.
const COMMON: usize = 60;

/// The module with names for its functions, `000000`, `000001`, … in the order they should stand in: `wasm-opt
/// --reorder-functions-by-name` puts them there.
///
/// # Errors
/// What makes the bytes no module.
pub fn named(module: &[u8]) -> Outcome<Vec<u8>> {
    let found = functions(module).ok_or("the module could not be read")?;
    let order = order(
        &found
            .bodies
            .iter()
            .map(|it| &module[it.clone()])
            .collect::<Vec<_>>(),
    );
    let mut rank = vec![0; order.len()];
    for (place, &function) in order.iter().enumerate() {
        rank[function] = place;
    }
    let mut list = Vec::new();
    number(&mut list, rank.len());
    for (function, place) in rank.into_iter().enumerate() {
        number(&mut list, found.imported + function);
        text(&mut list, &format!("{place:06}"));
    }
    let mut section = Vec::new();
    text(&mut section, "name");
    section.push(1);
    number(&mut section, list.len());
    section.append(&mut list);
    let mut named = module.to_vec();
    named.push(0);
    number(&mut named, section.len());
    named.append(&mut section);
    Ok(named)
}

/// The order in which each function is as like as may be to those that gzip still sees.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let mut ids: HashMap<&[u8], u32> = HashMap::new();
    let mut of: Vec<Vec<u32>> = Vec::new();
    let mut holders: Vec<Vec<usize>> = Vec::new();
    for (function, body) in bodies.iter().enumerate() {
        let mut pieces: Vec<u32> = body
            .windows(PIECE)
            .map(|piece| {
                let next = ids.len() as u32;
                *ids.entry(piece).or_insert(next)
            })
            .collect();
        pieces.sort_unstable();
        pieces.dedup();
        holders.resize(ids.len(), Vec::new());
        for &piece in &pieces {
            holders[piece as usize].push(function);
        }
        of.push(pieces);
    }
    let telling = |piece: &u32| (2..=COMMON).contains(&holders[*piece as usize].len());
    for pieces in &mut of {
        pieces.retain(telling);
    }

    let mut seen = vec![0_u32; holders.len()];
    let mut shared = vec![0_usize; bodies.len()];
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut window: VecDeque<usize> = VecDeque::new();
    let mut within = 0;
    let mut order = Vec::with_capacity(bodies.len());
    // The largest first; of equals always the first, so that the same module gives the same order.
    let mut next = left
        .iter()
        .copied()
        .max_by_key(|&it| (bodies[it].len(), usize::MAX - it));
    while let Some(function) = next {
        left.retain(|&it| it != function);
        order.push(function);
        window.push_back(function);
        within += bodies[function].len();
        for &piece in &of[function] {
            seen[piece as usize] += 1;
            if seen[piece as usize] == 1 {
                holders[piece as usize]
                    .iter()
                    .for_each(|&it| shared[it] += 1);
            }
        }
        while within > WINDOW && window.len() > 1 {
            let Some(gone) = window.pop_front() else {
                break;
            };
            within -= bodies[gone].len();
            for &piece in &of[gone] {
                seen[piece as usize] -= 1;
                if seen[piece as usize] == 0 {
                    holders[piece as usize]
                        .iter()
                        .for_each(|&it| shared[it] -= 1);
                }
            }
        }
        // Some pieces are always shared by chance: a short function needs more than a few to count as alike.
        let likeness = |it: usize| shared[it] as f64 / (of[it].len() + 12) as f64;
        next = left
            .iter()
            .copied()
            .max_by(|&a, &b| likeness(a).total_cmp(&likeness(b)).then(b.cmp(&a)));
    }
    order
}

/// Where a module's functions are.
struct Functions {
    /// How many come from outside; the module's own are numbered after them.
    imported: usize,
    /// Code of each of the module's own.
    bodies: Vec<Range<usize>>,
}

/// Finds the functions of a module (WebAssembly core specification, 5.5, binary format of modules).
fn functions(module: &[u8]) -> Option<Functions> {
    let mut found = Functions {
        imported: 0,
        bodies: Vec::new(),
    };
    let mut at = 8;
    module.starts_with(b"\0asm").then_some(())?;
    while at < module.len() {
        let kind = *module.get(at)?;
        at += 1;
        let length = read(module, &mut at)?;
        let end = at.checked_add(length).filter(|&end| end <= module.len())?;
        match kind {
            2 => {
                for _ in 0..read(module, &mut at)? {
                    for _ in 0..2 {
                        at += read(module, &mut at)?;
                    }
                    let kind = *module.get(at)?;
                    at += 1;
                    found.imported += usize::from(kind == 0);
                    imported(module, &mut at, kind)?;
                }
            }
            10 => {
                for _ in 0..read(module, &mut at)? {
                    let length = read(module, &mut at)?;
                    found
                        .bodies
                        .push(at..at.checked_add(length).filter(|&it| it <= end)?);
                    at += length;
                }
            }
            _ => {}
        }
        at = end;
    }
    Some(found)
}

/// Skips the description of an import.
fn imported(module: &[u8], at: &mut usize, kind: u8) -> Option<()> {
    let limits = |at: &mut usize| {
        let most = read(module, at)? & 1 == 1;
        read(module, at)?;
        if most {
            read(module, at)?;
        }
        Some(())
    };
    match kind {
        0 => read(module, at).map(drop),
        1 => {
            *at += 1;
            limits(at)
        }
        2 => limits(at),
        3 => {
            *at += 2;
            Some(())
        }
        _ => None,
    }
}

/// Reads an unsigned LEB128 number.
fn read(bytes: &[u8], at: &mut usize) -> Option<usize> {
    let mut value = 0;
    for shift in (0..35).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value |= usize::from(byte & 127) << shift;
        if byte < 128 {
            return Some(value);
        }
    }
    None
}

/// Writes an unsigned LEB128 number.
fn number(to: &mut Vec<u8>, mut value: usize) {
    while value > 127 {
        to.push((value & 127) as u8 | 128);
        value >>= 7;
    }
    to.push(value as u8);
}

fn text(to: &mut Vec<u8>, text: &str) {
    number(to, text.len());
    to.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module of two imported functions and a memory, and functions of the given code.
    fn module(bodies: &[&[u8]]) -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        let imports = b"\x03\x01a\x01b\x00\x00\x01a\x01c\x00\x01\x01a\x01m\x02\x01\x01\x02";
        module.extend([2, imports.len() as u8]);
        module.extend(imports);
        let mut code = vec![bodies.len() as u8];
        for body in bodies {
            number(&mut code, body.len());
            code.extend_from_slice(body);
        }
        module.push(10);
        number(&mut module, code.len());
        module.extend(code);
        module
    }

    #[test]
    fn functions_are_found_after_the_imported_ones() {
        let module = module(&[b"first", b"second function"]);
        let found = functions(&module).unwrap();
        assert_eq!(found.imported, 2);
        let bodies: Vec<&[u8]> = found.bodies.iter().map(|it| &module[it.clone()]).collect();
        assert_eq!(bodies, [&b"first"[..], b"second function"]);
    }

    #[test]
    fn a_module_cut_short_is_an_error_at_every_length() {
        let whole = module(&[b"first", b"second function"]);
        for length in (0..whole.len()).filter(|it| *it != 8) {
            // After the imports the module is whole again, without code.
            let cut = functions(&whole[..length]);
            assert!(cut.is_none_or(|it| it.bodies.is_empty()), "{length}");
        }
        assert!(named(b"nothing").is_err());
    }

    #[test]
    fn like_functions_stand_side_by_side() {
        let bodies: [&[u8]; 4] = [
            b"abcdefghijklmnopqrstuvwxyz--",
            b"0123456789012345678901234567890",
            b"abcdefghijklmnopqrstuvwxyz",
            b"98 0123456789 0123456789",
        ];
        assert_eq!(order(&bodies), [1, 3, 0, 2]);
    }

    #[test]
    fn names_are_put_after_the_module_and_count_from_the_imports() {
        let module = module(&[b"abcdefghijkl", b"abcdefghijklm"]);
        let named = named(&module).unwrap();
        assert!(named.starts_with(&module));
        let section = &named[module.len()..];
        assert_eq!(&section[2..9], b"\x04name\x01\x11");
        assert_eq!(&section[9..], b"\x02\x02\x06000001\x03\x06000000");
    }
}
