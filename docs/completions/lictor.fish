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
complete -c lictor -n "__fish_lictor_needs_command" -f -a "status" -d 'Features, seats and users of every server in the path'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "feature" -d 'One feature: its seats, use and terms'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "licenses" -d 'Every license the server found, its state and why; the pools and what they are made of (administrators)'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "checkout" -d 'Check seats out, say so, and hold them until the end of standard input'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "run" -d 'Run a command while holding seats'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "sessions" -d 'Sessions of the server and what they hold (administrators)'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "release" -d 'End a session and free its seats at once (administrators; audited)'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "reload" -d 'Have the server read configuration, rules and licenses anew, all or nothing (administrators)'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "clock" -d 'The server\'s clock: reset'
complete -c lictor -n "__fish_lictor_needs_command" -f -a "log" -d 'The server\'s log: show, verify'
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
complete -c lictor -n "__fish_lictor_using_subcommand status" -l format -d 'How to write it; licstat and licstatxml come with a later version' -r -f -a "table\t'For people'
json\t'For programs'"
complete -c lictor -n "__fish_lictor_using_subcommand status" -l server -d 'A server: HOST:PORT, PORT@HOST (IPv6 as 6242@[::1]) or unix:/PATH; may be repeated [default: LICTOR_LICENSE_PATH, else localhost:6242]' -r
complete -c lictor -n "__fish_lictor_using_subcommand status" -l timeout -d 'How long a call may take' -r
complete -c lictor -n "__fish_lictor_using_subcommand status" -l json -d 'Write one JSON document; the same as --format json'
complete -c lictor -n "__fish_lictor_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand feature" -l server -d 'A server: HOST:PORT, PORT@HOST (IPv6 as 6242@[::1]) or unix:/PATH; may be repeated [default: LICTOR_LICENSE_PATH, else localhost:6242]' -r
complete -c lictor -n "__fish_lictor_using_subcommand feature" -l timeout -d 'How long a call may take' -r
complete -c lictor -n "__fish_lictor_using_subcommand feature" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand feature" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand licenses" -l admin -d 'Administrators\' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]' -r
complete -c lictor -n "__fish_lictor_using_subcommand licenses" -l token-file -d 'File with the administrators\' token [default: LICTOR_ADMIN_TOKEN_FILE, else ./state/admin.token]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand licenses" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand licenses" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l version -d 'Version needed; the license\'s must be at least that' -r
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l share -d 'Custom share string' -r
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l wait -d 'Wait in the queue; comes with a later version' -r
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l server -d 'A server: HOST:PORT, PORT@HOST (IPv6 as 6242@[::1]) or unix:/PATH; may be repeated [default: LICTOR_LICENSE_PATH, else localhost:6242]' -r
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l timeout -d 'How long a call may take' -r
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l for -d 'Hold for so long; the end of standard input does not end it then' -r
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l exact -d 'The license\'s version must be equal to the one asked for'
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand checkout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand run" -l version -d 'Version needed; the license\'s must be at least that' -r
complete -c lictor -n "__fish_lictor_using_subcommand run" -l share -d 'Custom share string' -r
complete -c lictor -n "__fish_lictor_using_subcommand run" -l wait -d 'Wait in the queue; comes with a later version' -r
complete -c lictor -n "__fish_lictor_using_subcommand run" -l server -d 'A server: HOST:PORT, PORT@HOST (IPv6 as 6242@[::1]) or unix:/PATH; may be repeated [default: LICTOR_LICENSE_PATH, else localhost:6242]' -r
complete -c lictor -n "__fish_lictor_using_subcommand run" -l timeout -d 'How long a call may take' -r
complete -c lictor -n "__fish_lictor_using_subcommand run" -l exact -d 'The license\'s version must be equal to the one asked for'
complete -c lictor -n "__fish_lictor_using_subcommand run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand sessions" -l admin -d 'Administrators\' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]' -r
complete -c lictor -n "__fish_lictor_using_subcommand sessions" -l token-file -d 'File with the administrators\' token [default: LICTOR_ADMIN_TOKEN_FILE, else ./state/admin.token]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand sessions" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand sessions" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand release" -l reason -d 'Why, for the log' -r
complete -c lictor -n "__fish_lictor_using_subcommand release" -l admin -d 'Administrators\' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]' -r
complete -c lictor -n "__fish_lictor_using_subcommand release" -l token-file -d 'File with the administrators\' token [default: LICTOR_ADMIN_TOKEN_FILE, else ./state/admin.token]' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand release" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand release" -s h -l help -d 'Print help (see more with \'--help\')'
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
complete -c lictor -n "__fish_lictor_using_subcommand log; and not __fish_seen_subcommand_from show verify help" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand log; and not __fish_seen_subcommand_from show verify help" -f -a "show" -d 'Show the server\'s log: one line a record, with its sequence, time, kind and fields'
complete -c lictor -n "__fish_lictor_using_subcommand log; and not __fish_seen_subcommand_from show verify help" -f -a "verify" -d 'Check the server\'s log end to end: checksums, order and hash chain'
complete -c lictor -n "__fish_lictor_using_subcommand log; and not __fish_seen_subcommand_from show verify help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from show" -l from -d 'Leave out the records before this sequence' -r
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from show" -l last -d 'Show only the last so many of the records' -r
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from show" -l session -d 'Show only the records of this session, as `lictor sessions` names it' -r
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from show" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from verify" -l json -d 'Write one JSON document'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show the server\'s log: one line a record, with its sequence, time, kind and fields'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check the server\'s log end to end: checksums, order and hash chain'
complete -c lictor -n "__fish_lictor_using_subcommand log; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lictor -n "__fish_lictor_using_subcommand man" -l out -d 'The directory; it must be there' -r -F
complete -c lictor -n "__fish_lictor_using_subcommand man" -s h -l help -d 'Print help'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run sessions release reload clock log completions man help" -f -a "vendor" -d 'Vendor keys: make, certify, revoke'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run sessions release reload clock log completions man help" -f -a "license" -d 'License files: sign, verify, show'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run sessions release reload clock log completions man help" -f -a "hostid" -d 'Show this machine\'s host ids, as a license can name them'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run sessions release reload clock log completions man help" -f -a "status" -d 'Features, seats and users of every server in the path'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run sessions release reload clock log completions man help" -f -a "feature" -d 'One feature: its seats, use and terms'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run sessions release reload clock log completions man help" -f -a "licenses" -d 'Every license the server found, its state and why; the pools and what they are made of (administrators)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run sessions release reload clock log completions man help" -f -a "checkout" -d 'Check seats out, say so, and hold them until the end of standard input'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run sessions release reload clock log completions man help" -f -a "run" -d 'Run a command while holding seats'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run sessions release reload clock log completions man help" -f -a "sessions" -d 'Sessions of the server and what they hold (administrators)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run sessions release reload clock log completions man help" -f -a "release" -d 'End a session and free its seats at once (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run sessions release reload clock log completions man help" -f -a "reload" -d 'Have the server read configuration, rules and licenses anew, all or nothing (administrators)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run sessions release reload clock log completions man help" -f -a "clock" -d 'The server\'s clock: reset'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run sessions release reload clock log completions man help" -f -a "log" -d 'The server\'s log: show, verify'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run sessions release reload clock log completions man help" -f -a "completions" -d 'Write the completions of a shell to standard output'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run sessions release reload clock log completions man help" -f -a "man" -d 'Write the manual pages into a directory'
complete -c lictor -n "__fish_lictor_using_subcommand help; and not __fish_seen_subcommand_from vendor license hostid status feature licenses checkout run sessions release reload clock log completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from vendor" -f -a "new" -d 'Make a vendor\'s key pair: NAME.key to sign with, NAME.pub to hand out'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from vendor" -f -a "certify" -d 'Certify a signing key with the root key, for a period of issue'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from vendor" -f -a "revoke" -d 'Revoke keys: write the vendor\'s next revocation list'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "sign" -d 'Sign every feature of the templates into one license file'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "verify" -d 'Check form, rules and signature of every license in files'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from license" -f -a "show" -d 'Show what license files and templates say; signatures are not checked'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from clock" -f -a "reset" -d 'Take the server\'s clock for right again after it went back (administrators; audited)'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from log" -f -a "show" -d 'Show the server\'s log: one line a record, with its sequence, time, kind and fields'
complete -c lictor -n "__fish_lictor_using_subcommand help; and __fish_seen_subcommand_from log" -f -a "verify" -d 'Check the server\'s log end to end: checksums, order and hash chain'
