//! A profile in TOML, read strictly. Everything that is wrong in it is found at once, each with its line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::str::FromStr;

use serde_json::{Number, Value};
use toml::de::{DeInteger, DeTable, DeValue};

use crate::core::claims::profile::{
    Left, PLACEHOLDERS, Part, Pattern, Patterns, Placeholder, Profile, Template, nearest, seconds,
};
use crate::core::claims::registered::registered;
use crate::core::shape::{Omittable, check_header};
use crate::core::when::When;
use crate::settings::section::{Fault, Placed, Section, line_of};

/// What is at the top of a file, and what is not read yet.
pub(super) struct File<'t> {
    text: &'t str,
    whole: Section<'t>,
    /// Lines that are no TOML, and what is wrong in each.
    syntax: Vec<Fault>,
    /// One line on what it is.
    pub description: Option<String>,
    /// The profile that it goes on from.
    pub extends: Option<Placed<String>>,
    own: Vec<(usize, String, String)>,
}

impl<'t> File<'t> {
    /// Reads what must be known before the rest.
    pub fn begin(text: &'t str) -> Self {
        let mut whole = Section::whole(text);
        let syntax = std::mem::take(&mut whole.faults);
        let description = line(&mut whole, "description").map(|one| one.value);
        let extends = line(&mut whole, "extends");
        let own = whole.section("set").map(|set| own(set, &mut whole.faults)).unwrap_or_default();
        Self { text, whole, syntax, description, extends, own }
    }

    /// Reads the rest, over the profile that it extends.
    pub fn finish(mut self, name: &str, base: Option<&Profile>) -> Result<Profile, Vec<Fault>> {
        let mut names: BTreeSet<String> = self.own.iter().map(|(_, name, _)| name.clone()).collect();
        names.extend(base.iter().flat_map(|base| base.own.keys().cloned()));
        let mut reader = Reader { text: self.text, names };
        let own = self.values(base, &reader);
        let for_app = self.whole.section("app");
        let before = base.map(|base| base.part.clone()).unwrap_or_default();
        let part = reader.part(&mut self.whole, &before).over(&before);
        let for_app = for_app.map(|mut section| {
            let base = base.map(|base| base.for_app.clone()).unwrap_or_default();
            let for_app = reader.part(&mut section, &base.clone().over(&part)).over(&base);
            self.whole.faults.extend(section.end().0);
            for_app
        });
        let for_app = for_app.or_else(|| base.map(|base| base.for_app.clone())).unwrap_or_default();
        let (mut faults, _) = self.whole.end();
        // What is broken may be read as something else, which is no second fault.
        faults.retain(|(line, _)| !self.syntax.iter().any(|(broken, _)| broken == line));
        faults.extend(self.syntax);
        if faults.is_empty() {
            return Ok(Profile { name: name.to_owned(), part, for_app, own });
        }
        faults.sort();
        faults.dedup();
        Err(faults)
    }

    /// The fault of the line that names what is extended.
    pub fn extends_fault(&self, problem: String) -> Vec<Fault> {
        vec![(self.extends.as_ref().map_or(1, |extends| extends.line), problem)]
    }

    /// The values of its own, over those that it goes on from.
    fn values(&mut self, base: Option<&Profile>, reader: &Reader<'_>) -> BTreeMap<String, Template> {
        let mut all = base.map(|base| base.own.clone()).unwrap_or_default();
        let mut lines = BTreeMap::new();
        for (line, name, text) in std::mem::take(&mut self.own) {
            match reader.template(&format!("set.{name}"), &text) {
                Ok(template)
                    if template
                        .placeholders()
                        .any(|place| matches!(place, Placeholder::Scopes | Placeholder::Audiences)) =>
                {
                    self.whole.faults.push((line, format!("set.{name} is a text, and no list can be one")));
                }
                Ok(template) => {
                    lines.insert(name.clone(), line);
                    all.insert(name, template);
                }
                Err(problem) => self.whole.faults.push((line, problem)),
            }
        }
        for (name, line) in lines {
            if let Some(way) = circle(&name, &all, &mut Vec::new()) {
                self.whole.faults.push((line, format!("set.{name} goes in a circle: {}", way.join(" → "))));
            }
        }
        all
    }
}

