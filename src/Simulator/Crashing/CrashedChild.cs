namespace Sim.Simulator.Crashing;

/// <summary>How a child ended.</summary>
/// <param name="Begun">How many operations each client had begun in it.</param>
/// <param name="Answered">How many of these were acknowledged.</param>
/// <param name="HasOpened">True when the collection had been opened.</param>
/// <param name="Problem">What went wrong, if it did not live until it was killed.</param>
internal sealed record CrashedChild(IReadOnlyList<int> Begun, IReadOnlyList<int> Answered, bool HasOpened, string? Problem);
