# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_lictor_office_global_optspecs
    string join \n h/help V/version
end

function __fish_lictor_office_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_lictor_office_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_lictor_office_using_subcommand
    set -l cmd (__fish_lictor_office_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c lictor-office -n "__fish_lictor_office_needs_command" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "serve" -d 'Run the back office in the foreground'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "signer" -d 'The process that holds the vendor\'s key: run, init, approve, verify'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "demo" -d 'Play the whole way of a license on real processes: issuer, provider, license server, client'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "doctor" -d 'Look for everything that must be true: ledgers, audit chain, operations, rows, files, signer'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "export" -d 'Write every record as JSON lines, with the contents of license files'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "import" -d 'Read an export into an empty back office that is stopped'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "get" -d 'Get a path of the interface, as JSON'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "post" -d 'Post to a path of the interface'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "patch" -d 'Change a record at a path of the interface'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "delete" -d 'Delete a record at a path of the interface'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "license" -d 'Licenses: request, issue, retrieve, install, upgrade, renew, synchronize'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "fulfillment" -d 'Fulfillments: activate, upgrade, upsell, renew, rehost, return'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "entitlement" -d 'Entitlements: what accounts ordered'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "line-item" -d 'Line items: seats of one product under one license model'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "account" -d 'Accounts: customers and resellers'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "host" -d 'Hosts: machines of customers, under all their names'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "product" -d 'Products: what is sold, by name and version'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "feature" -d 'Features: what applications ask for'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "relation" -d 'Relations: which product upgrades or upsells to which'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "license-model" -d 'License models: floating or node-locked, with their policies'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "plugin" -d 'Plug-ins: the lines to issuers'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "class" -d 'License classes: what can be sold'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "subscription" -d 'Subscriptions, and the license servers they run'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "order" -d 'Orders: sales, upgrades, renewals'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "operation" -d 'Operations: work that goes on'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "sync-run" -d 'Synchronizations of all licenses'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "daily" -d 'The daily job: synchronize, renew, expire, notify'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "key" -d 'Keys at the issuer: make, upgrade, suspend, terminate'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "issuer-class" -d 'The issuer\'s catalogue of license classes'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "file" -d 'License files, all that were ever made, retrieved or uploaded'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "event" -d 'Events: what happened, as webhooks tell it'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "webhook" -d 'Webhooks: who is told of events'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "delivery" -d 'Deliveries of events to webhooks'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "audit" -d 'The audit log: every change, who made it and why'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "token" -d 'Tokens: who may call, and what for'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "role" -d 'Roles: named sets of rights'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "settings" -d 'The settings of the back office'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "clock" -d 'The clock of the back office'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "count" -d 'How many seats a line item can give right now'
complete -c lictor-office -n "__fish_lictor_office_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand serve" -l data -d 'Directory of everything it keeps; made if it is not there' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand serve" -l listen -d 'Where to listen; port 0 takes any free one. TLS is for a proxy before it' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand serve" -l database -d 'PostgreSQL by URL; without it, SQLite in the directory' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand serve" -l vendor -d 'Whose licenses are signed; counts at the first start, which makes the key' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand serve" -l signer -d 'Socket of a signer that runs already' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand serve" -l zone -d 'Zone of all days, by its IANA name' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand serve" -l now -d 'Start the clock at this day or instant, for tests and demonstrations' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand serve" -l log -d 'What to log: a level (error, warn, info, debug, trace), also by module as lictor_office=debug' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand serve" -l log-format -d 'How a line of the log looks' -r -f -a "text\t'For people'
json\t'One JSON object a line'"
complete -c lictor-office -n "__fish_lictor_office_using_subcommand serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand serve" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and not __fish_seen_subcommand_from run init pending approve verify public help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and not __fish_seen_subcommand_from run init pending approve verify public help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and not __fish_seen_subcommand_from run init pending approve verify public help" -f -a "run" -d 'Run the signer in the foreground'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and not __fish_seen_subcommand_from run init pending approve verify public help" -f -a "init" -d 'Make the directory and an encrypted vendor key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and not __fish_seen_subcommand_from run init pending approve verify public help" -f -a "pending" -d 'List the requests that wait for approval'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and not __fish_seen_subcommand_from run init pending approve verify public help" -f -a "approve" -d 'Release a request that waits for approval'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and not __fish_seen_subcommand_from run init pending approve verify public help" -f -a "verify" -d 'Check the whole record of signatures and refusals'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and not __fish_seen_subcommand_from run init pending approve verify public help" -f -a "public" -d 'Print the public key, the text of its .pub file'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and not __fish_seen_subcommand_from run init pending approve verify public help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from run" -l dir -d 'The signer\'s directory' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from run" -l passphrase-file -d 'File with the passphrase in its first line, readable by its owner only' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from run" -l passphrase-fd -d 'Open file descriptor with the passphrase in its first line' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from run" -l socket -d 'Where to listen, instead of in the directory, which no other user can reach' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from run" -l office-uid -d 'The user of the office, by number, if that is not the signer\'s own' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from run" -l log -d 'What to log: a level (error, warn, info, debug, trace), also by module as lictor_office=debug' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from run" -l log-format -d 'How a line of the log looks' -r -f -a "text\t'For people'
json\t'One JSON object a line'"
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from run" -l while-stdin -d 'End when standard input is closed'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from run" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from init" -l dir -d 'The signer\'s directory; made if it is not there' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from init" -l vendor -d 'The vendor\'s name: 1 to 32 of A-Z 0-9 _, a letter first' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from init" -l passphrase-file -d 'File with the passphrase in its first line, readable by its owner only' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from init" -l passphrase-fd -d 'Open file descriptor with the passphrase in its first line' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from init" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from pending" -l dir -d 'The signer\'s directory' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from pending" -l json -d 'Print JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from pending" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from pending" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from approve" -l dir -d 'The signer\'s directory' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from approve" -l by -d 'Who approves, for the record; the user id of the system is added' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from approve" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from approve" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from verify" -l dir -d 'The signer\'s directory' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from verify" -l json -d 'Print JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from verify" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from public" -l dir -d 'The signer\'s directory' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from public" -l json -d 'Print JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from public" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from public" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from help" -f -a "run" -d 'Run the signer in the foreground'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from help" -f -a "init" -d 'Make the directory and an encrypted vendor key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from help" -f -a "pending" -d 'List the requests that wait for approval'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from help" -f -a "approve" -d 'Release a request that waits for approval'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check the whole record of signatures and refusals'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from help" -f -a "public" -d 'Print the public key, the text of its .pub file'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand signer; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand demo" -l dir -d 'Where to, instead of into a temporary directory; it must be empty or not there' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand demo" -l keep -d 'Keep the directory'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand demo" -l check -d 'Fail if what is told is not what stands in docs/office-tour.md'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand demo" -l open -d 'Leave everything running at the end, until interrupted, to look at the consoles'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand demo" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand doctor" -l database -d 'With --data: the PostgreSQL that it uses, by URL' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand doctor" -l signer -d 'With --data: socket of a signer that must answer' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand doctor" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand doctor" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand doctor" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand doctor" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand doctor" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand doctor" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand export" -l database -d 'With --data: the PostgreSQL that it uses, by URL' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand export" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand export" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand export" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand export" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand export" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand export" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand import" -l data -d 'Directory of the back office; made if it is not there' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand import" -l database -d 'With --data: the PostgreSQL that it uses, by URL' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand import" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand get" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand get" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand get" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand get" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand get" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand get" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand get" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand post" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand post" -l if-match -d 'The version that is changed, as the ETag of the record' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand post" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand post" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand post" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand post" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand post" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand post" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand post" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand post" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand post" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand post" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand patch" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand patch" -l if-match -d 'The version that is changed, as the ETag of the record' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand patch" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand patch" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand patch" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand patch" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand patch" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand patch" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand patch" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand patch" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand patch" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand patch" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delete" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delete" -l if-match -d 'The version that is changed, as the ETag of the record' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delete" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delete" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delete" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delete" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delete" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delete" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delete" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delete" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delete" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delete" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "list" -d 'List licenses'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "show" -d 'Show a license'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "new" -d 'Request licenses of a class'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "edit" -d 'Change a request'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "issue" -d 'Ask the issuer for a key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "activate" -d 'Activate the key, for classes that need it'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "retrieve" -d 'Fetch the file from the issuer'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "cancel" -d 'Give up a retrieval or an installation'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "upload" -d 'Upload what an offline issuer answered'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "request-text" -d 'Print what to send to an offline issuer'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "download" -d 'Get the license file'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "install" -d 'Install the file in the subscription\'s server'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "mark-installed" -d 'Say that the file was installed by hand'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "sync" -d 'Compare a license with the issuer'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "sync-all" -d 'Compare all licenses with their issuers'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "upgrade" -d 'Change class, capacity or features, or take over what the issuer has'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "renew" -d 'Renew for another period'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "reinstate" -d 'Bring an expired license back'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "terminate" -d 'End the key at the issuer, for good'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "assign" -d 'Assign to a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "unassign" -d 'Take from a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "delete" -d 'Delete a request that has no key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and not __fish_seen_subcommand_from list show new edit issue activate retrieve cancel upload request-text download install mark-installed sync sync-all upgrade renew reinstate terminate assign unassign delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l class -d 'License class, by the issuer\'s name, as PLUGIN/CLASS, or by id' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l bill-type -d 'Monthly or Purchase' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l number -d 'How many' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l capacity -d 'Amount of a capacity option; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l feature -d 'A feature that is switched on; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l additional-key -d 'Class of an additional key; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l account -d 'Account they are for' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l subscription -d 'Subscription they are for' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l licensee -d 'Whom the files name' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l host -d 'Host id of the license server; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l start -d 'First day' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l automatic -d 'Each step follows the one before by itself'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from edit" -l capacity -d 'Amount of a capacity option; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from edit" -l feature -d 'A feature that is switched on; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from edit" -l licensee -d 'Whom the file names' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from edit" -l host -d 'Host id of the license server; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from edit" -l automatic -d 'Whether each step follows by itself' -r -f -a "true\t''
false\t''"
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from edit" -l auto-renew -d 'Whether it is renewed automatically' -r -f -a "true\t''
false\t''"
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from edit" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from edit" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from edit" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from edit" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from edit" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from edit" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from edit" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from edit" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from edit" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from issue" -l automatic -d 'Whether the next steps follow by themselves' -r -f -a "true\t''
false\t''"
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from issue" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from issue" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from issue" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from issue" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from issue" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from issue" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from issue" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from issue" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from issue" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from issue" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from issue" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from issue" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from activate" -l code -d 'The activation code' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from activate" -l activation-data -d 'What the customer\'s machine says of itself' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from activate" -l host -d 'Host id of the license server; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from activate" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from activate" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from activate" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from activate" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from activate" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from activate" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from activate" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from activate" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from activate" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from activate" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from activate" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from activate" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from retrieve" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from retrieve" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from retrieve" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from retrieve" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from retrieve" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from retrieve" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from retrieve" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from retrieve" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from retrieve" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from retrieve" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from retrieve" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from retrieve" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from cancel" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from cancel" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from cancel" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from cancel" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from cancel" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from cancel" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from cancel" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from cancel" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from cancel" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from cancel" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from cancel" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from cancel" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upload" -l key-number -d 'Key number with revision, as PLSK.00000001.0000' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upload" -l file -d 'The license file' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upload" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upload" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upload" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upload" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upload" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upload" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upload" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upload" -l override -d 'Even though the plug-in is online'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upload" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upload" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upload" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upload" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from request-text" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from request-text" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from request-text" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from request-text" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from request-text" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from request-text" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from request-text" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from download" -l out -d 'Where to, instead of to standard output' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from download" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from download" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from download" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from download" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from download" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from download" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from download" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from install" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from install" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from install" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from install" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from install" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from install" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from install" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from install" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from install" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from install" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from install" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from mark-installed" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from mark-installed" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from mark-installed" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from mark-installed" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from mark-installed" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from mark-installed" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from mark-installed" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from mark-installed" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from mark-installed" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from mark-installed" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync-all" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync-all" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync-all" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync-all" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync-all" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync-all" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync-all" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync-all" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync-all" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync-all" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from sync-all" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l capacity -d 'Amount of a capacity option; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l feature -d 'A feature that is switched on; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l additional-key -d 'Class of an additional key; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l class -d 'Another class, by the issuer\'s name' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l class-version -d 'Another version of the class' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l price-cents -d 'Price in hundredths of the currency' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l currency -d 'Currency of the price' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l reconcile -d 'Take over what the issuer has'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from upgrade" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from renew" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from renew" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from renew" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from renew" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from renew" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from renew" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from renew" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from renew" -l force -d 'Even before the update date'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from renew" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from renew" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from renew" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from renew" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from renew" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from reinstate" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from reinstate" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from reinstate" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from reinstate" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from reinstate" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from reinstate" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from reinstate" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from reinstate" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from reinstate" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from reinstate" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from reinstate" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from reinstate" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from terminate" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from terminate" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from terminate" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from terminate" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from terminate" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from terminate" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from terminate" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from terminate" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from terminate" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from terminate" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from terminate" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from terminate" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from assign" -l subscription -d 'The subscription' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from assign" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from assign" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from assign" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from assign" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from assign" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from assign" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from assign" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from assign" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from assign" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from assign" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from unassign" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from unassign" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from unassign" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from unassign" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from unassign" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from unassign" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from unassign" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from unassign" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from unassign" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from unassign" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from delete" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from delete" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from delete" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from delete" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from delete" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from delete" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from delete" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from delete" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from delete" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "list" -d 'List licenses'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a license'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "new" -d 'Request licenses of a class'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "edit" -d 'Change a request'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "issue" -d 'Ask the issuer for a key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "activate" -d 'Activate the key, for classes that need it'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "retrieve" -d 'Fetch the file from the issuer'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "cancel" -d 'Give up a retrieval or an installation'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "upload" -d 'Upload what an offline issuer answered'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "request-text" -d 'Print what to send to an offline issuer'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "download" -d 'Get the license file'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "install" -d 'Install the file in the subscription\'s server'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "mark-installed" -d 'Say that the file was installed by hand'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "sync" -d 'Compare a license with the issuer'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "sync-all" -d 'Compare all licenses with their issuers'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "upgrade" -d 'Change class, capacity or features, or take over what the issuer has'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "renew" -d 'Renew for another period'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "reinstate" -d 'Bring an expired license back'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "terminate" -d 'End the key at the issuer, for good'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "assign" -d 'Assign to a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "unassign" -d 'Take from a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete a request that has no key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "list" -d 'List fulfillments'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "show" -d 'Show a fulfillment'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "activate" -d 'Give seats of a line item to hosts'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "upgrade" -d 'Take seats to a newer version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "upsell" -d 'Take seats to a richer edition'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "renew" -d 'Take seats to a new term'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "rehost" -d 'Move seats to another host'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "return" -d 'Give seats back'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "repair" -d 'Make the file again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "emergency" -d 'Give a short license while the real one does not work'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "stop-gap" -d 'Give a short license while a renewal is in process'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "publisher-error" -d 'Replace after a mistake of the vendor'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "tree" -d 'Show everything that came of one activation'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "files" -d 'Show the license files of a fulfillment'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "shipments" -d 'Show to whom the files of a fulfillment went'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "set-text" -d 'Set the license text of a fulfillment that is on hold'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "email" -d 'Write a mail with the license file'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and not __fish_seen_subcommand_from list show activate upgrade upsell renew rehost return repair emergency stop-gap publisher-error tree files shipments set-text email help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -l count -d 'Seats' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -l server -d 'Host id of the server; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -l node -d 'Host id of a node; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -l host -d 'One of several hosts: count, server_host_ids, node_host_ids; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -l start -d 'First day' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -l beside -d 'As a pool of its own, beside what is on the server'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -l confirm-alias -d 'A host id of another type names the same machine'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from activate" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -l count -d 'Seats; all if not said' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -l target -d 'The line item that takes the seats, if there are several' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -l server -d 'Host id of the server; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -l node -d 'Host id of a node; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -l start -d 'First day' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -l beside -d 'As a pool of its own, beside what is on the server'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -l confirm-alias -d 'A host id of another type names the same machine'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upgrade" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -l count -d 'Seats; all if not said' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -l target -d 'The line item that takes the seats, if there are several' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -l server -d 'Host id of the server; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -l node -d 'Host id of a node; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -l start -d 'First day' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -l beside -d 'As a pool of its own, beside what is on the server'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -l confirm-alias -d 'A host id of another type names the same machine'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from upsell" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -l count -d 'Seats; all if not said' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -l target -d 'The line item that takes the seats, if there are several' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -l server -d 'Host id of the server; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -l node -d 'Host id of a node; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -l beside -d 'As a pool of its own, beside what is on the server'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -l confirm-alias -d 'A host id of another type names the same machine'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from renew" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -l count -d 'Seats; all if not said' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -l server -d 'Host id of the server; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -l node -d 'Host id of a node; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -l beside -d 'As a pool of its own, beside what is on the server'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -l confirm-alias -d 'A host id of another type names the same machine'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -l override-policy -d 'Go over the limit; needs the right to'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from rehost" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from return" -l count -d 'Seats; all if not said' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from return" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from return" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from return" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from return" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from return" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from return" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from return" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from return" -l override-policy -d 'Go over the limit; needs the right to'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from return" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from return" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from return" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from return" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from repair" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from repair" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from repair" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from repair" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from repair" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from repair" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from repair" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from repair" -l override-policy -d 'Go over the limit; needs the right to'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from repair" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from repair" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from repair" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from repair" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from emergency" -l until -d 'Last day' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from emergency" -l start -d 'First day' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from emergency" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from emergency" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from emergency" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from emergency" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from emergency" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from emergency" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from emergency" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from emergency" -l override-policy -d 'Go over the limit; needs the right to'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from emergency" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from emergency" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from emergency" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from emergency" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from stop-gap" -l until -d 'Last day' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from stop-gap" -l start -d 'First day' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from stop-gap" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from stop-gap" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from stop-gap" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from stop-gap" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from stop-gap" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from stop-gap" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from stop-gap" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from stop-gap" -l override-policy -d 'Go over the limit; needs the right to'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from stop-gap" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from stop-gap" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from stop-gap" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from stop-gap" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from publisher-error" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from publisher-error" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from publisher-error" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from publisher-error" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from publisher-error" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from publisher-error" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from publisher-error" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from publisher-error" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from publisher-error" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from publisher-error" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from publisher-error" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from tree" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from tree" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from tree" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from tree" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from tree" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from tree" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from tree" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from files" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from files" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from files" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from files" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from files" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from files" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from files" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from shipments" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from shipments" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from shipments" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from shipments" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from shipments" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from shipments" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from shipments" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from set-text" -l file -d 'File with the text' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from set-text" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from set-text" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from set-text" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from set-text" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from set-text" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from set-text" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from set-text" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from set-text" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from set-text" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from set-text" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from set-text" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from email" -l to -d 'To whom' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from email" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from email" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from email" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from email" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from email" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from email" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from email" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from email" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from email" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from email" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "list" -d 'List fulfillments'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a fulfillment'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "activate" -d 'Give seats of a line item to hosts'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "upgrade" -d 'Take seats to a newer version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "upsell" -d 'Take seats to a richer edition'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "renew" -d 'Take seats to a new term'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "rehost" -d 'Move seats to another host'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "return" -d 'Give seats back'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "repair" -d 'Make the file again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "emergency" -d 'Give a short license while the real one does not work'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "stop-gap" -d 'Give a short license while a renewal is in process'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "publisher-error" -d 'Replace after a mistake of the vendor'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "tree" -d 'Show everything that came of one activation'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "files" -d 'Show the license files of a fulfillment'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "shipments" -d 'Show to whom the files of a fulfillment went'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "set-text" -d 'Set the license text of a fulfillment that is on hold'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "email" -d 'Write a mail with the license file'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand fulfillment; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -f -a "list" -d 'List entitlements'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -f -a "show" -d 'Show an entitlement'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -f -a "new" -d 'Make an entitlement'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -f -a "deploy" -d 'Put an entitlement into force'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -f -a "deactivate" -d 'Put an entitlement and its lines out of force'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -f -a "obsolete" -d 'End an entitlement and its lines, for good'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from new" -l account -d 'Whose it is' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from new" -l id -d 'Its name, unique; numbered if not said' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from new" -l ship-to -d 'Address of mail for files' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from new" -l lines -d 'Its line items, or @FILE with them' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from new" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from new" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from new" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from new" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from new" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from new" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from new" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from new" -l deploy -d 'Put it into force at once, with its lines'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from new" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deploy" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deploy" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deploy" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deploy" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deploy" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deploy" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deploy" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deploy" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deploy" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deploy" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deactivate" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deactivate" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deactivate" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deactivate" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deactivate" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deactivate" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deactivate" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deactivate" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deactivate" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from deactivate" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from obsolete" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from obsolete" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from obsolete" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from obsolete" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from obsolete" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from obsolete" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from obsolete" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from obsolete" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from obsolete" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from obsolete" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from help" -f -a "list" -d 'List entitlements'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show an entitlement'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from help" -f -a "new" -d 'Make an entitlement'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from help" -f -a "deploy" -d 'Put an entitlement into force'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from help" -f -a "deactivate" -d 'Put an entitlement and its lines out of force'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from help" -f -a "obsolete" -d 'End an entitlement and its lines, for good'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand entitlement; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and not __fish_seen_subcommand_from list show new upgrade upsell renew deploy deactivate obsolete help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and not __fish_seen_subcommand_from list show new upgrade upsell renew deploy deactivate obsolete help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and not __fish_seen_subcommand_from list show new upgrade upsell renew deploy deactivate obsolete help" -f -a "list" -d 'List line items'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and not __fish_seen_subcommand_from list show new upgrade upsell renew deploy deactivate obsolete help" -f -a "show" -d 'Show a line item'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and not __fish_seen_subcommand_from list show new upgrade upsell renew deploy deactivate obsolete help" -f -a "new" -d 'Make a line item'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and not __fish_seen_subcommand_from list show new upgrade upsell renew deploy deactivate obsolete help" -f -a "upgrade" -d 'Make a line that takes seats to a newer version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and not __fish_seen_subcommand_from list show new upgrade upsell renew deploy deactivate obsolete help" -f -a "upsell" -d 'Make a line that takes seats to a richer edition'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and not __fish_seen_subcommand_from list show new upgrade upsell renew deploy deactivate obsolete help" -f -a "renew" -d 'Make a line that takes seats to a new term'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and not __fish_seen_subcommand_from list show new upgrade upsell renew deploy deactivate obsolete help" -f -a "deploy" -d 'Put a line item into force'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and not __fish_seen_subcommand_from list show new upgrade upsell renew deploy deactivate obsolete help" -f -a "deactivate" -d 'Put a line item out of force'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and not __fish_seen_subcommand_from list show new upgrade upsell renew deploy deactivate obsolete help" -f -a "obsolete" -d 'End a line item, for good'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and not __fish_seen_subcommand_from list show new upgrade upsell renew deploy deactivate obsolete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l entitlement -d 'Its entitlement' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l kind -d 'NEW, UPGRADE, UPSELL or RENEWAL' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l parent -d 'The line it follows' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l activation-id -d 'What the customer types; drawn at random if not said' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l product -d 'The product' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l model -d 'The license model' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l quantity -d 'Seats' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l expiry -d 'When licenses of it end: permanent, a day as 2026-12-31, 12m, 30d or JSON' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l start -d 'The fixed start date' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l auto-deploy -d 'Put it into force at once'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -l product -d 'The product' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -l model -d 'The license model' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -l quantity -d 'Seats' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -l expiry -d 'When licenses of it end: permanent, a day as 2026-12-31, 12m, 30d or JSON' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -l start -d 'The fixed start date' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -l activation-id -d 'What the customer types; drawn at random if not said' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upgrade" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -l product -d 'The product' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -l model -d 'The license model' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -l quantity -d 'Seats' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -l expiry -d 'When licenses of it end: permanent, a day as 2026-12-31, 12m, 30d or JSON' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -l start -d 'The fixed start date' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -l activation-id -d 'What the customer types; drawn at random if not said' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from upsell" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from renew" -l quantity -d 'Seats' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from renew" -l expiry -d 'When licenses of it end: permanent, a day as 2026-12-31, 12m, 30d or JSON' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from renew" -l start -d 'The fixed start date' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from renew" -l activation-id -d 'What the customer types; drawn at random if not said' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from renew" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from renew" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from renew" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from renew" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from renew" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from renew" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from renew" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from renew" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from renew" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from renew" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from renew" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deploy" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deploy" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deploy" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deploy" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deploy" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deploy" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deploy" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deploy" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deploy" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deploy" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deactivate" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deactivate" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deactivate" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deactivate" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deactivate" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deactivate" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deactivate" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deactivate" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deactivate" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from deactivate" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from obsolete" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from obsolete" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from obsolete" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from obsolete" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from obsolete" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from obsolete" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from obsolete" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from obsolete" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from obsolete" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from obsolete" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from help" -f -a "list" -d 'List line items'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a line item'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from help" -f -a "new" -d 'Make a line item'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from help" -f -a "upgrade" -d 'Make a line that takes seats to a newer version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from help" -f -a "upsell" -d 'Make a line that takes seats to a richer edition'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from help" -f -a "renew" -d 'Make a line that takes seats to a new term'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from help" -f -a "deploy" -d 'Put a line item into force'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from help" -f -a "deactivate" -d 'Put a line item out of force'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from help" -f -a "obsolete" -d 'End a line item, for good'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand line-item; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and not __fish_seen_subcommand_from list show new transfer-host help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and not __fish_seen_subcommand_from list show new transfer-host help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and not __fish_seen_subcommand_from list show new transfer-host help" -f -a "list" -d 'List accounts'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and not __fish_seen_subcommand_from list show new transfer-host help" -f -a "show" -d 'Show an account'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and not __fish_seen_subcommand_from list show new transfer-host help" -f -a "new" -d 'Make an account'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and not __fish_seen_subcommand_from list show new transfer-host help" -f -a "transfer-host" -d 'Move everything of a host to another one'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and not __fish_seen_subcommand_from list show new transfer-host help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from new" -l code -d 'Its short name, unique' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from new" -l name -d 'Its name' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from new" -l parent -d 'The account above it' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from new" -l contact -d 'A person: name, email, language; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from new" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from new" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from new" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from new" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from new" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from new" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from new" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from new" -l reseller -d 'It sells to others'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from new" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from transfer-host" -l from -d 'The host that is gone' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from transfer-host" -l to -d 'The host that takes its place' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from transfer-host" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from transfer-host" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from transfer-host" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from transfer-host" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from transfer-host" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from transfer-host" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from transfer-host" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from transfer-host" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from transfer-host" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from transfer-host" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from transfer-host" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from help" -f -a "list" -d 'List accounts'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show an account'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from help" -f -a "new" -d 'Make an account'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from help" -f -a "transfer-host" -d 'Move everything of a host to another one'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand account; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and not __fish_seen_subcommand_from list show help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and not __fish_seen_subcommand_from list show help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and not __fish_seen_subcommand_from list show help" -f -a "list" -d 'List hosts'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and not __fish_seen_subcommand_from list show help" -f -a "show" -d 'Show a host'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and not __fish_seen_subcommand_from list show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from help" -f -a "list" -d 'List hosts'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a host'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand host; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -f -a "list" -d 'List products'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -f -a "show" -d 'Show a product'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -f -a "new" -d 'Make a product'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -f -a "deploy" -d 'Put a product on sale'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -f -a "deactivate" -d 'Sell a product no more for now'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -f -a "obsolete" -d 'Sell a product never again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and not __fish_seen_subcommand_from list show new deploy deactivate obsolete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from new" -l name -d 'Its name' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from new" -l product-version -d 'Its version' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from new" -l feature -d 'A feature: name, feature_version, per_seat; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from new" -l model -d 'A model it may be licensed with; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from new" -l key-prefix -d 'Prefix of its key numbers' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from new" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from new" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from new" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from new" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from new" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from new" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from new" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from new" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deploy" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deploy" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deploy" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deploy" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deploy" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deploy" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deploy" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deploy" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deploy" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deploy" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deactivate" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deactivate" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deactivate" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deactivate" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deactivate" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deactivate" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deactivate" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deactivate" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deactivate" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from deactivate" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from obsolete" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from obsolete" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from obsolete" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from obsolete" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from obsolete" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from obsolete" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from obsolete" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from obsolete" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from obsolete" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from obsolete" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from help" -f -a "list" -d 'List products'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a product'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from help" -f -a "new" -d 'Make a product'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from help" -f -a "deploy" -d 'Put a product on sale'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from help" -f -a "deactivate" -d 'Sell a product no more for now'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from help" -f -a "obsolete" -d 'Sell a product never again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand product; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and not __fish_seen_subcommand_from list show new help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and not __fish_seen_subcommand_from list show new help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and not __fish_seen_subcommand_from list show new help" -f -a "list" -d 'List features'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and not __fish_seen_subcommand_from list show new help" -f -a "show" -d 'Show a feature'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and not __fish_seen_subcommand_from list show new help" -f -a "new" -d 'Make a feature'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and not __fish_seen_subcommand_from list show new help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from new" -l name -d 'Its name' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from new" -l feature-version -d 'Its version, MAJOR.MINOR' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from new" -l version-format -d 'fixed or date-based' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from new" -l options -d 'Text that the application reads' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from new" -l share -d 'Sharing of seats: USER, HOST, CUSTOM, VIRTUAL' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from new" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from new" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from new" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from new" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from new" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from new" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from new" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from new" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from help" -f -a "list" -d 'List features'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a feature'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from help" -f -a "new" -d 'Make a feature'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand feature; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and not __fish_seen_subcommand_from list new delete help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and not __fish_seen_subcommand_from list new delete help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and not __fish_seen_subcommand_from list new delete help" -f -a "list" -d 'List relations'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and not __fish_seen_subcommand_from list new delete help" -f -a "new" -d 'Relate two products'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and not __fish_seen_subcommand_from list new delete help" -f -a "delete" -d 'Take a relation away'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and not __fish_seen_subcommand_from list new delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from new" -l from -d 'What the customer has' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from new" -l to -d 'What the customer may come to' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from new" -l kind -d 'UPGRADE or UPSELL' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from new" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from new" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from new" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from new" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from new" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from new" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from new" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from new" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from delete" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from delete" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from delete" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from delete" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from delete" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from delete" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from delete" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from delete" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from delete" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from help" -f -a "list" -d 'List relations'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from help" -f -a "new" -d 'Relate two products'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Take a relation away'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand relation; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and not __fish_seen_subcommand_from list show new help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and not __fish_seen_subcommand_from list show new help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and not __fish_seen_subcommand_from list show new help" -f -a "list" -d 'List license models'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and not __fish_seen_subcommand_from list show new help" -f -a "show" -d 'Show a license model'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and not __fish_seen_subcommand_from list show new help" -f -a "new" -d 'Make a license model'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and not __fish_seen_subcommand_from list show new help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from new" -l code -d 'Its short name, unique' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from new" -l model -d 'FC, FU, NC or NU' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from new" -l technology -d 'How the right reaches the machine' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from new" -l policies -d 'What may be done how often, or @FILE with it' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from new" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from new" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from new" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from new" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from new" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from new" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from new" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from new" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from help" -f -a "list" -d 'List license models'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a license model'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from help" -f -a "new" -d 'Make a license model'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand license-model; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and not __fish_seen_subcommand_from list show add fetch select pause resume delete help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and not __fish_seen_subcommand_from list show add fetch select pause resume delete help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and not __fish_seen_subcommand_from list show add fetch select pause resume delete help" -f -a "list" -d 'List plug-ins'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and not __fish_seen_subcommand_from list show add fetch select pause resume delete help" -f -a "show" -d 'Show a plug-in'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and not __fish_seen_subcommand_from list show add fetch select pause resume delete help" -f -a "add" -d 'Add a plug-in and fetch its classes'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and not __fish_seen_subcommand_from list show add fetch select pause resume delete help" -f -a "fetch" -d 'Fetch the classes again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and not __fish_seen_subcommand_from list show add fetch select pause resume delete help" -f -a "select" -d 'Sell classes, or sell them no more'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and not __fish_seen_subcommand_from list show add fetch select pause resume delete help" -f -a "pause" -d 'Call the issuer no more for now'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and not __fish_seen_subcommand_from list show add fetch select pause resume delete help" -f -a "resume" -d 'Call the issuer again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and not __fish_seen_subcommand_from list show add fetch select pause resume delete help" -f -a "delete" -d 'Delete a plug-in without licenses'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and not __fish_seen_subcommand_from list show add fetch select pause resume delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l name -d 'Its name' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l mode -d 'online or offline' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l template -d 'lictor for another back office, local for this one' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l host -d 'Where the issuer is' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l port -d 'The port of the issuer' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l login -d 'The agreement at the issuer' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l secret -d 'File in DIR/secrets with the issuer\'s token' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l trust -d 'Line of a vendor key that its files are signed with; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l tls -d 'Call it over TLS'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from add" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from fetch" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from fetch" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from fetch" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from fetch" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from fetch" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from fetch" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from fetch" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from fetch" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from fetch" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from fetch" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from fetch" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from select" -l id -d 'Id of a class, as `class list` has it; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from select" -l selected -d 'Whether they are for sale from now on' -r -f -a "true\t''
false\t''"
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from select" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from select" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from select" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from select" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from select" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from select" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from select" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from select" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from select" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from select" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from pause" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from pause" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from pause" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from pause" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from pause" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from pause" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from pause" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from pause" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from pause" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from pause" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from resume" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from resume" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from resume" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from resume" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from resume" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from resume" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from resume" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from resume" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from resume" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from resume" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from delete" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from delete" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from delete" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from delete" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from delete" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from delete" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from delete" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from delete" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from delete" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from help" -f -a "list" -d 'List plug-ins'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a plug-in'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add a plug-in and fetch its classes'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from help" -f -a "fetch" -d 'Fetch the classes again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from help" -f -a "select" -d 'Sell classes, or sell them no more'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from help" -f -a "pause" -d 'Call the issuer no more for now'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from help" -f -a "resume" -d 'Call the issuer again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete a plug-in without licenses'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand plugin; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and not __fish_seen_subcommand_from list show select deselect help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and not __fish_seen_subcommand_from list show select deselect help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and not __fish_seen_subcommand_from list show select deselect help" -f -a "list" -d 'List license classes'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and not __fish_seen_subcommand_from list show select deselect help" -f -a "show" -d 'Show a license class'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and not __fish_seen_subcommand_from list show select deselect help" -f -a "select" -d 'Sell a class'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and not __fish_seen_subcommand_from list show select deselect help" -f -a "deselect" -d 'Sell a class no more'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and not __fish_seen_subcommand_from list show select deselect help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from select" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from select" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from select" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from select" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from select" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from select" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from select" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from select" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from select" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from select" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from deselect" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from deselect" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from deselect" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from deselect" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from deselect" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from deselect" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from deselect" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from deselect" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from deselect" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from deselect" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from help" -f -a "list" -d 'List license classes'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a license class'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from help" -f -a "select" -d 'Sell a class'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from help" -f -a "deselect" -d 'Sell a class no more'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand class; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and not __fish_seen_subcommand_from list show new attach-server provision activate suspend resume cancel help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and not __fish_seen_subcommand_from list show new attach-server provision activate suspend resume cancel help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and not __fish_seen_subcommand_from list show new attach-server provision activate suspend resume cancel help" -f -a "list" -d 'List subscriptions'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and not __fish_seen_subcommand_from list show new attach-server provision activate suspend resume cancel help" -f -a "show" -d 'Show a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and not __fish_seen_subcommand_from list show new attach-server provision activate suspend resume cancel help" -f -a "new" -d 'Make a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and not __fish_seen_subcommand_from list show new attach-server provision activate suspend resume cancel help" -f -a "attach-server" -d 'Attach the license server'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and not __fish_seen_subcommand_from list show new attach-server provision activate suspend resume cancel help" -f -a "provision" -d 'Begin to make its services'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and not __fish_seen_subcommand_from list show new attach-server provision activate suspend resume cancel help" -f -a "activate" -d 'Say that its services are ready'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and not __fish_seen_subcommand_from list show new attach-server provision activate suspend resume cancel help" -f -a "suspend" -d 'Suspend a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and not __fish_seen_subcommand_from list show new attach-server provision activate suspend resume cancel help" -f -a "resume" -d 'Resume a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and not __fish_seen_subcommand_from list show new attach-server provision activate suspend resume cancel help" -f -a "cancel" -d 'Cancel a subscription; its licenses become free'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and not __fish_seen_subcommand_from list show new attach-server provision activate suspend resume cancel help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from new" -l name -d 'Its name' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from new" -l account -d 'Its account' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from new" -l plan -d 'What was bought' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from new" -l kind -d 'ordinary or dedicated_server' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from new" -l service -d 'Another service of it; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from new" -l server -d 'Its license server, or @FILE with it' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from new" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from new" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from new" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from new" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from new" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from new" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from new" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from new" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from attach-server" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from attach-server" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from attach-server" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from attach-server" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from attach-server" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from attach-server" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from attach-server" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from attach-server" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from attach-server" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from attach-server" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from provision" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from provision" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from provision" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from provision" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from provision" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from provision" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from provision" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from provision" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from provision" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from provision" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from activate" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from activate" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from activate" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from activate" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from activate" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from activate" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from activate" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from activate" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from activate" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from activate" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from suspend" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from suspend" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from suspend" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from suspend" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from suspend" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from suspend" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from suspend" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from suspend" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from suspend" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from suspend" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from resume" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from resume" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from resume" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from resume" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from resume" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from resume" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from resume" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from resume" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from resume" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from resume" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from cancel" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from cancel" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from cancel" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from cancel" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from cancel" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from cancel" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from cancel" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from cancel" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from cancel" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from cancel" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from help" -f -a "list" -d 'List subscriptions'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from help" -f -a "new" -d 'Make a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from help" -f -a "attach-server" -d 'Attach the license server'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from help" -f -a "provision" -d 'Begin to make its services'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from help" -f -a "activate" -d 'Say that its services are ready'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from help" -f -a "suspend" -d 'Suspend a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from help" -f -a "resume" -d 'Resume a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from help" -f -a "cancel" -d 'Cancel a subscription; its licenses become free'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand subscription; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and not __fish_seen_subcommand_from list show new place pay cancel help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and not __fish_seen_subcommand_from list show new place pay cancel help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and not __fish_seen_subcommand_from list show new place pay cancel help" -f -a "list" -d 'List orders'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and not __fish_seen_subcommand_from list show new place pay cancel help" -f -a "show" -d 'Show an order'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and not __fish_seen_subcommand_from list show new place pay cancel help" -f -a "new" -d 'Make an order'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and not __fish_seen_subcommand_from list show new place pay cancel help" -f -a "place" -d 'Place an order'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and not __fish_seen_subcommand_from list show new place pay cancel help" -f -a "pay" -d 'Say that an order is paid; it is carried out'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and not __fish_seen_subcommand_from list show new place pay cancel help" -f -a "cancel" -d 'Cancel an order'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and not __fish_seen_subcommand_from list show new place pay cancel help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from new" -l kind -d 'sales, upgrade or renewal' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from new" -l account -d 'Whose order it is' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from new" -l lines -d 'Its lines, or @FILE with them' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from new" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from new" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from new" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from new" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from new" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from new" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from new" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from new" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from place" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from place" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from place" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from place" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from place" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from place" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from place" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from place" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from place" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from place" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from pay" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from pay" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from pay" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from pay" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from pay" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from pay" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from pay" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from pay" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from pay" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from pay" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from cancel" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from cancel" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from cancel" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from cancel" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from cancel" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from cancel" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from cancel" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from cancel" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from cancel" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from cancel" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from help" -f -a "list" -d 'List orders'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show an order'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from help" -f -a "new" -d 'Make an order'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from help" -f -a "place" -d 'Place an order'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from help" -f -a "pay" -d 'Say that an order is paid; it is carried out'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from help" -f -a "cancel" -d 'Cancel an order'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand order; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and not __fish_seen_subcommand_from list show retry cancel help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and not __fish_seen_subcommand_from list show retry cancel help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and not __fish_seen_subcommand_from list show retry cancel help" -f -a "list" -d 'List operations, newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and not __fish_seen_subcommand_from list show retry cancel help" -f -a "show" -d 'Show an operation'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and not __fish_seen_subcommand_from list show retry cancel help" -f -a "retry" -d 'Try again now'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and not __fish_seen_subcommand_from list show retry cancel help" -f -a "cancel" -d 'Give up'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and not __fish_seen_subcommand_from list show retry cancel help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from retry" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from retry" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from retry" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from retry" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from retry" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from retry" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from retry" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from retry" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from retry" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from retry" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from retry" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from cancel" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from cancel" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from cancel" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from cancel" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from cancel" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from cancel" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from cancel" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from cancel" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from cancel" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from cancel" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from help" -f -a "list" -d 'List operations, newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show an operation'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from help" -f -a "retry" -d 'Try again now'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from help" -f -a "cancel" -d 'Give up'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand operation; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and not __fish_seen_subcommand_from list show help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and not __fish_seen_subcommand_from list show help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and not __fish_seen_subcommand_from list show help" -f -a "list" -d 'List synchronizations'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and not __fish_seen_subcommand_from list show help" -f -a "show" -d 'Show a synchronization'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and not __fish_seen_subcommand_from list show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from help" -f -a "list" -d 'List synchronizations'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a synchronization'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand sync-run; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and not __fish_seen_subcommand_from list show run help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and not __fish_seen_subcommand_from list show run help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and not __fish_seen_subcommand_from list show run help" -f -a "list" -d 'List runs of the daily job'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and not __fish_seen_subcommand_from list show run help" -f -a "show" -d 'Show a run'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and not __fish_seen_subcommand_from list show run help" -f -a "run" -d 'Run the daily job now'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and not __fish_seen_subcommand_from list show run help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from run" -l date -d 'The day it is for; today if it is not said' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from run" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from run" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from run" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from run" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from run" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from run" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from run" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from run" -l dry-run -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from run" -l wait -d 'Wait until the operation has ended'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from run" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from run" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from run" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from help" -f -a "list" -d 'List runs of the daily job'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a run'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from help" -f -a "run" -d 'Run the daily job now'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand daily; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "list" -d 'List keys'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "show" -d 'Show a key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "new" -d 'Make a key for a login'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "upgrade" -d 'Change what a key permits'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "renew" -d 'Pay for another month'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "terminate" -d 'End a key for good'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "suspend" -d 'Stop a key for a while'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "resume" -d 'Let a suspended key run again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "activate" -d 'Activate a key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "attach" -d 'Attach an additional key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "detach" -d 'Detach an additional key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "reinstate" -d 'Bring an expired key back'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "renew-sus" -d 'Pay another year of the right to upgrade'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "reinstate-sus" -d 'Bring the right to upgrade back'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "change" -d 'Change a key in several ways at once, all or none'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "mark-problem" -d 'Mark a key as a problem, or take the mark away'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "export-lock" -d 'Keep the file of a key back, or give it out again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "download" -d 'Get the newest license file of a key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and not __fish_seen_subcommand_from list show new upgrade renew terminate suspend resume activate attach detach reinstate renew-sus reinstate-sus change mark-problem export-lock download help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -l owner -d 'The login that owns it' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -l class -d 'The class' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -l bill-type -d 'Monthly or Purchase' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -l capacity -d 'Amount of a capacity option; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -l feature -d 'A feature that is switched on; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -l licensee -d 'Whom its files name' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -l host -d 'Host id of the server; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -l start -d 'First day' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from upgrade" -l class -d 'Its class' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from upgrade" -l class-version -d 'The version of the class' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from upgrade" -l capacity -d 'Every amount from now on; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from upgrade" -l feature -d 'Every feature from now on; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from upgrade" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from upgrade" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from upgrade" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from upgrade" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from upgrade" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from upgrade" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from upgrade" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from upgrade" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from upgrade" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from upgrade" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from upgrade" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew" -l force -d 'Even before the update date'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from terminate" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from terminate" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from terminate" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from terminate" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from terminate" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from terminate" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from terminate" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from terminate" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from terminate" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from terminate" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from suspend" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from suspend" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from suspend" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from suspend" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from suspend" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from suspend" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from suspend" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from suspend" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from suspend" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from suspend" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from resume" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from resume" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from resume" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from resume" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from resume" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from resume" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from resume" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from resume" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from resume" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from resume" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from activate" -l code -d 'The activation code' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from activate" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from activate" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from activate" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from activate" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from activate" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from activate" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from activate" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from activate" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from activate" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from activate" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from attach" -l key -d 'Its class or its number' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from attach" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from attach" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from attach" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from attach" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from attach" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from attach" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from attach" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from attach" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from attach" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from attach" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from detach" -l key -d 'Its class or its number' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from detach" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from detach" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from detach" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from detach" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from detach" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from detach" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from detach" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from detach" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from detach" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from detach" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew-sus" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew-sus" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew-sus" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew-sus" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew-sus" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew-sus" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew-sus" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew-sus" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew-sus" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from renew-sus" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate-sus" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate-sus" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate-sus" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate-sus" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate-sus" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate-sus" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate-sus" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate-sus" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate-sus" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from reinstate-sus" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from change" -l changes -d 'The changes in their order, or @FILE with them' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from change" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from change" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from change" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from change" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from change" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from change" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from change" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from change" -l verify -d 'Only say what would be done'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from change" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from change" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from change" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from mark-problem" -l set -d 'Whether it is marked from now on' -r -f -a "true\t''
false\t''"
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from mark-problem" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from mark-problem" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from mark-problem" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from mark-problem" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from mark-problem" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from mark-problem" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from mark-problem" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from mark-problem" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from mark-problem" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from mark-problem" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from export-lock" -l set -d 'Whether it is kept back from now on' -r -f -a "true\t''
false\t''"
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from export-lock" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from export-lock" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from export-lock" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from export-lock" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from export-lock" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from export-lock" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from export-lock" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from export-lock" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from export-lock" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from export-lock" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from download" -l out -d 'Where to, instead of to standard output' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from download" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from download" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from download" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from download" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from download" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from download" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from download" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "list" -d 'List keys'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "new" -d 'Make a key for a login'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "upgrade" -d 'Change what a key permits'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "renew" -d 'Pay for another month'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "terminate" -d 'End a key for good'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "suspend" -d 'Stop a key for a while'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "resume" -d 'Let a suspended key run again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "activate" -d 'Activate a key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "attach" -d 'Attach an additional key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "detach" -d 'Detach an additional key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "reinstate" -d 'Bring an expired key back'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "renew-sus" -d 'Pay another year of the right to upgrade'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "reinstate-sus" -d 'Bring the right to upgrade back'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "change" -d 'Change a key in several ways at once, all or none'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "mark-problem" -d 'Mark a key as a problem, or take the mark away'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "export-lock" -d 'Keep the file of a key back, or give it out again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "download" -d 'Get the newest license file of a key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and not __fish_seen_subcommand_from list show new delete help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and not __fish_seen_subcommand_from list show new delete help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and not __fish_seen_subcommand_from list show new delete help" -f -a "list" -d 'List the issuer\'s classes'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and not __fish_seen_subcommand_from list show new delete help" -f -a "show" -d 'Show a class'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and not __fish_seen_subcommand_from list show new delete help" -f -a "new" -d 'Make a class'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and not __fish_seen_subcommand_from list show new delete help" -f -a "delete" -d 'Forget a class that nothing uses'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and not __fish_seen_subcommand_from list show new delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l class -d 'Its name in requests' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l name -d 'Its name for people' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l class-version -d 'Its version' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l bill-type -d 'Monthly or Purchase; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l option -d 'A capacity option: code, label, amount, max, feature; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l feature -d 'A feature that can be switched on; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l product -d 'The product whose features every key contains' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l key-prefix -d 'Prefix of the key numbers' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l model -d 'FC, FU, NC or NU' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l grace-days -d 'Days between update date and expiration' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l keep-days -d 'Days an expired key is kept' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l requires-activation -d 'Its keys must be activated'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l auto-renew -d 'Its licenses are renewed automatically'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l allows-downgrade -d 'Amounts can be lowered'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from delete" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from delete" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from delete" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from delete" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from delete" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from delete" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from delete" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from delete" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from delete" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the issuer\'s classes'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a class'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from help" -f -a "new" -d 'Make a class'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Forget a class that nothing uses'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand issuer-class; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and not __fish_seen_subcommand_from list show download help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and not __fish_seen_subcommand_from list show download help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and not __fish_seen_subcommand_from list show download help" -f -a "list" -d 'List license files'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and not __fish_seen_subcommand_from list show download help" -f -a "show" -d 'Show what is known of a file'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and not __fish_seen_subcommand_from list show download help" -f -a "download" -d 'Get a file'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and not __fish_seen_subcommand_from list show download help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from download" -l out -d 'Where to, instead of to standard output' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from download" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from download" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from download" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from download" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from download" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from download" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from download" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from help" -f -a "list" -d 'List license files'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show what is known of a file'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from help" -f -a "download" -d 'Get a file'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand file; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and not __fish_seen_subcommand_from list tail help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and not __fish_seen_subcommand_from list tail help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and not __fish_seen_subcommand_from list tail help" -f -a "list" -d 'List events, newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and not __fish_seen_subcommand_from list tail help" -f -a "tail" -d 'Show events as they come'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and not __fish_seen_subcommand_from list tail help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from tail" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from tail" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from tail" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from tail" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from tail" -l follow -d 'Go on with those to come'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from tail" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from tail" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from tail" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from help" -f -a "list" -d 'List events, newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from help" -f -a "tail" -d 'Show events as they come'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand event; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and not __fish_seen_subcommand_from list show new suspend resume test delete help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and not __fish_seen_subcommand_from list show new suspend resume test delete help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and not __fish_seen_subcommand_from list show new suspend resume test delete help" -f -a "list" -d 'List endpoints'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and not __fish_seen_subcommand_from list show new suspend resume test delete help" -f -a "show" -d 'Show an endpoint'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and not __fish_seen_subcommand_from list show new suspend resume test delete help" -f -a "new" -d 'Make an endpoint'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and not __fish_seen_subcommand_from list show new suspend resume test delete help" -f -a "suspend" -d 'Stop serving an endpoint; its events are kept'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and not __fish_seen_subcommand_from list show new suspend resume test delete help" -f -a "resume" -d 'Serve a suspended endpoint again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and not __fish_seen_subcommand_from list show new suspend resume test delete help" -f -a "test" -d 'Send a test event'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and not __fish_seen_subcommand_from list show new suspend resume test delete help" -f -a "delete" -d 'Forget an endpoint'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and not __fish_seen_subcommand_from list show new suspend resume test delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from new" -l to -d 'Where to' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from new" -l event -d 'Type of event, * for all, license.* for a group; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from new" -l signature -d 'ed25519 or hmac-sha256' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from new" -l secret -d 'File in DIR/secrets with the secret of HMAC' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from new" -l expiring-days -d 'Days before an end at which it is told, 30 and 7 if not given; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from new" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from new" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from new" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from new" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from new" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from new" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from new" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from new" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from suspend" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from suspend" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from suspend" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from suspend" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from suspend" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from suspend" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from suspend" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from suspend" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from suspend" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from suspend" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from resume" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from resume" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from resume" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from resume" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from resume" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from resume" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from resume" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from resume" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from resume" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from resume" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from test" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from test" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from test" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from test" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from test" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from test" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from test" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from test" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from test" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from delete" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from delete" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from delete" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from delete" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from delete" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from delete" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from delete" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from delete" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from delete" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from help" -f -a "list" -d 'List endpoints'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show an endpoint'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from help" -f -a "new" -d 'Make an endpoint'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from help" -f -a "suspend" -d 'Stop serving an endpoint; its events are kept'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from help" -f -a "resume" -d 'Serve a suspended endpoint again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from help" -f -a "test" -d 'Send a test event'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Forget an endpoint'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand webhook; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and not __fish_seen_subcommand_from list resend help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and not __fish_seen_subcommand_from list resend help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and not __fish_seen_subcommand_from list resend help" -f -a "list" -d 'List deliveries'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and not __fish_seen_subcommand_from list resend help" -f -a "resend" -d 'Send a delivery again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and not __fish_seen_subcommand_from list resend help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from resend" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from resend" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from resend" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from resend" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from resend" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from resend" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from resend" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from resend" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from resend" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from resend" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from help" -f -a "list" -d 'List deliveries'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from help" -f -a "resend" -d 'Send a delivery again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand delivery; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and not __fish_seen_subcommand_from list export verify-chain help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and not __fish_seen_subcommand_from list export verify-chain help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and not __fish_seen_subcommand_from list export verify-chain help" -f -a "list" -d 'List the audit log, newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and not __fish_seen_subcommand_from list export verify-chain help" -f -a "export" -d 'Write the audit log out, all of it'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and not __fish_seen_subcommand_from list export verify-chain help" -f -a "verify-chain" -d 'Check the audit chain from its beginning'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and not __fish_seen_subcommand_from list export verify-chain help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from list" -l target -d 'Of this record' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from list" -l actor -d 'In whose name' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from list" -l action -d 'Of this kind' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from list" -l since -d 'From this instant or day on' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from export" -l format -d 'jsonl or csv' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from export" -l target -d 'Of this record' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from export" -l actor -d 'In whose name' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from export" -l action -d 'Of this kind' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from export" -l since -d 'From this instant or day on' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from export" -l out -d 'Where to, instead of to standard output' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from export" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from export" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from export" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from export" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from export" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from verify-chain" -l database -d 'With --data: the PostgreSQL that it uses, by URL' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from verify-chain" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from verify-chain" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from verify-chain" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from verify-chain" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from verify-chain" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from verify-chain" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from verify-chain" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the audit log, newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write the audit log out, all of it'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "verify-chain" -d 'Check the audit chain from its beginning'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and not __fish_seen_subcommand_from list show new revoke help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and not __fish_seen_subcommand_from list show new revoke help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and not __fish_seen_subcommand_from list show new revoke help" -f -a "list" -d 'List tokens'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and not __fish_seen_subcommand_from list show new revoke help" -f -a "show" -d 'Show a token, without its secret'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and not __fish_seen_subcommand_from list show new revoke help" -f -a "new" -d 'Make a token; it is shown once'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and not __fish_seen_subcommand_from list show new revoke help" -f -a "revoke" -d 'Take a token back'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and not __fish_seen_subcommand_from list show new revoke help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -l name -d 'Its name, unique' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -l role -d 'Its role' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -l scope -d 'Only this right of the role; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -l account -d 'The only account it may see to' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -l product -d 'The only product it may see to' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -l login -d 'At the issuer: the agreement it acts for' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -l expires -d 'When it ends, as 2027-01-01T00:00:00Z' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from revoke" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from revoke" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from revoke" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from revoke" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from revoke" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from revoke" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from revoke" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from revoke" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from revoke" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "list" -d 'List tokens'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a token, without its secret'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "new" -d 'Make a token; it is shown once'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "revoke" -d 'Take a token back'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and not __fish_seen_subcommand_from list show new delete help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and not __fish_seen_subcommand_from list show new delete help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and not __fish_seen_subcommand_from list show new delete help" -f -a "list" -d 'List roles'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and not __fish_seen_subcommand_from list show new delete help" -f -a "show" -d 'Show a role'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and not __fish_seen_subcommand_from list show new delete help" -f -a "new" -d 'Make a role'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and not __fish_seen_subcommand_from list show new delete help" -f -a "delete" -d 'Forget a role that no token has'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and not __fish_seen_subcommand_from list show new delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from list" -l filter -d 'FIELD=VALUE[,VALUE], FIELD!=VALUE, FIELD<=VALUE or FIELD>=VALUE; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from list" -s t -l text -d 'Words to look for, the last one as a beginning' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from list" -l limit -d 'Most rows; 0 means all' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from list" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from list" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from list" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from list" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from list" -l newest -d 'Newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from list" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from new" -l name -d 'Its name, unique' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from new" -l right -d 'A right; may be repeated' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from new" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from new" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from new" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from new" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from new" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from new" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from new" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from new" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from delete" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from delete" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from delete" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from delete" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from delete" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from delete" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from delete" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from delete" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from delete" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from help" -f -a "list" -d 'List roles'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a role'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from help" -f -a "new" -d 'Make a role'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Forget a role that no token has'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand role; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and not __fish_seen_subcommand_from show set help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and not __fish_seen_subcommand_from show set help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and not __fish_seen_subcommand_from show set help" -f -a "show" -d 'Show the settings'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and not __fish_seen_subcommand_from show set help" -f -a "set" -d 'Change settings'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and not __fish_seen_subcommand_from show set help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from set" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from set" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from set" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from set" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from set" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from set" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from set" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from set" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show the settings'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from help" -f -a "set" -d 'Change settings'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand settings; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and not __fish_seen_subcommand_from show set help" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and not __fish_seen_subcommand_from show set help" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and not __fish_seen_subcommand_from show set help" -f -a "show" -d 'Show what time it is'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and not __fish_seen_subcommand_from show set help" -f -a "set" -d 'Set a clock that was started with --now, for tests'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and not __fish_seen_subcommand_from show set help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from show" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from show" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from show" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from show" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from show" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from set" -l to -d 'A day, or an instant as 2026-03-31T12:00:00Z' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from set" -l body -d 'The body as JSON, or as @FILE with it; options go above its fields' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from set" -l idempotency-key -d 'Key against doing it twice [default: a new one each call]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from set" -l reason -d 'Why, for the audit log' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from set" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from set" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from set" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from set" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from set" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show what time it is'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from help" -f -a "set" -d 'Set a clock that was started with --now, for tests'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand clock; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand count" -l fulfillment -d 'No more than this fulfillment has' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand count" -l url -d 'The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand count" -l token-file -d 'File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand count" -l data -d 'Directory of a back office on this machine, for its admin.token' -r -F
complete -c lictor-office -n "__fish_lictor_office_using_subcommand count" -l timeout -d 'How long an answer may take, and how long --wait waits' -r
complete -c lictor-office -n "__fish_lictor_office_using_subcommand count" -l json -d 'Write JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand count" -s h -l help -d 'Print help'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand count" -s V -l version -d 'Print version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "serve" -d 'Run the back office in the foreground'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "signer" -d 'The process that holds the vendor\'s key: run, init, approve, verify'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "demo" -d 'Play the whole way of a license on real processes: issuer, provider, license server, client'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "doctor" -d 'Look for everything that must be true: ledgers, audit chain, operations, rows, files, signer'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "export" -d 'Write every record as JSON lines, with the contents of license files'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "import" -d 'Read an export into an empty back office that is stopped'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "get" -d 'Get a path of the interface, as JSON'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "post" -d 'Post to a path of the interface'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "patch" -d 'Change a record at a path of the interface'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "delete" -d 'Delete a record at a path of the interface'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "license" -d 'Licenses: request, issue, retrieve, install, upgrade, renew, synchronize'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "fulfillment" -d 'Fulfillments: activate, upgrade, upsell, renew, rehost, return'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "entitlement" -d 'Entitlements: what accounts ordered'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "line-item" -d 'Line items: seats of one product under one license model'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "account" -d 'Accounts: customers and resellers'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "host" -d 'Hosts: machines of customers, under all their names'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "product" -d 'Products: what is sold, by name and version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "feature" -d 'Features: what applications ask for'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "relation" -d 'Relations: which product upgrades or upsells to which'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "license-model" -d 'License models: floating or node-locked, with their policies'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "plugin" -d 'Plug-ins: the lines to issuers'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "class" -d 'License classes: what can be sold'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "subscription" -d 'Subscriptions, and the license servers they run'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "order" -d 'Orders: sales, upgrades, renewals'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "operation" -d 'Operations: work that goes on'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "sync-run" -d 'Synchronizations of all licenses'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "daily" -d 'The daily job: synchronize, renew, expire, notify'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "key" -d 'Keys at the issuer: make, upgrade, suspend, terminate'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "issuer-class" -d 'The issuer\'s catalogue of license classes'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "file" -d 'License files, all that were ever made, retrieved or uploaded'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "event" -d 'Events: what happened, as webhooks tell it'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "webhook" -d 'Webhooks: who is told of events'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "delivery" -d 'Deliveries of events to webhooks'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "audit" -d 'The audit log: every change, who made it and why'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "token" -d 'Tokens: who may call, and what for'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "role" -d 'Roles: named sets of rights'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "settings" -d 'The settings of the back office'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "clock" -d 'The clock of the back office'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "count" -d 'How many seats a line item can give right now'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and not __fish_seen_subcommand_from serve signer demo doctor export import get post patch delete license fulfillment entitlement line-item account host product feature relation license-model plugin class subscription order operation sync-run daily key issuer-class file event webhook delivery audit token role settings clock count help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from signer" -f -a "run" -d 'Run the signer in the foreground'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from signer" -f -a "init" -d 'Make the directory and an encrypted vendor key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from signer" -f -a "pending" -d 'List the requests that wait for approval'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from signer" -f -a "approve" -d 'Release a request that waits for approval'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from signer" -f -a "verify" -d 'Check the whole record of signatures and refusals'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from signer" -f -a "public" -d 'Print the public key, the text of its .pub file'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "list" -d 'List licenses'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "show" -d 'Show a license'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "new" -d 'Request licenses of a class'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "edit" -d 'Change a request'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "issue" -d 'Ask the issuer for a key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "activate" -d 'Activate the key, for classes that need it'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "retrieve" -d 'Fetch the file from the issuer'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "cancel" -d 'Give up a retrieval or an installation'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "upload" -d 'Upload what an offline issuer answered'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "request-text" -d 'Print what to send to an offline issuer'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "download" -d 'Get the license file'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "install" -d 'Install the file in the subscription\'s server'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "mark-installed" -d 'Say that the file was installed by hand'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "sync" -d 'Compare a license with the issuer'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "sync-all" -d 'Compare all licenses with their issuers'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "upgrade" -d 'Change class, capacity or features, or take over what the issuer has'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "renew" -d 'Renew for another period'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "reinstate" -d 'Bring an expired license back'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "terminate" -d 'End the key at the issuer, for good'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "assign" -d 'Assign to a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "unassign" -d 'Take from a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "delete" -d 'Delete a request that has no key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "list" -d 'List fulfillments'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "show" -d 'Show a fulfillment'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "activate" -d 'Give seats of a line item to hosts'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "upgrade" -d 'Take seats to a newer version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "upsell" -d 'Take seats to a richer edition'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "renew" -d 'Take seats to a new term'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "rehost" -d 'Move seats to another host'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "return" -d 'Give seats back'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "repair" -d 'Make the file again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "emergency" -d 'Give a short license while the real one does not work'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "stop-gap" -d 'Give a short license while a renewal is in process'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "publisher-error" -d 'Replace after a mistake of the vendor'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "tree" -d 'Show everything that came of one activation'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "files" -d 'Show the license files of a fulfillment'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "shipments" -d 'Show to whom the files of a fulfillment went'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "set-text" -d 'Set the license text of a fulfillment that is on hold'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from fulfillment" -f -a "email" -d 'Write a mail with the license file'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from entitlement" -f -a "list" -d 'List entitlements'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from entitlement" -f -a "show" -d 'Show an entitlement'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from entitlement" -f -a "new" -d 'Make an entitlement'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from entitlement" -f -a "deploy" -d 'Put an entitlement into force'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from entitlement" -f -a "deactivate" -d 'Put an entitlement and its lines out of force'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from entitlement" -f -a "obsolete" -d 'End an entitlement and its lines, for good'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from line-item" -f -a "list" -d 'List line items'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from line-item" -f -a "show" -d 'Show a line item'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from line-item" -f -a "new" -d 'Make a line item'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from line-item" -f -a "upgrade" -d 'Make a line that takes seats to a newer version'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from line-item" -f -a "upsell" -d 'Make a line that takes seats to a richer edition'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from line-item" -f -a "renew" -d 'Make a line that takes seats to a new term'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from line-item" -f -a "deploy" -d 'Put a line item into force'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from line-item" -f -a "deactivate" -d 'Put a line item out of force'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from line-item" -f -a "obsolete" -d 'End a line item, for good'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from account" -f -a "list" -d 'List accounts'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from account" -f -a "show" -d 'Show an account'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from account" -f -a "new" -d 'Make an account'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from account" -f -a "transfer-host" -d 'Move everything of a host to another one'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from host" -f -a "list" -d 'List hosts'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from host" -f -a "show" -d 'Show a host'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from product" -f -a "list" -d 'List products'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from product" -f -a "show" -d 'Show a product'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from product" -f -a "new" -d 'Make a product'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from product" -f -a "deploy" -d 'Put a product on sale'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from product" -f -a "deactivate" -d 'Sell a product no more for now'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from product" -f -a "obsolete" -d 'Sell a product never again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from feature" -f -a "list" -d 'List features'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from feature" -f -a "show" -d 'Show a feature'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from feature" -f -a "new" -d 'Make a feature'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from relation" -f -a "list" -d 'List relations'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from relation" -f -a "new" -d 'Relate two products'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from relation" -f -a "delete" -d 'Take a relation away'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license-model" -f -a "list" -d 'List license models'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license-model" -f -a "show" -d 'Show a license model'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from license-model" -f -a "new" -d 'Make a license model'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from plugin" -f -a "list" -d 'List plug-ins'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from plugin" -f -a "show" -d 'Show a plug-in'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from plugin" -f -a "add" -d 'Add a plug-in and fetch its classes'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from plugin" -f -a "fetch" -d 'Fetch the classes again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from plugin" -f -a "select" -d 'Sell classes, or sell them no more'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from plugin" -f -a "pause" -d 'Call the issuer no more for now'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from plugin" -f -a "resume" -d 'Call the issuer again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from plugin" -f -a "delete" -d 'Delete a plug-in without licenses'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from class" -f -a "list" -d 'List license classes'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from class" -f -a "show" -d 'Show a license class'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from class" -f -a "select" -d 'Sell a class'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from class" -f -a "deselect" -d 'Sell a class no more'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from subscription" -f -a "list" -d 'List subscriptions'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from subscription" -f -a "show" -d 'Show a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from subscription" -f -a "new" -d 'Make a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from subscription" -f -a "attach-server" -d 'Attach the license server'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from subscription" -f -a "provision" -d 'Begin to make its services'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from subscription" -f -a "activate" -d 'Say that its services are ready'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from subscription" -f -a "suspend" -d 'Suspend a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from subscription" -f -a "resume" -d 'Resume a subscription'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from subscription" -f -a "cancel" -d 'Cancel a subscription; its licenses become free'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from order" -f -a "list" -d 'List orders'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from order" -f -a "show" -d 'Show an order'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from order" -f -a "new" -d 'Make an order'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from order" -f -a "place" -d 'Place an order'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from order" -f -a "pay" -d 'Say that an order is paid; it is carried out'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from order" -f -a "cancel" -d 'Cancel an order'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from operation" -f -a "list" -d 'List operations, newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from operation" -f -a "show" -d 'Show an operation'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from operation" -f -a "retry" -d 'Try again now'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from operation" -f -a "cancel" -d 'Give up'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from sync-run" -f -a "list" -d 'List synchronizations'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from sync-run" -f -a "show" -d 'Show a synchronization'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from daily" -f -a "list" -d 'List runs of the daily job'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from daily" -f -a "show" -d 'Show a run'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from daily" -f -a "run" -d 'Run the daily job now'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "list" -d 'List keys'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "show" -d 'Show a key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "new" -d 'Make a key for a login'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "upgrade" -d 'Change what a key permits'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "renew" -d 'Pay for another month'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "terminate" -d 'End a key for good'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "suspend" -d 'Stop a key for a while'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "resume" -d 'Let a suspended key run again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "activate" -d 'Activate a key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "attach" -d 'Attach an additional key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "detach" -d 'Detach an additional key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "reinstate" -d 'Bring an expired key back'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "renew-sus" -d 'Pay another year of the right to upgrade'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "reinstate-sus" -d 'Bring the right to upgrade back'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "change" -d 'Change a key in several ways at once, all or none'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "mark-problem" -d 'Mark a key as a problem, or take the mark away'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "export-lock" -d 'Keep the file of a key back, or give it out again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "download" -d 'Get the newest license file of a key'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from issuer-class" -f -a "list" -d 'List the issuer\'s classes'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from issuer-class" -f -a "show" -d 'Show a class'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from issuer-class" -f -a "new" -d 'Make a class'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from issuer-class" -f -a "delete" -d 'Forget a class that nothing uses'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from file" -f -a "list" -d 'List license files'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from file" -f -a "show" -d 'Show what is known of a file'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from file" -f -a "download" -d 'Get a file'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from event" -f -a "list" -d 'List events, newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from event" -f -a "tail" -d 'Show events as they come'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from webhook" -f -a "list" -d 'List endpoints'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from webhook" -f -a "show" -d 'Show an endpoint'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from webhook" -f -a "new" -d 'Make an endpoint'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from webhook" -f -a "suspend" -d 'Stop serving an endpoint; its events are kept'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from webhook" -f -a "resume" -d 'Serve a suspended endpoint again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from webhook" -f -a "test" -d 'Send a test event'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from webhook" -f -a "delete" -d 'Forget an endpoint'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from delivery" -f -a "list" -d 'List deliveries'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from delivery" -f -a "resend" -d 'Send a delivery again'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "list" -d 'List the audit log, newest first'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "export" -d 'Write the audit log out, all of it'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "verify-chain" -d 'Check the audit chain from its beginning'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "list" -d 'List tokens'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "show" -d 'Show a token, without its secret'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "new" -d 'Make a token; it is shown once'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "revoke" -d 'Take a token back'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from role" -f -a "list" -d 'List roles'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from role" -f -a "show" -d 'Show a role'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from role" -f -a "new" -d 'Make a role'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from role" -f -a "delete" -d 'Forget a role that no token has'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from settings" -f -a "show" -d 'Show the settings'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from settings" -f -a "set" -d 'Change settings'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from clock" -f -a "show" -d 'Show what time it is'
complete -c lictor-office -n "__fish_lictor_office_using_subcommand help; and __fish_seen_subcommand_from clock" -f -a "set" -d 'Set a clock that was started with --now, for tests'
