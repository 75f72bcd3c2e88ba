using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Sim.Simulator.Crashing;

/// <summary>Starts a child, listens to it, and kills it at its moment with a signal that it cannot catch.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly StringBuilder _errors = new();
    private readonly Process _process;
    private readonly Timer _kill;
    private readonly Timer _watchdog;
    private bool _isKilled;
    private bool _isHung;
    private bool _isDisposed;

    private ChildProcess(CrashChildRequest request)
    {
        _process = Start(request);
        _process.ErrorDataReceived += (_, e) => _errors.AppendLine(e.Data);
        _process.BeginErrorReadLine();
        _kill = new Timer(_ => Kill(isHung: false));
        _watchdog = new Timer(_ => Kill(isHung: true), null, Patience, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Runs a child until it is dead.</summary>
    public static CrashedChild Run(CrashChildRequest request, CrashMoment moment, CancellationToken interrupted)
    {
        using var child = new ChildProcess(request);
        using var registration = interrupted.Register(() => child.Kill(isHung: false));
        return child.Listen(request.Done.Count, moment);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        _kill.Dispose();
        _watchdog.Dispose();
        _process.Dispose();
    }

    /// <summary>Starts a child, which nobody kills; its output and errors are the caller's to read.</summary>
    public static Process Start(CrashChildRequest request)
    {
        // The program of this assembly, which under a test is not the program that runs.
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])
        [
            typeof(ChildProcess).Assembly.Location, "crash-child", "--dir", request.Directory, "--seed", Text(request.Session),
            "--round", Text((ulong)request.Round), "--done", string.Join(',', request.Done),
            .. request.Shards is { } shards ? (string[])["--shards", Text((ulong)shards)] : [],
            .. request.Defects.SelectMany(defect => (string[])["--defect", defect]),
        ])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private CrashedChild Listen(int clients, CrashMoment moment)
    {
        var child = new CrashedChild(clients);
        var counted = 0;
        while (_process.StandardOutput.ReadLine() is { } text)
        {
            if (!CrashProtocol.TryRead(text, clients, out var line, out var client))
            {
                continue;
            }

            child.Add(line, client);
            if (moment.Counts(line))
            {
                _watchdog.Change(Patience, Timeout.InfiniteTimeSpan);
                if (++counted == moment.Count)
                {
                    _kill.Change(moment.Milliseconds, Timeout.Infinite);
                }
            }
        }

        _process.WaitForExit();
        lock (_lock)
        {
            child.Problem = _isHung ? string.Create(CultureInfo.InvariantCulture, $"the process was to come to {moment}, and nothing of that happened for {Patience.TotalSeconds} s")
                : _isKilled ? null
                : string.Create(CultureInfo.InvariantCulture, $"the process ended by itself with exit code {_process.ExitCode}\n{_errors.ToString().TrimEnd()}");
            return child;
        }
    }

    private void Kill(bool isHung)
    {
        lock (_lock)
        {
            if (!_isDisposed && !_isKilled)
            {
                _isKilled = true;
                _isHung = isHung;
                _process.Kill();
            }
        }
    }
}
