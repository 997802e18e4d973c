//! The command line of `lictord`, made from the settings' definitions.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::admin::Role;
use crate::settings::{SETTINGS, Source};

/// Examples, and what every exit code means.
const AFTER_HELP: &str = "\
Examples:
  lictord                                   serve ./licenses, keep state in ./state
  lictord --config /etc/lictor/lictord.toml
  lictord --check --json                    check configuration, rules and licenses, start nothing
  lictord --print-config > lictord.toml     begin a configuration
  lictord token add monitor --role viewer   let somebody else ask the administrators' port

Signals: SIGTERM and SIGINT stop in an orderly way, SIGHUP reads configuration,
rules and licenses anew.

Exit codes:
  0   orderly end
  1   a fault of lictord itself
  2   usage
  5   invalid configuration or rules; with --check also if any license is rejected
  10  the state directory cannot be used, or another server uses it
  11  an address or the socket cannot be listened on
  12  the journal is damaged or cannot be opened
  13  the journal could not be written while running
  15  an orderly end took too long";

const TOKEN_ADD_HELP: &str = "\
Roles: viewer reads; operator also releases sessions, reloads and reserves; admin does everything.
The token is written once, to standard output; a running server knows it at once.

Examples:
  lictord token add monitor --role viewer > monitor.token
  lictord token add bob --role operator --state /var/lib/lictor";
const TOKEN_LIST_HELP: &str = "\
Examples:
  lictord token list
  lictord token list --state /var/lib/lictor";
const TOKEN_REMOVE_HELP: &str = "\
A running server refuses the token from the next request on.

Examples:
  lictord token remove monitor
  lictord token remove bob --state /var/lib/lictor";

/// What `lictord` is asked to do.
#[derive(Debug, Clone)]
pub struct Arguments {
    /// Where its settings come from.
    pub source: Source,
    /// Check and start nothing.
    pub check: bool,
    /// The report of the check as JSON.
    pub json: bool,
    /// Print an annotated configuration and start nothing.
    pub print_config: bool,
    /// Do this about tokens and start nothing.
    pub token: Option<TokenOrder>,
}

/// What is to be done about the administrators' tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenOrder {
    /// Make one and print it.
    Add {
        /// Its name.
        name: String,
        /// What its owner may do.
        role: Role,
    },
    /// Print names and roles.
    List,
    /// Take one away.
    Remove {
        /// Its name.
        name: String,
    },
}

/// The command line. Also for manual pages and completions.
#[must_use]
pub fn command() -> Command {
    let flags = SETTINGS.iter().filter_map(|definition| {
        let flag = definition.flag.as_ref()?;
        let action = if definition.is_list() { ArgAction::Append } else { ArgAction::Set };
        let help = match definition.shown_default() {
            Some(default) => format!("{} [default: {default}]", flag.help),
            None => flag.help.to_owned(),
        };
        Some(Arg::new(definition.key).long(flag.name).value_name(flag.value).action(action).help(help))
    });
    let switch = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
    };
    Command::new("lictord")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Serves floating licenses from signed license files")
        .arg(config())
        .args(flags)
        .arg(switch("check", "Check configuration, rules and licenses, print the load report and exit"))
        .arg(switch("json", "Print the load report as JSON").requires("check"))
        .arg(switch("print-config", "Print an annotated configuration and exit").conflicts_with("check"))
        .after_help(AFTER_HELP)
        .subcommand(token_command())
        .args_conflicts_with_subcommands(true)
}

fn token_command() -> Command {
    let name = || Arg::new("name").value_name("NAME").required(true).help("The token's name, for the log");
    let role = Arg::new("role")
        .long("role")
        .value_name("ROLE")
        .required(true)
        .value_parser(Role::ALL.map(Role::name))
        .help("What its owner may do");
    let places = || {
        let state = Arg::new("state")
            .long("state")
            .value_name("DIR")
            .help("Directory of the server [default: as configured]");
        [config(), state]
    };
    Command::new("token")
        .about("Tokens for the administrators' port, besides admin.token")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("add")
                .about("Make a token and print it")
                .args([name(), role])
                .args(places())
                .after_help(TOKEN_ADD_HELP),
        )
        .subcommand(
            Command::new("list")
                .about("Print the name and role of every token")
                .args(places())
                .after_help(TOKEN_LIST_HELP),
        )
        .subcommand(
            Command::new("remove")
                .about("Take a token away")
                .arg(name())
                .args(places())
                .after_help(TOKEN_REMOVE_HELP),
        )
}

