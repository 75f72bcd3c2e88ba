namespace Sim.Simulation.Exploration;

/// <summary>Which of the schedules that differ only in the order of steps that commute are left out.</summary>
public enum Reduction
{
    /// <summary>None: every schedule is run.</summary>
    None = 0,

    /// <summary>
    /// Sleep sets: Godefroid, "Partial-order methods for the verification of concurrent systems" (1996). A step that was explored at one decision need
    /// not be taken after another one as long as only steps are taken that commute with it. Of schedules that are alike one is run to its end;
    /// the others are begun, and cut short.
    /// </summary>
    SleepSets = 1,

    /// <summary>
    /// Source sets and sleep sets: Abdulla, Aronsson, Jonsson and Sagonas, "Optimal dynamic partial order reduction" (2014), algorithm 1, after Flanagan
    /// and Godefroid, "Dynamic partial-order reduction for model checking software" (2005). A decision is taken another way only where a run
    /// has shown a race: two steps that do not commute and that nothing between them orders. So hardly any run is begun that has to be cut short.
    /// </summary>
    SourceSets = 2,
}
