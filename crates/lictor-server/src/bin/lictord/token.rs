//! `lictord token`: the administrators' tokens of a state directory, with or without a server
//! running on it.

use lictor_server::TokenFile;
use lictor_server::cli::TokenOrder;
use lictor_server::settings::Settings;

use crate::exit::Exit;
use crate::terminal;

/// Adds, lists or removes.
pub(crate) fn run(settings: &Settings, order: &TokenOrder) -> Exit {
    let file = TokenFile::of(&settings.state);
    let done = match order {
        TokenOrder::Add { name, role } => {
            file.add(name, *role).map(|token| terminal::out(&format!("{token}\n")))
        }
        TokenOrder::List => file.read().map(|tokens| {
            let lines = tokens.iter().map(|token| format!("{}\t{}\n", token.name, token.role));
            terminal::out(&lines.collect::<String>())
        }),
        TokenOrder::Remove { name } => file.remove(name).map(|()| Exit::Done),
    };
    done.unwrap_or_else(|error| {
        terminal::complain(&error.to_string());
        Exit::from(&error)
    })
}
