//! The name `lmxendutil`: what existing monitoring tools call to read the status of a server.
//!
//! A link of that name to `lictor` understands `-licstat` and `-licstatxml` with `-host` and `-port`.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::command::Status;
use crate::context::Context;
use crate::failure::Failure;
use crate::licstat::Layout;
use crate::server_args::ServerArgs;

const HELP: &str = "\
Status of Lictor servers in the layouts that existing monitoring tools read

Usage: lmxendutil -licstat [-host HOST] [-port PORT]
       lmxendutil -licstatxml [-host HOST] [-port PORT]

  -licstat     lines of text
  -licstatxml  three lines to drop, then XML
  -host HOST   the server's host [default: localhost if there is a port]
  -port PORT   the server's port [default: 6242 if there is a host]
  -help        this text
  -version     the version

Without host and port: the servers of LICTOR_LICENSE_PATH, else localhost:6242.

Examples:
  lmxendutil -licstat
  lmxendutil -licstatxml -host licsrv -port 6242

Exit codes: 0 done; 2 wrong call; 4 if no server could be asked.";

/// Whether the program was called by this name.
pub(crate) fn is_called(program: &OsStr) -> bool {
    Path::new(program).file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("lmxendutil"))
}

/// Does what the arguments after the name ask for.
///
/// # Errors
///
/// `usage` for a wrong call, else as `lictor status`.
pub(crate) fn run(arguments: &[OsString], context: &Context) -> Result<u8, Failure> {
    let call = Call::read(arguments).map_err(|text| Failure::usage(text).hint("lmxendutil -help"))?;
    match call {
        Call::Help => context.printer.result(HELP).map(|()| 0),
        Call::Version => {
            context.printer.result(concat!("lmxendutil ", env!("CARGO_PKG_VERSION"))).map(|()| 0)
        }
        Call::Status { layout, server } => {
            let servers = server.map_or_else(|| Ok(ServerArgs::path()), |server| ServerArgs::one(&server));
            Status::in_layout(layout, servers.map_err(Failure::usage)?).run(context)
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Call {
    Help,
    Version,
    Status {
        layout: Layout,
        /// `HOST:PORT`; none means the path.
        server: Option<String>,
    },
}

impl Call {
    fn read(arguments: &[OsString]) -> Result<Self, String> {
        let (mut layout, mut host, mut port) = (None, None, None);
        let mut words = arguments.iter().map(|word| word.to_string_lossy());
        while let Some(word) = words.next() {
            let mut value = |kept: &mut Option<String>| {
                let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
                match kept.replace(value.into_owned()) {
                    None => Ok(()),
                    Some(_) => Err(format!("{word} stands there twice")),
                }
            };
            match &*word {
                "-licstat" => layout = Some(Layout::Text),
                "-licstatxml" => layout = Some(Layout::Xml),
                "-host" => value(&mut host)?,
                "-port" => value(&mut port)?,
                "-help" | "--help" | "-h" => return Ok(Self::Help),
                "-version" | "--version" | "-V" => return Ok(Self::Version),
                other => return Err(format!("unknown argument `{other}`")),
            }
        }
        let layout = layout.ok_or("-licstat or -licstatxml is needed")?;
        Ok(Self::Status { layout, server: server(host, port) })
    }
}

fn server(host: Option<String>, port: Option<String>) -> Option<String> {
    if host.is_none() && port.is_none() {
        return None;
    }
    let host = host.unwrap_or_else(|| "localhost".to_string());
    let host = if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host };
    Some(port.map_or_else(|| host.clone(), |port| format!("{host}:{port}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(call: &str) -> Result<Call, String> {
        Call::read(&call.split_whitespace().map(OsString::from).collect::<Vec<_>>())
    }

    /// Interfaces: the name decides, wherever the link stands.
    #[test]
    fn called_by_name() {
        for (program, expected) in [
            ("lmxendutil", true),
            ("/opt/lmx/bin/lmxendutil", true),
            ("lmxendutil.exe", true),
            ("vendor-lmxendutil", true),
            ("lictor", false),
            ("/opt/lmxendutil/lictor", false),
            ("lmxendutil-old", false),
        ] {
            assert_eq!(is_called(OsStr::new(program)), expected, "{program}");
        }
    }

    /// Interfaces: `-licstat`/`-licstatxml [-host H] [-port P]`, in any order.
    #[test]
    fn calls() {
        let status = |layout, server: Option<&str>| {
            Ok(Call::Status { layout, server: server.map(ToString::to_string) })
        };
        for (call, expected) in [
            ("-licstat", status(Layout::Text, None)),
            ("-licstatxml", status(Layout::Xml, None)),
            ("-licstat -host licsrv", status(Layout::Text, Some("licsrv"))),
            ("-port 7000 -licstatxml", status(Layout::Xml, Some("localhost:7000"))),
            ("-host licsrv -port 7000 -licstat", status(Layout::Text, Some("licsrv:7000"))),
            ("-licstat -host ::1 -port 7000", status(Layout::Text, Some("[::1]:7000"))),
            ("-licstat -host [::1]", status(Layout::Text, Some("[::1]"))),
            ("-help", Ok(Call::Help)),
            ("-licstat --help", Ok(Call::Help)),
            ("-version", Ok(Call::Version)),
            ("", Err("-licstat or -licstatxml is needed".to_string())),
            ("-host licsrv", Err("-licstat or -licstatxml is needed".to_string())),
            ("-licstat -host", Err("-host needs a value".to_string())),
            ("-licstat -port 1 -port 2", Err("-port stands there twice".to_string())),
            ("-licstat licsrv", Err("unknown argument `licsrv`".to_string())),
        ] {
            assert_eq!(read(call), expected, "{call}");
        }
    }
}
