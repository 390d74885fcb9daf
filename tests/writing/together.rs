//! All files of a run or none.

use mcpmend::fix::write::{Change, Failed, WriteError, ready, replace_all};

use super::*;

fn change(path: &Path, old: &str, new: &str) -> Change {
    Change {
        path: path.to_owned(),
        old: old.into(),
        new: new.into(),
    }
}

/// Makes a file that may be written to and not be replaced; false where that is not possible.
fn pin(file: &Path, pinned: bool) -> bool {
    Command::new("chattr")
        .arg(if pinned { "+a" } else { "-a" })
        .arg(file)
        .output()
        .is_ok_and(|output| output.status.success())
}

/// Ten files, of which one cannot be put in its place when the others before it have been: those
/// are put back, with all that they were.
#[test]
fn what_was_placed_is_taken_back() {
    for pinned in [0, 1, 5, 9] {
        let folder = tempfile::tempdir().unwrap();
        let files: Vec<PathBuf> = (0..10)
            .map(|index| folder.path().join(format!("{index}/.mcp.json")))
            .collect();
        for (index, file) in files.iter().enumerate() {
            write(file, OLD);
            set_mode(file, if index % 2 == 0 { 0o600 } else { 0o664 });
        }
        if !pin(&files[pinned], true) {
            println!("skipped: no file can be pinned here");
            return;
        }
        let changes: Vec<Change> = files.iter().map(|file| change(file, OLD, NEW)).collect();
        let failed: Failed = replace_all(&changes).unwrap_err();
        assert_eq!(failed.at, pinned, "{failed:?}");
        assert!(failed.stuck.is_empty(), "{failed:?}");
        for (index, file) in files.iter().enumerate() {
            assert_eq!(read(file), OLD, "{index} of {pinned}");
            assert_eq!(mode(file), if index % 2 == 0 { 0o600 } else { 0o664 });
        }
        assert!(temporaries(folder.path()).is_empty());
        // The program leaves it alone and fixes the others.
        let output = fix(folder.path());
        assert!(pin(&files[pinned], false));
        is_refused(&output, &files[pinned], "Operation not permitted");
        for (index, file) in files.iter().enumerate() {
            assert_eq!(read(file) == NEW, index != pinned);
        }
    }
}

/// A port is moved in two files or in none.
#[test]
fn a_port_is_not_moved_by_half() {
    let folder = tempfile::tempdir().unwrap();
    let server = folder.path().join(".mcp.json");
    let other = folder.path().join(".cursor/mcp.json");
    let texts = [
        "{\"mcpServers\": {\n  \"a\": {\"command\": \"node\", \"args\": [\"a.js\", \"--port\", \"3105\"]},\n  \"b\": {\"command\": \"node\", \"args\": [\"b.js\", \"--port\", \"3105\"]}\n}}\n",
        "{\"mcpServers\": {\n  \"b\": {\"url\": \"http://localhost:3105/mcp\"}\n}}\n",
    ];
    let prepare = || {
        for (file, text) in [&server, &other].into_iter().zip(texts) {
            write(file, text);
        }
    };
    let run = || {
        fix_command(folder.path())
            .arg("--unsafe-fixes")
            .output()
            .unwrap()
    };
    prepare();
    run();
    let both = [read(&server), read(&other)];
    if both[1] == texts[1] {
        panic!("the fix is not over two files: {both:?}");
    }
    for file in [&server, &other] {
        prepare();
        if !pin(file, true) {
            println!("skipped: no file can be pinned here");
            return;
        }
        let output = run();
        assert!(pin(file, false));
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains("not written"), "{}", err(&output));
        assert!(!read(&server).contains("310") || read(&server).matches("3105").count() == 2);
        assert_eq!([read(&server), read(&other)], texts, "{}", err(&output));
    }
}

