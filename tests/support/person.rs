//! A person at a browser: keeps cookies, reads the forms of pages, and posts them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::served::{Response, Served, encoded};

/// Somebody with a browser of their own.
pub struct Person<'s> {
    served: &'s Served,
    cookies: RefCell<BTreeMap<String, String>>,
    /// What is written into each request on its way.
    written: Vec<(String, String)>,
}

/// The verifier and the challenge of the example in RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

impl<'s> Person<'s> {
    pub fn at(served: &'s Served) -> Self {
        Self { served, cookies: RefCell::default(), written: Vec::new() }
    }

    /// The same browser, as another that has what it had at this moment.
    pub fn copy(&self) -> Self {
        Self { served: self.served, cookies: self.cookies.clone(), written: self.written.clone() }
    }

    /// The same browser, into whose requests somebody on the way writes this header.
    pub fn behind(mut self, name: &str, value: &str) -> Self {
        self.written.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What it takes to go on with another server: its cookies.
    pub fn leave(self) -> BTreeMap<String, String> {
        self.cookies.into_inner()
    }

    /// A browser that has these cookies.
    pub fn with(served: &'s Served, cookies: BTreeMap<String, String>) -> Self {
        Self { cookies: RefCell::new(cookies), ..Self::at(served) }
    }

    /// The names and values of the cookies.
    pub fn cookies(&self) -> BTreeMap<String, String> {
        self.cookies.borrow().clone()
    }

    /// Opens a path.
    #[track_caller]
    pub fn open(&self, path: &str) -> Response {
        self.ask("GET", path, "")
    }

    /// Posts the form of a page that goes to an address with this end, with further fields.
    #[track_caller]
    pub fn submit(&self, page: &Response, action: &str, fields: &[(&str, &str)]) -> Response {
        let (path, mut all) = form(&page.body, action);
        all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let body: Vec<_> = all.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        self.ask("POST", &path, &body.join("&"))
    }

    /// Logs in at the page, and goes on to where that leads.
    #[track_caller]
    pub fn log_in(&self, page: &Response, user: &str) -> Response {
        let answer = self.submit(page, "/authorize/login", &[("user", user)]);
        self.open(&location(&answer.is(303)))
    }

    /// Opens, logs in, allows: what the app is sent back with.
    #[track_caller]
    pub fn allow(&self, path: &str, user: &str) -> Answered {
        let consent = self.log_in(&self.open(path).is(200), user).is(200);
        Answered::of(&self.submit(&consent, "/authorize/decide", &[("decision", "allow")]))
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Response {
        let cookies: Vec<_> = self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let mut headers: Vec<_> = self.written.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if !cookies.is_empty() {
            headers.push(("cookie", cookies.as_str()));
        }
        if method == "POST" {
            headers.push(("content-type", "application/x-www-form-urlencoded"));
            headers.push(("origin", "null"));
        }
        let answer = self.served.ask(method, path, &headers, body);
        for (_, line) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, value) = line.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
            if value.is_empty() {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }
}

/// What an app is sent back with.
#[derive(Debug, Clone)]
pub struct Answered {
    pub address: String,
    pub parameters: BTreeMap<String, String>,
}

impl Answered {
    #[track_caller]
    pub fn of(answer: &Response) -> Self {
        let address = location(&answer.clone().is(303));
        let (base, query) = address.split_once('?').unwrap_or((&address, ""));
        let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), decoded(value)));
        let parameters = query.split('&').filter_map(pair).collect();
        Self { address: base.to_owned(), parameters }
    }

    #[track_caller]
    pub fn get(&self, name: &str) -> &str {
        self.parameters.get(name).unwrap_or_else(|| panic!("no {name}: {self:?}"))
    }
}

/// Where an answer sends a browser.
#[track_caller]
pub fn location(answer: &Response) -> String {
    answer.header("location").unwrap_or_else(|| panic!("it leads nowhere: {answer:?}")).to_owned()
}

/// The address and the hidden fields of the form that posts to an address with this end.
#[track_caller]
fn form(page: &str, action: &str) -> (String, Vec<(String, String)>) {
    let forms = page.split("<form ").skip(1);
    let form = forms.filter_map(|form| form.split("</form>").next());
    let form = form.filter(|form| attribute(form, "action").is_some_and(|at| at.ends_with(action)));
    let form = form.last().unwrap_or_else(|| panic!("no form for {action}: {page}"));
    let inputs = form.split("<input ").skip(1).filter_map(|input| input.split('>').next());
    let hidden = inputs.filter(|input| attribute(input, "type").as_deref() == Some("hidden"));
    let field = |input: &str| Some((attribute(input, "name")?, attribute(input, "value")?));
    (attribute(form, "action").unwrap(), hidden.filter_map(field).collect())
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    let text = rest.split('"').next()?;
    Some(text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

/// A text that was written as a query writes it.
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'%', [a, b, left @ ..]) => {
                let digits = std::str::from_utf8(&[*a, *b]).unwrap().to_owned();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap());
                rest = left;
            }
            (b'+', _) => bytes.push(b' '),
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}
