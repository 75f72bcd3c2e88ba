<#
.SYNOPSIS
Runs a soak: many seeds of the simulator, until a count, a time or the first failure.

.DESCRIPTION
Builds the simulator in Release and calls `sim soak` with the parameters that were given; what is not given is left to the tool's own
default, or to the SIM_... environment variable of that option. Works in PowerShell 7 on Windows, Linux and macOS.

The exit code is that of the tool: 0 nothing found, 1 a failure was found, 2 bad usage, 3 inconclusive, 4 stale replay,
5 nondeterminism, 70 internal error, 130 interrupted.

.PARAMETER Seeds
The seeds to run, both ends included, such as '1..64'.

.PARAMETER Seed
One seed, instead of a range.

.PARAMETER Ops
Operations per seed.

.PARAMETER Shards
Shards of the collection.

.PARAMETER Duration
How long to go on, such as '90s', '10m' or '2h'.

.PARAMETER Strategy
What decides the schedule; `sim list` names them.

.PARAMETER Profile
Odds and sizes of faults and workload: quick, default, nightly or no-faults.

.PARAMETER Defect
Historic defects to plant; `sim list` names them.

.PARAMETER Workers
Seeds that run at the same time.

.PARAMETER Shard
The slice of the seeds that this machine runs, such as '2/8'.

.PARAMETER StopOnFirst
Stops at the first failure.

.PARAMETER ShrinkTries
How many runs may be tried to make a failure smaller.

.PARAMETER Out
The directory for what fails.

.PARAMETER Summary
The file for the summary, one JSON object.

.PARAMETER Hashes
The file for the hash of each seed's trace, one seed a line; two machines that agree write the same file.

.PARAMETER Report
The directory for pages in HTML: an index of the soak, and pages of its failures.

.PARAMETER VerifyDeterminism
Runs each seed twice and compares the traces.

.EXAMPLE
./run-soak.ps1 -Seeds '1..200' -Profile quick

.EXAMPLE
./run-soak.ps1 -Seeds '1..100000' -Duration 1h -StopOnFirst -Out out -Summary out/summary.json
#>
[CmdletBinding()]
param(
    [string] $Seeds,
    [string] $Seed,
    [int] $Ops,
    [int] $Shards,
    [string] $Duration,
    [string] $Strategy,
    [string] $Profile,
    [string[]] $Defect,
    [int] $Workers,
    [string] $Shard,
    [switch] $StopOnFirst,
    [int] $ShrinkTries,
    [string] $Out,
    [string] $Summary,
    [string] $Hashes,
    [string] $Report,
    [switch] $VerifyDeterminism
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
# A failure that was found is an answer, not an error of this script.
$PSNativeCommandUseErrorActionPreference = $false

$options = [ordered]@{
    Seeds    = '--seeds'
    Seed     = '--seed'
    Ops      = '--ops'
    Shards   = '--shards'
    Duration = '--duration'
    Strategy = '--strategy'
    Profile  = '--profile'
    Workers  = '--workers'
    Shard    = '--shard'
    ShrinkTries = '--shrink-tries'
    Out      = '--out'
    Summary  = '--summary'
    Hashes   = '--hashes'
    Report   = '--report'
}

$arguments = @('run', '--configuration', 'Release', '--project', (Join-Path $PSScriptRoot 'src/Simulator'), '--', 'soak')
foreach ($name in $options.Keys) {
    if ($PSBoundParameters.ContainsKey($name)) {
        $arguments += @($options[$name], [string] $PSBoundParameters[$name])
    }
}
foreach ($name in $Defect) {
    $arguments += @('--defect', $name)
}
if ($StopOnFirst) { $arguments += '--stop-on-first' }
if ($VerifyDeterminism) { $arguments += '--verify-determinism' }

& dotnet @arguments
exit $LASTEXITCODE
