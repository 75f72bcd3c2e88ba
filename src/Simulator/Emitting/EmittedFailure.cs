using Sim.Simulator.Oracles;

namespace Sim.Simulator.Emitting;

/// <summary>What an emitted test says by its name: that which is right, and was not so in the failure.</summary>
internal static class EmittedFailure
{
    /// <summary>The name of the test for a failure of this oracle.</summary>
    public static string TestName(string oracle) => oracle switch
    {
        OracleNames.Reads => "Every_read_is_right",
        OracleNames.Updates => "Every_operation_is_answered_as_it_must_be",
        OracleNames.Recovery => "What_was_acknowledged_is_there_when_the_collection_is_opened_again",
        OracleNames.Snapshot => "A_snapshot_holds_what_was_there_when_it_was_made",
        OracleNames.Exclusive => "A_collection_cannot_be_opened_twice",
        OracleNames.Files => "The_files_are_sound_after_a_kill_and_a_close",
        OracleNames.Deadlock or OracleNames.Livelock => "Every_task_comes_to_its_end",
        OracleNames.Convergence => "The_optimizer_comes_to_rest",
        _ => "Nothing_fails",
    };
}
