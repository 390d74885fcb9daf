//! What a program is built for, read from its first bytes, and whether that runs here.
//!
//! ELF as in elf(5), Mach-O as in Apple's `mach-o/loader.h` and `mach-o/fat.h`, PE as in
//! Microsoft's "PE Format". Names of machines are Rust's, as in [`std::env::consts::ARCH`].

use super::Sureness;
use crate::model::Os;

/// So much of a program is read, in bytes.
pub(super) const ENOUGH: usize = 4096;

/// At most so many machines of one file are looked at.
const MOST: u32 = 16;

/// What a file is built for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Binary {
    /// The kind of file.
    pub(super) format: Format,
    /// The machines that it holds code for; one that is not known is `None`.
    pub(super) machines: Vec<Option<&'static str>>,
    /// The program that loads it, where the file names one: the dynamic loader of ELF.
    pub(super) loader: Option<String>,
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Linux and most other systems.
    Elf,
    /// macOS.
    MachO,
    /// Windows.
    Pe,
}

/// The machine that mcpmend runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Machine {
    /// Its system.
    pub(super) os: Os,
    /// Its processor.
    pub(super) arch: &'static str,
    /// Whether it runs programs of other processors or systems too: Rosetta on macOS, a handler of
    /// binfmt_misc on Linux.
    pub(super) translates: bool,
}

/// Why a program does not run here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Misfit {
    /// What it is built for, in words.
    pub(super) built_for: String,
    /// What clients print then.
    pub(super) code: &'static str,
    /// What would make it run all the same.
    pub(super) remedy: Option<&'static str>,
    /// How sure that is.
    pub(super) sureness: Sureness,
}

