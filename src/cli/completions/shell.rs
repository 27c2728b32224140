//! The shells that completions are made for.

use clap::ValueEnum;

/// A shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// bash
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
    /// PowerShell
    Powershell,
    /// elvish
    Elvish,
    /// nushell
    Nushell,
}

/// A shell that asks for what can be typed, while it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AskingShell {
    /// bash
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
}

impl AskingShell {
    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
        }
    }

    /// The script with which it asks. Its first lines have [`OURS`] in them.
    pub fn script(self) -> &'static str {
        match self {
            Self::Bash => include_str!("../../../completions/mintage.bash"),
            Self::Zsh => include_str!("../../../completions/_mintage"),
            Self::Fish => include_str!("../../../completions/mintage.fish"),
        }
    }
}

/// What is in every script of ours, and in no other.
pub const OURS: &str = "# Completions of mintage for ";