/// The way from a value back to it, where there is one.
fn circle(name: &str, own: &BTreeMap<String, Template>, way: &mut Vec<String>) -> Option<Vec<String>> {
    way.push(name.to_owned());
    for place in own.get(name)?.placeholders() {
        let Placeholder::Own(next) = place else { continue };
        if *next == way[0] {
            way.push(next.clone());
            return Some(way.clone());
        }
        if !way.contains(next)
            && let Some(found) = circle(next, own, way)
        {
            return Some(found);
        }
    }
    way.pop();
    None
}

/// A text of one line.
fn line(section: &mut Section<'_>, name: &'static str) -> Option<Placed<String>> {
    match section.value(name)? {
        (line, DeValue::String(text)) if text.trim().is_empty() => {
            section.faults.push((line, format!("{name} is empty")));
            None
        }
        (line, DeValue::String(text)) if text.chars().any(char::is_control) => {
            section.faults.push((line, format!("{name} has more than one line, or characters that cannot be printed")));
            None
        }
        (line, DeValue::String(text)) => Some(Placed { value: text.into_owned(), line }),
        (line, other) => {
            section.wrong(line, name, "a text", &other);
            None
        }
    }
}

/// The values of a profile's own, as texts.
fn own(set: Section<'_>, faults: &mut Vec<Fault>) -> Vec<(usize, String, String)> {
    let mut all = Vec::new();
    for (line, name, value) in set.into_members() {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if name.is_empty() || !name.chars().all(is_name) {
            faults.push((line, format!("set.{name:?}: a name has letters, digits, _ and - alone")));
        } else if PLACEHOLDERS.iter().any(|(known, _)| *known == name)
            || seconds(name.strip_prefix("now").unwrap_or("")).is_some()
        {
            faults.push((line, format!("set.{name}: every profile has {{{name}}} already; choose another name")));
        } else {
            match value.into_inner() {
                DeValue::String(text) => all.push((line, name, text.into_owned())),
                other => faults.push((line, format!("set.{name}: expected a text, found {}", other.type_str()))),
            }
        }
    }
    all
}

/// What is known while the members are read.
struct Reader<'t> {
    text: &'t str,
    names: BTreeSet<String>,
}

impl<'t> Reader<'t> {
    /// What a section says, where `base` is below it.
    fn part(&mut self, section: &mut Section<'t>, base: &Part) -> Part {
        let mut part = Part {
            typ: parsed(section, "typ"),
            issuer: self.one(section, "iss"),
            subject: self.one(section, "sub"),
            audiences: self.audiences(section),
            ttl: section.length("ttl"),
            not_before: not_before(section),
            without: None,
            header: self.header(section),
            claims: self.claims(section, "claims"),
            id_claims: self.claims(section, "id_claims"),
        };
        part.without = left_out(section, |name| part.names(name) || base.names(name), &part, base);
        part
    }

    fn template(&self, member: &str, text: &str) -> Result<Template, String> {
        Template::parse(text, &self.names).map_err(|error| format!("{member} {error}"))
    }

    /// A text with places.
    fn one(&self, section: &mut Section<'t>, name: &'static str) -> Option<Template> {
        let placed = line(section, name)?;
        self.of_text(section, name, placed.line, &placed.value)
    }

    fn of_text(&self, section: &mut Section<'t>, name: &str, line: usize, text: &str) -> Option<Template> {
        let template = self.template(name, text).and_then(|template| {
            let is_list = |place: &Placeholder| matches!(place, Placeholder::Scopes | Placeholder::Audiences);
            if template.placeholders().any(is_list) {
                return Err(format!("{name} is a text, and no list can be one"));
            }
            Ok(template)
        });
        template.map_err(|problem| section.faults.push((line, problem))).ok()
    }

