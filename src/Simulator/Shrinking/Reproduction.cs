using Sim.Contracts;
using Sim.Simulation.Schedules;
using Sim.Simulator.Oracles;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>A plan and a schedule that together give a failure.</summary>
internal sealed record Reproduction(Plan Plan, ValueList<ScheduleDecision> Schedule, Failure Failure);
