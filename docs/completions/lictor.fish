# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_lictor_global_optspecs
    string join \n h/help V/version
end

function __fish_lictor_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_lictor_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_lictor_using_subcommand
    set -l cmd (__fish_lictor_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c lictor -n "__fish_lictor_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_needs_command" -s V -l version -d 'Print version'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "vendor" -d 'Vendor keys: make, certify, revoke'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "license" -d 'License files: sign, verify, show'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "hostid" -d 'Show this machine\'s host ids, as a license can name them'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "status" -d 'Features, seats and users of every server in the path, and what this machine has without one'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "feature" -d 'One feature: its seats, use and terms'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "licenses" -d 'Every license the server found, its state and why; the pools and what they are made of (administrators)'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "checkout" -d 'Check seats out, say so, and hold them until the end of standard input'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "run" -d 'Run a command while holding seats'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "borrow" -d 'Borrow seats: use them on this machine without a server for so many hours'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "return" -d 'Give borrowed seats back before the borrow ends'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "sessions" -d 'Sessions of the server and what they hold (administrators)'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "release" -d 'End a session and free its seats at once (administrators; audited)'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "borrows" -d 'Borrowed seats: who has them, where, until when (administrators)'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "revoke" -d 'Take a borrow back: its seats are free at once (administrators; audited)'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "named" -d 'Seats of named users and hosts: list, release'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "reserve" -d 'Set seats aside for whoever presents a token, list what is set aside, give it back (administrators; audited)'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "why" -d 'Which access rule of each kind decides for somebody, and what they would get now; nothing is taken (administrators)'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "reload" -d 'Have the server read configuration, rules and licenses anew, all or nothing (administrators)'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "clock" -d 'The server\'s clock: reset'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "log" -d 'The server\'s log: show, verify, report, replay'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "rules" -d 'Files of access rules: check, diff, import'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "completions" -d 'Write the completions of a shell to standard output'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "man" -d 'Write the manual pages into a directory'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and not __fish_seen_subcommand_from new certify revoke help" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and not __fish_seen_subcommand_from new certify revoke help" -f -a "new" -d 'Make a vendor\'s key pair: NAME.key to sign with, NAME.pub to hand out'
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and not __fish_seen_subcommand_from new certify revoke help" -f -a "certify" -d 'Certify a signing key with the root key, for a period of issue'
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and not __fish_seen_subcommand_from new certify revoke help" -f -a "revoke" -d 'Revoke keys: write the vendor\'s next revocation list'
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and not __fish_seen_subcommand_from new certify revoke help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from new" -l out -d 'Directory for the two files; it is made if it is not there' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from new" -l stem -d 'Base name of the files, if not the vendor\'s name' -r
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from new" -l passphrase-file -d 'File whose first line is the passphrase that protects the private key' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from new" -l passphrase -d 'Ask for a passphrase that protects the private key'
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from certify" -l key -d 'The vendor\'s private key file; its .pub file must stand beside it' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from certify" -l passphrase-file -d 'File with the key\'s passphrase in its first line; /dev/fd/3 reads it from a descriptor. Without it an encrypted key\'s passphrase is asked for, on a terminal only' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from certify" -l from -d 'First day on which the signing key may issue licenses' -r
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from certify" -l until -d 'Last day on which it may' -r
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from certify" -l out -d 'The certificate\'s file; it must not be there yet [default: SIGNING.cert]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from certify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from revoke" -l key -d 'The vendor\'s private key file; its .pub file must stand beside it' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from revoke" -l passphrase-file -d 'File with the key\'s passphrase in its first line; /dev/fd/3 reads it from a descriptor. Without it an encrypted key\'s passphrase is asked for, on a terminal only' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from revoke" -l previous -d 'The list to continue [default: the one that --out replaces, if it is there]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from revoke" -l out -d 'The list\'s file' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from help" -f -a "new" -d 'Make a vendor\'s key pair: NAME.key to sign with, NAME.pub to hand out'
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from help" -f -a "certify" -d 'Certify a signing key with the root key, for a period of issue'
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from help" -f -a "revoke" -d 'Revoke keys: write the vendor\'s next revocation list'
complete -c lictor -n "__fish_lictor_using_subcommand vendor; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand license; and not __fish_seen_subcommand_from sign verify show help" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand license; and not __fish_seen_subcommand_from sign verify show help" -f -a "sign" -d 'Sign every feature of the templates into one license file'
complete -c lictor -n "__fish_lictor_using_subcommand license; and not __fish_seen_subcommand_from sign verify show help" -f -a "verify" -d 'Check form, rules and signature of every license in files'
complete -c lictor -n "__fish_lictor_using_subcommand license; and not __fish_seen_subcommand_from sign verify show help" -f -a "show" -d 'Show what license files and templates say; signatures are not checked'
complete -c lictor -n "__fish_lictor_using_subcommand license; and not __fish_seen_subcommand_from sign verify show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand license; and __fish_seen_subcommand_from sign" -l key -d 'The vendor\'s private key file; its .pub file must stand beside it' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand license; and __fish_seen_subcommand_from sign" -l passphrase-file -d 'File with the key\'s passphrase in its first line; /dev/fd/3 reads it from a descriptor. Without it an encrypted key\'s passphrase is asked for, on a terminal only' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand license; and __fish_seen_subcommand_from sign" -l cert -d 'The root\'s certificate of the key [default: the .cert file beside the key, if it is there]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand license; and __fish_seen_subcommand_from sign" -l out -d 'The license file; it is replaced in one step [default: standard output]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand license; and __fish_seen_subcommand_from sign" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand license; and __fish_seen_subcommand_from verify" -l pub -d 'A vendor\'s public key file; may be repeated' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand license; and __fish_seen_subcommand_from verify" -l revoked -d 'A vendor\'s revocation list; may be repeated' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand license; and __fish_seen_subcommand_from verify" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand license; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand license; and __fish_seen_subcommand_from show" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand license; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "sign" -d 'Sign every feature of the templates into one license file'
complete -c lictor -n "__fish_lictor_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check form, rules and signature of every license in files'
complete -c lictor -n "__fish_lictor_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show what license files and templates say; signatures are not checked'
complete -c lictor -n "__fish_lictor_using_subcommand license; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand hostid" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand hostid" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand status" -l format -d 'How to write it' -r -f -a "table\t'For people'
json\t'For programs'
licstat\t'Text for existing monitoring tools'
licstatxml\t'XML for existing monitoring tools'"
complete -c lictor -n "__fish_lictor_using_subcommand status" -l server -d 'A server: HOST:PORT, PORT@HOST (IPv6 as 6242@[::1]) or unix:/PATH; may be repeated [default: LICTOR_LICENSE_PATH, else localhost:6242]' -r
complete -c lictor -n "__fish_lictor_using_subcommand status" -l timeout -d 'How long a call may take' -r
complete -c lictor -n "__fish_lictor_using_subcommand status" -l json -d 'Write one JSON document; the same as --format json'
complete -c lictor -n "__fish_lictor_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand feature" -l server -d 'A server: HOST:PORT, PORT@HOST (IPv6 as 6242@[::1]) or unix:/PATH; may be repeated [default: LICTOR_LICENSE_PATH, else localhost:6242]' -r
complete -c lictor -n "__fish_lictor_using_subcommand feature" -l timeout -d 'How long a call may take' -r
complete -c lictor -n "__fish_lictor_using_subcommand feature" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand feature" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and not __fish_seen_subcommand_from upload remove help" -l admin -d 'Administrators\' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]' -r
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and not __fish_seen_subcommand_from upload remove help" -l token-file -d 'File with the administrators\' token [default: LICTOR_ADMIN_TOKEN_FILE, else ./state/admin.token]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and not __fish_seen_subcommand_from upload remove help" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and not __fish_seen_subcommand_from upload remove help" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and not __fish_seen_subcommand_from upload remove help" -f -a "upload" -d 'Send license files to the server, which checks form, rules and signatures before it takes them (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and not __fish_seen_subcommand_from upload remove help" -f -a "remove" -d 'Take a license file out of the server\'s license directory (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and not __fish_seen_subcommand_from upload remove help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and __fish_seen_subcommand_from upload" -l reason -d 'Why, for the log' -r
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and __fish_seen_subcommand_from upload" -l admin -d 'Administrators\' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]' -r
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and __fish_seen_subcommand_from upload" -l token-file -d 'File with the administrators\' token [default: LICTOR_ADMIN_TOKEN_FILE, else ./state/admin.token]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and __fish_seen_subcommand_from upload" -l replace -d 'Replace files of the same name'
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and __fish_seen_subcommand_from upload" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and __fish_seen_subcommand_from upload" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and __fish_seen_subcommand_from remove" -l reason -d 'Why, for the log' -r
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and __fish_seen_subcommand_from remove" -l admin -d 'Administrators\' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]' -r
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and __fish_seen_subcommand_from remove" -l token-file -d 'File with the administrators\' token [default: LICTOR_ADMIN_TOKEN_FILE, else ./state/admin.token]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and __fish_seen_subcommand_from remove" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and __fish_seen_subcommand_from help" -f -a "upload" -d 'Send license files to the server, which checks form, rules and signatures before it takes them (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Take a license file out of the server\'s license directory (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand licenses; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l version -d 'Version needed; the license\'s must be at least that' -r
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l share -d 'Custom share string: with SHARE=CUSTOM, equal ones share seats' -r
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l reservation -d 'Token of the reservation to draw on' -r
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l project -d 'The project the use is booked to' -r
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l wait -d 'Wait in the queue if the seats are not free, at most so long; the place is told meanwhile' -r
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l server -d 'A server: HOST:PORT, PORT@HOST (IPv6 as 6242@[::1]) or unix:/PATH; may be repeated [default: LICTOR_LICENSE_PATH, else localhost:6242]' -r
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l timeout -d 'How long a call may take' -r
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l for -d 'Hold for so long; the end of standard input does not end it then' -r
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l exact -d 'The license\'s version must be equal to the one asked for'
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand run" -l version -d 'Version needed; the license\'s must be at least that' -r
complete -c lictor -n "__fish_lictor_using_subcommand run" -l share -d 'Custom share string: with SHARE=CUSTOM, equal ones share seats' -r
complete -c lictor -n "__fish_lictor_using_subcommand run" -l reservation -d 'Token of the reservation to draw on' -r
complete -c lictor -n "__fish_lictor_using_subcommand run" -l project -d 'The project the use is booked to' -r
complete -c lictor -n "__fish_lictor_using_subcommand run" -l wait -d 'Wait in the queue if the seats are not free, at most so long; the place is told meanwhile' -r
complete -c lictor -n "__fish_lictor_using_subcommand run" -l server -d 'A server: HOST:PORT, PORT@HOST (IPv6 as 6242@[::1]) or unix:/PATH; may be repeated [default: LICTOR_LICENSE_PATH, else localhost:6242]' -r
complete -c lictor -n "__fish_lictor_using_subcommand run" -l timeout -d 'How long a call may take' -r
complete -c lictor -n "__fish_lictor_using_subcommand run" -l exact -d 'The license\'s version must be equal to the one asked for'
complete -c lictor -n "__fish_lictor_using_subcommand run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand borrow" -l hours -d 'For how many hours' -r
complete -c lictor -n "__fish_lictor_using_subcommand borrow" -l version -d 'Version needed; the license\'s must be at least that' -r
complete -c lictor -n "__fish_lictor_using_subcommand borrow" -l share -d 'Custom share string: with SHARE=CUSTOM, equal ones share seats' -r
complete -c lictor -n "__fish_lictor_using_subcommand borrow" -l reservation -d 'Token of the reservation to draw on' -r
complete -c lictor -n "__fish_lictor_using_subcommand borrow" -l project -d 'The project the use is booked to' -r
complete -c lictor -n "__fish_lictor_using_subcommand borrow" -l server -d 'A server: HOST:PORT, PORT@HOST (IPv6 as 6242@[::1]) or unix:/PATH; may be repeated [default: LICTOR_LICENSE_PATH, else localhost:6242]' -r
complete -c lictor -n "__fish_lictor_using_subcommand borrow" -l timeout -d 'How long a call may take' -r
complete -c lictor -n "__fish_lictor_using_subcommand borrow" -l exact -d 'The license\'s version must be equal to the one asked for'
complete -c lictor -n "__fish_lictor_using_subcommand borrow" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand borrow" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand return" -l server -d 'A server: HOST:PORT, PORT@HOST (IPv6 as 6242@[::1]) or unix:/PATH; may be repeated [default: LICTOR_LICENSE_PATH, else localhost:6242]' -r
complete -c lictor -n "__fish_lictor_using_subcommand return" -l timeout -d 'How long a call may take' -r
complete -c lictor -n "__fish_lictor_using_subcommand return" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand return" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand sessions" -l admin -d 'Administrators\' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]' -r
complete -c lictor -n "__fish_lictor_using_subcommand sessions" -l token-file -d 'File with the administrators\' token [default: LICTOR_ADMIN_TOKEN_FILE, else ./state/admin.token]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand sessions" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand sessions" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand release" -l quarantine -d 'How long its user gets nothing on its host, in seconds' -r
complete -c lictor -n "__fish_lictor_using_subcommand release" -l reason -d 'Why, for the log; its client is told' -r
complete -c lictor -n "__fish_lictor_using_subcommand release" -l admin -d 'Administrators\' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]' -r
complete -c lictor -n "__fish_lictor_using_subcommand release" -l token-file -d 'File with the administrators\' token [default: LICTOR_ADMIN_TOKEN_FILE, else ./state/admin.token]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand release" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand release" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand borrows" -l admin -d 'Administrators\' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]' -r
complete -c lictor -n "__fish_lictor_using_subcommand borrows" -l token-file -d 'File with the administrators\' token [default: LICTOR_ADMIN_TOKEN_FILE, else ./state/admin.token]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand borrows" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand borrows" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand revoke" -l reason -d 'Why, for the log' -r
complete -c lictor -n "__fish_lictor_using_subcommand revoke" -l admin -d 'Administrators\' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]' -r
complete -c lictor -n "__fish_lictor_using_subcommand revoke" -l token-file -d 'File with the administrators\' token [default: LICTOR_ADMIN_TOKEN_FILE, else ./state/admin.token]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand revoke" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand revoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand named; and not __fish_seen_subcommand_from list release help" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand named; and not __fish_seen_subcommand_from list release help" -f -a "list" -d 'Which users and hosts have seats of their own (administrators)'
complete -c lictor -n "__fish_lictor_using_subcommand named; and not __fish_seen_subcommand_from list release help" -f -a "release" -d 'Give the seats of a user or host free for another (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand named; and not __fish_seen_subcommand_from list release help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand named; and __fish_seen_subcommand_from list" -l admin -d 'Administrators\' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]' -r
complete -c lictor -n "__fish_lictor_using_subcommand named; and __fish_seen_subcommand_from list" -l token-file -d 'File with the administrators\' token [default: LICTOR_ADMIN_TOKEN_FILE, else ./state/admin.token]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand named; and __fish_seen_subcommand_from list" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand named; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand named; and __fish_seen_subcommand_from release" -l user -d 'The user' -r
complete -c lictor -n "__fish_lictor_using_subcommand named; and __fish_seen_subcommand_from release" -l host -d 'The host' -r
complete -c lictor -n "__fish_lictor_using_subcommand named; and __fish_seen_subcommand_from release" -l reason -d 'Why, for the log' -r
complete -c lictor -n "__fish_lictor_using_subcommand named; and __fish_seen_subcommand_from release" -l admin -d 'Administrators\' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]' -r
complete -c lictor -n "__fish_lictor_using_subcommand named; and __fish_seen_subcommand_from release" -l token-file -d 'File with the administrators\' token [default: LICTOR_ADMIN_TOKEN_FILE, else ./state/admin.token]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand named; and __fish_seen_subcommand_from release" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand named; and __fish_seen_subcommand_from release" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand named; and __fish_seen_subcommand_from help" -f -a "list" -d 'Which users and hosts have seats of their own (administrators)'
complete -c lictor -n "__fish_lictor_using_subcommand named; and __fish_seen_subcommand_from help" -f -a "release" -d 'Give the seats of a user or host free for another (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand named; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand reserve" -l token -d 'What sessions present, 1 to 64 bytes' -r
complete -c lictor -n "__fish_lictor_using_subcommand reserve" -l for -d 'For how long from now, as 90s, 30m, 2h, 1d or 1h30m' -r
complete -c lictor -n "__fish_lictor_using_subcommand reserve" -l until -d 'Until when, as 2026-12-31T18:00:00Z' -r
complete -c lictor -n "__fish_lictor_using_subcommand reserve" -l reason -d 'Why, for the log' -r
complete -c lictor -n "__fish_lictor_using_subcommand reserve" -l admin -d 'Administrators\' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]' -r
complete -c lictor -n "__fish_lictor_using_subcommand reserve" -l token-file -d 'File with the administrators\' token [default: LICTOR_ADMIN_TOKEN_FILE, else ./state/admin.token]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand reserve" -l return -d 'Give the seats under the token back: all, or those of the feature'
complete -c lictor -n "__fish_lictor_using_subcommand reserve" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand reserve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand why" -l address -d 'Where they ask from; without, no network rule matches' -r
complete -c lictor -n "__fish_lictor_using_subcommand why" -l project -d 'Their project' -r
complete -c lictor -n "__fish_lictor_using_subcommand why" -l admin -d 'Administrators\' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]' -r
complete -c lictor -n "__fish_lictor_using_subcommand why" -l token-file -d 'File with the administrators\' token [default: LICTOR_ADMIN_TOKEN_FILE, else ./state/admin.token]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand why" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand why" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand reload" -l admin -d 'Administrators\' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]' -r
complete -c lictor -n "__fish_lictor_using_subcommand reload" -l token-file -d 'File with the administrators\' token [default: LICTOR_ADMIN_TOKEN_FILE, else ./state/admin.token]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand reload" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand reload" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand clock; and not __fish_seen_subcommand_from reset help" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand clock; and not __fish_seen_subcommand_from reset help" -f -a "reset" -d 'Take the server\'s clock for right again after it went back (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand clock; and not __fish_seen_subcommand_from reset help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand clock; and __fish_seen_subcommand_from reset" -l reason -d 'Why, for the log' -r
complete -c lictor -n "__fish_lictor_using_subcommand clock; and __fish_seen_subcommand_from reset" -l admin -d 'Administrators\' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]' -r
complete -c lictor -n "__fish_lictor_using_subcommand clock; and __fish_seen_subcommand_from reset" -l token-file -d 'File with the administrators\' token [default: LICTOR_ADMIN_TOKEN_FILE, else ./state/admin.token]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand clock; and __fish_seen_subcommand_from reset" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand clock; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand clock; and __fish_seen_subcommand_from help" -f -a "reset" -d 'Take the server\'s clock for right again after it went back (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand clock; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand log; and not __fish_seen_subcommand_from show verify report replay help" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand log; and not __fish_seen_subcommand_from show verify report replay help" -f -a "show" -d 'Show the server\'s log: one line a record, with its sequence, time, kind and fields'
complete -c lictor -n "__fish_lictor_using_subcommand log; and not __fish_seen_subcommand_from show verify report replay help" -f -a "verify" -d 'Check the server\'s log end to end: checksums, order and hash chain'
complete -c lictor -n "__fish_lictor_using_subcommand log; and not __fish_seen_subcommand_from show verify report replay help" -f -a "report" -d 'Report use per feature, user, host, project, hour or day, from the server\'s log'
complete -c lictor -n "__fish_lictor_using_subcommand log; and not __fish_seen_subcommand_from show verify report replay help" -f -a "replay" -d 'Decide again what the server\'s log says was asked, as it was or with other counts or rules'
complete -c lictor -n "__fish_lictor_using_subcommand log; and not __fish_seen_subcommand_from show verify report replay help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from show" -l from -d 'Leave out the records before this sequence' -r
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from show" -l last -d 'Show only the last so many of the records' -r
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from show" -l session -d 'Show only the records of this session, as `lictor sessions` names it' -r
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from show" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from verify" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from report" -l state -d 'The server\'s state directory [default: ./state]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from report" -l from -d 'Leave out what was before this day or time' -r
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from report" -l to -d 'Leave out what was at this day or time and after it' -r
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from report" -l by -d 'What the rows are about, one or several' -r -f -a "feature\t'The feature, with its vendor'
user\t'Login names'
host\t'Machines'
project\t'Projects that use is booked to'
hour\t'Hours of the clock'
day\t'Days'"
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from report" -l format -d 'How it is written; html is one page with plots that needs no other file' -r -f -a "table\t'For people'
csv\t'RFC 4180'
json\t'One document'
html\t'One page'"
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from report" -l out -d 'Write to this file instead of standard output' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from report" -l utc -d 'Tell times in UTC instead of the server\'s zone'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from replay" -l state -d 'The server\'s state directory [default: ./state]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from replay" -l set -d 'A feature with another count; may be repeated' -r
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from replay" -l rule -d 'File of access rules to be in force instead of the recorded ones' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from replay" -l from -d 'Follow the log up to this day or time and decide again from there on' -r
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from replay" -l to -d 'Stop before this day or time' -r
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from replay" -l utc -d 'Times are in UTC instead of the server\'s zone'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from replay" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from replay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show the server\'s log: one line a record, with its sequence, time, kind and fields'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check the server\'s log end to end: checksums, order and hash chain'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from help" -f -a "report" -d 'Report use per feature, user, host, project, hour or day, from the server\'s log'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from help" -f -a "replay" -d 'Decide again what the server\'s log says was asked, as it was or with other counts or rules'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand rules; and not __fish_seen_subcommand_from check diff import help" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand rules; and not __fish_seen_subcommand_from check diff import help" -f -a "check" -d 'Check files of access rules: every mistake and what is probably not meant'
complete -c lictor -n "__fish_lictor_using_subcommand rules; and not __fish_seen_subcommand_from check diff import help" -f -a "diff" -d 'Show what is different between two files of access rules'
complete -c lictor -n "__fish_lictor_using_subcommand rules; and not __fish_seen_subcommand_from check diff import help" -f -a "import" -d 'Translate the access rules of another license server'
complete -c lictor -n "__fish_lictor_using_subcommand rules; and not __fish_seen_subcommand_from check diff import help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand rules; and __fish_seen_subcommand_from check" -l licenses -d 'License file, or directory of them, whose features there are; may be repeated' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand rules; and __fish_seen_subcommand_from check" -l list -d 'List the rules in the order in which they are asked'
complete -c lictor -n "__fish_lictor_using_subcommand rules; and __fish_seen_subcommand_from check" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand rules; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand rules; and __fish_seen_subcommand_from diff" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand rules; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand rules; and __fish_seen_subcommand_from import" -l from -d 'Whose file it is: lmx (lmx-serv.cfg up to version 5) or flexlm (an options file)' -r -f -a "lmx\t''
flexlm\t''"
complete -c lictor -n "__fish_lictor_using_subcommand rules; and __fish_seen_subcommand_from import" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand rules; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand rules; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check files of access rules: every mistake and what is probably not meant'
complete -c lictor -n "__fish_lictor_using_subcommand rules; and __fish_seen_subcommand_from help" -f -a "diff" -d 'Show what is different between two files of access rules'
complete -c lictor -n "__fish_lictor_using_subcommand rules; and __fish_seen_subcommand_from help" -f -a "import" -d 'Translate the access rules of another license server'
complete -c lictor -n "__fish_lictor_using_subcommand rules; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand man" -l out -d 'The directory; it must be there' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand man" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "vendor" -d 'Vendor keys: make, certify, revoke'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "license" -d 'License files: sign, verify, show'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "hostid" -d 'Show this machine\'s host ids, as a license can name them'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "status" -d 'Features, seats and users of every server in the path, and what this machine has without one'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "feature" -d 'One feature: its seats, use and terms'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "licenses" -d 'Every license the server found, its state and why; the pools and what they are made of (administrators)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "checkout" -d 'Check seats out, say so, and hold them until the end of standard input'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "run" -d 'Run a command while holding seats'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "borrow" -d 'Borrow seats: use them on this machine without a server for so many hours'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "return" -d 'Give borrowed seats back before the borrow ends'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "sessions" -d 'Sessions of the server and what they hold (administrators)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "release" -d 'End a session and free its seats at once (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "borrows" -d 'Borrowed seats: who has them, where, until when (administrators)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "revoke" -d 'Take a borrow back: its seats are free at once (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "named" -d 'Seats of named users and hosts: list, release'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "reserve" -d 'Set seats aside for whoever presents a token, list what is set aside, give it back (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "why" -d 'Which access rule of each kind decides for somebody, and what they would get now; nothing is taken (administrators)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "reload" -d 'Have the server read configuration, rules and licenses anew, all or nothing (administrators)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "clock" -d 'The server\'s clock: reset'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "log" -d 'The server\'s log: show, verify, report, replay'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "rules" -d 'Files of access rules: check, diff, import'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "completions" -d 'Write the completions of a shell to standard output'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "man" -d 'Write the manual pages into a directory'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run borrow return sessions release borrows revoke named reserve why reload clock log rules completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from vendor" -f -a "new" -d 'Make a vendor\'s key pair: NAME.key to sign with, NAME.pub to hand out'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from vendor" -f -a "certify" -d 'Certify a signing key with the root key, for a period of issue'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from vendor" -f -a "revoke" -d 'Revoke keys: write the vendor\'s next revocation list'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "sign" -d 'Sign every feature of the templates into one license file'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "verify" -d 'Check form, rules and signature of every license in files'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "show" -d 'Show what license files and templates say; signatures are not checked'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from licenses" -f -a "upload" -d 'Send license files to the server, which checks form, rules and signatures before it takes them (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from licenses" -f -a "remove" -d 'Take a license file out of the server\'s license directory (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from named" -f -a "list" -d 'Which users and hosts have seats of their own (administrators)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from named" -f -a "release" -d 'Give the seats of a user or host free for another (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from clock" -f -a "reset" -d 'Take the server\'s clock for right again after it went back (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from log" -f -a "show" -d 'Show the server\'s log: one line a record, with its sequence, time, kind and fields'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from log" -f -a "verify" -d 'Check the server\'s log end to end: checksums, order and hash chain'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from log" -f -a "report" -d 'Report use per feature, user, host, project, hour or day, from the server\'s log'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from log" -f -a "replay" -d 'Decide again what the server\'s log says was asked, as it was or with other counts or rules'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from rules" -f -a "check" -d 'Check files of access rules: every mistake and what is probably not meant'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from rules" -f -a "diff" -d 'Show what is different between two files of access rules'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from rules" -f -a "import" -d 'Translate the access rules of another license server'
