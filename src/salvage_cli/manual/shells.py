"""What a shell runs when Tab is pressed: the words are asked of the program, one a line, and only shown.

No shell evaluates what comes back. Each asks in the same way: the words so far in COMP_WORDS, one a line,
and which of them is being typed in COMP_CWORD. Where nothing is offered the shell offers files.
"""

from __future__ import annotations

from typing import Literal

Shell = Literal["bash", "zsh", "fish", "powershell"]

BASH = r"""
_salvage() {
    local word typed=() IFS=$'\n'
    COMPREPLY=()
    # To bash the sign of `--format=json` is a word of its own.
    for word in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
        [ "$word" = "=" ] || typed+=("$word")
    done
    [ "${COMP_WORDS[COMP_CWORD]}" = "=" ] && typed+=("")
    while read -r word; do
        [ -n "$word" ] && COMPREPLY+=("$word")
    done < <(COMP_WORDS="${typed[*]}" COMP_CWORD=$((${#typed[@]} - 1)) \
        _SALVAGE_COMPLETE=complete_bash "$1" 2>/dev/null)
}
complete -o default -F _salvage salvage
"""

ZSH = r"""
#compdef salvage
_salvage() {
    local -a offered
    offered=(${(f)"$(COMP_WORDS=${(pj:\n:)words[1,CURRENT]} COMP_CWORD=$((CURRENT - 1)) \
        _SALVAGE_COMPLETE=complete_bash ${(Q)words[1]} 2>/dev/null)"})
    [[ $PREFIX == --*=* ]] && compset -P '*='
    if (( $#offered )); then
        compadd -- $offered
    else
        _files
    fi
}
if (( $+functions[compdef] )); then
    compdef _salvage salvage
fi
"""

FISH = r"""
function __salvage_offered
    set -l before (commandline -opc)
    set -l typed (commandline -ct)
    set -l option (string match --regex -- '^--[a-z-]+=' $typed)
    set -lx COMP_WORDS (string join \n -- $before $typed | string collect)
    set -lx COMP_CWORD (count $before)
    set -lx _SALVAGE_COMPLETE complete_bash
    set -l offered ($before[1] 2>/dev/null | string match --regex '.+')
    if set -q offered[1]
        printf '%s\n' "$option"$offered
    else
        __fish_complete_path $typed
    end
end
complete --command salvage --no-files --arguments '(__salvage_offered)'
"""

POWERSHELL = r"""
Register-ArgumentCompleter -Native -CommandName salvage -ScriptBlock {
    param($word, $line, $cursor)
    $before = $line.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursor }
    $words = @($before | ForEach-Object { "$_" })
    if ($word -eq '') { $words += '' }
    $Env:COMP_WORDS = $words -join "`n"
    $Env:COMP_CWORD = $words.Count - 1
    $Env:_SALVAGE_COMPLETE = 'complete_bash'
    & $words[0] | Where-Object { $_ } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
    Remove-Item Env:COMP_WORDS, Env:COMP_CWORD, Env:_SALVAGE_COMPLETE
}
"""

SCRIPTS: dict[Shell, str] = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL}


def script(shell: Shell) -> str:
    """What the start-up file of a shell evaluates."""
    return SCRIPTS[shell].lstrip()