fn config() -> Arg {
    Arg::new("config")
        .long("config")
        .value_name("FILE")
        .value_parser(clap::value_parser!(PathBuf))
        .help("Configuration file [default: lictord.toml, if there]")
}

impl Arguments {
    /// Takes what was given on the command line of [`command`].
    #[must_use]
    pub fn from_matches(matches: &ArgMatches) -> Self {
        if let Some(matches) = matches.subcommand_matches("token") {
            return Self::from_token_matches(matches);
        }
        let mut flags: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for definition in SETTINGS.iter().filter(|definition| definition.flag.is_some()) {
            if let Some(values) = matches.get_many::<String>(definition.key) {
                flags.insert(definition.key, values.cloned().collect());
            }
        }
        Self {
            source: Source { config: matches.get_one::<PathBuf>("config").cloned(), flags },
            check: matches.get_flag("check"),
            json: matches.get_flag("json"),
            print_config: matches.get_flag("print-config"),
            token: None,
        }
    }

    fn from_token_matches(matches: &ArgMatches) -> Self {
        let (verb, matches) = matches.subcommand().unwrap_or(("list", matches));
        let word = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
        let order = match verb {
            "add" => {
                TokenOrder::Add { name: word("name"), role: word("role").parse().unwrap_or(Role::Viewer) }
            }
            "remove" => TokenOrder::Remove { name: word("name") },
            _ => TokenOrder::List,
        };
        let state = matches.get_one::<String>("state").map(|state| ("state", vec![state.clone()]));
        let config = matches.get_one::<PathBuf>("config").cloned();
        Self {
            source: Source { config, flags: state.into_iter().collect() },
            check: false,
            json: false,
            print_config: false,
            token: Some(order),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, clap::error::ErrorKind> {
        let matches = command().try_get_matches_from(line.split(' '));
        matches.map(|matches| Arguments::from_matches(&matches)).map_err(|error| error.kind())
    }

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }

    /// The flags of the interfaces.
    #[test]
    fn flags_reach_the_settings() {
        let line = "lictord --config c.toml --licenses l --vendor-key a --vendor-key b --state s --listen 127.0.0.1:0 \
                    --admin 127.0.0.1:0 --socket x --rules r --timezone UTC --durability disk --workers 2 \
                    --log-format json --check --json";
        let arguments = parse(line).unwrap();
        assert!(arguments.check && arguments.json && !arguments.print_config);
        assert_eq!(arguments.source.config, Some(PathBuf::from("c.toml")));
        let flags: Vec<String> = arguments
            .source
            .flags
            .iter()
            .map(|(key, values)| format!("{key}={}", values.join(",")))
            .collect();
        assert_eq!(
            flags,
            [
                "admin=127.0.0.1:0",
                "durability=disk",
                "licenses=l",
                "listen=127.0.0.1:0",
                "log_format=json",
                "rules=r",
                "socket=x",
                "state=s",
                "timezone=UTC",
                "vendor_keys=a,b",
                "workers=2",
            ]
        );
    }

    #[test]
    fn tokens_are_asked_for_by_name_and_role() {
        let order = |line: &str| parse(line).map(|arguments| (arguments.token, arguments.source.flags));
        let add = TokenOrder::Add { name: "bob".to_owned(), role: Role::Operator };
        let flags = BTreeMap::from([("state", vec!["s".to_owned()])]);
        assert_eq!(order("lictord token add bob --role operator --state s"), Ok((Some(add), flags)));
        assert_eq!(order("lictord token list"), Ok((Some(TokenOrder::List), BTreeMap::new())));
        let remove = TokenOrder::Remove { name: "bob".to_owned() };
        assert_eq!(order("lictord token remove bob"), Ok((Some(remove), BTreeMap::new())));
        assert_eq!(order("lictord --state s").map(|(token, _)| token), Ok(None));
    }

    #[test]
    fn wrong_usage_is_told() {
        use clap::error::ErrorKind;
        for (line, kind) in [
            ("lictord --port 1", ErrorKind::UnknownArgument),
            ("lictord serve", ErrorKind::InvalidSubcommand),
            ("lictord --state", ErrorKind::InvalidValue),
            ("lictord --state a --state b", ErrorKind::ArgumentConflict),
            ("lictord --json", ErrorKind::MissingRequiredArgument),
            ("lictord --version", ErrorKind::DisplayVersion),
            ("lictord token add bob", ErrorKind::MissingRequiredArgument),
            ("lictord token add bob --role root", ErrorKind::InvalidValue),
            ("lictord token list bob", ErrorKind::UnknownArgument),
        ] {
            assert_eq!(parse(line).map(|_| ()), Err(kind), "{line}");
        }
    }
}
