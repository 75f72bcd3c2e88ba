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

    private static Process Start(CrashChildRequest request)
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
        var begun = new int[clients];
        var answered = new int[clients];
        var hasOpened = false;
        var answers = 0;
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            _watchdog.Change(Patience, Timeout.InfiniteTimeSpan);
            hasOpened |= line == CrashProtocol.Opened;
            if (line == CrashProtocol.Opening && moment.Answers == 0)
            {
                _kill.Change(moment.Milliseconds, Timeout.Infinite);
            }
            else if (CrashProtocol.TryRead(line, clients, out var client, out var isAnswered))
            {
                (isAnswered ? answered : begun)[client]++;
                if (isAnswered && ++answers == moment.Answers)
                {
                    _kill.Change(moment.Milliseconds, Timeout.Infinite);
                }
            }
        }

        _process.WaitForExit();
        lock (_lock)
        {
            var problem = _isHung ? string.Create(CultureInfo.InvariantCulture, $"the process said nothing for {Patience.TotalSeconds} s")
                : _isKilled ? null
                : string.Create(CultureInfo.InvariantCulture, $"the process ended by itself with exit code {_process.ExitCode}\n{_errors.ToString().TrimEnd()}");
            return new CrashedChild(begun, answered, hasOpened, problem);
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
