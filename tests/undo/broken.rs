//! Records that broke, and what others put into the journal: skipped with a word, never believed.

use std::path::{Path, PathBuf};

use mcpmend::fix::journal::Journal;
use mcpmend::fix::undo::{self, Standing};
use mcpmend::host::SystemHost;

use crate::person::{Person, below, faulty};

/// Somebody with one recorded run over one file.
fn fixed() -> (Person, Vec<u8>) {
    let person = Person::new();
    person.write("p/.mcp.json", faulty("one"));
    person.fix();
    let fixed = person.read("p/.mcp.json");
    (person, fixed)
}

fn journal(person: &Person) -> Journal {
    Journal::open(person.undo_folder().parent().unwrap())
}

/// What `undo` would put into the file now; `None` when it would refuse. As `mcpmend undo` asks,
/// without its process.
fn offered(person: &Person) -> Option<Vec<u8>> {
    let host = SystemHost::new(None, None).unwrap();
    let contents = journal(person).contents().ok()?;
    let run = undo::last(&contents)?;
    let steps = undo::plan(&host, undo::files_of(run)).ok()?;
    let [step] = steps.as_slice() else {
        return None;
    };
    assert_eq!(
        step.path(),
        person.path("p/.mcp.json"),
        "another file is named"
    );
    assert_eq!(step.standing, Standing::After);
    run.before(0).ok()
}

#[test]
fn a_record_that_is_cut_off_anywhere_is_not_used() {
    let (person, fixed) = fixed();
    assert_eq!(offered(&person), Some(faulty("one").into()));
    let mut tried = 0;
    for name in ["run", "0.before", "0.after"] {
        let path = person.undo_folder().join("1").join(name);
        let whole = std::fs::read(&path).unwrap();
        assert!(whole.len() > 70, "{name}");
        for length in 0..whole.len() {
            std::fs::write(&path, &whole[..length]).unwrap();
            assert_eq!(offered(&person), None, "{name} of {length} bytes is used");
            tried += 1;
        }
        // Longer than it was.
        std::fs::write(&path, [whole.as_slice(), b"\0"].concat()).unwrap();
        assert_eq!(offered(&person), None);
        // And as somebody sees it, now and then.
        for length in [0, 1, whole.len() / 2, whole.len() - 1] {
            std::fs::write(&path, &whole[..length]).unwrap();
            person.undo(&[]).ends(1).says("skipped: ");
            person.undo(&["--run", "1", "--force"]).ends(2);
            person.undo(&["--list"]).ends(0).says("skipped: ");
            assert_eq!(person.read("p/.mcp.json"), fixed);
        }
        std::fs::remove_file(&path).unwrap();
        person.undo(&[]).ends(1).says("skipped: ");
        std::fs::write(&path, &whole).unwrap();
    }
    assert!(tried > 500, "{tried}");
    person.undo(&[]).ends(0);
    assert_eq!(person.read("p/.mcp.json"), faulty("one").as_bytes());
}

#[test]
fn a_record_with_a_wrong_byte_anywhere_is_not_used() {
    let (person, _) = fixed();
    let mut tried = 0;
    for name in ["run", "0.before", "0.after"] {
        let path = person.undo_folder().join("1").join(name);
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            for flip in [0x01, 0x20, 0x80] {
                let mut wrong = whole.clone();
                wrong[at] ^= flip;
                std::fs::write(&path, &wrong).unwrap();
                assert_eq!(
                    offered(&person),
                    None,
                    "{name} with a wrong byte {at} is used"
                );
                tried += 1;
            }
        }
        std::fs::write(&path, &whole).unwrap();
    }
    assert!(tried > 1500, "{tried}");
    assert_eq!(offered(&person), Some(faulty("one").into()));
}

/// A text that broke in place is told when it is asked for.
#[test]
fn a_text_with_a_wrong_byte_is_told() {
    let (person, fixed) = fixed();
    let path = person.undo_folder().join("1/0.before");
    let mut text = std::fs::read(&path).unwrap();
    text[10] ^= 1;
    std::fs::write(&path, &text).unwrap();
    for args in [&[][..], &["--force"], &["--diff"], &[".mcp.json"]] {
        person
            .undo(args)
            .ends(2)
            .says("it is not what mcpmend wrote there");
    }
    assert_eq!(person.read("p/.mcp.json"), fixed);
    // The other runs are not touched by it.
    person.write("p/.mcp.json", faulty("two"));
    person.fix();
    person.undo(&[]).ends(0);
    assert_eq!(person.read("p/.mcp.json"), faulty("two").as_bytes());
}

/// The record `text` with a first line that fits.
fn sealed(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("mcpmend-undo 1 {hash:016x}\n{text}")
}

fn record_of(person: &Person) -> (PathBuf, String) {
    let path = person.undo_folder().join("1/run");
    let text = std::fs::read_to_string(&path).unwrap();
    let json = text.split_once('\n').unwrap().1.to_owned();
    assert_eq!(sealed(&json), text);
    (path, json)
}

