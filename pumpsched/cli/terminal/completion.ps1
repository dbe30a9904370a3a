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
