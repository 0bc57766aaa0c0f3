//! A small local server for the page. For looking at it; any static host will do for using it.

use std::path::{Component, Path, PathBuf};

use tiny_http::{Header, Request, Response, Server};

use crate::build::build;
use crate::{Outcome, known, option};

/// `cargo xtask serve [--port N] [--fast]`.
pub fn run(args: &[String]) -> Outcome {
    known(args, &["--fast"], &["--port"])?;
    let wanted = match option(args, "--port")? {
        Some(text) => text
            .parse::<u16>()
            .map_err(|_| format!("`{text}` is not a port: write 1 to 65535"))?,
        None => 8080,
    };
    let built = build(args.iter().any(|it| it == "--fast"))?;
    let (server, port) = open(wanted)?;
    if port != wanted {
        println!("port {wanted} is taken");
    }
    println!("Tuiyan 推演 is at  http://127.0.0.1:{port}/   (Ctrl-C ends)");
    answer(&server, &built.dist);
    Ok(())
}

/// Listens on a port of this machine, or on a free one when it is taken.
pub fn open(wanted: u16) -> Outcome<(Server, u16)> {
    let listen = |port: u16| Server::http(("127.0.0.1", port));
    let server = listen(wanted)
        .or_else(|_| listen(0))
        .map_err(|error| format!("no port could be opened: {error}"))?;
    let port = server.server_addr().to_ip().map_or(wanted, |it| it.port());
    Ok((server, port))
}

/// Answers requests from a folder until the server ends.
pub fn answer(server: &Server, folder: &Path) {
    for request in server.incoming_requests() {
        // A visitor who went away is no error.
        let _ = respond(request, folder);
    }
}

fn respond(request: Request, folder: &Path) -> std::io::Result<()> {
    let Some(path) = locate(folder, request.url()) else {
        return request.respond(Response::from_string("not here").with_status_code(404));
    };
    match std::fs::read(&path) {
        Ok(bytes) => {
            let name = path
                .file_name()
                .map(|it| it.to_string_lossy().into_owned())
                .unwrap_or_default();
            let cache = if name == "index.html" {
                "no-cache"
            } else {
                "public, max-age=31536000, immutable"
            };
            let mut response = Response::from_data(bytes);
            for (key, value) in [("Content-Type", kind(&name)), ("Cache-Control", cache)] {
                if let Ok(header) = Header::from_bytes(key, value) {
                    response.add_header(header);
                }
            }
            request.respond(response)
        }
        Err(_) => request.respond(Response::from_string("not here").with_status_code(404)),
    }
}

/// The file a request means, never one outside the folder.
fn locate(folder: &Path, url: &str) -> Option<PathBuf> {
    let path = url
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_start_matches('/');
    let path = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    let relative = Path::new(&path);
    relative
        .components()
        .all(|it| matches!(it, Component::Normal(_)))
        .then(|| folder.join(relative))
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_stay_inside_the_folder() {
        let folder = Path::new("/srv/dist");
        let at = |url: &str| locate(folder, url).map(|it| it.display().to_string());
        assert_eq!(at("/").as_deref(), Some("/srv/dist/index.html"));
        assert_eq!(at("/a-1.js?x#y").as_deref(), Some("/srv/dist/a-1.js"));
        assert_eq!(at("/../etc/passwd"), None);
        assert_eq!(at("//etc/passwd").as_deref(), Some("/srv/dist/etc/passwd"));
        assert_eq!(
            at("/%2e%2e/etc/passwd").as_deref(),
            Some("/srv/dist/%2e%2e/etc/passwd")
        );
    }
}
