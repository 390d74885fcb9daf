//! A hash that is the same on every machine and in every version.

/// FNV-1a with 64 bits.
pub(crate) struct Hash(u64);

impl Hash {
    pub(crate) fn new() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }

    /// Adds one of several texts.
    pub(crate) fn add(&mut self, part: &str) {
        // The byte between two parts is in no UTF-8 text.
        self.bytes(part.as_bytes());
        self.bytes(&[0xff]);
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// Sixteen hexadecimal digits.
    pub(crate) fn text(&self) -> String {
        format!("{:016x}", self.0)
    }
}
