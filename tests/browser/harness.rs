//! A browser on the page: its driver, a static server, and the questions the tests ask.

use std::future::Future;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel};

/// A folder under which the page is also served: any static host, any sub-path.
pub const DEEP: &str = "some/deep/folder/";

/// What a person waits at most, on a busy machine, for what should take moments.
const PATIENCE: Duration = Duration::from_secs(60);

/// What `cargo xtask test` hands over in a variable.
pub fn given(variable: &str) -> PathBuf {
    std::env::var_os(variable)
        .unwrap_or_else(|| panic!("{variable} is not set: run `cargo xtask test`, which builds the page and finds a browser"))
        .into()
}

/// The address of the static server, which lives as long as the tests.
pub fn server() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER.get_or_init(|| {
        let (dist, checks) = (given("TUIYAN_DIST"), given("TUIYAN_CHECKS"));
        assert!(
            dist.join("index.html").is_file(),
            "{} holds no page: run `cargo xtask test`",
            dist.display()
        );
        let server = tiny_http::Server::http("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", server.server_addr());
        std::thread::spawn(move || {
            for request in server.incoming_requests() {
                let path = request.url().split(['?', '#']).next().unwrap_or_default();
                let path = path.trim_start_matches('/').to_owned();
                let file = match path.strip_prefix("checks/") {
                    Some(rest) => checks.join(rest),
                    None => dist.join(path.strip_prefix(DEEP).unwrap_or(&path)),
                };
                let file = if file.is_dir() {
                    file.join("index.html")
                } else {
                    file
                };
                let _ = match std::fs::read(&file) {
                    Ok(bytes) => request
                        .respond(tiny_http::Response::from_data(bytes).with_header(kind(&file))),
                    Err(_) => request.respond(tiny_http::Response::empty(404)),
                };
            }
        });
        address
    })
}

fn kind(file: &Path) -> tiny_http::Header {
    let kind = match file.extension().and_then(|it| it.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    };
    tiny_http::Header::from_bytes("Content-Type", kind).unwrap()
}

/// How the browser is to be.
#[derive(Clone, Copy)]
pub struct Like {
    /// Language it asks for.
    pub language: &'static str,
    /// Width of the window, px.
    pub width: u32,
}

/// A Chinese desktop.
pub const DESK: Like = Like {
    language: "zh-CN",
    width: 1440,
};

/// A driver of its own for each test, ended with it.
struct Driver {
    process: Child,
    address: String,
}

impl Driver {
    /// Starts one, or says what it said before it ended.
    fn start() -> Result<Self, String> {
        let mut process = Command::new(given("CHROMEDRIVER"))
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut said = String::new();
        let port: Option<u16> = lines.by_ref().map_while(Result::ok).find_map(|line| {
            said += &line;
            said.push('\n');
            let port = line.split("started successfully on port ").nth(1)?;
            port.trim_end_matches('.').parse().ok()
        });
        // Its further words are read away, so that it never waits to be read.
        std::thread::spawn(move || lines.for_each(drop));
        let driver = Self {
            process,
            address: format!("http://127.0.0.1:{}", port.unwrap_or(0)),
        };
        match port {
            Some(_) => Ok(driver),
            None => Err(said),
        }
    }

    /// A driver with a browser of its own. The driver takes a free port of one
    /// kind of address (IPv4, IPv6) and wants the same of the other; where
    /// another process has that one it ends. Nothing of a test has run before
    /// a browser is there, so another start hides nothing.
    async fn with_browser(like: Like) -> (Self, WebDriver) {
        let mut said = Vec::new();
        for _ in 0..5 {
            match Self::start() {
                Err(words) => said.push(words),
                Ok(driver) => match WebDriver::new(&driver.address, capabilities(like)).await {
                    Ok(web) => return (driver, web),
                    Err(error) => said.push(error.to_string()),
                },
            }
        }
        panic!(
            "no browser after {} starts: {}",
            said.len(),
            said.join("\n")
        );
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs a test in a fresh browser and closes it, whatever happens.
pub fn browse<F, T>(like: Like, test: F)
where
    F: FnOnce(Page) -> T,
    T: Future<Output = ()> + Send + 'static,
{
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (_driver, web) = Driver::with_browser(like).await;
        let done = tokio::spawn(test(Page { web: web.clone() })).await;
        let closed = web.quit().await;
        if let Err(failed) = done {
            std::panic::resume_unwind(failed.into_panic());
        }
        closed.unwrap();
    });
}

fn capabilities(like: Like) -> ChromeCapabilities {
    let mut wanted = DesiredCapabilities::chrome();
    for flag in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ] {
        wanted.add_arg(flag).unwrap();
    }
    wanted
        .add_arg(&format!("--lang={}", like.language))
        .unwrap();
    wanted
        .add_arg(&format!("--accept-lang={}", like.language))
        .unwrap();
    wanted
        .add_arg(&format!("--window-size={},1000", like.width))
        .unwrap();
    wanted
        .set_binary(&given("CHROMIUM").display().to_string())
        .unwrap();
    // Without a screen a window is never narrower than 500 px; an emulated one is.
    if like.width < 500 {
        let metrics =
            json!({"deviceMetrics": {"width": like.width, "height": 844, "pixelRatio": 2.0}});
        wanted
            .add_experimental_option("mobileEmulation", metrics)
            .unwrap();
    }
    wanted
        .set_browser_log_level(LoggingPrefsLogLevel::All)
        .unwrap();
    wanted
}

/// The page in a browser.
pub struct Page {
    pub web: WebDriver,
}

