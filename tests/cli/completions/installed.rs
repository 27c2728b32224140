//! Putting completions where a shell looks for them.

use crate::support::{Sandbox, settled};

fn world() -> Sandbox {
    let world = Sandbox::empty();
    world.set("HOME", &world.folder().display().to_string());
    world
}

#[test]
fn the_script_goes_where_the_shell_of_the_user_looks() {
    let world = world();
    world.set("SHELL", "/usr/bin/fish");
    insta::assert_snapshot!(settled(&world, &world.run(&["completions", "install"])), @"
    shell  fish
    file   /world/.config/fish/completions/mintage.fish
    state  written
    ---- stderr
    note: try it in a new fish: type `mintage token verify --` and press Tab twice
    ---- exit 0
    ");
    let file = world.folder().join(".config/fish/completions/mintage.fish");
    let script = world.run(&["completions", "fish"]).ok().out();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), script);
    let again = world.run(&["completions", "install", "--json"]).ok().json();
    assert_eq!(again["state"], "unchanged");
    // One of an earlier version is replaced.
    std::fs::write(&file, script.replace("asked", "begged")).unwrap();
    assert_eq!(world.run(&["completions", "install", "--json"]).ok().json()["state"], "written");
    assert_eq!(world.run(&["completions", "uninstall", "--json"]).ok().json()["state"], "removed");
    assert!(!file.exists());
    assert_eq!(world.run(&["completions", "uninstall", "--json"]).ok().json()["state"], "absent");
}

#[test]
fn each_shell_has_its_folder_and_zsh_one_that_it_says_or_a_line_for_one() {
    let world = world();
    let file = |args: &[&str]| {
        let planned = world.run(&[&["completions", "install"], args, &["--plan", "--json"]].concat()).ok().json();
        assert_eq!(planned["plan"], "install");
        let file = planned["file"].as_str().unwrap().replace(&world.folder().display().to_string(), "~");
        (file, planned["line"].as_str().map(str::to_owned))
    };
    assert_eq!(file(&["bash"]).0, "~/.local/share/bash-completion/completions/mintage");
    let (zsh, line) = file(&["zsh"]);
    assert_eq!(zsh, "~/.local/share/zsh/site-functions/_mintage");
    assert!(line.unwrap().starts_with("fpath=("));
    // What its file for the beginning has already need not be put there.
    let settings = |name: &str, text: &str| std::fs::write(world.folder().join(name), text).unwrap();
    settings(".zshrc", "# a comment\nautoload -Uz compinit\ncompinit\n");
    let line = file(&["zsh"]).1.unwrap();
    assert!(line.starts_with("fpath=(") && line.ends_with("$fpath)"), "{line}");
    settings(".zshrc", &format!("{line}\nautoload -Uz compinit; compinit\n"));
    assert_eq!(file(&["zsh"]).1, None);
    settings(".zshrc", &format!("# {line}\nsource $ZSH/oh-my-zsh.sh\n"));
    assert_eq!(file(&["zsh"]).1, Some(line));
    let sourced = world.folder().join(".local/share/bash-completion/completions/mintage").display().to_string();
    settings(".bashrc", &format!("  source {sourced}\n"));
    assert_eq!(file(&["bash"]).1, None);
    let own = world.folder().join("functions");
    std::fs::create_dir(&own).unwrap();
    world.set("FPATH", &format!("/nowhere:{}", own.display()));
    assert_eq!(file(&["zsh"]), ("~/functions/_mintage".to_owned(), None));
    world.set("XDG_DATA_HOME", &world.folder().join("data").display().to_string());
    assert_eq!(file(&["bash"]).0, "~/data/bash-completion/completions/mintage");
    assert_eq!(std::fs::read_dir(world.folder()).unwrap().count(), 3, "a plan makes nothing");
}

#[test]
fn what_is_not_ours_is_not_replaced_and_not_removed() {
    let world = world();
    let file = world.folder().join(".local/share/bash-completion/completions/mintage");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "complete -W mine mintage\n").unwrap();
    for verb in ["install", "uninstall"] {
        let refused = world.run(&["completions", verb, "bash"]);
        assert!(refused.exit == 4 && refused.err().contains("exists already"), "{refused}");
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "complete -W mine mintage\n");
}

#[test]
fn a_shell_that_is_not_known_is_told_what_to_do() {
    let world = world();
    for (shell, said) in [("/bin/csh", "for which nothing is installed"), ("", "SHELL is not set")] {
        world.set("SHELL", shell);
        let refused = world.run(&["completions", "install"]).exits(2);
        assert!(refused.err().contains(said), "{refused}");
    }
    world.run(&["completions"]).exits(2);
    world.run(&["completions", "bash", "install"]).exits(2);
}
