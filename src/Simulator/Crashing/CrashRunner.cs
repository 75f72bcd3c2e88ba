using System.Diagnostics;
using System.Globalization;

namespace Sim.Simulator.Crashing;

/// <summary>Runs sessions one after the other until there were enough kills, the time is up, or one fails.</summary>
internal static class CrashRunner
{
    private const int RoundsOfSession = 25;

    /// <summary>Runs them, and tells <paramref name="progress"/> what was done after each kill. Returns the failure, or null.</summary>
    public static CrashFailure? Run(CrashRequest request, Action<CrashCounts> progress, CancellationToken interrupted)
    {
        var clock = Stopwatch.StartNew();
        var total = default(CrashCounts);
        for (var number = 0; !IsEnough(total); number++)
        {
            var seed = request.Seed.Derive(string.Create(CultureInfo.InvariantCulture, $"session-{number}"));
            var session = new CrashSession(seed, Unused(Path.Combine(request.Directory, $"session-{seed}")), request);
            var before = total;
            for (var round = 0; round < RoundsOfSession && !IsEnough(total); round++)
            {
                if (session.Round(interrupted).GetAwaiter().GetResult() is { } failure)
                {
                    return failure;
                }

                total = before + session.Counts;
                progress(total);
            }

            session.Clean();
        }

        return null;

        // What an earlier run left there was left to be looked at.
        static string Unused(string path)
        {
            var unused = path;
            for (var i = 2; Directory.Exists(unused); i++)
            {
                unused = string.Create(CultureInfo.InvariantCulture, $"{path}-{i}");
            }

            return unused;
        }

        bool IsEnough(CrashCounts counts) =>
            interrupted.IsCancellationRequested || counts.Kills >= request.Kills || (request.Duration is { } most && clock.Elapsed >= most);
    }
}
