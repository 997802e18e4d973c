# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_lictord_global_optspecs
    string join \n config= licenses= vendor-key= state= listen= socket= admin= rules= timezone= durability= workers= log= log-format= check json print-config h/help V/version
end

function __fish_lictord_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_lictord_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_lictord_using_subcommand
    set -l cmd (__fish_lictord_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c lictord -n "__fish_lictord_needs_command" -l config -d 'Configuration file [default: lictord.toml, if there]' -r -F
complete -c lictord -n "__fish_lictord_needs_command" -l licenses -d 'Directory with license files and vendor keys [default: licenses]' -r
complete -c lictord -n "__fish_lictord_needs_command" -l vendor-key -d 'A vendor\'s public key to trust; may be repeated' -r
complete -c lictord -n "__fish_lictord_needs_command" -l state -d 'Directory of the server itself [default: state]' -r
complete -c lictord -n "__fish_lictord_needs_command" -l listen -d 'Address for clients [default: 0.0.0.0:6242]' -r
complete -c lictord -n "__fish_lictord_needs_command" -l socket -d 'Unix socket for clients on this machine [default: state/lictor.sock]' -r
complete -c lictord -n "__fish_lictord_needs_command" -l admin -d 'Address for administrators [default: 127.0.0.1:6243]' -r
complete -c lictord -n "__fish_lictord_needs_command" -l rules -d 'Access rules' -r
complete -c lictord -n "__fish_lictord_needs_command" -l timezone -d 'Time zone whose midnight starts and ends licenses' -r
complete -c lictord -n "__fish_lictord_needs_command" -l durability -d 'When an answer is safe: process or disk [default: process]' -r
complete -c lictord -n "__fish_lictord_needs_command" -l workers -d 'Threads that serve clients' -r
complete -c lictord -n "__fish_lictord_needs_command" -l log -d 'What is logged: error, warn, info, debug, trace [default: info]' -r
complete -c lictord -n "__fish_lictord_needs_command" -l log-format -d 'Form of the log: text or json [default: text]' -r
complete -c lictord -n "__fish_lictord_needs_command" -l check -d 'Check configuration, rules and licenses, print the load report and exit'
complete -c lictord -n "__fish_lictord_needs_command" -l json -d 'Print the load report as JSON'
complete -c lictord -n "__fish_lictord_needs_command" -l print-config -d 'Print an annotated configuration and exit'
complete -c lictord -n "__fish_lictord_needs_command" -s h -l help -d 'Print help'
complete -c lictord -n "__fish_lictord_needs_command" -s V -l version -d 'Print version'
complete -c lictord -n "__fish_lictord_needs_command" -f -a "token" -d 'Tokens for the administrators\' port, besides admin.token'
complete -c lictord -n "__fish_lictord_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictord -n "__fish_lictord_using_subcommand token; and not __fish_seen_subcommand_from add list remove help" -s h -l help -d 'Print help'
complete -c lictord -n "__fish_lictord_using_subcommand token; and not __fish_seen_subcommand_from add list remove help" -f -a "add" -d 'Make a token and print it'
complete -c lictord -n "__fish_lictord_using_subcommand token; and not __fish_seen_subcommand_from add list remove help" -f -a "list" -d 'Print the name and role of every token'
complete -c lictord -n "__fish_lictord_using_subcommand token; and not __fish_seen_subcommand_from add list remove help" -f -a "remove" -d 'Take a token away'
complete -c lictord -n "__fish_lictord_using_subcommand token; and not __fish_seen_subcommand_from add list remove help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictord -n "__fish_lictord_using_subcommand token; and __fish_seen_subcommand_from add" -l role -d 'What its owner may do' -r -f -a "viewer\t''
operator\t''
admin\t''"
complete -c lictord -n "__fish_lictord_using_subcommand token; and __fish_seen_subcommand_from add" -l config -d 'Configuration file [default: lictord.toml, if there]' -r -F
complete -c lictord -n "__fish_lictord_using_subcommand token; and __fish_seen_subcommand_from add" -l state -d 'Directory of the server [default: as configured]' -r
complete -c lictord -n "__fish_lictord_using_subcommand token; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c lictord -n "__fish_lictord_using_subcommand token; and __fish_seen_subcommand_from list" -l config -d 'Configuration file [default: lictord.toml, if there]' -r -F
complete -c lictord -n "__fish_lictord_using_subcommand token; and __fish_seen_subcommand_from list" -l state -d 'Directory of the server [default: as configured]' -r
complete -c lictord -n "__fish_lictord_using_subcommand token; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictord -n "__fish_lictord_using_subcommand token; and __fish_seen_subcommand_from remove" -l config -d 'Configuration file [default: lictord.toml, if there]' -r -F
complete -c lictord -n "__fish_lictord_using_subcommand token; and __fish_seen_subcommand_from remove" -l state -d 'Directory of the server [default: as configured]' -r
complete -c lictord -n "__fish_lictord_using_subcommand token; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c lictord -n "__fish_lictord_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "add" -d 'Make a token and print it'
complete -c lictord -n "__fish_lictord_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "list" -d 'Print the name and role of every token'
complete -c lictord -n "__fish_lictord_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Take a token away'
complete -c lictord -n "__fish_lictord_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictord -n "__fish_lictord_using_subcommand help; and not __fish_seen_subcommand_from token help" -f -a "token" -d 'Tokens for the administrators\' port, besides admin.token'
complete -c lictord -n "__fish_lictord_using_subcommand help; and not __fish_seen_subcommand_from token help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictord -n "__fish_lictord_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "add" -d 'Make a token and print it'
complete -c lictord -n "__fish_lictord_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "list" -d 'Print the name and role of every token'
complete -c lictord -n "__fish_lictord_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "remove" -d 'Take a token away'