/// What the file is that starts with these bytes; `None` for scripts and everything else.
pub(super) fn binary(start: &[u8]) -> Option<Binary> {
    let bytes = Bytes(start);
    match start.get(..4)? {
        b"\x7fELF" => bytes.elf(),
        [0xcf, 0xfa, 0xed, 0xfe] | [0xce, 0xfa, 0xed, 0xfe] => Some(Binary {
            format: Format::MachO,
            machines: vec![mach(bytes.u32(4, Order::Little)?)],
            loader: None,
        }),
        [0xca, 0xfe, 0xba, 0xbe] => bytes.fat(20),
        [0xca, 0xfe, 0xba, 0xbf] => bytes.fat(32),
        [b'M', b'Z', ..] => bytes.pe(),
        _ => None,
    }
}

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn u16(&self, at: usize, order: Order) -> Option<u16> {
        let bytes = self.0.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(match order {
            Order::Little => u16::from_le_bytes(bytes),
            Order::Big => u16::from_be_bytes(bytes),
        })
    }

    fn u32(&self, at: usize, order: Order) -> Option<u32> {
        let bytes = self.0.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(match order {
            Order::Little => u32::from_le_bytes(bytes),
            Order::Big => u32::from_be_bytes(bytes),
        })
    }

    /// A number of the file's own width.
    fn word(&self, at: usize, order: Order, wide: bool) -> Option<usize> {
        if !wide {
            return usize::try_from(self.u32(at, order)?).ok();
        }
        let bytes: [u8; 8] = self.0.get(at..at.checked_add(8)?)?.try_into().ok()?;
        let number = match order {
            Order::Little => u64::from_le_bytes(bytes),
            Order::Big => u64::from_be_bytes(bytes),
        };
        usize::try_from(number).ok()
    }

    fn elf(&self) -> Option<Binary> {
        let wide = *self.0.get(4)? == 2;
        let order = match self.0.get(5)? {
            2 => Order::Big,
            _ => Order::Little,
        };
        let machine = match (self.u16(18, order)?, wide) {
            (3, _) => Some("x86"),
            (8, false) => Some("mips"),
            (21, _) => Some("powerpc64"),
            (22, _) => Some("s390x"),
            (40, _) => Some("arm"),
            (62, _) => Some("x86_64"),
            (183, _) => Some("aarch64"),
            (243, false) => Some("riscv32"),
            (243, true) => Some("riscv64"),
            (258, _) => Some("loongarch64"),
            _ => None,
        };
        Some(Binary {
            format: Format::Elf,
            machines: vec![machine],
            loader: self.loader(order, wide),
        })
    }

    /// The segment PT_INTERP.
    fn loader(&self, order: Order, wide: bool) -> Option<String> {
        const PT_INTERP: u32 = 3;
        let (table, size, count, offset, length) = match wide {
            true => (32, 54, 56, 8, 32),
            false => (28, 42, 44, 4, 16),
        };
        let table = self.word(table, order, wide)?;
        let size = usize::from(self.u16(size, order)?);
        let count = usize::from(self.u16(count, order)?);
        let header = (0..count)
            .map_while(|at| table.checked_add(at.checked_mul(size)?))
            .find(|at| self.u32(*at, order) == Some(PT_INTERP))?;
        let from = self.word(header.checked_add(offset)?, order, wide)?;
        let length = self.word(header.checked_add(length)?, order, wide)?;
        let name = self.0.get(from..from.checked_add(length)?)?;
        let name = name.split(|byte| *byte == 0).next()?;
        String::from_utf8(name.to_vec()).ok()
    }

    /// A file for several machines, whose table has entries of this size.
    fn fat(&self, size: usize) -> Option<Binary> {
        let count = self.u32(4, Order::Big)?;
        // A class of Java starts with the same number; a version of 45 at least stands here then.
        if count > MOST {
            return None;
        }
        let machines = (0..count)
            .map_while(|at| {
                let at = usize::try_from(at).ok()? * size + 8;
                Some(mach(self.u32(at, Order::Big)?))
            })
            .collect();
        Some(Binary {
            format: Format::MachO,
            machines,
            loader: None,
        })
    }

    fn pe(&self) -> Option<Binary> {
        let header = usize::try_from(self.u32(0x3c, Order::Little)?).ok()?;
        if self.0.get(header..header.checked_add(4)?)? != b"PE\0\0" {
            return None;
        }
        let machine = match self.u16(header + 4, Order::Little)? {
            0x014c => Some("x86"),
            0x01c4 => Some("arm"),
            0x8664 => Some("x86_64"),
            0xaa64 => Some("aarch64"),
            _ => None,
        };
        Some(Binary {
            format: Format::Pe,
            machines: vec![machine],
            loader: None,
        })
    }
}

/// A `cputype` of Mach-O.
fn mach(number: u32) -> Option<&'static str> {
    match number {
        7 => Some("x86"),
        12 => Some("arm"),
        0x0100_0007 => Some("x86_64"),
        0x0100_000c => Some("aarch64"),
        _ => None,
    }
}

impl Format {
    const fn system(self) -> &'static str {
        match self {
            Format::Elf => "Linux",
            Format::MachO => "macOS",
            Format::Pe => "Windows",
        }
    }

    const fn of(os: Os) -> Format {
        match os {
            Os::Linux => Format::Elf,
            Os::Macos => Format::MachO,
            Os::Windows => Format::Pe,
        }
    }
}

/// Why it does not run on `here`; `None` where it does, or where that cannot be said.
pub(super) fn misfit(binary: &Binary, here: &Machine) -> Option<Misfit> {
    let code = match here.os {
        Os::Linux => "ENOEXEC, Exec format error",
        Os::Macos => "EBADARCH, Bad CPU type in executable",
        Os::Windows => "ERROR_BAD_EXE_FORMAT, %1 is not a valid Win32 application",
    };
    if binary.format != Format::of(here.os) {
        // Wine and WSL start programs of Windows.
        if here.translates {
            return None;
        }
        return Some(Misfit {
            built_for: binary.format.system().to_owned(),
            code: match here.os {
                Os::Macos => "ENOEXEC, Exec format error",
                _ => code,
            },
            remedy: None,
            sureness: Sureness::Certain,
        });
    }
    let machines: Option<Vec<&'static str>> = binary.machines.iter().copied().collect();
    let machines = machines.filter(|machines| !machines.is_empty())?;
    let mut sureness = Sureness::Certain;
    let mut remedy = None;
    let runs = |machine: &&str| *machine == here.arch || runs_by_itself(here, machine);
    if machines.iter().any(runs) {
        return None;
    }
    if here.os == Os::Macos && here.arch == "aarch64" && machines.contains(&"x86_64") {
        if here.translates {
            return None;
        }
        // Rosetta has stood in one place so far.
        sureness = Sureness::Likely;
        remedy = Some("install Rosetta: `softwareupdate --install-rosetta --agree-to-license`");
    } else if here.translates {
        return None;
    }
    Some(Misfit {
        built_for: machines.join(" and "),
        code,
        remedy,
        sureness,
    })
}

