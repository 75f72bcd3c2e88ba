using Sim.Runtime.Randomness;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Strategies;

public sealed class TournamentTests
{
    [Fact]
    public void The_winner_has_the_highest_key_of_all_that_were_entered()
    {
        var stream = new RandomStream(1);
        var tournament = new Tournament();
        var keys = new ulong[70];
        for (var i = 0; i < 3_000; i++)
        {
            var set = stream.Below(Math.Min(keys.Length, (i / 20) + 1));
            keys[set] = stream.Chance(1, 4) ? 0 : stream.NextBits();
            tournament.Enter(set, keys[set]);
            Assert.Equal(keys.Max(), keys[tournament.Winner]);
        }
    }
}