#[test]
fn a_record_that_names_what_mcpmend_does_not_write_is_skipped() {
    let (person, fixed) = fixed();
    let (path, json) = record_of(&person);
    let own = person.path("p/.mcp.json");
    let own = own.to_str().unwrap();
    let folder = person.path("p");
    let folder = folder.to_str().unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&json).unwrap();
    value["files"] = serde_json::json!([]);
    value["fixes"] = serde_json::json!([]);
    let wrong = [
        json.replace(own, ".mcp.json"),
        json.replace(own, ""),
        json.replace(own, &format!("{folder}/../p/.mcp.json")),
        json.replace(own, &format!("{folder}/.mcp.json\\u0000x")),
        json.replace(&format!("\"folder\":\"{folder}\""), "\"folder\":\"..\""),
        json.replace("\"files\":[0]", "\"files\":[1]"),
        json.replace("\"files\":[0]", "\"files\":[18446744073709551615]"),
        json.replace("\"files\":[0]", "\"files\":[-1]"),
        json.replace("\"purpose\":\"fix\"", "\"purpose\":\"other\""),
        json.replacen('{', "{\"more\":1,", 1),
        json.replace("\"bytes\":", "\"bytes\":9"),
        json.replace("\"time\":", "\"time\":-"),
        value.to_string(),
        format!("{json} x"),
        "[".repeat(100_000),
        "null".to_owned(),
    ];
    for text in &wrong {
        assert_ne!(*text, json, "nothing was changed");
        std::fs::write(&path, sealed(text)).unwrap();
        person.undo(&["--force"]).ends(1).says("1: skipped: it");
        assert_eq!(person.read("p/.mcp.json"), fixed, "{text}");
    }
    let newer = sealed(&json).replacen("-undo 1 ", "-undo 2 ", 1);
    std::fs::write(&path, newer).unwrap();
    person
        .undo(&[])
        .ends(1)
        .says("skipped: another version of mcpmend wrote it");
    std::fs::write(&path, sealed(&json)).unwrap();
    person.undo(&[]).ends(0);
}

#[test]
fn what_is_not_ours_is_let_alone() {
    let (person, fixed) = fixed();
    let undo = person.undo_folder();
    for name in [
        "notes",
        "007",
        "-3",
        "1.5",
        "18446744073709551615",
        "9999999999999",
    ] {
        std::fs::create_dir(undo.join(name)).unwrap();
    }
    std::fs::write(undo.join("12"), "a file").unwrap();
    std::fs::create_dir(undo.join("13")).unwrap();
    std::fs::write(undo.join(".DS_Store"), "").unwrap();
    let list = person.undo(&["--list"]).ends(0);
    assert_eq!(list.err.matches("skipped").count(), 2, "{list:?}");
    person
        .undo(&[])
        .ends(0)
        .says("12: skipped: it is no folder");
    assert_ne!(person.read("p/.mcp.json"), fixed);
    // The next run has a number above all of them.
    person.fix();
    assert_eq!(
        person.runs().into_iter().filter(|id| *id < 1_000_000).max(),
        Some(14)
    );
    assert!(undo.join("12").is_file() && undo.join("notes").is_dir());
    person.undo(&[]).ends(0);
}

#[cfg(unix)]
#[test]
fn links_in_the_journal_are_not_followed() {
    use std::os::unix::fs::symlink;
    let (person, fixed) = fixed();
    let undo = person.undo_folder();
    let elsewhere = person.path("elsewhere");
    // The run itself.
    std::fs::rename(undo.join("1"), &elsewhere).unwrap();
    symlink(&elsewhere, undo.join("1")).unwrap();
    person
        .undo(&["--force"])
        .ends(1)
        .says("1: skipped: it is no folder");
    std::fs::remove_file(undo.join("1")).unwrap();
    std::fs::rename(&elsewhere, undo.join("1")).unwrap();
    // What is in it.
    for name in ["run", "0.before", "0.after"] {
        let path = undo.join("1").join(name);
        std::fs::rename(&path, &elsewhere).unwrap();
        symlink(&elsewhere, &path).unwrap();
        person.undo(&["--force"]).ends(1).says("1: skipped: its ");
        assert_eq!(person.read("p/.mcp.json"), fixed);
        std::fs::remove_file(&path).unwrap();
        std::fs::rename(&elsewhere, &path).unwrap();
    }
    // A pipe would be waited for.
    let run = undo.join("1/run");
    std::fs::rename(&run, &elsewhere).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(&run)
        .status()
        .unwrap();
    assert!(made.success());
    person
        .undo(&[])
        .ends(1)
        .says("1: skipped: its record cannot be read");
    std::fs::remove_file(&run).unwrap();
    std::fs::rename(&elsewhere, &run).unwrap();
    // What is forgotten is the link, not what it leads to.
    let precious = person.write("precious/file", "mine");
    symlink(precious.parent().unwrap(), undo.join("1/more")).unwrap();
    symlink(precious.parent().unwrap(), undo.join(".gone-x")).unwrap();
    journal(&person).forget(1).unwrap();
    person.fix();
    person.write("p/.mcp.json", faulty("two"));
    person.fix();
    assert_eq!(std::fs::read(&precious).unwrap(), b"mine");
    assert!(!undo.join(".gone-x").exists());
}

#[test]
fn what_a_stopped_run_left_half_made_is_cleared_away() {
    let (person, _) = fixed();
    let undo = person.undo_folder();
    for name in [".new-abc", ".gone-def"] {
        std::fs::create_dir_all(undo.join(name).join("7")).unwrap();
        std::fs::write(undo.join(name).join("0.before"), "text").unwrap();
    }
    person.write("p/.mcp.json", faulty("two"));
    person.fix();
    let hidden = |path: &Path| path.file_name().unwrap().to_string_lossy().starts_with('.');
    assert!(!below(&undo).iter().any(|entry| hidden(entry.path())));
    assert_eq!(person.runs(), [1, 2]);
}
