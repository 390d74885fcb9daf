//! What killed runs leave behind.

use std::collections::BTreeMap;

use super::*;

/// FNV-1a with 64 bits, as in the names of temporaries.
fn hash(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// The name of what stands for an exchange of two texts of `.mcp.json`.
fn complete(old: &str, new: &str) -> String {
    format!(".mcpmend-abc123-{}-{}-.mcp.json.tmp", hash(old), hash(new))
}

/// Every path below `folder` with its text, its mode and when it was changed.
fn everything(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, u32, i64, i64)> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| {
            let entry = entry.unwrap();
            let data = entry.metadata().unwrap();
            let text = fs::read(entry.path()).unwrap_or_default();
            (
                entry.into_path(),
                (text, data.mode(), data.ctime(), data.ctime_nsec()),
            )
        })
        .collect()
}

/// Leftovers of every kind, and what they become.
#[test]
fn leftovers_are_swept() {
    let saved = "{\"mcpServers\": {}, \"x\": \"saved at the last moment\"}";
    let later = "{\"mcpServers\": {}}";
    // What `.mcp.json` holds, the name and text of the leftover, and what `.mcp.json` holds and
    // whether the leftover is there after the next run.
    let name = complete(OLD, NEW);
    let nameless = name.replace("-.mcp.json", "");
    for (case, place, name, text, after, stays) in [
        (
            "half written",
            OLD,
            ".mcpmend-abc123.tmp",
            "{\"mcp",
            NEW,
            false,
        ),
        ("killed before the exchange", OLD, &name, NEW, NEW, false),
        ("killed after the exchange", NEW, &name, OLD, NEW, false),
        ("saved before the exchange", NEW, &name, saved, saved, false),
        ("saved before and after", later, &name, saved, later, true),
        ("saved twice", saved, &name, saved, saved, false),
        (
            "saved, and the name too long",
            NEW,
            &nameless,
            saved,
            NEW,
            true,
        ),
        ("nobody's", NEW, ".mcpmend-abc.tmp", "x", NEW, true),
    ] {
        let (folder, file) = project();
        write(&file, place);
        let leftover = folder.path().join(name);
        write(&leftover, text);
        let before = everything(folder.path());
        for args in [&["."][..], &[".", "--diff"], &["list", "."]] {
            let mut command = mcpmend();
            let output = command.current_dir(folder.path()).args(args).output();
            assert_ne!(output.unwrap().status.code(), None);
            assert_eq!(everything(folder.path()), before, "{case}: {args:?}");
        }
        let output = fix(folder.path());
        assert_eq!(read(&file), after, "{case}: {}", err(&output));
        assert_eq!(leftover.exists(), stays, "{case}: {}", err(&output));
        if stays {
            assert_eq!(read(&leftover), text, "{case}");
        }
        let told = err(&output).contains("saved just when a run of mcpmend was killed");
        assert_eq!(
            told,
            place != saved && text == saved,
            "{case}: {}",
            err(&output)
        );
    }
}

/// Names that look like ours on what is no file.
#[test]
fn only_files_are_swept() {
    let (folder, _) = project();
    let kept = folder.path().join("kept.json");
    write(&kept, "mine");
    std::os::unix::fs::symlink("kept.json", folder.path().join(".mcpmend-aaaaaa.tmp")).unwrap();
    fs::create_dir(folder.path().join(".mcpmend-bbbbbb.tmp")).unwrap();
    write(&folder.path().join(".mcpmend-bbbbbb.tmp/x"), "mine");
    let made = Command::new("mkfifo")
        .arg(folder.path().join(".mcpmend-cccccc.tmp"))
        .status();
    assert!(made.unwrap().success());
    let output = fix(folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(temporaries(folder.path()).len(), 3);
    assert_eq!(read(&kept), "mine");
}

/// A run that is alive says so by a lock on the folder.
#[test]
fn nothing_is_swept_while_somebody_writes() {
    let (folder, file) = project();
    let leftover = folder.path().join(".mcpmend-abc123.tmp");
    write(&leftover, "half");
    let alive = fs::File::open(folder.path()).unwrap();
    alive.lock_shared().unwrap();
    assert_eq!(fix(folder.path()).status.code(), Some(0));
    assert_eq!(read(&file), NEW);
    assert_eq!(read(&leftover), "half");
    drop(alive);
    let alive = fs::File::open(&leftover).unwrap();
    alive.lock().unwrap();
    fix(folder.path());
    assert_eq!(read(&leftover), "half");
    drop(alive);
    fix(folder.path());
    assert!(!leftover.exists());
}

/// Leftovers lie where the file itself is.
#[test]
fn behind_a_link_too() {
    let (folder, link) = project();
    let outer = tempfile::tempdir().unwrap();
    let target = outer.path().join("real.json");
    fs::rename(&link, &target).unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    write(&outer.path().join(".mcpmend-abc123.tmp"), "half");
    let output = fix(folder.path());
    assert_eq!(read(&target), NEW, "{}", err(&output));
    assert!(temporaries(outer.path()).is_empty());
}
