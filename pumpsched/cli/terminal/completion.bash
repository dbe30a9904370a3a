_pumpsched_words() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        if [ "$line" = "@FILES@" ]; then
            compopt -o default 2>/dev/null
            return 0
        fi
        COMPREPLY+=("$line")
    done < <(_PUMPSCHED_COMPLETE=complete_bash COMP_TYPE="$COMP_TYPE" \
        "$1" "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null </dev/null)
}
complete -F _pumpsched_words pumpsched