    fn audiences(&self, section: &mut Section<'t>) -> Option<Vec<Template>> {
        let (line, value) = section.value("aud")?;
        let texts: Vec<(usize, DeValue<'t>)> = match value {
            DeValue::Array(all) => all.into_iter().map(|one| (section.line_at(&one), one.into_inner())).collect(),
            one => vec![(line, one)],
        };
        if texts.is_empty() {
            section
                .faults
                .push((line, "aud names nobody; write no_claim = [\"aud\"] for a token without one".to_owned()));
        }
        let mut all = Vec::new();
        for (line, text) in texts {
            match text {
                DeValue::String(text) if text.trim().is_empty() => {
                    section.faults.push((line, "aud is empty".to_owned()));
                }
                DeValue::String(text) => all.extend(self.of_text(section, "aud", line, &text)),
                other => section.wrong(line, "aud", "a text or a list of texts", &other),
            }
        }
        Some(all)
    }

    fn header(&self, section: &mut Section<'t>) -> Patterns {
        let Some(header) = section.section("header") else { return Vec::new() };
        let mut all = Vec::new();
        for (line, name, value) in header.into_members() {
            let pattern =
                self.pattern(&format!("header.{name}"), value.span().start, value.into_inner(), &mut section.faults);
            let Some(pattern) = pattern else { continue };
            match check_header(&name, &Value::Null) {
                Err(problem) => section
                    .faults
                    .push((line, problem.to_string().replace("set by --typ", "set by typ in the profile"))),
                Ok(()) => all.push((name, pattern)),
            }
        }
        all
    }

    fn claims(&self, section: &mut Section<'t>, of: &'static str) -> Patterns {
        let Some(claims) = section.section(of) else { return Vec::new() };
        let mut all = Vec::new();
        for (line, name, value) in claims.into_members() {
            let member = format!("{of}.{name}");
            let pattern = self.pattern(&member, value.span().start, value.into_inner(), &mut section.faults);
            match (check_claim(&name), pattern) {
                (Err(problem), _) => section.faults.push((line, format!("{member}: {problem}"))),
                (Ok(()), Some(pattern)) => all.push((name, pattern)),
                (Ok(()), None) => {}
            }
        }
        all
    }

    /// A value of JSON; nothing where something in it is none, which is among the faults then.
    fn pattern(&self, member: &str, place: usize, value: DeValue<'t>, faults: &mut Vec<Fault>) -> Option<Pattern> {
        let mut fault = |problem: String| {
            faults.push((line_of(self.text, place), problem));
            None
        };
        match value {
            DeValue::String(text) => match self.template(member, &text) {
                Ok(template) => Some(Pattern::Text(template)),
                Err(problem) => fault(problem),
            },
            DeValue::Boolean(on) => Some(Pattern::Plain(on.into())),
            DeValue::Integer(number) => match integer(&number) {
                Some(number) => Some(Pattern::Plain(number.into())),
                None => fault(format!("{member} is a number that is too large")),
            },
            DeValue::Float(number) => match number.as_str().parse().ok().and_then(Number::from_f64) {
                Some(number) => Some(Pattern::Plain(number.into())),
                None => fault(format!("{member} is a number that JSON has not")),
            },
            DeValue::Datetime(_) => fault(format!(
                "{member} is a time, which JSON has not: write a text, a number, or \"{{now}}\" for the time of issue"
            )),
            DeValue::Array(values) => {
                let before = faults.len();
                let mut all = Vec::new();
                for value in values {
                    let place = value.span().start;
                    all.extend(self.pattern(member, place, value.into_inner(), faults));
                }
                (faults.len() == before).then_some(Pattern::List(all))
            }
            DeValue::Table(table) => self.object(member, table, faults).map(Pattern::Object),
        }
    }