/// Whether the system runs programs of another processor without any help, or may.
fn runs_by_itself(here: &Machine, machine: &str) -> bool {
    match here.os {
        // Most processors of 64 bits run programs of 32.
        Os::Linux => matches!((here.arch, machine), ("x86_64", "x86") | ("aarch64", "arm")),
        // A mcpmend that Rosetta runs takes the machine for another.
        Os::Macos => here.translates && here.arch == "x86_64" && machine == "aarch64",
        // Windows on ARM emulates x86, and since version 11 x86_64.
        Os::Windows => matches!(
            (here.arch, machine),
            ("x86_64", "x86") | ("aarch64", "x86" | "x86_64" | "arm")
        ),
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)] // Real programs of this machine.
mod tests {
    use super::*;

    // All of these are made by hand, as the formats are described; none is a recorded file.

    fn elf(machine: u16, order: Order) -> Vec<u8> {
        let mut bytes = b"\x7fELF\x02\x01".to_vec();
        bytes.resize(64, 0);
        let machine = match order {
            Order::Little => machine.to_le_bytes(),
            Order::Big => {
                bytes[5] = 2;
                machine.to_be_bytes()
            }
        };
        bytes[18..20].copy_from_slice(&machine);
        bytes
    }

    fn thin(machine: u32) -> Vec<u8> {
        let mut bytes = vec![0xcf, 0xfa, 0xed, 0xfe];
        bytes.extend(machine.to_le_bytes());
        bytes.resize(32, 0);
        bytes
    }

    fn fat(machines: &[u32], size: usize) -> Vec<u8> {
        let mut bytes = vec![0xca, 0xfe, 0xba, if size == 20 { 0xbe } else { 0xbf }];
        bytes.extend(u32::try_from(machines.len()).unwrap().to_be_bytes());
        for machine in machines {
            let start = bytes.len();
            bytes.extend(machine.to_be_bytes());
            bytes.resize(start + size, 0);
        }
        bytes
    }

    fn pe(machine: u16) -> Vec<u8> {
        let mut bytes = b"MZ".to_vec();
        bytes.resize(0x80, 0);
        bytes[0x3c] = 0x80;
        bytes.extend(b"PE\0\0");
        bytes.extend(machine.to_le_bytes());
        bytes.resize(0x200, 0);
        bytes
    }

    const X64: u32 = 0x0100_0007;
    const ARM64: u32 = 0x0100_000c;

    #[test]
    fn what_a_program_is_built_for_is_read() {
        let machines = |bytes: &[u8]| binary(bytes).map(|binary| binary.machines);
        assert_eq!(
            machines(&elf(62, Order::Little)),
            Some(vec![Some("x86_64")])
        );
        assert_eq!(
            machines(&elf(183, Order::Little)),
            Some(vec![Some("aarch64")])
        );
        assert_eq!(machines(&elf(22, Order::Big)), Some(vec![Some("s390x")]));
        assert_eq!(machines(&elf(999, Order::Little)), Some(vec![None]));
        assert_eq!(machines(&thin(ARM64)), Some(vec![Some("aarch64")]));
        let both = Some(vec![Some("x86_64"), Some("aarch64")]);
        assert_eq!(machines(&fat(&[X64, ARM64], 20)), both);
        assert_eq!(machines(&fat(&[X64, ARM64], 32)), both);
        assert_eq!(machines(&pe(0x8664)), Some(vec![Some("x86_64")]));
        // A class of Java, version 52.
        assert_eq!(machines(&[0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52]), None);
        for text in ["#!/bin/sh\n", "", "\x7fEL", "MZ", "\x7fELF"] {
            assert_eq!(binary(text.as_bytes()), None, "{text:?}");
        }
        // A program of DOS, and one whose header is beyond what was read.
        let mut dos = pe(0x8664);
        dos[0x80] = b'N';
        assert_eq!(binary(&dos), None);
        dos[0x3c..0x40].copy_from_slice(&[0xff; 4]);
        assert_eq!(binary(&dos), None);
    }

