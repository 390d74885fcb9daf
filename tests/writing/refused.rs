//! Files that must not or cannot be written: a reason each time, and not one byte.

use super::*;

#[test]
fn a_read_only_file() {
    for bits in [0o444, 0o400, 0o555] {
        let (folder, file) = project();
        set_mode(&file, bits);
        let output = fix(folder.path());
        is_refused(&output, &file, "read-only");
        assert_eq!(mode(&file), bits);
        assert!(temporaries(folder.path()).is_empty());
    }
}

/// Of several users' files one writes one's own only.
#[test]
fn files_of_others() {
    if !is_root() {
        println!("skipped: it takes two users");
        return;
    }
    // Who owns the file, its group and mode, and the mode of the folder, which is the other's.
    for (owner, group, bits, why) in [
        (0, 0, 0o666, "belongs to another user"),
        (0, NOBODY, 0o660, "belongs to another user"),
        (NOBODY, 0, 0o664, "belongs to a group"),
        (0, 0, 0o644, "read-only"),
        (NOBODY, NOBODY, 0o464, "read-only"),
    ] {
        let outer = tempfile::tempdir().unwrap();
        set_mode(outer.path(), 0o755);
        let folder = outer.path().join("shared");
        let file = folder.join(".mcp.json");
        write(&file, OLD);
        std::os::unix::fs::chown(&folder, Some(NOBODY), Some(NOBODY)).unwrap();
        std::os::unix::fs::chown(&file, Some(owner), Some(group)).unwrap();
        set_mode(&file, bits);
        let output = as_nobody(fix_command(&folder), outer.path())
            .output()
            .unwrap();
        is_refused(&output, &file, why);
        let data = fs::metadata(&file).unwrap();
        assert_eq!(
            (data.uid(), data.gid(), data.mode() & 0o7777),
            (owner, group, bits)
        );
        assert!(temporaries(&folder).is_empty());
        assert_eq!(
            err(&output).contains("to write into it all the same"),
            why.starts_with("belongs"),
            "{}",
            err(&output)
        );
    }
    // One's own in a folder of one's own.
    let outer = tempfile::tempdir().unwrap();
    set_mode(outer.path(), 0o755);
    let folder = outer.path().join("own");
    let file = folder.join(".mcp.json");
    write(&file, OLD);
    for path in [&folder, &file] {
        std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    let output = as_nobody(fix_command(&folder), outer.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(read(&file), NEW);
}

#[test]
fn a_read_only_folder() {
    let outer = tempfile::tempdir().unwrap();
    set_mode(outer.path(), 0o755);
    let folder = outer.path().join("locked");
    let file = folder.join(".mcp.json");
    write(&file, OLD);
    let output = if is_root() {
        for path in [&folder, &file] {
            std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        set_mode(&folder, 0o555);
        as_nobody(fix_command(&folder), outer.path())
            .output()
            .unwrap()
    } else {
        set_mode(&folder, 0o555);
        fix(&folder)
    };
    is_refused(
        &output,
        &file,
        "no file can be made beside it: Permission denied",
    );
    set_mode(&folder, 0o755);
}

#[test]
fn a_read_only_disk() {
    let script = format!(
        "mount -t tmpfs -o size=64k none \"$M\"; cd \"$M\"; printf '%s' '{OLD}' >.mcp.json
         mount -o remount,ro \"$M\"; env -i \"$MCPMEND\" --isolated --no-undo --fix . || echo \"code $?\"; cat .mcp.json; ls -a"
    );
    let Some(output) = in_namespace(&script) else {
        return;
    };
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        out.contains("code 2") && out.contains(OLD.trim()),
        "{out}{}",
        err(&output)
    );
    assert!(
        err(&output).contains(".mcp.json: not written: it is read-only"),
        "{}",
        err(&output)
    );
    assert!(!out.contains(".tmp"), "{out}");
}

/// The first file finds room and the second does not: both stay as they were, and no leftover takes
/// up what room there is.
#[test]
fn a_full_disk() {
    let large = format!(
        "{{\"mcpServers\": {{\"docs\": {{\"url\": \"https://mcp.example.com/mcp\", \"headers\": {{\"X-Long\": \"{}\"}}}}}}}}\n",
        "x".repeat(60_000)
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large");
    write(&file, &large);
    let script = format!(
        "mount -t tmpfs -o size=140k none \"$M\"; cd \"$M\"; printf '%s' '{OLD}' >.mcp.json
         mkdir .cursor sub; cp '{}' sub/.mcp.json; dd if=/dev/zero of=rest bs=1k 2>/dev/null && exit 9
         truncate -s -24k rest
         env -i \"$MCPMEND\" --isolated --no-undo --fix -q . || echo \"code $?\"
         cmp '{}' sub/.mcp.json && echo 'large is the same'; cat .mcp.json; find . -name '*.tmp'",
        file.display(),
        file.display()
    );
    let Some(output) = in_namespace(&script) else {
        return;
    };
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = err(&output);
    assert!(out.contains("code 2"), "{out}{said}");
    assert!(
        said.contains(
            "sub/.mcp.json: not written: its new text could not be stored: No space left"
        ),
        "{said}"
    );
    assert!(out.contains("large is the same"), "{out}{said}");
    // It needs no room for the small one, so that is fixed.
    assert!(out.contains(NEW.trim()), "{out}{said}");
    assert!(!out.contains(".tmp"), "{out}");
}

/// A limit on the size of files, which kills whoever does not listen.
#[test]
fn a_limit_on_the_size_of_files() {
    let (folder, file) = project();
    let large = OLD.replace("docs", &"d".repeat(200_000));
    write(&file, &large);
    for (trap, code) in [("trap '' XFSZ;", Some(2)), ("", None)] {
        let program = env!("CARGO_BIN_EXE_mcpmend");
        let output = Command::new("sh")
            .args([
                "-c",
                &format!(
                    "ulimit -c 0; ulimit -f 64; {trap} exec '{program}' --isolated --no-undo --fix -q ."
                ),
            ])
            .env_clear()
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), code, "{}", err(&output));
        assert!(read(&file) == large);
        if code.is_some() {
            assert!(
                err(&output).contains("could not be stored: File too large"),
                "{}",
                err(&output)
            );
        }
        assert_eq!(
            temporaries(folder.path()).len(),
            usize::from(code.is_none())
        );
    }
    let output = fix(folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(read(&file).contains("\"type\": \"http\""));
    assert!(temporaries(folder.path()).is_empty());
}

/// More folders than a process may hold open by default.
#[test]
fn more_folders_than_open_files() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> = (0..400)
        .map(|index| folder.path().join(format!("p{index}/.mcp.json")))
        .collect();
    for file in &files {
        write(file, OLD);
    }
    let program = env!("CARGO_BIN_EXE_mcpmend");
    let output = Command::new("sh")
        .args([
            "-c",
            &format!("ulimit -S -n 128; exec '{program}' --isolated --no-undo --fix -q ."),
        ])
        .env_clear()
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(files.iter().all(|file| read(file) == NEW));
}