    fn object(&self, member: &str, table: DeTable<'t>, faults: &mut Vec<Fault>) -> Option<Patterns> {
        let before = faults.len();
        let mut all = Vec::new();
        for (_, name, value) in Section::of(self.text, table, 1).into_members() {
            let pattern = self.pattern(&format!("{member}.{name}"), value.span().start, value.into_inner(), faults);
            all.extend(pattern.map(|pattern| (name, pattern)));
        }
        (faults.len() == before).then_some(all)
    }
}

/// A whole number of JSON, where it is one.
pub(in crate::settings) fn integer(number: &DeInteger<'_>) -> Option<Number> {
    let signed = i64::from_str_radix(number.as_str(), number.radix()).ok().map(Number::from);
    signed.or_else(|| u64::from_str_radix(number.as_str(), number.radix()).ok().map(Number::from))
}

/// A text that becomes something when it is read.
fn parsed<T: FromStr<Err: Display>>(section: &mut Section<'_>, name: &'static str) -> Option<T> {
    let Placed { value, line: at } = line(section, name)?;
    value.parse().map_err(|error| section.faults.push((at, format!("{name} {value:?} {error}")))).ok()
}

/// A start that is told from the time of issue: a fixed one would be that of every token.
fn not_before(section: &mut Section<'_>) -> Option<i64> {
    let Placed { value, line: at } = line(section, "nbf")?;
    let problem = match value.parse() {
        Ok(When::FromNow(seconds)) => return Some(seconds),
        Ok(When::At(_)) => "is no time told from that of issue, as in -10m for ten minutes before it".to_owned(),
        Err(error) => error.to_string(),
    };
    section.faults.push((at, format!("nbf {value:?} {problem}")));
    None
}

/// What is left out: claims of every token, and what this or a profile below adds.
fn left_out(
    section: &mut Section<'_>,
    is_there: impl Fn(&str) -> bool,
    part: &Part,
    base: &Part,
) -> Option<BTreeSet<Left>> {
    let (line, value) = section.value("no_claim")?;
    let texts = match value {
        DeValue::Array(all) => all.into_iter().map(|one| (section.line_at(&one), one.into_inner())).collect(),
        one => vec![(line, one)],
    };
    let mut left = BTreeSet::new();
    for (line, text) in texts {
        match text {
            DeValue::String(name) => match name.parse::<Omittable>() {
                Ok(claim) => drop(left.insert(Left::Standard(claim))),
                Err(_) if is_there(&name) => drop(left.insert(Left::Own(name.into_owned()))),
                Err(problem) => {
                    let own = [part, base].into_iter().flat_map(|part| [&part.header, &part.claims, &part.id_claims]);
                    let own = own.flatten().map(|(name, _)| name.as_str());
                    let all = Omittable::ALL.map(Omittable::name).into_iter().chain(own);
                    let problem = match nearest(&name, all) {
                        Some(nearest) => {
                            format!("no_claim {name:?} names nothing that is there; did you mean {nearest:?}?")
                        }
                        None => format!("no_claim {name:?} {problem}, and what this profile or one below adds"),
                    };
                    section.faults.push((line, problem));
                }
            },
            other => section.wrong(line, "no_claim", "a text or a list of texts", &other),
        }
    }
    Some(left)
}

/// Refuses a claim that a profile says in another way, or that it cannot say.
fn check_claim(name: &str) -> Result<(), String> {
    match name {
        "" => Err("a claim has a name".to_owned()),
        "iss" | "sub" | "aud" | "nbf" => {
            Err(format!("it has a place of its own: write {name} = \"…\" at the top of the profile"))
        }
        "exp" => Err("write ttl = \"…\" at the top of the profile".to_owned()),
        "auth_time" => Ok(()),
        _ => match registered(name) {
            None => Ok(()),
            Some(claim) => Err(match claim.set_by {
                Some(flag) => format!("it is set by {flag}"),
                None => "mintage alone sets it".to_owned(),
            }),
        },
    }
}
