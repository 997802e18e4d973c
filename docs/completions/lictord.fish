complete -c lictord -l config -d 'Configuration file [default: lictord.toml, if there]' -r -F
complete -c lictord -l licenses -d 'Directory with license files and vendor keys [default: licenses]' -r
complete -c lictord -l vendor-key -d 'A vendor\'s public key to trust; may be repeated' -r
complete -c lictord -l state -d 'Directory of the server itself [default: state]' -r
complete -c lictord -l listen -d 'Address for clients [default: 0.0.0.0:6242]' -r
complete -c lictord -l socket -d 'Unix socket for clients on this machine [default: state/lictor.sock]' -r
complete -c lictord -l admin -d 'Address for administrators [default: 127.0.0.1:6243]' -r
complete -c lictord -l rules -d 'Access rules; not supported by this version yet' -r
complete -c lictord -l timezone -d 'Time zone whose midnight starts and ends licenses' -r
complete -c lictord -l durability -d 'When an answer is safe: process or disk [default: process]' -r
complete -c lictord -l workers -d 'Threads that serve clients' -r
complete -c lictord -l log -d 'What is logged: error, warn, info, debug, trace [default: info]' -r
complete -c lictord -l log-format -d 'Form of the log: text or json [default: text]' -r
complete -c lictord -l check -d 'Check configuration and licenses, print the load report and exit'
complete -c lictord -l json -d 'Print the load report as JSON'
complete -c lictord -l print-config -d 'Print an annotated configuration and exit'
complete -c lictord -s h -l help -d 'Print help'
complete -c lictord -s V -l version -d 'Print version'
