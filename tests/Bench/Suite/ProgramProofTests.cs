using Sim.Bench.Programs;
using Sim.Bench.Suite;

namespace Sim.Bench.Tests.Suite;

public sealed class ProgramProofTests
{
    [Fact]
    public void A_small_program_is_proved_with_fewer_schedules_than_there_are()
    {
        var proof = ProgramProof.Prove(new Deadlock01(), limit: 20_000);

        Assert.NotNull(proof.Schedules);
        Assert.NotNull(proof.AllSchedules);
        Assert.True(proof.Schedules < proof.AllSchedules);
        Assert.Null(proof.PreemptionBound);
    }

    [Fact]
    public void A_program_that_is_too_large_for_the_limit_is_run_up_to_a_bound()
    {
        var proof = ProgramProof.Prove(new WorkStealingQueue(), limit: 50);

        Assert.Null(proof.Schedules);
        Assert.Null(proof.AllSchedules);
        Assert.InRange(proof.PreemptionBound!.Value, 0, 2);
    }
}
