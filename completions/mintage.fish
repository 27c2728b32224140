# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_mintage_global_optspecs
    string join \n home= json= q/quiet color= no-input wide v/verbose h/help V/version
end

function __fish_mintage_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_mintage_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_mintage_using_subcommand
    set -l cmd (__fish_mintage_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c mintage -n "__fish_mintage_needs_command" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_needs_command" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_needs_command" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_needs_command" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_needs_command" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_needs_command" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_needs_command" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_needs_command" -s V -l version -d 'Print version'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "init" -d 'Make a home: settings, an empty ledger and a first signing key'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "trust" -d 'Trust a home to be found below its folder, after a look at what it runs and who judges'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "status" -d 'Show on one screen how the home stands: keys and what is due, apps, live tokens, and the last 24 hours'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "config" -d 'List, explain and change the settings of a home'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "keys" -d 'Make, rotate, retire, import and export signing keys'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "app" -d 'Register apps and walk them through their lifecycle'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "user" -d 'Keep claims and groups of users for their tokens, and block users'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "token" -d 'Issue, refresh, revoke, verify, decode, list and forge tokens'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "profiles" -d 'List and show profiles: how the tokens of well-known issuers look'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "grant" -d 'List, show and withdraw what users consented to'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "audit" -d 'See who changed what: the audit log'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "drill" -d 'Try a service that verifies tokens, while something happens to it'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "serve" -d 'Serve the home over HTTP: discovery, keys, tokens, introspection, revocation'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "backup" -d 'Copy a home into one file, while others work with it'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "restore" -d 'Make a home of a backup, or go on with an older ledger'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "doctor" -d 'Look a home over: what is wrong with it, why, and the command that mends it'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "completions" -d 'Print the completions of a shell'
complete -c mintage -n "__fish_mintage_needs_command" -f -a "man" -d 'Show a manual page: of a command, of the settings, of policies, of what is in a home'
complete -c mintage -n "__fish_mintage_using_subcommand init" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand init" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand init" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand init" -l issuer -d 'The `iss` of every token [default: https://auth.localhost]' -r
complete -c mintage -n "__fish_mintage_using_subcommand init" -l audience -d 'The `aud` of tokens whose app names none; repeat it for several [default: https://api.localhost]' -r
complete -c mintage -n "__fish_mintage_using_subcommand init" -l alg -d 'The algorithm of the first key, and of apps that name none [default: RS256]' -r
complete -c mintage -n "__fish_mintage_using_subcommand init" -l app -d 'Register a first app of this name' -r
complete -c mintage -n "__fish_mintage_using_subcommand init" -l scope -d 'A scope that the first app may ask for; repeat it, or separate several by spaces' -r
complete -c mintage -n "__fish_mintage_using_subcommand init" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand init" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand init" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand init" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand init" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand init" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand init" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand init" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand init" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand init" -l dev -d 'Make a home for development: its tokens may depart from what it makes else, as with token issue --typ, and its key is not encrypted unless a flag says how'
complete -c mintage -n "__fish_mintage_using_subcommand init" -l no-passphrase -d 'Keep the private key unencrypted, protected by its file mode alone'
complete -c mintage -n "__fish_mintage_using_subcommand init" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and not __fish_seen_subcommand_from list forget" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand trust; and not __fish_seen_subcommand_from list forget" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand trust; and not __fish_seen_subcommand_from list forget" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand trust; and not __fish_seen_subcommand_from list forget" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and not __fish_seen_subcommand_from list forget" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and not __fish_seen_subcommand_from list forget" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and not __fish_seen_subcommand_from list forget" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and not __fish_seen_subcommand_from list forget" -l yes -d 'Trust it without asking'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and not __fish_seen_subcommand_from list forget" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and not __fish_seen_subcommand_from list forget" -a "list" -d 'List the homes that are trusted, and whether they are as they were'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and not __fish_seen_subcommand_from list forget" -a "forget" -d 'Trust a home no more'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and __fish_seen_subcommand_from list" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand trust; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand trust; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand trust; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and __fish_seen_subcommand_from list" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and __fish_seen_subcommand_from forget" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand trust; and __fish_seen_subcommand_from forget" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand trust; and __fish_seen_subcommand_from forget" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand trust; and __fish_seen_subcommand_from forget" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and __fish_seen_subcommand_from forget" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and __fish_seen_subcommand_from forget" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and __fish_seen_subcommand_from forget" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand trust; and __fish_seen_subcommand_from forget" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand status" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand status" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand status" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand status" -l watch -d 'Renew it every 2 seconds, or every so many, until Ctrl-C: in place on a terminal; elsewhere after an empty line, and with --json a document a line' -r
complete -c mintage -n "__fish_mintage_using_subcommand status" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand status" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand status" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand status" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand status" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand config; and not __fish_seen_subcommand_from list get set unset explain" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand config; and not __fish_seen_subcommand_from list get set unset explain" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand config; and not __fish_seen_subcommand_from list get set unset explain" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand config; and not __fish_seen_subcommand_from list get set unset explain" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand config; and not __fish_seen_subcommand_from list get set unset explain" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand config; and not __fish_seen_subcommand_from list get set unset explain" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand config; and not __fish_seen_subcommand_from list get set unset explain" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand config; and not __fish_seen_subcommand_from list get set unset explain" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand config; and not __fish_seen_subcommand_from list get set unset explain" -f -a "list" -d 'List every setting with its value, and where that comes from'
complete -c mintage -n "__fish_mintage_using_subcommand config; and not __fish_seen_subcommand_from list get set unset explain" -f -a "get" -d 'Print the value of a setting'
complete -c mintage -n "__fish_mintage_using_subcommand config; and not __fish_seen_subcommand_from list get set unset explain" -f -a "set" -d 'Change settings in config.toml, which keeps its comments and its order'
complete -c mintage -n "__fish_mintage_using_subcommand config; and not __fish_seen_subcommand_from list get set unset explain" -f -a "unset" -d 'Take settings out of config.toml, so that they are as by default'
complete -c mintage -n "__fish_mintage_using_subcommand config; and not __fish_seen_subcommand_from list get set unset explain" -f -a "explain" -d 'Say what a setting means, what it takes, its default, and an example; needs no home'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from list" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from list" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from get" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from get" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from get" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from get" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from get" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from set" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from set" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from set" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from set" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from set" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from set" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from set" -l plan -d 'Say what would change, and change nothing'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from unset" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from unset" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from unset" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from unset" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from unset" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from unset" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from unset" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from unset" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from unset" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from unset" -l plan -d 'Say what would change, and change nothing'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from unset" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from explain" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from explain" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from explain" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from explain" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from explain" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from explain" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from explain" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand config; and __fish_seen_subcommand_from explain" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -f -a "gen" -d 'Make a key: active where its algorithm has no active key, else standby'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -f -a "list" -d 'List the keys'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -f -a "usage" -d 'Show what each key is used for, by app'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -f -a "show" -d 'Show a key'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -f -a "rotate" -d 'Let the next key take over, after verifiers have seen it'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -f -a "activate" -d 'Let a standby key take over now'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -f -a "retire" -d 'End the signing of a key; what it signed goes on verifying'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -f -a "revoke" -d 'End everything under a key at once, because it is compromised'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -f -a "import" -d 'Take in a key from elsewhere: PEM, DER, JWK or JWKS, a certificate, PKCS#12, OpenSSH, an HMAC secret'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -f -a "inspect" -d 'List the keys of a file or an address: what they are, whether they can be used, and whether any is private'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -f -a "export" -d 'Print a public key, or the set of keys that verifiers use'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -f -a "passphrase" -d 'Put another passphrase on a key, or none'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and not __fish_seen_subcommand_from gen list usage show rotate activate retire revoke import inspect export passphrase prune" -f -a "prune" -d 'Destroy private halves that nothing needs any more'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -l alg -d 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA Ed25519 ML-DSA-44 ML-DSA-65 ML-DSA-87 HS256 HS384 HS512 [default: the home\'s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -l bits -d 'Size of an RSA key, 2048 to 8192 [default: 3072]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -l kid -d 'Its kid, in the header of every token that it signs: any printable text up to 256 bytes [default: the thumbprint of the key]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -l no-passphrase -d 'Keep the private key unencrypted, protected by its file mode alone'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from gen" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from list" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from list" -l expiring -d 'Only those that end within this time, as in 30d: retired ones, and active ones of the age that max_key_age allows' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from list" -l state -d 'Only those in this state; repeat it for several' -r -f -a "standby\t''
active\t''
retired\t''
revoked\t''"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from list" -l alg -d 'Only those of this algorithm; repeat it for several' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from list" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from usage" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from usage" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from usage" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from usage" -l alg -d 'Among the keys of this algorithm, where a word such as @active fits several' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from usage" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from usage" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from usage" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from usage" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from usage" -l csv -d 'Print comma-separated values (RFC 4180)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from usage" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from show" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from show" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from show" -l alg -d 'Among the keys of this algorithm, where a word such as @active fits several' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from show" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l alg -d 'Of this algorithm [default: the home\'s; with --if-older-than: each that signs]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l activate-in -d 'Let the next key take over after this time, as in 24h [default: 24h]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l if-older-than -d 'For cron: rotate where the key that signs does so for longer than this' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l restart -d 'With --activate-in: give a rotation that is under way the new time'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l now -d 'Let the next key take over at once'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l revoke-old -d 'With --now, for a key that has leaked: revoke the old key too'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l due -d 'Only do the rotations that are due, for cron'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l detailed-exitcode -d 'With --due or --if-older-than: exit 10 if anything was done, 0 if not'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l plan -d 'Say what would change, and change nothing'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -s y -l yes -d 'Do not ask, also at a terminal'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l no-passphrase -d 'Keep the private key unencrypted, protected by its file mode alone'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from rotate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from activate" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from activate" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from activate" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from activate" -l alg -d 'Among the keys of this algorithm, where a word such as @active fits several' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from activate" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from activate" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from activate" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from activate" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from activate" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from activate" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from activate" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from retire" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from retire" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from retire" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from retire" -l alg -d 'Among the keys of this algorithm, where a word such as @active fits several' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from retire" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from retire" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from retire" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from retire" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from retire" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from retire" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from retire" -l when-safe -d 'Refuse as long as live tokens need the key'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from retire" -l plan -d 'Say what would change, and change nothing'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from retire" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from revoke" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from revoke" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from revoke" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from revoke" -l alg -d 'Among the keys of this algorithm, where a word such as @active fits several' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from revoke" -l reason -d 'Why; shown wherever a token of it is refused' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from revoke" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from revoke" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from revoke" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from revoke" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from revoke" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from revoke" -l plan -d 'Say what would change, and change nothing'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from revoke" -s y -l yes -d 'Do not ask, also at a terminal'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l alg -d 'Its algorithm, where the key does not say it and several can use it' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l kid -d 'Its kid, for one key: any printable text up to 256 bytes [default: what the key says, else its thumbprint]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l secret-as -d 'Take the whole input as an HMAC secret that is written so; one line end after it is not part of it' -r -f -a "text\t''
base64\t''
base64url\t''
hex\t''"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l from-passphrase-file -d 'Read it from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l from-passphrase-fd -d 'Read it from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l from-passphrase-env -d 'Read it from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -l no-passphrase -d 'Keep the private key unencrypted, protected by its file mode alone'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from inspect" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from inspect" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from inspect" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from inspect" -l ca-file -d 'Trust only the authorities of this file (PEM) when fetching, instead of the machine\'s; a proxy that is itself reached by https, or that looks into TLS, must be known to one of them' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from inspect" -l from-passphrase-file -d 'Read it from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from inspect" -l from-passphrase-fd -d 'Read it from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from inspect" -l from-passphrase-env -d 'Read it from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from inspect" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from inspect" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from inspect" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from inspect" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from inspect" -l no-proxy -d 'Ask servers directly, whatever HTTPS_PROXY says; NO_PROXY names those that are always asked so'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from inspect" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -l alg -d 'Among the keys of this algorithm, where a word such as @active fits several' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -l format -d 'The form of one key' -r -f -a "pem\t'PEM: SubjectPublicKeyInfo, or PKCS#8 for the private half'
jwk\t'JSON Web Key'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -l secret-as -d 'An HMAC secret, as others write it down. Whoever sees it can sign' -r -f -a "text\t''
base64\t''
base64url\t''
hex\t''"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -l out -d 'Write the answer into this file instead of printing it' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -l jwks -d 'The set of public keys that verifiers use: active, standby, and retired ones as long as they verify'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -l private -d 'The private half, unencrypted. Whoever sees it can sign'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -l trust-clock -d 'With --jwks: believe the clock, although it is far ahead of the newest change in the ledger'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -l alg -d 'Among the keys of this algorithm, where a word such as @active fits several' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -l new-passphrase-file -d 'Read it from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -l new-passphrase-fd -d 'Read it from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -l new-passphrase-env -d 'Read it from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -l no-passphrase -d 'Keep the private key unencrypted, protected by its file mode alone'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from passphrase" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from prune" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from prune" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from prune" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from prune" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from prune" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from prune" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from prune" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from prune" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from prune" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from prune" -l strays -d 'Remove also whole key files that the ledger does not know; after an older ledger was restored they are the only copies'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from prune" -l trust-clock -d 'Believe the clock, although it is far ahead of the newest change in the ledger'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from prune" -l plan -d 'Say what would be destroyed, and destroy nothing'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from prune" -s y -l yes -d 'Do not ask, also at a terminal'
complete -c mintage -n "__fish_mintage_using_subcommand keys; and __fish_seen_subcommand_from prune" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand app; and not __fish_seen_subcommand_from register activate block list show update secret delete" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and not __fish_seen_subcommand_from register activate block list show update secret delete" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and not __fish_seen_subcommand_from register activate block list show update secret delete" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and not __fish_seen_subcommand_from register activate block list show update secret delete" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and not __fish_seen_subcommand_from register activate block list show update secret delete" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and not __fish_seen_subcommand_from register activate block list show update secret delete" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand app; and not __fish_seen_subcommand_from register activate block list show update secret delete" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand app; and not __fish_seen_subcommand_from register activate block list show update secret delete" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand app; and not __fish_seen_subcommand_from register activate block list show update secret delete" -f -a "register" -d 'Register an app; prints its client_id and, once, its secret'
complete -c mintage -n "__fish_mintage_using_subcommand app; and not __fish_seen_subcommand_from register activate block list show update secret delete" -f -a "activate" -d 'Take an app into use, for the first time or after a block'
complete -c mintage -n "__fish_mintage_using_subcommand app; and not __fish_seen_subcommand_from register activate block list show update secret delete" -f -a "block" -d 'Block an app: its tokens stop verifying until it is activated again'
complete -c mintage -n "__fish_mintage_using_subcommand app; and not __fish_seen_subcommand_from register activate block list show update secret delete" -f -a "list" -d 'List the apps'
complete -c mintage -n "__fish_mintage_using_subcommand app; and not __fish_seen_subcommand_from register activate block list show update secret delete" -f -a "show" -d 'Show an app'
complete -c mintage -n "__fish_mintage_using_subcommand app; and not __fish_seen_subcommand_from register activate block list show update secret delete" -f -a "update" -d 'Change what an app may ask for'
complete -c mintage -n "__fish_mintage_using_subcommand app; and not __fish_seen_subcommand_from register activate block list show update secret delete" -f -a "secret" -d 'Give an app another secret, list them, and end one'
complete -c mintage -n "__fish_mintage_using_subcommand app; and not __fish_seen_subcommand_from register activate block list show update secret delete" -f -a "delete" -d 'Delete an app with its tokens, consents and secrets; its name can be taken again'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l scope -d 'A scope it may ask for; repeat it, or separate several by spaces' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l audience -d 'An audience its tokens may name; repeat it for several' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l access-ttl -d 'Lifetime of its access tokens, as in 15m [default: the home\'s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l refresh-ttl -d 'Lifetime of its refresh tokens, as in 30d [default: the home\'s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l refresh-max-age -d 'How long its users stay signed in at most, however often tokens are refreshed, as in 90d [default: the home\'s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l token-format -d 'How its access tokens are written: jwt, or opaque for references that only this home can look up [default: jwt]' -r -f -a "jwt\t''
opaque\t''"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l alg -d 'The algorithm its tokens are signed with [default: the home\'s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l rate -d 'How often its tokens may be shown, as in 1000/h' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l burst -d 'How many of those at once [default: as many as the rate names]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l user-rate -d 'How often the tokens of each of its users may be shown, as in 100/h' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l block-when -d 'When it is blocked: over-budget, at the first call that its budget has not; or never [default: never]' -r -f -a "never\t''
over-budget\t''"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l auth-method -d 'How it shows who it is, and the only way in which it is believed [default: client_secret]' -r -f -a "client_secret\t''
private_key_jwt\t''
none\t''"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l jwks -d 'The public keys that it signs those assertions with: a JWK set' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l target -d 'An audience for which it may exchange a token of a user; repeat it for several [default: none]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l dpop-bound -d 'Bind its tokens to a key that it proves to have (DPoP), and give it no others' -r -f -a "true\t''
false\t''"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l resource -d 'A resource that it is, by its address; repeat it for several' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l redirect-uri -d 'Where the browser of a user may be sent with an answer for it' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l post-logout-uri -d 'Where the browser may be sent when its user has signed out; repeat it for several' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l grant -d 'What it may show for tokens; repeat it for several [default: whatever such an app can]' -r -f -a "authorization_code\t''
refresh_token\t''
client_credentials\t''
device_code\t''
token-exchange\t''
jwt-bearer\t''"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l native -d 'It runs on the machine of its user' -r -f -a "true\t''
false\t''"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l pkce -d 'Whether it must show by PKCE (S256) that a code is its own; optional only where it shows who it is [default: required]' -r -f -a "required\t'Always'
optional\t'Where the app brings it'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l par-required -d 'It must hand in what it asks users for beforehand (PAR, RFC 9126)' -r -f -a "true\t''
false\t''"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l display-name -d 'What it is called on the pages that its users see [default: its name]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l client-uri -d 'A page about it, for its users' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -l public -d 'It can keep no secret (a mobile or browser app), so it gets none'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from register" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from activate" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from activate" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from activate" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from activate" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from activate" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from activate" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from activate" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from activate" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from activate" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from activate" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from block" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from block" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from block" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from block" -l reason -d 'Why; shown wherever the app is refused' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from block" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from block" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from block" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from block" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from block" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from block" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from list" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from list" -l state -d 'In this state' -r -f -a "registered\t''
active\t''
blocked\t''
deleted\t''"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from list" -l unused-for -d 'Neither used nor made within this time, as in 30d, as far as uses are recorded' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from list" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from list" -l all -d 'Also those that were deleted'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from list" -l never-used -d 'Never used, as far as uses are recorded'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from list" -l csv -d 'Print comma-separated values (RFC 4180)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from show" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from show" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from show" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l scope -d 'A scope it may ask for; repeat it, or separate several by spaces' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l audience -d 'An audience its tokens may name; repeat it for several' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l access-ttl -d 'Lifetime of its access tokens, as in 15m [default: the home\'s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l refresh-ttl -d 'Lifetime of its refresh tokens, as in 30d [default: the home\'s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l refresh-max-age -d 'How long its users stay signed in at most, however often tokens are refreshed, as in 90d [default: the home\'s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l token-format -d 'How its access tokens are written: jwt, or opaque for references that only this home can look up [default: jwt]' -r -f -a "jwt\t''
opaque\t''"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l alg -d 'The algorithm its tokens are signed with [default: the home\'s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l rate -d 'How often its tokens may be shown, as in 1000/h' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l burst -d 'How many of those at once [default: as many as the rate names]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l user-rate -d 'How often the tokens of each of its users may be shown, as in 100/h' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l block-when -d 'When it is blocked: over-budget, at the first call that its budget has not; or never [default: never]' -r -f -a "never\t''
over-budget\t''"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l auth-method -d 'How it shows who it is, and the only way in which it is believed [default: client_secret]' -r -f -a "client_secret\t''
private_key_jwt\t''
none\t''"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l jwks -d 'The public keys that it signs those assertions with: a JWK set' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l target -d 'An audience for which it may exchange a token of a user; repeat it for several [default: none]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l dpop-bound -d 'Bind its tokens to a key that it proves to have (DPoP), and give it no others' -r -f -a "true\t''
false\t''"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l resource -d 'A resource that it is, by its address; repeat it for several' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l redirect-uri -d 'Where the browser of a user may be sent with an answer for it' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l post-logout-uri -d 'Where the browser may be sent when its user has signed out; repeat it for several' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l grant -d 'What it may show for tokens; repeat it for several [default: whatever such an app can]' -r -f -a "authorization_code\t''
refresh_token\t''
client_credentials\t''
device_code\t''
token-exchange\t''
jwt-bearer\t''"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l native -d 'It runs on the machine of its user' -r -f -a "true\t''
false\t''"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l pkce -d 'Whether it must show by PKCE (S256) that a code is its own; optional only where it shows who it is [default: required]' -r -f -a "required\t'Always'
optional\t'Where the app brings it'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l par-required -d 'It must hand in what it asks users for beforehand (PAR, RFC 9126)' -r -f -a "true\t''
false\t''"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l display-name -d 'What it is called on the pages that its users see [default: its name]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l client-uri -d 'A page about it, for its users' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l no-rate -d 'Let its tokens be shown as often as anybody likes'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l no-user-rate -d 'The same for those of each user'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l no-target -d 'Let it exchange no tokens any more'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l no-resource -d 'Let it be no resource any more'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l no-redirect-uri -d 'Let no browser be sent to it any more'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l no-post-logout-uri -d 'Let no browser be sent to it after a sign-out any more'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -l any-grant -d 'Let it show for tokens whatever such an app can'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from secret" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from secret" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from secret" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from secret" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from secret" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from secret" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from secret" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from secret" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from secret" -f -a "add" -d 'Make one more secret; those that the app has go on'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from secret" -f -a "list" -d 'List the secrets of an app by their ids'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from secret" -f -a "revoke" -d 'End a secret'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from delete" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from delete" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from delete" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from delete" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from delete" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from delete" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from delete" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from delete" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from delete" -l plan -d 'Say what would end, and end nothing'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Delete without asking; needed where nobody can be asked'
complete -c mintage -n "__fish_mintage_using_subcommand app; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand user; and not __fish_seen_subcommand_from set list show block unblock delete password" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and not __fish_seen_subcommand_from set list show block unblock delete password" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand user; and not __fish_seen_subcommand_from set list show block unblock delete password" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand user; and not __fish_seen_subcommand_from set list show block unblock delete password" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and not __fish_seen_subcommand_from set list show block unblock delete password" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and not __fish_seen_subcommand_from set list show block unblock delete password" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand user; and not __fish_seen_subcommand_from set list show block unblock delete password" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand user; and not __fish_seen_subcommand_from set list show block unblock delete password" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand user; and not __fish_seen_subcommand_from set list show block unblock delete password" -f -a "set" -d 'Keep claims and groups of a user, for their tokens from now on'
complete -c mintage -n "__fish_mintage_using_subcommand user; and not __fish_seen_subcommand_from set list show block unblock delete password" -f -a "list" -d 'List the users of whom something is kept, or who are blocked'
complete -c mintage -n "__fish_mintage_using_subcommand user; and not __fish_seen_subcommand_from set list show block unblock delete password" -f -a "show" -d 'Show a user: what is kept of them, what they have, and what was done to them'
complete -c mintage -n "__fish_mintage_using_subcommand user; and not __fish_seen_subcommand_from set list show block unblock delete password" -f -a "block" -d 'Block a user: nothing is issued, refreshed or verified for them until they are unblocked'
complete -c mintage -n "__fish_mintage_using_subcommand user; and not __fish_seen_subcommand_from set list show block unblock delete password" -f -a "unblock" -d 'End the block of a user; the tokens that they had are good again'
complete -c mintage -n "__fish_mintage_using_subcommand user; and not __fish_seen_subcommand_from set list show block unblock delete password" -f -a "delete" -d 'Forget what is kept of a user, and end their tokens and consents; a block stays'
complete -c mintage -n "__fish_mintage_using_subcommand user; and not __fish_seen_subcommand_from set list show block unblock delete password" -f -a "password" -d 'Hash a password for the users file of a server'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from set" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from set" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from set" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from set" -l claim -d 'A claim of their access and ID tokens from now on, also of those that are refreshed: NAME=TEXT, or NAME:=JSON. Claims that are not named stay as they are' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from set" -l claims -d 'A JSON object of claims, from a file or - for standard input' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from set" -l group -d 'A group, for the claim `groups`, which is a list; repeat it for several. The list replaces the old one whole' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from set" -l no-claim -d 'Keep this claim no more; repeat it for several. `groups` are those of --group' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from set" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from set" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from set" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from list" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from list" -l state -d 'In this state' -r -f -a "active\t''
blocked\t''"
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from list" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from list" -l csv -d 'Print comma-separated values (RFC 4180)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from show" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from show" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from show" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from block" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from block" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from block" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from block" -l reason -d 'Why; shown wherever the user is refused' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from block" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from block" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from block" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from block" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from block" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from block" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from unblock" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from unblock" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from unblock" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from unblock" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from unblock" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from unblock" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from unblock" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from unblock" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from unblock" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from unblock" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from delete" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from delete" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from delete" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from delete" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from delete" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from delete" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from delete" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from delete" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from delete" -l plan -d 'Say what would end, and end nothing'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Delete without asking; needed where nobody can be asked'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from password" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from password" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from password" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from password" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from password" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from password" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from password" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand user; and __fish_seen_subcommand_from password" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -f -a "issue" -d 'Issue an access token, and with it a refresh or an ID token'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -f -a "refresh" -d 'Use a refresh token up and get a new pair'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -f -a "revoke" -d 'Revoke tokens, by what they are called or by what they are'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -f -a "revocations" -d 'Tell verifiers without a home what is revoked'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -f -a "verify" -d 'Judge a token; the exit code says whether it is good and if not why'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -f -a "decode" -d 'Show what a token says, without judging it'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -f -a "identify" -d 'Find tokens in any text, and say whose they are without repeating them'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -f -a "dpop" -d 'Make a proof of possession (DPoP, RFC 9449) for one request'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -f -a "list" -d 'List the tokens of the ledger, the newest first'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -f -a "forge" -d 'Make test tokens that must be refused, and try a service with them'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -f -a "show" -d 'Show what the ledger knows of a token'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -f -a "tree" -d 'Show a token\'s grant, family and relatives, with every use of a refresh token'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -f -a "introspect" -d 'Answer as an introspection endpoint would (RFC 7662)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and not __fish_seen_subcommand_from issue refresh revoke revocations verify decode identify dpop list forge show tree introspect prune" -f -a "prune" -d 'Forget tokens that ended long ago'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l app -d 'Name or client_id of the app' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l user -d 'The user; without one the app acts for itself' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l scope -d 'A scope; repeat it, or separate several by spaces' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l aud -d 'An audience; repeat it for several [default: the app\'s, else the home\'s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l ttl -d 'Lifetime, as in 15m [default: the app\'s, else the home\'s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l exp -d 'End: RFC 3339, epoch seconds, now, 30m from now, or -5m; may be past, for a token that must be refused' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l nbf -d 'Start: RFC 3339, epoch seconds, now, 30m from now, or -5m [default: now]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l claim -d 'A claim: NAME=TEXT, NAME:=JSON, or NAME:=now-5m for a time' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l claims -d 'A JSON object of claims, from a file or - for standard input' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l nonce -d 'The nonce of the ID token' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l id-claim -d 'A claim of the ID token, as acr, amr, azp, auth_time or groups: NAME=TEXT, NAME:=JSON, or NAME:=now-5m for a time' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l format -d 'How the access token is written: jwt, or opaque for a reference that only this home can look up [default: the app\'s]' -r -f -a "jwt\t''
opaque\t''"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l batch -d 'Issue what the lines of a file or - ask for' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l count -d 'Issue so many equal tokens; with --json one document a line' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l jobs -d 'With --batch or --count: sign on so many cores [default: all]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l note -d 'With --canary: where it is planted, for whoever finds it' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l cnf-key -d 'Bind the token to this key, public or private, of which every use then needs a proof (DPoP, RFC 9449)' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l cnf-cert -d 'Bind the token to this certificate of the client, PEM or DER, which every use then needs in TLS (RFC 8705)' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l profile -d 'Make the token as those of another issuer are: a profile by its name (`mintage profiles list`), or a file of one' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l set -d 'A value of the profile\'s own; `mintage profiles show` tells which it has' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l like -d 'Take header and claims of this token, whoever signed it, with new times and a new jti: its text, @FILE, or - for standard input. User and app are its own where they can be, unless flags name them' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l key -d 'Sign with this private key, with no home and no ledger: PEM, DER, JWK and what else `keys import` reads, or - for standard input. It needs --iss and --aud; RSA keys sign with RS256 unless --alg says otherwise' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l kid -d 'The kid of the key [default: what the key says, else its thumbprint]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l secret-as -d 'Take the file of --key as an HMAC secret that is written so; one line end after it is not part of it' -r -f -a "text\t''
base64\t''
base64url\t''
hex\t''"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l client-id -d 'The client_id of the app, any text [default: --app, else none]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l ip -d 'The address of the user' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l user-agent -d 'The user agent' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l device -d 'The device' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l typ -d 'The typ of the access token, as in JWT; none leaves it out' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l header -d 'A parameter of the header of the access token: NAME=TEXT, or NAME:=JSON; none that changes what the token means or names its key' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l iss -d 'The iss, in place of the home\'s; also of an ID token' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l sub -d 'The sub, in place of the user or the app; also of an ID token' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l jti -d 'The jti of the access token: any text that no token of this home has' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l iat -d 'The iat, past or future: RFC 3339, epoch seconds, now, +30m or -5m; also of an ID token. The end is counted from now all the same' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l no-claim -d 'Leave a claim of the access token out: aud, nbf, client_id or scope; repeat it for several' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l alg -d 'Sign with the active key of this algorithm [default: the app\'s, else the home\'s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l with-refresh -d 'Add a refresh token'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l with-id-token -d 'Add an ID token'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l consent -d 'The user consents now to scopes beyond those of before'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l dev -d 'Make what is missing: home, unencrypted key, app. For development'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l bind-ip -d 'Bind the token to --ip: it is refused from elsewhere'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l bind-user-agent -d 'Bind the token to --user-agent: it is refused with another. The token has its digest (ua_hash), not its text'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l bind-device -d 'Bind the token to --device: it is refused from another. The token has its digest (device_hash), not its text'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l canary -d 'Make a canary: it looks like any token of the app, opens nothing anywhere, and whoever shows it is found out'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -l test-token -d 'Let this token depart in a home that is not for development: the ledger keeps that it is a test token'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from issue" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -l app -d 'The app that shows it, by name or client_id: a refresh token of another app is refused, and that it was shown is recorded' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -l scope -d 'Fewer scopes than it covers; repeat it, or separate several by spaces [default: all of them]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -l aud -d 'Fewer audiences than it stands for; repeat it for several [default: all of them]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -l ip -d 'The address of the user' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -l user-agent -d 'The user agent' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -l device -d 'The device' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from refresh" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l jti -d 'A token by its jti' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l family -d 'Of this family of refresh tokens: its id, or a start of it that no other has' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l grant -d 'Under this grant: its id, or a start of it that no other has' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l user -d 'Of this user' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l app -d 'Of this app, by name or client_id' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l key -d 'Signed with this key: its kid or the start of it, @active, @previous or @next' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l alg -d 'Where --key is a word that fits several: the key of this algorithm' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l scope -d 'With this scope; repeat it, or separate several by spaces, for tokens that have all of them' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l issued-before -d 'Issued before this time: RFC 3339, epoch seconds, now, or 1h for an hour ago' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l issued-after -d 'Issued at this time or later' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l ip -d 'Asked for from this address or network, as in 192.0.2.0/24' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l of-kind -d 'Of this kind' -r -f -a "access\t''
refresh\t''
id\t''"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l lives-longer-than -d 'Living for longer than this, from their issue to their end: more than an app may give now' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l all -d 'Every token there is'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -l plan -d 'Say how many tokens would be revoked, and revoke none'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -s y -l yes -d 'Do not ask, also at a terminal'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revocations" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revocations" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revocations" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revocations" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revocations" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revocations" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revocations" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revocations" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from revocations" -f -a "export" -d 'Print a signed snapshot of what is revoked, for `token verify --revocations`'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l batch -d 'Judge many, one a line of a file or -' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l jobs -d 'With --batch: judge on so many cores [default: all]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l format -d 'How to report' -r -f -a "text\t'A table, or with --json a document'
junit\t'JUnit XML, for a CI system'
github\t'Annotations of GitHub Actions, and a table in $GITHUB_STEP_SUMMARY'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l policy -d 'A TOML file that says all this once' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l aud -d 'An audience that the verifier is; repeat it where it is one of several [default: the home\'s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l iss -d 'The exact issuer; repeat it where it is one of several [default: the home\'s, or that of --issuer-url]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l sub -d 'The subject that it must name' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l typ -d 'The typ that it must have; none for a header without one [default: at+jwt where the home judges, else any]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l require-scope -d 'A scope that it must have; repeat it, or separate several by spaces' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l require-claim -d 'A claim that it must have, as in role=admin; repeat it, and all must hold' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l max-age -d 'Refuse a token whose iat is longer ago than this, as in 1h' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l leeway -d 'Clock difference to forgive, at most 5m [default: the home\'s, else 0s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l warn-within -d 'Warn of a token that expires within this time; the verdict stays the same [default: 1m]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l at -d 'Judge as of this time: RFC 3339, epoch seconds, now, +30m or -5m [default: now]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l ip -d 'The address that it was shown from, for tokens bound to one' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l user-agent -d 'The program that showed it, for tokens bound to one' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l device -d 'The device that it was shown from, for tokens bound to one' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l possession -d 'What becomes of a token that is bound to a key (cnf) and shown without a proof of it: required refuses it; ignored takes it and warns, where another sees to the proof [default: required]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l dpop -d 'The proof (DPoP, RFC 9449) that the token was shown with: its text, @FILE, or - for standard input. It may be 5m old and 10s ahead, and --leeway more, and in a home it is good once' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l method -d 'The method of the request that they came with, as in POST' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l url -d 'The address of that request, as its client wrote it; its query and fragment do not count' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l nonce -d 'The nonce that the server asked the proof to have' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l client-cert -d 'The certificate of the client (PEM or DER), as the server saw it, for tokens that are bound to one (RFC 8705)' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l resource -d 'With --record: what it was shown for, as a path or an address' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l key -d 'A key, public or private: PEM, DER, JWK, a certificate; or an HMAC secret, with --secret-as' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l jwks -d 'A set of keys (JWKS): a file, or an https address' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l issuer-url -d 'An OpenID provider, whose metadata says where its keys are; it must be the token\'s issuer' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l alg -d 'The only algorithm to accept; needed where neither a key nor its provider says one, as for RSA keys in PEM' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l secret-as -d 'Take the file of --key as an HMAC secret that is written so; one line end after it is not part of it' -r -f -a "text\t''
base64\t''
base64url\t''
hex\t''"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l ca-file -d 'Trust only the authorities of this file (PEM) when fetching, instead of the machine\'s; a proxy that is itself reached by https, or that looks into TLS, must be known to one of them' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l cache-max-age -d 'Use fetched keys for this long [default: what their server says, else 5m, at most 24h]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l revocations -d 'Refuse what this snapshot of `token revocations export` says is revoked: a file, or an https address, kept as a set of keys is; it must be good, and signed with these keys' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l max-revocations-age -d 'The oldest snapshot to accept [default: any that has not expired]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l out -d 'Write the answer into this file instead of printing it' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l signature-only -d 'Judge only the signature of a JWS, whatever its payload, and print the payload; says nothing of whether a token is good'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l require-revocation-check -d 'Judge nothing where neither a home nor --revocations can say what is revoked'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l explain -d 'List every check, and what was compared'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l record -d 'Record in the home that the token was shown, from where, and what came of it: after the verdict, and without a secret. Where the home judges, a token that is good uses a call of the budget of its app (35 where none is left); nothing else of the verdict changes. With --batch, each line may say ip, user_agent, device, resource and at'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l no-cache -d 'Fetch anew, and keep nothing'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -l no-proxy -d 'Ask servers directly, whatever HTTPS_PROXY says; NO_PROXY names those that are always asked so'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from decode" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from decode" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from decode" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from decode" -l wordlist -d 'Try each line of this file as the secret of an HMAC signature' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from decode" -l fail-on -d 'Exit with 4 if a weakness is this bad or worse: high, medium, low or info' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from decode" -l format -d 'With --lint: how to report' -r -f -a "text\t'A table, or with --json a document'
github\t'Annotations of GitHub Actions, and a table in $GITHUB_STEP_SUMMARY'
sarif\t'SARIF 2.1.0, for code scanning'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from decode" -l out -d 'Write the answer into this file instead of printing it' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from decode" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from decode" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from decode" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from decode" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from decode" -l lint -d 'Name its weaknesses, also of a JWT that verify refuses to read'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from decode" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l max-unpacked -d 'So many bytes may come out of what is packed, all together [default: 16 GiB, and of each file a thousand times its size]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l format -d 'How to report' -r -f -a "text\t'A table, or with --json a document'
github\t'Annotations of GitHub Actions, and a table in $GITHUB_STEP_SUMMARY'
sarif\t'SARIF 2.1.0, for code scanning'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l out -d 'Write the answer into this file instead of printing it' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l revoke -d 'Revoke those that are still good: a refresh token with its family. Client secrets are only reported'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l plan -d 'With --revoke: say how many it would revoke, and revoke none'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -s y -l yes -d 'Do not ask, also at a terminal'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l all -d 'List every place of a token, not only the first'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -l detailed-exitcode -d 'Exit 10 if a canary was found, or a token or client secret that was still good, 0 if none was, 1 if something could not be looked through'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from identify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -l key -d 'The private key: PEM, DER, a JWK, OpenSSH, PKCS#12; a file, or - for standard input' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -l method -d 'The method of the request, as in POST' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -l url -d 'The address of the request; its query and fragment are left out' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -l token -d 'The access token that the request has: its text, @FILE, or - for standard input; none for a request that asks for one' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -l nonce -d 'The nonce that the server asked for' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -l alg -d 'Its algorithm, where the key does not say it and several can use it, as for RSA keys in PEM' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from dpop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l family -d 'Of this family of refresh tokens: its id, or a start of it that no other has' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l grant -d 'Under this grant: its id, or a start of it that no other has' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l user -d 'Of this user' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l app -d 'Of this app, by name or client_id' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l key -d 'Signed with this key: its kid or the start of it, @active, @previous or @next' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l alg -d 'Where --key is a word that fits several: the key of this algorithm' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l scope -d 'With this scope; repeat it, or separate several by spaces, for tokens that have all of them' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l issued-before -d 'Issued before this time: RFC 3339, epoch seconds, now, or 1h for an hour ago' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l issued-after -d 'Issued at this time or later' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l ip -d 'Asked for from this address or network, as in 192.0.2.0/24' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l of-kind -d 'Of this kind' -r -f -a "access\t''
refresh\t''
id\t''"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l lives-longer-than -d 'Living for longer than this, from their issue to their end: more than an app may give now' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l state -d 'In this state' -r -f -a "active\t''
expired\t''
refreshed\t''
revoked\t''
canary\t''"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l expiring -d 'Good now, and ending within this time, as in 7d' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l unused-for -d 'Neither used nor made within this time, as in 30d, as far as uses are recorded' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l cursor -d 'Go on after this one: the `next` of the part before' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l limit -d 'At most this many, from 1 to 10000; none for all of them [default: 50, and none with -q, --json and --csv]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l never-used -d 'Never used, as far as uses are recorded'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -l csv -d 'Print comma-separated values (RFC 4180); a value that a spreadsheet would compute gets a \' before it'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l flaw -d 'Make the token with this flaw, and print it; --list names them' -r -f -a "valid\t''
ecdsa-twin\t''
no-kid\t''
no-token\t''
plain-text\t''
expired\t''
not-yet-valid\t''
no-exp\t''
wrong-aud\t''
no-aud\t''
wrong-iss\t''
no-iss\t''
wrong-typ\t''
no-typ\t''
unknown-kid\t''
retired-key\t''
revoked-key\t''
foreign-key\t''
unknown-token\t''
revoked-token\t''
blocked-app\t''
alg-none\t''
alg-none-title\t''
alg-none-upper\t''
alg-none-mixed\t''
hs256-public-pem\t''
hs256-public-der\t''
hs256-public-trimmed\t''
hs256-empty\t''
kid-path\t''
kid-file\t''
kid-sql\t''
kid-command\t''
embedded-jwk\t''
jku\t''
jku-url\t''
x5c\t''
x5u-url\t''
crit\t''
b64\t''
duplicate-claim\t''
tampered-payload\t''
truncated-signature\t''
padded-signature\t''
empty-signature\t''
zero-ecdsa\t''
ecdsa-der\t''
ecdsa-swapped\t''
other-curve\t''
ml-dsa-hint\t''
base64-padding\t''
base64-bits\t''
refresh-as-access\t''
exp-string\t''
exp-far\t''
huge\t''
deep\t''
jwe\t''
json-serialization\t''
dpop-valid\t''
dpop-missing\t''
dpop-unbound\t''
dpop-other-key\t''
dpop-signature\t''
dpop-typ\t''
dpop-none\t''
dpop-hmac\t''
dpop-no-jwk\t''
dpop-private-jwk\t''
dpop-no-jti\t''
dpop-no-htm\t''
dpop-no-htu\t''
dpop-no-iat\t''
dpop-no-ath\t''
dpop-wrong-htm\t''
dpop-wrong-htu\t''
dpop-wrong-ath\t''
dpop-old-iat\t''
dpop-future-iat\t''
dpop-no-nonce\t''
dpop-nonce\t''
dpop-as-bearer\t''
dpop-replayed\t''"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l except -d 'Leave this flaw out of all; repeat it for several' -r -f -a "valid\t''
ecdsa-twin\t''
no-kid\t''
no-token\t''
plain-text\t''
expired\t''
not-yet-valid\t''
no-exp\t''
wrong-aud\t''
no-aud\t''
wrong-iss\t''
no-iss\t''
wrong-typ\t''
no-typ\t''
unknown-kid\t''
retired-key\t''
revoked-key\t''
foreign-key\t''
unknown-token\t''
revoked-token\t''
blocked-app\t''
alg-none\t''
alg-none-title\t''
alg-none-upper\t''
alg-none-mixed\t''
hs256-public-pem\t''
hs256-public-der\t''
hs256-public-trimmed\t''
hs256-empty\t''
kid-path\t''
kid-file\t''
kid-sql\t''
kid-command\t''
embedded-jwk\t''
jku\t''
jku-url\t''
x5c\t''
x5u-url\t''
crit\t''
b64\t''
duplicate-claim\t''
tampered-payload\t''
truncated-signature\t''
padded-signature\t''
empty-signature\t''
zero-ecdsa\t''
ecdsa-der\t''
ecdsa-swapped\t''
other-curve\t''
ml-dsa-hint\t''
base64-padding\t''
base64-bits\t''
refresh-as-access\t''
exp-string\t''
exp-far\t''
huge\t''
deep\t''
jwe\t''
json-serialization\t''
dpop-valid\t''
dpop-missing\t''
dpop-unbound\t''
dpop-other-key\t''
dpop-signature\t''
dpop-typ\t''
dpop-none\t''
dpop-hmac\t''
dpop-no-jwk\t''
dpop-private-jwk\t''
dpop-no-jti\t''
dpop-no-htm\t''
dpop-no-htu\t''
dpop-no-iat\t''
dpop-no-ath\t''
dpop-wrong-htm\t''
dpop-wrong-htu\t''
dpop-wrong-ath\t''
dpop-old-iat\t''
dpop-future-iat\t''
dpop-no-nonce\t''
dpop-nonce\t''
dpop-as-bearer\t''
dpop-replayed\t''"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l out -d 'Write the tokens into this folder: one file each, and manifest.json' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l app -d 'App of the tokens, by name or client_id [default: one that is made, named forge]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l user -d 'The user; without one the app acts for itself' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l scope -d 'A scope of a good token; repeat it, or separate several by spaces' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l aud -d 'An audience of a good token; repeat it for several [default: the app\'s, else the home\'s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l claim -d 'A claim of every token: NAME=TEXT, NAME:=JSON, or NAME:=now-5m for a time. Others on the machine can see arguments' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l ttl -d 'Lifetime of a good token [default: the app\'s, else the home\'s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l seed -d 'Make the same tokens for the same seed, time, key and home; ECDSA and PSS signatures differ each time' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l at -d 'Make tokens as of this time, which must be past: RFC 3339, epoch seconds, now, or 1h for an hour ago [default: now]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l url -d 'Ask at this address; proofs (DPoP) are for it, and their flaws are made too' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l method -d 'The method of those requests [default: GET]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l probe -d 'Try a service with each token: by this command, or by asking at --url' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l fail-on -d 'Fail on findings of this rank and graver ones [default: high]' -r -f -a "critical\t''
high\t''
medium\t''
low\t''
informative\t''"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l baseline -d 'Do not fail on what this report has, which --json printed before' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l header -d 'With --url: say this too, as in \'X-Tenant: shop\', or each line of @FILE' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l ca-file -d 'With --url: trust the authorities in this file of PEM, and no others' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l timeout -d 'End an attempt that takes longer than this [default: 10s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l jobs -d 'Show this many tokens at a time [default: 1]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l format -d 'How to report [default: text]' -r -f -a "text\t'A table, or with --json a document'
junit\t'JUnit XML, for a CI system'
github\t'Annotations of GitHub Actions, and a table in $GITHUB_STEP_SUMMARY'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l all -d 'Make every test token'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l list -d 'List the flaws'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l dev -d 'Make what is missing: home, unencrypted key, app. For development'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -l stateful -d 'Try too what only one can tell who asks the ledger, or remembers'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from forge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from show" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from show" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from show" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from show" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from show" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from show" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from tree" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from tree" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from tree" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from tree" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from tree" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from tree" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from tree" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from tree" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from tree" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from tree" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from tree" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from introspect" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from introspect" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from introspect" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from introspect" -l ip -d 'The address that it was shown from: a token that is bound to one is active only there' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from introspect" -l user-agent -d 'The program that showed it, for a token that is bound to one' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from introspect" -l device -d 'The device that it was shown from, for a token that is bound to one' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from introspect" -l possession -d 'What becomes of a token that is bound to a key (cnf): required takes it for not active, because nobody proves here to have the key; ignored tells its cnf to a resource that sees to the proof [default: required]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from introspect" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from introspect" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from introspect" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from introspect" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from introspect" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from introspect" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from introspect" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from introspect" -l record -d 'Record in the home that the token was shown, from where, and what came of it'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from introspect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from prune" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from prune" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from prune" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from prune" -l margin -d 'How long after its end a token is kept, as in 30d; 0s for not at all. What was revoked is kept for clock_margin at least' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from prune" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from prune" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from prune" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from prune" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from prune" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from prune" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from prune" -l compact -d 'Give the space back to the disk too, and say how much; others wait meanwhile, and it needs as much again while it works'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from prune" -l trust-clock -d 'Believe the clock, although it is far ahead of the newest change in the ledger'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from prune" -l plan -d 'Say what would be forgotten, and forget nothing'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from prune" -s y -l yes -d 'Do not ask, also at a terminal'
complete -c mintage -n "__fish_mintage_using_subcommand token; and __fish_seen_subcommand_from prune" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and not __fish_seen_subcommand_from list show" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and not __fish_seen_subcommand_from list show" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and not __fish_seen_subcommand_from list show" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and not __fish_seen_subcommand_from list show" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and not __fish_seen_subcommand_from list show" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and not __fish_seen_subcommand_from list show" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and not __fish_seen_subcommand_from list show" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and not __fish_seen_subcommand_from list show" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and not __fish_seen_subcommand_from list show" -f -a "list" -d 'List the profiles that `token issue --profile` takes by name'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and not __fish_seen_subcommand_from list show" -f -a "show" -d 'Show a profile as it is written, and an example of what it makes'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from list" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from list" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from list" -l csv -d 'Print comma-separated values'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from show" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from show" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from show" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand profiles; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and not __fish_seen_subcommand_from list show revoke" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand grant; and not __fish_seen_subcommand_from list show revoke" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand grant; and not __fish_seen_subcommand_from list show revoke" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand grant; and not __fish_seen_subcommand_from list show revoke" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and not __fish_seen_subcommand_from list show revoke" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and not __fish_seen_subcommand_from list show revoke" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and not __fish_seen_subcommand_from list show revoke" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and not __fish_seen_subcommand_from list show revoke" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and not __fish_seen_subcommand_from list show revoke" -f -a "list" -d 'List grants, the newest first'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and not __fish_seen_subcommand_from list show revoke" -f -a "show" -d 'Show a grant, and how many tokens stand on it'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and not __fish_seen_subcommand_from list show revoke" -f -a "revoke" -d 'Withdraw consents; every token that stands on them ends'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from list" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from list" -l user -d 'Of this user' -r
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from list" -l app -d 'To this app, by name or client_id' -r
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from list" -l state -d 'In this state' -r -f -a "active\t''
revoked\t''"
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from list" -l unused-for -d 'Neither used nor made within this time, as in 30d, as far as uses are recorded' -r
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from list" -l cursor -d 'Go on after this one: the `next` of the part before' -r
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from list" -l limit -d 'At most this many, from 1 to 10000; none for all of them [default: 50, and none with -q, --json and --csv]' -r
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from list" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from list" -l never-used -d 'Never used, as far as uses are recorded'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from list" -l csv -d 'Print comma-separated values (RFC 4180); a value that a spreadsheet would compute gets a \' before it'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from show" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from show" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from show" -l user -d 'With --app: the grant of this user, the one that stands or else the last that was revoked' -r
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from show" -l app -d 'With --user: to this app, by name or client_id' -r
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from show" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from revoke" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from revoke" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from revoke" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from revoke" -l user -d 'Every grant of this user; with --app the one to that app' -r
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from revoke" -l app -d 'Every grant to this app, by name or client_id; with --user the one of that user' -r
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from revoke" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from revoke" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from revoke" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from revoke" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from revoke" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from revoke" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from revoke" -l plan -d 'Say what would end, and end nothing'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from revoke" -s y -l yes -d 'Do not ask, also at a terminal'
complete -c mintage -n "__fish_mintage_using_subcommand grant; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -f -a "log" -d 'List events, the newest first: every change, who made it, through which door and why'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -f -a "show" -d 'Show an event'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -f -a "access" -d 'List uses of tokens, the newest first: who showed which, from where, and what came of it'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -f -a "import" -d 'Record the uses of tokens that access logs tell of'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -f -a "forget" -d 'Forget how tokens were used'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -f -a "checkpoint" -d 'Sign what the log is now, for those who keep it elsewhere'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -f -a "prove" -d 'Prove that an event is in the log, in a file that is checked without the home'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -f -a "verify" -d 'Check a proof that an event is in a log; needs no home'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -f -a "check" -d 'Look the whole log over: which events were changed, removed, reordered, inserted or cut off'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -f -a "report" -d 'Draw how the home stands and what happened in it, as one page that loads nothing'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -f -a "risk" -d 'Look for what the use of tokens gives away, and act on it'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -f -a "prune" -d 'Forget old events; a checkpoint is left that proves what is kept'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and not __fish_seen_subcommand_from log show access import forget checkpoint prove verify check report risk prune export" -f -a "export" -d 'Tell others of revocations, blocks and credentials: security event tokens (CAEP, RISC) in a file'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l app -d 'Of this app or its tokens, by name or client_id' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l user -d 'Of this user or their tokens' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l kid -d 'Of this key: its kid, a start of it that no other has, or @active, @previous or @next' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l jti -l token -d 'Of the token with this jti, or a start of it that no other has' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l since -d 'At this time or later: RFC 3339, epoch seconds, now, or 1h for an hour ago' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l until -d 'Before this time' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l verb -d 'Of this kind' -r -f -a "app_registered\t''
app_activated\t''
app_blocked\t''
app_updated\t''
app_deleted\t''
secret_added\t''
secret_revoked\t''
user_set\t''
user_blocked\t''
user_unblocked\t''
user_deleted\t''
key_made\t''
key_imported\t''
key_scheduled\t''
key_activated\t''
secret_marked\t''
key_retired\t''
key_revoked\t''
key_destroyed\t''
strays_removed\t''
passphrase_changed\t''
tokens_issued\t''
canary_planted\t''
consent_given\t''
token_refreshed\t''
answer_replaced\t''
family_replayed\t''
token_exchanged\t''
refresh_of_another\t''
session_begun\t''
session_ended\t''
code_given\t''
code_replayed\t''
request_pushed\t''
request_fetched\t''
device_asked\t''
device_slowed\t''
device_decided\t''
token_denied\t''
tokens_revoked\t''
grants_revoked\t''
home_restored\t''
clock_trusted\t''
older_ledger_accepted\t''
settings_changed\t''
tokens_pruned\t''
log_pruned\t''
log_key_made\t''
key_succeeded\t''
app_known\t''
user_known\t''
key_known\t''
log_begun\t''"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l actor -d 'Asked for by this one: a user name, name@host, a uid, a client_id, or a name that was only claimed' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l outcome -d 'That came out so: done, refused, or the code of the error that refused it' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l cursor -d 'Go on after this one: the `next` of the part before' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l limit -d 'At most this many, from 1 to 10000; none for all of them [default: 50, and none with -q, --json and --csv]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l family -d 'With --jti: also of the other tokens of its family'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l ndjson -d 'Print an event a line, as the very text that is hashed'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -s f -l follow -d 'Show the last ones, the newest last, and then each as it comes, until Ctrl-C; with --json one a line'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -l csv -d 'Print comma-separated values (RFC 4180); a value that a spreadsheet would compute gets a \' before it'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from log" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from show" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from show" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from show" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l app -d 'Of this app or its tokens, by name or client_id' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l user -d 'Of this user or their tokens' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l kid -d 'Of this key: its kid, a start of it that no other has, or @active, @previous or @next' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l jti -l token -d 'Of the token with this jti, or a start of it that no other has' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l since -d 'At this time or later: RFC 3339, epoch seconds, now, or 1h for an hour ago' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l until -d 'Before this time' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l ip -d 'From this address or network, as in 192.0.2.0/24' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l outcome -d 'That came out so: accepted, refused, or the reason of a verdict, as in expired' -r -f -a "accepted\t''
refused\t''
malformed\t''
algorithm_not_allowed\t''
unknown_key\t''
bad_signature\t''
expired\t''
not_yet_valid\t''
issuer_mismatch\t''
audience_mismatch\t''
type_mismatch\t''
claim_mismatch\t''
insufficient_scope\t''
unknown_token\t''
revoked\t''
app_blocked\t''
context_mismatch\t''
rate_limited\t''"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l door -d 'Where the token was shown' -r -f -a "verify\t''
batch\t''
introspect\t''
userinfo\t''
token\t''
import\t''
found\t''"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l cursor -d 'Go on after this one: the `next` of the part before' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l limit -d 'At most this many, from 1 to 10000; none for all of them [default: 50, and none with -q, --json and --csv]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -l csv -d 'Print comma-separated values (RFC 4180); a value that a spreadsheet would compute gets a \' before it'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from access" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from import" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from import" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from import" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from import" -l format -d 'What wrote them: combined (Apache, nginx and others), json (an object a line), envoy or nginx (their own text, or JSON)' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from import" -l field -d 'Where a fact stands that is not where it usually is: FACT=NAME of a field, or FACT=1 for the first field after the usual ones. Facts are time, ip, user_agent, resource, status, jti, token_sha256, sub, client_id, device and kid' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from import" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from import" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from forget" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from forget" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from forget" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from forget" -l before -d 'The days that ended before this time: RFC 3339, epoch seconds, or 90d for 90 days ago' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from forget" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from forget" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from forget" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from forget" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from forget" -l plan -d 'Only say what it would forget'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from forget" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l alg -d 'Of the key that is made where the log has none: EdDSA or ML-DSA-44 [default: EdDSA]' -r -f -a "EdDSA\t''
Ed25519\t''
ML-DSA-44\t''"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l out -d 'Write the answer into this file instead of printing it' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -l no-passphrase -d 'Keep the private key unencrypted, protected by its file mode alone'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from checkpoint" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prove" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prove" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prove" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prove" -l checkpoint -d 'Prove that it is in the log of this checkpoint, which needs no key; else one is made for it' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prove" -l out -d 'Write the answer into this file instead of printing it' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prove" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prove" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prove" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prove" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prove" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prove" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prove" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from verify" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from verify" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from verify" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from verify" -l checkpoint -d 'The checkpoint that it must lead to, as you have kept it' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from verify" -l key -d 'The public key of the log, as `audit checkpoint` printed it, which must have signed the checkpoint' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from verify" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from verify" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from check" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from check" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from check" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from check" -l since -d 'The log must be what became of the one in this checkpoint' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from check" -l key -d 'The public key that must have signed it [default: that of the home]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from check" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from report" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from report" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from report" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from report" -l html -d 'Write it as one page, which loads nothing, into this file, which is replaced in one step; - for standard output' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from report" -l since -d 'Look back to this time, as in 7d [default: 30d]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from report" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from report" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from report" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from report" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from report" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -l since -d 'What was so at this time or later: RFC 3339, epoch seconds, or 1h' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -l until -d 'What was so before this time' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -l rule -d 'By this rule; repeat it for several' -r -f -a "canary_used\t''
refresh_replayed\t''
token_shared\t''
impossible_travel\t''
used_after_end\t''
failure_burst\t''
new_network\t''
many_users\t''
dormant_woke\t''
volume_change\t''
out_of_policy\t''"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -l min-severity -d 'At least so grave' -r -f -a "note\t''
low\t''
medium\t''
high\t''"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -l geoip -d 'A map of addresses (a MaxMind DB), for travel and cities [default: geoip in config.toml]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -l by -d 'Who asks, as you say it; recorded beside the user that runs this. The reason of each deed is its finding' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -l limit -d 'At most this many, from 1 to 10000; none for all of them [default: 50, and none with -q, --json and --csv]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -l act -d 'Do what [risk.act] of config.toml allows about what was found'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -l plan -d 'With --act: say what would be done, and do nothing'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -l detailed-exitcode -d 'Exit 10 if anything was found, 0 if nothing was, 1 if a part of the record could not be read'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -l csv -d 'Print comma-separated values (RFC 4180); a value that a spreadsheet would compute gets a \' before it'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from risk" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -l before -d 'Forget the events before this time: RFC 3339, epoch seconds, or 400d for 400 days ago' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -l checkpoint-out -d 'Write a checkpoint of the log as it was with them, which proves what is kept and what was there' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -l plan -d 'Say what would be forgotten, and forget nothing'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -s y -l yes -d 'Do not ask, also at a terminal'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from prune" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -l since -d 'At this time or later: RFC 3339, epoch seconds, now, or 1h for an hour ago' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -l until -d 'Before this time' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -l aud -d 'Whom they are for: their aud' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -l alg -d 'With the active key of this algorithm [default: the home\'s]' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -l out -d 'Write the answer into this file instead of printing it' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -l set -d 'As security event tokens (RFC 8417), one a line, the oldest first: revocations, blocks and changes of credentials, as CAEP and RISC call them, signed by the key that signs tokens'
complete -c mintage -n "__fish_mintage_using_subcommand audit; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand drill; and not __fish_seen_subcommand_from rotation" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and not __fish_seen_subcommand_from rotation" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand drill; and not __fish_seen_subcommand_from rotation" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand drill; and not __fish_seen_subcommand_from rotation" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand drill; and not __fish_seen_subcommand_from rotation" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand drill; and not __fish_seen_subcommand_from rotation" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand drill; and not __fish_seen_subcommand_from rotation" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand drill; and not __fish_seen_subcommand_from rotation" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand drill; and not __fish_seen_subcommand_from rotation" -f -a "rotation" -d 'Rotate keys under a running service, and see whether it keeps up'
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l probe -d 'Run this command for each token: it shows the token to the service' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l timeout -d 'End a command that takes longer than this' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l jobs -d 'How many commands run at a time in the burst' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l listen -d 'Where to serve the keys: an address of this machine with a port. The service must reach it' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l url -d 'Where the service reaches that, if it is another address [default: http://ADDRESS]' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l issuer -d 'The iss of the tokens, and of the metadata [default: the address]' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l tls-cert -d 'Speak https there, as some services want it: a file of PEM with the certificate, and those above it' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l tls-key -d 'Its private key, a file of PEM without a passphrase' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l alg -d 'What signs them' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l aud -d 'An audience; repeat it for several' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l user -d 'The user; without one the app `drill` acts for itself' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l scope -d 'A scope; repeat it, or separate several by spaces' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l claim -d 'A claim: NAME=TEXT, or NAME:=JSON' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l typ -d 'The typ, as in JWT; none leaves it out [default: at+jwt]' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l within -d 'Within which time a new key must be taken' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l forget -d 'Within which time a removed key must be forgotten [default: as --within]' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l burst -d 'How many tokens are shown whose keys are in no set' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l fetches -d 'How often the service may fetch for them, in each minute' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l max-age -d 'For how long the set is said to be good (max-age)' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l wait -d 'How long the first token is shown until it must be taken, as while the service starts' -r
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand drill; and __fish_seen_subcommand_from rotation" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l listen -d 'Where to listen: an address with a port, or unix:PATH [default: 127.0.0.1:8080]' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l socket-mode -d 'Who may connect to a socket in the file system, as chmod writes it' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l check -d 'Serve nothing: ask the server that listens there whether it is ready, as a health check does that has no other program' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l issuer -d 'Serve only if this is the issuer of the home, so that none is served that was mixed up; with --dev: make it the issuer' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l browser-url -d 'Where browsers reach it, if that is another address than the issuer: the pages are named there, and tokens and all else of the metadata go on naming the issuer' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l also-host -d 'A further name that it is called by, as in a container network; requests that call it otherwise are refused (421)' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l at -d 'One more home, below a path of this server, as in /staging=./staging: an issuer of its own, which the config.toml of that home must name with this path. Repeat it for several' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l resource -d 'A resource (an API) whose metadata this server gives, so that clients find out whose tokens it takes (RFC 9728). At a name of its own, which is then given with --also-host, a proxy hands /.well-known/oauth-protected-resource on to this server. Repeat it for several' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l mcp -d 'A server of the Model Context Protocol whose authority this is: gives its metadata as --resource does, and takes apps that are known by a document of theirs, as [client_documents] of config.toml says, or with --dev any. Repeat it for several' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l profile -d 'What is asked of every app, whatever it is registered as' -r -f -a "fapi2\t''"
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l actions-set -d 'A value of the profile\'s own for all of them, as in repo=shop or context=environment:production; `mintage profiles show github-actions` tells which there are. The address takes them too, for one token: ...&ref=refs/tags/v1' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l actions-claim -d 'A claim of all of them: NAME=TEXT, NAME:=JSON, as in environment=production' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l actions-profile -d 'The profile that they are made by; github-actions-ids has a sub of names with ids' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l cors -d 'Let pages of this origin ask for tokens, introspect and revoke, as in https://app.example.com; with --dev all may. What is public, all pages may read' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l trust-proxy -d 'Believe proxies in this network (or `unix`, through a Unix socket) when X-Forwarded-For or Forwarded say where a request came from; nothing else that they say is believed' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l failures-per-address -d 'How often clients may fail to authenticate, and people to log in, from one address: a number and s, m or h, or off. 100/m where nothing is said, and off with --dev' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l failures-per-client -d 'How often one client may fail to authenticate, from all addresses together where it never succeeded. 600/m where nothing is said, and off with --dev' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l failures-per-user -d 'How often people may fail to log in as one user, from all addresses together where they never succeeded. 10/m where nothing is said, and off with --dev' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l wrong-codes-per-address -d 'How often people may type codes of devices at one address that are none. 5/m where nothing is said, and off with --dev; from all addresses together 600/m, unless this is off' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l requests-per-address -d 'How often one address may ask for tokens, introspect and revoke' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l requests-per-client -d 'How often one client may' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l users -d 'The people who may log in: a users file' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l login -d 'With --dev: ask who it is (ask), or let this user be logged in without a page (auto=alice), as tests want it' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l tls-cert -d 'Speak TLS and show this certificate: PEM' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l tls-key -d 'The private key of the certificate: PEM, not encrypted' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l tls -d 'auto: speak TLS with a certificate of an authority of one\'s own' -r -f -a "auto\t''"
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l connections -d 'How many connections may be open at once; where more come, those that were idle longest are closed' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l grace -d 'How long requests that are being answered have when it is asked to end (SIGTERM); a second signal ends it at once' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l metrics -d 'Tell Prometheus how it does, at /metrics of this address, with /healthz and /readyz beside it; as --listen, and never where it listens' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l log -d 'How the log on standard error is written: text for people, or json with one object a line' -r -f -a "text\t''
json\t''"
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand serve" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand serve" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l dev -d 'Serve a developer alone, on this machine: makes what is missing'
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l insecure-http -d 'Speak plain http also where others can reach it: only where nobody else is on the way'
complete -c mintage -n "__fish_mintage_using_subcommand serve" -l actions -d 'Give tokens as a job of GitHub Actions has them: the ready line says ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN, with which the toolkit\'s getIDToken() asks here. Their issuer is this server'
complete -c mintage -n "__fish_mintage_using_subcommand serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand backup" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand backup" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand backup" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand backup" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand backup" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand backup" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand backup" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand backup" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand restore" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand restore" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand restore" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand restore" -l merge-revocations -d 'Revoke what was revoked since: a revocation snapshot of the home, or its ledger' -r
complete -c mintage -n "__fish_mintage_using_subcommand restore" -l revoke-issued-before -d 'Revoke every token that was issued before this time: RFC 3339, epoch seconds, now, or 1h for an hour ago' -r
complete -c mintage -n "__fish_mintage_using_subcommand restore" -l reason -d 'Why, for the record' -r
complete -c mintage -n "__fish_mintage_using_subcommand restore" -l by -d 'Who asks, as you say it; recorded beside the user that runs this' -r
complete -c mintage -n "__fish_mintage_using_subcommand restore" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand restore" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand restore" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand restore" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand restore" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand restore" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand restore" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand restore" -l accept-older -d 'Go on with a ledger that is older than its home: what was done since it was copied is lost'
complete -c mintage -n "__fish_mintage_using_subcommand restore" -l yes -d 'With --accept-older: do not ask'
complete -c mintage -n "__fish_mintage_using_subcommand restore" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand doctor" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand doctor" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand doctor" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand doctor" -l passphrase-file -d 'Read the passphrase of the key from a file or pipe' -r
complete -c mintage -n "__fish_mintage_using_subcommand doctor" -l passphrase-fd -d 'Read the passphrase of the key from an open descriptor' -r
complete -c mintage -n "__fish_mintage_using_subcommand doctor" -l passphrase-env -d 'Read the passphrase of the key from an environment variable' -r
complete -c mintage -n "__fish_mintage_using_subcommand doctor" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand doctor" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand doctor" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand doctor" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand doctor" -l fix -d 'Mend what can be mended without loss: permissions, unfinished files, what the home remembers of its ledger'
complete -c mintage -n "__fish_mintage_using_subcommand doctor" -l detailed-exitcode -d 'Exit with 10 where there are warnings and no errors'
complete -c mintage -n "__fish_mintage_using_subcommand doctor" -s h -l help -d 'Print help'
complete -c mintage -n "__fish_mintage_using_subcommand completions" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand completions" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand completions" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand completions" -l out -d 'Write the answer into this file instead of printing it' -r
complete -c mintage -n "__fish_mintage_using_subcommand completions" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand completions" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand completions" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand completions" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mintage -n "__fish_mintage_using_subcommand man" -l home -d 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user\'s data folder]' -r
complete -c mintage -n "__fish_mintage_using_subcommand man" -l json -d 'Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)' -r -f -a "document\t'One document'
line\t'A document a line: each thing of a list, or the only one there is'"
complete -c mintage -n "__fish_mintage_using_subcommand man" -l color -d 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mintage -n "__fish_mintage_using_subcommand man" -l out -d 'Write the source of every page into this folder instead' -r
complete -c mintage -n "__fish_mintage_using_subcommand man" -s q -l quiet -d 'Print the bare value and no notes (also: MINTAGE_QUIET=1)'
complete -c mintage -n "__fish_mintage_using_subcommand man" -l no-input -d 'Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)'
complete -c mintage -n "__fish_mintage_using_subcommand man" -l wide -d 'Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times'
complete -c mintage -n "__fish_mintage_using_subcommand man" -s v -l verbose -d 'Say where the home is and what is read'
complete -c mintage -n "__fish_mintage_using_subcommand man" -l roff -d 'Print the source of the page (man(7)), for man -l - and packages'
complete -c mintage -n "__fish_mintage_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
