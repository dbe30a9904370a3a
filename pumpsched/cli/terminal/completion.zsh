#compdef pumpsched
_pumpsched_words() {
    local line
    local -a values shown
    while IFS= read -r line; do
        if [[ $line == "@FILES@" ]]; then
            _files
            return
        fi
        values+=("${line%%$'\t'*}")
        shown+=("${line/$'\t'/  }")
    done < <(_PUMPSCHED_COMPLETE=complete_zsh \
        pumpsched "${(@Q)words[2,CURRENT]}" 2>/dev/null </dev/null)
    (( $#values )) || return 1
    compadd -U -l -d shown -a values
    # Part of a name was typed: show whom it fits, and keep what was typed.
    if (( $#values > 1 )) && [[ ${values[1]} != ${(Q)PREFIX}* || ${values[-1]} != ${(Q)PREFIX}* ]]
    then
        compstate[insert]=''
        compstate[list]='list force'
    fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u }
compdef _pumpsched_words pumpsched
