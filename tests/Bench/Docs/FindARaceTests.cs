using System.Text.RegularExpressions;
using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Strategies;

namespace Sim.Bench.Tests.Docs;

/// <summary>The program of docs/find-a-race.md; what it prints must be what the page says.</summary>
public sealed partial class FindARaceTests
{
    private static readonly string Page = File.ReadAllText(FindPage());

    [Fact]
    public void The_page_shows_what_the_hunt_prints()
    {
        var printed = Hunt(isFixed: false);

        Assert.Equal(printed, Outputs()[0]);
        Assert.Equal(printed, Outputs()[1]);
        Assert.Contains($"dotnet run -- {printed.Split(' ', ',')[1]}\n", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_shows_what_the_fixed_account_prints() => Assert.Equal(Hunt(isFixed: true), Outputs()[2]);

    private static string[] Outputs() => [.. Output().Matches(Page).Select(match => match.Groups["text"].Value)];

    private static string Hunt(bool isFixed)
    {
        for (var seed = 1UL; seed <= 1000; seed++)
        {
            var world = WorldOf(seed, new RandomStrategy(new Seed(seed).Stream("schedule")));
            var result = world.Run("main", () => Scenario(world, isFixed));
            if (result.Outcome == RunOutcome.Completed)
            {
                continue;
            }

            var again = WorldOf(seed, new ReplayStrategy(world.Schedule));
            var repeated = again.Run("main", () => Scenario(again, isFixed));
            string[] lines =
            [
                $"seed {seed}, {result.Steps} steps: {result.Outcome}",
                result.Failure!.Message,
                .. world.Schedule.Decisions.Select(decision => $"  {decision}"),
                $"replayed: {repeated.Failure!.Message}",
                $"same to the last event: {again.Trace.Hash == world.Trace.Hash}",
            ];
            return string.Concat(lines.Select(line => line + "\n"));
        }

        return "nothing found\n";
    }

    private static SimulatedWorld WorldOf(ulong seed, IStrategy strategy) =>
        new(new WorldOptions { Seed = new Seed(seed), Strategy = strategy, RecordSchedule = true });

    private static async Task Scenario(SimulatedWorld world, bool isFixed)
    {
        var database = new FakeDatabase();
        var gate = isFixed ? new SemaphoreSlim(1) : null;
        var paid = 0;
        await Task.WhenAll(world.Start("alice", Customer), world.Start("bob", Customer));
        var left = await database.Load("savings");
        if (paid + left != 100)
        {
            throw new InvalidOperationException($"paid out {paid} of 100, and {left} are left");
        }

        async Task Customer()
        {
            if (await Withdraw(60))
            {
                paid += 60;
            }
        }

        async Task<bool> Withdraw(int amount)
        {
            await (gate?.WaitAsync() ?? Task.CompletedTask);
            var balance = await database.Load("savings");
            var isThere = balance >= amount;
            if (isThere)
            {
                await database.Save("savings", balance - amount);
            }

            gate?.Release();
            return isThere;
        }
    }

    private static string FindPage()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sim.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "docs", "find-a-race.md");
    }

    [GeneratedRegex("```text\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Output();

    private sealed class FakeDatabase
    {
        private readonly Dictionary<string, int> _balances = new() { ["savings"] = 100 };

        public async Task<int> Load(string account)
        {
            await Task.Yield();
            return _balances[account];
        }

        public async Task Save(string account, int balance)
        {
            await Task.Yield();
            _balances[account] = balance;
        }
    }
}
