//! What a form sent: names and values, also of forms with files.

use axum::http::{HeaderMap, header};

use crate::http::dispatch::form;

/// The fields of a form, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Posted {
    fields: Vec<(String, String)>,
}

impl Posted {
    /// Fields of a query.
    pub(super) fn of(fields: Vec<(String, String)>) -> Self {
        Self { fields }
    }

    /// The body of a request, by its content type. What cannot be read is left out.
    pub(super) fn read(headers: &HeaderMap, body: &[u8]) -> Self {
        let media =
            headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let boundary = media
            .strip_prefix("multipart/form-data")
            .and_then(|rest| rest.split(';').find_map(|part| part.trim().strip_prefix("boundary=")));
        match boundary {
            Some(boundary) => Self { fields: parts(body, boundary.trim_matches('"')) },
            None => Self { fields: form(&String::from_utf8_lossy(body)) },
        }
    }

    /// The first value of a name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(has, _)| has == name).map(|(_, value)| value.as_str())
    }

    /// The first value of a name, or nothing.
    pub(super) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default().trim()
    }

    /// Every value of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(has, _)| has == name).map(|(_, value)| value.as_str())
    }

    /// Every field.
    pub(super) fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// Sets the only value of a name.
    pub(super) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.fields.retain(|(has, _)| has != name);
        self.fields.push((name.to_owned(), value.into()));
    }
}

/// The parts of a multipart body as fields (RFC 7578); the content of a file is its value.
fn parts(body: &[u8], boundary: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mark = format!("--{boundary}").into_bytes();
    let mut rest = body;
    while let Some(at) = find(rest, &mark) {
        rest = rest.get(at + mark.len()..).unwrap_or_default();
        let Some(head_end) = find(rest, b"\r\n\r\n") else { break };
        let head = String::from_utf8_lossy(rest.get(..head_end).unwrap_or_default()).into_owned();
        let content = rest.get(head_end + 4..).unwrap_or_default();
        // Before the next mark stands the line's end that belongs to the mark.
        let end = find(content, &mark).map_or(content.len(), |next| next.saturating_sub(2));
        let value = String::from_utf8_lossy(content.get(..end).unwrap_or_default()).into_owned();
        if let Some(name) = attribute(&head, "name") {
            fields.push((name, value));
        }
        rest = content.get(end..).unwrap_or_default();
    }
    fields
}

/// An attribute of a part's `Content-Disposition`.
fn attribute(head: &str, name: &str) -> Option<String> {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let start = format!("{name}=\"");
    line.split(';').find_map(|part| Some(part.trim().strip_prefix(&start)?.trim_end_matches('"').to_owned()))
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_with_a_file_is_read() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nA B\r\n--x\r\n\
                    Content-Disposition: form-data; name=\"file\"; filename=\"a.lic\"\r\n\
                    Content-Type: text/plain\r\n\r\nline 1\r\nline 2\r\n\r\n--x--\r\n";
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, "multipart/form-data; boundary=x".parse().unwrap());
        let posted = Posted::read(&headers, body.as_bytes());
        assert_eq!(
            posted.fields(),
            [("key".to_owned(), "A B".to_owned()), ("file".to_owned(), "line 1\r\nline 2\r\n".to_owned()),]
        );
        assert_eq!(Posted::read(&headers, b"--x\r\ncut off").fields(), []);
    }

    #[test]
    fn a_plain_form_may_name_a_field_twice() {
        let posted = Posted::read(&HeaderMap::new(), b"a=1&b=%C3%A4+x&a=2");
        assert_eq!(posted.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((posted.text("b"), posted.get("c")), ("ä x", None));
    }
}
