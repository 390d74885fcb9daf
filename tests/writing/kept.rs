//! What a file is besides its text.

use rustix::fs::{XattrFlags, getxattr, listxattr, setxattr};

use super::*;

/// Every mode that a file may be written with, the odd ones too.
#[test]
fn the_mode_stays() {
    for bits in [
        0o600, 0o620, 0o640, 0o644, 0o660, 0o664, 0o666, 0o700, 0o755, 0o777, 0o200, 0o4755,
        0o2755, 0o2664, 0o6711, 0o1644, 0o7777,
    ] {
        if bits & 0o400 == 0 && !is_root() {
            continue;
        }
        let (folder, file) = project();
        set_mode(&file, bits);
        let output = fix(folder.path());
        assert_eq!(output.status.code(), Some(0), "{bits:o} {}", err(&output));
        assert_eq!(read(&file), NEW);
        assert_eq!(mode(&file), bits, "{bits:o}");
    }
}

/// The administrator does not take a file from its owner, nor its group.
#[test]
fn the_owner_stays() {
    if !is_root() {
        println!("skipped: only the administrator can give files away");
        return;
    }
    for (owner, group, bits) in [
        (NOBODY, NOBODY, 0o600),
        (1, NOBODY, 0o2640),
        (NOBODY, 0, 0o4755),
    ] {
        let (folder, file) = project();
        std::os::unix::fs::chown(&file, Some(owner), Some(group)).unwrap();
        set_mode(&file, bits);
        let output = fix(folder.path());
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let data = fs::metadata(&file).unwrap();
        assert_eq!(read(&file), NEW);
        assert_eq!(
            (data.uid(), data.gid(), data.mode() & 0o7777),
            (owner, group, bits)
        );
    }
}

/// A list of who may read and write: `user::rw- user:1:r-- group::r-- mask::r-- other::---`, as the
/// system stores it.
fn access_list() -> Vec<u8> {
    let mut list = 2_u32.to_le_bytes().to_vec();
    for (tag, may, who) in [
        (0x01_u16, 6_u16, u32::MAX),
        (0x02, 4, 1),
        (0x04, 4, u32::MAX),
        (0x10, 4, u32::MAX),
        (0x20, 0, u32::MAX),
    ] {
        list.extend(tag.to_le_bytes());
        list.extend(may.to_le_bytes());
        list.extend(who.to_le_bytes());
    }
    list
}

fn attribute(path: &Path, name: &str) -> Option<Vec<u8>> {
    let mut value = vec![0; 4096];
    let length = getxattr(path, name, &mut value[..]).ok()?;
    value.truncate(length);
    Some(value)
}

#[cfg(target_os = "linux")]
#[test]
fn attributes_and_access_lists_stay() {
    let (folder, file) = project();
    let long = vec![7; 1000];
    let list = access_list();
    let all: [(&str, &[u8]); 4] = [
        ("user.note", b"by hand"),
        ("user.empty", b""),
        ("user.long", &long),
        ("system.posix_acl_access", &list),
    ];
    for (name, value) in all {
        if let Err(error) = setxattr(&file, name, value, XattrFlags::empty()) {
            println!("skipped: {name}: {error}");
            return;
        }
    }
    let before = mode(&file);
    let output = fix(folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(read(&file), NEW);
    assert_eq!(mode(&file), before);
    for (name, value) in all {
        assert_eq!(attribute(&file, name).as_deref(), Some(value), "{name}");
    }
}

/// What a folder hands on to new files would let others read what they could not.
#[cfg(target_os = "linux")]
#[test]
fn the_list_of_the_folder_is_not_taken_over() {
    let (folder, file) = project();
    set_mode(&file, 0o640);
    let list = access_list();
    if let Err(error) = setxattr(
        folder.path(),
        "system.posix_acl_default",
        &list,
        XattrFlags::empty(),
    ) {
        println!("skipped: {error}");
        return;
    }
    // So it is handed on.
    let other = folder.path().join("other");
    write(&other, "");
    assert!(attribute(&other, "system.posix_acl_access").is_some());
    let output = fix(folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(read(&file), NEW);
    assert_eq!(mode(&file), 0o640);
    let mut names = vec![0; 4096];
    let length = listxattr(&file, &mut names[..]).unwrap();
    let names = String::from_utf8_lossy(&names[..length]).into_owned();
    assert!(!names.contains("posix_acl"), "{names}");
}
