
namespace StoreForensics.Cli.Commands;

/// <summary>
/// What a shell must know to complete calls: each script asks the program itself by the <c>[suggest]</c> directive of System.CommandLine, with the line as far
/// as it is typed. Where an argument is typed, options are left out, so that the shell offers files.
/// </summary>
internal static class CompletionScripts
{
    public const string Bash = """
        # Completion of storeforensics for bash. In ~/.bashrc: eval "$(storeforensics completion bash)"
        _storeforensics() {
            local line=${COMP_LINE:0:COMP_POINT} IFS=$'\n' found
            local word=${line##*[[:blank:]]}
            line="storeforensics${line#"${COMP_WORDS[0]}"}"
            found=$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null </dev/null)
            [[ $word == -* ]] || found=$(printf '%s\n' "$found" | grep -v '^-' | sort -u)
            COMPREPLY=($(compgen -W "$found" -- "$word"))
            # bash takes a colon for the end of a word: what is before the last one is there already.
            [[ $word != *:* || $COMP_WORDBREAKS != *:* ]] || COMPREPLY=("${COMPREPLY[@]#"${word%"${word##*:}"}"}")
            [[ ${COMPREPLY[0]-} != */ ]] || compopt -o nospace 2>/dev/null
        }
        complete -o default -o bashdefault -F _storeforensics storeforensics ./storeforensics

        """;

    public const string Zsh = """
        #compdef storeforensics
        # Completion of storeforensics for zsh. In ~/.zshrc, after compinit: eval "$(storeforensics completion zsh)"
        _storeforensics() {
            local word=${words[CURRENT]} line="storeforensics ${(j: :)words[2,CURRENT]}"
            local -a found
            found=(${(f)"$(${~words[1]} "[suggest:${#line}]" "$line" 2>/dev/null </dev/null)"})
            [[ $word == -* ]] || found=(${found:#-*})
            (( $#found )) && compadd -- $found || _files
        }
        compdef _storeforensics storeforensics

        """;

    public const string Fish = """
        # Completion of storeforensics for fish. In ~/.config/fish/config.fish: storeforensics completion fish | source
        function __storeforensics_complete
            set -l words (commandline -opc)
            set -l line (commandline -cp)
            set line storeforensics(string sub -s (math 1 + (string length -- $words[1])) -- $line)
            set -l found ($words[1] "[suggest:"(string length -- $line)"]" $line 2>/dev/null </dev/null)
            if string match -q -- '-*' (commandline -ct)
                string join \n -- $found
            else
                string match -v -- '-*' $found
            end
        end
        complete -c storeforensics -a '(__storeforensics_complete)'

        """;

    public const string PowerShell = """
        # Completion of storeforensics for PowerShell. In $PROFILE: storeforensics completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName storeforensics, storeforensics.cmd -ScriptBlock {
            param($word, $ast, $position)
            $program = $ast.CommandElements[0].Extent.Text
            $line = 'storeforensics' + $ast.Extent.Text.PadRight($position - $ast.Extent.StartOffset).Substring($program.Length)
            & $program "[suggest:$($line.Length)]" $line 2>$null |
                Where-Object { $_ -like "$word*" -and ($word -like '-*' -or $_ -notlike '-*') } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;
}
