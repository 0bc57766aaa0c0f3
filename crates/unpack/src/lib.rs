//! What unpacks the page's module in the browser. LZMA makes it a fifth smaller than the gzip of web servers, and as small on a host
//! that compresses nothing; the page that loads this first pays 14 kB for it.

#[cfg(target_arch = "wasm32")]
use lzma_rust2::Read;
#[cfg(not(target_arch = "wasm32"))]
use std::io::Read;

use lzma_rust2::LzmaReader;
use wasm_bindgen::prelude::wasm_bindgen;

/// What an `.lzma` file holds; nothing if it is not one, was cut short or says no size (13 bytes of header: properties, dictionary, size).
#[wasm_bindgen]
#[must_use]
pub fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let size = packed.get(5..13)?.try_into().ok()?;
    // A size that no memory holds is a file that is broken.
    let size = usize::try_from(u64::from_le_bytes(size)).ok()?;
    let size = (size < 1 << 30).then_some(size)?;
    let mut reader = LzmaReader::new_mem_limit(packed, u32::MAX, None).ok()?;
    let mut whole = vec![0; size];
    reader.read_exact(&mut whole).ok()?;
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::unpack;
    use lzma_rust2::{LzmaOptions, LzmaWriter};
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let options = LzmaOptions::with_preset(9);
        let mut writer =
            LzmaWriter::new_use_header(Vec::new(), &options, Some(bytes.len() as u64)).unwrap();
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn what_was_packed_comes_out() {
        let program: Vec<u8> = (0..200_000_u32)
            .flat_map(|it| (it / 7).to_le_bytes())
            .collect();
        let small = packed(&program);
        assert!(small.len() * 10 < program.len(), "{}", small.len());
        assert_eq!(unpack(&small).unwrap(), program);
        assert_eq!(unpack(&packed(&[])).unwrap(), []);
    }

    #[test]
    fn what_is_broken_is_nothing() {
        let whole = packed(&[7; 1000]);
        assert_eq!(unpack(&whole[..whole.len() / 2]), None);
        assert_eq!(unpack(&whole[..9]), None);
        assert_eq!(unpack(b"<!doctype html> not found"), None);
        assert_eq!(unpack(&[]), None);
    }
}
