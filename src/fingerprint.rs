//! Fingerprints of bytes: what is equal has the same, what differs has another.
//!
//! XXH3 of 128 bits (<https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>). It is some ten times as fast as a
//! cryptographic hash on the small records of pages, of which a build hashes a hundred for each page. Two texts that differ by
//! chance have the same one time in 2¹²⁸; somebody who sets out to make two can, and gains a page of their own that is not renewed.

use twox_hash::XxHash3_128;

/// How many bytes a fingerprint has.
pub const LENGTH: usize = 16;

/// A fingerprint, most significant byte first.
pub type Print = [u8; LENGTH];

/// The fingerprint of bytes.
pub fn print(bytes: &[u8]) -> Print {
    XxHash3_128::oneshot(bytes).to_be_bytes()
}

/// Takes the bytes of a fingerprint one part after the other.
#[derive(Default)]
pub struct Hasher(XxHash3_128);

impl Hasher {
    /// A hasher that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds bytes.
    pub fn update(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.write(bytes);
        self
    }

    /// The fingerprint of all bytes so far: that of the whole of them at once.
    pub fn print(&self) -> Print {
        self.0.finish_128().to_be_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_the_fingerprint_of_the_whole() {
        let bytes: Vec<u8> = (0..5000u32).map(|number| (number * 7 % 251) as u8).collect();
        for cut in [0, 1, 16, 17, 240, 241, 1024, 4999] {
            let mut hasher = Hasher::new();
            hasher.update(&bytes[..cut]).update(&bytes[cut..]);
            assert_eq!(hasher.print(), print(&bytes), "{cut}");
        }
        assert_ne!(print(b""), print(b"\0"));
    }

    #[test]
    fn it_is_the_published_one() {
        // The test vector of the specification for no bytes.
        assert_eq!(print(b"")[..8], [0x99, 0xaa, 0x06, 0xd3, 0x01, 0x47, 0x98, 0xd8]);
    }
}
