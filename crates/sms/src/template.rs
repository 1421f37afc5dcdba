//! Texts with placeholders: `{to}`, `{text_json}`, `{secret:API_KEY}`.

use contact::PhoneNumber;

/// What stands in for a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `+66812345678`
    To,
    /// `0812345678`
    ToLocal,
    /// `66812345678`
    ToMsisdn,
    Text,
    Sender,
    /// MD5 of the checksum template, in hexadecimal digits.
    Checksum,
    Secret(String),
}

/// How the value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escape {
    /// As it is.
    Plain,
    /// For the inside of a JSON string.
    Json,
    /// For a URL or a form.
    Url,
}

#[derive(Clone, PartialEq, Eq)]
pub enum Piece {
    Literal(String),
    Placeholder(Value, Escape),
}

/// A text taken apart.
#[derive(Clone)]
pub struct Template {
    pieces: Vec<Piece>,
}

/// What a message puts into the placeholders.
pub struct Filling<'a> {
    pub to: &'a PhoneNumber,
    pub text: &'a str,
    pub sender: &'a str,
    pub checksum: &'a str,
}

impl Template {
    /// Braces around anything but a name stay as they are, so JSON may be written plainly.
    ///
    /// # Errors
    /// The first name that is no placeholder, in braces.
    pub fn parse(text: &str) -> Result<Template, String> {
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            literal.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let end = rest
                .find(|letter: char| !is_of_a_name(letter))
                .unwrap_or(rest.len());
            if end == 0 || !rest[end..].starts_with('}') {
                literal.push('{');
                continue;
            }
            let name = &rest[..end];
            let Some((value, escape)) = read_placeholder(name) else {
                return Err(format!("{{{name}}}"));
            };
            pieces.push(Piece::Literal(std::mem::take(&mut literal)));
            pieces.push(Piece::Placeholder(value, escape));
            rest = &rest[end + 1..];
        }
        literal.push_str(rest);
        pieces.push(Piece::Literal(literal));
        Ok(Template { pieces })
    }

    pub fn empty() -> Template {
        Template { pieces: Vec::new() }
    }

    pub fn placeholders(&self) -> impl Iterator<Item = (&Value, Escape)> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Placeholder(value, escape) => Some((value, *escape)),
            Piece::Literal(_) => None,
        })
    }

    /// Puts the secrets in, each asked for by its name.
    ///
    /// # Errors
    /// The names that have no value.
    pub fn with_secrets(
        mut self,
        secret: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Template, Vec<String>> {
        let mut missing = Vec::new();
        for piece in &mut self.pieces {
            if let Piece::Placeholder(Value::Secret(name), escape) = piece {
                match secret(name).filter(|value| !value.is_empty()) {
                    Some(value) => *piece = Piece::Literal(escape.apply(&value)),
                    None => missing.push(name.clone()),
                }
            }
        }
        if missing.is_empty() {
            Ok(self)
        } else {
            Err(missing)
        }
    }

    pub fn fill(&self, filling: &Filling) -> String {
        let mut filled = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => filled.push_str(literal),
                Piece::Placeholder(value, escape) => {
                    filled.push_str(&escape.apply(&filling.value(value)));
                }
            }
        }
        filled
    }
}

impl Filling<'_> {
    fn value(&self, value: &Value) -> String {
        match value {
            Value::To => self.to.e164().to_owned(),
            Value::ToLocal => self.to.local(),
            Value::ToMsisdn => self.to.msisdn().to_owned(),
            Value::Text => self.text.to_owned(),
            Value::Sender => self.sender.to_owned(),
            Value::Checksum => self.checksum.to_owned(),
            // `with_secrets` has left none.
            Value::Secret(_) => String::new(),
        }
    }
}

impl Escape {
    fn apply(self, value: &str) -> String {
        match self {
            Escape::Plain => value.to_owned(),
            Escape::Json => {
                let quoted = serde_json::Value::from(value).to_string();
                quoted[1..quoted.len() - 1].to_owned()
            }
            Escape::Url => value.bytes().map(url_letter).collect(),
        }
    }
}

fn url_letter(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

fn is_of_a_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == ':'
}

