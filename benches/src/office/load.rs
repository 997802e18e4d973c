//! The clients: each with a connection and due times of its own.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use serde_json::{Value as Json, json};
use tokio::task::JoinSet;

use super::ask::{Kind, post, question};
use super::fill::Sample;
use super::line::{Line, Reply};
use crate::outcome::Outcome as Tally;
use crate::schedule::Schedule;

/// Bad answers that are told in full.
const COMPLAINTS: usize = 5;
/// Longest wait for the classes of the plug-in, in tries of 100 ms.
const TRIES: u32 = 100;

/// What is put on the office.
#[derive(Debug)]
pub(super) struct Load {
    pub(super) address: String,
    pub(super) token: String,
    pub(super) samples: Vec<Sample>,
    pub(super) clients: u32,
    pub(super) warm: Duration,
    pub(super) time: Duration,
    pub(super) rate: f64,
    pub(super) issue_rate: f64,
}

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) kinds: BTreeMap<Kind, Tally>,
    pub(super) complaints: Vec<String>,
    pub(super) time: Duration,
}

/// One client's part of it.
struct Client {
    line: Line,
    schedule: Schedule,
    number: u64,
    measured: (Instant, Instant),
    outcome: Arc<Mutex<Outcome>>,
}

impl Load {
    /// Runs all clients until the time is over.
    pub(super) async fn run(&self) -> io::Result<Outcome> {
        let class = self.class().await?;
        let issuing = (self.clients / 10).max(1);
        let reading = (self.clients - issuing).max(1);
        let begun = Instant::now();
        let measured = (begun + self.warm, begun + self.warm + self.time);
        let outcome = Arc::new(Mutex::new(Outcome { time: self.time, ..Outcome::default() }));
        let samples: Arc<[Sample]> = self.samples.as_slice().into();
        let mut tasks = JoinSet::new();
        for number in 0..reading + issuing {
            let rate = match number < reading {
                true => self.rate / f64::from(reading),
                false => self.issue_rate / f64::from(issuing),
            };
            let client = Client {
                line: Line::new(&self.address, &self.token),
                schedule: Schedule::seeded(begun, rate, number.into()),
                number: number.into(),
                measured,
                outcome: Arc::clone(&outcome),
            };
            match number < reading {
                true => tasks.spawn(client.read(Arc::clone(&samples))),
                false => tasks.spawn(client.issue(class.clone())),
            };
        }
        while let Some(ended) = tasks.join_next().await {
            ended.map_err(io::Error::other)?;
        }
        Ok(std::mem::take(&mut *outcome.lock()))
    }

    /// A class of the office's own issuer that can be sold.
    async fn class(&self) -> io::Result<String> {
        let mut line = Line::new(&self.address, &self.token);
        let product = json!({
            "class_id": "BENCH", "key_prefix": "BENCH", "features": ["f1"],
            "capacity_options": [{"code": "SEATS", "label": "Seats", "amount": 10, "feature": "f1"}],
        });
        line.ask(&post("/v1/issuer-classes", &product, "bench-class")).await?;
        let plugin = json!({"name": "bench", "mode": "online", "template": "local"});
        line.ask(&post("/v1/plugins", &plugin, "bench-plugin")).await?;
        for _ in 0..TRIES {
            let path = "/v1/license-classes?filter%5Bclass_id%5D=BENCH&page%5Bsize%5D=500";
            let mut list = post(path, &Json::Null, "");
            (list.method, list.headers, list.body) = ("GET", String::new(), String::new());
            let found = line.ask(&list).await?.json();
            let classes = found["data"].as_array().cloned().unwrap_or_default();
            if let Some(class) = classes.iter().find(|class| class["plugin_id"] != "issuer") {
                let id = class["id"].as_str().unwrap_or_default().to_owned();
                let path = format!("/v1/license-classes/{id}/select");
                line.ask(&post(&path, &json!({}), "bench-select")).await?;
                return Ok(id);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(io::Error::other("the office fetched no classes from its own issuer"))
    }
}

impl Client {
    async fn due(&mut self) -> Option<Instant> {
        loop {
            let now = Instant::now();
            let next = self.schedule.next();
            if now >= self.measured.1 || next >= self.measured.1 {
                return None;
            }
            if let Some(due) = self.schedule.take(now) {
                return Some(due);
            }
            tokio::time::sleep_until(next.into()).await;
        }
    }

    async fn read(mut self, samples: Arc<[Sample]>) {
        let mut dice = self.number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        while let Some(due) = self.due().await {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (kind, request) = question(dice >> 11, &samples);
            let reply = self.line.ask(&request).await;
            self.note(kind, due, &request.path, reply, |reply| reply.status == 200);
        }
    }

    async fn issue(mut self, class: String) {
        let mut count = 0;
        while let Some(due) = self.due().await {
            count += 1;
            let key = format!("{}-{}-{count}", std::process::id(), self.number);
            let body = json!({
                "class_id": class, "bill_type": "Purchase", "licensee": "Bench",
                "server_host_ids": ["HOSTNAME=bench"],
            });
            let request = post("/v1/licenses", &body, &format!("new-{key}"));
            let reply = self.line.ask(&request).await;
            let made = reply.as_ref().map(Reply::json).unwrap_or_default();
            self.note(Kind::New, due, &request.path, reply, |reply| reply.status == 201);
            let Some(id) = first_id(&made) else { continue };
            let request = post(&format!("/v1/licenses/{id}/issue"), &json!({}), &format!("issue-{key}"));
            let began = Instant::now();
            let reply = self.line.ask(&request).await;
            let issued = |reply: &Reply| reply.status == 200 && reply.json()["state"] == "Succeeded";
            self.note(Kind::Issue, began, &request.path, reply, issued);
        }
    }

    fn note(
        &self,
        kind: Kind,
        since: Instant,
        path: &str,
        reply: io::Result<Reply>,
        good: impl Fn(&Reply) -> bool,
    ) {
        let now = Instant::now();
        if since < self.measured.0 {
            return;
        }
        let mut outcome = self.outcome.lock();
        let tally = outcome.kinds.entry(kind).or_insert_with(Tally::empty);
        tally.answers += 1;
        tally.record(now - since, 1);
        let text = match &reply {
            Ok(reply) if good(reply) => return,
            Ok(reply) => format!("{} {}", reply.status, String::from_utf8_lossy(&reply.body)),
            Err(error) => error.to_string(),
        };
        tally.bad += 1;
        if outcome.complaints.len() < COMPLAINTS {
            outcome.complaints.push(format!("{path}: {text:.500}"));
        }
    }
}

/// The id of the license that was made, alone or first of several.
fn first_id(made: &Json) -> Option<String> {
    let found = ["/id", "/licenses/0/id", "/data/0/id"].iter().find_map(|at| made.pointer(at));
    Some(found?.as_str()?.to_owned())
}
