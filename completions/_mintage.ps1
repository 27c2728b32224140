
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'mintage' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'mintage'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'mintage' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make a home: settings, an empty ledger and a first signing key')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Make, rotate, retire, import and export signing keys')
            [CompletionResult]::new('app', 'app', [CompletionResultType]::ParameterValue, 'Register apps and walk them through their lifecycle')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Issue, refresh, revoke, verify, decode and list tokens')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a manual page')
            break
        }
        'mintage;init' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'The `iss` of every token [default: https://auth.localhost]')
            [CompletionResult]::new('--audience', '--audience', [CompletionResultType]::ParameterName, 'The `aud` of tokens whose app names none; repeat it for several [default: https://api.localhost]')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'The algorithm of the first key, and of apps that name none [default: RS256]')
            [CompletionResult]::new('--app', '--app', [CompletionResultType]::ParameterName, 'Register a first app of this name')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from a file or pipe')
            [CompletionResult]::new('--passphrase-fd', '--passphrase-fd', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an open descriptor')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an environment variable')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--no-passphrase', '--no-passphrase', [CompletionResultType]::ParameterName, 'Keep the private key unencrypted, protected by its file mode alone')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;keys' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('gen', 'gen', [CompletionResultType]::ParameterValue, 'Make a key: active where its algorithm has no active key, else standby')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the keys')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a key')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Let the next key take over, after verifiers have seen it')
            [CompletionResult]::new('activate', 'activate', [CompletionResultType]::ParameterValue, 'Let a standby key take over now')
            [CompletionResult]::new('retire', 'retire', [CompletionResultType]::ParameterValue, 'End the signing of a key; what it signed goes on verifying')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'End everything under a key at once, because it is compromised')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take in a key from elsewhere: PEM, JWK or JWKS')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print a public key, or the set of keys that verifiers use')
            [CompletionResult]::new('passphrase', 'passphrase', [CompletionResultType]::ParameterValue, 'Put another passphrase on a key, or none')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Destroy private halves that nothing needs any more')
            break
        }
        'mintage;keys;gen' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 EdDSA HS256 HS384 HS512 [default: the home''s]')
            [CompletionResult]::new('--bits', '--bits', [CompletionResultType]::ParameterName, 'Size of an RSA key, 2048 to 8192 [default: 3072]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from a file or pipe')
            [CompletionResult]::new('--passphrase-fd', '--passphrase-fd', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an open descriptor')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an environment variable')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--no-passphrase', '--no-passphrase', [CompletionResultType]::ParameterName, 'Keep the private key unencrypted, protected by its file mode alone')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;keys;list' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--expiring', '--expiring', [CompletionResultType]::ParameterName, 'Only those that end within this time, as in 30d: retired ones, and active ones of the age that max_key_age allows')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;keys;show' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;keys;rotate' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'Of this algorithm [default: the home''s]')
            [CompletionResult]::new('--activate-in', '--activate-in', [CompletionResultType]::ParameterName, 'Let the next key take over after this time, as in 24h [default: as was said before, else 24h]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from a file or pipe')
            [CompletionResult]::new('--passphrase-fd', '--passphrase-fd', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an open descriptor')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an environment variable')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Let the next key take over at once: verifiers that cache the key set may not know it yet')
            [CompletionResult]::new('--due', '--due', [CompletionResultType]::ParameterName, 'Only do the rotations that are due, for cron')
            [CompletionResult]::new('--detailed-exitcode', '--detailed-exitcode', [CompletionResultType]::ParameterName, 'With --due: exit 10 if a rotation was due, 0 if none was')
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Say what would change, and change nothing')
            [CompletionResult]::new('--no-passphrase', '--no-passphrase', [CompletionResultType]::ParameterName, 'Keep the private key unencrypted, protected by its file mode alone')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;keys;activate' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;keys;retire' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--when-safe', '--when-safe', [CompletionResultType]::ParameterName, 'Refuse as long as live tokens need the key')
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Say what would change, and change nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;keys;revoke' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; shown wherever a token of it is refused')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who revokes, for the record [default: user@host]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Say what would change, and change nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;keys;import' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'Its algorithm, where the key does not say it and several can use it')
            [CompletionResult]::new('--from-passphrase-file', '--from-passphrase-file', [CompletionResultType]::ParameterName, 'Read it from a file or pipe')
            [CompletionResult]::new('--from-passphrase-fd', '--from-passphrase-fd', [CompletionResultType]::ParameterName, 'Read it from an open descriptor')
            [CompletionResult]::new('--from-passphrase-env', '--from-passphrase-env', [CompletionResultType]::ParameterName, 'Read it from an environment variable')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from a file or pipe')
            [CompletionResult]::new('--passphrase-fd', '--passphrase-fd', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an open descriptor')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an environment variable')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--no-passphrase', '--no-passphrase', [CompletionResultType]::ParameterName, 'Keep the private key unencrypted, protected by its file mode alone')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;keys;export' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of one key')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from a file or pipe')
            [CompletionResult]::new('--passphrase-fd', '--passphrase-fd', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an open descriptor')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an environment variable')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--jwks', '--jwks', [CompletionResultType]::ParameterName, 'The set of public keys that verifiers use: active, standby, and retired ones as long as they verify')
            [CompletionResult]::new('--private', '--private', [CompletionResultType]::ParameterName, 'The private half, unencrypted. Whoever sees it can sign')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mintage;keys;passphrase' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from a file or pipe')
            [CompletionResult]::new('--passphrase-fd', '--passphrase-fd', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an open descriptor')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an environment variable')
            [CompletionResult]::new('--new-passphrase-file', '--new-passphrase-file', [CompletionResultType]::ParameterName, 'Read it from a file or pipe')
            [CompletionResult]::new('--new-passphrase-fd', '--new-passphrase-fd', [CompletionResultType]::ParameterName, 'Read it from an open descriptor')
            [CompletionResult]::new('--new-passphrase-env', '--new-passphrase-env', [CompletionResultType]::ParameterName, 'Read it from an environment variable')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--no-passphrase', '--no-passphrase', [CompletionResultType]::ParameterName, 'Keep the private key unencrypted, protected by its file mode alone')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;keys;prune' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--strays', '--strays', [CompletionResultType]::ParameterName, 'Remove also whole key files that the ledger does not know; after an older ledger was restored they are the only copies')
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Say what would be destroyed, and destroy nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;app' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('register', 'register', [CompletionResultType]::ParameterValue, 'Register an app; prints its client_id and, once, its secret')
            [CompletionResult]::new('activate', 'activate', [CompletionResultType]::ParameterValue, 'Take an app into use, for the first time or after a block')
            [CompletionResult]::new('block', 'block', [CompletionResultType]::ParameterValue, 'Block an app: its tokens stop verifying until it is activated again')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the apps')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show an app')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change what an app may ask for')
            break
        }
        'mintage;app;register' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'A scope it may ask for; repeat it, or separate several by spaces')
            [CompletionResult]::new('--audience', '--audience', [CompletionResultType]::ParameterName, 'An audience its tokens may name; repeat it for several [default: the home''s, and any that is asked for]')
            [CompletionResult]::new('--access-ttl', '--access-ttl', [CompletionResultType]::ParameterName, 'Lifetime of its access tokens, as in 15m [default: the home''s]')
            [CompletionResult]::new('--refresh-ttl', '--refresh-ttl', [CompletionResultType]::ParameterName, 'Lifetime of its refresh tokens, as in 30d [default: the home''s]')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'The algorithm its tokens are signed with [default: the home''s]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--public', '--public', [CompletionResultType]::ParameterName, 'It can keep no secret (a mobile or browser app), so it gets none')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;app;activate' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;app;block' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; shown wherever the app is refused')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;app;list' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;app;show' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;app;update' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'A scope it may ask for; repeat it, or separate several by spaces')
            [CompletionResult]::new('--audience', '--audience', [CompletionResultType]::ParameterName, 'An audience its tokens may name; repeat it for several [default: the home''s, and any that is asked for]')
            [CompletionResult]::new('--access-ttl', '--access-ttl', [CompletionResultType]::ParameterName, 'Lifetime of its access tokens, as in 15m [default: the home''s]')
            [CompletionResult]::new('--refresh-ttl', '--refresh-ttl', [CompletionResultType]::ParameterName, 'Lifetime of its refresh tokens, as in 30d [default: the home''s]')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'The algorithm its tokens are signed with [default: the home''s]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;token' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('issue', 'issue', [CompletionResultType]::ParameterValue, 'Issue an access token, and with it a refresh or an ID token')
            [CompletionResult]::new('refresh', 'refresh', [CompletionResultType]::ParameterValue, 'Use a refresh token up and get a new pair')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke tokens; a refresh token takes its whole family with it')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Judge a token; the exit code says whether it is good and if not why')
            [CompletionResult]::new('decode', 'decode', [CompletionResultType]::ParameterValue, 'Show what a token says, without judging it')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the tokens of the ledger, the newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what the ledger knows of a token')
            break
        }
        'mintage;token;issue' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--app', '--app', [CompletionResultType]::ParameterName, 'Name or client_id of the app')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user; without one the app acts for itself')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'A scope; repeat it, or separate several by spaces [default: what the user consented to, else the app''s]')
            [CompletionResult]::new('--aud', '--aud', [CompletionResultType]::ParameterName, 'An audience; repeat it for several [default: the app''s, else the home''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Lifetime, as in 15m [default: the app''s, else the home''s]')
            [CompletionResult]::new('--exp', '--exp', [CompletionResultType]::ParameterName, 'End, as RFC 3339 or epoch seconds; may be past, for a token that must be refused')
            [CompletionResult]::new('--nbf', '--nbf', [CompletionResultType]::ParameterName, 'Start, as RFC 3339 or epoch seconds [default: now]')
            [CompletionResult]::new('--claim', '--claim', [CompletionResultType]::ParameterName, 'A claim: NAME=TEXT, or NAME:=JSON')
            [CompletionResult]::new('--claims', '--claims', [CompletionResultType]::ParameterName, 'A JSON object of claims, from a file or - for standard input')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'The nonce of the ID token')
            [CompletionResult]::new('--ip', '--ip', [CompletionResultType]::ParameterName, 'The address of the user')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'The user agent')
            [CompletionResult]::new('--device', '--device', [CompletionResultType]::ParameterName, 'The device')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from a file or pipe')
            [CompletionResult]::new('--passphrase-fd', '--passphrase-fd', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an open descriptor')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an environment variable')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--with-refresh', '--with-refresh', [CompletionResultType]::ParameterName, 'Add a refresh token')
            [CompletionResult]::new('--with-id-token', '--with-id-token', [CompletionResultType]::ParameterName, 'Add an ID token')
            [CompletionResult]::new('--consent', '--consent', [CompletionResultType]::ParameterName, 'The user consents now to scopes beyond those of before')
            [CompletionResult]::new('--dev', '--dev', [CompletionResultType]::ParameterName, 'Make what is missing: home, unencrypted key, app. For development')
            [CompletionResult]::new('--bind-ip', '--bind-ip', [CompletionResultType]::ParameterName, 'Bind the token to --ip: it is refused from elsewhere')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;token;refresh' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'Fewer scopes than it covers; repeat it, or separate several by spaces [default: all of them]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who asks, for the record [default: user@host]')
            [CompletionResult]::new('--ip', '--ip', [CompletionResultType]::ParameterName, 'The address of the user')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'The user agent')
            [CompletionResult]::new('--device', '--device', [CompletionResultType]::ParameterName, 'The device')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from a file or pipe')
            [CompletionResult]::new('--passphrase-fd', '--passphrase-fd', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an open descriptor')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an environment variable')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;token;revoke' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--jti', '--jti', [CompletionResultType]::ParameterName, 'A token by its jti')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the record')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who revokes, for the record [default: user@host]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from a file or pipe')
            [CompletionResult]::new('--passphrase-fd', '--passphrase-fd', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an open descriptor')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an environment variable')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;token;verify' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--aud', '--aud', [CompletionResultType]::ParameterName, 'An audience that the verifier is; repeat it where it is one of several [default: the home''s]')
            [CompletionResult]::new('--iss', '--iss', [CompletionResultType]::ParameterName, 'The exact issuer [default: the home''s]')
            [CompletionResult]::new('--sub', '--sub', [CompletionResultType]::ParameterName, 'The subject that it must name')
            [CompletionResult]::new('--typ', '--typ', [CompletionResultType]::ParameterName, 'The typ that it must have [default: at+jwt]')
            [CompletionResult]::new('--require-scope', '--require-scope', [CompletionResultType]::ParameterName, 'A scope that it must have; repeat it, or separate several by spaces')
            [CompletionResult]::new('--require-claim', '--require-claim', [CompletionResultType]::ParameterName, 'A claim that it must have: NAME=TEXT, NAME:=JSON, or NAME for any value')
            [CompletionResult]::new('--leeway', '--leeway', [CompletionResultType]::ParameterName, 'Clock difference to forgive, at most 5m [default: the home''s, else 0s]')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Judge as of this time, as RFC 3339 or epoch seconds [default: now]')
            [CompletionResult]::new('--ip', '--ip', [CompletionResultType]::ParameterName, 'The address that it was shown from, for tokens bound to one')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from a file or pipe')
            [CompletionResult]::new('--passphrase-fd', '--passphrase-fd', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an open descriptor')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Read the passphrase of the key from an environment variable')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'List every check, and what was compared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;token;decode' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;token;list' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--app', '--app', [CompletionResultType]::ParameterName, 'Of this app, by name or client_id')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Of this user')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'In this state')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most this many')
            [CompletionResult]::new('--cursor', '--cursor', [CompletionResultType]::ParameterName, 'Go on after this one: the `next` of the part before')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;token;show' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'mintage;completions' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mintage;man' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write every page into this folder instead')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the bare value and no notes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say where the home is and what is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
