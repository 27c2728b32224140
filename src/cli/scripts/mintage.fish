# Completions of mintage for fish: what can be typed is asked of the mintage that is found on PATH.
function __mintage_complete
    set -lx MINTAGE_COMPLETE fish
    command mintage -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token --cut-at-cursor | string unescape; or commandline --current-token --cut-at-cursor) 2>/dev/null
end
complete --command mintage --no-files --keep-order --arguments '(__mintage_complete)'
