//! What to type next: every command that a hint prints is given, and does what the hint says.

mod verdicts;
