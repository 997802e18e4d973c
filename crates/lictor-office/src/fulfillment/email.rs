//! Files by mail. This program speaks no SMTP: it writes messages into DIR/outbox, from where a mail
//! program takes them.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use lictor_entitle::fulfillment::FulfillmentStatus;
use lictor_entitle::{Code, Refusal};
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalogue::account::check_address;
use crate::catalogue::visible;
use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::model::{Account, Channel, Entitlement, Fulfillment, LicenseFile, LineItem, Product, Shipment};
use crate::office::Office;
use crate::store::{Meta, Tx, content, new_id};
use crate::time::Time;

/// Directory of messages that wait to be sent.
pub const OUTBOX: &str = "outbox";

/// To whom, and with which words.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EmailInput {
    /// Address; that of the entitlement, or the account's first contact, when absent.
    pub to: Option<String>,
    /// Subject.
    pub subject: Option<String>,
    /// Words before the file.
    pub text: Option<String>,
}

/// A message to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Name of the file in the outbox, without its end; the same name is written once.
    pub name: String,
    /// Address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Words.
    pub text: String,
    /// A file that goes with it: name and bytes.
    pub file: Option<(String, Vec<u8>)>,
    /// When it was written.
    pub at: Time,
}

/// Sends the newest file of a fulfillment.
///
/// # Errors
///
/// `FULFILLMENT_OBSOLETE` for a fulfillment whose file was replaced, `FILE_NOT_RETRIEVED` when there is no
/// file, `INVALID_FIELD` when there is no address.
pub async fn send(
    office: &Office,
    tx: &mut Tx,
    of: &Fulfillment,
    input: EmailInput,
    verify: bool,
) -> Result<Shipment, Fault> {
    // Nobody shall install what counts no more.
    if of.status == FulfillmentStatus::Obsolete {
        return Err(Code::FulfillmentObsolete.into());
    }
    let id = of.license_file_id.as_ref().ok_or(Code::FileNotRetrieved)?;
    let file: Option<LicenseFile> = tx.look("id", id.as_str()).await?;
    let file = file.ok_or(Code::FileNotRetrieved)?;
    let to = match input.to {
        Some(to) => to,
        None => address(tx, of).await?,
    };
    check_address(&to, "/to")?;
    let bytes = content::get(tx, &file.sha256).await?;
    let mut shipment = Shipment {
        meta: Meta { id: new_id(), ..Meta::default() },
        target_kind: "fulfillment".to_owned(),
        target_id: of.meta.id.clone(),
        channel: Channel::Email,
        to: Some(to.clone()),
        by: tx.actor().name.clone(),
    };
    tx.insert(&mut shipment).await?;
    tx.trace("file.mailed", None, Some(&shipment), None);
    if !verify {
        let product: Option<Product> = tx.look("id", of.product_id.as_str()).await?;
        let product = product.map(|product| format!("{} {}", product.name, product.product_version));
        let product = product.unwrap_or_else(|| of.fulfillment_id.clone());
        let subject = input.subject.unwrap_or_else(|| format!("License {} for {product}", of.fulfillment_id));
        let text = input.text.unwrap_or_else(|| words(of, &product, &file));
        let name = shipment.meta.id.clone();
        let letter = Letter { name, to, subject, text, file: Some((file.name, bytes)), at: tx.now() };
        post(office.data(), &letter).map_err(|error| Fault::internal(format!("outbox: {error}")))?;
    }
    Ok(shipment)
}

/// What the customer has to know: what the file is for, and what to do with it.
fn words(of: &Fulfillment, product: &str, file: &LicenseFile) -> String {
    let day = |day: Option<CivilDate>, none: &str| day.map_or_else(|| none.to_owned(), |day| day.to_string());
    let hosts = [of.server_host_ids.as_slice(), of.node_host_ids.as_slice()].concat();
    let seats = if of.model.is_counted() { of.count.to_string() } else { "as many as there are".to_owned() };
    let mut text = format!("Attached is the license file {}.\n\n", file.name);
    for (name, value) in [
        ("Product", product.to_owned()),
        ("Seats", seats),
        ("Hosts", hosts.join(", ")),
        ("From", day(file.valid_from, "now on")),
        ("Until", day(file.valid_until, "no end")),
    ] {
        if !value.is_empty() {
            let _ = writeln!(text, "{:<9}{value}", format!("{name}:"));
        }
    }
    if !of.instructions.is_empty() {
        text.push_str("\nWhat to do:\n");
    }
    for line in &of.instructions {
        let _ = writeln!(text, "- {line}");
    }
    text
}