/// What stands at a path when it is to be written is what counts.
#[test]
fn what_became_of_a_file() {
    type Become = fn(&Path);
    let cases: [(&str, Become); 7] = [
        ("grown", |path| fs::write(path, format!("{OLD}\n")).unwrap()),
        ("emptied", |path| fs::write(path, "").unwrap()),
        ("gone", |path| fs::remove_file(path).unwrap()),
        ("a folder", |path| {
            fs::remove_file(path).unwrap();
            fs::create_dir(path).unwrap();
        }),
        ("a link to nothing", |path| {
            fs::remove_file(path).unwrap();
            std::os::unix::fs::symlink("nothing", path).unwrap();
        }),
        ("a link to another text", |path| {
            let other = path.with_file_name("other");
            fs::write(&other, "other").unwrap();
            fs::remove_file(path).unwrap();
            std::os::unix::fs::symlink("other", path).unwrap();
        }),
        ("a pipe", |path| {
            fs::remove_file(path).unwrap();
            let made = Command::new("mkfifo").arg(path).status().unwrap();
            assert!(made.success());
        }),
    ];
    for (name, becomes) in cases {
        let (folder, first) = project();
        let second = folder.path().join("sub/.mcp.json");
        write(&second, OLD);
        becomes(&second);
        let before: Vec<_> = fs::read_dir(second.parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        let changes = [change(&first, OLD, NEW), change(&second, OLD, NEW)];
        assert!(ready(&changes[1]).is_err(), "{name}");
        let failed = replace_all(&changes).unwrap_err();
        assert_eq!(failed.at, 1, "{name}");
        assert!(
            matches!(
                failed.error,
                WriteError::Changed | WriteError::Gone | WriteError::NotAFile
            ),
            "{name}: {:?}",
            failed.error
        );
        assert_eq!(read(&first), OLD, "{name}");
        let after: Vec<_> = fs::read_dir(second.parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(before, after, "{name}");
    }
}

/// Where files cannot be exchanged they are renamed, and put back by writing them again.
#[test]
fn a_system_that_cannot_exchange() {
    let (folder, file) = project();
    set_mode(&file, 0o640);
    let other = folder.path().join("sub/.mcp.json");
    write(&other, OLD);
    let Some(output) = without_exchange(folder.path()) else {
        return;
    };
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!((read(&file), mode(&file)), (NEW.to_owned(), 0o640));
    assert_eq!(read(&other), NEW);
    assert!(temporaries(folder.path()).is_empty());

    write(&file, OLD);
    write(&other, OLD);
    if !pin(&other, true) {
        println!("skipped: no file can be pinned here");
        return;
    }
    let output = without_exchange(folder.path()).unwrap();
    assert!(pin(&other, false));
    is_refused(&output, &other, "Operation not permitted");
    // It is fixed in the second go, after it was put back in the first.
    assert_eq!(
        err(&output).matches("not written").count(),
        1,
        "{}",
        err(&output)
    );
    assert_eq!((read(&file), mode(&file)), (NEW.to_owned(), 0o640));
    assert!(temporaries(folder.path()).is_empty());
}

/// Fixes `folder` in a process whose system calls for an exchange all fail.
fn without_exchange(folder: &Path) -> Option<Output> {
    // renameat2 with RENAME_EXCHANGE (2) among its flags returns EINVAL (22).
    let script = "
import ctypes, os, struct, sys
number = {'x86_64': 316, 'aarch64': 276}[os.uname().machine]
filter = [(0x20, 0, 0, 0), (0x15, 0, 3, number), (0x20, 0, 0, 48), (0x15, 0, 1, 2),
          (0x06, 0, 0, 0x00050000 | 22), (0x06, 0, 0, 0x7fff0000)]
code = b''.join(struct.pack('HBBI', *line) for line in filter)
buffer = ctypes.create_string_buffer(code)
program = ctypes.create_string_buffer(struct.pack('HxxxxxxP', len(filter), ctypes.addressof(buffer)))
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, program, 0, 0) == 0, ctypes.get_errno()
os.execve(sys.argv[1], sys.argv[1:], {})
";
    let output = Command::new("python3")
        .args(["-c", script, env!("CARGO_BIN_EXE_mcpmend")])
        .args(["--isolated", "--no-undo", "--fix", "."])
        .current_dir(folder)
        .output();
    match output {
        Ok(output) if !err(&output).contains("Traceback") => Some(output),
        other => {
            println!("skipped: {other:?}");
            None
        }
    }
}
