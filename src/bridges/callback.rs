//! The port on which mcp-remote waits for the answer of a login when it is told none.
//!
//! Read in mcp-remote 0.15.1 (2026-11-25): `3335 + n % 45816`, where n is the number that the first
//! four hexadecimal digits of the MD5 of the url make, as long as neither headers nor options of
//! the login go into that hash.

/// The port for a url.
pub(super) fn of_url(url: &str) -> u16 {
    let digest = md5(url.as_bytes());
    let number = u16::from_be_bytes([digest[0], digest[1]]);
    3335 + number % 45816
}

/// How far each step rotates, round by round.
const ROTATIONS: [[u32; 4]; 4] = [
    [7, 12, 17, 22],
    [5, 9, 14, 20],
    [4, 11, 16, 23],
    [6, 10, 15, 21],
];

/// MD5 as RFC 1321 has it. It names a port here and protects nothing.
fn md5(bytes: &[u8]) -> [u8; 16] {
    let mut message = bytes.to_vec();
    let bits = (bytes.len() as u64).wrapping_mul(8);
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend(bits.to_le_bytes());
    let mut state: [u32; 4] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in message.chunks_exact(64) {
        let words: Vec<u32> = block
            .chunks_exact(4)
            .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
            .collect();
        let [mut a, mut b, mut c, mut d] = state;
        for step in 0..64_usize {
            let (mixed, word) = match step / 16 {
                0 => ((b & c) | (!b & d), step),
                1 => ((d & b) | (!d & c), (5 * step + 1) % 16),
                2 => (b ^ c ^ d, (3 * step + 5) % 16),
                _ => (c ^ (b | !d), (7 * step) % 16),
            };
            // The RFC's table: the integer part of 2^32 times the sine of the step.
            let sine = (((step + 1) as f64).sin().abs() * 4_294_967_296.0) as u32;
            let sum = a
                .wrapping_add(mixed)
                .wrapping_add(sine)
                .wrapping_add(words[word]);
            let rotated = sum.rotate_left(ROTATIONS[step / 16][step % 4]);
            (a, b, c, d) = (d, b.wrapping_add(rotated), b, c);
        }
        for (total, part) in state.iter_mut().zip([a, b, c, d]) {
            *total = total.wrapping_add(part);
        }
    }
    let mut digest = [0; 16];
    for (target, part) in digest.chunks_exact_mut(4).zip(state) {
        target.copy_from_slice(&part.to_le_bytes());
    }
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn md5_is_that_of_the_rfc() {
        for (text, expected) in [
            ("", "d41d8cd98f00b204e9800998ecf8427e"),
            ("abc", "900150983cd24fb0d6963f7d28e17f72"),
            (
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
                "57edf4a22be3c955ac49da2e2107b67a",
            ),
        ] {
            let digest: String = md5(text.as_bytes())
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            assert_eq!(digest, expected, "{text}");
        }
    }

    #[test]
    fn ports_are_those_that_node_computes() {
        // `3335 + parseInt(createHash("md5").update(url).digest("hex").slice(0, 4), 16) % 45816`
        for (url, port) in [
            ("https://mcp.example.com/mcp", 41409),
            ("https://mcp.linear.app/sse", 14881),
            ("https://mcp.example.com/team-1140/mcp", 8107),
        ] {
            assert_eq!(of_url(url), port, "{url}");
        }
    }
}
