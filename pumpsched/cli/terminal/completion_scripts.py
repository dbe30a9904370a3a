"""The scripts that make a shell ask this program for the next word, and putting them in place.

No script evaluates what the program answers, and a candidate holds nothing a shell acts on.
"""

from __future__ import annotations

from pathlib import Path

from pumpsched.cli.stores import path_typed
from pumpsched.cli.terminal.completion import FILES, SHELLS
from pumpsched.domain.errors import StoreProblem, Unreadable
from pumpsched.domain.text import visible

_BASH = """\
_pumpsched_words() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        if [ "$line" = "@FILES@" ]; then
            compopt -o default 2>/dev/null
            return 0
        fi
        COMPREPLY+=("$line")
    done < <(_PUMPSCHED_COMPLETE=complete_bash COMP_TYPE="$COMP_TYPE" \\
        "$1" "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null </dev/null)
}
complete -F _pumpsched_words pumpsched
"""
_ZSH = """\
#compdef pumpsched
_pumpsched_words() {
    local line
    local -a values shown
    while IFS= read -r line; do
        if [[ $line == "@FILES@" ]]; then
            _files
            return
        fi
        values+=("${line%%$'\\t'*}")
        shown+=("${line/$'\\t'/  }")
    done < <(_PUMPSCHED_COMPLETE=complete_zsh \\
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
"""
_FISH = """\
function __pumpsched_words
    set -lx _PUMPSCHED_COMPLETE complete_fish
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l found (pumpsched $words[2..-1] "$current" 2>/dev/null </dev/null)
    if test "$found" = "@FILES@"
        __fish_complete_path "$current"
    else if set -q found[1]
        printf '%s\\n' $found
    end
end
complete --command pumpsched --no-files --arguments '(__pumpsched_words)'
"""
_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName pumpsched -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { "$_" })
    $env:_PUMPSCHED_COMPLETE = 'complete_powershell'
    $env:_PUMPSCHED_WORD = $wordToComplete
    try {
        & pumpsched @words 2>$null | Where-Object { $_ -ne '@FILES@' } | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            if (-not $help) { $help = $value }
            [System.Management.Automation.CompletionResult]::new(
                $value, $value, 'ParameterValue', $help)
        }
    } finally {
        Remove-Item Env:_PUMPSCHED_COMPLETE, Env:_PUMPSCHED_WORD -ErrorAction SilentlyContinue
    }
}
"""
_SCRIPTS = dict(zip(SHELLS, (_BASH, _ZSH, _FISH, _POWERSHELL), strict=True))

_PLACES = {
    "bash": (".local/share/pumpsched/completion.bash", ".bashrc"),
    "zsh": (".local/share/pumpsched/completion.zsh", ".zshrc"),
    "fish": (".config/fish/completions/pumpsched.fish", ""),
}
"""Where a script goes, and the file of the shell that must name it; below the home folder."""


def script(shell: str) -> str:
    """The script of a shell.

    Raises:
        Unreadable: There is none for such a shell.
    """
    return _SCRIPTS[_known(shell)].replace("@FILES@", FILES)


def install(shell: str) -> str:
    """What was put where, in a sentence; doing it twice changes nothing.

    Raises:
        Unreadable: There is no script for such a shell, or no place that is known to be right.
        StoreProblem: A file cannot be written.
    """
    if _known(shell) not in _PLACES:
        raise Unreadable(
            "--install-completion", shell, "keeps its profile in a place of its own; run "
            "pumpsched --show-completion powershell | Out-String | Invoke-Expression there",
        )  # fmt: skip
    place, startup = _PLACES[shell]
    home = path_typed("~", "home folder")
    try:
        (home / place).parent.mkdir(parents=True, exist_ok=True)
        (home / place).write_text(script(shell), encoding="utf-8", newline="\n")
        if startup:
            _name_once(home / startup, f'. "$HOME/{place}"')
    except OSError as error:
        raise StoreProblem(
            f"Completion for {shell} cannot be installed.",
            code="store-read-only",
            why=error.strerror or type(error).__name__,
            next_step=f"pumpsched --show-completion {shell}",
        ) from None
    named = f", named in ~/{startup}" if startup else ""
    return f"Completion for {shell} is in ~/{place}{named}; a new shell has it."


def _name_once(path: Path, line: str) -> None:
    """Adds a line to the end of a file, unless it stands there."""
    there = path.read_bytes() if path.exists() else b""
    if line.encode() in there:
        return
    start = b"" if not there or there.endswith(b"\n") else b"\n"
    with path.open("ab") as stream:
        stream.write(start + line.encode() + b"\n")


def _known(shell: str) -> str:
    if shell not in _SCRIPTS:
        choices = f"is none of {', '.join(SHELLS)}"
        raise Unreadable("shell", visible(shell), choices, "pumpsched --show-completion bash")
    return shell