/// The address that files of a fulfillment go to.
async fn address(tx: &mut Tx, of: &Fulfillment) -> Result<String, Fault> {
    let line: Option<LineItem> = tx.look("id", of.line_item_id.as_str()).await?;
    if let Some(line) = line
        && let Some(entitlement) = tx.look::<Entitlement>("id", line.entitlement_id.as_str()).await?
        && let Some(to) = entitlement.ship_to
    {
        return Ok(to);
    }
    let account: Option<Account> = tx.look("id", of.account_id.as_str()).await?;
    let contact = account.and_then(|account| account.contacts.into_iter().next());
    let missing = || Refusal::because(Code::InvalidField, "nobody to write to is known").at("/to");
    Ok(contact.ok_or_else(missing)?.email)
}

/// Writes a message into the outbox, whole or not at all. The same name is written once.
///
/// # Errors
///
/// When the file system refuses.
pub fn post(data: &Path, letter: &Letter) -> std::io::Result<()> {
    let outbox = data.join(OUTBOX);
    fs::DirBuilder::new().recursive(true).mode(0o700).create(&outbox)?;
    let unfinished = outbox.join(format!(".{}.new", letter.name));
    let mut file =
        fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(letter.message().as_bytes())?;
    file.sync_all()?;
    fs::rename(unfinished, outbox.join(format!("{}.eml", letter.name)))
}

impl Letter {
    /// The message (RFC 5322, MIME). It has no sender: the mail program knows its own.
    #[must_use]
    pub fn message(&self) -> String {
        let boundary = format!("part-{}", self.name);
        let date = self.at.timestamp().strftime("%a, %d %b %Y %H:%M:%S +0000");
        let mut text = format!(
            "Date: {date}\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: <{}@lictor>\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n",
            self.to,
            encoded(&self.subject),
            self.name
        );
        let words = wrapped(&base64(self.text.as_bytes()));
        let _ = write!(
            text,
            "--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{words}\r\n"
        );
        if let Some((name, bytes)) = &self.file {
            let bytes = wrapped(&base64(bytes));
            let _ = write!(
                text,
                "--{boundary}\r\nContent-Type: application/octet-stream\r\n\
                 Content-Disposition: attachment; filename=\"{name}\"\r\n\
                 Content-Transfer-Encoding: base64\r\n\r\n{bytes}\r\n"
            );
        }
        let _ = write!(text, "--{boundary}--\r\n");
        text
    }
}

/// A text for a header: as it is when plain, else as an encoded word (RFC 2047).
fn encoded(text: &str) -> String {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) && text.len() <= 200 {
        return text.to_owned();
    }
    // An encoded word is at most 75 characters, so 45 bytes of text, and splits no character.
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars().filter(|c| !c.is_control()) {
        if word.len() + c.len_utf8() > 42 {
            words.push(std::mem::take(&mut word));
        }
        word.push(c);
    }
    words.push(word);
    let words: Vec<String> =
        words.iter().map(|word| format!("=?utf-8?B?{}?=", base64(word.as_bytes()))).collect();
    words.join("\r\n ")
}

fn wrapped(text: &str) -> String {
    let mut lines = String::with_capacity(text.len() + text.len() / 38);
    for (place, c) in text.chars().enumerate() {
        if place > 0 && place % 76 == 0 {
            lines.push_str("\r\n");
        }
        lines.push(c);
    }
    lines
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letter = |bits: u32| char::from(LETTERS.get((bits & 63) as usize).copied().unwrap_or(b'A'));
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        text.push(letter(bits >> 18));
        text.push(letter(bits >> 12));
        text.push(if chunk.len() > 1 { letter(bits >> 6) } else { '=' });
        text.push(if chunk.len() > 2 { letter(bits) } else { '=' });
    }
    text
}

pub(super) async fn handle(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let of: Fulfillment = visible(tx, call, "id").await?;
    let shipment = send(office, tx, &of, call.body()?, call.flag("verify")).await?;
    Ok(Answer::record(&shipment).status(201))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_rfc_4648() {
        for (text, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }

    #[test]
    fn a_message_keeps_strange_subjects_out_of_its_headers() {
        let letter = Letter {
            name: "n1".to_owned(),
            to: "a@example.com".to_owned(),
            subject: "Lizenz für Zürich\r\nBcc: x@example.com".to_owned(),
            text: "hello".to_owned(),
            file: Some(("f.lic".to_owned(), b"<LICENSEFILE/>".to_vec())),
            at: Time(1_763_795_285_042),
        };
        let message = letter.message();
        assert!(message.starts_with("Date: Sat, 22 Nov 2025 07:08:05 +0000\r\nTo: a@example.com\r\n"));
        assert!(!message.contains("Bcc:"));
        assert!(message.contains("filename=\"f.lic\"") && message.contains("PExJQ0VOU0VGSUxFLz4="));
    }
}
