function __pumpsched_words
    set -lx _PUMPSCHED_COMPLETE complete_fish
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l found (pumpsched $words[2..-1] "$current" 2>/dev/null </dev/null)
    if test "$found" = "@FILES@"
        __fish_complete_path "$current"
    else if set -q found[1]
        printf '%s\n' $found
    end
end
complete --command pumpsched --no-files --arguments '(__pumpsched_words)'