/// Names of secrets have capital letters only, so the ending `_json` is never part of one.
fn read_placeholder(name: &str) -> Option<(Value, Escape)> {
    let (name, escape) = if let Some(name) = name.strip_suffix("_json") {
        (name, Escape::Json)
    } else if let Some(name) = name.strip_suffix("_url") {
        (name, Escape::Url)
    } else {
        (name, Escape::Plain)
    };
    let value = match name {
        "to" => Value::To,
        "to_local" => Value::ToLocal,
        "to_msisdn" => Value::ToMsisdn,
        "text" => Value::Text,
        "sender" => Value::Sender,
        "checksum" => Value::Checksum,
        _ => {
            let name = name.strip_prefix("secret:")?;
            let is_capital =
                |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
            if name.is_empty() || !name.bytes().all(is_capital) {
                return None;
            }
            Value::Secret(name.to_owned())
        }
    };
    Some((value, escape))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str) -> String {
        let to = PhoneNumber::parse("081-234-5678").unwrap();
        let filling = Filling {
            to: &to,
            text: "ก \"b\"\n&+",
            sender: "JITASA",
            checksum: "0af",
        };
        let secret = |name: &str| (name == "API_KEY").then(|| "s&\"3".to_owned());
        let template = Template::parse(template).unwrap().with_secrets(&secret);
        template
            .unwrap_or_else(|missing| panic!("{missing:?}"))
            .fill(&filling)
    }

    #[test]
    fn placeholders_are_filled_as_their_ending_says() {
        for (template, expected) in [
            ("", ""),
            (
                "{to} {to_local} {to_msisdn}",
                "+66812345678 0812345678 66812345678",
            ),
            ("{to_url}", "%2B66812345678"),
            ("{text}", "ก \"b\"\n&+"),
            (r#"{"m":"{text_json}"}"#, r#"{"m":"ก \"b\"\n&+"}"#),
            ("{text_url}", "%E0%B8%81%20%22b%22%0A%26%2B"),
            ("{sender}{checksum}", "JITASA0af"),
            (
                "{secret:API_KEY} {secret:API_KEY_json} {secret:API_KEY_url}",
                "s&\"3 s&\\\"3 s%26%223",
            ),
            (
                "{} { to} {\"to\"} {{to}} {",
                "{} { to} {\"to\"} {+66812345678} {",
            ),
        ] {
            assert_eq!(filled(template), expected, "{template}");
        }
    }

    #[test]
    fn a_text_that_looks_like_a_placeholder_is_text() {
        let to = PhoneNumber::parse("0812345678").unwrap();
        let filling = Filling {
            to: &to,
            text: "{to}{secret:A}",
            sender: "",
            checksum: "",
        };
        assert_eq!(
            Template::parse("{text}").unwrap().fill(&filling),
            "{to}{secret:A}"
        );
    }

    #[test]
    fn names_that_are_none_and_secrets_that_are_missing_are_told() {
        for template in ["{txt}", "{secret:}", "{secret:key}", "{To}", "{pin_code}"] {
            assert_eq!(Template::parse(template).err().as_deref(), Some(template));
        }
        let template = Template::parse("{secret:A}{secret:B}").unwrap();
        let missing = template.with_secrets(&|_| None).err();
        assert_eq!(missing, Some(vec!["A".to_owned(), "B".to_owned()]));
    }

    proptest::proptest! {
        #[test]
        fn any_template_is_read_or_refused(text in "\\PC*|[{}a-z_:A-Z\"]{0,40}") {
            if let Ok(template) = Template::parse(&text) {
                let to = PhoneNumber::parse("0812345678").unwrap();
                template.fill(&Filling { to: &to, text: "", sender: "", checksum: "" });
            }
        }

        #[test]
        fn any_text_stays_within_its_json_string_and_its_field_of_a_form(text: String) {
            let to = PhoneNumber::parse("0812345678").unwrap();
            let filling = Filling { to: &to, text: &text, sender: "", checksum: "" };
            let json = Template::parse("{\"a\":\"{text_json}\",\"b\":1}").unwrap().fill(&filling);
            let read: serde_json::Value = serde_json::from_str(&json).unwrap();
            proptest::prop_assert_eq!(read, serde_json::json!({ "a": text, "b": 1 }));
            let form = Template::parse("{text_url}").unwrap().fill(&filling);
            proptest::prop_assert!(!form.contains(['&', '=', '+', ' ', '#', '\r', '\n']));
        }
    }
}
