using Sim.Contracts;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulator.Oracles;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>A plan, a schedule and faults of the disk that together give a failure.</summary>
internal sealed record Reproduction(Plan Plan, ValueList<ScheduleDecision> Schedule, ValueList<FiredFault> Faults, Failure Failure);
