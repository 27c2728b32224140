module completions {

  def "nu-complete mintage json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage color" [] {
    [ "auto" "always" "never" ]
  }

  # A token authority in one binary
  export extern mintage [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete mintage init json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage init color" [] {
    [ "auto" "always" "never" ]
  }

  # Make a home: settings, an empty ledger and a first signing key
  export extern "mintage init" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage init json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage init color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --issuer: string          # The `iss` of every token [default: https://auth.localhost]
    --audience: string        # The `aud` of tokens whose app names none; repeat it for several [default: https://api.localhost]
    --alg: string             # The algorithm of the first key, and of apps that name none [default: RS256]
    --app: string             # Register a first app of this name
    --scope: string           # A scope that the first app may ask for; repeat it, or separate several by spaces
    --dev                     # Make a home for development: its tokens may depart from what it makes else, as with token issue --typ, and its key is not encrypted unless a flag says how
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --no-passphrase           # Keep the private key unencrypted, protected by its file mode alone
    --help(-h)                # Print help
  ]

  def "nu-complete mintage trust json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage trust color" [] {
    [ "auto" "always" "never" ]
  }

  # Trust a home to be found below its folder, after a look at what it runs and who judges
  export extern "mintage trust" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage trust json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage trust color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --yes                     # Trust it without asking
    --help(-h)                # Print help
    dir?: string              # The folder of the home, or the one that its .mintage is in
  ]

  def "nu-complete mintage trust list json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage trust list color" [] {
    [ "auto" "always" "never" ]
  }

  # List the homes that are trusted, and whether they are as they were
  export extern "mintage trust list" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage trust list json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage trust list color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
  ]

  def "nu-complete mintage trust forget json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage trust forget color" [] {
    [ "auto" "always" "never" ]
  }

  # Trust a home no more
  export extern "mintage trust forget" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage trust forget json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage trust forget color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
    dir: string               # The folder of the home, or the one that its .mintage is in; it may be gone
  ]

  def "nu-complete mintage status json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage status color" [] {
    [ "auto" "always" "never" ]
  }

  # Show on one screen how the home stands: keys and what is due, apps, live tokens, and the last 24 hours
  export extern "mintage status" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage status json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage status color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --watch: string           # Renew it every 2 seconds, or every so many, until Ctrl-C: in place on a terminal; elsewhere after an empty line, and with --json a document a line
    --detailed-exitcode       # Exit 10 if a key is overdue, something grave stands out in the use of tokens, or the ledger is in doubt, 0 if not
    --help(-h)                # Print help
  ]

  def "nu-complete mintage config json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage config color" [] {
    [ "auto" "always" "never" ]
  }

  # List, explain and change the settings of a home
  export extern "mintage config" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage config json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage config color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
  ]

  def "nu-complete mintage config list json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage config list color" [] {
    [ "auto" "always" "never" ]
  }

  # List every setting with its value, and where that comes from
  export extern "mintage config list" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage config list json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage config list color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
    ...names: string          # Only what has this name, or is within it [default: all]
  ]

  def "nu-complete mintage config get json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage config get color" [] {
    [ "auto" "always" "never" ]
  }

  # Print the value of a setting
  export extern "mintage config get" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage config get json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage config get color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
    name: string              # The setting, as in access_ttl or login.way
  ]

  def "nu-complete mintage config set json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage config set color" [] {
    [ "auto" "always" "never" ]
  }

  # Change settings in config.toml, which keeps its comments and its order
  export extern "mintage config set" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage config set json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage config set color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --plan                    # Say what would change, and change nothing
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --help(-h)                # Print help (see more with '--help')
    ...words: string          # The setting and its value, or several values where it takes a list; or NAME=VALUE for each of several settings
  ]

  def "nu-complete mintage config unset json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage config unset color" [] {
    [ "auto" "always" "never" ]
  }

  # Take settings out of config.toml, so that they are as by default
  export extern "mintage config unset" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage config unset json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage config unset color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --plan                    # Say what would change, and change nothing
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --help(-h)                # Print help
    ...names: string          # The setting that is to be as it is by default; what is no setting is taken out of the file
  ]

  def "nu-complete mintage config explain json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage config explain color" [] {
    [ "auto" "always" "never" ]
  }

  # Say what a setting means, what it takes, its default, and an example; needs no home
  export extern "mintage config explain" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage config explain json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage config explain color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
    name: string              # The setting, as in access_ttl or login.way
  ]

  def "nu-complete mintage keys json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage keys color" [] {
    [ "auto" "always" "never" ]
  }

  # Make, rotate, retire, import and export signing keys
  export extern "mintage keys" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage keys json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage keys color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
  ]

  def "nu-complete mintage keys gen json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage keys gen color" [] {
    [ "auto" "always" "never" ]
  }

  # Make a key: active where its algorithm has no active key, else standby
  export extern "mintage keys gen" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage keys gen json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage keys gen color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --alg: string             # RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA Ed25519 ML-DSA-44 ML-DSA-65 ML-DSA-87 HS256 HS384 HS512 [default: the home's]
    --bits: string            # Size of an RSA key, 2048 to 8192 [default: 3072]
    --kid: string             # Its kid, in the header of every token that it signs: any printable text up to 256 bytes [default: the thumbprint of the key]
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --no-passphrase           # Keep the private key unencrypted, protected by its file mode alone
    --help(-h)                # Print help
  ]

  def "nu-complete mintage keys list json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage keys list color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage keys list state" [] {
    [ "standby" "active" "retired" "revoked" ]
  }

  # List the keys
  export extern "mintage keys list" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage keys list json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage keys list color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --expiring: string        # Only those that end within this time, as in 30d: retired ones, and active ones of the age that max_key_age allows
    --state: string@"nu-complete mintage keys list state" # Only those in this state; repeat it for several
    --alg: string             # Only those of this algorithm; repeat it for several
    --detailed-exitcode       # Exit 10 if anything is listed, 0 if nothing is
    --help(-h)                # Print help
  ]

  def "nu-complete mintage keys usage json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage keys usage color" [] {
    [ "auto" "always" "never" ]
  }

  # Show what each key is used for, by app
  export extern "mintage keys usage" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage keys usage json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage keys usage color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --alg: string             # Among the keys of this algorithm, where a word such as @active fits several
    --csv                     # Print comma-separated values (RFC 4180)
    --detailed-exitcode       # Exit 10 if tokens that it signed are still good, 0 if none is
    --help(-h)                # Print help (see more with '--help')
    kid?: string              # The kid, or a part of its start that no other key has; or @active, @previous, @next [default: all keys]
  ]

  def "nu-complete mintage keys show json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage keys show color" [] {
    [ "auto" "always" "never" ]
  }

  # Show a key
  export extern "mintage keys show" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage keys show json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage keys show color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --alg: string             # Among the keys of this algorithm, where a word such as @active fits several
    --help(-h)                # Print help
    kid: string               # The kid, or a part of its start that no other key has; or @active, @previous (signed before it), @next (stands by)
  ]

  def "nu-complete mintage keys rotate json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage keys rotate color" [] {
    [ "auto" "always" "never" ]
  }

  # Let the next key take over, after verifiers have seen it
  export extern "mintage keys rotate" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage keys rotate json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage keys rotate color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --alg: string             # Of this algorithm [default: the home's; with --if-older-than: each that signs]
    --activate-in: string     # Let the next key take over after this time, as in 24h [default: 24h]
    --restart                 # With --activate-in: give a rotation that is under way the new time
    --now                     # Let the next key take over at once
    --revoke-old              # With --now, for a key that has leaked: revoke the old key too
    --if-older-than: string   # For cron: rotate where the key that signs does so for longer than this
    --due                     # Only do the rotations that are due, for cron
    --detailed-exitcode       # With --due or --if-older-than: exit 10 if anything was done, 0 if nothing was
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --plan                    # Say what would change, and change nothing
    --yes(-y)                 # Do not ask, also at a terminal
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --no-passphrase           # Keep the private key unencrypted, protected by its file mode alone
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete mintage keys activate json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage keys activate color" [] {
    [ "auto" "always" "never" ]
  }

  # Let a standby key take over now
  export extern "mintage keys activate" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage keys activate json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage keys activate color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --alg: string             # Among the keys of this algorithm, where a word such as @active fits several
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --help(-h)                # Print help
    kid: string               # The kid, or a part of its start that no other key has; or @active, @previous (signed before it), @next (stands by)
  ]

  def "nu-complete mintage keys retire json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage keys retire color" [] {
    [ "auto" "always" "never" ]
  }

  # End the signing of a key; what it signed goes on verifying
  export extern "mintage keys retire" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage keys retire json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage keys retire color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --alg: string             # Among the keys of this algorithm, where a word such as @active fits several
    --when-safe               # Refuse as long as live tokens need the key
    --plan                    # Say what would change, and change nothing
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --help(-h)                # Print help
    kid: string               # The kid, or a part of its start that no other key has; or @active, @previous (signed before it), @next (stands by)
  ]

  def "nu-complete mintage keys revoke json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage keys revoke color" [] {
    [ "auto" "always" "never" ]
  }

  # End everything under a key at once, because it is compromised
  export extern "mintage keys revoke" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage keys revoke json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage keys revoke color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --alg: string             # Among the keys of this algorithm, where a word such as @active fits several
    --reason: string          # Why; shown wherever a token of it is refused
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --plan                    # Say what would change, and change nothing
    --yes(-y)                 # Do not ask, also at a terminal
    --help(-h)                # Print help
    kid: string               # The kid, or a part of its start that no other key has; or @active, @previous (signed before it), @next (stands by)
  ]

  def "nu-complete mintage keys import json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage keys import color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage keys import secret_as" [] {
    [ "text" "base64" "base64url" "hex" ]
  }

  # Take in a key from elsewhere: PEM, DER, JWK or JWKS, a certificate, PKCS#12, OpenSSH, an HMAC secret
  export extern "mintage keys import" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage keys import json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage keys import color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --alg: string             # Its algorithm, where the key does not say it and several can use it
    --kid: string             # Its kid, for one key: any printable text up to 256 bytes [default: what the key says, else its thumbprint]
    --secret-as: string@"nu-complete mintage keys import secret_as" # Take the whole input as an HMAC secret that is written so; one line end after it is not part of it
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --from-passphrase-file: string # Read it from a file or pipe
    --from-passphrase-fd: string # Read it from an open descriptor
    --from-passphrase-env: string # Read it from an environment variable
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --no-passphrase           # Keep the private key unencrypted, protected by its file mode alone
    --help(-h)                # Print help (see more with '--help')
    file: string              # The file, or - for standard input
  ]

  def "nu-complete mintage keys inspect json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage keys inspect color" [] {
    [ "auto" "always" "never" ]
  }

  # List the keys of a file or an address: what they are, whether they can be used, and whether any is private
  export extern "mintage keys inspect" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage keys inspect json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage keys inspect color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --ca-file: string         # Trust only the authorities of this file (PEM) when fetching, instead of the machine's; a proxy that is itself reached by https, or that looks into TLS, must be known to one of them
    --no-proxy                # Ask servers directly, whatever HTTPS_PROXY says; NO_PROXY names those that are always asked so
    --from-passphrase-file: string # Read it from a file or pipe
    --from-passphrase-fd: string # Read it from an open descriptor
    --from-passphrase-env: string # Read it from an environment variable
    --help(-h)                # Print help
    file: string              # A key or a set of keys: a file, an https address, or - for standard input
  ]

  def "nu-complete mintage keys export json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage keys export color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage keys export format" [] {
    [ "pem" "jwk" ]
  }

  def "nu-complete mintage keys export secret_as" [] {
    [ "text" "base64" "base64url" "hex" ]
  }

  # Print a public key, or the set of keys that verifiers use
  export extern "mintage keys export" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage keys export json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage keys export color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --alg: string             # Among the keys of this algorithm, where a word such as @active fits several
    --jwks                    # The set of public keys that verifiers use: active, standby, and retired ones as long as they verify
    --site: string            # The same set and the metadata of the issuer as files, for a host of files that is the issuer: jwks, .well-known/openid-configuration, and how long they may be kept, for Cloudflare Pages, Netlify, Vercel and Apache. What says the same is not touched, and what is not of mintage stays
    --pem-set: string         # A file KID.pem for each key of the set, as HAProxy wants them. Those of ours whose key verifies no more are removed
    --private                 # The private half, unencrypted. Whoever sees it can sign
    --format: string@"nu-complete mintage keys export format" # The form of one key
    --secret-as: string@"nu-complete mintage keys export secret_as" # An HMAC secret, as others write it down. Whoever sees it can sign
    --trust-clock             # With a set of keys: believe the clock, although it is far ahead of the newest change in the ledger
    --plan                    # With --site or --pem-set: say what would be written and removed, and change nothing
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --out: string             # Write the answer into this file instead of printing it
    --help(-h)                # Print help (see more with '--help')
    kid?: string              # The kid, or a part of its start that no other key has; or @active, @previous (signed before it), @next (stands by)
  ]

  def "nu-complete mintage keys passphrase json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage keys passphrase color" [] {
    [ "auto" "always" "never" ]
  }

  # Put another passphrase on a key, or none
  export extern "mintage keys passphrase" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage keys passphrase json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage keys passphrase color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --alg: string             # Among the keys of this algorithm, where a word such as @active fits several
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --new-passphrase-file: string # Read it from a file or pipe
    --new-passphrase-fd: string # Read it from an open descriptor
    --new-passphrase-env: string # Read it from an environment variable
    --no-passphrase           # Keep the private key unencrypted, protected by its file mode alone
    --help(-h)                # Print help
    kid: string               # The kid, or a part of its start that no other key has; or @active, @previous (signed before it), @next (stands by)
  ]

  def "nu-complete mintage keys prune json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage keys prune color" [] {
    [ "auto" "always" "never" ]
  }

  # Destroy private halves that nothing needs any more
  export extern "mintage keys prune" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage keys prune json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage keys prune color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --strays                  # Remove also whole key files that the ledger does not know; after an older ledger was restored they are the only copies
    --trust-clock             # Believe the clock, although it is far ahead of the newest change in the ledger
    --plan                    # Say what would be destroyed, and destroy nothing
    --yes(-y)                 # Do not ask, also at a terminal
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --help(-h)                # Print help
  ]

  def "nu-complete mintage app json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage app color" [] {
    [ "auto" "always" "never" ]
  }

  # Register apps and walk them through their lifecycle
  export extern "mintage app" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage app json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage app color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
  ]

  def "nu-complete mintage app register json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage app register color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage app register token_format" [] {
    [ "jwt" "opaque" ]
  }

  def "nu-complete mintage app register block_when" [] {
    [ "never" "over-budget" ]
  }

  def "nu-complete mintage app register auth_method" [] {
    [ "client_secret" "private_key_jwt" "none" ]
  }

  def "nu-complete mintage app register dpop_bound" [] {
    [ "true" "false" ]
  }

  def "nu-complete mintage app register grant" [] {
    [ "authorization_code" "refresh_token" "client_credentials" "device_code" "token-exchange" "jwt-bearer" ]
  }

  def "nu-complete mintage app register native" [] {
    [ "true" "false" ]
  }

  def "nu-complete mintage app register pkce" [] {
    [ "required" "optional" ]
  }

  def "nu-complete mintage app register par_required" [] {
    [ "true" "false" ]
  }

  # Register an app; prints its client_id and, once, its secret
  export extern "mintage app register" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage app register json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage app register color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --scope: string           # A scope it may ask for; repeat it, or separate several by spaces
    --audience: string        # An audience its tokens may name; repeat it for several
    --access-ttl: string      # Lifetime of its access tokens, as in 15m [default: the home's]
    --refresh-ttl: string     # Lifetime of its refresh tokens, as in 30d [default: the home's]
    --refresh-max-age: string # How long its users stay signed in at most, however often tokens are refreshed, as in 90d [default: the home's]
    --token-format: string@"nu-complete mintage app register token_format" # How its access tokens are written: jwt, or opaque for references that only this home can look up [default: jwt]
    --alg: string             # The algorithm its tokens are signed with [default: the home's]
    --public                  # It can keep no secret (a mobile or browser app), so it gets none
    --rate: string            # How often its tokens may be shown, as in 1000/h
    --burst: string           # How many of those at once [default: as many as the rate names]
    --user-rate: string       # How often the tokens of each of its users may be shown, as in 100/h
    --block-when: string@"nu-complete mintage app register block_when" # When it is blocked: over-budget, at the first call that its budget has not; or never [default: never]
    --auth-method: string@"nu-complete mintage app register auth_method" # How it shows who it is, and the only way in which it is believed [default: client_secret]
    --jwks: string            # The public keys that it signs those assertions with: a JWK set
    --target: string          # An audience for which it may exchange a token of a user; repeat it for several [default: none]
    --dpop-bound: string@"nu-complete mintage app register dpop_bound" # Bind its tokens to a key that it proves to have (DPoP), and give it no others
    --resource: string        # A resource that it is, by its address; repeat it for several
    --redirect-uri: string    # Where the browser of a user may be sent with an answer for it
    --post-logout-uri: string # Where the browser may be sent when its user has signed out; repeat it for several
    --grant: string@"nu-complete mintage app register grant" # What it may show for tokens; repeat it for several [default: whatever such an app can]
    --native: string@"nu-complete mintage app register native" # It runs on the machine of its user
    --pkce: string@"nu-complete mintage app register pkce" # Whether it must show by PKCE (S256) that a code is its own; optional only where it shows who it is [default: required]
    --par-required: string@"nu-complete mintage app register par_required" # It must hand in what it asks users for beforehand (PAR, RFC 9126)
    --display-name: string    # What it is called on the pages that its users see [default: its name]
    --client-uri: string      # A page about it, for its users
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --help(-h)                # Print help (see more with '--help')
    name: string              # Its name: a-z, 0-9, '-', '_' and '.'
  ]

  def "nu-complete mintage app activate json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage app activate color" [] {
    [ "auto" "always" "never" ]
  }

  # Take an app into use, for the first time or after a block
  export extern "mintage app activate" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage app activate json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage app activate color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --help(-h)                # Print help
    app: string               # Name or client_id of the app
  ]

  def "nu-complete mintage app block json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage app block color" [] {
    [ "auto" "always" "never" ]
  }

  # Block an app: its tokens stop verifying until it is activated again
  export extern "mintage app block" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage app block json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage app block color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --reason: string          # Why; shown wherever the app is refused
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --help(-h)                # Print help
    app: string               # Name or client_id of the app
  ]

  def "nu-complete mintage app list json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage app list color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage app list state" [] {
    [ "registered" "active" "blocked" "deleted" ]
  }

  # List the apps
  export extern "mintage app list" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage app list json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage app list color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --state: string@"nu-complete mintage app list state" # In this state
    --all                     # Also those that were deleted
    --unused-for: string      # Neither used nor made within this time, as in 30d, as far as uses are recorded
    --never-used              # Never used, as far as uses are recorded
    --detailed-exitcode       # Exit 10 if anything is listed, 0 if nothing is
    --csv                     # Print comma-separated values (RFC 4180)
    --help(-h)                # Print help
  ]

  def "nu-complete mintage app show json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage app show color" [] {
    [ "auto" "always" "never" ]
  }

  # Show an app
  export extern "mintage app show" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage app show json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage app show color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
    app: string               # Name or client_id of the app
  ]

  def "nu-complete mintage app update json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage app update color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage app update token_format" [] {
    [ "jwt" "opaque" ]
  }

  def "nu-complete mintage app update block_when" [] {
    [ "never" "over-budget" ]
  }

  def "nu-complete mintage app update auth_method" [] {
    [ "client_secret" "private_key_jwt" "none" ]
  }

  def "nu-complete mintage app update dpop_bound" [] {
    [ "true" "false" ]
  }

  def "nu-complete mintage app update grant" [] {
    [ "authorization_code" "refresh_token" "client_credentials" "device_code" "token-exchange" "jwt-bearer" ]
  }

  def "nu-complete mintage app update native" [] {
    [ "true" "false" ]
  }

  def "nu-complete mintage app update pkce" [] {
    [ "required" "optional" ]
  }

  def "nu-complete mintage app update par_required" [] {
    [ "true" "false" ]
  }

  # Change what an app may ask for
  export extern "mintage app update" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage app update json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage app update color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --scope: string           # A scope it may ask for; repeat it, or separate several by spaces
    --audience: string        # An audience its tokens may name; repeat it for several
    --access-ttl: string      # Lifetime of its access tokens, as in 15m [default: the home's]
    --refresh-ttl: string     # Lifetime of its refresh tokens, as in 30d [default: the home's]
    --refresh-max-age: string # How long its users stay signed in at most, however often tokens are refreshed, as in 90d [default: the home's]
    --token-format: string@"nu-complete mintage app update token_format" # How its access tokens are written: jwt, or opaque for references that only this home can look up [default: jwt]
    --alg: string             # The algorithm its tokens are signed with [default: the home's]
    --rate: string            # How often its tokens may be shown, as in 1000/h
    --burst: string           # How many of those at once [default: as many as the rate names]
    --user-rate: string       # How often the tokens of each of its users may be shown, as in 100/h
    --block-when: string@"nu-complete mintage app update block_when" # When it is blocked: over-budget, at the first call that its budget has not; or never [default: never]
    --no-rate                 # Let its tokens be shown as often as anybody likes
    --no-user-rate            # The same for those of each user
    --auth-method: string@"nu-complete mintage app update auth_method" # How it shows who it is, and the only way in which it is believed [default: client_secret]
    --jwks: string            # The public keys that it signs those assertions with: a JWK set
    --target: string          # An audience for which it may exchange a token of a user; repeat it for several [default: none]
    --dpop-bound: string@"nu-complete mintage app update dpop_bound" # Bind its tokens to a key that it proves to have (DPoP), and give it no others
    --resource: string        # A resource that it is, by its address; repeat it for several
    --redirect-uri: string    # Where the browser of a user may be sent with an answer for it
    --post-logout-uri: string # Where the browser may be sent when its user has signed out; repeat it for several
    --grant: string@"nu-complete mintage app update grant" # What it may show for tokens; repeat it for several [default: whatever such an app can]
    --native: string@"nu-complete mintage app update native" # It runs on the machine of its user
    --pkce: string@"nu-complete mintage app update pkce" # Whether it must show by PKCE (S256) that a code is its own; optional only where it shows who it is [default: required]
    --par-required: string@"nu-complete mintage app update par_required" # It must hand in what it asks users for beforehand (PAR, RFC 9126)
    --display-name: string    # What it is called on the pages that its users see [default: its name]
    --client-uri: string      # A page about it, for its users
    --no-target               # Let it exchange no tokens any more
    --no-resource             # Let it be no resource any more
    --no-redirect-uri         # Let no browser be sent to it any more
    --no-post-logout-uri      # Let no browser be sent to it after a sign-out any more
    --any-grant               # Let it show for tokens whatever such an app can
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --help(-h)                # Print help (see more with '--help')
    app: string               # Name or client_id of the app
  ]

  def "nu-complete mintage app secret json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage app secret color" [] {
    [ "auto" "always" "never" ]
  }

  # Give an app another secret, list them, and end one
  export extern "mintage app secret" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage app secret json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage app secret color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
  ]

  def "nu-complete mintage app secret add json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage app secret add color" [] {
    [ "auto" "always" "never" ]
  }

  # Make one more secret; those that the app has go on
  export extern "mintage app secret add" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage app secret add json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage app secret add color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --help(-h)                # Print help
    app: string               # Name or client_id of the app
  ]

  def "nu-complete mintage app secret list json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage app secret list color" [] {
    [ "auto" "always" "never" ]
  }

  # List the secrets of an app by their ids
  export extern "mintage app secret list" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage app secret list json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage app secret list color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
    app: string               # Name or client_id of the app
  ]

  def "nu-complete mintage app secret revoke json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage app secret revoke color" [] {
    [ "auto" "always" "never" ]
  }

  # End a secret
  export extern "mintage app secret revoke" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage app secret revoke json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage app secret revoke color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --even-last               # Also where it is the last one, so that the app is locked out
    --help(-h)                # Print help
    app: string               # Name or client_id of the app
    id: string                # The id of the secret, or a part of its start that no other one has; see `mintage app secret list`
  ]

  def "nu-complete mintage app delete json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage app delete color" [] {
    [ "auto" "always" "never" ]
  }

  # Delete an app with its tokens, consents and secrets; its name can be taken again
  export extern "mintage app delete" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage app delete json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage app delete color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --plan                    # Say what would end, and end nothing
    --yes(-y)                 # Delete without asking; needed where nobody can be asked
    --help(-h)                # Print help
    app: string               # Name or client_id of the app
  ]

  def "nu-complete mintage user json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage user color" [] {
    [ "auto" "always" "never" ]
  }

  # Keep claims and groups of users for their tokens, and block users
  export extern "mintage user" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage user json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage user color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
  ]

  def "nu-complete mintage user set json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage user set color" [] {
    [ "auto" "always" "never" ]
  }

  # Keep claims and groups of a user, for their tokens from now on
  export extern "mintage user set" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage user set json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage user set color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --claim: string           # A claim of their access and ID tokens from now on, also of those that are refreshed: NAME=TEXT, or NAME:=JSON. Claims that are not named stay as they are
    --claims: string          # A JSON object of claims, from a file or - for standard input
    --group: string           # A group, for the claim `groups`, which is a list; repeat it for several. The list replaces the old one whole
    --no-claim: string        # Keep this claim no more; repeat it for several. `groups` are those of --group
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --help(-h)                # Print help (see more with '--help')
    id: string                # The user: the `sub` of their tokens
  ]

  def "nu-complete mintage user list json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage user list color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage user list state" [] {
    [ "active" "blocked" ]
  }

  # List the users of whom something is kept, or who are blocked
  export extern "mintage user list" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage user list json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage user list color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --state: string@"nu-complete mintage user list state" # In this state
    --csv                     # Print comma-separated values (RFC 4180)
    --help(-h)                # Print help
  ]

  def "nu-complete mintage user show json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage user show color" [] {
    [ "auto" "always" "never" ]
  }

  # Show a user: what is kept of them, what they have, and what was done to them
  export extern "mintage user show" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage user show json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage user show color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
    id: string                # The user: the `sub` of their tokens
  ]

  def "nu-complete mintage user block json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage user block color" [] {
    [ "auto" "always" "never" ]
  }

  # Block a user: nothing is issued, refreshed or verified for them until they are unblocked
  export extern "mintage user block" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage user block json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage user block color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --reason: string          # Why; shown wherever the user is refused
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --help(-h)                # Print help
    id: string                # The user: the `sub` of their tokens. Nothing need be kept of them
  ]

  def "nu-complete mintage user unblock json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage user unblock color" [] {
    [ "auto" "always" "never" ]
  }

  # End the block of a user; the tokens that they had are good again
  export extern "mintage user unblock" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage user unblock json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage user unblock color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --help(-h)                # Print help
    id: string                # The user: the `sub` of their tokens
  ]

  def "nu-complete mintage user delete json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage user delete color" [] {
    [ "auto" "always" "never" ]
  }

  # Forget what is kept of a user, and end their tokens and consents; a block stays
  export extern "mintage user delete" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage user delete json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage user delete color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --plan                    # Say what would end, and end nothing
    --yes(-y)                 # Delete without asking; needed where nobody can be asked
    --help(-h)                # Print help
    id: string                # The user: the `sub` of their tokens
  ]

  def "nu-complete mintage user password json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage user password color" [] {
    [ "auto" "always" "never" ]
  }

  # Hash a password for the users file of a server
  export extern "mintage user password" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage user password json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage user password color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete mintage token json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage token color" [] {
    [ "auto" "always" "never" ]
  }

  # Issue, refresh, revoke, verify, decode, list and forge tokens
  export extern "mintage token" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage token json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage token color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
  ]

  def "nu-complete mintage token issue json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage token issue color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage token issue format" [] {
    [ "jwt" "opaque" ]
  }

  def "nu-complete mintage token issue secret_as" [] {
    [ "text" "base64" "base64url" "hex" ]
  }

  # Issue an access token, and with it a refresh or an ID token
  export extern "mintage token issue" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage token issue json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage token issue color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --app: string             # Name or client_id of the app
    --user: string            # The user; without one the app acts for itself
    --scope: string           # A scope; repeat it, or separate several by spaces
    --aud: string             # An audience; repeat it for several [default: the app's, else the home's]
    --ttl: string             # Lifetime, as in 15m [default: the app's, else the home's]
    --exp: string             # End: RFC 3339, epoch seconds, now, 30m from now, or -5m; may be past, for a token that must be refused
    --nbf: string             # Start: RFC 3339, epoch seconds, now, 30m from now, or -5m [default: now]
    --claim: string           # A claim: NAME=TEXT, NAME:=JSON, or NAME:=now-5m for a time
    --claims: string          # A JSON object of claims, from a file or - for standard input
    --with-refresh            # Add a refresh token
    --with-id-token           # Add an ID token
    --nonce: string           # The nonce of the ID token
    --id-claim: string        # A claim of the ID token, as acr, amr, azp, auth_time or groups: NAME=TEXT, NAME:=JSON, or NAME:=now-5m for a time
    --consent                 # The user consents now to scopes beyond those of before
    --format: string@"nu-complete mintage token issue format" # How the access token is written: jwt, or opaque for a reference that only this home can look up [default: the app's]
    --dev                     # Make what is missing: home, unencrypted key, app. For development
    --bind-ip                 # Bind the token to --ip: it is refused from elsewhere
    --bind-user-agent         # Bind the token to --user-agent: it is refused with another. The token has its digest (ua_hash), not its text
    --bind-device             # Bind the token to --device: it is refused from another. The token has its digest (device_hash), not its text
    --batch: string           # Issue what the lines of a file or - ask for
    --count: string           # Issue so many equal tokens; with --json one document a line
    --jobs: string            # With --batch or --count: sign on so many cores [default: all]
    --canary                  # Make a canary: it looks like any token of the app, opens nothing anywhere, and whoever shows it is found out
    --note: string            # With --canary: where it is planted, for whoever finds it
    --cnf-key: string         # Bind the token to this key, public or private, of which every use then needs a proof (DPoP, RFC 9449)
    --cnf-cert: string        # Bind the token to this certificate of the client, PEM or DER, which every use then needs in TLS (RFC 8705)
    --profile: string         # Make the token as those of another issuer are: a profile by its name (`mintage profiles list`), or a file of one
    --set: string             # A value of the profile's own; `mintage profiles show` tells which it has
    --like: string            # Take header and claims of this token, whoever signed it, with new times and a new jti: its text, @FILE, or - for standard input. User and app are its own where they can be, unless flags name them
    --key: string             # Sign with this private key, with no home and no ledger: PEM, DER, JWK and what else `keys import` reads, or - for standard input. It needs --iss and --aud; RSA keys sign with RS256 unless --alg says otherwise
    --kid: string             # The kid of the key [default: what the key says, else its thumbprint]
    --secret-as: string@"nu-complete mintage token issue secret_as" # Take the file of --key as an HMAC secret that is written so; one line end after it is not part of it
    --client-id: string       # The client_id of the app, any text [default: --app, else none]
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --ip: string              # The address of the user
    --user-agent: string      # The user agent
    --device: string          # The device
    --typ: string             # The typ of the access token, as in JWT; none leaves it out
    --header: string          # A parameter of the header of the access token: NAME=TEXT, or NAME:=JSON; none that changes what the token means or names its key
    --iss: string             # The iss, in place of the home's; also of an ID token
    --sub: string             # The sub, in place of the user or the app; also of an ID token
    --jti: string             # The jti of the access token: any text that no token of this home has
    --iat: string             # The iat, past or future: RFC 3339, epoch seconds, now, +30m or -5m; also of an ID token. The end is counted from now all the same
    --no-claim: string        # Leave a claim of the access token out: aud, nbf, client_id or scope; repeat it for several
    --alg: string             # Sign with the active key of this algorithm [default: the app's, else the home's]
    --test-token              # Let this token depart in a home that is not for development: the ledger keeps that it is a test token
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete mintage token refresh json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage token refresh color" [] {
    [ "auto" "always" "never" ]
  }

  # Use a refresh token up and get a new pair
  export extern "mintage token refresh" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage token refresh json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage token refresh color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --app: string             # The app that shows it, by name or client_id: a refresh token of another app is refused, and that it was shown is recorded
    --scope: string           # Fewer scopes than it covers; repeat it, or separate several by spaces [default: all of them]
    --aud: string             # Fewer audiences than it stands for; repeat it for several [default: all of them]
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --ip: string              # The address of the user
    --user-agent: string      # The user agent
    --device: string          # The device
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --help(-h)                # Print help
    token?: string            # The refresh token: its text, @FILE, or - for standard input
  ]

  def "nu-complete mintage token revoke json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage token revoke color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage token revoke kind" [] {
    [ "access" "refresh" "id" ]
  }

  # Revoke tokens, by what they are called or by what they are
  export extern "mintage token revoke" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage token revoke json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage token revoke color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --jti: string             # A token by its jti
    --family: string          # Of this family of refresh tokens: its id, or a start of it that no other has
    --grant: string           # Under this grant: its id, or a start of it that no other has
    --user: string            # Of this user
    --app: string             # Of this app, by name or client_id
    --key: string             # Signed with this key: its kid or the start of it, @active, @previous or @next
    --alg: string             # Where --key is a word that fits several: the key of this algorithm
    --scope: string           # With this scope; repeat it, or separate several by spaces, for tokens that have all of them
    --issued-before: string   # Issued before this time: RFC 3339, epoch seconds, now, or 1h for an hour ago
    --issued-after: string    # Issued at this time or later
    --ip: string              # Asked for from this address or network, as in 192.0.2.0/24
    --of-kind: string@"nu-complete mintage token revoke kind" # Of this kind
    --lives-longer-than: string # Living for longer than this, from their issue to their end: more than an app may give now
    --all                     # Every token there is
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --plan                    # Say how many tokens would be revoked, and revoke none
    --yes(-y)                 # Do not ask, also at a terminal
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --help(-h)                # Print help (see more with '--help')
    ...tokens: string         # Tokens: the text, the jti or its start, @FILE, or - for standard input
  ]

  def "nu-complete mintage token revocations json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage token revocations color" [] {
    [ "auto" "always" "never" ]
  }

  # Tell verifiers without a home what is revoked
  export extern "mintage token revocations" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage token revocations json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage token revocations color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
  ]

  def "nu-complete mintage token revocations export json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage token revocations export color" [] {
    [ "auto" "always" "never" ]
  }

  # Print a signed snapshot of what is revoked, for `token verify --revocations`
  export extern "mintage token revocations export" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage token revocations export json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage token revocations export color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --ttl: string             # How long the snapshot is good, at most 30d; its readers do not know what is revoked later
    --alg: string             # Sign with the active key of this algorithm [default: the home's]
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --out: string             # Write the answer into this file instead of printing it
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete mintage token verify json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage token verify color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage token verify format" [] {
    [ "text" "junit" "github" ]
  }

  def "nu-complete mintage token verify secret_as" [] {
    [ "text" "base64" "base64url" "hex" ]
  }

  # Judge a token; the exit code says whether it is good and if not why
  export extern "mintage token verify" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage token verify json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage token verify color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --batch: string           # Judge many, one a line of a file or -
    --jobs: string            # With --batch: judge on so many cores [default: all]
    --format: string@"nu-complete mintage token verify format" # How to report
    --signature-only          # Judge only the signature of a JWS, whatever its payload, and print the payload; says nothing of whether a token is good
    --policy: string          # A TOML file that says all this once
    --aud: string             # An audience that the verifier is; repeat it where it is one of several [default: the home's]
    --iss: string             # The exact issuer; repeat it where it is one of several [default: the home's, or that of --issuer-url]
    --sub: string             # The subject that it must name
    --typ: string             # The typ that it must have; none for a header without one [default: at+jwt where the home judges, else any]
    --require-scope: string   # A scope that it must have; repeat it, or separate several by spaces
    --require-claim: string   # A claim that it must have, as in role=admin; repeat it, and all must hold
    --max-age: string         # Refuse a token whose iat is longer ago than this, as in 1h
    --leeway: string          # Clock difference to forgive, at most 5m [default: the home's, else 0s]
    --warn-within: string     # Warn of a token that expires within this time; the verdict stays the same [default: 1m]
    --at: string              # Judge as of this time: RFC 3339, epoch seconds, now, +30m or -5m [default: now]
    --ip: string              # The address that it was shown from, for tokens bound to one
    --user-agent: string      # The program that showed it, for tokens bound to one
    --device: string          # The device that it was shown from, for tokens bound to one
    --possession: string      # What becomes of a token that is bound to a key (cnf) and shown without a proof of it: required refuses it; ignored takes it and warns, where another sees to the proof [default: required]
    --require-revocation-check # Judge nothing where neither a home nor --revocations can say what is revoked
    --dpop: string            # The proof (DPoP, RFC 9449) that the token was shown with: its text, @FILE, or - for standard input. It may be 5m old and 10s ahead, and --leeway more, and in a home it is good once
    --method: string          # The method of the request that they came with, as in POST
    --url: string             # The address of that request, as its client wrote it; its query and fragment do not count
    --nonce: string           # The nonce that the server asked the proof to have
    --client-cert: string     # The certificate of the client (PEM or DER), as the server saw it, for tokens that are bound to one (RFC 8705)
    --explain                 # List every check, and what was compared
    --record                  # Record in the home that the token was shown, from where, and what came of it: after the verdict, and without a secret. Where the home judges, a token that is good uses a call of the budget of its app (35 where none is left); nothing else of the verdict changes. With --batch, each line may say ip, user_agent, device, resource and at
    --resource: string        # With --record: what it was shown for, as a path or an address
    --key: string             # A key, public or private: PEM, DER, JWK, a certificate; or an HMAC secret, with --secret-as
    --jwks: string            # A set of keys (JWKS): a file, or an https address
    --issuer-url: string      # An OpenID provider, whose metadata says where its keys are; it must be the token's issuer
    --alg: string             # The only algorithm to accept; needed where neither a key nor its provider says one, as for RSA keys in PEM
    --secret-as: string@"nu-complete mintage token verify secret_as" # Take the file of --key as an HMAC secret that is written so; one line end after it is not part of it
    --ca-file: string         # Trust only the authorities of this file (PEM) when fetching, instead of the machine's; a proxy that is itself reached by https, or that looks into TLS, must be known to one of them
    --cache-max-age: string   # Use fetched keys for this long [default: what their server says, else 5m, at most 24h]
    --no-cache                # Fetch anew, and keep nothing
    --no-proxy                # Ask servers directly, whatever HTTPS_PROXY says; NO_PROXY names those that are always asked so
    --revocations: string     # Refuse what this snapshot of `token revocations export` says is revoked: a file, or an https address, kept as a set of keys is; it must be good, and signed with these keys
    --max-revocations-age: string # The oldest snapshot to accept [default: any that has not expired]
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --out: string             # Write the answer into this file instead of printing it
    --help(-h)                # Print help (see more with '--help')
    token?: string            # The token: its text, @FILE, or - for standard input
  ]

  def "nu-complete mintage token decode json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage token decode color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage token decode format" [] {
    [ "text" "github" "sarif" ]
  }

  # Show what a token says, without judging it
  export extern "mintage token decode" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage token decode json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage token decode color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --lint                    # Name its weaknesses, also of a JWT that verify refuses to read
    --wordlist: string        # Try each line of this file as the secret of an HMAC signature
    --fail-on: string         # Exit with 4 if a weakness is this bad or worse: high, medium, low or info
    --format: string@"nu-complete mintage token decode format" # With --lint: how to report
    --out: string             # Write the answer into this file instead of printing it
    --help(-h)                # Print help (see more with '--help')
    token?: string            # The token: its text, @FILE, or - for standard input. A leading `Bearer ` is taken off
  ]

  def "nu-complete mintage token identify json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage token identify color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage token identify format" [] {
    [ "text" "github" "sarif" ]
  }

  def "nu-complete mintage token identify allowlist" [] {
    [ "gitleaks" "trufflehog" ]
  }

  # Find tokens in any text, and say whose they are without repeating them
  export extern "mintage token identify" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage token identify json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage token identify color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --revoke                  # Revoke those that are still good: a refresh token with its family. Client secrets are only reported
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --plan                    # With --revoke: say how many it would revoke, and revoke none
    --yes(-y)                 # Do not ask, also at a terminal
    --max-unpacked: string    # So many bytes may come out of what is packed, all together [default: 16 GiB, and of each file a thousand times its size]
    --all                     # List every place of a token, not only the first
    --format: string@"nu-complete mintage token identify format" # How to report
    --allowlist: string@"nu-complete mintage token identify allowlist" # Print, for a scanner of secrets, which of the tokens that were found open nothing
    --detailed-exitcode       # Exit 10 if a canary was found, or a token or client secret that was still good, 0 if none was, 1 if something could not be looked through
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --out: string             # Write the answer into this file instead of printing it
    --help(-h)                # Print help (see more with '--help')
    ...files: string          # Files and folders, packed ones too; - or none is standard input
  ]

  def "nu-complete mintage token dpop json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage token dpop color" [] {
    [ "auto" "always" "never" ]
  }

  # Make a proof of possession (DPoP, RFC 9449) for one request
  export extern "mintage token dpop" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage token dpop json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage token dpop color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --key: string             # The private key: PEM, DER, a JWK, OpenSSH, PKCS#12; a file, or - for standard input
    --method: string          # The method of the request, as in POST
    --url: string             # The address of the request; its query and fragment are left out
    --token: string           # The access token that the request has: its text, @FILE, or - for standard input; none for a request that asks for one
    --nonce: string           # The nonce that the server asked for
    --alg: string             # Its algorithm, where the key does not say it and several can use it, as for RSA keys in PEM
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete mintage token list json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage token list color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage token list kind" [] {
    [ "access" "refresh" "id" ]
  }

  def "nu-complete mintage token list state" [] {
    [ "active" "expired" "refreshed" "revoked" "canary" ]
  }

  # List the tokens of the ledger, the newest first
  export extern "mintage token list" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage token list json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage token list color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --family: string          # Of this family of refresh tokens: its id, or a start of it that no other has
    --grant: string           # Under this grant: its id, or a start of it that no other has
    --user: string            # Of this user
    --app: string             # Of this app, by name or client_id
    --key: string             # Signed with this key: its kid or the start of it, @active, @previous or @next
    --alg: string             # Where --key is a word that fits several: the key of this algorithm
    --scope: string           # With this scope; repeat it, or separate several by spaces, for tokens that have all of them
    --issued-before: string   # Issued before this time: RFC 3339, epoch seconds, now, or 1h for an hour ago
    --issued-after: string    # Issued at this time or later
    --ip: string              # Asked for from this address or network, as in 192.0.2.0/24
    --of-kind: string@"nu-complete mintage token list kind" # Of this kind
    --lives-longer-than: string # Living for longer than this, from their issue to their end: more than an app may give now
    --state: string@"nu-complete mintage token list state" # In this state
    --expiring: string        # Good now, and ending within this time, as in 7d
    --unused-for: string      # Neither used nor made within this time, as in 30d, as far as uses are recorded
    --never-used              # Never used, as far as uses are recorded
    --detailed-exitcode       # Exit 10 if anything is listed, 0 if nothing is
    --cursor: string          # Go on after this one: the `next` of the part before
    --limit: string           # At most this many, from 1 to 10000; none for all of them [default: 50, and none with -q, --json and --csv]
    --csv                     # Print comma-separated values (RFC 4180); a value that a spreadsheet would compute gets a ' before it
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete mintage token forge json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage token forge color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage token forge flaw" [] {
    [ "valid" "ecdsa-twin" "no-kid" "no-token" "plain-text" "expired" "not-yet-valid" "no-exp" "wrong-aud" "no-aud" "wrong-iss" "no-iss" "wrong-typ" "no-typ" "unknown-kid" "retired-key" "revoked-key" "foreign-key" "unknown-token" "revoked-token" "blocked-app" "alg-none" "alg-none-title" "alg-none-upper" "alg-none-mixed" "hs256-public-pem" "hs256-public-der" "hs256-public-trimmed" "hs256-empty" "kid-path" "kid-file" "kid-sql" "kid-command" "embedded-jwk" "jku" "jku-url" "x5c" "x5u-url" "crit" "b64" "duplicate-claim" "tampered-payload" "truncated-signature" "padded-signature" "empty-signature" "zero-ecdsa" "ecdsa-der" "ecdsa-swapped" "other-curve" "ml-dsa-hint" "base64-padding" "base64-bits" "refresh-as-access" "exp-string" "exp-far" "huge" "deep" "jwe" "json-serialization" "dpop-valid" "dpop-missing" "dpop-unbound" "dpop-other-key" "dpop-signature" "dpop-typ" "dpop-none" "dpop-hmac" "dpop-no-jwk" "dpop-private-jwk" "dpop-no-jti" "dpop-no-htm" "dpop-no-htu" "dpop-no-iat" "dpop-no-ath" "dpop-wrong-htm" "dpop-wrong-htu" "dpop-wrong-ath" "dpop-old-iat" "dpop-future-iat" "dpop-no-nonce" "dpop-nonce" "dpop-as-bearer" "dpop-replayed" ]
  }

  def "nu-complete mintage token forge except" [] {
    [ "valid" "ecdsa-twin" "no-kid" "no-token" "plain-text" "expired" "not-yet-valid" "no-exp" "wrong-aud" "no-aud" "wrong-iss" "no-iss" "wrong-typ" "no-typ" "unknown-kid" "retired-key" "revoked-key" "foreign-key" "unknown-token" "revoked-token" "blocked-app" "alg-none" "alg-none-title" "alg-none-upper" "alg-none-mixed" "hs256-public-pem" "hs256-public-der" "hs256-public-trimmed" "hs256-empty" "kid-path" "kid-file" "kid-sql" "kid-command" "embedded-jwk" "jku" "jku-url" "x5c" "x5u-url" "crit" "b64" "duplicate-claim" "tampered-payload" "truncated-signature" "padded-signature" "empty-signature" "zero-ecdsa" "ecdsa-der" "ecdsa-swapped" "other-curve" "ml-dsa-hint" "base64-padding" "base64-bits" "refresh-as-access" "exp-string" "exp-far" "huge" "deep" "jwe" "json-serialization" "dpop-valid" "dpop-missing" "dpop-unbound" "dpop-other-key" "dpop-signature" "dpop-typ" "dpop-none" "dpop-hmac" "dpop-no-jwk" "dpop-private-jwk" "dpop-no-jti" "dpop-no-htm" "dpop-no-htu" "dpop-no-iat" "dpop-no-ath" "dpop-wrong-htm" "dpop-wrong-htu" "dpop-wrong-ath" "dpop-old-iat" "dpop-future-iat" "dpop-no-nonce" "dpop-nonce" "dpop-as-bearer" "dpop-replayed" ]
  }

  def "nu-complete mintage token forge fail_on" [] {
    [ "critical" "high" "medium" "low" "informative" ]
  }

  def "nu-complete mintage token forge format" [] {
    [ "text" "junit" "github" ]
  }

  # Make test tokens that must be refused, and try a service with them
  export extern "mintage token forge" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage token forge json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage token forge color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --flaw: string@"nu-complete mintage token forge flaw" # Make the token with this flaw, and print it; --list names them
    --except: string@"nu-complete mintage token forge except" # Leave this flaw out of all; repeat it for several
    --all                     # Make every test token
    --list                    # List the flaws
    --out: string             # Write the tokens into this folder: one file each, and manifest.json
    --app: string             # App of the tokens, by name or client_id [default: one that is made, named forge]
    --user: string            # The user; without one the app acts for itself
    --scope: string           # A scope of a good token; repeat it, or separate several by spaces
    --aud: string             # An audience of a good token; repeat it for several [default: the app's, else the home's]
    --claim: string           # A claim of every token: NAME=TEXT, NAME:=JSON, or NAME:=now-5m for a time. Others on the machine can see arguments
    --ttl: string             # Lifetime of a good token [default: the app's, else the home's]
    --seed: string            # Make the same tokens for the same seed, time, key and home; ECDSA and PSS signatures differ each time
    --at: string              # Make tokens as of this time, which must be past: RFC 3339, epoch seconds, now, or 1h for an hour ago [default: now]
    --dev                     # Make what is missing: home, unencrypted key, app. For development
    --url: string             # Ask at this address; proofs (DPoP) are for it, and their flaws are made too
    --method: string          # The method of those requests [default: GET]
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --probe: string           # Try a service with each token: by this command, or by asking at --url
    --stateful                # Try too what only one can tell who asks the ledger, or remembers
    --fail-on: string@"nu-complete mintage token forge fail_on" # Fail on findings of this rank and graver ones [default: high]
    --baseline: string        # Do not fail on what this report has, which --json printed before
    --header: string          # With --url: say this too, as in 'X-Tenant: shop', or each line of @FILE
    --ca-file: string         # With --url: trust the authorities in this file of PEM, and no others
    --timeout: string         # End an attempt that takes longer than this [default: 10s]
    --jobs: string            # Show this many tokens at a time [default: 1]
    --format: string@"nu-complete mintage token forge format" # How to report [default: text]
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete mintage token show json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage token show color" [] {
    [ "auto" "always" "never" ]
  }

  # Show what the ledger knows of a token
  export extern "mintage token show" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage token show json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage token show color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --help(-h)                # Print help
    token: string             # The token: its jti, or a start of it that no other has; its text, @FILE, or - for standard input
  ]

  def "nu-complete mintage token tree json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage token tree color" [] {
    [ "auto" "always" "never" ]
  }

  # Show a token's grant, family and relatives, with every use of a refresh token
  export extern "mintage token tree" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage token tree json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage token tree color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --help(-h)                # Print help
    token: string             # The token: its jti, or a start of it that no other has; its text, @FILE, or - for standard input
  ]

  def "nu-complete mintage token introspect json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage token introspect color" [] {
    [ "auto" "always" "never" ]
  }

  # Answer as an introspection endpoint would (RFC 7662)
  export extern "mintage token introspect" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage token introspect json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage token introspect color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --ip: string              # The address that it was shown from: a token that is bound to one is active only there
    --user-agent: string      # The program that showed it, for a token that is bound to one
    --device: string          # The device that it was shown from, for a token that is bound to one
    --record                  # Record in the home that the token was shown, from where, and what came of it
    --possession: string      # What becomes of a token that is bound to a key (cnf): required takes it for not active, because nobody proves here to have the key; ignored tells its cnf to a resource that sees to the proof [default: required]
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --help(-h)                # Print help (see more with '--help')
    token?: string            # The token, an access or a refresh token: its text, @FILE, or - for standard input
  ]

  def "nu-complete mintage token prune json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage token prune color" [] {
    [ "auto" "always" "never" ]
  }

  # Forget tokens that ended long ago
  export extern "mintage token prune" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage token prune json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage token prune color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --margin: string          # How long after its end a token is kept, as in 30d; 0s for not at all. What was revoked is kept for clock_margin at least
    --compact                 # Give the space back to the disk too, and say how much; others wait meanwhile, and it needs as much again while it works
    --trust-clock             # Believe the clock, although it is far ahead of the newest change in the ledger
    --plan                    # Say what would be forgotten, and forget nothing
    --yes(-y)                 # Do not ask, also at a terminal
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --help(-h)                # Print help
  ]

  def "nu-complete mintage profiles json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage profiles color" [] {
    [ "auto" "always" "never" ]
  }

  # List and show profiles: how the tokens of well-known issuers look
  export extern "mintage profiles" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage profiles json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage profiles color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
  ]

  def "nu-complete mintage profiles list json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage profiles list color" [] {
    [ "auto" "always" "never" ]
  }

  # List the profiles that `token issue --profile` takes by name
  export extern "mintage profiles list" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage profiles list json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage profiles list color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --csv                     # Print comma-separated values
    --help(-h)                # Print help
  ]

  def "nu-complete mintage profiles show json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage profiles show color" [] {
    [ "auto" "always" "never" ]
  }

  # Show a profile as it is written, and an example of what it makes
  export extern "mintage profiles show" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage profiles show json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage profiles show color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help (see more with '--help')
    profile: string           # The profile: a name, or a file
  ]

  def "nu-complete mintage grant json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage grant color" [] {
    [ "auto" "always" "never" ]
  }

  # List, show and withdraw what users consented to
  export extern "mintage grant" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage grant json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage grant color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
  ]

  def "nu-complete mintage grant list json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage grant list color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage grant list state" [] {
    [ "active" "revoked" ]
  }

  # List grants, the newest first
  export extern "mintage grant list" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage grant list json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage grant list color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --user: string            # Of this user
    --app: string             # To this app, by name or client_id
    --state: string@"nu-complete mintage grant list state" # In this state
    --unused-for: string      # Neither used nor made within this time, as in 30d, as far as uses are recorded
    --never-used              # Never used, as far as uses are recorded
    --detailed-exitcode       # Exit 10 if anything is listed, 0 if nothing is
    --cursor: string          # Go on after this one: the `next` of the part before
    --limit: string           # At most this many, from 1 to 10000; none for all of them [default: 50, and none with -q, --json and --csv]
    --csv                     # Print comma-separated values (RFC 4180); a value that a spreadsheet would compute gets a ' before it
    --help(-h)                # Print help
  ]

  def "nu-complete mintage grant show json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage grant show color" [] {
    [ "auto" "always" "never" ]
  }

  # Show a grant, and how many tokens stand on it
  export extern "mintage grant show" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage grant show json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage grant show color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --user: string            # With --app: the grant of this user, the one that stands or else the last that was revoked
    --app: string             # With --user: to this app, by name or client_id
    --help(-h)                # Print help
    id?: string               # The id of the grant, or a start of it that no other has
  ]

  def "nu-complete mintage grant revoke json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage grant revoke color" [] {
    [ "auto" "always" "never" ]
  }

  # Withdraw consents; every token that stands on them ends
  export extern "mintage grant revoke" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage grant revoke json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage grant revoke color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --user: string            # Every grant of this user; with --app the one to that app
    --app: string             # Every grant to this app, by name or client_id; with --user the one of that user
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --plan                    # Say what would end, and end nothing
    --yes(-y)                 # Do not ask, also at a terminal
    --help(-h)                # Print help
    id?: string               # The id of the grant, or a start of it that no other has
  ]

  def "nu-complete mintage audit json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage audit color" [] {
    [ "auto" "always" "never" ]
  }

  # See who changed what: the audit log
  export extern "mintage audit" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage audit json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage audit color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
  ]

  def "nu-complete mintage audit log json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage audit log color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage audit log verb" [] {
    [ "app_registered" "app_activated" "app_blocked" "app_updated" "app_deleted" "secret_added" "secret_revoked" "user_set" "user_blocked" "user_unblocked" "user_deleted" "key_made" "key_imported" "key_scheduled" "key_activated" "secret_marked" "key_retired" "key_revoked" "key_destroyed" "strays_removed" "passphrase_changed" "tokens_issued" "canary_planted" "consent_given" "token_refreshed" "answer_replaced" "family_replayed" "token_exchanged" "refresh_of_another" "session_begun" "session_ended" "code_given" "code_replayed" "request_pushed" "request_fetched" "device_asked" "device_slowed" "device_decided" "token_denied" "tokens_revoked" "grants_revoked" "home_restored" "clock_trusted" "older_ledger_accepted" "settings_changed" "tokens_pruned" "log_pruned" "log_key_made" "key_succeeded" "app_known" "user_known" "key_known" "log_begun" ]
  }

  # List events, the newest first: every change, who made it, through which door and why
  export extern "mintage audit log" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage audit log json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage audit log color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --app: string             # Of this app or its tokens, by name or client_id
    --user: string            # Of this user or their tokens
    --kid: string             # Of this key: its kid, a start of it that no other has, or @active, @previous or @next
    --jti: string             # Of the token with this jti, or a start of it that no other has
    --token: string           # Of the token with this jti, or a start of it that no other has
    --since: string           # At this time or later: RFC 3339, epoch seconds, now, or 1h for an hour ago
    --until: string           # Before this time
    --family                  # With --jti: also of the other tokens of its family
    --verb: string@"nu-complete mintage audit log verb" # Of this kind
    --actor: string           # Asked for by this one: a user name, name@host, a uid, a client_id, or a name that was only claimed
    --outcome: string         # That came out so: done, refused, or the code of the error that refused it
    --cursor: string          # Go on after this one: the `next` of the part before
    --ndjson                  # Print an event a line, as the very text that is hashed
    --follow(-f)              # Show the last ones, the newest last, and then each as it comes, until Ctrl-C; with --json one a line
    --limit: string           # At most this many, from 1 to 10000; none for all of them [default: 50, and none with -q, --json and --csv]
    --csv                     # Print comma-separated values (RFC 4180); a value that a spreadsheet would compute gets a ' before it
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete mintage audit show json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage audit show color" [] {
    [ "auto" "always" "never" ]
  }

  # Show an event
  export extern "mintage audit show" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage audit show json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage audit show color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
    id: string                # The number of the event, as `audit log` lists it
  ]

  def "nu-complete mintage audit access json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage audit access color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage audit access outcome" [] {
    [ "accepted" "refused" "malformed" "algorithm_not_allowed" "unknown_key" "bad_signature" "expired" "not_yet_valid" "issuer_mismatch" "audience_mismatch" "type_mismatch" "claim_mismatch" "insufficient_scope" "unknown_token" "revoked" "app_blocked" "context_mismatch" "rate_limited" ]
  }

  def "nu-complete mintage audit access door" [] {
    [ "verify" "batch" "introspect" "userinfo" "token" "import" "found" ]
  }

  # List uses of tokens, the newest first: who showed which, from where, and what came of it
  export extern "mintage audit access" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage audit access json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage audit access color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --app: string             # Of this app or its tokens, by name or client_id
    --user: string            # Of this user or their tokens
    --kid: string             # Of this key: its kid, a start of it that no other has, or @active, @previous or @next
    --jti: string             # Of the token with this jti, or a start of it that no other has
    --token: string           # Of the token with this jti, or a start of it that no other has
    --since: string           # At this time or later: RFC 3339, epoch seconds, now, or 1h for an hour ago
    --until: string           # Before this time
    --ip: string              # From this address or network, as in 192.0.2.0/24
    --outcome: string@"nu-complete mintage audit access outcome" # That came out so: accepted, refused, or the reason of a verdict, as in expired
    --door: string@"nu-complete mintage audit access door" # Where the token was shown
    --cursor: string          # Go on after this one: the `next` of the part before
    --limit: string           # At most this many, from 1 to 10000; none for all of them [default: 50, and none with -q, --json and --csv]
    --csv                     # Print comma-separated values (RFC 4180); a value that a spreadsheet would compute gets a ' before it
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete mintage audit import json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage audit import color" [] {
    [ "auto" "always" "never" ]
  }

  # Record the uses of tokens that access logs tell of
  export extern "mintage audit import" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage audit import json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage audit import color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --format: string          # What wrote them: combined (Apache, nginx and others), json (an object a line), envoy or nginx (their own text, or JSON)
    --field: string           # Where a fact stands that is not where it usually is: FACT=NAME of a field, or FACT=1 for the first field after the usual ones. Facts are time, ip, user_agent, resource, status, jti, token_sha256, sub, client_id, device and kid
    --help(-h)                # Print help (see more with '--help')
    ...files: string          # The logs, or - for standard input
  ]

  def "nu-complete mintage audit forget json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage audit forget color" [] {
    [ "auto" "always" "never" ]
  }

  # Forget how tokens were used
  export extern "mintage audit forget" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage audit forget json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage audit forget color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --before: string          # The days that ended before this time: RFC 3339, epoch seconds, or 90d for 90 days ago
    --plan                    # Only say what it would forget
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete mintage audit checkpoint json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage audit checkpoint color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage audit checkpoint alg" [] {
    [ "EdDSA" "Ed25519" "ML-DSA-44" ]
  }

  # Sign what the log is now, for those who keep it elsewhere
  export extern "mintage audit checkpoint" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage audit checkpoint json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage audit checkpoint color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --alg: string@"nu-complete mintage audit checkpoint alg" # Of the key that is made where the log has none: EdDSA or ML-DSA-44 [default: EdDSA]
    --out: string             # Write the answer into this file instead of printing it
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --no-passphrase           # Keep the private key unencrypted, protected by its file mode alone
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete mintage audit prove json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage audit prove color" [] {
    [ "auto" "always" "never" ]
  }

  # Prove that an event is in the log, in a file that is checked without the home
  export extern "mintage audit prove" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage audit prove json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage audit prove color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --checkpoint: string      # Prove that it is in the log of this checkpoint, which needs no key; else one is made for it
    --out: string             # Write the answer into this file instead of printing it
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --help(-h)                # Print help (see more with '--help')
    id: string                # The number of the event, as `audit log` lists it
  ]

  def "nu-complete mintage audit verify json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage audit verify color" [] {
    [ "auto" "always" "never" ]
  }

  # Check a proof that an event is in a log; needs no home
  export extern "mintage audit verify" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage audit verify json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage audit verify color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --checkpoint: string      # The checkpoint that it must lead to, as you have kept it
    --key: string             # The public key of the log, as `audit checkpoint` printed it, which must have signed the checkpoint
    --help(-h)                # Print help
    proof: string             # The proof
  ]

  def "nu-complete mintage audit check json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage audit check color" [] {
    [ "auto" "always" "never" ]
  }

  # Look the whole log over: which events were changed, removed, reordered, inserted or cut off
  export extern "mintage audit check" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage audit check json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage audit check color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --since: string           # The log must be what became of the one in this checkpoint
    --key: string             # The public key that must have signed it [default: that of the home]
    --help(-h)                # Print help
  ]

  def "nu-complete mintage audit report json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage audit report color" [] {
    [ "auto" "always" "never" ]
  }

  # Draw how the home stands and what happened in it, as one page that loads nothing
  export extern "mintage audit report" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage audit report json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage audit report color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --html: string            # Write it as one page, which loads nothing, into this file, which is replaced in one step; - for standard output
    --since: string           # Look back to this time, as in 7d [default: 30d]
    --help(-h)                # Print help
  ]

  def "nu-complete mintage audit risk json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage audit risk color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage audit risk rule" [] {
    [ "canary_used" "refresh_replayed" "token_shared" "impossible_travel" "used_after_end" "failure_burst" "new_network" "many_users" "dormant_woke" "volume_change" "out_of_policy" ]
  }

  def "nu-complete mintage audit risk min_severity" [] {
    [ "note" "low" "medium" "high" ]
  }

  # Look for what the use of tokens gives away, and act on it
  export extern "mintage audit risk" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage audit risk json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage audit risk color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --since: string           # What was so at this time or later: RFC 3339, epoch seconds, or 1h
    --until: string           # What was so before this time
    --rule: string@"nu-complete mintage audit risk rule" # By this rule; repeat it for several
    --min-severity: string@"nu-complete mintage audit risk min_severity" # At least so grave
    --geoip: string           # A map of addresses (a MaxMind DB), for travel and cities [default: geoip in config.toml]
    --act                     # Do what [risk.act] of config.toml allows about what was found
    --by: string              # Who asks, as you say it; recorded beside the user that runs this. The reason of each deed is its finding
    --plan                    # With --act: say what would be done, and do nothing
    --detailed-exitcode       # Exit 10 if anything is listed, 0 if nothing is
    --limit: string           # At most this many, from 1 to 10000; none for all of them [default: 50, and none with -q, --json and --csv]
    --csv                     # Print comma-separated values (RFC 4180); a value that a spreadsheet would compute gets a ' before it
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete mintage audit prune json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage audit prune color" [] {
    [ "auto" "always" "never" ]
  }

  # Forget old events; a checkpoint is left that proves what is kept
  export extern "mintage audit prune" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage audit prune json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage audit prune color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --before: string          # Forget the events before this time: RFC 3339, epoch seconds, or 400d for 400 days ago
    --checkpoint-out: string  # Write a checkpoint of the log as it was with them, which proves what is kept and what was there
    --plan                    # Say what would be forgotten, and forget nothing
    --yes(-y)                 # Do not ask, also at a terminal
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --help(-h)                # Print help
  ]

  def "nu-complete mintage audit export json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage audit export color" [] {
    [ "auto" "always" "never" ]
  }

  # Tell others of revocations, blocks and credentials: security event tokens (CAEP, RISC) in a file
  export extern "mintage audit export" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage audit export json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage audit export color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --set                     # As security event tokens (RFC 8417), one a line, the oldest first: revocations, blocks and changes of credentials, as CAEP and RISC call them, signed by the key that signs tokens
    --since: string           # At this time or later: RFC 3339, epoch seconds, now, or 1h for an hour ago
    --until: string           # Before this time
    --aud: string             # Whom they are for: their aud
    --alg: string             # With the active key of this algorithm [default: the home's]
    --out: string             # Write the answer into this file instead of printing it
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete mintage drill json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage drill color" [] {
    [ "auto" "always" "never" ]
  }

  # Try a service that verifies tokens, while something happens to it
  export extern "mintage drill" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage drill json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage drill color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
  ]

  def "nu-complete mintage drill rotation json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage drill rotation color" [] {
    [ "auto" "always" "never" ]
  }

  # Rotate keys under a running service, and see whether it keeps up
  export extern "mintage drill rotation" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage drill rotation json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage drill rotation color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --probe: string           # Run this command for each token: it shows the token to the service
    --timeout: string         # End a command that takes longer than this
    --jobs: string            # How many commands run at a time in the burst
    --listen: string          # Where to serve the keys: an address of this machine with a port. The service must reach it
    --url: string             # Where the service reaches that, if it is another address [default: http://ADDRESS]
    --issuer: string          # The iss of the tokens, and of the metadata [default: the address]
    --tls-cert: string        # Speak https there, as some services want it: a file of PEM with the certificate, and those above it
    --tls-key: string         # Its private key, a file of PEM without a passphrase
    --alg: string             # What signs them
    --aud: string             # An audience; repeat it for several
    --user: string            # The user; without one the app `drill` acts for itself
    --scope: string           # A scope; repeat it, or separate several by spaces
    --claim: string           # A claim: NAME=TEXT, or NAME:=JSON
    --typ: string             # The typ, as in JWT; none leaves it out [default: at+jwt]
    --within: string          # Within which time a new key must be taken
    --forget: string          # Within which time a removed key must be forgotten [default: as --within]
    --burst: string           # How many tokens are shown whose keys are in no set
    --fetches: string         # How often the service may fetch for them, in each minute
    --max-age: string         # For how long the set is said to be good (max-age)
    --wait: string            # How long the first token is shown until it must be taken, as while the service starts
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete mintage serve json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage serve color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage serve profile" [] {
    [ "fapi2" ]
  }

  def "nu-complete mintage serve tls" [] {
    [ "auto" ]
  }

  def "nu-complete mintage serve log" [] {
    [ "text" "json" ]
  }

  # Serve the home over HTTP: discovery, keys, tokens, introspection, revocation
  export extern "mintage serve" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage serve json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage serve color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --dev                     # Serve a developer alone, on this machine: makes what is missing
    --listen: string          # Where to listen: an address with a port, or unix:PATH [default: 127.0.0.1:8080]
    --socket-mode: string     # Who may connect to a socket in the file system, as chmod writes it
    --insecure-http           # Speak plain http also where others can reach it: only where nobody else is on the way
    --check: string           # Serve nothing: ask the server that listens there whether it is ready, as a health check does that has no other program
    --issuer: string          # Serve only if this is the issuer of the home, so that none is served that was mixed up; with --dev: make it the issuer
    --browser-url: string     # Where browsers reach it, if that is another address than the issuer: the pages are named there, and tokens and all else of the metadata go on naming the issuer
    --also-host: string       # A further name that it is called by, as in a container network; requests that call it otherwise are refused (421)
    --at: string              # One more home, below a path of this server, as in /staging=./staging: an issuer of its own, which the config.toml of that home must name with this path. Repeat it for several
    --resource: string        # A resource (an API) whose metadata this server gives, so that clients find out whose tokens it takes (RFC 9728). At a name of its own, which is then given with --also-host, a proxy hands /.well-known/oauth-protected-resource on to this server. Repeat it for several
    --mcp: string             # A server of the Model Context Protocol whose authority this is: gives its metadata as --resource does, and takes apps that are known by a document of theirs, as [client_documents] of config.toml says, or with --dev any. Repeat it for several
    --profile: string@"nu-complete mintage serve profile" # What is asked of every app, whatever it is registered as
    --actions                 # Give tokens as a job of GitHub Actions has them: the ready line says ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN, with which the toolkit's getIDToken() asks here. Their issuer is this server
    --actions-set: string     # A value of the profile's own for all of them, as in repo=shop or context=environment:production; `mintage profiles show github-actions` tells which there are. The address takes them too, for one token: ...&ref=refs/tags/v1
    --actions-claim: string   # A claim of all of them: NAME=TEXT, NAME:=JSON, as in environment=production
    --actions-profile: string # The profile that they are made by; github-actions-ids has a sub of names with ids
    --cors: string            # Let pages of this origin ask for tokens, introspect and revoke, as in https://app.example.com; with --dev all may. What is public, all pages may read
    --trust-proxy: string     # Believe proxies in this network (or `unix`, through a Unix socket) when X-Forwarded-For or Forwarded say where a request came from; nothing else that they say is believed
    --failures-per-address: string # How often clients may fail to authenticate, and people to log in, from one address: a number and s, m or h, or off. 100/m where nothing is said, and off with --dev
    --failures-per-client: string # How often one client may fail to authenticate, from all addresses together where it never succeeded. 600/m where nothing is said, and off with --dev
    --failures-per-user: string # How often people may fail to log in as one user, from all addresses together where they never succeeded. 10/m where nothing is said, and off with --dev
    --wrong-codes-per-address: string # How often people may type codes of devices at one address that are none. 5/m where nothing is said, and off with --dev; from all addresses together 600/m, unless this is off
    --requests-per-address: string # How often one address may ask for tokens, introspect and revoke
    --requests-per-client: string # How often one client may
    --users: string           # The people who may log in: a users file
    --login: string           # With --dev: ask who it is (ask), or let this user be logged in without a page (auto=alice), as tests want it
    --tls-cert: string        # Speak TLS and show this certificate: PEM
    --tls-key: string         # The private key of the certificate: PEM, not encrypted
    --tls: string@"nu-complete mintage serve tls" # auto: speak TLS with a certificate of an authority of one's own
    --connections: string     # How many connections may be open at once; where more come, those that were idle longest are closed
    --grace: string           # How long requests that are being answered have when it is asked to end (SIGTERM); a second signal ends it at once
    --metrics: string         # Tell Prometheus how it does, at /metrics of this address, with /healthz and /readyz beside it; as --listen, and never where it listens
    --log: string@"nu-complete mintage serve log" # How the log on standard error is written: text for people, or json with one object a line
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete mintage verifier-config json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage verifier-config color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage verifier-config verifier" [] {
    [ "nginx" "apache" "haproxy" "express" "fastapi" "spring" ]
  }

  # Print what a verifier (nginx, Apache, HAProxy, Express, FastAPI, Spring) is configured with to take the tokens of this home
  export extern "mintage verifier-config" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage verifier-config json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage verifier-config color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --jwks-url: string        # Where it fetches the keys [default: /jwks below the issuer, where `serve` and `keys export --site` have them]
    --aud: string             # For whom tokens must be: one of these; repeat it for several [default: that of the home]
    --require-scope: string   # Refuse tokens without these scopes; repeat it for several
    --alg: string             # Only what is signed with this algorithm; repeat it for several [default: those of the published keys]
    --keys: string            # haproxy: the folder of the keys, as `keys export --pem-set` writes them
    --out: string             # Write the files into this folder instead of printing them. What says the same already is not touched
    --help(-h)                # Print help (see more with '--help')
    verifier: string@"nu-complete mintage verifier-config verifier" # Which verifier
  ]

  def "nu-complete mintage backup json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage backup color" [] {
    [ "auto" "always" "never" ]
  }

  # Copy a home into one file, while others work with it
  export extern "mintage backup" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage backup json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage backup color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help
    file: string              # The file, or - for standard output. An older backup of the same home is replaced, and nothing else is
  ]

  def "nu-complete mintage restore json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage restore color" [] {
    [ "auto" "always" "never" ]
  }

  # Make a home of a backup, or go on with an older ledger
  export extern "mintage restore" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage restore json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage restore color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --merge-revocations: string # Revoke what was revoked since: a revocation snapshot of the home, or its ledger
    --revoke-issued-before: string # Revoke every token that was issued before this time: RFC 3339, epoch seconds, now, or 1h for an hour ago
    --accept-older            # Go on with a ledger that is older than its home: what was done since it was copied is lost
    --yes                     # With --accept-older: do not ask
    --reason: string          # Why, for the record
    --by: string              # Who asks, as you say it; recorded beside the user that runs this
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --help(-h)                # Print help
    file?: string             # A backup, of which a home is made where none is
  ]

  def "nu-complete mintage doctor json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage doctor color" [] {
    [ "auto" "always" "never" ]
  }

  # Look a home over: what is wrong with it, why, and the command that mends it
  export extern "mintage doctor" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage doctor json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage doctor color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --fix                     # Mend what can be mended without loss: permissions, unfinished files, what the home remembers of its ledger
    --detailed-exitcode       # Exit 10 if there are warnings and no errors, 0 if there is neither
    --passphrase-file: string # Read the passphrase of the key from a file or pipe
    --passphrase-fd: string   # Read the passphrase of the key from an open descriptor
    --passphrase-env: string  # Read the passphrase of the key from an environment variable
    --help(-h)                # Print help
  ]

  def "nu-complete mintage completions json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage completions color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete mintage completions shell" [] {
    [ "bash" "zsh" "fish" "powershell" "elvish" "nushell" ]
  }

  # Print the completions of a shell, or put them where it looks for them
  export extern "mintage completions" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage completions json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage completions color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --out: string             # Write the answer into this file instead of printing it
    --help(-h)                # Print help (see more with '--help')
    shell?: string@"nu-complete mintage completions shell" # The shell. In bash, zsh and fish apps, users, keys, tokens and scopes of your home are completed too
  ]

  def "nu-complete mintage completions install shell" [] {
    [ "bash" "zsh" "fish" ]
  }

  def "nu-complete mintage completions install json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage completions install color" [] {
    [ "auto" "always" "never" ]
  }

  # Put the completions where your shell looks for them
  export extern "mintage completions install" [
    --plan                    # Say what would change, and change nothing
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage completions install json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage completions install color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help (see more with '--help')
    shell?: string@"nu-complete mintage completions install shell" # The shell [default: that of SHELL]
  ]

  def "nu-complete mintage completions uninstall shell" [] {
    [ "bash" "zsh" "fish" ]
  }

  def "nu-complete mintage completions uninstall json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage completions uninstall color" [] {
    [ "auto" "always" "never" ]
  }

  # Take them away again
  export extern "mintage completions uninstall" [
    --plan                    # Say what would change, and change nothing
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage completions uninstall json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage completions uninstall color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --help(-h)                # Print help (see more with '--help')
    shell?: string@"nu-complete mintage completions uninstall shell" # The shell [default: that of SHELL]
  ]

  def "nu-complete mintage man json" [] {
    [ "document" "line" ]
  }

  def "nu-complete mintage man color" [] {
    [ "auto" "always" "never" ]
  }

  # Show a manual page: of a command, of the settings, of policies, of what is in a home
  export extern "mintage man" [
    --home: string            # The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    --json: string@"nu-complete mintage man json" # Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    --quiet(-q)               # Print the bare value and no notes (also: MINTAGE_QUIET=1)
    --color: string@"nu-complete mintage man color" # When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    --no-input                # Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    --wide                    # Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    --verbose(-v)             # Say where the home is and what is read
    --roff                    # Print the source of the page (man(7)), for man -l - and packages
    --out: string             # Write the source of every page into this folder instead
    --help(-h)                # Print help (see more with '--help')
    ...page: string           # A command, as in `token issue`, or config, policy or home [default: mintage]
  ]

}

export use completions *
