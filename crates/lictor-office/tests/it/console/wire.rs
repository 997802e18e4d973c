//! The console asked over plain HTTP, as a browser would.

use reqwest::Client;
use reqwest::redirect::Policy;

use crate::office::TestOffice;

/// What the console answered.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub cookies: Vec<String>,
    pub policy: String,
    pub text: String,
}

/// One request, without following redirects.
pub fn send(
    office: &TestOffice,
    method: &str,
    path: &str,
    cookie: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let client = Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
    let url = format!("http://{}{path}", office.address());
    let mut request = client
        .request(method.parse().unwrap(), url)
        .header("cookie", cookie)
        .header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    office.runtime.block_on(async {
        let response = request.body(body.to_owned()).send().await.unwrap();
        let header = |name: &str| {
            response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
        };
        let cookies =
            response.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned());
        let (status, cookies) = (response.status().as_u16(), cookies.collect());
        let (location, policy) = (header("location"), header("content-security-policy"));
        Answer { status, location, cookies, policy, text: response.text().await.unwrap() }
    })
}

/// The cookie of a new login.
pub fn log_in(office: &TestOffice, token: &str) -> String {
    let answer = send(office, "POST", "/login", "", &[], &format!("token={token}&next=%2Faccounts"));
    assert_eq!((answer.status, answer.location.as_str()), (303, "/accounts"), "{}", answer.text);
    answer.cookies[0].split(';').next().unwrap().to_owned()
}

/// The number that the forms of a login carry.
pub fn csrf(office: &TestOffice, cookie: &str) -> String {
    let page = send(office, "GET", "/accounts", cookie, &[], "").text;
    let (_, rest) = page.split_once("name=\"csrf\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// The values that a page offers for a field, if it is one of choices.
pub fn offered(page: &str, name: &str) -> Option<Vec<String>> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\""))?;
    let from = page.len() - rest.len();
    let begin = page[..from].rfind('<')?;
    if !page[begin..].starts_with("<select") {
        return None;
    }
    let options = rest.split("</select>").next()?.split("<option value=\"").skip(1);
    Some(options.map(|option| option.split('"').next().unwrap().to_owned()).collect())
}

/// The addresses of the buttons on a page that act at once.
pub fn buttons(page: &str) -> Vec<String> {
    let forms = page.split("<form method=\"post\" action=\"").skip(1);
    forms.map(|form| form.split('"').next().unwrap().to_owned()).collect()
}