    #[test]
    fn any_bytes_are_read_without_harm() {
        let whole = std::fs::read("/bin/sh").unwrap_or_else(|_| elf(62, Order::Little));
        for kind in [
            whole[..whole.len().min(512)].to_vec(),
            fat(&[X64, ARM64], 32),
            pe(0x14c),
        ] {
            for length in 0..kind.len() {
                binary(&kind[..length]);
            }
            for at in 0..kind.len() {
                let mut broken = kind.clone();
                broken[at] = 0xff;
                binary(&broken);
            }
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_loader_of_a_real_program_is_read() {
        let program = std::fs::read("/proc/self/exe").unwrap();
        let binary = binary(&program[..ENOUGH]).unwrap();
        assert_eq!(binary.machines, [Some(std::env::consts::ARCH)]);
        if let Some(loader) = binary.loader {
            assert!(std::path::Path::new(&loader).is_absolute(), "{loader}");
        }
    }

    #[test]
    fn what_does_not_run_here_is_told_with_its_certainty() {
        let judged = |bytes: &[u8], os, arch, translates| {
            let here = Machine {
                os,
                arch,
                translates,
            };
            let misfit = misfit(&binary(bytes).unwrap(), &here)?;
            Some((misfit.built_for, misfit.sureness))
        };
        let certain = |what: &str| Some((what.to_owned(), Sureness::Certain));
        let likely = |what: &str| Some((what.to_owned(), Sureness::Likely));
        let linux = |bytes: &[u8], arch, translates| judged(bytes, Os::Linux, arch, translates);
        let x64 = elf(62, Order::Little);
        assert_eq!(linux(&x64, "x86_64", false), None);
        assert_eq!(linux(&x64, "aarch64", false), certain("x86_64"));
        assert_eq!(linux(&x64, "aarch64", true), None);
        assert_eq!(linux(&elf(3, Order::Little), "x86_64", false), None);
        assert_eq!(linux(&elf(999, Order::Little), "x86_64", false), None);
        assert_eq!(linux(&thin(ARM64), "aarch64", false), certain("macOS"));
        assert_eq!(linux(&pe(0x8664), "x86_64", false), certain("Windows"));
        assert_eq!(linux(&pe(0x8664), "x86_64", true), None);
        let mac = |bytes: &[u8], arch, translates| judged(bytes, Os::Macos, arch, translates);
        assert_eq!(mac(&thin(X64), "aarch64", false), likely("x86_64"));
        assert_eq!(mac(&thin(X64), "aarch64", true), None);
        assert_eq!(mac(&fat(&[X64, ARM64], 20), "aarch64", false), None);
        assert_eq!(mac(&thin(ARM64), "x86_64", false), certain("aarch64"));
        assert_eq!(mac(&x64, "aarch64", false), certain("Linux"));
        let windows = |bytes: &[u8], arch| judged(bytes, Os::Windows, arch, false);
        assert_eq!(windows(&pe(0xaa64), "x86_64"), certain("aarch64"));
        assert_eq!(windows(&pe(0x8664), "aarch64"), None);
        assert_eq!(windows(&pe(0x14c), "x86_64"), None);
        assert_eq!(windows(&x64, "x86_64"), certain("Linux"));
    }
}
