# Completions of mintage for bash: what can be typed is asked of the mintage that is found on PATH.
_mintage() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        COMPREPLY+=("$word")
    done < <(MINTAGE_COMPLETE=bash MINTAGE_COMPLETE_WORD="$2" command mintage -- "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    # A folder, and a flag that ends with =, go on without a space.
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/=] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
# In the order of the answer, where bash can do that.
complete -o nosort -F _mintage mintage 2>/dev/null || complete -F _mintage mintage