impl Page {
    /// Opens the page at an address below the server's, and waits for its first replications to be complete.
    pub async fn open(&self, rest: &str) {
        self.web.goto(format!("{}{rest}", server())).await.unwrap();
        self.settle().await;
    }

    /// Opens a place by its address and waits until something of it is there: not for a county that is not shown.
    pub async fn visit(&self, fragment: &str, what: &str) {
        let address = format!("{}{fragment}", server());
        self.web.goto(address).await.unwrap();
        let there = format!("return !!document.querySelector('{what}');");
        self.until("the place is there", &there).await;
    }

    /// Turns to the other language.
    pub async fn turn_language(&self) {
        let before = self.text("return document.documentElement.lang;").await;
        self.click("#language").await;
        let turned = format!("return document.documentElement.lang !== {before:?};");
        self.until("the language has turned", &turned).await;
    }

    /// A photograph of the whole page into the folder that `TUIYAN_PICTURES` names, if it names one.
    pub async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("TUIYAN_PICTURES") else {
            return;
        };
        // The whole of it: the window as high as the page.
        let size = "return [window.innerWidth, document.documentElement.scrollHeight];";
        let size = self.js(size).await;
        let metrics = serde_json::json!({"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": false});
        self.web
            .cdp()
            .send_raw("Emulation.setDeviceMetricsOverride", metrics)
            .await
            .unwrap();
        tokio::time::sleep(Duration::from_millis(400)).await;
        let file = PathBuf::from(folder).join(format!("{name}.png"));
        self.web.screenshot(&file).await.unwrap();
    }

    /// A photograph of what the window shows, as [`Page::picture`].
    pub async fn picture_of_window(&self, name: &str) {
        if let Some(folder) = std::env::var_os("TUIYAN_PICTURES") {
            let file = PathBuf::from(folder).join(format!("{name}.png"));
            self.web.screenshot(&file).await.unwrap();
        }
    }

    /// Waits until the replications of what is shown now are complete.
    pub async fn settle(&self) {
        let ready = "const p = document.getElementById('progress');
            return !!p && p.dataset.running === 'false' && Number(p.dataset.n) > 0;";
        self.until("the replications are complete", ready).await;
    }

    /// The value of a script.
    pub async fn js(&self, script: &str) -> Value {
        self.web
            .execute(script, Vec::new())
            .await
            .unwrap()
            .json()
            .clone()
    }

    /// The value of a script, as text.
    pub async fn text(&self, script: &str) -> String {
        self.js(script)
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The text of the first element that matches.
    pub async fn words(&self, selector: &str) -> String {
        self.text(&format!(
            "return document.querySelector({selector:?}).innerText;"
        ))
        .await
    }

    /// Waits until a script returns true.
    pub async fn until(&self, what: &str, script: &str) {
        self.until_within(PATIENCE, what, script).await;
    }

    /// Waits until a script returns true, for what takes its time.
    pub async fn until_within(&self, patience: Duration, what: &str, script: &str) {
        let begun = Instant::now();
        while self.js(script).await != Value::Bool(true) {
            if begun.elapsed() > patience {
                let body = self
                    .text("return document.body.innerText.slice(0, 600);")
                    .await;
                let errors = self.errors().await.join("\n");
                panic!(
                    "in {patience:?} it never came that {what}; the page says:\n{body}\nand its console:\n{errors}"
                );
            }
            // Who waits long looks less often: looking takes of the time that is measured.
            tokio::time::sleep(Duration::from_millis(50).max(patience / 600)).await;
        }
    }

    /// Presses a key, for whatever has the focus: no element is named, which may just be drawn anew.
    pub async fn press(&self, key: Key) {
        let chain = self.web.action_chain().send_keys(key);
        chain.perform().await.unwrap();
    }

    /// Clicks the first element that matches.
    pub async fn click(&self, selector: &str) {
        // What is drawn anew between finding and clicking is found again.
        for tries in (0..5).rev() {
            let element = self.web.find(By::Css(selector.to_owned())).await.unwrap();
            let clicked = match element.scroll_into_view().await {
                Ok(()) => element.click().await,
                Err(error) => Err(error),
            };
            match clicked {
                Ok(()) => return,
                Err(error) if tries > 0 && error.to_string().contains("stale element") => {}
                Err(error) => panic!("{selector} could not be clicked: {error}"),
            }
        }
    }

    /// The numbers of the four figures, as shown.
    pub async fn figures(&self) -> Vec<String> {
        let all = self
            .js("return [...document.querySelectorAll('.figure-number')].map(e => e.innerText.trim());")
            .await;
        serde_json::from_value(all).unwrap()
    }

    /// The fragment of the address.
    pub async fn fragment(&self) -> String {
        self.text("return decodeURIComponent(location.hash);").await
    }

    /// Errors in the browser's console since the last time it was asked.
    pub async fn errors(&self) -> Vec<String> {
        let entries = self.web.browser_log().await.unwrap();
        entries
            .iter()
            .filter(|it| it.level == "SEVERE")
            .map(|it| it.message.clone())
            // No icon is asked of a host by the page; the browser asks by itself on pages without one.
            .filter(|it| !it.contains("favicon.ico"))
            .collect()
    }
}

/// What a question of `reach.js` finds wrong must be nothing.
pub fn nothing(found: &Value, what: &str) {
    let list = found.as_array().unwrap().iter();
    let list: Vec<&str> = list.filter_map(Value::as_str).collect();
    assert!(list.is_empty(), "{what}:\n{}", list.join("\n"));
}
